//! Reform day: the county changes with its backlog as it is.

use std::sync::Arc;

use serde_json::json;
use tuiyan_county::event::{Event, EventKind, Log, Nothing};
use tuiyan_county::plan::Plan;
use tuiyan_county::run::Run;

use crate::fixture::{busy, changed, plan, scenario};

fn reformed(
    before: &serde_json::Value,
    after: &serde_json::Value,
    seed: u64,
) -> (Arc<Plan>, Vec<Event>) {
    let first = plan(before);
    let second = Arc::new(Plan::compile(&scenario(after), Some(&first)).expect("compiles"));
    let mut run = Run::new(first, seed, 0, Log::default());
    run.warm_up(u64::MAX);
    run.open_window(Some(&second));
    run.finish(u64::MAX);
    (second, run.observed_by(Nothing).1.0)
}

#[test]
fn a_reform_that_changes_nothing_changes_no_event() {
    let county = busy();
    let (_, events) = reformed(&county, &county, 3);
    assert_eq!(events, crate::fixture::events(&plan(&county), 3).0);
}

#[test]
fn matters_registered_before_reform_day_keep_their_procedure() {
    let after = changed(
        busy(),
        json!({ "procedures": { "plain": { "stages": {
        "together": null, "legal": { "days": 1.0 }, "sign": { "after": ["legal"] } } } } }),
    );
    let (mut old, mut new) = (0, 0);
    for seed in 0..8 {
        let (more_old, more_new) = coordinated_after_reform(&after, seed);
        old += more_old;
        new += more_new;
    }
    assert!(
        old > 0,
        "nobody under the old procedure was coordinated any more"
    );
    assert_eq!(new, 0);
}

/// Stage visits of the deleted stage after reform day, by matters registered before it and since.
fn coordinated_after_reform(after: &serde_json::Value, seed: u64) -> (u32, u32) {
    let (plan, events) = reformed(&busy(), after, seed);
    let day = plan.timetable().start();
    let (mut old, mut new) = (0, 0);
    let born: std::collections::BTreeMap<u32, i64> = events
        .iter()
        .filter(|it| it.kind == EventKind::Registered)
        .map(|it| (it.number, it.tick))
        .collect();
    for event in events
        .iter()
        .filter(|it| it.kind == EventKind::StageReady && it.tick > day)
    {
        let coordinates = plan.stage(event.procedure, event.stage) == "together";
        if born[&event.number] < day {
            old += u32::from(coordinates);
        } else {
            new += u32::from(coordinates);
        }
    }
    (old, new)
}

#[test]
fn people_and_meetings_change_at_once_and_what_was_deleted_is_passed_on() {
    let after = changed(
        busy(),
        json!({
            "meetings": { "executive": null, "board": { "name": { "zh": "b", "en": "b" }, "every_days": 10.0, "at": "10:00",
                "minutes": 200.0, "agenda_closes_days": 0.0, "members": ["magistrate", "executive"], "chairs": ["magistrate", "executive"],
                "quorum_share": 0.0, "postponed_days": 3.0 } },
            "departments": { "water": null },
            "procedures": { "plain": { "stages": { "meet": { "meeting": "board" } } } },
            "world": { "classes": { "plan": { "departments": { "water": null } } } },
        }),
    );
    let (plan, events) = reformed(&busy(), &after, 5);
    let day = plan.timetable().start();
    for event in events.iter().filter(|it| it.tick >= day) {
        match event.kind {
            EventKind::Sitting if event.number == u32::MAX => {
                assert_eq!(plan.actor(event.actor), "board")
            }
            EventKind::WorkStarted => assert_ne!(
                plan.actor(event.actor),
                "water",
                "a deleted department begins work"
            ),
            _ => {}
        }
    }
    assert!(
        events
            .iter()
            .any(|it| it.kind == EventKind::Published && it.tick > day)
    );
    // Everybody who was in the county on reform day gets through or is still under way: none is lost.
    let before = events
        .iter()
        .filter(|it| it.kind == EventKind::Registered && it.tick < day)
        .count();
    let ended = events.iter().filter(|it| {
        matches!(
            it.kind,
            EventKind::Published | EventKind::Refused | EventKind::Censored
        )
    });
    let first: std::collections::BTreeSet<u32> = ended.map(|it| it.number).collect();
    let done = (0..before as u32).filter(|it| first.contains(it)).count();
    assert!(done >= before - 1, "{done} of {before}");
}
