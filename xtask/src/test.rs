//! Everything that must hold before work lands, fast things first.

use std::time::Instant;

use crate::Outcome;
use crate::build::build;
use crate::chromium::browser;
use crate::tools::{cargo, component, output, root, run as go, target, wasm_target, write};

/// Crates that also run in the browser.
const IN_THE_BROWSER: [&str; 6] = [
    "tuiyan-page",
    "tuiyan-kernel",
    "tuiyan-county",
    "tuiyan-lab",
    "tuiyan-records",
    "tuiyan-oracle",
];

/// `cargo xtask test`.
pub fn run() -> Outcome {
    let begun = Instant::now();
    step("setting up", || {
        wasm_target()?;
        component("rustfmt", "fmt")?;
        component("clippy", "clippy")
    })?;
    step("formatting", || {
        go(cargo().args(["fmt", "--all", "--check"]))
    })?;
    step("clippy", || {
        go(cargo().args([
            "clippy",
            "--workspace",
            "--all-targets",
            "--features",
            "tuiyan-page/browser",
            "--",
            "-D",
            "warnings",
        ]))
    })?;
    step("clippy for wasm32", || {
        let packages = IN_THE_BROWSER.iter().flat_map(|it| ["--package", it]);
        go(cargo()
            .args(["clippy", "--lib", "--target", "wasm32-unknown-unknown"])
            .args(packages)
            .args(["--", "-D", "warnings"]))
    })?;
    step("unit, property and oracle tests", || {
        go(cargo().args(["test", "--workspace"]))
    })?;
    let mut found = None;
    step("a browser", || {
        found = Some(browser()?);
        Ok(())
    })?;
    let Some(browser) = found else {
        return Err("no browser".to_owned());
    };
    let mut built = None;
    step("the page", || {
        built = Some(build(false)?);
        Ok(())
    })?;
    let Some(built) = built else {
        return Err("no page".to_owned());
    };
    step("the page in the browser", || {
        go(cargo()
            .args([
                "test",
                "--package",
                "tuiyan-page",
                "--features",
                "browser",
                "--test",
                "browser",
            ])
            .env("TUIYAN_DIST", &built.dist)
            .env("TUIYAN_CHECKS", target().join("xtask").join("checks"))
            .env("CHROMIUM", &browser.chromium)
            .env("CHROMEDRIVER", &browser.driver))
    })?;
    println!("\nall passed in {:.0} s", begun.elapsed().as_secs_f64());
    Ok(())
}

/// `cargo xtask docs`: what is generated from the program.
pub fn docs() -> Outcome {
    let tuiyan = |args: &[&str]| {
        output(
            cargo()
                .args([
                    "run",
                    "--release",
                    "--quiet",
                    "--package",
                    "tuiyan-cli",
                    "--",
                ])
                .args(args),
        )
    };
    let text = tuiyan(&["oracle", "--markdown"])?;
    write(&root().join("docs/validation.md"), text)
}

fn step(name: &str, chore: impl FnOnce() -> Outcome) -> Outcome {
    let begun = Instant::now();
    println!("\n── {name}");
    chore().map_err(|message| format!("{name}: {message}"))?;
    println!("── {name}: {:.0} s", begun.elapsed().as_secs_f64());
    Ok(())
}
