//! Cases that cannot be played: what is said of them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests fail by panicking"
)]

use serde_json::{Value, json};
use training::{Checked, check};

const WATER: &str = include_str!("../../../cases/water_price.json");

/// The case with something changed.
fn with(change: impl FnOnce(&mut Value)) -> Checked {
    let mut case: Value = serde_json::from_str(WATER).unwrap();
    change(&mut case);
    check(&case.to_string())
}

fn paths(checked: &Checked) -> Vec<&str> {
    checked.errors.iter().map(|it| it.path.as_str()).collect()
}

#[test]
fn what_is_no_case_is_said_to_be_none() {
    for (text, path, message) in [
        ("", "", "is not JSON"),
        ("[1]", "", "is not a case"),
        ("{}", "tuiyan_case", "is missing"),
        ("{\"tuiyan_case\": 2}", "tuiyan_case", "is newer"),
        (
            "{\"tuiyan_case\": \"one\"}",
            "tuiyan_case",
            "is not a version",
        ),
    ] {
        let checked = check(text);
        assert_eq!(paths(&checked), [path], "{text}");
        assert!(
            checked.errors[0].message.contains(message),
            "{text}: {}",
            checked.errors[0].message
        );
        assert!(!checked.errors[0].remedy.is_empty(), "{text}");
    }
}

#[test]
fn all_problems_are_said_at_once_each_at_its_place() {
    let checked = with(|it| {
        it["decisions"][1]["options"][0]["label"]["en"] = json!(" ");
        it["decisions"][2]["articles"][0] = json!("713-14");
        it["decisions"][3]["at"] = json!({ "soon": true });
        it["title"].as_object_mut().unwrap().remove("zh");
        it["guide"]["plan"][0]["minutes"] = json!(11);
        it["colour"] = json!("red");
        it["score"] = json!({ "lawful": 50, "luck": 50 });
    });
    let mut found = paths(&checked);
    found.sort_unstable();
    assert_eq!(
        found,
        [
            "colour",
            "decisions.1.options.0.label.en",
            "decisions.2.articles.0",
            "decisions.3.at",
            "guide.plan",
            "score.luck",
            "title.zh",
        ]
    );
    assert!(checked.errors.iter().all(|it| !it.remedy.is_empty()));
}

#[test]
fn a_case_edited_until_it_has_no_decision_points_is_refused() {
    let checked = with(|it| it["decisions"] = json!([]));
    assert_eq!(paths(&checked), ["decisions"]);
    let checked = with(|it| {
        it.as_object_mut().unwrap().remove("decisions");
    });
    assert_eq!(paths(&checked), ["decisions"]);
}

#[test]
fn what_runs_show_is_said_too() {
    for (name, checked, path) in [
        (
            "an anchor that is no stage",
            with(|it| it["decisions"][1]["at"] = json!({ "ready": "party" })),
            "decisions.1.at",
        ),
        (
            "a patch that does not build",
            with(|it| {
                it["decisions"][1]["options"][1]["patch"]["procedures"]["water"]["stages"]["public_comment"]
                    ["days"] = json!(-7.0)
            }),
            "decisions.1.options.1.patch.procedures.water.stages.public_comment.days",
        ),
        (
            "a reference that names no option",
            with(|it| it["reference"]["comment"] = json!("days_31")),
            "reference.comment",
        ),
        (
            "a class that there is not",
            with(|it| it["follows"]["class"] = json!("gas_price")),
            "follows.class",
        ),
        (
            "a class that never comes",
            with(|it| {
                it["scenario"]["world"]["sources"]["water_company"]["yearly_on"] = json!(["12-08"])
            }),
            "follows.class",
        ),
        (
            "an option that changes the world",
            with(|it| {
                it["decisions"][1]["options"][1]["patch"] = json!({ "world": { "demand": 2.0 } })
            }),
            "decisions.1.options.1.patch.world",
        ),
        (
            "an option that reaches back",
            with(|it| {
                it["decisions"][4]["options"][1]["patch"] =
                    json!({ "meetings": { "executive": { "every_days": 7.0 } } })
            }),
            "decisions.4.options.1.patch",
        ),
        (
            "a point out of order",
            with(|it| it["decisions"][4]["at"] = json!({ "registered": true })),
            "decisions.4.at",
        ),
    ] {
        assert!(
            paths(&checked).contains(&path),
            "{name}: {:?}",
            checked.errors
        );
        assert!(
            checked.errors.iter().all(|it| !it.remedy.is_empty()),
            "{name}"
        );
    }
}

#[test]
fn two_options_that_change_the_same_are_pointed_out() {
    let checked = with(|it| {
        let patch = it["decisions"][1]["options"][0]["patch"].clone();
        it["decisions"][1]["options"][1]["patch"] = patch;
    });
    assert_eq!(checked.errors, []);
    assert_eq!(checked.warnings.len(), 1);
    assert_eq!(checked.warnings[0].path, "decisions.1.options.1.patch");
}
