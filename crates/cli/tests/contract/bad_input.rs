//! What is wrong with the input is all said, with its place and a remedy; nothing panics.

use std::time::{Duration, Instant};

use super::*;

/// Paths, messages and remedies of what `check` finds wrong.
fn problems(scenario: &str) -> Vec<(String, String, String)> {
    let found = json(&["check", scenario], 1);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let errors = found["errors"].as_array().unwrap();
    errors
        .iter()
        .map(|it| (text(&it["path"]), text(&it["message"]), text(&it["remedy"])))
        .collect()
}

#[test]
fn every_problem_is_listed_at_its_path() {
    let table: [(&str, &str, &[&str]); 12] = [
        // what is wrong, the file, paths that must be among the problems
        ("not JSON", "{\"tuiyan\": 1,", &[""]),
        ("empty", "", &[""]),
        ("not UTF-8", "\u{fffd}", &[""]),
        ("not an object", "[1, 2]", &[""]),
        ("no version", "{\"extends\": \"today\"}", &["tuiyan"]),
        (
            "from a newer version",
            "{\"tuiyan\": 99, \"extends\": \"today\"}",
            &["tuiyan"],
        ),
        (
            "extends nothing known",
            "{\"tuiyan\": 1, \"extends\": \"tody\"}",
            &["extends"],
        ),
        (
            "unknown fields",
            r#"{"tuiyan": 1, "extends": "today", "wrold": {}, "world": {"demnd": 2}}"#,
            &["wrold", "world.demnd"],
        ),
        (
            "impossible numbers",
            r#"{"tuiyan": 1, "extends": "today", "world": {"demand": -1, "absences": {"share": 1.5, "correlation": 2}}}"#,
            &[
                "world.demand",
                "world.absences.share",
                "world.absences.correlation",
            ],
        ),
        (
            "wrong types",
            r#"{"tuiyan": 1, "extends": "today", "world": {"demand": "much"}}"#,
            &["world.demand"],
        ),
        (
            "of every kind at once",
            r#"{"tuiyan": 1, "extends": "today", "wrold": {}, "meetings": {"executive": {"minutes": "long", "members": ["nobody"]}},
                "world": {"demand": -1}}"#,
            &[
                "wrold",
                "meetings.executive.minutes",
                "meetings.executive.members",
                "world.demand",
            ],
        ),
        (
            "dangling references",
            r#"{"tuiyan": 1, "extends": "today", "meetings": {"executive": {"members": ["nobody"]}}}"#,
            &["meetings.executive.members"],
        ),
    ];
    for (at, (what, content, paths)) in table.iter().enumerate() {
        let path = file(&format!("bad{at}.json"), content.as_bytes());
        let found = problems(path.to_str().unwrap());
        for expected in *paths {
            assert!(
                found.iter().any(|it| it.0.starts_with(expected)),
                "{what}: no problem at {expected:?} in {found:?}"
            );
        }
        for (path, message, remedy) in found {
            assert!(
                !message.is_empty() && !remedy.is_empty(),
                "{what}: {path} says what and what to do"
            );
        }
        let run = tuiyan(&["run", path.to_str().unwrap()]);
        assert_eq!(status(&run), 1, "{what}");
        assert!(
            errors_of(&run).contains('→'),
            "{what}: the remedy is printed"
        );
    }
}

#[test]
fn a_refused_run_still_prints_one_object() {
    let refused = json(&["run", "today+world.demand=-1"], 1);
    assert_eq!(keys(&refused), ["errors", "scenario"]);
    assert_eq!(refused["errors"][0]["path"], "world.demand");
}

#[test]
fn a_path_that_does_not_exist_names_the_nearest() {
    for scenario in [
        "today+mechanisms.standin.enabled=true",
        "today+mechanisms.stand_in.enabld=true",
    ] {
        let said: String = problems(scenario)
            .into_iter()
            .map(|(path, message, remedy)| path + &message + &remedy)
            .collect();
        assert!(
            said.contains("mechanisms.stand_in.enabled"),
            "{scenario}: {said}"
        );
    }
}

#[test]
fn an_unknown_scenario_names_the_nearest_preset() {
    let said = errors_of(&tuiyan(&["run", "tody"]));
    assert!(said.contains("today"), "{said}");
}

#[test]
fn a_hundred_megabytes_are_refused_at_once() {
    let path = place("huge.json");
    std::fs::File::create(&path)
        .unwrap()
        .set_len(100 << 20)
        .unwrap();
    let began = Instant::now();
    let found = problems(path.to_str().unwrap());
    assert!(
        began.elapsed() < Duration::from_secs(5),
        "took {:?}",
        began.elapsed()
    );
    assert_eq!(found.len(), 1, "{found:?}");
    std::fs::remove_file(path).unwrap();
}

#[test]
fn nesting_a_hundred_thousand_deep_is_refused() {
    let deep = format!("{}{}", "{\"a\":".repeat(100_000), "[".repeat(100_000));
    let path = file("deep.json", deep.as_bytes());
    assert!(!problems(path.to_str().unwrap()).is_empty());
}

#[test]
fn a_folder_is_not_a_scenario() {
    assert!(!problems(env!("CARGO_TARGET_TMPDIR")).is_empty());
}

#[test]
fn not_text_is_refused() {
    let path = file("bytes.json", &[0xff, 0xfe, 0x00, 0x80]);
    assert!(!problems(path.to_str().unwrap()).is_empty());
}
