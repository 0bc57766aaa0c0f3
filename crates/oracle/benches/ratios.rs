//! The kernel's speed as a share of a bare loop's, timed alternately in one run. Same ziggurat on both sides.

use std::hint::black_box;
use std::time::Instant;

use tuiyan_oracle::bench::{Done, bare, keyed, median};

const ROUNDS: usize = 11;

fn compare(name: &str, goal: f64, n: u32, bare: fn(u32, u64) -> Done, keyed: fn(u32, u64) -> Done) {
    let time = |model: fn(u32, u64) -> Done, seed| {
        let begin = Instant::now();
        let done = black_box(model(black_box(n), black_box(seed)));
        begin.elapsed().as_secs_f64() / done.count as f64
    };
    let (mut ratios, mut one, mut other) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS as u64 {
        let by_hand = time(bare, round);
        let on_kernel = time(keyed, round);
        ratios.push(by_hand / on_kernel);
        one.push(1e-6 / by_hand);
        other.push(1e-6 / on_kernel);
    }
    println!(
        "{name:<6} bare loop {:6.2} M/s   kernel {:6.2} M/s   ratio {:5.1} % (goal {goal:.0} %)",
        median(one),
        median(other),
        100.0 * median(ratios)
    );
}

fn main() {
    compare("M/M/1", 60.0, 1_000_000, bare::mm1, keyed::mm1);
    compare("W3", 75.0, 100_000, bare::w3, keyed::w3);
    compare("hold", 100.0, 1_000_000, bare::hold, keyed::hold);
}
