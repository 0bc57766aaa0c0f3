//! What each keyed stream is for. The numbers are part of what a seed means: never reuse or renumber one.

use kernel::{Key, KeyedRng, Streams};

/// Gap to the next batch of matters of a source.
pub(super) const GAP: u32 = 1;
/// Size of a batch.
pub(super) const BATCH: u32 = 2;
/// Attributes of a matter.
pub(super) const ATTRIBUTES: u32 = 3;
/// Which other departments it touches (one stream a department).
pub(super) const TOUCHES: u32 = 4;
/// Work of one job of a step; the step's number is added, shifted by 8.
pub(super) const WORK: u32 = 5;
/// Latency of an outside authority.
pub(super) const LATENCY: u32 = 6;
/// Minutes on an agenda.
pub(super) const MINUTES: u32 = 7;
/// What the meeting decides.
pub(super) const VERDICT: u32 = 8;
/// Whether it is sent back.
pub(super) const RETURN: u32 = 9;
/// How much a matter stirs people (common to all groups).
pub(super) const STIR: u32 = 10;
/// Comments of a group.
pub(super) const COMMENTS: u32 = 11;
/// Which comments are adopted.
pub(super) const ADOPTED: u32 = 12;
/// Which comments are answered.
pub(super) const REPLIED: u32 = 13;
/// Who comes to a hearing.
pub(super) const ATTENDS: u32 = 14;
/// A leader's absence in a spell.
pub(super) const ABSENCE: u32 = 15;
/// What keeps many leaders away at once.
pub(super) const COMMON_ABSENCE: u32 = 16;
/// Whether a half-day of a leader's is bound by others.
pub(super) const BOUND: u32 = 17;
/// What a matter is worth to the county.
pub(super) const WORTH: u32 = 18;
/// How a group of the public stands apart in what it is worth (one stream a group).
pub(super) const WORTH_TO_GROUP: u32 = 19;
/// Whether a case has a trait (one stream a trait).
pub(super) const TRAIT: u32 = 20;
/// Whether a case ends at a stage.
pub(super) const LETS_GO: u32 = 21;
/// How many cases arise at an event (the cause stands for the stage).
pub(super) const ARISE: u32 = 22;
/// How long after the event a case arises.
pub(super) const ARISES_AFTER: u32 = 23;
/// How long a leader is called away.
pub(super) const CALLED: u32 = 24;
/// Whether a turn of a roster round the clock is taken.
pub(super) const TURN: u32 = 25;
/// How long carrying a measure out takes (one stream a carrier).
pub(super) const LASTS: u32 = 28;

/// Whether a case goes astray, to whom, and how long that takes.
pub(super) const ROUTE: u32 = 26;
/// Whether a leader who shares a portfolio has a say in a case (one stream a department and leader).
pub(super) const SHARED: u32 = 27;
/// Whether a half-day has a conference.
pub(super) const CONFERENCE: u32 = 29;
/// How many proposals a department makes of its own.
pub(super) const INITIATIVE: u32 = 30;
/// Numbers that conditions ask for by name (one stream a name).
pub(super) const CHANCE: u32 = 31;
/// Whether a case is judged wrongly (one stream a trait that is judged).
pub(super) const JUDGES: u32 = 32;
/// How great harm is.
pub(super) const HARM: u32 = 33;
/// What is at stake in an emergency.
pub(super) const STAKE: u32 = 34;
/// How long before it breaks out a hazard gives its first sign.
pub(super) const SIGNS: u32 = 35;
/// Whether the first call of a visit is missed.
pub(super) const MISSED: u32 = 36;
/// Whether a half-day of a desk goes into drills.
pub(super) const STANDING: u32 = 37;
/// How many of a group object to a decision (one stream a group).
pub(super) const OBJECTIONS: u32 = 38;

/// The facts of a matter: what each is worth and who holds it.
pub(super) const FACTS: u32 = 39;
/// Which leaders hold a fact (one stream a leader).
pub(super) const KNOWS: u32 = 40;
/// Which facts come to the table (one stream a department's job, a group, a panel, a member).
pub(super) const SURFACES: u32 = 41;
/// What a member makes of what he knows (one stream a member; common noise: of nobody).
pub(super) const NOISE: u32 = 42;
/// In which order members speak, where that is by lot (one stream a member).
pub(super) const ORDER: u32 = 43;

/// Whether a member takes over the verdict of whoever presides, or how his coin falls (one stream a member).
pub(super) const LEANS: u32 = 50;

/// When a fact that is not known comes to light (one stream a matter).
pub(super) const LIGHT: u32 = 44;

/// Who gets a seat at a hearing.
pub(super) const SEATS: u32 = 45;
/// How many of a group sign up for a hearing (one stream a group).
pub(super) const SIGNS_UP: u32 = 46;
/// Which experts have an interest in a matter.
pub(super) const EXPERTS: u32 = 47;
/// What a petitioner knows of a matter (one stream a matter).
pub(super) const PETITIONER: u32 = 48;

/// Whether whoever decided wishes to have a decision evaluated.
pub(super) const WISH: u32 = 49;
/// Whether and when a refused matter comes back.
pub(super) const COMES_BACK: u32 = 55;

/// Whom the chair invites to speak (one stream a member).
pub(super) const INVITED: u32 = 56;

/// The stream for one purpose at one visit of one stage of one entity, for one of several actors.
#[inline]
pub(super) fn open(
    streams: &Streams,
    entity: u64,
    stage: u64,
    visit: u16,
    actor: u64,
    purpose: u32,
) -> KeyedRng {
    streams.open(Key {
        entity,
        stage,
        visit: u32::from(visit),
        actor,
        purpose,
    })
}
