//! Lotteries of hearings under quotas, solved once for a plan.

use super::{Ids, Plan};
use crate::scenario::{Lottery, Scenario, Selection, StageKind, lottery};

/// Seats that a lottery under quotas gives for a hearing at a stage of a procedure, on matters of a class.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LotteryPlan {
    pub procedure: u16,
    pub stage: u16,
    pub class: u16,
    /// What is drawn from; `None` where nobody is expected to sign up.
    pub lottery: Option<Lottery>,
}

/// Lotteries of hearings under quotas, those of procedures that matters began under before the reform first. Solved again where nothing
/// about them changed they come out the same.
pub(super) fn lotteries(
    scenario: &Scenario,
    predecessor: Option<&Plan>,
    classes: &Ids,
    procedure: &dyn Fn(&str) -> Option<u16>,
) -> Vec<LotteryPlan> {
    let mut found: Vec<LotteryPlan> = Vec::new();
    for (class_id, class) in &scenario.world.classes {
        let written = scenario.procedures.get(&class.procedure);
        let stages = written.into_iter().flat_map(|it| it.stages.values());
        for (stage, it) in stages.enumerate() {
            if it.kind != StageKind::Hearing || it.selection != Some(Selection::Leximin) {
                continue;
            }
            let (Some(procedure), Some(class_index)) =
                (procedure(&class.procedure), classes.find(class_id))
            else {
                continue;
            };
            found.push(LotteryPlan {
                procedure,
                stage: stage as u16,
                class: class_index,
                lottery: lottery(scenario, it, class).ok().flatten(),
            });
        }
    }
    let before = predecessor.map_or(&[][..], |it| &it.lotteries);
    let new = |it: &&LotteryPlan| {
        let same = |other: &LotteryPlan| {
            (other.procedure, other.stage, other.class) == (it.procedure, it.stage, it.class)
        };
        !found.iter().any(same)
    };
    let before: Vec<LotteryPlan> = before.iter().filter(new).cloned().collect();
    found.extend(before);
    found
}
