//! Whether what comes on the agendas of regular meetings can be got through: `burden.agenda.*`.

use super::Out;
use crate::event::{Actor, Event, EventKind};
use crate::plan::{Convened, Plan, YEAR_DAYS};

/// One meeting's sittings in the window.
#[derive(Debug, Clone, Copy, Default)]
struct Agenda {
    sittings: f64,
    /// Minutes that were used, and of them those of sittings after which nothing was left over.
    minutes: f64,
    unfilled: f64,
    /// Sittings after which something was left over: they were as full as they could be.
    full: f64,
    items: f64,
    /// Minutes of the sitting under way.
    now: f64,
    /// What was left over at the first sitting and at the last.
    left: Option<[f64; 2]>,
}

/// All meetings' agendas.
#[derive(Debug, Clone, Default)]
pub(super) struct Agendas(Vec<Agenda>);

impl Agendas {
    #[inline]
    pub(super) fn fold(&mut self, event: &Event) {
        let Actor::Meeting(index) = event.actor else {
            return;
        };
        let index = usize::from(index);
        if self.0.len() <= index {
            self.0.resize(index + 1, Agenda::default());
        }
        let agenda = &mut self.0[index];
        match event.kind {
            EventKind::Sitting => {
                agenda.sittings += 1.0;
                agenda.minutes += event.value;
                agenda.now = event.value;
            }
            EventKind::CarriedOver => {
                if event.value > 0.0 {
                    agenda.full += 1.0;
                } else {
                    agenda.unfilled += agenda.now;
                }
                let first = agenda.left.map_or(event.value, |it| it[0]);
                agenda.left = Some([first, event.value]);
            }
            EventKind::Decided | EventKind::Heard => agenda.items += 1.0,
            _ => {}
        }
    }

    pub(super) fn report(&self, plan: &Plan, years: f64, out: &mut Out) {
        let meetings = plan.meetings.iter().zip(&self.0);
        for (at, (meeting, it)) in meetings.enumerate() {
            // One that is called when needed sits as often as needed, and who takes turns hears whoever comes.
            let Convened::Every(days) = meeting.when else {
                continue;
            };
            if meeting.turns.is_some() {
                continue;
            }
            // On a day without anything on the agenda there is no sitting, but there could have been one.
            let could_sit = (years * YEAR_DAYS / days).max(it.sittings);
            let growth = it.left.map_or(0.0, |[first, last]| last - first);
            let an_item = if it.items > 0.0 {
                it.minutes / it.items
            } else {
                0.0
            };
            let asked = it.full + (it.unfilled + growth * an_item) / meeting.minutes;
            let id = plan.actor(Actor::Meeting(u16::try_from(at).unwrap_or(u16::MAX)));
            out.ratio(&format!("burden.agenda.{id}"), asked, could_sit, "share");
        }
    }
}
