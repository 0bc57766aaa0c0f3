//! What varies: any parameter of the scenario, with the values it takes.

use std::rc::Rc;

use experiment::Kind;
use page::i18n::{Lang, say, word};
use page::levers::{self, Kind as LeverKind, LEVERS};
use page::state::patch;
use serde_json::Value;
use yew::prelude::*;

use super::super::draft::{At, Factor, has_ends};
use super::{FormProps, change, told, written};

/// The most factors that the form takes.
const MOST_FACTORS: usize = 16;

/// The factors, and what can be added.
#[component]
pub(super) fn Factors(props: &FormProps) -> Html {
    let FormProps {
        draft,
        scenario,
        lang,
        ..
    } = props;
    let lang = *lang;
    let paths = use_memo((Rc::clone(scenario), lang), |(scenario, lang)| {
        paths(scenario, *lang)
    });
    let add = change(props, |draft, _| draft.factors.push(Factor::default()));
    let offered = |it: &&levers::Lever| {
        patch::get(scenario, it.path).is_some()
            && !draft.factors.iter().any(|factor| factor.path == it.path)
    };
    let from_lever = {
        let scenario = Rc::clone(scenario);
        change(props, move |draft, said| {
            if let Some(lever) = levers::at(said) {
                draft.factors.push(Factor {
                    path: lever.path.to_owned(),
                    levels: levels_of(lever.path, &scenario, draft.kind),
                    ..Factor::default()
                });
            }
        })
    };
    let full = draft.factors.len() >= MOST_FACTORS;
    html! {
        <>
            <h3>{ word(lang, "research.factors") }</h3>
            <datalist id="research-paths">{ for paths.iter().map(|(path, name)| html! { <option value={path.clone()} label={name.clone()}></option> }) }</datalist>
            <ul class="factor-list">{ for (0..draft.factors.len()).map(|at| factor(props, at)) }</ul>
            <div class="study-tools">
                <label>{ word(lang, "research.add_lever") }{ " " }<select id="research-lever" disabled={full} onchange={written(from_lever)}>
                    <option value="" selected=true>{ word(lang, "research.choose_lever") }</option>
                    { for LEVERS.iter().filter(offered).map(|it| html! { <option key={it.path} value={it.path}>{ it.name(lang) }</option> }) }
                </select></label>
                <button type="button" id="research-add" disabled={full} onclick={Callback::from(move |_: MouseEvent| add.emit(String::new()))}>{ word(lang, "research.add_path") }</button>
            </div>
        </>
    }
}

/// Every parameter of the scenario that can be a factor: numbers, words, yes or no; with its name where it has one.
fn paths(scenario: &Value, lang: Lang) -> Vec<(String, String)> {
    fn walk(at: &str, value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(map) => {
                for (key, inner) in map {
                    let path = if at.is_empty() {
                        key.clone()
                    } else {
                        format!("{at}.{key}")
                    };
                    walk(&path, inner, found);
                }
            }
            Value::Number(_) | Value::Bool(_) => found.push(at.to_owned()),
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk("", scenario, &mut found);
    let words = |it: &String| {
        ["title", "about", "sources_of_numbers", "tuiyan"]
            .iter()
            .any(|word| it.starts_with(word))
    };
    found.retain(|it| !words(it));
    found
        .into_iter()
        .map(|path| {
            (
                path.clone(),
                Some(levers::name_of(&path, lang))
                    .filter(|it| *it != path)
                    .unwrap_or_default(),
            )
        })
        .collect()
}

/// Levels to begin with: both positions of a switch, all choices, and of a number the range in which it could be believed, else half and one and a half times it.
fn levels_of(path: &str, scenario: &Value, kind: Kind) -> String {
    let now = patch::get(scenario, path);
    if let Some(Value::Bool(_)) = now {
        return "false, true".to_owned();
    }
    if let Some(LeverKind::Choice(choices)) = levers::at(path).map(|it| it.kind) {
        let most = if kind == Kind::FractionalFactorial {
            2
        } else {
            choices.len()
        };
        return choices[..most.min(choices.len())].join(", ");
    }
    let Some(now) = now.and_then(Value::as_f64) else {
        return String::new();
    };
    let source = scenario
        .get("sources_of_numbers")
        .and_then(|it| it.get(path));
    let end = |key: &str| source?.get(key)?.as_f64();
    let (low, high) = end("low")
        .zip(end("high"))
        .unwrap_or((now * 0.5, now * 1.5));
    let whole = now.fract() == 0.0 && now.abs() >= 2.0;
    let plain = |it: f64| {
        levers::from_f64(if whole { it.round() } else { it })
            .map_or_else(String::new, |it| it.to_string())
    };
    format!("{}, {}", plain(low), plain(high))
}

fn factor(props: &FormProps, at: usize) -> Html {
    let FormProps {
        draft,
        scenario,
        troubles,
        lang,
        ..
    } = props;
    let lang = *lang;
    let Some(it) = draft.factors.get(at) else {
        return html! {};
    };
    let path = {
        let scenario = Rc::clone(scenario);
        change(props, move |draft, said| {
            let kind = draft.kind;
            if let Some(it) = draft.factors.get_mut(at) {
                let path = said.trim().to_owned();
                *it = Factor {
                    levels: levels_of(&path, &scenario, kind),
                    path,
                    ..Factor::default()
                };
            }
        })
    };
    let levels = change(props, move |draft, said| {
        if let Some(it) = draft.factors.get_mut(at) {
            it.levels = said.to_owned();
            it.whole = None;
        }
    });
    let gone = change(props, move |draft, _| {
        if at < draft.factors.len() {
            draft.factors.remove(at);
        }
    });
    let name = Some(levers::name_of(&it.path, lang)).filter(|name| *name != it.path);
    let now =
        patch::get(scenario, &it.path).map(|value| levers::value_of(&it.path, Some(value), lang));
    let hint = match (name, now) {
        (Some(name), Some(now)) => say(
            lang,
            "research.factor_now",
            &[("name", &name), ("now", &now)],
        ),
        (None, Some(now)) => say(lang, "research.path_now", &[("now", &now)]),
        _ => String::new(),
    };
    let key = if has_ends(draft.kind) {
        "research.ends_label"
    } else {
        "research.levels_label"
    };
    let wrong = troubles.iter().filter(|it| it.at == At::Factor(at));
    html! {
        <li key={at} class="factor">
            <label>{ word(lang, "research.path_label") }<input type="text" class="factor-path" list="research-paths" autocomplete="off" spellcheck="false" value={it.path.clone()} onchange={written(path)} /></label>
            <label>{ word(lang, key) }<input type="text" class="factor-levels" autocomplete="off" value={it.levels.clone()} onchange={written(levels)} /></label>
            <button type="button" class="quiet" onclick={Callback::from(move |_: MouseEvent| gone.emit(String::new()))}>{ word(lang, "compare.forget") }</button>
            <p class="hint">{ hint }</p>
            { for wrong.map(|it| html! { <p class="problem hint" role="status">{ told(it, lang) }</p> }) }
        </li>
    }
}
