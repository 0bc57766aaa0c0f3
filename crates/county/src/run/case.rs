//! A matter under way.

use kernel::{Handle, Tick};

use super::carrying::Carried;
use super::emergency::HazardState;
use super::outcome::Prepared;
use super::routing::Astray;
use crate::event::{Attributes, NONE, Part};

/// How far a stage of a matter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    Pending,
    Active,
    Done,
}

/// One stage of one matter.
#[derive(Debug, Clone)]
pub(super) struct StageState {
    pub progress: Progress,
    /// Visits begun.
    pub visit: u16,
    /// When it was done last.
    pub done_at: Tick,
    /// Itself when visited; when skipped, the visited stage before it that finished last ([`NONE`]: registration).
    pub speaks: u16,
    pub step: u16,
    pub started: bool,
    /// Jobs (and periods) of the present step not finished.
    pub jobs_left: u32,
    /// When this visit began.
    pub ready_at: Tick,
    /// When the present step began.
    pub since: Tick,
    /// The prescribed period of the present step runs until then.
    pub statutory_until: Tick,
    /// How long the last prescribed period of this visit ran, or the work of its last job.
    pub last: Tick,
    /// The sitting that has it began then.
    pub sitting: Option<Tick>,
    pub returns: u32,
    /// It has not found its department yet.
    pub astray: Option<Astray>,
    /// Comments that came in on its last notice: what is to be sorted and answered.
    pub comments: u64,
    pub parts: [Tick; Part::ALL.len()],
}

impl Default for StageState {
    fn default() -> Self {
        Self {
            progress: Progress::Pending,
            visit: 0,
            done_at: 0,
            speaks: NONE,
            step: 0,
            started: false,
            jobs_left: 0,
            ready_at: 0,
            since: 0,
            statutory_until: 0,
            last: 0,
            sitting: None,
            returns: 0,
            astray: None,
            comments: 0,
            parts: [0; Part::ALL.len()],
        }
    }
}

impl StageState {
    pub(super) fn add(&mut self, part: Part, ticks: Tick) {
        self.parts[part as usize] += ticks;
    }
}

/// A clock of law on one matter.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ClockState {
    /// Runs out by this event.
    pub due: Option<(Tick, Handle)>,
    /// Paused with this much left: ticks, or working days if it counts them.
    pub left: Option<Tick>,
    pub overrun: bool,
}

/// A matter under way.
#[derive(Debug, Clone)]
pub(super) struct Case {
    /// Stable key, from (source, ordinal) or (parent, cause, ordinal).
    pub key: u64,
    /// In order of registration.
    pub number: u32,
    pub procedure: u16,
    pub class: u16,
    pub attributes: Attributes,
    /// Traits of its class, as bits by the plan's numbers.
    pub traits: u64,
    /// How many cases lie between it and one that came from outside.
    pub generation: u8,
    /// How many it has given rise to, by each cause: (cause, number).
    pub raised: Vec<(u16, u32)>,
    /// Drafting department.
    pub lead: u16,
    /// Other departments touched, ascending.
    pub others: Vec<u16>,
    pub stages: Vec<StageState>,
    pub clocks: Vec<ClockState>,
    /// Stages under way.
    pub active: u32,
    /// It has come to its drafting department, or has been on the way there.
    pub routed: bool,
    pub cohort: bool,
    /// Its turnaround has ended.
    pub ended: bool,
    /// Refused: nothing new begins.
    pub stopped: bool,
    pub prepared: Prepared,
    /// What it is owed by law and did not get, said already: bits by place in the procedure's list.
    pub owed_said: u64,
    /// The last sitting that took it up was held without the chief.
    pub without_chief: bool,
    /// Half of its members or fewer were there.
    pub without_half: bool,
    /// What of it is being carried out.
    pub carried: Vec<Carried>,
    /// Reminders so far.
    pub reminders: u32,
    /// Of an emergency.
    pub hazard: Option<HazardState>,
}
