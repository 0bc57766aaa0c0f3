//! The form in which an experiment is put together.

use std::rc::Rc;

use page::i18n::{Lang, say, word};
use page::levers::{self, Kind as LeverKind, LEVERS};
use page::state::{Moment, Preset, patch};
use serde_json::Value;
use yew::prelude::*;

use super::draft::{At, Draft, Factor, GRIDS, KINDS, RESOLUTIONS, Trouble, has_ends, name_of};
use super::{Metric, metric};
use crate::compare::typed;
use experiment::Kind;

mod metrics;
pub mod opened;
mod plans;

/// The most factors that the form takes.
const MOST_FACTORS: usize = 16;

/// Properties of [`Form`].
#[derive(Debug, Properties, PartialEq)]
pub struct FormProps {
    /// The experiment as it stands.
    pub draft: Rc<Draft>,
    /// Told what it becomes.
    pub change: Callback<Draft>,
    /// The scenario that it is of.
    pub scenario: Rc<Value>,
    /// The county as it stands.
    pub now: Rc<Moment>,
    /// The presets there are.
    pub presets: Rc<[Preset]>,
    /// What keeps it from being run.
    pub troubles: Rc<Vec<Trouble>>,
    /// Language of the words.
    pub lang: Lang,
}

/// The form.
#[component]
pub fn Form(props: &FormProps) -> Html {
    let FormProps {
        draft,
        scenario,
        troubles,
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
    let general = troubles.iter().filter(|it| it.at == At::Whole);
    let general = html! { <ul class="problems" role="status">{ for general.map(|it| html! { <li>{ told(it, lang) }</li> }) }</ul> };
    if draft.is_as_written() {
        return general;
    }
    let full = draft.factors.len() >= MOST_FACTORS;
    let factors = html! {
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
    };
    html! {
        <>
            <div>if draft.kind.has_factors() { { factors } }</div>
            <div>if draft.kind == Kind::Scenarios { { plans::plans(props) } }</div>
            <div class="study-form">
                { choice(props, "research-kind", "research.design", &KINDS.map(|it| (it.1.to_owned(), word(lang, &format!("research.kind.{}", it.1)))), name_of(draft.kind), |draft, said| {
                    if let Some((kind, _)) = KINDS.into_iter().find(|it| it.1 == said) {
                        draft.kind = kind;
                    }
                }) }
                { of_kind(props) }
                { number(props, "research-replications", "study.replications", f64::from(draft.replications), (2.0, 10_000.0), |draft, it| draft.replications = it as u32) }
                { years(props) }
                <div>if draft.may_stop() { { stop(props) } }</div>
            </div>
            <h3>{ word(lang, "research.metrics") }</h3>
            { metrics::metrics(props) }
            { general }
        </>
    }
}

/// What a sort of design asks for beside.
fn of_kind(props: &FormProps) -> Html {
    let FormProps { draft, lang, .. } = props;
    let lang = *lang;
    match draft.kind {
        Kind::FractionalFactorial => {
            let offered = RESOLUTIONS.map(|it| {
                let words = word(lang, &format!("research.resolution.{it}"));
                (it.to_string(), words)
            });
            let of_runs = draft.runs.map(|it| {
                let words = say(lang, "research.runs", &[("runs", &it.to_string())]);
                (format!("runs {it}"), words)
            });
            let now = of_runs.as_ref().map(|it| it.0.clone());
            let now = now.unwrap_or_else(|| draft.resolution.to_string());
            let options: Vec<_> = of_runs.into_iter().chain(offered).collect();
            choice(
                props,
                "research-resolution",
                "research.resolution",
                &options,
                &now,
                |draft, said| {
                    if let Ok(resolution) = said.parse() {
                        (draft.resolution, draft.runs) = (resolution, None);
                    }
                },
            )
        }
        Kind::LatinHypercube => number(
            props,
            "research-points",
            "research.hypercube_points",
            f64::from(draft.points),
            (2.0, 512.0),
            |draft, it| draft.points = it as u32,
        ),
        Kind::Morris => {
            let grids = GRIDS.map(|it| (it.to_string(), it.to_string()));
            let own = (!GRIDS.contains(&draft.grid)).then(|| draft.grid.to_string());
            let own = own.map(|it| (it.clone(), it));
            let options: Vec<_> = own.into_iter().chain(grids).collect();
            html! {
                <>
                    { number(props, "research-trajectories", "research.trajectories", f64::from(draft.trajectories), (2.0, 256.0), |draft, it| draft.trajectories = it as u32) }
                    { choice(props, "research-grid", "research.grid", &options, &draft.grid.to_string(), |draft, said| draft.grid = said.parse().unwrap_or(draft.grid)) }
                </>
            }
        }
        Kind::Sobol => number(
            props,
            "research-rows",
            "research.sobol_rows",
            f64::from(draft.rows),
            (2.0, 256.0),
            |draft, it| draft.rows = it as u32,
        ),
        Kind::ShadowPrices => number(
            props,
            "research-step",
            "research.step",
            draft.step,
            (0.25, 168.0),
            |draft, it| draft.step = it,
        ),
        _ => html! {},
    }
}

/// How many years are observed; empty for those of the scenario.
fn years(props: &FormProps) -> Html {
    let FormProps {
        draft,
        scenario,
        lang,
        ..
    } = props;
    let changed = change(props, |draft, said| {
        let said = said.trim();
        let number: Option<f64> = said.parse().ok().filter(|it: &f64| it.is_finite());
        draft.years = match (said.is_empty(), number) {
            (true, _) => None,
            (false, Some(number)) => Some(number.clamp(0.25, 20.0)),
            (false, None) => draft.years,
        };
    });
    let own = patch::get(scenario, "horizon.years").map(Value::to_string);
    let value = draft.years.map_or_else(String::new, |it| it.to_string());
    html! {
        <label>{ word(*lang, "study.years") }<input type="number" id="research-years" min="0.25" max="20" step="any" {value} placeholder={own.unwrap_or_default()} onchange={written(changed)} /></label>
    }
}

/// Words of a trouble.
fn told(it: &Trouble, lang: Lang) -> String {
    if let Some(problem) = &it.problem {
        let it = crate::words::told(problem, lang);
        return crate::words::sentence(&it, lang);
    }
    let names: Vec<(&str, &str)> = it
        .names
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    say(lang, it.key, &names)
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

/// A callback that changes the draft by what was said.
fn change(props: &FormProps, how: impl Fn(&mut Draft, &str) + 'static) -> Callback<String> {
    let (draft, change) = (Rc::clone(&props.draft), props.change.clone());
    Callback::from(move |said: String| {
        let mut next = (*draft).clone();
        how(&mut next, &said);
        change.emit(next);
    })
}

fn written(changed: Callback<String>) -> Callback<Event> {
    Callback::from(move |event: Event| changed.emit(typed(&event)))
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

fn choice(
    props: &FormProps,
    id: &'static str,
    label: &str,
    options: &[(String, String)],
    now: &str,
    how: impl Fn(&mut Draft, &str) + 'static,
) -> Html {
    let option = |(value, text): &(String, String)| html! { <option value={value.clone()} selected={value == now}>{ text }</option> };
    html! {
        <label>{ word(props.lang, label) }<select {id} onchange={written(change(props, how))}>{ for options.iter().map(option) }</select></label>
    }
}

fn number(
    props: &FormProps,
    id: &'static str,
    label: &str,
    now: f64,
    (least, most): (f64, f64),
    how: impl Fn(&mut Draft, f64) + 'static,
) -> Html {
    let changed = change(props, move |draft, said| {
        let said: Option<f64> = said.trim().parse().ok().filter(|it: &f64| it.is_finite());
        how(draft, said.unwrap_or(now).clamp(least, most));
    });
    html! {
        <label>{ word(props.lang, label) }<input type="number" {id} min={least.to_string()} max={most.to_string()} step="any" value={now.to_string()} onchange={written(changed)} /></label>
    }
}

/// A fixed number of replications, or until the intervals of the first metric are short enough.
fn stop(props: &FormProps) -> Html {
    let FormProps { draft, lang, .. } = props;
    let lang = *lang;
    let rules = [
        ("fixed".to_owned(), word(lang, "research.stop.fixed")),
        ("narrow".to_owned(), word(lang, "research.stop.narrow")),
    ];
    let now = if draft.half_width.is_some() {
        "narrow"
    } else {
        "fixed"
    };
    let rule = choice(
        props,
        "research-stop",
        "research.stop",
        &rules,
        now,
        |draft, said| {
            draft.half_width = (said == "narrow").then(|| draft.half_width.unwrap_or(1.0));
        },
    );
    let Some((half, first)) = draft.half_width.zip(draft.metrics.first()) else {
        return rule;
    };
    let Metric { name, unit, factor } = metric(first, lang);
    let factor = factor * unit.factor();
    let changed = change(props, move |draft, said| {
        let said: Option<f64> = said
            .trim()
            .parse()
            .ok()
            .filter(|it: &f64| it.is_finite() && *it > 0.0);
        draft.half_width = Some(said.map_or(half, |it| it / factor));
    });
    let label = say(
        lang,
        "research.half_width",
        &[("name", &name), ("unit", &unit.of_difference().word(lang))],
    );
    let value = levers::plain(half * factor, page::charts::numbers::Unit::Bare);
    html! {
        <>
            { rule }
            <label>{ label }<input type="number" id="research-half-width" min="0" step="any" {value} onchange={written(changed)} /></label>
        </>
    }
}
