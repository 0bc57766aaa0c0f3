//! What became of every matter: a fold over the events of a run.

use kernel::Tick;
use litemap::LiteMap;

use county::event::{Event, EventKind, NONE32, Note, Verdict};
use county::metrics::{PARTS, Parts};

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

/// A matter under way.
struct Draft {
    fate: Fate,
    parts: Parts,
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
            parts: Parts::default(),
        }
    }

    fn take(&mut self, event: &Event) {
        self.parts.fold(event);
        match event.kind {
            EventKind::Decided => {
                if let Note::Verdict(verdict) = event.note
                    && verdict != Verdict::Return
                {
                    self.fate.verdict = Some(verdict);
                }
            }
            EventKind::Returned => self.fate.returns += 1,
            EventKind::Breach => self.fate.breaches += 1,
            kind if self.fate.ended.is_none()
                && (kind.ends_turnaround() || kind == EventKind::Censored) =>
            {
                self.fate.ended = Some((kind, event.tick));
                self.fate.parts = self.parts.at(event.stage);
            }
            _ => {}
        }
    }
}
