//! Tables hold what the result holds, and other tools can read them.

use std::collections::BTreeMap;

use experiment::{OneCore, outcome, tables};
use serde_json::Value;

use crate::fixture;

type Rows = Vec<BTreeMap<String, String>>;

struct Made {
    result: Value,
    tables: BTreeMap<&'static str, Rows>,
}

impl Made {
    fn of(&self, name: &str) -> &Rows {
        &self.tables[name]
    }
}

fn made(spec: &str, changes: &[&str]) -> Made {
    let short = ["horizon.warm_up_years=0.1", "horizon.years=0.1"];
    let all: Vec<&str> = short.iter().chain(changes).copied().collect();
    let prepared = fixture::prepared(spec, &all);
    let pieces = fixture::run(&prepared);
    let outcome = outcome(&prepared.outline, &pieces, &OneCore);
    let all = tables(&outcome).into_iter();
    Made {
        result: serde_json::from_str(&outcome.json()).unwrap(),
        tables: all.map(|(name, text)| (name, rows(&text))).collect(),
    }
}

/// As another program reads it; columns have names that differ.
fn rows(text: &str) -> Rows {
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
    let mut rows = made.of("points").iter();
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
    assert_eq!(made.of("points")[0]["level.value"], "1");
    assert_eq!(
        made.of("points")[0]["who, \"sits\""],
        r#"["magistrate","executive_deputy"]"#
    );
    let last = made.of("points").last().unwrap();
    assert_eq!(
        (last["level.value"].as_str(), last["reform"].as_str()),
        ("1.3", "true")
    );
    assert_eq!(
        (last["value"].as_str(), last["distinguishable"].as_str()),
        ("", "")
    );
    let all_roots = made
        .of("points")
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
        .of("effects")
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
        .of("effects")
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
            scenarios.of("points")[0]["scenario"].as_str(),
            scenarios.of("points")[2]["scenario"].as_str()
        ),
        ("", "more, faster")
    );
    assert!(scenarios.of("effects").is_empty());

    let on = "mechanisms.approval_reform.enabled=true";
    let counties = made_of(r#"{"kind": "plausible_counties", "points": 4}"#, &[on]);
    agrees(&counties);
    let plausible = &counties.result["plausible"];
    for row in counties.of("points") {
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
    let verdict = &plausible["metrics"]["burden.hours.total"];
    let told: Vec<&Value> = verdict["assumptions"].as_array().unwrap().iter().collect();
    let rows = counties.of("assumptions").iter();
    let rows: Vec<_> = rows
        .filter(|it| it["metric"] == "burden.hours.total")
        .collect();
    let told: Vec<&&Value> = told.iter().filter(|it| !it.is_null()).collect();
    assert_eq!(rows.len(), told.len());
    assert!(!rows.is_empty());
    for (row, it) in rows.iter().zip(told) {
        says(&row["correlation"], &it["value"]);
        for column in ["low", "high", "p", "p_adjusted", "distinguishable"] {
            says(&row[column], &it[column]);
        }
    }
}

#[test]
fn what_is_asked_of_points_and_what_designs_conclude_are_rows() {
    let head = r#""tuiyan_experiment": 1, "scenario": "today", "replications": 10, "metrics": ["turnaround.lead_time.mean", "burden.hours.total"]"#;
    let asked = made(
        &format!(
            r#"{{{head}, "factors": {{"demand": {{"path": "world.demand", "levels": [1, 1.2, 1.4]}}, "every": {{"path": "meetings.executive.every_days", "levels": [14, -1]}}}},
            "design": {{"kind": "one_way"}}, "months": 1, "best": {{"metric": "burden.hours.total", "goal": "least", "zone": 1}},
            "front": [{{"metric": "burden.hours.total", "goal": "least"}}, {{"metric": "turnaround.lead_time.mean", "goal": "least"}}]}}"#
        ),
        &[],
    );
    // Points 0, 1 and 2 run, 3 is impossible.
    let best = &asked.result["best"];
    let (rows, standing) = (asked.of("best"), |point: u64| match () {
        () if best["point"] == point => "chosen",
        () if best["alike"].as_array().unwrap().contains(&point.into()) => "alike",
        () if best["open"].as_array().unwrap().contains(&point.into()) => "open",
        () => "behind",
    });
    assert_eq!(rows.len(), 3);
    for (point, row) in (0..).zip(rows) {
        assert_eq!(
            (row["point"].as_str(), row["standing"].as_str()),
            (point.to_string().as_str(), standing(point))
        );
        says(&row["answer"], &best["answer"]);
        says(&row["more"], &best["more"]);
    }
    let members = asked.result["front"]["members"].as_array().unwrap();
    assert_eq!(asked.of("front").len(), 3);
    for (row, it) in asked.of("front").iter().zip(members) {
        for column in ["point", "on_front", "share", "dominated_by", "p_adjusted"] {
            says(&row[column], &it[column]);
        }
        let goals = "burden.hours.total:least turnaround.lead_time.mean:least";
        assert_eq!(row["goals"], goals);
    }
    let mut rows = asked.of("months").iter();
    for point in asked.result["points"].as_array().unwrap() {
        for (name, since) in point["months"].as_object().into_iter().flatten() {
            for (month, it) in (1..).zip(since["months"].as_array().unwrap()) {
                let row = rows.next().unwrap();
                says(&row["point"], &point["point"]);
                assert_eq!((&row["metric"], &row["month"]), (name, &month.to_string()));
                for column in ["base", "other", "difference", "low", "high", "p_adjusted"] {
                    says(&row[column], &it[column]);
                }
                says(&row["better_from"], &since["better_from"]);
            }
        }
    }
    assert!(rows.next().is_none() && asked.of("months").len() >= 2);
    for name in ["prices", "sensitivity", "assumptions"] {
        assert!(asked.of(name).is_empty(), "{name} was not asked for");
    }

    let few = head.replace("\"replications\": 10", "\"replications\": 2");
    let prices = made(
        &format!(r#"{{{few}, "design": {{"kind": "shadow_prices"}}}}"#),
        &[],
    );
    let mut rows = prices.of("prices").iter();
    for holder in prices.result["prices"].as_array().unwrap() {
        for (metric, it) in holder["metrics"].as_object().unwrap() {
            let row = rows.next().unwrap();
            assert_eq!(row["metric"], *metric);
            for column in ["holder", "path", "step", "more", "less"] {
                says(&row[column], &holder[column]);
            }
            says(&row["per_unit"], &it["per_unit"]["value"]);
            says(&row["bend"], &it["bend"]["value"]);
            says(&row["p_adjusted"], &it["p_adjusted"]);
            says(&row["refused"], &it["refused"]);
        }
    }
    assert!(rows.next().is_none() && prices.of("prices").len() > 20);

    let ends = r#""factors": {"demand": {"path": "world.demand", "low": 0.9, "high": 1.1}, "days": {"path": "meetings.executive.every_days", "low": 10, "high": 20, "whole": true}}"#;
    for (design, figures) in [
        (
            r#"{"kind": "morris", "trajectories": 2}"#,
            &["mean", "size", "spread"][..],
        ),
        (r#"{"kind": "sobol", "points": 8}"#, &["first", "total"]),
    ] {
        let found = made(&format!(r#"{{{few}, {ends}, "design": {design}}}"#), &[]);
        let mut rows = found.of("sensitivity").iter();
        for (metric, it) in found.result["sensitivity"].as_object().unwrap() {
            assert!(it["refused"].is_null(), "{it}");
            for (factor, it) in it["factors"].as_object().unwrap() {
                for figure in figures {
                    let row = rows.next().unwrap();
                    let named = [&row["metric"], &row["factor"], &row["figure"]];
                    assert_eq!(named, [metric, factor, *figure]);
                    let value = &it[figure];
                    says(
                        &row["value"],
                        if value.is_number() {
                            value
                        } else {
                            &value["value"]
                        },
                    );
                    says(&row["low"], &value["low"]);
                }
            }
        }
        assert!(rows.next().is_none());
        assert_eq!(found.of("sensitivity").len(), 2 * 2 * figures.len());
    }
}
