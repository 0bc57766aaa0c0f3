//! One event as a row of strings and numbers that mean the same outside the run.

use std::borrow::Cow;

use county::event::{Actor, Attributes, Event, EventKind, NONE, Note};
use county::law::articles;
use county::plan::Plan;
use kernel::Tick;
use serde::Serialize;

/// The columns, in order.
pub const COLUMNS: [&str; 12] = [
    "replication",
    "tick",
    "time",
    "event",
    "procedure",
    "case",
    "class",
    "stage",
    "visit",
    "actor",
    "value",
    "note",
];

/// What the numbers in an event stand for. An unknown number has the empty name.
pub trait Names {
    /// Id of a procedure.
    fn procedure(&self, procedure: u16) -> &str;
    /// Id of a class of matters.
    fn class(&self, class: u16) -> &str;
    /// Id of a stage.
    fn stage(&self, procedure: u16, stage: u16) -> &str;
    /// Id of a leader, office, department, meeting, public group or source.
    fn actor(&self, actor: Actor) -> &str;
    /// The article a clock stands for.
    fn clock(&self, procedure: u16, clock: u16) -> &str;
    /// A trait of cases.
    fn trait_of_cases(&self, index: u16) -> &str;
    /// A kind of conference.
    fn conference(&self, _index: u16) -> &str {
        ""
    }
    /// Local date and time, `YYYY-MM-DDTHH:MM:SS`.
    fn time(&self, tick: Tick) -> String;
}

/// The plan in force at the end of a run names everything in it: plans grown on reform day keep the numbers.
impl Names for Plan {
    fn procedure(&self, procedure: u16) -> &str {
        self.procedure(procedure)
    }

    fn class(&self, class: u16) -> &str {
        self.class(class)
    }

    fn stage(&self, procedure: u16, stage: u16) -> &str {
        self.stage(procedure, stage)
    }

    fn actor(&self, actor: Actor) -> &str {
        self.actor(actor)
    }

    fn clock(&self, procedure: u16, clock: u16) -> &str {
        self.clock_article(procedure, clock)
    }

    fn trait_of_cases(&self, index: u16) -> &str {
        self.trait_of_cases(index)
    }

    fn conference(&self, index: u16) -> &str {
        self.conference(index)
    }

    fn time(&self, tick: Tick) -> String {
        self.timetable().stamp(tick)
    }
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row<'a> {
    /// Which replication, from 0.
    pub replication: u32,
    /// When, seconds since the run's epoch.
    pub tick: Tick,
    /// When, local date and time.
    pub time: String,
    /// What.
    pub event: &'static str,
    /// Id of the matter's procedure.
    pub procedure: Option<&'a str>,
    /// Stable key of the matter, 16 hexadecimal digits.
    pub case: Option<String>,
    /// Id of the matter's class.
    pub class: Option<&'a str>,
    /// Id of the stage.
    pub stage: Option<&'a str>,
    /// Which visit of the stage, from 1.
    pub visit: Option<u16>,
    /// Id of who did it or to whom it happened.
    pub actor: Option<&'a str>,
    /// How much; the unit is [`value_unit`]'s.
    pub value: Option<f64>,
    /// What more there is: the part of a turnaround (`work`), a verdict (`adopt`, `refuse`, `return`), a stage's id, an
    /// article, `instead_of:<leader>`, `no_chair`, `no_quorum`, a trait, a kind of conference, an emergency's level (`level_3`); at registration the case's attributes, one space apart, or
    /// `arises_from:<key>` of one that arises from another.
    pub note: Option<Cow<'a, str>>,
}

impl<'a> Row<'a> {
    /// What an event says, in the names of its plan.
    pub fn new<N: Names + ?Sized>(replication: u32, event: &Event, names: &'a N) -> Self {
        let some = |name: &'a str| (!name.is_empty()).then_some(name);
        Self {
            replication,
            tick: event.tick,
            time: names.time(event.tick),
            event: event.kind.name(),
            procedure: (event.procedure != NONE)
                .then(|| names.procedure(event.procedure))
                .and_then(some),
            case: (event.case != 0).then(|| format!("{:016x}", event.case)),
            class: (event.class != NONE)
                .then(|| names.class(event.class))
                .and_then(some),
            stage: (event.stage != NONE)
                .then(|| names.stage(event.procedure, event.stage))
                .and_then(some),
            visit: (event.visit != 0).then_some(event.visit),
            actor: some(names.actor(event.actor)),
            value: value_unit(event.kind)
                .map(|_| event.value)
                .filter(|v| v.is_finite()),
            note: note(event, names),
        }
    }
}

fn note<'a, N: Names + ?Sized>(event: &Event, names: &'a N) -> Option<Cow<'a, str>> {
    let text: Cow<'a, str> = match event.note {
        Note::None if event.kind == EventKind::Registered => attributes(event.value).into(),
        Note::None => return None,
        Note::Part(part) => part.name().into(),
        Note::Verdict(it) => it.name().into(),
        Note::Stage(stage) => names.stage(event.procedure, stage).into(),
        Note::Clock(clock) => names.clock(event.procedure, clock).into(),
        Note::InsteadOf(leader) => {
            format!("instead_of:{}", names.actor(Actor::Leader(leader))).into()
        }
        Note::Parent { key, .. } => format!("arises_from:{key:016x}").into(),
        Note::Trait(index) => names.trait_of_cases(index).into(),
        Note::Conference(index) => names.conference(index).into(),
        Note::Article(index) => articles::id_at(index).into(),
        Note::Late => "late".into(),
        Note::Level(level) => format!("level_{level}").into(),
        Note::Holder(kind) => kind.name().into(),
        Note::Trigger(what) => what.name().into(),
        Note::Before(thousandths) => format!("before:{}", f64::from(thousandths) / 1000.0).into(),
        Note::Channel(channel, fact) => format!("{}:{}", channel.name(), fact + 1).into(),
        Note::NoChair => "no_chair".into(),
        Note::NoQuorum => "no_quorum".into(),
    };
    (!text.is_empty()).then_some(text)
}

fn attributes(bits: f64) -> String {
    let it = Attributes::from_bits(bits as u8);
    let names = [
        (it.urgent, "urgent"),
        (it.vital_interest, "vital_interest"),
        (it.technical, "technical"),
        (it.risky, "risky"),
        (it.mandated, "mandated"),
    ];
    names
        .iter()
        .filter(|(holds, _)| *holds)
        .map(|(_, name)| *name)
        .collect::<Vec<_>>()
        .join(" ")
}

/// What the column `value` counts in events of a kind; `None` for kinds that carry no number, whose column is empty.
#[must_use]
pub const fn value_unit(kind: EventKind) -> Option<&'static str> {
    Some(match kind {
        EventKind::Registered => "attributes as bits",
        EventKind::Worth
        | EventKind::WorthToGroup
        | EventKind::Fact
        | EventKind::FactSurfaced
        | EventKind::FactRepeated
        | EventKind::MajorChange
        | EventKind::Mended
        | EventKind::Evaluated
        | EventKind::Ended
        | EventKind::Leaned => "units of the class",
        EventKind::AgreementExpected => "probability",
        EventKind::Spoke => "seconds",
        EventKind::Redecided => "bits: of the subsets of participation 1, experts 2, discussion 4",
        EventKind::Queued
        | EventKind::WorkEnded
        | EventKind::WaitStarted
        | EventKind::Part
        | EventKind::Attended
        | EventKind::CalledAway
        | EventKind::Conference
        | EventKind::Conferred
        | EventKind::Delegated
        | EventKind::Bounced
        | EventKind::Orphaned
        | EventKind::Onset
        | EventKind::CallMissed
        | EventKind::Noticed
        | EventKind::ReportedUp
        | EventKind::ReliefBegan
        | EventKind::AbsenceBegan
        | EventKind::HoursAvailable
        | EventKind::HoursUsed
        | EventKind::HoursReading
        | EventKind::HoursStanding
        | EventKind::HoursWaiting
        | EventKind::ComesBack => "seconds",
        EventKind::Stake | EventKind::Loss | EventKind::LossLeft => "yuan",
        EventKind::AgendaEntered | EventKind::Sitting => "minutes",
        EventKind::Reached
        | EventKind::Affected
        | EventKind::HearingHeld
        | EventKind::SignedUp
        | EventKind::HeldResponsible
        | EventKind::Mitigated
        | EventKind::DeputiesHeard
        | EventKind::Disclosed
        | EventKind::Objected => "people",
        EventKind::CarriedOut | EventKind::Implemented => "share",
        EventKind::Reminded => "reminders",
        EventKind::Commented | EventKind::CommentsAdopted | EventKind::CommentsReplied => {
            "comments"
        }
        EventKind::CarriedOver => "matters",
        EventKind::Harm => "10 000 yuan",
        EventKind::Misjudged => "1: granted in error, 0: refused in error",
        EventKind::StageReady
        | EventKind::HasTrait
        | EventKind::Answered
        | EventKind::Heard
        | EventKind::Withdrawn
        | EventKind::Diverted
        | EventKind::WorkStarted
        | EventKind::Deferred
        | EventKind::StageDone
        | EventKind::Returned
        | EventKind::Decided
        | EventKind::Published
        | EventKind::Refused
        | EventKind::Closed
        | EventKind::Censored
        | EventKind::ExpertOpinion
        | EventKind::EvaluationCalled
        | EventKind::DocumentIssued
        | EventKind::PutOff
        | EventKind::Breach
        | EventKind::LeftMajority
        | EventKind::WindowOpened
        | EventKind::WindowClosed => return None,
    })
}
