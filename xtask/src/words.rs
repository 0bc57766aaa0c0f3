//! The words of `locales/` by language, as the page fetches them: one JSON object of keys and words.
//!
//! A file there has a line for each key, `key: { zh: "…", en: "…" }`; that all are of this form is a test of the page.

use std::path::Path;

/// The texts of all files of words in a folder, in the order of their names.
///
/// # Errors
/// What the file system says.
pub fn read(folder: &Path) -> std::io::Result<Vec<String>> {
    let entries: std::io::Result<Vec<_>> = std::fs::read_dir(folder)?.collect();
    let mut paths: Vec<_> = entries?.iter().map(std::fs::DirEntry::path).collect();
    paths.retain(|path| path.extension().is_some_and(|it| it == "yml"));
    paths.sort();
    paths.iter().map(std::fs::read_to_string).collect()
}

/// The languages, in the order in which a line has them.
pub const LANGUAGES: [&str; 2] = ["zh", "en"];

/// Keys of what the simulator says begin so.
const SAID: [&str; 3] = ["problem.", "lawful.", "refused."];

/// Before such a key stands what the simulator said, in the words of whatever language.
const PATTERN: &str = "said.";

/// What comes when somebody goes to a place, and how the keys of its words begin: 说明; 对比, 研究, 训练, 回放 and 编辑.
pub const LATER: [(&str, &[&str]); 2] = [
    ("about", &["about.", "meaning.", "selfcheck."]),
    (
        "places",
        &[
            "compare.",
            "edit.",
            "refused.",
            "replay.",
            "research.",
            "study.",
            "train.",
            "walk.",
        ],
    ),
];

/// The file in which a word comes: one of [`LATER`], or nothing for words that come with the page.
#[must_use]
pub fn later(key: &str) -> Option<&'static str> {
    let of = |it: &&(&'static str, &[&str])| it.1.iter().any(|begin| key.starts_with(begin));
    LATER.iter().find(of).map(|it| it.0)
}

/// The words of one of [`LANGUAGES`] in the texts of all files, of the keys that are wanted.
#[must_use]
pub fn of(language: usize, files: &[String], wanted: impl Fn(&str) -> bool) -> String {
    let lines = files.iter().flat_map(|file| file.lines());
    let entries = lines.filter_map(|line| {
        let (key, rest) = line.split_once(": { zh: \"")?;
        if !wanted(key) {
            return None;
        }
        let (zh, rest) = rest.split_once("\", en: \"")?;
        let en = rest.strip_suffix("\" }")?;
        // Quotes within are escaped as JSON escapes them.
        let mut entry = format!("\"{key}\":\"{}\"", [zh, en].get(language)?);
        // The simulator speaks English: whoever translates what it says has to know what it said.
        if language > 0 || !SAID.iter().any(|it| key.starts_with(it)) {
            return Some(entry);
        }
        entry.push_str(&format!(",\n\"{PATTERN}{key}\":\"{en}\""));
        Some(entry)
    });
    format!("{{{}}}", entries.collect::<Vec<_>>().join(",\n"))
}
