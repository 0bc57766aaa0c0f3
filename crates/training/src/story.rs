//! What became of the case of the story, read from events.
//!
//! Figures are those of the model's own metrics ([`Fold`]), of a county in which nothing else is looked at; what they do not tell of a
//! single case (who held what became known, whose group was heard, when the law was broken) is read beside.

use std::sync::Arc;

use county::event::{
    Actor, Channel, Event, EventKind, HolderKind, NONE, NONE32, Note, Observer as _, Verdict,
};
use county::law::articles;
use county::metrics::{Fold, PARTS, Parts};
use county::plan::Plan;
use county::scenario::CaseKind;
use kernel::measure::{Measure, Measures};
use kernel::{HOUR, Tick};
use serde::{Deserialize, Serialize};

/// What became of a case.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Story {
    /// When it was registered, ticks of the run.
    pub registered: Tick,
    /// When its turnaround ended; `None` while it has not.
    pub ended: Option<Tick>,
    /// How: `published`, `refused`, `answered`, `withdrawn`, `diverted`, `censored`; empty while it has not.
    pub ending: String,
    /// When it was decided last, and whether it was adopted.
    pub decided: Option<(Tick, bool)>,
    /// The eight parts of its turnaround, ticks; together exactly `ended − registered`.
    pub parts: [Tick; PARTS],
    /// What it was worth when registered, in units of its class.
    pub worth: Option<f64>,
    /// Probability that full information would decide as was decided.
    pub agreement: Option<f64>,
    /// Value realised, in units of its class.
    pub value: Option<f64>,
    /// Groups of the public whom it concerns.
    pub groups: Vec<Group>,
    /// People affected, reached by a notice, and comments: made, adopted, answered.
    pub affected: f64,
    /// People reached by a first notice.
    pub reached: f64,
    /// Comments made.
    pub comments: f64,
    /// Comments adopted.
    pub adopted: f64,
    /// Comments answered.
    pub replied: f64,
    /// Participants of its hearing, if one was held.
    pub hearing: Option<f64>,
    /// Deputies and CPPCC members heard.
    pub deputies: f64,
    /// Expert opinions signed.
    pub opinions: u32,
    /// Facts by who holds them ([`HolderKind::ALL`]).
    pub facts: [u32; HolderKind::ALL.len()],
    /// Of them, known when it was decided.
    pub known: [u32; HolderKind::ALL.len()],
    /// Facts known when it was decided, by the channel that brought them first ([`Channel::ALL`]).
    pub by_channel: [u32; Channel::ALL.len()],
    /// Members who had the floor in the discussion that decided, those who were there, and those against.
    pub spoke: u32,
    /// Members present.
    pub members: u32,
    /// Members who were against it.
    pub against: u32,
    /// Breaches of law, in order of time.
    pub breaches: Vec<Broken>,
    /// Person-hours worked on it by those whose hours the county counts.
    pub hours: f64,
    /// Calls about it that nobody heard.
    pub missed: u32,
    /// Until the county knew of it, hours from its outbreak, below 0 before; and until those above knew, hours from then.
    pub noticed: Option<f64>,
    /// Until the authorities above knew, hours since the county did.
    pub reported: Option<f64>,
    /// From outbreak to help, hours.
    pub relief: Option<f64>,
    /// What it cost, yuan.
    pub loss: Option<f64>,
    /// What of it insurance and donations do not bear, and falls on the people, yuan.
    pub loss_left: Option<f64>,
    /// People who object to what was published.
    pub objections: f64,
    /// A measure that was ended again.
    pub reversed: bool,
    /// Whether the measure was evaluated.
    pub evaluated: bool,
    /// Whether a stage judged it wrongly.
    pub misjudged: bool,
    /// Harm that came to light of it and of what it gave rise to, 10 000 yuan.
    pub harm: f64,
    /// What it gave rise to, in all generations.
    pub arose: Vec<Arose>,
    /// Person-hours worked on that.
    pub arose_hours: f64,
}

/// Cases that another gave rise to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Arose {
    /// Id of their class.
    pub class: String,
    /// How many.
    pub many: u32,
    /// How many of them have ended, and the days that took, together.
    pub ended: u32,
    /// Days from registration to their end, together.
    pub days: f64,
}

/// A group of the public.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Its id.
    pub id: String,
    /// People of it whom the case concerns.
    pub affected: f64,
    /// Whether anybody of it was heard before the decision: commented, sat in the hearing, or brought a fact.
    pub heard: bool,
}

/// A breach of law in the run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Broken {
    /// When.
    pub tick: Tick,
    /// Id of the article.
    pub article: String,
    /// Whether a clock ran out; else a step was missing.
    pub overrun: bool,
    /// Id of the stage at which it showed, if at one.
    pub stage: String,
}

/// The first case of a class registered in the window: the place of its registration among these events from reform day on, and its number.
#[must_use]
pub fn follow(plan: &Plan, class: &str, events: &[Event]) -> Option<(usize, u32)> {
    let of = |it: &Event| it.kind == EventKind::Registered && plan.class(it.class) == class;
    let window = events
        .iter()
        .position(|it| it.kind == EventKind::WindowClosed);
    let in_window = events.get(..window.unwrap_or(events.len()))?;
    let place = in_window.iter().position(of)?;
    Some((place, events.get(place)?.number))
}

impl Story {
    /// Reads what became of the first case of a class in a run's events from reform day on; `None` where there is none.
    #[must_use]
    pub fn read(plan: &Arc<Plan>, class: &str, events: &[Event]) -> Option<Self> {
        let (first, number) = follow(plan, class, events)?;
        let mut fold = Fold::new(Arc::clone(plan));
        let mut reader = Reader {
            story: Self::default(),
            parts: Parts::default(),
            holders: Vec::new(),
            known: Vec::new(),
            keys: vec![events.get(first)?.case],
            born: Vec::new(),
        };
        for (place, event) in events.iter().enumerate() {
            let whole = event.number == NONE32;
            let marks = matches!(
                event.kind,
                EventKind::WindowOpened | EventKind::WindowClosed
            );
            if whole && marks {
                fold.observe(event);
            } else if place >= first && event.number == number {
                fold.observe(event);
                reader.read(plan, event);
            } else if place > first && event.number != NONE32 {
                reader.descend(plan, event);
            }
        }
        let mut story = reader.story;
        story.measured(
            &fold.measures(),
            plan.timetable().years(),
            plan.kind(events.get(first)?.class),
        );
        Some(story)
    }

    /// Whether its turnaround is over otherwise than by the end of the run.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.ended.is_some() && self.ending != "censored"
    }

    /// Its turnaround, days.
    #[must_use]
    pub fn days(&self) -> Option<f64> {
        Some((self.ended? - self.registered) as f64 / kernel::DAY as f64)
    }

    /// Share of the facts that somebody holds which was known when it was decided; `None` without facts.
    #[must_use]
    pub fn known_share(&self) -> Option<f64> {
        let held: u32 = self.facts.iter().sum::<u32>() - self.facts[HolderKind::Nobody as usize];
        let known: u32 = self.known.iter().sum::<u32>() - self.known[HolderKind::Nobody as usize];
        (held > 0).then(|| f64::from(known) / f64::from(held))
    }

    /// Share of the people affected whose group was heard; `None` where nobody is affected.
    #[must_use]
    pub fn heard_share(&self) -> Option<f64> {
        let all: f64 = self.groups.iter().map(|it| it.affected).sum();
        let heard = self.groups.iter().filter(|it| it.heard);
        (all > 0.0).then(|| heard.map(|it| it.affected).sum::<f64>() / all)
    }

    fn measured(&mut self, measures: &Measures, years: f64, kind: CaseKind) {
        let total = |name: &str| match measures.0.get(name) {
            Some((Measure::Total(it), _)) => Some(*it * years),
            _ => None,
        };
        if kind == CaseKind::Matter && self.decided.is_some() {
            self.value = total("quality.value.realised");
        }
    }
}

struct Reader {
    story: Story,
    parts: Parts,
    holders: Vec<HolderKind>,
    known: Vec<bool>,
    /// Its key, and those of all that it gave rise to.
    keys: Vec<u64>,
    /// When what it gave rise to was registered, and whether its turnaround has ended.
    born: Vec<(u64, kernel::Tick, bool)>,
}

impl Reader {
    /// What it gave rise to, and what that gave rise to in turn.
    fn descend(&mut self, plan: &Plan, event: &Event) {
        if let (EventKind::Registered, Note::Parent { key, .. }) = (event.kind, event.note) {
            if !self.keys.contains(&key) {
                return;
            }
            self.keys.push(event.case);
            self.born.push((event.case, event.tick, false));
            let class = plan.class(event.class);
            match self.story.arose.iter_mut().find(|it| it.class == class) {
                Some(it) => it.many += 1,
                None => self.story.arose.push(Arose {
                    class: class.to_owned(),
                    many: 1,
                    ..Arose::default()
                }),
            }
        } else if self.keys.len() > 1 && self.keys.contains(&event.case) {
            match event.kind {
                EventKind::Harm => self.story.harm += event.value,
                kind if kind.ends_turnaround() => {
                    let open = self.born.iter_mut().find(|it| it.0 == event.case && !it.2);
                    let Some((_, registered, ended)) = open else {
                        return;
                    };
                    *ended = true;
                    let class = plan.class(event.class);
                    if let Some(it) = self.story.arose.iter_mut().find(|it| it.class == class) {
                        it.ended += 1;
                        it.days += (event.tick - *registered) as f64 / kernel::DAY as f64;
                    }
                }
                EventKind::WorkEnded if plan.is_burden(event.actor) => {
                    self.story.arose_hours += event.value / HOUR as f64
                }
                _ => {}
            }
        }
    }

    fn group(&mut self, plan: &Plan, actor: Actor) -> Option<&mut Group> {
        let Actor::Public(_) = actor else { return None };
        let id = plan.actor(actor);
        let groups = &mut self.story.groups;
        let place = groups.iter().position(|it| it.id == id).unwrap_or_else(|| {
            groups.push(Group {
                id: id.to_owned(),
                ..Group::default()
            });
            groups.len() - 1
        });
        groups.get_mut(place)
    }

    fn hear(&mut self, plan: &Plan, actor: Actor) {
        // What comes afterwards was not heard.
        if self.story.decided.is_none()
            && let Some(group) = self.group(plan, actor)
        {
            group.heard = true;
        }
    }

    fn read(&mut self, plan: &Plan, event: &Event) {
        self.turn(event);
        let value = event.value;
        let undecided = self.story.decided.is_none();
        match event.kind {
            EventKind::Registered => self.story.registered = event.tick,
            EventKind::Worth => self.story.worth = Some(value),
            EventKind::Fact => {
                let Note::Holder(holder) = event.note else {
                    return;
                };
                self.holders.push(holder);
                self.known.push(false);
                self.story.facts[holder as usize] += 1;
            }
            EventKind::FactSurfaced => {
                self.hear(plan, event.actor);
                let Note::Channel(channel, which) = event.note else {
                    return;
                };
                let which = usize::from(which);
                if let (true, Some(known), Some(holder)) = (
                    undecided,
                    self.known.get_mut(which),
                    self.holders.get(which),
                ) && !std::mem::replace(known, true)
                {
                    self.story.known[*holder as usize] += 1;
                    self.story.by_channel[channel as usize] += 1;
                }
            }
            EventKind::Spoke => {
                // Those of the last sitting count.
                if self.story.members > 0 {
                    (self.story.members, self.story.against, self.story.spoke) = (0, 0, 0);
                }
                self.story.spoke += 1;
            }
            EventKind::Leaned => {
                self.story.members += 1;
                self.story.against += u32::from(value <= 0.0);
            }
            EventKind::Decided => {
                self.story.decided = match event.note {
                    Note::Verdict(Verdict::Adopt) => Some((event.tick, true)),
                    Note::Verdict(Verdict::Refuse) => Some((event.tick, false)),
                    _ => self.story.decided,
                };
            }
            EventKind::AgreementExpected => self.story.agreement = Some(value),
            EventKind::Affected => {
                self.story.affected += value;
                if let Some(group) = self.group(plan, event.actor) {
                    group.affected = value;
                }
            }
            // A second notice of the same matter reaches the same people.
            EventKind::Reached if event.visit == 1 => self.story.reached += value,
            EventKind::Commented => {
                self.story.comments += value;
                if value > 0.0 {
                    self.hear(plan, event.actor);
                }
            }
            EventKind::Attended => self.hear(plan, event.actor),
            EventKind::CommentsAdopted => self.story.adopted += value,
            EventKind::CommentsReplied => self.story.replied += value,
            EventKind::HearingHeld => *self.story.hearing.get_or_insert(0.0) += value,
            EventKind::DeputiesHeard => self.story.deputies += value,
            EventKind::ExpertOpinion => self.story.opinions += 1,
            EventKind::WorkEnded if plan.is_burden(event.actor) => {
                self.story.hours += value / HOUR as f64
            }
            EventKind::CallMissed => self.story.missed += 1,
            EventKind::Harm => self.story.harm += value,
            EventKind::Noticed => self.story.noticed = Some(value / HOUR as f64),
            EventKind::ReportedUp => self.story.reported = Some(value / HOUR as f64),
            EventKind::ReliefBegan => self.story.relief = Some(value / HOUR as f64),
            EventKind::Loss => self.story.loss = Some(value),
            EventKind::LossLeft => self.story.loss_left = Some(value),
            EventKind::Objected => self.story.objections += value,
            EventKind::Ended => self.story.reversed = true,
            EventKind::Evaluated => self.story.evaluated = true,
            EventKind::Misjudged => self.story.misjudged = true,
            EventKind::Breach => {
                let (article, overrun) = match event.note {
                    Note::Clock(clock) => {
                        (plan.clock_article(event.procedure, clock).to_owned(), true)
                    }
                    Note::Article(index) => (articles::id_at(index).to_owned(), false),
                    _ => return,
                };
                let stage = match event.stage {
                    NONE => String::new(),
                    stage => plan.stage(event.procedure, stage).to_owned(),
                };
                self.story.breaches.push(Broken {
                    tick: event.tick,
                    article,
                    overrun,
                    stage,
                });
            }
            _ => {}
        }
    }

    /// When its turnaround ends, and where the days went until then.
    fn turn(&mut self, event: &Event) {
        self.parts.fold(event);
        let ends = event.kind.ends_turnaround() || event.kind == EventKind::Censored;
        if ends && self.story.ended.is_none() {
            self.story.ended = Some(event.tick);
            self.story.ending = event.kind.name().to_owned();
            self.story.parts = self.parts.at(event.stage);
        }
    }
}
