//! What the check says of a scenario, in the page's language.
//!
//! The simulator speaks English only and knows nothing of languages. Its sentences are few: each has its words in
//! `locales/problems.yml`, the English being the simulator's own with names for what it puts in.

use county::scenario::Problem;

use crate::i18n::{Lang, pattern, say, word};

/// Sentences, the particular before the general.
const SENTENCES: &[&str] = &[
    "problem.range",
    "problem.range_remedy",
    "problem.near_or_delete",
    "problem.near_or_take_out",
    "problem.near",
    "problem.name_one",
    "problem.no_stage_deleted",
    "problem.no_stage_deleted_remedy",
    "problem.no_stage",
    "problem.no_stage_remedy",
    "problem.no_preset",
    "problem.nobody",
    "problem.nobody_remedy",
    "problem.no_thing",
    "problem.no_path",
    "problem.no_path_near",
    "problem.weights",
    "problem.weights_remedy",
    "problem.weights_value_remedy",
    "problem.version",
    "problem.version_newer",
    "problem.version_newer_remedy",
    "problem.years",
    "problem.years_remedy",
    "problem.date",
    "problem.date_remedy",
    "problem.id",
    "problem.id_remedy",
    "problem.reserved",
    "problem.reserved_remedy",
    "problem.two",
    "problem.two_remedy",
    "problem.magistrates",
    "problem.magistrates_remedy",
    "problem.no_office",
    "problem.no_office_remedy",
    "problem.no_department",
    "problem.no_department_remedy",
    "problem.quorum",
    "problem.quorum_remedy",
    "problem.time",
    "problem.time_remedy",
    "problem.empty_meeting",
    "problem.empty_meeting_remedy",
    "problem.twice",
    "problem.twice_remedy",
    "problem.himself",
    "problem.himself_remedy",
    "problem.no_place",
    "problem.no_place_remedy",
    "problem.outcome",
    "problem.outcome_remedy",
    "problem.empty",
    "problem.empty_remedy",
    "problem.circle",
    "problem.circle_remedy",
    "problem.returns",
    "problem.returns_remedy",
    "problem.no_publication",
    "problem.no_publication_remedy",
    "problem.missing_for_kind",
    "problem.no_meaning_for_kind",
    "problem.take_out",
    "problem.take_out_or_change",
    "problem.missing_for_law",
    "problem.no_meaning_for_law",
    "problem.law_order",
    "problem.law_order_remedy",
    "problem.event",
    "problem.event_remedy",
    "problem.not_a_leader",
    "problem.not_a_leader_remedy",
    "problem.not_a_field",
    "problem.not_a_field_remedy",
    "problem.missing",
    "problem.missing_extend",
    "problem.missing_remedy",
    "problem.kind_remedy",
    "problem.returns_share",
    "problem.key_twice",
    "problem.no_json",
    "problem.no_json_remedy",
    "problem.no_cadence",
    "problem.no_cadence_remedy",
    "problem.two_cadences",
    "problem.two_cadences_remedy",
    "problem.unmanned",
    "problem.unmanned_remedy",
    "problem.turns_days",
    "problem.turns_days_remedy",
    "problem.turns_chairs",
    "problem.turns_chairs_remedy",
    "problem.turns_quorum",
    "problem.turns_quorum_remedy",
    "problem.objections",
    "problem.objections_remedy",
    "problem.objections_days",
    "problem.how_many",
    "problem.how_many_remedy",
    "problem.no_departments",
    "problem.no_departments_remedy",
    "problem.many_traits",
    "problem.many_traits_remedy",
    "problem.no_matter",
    "problem.no_matter_remedy",
    "problem.ends_with_reply",
    "problem.ends_with_reply_remedy",
    "problem.date_of_year",
    "problem.date_of_year_remedy",
    "problem.shares_himself",
    "problem.shares_himself_remedy",
    "problem.ends_with_publication",
    "problem.ends_with_publication_remedy",
    "lawful.not_asked",
    "lawful.not_asked_remedy",
    "lawful.asked_late",
    "lawful.asked_late_remedy",
    "lawful.no_experts",
    "lawful.no_experts_remedy",
    "lawful.experts_late",
    "lawful.experts_late_remedy",
    "lawful.no_risk",
    "lawful.no_risk_remedy",
    "lawful.risk_late",
    "lawful.risk_late_remedy",
    "lawful.no_review",
    "lawful.no_review_remedy",
    "lawful.review_late",
    "lawful.review_late_remedy",
    "lawful.no_report",
    "lawful.no_report_remedy",
    "lawful.report_late",
    "lawful.report_late_remedy",
    "lawful.unpublished",
    "lawful.unpublished_remedy",
    "lawful.no_unit",
    "lawful.no_unit_remedy",
    "lawful.no_inspection",
    "lawful.no_inspection_remedy",
    "lawful.short_comment",
    "lawful.short_comment_remedy",
    "lawful.materials_late",
    "lawful.materials_late_remedy",
    "lawful.short_review",
    "lawful.short_review_remedy",
    "lawful.interested",
    "lawful.interested_remedy",
    "lawful.assessor",
    "lawful.assessor_remedy",
    "lawful.no_forum",
    "lawful.no_forum_remedy",
    "lawful.forum",
    "lawful.forum_remedy",
    "lawful.chief",
    "lawful.chief_remedy",
    "lawful.nobody_speaks",
    "lawful.nobody_speaks_remedy",
    "lawful.not_the_chief",
    "lawful.not_the_chief_remedy",
    "lawful.speaks_first",
    "lawful.speaks_first_remedy",
    "lawful.quorum",
    "lawful.quorum_remedy",
    "lawful.clock",
    "lawful.clock_remedy",
    "lawful.no_clock",
    "lawful.no_clock_remedy",
    "lawful.wait",
    "lawful.wait_remedy",
    "problem.months",
    "problem.months_remedy",
    "problem.no_emergency",
    "problem.no_emergency_remedy",
    "problem.cover",
    "problem.levels",
    "problem.levels_remedy",
    "problem.least_share",
    "problem.least_share_remedy",
    "problem.not_an_office",
    "problem.not_an_office_remedy",
    "problem.hole",
    "problem.hole_remedy",
    "problem.hours_only",
    "problem.hours_only_remedy",
    "problem.quota_order",
    "problem.quota_order_remedy",
    "problem.quotas_idle",
    "problem.quotas_idle_remedy",
    "problem.quotas_unmet",
    "problem.quotas_unmet_remedy",
    "problem.pool_small",
    "problem.seats_many",
    "problem.seats_remedy",
    "problem.no_lottery",
    "problem.panel_interested",
    "problem.panel_interested_remedy",
    "problem.variant",
    "problem.panel_large",
    "problem.panel_large_remedy",
    "problem.materials",
    "problem.materials_remedy",
    "lawful.few_consumers",
    "lawful.few_consumers_remedy",
    "problem.no_confidence",
    "problem.no_confidence_remedy",
    "problem.confidence",
    "problem.confidence_remedy",
    "problem.listens",
    "problem.listens_remedy",
    "problem.no_bending",
    "problem.no_bending_remedy",
    "problem.listens_to_nobody",
    "problem.listens_to_nobody_remedy",
    "problem.listens_sum",
    "problem.listens_sum_remedy",
    "problem.never_meet",
    "problem.never_meet_remedy",
];

/// A problem in the page's language; what has no words there stays as the simulator said it.
#[must_use]
pub fn told(problem: &Problem, lang: Lang) -> Problem {
    Problem {
        path: problem.path.clone(),
        message: sentence(&problem.message, lang),
        remedy: sentence(&problem.remedy, lang),
    }
}

/// A sentence of the simulator in the page's language, one of more sentences than those that a check says; nothing when it is none of them.
#[must_use]
pub fn said_by(text: &str, keys: &[&str], lang: Lang) -> Option<String> {
    if lang == Lang::En {
        return Some(text.to_owned());
    }
    keys.iter().find_map(|key| translated(text, key, lang))
}

/// What the reader of JSON says ("EOF while parsing a string at line 1 column 3"), in the page's language.
#[must_use]
pub fn no_json(said: &str, lang: Lang) -> String {
    let place = said
        .rsplit_once(" at line ")
        .and_then(|(what, place)| Some((what, place.split_once(" column ")?)));
    let Some((what, (line, column))) = place.filter(|_| lang == Lang::Zh) else {
        return said.to_owned();
    };
    let key = if what.starts_with("EOF") {
        "json.unfinished"
    } else if what.starts_with("recursion limit") {
        "json.deep"
    } else {
        "json.wrong"
    };
    let what = word(lang, key);
    say(
        lang,
        "json.at",
        &[("line", line), ("column", column), ("what", &what)],
    )
}

fn sentence(text: &str, lang: Lang) -> String {
    if lang == Lang::En {
        return text.to_owned();
    }
    let translated = SENTENCES.iter().find_map(|key| translated(text, key, lang));
    translated.unwrap_or_else(|| text.to_owned())
}

/// The words under a key, if a text is what the simulator says there.
fn translated(text: &str, key: &str, lang: Lang) -> Option<String> {
    let found = names(&pattern(key), text)?;
    let found: Vec<(&str, String)> = found
        .iter()
        .map(|(name, value)| match name.as_str() {
            "said" => ("said", no_json(value, lang)),
            name => (name, (*value).to_owned()),
        })
        .collect();
    let found: Vec<(&str, &str)> = found.iter().map(|(n, v)| (*n, v.as_str())).collect();
    Some(say(lang, key, &found))
}

/// What stands in `text` where `pattern` has names; none when it is another sentence.
fn names<'a>(pattern: &str, text: &'a str) -> Option<Vec<(String, &'a str)>> {
    let Some((before, rest)) = pattern.split_once("%{") else {
        return (pattern == text).then(Vec::new);
    };
    let (name, after) = rest.split_once('}')?;
    let text = text.strip_prefix(before)?;
    // Up to what follows the name; the last name takes all that is left.
    let next = after.split("%{").next().unwrap_or_default();
    let end = if next.is_empty() {
        text.len()
    } else {
        text.find(next)?
    };
    let mut found = vec![(name.to_owned(), &text[..end])];
    found.extend(names(after, &text[end..])?);
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worker::engine;

    #[test]
    fn sentences_are_recognised_with_what_stands_in_them() {
        let table = [
            ("-3 is not possible here", "-3 在这里不可能"),
            ("write a number from 1 to 366", "写 1 到 366 之间的数"),
            (
                "there is no stage `a` (was it deleted?)",
                "没有环节 `a`（被删掉了？）",
            ),
            ("there is no stage `a`", "没有环节 `a`"),
            ("low ≤ mode ≤ high", "须 low ≤ mode ≤ high"),
            ("adds up to 0.5, not to 1", "合计是 0.5，不是 1"),
            (
                "is missing: bounded confidence needs it",
                "缺了：有限信任要用它",
            ),
            (
                "not readable as JSON: EOF while parsing a string at line 1 column 3",
                "不是 JSON：第 1 行第 3 列，没有写完就结束了",
            ),
            (
                "not readable as JSON: recursion limit exceeded at line 2 column 128",
                "不是 JSON：第 2 行第 128 列，嵌套太深",
            ),
            (
                "not readable as JSON: expected value at line 1 column 1",
                "不是 JSON：第 1 行第 1 列，写法不对",
            ),
            ("something nobody has said", "something nobody has said"),
        ];
        for (en, zh) in table {
            assert_eq!(sentence(en, Lang::Zh), zh);
            assert_eq!(sentence(en, Lang::En), en);
        }
    }

    fn is_chinese(text: &str) -> bool {
        text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
    }

    #[test]
    fn what_is_unlawful_is_told_in_chinese() {
        let folder = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/crates/county/tests/scenario/unlawful"
        );
        let mut read = 0;
        for file in std::fs::read_dir(folder).unwrap() {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            let loaded = county::scenario::load(&text, &[]).unwrap();
            for breach in county::law::review::review(&loaded.after) {
                let zh = told(&breach.as_problem(), Lang::Zh);
                assert!(
                    is_chinese(&zh.message) && is_chinese(&zh.remedy),
                    "{breach:?}"
                );
                read += 1;
            }
        }
        assert!(read >= 10, "only {read} breaches");
    }

    #[test]
    fn what_a_lever_or_a_mended_file_can_get_wrong_is_told_in_chinese() {
        let table = [
            r#"{"meetings": {"executive": {"every_days": -3, "minutes": 0, "at": "9 o'clock", "members": []}}}"#,
            r#"{"mechanisms": {"emergency": {"plan_factor": 2}, "participation": {"panel": 0}}}"#,
            r#"{"procedures": {"major": {"stages": {"drafting": null}}}}"#,
            r#"{"procedures": {"major": {"stages": {"publication": null}}}}"#,
            r#"{"leaders": {"magistrate": {"rank": "deputy"}}}"#,
            r#"{"offices": {"government_office": {"staf": 3}}}"#,
            r#"{"world": {"absences": {"share": 1.5}}}"#,
            r#"{"horizon": {"start": "tomorrow"}}"#,
            r#"{"mechanisms": {"participation": {"hearing_selection": "leximin", "hearing_people": 900, "panel": 60, "hearing_materials_days": 90}}}"#,
            r#"{"mechanisms": {"participation": {"hearing_selection": "leximin"}}, "procedures": {"major": {"stages": {"hearing": {"quotas": {"town": {"least_share": 0.7}, "families": {"least_share": 0.6}}}}}}}"#,
            r#"{"procedures": {"major": {"stages": {"hearing": {"people": 1000, "quotas": {"town": {"least_share": 0.7, "most_share": 0.1}}}}}}}"#,
        ];
        for patch in table {
            let mut file: serde_json::Value = serde_json::from_str(patch).unwrap();
            file["tuiyan"] = 1.into();
            file["extends"] = "today".into();
            let problems = engine::setup(&file.to_string(), 1.0).err().unwrap();
            assert!(!problems.is_empty(), "{patch}");
            for problem in problems {
                let zh = told(&problem, Lang::Zh);
                let chinese =
                    |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
                assert!(chinese(&zh.message) && chinese(&zh.remedy), "{problem:?}");
            }
        }
    }
}
