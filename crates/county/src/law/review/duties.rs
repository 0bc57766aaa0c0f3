//! What must happen on the way of a major matter: State Council Decree 713.

use super::sorts::{Way, sorts};
use super::{Breaches, holds};
use crate::scenario::{
    Authority, CONSUMERS_LEAST, Counts, Procedure, Rules, Scenario, Stage, StageKind, classes_of,
    consumers_share,
};

/// By when something must have happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    /// Before the matter is discussed.
    Discussion,
    /// Before the decision is issued.
    Issue,
    /// At any time.
    Ever,
}

/// One duty: for which matters, what, by when, how long at least.
pub(crate) struct Duty {
    pub rules: Rules,
    pub article: &'static str,
    /// Stages of these kinds do it, any of them.
    pub kinds: &'static [StageKind],
    /// Attributes of the matters it is owed to, as bits ([`Attributes::bits`](crate::event::Attributes::bits)); 0: all.
    pub of: u8,
    pub by: By,
    /// Nobody did it: what is unlawful and what to do; none where it may be left out.
    pub missing: Option<[&'static str; 2]>,
    /// It comes too late.
    pub late: [&'static str; 2],
}

impl Duty {
    /// Whether a stage does it: a gate of another authority is no report to the party committee.
    pub(super) fn is_done_by(&self, stage: &Stage) -> bool {
        let other = stage
            .authority
            .is_some_and(|it| it != Authority::PartyCommittee);
        self.kinds.contains(&stage.kind) && !other
    }
}

/// How long a stage must last, at least.
struct Least {
    rules: Rules,
    article: &'static str,
    kind: StageKind,
    days: f64,
    counts: Counts,
    /// A stated reason excuses a shorter one ("generally").
    excused: bool,
    said: [&'static str; 2],
}

/// The duties of a major procedure, by article.
pub(crate) const DUTIES: &[Duty] = &[
    Duty {
        rules: Rules::Of2024,
        article: "major_decisions_14",
        kinds: &[StageKind::PublicComment, StageKind::Hearing],
        of: 2,
        by: By::Discussion,
        missing: Some([
            "matters that touch vital interests reach the discussion without public comment or hearing",
            "add public comment for them, of at least 30 days",
        ]),
        late: [
            "the public is asked after the discussion",
            "put public comment before the meeting that decides",
        ],
    },
    Duty {
        rules: Rules::Of2024,
        article: "major_decisions_19",
        kinds: &[StageKind::ExpertReview],
        of: 4,
        by: By::Discussion,
        missing: Some([
            "technical matters reach the discussion without expert review",
            "add an expert review for technical matters",
        ]),
        late: [
            "experts are asked after the discussion",
            "put the expert review before the meeting that decides",
        ],
    },
    Duty {
        rules: Rules::Of2024,
        article: "major_decisions_22",
        kinds: &[StageKind::RiskAssessment],
        of: 8,
        by: By::Discussion,
        missing: Some([
            "matters with a risk to stability or safety reach the discussion without risk assessment",
            "add a risk assessment for risky matters",
        ]),
        late: [
            "risks are assessed after the discussion",
            "put the risk assessment before the meeting that decides",
        ],
    },
    Duty {
        rules: Rules::Of2024,
        article: "major_decisions_25",
        kinds: &[StageKind::LegalityReview],
        of: 0,
        by: By::Discussion,
        missing: Some([
            "a draft that was not reviewed for legality may not be discussed",
            "add a legality review of at least 7 working days",
        ]),
        late: [
            "the legality review comes after the discussion",
            "put it before the meeting that decides",
        ],
    },
    Duty {
        rules: Rules::Of2024,
        article: "major_decisions_31",
        kinds: &[StageKind::OutsideGate],
        of: 0,
        by: By::Issue,
        missing: Some([
            "decisions are issued without a report to the party committee",
            "add an outside gate, the report to the party committee, before publication",
        ]),
        late: [
            "the party committee hears of it after publication",
            "put the report before publication",
        ],
    },
    Duty {
        rules: Rules::Of2024,
        article: "major_decisions_32",
        kinds: &[StageKind::Publication],
        of: 0,
        by: By::Ever,
        missing: Some([
            "some decisions are never published",
            "let all of them pass a publication",
        ]),
        late: ["", ""],
    },
    Duty {
        rules: Rules::Of2024,
        article: "major_decisions_34",
        kinds: &[StageKind::Implementation],
        of: 0,
        by: By::Ever,
        missing: Some([
            "no unit is made responsible for carrying it out",
            "add an implementation after publication",
        ]),
        late: ["", ""],
    },
    Duty {
        rules: Rules::Of2024,
        article: "major_decisions_34",
        kinds: &[StageKind::FollowUp],
        of: 0,
        by: By::Ever,
        missing: Some([
            "nobody inspects how it is carried out",
            "add follow-up supervision after publication",
        ]),
        late: ["", ""],
    },
];

const LEAST: &[Least] = &[
    Least {
        rules: Rules::Of2024,
        article: "major_decisions_15",
        kind: StageKind::PublicComment,
        days: 30.0,
        counts: Counts::CalendarDays,
        excused: true,
        said: [
            "public comment is shorter than 30 days, and no reason is stated",
            "ask for at least 30 days, or state the reason",
        ],
    },
    Least {
        rules: Rules::Of2024,
        article: "major_decisions_16",
        kind: StageKind::Hearing,
        days: 7.0,
        counts: Counts::CalendarDays,
        excused: false,
        said: [
            "participants of the hearing get its materials less than 7 days before",
            "give notice of at least 7 days",
        ],
    },
    Least {
        rules: Rules::Of2024,
        article: "major_decisions_25",
        kind: StageKind::LegalityReview,
        days: 7.0,
        counts: Counts::WorkingDays,
        excused: true,
        said: [
            "the legality review has less than 7 working days, and no reason is stated",
            "give it at least 7 working days, or state the reason",
        ],
    },
];

const FEW_CONSUMERS: [&str; 2] = [
    "consumers may have fewer than two fifths of the seats of a hearing on public utilities",
    "draw participants by lot from those who sign up (selection: lottery), or give consumers a quota of two fifths (leximin)",
];

/// Length of a stage's period in a unit; working days are never fewer than so many calendar days, five of them a week.
pub(super) fn in_unit(length: f64, counts: Counts, unit: Counts) -> f64 {
    let days = match counts {
        Counts::Hours => length / 24.0,
        _ => length,
    };
    match (counts == Counts::WorkingDays, unit == Counts::WorkingDays) {
        (true, false) => days * 1.4,
        (false, true) => days / 1.4,
        _ => days,
    }
}

/// Whether a stage lasts long enough to do what its duty asks; of a hearing it is the time that participants have its materials.
fn is_long_enough(stage: &Stage, least: &Least) -> bool {
    let counts = stage.counts.unwrap_or(Counts::CalendarDays);
    let notice = in_unit(stage.days.unwrap_or(0.0), counts, least.counts);
    let length = stage.materials_days.unwrap_or(notice);
    length >= least.days || least.excused && stage.reason.is_some()
}

/// The article that a stage of a procedure breaches by being too short, if any.
pub(super) fn too_short(rules: Rules, stage: &Stage) -> Option<&'static str> {
    let mut rows = LEAST
        .iter()
        .filter(|it| holds(it.rules, rules) && it.kind == stage.kind);
    rows.find(|it| !is_long_enough(stage, it))
        .map(|it| it.article)
}

/// The articles that say how long a stage of this kind must last at least.
pub(super) fn least_of(rules: Rules, stage: &Stage) -> impl Iterator<Item = &'static str> {
    let rows = LEAST.iter();
    let rows = rows.filter(move |it| holds(it.rules, rules) && it.kind == stage.kind);
    rows.map(|it| it.article)
}

pub(super) fn review(out: &mut Breaches, scenario: &Scenario, id: &str, procedure: &Procedure) {
    let way = Way::new(procedure);
    let sorts = sorts(scenario, id, procedure);
    if sorts.is_empty() {
        return; // nothing travels under it
    }
    let stages = format!("procedures.{id}.stages");
    let at = |stage: usize, key: &str| {
        let stage = way.stages.keys().nth(stage).map_or("", String::as_str);
        format!("{stages}.{stage}.{key}")
    };
    let of_kind = |kind: StageKind| way.those(|it| it.kind == kind);
    let (meetings, publications) = (of_kind(StageKind::Meeting), of_kind(StageKind::Publication));
    for duty in DUTIES.iter().filter(|it| holds(it.rules, scenario.rules)) {
        let doing = way.those(|it| duty.is_done_by(it));
        for sort in &sorts {
            if sort.attributes.bits() & duty.of != duty.of {
                continue;
            }
            let done = Way::passed(sort, &doing);
            if done.is_empty() {
                // A stage that is there and leaves them out is the place to mend.
                let left_out = doing.first().map(|it| at(it.0, "when"));
                let path = left_out.unwrap_or_else(|| stages.clone());
                if let Some(said) = duty.missing {
                    out.say(&path, duty.article, said);
                }
                continue;
            }
            let until = match duty.by {
                By::Discussion => &meetings,
                By::Issue => &publications,
                By::Ever => continue,
            };
            for last in way.last(&Way::passed(sort, until)) {
                if !done.iter().any(|&it| way.precedes(it, last)) {
                    out.say(&at(done[0], "after"), duty.article, duty.late);
                }
            }
        }
    }
    for (n, stage) in way.stages.values().enumerate() {
        for least in LEAST.iter().filter(|it| holds(it.rules, scenario.rules)) {
            if least.kind == stage.kind && !is_long_enough(stage, least) {
                let materials = stage.materials_days.map(|_| "materials_days");
                let key = materials.unwrap_or("days");
                out.say(&at(n, key), least.article, least.said);
            }
        }
        if !holds(Rules::Of2024, scenario.rules) {
            continue;
        }
        if stage.kind == StageKind::Hearing {
            let priced = classes_of(scenario, id, stage).filter(|it| it.1.utility);
            for (_, class) in priced {
                let share = consumers_share(scenario, stage, class);
                if share.is_none_or(|it| it < CONSUMERS_LEAST) {
                    out.say(&at(n, "selection"), "price_hearings_9", FEW_CONSUMERS);
                }
            }
        }
        let is_office = |who: &String| scenario.offices.contains_key(who);
        if stage.kind == StageKind::ExpertReview && !stage.who.as_ref().is_some_and(is_office) {
            out.say(
                &at(n, "who"),
                "major_decisions_19",
                [
                    "those who review as experts have an interest in the matter: they are not independent",
                    "name an office of experts outside the departments",
                ],
            );
        }
        let assessor = |it: &Stage| {
            let assesses = [StageKind::ExpertReview, StageKind::RiskAssessment];
            assesses.contains(&it.kind) && it.who.is_some() && it.who == stage.who
        };
        if stage.kind == StageKind::Evaluation && way.stages.values().any(assessor) {
            out.say(
                &at(n, "who"),
                "major_decisions_36",
                [
                    "who evaluates the decision has assessed it beforehand",
                    "name an evaluator of its own, who did neither expert review nor risk assessment",
                ],
            );
        }
    }
}
