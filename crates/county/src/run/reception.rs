//! Who sits at a meeting: its members, or the one whose turn it is (领导接待日).

use kernel::Tick;

use super::Run;
use super::case::Case;
use super::sitting::Item;
use crate::event::Note;
use crate::plan::{Convened, MeetingPlan, Plan};
use crate::scenario::Turns;

/// Who is at a sitting.
pub(super) struct Attendance {
    pub present: Vec<u16>,
    /// Who presides, and who would if everybody were there.
    pub chair: u16,
    pub first: u16,
    /// Only what lies in this leader's portfolio is heard.
    pub portfolio: Option<u16>,
}

impl<O> Run<O> {
    /// Who would be at a sitting now, or why it cannot be held.
    pub(super) fn attendance(
        &self,
        plan: &Plan,
        now: Tick,
        meeting: u16,
    ) -> Result<Attendance, Note> {
        let it = &plan.meetings[usize::from(meeting)];
        let here = |leader: u16| {
            plan.leaders[usize::from(leader)].active
                && self.leaders[usize::from(leader)].is_here(now)
        };
        if let Some(turns) = it.turns {
            return whose_turn(plan, it, turns, now, here).ok_or(Note::NoChair);
        }
        let members = it.members.iter().copied();
        let present: Vec<u16> = members.filter(|&leader| here(leader)).collect();
        // A substitute may preside for an absent chair (出席有关会议), where stand-ins are the rule.
        let chair = it.chairs.iter().copied().find(|&leader| here(leader));
        let chair = chair.or_else(|| {
            plan.stand_in.as_ref()?;
            it.chairs
                .iter()
                .filter_map(|&leader| plan.leaders[usize::from(leader)].stand_in)
                .find(|&leader| here(leader))
        });
        if present.len() as f64 <= it.quorum_share * it.members.len() as f64 {
            return Err(Note::NoQuorum);
        }
        let chair = chair.ok_or(Note::NoChair)?;
        Ok(Attendance {
            present,
            chair,
            first: it.chairs.first().copied().unwrap_or(chair),
            portfolio: None,
        })
    }
}

/// Members of a meeting of turns, beginning with the one whose turn it is at `tick`: by the number of the sitting, so that one that was
/// not held costs nobody his turn.
fn in_turn(plan: &Plan, it: &MeetingPlan, tick: Tick) -> Vec<u16> {
    let active = |it: &u16| plan.leaders[usize::from(*it)].active;
    let mut members: Vec<u16> = it.members.iter().copied().filter(active).collect();
    if let Convened::Every(every) = it.when {
        let number = plan.timetable().sitting_number(tick, every, it.at);
        let from = number.checked_rem_euclid(members.len() as i64);
        members.rotate_left(from.unwrap_or(0) as usize);
    }
    members
}

/// Whose turn it is.
pub(super) fn turn(plan: &Plan, it: &MeetingPlan, tick: Tick) -> Option<u16> {
    in_turn(plan, it, tick).first().copied()
}

/// Who receives: the leader whose turn it is. While he is away his substitute sits in his place, where stand-ins are the rule; else the next in turn who is there, for his own portfolio.
fn whose_turn(
    plan: &Plan,
    it: &MeetingPlan,
    turns: Turns,
    tick: Tick,
    here: impl Fn(u16) -> bool,
) -> Option<Attendance> {
    let in_turn = in_turn(plan, it, tick);
    let first = in_turn.first().copied()?;
    let substitute = plan.leaders[usize::from(first)]
        .stand_in
        .filter(|&it| !here(first) && here(it));
    let (chair, portfolio) = match substitute {
        Some(substitute) => (substitute, first),
        None => {
            let next = in_turn.into_iter().find(|&it| here(it))?;
            (next, next)
        }
    };
    Some(Attendance {
        present: vec![chair],
        chair,
        first,
        portfolio: (turns == Turns::Portfolio).then_some(portfolio),
    })
}

/// Whether a case lies in the portfolio of a leader who receives, or in that of none of those who do.
pub(super) fn lies_with(
    plan: &Plan,
    cases: &[Option<Box<Case>>],
    meeting: &MeetingPlan,
    item: &Item,
    leader: u16,
) -> bool {
    let Some(case) = cases.get(item.case as usize).and_then(Option::as_deref) else {
        return true;
    };
    let whose = plan.departments[usize::from(case.lead)].leader;
    whose == leader || !plan.leaders[usize::from(whose)].active || !meeting.members.contains(&whose)
}
