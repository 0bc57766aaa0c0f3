//! What is looked for by its words.

use page::i18n::{say, word};
use serde_json::Value;
use yew::prelude::*;

use super::act::Act;
use super::desk::{Desk, OnDesk};
use super::parts;

/// How many places are shown at once.
const FOUND: usize = 40;

/// Something that can be looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its path.
    pub path: String,
    /// What it is called.
    pub name: String,
    /// Path and name as they are compared with what is typed.
    words: String,
}

impl Entry {
    /// What stands at a path, by its names.
    #[must_use]
    pub fn of(desk: &Desk, path: &str) -> Self {
        let name = desk.told(path);
        let words = format!("{path}\n{name}").to_ascii_lowercase();
        Self {
            path: path.to_owned(),
            name,
            words,
        }
    }

    /// Whether every word of what is looked for is part of path or name.
    #[must_use]
    pub fn fits(&self, looked_for: &str) -> bool {
        let words = looked_for.split_whitespace();
        let mut words = words.map(str::to_ascii_lowercase);
        words.all(|it| self.words.contains(&it))
    }
}

/// Every value of the scenario; where numbers come from has a table of its own.
fn all(desk: &Desk) -> Vec<Entry> {
    let mut all = Vec::new();
    let mut open: Vec<(String, &Value)> = vec![(String::new(), &desk.scenario)];
    while let Some((path, value)) = open.pop() {
        match value {
            Value::Object(object) if path != "sources_of_numbers" => {
                let inner = object.iter().rev();
                open.extend(inner.map(|(key, it)| (parts::at(&path, key), it)));
            }
            Value::Object(_) => {}
            _ => all.push(Entry::of(desk, &path)),
        }
    }
    all
}

/// Properties of [`Found`].
#[derive(Debug, Properties, PartialEq)]
pub struct FoundProps {
    /// The scenario as it stands.
    pub desk: OnDesk,
    /// What is looked for.
    pub looked_for: AttrValue,
    /// Told what is done.
    pub act: Callback<Act>,
}

/// Places whose words or path hold what is looked for. All names are told once for a scenario, not with every letter.
#[component]
pub fn Found(props: &FoundProps) -> Html {
    let FoundProps {
        desk,
        looked_for,
        act,
    } = props;
    let lang = desk.lang;
    let all = use_memo(desk.clone(), |desk| all(desk));
    let found: Vec<&Entry> = all.iter().filter(|it| it.fits(looked_for)).collect();
    let row = |Entry { path, name, .. }: &&Entry| {
        html! { <li key={path.clone()}><button type="button" class="quiet edit-go" onclick={Act::go(act, path)}>{ name.clone() }</button>{ " " }<span class="is">{ desk.shown(path, desk.value(path)) }</span>{ " " }<code>{ path.clone() }</code></li> }
    };
    let (shown, count) = (found.len().min(FOUND).to_string(), found.len().to_string());
    html! {
        <>
            <h2 id="edit-section">{ word(lang, "edit.found") }</h2>
            <p role="status">{ say(lang, "edit.sources_count", &[("shown", &shown), ("count", &count)]) }</p>
            <ul class="edit-found">{ for found.iter().take(FOUND).map(row) }</ul>
        </>
    }
}

#[cfg(test)]
mod tests {
    use super::super::desk::tests::desk;
    use super::*;
    use page::i18n::Lang;
    use serde_json::json;

    #[test]
    fn every_word_has_to_be_found() {
        let desk = desk(json!({}), Lang::Zh);
        let entry = Entry::of(&desk, "meetings.plenary.minutes");
        for (looked_for, found) in [
            ("", true),
            ("会议 分钟", true),
            ("MEETINGS minutes", true),
            ("会议 小时", false),
        ] {
            assert_eq!(entry.fits(looked_for), found, "{looked_for}");
        }
        let all = all(&desk);
        assert!(all.len() > 1_000 && all.iter().any(|it| it.path == entry.path));
        assert!(!all.iter().any(|it| it.path.starts_with("sources_of")));
    }
}
