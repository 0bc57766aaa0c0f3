//! After a decision: what calls for an evaluation, major changes, who answers for it, what comes back (`docs/model.md`, 7.25).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use tuiyan_county::event::{Event, EventKind, Note};

use crate::facts::{discussion, evaluated_by, held_by, measures, minds, with};
use crate::fixture::{changed, constant, events, plan, stage};

fn look(more: Value) -> Value {
    json!({ "procedures": { "plain": { "stages": { "look": more } } } })
}

fn count(log: &[Event], kind: EventKind) -> usize {
    log.iter().filter(|it| it.kind == kind).count()
}

#[test]
fn an_evaluation_comes_when_it_is_called_for() {
    // Nobody ever calls for it; everybody wishes it; three in ten do, and the more are wished the same ones are.
    let evaluated = |triggers: Value| {
        let county = changed(
            evaluated_by("evaluators"),
            look(json!({ "called_by": triggers })),
        );
        let log = events(&plan(&county), 4).0;
        let of = |kind: EventKind| {
            log.iter()
                .filter(move |it| it.kind == kind)
                .map(|it| it.case)
        };
        let called: BTreeSet<u64> = of(EventKind::EvaluationCalled).collect();
        let held: BTreeSet<u64> = of(EventKind::Evaluated).collect();
        assert_eq!(called, held);
        (held, of(EventKind::Published).count())
    };
    assert_eq!(evaluated(json!({})).0.len(), 0);
    let (all, published) = evaluated(json!({ "wish_share": 1.0 }));
    assert_eq!(all.len(), published);
    let (some, _) = evaluated(json!({ "wish_share": 0.3 }));
    let error = (0.3 * 0.7 / published as f64).sqrt();
    assert!((some.len() as f64 / published as f64 - 0.3).abs() < 5.0 * error);
    let (more, _) = evaluated(json!({ "wish_share": 0.6 }));
    assert!(some.is_subset(&more) && more.is_subset(&all));
}

#[test]
fn results_below_what_was_promised_call_for_one() {
    // All comes to light in a year: an evaluation is called for exactly where the whole is worth a third less than what was known of it.
    let bright = json!({
        "procedures": { "plain": { "stages": { "wait": stage("wait", json!({ "after": ["publish"], "days": 365.0 })),
            "look": { "after": ["wait"], "called_by": { "below_promise": 0.33 } } } } },
        "horizon": { "follow_years": 2.0 },
        "world": { "facts": { "light_per_year": 100.0 }, "sources": { "departments": { "per_year": 300.0 } } },
    });
    let log = events(&plan(&changed(evaluated_by("evaluators"), bright)), 8).0;
    let mut known: BTreeMap<u64, (f64, f64)> = BTreeMap::new();
    let (mut published, mut called) = (BTreeSet::new(), BTreeSet::new());
    for event in &log {
        match event.kind {
            EventKind::Worth => {
                known.entry(event.case).or_default().0 = event.value;
            }
            EventKind::FactSurfaced if !published.contains(&event.case) => {
                known.entry(event.case).or_default().1 += event.value;
            }
            EventKind::Published => {
                published.insert(event.case);
            }
            EventKind::EvaluationCalled => {
                assert_eq!(
                    event.note.to_owned(),
                    Note::Trigger(tuiyan_county::event::Trigger::Results)
                );
                called.insert(event.case);
            }
            _ => {}
        }
    }
    assert!(
        called.len() > 100 && called.len() < published.len() / 2,
        "{}",
        called.len()
    );
    for case in &published {
        // μ = 0.
        let (whole, promised) = known[case];
        assert_eq!(
            called.contains(case),
            whole < promised - 0.33,
            "{whole} {promised}"
        );
    }
}

#[test]
fn a_major_change_takes_effect_when_it_has_been_through_the_procedure() {
    let cheap = json!({
        "horizon": { "follow_years": 1.0 },
        "world": { "facts": { "patterns": { "all": { "mending_cost": 0.05 } } } },
    });
    let of = |major: f64| {
        let county = changed(evaluated_by("evaluators"), cheap.clone());
        changed(
            changed(county, held_by(1.0, 0.0, 1.0)),
            look(json!({ "major_change": major })),
        )
    };
    let log = events(&plan(&of(0.3)), 4).0;
    let mut waits: BTreeMap<u64, f64> = BTreeMap::new();
    let mut parents: BTreeMap<u64, u64> = BTreeMap::new();
    let mut adopted: BTreeSet<u64> = BTreeSet::new();
    let (mut minor, mut effected) = (0, 0);
    for event in &log {
        match (event.kind, event.note) {
            (EventKind::MajorChange, _) => {
                assert!(event.value > 0.3);
                assert!(waits.insert(event.case, event.value).is_none());
            }
            (EventKind::Registered, Note::Parent { key, .. }) => {
                assert!(waits.contains_key(&key), "only changes arise here");
                parents.insert(event.case, key);
            }
            (EventKind::Published, _) => {
                if let Some(parent) = parents.get(&event.case) {
                    adopted.insert(*parent);
                }
            }
            (EventKind::Mended, _)
                if adopted.contains(&event.case) && waits.contains_key(&event.case) =>
            {
                let gain = waits.remove(&event.case).unwrap();
                assert!(
                    (gain - event.value).abs() < 1e-12,
                    "what was found is what is changed"
                );
                effected += 1;
            }
            (EventKind::Mended, _) => {
                assert!(
                    !waits.contains_key(&event.case),
                    "not before it is published"
                );
                minor += 1;
            }
            _ => {}
        }
    }
    assert!(effected > 30 && minor > 100, "{effected} {minor}");
    assert!(parents.len() >= effected);
    // Where every change is minor all take effect at once, and the county registers only what comes from outside.
    let at_once = events(&plan(&of(9.0)), 4).0;
    assert_eq!(count(&at_once, EventKind::MajorChange), 0);
    assert!(
        at_once
            .iter()
            .all(|it| !matches!(it.note, Note::Parent { .. }))
    );
    // What could be is what is realised and what is lost, changes or not.
    for county in [of(0.3), of(9.0)] {
        let measures = measures(&county, 0);
        let total = |name: &str| match measures.0.get(&format!("quality.value.{name}")) {
            Some((kernel::measure::Measure::Total(value), _)) => *value,
            other => panic!("{name}: {other:?}"),
        };
        let lost = [
            "undecided",
            "false_refusal",
            "false_adoption",
            "delay",
            "fidelity",
            "ending",
        ];
        let lost: f64 = lost.iter().map(|it| total(&format!("lost.{it}"))).sum();
        assert!((total("possible") - total("realised") - lost).abs() < 1e-9);
    }
}

#[test]
fn who_was_for_a_measure_that_is_ended_answers_for_it() {
    let noisy = minds(json!({ "noise": 1.0 }));
    let majority = discussion(json!({ "rule": "majority" }));
    let of = |rules: Value| {
        let county = changed(
            changed(evaluated_by("evaluators"), noisy.clone()),
            majority.clone(),
        );
        events(
            &plan(&changed(county, json!({ "accountability": rules }))),
            4,
        )
        .0
    };
    let none = of(Value::Null);
    let spares = of(json!({ "looks_back_years": 10.0, "dissent_mitigates": true }));
    let spares_nobody = of(json!({ "looks_back_years": 10.0 }));
    let looks_at_today = of(json!({ "looks_back_years": 0.0, "dissent_mitigates": true }));
    let (held, mitigated) = (EventKind::HeldResponsible, EventKind::Mitigated);
    let ended = count(&none, EventKind::Ended);
    assert!(ended > 100);
    for log in [&none, &looks_at_today] {
        assert_eq!(count(log, held) + count(log, mitigated), 0);
    }
    // Nine were there; five of them at least were for it.
    assert_eq!(count(&spares, held) + count(&spares, mitigated), 9 * ended);
    assert!(count(&spares, held) >= 5 * ended && count(&spares, mitigated) > ended);
    assert_eq!(count(&spares_nobody, held), 9 * ended);
    // Nobody decides otherwise for it: that would be an assumption, and it is neutral.
    let decided = |log: &[Event]| -> Vec<(u64, Note)> {
        let decided = log.iter().filter(|it| it.kind == EventKind::Decided);
        decided.map(|it| (it.case, it.note)).collect()
    };
    assert_eq!(decided(&none), decided(&spares));
}

#[test]
fn answering_for_decisions_makes_members_as_cautious_as_somebody_says() {
    let rules = |overdue: bool| json!({ "accountability": { "looks_back_years": 10.0, "overdue_counts": overdue, "dissent_mitigates": true } });
    let answerable = minds(
        json!({ "answerable": { "caution": 0.4, "overdue_spurs": 0.5, "outspoken": 0.5 }, "bends": 0.5, "noise": 0.5 }),
    );
    let log = |patches: Vec<Value>| events(&plan(&with(patches)), 4).1;
    // As if caution and bending had been written themselves.
    let meant = |caution: f64, bends: f64| {
        minds(json!({ "caution": caution, "bends": bends, "noise": 0.5 }))
    };
    let quiet = || json!({ "world": { "sources": { "departments": { "per_year": 500.0 } } } });
    for (overdue, caution) in [(false, 0.4), (true, 0.2)] {
        assert_eq!(
            log(vec![answerable.clone(), rules(overdue), quiet()]),
            log(vec![meant(caution, 0.25), rules(overdue), quiet()])
        );
    }
    // Without accountability nothing of it.
    assert_eq!(
        log(vec![answerable, quiet()]),
        log(vec![meant(0.0, 0.5), quiet()])
    );
}

#[test]
fn a_leader_answers_for_matters_that_are_late_where_that_counts() {
    let late = json!({
        "procedures": { "plain": { "stages": { "rest": stage("wait", json!({ "after": ["draft"], "days": 5.0 })), "meet": { "after": ["rest"] } },
            "clocks": { "decide": { "article": "test", "counts": "calendar_days", "length": 3.0,
                "starts_on": "registered", "stops_on": "decided" } } } },
        "world": { "sources": { "departments": { "per_year": 100.0 } } },
    });
    let of = |counts: bool| {
        let rules =
            json!({ "accountability": { "looks_back_years": 1.0, "overdue_counts": counts } });
        events(&plan(&with([late.clone(), rules])), 4).0
    };
    let log = of(true);
    let answers = log
        .iter()
        .filter(|it| it.kind == EventKind::HeldResponsible);
    assert!(answers.clone().all(|it| it.note == Note::Late));
    assert_eq!(answers.count(), count(&log, EventKind::Breach));
    assert!(count(&log, EventKind::Breach) > 50);
    assert_eq!(count(&of(false), EventKind::HeldResponsible), 0);
}

#[test]
fn refused_matters_worth_adopting_come_back_the_same() {
    let back = json!({ "world": { "returning": { "share": 0.5, "after_days": constant(30.0) },
        "sources": { "departments": { "per_year": 2_000.0 } } }, "horizon": { "follow_years": 0.0 } });
    let log = events(&plan(&with([back])), 4).0;
    let mut worth: BTreeMap<u64, Vec<f64>> = BTreeMap::new();
    let mut parents: BTreeMap<u64, u64> = BTreeMap::new();
    let (mut refused, mut good, mut says) = (0, 0, BTreeSet::new());
    for event in &log {
        match (event.kind, event.note) {
            (EventKind::Worth | EventKind::Fact, _) => {
                worth.entry(event.case).or_default().push(event.value)
            }
            (EventKind::Refused, Note::None) => {
                refused += 1;
                good += u32::from(worth[&event.case][0] > 0.0);
            }
            (EventKind::ComesBack, _) => {
                assert!(worth[&event.case][0] > 0.0);
                says.insert(event.case);
            }
            (EventKind::Registered, Note::Parent { key, .. }) => {
                assert!(says.contains(&key));
                parents.insert(event.case, key);
            }
            _ => {}
        }
    }
    // The same worth and the same facts.
    for (again, before) in &parents {
        assert_eq!(worth[again], worth[before]);
    }
    let n = f64::from(good);
    let error = (0.25 / n).sqrt();
    assert!(good > 200 && refused > good, "{good} {refused}");
    assert!((says.len() as f64 / n - 0.5).abs() < 5.0 * error);
    assert!(parents.len() > 100);
}
