//! Which row of the diagram a stage stands in, and the words in its box.

use county::scenario::{Lane, Scenario, Stage, StageKind};
use rust_i18n::t;

use crate::charts::Lang;
use crate::charts::backend::text_width;

/// All lanes, from the public down to the party committee.
pub const LANES: [Lane; 7] = [
    Lane::Public,
    Lane::Experts,
    Lane::DraftingUnit,
    Lane::Office,
    Lane::Leaders,
    Lane::Meetings,
    Lane::Outside,
];

/// The lane of a stage: its own, else its kind's, else that of whoever works at it.
#[must_use]
pub fn lane_of(scenario: &Scenario, stage: &Stage) -> Lane {
    stage.lane.unwrap_or(match stage.kind {
        StageKind::PublicComment | StageKind::Hearing => Lane::Public,
        StageKind::ExpertReview => Lane::Experts,
        StageKind::LegalityReview | StageKind::Triage => Lane::Office,
        StageKind::Meeting | StageKind::Coordination => Lane::Meetings,
        StageKind::SignOff => Lane::Leaders,
        StageKind::OutsideGate => Lane::Outside,
        StageKind::Consultation | StageKind::Implementation | StageKind::Wait => Lane::DraftingUnit,
        StageKind::Task
        | StageKind::RiskAssessment
        | StageKind::Publication
        | StageKind::FollowUp
        | StageKind::Evaluation => lane_of_who(scenario, stage.who.as_deref()),
    })
}

fn lane_of_who(scenario: &Scenario, who: Option<&str>) -> Lane {
    match who {
        Some("portfolio_leader" | "chair") => Lane::Leaders,
        Some(id) if scenario.leaders.contains_key(id) => Lane::Leaders,
        Some(id) => match scenario.offices.get(id) {
            Some(office) if office.counts_as_burden => Lane::Office,
            Some(_) => Lane::Experts,
            None => Lane::DraftingUnit,
        },
        None => Lane::DraftingUnit,
    }
}

/// A lane's name.
#[must_use]
pub fn lane_name(lane: Lane, lang: Lang) -> String {
    let key = match lane {
        Lane::Public => "lane.public",
        Lane::Experts => "lane.experts",
        Lane::DraftingUnit => "lane.drafting_unit",
        Lane::Office => "lane.office",
        Lane::Leaders => "lane.leaders",
        Lane::Meetings => "lane.meetings",
        Lane::Outside => "lane.outside",
    };
    t!(key, locale = lang.code()).into_owned()
}

/// `text` in at most three lines no wider than `room` pixels if it can be: English between words, Chinese evenly between
/// characters.
#[must_use]
pub fn wrapped(text: &str, size: f64, room: f64) -> Vec<String> {
    if text_width(text, size) <= room {
        return vec![text.to_owned()];
    }
    if text.contains(' ') {
        return by_words(text, size, room);
    }
    let lines = ((text_width(text, size) / room.max(size)).ceil() as usize).clamp(2, 3);
    let all: Vec<char> = text.chars().collect();
    let each = all.len().div_ceil(lines).max(1);
    all.chunks(each).map(|c| c.iter().collect()).collect()
}

fn by_words(text: &str, size: f64, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if text_width(line, size) + text_width(word, size) + 0.28 * size <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    while lines.len() > 3 {
        if let Some(last) = lines.pop()
            && let Some(line) = lines.last_mut()
        {
            line.push(' ');
            line.push_str(&last);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_break_evenly_in_chinese_and_between_words_in_english() {
        let table: [(&str, f64, &[&str]); 6] = [
            ("起草调研", 60.0, &["起草调研"]),
            ("公开征求意见", 60.0, &["公开征", "求意见"]),
            ("合法性审查", 48.0, &["合法性", "审查"]),
            ("Public comment", 60.0, &["Public", "comment"]),
            (
                "Report to the party committee",
                70.0,
                &["Report to", "the party", "committee"],
            ),
            ("a b c d e f", 1.0, &["a", "b", "c d e f"]),
        ];
        for (text, room, lines) in table {
            assert_eq!(wrapped(text, 12.0, room), lines, "{text}");
        }
    }
}
