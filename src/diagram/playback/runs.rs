//! Real runs of both presets, held against the tracks made of them.

use std::collections::BTreeSet;

use county::event::{Event, EventKind, NONE32};
use county::scenario::{Change, load_preset};
use kernel::DAY;
use trial::Setup;

use super::*;

/// One county-year of a preset as tracks, beside the events it was made of; and the same from a log that begins on reform day.
fn year(preset: &str) -> (Vec<Event>, Names, Tick, Tick) {
    let changes = [
        Change::parse("horizon.years", "1"),
        Change::parse("horizon.warm_up_years", "1"),
        Change::parse("horizon.close_cap_years", "3"),
    ];
    let loaded = load_preset(preset, &changes).unwrap();
    let setup = Setup::new(&loaded).unwrap();
    let (plan, events) = setup.log(1, 0);
    let at = |kind| events.iter().find(|e| e.kind == kind).unwrap().tick;
    let (from, to) = (at(EventKind::WindowOpened), at(EventKind::WindowClosed));
    (events, Names::of(&plan, &loaded.after), from, to)
}

/// Matters registered up to `t` and not closed by then, as the log says.
fn open_at(events: &[Event], t: Tick) -> BTreeSet<u32> {
    let said = |kind| {
        let by = events.iter().filter(move |e| e.kind == kind && e.tick <= t);
        by.map(|e| e.number).collect::<BTreeSet<u32>>()
    };
    let closed = said(EventKind::Closed);
    let registered = said(EventKind::Registered);
    registered.difference(&closed).copied().collect()
}

#[test]
fn at_every_time_every_open_matter_is_at_exactly_one_place() {
    for preset in ["today", "seed"] {
        let (events, names, from, to) = year(preset);
        let playback = Playback::build(&events, &names, "2023-01-01", from, to);
        let mut most = 0;
        for t in (from..=to).step_by(3 * DAY as usize + 12_345) {
            let placed: Vec<u32> = playback
                .places_at(t)
                .map(|(i, _)| playback.cases[i].number)
                .collect();
            let once: BTreeSet<u32> = placed.iter().copied().collect();
            assert_eq!(placed.len(), once.len(), "{preset}: one place each at {t}");
            assert_eq!(
                once,
                open_at(&events, t),
                "{preset}: arrivals less endings at {t}"
            );
            most = most.max(placed.len());
            for (i, place) in playback.places_at(t) {
                let visit = &playback.cases[i].visits[place.visit];
                let within = visit.ready <= t && visit.done.is_none_or(|done| t < done);
                assert!(
                    within,
                    "{preset}: matter {} is shown at a visit it is not in at {t}",
                    playback.cases[i].number
                );
            }
        }
        assert!(most > 5, "{preset}: {most} open at most");
    }
}

#[test]
fn the_parts_of_every_ended_matter_add_up_to_its_turnaround() {
    for preset in ["today", "seed"] {
        let (events, names, from, to) = year(preset);
        let playback = Playback::build(&events, &names, "2023-01-01", from, to);
        let mut ended = 0;
        for case in playback.cases.iter().filter(|c| !c.older) {
            let Some(end) = case.turned else { continue };
            ended += 1;
            let sum: Tick = case.parts().iter().sum();
            assert_eq!(
                sum,
                end - case.registered,
                "{preset}: matter {}",
                case.number
            );
        }
        assert!(ended > 20, "{preset}: {ended} ended");
    }
}

#[test]
fn a_log_from_reform_day_on_agrees_with_the_whole_from_the_first_thing_it_hears() {
    let (events, names, from, to) = year("today");
    let whole = Playback::build(&events, &names, "2023-01-01", from, to);
    let opened = events
        .iter()
        .position(|e| e.kind == EventKind::WindowOpened)
        .unwrap();
    let late = Playback::build(&events[opened..], &names, "2023-01-01", from, to);
    for case in late.cases.iter().filter(|c| !c.older) {
        let same = whole
            .cases
            .iter()
            .find(|c| c.number == case.number)
            .unwrap();
        assert_eq!(case.path, same.path, "matter {}", case.number);
        assert_eq!(case.parts(), same.parts(), "matter {}", case.number);
    }
    assert!(late.cases.iter().all(|c| c.number != NONE32));
    let older = late.cases.iter().filter(|c| c.older).count();
    assert_eq!(
        older,
        open_at(&events, from).len(),
        "the backlog of reform day is all there"
    );
}
