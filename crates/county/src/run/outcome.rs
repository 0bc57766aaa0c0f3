//! What a meeting does with a matter, behind one small interface: labelled probabilities now, deliberation later.

use crate::event::Verdict;
use crate::plan::ClassPlan;

/// What the meeting knows of how a matter was prepared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Prepared {
    /// Departments were consulted.
    pub consulted: bool,
    /// The public was asked.
    pub commented: bool,
    /// Experts gave an opinion.
    pub reviewed: bool,
}

impl Prepared {
    fn channels(self) -> u32 {
        u32::from(self.consulted) + u32::from(self.commented) + u32::from(self.reviewed)
    }
}

/// The verdict for one uniform draw, by inversion: refused, else returned (while returns are left), else adopted. Each channel
/// that was used prevents a stated share of the returns, so a lever that adds one can only turn a return into an adoption.
pub(super) fn decide(
    class: &ClassPlan,
    prepared: Prepared,
    returns_left: bool,
    uniform: f64,
) -> Verdict {
    let mut returned = class.return_for_revision;
    for _ in 0..prepared.channels() {
        returned *= 1.0 - class.prevented_by_each_channel;
    }
    if uniform < class.refuse {
        Verdict::Refuse
    } else if returns_left && uniform < class.refuse + returned {
        Verdict::Return
    } else {
        Verdict::Adopt
    }
}
