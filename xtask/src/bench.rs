//! Ratios and times beside their goals.

use crate::build::build;
use crate::test::{checks, in_browser};
use crate::tools::{cargo, run as go};
use crate::{Outcome, known, option};

/// Times each side is run.
const ROUNDS: usize = 5;
/// Replications on each core.
const REPLICATIONS: usize = 24;

/// The command on all cores against as many commands of one core at once: what it loses by sharing memory and putting results together.
fn threads() -> Outcome {
    go(cargo().args(["build", "--release", "--package", "tuiyan-cli"]))?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let program = crate::tools::target().join("release").join("tuiyan");
    let begin = |replications: usize, threads: usize| {
        let mut command = std::process::Command::new(&program);
        command.args(["run", "today", "--years", "1", "--json", "--replications"]);
        command.arg(replications.to_string());
        command.env("RAYON_NUM_THREADS", threads.to_string());
        command
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null());
        command
            .spawn()
            .map_err(|error| format!("{}: {error}", program.display()))
    };
    let timed = |commands: usize, replications: usize, threads: usize| -> Outcome<f64> {
        let begun = std::time::Instant::now();
        let running: Outcome<Vec<_>> = (0..commands)
            .map(|_| begin(replications, threads))
            .collect();
        for mut it in running? {
            it.wait().map_err(|error| error.to_string())?;
        }
        Ok(begun.elapsed().as_secs_f64())
    };
    let mut ratios = Vec::new();
    for _ in 0..ROUNDS {
        let apart = timed(cores, REPLICATIONS, 1)?;
        ratios.push(apart / timed(1, REPLICATIONS * cores, cores)?);
    }
    ratios.sort_by(f64::total_cmp);
    let ratio = ratios[ROUNDS / 2];
    let verdict = if ratio >= 0.9 { "ok" } else { "UNDER" };
    println!(
        "one command on {cores} cores over {cores} commands on one each, replications a second: {ratio:.2}, at least 0.9: {verdict}"
    );
    Ok(())
}

/// `cargo xtask bench [--only lever|kernel|factorial|workbench]`: all, or one of those in the browser.
pub fn run(args: &[String]) -> Outcome {
    known(args, &[], &["--only"])?;
    let only = option(args, "--only")?;
    if only.is_none() {
        println!("kernel against a bare loop, in one run:");
        go(cargo().args(["bench", "--package", "tuiyan-oracle", "--bench", "ratios"]))?;
        for bench in ["county", "pairing"] {
            go(cargo().args(["bench", "--package", "tuiyan-checks", "--bench", bench]))?;
        }
        println!("stepping back a year in a run that is replayed:");
        go(cargo().args(["bench", "--package", "tuiyan-replay", "--bench", "back"]))?;
    }
    if only.is_none() {
        threads()?;
    }
    let built = build(false)?;
    println!(
        "first load: {:.1} kB gzipped, at most {}",
        built.gzipped as f64 / 1000.0,
        crate::build::BUDGET / 1000
    );
    let checks = checks(false)?;
    println!("in the browser, on this machine as busy as it is:");
    // The native side of a comparison is as fast as native gets.
    go(
        in_browser(&["--release", "--quiet"], &built.dist, &checks)?.args([
            only.unwrap_or("speed"),
            "--",
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ]),
    )
}
