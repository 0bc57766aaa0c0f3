//! One lever on the page: its label, its value that can be typed, its slider with the preset's mark.

use county::scenario::Problem;
use serde_json::Value;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::{Kind, Lever, from_f64, plain, typed};
use crate::charts::numbers::Unit;
use crate::components::Explain;
use crate::i18n::{Lang, say, word};
use crate::state::Action;

/// Properties of [`Field`].
#[derive(Debug, Properties, PartialEq)]
pub struct FieldProps {
    /// The lever.
    pub lever: Lever,
    /// Name of the switch that is off and without which it moves nothing.
    pub idle: Option<AttrValue>,
    /// Its value as it stands.
    pub value: Value,
    /// The preset's value.
    pub preset: Option<Value>,
    /// A text that was typed and is no value.
    pub draft: Option<AttrValue>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// Where its number comes from, of what the county does not choose.
    pub source: Option<String>,
    /// The same behind a key, and the article that speaks of it, of what the county does choose.
    pub explained: Option<String>,
    /// What is to be known of it where it stands now.
    pub remarks: Vec<String>,
    /// Language of the words.
    pub lang: Lang,
    /// Told what the user does.
    pub act: Callback<Action>,
}

/// A lever that is not a mechanism's switch.
#[component]
pub fn Field(props: &FieldProps) -> Html {
    let Lever { path, kind, .. } = props.lever;
    let id = props.lever.id();
    let moved = props
        .preset
        .as_ref()
        .is_some_and(|preset| *preset != props.value);
    let control = match kind {
        Kind::Number {
            low,
            high,
            step,
            unit,
        } => html! { <Number {low} {high} {step} {unit} field={shared(props)} /> },
        Kind::Choice(choices) => choice(props, &id, choices),
        Kind::Switch | Kind::Check => check(props, &id),
    };
    let wrong = problems(props, &id);
    let back = moved.then(|| back(props));
    let name = props.lever.name(props.lang);
    let idle = props.idle.as_ref().map(|switch| {
        let label = say(props.lang, "lever.idle_label", &[("name", switch)]);
        html! { <span class="lever-idle" role="note" title={label.clone()} aria-label={label}>{ word(props.lang, "lever.idle") }</span> }
    });
    let keys = {
        let act = props.act.clone();
        Callback::from(move |event: KeyboardEvent| {
            // In the typed value these keys edit the text.
            let editing = event
                .target()
                .and_then(|t| t.dyn_into::<HtmlInputElement>().ok())
                .is_some_and(|i| i.type_() == "text");
            if matches!(event.key().as_str(), "Delete" | "Backspace") && !editing {
                event.prevent_default();
                act.emit(Action::Revert(path.to_owned()));
            }
        })
    };
    html! {
        <div class={classes!("lever", moved.then_some("moved"), props.idle.is_some().then_some("idle"), (!props.problems.is_empty() || props.draft.is_some()).then_some("wrong"))}
            data-path={path} onkeydown={keys}>
            <div class="lever-head">
                <span class="lever-name"><label for={id.clone()}>{ name.clone() }</label>
                    { for props.explained.clone().map(|text| html! { <Explain term={name} {text} lang={props.lang} /> }) }
                </span>
                <span class="lever-back"><span>{ for idle }</span><span>{ for back }</span></span>
            </div>
            { control }
            { for props.source.as_ref().map(|source| html! { <p class="source">{ source }</p> }) }
            <div class="lever-wrong" id={format!("{id}-wrong")} role="status">{ wrong }</div>
        </div>
    }
}

/// The key that goes back to the preset.
fn back(props: &FieldProps) -> Html {
    let (act, path) = (props.act.clone(), props.lever.path);
    let was = props
        .preset
        .as_ref()
        .map(|v| props.lever.shown(v, props.lang))
        .unwrap_or_default();
    let label = say(
        props.lang,
        "lever.back_label",
        &[("name", &props.lever.name(props.lang)), ("value", &was)],
    );
    html! {
        <button type="button" class="back" aria-label={label.clone()} title={label}
            onclick={move |_: MouseEvent| act.emit(Action::Revert(path.to_owned()))}>
            { say(props.lang, "lever.back", &[("value", &was)]) }
        </button>
    }
}

fn problems(props: &FieldProps, _id: &str) -> Html {
    let draft = props.draft.as_ref().map(|text| {
        html! { <p class="problem">{ say(props.lang, "lever.no_number", &[("text", text)]) }</p> }
    });
    html! {
        <>
            { for draft }
            { for props.remarks.iter().map(|it| html! { <p class="remark">{ it }</p> }) }
            { for props.problems.iter().map(|p| html! { <p class="problem">{ &p.message }{ props.lang.of("。", ". ") }<span class="remedy">{ &p.remedy }</span></p> }) }
        </>
    }
}

fn choice(props: &FieldProps, id: &str, choices: &[&'static str]) -> Html {
    let Lever { path, .. } = props.lever;
    let act = props.act.clone();
    let onchange = Callback::from(move |event: Event| {
        if let Some(select) = event
            .target()
            .and_then(|t| t.dyn_into::<HtmlSelectElement>().ok())
        {
            act.emit(Action::Set {
                path: path.to_owned(),
                value: Value::from(select.value()),
                gesture: false,
            });
        }
    });
    let option = |choice: &&'static str| {
        let value = Value::from(*choice);
        let text = props.lever.shown(&value, props.lang);
        let mark = if props.preset.as_ref() == Some(&value) {
            word(props.lang, "lever.preset_mark")
        } else {
            String::new()
        };
        html! { <option key={*choice} value={*choice} selected={props.value == value}>{ text }{ mark }</option> }
    };
    html! {
        <select id={id.to_owned()} {onchange} aria-describedby={format!("{id}-wrong")}>{ for choices.iter().map(option) }</select>
    }
}

fn check(props: &FieldProps, id: &str) -> Html {
    let Lever { path, .. } = props.lever;
    let act = props.act.clone();
    let onchange = Callback::from(move |event: Event| {
        if let Some(input) = event
            .target()
            .and_then(|t| t.dyn_into::<HtmlInputElement>().ok())
        {
            act.emit(Action::Set {
                path: path.to_owned(),
                value: Value::from(input.checked()),
                gesture: false,
            });
        }
    });
    html! {
        <input type="checkbox" id={id.to_owned()} checked={props.value == Value::Bool(true)} {onchange} aria-describedby={format!("{id}-wrong")} />
    }
}

/// What a number's control needs of its field.
#[derive(Debug, Clone, PartialEq)]
struct Shared {
    path: &'static str,
    id: String,
    name: String,
    value: f64,
    preset: Option<f64>,
    draft: Option<AttrValue>,
    wrong: bool,
    lang: Lang,
    act: Callback<Action>,
}

fn shared(props: &FieldProps) -> Shared {
    Shared {
        path: props.lever.path,
        id: props.lever.id(),
        name: props.lever.name(props.lang),
        value: props.value.as_f64().unwrap_or(f64::NAN),
        preset: props.preset.as_ref().and_then(Value::as_f64),
        draft: props.draft.clone(),
        wrong: !props.problems.is_empty() || props.draft.is_some(),
        lang: props.lang,
        act: props.act.clone(),
    }
}

#[derive(Debug, Properties, PartialEq)]
struct NumberProps {
    low: f64,
    high: f64,
    step: f64,
    unit: Unit,
    field: Shared,
}

/// A slider and the same value as text.
#[component]
fn Number(props: &NumberProps) -> Html {
    let NumberProps {
        low,
        high,
        step,
        unit,
        field,
    } = props;
    let (unit, lang) = (*unit, field.lang);
    // What stands in the text field while it is being typed; the scenario's own way of writing it otherwise.
    let typing = use_state_eq(|| None::<String>);
    let slide = {
        let (act, path) = (field.act.clone(), field.path);
        Callback::from(move |event: InputEvent| {
            if let Some(value) = input(&event).and_then(|i| from_f64(i.value_as_number())) {
                act.emit(Action::Set {
                    path: path.to_owned(),
                    value,
                    gesture: true,
                });
            }
        })
    };
    let release = {
        let act = field.act.clone();
        Callback::from(move |_: Event| act.emit(Action::Release))
    };
    let revert = {
        let (act, path) = (field.act.clone(), field.path);
        Callback::from(move |_: MouseEvent| act.emit(Action::Revert(path.to_owned())))
    };
    let write = {
        let (act, path, typing) = (field.act.clone(), field.path, typing.clone());
        Callback::from(move |event: InputEvent| {
            let Some(text) = input(&event).map(|i| i.value()) else {
                return;
            };
            act.emit(match typed(&text, unit) {
                Some(value) => Action::Set {
                    path: path.to_owned(),
                    value,
                    gesture: true,
                },
                None => Action::Draft {
                    path: path.to_owned(),
                    text: text.clone(),
                },
            });
            typing.set(Some(text));
        })
    };
    let leave = {
        let (act, typing) = (field.act.clone(), typing.clone());
        Callback::from(move |_: FocusEvent| {
            typing.set(None);
            act.emit(Action::Release);
        })
    };
    let text = typing
        .as_ref()
        .cloned()
        .or_else(|| field.draft.as_ref().map(ToString::to_string))
        .unwrap_or_else(|| plain(field.value, unit));
    let place = |value: f64| ((value - low) / (high - low)).clamp(0.0, 1.0);
    let mark = field.preset.map(|preset| html! { <span class="slider-mark" style={format!("--at: {:.4}", place(preset))}></span> });
    let word_of_unit = unit.word(lang);
    let spoken = format!("{} {word_of_unit}", plain(field.value, unit));
    let label = say(
        lang,
        "lever.typed",
        &[("name", &field.name), ("unit", &word_of_unit)],
    );
    html! {
        <div class="number">
            <div class="slider" style={format!("--value: {:.4}", place(field.value))}>
                <span class="slider-marks" aria-hidden="true">{ for mark }</span>
                <input type="range" id={field.id.clone()} min={low.to_string()} max={high.to_string()} step={step.to_string()}
                    value={field.value.to_string()} aria-valuetext={spoken} aria-describedby={format!("{}-wrong", field.id)}
                    oninput={slide} onchange={release.clone()} ondblclick={revert} />
            </div>
            <span class="typed">
                <input type="text" inputmode="decimal" autocomplete="off" id={format!("{}-typed", field.id)} value={text}
                    size="4" aria-label={label} aria-invalid={field.wrong.to_string()} aria-describedby={format!("{}-wrong", field.id)}
                    oninput={write} onchange={release} onblur={leave} />
                <span class="unit">{ word_of_unit }</span>
            </span>
        </div>
    }
}

fn input(event: &InputEvent) -> Option<HtmlInputElement> {
    event.target()?.dyn_into().ok()
}
