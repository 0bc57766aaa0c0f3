//! Whether a case can be played as it is meant: what is written, and what its runs say of it.

use county::scenario::{Problem, Scenario, json};
use kernel::Tick;
use serde::Serialize;
use trial::Snapshot;

use crate::case::{At, Case, Decision};
use crate::play::{Choices, moment, play};
use crate::problem;
use crate::ready::Ready;
use crate::story::follow;

/// What is to be said of a case file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Checked {
    /// Its id, as far as it could be read.
    pub case: Option<String>,
    /// What keeps it from being played as it is meant.
    pub errors: Vec<Problem>,
    /// What should be known.
    pub warnings: Vec<Problem>,
}

/// Whether a text is meant to be a case: a JSON object with the key `tuiyan_case`.
#[must_use]
pub fn is_case(text: &str) -> bool {
    // Looked at before it is read: most files have no such key.
    text.contains("\"tuiyan_case\"") && json(text).is_ok_and(|it| it.get("tuiyan_case").is_some())
}

/// Reads a case and plays it by its reference procedure, and each of its options in turn.
#[must_use]
pub fn check(text: &str) -> Checked {
    let mut checked = Checked {
        case: None,
        errors: Vec::new(),
        warnings: Vec::new(),
    };
    let ready = Case::read(text).and_then(|case| {
        checked.case = Some(case.id.clone());
        Ready::new(case)
    });
    match ready {
        Ok(ready) => {
            let mut it = Checker {
                ready: &ready,
                checked: &mut checked,
            };
            it.anchors();
            it.counties();
            if it.checked.errors.is_empty() {
                it.runs();
            }
        }
        Err(problems) => checked.errors = problems,
    }
    checked
}

struct Checker<'a> {
    ready: &'a Ready,
    checked: &'a mut Checked,
}

impl Checker<'_> {
    fn say(&mut self, path: &str, message: &str, remedy: &str) {
        self.checked.errors.push(problem(path, message, remedy));
    }

    /// Every stage that a point names must be one of the procedure, as it stands or as an earlier option leaves it.
    fn anchors(&mut self) {
        let stages = |scenario: &Scenario| -> Vec<String> {
            let procedure = scenario.procedures.get(self.ready.procedure());
            procedure.map_or_else(Vec::new, |it| it.stages.keys().cloned().collect())
        };
        let known = stages(self.ready.base());
        for (n, decision) in self.ready.case.decisions.iter().enumerate() {
            let (At::Ready(stage) | At::Done(stage)) = &decision.at else {
                continue;
            };
            if known.contains(stage) || self.brings(n, stage) {
                continue;
            }
            let remedy = format!(
                "stages of `{}` are: {}",
                self.ready.procedure(),
                known.join(", ")
            );
            self.say(
                &format!("decisions.{n}.at"),
                &format!("there is no stage `{stage}`"),
                &remedy,
            );
        }
    }

    /// Whether an option of an earlier decision brings a stage.
    fn brings(&self, before: usize, stage: &str) -> bool {
        let path = format!("/procedures/{}/stages/{stage}", self.ready.procedure());
        let earlier = self.ready.case.decisions.iter().take(before);
        let mut options = earlier.flat_map(|it| &it.options);
        options.any(|it| it.patch.pointer(&path).is_some_and(|it| it.is_object()))
    }

    /// Every option must make a county, with the reference before and after it.
    fn counties(&mut self) {
        let reference = Choices::reference(&self.ready.case);
        if let Err(problems) = self.ready.chosen(&reference) {
            self.checked.errors.extend(problems);
            return;
        }
        for (n, decision) in self.ready.case.decisions.iter().enumerate() {
            for which in 0..decision.options.len() {
                let with = reference.with(n, Some(which));
                for choices in [reference.before(n).with(n, Some(which)), with] {
                    if let Err(problems) = self.ready.chosen(&choices) {
                        for it in problems
                            .into_iter()
                            .filter(|it| !self.checked.errors.contains(it))
                            .collect::<Vec<_>>()
                        {
                            self.checked.errors.push(it);
                        }
                    }
                }
            }
            self.alike(n, decision);
        }
    }

    fn alike(&mut self, n: usize, decision: &Decision) {
        for (which, option) in decision.options.iter().enumerate() {
            let twin = decision
                .options
                .iter()
                .take(which)
                .find(|it| it.patch == option.patch);
            if let Some(twin) = twin {
                let message = format!("changes the same as `{}`", twin.id);
                self.checked.warnings.push(problem(
                    &format!("decisions.{n}.options.{which}.patch"),
                    &message,
                    "let it change something of its own, or leave it out",
                ));
            }
        }
    }

    fn runs(&mut self) {
        let past = self.ready.past(self.ready.case.seed, 0);
        let reference = Choices::reference(&self.ready.case);
        let Ok(whole) = play(self.ready, &past, &reference) else {
            return;
        };
        let class = &self.ready.case.follows;
        if follow(&whole.plan, class, &whole.events).is_none() {
            let message =
                format!("no case of class `{class}` comes in the window on the story's luck");
            self.say("follows.class", &message, "give it a source with a date of its own (`yearly_on`), choose another seed, or a longer window");
            return;
        }
        let mut last = None;
        for (n, decision) in self.ready.case.decisions.iter().enumerate() {
            let path = format!("decisions.{n}.at");
            let Some(point) = whole.points.iter().find(|it| it.decision == n) else {
                self.say(
                    &path,
                    "this point never comes under the reference procedure on the story's luck",
                    "name a moment that the case goes through, or choose another seed",
                );
                continue;
            };
            if last.is_some_and(|last| point.tick < last) {
                self.say(
                    &path,
                    "comes before the decision above it",
                    "put decisions in order of time",
                );
            }
            last = Some(point.tick);
            let at_first = n == 0 && matches!(decision.at, At::Day(0));
            if !at_first {
                self.past_is_past(&past, n, point.tick);
            }
        }
    }

    /// Whatever is chosen at a point, everything before it is the same.
    fn past_is_past(&mut self, past: &Snapshot, n: usize, tick: Tick) {
        let Some(decision) = self.ready.case.decisions.get(n) else {
            return;
        };
        let before = Choices::reference(&self.ready.case).before(n);
        let Ok(without) = self.ready.chosen(&before) else {
            return;
        };
        let so_far = without.setup.digest_before(past, tick);
        for (which, option) in decision.options.iter().enumerate() {
            let Ok(chosen) = self.ready.chosen(&before.with(n, Some(which))) else {
                continue;
            };
            if chosen.setup.digest_before(past, tick) != so_far {
                let message = format!(
                    "`{}` changes what happened before anybody is asked",
                    option.id
                );
                self.say(
                    &format!("decisions.{n}.options.{which}.patch"),
                    &message,
                    "change only stages that are still to come, of a procedure that no other matter goes through; or ask earlier",
                );
                continue;
            }
            // And the point itself comes for everybody at the same time: what is chosen is a matter of what follows.
            let events = chosen.setup.resume_log(past);
            let at = moment(self.ready, chosen.setup.plan(), &events, &decision.at);
            if at.is_some_and(|it| it.0 != tick) {
                let message = format!(
                    "`{}` moves the very moment at which it is chosen",
                    option.id
                );
                self.say(
                    &format!("decisions.{n}.options.{which}.patch"),
                    &message,
                    "ask earlier, or change only what follows",
                );
            }
        }
    }
}
