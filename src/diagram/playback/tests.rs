use county::event::{Actor, Event, EventKind, NONE, NONE32, Note, Part};

use super::*;

const DAY: Tick = kernel::DAY;

fn own(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|s| (*s).to_owned()).collect()
}

fn names() -> Names {
    Names {
        procedures: vec![ProcedureNames {
            id: "major".into(),
            stages: own(&[
                "draft",
                "comment",
                "experts",
                "revise",
                "meeting",
                "publish",
                "follow_up",
            ]),
        }],
        classes: own(&["plan", "project"]),
        leaders: own(&["magistrate", "deputy"]),
        offices: own(&["office"]),
        departments: own(&["bureau"]),
        meetings: vec![("executive".into(), own(&["magistrate", "deputy"]))],
        publics: Vec::new(),
    }
}

fn event(
    day: f64,
    kind: EventKind,
    (stage, visit): (u16, u16),
    actor: Actor,
    value: f64,
    note: Note,
) -> Event {
    let about_meeting = stage == NONE && matches!(kind, EventKind::Sitting | EventKind::Attended);
    Event {
        tick: (day * DAY as f64) as Tick,
        kind,
        case: 7,
        number: if about_meeting { NONE32 } else { 0 },
        procedure: 0,
        class: 1,
        stage,
        visit,
        actor,
        value,
        note,
    }
}

/// One matter: drafted in 2 days, 30 days of comment beside 10 of experts, revised, returned once by the meeting, adopted, published.
fn one_life() -> Vec<Event> {
    use EventKind::*;
    use county::event::Part as P;
    let (nobody, bureau, office) = (Actor::Nobody, Actor::Department(0), Actor::Office(0));
    let executive = Actor::Meeting(0);
    let days = |d: f64| d * DAY as f64;
    let at = |day, kind, visit| event(day, kind, visit, nobody, 0.0, Note::None);
    let by = |day, kind, visit, who| event(day, kind, visit, who, 0.0, Note::None);
    let part =
        |day, visit, part, d: f64| event(day, Part, visit, nobody, days(d), Note::Part(part));
    let ready = |day, visit, from| event(day, StageReady, visit, nobody, 0.0, Note::Stage(from));
    vec![
        at(0.0, Registered, (NONE, 0)),
        at(0.0, StageReady, (0, 1)),
        by(0.0, Queued, (0, 1), bureau),
        by(1.0, WorkStarted, (0, 1), bureau),
        by(2.0, WorkEnded, (0, 1), bureau),
        part(2.0, (0, 1), P::WaitingPeople, 1.0),
        part(2.0, (0, 1), P::Work, 1.0),
        at(2.0, StageDone, (0, 1)),
        ready(2.0, (1, 1), 0),
        event(2.0, WaitStarted, (1, 1), nobody, days(30.0), Note::None),
        ready(2.0, (2, 1), 0),
        by(3.0, WorkStarted, (2, 1), office),
        by(12.0, WorkEnded, (2, 1), office),
        part(12.0, (2, 1), P::Work, 10.0),
        at(12.0, StageDone, (2, 1)),
        part(32.0, (1, 1), P::Statutory, 30.0),
        at(32.0, StageDone, (1, 1)),
        ready(32.0, (3, 1), 1),
        by(32.0, WorkStarted, (3, 1), bureau),
        part(33.0, (3, 1), P::Work, 1.0),
        at(33.0, StageDone, (3, 1)),
        ready(33.0, (4, 1), 3),
        by(33.0, AgendaEntered, (4, 1), executive),
        event(40.0, Sitting, (NONE, 0), executive, 120.0, Note::None),
        event(
            40.0,
            Attended,
            (NONE, 0),
            Actor::Leader(0),
            7200.0,
            Note::None,
        ),
        part(40.0, (4, 1), P::WaitingMeeting, 7.0),
        at(40.0, StageDone, (4, 1)),
        event(40.0, Returned, (4, 1), nobody, 0.0, Note::Stage(3)),
        ready(40.0, (3, 2), 4),
        part(43.0, (3, 2), P::Rework, 3.0),
        at(43.0, StageDone, (3, 2)),
        ready(43.0, (4, 2), 3),
        by(43.0, AgendaEntered, (4, 2), executive),
        event(70.0, Sitting, (NONE, 0), executive, 60.0, Note::None),
        part(70.0, (4, 2), P::Rework, 27.0),
        at(70.0, StageDone, (4, 2)),
        ready(70.0, (5, 1), 4),
        part(71.0, (5, 1), P::Work, 1.0),
        at(71.0, StageDone, (5, 1)),
        at(71.0, Published, (5, 1)),
        ready(71.0, (6, 1), 5),
        by(80.0, WorkStarted, (6, 1), office),
        at(81.0, StageDone, (6, 1)),
        at(81.0, Closed, (NONE, 0)),
    ]
}

fn playback() -> Playback {
    Playback::build(&one_life(), &names(), "2024-01-01", 0, 100 * DAY)
}

fn stage(playback: &Playback, place: Place) -> &str {
    &playback.stages[usize::from(place.stage)].stage
}

#[test]
fn a_matter_is_at_one_place_at_a_time() {
    let playback = playback();
    let case = &playback.cases[0];
    let table = [
        (0.5, "draft", State::Queued),
        (1.5, "draft", State::InWork),
        (5.0, "comment", State::Waiting),
        (20.0, "comment", State::Waiting),
        (32.5, "revise", State::InWork),
        (35.0, "meeting", State::OnAgenda),
        (41.0, "revise", State::Queued),
        (50.0, "meeting", State::OnAgenda),
        (70.5, "publish", State::Queued),
        (75.0, "follow_up", State::Queued),
        (80.5, "follow_up", State::InWork),
    ];
    for (day, id, state) in table {
        let place = case.place_at((day * DAY as f64) as Tick).unwrap();
        assert_eq!(
            (stage(&playback, place), place.state),
            (id, state),
            "day {day}"
        );
    }
    assert_eq!(case.place_at(-1), None);
    assert_eq!(case.place_at(81 * DAY), None);
}

#[test]
fn the_branch_that_finishes_early_is_beside() {
    let playback = playback();
    let beside = |day: Tick| {
        let places = playback.cases[0].beside_at(day * DAY);
        places
            .map(|p| stage(&playback, p).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(beside(5), ["experts"]);
    assert_eq!(beside(13), [] as [&str; 0]);
}

#[test]
fn the_parts_of_the_visits_that_speak_add_up_to_the_turnaround() {
    let playback = playback();
    let case = &playback.cases[0];
    let parts = case.parts();
    assert_eq!(
        parts.iter().sum::<Tick>(),
        case.turned.unwrap() - case.registered
    );
    assert_eq!(parts[Part::Statutory as usize], 30 * DAY);
    assert_eq!(parts[Part::Rework as usize], 30 * DAY);
    assert_eq!(
        parts[Part::Work as usize],
        3 * DAY,
        "the experts' ten days ran beside the comment"
    );
}

#[test]
fn meetings_say_when_they_sit_next_and_who_came() {
    let playback = playback();
    let meeting = &playback.meetings[0];
    assert_eq!(meeting.next_after(0).unwrap().at, 40 * DAY);
    assert_eq!(meeting.next_after(40 * DAY).unwrap().at, 70 * DAY);
    assert_eq!(meeting.next_after(70 * DAY), None);
    assert_eq!(meeting.last_before(50 * DAY).unwrap().present, [0]);
    assert_eq!(meeting.last_before(0), None);
}

#[test]
fn holders_and_returns_are_kept() {
    let playback = playback();
    let case = &playback.cases[0];
    let holder = &playback.holders[usize::from(case.visits[0].holders[0])];
    assert_eq!(holder, &Holder::Department("bureau".into()));
    let returned = case.visits.iter().find_map(|v| v.returned_to).unwrap();
    assert_eq!(playback.stages[usize::from(returned)].stage, "revise");
}

#[test]
fn an_open_matter_speaks_by_the_lowest_id_of_its_open_stages() {
    let until_fork: Vec<_> = one_life()
        .into_iter()
        .filter(|e| e.tick < 10 * DAY)
        .collect();
    let playback = Playback::build(&until_fork, &names(), "2024-01-01", 0, 100 * DAY);
    let place = playback.cases[0].place_at(9 * DAY).unwrap();
    assert_eq!(stage(&playback, place), "comment");
    assert_eq!(playback.cases[0].ending, Ending::Open);
}

#[test]
fn a_matter_older_than_the_log_stands_where_it_is_first_heard_of() {
    let late: Vec<_> = one_life()
        .into_iter()
        .filter(|e| e.tick > 34 * DAY)
        .collect();
    let playback = Playback::build(&late, &names(), "2024-01-01", 34 * DAY, 100 * DAY);
    let case = &playback.cases[0];
    assert!(case.older);
    assert_eq!(
        stage(&playback, case.place_at(35 * DAY).unwrap()),
        "meeting"
    );
    assert_eq!(stage(&playback, case.place_at(41 * DAY).unwrap()), "revise");
}

#[test]
fn stepping_goes_from_change_to_change() {
    let playback = playback();
    let mut t = 0;
    let mut steps = 0;
    while let Some(next) = playback.next_change(t) {
        assert!(next > t);
        t = next;
        steps += 1;
    }
    assert_eq!(t, 81 * DAY);
    assert!(steps > 8, "{steps}");
}

#[test]
fn events_about_nothing_known_are_passed_over() {
    let mut events = one_life();
    let odd = event(
        5.0,
        EventKind::StageReady,
        (99, 1),
        Actor::Leader(9),
        0.0,
        Note::Stage(77),
    );
    let mut stray = event(
        6.0,
        EventKind::Queued,
        (0, 1),
        Actor::Nobody,
        0.0,
        Note::None,
    );
    stray.number = 1234;
    stray.procedure = NONE;
    events.extend([odd, stray]);
    stray.number = NONE32;
    events.push(stray);
    assert_eq!(
        Playback::build(&events, &names(), "2024-01-01", 0, 100 * DAY),
        playback()
    );
}

#[test]
fn it_travels_between_worker_and_page() {
    let playback = playback();
    let text = serde_json::to_string(&playback).unwrap();
    assert_eq!(serde_json::from_str::<Playback>(&text).unwrap(), playback);
}
