//! How long petitioners, applicants and those who ask for information may be kept waiting.

use super::duties::in_unit;
use super::{Breaches, holds};
use crate::scenario::{CaseKind, Clock, Counts, Rules, Scenario, StageKind};

/// A limit of law.
struct Limit {
    rules: Rules,
    kind: CaseKind,
    article: &'static str,
    counts: Counts,
    length: f64,
    /// What may be added.
    extension: f64,
    /// It is the limit of the answer: a clock must hold the procedure to it.
    of_answer: bool,
}

/// Shorthand for the table: rules, kind, article, length and extension, whether of the answer.
const fn limit(
    rules: Rules,
    kind: CaseKind,
    article: &'static str,
    length: (f64, f64, Counts),
    of_answer: bool,
) -> Limit {
    Limit {
        rules,
        kind,
        article,
        counts: length.2,
        length: length.0,
        extension: length.1,
        of_answer,
    }
}

const DAYS: Counts = Counts::CalendarDays;
const WORKING: Counts = Counts::WorkingDays;

const LIMITS: &[Limit] = &[
    limit(
        Rules::Of2024,
        CaseKind::Petition,
        "petitions_22",
        (15.0, 0.0, DAYS),
        false,
    ),
    limit(
        Rules::Of2024,
        CaseKind::Petition,
        "petitions_34",
        (60.0, 30.0, DAYS),
        true,
    ),
    limit(
        Rules::Of2024,
        CaseKind::Petition,
        "petitions_35",
        (30.0, 0.0, DAYS),
        false,
    ),
    limit(
        Rules::Of2024,
        CaseKind::Disclosure,
        "disclosure_26",
        (20.0, 0.0, WORKING),
        false,
    ),
    limit(
        Rules::Of2024,
        CaseKind::Disclosure,
        "disclosure_33",
        (20.0, 20.0, WORKING),
        true,
    ),
    limit(
        Rules::Of2024,
        CaseKind::Permit,
        "permits_42",
        (20.0, 10.0, WORKING),
        true,
    ),
    limit(
        Rules::Of2024,
        CaseKind::Permit,
        "permits_44",
        (10.0, 0.0, WORKING),
        false,
    ),
    limit(
        Rules::Of2008,
        CaseKind::Petition,
        "petitions_2005_21",
        (15.0, 0.0, DAYS),
        false,
    ),
    limit(
        Rules::Of2008,
        CaseKind::Petition,
        "petitions_2005_33",
        (60.0, 30.0, DAYS),
        true,
    ),
    limit(
        Rules::Of2008,
        CaseKind::Petition,
        "petitions_2005_34",
        (30.0, 0.0, DAYS),
        false,
    ),
    limit(
        Rules::Of2008,
        CaseKind::Disclosure,
        "disclosure_2007_24",
        (15.0, 15.0, WORKING),
        true,
    ),
    limit(
        Rules::Of2008,
        CaseKind::Permit,
        "permits_42",
        (20.0, 10.0, WORKING),
        true,
    ),
];

impl Limit {
    fn allows(&self, clock: &Clock) -> bool {
        let length = |it: f64| in_unit(it, clock.counts, self.counts);
        let extension = clock.extension.unwrap_or(0.0);
        let total = length(clock.length + extension);
        length(clock.length) <= self.length + 1e-9 && total <= self.length + self.extension + 1e-9
    }
}

pub(super) fn review(out: &mut Breaches, scenario: &Scenario) {
    let rows = LIMITS.iter().filter(|it| holds(it.rules, scenario.rules));
    for limit in rows {
        for class in scenario.world.classes.values() {
            let Some(procedure) = scenario.procedures.get(&class.procedure) else {
                continue;
            };
            if class.kind != limit.kind {
                continue;
            }
            let at = format!("procedures.{}.clocks", class.procedure);
            let too_long = [
                "this clock allows more time than the law",
                "shorten it to what the article says",
            ];
            for (id, clock) in &procedure.clocks {
                if clock.article == limit.article && !limit.allows(clock) {
                    out.say(&format!("{at}.{id}.length"), limit.article, too_long);
                }
            }
            let named = procedure.clocks.values();
            let named = named.into_iter().any(|it| it.article == limit.article);
            if !limit.of_answer {
                continue;
            }
            // The answer is held to the law by any clock that a reply stops, whatever article it names.
            let answers = |clock: &&Clock| {
                let stage = clock.stops_on.rsplit_once('.');
                let stage = stage.and_then(|it| procedure.stages.get(it.0));
                clock.stops_on == "answered" || stage.is_some_and(|it| it.kind == StageKind::Reply)
            };
            let mut answering = procedure.clocks.values().filter(answers).peekable();
            if answering.peek().is_none() {
                let none = [
                    "no clock says by when they must be answered",
                    "add a clock that the reply stops, as long as the article says",
                ];
                out.say(&at, limit.article, none);
            } else if !answering.any(|it| limit.allows(it)) && !named {
                let longest = [
                    "they may be kept waiting for an answer longer than the law allows",
                    "shorten the clock to what the article says",
                ];
                out.say(&at, limit.article, longest);
            }
        }
    }
}
