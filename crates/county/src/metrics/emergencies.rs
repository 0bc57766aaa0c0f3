//! Emergencies: how soon the county knows, reports and helps, and what is lost.

use std::sync::Arc;

use kernel::{HOUR, Tick};

use super::Out;
use crate::event::{Event, EventKind, Note};
use crate::plan::Plan;
use crate::scenario::CaseKind;

/// Sums over the emergencies of the cohort.
#[derive(Debug, Clone, Default)]
pub(super) struct Emergencies {
    noticed: (Tick, u64),
    reported: (Tick, u64),
    relieved: (Tick, u64),
    loss: f64,
    left: f64,
    /// Loss by year of registration.
    by_year: Vec<f64>,
    late: u64,
}

/// Into how many equal parts, about a year each, the window is cut.
fn parts(plan: &Plan) -> usize {
    libm::round(plan.timetable().years()).max(1.0) as usize
}

impl Emergencies {
    /// An event of an emergency registered in the window at `registered`.
    #[inline]
    pub(super) fn fold(&mut self, event: &Event, registered: Tick, plan: &Plan) {
        let count = |sum: &mut (Tick, u64)| {
            sum.0 += event.value as Tick;
            sum.1 += 1;
        };
        match (event.kind, event.note) {
            (EventKind::Noticed, _) => count(&mut self.noticed),
            (EventKind::ReportedUp, _) => count(&mut self.reported),
            (EventKind::ReliefBegan, _) => count(&mut self.relieved),
            (EventKind::Loss, _) => {
                let (time, parts) = (plan.timetable(), parts(plan));
                let share =
                    (registered - time.start()) as f64 / (time.window_end() - time.start()) as f64;
                self.by_year.resize(parts, 0.0);
                let year = (share * parts as f64) as usize;
                self.by_year[year.min(parts - 1)] += event.value;
                self.loss += event.value;
            }
            (EventKind::LossLeft, _) => self.left += event.value,
            (EventKind::Breach, Note::Clock(clock)) => {
                self.late += u64::from(plan.clock_is_report(event.procedure, clock));
            }
            _ => {}
        }
    }

    /// Figures of a county that has emergencies.
    pub(super) fn report(&self, plan: &Plan, years: f64, out: &mut Out) {
        let classes = &plan.classes;
        if !classes.iter().any(|it| it.kind == CaseKind::Emergency) {
            return;
        }
        for (name, (sum, count)) in [
            ("emergency.notice.hours", self.noticed),
            ("emergency.report.hours", self.reported),
            ("emergency.response.hours", self.relieved),
        ] {
            out.ratio(name, sum as f64 / HOUR as f64, count as f64, "hours");
        }
        let late = self.late as f64 / years;
        out.total("emergency.late_reports", late, "per_year");
        if !classes.iter().any(|it| it.hazard.is_some()) {
            return;
        }
        out.total("emergency.loss", self.loss / years, "yuan_per_year");
        out.total("emergency.loss.left", self.left / years, "yuan_per_year");
        let length = years / parts(plan) as f64;
        let mut by_year = self.by_year.clone();
        by_year.resize(parts(plan), 0.0);
        by_year.iter_mut().for_each(|it| *it /= length);
        by_year.sort_by(f64::total_cmp);
        let values: Arc<[f64]> = by_year.into();
        out.tail("emergency.loss.tail", 0.95, &values, "yuan_per_year");
    }
}
