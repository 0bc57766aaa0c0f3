//! Replications on all cores. Results come back in replication order, so nothing depends on how many there are.

use rayon::prelude::*;
use trial::{Progress, Replicate, Setup, Snapshot};

use crate::args::Runs;
use crate::console::Console;

/// Runs every replication of every arm; one list for each arm, in replication order.
///
/// Arms with the same rules before reform day share their warm-up: it is run once a replication, and going on from it is
/// bit for bit the same as having run it alone.
pub fn replicate(console: Console, arms: &[&Setup], runs: &Runs) -> Vec<Vec<Replicate>> {
    let progress = console.progress(u64::from(runs.replications), "replications");
    // For each arm the first with the same past.
    let pasts: Vec<usize> = arms
        .iter()
        .map(|arm| {
            arms.iter()
                .position(|it| it.shares_past(arm))
                .unwrap_or_default()
        })
        .collect();
    let by_replication: Vec<Vec<Replicate>> = (0..runs.replications)
        .into_par_iter()
        .map(|replication| {
            let mut snapshots: Vec<Option<Snapshot>> = vec![None; arms.len()];
            let results = arms.iter().zip(&pasts).map(|(arm, &past)| {
                if pasts.iter().filter(|&&it| it == past).count() == 1 {
                    return arm.replicate(runs.seed, replication);
                }
                go_on(
                    arm,
                    snapshots[past].get_or_insert_with(|| warm_up(arm, runs.seed, replication)),
                )
            });
            let results = results.collect();
            progress.inc(1);
            results
        })
        .collect();
    progress.finish_and_clear();
    let mut by_arm: Vec<Vec<Replicate>> = arms
        .iter()
        .map(|_| Vec::with_capacity(by_replication.len()))
        .collect();
    for results in by_replication {
        for (arm, result) in by_arm.iter_mut().zip(results) {
            arm.push(result);
        }
    }
    by_arm
}

/// One replication up to reform day.
pub fn warm_up(arm: &Setup, seed: u64, replication: u32) -> Snapshot {
    let mut warm_up = arm.warm_up(seed, replication);
    loop {
        if let Some(snapshot) = warm_up.advance(u64::MAX) {
            return snapshot;
        }
    }
}

/// The replication from reform day on, under the rules of this arm.
pub fn go_on(arm: &Setup, snapshot: &Snapshot) -> Replicate {
    let mut job = arm.resume(snapshot);
    loop {
        if let Progress::Done(replicate) = job.advance(u64::MAX) {
            return *replicate;
        }
    }
}
