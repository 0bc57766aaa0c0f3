//! Emergencies: what is at stake, who knows when, and what is lost until help is there; and which cases a stage is for.

use kernel::distributions::log_normal;
use kernel::{HOUR, Streams, Tick};

use super::case::Case;
use super::{DeskId, Run, draws};
use crate::event::{Actor, EventKind, Note, Observer};
use crate::plan::{HazardPlan, Plan, work_ticks};

/// What an emergency is, and how far people are with it.
#[derive(Debug, Clone, Copy)]
pub(super) struct HazardState {
    /// Yuan.
    pub stake: f64,
    /// 1, the most serious, to 4.
    pub level: u8,
    /// When it breaks out.
    pub onset: Tick,
    noticed: Option<Tick>,
    reported: bool,
    settled: bool,
}

impl HazardState {
    /// A pure function of the luck of the run and the world, whatever the county does.
    pub(super) fn draw(streams: &Streams, it: &HazardPlan, key: u64, now: Tick) -> Self {
        let open = |purpose| draws::open(streams, key, 0, 0, 0, purpose);
        let stake = log_normal(&mut open(draws::STAKE), it.stake, it.stake_cv);
        let signs = it.signs_hours.sample(&mut open(draws::SIGNS));
        Self {
            stake,
            level: it.level(stake),
            onset: now + work_ticks(signs),
            noticed: None,
            reported: false,
            settled: false,
        }
    }
}

impl Case {
    /// When its hazard breaks out; of other cases there is nothing to wait for.
    pub(super) fn onset(&self) -> Tick {
        self.hazard.map_or(0, |it| it.onset)
    }
}

impl<O: Observer> Run<O> {
    /// An office's telephone rings. A call that is missed comes again later; one to which nobody is there waits in the line, as a number on
    /// the display, until somebody is. True when it comes again later.
    pub(super) fn ring(
        &mut self,
        plan: &Plan,
        now: Tick,
        slot: u32,
        stage: u16,
        office: u16,
        again: Option<Tick>,
    ) -> bool {
        let hours = self.station(DeskId::Office(office)).hours();
        let lost = match again {
            Some(again) => again,
            None if hours.is_open(now) => return false,
            None => hours.next_opening(now).map_or(0, |it| it - now),
        };
        let (missed, actor) = (EventKind::CallMissed, Actor::Office(office));
        self.tell(
            plan,
            now,
            missed,
            slot,
            stage,
            actor,
            lost as f64,
            Note::None,
        );
        again.is_some_and(|again| self.begin_wait(plan, now, slot, stage, now + again))
    }

    /// The county knows.
    pub(super) fn noticed(&mut self, plan: &Plan, now: Tick, slot: u32, stage: u16) {
        let Some(hazard) = self.hazard_mut(slot) else {
            return;
        };
        if hazard.noticed.is_some() {
            return;
        }
        hazard.noticed = Some(now);
        let since = (now - hazard.onset) as f64;
        let (kind, nobody) = (EventKind::Noticed, Actor::Nobody);
        self.tell(plan, now, kind, slot, stage, nobody, since, Note::None);
    }

    /// The authorities above know.
    pub(super) fn reported_up(&mut self, plan: &Plan, now: Tick, slot: u32, stage: u16) {
        let Some(hazard) = self.hazard_mut(slot) else {
            return;
        };
        if std::mem::replace(&mut hazard.reported, true) {
            return;
        }
        let since = (now - hazard.noticed.unwrap_or(hazard.onset)) as f64;
        let (kind, nobody) = (EventKind::ReportedUp, Actor::Nobody);
        self.tell(plan, now, kind, slot, stage, nobody, since, Note::None);
    }

    /// Help is there, or will not be: what was lost until now is what is lost (`docs/model.md`, Emergencies).
    pub(super) fn settle_loss(&mut self, plan: &Plan, now: Tick, slot: u32, stage: u16) {
        let Some(case) = self.case(slot) else { return };
        let (class, procedure) = (usize::from(case.class), usize::from(case.procedure));
        let Some(it) = plan.classes[class].hazard.as_ref() else {
            return;
        };
        let Some(hazard) = self.hazard_mut(slot) else {
            return;
        };
        if std::mem::replace(&mut hazard.settled, true) {
            return;
        }
        let since = (now - hazard.onset) as f64;
        let loss = hazard.stake * it.lost_share(since / HOUR as f64);
        let left = loss * plan.procedures[procedure].left_share;
        for (kind, value) in [
            (EventKind::ReliefBegan, since),
            (EventKind::Loss, loss),
            (EventKind::LossLeft, left),
        ] {
            self.tell(
                plan,
                now,
                kind,
                slot,
                stage,
                Actor::Nobody,
                value,
                Note::None,
            );
        }
    }

    fn hazard_mut(&mut self, slot: u32) -> Option<&mut HazardState> {
        self.case_mut(slot)?.hazard.as_mut()
    }
}
