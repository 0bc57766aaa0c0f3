//! Cases that are no matters of decision: petitions, permits, requests for disclosure, emergencies. What all have in common; what is
//! measured of one kind alone stands in a module of its own.

use kernel::measure::Unit;
use kernel::{HOUR, Tick};

use super::disclosure::Told;
use super::permits::Permits;
use super::{Out, days};
use crate::event::{Event, EventKind};
use crate::plan::Plan;
use crate::scenario::CaseKind;

/// Sums over the cases of one kind.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    pub received: u64,
    /// Those that arose from other cases.
    arose: u64,
    /// Decided, answered, dealt with; or still open at the cap.
    pub ended: u64,
    pub withdrawn: u64,
    diverted: u64,
    pub open: u64,
    pub on_time: u64,
    pub time: Tick,
    /// Hands on them.
    pub worked: Tick,
}

/// Sums over the cohort, by kind.
#[derive(Debug, Clone, Default)]
pub(super) struct Others {
    tallies: [Tally; CaseKind::ALL.len()],
    permits: Permits,
    told: Told,
}

/// Names of a kind's figures: how many, how long, how many in time.
const fn names(kind: CaseKind) -> Option<(&'static str, &'static str, &'static str)> {
    Some(match kind {
        CaseKind::Matter | CaseKind::DisclosureItem => return None,
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
            "disclosure.requests.on_time.share",
        ),
        CaseKind::Emergency => (
            "emergency.count",
            "emergency.recovery.days",
            "emergency.on_time.share",
        ),
        CaseKind::Suggestion => (
            "suggestions.received",
            "suggestions.answered.days",
            "suggestions.on_time.share",
        ),
        CaseKind::Supervision => (
            "supervision.cases",
            "supervision.closed.days",
            "supervision.on_time.share",
        ),
        CaseKind::Call => ("duty.ordinary", "duty.answered.days", "duty.on_time.share"),
    })
}

impl Others {
    pub(super) fn received(&mut self, kind: CaseKind, root: bool) {
        let it = &mut self.tallies[kind as usize];
        it.received += 1;
        it.arose += u64::from(!root);
    }

    /// Something happened to a case of the cohort that is no matter of decision from outside.
    #[inline]
    pub(super) fn fold(&mut self, kind: CaseKind, event: &Event) {
        if event.kind == EventKind::WorkEnded {
            self.tallies[kind as usize].worked += event.value as Tick;
        }
        self.permits.fold(kind, event);
        self.told.fold(kind, event);
    }

    /// A case has ended after so long, or is still open at the cap.
    pub(super) fn ended(&mut self, kind: CaseKind, time: Tick, breached: bool, ending: EventKind) {
        let it = &mut self.tallies[kind as usize];
        match ending {
            EventKind::Withdrawn => it.withdrawn += 1,
            EventKind::Diverted => it.diverted += 1,
            _ => {
                let open = ending == EventKind::Censored;
                it.ended += 1;
                it.time += time;
                it.open += u64::from(open);
                it.on_time += u64::from(!open && !breached);
            }
        }
    }

    /// Figures of the kinds that the county has cases of.
    pub(super) fn report(&self, plan: &Plan, years: f64, out: &mut Out) {
        const PER_YEAR: Unit = "per_year";
        if plan
            .classes
            .iter()
            .any(|it| it.kind == CaseKind::DisclosureItem)
        {
            let items = &self.tallies[CaseKind::DisclosureItem as usize];
            self.told.report(items, years, out);
        }
        for kind in CaseKind::ALL {
            let Some((received, time, on_time)) = names(kind) else {
                continue;
            };
            if !plan.classes.iter().any(|it| it.kind == kind) {
                continue;
            }
            let it = &self.tallies[kind as usize];
            let ended = it.ended as f64;
            out.total(received, it.received as f64 / years, PER_YEAR);
            out.ratio(time, days(it.time), ended, "days");
            out.ratio(on_time, it.on_time as f64, ended, "share");
            if let Some(group) = received.split('.').next() {
                for (name, number) in [
                    ("arose", it.arose),
                    ("withdrawn", it.withdrawn),
                    ("diverted", it.diverted),
                ] {
                    out.total(&format!("{group}.{name}"), number as f64 / years, PER_YEAR);
                }
                let hours = it.worked as f64 / HOUR as f64 / years;
                out.total(&format!("{group}.hours"), hours, "hours_per_year");
                let open = format!("{group}.open.share");
                out.ratio(&open, it.open as f64, ended, "share");
            }
            if kind == CaseKind::Permit {
                self.permits.report(years, out);
            }
        }
    }
}
