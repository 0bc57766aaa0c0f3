//! The lab as its users see it: contributions in, estimates, differences and verdicts out.

use std::sync::Arc;

use kernel::measure::{Measure, Measures};
use tuiyan_lab as lab;

mod bootstrap;
mod coverage;
mod designs;
mod facts;
mod figure;
mod looks;
mod pareto;
mod parts;
mod properties;
mod ranks;
mod rare;
mod selection;
mod sensitivity;
mod shadow;
mod stopping;
mod transient;

/// Replications of a single metric `m`, in days.
fn replications(each: impl IntoIterator<Item = Measure>) -> Vec<Measures> {
    each.into_iter()
        .map(|measure| Measures([("m".to_owned(), (measure, "d"))].into_iter().collect()))
        .collect()
}

fn totals(values: &[f64]) -> Vec<Measures> {
    replications(values.iter().map(|v| Measure::Total(*v)))
}

fn ratios(values: &[(f64, f64)]) -> Vec<Measures> {
    replications(values.iter().map(|(above, below)| Measure::Ratio {
        above: *above,
        below: *below,
    }))
}

fn quantiles(at: f64, values: &[Vec<f64>]) -> Vec<Measures> {
    replications(values.iter().map(|values| {
        let mut ascending = values.clone();
        ascending.sort_by(f64::total_cmp);
        Measure::Quantile {
            at,
            values: Arc::from(ascending),
        }
    }))
}

/// Asserts that a number prints as the expected one to so many digits after the point.
#[track_caller]
fn prints(got: f64, expected: f64, digits: i32) {
    let half = 0.5 * libm::pow(10.0, -f64::from(digits)) * (1.0 + 1e-9);
    assert!((got - expected).abs() <= half, "{got} is not {expected}");
}

/// A sequence of uniform numbers in (0, 1) from one seed, for tests (SplitMix64).
struct Luck(u64);

impl Luck {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (((z ^ (z >> 31)) >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        let u = self.uniform();
        lab::student::normal_quantile(u).unwrap_or(0.0)
    }

    fn exponential(&mut self) -> f64 {
        -libm::log(self.uniform())
    }
}
