//! Totals and means over time: replications are averaged, the interval is Student's t.

use super::{Paired, Spread, count};

pub(crate) fn spread(totals: &[f64]) -> Option<Spread> {
    let mean = mean(totals)?;
    Some(Spread {
        value: mean,
        variance: variance_of_mean(totals),
    })
}

pub(crate) fn paired(base: &[f64], other: &[f64]) -> Option<Paired> {
    let differences: Vec<f64> = other
        .iter()
        .zip(base)
        .map(|(other, base)| other - base)
        .collect();
    Some(Paired {
        base: spread(base)?,
        other: spread(other)?,
        variance: variance_of_mean(&differences),
    })
}

fn mean(values: &[f64]) -> Option<f64> {
    let mean = values.iter().sum::<f64>() / count(values.len());
    // 0/0 of no values, and a sum that overflows, are undefined.
    mean.is_finite().then_some(mean)
}

/// s² / n, by two passes; `None` for fewer than two values.
fn variance_of_mean(values: &[f64]) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let mean = mean(values)?;
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    Some(squares / (count(values.len()) * count(values.len() - 1))).filter(|v| v.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        // 2, 4, 6: mean 4, s² = 4, s²/n = 4/3
        assert_eq!(
            spread(&[2.0, 4.0, 6.0]),
            Some(Spread {
                value: 4.0,
                variance: Some(4.0 / 3.0)
            })
        );
        assert_eq!(
            spread(&[5.0]),
            Some(Spread {
                value: 5.0,
                variance: None
            })
        );
        assert_eq!(spread(&[]), None);
        // Differences 1, 1, 4: mean 2, s² = 3, s²/n = 1.
        let pair = paired(&[2.0, 4.0, 6.0], &[3.0, 5.0, 10.0]).unwrap();
        assert_eq!(
            (pair.base.value, pair.other.value, pair.variance),
            (4.0, 6.0, Some(1.0))
        );
    }
}
