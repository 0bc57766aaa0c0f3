//! A play: what has been chosen, where the clock stands, and what has happened until then.

use std::sync::Arc;

use county::event::{Event, EventKind};
use county::plan::Plan;
use county::scenario::{Problem, Scenario};
use kernel::{DAY, Tick};
use trial::Snapshot;

use crate::case::{At, Case};
use crate::ready::Ready;
use crate::story::follow;

/// What is chosen at each point, by number; `None` where nothing has been chosen, or the point never came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices(pub Vec<Option<usize>>);

/// A point that has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// Which decision, by number.
    pub decision: usize,
    /// When the clock stood, in ticks of the run.
    pub tick: Tick,
    /// What was chosen; `None` where the clock stands now.
    pub chosen: Option<usize>,
}

/// A play of a case.
#[derive(Debug, Clone)]
pub struct Play {
    /// What has been chosen, without what was named for points that never came.
    pub choices: Choices,
    /// The points that have come, in order.
    pub points: Vec<Point>,
    /// Where the clock stands; `None` when the case is over.
    pub waits: Option<Point>,
    /// What has happened from reform day until then.
    pub events: Vec<Event>,
    /// What numbers in the events stand for.
    pub plan: Arc<Plan>,
    /// The county under the choices made so far.
    pub scenario: Scenario,
}

impl Choices {
    /// What is chosen at a decision.
    #[must_use]
    pub fn of(&self, decision: usize) -> Option<usize> {
        self.0.get(decision).copied().flatten()
    }

    /// With another option, or none, at one decision.
    #[must_use]
    pub fn with(&self, decision: usize, option: Option<usize>) -> Self {
        let mut all = self.0.clone();
        all.resize(all.len().max(decision + 1), None);
        if let Some(place) = all.get_mut(decision) {
            *place = option;
        }
        Self(all)
    }

    /// What is chosen before a decision.
    #[must_use]
    pub fn before(&self, decision: usize) -> Self {
        Self(self.0.iter().copied().take(decision).collect())
    }

    /// The reference procedure's.
    #[must_use]
    pub fn reference(case: &Case) -> Self {
        Self(case.reference.iter().copied().map(Some).collect())
    }
}

/// Plays a case as far as has been chosen. The past is that of the play's luck ([`Ready::past`]).
///
/// # Errors
/// What is wrong with a county that the choices make.
pub fn play(ready: &Ready, past: &Snapshot, choices: &Choices) -> Result<Play, Vec<Problem>> {
    let mut made = Choices(Vec::new());
    let mut points = Vec::new();
    let mut county = ready.chosen(&made)?;
    let mut events = county.setup.resume_log(past);
    for (number, decision) in ready.case.decisions.iter().enumerate() {
        let plan = county.setup.plan();
        let Some(at) = moment(ready, plan, &events, &decision.at) else {
            made = made.with(number, None);
            continue;
        };
        let chosen = choices.of(number).filter(|&it| it < decision.options.len());
        let point = Point {
            decision: number,
            tick: at.0,
            chosen,
        };
        if chosen.is_none() {
            let plan = Arc::clone(plan);
            return Ok(Play {
                choices: made,
                points,
                waits: Some(point),
                events: until(events, at),
                plan,
                scenario: county.scenario,
            });
        }
        points.push(point);
        made = made.with(number, chosen);
        county = ready.chosen(&made)?;
        events = county.setup.resume_log(past);
    }
    Ok(Play {
        choices: made,
        points,
        waits: None,
        events,
        plan: Arc::clone(county.setup.plan()),
        scenario: county.scenario,
    })
}

/// When a point comes, and the place of the event that brings it, where one does.
pub(crate) fn moment(
    ready: &Ready,
    plan: &Plan,
    events: &[Event],
    at: &At,
) -> Option<(Tick, Option<usize>)> {
    if let At::Day(day) = at {
        return Some((plan.timetable().start() + Tick::from(*day) * DAY, None));
    }
    let (first, number) = follow(plan, &ready.case.follows, events)?;
    let sought = |it: &Event| match at {
        At::Day(_) => false,
        At::Registered => it.kind == EventKind::Registered,
        At::Ready(stage) => {
            it.kind == EventKind::StageReady && plan.stage(it.procedure, it.stage) == stage
        }
        At::Done(stage) => {
            it.kind == EventKind::StageDone && plan.stage(it.procedure, it.stage) == stage
        }
    };
    let mut after = events.iter().enumerate().skip(first);
    let (place, event) = after.find(|(_, it)| it.number == number && sought(it))?;
    Some((event.tick, Some(place)))
}

/// What happened before a moment, and the event that brings it.
fn until(mut events: Vec<Event>, (tick, place): (Tick, Option<usize>)) -> Vec<Event> {
    let brings = place.and_then(|it| events.get(it).copied());
    events.truncate(events.partition_point(|it| it.tick < tick));
    events.extend(brings);
    events
}
