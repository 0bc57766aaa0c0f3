//! The methods paragraph, the command and the certificate of an experiment: what somebody needs who wants the same again.

use page::charts::numbers::Unit;
use page::i18n::{Lang, say, word};
use page::levers;
use serde_json::Value;

use super::response::said;
use crate::told::Outcome;

/// A paragraph as it would stand in a report: what was varied, how, how often, on which luck, and what the intervals are.
#[must_use]
pub fn paragraph(outcome: &Outcome, file: &Value, by_rule: bool, lang: Lang) -> String {
    let list = |items: Vec<String>| items.join(lang.of("；", "; "));
    let factors = file.get("factors").and_then(Value::as_object);
    let factors = factors.into_iter().flatten().map(|(name, it)| {
        let path = it.get("path").and_then(Value::as_str).unwrap_or_default();
        let levels: Vec<String> = match it.get("levels").and_then(Value::as_array) {
            Some(levels) => levels.iter().map(|it| said(it, lang)).collect(),
            None => {
                let end = |key: &str| it.get(key).map_or_else(String::new, |it| said(it, lang));
                vec![format!("{}–{}", end("low"), end("high"))]
            }
        };
        let called = levers::name_of(path, lang);
        let levels = levels.join(lang.of("、", ", "));
        say(
            lang,
            "research.methods_factor",
            &[("called", &called), ("name", name), ("levels", &levels)],
        )
    });
    let kind = outcome
        .design
        .get("kind")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let design = word(lang, &format!("research.kind.{kind}"));
    let skipped = outcome.skipped.len();
    let mut said = say(
        lang,
        "research.methods",
        &[
            ("scenario", &outcome.scenario),
            ("version", &outcome.version),
            ("factors", &list(factors.collect())),
            ("design", &design),
            ("points", &outcome.points.len().to_string()),
            ("n", &outcome.replications.to_string()),
            ("years", &levers::plain(outcome.years, Unit::Bare)),
            ("warm_up", &levers::plain(outcome.warm_up_years, Unit::Bare)),
            ("seed", &outcome.seed.to_string()),
            ("confidence", &percent(outcome.confidence)),
            ("metrics", &outcome.metrics.join(lang.of("、", ", "))),
        ],
    );
    if let Some(resolution) = outcome
        .design
        .get("found_resolution")
        .and_then(Value::as_u64)
    {
        let names = [("resolution", resolution.to_string())];
        said.push_str(&say(
            lang,
            "research.methods_fraction",
            &[(names[0].0, &names[0].1)],
        ));
    }
    if by_rule {
        said.push_str(&word(lang, "research.methods_rule"));
    }
    if skipped > 0 {
        said.push_str(&say(
            lang,
            "research.methods_skipped",
            &[("count", &skipped.to_string())],
        ));
    }
    if !outcome.flagged.is_empty() {
        let count = outcome.flagged.len().to_string();
        said.push_str(&say(lang, "research.methods_flagged", &[("count", &count)]));
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

    #[test]
    fn confidence_is_written_as_far_as_it_goes() {
        for (value, text) in [(0.95, "95%"), (0.9696, "96.96%"), (0.992, "99.2%")] {
            assert_eq!(percent(value), text);
        }
    }
}
