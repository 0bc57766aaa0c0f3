//! A matter while its track is being put together.

use county::event::{Event, EventKind, Note};
use kernel::Tick;
use kernel::order::sort_short;

use super::path::{Step, path};
use super::{CaseTrack, Decision, Ending, State, Visit};

/// A visit while it is being put together.
struct Draft {
    visit: Visit,
    came_from: Option<u16>,
    turns: Vec<(Tick, Turn)>,
}

/// What changes the state of a visit.
#[derive(Clone, Copy)]
enum Turn {
    Queued,
    HandsOn,
    HandsOff,
    WaitBegins,
    WaitEnds,
    Agenda,
}

/// A matter while its track is being put together.
pub(super) struct CaseDraft {
    pub case: CaseTrack,
    drafts: Vec<Draft>,
    speaker: Option<u16>,
    /// Where the log begins, for a matter older than it.
    older_than: Option<Tick>,
}

impl CaseDraft {
    /// A matter first heard of by `event`; `older_than`: the log's beginning, when the event is not its registration.
    pub fn new(event: &Event, older_than: Option<Tick>) -> Self {
        let known = event.kind == EventKind::Registered;
        Self {
            case: CaseTrack {
                number: event.number,
                class: event.class,
                attributes: if known { event.value as u8 } else { 0 },
                registered: older_than.unwrap_or(event.tick).min(event.tick),
                older: !known,
                turned: None,
                ending: Ending::Open,
                closed: None,
                visits: Vec::new(),
                path: Vec::new(),
                decision: None,
            },
            drafts: Vec::new(),
            speaker: None,
            older_than,
        }
    }

    /// The visit in progress of a stage, or the last one; for a matter older than the log, one that began with the log.
    fn visit(&mut self, stage: u16, number: u16) -> Option<&mut Draft> {
        if let Some(at) = self.drafts.iter().rposition(|d| d.visit.stage == stage) {
            return self.drafts.get_mut(at);
        }
        let ready = self.older_than?;
        self.drafts
            .insert(0, Draft::new(stage, number, ready, None));
        self.drafts.first_mut()
    }

    /// Folds one event about the matter. `stage` and `noted` are indices into all stages, `holder` into all holders.
    pub fn take(
        &mut self,
        event: &Event,
        stage: Option<u16>,
        noted: Option<u16>,
        holder: Option<u16>,
    ) {
        let tick = event.tick;
        if Decision::reads(event.kind) {
            let decision = self.case.decision.get_or_insert_default();
            decision.take(event, holder);
            if event.kind != EventKind::Decided {
                return;
            }
        }
        match event.kind {
            EventKind::Published => self.turn(tick, Ending::Published, stage),
            EventKind::Refused => self.turn(tick, Ending::Refused, stage),
            EventKind::Answered => self.turn(tick, Ending::Answered, stage),
            EventKind::Withdrawn => self.turn(tick, Ending::Withdrawn, stage),
            EventKind::Diverted => self.turn(tick, Ending::Diverted, stage),
            EventKind::Closed => self.case.closed = Some(tick),
            _ => {}
        }
        let Some(stage) = stage else { return };
        if event.kind == EventKind::StageReady {
            self.drafts
                .push(Draft::new(stage, event.visit, tick, noted));
            return;
        }
        let Some(draft) = self.visit(stage, event.visit) else {
            return;
        };
        let mut turn = |at: Tick, what: Turn| draft.turns.push((at, what));
        match event.kind {
            EventKind::Queued => turn(tick, Turn::Queued),
            EventKind::WorkStarted => turn(tick, Turn::HandsOn),
            EventKind::WorkEnded => turn(tick, Turn::HandsOff),
            EventKind::WaitStarted => {
                turn(tick, Turn::WaitBegins);
                turn(tick + event.value as Tick, Turn::WaitEnds);
            }
            EventKind::AgendaEntered => turn(tick, Turn::Agenda),
            EventKind::Part => {
                if let Note::Part(part) = event.note {
                    draft.visit.parts[part as usize] += event.value as Tick;
                }
            }
            EventKind::StageDone => draft.visit.done = Some(tick),
            EventKind::Returned => draft.visit.returned_to = noted,
            _ => {}
        }
        if let Some(holder) = holder
            && !draft.visit.holders.contains(&holder)
        {
            draft.visit.holders.push(holder);
        }
    }

    fn turn(&mut self, tick: Tick, ending: Ending, speaker: Option<u16>) {
        self.case.turned = Some(tick);
        self.case.ending = ending;
        self.speaker = speaker;
    }

    /// The finished track; `ids` are those of all stages.
    pub fn finish(mut self, ids: &[&str]) -> CaseTrack {
        // Without facts there is nothing to see of how it was decided.
        self.case.decision.take_if(|it| it.facts.is_empty());
        for draft in &mut self.drafts {
            draft.settle();
        }
        sort_short(&mut self.drafts, |a, b| a.visit.ready < b.visit.ready);
        let steps: Vec<Step> = self
            .drafts
            .iter()
            .map(|d| Step {
                ready: d.visit.ready,
                done: d.visit.done,
                stage: d.visit.stage,
                id: ids
                    .get(usize::from(d.visit.stage))
                    .copied()
                    .unwrap_or_default(),
                came_from: d.came_from,
            })
            .collect();
        let turned = self.case.turned.map(|end| (end, self.speaker));
        self.case.path = path(&steps, self.case.registered, turned);
        self.case.visits = self.drafts.into_iter().map(|d| d.visit).collect();
        self.case
    }
}

impl Draft {
    fn new(stage: u16, visit: u16, ready: Tick, came_from: Option<u16>) -> Self {
        Self {
            visit: Visit {
                stage,
                visit,
                ready,
                done: None,
                parts: [0; 8],
                states: Vec::new(),
                holders: Vec::new(),
                returned_to: None,
            },
            came_from,
            turns: Vec::new(),
        }
    }

    /// Folds the turns into states: hands on it, else a period that runs, else an agenda, else a line.
    fn settle(&mut self) {
        sort_short(&mut self.turns, |a, b| a.0 < b.0);
        let (mut hands, mut waits, mut agenda) = (0_i32, 0_i32, false);
        let mut states = vec![(self.visit.ready, State::Queued)];
        for (at, turn) in &self.turns {
            if self.visit.done.is_some_and(|done| *at >= done) {
                break;
            }
            match turn {
                Turn::Queued => agenda = false,
                Turn::HandsOn => hands += 1,
                Turn::HandsOff => hands -= 1,
                Turn::WaitBegins => waits += 1,
                Turn::WaitEnds => waits -= 1,
                Turn::Agenda => agenda = true,
            }
            let state = match (hands > 0, waits > 0, agenda) {
                (true, ..) => State::InWork,
                (_, true, _) => State::Waiting,
                (_, _, true) => State::OnAgenda,
                _ => State::Queued,
            };
            match states.last_mut() {
                Some(last) if last.0 >= *at => last.1 = state,
                Some(last) if last.1 == state => {}
                _ => states.push((*at, state)),
            }
        }
        states.dedup_by_key(|s| s.1);
        self.visit.states = states;
    }
}
