//! What is printed where, and the exit status: results on standard output, everything else on standard error.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use county::scenario::Problem;
use serde::Serialize;

/// Why a call did not end well.
#[derive(Debug)]
pub enum Failure {
    /// The input has problems, all of them listed: exit status 1.
    Problems {
        /// The scenario as it was named.
        scenario: String,
        /// What is wrong with it.
        problems: Vec<Problem>,
    },
    /// What was asked for was done and found wanting (a check, an oracle): exit status 1, already printed.
    Found,
    /// Bad use: exit status 2.
    Use(String),
    /// The result could not be written: exit status 2, except when the reader simply left.
    Output(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// Prints results, as JSON or as text.
#[derive(Debug, Clone, Copy)]
pub struct Console {
    json: bool,
}

impl Console {
    /// With `json`, results are one JSON value; otherwise text.
    pub fn new(json: bool) -> Self {
        Self { json }
    }

    /// Prints a result: `value` as one line of JSON, or what `text` makes of it.
    pub fn result<T: Serialize>(
        self,
        value: &T,
        text: impl FnOnce(&T) -> String,
    ) -> Result<(), Failure> {
        let mut printed = if self.json {
            to_json(value)?
        } else {
            text(value)
        };
        if !printed.is_empty() && !printed.ends_with('\n') {
            printed.push('\n');
        }
        self.text(&printed)
    }

    /// Prints text on standard output.
    pub fn text(self, text: &str) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()?;
        Ok(())
    }

    /// Says something beside the result, on standard error. Nobody is told if nobody listens.
    pub fn note(self, text: &str) {
        let _ = writeln!(io::stderr(), "{text}");
    }

    /// A progress bar over this many steps; silent when standard error is not a terminal.
    pub fn progress(self, steps: u64, what: &str) -> indicatif::ProgressBar {
        if !io::stderr().is_terminal() {
            return indicatif::ProgressBar::hidden();
        }
        let style =
            indicatif::ProgressStyle::with_template("{msg} {bar:40} {pos}/{len} · {eta} left");
        let bar = indicatif::ProgressBar::new(steps).with_message(what.to_owned());
        match style {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        }
    }

    /// Ends the call: prints what went wrong, if anything, and gives the exit status.
    pub fn finish(self, outcome: Result<(), Failure>) -> ExitCode {
        match outcome {
            Ok(()) => ExitCode::SUCCESS,
            Err(Failure::Found) => ExitCode::from(1),
            Err(Failure::Problems { scenario, problems }) => {
                self.note(&listed(&scenario, &problems));
                let refused = Refused {
                    scenario: &scenario,
                    errors: &problems,
                };
                if self.json {
                    // The status is 1 whether or not anybody reads the object.
                    let _ = to_json(&refused).map(|json| self.text(&(json + "\n")));
                }
                ExitCode::from(1)
            }
            Err(Failure::Use(message)) => {
                self.note(&format!("error: {message}"));
                ExitCode::from(2)
            }
            Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
                ExitCode::SUCCESS
            }
            Err(Failure::Output(error)) => {
                self.note(&format!("error: the result could not be written: {error}"));
                ExitCode::from(2)
            }
        }
    }
}

/// What `--json` prints of a scenario that does not run.
#[derive(Serialize)]
struct Refused<'a> {
    scenario: &'a str,
    errors: &'a [Problem],
}

/// One JSON value on one line.
///
/// # Errors
/// It cannot be written as JSON.
pub fn to_json<T: Serialize>(value: &T) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|error| Failure::Output(error.into()))
}

/// Problems as a list to read.
pub fn listed(scenario: &str, problems: &[Problem]) -> String {
    let count = match problems.len() {
        1 => "1 problem".to_owned(),
        n => format!("{n} problems"),
    };
    let mut text = format!("{scenario}: {count}");
    for problem in problems {
        text += &entry(problem);
    }
    text
}

/// One problem, three lines at most: where, what, what to do.
pub fn entry(problem: &Problem) -> String {
    let path = if problem.path.is_empty() {
        "(the whole file)"
    } else {
        &problem.path
    };
    let mut text = format!("\n  {path}\n      {}", problem.message);
    if !problem.remedy.is_empty() {
        text += &format!("\n      → {}", problem.remedy);
    }
    text
}
