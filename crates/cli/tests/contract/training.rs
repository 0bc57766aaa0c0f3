//! `check` and `play` of cases.

use std::fs;

use super::*;

fn water() -> String {
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../cases/water_price.json").to_owned()
}

#[test]
fn check_knows_a_case_from_a_scenario() {
    let told = json(&["check", &water()], 0);
    assert_eq!(told["case"], "water_price");
    assert_eq!(told["errors"], serde_json::json!([]));
    // What changes scenarios does not change cases, and is not passed over in silence.
    let refused = tuiyan(&["check", &water(), "--set", "world.demand=2"]);
    assert_eq!(status(&refused), 2);
    assert!(errors_of(&refused).contains("`--set world.demand=…`"));
    // Edited until it has no decision points.
    let mut case: Value = serde_json::from_str(&fs::read_to_string(water()).unwrap()).unwrap();
    case["decisions"] = serde_json::json!([]);
    let file = std::env::temp_dir().join(format!("tuiyan_case_{}.json", std::process::id()));
    fs::write(&file, case.to_string()).unwrap();
    let told = json(&["check", file.to_str().unwrap()], 1);
    fs::remove_file(&file).unwrap();
    assert_eq!(told["errors"][0]["path"], "decisions");
    assert!(
        told["errors"][0]["remedy"]
            .as_str()
            .is_some_and(|it| !it.is_empty())
    );
}

#[test]
fn a_play_stops_at_what_is_not_chosen_and_reports_at_its_end() {
    let told = json(&["play", &water()], 0);
    assert_eq!(told["waits"]["decision"], "kind");
    assert_eq!(told["now"]["date"], "2024-01-08");
    let told = json(&["play", &water(), "--choose", "kind=major"], 0);
    assert_eq!(told["waits"]["decision"], "comment");
    let reference = json(&["play", &water(), "--choose", "reference"], 0);
    assert_eq!(reference["waits"], Value::Null);
    assert_eq!(reference["report"]["written"], serde_json::json!([]));
    assert_eq!(reference["replays"]["value"].as_array().unwrap().len(), 200);
    // On other luck something else comes of it, and the score is the same.
    let args = ["play", &water(), "--choose", "reference", "--seed", "9"];
    let elsewhere = json(&args, 0);
    assert_eq!(elsewhere["score"], reference["score"]);
    assert_ne!(
        elsewhere["report"]["outcome"],
        reference["report"]["outcome"]
    );
    assert_ne!(elsewhere["code"], reference["code"]);
    let args = [
        "play",
        &water(),
        "--choose",
        "reference",
        "--choose",
        "kind=ordinary",
    ];
    let worse = json(&args, 0);
    let points = |it: &Value| it["score"]["points"].as_f64().unwrap();
    assert!(points(&worse) < points(&reference) - 20.0);
    assert_eq!(
        worse["choices"]["hearing"],
        Value::Null,
        "its point never came"
    );
}

#[test]
fn what_cannot_be_chosen_is_refused_with_what_can() {
    let args = [
        "play",
        &water(),
        "--choose",
        "kind=huge",
        "--choose",
        "colour=red",
    ];
    let told = json(&args, 1);
    let paths: Vec<&str> = told["errors"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|it| it["path"].as_str())
        .collect();
    assert_eq!(paths, ["kind=huge", "colour"]);
    assert!(
        told["errors"][0]["remedy"]
            .as_str()
            .is_some_and(|it| it.contains("ordinary"))
    );
    assert_eq!(status(&tuiyan(&["play", &water(), "--choose", "kind"])), 2);
}
