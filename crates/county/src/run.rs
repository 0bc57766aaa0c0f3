//! The run: events in order of time, from a plan and a seed.
//!
//! A run is a pure function of (plan, seed, replication). It can be stopped at any tick, cloned and continued, under its own plan or
//! under one grown from it ([`Plan::compile`] with a predecessor): on reform day ([`Run::open_window`]) or on any later day
//! ([`Run::change_rules`]). The parts: [`case`] is a matter under way, `flow` moves it
//! through its stages, `people` holds waiting lines and leaders, `desks` opens and counts them, `sitting` the meetings, `notice` the public's part,
//! `clocks` the clocks of law, `digest` the fingerprint of everything that happened.

mod afterwards;
mod asked;
mod carrying;
mod case;
mod clocks;
mod conferences;
mod deliberation;
mod desks;
mod digest;
mod draws;
mod emergency;
mod facts;
mod flow;
mod hearing;
mod influence;
mod initiative;
mod judgement;
mod lawful;
mod leaders;
mod notice;
mod outcome;
mod people;
mod petitions;
mod reception;
mod routing;
mod sitting;
mod sources;
mod standing;

use std::sync::Arc;

use kernel::{EventCalendar, OpenHours, Streams, Tick};

use self::case::{Case, ClockState, StageState};
use self::digest::Digest;
use self::leaders::LeaderState;
use self::people::Desk;
use self::sitting::MeetingState;
use self::sources::SourceState;
use crate::event::{Actor, Event, EventKind, NONE, NONE32, Note, Observer};
use crate::plan::{Plan, Timetable};

/// What is due. The rank that orders simultaneous events is in [`rank`].
#[derive(Debug, Clone, Copy)]
enum Due {
    Arrival { source: u16 },
    Yearly { source: u16, date: u16 },
    Propose { since: Tick },
    Arises { place: u32 },
    JobDone { desk: DeskId, slot: kernel::Slot },
    Wake { desk: DeskId },
    WaitDone { case: u32, stage: u16 },
    ClockOut { case: u32, clock: u16 },
    Sitting { meeting: u16 },
    ItemDone { case: u32, stage: u16, meeting: u16 },
    SlotBegins { case: u32, stage: u16, leaders: u64 },
    SlotEnds { case: u32, stage: u16 },
    Absence { leader: u16, until: Tick },
    Conference { conference: u16 },
}

/// Order of simultaneous events: the world first, then what finishes, then who may begin, then meetings.
mod rank {
    pub const WORLD: u8 = 0;
    pub const CLOCK: u8 = 1;
    pub const DONE: u8 = 2;
    pub const WAIT: u8 = 3;
    pub const WAKE: u8 = 4;
    pub const MEETING: u8 = 5;
}

/// Whose waiting line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum DeskId {
    Leader(u16),
    Office(u16),
    Department(u16),
}

impl DeskId {
    fn actor(self) -> Actor {
        match self {
            Self::Leader(index) => Actor::Leader(index),
            Self::Office(index) => Actor::Office(index),
            Self::Department(index) => Actor::Department(index),
        }
    }
}

/// Where a run is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    WarmUp,
    Window,
    Closing,
    Following { until: Tick },
    Done,
}

/// Whether a call to [`Run::advance`] reached its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reached {
    /// The budget of events was spent first.
    Budget,
    /// The goal was reached.
    Goal,
}

/// A county running. `O` reads the events as they happen.
#[derive(Debug, Clone)]
pub struct Run<O> {
    plan: Arc<Plan>,
    streams: Streams,
    /// What of calendars lies in memory.
    lies: (Tick, Tick),
    office_hours: OpenHours,
    calendar: EventCalendar<Due>,
    cases: Vec<Option<Box<Case>>>,
    vacant: Vec<u32>,
    /// Rows for stages and clocks of cases that are closed, empty, for those to come: memory is asked for once, not once a case.
    rows: Vec<(Vec<StageState>, Vec<ClockState>)>,
    /// The jobs of a step while it begins; empty otherwise.
    jobs: Vec<(DeskId, Tick)>,
    /// What has been given rise to and is still to come.
    arising: Vec<Option<sources::Birth>>,
    /// Matters with facts that nobody has decided yet, in order of registration.
    undecided: Vec<u32>,
    registered: u32,
    cohort_open: u32,
    leaders: Vec<LeaderState>,
    leader_desks: Vec<Desk>,
    office_desks: Vec<Desk>,
    department_desks: Vec<Desk>,
    meetings: Vec<MeetingState>,
    conferences: Vec<conferences::ConferenceState>,
    sources: Vec<SourceState>,
    /// What each department had worked when it last looked back.
    worked: Vec<Tick>,
    todo: Vec<flow::Ready>,
    phase: Phase,
    digest: Digest,
    events: u64,
    observer: O,
}

impl<O: Observer> Run<O> {
    /// A county on the first day of its warm-up, empty.
    pub fn new(plan: Arc<Plan>, seed: u64, replication: u32, observer: O) -> Self {
        let mut run = Self {
            streams: Streams::new(seed, replication),
            lies: Timetable::lies(0),
            office_hours: plan.timetable().office_hours(),
            calendar: EventCalendar::new(),
            cases: Vec::new(),
            vacant: Vec::new(),
            rows: Vec::new(),
            jobs: Vec::new(),
            arising: Vec::new(),
            undecided: Vec::new(),
            registered: 0,
            cohort_open: 0,
            leaders: Vec::new(),
            leader_desks: Vec::new(),
            office_desks: Vec::new(),
            department_desks: Vec::new(),
            meetings: Vec::new(),
            conferences: Vec::new(),
            sources: Vec::new(),
            worked: Vec::new(),
            todo: Vec::new(),
            phase: Phase::WarmUp,
            digest: Digest::new(),
            events: 0,
            observer,
            plan: Arc::clone(&plan),
        };
        run.open_desks(&plan);
        run.call_meetings(&plan, 0, None);
        run.fix_conferences(&plan, 0);
        run.open_sources(&plan);
        run.look_back(&plan, 0);
        run
    }

    /// Runs until every event before `goal` has happened, or `budget` events have.
    pub fn advance(&mut self, goal: Tick, budget: u64) -> Reached {
        let plan = Arc::clone(&self.plan);
        let stop_at = self.events.saturating_add(budget);
        while let Some(tick) = self.calendar.peek() {
            if tick >= goal {
                break;
            }
            if self.events >= stop_at {
                return Reached::Budget;
            }
            self.handle_next(&plan);
        }
        Reached::Goal
    }

    fn handle_next(&mut self, plan: &Arc<Plan>) {
        if let Some((now, due)) = self.calendar.pop() {
            if now >= Timetable::moves_on(self.lies) {
                self.move_on(plan, now);
            }
            self.handle(plan, now, due);
        }
    }

    /// Runs the warm-up; see [`Run::advance`] for the budget.
    pub fn warm_up(&mut self, budget: u64) -> Reached {
        let start = self.plan.timetable.start();
        self.advance(start, budget)
    }

    /// Opens the window, after the warm-up: with `reform`, its rules hold from now on.
    pub fn open_window(&mut self, reform: Option<&Arc<Plan>>) {
        let start = self.plan.timetable.start();
        if let Some(reform) = reform {
            let before = std::mem::replace(&mut self.plan, Arc::clone(reform));
            let plan = Arc::clone(&self.plan);
            self.change_desks(&before, &plan, start, true);
            self.call_meetings(&plan, start, Some(&before));
            self.fix_conferences(&plan, start);
            self.reseat_agendas(&plan, start);
        }
        let plan = Arc::clone(&self.plan);
        self.phase = Phase::Window;
        self.say(
            &plan,
            start,
            EventKind::WindowOpened,
            Actor::Nobody,
            0.0,
            Note::None,
        );
        self.report_desks(&plan, start, true);
    }

    /// From `at` on, a tick of the window or after it that [`Run::until`] has reached, the rules of `plan` hold: a plan grown from the one at
    /// hand. The window, the cohort and the horizon stay what they are. What the plan does not change stays as it was called, booked and begun:
    /// under a plan like the one at hand this changes nothing. In a run whose window is not open yet, it opens under the new rules instead.
    pub fn change_rules(&mut self, plan: &Arc<Plan>, at: Tick) {
        if self.phase == Phase::WarmUp {
            self.open_window(Some(plan));
            return;
        }
        let now = at.max(self.calendar.now());
        let before = std::mem::replace(&mut self.plan, Arc::clone(plan));
        self.change_desks(&before, plan, now, false);
        self.call_meetings(plan, now, Some(&before));
        if before.conferences != plan.conferences {
            self.fix_conferences(plan, now);
        }
        self.reseat_agendas(plan, now);
    }

    /// Runs the window and what comes after it until the cohort has closed (and its measures were followed), or the cap.
    pub fn finish(&mut self, budget: u64) -> Reached {
        self.until(Tick::MAX, budget)
    }

    /// As [`Run::finish`], but stops when every event before `goal` has happened.
    pub fn until(&mut self, goal: Tick, budget: u64) -> Reached {
        let plan = Arc::clone(&self.plan);
        let stop_at = self.events.saturating_add(budget);
        loop {
            let left = stop_at.saturating_sub(self.events);
            match self.phase {
                Phase::WarmUp => {
                    let start = plan.timetable.start();
                    if self.advance(start.min(goal), left) == Reached::Budget {
                        return Reached::Budget;
                    }
                    if goal <= start {
                        return Reached::Goal;
                    }
                    self.open_window(None);
                }
                Phase::Window => {
                    let end = plan.timetable.window_end();
                    if self.advance(end.min(goal), left) == Reached::Budget {
                        return Reached::Budget;
                    }
                    if goal <= end {
                        return Reached::Goal;
                    }
                    self.report_desks(&plan, end, false);
                    self.say(
                        &plan,
                        end,
                        EventKind::WindowClosed,
                        Actor::Nobody,
                        0.0,
                        Note::None,
                    );
                    self.phase = Phase::Closing;
                }
                Phase::Closing => {
                    let cap = plan.timetable.cap();
                    while self.cohort_open > 0 {
                        if self.events >= stop_at {
                            return Reached::Budget;
                        }
                        match self.calendar.peek() {
                            Some(tick) if tick < cap.min(goal) => self.handle_next(&plan),
                            _ => break,
                        }
                    }
                    if self.cohort_open > 0 && goal <= cap {
                        return Reached::Goal;
                    }
                    let now = if self.cohort_open > 0 {
                        cap
                    } else {
                        self.calendar.now()
                    };
                    if self.cohort_open > 0 {
                        self.censor(&plan, cap);
                    }
                    self.phase = Phase::Following {
                        until: now + plan.timetable.follow(),
                    };
                }
                Phase::Following { until } => {
                    if plan.timetable.follow() > 0
                        && self.advance(until.min(goal), left) == Reached::Budget
                    {
                        return Reached::Budget;
                    }
                    if goal < until {
                        return Reached::Goal;
                    }
                    self.phase = Phase::Done;
                }
                Phase::Done => return Reached::Goal,
            }
        }
    }

    fn handle(&mut self, plan: &Plan, now: Tick, due: Due) {
        match due {
            Due::Arrival { source } => self.arrive(plan, now, source),
            Due::Yearly { source, date } => self.yearly(plan, now, source, date),
            Due::Propose { since } => self.propose(plan, now, since),
            Due::Arises { place } => self.arises(plan, now, place),
            Due::JobDone { desk, slot } => self.job_done(plan, now, desk, slot),
            Due::Wake { desk } => self.wake(plan, now, desk),
            Due::WaitDone { case, stage } => self.wait_done(plan, now, case, stage),
            Due::ClockOut { case, clock } => self.clock_out(plan, now, case, clock),
            Due::Sitting { meeting } => self.sit(plan, now, meeting),
            Due::ItemDone {
                case,
                stage,
                meeting,
            } => self.item_done(plan, now, case, stage, meeting),
            Due::SlotBegins {
                case,
                stage,
                leaders,
            } => self.slot_begins(plan, now, case, stage, leaders),
            Due::SlotEnds { case, stage } => self.slot_ends(plan, now, case, stage),
            Due::Absence { leader, until } => self.absence(plan, now, leader, until),
            Due::Conference { conference } => self.confer(plan, now, conference),
        }
        self.settle(plan, now);
    }

    /// An event about a stage of a matter.
    #[expect(
        clippy::too_many_arguments,
        reason = "an event is a record of that many fields"
    )]
    fn tell(
        &mut self,
        plan: &Plan,
        now: Tick,
        kind: EventKind,
        slot: u32,
        stage: u16,
        actor: Actor,
        value: f64,
        note: Note,
    ) {
        let Some(case) = self.cases.get(slot as usize).and_then(Option::as_deref) else {
            return;
        };
        let visit = case.stages.get(usize::from(stage)).map_or(0, |it| it.visit);
        let event = Event {
            tick: now,
            kind,
            case: case.key,
            number: case.number,
            procedure: case.procedure,
            class: case.class,
            stage,
            visit,
            actor,
            value,
            note,
        };
        self.emit(plan, &event);
    }

    /// An event about no matter.
    fn say(
        &mut self,
        plan: &Plan,
        now: Tick,
        kind: EventKind,
        actor: Actor,
        value: f64,
        note: Note,
    ) {
        let event = Event {
            tick: now,
            kind,
            case: 0,
            number: NONE32,
            procedure: NONE,
            class: NONE,
            stage: NONE,
            visit: 0,
            actor,
            value,
            note,
        };
        self.emit(plan, &event);
    }

    fn emit(&mut self, plan: &Plan, event: &Event) {
        self.events += 1;
        self.digest.fold(plan, event);
        self.observer.observe(event);
    }
}

impl<O> Run<O> {
    /// The plan that holds now.
    #[must_use]
    pub fn plan(&self) -> &Arc<Plan> {
        &self.plan
    }

    /// How many events have happened.
    #[must_use]
    pub fn events(&self) -> u64 {
        self.events
    }

    /// How far the run is on its way to the end of its window, \[0, 1\].
    #[must_use]
    pub fn progress(&self) -> f64 {
        (self.calendar.now() as f64 / self.plan.timetable.window_end().max(1) as f64)
            .clamp(0.0, 1.0)
    }

    /// Fingerprint of every event so far (XXH3, 128 bit).
    #[must_use]
    pub fn digest(&self) -> u128 {
        self.digest.value()
    }

    /// What has watched it.
    #[must_use]
    pub fn observer(&self) -> &O {
        &self.observer
    }

    /// What watches it, to take from it what it has seen.
    pub fn observer_mut(&mut self) -> &mut O {
        &mut self.observer
    }

    /// The same run once more, with another observer.
    #[must_use]
    pub fn forked<P>(&self, observer: P) -> Run<P> {
        Run {
            plan: Arc::clone(&self.plan),
            streams: self.streams,
            lies: self.lies,
            office_hours: self.office_hours.clone(),
            calendar: self.calendar.clone(),
            cases: self.cases.clone(),
            vacant: self.vacant.clone(),
            rows: self.rows.clone(),
            jobs: self.jobs.clone(),
            arising: self.arising.clone(),
            undecided: self.undecided.clone(),
            registered: self.registered,
            cohort_open: self.cohort_open,
            leaders: self.leaders.clone(),
            leader_desks: self.leader_desks.clone(),
            office_desks: self.office_desks.clone(),
            department_desks: self.department_desks.clone(),
            meetings: self.meetings.clone(),
            conferences: self.conferences.clone(),
            sources: self.sources.clone(),
            worked: self.worked.clone(),
            todo: self.todo.clone(),
            phase: self.phase,
            digest: self.digest.clone(),
            events: self.events,
            observer,
        }
    }

    /// The same run with another observer; the old one is handed back.
    pub fn observed_by<P>(self, observer: P) -> (Run<P>, O) {
        (self.forked(observer), self.observer)
    }

    fn case(&self, slot: u32) -> Option<&Case> {
        self.cases.get(slot as usize)?.as_deref()
    }

    fn case_mut(&mut self, slot: u32) -> Option<&mut Case> {
        self.cases.get_mut(slot as usize)?.as_deref_mut()
    }
}
