//! A result as tidy tables for other tools (RFC 4180, as the event log is written): one observation a row, one variable a column.

use serde_json::Value;

use crate::result::Outcome;

mod asked;
mod concluded;
mod points;

/// All tables of a result, by their names, always those of [`TABLES`] and in this order. Of what the experiment does not
/// have there are the names of the columns alone, so that nobody who reads a table has to ask first whether it is there. What is undefined is an empty field; why something cannot be told stands in the last column, `refused`.
#[must_use]
pub fn tables(outcome: &Outcome<'_>) -> Vec<(&'static str, String)> {
    let written = [
        points::points(outcome),
        points::effects(outcome),
        asked::best(outcome),
        asked::front(outcome),
        asked::months(outcome),
        concluded::prices(outcome),
        concluded::sensitivity(outcome),
        concluded::assumptions(outcome),
    ];
    TABLES.into_iter().zip(written).collect()
}

/// Names of the tables of a result.
pub const TABLES: [&str; 8] = [
    "points",
    "effects",
    "best",
    "front",
    "months",
    "prices",
    "sensitivity",
    "assumptions",
];

/// Names of columns alone.
#[must_use]
pub fn is_empty(table: &str) -> bool {
    table.lines().nth(1).is_none()
}

fn yes(it: bool) -> &'static str {
    if it { "true" } else { "false" }
}

/// Fields, one after the other.
#[derive(Default)]
struct Table {
    text: String,
    within: bool,
    columns: usize,
    fields: usize,
}

impl Table {
    /// With these columns.
    fn of(names: &[&str]) -> Self {
        let mut table = Self::default();
        for name in names {
            table.field(name);
        }
        table.end();
        table.columns = names.len();
        table
    }

    /// The rest of a row left empty but for its last field, which says why.
    fn refused(&mut self, why: &str) {
        while self.fields + 1 < self.columns {
            self.field("");
        }
        self.field(why);
        self.end();
    }

    /// Value and ends of an interval.
    fn figure(&mut self, it: Option<lab::Figure>) {
        for number in [
            it.map(|it| it.value),
            it.map(|it| it.low),
            it.map(|it| it.high),
        ] {
            self.number(number);
        }
    }

    pub(super) fn field(&mut self, text: &str) {
        if self.within {
            self.text.push(',');
        }
        self.within = true;
        self.fields += 1;
        // The one rule of RFC 4180: a field with a comma, a quote or a line break stands in quotes, and its quotes are doubled.
        if text.contains([',', '"', '\n', '\r']) {
            self.text.push('"');
            self.text += &text.replace('"', "\"\"");
            self.text.push('"');
        } else {
            self.text += text;
        }
    }

    /// The shortest digits that read back as the number, as in JSON; whole ones without a point.
    pub(super) fn number(&mut self, number: Option<f64>) {
        let exact = |it: f64| it == libm::trunc(it) && it.abs() < 9e15;
        let text = match number {
            Some(it) if exact(it) => (it as i64).to_string(),
            Some(it) => Value::from(it).to_string(),
            None => String::new(),
        };
        self.field(&text);
    }

    pub(super) fn value(&mut self, value: Option<&Value>) {
        match value {
            None | Some(Value::Null) => self.field(""),
            Some(Value::String(text)) => self.field(text),
            Some(other) => self.field(&other.to_string()),
        }
    }

    pub(super) fn end(&mut self) {
        self.text.push('\n');
        self.within = false;
        self.fields = 0;
    }
}
