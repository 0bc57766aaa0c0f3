//! Everything that must hold before work lands, fast things first.

use std::time::Instant;

use crate::Outcome;
use crate::build::build;
use crate::tools::{cargo, component, output, root, run as go, wasm_target, write};

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
    step("the page", || build(false).map(drop))?;
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
