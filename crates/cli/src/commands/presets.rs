//! `tuiyan presets`

use serde::Serialize;

use crate::console::{Console, Failure};
use crate::figures::table;
use crate::source;

#[derive(Serialize)]
struct Line {
    id: &'static str,
    title: county::scenario::Text,
}

/// Lists the counties that come with the program.
pub fn presets(console: Console) -> Result<(), Failure> {
    let mut lines = Vec::new();
    for preset in county::scenario::presets() {
        let loaded = source::load(console, preset.id, &[])?;
        lines.push(Line {
            id: preset.id,
            title: loaded.after.title,
        });
    }
    console.result(&lines, |lines| {
        let rows: Vec<Vec<String>> = lines
            .iter()
            .map(|it| {
                vec![
                    it.id.to_owned(),
                    format!("{} · {}", it.title.zh, it.title.en),
                ]
            })
            .collect();
        // One a line, id first: no header, so that a script can cut the first column.
        table(None, &[], &rows)
    })
}
