//! Disclosure: clocks on the real calendar, silence that is consent, whom channels reach; and turnarounds over common roots.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::measure::{Measure, Measures};
use serde_json::{Value, json};
use tuiyan_county::event::{Event, EventKind, Note};
use tuiyan_county::metrics::{by_month, common, over_common};
use tuiyan_county::plan::Plan;
use tuiyan_county::scenario::{Change, check as problems, load_preset};
use tuiyan_trial::{Replicate, Setup};

use crate::conservation::check;
use crate::fixture::{bare, changed, constant, events, plan, scenario, stage};
use crate::permits::{date, log};

const DAY: i64 = 86_400;

/// Of the cases of a procedure that overran a clock: the date of registration → the last date it allowed.
fn overruns(
    plan: &Plan,
    log: &[Event],
    procedure: &str,
    article: &str,
) -> BTreeMap<String, String> {
    let mut born = BTreeMap::new();
    let mut found = BTreeMap::new();
    for it in log
        .iter()
        .filter(|it| plan.procedure(it.procedure) == procedure)
    {
        if it.kind == EventKind::Registered {
            born.insert(it.case, it.tick);
        }
        if let (EventKind::Breach, Note::Clock(clock)) = (it.kind, it.note)
            && plan.clock_article(it.procedure, clock) == article
        {
            let last = date(plan, it.tick - 1);
            let before = found.insert(date(plan, born[&it.case]), last.clone());
            assert!(before.is_none_or(|it| it == last), "one date, two ends");
        }
    }
    found
}

/// A preset with many requests of one sort, which nobody gets round to answering.
fn requests(preset: &str, traits: [u8; 3], more: &[&str]) -> (Arc<Plan>, Vec<Event>) {
    let [unclear, third_party, co_produced] = traits;
    let traits = format!(
        "world.classes.disclosure_request.traits={{\"unclear\":{unclear},\"third_party\":{third_party},\"co_produced\":{co_produced}}}"
    );
    let mut typed = vec![
        "horizon.warm_up_years=0",
        "horizon.years=1",
        "horizon.close_cap_years=0.3",
        "horizon.start=2024-01-01",
        "world.sources.requesters.per_year=4000",
        "world.sources.requesters.dispersion=1",
        r#"procedures.disclosure_request.stages.answer.hours={"kind":"constant","mean":9000}"#,
        traits.as_str(),
    ];
    typed.extend(more);
    log(preset, &typed, 3)
}

const NO_WORK: &str =
    r#"procedures.disclosure_request.stages.ask.hours={"kind":"constant","mean":0}"#;
const TWO_WEEKS: &str =
    r#"procedures.disclosure_request.stages.clarify.latency_days={"kind":"constant","mean":14}"#;
const NEVER_ASKED: &str =
    r#"procedures.disclosure_request.stages.ask.hours={"kind":"constant","mean":9000}"#;
const NONE_GIVES_UP: &str = "procedures.disclosure_request.stages.clarify.lets_go.share=0";

#[test]
fn clocks_of_requests_end_on_the_dates_counted_by_hand() {
    let ends = |preset, article, traits, more: &[&str]| {
        let (plan, log) = requests(preset, traits, more);
        overruns(&plan, &log, "disclosure_request", article)
    };
    // Asking what is meant: 7 working days.
    let asked = ends("today", "disclosure_30", [1, 0, 0], &[NEVER_ASKED]);
    assert_eq!(asked["2024-02-05"], "2024-02-20");
    assert_eq!(asked["2024-04-29"], "2024-05-11");
    assert_eq!(asked["2024-09-26"], "2024-10-11");
    // The answer: 20 + 20 working days; in the seed's county 15 + 15.
    let answered = ends("today", "disclosure_33", [0, 0, 0], &[]);
    assert_eq!(answered["2024-07-01"], "2024-08-26");
    let answered = ends("seed", "disclosure_2007_24", [0, 0, 0], &[]);
    assert_eq!(answered["2024-07-01"], "2024-08-12");
    // Clarified on 15 July, the forty days begin anew.
    let clarified = [NO_WORK, TWO_WEEKS, NONE_GIVES_UP];
    let answered = ends("today", "disclosure_33", [1, 0, 0], &clarified);
    assert_eq!(answered["2024-07-01"], "2024-09-09");
}

#[test]
fn silence_is_consent_after_fifteen_working_days_which_do_not_count() {
    let silent = |gate: &str| {
        format!(
            r#"procedures.disclosure_request.stages.{gate}.latency_days={{"kind":"constant","mean":365}}"#
        )
    };
    for (gate, traits) in [("third_party", [0, 1, 0]), ("co_producer", [0, 0, 1])] {
        let (plan, log) = requests("today", traits, &[&silent(gate)]);
        let (mut born, mut ends) = (BTreeMap::new(), 0);
        for it in log
            .iter()
            .filter(|it| plan.procedure(it.procedure) == "disclosure_request")
        {
            if it.kind == EventKind::Registered {
                born.insert(it.case, date(&plan, it.tick));
            }
            let done = it.kind == EventKind::StageDone;
            if done && plan.stage(it.procedure, it.stage) == gate && born[&it.case] == "2024-07-01"
            {
                assert_eq!(plan.timetable().stamp(it.tick), "2024-07-23T00:00:00");
                ends += 1;
            }
        }
        assert!(ends > 0);
        // Forty working days are left on 23 July, which does not count.
        let answered = overruns(&plan, &log, "disclosure_request", "disclosure_33");
        assert_eq!(answered["2024-07-01"], "2024-09-18");
    }
}

/// The bare county on the real calendar, each of its decisions to be disclosed by the office.
fn items(hours: Value, more: Value) -> Value {
    let county = changed(
        bare(),
        json!({
            "calendar": { "holidays": "mainland" },
            "horizon": { "close_cap_years": 0.3 },
            "departments": { "planning": { "staff": 500 } },
            "offices": { "press": { "name": { "zh": "公开", "en": "press" }, "staff": 900 } },
            "procedures": {
                "plain": { "raises": { "disclosure": { "on": "published", "class": "item", "share": 1.0 } } },
                "item": { "name": { "zh": "公开", "en": "item" }, "stages": {
                    "overlooked": stage("wait", json!({ "days": 0.0, "lets_go": { "share": 0.1, "as": "withdrawn" } })),
                    "disclose": stage("disclose", json!({ "after": ["overlooked"], "who": "press", "hours": hours })),
                }, "clocks": { "own": { "article": "disclosure_26", "counts": "working_days", "length": 20.0,
                    "starts_on": "registered", "stops_on": "disclose.done" } } },
            },
            "world": {
                "sources": { "departments": { "per_year": 2_000.0 } },
                "classes": { "item": { "name": { "zh": "项", "en": "item" }, "kind": "disclosure_item", "procedure": "item", "weight": 1,
                    "urgent_share": 0.0, "vital_interest_share": 0.0, "technical_share": 0.0, "risky_share": 0.0, "departments": {},
                    "other_departments": 0.0, "affects": { "town": 1.0 } } },
            },
        }),
    );
    changed(county, more)
}

fn run(county: &Value) -> (Arc<Plan>, Vec<Event>) {
    assert_eq!(problems(&scenario(county)), vec![]);
    let plan = plan(county);
    let (log, _) = events(&plan, 13);
    check(&log);
    (plan, log)
}

#[test]
fn what_is_to_be_disclosed_is_on_time_exactly_when_it_is_out_by_the_twentieth_working_day() {
    let (plan, never) = run(&items(constant(9_000.0), json!({})));
    let due = overruns(&plan, &never, "item", "disclosure_26");
    assert_eq!(due["2024-07-01"], "2024-07-29");
    assert!(due.len() > 250, "nearly every working day: {}", due.len());
    let channel = json!({ "disclosure": { "channels": { "paper": { "name": { "zh": "报", "en": "paper" }, "delay_days": 1.5,
        "reach": { "town": 0.25 } } } } });
    let (plan, log) = run(&items(
        json!({ "kind": "gamma", "mean": 300.0, "cv": 1.0 }),
        channel,
    ));
    let (mut born, mut out, mut late) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
    for it in log
        .iter()
        .filter(|it| plan.procedure(it.procedure) == "item")
    {
        match it.kind {
            EventKind::Registered => {
                born.insert(it.case, it.tick);
            }
            EventKind::Disclosed => {
                assert_eq!(it.value, 2_500.0);
                out.insert(it.case, it.tick);
            }
            EventKind::Breach => late.push(it.case),
            _ => {}
        }
    }
    let mut on_time = 0;
    for (case, &tick) in &out {
        let Some(last) = due.get(&date(&plan, born[case])) else {
            continue;
        };
        let in_time = date(&plan, tick - 1) <= *last;
        assert_eq!(in_time, !late.contains(case), "{case}");
        on_time += usize::from(in_time);
    }
    assert!(on_time > 200 && late.len() > 200);
}

#[test]
fn a_notice_reaches_whom_channels_reach_too() {
    let notice = |channels: Value| {
        let patch = json!({
            "disclosure": { "channels": channels },
            "procedures": { "plain": { "stages": {
                "comment": stage("public_comment", json!({ "after": ["draft"], "days": 30.0 })),
                "publish": { "after": ["comment"] },
            } } },
        });
        let (_, log) = run(&changed(bare(), patch));
        log
    };
    let reached = |log: &[Event]| -> Vec<f64> {
        let reached = log.iter().filter(|it| it.kind == EventKind::Reached);
        reached.map(|it| it.value).collect()
    };
    let channel = |delay: f64, share: f64| json!({ "name": { "zh": "道", "en": "c" }, "delay_days": delay, "reach": { "town": share } });
    let alone = notice(json!({}));
    assert_eq!(
        alone,
        notice(json!({ "tv": channel(1.0, 0.0) })),
        "a channel that reaches nobody"
    );
    let f = |days: f64| 1.0 - libm::exp2(-days / 10.0);
    for (channels, missed) in [
        (json!({ "tv": channel(5.0, 0.3) }), 1.0 - 0.3 * f(25.0)),
        (
            json!({ "tv": channel(5.0, 0.3), "web": channel(0.0, 0.2) }),
            (1.0 - 0.3 * f(25.0)) * (1.0 - 0.2 * f(30.0)),
        ),
        (json!({ "paper": channel(40.0, 1.0) }), 1.0),
    ] {
        let all = reached(&notice(channels));
        let expected = 5_000.0 * (1.0 - (1.0 - 0.5 * f(30.0)) * missed);
        assert!(all.len() > 20);
        for it in &all {
            assert!(
                (it - expected).abs() < 1e-9 * expected,
                "{it} is not {expected}"
            );
        }
    }
    assert!(
        reached(&alone)
            .iter()
            .all(|it| (it - 2_500.0 * f(30.0)).abs() < 1e-9)
    );
}

fn ratio(measures: &Measures, name: &str) -> (f64, f64) {
    match measures.0.get(name) {
        Some((Measure::Ratio { above, below }, _)) => (*above, *below),
        it => panic!("{name}: {it:?}"),
    }
}

fn setup(preset: &str, typed: &[&str]) -> Setup {
    let changes = typed.iter().map(|it| it.split_once('=').unwrap());
    let changes: Vec<Change> = changes.map(|it| Change::parse(it.0, it.1)).collect();
    Setup::new(&load_preset(preset, &changes).unwrap()).unwrap()
}

#[test]
fn what_nobody_thinks_of_is_neither_complete_nor_on_time() {
    let overlooked = "procedures.disclosure_item.stages.overlooked.lets_go.share";
    for (share, expected) in [("0", 1.0), ("1", 0.0)] {
        let typed = format!("{overlooked}={share}");
        let measures = setup("today", &[&typed, "horizon.view=settled"])
            .replicate(1, 0)
            .measures;
        let (published, due) = ratio(&measures, "disclosure.completeness");
        assert!(due > 30.0, "{due}");
        assert_eq!(published, expected * due);
        let (on_time, of) = ratio(&measures, "disclosure.on_time.share");
        assert!(of == due && on_time <= published);
    }
}

#[test]
fn turnarounds_are_compared_over_the_cases_that_both_arms_decide() {
    let off = setup("seed", &[]);
    let on = setup("seed", &["mechanisms.approval_reform.enabled=true"]);
    let runs = |it: &Setup| -> Vec<Replicate> { (0..2).map(|r| it.replicate(1, r)).collect() };
    let (base, other) = (runs(&off), runs(&on));
    let same = common(&base, &base);
    let whole: Vec<&Measures> = base.iter().map(|it| &it.measures).collect();
    assert_eq!(
        same.0.iter().collect::<Vec<_>>(),
        whole,
        "where all are common nothing changes"
    );
    assert_eq!(same.1.iter().collect::<Vec<_>>(), whole);
    let (mine, its) = common(&base, &other);
    for (n, (mine, its)) in mine.iter().zip(&its).enumerate() {
        let diverted: Vec<u64> = other[n]
            .roots
            .iter()
            .filter(|it| it.ending == EventKind::Diverted)
            .map(|it| it.key)
            .collect();
        assert!(diverted.len() > 50);
        for (name, all) in [
            ("permits.decided.days", "permits.decided.days.all_roots"),
            (
                "turnaround.lead_time.mean",
                "turnaround.lead_time.mean.all_roots",
            ),
        ] {
            // Those given up are given up in both: the same number is left in both arms, fewer than all.
            assert_eq!(ratio(mine, name).1, ratio(its, name).1, "{name}");
            assert!(ratio(mine, name).1 < ratio(mine, all).1, "{name}");
            assert_eq!(ratio(mine, all), ratio(&base[n].measures, name), "{name}");
        }
        // The parts still add up to the whole.
        let parts: f64 = its
            .0
            .iter()
            .filter(|it| it.0.starts_with("turnaround.part.") && !it.0.ends_with("all_roots"))
            .map(|it| ratio(its, it.0).0)
            .sum();
        let whole = ratio(its, "turnaround.lead_time.mean").0;
        assert!((parts - whole).abs() < 1e-6 * whole);
        assert!(parts > 0.0 && DAY > 0);
    }
}

#[test]
fn months_since_reform_day_hold_the_same_matters_as_the_whole_window() {
    let off = setup("seed", &[]).replicate(1, 0);
    let on = setup("seed", &["mechanisms.approval_reform.enabled=true"]).replicate(1, 0);
    // Over common roots, of which here some are missing.
    let Some((mine, its)) = over_common(&off.roots, &on.roots) else {
        unreachable!("some are diverted")
    };
    // Three years, and the part of a day that they are rounded up to.
    let (before, after) = by_month(&off.roots, &on.roots, 37);
    for (months, whole) in [(&before, mine), (&after, its)] {
        let (days, matters) = ratio(&whole, "turnaround.lead_time.mean");
        let sum = |at: usize| months.iter().map(|it| it[at]).sum::<f64>();
        assert_eq!(sum(1), matters);
        assert!((sum(0) - days).abs() < 1e-6 * days);
        // Some four a month, so hardly ever none.
        let some = months[..36].iter().filter(|it| it[1] > 0.0).count();
        assert!(some >= 33, "{months:?}");
    }
    // The same matters come in the same months, reform or none.
    let counts = |it: &[[f64; 2]]| it.iter().map(|it| it[1]).collect::<Vec<_>>();
    assert_eq!(counts(&before), counts(&after));
    // Fewer months are the first of them.
    let (short, _) = by_month(&off.roots, &on.roots, 5);
    assert_eq!(short, before[..5]);
}
