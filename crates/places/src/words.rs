//! What the simulator says of experiments, in the page's language: its English is recognised, as `page::words::problem` does it.

use county::scenario::Problem;
use page::i18n::Lang;
use page::words::problem::{self, said_by};

/// Sentences, the particular before the general.
const SENTENCES: &[&str] = &[
    "refused.undefined",
    "refused.alone",
    "refused.whole",
    "refused.not_a_number",
    "refused.constant",
    "refused.confounded_named",
    "refused.confounded",
    "refused.replications",
    "refused.few",
    "refused.impossible",
    "refused.impossible_remedy",
    "refused.no_preset",
    "refused.no_preset_remedy",
    "refused.nothing_assumed",
    "refused.no_metric",
    "refused.is_result",
    "refused.is_result_remedy",
    "refused.is_shard",
    "refused.is_shard_remedy",
    "refused.is_scenario",
    "refused.is_scenario_remedy",
    "refused.file_not_chosen",
    "refused.file_not_chosen_remedy",
    "refused.file_large",
    "refused.file_large_remedy",
    "refused.file_unreadable",
    "refused.file_unreadable_remedy",
    "refused.json_remedy",
    "refused.no_experiment",
    "refused.no_experiment_remedy",
    "refused.no_format",
    "refused.newer",
    "refused.no_version",
    "refused.no_version_remedy",
    "refused.keys",
    "refused.no_key",
    "refused.own_no_object",
    "refused.no_list",
    "refused.no_text",
    "refused.own_missing",
    "refused.own_empty",
    "refused.above_0",
    "refused.whole_from_0",
    "refused.between_0_1",
    "refused.whole_from_to",
    "refused.no_name",
    "refused.nameless",
    "refused.twice",
    "refused.metric_once",
    "refused.level_once",
    "refused.leave_out",
    "refused.leave_them_out",
    "refused.leave_out_levels",
    "refused.leave_out_smaller",
    "refused.leave_out_scenarios",
    "refused.no_place_ends",
    "refused.no_place",
    "refused.two_ends",
    "refused.clash",
    "refused.clash_remedy",
    "refused.no_path",
    "refused.no_bool",
    "refused.no_bool_remedy",
    "refused.whole_with_ends",
    "refused.both",
    "refused.neither",
    "refused.one_level",
    "refused.one_level_remedy",
    "refused.ends_remedy",
    "refused.end_no_number",
    "refused.no_room",
    "refused.whole_ends",
    "refused.end_not_whole",
    "refused.no_kind",
    "refused.odd",
    "refused.no_step",
    "refused.runs_or_resolution",
    "refused.runs_or_resolution_remedy",
    "refused.points_remedy",
    "refused.fraction_levels",
    "refused.fraction_levels_remedy",
    "refused.no_fraction",
    "refused.hypercube_remedy",
    "refused.two_way",
    "refused.two_way_remedy",
    "refused.kinds_remedy",
    "refused.too_large_takes",
    "refused.too_large",
    "refused.fewer_replications",
    "refused.fewer_counties",
    "refused.fewer_holders",
    "refused.fewer_trajectories",
    "refused.take_fraction",
    "refused.take_hypercube",
    "refused.zone_remedy",
    "refused.goals_remedy",
    "refused.goals",
    "refused.among_metrics",
    "refused.not_measured",
    "refused.quantile",
    "refused.quantile_remedy",
    "refused.least_most",
    "refused.least_most_remedy",
    "refused.not_for_choice",
    "refused.needs_replications",
    "refused.months_remedy",
    "refused.asked_of",
    "refused.months_observed",
    "refused.months_observed_remedy",
    "refused.scenarios",
    "refused.scenarios_remedy",
    "refused.no_patch",
    "refused.scenario_version",
    "refused.no_change",
    "refused.family_remedy",
    "refused.no_metrics",
    "refused.metrics_remedy",
    "refused.scenario_remedy",
    "refused.factors_remedy",
    "refused.patches_remedy",
    "refused.kinds",
    "refused.change_remedy",
    "refused.write_or_not",
    "refused.write_object_or_not",
    "refused.write",
    "refused.write_object",
    "refused.names_begin",
    "refused.names_near",
    "refused.there_are_runs",
    "refused.assumed_remedy",
    "refused.only_world",
    "refused.only_world_remedy",
    "refused.no_step_possible",
    "refused.every_point",
    "refused.too_many",
    "refused.length",
    "refused.range",
    "refused.generator",
    "refused.no_generators",
];

/// A problem of an experiment, or of its scenario, in the page's language; what has no words there stays as it was said.
#[must_use]
pub fn told(it: &Problem, lang: Lang) -> Problem {
    let own = |text: &str| Some(units(said_by(text, SENTENCES, lang)?, lang));
    let known = own(&it.message).filter(|_| lang != Lang::En);
    // What is wrong with the scenario is told with its place: `path` and what the check says of it.
    let of_scenario = it.message.strip_prefix('`').filter(|_| known.is_none());
    if let Some((path, message)) = of_scenario.and_then(|it| it.split_once("` ")) {
        let inner = Problem {
            path: path.to_owned(),
            message: message.trim_start_matches(": ").to_owned(),
            remedy: it.remedy.clone(),
        };
        return problem::told(&inner, lang);
    }
    let general = problem::told(it, lang);
    Problem {
        path: it.path.clone(),
        message: known.unwrap_or(general.message),
        remedy: own(&it.remedy).unwrap_or(general.remedy),
    }
}

/// How long something takes is said in English units.
fn units(said: String, lang: Lang) -> String {
    const UNITS: [(&str, &str); 5] = [
        ("year", "年"),
        ("day", "天"),
        ("hour", "小时"),
        ("minute", "分钟"),
        ("second", "秒"),
    ];
    let unit = |it: &&(&str, &str)| {
        said.ends_with(&format!(" {}", it.0)) || said.ends_with(&format!(" {}s", it.0))
    };
    match UNITS.iter().find(unit).filter(|_| lang == Lang::Zh) {
        Some((en, zh)) => {
            let number = said.trim_end_matches('s').trim_end_matches(en);
            format!("{number}{zh}")
        }
        None => said,
    }
}

/// A problem on a line, its place first.
#[must_use]
pub fn sentence(it: &Problem, lang: Lang) -> String {
    let said = without_path(it, lang);
    match it.path.as_str() {
        "" => said,
        path => format!("{path}{}{said}", lang.of("：", ": ")),
    }
}

/// A problem on a line: what it is and what to do.
#[must_use]
pub fn without_path(it: &Problem, lang: Lang) -> String {
    match it.remedy.as_str() {
        "" => it.message.clone(),
        remedy => format!("{}{}{remedy}", it.message, lang.of("，", "; ")),
    }
}

/// Why something cannot be answered, in the page's language.
#[must_use]
pub fn refused(why: &str, lang: Lang) -> String {
    said_by(why, SENTENCES, lang).unwrap_or_else(|| why.to_owned())
}

#[cfg(test)]
mod tests {
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
            "file.rs",
            "file/asked.rs",
            "file/reader.rs",
            "design.rs",
            "names.rs",
            "outline.rs",
            "plausible.rs",
            "points.rs",
            "prices.rs",
            "sensitive.rs",
            "months.rs",
            "best.rs",
            "front.rs",
            "result.rs",
            "scenarios.rs",
            "source.rs",
            "named.rs",
        ];
        let mut read = 0;
        for file in files {
            let code = std::fs::read_to_string(format!("{folder}/{file}")).unwrap();
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
}
