//! Elementary effects (M. D. Morris 1991, Technometrics 33), with μ* (Campolongo, Cariboni & Saltelli 2007).

use kernel::distributions::uniform;
use kernel::{Key, KeyedRng, Streams, id_hash};
use serde::{Deserialize, Serialize};

use super::MOST_RUNS;
use crate::bootstrap::place;
use crate::figure::{Figure, mean, moments};
use crate::refused::{Refused, at_least, at_most, finite, length};
use crate::series::count;

/// Morris's trajectory design: each of r trajectories begins at a random point of a grid of p levels and moves every input once, in random
/// order, up or down by Δ = p/(2(p − 1)). r(k + 1) runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Morris {
    factors: u32,
    trajectories: u32,
    levels: u32,
    seed: u64,
}

/// What is said of one input. Effects are changes of the output for a move through the whole range of the input.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Screening {
    /// μ, the mean elementary effect, with Student's interval over trajectories.
    pub mean: Figure,
    /// μ*, the mean size of elementary effects, likewise: how much the input matters, even where effects cancel.
    pub size: Figure,
    /// σ, their standard deviation: 0 for an input that is linear and interacts with none.
    pub spread: f64,
}

/// Where a trajectory begins, and where it goes.
struct Path {
    /// Of each factor: the lower of its two levels.
    low: Vec<u32>,
    /// Whether it moves up.
    up: Vec<bool>,
    /// Place of each factor in the order of moves.
    turn: Vec<u32>,
}

impl Morris {
    /// A design of r trajectories (10 to 50 are usual) on a grid of an even number of levels (4 is usual).
    ///
    /// # Errors
    /// No factor, fewer than two trajectories, levels that are odd or none, more than [`MOST_RUNS`] runs.
    pub fn new(factors: u32, trajectories: u32, levels: u32, seed: u64) -> Result<Self, Refused> {
        at_least("factors", 1, factors as usize)?;
        at_least("trajectories", 2, trajectories as usize)?;
        if levels == 0 || !levels.is_multiple_of(2) {
            return Err(Refused::OutOfRange {
                what: "the number of levels",
                range: "even, so that moves up and down visit all levels equally",
                given: f64::from(levels),
            });
        }
        at_most(
            "runs",
            MOST_RUNS,
            (u64::from(factors) + 1).saturating_mul(u64::from(trajectories)),
            "take fewer trajectories",
        )?;
        Ok(Self {
            factors,
            trajectories,
            levels,
            seed,
        })
    }

    /// Number of runs: r(k + 1).
    #[must_use]
    pub fn runs(&self) -> u32 {
        self.trajectories * (self.factors + 1)
    }

    /// The point of a run, from 0; a coordinate a factor.
    #[must_use]
    pub fn point(&self, run: u32) -> Vec<f64> {
        let path = self.path(run / (self.factors + 1));
        let moved = run % (self.factors + 1);
        path.low
            .iter()
            .zip(&path.up)
            .zip(&path.turn)
            .map(|((low, up), turn)| {
                let is_high = *up == (*turn < moved);
                let level = low + if is_high { self.levels / 2 } else { 0 };
                f64::from(level) / f64::from(self.levels - 1)
            })
            .collect()
    }

    /// What the outputs, one a run in order, say of each factor at a confidence.
    ///
    /// # Errors
    /// Not one output a run, an output that is undefined, a confidence outside (0, 1).
    pub fn screen(&self, outputs: &[f64], confidence: f64) -> Result<Vec<Screening>, Refused> {
        length("outputs", self.runs() as usize, outputs.len())?;
        finite("outputs", outputs)?;
        // Of each factor, its effect in every trajectory.
        let mut effects =
            vec![Vec::with_capacity(self.trajectories as usize); self.factors as usize];
        let step = f64::from(self.levels / 2) / f64::from(self.levels - 1);
        for (trajectory, outputs) in (0..).zip(outputs.chunks(self.factors as usize + 1)) {
            let path = self.path(trajectory);
            for ((effects, turn), up) in effects.iter_mut().zip(path.turn).zip(path.up) {
                let change = outputs[turn as usize + 1] - outputs[turn as usize];
                effects.push(if up { change } else { -change } / step);
            }
        }
        effects
            .iter()
            .map(|effects| {
                let sizes: Vec<f64> = effects.iter().map(|it| it.abs()).collect();
                Ok(Screening {
                    mean: mean(effects, confidence)?,
                    size: mean(&sizes, confidence)?,
                    spread: (moments("trajectories", effects)?.1 * count(effects.len())).sqrt(),
                })
            })
            .collect()
    }

    fn path(&self, trajectory: u32) -> Path {
        let (mut low, mut up) = (Vec::new(), Vec::new());
        for factor in 0..self.factors {
            let mut luck = self.stream(trajectory, factor);
            low.push(place(&mut luck, self.levels as usize / 2) as u32);
            up.push(uniform(&mut luck) < 0.5);
        }
        let mut turn: Vec<u32> = (0..self.factors).collect();
        let mut luck = self.stream(trajectory, u32::MAX);
        for last in (1..turn.len()).rev() {
            turn.swap(last, place(&mut luck, last + 1));
        }
        Path { low, up, turn }
    }

    fn stream(&self, trajectory: u32, purpose: u32) -> KeyedRng {
        Streams::new(self.seed, trajectory).open(Key {
            entity: id_hash("lab.morris"),
            purpose,
            ..Key::default()
        })
    }
}
