//! The score: what was in the hands of whoever chose, never what luck made of it (`docs/training.md`, The score).
//!
//! Each measure is a share in \[0, 1\]: of the procedure as chosen, or an expectation over the replays, whose luck is the case's and always
//! the same. So a score is a function of case and choices: whoever chooses alike has the same, whatever came of it.

use county::law::review::Breach;
use county::scenario::{CaseKind, Problem};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::problem;
use crate::replays::Replay;
use crate::report::beside;

/// What may be measured, in the order in which it is shown.
const MEASURES: [&str; 9] = [
    "lawful", "known", "reached", "heard", "spoken", "replied", "on_time", "answered", "ended",
];

/// A breach takes this share of lawfulness.
const EACH_BREACH: f64 = 0.25;

/// What a score is made of: points for each measure, together 100.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weights(Vec<(&'static str, u32)>);

/// A score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// Out of 100.
    pub points: f64,
    /// What it is made of.
    pub parts: Vec<Measured>,
}

/// One measure of a score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// Which: one of `lawful`, `known`, `reached`, `heard`, `spoken`, `replied`, `on_time`, `answered`, `ended`.
    pub name: String,
    /// Its points at most, as the case has them.
    pub weight: u32,
    /// How far it was fulfilled, \[0, 1\]; `None` where the case has no such thing, and its points are shared out over the others.
    pub share: Option<f64>,
}

impl Weights {
    /// What a class of this kind is scored by where its case says nothing.
    #[must_use]
    pub fn of(kind: CaseKind) -> Self {
        Self(match kind {
            CaseKind::Matter => vec![
                ("lawful", 40),
                ("known", 25),
                ("reached", 10),
                ("heard", 15),
                ("spoken", 10),
            ],
            CaseKind::Emergency => vec![("lawful", 40), ("on_time", 30), ("answered", 30)],
            _ => vec![("lawful", 40), ("on_time", 40), ("ended", 20)],
        })
    }

    /// As a case file writes them.
    ///
    /// # Errors
    /// What is wrong, with its path.
    pub fn read(written: &Value) -> Result<Self, Vec<Problem>> {
        let remedy = format!(
            "write points of {}, whole and together 100",
            MEASURES.join(", ")
        );
        let Value::Object(object) = written else {
            return Err(vec![problem("score", "is not an object", &remedy)]);
        };
        let mut problems = Vec::new();
        let mut weights = Vec::new();
        for (key, value) in object {
            let path = format!("score.{key}");
            let known = MEASURES.iter().find(|it| *it == key);
            let points = value
                .as_u64()
                .and_then(|it| u32::try_from(it).ok())
                .filter(|it| (1..=100).contains(it));
            match (known, points) {
                (None, _) => problems.push(problem(&path, "is not a measure", &remedy)),
                (_, None) => problems.push(problem(
                    &path,
                    "is not a whole number from 1 to 100",
                    &remedy,
                )),
                (Some(name), Some(points)) => weights.push((*name, points)),
            }
        }
        let sum: u32 = weights.iter().map(|it| it.1).sum();
        if problems.is_empty() && sum != 100 {
            problems.push(problem("score", &format!("adds up to {sum}"), &remedy));
        }
        weights.sort_by_key(|it| MEASURES.iter().position(|name| *name == it.0));
        if problems.is_empty() {
            Ok(Self(weights))
        } else {
            Err(problems)
        }
    }

    /// As it stands in a file.
    #[must_use]
    pub fn written(&self) -> Value {
        self.0
            .iter()
            .map(|(name, points)| ((*name).to_owned(), Value::from(*points)))
            .collect()
    }
}

/// The score of choices: of the breaches that the county they make has in writing, and of their replays.
#[must_use]
pub fn score(weights: &Weights, kind: CaseKind, written: &[Breach], replays: &[Replay]) -> Score {
    let measured = |&(name, weight): &(&'static str, u32)| Measured {
        name: name.to_owned(),
        weight,
        share: share(name, kind, written, replays),
    };
    let parts: Vec<Measured> = weights.0.iter().map(measured).collect();
    let applies = parts.iter().filter(|it| it.share.is_some());
    let all: u32 = applies.map(|it| it.weight).sum();
    let earned: f64 = parts
        .iter()
        .map(|it| it.share.unwrap_or(0.0) * f64::from(it.weight))
        .sum();
    let points = if all == 0 {
        0.0
    } else {
        100.0 * earned / f64::from(all)
    };
    Score { points, parts }
}

fn share(name: &str, kind: CaseKind, written: &[Breach], replays: &[Replay]) -> Option<f64> {
    let came: Vec<&Replay> = replays.iter().filter(|it| it.came).collect();
    let many = came.len() as f64;
    let share_of = |holds: &dyn Fn(&Replay) -> bool| match came.len() {
        0 => 0.0,
        _ => came.iter().filter(|it| holds(it)).count() as f64 / many,
    };
    // The mean over those replays that have it; 0 where none has.
    let mean = |figure: &dyn Fn(&Replay) -> Option<f64>| {
        let all: Vec<f64> = came.iter().filter_map(|it| figure(it)).collect();
        match all.len() {
            0 => 0.0,
            n => (all.iter().sum::<f64>() / n as f64).clamp(0.0, 1.0),
        }
    };
    let is_matter = kind == CaseKind::Matter;
    let part = |part: f64, whole: f64| (whole > 0.0).then(|| part / whole);
    match name {
        "lawful" => {
            let others = |it: &&Replay| beside(written, &it.story).count() as f64;
            let run: f64 = came.iter().map(others).sum();
            let run = if came.is_empty() { 0.0 } else { run / many };
            Some((1.0 - EACH_BREACH * (written.len() as f64 + run)).max(0.0))
        }
        "on_time" => Some(share_of(&Replay::on_time)),
        "ended" => Some(share_of(&|it| it.story.is_over())),
        "answered" => (kind == CaseKind::Emergency).then(|| share_of(&|it| it.story.missed == 0)),
        _ if !is_matter => None,
        "known" => {
            let has = came.iter().any(|it| it.story.known_share().is_some());
            has.then(|| {
                mean(&|it| {
                    it.story
                        .known_share()
                        .filter(|_| it.story.decided.is_some())
                })
            })
        }
        "reached" => {
            let concerns = came.iter().any(|it| it.story.affected > 0.0);
            concerns.then(|| mean(&|it| part(it.story.reached, it.story.affected)))
        }
        "heard" => {
            let concerns = came.iter().any(|it| it.story.affected > 0.0);
            concerns.then(|| mean(&|it| it.story.heard_share()))
        }
        "spoken" => Some(mean(&|it| {
            part(f64::from(it.story.spoke), f64::from(it.story.members))
        })),
        "replied" => Some(mean(&|it| part(it.story.replied, it.story.comments))),
        _ => None,
    }
}
