//! Meetings: the agenda, the sitting, what it decides; and the common slot that leaders have to find.

use kernel::distributions::uniform;
use kernel::{Agenda, Capacity, DAY, Entry, Handle, MINUTE, Tick};

use super::case::Case;
use super::outcome::decide;
use super::reception::{lies_with, turn};
use super::{Due, Run, draws, rank};
use crate::event::{Actor, EventKind, NONE, Note, Observer, Part, Verdict};
use crate::plan::{Convened, HalfDay, Moment, Plan, StagePlan, Step};

/// A matter on an agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item {
    pub case: u32,
    stage: u16,
}

/// A meeting between its sittings.
#[derive(Debug, Clone)]
pub(super) struct MeetingState {
    agenda: Agenda<Item>,
    next: Option<(Tick, Handle)>,
    /// Who is at the sitting that is held, and who presides.
    there: (Vec<u16>, u16),
}

impl MeetingState {
    /// Who is at the sitting that is held, and who presides.
    pub(super) fn there(&self) -> (Vec<u16>, u16) {
        self.there.clone()
    }
}

impl<O: Observer> Run<O> {
    /// Calls the next sitting of every meeting, on the first day of a run or anew when the rules change.
    ///
    /// What has not changed since `before` keeps the date it was called for.
    pub(super) fn call_meetings(&mut self, plan: &Plan, now: Tick, before: Option<&Plan>) {
        for (index, it) in plan.meetings.iter().enumerate() {
            if index >= self.meetings.len() {
                self.meetings.push(MeetingState {
                    agenda: Agenda::new(),
                    next: None,
                    there: (Vec::new(), NONE),
                });
            }
            if before.is_some_and(|before| before.meetings.get(index) == Some(it)) {
                continue;
            }
            if let Some((_, handle)) = self.meetings[index].next.take() {
                self.calendar.cancel(handle);
            }
            if it.active {
                self.call_next(plan, now, index as u16);
            }
        }
    }

    /// Calls the next sitting on or after `from`: by its cadence, or, when it is called as needed and something is on its agenda, the first
    /// half-day for which enough members and a chair are free.
    fn call_next(&mut self, plan: &Plan, from: Tick, meeting: u16) {
        let it = &plan.meetings[usize::from(meeting)];
        let at = match it.when {
            Convened::Every(every) => Some(plan.timetable().sitting_from(from, every, it.at)),
            Convened::Called { notice } => {
                let state = &self.meetings[usize::from(meeting)];
                (!state.agenda.is_empty() && state.next.is_none())
                    .then(|| self.first_convenable(plan, from + notice, meeting))
                    .flatten()
            }
        };
        if let Some(at) = at {
            self.call(meeting, at);
        }
    }

    /// The first half-day from then on for which a quorum and a chair are free (or, for a chair who is away, his substitute).
    fn first_convenable(&self, plan: &Plan, from: Tick, meeting: u16) -> Option<Tick> {
        let it = &plan.meetings[usize::from(meeting)];
        let first = plan.timetable().half_day_from(from);
        let convenes = |(half, times): (usize, HalfDay)| {
            let is_free = |leader: &u16| {
                let leader = usize::from(*leader);
                plan.leaders[leader].active
                    && self.leaders[leader].is_free(half, times.from, times.to)
                    && !self.sits(plan, leader as u16, times.from, times.to)
            };
            let free = it.members.iter().filter(|it| is_free(it)).count();
            let stands_in = |leader: &u16| {
                plan.stand_in.is_some()
                    && self.leaders[usize::from(*leader)].is_away(times.from)
                    && plan.leaders[usize::from(*leader)]
                        .stand_in
                        .is_some_and(|it| is_free(&it))
            };
            let chaired = it.chairs.iter().any(|it| is_free(it) || stands_in(it));
            chaired && free as f64 > it.quorum_share * it.members.len() as f64
        };
        let mut halves = plan.timetable().half_days_from(first);
        let found = halves.find(|&it| convenes(it))?;
        Some(found.1.from)
    }

    fn call(&mut self, meeting: u16, at: Tick) {
        let handle = self
            .calendar
            .schedule(at, rank::MEETING, Due::Sitting { meeting });
        self.meetings[usize::from(meeting)].next = Some((at, handle));
    }

    /// Items of a deleted meeting go to the first that is left.
    pub(super) fn reseat_agendas(&mut self, plan: &Plan, now: Tick) {
        let Some(heir) = heir(plan) else {
            return;
        };
        for index in 0..plan.meetings.len() {
            if !plan.meetings[index].active {
                for entry in self.meetings[index].agenda.remove(|_| true) {
                    let item = entry.job;
                    self.put_on_agenda(plan, now, item.case, item.stage, heir as u16, entry.size);
                }
            }
        }
    }

    pub(super) fn enter_agenda(
        &mut self,
        plan: &Plan,
        now: Tick,
        slot: u32,
        stage: u16,
        meeting: u16,
        minutes: f64,
    ) {
        let open = plan.meetings[usize::from(meeting)].active;
        let heir = heir(plan).map(|it| it as u16);
        let meeting = if open {
            meeting
        } else {
            heir.unwrap_or(meeting)
        };
        self.put_on_agenda(plan, now, slot, stage, meeting, minutes);
        let actor = Actor::Meeting(meeting);
        self.tell(
            plan,
            now,
            EventKind::AgendaEntered,
            slot,
            stage,
            actor,
            minutes,
            Note::None,
        );
        if let Convened::Called { .. } = plan.meetings[usize::from(meeting)].when {
            self.call_next(plan, now, meeting);
        }
    }

    /// Triage (区别轻重缓急): urgent first, then by the weight of the class, then in order of registration. What was asked for orally
    /// or by superiors is not deferrable.
    fn put_on_agenda(
        &mut self,
        plan: &Plan,
        now: Tick,
        slot: u32,
        stage: u16,
        meeting: u16,
        minutes: f64,
    ) {
        let Some(case) = self.case(slot) else { return };
        let weight = plan.classes[usize::from(case.class)].weight;
        let order = (
            u8::from(!case.attributes.urgent),
            u32::MAX - weight,
            u64::from(case.number),
        );
        let deferrable = !case.attributes.mandated;
        let agenda = &mut self.meetings[usize::from(meeting)].agenda;
        agenda.submit(now, Item { case: slot, stage }, order, minutes, deferrable);
    }

    pub(super) fn sit(&mut self, plan: &Plan, now: Tick, meeting: u16) {
        let index = usize::from(meeting);
        let it = &plan.meetings[index];
        let actor = Actor::Meeting(meeting);
        // A meeting called for what is on its agenda has nothing to close.
        let (closes_before, regular) = match it.when {
            Convened::Every(every) => (
                it.closes_before,
                Some(plan.timetable().sitting_from(now + 1, every, it.at)),
            ),
            Convened::Called { .. } => (0, None),
        };
        self.meetings[index].next = None;
        let eligible_before = now - closes_before + 1;
        let eligible = |entry: &&Entry<Item>| entry.since < eligible_before;
        let attendance = self.attendance(plan, now, meeting);
        let hears = |cases: &[Option<Box<Case>>], item: &Item| {
            let of = attendance.as_ref().ok().and_then(|it| it.portfolio);
            of.is_none_or(|leader| lies_with(plan, cases, it, item, leader))
        };
        if !self.meetings[index]
            .agenda
            .iter()
            .filter(eligible)
            .any(|entry| hears(&self.cases, &entry.job))
        {
            self.call_next(plan, now + 1, meeting);
            return;
        }
        let attendance = match &attendance {
            Ok(attendance) => attendance,
            Err(why) => {
                self.say(plan, now, EventKind::PutOff, actor, 0.0, *why);
                let Some(regular) = regular else {
                    self.call_next(plan, now + 1, meeting);
                    return;
                };
                let day = plan
                    .timetable()
                    .working_day_from(now / DAY + it.postponed_days);
                self.call(meeting, (day * DAY + it.at).min(regular));
                return;
            }
        };
        if let Some(regular) = regular {
            self.call(meeting, regular);
        }
        let capacity = Capacity {
            items: it.items,
            size: it.minutes,
        };
        let mut taken = Vec::new();
        let (agenda, cases) = (&mut self.meetings[index].agenda, &self.cases);
        let picks = |item: &Item| hears(cases, item);
        let sitting = agenda.sit_for(capacity, eligible_before, picks, &mut taken);
        if regular.is_none() {
            self.call_next(plan, now + 1, meeting);
        }
        if taken.is_empty() {
            return;
        }
        let ticks = |minutes: f64| libm::round(minutes * MINUTE as f64) as Tick;
        let (chair, first) = (attendance.chair, attendance.first);
        let note = if chair == first {
            Note::None
        } else {
            Note::InsteadOf(first)
        };
        self.say(plan, now, EventKind::Sitting, actor, sitting.used, note);
        self.meetings[index].there = (attendance.present.clone(), chair);
        let without_half = attendance.present.len() * 2 <= it.members.len();
        let without_chief = !attendance.present.contains(&plan.magistrate);
        let mut minutes = 0.0;
        for taken in &taken {
            minutes += taken.size;
            let Item { case, stage } = taken.job;
            if let Some(case) = self.case_mut(case) {
                case.without_chief = without_chief;
                case.without_half = without_half;
                let state = &mut case.stages[usize::from(stage)];
                state.sitting = Some(now);
                state.last = ticks(taken.size);
                if it.turns.is_some() {
                    case.received_by = [chair, first];
                }
            }
            let ends = now + ticks(minutes);
            self.calendar.schedule(
                ends,
                rank::DONE,
                Due::ItemDone {
                    case,
                    stage,
                    meeting,
                },
            );
        }
        let until = now + ticks(minutes);
        for &leader in &attendance.present {
            let length = (until - now) as f64;
            self.say(
                plan,
                now,
                EventKind::Attended,
                Actor::Leader(leader),
                length,
                Note::None,
            );
            self.occupy(plan, now, leader, until);
        }
        let others = it.attendees_per_item * (until - now) as f64;
        if others > 0.0 {
            self.say(
                plan,
                now,
                EventKind::Attended,
                Actor::Nobody,
                others,
                Note::None,
            );
        }
        let deferred: Vec<Item> = self.meetings[index]
            .agenda
            .iter()
            .filter(eligible)
            .filter(|entry| hears(&self.cases, &entry.job))
            .map(|entry| entry.job)
            .collect();
        for item in &deferred {
            self.tell(
                plan,
                now,
                EventKind::Deferred,
                item.case,
                item.stage,
                actor,
                0.0,
                Note::None,
            );
        }
        self.say(
            plan,
            now,
            EventKind::CarriedOver,
            actor,
            deferred.len() as f64,
            Note::None,
        );
    }

    pub(super) fn item_done(
        &mut self,
        plan: &Plan,
        now: Tick,
        slot: u32,
        stage: u16,
        meeting: u16,
    ) {
        self.book_sitting(now, slot, stage);
        let Some(case) = self.case(slot) else { return };
        let class = &plan.classes[usize::from(case.class)];
        let (outcome, prepared) = (class.outcome, case.prepared);
        // A reception hears what is brought to it, of whatever kind.
        let hears = plan.meetings[usize::from(meeting)].turns.is_some();
        let simulated = !case.facts.is_empty() && !hears;
        if !simulated && outcome.is_none() {
            // The meeting hears the case and decides nothing: a reception, a report.
            let (actor, note) = match case.received_by {
                _ if plan.meetings[usize::from(meeting)].turns.is_none() => {
                    (Actor::Meeting(meeting), Note::None)
                }
                [who, whose] if who == whose => (Actor::Leader(who), Note::None),
                [who, whose] => (Actor::Leader(who), Note::InsteadOf(whose)),
            };
            self.tell(plan, now, EventKind::Heard, slot, stage, actor, 0.0, note);
            if hears {
                self.received(plan, now, slot);
            }
            self.finish_stage(plan, now, slot, stage, None);
            return;
        }
        let procedure = &plan.procedures[usize::from(case.procedure)];
        let laid_out = &procedure.stages[usize::from(stage)];
        let left = self.may_return(slot, stage, laid_out);
        let verdict = match outcome {
            Some(outcome) if !simulated => self
                .stage_stream(slot, stage, laid_out, 0, draws::VERDICT)
                .map(|mut rng| decide(&outcome, prepared, left, uniform(&mut rng))),
            _ => self.deliberate(plan, now, (slot, stage), laid_out, meeting, left),
        };
        let Some(verdict) = verdict else { return };
        let actor = Actor::Meeting(meeting);
        self.tell(
            plan,
            now,
            EventKind::Decided,
            slot,
            stage,
            actor,
            0.0,
            Note::Verdict(verdict),
        );
        if verdict != Verdict::Return {
            if simulated {
                self.tell_agreement(plan, now, (slot, stage), verdict);
            }
            if let Some(case) = self.case_mut(slot) {
                case.decided = true;
            }
            self.promises(plan, slot);
            self.undecided.retain(|&it| it != slot);
            self.see_what_is_owed(plan, now, slot, stage, false);
            self.signal(plan, now, slot, &procedure.on[Moment::Decided as usize]);
        }
        self.finish_stage(plan, now, slot, stage, Some(verdict));
    }

    /// Books a stage's time with a meeting: waiting until it began, work since.
    fn book_sitting(&mut self, now: Tick, slot: u32, stage: u16) {
        if let Some(case) = self.case_mut(slot) {
            let state = &mut case.stages[usize::from(stage)];
            let began = state.sitting.unwrap_or(now);
            state.add(Part::WaitingMeeting, began - state.since);
            state.add(Part::Work, now - began);
        }
    }

    /// Finds the first half-day on which all leaders concerned are free, or the share of them that has to be `present`
    /// (`docs/model.md`, Common slot). False when fewer than two are concerned: there is nothing to coordinate.
    pub(super) fn find_slot(
        &mut self,
        plan: &Plan,
        now: Tick,
        slot: u32,
        stage: u16,
        minutes: f64,
        present: f64,
    ) -> bool {
        let Some(case) = self.case(slot) else {
            return false;
        };
        let active = |leader: &u16| plan.leaders[usize::from(*leader)].active;
        let convene: Vec<u16> = self.leaders_of(plan, slot, case.lead);
        let mut concerned: Vec<u16> = convene
            .iter()
            .copied()
            .chain(
                case.others
                    .iter()
                    .flat_map(|&department| self.leaders_of(plan, slot, department)),
            )
            .filter(active)
            .collect();
        kernel::order::sort_short(&mut concerned, |a, b| a < b);
        concerned.dedup();
        if concerned.len() < 2 {
            return false;
        }
        let concerned = Concerned {
            enough: (libm::ceil(present * concerned.len() as f64) as usize).max(2),
            convene,
            all: concerned,
        };
        let length = libm::round(minutes * MINUTE as f64) as Tick;
        let first = plan.timetable().half_day_from(now);
        for (half, times) in plan.timetable().half_days_from(first) {
            let from = times.from;
            let to = (from + length).min(times.to);
            if let Some(leaders) = self.gather(plan, &concerned, half, from, to) {
                for leader in bits(leaders) {
                    self.leaders[usize::from(leader)].promise(half);
                }
                self.calendar.schedule(
                    from,
                    rank::MEETING,
                    Due::SlotBegins {
                        case: slot,
                        stage,
                        leaders,
                    },
                );
                return true;
            }
        }
        // No common time before the calendar ends: the matter stays where it is and is reported as open at the cap.
        true
    }

    /// Those concerned, or their stand-ins, who are free together, if they are enough; as bits.
    fn gather(
        &self,
        plan: &Plan,
        concerned: &Concerned,
        half: usize,
        from: Tick,
        to: Tick,
    ) -> Option<u64> {
        let is_free = |leader: u16| {
            self.leaders[usize::from(leader)].is_free(half, from, to)
                && !self.sits(plan, leader, from, to)
        };
        let comes = |leader: u16| {
            if is_free(leader) {
                return Some(leader);
            }
            plan.stand_in.as_ref()?;
            let substitute = plan.leaders[usize::from(leader)].stand_in?;
            let away = self.leaders[usize::from(leader)].is_away(from);
            (away && is_free(substitute)).then_some(substitute)
        };
        let (mut leaders, mut missing) = (0u64, 0);
        for &leader in &concerned.all {
            match comes(leader) {
                Some(who) => leaders |= 1u64.checked_shl(u32::from(who)).unwrap_or(0),
                None => {
                    missing += 1;
                    let too_few = concerned.all.len() - missing < concerned.enough;
                    if too_few || concerned.convene.contains(&leader) {
                        return None;
                    }
                }
            }
        }
        Some(leaders)
    }

    /// Whether a meeting the leader belongs to is called within `[from, to)`.
    fn sits(&self, plan: &Plan, leader: u16, from: Tick, to: Tick) -> bool {
        plan.meetings.iter().zip(&self.meetings).any(|(it, state)| {
            state.next.is_some_and(|(at, _)| {
                let called = from <= at && at < to && it.members.contains(&leader);
                // Where members take turns, the one whose turn it is, and only if somebody comes.
                called
                    && (it.turns.is_none()
                        || !state.agenda.is_empty() && turn(plan, it, at) == Some(leader))
            })
        })
    }

    /// How long the leaders concerned need together, and which share of them: the same draw whenever it is asked.
    fn joint_minutes(&self, slot: u32, stage: u16, laid_out: &StagePlan) -> Option<(f64, f64)> {
        let mut rng = self.stage_stream(slot, stage, laid_out, 0, draws::MINUTES)?;
        Some(match laid_out.steps.first() {
            Some(Step::JointSlot { minutes, present }) => (minutes.sample(&mut rng), *present),
            _ => (0.0, 1.0),
        })
    }

    pub(super) fn slot_begins(
        &mut self,
        plan: &Plan,
        now: Tick,
        slot: u32,
        stage: u16,
        leaders: u64,
    ) {
        let called = |leader: u16| self.leaders[usize::from(leader)].called_until > now;
        if bits(leaders).any(called) {
            // One of them is called away: they look for another time.
            let procedure = self.case(slot).map(|it| usize::from(it.procedure));
            let laid_out = procedure.map(|it| &plan.procedures[it].stages[usize::from(stage)]);
            if let Some(laid_out) = laid_out
                && let Some((minutes, present)) = self.joint_minutes(slot, stage, laid_out)
            {
                self.find_slot(plan, now, slot, stage, minutes, present);
            }
            return;
        }
        let Some(case) = self.case_mut(slot) else {
            return;
        };
        let lead = case.lead;
        case.stages[usize::from(stage)].sitting = Some(now);
        let procedure = case.procedure;
        let laid_out = &plan.procedures[usize::from(procedure)].stages[usize::from(stage)];
        let Some((minutes, _)) = self.joint_minutes(slot, stage, laid_out) else {
            return;
        };
        let half = plan
            .timetable()
            .half_day(plan.timetable().half_day_from(now));
        let end = half.map_or(now, |it| it.to);
        let until = (now + libm::round(minutes * MINUTE as f64) as Tick).min(end);
        let leader = Actor::Leader(plan.departments[usize::from(lead)].leader);
        self.tell(
            plan,
            now,
            EventKind::Sitting,
            slot,
            stage,
            leader,
            minutes,
            Note::None,
        );
        for leader in bits(leaders) {
            let actor = Actor::Leader(leader);
            let length = (until - now) as f64;
            self.tell(
                plan,
                now,
                EventKind::Attended,
                slot,
                stage,
                actor,
                length,
                Note::None,
            );
            self.occupy(plan, now, leader, until);
        }
        self.calendar
            .schedule(until, rank::DONE, Due::SlotEnds { case: slot, stage });
    }

    pub(super) fn slot_ends(&mut self, plan: &Plan, now: Tick, slot: u32, stage: u16) {
        self.book_sitting(now, slot, stage);
        self.next_step(plan, now, slot, stage);
    }
}

/// Who takes what was on the agenda of a deleted meeting: the first that is left, and no reception day while there is another.
fn heir(plan: &Plan) -> Option<usize> {
    let mut left = (0..plan.meetings.len()).filter(|&it| plan.meetings[it].active);
    let first = left.clone().next();
    left.find(|&it| plan.meetings[it].turns.is_none()).or(first)
}

fn bits(mask: u64) -> impl Iterator<Item = u16> {
    (0..64).filter(move |bit| mask >> bit & 1 == 1)
}

/// Who is wanted where leaders come together.
struct Concerned {
    /// All whose portfolios are touched.
    all: Vec<u16>,
    /// Those of the drafting department, who convene: without them nothing takes place.
    convene: Vec<u16>,
    /// How many have to come.
    enough: usize,
}
