//! What became of every matter: a fold over the events of a run.

use kernel::Tick;
use litemap::LiteMap;

use county::event::{Event, EventKind, NONE, NONE32, Note, Part, Verdict};

const PARTS: usize = Part::ALL.len();

/// What became of a matter.
#[derive(Debug, Clone, PartialEq)]
pub struct Fate {
    /// Its key: the same in every future on the same luck.
    pub key: u64,
    /// Its number within this run.
    pub number: u32,
    /// Its class.
    pub class: u16,
    /// When it was registered.
    pub registered: Tick,
    /// What the meeting decided last, if it decided: never a return.
    pub verdict: Option<Verdict>,
    /// How its turnaround ended and when; [`EventKind::Censored`] when it was open at the cap.
    pub ended: Option<(EventKind, Tick)>,
    /// The eight parts of its turnaround, in order: together the time from registration to its end.
    pub parts: [Tick; PARTS],
    /// How often it was sent back.
    pub returns: u32,
    /// Breaches of law it suffered.
    pub breaches: u32,
}

impl Fate {
    /// From registration to the end of its turnaround; `None` while it is open.
    #[must_use]
    pub fn took(&self) -> Option<Tick> {
        Some(self.ended?.1 - self.registered)
    }
}

/// A matter under way: parts by stage, each from registration to the end of its latest visit along the branch that speaks.
struct Draft {
    fate: Fate,
    parts: LiteMap<u16, [Tick; PARTS]>,
}

/// What became of every matter registered in these events, by key. A run's events, in order, from its beginning.
#[must_use]
pub fn fates<'a>(events: impl Iterator<Item = &'a Event>) -> LiteMap<u64, Fate> {
    let mut drafts: Vec<Option<Draft>> = Vec::new();
    let mut done: Vec<(u64, Fate)> = Vec::new();
    for event in events.filter(|it| it.number != NONE32) {
        let at = event.number as usize;
        if event.kind == EventKind::Registered {
            if drafts.len() <= at {
                drafts.resize_with(at + 1, || None);
            }
            drafts[at] = Some(Draft::new(event));
            continue;
        }
        if let Some(Some(draft)) = drafts.get_mut(at) {
            draft.take(event);
        }
    }
    done.extend(
        drafts
            .into_iter()
            .flatten()
            .map(|it| (it.fate.key, it.fate)),
    );
    done.sort_by_key(|it| it.0);
    done.into_iter().collect()
}

impl Draft {
    fn new(event: &Event) -> Self {
        Self {
            fate: Fate {
                key: event.case,
                number: event.number,
                class: event.class,
                registered: event.tick,
                verdict: None,
                ended: None,
                parts: [0; PARTS],
                returns: 0,
                breaches: 0,
            },
            parts: LiteMap::new(),
        }
    }

    fn take(&mut self, event: &Event) {
        match event.kind {
            EventKind::StageReady => {
                let from = match event.note {
                    Note::Stage(from) => self.parts.get(&from).copied(),
                    _ => None,
                };
                self.parts.insert(event.stage, from.unwrap_or_default());
            }
            EventKind::Part => {
                if let Note::Part(part) = event.note {
                    let parts = self.parts.entry(event.stage).or_insert([0; PARTS]);
                    parts[part as usize] += event.value as Tick;
                }
            }
            EventKind::Decided => {
                if let Note::Verdict(verdict) = event.note
                    && verdict != Verdict::Return
                {
                    self.fate.verdict = Some(verdict);
                }
            }
            EventKind::Returned => self.fate.returns += 1,
            EventKind::Breach => self.fate.breaches += 1,
            EventKind::Published
            | EventKind::Refused
            | EventKind::Answered
            | EventKind::Withdrawn
            | EventKind::Diverted
            | EventKind::Censored
                if self.fate.ended.is_none() =>
            {
                self.fate.ended = Some((event.kind, event.tick));
                if event.stage != NONE {
                    self.fate.parts = self.parts.get(&event.stage).copied().unwrap_or_default();
                }
            }
            _ => {}
        }
    }
}
