//! Whatever can be said of experiments is said in both languages.

use super::*;
use lab::Refused;

fn is_chinese(text: &str) -> bool {
    text.chars()
        .any(|it| ('\u{4e00}'..='\u{9fff}').contains(&it))
}

/// One of each sort; whoever adds a sort has to add it here.
fn refusals() -> Vec<Refused> {
    let all = vec![
        Refused::TooFew {
            what: "replications",
            needed: 2,
            given: 1,
        },
        Refused::TooFew {
            what: "points",
            needed: 4,
            given: 1,
        },
        Refused::TooMany {
            what: "runs",
            most: 10,
            given: 20,
            remedy: "take fewer trajectories",
        },
        Refused::Length {
            what: "outputs",
            needed: 3,
            given: 2,
        },
        Refused::NotANumber {
            what: "the figure",
            at: 3,
        },
        Refused::OutOfRange {
            what: "the confidence",
            range: "above 1 over the number of systems, which guessing gives",
            given: 0.1,
        },
        Refused::Constant("the outputs"),
        Refused::Confounded("AB".to_owned()),
        Refused::Whole {
            name: "turnaround.lead_time.p90".to_owned(),
            remedy: "take means",
        },
        lab::parts(&[], "quality.agreement.share").unwrap_err(),
        Refused::Generator {
            word: "ABC".to_owned(),
            wrong: "holds a factor twice",
        },
        Refused::NoFraction {
            factors: 9,
            halvings: 8,
        },
    ];
    for it in &all {
        match it {
            Refused::TooFew { .. }
            | Refused::TooMany { .. }
            | Refused::Length { .. }
            | Refused::NotANumber { .. }
            | Refused::OutOfRange { .. }
            | Refused::Constant(_)
            | Refused::Confounded(_)
            | Refused::Whole { .. }
            | Refused::Generator { .. }
            | Refused::NoFraction { .. } => {}
        }
    }
    all
}

#[test]
fn every_sort_of_refusal_is_told_in_chinese() {
    for why in refusals() {
        let told = refused(&why.to_string(), Lang::Zh);
        let latin = told.chars().filter(char::is_ascii_alphabetic).count();
        assert!(is_chinese(&told) && latin < 30, "{why} → {told}");
        assert_eq!(refused(&why.to_string(), Lang::En), why.to_string());
    }
    let named = format!("{} (A is demand)", Refused::Confounded("A".to_owned()));
    assert!(is_chinese(&refused(&named, Lang::Zh)));
}

/// The texts within quotes of a file of program, its tests and comments aside.
fn literals(code: &str) -> Vec<String> {
    let code = code.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code.lines().map(str::trim_start);
    let code: Vec<&str> = lines.filter(|it| !it.starts_with("//")).collect();
    let code = code.join("\n");
    let (mut found, mut rest) = (Vec::new(), code.as_str());
    while let Some(at) = rest.find('"') {
        let (before, from) = (&rest[..at], &rest[at + 1..]);
        if before.ends_with("r#") {
            let end = from.find("\"#").unwrap();
            found.push(from[..end].to_owned());
            rest = &from[end + 2..];
            continue;
        }
        if before.ends_with('\'') {
            rest = from;
            continue;
        }
        let mut text = String::new();
        let mut chars = from.char_indices();
        let end = loop {
            match chars.next().unwrap() {
                (end, '"') => break end,
                (_, '\\') => text.push(chars.next().unwrap().1),
                (_, it) => text.push(it),
            }
        };
        found.push(text);
        rest = &from[end + 1..];
    }
    found
}

/// Parts of sentences, which are tested whole below.
const PARTS: [&str; 12] = [
    "more than ",
    "; at about {COUNTY_YEARS_A_SECOND} county-years",
    "{number} {unit}",
    "{} runs (",
    "there are {}",
    "list {least} to {most} metrics",
    "there is no such path",
    "is not a field",
    "{} is {name}",
    "{why} (",
    "{{\"extends\"",
    "`{path}` ",
];

#[test]
fn whatever_experiments_say_is_told_in_chinese() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../experiment/src");
    let files = [
        "file",
        "file/asked",
        "file/reader",
        "design",
        "names",
        "outline",
        "plausible",
        "points",
        "prices",
        "sensitive",
        "months",
        "best",
        "front",
        "result",
        "scenarios",
        "source",
        "named",
    ];
    let mut read = 0;
    for file in files {
        let code = std::fs::read_to_string(format!("{folder}/{file}.rs")).unwrap();
        for text in literals(&code) {
            let is_sentence =
                text.contains(' ') && text.contains(|it: char| it.is_ascii_lowercase());
            let is_part = PARTS.iter().any(|it| text.starts_with(it));
            if !is_sentence || is_part && !text.contains("docs/") {
                continue;
            }
            // What is put in, be 7.
            let mut said = String::new();
            let text = text.replace("{{", "\u{1}").replace("}}", "\u{2}");
            let mut rest = text.as_str();
            while let Some((before, after)) = rest.split_once('{') {
                let name = after.split('}').next().unwrap_or_default();
                let is_name = name
                    .chars()
                    .all(|it| it.is_ascii_alphanumeric() || it == '_');
                said.push_str(before);
                if is_name {
                    said.push('7');
                    rest = &after[name.len() + 1..];
                } else {
                    said.push('{');
                    rest = after;
                }
            }
            said.push_str(rest);
            let said = said.replace('\u{1}', "{").replace('\u{2}', "}");
            let problem = Problem {
                path: String::new(),
                message: said.clone(),
                remedy: String::new(),
            };
            let zh = told(&problem, Lang::Zh).message;
            assert!(is_chinese(&zh), "{file}: {said}");
            read += 1;
        }
    }
    assert!(read > 90, "only {read} sentences");
}

#[test]
fn files_that_are_wrong_in_many_ways_are_told_in_chinese() {
    let table = [
        r#"{"scenario": 3, "seed": -1, "replications": 0, "years": 0, "confidence": 2, "metric": 1, "design": {"kind": "morris", "levels": 3, "runs": 2}, "factors": {"a": {"path": "", "levels": [1]}, "b": {"path": "x", "low": 2, "high": 1}, "c": {"path": "x.y", "low": 1, "high": 2.5, "whole": true}, "d": 1, "e": {"path": "z"}}}"#,
        r#"{"scenario": "today", "design": {"kind": "fractional_factorial"}, "metrics": [], "family": 1, "best": {"metric": "no", "goal": "up", "zone": 0}, "front": [1], "months": 99}"#,
        r#"{"scenario": "today", "design": {"kind": "scenarios", "scenarios": {"": {}, "a": ["x"], "b": {"tuiyan": 7}}}, "replications": 3, "best": {"metric": "turnaround.lead_time.p90", "goal": "least"}, "front": [{"metric": "burden.hours.total", "goal": "least"}]}"#,
        r#"{"scenario": "today", "design": {"kind": "plausible_counties"}, "factors": {}, "best": 1, "metrics": ["turnaruond.lead_time.mean", 3]}"#,
        r#"{"scenario": "today", "design": {"kind": "no"}}"#,
        r#"{"scenario": "today", "design": {"kind": "shadow_prices", "step": 0}}"#,
        r#"{"scenario": "today", "design": {"kind": "full_factorial"}, "factors": {"a": {"path": "world.demand", "low": 1, "high": 2}, "b": {"path": "b", "levels": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32]}, "c": {"path": "c", "levels": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32]}, "d": {"path": "d", "levels": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]}}}"#,
        r#"{"scenario": "today", "design": {"kind": "fractional_factorial", "runs": 5}, "factors": {"a": {"path": "world.demand", "low": 1, "high": 2}, "b": {"path": "b", "levels": [1, 2]}}}"#,
        r#"{"scenario": "today", "design": {"kind": "fractional_factorial", "runs": 4}, "factors": {"a": {"path": "world.demand", "levels": [1, 2, 3]}}}"#,
        r#"{"scenario": "today", "design": {"kind": "two_way"}, "months": 36, "years": 1, "metrics": ["turnaround.lead_time.p91"], "factors": {"a": {"path": "wrold.demand", "levels": [1, 2, 3]}}}"#,
    ];
    let mut read = 0;
    for rest in table {
        let file = rest.replacen('{', "{\"tuiyan_experiment\": 1, ", 1);
        let source = experiment::Source::preset("today", Vec::new());
        let problems = experiment::read(&file)
            .and_then(|spec| experiment::prepare(spec, &source, &experiment::OneCore))
            .unwrap_err();
        for it in problems {
            let zh = told(&it, Lang::Zh);
            assert!(is_chinese(&zh.message), "{it:?} → {zh:?}");
            assert!(is_chinese(&zh.remedy), "{it:?} → {zh:?}");
            for english in ["more than", " runs", "(resolution", "(all"] {
                let found = zh.message.contains(english) || zh.remedy.contains(english);
                assert!(!found, "{it:?} → {zh:?}");
            }
            read += 1;
        }
    }
    assert!(read > 40, "only {read} problems");
}

#[test]
fn what_keeps_an_experiment_from_being_run_is_told_in_chinese_with_its_place() {
    let refused = |file: &str, scenario: &str| {
        let source = experiment::Source::text(scenario, Vec::new());
        let spec = experiment::read(file).unwrap();
        experiment::prepare(spec, &source, &experiment::OneCore).unwrap_err()
    };
    let levels = r#"{"tuiyan_experiment": 1, "scenario": "today", "factors": {"days": {"path": "meetings.executive.every_days", "levels": [-1, -2]}}, "design": {"kind": "one_way"}}"#;
    let cube = r#"{"tuiyan_experiment": 1, "scenario": "today", "design": {"kind": "plausible_counties"}}"#;
    let today = r#"{"tuiyan": 1, "extends": "today"}"#;
    let broken =
        r#"{"tuiyan": 1, "extends": "today", "meetings": {"executive": {"every_days": -1}}}"#;
    for problems in [refused(levels, today), refused(cube, broken)] {
        assert!(!problems.is_empty());
        for it in problems {
            let zh = told(&it, Lang::Zh);
            let chinese = |text: &str| {
                text.chars()
                    .any(|it| ('\u{4e00}'..='\u{9fff}').contains(&it))
            };
            assert!(
                chinese(&zh.message) && chinese(&zh.remedy),
                "{it:?} → {zh:?}"
            );
        }
    }
}
