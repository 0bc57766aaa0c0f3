//! Tables hold what the result holds, and other tools can read them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests fail by panicking"
)]

use std::collections::BTreeMap;

use county::scenario::Change;
use experiment::{OneCore, Source, csv, effects_csv, outcome, prepare, read, run_batch, share};
use serde_json::Value;

struct Made {
    result: Value,
    points: Vec<BTreeMap<String, String>>,
    effects: Vec<BTreeMap<String, String>>,
}

fn made(spec: &str, changes: &[&str]) -> Made {
    let short = ["horizon.warm_up_years=0.1", "horizon.years=0.1"];
    let all = short.iter().chain(changes);
    let change = |it: &&str| {
        let (path, value) = it.split_once('=').unwrap();
        Change::parse(path, value)
    };
    let source = Source::preset("today", all.map(change).collect());
    let prepared = prepare(read(spec).unwrap(), &source, &OneCore).unwrap();
    let pieces = run_batch(&prepared, &share(&prepared.outline, None));
    let outcome = outcome(&prepared.outline, &pieces, &OneCore);
    Made {
        result: serde_json::from_str(&outcome.json()).unwrap(),
        points: rows(&csv(&outcome)),
        effects: rows(&effects_csv(&outcome)),
    }
}

/// As another program reads it; columns have names that differ.
fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    let names: Vec<String> = reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    let mut different = names.clone();
    different.sort();
    different.dedup();
    assert_eq!(different.len(), names.len(), "{names:?}");
    let row = |it: Result<::csv::StringRecord, ::csv::Error>| {
        let it = it.unwrap();
        names
            .iter()
            .cloned()
            .zip(it.iter().map(str::to_owned))
            .collect()
    };
    reader.records().map(row).collect()
}

/// A field says what stands in the result, to the last bit.
fn says(field: &str, value: &Value) {
    match value {
        Value::Null => assert_eq!(field, ""),
        Value::Number(number) => assert_eq!(field.parse::<f64>().ok(), number.as_f64()),
        Value::String(text) => assert_eq!(field, text),
        other => assert_eq!(field, other.to_string()),
    }
}

fn agrees(made: &Made) {
    let mut rows = made.points.iter();
    for point in made.result["points"].as_array().unwrap() {
        let mut names: Vec<&str> = made.result["metrics"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it.as_str().unwrap())
            .collect();
        let differences = point["differences"].as_object();
        let more = differences.into_iter().flat_map(|it| it.keys());
        names.extend(
            more.map(String::as_str)
                .filter(|it| it.ends_with(".all_roots")),
        );
        for name in names {
            let row = rows.next().unwrap();
            assert_eq!(row["metric"], name);
            says(&row["point"], &point["point"]);
            let (value, differs) = (&point["metrics"][name], &point["differences"][name]);
            for (column, value) in [
                ("value", &value["mean"]),
                ("low", &value["low"]),
                ("high", &value["high"]),
                ("difference", &differs["difference"]),
                ("difference_low", &differs["low"]),
                ("difference_high", &differs["high"]),
                ("variance_ratio", &differs["variance_ratio"]),
                ("p_adjusted", &differs["p_adjusted"]),
            ] {
                says(&row[column], value);
            }
            if !differs["difference"].is_null() {
                says(&row["distinguishable"], &differs["distinguishable"]);
            }
            let either = if value.is_null() { differs } else { value };
            says(&row["unit"], &either["unit"]);
            says(&row["n"], &either["n"]);
        }
    }
    assert!(rows.next().is_none());
}

#[test]
fn every_metric_of_every_point_is_a_row_with_its_levels() {
    // Names that tables have themselves or have to quote; a point that cannot run; one that diverts cases.
    let made = made(
        r#"{"tuiyan_experiment": 1, "scenario": "today", "replications": 3,
        "factors": {
            "value": {"path": "world.demand", "levels": [1, 1.3]},
            "who, \"sits\"": {"path": "meetings.executive.members", "levels": [["magistrate", "executive_deputy"], []]},
            "reform": {"path": "mechanisms.approval_reform.enabled", "levels": [false, true]}
        },
        "design": {"kind": "full_factorial"},
        "metrics": ["turnaround.lead_time.mean", "participation.hearing.attendance"]}"#,
        &[],
    );
    agrees(&made);
    assert_eq!(made.points[0]["level.value"], "1");
    assert_eq!(
        made.points[0]["who, \"sits\""],
        r#"["magistrate","executive_deputy"]"#
    );
    let last = made.points.last().unwrap();
    assert_eq!(
        (last["level.value"].as_str(), last["reform"].as_str()),
        ("1.3", "true")
    );
    assert_eq!(
        (last["value"].as_str(), last["distinguishable"].as_str()),
        ("", "")
    );
    let all_roots = made
        .points
        .iter()
        .filter(|it| it["metric"].ends_with(".all_roots"));
    assert!(all_roots.count() > 0);
}

#[test]
fn effects_are_rows_and_so_is_why_there_are_none() {
    let made = made(
        r#"{"tuiyan_experiment": 1, "scenario": "today", "replications": 3,
        "factors": {
            "a": {"path": "world.demand", "levels": [1, 1.3]},
            "b": {"path": "meetings.executive.every_days", "levels": [10, 40]},
            "c": {"path": "mechanisms.stand_in.enabled", "levels": [false, true]}
        },
        "design": {"kind": "fractional_factorial", "runs": 4},
        "metrics": ["turnaround.lead_time.mean", "turnaround.lead_time.p90"]}"#,
        &[],
    );
    agrees(&made);
    let name = "turnaround.lead_time.mean";
    let found = made.result["effects"][name]["effects"].as_array().unwrap();
    let rows: Vec<_> = made
        .effects
        .iter()
        .filter(|it| it["metric"] == name)
        .collect();
    assert_eq!(rows.len(), found.len());
    for (row, it) in rows.iter().zip(found) {
        for column in ["low", "high", "p", "p_adjusted", "distinguishable"] {
            says(&row[column], &it[column]);
        }
        says(&row["effect"], &it["value"]);
    }
    assert_eq!(
        (rows[0]["factors"].as_str(), rows[0]["aliases"].as_str()),
        ("a", "b:c")
    );
    let refused = made
        .effects
        .iter()
        .find(|it| it["metric"].ends_with(".p90"))
        .unwrap();
    says(
        &refused["refused"],
        &made.result["effects"]["turnaround.lead_time.p90"]["refused"],
    );
    assert!(refused["refused"].len() > 10 && refused["effect"].is_empty());
}

#[test]
fn scenarios_and_plausible_counties_have_tables_too() {
    let made_of = |design: &str, changes: &[&str]| {
        let head = r#""tuiyan_experiment": 1, "scenario": "today", "replications": 2"#;
        let rest = r#""metrics": ["turnaround.lead_time.mean", "burden.hours.total"]"#;
        made(
            &format!("{{{head}, \"design\": {design}, {rest}}}"),
            changes,
        )
    };
    let scenarios = made_of(
        r#"{"kind": "scenarios", "scenarios": {"more, faster": ["world.demand=1.2"]}}"#,
        &[],
    );
    agrees(&scenarios);
    assert_eq!(
        (
            scenarios.points[0]["scenario"].as_str(),
            scenarios.points[2]["scenario"].as_str()
        ),
        ("", "more, faster")
    );
    assert!(scenarios.effects.is_empty());

    let on = "mechanisms.approval_reform.enabled=true";
    let counties = made_of(r#"{"kind": "plausible_counties", "points": 4}"#, &[on]);
    agrees(&counties);
    let plausible = &counties.result["plausible"];
    for row in &counties.points {
        let county: usize = row["county"].parse().unwrap();
        let point: usize = row["point"].parse().unwrap();
        assert_eq!(
            (county, row["change"] == "true"),
            (point / 2, point % 2 == 1)
        );
        for (n, it) in plausible["assumptions"]
            .as_array()
            .unwrap()
            .iter()
            .enumerate()
        {
            let value = match county {
                0 => &it["stated"],
                _ => &plausible["counties"][county - 1][n],
            };
            says(&row[it["path"].as_str().unwrap()], value);
        }
    }
}
