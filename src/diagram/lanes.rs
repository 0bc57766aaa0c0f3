//! Which row of the diagram a stage stands in, and the words in its box.

use county::scenario::{Lane, Scenario, Stage, StageKind};

use crate::charts::Lang;

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
        StageKind::PublicComment | StageKind::Hearing | StageKind::Forum | StageKind::Harm => {
            Lane::Public
        }
        StageKind::ExpertReview => Lane::Experts,
        StageKind::LegalityReview
        | StageKind::Triage
        | StageKind::Call
        | StageKind::Relay
        | StageKind::Report => Lane::Office,
        StageKind::Meeting | StageKind::Coordination => Lane::Meetings,
        StageKind::SignOff | StageKind::Response => Lane::Leaders,
        StageKind::OutsideGate | StageKind::Onset => Lane::Outside,
        StageKind::Consultation | StageKind::Implementation | StageKind::Wait => Lane::DraftingUnit,
        StageKind::Task
        | StageKind::RiskAssessment
        | StageKind::Publication
        | StageKind::FollowUp
        | StageKind::Reply
        | StageKind::Disclose
        | StageKind::Relief
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
    crate::i18n::word(lang, key)
}
