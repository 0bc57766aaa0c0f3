//! The place 研究: experiments by design, on any parameter of the scenario.

use std::rc::Rc;

use page::app::browser;
use page::charts::numbers::{Estimate, Unit, with_interval};
use page::i18n::{Lang, say, word};
use page::levers;
use page::simulate::systems::SYSTEMS;
use page::state::Moment;
use yew::prelude::*;

use crate::app::PlaceProps;
use crate::compare::days::estimate;
use crate::compare::factorial::{Blocks, called};
use crate::compare::{plan, typed};
use crate::pool::{Stage, use_study};
use crate::progress::Progress;
use crate::told::{DAYS, Told};

pub mod draft;
pub mod form;
pub mod methods;
pub mod response;

use draft::Draft;

/// Under which name the draft is remembered.
const REMEMBERED: &str = "research";
/// County-years that a core simulates in a second, about, before anything has been measured here.
const RATE: f64 = 100.0;

/// What was run last.
#[derive(Debug, Clone, PartialEq)]
struct Ran {
    draft: Draft,
    file: String,
    now: Rc<Moment>,
}

/// The place.
#[component]
pub fn Research(props: &PlaceProps) -> Html {
    let PlaceProps {
        lang,
        now,
        presets,
        hidden,
    } = props;
    let lang = *lang;
    let draft = use_state_eq(|| {
        let kept: Option<Draft> =
            browser::stored(REMEMBERED).and_then(|it| serde_json::from_str(&it).ok());
        Rc::new(kept.unwrap_or_default())
    });
    let study = use_study();
    let ran = use_state_eq(|| None::<Rc<Ran>>);
    let scenario = use_memo((Rc::clone(now), presets.len()), |(now, _)| {
        now.scenario(presets)
    });
    let change = {
        let draft = draft.clone();
        Callback::from(move |next: Draft| {
            if let Ok(text) = serde_json::to_string(&next) {
                browser::store(REMEMBERED, &text);
            }
            draft.set(Rc::new(next));
        })
    };
    // What this machine did last says most of what it will do next.
    let cores = web_sys::window().map_or(1.0, |it| it.navigator().hardware_concurrency());
    let rate = match (&study.status.stage, &*ran) {
        (Stage::Done, Some(ran)) if study.status.seconds > 0.5 => {
            ran.draft.seconds(1.0) / study.status.seconds
        }
        _ => RATE * cores,
    };
    let troubles = draft.troubles(&scenario, rate);
    let busy = study.status.is_busy();
    let go = {
        let (begin, ran, draft, now, scenario) = (
            study.begin.clone(),
            ran.clone(),
            Rc::clone(&draft),
            Rc::clone(now),
            Rc::clone(&scenario),
        );
        Callback::from(move |_: MouseEvent| {
            let job = draft.job(&now, &scenario);
            ran.set(Some(Rc::new(Ran {
                draft: (*draft).clone(),
                file: job.file.clone(),
                now: Rc::clone(&now),
            })));
            begin.emit(job);
        })
    };
    let size = size(&draft, rate, lang);
    html! {
        <article class="research" aria-labelledby="research-title" hidden={*hidden}>
            <h1 id="research-title" tabindex="-1">{ word(lang, "research.title") }</h1>
            <p class="lead">{ word(lang, "research.about") }</p>
            <section class="panel" aria-labelledby="research-build">
                <h2 id="research-build">{ word(lang, "research.build") }</h2>
                <form::Form draft={Rc::clone(&draft)} {change} scenario={Rc::clone(&scenario)} troubles={Rc::new(troubles.clone())} {lang} />
                <p class="hint" id="research-size">{ size }</p>
                <div class="study-tools">
                    <button type="button" class="primary" id="research-go" disabled={busy || !troubles.is_empty()} onclick={go}>{ word(lang, "research.go") }</button>
                </div>
                <Progress status={study.status.clone()} stop={study.stop.clone()} id="research-progress" {lang} />
            </section>
            <div>if let Some((told, ran)) = study.status.told.clone().zip((*ran).clone()) { <Results {told} {ran} {lang} /> }</div>
        </article>
    }
}

/// How much is to be run, and how long that takes.
fn size(draft: &Draft, rate: f64, lang: Lang) -> String {
    if draft.factors.is_empty() {
        return String::new();
    }
    let (points, runs) = (
        draft.count(),
        draft.count().saturating_mul(u64::from(draft.replications)),
    );
    let seconds = draft.seconds(rate);
    let time = match seconds {
        it if it < 90.0 => say(
            lang,
            "research.seconds",
            &[("seconds", &format!("{:.0}", it.max(1.0)))],
        ),
        it if it < 5_400.0 => say(
            lang,
            "research.minutes",
            &[("minutes", &format!("{:.0}", it / 60.0))],
        ),
        it => say(
            lang,
            "research.hours",
            &[("hours", &format!("{:.1}", it / 3_600.0))],
        ),
    };
    say(
        lang,
        "research.size",
        &[
            ("points", &points.to_string()),
            ("n", &draft.replications.to_string()),
            ("runs", &runs.to_string()),
            ("time", &time),
        ],
    )
}

#[derive(Debug, Properties, PartialEq)]
struct ResultsProps {
    told: Rc<Told>,
    ran: Rc<Ran>,
    lang: Lang,
}

/// How a metric is called and written.
#[derive(Debug, Clone, PartialEq)]
pub struct Metric {
    /// Its name.
    pub name: String,
    /// The unit it is written in.
    pub unit: Unit,
    /// From its own unit to that one: hours a year to hours a month, say.
    pub factor: f64,
}

impl Metric {
    /// A value of it as it is written.
    #[must_use]
    pub fn written(&self, it: Estimate) -> Estimate {
        let times = |it: Option<f64>| it.map(|it| it * self.factor);
        Estimate {
            value: times(it.value),
            low: times(it.low),
            high: times(it.high),
        }
    }
}

/// A metric as the place calls it.
#[must_use]
pub fn metric(name: &str, lang: Lang) -> Metric {
    if name == DAYS {
        return Metric {
            name: word(lang, "research.p90"),
            unit: Unit::Days,
            factor: 1.0,
        };
    }
    let row = SYSTEMS
        .iter()
        .flat_map(|system| system.rows.iter().map(move |row| (system, row)))
        .find(|it| it.1.metric == name);
    if let Some((system, row)) = row.filter(|_| !plan::OF_FACTORIAL.contains(&name)) {
        return Metric {
            name: word(lang, &format!("system.{}.{}", system.key, row.key)),
            unit: row.unit,
            factor: row.factor,
        };
    }
    let (name, unit) = called(name, lang);
    Metric {
        name,
        unit,
        factor: 1.0,
    }
}

/// What came of it, to look at and to take away.
#[component]
fn Results(props: &ResultsProps) -> Html {
    let ResultsProps { told, ran, lang } = props;
    let lang = *lang;
    let outcome = &told.outcome;
    let names = ran.draft.names();
    let shown_factor = use_state_eq(|| 0usize);
    let shown_metric = use_state_eq(|| 0usize);
    let factor = names.get(*shown_factor).or(names.first()).cloned();
    let name = outcome
        .metrics
        .get(*shown_metric)
        .or(outcome.metrics.first())
        .cloned();
    let called_factor = |at: usize| {
        ran.draft
            .factors
            .get(at)
            .map_or_else(String::new, |it| levers::name_of(&it.path, lang))
    };
    let choose = |state: &UseStateHandle<usize>| {
        let state = state.clone();
        Callback::from(move |event: Event| state.set(typed(&event).parse().unwrap_or(0)))
    };
    let options = |labels: Vec<String>, now: usize| -> Html {
        labels.into_iter().enumerate().map(|(at, label)| html! { <option value={at.to_string()} selected={at == now}>{ label }</option> }).collect()
    };
    let factor_labels: Vec<String> = (0..names.len()).map(called_factor).collect();
    let metric_labels: Vec<String> = outcome
        .metrics
        .iter()
        .map(|it| metric(it, lang).name)
        .collect();
    let rename: Vec<(String, String)> = names.iter().cloned().zip(factor_labels.clone()).collect();
    let response = factor.zip(name).map(|(factor, name)| {
        let at = names.iter().position(|it| *it == factor).unwrap_or(0);
        let called = metric(&name, lang);
        html! {
            <section class="panel" aria-label={word(lang, "research.look")}>
                <div class="study-size">
                    <label>{ word(lang, "research.metric") }{ " " }<select id="response-metric" onchange={choose(&shown_metric)}>{ options(metric_labels, *shown_metric) }</select></label>
                    <label>{ word(lang, "research.factor") }{ " " }<select id="response-factor" onchange={choose(&shown_factor)}>{ options(factor_labels, *shown_factor) }</select></label>
                </div>
                <response::Response told={Rc::clone(told)} {factor} name={called_factor(at)} metric={name} {called} {lang} />
            </section>
        }
    });
    html! {
        <section class="side" aria-labelledby="research-result">
            <h2 id="research-result">{ word(lang, "compare.result") }</h2>
            <p>{ word(lang, if told.whole { "research.certainty" } else { "research.so_far" }) }</p>
            <div>if outcome.effects.is_some() {
                <Blocks told={Rc::clone(told)} names={Rc::new(rename)} metrics={Rc::new(outcome.metrics.clone())} {lang} />
            }</div>
            <div>{ for response }</div>
            { points(told, &ran.draft, lang) }
            <div>if told.whole { <Away told={Rc::clone(told)} ran={Rc::clone(ran)} {lang} /> }</div>
        </section>
    }
}

/// All points with all metrics, those that did not run with why.
fn points(told: &Told, draft: &Draft, lang: Lang) -> Html {
    let outcome = &told.outcome;
    let names = draft.names();
    let heads = draft
        .factors
        .iter()
        .map(|it| levers::name_of(&it.path, lang));
    let metrics: Vec<(&String, Metric)> = outcome
        .metrics
        .iter()
        .map(|it| (it, metric(it, lang)))
        .collect();
    let row = |it: &crate::told::Point| {
        let levels = names.iter().map(|name| {
            it.levels
                .get(name)
                .map_or_else(String::new, |it| response::said(it, lang))
        });
        let why: Vec<String> = it
            .problems
            .iter()
            .map(|it| crate::words::told(it, lang))
            .map(|it| format!("{}: {}", it.path, it.message))
            .collect();
        let cells = metrics.iter().map(|(name, metric)| {
            let found = metric.written(estimate(told, it.point, name));
            html! { <td>{ with_interval(found, metric.unit, lang) }</td> }
        });
        let unlawful = outcome.flagged.contains(&it.point);
        html! {
            <tr key={it.point}>
                <th scope="row">{ it.point }{ if unlawful { word(lang, "research.flag") } else { String::new() } }</th>
                { for levels.map(|it| html! { <td>{ it }</td> }) }
                if why.is_empty() { { for cells } } else { <td class="problem" colspan={metrics.len().to_string()}>{ say(lang, "research.skipped", &[("why", &why.join("; "))]) }</td> }
            </tr>
        }
    };
    html! {
        <details class="panel">
            <summary>{ say(lang, "research.points", &[("count", &outcome.points.len().to_string())]) }</summary>
            <div class="wide-table"><table class="differences">
                <caption class="out-of-sight">{ word(lang, "research.points_caption") }</caption>
                <thead><tr>
                    <th scope="col">{ word(lang, "research.number") }</th>
                    { for heads.map(|it| html! { <th scope="col">{ it }</th> }) }
                    { for metrics.iter().map(|it| html! { <th scope="col">{ &it.1.name }</th> }) }
                </tr></thead>
                <tbody>{ for outcome.points.iter().map(row) }</tbody>
            </table></div>
        </details>
    }
}

/// What can be taken away: result, table, the experiment's file; how to have the same again; and what it was.
#[component]
fn Away(props: &ResultsProps) -> Html {
    let ResultsProps { told, ran, lang } = props;
    let lang = *lang;
    let outcome = &told.outcome;
    let file = methods::as_run(&ran.file, outcome);
    let save = |name: &'static str, text: String| {
        Callback::from(move |_: MouseEvent| browser::save(name, &text))
    };
    let pretty = serde_json::to_string_pretty(&file).unwrap_or_default();
    let in_file = outcome.scenario == plan::FILE;
    let fact =
        |key: &str, value: String| html! { <><dt>{ word(lang, key) }</dt><dd>{ value }</dd></> };
    html! {
        <section class="panel" aria-labelledby="research-away">
            <h3 id="research-away">{ word(lang, "research.away") }</h3>
            <div class="study-tools">
                <button type="button" id="save-csv" onclick={save("tuiyan-result.csv", told.csv.to_string())}>{ word(lang, "research.csv") }</button>
                <button type="button" id="save-json" onclick={save("tuiyan-result.json", format!("{}\n", told.json))}>{ word(lang, "research.json") }</button>
                <button type="button" id="save-experiment" onclick={save(methods::FILE, pretty)}>{ word(lang, "research.file") }</button>
                if in_file { <button type="button" id="save-scenario" onclick={save(plan::FILE, ran.now.text())}>{ word(lang, "research.scenario") }</button> }
            </div>
            <h3>{ word(lang, "research.methods_title") }</h3>
            <p id="research-methods">{ methods::paragraph(outcome, &file, ran.draft.half_width.is_some(), lang) }</p>
            <h3>{ word(lang, "research.again") }</h3>
            <p>{ word(lang, if in_file { "research.again_about_files" } else { "research.again_about" }) }</p>
            <pre id="research-command">{ methods::command() }</pre>
            <h3>{ word(lang, "research.certificate") }</h3>
            <dl class="certificate">
                { fact("research.version", outcome.version.clone()) }
                { fact("research.scenario_hash", format!("{} · {}", outcome.scenario, outcome.scenario_hash)) }
                { fact("research.experiment_hash", outcome.experiment_hash.clone()) }
                { fact("seed.label", outcome.seed.to_string()) }
                { fact("research.digest", outcome.digest.clone()) }
            </dl>
        </section>
    }
}
