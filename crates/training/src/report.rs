//! What is to be learned of a play, told apart from luck.

use county::event::{Channel, HolderKind};
use county::law::review::Breach;
use county::scenario::{CaseKind, Problem, Text};
use kernel::measure::Measure;
use serde::{Deserialize, Serialize};
use trial::Snapshot;

use crate::now::named;
use crate::play::Choices;
use crate::ready::{Chosen, Ready};
use crate::story::{Broken, Story};

/// The report of a play.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// What kind of case it was.
    pub kind: CaseKind,
    /// What was chosen at each decision, by number.
    pub choices: Vec<Option<usize>>,
    /// Breaches that the procedure has in writing.
    pub written: Vec<Breach>,
    /// Breaches that happened and are not among the written ones, in order.
    pub happened: Vec<Held>,
    /// What came of it on this luck.
    pub outcome: Outcome,
    /// Groups of the public and whether they were heard.
    pub groups: Vec<(Text, f64, bool)>,
    /// Classes of cases that arose from it: what they are called, how many, and the mean days of those that ended.
    pub arose: Vec<(Text, u32, Option<f64>)>,
    /// On the same luck with one decision turned to another of its options.
    pub others: Vec<Other>,
    /// On the same luck by the reference procedure.
    pub reference: Outcome,
}

/// A breach that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Held {
    /// The day.
    pub date: String,
    /// Id of the article.
    pub article: String,
    /// At which stage.
    pub stage: Option<Text>,
    /// Whether a clock ran out; else a step was missing.
    pub overrun: bool,
}

/// What came of choices on one luck.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Of the case of the story.
    pub story: Story,
    /// Person-hours of the whole county in the window.
    pub hours: f64,
    /// Breaches: those that the procedure has in writing, and those that happened beside ([`beside`]).
    pub breaches: u32,
}

/// The same with one decision turned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Other {
    /// Which decision, by number.
    pub decision: usize,
    /// To which option.
    pub option: usize,
    /// What would have come of it.
    pub outcome: Outcome,
}

/// Breaches that happened under articles that nothing written breaks: a missing step shows in writing and in every run, and is counted once.
pub(crate) fn beside<'a>(
    written: &'a [Breach],
    story: &'a Story,
) -> impl Iterator<Item = &'a Broken> {
    let known = |article: &str| written.iter().any(|it| it.article == article);
    story.breaches.iter().filter(move |it| !known(&it.article))
}

/// Reports on choices, on the luck of this past.
///
/// # Errors
/// What is wrong with a county that the choices, or their neighbours, make.
pub fn report(ready: &Ready, past: &Snapshot, choices: &Choices) -> Result<Report, Vec<Problem>> {
    let chosen = ready.chosen(choices)?;
    let written = ready.breaches(&chosen.scenario);
    let outcome = came(ready, past, &chosen);
    let by_reference = Choices::reference(&ready.case);
    let reference = if *choices == by_reference {
        outcome.clone()
    } else {
        outcome_of(ready, past, &by_reference)?
    };
    let procedure = ready.procedure();
    let plan = chosen.setup.plan();
    let happened = beside(&written, &outcome.story).map(|it| Held {
        date: plan.timetable().date(it.tick).to_string(),
        article: it.article.clone(),
        stage: named(&chosen.scenario, procedure, &it.stage),
        overrun: it.overrun,
    });
    let happened = happened.collect();
    let name = |id: &str| {
        let group = chosen.scenario.world.publics.get(id);
        group.map_or_else(
            || Text {
                zh: id.to_owned(),
                en: id.to_owned(),
            },
            |it| it.name.clone(),
        )
    };
    let groups = outcome.story.groups.iter().filter(|it| it.affected > 0.0);
    let groups = groups
        .map(|it| (name(&it.id), it.affected, it.heard))
        .collect();
    let class = |id: &str| {
        let class = chosen.scenario.world.classes.get(id);
        class.map_or_else(
            || Text {
                zh: id.to_owned(),
                en: id.to_owned(),
            },
            |it| it.name.clone(),
        )
    };
    let arose = outcome
        .story
        .arose
        .iter()
        .map(|it| {
            (
                class(&it.class),
                it.many,
                (it.ended > 0).then(|| it.days / f64::from(it.ended)),
            )
        })
        .collect();
    let mut others = Vec::new();
    for (decision, it) in ready.case.decisions.iter().enumerate() {
        // A point that never came could not be decided otherwise.
        let Some(made) = choices.of(decision) else {
            continue;
        };
        for option in (0..it.options.len()).filter(|it| *it != made) {
            let turned = choices.with(decision, Some(option));
            let outcome = if turned == by_reference {
                reference.clone()
            } else {
                outcome_of(ready, past, &turned)?
            };
            others.push(Other {
                decision,
                option,
                outcome,
            });
        }
    }
    let class = ready.base().world.classes.get(&ready.case.follows);
    Ok(Report {
        kind: class.map_or(CaseKind::Matter, |it| it.kind),
        choices: choices.0.clone(),
        written,
        happened,
        groups,
        arose,
        others,
        reference,
        outcome,
    })
}

/// What came of choices, on the luck of this past.
///
/// # Errors
/// What is wrong with the county that the choices make.
pub fn outcome_of(
    ready: &Ready,
    past: &Snapshot,
    choices: &Choices,
) -> Result<Outcome, Vec<Problem>> {
    Ok(came(ready, past, &ready.chosen(choices)?))
}

fn came(ready: &Ready, past: &Snapshot, chosen: &Chosen) -> Outcome {
    let events = chosen.setup.resume_log(past);
    let plan = chosen.setup.plan();
    let story = Story::read(plan, &ready.case.follows, &events).unwrap_or_default();
    let measures = trial::measures_of(plan, events.iter());
    let hours = match measures.0.get("burden.hours.total") {
        Some((Measure::Total(it), _)) => *it * plan.timetable().years(),
        _ => 0.0,
    };
    let written = ready.breaches(&chosen.scenario);
    let breaches = written.len() + beside(&written, &story).count();
    Outcome {
        story,
        hours,
        breaches: breaches as u32,
    }
}

impl Story {
    /// Facts by holder: how many there were and how many were known at the decision, those nobody holds left out.
    #[must_use]
    pub fn by_holder(&self) -> Vec<(HolderKind, u32, u32)> {
        let all = HolderKind::ALL
            .into_iter()
            .filter(|it| *it != HolderKind::Nobody);
        all.map(|it| (it, self.facts[it as usize], self.known[it as usize]))
            .collect()
    }

    /// Channels that brought facts before the decision, and how many.
    #[must_use]
    pub fn channels(&self) -> Vec<(Channel, u32)> {
        let all = Channel::ALL
            .into_iter()
            .map(|it| (it, self.by_channel[it as usize]));
        all.filter(|it| it.1 > 0).collect()
    }
}
