//! What the worker tells of a run, by stable ids: what the page makes sentences of.

use county::event::{Actor, Event, EventKind, NONE, NONE32, Note};
use county::plan::Plan;
use page::diagram::Playback;
use page::diagram::playback::Holder;
use replay::Doing;
use serde::{Deserialize, Serialize};

/// A run that can be replayed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    /// The date of day 0, `YYYY-MM-DD`.
    pub epoch: String,
    /// Reform day: days since day 0.
    pub start: i64,
    /// The last day on which anything happens.
    pub last: i64,
}

impl Opened {
    /// The first day that is shown: reform day, unless everything ended before.
    #[must_use]
    pub fn first(&self) -> i64 {
        self.start.min(self.last)
    }
}

/// What more there is to say of an event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Noted {
    /// Nothing that has words.
    Nothing,
    /// Which part of the turnaround, by name.
    Part(String),
    /// What was decided: `adopt`, `refuse`, `return`.
    Verdict(String),
    /// Another stage.
    Stage(String),
    /// The article of a clock, or of a rule.
    Article(String),
    /// Whom somebody stands in for.
    InsteadOf(String),
    /// A kind of conference.
    Conference(String),
    /// How a fact came to the table.
    Channel(String),
    /// What brings an evaluation about.
    Trigger(String),
    /// The level of an emergency.
    Level(u8),
    /// After the deadline.
    Late,
    /// Nobody who may preside was there.
    NoChair,
    /// Too few were there.
    NoQuorum,
}

/// An event by stable ids.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Said {
    /// When.
    pub tick: i64,
    /// What: the name of its kind.
    pub kind: String,
    /// The matter's number, if it is about one.
    pub number: Option<u32>,
    /// Its class, or nothing.
    pub class: String,
    /// Its procedure.
    pub procedure: String,
    /// The stage.
    pub stage: String,
    /// Who.
    pub who: Option<Holder>,
    /// How much.
    pub value: f64,
    /// What more.
    pub note: Noted,
}

impl Said {
    /// An event of a plan.
    #[must_use]
    pub fn of(event: &Event, plan: &Plan) -> Self {
        let stage = |it: u16| plan.stage(event.procedure, it).to_owned();
        Self {
            tick: event.tick,
            kind: event.kind.name().to_owned(),
            number: (event.number != NONE32).then_some(event.number),
            class: if event.class == NONE {
                String::new()
            } else {
                plan.class(event.class).to_owned()
            },
            procedure: plan.procedure(event.procedure).to_owned(),
            stage: stage(event.stage),
            who: holder(event.actor, plan),
            value: event.value,
            note: match event.note {
                Note::Part(part) => Noted::Part(part.name().to_owned()),
                Note::Verdict(it) => Noted::Verdict(it.name().to_owned()),
                Note::Stage(it) => Noted::Stage(stage(it)),
                Note::Clock(it) => {
                    Noted::Article(plan.clock_article(event.procedure, it).to_owned())
                }
                Note::Article(it) => Noted::Article(county::law::articles::id_at(it).to_owned()),
                Note::InsteadOf(it) => Noted::InsteadOf(plan.actor(Actor::Leader(it)).to_owned()),
                Note::Conference(it) => Noted::Conference(plan.conference(it).to_owned()),
                Note::Channel(it, _) => Noted::Channel(it.name().to_owned()),
                Note::Trigger(it) => Noted::Trigger(it.name().to_owned()),
                Note::Level(it) => Noted::Level(it),
                Note::Late => Noted::Late,
                Note::NoChair => Noted::NoChair,
                Note::NoQuorum => Noted::NoQuorum,
                Note::None
                | Note::Parent { .. }
                | Note::Trait(_)
                | Note::Before(_)
                | Note::Holder(_) => Noted::Nothing,
            },
        }
    }
}

/// An actor by its id; nobody, and sources, are none.
#[must_use]
pub fn holder(actor: Actor, plan: &Plan) -> Option<Holder> {
    let id = plan.actor(actor).to_owned();
    Some(match actor {
        Actor::Leader(_) => Holder::Leader(id),
        Actor::Office(_) => Holder::Office(id),
        Actor::Department(_) => Holder::Department(id),
        Actor::Meeting(_) => Holder::Meeting(id),
        Actor::Public(_) => Holder::Public(id),
        Actor::Nobody | Actor::Source(_) => return None,
    })
}

/// What is worth a sentence among a day's events: the rest is routine, of which there are hundreds.
#[must_use]
pub const fn is_news(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::Sitting
            | EventKind::PutOff
            | EventKind::Decided
            | EventKind::LeftMajority
            | EventKind::Returned
            | EventKind::Deferred
            | EventKind::Published
            | EventKind::Refused
            | EventKind::Withdrawn
            | EventKind::HearingHeld
            | EventKind::DeputiesHeard
            | EventKind::ExpertOpinion
            | EventKind::Commented
            | EventKind::Mended
            | EventKind::Breach
            | EventKind::AbsenceBegan
            | EventKind::CalledAway
            | EventKind::CallMissed
            | EventKind::Noticed
            | EventKind::ReportedUp
            | EventKind::ReliefBegan
            | EventKind::LossLeft
            | EventKind::Conference
            | EventKind::Delegated
            | EventKind::EvaluationCalled
            | EventKind::Evaluated
            | EventKind::Ended
            | EventKind::MajorChange
            | EventKind::HeldResponsible
            | EventKind::Implemented
            | EventKind::Harm
            | EventKind::WindowOpened
            | EventKind::WindowClosed
            | EventKind::Censored
    )
}

/// What is worth a line in a matter's own life besides its stages: what was said, what surfaced, what became of it.
#[must_use]
pub const fn is_of_a_life(kind: EventKind) -> bool {
    is_news(kind)
        || matches!(
            kind,
            EventKind::FactSurfaced
                | EventKind::FactRepeated
                | EventKind::Spoke
                | EventKind::CommentsAdopted
                | EventKind::CommentsReplied
                | EventKind::SignedUp
                | EventKind::Reached
                | EventKind::Objected
                | EventKind::Heard
                | EventKind::Answered
                | EventKind::Diverted
                | EventKind::Disclosed
                | EventKind::Reminded
                | EventKind::Mitigated
                | EventKind::Misjudged
                | EventKind::ComesBack
                | EventKind::Bounced
                | EventKind::Orphaned
                | EventKind::DocumentIssued
                | EventKind::Closed
        )
}

/// What a matter does at a stage, by name.
#[must_use]
pub const fn doing(it: Doing) -> &'static str {
    match it {
        Doing::Queued => "queued",
        Doing::InWork => "in_work",
        Doing::Waiting => "waiting",
        Doing::OnAgenda => "on_agenda",
        Doing::Between => "between",
    }
}

/// A matter at a stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct At {
    /// The stage.
    pub stage: String,
    /// What it does there, see [`doing`].
    pub doing: String,
    /// Those who have it.
    pub holders: Vec<Holder>,
}

/// A matter of decision under way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Open {
    /// Its number.
    pub number: u32,
    /// Its class.
    pub class: String,
    /// Its procedure.
    pub procedure: String,
    /// Days since it was registered.
    pub days: i64,
    /// Urgent.
    pub urgent: bool,
    /// Its turnaround has ended: what is left is carrying out and looking back.
    pub decided: bool,
    /// Where it is.
    pub at: Vec<At>,
}

/// A meeting to come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Agenda {
    /// The meeting.
    pub meeting: String,
    /// When it sits next, as the run goes on; none: not any more.
    pub next: Option<i64>,
    /// The numbers and classes of the matters on its agenda.
    pub matters: Vec<(u32, String)>,
}

/// A day of the run: what stands in the county when it begins, and what happens in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Day {
    /// Which: days since day 0.
    pub day: i64,
    /// What happens that is worth a sentence, in order.
    pub news: Vec<Said>,
    /// How many more events there are.
    pub routine: usize,
    /// Who has how many cases on the desk, most first.
    pub desks: Vec<(Holder, u32)>,
    /// Meetings to come.
    pub agendas: Vec<Agenda>,
    /// Leaders who are not there, until when, and whether they were called away.
    pub away: Vec<(String, i64, bool)>,
    /// Matters of decision under way, in order of registration.
    pub matters: Vec<Open>,
    /// Cases of other kinds under way.
    pub others: u32,
}

/// What became of a matter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Came {
    /// Its number in this future.
    pub number: u32,
    /// What the meeting decided, by name.
    pub verdict: Option<String>,
    /// How its turnaround ended: the name of the event; none: not in this run.
    pub ending: Option<String>,
    /// Days from registration to its end.
    pub days: Option<f64>,
}

/// A matter that went otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Other {
    /// Its class.
    pub class: String,
    /// Under the rules as they were.
    pub kept: Option<Came>,
    /// Under the changed rules.
    pub changed: Option<Came>,
    /// By how many days each of the eight parts is longer.
    pub parts: Option<[f64; 8]>,
}

/// Two futures on the same luck.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Futures {
    /// From which day on.
    pub day: i64,
    /// Where they parted: what comes next in one, and in the other; none: nowhere.
    pub first: Option<(Option<Said>, Option<Said>)>,
    /// Matters of decision that went otherwise: other decisions first, then other endings, then by days; the first of them.
    pub matters: Vec<Other>,
    /// How many matters of decision went otherwise, were decided otherwise, ended otherwise, came sooner, came later.
    pub counts: [usize; 5],
    /// How many cases of other kinds went otherwise.
    pub others: usize,
    /// Metrics: name, under the rules as they were, under the changed ones.
    pub figures: Vec<(String, Option<f64>, Option<f64>)>,
    /// Fingerprint of the changed run.
    pub digest: String,
    /// The same as that of the run as it was.
    pub same: bool,
}

/// What the law asked of a matter at a visit to a stage, and what was said there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The stage.
    pub stage: String,
    /// Its place among the matter's visits.
    pub visit: usize,
    /// Ids of the articles that bind it.
    pub articles: Vec<String>,
    /// What was said, surfaced and came of it there, in order.
    pub said: Vec<Said>,
}

/// A clock of law as it ran.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Clock {
    /// Its article.
    pub article: String,
    /// Its length in days (hours, when `hours`).
    pub length: f64,
    /// `calendar_days`, `working_days` or `hours`.
    pub counts: String,
    /// When it began.
    pub from: i64,
    /// When it was to run out.
    pub due: i64,
    /// It stands still at times, which moves that.
    pub pauses: bool,
    /// When what stops it happened.
    pub stopped: Option<i64>,
    /// When it was overrun.
    pub overrun: Option<i64>,
}

/// A matter's life.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lived {
    /// Its number.
    pub number: u32,
    /// The run with this one matter in it.
    pub playback: Playback,
    /// Step by step.
    pub steps: Vec<Step>,
    /// What happened at no stage, in order: registration, ending, what came of it.
    pub beside: Vec<Said>,
    /// The clocks that ran.
    pub clocks: Vec<Clock>,
    /// Matters before and after it, of decision.
    pub neighbours: [Option<u32>; 2],
}
