//! Shares of variance: first-order indices by the estimator of Saltelli et al. (2010, Comput. Phys. Commun. 181, table 2b), total ones by
//! Jansen's (1999).

use kernel::distributions::uniform;
use kernel::{Key, Streams, id_hash};
use serde::{Deserialize, Serialize};

use super::MOST_RUNS;
use crate::bootstrap::{place, stream};
use crate::figure::{Figure, figure};
use crate::refused::{Refused, at_least, at_most, confidence as checked, finite, length};
use crate::series::count;

/// Resamples behind an interval: standard errors are then known to about 3.5 %.
const RESAMPLES: u32 = 400;

/// Two independent random samples A and B of n rows, and for each factor A with that factor's column from B: n(k + 2) runs, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sobol {
    factors: u32,
    rows: u32,
    seed: u64,
}

/// What the outputs say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Indices {
    /// Of each factor, the share of variance that knowing it alone would take away on average; 0 to 1 but for error.
    pub first: Vec<Figure>,
    /// Of each factor, the share that would be left if all others were known: with all its interactions; at least the first-order one.
    pub total: Vec<Figure>,
    /// Variance of the output over the unit cube, in its unit squared.
    pub variance: f64,
}

/// Sums over rows, of outputs less their mean; index 0 for each factor.
struct Sums {
    ones: f64,
    squares: f64,
    /// Σ b(c − a), Σ (c − a), Σ (c − a)², c the output with the factor's column from B.
    factors: Vec<[f64; 3]>,
}

impl Sobol {
    /// A design of n rows (some hundreds for ranks, thousands for digits).
    ///
    /// # Errors
    /// No factor, fewer than two rows, more than [`MOST_RUNS`] runs (the message says how many).
    pub fn new(factors: u32, rows: u32, seed: u64) -> Result<Self, Refused> {
        at_least("factors", 1, factors as usize)?;
        at_least("rows", 2, rows as usize)?;
        at_most(
            "runs",
            MOST_RUNS,
            (u64::from(factors) + 2).saturating_mul(u64::from(rows)),
            "take fewer rows, or screen the factors first (sensitivity::morris)",
        )?;
        Ok(Self {
            factors,
            rows,
            seed,
        })
    }

    /// Number of runs: n(k + 2).
    #[must_use]
    pub fn runs(&self) -> u32 {
        self.rows * (self.factors + 2)
    }

    /// The point of a run, from 0: uniform in the unit cube, keyed by seed, row, sample and factor.
    #[must_use]
    pub fn point(&self, run: u32) -> Vec<f64> {
        let (block, row) = (run / self.rows, run % self.rows);
        (0..self.factors)
            .map(|factor| {
                let from_b = block == 1 || block == factor + 2;
                let key = Key {
                    entity: id_hash("lab.sobol"),
                    visit: u32::from(from_b),
                    purpose: factor,
                    ..Key::default()
                };
                uniform(&mut Streams::new(self.seed, row).open(key))
            })
            .collect()
    }

    /// The shares alone, first-order and total ones, without intervals: what to look at while an experiment runs.
    ///
    /// # Errors
    /// As [`Sobol::indices`].
    pub fn shares(&self, outputs: &[f64]) -> Result<(Vec<f64>, Vec<f64>), Refused> {
        let outputs = self.centred(outputs)?;
        let n = self.rows as usize;
        let shares = Sums::of(&outputs, n, 0..n).shares(n);
        let mut first = shares.ok_or(Refused::Constant("the outputs"))?;
        let total = first.split_off(self.factors as usize);
        Ok((first, total))
    }

    /// The outputs less their mean over both samples.
    fn centred(&self, outputs: &[f64]) -> Result<Vec<f64>, Refused> {
        length("outputs", self.runs() as usize, outputs.len())?;
        finite("outputs", outputs)?;
        let plain = 2 * self.rows as usize;
        let mean = outputs[..plain].iter().sum::<f64>() / count(plain);
        Ok(outputs.iter().map(|it| it - mean).collect())
    }

    /// The indices from the outputs, one a run in order. Intervals: Student's t times the standard deviation over 400 bootstrap resamples of
    /// rows, as for quantiles.
    ///
    /// # Errors
    /// Not one output a run, an output that is undefined, outputs that do not vary, a confidence outside (0, 1).
    pub fn indices(&self, outputs: &[f64], confidence: f64) -> Result<Indices, Refused> {
        let confidence = checked(confidence)?;
        let outputs = self.centred(outputs)?;
        let n = self.rows as usize;
        let all = Sums::of(&outputs, n, 0..n);
        let value = all.shares(n).ok_or(Refused::Constant("the outputs"))?;
        // Running mean and squares of each share over resamples (Welford).
        let mut spread = vec![(0.0, 0.0); value.len()];
        for resample in 0..RESAMPLES {
            let mut luck = stream(self.seed, resample, 0);
            let rows = (0..n).map(|_| place(&mut luck, n));
            let shares = Sums::of(&outputs, n, rows)
                .shares(n)
                .ok_or(Refused::Constant("the outputs of a resample"))?;
            for ((mean, squares), share) in spread.iter_mut().zip(shares) {
                let off = share - *mean;
                *mean += off / (f64::from(resample) + 1.0);
                *squares += off * (share - *mean);
            }
        }
        let degrees = count(n) - 1.0;
        let unbiased = count(n) / degrees / f64::from(RESAMPLES);
        let mut figures = Vec::with_capacity(value.len());
        for (value, (_, squares)) in value.iter().zip(spread) {
            figures.push(figure(*value, squares * unbiased, degrees, confidence)?);
        }
        let total = figures.split_off(self.factors as usize);
        Ok(Indices {
            first: figures,
            total,
            variance: all.variance(n),
        })
    }
}

impl Sums {
    fn of(outputs: &[f64], n: usize, rows: impl Iterator<Item = usize>) -> Self {
        let (a, rest) = outputs.split_at(n);
        let (b, mixed) = rest.split_at(n);
        let mut sums = Self {
            ones: 0.0,
            squares: 0.0,
            factors: vec![[0.0; 3]; mixed.len() / n],
        };
        for row in rows {
            let (a, b) = (a[row], b[row]);
            sums.ones += a + b;
            sums.squares += a * a + b * b;
            for (sums, mixed) in sums.factors.iter_mut().zip(mixed.chunks_exact(n)) {
                let change = mixed[row] - a;
                sums[0] += b * change;
                sums[1] += change;
                sums[2] += change * change;
            }
        }
        sums
    }

    fn mean(&self, n: usize) -> f64 {
        self.ones / count(2 * n)
    }

    fn variance(&self, n: usize) -> f64 {
        self.squares / count(2 * n) - self.mean(n) * self.mean(n)
    }

    /// First-order shares, then total ones; `None` where nothing varies.
    fn shares(&self, n: usize) -> Option<Vec<f64>> {
        let (n_rows, variance, mean) = (count(n), self.variance(n), self.mean(n));
        let first = self
            .factors
            .iter()
            .map(|it| (it[0] - mean * it[1]) / n_rows);
        let total = self.factors.iter().map(|it| 0.5 * it[2] / n_rows);
        first
            .chain(total)
            .map(|share| Some(share / variance).filter(|it| variance > 0.0 && it.is_finite()))
            .collect()
    }
}
