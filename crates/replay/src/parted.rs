//! Two futures on the same luck: where they parted, which matters went otherwise, and what it did to the figures.

use kernel::Tick;
use litemap::LiteMap;

use county::event::{Event, Note, Part};
use county::plan::Plan;

use crate::Future;
use crate::fates::{Fate, fates};

/// Where two futures parted first: what happens next in each, and not in the other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct First {
    /// Under the rules as they were; `None`: nothing more happens there.
    pub kept: Option<Event>,
    /// Under the changed rules.
    pub changed: Option<Event>,
}

/// A matter that went otherwise. One that is known in one future only has no fate in the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Otherwise {
    /// Its key.
    pub key: u64,
    /// Under the rules as they were.
    pub kept: Option<Fate>,
    /// Under the changed rules.
    pub changed: Option<Fate>,
}

impl Otherwise {
    /// It was decided otherwise, or in one future only.
    #[must_use]
    pub fn is_decided_otherwise(&self) -> bool {
        let verdict = |it: &Option<Fate>| it.as_ref().and_then(|it| it.verdict);
        verdict(&self.kept) != verdict(&self.changed)
    }

    /// It ended otherwise, or in one future only.
    #[must_use]
    pub fn ends_otherwise(&self) -> bool {
        let ending = |it: &Option<Fate>| it.as_ref().and_then(|it| Some(it.ended?.0));
        ending(&self.kept) != ending(&self.changed)
    }

    /// How much longer it took under the changed rules; `None` where one of its turnarounds did not end.
    #[must_use]
    pub fn longer(&self) -> Option<Tick> {
        Some(self.changed.as_ref()?.took()? - self.kept.as_ref()?.took()?)
    }

    /// By how much each of the eight parts is longer under the changed rules.
    #[must_use]
    pub fn parts(&self) -> Option<[Tick; Part::ALL.len()]> {
        let (kept, changed) = (self.kept.as_ref()?, self.changed.as_ref()?);
        let mut longer = changed.parts;
        for (longer, kept) in longer.iter_mut().zip(kept.parts) {
            *longer -= kept;
        }
        Some(longer)
    }

    fn differs(&self) -> bool {
        let told = |it: &Fate| (it.verdict, it.ended, it.parts, it.returns, it.breaches);
        self.kept.as_ref().map(told) != self.changed.as_ref().map(told)
    }

    /// What most people look for first comes first: other decisions, other endings, then the longest differences.
    fn order(&self) -> (bool, bool, Tick, u64) {
        let longer = self.longer().map_or(Tick::MIN, |it| -it.abs());
        (
            !self.is_decided_otherwise(),
            !self.ends_otherwise(),
            longer,
            self.key,
        )
    }
}

/// A figure of both futures. One run each: no interval.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The metric.
    pub name: String,
    /// Its unit.
    pub unit: &'static str,
    /// Under the rules as they were; `None`: not defined there.
    pub kept: Option<f64>,
    /// Under the changed rules.
    pub changed: Option<f64>,
}

/// How two futures on the same luck parted.
#[derive(Debug, Clone, PartialEq)]
pub struct Parted {
    /// Where first; `None`: nowhere.
    pub first: Option<First>,
    /// Matters registered before the window closed that went otherwise: other decisions first, then other endings, then by how much longer or shorter they took.
    pub matters: Vec<Otherwise>,
    /// How many matters there are in either, from the day of the change on or under way then.
    pub of: usize,
    /// All metrics of both.
    pub figures: Vec<Figure>,
    /// Whether both runs have the same fingerprint.
    pub same_digest: bool,
}

impl Parted {
    /// Compares two futures with a common past: `past`, all events of the run before both began.
    #[must_use]
    pub fn between(past: &[Event], kept: &Future, changed: &Future) -> Self {
        // Of what is registered after the window a run says only as much as it goes on for, and a run ends with its cohort.
        let end = kept.plan.timetable().window_end();
        let told = |it: &Future| -> LiteMap<u64, Fate> {
            let all = fates(past.iter().chain(&it.events));
            all.into_iter().filter(|it| it.1.registered < end).collect()
        };
        let (mine, theirs) = (told(kept), told(changed));
        let at = kept.at;
        let touched = |it: &Fate| it.ended.is_none_or(|it| it.1 >= at);
        let of = mine.iter().filter(|it| touched(it.1)).count();
        let only = theirs.iter().filter(|it| !mine.contains_key(it.0)).count();
        Self {
            first: first(kept, changed),
            matters: otherwise(&mine, &theirs),
            of: of + only,
            figures: figures(past, kept, changed),
            same_digest: kept.digest == changed.digest,
        }
    }
}

fn otherwise(mine: &LiteMap<u64, Fate>, theirs: &LiteMap<u64, Fate>) -> Vec<Otherwise> {
    let pair = |key: u64| Otherwise {
        key,
        kept: mine.get(&key).cloned(),
        changed: theirs.get(&key).cloned(),
    };
    let new = theirs.iter().filter(|it| !mine.contains_key(it.0));
    let keys = mine.iter().map(|it| *it.0).chain(new.map(|it| *it.0));
    let mut matters: Vec<Otherwise> = keys.map(pair).filter(Otherwise::differs).collect();
    matters.sort_by_key(Otherwise::order);
    matters
}

/// The first event in which the futures differ.
fn first(kept: &Future, changed: &Future) -> Option<First> {
    let mut mine = kept.events.iter();
    let mut theirs = changed.events.iter();
    loop {
        match (mine.next(), theirs.next()) {
            (None, None) => return None,
            (Some(a), Some(b)) if is_same((&kept.plan, a), (&changed.plan, b)) => {}
            (a, b) => {
                return Some(First {
                    kept: a.copied(),
                    changed: b.copied(),
                });
            }
        }
    }
}

/// Whether two events of two plans are the same by what the digest knows of them: stable ids, not places in a plan.
fn is_same((plan, a): (&Plan, &Event), (other, b): (&Plan, &Event)) -> bool {
    let what = |it: &Event| (it.tick, it.kind, it.case, it.visit, it.value.to_bits());
    let where_is = a.procedure == b.procedure && a.stage == b.stage && a.note == b.note;
    what(a) == what(b)
        && plan.actor(a.actor) == other.actor(b.actor)
        && plan.class(a.class) == other.class(b.class)
        && (where_is || {
            plan.procedure(a.procedure) == other.procedure(b.procedure)
                && plan.stage(a.procedure, a.stage) == other.stage(b.procedure, b.stage)
                && notes_agree((plan, a), (other, b))
        })
}

fn notes_agree((plan, a): (&Plan, &Event), (other, b): (&Plan, &Event)) -> bool {
    match (a.note, b.note) {
        (Note::Stage(x), Note::Stage(y)) => {
            plan.stage(a.procedure, x) == other.stage(b.procedure, y)
        }
        (Note::Clock(x), Note::Clock(y)) => {
            plan.clock_article(a.procedure, x) == other.clock_article(b.procedure, y)
        }
        (x, y) => x == y,
    }
}

fn figures(past: &[Event], kept: &Future, changed: &Future) -> Vec<Figure> {
    let measures = |it: &Future| [trial::measures_of(&it.plan, past.iter().chain(&it.events))];
    let (mine, theirs) = (measures(kept), measures(changed));
    let mut names: Vec<&String> = mine[0].0.keys().chain(theirs[0].0.keys()).collect();
    names.sort();
    names.dedup();
    let figure = |name: &String| {
        let (a, b) = (
            lab::estimate(&mine, name, 0.95),
            lab::estimate(&theirs, name, 0.95),
        );
        Figure {
            name: name.clone(),
            unit: a.or(b).map_or("", |it| it.unit),
            kept: a.and_then(|it| it.mean),
            changed: b.and_then(|it| it.mean),
        }
    };
    names.into_iter().map(figure).collect()
}
