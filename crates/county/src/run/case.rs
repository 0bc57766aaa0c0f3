//! A matter under way.

use kernel::{Handle, Tick};

use super::carrying::Carried;
use super::emergency::HazardState;
use super::facts::Fact;
use super::notice::ONE_BY_ONE;
use super::outcome::{Prepared, Worth};
use super::routing::Astray;
use crate::event::{Attributes, NONE, Part};
use crate::plan::Who;

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
    /// Key of what it is by nature: its own, or that of the matter that it is again.
    pub luck: u64,
    /// The measure in force that it would change, and the evaluation that found so.
    pub amends: Option<(u32, u16)>,
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
    /// What it is worth, if it is a matter of decision.
    pub worth: Option<Worth>,
    /// Its facts, if they are simulated.
    pub facts: Vec<Fact>,
    /// Facts of these holders may be silent for what they would have said: somebody with a stake was asked for them.
    pub partial: Partial,
    /// What is left of the world's concealment, after what makes people speak.
    pub concealing: f64,
    /// A meeting has adopted or refused it: the draft is no longer changed.
    pub decided: bool,
    /// Who was for it and who against it, when it was last discussed: leaders as bits.
    pub votes: [u64; 2],
    /// What it was taken to be worth when it was adopted.
    pub promised: f64,
    /// When it was published.
    pub published: Tick,
    /// A change of it goes through the procedure.
    pub changing: bool,
    /// It was in force and has been ended.
    pub over: bool,
    /// What groups of the public said of it.
    pub voices: Vec<Voice>,
    /// Objections to it since it was published.
    pub objections: u64,
    /// The leader who received it at a meeting of turns, or [`NONE`], and the one whose turn it was.
    pub received_by: [u16; 2],
}

/// Of whom some with a stake were asked, and could keep back what speaks against a matter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Partial {
    pub experts: bool,
    pub public: bool,
}

/// Comments of one group at one stage.
#[derive(Debug, Clone, Copy)]
pub(super) struct Voice {
    pub stage: u16,
    pub group: u16,
    /// Those of the latest notice, not yet answered.
    pub fresh: u64,
    pub raised: u64,
    pub answered: f64,
}

impl Case {
    /// Whom a role means that only the case knows.
    pub(super) fn leads(&self, who: Who) -> Who {
        match who {
            Who::ReceivingLeader if self.received_by[0] != NONE => Who::Leader(self.received_by[0]),
            who => who,
        }
    }

    /// A group comments at a stage.
    pub(super) fn raise(&mut self, stage: u16, group: u16, count: u64) {
        let known = |it: &&mut Voice| it.stage == stage && it.group == group;
        match self.voices.iter_mut().find(known) {
            Some(voice) => {
                voice.fresh = count;
                voice.raised += count;
            }
            None => self.voices.push(Voice {
                stage,
                group,
                fresh: count,
                raised: count,
                answered: 0.0,
            }),
        }
    }

    /// The comments of a stage are answered, as many as `successes` says of so many: one by one, in the order of the groups; where there are
    /// too many for that, of all groups alike.
    pub(super) fn answer(
        &mut self,
        stage: u16,
        total: u64,
        mut successes: impl FnMut(u64) -> u64,
    ) -> u64 {
        let of_all = (total > ONE_BY_ONE).then(|| successes(total));
        let mut answered = 0;
        for voice in self.voices.iter_mut().filter(|it| it.stage == stage) {
            let fresh = std::mem::take(&mut voice.fresh);
            match of_all {
                Some(of_all) => voice.answered += fresh as f64 * of_all as f64 / total as f64,
                None => {
                    let count = successes(fresh);
                    answered += count;
                    voice.answered += count as f64;
                }
            }
        }
        of_all.unwrap_or(answered)
    }

    /// Share of a group's comments that were answered; 0 of one that raised nothing.
    pub(super) fn listened(&self, group: u16) -> f64 {
        let of_group = self.voices.iter().filter(|it| it.group == group);
        let (raised, answered) =
            of_group.fold((0, 0.0), |sum, it| (sum.0 + it.raised, sum.1 + it.answered));
        if raised == 0 {
            0.0
        } else {
            answered / raised as f64
        }
    }
}
