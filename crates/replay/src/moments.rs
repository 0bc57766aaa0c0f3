//! Named moments of a run: pure functions over events.

use county::event::{Event, EventKind, NONE32};
use county::plan::Plan;
use county::scenario::CaseKind;

/// Where one looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Later.
    Forwards,
    /// Earlier.
    Backwards,
}

/// What one stops at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A sitting of a meeting.
    Meeting,
    /// The county learns of an emergency.
    Emergency,
    /// A breach of law.
    Breach,
    /// A step of the matter of this number: it comes to a stage, hands are laid on it, it is heard, decided, returned, or it ends.
    Step(u32),
}

impl Named {
    /// Whether an event is such a moment. `plan` says what cases of a class are.
    #[must_use]
    pub fn is(self, event: &Event, plan: &Plan) -> bool {
        match self {
            Self::Meeting => event.kind == EventKind::Sitting && event.number == NONE32,
            Self::Emergency => {
                event.kind == EventKind::Noticed && plan.kind(event.class) == CaseKind::Emergency
            }
            Self::Breach => event.kind == EventKind::Breach,
            Self::Step(number) => event.number == number && is_step(event.kind),
        }
    }
}

/// Whether a matter is somewhere else, or something else, after it.
#[must_use]
pub const fn is_step(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::Registered
            | EventKind::StageReady
            | EventKind::WorkStarted
            | EventKind::Heard
            | EventKind::Decided
            | EventKind::Returned
            | EventKind::Published
            | EventKind::Refused
            | EventKind::Answered
            | EventKind::Withdrawn
            | EventKind::Diverted
            | EventKind::Evaluated
            | EventKind::Ended
            | EventKind::Closed
            | EventKind::Censored
    )
}
