//! Who waits for whom among the stages of a procedure, as the file writes it: by `after` and by `before`.

use std::borrow::Borrow;

use serde_json::{Map, Value};

use super::{ENDS, Spot};

/// The stages of a procedure, lent to be read or to be changed.
pub(super) struct Graph<S>(pub(super) S);

impl<S: Borrow<Map<String, Value>>> Graph<S> {
    fn all(&self) -> &Map<String, Value> {
        self.0.borrow()
    }

    pub(super) fn has(&self, id: &str) -> bool {
        self.all().contains_key(id)
    }

    fn list(&self, id: &str, key: &str) -> Vec<String> {
        let found = self.all().get(id).and_then(|it| it.get(key)?.as_array());
        let names = found.into_iter().flatten().filter_map(Value::as_str);
        names.map(str::to_owned).collect()
    }

    /// Those it waits for directly.
    pub(super) fn parents(&self, id: &str) -> Vec<String> {
        let mut all = self.list(id, "after");
        all.retain(|it| self.has(it));
        for other in self.all().keys() {
            if self.list(other, "before").iter().any(|it| it == id) && !all.contains(other) {
                all.push(other.clone());
            }
        }
        all
    }

    /// Those that wait for it directly.
    pub(super) fn children(&self, id: &str) -> Vec<String> {
        let named = self.list(id, "before");
        let waits = |other: &&String| {
            named.contains(*other) || self.list(other, "after").iter().any(|it| it == id)
        };
        self.all().keys().filter(waits).cloned().collect()
    }

    /// It and all that come before it, directly or through others.
    pub(super) fn above(&self, id: &str) -> Vec<String> {
        let mut all = vec![id.to_owned()];
        let mut next = 0;
        while let Some(at) = all.get(next).cloned() {
            for parent in self.parents(&at) {
                if !all.contains(&parent) {
                    all.push(parent);
                }
            }
            next += 1;
        }
        all
    }

    /// The kind of a stage, as the file writes it.
    pub(super) fn kind(&self, id: &str) -> Option<&str> {
        self.all().get(id)?.get("kind")?.as_str()
    }

    /// Whether cases end with it, and with no other of its kind: matters of decision end with a publication, petitions with a reply.
    pub(super) fn is_last_end(&self, id: &str) -> bool {
        let ends = self.kind(id).filter(|it| ENDS.contains(it));
        ends.is_some_and(|kind| {
            let same = |it: &&String| self.kind(it) == Some(kind);
            self.all().keys().filter(same).count() == 1
        })
    }
}

impl Graph<&mut Map<String, Value>> {
    fn write(&mut self, id: &str, key: &str, names: Vec<String>) {
        if let Some(Value::Object(stage)) = self.0.get_mut(id) {
            if names.is_empty() && !stage.contains_key(key) {
                return;
            }
            stage.insert(key.to_owned(), names.into());
        }
    }

    /// `then` waits for `first`.
    pub(super) fn link(&mut self, first: &str, then: &str) {
        if !self.parents(then).iter().any(|it| it == first) {
            let mut names = self.list(then, "after");
            names.push(first.to_owned());
            self.write(then, "after", names);
        }
    }

    /// `then` does not wait for `first`.
    pub(super) fn unlink(&mut self, first: &str, then: &str) {
        for (of, key, name) in [(then, "after", first), (first, "before", then)] {
            let names = self.list(of, key);
            if names.iter().any(|it| it == name) {
                self.write(of, key, names.into_iter().filter(|it| it != name).collect());
            }
        }
    }

    /// Who waited for it waits for those it waited for; it waits for nobody, and nobody for it.
    pub(super) fn detach(&mut self, id: &str) {
        let (parents, children) = (self.parents(id), self.children(id));
        for parent in &parents {
            self.unlink(parent, id);
        }
        for child in &children {
            self.unlink(id, child);
        }
        for child in &children {
            for parent in &parents {
                // Not where it waits for it through others.
                if !self.above(child).contains(parent) {
                    self.link(parent, child);
                }
            }
        }
    }

    /// Puts a stage that waits for nobody at a spot.
    pub(super) fn place(&mut self, id: &str, spot: Spot) {
        let anchor = spot.anchor();
        match spot {
            Spot::After(_) => {
                for child in self.children(anchor) {
                    self.unlink(anchor, &child);
                    self.link(id, &child);
                }
                self.link(anchor, id);
            }
            Spot::Before(_) => {
                for parent in self.parents(anchor) {
                    self.unlink(&parent, anchor);
                    self.link(&parent, id);
                }
                self.link(id, anchor);
            }
            Spot::Beside(_) => {
                for parent in self.parents(anchor) {
                    self.link(&parent, id);
                }
                for child in self.children(anchor) {
                    self.link(id, &child);
                }
            }
            Spot::Branch(_) => self.link(anchor, id),
        }
    }

    /// Returns to a stage that is gone go to `instead`.
    pub(super) fn forget(&mut self, id: &str, instead: Option<&str>) {
        for (own, stage) in self.0.iter_mut() {
            if let Some(to) = stage.pointer_mut("/returns/to")
                && to.as_str() == Some(id)
            {
                *to = Value::from(instead.unwrap_or(own));
            }
        }
    }

    /// A return leads to a stage that comes before; one that does not any more leads to the stage itself.
    pub(super) fn mend_returns(&mut self) {
        let ids: Vec<String> = self.0.keys().cloned().collect();
        for id in ids {
            let to = self
                .0
                .get(&id)
                .and_then(|it| it.pointer("/returns/to")?.as_str());
            let Some(to) = to.map(str::to_owned) else {
                continue;
            };
            if !self.above(&id).contains(&to)
                && let Some(to) = self
                    .0
                    .get_mut(&id)
                    .and_then(|it| it.pointer_mut("/returns/to"))
            {
                *to = Value::from(id.clone());
            }
        }
    }
}
