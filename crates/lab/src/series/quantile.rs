//! Quantiles and tails of values pooled over replications, variance by the bootstrap over replications.
//!
//! **Tail.** Of N pooled values the mean of the worst N(1 − p), the value at the border counted by its share: the expected shortfall
//! (Acerbi and Tasche 2002).
//!
//! **Definition.** Of N pooled values in ascending order x₀ … x_{N−1}, the p-quantile is x_k + f·(x_{k+1} − x_k) with
//! k + f = (N − 1)p, 0 ≤ f < 1 (Hyndman and Fan's type 7, the default of R, NumPy and Julia).
//!
//! **Interval.** Whole replications are drawn with replacement (values of one replication belong together), the same
//! draw for both arms and for every metric, [`RESAMPLES`] times on a keyed stream. The standard deviation of the resampled
//! quantiles, times √(n/(n − 1)), is the standard error; the half-width is Student's t with n − 1 degrees of freedom
//! times it, so that one rule serves every confidence, also those of the looks far out in the tail.

use super::{Paired, Spread, count};

/// Resamples of a bootstrap: the standard error is then known to about 3.5 %.
pub(crate) const RESAMPLES: u32 = 400;

/// What of a distribution is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Of {
    /// The quantile at this share.
    Quantile(f64),
    /// The mean of what lies beyond this share.
    Tail(f64),
}

impl Of {
    pub(crate) fn is_possible(self) -> bool {
        match self {
            Of::Quantile(at) => (0.0..=1.0).contains(&at),
            Of::Tail(from) => (0.0..1.0).contains(&from),
        }
    }
}

/// Values of all replications in ascending order, with running counts that find a weighted quantile without a pass
/// over them.
pub(crate) struct Pool {
    /// Ascending.
    values: Vec<f64>,
    /// The replication each value came from.
    owner: Vec<u32>,
    replications: usize,
    /// Values per block.
    block: usize,
    /// For each block, how many values of each replication lie before it.
    before: Vec<u32>,
    /// Values of each replication.
    sizes: Vec<u32>,
}

impl Pool {
    pub(crate) fn new(replications: &[&[f64]]) -> Self {
        let mut pairs: Vec<(f64, u32)> =
            Vec::with_capacity(replications.iter().map(|r| r.len()).sum());
        for (owner, values) in (0u32..).zip(replications) {
            pairs.extend(values.iter().map(|value| (*value, owner)));
        }
        // Stable, and quick on ascending runs, which is what replications are.
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        let n = replications.len();
        let block = n.max(64);
        let mut sizes = vec![0u32; n];
        let mut before = Vec::with_capacity((pairs.len() / block + 1) * n);
        for (i, (_, owner)) in pairs.iter().enumerate() {
            if i % block == 0 {
                before.extend_from_slice(&sizes);
            }
            sizes[*owner as usize] += 1;
        }
        let (values, owner) = pairs.into_iter().unzip();
        Self {
            values,
            owner,
            replications: n,
            block,
            before,
            sizes,
        }
    }

    pub(crate) fn spread(&self, of: Of) -> Option<Spread> {
        let value = self.value(of, &vec![1; self.replications])?;
        let mut moments = Moments::default();
        let complete = resamples(self.replications, |weights| {
            moments.add(self.value(of, weights)?)
        });
        Some(Spread {
            value,
            variance: complete.and_then(|()| moments.variance(self.replications)),
        })
    }

    pub(crate) fn value(&self, of: Of, weights: &[u32]) -> Option<f64> {
        match of {
            Of::Quantile(at) => self.quantile(at, weights),
            Of::Tail(from) => self.tail(from, weights),
        }
    }

    /// The mean of the worst when replication r counts `weights[r]` times; `None` when nothing is left.
    fn tail(&self, from: f64, weights: &[u32]) -> Option<f64> {
        let total = dot(&self.sizes, weights);
        let wanted = total as f64 * (1.0 - from);
        if wanted <= 0.0 {
            return None;
        }
        let (mut left, mut sum) = (wanted, 0.0);
        for (value, owner) in self.values.iter().zip(&self.owner).rev() {
            let counts = f64::from(weights[*owner as usize]).min(left);
            sum += counts * value;
            left -= counts;
            if left <= 0.0 {
                break;
            }
        }
        Some(sum / wanted).filter(|it| it.is_finite())
    }

    /// The quantile when replication r counts `weights[r]` times; `None` when nothing is left.
    fn quantile(&self, at: f64, weights: &[u32]) -> Option<f64> {
        let total = dot(&self.sizes, weights);
        let last = total.checked_sub(1)?;
        let place = last as f64 * at;
        let k = (place.floor() as u64).min(last);
        let fraction = place - k as f64;

        // The last block that begins at or before the k-th value.
        let blocks = self.before.len() / self.replications;
        let counted = |b: usize| {
            dot(
                &self.before[b * self.replications..(b + 1) * self.replications],
                weights,
            )
        };
        let (mut low, mut high) = (0, blocks);
        while high - low > 1 {
            let middle = usize::midpoint(low, high);
            if counted(middle) <= k {
                low = middle;
            } else {
                high = middle;
            }
        }
        let mut seen = counted(low);
        let mut at_k = None;
        let start = low * self.block;
        for (value, owner) in self.values[start..].iter().zip(&self.owner[start..]) {
            seen += u64::from(weights[*owner as usize]);
            if seen > k && at_k.is_none() {
                at_k = Some(*value);
            }
            if seen > k + 1 || (seen > k && (fraction == 0.0 || k == last)) {
                let at_k = at_k?;
                return Some(at_k + fraction * (value - at_k)).filter(|q| q.is_finite());
            }
        }
        at_k
    }
}

pub(crate) fn paired(base: &Pool, other: &Pool, of: Of) -> Option<Paired> {
    let n = base.replications;
    let ones = vec![1; n];
    let (base_value, other_value) = (base.value(of, &ones)?, other.value(of, &ones)?);
    let [mut of_base, mut of_other, mut of_difference] = [Moments::default(); 3];
    let complete = resamples(n, |weights| {
        let (b, o) = (base.value(of, weights)?, other.value(of, weights)?);
        of_base.add(b)?;
        of_other.add(o)?;
        of_difference.add(o - b)
    });
    let variance = |moments: Moments| complete.and_then(|()| moments.variance(n));
    Some(Paired {
        base: Spread {
            value: base_value,
            variance: variance(of_base),
        },
        other: Spread {
            value: other_value,
            variance: variance(of_other),
        },
        variance: variance(of_difference),
    })
}

fn dot(counts: &[u32], weights: &[u32]) -> u64 {
    counts
        .iter()
        .zip(weights)
        .map(|(count, weight)| u64::from(*count) * u64::from(*weight))
        .sum()
}

/// Calls `each` with the weights of every resample; stops with `None` at the first that is undefined.
fn resamples(n: usize, mut each: impl FnMut(&[u32]) -> Option<()>) -> Option<()> {
    let mut weights = vec![0u32; n];
    for resample in 0..RESAMPLES {
        weights.fill(0);
        for draw in 0..n {
            weights[pick(n, resample, draw)] += 1;
        }
        each(&weights)?;
    }
    Some(())
}

/// A replication out of n, keyed by (n, resample, draw).
fn pick(n: usize, resample: u32, draw: usize) -> usize {
    let n = n as u64;
    let key = (n << 40) ^ (u64::from(resample) << 20) ^ draw as u64;
    let word = finalise(finalise(key ^ 0x626f_6f74_7374_7261).wrapping_add(0x9e37_79b9_7f4a_7c15));
    ((u128::from(word) * u128::from(n)) >> 64) as usize
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood 2014).
fn finalise(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Running variance (Welford): exactly 0 when all values are equal.
#[derive(Debug, Clone, Copy, Default)]
struct Moments {
    n: f64,
    mean: f64,
    squares: f64,
}

impl Moments {
    /// Always `Some`, so that it can end a chain of `?`.
    fn add(&mut self, value: f64) -> Option<()> {
        self.n += 1.0;
        let step = value - self.mean;
        self.mean += step / self.n;
        self.squares += step * (value - self.mean);
        Some(())
    }

    /// Of the bootstrap distribution, made unbiased for n replications; `None` for fewer than two.
    fn variance(self, replications: usize) -> Option<f64> {
        let n = count(replications);
        (replications >= 2)
            .then(|| self.squares / self.n * (n / (n - 1.0)))
            .filter(|v| v.is_finite())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn quantile(replications: &[&[f64]], at: f64) -> Option<f64> {
        Pool::new(replications).quantile(at, &vec![1; replications.len()])
    }

    #[test]
    fn by_hand() {
        // Pooled 1 2 3 4: the median lies between the 2nd and the 3rd; (4 − 1)·.9 = 2.7.
        let two: [&[f64]; 2] = [&[1.0, 4.0], &[2.0, 3.0]];
        for (at, expected) in [(0.0, 1.0), (0.5, 2.5), (0.9, 3.7), (1.0, 4.0)] {
            assert!(
                (quantile(&two, at).unwrap() - expected).abs() < 1e-12,
                "{at}"
            );
        }
        assert_eq!(quantile(&[&[7.0]], 0.95), Some(7.0));
        assert_eq!(quantile(&[&[], &[]], 0.5), None, "no values");
        assert_eq!(quantile(&[], 0.5), None, "no replications");
    }

    #[test]
    fn the_mean_of_the_worst_by_hand() {
        // The worst fifth of 1…10 is 9 and 10; the worst quarter 10, 9 and half of 8: 23/2.5.
        let values: Vec<f64> = (1..=10).map(f64::from).collect();
        let (low, high): (Vec<f64>, Vec<f64>) = values.iter().partition(|it| *it % 2.0 == 0.0);
        let pool = Pool::new(&[&low, &high]);
        for (from, expected) in [(0.8, 9.5), (0.75, 9.2), (0.0, 5.5), (0.9, 10.0)] {
            let got = pool.tail(from, &[1, 1]).unwrap();
            assert!((got - expected).abs() < 1e-12, "{from}: {got}");
        }
        // The even ones twice: 10, 10, 9, 8 of fifteen, the worst fifth is three of them.
        assert!((pool.tail(0.8, &[2, 1]).unwrap() - 29.0 / 3.0).abs() < 1e-12);
        assert_eq!(Pool::new(&[&[]]).tail(0.95, &[1]), None);
        // All values equal: certain.
        let sure = Pool::new(&[&[4.0, 4.0], &[4.0]])
            .spread(Of::Tail(0.95))
            .unwrap();
        assert_eq!((sure.value, sure.variance), (4.0, Some(0.0)));
    }

    #[test]
    fn no_interval_from_one_replication_or_from_resamples_without_values() {
        assert_eq!(
            Pool::new(&[&[1.0, 2.0]])
                .spread(Of::Quantile(0.5))
                .unwrap()
                .variance,
            None
        );
        // With two replications, one empty, a quarter of resamples draw the empty one twice.
        assert_eq!(
            Pool::new(&[&[1.0, 2.0], &[]])
                .spread(Of::Quantile(0.5))
                .unwrap()
                .variance,
            None
        );
    }

    #[test]
    fn draws_are_even() {
        let mut hits = [0u32; 32];
        resamples(32, |weights| {
            hits.iter_mut().zip(weights).for_each(|(h, w)| *h += w);
            Some(())
        });
        // 12 800 draws: 400 each, standard deviation 19.7; five of them hold 32 counts with false alarm 2e-5.
        assert!(hits.iter().all(|h| h.abs_diff(400) < 99), "{hits:?}");
    }

    #[test]
    fn standard_error_of_a_median_by_theory() {
        // 64 replications of the same 101 values shifted by k/64: medians are shifted alike, so the pooled median moves
        // nearly as the mean of the shifts does, with variance (64² − 1)/(12·64²)/64 · 64/63.
        let shifted: Vec<Vec<f64>> = (0..64)
            .map(|k| {
                (0..101)
                    .map(|i| f64::from(i) * 10.0 + f64::from(k) / 64.0 * 0.001)
                    .collect()
            })
            .collect();
        let slices: Vec<&[f64]> = shifted.iter().map(Vec::as_slice).collect();
        let got = Pool::new(&slices).spread(Of::Quantile(0.5)).unwrap();
        assert!((got.value - 500.0).abs() < 0.001);
        // The median of 64 shifts has about π/2 … 3 times the variance of their mean.
        let of_mean = 1e-6 / 12.0 / 64.0;
        let ratio = got.variance.unwrap() / of_mean;
        assert!((1.5..4.5).contains(&ratio), "{ratio}");
    }

    proptest! {
        /// The blocks find what sorting the repeated values finds.
        #[test]
        fn weighted_quantile_is_that_of_the_repeated_values(
            replications in prop::collection::vec(prop::collection::vec(-50i32..50, 0..60), 1..12),
            weights in prop::collection::vec(0u32..4, 12),
            at in 0.0..=1.0f64,
        ) {
            let values: Vec<Vec<f64>> = replications
                .iter()
                .map(|r| { let mut v: Vec<f64> = r.iter().map(|x| f64::from(*x)).collect(); v.sort_by(f64::total_cmp); v })
                .collect();
            let slices: Vec<&[f64]> = values.iter().map(Vec::as_slice).collect();
            let weights = &weights[..slices.len()];
            let mut all: Vec<f64> = slices
                .iter()
                .zip(weights)
                .flat_map(|(values, weight)| (0..*weight).flat_map(|_| values.iter().copied()))
                .collect();
            all.sort_by(f64::total_cmp);
            let expected = (!all.is_empty()).then(|| {
                let place = count(all.len() - 1) * at;
                let k = place as usize;
                let next = all[(k + 1).min(all.len() - 1)];
                all[k] + (place - count(k)) * (next - all[k])
            });
            prop_assert_eq!(Pool::new(&slices).quantile(at, weights), expected);
        }
    }
}
