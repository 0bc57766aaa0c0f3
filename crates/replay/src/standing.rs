//! What stands in the county at a time: a fold over events, as bounded as the county's work in hand.

use kernel::Tick;
use litemap::LiteMap;

use county::event::{Actor, Attributes, Event, EventKind, NONE, NONE32, Note};

/// What a matter does at a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doing {
    /// It stands in somebody's line.
    Queued,
    /// Hands are on it.
    InWork,
    /// A prescribed period runs, or an outsider has it.
    Waiting,
    /// It is on an agenda.
    OnAgenda,
    /// Its leaders are looking for a common time, or it is between two hands.
    Between,
}

/// A matter at a stage.
#[derive(Debug, Clone, PartialEq)]
pub struct AtStage {
    /// The stage.
    pub stage: u16,
    /// Which visit, from 1.
    pub visit: u16,
    /// Since when it is at this stage.
    pub since: Tick,
    /// What it does there.
    pub doing: Doing,
    /// Those whose line it stands in, whose hands are on it, or on whose agenda it is.
    pub holders: Vec<Actor>,
}

/// A matter under way.
#[derive(Debug, Clone, PartialEq)]
pub struct Matter {
    /// Its key.
    pub key: u64,
    /// Its number within the run.
    pub number: u32,
    /// Its class.
    pub class: u16,
    /// Its procedure.
    pub procedure: u16,
    /// Its attributes.
    pub attributes: Attributes,
    /// When it was registered.
    pub registered: Tick,
    /// Where it is: one stage, or several side by side.
    pub stages: Vec<AtStage>,
    /// How its turnaround ended, if it has: what is left is carrying out and looking back.
    pub ended: Option<EventKind>,
}

/// Somebody who is not there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Away {
    /// Who.
    pub who: Actor,
    /// From then on.
    pub from: Tick,
    /// Until then.
    pub until: Tick,
    /// Called away by an emergency; else on leave or out of the county.
    pub called: bool,
}

/// What stands in the county.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Standing {
    /// Matters under way, by number: in order of registration.
    matters: LiteMap<u32, Matter>,
    away: Vec<Away>,
}

impl Standing {
    /// Matters under way, in order of registration.
    pub fn matters(&self) -> impl Iterator<Item = &Matter> {
        self.matters.iter().map(|it| it.1)
    }

    /// The matter of this number, if it is under way.
    #[must_use]
    pub fn matter(&self, number: u32) -> Option<&Matter> {
        self.matters.get(&number)
    }

    /// Who is away at a time, by the order of leaders; being called away comes after being absent.
    #[must_use]
    pub fn away_at(&self, at: Tick) -> Vec<Away> {
        let there = self.away.iter().filter(|it| it.from <= at && at < it.until);
        let mut away: Vec<Away> = there.copied().collect();
        away.sort_by_key(|it| (it.who, it.called));
        away
    }

    /// How many matters stand in whose line or are in whose hands, by actor.
    #[must_use]
    pub fn desks(&self) -> Vec<(Actor, u32)> {
        self.count(|it| matches!(it, Doing::Queued | Doing::InWork))
    }

    /// The numbers of the matters on a meeting's agenda.
    #[must_use]
    pub fn agenda(&self, meeting: u16) -> Vec<u32> {
        let on = |it: &AtStage| {
            it.doing == Doing::OnAgenda && it.holders.contains(&Actor::Meeting(meeting))
        };
        let matters = self.matters().filter(|it| it.stages.iter().any(on));
        matters.map(|it| it.number).collect()
    }

    fn count(&self, is: fn(Doing) -> bool) -> Vec<(Actor, u32)> {
        let mut by: LiteMap<Actor, u32> = LiteMap::new();
        for matter in self.matters() {
            let mut seen: Vec<Actor> = Vec::new();
            for at in matter.stages.iter().filter(|it| is(it.doing)) {
                for holder in &at.holders {
                    if !seen.contains(holder) {
                        seen.push(*holder);
                        *by.entry(*holder).or_insert(0) += 1;
                    }
                }
            }
        }
        by.iter().map(|(who, count)| (*who, *count)).collect()
    }

    /// Reads an event: all of a run's, in order.
    pub fn take(&mut self, event: &Event) {
        match event.kind {
            EventKind::AbsenceBegan => self.goes(event, false),
            EventKind::CalledAway => self.goes(event, true),
            _ => {}
        }
        if event.number == NONE32 {
            return;
        }
        if event.kind == EventKind::Registered {
            let matter = Matter {
                key: event.case,
                number: event.number,
                class: event.class,
                procedure: event.procedure,
                attributes: Attributes::from_bits(event.value as u8),
                registered: event.tick,
                stages: Vec::new(),
                ended: None,
            };
            self.matters.insert(event.number, matter);
            return;
        }
        if matches!(event.kind, EventKind::Closed | EventKind::Censored) {
            self.matters.remove(&event.number);
            return;
        }
        if let Some(matter) = self.matters.get_mut(&event.number) {
            matter.take(event);
        }
    }

    fn goes(&mut self, event: &Event, called: bool) {
        self.away.retain(|it| it.until > event.tick);
        self.away.push(Away {
            who: event.actor,
            from: event.tick,
            until: event.tick + event.value as Tick,
            called,
        });
    }
}

impl Matter {
    fn take(&mut self, event: &Event) {
        match event.kind {
            kind if kind.ends_turnaround() => {
                self.ended.get_or_insert(kind);
            }
            EventKind::StageReady => {
                self.stages.retain(|it| it.stage != event.stage);
                self.stages.push(AtStage {
                    stage: event.stage,
                    visit: event.visit,
                    since: event.tick,
                    doing: Doing::Between,
                    holders: Vec::new(),
                });
                return;
            }
            EventKind::StageDone | EventKind::Returned if event.stage != NONE => {
                self.stages.retain(|it| it.stage != event.stage);
                return;
            }
            _ => {}
        }
        let Some(at) = self.stages.iter_mut().find(|it| it.stage == event.stage) else {
            return;
        };
        match event.kind {
            EventKind::Queued => {
                // A stand-in has it instead.
                if let Note::InsteadOf(leader) = event.note {
                    at.holders.retain(|it| *it != Actor::Leader(leader));
                }
                at.holds(event.actor, Doing::Queued);
            }
            EventKind::WorkStarted => at.holds(event.actor, Doing::InWork),
            EventKind::WorkEnded => {
                at.holders.retain(|it| *it != event.actor);
                if at.holders.is_empty() {
                    at.doing = Doing::Between;
                }
            }
            EventKind::WaitStarted => at.doing = Doing::Waiting,
            EventKind::AgendaEntered => {
                at.holders.clear();
                at.holds(event.actor, Doing::OnAgenda);
            }
            _ => {}
        }
    }
}

impl AtStage {
    fn holds(&mut self, who: Actor, doing: Doing) {
        // Of several who work side by side one with his hands on it is enough.
        if !(doing == Doing::Queued && self.doing == Doing::InWork) {
            self.doing = doing;
        }
        if !self.holders.contains(&who) {
            self.holders.push(who);
        }
    }
}
