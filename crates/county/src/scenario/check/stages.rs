//! One stage at a time: the fields its kind needs, those it has no use for, and what they refer to.

use super::Checker;
use crate::scenario::{Condition, Law, LawKind, Per, Procedure, Raise, Scenario, Stage, StageKind};

/// The fields a kind of stage needs, and those it may have; names as in the file.
#[must_use]
pub(crate) fn fields_of(kind: StageKind) -> (&'static [&'static str], &'static [&'static str]) {
    match kind {
        StageKind::Task => (
            &["who", "hours"],
            &["people", "returns", "lets_go", "priority", "judges"],
        ),
        StageKind::Evaluation => (
            &["who", "hours"],
            &[
                "people",
                "returns",
                "lets_go",
                "priority",
                "called_by",
                "major_change",
            ],
        ),
        StageKind::RiskAssessment | StageKind::Triage | StageKind::Publication => (
            &["who", "hours"],
            &["people", "returns", "lets_go", "priority"],
        ),
        StageKind::SignOff => (
            &["who", "hours"],
            &["returns", "lets_go", "priority", "judges"],
        ),
        StageKind::LegalityReview => (
            &["who", "hours"],
            &[
                "people", "days", "counts", "reason", "returns", "lets_go", "priority",
            ],
        ),
        StageKind::Wait => (&["days"], &["counts", "reason", "lets_go"]),
        StageKind::Implementation => (&["days"], &["counts", "who", "hours", "lasts_days"]),
        StageKind::FollowUp => (
            &["who", "hours"],
            &[
                "people",
                "returns",
                "lets_go",
                "priority",
                "reminders",
                "every_days",
                "remind_hours",
            ],
        ),
        StageKind::Consultation => (
            &["hours"],
            &[
                "people",
                "returns",
                "lets_go",
                "priority",
                "one_after_another",
            ],
        ),
        StageKind::Reply => (
            &["who", "hours"],
            &["people", "returns", "priority", "judges"],
        ),
        StageKind::Response => (&["who", "hours"], &[]),
        StageKind::PublicComment => (
            &["days"],
            &[
                "counts",
                "reason",
                "organise_hours",
                "sort_hours",
                "hours_per_comment",
            ],
        ),
        StageKind::ExpertReview => (
            &["who", "people", "hours"],
            &["organise_hours", "returns", "experts"],
        ),
        StageKind::Forum => (&["who", "people", "hours"], &["organise_hours"]),
        StageKind::Hearing => (
            &["people", "hours"],
            &[
                "who",
                "organise_hours",
                "days",
                "counts",
                "reason",
                "selection",
                "quotas",
                "materials_days",
            ],
        ),
        StageKind::Meeting => (&["meeting", "minutes"], &["returns", "lets_go"]),
        StageKind::Coordination => (
            &["minutes"],
            &["hours", "present_share", "lets_go", "priority"],
        ),
        StageKind::Disclose => (&["who", "hours"], &["people", "priority"]),
        StageKind::OutsideGate => (
            &["latency_days"],
            &["authority", "days", "counts", "returns", "lets_go"],
        ),
        StageKind::Harm => (&["ten_thousand_yuan"], &[]),
        StageKind::Onset => (&[], &["lead_hours"]),
        StageKind::Call => (
            &["who", "hours"],
            &["latency_days", "missed_share", "again_hours", "priority"],
        ),
        StageKind::Relay | StageKind::Report => (&["who", "hours"], &["priority"]),
        StageKind::Relief => (&["who", "hours"], &["people", "latency_days", "priority"]),
    }
}

/// The fields a stage has, of those that depend on its kind.
fn given(stage: &Stage) -> Vec<&'static str> {
    [
        ("who", stage.who.is_some()),
        ("people", stage.people.is_some()),
        ("hours", stage.hours.is_some()),
        ("organise_hours", stage.organise_hours.is_some()),
        ("sort_hours", stage.sort_hours.is_some()),
        ("hours_per_comment", stage.hours_per_comment.is_some()),
        ("days", stage.days.is_some()),
        ("counts", stage.counts.is_some()),
        ("reason", stage.reason.is_some()),
        ("meeting", stage.meeting.is_some()),
        ("minutes", stage.minutes.is_some()),
        ("authority", stage.authority.is_some()),
        ("latency_days", stage.latency_days.is_some()),
        ("lead_hours", stage.lead_hours.is_some()),
        ("present_share", stage.present_share.is_some()),
        ("missed_share", stage.missed_share.is_some()),
        ("again_hours", stage.again_hours.is_some()),
        ("returns", stage.returns.is_some()),
        ("lets_go", stage.lets_go.is_some()),
        ("priority", stage.priority.is_some()),
        ("lasts_days", stage.lasts_days.is_some()),
        ("reminders", stage.reminders.is_some()),
        ("every_days", stage.every_days.is_some()),
        ("remind_hours", stage.remind_hours.is_some()),
        ("judges", stage.judges.is_some()),
        ("one_after_another", stage.one_after_another.is_some()),
        ("ten_thousand_yuan", stage.ten_thousand_yuan.is_some()),
        ("selection", stage.selection.is_some()),
        ("quotas", stage.quotas.is_some()),
        ("materials_days", stage.materials_days.is_some()),
        ("experts", stage.experts.is_some()),
        ("called_by", stage.called_by.is_some()),
        ("major_change", stage.major_change.is_some()),
    ]
    .into_iter()
    .filter(|it| it.1)
    .map(|it| it.0)
    .collect()
}

pub(super) fn check(
    out: &mut Checker,
    scenario: &Scenario,
    procedure_id: &str,
    procedure: &Procedure,
) {
    for (stage_id, stage) in &procedure.stages {
        let path = format!("procedures.{procedure_id}.stages.{stage_id}");
        check_stage(out, scenario, procedure, &path, stage);
        super::afterwards::check_stage(out, &path, stage);
        super::asking::check(out, scenario, procedure_id, &path, stage);
    }
    for (id, clock) in &procedure.clocks {
        let at = &format!("procedures.{procedure_id}.clocks.{id}");
        out.range(at, "length", clock.length, 0.000_01, 36_600.0);
        if let Some(extension) = clock.extension {
            out.range(at, "extension", extension, 0.0, 36_600.0);
        }
        let mut events = vec![
            ("starts_on".to_owned(), &clock.starts_on),
            ("stops_on".to_owned(), &clock.stops_on),
        ];
        events.extend(
            clock
                .restarts_on
                .iter()
                .map(|it| ("restarts_on".to_owned(), it)),
        );
        for (n, pause) in clock.pauses.iter().enumerate() {
            events.push((format!("pauses.{n}.from"), &pause.from));
            events.push((format!("pauses.{n}.to"), &pause.to));
        }
        if let Some(when) = &clock.when {
            check_condition(out, scenario, procedure, at, when);
        }
        for (key, event) in events {
            check_event(out, procedure, at, &key, event, "clock");
        }
        if let Some(when) = &clock.when {
            check_condition(out, scenario, procedure, at, when);
        }
    }
    for (id, raise) in &procedure.raises {
        let at = &format!("procedures.{procedure_id}.raises.{id}");
        check_event(out, procedure, at, "on", &raise.on, "entry");
        out.refers(at, "class", &raise.class, &scenario.world.classes, "class");
        match (raise.share, raise.mean, raise.per) {
            (Some(share), None, None) => out.share(at, "share", share),
            (None, Some(mean), None) => out.range(at, "mean", mean, 0.0, 100.0),
            (None, None, Some(Per::Objections)) => check_objections(out, scenario, at, raise),
            _ => out.say_of(
                at,
                "share",
                "how many arise is said twice, or not at all",
                "write one of share, mean and per",
            ),
        }
        if let Some(law) = &raise.after_days {
            check_law(out, &format!("{at}.after_days"), law, 3_660.0);
        }
        if let Some(when) = &raise.when {
            check_condition(out, scenario, procedure, at, when);
        }
        if let Some(clock) = &raise.overrun {
            out.refers(at, "overrun", clock, &procedure.clocks, "clock");
        }
    }
}

/// Petitions of those who object: how many and when is the world's.
fn check_objections(out: &mut Checker, scenario: &Scenario, at: &str, raise: &Raise) {
    if scenario.world.reception.is_none() {
        out.say_of(
            at,
            "per",
            "counts objections, but nobody objects in a county without world.reception",
            "add world.reception, or delete the entry with null",
        );
    }
    if raise.after_days.is_some() {
        out.say_of(
            at,
            "after_days",
            "has no meaning here: world.reception.petition_days says when",
            "take it out",
        );
    }
}

/// An event of a procedure, as clocks and what arises name it.
fn check_event(
    out: &mut Checker,
    procedure: &Procedure,
    at: &str,
    key: &str,
    event: &str,
    what: &str,
) {
    let is_stage_event = event.rsplit_once('.').is_some_and(|(stage, moment)| {
        procedure.stages.contains_key(stage) && ["ready", "started", "done"].contains(&moment)
    });
    let moments = crate::scenario::MOMENTS;
    if !is_stage_event && !moments.contains(&event) {
        let remedy = format!(
            "write one of {}, or <stage>.ready, <stage>.started, <stage>.done; or delete the {what} with null",
            moments.join(", ")
        );
        let message = format!("`{event}` is not an event of this procedure");
        out.say_of(at, key, &message, &remedy);
    }
}

/// Which cases: the numbers, classes and traits a condition names.
fn check_condition(
    out: &mut Checker,
    scenario: &Scenario,
    procedure: &Procedure,
    at: &str,
    when: &Condition,
) {
    for (key, level) in [
        ("when.level_at_most", when.level_at_most),
        ("when.level_at_least", when.level_at_least),
    ] {
        if let Some(level) = level {
            out.range(at, key, f64::from(level), 1.0, 4.0);
        }
    }
    for (stage, _) in when.passed.iter().flatten() {
        let key = format!("when.passed.{stage}");
        out.refers(at, &key, stage, &procedure.stages, "stage");
    }
    for (key, number) in [
        (
            "when.other_departments_at_least",
            when.other_departments_at_least,
        ),
        (
            "when.other_departments_at_most",
            when.other_departments_at_most,
        ),
    ] {
        if let Some(number) = number {
            out.range(at, key, f64::from(number), 0.0, 1000.0);
        }
    }
    let classes = &scenario.world.classes;
    for (n, class) in when.classes.iter().flatten().enumerate() {
        let key = format!("when.classes.{n}");
        out.refers(at, &key, class, classes, "class");
    }
    for (wanted, _) in when.traits.iter().flatten() {
        check_trait(out, scenario, at, &format!("when.traits.{wanted}"), wanted);
    }
    for (name, [from, to]) in when.chance.iter().flatten() {
        out.share(at, &format!("when.chance.{name}.0"), *from);
        out.share(at, &format!("when.chance.{name}.1"), *to);
    }
}

/// A trait that some class has.
fn check_trait(out: &mut Checker, scenario: &Scenario, at: &str, key: &str, wanted: &str) {
    let classes = &scenario.world.classes;
    if !classes.values().any(|it| it.traits.contains_key(wanted)) {
        let known = classes.values().flat_map(|it| it.traits.keys());
        let known: Vec<&str> = known.map(String::as_str).collect();
        out.unknown(at, key, wanted, &known, "trait of any class");
    }
}

fn check_stage(
    out: &mut Checker,
    scenario: &Scenario,
    procedure: &Procedure,
    path: &str,
    stage: &Stage,
) {
    let at = path;
    let (needed, allowed) = fields_of(stage.kind);
    let kind = serde_json::to_value(stage.kind).ok();
    let kind = kind
        .as_ref()
        .and_then(|it| it.as_str())
        .unwrap_or("this kind");
    let given = given(stage);
    for field in needed.iter().filter(|it| !given.contains(*it)) {
        out.say_of(
            at,
            field,
            &format!("is missing: a stage of kind `{kind}` needs it"),
            "add it",
        );
    }
    for field in given
        .iter()
        .filter(|it| !needed.contains(*it) && !allowed.contains(*it))
    {
        out.say_of(
            at,
            field,
            &format!("has no meaning for a stage of kind `{kind}`"),
            "take it out, or change the kind",
        );
    }
    if let Some(who) = &stage.who {
        check_who(out, scenario, &format!("{at}.who"), stage.kind, who);
    }
    if let Some(people) = stage.people {
        out.range(at, "people", f64::from(people), 1.0, 1000.0);
    }
    let laws = [
        ("hours", &stage.hours, 10_000.0),
        ("organise_hours", &stage.organise_hours, 10_000.0),
        ("sort_hours", &stage.sort_hours, 10_000.0),
        ("minutes", &stage.minutes, 1_440.0),
        ("latency_days", &stage.latency_days, 3_660.0),
        ("lasts_days", &stage.lasts_days, 3_660.0),
        ("remind_hours", &stage.remind_hours, 10_000.0),
        ("ten_thousand_yuan", &stage.ten_thousand_yuan, 10_000.0),
    ];
    for (key, law, most) in laws {
        if let Some(law) = law {
            check_law(out, &format!("{at}.{key}"), law, most);
        }
    }
    if let Some(hours) = stage.hours_per_comment {
        out.range(at, "hours_per_comment", hours, 0.0, 100.0);
    }
    if let Some(reminders) = stage.reminders {
        out.range(at, "reminders", f64::from(reminders), 0.0, 100.0);
        for (key, missing) in [
            ("every_days", stage.every_days.is_none()),
            ("remind_hours", stage.remind_hours.is_none()),
        ] {
            if reminders > 0 && missing {
                out.say_of(at, key, "is missing", "add it");
            }
        }
    }
    if let Some(days) = stage.every_days {
        out.range(at, "every_days", days, 1.0, 3660.0);
    }
    if let Some(days) = stage.days {
        out.range(at, "days", days, 0.0, 3660.0);
    }
    for (key, hours) in [
        ("lead_hours", stage.lead_hours),
        ("again_hours", stage.again_hours),
    ] {
        if let Some(hours) = hours {
            out.range(at, key, hours, 0.0, 8760.0);
        }
    }
    for (key, share) in [
        ("present_share", stage.present_share),
        ("missed_share", stage.missed_share),
    ] {
        if let Some(share) = share {
            out.share(at, key, share);
        }
    }
    if let Some(meeting) = &stage.meeting {
        out.refers(at, "meeting", meeting, &scenario.meetings, "meeting");
    }
    if let Some(returns) = &stage.returns {
        match returns.share {
            Some(share) => out.share(at, "returns.share", share),
            None if stage.kind != StageKind::Meeting => {
                out.say_of(
                    at,
                    "returns.share",
                    "is missing",
                    "write the share sent back, from 0 to 1",
                );
            }
            None => {}
        }
        if stage.kind == StageKind::Meeting && returns.share.is_some() {
            out.say_of(
                at,
                "returns.share",
                "has no meaning at a meeting: the outcome of the class decides",
                "take it out",
            );
        }
        out.range(at, "returns.at_most", f64::from(returns.at_most), 0.0, 50.0);
    }
    if let Some(let_go) = &stage.lets_go {
        out.share(at, "lets_go.share", let_go.share);
    }
    if let Some(judges) = &stage.judges {
        out.share(at, "judges.wrong_share", judges.wrong_share);
        check_trait(out, scenario, at, "judges.trait", &judges.named);
    }
    if let Some(when) = &stage.when {
        check_condition(out, scenario, procedure, at, when);
    }
}

fn check_who(out: &mut Checker, scenario: &Scenario, path: &str, kind: StageKind, who: &str) {
    // The last of them names no one person.
    let [roles @ .., _] = crate::scenario::ROLES;
    let leader = roles[1..].contains(&who) || scenario.leaders.contains_key(who);
    let pool = who == "drafting_unit"
        || scenario.offices.contains_key(who)
        || scenario.departments.contains_key(who)
        || who == "townships" && kind == StageKind::Implementation;
    if !leader && !pool {
        let known = scenario
            .offices
            .keys()
            .chain(scenario.departments.keys())
            .chain(scenario.leaders.keys());
        let known: Vec<&str> = roles.into_iter().chain(known.map(String::as_str)).collect();
        let remedy = match crate::scenario::json::nearest(who, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "name drafting_unit, portfolio_leader, receiving_leader, chair, or an office, department or leader that exists".to_owned(),
        };
        out.say(path, &format!("there is nobody called `{who}`"), &remedy);
    } else if matches!(kind, StageKind::SignOff | StageKind::Response) && !leader {
        out.say(
            path,
            &format!("`{who}` is not a leader, and only leaders sign or are called away"),
            "name portfolio_leader, chair or a leader",
        );
    } else if kind == StageKind::Call && !scenario.offices.contains_key(who) {
        out.say(
            path,
            &format!("`{who}` is not an office, and people call an office"),
            "name an office",
        );
    }
}

pub(super) fn check_law(out: &mut Checker, path: &str, law: &Law, most: f64) {
    let at = path;
    let (needed, all) = (
        match law.kind {
            LawKind::Constant | LawKind::Exponential => vec!["mean"],
            LawKind::LogNormal | LawKind::Gamma => vec!["mean", "cv"],
            LawKind::Triangular => vec!["low", "mode", "high"],
            LawKind::Empirical => vec!["points"],
        },
        [
            ("mean", law.mean.is_some()),
            ("cv", law.cv.is_some()),
            ("low", law.low.is_some()),
            ("mode", law.mode.is_some()),
            ("high", law.high.is_some()),
            ("points", law.points.is_some()),
        ],
    );
    for (field, is_given) in all {
        match (needed.contains(&field), is_given) {
            (true, false) => out.say_of(at, field, "is missing for this kind of law", "add it"),
            (false, true) => out.say_of(
                at,
                field,
                "has no meaning for this kind of law",
                "take it out, or change the kind",
            ),
            _ => {}
        }
    }
    for (field, value) in [
        ("mean", law.mean),
        ("low", law.low),
        ("mode", law.mode),
        ("high", law.high),
    ] {
        if let Some(value) = value {
            out.range(at, field, value, 0.0, most);
        }
    }
    if let Some(cv) = law.cv {
        out.range(at, "cv", cv, 0.0, 10.0);
    }
    if let (LawKind::Triangular, Some(low), Some(mode), Some(high)) =
        (law.kind, law.low, law.mode, law.high)
        && !(low <= mode && mode <= high)
    {
        out.say(
            path,
            "low, mode and high are not in order",
            "low ≤ mode ≤ high",
        );
    }
    if let Some(points) = &law.points {
        let mut sum = 0.0;
        for (n, [value, weight]) in points.iter().enumerate() {
            out.range(at, &format!("points.{n}.0"), *value, 0.0, most);
            out.range(at, &format!("points.{n}.1"), *weight, 0.0, 1e9);
            sum += weight;
        }
        if sum <= 0.0 {
            out.say_of(
                at,
                "points",
                "the weights add up to nothing",
                "give at least one value a weight above 0",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every kind, by its name in the file.
    fn kinds() -> Vec<(String, StageKind)> {
        let schema = serde_json::to_value(schemars::schema_for!(StageKind)).unwrap();
        let names: Vec<String> = schema["oneOf"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["const"].as_str().unwrap().to_owned())
            .collect();
        let kind = |name: &String| serde_json::from_value(name.clone().into()).unwrap();
        names
            .iter()
            .map(|name| (name.clone(), kind(name)))
            .collect()
    }

    #[test]
    fn the_page_has_every_kind_with_its_fields() {
        let page = include_str!("../../../../../docs/scenario.md");
        let cell = |fields: &[&str]| {
            let fields: Vec<String> = fields.iter().map(|it| format!("`{it}`")).collect();
            if fields.is_empty() {
                String::new()
            } else {
                format!(" {}", fields.join(", "))
            }
        };
        let kinds = kinds();
        assert_eq!(kinds.len(), 27);
        for (name, kind) in kinds {
            let (needs, may) = fields_of(kind);
            let row = format!("| `{name}` |{} |{} |\n", cell(needs), cell(may));
            assert!(
                page.contains(&row),
                "docs/scenario.md should have the row {row}"
            );
        }
    }
}
