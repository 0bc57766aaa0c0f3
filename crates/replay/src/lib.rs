//! A run that can be looked at on any day, forwards and backwards, and gone on with from there under other rules.
//!
//! [`Replay`] keeps copies of the run ([`trial::Course`]) every so many days, and what stood in the county then ([`Standing`]); any day is reached
//! from the copy before it, because luck is keyed and a run is a pure function of its plan and seed. [`moments`] finds the next meeting, emergency,
//! breach or step of a matter; [`Replay::branch`] goes on under other rules; [`Parted`] says where two futures on the same luck parted first, which
//! matters went otherwise ([`fates`]), and what it did to the figures; [`law`] says what the law asks of a matter at each of its steps.
//!
//! *One run is one luck*: what differs between two futures has no interval, and is no verdict on a rule. That takes many runs (`lab`).

pub mod fates;
pub mod law;
pub mod moments;
mod parted;
mod standing;

use std::sync::Arc;

use kernel::{DAY, Tick};

use county::event::Event;
use county::plan::Plan;
use county::scenario::{Problem, Scenario, in_the_world_of};
use trial::{Course, Setup};

pub use fates::{Fate, fates};
pub use moments::{Direction, Named};
pub use parted::{Figure, First, Otherwise, Parted};
pub use standing::{AtStage, Away, Doing, Matter, Standing};

/// Days between copies of the run, to begin with: any day is then reached within the time that so many days of simulation take.
pub const SPACING_DAYS: i64 = 30;

/// More copies than these are thinned, and lie twice as far apart from then on: memory has a bound, however long the run is.
const MOST: usize = 96;

/// A run with its copies.
#[derive(Debug, Clone)]
pub struct Replay {
    setup: Setup,
    /// By time; the first is the empty county on the first day of its warm-up.
    marks: Vec<Mark>,
    /// Where the reader stands.
    now: Mark,
    spacing: Tick,
    end: Tick,
}

/// The run at a time: everything before it has happened.
#[derive(Debug, Clone)]
struct Mark {
    at: Tick,
    course: Course,
    standing: Standing,
}

/// How a run went on from a day.
#[derive(Debug, Clone)]
pub struct Future {
    /// From then on.
    pub at: Tick,
    /// The rules that held.
    pub plan: Arc<Plan>,
    /// All that happened from `at` to the end of the run.
    pub events: Vec<Event>,
    /// Fingerprint of the whole run, its past included.
    pub digest: u128,
}

impl Replay {
    /// A replication of a county, at the beginning of its warm-up. `days` lie between copies of it at first (at least 1): [`SPACING_DAYS`].
    #[must_use]
    pub fn new(setup: &Setup, seed: u64, replication: u32, days: i64) -> Self {
        let timetable = setup.plan().timetable();
        let end = timetable.cap() + timetable.follow() + 1;
        let now = Mark {
            at: 0,
            course: setup.course(seed, replication),
            standing: Standing::default(),
        };
        Self {
            setup: setup.clone(),
            marks: vec![now.clone()],
            now,
            spacing: days.max(1) * DAY,
            end,
        }
    }

    /// The rules that hold in the window.
    #[must_use]
    pub fn plan(&self) -> &Arc<Plan> {
        self.setup.plan()
    }

    /// The rules of `changed` in the world of `county`, which is the one that runs in the window: what [`Replay::branch`] goes on under. A rule may
    /// change, and a fact of organisation, and which procedure a class goes through; what the world brings, and its luck, may not.
    ///
    /// # Errors
    /// What the plan lacks, each with its path; none for scenarios that passed their check.
    pub fn grown(&self, county: &Scenario, changed: &Scenario) -> Result<Arc<Plan>, Vec<Problem>> {
        let mut rules = in_the_world_of(changed.clone(), county);
        for (id, class) in rules.world.classes.iter_mut() {
            let wished = changed.world.classes.get(id).map(|it| &it.procedure);
            if let Some(procedure) = wished.filter(|it| rules.procedures.contains_key(it)) {
                class.procedure.clone_from(procedure);
            }
        }
        Ok(Arc::new(Plan::compile(&rules, Some(self.plan()))?))
    }

    /// How many copies of the run are kept.
    #[must_use]
    pub fn copies(&self) -> usize {
        self.marks.len()
    }

    /// Goes to a time, forwards or backwards: what stands in the county when everything before `to` has happened. Beyond the run's end, its end.
    pub fn seek(&mut self, to: Tick) -> &Standing {
        self.jump(to);
        self.go_on(to, &mut |_| {});
        &self.now.standing
    }

    /// What happens from `from` on and before `to`, in order; the reader then stands at `to`.
    pub fn stretch(&mut self, from: Tick, to: Tick) -> Vec<Event> {
        let mut events = Vec::new();
        self.show(from, to, &mut |event| events.push(*event));
        events
    }

    /// Shows `see` what happens from `from` on and before `to`, in order; the reader then stands at `to`.
    pub fn show(&mut self, from: Tick, to: Tick, see: &mut dyn FnMut(&Event)) {
        self.seek(from);
        self.go_on(to, see);
    }

    /// All of the run from where the reader stands, shown to `see`; the run's fingerprint.
    pub fn to_the_end(&mut self, see: &mut dyn FnMut(&Event)) -> u128 {
        self.go_on(self.end, see);
        self.now.course.digest()
    }

    /// The nearest day with a moment of this name after `from` or before it, as the event it is; looked for a stretch at a time, so that little is
    /// kept. Forwards, from `from` on; backwards, before it.
    pub fn find(&mut self, from: Tick, what: Named, direction: Direction) -> Option<Event> {
        let plan = Arc::clone(self.plan());
        let mut from = from.clamp(0, self.end);
        match direction {
            Direction::Forwards => {
                while from < self.end {
                    let to = (from + self.spacing).min(self.end);
                    let events = self.stretch(from, to);
                    if let Some(found) = events.iter().find(|it| what.is(it, &plan)) {
                        return Some(*found);
                    }
                    from = to;
                }
            }
            Direction::Backwards => {
                while from > 0 {
                    let begin = (from - self.spacing).max(0);
                    let events = self.stretch(begin, from);
                    if let Some(found) = events.iter().rev().find(|it| what.is(it, &plan)) {
                        return Some(*found);
                    }
                    from = begin;
                }
            }
        }
        None
    }

    /// How the run goes on from `at` under the rules it has.
    pub fn future(&mut self, at: Tick) -> Future {
        let at = self.in_the_window(at);
        self.seek(at);
        self.run_out(self.now.course.clone(), at)
    }

    /// How it would go on from `at` if other rules held from then on: a plan grown from [`Replay::plan`]. Before the window there is nothing to change:
    /// then from reform day on.
    pub fn branch(&mut self, at: Tick, plan: &Arc<Plan>) -> Future {
        let at = self.in_the_window(at);
        self.seek(at);
        let mut course = self.now.course.clone();
        course.change_rules(plan, at);
        self.run_out(course, at)
    }

    fn in_the_window(&self, at: Tick) -> Tick {
        at.clamp(self.plan().timetable().start(), self.end)
    }

    fn run_out(&self, mut course: Course, at: Tick) -> Future {
        let events = course.until(Tick::MAX);
        Future {
            at,
            plan: Arc::clone(course.plan()),
            events,
            digest: course.digest(),
        }
    }

    /// Takes up the copy nearest before `to`, unless the reader stands nearer.
    fn jump(&mut self, to: Tick) {
        let later = self.marks.partition_point(|it| it.at <= to);
        let Some(mark) = later.checked_sub(1).and_then(|it| self.marks.get(it)) else {
            return;
        };
        if self.now.at > to || mark.at > self.now.at {
            self.now = mark.clone();
        }
    }

    /// Runs on, leaving copies on the way.
    fn go_on(&mut self, to: Tick, see: &mut dyn FnMut(&Event)) {
        let to = to.min(self.end);
        while self.now.at < to {
            let next = (self.now.at.div_euclid(self.spacing) + 1) * self.spacing;
            let goal = to.min(next);
            let events = self.now.course.until(goal);
            for event in &events {
                self.now.standing.take(event);
                see(event);
            }
            self.now.at = goal;
            let is_new = self.marks.last().is_none_or(|it| it.at < goal);
            if goal == next && is_new {
                self.marks.push(self.now.clone());
                self.thin();
            }
        }
    }

    fn thin(&mut self) {
        if self.marks.len() > MOST {
            self.spacing *= 2;
            let spacing = self.spacing;
            self.marks.retain(|it| it.at % spacing == 0);
        }
    }
}
