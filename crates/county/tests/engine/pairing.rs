//! With a mechanism switched, on both presets, no draw loses its pairing: what both arms ask, both are answered alike, but for what the mechanism
//! itself says. (`docs/model.md`, section 4, Pairing, says what then is left of the variance.)

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tuiyan_county::event::{Actor, Event, EventKind, Note};
use tuiyan_county::plan::Plan;
use tuiyan_county::scenario::{Change, load_preset};
use tuiyan_trial::Setup;

/// What is asked: (what, whose, stage, visit, by whom, which time).
type Question = (EventKind, u64, String, u16, String, String, usize);

/// The kinds of events whose value is drawn, and not made of what happened before.
const DRAWN: [EventKind; 8] = [
    EventKind::Registered,
    EventKind::Fact,
    EventKind::Worth,
    EventKind::WorthToGroup,
    EventKind::HasTrait,
    EventKind::Queued,
    EventKind::WaitStarted,
    EventKind::AgendaEntered,
];

/// One run of a preset against itself with a mechanism switched.
fn log(preset: &str, mechanism: Option<(&str, bool)>) -> (Arc<Plan>, Vec<Event>) {
    let change = |path: String, value: serde_json::Value| Change { path, value };
    let mut changes = vec![
        change("horizon.warm_up_years".into(), 0.25.into()),
        change("horizon.years".into(), 1.0.into()),
        change("horizon.close_cap_years".into(), 0.75.into()),
    ];
    let base = load_preset(preset, &changes).unwrap();
    if let Some((name, on)) = mechanism {
        changes.push(change(format!("mechanisms.{name}.enabled"), on.into()));
    }
    let other = load_preset(preset, &changes).unwrap();
    Setup::against(&base, &other).unwrap().log(1, 0)
}

/// Every question that was asked, and the answer.
fn answers(preset: &str, mechanism: Option<(&str, bool)>) -> BTreeMap<Question, f64> {
    let (plan, events) = log(preset, mechanism);
    let mut answers = BTreeMap::new();
    for it in events.iter().filter(|it| DRAWN.contains(&it.kind)) {
        // Whoever stands in is somebody else, at his own pace.
        let note = match it.note {
            Note::InsteadOf(_) => continue,
            Note::Holder(kind) => kind.name().to_owned(),
            Note::Trait(index) => plan.trait_of_cases(index).to_owned(),
            _ => String::new(),
        };
        let actor = plan.actor(it.actor).to_owned();
        let stage = plan.stage(it.procedure, it.stage).to_owned();
        let mut question = (it.kind, it.case, stage, it.visit, actor, note, 0);
        while answers.contains_key(&question) {
            question.6 += 1;
        }
        answers.insert(question, it.value);
    }
    answers
}

/// Whether an answer may be another, and this one: what each mechanism says of itself.
fn says_so(mechanism: &str, question: &Question, old: f64, new: f64) -> bool {
    match (question.0, question.2.as_str(), mechanism) {
        // Working days: as long as the calendar makes them from when they begin, which no draw does.
        (EventKind::WaitStarted, "legality_review", _) => true,
        // Everybody has the floor: a minute for each who speaks more. The draw is the same.
        (EventKind::AgendaEntered, _, "participation") => whole(new - old),
        // Reports take .85 of the time that was drawn; what is said to them, in minutes for each who speaks, as long as before.
        (EventKind::AgendaEntered, _, "daily_norms") => (0..20)
            .any(|said| ((old - f64::from(said)) * 0.85 + f64::from(said) - new).abs() < 1e-9),
        // Reminded every 30 days, not every 90.
        (EventKind::WaitStarted, "follow_up", "daily_norms") => {
            old == 90.0 * 86_400.0 && new == 30.0 * 86_400.0
        }
        // Whoever stands in takes a quarter longer; what is handed back meanwhile says so no more.
        (EventKind::Queued, _, "stand_in") => (old * 1.25 - new).abs() <= 1.0,
        // Channels relay in half the time; a plan takes .7 of the time relief takes.
        (EventKind::Queued, "relay", "emergency") => (old * 0.5 - new).abs() <= 1.0,
        (EventKind::WaitStarted, "relief", "emergency") => (old * 0.7 - new).abs() <= 1.0,
        _ => false,
    }
}

fn whole(minutes: f64) -> bool {
    (minutes - libm::round(minutes)).abs() < 1e-9 && minutes.abs() < 20.0
}

#[test]
fn no_draw_loses_its_pairing() {
    for preset in ["seed", "today"] {
        let base = answers(preset, None);
        for (mechanism, on) in [
            ("approval_reform", true),
            ("emergency", true),
            ("stand_in", true),
            ("participation", preset == "seed"),
            ("daily_norms", true),
        ] {
            let other = answers(preset, Some((mechanism, on)));
            let (mut alike, mut by_rule) = (0, 0);
            for (question, old) in &base {
                match other.get(question) {
                    None => {}
                    Some(new) if new.to_bits() == old.to_bits() => alike += 1,
                    Some(new) if says_so(mechanism, question, *old, *new) => by_rule += 1,
                    Some(new) => panic!("{preset}, {mechanism}: {question:?} is {new}, was {old}"),
                }
            }
            // Nearly all is asked in both arms: what is not, of matters that one arm diverts, asks about or sends back, or after one run has stopped.
            let asked = base.len();
            assert!(
                (alike + by_rule) * 100 > asked * 85,
                "{preset}, {mechanism}: {alike} and {by_rule} of {asked}"
            );
            assert!(
                alike > 20 * by_rule,
                "{preset}, {mechanism}: {alike} and {by_rule} of {asked}"
            );
        }
    }
}

#[test]
fn what_comes_from_outside_comes_when_it_came() {
    for preset in ["seed", "today"] {
        // Matters from outside and absences, with the second at which they come; the run stops when the cohort has closed.
        let given = |mechanism| {
            let (plan, events) = log(preset, mechanism);
            let of = |it: &&Event| match it.kind {
                EventKind::Registered => matches!(it.actor, Actor::Source(_)),
                kind => kind == EventKind::AbsenceBegan,
            };
            let told = |it: &Event| {
                (
                    it.tick,
                    it.kind,
                    it.case,
                    plan.actor(it.actor).to_owned(),
                    it.value.to_bits(),
                )
            };
            let given: BTreeSet<_> = events.iter().filter(of).map(told).collect();
            (events.last().unwrap().tick, given)
        };
        let (end, base) = given(None);
        for (mechanism, on) in [
            ("emergency", true),
            ("stand_in", true),
            ("participation", preset == "seed"),
            ("daily_norms", true),
        ] {
            let (other_end, other) = given(Some((mechanism, on)));
            let until = end.min(other_end);
            let early = |all: &BTreeSet<_>| -> Vec<_> {
                let early = all
                    .iter()
                    .filter(|it: &&(i64, _, _, String, u64)| it.0 < until);
                early.cloned().collect()
            };
            assert!(early(&base) == early(&other), "{preset}, {mechanism}");
            assert!(early(&base).len() > 500);
        }
    }
}
