//! Student's t and the normal law: the quantiles behind every interval.
//!
//! Written here on the software libm, because the crates that offer them call the platform's functions, whose last
//! bits differ between native and wasm. Checked against statrs in tests.

/// P(T > t) for Student's t with `df` degrees of freedom (`df` > 0; NaN in, NaN out).
#[must_use]
pub fn upper_tail(t: f64, df: f64) -> f64 {
    if t.is_nan() || df.is_nan() {
        return f64::NAN;
    }
    if t < 0.0 {
        return 1.0 - upper_tail(-t, df);
    }
    0.5 * both_tails(t, df)
}

/// The quantile of Student's t with `df` degrees of freedom: P(T ≤ x) = `p`. `None` unless 0 < p < 1 and df > 0.
#[must_use]
pub fn quantile(p: f64, df: f64) -> Option<f64> {
    if !(p > 0.0 && p < 1.0 && df > 0.0) {
        return None;
    }
    if p < 0.5 {
        return upper_quantile(p, df).map(|t| -t);
    }
    upper_quantile(1.0 - p, df)
}

/// Half-width of a two-sided interval in standard errors: P(|T| ≤ x) = `confidence`.
/// `None` unless 0 < confidence < 1 and df > 0.
#[must_use]
pub fn two_sided(confidence: f64, df: f64) -> Option<f64> {
    if !(confidence > 0.0 && confidence < 1.0 && df > 0.0) {
        return None;
    }
    upper_quantile(0.5 * (1.0 - confidence), df)
}

/// The t with P(T > t) = `tail`, for 0 < tail ≤ ½: Newton's steps on the logarithm of the tail, kept inside a bracket.
fn upper_quantile(tail: f64, df: f64) -> Option<f64> {
    if tail == 0.5 {
        return Some(0.0);
    }
    let (mut low, mut high) = (0.0, 1.0);
    while upper_tail(high, df) > tail {
        low = high;
        high *= 2.0;
        if high > 1e300 {
            return None;
        }
    }
    let target = libm::log(tail);
    let mut t = 0.5 * (low + high);
    for _ in 0..200 {
        let now = upper_tail(t, df);
        if now > tail {
            low = t;
        } else {
            high = t;
        }
        let slope = -density(t, df) / now;
        let newton = t - (libm::log(now) - target) / slope;
        let next = if newton > low && newton < high {
            newton
        } else {
            0.5 * (low + high)
        };
        if (next - t).abs() <= 4.0 * f64::EPSILON * next.abs() {
            return Some(next);
        }
        t = next;
    }
    Some(t)
}

/// Density of Student's t.
fn density(t: f64, df: f64) -> f64 {
    let log = ln_gamma_step(0.5 * df)
        - 0.5 * libm::log(std::f64::consts::PI * df)
        - 0.5 * (df + 1.0) * libm::log1p(t * t / df);
    libm::exp(log)
}

/// ln Γ(a + ½) − ln Γ(a), without the cancellation of two large logarithms.
fn ln_gamma_step(a: f64) -> f64 {
    if a < 40.0 {
        return libm::lgamma(a + 0.5) - libm::lgamma(a);
    }
    let r = 1.0 / a;
    let r2 = r * r;
    // Asymptotic series (DLMF 5.11.13 for the ratio of gammas); the next term is below 1e-16 from a = 40 on.
    0.5 * libm::log(a)
        - r * (1.0 / 8.0 - r2 * (1.0 / 192.0 - r2 * (1.0 / 640.0 - r2 * (17.0 / 14_336.0))))
}

/// P(|T| > t) = I_x(df/2, ½) at x = df/(df + t²), the regularised incomplete beta function.
fn both_tails(t: f64, df: f64) -> f64 {
    let a = 0.5 * df;
    let square = t * t / df;
    // x and 1 − x, and their logarithms, each from the small quantity: at many degrees of freedom x is nearly 1.
    let (x, rest) = (1.0 / (1.0 + square), square / (1.0 + square));
    if x <= 0.0 {
        return 0.0;
    }
    if rest <= 0.0 {
        return 1.0;
    }
    // 1/B(a, ½) = Γ(a + ½) / (Γ(a) √π)
    let log = -a * libm::log1p(square) + 0.5 * libm::log(rest) + ln_gamma_step(a)
        - 0.5 * libm::log(std::f64::consts::PI);
    let front = libm::exp(log);
    if x < (a + 1.0) / (a + 2.5) {
        front * continued_fraction(x, a, 0.5) / a
    } else {
        1.0 - front * continued_fraction(rest, 0.5, a) / 0.5
    }
}

/// Continued fraction of the incomplete beta function by Lentz's method (DLMF 8.17.22).
fn continued_fraction(x: f64, a: f64, b: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away = |v: f64| if v.abs() < TINY { TINY } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut h = d;
    for m in 1..100_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away(1.0 + even * d);
        c = away(1.0 + even / c);
        h *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away(1.0 + odd * d);
        c = away(1.0 + odd / c);
        let step = d * c;
        h *= step;
        if (step - 1.0).abs() < 1e-15 {
            break;
        }
    }
    h
}

/// The standard normal distribution function Φ.
#[must_use]
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2)
}

/// The standard normal quantile Φ⁻¹. `None` unless 0 < p < 1.
#[must_use]
pub fn normal_quantile(p: f64) -> Option<f64> {
    if !(p > 0.0 && p < 1.0) {
        return None;
    }
    if p > 0.5 {
        return normal_quantile(1.0 - p).map(|x| -x);
    }
    // P. J. Acklam's rational approximation (2003), then two of Halley's steps to full precision.
    let mut x = acklam(p);
    for _ in 0..2 {
        let error = normal_cdf(x) - p;
        let step = error * libm::sqrt(2.0 * std::f64::consts::PI) * libm::exp(0.5 * x * x);
        x -= step / (1.0 + 0.5 * x * step);
    }
    Some(x)
}

/// Relative error at most 1.15e-9, for 0 < p ≤ ½.
fn acklam(p: f64) -> f64 {
    const A: [f64; 6] = [
        -3.969_683_028_665_376e1,
        2.209_460_984_245_205e2,
        -2.759_285_104_469_687e2,
        1.383_577_518_672_69e2,
        -3.066_479_806_614_716e1,
        2.506_628_277_459_239,
    ];
    const B: [f64; 6] = [
        -5.447_609_879_822_406e1,
        1.615_858_368_580_409e2,
        -1.556_989_798_598_866e2,
        6.680_131_188_771_972e1,
        -1.328_068_155_288_572e1,
        1.0,
    ];
    const C: [f64; 6] = [
        -7.784_894_002_430_293e-3,
        -3.223_964_580_411_365e-1,
        -2.400_758_277_161_838,
        -2.549_732_539_343_734,
        4.374_664_141_464_968,
        2.938_163_982_698_783,
    ];
    const D: [f64; 5] = [
        7.784_695_709_041_462e-3,
        3.224_671_290_700_398e-1,
        2.445_134_137_142_996,
        3.754_408_661_907_416,
        1.0,
    ];
    let horner = |c: &[f64], x: f64| c.iter().fold(0.0, |sum, c| sum * x + c);
    if p < 0.024_25 {
        let q = libm::sqrt(-2.0 * libm::log(p));
        horner(&C, q) / horner(&D, q)
    } else {
        let q = p - 0.5;
        q * horner(&A, q * q) / horner(&B, q * q)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

    #[test]
    fn printed_tables() {
        // Any textbook's table of two-sided 95 % and 99 % points.
        for (df, confidence, expected) in [
            (1.0, 0.95, 12.706),
            (2.0, 0.95, 4.303),
            (4.0, 0.95, 2.776),
            (7.0, 0.95, 2.365),
            (29.0, 0.95, 2.045),
            (29.0, 0.99, 2.756),
            (99.0, 0.95, 1.984),
            (1e6, 0.95, 1.960),
        ] {
            let got = two_sided(confidence, df).unwrap();
            assert!(
                (got - expected).abs() < 5e-4,
                "df {df}, {confidence}: {got}"
            );
        }
        assert!(
            (two_sided(0.5, 1.0).unwrap() - 1.0).abs() < 1e-13,
            "Cauchy's quartile is 1"
        );
    }

    #[test]
    fn agrees_with_statrs() {
        for df in [
            1.0, 2.0, 3.0, 7.0, 15.0, 29.0, 31.0, 63.0, 79.0, 80.0, 81.0, 99.0, 999.0, 9_999.0,
        ] {
            let law = StudentsT::new(0.0, 1.0, df).unwrap();
            for t in [0.0, 0.01, 0.3, 1.0, 1.7, 2.5, 4.0, 9.0] {
                for t in [t, -t] {
                    assert!(
                        (1.0 - upper_tail(t, df) - law.cdf(t)).abs() < 1e-10,
                        "df {df}, t {t}"
                    );
                }
            }
        }
        let normal = Normal::new(0.0, 1.0).unwrap();
        for p in [
            1e-12, 1e-5, 0.001, 0.024, 0.025, 0.3, 0.5, 0.7, 0.975, 0.999_99,
        ] {
            assert!(
                (normal_quantile(p).unwrap() - normal.inverse_cdf(p)).abs() < 1e-9,
                "{p}"
            );
            assert!(
                (normal_cdf(normal_quantile(p).unwrap()) - p).abs() < 1e-15,
                "{p}"
            );
        }
    }

    #[test]
    fn quantile_inverts_the_tail() {
        for df in [1.0, 2.0, 3.0, 7.0, 29.0, 79.0, 80.0, 81.0, 500.0, 100_000.0] {
            for tail in [0.5, 0.49, 0.25, 0.1, 0.025, 0.005, 1e-4, 1e-7] {
                let t = upper_quantile(tail, df).unwrap();
                assert!(
                    (upper_tail(t, df) / tail - 1.0).abs() < 1e-11,
                    "df {df}, tail {tail}: {t}"
                );
                assert_eq!(quantile(tail, df).unwrap(), -t);
            }
        }
        assert!((two_sided(0.95, 1e9).unwrap() - normal_quantile(0.975).unwrap()).abs() < 1e-8);
    }

    #[test]
    fn outside_their_range_they_are_undefined() {
        for (p, df) in [
            (0.0, 5.0),
            (1.0, 5.0),
            (0.5, 0.0),
            (0.5, -1.0),
            (f64::NAN, 5.0),
            (0.5, f64::NAN),
        ] {
            assert_eq!(quantile(p, df), None, "{p} {df}");
            assert_eq!(
                two_sided(if p == 0.5 { 0.95 } else { p }, df),
                None,
                "{p} {df}"
            );
        }
        assert_eq!(normal_quantile(0.0), None);
        assert_eq!(normal_quantile(f64::NAN), None);
    }
}
