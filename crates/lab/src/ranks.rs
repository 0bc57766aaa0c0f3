//! Which of many inputs an output goes with: Spearman's rank correlation (1904), input by input.
//!
//! For points spread over all that could be believed (a Latin hypercube) and one figure each. Ranks, because a figure may rise with an input
//! in any way so long as it rises; one input at a time, because there may be as many inputs as points, when nothing that holds the others
//! fixed (partial correlations, regression) can be told. The square of a rank correlation is the share of the variance of the output's
//! ranks that goes with the ranks of the input. Of many inputs some correlate by luck: their p-values are one family
//! ([`holm`](crate::holm)).
//!
//! ```
//! use tuiyan_lab::ranks::{deciding, decides};
//!
//! let inputs = [vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0], vec![2.0, 6.0, 1.0, 5.0, 3.0, 4.0]];
//! let output = [1.0, 8.0, 27.0, 64.0, 125.0, 216.0];
//! let told = deciding(&inputs, &output, 0.95)?;
//! assert_eq!(decides(&told), Some(0), "the cube of the first");
//! # Ok::<(), tuiyan_lab::Refused>(())
//! ```

use serde::{Deserialize, Serialize};

use crate::holm::holm;
use crate::refused::{Refused, at_least, confidence as checked, finite, length};
use crate::series::count;
use crate::student::{normal_quantile, upper_tail};

/// The fewest pairs of which a correlation's interval can be told.
const FEWEST: usize = 4;

/// A rank correlation.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Correlation {
    /// Spearman's ρ, \[−1, 1\].
    pub value: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
    /// Two-sided p-value of "they do not go together", by Student's t (see [`spearman`]).
    pub p: f64,
}

/// What is told of one of many inputs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// With the output.
    #[serde(flatten)]
    pub correlation: Correlation,
    /// By Holm's method, over all inputs that vary; of several outputs over all of them, see [`family`].
    pub p_adjusted: f64,
    /// Whether `p_adjusted` is below 1 − confidence.
    pub distinguishable: bool,
}

/// Ranks from 1, equals sharing the mean of theirs.
///
/// # Errors
/// A number that is not finite.
pub fn ranks(values: &[f64]) -> Result<Vec<f64>, Refused> {
    finite("values", values)?;
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    // 0 and −0 are equals, though not in order.
    for equals in order.chunk_by(|a, b| values[*a] == values[*b]) {
        let mean = count(before) + 0.5 * (count(equals.len()) + 1.0);
        for at in equals {
            ranks[*at] = mean;
        }
        before += equals.len();
    }
    Ok(ranks)
}

/// Spearman's rank correlation of pairs; at least four.
///
/// The p-value is that of t = ρ √((n − 2) / (1 − ρ²)) on n − 2 degrees of freedom (Kendall, Rank Correlation Methods, 1970), which for no
/// correlation is good from about ten pairs on; the interval that of Bonett & Wright (2000), tanh(artanh ρ ± z √((1 + ρ²/2) / (n − 3))).
///
/// # Errors
/// Fewer than four pairs, lists of unlike length, one that does not vary, a number that is not finite, a confidence outside (0, 1).
pub fn spearman(one: &[f64], other: &[f64], confidence: f64) -> Result<Correlation, Refused> {
    let confidence = checked(confidence)?;
    length("the second list", one.len(), other.len())?;
    at_least("pairs", FEWEST, one.len())?;
    let (one, other) = (ranks(one)?, ranks(other)?);
    let value = product_moment(&one, &other)?;
    let n = count(one.len());
    let z = normal_quantile(0.5 * (1.0 + confidence)).unwrap_or(f64::NAN);
    let half = z * libm::sqrt((1.0 + 0.5 * value * value) / (n - 3.0));
    let end = |by: f64| match value.abs() < 1.0 {
        true => libm::tanh(libm::atanh(value) + by),
        false => value,
    };
    let t = value.abs() * libm::sqrt((n - 2.0) / (1.0 - value * value));
    let p = match t.is_finite() {
        true => 2.0 * upper_tail(t, n - 2.0),
        false => 0.0,
    };
    Ok(Correlation {
        value,
        low: end(-half),
        high: end(half),
        p,
    })
}

/// Pearson's correlation of ranks, whose mean is (n + 1) / 2.
fn product_moment(one: &[f64], other: &[f64]) -> Result<f64, Refused> {
    let middle = 0.5 * (count(one.len()) + 1.0);
    let (mut both, mut squares, mut squares_of_other) = (0.0, 0.0, 0.0);
    for (a, b) in one.iter().zip(other) {
        let (a, b) = (a - middle, b - middle);
        both += a * b;
        squares += a * a;
        squares_of_other += b * b;
    }
    if squares == 0.0 || squares_of_other == 0.0 {
        return Err(Refused::Constant("values to be correlated"));
    }
    // Halves of whole numbers: all sums are exact, and so is 1 where ranks are equal.
    let value = both / libm::sqrt(squares * squares_of_other);
    Ok(value.clamp(-1.0, 1.0))
}

/// The rank correlation of every input with the output, `inputs[input][point]`; `None` for one that does not vary. All of them are one family.
///
/// # Errors
/// An output that does not vary; else as [`spearman`].
pub fn deciding(
    inputs: &[Vec<f64>],
    output: &[f64],
    confidence: f64,
) -> Result<Vec<Option<Told>>, Refused> {
    at_least("points", FEWEST, output.len())?;
    finite("outputs", output)?;
    if output.iter().all(|it| *it == output[0]) {
        return Err(Refused::Constant("the outputs"));
    }
    let mut found = Vec::with_capacity(inputs.len());
    for input in inputs {
        found.push(match spearman(input, output, confidence) {
            Ok(it) => Some(it),
            Err(Refused::Constant(_)) => None,
            Err(why) => return Err(why),
        });
    }
    let alone = |correlation: Correlation| Told {
        correlation,
        p_adjusted: correlation.p,
        distinguishable: false,
    };
    let mut told: Vec<Option<Told>> = found.into_iter().map(|it| it.map(alone)).collect();
    family(&mut [&mut told], confidence);
    Ok(told)
}

/// Makes one family of what is told of several outputs: who looks at all of them sees more that luck has made. Fills in `p_adjusted`, and lets
/// it decide `distinguishable`.
pub fn family(outputs: &mut [&mut Vec<Option<Told>>], confidence: f64) {
    let claims = outputs.iter().flat_map(|it| it.iter().flatten());
    let p: Vec<f64> = claims.map(|it| it.correlation.p).collect();
    let claims = outputs.iter_mut().flat_map(|it| it.iter_mut().flatten());
    for (it, p_adjusted) in claims.zip(holm(&p)) {
        it.p_adjusted = p_adjusted;
        it.distinguishable = p_adjusted < 1.0 - confidence;
    }
}

/// The input that goes with most of the output, of those that luck does not explain; the first of equals. None where luck explains all.
#[must_use]
pub fn decides(told: &[Option<Told>]) -> Option<usize> {
    let mut most: Option<(usize, f64)> = None;
    for (at, it) in told.iter().enumerate() {
        let Some(it) = it.filter(|it| it.distinguishable) else {
            continue;
        };
        let size = it.correlation.value.abs();
        if most.is_none_or(|(_, largest)| size > largest) {
            most = Some((at, size));
        }
    }
    most.map(|it| it.0)
}
