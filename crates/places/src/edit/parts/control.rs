//! The control of a value that has no parts.

use serde_json::{Value, json};
use workbench::form::{Kind, Unit};
use workbench::procedure;
use workbench::refers::{self, To};
use yew::prelude::*;

use super::super::act::Act;
use super::super::controls::{Line, Number, checkbox, select};
use super::super::desk::OnDesk;
use super::super::desk::names::choice;
use super::{id_of, lists};

/// What a value is: its kind, the key under which its words are, what it names, its unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Is<'a> {
    pub(super) kind: &'a Kind,
    pub(super) key: &'a str,
    pub(super) to: Option<To>,
    pub(super) unit: Unit,
}

pub(super) fn control(
    desk: &OnDesk,
    path: &str,
    Is {
        kind,
        key,
        to,
        unit,
    }: Is,
    value: &Value,
    act: &Callback<Act>,
) -> Html {
    let lang = desk.lang;
    let id = id_of(path);
    let set = {
        let path = path.to_owned();
        act.reform(move |value: Value| Act::Set(path.clone(), value))
    };
    let text = value.as_str().unwrap_or_default();
    match (kind, to) {
        (Kind::Number { .. }, _) => {
            html! { <Number {id} value={value.as_f64()} {unit} wrong={!desk.wrong(path).is_empty()} {lang} onset={set} /> }
        }
        (Kind::Flag, _) => checkbox(id, value == &Value::Bool(true), set),
        (Kind::Choice(words), _) => {
            let options = words.iter().map(|it| (it.clone(), choice(key, it, lang)));
            // The kind of a law changes its fields, the kind of a stage those of the stage.
            let set = match (desk.part(path.rsplit_once('.').map_or("", |it| it.0)), key) {
                (Some("Law"), "kind") => law_set(desk, path, act),
                (Some("Stage"), "kind") => stage_set(desk, path, act),
                _ => set,
            };
            select(id, options.collect(), text, set)
        }
        (Kind::Line, Some(to)) => select(id, who(desk, path, to, text), text, set),
        (Kind::Line, None) => {
            html! { <Line {id} value={text.to_owned()} onset={set.reform(|it: String| Value::from(it))} /> }
        }
        (Kind::List(inner), _) => {
            let texts = **inner == Kind::Line;
            html! { <Line {id} value={lists::told(value)} onset={set.reform(move |it: String| lists::read(&it, texts))} /> }
        }
        _ => html! {},
    }
}

/// Who can be named; who is gone stands there until somebody else is chosen.
fn who(desk: &OnDesk, path: &str, to: To, now: &str) -> Vec<(String, String)> {
    let all = refers::candidates(&desk.built, to, path);
    let gone = (!all.iter().any(|it| it == now)).then(|| (now.to_owned(), now.to_owned()));
    let names = all.into_iter().map(|id| {
        let name = desk.name(to, &id, path);
        (id, name)
    });
    gone.into_iter().chain(names).collect()
}

/// A law of another kind with about the same mean.
fn law_set(desk: &OnDesk, path: &str, act: &Callback<Act>) -> Callback<Value> {
    let law = path.strip_suffix(".kind").unwrap_or(path).to_owned();
    let desk = desk.clone();
    act.reform(move |kind: Value| {
        let now = desk.value(&law).cloned().unwrap_or_default();
        Act::Set(
            law.clone(),
            of_kind(&now, kind.as_str().unwrap_or_default()),
        )
    })
}

/// A law of chance of a kind, its mean about that of another.
fn of_kind(now: &Value, kind: &str) -> Value {
    let number = |key: &str| now.get(key).and_then(Value::as_f64);
    let three = number("low")
        .zip(number("mode"))
        .zip(number("high"))
        .map(|((a, b), c)| (a + b + c) / 3.0);
    let mean = number("mean").or(three).unwrap_or(1.0);
    let mean = libm::round(mean * 100.0) / 100.0;
    match kind {
        "log_normal" | "gamma" => {
            json!({"kind": kind, "mean": mean, "cv": number("cv").unwrap_or(0.5)})
        }
        "triangular" => json!({"kind": kind, "low": mean / 2.0, "mode": mean, "high": mean * 1.5}),
        "empirical" => json!({"kind": kind, "points": [[mean, 1]]}),
        _ => json!({"kind": kind, "mean": mean}),
    }
}

/// A stage of another kind.
fn stage_set(desk: &OnDesk, path: &str, act: &Callback<Act>) -> Callback<Value> {
    let (desk, act, path) = (desk.clone(), act.clone(), path.to_owned());
    Callback::from(move |kind: Value| {
        let keys: Vec<&str> = path.split('.').collect();
        if let (["procedures", procedure, _, stage, ..], Ok(kind)) =
            (keys.as_slice(), serde_json::from_value(kind))
        {
            let next = procedure::turn(&desk.scenario, &desk.built, procedure, stage, kind);
            act.emit(Act::whole(next, None));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_law_of_another_kind_keeps_its_mean() {
        let plain = |it: Value| page::state::patch::plain_numbers(it);
        let now = json!({"kind": "triangular", "low": 1, "mode": 2, "high": 6});
        assert_eq!(
            plain(of_kind(&now, "gamma")),
            json!({"kind": "gamma", "mean": 3, "cv": 0.5})
        );
        assert_eq!(
            plain(of_kind(
                &json!({"kind": "constant", "mean": 4}),
                "triangular"
            )),
            json!({"kind": "triangular", "low": 2, "mode": 4, "high": 6})
        );
        assert_eq!(
            plain(of_kind(&now, "exponential")),
            json!({"kind": "exponential", "mean": 3})
        );
    }
}
