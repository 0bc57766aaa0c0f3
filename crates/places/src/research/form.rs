//! The form in which an experiment is put together.

use std::rc::Rc;

use experiment::Kind;
use page::i18n::{Lang, say, word};
use page::levers;
use page::state::{Moment, Presets, patch};
use serde_json::Value;
use yew::prelude::*;

use super::draft::{At, Draft, GRIDS, KINDS, RESOLUTIONS, Trouble, name_of};
use super::{Metric, metric};
use crate::compare::typed;

mod factors;
mod metrics;
pub mod opened;
mod plans;

/// Properties of [`Form`].
#[derive(Debug, Clone, Properties, PartialEq)]
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
    pub presets: Presets,
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
        troubles,
        lang,
        ..
    } = props;
    let lang = *lang;
    let general = troubles.iter().filter(|it| it.at == At::Whole);
    let general = html! { <div role="status"><ul class="problems">{ for general.map(|it| html! { <li>{ told(it, lang) }</li> }) }</ul></div> };
    if draft.is_as_written() {
        return general;
    }
    html! {
        <>
            <div class="study-form kind">
                { choice(props, "research-kind", "research.design", &KINDS.map(|it| (it.1.to_owned(), word(lang, &format!("research.kind.{}", it.1)))), name_of(draft.kind), |draft, said| {
                    if let Some((kind, _)) = KINDS.into_iter().find(|it| it.1 == said) {
                        draft.kind = kind;
                    }
                }) }
            </div>
            <div>if draft.kind.has_factors() { <factors::Factors ..props.clone() /> }</div>
            <div>if draft.kind == Kind::Scenarios { { plans::plans(props) } }</div>
            <div class="study-form">
                <div>{ of_kind(props) }</div>
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

fn choice(
    props: &FormProps,
    id: &'static str,
    label: &str,
    options: &[(String, String)],
    now: &str,
    how: impl Fn(&mut Draft, &str) + 'static,
) -> Html {
    // The property too: an attribute does not move what somebody has chosen by hand.
    let option = |(value, text): &(String, String)| html! { <option value={value.clone()} selected={value == now}>{ text }</option> };
    html! {
        <label>{ word(props.lang, label) }<select {id} ~value={now.to_owned()} onchange={written(change(props, how))}>{ for options.iter().map(option) }</select></label>
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
