//! What an hour more a week gives: everybody has a price, and it is the known one.

use std::collections::BTreeMap;

use experiment::Prepared;
use kernel::measure::Measures;
use serde_json::{Value, json};

use crate::fixture::{self, DAYS, HOURS, result};

fn file(rest: &str) -> String {
    format!(r#"{{"tuiyan_experiment": 1, "scenario": "today", "years": 0.25, {rest}}}"#)
}

fn prepared(rest: &str) -> Prepared {
    fixture::prepared(&file(rest), &["horizon.warm_up_years=0.25"])
}

fn named<'a>(prices: &'a Value, holder: &str) -> &'a Value {
    let prices = prices.as_array().unwrap();
    prices.iter().find(|it| it["holder"] == holder).unwrap()
}

#[test]
fn everybody_whose_hours_are_stated_has_a_step_more_and_one_less() {
    let prepared = prepared(r#""design": {"kind": "shadow_prices", "step": 2}, "replications": 2"#);
    let today = county::scenario::load_preset("today", &[]).unwrap().after;
    let holders = prepared.outline.holders.as_ref().unwrap();
    let everybody = today.leaders.iter().count()
        + today.offices.iter().count()
        + today.departments.iter().count();
    assert_eq!(holders.len(), everybody);
    assert_eq!(prepared.outline.points.len(), 1 + 2 * everybody);
    // A working week of the presets has 35 hours, a roster 168, of which nobody takes some nights.
    let unmanned = today.offices.get("duty").unwrap().unmanned_share;
    let table = [
        ("leaders.magistrate", "bound_hours_per_week", 2.0),
        ("offices.government_office", "staff", 35.0),
        ("offices.duty", "staff", 168.0 - 133.0 * unmanned),
        ("departments.finance", "staff", 35.0),
    ];
    for (name, key, step) in table {
        let it = holders.iter().find(|it| it.holder == name).unwrap();
        assert_eq!(it.path, format!("{name}.{key}"));
        assert!((it.step - step).abs() < 1e-9, "{name}: {}", it.step);
        for (point, hours) in [(it.more, it.step), (it.less, -it.step)] {
            let levels: BTreeMap<String, Value> = [
                ("holder".to_owned(), json!(name)),
                ("hours".to_owned(), json!(hours)),
            ]
            .into();
            assert_eq!(prepared.outline.points[point as usize].levels, levels);
        }
    }
    // One person cannot become none: that point is skipped, and only it.
    let skipped = |point: u32| {
        prepared.outline.points[point as usize]
            .scenario_hash
            .is_none()
    };
    for it in holders {
        let (group, id) = it.holder.split_once('.').unwrap();
        let alone = match group {
            "offices" => today.offices.get(id).unwrap().staff == 1,
            "departments" => today.departments.get(id).unwrap().staff == 1,
            _ => false,
        };
        assert_eq!(
            (skipped(it.more), skipped(it.less)),
            (false, alone),
            "{}",
            it.holder
        );
    }
    // An hour more is one less that is bound.
    let first = holders.iter().find(|it| it.holder == "leaders.magistrate");
    let more = first.unwrap().more as usize;
    let bound = today
        .leaders
        .get("magistrate")
        .unwrap()
        .bound_hours_per_week;
    let path = "leaders.magistrate.bound_hours_per_week";
    let changes = [
        ("horizon.warm_up_years", 0.25),
        ("horizon.years", 0.25),
        (path, bound - 2.0),
    ];
    let changes = changes.map(|(path, it)| county::scenario::Change {
        path: path.to_owned(),
        value: json!(it),
    });
    let stepped = county::scenario::load_preset("today", &changes).unwrap();
    let hash = county::scenario::hash(&stepped.after);
    assert_eq!(
        prepared.outline.points[more].scenario_hash.as_deref(),
        Some(hash.as_str())
    );
}

#[test]
fn a_price_is_the_change_for_an_hour_and_bends_where_it_must() {
    let prepared = prepared(&format!(
        r#""design": {{"kind": "shadow_prices", "step": 2}}, "replications": 6, "metrics": ["{HOURS}", "{DAYS}"]"#
    ));
    let pieces = fixture::known(&prepared, |point, replication| {
        let levels = &prepared.outline.points[point as usize].levels;
        let hours = levels["hours"].as_f64().unwrap();
        // The magistrate's hour brings −3, and each hour more half of a unit less of it; one of the lone department +0.1; nobody else's anything.
        let moved = match levels["holder"].as_str() {
            Some("leaders.magistrate") => -3.0 * hours + 0.25 * hours * hours,
            Some("departments.justice_affairs") => 0.1 * hours,
            _ => 0.0,
        };
        let luck = f64::from(replication * 7 % 5);
        let mut measures = Measures::default();
        fixture::hours(&mut measures, 100.0 + luck + moved);
        measures
    });
    let result = result(&prepared, &pieces);
    let prices = &result["prices"];
    let near = |it: &Value, known: f64| (it.as_f64().unwrap() - known).abs() < 1e-9;
    let magistrate = named(prices, "leaders.magistrate");
    let of = &magistrate["metrics"][HOURS];
    assert!(
        near(&of["per_unit"]["value"], -3.0) && near(&of["bend"]["value"], 0.5),
        "{of}"
    );
    assert_eq!(of["distinguishable"], true);
    assert_eq!(of["refused"], Value::Null);
    // Nobody can be taken from one: a step to one side.
    let alone = &named(prices, "departments.justice_affairs")["metrics"][HOURS];
    assert!(near(&alone["per_unit"]["value"], 0.1), "{alone}");
    assert_eq!(
        (&alone["bend"], &alone["distinguishable"]),
        (&Value::Null, &json!(true))
    );
    let other = &named(prices, "leaders.executive_deputy")["metrics"][HOURS];
    assert_eq!(
        (&other["p_adjusted"], &other["distinguishable"]),
        (&json!(1.0), &json!(false))
    );
    // What is undefined has no price, and says so.
    let undefined = &magistrate["metrics"][DAYS];
    assert_eq!(undefined["per_unit"], Value::Null);
    assert!(undefined["refused"].as_str().unwrap().contains("undefined"));
    // Differences are no claims here: the prices are.
    assert_eq!(result["family"], json!([]));
    assert_eq!(result["base"], 0);
}

#[test]
fn the_price_is_half_of_what_two_steps_differ_by() {
    let prepared = prepared(&format!(
        r#""design": {{"kind": "shadow_prices", "step": 10}}, "replications": 2, "metrics": ["{DAYS}"]"#
    ));
    let pieces = fixture::run(&prepared);
    let result = result(&prepared, &pieces);
    let found = named(&result["prices"], "leaders.magistrate");
    let difference = |point: &Value| {
        let point = &result["points"][point.as_u64().unwrap() as usize];
        point["differences"][DAYS]["difference"].as_f64().unwrap()
    };
    let known = (difference(&found["more"]) - difference(&found["less"])) / 20.0;
    let price = found["metrics"][DAYS]["per_unit"]["value"]
        .as_f64()
        .unwrap();
    assert!(
        (price - known).abs() < 1e-9 * known.abs().max(1.0),
        "{price} {known}"
    );
    assert!(known != 0.0);
}

#[test]
fn what_is_wrong_with_it_is_said_with_its_place() {
    let table: [(&str, &[&str]); 4] = [
        (
            r#""design": {"kind": "shadow_prices", "step": 0}"#,
            &["design.step"],
        ),
        (
            r#""design": {"kind": "shadow_prices", "step": "one"}"#,
            &["design.step"],
        ),
        (
            r#""design": {"kind": "shadow_prices", "points": 3}, "factors": {}"#,
            &["factors", "design.points"],
        ),
        (
            r#""design": {"kind": "scenarios", "scenarios": {"a": ["world.demand=2"]}, "step": 1}"#,
            &["design.step"],
        ),
    ];
    for (rest, paths) in table {
        let problems = fixture::refused(&file(rest));
        let found: Vec<&str> = problems.iter().map(|it| it.path.as_str()).collect();
        assert_eq!(found, paths, "{problems:?}");
    }
}
