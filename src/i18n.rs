//! Words in both languages: every visible one stands in `locales/`, under a key, as
//! `key: { zh: "…", en: "…" }`. Names in a sentence are written `%{name}`.
//!
//! A page speaks one language and fetches that one's words; the other's come when somebody asks for them.

use std::cell::RefCell;

use litemap::LiteMap;
use serde_json::Value;

pub use crate::charts::numbers::Lang;

/// The words of a language, by key.
type Words = LiteMap<String, String>;

thread_local! {
    static KNOWN: RefCell<[Words; 2]> = RefCell::new(at_hand());
}

/// What is known before anything is fetched: nothing on the page, all where it is tested.
fn at_hand() -> [Words; 2] {
    #[cfg(target_arch = "wasm32")]
    return Default::default();
    #[cfg(not(target_arch = "wasm32"))]
    [
        read(include_str!(concat!(env!("OUT_DIR"), "/words-zh.json"))),
        read(include_str!(concat!(env!("OUT_DIR"), "/words-en.json"))),
    ]
    .map(Option::unwrap_or_default)
}

fn read(text: &str) -> Option<Words> {
    let Ok(Value::Object(entries)) = county::scenario::json(text) else {
        return None;
    };
    let words = entries.into_iter().filter_map(|(key, value)| match value {
        Value::String(words) => Some((key, words)),
        _ => None,
    });
    Some(words.collect())
}

/// Learns a language from its words as they were fetched; false when they are none.
pub fn learn(lang: Lang, text: &str) -> bool {
    let Some(words) = read(text) else {
        return false;
    };
    KNOWN.with_borrow_mut(|known| known[lang.of(0, 1)] = words);
    true
}

/// Learns more words of a language: those of the place 说明, which come when somebody goes there.
pub fn learn_more(lang: Lang, text: &str) {
    let more = read(text).unwrap_or_default();
    KNOWN.with_borrow_mut(|known| known[lang.of(0, 1)].extend(more));
}

/// Whether the words of the place 说明 are there.
#[must_use]
pub fn knows_more(lang: Lang) -> bool {
    KNOWN.with_borrow(|known| known[lang.of(0, 1)].get("about.contents").is_some())
}

/// Whether the words of the places 对比 and 研究 are there.
#[must_use]
pub fn knows_places(lang: Lang) -> bool {
    KNOWN.with_borrow(|known| known[lang.of(0, 1)].get("compare.title").is_some())
}

/// Whether a language's words are there.
#[must_use]
pub fn knows(lang: Lang) -> bool {
    KNOWN.with_borrow(|known| !known[lang.of(0, 1)].is_empty())
}

/// The words under a key; the key itself where there are none.
#[must_use]
pub fn word(lang: Lang, key: &str) -> String {
    KNOWN.with_borrow(|known| {
        let found = known[lang.of(0, 1)].get(key);
        found.map_or_else(|| key.to_owned(), String::clone)
    })
}

/// What the simulator says where the words under a key are said: its own English, with names for what it puts in.
#[must_use]
pub fn pattern(key: &str) -> String {
    if knows(Lang::En) {
        return word(Lang::En, key);
    }
    word(Lang::Zh, &format!("said.{key}"))
}

/// The words under a key, with names replaced.
#[must_use]
pub fn say(lang: Lang, key: &str, names: &[(&str, &str)]) -> String {
    let mut text = word(lang, key);
    for (name, value) in names {
        text = text.replace(&format!("%{{{name}}}"), value);
    }
    if lang == Lang::Zh { tight(&text) } else { text }
}

/// Chinese has spaces only beside digits and Latin letters: what a sentence puts between may be either.
fn tight(text: &str) -> String {
    let wide = |c: char| matches!(c, '\u{2014}'..='\u{2026}' | '\u{3000}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}');
    let chars: Vec<char> = text.chars().collect();
    let between =
        |i: usize| i > 0 && wide(chars[i - 1]) && chars.get(i + 1).is_some_and(|c| wide(*c));
    chars
        .iter()
        .enumerate()
        .filter(|(i, c)| !(**c == ' ' && between(*i)))
        .map(|(_, c)| c)
        .collect()
}

/// The name of something in a scenario.
#[must_use]
pub fn name_of(lang: Lang, text: &county::scenario::Text) -> String {
    lang.of(text.zh.clone(), text.en.clone())
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::fs;
    use std::path::{Path, PathBuf};

    /// A key with its words in Chinese and English.
    type Words = BTreeMap<String, (String, String)>;

    fn files(under: &Path, ending: &str) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for entry in fs::read_dir(under).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                found.extend(files(&path, ending));
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
        found.sort();
        found
    }

    fn root() -> PathBuf {
        PathBuf::from(env!("CARGO_MANIFEST_DIR"))
    }

    /// Reads `key: { zh: "…", en: "…" }`; anything else that is not blank or a comment fails.
    fn locales() -> Words {
        let mut words = Words::new();
        for file in files(&root().join("locales"), ".yml") {
            for (at, line) in fs::read_to_string(&file).unwrap().lines().enumerate() {
                let place = format!("{}:{}: {line}", file.display(), at + 1);
                if line.is_empty() || line.starts_with('#') || line == "_version: 2" {
                    continue;
                }
                let (key, rest) = line.split_once(": { zh: \"").expect(&place);
                let (zh, rest) = rest.split_once("\", en: \"").expect(&place);
                let en = rest.strip_suffix("\" }").expect(&place);
                assert!(
                    !zh.is_empty() && !en.is_empty(),
                    "a word is missing: {place}"
                );
                let both = (zh.to_owned(), en.to_owned());
                assert!(
                    words.insert(key.to_owned(), both).is_none(),
                    "twice: {place}"
                );
            }
        }
        words
    }

    fn names(text: &str) -> BTreeSet<&str> {
        text.split("%{")
            .skip(1)
            .filter_map(|rest| Some(rest.split_once('}')?.0))
            .collect()
    }

    /// String literals of the sources that look like keys; `{}` in them stands for any part of a key.
    fn keys_in_code() -> BTreeSet<String> {
        let mut keys = BTreeSet::new();
        let sources = ["src", "crates/places/src"].map(|it| files(&root().join(it), ".rs"));
        for file in sources.into_iter().flatten() {
            let text = fs::read_to_string(file).unwrap();
            for piece in text.split('"') {
                let key = piece.contains('.')
                    && piece.starts_with(|c: char| c.is_ascii_lowercase())
                    && piece.chars().all(|c| {
                        c.is_ascii_lowercase() || c.is_ascii_digit() || "._{}".contains(c)
                    });
                if key {
                    keys.insert(piece.to_owned());
                }
            }
        }
        keys
    }

    fn fits(pattern: &str, key: &str) -> bool {
        let Some((before, rest)) = pattern.split_once('{') else {
            return pattern == key;
        };
        let after = rest.split_once('}').map_or("", |(_, after)| after);
        key.starts_with(before)
            && (key.len() >= before.len() + after.len())
            && (after.is_empty()
                || (before.len()..=key.len())
                    .any(|at| key.is_char_boundary(at) && fits(after, &key[at..])))
    }

    #[test]
    fn every_key_has_words_in_both_languages_with_the_same_names() {
        for (key, (zh, en)) in locales() {
            // What an experiment is refused for is told without the simulator's English for what it is about.
            let fewer = key.starts_with("refused") && names(&zh).is_subset(&names(&en));
            assert!(fewer || names(&zh) == names(&en), "{key}");
            assert_eq!(
                super::word(super::Lang::Zh, &key),
                zh.replace("\\\"", "\""),
                "{key}"
            );
            assert_eq!(
                super::word(super::Lang::En, &key),
                en.replace("\\\"", "\""),
                "{key}"
            );
        }
    }

    #[test]
    fn every_key_in_the_locales_is_used_and_every_key_used_is_there() {
        let words = locales();
        let used = keys_in_code();
        // A unit's singular is found by its plural's key.
        let unused: Vec<_> = words
            .keys()
            .filter(|key| {
                !used.iter().any(|pattern| {
                    fits(pattern, key.strip_suffix("_one").unwrap_or(key)) || fits(pattern, key)
                })
            })
            .collect();
        assert!(unused.is_empty(), "keys nothing uses: {unused:?}");
        // A literal belongs to the locales when its first part names a group of keys there; the names of metrics and the
        // paths of scenarios begin otherwise.
        let groups: BTreeSet<&str> = words
            .keys()
            .filter_map(|key| Some(key.split_once('.')?.0))
            .collect();
        let missing: Vec<_> = used
            .iter()
            .filter(|pattern| {
                pattern
                    .split_once('.')
                    .is_some_and(|(group, _)| groups.contains(group))
            })
            .filter(|pattern| !words.keys().any(|key| fits(pattern, key)))
            .collect();
        assert!(missing.is_empty(), "keys without words: {missing:?}");
    }

    #[test]
    fn chinese_has_spaces_only_beside_digits_and_letters() {
        for (loose, tight) in [
            ("由 30 天 改为 14 天", "由 30 天改为 14 天"),
            ("由 全部 改为 Wi-Fi 听证", "由全部改为 Wi-Fi 听证"),
        ] {
            assert_eq!(super::tight(loose), tight);
        }
    }

    #[test]
    fn a_language_is_learnt_from_its_words() {
        use super::{Lang, knows, learn, word};
        assert!(knows(Lang::Zh) && knows(Lang::En), "tests know both");
        for bad in ["", "<!doctype html>", "[]", "7"] {
            assert!(!learn(Lang::En, bad), "{bad}");
        }
        assert!(learn(Lang::En, r#"{"a.b": "said \"so\"", "a.c": 3}"#));
        assert_eq!(word(Lang::En, "a.b"), "said \"so\"");
        assert_eq!(word(Lang::En, "a.c"), "a.c", "no words: the key itself");
        assert_ne!(word(Lang::Zh, "app.title"), "app.title");
        super::learn_more(Lang::En, r#"{"a.d": "more"}"#);
        assert_eq!(word(Lang::En, "a.d"), "more");
        assert_eq!(word(Lang::En, "a.b"), "said \"so\"", "and what it knew");
        assert!(super::knows_more(Lang::Zh) && !super::knows_more(Lang::En));
    }

    #[test]
    fn a_chinese_page_knows_what_the_simulator_says_without_english_words() {
        use super::{Lang, knows, learn, pattern, word};
        let words = locales();
        let said = words.keys().filter(|key| {
            ["problem", "lawful", "refused"].contains(&key.split('.').next().unwrap_or_default())
        });
        let english: Vec<(&String, String)> = said.map(|key| (key, word(Lang::En, key))).collect();
        assert!(english.len() > 100);
        // As it is before anybody asks for English.
        assert!(learn(Lang::En, "{}") && !knows(Lang::En));
        for (key, words) in english {
            assert_eq!(pattern(key), words);
        }
    }

    #[test]
    fn patterns_in_code_fit_keys() {
        assert!(fits("x.{path}.name", "x.a.b.name"));
        assert!(!fits("x.{path}.name", "x.a.b.unit"));
        assert!(fits("unit.{}", "unit.days"));
    }
}
