//! Where a major matter must be decided, and by whom: Decree 713, art. 30, and the Organic Law.

use super::Breaches;
use super::sorts::{Way, sorts};
use crate::scenario::{Floor, Meeting, Procedure, Rank, Rule, Rules, Scenario, Speaks, StageKind};

pub(super) fn review(out: &mut Breaches, scenario: &Scenario, id: &str, procedure: &Procedure) {
    // The article on where it is discussed, and that on the meetings themselves.
    let (discussed, meetings) = match scenario.rules {
        Rules::Of2008 => ("local_organisation_63", "local_organisation_63"),
        Rules::Of2024 => ("major_decisions_30", "local_organisation_78"),
    };
    let way = Way::new(procedure);
    let sittings = way.those(|it| it.kind == StageKind::Meeting);
    // Many sorts of cases are decided by the same sitting, which is what it is for all of them.
    let mut seen = vec![false; way.stages.len()];
    for sort in sorts(scenario, id, procedure) {
        let passed = Way::passed(&sort, &sittings);
        let stages = format!("procedures.{id}.stages");
        if passed.is_empty() {
            // Where leaders settle it instead, if they do.
            let mut slots = way.stages.iter();
            let slot = slots.rfind(|it| it.1.kind == StageKind::Coordination);
            let slot = slot.map(|it| it.0);
            let path = slot.map_or_else(|| stages.clone(), |it| format!("{stages}.{it}"));
            out.say(
                &path,
                discussed,
                [
                    "major matters are settled without the executive meeting or the plenary",
                    "let all of them pass the executive meeting",
                ],
            );
        }
        for last in way.last(&passed) {
            if std::mem::replace(&mut seen[last], true) {
                continue;
            }
            let Some((stage, it)) = way.stages.iter().nth(last) else {
                continue;
            };
            let Some(meeting) = it.meeting.as_ref() else {
                continue;
            };
            let Some(held) = scenario.meetings.get(meeting) else {
                continue;
            };
            let at = |key: &str| format!("meetings.{meeting}.{key}");
            if !is_of_the_government(held, scenario) {
                let path = format!("{stages}.{stage}.meeting");
                out.say(
                    &path,
                    discussed,
                    [
                        "major matters are settled in a meeting that is neither the executive meeting nor the plenary",
                        "let the executive meeting decide: magistrate and all deputies are its members",
                    ],
                );
                continue;
            }
            if !held.chairs.first().is_some_and(|it| is_chief(it, scenario)) {
                out.say(
                    &at("chairs"),
                    discussed,
                    [
                        "the magistrate does not preside where major matters are decided",
                        "name the magistrate first among the chairs",
                    ],
                );
            }
            if scenario.rules == Rules::Of2024 && held.chair_speaks == Speaks::First {
                out.say(
                    &at("chair_speaks"),
                    discussed,
                    [
                        "whoever presides speaks before the others have spoken",
                        "let the chair speak last: take `chair_speaks` out, or write last",
                    ],
                );
            }
            if let Some(it) = held
                .discussion
                .as_ref()
                .filter(|_| scenario.rules == Rules::Of2024)
            {
                if it.floor == Floor::ChairAlone {
                    out.say(
                        &at("discussion.floor"),
                        discussed,
                        [
                            "members do not speak where major matters are decided",
                            "let members speak fully: take `floor` out, or write round_table",
                        ],
                    );
                }
                if it.rule != Rule::Chief {
                    out.say(
                        &at("discussion.rule"),
                        discussed,
                        [
                            "it is not the chief who decides after the discussion",
                            "let the chief decide after collective discussion: take `rule` out, or write chief",
                        ],
                    );
                }
            }
            if held.quorum_share < 0.5 {
                out.say(
                    &at("quorum_share"),
                    meetings,
                    [
                        "it may decide without more than half of its members",
                        "ask for more than half: 0.5 or above",
                    ],
                );
            }
        }
    }
}

fn is_chief(leader: &str, scenario: &Scenario) -> bool {
    let found = scenario.leaders.get(leader);
    found.is_some_and(|it| it.rank == Rank::Magistrate)
}

/// The executive meeting (magistrate and deputies) or the plenary (they and others): all leaders are members.
pub(super) fn is_of_the_government(it: &Meeting, scenario: &Scenario) -> bool {
    scenario
        .leaders
        .keys()
        .all(|leader| it.members.contains(leader))
}
