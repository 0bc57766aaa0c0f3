//! A metric taken apart: one number a replication, for whatever is made of plain numbers (effects, fronts, prices, selection).
//!
//! A total is one number a replication already. A pooled ratio is not: the mean of each replication's own ratio is another figure, in which a replication with
//! one matter weighs as much as one with a hundred. Its *parts* are θ + (n − 1)(θ̄ − θ₍ᵢ₎), where θ₍ᵢ₎ is the figure without replication i (pseudo-values of Tukey 1958,
//! moved to the pooled figure): their mean is exactly the pooled figure, Student's interval of them exactly the jackknife's, and differences of parts on common
//! luck give exactly the paired interval of [`difference()`](crate::difference()).

use kernel::measure::Measures;

use crate::refused::{Refused, at_least};
use crate::series::quantile::{Of, Pool};
use crate::series::{Series, count, ratio};

/// One number a replication of a metric: totals as they are, parts of ratios and of tail means.
///
/// # Errors
/// A metric that is named nowhere or undefined, fewer than two replications of a ratio or a tail, one of them carrying all there is; a quantile, of which the jackknife
/// does not know the spread.
pub fn parts(replications: &[Measures], name: &str) -> Result<Vec<f64>, Refused> {
    let whole = |remedy| Refused::Whole {
        name: name.to_owned(),
        remedy,
    };
    let undefined = "it is named nowhere or undefined; choose a metric that is defined here";
    let alone = "one replication carries all there is of it; run more of them";
    match Series::read(replications, name).ok_or(whole(undefined))? {
        Series::Totals(totals) => Ok(totals),
        Series::Ratios(ratios) => {
            at_least("replications", 2, ratios.len())?;
            let value = ratio::spread(&ratios).ok_or(whole(undefined))?.value;
            Ok(about(value, &ratio::left_out(&ratios).ok_or(whole(alone))?))
        }
        Series::Pooled {
            of: of @ Of::Tail(_),
            values,
        } => {
            at_least("replications", 2, values.len())?;
            let pool = Pool::new(&values);
            let mut weights = vec![1; values.len()];
            let value = pool.value(of, &weights).ok_or(whole(undefined))?;
            let mut left_out = Vec::with_capacity(weights.len());
            for without in 0..weights.len() {
                weights[without] = 0;
                left_out.push(pool.value(of, &weights).ok_or(whole(alone))?);
                weights[without] = 1;
            }
            Ok(about(value, &left_out))
        }
        Series::Pooled { .. } => Err(whole(
            "it is a quantile; take the mean beyond it, or its interval by the bootstrap (estimate, difference)",
        )),
    }
}

fn about(value: f64, left_out: &[f64]) -> Vec<f64> {
    let n = count(left_out.len());
    let mean = left_out.iter().sum::<f64>() / n;
    let part = |without: &f64| value + (n - 1.0) * (mean - without);
    left_out.iter().map(part).collect()
}
