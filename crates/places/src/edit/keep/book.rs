//! Which scenario belongs to which record: pure. Undo leads from record to record, and none is ever written over another; whoever opens
//! a scenario from elsewhere, a link say, edits another record.

use std::rc::Rc;

use page::state::Moment;
use workbench::record::Record;

/// A record as this tab writes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Writes {
    /// Which record.
    pub id: String,
    /// What people call it; empty for what was kept by itself.
    pub name: String,
    /// Which revision of it has been seen.
    pub seen: u64,
    /// The preset of its scenario.
    pub preset: String,
    /// What is known to stand in it, or is on its way there; none where that could not be written.
    pub written: Option<Rc<Moment>>,
}

impl Writes {
    /// A record that is not there yet.
    #[must_use]
    pub fn new(id: String, name: String, moment: &Moment) -> Self {
        Self {
            id,
            name,
            seen: 0,
            preset: moment.preset.clone(),
            written: None,
        }
    }

    /// A record as it stands in the store.
    #[must_use]
    pub fn of(record: &Record, moment: &Rc<Moment>) -> Self {
        Self {
            id: record.id.clone(),
            name: record.name.clone(),
            seen: record.revision,
            preset: moment.preset.clone(),
            written: Some(Rc::clone(moment)),
        }
    }

    /// The record with a scenario in it, to be stored; `saved` in milliseconds since 1970.
    #[must_use]
    pub fn record(&self, moment: &Moment, saved: f64) -> Record {
        Record {
            id: self.id.clone(),
            name: self.name.clone(),
            revision: self.seen,
            saved,
            seed: moment.seed,
            file: moment.text(),
            by: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}

/// What this tab has shown and written so far.
#[derive(Debug, Default)]
pub struct Book {
    /// Scenarios that have been shown, each with its record; none: a preset as it stands, or what a record of another tab holds.
    known: Vec<(Rc<Moment>, u64, Option<String>)>,
    records: Vec<Writes>,
    /// The record that this tab writes.
    own: Option<String>,
    /// Whether what is shown next goes on with that record, and was not opened from elsewhere: a link, a file, a preset.
    goes_on: bool,
}

/// So many scenarios are remembered.
const REMEMBERED: usize = 500;

impl Book {
    /// The record that this tab writes.
    #[must_use]
    pub fn own(&self) -> Option<&Writes> {
        let own = self.own.as_ref()?;
        self.records.iter().find(|it| it.id == *own)
    }

    /// What is shown next is opened from elsewhere.
    pub fn opens_another(&mut self) {
        self.goes_on = false;
    }

    /// This tab goes on with a record: it was opened, named, or kept as another.
    pub fn take(&mut self, moment: &Rc<Moment>, record: Writes) {
        self.note(moment, Some(&record.id));
        self.own = Some(record.id.clone());
        self.goes_on = true;
        self.records.retain(|it| it.id != record.id);
        self.records.push(record);
    }

    /// A scenario is shown. What is to be written then, if anything; `is_kept` where a record of the store holds just this, `new_id` for a
    /// record that is not there yet.
    pub fn shows(
        &mut self,
        now: &Rc<Moment>,
        is_kept: impl FnOnce() -> bool,
        new_id: impl FnOnce() -> String,
    ) -> Option<Writes> {
        // Hundreds of large scenarios are told apart by their fingerprints first.
        let print = fingerprint(now);
        let mut before = self.known.iter().rev();
        let known = before.find(|it| it.1 == print && it.0 == *now);
        let known = known.map(|it| it.2.clone());
        match known {
            // Undo, or the browser's own way back, has led to what belongs to another record, or to none.
            Some(record) if record != self.own => {
                self.own = record;
                self.goes_on = self.own.is_some();
                return None;
            }
            Some(_) => self.goes_on = self.own.is_some(),
            None => {}
        }
        let on = self.own().filter(|it| it.preset == now.preset);
        let mut record = match on.filter(|_| self.goes_on) {
            Some(it) if it.written.as_ref() == Some(now) => return None,
            Some(it) => it.clone(),
            // A preset as it stands need not be kept, nor what is kept already.
            None if now.patch.is_empty() || is_kept() => {
                (self.own, self.goes_on) = (None, false);
                self.note(now, None);
                return None;
            }
            None => Writes::new(new_id(), String::new(), now),
        };
        record.written = Some(Rc::clone(now));
        self.take(now, record.clone());
        Some(record)
    }

    /// What people call a record from now on.
    pub fn call(&mut self, id: &str, name: &str) {
        for it in self.records.iter_mut().filter(|it| it.id == id) {
            name.clone_into(&mut it.name);
        }
    }

    /// Which revision of a record this tab has seen; 0 for none.
    #[must_use]
    pub fn seen(&self, id: &str) -> u64 {
        let found = self.records.iter().find(|it| it.id == id);
        found.map_or(0, |it| it.seen)
    }

    /// A record has been written.
    pub fn wrote(&mut self, id: &str, revision: u64) {
        for it in self.records.iter_mut().filter(|it| it.id == id) {
            it.seen = it.seen.max(revision);
        }
    }

    /// A record could not be written: it is written when the same is shown again.
    pub fn failed(&mut self, id: &str) {
        for it in self.records.iter_mut().filter(|it| it.id == id) {
            it.written = None;
        }
    }

    /// A record has been taken out of the store. What was in it belongs to none.
    pub fn gone(&mut self, id: &str) {
        self.records.retain(|it| it.id != id);
        self.known.retain(|it| it.2.as_deref() != Some(id));
        if self.own.as_deref() == Some(id) {
            self.own = None;
        }
    }

    fn note(&mut self, moment: &Rc<Moment>, id: Option<&str>) {
        if self.known.len() >= REMEMBERED {
            self.known.remove(0);
        }
        let print = fingerprint(moment);
        let id = id.map(str::to_owned);
        self.known.push((Rc::clone(moment), print, id));
    }
}

fn fingerprint(moment: &Moment) -> u64 {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    let mut state = DefaultHasher::new();
    (moment.seed, moment.text()).hash(&mut state);
    state.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn moment(preset: &str, demand: f64) -> Rc<Moment> {
        let patch = if demand == 1.0 {
            json!({})
        } else {
            json!({"world": {"demand": demand}})
        };
        Rc::new(Moment {
            patch: patch.as_object().unwrap().clone(),
            ..Moment::of(preset)
        })
    }

    /// What is done in a tab, one after the other, and what is written after each: the record's id and the demand in it.
    struct Tab {
        book: Book,
        ids: u32,
    }

    impl Tab {
        fn new() -> Self {
            Self {
                book: Book::default(),
                ids: 0,
            }
        }

        fn shows(&mut self, preset: &str, demand: f64, is_kept: bool) -> Option<String> {
            let next = self.ids + 1;
            let written =
                self.book
                    .shows(&moment(preset, demand), || is_kept, || format!("r{next}"));
            let written = written.map(|it| it.id);
            self.ids += u32::from(written.as_ref() == Some(&format!("r{next}")));
            written
        }
    }

    fn id(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn what_somebody_edits_goes_into_one_record() {
        let mut tab = Tab::new();
        assert_eq!(
            tab.shows("today", 1.0, false),
            None,
            "a preset as it stands"
        );
        assert_eq!(tab.shows("today", 1.1, false), id("r1"));
        assert_eq!(tab.shows("today", 1.1, false), None, "it stands there");
        assert_eq!(tab.shows("today", 1.2, false), id("r1"));
        assert_eq!(tab.shows("today", 1.1, false), id("r1"), "undone");
        assert_eq!(tab.shows("seed", 1.3, false), id("r2"), "another preset");
        // What could not be written is written when it is shown again.
        tab.book.failed("r2");
        assert_eq!(tab.shows("seed", 1.3, false), id("r2"));
    }

    #[test]
    fn what_comes_from_elsewhere_is_never_written_into_what_was_open() {
        let mut tab = Tab::new();
        assert_eq!(tab.shows("today", 1.1, false), id("r1"));
        tab.book.opens_another();
        assert_eq!(tab.shows("today", 1.5, false), id("r2"), "a link");
        assert_eq!(tab.shows("today", 1.6, false), id("r2"), "and edits of it");
        // Undo leads back through both, and nothing is written over anything.
        assert_eq!(tab.shows("today", 1.5, false), id("r2"));
        assert_eq!(tab.shows("today", 1.1, false), None);
        assert_eq!(tab.book.own().map(|it| it.id.as_str()), Some("r1"));
        assert_eq!(tab.shows("today", 1.2, false), id("r1"), "and on with it");
        // The browser's own way back to what was in the same record.
        tab.book.opens_another();
        assert_eq!(tab.shows("today", 1.1, false), id("r1"));
        assert_eq!(tab.shows("today", 1.3, false), id("r1"));
        // A link to what some record holds makes no second one, until it is edited.
        tab.book.opens_another();
        assert_eq!(tab.shows("today", 1.7, true), None);
        assert_eq!(tab.book.own(), None);
        assert_eq!(tab.shows("today", 1.8, false), id("r3"));
    }

    #[test]
    fn a_record_that_was_opened_goes_on_and_one_that_is_gone_does_not() {
        let mut tab = Tab::new();
        let opened = moment("today", 1.4);
        let record = Writes {
            seen: 7,
            ..Writes::new("a".to_owned(), "甲".to_owned(), &opened)
        };
        let written = Some(Rc::clone(&opened));
        tab.book.take(&opened, Writes { written, ..record });
        assert_eq!(tab.shows("today", 1.4, true), None, "it stands there");
        let next = tab.book.shows(&moment("today", 1.5), || false, String::new);
        let next = next.unwrap();
        assert_eq!(
            (next.id.as_str(), next.name.as_str(), next.seen),
            ("a", "甲", 7)
        );
        let record = next.record(&moment("today", 1.5), 0.0);
        assert_eq!((record.name.as_str(), record.revision), ("甲", 7));
        // Named while that is on its way: what is written next has the newer name.
        tab.book.call("a", "乙");
        tab.book.wrote("a", 8);
        let own = tab.book.own().unwrap();
        assert_eq!((own.name.as_str(), own.seen), ("乙", 8));
        assert_eq!((tab.book.seen("a"), tab.book.seen("b")), (8, 0));
        tab.book.gone("a");
        assert_eq!(tab.shows("today", 1.5, false), id("r1"));
    }
}
