//! The worked example of `docs/model.md`: one matter, every interval of its turnaround labelled from what the log says
//! happened, by the rules of that page and not by the engine's own accounts; the engine must agree to the second.

use kernel::{DAY, HOUR, MINUTE, Tick};
use serde_json::json;
use tuiyan_county::event::{Event, EventKind, Note, Part};
use tuiyan_county::plan::Plan;

use crate::fixture::{bare, changed, constant, events, plan, stage};

/// Laws are constant, so only when matters come and when the deputy is away is left to chance.
fn county() -> serde_json::Value {
    changed(
        bare(),
        json!({
            "calendar": { "holidays": "mainland", "morning_from": "08:30", "morning_to": "12:00",
                "afternoon_from": "14:30", "afternoon_to": "18:00" },
            "departments": { "planning": { "staff": 1 } },
            "procedures": { "plain": { "stages": {
                "draft": { "hours": constant(12.0) },
                "comment": stage("public_comment", json!({ "after": ["draft"], "days": 30.0 })),
                "ask": stage("outside_gate", json!({ "after": ["draft"], "latency_days": constant(3.0) })),
                "legal": stage("legality_review", json!({ "after": ["comment", "ask"], "who": "government_office",
                    "hours": constant(2.0), "days": 7.0, "counts": "working_days" })),
                "sign": stage("sign_off", json!({ "after": ["legal"], "who": "portfolio_leader", "hours": constant(1.0),
                    "returns": { "to": "legal", "share": 1.0, "at_most": 1 } })),
                "meet": stage("meeting", json!({ "after": ["sign"], "meeting": "executive", "minutes": constant(30.0) })),
                "report": stage("outside_gate", json!({ "after": ["meet"], "latency_days": constant(2.0) })),
                "publish": { "after": ["report"], "hours": constant(1.0) },
            } } },
            "world": { "sources": { "departments": { "per_year": 40.0 } }, "publics": { "town": { "comment_rate": 0.0 } },
                "absences": { "share": 0.3, "spell_days": 5.0 } },
        }),
    )
}

/// One row of the page's table.
#[derive(Debug, Clone, PartialEq)]
struct Interval {
    from: Tick,
    to: Tick,
    stage: String,
    visit: u16,
    part: Part,
}

/// Office hours of the county above.
fn is_open(plan: &Plan, tick: Tick) -> bool {
    let (midnight, second) = (tick.div_euclid(DAY) * DAY, tick.rem_euclid(DAY));
    let time = |hours: Tick, minutes: Tick| hours * HOUR + minutes * MINUTE;
    let working = tuiyan_county::law::days::WorkingDays::mainland()
        .is_working(plan.timetable().date(midnight));
    working
        && ((time(8, 30)..time(12, 0)).contains(&second)
            || (time(14, 30)..time(18, 0)).contains(&second))
}

/// A visit of a stage in the log: its events, from `stage_ready` to `stage_done`.
struct Visit<'a> {
    ready: &'a Event,
    done: Tick,
    events: Vec<&'a Event>,
}

impl Visit<'_> {
    fn tick_of(&self, kind: EventKind) -> Option<Tick> {
        self.events
            .iter()
            .find(|it| it.kind == kind)
            .map(|it| it.tick)
    }

    /// The part that holds at an instant, by the rules of the page.
    fn part_at(&self, plan: &Plan, all: &[Event], tick: Tick) -> Part {
        if self.ready.visit > 1 {
            return Part::Rework;
        }
        let waiting = self
            .events
            .iter()
            .find(|it| it.kind == EventKind::WaitStarted);
        if waiting.is_some_and(|it| (it.tick..it.tick + it.value as Tick).contains(&tick)) {
            let gate = plan.stage(self.ready.procedure, self.ready.stage) != "comment"
                && plan.stage(self.ready.procedure, self.ready.stage) != "legal";
            return if gate {
                Part::OutsideGate
            } else {
                Part::Statutory
            };
        }
        if let Some(agenda) = self
            .events
            .iter()
            .find(|it| it.kind == EventKind::AgendaEntered)
        {
            let sitting = all
                .iter()
                .filter(|it| {
                    it.kind == EventKind::Sitting
                        && it.actor == agenda.actor
                        && it.tick <= self.done
                })
                .map(|it| it.tick)
                .max()
                .unwrap_or(self.done);
            return if tick < sitting {
                Part::WaitingMeeting
            } else {
                Part::Work
            };
        }
        if !is_open(plan, tick) {
            return Part::OutsideHours;
        }
        let desk = self
            .events
            .iter()
            .find(|it| it.kind == EventKind::Queued)
            .map(|it| it.actor);
        // Whether whoever has it is away, or sits in a meeting and has laid it down.
        let during = |kind: EventKind| {
            all.iter().any(|it| {
                it.kind == kind
                    && Some(it.actor) == desk
                    && (it.tick..it.tick + it.value as Tick).contains(&tick)
            })
        };
        let begun = self
            .tick_of(EventKind::WorkStarted)
            .is_some_and(|started| tick >= started);
        if during(EventKind::AbsenceBegan) {
            Part::LeaderAbsent
        } else if begun && !during(EventKind::Attended) {
            Part::Work
        } else {
            Part::WaitingPeople
        }
    }
}

/// The visits that speak for a matter, in order: back from its end along the notes of `stage_ready`.
fn speaking<'a>(events: &'a [Event], number: u32) -> Vec<Visit<'a>> {
    let own: Vec<&Event> = events.iter().filter(|it| it.number == number).collect();
    let end = own
        .iter()
        .find(|it| matches!(it.kind, EventKind::Published))
        .expect("published");
    let mut visits = Vec::new();
    let mut next = Some((end.stage, end.tick));
    while let Some((stage, done)) = next {
        let ready = own
            .iter()
            .rfind(|it| it.kind == EventKind::StageReady && it.stage == stage && it.tick <= done)
            .expect("a visit begins");
        let events = own.iter().filter(|it| {
            it.stage == stage && it.visit == ready.visit && (ready.tick..=done).contains(&it.tick)
        });
        visits.push(Visit {
            ready,
            done,
            events: events.copied().collect(),
        });
        next = match ready.note {
            Note::Stage(from) => Some((from, ready.tick)),
            _ => None,
        };
    }
    visits.reverse();
    visits
}

/// The intervals of a matter's turnaround, minute by minute where hands and hours matter, merged.
fn intervals(plan: &Plan, events: &[Event], number: u32) -> Vec<Interval> {
    let mut out: Vec<Interval> = Vec::new();
    for visit in speaking(events, number) {
        // Between these instants nothing changes: whole half-hours, and the ticks of events.
        let mut cuts: Vec<Tick> = (visit.ready.tick.div_euclid(HOUR / 2) + 1..)
            .map(|it| it * HOUR / 2)
            .take_while(|it| *it < visit.done)
            .chain(visit.events.iter().map(|it| it.tick))
            .chain([visit.ready.tick, visit.done])
            .collect();
        cuts.sort_unstable();
        cuts.dedup();
        for pair in cuts.windows(2) {
            let part = visit.part_at(plan, events, pair[0]);
            let stage = plan
                .stage(visit.ready.procedure, visit.ready.stage)
                .to_owned();
            match out.last_mut() {
                Some(last)
                    if last.part == part
                        && last.stage == stage
                        && last.visit == visit.ready.visit =>
                {
                    last.to = pair[1];
                }
                _ => out.push(Interval {
                    from: pair[0],
                    to: pair[1],
                    stage,
                    visit: visit.ready.visit,
                    part,
                }),
            }
        }
    }
    out
}

/// `3 d 04:05:06`
fn length(ticks: Tick) -> String {
    let (days, rest) = (ticks / DAY, ticks % DAY);
    let clock = format!(
        "{:02}:{:02}:{:02}",
        rest / HOUR,
        rest % HOUR / MINUTE,
        rest % MINUTE
    );
    if days == 0 {
        clock
    } else {
        format!("{days} d {clock}")
    }
}

fn table(plan: &Plan, intervals: &[Interval]) -> String {
    let stamp = |tick| plan.timetable().stamp(tick).replace('T', " ");
    let mut text = String::from("| from | to | length | stage | part |\n|---|---|---|---|---|\n");
    for it in intervals {
        let again = if it.visit > 1 { ", again" } else { "" };
        text += &format!(
            "| {} | {} | {} | `{}`{again} | {} |\n",
            stamp(it.from),
            stamp(it.to),
            length(it.to - it.from),
            it.stage,
            it.part.name()
        );
    }
    text
}

/// Ticks of a part among the engine's own `part` events, along the visits that speak.
fn said(events: &[Event], number: u32, part: Part) -> Tick {
    let visits = speaking(events, number);
    let parts = visits.iter().flat_map(|visit| visit.events.iter());
    parts
        .filter(|it| it.kind == EventKind::Part && it.note == Note::Part(part))
        .map(|it| it.value as Tick)
        .sum()
}

#[test]
fn the_log_explains_every_second_of_every_turnaround() {
    let plan = plan(&county());
    let (events, _) = events(&plan, 1);
    let published = events.iter().filter(|it| it.kind == EventKind::Published);
    let mut seen = [0; Part::ALL.len()];
    let mut matters = 0;
    for end in published {
        let intervals = intervals(&plan, &events, end.number);
        let registered = events
            .iter()
            .find(|it| it.kind == EventKind::Registered && it.number == end.number)
            .expect("registered")
            .tick;
        assert_eq!(intervals.first().map(|it| it.from), Some(registered));
        assert_eq!(intervals.last().map(|it| it.to), Some(end.tick));
        assert!(
            intervals.windows(2).all(|pair| pair[0].to == pair[1].from),
            "without a gap"
        );
        for part in Part::ALL {
            let labelled: Tick = intervals
                .iter()
                .filter(|it| it.part == part)
                .map(|it| it.to - it.from)
                .sum();
            assert_eq!(
                labelled,
                said(&events, end.number, part),
                "{} of matter {}:\n{}",
                part.name(),
                end.number,
                table(&plan, &intervals)
            );
            seen[part as usize] += labelled;
        }
        matters += 1;
    }
    assert!(matters > 20, "{matters} matters");
    assert!(
        seen.iter().all(|&ticks| ticks > 0),
        "all eight parts occur: {seen:?}"
    );
}

#[test]
fn the_page_shows_this_matter() {
    let plan = plan(&county());
    let (events, _) = events(&plan, 1);
    let page = include_str!("../../../../docs/model.md");
    // The first matter in whose turnaround all eight parts occur.
    let number = events
        .iter()
        .filter(|it| it.kind == EventKind::Published)
        .map(|it| it.number)
        .find(|&it| Part::ALL.iter().all(|&part| said(&events, it, part) > 0))
        .expect("a matter with all eight parts");
    let table = table(&plan, &intervals(&plan, &events, number));
    assert!(
        page.contains(&table),
        "docs/model.md, section 9, should show:\n\n{table}"
    );
}
