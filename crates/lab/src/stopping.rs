//! Going on until the interval is short enough, or the budget is spent, without being deceived by looking.
//!
//! An interval that is looked at after every replication, and kept the first time it is short, holds the truth less often than it says: it is short where the
//! sample happens to vary little. So the size is judged only at the looks of [`crate::looks`], n = 8, 16, 32, … and at the end of the budget, each with an
//! interval at the level of its look; together they err with probability at most α, whichever of them is the last.

use serde::{Deserialize, Serialize};

use crate::figure::{Figure, mean};
use crate::looks::{latest_look, level_of_look, replications_of_look};
use crate::refused::{Refused, at_least, confidence as checked, positive};

/// When it is enough.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Target {
    /// Half of the interval is at most so much, in the unit of the figure; above 0.
    HalfWidth(f64),
    /// Half of the interval is at most this share of the figure's size; above 0.
    Share(f64),
}

/// When to stop.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// When it is enough.
    pub target: Target,
    /// The most replications, at least 2.
    pub budget: u32,
    /// 1 − α of the interval that is left at the end, whenever that is; (0, 1).
    pub confidence: f64,
}

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Next {
    /// Go on until the next look.
    GoOn {
        /// Replications there must be then.
        until: u32,
        /// Replications it will take in all as far as can be foreseen: a look, or the budget; not a promise.
        expected: u32,
    },
    /// The target is reached.
    Reached,
    /// The budget is spent; the interval is what it is.
    Spent,
}

/// Where an experiment stands: the first look that ended it, or the latest.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// What to do.
    pub next: Next,
    /// Which look, from 1; 0 before the first.
    pub look: u32,
    /// Replications it saw, the first ones; 0 before the first.
    pub n: u32,
    /// Its level; α before the first.
    pub level: f64,
    /// What it saw, at that level; `None` before the first, and where the figure was undefined.
    pub figure: Option<Figure>,
}

/// Where an experiment of independent numbers stands: differences of pairs, or outcomes of one arm. Numbers after the look that ended it are not read.
///
/// # Errors
/// A target that is not above 0, a budget below 2, a confidence outside (0, 1).
pub fn standing(values: &[f64], rule: &Rule) -> Result<Standing, Refused> {
    let available = u32::try_from(values.len()).unwrap_or(u32::MAX);
    standing_of(available, rule, |n, confidence| {
        mean(&values[..n as usize], confidence).ok()
    })
}

/// The same for any figure: `figure(n, confidence)` is that of the first n replications, of which there are `available`.
///
/// # Errors
/// As [`standing`].
pub fn standing_of(
    available: u32,
    rule: &Rule,
    mut figure: impl FnMut(u32, f64) -> Option<Figure>,
) -> Result<Standing, Refused> {
    let alpha = 1.0 - checked(rule.confidence)?;
    at_least("replications in the budget", 2, rule.budget as usize)?;
    match rule.target {
        Target::HalfWidth(most) => positive("the half-width aimed at", most)?,
        Target::Share(most) => positive("the share aimed at", most)?,
    };
    let mut now = Standing {
        next: Next::GoOn {
            until: replications_of_look(1).min(rule.budget),
            expected: rule.budget,
        },
        look: 0,
        n: 0,
        level: alpha,
        figure: None,
    };
    for look in 1.. {
        let n = replications_of_look(look).min(rule.budget);
        if n > available {
            break;
        }
        let level = level_of_look(look, alpha);
        let seen = figure(n, 1.0 - level);
        now = Standing {
            next: next(look, n, seen, rule),
            look,
            n,
            level,
            figure: seen,
        };
        if !matches!(now.next, Next::GoOn { .. }) {
            break;
        }
    }
    Ok(now)
}

fn next(look: u32, n: u32, seen: Option<Figure>, rule: &Rule) -> Next {
    // How many times too wide; where nothing is known, too wide for any budget.
    let excess = seen.map_or(f64::INFINITY, |figure| match rule.target {
        Target::HalfWidth(most) => figure.half_width() / most,
        Target::Share(most) if figure.value != 0.0 => {
            figure.half_width() / (most * figure.value.abs())
        }
        Target::Share(_) => f64::INFINITY,
    });
    if excess <= 1.0 {
        return Next::Reached;
    }
    if n >= rule.budget {
        return Next::Spent;
    }
    // Widths fall as 1/√n; the slightly stricter levels of later looks are left aside, and so is rounding, which would double the forecast.
    let needed = f64::from(n) * excess * excess * (1.0 - 1e-9);
    let expected = (look + 1..)
        .map(|later| replications_of_look(later).min(rule.budget))
        .find(|later| f64::from(*later) >= needed || *later == rule.budget);
    Next::GoOn {
        until: replications_of_look(look + 1).min(rule.budget),
        expected: expected.unwrap_or(rule.budget),
    }
}

/// How many looks a budget has: what they cost is known before.
#[must_use]
pub fn looks_of_budget(budget: u32) -> u32 {
    let regular = latest_look(budget);
    let last_is_regular = regular > 0 && replications_of_look(regular) == budget;
    regular + u32::from(!last_is_regular)
}
