//! The emergency mechanism (M2): what it changes, what it cannot touch, what it moves where that can be proved, and what it takes.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tuiyan_county::event::{Event, EventKind};
use tuiyan_county::metrics::Fold;
use tuiyan_county::run::Run;
use tuiyan_county::scenario::{Change, Loaded, Scenario, load, load_preset};
use tuiyan_trial::Setup;

use crate::conservation::check;
use crate::emergencies::{losses_of_the_window, struck};
use crate::fixture::{bare, changed, constant};

const HOUR: i64 = 3_600;

fn preset(id: &str, changes: &[&str]) -> Loaded {
    let change = |it: &&str| {
        let (path, value) = it.split_once('=').unwrap();
        Change::parse(path, value)
    };
    let changes: Vec<Change> = changes.iter().map(change).collect();
    load_preset(id, &changes).unwrap_or_else(|it| panic!("{id}: {it:?}"))
}

const ON: &str = "mechanisms.emergency.enabled=true";

#[test]
fn the_switch_says_what_it_changes() {
    for id in ["seed", "today"] {
        let (off, on) = (preset(id, &[]).after, preset(id, &[ON]).after);
        let stage = |it: &Scenario, id: &str| {
            let procedure = it.procedures.get("emergency").unwrap();
            serde_json::to_value(procedure.stages.get(id)).unwrap()
        };
        let number = |it: &Value, path: &str| it.pointer(path).and_then(Value::as_f64).unwrap();
        for (id, path, factor) in [
            ("relay", "/hours/mode", 0.5),
            ("relay", "/hours/high", 0.5),
            ("relief", "/latency_days/low", 0.7),
            ("report", "/hours/mode", 1.0),
        ] {
            let (was, is) = (
                number(&stage(&off, id), path),
                number(&stage(&on, id), path),
            );
            assert!(
                (is - factor * was).abs() < 1e-12,
                "{id} {path}: {was}, {is}"
            );
        }
        assert_eq!(stage(&off, "warning"), Value::Null);
        assert_eq!(number(&stage(&on, "warning"), "/lead_hours"), 6.0);
        assert_eq!(number(&stage(&on, "warning"), "/when/chance/warned/1"), 0.6);
        assert_eq!(stage(&on, "relief_reserve")["before"], json!(["closing"]));
        let cover = on
            .procedures
            .get("emergency")
            .unwrap()
            .cover
            .clone()
            .unwrap();
        assert_eq!((cover.insured_share, cover.donated_share), (0.25, 0.04));
        assert_eq!(on.offices.get("reserve_team").unwrap().staff, 12);
        let drills: f64 = on
            .departments
            .values()
            .map(|it| it.standing_hours_per_year)
            .sum();
        assert!((drills - 800.0).abs() < 1e-9, "{drills}");
        // Matters, meetings and the world stay what they are.
        let rest = |it: &Scenario| {
            let mut it = it.clone();
            it.procedures.remove("emergency");
            (it.procedures, it.world, it.meetings, it.leaders)
        };
        assert_eq!(rest(&off), rest(&on));
    }
}

#[test]
fn without_hazards_the_switch_changes_no_event() {
    let none = [
        vec!["world.demand=0"],
        [
            "floods",
            "forest_fires",
            "accidents",
            "epidemics",
            "incidents",
        ]
        .map(|it| match it {
            "floods" => "world.sources.floods.per_year=0",
            "forest_fires" => "world.sources.forest_fires.per_year=0",
            "accidents" => "world.sources.accidents.per_year=0",
            "epidemics" => "world.sources.epidemics.per_year=0",
            _ => "world.sources.incidents.per_year=0",
        })
        .to_vec(),
    ];
    for id in ["seed", "today"] {
        for hazards in &none {
            let events = |switch: &[&str]| -> Vec<Event> {
                let mut changes = hazards.clone();
                changes.push("horizon.years=0.5");
                changes.push("horizon.warm_up_years=0.5");
                changes.extend(switch);
                Setup::new(&preset(id, &changes)).unwrap().log(3, 0).1
            };
            let (off, on) = (events(&[]), events(&[ON]));
            assert!(off == on, "{id} {hazards:?}");
        }
    }
}

#[test]
fn it_begins_on_reform_day_and_keeps_every_invariant() {
    for id in ["seed", "today"] {
        let setup = Setup::new(&preset(id, &[ON, "horizon.years=2"])).unwrap();
        let (plan, log) = setup.log(5, 0);
        check(&log);
        let (start, of) = (plan.timetable().start(), |stage: &str| {
            let at = log.iter().filter(|it| it.kind == EventKind::StageReady);
            let at = at.filter(|it| plan.stage(it.procedure, it.stage) == stage);
            at.map(|it| it.tick).collect::<Vec<i64>>()
        });
        let (relief, reserve) = (of("relief"), of("relief_reserve"));
        assert!(relief.iter().any(|it| *it < start));
        assert!(!reserve.is_empty() && reserve.iter().all(|it| *it >= start));
    }
}

/// The county of constant laws and hands enough, half of whose floods can be foreseen, under the mechanism with these parameters.
fn under(mechanism: Value) -> BTreeMap<u64, f64> {
    let mut emergency = json!({ "enabled": true, "warning_share": 0.0, "warning_lead_hours": 0.0, "relay_factor": 1.0, "plan_factor": 1.0,
        "reserve_staff": 0, "reserve_within_hours": 0.0, "reserve_hours_each": 0.0, "drill_hours_per_year": 0.0,
        "insured_share": 0.0, "donated_share": 0.0, "accountability": 0.0 });
    crate::fixture::merge(&mut emergency, mechanism);
    let county = struck(
        bare(),
        300.0,
        json!({
            "mechanisms": { "emergency": emergency },
            "world": { "classes": { "flood": { "traits": { "foreseeable": 0.5 }, "hazard": { "signs_hours": constant(6.0) } } } },
        }),
    );
    let loaded = load(&county.to_string(), &[]).unwrap_or_else(|it| panic!("{it:?}"));
    let (plan, log) = Setup::new(&loaded).unwrap().log(7, 0);
    check(&log);
    losses_of_the_window(&plan, &log)
}

#[test]
fn with_hands_enough_and_constant_laws_no_part_of_it_makes_a_loss_larger() {
    let off = under(json!({ "enabled": false }));
    let neutral = under(json!({}));
    assert_eq!(off, neutral, "with every parameter neutral nothing happens");
    for part in [
        json!({ "warning_share": 0.7, "warning_lead_hours": 3.0 }),
        json!({ "warning_share": 0.7, "warning_lead_hours": 30.0 }),
        json!({ "reserve_staff": 500, "reserve_within_hours": 0.5 }),
        json!({ "warning_share": 0.7, "warning_lead_hours": 3.0, "reserve_staff": 500, "reserve_within_hours": 0.5 }),
    ] {
        let on = under(part.clone());
        assert_eq!(on.len(), off.len());
        assert!(on.iter().all(|it| *it.1 <= off[it.0]), "{part}");
        assert!(on.iter().any(|it| *it.1 < off[it.0]), "{part}");
    }
    // A relay and a way that are shorter by what the mechanism says; a file that is complete has the last word on its own laws, so they
    // are written as the switch would change them.
    let with = |patch: Value| {
        let plan = crate::fixture::plan(&struck(bare(), 300.0, patch));
        let (log, _) = crate::fixture::events(&plan, 7);
        losses_of_the_window(&plan, &log)
    };
    let stages = |stages: Value| json!({ "procedures": { "emergency": { "stages": stages } } });
    let as_it_is = with(stages(json!({})));
    for part in [
        json!({ "relay": { "hours": constant(0.2) } }),
        json!({ "relief": { "latency_days": constant(1.0 / 24.0) } }),
    ] {
        let on = with(stages(part.clone()));
        assert_eq!(on.len(), as_it_is.len());
        assert!(on.iter().all(|it| *it.1 < as_it_is[it.0]), "{part}");
    }
    // Insurance, drills and accountability save nothing by themselves: help comes when it came.
    for part in [
        json!({ "insured_share": 0.5, "donated_share": 0.1 }),
        json!({ "accountability": 0.9 }),
    ] {
        assert_eq!(under(part), off);
    }
}

#[test]
fn what_drills_and_a_standing_team_take_is_in_the_burden() {
    let county = struck(
        bare(),
        20.0,
        json!({
            "horizon": { "years": 10.0 },
            "offices": { "rescue": { "standing_hours_per_year": 720.0 } },
            "departments": { "water": { "standing_hours_per_year": 2_000.0 } },
        }),
    );
    let with = |county: &Value| {
        let plan = crate::fixture::plan(county);
        let (log, _) = crate::fixture::events(&plan, 7);
        check(&log);
        let said = |who: &str| -> f64 {
            let mut said = log.iter().filter(|it| it.kind == EventKind::HoursStanding);
            let found = said.find(|it| plan.actor(it.actor) == who);
            found.map_or(0.0, |it| it.value / HOUR as f64) / plan.timetable().years()
        };
        let mut run = Run::new(plan.clone(), 7, 0, Fold::new(plan.clone()));
        run.finish(u64::MAX);
        let burden = |who: &str| {
            let measures = run.observer().measures();
            match measures.0.get(&format!("burden.hours.{who}")).unwrap().0 {
                kernel::measure::Measure::Total(total) => total,
                _ => f64::NAN,
            }
        };
        (
            said("rescue"),
            said("water"),
            burden("rescue"),
            burden("water"),
        )
    };
    let (rescue, water, team, department) = with(&county);
    // Of a roster exactly what is written; of a department each half-day of 12 hours for its 5 people with probability 2000/43 830: over
    // ten years 333 of 7 305 half-days, give or take 18, of 60 hours.
    assert!((rescue - 720.0).abs() < 1e-3, "{rescue}");
    assert!((water - 2_000.0).abs() < 4.5 * 107.0, "{water}");
    let none = json!({ "offices": { "rescue": { "standing_hours_per_year": null } }, "departments": { "water": { "standing_hours_per_year": null } } });
    let without = with(&changed(county, none));
    assert_eq!((without.0, without.1), (0.0, 0.0));
    assert!((team - without.2 - rescue).abs() < 1e-6);
    assert!((department - without.3 - water).abs() < 1e-6);
}
