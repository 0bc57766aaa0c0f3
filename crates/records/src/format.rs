//! Rows as text.

use std::fmt::{self, Write};
use std::ops::Deref;
use std::str::FromStr;

use county::event::{Event, Observer};

use crate::row::{COLUMNS, Names, Row};

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values (RFC 4180), with a header line.
    Csv,
    /// One JSON object a line.
    Jsonl,
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 2] = [Format::Csv, Format::Jsonl];

    /// Its name on the command line, and the usual extension of its files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Jsonl => "jsonl",
        }
    }
}

impl FromStr for Format {
    type Err = String;

    /// # Errors
    /// A sentence with the names there are.
    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|format| format.name() == name)
            .ok_or_else(|| format!("no format `{name}`: there are csv and jsonl"))
    }
}

/// The log of one or several replications as text, made while they run.
///
/// Take the text from time to time with [`Records::take`]; what has been taken is not kept. `N` points at the names: a
/// `&Plan` or an `Arc<Plan>`.
#[derive(Debug, Clone)]
pub struct Records<N> {
    names: N,
    format: Format,
    replication: u32,
    text: String,
}

impl<N: Deref<Target: Names>> Records<N> {
    /// A log in the names of a plan, beginning with replication 0. CSV begins with its header.
    pub fn new(format: Format, names: N) -> Self {
        let mut text = String::new();
        if format == Format::Csv {
            text.push_str(&COLUMNS.join(","));
            text.push('\n');
        }
        Self {
            names,
            format,
            replication: 0,
            text,
        }
    }

    /// What follows belongs to this replication.
    pub fn begin(&mut self, replication: u32) {
        self.replication = replication;
    }

    /// Appends one event.
    pub fn push(&mut self, event: &Event) {
        let row = Row::new(self.replication, event, &*self.names);
        // Neither can fail: a String takes all it is given, and a row is an object with string keys.
        let written = match self.format {
            Format::Csv => csv(&mut self.text, &row),
            Format::Jsonl => match serde_json::to_string(&row) {
                Ok(json) => writeln!(self.text, "{json}"),
                Err(_) => Err(fmt::Error),
            },
        };
        debug_assert!(written.is_ok());
    }

    /// Length of the text that waits to be taken, bytes.
    pub fn waiting(&self) -> usize {
        self.text.len()
    }

    /// The text since the last time, whole lines.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.text)
    }
}

impl<N: Deref<Target: Names>> Observer for Records<N> {
    fn observe(&mut self, event: &Event) {
        self.push(event);
    }
}

fn csv(out: &mut String, row: &Row<'_>) -> fmt::Result {
    write!(out, "{},{},", row.replication, row.tick)?;
    let texts = [
        Some(row.time.as_str()),
        Some(row.event),
        row.procedure,
        row.case.as_deref(),
        row.class,
        row.stage,
    ];
    for text in texts {
        field(out, text.unwrap_or_default())?;
        out.push(',');
    }
    if let Some(visit) = row.visit {
        write!(out, "{visit}")?;
    }
    out.push(',');
    field(out, row.actor.unwrap_or_default())?;
    out.push(',');
    if let Some(value) = row.value {
        write!(out, "{value}")?;
    }
    out.push(',');
    field(out, row.note.as_deref().unwrap_or_default())?;
    out.push('\n');
    Ok(())
}

/// RFC 4180 has one rule: a field with a comma, a quote or a line break stands in quotes, and its quotes are doubled.
/// (The csv crate reads this back in the tests; linking it for one rule would cost the page more than the rule.)
fn field(out: &mut String, text: &str) -> fmt::Result {
    if text.contains([',', '"', '\n', '\r']) {
        write!(out, "\"{}\"", text.replace('"', "\"\""))
    } else {
        out.push_str(text);
        Ok(())
    }
}
