//! The eight parts of a turnaround, stage by stage, as a case's events add them up.

use kernel::Tick;

use super::part_of;
use crate::event::{Event, EventKind, Note, Part};

/// How many parts there are.
pub const PARTS: usize = Part::ALL.len();

/// For each stage that a case has come to, in ticks: the parts from registration to the end of its latest visit, along the branch that
/// speaks. Of the stages of a procedure a case comes to few, and the latest are asked for most.
#[derive(Debug, Clone, Default)]
pub struct Parts(Vec<(u16, [Tick; PARTS])>);

impl Parts {
    /// Reads an event of the case: a stage goes on from the parts of the one that finished last before it. Those of other kinds say nothing.
    #[inline]
    pub fn fold(&mut self, event: &Event) {
        match event.kind {
            EventKind::StageReady => {
                let from = match event.note {
                    Note::Stage(from) => self.at(from),
                    _ => [0; PARTS],
                };
                match self.get_mut(event.stage) {
                    Some(it) => *it = from,
                    None => self.0.push((event.stage, from)),
                }
            }
            EventKind::Part => {
                if let (Some(part), Some(parts)) = (part_of(event), self.get_mut(event.stage)) {
                    parts[part as usize] += event.value as Tick;
                }
            }
            _ => {}
        }
    }

    /// The parts at a stage; all 0 at one that it has not come to.
    #[inline]
    #[must_use]
    pub fn at(&self, stage: u16) -> [Tick; PARTS] {
        let found = self.0.iter().rev().find(|it| it.0 == stage);
        found.map_or([0; PARTS], |it| it.1)
    }

    /// Of a case that has come to no stage; keeps its memory.
    #[must_use]
    pub(super) fn cleared(mut self) -> Self {
        self.0.clear();
        self
    }

    #[inline]
    fn get_mut(&mut self, stage: u16) -> Option<&mut [Tick; PARTS]> {
        let found = self.0.iter_mut().rev().find(|it| it.0 == stage);
        found.map(|it| &mut it.1)
    }
}
