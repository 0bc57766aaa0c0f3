//! What came of an experiment, to look at and to take away.

use std::rc::Rc;

use county::scenario::Problem;
use page::app::browser;
use page::charts::numbers::with_interval;
use page::i18n::{Lang, say, word};
use page::levers;
use serde_json::Value;
use yew::prelude::*;

use super::{Metric, Ran, differences, methods, metric, response, sensitivity};
use crate::compare::days::estimate;
use crate::compare::factorial::Blocks;
use crate::compare::{plan, plausible, prices, standing, typed};
use crate::told::{Point, Told};

/// Properties of [`Results`].
#[derive(Debug, Properties, PartialEq)]
pub struct ResultsProps {
    /// The result.
    pub told: Rc<Told>,
    /// What was run.
    pub ran: Rc<Ran>,
    /// Language of the words.
    pub lang: Lang,
}

/// Factors by the names they have in the experiment, and as people read them.
fn names(ran: &Ran, lang: Lang) -> Vec<(String, String)> {
    let factors = ran.draft.varied().iter();
    let called = factors.map(|it| levers::name_of(&it.path, lang));
    ran.draft.names().into_iter().zip(called).collect()
}

/// What points differ in: factors, or what a design without factors varies of its own.
fn varied(point: Option<&Point>, ran: &Ran, lang: Lang) -> Vec<(String, String)> {
    let all = names(ran, lang);
    if !all.is_empty() {
        return all;
    }
    let own = point.into_iter().flat_map(|it| it.levels.keys());
    own.map(|it| (it.clone(), word(lang, &format!("research.level.{it}"))))
        .collect()
}

/// A point's level as people read it.
fn level(point: &Point, name: &str, ran: &Ran, lang: Lang) -> String {
    match (name, point.levels.get(name)) {
        (_, None | Some(Value::Null)) => word(lang, "research.as_it_stands"),
        ("holder", Some(Value::String(holder))) => {
            prices::name_of(&ran.scenario, holder, holder, lang)
        }
        (_, Some(it)) => response::said(it, lang),
    }
}

/// How a point is called: by its levels, or the plan or holder that it is.
#[must_use]
pub fn name_of(point: &Point, ran: &Ran, lang: Lang) -> String {
    let all = varied(Some(point), ran, lang);
    if let [(name, _)] = all.as_slice()
        && name == "scenario"
    {
        return level(point, name, ran, lang);
    }
    let said =
        |(name, called): &(String, String)| format!("{called} {}", level(point, name, ran, lang));
    let levels: Vec<String> = all.iter().map(said).collect();
    levels.join(lang.of("，", ", "))
}

/// The certainty, what the design tells, the points, and what can be taken away.
#[component]
pub fn Results(props: &ResultsProps) -> Html {
    let ResultsProps { told, ran, lang } = props;
    let lang = *lang;
    let outcome = &told.outcome;
    let rename = Rc::new(names(ran, lang));
    let metrics = Rc::new(outcome.metrics.clone());
    let certainty = match (told.whole, certainty(told)) {
        (false, _) => "research.so_far",
        (true, key) => key,
    };
    let of_metrics =
        |show: &dyn Fn(&String) -> Html| -> Html { outcome.metrics.iter().map(show).collect() };
    let matters = outcome.sensitivity.as_ref().map(|all| {
        of_metrics(&|name| {
            let Some(found) = all.get(name) else {
                return html! {};
            };
            html! {
                <div class="panel" key={name.clone()}><sensitivity::Matter found={Rc::new(found.clone())} names={Rc::clone(&rename)} metric={name.clone()} called={metric(name, lang)} whole={told.whole} {lang} /></div>
            }
        })
    });
    let is_priced = !outcome.prices.is_empty();
    let price = |name: &String| {
        html! {
            <section key={name.clone()} class="panel"><h3>{ metric(name, lang).name }</h3><prices::Prices told={Rc::clone(told)} scenario={Rc::clone(&ran.scenario)} metric={AttrValue::from(name.clone())} {lang} /></section>
        }
    };
    let compares = outcome.sensitivity.is_none() && !is_priced && outcome.plausible.is_none();
    let is_plain = compares && outcome.effects.is_none() && told.whole;
    html! {
        <section class="side" aria-labelledby="research-result">
            <h2 id="research-result">{ word(lang, "compare.result") }</h2>
            <p>{ word(lang, certainty) }</p>
            { set_aside(props) }
            { standings(props) }
            <div>if outcome.effects.is_some() {
                <Blocks told={Rc::clone(told)} names={Rc::clone(&rename)} {metrics} {lang} />
            }</div>
            <div class="study-pictures">{ for matters }</div>
            <div class="arm-cards">if is_priced { { of_metrics(&price) } }</div>
            <div>if outcome.plausible.is_some() { <plausible::Plausible told={Rc::clone(told)} {lang} /> }</div>
            <div>if is_plain { <differences::Differences told={Rc::clone(told)} ran={Rc::clone(ran)} {lang} /> }</div>
            <div>if compares && !rename.is_empty() { <Look told={Rc::clone(told)} ran={Rc::clone(ran)} {lang} /> }</div>
            { points(told, ran, lang) }
            <div>if told.whole { <Away told={Rc::clone(told)} ran={Rc::clone(ran)} {lang} /> }</div>
        </section>
    }
}

/// What its verdicts rest on.
fn certainty(told: &Told) -> &'static str {
    let outcome = &told.outcome;
    let kind = outcome.design.get("kind").and_then(Value::as_str);
    match kind {
        Some("morris" | "sobol") => "research.certainty_matters",
        Some("shadow_prices") => "research.certainty_prices",
        Some("plausible_counties") => "research.certainty_plausible",
        _ => "research.certainty",
    }
}

/// The most points that are named one by one where they did not run.
const MOST_NAMED: usize = 6;

/// Points that did not run, with why, and how many break the law.
fn set_aside(props: &ResultsProps) -> Html {
    let ResultsProps { told, ran, lang } = props;
    let lang = *lang;
    let outcome = &told.outcome;
    let skipped: Vec<&Point> = outcome
        .points
        .iter()
        .filter(|it| outcome.skipped.contains(&it.point))
        .collect();
    let line = |it: &&Point| {
        let (name, why) = (name_of(it, ran, lang), why(it, lang));
        html! { <li key={it.point}>{ say(lang, "study.skipped", &[("name", &name), ("why", &why)]) }</li> }
    };
    let many = skipped.len() > MOST_NAMED;
    let count = skipped.len().to_string();
    let flagged = outcome.flagged.len().to_string();
    html! {
        <div class="set-aside">
            if many {
                <p class="problem">{ say(lang, "research.methods_skipped", &[("count", &count)]) }</p>
            } else if !skipped.is_empty() {
                <ul class="problems">{ for skipped.iter().map(line) }</ul>
            }
            <p class="problem" hidden={outcome.flagged.is_empty()}>{ say(lang, "research.methods_flagged", &[("count", &flagged)]) }</p>
        </div>
    }
}

/// Why a point did not run.
fn why(point: &Point, lang: Lang) -> String {
    let problems = point.problems.iter();
    let line = |it: &Problem| {
        let it = crate::words::told(it, lang);
        format!("{}: {}", it.path, it.message)
    };
    problems.map(line).collect::<Vec<_>>().join("; ")
}

/// Which point is best, who is beaten in everything, and from when on a change is better: where a file asked for it.
fn standings(props: &ResultsProps) -> Html {
    let ResultsProps { told, ran, lang } = props;
    let lang = *lang;
    let outcome = &told.outcome;
    let all: Vec<(String, u32)> = outcome
        .points
        .iter()
        .filter(|it| it.scenario_hash.is_some())
        .map(|it| (name_of(it, ran, lang), it.point))
        .collect();
    let goals = outcome.front.iter().flat_map(|it| &it.goals);
    let goals: Vec<String> = goals.map(|it| metric(&it.metric, lang).name).collect();
    let goals = goals.join(lang.of("、", ", "));
    let what = say(lang, "research.front_what", &[("goals", &goals)]);
    let months = outcome.points.iter().filter(|it| !it.months.is_empty());
    let month = |it: &Point| {
        html! { <section key={it.point} class="panel"><h3>{ name_of(it, ran, lang) }</h3>{ standing::months(told, it.point, lang) }</section> }
    };
    let months: Html = months.filter(|_| told.whole).map(month).collect();
    html! {
        <>
            <p class="arm-sentence">{ standing::best(told, &all, lang) }</p>
            <p class="arm-sentence">{ standing::front(told, &all, &what, lang) }</p>
            <div class="arm-cards">{ months }</div>
        </>
    }
}

/// How a figure moves with a factor, both chosen.
#[component]
fn Look(props: &ResultsProps) -> Html {
    let ResultsProps { told, ran, lang } = props;
    let lang = *lang;
    let outcome = &told.outcome;
    let (shown_factor, shown_metric) = (use_state_eq(|| 0usize), use_state_eq(|| 0usize));
    let all = names(ran, lang);
    let choose = |state: &UseStateHandle<usize>| {
        let state = state.clone();
        Callback::from(move |event: Event| state.set(typed(&event).parse().unwrap_or(0)))
    };
    let options = |labels: Vec<String>, now: usize| -> Html {
        labels.into_iter().enumerate().map(|(at, label)| html! { <option value={at.to_string()} selected={at == now}>{ label }</option> }).collect()
    };
    let factor = all.get(*shown_factor).or(all.first()).cloned();
    let name = outcome.metrics.get(*shown_metric);
    let name = name.or(outcome.metrics.first()).cloned();
    let Some(((factor, called_factor), name)) = factor.zip(name) else {
        return html! {};
    };
    let metrics = outcome.metrics.iter().map(|it| metric(it, lang).name);
    let factors = all.into_iter().map(|it| it.1);
    let called = metric(&name, lang);
    html! {
        <section class="panel" aria-label={word(lang, "research.look")}>
            <div class="study-size">
                <label>{ word(lang, "research.metric") }{ " " }<select id="response-metric" onchange={choose(&shown_metric)}>{ options(metrics.collect(), *shown_metric) }</select></label>
                <label>{ word(lang, "research.factor") }{ " " }<select id="response-factor" onchange={choose(&shown_factor)}>{ options(factors.collect(), *shown_factor) }</select></label>
            </div>
            <response::Response told={Rc::clone(told)} {factor} name={called_factor} metric={name} {called} {lang} />
        </section>
    }
}

/// All points with all metrics, those that did not run with why.
fn points(told: &Told, ran: &Ran, lang: Lang) -> Html {
    let outcome = &told.outcome;
    let levels = varied(outcome.points.first(), ran, lang);
    let metrics: Vec<(&String, Metric)> = outcome
        .metrics
        .iter()
        .map(|it| (it, metric(it, lang)))
        .collect();
    let row = |it: &Point| {
        let levels = levels.iter().map(|(name, _)| level(it, name, ran, lang));
        let why = why(it, lang);
        let cells = metrics.iter().map(|(name, metric)| {
            let found = metric.written(estimate(told, it.point, name));
            html! { <td>{ with_interval(found, metric.unit, lang) }</td> }
        });
        let unlawful = outcome.flagged.contains(&it.point);
        html! {
            <tr key={it.point}>
                <th scope="row">{ it.point }{ if unlawful { word(lang, "research.flag") } else { String::new() } }</th>
                { for levels.map(|it| html! { <td>{ it }</td> }) }
                if why.is_empty() { { for cells } } else { <td class="problem" colspan={metrics.len().to_string()}>{ say(lang, "research.skipped", &[("why", &why)]) }</td> }
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
                    { for levels.iter().map(|it| html! { <th scope="col">{ &it.1 }</th> }) }
                    { for metrics.iter().map(|it| html! { <th scope="col">{ &it.1.name }</th> }) }
                </tr></thead>
                <tbody>{ for outcome.points.iter().map(row) }</tbody>
            </table></div>
        </details>
    }
}

/// What can be taken away: result, tables, the experiment's file; how to have the same again; and what it was.
#[component]
fn Away(props: &ResultsProps) -> Html {
    let ResultsProps { told, ran, lang } = props;
    let lang = *lang;
    let outcome = &told.outcome;
    let written = ran.draft.is_as_written();
    let file = methods::as_run(&ran.file, outcome);
    let save = |name: String, text: String| {
        Callback::from(move |_: MouseEvent| browser::save(&name, &text))
    };
    let pretty = if written {
        ran.file.clone()
    } else {
        serde_json::to_string_pretty(&file).unwrap_or_default()
    };
    let county = ran.draft.county();
    // The scenario's file that the command needs beside: the county as it stands, or the one that was opened with the experiment.
    let beside = match county {
        None => (outcome.scenario == plan::FILE).then(|| (plan::FILE.to_owned(), ran.now.text())),
        Some(it) if it.text.is_empty() => None,
        Some(it) => {
            let named = experiment::Named::parse(&it.name, |_| false);
            Some((named.base, it.text.clone()))
        }
    };
    let in_file = beside.is_some();
    let table = |(name, text): &(String, String)| {
        let id = if name == "points" {
            "save-csv".to_owned()
        } else {
            format!("save-table-{name}")
        };
        let onclick = save(format!("tuiyan-{name}.csv"), text.clone());
        let label = word(lang, &format!("research.table.{name}"));
        html! { <button type="button" key={id.clone()} {id} {onclick}>{ label }</button> }
    };
    let fact =
        |key: &str, value: String| html! { <><dt>{ word(lang, key) }</dt><dd>{ value }</dd></> };
    html! {
        <section class="panel" aria-labelledby="research-away">
            <h3 id="research-away">{ word(lang, "research.away") }</h3>
            <div class="study-tools">
                { for told.tables.iter().map(table) }
                <button type="button" id="save-json" onclick={save("tuiyan-result.json".to_owned(), format!("{}\n", told.json))}>{ word(lang, "research.json") }</button>
                <button type="button" id="save-experiment" onclick={save(methods::FILE.to_owned(), pretty)}>{ word(lang, "research.file") }</button>
                { for beside.map(|(name, text)| html! { <button type="button" id="save-scenario" onclick={save(name, text)}>{ word(lang, "research.scenario") }</button> }) }
            </div>
            <h3>{ word(lang, "research.methods_title") }</h3>
            <p id="research-methods">{ methods::paragraph(outcome, &file, ran.draft.half_width.is_some() && ran.draft.may_stop(), lang) }</p>
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
