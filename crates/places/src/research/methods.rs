//! The methods paragraph, the command and the certificate of an experiment: what somebody needs who wants the same again.

use page::charts::numbers::Unit;
use page::i18n::{Lang, say, word};
use page::levers;
use serde_json::Value;

use super::response::said;
use crate::told::Outcome;

/// A paragraph as it would stand in a report: what was varied, how, how often, on which luck, what was concluded by which method, and what the
/// intervals are.
#[must_use]
pub fn paragraph(outcome: &Outcome, file: &Value, by_rule: bool, lang: Lang) -> String {
    let kind = text(&outcome.design, "kind");
    let design = word(lang, &format!("research.kind.{kind}"));
    let mut said = say(
        lang,
        "research.methods",
        &[
            ("scenario", &outcome.scenario),
            ("version", &outcome.version),
            ("what", &varied(outcome, file, lang)),
            ("design", &design),
            ("points", &outcome.points.len().to_string()),
            ("n", &outcome.replications.to_string()),
            ("years", &levers::plain(outcome.years, Unit::Bare)),
            ("warm_up", &levers::plain(outcome.warm_up_years, Unit::Bare)),
            ("seed", &outcome.seed.to_string()),
            ("metrics", &outcome.metrics.join(lang.of("、", ", "))),
        ],
    );
    said.push_str(&concluded(outcome, lang));
    if let Some(resolution) = number(&outcome.design, "found_resolution") {
        let names = [("resolution", resolution.as_str())];
        said.push_str(&say(lang, "research.methods_fraction", &names));
    }
    said.push_str(&chosen(outcome, file, lang));
    if by_rule {
        said.push_str(&word(lang, "research.methods_rule"));
    }
    let skipped = outcome.skipped.len();
    if skipped > 0 {
        let count = skipped.to_string();
        said.push_str(&say(lang, "research.methods_skipped", &[("count", &count)]));
    }
    if skipped > 0 && outcome.effects.is_some() {
        said.push_str(&word(lang, "research.methods_without"));
    }
    if !outcome.flagged.is_empty() {
        let count = outcome.flagged.len().to_string();
        said.push_str(&say(lang, "research.methods_flagged", &[("count", &count)]));
    }
    said
}

fn text<'a>(object: &'a Value, key: &str) -> &'a str {
    object.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn number(object: &Value, key: &str) -> Option<String> {
    let number = object.get(key).and_then(Value::as_f64)?;
    Some(levers::plain(number, Unit::Bare))
}

/// What was varied: factors with their levels, plans with their changes, everybody's hours, what is assumed.
fn varied(outcome: &Outcome, file: &Value, lang: Lang) -> String {
    let list = |items: Vec<String>| items.join(lang.of("；", "; "));
    let step = number(&outcome.design, "step").unwrap_or_default();
    match text(&outcome.design, "kind") {
        "scenarios" => {
            let plans = outcome.design.get("scenarios").and_then(Value::as_object);
            let plan = |(name, patch): (&String, &Value)| {
                let lines = patch.as_array().into_iter().flatten();
                let lines: Vec<&str> = lines.filter_map(Value::as_str).collect();
                let changes = match patch.is_array() {
                    true => lines.join(lang.of("，", ", ")),
                    false => patch.to_string(),
                };
                say(
                    lang,
                    "research.methods_plan",
                    &[("name", name), ("changes", &changes)],
                )
            };
            let plans = list(plans.into_iter().flatten().map(plan).collect());
            say(lang, "research.methods_plans", &[("plans", &plans)])
        }
        "shadow_prices" => say(lang, "research.methods_hours", &[("step", &step)]),
        "plausible_counties" => {
            let assumed = outcome
                .plausible
                .as_ref()
                .map_or(0, |it| it.assumptions.len());
            let names = [("count", assumed.to_string())];
            say(
                lang,
                "research.methods_assumed",
                &[(names[0].0, &names[0].1)],
            )
        }
        _ => {
            let factors = file.get("factors").and_then(Value::as_object);
            let factors = factors.into_iter().flatten();
            let factors = list(factors.map(|it| factor(it, lang)).collect());
            say(lang, "research.methods_factors", &[("factors", &factors)])
        }
    }
}

fn factor((name, it): (&String, &Value), lang: Lang) -> String {
    let levels: Vec<String> = match it.get("levels").and_then(Value::as_array) {
        Some(levels) => levels.iter().map(|it| said(it, lang)).collect(),
        None => {
            let end = |key: &str| it.get(key).map_or_else(String::new, |it| said(it, lang));
            vec![format!("{}–{}", end("low"), end("high"))]
        }
    };
    let called = levers::name_of(text(it, "path"), lang);
    let levels = levels.join(lang.of("、", ", "));
    say(
        lang,
        "research.methods_factor",
        &[("called", &called), ("name", name), ("levels", &levels)],
    )
}

/// How the design concludes, and what its intervals and corrections are.
fn concluded(outcome: &Outcome, lang: Lang) -> String {
    let of = |key: &str| number(&outcome.design, key).unwrap_or_default();
    let confidence = percent(outcome.confidence);
    let family = outcome.family.as_deref().filter(|it| !it.is_empty());
    let family = family.map(|it| it.join(lang.of("、", ", ")));
    let key = match text(&outcome.design, "kind") {
        "morris" => "research.methods_morris",
        "sobol" => "research.methods_sobol",
        "shadow_prices" => "research.methods_prices",
        "plausible_counties" => "research.methods_plausible",
        _ => match (&outcome.family, &family) {
            (None, _) => "research.methods_compared",
            (Some(_), Some(_)) => "research.methods_family",
            (Some(_), None) => "research.methods_explored",
        },
    };
    let names = [
        ("confidence", confidence.as_str()),
        ("trajectories", &of("trajectories")),
        ("levels", &of("levels")),
        ("rows", &of("points")),
        ("family", &family.unwrap_or_default()),
    ];
    say(lang, key, &names)
}

/// What a file has asked of the points beside.
fn chosen(outcome: &Outcome, file: &Value, lang: Lang) -> String {
    let mut said = String::new();
    if let Some(best) = &outcome.best {
        let zone = levers::plain(best.zone, Unit::Bare);
        let names = [("metric", best.metric.as_str()), ("zone", &zone)];
        said.push_str(&say(lang, "research.methods_best", &names));
    }
    if let Some(front) = &outcome.front {
        let goals = front.goals.iter().map(|it| it.metric.as_str());
        let goals = goals.collect::<Vec<_>>().join(lang.of("、", ", "));
        said.push_str(&say(lang, "research.methods_front", &[("goals", &goals)]));
    }
    if let Some(months) = number(file, "months") {
        said.push_str(&say(
            lang,
            "research.methods_months",
            &[("months", &months)],
        ));
    }
    said
}

/// 0.95 as "95%", 0.98267 as "98.27%".
fn percent(confidence: f64) -> String {
    let text = format!("{:.2}", confidence * 100.0);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

/// The experiment's file as it was run: by a stopping rule, with the replications and the confidence it ended with.
#[must_use]
pub fn as_run(file: &str, outcome: &Outcome) -> Value {
    let mut file: Value = serde_json::from_str(file).unwrap_or_default();
    if let Some(object) = file.as_object_mut() {
        object.insert("replications".to_owned(), outcome.replications.into());
        if (outcome.confidence - lab::CONFIDENCE).abs() > 1e-12 {
            object.insert("confidence".to_owned(), outcome.confidence.into());
        }
    }
    file
}

/// The name of the experiment's file.
pub const FILE: &str = "tuiyan-experiment.json";

/// The command that gives the same result, to the last byte.
#[must_use]
pub fn command() -> String {
    format!("tuiyan experiment {FILE} --json")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The paragraph of an experiment of today's county that is read and outlined, and not run.
    fn paragraph_of(rest: &str, lang: Lang) -> String {
        let file = format!(
            r#"{{"tuiyan_experiment": 1, "scenario": "today", "replications": 12, "years": 0.5, "seed": 7, {rest}}}"#
        );
        let spec = experiment::read(&file).unwrap_or_else(|it| panic!("{it:?}\n{file}"));
        let source = experiment::Source::preset("today", Vec::new());
        let prepared = experiment::prepare(spec, &source, &experiment::OneCore).unwrap();
        let outcome = experiment::outcome(&prepared.outline, &[], &experiment::OneCore);
        let outcome: Outcome = serde_json::from_str(&outcome.json()).unwrap();
        paragraph(&outcome, &serde_json::from_str(&file).unwrap(), false, lang)
    }

    #[test]
    fn it_says_of_each_design_what_was_done() {
        let ends = r#""factors": {"demand": {"path": "world.demand", "low": 0.9, "high": 1.1}}"#;
        let levels = r#""factors": {"demand": {"path": "world.demand", "levels": [1, 1.5]}, "on": {"path": "mechanisms.stand_in.enabled", "levels": [false, true]}}"#;
        let table: [(String, &[&str], &[&str]); 7] = [
            (format!(r#"{levels}, "design": {{"kind": "full_factorial"}}"#), &["1、1.5", "全部组合", "Holm", "4 个县"], &["μ", "Sobol", "秩相关"]),
            (format!(r#"{ends}, "design": {{"kind": "morris"}}, "metrics": ["burden.hours.total"]"#), &["0.9–1.1", "10 条路径", "4 级", "μ*", "没有校正"], &["Holm"]),
            (format!(r#"{ends}, "design": {{"kind": "sobol", "points": 8}}"#), &["8 行", "Sobol", "Jansen", "自助法"], &["Holm", "μ"]),
            (r#""design": {"kind": "shadow_prices", "step": 2}"#.to_owned(), &["2 小时", "中心差商", "Holm"], &["改动的参数"]),
            (
                r#""design": {"kind": "scenarios", "scenarios": {"甲": ["world.demand=1.5"], "乙": {"extends": "seed"}}}, "months": 3"#.to_owned(),
                &["甲（world.demand=1.5）", "乙（{\"extends\":\"seed\"}）", "3 个县", "turnaround.lead_time.mean", "3 个月"],
                &["改动的参数"],
            ),
            (
                format!(r#"{levels}, "design": {{"kind": "one_way"}}, "family": ["burden.hours.total"], "best": {{"metric": "burden.hours.total", "goal": "least", "zone": 40}}"#),
                &["只有 burden.hours.total", "Kim", "40"],
                &[],
            ),
            (format!(r#"{levels}, "design": {{"kind": "one_way"}}, "family": []"#), &["没有校正"], &["用 Holm 法"]),
        ];
        for (rest, has, has_not) in table {
            let said = paragraph_of(&rest, Lang::Zh);
            for must in has.iter().chain(&["today", "种子 7", "重复 12 次", "95%"]) {
                assert!(said.contains(must), "{must}: {said}");
            }
            for not in has_not {
                assert!(!said.contains(not), "{not}: {said}");
            }
            let english = paragraph_of(&rest, Lang::En);
            assert!(!english.contains("%{") && !said.contains("%{"), "{english}");
        }
    }

    #[test]
    fn confidence_is_written_as_far_as_it_goes() {
        for (value, text) in [(0.95, "95%"), (0.9696, "96.96%"), (0.992, "99.2%")] {
            assert_eq!(percent(value), text);
        }
    }
}
