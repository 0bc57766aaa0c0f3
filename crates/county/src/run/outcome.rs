//! What a matter is worth, and what a meeting does with it where its facts are not simulated: labelled probabilities. Where they are, see
//! [`deliberation`](super::deliberation).

use kernel::Streams;
use kernel::distributions::standard_normal;

use super::draws;
use super::facts::Fact;
use crate::event::Verdict;
use crate::plan::{ClassPlan, OutcomePlan, Plan};

/// What a matter is worth once adopted, in units of its class; doing nothing is worth 0.
#[derive(Debug, Clone)]
pub(super) struct Worth {
    /// V, to the county.
    pub value: f64,
    /// Group of the public and u, what it is worth to the group. Weighted by the people affected they make up V. Groups of whom
    /// the class affects nobody are left out.
    pub groups: Vec<(u16, f64)>,
}

impl Worth {
    /// It is worth so much more to everybody.
    pub(super) fn add(&mut self, gain: f64) {
        self.value += gain;
        self.groups.iter_mut().for_each(|it| it.1 += gain);
    }
}

/// The worth of the matter with this key: a pure function of the luck of the run and the world, whatever the procedure.
///
/// V ~ N(μ, σ²), the sum of its `facts` where there are any, and u = V + δ·(z − Σwz) with a standard normal z for each group, so that Σwu = V.
///
/// `None` where a class has no worth: it is no matter of decision.
pub(super) fn worth(
    streams: &Streams,
    plan: &Plan,
    class: &ClassPlan,
    key: u64,
    facts: &[Fact],
) -> Option<Worth> {
    let it = class.worth.as_ref()?;
    let draw =
        |actor, purpose| standard_normal(&mut draws::open(streams, key, 0, 0, actor, purpose));
    let value = it.mean
        + match facts {
            [] => it.sigma * draw(0, draws::WORTH),
            facts => facts.iter().map(|it| it.value).sum(),
        };
    let all: f64 = class.affects.iter().map(|it| it.1).sum();
    let mut mean = 0.0;
    let mut groups = Vec::new();
    for &(group, people) in class.affects.iter().filter(|it| it.1 > 0.0) {
        let z = draw(plan.public_ids.hash(group), draws::WORTH_TO_GROUP);
        mean += people / all * z;
        groups.push((group, z));
    }
    for group in &mut groups {
        group.1 = value + it.spread * (group.1 - mean);
    }
    Some(Worth { value, groups })
}

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

/// Whether the verdict for this uniform draw would be a refusal, however the matter is prepared.
pub(super) fn would_refuse(outcome: &OutcomePlan, uniform: f64) -> bool {
    uniform < outcome.refuse
}

/// The verdict for one uniform draw, by inversion: refused, else returned (while returns are left), else adopted. Each channel
/// that was used prevents a stated share of the returns, so a lever that adds one can only turn a return into an adoption.
pub(super) fn decide(
    outcome: &OutcomePlan,
    prepared: Prepared,
    returns_left: bool,
    uniform: f64,
) -> Verdict {
    let mut returned = outcome.return_for_revision;
    for _ in 0..prepared.channels() {
        returned *= 1.0 - outcome.prevented_by_each_channel;
    }
    if would_refuse(outcome, uniform) {
        Verdict::Refuse
    } else if returns_left && uniform < outcome.refuse + returned {
        Verdict::Return
    } else {
        Verdict::Adopt
    }
}
