//! Facts, minds and discussions.

use super::{Checker, Scenario};
use crate::scenario::{FactPattern, Facts, Minds};

pub(super) fn check(out: &mut Checker, scenario: &Scenario) {
    let world = &scenario.world;
    if let Some(facts) = &world.facts {
        check_facts(out, facts);
    }
    if let Some(minds) = &world.minds {
        check_minds(out, minds);
    }
    for (id, class) in &world.classes {
        let at = &format!("world.classes.{id}");
        let Some(named) = &class.facts else { continue };
        match &world.facts {
            Some(facts) => out.refers(at, "facts", named, &facts.patterns, "pattern of facts"),
            None => out.say_of(
                at,
                "facts",
                "there are no facts in this world",
                "add world.facts, or extend a preset that has it",
            ),
        }
        if class.outcome.is_some() {
            let message = "says again what its facts decide";
            out.say_of(at, "outcome", message, "take it out, or take out `facts`");
        }
    }
    if world.facts.is_some() != world.minds.is_some() {
        let missing = if world.facts.is_some() {
            "minds"
        } else {
            "facts"
        };
        let remedy = "add it, or extend a preset that has it";
        out.say_of("world", missing, "is missing", remedy);
    }
    for (id, meeting) in &scenario.meetings {
        let Some(it) = &meeting.discussion else {
            continue;
        };
        let at = &format!("meetings.{id}.discussion");
        if meeting.turns.is_some() {
            let message = "has no meaning where members take turns and decide nothing";
            out.say(at, message, "take it out");
        }
        out.range(at, "qualified_share", it.qualified_share, 0.5, 1.0);
        out.range(at, "minutes_per_speaker", it.minutes_per_speaker, 0.0, 60.0);
        out.range(at, "return_margin", it.return_margin, 0.0, 10.0);
    }
}

fn check_facts(out: &mut Checker, it: &Facts) {
    let at = "world.facts";
    out.range(at, "own_per_hour", it.own_per_hour, 0.0, 10.0);
    out.range(at, "elsewhere_per_hour", it.elsewhere_per_hour, 0.0, 10.0);
    out.range(at, "witness_minutes", it.witness_minutes, 0.1, 1000.0);
    out.range(at, "light_per_year", it.light_per_year, 0.0, 100.0);
    out.range(at, "ending_cost", it.ending_cost, 0.0, 100.0);
    let half = it.reading_half_days;
    out.range(at, "reading_half_days", half, 0.0, 60.0);
    let fields = f64::from(it.expert_fields);
    out.range(at, "expert_fields", fields, 1.0, 20.0);
    let candour = it.candour;
    for (key, value) in [
        ("candour.dissenting_experts", candour.dissenting_experts),
        ("candour.hearing", candour.hearing),
        (
            "candour.independent_evaluator",
            candour.independent_evaluator,
        ),
        ("candour.recorded_dissent", candour.recorded_dissent),
        ("interested_experts", it.interested_experts),
        ("dissent_opens", it.dissent_opens),
        ("deputies_know", it.deputies_know),
        ("petitioner_names", it.petitioner_names),
        ("comment_names", it.comment_names),
        ("expert_finds", it.expert_finds),
        ("experts_blind", it.experts_blind),
        ("concealment", it.concealment),
        ("evaluation_finds", it.evaluation_finds),
        ("partial_evaluator", it.partial_evaluator),
    ] {
        out.share(at, key, value);
    }
    for (id, it) in &it.patterns {
        check_pattern(out, &format!("world.facts.patterns.{id}"), it);
    }
}

fn check_pattern(out: &mut Checker, at: &str, it: &FactPattern) {
    out.range(at, "number", f64::from(it.number), 1.0, 64.0);
    out.range(at, "falls", it.falls, 0.0, 5.0);
    out.range(at, "members_each", f64::from(it.members_each), 1.0, 30.0);
    out.range(at, "mending_cost", it.mending_cost, 0.0, 100.0);
    out.range(at, "need_years", it.need_years, 0.1, 100.0);
    let by = it.held_by;
    let weights = [
        ("departments", by.departments),
        ("experts", by.experts),
        ("public", by.public),
        ("members", by.members),
        ("nobody", by.nobody),
    ];
    for (key, weight) in weights {
        out.range(at, &format!("held_by.{key}"), weight, 0.0, 1000.0);
    }
    if weights.iter().map(|it| it.1).sum::<f64>() <= 0.0 {
        let message = "adds up to nothing: nobody could hold a fact";
        out.say_of(at, "held_by", message, "write a weight above 0");
    }
}

fn check_minds(out: &mut Checker, it: &Minds) {
    let at = "world.minds";
    out.range(at, "noise", it.noise, 0.0, 10.0);
    out.range(at, "interest", it.interest, -10.0, 10.0);
    out.range(at, "caution", it.caution, -10.0, 10.0);
    out.range(at, "chair_weight", it.chair_weight, 0.0, 1000.0);
    out.range(at, "floor_ratio", it.floor_ratio, 0.01, 1.0);
    out.range(at, "minutes_to_say", it.minutes_to_say, 0.1, 1000.0);
    for (key, value) in [
        ("common_noise_share", it.common_noise_share),
        ("bends", it.bends),
        ("chair_bends", it.chair_bends),
        ("outside_knowledge", it.outside_knowledge),
        ("discussion_share", it.discussion_share),
    ] {
        out.share(at, key, value);
    }
}
