//! What is stored of a scenario in the browser: a record with a version of its own, so that a later page opens what an earlier one kept, or says
//! exactly why not. Whatever stands in a record, its raw text can always be had.

use county::scenario::written;
use serde_json::{Value, json};

/// The version of the records this build writes.
pub const VERSION: u64 = 1;

/// The seed of a record that names none.
const SEED: u64 = 1;

/// A scenario as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Which record it is, for ever.
    pub id: String,
    /// What people call it; empty for what was kept by itself.
    pub name: String,
    /// How often it has been written: who writes on an older one has not seen the newer.
    pub revision: u64,
    /// When it was written, milliseconds since 1970 by the clock of the machine: for the eye only, as clocks may be set back.
    pub saved: f64,
    /// Seed of all luck.
    pub seed: u64,
    /// The scenario file, as it would be saved.
    pub file: String,
    /// The version of the page that wrote it.
    pub by: String,
}

/// Why a record cannot be opened; its text is still there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Closed {
    /// It is no record, or one that is damaged.
    Damaged,
    /// It was written by a newer page: its version.
    Newer(u64),
}

impl Record {
    /// As it is stored.
    #[must_use]
    pub fn text(&self) -> String {
        // A seed may have more digits than numbers of JSON keep.
        let it = json!({"tuiyan_record": VERSION, "id": self.id, "name": self.name, "revision": self.revision, "saved": self.saved,
            "seed": self.seed.to_string(), "file": self.file, "by": self.by});
        written(&it, false)
    }

    /// Reads what is stored under an id. A record has to say which version it is and hold a file; what else an older page did not write, or
    /// wrote otherwise, is taken as not said, but for a seed, without which the figures would be others.
    ///
    /// # Errors
    /// Why it cannot be opened.
    pub fn open(id: &str, text: &str) -> Result<Self, Closed> {
        let it = county::scenario::json(text).map_err(|_| Closed::Damaged)?;
        match it.get("tuiyan_record").and_then(Value::as_u64) {
            Some(VERSION) => {}
            // There is no older version yet; one that comes is brought up to date here, step by step.
            Some(version) if version > VERSION => return Err(Closed::Newer(version)),
            _ => return Err(Closed::Damaged),
        }
        let text = |key: &str| it.get(key).and_then(Value::as_str);
        let seed = match it.get("seed") {
            None => SEED,
            Some(seed) => seed
                .as_str()
                .and_then(|it| it.parse().ok())
                .ok_or(Closed::Damaged)?,
        };
        let number = |key: &str| it.get(key).and_then(Value::as_f64);
        Ok(Self {
            id: id.to_owned(),
            name: text("name").unwrap_or_default().to_owned(),
            revision: it.get("revision").and_then(Value::as_u64).unwrap_or(0),
            saved: number("saved").unwrap_or(0.0),
            seed,
            file: text("file").ok_or(Closed::Damaged)?.to_owned(),
            by: text("by").unwrap_or_default().to_owned(),
        })
    }
}

/// What can be saved from a stored text that does not open: the scenario file within, if there is one, else all of it.
#[must_use]
pub fn raw(text: &str) -> String {
    let it = county::scenario::json(text).ok();
    let file = it.as_ref().and_then(|it| it.get("file")?.as_str());
    file.unwrap_or(text).to_owned()
}

/// What happens to a record when somebody wants to write it who has seen `seen` of its revisions, and `stored` stands there: `true` to write,
/// `false` where somebody else has written meanwhile.
#[must_use]
pub fn may_write(seen: u64, stored: Option<u64>) -> bool {
    stored.is_none_or(|it| it <= seen)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        Record {
            id: "r1".to_owned(),
            name: "我的县 \"a\"".to_owned(),
            revision: 3,
            saved: 1.7e12,
            seed: u64::MAX,
            file: "{\"tuiyan\": 1, \"extends\": \"today\"}".to_owned(),
            by: "0.1.0".to_owned(),
        }
    }

    #[test]
    fn what_is_stored_opens_as_it_was() {
        assert_eq!(Record::open("r1", &record().text()), Ok(record()));
    }

    /// As pages of November 2026 wrote it, letter by letter: whatever becomes of records, these open.
    const OF_2026_11: &str = r#"{"by":"0.1.0","file":"{\"extends\":\"today\",\"tuiyan\":1,\"world\":{\"demand\":1.25}}","id":"s19ac5f3b2d1e07","name":"城北方案","revision":4,"saved":1795794000000.0,"seed":"18446744073709551615","tuiyan_record":1}"#;

    #[test]
    fn what_an_older_page_stored_opens() {
        let it = Record::open("s19ac5f3b2d1e07", OF_2026_11).unwrap();
        assert_eq!(
            (it.name.as_str(), it.revision, it.seed, it.by.as_str()),
            ("城北方案", 4, u64::MAX, "0.1.0")
        );
        assert!(it.file.contains("\"demand\":1.25"));
        // With less around its file than is written today, it opens too.
        let it = Record::open("r7", r#"{"tuiyan_record":1,"file":"{}"}"#).unwrap();
        assert_eq!(
            (it.id.as_str(), it.name.as_str(), it.revision, it.seed),
            ("r7", "", 0, 1)
        );
    }

    #[test]
    fn what_does_not_open_says_why_and_its_file_can_still_be_had() {
        let newer = record()
            .text()
            .replace("\"tuiyan_record\":1", "\"tuiyan_record\":2");
        assert_eq!(Record::open("r1", &newer), Err(Closed::Newer(2)));
        assert_eq!(raw(&newer), record().file);
        let cut = &record().text()[..40];
        let seed = record().text().replace(&u64::MAX.to_string(), "-1");
        for text in ["{}", "{\"tuiyan_record\":1}", "[]", "{", "", cut, &seed] {
            assert_eq!(Record::open("r1", text), Err(Closed::Damaged), "{text}");
            assert!(text == seed || raw(text) == text);
        }
    }

    #[test]
    fn nobody_writes_over_what_he_has_not_seen() {
        for (seen, stored, may) in [
            (0, None, true),
            (3, Some(3), true),
            (3, Some(4), false),
            (4, Some(3), true),
        ] {
            assert_eq!(may_write(seen, stored), may, "{seen} {stored:?}");
        }
    }
}
