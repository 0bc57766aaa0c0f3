//! What a switch changes, in words: the county with it on against the county with it off.

use county::scenario::written;
use serde_json::Value;

use crate::i18n::{Lang, say, word};
use crate::state::patch::{self, Patch};

/// Collections of the scenario: their keys are ids, and what they hold has names.
const COLLECTIONS: &[&str] = &[
    "leaders",
    "offices",
    "departments",
    "meetings",
    "procedures",
    "stages",
    "clocks",
    "raises",
    "conferences",
    "world",
    "classes",
    "sources",
    "publics",
];

/// Fields with words of their own, `field.<name>`; others are shown as the file writes them.
const FIELDS: &[&str] = &[
    "after",
    "agenda_closes_days",
    "before",
    "bound_hours_per_week",
    "days",
    "discussion",
    "document_hours_per_week",
    "every_days",
    "floor",
    "high",
    "hours",
    "items",
    "latency_days",
    "length",
    "low",
    "mean",
    "minutes",
    "minutes_factor",
    "mode",
    "people",
    "per_year",
    "priority",
    "reminders",
    "share",
    "staff",
    "when",
    "who",
];

/// Values with words of their own, `value.<name>`.
const VALUES: &[&str] = &["habit", "normal", "round_table", "urgent"];

/// Rules of the county's own with words of their own, `rule.<name>`: no article of law names their clocks.
const RULES: &[&str] = &[
    "local_rule_minutes",
    "local_rule_follow_up",
    "local_rule_suggestions",
];

/// The sentences, in order of place: what comes in, what goes, what is another.
#[must_use]
pub fn told(off: &Value, on: &Value, lang: Lang) -> Vec<String> {
    let mut said: Vec<(&str, String, Vec<String>)> = Vec::new();
    let mut details = 0_usize;
    let whole = Patch::new();
    let (before, after) = (off.as_object(), on.as_object());
    let patch = patch::between(before.unwrap_or(&whole), after.unwrap_or(&whole));
    for it in patch::differences(off, &patch) {
        if it.path.starts_with("mechanisms.") || it.path.starts_with("sources_of_numbers") {
            continue;
        }
        let (key, place, what) = if let Some(entry) = new_entry(off, on, &it.path) {
            ("changes.added", entry, on)
        } else if let Some(entry) = new_entry(on, off, &it.path) {
            ("changes.removed", entry, off)
        } else {
            // What has no words, or is no plain value, is for who reads the file.
            let field = it.path.rsplit('.').next().unwrap_or_default();
            let plain = |value: &Option<Value>| {
                !matches!(
                    value,
                    Some(Value::Object(_) | Value::Array(_) | Value::Bool(_))
                )
            };
            if !FIELDS.contains(&field) || !plain(&it.was) || !plain(&it.is) {
                details += 1;
                continue;
            }
            let value = |value: &Option<Value>| match value {
                Some(Value::Number(number)) => number
                    .as_f64()
                    .map_or_else(|| number.to_string(), |it| rounded(it).to_string()),
                Some(Value::String(text)) if VALUES.contains(&text.as_str()) => {
                    word(lang, &format!("value.{text}"))
                }
                Some(value) => written(value, false),
                None => word(lang, "differs.nothing"),
            };
            let place = place(on, &it.path, lang);
            let names = [
                ("place", place.as_str()),
                ("from", &value(&it.was)),
                ("to", &value(&it.is)),
            ];
            said.push(("", say(lang, "changes.moved", &names), Vec::new()));
            continue;
        };
        let (parent, _) = place.rsplit_once('.').unwrap_or(("", place));
        let mut parent = self::place(what, parent, lang);
        if parent.is_empty() {
            parent = word(lang, "changes.county");
        }
        let name = name(what, place, lang);
        match said.iter_mut().find(|it| it.0 == key && it.1 == parent) {
            Some(known) if known.2.contains(&name) => {}
            Some(known) => known.2.push(name),
            None => said.push((key, parent, vec![name])),
        }
    }
    let more = (details > 0).then(|| {
        let count = details.to_string();
        say(lang, "changes.details", &[("count", &count)])
    });
    said.into_iter()
        .map(|(key, place, names)| {
            if names.is_empty() {
                return place;
            }
            let names = names.join(&word(lang, "words.list"));
            say(lang, key, &[("place", &place), ("names", &names)])
        })
        .chain(more)
        .collect()
}

/// A number without the dust of arithmetic.
fn rounded(it: f64) -> f64 {
    libm::round(it * 1e6) / 1e6
}

/// The entry of a collection, on the way to a path, that one county has and the other has not.
fn new_entry<'a>(without: &Value, with: &Value, path: &'a str) -> Option<&'a str> {
    let ends = path.match_indices('.').map(|it| it.0).chain([path.len()]);
    let entry = ends.map(|end| &path[..end]).find(|entry| {
        let holder = entry.rsplit('.').nth(1).unwrap_or_default();
        COLLECTIONS.contains(&holder) && patch::get(without, entry).is_none()
    })?;
    patch::get(with, entry).map(|_| entry)
}

/// What is called by a path: the names of what it leads through.
fn place(root: &Value, path: &str, lang: Lang) -> String {
    let ends = path.match_indices('.').map(|it| it.0).chain([path.len()]);
    let names = ends.map(|end| name(root, &path[..end], lang));
    let named: Vec<String> = names.filter(|it| !it.is_empty()).collect();
    named.join(&word(lang, "changes.of"))
}

/// The last name of a path: what people read, else the field's word; nothing for a collection.
fn name(root: &Value, path: &str, lang: Lang) -> String {
    let key = path.rsplit('.').next().unwrap_or_default();
    let entry = patch::get(root, path);
    let text = |name: &Value| Some(name.get(lang.code())?.as_str()?.to_owned());
    // What arises is called by what arises, a clock by its article.
    let of_class = || {
        let class = entry?.get("class")?.as_str()?;
        text(patch::get(root, &format!("world.classes.{class}.name"))?)
    };
    let of_article = || Some(article(entry?.get("article")?.as_str()?, lang));
    let named = entry.and_then(|it| text(it.get("name")?));
    match named.or_else(of_class).or_else(of_article) {
        Some(name) => name,
        None if COLLECTIONS.contains(&key) => String::new(),
        None if FIELDS.contains(&key) => word(lang, &format!("field.{key}")),
        None => key.to_owned(),
    }
}

/// What an article is about; of what is no article of law the words for the county's own rule, if there are any.
fn article(id: &str, lang: Lang) -> String {
    match county::law::articles::find(id) {
        Some(article) => lang.of(article.title_zh, article.title_en).to_owned(),
        None => own_rule(id, lang),
    }
}

/// An article as it is cited; of what is no article of law the words for the county's own rule, if there are any.
#[must_use]
pub fn cited(id: &str, lang: Lang) -> String {
    match county::law::articles::find(id) {
        Some(article) => lang.of(article.cited_zh(), article.cited_en()),
        None => own_rule(id, lang),
    }
}

/// What an article asks for; nothing where the table does not know it.
#[must_use]
pub fn asks(id: &str, lang: Lang) -> String {
    let article = county::law::articles::find(id);
    article.map_or_else(String::new, |it| lang.of(it.says_zh, it.says_en).to_owned())
}

fn own_rule(id: &str, lang: Lang) -> String {
    if RULES.contains(&id) {
        word(lang, &format!("rule.{id}"))
    } else {
        id.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Moment;
    use crate::worker::engine;

    fn turned(path: &str, lang: Lang) -> Vec<String> {
        let (off, on) = engine::turned(&Moment::of("seed"), path).expect("the preset runs");
        told(&off, &on, lang)
    }

    #[test]
    fn what_a_switch_writes_is_told_by_name() {
        let zh = turned("mechanisms.participation.enabled", Lang::Zh);
        assert!(
            zh.iter()
                .any(|it| it.contains("加入") && it.contains("公开征求意见")),
            "{zh:?}"
        );
        let en = turned("mechanisms.participation.enabled", Lang::En);
        assert!(
            en.iter()
                .any(|it| it.contains("comes in") && it.contains("Public comment")),
            "{en:?}"
        );
        // Stand-ins change nothing that is written.
        assert_eq!(
            turned("mechanisms.stand_in.enabled", Lang::Zh),
            Vec::<String>::new()
        );
    }
}
