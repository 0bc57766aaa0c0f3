//! Pictures of the page, to be looked at by people.

use std::path::PathBuf;

use crate::build::build;
use crate::test::in_browser;
use crate::tools::{run as go, target};
use crate::{Outcome, known, option};

/// `cargo xtask shots [--out DIR] [--fast]`.
pub fn run(args: &[String]) -> Outcome {
    known(args, &["--fast"], &["--out"])?;
    let out = option(args, "--out")?.map_or_else(|| target().join("shots"), PathBuf::from);
    std::fs::create_dir_all(&out).map_err(|error| format!("{}: {error}", out.display()))?;
    // Cargo runs tests in a folder of its own choice.
    let out = std::path::absolute(&out).map_err(|error| format!("{}: {error}", out.display()))?;
    let built = build(args.iter().any(|it| it == "--fast"))?;
    go(in_browser(&[], &built.dist, &built.dist)?
        .args(["shots", "--", "--ignored", "--nocapture"])
        .env("TUIYAN_SHOTS", out))
}
