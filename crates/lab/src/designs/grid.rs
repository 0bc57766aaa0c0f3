//! Sweeps: levels of one factor, of two, or of more.

use super::MOST_POINTS;
use crate::refused::{Refused, at_least, at_most, length};

/// All combinations of levels, as indices from 0, the first factor fastest. With one factor a one-way sweep, with two a two-way one.
///
/// # Errors
/// No factor, a factor without levels, more points than [`MOST_POINTS`] (the message says how many).
pub fn grid(levels: &[u32]) -> Result<Vec<Vec<u32>>, Refused> {
    at_least("factors", 1, levels.len())?;
    some_levels(levels)?;
    let points = levels.iter().fold(1u64, |points, levels| {
        points.saturating_mul(u64::from(*levels))
    });
    at_most(
        "points",
        MOST_POINTS,
        points,
        "take fewer levels, one factor at a time (one_at_a_time) or a Latin hypercube",
    )?;
    Ok((0..points)
        .map(|mut number| {
            levels
                .iter()
                .map(|levels| {
                    let level = number % u64::from(*levels);
                    number /= u64::from(*levels);
                    level as u32
                })
                .collect()
        })
        .collect())
}

/// The base point first, then each factor in turn at all its other levels, the rest as in the base.
///
/// # Errors
/// No factor, a factor without levels, a base that is not one level a factor, more points than [`MOST_POINTS`].
pub fn one_at_a_time(levels: &[u32], base: &[u32]) -> Result<Vec<Vec<u32>>, Refused> {
    at_least("factors", 1, levels.len())?;
    some_levels(levels)?;
    length("levels of the base point", levels.len(), base.len())?;
    for (level, levels) in base.iter().zip(levels) {
        if level >= levels {
            return Err(Refused::OutOfRange {
                what: "a level of the base point",
                range: "below the number of its factor's levels",
                given: f64::from(*level),
            });
        }
    }
    let others: u64 = levels.iter().map(|it| u64::from(*it) - 1).sum();
    at_most("points", MOST_POINTS, others + 1, "take fewer levels")?;
    let mut points = vec![base.to_vec()];
    for (factor, levels) in levels.iter().enumerate() {
        for level in (0..*levels).filter(|level| base.get(factor) != Some(level)) {
            let mut point = base.to_vec();
            point[factor] = level;
            points.push(point);
        }
    }
    Ok(points)
}

fn some_levels(levels: &[u32]) -> Result<(), Refused> {
    match levels.contains(&0) {
        true => at_least("levels of a factor", 1, 0),
        false => Ok(()),
    }
}
