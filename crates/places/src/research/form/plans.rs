//! Plans to be set beside the county as it stands: each with a name and what it changes.

use page::app::browser;
use page::i18n::{Lang, say, word};
use serde_json::Value;
use yew::prelude::*;

use super::super::draft::{At, MOST_PLANS, Plan};
use super::{FormProps, change, told, written};
use crate::compare::arms::{self, Arm};
use crate::compare::{REMEMBERED, plan};

/// The plans, and what can be added: an empty one, a mechanism turned, the county as it stands, one that was put aside, another preset.
pub(super) fn plans(props: &FormProps) -> Html {
    let FormProps { draft, lang, .. } = props;
    let lang = *lang;
    let offered = offered(props, lang);
    let full = draft.plans.len() >= MOST_PLANS;
    let add = change(props, |draft, _| draft.plans.push(Plan::default()));
    let take = {
        let offered = offered.clone();
        change(props, move |draft, said| {
            if let Some(it) = offered.iter().find(|it| it.id == said) {
                let taken = |name: &str| draft.plans.iter().any(|it| it.name == name);
                let again = (2..).map(|n| format!("{} {n}", it.name));
                let name = std::iter::once(it.name.clone())
                    .chain(again)
                    .find(|it| !taken(it));
                draft.plans.push(Plan {
                    name: name.unwrap_or_default(),
                    changes: lines(&it.patch),
                });
            }
        })
    };
    html! {
        <>
            <h3>{ word(lang, "research.plans") }</h3>
            <p class="hint">{ say(lang, "research.plans_about", &[("most", &MOST_PLANS.to_string())]) }</p>
            <ul class="factor-list">{ for (0..draft.plans.len()).map(|at| row(props, at)) }</ul>
            <div class="study-tools">
                <label>{ word(lang, "research.add_lever") }{ " " }<select id="research-plan" disabled={full} onchange={written(take)}>
                    <option value="" selected=true>{ word(lang, "research.choose_plan") }</option>
                    { for offered.iter().map(|it| html! { <option key={it.id.clone()} value={it.id.clone()}>{ &it.name }</option> }) }
                </select></label>
                <button type="button" id="research-add-plan" disabled={full} onclick={Callback::from(move |_: MouseEvent| add.emit(String::new()))}>{ word(lang, "research.add_plan") }</button>
            </div>
        </>
    }
}

/// Counties that are at hand: those of the place 对比.
fn offered(props: &FormProps, lang: Lang) -> Vec<Arm> {
    let stored = browser::stored(REMEMBERED).unwrap_or_default();
    let kept = arms::remembered(&stored, &props.presets);
    let mut all = arms::all(&props.presets, &props.now, &kept, lang);
    // The county as it stands is what plans are set beside, unless a file has brought another.
    if props.draft.county().is_none() {
        all.retain(|it| it.id != "now");
    }
    all
}

/// What a patch changes, one change a line; a patch that has no such lines as it is.
fn lines(patch: &Value) -> String {
    let object = patch.as_object().filter(|it| !it.contains_key("extends"));
    let lines = object.and_then(plan::changes);
    let line = |(path, value): (String, String)| format!("{path}={value}");
    match lines {
        Some(lines) => lines.into_iter().map(line).collect::<Vec<_>>().join("\n"),
        None => patch.to_string(),
    }
}

fn row(props: &FormProps, at: usize) -> Html {
    let lang = props.lang;
    let Some(it) = props.draft.plans.get(at) else {
        return html! {};
    };
    let name = change(props, move |draft, said| {
        if let Some(it) = draft.plans.get_mut(at) {
            it.name = said.trim().to_owned();
        }
    });
    let changes = change(props, move |draft, said| {
        if let Some(it) = draft.plans.get_mut(at) {
            it.changes = said.to_owned();
        }
    });
    let gone = change(props, move |draft, _| {
        if at < draft.plans.len() {
            draft.plans.remove(at);
        }
    });
    let wrong = props.troubles.iter().filter(|it| it.at == At::Plan(at));
    let rows = it.changes.lines().count().clamp(2, 8).to_string();
    html! {
        <li key={at} class="factor plan">
            <label>{ word(lang, "research.plan_name") }<input type="text" class="plan-name" autocomplete="off" value={it.name.clone()} onchange={written(name)} /></label>
            <label>{ word(lang, "research.plan_changes") }<textarea class="plan-changes" autocomplete="off" spellcheck="false" {rows} value={it.changes.clone()} onchange={written(changes)} /></label>
            <button type="button" class="quiet" onclick={Callback::from(move |_: MouseEvent| gone.emit(String::new()))}>{ word(lang, "compare.forget") }</button>
            { for wrong.map(|it| html! { <p class="problem hint" role="status">{ told(it, lang) }</p> }) }
        </li>
    }
}
