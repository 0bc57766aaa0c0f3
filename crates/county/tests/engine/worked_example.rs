//! One matter from registration to publication, every interval labelled by hand: the example of `docs/model.md`.

use kernel::{DAY, HOUR};
use serde_json::json;
use tuiyan_county::event::{EventKind, Note};

use crate::fixture::{bare, changed, constant, events, plan, stage};

/// A county in which nothing is left to chance: one matter, constant work, working hours 08:30–12:00 and 14:30–18:00.
fn county() -> serde_json::Value {
    changed(
        bare(),
        json!({
            "calendar": { "holidays": "mainland", "morning_from": "08:30", "morning_to": "12:00",
                "afternoon_from": "14:30", "afternoon_to": "18:00" },
            "procedures": { "plain": { "stages": {
                "draft": { "hours": constant(10.0) },
                "comment": stage("public_comment", json!({ "after": ["draft"], "days": 30.0 })),
                "ask": stage("outside_gate", json!({ "after": ["draft"], "latency_days": constant(3.0) })),
                "legal": stage("legality_review", json!({ "after": ["comment", "ask"], "who": "government_office",
                    "hours": constant(2.0), "days": 7.0, "counts": "working_days" })),
                "meet": stage("meeting", json!({ "after": ["legal"], "meeting": "executive", "minutes": constant(30.0) })),
                "publish": { "after": ["meet"], "hours": constant(1.0) },
            } } },
            "world": { "sources": { "departments": { "per_year": 6.0 } },
                "publics": { "town": { "comment_rate": 0.0 } } },
        }),
    )
}

#[test]
fn every_interval_of_one_matter() {
    let plan = plan(&county());
    let (events, _) = events(&plan, 1);
    let first = events
        .iter()
        .find(|it| it.kind == EventKind::Registered)
        .expect("a matter comes")
        .number;
    let of = |kind: EventKind, stage: &str| {
        events
            .iter()
            .find(|it| {
                it.number == first && it.kind == kind && plan.stage(it.procedure, it.stage) == stage
            })
            .unwrap_or_else(|| panic!("{kind:?} {stage}"))
    };
    let registered = events
        .iter()
        .find(|it| it.kind == EventKind::Registered)
        .unwrap()
        .tick;
    let part = |stage: &str, name: &str| {
        events
            .iter()
            .filter(|it| {
                it.number == first
                    && it.kind == EventKind::Part
                    && plan.stage(it.procedure, it.stage) == stage
            })
            .filter_map(|it| match it.note {
                Note::Part(part) if part.name() == name => Some(it.value as i64),
                _ => None,
            })
            .sum::<i64>()
    };
    // Drafting: ten hours of work, the rest of the time the department is closed (five people, nobody waits).
    let drafted = of(EventKind::StageDone, "draft").tick;
    assert_eq!(part("draft", "work"), 10 * HOUR);
    assert_eq!(
        part("draft", "outside_hours"),
        drafted - registered - 10 * HOUR
    );
    // Public comment runs 30 calendar days, to the second, beside three days at another authority: comment ends last and speaks.
    assert_eq!(part("comment", "statutory"), 30 * DAY);
    assert_eq!(part("ask", "outside_gate"), 3 * DAY);
    let legal = of(EventKind::StageReady, "legal");
    assert_eq!(legal.tick, drafted + 30 * DAY);
    assert_eq!(
        plan.stage(
            legal.procedure,
            match legal.note {
                Note::Stage(from) => from,
                _ => u16::MAX,
            }
        ),
        "comment"
    );
    // Legality review takes the seven working days the rule gives it, to the midnight after the seventh; two hours of work fit inside.
    let reviewed = of(EventKind::StageDone, "legal").tick;
    assert_eq!(reviewed % DAY, 0);
    assert_eq!(part("legal", "statutory"), reviewed - legal.tick);
    assert_eq!(part("legal", "work"), 0);
    // The meeting sits every 30 days at nine; thirty minutes later it has decided.
    let decided = of(EventKind::Decided, "meet").tick;
    assert_eq!(decided % DAY, 9 * HOUR + HOUR / 2);
    assert_eq!(
        part("meet", "waiting_meeting"),
        decided - HOUR / 2 - reviewed
    );
    assert_eq!(part("meet", "work"), HOUR / 2);
    // Publication: one hour of the office, at once.
    let published = of(EventKind::Published, "publish").tick;
    assert_eq!(published, decided + HOUR);
    let sum: i64 = [
        ("draft", "work"),
        ("draft", "outside_hours"),
        ("comment", "statutory"),
        ("legal", "statutory"),
        ("meet", "waiting_meeting"),
        ("meet", "work"),
        ("publish", "work"),
    ]
    .iter()
    .map(|(stage, name)| part(stage, name))
    .sum();
    assert_eq!(sum, published - registered);
}
