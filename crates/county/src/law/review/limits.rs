//! How long petitioners, applicants and those who ask for information may be kept waiting, and reports of emergencies be held back.

use super::Breaches;
use super::duties::in_unit;
use crate::scenario::CaseKind::{self, Disclosure, DisclosureItem, Emergency, Permit, Petition};
use crate::scenario::{Clock, Counts, Rules, Scenario, StageKind};

/// A limit of law: kind of case, article, length, what may be added, what both count; and whether it is the limit of the answer, to which a
/// clock must hold the procedure.
struct Limit(CaseKind, &'static str, f64, f64, Counts, bool);

const DAYS: Counts = Counts::CalendarDays;
const WORKING: Counts = Counts::WorkingDays;

const LIMITS_2008: &[Limit] = &[
    Limit(Petition, "petitions_2005_21", 15.0, 0.0, DAYS, false),
    Limit(Petition, "petitions_2005_33", 60.0, 30.0, DAYS, true),
    Limit(Petition, "petitions_2005_34", 30.0, 0.0, DAYS, false),
    Limit(Petition, "petitions_2005_35", 30.0, 0.0, DAYS, false),
    Limit(
        DisclosureItem,
        "disclosure_2007_18",
        20.0,
        0.0,
        WORKING,
        false,
    ),
    Limit(Disclosure, "disclosure_2007_24", 15.0, 15.0, WORKING, true),
    Limit(Permit, "permits_32", 5.0, 0.0, WORKING, false),
    Limit(Permit, "permits_42", 20.0, 10.0, WORKING, true),
    Limit(Permit, "permits_42_joint", 45.0, 15.0, WORKING, false),
    Limit(Permit, "permits_44", 10.0, 0.0, WORKING, false),
    Limit(Emergency, "accidents_9", 1.0 / 24.0, 0.0, DAYS, false),
    Limit(Emergency, "accidents_11", 2.0 / 24.0, 0.0, DAYS, false),
    Limit(Emergency, "accidents_29", 60.0, 0.0, DAYS, false),
    Limit(
        Emergency,
        "health_emergencies_20",
        2.0 / 24.0,
        0.0,
        DAYS,
        false,
    ),
];

const LIMITS_2024: &[Limit] = &[
    Limit(Petition, "petitions_22", 15.0, 0.0, DAYS, false),
    Limit(Petition, "petitions_34", 60.0, 30.0, DAYS, true),
    Limit(Petition, "petitions_35", 30.0, 0.0, DAYS, false),
    Limit(Petition, "petitions_36", 30.0, 0.0, DAYS, false),
    Limit(DisclosureItem, "disclosure_26", 20.0, 0.0, WORKING, false),
    Limit(Disclosure, "disclosure_30", 7.0, 0.0, WORKING, false),
    Limit(Disclosure, "disclosure_33", 20.0, 20.0, WORKING, true),
    Limit(Permit, "permits_32", 5.0, 0.0, WORKING, false),
    Limit(Permit, "permits_42", 20.0, 10.0, WORKING, true),
    Limit(Permit, "permits_42_joint", 45.0, 15.0, WORKING, false),
    Limit(Permit, "permits_44", 10.0, 0.0, WORKING, false),
    Limit(Emergency, "accidents_9", 1.0 / 24.0, 0.0, DAYS, false),
    Limit(Emergency, "accidents_11", 2.0 / 24.0, 0.0, DAYS, false),
    Limit(Emergency, "accidents_29", 60.0, 0.0, DAYS, false),
    Limit(
        Emergency,
        "health_emergencies_20",
        2.0 / 24.0,
        0.0,
        DAYS,
        false,
    ),
];

impl Limit {
    fn allows(&self, clock: &Clock) -> bool {
        let length = |it: f64| in_unit(it, clock.counts, self.4);
        let extension = clock.extension.unwrap_or(0.0);
        let total = length(clock.length + extension);
        length(clock.length) <= self.2 + 1e-9 && total <= self.2 + self.3 + 1e-9
    }
}

pub(super) fn review(out: &mut Breaches, scenario: &Scenario) {
    let limits = match scenario.rules {
        Rules::Of2008 => LIMITS_2008,
        Rules::Of2024 => LIMITS_2024,
    };
    for limit in limits {
        let &Limit(kind, article, .., of_answer) = limit;
        for class in scenario.world.classes.values() {
            let Some(procedure) = scenario.procedures.get(&class.procedure) else {
                continue;
            };
            if class.kind != kind {
                continue;
            }
            let at = format!("procedures.{}.clocks", class.procedure);
            let too_long = [
                "this clock allows more time than the law",
                "shorten it to what the article says",
            ];
            for (id, clock) in &procedure.clocks {
                if clock.article == article && !limit.allows(clock) {
                    out.say(&format!("{at}.{id}.length"), article, too_long);
                }
            }
            let named = procedure.clocks.values();
            let named = named.into_iter().any(|it| it.article == article);
            if !of_answer || named {
                continue;
            }
            // Unless a clock names the article, the answer is held to the law by any that a reply stops.
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
                out.say(&at, article, none);
            } else if !answering.any(|it| limit.allows(it)) {
                let longest = [
                    "they may be kept waiting for an answer longer than the law allows",
                    "shorten the clock to what the article says",
                ];
                out.say(&at, article, longest);
            }
        }
    }
}
