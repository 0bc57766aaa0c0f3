//! Where a lever's number comes from, between what it can be believed, and what is to be known where it stands now.

use serde_json::Value;
use workbench::numbers::{Origin, Source, source};

use super::{Kind, Lever, plain};
use crate::charts::numbers::Unit;
use crate::i18n::{Lang, say, word};
use crate::state::State;

/// What the files of the presets say of articles and published numbers, in English, and the page in both languages; what another file says is
/// shown as it says it.
const SAID: [(&str, &str); 7] = [
    (
        "State Council Decree 713, art. 15: generally at least 30 days",
        "sourced.comment_days",
    ),
    (
        "State Council Decree 713, art. 27: generally at least 7 working days",
        "sourced.legality_days",
    ),
    (
        "price hearing rules: announced 30 days before; State Council Decree 713, art. 16: materials at least 7 days before",
        "sourced.hearing_notice",
    ),
    (
        "price hearing rules 2008: materials 15 days before",
        "sourced.hearing_notice_2008",
    ),
    (
        "16 executive meetings in 2023",
        "sourced.executive_meetings",
    ),
    (
        "the seed document: 原则上每月召开一次",
        "sourced.executive_monthly",
    ),
    ("the seed document: 每天安排一人值班", "sourced.duty"),
];

fn unit_of(lever: &Lever) -> Unit {
    match lever.kind {
        Kind::Number { unit, .. } => unit,
        _ => Unit::Bare,
    }
}

fn end(value: f64, unit: Unit) -> String {
    let end = plain(value, unit);
    match unit {
        Unit::Share => format!("{end}%"),
        _ => end,
    }
}

/// An article or a published number, in the page's language where it is one that the presets name.
fn cited(key: &str, said: &str, lang: Lang) -> String {
    let known = SAID.iter().find(|it| it.0 == said);
    let text = known.map_or_else(|| said.to_owned(), |it| word(lang, it.1));
    say(lang, key, &[("text", &text)])
}

/// What a file says of where the number at a path comes from, in words; `unit` is the number's own.
#[must_use]
pub fn said(found: &Source, path: &str, unit: Unit, lang: Lang) -> String {
    match found.origin {
        Origin::Article => return cited("source.article", found.said, lang),
        Origin::Published => return cited("source.published", found.said, lang),
        Origin::Assumption => {}
    }
    // Of a number its ends, in its own unit; of a prefix a factor on all that stands under it.
    let (key, unit) = match found.is_of(path) {
        true => ("source.assumption_range", unit),
        false => ("source.assumption_factor", Unit::Bare),
    };
    match found.low.zip(found.high) {
        None => word(lang, "source.assumption"),
        Some((low, high)) => say(
            lang,
            key,
            &[("low", &end(low, unit)), ("high", &end(high, unit))],
        ),
    }
}

/// Where the number at a path comes from.
#[must_use]
pub fn told(state: &State, path: &str, unit: Unit) -> String {
    let lang = state.lang;
    source(state.scenario(), path).map_or_else(
        || word(lang, "source.none"),
        |it| said(&it, path, unit, lang),
    )
}

/// What is to be said of a lever: the article that speaks of what it chooses, and where its number comes from. None where the county simply
/// chooses.
#[must_use]
pub fn of(state: &State, lever: &Lever) -> Option<String> {
    let lang = state.lang;
    let key = format!("lever.{}.law", lever.key);
    let law = Some(word(lang, &key)).filter(|it| *it != key);
    let number = matches!(lever.kind, Kind::Number { .. });
    let told = number.then(|| told(state, lever.path, unit_of(lever)));
    match (law, told) {
        (Some(law), Some(told)) => Some(law + lang.of("", " ") + &told),
        (law, told) => law.or(told),
    }
}

/// Between what the number of a lever can be believed, where its file says so of an assumption.
fn believed(state: &State, lever: &Lever) -> Option<[f64; 2]> {
    let found = source(state.scenario(), lever.path)?;
    let (low, high) = found.low.zip(found.high)?;
    let factor = match found.is_of(lever.path) {
        true => 1.0,
        false => state.preset_value(lever.path)?.as_f64()?,
    };
    (found.origin == Origin::Assumption).then_some([low * factor, high * factor])
}

/// What is to be known of a lever where it stands now: that its number is outside of what can be believed, or that the rule makes no use of
/// it.
#[must_use]
pub fn remarks(state: &State, lever: &Lever) -> Vec<String> {
    let lang = state.lang;
    let mut remarks = Vec::new();
    let value = state.value(lever.path);
    if let Some((value, [low, high])) = value.and_then(Value::as_f64).zip(believed(state, lever))
        && !(low - 1e-9..=high + 1e-9).contains(&value)
    {
        let unit = unit_of(lever);
        let ends = [low, high].map(|it| end(it, unit));
        let names = [("low", ends[0].as_str()), ("high", &ends[1])];
        remarks.push(say(lang, "lever.outside", &names));
    }
    let rule = lever.path.strip_suffix("secret");
    let rule = rule.and_then(|it| state.value(&format!("{it}rule")));
    if rule.and_then(Value::as_str) == Some("chief") {
        remarks.push(word(lang, "lever.secret.chief"));
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::levers::{Group, LEVERS, at};
    use crate::state::{Moment, Presets, Theme};
    use serde_json::json;

    #[test]
    fn every_assumption_about_the_world_says_where_it_comes_from() {
        let presets: Presets = crate::worker::engine::presets().into();
        for preset in presets.iter() {
            for lang in Lang::ALL {
                let moment = Moment::of(&preset.id);
                let state = State::new(presets.clone(), moment, lang, Theme::System);
                let there = |lever: &&Lever| state.value(lever.path).is_some();
                let world = LEVERS
                    .iter()
                    .filter(|it| it.group == Group::World)
                    .filter(there);
                for path in world.map(|it| it.path) {
                    let said = told(&state, path, Unit::Bare);
                    assert_ne!(said, word(lang, "source.none"), "{path}");
                    assert!(said.starts_with(lang.of("假定", "Assumption")), "{said}");
                }
            }
        }
    }

    #[test]
    fn the_range_of_a_number_is_told_apart_from_a_factor_on_many() {
        let presets: Presets = crate::worker::engine::presets().into();
        let state = State::new(presets, Moment::of("today"), Lang::Zh, Theme::System);
        for (path, said) in [
            ("world.demand", "假定；可信的范围是 50%–150%。"),
            (
                "world.response.adopted_share",
                "假定；可信的范围是所写的 0.3–2 倍。",
            ),
            (
                "mechanisms.participation.comment_days",
                "条文：《重大行政决策程序暂行条例》（2019 年）第十五条：一般不少于 30 日。",
            ),
            (
                "meetings.executive.every_days",
                "公布的数字：有的县 2023 年开常务会议 16 次。",
            ),
            ("nothing.at.all", "没有写明来源。"),
        ] {
            assert_eq!(told(&state, path, Unit::Share), said, "{path}");
        }
    }

    fn state(patch: Value) -> State {
        let presets: Presets = crate::worker::engine::presets().into();
        let moment = Moment {
            patch: patch.as_object().cloned().unwrap_or_default(),
            ..Moment::of("today")
        };
        State::new(presets, moment, Lang::Zh, Theme::System)
    }

    #[test]
    fn no_preset_stands_outside_of_what_can_be_believed() {
        let presets: Presets = crate::worker::engine::presets().into();
        for preset in presets.iter() {
            let moment = Moment::of(&preset.id);
            let state = State::new(presets.clone(), moment, Lang::Zh, Theme::System);
            for lever in LEVERS.iter().filter(|it| it.key != "secret") {
                assert_eq!(
                    remarks(&state, lever),
                    Vec::<String>::new(),
                    "{}",
                    lever.path
                );
            }
        }
    }

    #[test]
    fn what_levers_say_of_their_numbers_is_in_the_language_of_the_page() {
        let presets: Presets = crate::worker::engine::presets().into();
        for preset in presets.iter() {
            let moment = Moment::of(&preset.id);
            let state = State::new(presets.clone(), moment, Lang::En, Theme::System);
            for lever in LEVERS.iter().filter(|it| state.value(it.path).is_some()) {
                let said = of(&state, lever).unwrap_or_default();
                assert!(
                    said.chars().all(|c| c < '\u{2e80}'),
                    "{}: {said}",
                    lever.path
                );
                let known = source(state.scenario(), lever.path);
                if let Some(known) = known.filter(|it| it.origin != Origin::Assumption) {
                    let text = known.said;
                    assert!(SAID.iter().any(|it| it.0 == text), "{text}: not in Chinese");
                }
            }
        }
    }

    #[test]
    fn what_is_outside_of_what_can_be_believed_says_so() {
        for (patch, path, said) in [
            (
                json!({"world": {"demand": 1.6}}),
                "world.demand",
                "超出可信的范围（50%–150%）：结论只能当作试探。",
            ),
            (
                json!({"world": {"absences": {"share": 0.5}}}),
                "world.absences.share",
                "超出可信的范围（6%–19.2%）：结论只能当作试探。",
            ),
        ] {
            let lever = at(path).unwrap();
            assert_eq!(remarks(&state(patch), lever), [said], "{path}");
        }
        let within = state(json!({"world": {"demand": 1.5}}));
        assert!(remarks(&within, at("world.demand").unwrap()).is_empty());
    }

    #[test]
    fn a_secret_vote_under_a_chief_says_what_it_is_then() {
        let secret = at("meetings.executive.discussion.secret").unwrap();
        assert!(remarks(&state(json!({})), secret)[0].starts_with("现在由行政首长决定"));
        let voted = json!({"meetings": {"executive": {"discussion": {"rule": "majority"}}}});
        assert!(remarks(&state(voted), secret).is_empty());
    }

    #[test]
    fn levers_of_procedure_name_their_article_or_their_source() {
        let state = state(json!({}));
        for (path, begins) in [
            (
                "meetings.executive.chair_speaks",
                "《重大行政决策程序暂行条例》",
            ),
            ("procedures.major.stages.legality_review.days", "条文："),
            ("meetings.executive.minutes", "假定；可信的范围是 120–240。"),
        ] {
            let said = of(&state, at(path).unwrap()).unwrap();
            assert!(said.starts_with(begins), "{path}: {said}");
        }
        let lever = at("mechanisms.stand_in.urgent_only").unwrap();
        assert_eq!(of(&state, lever), None);
    }
}
