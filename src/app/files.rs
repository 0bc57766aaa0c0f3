//! Opening a scenario file from disk, and saving one.

use county::scenario::Problem;
use serde_json::Value;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;
use yew::Callback;

use super::browser;
use crate::i18n::{Lang, say};
use crate::state::{Action, Moment, Notice, Preset, Presets, patch};
use crate::words::problem::no_json;

/// Larger files are not read: a scenario is a few dozen kilobytes.
pub const LARGEST: f64 = 2_000_000.0;

/// Reads a file the user chose, and opens it or says all that is wrong with it.
pub fn open(file: File, presets: Presets, seed: u64, lang: Lang, act: Callback<Action>) {
    wasm_bindgen_futures::spawn_local(async move {
        let name = file.name();
        let size = file.size();
        let read = if size > LARGEST {
            Err(vec![problem(
                lang,
                "",
                "too_large",
                &[("size", &format!("{:.0}", size / 1e6))],
            )])
        } else {
            match JsFuture::from(file.text()).await {
                Ok(text) => scenario(&text.as_string().unwrap_or_default(), &presets, seed, lang),
                Err(_) => Err(vec![problem(lang, "", "unreadable", &[])]),
            }
        };
        match read {
            Ok(moment) => act.emit(Action::Open(moment)),
            Err(problems) => act.emit(Action::Tell(Some(Notice::File { name, problems }))),
        }
    });
}

/// What a file says, as changes to a preset. Whether they make a sound scenario is the check's business, field by field.
///
/// # Errors
/// Why it cannot be read as a scenario at all.
pub fn scenario(
    text: &str,
    presets: &[Preset],
    seed: u64,
    lang: Lang,
) -> Result<Moment, Vec<Problem>> {
    let value = county::scenario::json(text).map_err(|said| {
        let said = no_json(&said.to_string(), lang);
        vec![problem(lang, "", "no_json", &[("said", &said)])]
    })?;
    let Value::Object(mut file) = patch::plain_numbers(value) else {
        return Err(vec![problem(lang, "", "no_object", &[])]);
    };
    match file.get("tuiyan").map(Value::as_u64) {
        Some(Some(version)) if version == u64::from(county::scenario::FORMAT) => {}
        Some(Some(version)) if version > u64::from(county::scenario::FORMAT) => {
            return Err(vec![problem(
                lang,
                "tuiyan",
                "newer",
                &[("version", &version.to_string())],
            )]);
        }
        _ => return Err(vec![problem(lang, "tuiyan", "no_version", &[])]),
    }
    file.remove("tuiyan");
    let base = match file.remove("extends") {
        None => None,
        Some(Value::String(id)) if presets.iter().any(|p| p.id == id) => Some(id),
        Some(other) => {
            let ids: Vec<&str> = presets.iter().map(|p| p.id.as_str()).collect();
            let names = [
                ("id", county::scenario::written(&other, false)),
                ("ids", ids.join(", ")),
            ];
            return Err(vec![problem(
                lang,
                "extends",
                "no_preset",
                &[("id", &names[0].1), ("ids", &names[1].1)],
            )]);
        }
    };
    let moment = |preset: &str, patch| Moment {
        preset: preset.to_owned(),
        patch,
        seed,
    };
    if let Some(id) = base {
        return Ok(moment(&id, file));
    }
    // A complete file: told as changes to the preset that it is nearest to.
    let nearest = presets
        .iter()
        .filter_map(|preset| {
            let mut own = preset.value.as_object()?.clone();
            own.remove("tuiyan");
            own.remove("extends");
            let patch = patch::between(&own, &file);
            Some((
                patch::differences(&preset.value, &patch).len(),
                &preset.id,
                patch,
            ))
        })
        .min_by_key(|(count, ..)| *count);
    nearest.map_or_else(|| Err(Vec::new()), |(_, id, patch)| Ok(moment(id, patch)))
}

fn problem(lang: Lang, path: &str, key: &str, names: &[(&str, &str)]) -> Problem {
    Problem {
        path: path.to_owned(),
        message: say(lang, &format!("file.{key}.message"), names),
        remedy: say(lang, &format!("file.{key}.remedy"), names),
    }
}

/// Saves the scenario as a file the command takes too.
pub fn save(moment: &Moment) {
    save_as(moment, &format!("tuiyan-{}.json", moment.preset));
}

/// Saves the scenario as a file of this name.
pub fn save_as(moment: &Moment, name: &str) {
    browser::save(name, &county::scenario::written(&moment.file(), true));
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn presets() -> Vec<Preset> {
        vec![
            Preset {
                id: "today".to_owned(),
                value: json!({"tuiyan": 1, "a": {"b": 1, "c": 2}, "d": [1]}),
            },
            Preset {
                id: "then".to_owned(),
                value: json!({"tuiyan": 1, "a": {"b": 9, "c": 9}, "d": [9]}),
            },
        ]
    }

    #[test]
    fn a_file_saved_opens_as_the_same_scenario() {
        let moment = Moment {
            preset: "then".to_owned(),
            patch: json!({"a": {"b": 3}}).as_object().unwrap().clone(),
            seed: 5,
        };
        assert_eq!(
            scenario(&moment.text(), &presets(), 5, Lang::Zh),
            Ok(moment)
        );
    }

    #[test]
    fn a_complete_file_becomes_changes_to_the_nearest_preset() {
        let file = json!({"tuiyan": 1, "a": {"b": 9, "c": 9}, "d": [8]}).to_string();
        let moment = scenario(&file, &presets(), 1, Lang::Zh).unwrap();
        assert_eq!(
            (moment.preset.as_str(), Value::Object(moment.patch)),
            ("then", json!({"d": [8]}))
        );
    }

    #[test]
    fn what_is_no_scenario_is_told_with_its_path_and_a_remedy() {
        let deep = "[".repeat(100_000);
        let table = [
            ("", ""),
            ("{", ""),
            ("[1]", ""),
            (deep.as_str(), ""),
            ("{}", "tuiyan"),
            (r#"{"tuiyan": "1"}"#, "tuiyan"),
            (r#"{"tuiyan": 2}"#, "tuiyan"),
            (r#"{"tuiyan": 1, "extends": "moon"}"#, "extends"),
            (r#"{"tuiyan": 1, "extends": 7}"#, "extends"),
        ];
        for lang in Lang::ALL {
            for (text, path) in table {
                let problems = scenario(text, &presets(), 1, lang).unwrap_err();
                assert_eq!(
                    problems.iter().map(|p| p.path.as_str()).collect::<Vec<_>>(),
                    [path],
                    "{}",
                    &text[..text.len().min(40)]
                );
                assert!(
                    problems
                        .iter()
                        .all(|p| !p.message.is_empty() && !p.remedy.is_empty())
                );
            }
        }
    }
}
