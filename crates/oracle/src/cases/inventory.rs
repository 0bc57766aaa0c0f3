//! Common random numbers must pay: the inventory of SSJ's tutorial under two policies, on the same luck and on
//! independent luck.
//!
//! Each of 200 days: a Poisson(100) demand is served from stock, what is short is lost; profit 2 a sale, less .1 for each
//! item left at night. With fewer than s left, an order (10, and 1 an item, up to S) arrives by morning with probability
//! .95; else nothing is paid. The stock starts at S. The k-th demand and the k-th order's luck are keyed by k, so that
//! the policies (80, 200) and (80, 198) meet the same days even after they order at different times.
//!
//! The reference comes from 120 000 runs of another program (0.3133 and 18.2); the standard errors of so many runs, .0010
//! and .14, are those found here for the same number.

use std::sync::LazyLock;

use kernel::distributions::Empirical;
use kernel::{Key, Streams, distributions};

use super::{Case, Check, Sample};

const SOURCE: &str = "L'Ecuyer, SSJ User's Guide, tutorial: InventoryCRN; reference 120 000 runs";

pub(super) const CASES: &[Case] = &[
    Case {
        name: "crn.inventory.difference",
        source: SOURCE,
        expected: 0.3133,
        check: Check::Interval {
            reference_error: 0.0010,
            got: || RUNS.difference,
        },
    },
    Case {
        name: "crn.inventory.variance_ratio",
        source: SOURCE,
        expected: 18.2,
        check: Check::Interval {
            reference_error: 0.14,
            got: || RUNS.variance_ratio,
        },
    },
];

/// Replications, in groups that are left out one at a time to get standard errors.
const GROUPS: u32 = 128;
const RUNS_IN_GROUP: u32 = 6_000;
const DAYS: u32 = 200;

struct Runs {
    difference: Sample,
    variance_ratio: Sample,
}

/// One set of runs serves both cases.
static RUNS: LazyLock<Runs> = LazyLock::new(|| {
    let groups: Vec<Sums> = (0..GROUPS).map(group).collect();
    let all = groups
        .iter()
        .fold(Sums::default(), |sum, group| sum.plus(group, 1.0));
    let difference: Vec<f64> = groups
        .iter()
        .map(|group| group.difference / group.runs)
        .collect();
    // Delete-a-group jackknife: the ratio of variances is no mean.
    let left_out: Vec<f64> = groups
        .iter()
        .map(|group| all.plus(group, -1.0).variance_ratio())
        .collect();
    let n = f64::from(GROUPS);
    let mean = left_out.iter().sum::<f64>() / n;
    let squares: f64 = left_out
        .iter()
        .map(|ratio| (ratio - mean) * (ratio - mean))
        .sum();
    Runs {
        difference: Sample::of(&difference),
        variance_ratio: Sample {
            mean: all.variance_ratio(),
            standard_error: ((n - 1.0) / n * squares).sqrt(),
            n: GROUPS,
        },
    }
});

/// Sums over runs from which the variances of the arms and of their difference follow.
#[derive(Default, Clone, Copy)]
struct Sums {
    runs: f64,
    arms: f64,
    arms_squared: f64,
    others: f64,
    others_squared: f64,
    difference: f64,
    difference_squared: f64,
}

impl Sums {
    fn plus(self, group: &Self, factor: f64) -> Self {
        Self {
            runs: self.runs + factor * group.runs,
            arms: self.arms + factor * group.arms,
            arms_squared: self.arms_squared + factor * group.arms_squared,
            others: self.others + factor * group.others,
            others_squared: self.others_squared + factor * group.others_squared,
            difference: self.difference + factor * group.difference,
            difference_squared: self.difference_squared + factor * group.difference_squared,
        }
    }

    /// Variance the difference would have on independent luck, the sum of the arms', over what it has on common luck.
    fn variance_ratio(&self) -> f64 {
        let variance =
            |sum: f64, squares: f64| squares / self.runs - (sum / self.runs) * (sum / self.runs);
        (variance(self.arms, self.arms_squared) + variance(self.others, self.others_squared))
            / variance(self.difference, self.difference_squared)
    }
}

fn group(group: u32) -> Sums {
    let mut sums = Sums::default();
    for run in 0..RUNS_IN_GROUP {
        let luck = Luck::new(group * RUNS_IN_GROUP + run);
        let arm = luck.profit_a_day(80, 198);
        let other = luck.profit_a_day(80, 200);
        // Centred near their mean, about 61.8, so that little is lost when squares are subtracted.
        let (a, b) = (arm - 61.8, other - 61.8);
        let difference = other - arm;
        sums = sums.plus(
            &Sums {
                runs: 1.0,
                arms: a,
                arms_squared: a * a,
                others: b,
                others_squared: b * b,
                difference,
                difference_squared: difference * difference,
            },
            1.0,
        );
    }
    sums
}

const DEMAND: u32 = 1;
const ORDER: u32 = 2;

/// Poisson(100) as a table, by inversion: a hundred million demands are drawn. Outside 1 … 220 lie less than 1e-24.
static DEMANDS: LazyLock<Empirical> = LazyLock::new(|| {
    let mut points = Vec::new();
    let mut probability = libm::exp(-100.0);
    for demand in 1..=220 {
        probability *= 100.0 / f64::from(demand);
        points.push((f64::from(demand), probability));
    }
    Empirical::new(&points)
});

/// What both policies meet: the demands, drawn once, and the luck of the k-th order, opened by its key.
struct Luck {
    streams: Streams,
    demands: [u64; DAYS as usize],
}

impl Luck {
    fn new(run: u32) -> Self {
        let streams = Streams::new(80_200, run);
        let mut demands = [0; DAYS as usize];
        for (day, demand) in (0..).zip(&mut demands) {
            *demand = DEMANDS.sample(&mut streams.open(key(day, DEMAND))) as u64;
        }
        Self { streams, demands }
    }

    /// Mean profit a day when fewer than `s` in the evening bring an order up to `order_up_to`.
    fn profit_a_day(&self, s: u64, order_up_to: u64) -> f64 {
        let (mut stock, mut orders, mut profit) = (order_up_to, 0, 0.0);
        for demand in self.demands {
            let sold = stock.min(demand);
            stock -= sold;
            profit += 2.0 * sold as f64 - 0.1 * stock as f64;
            if stock < s {
                let luck = distributions::uniform(&mut self.streams.open(key(orders, ORDER)));
                if luck < 0.95 {
                    profit -= 10.0 + (order_up_to - stock) as f64;
                    stock = order_up_to;
                }
                orders += 1;
            }
        }
        profit / f64::from(DAYS)
    }
}

fn key(ordinal: u64, purpose: u32) -> Key {
    Key {
        entity: ordinal,
        purpose,
        ..Key::default()
    }
}
