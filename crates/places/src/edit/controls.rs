//! The controls of forms: native ones, told when what was typed is finished, so that one field is one step of undo.

use page::i18n::{Lang, say, word};
use serde_json::Value;
use workbench::form::Unit;
use yew::prelude::*;

use super::desk::typing::{digits, typed};
use crate::compare::typed as typed_text;

/// Properties of [`Number`].
#[derive(Debug, Properties, PartialEq)]
pub struct NumberProps {
    /// Its id.
    pub id: AttrValue,
    /// The number; none where something else stands there.
    pub value: Option<f64>,
    /// Its unit.
    pub unit: Unit,
    /// Whether something is wrong with it.
    pub wrong: bool,
    /// Language of the words.
    pub lang: Lang,
    /// A name for those who do not see the label beside it.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// Told the new number.
    pub onset: Callback<Value>,
}

/// A number. What is none stays in the field and is told; the scenario does not move.
#[component]
pub fn Number(props: &NumberProps) -> Html {
    let NumberProps {
        id,
        value,
        unit,
        wrong,
        lang,
        label,
        onset,
    } = props;
    let draft = use_state_eq(|| None::<String>);
    let (typing, type_on) = use_typing();
    // Whatever comes from elsewhere, by undo say, stands in place of a draft.
    use_effect_with(*value, {
        let (draft, typing) = (draft.clone(), typing.clone());
        move |_| {
            draft.set(None);
            typing.set(None);
        }
    });
    let write = {
        let (draft, typing, onset, unit) = (draft.clone(), typing.clone(), onset.clone(), *unit);
        Callback::from(move |event: Event| {
            let text = typed_text(&event);
            // What was typed stands there until the scenario says the same.
            match typed(&text, unit) {
                Some(number) => {
                    draft.set(None);
                    onset.emit(number);
                }
                None => {
                    typing.set(None);
                    draft.set(Some(text));
                }
            }
        })
    };
    let text = (*typing)
        .clone()
        .or_else(|| (*draft).clone())
        .or_else(|| value.map(|it| digits(it, *unit)))
        .unwrap_or_default();
    let told = draft
        .as_ref()
        .map(|text| say(*lang, "lever.no_number", &[("text", text)]));
    let invalid = (*wrong || draft.is_some()).to_string();
    html! {
        <>
            <input type="text" inputmode="decimal" autocomplete="off" id={id.clone()} value={text} size="9" aria-label={label.clone()}
                aria-invalid={invalid} aria-describedby={label.is_none().then(|| format!("{id}-wrong"))} oninput={type_on} onchange={write} />
            <span class="problem" role="status">{ for told }</span>
        </>
    }
}

/// Properties of [`Line`].
#[derive(Debug, Properties, PartialEq)]
pub struct LineProps {
    /// Its id.
    pub id: AttrValue,
    /// The text.
    pub value: AttrValue,
    /// A name for those who do not see the label beside it.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// Told the new text.
    pub onset: Callback<String>,
}

/// A line of text.
#[component]
pub fn Line(props: &LineProps) -> Html {
    let (typing, type_on) = use_typing();
    use_effect_with(props.value.clone(), {
        let typing = typing.clone();
        move |_| typing.set(None)
    });
    let onset = props.onset.clone();
    let write = Callback::from(move |event: Event| onset.emit(typed_text(&event)));
    let text = (*typing)
        .clone()
        .map_or_else(|| props.value.clone(), AttrValue::from);
    html! { <input type="text" autocomplete="off" id={props.id.clone()} value={text} aria-label={props.label.clone()} oninput={type_on} onchange={write} /> }
}

/// What is being typed: it stays in the field though all around it is drawn anew, as it is when what was edited before has been taken over or
/// kept.
#[hook]
fn use_typing() -> (UseStateHandle<Option<String>>, Callback<InputEvent>) {
    let typing = use_state_eq(|| None::<String>);
    let type_on = {
        let typing = typing.clone();
        Callback::from(move |event: InputEvent| typing.set(Some(typed_text(&event))))
    };
    (typing, type_on)
}

/// Yes or no.
pub fn checkbox(id: String, on: bool, onset: Callback<Value>) -> Html {
    html! { <input type="checkbox" {id} checked={on} onchange={move |_: Event| onset.emit((!on).into())} /> }
}

/// One of some words.
pub fn select(
    id: String,
    options: Vec<(String, String)>,
    now: &str,
    onset: Callback<Value>,
) -> Html {
    let option = |(value, name): &(String, String)| html! { <option key={value.clone()} value={value.clone()} selected={value == now}>{ name }</option> };
    html! { <select {id} onchange={move |event: Event| onset.emit(typed_text(&event).into())}>{ for options.iter().map(option) }</select> }
}

/// Properties of [`Adds`].
#[derive(Debug, Properties, PartialEq)]
pub struct AddsProps {
    /// Its id.
    pub id: AttrValue,
    /// What it adds.
    pub label: AttrValue,
    /// What can be added, with its names.
    pub options: Vec<(String, String)>,
    /// Whether anything else can be, by an id of its own.
    pub free: bool,
    /// Language of the words.
    pub lang: Lang,
    /// Told what is added.
    pub onadd: Callback<String>,
}

/// A choice and a key that adds it: choosing alone adds nothing, so that a keyboard can pass by.
#[component]
pub fn Adds(props: &AddsProps) -> Html {
    let AddsProps {
        id,
        label,
        options,
        free,
        lang,
        onadd,
    } = props;
    let chosen = use_state_eq(String::new);
    if options.is_empty() && !free {
        return html! {};
    }
    let first = options.first().map(|it| it.0.clone()).unwrap_or_default();
    let known = options.iter().any(|it| it.0 == *chosen);
    let now = if known || *free && !chosen.is_empty() {
        (*chosen).clone()
    } else {
        first
    };
    let choose = {
        let chosen = chosen.clone();
        Callback::from(move |event: Event| chosen.set(typed_text(&event)))
    };
    let add = {
        let (onadd, now, chosen) = (onadd.clone(), now.clone(), chosen.clone());
        Callback::from(move |_: MouseEvent| {
            chosen.set(String::new());
            onadd.emit(now.clone());
        })
    };
    let option = |(value, name): &(String, String)| html! { <option key={value.clone()} value={value.clone()} selected={*value == now}>{ name }</option> };
    let control = if options.is_empty() || *free {
        let list = format!("{id}-list");
        html! {
            <>
                <input type="text" id={id.clone()} list={list.clone()} value={(*chosen).clone()} placeholder={word(*lang, "edit.id_hint")} size="14" onchange={choose} />
                <datalist id={list}>{ for options.iter().map(option) }</datalist>
            </>
        }
    } else {
        html! { <select id={id.clone()} onchange={choose}>{ for options.iter().map(option) }</select> }
    };
    html! {
        <div class="edit-add"><label for={id.clone()}>{ label }</label>{ control }<button type="button" onclick={add}>{ word(*lang, "edit.add") }</button></div>
    }
}
