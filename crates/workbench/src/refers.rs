//! Which fields name another part of the scenario: who can be named there, and what follows when a part is renamed or taken out.

use county::scenario::{MOMENTS, ROLES};
use serde_json::{Map, Value};

use crate::form::{Form, Kind, WHOLE};

/// What a field names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// An entry of the collection at this path.
    Entry(&'static str),
    /// A stage of the same procedure.
    Stage,
    /// A clock of the same procedure.
    Clock,
    /// Whoever works: a role, an office, a department, a leader.
    Who,
    /// A trait of some class.
    Trait,
    /// An event of the same procedure.
    Event,
    /// An article of law.
    Article,
}

impl To {
    /// The key of the field that holds what can be named.
    #[must_use]
    pub fn holder(self) -> &'static str {
        match self {
            To::Entry(path) => path.rsplit('.').next().unwrap_or(path),
            To::Stage | To::Event => "stages",
            To::Clock => "clocks",
            To::Who => "offices",
            To::Trait => "traits",
            To::Article => "article",
        }
    }
}

/// The collections whose entries other parts name.
pub const LEADERS: To = To::Entry("leaders");
/// Offices.
pub const OFFICES: To = To::Entry("offices");
const DEPARTMENTS: To = To::Entry("departments");
const CLASSES: To = To::Entry("world.classes");
const PUBLICS: To = To::Entry("world.publics");

/// What the field names as its value, or as the items of its list.
const VALUES: &[(&str, &str, To)] = &[
    ("Department", "leader", LEADERS),
    ("Meeting", "members", LEADERS),
    ("Meeting", "chairs", LEADERS),
    ("Conference", "leaders", LEADERS),
    ("StandIn", "pairs", LEADERS),
    ("PlannedAbsence", "leader", LEADERS),
    ("Delegation", "office", OFFICES),
    ("Class", "procedure", To::Entry("procedures")),
    ("Class", "duty", To::Entry("duties")),
    ("Class", "facts", To::Entry("world.facts.patterns")),
    ("Initiative", "class", CLASSES),
    ("Raise", "class", CLASSES),
    ("Condition", "classes", CLASSES),
    ("ApprovalReform", "handed_over", CLASSES),
    ("Stage", "meeting", To::Entry("meetings")),
    ("Stage", "after", To::Stage),
    ("Stage", "before", To::Stage),
    ("Returns", "to", To::Stage),
    ("Raise", "overrun", To::Clock),
    ("Stage", "who", To::Who),
    ("Judges", "trait", To::Trait),
    ("Clock", "starts_on", To::Event),
    ("Clock", "stops_on", To::Event),
    ("Clock", "restarts_on", To::Event),
    ("Pause", "from", To::Event),
    ("Pause", "to", To::Event),
    ("Raise", "on", To::Event),
    ("Clock", "article", To::Article),
];

/// What the field names as the keys of its entries.
const KEYS: &[(&str, &str, To)] = &[
    ("Department", "shared_with", LEADERS),
    ("Absences", "shares", LEADERS),
    ("StandIn", "pairs", LEADERS),
    ("Discussion", "listens", LEADERS),
    ("Class", "departments", DEPARTMENTS),
    ("Duty", "departments", DEPARTMENTS),
    ("Carrying", "fidelities", DEPARTMENTS),
    ("Carrying", "paces", DEPARTMENTS),
    ("Facts", "expert_pools", OFFICES),
    ("MatterSource", "classes", CLASSES),
    ("Class", "affects", PUBLICS),
    ("Channel", "reach", PUBLICS),
    ("Stage", "quotas", PUBLICS),
    ("Condition", "traits", To::Trait),
    ("Condition", "passed", To::Stage),
];

fn named(table: &[(&str, &str, To)], part: &str, key: &str) -> Option<To> {
    let found = table.iter().find(|it| it.0 == part && it.1 == key);
    found.map(|it| it.2)
}

/// What a field names as its value.
#[must_use]
pub fn value_of(part: &str, key: &str) -> Option<To> {
    named(VALUES, part, key)
}

/// What a field names as the keys of its entries.
#[must_use]
pub fn keys_of(part: &str, key: &str) -> Option<To> {
    named(KEYS, part, key)
}

/// The ids of the entries at a path, in the order in which they stand.
#[must_use]
pub fn ids(scenario: &Value, path: &str) -> Vec<String> {
    let found = crate::patch::get(scenario, path).and_then(Value::as_object);
    found.into_iter().flatten().map(|it| it.0.clone()).collect()
}

/// Who or what can be named at a path.
#[must_use]
pub fn candidates(scenario: &Value, to: To, path: &str) -> Vec<String> {
    let procedure = || {
        let mut keys = path.split('.');
        (keys.next() == Some("procedures"))
            .then(|| format!("procedures.{}", keys.next().unwrap_or_default()))
    };
    let own =
        |what: &str| procedure().map_or_else(Vec::new, |it| ids(scenario, &format!("{it}.{what}")));
    match to {
        To::Entry(collection) => ids(scenario, collection),
        To::Stage => own("stages"),
        To::Clock => own("clocks"),
        To::Who => {
            let roles = ROLES.iter().map(|it| (*it).to_owned());
            roles
                .chain(
                    ["offices", "departments", "leaders"]
                        .iter()
                        .flat_map(|it| ids(scenario, it)),
                )
                .collect()
        }
        To::Trait => {
            let classes = crate::patch::get(scenario, "world.classes").and_then(Value::as_object);
            let traits = classes
                .into_iter()
                .flatten()
                .filter_map(|it| it.1.get("traits")?.as_object());
            let mut all: Vec<String> = traits.flatten().map(|it| it.0.clone()).collect();
            all.sort();
            all.dedup();
            all
        }
        To::Event => {
            let moments = MOMENTS.iter().map(|it| (*it).to_owned());
            let stages = own("stages");
            let of =
                |stage: &String| ["ready", "started", "done"].map(|it| format!("{stage}.{it}"));
            moments.chain(stages.iter().flat_map(of)).collect()
        }
        To::Article => county::law::articles::ALL
            .iter()
            .map(|it| it.id.to_owned())
            .collect(),
    }
}

/// Calls `f` with every part of a scenario that has fields: its type, its path, and itself.
fn parts(form: &Form, value: &mut Value, f: &mut dyn FnMut(&str, &mut Map<String, Value>)) {
    fn walk(
        form: &Form,
        kind: &Kind,
        value: &mut Value,
        f: &mut dyn FnMut(&str, &mut Map<String, Value>),
    ) {
        match (kind, value) {
            (Kind::Parts(part), Value::Object(object)) => {
                f(part, object);
                for field in form.fields(part) {
                    // Plain values hold no further parts.
                    if matches!(
                        field.kind,
                        Kind::Parts(_) | Kind::Entries(_) | Kind::List(_)
                    ) && let Some(value) = object.get_mut(&field.key)
                    {
                        walk(form, &field.kind, value, f);
                    }
                }
            }
            (Kind::Entries(inner), Value::Object(object)) => {
                for (_, value) in object.iter_mut() {
                    walk(form, inner, value, f);
                }
            }
            (Kind::List(inner), Value::Array(items)) => {
                for value in items {
                    walk(form, inner, value, f);
                }
            }
            _ => {}
        }
    }
    walk(form, &Kind::Parts(WHOLE.to_owned()), value, f);
}

/// What becomes of a name.
enum Becomes<'a> {
    Another(&'a str),
    Nothing,
}

/// Whether a field that names `to` can name an entry of `collection`.
fn reaches(to: To, collection: &str) -> bool {
    match to {
        To::Entry(it) => it == collection,
        To::Who => ["offices", "departments", "leaders"].contains(&collection),
        _ => false,
    }
}

fn follow(form: &Form, scenario: &mut Value, collection: &str, id: &str, becomes: &Becomes) {
    parts(form, scenario, &mut |part, object| {
        for (_, key, _) in VALUES
            .iter()
            .filter(|it| it.0 == part && reaches(it.2, collection))
        {
            match object.get_mut(*key) {
                Some(Value::Array(items)) => match becomes {
                    Becomes::Another(new) => {
                        for item in items.iter_mut().filter(|it| it.as_str() == Some(id)) {
                            *item = Value::from(*new);
                        }
                    }
                    Becomes::Nothing => items.retain(|it| it.as_str() != Some(id)),
                },
                Some(Value::Object(entries)) => match becomes {
                    Becomes::Another(new) => {
                        for (_, value) in entries.iter_mut().filter(|it| it.1.as_str() == Some(id))
                        {
                            *value = Value::from(*new);
                        }
                    }
                    Becomes::Nothing => entries.retain(|_, value| value.as_str() != Some(id)),
                },
                // One that must be named stays named: the check tells where.
                Some(value) if value.as_str() == Some(id) => {
                    if let Becomes::Another(new) = becomes {
                        *value = Value::from(*new);
                    }
                }
                _ => {}
            }
        }
        for (_, key, _) in KEYS
            .iter()
            .filter(|it| it.0 == part && reaches(it.2, collection))
        {
            if let Some(Value::Object(entries)) = object.get_mut(*key)
                && let Some(value) = entries.remove(id)
                && let Becomes::Another(new) = becomes
            {
                entries.insert((*new).to_owned(), value);
            }
        }
    });
}

/// Whoever named `id` of a collection names `new` now.
pub fn renamed(form: &Form, scenario: &mut Value, collection: &str, id: &str, new: &str) {
    follow(form, scenario, collection, id, &Becomes::Another(new));
}

/// Lists and entries that named `id` of a collection do so no more. A field with room for one name keeps it: who stands there instead is for
/// people to say, and the check tells where.
pub fn gone(form: &Form, scenario: &mut Value, collection: &str, id: &str) {
    follow(form, scenario, collection, id, &Becomes::Nothing);
}

#[cfg(test)]
mod tests {
    use super::*;
    use county::scenario;

    #[test]
    fn every_field_of_the_tables_is_one_of_the_schema() {
        let form = Form::new(scenario::schema());
        for (part, key, _) in VALUES.iter().chain(KEYS) {
            assert!(
                form.fields(part).iter().any(|it| it.key == *key),
                "{part}.{key}"
            );
        }
    }

    #[test]
    fn whatever_the_presets_name_can_be_named() {
        for preset in scenario::presets() {
            let file = preset.file();
            for (path, to, name) in [
                ("departments.water.leader", LEADERS, "deputy_agriculture"),
                (
                    "procedures.major.stages.legality_review.who",
                    To::Who,
                    "justice",
                ),
                (
                    "procedures.petition.raises.late.overrun",
                    To::Clock,
                    "closed",
                ),
                (
                    "procedures.petition.clocks.told.stops_on",
                    To::Event,
                    "investigate.ready",
                ),
                (
                    "procedures.petition.clocks.told.article",
                    To::Article,
                    "petitions_23",
                ),
                (
                    "procedures.petition.stages.direct.when",
                    To::Trait,
                    "complex",
                ),
            ] {
                assert!(
                    candidates(file, to, path).iter().any(|it| it == name),
                    "{}: {path}",
                    preset.id
                );
            }
        }
    }
}
