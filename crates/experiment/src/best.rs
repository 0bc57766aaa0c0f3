//! Which point is best by one metric, or that it cannot be told: [`lab::selection`] on the replications there are.

use kernel::measure::Measures;
use lab::Refused;
use lab::selection::{Answer, Rule, Selection};
use serde::{Deserialize, Serialize};

use crate::file::{Best, FIRST, Goal};
use crate::outline::Outline;

/// Which point is best.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chosen {
    /// By which metric.
    pub metric: String,
    /// Which end of it is better.
    pub goal: Goal,
    /// The smallest difference worth knowing of, in the metric's unit.
    pub zone: f64,
    /// What can be said; nothing where the question is `refused`.
    pub answer: Option<Said>,
    /// The chosen point; while the answer is `open`, the one chosen so far, if one is.
    pub point: Option<u32>,
    /// Those less than the zone apart from it, either way.
    pub alike: Vec<u32>,
    /// Those not told from it yet; where none is chosen yet, those still in.
    pub open: Vec<u32>,
    /// How many more replications it would take, by the means so far; nothing where no more are needed, or nobody can say.
    pub more: Option<u32>,
    /// Running points where the metric is undefined: they are no candidates.
    pub left_out: Vec<u32>,
    /// Why there is no answer.
    pub refused: Option<String>,
}

/// What can be said of which point is best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// The point is told better than every other.
    Best,
    /// It and some others cannot be told apart within the zone; it is told better than all the rest.
    Alike,
    /// The replications did not suffice.
    Open,
}

impl Said {
    /// As it is written.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Best => "best",
            Self::Alike => "alike",
            Self::Open => "open",
        }
    }
}

/// A point, and its numbers, one a replication.
pub(crate) type Figures = (u32, Vec<f64>);

/// One number a replication of a metric at every running point where it has them, with the point's number, and the points where it has not.
/// Where it has at none, why.
pub(crate) fn candidates(
    outline: &Outline,
    metric: &str,
    measures: &[Vec<Measures>],
) -> Result<(Vec<Figures>, Vec<u32>), Refused> {
    let (mut found, mut left_out, mut refused) = (Vec::new(), Vec::new(), None);
    for point in outline.running() {
        let measures = measures.get(point as usize).map_or(&[][..], |it| it);
        let finite = |parts: &Vec<f64>| parts.iter().all(|it| it.is_finite());
        match lab::parts(measures, metric) {
            Ok(parts) if finite(&parts) => found.push((point, parts)),
            Ok(_) => left_out.push(point),
            Err(why) => {
                left_out.push(point);
                refused.get_or_insert(why);
            }
        }
    }
    match refused {
        Some(why) if found.is_empty() => Err(why),
        _ => Ok((found, left_out)),
    }
}

pub(crate) fn chosen(outline: &Outline, asked: &Best, measures: &[Vec<Measures>]) -> Chosen {
    let mut chosen = Chosen {
        metric: asked.metric.clone(),
        goal: asked.goal,
        zone: asked.zone,
        answer: None,
        point: None,
        alike: Vec::new(),
        open: Vec::new(),
        more: None,
        left_out: Vec::new(),
        refused: None,
    };
    let said = candidates(outline, &asked.metric, measures).and_then(|(found, left_out)| {
        chosen.left_out = left_out;
        select(outline, asked, &found).map(|it| (it, found))
    });
    let (selection, found) = match said {
        Ok(it) => it,
        Err(why) => {
            chosen.refused = Some(why.to_string());
            return chosen;
        }
    };
    let point = |system: u32| found.get(system as usize).map(|it| it.0);
    let points = |systems: Vec<u32>| systems.into_iter().filter_map(point).collect();
    let (said, best, alike, open) = match selection.answer() {
        Answer::Best { best } => (Said::Best, Some(best), Vec::new(), Vec::new()),
        Answer::CannotBeTold { best, alike } => (Said::Alike, Some(best), alike, Vec::new()),
        Answer::Selected { best, open } => (Said::Open, Some(best), Vec::new(), open),
        Answer::Screening { survivors } => (Said::Open, None, Vec::new(), survivors),
    };
    chosen.answer = Some(said);
    chosen.point = best.and_then(point);
    chosen.alike = points(alike);
    chosen.open = points(open);
    chosen.more = selection.more();
    chosen
}

/// All replications entered, in their order; systems in the order of points.
fn select(outline: &Outline, asked: &Best, found: &[Figures]) -> Result<Selection, Refused> {
    let rule = Rule {
        zone: asked.zone,
        confidence: outline.spec.confidence,
        first: FIRST,
        goal: asked.goal.into(),
        common_luck: true,
    };
    let mut selection = Selection::new(found.len() as u32, rule)?;
    for replication in 0..outline.spec.replications {
        for (system, (_, parts)) in (0..).zip(found) {
            if let Some(part) = parts.get(replication as usize) {
                selection.enter(system, replication, *part)?;
            }
        }
    }
    Ok(selection)
}
