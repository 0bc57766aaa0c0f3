//! Everything that must hold before work lands, fast things first.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::build::{BUDGET, build};
use crate::chromium::browser;
use crate::compile::{WASM, complete, module};
use crate::tools::{axe, cargo, component, output, root, run as go, wasm_target, write};
use crate::{Outcome, known};

/// Crates that also run in the browser.
const IN_THE_BROWSER: [&str; 14] = [
    "tuiyan-page",
    "tuiyan-unpack",
    "tuiyan-checks",
    "tuiyan-selfcheck",
    "tuiyan-kernel",
    "tuiyan-deliberation",
    "tuiyan-county",
    "tuiyan-trial",
    "tuiyan-replay",
    "tuiyan-lab",
    "tuiyan-places",
    "tuiyan-experiment",
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
            .args(["clippy", "--lib", "--target", WASM])
            .args(packages)
            .args(["--", "-D", "warnings"]))
    })?;
    step("unit, property and oracle tests", || {
        go(cargo().args(["test", "--workspace"]))
    })?;
    in_the_browser(false)?;
    println!("\nall passed in {:.0} s", begun.elapsed().as_secs_f64());
    Ok(())
}

/// `cargo xtask browser [--fast]`: only the page in the browser.
pub fn browser_only(args: &[String]) -> Outcome {
    known(args, &["--fast"], &[])?;
    in_the_browser(args.iter().any(|it| it == "--fast"))
}

fn in_the_browser(fast: bool) -> Outcome {
    // First of all, so that nobody waits for a build to learn that there is none.
    step("a browser", browser)?;
    let built = step("the page", || {
        let built = build(fast)?;
        if !fast && built.gzipped > BUDGET && complete() {
            let (is, most) = (built.gzipped, BUDGET);
            return Err(format!(
                "the first load has {is} bytes gzipped, at most {most}"
            ));
        }
        Ok(built)
    })?;
    let checks = step("the simulator alone, for comparing bits", || checks(fast))?;
    step("the page in the browser", || {
        go(&mut in_browser(&[], &built.dist, &checks)?)
    })
}

/// Cargo, about to run the tests that drive a browser over a page and over what was compiled by [`checks`].
pub fn in_browser(how: &[&str], dist: &Path, checks: &Path) -> Outcome<Command> {
    let browser = browser()?;
    let mut command = cargo();
    command
        .arg("test")
        .args(how)
        .args(["--package", "tuiyan-page", "--features", "browser"])
        .args(["--test", "browser"])
        .env("TUIYAN_DIST", dist)
        .env("TUIYAN_CHECKS", checks)
        .env("CHROMIUM", browser.chromium)
        .env("CHROMEDRIVER", browser.driver);
    match axe() {
        Some(script) => command.env("TUIYAN_AXE", script),
        None => {
            println!("axe is not here (it comes by Node's npm): the page is tested without it");
            &mut command
        }
    };
    Ok(command)
}

/// Compiles the functions whose results native and browser must agree on, as the page is compiled; where they are.
pub fn checks(fast: bool) -> Outcome<PathBuf> {
    module("tuiyan-checks", fast)
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
    let text = crate::comparisons::kept(&text)?;
    write(&root().join("docs/validation.md"), text)
}

fn step<T>(name: &str, chore: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    let begun = Instant::now();
    println!("\n── {name}");
    let done = chore().map_err(|message| format!("{name}: {message}"))?;
    println!("── {name}: {:.0} s", begun.elapsed().as_secs_f64());
    Ok(done)
}
