//! People's time: waiting lines, hands on work, stand-ins, and how a stage's time splits into parts.

use kernel::{Discipline, Handle, Slot, Station, Tick};

use super::case::Progress;
use super::{DeskId, Due, Run, rank};
use crate::event::{Actor, EventKind, NONE, NONE32, Note, Observer, Part};
use crate::plan::{Plan, Who};
use crate::scenario::{Priority, StageKind};

/// Priorities in a line: a sitting takes its members away from anything else.
mod priority {
    pub const SITTING: u8 = 0;
    pub const EMERGENCY: u8 = 1;
    pub const URGENT: u8 = 2;
    pub const NORMAL: u8 = 3;
}

/// A piece of work in somebody's line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Job {
    /// Slot of the matter; [`NONE32`]: the job is a sitting.
    pub case: u32,
    pub stage: u16,
    /// When it joined this line.
    since: Tick,
    pub work: Tick,
    /// Ticks outside hours, of absence, and waiting that it brings from the line it was handed over from.
    brought: [Tick; 3],
    /// Whose it was, when handed to a stand-in.
    instead_of: u16,
    urgent: bool,
    priority: u8,
}

impl Job {
    /// Time of no case: whoever it takes is away from his desk, at a sitting or elsewhere.
    fn away(now: Tick, work: Tick) -> Self {
        Self {
            case: NONE32,
            stage: NONE,
            since: now,
            work,
            brought: [0; 3],
            instead_of: NONE,
            urgent: true,
            priority: priority::SITTING,
        }
    }
}

/// A waiting line with the people who serve it.
#[derive(Debug, Clone)]
pub(super) struct Desk {
    pub station: Station<Job>,
    pub(super) running: Vec<(Slot, Handle, Tick)>,
    wake: Option<Tick>,
    pub(super) used_before: Tick,
    /// When its rules changed last, and what it had had of hours in the window by then, and stood by: ticks of its people.
    pub(super) booked: (Tick, Tick, f64),
}

impl Desk {
    pub(super) fn new(servers: u32, hours: kernel::OpenHours, discipline: Discipline) -> Self {
        Self {
            station: Station::new(servers, hours, discipline),
            running: Vec::new(),
            wake: None,
            used_before: 0,
            booked: (0, 0, 0.0),
        }
    }
}

impl<O> Run<O> {
    pub(super) fn desk(&mut self, desk: DeskId) -> &mut Desk {
        match desk {
            DeskId::Leader(index) => &mut self.leader_desks[usize::from(index)],
            DeskId::Office(index) => &mut self.office_desks[usize::from(index)],
            DeskId::Department(index) => &mut self.department_desks[usize::from(index)],
        }
    }

    pub(super) fn station(&self, desk: DeskId) -> &Station<Job> {
        &self.at(desk).station
    }

    /// When its rules changed last, and what it had had of hours by then: see [`Desk::booked`].
    pub(super) fn booked(&self, desk: DeskId) -> (Tick, Tick, f64) {
        self.at(desk).booked
    }

    fn at(&self, desk: DeskId) -> &Desk {
        match desk {
            DeskId::Leader(index) => &self.leader_desks[usize::from(index)],
            DeskId::Office(index) => &self.office_desks[usize::from(index)],
            DeskId::Department(index) => &self.department_desks[usize::from(index)],
        }
    }

    pub(super) fn desks(&self) -> Vec<DeskId> {
        let leaders = (0..self.leader_desks.len() as u16).map(DeskId::Leader);
        let offices = (0..self.office_desks.len() as u16).map(DeskId::Office);
        let departments = (0..self.department_desks.len() as u16).map(DeskId::Department);
        leaders.chain(offices).chain(departments).collect()
    }
}

impl<O: Observer> Run<O> {
    /// Who does it now: roles are resolved when the work is ready, and deleted places passed on.
    pub(super) fn resolve(&self, plan: &Plan, now: Tick, who: Who, lead: u16) -> DeskId {
        let desk = match who {
            Who::DraftingUnit
            | Who::OtherDepartments
            | Who::OtherDepartment(_)
            | Who::Townships => DeskId::Department(lead),
            Who::Department(index) => DeskId::Department(index),
            Who::Office(index) => DeskId::Office(index),
            Who::Leader(index) => DeskId::Leader(index),
            Who::PortfolioLeader | Who::Convenor | Who::ReceivingLeader => {
                DeskId::Leader(plan.departments[usize::from(lead)].leader)
            }
            Who::Chair => DeskId::Leader(self.presiding(plan, now)),
        };
        if is_active(plan, desk) {
            return desk;
        }
        match desk {
            DeskId::Leader(_) => DeskId::Leader(plan.magistrate),
            _ => DeskId::Office(plan.fallback_office),
        }
    }

    /// The magistrate, or while he is away an executive deputy who is not (县长或县长委托常务副县长).
    fn presiding(&self, plan: &Plan, now: Tick) -> u16 {
        let away = |leader: u16| self.leaders[usize::from(leader)].is_away(now);
        if !away(plan.magistrate) {
            return plan.magistrate;
        }
        (0..plan.leaders.len() as u16)
            .find(|&it| {
                let leader = &plan.leaders[usize::from(it)];
                leader.active && leader.rank == crate::scenario::Rank::ExecutiveDeputy && !away(it)
            })
            .unwrap_or(plan.magistrate)
    }

    /// Puts a job of a stage into a line.
    #[expect(
        clippy::too_many_arguments,
        reason = "a job is where it goes, what it is of, and how much"
    )]
    pub(super) fn submit(
        &mut self,
        plan: &Plan,
        now: Tick,
        desk: DeskId,
        slot: u32,
        stage: u16,
        priority: Option<Priority>,
        work: Tick,
    ) {
        let Some(case) = self.case(slot) else { return };
        let (urgent, number) = (case.attributes.urgent, u64::from(case.number));
        let priority = match priority {
            Some(Priority::Emergency) => priority::EMERGENCY,
            Some(Priority::Urgent) => priority::URGENT,
            None if urgent => priority::URGENT,
            None | Some(Priority::Normal) => priority::NORMAL,
        };
        let urgent = urgent || priority < priority::NORMAL;
        let mut desk = desk;
        let mut job = Job {
            case: slot,
            stage,
            since: now,
            work,
            brought: [0; 3],
            instead_of: NONE,
            urgent,
            priority,
        };
        if let DeskId::Leader(leader) = desk
            && let Some(substitute) = self.substitute(plan, now, leader, urgent)
        {
            desk = DeskId::Leader(substitute);
            self.hand_over(plan, &mut job, leader);
        }
        desk = self.delegated(plan, now, desk, &mut job);
        // First come, first served: an earlier registration goes first among those that come at the same instant.
        let order = (now as u64) << 24 | (number & 0xff_ffff);
        self.join(plan, now, desk, job, order);
        self.dispatch(plan, now, desk);
    }

    pub(super) fn join(&mut self, plan: &Plan, now: Tick, desk: DeskId, mut job: Job, order: u64) {
        job.since = now;
        let note = if job.instead_of == NONE {
            Note::None
        } else {
            Note::InsteadOf(job.instead_of)
        };
        self.tell(
            plan,
            now,
            EventKind::Queued,
            job.case,
            job.stage,
            desk.actor(),
            job.work as f64,
            note,
        );
        self.desk(desk)
            .station
            .submit_ordered(now, job, job.priority, order, job.work);
    }

    /// Who takes an absent leader's work, if the mechanism says so: 补位. The substitute must be there himself.
    pub(super) fn substitute(
        &self,
        plan: &Plan,
        now: Tick,
        leader: u16,
        urgent: bool,
    ) -> Option<u16> {
        let rule = plan.stand_in.as_ref()?;
        let away_until = self.leaders[usize::from(leader)].away.closing_after(now)?;
        if (rule.urgent_only && !urgent) || away_until - now < rule.after {
            return None;
        }
        let substitute = plan.leaders[usize::from(leader)].stand_in?;
        (plan.leaders[usize::from(substitute)].active
            && !self.leaders[usize::from(substitute)].is_away(now))
        .then_some(substitute)
    }

    /// Who signs: beyond a stated backlog at a leader's desk the office does, faster.
    fn delegated(&mut self, plan: &Plan, now: Tick, desk: DeskId, job: &mut Job) -> DeskId {
        let (DeskId::Leader(_), Some(rule)) = (desk, &plan.delegation) else {
            return desk;
        };
        let procedure = self.case(job.case).map(|it| usize::from(it.procedure));
        let stage = procedure.map(|it| &plan.procedures[it].stages[usize::from(job.stage)]);
        if stage.is_none_or(|it| it.kind != StageKind::SignOff) {
            return desk;
        }
        let waiting = self.station(desk).waiting();
        let waiting = waiting.filter(|it| it.job.case != NONE32).count();
        if waiting < rule.waiting_items as usize {
            return desk;
        }
        let (actor, spared) = (desk.actor(), job.work as f64);
        let kind = EventKind::Delegated;
        self.tell(
            plan,
            now,
            kind,
            job.case,
            job.stage,
            actor,
            spared,
            Note::None,
        );
        job.work = (libm::round(spared * rule.effort_factor) as Tick).max(1);
        DeskId::Office(rule.office)
    }

    fn hand_over(&self, plan: &Plan, job: &mut Job, leader: u16) {
        if job.instead_of == NONE {
            let factor = plan.stand_in.as_ref().map_or(1.0, |it| it.effort_factor);
            job.work = libm::round(job.work as f64 * factor) as Tick;
            job.instead_of = leader;
        }
    }

    /// A leader goes away: what waits for him and may be handed over is; what he was standing in for goes back when its own
    /// leader is there.
    pub(super) fn absence(&mut self, plan: &Plan, now: Tick, leader: u16, until: Tick) {
        if !plan.leaders[usize::from(leader)].active {
            return;
        }
        let length = (until - now) as f64;
        self.say(
            plan,
            now,
            EventKind::AbsenceBegan,
            Actor::Leader(leader),
            length,
            Note::None,
        );
        if plan.stand_in.is_none() {
            return;
        }
        let urgent_too = self.substitute(plan, now, leader, true);
        let all = self.substitute(plan, now, leader, false);
        let back = |run: &Self, job: &Job| {
            (job.instead_of != NONE && !run.leaders[usize::from(job.instead_of)].is_away(now))
                .then_some(job.instead_of)
        };
        let goes = |run: &Self, job: &Job| {
            if job.case == NONE32 {
                None
            } else if job.instead_of != NONE {
                back(run, job)
            } else if job.urgent {
                urgent_too
            } else {
                all
            }
        };
        let this = &*self;
        let moving: Vec<Job> = this.leader_desks[usize::from(leader)]
            .station
            .waiting()
            .map(|it| it.job)
            .filter(|job| goes(this, job).is_some())
            .collect();
        if moving.is_empty() {
            return;
        }
        let is_moving = |job: &Job| {
            moving
                .iter()
                .any(|it| it.case == job.case && it.stage == job.stage)
        };
        let removed = self.leader_desks[usize::from(leader)]
            .station
            .remove_waiting(now, |job| is_moving(job));
        for waiting in removed {
            let mut job = waiting.job;
            let Some(to) = goes(self, &job) else { continue };
            self.bring(now, DeskId::Leader(leader), &mut job);
            if job.instead_of == NONE {
                self.hand_over(plan, &mut job, leader);
            } else {
                job.instead_of = NONE;
            }
            self.join(plan, now, DeskId::Leader(to), job, waiting.order);
            self.dispatch(plan, now, DeskId::Leader(to));
        }
    }

    /// Accounts for the time a job spent in the line it leaves.
    pub(super) fn bring(&self, now: Tick, desk: DeskId, job: &mut Job) {
        let (outside, absent, waiting, _) = self.split(desk, job.since, now, 0);
        for (sum, ticks) in job.brought.iter_mut().zip([outside, absent, waiting]) {
            *sum += ticks;
        }
    }

    /// Splits `[from, to)` of a job at a desk: outside hours, leader absent, waiting, work.
    fn split(&self, desk: DeskId, from: Tick, to: Tick, worked: Tick) -> (Tick, Tick, Tick, Tick) {
        let hours = match desk {
            DeskId::Leader(_) => &self.office_hours,
            _ => self.station(desk).hours(),
        };
        let open = hours.open_between(from, to);
        let absent = match desk {
            DeskId::Leader(index) => self.leaders[usize::from(index)]
                .away_at_work
                .open_between(from, to),
            _ => 0,
        };
        let work = worked.min(open - absent);
        ((to - from) - open, absent, open - absent - work, work)
    }

    /// A leader is called away at once, whatever the hour: the one named, or while he is away his substitute, or else whoever presides.
    pub(super) fn call_away(
        &mut self,
        plan: &Plan,
        now: Tick,
        slot: u32,
        stage: u16,
        who: Who,
        until: Tick,
    ) {
        let Some(case) = self.case(slot) else { return };
        let (who, lead) = (case.leads(who), case.lead);
        let DeskId::Leader(named) = self.resolve(plan, now, who, lead) else {
            return;
        };
        let goes = if self.leaders[usize::from(named)].is_away(now) {
            self.substitute(plan, now, named, true)
                .unwrap_or_else(|| self.presiding(plan, now))
        } else {
            named
        };
        let note = if goes == named {
            Note::None
        } else {
            Note::InsteadOf(named)
        };
        let (length, actor) = ((until - now) as f64, Actor::Leader(goes));
        let called = EventKind::CalledAway;
        self.tell(plan, now, called, slot, stage, actor, length, note);
        let state = &mut self.leaders[usize::from(goes)];
        state.called_until = state.called_until.max(until);
        self.occupy(plan, now, goes, until);
    }

    /// Some people of a department are sent elsewhere for so long: who is free at once, the others when they have finished.
    pub(super) fn send(&mut self, plan: &Plan, now: Tick, desk: DeskId, people: u32, work: Tick) {
        for _ in 0..people {
            let station = &mut self.desk(desk).station;
            station.submit(now, Job::away(now, work), priority::SITTING, work);
        }
        self.dispatch(plan, now, desk);
    }

    /// Members are taken from their desks for a sitting.
    pub(super) fn occupy(&mut self, plan: &Plan, now: Tick, leader: u16, until: Tick) {
        let work = self.leaders[usize::from(leader)]
            .free
            .open_between(now, until);
        if work == 0 {
            return;
        }
        let desk = DeskId::Leader(leader);
        let it = self.desk(desk);
        it.station
            .submit(now, Job::away(now, work), priority::SITTING, work);
        if let Some(preempted) = it.station.preempt(now)
            && let Some(place) = it
                .running
                .iter()
                .position(|running| running.0 == preempted.slot)
        {
            let (_, handle, _) = it.running.swap_remove(place);
            self.calendar.cancel(handle);
        }
        self.dispatch(plan, now, desk);
    }

    /// Lets free hands begin what waits.
    pub(super) fn dispatch(&mut self, plan: &Plan, now: Tick, desk: DeskId) {
        while let Some(start) = self.desk(desk).station.start_next(now) {
            if let Some(ends) = start.ends_at {
                let due = Due::JobDone {
                    desk,
                    slot: start.slot,
                };
                let handle = self.calendar.schedule(ends, rank::DONE, due);
                self.desk(desk).running.push((start.slot, handle, now));
            }
            let job = start.job;
            if job.case == NONE32 {
                continue;
            }
            let note = if job.instead_of == NONE {
                Note::None
            } else {
                Note::InsteadOf(job.instead_of)
            };
            self.tell(
                plan,
                now,
                EventKind::WorkStarted,
                job.case,
                job.stage,
                desk.actor(),
                0.0,
                note,
            );
            let Some(case) = self.case_mut(job.case) else {
                continue;
            };
            let state = &mut case.stages[usize::from(job.stage)];
            if !std::mem::replace(&mut state.started, true) {
                let procedure = case.procedure;
                let stage = &plan.procedures[usize::from(procedure)].stages[usize::from(job.stage)];
                match stage.kind {
                    StageKind::Call => self.noticed(plan, now, job.case, job.stage),
                    StageKind::Relief => self.settle_loss(plan, now, job.case, job.stage),
                    _ => {}
                }
                self.signal(plan, now, job.case, &stage.signals[1]);
            }
        }
        let it = self.desk(desk);
        if let Some(opening) = it.station.next_opening(now)
            && it.wake.is_none_or(|known| known > opening || known <= now)
        {
            it.wake = Some(opening);
            self.calendar
                .schedule(opening, rank::WAKE, Due::Wake { desk });
        }
    }

    pub(super) fn wake(&mut self, plan: &Plan, now: Tick, desk: DeskId) {
        let it = self.desk(desk);
        if it.wake == Some(now) {
            it.wake = None;
        }
        self.dispatch(plan, now, desk);
    }

    pub(super) fn job_done(&mut self, plan: &Plan, now: Tick, desk: DeskId, slot: Slot) {
        let it = self.desk(desk);
        if let Some(place) = it.running.iter().position(|running| running.0 == slot) {
            it.running.swap_remove(place);
        }
        let Some(job) = it.station.finish(now, slot) else {
            return;
        };
        if job.case != NONE32 {
            let note = if job.instead_of == NONE {
                Note::None
            } else {
                Note::InsteadOf(job.instead_of)
            };
            let worked = job.work as f64;
            self.tell(
                plan,
                now,
                EventKind::WorkEnded,
                job.case,
                job.stage,
                desk.actor(),
                worked,
                note,
            );
            self.job_of_stage_done(plan, now, desk, &job);
        }
        self.dispatch(plan, now, desk);
    }

    fn job_of_stage_done(&mut self, plan: &Plan, now: Tick, desk: DeskId, job: &Job) {
        let Some(case) = self.case_mut(job.case) else {
            return;
        };
        let state = &mut case.stages[usize::from(job.stage)];
        if state.astray.is_some() {
            self.passed_on(plan, now, desk, job);
            return;
        }
        state.jobs_left = state.jobs_left.saturating_sub(1);
        state.last = job.work;
        let last = state.jobs_left == 0;
        self.investigated(plan, now, (job.case, job.stage), desk, job.work);
        if last {
            self.account(now, desk, job, job.work);
            self.next_step(plan, now, job.case, job.stage);
        }
    }

    /// Books the step's time by its last job: the prescribed period first, then what the job met.
    pub(super) fn account(&mut self, now: Tick, desk: DeskId, job: &Job, worked: Tick) {
        let Some(case) = self.case(job.case) else {
            return;
        };
        let state = &case.stages[usize::from(job.stage)];
        let statutory_until = state.statutory_until.clamp(state.since, now);
        let statutory = statutory_until - state.since;
        let brought = if statutory > 0 { [0; 3] } else { job.brought };
        let from = job.since.max(statutory_until);
        let (outside, absent, waiting, work) = self.split(desk, from, now, worked);
        let Some(case) = self.case_mut(job.case) else {
            return;
        };
        let state = &mut case.stages[usize::from(job.stage)];
        state.add(Part::Statutory, statutory);
        state.add(Part::OutsideHours, outside + brought[0]);
        state.add(Part::LeaderAbsent, absent + brought[1]);
        state.add(Part::WaitingPeople, waiting + brought[2]);
        state.add(Part::Work, work);
    }

    /// At the cap: books what an unfinished job of each stage has met so far. A stage's first job in its line speaks.
    pub(super) fn account_unfinished(&mut self, cap: Tick) -> Vec<(u32, u16)> {
        let mut seen: Vec<(u32, u16)> = Vec::new();
        for id in self.desks() {
            let desk = self.desk(id);
            let running: Vec<(Job, Tick)> = desk
                .station
                .in_service()
                .map(|(slot, job)| {
                    let started = desk
                        .running
                        .iter()
                        .find(|it| it.0 == slot)
                        .map_or(cap, |it| it.2);
                    (*job, desk.station.hours().open_between(started, cap))
                })
                .collect();
            let waiting: Vec<(Job, Tick)> = desk.station.waiting().map(|it| (it.job, 0)).collect();
            for (job, worked) in running.into_iter().chain(waiting) {
                let active = self.case(job.case).is_some_and(|it| {
                    it.stages[usize::from(job.stage)].progress == Progress::Active
                });
                if job.case != NONE32 && active && !seen.contains(&(job.case, job.stage)) {
                    seen.push((job.case, job.stage));
                    self.account(cap, id, &job, worked);
                }
            }
        }
        seen
    }
}

#[inline]
pub(super) fn is_active(plan: &Plan, desk: DeskId) -> bool {
    match desk {
        DeskId::Leader(index) => plan.leaders[usize::from(index)].active,
        DeskId::Office(index) => plan.offices[usize::from(index)].active,
        DeskId::Department(index) => plan.departments[usize::from(index)].active,
    }
}
