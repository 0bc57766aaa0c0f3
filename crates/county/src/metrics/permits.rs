//! Permits (行政许可): what was granted and refused, how well, and what harm came of what was let through.

use super::Out;
use crate::event::{Event, EventKind, Note, Verdict};
use crate::scenario::CaseKind;

/// Sums over permits, and over the harm that came of them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Permits {
    granted: u64,
    refused: u64,
    wrongly_granted: u64,
    wrongly_refused: u64,
    /// Times harm came to light, and how much in all, 10 000 yuan.
    harms: u64,
    harm: f64,
}

impl Permits {
    #[inline]
    pub(super) fn fold(&mut self, kind: CaseKind, event: &Event) {
        match event.kind {
            EventKind::Harm => {
                self.harms += 1;
                self.harm += event.value;
            }
            _ if kind != CaseKind::Permit => {}
            EventKind::Decided => match event.note {
                Note::Verdict(Verdict::Adopt) => self.granted += 1,
                Note::Verdict(Verdict::Refuse) => self.refused += 1,
                _ => {}
            },
            EventKind::Misjudged if event.value > 0.0 => self.wrongly_granted += 1,
            EventKind::Misjudged => self.wrongly_refused += 1,
            _ => {}
        }
    }

    pub(super) fn report(&self, years: f64, out: &mut Out) {
        let decided = (self.granted + self.refused) as f64;
        for (name, number) in [
            ("permits.refused.share", self.refused),
            ("permits.wrongly_granted.share", self.wrongly_granted),
            ("permits.wrongly_refused.share", self.wrongly_refused),
        ] {
            out.ratio(name, number as f64, decided, "share");
        }
        let harms = self.harms as f64 / years;
        out.total("permits.harm.cases", harms, "per_year");
        out.total(
            "permits.harm",
            self.harm / years,
            "ten_thousand_yuan_per_year",
        );
    }
}
