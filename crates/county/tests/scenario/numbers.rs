//! Every number of a preset says where it comes from.

use tuiyan_county::scenario::{NumberSource, Scenario};

use crate::helpers::{ids, numbers, with};

/// The entry that speaks for a path: the longest prefix of it.
fn source<'a>(scenario: &'a Scenario, path: &str) -> Option<&'a NumberSource> {
    let mut prefix = path;
    loop {
        if let Some(found) = scenario.sources_of_numbers.get(prefix) {
            return Some(found);
        }
        prefix = prefix.rsplit_once('.')?.0;
    }
}

#[test]
fn every_number_has_a_source() {
    for id in ids() {
        // Mechanisms on: the stages they put in bring numbers too.
        for participation in ["true", "false"] {
            let switch = format!("mechanisms.participation.enabled={participation}");
            let [reform, norms, emergency] = ["approval_reform", "daily_norms", "emergency"]
                .map(|it| format!("mechanisms.{it}.enabled=true"));
            let loaded = with(id, &[&switch, &reform, &norms, &emergency]).unwrap();
            let mut all = numbers(&loaded.settled());
            all.retain(|it| !it.0.starts_with("sources_of_numbers."));
            assert!(all.len() > 200, "{id} has only {} numbers", all.len());
            let bare: Vec<&String> = all
                .iter()
                .map(|it| &it.0)
                .filter(|path| source(&loaded.after, path).is_none())
                .collect();
            assert!(bare.is_empty(), "{id}: no source for {bare:?}");
        }
    }
}

#[test]
fn every_source_is_an_article_or_a_publication_or_an_assumption_with_a_range() {
    for id in ids() {
        for (path, it) in with(id, &[]).unwrap().after.sources_of_numbers {
            let kinds = [&it.article, &it.published, &it.assumption];
            let given: Vec<&String> = kinds.into_iter().flatten().collect();
            assert_eq!(given.len(), 1, "{id} {path}: exactly one kind of source");
            assert!(given[0].len() > 4, "{id} {path}: says something");
            let has_place = it.place.is_some() && it.year.is_some();
            assert_eq!(
                it.published.is_some(),
                has_place,
                "{id} {path}: place and year"
            );
            let range = it.low.zip(it.high);
            assert_eq!(
                it.assumption.is_some(),
                range.is_some(),
                "{id} {path}: low and high"
            );
            if let Some((low, high)) = range {
                // Log-odds of something rare lie below 0; what else has a range does not.
                let least = if path == "world.reception.a" {
                    -30.0
                } else {
                    0.0
                };
                assert!(least <= low && low < high, "{id} {path}: {low} to {high}");
            }
        }
    }
}

#[test]
fn every_source_is_for_something_and_its_range_holds_the_number() {
    for id in ids() {
        let on = ["participation", "approval_reform", "emergency"];
        let on = on.map(|it| format!("mechanisms.{it}.enabled=true"));
        let loaded = with(id, &on.each_ref().map(String::as_str)).unwrap();
        let all = numbers(&loaded.settled());
        for (path, it) in &loaded.after.sources_of_numbers {
            let below = format!("{path}.");
            let own = all.iter().find(|number| number.0 == *path);
            let any = own.is_some() || all.iter().any(|number| number.0.starts_with(&below));
            assert!(any, "{id} {path}: there is no such number");
            if let Some((low, high)) = it.low.zip(it.high) {
                // For one number the range is its own; for a prefix it is a factor on all below, and 1 is the preset.
                let value = own.map_or(1.0, |it| it.1);
                assert!(
                    (low..=high).contains(&value),
                    "{id} {path}: {value} is not in {low}–{high}"
                );
            }
        }
    }
}
