//! Where every matter is at any time: a run's events folded into tracks that a player can seek in.
//!
//! A worker builds a [`Playback`] ([`Playback::build`]) and sends it; the page asks it about a time and never keeps books of its own.

use kernel::Tick;
use serde::{Deserialize, Serialize};

pub use decision::Decision;
pub use names::{Names, ProcedureNames};

mod build;
pub mod decision;
mod draft;
mod names;
mod path;

/// What a matter does at a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum State {
    /// It stands in somebody's line.
    Queued,
    /// Hands are on it.
    InWork,
    /// A prescribed period runs, or an outsider has it.
    Waiting,
    /// It is on an agenda.
    OnAgenda,
}

/// Someone who held a matter, by stable id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Holder {
    /// A leader.
    Leader(String),
    /// An office.
    Office(String),
    /// A department.
    Department(String),
    /// A meeting.
    Meeting(String),
    /// A group of the public.
    Public(String),
}

/// A stage of a procedure, by stable ids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageId {
    /// The procedure.
    pub procedure: String,
    /// The stage.
    pub stage: String,
}

/// One visit of a matter to a stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Visit {
    /// The stage, into [`Playback::stages`].
    pub stage: u16,
    /// Which visit of this stage, from 1.
    pub visit: u16,
    /// When it began.
    pub ready: Tick,
    /// When it was over; `None`: still open when the log ends.
    pub done: Option<Tick>,
    /// Ticks of each of the eight parts; together `done − ready`. All 0 while open.
    pub parts: [Tick; 8],
    /// From when on it was in which state, ascending; the first at `ready`.
    pub states: Vec<(Tick, State)>,
    /// Who laid hands on it or had it on his agenda, into [`Playback::holders`], in order.
    pub holders: Vec<u16>,
    /// The stage it was sent back to from here, into [`Playback::stages`].
    pub returned_to: Option<u16>,
}

impl Visit {
    /// Its state at a time within it.
    #[must_use]
    pub fn state_at(&self, t: Tick) -> State {
        let after = self.states.partition_point(|(from, _)| *from <= t);
        self.states
            .get(after.saturating_sub(1))
            .map_or(State::Queued, |(_, state)| *state)
    }
}

/// How a matter's turnaround ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ending {
    /// Not yet, as far as the log goes.
    Open,
    /// Published.
    Published,
    /// Refused.
    Refused,
    /// Answered.
    Answered,
    /// Settled beforehand, or given up.
    Withdrawn,
    /// Handed to those whose business it is.
    Diverted,
}

/// One matter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseTrack {
    /// Its number within the run.
    pub number: u32,
    /// Its class, into [`Playback::classes`].
    pub class: u16,
    /// Its attributes, as [`county::event::Attributes::bits`].
    pub attributes: u8,
    /// When it was registered; for one older than the log, where the log begins.
    pub registered: Tick,
    /// Registered before the log begins: what came before is not known.
    pub older: bool,
    /// When its turnaround ended.
    pub turned: Option<Tick>,
    /// How.
    pub ending: Ending,
    /// When nothing of it was left to do; `None`: not within the log.
    pub closed: Option<Tick>,
    /// Its visits in the order they began.
    pub visits: Vec<Visit>,
    /// Which visit speaks for it from when on, ascending: between a fork and its join the branch that finishes last. Never empty
    /// when there is a visit; the first speaks from `registered`.
    pub path: Vec<(Tick, u16)>,
    /// What was known of it and what was made of that, if its facts are simulated.
    pub decision: Option<Box<Decision>>,
}

/// Where a matter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The visit, into [`CaseTrack::visits`].
    pub visit: usize,
    /// The stage, into [`Playback::stages`].
    pub stage: u16,
    /// What it does there.
    pub state: State,
}

impl CaseTrack {
    /// The one place where the matter is at `t`; `None` before it is registered and once nothing is left to do. O(log visits).
    #[must_use]
    pub fn place_at(&self, t: Tick) -> Option<Place> {
        if t < self.registered || self.closed.is_some_and(|end| t >= end) {
            return None;
        }
        let after = self.path.partition_point(|(from, _)| *from <= t);
        let (_, index) = *self.path.get(after.checked_sub(1)?)?;
        let visit = self.visits.get(usize::from(index))?;
        Some(Place {
            visit: usize::from(index),
            stage: visit.stage,
            state: visit.state_at(t),
        })
    }

    /// Other branches open beside the one that speaks, as places.
    pub fn beside_at(&self, t: Tick) -> impl Iterator<Item = Place> + '_ {
        let here = self.place_at(t).map(|p| p.visit);
        self.visits
            .iter()
            .enumerate()
            .filter(move |(i, v)| {
                here.is_some_and(|h| h != *i) && v.ready <= t && v.done.is_none_or(|done| t < done)
            })
            .map(move |(i, v)| Place {
                visit: i,
                stage: v.stage,
                state: v.state_at(t),
            })
    }

    /// The visits that speak for the turnaround, in order: their parts add up to it.
    #[must_use]
    pub fn speaking(&self) -> Vec<usize> {
        let before_end = |from: Tick| {
            self.turned
                .is_none_or(|end| from < end || from == self.registered)
        };
        let mut speaking: Vec<usize> = Vec::new();
        for (from, index) in &self.path {
            let index = usize::from(*index);
            if before_end(*from) && speaking.last() != Some(&index) {
                speaking.push(index);
            }
        }
        speaking
    }

    /// Ticks of each part over the turnaround so far known: the sum over the visits that speak.
    #[must_use]
    pub fn parts(&self) -> [Tick; 8] {
        let mut sum = [0; 8];
        for visit in self
            .speaking()
            .into_iter()
            .filter_map(|i| self.visits.get(i))
        {
            for (total, part) in sum.iter_mut().zip(visit.parts) {
                *total += part;
            }
        }
        sum
    }
}

/// One sitting of a meeting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sitting {
    /// When.
    pub at: Tick,
    /// Minutes of the agenda used.
    pub minutes: f64,
    /// Which members came, by place in [`MeetingTrack::members`].
    pub present: Vec<u16>,
}

/// A meeting's sittings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MeetingTrack {
    /// The meeting's id.
    pub id: String,
    /// Its members, by leader id: its seats.
    pub members: Vec<String>,
    /// Its sittings, ascending.
    pub sittings: Vec<Sitting>,
}

impl MeetingTrack {
    /// The next sitting after `t`, as far as the log goes.
    #[must_use]
    pub fn next_after(&self, t: Tick) -> Option<&Sitting> {
        self.sittings
            .get(self.sittings.partition_point(|s| s.at <= t))
    }

    /// The last sitting up to `t`.
    #[must_use]
    pub fn last_before(&self, t: Tick) -> Option<&Sitting> {
        let after = self.sittings.partition_point(|s| s.at <= t);
        self.sittings.get(after.checked_sub(1)?)
    }
}

/// A time at which a leader is not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    /// The leader's id.
    pub leader: String,
    /// From then on.
    pub from: Tick,
    /// Until then.
    pub until: Tick,
    /// Called away by an emergency; else on leave or out of the county.
    pub called: bool,
}

/// A run as tracks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Playback {
    /// The date of tick 0, `YYYY-MM-DD`.
    pub epoch: String,
    /// First tick shown.
    pub from: Tick,
    /// Last tick shown.
    pub to: Tick,
    /// Stages named by visits.
    pub stages: Vec<StageId>,
    /// Classes named by matters, by id.
    pub classes: Vec<String>,
    /// Those who held matters.
    pub holders: Vec<Holder>,
    /// The matters open at some time from `from` to `to`, in order of registration.
    pub cases: Vec<CaseTrack>,
    /// The meetings.
    pub meetings: Vec<MeetingTrack>,
    /// When leaders were not there, in order of their beginning.
    pub absences: Vec<Absence>,
}

impl Playback {
    /// Why and until when a leader is not there at `t`; being called away comes first.
    #[must_use]
    pub fn absent_at(&self, leader: &str, t: Tick) -> Option<&Absence> {
        let begun = self.absences.partition_point(|it| it.from <= t);
        let mut there = self.absences[..begun]
            .iter()
            .filter(|it| it.leader == leader && t < it.until);
        let first = there.next()?;
        Some(
            there
                .find(|it| it.called)
                .filter(|_| !first.called)
                .unwrap_or(first),
        )
    }

    /// Matters open at `t`, with their places, in order of registration.
    pub fn places_at(&self, t: Tick) -> impl Iterator<Item = (usize, Place)> + '_ {
        let registered = self.cases.partition_point(|c| c.registered <= t);
        self.cases[..registered]
            .iter()
            .enumerate()
            .filter_map(move |(i, case)| Some((i, case.place_at(t)?)))
    }

    /// The stage's index, if any matter visits it.
    #[must_use]
    pub fn stage(&self, procedure: &str, stage: &str) -> Option<u16> {
        let at = self
            .stages
            .iter()
            .position(|s| s.procedure == procedure && s.stage == stage)?;
        u16::try_from(at).ok()
    }

    /// The time of the next thing that happens to any matter after `t`: a visit begins or ends, hands are laid on or off.
    #[must_use]
    pub fn next_change(&self, t: Tick) -> Option<Tick> {
        self.cases
            .iter()
            .filter(|c| c.closed.is_none_or(|end| end > t))
            .flat_map(|c| {
                let turns = c
                    .visits
                    .iter()
                    .flat_map(|v| v.states.iter().map(|s| s.0).chain(v.done));
                turns.chain([c.registered])
            })
            .filter(|at| *at > t && *at <= self.to)
            .min()
    }
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod runs;
