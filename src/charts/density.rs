//! The density of a sample as a smooth curve: a kernel estimate with a stated bandwidth.

use super::numbers::Estimate;

/// The kernel of Epanechnikov, `3/4 (1 − u²)` on \[−1, 1\]: no tails, no transcendental functions.
fn kernel(u: f64) -> f64 {
    if u.abs() < 1.0 {
        0.75 * (1.0 - u * u)
    } else {
        0.0
    }
}

/// The `p`-quantile of ascending values, linear between order statistics; `None` for no values.
#[must_use]
pub fn quantile(ascending: &[f64], p: f64) -> Option<f64> {
    let last = ascending.len().checked_sub(1)?;
    let at = p.clamp(0.0, 1.0) * last as f64;
    let below = at.floor() as usize;
    let low = ascending.get(below)?;
    let high = ascending.get((below + 1).min(last))?;
    Some(low + (high - low) * at.fract())
}

/// The same with the 95 % interval of its rank, `p ± 1.96·√(p(1 − p)/n)` (the binomial number of values below it), as if values were
/// independent: enough to know how many digits of it say something.
#[must_use]
pub fn quantile_known(ascending: &[f64], p: f64) -> Estimate {
    let half = 1.96 * (p * (1.0 - p) / ascending.len().max(1) as f64).sqrt();
    Estimate {
        value: quantile(ascending, p),
        low: quantile(ascending, p - half),
        high: quantile(ascending, p + half),
    }
}

/// Ascending finite values of a sample.
#[must_use]
pub fn ascending(sample: &[f64]) -> Vec<f64> {
    let mut values: Vec<f64> = sample.iter().copied().filter(|x| x.is_finite()).collect();
    values.sort_by(f64::total_cmp);
    values
}

/// Silverman's rule of thumb for this kernel, `0.9 · 2.214 · min(sd, IQR/1.34) · n^(−1/5)` (Silverman 1986, eq. 3.31; the factor takes
/// the Gaussian rule to the Epanechnikov kernel). `None` with fewer than two different values.
#[must_use]
pub fn bandwidth(ascending: &[f64]) -> Option<f64> {
    let n = ascending.len() as f64;
    if n < 2.0 {
        return None;
    }
    let mean = ascending.iter().sum::<f64>() / n;
    let variance = ascending
        .iter()
        .map(|x| (x - mean) * (x - mean))
        .sum::<f64>()
        / (n - 1.0);
    let middle_half = quantile(ascending, 0.75)? - quantile(ascending, 0.25)?;
    let sd = variance.sqrt();
    let spread = if middle_half > 0.0 {
        sd.min(middle_half / 1.34)
    } else {
        sd
    };
    (spread > 0.0).then(|| 0.9 * 2.214 * spread * libm::pow(n, -0.2))
}

/// Density at `points` evenly spaced places of \[0, `max`\], reflected at 0 so that no mass is lost there. The sample must be ascending.
#[must_use]
pub fn density(ascending: &[f64], bandwidth: f64, max: f64, points: usize) -> Vec<(f64, f64)> {
    let step = max / (points.max(2) - 1) as f64;
    let n = ascending.len().max(1) as f64;
    (0..points.max(2))
        .map(|i| {
            let x = step * i as f64;
            let near = |centre: f64| {
                let from = ascending.partition_point(|v| *v <= centre - bandwidth);
                let to = ascending.partition_point(|v| *v < centre + bandwidth);
                ascending[from..to.max(from)]
                    .iter()
                    .map(|v| kernel((centre - v) / bandwidth))
                    .sum::<f64>()
            };
            let mirrored = if x < bandwidth { near(-x) } else { 0.0 };
            (x, (near(x) + mirrored) / (n * bandwidth))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_linear_between_order_statistics() {
        let values = [1.0, 2.0, 3.0, 4.0, 5.0];
        for (p, q) in [(0.0, 1.0), (0.5, 3.0), (0.9, 4.6), (1.0, 5.0)] {
            assert!((quantile(&values, p).unwrap() - q).abs() < 1e-12);
        }
        assert_eq!(quantile(&[], 0.5), None);
    }

    #[test]
    fn the_density_integrates_to_one_even_at_the_edge() {
        // An even spread on [0, 10): the reflection keeps what would leak below zero.
        let values: Vec<f64> = (0..1000).map(|i| f64::from(i) / 100.0).collect();
        let h = bandwidth(&values).unwrap();
        let curve = density(&values, h, 20.0, 2001);
        let mass: f64 = curve.iter().map(|(_, y)| y * 0.01).sum();
        assert!((mass - 1.0).abs() < 0.01, "{mass}");
        assert!((curve[0].1 - 0.1).abs() < 0.005, "{:?}", curve[0]);
        assert!((curve[500].1 - 0.1).abs() < 0.002, "{:?}", curve[500]);
    }

    #[test]
    fn no_spread_has_no_bandwidth() {
        assert_eq!(bandwidth(&[]), None);
        assert_eq!(bandwidth(&[3.0]), None);
        assert_eq!(bandwidth(&[3.0, 3.0, 3.0]), None);
        assert_eq!(ascending(&[3.0, f64::NAN, 1.0]), [1.0, 3.0]);
    }
}
