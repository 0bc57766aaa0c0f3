//! Emergencies and duty against hand calculation: who knows when, what is lost, what a hole in the roster costs, and whom it leaves alone.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::measure::Measure;
use serde_json::{Value, json};
use tuiyan_county::event::{Event, EventKind, Note};
use tuiyan_county::law::days::WorkingDays;
use tuiyan_county::metrics::Fold;
use tuiyan_county::plan::Plan;
use tuiyan_county::run::Run;
use tuiyan_county::scenario::check as problems;

use crate::conservation::check;
use crate::fixture::{bare, busy, changed, constant, events, plan, scenario, stage};

const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;

/// Constant laws, and hands enough that nobody waits for anybody: three hours until somebody calls, a quarter to ask and record, half an
/// hour to tell the leader of the turn, an hour to report, two until help is there.
pub fn struck(county: Value, per_year: f64, patch: Value) -> Value {
    let name = |text: &str| json!({ "zh": text, "en": text });
    let roster = json!({ "name": name("duty"), "staff": 40, "hours": "round_the_clock" });
    let county = changed(
        county,
        json!({
            "offices": { "duty": roster, "lead": roster, "rescue": roster },
            "departments": { "flooded": { "name": name("f"), "staff": 99, "leader": "deputy" } },
            "procedures": { "emergency": { "name": name("emergency"), "stages": {
                "outbreak": stage("onset", json!({})),
                "call": stage("call", json!({ "after": ["outbreak"], "who": "duty", "hours": constant(0.25),
                    "latency_days": constant(0.125), "priority": "emergency" })),
                "relay": stage("relay", json!({ "after": ["call"], "who": "lead", "hours": constant(0.5) })),
                "report": stage("report", json!({ "after": ["relay"], "who": "duty", "hours": constant(1.0) })),
                "relief": stage("relief", json!({ "after": ["relay"], "who": "rescue", "people": 2, "hours": constant(4.0),
                    "latency_days": constant(1.0 / 12.0) })),
                "close": stage("reply", json!({ "after": ["report", "relief"], "who": "flooded", "hours": constant(2.0) })),
            }, "cover": { "insured_share": 0.2, "donated_share": 0.1 } } },
            "world": {
                "sources": { "nature": { "name": name("nature"), "per_year": per_year, "dispersion": 1.0, "classes": { "flood": 1.0 } } },
                "classes": { "flood": { "name": name("flood"), "kind": "emergency", "procedure": "emergency", "weight": 9,
                    "urgent_share": 1.0, "vital_interest_share": 0.0, "technical_share": 0.0, "risky_share": 0.0,
                    "departments": { "flooded": 1.0 }, "other_departments": 0.0, "affects": {},
                    "hazard": { "stake_yuan": 4e6, "stake_cv": 3.0, "level_3_yuan": 1e7, "level_2_yuan": 5e7, "level_1_yuan": 1e8,
                        "least_share": 0.3, "most_share": 0.9, "grows_hours": 10.0 } } },
            },
        }),
    );
    changed(county, patch)
}

fn run(county: &Value) -> (Arc<Plan>, Vec<Event>) {
    assert_eq!(problems(&scenario(county)), vec![]);
    let plan = plan(county);
    let (log, _) = events(&plan, 7);
    check(&log);
    (plan, log)
}

/// Of each emergency, what its events of a kind say: (tick, value).
fn said(log: &[Event], kind: EventKind) -> BTreeMap<u64, (i64, f64)> {
    let of = log.iter().filter(|it| it.kind == kind);
    of.map(|it| (it.case, (it.tick, it.value))).collect()
}

fn values(log: &[Event], kind: EventKind) -> Vec<f64> {
    said(log, kind).into_values().map(|it| it.1).collect()
}

/// What each emergency cost that was registered in the window; how long a run goes on after it depends on the procedure.
pub fn losses_of_the_window(plan: &Plan, log: &[Event]) -> BTreeMap<u64, f64> {
    let born = said(log, EventKind::Onset);
    let mut losses = said(log, EventKind::Loss);
    losses.retain(|case, _| born[case].0 < plan.timetable().window_end());
    losses.into_iter().map(|it| (it.0, it.1.1)).collect()
}

#[test]
fn times_through_the_procedure_are_what_one_adds_up_by_hand() {
    let (plan, log) = run(&struck(bare(), 60.0, json!({})));
    let hours = |it: f64| it * HOUR as f64;
    let born = said(&log, EventKind::Onset);
    assert!(born.len() > 30);
    for (kind, expected) in [
        (EventKind::Onset, 0.0),
        (EventKind::Noticed, 3.0),
        (EventKind::ReportedUp, 0.25 + 0.5 + 1.0),
        (EventKind::ReliefBegan, 3.0 + 0.25 + 0.5 + 2.0),
    ] {
        assert_eq!(
            values(&log, kind),
            vec![hours(expected); born.len()],
            "{kind:?}"
        );
    }
    let ended = said(&log, EventKind::Answered);
    for (case, (tick, _)) in &born {
        assert_eq!(ended[case].0 - tick, 11 * HOUR + 3 * HOUR / 4);
    }
    // What is lost after 5.75 hours with a time constant of 10: .3 + .6 (1 − e^−.575) of the stake; a fifth and a tenth of it others bear.
    let share = 0.3 + 0.6 * (1.0 - libm::exp(-0.575));
    let (stakes, lost) = (said(&log, EventKind::Stake), said(&log, EventKind::Loss));
    let left = said(&log, EventKind::LossLeft);
    for (case, (_, stake)) in stakes {
        assert!((lost[&case].1 / stake - share).abs() < 1e-12);
        assert!((left[&case].1 / lost[&case].1 - 0.7).abs() < 1e-12);
    }

    // The figures are these, and nothing else.
    let mut it = Run::new(Arc::clone(&plan), 7, 0, Fold::new(Arc::clone(&plan)));
    it.finish(u64::MAX);
    let measures = it.observer().measures();
    let measure = |name: &str| {
        measures
            .0
            .get(name)
            .unwrap_or_else(|| panic!("{name}"))
            .0
            .clone()
    };
    let mean = |name: &str| match measure(name) {
        Measure::Ratio { above, below } => above / below,
        Measure::Total(total) => total,
        Measure::Quantile { .. } | Measure::Tail { .. } => f64::NAN,
    };
    let years = plan.timetable().years();
    let window: Vec<f64> = values(&log, EventKind::Loss);
    let count = born
        .values()
        .filter(|it| it.0 < plan.timetable().window_end())
        .count();
    assert!((mean("emergency.count") - count as f64 / years).abs() < 1e-9);
    for (name, expected) in [
        ("emergency.notice.hours", 3.0),
        ("emergency.report.hours", 1.75),
        ("emergency.response.hours", 5.75),
        ("emergency.recovery.days", 11.75 / 24.0),
        ("emergency.late_reports", 0.0),
        ("duty.relay.minutes", 30.0),
        ("duty.missed.share", 0.0),
    ] {
        assert!(
            (mean(name) - expected).abs() < 1e-9,
            "{name}: {}",
            mean(name)
        );
    }
    let total: f64 = said(&log, EventKind::Loss)
        .iter()
        .filter(|it| born[it.0].0 < plan.timetable().window_end())
        .map(|it| it.1.1)
        .sum();
    assert!(window.len() >= count);
    assert!((mean("emergency.loss") * years / total - 1.0).abs() < 1e-9);
    let Measure::Tail { from, values } = measure("emergency.loss.tail") else {
        panic!("a tail");
    };
    assert!((from - 0.95).abs() < 1e-12 && values.len() == 1);
    assert!((values[0] * years / total - 1.0).abs() < 1e-9);
}

#[test]
fn serious_emergencies_are_rare_as_the_stake_says() {
    let (_, log) = run(&struck(bare(), 3_000.0, json!({})));
    let stakes: Vec<(f64, Note)> = log
        .iter()
        .filter(|it| it.kind == EventKind::Stake)
        .map(|it| (it.value, it.note))
        .collect();
    for &(stake, note) in &stakes {
        let level = [1e8, 5e7, 1e7].iter().position(|it| stake >= *it);
        assert_eq!(note, Note::Level(level.map_or(4, |it| it as u8 + 1)));
    }
    // ln stake is normal with σ² = ln(1 + cv²) = ln 10 and mean ln 4·10⁶ − σ²/2: beyond 10⁷ lies 1 − Φ(1.36255) = .08651.
    let n = stakes.len() as f64;
    let share = stakes.iter().filter(|it| it.0 >= 1e7).count() as f64 / n;
    let error = (0.08651_f64 * 0.91349 / n).sqrt();
    assert!((share - 0.08651).abs() < 4.5 * error, "{share} of {n}");
}

/// Mainland calendar, office hours 08:30–12:00 and 14:30–18:00.
fn with_nights(unmanned: f64) -> Value {
    struck(
        bare(),
        300.0,
        json!({
            "calendar": { "holidays": "mainland", "morning_from": "08:30", "morning_to": "12:00",
                "afternoon_from": "14:30", "afternoon_to": "18:00" },
            "offices": { "duty": { "unmanned_share": unmanned } },
        }),
    )
}

#[test]
fn a_hole_in_the_roster_delays_notice_exactly_as_the_gap_says() {
    let (_, manned) = run(&with_nights(0.0));
    let (plan, holes) = run(&with_nights(1.0));
    let days = WorkingDays::mainland();
    // When somebody is there next, where nobody is at night: the first second of office hours.
    let there = |tick: i64| {
        let mut at = tick;
        loop {
            let (date, second) = (plan.timetable().date(at), at.rem_euclid(DAY));
            let halves = [
                (8 * HOUR + HOUR / 2, 12 * HOUR),
                (14 * HOUR + HOUR / 2, 18 * HOUR),
            ];
            let open = halves
                .iter()
                .find(|it| second < it.1)
                .filter(|_| days.is_working(date));
            match open {
                Some(open) => return at + (open.0 - second).max(0),
                None => at += DAY - second,
            }
        }
    };
    let (stakes, onset) = (
        said(&holes, EventKind::Stake),
        said(&holes, EventKind::Onset),
    );
    assert_eq!(stakes, said(&manned, EventKind::Stake));
    let missed = said(&holes, EventKind::CallMissed);
    assert!(said(&manned, EventKind::CallMissed).is_empty());
    let (with, without) = (
        said(&holes, EventKind::Noticed),
        said(&manned, EventKind::Noticed),
    );
    let mut at_night = 0;
    for (case, (tick, _)) in &onset {
        let called = tick + 3 * HOUR;
        assert_eq!(without[case].0, called);
        assert_eq!(
            with[case].0,
            there(called),
            "{}",
            plan.timetable().stamp(called)
        );
        let gap = there(called) - called;
        at_night += i32::from(gap > 0);
        assert_eq!(missed.get(case).map_or(0.0, |it| it.1), gap as f64);
    }
    assert!(at_night > 100, "{at_night}");
    // And nothing is lost less for it.
    let (with, without) = (
        said(&holes, EventKind::Loss),
        said(&manned, EventKind::Loss),
    );
    assert!(without.iter().all(|(case, it)| with[case].1 >= it.1));
}

#[test]
fn a_missed_call_comes_again() {
    let with = |share: f64| {
        let patch = json!({ "procedures": { "emergency": { "stages": { "call": { "missed_share": share, "again_hours": 1.5 } } } } });
        run(&struck(bare(), 800.0, patch)).1
    };
    let log = with(0.3);
    let missed = said(&log, EventKind::CallMissed);
    for (case, (_, since)) in said(&log, EventKind::Noticed) {
        let expected = if missed.contains_key(&case) { 4.5 } else { 3.0 };
        assert!((since / HOUR as f64 - expected).abs() < 1e-9);
    }
    let n = said(&log, EventKind::Stake).len() as f64;
    let share = missed.len() as f64 / n;
    assert!((share - 0.3).abs() < 4.5 * (0.21 / n).sqrt(), "{share}");
    // More carelessness misses those calls too.
    let more = said(&with(0.5), EventKind::CallMissed);
    assert!(more.len() > missed.len() && missed.keys().all(|it| more.contains_key(it)));
}

/// Signs of the hazard six hours before it breaks out; warning is given to this share, so long before.
fn warned(share: f64, lead: f64) -> Value {
    json!({
        "procedures": { "emergency": { "stages": {
            "warning": stage("onset", json!({ "lead_hours": lead, "when": { "chance": { "warned": [0.0, share] } } })),
            "outbreak": { "after": ["warning"], "when": { "passed": { "warning": false } } },
            "call": { "when": { "passed": { "warning": false } } },
        } } },
        "world": { "classes": { "flood": { "hazard": { "signs_hours": constant(6.0) } } } },
    })
}

#[test]
fn a_warning_is_notice_before_the_hazard_breaks_out() {
    let (_, log) = run(&struck(bare(), 300.0, warned(0.5, 4.0)));
    let hour = HOUR as f64;
    let (notice, relief) = (
        said(&log, EventKind::Noticed),
        said(&log, EventKind::ReliefBegan),
    );
    let (stakes, lost) = (said(&log, EventKind::Stake), said(&log, EventKind::Loss));
    let mut early = 0;
    for (case, (_, since)) in &notice {
        let share = lost[case].1 / stakes[case].1;
        if *since < 0.0 {
            // Two hours after the first sign, four before it breaks out; help is there an hour and a half early.
            early += 1;
            assert!((since / hour + 4.0).abs() < 1e-9);
            assert!((relief[case].1 / hour + 1.5).abs() < 1e-9);
            assert!((share - 0.3).abs() < 1e-12);
        } else {
            assert!((since / hour - 3.0).abs() < 1e-9);
            assert!((share - 0.3 - 0.6 * (1.0 - libm::exp(-0.575))).abs() < 1e-12);
        }
    }
    let n = notice.len() as f64;
    let share = f64::from(early) / n;
    assert!((share - 0.5).abs() < 4.5 * (0.25 / n).sqrt(), "{share}");
}

#[test]
fn with_hands_enough_and_constant_laws_more_warning_never_makes_a_loss_larger() {
    let losses = |share: f64, lead: f64| {
        let (plan, log) = run(&struck(bare(), 300.0, warned(share, lead)));
        losses_of_the_window(&plan, &log)
    };
    let mut before = losses(0.0, 0.0);
    for (share, lead) in [(0.3, 0.0), (0.3, 2.0), (0.6, 2.0), (0.6, 5.0), (1.0, 5.0)] {
        let now = losses(share, lead);
        assert_eq!(now.len(), before.len());
        assert!(
            now.iter().all(|(case, it)| *it <= before[case]),
            "{share} {lead}"
        );
        assert!(
            now.iter().any(|(case, it)| *it < before[case]),
            "{share} {lead}"
        );
        before = now;
    }
}

#[test]
fn clocks_of_reports_run_for_such_emergencies_only() {
    let patch = json!({ "procedures": { "emergency": {
        "stages": { "report": { "hours": constant(1.5) } },
        "clocks": { "late": { "article": "test_2", "counts": "hours", "length": 2.0, "starts_on": "call.started", "stops_on": "report.done",
            "when": { "level_at_most": 3 } } },
    } } });
    let (plan, log) = run(&struck(bare(), 1_000.0, patch));
    let late = said(&log, EventKind::Breach);
    assert!(late.len() > 30);
    for it in log.iter().filter(|it| it.kind == EventKind::Stake) {
        let Note::Level(level) = it.note else {
            panic!("{it:?}")
        };
        assert_eq!(late.contains_key(&it.case), level <= 3, "level {level}");
    }
    let mut it = Run::new(Arc::clone(&plan), 7, 0, Fold::new(Arc::clone(&plan)));
    it.finish(u64::MAX);
    let onset = said(&log, EventKind::Onset);
    let end = plan.timetable().window_end();
    let in_window = late.keys().filter(|it| onset[*it].0 < end).count();
    let expected = Measure::Total(in_window as f64 / plan.timetable().years());
    assert_eq!(
        it.observer()
            .measures()
            .0
            .get("emergency.late_reports")
            .unwrap()
            .0,
        expected
    );
}

#[test]
fn the_level_says_who_is_called_away() {
    let call = |who: &str, when: Value| {
        stage(
            "response",
            json!({ "after": ["relay"], "who": who, "hours": constant(1.0), "when": when }),
        )
    };
    let patch = json!({ "procedures": { "emergency": { "stages": {
        "small": call("portfolio_leader", json!({ "level_at_least": 4 })),
        "large": call("chair", json!({ "level_at_most": 3 })),
        "close": { "after": ["report", "relief", "small", "large"] },
    } } } });
    let (plan, log) = run(&struck(bare(), 1_000.0, patch));
    let levels: BTreeMap<u64, Note> = log
        .iter()
        .filter(|it| it.kind == EventKind::Stake)
        .map(|it| (it.case, it.note))
        .collect();
    let calls: Vec<&Event> = log
        .iter()
        .filter(|it| it.kind == EventKind::CalledAway)
        .collect();
    // Of the last to come the end of the run may cut off the call.
    assert!(calls.len() + 2 >= levels.len() && levels.len() > 800);
    for it in calls {
        let leads = if levels[&it.case] == Note::Level(4) {
            "deputy"
        } else {
            "magistrate"
        };
        assert_eq!(plan.actor(it.actor), leads);
    }
}

#[test]
fn emergencies_leave_arrivals_attributes_and_worth_of_matters_alone() {
    let births = |per_year: f64| {
        let (plan, log) = run(&struck(
            busy(),
            per_year,
            json!({ "departments": { "flooded": null },
            "procedures": { "plain": { "stages": { "draft": { "hours": { "mean": null } } } },  "emergency": { "stages": { "close": { "who": "water" }, "call": { "priority": "emergency" },
                "lead": stage("response", json!({ "after": ["relay"], "who": "portfolio_leader", "hours": constant(20.0), "before": ["close"] })) } } },
            "world": { "classes": { "flood": { "departments": { "flooded": null, "water": 1.0 } } } } }),
        ));
        let matters = log.iter().filter(|it| plan.class(it.class) == "plan");
        let births = matters.filter(|it| {
            matches!(
                it.kind,
                EventKind::Registered
                    | EventKind::HasTrait
                    | EventKind::Worth
                    | EventKind::WorthToGroup
            )
        });
        let births: Vec<(i64, u64, u64)> = births
            .map(|it| (it.tick, it.case, it.value.to_bits()))
            .collect();
        (births, log.len())
    };
    let (quiet, events) = births(0.0);
    let (struck, more) = births(80.0);
    // A busier county may take longer to close its cohort, and more may arrive meanwhile.
    let both = quiet.len().min(struck.len());
    assert!(both > 60 && more > events);
    assert_eq!(quiet[..both], struck[..both]);
}

#[test]
fn what_comes_in_july_comes_in_july_and_as_often_as_the_year_says() {
    let mut months = vec![0.0; 12];
    months[6] = 3.0;
    months[7] = 1.0;
    let patch = json!({
        "horizon": { "years": 40.0 },
        "world": { "sources": { "nature": { "by_month": months }, "departments": { "per_year": 0.0 } } },
    });
    let (plan, log) = run(&struck(bare(), 12.0, patch));
    let end = plan.timetable().window_end();
    let of = |month: i8| {
        let births = log
            .iter()
            .filter(|it| it.kind == EventKind::Onset && it.tick < end);
        births
            .filter(|it| plan.timetable().date(it.tick).month() == month)
            .count() as f64
    };
    let all = log
        .iter()
        .filter(|it| it.kind == EventKind::Onset && it.tick < end)
        .count() as f64;
    assert_eq!(of(7) + of(8), all);
    // Poisson with mean 480, three quarters of them in July: both months have 31 days.
    assert!((all - 480.0).abs() < 4.5 * 480.0_f64.sqrt(), "{all}");
    assert!((of(7) / all - 0.75).abs() < 4.5 * (0.1875 / all).sqrt());
}

#[test]
fn what_makes_no_sense_is_said_and_a_hole_is_only_named() {
    let county = struck(bare(), 10.0, json!({}));
    for (patch, path) in [
        (
            json!({ "world": { "sources": { "nature": { "by_month": [1.0, 2.0] } } } }),
            "world.sources.nature.by_month",
        ),
        (
            json!({ "world": { "sources": { "nature": { "by_month": vec![0.0; 12] } } } }),
            "world.sources.nature.by_month",
        ),
        (
            json!({ "world": { "classes": { "flood": { "hazard": { "level_2_yuan": 1.0 } } } } }),
            "world.classes.flood.hazard.level_2_yuan",
        ),
        (
            json!({ "world": { "classes": { "flood": { "hazard": { "least_share": 1.0 } } } } }),
            "world.classes.flood.hazard.least_share",
        ),
        (
            json!({ "world": { "classes": { "flood": { "hazard": { "signs_hours": { "kind": "gamma" } } } } } }),
            "world.classes.flood.hazard.signs_hours.mean",
        ),
        (
            json!({ "procedures": { "emergency": { "cover": { "insured_share": 0.95 } } } }),
            "procedures.emergency.cover",
        ),
        (
            json!({ "procedures": { "emergency": { "stages": { "call": { "who": "flooded" } } } } }),
            "procedures.emergency.stages.call.who",
        ),
        (
            json!({ "procedures": { "emergency": { "stages": { "call": { "lead_hours": 3.0 } } } } }),
            "procedures.emergency.stages.call.lead_hours",
        ),
        (
            json!({ "procedures": { "emergency": { "stages": { "relay": { "when": { "passed": { "cal": true } } } } } } }),
            "procedures.emergency.stages.relay.when.passed.cal",
        ),
        (
            json!({ "procedures": { "emergency": { "stages": { "relay": { "when": { "level_at_most": 5 } } } } } }),
            "procedures.emergency.stages.relay.when.level_at_most",
        ),
        (
            json!({ "procedures": { "emergency": { "stages": { "relay": { "when": { "chance": { "a": [0.0, 2.0] } } } } } } }),
            "procedures.emergency.stages.relay.when.chance.a.1",
        ),
    ] {
        let said = problems(&scenario(&changed(county.clone(), patch)));
        assert!(said.iter().any(|it| it.path == path), "{path}: {said:?}");
    }
    let hole = changed(
        county,
        json!({ "offices": { "duty": { "unmanned_share": 0.2 } } }),
    );
    assert_eq!(problems(&scenario(&hole)), vec![]);
}
