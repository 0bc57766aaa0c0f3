//! What a procedure does when something happens: its clocks, and what arises from it.

use super::*;

pub(super) fn add_clocks(
    plan: &mut ProcedurePlan,
    id: &str,
    written: &Procedure,
    names: &Names<'_>,
    problems: &mut Vec<Problem>,
) {
    for (index, (clock_id, clock)) in written.clocks.iter().enumerate() {
        plan.clocks.push(ClockPlan {
            article: clock.article.clone(),
            hash: kernel::id_hash(&clock.article),
            length: Length {
                length: clock.length + clock.extension.unwrap_or(0.0),
                counts: clock.counts,
            },
            when: clock
                .when
                .as_ref()
                .map(|it| Condition::new(it, names, &written.stages)),
            is_report: clock.stops_on.rsplit_once('.').is_some_and(|it| {
                let stage = written.stages.get(it.0);
                stage.is_some_and(|it| it.kind == StageKind::Report)
            }),
        });
        let mut set = |event: &str, key: &str, signal: Signal| {
            let action = Action::Clock {
                clock: index as u16,
                signal,
            };
            if let Some(actions) = signal_slot(plan, &written.stages, event) {
                actions.push(action);
            } else {
                problems.push(problem(
                    &format!("procedures.{id}.clocks.{clock_id}.{key}"),
                    &format!("`{event}` is not an event of this procedure"),
                    EVENTS,
                ));
            }
        };
        set(&clock.starts_on, "starts_on", Signal::Start);
        set(&clock.stops_on, "stops_on", Signal::Stop);
        for (n, pause) in clock.pauses.iter().enumerate() {
            set(&pause.from, &format!("pauses.{n}.from"), Signal::Pause);
            set(&pause.to, &format!("pauses.{n}.to"), Signal::Resume);
        }
        if let Some(event) = &clock.restarts_on {
            set(event, "restarts_on", Signal::Restart);
        }
    }
}

/// Which events a procedure has, as a remedy.
const EVENTS: &str = "write registered, decided, published, refused, withdrawn, diverted, wrongly_granted, wrongly_refused, answered, or <stage>.ready, <stage>.started, <stage>.done";

pub(super) fn add_raises(
    plan: &mut ProcedurePlan,
    id: &str,
    written: &Procedure,
    names: &Names<'_>,
    problems: &mut Vec<Problem>,
) {
    for (raise_id, raise) in &written.raises {
        let mut wrong = |key: &str, message: &str, remedy: &str| {
            let path = format!("procedures.{id}.raises.{raise_id}.{key}");
            problems.push(problem(&path, message, remedy));
        };
        let class = (names.class)(&raise.class);
        let how_many = match (raise.share, raise.mean, raise.per) {
            (Some(share), None, None) => Some(HowMany::Share(share)),
            (None, Some(mean), None) => Some(HowMany::Mean(mean)),
            (None, None, Some(scenario::Per::Objections)) => Some(HowMany::OfObjections),
            _ => None,
        };
        let (Some(class), Some(how_many)) = (class, how_many) else {
            wrong(
                "class",
                "names no class, or not how many arise",
                "name a class of world.classes, and share, mean or per",
            );
            continue;
        };
        let overrun = raise.overrun.as_ref().and_then(|clock| {
            let found = written.clocks.keys().position(|it| it == clock);
            found.map(|it| it as u16)
        });
        if raise.overrun.is_some() && overrun.is_none() {
            wrong(
                "overrun",
                "names no clock of this procedure",
                "name one of its clocks, or take it out",
            );
            continue;
        }
        let raised = RaisePlan {
            hash: kernel::id_hash(raise_id),
            class,
            how_many,
            after_days: raise
                .after_days
                .as_ref()
                .and_then(Sampler::new)
                .unwrap_or(Sampler::Constant(0.0)),
            when: raise
                .when
                .as_ref()
                .map(|it| Condition::new(it, names, &written.stages)),
            overrun,
        };
        let action = Action::Raise {
            raise: plan.raises.len() as u16,
        };
        match signal_slot(plan, &written.stages, &raise.on) {
            Some(actions) => {
                actions.push(action);
                plan.raises.push(raised);
            }
            None => {
                let message = format!("`{}` is not an event of this procedure", raise.on);
                wrong("on", &message, EVENTS);
            }
        }
    }
}

fn signal_slot<'a>(
    plan: &'a mut ProcedurePlan,
    stages: &Map<Stage>,
    event: &str,
) -> Option<&'a mut Vec<Action>> {
    if let Some(moment) = Moment::ALL.into_iter().find(|it| it.name() == event) {
        return Some(&mut plan.on[moment as usize]);
    }
    let (stage, moment) = event.rsplit_once('.')?;
    let index = stages.keys().position(|id| id == stage)?;
    let moment = match moment {
        "ready" => 0,
        "started" => 1,
        "done" => 2,
        _ => return None,
    };
    Some(&mut plan.stages[index].signals[moment])
}
