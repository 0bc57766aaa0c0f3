//! Daily norms (M5): what they change, what they leave alone, and a clock by hand.

use serde_json::{Value, json};
use tuiyan_county::event::{Actor, Event, EventKind, Note};
use tuiyan_county::scenario::{Change, Loaded, load, load_preset};
use tuiyan_trial::Setup;

use crate::fixture::{bare, changed, constant, stage};

fn loaded(county: &Value) -> Loaded {
    load(&county.to_string(), &[]).expect("the county loads")
}

fn norms(more: Value) -> Value {
    let mut norms = json!({ "enabled": true });
    crate::fixture::merge(&mut norms, more);
    json!({ "mechanisms": { "daily_norms": norms } })
}

#[test]
fn with_nothing_to_act_on_no_event_changes() {
    // No minutes, no resolutions followed up, nothing on any agenda.
    let off = Setup::new(&loaded(&bare())).unwrap();
    let on = Setup::new(&loaded(&changed(bare(), norms(json!({}))))).unwrap();
    assert_eq!(off.replicate(1, 0).digest, on.replicate(1, 0).digest);
}

#[test]
fn they_leave_arrivals_worth_and_the_luck_of_verdicts_alone() {
    let with = |enabled: bool| {
        let change = |path: &str, value: &str| Change::parse(path, value);
        let changes = [
            change("horizon.warm_up_years", "0.25"),
            change("horizon.years", "0.5"),
            change("horizon.close_cap_years", "0.5"),
            change("mechanisms.daily_norms.enabled", &enabled.to_string()),
        ];
        let setup = Setup::new(&load_preset("today", &changes).unwrap()).unwrap();
        setup.log(1, 0)
    };
    let ((plan, old), (_, new)) = (with(false), with(true));
    // What comes from outside; what decisions give rise to comes when they are published.
    let of = |log: &[Event], kinds: &[EventKind]| -> Vec<(i64, u64, u64)> {
        let roots: std::collections::BTreeSet<u64> = log
            .iter()
            .filter(|it| matches!(it.actor, Actor::Source(_)))
            .map(|it| it.case)
            .collect();
        let is_given =
            |it: &&Event| kinds.contains(&it.kind) && (it.case == 0 || roots.contains(&it.case));
        let found = log.iter().filter(is_given);
        found
            .map(|it| (it.tick, it.case, it.value.to_bits()))
            .collect()
    };
    let given = [
        EventKind::Registered,
        EventKind::Worth,
        EventKind::AbsenceBegan,
    ];
    let (before, now) = (of(&old, &given), of(&new, &given));
    let both = before.len().min(now.len()); // the run stops when the cohort has closed
    assert!(both > 50 && before[..both] == now[..both]);
    // A first visit to the meeting that both saw ends alike: the uniform is the same, and what it is compared with.
    let verdicts = |log: &[Event]| -> std::collections::BTreeMap<u64, String> {
        let decided = log
            .iter()
            .filter(|it| it.kind == EventKind::Decided && it.visit == 1);
        decided
            .map(|it| (it.case, format!("{:?}", it.note)))
            .collect()
    };
    let (old_verdicts, new_verdicts) = (verdicts(&old), verdicts(&new));
    let mut compared = 0;
    for (case, verdict) in &old_verdicts {
        if let Some(now) = new_verdicts.get(case) {
            assert_eq!(verdict, now);
            compared += 1;
        }
    }
    assert!(compared > 10, "{compared}");
    let reminded = |log: &[Event]| {
        log.iter()
            .filter(|it| it.kind == EventKind::Reminded)
            .count()
    };
    assert!(reminded(&new) > reminded(&old), "more are reminded");
    assert!(plan.timetable().years() > 0.0);
}

#[test]
fn the_deadline_of_minutes_runs_out_on_the_day_one_counts_by_hand() {
    // Taken up on 5 February 2024: the seventh working day after it, the Spring Festival left out, is the 20th.
    let county = changed(
        bare(),
        json!({
            "horizon": { "start": "2024-02-05", "warm_up_years": 0.2 },
            "calendar": { "holidays": "mainland", "morning_from": "08:30", "morning_to": "12:00",
                "afternoon_from": "14:30", "afternoon_to": "18:00" },
            "meetings": { "executive": { "every_days": 366.0, "minutes": 1440.0 } },
            "procedures": { "plain": null, "ordinary": { "name": { "zh": "一般", "en": "ordinary" }, "stages": {
                "draft": stage("task", json!({ "who": "drafting_unit", "hours": constant(1.0) })),
                "executive_meeting": stage("meeting", json!({ "after": ["draft"], "meeting": "executive", "minutes": constant(1.0) })),
                "minutes_draft": stage("task", json!({ "after": ["executive_meeting"], "who": "government_office", "hours": constant(100.0) })),
                "minutes_sign": stage("sign_off", json!({ "after": ["minutes_draft"], "who": "chair", "hours": constant(0.1) })),
                "publication": stage("publication", json!({ "after": ["minutes_sign"], "who": "government_office", "hours": constant(0.1) })),
            } } },
            "world": { "classes": { "plan": { "procedure": "ordinary" } } },
        }),
    );
    let on = norms(json!({ "minutes_days": 7.0, "papers_days": 0.0, "minutes_factor": 1.0 }));
    let setup = Setup::new(&loaded(&changed(county, on))).unwrap();
    let (plan, log) = setup.log(1, 0);
    let day = |it: &Event| plan.timetable().stamp(it.tick);
    let decided = |it: &&Event| it.kind == EventKind::Decided && day(it).starts_with("2024-02-05");
    let taken_up: Vec<u64> = log.iter().filter(decided).map(|it| it.case).collect();
    assert!(!taken_up.is_empty());
    for case in taken_up {
        let breach = |it: &&Event| it.kind == EventKind::Breach && it.case == case;
        let breach = log
            .iter()
            .find(breach)
            .expect("a hundred hours take longer");
        assert_eq!(
            day(breach),
            "2024-02-21T00:00:00",
            "the midnight after the 20th"
        );
        let Note::Clock(clock) = breach.note else {
            panic!("{:?}", breach.note);
        };
        assert_eq!(
            plan.clock_article(breach.procedure, clock),
            "local_rule_minutes"
        );
    }
}
