//! Cases that are no matters of decision: petitions, permits, requests for disclosure, emergencies. What all have in common; what is
//! measured of one kind alone stands in a module of its own.

use kernel::Tick;
use kernel::measure::Unit;

use super::{Out, days};
use crate::plan::Plan;
use crate::scenario::CaseKind;

/// Sums over the cases of one kind.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    received: u64,
    /// Those that arose from other cases.
    arose: u64,
    ended: u64,
    open: u64,
    on_time: u64,
    time: Tick,
}

/// Sums over the cohort, by kind.
#[derive(Debug, Clone, Default)]
pub(super) struct Others([Tally; CaseKind::ALL.len()]);

/// Names of a kind's figures: how many, how long, how many in time.
const fn names(kind: CaseKind) -> Option<(&'static str, &'static str, &'static str)> {
    Some(match kind {
        CaseKind::Matter => return None,
        CaseKind::Petition => (
            "petitions.received",
            "petitions.closed.days",
            "petitions.on_time.share",
        ),
        CaseKind::Permit => (
            "permits.received",
            "permits.decided.days",
            "permits.on_time.share",
        ),
        CaseKind::Disclosure => (
            "disclosure.requests",
            "disclosure.reply.days",
            "disclosure.on_time.share",
        ),
        CaseKind::Emergency => (
            "emergency.count",
            "emergency.recovery.days",
            "emergency.on_time.share",
        ),
        CaseKind::Call => ("duty.ordinary", "duty.answered.days", "duty.on_time.share"),
    })
}

impl Others {
    pub(super) fn received(&mut self, kind: CaseKind, root: bool) {
        let it = &mut self.0[kind as usize];
        it.received += 1;
        it.arose += u64::from(!root);
    }

    /// A case has ended after so long, or is still open at the cap.
    pub(super) fn ended(&mut self, kind: CaseKind, time: Tick, breached: bool, open: bool) {
        let it = &mut self.0[kind as usize];
        it.ended += 1;
        it.time += time;
        it.open += u64::from(open);
        it.on_time += u64::from(!open && !breached);
    }

    /// Figures of the kinds that the county has cases of.
    pub(super) fn report(&self, plan: &Plan, years: f64, out: &mut Out) {
        const PER_YEAR: Unit = "per_year";
        for kind in CaseKind::ALL {
            let Some((received, time, on_time)) = names(kind) else {
                continue;
            };
            if !plan.classes.iter().any(|it| it.kind == kind) {
                continue;
            }
            let it = &self.0[kind as usize];
            let ended = it.ended as f64;
            out.total(received, it.received as f64 / years, PER_YEAR);
            out.ratio(time, days(it.time), ended, "days");
            out.ratio(on_time, it.on_time as f64, ended, "share");
            if let Some(group) = received.split('.').next() {
                let (arose, open) = (format!("{group}.arose"), format!("{group}.open.share"));
                out.total(&arose, it.arose as f64 / years, PER_YEAR);
                out.ratio(&open, it.open as f64, ended, "share");
            }
        }
    }
}
