//! Latin hypercubes (McKay, Beckman & Conover 1979).

use kernel::distributions::uniform;
use kernel::{Key, KeyedRng, Streams, id_hash};

use super::MOST_POINTS;
use crate::bootstrap::place;
use crate::refused::{Refused, at_least, at_most};
use crate::series::count;

/// The most tries.
const MOST_TRIES: u32 = 10_000;
/// The most distances that are compared over all tries.
const MOST_DISTANCES: u64 = 1_000_000_000;

/// `points` points of the unit cube, `[point][factor]`: of every factor each of as many equal strata has exactly one point, at a place drawn
/// within it. Of `tries` such designs it is the one whose two nearest points are farthest apart (maximin; Morris & Mitchell 1995), the
/// first of equals.
///
/// Luck is keyed by seed, try, factor and point: with one try, a further factor leaves the others' coordinates as they were.
///
/// # Errors
/// No point, factor or try; more points than [`MOST_POINTS`], more than 10 000 tries, or so many of both that comparing takes minutes.
pub fn latin_hypercube(
    points: u32,
    factors: u32,
    tries: u32,
    seed: u64,
) -> Result<Vec<Vec<f64>>, Refused> {
    at_least("points", 1, points as usize)?;
    at_least("factors", 1, factors as usize)?;
    at_least("tries", 1, tries as usize)?;
    at_most(
        "points",
        MOST_POINTS,
        u64::from(points),
        "take fewer points",
    )?;
    at_most(
        "tries",
        u64::from(MOST_TRIES),
        u64::from(tries),
        "take fewer tries",
    )?;
    if tries > 1 {
        let pairs = u64::from(points) * (u64::from(points) - 1) / 2;
        at_most(
            "distances between points",
            MOST_DISTANCES,
            pairs * u64::from(tries),
            "take one try, or fewer",
        )?;
    }
    let mut best = one_hypercube(points, factors, seed);
    if tries == 1 {
        return Ok(best);
    }
    let mut farthest = nearest(&best);
    for attempt in 1..tries {
        let next = one(points, factors, attempt, seed);
        let apart = nearest(&next);
        if apart > farthest {
            (best, farthest) = (next, apart);
        }
    }
    Ok(best)
}

/// What [`latin_hypercube`] gives of one try, for who knows that there are points and factors and not too many of them.
#[must_use]
pub fn one_hypercube(points: u32, factors: u32, seed: u64) -> Vec<Vec<f64>> {
    one(points, factors, 0, seed)
}

fn one(points: u32, factors: u32, attempt: u32, seed: u64) -> Vec<Vec<f64>> {
    let mut design = vec![Vec::with_capacity(factors as usize); points as usize];
    for factor in 0..factors {
        let mut luck = stream(seed, attempt, factor);
        let mut strata: Vec<u32> = (0..points).collect();
        // Fisher and Yates, from the end.
        for last in (1..strata.len()).rev() {
            strata.swap(last, place(&mut luck, last + 1));
        }
        for (point, stratum) in design.iter_mut().zip(strata) {
            point.push((f64::from(stratum) + uniform(&mut luck)) / f64::from(points));
        }
    }
    design
}

fn stream(seed: u64, attempt: u32, factor: u32) -> KeyedRng {
    Streams::new(seed, attempt).open(Key {
        entity: id_hash("lab.hypercube"),
        purpose: factor,
        ..Key::default()
    })
}

/// The square of the smallest distance between two points, per factor; infinite for a single point.
fn nearest(points: &[Vec<f64>]) -> f64 {
    let mut least = f64::INFINITY;
    for (at, one) in points.iter().enumerate() {
        for other in &points[at + 1..] {
            let square: f64 = one.iter().zip(other).map(|(a, b)| (a - b) * (a - b)).sum();
            least = least.min(square / count(one.len()));
        }
    }
    least
}
