//! Nothing is dropped: counts, parts and Little's law hold exactly on every run.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::json;
use tuiyan_county::event::{Event, EventKind, Note};

use crate::fixture::{busy, changed, events, plan};

pub fn check(events: &[Event]) {
    let mut born: BTreeMap<u32, i64> = BTreeMap::new();
    let mut ended: BTreeMap<u32, (i64, EventKind)> = BTreeMap::new();
    let mut parts: BTreeMap<(u32, u16), [i64; 8]> = BTreeMap::new();
    let mut last = 0;
    let (mut opened, mut closed) = (None, None);
    for event in events {
        assert!(event.tick >= last, "time runs backwards at {event:?}");
        last = event.tick;
        // A matter may do harm, and a hazard be known, or help be there, before it breaks out; nothing else that is counted is below
        // nothing.
        let signed = matches!(
            event.kind,
            EventKind::Worth
                | EventKind::WorthToGroup
                | EventKind::Fact
                | EventKind::FactSurfaced
                | EventKind::FactRepeated
                | EventKind::Leaned
                | EventKind::Evaluated
                | EventKind::Noticed
                | EventKind::ReliefBegan
        );
        assert!(
            event.value.is_finite() && (signed || event.value >= 0.0),
            "{event:?}"
        );
        match event.kind {
            EventKind::Registered => assert!(born.insert(event.number, event.tick).is_none()),
            EventKind::StageReady => {
                let before = match event.note {
                    Note::Stage(from) => parts[&(event.number, from)],
                    _ => [0; 8],
                };
                // From registration to this instant, along the branch that speaks, every tick is in exactly one part.
                assert_eq!(
                    before.iter().sum::<i64>(),
                    event.tick - born[&event.number],
                    "{event:?}"
                );
                parts.insert((event.number, event.stage), before);
            }
            EventKind::Part => {
                let Note::Part(part) = event.note else {
                    panic!("a part without a name")
                };
                parts
                    .get_mut(&(event.number, event.stage))
                    .expect("ready before its parts")[part as usize] += event.value as i64;
            }
            EventKind::WindowOpened => opened = Some(event.tick),
            EventKind::WindowClosed => closed = Some(event.tick),
            EventKind::Published
            | EventKind::Refused
            | EventKind::Answered
            | EventKind::Withdrawn
            | EventKind::Diverted
            | EventKind::Censored => {
                let lead_time = event.tick - born[&event.number];
                let sum: i64 = parts[&(event.number, event.stage)].iter().sum();
                assert_eq!(sum, lead_time, "parts do not add up: {event:?}");
                assert!(
                    ended
                        .insert(event.number, (event.tick, event.kind))
                        .is_none(),
                    "ended twice: {event:?}"
                );
            }
            _ => {}
        }
    }
    // Whatever was registered in the window has ended, or is said to be still open at the cap.
    let window = opened.expect("a window opens")..closed.expect("and closes");
    for (number, at) in &born {
        assert!(
            !window.contains(at) || ended.contains_key(number),
            "case {number}, registered in the window, is lost"
        );
    }

    // Little's law over [0, end): the integral of the number in progress is the sum of the times spent in it.
    let end = last;
    let mut changes: Vec<(i64, i64)> = born.values().map(|&at| (at, 1)).collect();
    changes.extend(
        ended
            .values()
            .filter(|it| it.1 != EventKind::Censored)
            .map(|it| (it.0, -1)),
    );
    changes.sort_unstable();
    let (mut integral, mut level, mut before) = (0, 0, 0);
    for (at, change) in changes {
        integral += level * (at - before);
        level += change;
        before = at;
    }
    integral += level * (end - before);
    let spent: i64 = born
        .iter()
        .map(|(number, &at)| ended.get(number).map_or(end, |it| it.0).min(end) - at)
        .sum();
    assert_eq!(integral, spent);
}

#[test]
fn parts_and_endings_add_up_in_the_busy_county() {
    let plan = plan(&busy());
    for seed in 0..20 {
        let (events, _) = events(&plan, seed);
        assert!(events.len() > 1_000, "the county sleeps");
        check(&events);
    }
}

#[test]
fn what_the_cap_cuts_is_reported() {
    // A meeting once a year with one item leaves nearly all open at the cap.
    let county = changed(
        busy(),
        json!({ "meetings": { "executive": { "every_days": 366.0, "items": 1 } } }),
    );
    let (events, _) = events(&plan(&county), 3);
    check(&events);
    let censored = events
        .iter()
        .filter(|it| it.kind == EventKind::Censored)
        .count();
    assert!(censored > 20, "{censored}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn parts_add_up_whatever_the_levers(
        seed in 0u64..1000,
        every in 1.0f64..60.0,
        minutes in 10.0f64..400.0,
        closes in 0.0f64..20.0,
        staff in 1u32..5,
        absent in 0.0f64..0.9,
        correlation in 0.0f64..1.0,
        bound in 0.0f64..34.0,
        stand_in: bool,
        returned in 0.0f64..0.9,
        spell in 1.0f64..20.0,
    ) {
        let county = changed(busy(), json!({
            "horizon": { "years": 0.5, "close_cap_years": 0.5 },
            "meetings": { "executive": { "every_days": every, "minutes": minutes, "agenda_closes_days": closes } },
            "offices": { "government_office": { "staff": staff } },
            "leaders": { "deputy": { "bound_hours_per_week": bound } },
            "mechanisms": { "stand_in": { "enabled": stand_in, "effort_factor": 1.3 } },
            "world": { "absences": { "share": absent, "correlation": correlation, "spell_days": spell },
                "classes": { "plan": { "outcome": { "return_for_revision": returned } } } },
        }));
        check(&events(&plan(&county), seed).0);
    }
}
