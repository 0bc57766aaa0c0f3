//! From events to tracks.

use kernel::order::sort_short;
use litemap::LiteMap;

use county::event::{Actor, Event, EventKind, NONE, NONE32, Note};
use kernel::Tick;

use super::draft::CaseDraft;
use super::{Absence, Holder, MeetingTrack, Names, Playback, Sitting, StageId};

/// Everything being put together.
struct Builder<'a> {
    names: &'a Names,
    /// Where the log begins.
    from: Tick,
    /// Where the stages of each procedure begin in the list of all.
    offsets: Vec<u16>,
    holders: Vec<Holder>,
    holder_of: LiteMap<Actor, u16>,
    cases: LiteMap<u32, CaseDraft>,
    meetings: Vec<MeetingTrack>,
    absences: Vec<Absence>,
    last_sitting: Option<(usize, Tick)>,
}

impl Playback {
    /// Folds the events of one run, in order of time, into tracks of the matters open between `from` and `to`.
    ///
    /// `epoch` is the date of tick 0, `YYYY-MM-DD`. A log that begins on reform day is good too: a matter whose registration it does
    /// not hold is taken as standing, since `from`, where it is first heard of. Events about what `names` does not know are
    /// passed over.
    #[must_use]
    pub fn build(events: &[Event], names: &Names, epoch: &str, from: Tick, to: Tick) -> Self {
        let mut builder = Builder::new(names, from);
        for event in events {
            builder.take(event);
        }
        let stages: Vec<StageId> = names
            .procedures
            .iter()
            .flat_map(|p| p.stages.iter().map(|s| (p.id.clone(), s.clone())))
            .map(|(procedure, stage)| StageId { procedure, stage })
            .collect();
        let ids: Vec<&str> = stages.iter().map(|s| s.stage.as_str()).collect();
        let mut cases: Vec<_> = builder
            .cases
            .into_iter()
            .map(|it| it.1)
            .filter(|c| c.case.registered <= to && c.case.closed.is_none_or(|end| end > from))
            .map(|c| c.finish(&ids))
            .collect();
        // Numbers are given in order of registration.
        sort_short(&mut cases, |a, b| {
            (a.registered, a.number) < (b.registered, b.number)
        });
        Self {
            epoch: epoch.to_owned(),
            from,
            to,
            stages,
            classes: names.classes.clone(),
            holders: builder.holders,
            cases,
            meetings: builder.meetings,
            absences: builder.absences,
        }
    }
}

impl<'a> Builder<'a> {
    fn new(names: &'a Names, from: Tick) -> Self {
        let mut offsets = Vec::new();
        let mut next = 0_u16;
        for procedure in &names.procedures {
            offsets.push(next);
            next = next.saturating_add(u16::try_from(procedure.stages.len()).unwrap_or(u16::MAX));
        }
        let meetings = names
            .meetings
            .iter()
            .map(|(id, members)| MeetingTrack {
                id: id.clone(),
                members: members.clone(),
                sittings: Vec::new(),
            })
            .collect();
        Self {
            names,
            from,
            offsets,
            holders: Vec::new(),
            holder_of: LiteMap::new(),
            cases: LiteMap::new(),
            meetings,
            absences: Vec::new(),
            last_sitting: None,
        }
    }

    fn take(&mut self, event: &Event) {
        let about_nobody = event.number == NONE32;
        match event.kind {
            EventKind::Registered => {
                self.cases.insert(event.number, CaseDraft::new(event, None));
            }
            EventKind::Sitting if about_nobody => self.sit(event),
            EventKind::Attended if about_nobody => self.attend(event),
            EventKind::AbsenceBegan => self.absent(event, false),
            _ if about_nobody => {}
            _ => {
                if event.kind == EventKind::CalledAway {
                    self.absent(event, true);
                }
                self.about_case(event);
            }
        }
    }

    fn absent(&mut self, event: &Event, called: bool) {
        let Actor::Leader(leader) = event.actor else {
            return;
        };
        if let Some(leader) = self.names.leaders.get(usize::from(leader)) {
            self.absences.push(Absence {
                leader: leader.clone(),
                from: event.tick,
                until: event.tick + event.value as Tick,
                called,
            });
        }
    }

    /// A stage of a procedure as an index into all stages.
    fn stage(&self, procedure: u16, stage: u16) -> Option<u16> {
        if stage == NONE {
            return None;
        }
        let at = usize::from(procedure);
        let known = self.names.procedures.get(at)?.stages.len();
        (usize::from(stage) < known).then(|| self.offsets[at] + stage)
    }

    fn holder(&mut self, actor: Actor) -> Option<u16> {
        if let Some(index) = self.holder_of.get(&actor) {
            return Some(*index);
        }
        let pick = |list: &[String], i: u16| list.get(usize::from(i)).cloned();
        let holder = match actor {
            Actor::Leader(i) => Holder::Leader(pick(&self.names.leaders, i)?),
            Actor::Office(i) => Holder::Office(pick(&self.names.offices, i)?),
            Actor::Department(i) => Holder::Department(pick(&self.names.departments, i)?),
            Actor::Meeting(i) => {
                Holder::Meeting(self.names.meetings.get(usize::from(i))?.0.clone())
            }
            Actor::Public(i) => Holder::Public(pick(&self.names.publics, i)?),
            Actor::Nobody | Actor::Source(_) => return None,
        };
        let index = u16::try_from(self.holders.len()).ok()?;
        self.holders.push(holder);
        self.holder_of.insert(actor, index);
        Some(index)
    }

    fn about_case(&mut self, event: &Event) {
        if self
            .names
            .procedures
            .get(usize::from(event.procedure))
            .is_none()
        {
            return;
        }
        let stage = self.stage(event.procedure, event.stage);
        let noted = match event.note {
            Note::Stage(s) => self.stage(event.procedure, s),
            _ => None,
        };
        let holder = match event.kind {
            EventKind::WorkStarted
            | EventKind::AgendaEntered
            | EventKind::Fact
            | EventKind::WorthToGroup
            | EventKind::Spoke
            | EventKind::Leaned
            | EventKind::Decided => self.holder(event.actor),
            _ => None,
        };
        let from = self.from;
        self.cases
            .entry(event.number)
            .or_insert_with(|| CaseDraft::new(event, Some(from)))
            .take(event, stage, noted, holder);
    }

    fn sit(&mut self, event: &Event) {
        let Actor::Meeting(index) = event.actor else {
            return;
        };
        let index = usize::from(index);
        if let Some(meeting) = self.meetings.get_mut(index) {
            meeting.sittings.push(Sitting {
                at: event.tick,
                minutes: event.value,
                present: Vec::new(),
            });
            self.last_sitting = Some((index, event.tick));
        }
    }

    /// Attendance is said right after its sitting, at the same tick.
    fn attend(&mut self, event: &Event) {
        let Actor::Leader(leader) = event.actor else {
            return;
        };
        let Some((index, _)) = self.last_sitting.filter(|(_, at)| *at == event.tick) else {
            return;
        };
        let seat = self.seat(index, leader);
        let sitting = self
            .meetings
            .get_mut(index)
            .and_then(|m| m.sittings.last_mut());
        if let (Some(seat), Some(sitting)) = (seat, sitting)
            && !sitting.present.contains(&seat)
        {
            sitting.present.push(seat);
        }
    }

    fn seat(&self, meeting: usize, leader: u16) -> Option<u16> {
        let id = self.names.leaders.get(usize::from(leader))?;
        let at = self
            .meetings
            .get(meeting)?
            .members
            .iter()
            .position(|m| m == id)?;
        u16::try_from(at).ok()
    }
}
