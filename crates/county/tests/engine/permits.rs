//! Permits: clocks on the real calendar, departments one after another or side by side, what is judged, and the reform of approvals.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Value, json};
use tuiyan_county::event::{Event, EventKind, Note, Verdict};
use tuiyan_county::plan::Plan;
use tuiyan_county::scenario::{Change, check as problems, load_preset};
use tuiyan_trial::Setup;

use crate::conservation::check;
use crate::fixture::{bare, changed, constant, events, plan, scenario, stage};

/// Every event of one run of a preset with changes, `PATH=VALUE` as typed.
pub fn log(preset: &str, typed: &[&str], seed: u64) -> (Arc<Plan>, Vec<Event>) {
    let changes = typed.iter().map(|it| it.split_once('=').unwrap());
    let changes: Vec<Change> = changes.map(|it| Change::parse(it.0, it.1)).collect();
    let loaded = load_preset(preset, &changes).unwrap();
    Setup::new(&loaded).unwrap().log(seed, 0)
}

/// The date of each tick's day, and of the day before a midnight.
pub fn date(plan: &Plan, tick: i64) -> String {
    plan.timetable().stamp(tick)[..10].to_owned()
}

/// Of the cases that overran a clock: the date of the event it starts with → the last date it allowed.
fn overruns(
    preset: &str,
    more: &[&str],
    article: &str,
    starts: EventKind,
    stage: &str,
) -> BTreeMap<String, String> {
    let mut typed = vec![
        "horizon.warm_up_years=0",
        "horizon.years=1",
        "horizon.close_cap_years=0.3",
        "horizon.start=2024-01-01",
        "world.sources.applicants.dispersion=1",
    ];
    typed.extend(more);
    let (plan, log) = log(preset, &typed, 3);
    let mut began = BTreeMap::new();
    let mut found = BTreeMap::new();
    for it in log
        .iter()
        .filter(|it| plan.procedure(it.procedure) == "permit")
    {
        if it.kind == starts && plan.stage(it.procedure, it.stage) == stage {
            began.entry(it.case).or_insert(it.tick);
        }
        if let (EventKind::Breach, Note::Clock(clock)) = (it.kind, it.note)
            && plan.clock_article(it.procedure, clock) == article
        {
            let last = date(&plan, it.tick - 1);
            let before = found.insert(date(&plan, began[&it.case]), last.clone());
            assert!(before.is_none_or(|it| it == last), "one date, two ends");
        }
    }
    found
}

/// Nobody ever gets round to it.
const NEVER: &str = r#"={"kind":"constant","mean":9000}"#;

/// Some on every day of the year.
const MANY: &str = "world.sources.applicants.per_year=6000";

#[test]
fn clocks_end_on_the_dates_counted_by_hand() {
    for preset in ["today", "seed"] {
        let check = format!("procedures.permit.stages.check.hours{NEVER}");
        let found = overruns(
            preset,
            &[MANY, &check],
            "permits_32",
            EventKind::Registered,
            "",
        );
        // 5 working days, over the Spring Festival and May Day.
        assert_eq!(found["2024-02-05"], "2024-02-18");
        assert_eq!(found["2024-04-29"], "2024-05-09");

        let examine = format!("procedures.permit.stages.examine.hours{NEVER}");
        let ready = EventKind::StageReady;
        let found = overruns(preset, &[MANY, &examine], "permits_42", ready, "examine");
        // 20 + 10 working days.
        assert_eq!(found["2024-07-01"], "2024-08-12");
        let found = overruns(
            preset,
            &[MANY, &examine],
            "permits_42_joint",
            ready,
            "examine",
        );
        // 45 + 15 working days, over the Mid-Autumn Festival with its worked Saturday.
        assert_eq!(found["2024-07-01"], "2024-09-24");

        let licence = format!("procedures.permit.stages.licence.hours{NEVER}");
        let done = EventKind::Decided;
        let found = overruns(
            preset,
            &[
                "procedures.permit.stages.licence.who=experts",
                "world.sources.applicants.per_year=4000",
                &licence,
            ],
            "permits_44",
            done,
            "leader_decides",
        );
        // 10 working days over the National Day, with a Sunday and a Saturday worked for it.
        assert_eq!(found["2024-09-26"], "2024-10-15");
    }
}

#[test]
fn the_time_of_experts_and_hearings_is_not_counted() {
    // Examined at once, then tested for fourteen days, then never decided: thirty working days are left from the day it goes on.
    let decides = ["department_decides", "leader_decides"]
        .map(|it| format!("procedures.permit.stages.{it}.hours{NEVER}"));
    let mut typed: Vec<&str> = decides.iter().map(String::as_str).collect();
    typed.extend([
        MANY,
        r#"procedures.permit.stages.examine.hours={"kind":"constant","mean":0}"#,
        r#"procedures.permit.stages.appraisal.latency_days={"kind":"constant","mean":14}"#,
    ]);
    for class in ["investment", "land", "business", "public"] {
        for share in ["incomplete=0", "heard=0", "appraisal=1"] {
            let path = format!("world.classes.permit_{class}.traits.{share}");
            typed.push(Box::leak(path.into_boxed_str()));
        }
    }
    let ready = EventKind::StageReady;
    let found = overruns("today", &typed, "permits_42", ready, "examine");
    assert_eq!(found["2024-07-01"], "2024-08-26");
}

/// The bare county with permits beside its matters.
fn permits(per_year: f64, patch: Value) -> Value {
    let county = changed(
        bare(),
        json!({
            "procedures": { "permit": { "name": { "zh": "许可", "en": "permit" }, "stages": {
                "decide": stage("reply", json!({ "who": "drafting_unit", "hours": constant(1.0) })),
            } } },
            "departments": { "water": { "staff": 500 }, "planning": { "staff": 500 },
                "roads": { "name": { "zh": "路", "en": "roads" }, "staff": 500, "leader": "deputy" } },
            "world": {
                "sources": { "people": { "name": { "zh": "申请人", "en": "people" }, "per_year": per_year, "dispersion": 3.69,
                    "classes": { "licence": 1.0 } } },
                "classes": { "licence": { "name": { "zh": "许可", "en": "licence" }, "kind": "permit", "procedure": "permit",
                    "traits": { "unfit": 0.2 }, "weight": 1, "urgent_share": 0.0, "vital_interest_share": 0.0, "technical_share": 0.0,
                    "risky_share": 0.0, "departments": { "planning": 1.0 }, "other_departments": 1.0, "affects": {} } },
            },
        }),
    );
    changed(county, patch)
}

fn run(county: &Value) -> (Arc<Plan>, Vec<Event>) {
    assert_eq!(problems(&scenario(county)), vec![]);
    let plan = plan(county);
    let (log, _) = events(&plan, 11);
    check(&log);
    (plan, log)
}

#[test]
fn one_after_another_takes_the_sum_and_side_by_side_the_longest() {
    let consulted = |serial: bool| {
        let patch = json!({ "procedures": { "permit": { "stages": {
            "ask": stage("consultation", json!({ "hours": { "kind": "exponential", "mean": 5.0 }, "one_after_another": serial })),
            "decide": { "after": ["ask"] },
        } } } });
        let (plan, log) = run(&permits(500.0, patch));
        let mut work: BTreeMap<u64, Vec<i64>> = BTreeMap::new();
        let mut spans: BTreeMap<u64, i64> = BTreeMap::new();
        for it in log
            .iter()
            .filter(|it| plan.stage(it.procedure, it.stage) == "ask")
        {
            match it.kind {
                EventKind::StageReady => *spans.entry(it.case).or_default() -= it.tick,
                EventKind::StageDone => *spans.entry(it.case).or_default() += it.tick,
                EventKind::WorkEnded => work.entry(it.case).or_default().push(it.value as i64),
                _ => {}
            }
        }
        for asked in work.values_mut() {
            asked.sort_unstable();
        }
        (work, spans)
    };
    let (serial, together) = (consulted(true), consulted(false));
    // The same departments take as long as they would have taken.
    assert_eq!(serial.0, together.0);
    assert!(serial.0.values().any(|it| it.len() == 2));
    for (case, work) in &serial.0 {
        assert_eq!(serial.1[case], work.iter().sum::<i64>());
        assert_eq!(together.1[case], *work.last().unwrap());
    }
}

type Cases = BTreeSet<u64>;

/// Cases with the trait, cases refused, cases misjudged.
fn judged(wrong_share: f64) -> (Cases, Cases, Cases) {
    let patch = json!({ "procedures": { "permit": {
        "stages": { "decide": { "judges": { "trait": "unfit", "wrong_share": wrong_share } } },
        "raises": { "again": { "on": "wrongly_refused", "class": "again", "share": 1.0, "after_days": constant(20.0) } },
    } }, "world": { "classes": { "again": { "name": { "zh": "再", "en": "again" }, "kind": "permit", "procedure": "permit", "weight": 1,
        "urgent_share": 0.0, "vital_interest_share": 0.0, "technical_share": 0.0, "risky_share": 0.0, "departments": {},
        "other_departments": 0.0, "affects": {} } } } });
    let (plan, log) = run(&permits(2_000.0, patch));
    let of = |wanted: &dyn Fn(&&Event) -> bool| -> Cases {
        log.iter().filter(wanted).map(|it| it.case).collect()
    };
    let first = |it: &&Event| plan.class(it.class) == "licence";
    let refused = of(&|it| it.kind == EventKind::Refused && first(it));
    assert_eq!(
        refused,
        of(&|it| it.note == Note::Verdict(Verdict::Refuse) && first(it))
    );
    let misjudged = of(&|it| it.kind == EventKind::Misjudged && first(it));
    // Who was refused in error asks again, once, and only he does.
    let again = log
        .iter()
        .filter(|it| it.kind == EventKind::Registered && plan.class(it.class) == "again");
    let parents: Vec<u64> = again
        .filter_map(|it| match it.note {
            Note::Parent { key, .. } => Some(key),
            _ => None,
        })
        .filter(|it| refused.contains(it))
        .collect();
    // Those who ask again after the run has ended are not seen.
    let late = plan.timetable().window_end() - 20 * 86_400;
    let soon = of(&|it| it.kind == EventKind::Misjudged && it.tick < late);
    let in_error: Cases = refused.intersection(&soon).copied().collect();
    let parents: Vec<u64> = parents.into_iter().filter(|it| soon.contains(it)).collect();
    assert_eq!(parents.iter().copied().collect::<Cases>(), in_error);
    assert_eq!(parents.len(), in_error.len());
    (
        of(&|it| it.kind == EventKind::HasTrait && first(it)),
        refused,
        misjudged,
    )
}

#[test]
fn who_is_judged_rightly_is_refused_for_cause_and_errors_are_nested() {
    let (unfit, refused, misjudged) = judged(0.0);
    assert_eq!(unfit, refused);
    assert!(misjudged.is_empty() && unfit.len() > 200);
    let (few, more) = (judged(0.1), judged(0.3));
    assert!(few.2.is_subset(&more.2));
    // 2000 permits in clusters of some four: five standard deviations of .1 are .034, and the number itself varies.
    assert!((120..290).contains(&few.2.len()), "{}", few.2.len());
    for (unfit, refused, misjudged) in [few, more] {
        let expected: Cases = unfit.symmetric_difference(&misjudged).copied().collect();
        assert_eq!(refused, expected);
    }
}

const ON: &str = "mechanisms.approval_reform.enabled=true";

fn cases(plan: &Plan, log: &[Event], kind: EventKind, procedure: &str) -> Cases {
    let end = plan.timetable().window_end();
    // What arises from other cases depends on what became of those.
    let arisen: BTreeSet<u64> = log
        .iter()
        .filter(|it| matches!(it.note, Note::Parent { .. }))
        .map(|it| it.case)
        .collect();
    let of = log.iter().filter(|it| it.kind == kind && it.tick < end);
    of.filter(|it| plan.procedure(it.procedure) == procedure && !arisen.contains(&it.case))
        .map(|it| it.case)
        .collect()
}

#[test]
fn a_reform_with_nothing_to_act_on_changes_no_event() {
    for preset in ["today", "seed"] {
        // No permits, nothing handed over.
        let nobody = "world.sources.applicants.per_year=0";
        let keep = "mechanisms.approval_reform.handed_over_share=0";
        let off = log(preset, &[nobody, keep], 5).1;
        assert_eq!(off, log(preset, &[nobody, keep, ON], 5).1, "{preset}");
        // Permits, and every part of it at nothing.
        let none = ["removed", "delegated", "handed_over"]
            .map(|it| format!("mechanisms.approval_reform.{it}_share=0"));
        let mut typed: Vec<&str> = none.iter().map(String::as_str).collect();
        typed.push("mechanisms.approval_reform.joint=false");
        let off = log(preset, &typed, 5).1;
        typed.push(ON);
        assert_eq!(off, log(preset, &typed, 5).1, "{preset}");
    }
}

#[test]
fn a_larger_share_only_adds_to_what_is_let_go_and_moves_no_matter_s_luck() {
    let with = |removed: &str, handed_over: &str| {
        let removed = format!("mechanisms.approval_reform.removed_share={removed}");
        let handed = format!("mechanisms.approval_reform.handed_over_share={handed_over}");
        log(
            "seed",
            &[ON, &removed, &handed, "horizon.warm_up_years=0.5"],
            9,
        )
    };
    let (few, more) = (with("0.2", "0.1"), with("0.4", "0.5"));
    let diverted = |it: &(Arc<Plan>, Vec<Event>), procedure: &str| {
        cases(&it.0, &it.1, EventKind::Diverted, procedure)
    };
    for procedure in ["permit", "major", "ordinary"] {
        let (few, more) = (diverted(&few, procedure), diverted(&more, procedure));
        assert!(
            few.is_subset(&more) && few.len() < more.len(),
            "{procedure}"
        );
    }
    let off = log("seed", &["horizon.warm_up_years=0.5"], 9);
    // Matters come when they came and are worth what they were; what is done to both in both runs takes as long.
    let births = |it: &(Arc<Plan>, Vec<Event>)| -> BTreeSet<(u64, i64, u64)> {
        let end = it.0.timetable().window_end();
        let births = it.1.iter().filter(|event| {
            event.tick < end
                && matches!(event.kind, EventKind::Registered | EventKind::Worth)
                && ["major", "ordinary"].contains(&it.0.procedure(event.procedure))
        });
        births
            .map(|it| (it.case, it.tick, it.value.to_bits()))
            .collect()
    };
    let asked = |it: &(Arc<Plan>, Vec<Event>)| {
        let mut asked = BTreeMap::new();
        let end = it.0.timetable().window_end();
        let born: BTreeSet<u64> =
            it.1.iter()
                .filter(|it| it.kind == EventKind::Registered && it.tick < end)
                .map(|it| it.case)
                .collect();
        for event in
            it.1.iter()
                .filter(|it| it.kind == EventKind::WorkEnded && born.contains(&it.case))
        {
            let place = (
                event.case,
                it.0.stage(event.procedure, event.stage).to_owned(),
                event.visit,
                it.0.actor(event.actor).to_owned(),
            );
            asked
                .entry(place)
                .or_insert_with(BTreeSet::new)
                .insert(event.value.to_bits());
        }
        asked
    };
    assert_eq!(births(&off), births(&more));
    let (was, is) = (asked(&off), asked(&more));
    let common = was.iter().filter(|(place, _)| is.contains_key(*place));
    let differ = common
        .clone()
        .filter(|(place, work)| is[*place] != **work)
        .count();
    // Where a role passes on to somebody else, or the run ends in between, the place is another: nothing common differs.
    assert!(common.count() > 1_000);
    assert_eq!(differ, 0);
}

#[test]
fn harm_and_inspections_come_when_and_only_when_something_was_let_go() {
    // Nobody errs, so that harm is the reform's alone.
    let right = ["department_decides", "leader_decides"]
        .map(|it| format!("procedures.permit.stages.{it}.judges.wrong_share=0"));
    let run = |more: &[&str]| {
        let mut typed: Vec<&str> = right.iter().map(String::as_str).collect();
        typed.extend([
            "mechanisms.approval_reform.delegated_wrong_share=0",
            "horizon.view=settled",
            "horizon.warm_up_years=0",
            "horizon.close_cap_years=0.3",
            "world.sources.applicants.per_year=3000",
        ]);
        typed.extend(more);
        let (plan, log) = log("seed", &typed, 2);
        check(&log);
        let harm = log.iter().filter(|it| it.kind == EventKind::Harm).count();
        let mut diverted = Cases::new();
        let mut inspections = 0;
        for it in &log {
            match it.kind {
                EventKind::Diverted => {
                    diverted.insert(it.case);
                }
                EventKind::Registered if plan.procedure(it.procedure) == "supervision" => {
                    let Note::Parent { key: parent, .. } = it.note else {
                        panic!("{it:?}")
                    };
                    assert!(diverted.contains(&parent), "only of what was let go");
                    inspections += usize::from(plan.class(it.class) == "inspection");
                }
                _ => {}
            }
        }
        (diverted.len(), inspections, harm)
    };
    let keep = "mechanisms.approval_reform.handed_over_share=0";
    assert_eq!(run(&[]), (0, 0, 0));
    assert_eq!(
        run(&[ON, keep, "mechanisms.approval_reform.removed_share=0"]),
        (0, 0, 0)
    );
    let (diverted, inspections, harm) = run(&[ON]);
    // Some 2200 permits of three years are let go; half are inspected; .02 · (1 − .5 · .6) do harm, some of it after the run has ended.
    assert!(diverted > 1_500);
    let expected = diverted as f64 / 2.0;
    assert!(
        (inspections as f64 - expected).abs() < 5.0 * expected.sqrt() + 0.08 * expected,
        "{inspections} of {diverted}"
    );
    let expected = diverted as f64 * 0.014;
    assert!(
        harm > 0 && (harm as f64) < expected + 5.0 * expected.sqrt(),
        "{harm} of {diverted}"
    );
    let watched = "mechanisms.approval_reform.supervised_share";
    let prevents = "mechanisms.approval_reform.prevented_share=1";
    let all = run(&[ON, &format!("{watched}=1"), prevents]);
    assert!(all.1 > inspections && all.2 == 0, "{all:?}");
    let none = run(&[
        ON,
        &format!("{watched}=0"),
        "mechanisms.approval_reform.harm_share=0",
    ]);
    assert_eq!((none.1, none.2), (0, 0));
    assert_eq!(none.0, diverted);
}

#[test]
fn what_is_delegated_is_decided_by_the_department_and_the_leader_is_spared() {
    let with = |share: &str| {
        let share = format!("mechanisms.approval_reform.delegated_share={share}");
        let keep = "mechanisms.approval_reform.handed_over_share=0";
        let all = "mechanisms.approval_reform.removed_share=0";
        let (plan, log) = log("today", &[ON, keep, all, &share], 4);
        check(&log);
        let at = |stage: &str| -> Cases {
            let done = log.iter().filter(|it| it.kind == EventKind::StageDone);
            let window = plan.timetable().start()..plan.timetable().window_end();
            let here = done.filter(|it| {
                window.contains(&it.tick) && plan.stage(it.procedure, it.stage) == stage
            });
            here.map(|it| it.case).collect()
        };
        (
            at("leader_decides"),
            at("delegated_decision"),
            at("licence"),
        )
    };
    let (half, all) = (with("0.5"), with("1"));
    assert!(half.1.is_subset(&all.1) && half.1.len() > 50);
    assert!(half.0.is_disjoint(&half.1) && half.2.is_disjoint(&half.1));
    // What was before a leader on reform day stays there.
    assert!(all.0.len() < 20 && half.0.len() > 50);
}
