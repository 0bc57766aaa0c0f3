//! Which points are not beaten in everything that is wanted: [`lab::pareto`].

use kernel::measure::Measures;
use lab::Refused;
use serde::{Deserialize, Serialize};

use crate::best::candidates;
use crate::file::Aim;
use crate::outline::Outline;

/// Resamples behind the shares.
const RESAMPLES: u32 = 1_000;

/// The points that nobody beats in everything, and how firmly.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Front {
    /// What is wanted.
    pub goals: Vec<Aim>,
    /// Every point; nothing where it was skipped or one of the metrics is undefined.
    pub members: Vec<Option<Member>>,
    /// Why there is no front.
    pub refused: Option<String>,
}

/// One point.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// Its number.
    pub point: u32,
    /// Whether its means are on the front.
    pub on_front: bool,
    /// In which share of resamples of the replications they are; a measure of how firmly, not a probability.
    pub share: f64,
    /// Who is told to dominate it, the surest; nothing where nobody is.
    pub dominated_by: Option<u32>,
    /// Of that sentence, by Holm's method over all pairs of points.
    pub p_adjusted: f64,
}

pub(crate) fn front(outline: &Outline, goals: &[Aim], measures: &[Vec<Measures>]) -> Front {
    let mut front = Front {
        goals: goals.to_vec(),
        members: vec![None; outline.points.len()],
        refused: None,
    };
    match members(outline, goals, measures) {
        Ok(members) => {
            for member in members {
                if let Some(place) = front.members.get_mut(member.point as usize) {
                    *place = Some(member);
                }
            }
        }
        Err(why) => front.refused = Some(why.to_string()),
    }
    front
}

fn members(
    outline: &Outline,
    goals: &[Aim],
    measures: &[Vec<Measures>],
) -> Result<Vec<Member>, Refused> {
    // Points at which all of it is defined.
    let mut points: Vec<(u32, Vec<Vec<f64>>)> = Vec::new();
    for (n, goal) in goals.iter().enumerate() {
        let (found, _) = candidates(outline, &goal.metric, measures)?;
        if n == 0 {
            points = found.into_iter().map(|it| (it.0, vec![it.1])).collect();
            continue;
        }
        points.retain_mut(|(point, metrics)| {
            let parts = found.iter().find(|it| it.0 == *point);
            metrics.extend(parts.map(|it| it.1.clone()));
            parts.is_some()
        });
    }
    let (numbers, figures): (Vec<u32>, Vec<_>) = points.into_iter().unzip();
    let goals: Vec<lab::Goal> = goals.iter().map(|it| it.goal.into()).collect();
    let spec = &outline.spec;
    let found = lab::pareto::uncertain(&figures, &goals, spec.confidence, RESAMPLES, spec.seed)?;
    let told = numbers.iter().zip(found).map(|(point, it)| Member {
        point: *point,
        on_front: it.on_front,
        share: it.share,
        dominated_by: it
            .dominated_by
            .and_then(|it| numbers.get(it as usize).copied()),
        p_adjusted: it.p_adjusted,
    });
    Ok(told.collect())
}
