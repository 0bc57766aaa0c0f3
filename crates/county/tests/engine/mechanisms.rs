//! The five mechanisms together: all 32 combinations, on both presets, build, run and keep every invariant.

use tuiyan_county::event::EventKind;
use tuiyan_county::scenario::{Change, load_preset};
use tuiyan_trial::Setup;

use crate::conservation::check;

const MECHANISMS: [&str; 5] = [
    "approval_reform",
    "emergency",
    "stand_in",
    "participation",
    "daily_norms",
];

fn change(path: String, value: impl Into<serde_json::Value>) -> Change {
    Change {
        path,
        value: value.into(),
    }
}

/// A preset with each mechanism on or off as the bits say, over so short a time that all 64 runs take seconds.
fn with(preset: &str, bits: usize) -> Setup {
    let mut changes: Vec<Change> = MECHANISMS
        .iter()
        .enumerate()
        .map(|(n, name)| change(format!("mechanisms.{name}.enabled"), bits >> n & 1 == 1))
        .collect();
    for (key, years) in [
        ("warm_up_years", 0.2),
        ("years", 0.4),
        ("close_cap_years", 0.5),
    ] {
        changes.push(change(format!("horizon.{key}"), years));
    }
    let loaded = load_preset(preset, &changes)
        .unwrap_or_else(|problems| panic!("{preset} {bits:05b}: {problems:?}"));
    Setup::new(&loaded).unwrap_or_else(|problems| panic!("{preset} {bits:05b}: {problems:?}"))
}

#[test]
fn every_combination_on_both_presets_keeps_every_invariant() {
    for preset in ["seed", "today"] {
        let mut ends = Vec::new();
        for bits in 0..32 {
            let (_, log) = with(preset, bits).log(3, 0);
            check(&log);
            let ended = log
                .iter()
                .filter(|it| matches!(it.kind, EventKind::Published | EventKind::Refused));
            ends.push(ended.map(|it| (it.case, it.tick)).collect::<Vec<_>>());
        }
        assert!(
            ends.iter().all(|it| !it.is_empty()),
            "{preset}: nothing is decided"
        );
        // Participation asks before it decides: no two combinations that differ in it end alike.
        assert!(ends.iter().enumerate().all(|(n, it)| *it != ends[n ^ 8]));
    }
}
