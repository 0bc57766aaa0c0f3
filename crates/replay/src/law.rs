//! What the law asked of a matter at each of its steps: the articles that bind a stage, and the clocks that ran, from the procedure and the matter's
//! own events.

use kernel::Tick;

use county::event::{Event, EventKind, Note};
use county::plan::Plan;
use county::scenario::{Clock, Condition, Counts, Procedure};

/// A clock of law as it ran for a matter.
#[derive(Debug, Clone, PartialEq)]
pub struct ClockRun {
    /// The article it stands for.
    pub article: String,
    /// Its length.
    pub length: f64,
    /// What the length counts.
    pub counts: Counts,
    /// When it began, latest.
    pub from: Tick,
    /// When it was to run out, spells in which it does not run left aside.
    pub due: Tick,
    /// It has such spells, which move the day it runs out.
    pub pauses: bool,
    /// When what stops it happened; `None`: not yet.
    pub stopped: Option<Tick>,
    /// When it was overrun; `None`: it was not.
    pub overrun: Option<Tick>,
}

/// The clocks that ran for a matter, in the order of its procedure. `events` are the matter's own, in order; `plan` is the one they are of.
#[must_use]
pub fn clocks(procedure: &Procedure, events: &[Event], plan: &Plan) -> Vec<ClockRun> {
    let run = |(number, clock): (usize, &Clock)| {
        let overrun = events
            .iter()
            .find(|it| it.kind == EventKind::Breach && it.note == Note::Clock(number as u16));
        // Whom it runs for is known to the run; where it says so only in part, it is shown when it was overrun.
        if overrun.is_none()
            && !clock
                .when
                .as_ref()
                .is_none_or(|it| applies(it, events, plan))
        {
            return None;
        }
        let named = |event: &Event, name: &str| plan.is_called(event, name);
        let restart = clock.restarts_on.as_deref();
        let starts = |it: &&Event| {
            named(it, &clock.starts_on) || restart.is_some_and(|name| named(it, name))
        };
        let first = events.iter().find(|it| named(it, &clock.starts_on))?;
        let from = match restart {
            Some(_) => events.iter().rfind(starts)?.tick,
            None => first.tick,
        };
        let stops = |it: &&Event| it.tick >= from && named(it, &clock.stops_on);
        Some(ClockRun {
            article: clock.article.clone(),
            length: clock.length,
            counts: clock.counts,
            from,
            due: plan
                .timetable()
                .period_end(from, clock.length, clock.counts),
            pauses: !clock.pauses.is_empty(),
            stopped: events.iter().find(stops).map(|it| it.tick),
            overrun: overrun.map(|it| it.tick),
        })
    };
    procedure
        .clocks
        .values()
        .enumerate()
        .filter_map(run)
        .collect()
}

/// Whether a condition holds of a matter, as far as its events tell; `false` where they do not.
fn applies(it: &Condition, events: &[Event], plan: &Plan) -> bool {
    use county::event::Attributes;
    let Some(registered) = events.iter().find(|it| it.kind == EventKind::Registered) else {
        return false;
    };
    let of = Attributes::from_bits(registered.value as u8);
    let is = |wanted: Option<bool>, is: bool| wanted.is_none_or(|it| it == is);
    let class = plan.class(registered.class);
    let level = events.iter().find_map(|it| match it.note {
        Note::Level(level) => Some(u32::from(level)),
        _ => None,
    });
    let has = |name: &str| {
        events.iter().any(|it| match it.note {
            Note::Trait(index) => plan.trait_of_cases(index) == name,
            _ => false,
        })
    };
    let mut traits = it.traits.iter().flatten();
    let known = it.other_departments_at_least.is_none()
        && it.other_departments_at_most.is_none()
        && it.chance.is_none()
        && it.passed.is_none();
    known
        && it
            .classes
            .as_ref()
            .is_none_or(|all| all.iter().any(|it| it == class))
        && is(it.urgent, of.urgent)
        && is(it.vital_interest, of.vital_interest)
        && is(it.technical, of.technical)
        && is(it.risky, of.risky)
        && traits.all(|(name, wanted)| has(name) == *wanted)
        && it
            .level_at_most
            .is_none_or(|most| level.is_some_and(|it| it <= most))
        && it
            .level_at_least
            .is_none_or(|least| level.is_some_and(|it| it >= least))
}
