//! The fingerprint of a run: one record of a fixed width for each event, ids by their stable hashes.

use kernel::id_hash;

use crate::event::{Channel, Event, EventKind, HolderKind, Note, Part, Verdict};
use crate::plan::Plan;

const FIELDS: usize = 11;

/// A running fingerprint.
#[derive(Debug, Clone)]
pub(super) struct Digest {
    words: kernel::Digest,
    kinds: [u64; EventKind::ALL.len()],
    parts: [u64; Part::ALL.len()],
    verdicts: [u64; 3],
    marks: [u64; 15],
    holders: [u64; HolderKind::ALL.len()],
    channels: [u64; Channel::ALL.len()],
}

impl Digest {
    pub(super) fn new() -> Self {
        let mut kinds = [0; EventKind::ALL.len()];
        for (slot, kind) in kinds.iter_mut().zip(EventKind::ALL) {
            *slot = id_hash(kind.name());
        }
        Self {
            words: kernel::Digest::default(),
            kinds,
            parts: Part::ALL.map(|part| id_hash(part.name())),
            verdicts: [id_hash("adopt"), id_hash("refuse"), id_hash("return")],
            marks: [
                "stage",
                "clock",
                "instead_of",
                "no_chair",
                "no_quorum",
                "parent",
                "trait",
                "conference",
                "article",
                "late",
                "level",
                "holder",
                "channel",
                "trigger",
                "before",
            ]
            .map(id_hash),
            holders: HolderKind::ALL.map(|it| id_hash(it.name())),
            channels: Channel::ALL.map(|it| id_hash(it.name())),
        }
    }

    /// Folds one event in.
    // Compiled where the engine is.
    #[inline]
    pub(super) fn fold(&mut self, plan: &Plan, event: &Event) {
        let (note, of) = match event.note {
            Note::None => (0, 0),
            Note::Part(part) => (self.parts[part as usize], 0),
            Note::Verdict(Verdict::Adopt) => (self.verdicts[0], 0),
            Note::Verdict(Verdict::Refuse) => (self.verdicts[1], 0),
            Note::Verdict(Verdict::Return) => (self.verdicts[2], 0),
            Note::Stage(stage) => (self.marks[0], plan.stage_hash(event.procedure, stage)),
            Note::Clock(clock) => (self.marks[1], plan.clock_hash(event.procedure, clock)),
            Note::InsteadOf(leader) => (self.marks[2], plan.leader_ids.hash(leader)),
            Note::Parent { key, .. } => (self.marks[5], key),
            Note::Trait(index) => (self.marks[6], plan.trait_ids.hash(index)),
            Note::Conference(index) => (self.marks[7], plan.conference_ids.hash(index)),
            Note::Article(index) => {
                let article = crate::law::articles::ALL.get(usize::from(index));
                (self.marks[8], article.map_or(0, |it| id_hash(it.id)))
            }
            Note::Late => (self.marks[9], 0),
            Note::Level(level) => (self.marks[10], u64::from(level)),
            Note::Holder(kind) => (self.marks[11], self.holders[kind as usize]),
            Note::Channel(channel, fact) => (
                self.marks[12],
                self.channels[channel as usize].wrapping_add(u64::from(fact)),
            ),
            Note::Trigger(what) => (self.marks[13], id_hash(what.name())),
            Note::Before(thousandths) => (self.marks[14], u64::from(thousandths.cast_unsigned())),
            Note::NoChair => (self.marks[3], 0),
            Note::NoQuorum => (self.marks[4], 0),
        };
        let record: [u64; FIELDS] = [
            event.tick as u64,
            self.kinds[event.kind as usize],
            event.case,
            plan.procedure_hash(event.procedure),
            plan.class_hash(event.class),
            plan.stage_hash(event.procedure, event.stage),
            u64::from(event.visit),
            plan.actor_hash(event.actor),
            event.value.to_bits(),
            note,
            of,
        ];
        self.words.fold_record(&record);
    }

    pub(super) fn value(&self) -> u128 {
        self.words.value()
    }
}
