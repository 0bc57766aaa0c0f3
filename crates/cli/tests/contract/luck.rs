//! The same luck gives the same bits, and the same county no difference.

use super::*;

fn report(args: &[&str], threads: &str) -> Value {
    let args = [args, &SHORT, &["--json"]].concat();
    let output = tuiyan_with(&args, |command| command.env("RAYON_NUM_THREADS", threads));
    assert_eq!(status(&output), 0, "{}", errors_of(&output));
    let mut report = one_value(&output.stdout);
    if let Some(object) = report.as_object_mut() {
        object.remove("wall_seconds");
    }
    report
}

#[test]
fn threads_change_no_bit() {
    for call in [
        &["run", "today"][..],
        &["compare", "today", "today+world.demand=1.2"],
    ] {
        assert_eq!(report(call, "1"), report(call, "2"), "{call:?}");
    }
}

#[test]
fn the_seed_is_the_only_luck() {
    let one = report(&["run", "today", "--seed", "1"], "2");
    assert_eq!(
        one,
        report(&["run", "today"], "2"),
        "the seed is 1 when not given"
    );
    let other = report(&["run", "today", "--seed", "2"], "2");
    assert_ne!(one["digest"], other["digest"]);
    assert_eq!(one["scenario_hash"], other["scenario_hash"]);
}

#[test]
fn the_same_county_twice_does_not_differ() {
    let compared = report(&["compare", "today", "today", "today+world.demand=1"], "2");
    for other in compared["others"].as_array().unwrap() {
        for (name, metric) in other["metrics"].as_object().unwrap() {
            assert_eq!(metric["base"], metric["other"], "{name}");
            assert_eq!(metric["distinguishable"], false, "{name}");
            let difference = &metric["difference"];
            assert!(difference.is_null() == metric["base"].is_null(), "{name}");
            assert!(
                difference.is_null() || difference.as_f64() == Some(0.0),
                "{name}: {difference}"
            );
        }
    }
}

#[test]
fn a_change_is_the_same_however_it_is_written() {
    let file = file(
        "busier.json",
        br#"{"tuiyan": 1, "extends": "today", "world": {"demand": 1.5}}"#,
    );
    let file = file.to_str().unwrap();
    let digest = |args: &[&str]| {
        let report = report(args, "2");
        (
            report["digest"].clone(),
            report["metrics"].clone(),
            report["scenario_hash"].clone(),
        )
    };
    let written = digest(&["run", "today+world.demand=1.5"]);
    assert_eq!(
        written,
        digest(&["run", "today", "--set", "world.demand=1.5"])
    );
    assert_eq!(
        written,
        digest(&[
            "run",
            "today+world.demand=9",
            "--set",
            "world.demand=7",
            "--set",
            "world.demand=1.5"
        ])
    );
    let from_file = digest(&["run", file]);
    assert_eq!((&written.0, &written.1), (&from_file.0, &from_file.1));
    assert_ne!(
        written.0,
        digest(&["run", "today"]).0,
        "and it changes something"
    );
}

#[test]
fn base_in_a_comparison_is_base_alone() {
    let alone = report(&["run", "today"], "2");
    let compared = report(
        &["compare", "today", "today+meetings.executive.every_days=20"],
        "2",
    );
    let metrics = compared["others"][0]["metrics"].as_object().unwrap();
    for (name, metric) in alone["metrics"].as_object().unwrap() {
        assert_eq!(metrics[name]["base"], metric["mean"], "{name}");
    }
}
