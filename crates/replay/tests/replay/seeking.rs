//! Forwards and backwards, a day at a time or a year: the same events as at one go.

use std::sync::OnceLock;

use county::event::{Event, EventKind};
use county::scenario::Loaded;
use kernel::DAY;
use proptest::prelude::*;
use serde_json::json;
use tuiyan_replay::{Direction, Named, Replay, Standing};

use crate::counties::{preset, read, replay, small, straight};

fn today() -> &'static (Loaded, Vec<Event>, u128) {
    static IT: OnceLock<(Loaded, Vec<Event>, u128)> = OnceLock::new();
    IT.get_or_init(|| {
        let loaded = preset("today", json!({}));
        let (events, digest) = straight(&loaded, 3);
        (loaded, events, digest)
    })
}

fn replayed() -> Replay {
    static IT: OnceLock<Replay> = OnceLock::new();
    let whole = || {
        let mut it = replay(&today().0, 3);
        it.to_the_end(&mut |_| {});
        it
    };
    IT.get_or_init(whole).clone()
}

fn between(events: &[Event], from: i64, to: i64) -> &[Event] {
    let at = |tick| events.partition_point(|it| it.tick < tick);
    &events[at(from)..at(to)]
}

#[test]
fn a_replay_says_what_the_run_said() {
    let (loaded, events, digest) = today();
    let mut replay = replay(loaded, 3);
    let mut seen = Vec::new();
    let whole = replay.to_the_end(&mut |event| seen.push(*event));
    assert_eq!(whole, *digest);
    assert_eq!(seen.len(), events.len());
    assert_eq!(seen, *events);
    assert!(replay.copies() > 20);
}

#[test]
fn memory_has_a_bound() {
    let (loaded, events, _) = today();
    let setup = trial::Setup::new(loaded).expect("compiles");
    let mut replay = Replay::new(&setup, 3, 0, 1);
    replay.to_the_end(&mut |_| {});
    assert!(replay.copies() <= 96, "{} copies", replay.copies());
    let day = 300 * DAY;
    assert_eq!(
        replay.stretch(day, day + DAY),
        between(events, day, day + DAY)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_day_after_any_other(days in prop::collection::vec((0_i64..800, 0_i64..40), 1..6)) {
        let (_, events, _) = today();
        let mut replay = replayed();
        for (day, length) in days {
            let (from, to) = (day * DAY, (day + length) * DAY);
            prop_assert_eq!(&replay.stretch(from, to)[..], between(events, from, to));
            // What stands then is what the events up to then make of it.
            let mut standing = Standing::default();
            events.iter().take_while(|it| it.tick < to).for_each(|it| standing.take(it));
            prop_assert_eq!(replay.seek(to), &standing);
        }
    }
}

#[test]
fn what_stands_in_the_county_is_what_has_not_ended() {
    let (_, events, _) = today();
    let mut replay = replayed();
    let at = 400 * DAY;
    let open = |it: &Event| {
        let mine = events.iter().filter(|other| other.number == it.number);
        let closed = mine.filter(|it| it.kind == EventKind::Closed);
        closed.map(|it| it.tick).next().is_none_or(|end| end >= at)
    };
    let registered = between(events, 0, at);
    let registered = registered
        .iter()
        .filter(|it| it.kind == EventKind::Registered);
    let expected: Vec<u32> = registered
        .filter(|it| open(it))
        .map(|it| it.number)
        .collect();
    let standing = replay.seek(at);
    let found: Vec<u32> = standing.matters().map(|it| it.number).collect();
    assert_eq!(found, expected);
    assert!(found.len() > 10);
    assert!(standing.desks().iter().map(|it| it.1).sum::<u32>() > 3);
    let placed = standing.matters().filter(|it| !it.stages.is_empty());
    assert!(placed.count() * 2 > found.len());
}

#[test]
fn named_moments_are_the_next_and_the_last_there_are() {
    let (loaded, events, _) = today();
    let mut replay = replayed();
    let plan = replay.plan().clone();
    let decided = events
        .iter()
        .filter(|it| it.kind == EventKind::Decided)
        .nth(40);
    let number = decided.expect("something is decided").number;
    let mut found = 0;
    for what in [
        Named::Meeting,
        Named::Emergency,
        Named::Breach,
        Named::Step(number),
    ] {
        for day in [0, 200, 365, 500, 720] {
            let at = day * DAY;
            let is = |it: &&Event| what.is(it, &plan);
            let next = events.iter().filter(|it| it.tick >= at).find(is);
            let last = events.iter().rev().filter(|it| it.tick < at).find(is);
            assert_eq!(replay.find(at, what, Direction::Forwards).as_ref(), next);
            assert_eq!(replay.find(at, what, Direction::Backwards).as_ref(), last);
            found += usize::from(next.is_some()) + usize::from(last.is_some());
        }
    }
    assert!(found > 25, "{found} of 40");
    assert!(loaded.after.meetings.len() > 1);
}

#[test]
fn a_run_without_matters_can_be_replayed() {
    let mut file = small();
    file["world"]["demand"] = json!(0.0);
    let mut replay = replay(&read(&file), 1);
    assert_eq!(replay.seek(1000 * DAY).matters().count(), 0);
    assert_eq!(replay.find(0, Named::Breach, Direction::Forwards), None);
    assert_eq!(
        replay.find(900 * DAY, Named::Meeting, Direction::Backwards),
        None
    );
    assert!(replay.stretch(-5 * DAY, -DAY).is_empty());
}
