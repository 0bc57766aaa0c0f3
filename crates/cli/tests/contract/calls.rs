//! Every call, its output and its exit status.

use std::process::Stdio;

use super::*;

fn short(call: &[&str]) -> Value {
    json(&[call, &SHORT].concat(), 0)
}

#[test]
fn presets_lists_ids_and_titles() {
    let listed = json(&["presets"], 0);
    let ids: Vec<&str> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["id"].as_str().unwrap())
        .collect();
    assert!(ids.contains(&"today") && ids.len() == 2, "{ids:?}");
    for preset in listed.as_array().unwrap() {
        assert_eq!(keys(preset), ["id", "title"]);
        assert_eq!(keys(&preset["title"]), ["en", "zh"]);
    }
    let text = String::from_utf8(tuiyan(&["presets"]).stdout).unwrap();
    let first_words: Vec<&str> = text
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert_eq!(first_words, ids, "one a line, id first");
}

#[test]
fn run_prints_its_report() {
    let report = short(&["run", "today", "--seed", "7"]);
    assert_eq!(
        keys(&report),
        [
            "digest",
            "events",
            "events_per_county_year",
            "metrics",
            "replications",
            "scenario",
            "scenario_hash",
            "seed",
            "version",
            "wall_seconds",
            "warm_up_years",
            "years"
        ]
    );
    assert_eq!(report["scenario"], "today");
    assert_eq!(
        (&report["seed"], &report["replications"]),
        (&7.into(), &3.into())
    );
    assert_eq!(
        (&report["years"], &report["warm_up_years"]),
        (&0.5.into(), &0.5.into())
    );
    let events = report["events"].as_u64().unwrap();
    assert_eq!(
        report["events_per_county_year"].as_f64(),
        Some(events as f64 / 3.0)
    );
    let metrics = report["metrics"].as_object().unwrap();
    for (name, metric) in metrics {
        assert_eq!(keys(metric), ["high", "low", "mean", "n", "unit"], "{name}");
        assert_eq!(metric["n"], 3, "{name}");
    }
    let mean = |name: &str| metrics[name]["mean"].as_f64().unwrap();
    let parts: f64 = metrics
        .keys()
        .filter(|it| it.starts_with("turnaround.part."))
        .map(|it| mean(it))
        .sum();
    assert_eq!(
        metrics
            .keys()
            .filter(|it| it.starts_with("turnaround.part."))
            .count(),
        8
    );
    assert!(
        (parts - mean("turnaround.lead_time.mean")).abs() < 1e-9,
        "the parts add up"
    );
    let endings = [
        "completed",
        "refused",
        "withdrawn",
        "diverted",
        "in_progress",
    ];
    let ended: f64 = endings
        .iter()
        .map(|it| mean(&format!("turnaround.{it}")))
        .sum();
    assert!(
        (ended - mean("turnaround.arrivals")).abs() < 1e-9,
        "nothing is dropped"
    );
}

#[test]
fn one_replication_has_no_interval() {
    let report = json(
        &["run", "today", "--replications", "1", "--years", "0.5"],
        0,
    );
    let lead_time = &report["metrics"]["turnaround.lead_time.mean"];
    assert!(lead_time["mean"].is_f64());
    assert!(
        lead_time["low"].is_null() && lead_time["high"].is_null(),
        "{lead_time}"
    );
}

#[test]
fn a_replication_without_a_breach_counts_as_one_without() {
    let report = json(
        &["run", "today", "--replications", "20", "--years", "0.2"],
        0,
    );
    let metrics = report["metrics"].as_object().unwrap();
    let mut by_article = 0.0;
    for (name, metric) in metrics {
        if name.starts_with("compliance.breaches.") {
            by_article += metric["mean"]
                .as_f64()
                .unwrap_or_else(|| panic!("{name} is undefined"));
        }
    }
    let all = metrics["compliance.breaches"]["mean"].as_f64().unwrap();
    assert!(
        all > 0.0 && (by_article - all).abs() < 1e-9,
        "{by_article} of {all}"
    );
}

#[test]
fn compare_prints_pairs() {
    let report = short(&[
        "compare",
        "today",
        "today+meetings.executive.every_days=60",
        "today+world.demand=1.5",
    ]);
    assert_eq!(
        keys(&report),
        ["base", "family", "others", "replications", "seed"]
    );
    assert_eq!(report["base"], "today");
    let family: Vec<&str> = report["family"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it.as_str().unwrap())
        .collect();
    assert_eq!(
        family,
        [
            "turnaround.lead_time.mean",
            "participation.responded.share",
            "quality.agreement.share",
            "burden.hours.total"
        ]
    );
    let others = report["others"].as_array().unwrap();
    assert_eq!(others.len(), 2);
    for other in others {
        assert_eq!(keys(other), ["metrics", "scenario"]);
        for (name, metric) in other["metrics"].as_object().unwrap() {
            assert_eq!(
                keys(metric),
                [
                    "base",
                    "difference",
                    "distinguishable",
                    "high",
                    "low",
                    "n",
                    "other",
                    "p_adjusted",
                    "unit",
                    "variance_ratio"
                ],
                "{name}"
            );
            assert_eq!(
                metric["p_adjusted"].is_number(),
                family.contains(&name.as_str()),
                "{name}: {metric}"
            );
        }
    }
    let rarer = &others[0]["metrics"]["turnaround.part.waiting_meeting"];
    assert!(
        rarer["difference"].as_f64().unwrap() > 0.0,
        "a meeting every 60 days keeps matters waiting: {rarer}"
    );
}

#[test]
fn check_prints_what_it_found() {
    let found = json(&["check", "today"], 0);
    assert_eq!(keys(&found), ["breaches", "errors", "scenario", "warnings"]);
    assert_eq!(found["errors"], Value::Array(vec![]));
    assert_eq!(found["breaches"], Value::Array(vec![]));
}

#[test]
fn check_names_breaches_of_law_with_article_place_and_remedy_and_they_run() {
    let unlawful = "today+mechanisms.participation.comment_days=10";
    let found = json(&["check", unlawful], 1);
    assert_eq!(found["errors"], Value::Array(vec![]));
    let breach = &found["breaches"][0];
    assert_eq!(keys(breach), ["article", "message", "path", "remedy"]);
    assert_eq!(breach["article"], "major_decisions_15");
    let path = "procedures.major.stages.public_comment.days";
    assert_eq!(breach["path"], path);
    json(
        &["run", unlawful, "--replications", "1", "--years", "0.1"],
        0,
    );
}

#[test]
fn the_example_of_the_page_runs() {
    let page = include_str!("../../../../docs/scenario.md");
    let example = page
        .split("```json")
        .nth(1)
        .and_then(|rest| rest.split("```").next())
        .unwrap();
    let path = file("example.json", example.as_bytes());
    let found = json(&["check", path.to_str().unwrap()], 0);
    assert_eq!(found["errors"], Value::Array(vec![]));
}

#[test]
fn schema_is_a_schema() {
    for args in [&["schema"][..], &["schema", "--json"]] {
        let output = tuiyan(args);
        assert_eq!(status(&output), 0);
        let schema = one_value(&output.stdout);
        assert!(schema["properties"]["world"].is_object(), "{schema}");
    }
}

#[test]
fn oracle_says_how_each_case_went() {
    let report = json(&["oracle", "working_days"], 0);
    assert_eq!(keys(&report), ["cases", "failed", "passed", "seconds"]);
    let cases = report["cases"].as_array().unwrap();
    assert!(!cases.is_empty());
    for case in cases {
        assert_eq!(
            keys(case),
            [
                "confidence",
                "expected",
                "got",
                "high",
                "kind",
                "low",
                "n",
                "name",
                "source",
                "verdict"
            ]
        );
        assert!(
            case["name"].as_str().unwrap().starts_with("working_days"),
            "{case}"
        );
        assert!(
            ["exact", "interval"].contains(&case["kind"].as_str().unwrap()),
            "{case}"
        );
        assert_eq!(case["verdict"], "pass", "{case}");
    }
    assert_eq!(
        (&report["passed"], &report["failed"]),
        (&cases.len().into(), &0.into())
    );
    let none = tuiyan(&["oracle", "no_such_case"]);
    assert_eq!(status(&none), 2, "a name that picks nothing passes nothing");
}

const COLUMNS: [&str; 12] = [
    "replication",
    "tick",
    "time",
    "event",
    "procedure",
    "case",
    "class",
    "stage",
    "visit",
    "actor",
    "value",
    "note",
];

#[test]
fn log_writes_every_event() {
    let run = json(
        &["run", "today", "--replications", "2", "--years", "0.25"],
        0,
    );
    let events = run["events"].as_u64().unwrap() as usize;
    let log = |format: &str| {
        let out = place(&format!("log.{format}"));
        let name = out.to_str().unwrap();
        let call = [
            "log",
            "today",
            "--replications",
            "2",
            "--years",
            "0.25",
            "--format",
            format,
            "--out",
            name,
        ];
        let output = tuiyan(&call);
        assert_eq!(status(&output), 0, "{}", errors_of(&output));
        std::fs::read_to_string(out).unwrap()
    };
    let csv = log("csv");
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some(COLUMNS.join(",").as_str()));
    assert_eq!(lines.clone().count(), events);
    assert!(
        lines.all(|line| line.split(',').count() == COLUMNS.len()),
        "no field of a preset needs quoting"
    );
    let jsonl = log("jsonl");
    let rows: Vec<Value> = jsonl
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(rows.len(), events);
    let mut sorted = COLUMNS;
    sorted.sort_unstable();
    assert!(rows.iter().all(|row| keys(row) == sorted), "{}", rows[0]);
    let (first, last) = (&rows[0], &rows[rows.len() - 1]);
    assert_eq!(
        (&first["replication"], &last["replication"]),
        (&0.into(), &1.into())
    );
}

#[test]
fn bad_use_is_told_from_bad_input() {
    let table: [(&[&str], i32); 8] = [
        (&["fly"], 2),
        (&["run", "today", "--replications", "0"], 2),
        (&["run", "today", "--set", "no_equals_sign"], 2),
        (&["compare", "today"], 2),
        (
            &[
                "log",
                "today",
                "--years",
                "0.1",
                "--out",
                "no/such/folder/f.csv",
            ],
            2,
        ),
        (&["run", "tody"], 1),
        (&["run", "no/such/file.json"], 1),
        (&["run", "today", "--years", "1000000"], 1),
    ];
    for (args, expected) in table {
        let output = tuiyan(args);
        assert_eq!(
            status(&output),
            expected,
            "{args:?}: {}",
            errors_of(&output)
        );
        assert!(!output.stderr.is_empty(), "{args:?} says why");
        assert!(output.stdout.is_empty(), "{args:?} has no result");
    }
}

#[test]
fn a_reader_who_leaves_is_no_reason_to_panic() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tuiyan"))
        .arg("schema")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((status(&output), errors_of(&output)), (0, String::new()));
}

/// Metrics that `docs/model.md` defines, as patterns: `<…>` stands for one segment or more, and in a cell such as
/// `a.b.mean` `.p50` the second name takes the place of as many last segments.
fn defined() -> Vec<Vec<String>> {
    let page = include_str!("../../../../docs/model.md");
    let mut names: Vec<Vec<String>> = Vec::new();
    for cell in page
        .lines()
        .filter_map(|line| line.strip_prefix('|')?.split('|').next())
    {
        let mut full: Vec<String> = Vec::new();
        for name in cell.split('`').skip(1).step_by(2) {
            let segments: Vec<String> = name
                .trim_start_matches('.')
                .split('.')
                .map(str::to_owned)
                .collect();
            if name.starts_with('.') {
                full.truncate(full.len().saturating_sub(segments.len()));
                full.extend(segments);
            } else {
                full = segments;
            }
            names.push(full.clone());
        }
    }
    names
}

#[test]
fn every_metric_has_its_definition() {
    let defined = defined();
    let fits = |pattern: &[String], name: &[&str]| {
        let open = pattern.iter().position(|it| it.starts_with('<'));
        match open {
            None => pattern.iter().eq(name),
            Some(open) => {
                let tail = &pattern[open + 1..];
                name.len() >= pattern.len()
                    && pattern[..open].iter().eq(&name[..open])
                    && tail.iter().eq(&name[name.len() - tail.len()..])
            }
        }
    };
    for scenario in ["today", "seed+mechanisms.participation.enabled=true"] {
        let report = json(&["run", scenario, "--replications", "2"], 0);
        for name in keys(&report["metrics"]) {
            let segments: Vec<&str> = name.split('.').collect();
            assert!(
                defined.iter().any(|it| fits(it, &segments)),
                "docs/model.md, section 8, does not define {name}"
            );
        }
    }
}
