//! Ratios and times beside their goals.

use crate::Outcome;
use crate::build::build;
use crate::chromium::browser;
use crate::test::checks;
use crate::tools::{cargo, run as go};

/// `cargo xtask bench`.
pub fn run() -> Outcome {
    println!("kernel against a bare loop, in one run:");
    go(cargo().args(["bench", "--package", "tuiyan-oracle", "--bench", "ratios"]))?;
    let built = build(false)?;
    println!(
        "first load: {:.1} kB gzipped, at most 450",
        built.gzipped as f64 / 1000.0
    );
    let checks = checks(false)?;
    println!("in the browser, on this machine as busy as it is:");
    let browser = browser()?;
    go(cargo()
        .args([
            "test",
            // The native side of a comparison is as fast as native gets.
            "--release",
            "--quiet",
            "--package",
            "tuiyan-page",
            "--features",
            "browser",
            "--test",
            "browser",
            "speed",
        ])
        .args(["--", "--ignored", "--nocapture", "--test-threads=1"])
        .env("TUIYAN_DIST", &built.dist)
        .env("TUIYAN_CHECKS", &checks)
        .env("CHROMIUM", &browser.chromium)
        .env("CHROMEDRIVER", &browser.driver))
}
