//! What is to be seen where the clock stands: the county around the case, and the case itself.

use county::event::{Actor, Event, EventKind, NONE, Note};
use county::plan::Plan;
use county::scenario::{Scenario, Text};
use kernel::{DAY, HOUR, Tick};
use serde::{Deserialize, Serialize};

use crate::play::Play;
use crate::ready::Ready;
use crate::story::follow;

/// The county where the clock stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Now {
    /// The day, `YYYY-MM-DD`; of a case that is over, the day of the last event.
    pub date: String,
    /// Days since the case began.
    pub days: f64,
    /// Cases of all kinds that came since then.
    pub came: u32,
    /// Of the cases that came since then, how many have ended.
    pub ended: u32,
    /// Person-hours worked since then by those whose hours the county counts.
    pub hours: f64,
    /// Of them, on the case of the story.
    pub case_hours: f64,
    /// Clocks of law and periods that run for the case of the story.
    pub clocks: Vec<Clock>,
    /// What has happened to it, in order.
    pub happened: Vec<Happening>,
}

/// A clock that runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Clock {
    /// Id of the article, or the stage whose period it is.
    pub article: String,
    /// What the stage is called, where it is a stage's period.
    pub stage: Option<Text>,
    /// Calendar days left, below 0 when overrun.
    pub left: f64,
    /// The day on which it runs out.
    pub until: String,
}

/// Something that happened to the case of the story.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Happening {
    /// The day.
    pub date: String,
    /// What: the event's name in records.
    pub what: String,
    /// At which stage.
    pub stage: Option<Text>,
    /// Who.
    pub who: Option<Text>,
    /// How much; what of depends on the event.
    pub value: f64,
    /// What more there is: a verdict, an article.
    pub note: String,
}

/// What of a case is told as it goes along: what an official sees, not what only the model knows.
const TOLD: [EventKind; 22] = [
    EventKind::Registered,
    EventKind::StageReady,
    EventKind::StageDone,
    EventKind::Returned,
    EventKind::Deferred,
    EventKind::Bounced,
    EventKind::Orphaned,
    EventKind::HearingHeld,
    EventKind::DeputiesHeard,
    EventKind::ExpertOpinion,
    EventKind::Decided,
    EventKind::Published,
    EventKind::Refused,
    EventKind::Answered,
    EventKind::Withdrawn,
    EventKind::Diverted,
    EventKind::Heard,
    EventKind::CallMissed,
    EventKind::ReliefBegan,
    EventKind::Breach,
    EventKind::Implemented,
    EventKind::Censored,
];

impl Now {
    /// Reads what is to be seen in a play.
    #[must_use]
    pub fn of(ready: &Ready, play: &Play) -> Self {
        let plan = &play.plan;
        let table = plan.timetable();
        let start = table.start();
        let last = play.events.last().map_or(start, |it| it.tick);
        let tick = play.waits.map_or(last, |it| it.tick);
        let followed = follow(plan, &ready.case.follows, &play.events).map(|it| it.1);
        let mut it = Self {
            date: date(plan, tick),
            days: crate::replays::days(tick - start),
            came: 0,
            ended: 0,
            hours: 0.0,
            case_hours: 0.0,
            clocks: Vec::new(),
            happened: Vec::new(),
        };
        let mut since: Vec<u32> = Vec::new();
        for event in &play.events {
            let own = Some(event.number) == followed;
            match event.kind {
                EventKind::Registered => {
                    it.came += 1;
                    since.push(event.number);
                }
                kind if kind.ends_turnaround() => {
                    // Numbers ascend with registration.
                    it.ended += u32::from(since.binary_search(&event.number).is_ok());
                }
                EventKind::WorkEnded if plan.is_burden(event.actor) => {
                    let hours = event.value / HOUR as f64;
                    it.hours += hours;
                    it.case_hours += if own { hours } else { 0.0 };
                }
                _ => {}
            }
            if own && TOLD.contains(&event.kind) {
                it.happened.push(happening(plan, &play.scenario, event));
            }
        }
        it.clocks = clocks(ready, play, tick, followed);
        it
    }
}

fn date(plan: &Plan, tick: Tick) -> String {
    plan.timetable().date(tick).to_string()
}

fn happening(plan: &Plan, scenario: &Scenario, event: &Event) -> Happening {
    let note = match event.note {
        Note::Verdict(it) => it.name().to_owned(),
        Note::Clock(clock) => plan.clock_article(event.procedure, clock).to_owned(),
        Note::Article(index) => county::law::articles::id_at(index).to_owned(),
        _ => String::new(),
    };
    Happening {
        date: date(plan, event.tick),
        what: event.kind.name().to_owned(),
        stage: stage_name(plan, scenario, event.procedure, event.stage),
        who: actor_name(plan, scenario, event.actor),
        value: event.value,
        note,
    }
}

/// What a stage is called.
pub(crate) fn stage_name(
    plan: &Plan,
    scenario: &Scenario,
    procedure: u16,
    stage: u16,
) -> Option<Text> {
    if stage == NONE {
        return None;
    }
    named(
        scenario,
        plan.procedure(procedure),
        plan.stage(procedure, stage),
    )
}

/// What a stage is called, by its ids.
pub(crate) fn named(scenario: &Scenario, procedure: &str, stage: &str) -> Option<Text> {
    Some(
        scenario
            .procedures
            .get(procedure)?
            .stages
            .get(stage)?
            .name
            .clone(),
    )
}

fn actor_name(plan: &Plan, scenario: &Scenario, actor: Actor) -> Option<Text> {
    let id = plan.actor(actor);
    match actor {
        Actor::Nobody => None,
        Actor::Leader(_) => scenario.leaders.get(id).map(|it| it.name.clone()),
        Actor::Office(_) => scenario.offices.get(id).map(|it| it.name.clone()),
        Actor::Department(_) => scenario.departments.get(id).map(|it| it.name.clone()),
        Actor::Meeting(_) => scenario.meetings.get(id).map(|it| it.name.clone()),
        Actor::Public(_) => scenario.world.publics.get(id).map(|it| it.name.clone()),
        Actor::Source(_) => scenario.world.sources.get(id).map(|it| it.name.clone()),
    }
}

/// Clocks of law that have started and not stopped, and the periods of stages that run. A clock that may pause is shown as if it did not:
/// it runs out on that day at the earliest.
fn clocks(ready: &Ready, play: &Play, now: Tick, followed: Option<u32>) -> Vec<Clock> {
    let plan = &play.plan;
    let own = play.events.iter().filter(|it| Some(it.number) == followed);
    let own: Vec<Event> = own.copied().collect();
    let shown = |article: &str, stage: Option<Text>, until: Tick| Clock {
        article: article.to_owned(),
        stage,
        left: (until - now) as f64 / DAY as f64,
        until: date(plan, until),
    };
    let procedure = play.scenario.procedures.get(ready.procedure());
    let of_law = procedure.map_or_else(Vec::new, |it| replay::law::clocks(it, &own, plan));
    let running = of_law.iter().filter(|it| it.stopped.is_none());
    let mut found: Vec<Clock> = running.map(|it| shown(&it.article, None, it.due)).collect();
    for event in own.iter().filter(|it| it.kind == EventKind::WaitStarted) {
        let until = event.tick + event.value as Tick;
        let done = |it: &&Event| {
            it.kind == EventKind::StageDone && it.stage == event.stage && it.tick >= event.tick
        };
        let over = own.iter().any(|it| done(&it));
        if until > now && !over {
            let stage = stage_name(plan, &play.scenario, event.procedure, event.stage);
            found.push(shown("", stage, until));
        }
    }
    found
}
