//! What happened, in words: a sentence for every kind of event, from stable ids and the scenario's own names.

use county::event::{EventKind, Part};
use county::scenario::{Scenario, Text};
use kernel::{DAY, HOUR};
use page::charts::days;
use page::charts::numbers::{Estimate, Unit, quantity};
use page::diagram::dates::moment;
use page::diagram::playback::Holder;
use page::i18n::{Lang, name_of, say, word};
use page::words::changes::cited;

use super::told::{Noted, Said};

/// A scenario's names, its calendar, a language.
#[derive(Debug, Clone, Copy)]
pub struct Tell<'a> {
    /// The scenario, mechanisms applied.
    pub scenario: &'a Scenario,
    /// The date of day 0, days from 1970-01-01.
    pub epoch: i64,
    /// The language.
    pub lang: Lang,
}

impl Tell<'_> {
    /// A date.
    #[must_use]
    pub fn date(&self, tick: i64) -> String {
        moment(self.epoch, tick).date(self.lang)
    }

    /// A time of day.
    #[must_use]
    pub fn time(&self, tick: i64) -> String {
        let it = moment(self.epoch, tick);
        format!("{:02}:{:02}", it.hour, it.minute)
    }

    fn named(&self, id: &str, name: Option<&Text>) -> String {
        name.map_or_else(|| id.to_owned(), |it| name_of(self.lang, it))
    }

    /// Somebody.
    #[must_use]
    pub fn holder(&self, it: &Holder) -> String {
        let s = self.scenario;
        match it {
            Holder::Leader(id) => self.leader(id),
            Holder::Office(id) => self.named(id, s.offices.get(id).map(|it| &it.name)),
            Holder::Department(id) => self.named(id, s.departments.get(id).map(|it| &it.name)),
            Holder::Meeting(id) => self.meeting(id),
            Holder::Public(id) => self.named(id, s.world.publics.get(id).map(|it| &it.name)),
        }
    }

    /// A leader.
    #[must_use]
    pub fn leader(&self, id: &str) -> String {
        self.named(id, self.scenario.leaders.get(id).map(|it| &it.name))
    }

    /// A meeting.
    #[must_use]
    pub fn meeting(&self, id: &str) -> String {
        self.named(id, self.scenario.meetings.get(id).map(|it| &it.name))
    }

    /// Several, in a row.
    #[must_use]
    pub fn holders(&self, all: &[Holder]) -> String {
        let all: Vec<String> = all.iter().map(|it| self.holder(it)).collect();
        all.join(self.lang.of("、", ", "))
    }

    /// A class of cases.
    #[must_use]
    pub fn class(&self, id: &str) -> String {
        self.named(id, self.scenario.world.classes.get(id).map(|it| &it.name))
    }

    /// A stage of a procedure.
    #[must_use]
    pub fn stage(&self, procedure: &str, stage: &str) -> String {
        let found = self.scenario.procedures.get(procedure);
        let found = found.and_then(|it| it.stages.get(stage));
        self.named(stage, found.map(|it| &it.name))
    }

    /// A matter by its number and class.
    #[must_use]
    pub fn matter(&self, number: u32, class: &str) -> String {
        let (number, class) = (number.to_string(), self.class(class));
        say(
            self.lang,
            "replay.matter",
            &[("number", &number), ("class", &class)],
        )
    }

    /// An event as a sentence.
    #[must_use]
    pub fn event(&self, it: &Said) -> String {
        let lang = self.lang;
        let key = format!("replay.event.{}{}", it.kind, suffix(it));
        let matter = it
            .number
            .map_or_else(String::new, |number| self.matter(number, &it.class));
        let who = it
            .who
            .as_ref()
            .map_or_else(|| word(lang, "replay.nobody"), |it| self.holder(it));
        say(
            lang,
            &key,
            &[
                ("matter", &matter),
                ("stage", &self.stage(&it.procedure, &it.stage)),
                ("who", &who),
                ("amount", &amount(&it.kind, it.value, lang)),
                ("other", &self.noted(it)),
            ],
        )
    }

    /// When, and what.
    #[must_use]
    pub fn dated(&self, it: &Said) -> String {
        let (date, time) = (self.date(it.tick), self.time(it.tick));
        say(
            self.lang,
            "replay.dated",
            &[("date", &date), ("time", &time), ("what", &self.event(it))],
        )
    }

    fn noted(&self, it: &Said) -> String {
        let lang = self.lang;
        match &it.note {
            Noted::Nothing | Noted::Late | Noted::NoChair | Noted::NoQuorum => String::new(),
            Noted::Verdict(_) => String::new(),
            Noted::Part(name) => {
                let part = Part::ALL.into_iter().find(|it| it.name() == name);
                part.map_or_else(String::new, |it| days::name(it, lang))
            }
            Noted::Stage(id) => self.stage(&it.procedure, id),
            Noted::Article(id) => cited(id, self.lang),
            Noted::InsteadOf(id) => self.leader(id),
            Noted::Conference(id) => {
                let found = self.scenario.conferences.get(id);
                self.named(id, found.map(|it| &it.name))
            }
            Noted::Channel(name) => word(lang, &format!("decision.channel.{name}")),
            Noted::Trigger(name) => word(lang, &format!("decision.called.{name}")),
            Noted::Level(level) => level.to_string(),
        }
    }
}

/// Kinds of which there is more than one sentence, told apart by what more is said.
fn suffix(it: &Said) -> &'static str {
    match (it.kind.as_str(), &it.note) {
        ("decided", Noted::Verdict(verdict)) => match verdict.as_str() {
            "adopt" => "_adopt",
            "refuse" => "_refuse",
            _ => "_return",
        },
        ("put_off", Noted::NoChair) => "_no_chair",
        ("implemented", Noted::Late) => "_late",
        ("held_responsible", Noted::Late) => "_late",
        ("queued" | "work_started" | "called_away", Noted::InsteadOf(_)) => "_instead",
        ("stage_ready", Noted::Stage(_)) => "_after",
        ("sitting", _) if it.number.is_some() => "_together",
        _ => "",
    }
}

/// Every suffix there is, with its kind: for tests of words.
pub const SUFFIXED: &[&str] = &[
    "decided_adopt",
    "decided_refuse",
    "decided_return",
    "put_off_no_chair",
    "implemented_late",
    "held_responsible_late",
    "queued_instead",
    "work_started_instead",
    "called_away_instead",
    "stage_ready_after",
    "sitting_together",
];

/// How much, in the unit that its kind has.
fn amount(kind: &str, value: f64, lang: Lang) -> String {
    let shown = |value: f64, unit| quantity(Estimate::exact(value), unit, lang);
    let kind = EventKind::ALL.iter().find(|it| it.name() == kind);
    match kind {
        Some(
            EventKind::AbsenceBegan
            | EventKind::WaitStarted
            | EventKind::Part
            | EventKind::ComesBack
            | EventKind::Bounced
            | EventKind::Orphaned,
        ) => shown(value / DAY as f64, Unit::Days),
        Some(
            EventKind::Queued
            | EventKind::WorkEnded
            | EventKind::CalledAway
            | EventKind::Conference
            | EventKind::Conferred
            | EventKind::Attended
            | EventKind::Delegated
            | EventKind::Noticed
            | EventKind::ReportedUp
            | EventKind::ReliefBegan
            | EventKind::CallMissed
            | EventKind::Onset
            | EventKind::HoursAvailable
            | EventKind::HoursUsed
            | EventKind::HoursReading
            | EventKind::HoursStanding
            | EventKind::HoursWaiting,
        ) => shown(value / HOUR as f64, Unit::Hours),
        Some(EventKind::Spoke) => shown(value / 60.0, Unit::Minutes),
        Some(EventKind::Sitting | EventKind::AgendaEntered) => shown(value, Unit::Minutes),
        Some(
            EventKind::Reached
            | EventKind::Affected
            | EventKind::SignedUp
            | EventKind::HearingHeld
            | EventKind::DeputiesHeard
            | EventKind::Objected
            | EventKind::Disclosed,
        ) => shown(value, Unit::People),
        Some(EventKind::Commented | EventKind::CommentsAdopted | EventKind::CommentsReplied) => {
            shown(value, Unit::Comments)
        }
        Some(EventKind::CarriedOver) => shown(value, Unit::Matters),
        Some(EventKind::Stake | EventKind::Loss | EventKind::LossLeft) => {
            shown(value / 10_000.0, Unit::TenThousandYuan)
        }
        Some(EventKind::Harm) => shown(value, Unit::TenThousandYuan),
        Some(EventKind::CarriedOut | EventKind::Implemented | EventKind::AgreementExpected) => {
            shown(value, Unit::Share)
        }
        Some(EventKind::FactSurfaced | EventKind::FactRepeated) => format!("{value:.0}"),
        _ => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_event_has_a_sentence_in_both_languages() {
        let scenario =
            page::worker::engine::settled(r#"{"tuiyan": 1, "extends": "today"}"#).unwrap();
        let kinds = EventKind::ALL
            .iter()
            .map(|it| it.name())
            .chain(SUFFIXED.iter().copied());
        for kind in kinds {
            for lang in Lang::ALL {
                let key = format!("replay.event.{kind}");
                assert_ne!(word(lang, &key), key);
            }
        }
        let tell = Tell {
            scenario: &scenario,
            epoch: 19_723,
            lang: Lang::En,
        };
        let said = Said {
            tick: 9 * HOUR,
            kind: "decided".to_owned(),
            number: Some(12),
            class: "water_price".to_owned(),
            procedure: "major".to_owned(),
            stage: "nowhere".to_owned(),
            who: Some(Holder::Meeting("executive".to_owned())),
            value: 0.0,
            note: Noted::Verdict("adopt".to_owned()),
        };
        let told = tell.dated(&said);
        assert!(
            told.contains("09:00") && told.contains("12") && told.contains("adopt"),
            "{told}"
        );
        assert!(!told.contains("%{"), "{told}");
    }
}
