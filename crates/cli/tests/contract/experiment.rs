//! Experiments: designs, points on the same luck, and shards that merge to the undivided run.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use super::*;

/// Eight points, five replications, half a year after a quarter.
const SMALL: &str = r#"{
    "tuiyan_experiment": 1, "scenario": "today+horizon.warm_up_years=0.25", "seed": 7, "replications": 5, "years": 0.5,
    "factors": {
        "demand": { "path": "world.demand", "low": 1, "high": 1.3 },
        "executive": { "path": "meetings.executive.every_days", "levels": [10, 40] },
        "stand_in": { "path": "mechanisms.stand_in.enabled", "levels": [false, true] }
    },
    "design": { "kind": "full_factorial" },
    "metrics": ["turnaround.lead_time.mean", "turnaround.lead_time.p90", "quality.agreement.share"]
}"#;

/// An experiment of one county: what a test leaves out is small.
fn written(name: &str, rest: &str) -> PathBuf {
    let head = r#""tuiyan_experiment": 1, "scenario": "today+horizon.warm_up_years=0.25", "replications": 3, "years": 0.25"#;
    file(name, format!("{{{head}, {rest}}}").as_bytes())
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A folder of this test's own, empty.
fn folder(name: &str) -> PathBuf {
    let path = place(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

/// Runs a share of an experiment into a file.
fn shard(experiment: &Path, share: &str, out: &Path) {
    let call = [
        "experiment",
        text(experiment),
        "--shard",
        share,
        "--out",
        text(out),
    ];
    let output = tuiyan(&call);
    assert_eq!(status(&output), 0, "{}", errors_of(&output));
}

/// Four shards in a folder.
fn four(experiment: &Path, folder: &Path) -> Vec<PathBuf> {
    (1..=4)
        .map(|it| {
            let out = folder.join(format!("{it}.json"));
            shard(experiment, &format!("{it}/4"), &out);
            out
        })
        .collect()
}

/// What `merge` says of shards it refuses.
fn refused(shards: &[&Path]) -> Vec<(String, String)> {
    let mut call = vec!["merge"];
    call.extend(shards.iter().map(|it| text(it)));
    let said = json(&call, 1);
    assert_eq!(keys(&said), ["errors", "scenario"]);
    let field = |it: &Value, key: &str| it[key].as_str().unwrap().to_owned();
    let errors = said["errors"].as_array().unwrap().iter();
    errors
        .map(|it| {
            assert_ne!(it["remedy"], "", "{it}");
            (field(it, "path"), field(it, "message"))
        })
        .collect()
}

#[test]
fn four_shards_merge_to_the_undivided_run_byte_for_byte() {
    let folder = folder("four_shards");
    let experiment = file("four_shards/e.json", SMALL.as_bytes());
    let whole = folder.join("whole.json");
    let output = tuiyan(&["experiment", text(&experiment), "--out", text(&whole)]);
    assert_eq!(status(&output), 0, "{}", errors_of(&output));
    let whole = fs::read(whole).unwrap();

    let shards = four(&experiment, &folder);
    // In any order.
    let mut call = vec!["merge", "--json"];
    call.extend([2, 0, 3, 1].map(|it| text(&shards[it])));
    let merged = tuiyan(&call);
    assert_eq!(status(&merged), 0, "{}", errors_of(&merged));
    assert!(merged.stdout == whole, "merged differs from undivided");
    let printed = tuiyan(&["experiment", text(&experiment), "--json"]);
    assert!(printed.stdout == whole, "--out and --json write the same");

    // Uneven shares, and more of them than pieces (40).
    for of in [3, 41] {
        let shards: Vec<PathBuf> = (1..=of)
            .map(|it| folder.join(format!("{it}_of_{of}.json")))
            .collect();
        for (n, out) in shards.iter().enumerate() {
            shard(&experiment, &format!("{}/{of}", n + 1), out);
        }
        let out = folder.join("merged.json");
        let mut call = vec!["merge", "--out", text(&out)];
        call.extend(shards.iter().map(|it| text(it)));
        assert_eq!(status(&tuiyan(&call)), 0);
        assert!(fs::read(&out).unwrap() == whole, "{of} shards");
    }
}

/// What may be asked of a design beside its figures is found again from shards, to the last digit.
#[test]
fn what_is_asked_beside_figures_merges_to_the_same_bytes() {
    let asked = [
        (
            "chosen",
            r#""replications": 10, "factors": { "executive": { "path": "meetings.executive.every_days", "levels": [10, 20, 40] } },
            "design": { "kind": "one_way" }, "metrics": ["turnaround.lead_time.mean", "burden.hours.total"],
            "best": { "metric": "turnaround.lead_time.mean", "goal": "least", "zone": 2 },
            "front": [{ "metric": "turnaround.lead_time.mean", "goal": "least" }, { "metric": "burden.hours.total", "goal": "least" }]"#,
            &["/best", "/front"][..],
        ),
        (
            "months",
            r#""replications": 3, "factors": { "reform": { "path": "mechanisms.approval_reform.enabled", "levels": [false, true] } },
            "design": { "kind": "one_way" }, "months": 3"#,
            &["/points/1/months"][..],
        ),
        (
            "prices",
            r#""replications": 2, "design": { "kind": "shadow_prices", "step": 2 }"#,
            &["/prices"][..],
        ),
        (
            "morris",
            r#""replications": 1, "factors": { "demand": { "path": "world.demand", "low": 0.9, "high": 1.1 }, "executive": { "path": "meetings.executive.every_days", "low": 7, "high": 28, "whole": true } },
            "design": { "kind": "morris", "trajectories": 3 }, "metrics": ["burden.hours.total"]"#,
            &["/sensitivity"][..],
        ),
        (
            "sobol",
            r#""replications": 1, "factors": { "demand": { "path": "world.demand", "low": 0.9, "high": 1.1 }, "executive": { "path": "meetings.executive.every_days", "low": 7, "high": 28, "whole": true } },
            "design": { "kind": "sobol", "points": 8 }, "metrics": ["burden.hours.total"]"#,
            &["/sensitivity"][..],
        ),
    ];
    for (name, rest, keys) in asked {
        let folder = folder(&format!("asked_{name}"));
        let head = r#""tuiyan_experiment": 1, "scenario": "today+horizon.warm_up_years=0.25", "years": 0.25"#;
        let experiment = file(
            &format!("asked_{name}/e.json"),
            format!("{{{head}, {rest}}}").as_bytes(),
        );
        let whole = tuiyan(&["experiment", text(&experiment), "--json"]);
        assert_eq!(status(&whole), 0, "{}", errors_of(&whole));
        let result: Value = serde_json::from_slice(&whole.stdout).unwrap();
        for key in keys {
            let found = result.pointer(key).unwrap();
            assert!(found.is_object() || found.is_array(), "{name}: {key}");
            assert!(
                found.get("refused").is_none_or(Value::is_null),
                "{name}: {key}"
            );
        }
        let shards = four(&experiment, &folder);
        let mut call = vec!["merge", "--json"];
        call.extend(shards.iter().map(|it| text(it)));
        assert!(
            tuiyan(&call).stdout == whole.stdout,
            "{name}: merged differs"
        );
        // For people too.
        call.retain(|it| *it != "--json");
        let said = tuiyan(&call);
        let said = String::from_utf8(said.stdout).unwrap();
        for key in keys {
            let word = key.rsplit('/').next().unwrap();
            assert!(
                said.contains(&format!("\n{word} ")),
                "{name}: no {word} in {said}"
            );
        }
    }
}

#[test]
fn threads_change_no_byte() {
    let experiment = file("threads.json", SMALL.as_bytes());
    let on = |threads: &str| {
        let call = ["experiment", text(&experiment), "--json"];
        tuiyan_with(&call, |it| it.env("RAYON_NUM_THREADS", threads)).stdout
    };
    let one = on("1");
    assert!(!one.is_empty() && one == on("2") && one == on("13"));
}

#[test]
fn a_result_says_all_there_is() {
    let experiment = file("result.json", SMALL.as_bytes());
    let result = json(&["experiment", text(&experiment)], 0);
    assert_eq!(
        keys(&result),
        [
            "base",
            "confidence",
            "design",
            "digest",
            "effects",
            "experiment_hash",
            "factors",
            "flagged",
            "metrics",
            "points",
            "replications",
            "scenario",
            "scenario_hash",
            "seed",
            "skipped",
            "version",
            "warm_up_years",
            "years"
        ]
    );
    let points = result["points"].as_array().unwrap();
    assert_eq!(points.len(), 8);
    assert!(points[0]["differences"].is_null());
    for (n, point) in points.iter().enumerate() {
        assert_eq!(point["point"], n);
        let levels = &point["levels"];
        let bit = |at: usize| n >> at & 1 == 1;
        assert_eq!(
            levels["demand"].as_f64(),
            Some(if bit(0) { 1.3 } else { 1.0 })
        );
        assert_eq!(levels["stand_in"], bit(2));
        let metric = &point["metrics"]["turnaround.lead_time.mean"];
        assert_eq!(keys(metric), ["high", "low", "mean", "n", "unit"]);
    }
    // The lead time falls or rises with how often they meet, beyond luck.
    let effects = &result["effects"]["turnaround.lead_time.mean"];
    let rarer = &effects["effects"][1];
    assert_eq!(rarer["factors"], serde_json::json!(["executive"]));
    assert!(rarer["low"].as_f64().unwrap() > 0.0, "{rarer}");
    assert!(rarer["p_adjusted"].as_f64() >= rarer["p"].as_f64());
    assert_eq!(
        effects["effects"].as_array().unwrap().len(),
        6,
        "three factors, three pairs"
    );
    // Of a quantile no effects can be told: said, not made up.
    assert!(result["effects"]["turnaround.lead_time.p90"]["refused"].is_string());
}

#[test]
fn what_is_undefined_at_some_points_is_null_there() {
    let rest = r#""scenario": "today+horizon.warm_up_years=0.25+mechanisms.participation.enabled=true", "replications": 5, "years": 0.5,
        "factors": { "hearing": { "path": "mechanisms.participation.hearing", "levels": ["off", "vital_interest"] },
            "demand": { "path": "world.demand", "levels": [1, 1.3] } },
        "design": { "kind": "full_factorial" }, "metrics": ["participation.hearing.attendance", "turnaround.lead_time.mean"]"#;
    let experiment = file(
        "undefined.json",
        format!("{{\"tuiyan_experiment\": 1, {rest}}}").as_bytes(),
    );
    let result = json(&["experiment", text(&experiment)], 0);
    let name = "participation.hearing.attendance";
    for point in result["points"].as_array().unwrap() {
        let metric = &point["metrics"][name];
        if point["levels"]["hearing"] == "off" {
            assert!(metric.is_null() || metric["mean"].is_null(), "{metric}");
        } else {
            assert!(metric["mean"].as_f64().unwrap() > 0.0, "{metric}");
            let difference = &point["differences"][name];
            assert!(
                difference["difference"].is_null() && difference["p_adjusted"].is_null(),
                "{difference}"
            );
        }
    }
    let refused = result["effects"][name]["refused"].as_str().unwrap();
    assert!(refused.contains("B is hearing"), "{refused}");
    assert!(result["effects"]["turnaround.lead_time.mean"]["refused"].is_null());
}

#[test]
fn a_point_differs_from_the_base_as_compare_says() {
    let factor = r#""factors": { "executive": { "path": "meetings.executive.every_days", "levels": [10, 40] } }"#;
    let scenario = "today+horizon.warm_up_years=0.25+meetings.executive.every_days=";
    for kind in ["full_factorial", "one_way"] {
        let rest = format!(r#"{factor}, "design": {{ "kind": "{kind}" }}"#);
        let experiment = written(&format!("as_compare_{kind}.json"), &rest);
        let result = json(&["experiment", text(&experiment)], 0);
        for (n, days) in ["10", "40"].iter().enumerate() {
            let run = json(
                &[
                    "run",
                    &format!("{scenario}{days}"),
                    "--replications",
                    "3",
                    "--years",
                    "0.25",
                ],
                0,
            );
            let point = &result["points"][n];
            assert_eq!(point["digest"], run["digest"]);
            assert_eq!(point["scenario_hash"], run["scenario_hash"]);
            for (name, metric) in point["metrics"].as_object().unwrap() {
                assert_eq!(metric, &run["metrics"][name], "{name}");
            }
        }
    }
    // Under `compare` the warm-up is BASE's: settled, both are.
    let settled = r#""factors": { "executive": { "path": "meetings.executive.every_days", "levels": [10, 40] },
        "view": { "path": "horizon.view", "levels": ["settled", "transition"] } }, "design": { "kind": "one_way" }"#;
    let result = json(
        &[
            "experiment",
            text(&written("as_compare_settled.json", settled)),
        ],
        0,
    );
    let base = format!("{scenario}10+horizon.view=settled");
    let other = format!("{scenario}40+horizon.view=settled");
    let compared = json(
        &[
            "compare",
            &base,
            &other,
            "--replications",
            "3",
            "--years",
            "0.25",
        ],
        0,
    );
    for (name, metric) in result["points"][1]["differences"].as_object().unwrap() {
        let theirs = &compared["others"][0]["metrics"][name];
        for key in [
            "base",
            "other",
            "difference",
            "low",
            "high",
            "variance_ratio",
            "n",
            "unit",
        ] {
            assert_eq!(metric[key], theirs[key], "{name}.{key}");
        }
    }
}

#[test]
fn where_a_factor_diverts_matters_common_roots_are_compared_as_in_compare() {
    let reform = "mechanisms.approval_reform.enabled";
    let rest = format!(
        r#""tuiyan_experiment": 1, "scenario": "today", "replications": 6, "years": 1, "design": {{ "kind": "full_factorial" }},
        "factors": {{ "reform": {{ "path": "{reform}", "levels": [false, true] }}, "demand": {{ "path": "world.demand", "levels": [1, 1.2] }} }}"#
    );
    let experiment = file("common_roots.json", format!("{{{rest}}}").as_bytes());
    let whole = tuiyan(&["experiment", text(&experiment), "--json"]);
    let result = one_value(&whole.stdout);
    let differences = &result["points"][2]["differences"];
    assert_eq!(
        result["points"][2]["levels"],
        serde_json::json!({"demand": 1, "reform": true})
    );
    let other = format!("today+{reform}=true");
    let compared = json(
        &[
            "compare",
            "today",
            &other,
            "--replications",
            "6",
            "--years",
            "1",
        ],
        0,
    );
    let name = "turnaround.lead_time.mean";
    let all = format!("{name}.all_roots");
    for name in [name, &all, "burden.hours.total"] {
        let (ours, theirs) = (&differences[name], &compared["others"][0]["metrics"][name]);
        assert!(ours["difference"].is_f64(), "{name}: {ours}");
        for key in [
            "base",
            "other",
            "difference",
            "low",
            "high",
            "variance_ratio",
        ] {
            assert_eq!(ours[key], theirs[key], "{name}.{key}");
        }
    }
    assert_ne!(
        differences[name]["difference"],
        differences[&all]["difference"]
    );
    assert!(
        differences[&all]["p_adjusted"].is_null(),
        "exploratory, as in compare"
    );
    // Shards without the base run it again, to the same bytes.
    let folder = folder("common_roots_shards");
    let shards: Vec<PathBuf> = (1..=7)
        .map(|it| folder.join(format!("{it}.json")))
        .collect();
    for (n, out) in shards.iter().enumerate() {
        shard(&experiment, &format!("{}/7", n + 1), out);
    }
    let mut call = vec!["merge", "--json"];
    call.extend(shards.iter().map(|it| text(it)));
    assert!(tuiyan(&call).stdout == whole.stdout);
}

#[test]
fn designs_make_their_points() {
    let two = |names: &[&str]| -> String {
        let paths = [
            "world.demand",
            "meetings.executive.every_days",
            "meetings.plenary.every_days",
            "mechanisms.stand_in.days",
        ];
        let ends = [
            "1, \"high\": 1.1",
            "10, \"high\": 20",
            "90, \"high\": 180",
            "2, \"high\": 5",
        ];
        let each = names.iter().enumerate();
        let each: Vec<String> = each
            .map(|(n, name)| {
                format!(
                    "\"{name}\": {{ \"path\": \"{}\", \"low\": {} }}",
                    paths[n], ends[n]
                )
            })
            .collect();
        format!("\"factors\": {{ {} }}", each.join(", "))
    };
    let table = [
        (
            "full",
            two(&["a", "b", "c"]),
            r#"{ "kind": "full_factorial" }"#,
            8,
        ),
        (
            "half",
            two(&["a", "b", "c"]),
            r#"{ "kind": "fractional_factorial", "runs": 4 }"#,
            4,
        ),
        (
            "third",
            two(&["a", "b", "c"]),
            r#"{ "kind": "fractional_factorial", "resolution": 3 }"#,
            4,
        ),
        (
            "fifth",
            two(&["a", "b", "c"]),
            r#"{ "kind": "fractional_factorial", "resolution": 5 }"#,
            8,
        ),
        ("one", two(&["a", "b", "c"]), r#"{ "kind": "one_way" }"#, 4),
        ("two", two(&["a", "b"]), r#"{ "kind": "two_way" }"#, 4),
        (
            "cube",
            two(&["a", "b"]),
            r#"{ "kind": "latin_hypercube", "points": 5 }"#,
            5,
        ),
    ];
    for (name, factors, design, points) in table {
        let rest = format!(
            "{factors}, \"design\": {design}, \"metrics\": [\"turnaround.lead_time.mean\"]"
        );
        let result = json(
            &[
                "experiment",
                text(&written(&format!("design_{name}.json"), &rest)),
            ],
            0,
        );
        let made = result["points"].as_array().unwrap();
        assert_eq!(made.len(), points, "{name}");
        let demand: Vec<f64> = made
            .iter()
            .map(|it| it["levels"]["a"].as_f64().unwrap())
            .collect();
        assert!(
            demand.iter().all(|it| (1.0..=1.1).contains(it)),
            "{name}: {demand:?}"
        );
        let aliases = &result["design"]["aliases"];
        assert_eq!(
            aliases.is_array(),
            points == 4 && name != "one" && name != "two",
            "{name}"
        );
        if name == "half" {
            assert_eq!(result["design"]["found_resolution"], 3);
            let expected = serde_json::json!({"effect": ["a"], "aliases": [["b", "c"]]});
            assert_eq!(aliases[0], expected);
        }
    }
    let whole = r#""factors": { "people": { "path": "mechanisms.participation.hearing_people", "low": 20, "high": 24, "whole": true } },
        "design": { "kind": "latin_hypercube", "points": 5 }"#;
    let result = json(
        &["experiment", text(&written("design_whole.json", whole))],
        0,
    );
    let mut people: Vec<i64> = result["points"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["levels"]["people"].as_i64().unwrap())
        .collect();
    people.sort_unstable();
    assert_eq!(people, [20, 21, 22, 23, 24]);
}

#[test]
fn impossible_points_are_skipped_and_unlawful_ones_flagged() {
    let rest = r#""factors": {
        "comment": { "path": "mechanisms.participation.comment_days", "levels": [30, 10] },
        "demand": { "path": "world.demand", "levels": [1, -1] } },
        "design": { "kind": "full_factorial" }, "metrics": ["turnaround.lead_time.mean"]"#;
    let experiment = written("skipped.json", rest);
    let output = tuiyan(&["experiment", text(&experiment), "--json"]);
    assert_eq!(status(&output), 0, "the rest goes on");
    let said = errors_of(&output);
    assert!(
        said.contains("skipped") && said.contains("world.demand") && said.contains("unlawful"),
        "{said}"
    );
    let result = one_value(&output.stdout);
    assert_eq!(result["skipped"], serde_json::json!([2, 3]));
    assert_eq!(result["flagged"], serde_json::json!([1]));
    let skipped = &result["points"][2];
    assert_eq!(skipped["problems"][0]["path"], "world.demand");
    for key in ["scenario_hash", "digest", "differences"] {
        assert!(skipped[key].is_null(), "{key}");
    }
    assert!(skipped["metrics"]["turnaround.lead_time.mean"].is_null());
    let flagged = &result["points"][1];
    assert_eq!(flagged["breaches"][0]["article"], "major_decisions_15");
    assert!(flagged["metrics"]["turnaround.lead_time.mean"]["mean"].is_f64());
    // The same through shards.
    let folder = folder("skipped_shards");
    let shards = four(&experiment, &folder);
    let mut call = vec!["merge", "--json"];
    call.extend(shards.iter().map(|it| text(it)));
    assert!(tuiyan(&call).stdout == output.stdout);
}

#[test]
fn everything_wrong_with_an_experiment_is_said_at_once() {
    let demand = r#""factors": { "d": { "path": "world.demand", "levels": [1, 2] } }"#;
    let full = r#""design": { "kind": "full_factorial" }"#;
    let many: Vec<String> = (0..13)
        .map(|it| format!("\"f{it:02}\": {{ \"path\": \"world.x{it}\", \"levels\": [1, 2] }}"))
        .collect();
    let many = format!("\"factors\": {{ {} }}", many.join(", "));
    let table: [(&str, String, &[&str]); 17] = [
        ("nothing", String::new(), &["factors", "design"]),
        ("unknown keys", format!("{demand}, {full}, \"replicatoins\": 3"), &["replicatoins"]),
        (
            "of every kind",
            r#""seed": -1, "confidence": 1, "factors": { "d": { "path": "world.demand", "levels": [1] } }, "design": { "kind": "ful" }, "metrics": [1]"#.to_owned(),
            &["seed", "confidence", "factors.d.levels", "design.kind", "metrics.0"],
        ),
        ("unknown path", format!(r#""factors": {{ "d": {{ "path": "world.demnd", "levels": [1, 2] }} }}, {full}"#), &["factors.d.path"]),
        ("unknown metric and path", format!(r#""factors": {{ "d": {{ "path": "wrld.demand", "levels": [1, 2] }} }}, {full}, "metrics": ["turnaround.arrivls"]"#), &["factors.d.path", "metrics.0"]),
        ("too large", format!("{many}, {full}"), &["design"]),
        ("too many runs", format!("{demand}, {full}, \"replications\": 4000000000"), &["design"]),
        ("one level", format!(r#""factors": {{ "d": {{ "path": "world.demand", "levels": [1, 1] }} }}, {full}"#), &["factors.d.levels.1"]),
        ("levels and ends", format!(r#""factors": {{ "d": {{ "path": "world.demand", "levels": [1, 2], "low": 1 }} }}, {full}"#), &["factors.d"]),
        ("ends turned round", format!(r#""factors": {{ "d": {{ "path": "world.demand", "low": 2, "high": 1 }} }}, {full}"#), &["factors.d"]),
        ("one path twice", format!(r#""factors": {{ "d": {{ "path": "world.demand", "levels": [1, 2] }}, "e": {{ "path": "world.demand", "levels": [1, 2] }} }}, {full}"#), &["factors.e.path"]),
        ("no size of a fraction", format!("{demand}, \"design\": {{ \"kind\": \"fractional_factorial\" }}"), &["design"]),
        ("no such fraction", format!("{demand}, \"design\": {{ \"kind\": \"fractional_factorial\", \"runs\": 3 }}"), &["design.runs"]),
        ("not two factors", format!("{demand}, \"design\": {{ \"kind\": \"two_way\" }}"), &["design.kind"]),
        ("no points", format!("{demand}, \"design\": {{ \"kind\": \"latin_hypercube\" }}"), &["design.points"]),
        ("a key of another kind", format!("{demand}, \"design\": {{ \"kind\": \"one_way\", \"points\": 3 }}"), &["design.points"]),
        ("nothing possible", format!(r#""factors": {{ "d": {{ "path": "world.demand", "levels": [-1, -2] }} }}, {full}"#), &["factors", "world.demand"]),
    ];
    for (n, (what, rest, paths)) in table.iter().enumerate() {
        let rest = match rest.as_str() {
            "" => r#""seed": 1"#,
            // A key that stands twice is an error of its own.
            rest => rest,
        };
        let head = r#""tuiyan_experiment": 1, "scenario": "today""#;
        let path = file(
            &format!("bad_experiment{n}.json"),
            format!("{{{head}, {rest}}}").as_bytes(),
        );
        let said = json(&["experiment", text(&path)], 1);
        let errors = said["errors"].as_array().unwrap();
        for expected in *paths {
            assert!(
                errors.iter().any(|it| it["path"] == *expected),
                "{what}: no {expected} in {errors:?}"
            );
        }
        for error in errors {
            assert!(
                error["message"] != "" && error["remedy"] != "",
                "{what}: {error}"
            );
        }
    }
    let path = place("bad_experiment5.json");
    let said = json(&["experiment", text(&path)], 1).to_string();
    assert!(
        said.contains("8192 points") && said.contains("245760 runs") && said.contains("4096"),
        "{said}"
    );
    // Of 13 factors only halves are known by their generators.
    assert!(
        said.contains("fractional_factorial") && said.contains(": 4096}"),
        "{said}"
    );
    // Two years of warm-up and three of window a run: 1 228 800 county-years, a hundred a second.
    assert!(
        said.contains("5 a run") && said.contains("3 hours on one core"),
        "{said}"
    );
    let path = place("bad_experiment3.json");
    let said = json(&["experiment", text(&path)], 1).to_string();
    assert!(
        said.contains("world.demand"),
        "the nearest path is named: {said}"
    );

    for (content, path) in [
        ("", ""),
        ("[1]", ""),
        ("{}", "tuiyan_experiment"),
        (r#"{"tuiyan_experiment": 2}"#, "tuiyan_experiment"),
        (r#"{"a": 1, "a": 1}"#, ""),
    ] {
        let bad = file("no_experiment.json", content.as_bytes());
        let said = json(&["experiment", text(&bad)], 1);
        assert_eq!(said["errors"][0]["path"], path, "{content}");
    }
    let scenario = file(
        "bad_scenario_of_experiment.json",
        format!(r#"{{"tuiyan_experiment": 1, "scenario": "tody", {demand}, {full}}}"#).as_bytes(),
    );
    let said = json(&["experiment", text(&scenario)], 1);
    assert_eq!(said["errors"][0]["path"], "scenario");
    assert!(said.to_string().contains("today"), "{said}");
    json(&["experiment", "no/such/experiment.json"], 1);
    let good = written("good.json", &format!("{demand}, {full}"));
    let output = tuiyan(&["experiment", text(&good), "--out", "no/such/folder/f.json"]);
    assert_eq!(status(&output), 2);
}

#[test]
fn shards_that_do_not_belong_together_are_refused_by_name() {
    let folder = folder("refused_shards");
    let rest = r#""factors": { "d": { "path": "world.demand", "levels": [1, 1.1] } }, "design": { "kind": "one_way" }"#;
    let experiment = written("refused_shards.json", rest);
    let shards = four(&experiment, &folder);
    let [one, two, three, four] = [0, 1, 2, 3].map(|it| shards[it].as_path());
    let says = |said: &[(String, String)], path: &str, part: &str| {
        assert!(
            said.iter().any(|it| it.0 == path && it.1.contains(part)),
            "{path}: {part}: {said:?}"
        );
    };

    let said = refused(&[one, four]);
    assert_eq!(said.len(), 2, "{said:?}");
    says(&said, "shard 2/4", "missing");
    says(&said, "shard 3/4", "missing");

    let said = refused(&[one, two, three, four, two]);
    assert_eq!(said.len(), 1, "{said:?}");
    says(&said, text(two), "2/4");

    // Of another experiment, first or last; what differs may be as little as the contents of a scenario's file.
    let county = |demand: &str| {
        let text =
            format!(r#"{{"tuiyan": 1, "extends": "today", "world": {{"demand": {demand}}}}}"#);
        file("refused_shards/county.json", text.as_bytes())
    };
    let of_file = format!(
        r#"{{"tuiyan_experiment": 1, "scenario": "{}", "replications": 2, "years": 0.1, "design": {{"kind": "one_way"}},
            "factors": {{"m": {{"path": "meetings.executive.every_days", "levels": [10, 20]}}}}}}"#,
        text(&county("1")).replace('\\', "/")
    );
    let of_file = file("refused_shards/of_file.json", of_file.as_bytes());
    let foreign: Vec<PathBuf> = (1..=3)
        .map(|it| folder.join(format!("foreign{it}.json")))
        .collect();
    shard(&of_file, "1/3", &foreign[0]);
    shard(&of_file, "2/3", &foreign[1]);
    county("2");
    shard(&of_file, "3/3", &foreign[2]);
    let said = refused(&[&foreign[2], &foreign[0], &foreign[1]]);
    says(&said, text(&foreign[2]), "another experiment");
    says(&said, "shard 3/3", "missing");
    let said = refused(&[&foreign[0], one, two, three, four]);
    assert_eq!(said.len(), 1, "{said:?}");
    says(&said, text(&foreign[0]), "another experiment");
    let half = folder.join("half.json");
    shard(&experiment, "1/2", &half);
    let said = refused(&[one, two, three, four, &half]);
    says(&said, text(&half), "one of 2 shards");

    let whole = fs::read_to_string(two).unwrap();
    let damaged = folder.join("damaged.json");
    let digest = whole.find("\"digest\":\"").unwrap() + 10;
    let other = |from: &str, to: &str| whole.replacen(from, to, 1);
    let flipped = {
        let mut bytes = whole.clone().into_bytes();
        bytes[digest] = if bytes[digest] == b'0' { b'1' } else { b'0' };
        String::from_utf8(bytes).unwrap()
    };
    let table = [
        (
            "cut in the middle",
            whole[..whole.len() / 2].to_owned(),
            "cut short",
        ),
        (
            "cut at the end",
            whole[..whole.len() - 3].to_owned(),
            "cut short",
        ),
        ("empty", String::new(), "cut short"),
        ("a digit changed", flipped, "damaged"),
        (
            "a number changed",
            other("\"shard\":2", "\"shard\":3"),
            "damaged",
        ),
        (
            "a key too many",
            other("\"shard\":2", "\"shard\":2,\"x\":1"),
            "damaged",
        ),
        ("no shard", "{\"a\": 1}".to_owned(), "not a shard"),
        ("a result", "[1]".to_owned(), "not a shard"),
        (
            "of another version",
            other("\"version\":\"", "\"version\":\"9."),
            "version 9.",
        ),
    ];
    for (what, content, part) in table {
        fs::write(&damaged, content).unwrap();
        let said = refused(&[one, &damaged, three, four]);
        assert!(
            said.iter()
                .any(|it| it.0 == text(&damaged) && it.1.contains(part)),
            "{what}: {said:?}"
        );
    }
    says(
        &refused(&[one, &folder.join("nowhere.json")]),
        text(&folder.join("nowhere.json")),
        "cannot be read",
    );
}

#[test]
fn a_worker_killed_half_way_costs_only_its_piece() {
    let folder = folder("killed");
    // The shard in question takes some seconds.
    let rest = r#""tuiyan_experiment": 1, "scenario": "today+horizon.warm_up_years=0.25", "replications": 60, "years": 2,
        "factors": { "d": { "path": "world.demand", "levels": [1, 1.1] } }, "design": { "kind": "one_way" }"#;
    let experiment = file("killed/e.json", format!("{{{rest}}}").as_bytes());
    let shards = [1, 2].map(|it| folder.join(format!("s{it}.json")));
    shard(&experiment, "1/2", &shards[0]);
    let call = [
        "experiment",
        text(&experiment),
        "--shard",
        "2/2",
        "--out",
        text(&shards[1]),
    ];
    let mut child = Command::new(env!("CARGO_BIN_EXE_tuiyan"))
        .args(call)
        .env("RAYON_NUM_THREADS", "1")
        .spawn()
        .unwrap();
    // The file that is beside shows that it is at work.
    let is_part = |it: fs::DirEntry| it.file_name().to_string_lossy().ends_with(".part");
    let began = Instant::now();
    while !fs::read_dir(&folder)
        .unwrap()
        .any(|it| is_part(it.unwrap()))
    {
        assert!(began.elapsed() < Duration::from_secs(60), "it never began");
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!shards[1].exists(), "a file that is there is whole");
    let said = refused(&[&shards[0]]);
    assert_eq!(said, [("shard 2/2".to_owned(), "is missing".to_owned())]);
    shard(&experiment, "2/2", &shards[1]);
    let merged = tuiyan(&["merge", text(&shards[0]), text(&shards[1]), "--json"]);
    let whole = tuiyan(&["experiment", text(&experiment), "--json"]);
    assert_eq!(status(&merged), 0, "{}", errors_of(&merged));
    assert!(merged.stdout == whole.stdout);
}

#[test]
#[cfg(unix)]
fn the_guide_runs_as_written() {
    let guide = include_str!("../../../../docs/experiments.md");
    let block = |language: &str| {
        let rest = guide.split(&format!("```{language}\n")).nth(1).unwrap();
        rest.split("```").next().unwrap().to_owned()
    };
    let folder = folder("guide");
    fs::write(folder.join("meetings.json"), block("json")).unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_tuiyan")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let output = Command::new("sh")
        .args(["-e", "-u", "-c", &block("sh")])
        .current_dir(&folder)
        .env("PATH", path)
        .output()
        .unwrap();
    assert_eq!(status(&output), 0, "{}", errors_of(&output));
    assert!(folder.join("result.json").exists());
}

#[test]
fn scenarios_stand_side_by_side_each_as_run_has_it_and_claims_are_the_primaries() {
    let rest = r#""metrics": ["turnaround.lead_time.mean", "turnaround.lead_time.p90", "burden.hours.total"],
        "design": { "kind": "scenarios", "scenarios": {
            "rarer": { "meetings": { "executive": { "every_days": 40 } } },
            "heard": ["mechanisms.participation.enabled=true", "world.demand=1.1"],
            "other": { "extends": "seed", "horizon": { "warm_up_years": 0.25 } },
            "nobody": { "meetings": { "executive": { "members": [] } } }
        } }"#;
    let experiment = written("scenarios.json", rest);
    let result = json(&["experiment", text(&experiment)], 0);
    // In order of the ids, after the scenario as it stands.
    let ids: Vec<&Value> = result["points"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["levels"]["scenario"])
        .collect();
    let expected = [
        Value::Null,
        "heard".into(),
        "nobody".into(),
        "other".into(),
        "rarer".into(),
    ];
    assert_eq!(ids, expected.iter().collect::<Vec<_>>());
    assert_eq!(result["base"], 0);
    assert_eq!(
        result["skipped"],
        serde_json::json!([2]),
        "nobody meets: impossible, the others go on"
    );
    assert_eq!(result["factors"], serde_json::json!({}));
    assert!(result["effects"].is_null());
    let short = "+horizon.warm_up_years=0.25";
    let named = [
        (0, format!("today{short}")),
        (
            1,
            format!("today{short}+mechanisms.participation.enabled=true+world.demand=1.1"),
        ),
        (3, format!("seed{short}")),
        (4, format!("today{short}+meetings.executive.every_days=40")),
    ];
    for (point, scenario) in named {
        let run = json(
            &["run", &scenario, "--replications", "3", "--years", "0.25"],
            0,
        );
        assert_eq!(
            result["points"][point]["digest"], run["digest"],
            "{scenario}"
        );
        assert_eq!(
            result["points"][point]["scenario_hash"],
            run["scenario_hash"]
        );
    }
    // Claims are those primaries that are measured; what is not one is exploratory.
    assert_eq!(
        result["family"],
        serde_json::json!(["turnaround.lead_time.mean", "burden.hours.total"])
    );
    let of_rarer = &result["points"][4]["differences"];
    assert!(of_rarer["burden.hours.total"]["p_adjusted"].is_f64());
    assert!(of_rarer["turnaround.lead_time.p90"]["difference"].is_f64());
    assert!(of_rarer["turnaround.lead_time.p90"]["p_adjusted"].is_null());
    // Another family, if the file says so: fewer claims never have larger p-values.
    let one = rest.replacen('"', "\"family\": [\"burden.hours.total\"], \"", 1);
    let one = json(
        &["experiment", text(&written("scenarios_family.json", &one))],
        0,
    );
    let p = |it: &Value| {
        it["points"][4]["differences"]["burden.hours.total"]["p_adjusted"]
            .as_f64()
            .unwrap()
    };
    assert!(p(&one) <= p(&result));
    assert!(one["points"][4]["differences"]["turnaround.lead_time.mean"]["p_adjusted"].is_null());
}

#[test]
fn what_is_wrong_with_scenarios_is_said_at_once_with_its_place() {
    let thirteen: Vec<String> = (0..13)
        .map(|it| format!("\"s{it}\": [\"world.demand=1\"]"))
        .collect();
    let demand = r#""a": ["world.demand=1.1"]"#;
    let table = [
        (String::new(), r#""design": { "kind": "scenarios" }"#.to_owned(), "design.scenarios"),
        (String::new(), r#""design": { "kind": "scenarios", "scenarios": {} }"#.to_owned(), "design.scenarios"),
        (
            r#""factors": { "d": { "path": "world.demand", "levels": [1, 2] } }, "#.to_owned(),
            format!(r#""design": {{ "kind": "scenarios", "scenarios": {{ {demand} }} }}"#),
            "factors",
        ),
        (
            String::new(),
            format!(r#""design": {{ "kind": "scenarios", "scenarios": {{ {} }} }}"#, thirteen.join(", ")),
            "design.scenarios",
        ),
        (String::new(), r#""design": { "kind": "scenarios", "scenarios": { "a": {} } }"#.to_owned(), "design.scenarios.a"),
        (String::new(), r#""design": { "kind": "scenarios", "scenarios": { "a": ["world.demand"] } }"#.to_owned(), "design.scenarios.a.0"),
        (String::new(), r#""design": { "kind": "scenarios", "scenarios": { "a": { "tuiyan": 9 } } }"#.to_owned(), "design.scenarios.a.tuiyan"),
        // A name that does not exist is a slip of the pen, not a plan that cannot be carried out.
        (String::new(), r#""design": { "kind": "scenarios", "scenarios": { "a": { "world": { "demnd": 2 } } } }"#.to_owned(), "design.scenarios.a"),
        (String::new(), r#""design": { "kind": "scenarios", "scenarios": { "a": ["wrold.demand=2"] } }"#.to_owned(), "design.scenarios.a"),
        (
            r#""family": ["turnaround.backlog.end"], "#.to_owned(),
            format!(r#""design": {{ "kind": "scenarios", "scenarios": {{ {demand} }} }}"#),
            "family.0",
        ),
    ];
    for (n, (rest, design, place)) in table.iter().enumerate() {
        let experiment = written(&format!("scenarios_{n}.json"), &format!("{rest}{design}"));
        let said = json(&["experiment", text(&experiment)], 1);
        let paths: Vec<&Value> = said["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| &it["path"])
            .collect();
        assert_eq!(paths, [place], "{said}");
    }
}

#[test]
fn plausible_counties_say_in_how_many_the_sign_holds_and_shards_the_same() {
    // One that diverts cases: each county is compared over those that both of its arms decide.
    let rest = r#""tuiyan_experiment": 1, "scenario": "today+mechanisms.approval_reform.enabled=true+horizon.warm_up_years=0.25",
        "replications": 3, "years": 0.25, "design": { "kind": "plausible_counties", "points": 6 },
        "metrics": ["turnaround.lead_time.mean", "burden.hours.total"]"#;
    let experiment = file("plausible.json", format!("{{{rest}}}").as_bytes());
    let whole = tuiyan(&["experiment", text(&experiment), "--json"]);
    assert_eq!(status(&whole), 0, "{}", errors_of(&whole));
    let result = one_value(&whole.stdout);
    assert!(result["base"].is_null(), "each county has its own");
    assert_eq!(result["family"], serde_json::json!([]));
    let points = result["points"].as_array().unwrap();
    assert_eq!(points.len(), 14, "six, and the county as assumed");
    for (n, point) in points.iter().enumerate() {
        let levels = serde_json::json!({"change": n % 2 == 1, "county": n / 2});
        assert_eq!(point["levels"], levels);
        assert_eq!(point["differences"].is_null(), n % 2 == 0);
    }
    let plausible = &result["plausible"];
    assert_eq!(keys(plausible), ["assumptions", "counties", "metrics"]);
    let first = &plausible["assumptions"][0];
    assert_eq!(keys(first), ["high", "low", "path", "stated", "whole"]);
    let number = plausible["assumptions"].as_array().unwrap().len();
    assert!(number > 50);
    for county in plausible["counties"].as_array().unwrap() {
        assert_eq!(county.as_array().unwrap().len(), number);
    }
    // The county as assumed is what `compare` has of preset and scenario.
    let short = "+horizon.warm_up_years=0.25";
    let compared = json(
        &[
            "compare",
            &format!("today{short}"),
            &format!("today{short}+mechanisms.approval_reform.enabled=true"),
            "--replications",
            "3",
            "--years",
            "0.25",
        ],
        0,
    );
    let name = "turnaround.lead_time.mean";
    let verdict = &plausible["metrics"][name];
    for key in ["base", "other", "difference", "low", "high", "n", "unit"] {
        let theirs = &compared["others"][0]["metrics"][name][key];
        assert_eq!(&verdict["stated"][key], theirs, "{key}");
    }
    let all = verdict["differences"].as_array().unwrap();
    for (n, it) in all.iter().enumerate() {
        let of_point = &points[2 * n + 3]["differences"][name]["difference"];
        assert!(it.is_f64() && it == of_point);
    }
    let above = all.iter().filter(|it| it.as_f64() > Some(0.0)).count();
    assert_eq!(verdict["above"], above);
    assert_eq!(verdict["counties"], 6);

    let folder = folder("plausible_shards");
    let shards: Vec<PathBuf> = (1..=5)
        .map(|it| folder.join(format!("{it}.json")))
        .collect();
    for (n, out) in shards.iter().enumerate() {
        shard(&experiment, &format!("{}/5", n + 1), out);
    }
    let mut call = vec!["merge", "--json"];
    call.extend(shards.iter().map(|it| text(it)));
    assert!(tuiyan(&call).stdout == whole.stdout);
    let table = tuiyan(&["experiment", text(&experiment)]).stdout;
    let table = String::from_utf8(table).unwrap();
    assert!(
        table.contains(&format!("{number} assumptions vary over 6 counties")),
        "{table}"
    );
    assert!(table.contains(name) && table.contains("decided by"));
}

#[test]
fn plausible_counties_need_a_change_of_a_preset() {
    let whole = place("plausible_whole.json");
    let mut today: Value =
        serde_json::from_str(include_str!("../../../../scenarios/today.json")).unwrap();
    today["mechanisms"]["stand_in"]["enabled"] = true.into();
    fs::write(&whole, today.to_string()).unwrap();
    let table = [
        ("today", "scenario", "changes nothing of its preset"),
        (
            "today+world.demand=1.2",
            "scenario",
            "changes nothing of its preset",
        ),
        (text(&whole), "scenario", "changes no preset"),
        (
            "today+mechanisms.stand_in.enabled=maybe",
            "scenario",
            "mechanisms.stand_in.enabled",
        ),
    ];
    for (n, (scenario, path, message)) in table.into_iter().enumerate() {
        let rest = format!(
            r#"{{"tuiyan_experiment": 1, "scenario": {}, "design": {{ "kind": "plausible_counties" }}}}"#,
            Value::from(scenario)
        );
        let experiment = file(&format!("plausible_{n}.json"), rest.as_bytes());
        let said = json(&["experiment", text(&experiment)], 1);
        let errors = said["errors"].as_array().unwrap();
        assert_eq!(errors.len(), 1, "{said}");
        assert_eq!(errors[0]["path"], path);
        assert!(
            errors[0]["message"].as_str().unwrap().contains(message),
            "{said}"
        );
    }
}

#[test]
fn tables_go_into_files_whole_run_or_merged() {
    let folder = folder("tables");
    let experiment = file("tables/e.json", SMALL.as_bytes());
    let at = |name: &str| folder.join(name);
    let (all, merged) = (at("all"), at("merged"));
    let call = ["experiment", text(&experiment), "--json"];
    let plain = tuiyan(&call).stdout;
    let mut with = call.to_vec();
    with.extend(["--tables", text(&all)]);
    assert!(
        tuiyan(&with).stdout == plain,
        "what is printed stays what it is"
    );
    let read = |place: &Path| fs::read_to_string(place).unwrap();
    let lines = |name: &str| read(&all.join(name)).lines().count();
    // Eight points, three metrics; more demand brings other cases, so the two on turnarounds are there over all roots too.
    assert_eq!(lines("points.csv"), 1 + 8 * 3 + 4 * 2);
    // Six effects on each of two metrics; of the third none can be told.
    assert_eq!(lines("effects.csv"), 1 + 6 + 6 + 1);
    let head = "point,demand,executive,stand_in,metric,value,low,high,n,unit,difference,difference_low,difference_high,variance_ratio,p_adjusted,distinguishable";
    assert_eq!(read(&all.join("points.csv")).lines().next(), Some(head));
    // What was not asked for has the names of its columns.
    for name in [
        "best",
        "front",
        "months",
        "prices",
        "sensitivity",
        "assumptions",
    ] {
        assert_eq!(lines(&format!("{name}.csv")), 1, "{name}");
    }

    let shards = four(&experiment, &folder);
    let mut call = vec!["merge", "--tables", text(&merged)];
    call.extend(shards.iter().map(|it| text(it)));
    assert_eq!(status(&tuiyan(&call)), 0);
    let names = |folder: &Path| -> Vec<String> {
        let entry = |it: std::io::Result<fs::DirEntry>| it.unwrap().file_name().into_string();
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|it| entry(it).unwrap())
            .collect();
        names.sort();
        names
    };
    assert_eq!(names(&all).len(), 8, "nothing half-written is left");
    assert_eq!(names(&all), names(&merged));
    for name in names(&all) {
        assert!(
            read(&all.join(&name)) == read(&merged.join(&name)),
            "{name}"
        );
    }

    // A share has no result yet; a place that cannot be written is said before the work.
    let refused = [
        "experiment",
        text(&experiment),
        "--shard",
        "1/2",
        "--tables",
        text(&all),
    ];
    assert_eq!(status(&tuiyan(&refused)), 2);
    let nowhere = [
        "experiment",
        text(&experiment),
        "--tables",
        text(&experiment),
    ];
    assert_eq!(status(&tuiyan(&nowhere)), 2);
}

#[test]
fn what_the_guide_spreads_by_ray_is_32_points_and_can_be_cut_into_single_pieces() {
    // Ray itself is not here; that shards merge to the same bytes, and that a killed one leaves no file, is above.
    let guide = include_str!("../../../../docs/experiments.md");
    let (_, section) = guide.split_once("## On a cluster: Ray").unwrap();
    let rest = section.split("```json\n").nth(1).unwrap();
    let folder = folder("ray");
    let file = folder.join("mechanisms.json");
    fs::write(&file, rest.split("```").next().unwrap()).unwrap();
    let out = folder.join("last.json");
    shard(&file, "960/960", &out);
    let last: Value = serde_json::from_str(&fs::read_to_string(&out).unwrap()).unwrap();
    let pieces = last["content"]["pieces"].as_array().unwrap();
    assert_eq!(pieces.len(), 1);
    assert_eq!(
        (&pieces[0]["point"], &pieces[0]["replication"]),
        (&31.into(), &29.into())
    );
}
