//! Main effects and interactions of a two-level design.

use serde::{Deserialize, Serialize};

use super::factorial::{Factorial, Word, simplest};
use crate::difference::{ROUNDING, p_value};
use crate::figure::{Figure, mean, moments};
use crate::holm::holm;
use crate::refused::{Refused, at_least, at_most, finite, length};
use crate::series::count;

/// The most effects that are fitted where runs are missing.
const MOST_FITTED: u64 = 1_000;

/// What a design says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Effects {
    /// The mean over all runs.
    pub mean: Figure,
    /// Effects up to the order asked, short words first.
    pub effects: Vec<Effect>,
    /// Runs that were left out, ascending. Where there are any, effects are fitted by least squares, and those of higher order than asked are taken to
    /// be nothing.
    pub left_out: Vec<u32>,
}

/// One effect, or in a fraction the sum of those that cannot be told apart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// Its factors; of several that cannot be told apart the simplest.
    pub word: Word,
    /// The others, short ones first; empty in a full design.
    pub aliases: Vec<Word>,
    /// How much the figure rises, in its unit, from the low to the high level on average over the others; of an interaction, half the
    /// difference that one factor makes to the other's effect.
    pub effect: Figure,
    /// Two-sided p-value of "no effect".
    pub p: f64,
    /// The same corrected by Holm's method for all effects reported here.
    pub p_adjusted: f64,
}

/// Effects of up to `order` factors, from `responses[run][replication]` with runs in the design's order; an empty list where a run was left out, because it
/// could not be made or the figure is undefined there.
///
/// Replication r of all runs must have had the same luck: each effect is computed within every replication, and its interval is Student's t
/// over replications. What luck has in common cancels, and runs may differ in spread.
///
/// # Errors
/// Responses that are not one list a run, lists of unlike length, fewer than two replications, a response that is undefined, a confidence
/// outside (0, 1); so many runs left out that an effect cannot be told from others.
pub fn effects(
    design: &Factorial,
    responses: &[Vec<f64>],
    order: u32,
    confidence: f64,
) -> Result<Effects, Refused> {
    length(
        "runs of the design",
        design.runs() as usize,
        responses.len(),
    )?;
    let made = || responses.iter().filter(|run| !run.is_empty());
    let replications = made().next().map_or(0, Vec::len);
    at_least("replications", 2, replications)?;
    for run in made() {
        length("replications of a run", replications, run.len())?;
        finite("responses of a run", run)?;
    }
    let group = design.group();
    // Every effect asked for, with its number among the products of free factors.
    let mut words: Vec<(Word, u32)> = (1..design.runs())
        .filter_map(|free| Some((simplest(group.iter().map(|it| Word(it.0 ^ free)))?, free)))
        .filter(|(word, _)| word.order() <= order)
        .collect();
    words.sort_by_key(|(word, _)| word.rank());
    let numbers = std::iter::once(0).chain(words.iter().map(|it| it.1));
    let left_out: Vec<u32> = (0..design.runs())
        .filter(|run| responses[*run as usize].is_empty())
        .collect();
    // Of the mean and of each effect, half of it in every replication.
    let halves = if left_out.is_empty() {
        orthogonal(responses, numbers)
    } else {
        let named: Vec<Word> = std::iter::once(Word(0))
            .chain(words.iter().map(|it| it.0))
            .collect();
        fitted(responses, &numbers.collect::<Vec<_>>(), &named)?
    };
    let largest = made()
        .flatten()
        .fold(0.0_f64, |most, it| most.max(it.abs()));
    let rounding = ROUNDING * largest;
    let mut halves = halves.into_iter();
    let mean_over_runs = mean(&halves.next().unwrap_or_default(), confidence)?;
    let mut effects = Vec::with_capacity(words.len());
    for ((word, _), halves) in words.into_iter().zip(halves) {
        // An inert factor has no effect, not one of the size of rounding.
        let sized = |it: &f64| if it.abs() <= rounding { 0.0 } else { 2.0 * it };
        let values: Vec<f64> = halves.iter().map(sized).collect();
        let (value, variance) = moments("replications", &values)?;
        effects.push(Effect {
            word,
            aliases: design.aliases(word),
            effect: mean(&values, confidence)?,
            p: p_value(value, variance, count(replications) - 1.0).unwrap_or(1.0),
            p_adjusted: 1.0,
        });
    }
    let adjusted = holm(&effects.iter().map(|it| it.p).collect::<Vec<_>>());
    for (effect, p) in effects.iter_mut().zip(adjusted) {
        effect.p_adjusted = p;
    }
    Ok(Effects {
        mean: mean_over_runs,
        effects,
        left_out,
    })
}

/// `[effect][replication]`, from all runs.
fn orthogonal(responses: &[Vec<f64>], numbers: impl Iterator<Item = u32>) -> Vec<Vec<f64>> {
    let replications = responses.first().map_or(0, Vec::len);
    let contrasts: Vec<Vec<f64>> = (0..replications)
        .map(|r| contrasts(responses.iter().map(|run| run[r]).collect()))
        .collect();
    let runs = count(responses.len());
    numbers
        .map(|number| {
            let of = contrasts.iter().map(|it| it[number as usize] / runs);
            of.collect()
        })
        .collect()
}

/// The sum of the responses with the signs of every word of free factors, by number of the word (Yates 1937).
fn contrasts(mut responses: Vec<f64>) -> Vec<f64> {
    let mut step = 1;
    while step < responses.len() {
        for block in responses.chunks_mut(2 * step) {
            let (low, high) = block.split_at_mut(step);
            for (low, high) in low.iter_mut().zip(high) {
                (*low, *high) = (*low + *high, *high - *low);
            }
        }
        step *= 2;
    }
    responses
}

/// `[effect][replication]` by least squares from the runs that were made.
fn fitted(
    responses: &[Vec<f64>],
    numbers: &[u32],
    words: &[Word],
) -> Result<Vec<Vec<f64>>, Refused> {
    at_most(
        "effects fitted with runs left out",
        MOST_FITTED,
        numbers.len() as u64,
        "ask for effects of lower order",
    )?;
    let made: Vec<(u32, &Vec<f64>)> = (0..)
        .zip(responses)
        .filter(|(_, run)| !run.is_empty())
        .collect();
    let sign = |number: u32, run: u32| {
        if (number & !run).count_ones().is_multiple_of(2) {
            1.0
        } else {
            -1.0
        }
    };
    // Normal equations; whole numbers, so exact.
    let mut equations: Vec<Vec<f64>> = Vec::with_capacity(numbers.len());
    let mut sums: Vec<Vec<f64>> = Vec::with_capacity(numbers.len());
    for one in numbers {
        let product = |other: &u32| made.iter().map(|it| sign(one ^ other, it.0)).sum();
        equations.push(numbers.iter().map(product).collect());
        let mut sum = vec![0.0; made.first().map_or(0, |it| it.1.len())];
        for (run, values) in &made {
            let signed = values.iter().map(|it| sign(*one, *run) * it);
            sum.iter_mut().zip(signed).for_each(|(sum, it)| *sum += it);
        }
        sums.push(sum);
    }
    eliminate(&mut equations, &mut sums, words)?;
    Ok(sums)
}

/// Gauss and Jordan on a positive definite matrix: right-hand sides become solutions.
fn eliminate(
    matrix: &mut [Vec<f64>],
    sides: &mut [Vec<f64>],
    words: &[Word],
) -> Result<(), Refused> {
    let size = matrix.len();
    for pivot in 0..size {
        let scale = matrix[pivot][pivot];
        // Entries are whole numbers up to the number of runs: what is left of nothing is rounding.
        if scale < 1e-6 {
            return Err(Refused::Confounded(words[pivot].to_string()));
        }
        let row = matrix[pivot].clone();
        let side = sides[pivot].clone();
        for other in (0..size).filter(|other| *other != pivot) {
            let factor = matrix[other][pivot] / scale;
            if factor == 0.0 {
                continue;
            }
            for (entry, it) in matrix[other][pivot..].iter_mut().zip(&row[pivot..]) {
                *entry -= factor * it;
            }
            for (entry, it) in sides[other].iter_mut().zip(&side) {
                *entry -= factor * it;
            }
        }
    }
    for (pivot, side) in sides.iter_mut().enumerate() {
        let scale = matrix[pivot][pivot];
        side.iter_mut().for_each(|it| *it /= scale);
    }
    Ok(())
}
