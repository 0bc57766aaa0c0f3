//! Petitions and how decisions are received: who is heard by a leader, what is solved on the spot, what comes back, what decisions
//! and petitions give rise to.

use kernel::Tick;
use litemap::LiteMap;

use super::{Out, days};
use crate::event::{Event, Note};
use crate::plan::Plan;
use crate::scenario::CaseKind;

/// Sums over the cohort.
#[derive(Debug, Clone, Default)]
pub(super) struct Petitions {
    received: u64,
    /// Of them, those that arose from another petition.
    repeats: u64,
    /// Of them, those that arose from a matter of decision.
    from_decisions: u64,
    /// Matters of decision that arose from petitions.
    started: u64,
    heard: u64,
    until_heard: Tick,
    on_the_spot: u64,
    /// People affected by what was published, and how many of them object.
    affected: f64,
    objections: f64,
    /// Cases by procedure, and of them those that overran a clock.
    cases: LiteMap<u16, u64>,
    overrun: LiteMap<(u16, u16), u64>,
}

impl Petitions {
    /// A case of the cohort is registered.
    pub(super) fn registered(&mut self, event: &Event, plan: &Plan) {
        *self.cases.entry(event.procedure).or_insert(0) += 1;
        let parent = match event.note {
            Note::Parent { class, .. } => Some(plan.kind(class)),
            _ => None,
        };
        match (plan.kind(event.class), parent) {
            (CaseKind::Petition, parent) => {
                self.received += 1;
                self.repeats += u64::from(parent == Some(CaseKind::Petition));
                self.from_decisions += u64::from(parent == Some(CaseKind::Matter));
            }
            (CaseKind::Matter, Some(CaseKind::Petition)) => self.started += 1,
            _ => {}
        }
    }

    /// A petition has been heard, so long after it was registered.
    pub(super) fn heard(&mut self, after: Tick) {
        self.heard += 1;
        self.until_heard += after;
    }

    /// It was answered there and then.
    pub(super) fn on_the_spot(&mut self) {
        self.on_the_spot += 1;
    }

    /// A matter was published.
    pub(super) fn published(&mut self, event: &Event, plan: &Plan) {
        let class = plan.classes.get(usize::from(event.class));
        let affects = class.into_iter().flat_map(|it| &it.affects);
        self.affected += affects.map(|it| it.1).sum::<f64>();
    }

    /// People object to it.
    pub(super) fn objected(&mut self, event: &Event) {
        self.objections += event.value;
    }

    /// A case of the cohort overran a clock.
    pub(super) fn overran(&mut self, procedure: u16, clock: u16) {
        *self.overrun.entry((procedure, clock)).or_insert(0) += 1;
    }

    pub(super) fn report(&self, plan: &Plan, years: f64, out: &mut Out) {
        let per_year = |number: u64| number as f64 / years;
        if plan.reception.is_some() {
            let content = self.affected - self.objections;
            out.ratio("quality.reception", content, self.affected, "share");
            let objections = self.objections / years;
            out.total("quality.objections", objections, "per_year");
        }
        if !plan.classes.iter().any(|it| it.kind == CaseKind::Petition) {
            return;
        }
        let (received, heard) = (self.received as f64, self.heard as f64);
        let repeats = self.repeats as f64;
        out.ratio("petitions.repeat.share", repeats, received, "share");
        let from_decisions = per_year(self.from_decisions);
        out.total("petitions.from_decisions", from_decisions, "per_year");
        out.total("petitions.started", per_year(self.started), "per_year");
        out.total("petitions.heard", per_year(self.heard), "per_year");
        out.ratio(
            "petitions.heard.days",
            days(self.until_heard),
            heard,
            "days",
        );
        let on_the_spot = self.on_the_spot as f64;
        out.ratio("petitions.on_the_spot.share", on_the_spot, heard, "share");
        let share = |procedure: u16, clock: u16| {
            let of = self.cases.get(&procedure).copied().unwrap_or(0);
            let late = self.overrun.get(&(procedure, clock)).copied().unwrap_or(0);
            if of == 0 {
                0.0
            } else {
                late as f64 / of as f64
            }
        };
        let radius = plan.spectral_radius(share);
        out.total("petitions.spectral_radius", radius, "matters");
    }
}
