//! Scenarios side by side: what a merge patch on a scenario is as changes of it.

use county::scenario::{Change, Problem, put_together_with, written};
use serde_json::{Map, Value, json};

use crate::source::Source;

impl Source {
    /// The scenario with a patch on it: changes, as a list of `PATH=VALUE`, or a merge patch (RFC 7396) of the file as a user would write
    /// it. A merge patch that names another preset in `extends` is one on that preset, and what this scenario changed of its own is not
    /// carried along: it was said of another county.
    ///
    /// # Errors
    /// The scenario cannot be put together.
    pub fn patched(&self, patch: &Value) -> Result<Self, Vec<Problem>> {
        match patch {
            Value::Array(changes) => {
                let texts = changes.iter().filter_map(Value::as_str);
                let changes = texts.filter_map(|it| it.split_once('='));
                let changes = changes.map(|(path, value)| Change::parse(path, value));
                Ok(self.changed(changes.collect()))
            }
            Value::Object(patch) => self.merged(patch),
            // The reader of the file lets nothing else through.
            _ => Ok(self.clone()),
        }
    }

    fn merged(&self, patch: &Map<String, Value>) -> Result<Self, Vec<Problem>> {
        let text = self.as_text()?;
        let ground = put_together_with(&text, self.changes())?;
        if let Some(other) = patch.get("extends")
            && Some(other) != ground.get("extends")
        {
            let mut file = patch.clone();
            file.insert("tuiyan".to_owned(), Value::from(1));
            return Ok(Self::text(written(&Value::Object(file), false), Vec::new()));
        }
        let mut patch = patch.clone();
        patch.remove("tuiyan");
        patch.remove("extends");
        let patch = Value::Object(patch);
        // Switches first: what they bring is merged with, not replaced.
        let mut switches = Vec::new();
        places(&patch, &ground, "", &mut switches);
        switches.retain(|it| matches!(it.path.split('.').next(), Some("mechanisms" | "world")));
        let ground = put_together_with(&text, self.changed(switches).changes())?;
        let mut changes = Vec::new();
        places(&patch, &ground, "", &mut changes);
        Ok(self.changed(changes))
    }
}

/// The text of a file that is a preset as it stands.
pub(crate) fn of_preset(id: &str) -> String {
    written(&json!({"tuiyan": 1, "extends": id}), false)
}

/// What a merge patch does to a value, place by place.
fn places(patch: &Value, ground: &Value, within: &str, changes: &mut Vec<Change>) {
    for (key, value) in patch.as_object().into_iter().flatten() {
        let path = match within {
            "" => key.clone(),
            within => format!("{within}.{key}"),
        };
        match (value, ground.get(key)) {
            (Value::Object(_), Some(inner @ Value::Object(_))) => {
                places(value, inner, &path, changes);
            }
            // Deleting what is not there is no mistake.
            (Value::Null, None) => {}
            _ => changes.push(Change {
                path,
                value: without_null(value),
            }),
        }
    }
}

/// A patch where nothing was: what it deletes is not there.
fn without_null(value: &Value) -> Value {
    let Value::Object(object) = value else {
        return value.clone();
    };
    let left = object.iter().filter(|it| !it.1.is_null());
    Value::Object(
        left.map(|(key, value)| (key.clone(), without_null(value)))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(source: &Source) -> Value {
        let loaded = source.load(&[]).unwrap();
        loaded.settled()
    }

    fn at(value: &Value, path: &str) -> Value {
        county::scenario::at(value, path)
            .cloned()
            .unwrap_or_default()
    }

    /// A merge patch is what the same patch is in a file.
    #[test]
    fn a_patch_of_a_preset_is_the_file_that_says_the_same() {
        let table = [
            json!({"world": {"demand": 1.2}, "meetings": {"executive": {"every_days": 14}}}),
            // What a mechanism brings is merged with, not replaced.
            json!({"mechanisms": {"participation": {"enabled": true}}, "procedures": {"major": {"stages": {"public_comment": {"hours_per_comment": 0.8}}}}}),
            // Lists are replaced whole, null deletes, and deletes nothing where nothing is.
            json!({"delegation": null, "nobody": null, "meetings": {"executive": {"members": ["magistrate", "executive_deputy"]}}}),
            json!({"tuiyan": 1, "extends": "today", "mechanisms": {"stand_in": {"enabled": true}}}),
            json!({"extends": "seed", "mechanisms": {"stand_in": {"enabled": true}}}),
        ];
        for patch in table {
            let mut file = json!({"tuiyan": 1, "extends": "today"});
            for (key, value) in patch.as_object().unwrap() {
                file[key] = value.clone();
            }
            let theirs = Source::text(written(&file, false), Vec::new()).load(&[]);
            let ours = Source::preset("today", Vec::new())
                .patched(&patch)
                .unwrap()
                .load(&[]);
            match (theirs, ours) {
                (Ok(theirs), Ok(ours)) => assert_eq!(ours.settled(), theirs.settled(), "{patch}"),
                (theirs, ours) => panic!("{patch}: {theirs:?} {ours:?}"),
            }
        }
    }

    #[test]
    fn a_patch_goes_before_what_the_scenario_changes_itself_and_leaves_the_rest() {
        let own = ["world.demand=1.3", "mechanisms.stand_in.enabled=true"];
        let own = own.map(|it| it.split_once('=').unwrap());
        let own = own.map(|(path, value)| Change::parse(path, value));
        let source = Source::preset("today", own.to_vec());
        let patch = json!({"world": {"demand": 0.9}});
        let patched = load(&source.patched(&patch).unwrap());
        assert_eq!(at(&patched, "world.demand"), 0.9);
        assert_eq!(at(&patched, "mechanisms.stand_in.enabled"), true);
        // As changes, the same.
        let changes = source.patched(&json!(["world.demand=0.9"])).unwrap();
        assert_eq!(load(&changes), patched);
        // On another preset it stands alone.
        let other = json!({"extends": "seed", "world": {"demand": 0.9}});
        let other = load(&source.patched(&other).unwrap());
        assert_eq!(at(&other, "extends"), "seed");
        assert_eq!(at(&other, "mechanisms.stand_in.enabled"), false);
    }
}
