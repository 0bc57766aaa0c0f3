//! Which paths of a scenario the page can move, between what, and in which unit.
//!
//! A lever is a row of a table; what it reads and writes is the scenario. A lever whose path the preset does not have is not
//! offered. The range is that of the slider only: any number may be typed, and the check answers for the rest.

use county::scenario::{json, written};
use serde_json::Value;

use crate::charts::numbers::Unit;
use crate::i18n::{Lang, say, word};

pub mod field;
pub mod panel;
pub mod source;

/// Under which heading a lever stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// 五项机制: the switches.
    Mechanisms,
    /// What the county can rule.
    Procedure,
    /// Who there is to do it.
    People,
    /// What the county does not choose.
    World,
}

/// How a lever moves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// On or off, as a mechanism.
    Switch,
    /// On or off, a detail.
    Check,
    /// A number, between two ends of a slider in steps.
    Number {
        /// Left end, in the scenario's unit.
        low: f64,
        /// Right end.
        high: f64,
        /// Step.
        step: f64,
        /// Unit it is shown in.
        unit: Unit,
    },
    /// One of some words of the scenario.
    Choice(&'static [&'static str]),
}

/// A lever.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lever {
    /// Path in the scenario.
    pub path: &'static str,
    /// Key of its words: `lever.<key>.name`.
    pub key: &'static str,
    /// Heading.
    pub group: Group,
    /// How it moves.
    pub kind: Kind,
}

const fn lever(path: &'static str, key: &'static str, group: Group, kind: Kind) -> Lever {
    Lever {
        path,
        key,
        group,
        kind,
    }
}

const fn number(low: f64, high: f64, step: f64, unit: Unit) -> Kind {
    Kind::Number {
        low,
        high,
        step,
        unit,
    }
}

/// All levers, in the order they stand.
pub const LEVERS: &[Lever] = &[
    lever(
        "mechanisms.approval_reform.enabled",
        "approval_reform",
        Group::Mechanisms,
        Kind::Switch,
    ),
    lever(
        "mechanisms.emergency.enabled",
        "emergency",
        Group::Mechanisms,
        Kind::Switch,
    ),
    lever(
        "mechanisms.stand_in.enabled",
        "stand_in",
        Group::Mechanisms,
        Kind::Switch,
    ),
    lever(
        "mechanisms.participation.enabled",
        "participation",
        Group::Mechanisms,
        Kind::Switch,
    ),
    lever(
        "mechanisms.daily_norms.enabled",
        "daily_norms",
        Group::Mechanisms,
        Kind::Switch,
    ),
    lever(
        "meetings.executive.every_days",
        "every_days",
        Group::Procedure,
        number(5.0, 90.0, 1.0, Unit::Days),
    ),
    lever(
        "meetings.executive.minutes",
        "agenda_minutes",
        Group::Procedure,
        number(30.0, 480.0, 10.0, Unit::Minutes),
    ),
    lever(
        "meetings.executive.items",
        "agenda_items",
        Group::Procedure,
        number(1.0, 30.0, 1.0, Unit::Matters),
    ),
    lever(
        "meetings.executive.agenda_closes_days",
        "agenda_closes",
        Group::Procedure,
        number(0.0, 21.0, 1.0, Unit::Days),
    ),
    lever(
        "mechanisms.participation.comment",
        "comment_scope",
        Group::Procedure,
        Kind::Choice(&["off", "concerned", "all"]),
    ),
    lever(
        "mechanisms.participation.comment_days",
        "comment_days",
        Group::Procedure,
        number(1.0, 90.0, 1.0, Unit::Days),
    ),
    lever(
        "mechanisms.participation.hearing",
        "hearing",
        Group::Procedure,
        Kind::Choice(&["off", "utilities", "vital_interest"]),
    ),
    lever(
        "mechanisms.participation.hearing_notice_days",
        "hearing_notice",
        Group::Procedure,
        number(0.0, 60.0, 1.0, Unit::Days),
    ),
    lever(
        "mechanisms.participation.hearing_selection",
        "hearing_selection",
        Group::Procedure,
        Kind::Choice(&["appointed", "self_selected", "lottery", "leximin"]),
    ),
    lever(
        "mechanisms.participation.deputies",
        "deputies",
        Group::Procedure,
        Kind::Choice(&["off", "concerned", "all"]),
    ),
    lever(
        "mechanisms.participation.experts",
        "experts",
        Group::Procedure,
        Kind::Choice(&["off", "concerned", "all"]),
    ),
    lever(
        "mechanisms.participation.panel",
        "panel",
        Group::Procedure,
        number(1.0, 21.0, 1.0, Unit::People),
    ),
    lever(
        "mechanisms.participation.experts_without_interest",
        "without_interest",
        Group::Procedure,
        Kind::Check,
    ),
    lever(
        "mechanisms.participation.experts_seek_dissent",
        "seek_dissent",
        Group::Procedure,
        Kind::Check,
    ),
    lever(
        "mechanisms.participation.evaluation_called_by.wish_share",
        "evaluation_wish",
        Group::Procedure,
        number(0.0, 1.0, 0.05, Unit::Share),
    ),
    lever(
        "mechanisms.participation.everybody_speaks",
        "everybody_speaks",
        Group::Procedure,
        Kind::Check,
    ),
    lever(
        "meetings.executive.chair_speaks",
        "chair_speaks",
        Group::Procedure,
        Kind::Choice(&["last", "first", "random"]),
    ),
    lever(
        "meetings.executive.discussion.rule",
        "rule",
        Group::Procedure,
        Kind::Choice(&[
            "chief",
            "majority",
            "qualified",
            "consensus",
            "weighted",
            "any_one",
            "inner",
        ]),
    ),
    lever(
        "meetings.executive.discussion.secret",
        "secret",
        Group::Procedure,
        Kind::Check,
    ),
    lever(
        "meetings.executive.discussion.return_margin",
        "return_margin",
        Group::Procedure,
        number(0.0, 2.0, 0.05, Unit::Bare),
    ),
    lever(
        "procedures.major.stages.legality_review.days",
        "legality_days",
        Group::Procedure,
        number(0.0, 30.0, 1.0, Unit::Days),
    ),
    lever(
        "mechanisms.stand_in.after_days",
        "stand_in_after",
        Group::Procedure,
        number(0.0, 14.0, 1.0, Unit::Days),
    ),
    lever(
        "mechanisms.stand_in.urgent_only",
        "stand_in_urgent",
        Group::Procedure,
        Kind::Check,
    ),
    lever(
        "mechanisms.approval_reform.removed_share",
        "removed_share",
        Group::Procedure,
        number(0.0, 1.0, 0.05, Unit::Share),
    ),
    lever(
        "mechanisms.approval_reform.handed_over_share",
        "handed_over_share",
        Group::Procedure,
        number(0.0, 1.0, 0.05, Unit::Share),
    ),
    lever(
        "mechanisms.approval_reform.supervised_share",
        "supervised_share",
        Group::Procedure,
        number(0.0, 1.0, 0.05, Unit::Share),
    ),
    lever(
        "mechanisms.emergency.warning_share",
        "warning_share",
        Group::Procedure,
        number(0.0, 1.0, 0.05, Unit::Share),
    ),
    lever(
        "mechanisms.emergency.drill_hours_per_year",
        "drill_hours",
        Group::Procedure,
        number(0.0, 4000.0, 100.0, Unit::Hours),
    ),
    lever(
        "mechanisms.daily_norms.minutes_days",
        "minutes_days",
        Group::Procedure,
        number(1.0, 30.0, 1.0, Unit::Days),
    ),
    lever(
        "mechanisms.daily_norms.reminders",
        "reminders",
        Group::Procedure,
        number(0.0, 12.0, 1.0, Unit::Times),
    ),
    lever(
        "meetings.reception.every_days",
        "reception_days",
        Group::Procedure,
        number(1.0, 90.0, 1.0, Unit::Days),
    ),
    lever(
        "meetings.reception.turns",
        "reception_turns",
        Group::Procedure,
        Kind::Choice(&["anybody", "portfolio"]),
    ),
    lever(
        "routing.misrouting",
        "misrouting",
        Group::Procedure,
        number(0.0, 1.0, 0.05, Unit::Share),
    ),
    lever(
        "offices.duty.unmanned_share",
        "unmanned",
        Group::People,
        number(0.0, 1.0, 0.05, Unit::Share),
    ),
    lever(
        "offices.petition_bureau.staff",
        "petition_staff",
        Group::People,
        number(1.0, 20.0, 1.0, Unit::People),
    ),
    lever(
        "offices.government_office.staff",
        "office_staff",
        Group::People,
        number(1.0, 12.0, 1.0, Unit::People),
    ),
    lever(
        "offices.justice.staff",
        "justice_staff",
        Group::People,
        number(1.0, 12.0, 1.0, Unit::People),
    ),
    lever(
        "offices.experts.staff",
        "expert_pool",
        Group::People,
        number(5.0, 80.0, 1.0, Unit::People),
    ),
    lever(
        "leaders.magistrate.bound_hours_per_week",
        "magistrate_bound",
        Group::People,
        number(0.0, 35.0, 1.0, Unit::Hours),
    ),
    lever(
        "leaders.executive_deputy.bound_hours_per_week",
        "executive_bound",
        Group::People,
        number(0.0, 35.0, 1.0, Unit::Hours),
    ),
    lever(
        "world.demand",
        "demand",
        Group::World,
        number(0.25, 4.0, 0.05, Unit::Share),
    ),
    lever(
        "world.absences.share",
        "absence_share",
        Group::World,
        number(0.0, 0.6, 0.01, Unit::Share),
    ),
    lever(
        "world.absences.spell_days",
        "absence_spell",
        Group::World,
        number(1.0, 30.0, 1.0, Unit::Days),
    ),
    lever(
        "world.absences.correlation",
        "absence_correlation",
        Group::World,
        number(0.0, 1.0, 0.05, Unit::Share),
    ),
    lever(
        "world.publics.town.reach_share",
        "town_reach",
        Group::World,
        number(0.0, 1.0, 0.01, Unit::Share),
    ),
    lever(
        "world.publics.town.comment_rate",
        "town_comments",
        Group::World,
        number(0.0, 0.01, 0.0001, Unit::Share),
    ),
    lever(
        "world.reception.c",
        "fair_process",
        Group::World,
        number(0.0, 4.0, 0.1, Unit::Bare),
    ),
    lever(
        "world.carrying.fidelity",
        "fidelity",
        Group::World,
        number(0.0, 1.0, 0.05, Unit::Share),
    ),
    lever(
        "world.response.clustering_shape",
        "clustering",
        Group::World,
        number(0.1, 5.0, 0.1, Unit::Bare),
    ),
    lever(
        "world.response.adopted_share",
        "adopted_share",
        Group::World,
        number(0.0, 1.0, 0.01, Unit::Share),
    ),
    lever(
        "world.minds.bends",
        "bends",
        Group::World,
        number(0.0, 1.0, 0.05, Unit::Share),
    ),
    lever(
        "world.minds.chair_bends",
        "chair_bends",
        Group::World,
        number(0.0, 1.0, 0.05, Unit::Share),
    ),
    lever(
        "world.minds.noise",
        "noise",
        Group::World,
        number(0.0, 2.0, 0.05, Unit::Bare),
    ),
    lever(
        "world.minds.interest",
        "interest",
        Group::World,
        number(0.0, 2.0, 0.05, Unit::Bare),
    ),
    lever(
        "world.minds.caution",
        "caution",
        Group::World,
        number(-1.0, 2.0, 0.05, Unit::Bare),
    ),
    lever(
        "world.minds.outside_knowledge",
        "outside_knowledge",
        Group::World,
        number(0.0, 1.0, 0.05, Unit::Share),
    ),
    lever(
        "world.minds.minutes_to_say",
        "minutes_to_say",
        Group::World,
        number(0.5, 20.0, 0.5, Unit::Minutes),
    ),
    lever(
        "meetings.executive.discussion.minutes_per_speaker",
        "minutes_per_speaker",
        Group::World,
        number(0.0, 10.0, 0.5, Unit::Minutes),
    ),
    lever(
        "world.facts.comment_names",
        "comment_names",
        Group::World,
        number(0.0, 0.5, 0.01, Unit::Share),
    ),
    lever(
        "world.facts.expert_finds",
        "expert_finds",
        Group::World,
        number(0.0, 1.0, 0.05, Unit::Share),
    ),
    lever(
        "world.facts.interested_experts",
        "interested_experts",
        Group::World,
        number(0.0, 1.0, 0.05, Unit::Share),
    ),
    lever(
        "world.facts.deputies_know",
        "deputies_know",
        Group::World,
        number(0.0, 0.5, 0.01, Unit::Share),
    ),
    lever(
        "world.minds.answerable.caution",
        "answerable_caution",
        Group::World,
        number(0.0, 1.0, 0.05, Unit::Bare),
    ),
    lever(
        "world.minds.answerable.outspoken",
        "answerable_outspoken",
        Group::World,
        number(0.0, 1.0, 0.05, Unit::Share),
    ),
    lever(
        "world.facts.concealment",
        "concealment",
        Group::World,
        number(0.0, 1.0, 0.05, Unit::Share),
    ),
];

impl Lever {
    /// The switch without which it moves nothing, if there is one.
    #[must_use]
    pub fn needs(&self) -> Option<&'static Lever> {
        let mechanism = self.path.strip_prefix("mechanisms.")?.split('.').next()?;
        let switch = |lever: &&Lever| {
            lever.kind == Kind::Switch && lever.path.split('.').nth(1) == Some(mechanism)
        };
        LEVERS
            .iter()
            .find(switch)
            .filter(|switch| switch.path != self.path)
    }

    /// Its name.
    #[must_use]
    pub fn name(&self, lang: Lang) -> String {
        word(lang, &format!("lever.{}.name", self.key))
    }

    /// Id of its control on the page: `lever-<key>`.
    #[must_use]
    pub fn id(&self) -> String {
        format!("lever-{}", self.key.replace('_', "-"))
    }

    /// A value of the scenario as people read it: "14 天", "开启", "公用事业".
    #[must_use]
    pub fn shown(&self, value: &Value, lang: Lang) -> String {
        match (self.kind, value) {
            (Kind::Switch | Kind::Check, Value::Bool(on)) => {
                word(lang, if *on { "lever.on" } else { "lever.off" })
            }
            (Kind::Choice(_), Value::String(choice)) => {
                word(lang, &format!("choice.{}.{choice}", self.key))
            }
            (Kind::Number { unit, .. }, Value::Number(number)) => {
                let plain = plain(number.as_f64().unwrap_or(f64::NAN), unit);
                match unit {
                    Unit::Share => format!("{plain}%"),
                    Unit::Bare => plain,
                    _ => format!("{plain} {}", unit.word(lang)),
                }
            }
            (_, other) => written(other, false),
        }
    }
}

/// The lever of a path.
#[must_use]
pub fn at(path: &str) -> Option<&'static Lever> {
    LEVERS.iter().find(|lever| lever.path == path)
}

/// What a place of a scenario is called: a lever's name, else its path.
#[must_use]
pub fn name_of(path: &str, lang: Lang) -> String {
    at(path).map_or_else(|| path.to_owned(), |lever| lever.name(lang))
}

/// A value of a scenario at a path as people read it.
#[must_use]
pub fn value_of(path: &str, value: Option<&Value>, lang: Lang) -> String {
    match (at(path), value) {
        (_, None) => word(lang, "differs.nothing"),
        (Some(lever), Some(value)) => lever.shown(value, lang),
        (None, Some(value)) => {
            let text = written(value, false);
            if text.chars().count() > 60 {
                text.chars().take(60).chain(['…']).collect()
            } else {
                text
            }
        }
    }
}

/// A number of the scenario as it is typed: shares in per cent, no digits that say nothing.
#[must_use]
pub fn plain(value: f64, unit: Unit) -> String {
    let shown = if unit == Unit::Share {
        value * 100.0
    } else {
        value
    };
    let text = format!("{shown:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

/// What was typed, as a number of the scenario; none when it is no number.
#[must_use]
pub fn typed(text: &str, unit: Unit) -> Option<Value> {
    let text = text
        .trim()
        .trim_end_matches(['%', '％'])
        .replace(['\u{2212}', '－'], "-")
        .replace('，', ",")
        .replace('．', ".");
    // As an input method for Chinese may write them.
    let plain = |it: char| match it {
        '０'..='９' => char::from(b'0' + (it as u32 - '０' as u32) as u8),
        it => it,
    };
    let text: String = text.chars().map(plain).collect();
    let number = read_number(&text)?;
    let number = if unit == Unit::Share {
        number / 100.0
    } else {
        number
    };
    from_f64(number)
}

/// A number as people type one: with a sign, without a digit before or after the point. Read as the scenario file is, which spares the
/// page a second table of powers.
fn read_number(text: &str) -> Option<f64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    if !digits.contains(|it: char| it.is_ascii_digit()) {
        return None;
    }
    let bare = digits.trim_start_matches('0');
    let cut = bare.len() < digits.len() && !bare.starts_with(|it: char| it.is_ascii_digit());
    let lead = if cut || bare.starts_with('.') {
        "0"
    } else {
        ""
    };
    let written = format!("{sign}{lead}{}", bare.strip_suffix('.').unwrap_or(bare));
    json(&written).ok()?.as_f64()
}

/// A number as the scenario writes it: whole ones without a decimal point, as the presets do.
#[must_use]
pub fn from_f64(number: f64) -> Option<Value> {
    if !number.is_finite() {
        return None;
    }
    // Rounded at a place no scenario uses, so that 0.35 dragged in steps of 0.05 is 0.35.
    let rounded = (number * 1e9).round() / 1e9;
    if rounded.fract() == 0.0 && rounded.abs() < 9e15 {
        return Some(Value::from(rounded as i64));
    }
    serde_json::Number::from_f64(rounded).map(Value::Number)
}

/// A sentence about one change: "常务会议由每 30 天改为每 14 天".
#[must_use]
pub fn told(path: &str, was: Option<&Value>, is: Option<&Value>, lang: Lang) -> String {
    let name = name_of(path, lang);
    let name = if lang == Lang::En {
        small_first(&name)
    } else {
        name
    };
    match (at(path).map(|lever| lever.kind), is) {
        (Some(Kind::Switch), Some(Value::Bool(true))) => {
            say(lang, "change.switched_on", &[("name", &name)])
        }
        (Some(Kind::Switch), Some(Value::Bool(false))) => {
            say(lang, "change.switched_off", &[("name", &name)])
        }
        _ => {
            let (from, to) = (value_of(path, was, lang), value_of(path, is, lang));
            say(
                lang,
                "change.moved",
                &[("name", &name), ("from", &from), ("to", &to)],
            )
        }
    }
}

/// The same with a small first letter, to stand within a sentence.
fn small_first(text: &str) -> String {
    let mut text = text.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_typed_is_what_is_shown() {
        let table = [
            ("14", Unit::Days, Some(json!(14)), "14"),
            ("14.0", Unit::Days, Some(json!(14)), "14"),
            ("14.5", Unit::Days, Some(json!(14.5)), "14.5"),
            ("35%", Unit::Share, Some(json!(0.35)), "35"),
            (" 7 ", Unit::Share, Some(json!(0.07)), "7"),
            ("−3", Unit::Hours, Some(json!(-3)), "-3"),
            ("", Unit::Days, None, ""),
            ("abc", Unit::Days, None, ""),
            ("１４", Unit::Days, Some(json!(14)), "14"),
            ("３５％", Unit::Share, Some(json!(0.35)), "35"),
            ("+3", Unit::Days, Some(json!(3)), "3"),
            (".5", Unit::Days, Some(json!(0.5)), "0.5"),
            ("-.5", Unit::Days, Some(json!(-0.5)), "-0.5"),
            ("5.", Unit::Days, Some(json!(5)), "5"),
            ("007.50", Unit::Days, Some(json!(7.5)), "7.5"),
            ("000", Unit::Days, Some(json!(0)), "0"),
            ("1e3", Unit::Days, Some(json!(1000)), "1000"),
            (".", Unit::Days, None, ""),
            ("-", Unit::Days, None, ""),
            ("--1", Unit::Days, None, ""),
            ("1 2", Unit::Days, None, ""),
            ("[1]", Unit::Days, None, ""),
            ("nan", Unit::Days, None, ""),
            ("inf", Unit::Days, None, ""),
            ("1e400", Unit::Days, None, ""),
        ];
        for (text, unit, value, shown) in table {
            assert_eq!(typed(text, unit), value, "{text}");
            if let Some(number) = value.as_ref().and_then(Value::as_f64) {
                assert_eq!(plain(number, unit), shown, "{text}");
            }
        }
    }

    #[test]
    fn changes_are_told_in_words() {
        let table = [
            (
                "mechanisms.stand_in.enabled",
                json!(false),
                json!(true),
                "开启领导补位",
                "switching on stand-in for absent leaders",
            ),
            (
                "meetings.executive.every_days",
                json!(30),
                json!(14),
                "常务会议间隔从 30 天改为 14 天",
                "changing executive meeting interval from 30 days to 14 days",
            ),
        ];
        for (path, was, is, zh, en) in table {
            assert_eq!(told(path, Some(&was), Some(&is), Lang::Zh), zh);
            assert_eq!(told(path, Some(&was), Some(&is), Lang::En), en);
        }
    }

    #[test]
    fn every_lever_has_its_path_in_a_preset_and_is_drawn_within_its_range() {
        let presets = crate::worker::engine::presets();
        for lever in LEVERS {
            let values: Vec<&Value> = presets
                .iter()
                .filter_map(|p| crate::state::patch::get(&p.value, lever.path))
                .collect();
            assert!(!values.is_empty(), "{} is in no preset", lever.path);
            for value in values {
                match lever.kind {
                    Kind::Switch | Kind::Check => assert!(value.is_boolean(), "{}", lever.path),
                    Kind::Choice(choices) => assert!(
                        value.as_str().is_some_and(|v| choices.contains(&v)),
                        "{}",
                        lever.path
                    ),
                    Kind::Number { low, high, .. } => {
                        assert!(
                            value.as_f64().is_some_and(|v| (low..=high).contains(&v)),
                            "{} {value}",
                            lever.path
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn every_lever_has_its_own_path_and_id() {
        for (i, a) in LEVERS.iter().enumerate() {
            for b in &LEVERS[i + 1..] {
                assert_ne!((a.path, a.id()), (b.path, b.id()));
            }
        }
    }
}
