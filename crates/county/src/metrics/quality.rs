//! How good decisions are, and what made them so: matters from outside, registered in the window, whose facts are simulated.

mod sums;

use kernel::Tick;

pub(super) use self::sums::Sums;
use crate::event::{Actor, Channel, Event, EventKind, Note, Trigger, Verdict};

/// How a matter has ended.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
enum Ending {
    /// Not yet, or without a decision.
    #[default]
    Undecided,
    Refused,
    Adopted,
}

/// A group of the public that a matter affects.
#[derive(Debug, Clone, Default)]
struct Group {
    group: u16,
    /// What it is worth to them.
    worth: f64,
    /// People affected.
    affected: f64,
    /// Comments of theirs.
    commented: f64,
    /// Ticks they sat at hearings.
    attended: f64,
}

/// One matter.
#[derive(Debug, Clone, Default)]
pub(super) struct Matter {
    class: u16,
    registered: Tick,
    /// V, as the draft stands.
    value: f64,
    mended: f64,
    /// What was added to it while it was in force, and when.
    later: Vec<(Tick, f64)>,
    groups: Vec<Group>,
    /// Facts there are, and those on the table: in all, and by each channel.
    facts: u32,
    known: u32,
    surfaced: [u32; Channel::ALL.len()],
    ending: Ending,
    published: Option<Tick>,
    /// When all of it had been carried out, and how faithfully.
    implemented: Option<(Tick, f64)>,
    /// Ticks of the floor of each who spoke at the last sitting.
    floor: Vec<f64>,
    present: u32,
    against: u32,
    left_majority: bool,
    evaluated: bool,
    /// What brought evaluations about, each how often.
    called: [u32; Trigger::ALL.len()],
    /// Evaluations that found a major change.
    major_changes: u32,
    /// It will come back.
    comes_back: bool,
    /// Members who answered for it, whom their dissent spared, and leaders whose matter was late.
    held: u32,
    mitigated: u32,
    late: u32,
    /// When it was ended, and what that cost.
    ended: Option<(Tick, f64)>,
    redecided: Option<u8>,
    /// How likely full information would have decided the same, where that is known exactly.
    agrees: Option<f64>,
    /// Last thing heard of it.
    last: Tick,
}

/// What a matter is worth is said before its facts are, and begins what is told of it.
pub(super) fn worth(matter: &mut Option<Box<Matter>>, event: &Event) {
    let matter = matter.get_or_insert_with(|| {
        Box::new(Matter {
            class: event.class,
            registered: event.tick,
            ..Matter::default()
        })
    });
    match event.actor {
        Actor::Public(group) => matter.groups.push(Group {
            group,
            worth: event.value,
            ..Group::default()
        }),
        _ => matter.value = event.value,
    }
}

impl Matter {
    /// Reads an event of it.
    #[inline]
    pub(super) fn fold(&mut self, event: &Event) {
        self.last = event.tick;
        let ticks = event.value;
        match event.kind {
            EventKind::Fact => self.facts += 1,
            EventKind::FactSurfaced | EventKind::FactRepeated => {
                // What comes to light afterwards was not on the table.
                let in_time = self.ending == Ending::Undecided;
                self.known += u32::from(in_time && event.kind == EventKind::FactSurfaced);
                if let Note::Channel(channel, _) = event.note {
                    self.surfaced[channel as usize] += 1;
                }
            }
            EventKind::Mended if self.ending == Ending::Adopted => {
                self.later.push((event.tick, event.value));
            }
            EventKind::Mended => {
                self.value += event.value;
                self.mended += event.value;
                for group in &mut self.groups {
                    group.worth += event.value;
                }
            }
            EventKind::Spoke => {
                // Those of the last sitting count.
                if self.present > 0 {
                    (self.present, self.against) = (0, 0);
                    self.floor.clear();
                }
                self.floor.push(ticks);
            }
            EventKind::Leaned => {
                self.present += 1;
                self.against += u32::from(event.value <= 0.0);
            }
            EventKind::LeftMajority => self.left_majority = true,
            EventKind::Evaluated => self.evaluated = true,
            EventKind::EvaluationCalled => {
                if let Note::Trigger(what) = event.note {
                    self.called[what as usize] += 1;
                }
            }
            EventKind::MajorChange => self.major_changes += 1,
            EventKind::ComesBack => self.comes_back = true,
            EventKind::HeldResponsible if event.note == Note::Late => self.late += 1,
            EventKind::HeldResponsible => self.held += 1,
            EventKind::Mitigated => self.mitigated += 1,
            EventKind::Ended => self.ended = Some((event.tick, event.value)),
            EventKind::Redecided => self.redecided = Some(event.value as u8),
            EventKind::Decided => {
                let ending = match event.note {
                    Note::Verdict(Verdict::Adopt) => Ending::Adopted,
                    Note::Verdict(Verdict::Refuse) => Ending::Refused,
                    _ => return,
                };
                // What is said of an earlier decision does not hold of this one.
                (self.ending, self.agrees) = (ending, None);
            }
            EventKind::AgreementExpected => self.agrees = Some(event.value),
            EventKind::Published => self.published = Some(event.tick),
            EventKind::Implemented => self.implemented = Some((event.tick, event.value)),
            EventKind::Affected | EventKind::Commented | EventKind::Attended => {
                if let Actor::Public(group) = event.actor
                    && let Some(it) = self.groups.iter_mut().find(|it| it.group == group)
                {
                    match event.kind {
                        EventKind::Affected => it.affected = event.value,
                        EventKind::Commented => it.commented += event.value,
                        _ => it.attended += event.value,
                    }
                }
            }
            _ => {}
        }
    }

    fn is_decided(&self) -> bool {
        self.ending != Ending::Undecided
    }

    fn adopted(&self) -> bool {
        self.ending == Ending::Adopted
    }

    /// How likely it was decided against what full information would have: the conditional probability where it is known, else as drawn.
    fn disagrees(&self) -> f64 {
        let drawn = match self.ending {
            Ending::Undecided => false,
            Ending::Adopted => self.value < 0.0,
            Ending::Refused => self.value > 0.0,
        };
        let drawn = f64::from(u8::from(drawn));
        self.agrees.map_or(drawn, |agrees| 1.0 - agrees)
    }

    /// When it began to bring what it brings, and how faithfully: carried out, or published where nothing is. What is not carried out yet
    /// when the run ends is as far as it was seen.
    fn in_force(&self) -> (Tick, f64) {
        let published = (self.published.unwrap_or(self.last), 1.0);
        self.implemented.unwrap_or(published)
    }

    /// What is realised of it and where the rest is lost: \[realised, undecided, refused, adopted, delay, fidelity, ending\]; what could be
    /// is their sum.
    fn account(&self, need: Tick) -> [f64; 7] {
        let possible = self.value.max(0.0);
        match self.ending {
            Ending::Undecided => [0.0, possible, 0.0, 0.0, 0.0, 0.0, 0.0],
            Ending::Refused => [0.0, 0.0, possible, 0.0, 0.0, 0.0, 0.0],
            Ending::Adopted => {
                let (from, faithful) = self.in_force();
                let left = |at: Tick| {
                    let lived = (at - self.registered) as f64 / need.max(1) as f64;
                    (1.0 - lived).clamp(0.0, 1.0)
                };
                let whole = left(from);
                let (cut, cost) = self.ended.map_or((0.0, 0.0), |(at, cost)| (left(at), cost));
                let lived = (whole - cut).max(0.0);
                let realised = faithful * self.value * lived - cost;
                let mut parts = if self.value < 0.0 {
                    let harm = -faithful * self.value * lived;
                    [realised, 0.0, 0.0, harm, 0.0, 0.0, cost]
                } else {
                    let delay = self.value * (1.0 - whole);
                    let ending = self.value * (whole - lived) + cost;
                    let fidelity = self.value * lived * (1.0 - faithful);
                    [realised, 0.0, 0.0, 0.0, delay, fidelity, ending]
                };
                for &(at, gain) in &self.later {
                    let lived = (left(at) - cut).max(0.0);
                    parts[0] += faithful * gain * lived;
                    if self.value < 0.0 {
                        parts[3] -= faithful * gain * lived;
                    } else {
                        parts[4] += gain * (1.0 - left(at));
                        parts[5] += gain * lived * (1.0 - faithful);
                        parts[6] += gain * (left(at) - lived);
                    }
                }
                parts
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_be_is_what_is_realised_and_what_is_lost() {
        let matter = |ending, value| Matter {
            ending,
            value,
            implemented: Some((25, 0.8)),
            ..Matter::default()
        };
        let over = |value| Matter {
            ended: Some((75, 0.1)),
            ..matter(Ending::Adopted, value)
        };
        let changed = |value| Matter {
            later: vec![(50, 1.0)],
            ..matter(Ending::Adopted, value)
        };
        let none = [0.0; 7];
        for (it, expected) in [
            (
                matter(Ending::Undecided, 2.0),
                [0.0, 2.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            ),
            (matter(Ending::Undecided, -2.0), none),
            (
                matter(Ending::Refused, 2.0),
                [0.0, 0.0, 2.0, 0.0, 0.0, 0.0, 0.0],
            ),
            (
                matter(Ending::Adopted, 2.0),
                [1.2, 0.0, 0.0, 0.0, 0.5, 0.3, 0.0],
            ),
            (
                matter(Ending::Adopted, -2.0),
                [-1.2, 0.0, 0.0, 1.2, 0.0, 0.0, 0.0],
            ),
            // In force from 25 to 75 of 100, and .1 to end it.
            (over(2.0), [0.7, 0.0, 0.0, 0.0, 0.5, 0.2, 0.6]),
            (over(-2.0), [-0.9, 0.0, 0.0, 0.8, 0.0, 0.0, 0.1]),
            // One more from 50 on.
            (changed(2.0), [1.6, 0.0, 0.0, 0.0, 1.0, 0.4, 0.0]),
            (changed(-2.0), [-0.8, 0.0, 0.0, 0.8, 0.0, 0.0, 0.0]),
        ] {
            let got = it.account(100);
            for (got, expected) in got.iter().zip(expected) {
                assert!((got - expected).abs() < 1e-12, "{it:?}: {got}");
            }
            let later: f64 = it.later.iter().map(|it| it.1).sum();
            let possible = if it.value > 0.0 {
                it.value + later
            } else {
                0.0
            };
            assert!((got.iter().sum::<f64>() - possible).abs() < 1e-12);
        }
    }
}
