//! Breaches as they happen: a run says what `check` says of the file, matter by matter.

use std::path::Path;

use tuiyan_county::event::{Actor, Attributes, Event, EventKind, Note, Verdict};
use tuiyan_county::law::articles;
use tuiyan_county::scenario::{Change, load};
use tuiyan_trial::Setup;

/// Events of an unlawful variant of `tests/scenario/unlawful`, or of the preset itself.
fn run(variant: Option<&str>) -> Vec<Event> {
    run_with(variant, &[])
}

fn run_with(variant: Option<&str>, more: &[(&str, &str)]) -> Vec<Event> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenario/unlawful");
    let text = match variant {
        Some(name) => std::fs::read_to_string(folder.join(name).with_extension("json")).unwrap(),
        None => r#"{ "tuiyan": 1, "extends": "today" }"#.to_owned(),
    };
    let mut changes = vec![
        Change::parse("horizon.warm_up_years", "0"),
        Change::parse("horizon.years", "0.6"),
        Change::parse("horizon.close_cap_years", "1"),
        Change::parse("horizon.view", "settled"),
    ];
    changes.extend(more.iter().map(|it| Change::parse(it.0, it.1)));
    let setup = Setup::new(&load(&text, &changes).unwrap()).unwrap();
    setup.log(3, 0).1
}

/// Cases that breached an article which is no clock's.
fn breached(log: &[Event], article: &str) -> Vec<u64> {
    let is = |it: &&Event| {
        let Note::Article(index) = it.note else {
            return false;
        };
        articles::ALL[usize::from(index)].id == article
    };
    log.iter().filter(is).map(|it| it.case).collect()
}

/// Major matters, decided or published, with their attributes.
fn ended(log: &[Event], is: impl Fn(&Event) -> bool, of: impl Fn(Attributes) -> bool) -> Vec<u64> {
    let major: Vec<u64> = log
        .iter()
        .filter(|it| it.kind == EventKind::Registered && of(Attributes::from_bits(it.value as u8)))
        .map(|it| it.case)
        .collect();
    let found = log.iter().filter(|it| is(it) && major.contains(&it.case));
    found.map(|it| it.case).collect()
}

fn decided(it: &Event) -> bool {
    it.kind == EventKind::Decided && it.note != Note::Verdict(Verdict::Return)
}

#[test]
fn every_matter_that_is_owed_something_and_goes_without_is_a_breach_and_no_other() {
    let of_major = |log: &[Event], cases: Vec<u64>| -> Vec<u64> {
        // Only the major procedure has a party report or, where that is deleted, an intake.
        let major = |case: &u64| {
            let mut of = log.iter().filter(|it| it.case == *case);
            of.any(|it| it.kind == EventKind::StageReady && it.procedure == procedure(log))
        };
        cases.into_iter().filter(major).collect()
    };
    type Of = fn(Attributes) -> bool;
    let table: [(&str, &str, Of); 5] = [
        ("nobody_asked", "major_decisions_14", |it| it.vital_interest),
        ("short_comment", "major_decisions_15", |it| {
            it.vital_interest
        }),
        ("no_experts", "major_decisions_19", |it| it.technical),
        ("no_risk_assessment", "major_decisions_22", |it| it.risky),
        ("late_legality_review", "major_decisions_25", |_| true),
    ];
    for (variant, article, of) in table {
        let log = run(Some(variant));
        let mut expected = of_major(&log, ended(&log, decided, of));
        let mut found = breached(&log, article);
        expected.sort_unstable();
        expected.dedup(); // said once, however often it is discussed
        found.sort_unstable();
        assert!(
            !expected.is_empty() && found == expected,
            "{variant}: {} of {}",
            found.len(),
            expected.len()
        );
    }
    let log = run(Some("no_party_report"));
    let published = |it: &Event| it.kind == EventKind::Published;
    let expected = of_major(&log, ended(&log, published, |_| true));
    assert_eq!(breached(&log, "major_decisions_31"), expected);
}

/// The number of the major procedure: that of the cases with the most stages.
fn procedure(log: &[Event]) -> u16 {
    let ready = log.iter().filter(|it| it.kind == EventKind::StageReady);
    let most = ready.max_by_key(|it| it.stage);
    most.map_or(0, |it| it.procedure)
}

#[test]
fn a_lawful_county_breaches_nothing_but_what_absence_and_overload_bring() {
    let log = run(None);
    for it in log.iter().filter(|it| it.kind == EventKind::Breach) {
        if let Note::Article(index) = it.note {
            let article = articles::ALL[usize::from(index)].id;
            assert_eq!(article, "major_decisions_30", "the magistrate was away");
        }
    }
}

#[test]
fn what_half_of_the_members_decide_is_a_breach_where_the_quorum_allows_it() {
    let often_away = [
        ("world.absences.share", "0.5"),
        ("world.absences.shares", "{}"),
    ];
    let log = run_with(Some("small_quorum"), &often_away);
    let major = procedure(&log);
    let mut expected = Vec::new();
    for it in log.iter().filter(|it| decided(it) && it.procedure == major) {
        let sittings = log.iter().filter(|of| of.kind == EventKind::Sitting);
        let mut held = sittings.filter(|of| of.actor == it.actor && of.tick <= it.tick);
        let began = held.next_back().unwrap().tick;
        let there = |of: &&Event| {
            of.kind == EventKind::Attended
                && of.tick == began
                && matches!(of.actor, Actor::Leader(_))
        };
        if log.iter().filter(there).count() <= 4 {
            expected.push(it.case);
        }
    }
    assert!(!expected.is_empty());
    assert_eq!(breached(&log, "local_organisation_78"), expected);
}
