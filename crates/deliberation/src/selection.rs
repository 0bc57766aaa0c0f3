//! Drawing a panel under quotas as evenly as they allow: LEXIMIN (Flanigan, Gölz, Gupta, Hennig & Procaccia, Nature 596, 2021).
//!
//! A pool of volunteers is of several *kinds*; members of one kind have the same features and, by symmetry, the same probability. Among
//! all lotteries over panels that meet every quota, LEXIMIN makes the least likely member as likely as possible, then the second least
//! likely, and so on. What it gives is a lottery over compositions (how many of each kind); who of a kind is drawn is then by equal lot.
//!
//! Panels are found as they are needed, as in the paper: prices on kinds come from a linear programme, the panel worth most at those
//! prices from a whole-number one, until no panel is worth more than those already there. Both are solved by `microlp`, and every panel
//! it names is checked in whole numbers.

pub mod nested;
mod programs;

use self::programs::{Prices, draw, prices};

/// A kind of volunteers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// How many are in the pool; with none, the kind is passed over.
    pub pool: u32,
    /// The features they have, as indices into the quotas.
    pub features: Vec<usize>,
}

/// How many of the panel have a feature: from `lower` to `upper`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// At least so many.
    pub lower: u32,
    /// At most so many.
    pub upper: u32,
}

/// A composition of the panel, and how often it is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// Probability of the lottery, above 0.
    pub probability: f64,
    /// How many of each kind.
    pub members: Vec<u32>,
}

/// A lottery over panels that meet all quotas.
#[derive(Debug, Clone, PartialEq)]
pub struct Lottery {
    /// Probability of a member of each kind, as the panels realise it; 0 for kinds of which there is nobody.
    pub member: Vec<f64>,
    /// The panels; their probabilities add up to 1.
    pub panels: Vec<Panel>,
}

/// Why there is no lottery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unmet {
    /// The pool has fewer people than the panel.
    PoolTooSmall {
        /// People in the pool.
        pool: u64,
        /// Size of the panel.
        size: u32,
    },
    /// A kind has a feature for which there is no quota.
    UnknownFeature {
        /// Index of the kind.
        kind: usize,
        /// The feature it names.
        feature: usize,
    },
    /// The pool cannot meet these quotas (indices): one alone, or several together, each of which is needed for the contradiction.
    Quotas(Vec<usize>),
    /// The linear programme was not solved; the numbers are beyond it.
    Unsolved(String),
}

/// The most kinds [`leximin`] takes.
pub const MOST_KINDS: usize = 256;

/// Worth below which a better panel is none: solver tolerance.
const TOLERANCE: f64 = 1e-8;

/// The LEXIMIN lottery for a panel of `size` from a pool of `kinds`, under one quota for each feature.
///
/// # Errors
///
/// [`Unmet`], which names what cannot be met.
pub fn leximin(kinds: &[Kind], quotas: &[Quota], size: u32) -> Result<Lottery, Unmet> {
    check(kinds, quotas, size)?;
    let call = Call {
        kinds,
        quotas,
        size,
    };
    let mut panels: Vec<Vec<u32>> = Vec::new();
    // A first panel, and for each kind one that has as many of it as can be.
    let mut wanted = vec![0.0; kinds.len()];
    add(&mut panels, call.panel(&wanted)?);
    for kind in 0..kinds.len() {
        set(&mut wanted, kind, 1.0);
        add(&mut panels, call.panel(&wanted)?);
        set(&mut wanted, kind, 0.0);
    }
    // Kinds whose probability is settled, level by level from the least likely.
    let mut settled: Vec<Option<f64>> = kinds
        .iter()
        .map(|it| (it.pool == 0).then_some(0.0))
        .collect();
    while settled.contains(&None) {
        let level = call.level(&mut panels, &settled)?;
        let mut any = false;
        for ((settled, price), kind) in settled.iter_mut().zip(&level.kinds).zip(kinds) {
            // A price above 0 says that in no lottery this good the kind has more than the level.
            if settled.is_none() && kind.pool > 0 && *price > 1e-6 {
                *settled = Some(level.panel.clamp(0.0, 1.0));
                any = true;
            }
        }
        if !any {
            return Err(Unmet::Unsolved("no kind is at the level".to_owned()));
        }
    }
    let targets: Vec<f64> = settled.into_iter().flatten().collect();
    let weights = draw(kinds, &panels, &targets)?;
    let lottery = lottery(kinds, panels, &weights);
    let kept = |(got, target): (&f64, &f64)| *got > target - 1e-6;
    if lottery.member.iter().zip(&targets).all(kept) {
        Ok(lottery)
    } else {
        Err(Unmet::Unsolved(
            "no lottery gives what the prices say".to_owned(),
        ))
    }
}

/// What is asked for.
#[derive(Clone, Copy)]
struct Call<'a> {
    kinds: &'a [Kind],
    quotas: &'a [Quota],
    size: u32,
}

impl Call<'_> {
    /// Prices that prove the next level, adding the panels it takes to prove it.
    fn level(self, panels: &mut Vec<Vec<u32>>, settled: &[Option<f64>]) -> Result<Prices, Unmet> {
        loop {
            let found = prices(self.kinds, panels, settled)?;
            let each: Vec<f64> = found
                .kinds
                .iter()
                .zip(self.kinds)
                .map(|(price, kind)| price / f64::from(kind.pool.max(1)))
                .collect();
            let best = self.panel(&each)?;
            let worth: f64 = best
                .iter()
                .zip(&each)
                .map(|(count, price)| f64::from(*count) * price)
                .sum();
            if worth <= found.bound + TOLERANCE || !add(panels, best) {
                return Ok(found);
            }
        }
    }

    /// A panel that meets all quotas and is worth most, with so much for a member of each kind. Where there is none, the quotas that
    /// cannot be met: of a list that contradicts itself, each one is dropped without which it still does.
    fn panel(self, worth: &[f64]) -> Result<Vec<u32>, Unmet> {
        let mut binding: Vec<usize> = (0..self.quotas.len()).collect();
        if let Some(panel) = programs::panel(self.kinds, self.quotas, &binding, self.size, worth)? {
            return if self.meets(&panel) {
                Ok(panel)
            } else {
                Err(Unmet::Unsolved(
                    "a panel does not meet the quotas".to_owned(),
                ))
            };
        }
        for quota in 0..self.quotas.len() {
            let without: Vec<usize> = binding.iter().copied().filter(|it| *it != quota).collect();
            if programs::panel(self.kinds, self.quotas, &without, self.size, worth)?.is_none() {
                binding = without;
            }
        }
        Err(Unmet::Quotas(binding))
    }

    /// Whether a panel is one, in whole numbers.
    fn meets(self, panel: &[u32]) -> bool {
        let count = |of: &dyn Fn(&Kind) -> bool| -> u64 {
            let counted = self.kinds.iter().zip(panel).filter(|it| of(it.0));
            counted.map(|(_, count)| u64::from(*count)).sum()
        };
        let within_pool = self
            .kinds
            .iter()
            .zip(panel)
            .all(|(kind, n)| *n <= kind.pool);
        let quotas = self.quotas.iter().enumerate().all(|(feature, quota)| {
            let n = count(&|kind: &Kind| kind.features.contains(&feature));
            (u64::from(quota.lower)..=u64::from(quota.upper)).contains(&n)
        });
        within_pool && quotas && count(&|_| true) == u64::from(self.size)
    }
}

fn check(kinds: &[Kind], quotas: &[Quota], size: u32) -> Result<(), Unmet> {
    if kinds.len() > MOST_KINDS || size > i32::MAX as u32 {
        return Err(Unmet::Unsolved("too many kinds or members".to_owned()));
    }
    for (kind, it) in kinds.iter().enumerate() {
        if let Some(&feature) = it.features.iter().find(|it| **it >= quotas.len()) {
            return Err(Unmet::UnknownFeature { kind, feature });
        }
    }
    let pool = kinds.iter().map(|it| u64::from(it.pool)).sum();
    if pool < u64::from(size) {
        return Err(Unmet::PoolTooSmall { pool, size });
    }
    match quotas.iter().position(|it| it.lower > it.upper) {
        Some(quota) => Err(Unmet::Quotas(vec![quota])),
        None => Ok(()),
    }
}

/// Adds a panel; false when it is there.
fn add(panels: &mut Vec<Vec<u32>>, panel: Vec<u32>) -> bool {
    let new = !panels.contains(&panel);
    if new {
        panels.push(panel);
    }
    new
}

fn set(list: &mut [f64], index: usize, value: f64) {
    if let Some(it) = list.get_mut(index) {
        *it = value;
    }
}

/// Panels that are drawn at all, their probabilities made to add up to 1, and what they give each member.
fn lottery(kinds: &[Kind], panels: Vec<Vec<u32>>, weights: &[f64]) -> Lottery {
    const NEVER: f64 = 1e-12;
    let drawn = |it: &f64| *it > NEVER;
    let total: f64 = weights.iter().filter(|it| drawn(it)).sum();
    let panels: Vec<Panel> = panels
        .into_iter()
        .zip(weights)
        .filter(|it| drawn(it.1))
        .map(|(members, weight)| Panel {
            probability: weight / total,
            members,
        })
        .collect();
    let mut member = vec![0.0; kinds.len()];
    for panel in &panels {
        for ((it, count), kind) in member.iter_mut().zip(&panel.members).zip(kinds) {
            *it += panel.probability * f64::from(*count) / f64::from(kind.pool.max(1));
        }
    }
    Lottery { member, panels }
}

#[cfg(test)]
mod tests;
