//! A procedure laid out: its stages, each as the steps that its kind means.

use super::signals::{add_clocks, add_raises};
use super::*;

/// Lays out one procedure. Problems found here are those the scenario's check lets through; they are reported, never ignored.
pub(in crate::plan) fn compile(
    id: &str,
    written: &Procedure,
    names: &Names<'_>,
    problems: &mut Vec<Problem>,
) -> ProcedurePlan {
    let ids: Vec<&String> = written.stages.keys().collect();
    let number = |stage: &str| {
        ids.iter()
            .position(|id| *id == stage)
            .map(|index| index as u16)
    };
    let at = |stage: &str, key: &str| format!("procedures.{id}.stages.{stage}.{key}");
    let mut stages: Vec<StagePlan> = Vec::with_capacity(ids.len());
    for (stage_id, stage) in &written.stages {
        let mut after: Vec<u16> = Vec::new();
        for name in &stage.after {
            match number(name) {
                Some(index) => after.push(index),
                None => problems.push(problem(
                    &at(stage_id, "after"),
                    &format!("there is no stage `{name}`"),
                    "name a stage of this procedure, or take the name out",
                )),
            }
        }
        for (other_id, other) in &written.stages {
            if other.before.contains(stage_id)
                && let Some(index) = number(other_id)
            {
                after.push(index);
            }
        }
        kernel::order::sort_short(&mut after, |a, b| a < b);
        after.dedup();
        let when = stage
            .when
            .as_ref()
            .map(|it| Condition::new(it, names, &written.stages));
        let mut missing = |key: &str| {
            problems.push(problem(
                &at(stage_id, key),
                "is missing, or is not what this kind of stage needs",
                "see the table of stage kinds in docs/scenario.md",
            ));
        };
        let mut steps = steps_of(stage, names, &mut missing);
        if stage.kind == StageKind::Evaluation {
            steps.push(Step::Effect(Effect::Evaluated(EvaluationPlan {
                independent: is_independent(stage, written),
                major_change: stage.major_change,
            })));
            steps.push(Step::Repeat);
        }
        stages.push(StagePlan {
            id: stage_id.clone(),
            hash: kernel::id_hash(stage_id),
            kind: stage.kind,
            lane: stage.lane.unwrap_or_else(|| lane_of(stage.kind)),
            after,
            next: Vec::new(),
            when,
            steps,
            returns: None,
            lets_go: stage.lets_go.as_ref().map(|it| (it.share, it.ending)),
            foresees: None,
            judges: stage.judges.as_ref().map(|it| JudgesPlan {
                named: (names.traits)(&it.named).unwrap_or(NOBODY_HAS),
                hash: kernel::id_hash(&it.named),
                wrong_share: it.wrong_share,
            }),
            priority: stage.priority,
            called_by: stage.called_by,
            signals: Default::default(),
        });
    }
    for index in 0..stages.len() {
        for before in stages[index].after.clone() {
            stages[usize::from(before)].next.push(index as u16);
        }
    }
    for (index, stage) in written.stages.values().enumerate() {
        if stage.lets_go.as_ref().is_some_and(|it| it.foreseen) {
            stages[index].foresees = Some(meetings_ahead(&stages, index as u16));
        }
    }
    for (index, (stage_id, stage)) in written.stages.iter().enumerate() {
        let Some(returns) = &stage.returns else {
            continue;
        };
        let Some(to) = number(&returns.to) else {
            problems.push(problem(
                &at(stage_id, "returns.to"),
                &format!("there is no stage `{}`", returns.to),
                "name a stage of this procedure",
            ));
            continue;
        };
        let again = between(&stages, to, index as u16);
        stages[index].returns = Some(ReturnsPlan {
            to,
            share: returns.share,
            at_most: returns.at_most,
            again,
        });
    }
    let entries = (0..stages.len() as u16)
        .filter(|&it| stages[usize::from(it)].after.is_empty())
        .collect();
    let mut plan = ProcedurePlan {
        id: id.to_owned(),
        hash: kernel::id_hash(id),
        major: written.major,
        independent_evaluator: written
            .stages
            .values()
            .any(|it| it.kind == StageKind::Evaluation && is_independent(it, written)),
        stages,
        entries,
        clocks: Vec::new(),
        raises: Vec::new(),
        owed: Vec::new(),
        seated: None,
        sat: None,
        left_share: written.cover.as_ref().map_or(1.0, |it| {
            (1.0 - it.insured_share - it.donated_share).max(0.0)
        }),
        on: Default::default(),
    };
    add_clocks(&mut plan, id, written, names, problems);
    add_raises(&mut plan, id, written, names, problems);
    plan
}

/// Meetings behind a stage, the nearest first (of equals the lowest id).
fn meetings_ahead(stages: &[StagePlan], from: u16) -> Vec<u16> {
    let mut seen = vec![from];
    let mut next = 0;
    while let Some(&stage) = seen.get(next) {
        next += 1;
        for &behind in &stages[usize::from(stage)].next {
            if !seen.contains(&behind) {
                seen.push(behind);
            }
        }
    }
    seen.retain(|&it| it != from && stages[usize::from(it)].kind == StageKind::Meeting);
    seen
}

/// Stages that lie on a path from `to` to `from`, both included.
fn between(stages: &[StagePlan], to: u16, from: u16) -> Vec<u16> {
    let reach = |start: u16, edges: &dyn Fn(u16) -> Vec<u16>| {
        let mut seen = vec![false; stages.len()];
        let mut open = vec![start];
        while let Some(stage) = open.pop() {
            if !std::mem::replace(&mut seen[usize::from(stage)], true) {
                open.extend(edges(stage));
            }
        }
        seen
    };
    let down = reach(to, &|stage| stages[usize::from(stage)].next.clone());
    let up = reach(from, &|stage| stages[usize::from(stage)].after.clone());
    (0..stages.len() as u16)
        .filter(|&it| down[usize::from(it)] && up[usize::from(it)])
        .collect()
}

/// Whether whoever evaluates neither drafted the decision nor assessed it beforehand.
fn is_independent(stage: &Stage, written: &Procedure) -> bool {
    let assesses =
        |it: &&Stage| matches!(it.kind, StageKind::ExpertReview | StageKind::RiskAssessment);
    let who = stage.who.as_deref();
    let mut assessors = written.stages.values().filter(assesses);
    who != Some("drafting_unit") && !assessors.any(|it| it.who.as_deref() == who)
}

fn lane_of(kind: StageKind) -> Lane {
    match kind {
        StageKind::PublicComment | StageKind::Hearing | StageKind::Forum => Lane::Public,
        StageKind::ExpertReview => Lane::Experts,
        StageKind::Task
        | StageKind::Wait
        | StageKind::Consultation
        | StageKind::RiskAssessment
        | StageKind::Publication
        | StageKind::Implementation
        | StageKind::Disclose
        | StageKind::Reply
        | StageKind::Relief
        | StageKind::Evaluation => Lane::DraftingUnit,
        StageKind::LegalityReview
        | StageKind::Triage
        | StageKind::FollowUp
        | StageKind::Call
        | StageKind::Relay
        | StageKind::Report => Lane::Office,
        StageKind::SignOff | StageKind::Response => Lane::Leaders,
        StageKind::Harm => Lane::Public,
        StageKind::Meeting | StageKind::Coordination => Lane::Meetings,
        StageKind::OutsideGate | StageKind::Onset => Lane::Outside,
    }
}

fn who(text: &str, names: &Names<'_>) -> Option<Who> {
    Some(match text {
        "drafting_unit" => Who::DraftingUnit,
        "portfolio_leader" => Who::PortfolioLeader,
        "receiving_leader" => Who::ReceivingLeader,
        "chair" => Who::Chair,
        "townships" => Who::Townships,
        _ => (names.office)(text)
            .map(Who::Office)
            .or_else(|| (names.department)(text).map(Who::Department))
            .or_else(|| (names.leader)(text).map(Who::Leader))?,
    })
}

fn steps_of(stage: &Stage, names: &Names<'_>, missing: &mut dyn FnMut(&str)) -> Vec<Step> {
    let people = stage.people.unwrap_or(1);
    let length = stage.days.map(|length| Length {
        length,
        counts: stage.counts.unwrap_or(Counts::CalendarDays),
    });
    let mut steps = Vec::new();
    let mut law = |law: &Option<Law>, key: &str| match law.as_ref().and_then(Sampler::new) {
        Some(sampler) => sampler,
        None => {
            missing(key);
            Sampler::Constant(0.0)
        }
    };
    let drafting = |hours: Sampler, per_comment: f64| Step::Work {
        who: Who::DraftingUnit,
        people: 1,
        hours,
        per_comment,
        at_least: None,
    };
    match stage.kind {
        StageKind::Task
        | StageKind::RiskAssessment
        | StageKind::LegalityReview
        | StageKind::Triage
        | StageKind::SignOff
        | StageKind::Publication
        | StageKind::FollowUp
        | StageKind::Reply
        | StageKind::Disclose
        | StageKind::Call
        | StageKind::Relay
        | StageKind::Report
        | StageKind::Relief
        | StageKind::Evaluation => {
            if let (StageKind::Call | StageKind::Relief, Some(_)) =
                (stage.kind, &stage.latency_days)
            {
                let part = match stage.kind {
                    StageKind::Call => Part::OutsideGate,
                    _ => Part::Work,
                };
                let days = law(&stage.latency_days, "latency_days");
                steps.push(Step::Latency {
                    days,
                    part,
                    at_most: None,
                });
            }
            let hours = law(&stage.hours, "hours");
            let who = match stage.who.as_deref().and_then(|it| who(it, names)) {
                Some(who) => who,
                None => {
                    missing("who");
                    Who::DraftingUnit
                }
            };
            let at_least = if stage.kind == StageKind::LegalityReview {
                length
            } else {
                None
            };
            if let (StageKind::Call, Who::Office(office)) = (stage.kind, who) {
                steps.push(Step::Ring {
                    office,
                    missed_share: stage.missed_share.unwrap_or(0.0),
                    again: work_ticks(stage.again_hours.unwrap_or(0.0)),
                });
            }
            steps.push(Step::Work {
                who,
                people,
                hours,
                per_comment: 0.0,
                at_least,
            });
            if stage.kind == StageKind::FollowUp {
                let hours = stage.remind_hours.as_ref().and_then(Sampler::new);
                let hours = hours.unwrap_or(Sampler::Constant(0.0));
                let every = Length {
                    length: stage.every_days.unwrap_or(30.0),
                    counts: Counts::CalendarDays,
                };
                for _ in 0..stage.reminders.unwrap_or(0) {
                    steps.push(Step::Effect(Effect::UnlessCarriedOut));
                    steps.push(Step::Wait {
                        length: every,
                        part: Part::Statutory,
                    });
                    steps.push(Step::Effect(Effect::UnlessCarriedOut));
                    steps.push(Step::Work {
                        who,
                        people: 1,
                        hours: hours.clone(),
                        per_comment: 0.0,
                        at_least: None,
                    });
                    steps.push(Step::Effect(Effect::Reminded));
                }
            }
            match stage.kind {
                StageKind::SignOff | StageKind::Publication | StageKind::Reply => {
                    steps.push(Step::Effect(Effect::Document));
                }
                StageKind::Report => {
                    steps.push(Step::Effect(Effect::Document));
                    steps.push(Step::Effect(Effect::ReportedUp));
                }
                StageKind::Call => steps.push(Step::Effect(Effect::Noticed)),
                _ => {}
            }
            if stage.kind == StageKind::Disclose {
                steps.push(Step::Wait {
                    length: Length {
                        length: names.first_channel_days,
                        counts: Counts::CalendarDays,
                    },
                    part: Part::OutsideGate,
                });
                steps.push(Step::Effect(Effect::Disclosed));
            }
        }
        StageKind::Wait => match length {
            Some(length) => steps.push(Step::Wait {
                length,
                part: Part::Statutory,
            }),
            None => missing("days"),
        },
        StageKind::Implementation => {
            let who = stage.who.as_deref().and_then(|it| who(it, names));
            let who = who.unwrap_or(Who::DraftingUnit);
            let lasts = stage.lasts_days.as_ref().and_then(Sampler::new);
            if stage.hours.is_some() {
                steps.push(Step::Work {
                    who,
                    people,
                    hours: law(&stage.hours, "hours"),
                    per_comment: 0.0,
                    at_least: None,
                });
            }
            let deadline = length.filter(|_| lasts.is_some());
            match (lasts, length) {
                (Some(lasts), _) => steps.push(Step::Carry { who, lasts }),
                (None, Some(length)) => steps.push(Step::Wait {
                    length,
                    part: Part::Work,
                }),
                (None, None) => missing("days"),
            }
            steps.push(Step::Effect(Effect::CarriedOut { who, deadline }));
        }
        StageKind::Consultation => {
            let hours = law(&stage.hours, "hours");
            let ask = |who| Step::Work {
                who,
                people,
                hours: hours.clone(),
                per_comment: 0.0,
                at_least: None,
            };
            if stage.one_after_another == Some(true) {
                let each = (0..names.departments).map(Who::OtherDepartment);
                steps.extend(each.map(ask));
            } else {
                steps.push(ask(Who::OtherDepartments));
            }
            steps.push(Step::Effect(Effect::Consulted));
        }
        StageKind::PublicComment => {
            if stage.organise_hours.is_some() {
                steps.push(drafting(law(&stage.organise_hours, "organise_hours"), 0.0));
            }
            match length {
                Some(length) => steps.push(Step::Wait {
                    length,
                    part: Part::Statutory,
                }),
                None => missing("days"),
            }
            steps.push(Step::Effect(Effect::Comments));
            let sort = stage
                .sort_hours
                .as_ref()
                .and_then(Sampler::new)
                .unwrap_or(Sampler::Constant(0.0));
            steps.push(drafting(sort, stage.hours_per_comment.unwrap_or(0.0)));
            steps.push(Step::Effect(Effect::Answers));
        }
        StageKind::ExpertReview | StageKind::Forum => {
            if stage.organise_hours.is_some() {
                steps.push(drafting(law(&stage.organise_hours, "organise_hours"), 0.0));
            }
            let hours = law(&stage.hours, "hours");
            match stage.who.as_deref().and_then(|it| who(it, names)) {
                Some(who) => steps.push(Step::Work {
                    who,
                    people,
                    hours,
                    per_comment: 0.0,
                    at_least: None,
                }),
                None => missing("who"),
            }
            steps.push(Step::Effect(match stage.kind {
                StageKind::Forum => Effect::Forum { people },
                _ => Effect::Opinion {
                    people,
                    panel: stage.experts.unwrap_or_default(),
                    pool: stage.who.as_deref().and_then(names.office).unwrap_or(NONE),
                },
            }));
        }
        StageKind::Hearing => {
            let convenor = stage.who.as_deref().and_then(|it| who(it, names));
            let convenor = convenor.unwrap_or(Who::DraftingUnit);
            let holding = |hours: Sampler| Step::Work {
                who: convenor,
                people: 1,
                hours,
                per_comment: 0.0,
                at_least: None,
            };
            if stage.organise_hours.is_some() {
                steps.push(holding(law(&stage.organise_hours, "organise_hours")));
            }
            if let Some(length) = length {
                steps.push(Step::Wait {
                    length,
                    part: Part::Statutory,
                });
            }
            steps.push(holding(law(&stage.hours, "hours")));
            let notice = stage.days.unwrap_or(0.0);
            steps.push(Step::Effect(Effect::Hearing(HearingPlan {
                people,
                selection: stage.selection.unwrap_or_default(),
                by_drafter: convenor == Who::DraftingUnit,
                notice_days: notice,
                materials_days: stage.materials_days.unwrap_or(notice),
            })));
        }
        StageKind::Meeting => {
            let minutes = law(&stage.minutes, "minutes");
            match stage.meeting.as_deref().and_then(names.meeting) {
                Some(meeting) => steps.push(Step::Agenda { meeting, minutes }),
                None => missing("meeting"),
            }
        }
        StageKind::Coordination => {
            steps.push(Step::JointSlot {
                minutes: law(&stage.minutes, "minutes"),
                present: stage.present_share.unwrap_or(1.0),
            });
            if stage.hours.is_some() {
                steps.push(Step::Work {
                    who: Who::Convenor,
                    people: 1,
                    hours: law(&stage.hours, "hours"),
                    per_comment: 0.0,
                    at_least: None,
                });
                steps.push(Step::Effect(Effect::Document));
            }
        }
        StageKind::OutsideGate => steps.push(Step::Latency {
            days: law(&stage.latency_days, "latency_days"),
            part: Part::OutsideGate,
            at_most: length,
        }),
        StageKind::Harm => steps.push(Step::Harm {
            amount: law(&stage.ten_thousand_yuan, "ten_thousand_yuan"),
        }),
        StageKind::Onset => {
            steps.push(Step::Onset {
                lead: work_ticks(stage.lead_hours.unwrap_or(0.0)),
            });
            if stage.lead_hours.is_some() {
                steps.push(Step::Effect(Effect::Noticed));
            }
        }
        StageKind::Response => {
            let hours = law(&stage.hours, "hours");
            match stage.who.as_deref().and_then(|it| who(it, names)) {
                Some(who) => steps.push(Step::Called { who, hours }),
                None => missing("who"),
            }
        }
    }
    steps
}
