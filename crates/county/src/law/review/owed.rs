//! The same rules for a run: what a matter under way is owed, to be seen when it is discussed and when it is issued.

use super::duties::{By, DUTIES, too_short};
use super::forum::is_of_the_government;
use super::holds;
use super::sorts::Way;
use crate::scenario::{Procedure, Rules, Scenario, Stage, StageKind};

/// What must have happened, or not have happened, to a matter by then; else it is a breach.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Owed {
    /// Index of the article in [`ALL`](crate::law::articles::ALL).
    pub article: u16,
    /// Attributes of the matters it is owed to, as bits; 0: all.
    pub of: u8,
    /// Stages of the procedure, by index.
    pub stages: Vec<u16>,
    /// One of them must have been passed; else none of them may.
    pub wanted: bool,
    /// Seen when it is issued, not when it is discussed.
    pub at_issue: bool,
}

/// The article of this id, by index.
pub(crate) fn article(id: &str) -> u16 {
    let found = crate::law::articles::ALL.iter().position(|it| it.id == id);
    found.unwrap_or_default() as u16
}

/// What matters of a procedure are owed; nothing unless it is a major one.
pub(crate) fn owed(scenario: &Scenario, procedure: &Procedure) -> Vec<Owed> {
    let rules = scenario.rules;
    if !procedure.major {
        return Vec::new();
    }
    let way = Way::new(procedure);
    let that = |does: &dyn Fn(&Stage) -> bool| -> Vec<u16> {
        let found = way.those(does).into_iter();
        found.map(|it| it.0 as u16).collect()
    };
    let mut all = Vec::new();
    for duty in DUTIES.iter().filter(|it| holds(it.rules, rules)) {
        if duty.by != By::Ever {
            all.push(Owed {
                article: article(duty.article),
                of: duty.of,
                stages: that(&|it| duty.is_done_by(it)),
                wanted: true,
                at_issue: duty.by == By::Issue,
            });
        }
    }
    for (n, stage) in way.stages.values().enumerate() {
        if let Some(id) = too_short(rules, stage) {
            all.push(Owed {
                article: article(id),
                of: 0,
                stages: vec![n as u16],
                wanted: false,
                at_issue: false,
            });
        }
    }
    let discussed = article(match rules {
        Rules::Of2008 => "local_organisation_63",
        Rules::Of2024 => "major_decisions_30",
    });
    let meetings = that(&|it| it.kind == StageKind::Meeting);
    all.push(Owed {
        article: discussed,
        of: 0,
        stages: meetings.clone(),
        wanted: true,
        at_issue: true,
    });
    let meetings: Vec<usize> = meetings.iter().map(|&it| usize::from(it)).collect();
    let mut elsewhere = way.last(&meetings);
    elsewhere.retain(|&it| {
        let meeting = way
            .stages
            .values()
            .nth(it)
            .and_then(|it| it.meeting.as_ref());
        let meeting = meeting.and_then(|it| scenario.meetings.get(it));
        meeting.is_some_and(|it| !is_of_the_government(it, scenario))
    });
    all.push(Owed {
        article: discussed,
        of: 0,
        stages: elsewhere.into_iter().map(|it| it as u16).collect(),
        wanted: false,
        at_issue: false,
    });
    all
}

/// The articles breached when a matter of a procedure is decided at a sitting that is not what it should be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Sat {
    /// While the chief is away.
    pub without_chief: Option<u16>,
    /// By half of the members or fewer.
    pub without_half: u16,
}

/// What is asked of the sittings that decide matters of a procedure; nothing unless it is a major one.
pub(crate) fn sat(scenario: &Scenario, procedure: &Procedure) -> Option<Sat> {
    let (chief, half) = match scenario.rules {
        Rules::Of2008 => (None, "local_organisation_63"),
        Rules::Of2024 => (Some("major_decisions_30"), "local_organisation_78"),
    };
    procedure.major.then(|| Sat {
        without_chief: chief.map(article),
        without_half: article(half),
    })
}

/// The article breached when consumers have fewer of a hearing's seats on public utilities than they are owed, if this procedure's are held to it.
pub(crate) fn seated(scenario: &Scenario, procedure: &Procedure) -> Option<u16> {
    let held_to = procedure.major && scenario.rules == Rules::Of2024;
    held_to.then(|| article("price_hearings_9"))
}
