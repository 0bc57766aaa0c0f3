//! What a year of the county costs, in cases of the bare loop W3, timed alternately in one run.

use std::hint::black_box;
use std::time::Instant;

use oracle::bench::{bare, median};
use tuiyan_checks::busy_county;

const ROUNDS: usize = 11;

/// Years of a run: long enough that beginning it does not count.
const YEARS: u32 = 20;

/// Cases of a run of the bare loop.
const CASES: u32 = 100_000;

/// Cases that a year may cost.
const GOAL: f64 = 14_000.0;

fn main() {
    let Some(setup) = busy_county(YEARS) else {
        println!("the county of today does not run with all its switches on");
        return;
    };
    let (mut costs, mut speeds, mut events) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS as u64 {
        let begun = Instant::now();
        let done = black_box(bare::w3(black_box(CASES), black_box(round)));
        let case = begun.elapsed().as_secs_f64() / done.count as f64;
        let begun = Instant::now();
        let run = black_box(setup.replicate(black_box(round), 0));
        let year = begun.elapsed().as_secs_f64() / f64::from(YEARS);
        costs.push(year / case);
        speeds.push(1.0 / year);
        events.push(run.events as f64 / f64::from(YEARS));
    }
    println!(
        "a year of today, all switches on: {:.0} events, {:.0} years a second, {:.0} cases of the bare loop W3 (goal {GOAL:.0})",
        median(events),
        median(speeds),
        median(costs)
    );
}
