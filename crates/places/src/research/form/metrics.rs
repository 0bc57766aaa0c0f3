//! What is measured, to be ticked.

use page::i18n::{say, word};
use page::simulate::systems::SYSTEMS;
use yew::prelude::*;

use super::super::metric;
use super::{FormProps, change, written};
use crate::compare::plan::{HOURS, OF_FACTORIAL};

/// The primary metrics and value, then those of the county's other work, folded.
pub(super) fn metrics(props: &FormProps) -> Html {
    let lang = props.lang;
    let first = OF_FACTORIAL
        .iter()
        .copied()
        .chain(["turnaround.lead_time.p90"])
        .filter(|it| *it != HOURS)
        .chain([HOURS]);
    let system = |it: &page::simulate::systems::System| {
        let rows = it
            .rows
            .iter()
            .filter(|row| !OF_FACTORIAL.contains(&row.metric))
            .map(|row| tick(props, row.metric));
        let chosen = it
            .rows
            .iter()
            .filter(|row| {
                props.draft.metrics.iter().any(|name| name == row.metric)
                    && !OF_FACTORIAL.contains(&row.metric)
            })
            .count();
        let title = word(lang, &format!("system.{}.title", it.key));
        html! {
            <details key={it.key}><summary>{ title }{ if chosen > 0 { say(lang, "research.chosen", &[("count", &chosen.to_string())]) } else { String::new() } }</summary>
                <ul class="metric-list">{ for rows }</ul></details>
        }
    };
    // What a file measures that is not offered here stays, and can be taken away.
    let known = |name: &String| {
        let rows = SYSTEMS.iter().flat_map(|it| it.rows);
        let mut rows = rows.map(|it| it.metric);
        first.clone().any(|it| it == name) || rows.any(|it| it == name)
    };
    let others: Vec<&String> = props.draft.metrics.iter().filter(|it| !known(it)).collect();
    html! {
        <>
            <ul class="metric-list">{ for first.clone().map(|it| tick(props, it)) }{ for others.into_iter().map(|it| tick(props, it)) }</ul>
            <details><summary>{ word(lang, "research.more_metrics") }</summary>{ for SYSTEMS.iter().map(system) }</details>
        </>
    }
}

fn tick(props: &FormProps, name: &str) -> Html {
    let own = name.to_owned();
    let on = props.draft.metrics.iter().any(|it| it == name);
    let turn = change(props, move |draft, _| {
        draft.metrics.retain(|it| *it != own);
        if !on {
            draft.metrics.push(own.clone());
        }
    });
    let called = metric(name, props.lang).name;
    let id = format!("metric-{}", name.replace('.', "-"));
    html! {
        <li key={name.to_owned()}><label class="tick" for={id.clone()}><input type="checkbox" {id} checked={on} onchange={written(turn)} />{ " " }{ called }</label></li>
    }
}
