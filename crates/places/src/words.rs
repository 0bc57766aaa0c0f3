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
    "refused.confounded",
    "refused.replications",
    "refused.few",
    "refused.impossible",
    "refused.impossible_remedy",
    "refused.no_preset",
    "refused.no_preset_remedy",
    "refused.nothing_assumed",
    "refused.no_metric",
];

/// A problem of an experiment, or of its scenario, in the page's language; what has no words there stays as it was said.
#[must_use]
pub fn told(it: &Problem, lang: Lang) -> Problem {
    // What is wrong with the scenario is told with its place: `path` and what the check says of it.
    if let Some((path, message)) = it
        .message
        .strip_prefix('`')
        .and_then(|it| it.split_once("` "))
    {
        let inner = Problem {
            path: path.to_owned(),
            message: message.trim_start_matches(": ").to_owned(),
            remedy: it.remedy.clone(),
        };
        return problem::told(&inner, lang);
    }
    let own = |text: &str| said_by(text, SENTENCES, lang);
    let general = problem::told(it, lang);
    Problem {
        path: it.path.clone(),
        message: own(&it.message).unwrap_or(general.message),
        remedy: own(&it.remedy).unwrap_or(general.remedy),
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

    #[test]
    fn what_is_refused_is_told_in_chinese() {
        let table = [
            lab::parts(&[], "quality.agreement.share").unwrap_err(),
            Refused::TooFew {
                what: "replications",
                needed: 2,
                given: 1,
            },
            Refused::NotANumber {
                what: "the figure",
                at: 3,
            },
            Refused::Constant("outcomes"),
        ];
        for why in table {
            let told = refused(&why.to_string(), Lang::Zh);
            let latin = told.chars().filter(char::is_ascii_alphabetic).count();
            assert!(
                told.chars()
                    .any(|it| ('\u{4e00}'..='\u{9fff}').contains(&it))
                    && latin < 30,
                "{why} → {told}"
            );
            assert_eq!(refused(&why.to_string(), Lang::En), why.to_string());
        }
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
