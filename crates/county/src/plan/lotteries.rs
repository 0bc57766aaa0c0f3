//! Lotteries of hearings under quotas, solved once for a plan.

use super::{Ids, Plan};
use crate::scenario::{Scenario, Selection, StageKind, lottery};

/// Seats that a lottery under quotas gives for a hearing at a stage of a procedure, on matters of a class.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LotteryPlan {
    pub procedure: u16,
    pub stage: u16,
    pub class: u16,
    /// What may be drawn.
    pub panels: Vec<SeatsPlan>,
}

/// Seats of each group that the class affects, in the class's order, drawn by a uniform number below `until` and not below that of the one
/// before.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SeatsPlan {
    pub until: f64,
    pub seats: Vec<u32>,
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
            let mut until = 0.0;
            let lottery = lottery(scenario, it, class).ok().flatten();
            let panels = lottery.map_or_else(Vec::new, |it| it.panels).into_iter();
            let panels = panels.map(|it| {
                until += it.probability;
                SeatsPlan {
                    until,
                    seats: it.members,
                }
            });
            let mut panels: Vec<SeatsPlan> = panels.collect();
            if let Some(last) = panels.last_mut() {
                last.until = 1.0;
            }
            found.push(LotteryPlan {
                procedure,
                stage: stage as u16,
                class: class_index,
                panels,
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
