//! Ratios and times beside their goals.

use crate::Outcome;
use crate::build::build;
use crate::chromium::browser;
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
    println!("the page in the browser, on this machine as busy as it is:");
    let browser = browser()?;
    go(cargo()
        .args([
            "test",
            "--quiet",
            "--package",
            "tuiyan-page",
            "--features",
            "browser",
            "--test",
            "browser",
            "speed",
        ])
        .args(["--", "--ignored", "--nocapture"])
        .env("TUIYAN_DIST", &built.dist)
        .env("TUIYAN_CHECKS", &built.dist)
        .env("CHROMIUM", &browser.chromium)
        .env("CHROMEDRIVER", &browser.driver))
}
