//! Facts, minds and discussions.

use deliberation::opinions::{settled, social_influence};

use super::{Checker, Id, Scenario};
use crate::scenario::{Discussion, FactPattern, Facts, Influence, Minds};

pub(super) fn check(out: &mut Checker, scenario: &Scenario) {
    let world = &scenario.world;
    if let Some(facts) = &world.facts {
        check_facts(out, facts);
        for (id, it) in &facts.expert_pools {
            let at = "world.facts";
            let key = format!("expert_pools.{id}");
            out.refers(at, &key, id, &scenario.offices, "office");
            out.share(at, &format!("{key}.finds"), it.finds);
            out.share(at, &format!("{key}.blind"), it.blind);
            out.share(at, &format!("{key}.interested"), it.interested);
        }
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
        out.range(at, "invites", f64::from(it.invites), 0.0, 60.0);
        out.range(at, "qualified_share", it.qualified_share, 0.5, 1.0);
        out.range(at, "minutes_per_speaker", it.minutes_per_speaker, 0.0, 60.0);
        out.range(at, "return_margin", it.return_margin, 0.0, 10.0);
        check_influence(out, at, it, &meeting.members, world.minds.as_ref());
    }
}

/// How far the sum of a member's shares may lie from 1.
const ROUNDING: f64 = 1e-9;

/// More members than this are not asked whether their opinions meet: it takes time, and there are no such meetings.
const MOST_LISTENING: usize = 64;

/// What the kind of influence needs, and nothing that it does not ask for.
fn check_influence(
    out: &mut Checker,
    at: &str,
    it: &Discussion,
    members: &[Id],
    minds: Option<&Minds>,
) {
    let bounded = it.influence == Influence::HegselmannKrause;
    match it.confidence {
        Some(confidence) => {
            out.range(at, "confidence", confidence, 0.0, 100.0);
            if !bounded {
                let message = "has no meaning without bounded confidence";
                let remedy = "take it out, or write influence: hegselmann_krause";
                out.say_of(at, "confidence", message, remedy);
            }
        }
        None if bounded => {
            let message = "is missing: bounded confidence needs it";
            let remedy = "write how far apart opinions are still heard, in units of sigma";
            out.say_of(at, "confidence", message, remedy);
        }
        None => {}
    }
    if !it.listens.is_empty() {
        if it.influence.is_linear() {
            check_listens(out, at, it, members);
        } else {
            let message = "has no meaning with this influence";
            let remedy = "take it out, or write influence: degroot or friedkin_johnsen";
            out.say_of(at, "listens", message, remedy);
        }
    } else if it.influence == Influence::DeGroot && minds.is_some_and(|it| it.bends == 0.0) {
        let message = "opinions never meet: members do not bend";
        let remedy = "write world.minds.bends above 0, or say in `listens` who listens to whom";
        out.say_of(at, "influence", message, remedy);
    }
}

/// Who listens to whom: members to members, each with shares that add up to 1, so that opinions can meet where they are to.
fn check_listens(out: &mut Checker, at: &str, it: &Discussion, members: &[Id]) {
    let known: Vec<&str> = members.iter().map(String::as_str).collect();
    let what = "member of this meeting";
    let mut weights = Vec::with_capacity(members.len());
    for (id, row) in &it.listens {
        if !members.contains(id) {
            out.unknown(at, &format!("listens.{id}"), id, &known, what);
        }
        for (other, share) in row {
            let key = format!("listens.{id}.{other}");
            out.share(at, &key, *share);
            if !members.contains(other) {
                out.unknown(at, &key, other, &known, what);
            }
        }
    }
    for id in members {
        let key = format!("listens.{id}");
        let row = it.listens.get(id);
        let sum: f64 = row.map_or(0.0, |row| row.values().sum());
        if sum == 0.0 {
            let message = "listens to nobody, not even to himself";
            let remedy = "write whose opinions he takes, his own included: shares that add up to 1";
            out.say_of(at, &key, message, remedy);
        } else if libm::fabs(sum - 1.0) > ROUNDING || sum.is_nan() {
            let message = format!("adds up to {sum}, not to 1");
            let remedy = "write shares that add up to 1, his own opinion included";
            out.say_of(at, &key, &message, remedy);
        }
        let share = |of: &Id| row.and_then(|row| row.get(of)).copied().unwrap_or(0.0);
        weights.push(members.iter().map(share).collect());
    }
    if members.len() > MOST_LISTENING {
        return;
    }
    // Only of weights that are sound: `None` also says that they are not.
    let sound = settled(
        &weights,
        &vec![1.0; members.len()],
        &vec![0.0; members.len()],
    )
    .is_some();
    if it.influence == Influence::DeGroot && sound && social_influence(&weights).is_none() {
        let message = "opinions never meet: some listen only to each other, or they go in circles";
        let remedy = "let all listen, if through others, to one who keeps some of his own opinion";
        out.say_of(at, "listens", message, remedy);
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
    out.range(at, "discounts_silence", it.discounts_silence, 0.0, 10.0);
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
