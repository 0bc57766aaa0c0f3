//! What the county discloses of its own accord (主动公开): how much of what it should, how soon, to how many.

use kernel::HOUR;

use super::others::Tally;
use super::{Out, days};
use crate::event::{Event, EventKind};
use crate::scenario::CaseKind;

/// Sums over what is to be disclosed.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Told {
    /// People concerned by what is to be disclosed, and those whom the channels reach.
    concerned: f64,
    told: f64,
}

impl Told {
    #[inline]
    pub(super) fn fold(&mut self, kind: CaseKind, event: &Event) {
        match event.kind {
            EventKind::Disclosed => self.told += event.value,
            EventKind::Affected if kind == CaseKind::DisclosureItem => {
                self.concerned += event.value;
            }
            _ => {}
        }
    }

    /// `items`: what is to be disclosed; withdrawn is what nobody thought of.
    pub(super) fn report(&self, items: &Tally, years: f64, out: &mut Out) {
        let published = (items.ended - items.open) as f64;
        let due = (items.ended + items.withdrawn) as f64;
        out.total("disclosure.published", published / years, "per_year");
        let delay = days(items.time);
        out.ratio("disclosure.delay.days", delay, items.ended as f64, "days");
        let on_time = items.on_time as f64;
        out.ratio("disclosure.on_time.share", on_time, due, "share");
        out.ratio("disclosure.completeness", published, due, "share");
        out.ratio("disclosure.reach.share", self.told, self.concerned, "share");
        let hours = items.worked as f64 / HOUR as f64 / years;
        out.total("disclosure.publishing.hours", hours, "hours_per_year");
    }
}
