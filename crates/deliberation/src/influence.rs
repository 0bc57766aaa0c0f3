//! How statements move towards those made before them, and what a decision owes to which channel.

use crate::{amount, finite, share};

/// One who speaks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Speaker {
    /// What he reads, y, in any unit.
    pub reading: f64,
    /// How much his statement weighs with those after him, by rank; at least 0.
    pub weight: f64,
    /// How far he gives way, a: 0 says what he reads, 1 what was said.
    pub yielding: f64,
}

/// Statements in the order of speaking: z_j = (1 − a_j)y_j + a_j · (mean of the statements before, by their speakers' weights).
///
/// Who speaks first, or after speakers of no weight at all, says what he reads.
#[must_use]
pub fn statements(speakers: &[Speaker]) -> Option<Vec<f64>> {
    let (mut weights, mut sum) = (0.0, 0.0);
    let mut said = Vec::with_capacity(speakers.len());
    for it in speakers {
        let (reading, weight, yielding) =
            (finite(it.reading)?, amount(it.weight)?, share(it.yielding)?);
        let statement = if weights > 0.0 {
            (1.0 - yielding) * reading + yielding * (sum / weights)
        } else {
            reading
        };
        weights += weight;
        sum += weight * statement;
        said.push(statement);
    }
    Some(said)
}

/// What one of three channels brought.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Credit {
    /// Taken away from the whole: v(all) − v(all but this one).
    pub last_in: f64,
    /// Shapley's value (1953): its mean contribution over all orders of arrival. The three add up to v(all) − v(none).
    pub shapley: f64,
}

/// Credits of three channels from the eight outcomes with each subset of them: `outcomes[s]`, where bit c of s says that channel c
/// took part. Fair to channels that bring the same fact: the last in of two such is worth nothing, by Shapley each has half.
///
/// In the unit of the outcomes; what is not finite stays so.
#[must_use]
pub fn credits(outcomes: &[f64; 8]) -> [Credit; 3] {
    let [none, a, b, ab, c, ac, bc, abc] = *outcomes;
    // A channel's gain alone, after the one other, after the other other, last.
    let credit = |alone: f64, second: f64, other_second: f64, last: f64| Credit {
        last_in: last,
        shapley: (2.0 * alone + second + other_second + 2.0 * last) / 6.0,
    };
    [
        credit(a - none, ab - b, ac - c, abc - bc),
        credit(b - none, ab - a, bc - c, abc - ac),
        credit(c - none, ac - a, bc - b, abc - ab),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speaker(reading: f64, weight: f64, yielding: f64) -> Speaker {
        Speaker {
            reading,
            weight,
            yielding,
        }
    }

    #[test]
    fn statements_by_hand() {
        let of = |speakers: &[Speaker]| statements(speakers).unwrap();
        assert_eq!(of(&[]), []);
        // Nobody before: the first says what he reads, however yielding.
        assert_eq!(of(&[speaker(3.0, 1.0, 1.0)]), [3.0]);
        // The second is half moved by the chair's 4; the third wholly by (3·4 + 1·2)/4 = 3.5.
        assert_eq!(
            of(&[
                speaker(4.0, 3.0, 0.5),
                speaker(0.0, 1.0, 0.5),
                speaker(-9.0, 1.0, 1.0)
            ]),
            [4.0, 2.0, 3.5]
        );
        // Without influence everybody says what he reads; without weight nobody is followed.
        assert_eq!(
            of(&[speaker(1.0, 1.0, 0.0), speaker(2.0, 1.0, 0.0)]),
            [1.0, 2.0]
        );
        assert_eq!(
            of(&[speaker(1.0, 0.0, 0.0), speaker(2.0, 0.0, 1.0)]),
            [1.0, 2.0]
        );
        for wrong in [
            speaker(f64::NAN, 1.0, 0.5),
            speaker(1.0, -1.0, 0.5),
            speaker(1.0, 1.0, 1.5),
        ] {
            assert_eq!(statements(&[wrong]), None);
        }
    }

    #[test]
    fn credits_by_hand() {
        // Channels as 1 or 0.
        let of = |worth: fn([f64; 3]) -> f64| {
            let bit = |s: usize, c: usize| f64::from(u8::from(s >> c & 1 > 0));
            let outcomes = std::array::from_fn(|s| worth([bit(s, 0), bit(s, 1), bit(s, 2)]));
            credits(&outcomes).map(|it| (it.last_in, it.shapley))
        };
        // Channels that do not meet keep what they bring.
        assert_eq!(
            of(|[a, b, _]| 1.0 + 6.0 * a - 3.0 * b),
            [(6.0, 6.0), (-3.0, -3.0), (0.0, 0.0)]
        );
        // Two that bring the same fact: last in worth nothing, by Shapley half each.
        assert_eq!(
            of(|[a, b, _]| a.max(b)),
            [(0.0, 0.5), (0.0, 0.5), (0.0, 0.0)]
        );
        // All three needed: each is last in for all of it, and has a third.
        let third = 1.0 / 3.0;
        assert_eq!(
            of(|[a, b, c]| a * b * c),
            [(1.0, third), (1.0, third), (1.0, third)]
        );
    }

    #[test]
    fn shapley_adds_up() {
        let outcomes = [0.3, -1.7, 2.2, 0.9, 14.0, -3.1, 0.05, 7.7];
        let sum: f64 = credits(&outcomes).iter().map(|it| it.shapley).sum();
        assert!((sum - 7.4).abs() < 1e-14, "{sum}");
    }
}
