//! What native and browser must agree on to the last bit, and what they are timed by.
//!
//! The same functions run in a native test and, compiled to WebAssembly, in a real browser; the test compares the two texts, or the
//! two times.

use std::cell::RefCell;

use std::fmt::Write as _;

use county::scenario::{self, Change};
use kernel::measure::{Measure, Measures};
use oracle::bench::keyed;
pub use oracle::bench::median;
use trial::{Replicate, Setup, combine};
use wasm_bindgen::prelude::wasm_bindgen;

/// Everything that `replications` replications of a scenario file give under `seed`, one fact a line: each replication's digest, count
/// of events and measures; the combined digest; every metric's estimate with its interval. Numbers as their bits, in hexadecimal.
/// A file that is refused gives its problems instead.
#[wasm_bindgen]
#[must_use]
pub fn certificate(file: &str, seed: u64, replications: u32) -> String {
    let setup = match scenario::load(file, &[]).and_then(|loaded| Setup::new(&loaded)) {
        Ok(setup) => setup,
        Err(problems) => {
            return problems
                .iter()
                .map(|it| format!("problem {}: {}\n", it.path, it.message))
                .collect();
        }
    };
    let runs: Vec<Replicate> = (0..replications)
        .map(|replication| setup.replicate(seed, replication))
        .collect();
    let mut text = String::new();
    let mut line = |words: String| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{words}");
    };
    for (replication, run) in runs.iter().enumerate() {
        line(format!(
            "replication {replication} digest {:032x} events {}",
            run.digest, run.events
        ));
        for (name, (measure, _)) in &run.measures.0 {
            line(format!(
                "replication {replication} {name} {}",
                bits(measure)
            ));
        }
    }
    let digests: Vec<u128> = runs.iter().map(|it| it.digest).collect();
    line(format!("digest {:032x}", combine(&digests)));
    let measures: Vec<Measures> = runs.into_iter().map(|it| it.measures).collect();
    for (name, it) in lab::estimates(&measures, lab::CONFIDENCE) {
        line(format!(
            "estimate {name} {} [{}, {}]",
            optional(it.mean),
            optional(it.low),
            optional(it.high)
        ));
    }
    text
}

/// Runs one of the kernel's benchmarks, [`oracle::bench::keyed`], with `n` customers, cases or events, or a county for `n` years: the
/// digest of all its events, in hexadecimal. `None` when there is no benchmark of that name; the names are `M/M/1`, `W3`, `hold` and
/// `county`.
#[wasm_bindgen]
#[must_use]
pub fn benchmark(name: &str, n: u32, seed: u64) -> Option<String> {
    let model = match name {
        "M/M/1" => keyed::mm1,
        "W3" => keyed::w3,
        "hold" => keyed::hold,
        "county" => return county(n, seed),
        _ => return None,
    };
    Some(format!("{:032x}", model(n, seed).digest))
}

/// A run of the busy county. It is read once: what is timed is the county, as with the others.
fn county(years: u32, seed: u64) -> Option<String> {
    thread_local! {
        static READ: RefCell<Option<(u32, Setup)>> = const { RefCell::new(None) };
    }
    READ.with_borrow_mut(|read| {
        let known = read.take().filter(|it| it.0 == years);
        let (_, setup) = read.insert(known.or_else(|| Some((years, busy_county(years)?)))?);
        Some(format!("{:032x}", setup.replicate(seed, 0).digest))
    })
}

/// The five mechanisms, by their names in a scenario.
pub const MECHANISMS: [&str; 5] = [
    "approval_reform",
    "emergency",
    "stand_in",
    "participation",
    "daily_norms",
];

/// The county of today with all its switches on, for so many years, none of them a warm-up, and nothing after them.
#[must_use]
pub fn busy_county(years: u32) -> Option<Setup> {
    let horizon = [
        ("warm_up_years", 0),
        ("years", years),
        ("close_cap_years", 0),
        ("follow_years", 0),
    ];
    let on = MECHANISMS.map(|it| Change {
        path: format!("mechanisms.{it}.enabled"),
        value: true.into(),
    });
    let horizon = horizon.map(|(key, value)| Change {
        path: format!("horizon.{key}"),
        value: value.into(),
    });
    let changes: Vec<Change> = on.into_iter().chain(horizon).collect();
    let loaded = scenario::load_preset("today", &changes).ok()?;
    // One set of rules: what is timed is the county, not the reform.
    Setup::between(&loaded.after, &loaded.after).ok()
}

fn bits(measure: &Measure) -> String {
    match measure {
        Measure::Total(value) => hexadecimal(*value),
        Measure::Ratio { above, below } => {
            format!("{}/{}", hexadecimal(*above), hexadecimal(*below))
        }
        Measure::Quantile { at, values } | Measure::Tail { from: at, values } => {
            let values: Vec<String> = values.iter().copied().map(hexadecimal).collect();
            format!("{} of {}", hexadecimal(*at), values.join(" "))
        }
    }
}

fn hexadecimal(value: f64) -> String {
    format!("{:016x}", value.to_bits())
}

fn optional(value: Option<f64>) -> String {
    value.map_or_else(|| "none".to_owned(), hexadecimal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_county_that_is_timed_does_all_its_work() {
        let run = busy_county(1).unwrap().replicate(1, 0);
        assert!(run.events > 10_000, "{}", run.events);
        let digest = format!("{:032x}", run.digest);
        assert_eq!(benchmark("county", 1, 1), Some(digest));
        assert_eq!(benchmark("no such", 1, 1), None);
    }

    #[test]
    fn a_certificate_names_every_replication_and_depends_on_the_seed() {
        for preset in scenario::presets() {
            let text = certificate(&preset.file().to_string(), 1, 2);
            let of = |start: &str| text.lines().filter(|it| it.starts_with(start)).count();
            assert_eq!(of("problem"), 0, "{}", preset.id);
            assert!(of("replication 0 turnaround.") > 8, "{}", preset.id);
            assert!(of("replication 1 turnaround.") > 8, "{}", preset.id);
            assert!(of("estimate turnaround.") > 8, "{}", preset.id);
            assert_ne!(
                text,
                certificate(&preset.file().to_string(), 2, 2),
                "{}",
                preset.id
            );
        }
    }

    #[test]
    fn a_refused_file_gives_its_problems() {
        assert!(certificate("{", 1, 1).starts_with("problem"));
    }
}
