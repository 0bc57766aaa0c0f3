//! The scenario an experiment is of: read once by whoever can read, loaded as often as there are points.

use std::sync::Arc;

use county::scenario::{self, Change, Loaded, Problem};
use serde_json::Value;

use crate::scenarios::of_preset;

/// A preset or the text of a file, and the changes that its name carries.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    base: Base,
    changes: Vec<Change>,
}

#[derive(Debug, Clone, PartialEq)]
enum Base {
    Preset(String),
    /// Shared between all points that change it.
    Text(Arc<str>),
    Unreadable(Problem),
}

impl Source {
    /// The preset of this id, with changes.
    #[must_use]
    pub fn preset(id: impl Into<String>, changes: Vec<Change>) -> Self {
        let base = Base::Preset(id.into());
        Self { base, changes }
    }

    /// The scenario that a file's text describes, with changes.
    #[must_use]
    pub fn text(text: impl Into<String>, changes: Vec<Change>) -> Self {
        let base = Base::Text(Arc::from(text.into()));
        Self { base, changes }
    }

    /// What could not be had: loading it says why. So that what else is wrong with an experiment is said together with it.
    #[must_use]
    pub fn unreadable(why: Problem) -> Self {
        Self {
            base: Base::Unreadable(why),
            changes: Vec::new(),
        }
    }

    /// The same with further changes.
    #[must_use]
    pub fn changed(&self, mut more: Vec<Change>) -> Self {
        let mut it = self.clone();
        it.changes.append(&mut more);
        it
    }

    pub(crate) fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Whether its file or one of its changes says anything at a path.
    pub(crate) fn says(&self, path: &str) -> bool {
        let within = |inner: &str, outer: &str| {
            let rest = inner.strip_prefix(outer);
            rest.is_some_and(|it| it.is_empty() || it.starts_with('.'))
        };
        let changed = self
            .changes
            .iter()
            .any(|it| within(path, &it.path) || within(&it.path, path));
        let in_file = match &self.base {
            Base::Text(text) => {
                scenario::json(text).is_ok_and(|it| scenario::at(&it, path).is_some())
            }
            Base::Preset(_) | Base::Unreadable(_) => false,
        };
        changed || in_file
    }

    /// The file without its changes; of a preset one that says so.
    pub(crate) fn as_text(&self) -> Result<String, Vec<Problem>> {
        match &self.base {
            Base::Preset(id) => Ok(of_preset(id)),
            Base::Text(text) => Ok(text.to_string()),
            Base::Unreadable(why) => Err(vec![why.clone()]),
        }
    }

    /// The scenario with its own changes as JSON, unchecked.
    ///
    /// # Errors
    /// It cannot be put together: no JSON, no such preset, no such file.
    pub fn value(&self) -> Result<Value, Vec<Problem>> {
        let text = match &self.base {
            Base::Preset(id) => format!(r#"{{"extends": "{id}"}}"#),
            Base::Text(text) => text.to_string(),
            Base::Unreadable(why) => return Err(vec![why.clone()]),
        };
        scenario::put_together_with(&text, &self.changes)
    }

    /// The scenario with its own changes, and then these.
    ///
    /// # Errors
    /// All problems, each with its path and a remedy.
    pub fn load(&self, changes: &[Change]) -> Result<Loaded, Vec<Problem>> {
        let mut all = self.changes.clone();
        all.extend_from_slice(changes);
        match &self.base {
            Base::Preset(id) => scenario::load_preset(id, &all),
            Base::Text(text) => scenario::load(text, &all),
            Base::Unreadable(why) => Err(vec![why.clone()]),
        }
    }
}
