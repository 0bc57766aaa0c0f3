//! What the things of a run are called: matters, stages, those who hold them.

use county::scenario::{Meeting, Scenario};

use super::dates::moment;
use super::lanes::{lane_name, lane_of};
use super::playback::{CaseTrack, Holder, Playback, State, Visit};
use crate::charts::Lang;
use crate::i18n::{name_of, say, word};

/// Names in a language.
#[derive(Debug, Clone, Copy)]
pub struct Names<'a> {
    /// The run.
    pub playback: &'a Playback,
    /// The scenario it ran under.
    pub scenario: &'a Scenario,
    /// The language.
    pub lang: Lang,
}

impl Names<'_> {
    /// A matter's class.
    #[must_use]
    pub fn class(&self, case: &CaseTrack) -> String {
        let id = self.playback.classes.get(usize::from(case.class));
        let id = id.cloned().unwrap_or_default();
        let class = self.scenario.world.classes.get(&id);
        class.map_or(id, |c| name_of(self.lang, &c.name))
    }

    /// A matter by number, class and the day of its registration.
    #[must_use]
    pub fn matter(&self, case: &CaseTrack, epoch: i64) -> String {
        let date = moment(epoch, case.registered).date(self.lang);
        let key = if case.older {
            "diagram.matter_older"
        } else {
            "diagram.matter"
        };
        say(
            self.lang,
            key,
            &[
                ("number", &case.number.to_string()),
                ("class", &self.class(case)),
                ("date", &date),
            ],
        )
    }

    /// A stage, by place in [`Playback::stages`].
    #[must_use]
    pub fn stage(&self, at: u16) -> String {
        let Some(id) = self.playback.stages.get(usize::from(at)) else {
            return String::new();
        };
        let procedure = self.scenario.procedures.get(&id.procedure);
        let stage = procedure.and_then(|p| p.stages.get(&id.stage));
        stage.map_or_else(|| id.stage.clone(), |s| name_of(self.lang, &s.name))
    }

    /// Who is at this place in [`Playback::holders`].
    #[must_use]
    pub fn holder_at(&self, at: u16) -> String {
        let holder = self.playback.holders.get(usize::from(at));
        holder.map_or_else(String::new, |it| self.holder(it))
    }

    /// The meeting at this place in [`Playback::holders`], if one is there.
    #[must_use]
    pub fn meeting_at(&self, at: u16) -> Option<&Meeting> {
        match self.playback.holders.get(usize::from(at))? {
            Holder::Meeting(id) => self.scenario.meetings.get(id),
            _ => None,
        }
    }

    /// Who presided at a meeting where these leaders were, by places in [`Playback::holders`]: the first of its chairs who was there, else
    /// the first substitute of one, where stand-ins are the rule.
    #[must_use]
    pub fn presided(&self, meeting: &Meeting, present: &[u16]) -> Option<u16> {
        let at = |id: &String| {
            let is = |at: &&u16| {
                let holder = self.playback.holders.get(usize::from(**at));
                matches!(holder, Some(Holder::Leader(it)) if it == id)
            };
            present.iter().find(is).copied()
        };
        let stand_in = &self.scenario.mechanisms.stand_in;
        let substitute = |id: &String| at(stand_in.pairs.get(id)?);
        let chair = meeting.chairs.iter().find_map(at);
        chair.or_else(|| {
            let chairs = stand_in.enabled.then_some(&meeting.chairs)?;
            chairs.iter().find_map(substitute)
        })
    }

    fn holder(&self, holder: &Holder) -> String {
        let scenario = self.scenario;
        let (id, name) = match holder {
            Holder::Leader(id) => (id, scenario.leaders.get(id).map(|it| &it.name)),
            Holder::Office(id) => (id, scenario.offices.get(id).map(|it| &it.name)),
            Holder::Department(id) => (id, scenario.departments.get(id).map(|it| &it.name)),
            Holder::Meeting(id) => (id, scenario.meetings.get(id).map(|it| &it.name)),
            Holder::Public(id) => (id, scenario.world.publics.get(id).map(|it| &it.name)),
        };
        name.map_or_else(|| id.clone(), |name| name_of(self.lang, name))
    }

    /// Who held a matter during a visit: those who laid hands on it or had it on their agenda; as long as nobody has, and where
    /// nobody does (a period runs, an authority outside decides), the lane it stands in.
    #[must_use]
    pub fn held_by(&self, visit: &Visit) -> String {
        let holders: Vec<String> = visit
            .holders
            .iter()
            .filter_map(|h| self.playback.holders.get(usize::from(*h)))
            .map(|h| self.holder(h))
            .collect();
        if !holders.is_empty() {
            return holders.join(self.lang.of("、", ", "));
        }
        let id = self.playback.stages.get(usize::from(visit.stage));
        let stage = id.and_then(|id| {
            let procedure = self.scenario.procedures.get(&id.procedure)?;
            procedure.stages.get(&id.stage)
        });
        stage.map_or_else(String::new, |stage| {
            lane_name(lane_of(self.scenario, stage), self.lang)
        })
    }

    /// What a matter does at a stage.
    #[must_use]
    pub fn state(&self, state: State) -> String {
        let key = match state {
            State::Queued => "diagram.queued",
            State::InWork => "diagram.in_work",
            State::Waiting => "diagram.period",
            State::OnAgenda => "diagram.on_agenda",
        };
        word(self.lang, key)
    }
}
