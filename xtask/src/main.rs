//! `cargo xtask …`: every chore of the project, one command each.

mod bench;
mod build;
mod chromium;
mod comparisons;
mod compile;
mod names;
mod order;
mod serve;
mod shots;
mod test;
mod tools;
mod words;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask serve [--port N] [--fast]   build the page and serve it on a local address
cargo xtask test                        everything that must hold before work lands
cargo xtask browser [--fast]            of these, only the page in the browser
cargo xtask build [--fast]              the static page into dist/
cargo xtask bench [--only lever|kernel|factorial|workbench]  ratios and times, printed beside their goals; one of those in the browser
cargo xtask shots [--out DIR]           pictures of the whole page: 1440, 1024 and 390 px, zh and en, light and dark
cargo xtask docs                        write the list of cases in docs/validation.md anew
cargo xtask comparisons [--freeze]      run each mechanism against both presets, and publish what comes out; --freeze first

--fast skips wasm-opt and the slowest optimisations";

/// What went wrong, in words for whoever typed the command.
type Outcome<T = ()> = Result<T, String>;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let done = match args.first().map(String::as_str) {
        Some("serve") => serve::run(&args[1..]),
        Some("build") => build::run(&args[1..]).map(drop),
        Some("test") => test::run(),
        Some("browser") => test::browser_only(&args[1..]),
        Some("bench") => bench::run(&args[1..]),
        Some("shots") => shots::run(&args[1..]),
        Some("docs") => test::docs(),
        Some("comparisons") => comparisons::run(&args[1..]),
        None | Some("help" | "--help" | "-h") => {
            println!("{HELP}");
            Ok(())
        }
        Some(other) => Err(format!("there is no chore `{other}`\n\n{HELP}")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}

/// The value after a flag.
fn option<'a>(args: &'a [String], flag: &str) -> Outcome<Option<&'a str>> {
    match args.iter().position(|it| it == flag) {
        None => Ok(None),
        Some(place) => match args.get(place + 1) {
            Some(value) => Ok(Some(value)),
            None => Err(format!("{flag} needs a value")),
        },
    }
}

/// Refuses flags nobody reads.
fn known(args: &[String], flags: &[&str], with_value: &[&str]) -> Outcome {
    let mut skip = false;
    for arg in args {
        if std::mem::take(&mut skip) {
            continue;
        }
        if with_value.contains(&arg.as_str()) {
            skip = true;
        } else if !flags.contains(&arg.as_str()) {
            return Err(format!("`{arg}` is not understood\n\n{HELP}"));
        }
    }
    Ok(())
}
