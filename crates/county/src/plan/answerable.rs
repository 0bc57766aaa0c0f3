//! What answering for decisions does to those who decide (`docs/model.md`, Afterwards).

use crate::scenario::{Facts, Minds, Scenario};

/// How members decide where they answer for it (`docs/model.md`, Afterwards).
pub(super) fn minds(scenario: &Scenario) -> Option<Minds> {
    let mut minds = scenario.world.minds.clone()?;
    if let Some(rules) = &scenario.accountability {
        let it = minds.answerable;
        let spurs = if rules.overdue_counts {
            it.overdue_spurs
        } else {
            0.0
        };
        let outspoken = if rules.dissent_mitigates {
            it.outspoken
        } else {
            0.0
        };
        minds.caution += it.caution * (1.0 - spurs);
        minds.bends *= 1.0 - outspoken;
        minds.chair_bends *= 1.0 - outspoken;
    }
    Some(minds)
}

/// What is concealed where members answer for what they decide.
pub(super) fn facts(scenario: &Scenario) -> Option<Facts> {
    let mut facts = scenario.world.facts.clone()?;
    if let (Some(_), Some(minds)) = (&scenario.accountability, &scenario.world.minds) {
        let more = 1.0 + minds.answerable.conceals;
        facts.concealment = (facts.concealment * more).clamp(0.0, 1.0);
    }
    Some(facts)
}
