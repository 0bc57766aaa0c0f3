//! Cases from outside, one by one: what a comparison needs in which a lever changes which of them the county decides.

use std::sync::Arc;

use kernel::Tick;
use kernel::measure::Measures;

use super::{Out, days};
use crate::event::{EventKind, Part};
use crate::scenario::CaseKind;

/// What one replication gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Replicate {
    /// Its contribution to every metric.
    pub measures: Measures,
    /// Cases from outside, one by one: what [`common`] compares. Empty where no list of them was kept.
    pub roots: Vec<Root>,
    /// Fingerprint of all its events, warm-up included.
    pub digest: u128,
    /// How many events there were.
    pub events: u64,
}

/// A case from outside that was registered in the window, as its turnaround ended. Ticks in 32 bits: a window and its cap are 120 years at
/// most. They are all that a long run keeps of its cases, and only where they are to be compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Root {
    /// Its stable key.
    pub key: u64,
    /// What it is.
    pub kind: CaseKind,
    /// How it ended; `Censored` when still open at the cap.
    pub ending: EventKind,
    /// When it was registered, ticks since the window opened (reform day).
    pub registered: u32,
    /// A clock of law was overrun.
    pub breached: bool,
    /// From registration to its end, ticks.
    pub lead_time: u32,
    /// The parts of that time, in the order of [`Part::ALL`].
    pub parts: [u32; Part::ALL.len()],
}

impl Root {
    /// Decided, or still to be: neither withdrawn nor diverted.
    fn is_decided(&self) -> bool {
        !matches!(self.ending, EventKind::Withdrawn | EventKind::Diverted)
    }

    fn is_open(&self) -> bool {
        self.ending == EventKind::Censored
    }

    fn is_in_time(&self) -> bool {
        !self.breached && !self.is_open()
    }
}

/// Turnarounds of matters that were decided, or are still to be.
#[derive(Debug, Clone, Default)]
pub(super) struct Turnarounds {
    lead_times: Vec<u32>,
    parts: [Tick; Part::ALL.len()],
    in_time: u32,
    open: u32,
}

impl Turnarounds {
    /// One more matter; nothing where it was let go.
    pub(super) fn add(&mut self, it: &Root) {
        if !it.is_decided() {
            return;
        }
        self.lead_times.push(it.lead_time);
        for (sum, part) in self.parts.iter_mut().zip(it.parts) {
            *sum += Tick::from(part);
        }
        self.in_time += u32::from(it.is_in_time());
        self.open += u32::from(it.is_open());
    }

    /// How many there are is handed back.
    pub(super) fn report(&self, out: &mut Out) -> f64 {
        let count = self.lead_times.len() as f64;
        let lead_time: Tick = self.lead_times.iter().copied().map(Tick::from).sum();
        let each = self.lead_times.iter().map(|&it| days(it.into()));
        let mut lead_times: Vec<f64> = each.collect();
        lead_times.sort_by(f64::total_cmp);
        out.ratio("turnaround.lead_time.mean", days(lead_time), count, "days");
        let values: Arc<[f64]> = lead_times.into();
        for (name, at) in [("p50", 0.5), ("p90", 0.9), ("p95", 0.95)] {
            out.quantile(&format!("turnaround.lead_time.{name}"), at, &values, "days");
        }
        for part in Part::ALL {
            let name = format!("turnaround.part.{}", part.name());
            out.ratio(&name, days(self.parts[part as usize]), count, "days");
        }
        let (in_time, open) = (f64::from(self.in_time), f64::from(self.open));
        out.ratio("turnaround.on_time.share", in_time, count, "share");
        out.ratio("turnaround.censored.share", open, count, "share");
        count
    }
}

fn permits<'a>(roots: impl Iterator<Item = &'a Root>, out: &mut Out) {
    let roots: Vec<&Root> = roots.filter(|it| it.is_decided()).collect();
    let time: Tick = roots.iter().map(|it| Tick::from(it.lead_time)).sum();
    out.ratio(
        "permits.decided.days",
        days(time),
        roots.len() as f64,
        "days",
    );
    let count = roots.len() as f64;
    let number = |is: fn(&Root) -> bool| roots.iter().filter(|it| is(it)).count() as f64;
    let (in_time, open) = (number(Root::is_in_time), number(Root::is_open));
    out.ratio("permits.on_time.share", in_time, count, "share");
    out.ratio("permits.open.share", open, count, "share");
}

/// The measures of two arms on the same luck, replication by replication, over *common roots*: cases from outside that are registered in
/// both arms and diverted in neither. Where some are not common the figures over all roots keep their names with `.all_roots`
/// added; where all are, nothing changes.
#[must_use]
pub fn common(base: &[Replicate], other: &[Replicate]) -> (Vec<Measures>, Vec<Measures>) {
    let pairs: Vec<(&Replicate, &Replicate)> = base.iter().zip(other).collect();
    let keys: Vec<_> = pairs
        .iter()
        .map(|it| (keys(&it.0.roots), keys(&it.1.roots)))
        .collect();
    let all = keys
        .iter()
        .all(|(base, other)| base == other && !base.iter().any(|key| key & 1 == 1));
    let arm = |n: usize, mine: &Replicate| {
        if all {
            return mine.measures.clone();
        }
        let in_both = |root: &&Root| is_common(root, &keys[n].0, &keys[n].1);
        over(mine, &in_both)
    };
    let pairs = pairs.iter().enumerate();
    pairs
        .map(|(n, (base, other))| (arm(n, base), arm(n, other)))
        .unzip()
}

/// Of two arms on the same luck in one replication, each arm's turnarounds of matters and permits over *common roots* (see [`common`]), in
/// this order; `None` where all roots are common, so that nothing has to be told apart.
#[must_use]
pub fn over_common(base: &[Root], other: &[Root]) -> Option<(Measures, Measures)> {
    let (theirs, ours) = (keys(base), keys(other));
    if theirs == ours && !theirs.iter().any(|key| key & 1 == 1) {
        return None;
    }
    let in_both = |root: &&Root| is_common(root, &theirs, &ours);
    Some((turnarounds(base, &in_both), turnarounds(other, &in_both)))
}

/// A month, a twelfth of the mean Gregorian year, in ticks.
const MONTH: Tick = 2_629_746;

/// Of each month since the window opened, the matters registered in it: their turnarounds, days in all, and how many they are.
pub type Months = Vec<[f64; 2]>;

/// Turnarounds of matters by month of registration, of two arms on the same luck in one replication, over common roots (see [`common`]). Each is
/// counted as `turnaround.lead_time.mean` counts it: with all its time, to the cap where it is still open then.
#[must_use]
pub fn by_month(base: &[Root], other: &[Root], months: u32) -> (Months, Months) {
    let (theirs, ours) = (keys(base), keys(other));
    let arm = |roots: &[Root]| {
        let mut sums: Vec<(Tick, u32)> = vec![(0, 0); months as usize];
        let matters = roots
            .iter()
            .filter(|it| it.kind == CaseKind::Matter && it.is_decided())
            .filter(|it| is_common(it, &theirs, &ours));
        for root in matters {
            let month = usize::try_from(Tick::from(root.registered) / MONTH).ok();
            if let Some((time, count)) = month.and_then(|it| sums.get_mut(it)) {
                *time += Tick::from(root.lead_time);
                *count += 1;
            }
        }
        let sums = sums.into_iter();
        sums.map(|(time, count)| [days(time), f64::from(count)])
            .collect()
    };
    (arm(base), arm(other))
}

/// Whether a root is in both arms, given their keys, and diverted in neither.
fn is_common(root: &Root, theirs: &[u128], ours: &[u128]) -> bool {
    let is = |keys: &[u128]| keys.binary_search(&(u128::from(root.key) << 1)).is_ok();
    is(theirs) && is(ours)
}

/// Turnarounds of matters and permits over some of the roots.
fn turnarounds(roots: &[Root], counts: &dyn Fn(&&Root) -> bool) -> Measures {
    let mut some = Out(Measures::default());
    let of = |kind: CaseKind| roots.iter().filter(move |it| it.kind == kind);
    let mut matters = Turnarounds::default();
    of(CaseKind::Matter)
        .filter(counts)
        .for_each(|it| matters.add(it));
    matters.report(&mut some);
    permits(of(CaseKind::Permit).filter(counts), &mut some);
    some.0
}

/// The keys of all roots in order, each twice itself, and one more where it was diverted.
fn keys(roots: &[Root]) -> Vec<u128> {
    let key =
        |root: &Root| u128::from(root.key) << 1 | u128::from(root.ending == EventKind::Diverted);
    let mut keys: Vec<u128> = roots.iter().map(key).collect();
    // There are thousands, in no order.
    keys.sort_unstable();
    keys
}

/// The measures of one replication, those of turnarounds over some of the roots and, under longer names, over all.
fn over(it: &Replicate, counts: &dyn Fn(&&Root) -> bool) -> Measures {
    let some = turnarounds(&it.roots, counts);
    let mut measures = it.measures.clone();
    for (name, measure) in some.0 {
        // What the county does not measure at all stays unmeasured.
        if let Some(whole) = measures.0.remove(&name) {
            measures.0.insert(format!("{name}.all_roots"), whole);
            measures.0.insert(name, measure);
        }
    }
    measures
}
