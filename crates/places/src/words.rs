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
    let own = |text: &str| Some(parts(units(said_by(text, SENTENCES, lang)?, lang), lang));
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

/// What is put into sentences piece by piece: how many, and lists of what there is.
fn parts(said: String, lang: Lang) -> String {
    const PARTS: [(&str, &str); 4] = [
        ("more than ", "超过 "),
        (" runs (", " 个点的 ("),
        ("(resolution ", "(分辨度 "),
        ("(all)", "(全部)"),
    ];
    match lang {
        Lang::En => said,
        Lang::Zh => PARTS
            .iter()
            .fold(said, |said, (en, zh)| said.replace(en, zh)),
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
mod tests;
