//! Pieces: one replication of one point. Which there are, which share they belong to, and running some of them.

use std::collections::BTreeMap;
use std::ops::Range;

use county::metrics::{Months, Root, by_month, over_common};
use kernel::measure::Measures;
use serde::{Deserialize, Serialize};
use trial::Snapshot;

use crate::file::Spec;
use crate::outline::{Outline, Prepared};

/// One of so many shares of an experiment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// Which, from 1.
    pub index: u32,
    /// Of how many.
    pub of: u32,
}

/// What one replication of one point gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// Which point, from 0.
    pub point: u32,
    /// Which replication, from 0.
    pub replication: u32,
    /// Fingerprint of all its events.
    pub digest: u128,
    /// Its contribution to the metrics of the experiment, and no others.
    pub measures: Measures,
    /// Where this point and the base do not decide the same cases from outside: what they contribute over those that both decide.
    pub common: Option<Common>,
    /// Turnarounds by month since reform day, where the experiment asks for them; nothing of a base.
    pub months: Option<ByMonth>,
}

/// Turnarounds of the matters that a point and the base have in common, by month of registration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByMonth {
    /// The base's.
    pub base: Months,
    /// The point's.
    pub other: Months,
}

/// Contributions over the roots that a point and the base have in common (docs/model.md, section 8), of the metrics that ask for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Common {
    /// The base's.
    pub base: Measures,
    /// The point's.
    pub other: Measures,
}

/// The pieces of a share as (replication, point), in order; all of them without a share.
///
/// All points of a replication stand side by side, and a share is a stretch of that: so points with the same rules before reform day are
/// mostly run where they can share their warm-up.
#[must_use]
pub fn share(outline: &Outline, shard: Option<Shard>) -> Vec<(u32, u32)> {
    let running = outline.running();
    let points = running.len() as u64;
    let pieces = points * u64::from(outline.spec.replications);
    let range = match shard {
        None => 0..pieces,
        Some(Shard { index, of }) => {
            // Wide enough for any file that claims to be a shard.
            let until = |index: u32| {
                (u128::from(pieces) * u128::from(index) / u128::from(of.max(1))) as u64
            };
            until(index.saturating_sub(1))..until(index)
        }
    };
    let place = |at: u64| {
        let point = running.get((at % points) as usize).copied();
        ((at / points) as u32, point.unwrap_or_default())
    };
    range.map(place).collect()
}

/// Stretches of one replication each, so that a warm-up serves many points; shorter ones where there would be too few for all cores. How
/// pieces are cut moves only how long they take.
#[must_use]
pub fn batches(pieces: &[(u32, u32)], cores: usize) -> Vec<Range<usize>> {
    let whole: Vec<usize> = pieces.chunk_by(|a, b| a.0 == b.0).map(<[_]>::len).collect();
    let parts = (2 * cores).div_ceil(whole.len().max(1));
    let mut batches = Vec::new();
    let mut from = 0;
    for length in whole {
        let end = from + length;
        let step = length.div_ceil(parts).max(1);
        while from < end {
            let to = end.min(from + step);
            batches.push(from..to);
            from = to;
        }
    }
    batches
}

/// Runs pieces, (replication, point) each, one after the other; they come back in the order given.
#[must_use]
pub fn run_batch(prepared: &Prepared, batch: &[(u32, u32)]) -> Vec<Piece> {
    let replications = batch.chunk_by(|a, b| a.0 == b.0);
    replications
        .flat_map(|it| of_one_replication(prepared, it))
        .collect()
}

fn of_one_replication(prepared: &Prepared, batch: &[(u32, u32)]) -> Vec<Piece> {
    let ready = |point: u32| prepared.setups.get(point as usize)?.as_ref();
    // How many points of the batch still need each past: a snapshot goes when nobody does.
    let mut needed: BTreeMap<&str, u32> = BTreeMap::new();
    for (_, past) in batch.iter().filter_map(|it| ready(it.1)) {
        *needed.entry(past).or_default() += 1;
    }
    let shared: Vec<&str> = needed
        .iter()
        .filter(|it| *it.1 > 1)
        .map(|it| *it.0)
        .collect();
    let mut snapshots: BTreeMap<&str, Snapshot> = BTreeMap::new();
    let spec = &prepared.outline.spec;
    // The base's cases from outside in this replication, if they are asked for, and which point it is.
    let mut of_base: Option<(u32, Vec<Root>)> = None;
    let needs_roots = reads_roots(spec);
    let mut done = Vec::with_capacity(batch.len());
    for &(replication, point) in batch {
        let Some((setup, past)) = ready(point) else {
            continue;
        };
        let past = past.as_str();
        let replicate = if shared.contains(&past) {
            let begin = || setup.until_reform(spec.seed, replication);
            setup.from_reform(snapshots.entry(past).or_insert_with(begin))
        } else {
            setup.replicate(spec.seed, replication)
        };
        if let Some(left) = needed.get_mut(past) {
            *left -= 1;
            if *left == 0 {
                snapshots.remove(past);
            }
        }
        let (mut common, mut months) = (None, None);
        match prepared.outline.base_of(point) {
            None if needs_roots => of_base = Some((point, replicate.roots)),
            Some(base) if needs_roots => {
                // Elsewhere another share may have it; running it again is cheaper than carrying thousands of cases along.
                let again = || {
                    let setup = ready(base).map(|it| &it.0);
                    setup.map_or_else(Vec::new, |it| it.replicate(spec.seed, replication).roots)
                };
                if of_base.as_ref().is_none_or(|it| it.0 != base) {
                    of_base = Some((base, again()));
                }
                let of_base = of_base.as_ref().map_or(&[][..], |it| &it.1);
                let over = || over_common(of_base, &replicate.roots);
                common = compares_roots(spec).then(over).flatten();
                months = spec.months.map(|it| {
                    let (base, other) = by_month(of_base, &replicate.roots, it);
                    ByMonth { base, other }
                });
            }
            _ => {}
        }
        done.push(Piece {
            point,
            replication,
            digest: replicate.digest,
            measures: asked_for(spec, &replicate.measures),
            common: common.map(|(base, other)| Common {
                base: asked_for(spec, &base),
                other: asked_for(spec, &other),
            }),
            months,
        });
    }
    done
}

/// Whether the cases from outside are read one by one.
pub(crate) fn reads_roots(spec: &Spec) -> bool {
    spec.months.is_some() || compares_roots(spec)
}

fn compares_roots(spec: &Spec) -> bool {
    spec.metrics.iter().any(|it| is_about_roots(it))
}

/// Whether a metric is a figure over cases from outside that may differ between points: it is then compared over common ones.
fn is_about_roots(name: &str) -> bool {
    name.starts_with("turnaround.") || name.starts_with("permits.")
}

/// Of all measures those of the experiment's metrics.
fn asked_for(spec: &Spec, all: &Measures) -> Measures {
    let mut some = Measures::default();
    for name in &spec.metrics {
        if let Some(measure) = all.0.get(name) {
            some.0.insert(name.clone(), measure.clone());
        }
    }
    some
}
