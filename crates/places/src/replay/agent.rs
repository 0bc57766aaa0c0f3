//! What a worker does for the place 回放: it holds a run with its copies ([`Replay`]) and answers about days, moments, matters and futures.

use county::event::{Actor, Event, EventKind, NONE32};
use county::law::review::asked_at;
use county::plan::Plan;
use county::scenario::{self, CaseKind, Counts, Problem, Scenario};
use kernel::{DAY, Tick};
use page::diagram::Playback;
use page::diagram::playback::{Holder, Names};
use replay::law::clocks;
use replay::{Direction, Fate, Named, Otherwise, Parted, Replay, SPACING_DAYS};
use serde_json::json;
use trial::Setup;

use super::told::{
    Agenda, At, Came, Clock, Day, Futures, Lived, Open, Opened, Other, Said, Step, doing, holder,
    is_news, is_of_a_life,
};
use crate::agent::REFUSED;

/// Take up this run: the scenario's file, the seed, the replication. Told back as [`Opened`], as JSON.
pub const OPEN: &str = "replay open";
/// Go to this day. Told back as [`Day`].
pub const GO: &str = "replay go";
/// Find a moment: its name, `1` forwards or `-1` backwards, the day from which, the matter's number. Told back as the day, or nothing.
pub const FIND: &str = "replay find";
/// Go on from a day under the rules of this file. Told back as [`Futures`].
pub const BRANCH: &str = "replay branch";
/// The life of the matter of this number. Told back with the number, as [`Lived`], or as nothing.
pub const LIFE: &str = "replay life";

/// Matters that went otherwise are listed up to so many.
const LISTED: usize = 60;

/// A run that a worker has taken up.
pub struct Stage {
    /// The rules until reform day: what was registered under them goes its way under them.
    before: Scenario,
    scenario: Scenario,
    replay: Replay,
    names: Names,
    /// When which meeting sat: what is called when is known only as the run goes on.
    sittings: Vec<(i64, u16)>,
    /// Numbers of matters of decision, ascending.
    numbers: Vec<u32>,
    /// When the first and the last event of a matter happens, by its number.
    spans: Vec<Option<(Tick, Tick)>>,
    opened: Opened,
}

/// Answers a message of this place; nothing for another's.
pub fn hear(stage: &mut Option<Stage>, message: &[&str]) -> Option<Vec<String>> {
    let told = |what: &str, json: serde_json::Result<String>| {
        Some(vec![what.to_owned(), json.unwrap_or_default()])
    };
    match *message {
        [OPEN, file, seed, replication] => {
            let (seed, replication) = (seed.parse().ok()?, replication.parse().ok()?);
            match Stage::open(file, seed, replication) {
                Ok(open) => {
                    let answer = told(OPEN, serde_json::to_string(&open.opened));
                    *stage = Some(open);
                    answer
                }
                Err(problems) => Some(refused(&problems)),
            }
        }
        [GO, day] => told(
            GO,
            serde_json::to_string(&stage.as_mut()?.day(day.parse().ok()?)),
        ),
        [FIND, what, way, from, number] => {
            let found = stage.as_mut()?.find(what, way, from.parse().ok()?, number);
            Some(vec![
                FIND.to_owned(),
                found.map_or_else(String::new, |it| it.to_string()),
            ])
        }
        [BRANCH, day, file] => match stage.as_mut()?.branch(day.parse().ok()?, file) {
            Ok(futures) => told(BRANCH, serde_json::to_string(&futures)),
            Err(problems) => Some(refused(&problems)),
        },
        [LIFE, number] => {
            let lived = match stage.as_mut()?.life(number.parse().ok()?) {
                Some(lived) => serde_json::to_string(&lived).unwrap_or_default(),
                None => String::new(),
            };
            Some(vec![LIFE.to_owned(), (*number).to_owned(), lived])
        }
        _ => None,
    }
}

fn refused(problems: &[Problem]) -> Vec<String> {
    vec![REFUSED.to_owned(), json!(problems).to_string()]
}

impl Stage {
    /// Takes up a run and goes through it once, leaving copies.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn open(file: &str, seed: u64, replication: u32) -> Result<Self, Vec<Problem>> {
        let loaded = scenario::load(file, &[])?;
        let setup = Setup::new(&loaded)?;
        let mut replay = Replay::new(&setup, seed, replication, SPACING_DAYS);
        let plan = setup.plan();
        let (mut sittings, mut numbers, mut last) = (Vec::new(), Vec::new(), 0);
        let mut spans: Vec<Option<(Tick, Tick)>> = Vec::new();
        replay.to_the_end(&mut |event| {
            last = event.tick;
            if event.number != NONE32 {
                let number = event.number as usize;
                if spans.len() <= number {
                    spans.resize(number + 1, None);
                }
                spans[number].get_or_insert((last, last)).1 = last;
            }
            match (event.kind, event.actor) {
                (EventKind::Sitting, Actor::Meeting(it)) if event.number == NONE32 => {
                    sittings.push((event.tick, it));
                }
                (EventKind::Registered, _) if plan.kind(event.class) == CaseKind::Matter => {
                    numbers.push(event.number);
                }
                _ => {}
            }
        });
        let time = plan.timetable();
        let opened = Opened {
            epoch: time.date(0).to_string(),
            start: time.start().div_euclid(DAY),
            last: last.div_euclid(DAY),
        };
        Ok(Self {
            names: Names::of(plan, &loaded.after),
            before: loaded.before,
            scenario: loaded.after,
            replay,
            sittings,
            numbers,
            spans,
            opened,
        })
    }

    /// What stands when a day begins, and what happens in it.
    pub fn day(&mut self, day: i64) -> Day {
        let day = day.clamp(0, self.opened.last);
        let at = day * DAY;
        let plan = self.replay.plan().clone();
        let standing = self.replay.seek(at);
        let by_id = |actor: Actor| holder(actor, &plan);
        let mut desks: Vec<(Holder, u32)> = standing
            .desks()
            .into_iter()
            .filter_map(|(who, count)| Some((by_id(who)?, count)))
            .collect();
        desks.sort_by_key(|it| std::cmp::Reverse(it.1));
        let class_of = |number: &u32| {
            let class = standing.matter(*number).map(|it| plan.class(it.class));
            (*number, class.unwrap_or_default().to_owned())
        };
        let agendas = (0..self.names.meetings.len() as u16).map(|meeting| {
            let next = self
                .sittings
                .iter()
                .find(|it| it.0 >= at && it.1 == meeting);
            Agenda {
                meeting: plan.actor(Actor::Meeting(meeting)).to_owned(),
                next: next.map(|it| it.0),
                matters: standing.agenda(meeting).iter().map(class_of).collect(),
            }
        });
        let mut agendas: Vec<Agenda> = agendas
            .filter(|it| it.next.is_some() || !it.matters.is_empty())
            .collect();
        agendas.sort_by_key(|it| it.next.unwrap_or(i64::MAX));
        let is_matter = |class: u16| plan.kind(class) == CaseKind::Matter;
        let matter = |it: &replay::Matter| Open {
            number: it.number,
            class: plan.class(it.class).to_owned(),
            procedure: plan.procedure(it.procedure).to_owned(),
            days: (at - it.registered).div_euclid(DAY) + 1,
            urgent: it.attributes.urgent,
            decided: it.ended.is_some(),
            at: it
                .stages
                .iter()
                .map(|stage| At {
                    stage: plan.stage(it.procedure, stage.stage).to_owned(),
                    doing: doing(stage.doing).to_owned(),
                    holders: stage.holders.iter().filter_map(|it| by_id(*it)).collect(),
                })
                .collect(),
        };
        let matters = standing.matters().filter(|it| is_matter(it.class));
        let matters: Vec<Open> = matters.map(matter).collect();
        let others = standing.matters().filter(|it| !is_matter(it.class)).count() as u32;
        // At noon: who comes back in the morning is there.
        let away = standing.away_at(at + 12 * kernel::HOUR).into_iter();
        let away = away.map(|it| (plan.actor(it.who).to_owned(), it.until, it.called));
        let away = away.collect();
        let events = self.replay.stretch(at, at + DAY);
        let news = events
            .iter()
            .filter(|it| is_news(it.kind) && tells(it, &plan));
        let news: Vec<Said> = news.map(|it| Said::of(it, &plan)).collect();
        Day {
            day,
            routine: events.len() - news.len(),
            news,
            desks,
            agendas,
            away,
            matters,
            others,
        }
    }

    /// The day of the next or the last moment of a name, seen from a day.
    pub fn find(&mut self, what: &str, way: &str, day: i64, number: &str) -> Option<i64> {
        let what = match what {
            "meeting" => Named::Meeting,
            "emergency" => Named::Emergency,
            "breach" => Named::Breach,
            _ => Named::Step(number.parse().ok()?),
        };
        let (from, direction) = match way {
            "-1" => (day, Direction::Backwards),
            _ => (day + 1, Direction::Forwards),
        };
        let found = self.replay.find(from * DAY, what, direction)?;
        let day = found.tick.div_euclid(DAY);
        // Days before reform day are nothing that is shown.
        (day >= self.opened.first()).then_some(day)
    }

    /// Goes on from a day under the rules of a file, and under those that held.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn branch(&mut self, day: i64, file: &str) -> Result<Futures, Vec<Problem>> {
        let changed = scenario::load(file, &[])?;
        let plan = self.replay.grown(&self.scenario, &changed.after)?;
        let at = day.max(self.opened.start) * DAY;
        let (kept, changed) = (self.replay.future(at), self.replay.branch(at, &plan));
        let past = self.replay.stretch(0, at);
        let parted = Parted::between(&past, &kept, &changed);
        let first = parted.first.map(|it| {
            let said = |it: Option<Event>, plan: &Plan| it.map(|it| Said::of(&it, plan));
            (said(it.kept, &kept.plan), said(it.changed, &changed.plan))
        });
        let kind = |it: &Otherwise| {
            let fate = it.kept.as_ref().or(it.changed.as_ref());
            fate.map(|it| plan.kind(it.class))
        };
        let is_matter = |it: &&Otherwise| kind(it) == Some(CaseKind::Matter);
        let matters: Vec<&Otherwise> = parted.matters.iter().filter(is_matter).collect();
        let count = |is: &dyn Fn(&Otherwise) -> bool| matters.iter().filter(|it| is(it)).count();
        let counts = [
            matters.len(),
            count(&Otherwise::is_decided_otherwise),
            count(&Otherwise::ends_otherwise),
            count(&|it| it.longer().is_some_and(|it| it < 0)),
            count(&|it| it.longer().is_some_and(|it| it > 0)),
        ];
        let listed = matters.iter().take(LISTED).map(|it| other(it, &plan));
        Ok(Futures {
            day: at.div_euclid(DAY),
            first,
            matters: listed.collect(),
            counts,
            others: parted.matters.len() - matters.len(),
            figures: parted
                .figures
                .into_iter()
                .map(|it| (it.name, it.kept, it.changed))
                .collect(),
            digest: format!("{:032x}", changed.digest),
            same: parted.same_digest,
        })
    }

    /// The life of a matter; `None` where there is none of that number.
    pub fn life(&mut self, number: u32) -> Option<Lived> {
        let plan = self.replay.plan().clone();
        let (first, last) = (*self.spans.get(number as usize)?)?;
        let mut mine: Vec<Event> = Vec::new();
        self.replay.show(first, last + 1, &mut |event| {
            if event.number == number {
                mine.push(*event);
            }
        });
        let registered = mine.first()?;
        let epoch = &self.opened.epoch;
        let to = (self.opened.last + 1) * DAY;
        let playback = Playback::build(&mine, &self.names, epoch, registered.tick, to);
        let case = playback.cases.first()?;
        let attributes = county::event::Attributes::from_bits(case.attributes);
        let rules = match first < plan.timetable().start() {
            true => &self.before,
            false => &self.scenario,
        };
        let procedure = rules.procedures.get(plan.procedure(registered.procedure));
        let telling: Vec<&Event> = mine.iter().filter(|it| is_of_a_life(it.kind)).collect();
        let mut told = vec![false; telling.len()];
        let mut steps = Vec::new();
        for (n, visit) in case.visits.iter().enumerate() {
            let id = playback.stages.get(usize::from(visit.stage));
            let stage = id.map_or("", |it| it.stage.as_str());
            let law = procedure.and_then(|it| {
                let articles = asked_at(rules.rules, it, it.stages.get(stage)?, attributes);
                Some(articles.iter().map(|it| it.id.to_owned()).collect())
            });
            let mut said = Vec::new();
            for (event, told) in telling.iter().zip(&mut told) {
                let here =
                    plan.stage(event.procedure, event.stage) == stage && event.visit == visit.visit;
                if here && !*told {
                    *told = true;
                    said.push(Said::of(event, &plan));
                }
            }
            steps.push(Step {
                stage: stage.to_owned(),
                visit: n,
                articles: law.unwrap_or_default(),
                said: together(said),
            });
        }
        let beside = telling.iter().zip(&told).filter(|it| !it.1);
        let beside = beside.map(|it| Said::of(it.0, &plan)).collect();
        let clock = |it: replay::law::ClockRun| Clock {
            article: it.article,
            length: it.length,
            counts: match it.counts {
                Counts::CalendarDays => "calendar_days",
                Counts::WorkingDays => "working_days",
                Counts::Hours => "hours",
            }
            .to_owned(),
            from: it.from,
            due: it.due,
            pauses: it.pauses,
            stopped: it.stopped,
            overrun: it.overrun,
        };
        let clocks = procedure
            .map(|it| clocks(it, &mine, &plan))
            .unwrap_or_default();
        let after = self.numbers.partition_point(|it| *it <= number);
        let before = self.numbers.partition_point(|it| *it < number);
        let before = before.checked_sub(1).and_then(|it| self.numbers.get(it));
        Some(Lived {
            number,
            steps,
            beside: together(beside),
            clocks: clocks.into_iter().map(clock).collect(),
            neighbours: [before.copied(), self.numbers.get(after).copied()],
            playback,
        })
    }
}

/// Of permits, requests and the like only what is out of the ordinary is news.
fn tells(event: &Event, plan: &Plan) -> bool {
    let ordinary = matches!(
        event.kind,
        EventKind::Decided | EventKind::Published | EventKind::Refused | EventKind::Withdrawn
    );
    !ordinary || event.number == NONE32 || plan.kind(event.class) == CaseKind::Matter
}

/// What is said many times at one moment (facts, those who come) is said once, and how often.
fn together(said: Vec<Said>) -> Vec<Said> {
    let mut all: Vec<Said> = Vec::new();
    for it in said {
        let counts = matches!(it.kind.as_str(), "fact_surfaced" | "fact_repeated");
        let same =
            |last: &&mut Said| (last.tick, &last.kind, &last.note) == (it.tick, &it.kind, &it.note);
        match all.last_mut().filter(|last| counts && same(last)) {
            Some(last) => last.value += 1.0,
            None if counts => all.push(Said { value: 1.0, ..it }),
            None => all.push(it),
        }
    }
    all
}

fn other(it: &Otherwise, plan: &Plan) -> Other {
    let fate = it.kept.as_ref().or(it.changed.as_ref());
    let came = |it: &Fate| Came {
        number: it.number,
        verdict: it.verdict.map(|it| it.name().to_owned()),
        ending: it.ended.map(|it| it.0.name().to_owned()),
        days: it.took().map(|it| it as f64 / DAY as f64),
    };
    Other {
        class: fate.map_or("", |it| plan.class(it.class)).to_owned(),
        kept: it.kept.as_ref().map(came),
        changed: it.changed.as_ref().map(came),
        parts: it.parts().map(|it| it.map(|it| it as f64 / DAY as f64)),
    }
}
