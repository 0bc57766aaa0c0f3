//! The `tuiyan` line that prints the same figures as the page shows.

use county::scenario::written;
use serde_json::Value;

use crate::patch::{self, Difference};

/// The longest line that is given to be copied, bytes; a longer difference travels as a file.
pub const LONGEST: usize = 2_000;

/// The file that a line names when the difference does not go into the line.
pub const FILE: &str = "tuiyan-scenario.json";

/// A line, and whether the scenario has to be saved as [`FILE`] for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// To be typed into a shell.
    pub text: String,
    /// Whether it reads [`FILE`].
    pub of_file: bool,
}

/// How a run is made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Run {
    /// Seed of all luck.
    pub seed: u64,
    /// Replications.
    pub replications: u32,
    /// Years observed in each.
    pub years: f64,
}

/// The line for a preset and what differs from it. Words do not move figures and are left out; what mechanisms bring and the changes alter, or
/// what is too long, goes by file.
#[must_use]
pub fn line(id: &str, preset: &Value, differences: &[Difference], run: Run) -> Line {
    let how = format!(
        "--seed {} --replications {} --years {}",
        run.seed, run.replications, run.years
    );
    let (mut name, mut set) = (id.to_owned(), String::new());
    let mut whole = true;
    for it in differences.iter().filter(|it| !it.is_wording()) {
        if !whole || name.len() + set.len() > LONGEST {
            break; // no line for this one
        }
        let held = it
            .path
            .rsplit_once('.')
            .is_none_or(|(parent, _)| patch::get(preset, parent).is_some());
        let adds_stage = it.was.is_none() && it.path.contains(".stages.");
        // A part of a stage that a mechanism brings is no stage; put by path it would be taken for one.
        let partial = adds_stage
            && it
                .is
                .as_ref()
                .is_some_and(|it| it.is_object() && it.get("kind").is_none())
            && it.path.split('.').count() == 4;
        whole &= held && !partial;
        let value = it
            .is
            .as_ref()
            .map_or_else(|| "null".to_owned(), |it| written(it, false));
        let plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '_' | '-');
        match it.is.as_ref() {
            Some(Value::String(text))
                if text.chars().all(plain) && county::scenario::json(text).is_err() =>
            {
                name.push_str(&format!("+{}={text}", it.path))
            }
            Some(Value::Number(_) | Value::Bool(_)) | None => {
                name.push_str(&format!("+{}={value}", it.path))
            }
            Some(_) => set.push_str(&format!(
                " --set {}",
                quoted(&format!("{}={value}", it.path))
            )),
        }
    }
    let text = format!("tuiyan run {}{set} {how}", quoted(&name));
    if whole && text.len() <= LONGEST {
        return Line {
            text,
            of_file: false,
        };
    }
    Line {
        text: format!("tuiyan run {FILE} {how}"),
        of_file: true,
    }
}

/// As a shell takes it for one word.
fn quoted(text: &str) -> String {
    let plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '_' | '-' | '+' | '=');
    if text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_line_says_what_differs() {
        let preset =
            json!({"a": {"b": 1, "c": "x", "d": [1], "name": {"zh": "甲"}}, "e": {"f": 1}});
        let run = Run {
            seed: 7,
            replications: 32,
            years: 1.0,
        };
        let how = "--seed 7 --replications 32 --years 1";
        let table = [
            (json!({}), format!("tuiyan run today {how}")),
            (
                json!({"a": {"b": 2.5}}),
                format!("tuiyan run today+a.b=2.5 {how}"),
            ),
            (
                json!({"a": {"b": null, "c": "last"}}),
                format!("tuiyan run today+a.b=null+a.c=last {how}"),
            ),
            (
                json!({"a": {"d": ["it's"]}}),
                format!("tuiyan run today --set 'a.d=[\"it'\\''s\"]' {how}"),
            ),
            (
                json!({"a": {"name": {"zh": "乙"}}}),
                format!("tuiyan run today {how}"),
            ),
            (
                json!({"a": {"c": "17"}}),
                format!("tuiyan run today --set 'a.c=\"17\"' {how}"),
            ),
        ];
        for (patch, text) in table {
            let differences = patch::differences(&preset, patch.as_object().unwrap());
            let line = line("today", &preset, &differences, run);
            assert_eq!((line.text, line.of_file), (text, false));
        }
        let long = json!({"a": {"c": "x y".repeat(1000)}});
        let long = patch::differences(&preset, long.as_object().unwrap());
        let line = line("today", &preset, &long, run);
        assert_eq!(
            (line.text, line.of_file),
            (format!("tuiyan run {FILE} {how}"), true)
        );
    }
}
