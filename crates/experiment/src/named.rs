//! A scenario as it is named, on the command line and in an experiment's file: a preset or a file, and the changes it carries.

use county::scenario::{Change, Problem, preset};

use crate::source::Source;

/// `today+mechanisms.stand_in.enabled=true` taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// As it was typed: how results refer to it.
    pub text: String,
    /// Preset id or path of a file.
    pub base: String,
    /// Path and value of each change, in order.
    pub changes: Vec<(String, String)>,
}

impl Named {
    /// Takes the text apart at every `+` that begins a change, `+path=`. A text for which `is_file` holds as a whole is
    /// a file name, whatever it contains.
    #[must_use]
    pub fn parse(text: &str, is_file: impl Fn(&str) -> bool) -> Self {
        let mut pieces = Vec::new();
        let mut from = 0;
        if !is_file(text) {
            for (at, _) in text.match_indices('+') {
                if begins_change(&text[at + 1..]) {
                    pieces.push(&text[from..at]);
                    from = at + 1;
                }
            }
        }
        pieces.push(&text[from..]);
        let changes = pieces[1..].iter().filter_map(|it| it.split_once('='));
        Self {
            text: text.to_owned(),
            base: pieces[0].to_owned(),
            changes: changes
                .map(|(path, value)| (path.to_owned(), value.to_owned()))
                .collect(),
        }
    }

    /// Whether it is a file's: no preset has this id.
    #[must_use]
    pub fn is_file(&self) -> bool {
        preset(&self.base).is_none()
    }

    /// What it stands for; `read` gives the text of a file.
    ///
    /// # Errors
    /// Those of `read`.
    pub fn source(
        &self,
        read: impl FnOnce(&str) -> Result<String, Problem>,
    ) -> Result<Source, Problem> {
        let changes = self.changes.iter();
        let changes = changes.map(|(path, value)| Change::parse(path, value));
        let changes = changes.collect();
        Ok(match preset(&self.base) {
            Some(_) => Source::preset(&self.base, changes),
            None => Source::text(read(&self.base)?, changes),
        })
    }
}

/// Whether the text begins with a path of the file and `=`.
fn begins_change(text: &str) -> bool {
    let in_path = |it: char| it.is_alphanumeric() || matches!(it, '_' | '.' | '-');
    text.split_once('=')
        .is_some_and(|(path, _)| !path.is_empty() && path.chars().all(in_path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, base: &str, changes: &[(&str, &str)]) {
        let named = Named::parse(text, |it| it == "odd+name=1.json");
        let found: Vec<(&str, &str)> = named
            .changes
            .iter()
            .map(|(path, value)| (&path[..], &value[..]))
            .collect();
        assert_eq!((&named.base[..], &found[..]), (base, changes), "{text}");
        assert_eq!(named.text, text);
    }

    #[test]
    fn names_are_taken_apart() {
        check("today", "today", &[]);
        check("today+a=1", "today", &[("a", "1")]);
        check(
            "today+a.b=1+c.d_e=true",
            "today",
            &[("a.b", "1"), ("c.d_e", "true")],
        );
        check("dir/c++.json", "dir/c++.json", &[]);
        check("dir/c++.json+a=1", "dir/c++.json", &[("a", "1")]);
        check(
            "today+title.en=one+two",
            "today",
            &[("title.en", "one+two")],
        );
        check(
            "today+title.en=1+1 = 2",
            "today",
            &[("title.en", "1+1 = 2")],
        );
        check(
            "today+a={\"b\":1}+c=[1,2]",
            "today",
            &[("a", "{\"b\":1}"), ("c", "[1,2]")],
        );
        check("today+a=", "today", &[("a", "")]);
        check("today+Misspelt=1", "today", &[("Misspelt", "1")]);
        check("today+", "today+", &[]);
        check("odd+name=1.json", "odd+name=1.json", &[]);
        check("", "", &[]);
    }
}
