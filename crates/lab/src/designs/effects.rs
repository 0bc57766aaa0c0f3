//! Main effects and interactions of a two-level design.

use super::factorial::{Factorial, Word, simplest};
use crate::difference::p_value;
use crate::figure::{Figure, mean, moments};
use crate::holm::holm;
use crate::refused::{Refused, at_least, finite, length};
use crate::series::count;

/// What a design says.
#[derive(Debug, Clone, PartialEq)]
pub struct Effects {
    /// The mean over all runs.
    pub mean: Figure,
    /// Effects up to the order asked, short words first.
    pub effects: Vec<Effect>,
}

/// One effect, or in a fraction the sum of those that cannot be told apart.
#[derive(Debug, Clone, PartialEq)]
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

/// Effects of up to `order` factors, from `responses[run][replication]` with runs in the design's order.
///
/// Replication r of all runs must have had the same luck: each effect is computed within every replication, and its interval is Student's t
/// over replications. What luck has in common cancels, and runs may differ in spread.
///
/// # Errors
/// Responses that are not one list a run, lists of unlike length, fewer than two replications, a response that is undefined, a confidence
/// outside (0, 1).
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
    let replications = responses.first().map_or(0, Vec::len);
    at_least("replications", 2, replications)?;
    for run in responses {
        length("replications of a run", replications, run.len())?;
        finite("responses of a run", run)?;
    }
    let contrasts: Vec<Vec<f64>> = (0..replications)
        .map(|r| contrasts(responses.iter().map(|run| run[r]).collect()))
        .collect();
    let of = |word: usize, divisor: f64| -> Vec<f64> {
        contrasts.iter().map(|it| it[word] / divisor).collect()
    };
    let runs = count(responses.len());
    let group = design.group();
    let mut effects = Vec::new();
    for free in 1..design.runs() {
        let Some(word) = simplest(group.iter().map(|it| Word(it.0 ^ free))) else {
            continue;
        };
        if word.order() > order {
            continue;
        }
        let values = of(free as usize, 0.5 * runs);
        let (value, variance) = moments("replications", &values)?;
        effects.push(Effect {
            word,
            aliases: design.aliases(word),
            effect: mean(&values, confidence)?,
            p: p_value(value, variance, count(replications) - 1.0).unwrap_or(1.0),
            p_adjusted: 1.0,
        });
    }
    effects.sort_by_key(|it: &Effect| it.word.rank());
    let adjusted = holm(&effects.iter().map(|it| it.p).collect::<Vec<_>>());
    for (effect, p) in effects.iter_mut().zip(adjusted) {
        effect.p_adjusted = p;
    }
    Ok(Effects {
        mean: mean(&of(0, runs), confidence)?,
        effects,
    })
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
