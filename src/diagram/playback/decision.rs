//! What was known of a matter, who brought it, who spoke, and what was decided: from the events of one matter.

use county::event::{Channel, Event, EventKind, HolderKind, Note, Verdict};
use kernel::Tick;
use serde::{Deserialize, Serialize};

/// A fact of a matter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// What it is worth, as it was registered: below 0 it speaks against the matter.
    pub value: f64,
    /// Place of the kind of its holder in [`HolderKind::ALL`].
    pub kind: u8,
    /// Who holds it, into [`Playback::holders`](super::Playback::holders).
    pub holder: Option<u16>,
    /// Channels by which it came to the table, in order, as places in [`Channel::ALL`].
    pub came_by: Vec<u8>,
}

/// What was known of a matter and what was made of that. Of what was discussed more than once, the last time.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// All its facts, in order.
    pub facts: Vec<Fact>,
    /// What it was worth before any of its facts: what matters of its class are worth on average.
    pub mean: f64,
    /// When the meeting decided last.
    pub at: Option<Tick>,
    /// Which meeting, into the holders.
    pub meeting: Option<u16>,
    /// What changing the draft added to its worth.
    pub mended: f64,
    /// What it is worth to the county as the draft stands.
    pub worth: f64,
    /// Groups of the public, into the holders, and what it is worth to each as the draft stands.
    pub groups: Vec<(u16, f64)>,
    /// Who spoke, into the holders, in order, and for how many minutes.
    pub spoke: Vec<(u16, f64)>,
    /// What each who was there thinks it worth, less what he asks of it.
    pub leaned: Vec<(u16, f64)>,
    /// The same of each, had nobody spoken.
    pub before: Vec<f64>,
    /// Adopted, or refused; `None`: neither yet.
    pub adopted: Option<bool>,
    /// Against the majority of those present.
    pub left_majority: bool,
    /// What came of it afterwards.
    pub afterwards: Afterwards,
    /// Whether it would have been adopted with each subset of participation 1, experts 2 and discussion 4, as bits.
    pub redecided: Option<u8>,
}

/// What came of a decision once it was made.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Afterwards {
    /// What brought an evaluation about, as a place in [`Trigger::ALL`](county::event::Trigger::ALL); `None`: nothing has, or all are evaluated.
    pub called: Option<u8>,
    /// What was then known of its worth.
    pub evaluated: Option<f64>,
    /// It was ended.
    pub ended: bool,
    /// What changing it would add, which goes through the procedure again.
    pub major_change: Option<f64>,
    /// What changing it once it was in force has added.
    pub mended: f64,
    /// Members who answer for it, and whom their dissent spares.
    pub held: u32,
    /// See `held`.
    pub spared: u32,
}

impl Decision {
    /// Whether an event of this kind says something of it.
    #[must_use]
    pub const fn reads(kind: EventKind) -> bool {
        matches!(
            kind,
            EventKind::Worth
                | EventKind::WorthToGroup
                | EventKind::Fact
                | EventKind::FactSurfaced
                | EventKind::FactRepeated
                | EventKind::Mended
                | EventKind::Spoke
                | EventKind::Leaned
                | EventKind::LeftMajority
                | EventKind::Redecided
                | EventKind::Decided
                | EventKind::EvaluationCalled
                | EventKind::Evaluated
                | EventKind::Ended
                | EventKind::MajorChange
                | EventKind::HeldResponsible
                | EventKind::Mitigated
        )
    }

    /// Reads one; `holder` is its actor, into the holders.
    pub fn take(&mut self, event: &Event, holder: Option<u16>) {
        let value = event.value;
        match (event.kind, event.note) {
            (EventKind::Worth, _) => (self.worth, self.mean) = (value, value),
            (EventKind::WorthToGroup, _) => self.groups.extend(holder.map(|it| (it, value))),
            (EventKind::Fact, Note::Holder(kind)) => {
                self.mean -= value;
                self.facts.push(Fact {
                    value,
                    kind: kind as u8,
                    holder,
                    came_by: Vec::new(),
                });
            }
            (EventKind::FactSurfaced | EventKind::FactRepeated, Note::Channel(channel, number)) => {
                if let Some(fact) = self.facts.get_mut(usize::from(number)) {
                    fact.came_by.push(channel as u8);
                }
            }
            // What is changed afterwards is not what was decided.
            (EventKind::Mended, _) if self.adopted == Some(true) => self.afterwards.mended += value,
            (EventKind::Mended, _) => {
                self.mended += value;
                self.worth += value;
                self.groups.iter_mut().for_each(|it| it.1 += value);
            }
            (EventKind::Spoke, _) => {
                if !self.leaned.is_empty() {
                    self.leaned.clear();
                    self.before.clear();
                    self.spoke.clear();
                }
                self.spoke.extend(holder.map(|it| (it, value / 60.0)));
            }
            (EventKind::Leaned, note) => {
                self.leaned.extend(holder.map(|it| (it, value)));
                let before = match note {
                    Note::Before(thousandths) => f64::from(thousandths) / 1000.0,
                    _ => value,
                };
                self.before.extend(holder.map(|_| before));
            }
            (EventKind::LeftMajority, _) => self.left_majority = true,
            (EventKind::Redecided, _) => self.redecided = Some(value as u8),
            (EventKind::Decided, Note::Verdict(verdict)) => {
                self.at = Some(event.tick);
                self.meeting = holder;
                self.adopted = match verdict {
                    Verdict::Adopt => Some(true),
                    Verdict::Refuse => Some(false),
                    Verdict::Return => None,
                };
            }
            (EventKind::EvaluationCalled, Note::Trigger(what)) => {
                self.afterwards.called = Some(what as u8);
            }
            (EventKind::Evaluated, _) => self.afterwards.evaluated = Some(value),
            (EventKind::Ended, _) => self.afterwards.ended = true,
            (EventKind::MajorChange, _) => self.afterwards.major_change = Some(value),
            // For a matter that was late somebody answers however it was decided.
            (EventKind::HeldResponsible, note) if note != Note::Late => self.afterwards.held += 1,
            (EventKind::Mitigated, _) => self.afterwards.spared += 1,
            _ => {}
        }
    }

    /// Whether it was decided as full information would have it decided; `None` while it is not decided.
    #[must_use]
    pub fn agrees(&self) -> Option<bool> {
        let adopted = self.adopted.filter(|_| !self.facts.is_empty())?;
        Some(adopted == (self.worth > 0.0))
    }

    /// How many facts were on the table: what came to light afterwards was not.
    #[must_use]
    pub fn known(&self) -> usize {
        let in_time = |it: Channel| !matches!(it, Channel::Time | Channel::Evaluation);
        let known = self
            .facts
            .iter()
            .filter(|it| it.first().is_some_and(in_time));
        known.count()
    }
}

impl Fact {
    /// The kind of its holder.
    #[must_use]
    pub fn kind(&self) -> HolderKind {
        HolderKind::ALL
            .get(usize::from(self.kind))
            .copied()
            .unwrap_or(HolderKind::Nobody)
    }

    /// How it came to the table first.
    #[must_use]
    pub fn first(&self) -> Option<Channel> {
        Channel::ALL
            .get(usize::from(*self.came_by.first()?))
            .copied()
    }
}
