//! What happens: the event log is the spine. Metrics, records, explanation, animation and tests read events and nothing else.

use kernel::Tick;

/// One thing that happened in a run.
///
/// Indices (`procedure`, `class`, `stage`, actors) are into the [`Plan`](crate::plan::Plan) of the run; the digest and the
/// records replace them by stable ids, so that they mean the same in every plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Event {
    /// When, seconds since the run's epoch (midnight of the first day of the warm-up).
    pub tick: Tick,
    /// What.
    pub kind: EventKind,
    /// The case's stable key, from (source, ordinal) or (parent, cause, ordinal); 0 when the event is about none.
    pub case: u64,
    /// The case's dense number within the run, in order of registration; [`NONE32`] when about none. Not in the digest.
    pub number: u32,
    /// Its procedure, or [`NONE`].
    pub procedure: u16,
    /// Its class, or [`NONE`].
    pub class: u16,
    /// The stage within its procedure, or [`NONE`].
    pub stage: u16,
    /// Which visit of the stage, from 1; 0 when about no stage.
    pub visit: u16,
    /// Who.
    pub actor: Actor,
    /// How much; the unit depends on the kind.
    pub value: f64,
    /// What more there is to say.
    pub note: Note,
}

/// No index.
pub const NONE: u16 = u16::MAX;
/// No dense number.
pub const NONE32: u32 = u32::MAX;

/// Who did it or to whom it happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Actor {
    /// Nobody in particular.
    Nobody,
    /// A leader, by index in the plan.
    Leader(u16),
    /// An office.
    Office(u16),
    /// A department.
    Department(u16),
    /// A meeting.
    Meeting(u16),
    /// A group of the public.
    Public(u16),
    /// A source of matters.
    Source(u16),
}

/// The eight parts of a turnaround; at every instant of a matter's life exactly one holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Part {
    /// Hands are on it.
    Work,
    /// It stands in somebody's line, or is claimed by nobody.
    WaitingPeople,
    /// Ready, until the meeting begins.
    WaitingMeeting,
    /// A prescribed period runs.
    Statutory,
    /// The leader it needs is on leave or out of the county, in working time.
    LeaderAbsent,
    /// The calendar of whom it needs is shut.
    OutsideHours,
    /// Another authority has it.
    OutsideGate,
    /// All of a stage visited again because something was returned.
    Rework,
}

impl Part {
    /// All parts, in the order everything shows them.
    pub const ALL: [Part; 8] = [
        Part::Work,
        Part::WaitingPeople,
        Part::WaitingMeeting,
        Part::Statutory,
        Part::LeaderAbsent,
        Part::OutsideHours,
        Part::OutsideGate,
        Part::Rework,
    ];

    /// Its name in metrics (`turnaround.part.<name>`), records and styles.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Part::Work => "work",
            Part::WaitingPeople => "waiting_people",
            Part::WaitingMeeting => "waiting_meeting",
            Part::Statutory => "statutory",
            Part::LeaderAbsent => "leader_absent",
            Part::OutsideHours => "outside_hours",
            Part::OutsideGate => "outside_gate",
            Part::Rework => "rework",
        }
    }
}

/// What a meeting did with a matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Adopted.
    Adopt,
    /// Refused.
    Refuse,
    /// Returned for revision.
    Return,
}

impl Verdict {
    /// Its name, in logs and keys of words.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Verdict::Adopt => "adopt",
            Verdict::Refuse => "refuse",
            Verdict::Return => "return",
        }
    }
}

/// Who may hold a fact of a matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum HolderKind {
    /// A department the matter touches.
    Department,
    /// Experts.
    Experts,
    /// A group of the public.
    Public,
    /// Leaders.
    Member,
    /// Nobody yet.
    Nobody,
}

impl HolderKind {
    /// All, in the order everything shows them.
    pub const ALL: [Self; 5] = [
        Self::Department,
        Self::Experts,
        Self::Public,
        Self::Member,
        Self::Nobody,
    ];

    /// Its name in records.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Department => "department",
            Self::Experts => "experts",
            Self::Public => "public",
            Self::Member => "member",
            Self::Nobody => "nobody",
        }
    }
}

/// How a fact comes to the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Channel {
    /// Work of the drafting unit and of the departments consulted.
    Investigation,
    /// Public comment.
    Comment,
    /// A hearing.
    Hearing,
    /// Expert review.
    Experts,
    /// What members say in the meeting.
    Discussion,
    /// It came to light once the measure was in force.
    Time,
    /// Post-decision evaluation.
    Evaluation,
    /// Deputies of the congress and members of the CPPCC.
    Deputies,
    /// Petitioners whom a leader receives.
    Petition,
}

impl Channel {
    /// All, in the order everything shows them.
    pub const ALL: [Self; 9] = [
        Self::Investigation,
        Self::Comment,
        Self::Hearing,
        Self::Experts,
        Self::Discussion,
        Self::Time,
        Self::Evaluation,
        Self::Deputies,
        Self::Petition,
    ];

    /// Its name in metrics (`quality.facts.surfaced.<name>.share`) and records.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Investigation => "investigation",
            Self::Comment => "comment",
            Self::Hearing => "hearing",
            Self::Experts => "experts",
            Self::Discussion => "discussion",
            Self::Time => "time",
            Self::Evaluation => "evaluation",
            Self::Deputies => "deputies",
            Self::Petition => "petitions",
        }
    }
}

/// What brings a post-decision evaluation about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Trigger {
    /// Results below what was promised.
    Results,
    /// Many object.
    Objections,
    /// Whoever decided wishes it.
    Wish,
}

impl Trigger {
    /// All, in the order in which they are looked at.
    pub const ALL: [Self; 3] = [Self::Results, Self::Objections, Self::Wish];

    /// Its name in metrics (`quality.evaluations.<name>`) and records.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Results => "results",
            Self::Objections => "objections",
            Self::Wish => "wish",
        }
    }
}

/// What more there is to say of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Note {
    /// Nothing.
    None,
    /// Which part of the turnaround.
    Part(Part),
    /// What was decided.
    Verdict(Verdict),
    /// Another stage of the same procedure: where it came from or goes to.
    Stage(u16),
    /// A clock of the procedure, by index: the article it stands for.
    Clock(u16),
    /// A leader someone stood in for.
    InsteadOf(u16),
    /// The case it arises from.
    Parent {
        /// Its key.
        key: u64,
        /// Its class, by index in the plan. Not in the digest: the key says it.
        class: u16,
    },
    /// A trait of the class, by index in the plan.
    Trait(u16),
    /// A kind of conference, by index in the plan.
    Conference(u16),
    /// An article of law, by index in [`ALL`](crate::law::articles::ALL).
    Article(u16),
    /// After the deadline.
    Late,
    /// The level of an emergency, 1 (the most serious) to 4.
    Level(u8),
    /// What brings an evaluation about.
    Trigger(Trigger),
    /// What a member would have thought had nobody spoken, less what he asks: thousandths of the unit of the class.
    Before(i32),
    /// What kind of holder a fact has.
    Holder(HolderKind),
    /// How a fact came to the table, and which: its place among the facts of the matter, from 0.
    Channel(Channel, u8),
    /// Why a sitting was put off.
    NoChair,
    /// Why a sitting was put off.
    NoQuorum,
}

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal,)+) => {
        /// What happened. The name in records is in `name`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum EventKind { $($(#[doc = $doc])+ $name,)+ }

        impl EventKind {
            /// All kinds.
            pub const ALL: &'static [EventKind] = &[$(EventKind::$name),+];
            /// The name in records and documentation.
            #[must_use]
            pub const fn name(self) -> &'static str { match self { $(EventKind::$name => $text,)+ } }

            /// Whether a case's turnaround ends with it. What is still open when a run ends is [`EventKind::Censored`], which is no end.
            #[must_use]
            pub const fn ends_turnaround(self) -> bool {
                matches!(
                    self,
                    Self::Published | Self::Refused | Self::Answered | Self::Withdrawn | Self::Diverted
                )
            }
        }
    };
}

kinds! {
    /// A case is registered. actor = its source, or nobody when it arises from another case, which note = `Parent` then names; value = bits
    /// of its attributes (see [`Attributes`]).
    Registered = "registered",
    /// A fact of the matter, and who holds it. Said at registration, one event for each, in order; value = what it adds to V, in units of
    /// its class. actor = the department, the group or the leader (the first, where several hold it); note = `Holder`.
    Fact = "fact",
    /// A fact comes to the table. actor = who held it; value = what it is worth as the draft stands; note = `Channel`.
    FactSurfaced = "fact_surfaced",
    /// A fact that is on the table already is brought once more, by another channel. As `fact_surfaced`.
    FactRepeated = "fact_repeated",
    /// The draft is changed for what is known to speak against it. value = what that adds to V, in units of its class.
    Mended = "mended",
    /// A member speaks. actor = leader; value = ticks of the floor.
    Spoke = "spoke",
    /// What a member thinks of a matter at the end of the discussion. actor = leader; value = what he takes it to be worth, less what he
    /// asks of it, in units of its class: above 0 he is for it. note = `Before`.
    Leaned = "leaned",
    /// Whoever presides decides against the majority of those present, and says why. actor = leader.
    LeftMajority = "left_majority",
    /// A measure in force has been evaluated. value = what is then known of its worth, in units of its class.
    Evaluated = "evaluated",
    /// A post-decision evaluation is to be held. note = `Trigger`.
    EvaluationCalled = "evaluation_called",
    /// An evaluation finds that a measure should be changed by so much that the change goes through the procedure again, as a matter of its
    /// own. value = what it would add to V, in units of its class.
    MajorChange = "major_change",
    /// A member answers for a measure that was ended, or, note = `Late`, for a matter that overran a clock of law before it was decided.
    /// actor = leader; value = 1.
    HeldResponsible = "held_responsible",
    /// A member who was against a measure that was ended does not answer for it. actor = leader; value = 1.
    Mitigated = "mitigated",
    /// A refused matter will come back. value = ticks until then.
    ComesBack = "comes_back",
    /// A measure in force is ended: what is known speaks against it. value = what that costs, in units of its class.
    Ended = "ended",
    /// What would have been decided without some of participation (1), experts (2) and discussion (4), on the same luck and at the same
    /// time. value = for each of the eight subsets of them, as a bit, whether it would have been adopted.
    Redecided = "redecided",
    /// How likely full information would decide as the meeting has, given all facts that had or could have had a part in the decision. Said
    /// after `decided`. value = probability.
    AgreementExpected = "agreement_expected",
    /// A case has a trait of its class. Said at registration, one event for each it has. note = `Trait`.
    HasTrait = "has_trait",
    /// What it would be worth to the county once adopted, and nobody knows yet: V (`docs/model.md`, Worth). Said at registration.
    /// value = V, in units of its class; below 0: adopting it does harm.
    Worth = "worth",
    /// What it would be worth to one group of the public, per head: u. actor = group; value = u, in units of its class.
    WorthToGroup = "worth_to_group",
    /// A stage's predecessors are all done: its visit begins. note = `Stage` of the predecessor that finished last
    /// (a tie: the lowest id), or `None` at an entry. On a return it is the stage that sent it back.
    StageReady = "stage_ready",
    /// The matter joins the line of actor. value = ticks of work asked; note = `InsteadOf` when handed to a stand-in.
    Queued = "queued",
    /// Hands are laid on it. actor = who; note = `InsteadOf` when standing in.
    WorkStarted = "work_started",
    /// Hands are off it, finished. actor = who; value = hours worked (ticks of work).
    WorkEnded = "work_ended",
    /// A prescribed period or an outside latency begins. value = its length in ticks.
    WaitStarted = "wait_started",
    /// It enters the agenda of actor. value = minutes it will take.
    AgendaEntered = "agenda_entered",
    /// Minutes ran out: it is carried over to the next sitting. actor = meeting.
    Deferred = "deferred",
    /// Said when a stage visit ends (or at the cap): how many ticks of it were of a part (note). One event for each part not 0;
    /// together they are exactly the time since this visit's `stage_ready`.
    Part = "part",
    /// A stage visit is over.
    StageDone = "stage_done",
    /// Sent back. note = `Stage` it goes back to.
    Returned = "returned",
    /// A meeting decided. note = verdict; actor = meeting, or nobody where a stage of work or signature grants or refuses.
    Decided = "decided",
    /// Published: the turnaround of an adopted matter ends here. stage = the stage whose parts speak for the matter.
    Published = "published",
    /// Refused: the turnaround ends here.
    Refused = "refused",
    /// Answered: the turnaround of a petition, a permit, a request or an emergency ends here.
    Answered = "answered",
    /// Settled beforehand or given up: the turnaround ends here, without a decision.
    Withdrawn = "withdrawn",
    /// Handed to those whose business it is: the turnaround ends here, without a decision.
    Diverted = "diverted",
    /// A stage judged the case wrongly: after its `decided`, which says what it did. note = `Trait` that was judged; value 1: granted in
    /// error, 0: refused in error.
    Misjudged = "misjudged",
    /// The county's channels carry what is to be disclosed. value = people whom they reach in the long run.
    Disclosed = "disclosed",
    /// Harm comes to light of something that was let through. value = how much, 10 000 yuan.
    Harm = "harm",
    /// A leader is called away from whatever he does. actor = leader; value = ticks of the clock; note = `InsteadOf` when a substitute goes.
    CalledAway = "called_away",
    /// One has carried a measure out. actor = department or township; value = its fidelity, the share of what was decided that is carried out.
    CarriedOut = "carried_out",
    /// A measure has been carried out by all who do. actor = its owner, the drafting department; value = fidelity, the mean over them; note =
    /// `Late` after its deadline.
    Implemented = "implemented",
    /// Those who carry a measure out are reminded. value = 1.
    Reminded = "reminded",
    /// What is at stake in an emergency. Said at registration. value = yuan; note = `Level`.
    Stake = "stake",
    /// When a hazard breaks out. Said at registration, when it gives its first sign. value = ticks until then.
    Onset = "onset",
    /// A call to an office is missed: nobody hears it. actor = the office; value = ticks until it is made again, or until somebody is there.
    CallMissed = "call_missed",
    /// The county knows of an emergency: a call was recorded, or a warning given. value = ticks since it broke out, below 0 before.
    Noticed = "noticed",
    /// The authorities above know of it. value = ticks since the county knew.
    ReportedUp = "reported_up",
    /// Help is there. value = ticks since the hazard broke out, below 0 before.
    ReliefBegan = "relief_began",
    /// What an emergency cost, settled when help is there. value = yuan.
    Loss = "loss",
    /// What of it is left after insurance and donations, and falls on the people. value = yuan.
    LossLeft = "loss_left",
    /// Nothing of the matter is left to do, implementation and evaluation included.
    Closed = "closed",
    /// Too much waits at a leader's desk: his signature goes to the office. actor = leader; value = ticks of work he is spared.
    Delegated = "delegated",
    /// A department whose business it is not has looked at it and passes it on. actor = who had it; value = ticks it lay there.
    Bounced = "bounced",
    /// Nobody claimed it, and its leader has said whose it is. actor = who said so; value = ticks it waited for that.
    Orphaned = "orphaned",
    /// Still open when the run stopped at its cap.
    Censored = "censored",
    /// A notice ran: people it reached. actor = group; value = people reached.
    Reached = "reached",
    /// The people affected by a matter. actor = group; value = people. Said once, when its turnaround ends.
    Affected = "affected",
    /// Comments came in. actor = group; value = how many.
    Commented = "commented",
    /// Comments adopted. value = how many.
    CommentsAdopted = "comments_adopted",
    /// Comments answered. value = how many.
    CommentsReplied = "comments_replied",
    /// People object to what was published, over the months after it. actor = group; value = how many. Said at publication.
    Objected = "objected",
    /// A meeting has heard a case, and decides nothing. actor = the leader who received it where members take turns, else the meeting;
    /// note = `InsteadOf` the one whose turn it was.
    Heard = "heard",
    /// People sign up for a hearing. actor = group; value = how many.
    SignedUp = "signed_up",
    /// A hearing was held. value = participants who came.
    HearingHeld = "hearing_held",
    /// Deputies of the congress and members of the CPPCC were heard. value = how many.
    DeputiesHeard = "deputies_heard",
    /// An expert opinion was signed. actor = the pool.
    ExpertOpinion = "expert_opinion",
    /// A document was issued or signed. actor = who.
    DocumentIssued = "document_issued",
    /// A sitting took place. actor = meeting; value = minutes used.
    Sitting = "sitting",
    /// One attended a sitting. actor = leader (or `Nobody`: others who sit in, all together); value = ticks of attendance.
    Attended = "attended",
    /// A sitting was put off. actor = meeting; note = why.
    PutOff = "put_off",
    /// Matters left on the agenda after a sitting. actor = meeting; value = how many.
    CarriedOver = "carried_over",
    /// A county-wide conference or ceremony begins. note = `Conference`; value = its length in ticks.
    Conference = "conference",
    /// People are at one. actor = leader, or department; value = ticks, of all whom the department sends; note = `Conference`.
    Conferred = "conferred",
    /// A spell of absence begins. actor = leader; value = its length in ticks.
    AbsenceBegan = "absence_began",
    /// Said when the window closes: hours the actor had free for work in the window. value = ticks of all its people.
    HoursAvailable = "hours_available",
    /// Said when the window closes: how much of them was worked. value = ticks.
    HoursUsed = "hours_used",
    /// Said when the window closes: how long a leader read documents in it, away from his desk. value = ticks.
    HoursReading = "hours_reading",
    /// Said when the window closes: how much of it drills and standing by took. actor = office or department; value = ticks of its people.
    HoursStanding = "hours_standing",
    /// Said when the window opens and closes: work standing in the actor's line. value = ticks of work.
    HoursWaiting = "hours_waiting",
    /// A breach of law. note = the clock that was overrun; or the `Article`, when a matter is decided or issued without what it is owed: stage =
    /// where that came to pass.
    Breach = "breach",
    /// The observed window opens: reform day. Changed rules hold from here; where nothing changes, no event does.
    WindowOpened = "window_opened",
    /// The observed window closes: later matters are not in the cohort.
    WindowClosed = "window_closed",
}

/// Attributes of a matter, drawn at registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Attributes {
    /// Urgent.
    pub urgent: bool,
    /// Touches vital interests (切身利益).
    pub vital_interest: bool,
    /// Technically demanding.
    pub technical: bool,
    /// Risk to stability or safety.
    pub risky: bool,
    /// Raised by oral request or superiors' demand: cannot be deferred.
    pub mandated: bool,
}

impl Attributes {
    /// As the low bits of a whole number, in the order of the fields.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.urgent as u8
            | (self.vital_interest as u8) << 1
            | (self.technical as u8) << 2
            | (self.risky as u8) << 3
            | (self.mandated as u8) << 4
    }

    /// The inverse of [`Attributes::bits`].
    #[must_use]
    pub const fn from_bits(bits: u8) -> Self {
        Self {
            urgent: bits & 1 != 0,
            vital_interest: bits & 2 != 0,
            technical: bits & 4 != 0,
            risky: bits & 8 != 0,
            mandated: bits & 16 != 0,
        }
    }
}

/// Reads events as they happen. In bulk replication an observer folds and stores none.
pub trait Observer {
    /// Called once for each event, in order of time.
    fn observe(&mut self, event: &Event);
}

/// Observes nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nothing;

impl Observer for Nothing {
    fn observe(&mut self, _: &Event) {}
}

/// Keeps every event.
#[derive(Debug, Clone, Default)]
pub struct Log(pub Vec<Event>);

impl Observer for Log {
    fn observe(&mut self, event: &Event) {
        self.0.push(*event);
    }
}

/// Two observers side by side.
impl<A: Observer, B: Observer> Observer for (A, B) {
    fn observe(&mut self, event: &Event) {
        self.0.observe(event);
        self.1.observe(event);
    }
}
