//! The levers on the page: mechanisms, procedure, people, and, folded, the assumptions about the world.

use std::rc::Rc;

use serde_json::Value;
use yew::prelude::*;

use super::field::Field;
use super::{Group, Kind, LEVERS, Lever, plain, source};
use crate::app::browser;
use crate::charts::numbers::{Estimate, UNDEFINED, Unit, signed};
use crate::components::{Explain, Switch};
use crate::i18n::{Lang, say, word};
use crate::state::{Action, State};
use crate::words::changes;
use crate::words::problem;
use crate::words::sentence::{self, LEAD_TIME};
use crate::worker::engine;
use crate::worker::protocol::{Compared, Effect, Standing};

/// Properties of [`Switches`] and [`Levers`].
#[derive(Debug, Properties)]
pub struct PanelProps {
    /// What the page knows.
    pub state: Rc<State>,
    /// Told what the user does.
    pub act: Callback<Action>,
}

// By what levers and switches are drawn from, the large of it by identity: new figures move no lever, and comparing contents on
// every move would take longer than drawing.
impl PartialEq for PanelProps {
    fn eq(&self, other: &Self) -> bool {
        let (this, that) = (&self.state, &other.state);
        let told = |state: &State| state.told.as_ref().map(|run| Rc::as_ptr(run) as usize);
        Rc::ptr_eq(&this.now, &that.now)
            && Rc::ptr_eq(&this.problems, &that.problems)
            && this.lang == that.lang
            && this.drafts == that.drafts
            && this.effects == that.effects
            && told(this) == told(that)
            && self.act == other.act
    }
}

fn offered(state: &State, group: Group) -> impl Iterator<Item = &'static Lever> {
    LEVERS
        .iter()
        .filter(move |lever| lever.group == group && state.value(lever.path).is_some())
}

/// The mechanisms' switches, each with what it does to the county as it stands.
#[component]
pub fn Switches(props: &PanelProps) -> Html {
    let lang = props.state.lang;
    html! {
        <section class="panel switches" aria-labelledby="switches-title">
            <div class="panel-head">
                <h2 id="switches-title">{ word(lang, "levers.mechanisms") }</h2>
                <span class="switches-measure">
                    { word(lang, "levers.effect") }
                    <Explain term={word(lang, "levers.effect")} text={word(lang, "levers.effect_explained")} {lang} />
                </span>
            </div>
            <ul class="switch-list">{ for offered(&props.state, Group::Mechanisms).map(|lever| switch(props, lever)) }</ul>
        </section>
    }
}

fn switch(props: &PanelProps, lever: &'static Lever) -> Html {
    let PanelProps { state, act } = props;
    let lang = state.lang;
    let on = state.value(lever.path) == Some(&Value::Bool(true));
    let changed = state.value(lever.path) != state.preset_value(lever.path);
    let turn = {
        let act = act.clone();
        Callback::from(move |on: bool| {
            act.emit(Action::Set {
                path: lever.path.to_owned(),
                value: on.into(),
                gesture: false,
            })
        })
    };
    let found = effect_of(state, lever.path);
    let lead_time = found.as_ref().and_then(|it| it.get(LEAD_TIME).cloned());
    let told = found.map(|it| sentence::of_switch(lever.path, &it, lang));
    let told = told.unwrap_or_default();
    let problems = state
        .problems_at(lever.path)
        .map(|p| problem::told(p, lang))
        .map(|p| html! { <p class="problem">{ p.message }{ lang.of("，", "; ") }{ p.remedy }</p> });
    html! {
        <li key={lever.path} class={classes!("switch-row", changed.then_some("moved"))} data-path={lever.path}>
            <Switch id={lever.id()} label={lever.name(lang)} {on} onturn={turn} />
            <span class="switch-effect" id={format!("{}-effect", lever.id())}>{ effect(lead_time, !state.problems.is_empty(), lang) }</span>
            <Changes state={state.clone()} path={lever.path} id={format!("{}-told", lever.id())} {told} />
            <div class="lever-wrong" role="status">{ for problems }</div>
        </li>
    }
}

/// Properties of [`Changes`].
#[derive(Debug, Properties)]
struct ChangesProps {
    state: Rc<State>,
    /// Path of the switch.
    path: &'static str,
    /// Id of the sentence.
    id: String,
    /// The sentence: what it buys and costs; empty while that is not known.
    told: String,
}

impl PartialEq for ChangesProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.state.now, &other.state.now)
            && self.state.lang == other.state.lang
            && self.path == other.path
            && self.told == other.told
    }
}

/// What a switch buys and costs, and what it changes, behind a key; the changes are worked out when somebody looks.
#[component]
fn Changes(props: &ChangesProps) -> Html {
    let (lang, path) = (props.state.lang, props.path);
    let open = use_state_eq(|| false);
    let ontoggle = {
        let open = open.clone();
        Callback::from(move |event: Event| open.set(browser::is_open(&event)))
    };
    let now = Rc::clone(&props.state.now);
    let said = use_memo((open.then_some(now), lang), |(now, lang)| {
        let turned = now.as_ref().and_then(|now| engine::turned(now, path));
        turned.map(|(off, on)| changes::told(&off, &on, *lang))
    });
    let mechanism = path.split('.').nth(1).unwrap_or_default();
    let list = match &*said {
        Some(said) if said.is_empty() => {
            html! { <p class="hint">{ word(lang, "changes.nothing") }</p> }
        }
        Some(said) => html! { <ul>{ for said.iter().map(|it| html! { <li>{ it }</li> }) }</ul> },
        None => html! {},
    };
    html! {
        <details class="switch-changes" {ontoggle}>
            <summary>{ word(lang, "changes.title") }</summary>
            <p class="switch-told" id={props.id.clone()}>{ &props.told }</p>
            <p>{ word(lang, &format!("mechanism.{mechanism}.about")) }</p>
            { list }
        </details>
    }
}

/// What a switch does: where it is the one thing that differs from the preset, what the sentence says, from all replications;
/// else what was computed in the background.
fn effect_of(state: &State, path: &str) -> Option<Effect> {
    let told = state.told.as_ref().filter(|run| run.moment == state.now);
    let told =
        told.filter(|_| matches!(&state.changes_of(&state.now)[..], [one] if one.path == path));
    let Some(run) = told else {
        return state.effects.get(path).cloned();
    };
    let on = state.value(path) == Some(&Value::Bool(true));
    let mut effect = Effect::new();
    for name in std::iter::once(LEAD_TIME).chain(sentence::metrics_of(path)) {
        let compared = run.figures.metric(name);
        // On against off, whichever of the two holds now.
        let compared = if on { compared } else { compared.reversed() };
        effect.insert(name.to_owned(), compared);
    }
    Some(effect)
}

/// "−5.2 天", grey when it cannot be told from luck, dots while it is being computed.
fn effect(effect: Option<Compared>, refused: bool, lang: Lang) -> Html {
    let Some(effect) = effect else {
        if refused {
            return html! { <span>{ UNDEFINED }</span> };
        }
        return html! { <span class="waiting" title={word(lang, "levers.effect_waiting")}>{ "…" }</span> };
    };
    let estimate = Estimate::from(effect.difference);
    let unclear = |key| html! { <span class="luck" title={word(lang, key)}>{ word(lang, "levers.effect_luck_short") }</span> };
    match effect.standing() {
        Standing::Told => {
            html! { <strong>{ format!("{} {}", signed(estimate, Unit::Days), Unit::Days.word(lang)) }</strong> }
        }
        Standing::Undefined => html! { <span class="luck">{ "—" }</span> },
        Standing::Unsure => unclear("levers.effect_unsure"),
        _ => unclear("levers.effect_luck"),
    }
}

/// Procedure, people, assumptions, seed, and the two keys below.
#[component]
pub fn Levers(props: &PanelProps) -> Html {
    let lang = props.state.lang;
    let world: Vec<_> = offered(&props.state, Group::World).collect();
    let moved = world
        .iter()
        .filter(|l| props.state.value(l.path) != props.state.preset_value(l.path))
        .count();
    let summary = say(
        lang,
        "levers.world_summary",
        &[("count", &world.len().to_string())],
    );
    let marked =
        (moved > 0).then(|| say(lang, "levers.world_moved", &[("count", &moved.to_string())]));
    html! {
        <div class="lever-groups">
            { group(props, Group::Procedure, "levers.procedure") }
            { group(props, Group::People, "levers.people") }
            <section class="panel lever-group world" aria-labelledby="levers-world">
                <details>
                    <summary>
                        <h2 id="levers-world">{ word(lang, "levers.world") }</h2>
                        <span class="world-about">{ summary }{ " " }<strong>{ for marked }</strong></span>
                    </summary>
                    <p class="hint">{ word(lang, "levers.world_hint") }</p>
                    { for world.iter().map(|lever| field(props, lever)) }
                    { outcomes(&props.state) }
                </details>
            </section>
        </div>
    }
}

fn group(props: &PanelProps, group: Group, title: &'static str) -> Html {
    let id = title.replace('.', "-");
    html! {
        <section class="panel lever-group" aria-labelledby={id.clone()}>
            <h2 {id}>{ word(props.state.lang, title) }</h2>
            { for offered(&props.state, group).map(|lever| field(props, lever)) }
        </section>
    }
}

fn field(props: &PanelProps, lever: &'static Lever) -> Html {
    let PanelProps { state, act } = props;
    debug_assert!(lever.kind != Kind::Switch, "switches stand by themselves");
    let off = |switch: &&Lever| state.value(switch.path) != Some(&Value::Bool(true));
    let idle = lever
        .needs()
        .filter(off)
        .map(|switch| AttrValue::from(switch.name(state.lang)));
    let said = source::of(state, lever);
    let (source, explained) = match lever.group {
        Group::World => (said, None),
        _ => (None, said),
    };
    let remarks = source::remarks(state, lever);
    html! {
        <Field key={lever.path} lever={*lever} {idle} value={state.value(lever.path).cloned().unwrap_or_default()}
            preset={state.preset_value(lever.path).cloned()} draft={state.drafts.get(lever.path).map(|t| AttrValue::from(t.clone()))}
            {source} {explained} {remarks}
            problems={state.problems_at(lever.path).map(|p| problem::told(p, state.lang)).collect::<Vec<_>>()} lang={state.lang} act={act.clone()} />
    }
}

/// What decides at a meeting until the meeting itself is simulated: probabilities, and where they come from.
fn outcomes(state: &State) -> Html {
    const SHARES: [&str; 3] = ["refuse", "return_for_revision", "prevented_by_each_channel"];
    let lang = state.lang;
    let classes = state.value("world.classes").and_then(Value::as_object);
    let name = |class: &Value, id: &str| {
        class
            .get("name")
            .and_then(|it| it.get(lang.code())?.as_str())
            .unwrap_or(id)
            .to_owned()
    };
    let share = |class: &Value, key: &str| {
        let share = class.get("outcome").and_then(|it| it.get(key)?.as_f64());
        share.map_or_else(
            || UNDEFINED.to_owned(),
            |share| format!("{}%", plain(share, Unit::Share)),
        )
    };
    let row = |(id, class): (&String, &Value)| {
        html! {
            <tr key={id.clone()}>
                <th scope="row">{ name(class, id) }</th>
                { for SHARES.iter().map(|key| html! { <td>{ share(class, key) }</td> }) }
            </tr>
        }
    };
    let labelled = |class: &Value| class.get("outcome").is_some_and(Value::is_object);
    let mut classes = classes.into_iter().flatten();
    let classes = classes
        .by_ref()
        .filter(|it| labelled(it.1))
        .collect::<Vec<_>>();
    if classes.is_empty() {
        // What meetings decide follows from facts: there are no probabilities to show.
        return html! {};
    }
    html! {
        <div class="outcomes chart-table">
            <h3 id="outcomes-title">{ word(lang, "levers.outcomes") }</h3>
            <p class="hint">{ word(lang, "levers.outcomes_hint") }</p>
            <table aria-labelledby="outcomes-title">
                <thead><tr>
                    <th scope="col">{ word(lang, "outcome.class") }</th>
                    { for SHARES.iter().map(|key| html! { <th scope="col">{ word(lang, &format!("outcome.{key}")) }</th> }) }
                </tr></thead>
                <tbody>{ for classes.into_iter().map(row) }</tbody>
            </table>
            <p class="source">{ source::told(state, "world.classes.outcome", Unit::Share) }</p>
        </div>
    }
}
