//! The command as scripts see it: the built program, its output and exit status, held against the contract
//! (`docs/command.md`).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests fail by panicking"
)]

mod bad_input;
mod calls;
mod experiment;
mod luck;
mod training;

use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

/// A run short enough for tests: half a year after half a year.
const SHORT: [&str; 6] = [
    "--replications",
    "3",
    "--years",
    "0.5",
    "--set",
    "horizon.warm_up_years=0.5",
];

/// The program called with these arguments.
fn tuiyan(args: &[&str]) -> Output {
    tuiyan_with(args, |command| command)
}

fn tuiyan_with(args: &[&str], prepare: impl Fn(&mut Command) -> &mut Command) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tuiyan"));
    prepare(command.args(args)).output().unwrap()
}

fn status(output: &Output) -> i32 {
    output
        .status
        .code()
        .expect("ended by itself, not by a signal")
}

fn errors_of(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Standard output as the one JSON value it must be; the exit status must be as expected.
fn json(args: &[&str], expected_status: i32) -> Value {
    let output = tuiyan(&[args, &["--json"]].concat());
    assert_eq!(
        status(&output),
        expected_status,
        "{args:?}: {}",
        errors_of(&output)
    );
    one_value(&output.stdout)
}

fn one_value(stdout: &[u8]) -> Value {
    let mut values = serde_json::Deserializer::from_slice(stdout).into_iter::<Value>();
    let value = values
        .next()
        .expect("something on standard output")
        .unwrap();
    assert!(
        values.next().is_none(),
        "more than one value on standard output"
    );
    value
}

/// The keys of an object, sorted.
fn keys(value: &Value) -> Vec<&str> {
    // The order of keys in a JSON object means nothing, and depends on how the workspace was built.
    let mut keys: Vec<&str> = value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    keys
}

/// A file of these bytes among the test's temporary files.
fn file(name: &str, content: &[u8]) -> PathBuf {
    let path = place(name);
    std::fs::write(&path, content).unwrap();
    path
}

/// Where a temporary file of this name goes.
fn place(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
}
