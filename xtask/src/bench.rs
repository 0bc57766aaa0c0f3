//! Ratios and times beside their goals.

use crate::build::build;
use crate::test::{checks, in_browser};
use crate::tools::{cargo, run as go};
use crate::{Outcome, known, option};

/// `cargo xtask bench [--only lever|kernel]`: all, or one of those in the browser.
pub fn run(args: &[String]) -> Outcome {
    known(args, &[], &["--only"])?;
    let only = option(args, "--only")?;
    if only.is_none() {
        println!("kernel against a bare loop, in one run:");
        go(cargo().args(["bench", "--package", "tuiyan-oracle", "--bench", "ratios"]))?;
        for bench in ["county", "pairing"] {
            go(cargo().args(["bench", "--package", "tuiyan-checks", "--bench", bench]))?;
        }
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
