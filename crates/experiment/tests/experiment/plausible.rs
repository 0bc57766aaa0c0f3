//! Plausible counties: what varies, what is compared with what, and what is concluded.

use county::scenario::{self, at, load_preset};
use experiment::plausible::{
    Assumption, assumptions, assumptions_as_written, changes, cube, family, pair, verdict,
};
use experiment::{OneCore, Source, outcome, prepare, read, run_batch, share};
use lab::Difference;
use serde_json::{Value, json};
use trial::Setup;

use crate::fixture;

/// A reform, and little to simulate.
const SHORT: [&str; 3] = [
    "mechanisms.stand_in.enabled=true",
    "horizon.warm_up_years=0.1",
    "horizon.years=0.1",
];

fn preset(id: &str, changes: &[&str]) -> Source {
    Source::preset(id, fixture::changes(changes))
}

fn paths(source: &Source) -> Vec<String> {
    let all = assumptions(source).unwrap();
    all.into_iter().map(|it| it.path).collect()
}

#[test]
fn every_assumed_number_of_the_world_varies_within_what_could_be_believed() {
    for id in ["today", "seed"] {
        let loaded = load_preset(id, &[]).unwrap();
        let settled = loaded.settled();
        let found = assumptions(&preset(id, &[])).unwrap();
        for (path, it) in &loaded.after.sources_of_numbers {
            let number = at(&settled, path).is_some_and(Value::is_number);
            if path.starts_with("world.") && it.assumption.is_some() && number {
                assert!(found.iter().any(|it| it.path == *path), "{id} {path}");
            }
        }
        assert!(found.len() > 50, "{id}");
        assert!(found.is_sorted_by(|a, b| a.path < b.path));
        for it in &found {
            assert!(it.low <= it.stated && it.stated <= it.high, "{id} {it:?}");
            // What is the county's to choose is no assumption about its world.
            let first = it.path.split('.').next().unwrap();
            assert!(
                ["world", "routing", "procedures", "meetings"].contains(&first),
                "{}",
                it.path
            );
            assert!(!it.path.ends_with("every_days") && !it.path.ends_with("items"));
        }
    }
}

#[test]
fn what_the_scenario_says_itself_is_no_assumption_any_more() {
    let all = paths(&preset("today", &[]));
    let has = |found: &[String], path: &str| found.iter().any(|it| it == path);
    for path in ["world.demand", "world.minds.noise", "routing.misrouting"] {
        assert!(has(&all, path), "{path}");
    }
    let left_out = |changes: &[&str]| -> Vec<String> {
        let left = paths(&preset("today", changes));
        all.iter().filter(|it| !has(&left, it)).cloned().collect()
    };
    assert_eq!(left_out(&["world.demand=1.2"]), ["world.demand"]);
    // Even where it says what the preset says.
    assert_eq!(left_out(&["world.demand=1"]), ["world.demand"]);
    let text =
        r#"{"tuiyan": 1, "extends": "today", "world": {"demand": 1, "minds": {"noise": 0.5}}}"#;
    let left = paths(&Source::text(text, Vec::new()));
    assert_eq!(left.len(), all.len() - 2);
    // How a mechanism works is assumed where it is on.
    let on = paths(&preset(
        "today",
        &["mechanisms.approval_reform.enabled=true"],
    ));
    let new: Vec<&String> = on.iter().filter(|it| !has(&all, it)).collect();
    assert_eq!(
        new,
        [
            "mechanisms.approval_reform.delegated_wrong_share",
            "mechanisms.approval_reform.harm_share",
            "mechanisms.approval_reform.prevented_share"
        ]
    );
}

#[test]
fn what_is_written_of_the_presets_says_the_same() {
    let mechanisms = [
        "stand_in",
        "participation",
        "daily_norms",
        "approval_reform",
        "emergency",
    ];
    for id in ["today", "seed"] {
        let mut of_preset = vec![preset(id, &[])];
        for mechanism in mechanisms {
            for on in [true, false] {
                let change = format!("mechanisms.{mechanism}.enabled={on}");
                of_preset.push(preset(id, &[&change, "horizon.years=1"]));
                let file = json!({"tuiyan": 1, "extends": id, "meetings": {"executive": {"every_days": 7}},
                    "mechanisms": {mechanism: {"enabled": on}}, "world": {"demand": 2}});
                of_preset.push(Source::text(file.to_string(), Vec::new()));
            }
        }
        for source in of_preset {
            let all = assumptions(&source).unwrap();
            assert_eq!(assumptions_as_written(&source).unwrap(), all, "{source:?}");
        }
    }
}

#[test]
fn a_cube_takes_every_assumption_once_through_each_part_of_its_range() {
    let found = assumptions(&preset("today", &[])).unwrap();
    let counties = cube(&found, 20, 5).unwrap();
    assert_eq!(counties, cube(&found, 20, 5).unwrap());
    assert_ne!(counties, cube(&found, 20, 6).unwrap());
    for (n, it) in found.iter().enumerate() {
        let mut values: Vec<f64> = counties.iter().map(|county| county[n]).collect();
        values.sort_by(f64::total_cmp);
        for (stratum, value) in values.iter().enumerate() {
            assert!((it.low..=it.high).contains(value), "{it:?} {value}");
            if it.whole {
                assert_eq!(value.fract(), 0.0);
            } else {
                let share = (value - it.low) / (it.high - it.low);
                assert_eq!((share * 20.0 - 1e-9).max(0.0) as usize, stratum, "{it:?}");
            }
        }
    }
    let whole: Vec<&str> = found
        .iter()
        .filter(|it| it.whole)
        .map(|it| it.path.as_str())
        .collect();
    assert_eq!(
        whole,
        [
            "world.facts.expert_fields",
            "world.facts.patterns.internal.number",
            "world.facts.patterns.livelihood.number"
        ]
    );
    let as_changes = changes(&found, &counties[0]);
    let fields = as_changes.iter().find(|it| it.path == whole[0]).unwrap();
    assert!(fields.value.is_u64());
}

/// Whatever is drawn is a county: assumptions do not exclude each other.
#[test]
fn every_county_of_both_presets_can_run() {
    for id in ["today", "seed"] {
        let spec = format!(
            r#"{{"tuiyan_experiment": 1, "scenario": "{id}", "replications": 1, "design": {{"kind": "plausible_counties"}}}}"#
        );
        let prepared = prepare(read(&spec).unwrap(), &preset(id, &SHORT), &OneCore).unwrap();
        let points = &prepared.outline.points;
        assert_eq!(points.len(), 130, "64 and the one as assumed, twice each");
        for it in points {
            assert!(
                it.scenario_hash.is_some(),
                "{id} {:?}: {:?}",
                it.levels,
                it.problems
            );
        }
    }
}

fn digest(setup: &Setup) -> u128 {
    setup.replicate(3, 0).digest
}

#[test]
fn as_assumed_the_pair_is_the_preset_as_it_stands_and_the_scenario() {
    let source = preset("today", &SHORT);
    let pair = pair(&source, &[], &[]).unwrap();
    let alone = load_preset("today", &fixture::changes(&SHORT[1..])).unwrap();
    assert_eq!(
        digest(&pair.without.setup),
        digest(&Setup::new(&alone).unwrap())
    );
    let changed = Setup::new(&source.load(&[]).unwrap()).unwrap();
    assert_eq!(digest(&pair.with.setup), digest(&changed));
    assert_eq!(pair.without.past, pair.with.past, "one past, two futures");
    assert_ne!(pair.without.scenario_hash, pair.with.scenario_hash);
}

#[test]
fn both_arms_hold_an_assumption_from_the_first_day_of_the_world_or_not() {
    let source = preset("today", &SHORT);
    for assumed in ["world.minds.noise=0.9", "routing.misrouting=0.7"] {
        let pair = pair(&source, &fixture::changes(&[assumed]), &[]).unwrap();
        let all = [&SHORT[1..], &[assumed]].concat();
        let county = load_preset("today", &fixture::changes(&all)).unwrap().after;
        let alone = Setup::between(&county, &county).unwrap();
        assert_eq!(digest(&pair.without.setup), digest(&alone), "{assumed}");
        let changed = source.load(&fixture::changes(&[assumed])).unwrap().after;
        let with = Setup::between(&county, &changed).unwrap();
        assert_eq!(digest(&pair.with.setup), digest(&with), "{assumed}");
        assert_eq!(pair.without.past, pair.with.past);
    }
    // Settled, the change is as old as the county.
    let settled = preset("today", &[&SHORT[..], &["horizon.view=settled"]].concat());
    let pair = pair(
        &settled,
        &fixture::changes(&["routing.misrouting=0.7"]),
        &[],
    )
    .unwrap();
    assert_ne!(pair.without.past, pair.with.past);
    assert!(!pair.with.setup.is_reform());
}

fn difference(value: f64, half: f64) -> Option<Difference> {
    Some(Difference {
        base: Some(1.0),
        other: Some(1.0 + value),
        difference: Some(value),
        low: Some(value - half),
        high: Some(value + half),
        p_adjusted: None,
        distinguishable: false,
        variance_ratio: None,
        n: 8,
        unit: "d",
        p: None,
    })
}

fn assumed(path: &str) -> Assumption {
    Assumption {
        path: path.to_owned(),
        stated: 0.5,
        low: 0.0,
        high: 1.0,
        whole: false,
    }
}

#[test]
fn a_verdict_counts_signs_and_names_what_decides() {
    let all: Vec<Assumption> = ["a", "b", "c"].map(assumed).to_vec();
    let counties = cube(&all, 64, 1).unwrap();
    // The change helps where b is small, however large a and c are.
    let mut differences: Vec<Option<Difference>> = counties
        .iter()
        .map(|it| difference(it[1] - 0.75, 0.1))
        .collect();
    // Each sixty-fourth of b has one county; this one says nothing.
    let lost = counties.iter().position(|it| it[1] < 1.0 / 64.0).unwrap();
    differences[lost] = None;
    let found = verdict(&all, &counties, difference(-0.25, 0.3), &differences, 0.95);
    assert_eq!((found.counties, found.below, found.above), (63, 47, 16));
    assert_eq!(found.same_sign, Some(47));
    let clear = |holds: &dyn Fn(f64) -> bool| {
        counties.iter().filter(|it| holds(it[1] - 0.75)).count() as u32
    };
    assert_eq!(found.clearly_above, clear(&|it| it > 0.1));
    assert_eq!(found.clearly_below, clear(&|it| it < -0.1) - 1);
    assert_eq!(found.differences[lost], None);
    let mean: f64 = found.differences.iter().flatten().sum::<f64>() / 63.0;
    assert!((found.mean.unwrap() - mean).abs() < 1e-12);
    let decides = found.decides.unwrap();
    assert_eq!((decides.path.as_str(), decides.share), ("b", 1.0));
    assert_eq!(found.assumptions.len(), 3);
    assert!(!found.assumptions[0].unwrap().distinguishable);
}

#[test]
fn where_luck_explains_all_or_there_is_too_little_nothing_decides() {
    let all: Vec<Assumption> = ["a", "b"].map(assumed).to_vec();
    let counties = cube(&all, 16, 1).unwrap();
    // What neither has anything to do with.
    let other = cube(&[assumed("c")], 16, 99).unwrap();
    let luck: Vec<_> = other
        .iter()
        .map(|it| difference(it[0] - 0.5, 1.0))
        .collect();
    let found = verdict(&all, &counties, None, &luck, 0.95);
    assert_eq!(
        (found.decides, found.same_sign, found.refused),
        (None, None, None)
    );
    // No difference anywhere: signs are counted, nothing is divided among causes.
    let nought = vec![difference(0.0, 0.0); 16];
    let found = verdict(&all, &counties, difference(0.0, 0.0), &nought, 0.95);
    assert_eq!(
        (found.counties, found.above, found.below, found.same_sign),
        (16, 0, 0, None)
    );
    assert!(found.refused.unwrap().contains("all the same"));
    let nowhere = verdict(&all, &counties, None, &[None; 16], 0.95);
    assert_eq!((nowhere.counties, nowhere.mean), (0, None));
    assert!(nowhere.refused.is_some());
}

/// Looking at more metrics makes no assumption more certain.
#[test]
fn claims_about_several_metrics_are_one_family() {
    let all: Vec<Assumption> = ["a", "b"].map(assumed).to_vec();
    let counties = cube(&all, 32, 1).unwrap();
    let of = |at: usize| -> Vec<_> {
        let strong = counties
            .iter()
            .map(|it| difference(it[at] + 0.9 * it[1 - at], 1.0));
        strong.collect()
    };
    let mut both = [0, 1].map(|it| verdict(&all, &counties, None, &of(it), 0.95));
    let before: Vec<f64> = both
        .iter()
        .flat_map(|it| it.assumptions.iter().flatten().map(|it| it.p_adjusted))
        .collect();
    family(&all, &mut both, 0.95);
    let after = both
        .iter()
        .flat_map(|it| it.assumptions.iter().flatten().map(|it| it.p_adjusted));
    let pairs: Vec<(f64, f64)> = before.into_iter().zip(after).collect();
    assert!(pairs.iter().all(|it| it.0 <= it.1) && pairs.iter().any(|it| it.0 < it.1));
}

/// The scenario of a file may state ranges of its own; counties that are no plan are left out and said.
#[test]
fn a_county_that_cannot_run_is_skipped_and_the_others_go_on() {
    let file = json!({
        "tuiyan": 1, "extends": "today", "mechanisms": {"stand_in": {"enabled": true}},
        "horizon": {"warm_up_years": 0.1, "years": 0.1},
        "sources_of_numbers": {"world.minds.discussion_share": {"assumption": "nobody knows", "low": -0.5, "high": 0.5}}
    });
    let source = Source::text(scenario::written(&file, false), Vec::new());
    let spec = r#"{"tuiyan_experiment": 1, "scenario": "mine.json", "replications": 2, "metrics": ["burden.hours.total"],
        "design": {"kind": "plausible_counties", "points": 8}}"#;
    let prepared = prepare(read(spec).unwrap(), &source, &OneCore).unwrap();
    let due = share(&prepared.outline, None);
    let pieces = run_batch(&prepared, &due);
    let result = outcome(&prepared.outline, &pieces, &OneCore);
    let result: Value = serde_json::from_str(&result.json()).unwrap();
    let skipped = result["skipped"].as_array().unwrap();
    assert_eq!(
        skipped.len(),
        8,
        "half of the range is no share: four counties, two points each"
    );
    assert!(
        result["points"][skipped[0].as_u64().unwrap() as usize]["problems"][0]["path"]
            .as_str()
            .unwrap()
            .starts_with("world.minds")
    );
    let found = &result["plausible"]["metrics"]["burden.hours.total"];
    assert_eq!(found["counties"], 4);
    let differences = found["differences"].as_array().unwrap();
    assert_eq!(differences.iter().filter(|it| it.is_null()).count(), 4);
    // Each is the point with the change less the one without.
    for (n, it) in differences.iter().enumerate().filter(|it| !it.1.is_null()) {
        let mean = |point: usize| {
            result["points"][point]["metrics"]["burden.hours.total"]["mean"]
                .as_f64()
                .unwrap()
        };
        let (without, with) = (mean(2 * n + 2), mean(2 * n + 3));
        assert!((with - without - it.as_f64().unwrap()).abs() < 1e-6 * with);
    }
}
