//! Duty: who calls, who is not heard, how long it takes until whoever leads the turn knows. Counted over the window, whatever the call is about.

use kernel::{MINUTE, Tick};

use super::{Out, part_of};
use crate::event::{Event, EventKind};
use crate::plan::Plan;
use crate::scenario::StageKind;

/// Sums over the window.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Duty {
    calls: u64,
    missed: u64,
    relays: u64,
    relayed: Tick,
}

#[inline]
fn kind(event: &Event, plan: &Plan) -> Option<StageKind> {
    plan.stage_info(event.procedure, event.stage)
        .map(|it| it.kind)
}

impl Duty {
    #[inline]
    pub(super) fn fold(&mut self, event: &Event, plan: &Plan) {
        match event.kind {
            EventKind::StageReady if kind(event, plan) == Some(StageKind::Call) => self.calls += 1,
            EventKind::CallMissed => self.missed += 1,
            EventKind::StageDone if kind(event, plan) == Some(StageKind::Relay) => self.relays += 1,
            EventKind::Part
                if part_of(event).is_some() && kind(event, plan) == Some(StageKind::Relay) =>
            {
                self.relayed += event.value as Tick;
            }
            _ => {}
        }
    }

    /// Figures of a county in whose procedures people call.
    pub(super) fn report(&self, plan: &Plan, years: f64, out: &mut Out) {
        let has = |kind| {
            let mut stages = plan.procedures.iter().flat_map(|it| &it.stages);
            stages.any(|it| it.kind == kind)
        };
        let (calls, missed) = (self.calls as f64, self.missed as f64);
        if has(StageKind::Call) {
            out.total("duty.calls", calls / years, "per_year");
            out.ratio("duty.missed.share", missed, calls, "share");
        }
        if has(StageKind::Relay) {
            let minutes = self.relayed as f64 / MINUTE as f64;
            let relays = self.relays as f64;
            out.ratio("duty.relay.minutes", minutes, relays, "minutes");
        }
    }
}
