//! Which point is best, and which are not beaten in everything: on pieces whose figures are known.

use experiment::Prepared;
use kernel::measure::{Measure, Measures};
use serde_json::{Value, json};

use crate::fixture::{self, DAYS, HOURS};

/// Four counties, never run; `more` stands beside the design.
fn prepared(replications: u32, more: &str) -> Prepared {
    let file = format!(
        r#"{{"tuiyan_experiment": 1, "scenario": "today", "replications": {replications}, "years": 0.5,
        "factors": {{"demand": {{"path": "world.demand", "levels": [1, 1.1, 1.2, 1.3]}}}},
        "design": {{"kind": "one_way"}}, "metrics": ["{DAYS}", "{HOURS}"], {more}}}"#
    );
    fixture::prepared(&file, &[])
}

/// Luck that all points of a replication share, and a little of each one's own; both with mean 0 over any ten replications.
fn luck(point: u32, replication: u32) -> f64 {
    let common = f64::from(replication % 10) - 4.5;
    let own = f64::from((7 * replication + 3 * point) % 10) - 4.5;
    common + own / 45.0
}

/// The result when days (a ratio) and hours (a total) have these means; no figure where a mean is not a number.
fn result(prepared: &Prepared, means: &[[f64; 2]]) -> Value {
    let pieces = fixture::known(prepared, |point, replication| {
        let [days, hours] = means[point as usize];
        let mut measures = Measures::default();
        let luck = luck(point, replication);
        // Fifty matters in every replication, so that the ratio is exactly the mean of its parts.
        let above = 50.0 * (days + luck);
        if days.is_finite() {
            let ratio = Measure::Ratio { above, below: 50.0 };
            measures.0.insert(DAYS.to_owned(), (ratio, "days"));
        }
        fixture::hours(&mut measures, hours + luck);
        measures
    });
    fixture::result(prepared, &pieces)
}

fn best(goal: &str, zone: f64) -> String {
    format!(r#""best": {{"metric": "{DAYS}", "goal": "{goal}", "zone": {zone}}}"#)
}

const NONE: f64 = f64::NAN;

#[test]
fn which_is_best_is_told_or_that_it_cannot_be_told_or_that_more_is_needed() {
    let table: [(&str, f64, [f64; 4], Value); 6] = [
        // Far apart.
        (
            "least",
            1.0,
            [40.0, 36.0, 44.0, 39.0],
            json!(["best", 1, []]),
        ),
        (
            "most",
            1.0,
            [40.0, 36.0, 44.0, 39.0],
            json!(["best", 2, []]),
        ),
        // Two are closer than anybody cares for.
        (
            "least",
            1.0,
            [40.0, 36.0, 44.0, 36.1],
            json!(["alike", 1, [3]]),
        ),
        // Half of the zone apart is what takes longest.
        (
            "least",
            0.1,
            [40.0, 36.0, 44.0, 36.05],
            json!(["open", 1, []]),
        ),
        // Undefined at one point: it is no candidate.
        (
            "least",
            1.0,
            [40.0, NONE, 44.0, 39.0],
            json!(["best", 3, []]),
        ),
        // At the same figure all are alike.
        ("least", 1.0, [40.0; 4], json!(["alike", 0, [1, 2, 3]])),
    ];
    for (goal, zone, days, expected) in table {
        let [answer, point, alike] = [0, 1, 2].map(|it| &expected[it]);
        let prepared = prepared(30, &best(goal, zone));
        let means = days.map(|it| [it, 0.0]);
        let found = &result(&prepared, &means)["best"];
        let said = format!("{goal} {zone} of {days:?}: {found}");
        assert_eq!(found["metric"], DAYS);
        assert_eq!(
            (&found["goal"], &found["zone"]),
            (&json!(goal), &json!(zone))
        );
        assert_eq!(found["answer"], *answer, "{said}");
        assert_eq!(found["refused"], Value::Null, "{said}");
        let undefined: Vec<usize> = (0..4).filter(|it| days[*it].is_nan()).collect();
        assert_eq!(found["left_out"], json!(undefined), "{said}");
        if *answer == "open" {
            assert_eq!(
                (&found["point"], &found["open"]),
                (point, &json!([3])),
                "{said}"
            );
            assert!(found["more"].as_u64().is_some_and(|it| it > 30), "{said}");
            continue;
        }
        assert_eq!(found["point"], *point, "{said}");
        assert_eq!(found["alike"], *alike, "{said}");
        assert_eq!(
            (&found["open"], &found["more"]),
            (&json!([]), &Value::Null),
            "{said}"
        );
    }
}

#[test]
fn who_cannot_be_asked_is_told_why() {
    let asked = best("least", 1.0);
    let asked = prepared(10, &asked);
    let nowhere = result(&asked, &[[NONE, 0.0]; 4]);
    let one = result(
        &asked,
        &[[NONE, 0.0], [40.0, 0.0], [NONE, 0.0], [NONE, 0.0]],
    );
    for (found, why) in [(nowhere, "undefined"), (one, "1 systems")] {
        let found = &found["best"];
        assert_eq!(found["answer"], Value::Null);
        assert!(found["refused"].as_str().unwrap().contains(why), "{found}");
    }
}

#[test]
fn the_front_is_who_is_not_beaten_in_everything() {
    let front = format!(
        r#""front": [{{"metric": "{DAYS}", "goal": "least"}}, {{"metric": "{HOURS}", "goal": "least"}}]"#
    );
    let prepared = prepared(20, &front);
    // 0 is quick and dear, 1 slow and cheap, 2 is beaten by 0 in both.
    let means = [[30.0, 9.0], [40.0, 5.0], [32.0, 10.0], [NONE, 1.0]];
    let result = result(&prepared, &means);
    let front = &result["front"];
    assert_eq!(front["goals"][1], json!({"metric": HOURS, "goal": "least"}));
    assert_eq!(front["refused"], Value::Null);
    let members = front["members"].as_array().unwrap();
    let (on, share) = (
        [true, true, false].map(Value::from),
        [1.0, 1.0, 0.0].map(Value::from),
    );
    for point in 0..3 {
        let it = &members[point];
        assert_eq!(it["point"], point);
        assert_eq!(
            (&it["on_front"], &it["share"]),
            (&on[point], &share[point]),
            "{it}"
        );
    }
    assert_eq!(members[2]["dominated_by"], 0);
    assert!(members[2]["p_adjusted"].as_f64().unwrap() < 1e-6);
    assert_eq!(members[0]["dominated_by"], Value::Null);
    assert_eq!(members[3], Value::Null, "undefined in one of the goals");
    // What is not asked is not there.
    assert!(result.get("best").is_none());
}

#[test]
fn what_is_wrong_with_the_question_is_said_at_once_with_its_place() {
    let head = r#""tuiyan_experiment": 1, "scenario": "today""#;
    let factors = r#""factors": {"d": {"path": "world.demand", "levels": [1, 2]}}, "design": {"kind": "one_way"}"#;
    let aim = r#"{"metric": "burden.hours.total", "goal": "least"}"#;
    let table: [(String, &[&str]); 10] = [
        (
            r#""metrics": ["turnaround.lead_time.p90"], "factors": {"d": {"path": "world.demand", "levels": [1, 2]}}, "design": {"kind": "one_way"},
            "best": {"metric": "turnaround.lead_time.p90", "goal": "least", "zone": 1}"#.to_owned(),
            &["best.metric"],
        ),
        (format!(r#"{factors}, "best": 1, "front": {{}}"#), &["best", "front"]),
        (format!(r#"{factors}, "best": {{}}"#), &["best.zone", "best.metric", "best.goal"]),
        (
            format!(r#"{factors}, "best": {{"metric": "no", "goal": "more", "zone": 0, "zones": 1}}"#),
            &["best.zones", "best.metric", "best.goal", "best.zone"],
        ),
        (
            format!(r#"{factors}, "replications": 9, "best": {{"metric": "burden.hours.total", "goal": "least", "zone": 1}}"#),
            &["best"],
        ),
        (format!(r#"{factors}, "front": [{aim}]"#), &["front"]),
        (format!(r#"{factors}, "front": [{aim}, {aim}]"#), &["front.1.metric"]),
        (format!(r#"{factors}, "front": [{aim}, 3, {{"goal": 1, "gaol": 2}}]"#), &["front.1", "front.2.gaol", "front.2.metric", "front.2.goal"]),
        (format!(r#"{factors}, "replications": 1, "front": [{aim}, {{"metric": "turnaround.lead_time.mean", "goal": "least"}}]"#), &["front"]),
        (
            r#""design": {"kind": "plausible_counties"}, "best": {"metric": "burden.hours.total", "goal": "least", "zone": 1}, "front": []"#.to_owned(),
            &["best", "front", "front"],
        ),
    ];
    for (rest, paths) in table {
        let problems = fixture::refused(&format!("{{{head}, {rest}}}"));
        let mut found: Vec<&str> = problems.iter().map(|it| it.path.as_str()).collect();
        let mut paths = paths.to_vec();
        found.sort_unstable();
        paths.sort_unstable();
        assert_eq!(found, paths, "{rest}: {problems:?}");
        assert!(problems.iter().all(|it| !it.remedy.is_empty()), "{rest}");
    }
}

#[test]
fn more_points_than_can_be_held_against_each_other_are_refused_before_they_run() {
    let file = format!(
        r#"{{"tuiyan_experiment": 1, "scenario": "today", "factors": {{"d": {{"path": "world.demand", "low": 1, "high": 2}}}},
        "design": {{"kind": "latin_hypercube", "points": 1001}}, "metrics": ["{DAYS}", "{HOURS}"], {},
        "front": [{{"metric": "{DAYS}", "goal": "least"}}, {{"metric": "{HOURS}", "goal": "least"}}]}}"#,
        best("least", 1.0)
    );
    let problems = fixture::refused(&file);
    let found: Vec<&str> = problems.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(found, ["best", "front"], "{problems:?}");
    assert!(problems[0].message.contains("1001 points"));
}
