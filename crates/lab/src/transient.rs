//! What a change does month by month, old against new on the same luck, and from which month on it is better.
//!
//! **From which month on.** Looking for the first month that stands out finds one by luck. Instead the months are tested in a fixed order, the last first, each at
//! full confidence, and the first that is not told better ends it (Maurer, Hothorn & Lehmacher 1995): the chance that any month is wrongly called better is
//! that of one test, without a correction to pay. "Not yet" is what is said when already the last month is not told better.
//! Single months, looked at by themselves, carry p-values corrected by Holm's method for all months.

use kernel::measure::Measures;
use serde::{Deserialize, Serialize};

use crate::difference::{Difference, difference};
use crate::figure::{Figure, paired};
use crate::holm::holm;
use crate::refused::{Refused, at_least, confidence as checked, length};
use crate::selection::Goal;

/// A metric by month since a change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Transient {
    /// Of each month, new − old; `None` where neither names the metric. `p_adjusted` is Holm's over the months, and decides `distinguishable`.
    pub months: Vec<Option<Difference>>,
    /// The month, 1 for the first, from which on every month is told better; `None`: not yet.
    pub better_from: Option<u32>,
}

/// A running total by month since a change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Repaid {
    /// Of each month, the total of new − old since the change, in the unit of the figures; each interval at full confidence by itself.
    pub totals: Vec<Figure>,
    /// The month, 1 for the first, from which on the total is told better at the end of every month: what the beginning cost is earned back. `None`: not yet.
    pub repaid_from: Option<u32>,
}

/// A metric of `old[month][replication]` and `new[month][replication]`, month 0 the first after the change; replication r of both has the same luck. A
/// month whose difference is undefined is not told better.
///
/// # Errors
/// No months, lists of unlike length, fewer than two replications, a confidence outside (0, 1).
pub fn transient(
    old: &[Vec<Measures>],
    new: &[Vec<Measures>],
    name: &str,
    goal: Goal,
    confidence: f64,
) -> Result<Transient, Refused> {
    let confidence = checked(confidence)?;
    same_shape(old, new)?;
    let mut months: Vec<Option<Difference>> = old
        .iter()
        .zip(new)
        .map(|(old, new)| difference(old, new, name, confidence))
        .collect();
    let better_from = from(months.iter().map(|month| {
        month.is_some_and(|it| {
            it.distinguishable && it.difference.is_some_and(|it| goal.turned(it) > 0.0)
        })
    }));
    let p: Vec<f64> = months.iter().flatten().filter_map(|it| it.p).collect();
    let tested = months.iter_mut().flatten().filter(|it| it.p.is_some());
    for (month, adjusted) in tested.zip(holm(&p)) {
        month.p_adjusted = Some(adjusted);
        month.distinguishable = adjusted < 1.0 - confidence;
    }
    Ok(Transient {
        months,
        better_from,
    })
}

/// The running total of figures that add up over months, `[month][replication]`.
///
/// # Errors
/// As [`transient`]; an undefined figure.
pub fn repaid(
    old: &[Vec<f64>],
    new: &[Vec<f64>],
    goal: Goal,
    confidence: f64,
) -> Result<Repaid, Refused> {
    let confidence = checked(confidence)?;
    same_shape(old, new)?;
    let replications = old.first().map_or(0, Vec::len);
    let (mut before, mut after) = (vec![0.0; replications], vec![0.0; replications]);
    let mut totals = Vec::with_capacity(old.len());
    for (old, new) in old.iter().zip(new) {
        length("replications of a month", replications, old.len())?;
        before.iter_mut().zip(old).for_each(|(sum, it)| *sum += it);
        after.iter_mut().zip(new).for_each(|(sum, it)| *sum += it);
        totals.push(paired(&before, &after, confidence)?.difference);
    }
    let repaid_from = from(
        totals
            .iter()
            .map(|it| goal.turned(it.value) > 0.0 && it.excludes(0.0)),
    );
    Ok(Repaid {
        totals,
        repaid_from,
    })
}

fn same_shape<T>(old: &[Vec<T>], new: &[Vec<T>]) -> Result<(), Refused> {
    at_least("months", 1, old.len())?;
    length("months of the new", old.len(), new.len())?;
    for (old, new) in old.iter().zip(new) {
        at_least("replications of a month", 2, old.len())?;
        length("replications of a month of the new", old.len(), new.len())?;
    }
    Ok(())
}

/// The month, from 1, from which on all are told better.
fn from(told: impl DoubleEndedIterator<Item = bool> + ExactSizeIterator) -> Option<u32> {
    let months = told.len();
    let run = told.rev().take_while(|better| *better).count();
    (run > 0).then(|| (months - run) as u32 + 1)
}
