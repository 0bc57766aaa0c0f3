//! Who does what: how long signatures take, overlap of duties, and cases of the cohort that went astray.

use std::sync::Arc;

use kernel::Tick;
use litemap::LiteMap;

use super::{Out, days};
use crate::event::{Actor, Event, EventKind, NONE, NONE32};
use crate::plan::Plan;
use crate::scenario::StageKind;

/// Sums over cases registered in the window, of any kind.
#[derive(Debug, Clone, Default)]
pub(super) struct Organisation {
    first: Option<u32>,
    last: u32,
    /// Cases that fall under a duty.
    registered: u64,
    bounced: (u64, Tick),
    orphaned: (u64, Tick),
    /// Coordination meetings in the window, and leaders at them.
    together: (u64, u64),
    /// Visits of sign-off stages that began in the window and are under way, by case and stage, and since when.
    unsigned: LiteMap<(u32, u16), Tick>,
    /// How many days each signature took.
    signatures: Vec<f64>,
}

impl Organisation {
    #[inline]
    pub(super) fn fold(&mut self, event: &Event, open: bool, plan: &Plan) {
        match event.kind {
            EventKind::Registered if open => {
                self.first.get_or_insert(event.number);
                self.last = event.number;
                self.registered += u64::from(plan.has_duty(event.class));
            }
            EventKind::Sitting if open && event.stage != NONE => self.together.0 += 1,
            EventKind::Attended if open && event.stage != NONE => {
                self.together.1 += u64::from(matches!(event.actor, Actor::Leader(_)));
            }
            EventKind::StageReady if open && is_signature(event, plan) => {
                let of = (event.number, event.stage);
                self.unsigned.insert(of, event.tick);
            }
            EventKind::StageDone if is_signature(event, plan) => {
                if let Some(since) = self.unsigned.remove(&(event.number, event.stage)) {
                    self.signatures.push(days(event.tick - since));
                }
            }
            EventKind::Bounced | EventKind::Orphaned => {
                let of_cohort = self.first.is_some_and(|it| event.number >= it);
                if event.number == NONE32 || !of_cohort || event.number > self.last {
                    return;
                }
                let sum = match event.kind {
                    EventKind::Bounced => &mut self.bounced,
                    _ => &mut self.orphaned,
                };
                sum.0 += 1;
                sum.1 += event.value as Tick;
            }
            _ => {}
        }
    }

    /// How long a signature takes; and figures of a county that has duties.
    pub(super) fn report(&self, plan: &Plan, out: &mut Out) {
        let mut sorted = self.signatures.clone();
        sorted.sort_by(f64::total_cmp);
        let values: Arc<[f64]> = sorted.into();
        out.quantile("turnaround.signature.days", 0.5, &values, "days");
        let (meetings, leaders) = self.together;
        out.ratio(
            "organisation.leaders_together",
            leaders as f64,
            meetings as f64,
            "leaders",
        );
        if plan.overlaps.is_empty() {
            return;
        }
        let duties = plan.overlaps.len() as f64;
        let overlap: f64 = plan.overlaps.iter().sum();
        out.ratio("organisation.overlap", overlap, duties, "share");
        for (name, (cases, lost)) in [("bounced", self.bounced), ("orphaned", self.orphaned)] {
            let (share, mean) = (
                format!("organisation.{name}.share"),
                format!("organisation.{name}.days"),
            );
            out.ratio(&share, cases as f64, self.registered as f64, "share");
            out.ratio(&mean, days(lost), cases as f64, "days");
        }
    }
}

/// Whether an event is of a stage where a leader signs.
#[inline]
fn is_signature(event: &Event, plan: &Plan) -> bool {
    let stage = plan.stage_info(event.procedure, event.stage);
    stage.is_some_and(|it| it.kind == StageKind::SignOff)
}
