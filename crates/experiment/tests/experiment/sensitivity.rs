//! Which factors matter: on figures that are a known function of the factors.

use experiment::Prepared;
use kernel::measure::Measures;
use lab::sensitivity::Sobol;
use serde_json::{Value, json};

use crate::fixture::{self, HOURS};

const FACTORS: &str = r#"{
    "chores": {"path": "leaders.magistrate.document_hours_per_week", "low": 2, "high": 6},
    "demand": {"path": "world.demand", "low": 0.9, "high": 1.1},
    "executive": {"path": "meetings.executive.every_days", "low": 10, "high": 19, "whole": true}
}"#;

fn file(design: &str, factors: &str) -> String {
    format!(
        r#"{{"tuiyan_experiment": 1, "scenario": "today", "years": 0.25, "replications": 2, "seed": 5,
        "metrics": ["{HOURS}"], "factors": {factors}, "design": {design}}}"#
    )
}

fn prepared(design: &str) -> Prepared {
    fixture::prepared(&file(design, FACTORS), &[])
}

/// Coordinates of a point in the unit cube.
fn coordinates(prepared: &Prepared, point: u32) -> [f64; 3] {
    let levels = &prepared.outline.points[point as usize].levels;
    let at = |name: &str| levels[name].as_f64().unwrap();
    [
        (at("chores") - 2.0) / 4.0,
        (at("demand") - 0.9) / 0.2,
        (at("executive") - 10.0) / 9.0,
    ]
}

/// The result when hours are a function of the coordinates, and luck that is common; undefined where it says nothing.
fn result(prepared: &Prepared, f: impl Fn([f64; 3]) -> Option<f64>) -> Value {
    let pieces = fixture::known(prepared, |point, replication| {
        let mut measures = Measures::default();
        if let Some(it) = f(coordinates(prepared, point)) {
            fixture::hours(&mut measures, it + f64::from(replication));
        }
        measures
    });
    fixture::result(prepared, &pieces)
}

fn number(it: &Value) -> f64 {
    it.as_f64().unwrap()
}

#[test]
fn morris_finds_the_slopes_of_a_line_and_no_spread() {
    let prepared = prepared(r#"{"kind": "morris", "trajectories": 6, "levels": 4}"#);
    // Four points a trajectory: three factors, each moved once.
    assert_eq!(prepared.outline.points.len(), 24);
    let result = result(&prepared, |[a, b, c]| {
        Some(100.0 + 8.0 * a - 2.0 * b + 0.0 * c)
    });
    assert_eq!(
        result["design"],
        json!({"kind": "morris", "trajectories": 6, "levels": 4, "found_resolution": null, "defining": null, "aliases": null})
    );
    let found = &result["sensitivity"][HOURS];
    assert_eq!(
        (&found["refused"], &found["variance"]),
        (&Value::Null, &Value::Null)
    );
    for (name, slope) in [("chores", 8.0), ("demand", -2.0), ("executive", 0.0_f64)] {
        let it = &found["factors"][name];
        let close = |it: &Value, known: f64| (number(it) - known).abs() < 1e-9;
        assert!(close(&it["mean"]["value"], slope), "{name}: {it}");
        assert!(close(&it["size"]["value"], slope.abs()), "{name}: {it}");
        assert!(close(&it["spread"], 0.0), "{name}: {it}");
    }
    // Points are no claims.
    assert_eq!(result["family"], json!([]));
}

#[test]
fn sobol_is_what_lab_says_of_the_same_points() {
    let prepared = prepared(r#"{"kind": "sobol", "points": 200}"#);
    assert_eq!(prepared.outline.points.len(), 200 * 5);
    let f = |[a, b, _]: [f64; 3]| 3.0 * a + 4.0 * b;
    let result = result(&prepared, |it| Some(f(it)));
    let found = &result["sensitivity"][HOURS];
    // Where points are, and what is made of them.
    let design = Sobol::new(3, 200, 5).unwrap();
    let first = coordinates(&prepared, 7);
    assert!(
        design
            .point(7)
            .iter()
            .zip(first)
            .take(2)
            .all(|(a, b)| (a - b).abs() < 1e-9)
    );
    let outputs: Vec<f64> = (0..1_000)
        .map(|it| f(coordinates(&prepared, it)) + 0.5)
        .collect();
    let known = design.indices(&outputs, 0.95).unwrap();
    for (n, name) in ["chores", "demand", "executive"].into_iter().enumerate() {
        let it = &found["factors"][name];
        assert!((number(&it["first"]["value"]) - known.first[n].value).abs() < 1e-9);
        assert!((number(&it["total"]["high"]) - known.total[n].high).abs() < 1e-9);
    }
    // Of a sum, shares go by squares: 9 and 16 of 25, and nothing for whom it does not hang on.
    for (name, share) in [("chores", 0.36), ("demand", 0.64), ("executive", 0.0)] {
        for order in ["first", "total"] {
            let it = number(&found["factors"][name][order]["value"]);
            assert!((it - share).abs() < 0.15, "{name} {order}: {it}");
        }
    }
    assert!((number(&found["variance"]) - 25.0 / 12.0).abs() < 0.3);
}

#[test]
fn where_one_point_says_nothing_nothing_is_told() {
    for design in [r#"{"kind": "morris"}"#, r#"{"kind": "sobol", "points": 4}"#] {
        let prepared = prepared(design);
        let result = result(&prepared, |[a, ..]| (a < 0.6).then_some(a));
        let found = &result["sensitivity"][HOURS];
        assert!(
            found["refused"].as_str().unwrap().starts_with("point "),
            "{found}"
        );
        assert_eq!(found["factors"], json!({}));
    }
    // Left out, ten trajectories on four levels.
    assert_eq!(prepared(r#"{"kind": "morris"}"#).outline.points.len(), 40);
}

#[test]
fn what_is_wrong_with_it_is_said_with_its_place() {
    let levels = r#"{"d": {"path": "world.demand", "levels": [1, 2]}}"#;
    let table: [(&str, &str, &[&str]); 5] = [
        (
            r#"{"kind": "morris", "levels": 5, "trajectories": 1}"#,
            FACTORS,
            &["design.trajectories", "design.levels"],
        ),
        (r#"{"kind": "morris"}"#, levels, &["factors.d.levels"]),
        (r#"{"kind": "sobol"}"#, levels, &["factors.d.levels"]),
        (
            r#"{"kind": "sobol", "points": 1, "levels": 4}"#,
            FACTORS,
            &["design.levels", "design.points"],
        ),
        (
            r#"{"kind": "full_factorial", "trajectories": 4}"#,
            FACTORS,
            &["design.trajectories"],
        ),
    ];
    for (design, factors, paths) in table {
        let problems = fixture::refused(&file(design, factors));
        let found: Vec<&str> = problems.iter().map(|it| it.path.as_str()).collect();
        assert_eq!(found, paths, "{problems:?}");
    }
    let problems = fixture::refused(&file(r#"{"kind": "sobol", "points": 1000}"#, FACTORS));
    assert!(
        problems[0].path == "design" && problems[0].message.contains("5000 points"),
        "{problems:?}"
    );
}
