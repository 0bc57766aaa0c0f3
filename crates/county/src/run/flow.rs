//! How a matter moves: stages become ready, go through their steps, end, return, and let others begin.

use kernel::distributions::uniform;
use kernel::{DAY, Tick};

use super::case::{Case, Progress};
use super::deliberation::seems_bad;
use super::outcome::would_refuse;
use super::{DeskId, Due, Run, draws, rank};
use crate::event::{Actor, EventKind, NONE, Note, Observer, Part, Verdict};
use crate::plan::{Length, Moment, Plan, StagePlan, Step, Who, work_ticks};
use crate::scenario::{CaseKind, Ending, StageKind};

/// A stage that may begin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ready {
    slot: u32,
    stage: u16,
    /// The visited stage that finished last before it.
    from: u16,
}

impl<O: Observer> Run<O> {
    pub(super) fn make_ready(&mut self, slot: u32, stage: u16, from: u16) {
        if let Some(case) = self.case_mut(slot) {
            case.active += 1;
            self.todo.push(Ready { slot, stage, from });
        }
    }

    /// Begins all that may begin now. A worklist, not recursion: a procedure may be as long as it likes.
    pub(super) fn settle(&mut self, plan: &Plan, now: Tick) {
        while let Some(ready) = self.todo.pop() {
            self.begin(plan, now, ready);
        }
    }

    fn begin(&mut self, plan: &Plan, now: Tick, Ready { slot, stage, from }: Ready) {
        let Some(case) = self.case(slot) else {
            return;
        };
        let laid_out = &plan.procedures[usize::from(case.procedure)].stages[usize::from(stage)];
        let asked = laid_out.called_by.filter(|_| !case.stopped);
        let meets = self.meets(case, laid_out.when.as_ref());
        let called = asked.filter(|_| meets);
        let called = called.and_then(|it| self.called_for(plan, now, (slot, stage), laid_out, &it));
        let passes = meets && (asked.is_none() || called.is_some());
        let Some(case) = self.case_mut(slot) else {
            return;
        };
        let stopped = case.stopped;
        let state = &mut case.stages[usize::from(stage)];
        if stopped || !passes {
            case.active -= 1;
            if !stopped {
                state.progress = Progress::Done;
                state.done_at = now;
                state.speaks = from;
                self.propagate(plan, slot, stage);
            }
            self.close_if_over(plan, now, slot, from);
            return;
        }
        state.progress = Progress::Active;
        state.visit = state.visit.saturating_add(1);
        state.speaks = stage;
        state.step = 0;
        state.ready_at = now;
        state.started = false;
        state.sitting = None;
        state.last = 0;
        state.parts = [0; Part::ALL.len()];
        let note = if from == NONE {
            Note::None
        } else {
            Note::Stage(from)
        };
        self.tell(
            plan,
            now,
            EventKind::StageReady,
            slot,
            stage,
            Actor::Nobody,
            0.0,
            note,
        );
        if let Some(called) = called {
            let (kind, note) = (EventKind::EvaluationCalled, Note::Trigger(called));
            self.tell(plan, now, kind, slot, stage, Actor::Nobody, 0.0, note);
        }
        self.signal(plan, now, slot, &laid_out.signals[0]);
        self.run_steps(plan, now, slot, stage);
    }

    /// The present step is over: the next one.
    pub(super) fn next_step(&mut self, plan: &Plan, now: Tick, slot: u32, stage: u16) {
        let Some(case) = self.case_mut(slot) else {
            return;
        };
        case.stages[usize::from(stage)].step += 1;
        self.run_steps(plan, now, slot, stage);
    }

    /// Begins the present step, and those after it as far as they take no time.
    pub(super) fn run_steps(&mut self, plan: &Plan, now: Tick, slot: u32, stage: u16) {
        loop {
            let Some(case) = self.case_mut(slot) else {
                return;
            };
            let laid_out = &plan.procedures[usize::from(case.procedure)].stages[usize::from(stage)];
            let state = &mut case.stages[usize::from(stage)];
            let Some(step) = laid_out.steps.get(usize::from(state.step)) else {
                self.finish_stage(plan, now, slot, stage, None);
                return;
            };
            state.since = now;
            state.statutory_until = now;
            state.sitting = None;
            state.jobs_left = 0;
            if self.begin_step(plan, now, slot, stage, laid_out, step) {
                return;
            }
            if let Some(case) = self.case_mut(slot) {
                case.stages[usize::from(stage)].step += 1;
            }
        }
    }

    /// Begins a step; true when it takes time and something is scheduled that will end it.
    fn begin_step(
        &mut self,
        plan: &Plan,
        now: Tick,
        slot: u32,
        stage: u16,
        laid_out: &StagePlan,
        step: &Step,
    ) -> bool {
        match step {
            Step::Work { .. } => self.begin_work(plan, now, slot, stage, laid_out, step),
            Step::Wait { length, .. } => {
                let until = plan
                    .timetable()
                    .period_end(now, length.length, length.counts);
                self.begin_wait(plan, now, slot, stage, until)
            }
            Step::Latency { days, at_most, .. } => {
                let Some(mut rng) = self.stage_stream(slot, stage, laid_out, 0, draws::LATENCY)
                else {
                    return false;
                };
                let until = now + libm::round(days.sample(&mut rng) * DAY as f64) as Tick;
                let end = |it: &Length| {
                    let timetable = plan.timetable();
                    timetable.period_end(now, it.length, it.counts)
                };
                let until = at_most.as_ref().map_or(until, |it| until.min(end(it)));
                self.begin_wait(plan, now, slot, stage, until)
            }
            Step::Onset { lead } => {
                let onset = self.case(slot).map_or(now, |it| it.onset());
                self.begin_wait(plan, now, slot, stage, (onset - lead).max(now))
            }
            Step::Ring {
                office,
                missed_share,
                again,
            } => {
                let Some(mut rng) = self.stage_stream(slot, stage, laid_out, 0, draws::MISSED)
                else {
                    return false;
                };
                let missed = uniform(&mut rng) < *missed_share;
                self.ring(plan, now, slot, stage, *office, missed.then_some(*again))
            }
            Step::Agenda { meeting, minutes } => {
                let Some(mut rng) = self.stage_stream(slot, stage, laid_out, 0, draws::MINUTES)
                else {
                    return false;
                };
                let factor = plan.meetings[usize::from(*meeting)].minutes_factor;
                let minutes =
                    minutes.sample(&mut rng) * factor + self.spoken_minutes(plan, slot, *meeting);
                self.enter_agenda(plan, now, slot, stage, *meeting, minutes);
                true
            }
            Step::JointSlot { minutes, present } => {
                let Some(mut rng) = self.stage_stream(slot, stage, laid_out, 0, draws::MINUTES)
                else {
                    return false;
                };
                let minutes = minutes.sample(&mut rng);
                let found = self.find_slot(plan, now, slot, stage, minutes, *present);
                if !found && let Some(case) = self.case_mut(slot) {
                    // Nobody came together: there are no minutes to sign either.
                    case.stages[usize::from(stage)].step = laid_out.steps.len() as u16 - 1;
                }
                found
            }
            Step::Called { who, hours } => {
                let Some(mut rng) = self.stage_stream(slot, stage, laid_out, 0, draws::CALLED)
                else {
                    return false;
                };
                let until = now + work_ticks(hours.sample(&mut rng));
                self.call_away(plan, now, slot, stage, *who, until);
                self.begin_wait(plan, now, slot, stage, until)
            }
            Step::Carry { who, lasts } => self.carry(plan, now, slot, stage, laid_out, *who, lasts),
            Step::Harm { amount } => {
                let stream = self.stage_stream(slot, stage, laid_out, 0, draws::HARM);
                if let Some(mut rng) = stream {
                    let (kind, nobody) = (EventKind::Harm, Actor::Nobody);
                    let much = amount.sample(&mut rng);
                    self.tell(plan, now, kind, slot, stage, nobody, much, Note::None);
                }
                false
            }
            Step::Repeat => self.case(slot).is_some_and(|it| it.changing),
            Step::Effect(effect) => {
                self.take_effect(plan, now, slot, stage, laid_out, *effect);
                false
            }
        }
    }

    pub(super) fn begin_wait(
        &mut self,
        plan: &Plan,
        now: Tick,
        slot: u32,
        stage: u16,
        until: Tick,
    ) -> bool {
        if until <= now {
            return false;
        }
        let length = (until - now) as f64;
        self.tell(
            plan,
            now,
            EventKind::WaitStarted,
            slot,
            stage,
            Actor::Nobody,
            length,
            Note::None,
        );
        self.calendar
            .schedule(until, rank::WAIT, Due::WaitDone { case: slot, stage });
        true
    }

    fn begin_work(
        &mut self,
        plan: &Plan,
        now: Tick,
        slot: u32,
        stage: u16,
        laid_out: &StagePlan,
        step: &Step,
    ) -> bool {
        let Step::Work {
            who,
            people,
            hours,
            per_comment,
            at_least,
        } = step
        else {
            return false;
        };
        if *who == Who::DraftingUnit && self.goes_astray(plan, now, slot, stage, laid_out) {
            return true;
        }
        let Some(case) = self.case(slot) else {
            return false;
        };
        let (who, lead) = (case.leads(*who), case.lead);
        let asked = match who {
            Who::OtherDepartments => Some(case.others.clone()),
            Who::OtherDepartment(n) => {
                let others = case.others.iter().copied();
                Some(others.skip(n.into()).take(1).collect())
            }
            Who::Townships => Some(plan.townships()),
            _ => None,
        };
        let extra = per_comment * case.stages[usize::from(stage)].comments as f64;
        // Departments asked one after another take as long as they would side by side.
        let step = match who {
            Who::OtherDepartment(_) => 0,
            _ => u32::from(case.stages[usize::from(stage)].step),
        };
        let purpose = draws::WORK | step << 8;
        let mut jobs = std::mem::take(&mut self.jobs);
        let mut ask = |run: &Self, desk: DeskId, actor: u64| {
            if let Some(mut rng) = run.stage_stream(slot, stage, laid_out, actor, purpose) {
                let work = work_ticks(hours.sample(&mut rng) + extra);
                if work > 0 {
                    jobs.push((desk, work));
                }
            }
        };
        if let Some(others) = asked {
            for other in others {
                let desk = self.resolve(plan, now, Who::Department(other), lead);
                ask(self, desk, plan.department_ids.hash(other));
            }
        } else {
            let desk = self.resolve(plan, now, who, lead);
            for person in 0..*people {
                ask(self, desk, u64::from(person));
            }
            if who == Who::PortfolioLeader {
                for leader in self.leaders_of(plan, slot, lead).into_iter().skip(1) {
                    ask(self, DeskId::Leader(leader), plan.leader_ids.hash(leader));
                }
            }
        }
        let until = at_least.map(|it| plan.timetable().period_end(now, it.length, it.counts));
        let until = until.filter(|&until| until > now);
        let Some(case) = self.case_mut(slot) else {
            return false;
        };
        let state = &mut case.stages[usize::from(stage)];
        state.jobs_left = jobs.len() as u32 + u32::from(until.is_some());
        if let Some(until) = until {
            state.statutory_until = until;
            self.begin_wait(plan, now, slot, stage, until);
        }
        let is_long = until.is_some() || !jobs.is_empty();
        for (desk, work) in jobs.drain(..) {
            self.submit(plan, now, desk, slot, stage, laid_out.priority, work);
        }
        self.jobs = jobs;
        is_long
    }

    pub(super) fn wait_done(&mut self, plan: &Plan, now: Tick, slot: u32, stage: u16) {
        let Some(case) = self.case_mut(slot) else {
            return;
        };
        let laid_out = &plan.procedures[usize::from(case.procedure)].stages[usize::from(stage)];
        let state = &mut case.stages[usize::from(stage)];
        match laid_out.steps.get(usize::from(state.step)) {
            Some(Step::Wait { part, .. }) => {
                state.last = now - state.since;
                state.add(*part, now - state.since);
            }
            Some(Step::Latency { part, .. }) => state.add(*part, now - state.since),
            Some(Step::Onset { .. } | Step::Ring { .. }) => {
                state.add(Part::OutsideGate, now - state.since);
            }
            Some(Step::Called { .. } | Step::Carry { .. }) => {
                state.add(Part::Work, now - state.since);
            }
            Some(Step::Repeat) => state.add(Part::Rework, now - state.since),
            _ => {
                // The prescribed period of a step with work: over when the work is.
                state.jobs_left = state.jobs_left.saturating_sub(1);
                if state.jobs_left > 0 {
                    return;
                }
                state.add(Part::Statutory, now - state.since);
            }
        }
        self.next_step(plan, now, slot, stage);
    }

    /// Ends a stage visit: its parts are said, then what follows from it.
    pub(super) fn finish_stage(
        &mut self,
        plan: &Plan,
        now: Tick,
        slot: u32,
        stage: u16,
        verdict: Option<Verdict>,
    ) {
        self.say_parts(plan, now, slot, stage);
        self.tell(
            plan,
            now,
            EventKind::StageDone,
            slot,
            stage,
            Actor::Nobody,
            0.0,
            Note::None,
        );
        let Some(case) = self.case_mut(slot) else {
            return;
        };
        let procedure = case.procedure;
        let laid_out = &plan.procedures[usize::from(procedure)].stages[usize::from(stage)];
        case.active -= 1;
        let state = &mut case.stages[usize::from(stage)];
        state.progress = Progress::Done;
        state.done_at = now;
        self.signal(plan, now, slot, &laid_out.signals[2]);
        let verdict = verdict.or_else(|| self.judge(plan, now, slot, stage, laid_out));
        if verdict != Some(Verdict::Refuse)
            && let Some(ending) = self.is_let_go(plan, slot, stage, laid_out)
        {
            if let Some(case) = self.case_mut(slot) {
                case.stopped = true;
            }
            let kind = match ending {
                Ending::Withdrawn => EventKind::Withdrawn,
                Ending::Diverted => EventKind::Diverted,
            };
            self.end_turnaround(plan, now, slot, stage, kind);
            self.close_if_over(plan, now, slot, stage);
            return;
        }
        let sent_back = match verdict {
            Some(Verdict::Refuse) => {
                if let Some(case) = self.case_mut(slot) {
                    case.stopped = true;
                }
                self.end_turnaround(plan, now, slot, stage, EventKind::Refused);
                false
            }
            Some(Verdict::Return) => true,
            Some(Verdict::Adopt) => false,
            None => self.is_sent_back(slot, stage, laid_out),
        };
        if sent_back {
            self.send_back(plan, now, slot, stage, laid_out);
        } else if verdict != Some(Verdict::Refuse) {
            match laid_out.kind {
                StageKind::Publication => {
                    self.see_what_is_owed(plan, now, slot, stage, true);
                    self.end_turnaround(plan, now, slot, stage, EventKind::Published);
                }
                StageKind::Reply | StageKind::Disclose => {
                    self.end_turnaround(plan, now, slot, stage, EventKind::Answered);
                }
                _ => {}
            }
            self.propagate(plan, slot, stage);
        }
        self.close_if_over(plan, now, slot, stage);
    }

    /// Whether returns are left at a stage.
    pub(super) fn may_return(&self, slot: u32, stage: u16, laid_out: &StagePlan) -> bool {
        let used = self
            .case(slot)
            .map_or(0, |it| it.stages[usize::from(stage)].returns);
        laid_out
            .returns
            .as_ref()
            .is_some_and(|it| used < it.at_most)
    }

    /// Whether the case ends at this visit of a stage, and as what.
    fn is_let_go(
        &self,
        plan: &Plan,
        slot: u32,
        stage: u16,
        laid_out: &StagePlan,
    ) -> Option<Ending> {
        let (share, ending) = laid_out.lets_go?;
        if let Some(ahead) = &laid_out.foresees
            && !self.would_fail(plan, slot, ahead)
        {
            return None;
        }
        let mut rng = self.stage_stream(slot, stage, laid_out, 0, draws::LETS_GO)?;
        (uniform(&mut rng) < share).then_some(ending)
    }

    /// Whether the next of these meetings that the case comes to would refuse it: those who talk it over beforehand know their colleagues.
    fn would_fail(&self, plan: &Plan, slot: u32, meetings: &[u16]) -> bool {
        let Some(case) = self.case(slot) else {
            return false;
        };
        let class = &plan.classes[usize::from(case.class)];
        if let (Some(pattern), Some(worth)) = (&class.facts, &class.worth) {
            return seems_bad(case, pattern, worth, plan.minds.as_ref());
        }
        let Some(outcome) = &class.outcome else {
            return false;
        };
        let stages = &plan.procedures[usize::from(case.procedure)].stages;
        let comes = |stage: &StagePlan| self.meets(case, stage.when.as_ref());
        let mut ahead = meetings
            .iter()
            .filter(|&&it| comes(&stages[usize::from(it)]));
        ahead.next().is_some_and(|&meeting| {
            let visit = case.stages[usize::from(meeting)].visit + 1;
            let of = stages[usize::from(meeting)].hash;
            let verdict = draws::VERDICT;
            let mut rng = draws::open(&self.streams, case.key, of, visit, 0, verdict);
            would_refuse(outcome, uniform(&mut rng))
        })
    }

    fn is_sent_back(&self, slot: u32, stage: u16, laid_out: &StagePlan) -> bool {
        let Some(share) = laid_out.returns.as_ref().and_then(|it| it.share) else {
            return false;
        };
        self.may_return(slot, stage, laid_out)
            && self
                .stage_stream(slot, stage, laid_out, 0, draws::RETURN)
                .is_some_and(|mut rng| uniform(&mut rng) < share)
    }

    /// Back for revision: the stages from there to here are to be done again. When some of them are being done again already, because another
    /// branch sent the matter back before, this return joins that round: what comes after them is done again when they are done.
    fn send_back(&mut self, plan: &Plan, now: Tick, slot: u32, stage: u16, laid_out: &StagePlan) {
        let Some(returns) = &laid_out.returns else {
            return;
        };
        self.tell(
            plan,
            now,
            EventKind::Returned,
            slot,
            stage,
            Actor::Nobody,
            0.0,
            Note::Stage(returns.to),
        );
        let Some(case) = self.case_mut(slot) else {
            return;
        };
        case.stages[usize::from(stage)].returns += 1;
        let is = |case: &Case, it: u16| case.stages[usize::from(it)].progress;
        let mut under_way: Vec<u16> = returns.again.clone();
        under_way.retain(|&it| is(case, it) == Progress::Active);
        if under_way.is_empty() {
            for &again in &returns.again {
                case.stages[usize::from(again)].progress = Progress::Pending;
            }
            self.make_ready(slot, returns.to, stage);
            return;
        }
        let stages = &plan.procedures[usize::from(case.procedure)].stages;
        while let Some(before) = under_way.pop() {
            for &next in &stages[usize::from(before)].next {
                if returns.again.contains(&next) && is(case, next) == Progress::Done {
                    case.stages[usize::from(next)].progress = Progress::Pending;
                    under_way.push(next);
                }
            }
        }
    }

    /// Lets the stages begin whose predecessors are now all done.
    fn propagate(&mut self, plan: &Plan, slot: u32, stage: u16) {
        let Some(case) = self.case(slot) else { return };
        let stages = &plan.procedures[usize::from(case.procedure)].stages;
        for &next in stages[usize::from(stage)].next.iter().rev() {
            // What is made ready begins later: it changes nothing of what the next one asks.
            let Some(case) = self.case(slot) else { return };
            if case.stages[usize::from(next)].progress != Progress::Pending {
                continue;
            }
            let before = &stages[usize::from(next)].after;
            if before
                .iter()
                .any(|&it| case.stages[usize::from(it)].progress != Progress::Done)
            {
                continue;
            }
            // The branch that finished last speaks for the matter; a tie goes to the lowest id.
            let mut last: Option<(Tick, u16)> = None;
            for &it in before {
                let state = &case.stages[usize::from(it)];
                if last.is_none_or(|(at, _)| state.done_at > at) {
                    last = Some((state.done_at, state.speaks));
                }
            }
            self.make_ready(slot, next, last.map_or(NONE, |it| it.1));
        }
    }

    /// Says how the time of a stage visit splits. A visit after a return is all rework.
    fn say_parts(&mut self, plan: &Plan, now: Tick, slot: u32, stage: u16) {
        let Some(case) = self.case(slot) else { return };
        let state = &case.stages[usize::from(stage)];
        let (parts, again) = (state.parts, state.visit > 1);
        if again {
            let sum: Tick = parts.iter().sum();
            if sum > 0 {
                let note = Note::Part(Part::Rework);
                self.tell(
                    plan,
                    now,
                    EventKind::Part,
                    slot,
                    stage,
                    Actor::Nobody,
                    sum as f64,
                    note,
                );
            }
            return;
        }
        for part in Part::ALL {
            let ticks = parts[part as usize];
            if ticks > 0 {
                let note = Note::Part(part);
                self.tell(
                    plan,
                    now,
                    EventKind::Part,
                    slot,
                    stage,
                    Actor::Nobody,
                    ticks as f64,
                    note,
                );
            }
        }
    }

    fn end_turnaround(&mut self, plan: &Plan, now: Tick, slot: u32, stage: u16, kind: EventKind) {
        let Some(case) = self.case_mut(slot) else {
            return;
        };
        if std::mem::replace(&mut case.ended, true) {
            return;
        }
        let (cohort, procedure) = (case.cohort, case.procedure);
        // Only matters with facts wait among the undecided, and once they are decided no more.
        let was_waiting = !case.decided && !case.facts.is_empty();
        self.settle_loss(plan, now, slot, stage);
        self.cohort_open -= u32::from(cohort);
        if was_waiting {
            self.undecided.retain(|&it| it != slot);
        }
        self.say_affected(plan, now, slot);
        self.tell(plan, now, kind, slot, stage, Actor::Nobody, 0.0, Note::None);
        if kind == EventKind::Published {
            if let Some(case) = self.case_mut(slot) {
                case.published = now;
            }
            self.objections(plan, now, slot);
        }
        let moment = match kind {
            EventKind::Published => Moment::Published,
            EventKind::Answered => Moment::Answered,
            EventKind::Refused => Moment::Refused,
            EventKind::Withdrawn => Moment::Withdrawn,
            EventKind::Diverted => Moment::Diverted,
            _ => return,
        };
        let procedure = &plan.procedures[usize::from(procedure)];
        self.signal(plan, now, slot, &procedure.on[moment as usize]);
        if kind == EventKind::Refused {
            self.may_return_later(plan, now, slot);
        }
        let amends = self.case_mut(slot).and_then(|it| it.amends.take());
        if let Some((measure, stage)) = amends {
            self.change_decided(plan, now, (measure, stage), kind);
        }
    }

    fn say_affected(&mut self, plan: &Plan, now: Tick, slot: u32) {
        let Some(class) = self.case(slot).map(|it| it.class) else {
            return;
        };
        for &(group, people) in &plan.classes[usize::from(class)].affects {
            let actor = Actor::Public(group);
            self.tell(
                plan,
                now,
                EventKind::Affected,
                slot,
                NONE,
                actor,
                people,
                Note::None,
            );
        }
    }

    fn close_if_over(&mut self, plan: &Plan, now: Tick, slot: u32, last: u16) {
        let Some(case) = self.case(slot) else { return };
        if case.active > 0 {
            return;
        }
        if !case.ended {
            // Its conditions led past every stage that would end it: what is done is done, and the turnaround ends here.
            let kind = match plan.kind(case.class) {
                CaseKind::Matter => EventKind::Published,
                _ => EventKind::Answered,
            };
            self.end_turnaround(plan, now, slot, last, kind);
        }
        self.tell(
            plan,
            now,
            EventKind::Closed,
            slot,
            NONE,
            Actor::Nobody,
            0.0,
            Note::None,
        );
        self.stop_clocks(slot);
        if let Some(case) = self.cases[slot as usize].take() {
            let Case {
                mut stages,
                mut clocks,
                ..
            } = *case;
            stages.clear();
            clocks.clear();
            self.rows.push((stages, clocks));
        }
        self.vacant.push(slot);
    }

    /// At the cap: what is still open says how far it has come.
    pub(super) fn censor(&mut self, plan: &Plan, cap: Tick) {
        let at_desks = self.account_unfinished(cap);
        let mut open: Vec<(u32, u32)> = self
            .cases
            .iter()
            .enumerate()
            .filter_map(|(slot, case)| Some((case.as_ref()?.number, slot as u32)))
            .collect();
        // Places are taken in order of numbers, but for those taken again.
        kernel::order::sort_short(&mut open, |a, b| a < b);
        for (_, slot) in open {
            let Some(case) = self.case_mut(slot) else {
                continue;
            };
            if case.ended {
                continue;
            }
            let stages = &plan.procedures[usize::from(case.procedure)].stages;
            let mut active = Vec::new();
            for (index, state) in case.stages.iter_mut().enumerate() {
                if state.progress != Progress::Active {
                    continue;
                }
                let stage = index as u16;
                active.push(stage);
                let spent = cap - state.since;
                match stages[index].steps.get(usize::from(state.step)) {
                    Some(Step::Wait { part, .. }) => state.add(*part, spent),
                    Some(Step::Latency { part, .. }) => state.add(*part, spent),
                    Some(Step::Onset { .. } | Step::Ring { .. }) => {
                        state.add(Part::OutsideGate, spent);
                    }
                    Some(Step::Agenda { .. } | Step::JointSlot { .. }) => {
                        let sitting = state.sitting.unwrap_or(cap);
                        state.add(Part::WaitingMeeting, sitting - state.since);
                        state.add(Part::Work, cap - sitting);
                    }
                    Some(Step::Repeat) => state.add(Part::Rework, spent),
                    Some(Step::Called { .. } | Step::Carry { .. }) => {
                        state.add(Part::Work, spent);
                    }
                    Some(Step::Work { .. }) if at_desks.contains(&(slot, stage)) => {}
                    _ => state.add(Part::Statutory, spent),
                }
            }
            for &stage in &active {
                self.say_parts(plan, cap, slot, stage);
            }
            let speaks = active.first().copied().unwrap_or(NONE);
            self.settle_loss(plan, cap, slot, speaks);
            self.say_affected(plan, cap, slot);
            self.tell(
                plan,
                cap,
                EventKind::Censored,
                slot,
                speaks,
                Actor::Nobody,
                0.0,
                Note::None,
            );
        }
    }

    /// The keyed stream of a purpose at the present visit of a stage.
    pub(super) fn stage_stream(
        &self,
        slot: u32,
        stage: u16,
        laid_out: &StagePlan,
        actor: u64,
        purpose: u32,
    ) -> Option<kernel::KeyedRng> {
        let case = self.case(slot)?;
        let visit = case.stages.get(usize::from(stage))?.visit;
        Some(draws::open(
            &self.streams,
            case.key,
            laid_out.hash,
            visit,
            actor,
            purpose,
        ))
    }
}
