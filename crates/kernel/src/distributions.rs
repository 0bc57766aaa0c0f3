//! Laws of chance, with the same bits on every platform: ziggurat tables and `libm`, never the platform's functions.
//! Only the square root is the platform's: IEEE 754 rounds it correctly everywhere, and it is one instruction in WebAssembly too.
//!
//! Where a parameter may be a lever, the draw moves one way with it: a standard draw is scaled, or one uniform is inverted.

use crate::order::sort_short;
use std::sync::OnceLock;

use rand_core::Rng;

/// Uniform on `[0, 1)`, 53 bits.
#[inline]
pub fn uniform(rng: &mut impl Rng) -> f64 {
    const SCALE: f64 = 1.0 / (1u64 << 53) as f64;
    (rng.next_u64() >> 11) as f64 * SCALE
}

/// Uniform on `(0, 1]`, for logarithms.
#[inline]
fn positive(rng: &mut impl Rng) -> f64 {
    1.0 - uniform(rng)
}

const LEVELS: usize = 256;

/// A ziggurat of 256 levels (Marsaglia & Tsang 2000): right edges and heights, from the bottom.
struct Ziggurat {
    x: [f64; LEVELS + 1],
    f: [f64; LEVELS + 1],
}

impl Ziggurat {
    /// `r`: where the tail begins; `v`: area of a level.
    fn new(r: f64, v: f64, density: fn(f64) -> f64, inverse: fn(f64) -> f64) -> Self {
        let mut x = [0.0; LEVELS + 1];
        let mut f = [0.0; LEVELS + 1];
        x[0] = v / density(r);
        x[1] = r;
        for level in 2..LEVELS {
            x[level] = inverse(v / x[level - 1] + density(x[level - 1]));
        }
        x[LEVELS] = 0.0;
        for level in 0..=LEVELS {
            f[level] = density(x[level]);
        }
        Self { x, f }
    }
}

const EXPONENTIAL_TAIL: f64 = 7.697_117_470_131_05;
const NORMAL_TAIL: f64 = 3.654_152_885_361_009;

#[inline]
fn exponential_table() -> &'static Ziggurat {
    static TABLE: OnceLock<Ziggurat> = OnceLock::new();
    TABLE.get_or_init(|| {
        Ziggurat::new(
            EXPONENTIAL_TAIL,
            0.003_949_659_822_581_557,
            |x| libm::exp(-x),
            |f| -libm::log(f),
        )
    })
}

#[inline]
fn normal_table() -> &'static Ziggurat {
    static TABLE: OnceLock<Ziggurat> = OnceLock::new();
    TABLE.get_or_init(|| {
        Ziggurat::new(
            NORMAL_TAIL,
            0.004_928_673_233_992_336,
            |x| libm::exp(-x * x / 2.0),
            |f| (-2.0 * libm::log(f)).sqrt(),
        )
    })
}

/// Exponential with mean 1.
#[inline]
pub fn standard_exponential(rng: &mut impl Rng) -> f64 {
    let table = exponential_table();
    loop {
        let bits = rng.next_u64();
        let level = (bits & 0xff) as usize;
        // The level takes the low byte, the place on it the 52 bits above; never exactly 0.
        let u = ((bits >> 12) as f64 + 0.5) / (1u64 << 52) as f64;
        let x = u * table.x[level];
        if x < table.x[level + 1] {
            return x;
        }
        if level == 0 {
            return EXPONENTIAL_TAIL - libm::log(positive(rng));
        }
        let height = table.f[level + 1] + (table.f[level] - table.f[level + 1]) * uniform(rng);
        if height < libm::exp(-x) {
            return x;
        }
    }
}

/// Normal with mean 0 and variance 1.
pub fn standard_normal(rng: &mut impl Rng) -> f64 {
    let table = normal_table();
    loop {
        let bits = rng.next_u64();
        let level = (bits & 0xff) as usize;
        let u = ((bits >> 12) as f64 + 0.5) / (1u64 << 51) as f64 - 1.0;
        let x = u * table.x[level];
        if x.abs() < table.x[level + 1] {
            return x;
        }
        if level == 0 {
            // Marsaglia's tail.
            loop {
                let a = -libm::log(positive(rng)) / NORMAL_TAIL;
                let b = -libm::log(positive(rng));
                if 2.0 * b > a * a {
                    return if u < 0.0 {
                        -(NORMAL_TAIL + a)
                    } else {
                        NORMAL_TAIL + a
                    };
                }
            }
        }
        let height = table.f[level + 1] + (table.f[level] - table.f[level + 1]) * uniform(rng);
        if height < libm::exp(-x * x / 2.0) {
            return x;
        }
    }
}

/// The standard normal law inverted: the z with P(Z ≤ z) = `share`, for `share` within (0, 1); to the last digits of a double
/// (Wichura 1988, algorithm AS 241, PPND16).
#[must_use]
pub fn normal_quantile(share: f64) -> f64 {
    /// (c₀ + c₁x + … + c₇x⁷) / (1 + d₁x + … + d₇x⁷), highest power first.
    fn ratio(x: f64, over: &[f64; 8], under: &[f64; 7]) -> f64 {
        let below = under.iter().fold(0.0, |sum, it| sum * x + it) * x + 1.0;
        over.iter().fold(0.0, |sum, it| sum * x + it) / below
    }
    let from_middle = share - 0.5;
    if from_middle.abs() <= 0.425 {
        return from_middle * ratio(0.180_625 - from_middle * from_middle, &MIDDLE.0, &MIDDLE.1);
    }
    let tail = libm::sqrt(-libm::log(share.min(1.0 - share)));
    let z = if tail <= 5.0 {
        ratio(tail - 1.6, &SIDE.0, &SIDE.1)
    } else {
        ratio(tail - 5.0, &FAR.0, &FAR.1)
    };
    if from_middle < 0.0 { -z } else { z }
}

/// Coefficients of [`normal_quantile`], above and below the line: for shares within .075–.925, beyond, and beyond e⁻²⁵.
const MIDDLE: ([f64; 8], [f64; 7]) = (
    [
        2_509.080_928_730_122_7,
        33_430.575_583_588_13,
        67_265.770_927_008_7,
        45_921.953_931_549_87,
        13_731.693_765_509_46,
        1_971.590_950_306_551_3,
        133.141_667_891_784_38,
        3.387_132_872_796_366_5,
    ],
    [
        5_226.495_278_852_854,
        28_729.085_735_721_943,
        39_307.895_800_092_71,
        21_213.794_301_586_597,
        5_394.196_021_424_751,
        687.187_007_492_057_9,
        42.313_330_701_600_91,
    ],
);
const SIDE: ([f64; 8], [f64; 7]) = (
    [
        0.000_774_545_014_278_341_4,
        0.022_723_844_989_269_184,
        0.241_780_725_177_450_6,
        1.270_458_252_452_368_4,
        3.647_848_324_763_204_5,
        5.769_497_221_460_691,
        4.630_337_846_156_546,
        1.423_437_110_749_683_5,
    ],
    [
        1.050_750_071_644_416_9e-09,
        0.000_547_593_808_499_534_5,
        0.015_198_666_563_616_457,
        0.148_103_976_427_480_08,
        0.689_767_334_985_1,
        1.676_384_830_183_803_8,
        2.053_191_626_637_759,
    ],
);
const FAR: ([f64; 8], [f64; 7]) = (
    [
        2.010_334_399_292_288_1e-07,
        2.711_555_568_743_487_6e-05,
        0.001_242_660_947_388_078_4,
        0.026_532_189_526_576_124,
        0.296_560_571_828_504_87,
        1.784_826_539_917_291_3,
        5.463_784_911_164_114,
        6.657_904_643_501_103,
    ],
    [
        2.044_263_103_389_939_7e-15,
        1.421_511_758_316_446e-07,
        1.846_318_317_510_054_8e-05,
        0.000_786_869_131_145_613_3,
        0.014_875_361_290_850_615,
        0.136_929_880_922_735_8,
        0.599_832_206_555_888,
    ],
);

/// Poisson with `mean` ≥ 0. Pieces of mean 30, each by inversion of a uniform of its own, the last one partial: a larger mean
/// on the same stream never gives a smaller count. Above a mean of 100 000, the normal approximation.
pub fn poisson(rng: &mut impl Rng, mean: f64) -> u64 {
    const PIECE: f64 = 30.0;
    const MANY: f64 = 100_000.0;
    if mean > MANY {
        return libm::round((mean + mean.sqrt() * standard_normal(rng)).max(0.0)) as u64;
    }
    let mut left = mean;
    let mut count = 0;
    while left > 0.0 {
        count += poisson_inverse(left.min(PIECE), uniform(rng));
        left -= PIECE;
    }
    count
}

/// The Poisson law inverted at one uniform: the least k with P(Poisson(`mean`) ≤ k) > `uniform`. For means up to 30, above which
/// [`poisson`] adds pieces.
#[must_use]
pub fn poisson_inverse(mean: f64, uniform: f64) -> u64 {
    let mut probability = libm::exp(-mean);
    let mut sum = probability;
    let mut count = 0;
    while uniform >= sum && count < 1_000 {
        count += 1;
        probability *= mean / count as f64;
        sum += probability;
    }
    count
}

/// Negative binomial: a Poisson count whose mean is itself gamma with the given `shape` > 0. Variance `mean + mean²/shape`.
pub fn negative_binomial(rng: &mut impl Rng, mean: f64, shape: f64) -> u64 {
    let factor = gamma(rng, 1.0, 1.0 / shape.sqrt());
    poisson(rng, mean * factor)
}

/// Triangular on `[low, high]` with its peak at `mode`, by inversion. With `low = high` always that value.
#[inline]
pub fn triangular(rng: &mut impl Rng, low: f64, mode: f64, high: f64) -> f64 {
    let u = uniform(rng);
    let width = high - low;
    if width <= 0.0 {
        return low;
    }
    if u * width < mode - low {
        low + (u * width * (mode - low)).sqrt()
    } else {
        high - ((1.0 - u) * width * (high - mode)).sqrt()
    }
}

/// Log-normal by its own mean and coefficient of variation. With `mean = 0` always 0.
pub fn log_normal(rng: &mut impl Rng, mean: f64, cv: f64) -> f64 {
    let variance = libm::log1p(cv * cv);
    let z = standard_normal(rng);
    mean * libm::exp(variance.sqrt() * z - variance / 2.0)
}

/// Gamma by its mean and coefficient of variation (Marsaglia & Tsang 2000). With `cv = 0` always the mean.
pub fn gamma(rng: &mut impl Rng, mean: f64, cv: f64) -> f64 {
    if cv <= 0.0 {
        return mean;
    }
    let shape = 1.0 / (cv * cv);
    let boost = if shape < 1.0 {
        libm::pow(positive(rng), 1.0 / shape)
    } else {
        1.0
    };
    let d = if shape < 1.0 { shape + 1.0 } else { shape } - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let x = standard_normal(rng);
        let v = 1.0 + c * x;
        if v <= 0.0 {
            continue;
        }
        let v = v * v * v;
        if libm::log(positive(rng)) < 0.5 * x * x + d - d * v + d * libm::log(v) {
            return mean / shape * d * v * boost;
        }
    }
}

/// One of several values, by weight.
#[derive(Debug, Clone, PartialEq)]
pub struct Empirical {
    /// Value and cumulative share, ascending in value; the last share is 1.
    points: Vec<(f64, f64)>,
}

impl Empirical {
    /// From values and weights ≥ 0. Values are put in order, so that a draw by inversion grows with its uniform. Without any
    /// weight the law is always 0.
    #[must_use]
    pub fn new(points: &[(f64, f64)]) -> Self {
        let mut points: Vec<(f64, f64)> = points.iter().copied().filter(|it| it.1 > 0.0).collect();
        sort_short(&mut points, |a, b| a.0.total_cmp(&b.0).is_lt());
        let total: f64 = points.iter().map(|it| it.1).sum();
        let mut sum = 0.0;
        for point in &mut points {
            sum += point.1 / total;
            point.1 = sum;
        }
        if let Some(last) = points.last_mut() {
            last.1 = 1.0;
        }
        Self { points }
    }

    /// One value, by inversion of one uniform.
    pub fn sample(&self, rng: &mut impl Rng) -> f64 {
        let u = uniform(rng);
        let index = self.points.partition_point(|it| it.1 <= u);
        self.points.get(index).map_or(0.0, |it| it.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Key, Streams};

    const DRAWS: u32 = 400_000;

    /// Mean and variance of a law within five standard errors of what they should be (one false alarm in a million).
    fn moments(
        name: &str,
        mean: f64,
        variance: f64,
        fourth: f64,
        mut law: impl FnMut(&mut crate::KeyedRng) -> f64,
    ) {
        let streams = Streams::new(7, 0);
        let mut rng = streams.open(Key {
            entity: crate::id_hash(name),
            ..Key::default()
        });
        let draws: Vec<f64> = (0..DRAWS).map(|_| law(&mut rng)).collect();
        let n = f64::from(DRAWS);
        let got = draws.iter().sum::<f64>() / n;
        let spread = draws
            .iter()
            .map(|it| (it - mean) * (it - mean))
            .sum::<f64>()
            / n;
        assert!(
            (got - mean).abs() < 5.0 * (variance / n).sqrt(),
            "{name}: mean {got}, expected {mean}"
        );
        let error = ((fourth - variance * variance) / n).sqrt();
        assert!(
            (spread - variance).abs() < 5.0 * error,
            "{name}: variance {spread} ± {error}, expected {variance}"
        );
    }

    #[test]
    fn laws_have_their_moments() {
        moments("uniform", 0.5, 1.0 / 12.0, 1.0 / 80.0, uniform);
        moments("exponential", 1.0, 1.0, 9.0, standard_exponential);
        moments("normal", 0.0, 1.0, 3.0, standard_normal);
        moments("poisson 4", 4.0, 4.0, 4.0 + 3.0 * 16.0, |rng| {
            poisson(rng, 4.0) as f64
        });
        moments("poisson 100", 100.0, 100.0, 100.0 + 30_000.0, |rng| {
            poisson(rng, 100.0) as f64
        });
        moments("triangular", 11.0, 42.0 / 6.0 * 1.5, 264.6, |rng| {
            triangular(rng, 5.0, 8.0, 20.0)
        });
        moments("gamma", 2.0, 1.0, 4.5, |rng| gamma(rng, 2.0, 0.5));
        moments("gamma, shape below 1", 1.0, 2.0, 36.0, |rng| {
            gamma(rng, 1.0, std::f64::consts::SQRT_2)
        });
        moments("empirical", 2.5, 0.75, 1.3125, |rng| {
            Empirical::new(&[(3.0, 3.0), (1.0, 1.0)]).sample(rng)
        });
        // Negative binomial, mean 18, shape .5: variance 18 + 648; the fourth moment is heavy, so a wide bound.
        moments("negative binomial", 18.0, 666.0, 1.6e7, |rng| {
            negative_binomial(rng, 18.0, 0.5) as f64
        });
        let sigma2 = libm::log(1.25);
        let variance = 9.0 * 0.25;
        let w = libm::exp(sigma2);
        let kurtosis = w * w * w * w + 2.0 * w * w * w + 3.0 * w * w - 3.0;
        moments(
            "log-normal",
            3.0,
            variance,
            kurtosis * variance * variance,
            |rng| log_normal(rng, 3.0, 0.5),
        );
    }

    #[test]
    fn the_normal_law_inverted_has_its_printed_digits() {
        // Wichura's own checks (AS 241), and Φ⁻¹(.95), Φ⁻¹(.975) as every table has them.
        for (share, z) in [
            (0.5, 0.0),
            (0.25, -0.674_489_750_196_081_7),
            (0.001, -3.090_232_306_167_813_6),
            (1e-20, -9.262_340_089_798_408),
            (0.95, 1.644_853_626_951_472_2),
            (0.975, 1.959_963_984_540_054),
        ] {
            let got = normal_quantile(share);
            assert!(
                (got - z).abs() <= 4e-15 * z.abs(),
                "Φ⁻¹({share}) = {got}, not {z}"
            );
        }
        // Both ways and back, across all three pieces.
        for step in 1..4_000 {
            let share = libm::exp(-f64::from(step) / 100.0) / 2.0;
            let z = normal_quantile(share);
            let back = libm::erfc(-z / std::f64::consts::SQRT_2) / 2.0;
            assert!(
                (back / share - 1.0).abs() < 1e-12,
                "Φ(Φ⁻¹({share})) = {back}"
            );
            if share > 1e-3 {
                assert!((normal_quantile(1.0 - share) + z).abs() < 1e-12, "{share}");
            }
        }
    }

    #[test]
    fn a_larger_mean_on_the_same_stream_never_gives_a_smaller_count() {
        let streams = Streams::new(3, 1);
        for entity in 0..2_000 {
            let draw = |mean| {
                poisson(
                    &mut streams.open(Key {
                        entity,
                        ..Key::default()
                    }),
                    mean,
                )
            };
            let counts: Vec<u64> = [0.0, 0.5, 3.0, 29.0, 31.0, 65.0, 400.0].map(draw).to_vec();
            assert!(counts.is_sorted(), "{counts:?}");
        }
    }

    #[test]
    fn tails_beyond_the_ziggurat_have_their_share() {
        let mut rng = Streams::new(5, 0).open(Key::default());
        let n = 4_000_000;
        let beyond = (0..n)
            .filter(|_| standard_exponential(&mut rng) > 8.0)
            .count() as f64;
        let expected = f64::from(n) * libm::exp(-8.0);
        assert!(
            (beyond - expected).abs() < 5.0 * expected.sqrt(),
            "{beyond}, expected {expected}"
        );
        let beyond = (0..n)
            .filter(|_| standard_normal(&mut rng).abs() > 3.7)
            .count() as f64;
        let expected = f64::from(n) * 2.156e-4;
        assert!(
            (beyond - expected).abs() < 5.0 * expected.sqrt(),
            "{beyond}, expected {expected}"
        );
    }
}
