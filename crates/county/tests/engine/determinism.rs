//! A run is a pure function of (plan, seed): stopping, cloning and observing change nothing.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::json;
use tuiyan_county::event::{Event, EventKind, Nothing};
use tuiyan_county::run::{Reached, Run};

use crate::fixture::{busy, changed, events, plan};

#[test]
fn the_same_seed_gives_the_same_digest_and_another_seed_another() {
    let plan = plan(&busy());
    assert_eq!(events(&plan, 7).1, events(&plan, 7).1);
    assert_ne!(events(&plan, 7).1, events(&plan, 8).1);
}

#[test]
fn the_order_of_keys_and_the_display_names_change_nothing() {
    let county = busy();
    let renamed = changed(
        county.clone(),
        json!({ "title": { "zh": "别处" }, "leaders": { "deputy": { "name": { "en": "Other" } } } }),
    );
    assert_eq!(events(&plan(&county), 5).1, events(&plan(&renamed), 5).1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]
    #[test]
    fn a_run_stopped_cloned_and_continued_is_the_same_run(seed in 0u64..100, budgets in prop::collection::vec(1u64..3000, 1..8)) {
        let plan = plan(&busy());
        let whole = events(&plan, seed).1;
        let mut run = Run::new(Arc::clone(&plan), seed, 0, Nothing);
        for budget in budgets {
            if run.warm_up(budget) == Reached::Budget { run = run.clone(); }
        }
        while run.warm_up(500) == Reached::Budget {}
        run = run.clone();
        run.open_window(None);
        while run.finish(700) == Reached::Budget { run = run.clone(); }
        prop_assert_eq!(run.digest(), whole);
    }
}

/// What befell matters, without what a changed lever may touch.
fn births(events: &[Event]) -> Vec<(i64, u64, u16, f64)> {
    events
        .iter()
        .filter(|it| it.kind == EventKind::Registered)
        .map(|it| (it.tick, it.case, it.class, it.value))
        .collect()
}

#[test]
fn adding_a_stage_leaves_every_other_draw_alone() {
    let county = busy();
    let more = changed(
        county.clone(),
        json!({ "procedures": { "plain": { "stages": {
        "aside": { "kind": "task", "name": { "zh": "旁", "en": "aside" }, "after": ["draft"], "who": "experts",
            "hours": { "kind": "constant", "mean": 3.0 } } } } } }),
    );
    let (plan_a, plan_b) = (plan(&county), plan(&more));
    let (a, b) = (events(&plan_a, 4).0, events(&plan_b, 4).0);
    let until = a.last().unwrap().tick.min(b.last().unwrap().tick);
    let early = |list: Vec<(i64, u64, u16, f64)>| {
        list.into_iter()
            .filter(|it| it.0 < until)
            .collect::<Vec<_>>()
    };
    assert_eq!(early(births(&a)), early(births(&b)));
    // Hours asked for drafting, by matter: the same draws.
    let asked = |plan: &tuiyan_county::plan::Plan, list: &[Event]| {
        list.iter()
            .filter(|it| it.kind == EventKind::Queued && it.tick < until / 2 && it.visit == 1)
            .filter(|it| {
                ["draft", "ask", "sign", "legal"].contains(&plan.stage(it.procedure, it.stage))
            })
            .map(|it| {
                (
                    it.case,
                    plan.stage(it.procedure, it.stage).to_owned(),
                    it.value as i64,
                )
            })
            .collect::<std::collections::BTreeSet<_>>()
    };
    let (a, b) = (asked(&plan_a, &a), asked(&plan_b, &b));
    let common = a.intersection(&b).count();
    // Those reached in both before the cut are the same to the tick; the new stage only delays some past the cut.
    assert!(common * 100 >= a.len() * 90, "{common} of {}", a.len());
}

#[test]
fn more_demand_brings_the_same_matters_sooner() {
    let county = busy();
    let more = changed(county.clone(), json!({ "world": { "demand": 2.0 } }));
    let keys = |list: &[Event]| births(list).into_iter().map(|it| it.1).collect::<Vec<_>>();
    let (few, many) = (
        keys(&events(&plan(&county), 6).0),
        keys(&events(&plan(&more), 6).0),
    );
    assert!(many.len() > few.len());
    assert_eq!(few[..], many[..few.len()]);
}

#[test]
fn a_switch_with_nothing_to_act_on_changes_no_event() {
    // No absences: stand-ins have nobody to stand in for.
    let county = changed(busy(), json!({ "world": { "absences": { "share": 0.0 } } }));
    let switched = changed(
        county.clone(),
        json!({ "mechanisms": { "stand_in": { "enabled": true } } }),
    );
    assert_eq!(events(&plan(&county), 9).1, events(&plan(&switched), 9).1);
}
