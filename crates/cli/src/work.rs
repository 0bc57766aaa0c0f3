//! Replications on all cores. Results come back in replication order, so nothing depends on how many there are.

use experiment::{Cores, Piece, Prepared, batches, run_batch};
use rayon::prelude::*;
use trial::{Replicate, Setup, Snapshot};

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
                let begin = || arm.until_reform(runs.seed, replication);
                arm.from_reform(snapshots[past].get_or_insert_with(begin))
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

/// All cores of this machine, or as many as `RAYON_NUM_THREADS` says.
#[derive(Debug, Clone, Copy)]
pub struct AllCores;

impl Cores for AllCores {
    fn map<I: Sync, O: Send>(&self, items: &[I], f: impl Fn(&I) -> O + Sync + Send) -> Vec<O> {
        items.par_iter().map(f).collect()
    }
}

/// Runs pieces of an experiment; they come back in the order given.
pub fn pieces(console: Console, prepared: &Prepared, due: &[(u32, u32)]) -> Vec<Piece> {
    let progress = console.progress(due.len() as u64, "runs");
    let batches = batches(due, rayon::current_num_threads());
    let done = AllCores.map(&batches, |batch| {
        let done = run_batch(prepared, &due[batch.clone()]);
        progress.inc(done.len() as u64);
        done
    });
    progress.finish_and_clear();
    done.into_iter().flatten().collect()
}
