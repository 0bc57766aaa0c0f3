//! Who does what, as it runs.

use kernel::{DAY, HOUR, Tick};

use super::{Ids, Sampler, work_ticks};
use crate::organisation::overlap;
use crate::scenario::{Class, Conference, Delegation, Initiative, Routing, Scenario};

/// The duty that cases of a class fall under.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DutyPlan {
    pub overlap: f64,
    /// Departments that claim it, with their shares.
    pub claims: Vec<(u16, f64)>,
}

/// How cases go astray.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RoutingPlan {
    pub misrouting: f64,
    pub unclaimed: f64,
    pub look_hours: Sampler,
    pub settle_hours: Sampler,
}

/// When signing goes to the office.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DelegationPlan {
    pub waiting_items: u32,
    pub office: u16,
    pub effort_factor: f64,
}

pub(super) fn delegation(written: &Delegation, offices: &Ids) -> Option<DelegationPlan> {
    Some(DelegationPlan {
        waiting_items: written.waiting_items,
        office: offices.find(&written.office)?,
        effort_factor: written.effort_factor,
    })
}

/// The duty of a class; none where the class names none, or nobody claims it.
pub(super) fn duty(scenario: &Scenario, class: &Class, departments: &Ids) -> Option<DutyPlan> {
    let claims = &scenario.duties.get(class.duty.as_ref()?)?.departments;
    let sum: f64 = claims.values().sum();
    Some(DutyPlan {
        overlap: overlap(claims.values().copied())?,
        claims: claims
            .iter()
            .filter_map(|(id, share)| Some((departments.find(id)?, share / sum)))
            .collect(),
    })
}

pub(super) fn routing(written: &Routing) -> Option<RoutingPlan> {
    Some(RoutingPlan {
        misrouting: written.misrouting,
        unclaimed: written.unclaimed,
        look_hours: Sampler::new(&written.look_hours)?,
        settle_hours: Sampler::new(&written.settle_hours)?,
    })
}

/// Overlap of each duty that somebody claims.
pub(super) fn overlaps(scenario: &Scenario) -> Vec<f64> {
    let duties = scenario.duties.values();
    duties
        .filter_map(|it| overlap(it.departments.values().copied()))
        .collect()
}

/// What departments propose of their own.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct InitiativePlan {
    /// Proposals for each tick of free time.
    pub rate: f64,
    pub every: Tick,
    pub class: u16,
}

pub(super) fn initiative(written: &Initiative, classes: &Ids) -> Option<InitiativePlan> {
    Some(InitiativePlan {
        rate: written.free_share / (written.hours_each * HOUR as f64),
        every: (libm::round(written.every_days * DAY as f64) as Tick).max(DAY),
        class: classes.find(&written.class)?,
    })
}

/// Conferences of one kind.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ConferencePlan {
    /// Probability that a half-day has one.
    pub share: f64,
    pub length: Tick,
    pub leaders: Vec<u16>,
    pub people_per_department: u32,
}

pub(super) fn conference(
    written: &Conference,
    leaders: &Ids,
    half_days_a_year: f64,
) -> ConferencePlan {
    ConferencePlan {
        share: written.per_year / half_days_a_year,
        length: work_ticks(written.hours),
        leaders: written
            .leaders
            .iter()
            .filter_map(|it| leaders.find(it))
            .collect(),
        people_per_department: written.people_per_department,
    }
}
