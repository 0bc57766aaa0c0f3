//! Bounded confidence (Hegselmann & Krause 2002): everybody takes the mean of the opinions no further than ε from his own.
//!
//! How many clusters are left depends on whether two opinions are *exactly* ε apart, and on a regular grid many are: in rounded
//! arithmetic the answer is that of the rounding. Opinions are whole numbers over a common denominator here, and nothing is rounded.

use super::exact::Natural;

/// The most members [`hegselmann_krause`] takes.
pub const MOST_AGENTS: u32 = 80;

/// Members who ended at one opinion.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cluster {
    /// The opinion, within \[0, 1\].
    pub opinion: f64,
    /// How many.
    pub members: u32,
}

/// Where opinions came to rest.
#[derive(Debug, Clone, PartialEq)]
pub struct Clusters {
    /// By opinion, ascending.
    pub clusters: Vec<Cluster>,
    /// Rounds in which anything changed.
    pub steps: u32,
}

/// `n` opinions, 2 ≤ n ≤ [`MOST_AGENTS`], begin at 0, 1/(n − 1), …, 1; ε is `confidence`, a fraction (numerator, denominator > 0).
/// Everybody moves at once, until nobody moves.
#[must_use]
pub fn hegselmann_krause(n: u32, confidence: (u32, u32)) -> Option<Clusters> {
    if !(2..=MOST_AGENTS).contains(&n) || confidence.1 == 0 {
        return None;
    }
    let mut opinions = Opinions {
        places: (0..n).map(|k| Natural::new(k.into())).collect(),
        whole: Natural::new((n - 1).into()),
    };
    let mut steps = 0;
    while let Some(next) = opinions.next(confidence)? {
        opinions = next;
        steps += 1;
    }
    let mut clusters = Vec::<Cluster>::new();
    let mut before = None;
    for place in &opinions.places {
        match clusters.last_mut() {
            Some(cluster) if before == Some(place) => cluster.members += 1,
            _ => clusters.push(Cluster {
                opinion: place.part_of(&opinions.whole),
                members: 1,
            }),
        }
        before = Some(place);
    }
    Some(Clusters { clusters, steps })
}

/// Opinions in ascending order, as parts of a whole. Means of neighbours keep the order.
struct Opinions {
    places: Vec<Natural>,
    whole: Natural,
}

impl Opinions {
    /// After one round; `Some(None)` when nobody moves.
    fn next(&self, (over, under): (u32, u32)) -> Option<Option<Self>> {
        let reach = self.whole.times(&Natural::new(over.into()));
        let scale = Natural::new(under.into());
        let scaled: Vec<Natural> = self.places.iter().map(|it| it.times(&scale)).collect();
        // |x − y| ≤ ε, as y ≤ x + ε and x ≤ y + ε.
        let near = |x: &Natural, y: &Natural| *y <= x.plus(&reach) && *x <= y.plus(&reach);
        let sums: Vec<(Natural, u128)> = scaled
            .iter()
            .map(|x| {
                let neighbours = self.places.iter().zip(&scaled).filter(|it| near(x, it.1));
                neighbours.fold((Natural::new(0), 0), |(sum, count), (place, _)| {
                    (sum.plus(place), count + 1)
                })
            })
            .collect();
        // Over the least common multiple of all numbers of neighbours the means are whole again.
        let common = sums.iter().try_fold(1u128, |all, (_, count)| {
            (all / greatest_divisor(all, *count)).checked_mul(*count)
        })?;
        let factor = Natural::new(common);
        let moved = sums
            .iter()
            .zip(&self.places)
            .any(|((sum, count), place)| *sum != place.times(&Natural::new(*count)));
        Some(moved.then(|| {
            Self {
                places: sums
                    .iter()
                    .map(|(sum, count)| sum.times(&Natural::new(common / count)))
                    .collect(),
                whole: self.whole.times(&factor),
            }
        }))
    }
}

fn greatest_divisor(a: u128, b: u128) -> u128 {
    if b == 0 {
        a
    } else {
        greatest_divisor(b, a % b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_ones_by_hand() {
        // 0, ½, 1 with ε = ½: the ends meet the middle at ¼ and ¾, the middle stays; then all within ½ of each other: ½.
        let got = hegselmann_krause(3, (1, 2)).unwrap();
        assert_eq!((got.clusters.len(), got.steps), (1, 2));
        assert_eq!((got.clusters[0].opinion, got.clusters[0].members), (0.5, 3));
        // Nobody near: nobody moves.
        let got = hegselmann_krause(3, (0, 1)).unwrap();
        assert_eq!((got.clusters.len(), got.steps), (3, 0));
        assert_eq!(hegselmann_krause(2, (1, 1)).unwrap().steps, 1);
        for none in [(1, (1, 2)), (MOST_AGENTS + 1, (1, 2)), (5, (1, 0))] {
            assert_eq!(hegselmann_krause(none.0, none.1), None);
        }
    }

    #[test]
    fn the_published_clusters() {
        for (n, confidence, clusters, steps) in [
            (21, (3, 40), 5, 14),
            (21, (1, 8), 3, 9),
            (21, (9, 40), 1, 12),
            (51, (1, 20), 7, 29),
            (51, (11, 100), 3, 16),
            (51, (1, 4), 1, 13),
        ] {
            let got = hegselmann_krause(n, confidence).unwrap();
            assert_eq!(
                (got.clusters.len(), got.steps),
                (clusters, steps),
                "{n} {confidence:?}"
            );
            let members: u32 = got.clusters.iter().map(|it| it.members).sum();
            assert_eq!(members, n);
        }
    }

    #[test]
    fn the_fraction_may_be_written_in_any_terms() {
        assert_eq!(
            hegselmann_krause(21, (1, 8)),
            hegselmann_krause(21, (125, 1000))
        );
    }

    #[test]
    fn the_largest_and_narrowest_stay_within_numbers() {
        for confidence in [(1, 79), (1, 20), (1, 9), (1, 5), (1, 3)] {
            assert!(
                hegselmann_krause(MOST_AGENTS, confidence).is_some(),
                "{confidence:?}"
            );
        }
    }
}
