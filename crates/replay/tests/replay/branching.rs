//! Two futures on the same luck.

use county::event::{EventKind, NONE32};
use kernel::DAY;
use proptest::prelude::*;
use serde_json::{Value, json};
use tuiyan_replay::{Parted, fates};

use crate::counties::{merge, preset, read, replay, rules, small, straight};

#[test]
fn without_a_change_nothing_parts() {
    for (id, seed) in [("today", 1), ("today", 2), ("seed", 3)] {
        let loaded = preset(id, json!({}));
        let (events, digest) = straight(&loaded, seed);
        let mut replay = replay(&loaded, seed);
        let same = rules(&replay, &loaded, &loaded);
        // Midnight, when desks open, in the middle of the morning, on reform day, in the closing year.
        for at in [
            183 * DAY,
            200 * DAY,
            200 * DAY + 30_600,
            277 * DAY + 36_000,
            600 * DAY,
        ] {
            let (kept, changed) = (replay.future(at), replay.branch(at, &same));
            assert_eq!(changed.digest, digest, "{id} {seed} at {at}");
            assert_eq!(kept.events, changed.events);
            let past: Vec<_> = events
                .iter()
                .filter(|it| it.tick < kept.at)
                .copied()
                .collect();
            let parted = Parted::between(&past, &kept, &changed);
            assert_eq!((parted.first, parted.matters.len()), (None, 0));
            assert!(parted.same_digest && (parted.of > 10 || at > 548 * DAY));
            assert!(parted.figures.len() > 100);
            assert!(parted.figures.iter().all(|it| it.kept == it.changed));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn at_any_second_a_change_that_changes_nothing_changes_no_event(at in 183 * DAY..600 * DAY) {
        let loaded = preset("today", json!({}));
        let mut replay = replay(&loaded, 5);
        let same = rules(&replay, &loaded, &loaded);
        prop_assert_eq!(replay.branch(at, &same).digest, replay.future(at).digest);
    }
}

#[test]
fn a_change_leaves_the_past_alone_and_takes_hold_at_once() {
    let loaded = preset("today", json!({}));
    let (events, _) = straight(&loaded, 4);
    let mut replay = replay(&loaded, 4);
    let changes: [Value; 6] = [
        json!({ "meetings": { "executive": { "every_days": 7.0 } } }),
        json!({ "offices": { "government_office": { "staff": 9 } } }),
        json!({ "leaders": { "magistrate": { "bound_hours_per_week": 30.0 } } }),
        json!({ "mechanisms": { "participation": { "enabled": true } } }),
        json!({ "mechanisms": { "stand_in": { "enabled": true } } }),
        json!({ "conferences": { "work_conferences": { "per_year": 0.0 } } }),
    ];
    let mut parted_somewhere = 0;
    for change in changes {
        let changed = preset("today", change.clone());
        let plan = rules(&replay, &loaded, &changed);
        for at in [190 * DAY, 300 * DAY + 36_000, 500 * DAY] {
            let (kept, other) = (replay.future(at), replay.branch(at, &plan));
            assert!(other.events.iter().all(|it| it.tick >= at), "{change}");
            let past: Vec<_> = events.iter().filter(|it| it.tick < at).copied().collect();
            assert_eq!(past.len() + kept.events.len(), events.len());
            let parted = Parted::between(&past, &kept, &other);
            if let Some(first) = parted.first {
                parted_somewhere += 1;
                assert!(!parted.same_digest);
                let ticks = [first.kept, first.changed].map(|it| it.map(|it| it.tick));
                assert!(ticks.iter().flatten().all(|it| *it >= at));
            }
        }
    }
    assert!(parted_somewhere >= 10, "{parted_somewhere}");
}

#[test]
fn a_meeting_that_sits_more_often_parts_the_futures_at_its_first_new_sitting() {
    let before = small();
    let mut after = before.clone();
    merge(
        &mut after,
        json!({ "meetings": { "executive": { "every_days": 7.0 } } }),
    );
    let (loaded, changed) = (read(&before), read(&after));
    let (events, _) = straight(&loaded, 1);
    let mut replay = replay(&loaded, 1);
    let plan = rules(&replay, &loaded, &changed);
    let at = 200 * DAY;
    let (kept, other) = (replay.future(at), replay.branch(at, &plan));
    let past: Vec<_> = events.iter().filter(|it| it.tick < at).copied().collect();
    let parted = Parted::between(&past, &kept, &other);
    let first = parted.first.expect("they part");
    let sits = first.changed.expect("something happens");
    assert_eq!((sits.kind, sits.number), (EventKind::Sitting, NONE32));
    assert_eq!(plan.actor(sits.actor), "executive");
    // It is the first sitting of the changed county, and the other sits later.
    let sitting = |it: &&county::event::Event| it.kind == EventKind::Sitting;
    assert_eq!(other.events.iter().find(sitting), Some(&sits));
    let later = kept.events.iter().find(sitting).expect("it sits");
    assert!(later.tick > sits.tick, "{} {}", later.tick, sits.tick);
    // Nobody waits more than a week longer (the dates are others), and nothing is decided otherwise.
    assert!(parted.matters.len() > 20 && parted.of >= parted.matters.len());
    assert!(
        parted
            .matters
            .iter()
            .all(|it| !it.is_decided_otherwise() && !it.ends_otherwise())
    );
    assert!(
        parted
            .matters
            .iter()
            .filter_map(|it| it.longer())
            .all(|it| it < 8 * DAY)
    );
    let saved = parted.matters[0].longer().expect("both ended");
    assert!(
        saved < -5 * DAY,
        "the longest difference comes first: {saved}"
    );
    let days = parted.matters[0].parts().expect("in both");
    assert_eq!(days.iter().sum::<i64>(), saved);
    let mean = |it: &tuiyan_replay::Figure| it.name == "turnaround.lead_time.mean";
    let mean = parted.figures.iter().find(|it| mean(it)).expect("there");
    assert!(mean.changed < mean.kept && mean.unit == "days");
}

#[test]
fn the_parts_of_every_turnaround_add_up_to_it() {
    let loaded = preset("seed", json!({}));
    let (events, _) = straight(&loaded, 7);
    let fates = fates(events.iter());
    let ended = fates.iter().filter(|it| it.1.ended.is_some());
    let mut whole = 0;
    for (_, fate) in ended {
        let sum: i64 = fate.parts.iter().sum();
        whole += usize::from(fate.took() == Some(sum));
        assert!(fate.took() == Some(sum) || sum == 0, "{fate:?}");
    }
    assert!(whole > 100, "{whole}");
}
