//! Which factors matter: [`lab::sensitivity`], on the figures of points.

use std::collections::BTreeMap;

use lab::sensitivity::{Morris, Screening, Sobol};
use lab::{Figure, Refused};
use serde::{Deserialize, Serialize};

use crate::file::{Kind, Spec};

/// The design that tells which factors matter.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Screen {
    Morris(Morris),
    Sobol(Sobol),
}

impl Screen {
    /// That of an experiment; nothing where it is of another kind.
    pub(crate) fn of(spec: &Spec) -> Option<Result<Self, Refused>> {
        let (design, factors) = (&spec.design, spec.factors.len() as u32);
        match design.kind {
            Kind::Morris => {
                let trajectories = design.trajectories.unwrap_or_default();
                let levels = design.levels.unwrap_or_default();
                Some(Morris::new(factors, trajectories, levels, spec.seed).map(Self::Morris))
            }
            Kind::Sobol => {
                let rows = design.points.unwrap_or_default();
                Some(Sobol::new(factors, rows, spec.seed).map(Self::Sobol))
            }
            _ => None,
        }
    }

    /// Its points in the unit cube.
    pub(crate) fn points(&self) -> Vec<Vec<f64>> {
        match self {
            Self::Morris(it) => (0..it.runs()).map(|run| it.point(run)).collect(),
            Self::Sobol(it) => (0..it.runs()).map(|run| it.point(run)).collect(),
        }
    }
}

/// How a metric hangs on the factors.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Sensitivity {
    /// Why it cannot be told.
    pub refused: Option<String>,
    /// Of `sobol`: variance of the metric over the ranges of all factors, in its unit squared.
    pub variance: Option<f64>,
    /// Of every factor.
    pub factors: BTreeMap<String, Matters>,
}

/// How much a factor matters.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Matters {
    /// Elementary effects: changes of the metric for a move through the whole range.
    Morris(Screening),
    /// Shares of variance.
    Sobol {
        /// What knowing it alone would take away.
        first: Figure,
        /// What would be left if all others were known.
        total: Figure,
    },
}

/// From the figure of every point in order, nothing where there is none.
pub(crate) fn sensitivity(spec: &Spec, screen: &Screen, figures: &[Option<f64>]) -> Sensitivity {
    let told = |refused: String| Sensitivity {
        refused: Some(refused),
        ..Sensitivity::default()
    };
    if let Some(point) = figures.iter().position(Option::is_none) {
        return told(format!(
            "point {point} was skipped or the metric is undefined there, and every point is needed: choose another metric, or ranges in which all points are possible"
        ));
    }
    let figures: Vec<f64> = figures.iter().copied().flatten().collect();
    let names = spec.factors.keys().cloned();
    let found = match screen {
        Screen::Morris(it) => it.screen(&figures, spec.confidence).map(|found| {
            let found = found.into_iter().map(Matters::Morris);
            (None, names.zip(found).collect())
        }),
        Screen::Sobol(it) => it.indices(&figures, spec.confidence).map(|found| {
            let shares = found.first.into_iter().zip(found.total);
            let shares = shares.map(|(first, total)| Matters::Sobol { first, total });
            (Some(found.variance), names.zip(shares).collect())
        }),
    };
    match found {
        Ok((variance, factors)) => Sensitivity {
            refused: None,
            variance,
            factors,
        },
        Err(why) => told(why.to_string()),
    }
}
