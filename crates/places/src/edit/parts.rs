//! The form of a part, from the schema: every field by its kind, with unit, range, source, what is wrong with it and the way back.

use page::components::Explain;
use page::i18n::{Lang, say, word};
use serde_json::{Map, Value, json};
use workbench::form::{Field, Kind, Unit};
use workbench::refers::{self, To};
use workbench::{Why, entries};
use yew::prelude::*;

use super::act::Act;
use super::controls::{Adds, Line, Number, checkbox, select};
use super::desk::{OnDesk, choice, digits, label, unit_word};
use page::words::problem;

/// The id of the control of a path.
#[must_use]
pub fn id_of(path: &str) -> String {
    format!("field-{}", path.replace('.', "-"))
}

/// What is wrong at a path, and unlawful, each with what to do.
pub fn wrong(desk: &OnDesk, path: &str) -> Html {
    told(&desk.wrong_at(path), desk.lang)
}

/// Problems in words.
pub fn told(problems: &[county::scenario::Problem], lang: Lang) -> Html {
    problems.iter().map(|it| problem::told(it, lang)).map(|it| html! { <p class="problem">{ it.message }{ lang.of("。", ". ") }<span class="remedy">{ it.remedy }</span></p> }).collect()
}

/// The key that takes a path back to the preset, where it differs.
pub fn back(desk: &OnDesk, path: &str, act: &Callback<Act>) -> Html {
    let Some(differs) = desk.differences.iter().find(|it| it.path == path) else {
        return html! {};
    };
    let was = desk.shown(path, differs.was.as_ref());
    let told = say(
        desk.lang,
        "lever.back_label",
        &[("name", &desk.told(path)), ("value", &was)],
    );
    let (act, path) = (act.clone(), path.to_owned());
    html! {
        <button type="button" class="back" aria-label={told.clone()} title={told} onclick={move |_: MouseEvent| act.emit(Act::Revert(path.clone()))}>
            { say(desk.lang, "lever.back", &[("value", &was)]) }
        </button>
    }
}

/// Between which ends a number may lie, and where it comes from.
fn about(desk: &OnDesk, path: &str, field: &Field, unit: Unit) -> Html {
    let lang = desk.lang;
    let numeric = matches!(field.kind, Kind::Number { .. });
    let range = field
        .low
        .zip(field.high)
        .filter(|_| numeric)
        .map(|(low, high)| {
            say(
                lang,
                "edit.range",
                &[
                    ("low", &digits(low, unit)),
                    ("high", &digits(high, unit)),
                    ("unit", &unit_word(unit, lang)),
                ],
            )
        });
    let source = numeric.then(|| desk.source(path)).flatten();
    let assumed = numeric.then(|| desk.assumed(path)).flatten();
    if range.is_none() && source.is_none() {
        return html! {};
    }
    html! { <p class="source">{ for range }{ for source }{ for assumed.map(|it| format!(" {it}")) }</p> }
}

/// What a field means: in English as the schema says it, in Chinese where the page has words for it; its name and unit say the rest.
fn explained(desk: &OnDesk, part: &str, field: &Field, name: &str) -> Html {
    let key = format!("edit.about.{}.{}", part.to_ascii_lowercase(), field.key);
    let own = word(desk.lang, &key);
    let text = match (own == key, desk.lang) {
        (false, _) => own,
        (true, Lang::En) if !field.about.is_empty() => field.about.clone(),
        (true, _) => return html! {},
    };
    html! { <Explain term={name.to_owned()} {text} lang={desk.lang} /> }
}

/// All fields of the part at a path but those in `without`, and a way to add those that are left out.
pub fn part(desk: &OnDesk, path: &str, part: &str, without: &[&str], act: &Callback<Act>) -> Html {
    let fields = desk.form.fields(part);
    let there = |it: &&Field| desk.value(&at(path, &it.key)).is_some();
    let wanted = |it: &&Field| !without.contains(&it.key.as_str());
    let shown = fields.iter().filter(wanted).filter(there);
    let may = |it: &&Field| allowed(desk, path, part, &it.key);
    let left: Vec<&Field> = fields
        .iter()
        .filter(wanted)
        .filter(|it| !there(it))
        .filter(may)
        .collect();
    html! {
        <div class="edit-fields">
            { for shown.map(|it| field(desk, &at(path, &it.key), part, it, act)) }
            { add_field(desk, path, part, &left, act) }
        </div>
    }
}

/// The path of a field.
#[must_use]
pub fn at(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

/// Whether a part has a use for a field: a stage by its kind.
fn allowed(desk: &OnDesk, path: &str, part: &str, key: &str) -> bool {
    if part != "Stage" || ["after", "before", "when", "lane", "name", "kind"].contains(&key) {
        return true;
    }
    let kind = desk
        .value(&at(path, "kind"))
        .cloned()
        .and_then(|it| serde_json::from_value(it).ok());
    kind.is_none_or(|kind| {
        let (needs, may) = county::scenario::stage_fields(kind);
        needs.contains(&key) || may.contains(&key)
    })
}

/// Chooses one of the fields that are left out.
fn add_field(desk: &OnDesk, path: &str, part: &str, left: &[&Field], act: &Callback<Act>) -> Html {
    if left.is_empty() {
        return html! {};
    }
    let lang = desk.lang;
    let options: Vec<(String, String)> = left
        .iter()
        .map(|it| (it.key.clone(), label(&it.key, lang)))
        .collect();
    let add = {
        let (desk, path, part, act) = (desk.clone(), path.to_owned(), part.to_owned(), act.clone());
        Callback::from(move |key: String| act.emit(begin(&desk, &path, &part, &key)))
    };
    html! { <Adds id={format!("{}-add", id_of(path))} label={word(lang, "edit.add_field")} {options} free={false} {lang} onadd={add} /> }
}

/// A field that was left out begins with what its kind needs.
fn begin(desk: &OnDesk, path: &str, part: &str, key: &str) -> Act {
    let here = at(path, key);
    match entries::blank(&desk.form, &desk.built, &here, ["", ""]) {
        Err(why) => Act::Refused(why),
        Ok(mut value) => {
            if part == "Stage" && key == "returns" {
                // A stage can always be sent back to itself.
                value["to"] = path.rsplit('.').next().unwrap_or_default().into();
                if desk.value(&at(path, "kind")) != Some(&json!("meeting")) {
                    value["share"] = json!(0.1);
                }
            }
            Act::Set(here, value)
        }
    }
}

/// A field with its name, its control, and all that is to be said of it.
pub fn field(desk: &OnDesk, path: &str, part_name: &str, it: &Field, act: &Callback<Act>) -> Html {
    let lang = desk.lang;
    let name = label(&it.key, lang);
    let Some(value) = desk.value(path) else {
        return html! {};
    };
    let remove = (!it.required).then(|| remove(desk, path, &name, act));
    if let Some(inner) = nested(desk, path, part_name, it, value, act) {
        let problems = wrong(desk, path);
        return html! {
            <fieldset key={path.to_owned()} class={classes!("edit-part", desk.moved(path).then_some("moved"))} data-path={path.to_owned()}>
                <legend tabindex="-1" id={id_of(path)}>{ name.clone() }{ explained(desk, part_name, it, &name) }</legend>
                <div class="edit-tools">{ back(desk, path, act) }{ for remove }</div>
                { inner }
                <div role="status">{ problems }</div>
            </fieldset>
        };
    }
    let unit = match it.kind {
        Kind::Number { .. } => desk.unit(path),
        _ => Unit::Bare,
    };
    row(
        desk,
        path,
        &name,
        unit,
        plain(desk, path, part_name, it, value, unit, act),
        (
            explained(desk, part_name, it, &name),
            about(desk, path, it, unit),
            remove,
        ),
        act,
    )
}

/// A row of a form: name, control, unit, source, what is wrong, way back.
pub fn row(
    desk: &OnDesk,
    path: &str,
    name: &str,
    unit: Unit,
    control: Html,
    (explained, about, remove): (Html, Html, Option<Html>),
    act: &Callback<Act>,
) -> Html {
    let found = desk.wrong(path);
    let id = id_of(path);
    html! {
        <div key={path.to_owned()} class={classes!("edit-row", desk.moved(path).then_some("moved"), (!found.is_empty()).then_some("wrong"))} data-path={path.to_owned()}>
            <div class="edit-name"><label for={id.clone()}>{ name.to_owned() }</label>{ explained }</div>
            <div class="edit-control">{ control }<span class="unit">{ unit_word(unit, desk.lang) }</span>{ back(desk, path, act) }{ for remove }</div>
            { about }
            <div id={format!("{id}-wrong")} role="status">{ told(&found, desk.lang) }</div>
        </div>
    }
}

/// The key that leaves a field out.
fn remove(desk: &OnDesk, path: &str, name: &str, act: &Callback<Act>) -> Html {
    let told = say(desk.lang, "edit.leave_out_label", &[("name", name)]);
    let (act, path) = (act.clone(), path.to_owned());
    html! { <button type="button" class="quiet" aria-label={told.clone()} title={told} onclick={move |_: MouseEvent| act.emit(Act::Unset(path.clone()))}>{ word(desk.lang, "edit.leave_out") }</button> }
}

/// The control of a value that has no parts.
fn plain(
    desk: &OnDesk,
    path: &str,
    part: &str,
    it: &Field,
    value: &Value,
    unit: Unit,
    act: &Callback<Act>,
) -> Html {
    let to = refers::value_of(part, &it.key);
    control(desk, path, &it.kind, &it.key, to, value, unit, act)
}

#[allow(clippy::too_many_arguments, reason = "what a control has to know")]
fn control(
    desk: &OnDesk,
    path: &str,
    kind: &Kind,
    key: &str,
    to: Option<To>,
    value: &Value,
    unit: Unit,
    act: &Callback<Act>,
) -> Html {
    let lang = desk.lang;
    let id = id_of(path);
    let set = {
        let (act, path) = (act.clone(), path.to_owned());
        Callback::from(move |value: Value| act.emit(Act::Set(path.clone(), value)))
    };
    match kind {
        Kind::Number { .. } => {
            html! { <Number {id} value={value.as_f64()} {unit} wrong={!desk.wrong(path).is_empty()} {lang} onset={set} /> }
        }
        Kind::Flag => checkbox(id, value == &Value::Bool(true), set),
        Kind::Choice(words) => {
            let options = words
                .iter()
                .map(|it| (it.clone(), choice(key, it, lang)))
                .collect();
            // The kind of a law changes its fields, the kind of a stage those of the stage.
            let set = match (desk.part(path.rsplit_once('.').map_or("", |it| it.0)), key) {
                (Some("Law"), "kind") => law_set(desk, path, act),
                (Some("Stage"), "kind") => stage_set(desk, path, act),
                _ => set,
            };
            select(id, options, value.as_str().unwrap_or_default(), set)
        }
        Kind::Line => match to {
            Some(to) => {
                let names = |id: String| (id.clone(), desk.name(to, &id, path));
                let mut options: Vec<(String, String)> = refers::candidates(&desk.built, to, path)
                    .into_iter()
                    .map(names)
                    .collect();
                let now = value.as_str().unwrap_or_default();
                // Who is gone stands there until somebody else is chosen.
                if !options.iter().any(|it| it.0 == now) {
                    options.insert(0, (now.to_owned(), now.to_owned()));
                }
                select(id, options, now, set)
            }
            None => {
                html! { <Line {id} value={value.as_str().unwrap_or_default().to_owned()} onset={set.reform(|it: String| Value::from(it))} /> }
            }
        },
        Kind::List(_) => {
            html! { <Line {id} value={numbers_told(value)} onset={numbers_set(path, matches!(kind, Kind::List(it) if **it == Kind::Line), act)} /> }
        }
        _ => html! {},
    }
}

/// A law of another kind with about the same mean.
fn law_set(desk: &OnDesk, path: &str, act: &Callback<Act>) -> Callback<Value> {
    let law = path.strip_suffix(".kind").unwrap_or(path).to_owned();
    let (desk, act) = (desk.clone(), act.clone());
    Callback::from(move |kind: Value| {
        let now = desk.value(&law).cloned().unwrap_or_default();
        act.emit(Act::Set(
            law.clone(),
            of_kind(&now, kind.as_str().unwrap_or_default()),
        ));
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

fn stage_set(desk: &OnDesk, path: &str, act: &Callback<Act>) -> Callback<Value> {
    let (desk, act, path) = (desk.clone(), act.clone(), path.to_owned());
    Callback::from(move |kind: Value| {
        let mut keys = path.split('.').skip(1);
        let (procedure, stage) = (
            keys.next().unwrap_or_default(),
            keys.nth(1).unwrap_or_default(),
        );
        let Ok(kind) = serde_json::from_value(kind) else {
            return;
        };
        let next = workbench::procedure::turn(&desk.scenario, &desk.built, procedure, stage, kind);
        act.emit(next.map_or_else(Act::Refused, |it| Act::Whole(Box::new(it), None)));
    })
}

/// Lists of numbers, of texts, of pairs, as they are typed: `1, 2, 3`; `5 1; 10 2`.
fn numbers_told(value: &Value) -> String {
    let one = |it: &Value| match it {
        Value::Array(pair) => pair.iter().map(plain_text).collect::<Vec<_>>().join(" "),
        it => plain_text(it),
    };
    let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
    let between = if items.iter().any(Value::is_array) {
        "; "
    } else {
        ", "
    };
    items.iter().map(one).collect::<Vec<_>>().join(between)
}

fn plain_text(it: &Value) -> String {
    it.as_str()
        .map_or_else(|| county::scenario::written(it, false), str::to_owned)
}

/// What was typed as a list. What is no number stays a text, and the check tells what is wrong with it.
fn numbers_of(text: &str, texts: bool) -> Value {
    let item = |it: &str| match super::desk::typed(it, Unit::Bare) {
        Some(number) if !texts => number,
        _ => Value::from(it.trim()),
    };
    let split = |text: &str| -> Vec<String> {
        text.split([',', '，', '、'])
            .map(|it| it.trim().to_owned())
            .filter(|it| !it.is_empty())
            .collect()
    };
    if text.contains([';', '；'])
        || !texts && text.trim().contains(' ') && !text.contains([',', '，', '、'])
    {
        let pairs = text
            .split([';', '；'])
            .map(str::trim)
            .filter(|it| !it.is_empty());
        return pairs
            .map(|pair| pair.split_whitespace().map(item).collect::<Vec<_>>())
            .collect::<Vec<_>>()
            .into();
    }
    split(text)
        .iter()
        .map(|it| item(it))
        .collect::<Vec<_>>()
        .into()
}

fn numbers_set(path: &str, texts: bool, act: &Callback<Act>) -> Callback<String> {
    let (act, path) = (act.clone(), path.to_owned());
    Callback::from(move |text: String| act.emit(Act::Set(path.clone(), numbers_of(&text, texts))))
}

/// The form of a value that has parts of its own; none for one that has not.
fn nested(
    desk: &OnDesk,
    path: &str,
    part_name: &str,
    it: &Field,
    value: &Value,
    act: &Callback<Act>,
) -> Option<Html> {
    Some(match &it.kind {
        Kind::Names => names(desk, path, value, act),
        Kind::Parts(inner) => part(desk, path, inner, &[], act),
        Kind::Entries(inner) => table(desk, path, part_name, it, inner, act),
        Kind::List(inner) => match (&**inner, refers::value_of(part_name, &it.key)) {
            (Kind::Line, Some(to)) => list(desk, path, to, value, act),
            (Kind::Parts(_), _) => parts_list(desk, path, value, act),
            _ => return None,
        },
        _ => return None,
    })
}

/// A name in both languages.
fn names(desk: &OnDesk, path: &str, value: &Value, act: &Callback<Act>) -> Html {
    let one = |key: &str| {
        let here = at(path, key);
        let text = value
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        let set = {
            let (act, here) = (act.clone(), here.clone());
            Callback::from(move |text: String| act.emit(Act::Set(here.clone(), text.into())))
        };
        row(
            desk,
            &here,
            &label(key, desk.lang),
            Unit::Bare,
            html! { <Line id={id_of(&here)} value={text} onset={set} /> },
            Default::default(),
            act,
        )
    };
    html! { <div class="edit-fields">{ one("zh") }{ one("en") }</div> }
}

/// Entries by id: plain values in rows, parts folded.
fn table(
    desk: &OnDesk,
    path: &str,
    part_name: &str,
    it: &Field,
    inner: &Kind,
    act: &Callback<Act>,
) -> Html {
    let lang = desk.lang;
    let keys: Vec<String> = desk
        .value(path)
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(|it| it.0.clone())
        .collect();
    let to = refers::keys_of(part_name, &it.key);
    let entry = |key: &String| {
        let here = at(path, key);
        let name = to.map_or_else(|| desk.last_name(&here), |to| desk.name(to, key, path));
        let remove = remove(desk, &here, &name, act);
        match inner {
            Kind::Parts(inner) => {
                let open = !desk.wrong(&here).is_empty();
                html! {
                    <details key={key.clone()} class="edit-entry" {open} data-path={here.clone()}>
                        <summary id={id_of(&here)}>{ name }{ mark(desk, &here) }</summary>
                        <div class="edit-tools">{ back(desk, &here, act) }{ remove }</div>
                        { part(desk, &here, inner, &[], act) }
                    </details>
                }
            }
            Kind::Entries(kind) => {
                let field = Field {
                    key: key.clone(),
                    kind: Kind::Entries(kind.clone()),
                    required: false,
                    low: None,
                    high: None,
                    about: String::new(),
                };
                html! { <fieldset key={key.clone()} class="edit-part"><legend>{ name }</legend><div class="edit-tools">{ remove }</div>{ table(desk, &here, part_name, &Field { key: it.key.clone(), ..field }, kind, act) }</fieldset> }
            }
            kind => {
                let value = desk.value(&here).cloned().unwrap_or_default();
                let unit = desk.unit(&here);
                let control = control(
                    desk,
                    &here,
                    kind,
                    key,
                    refers::value_of(part_name, &it.key),
                    &value,
                    unit,
                    act,
                );
                let unit = if matches!(kind, Kind::Number { .. }) {
                    unit
                } else {
                    Unit::Bare
                };
                row(
                    desk,
                    &here,
                    &name,
                    unit,
                    control,
                    (html! {}, html! {}, Some(remove)),
                    act,
                )
            }
        }
    };
    let options: Vec<(String, String)> = to.map_or_else(Vec::new, |to| {
        let all = refers::candidates(&desk.built, to, path).into_iter();
        all.filter(|it| !keys.contains(it))
            .map(|it| (it.clone(), desk.name(to, &it, path)))
            .collect()
    });
    let free = to.is_none() || to == Some(To::Trait);
    let add = {
        let (desk, act, path, inner, to) = (
            desk.clone(),
            act.clone(),
            path.to_owned(),
            inner.clone(),
            refers::value_of(part_name, &it.key),
        );
        Callback::from(move |key: String| {
            if free && !entries::is_id(&key) {
                return act.emit(Act::Refused(Why::NoId(key)));
            }
            let here = at(&path, &key);
            let value = match (&inner, to) {
                (Kind::Number { .. }, _) if desk.unit(&here) == Unit::Share => Ok(json!(0.1)),
                (Kind::Line, Some(to)) => {
                    let other = refers::candidates(&desk.built, to, &path)
                        .into_iter()
                        .find(|it| *it != key);
                    Ok(Value::from(other.unwrap_or_default()))
                }
                (Kind::Flag, _) => Ok(json!(true)),
                (Kind::List(_), _) => Ok(json!([0, 1])),
                _ => entries::blank(
                    &desk.form,
                    &desk.built,
                    &here,
                    [
                        &word(Lang::Zh, "edit.new_name"),
                        &word(Lang::En, "edit.new_name"),
                    ],
                ),
            };
            act.emit(value.map_or_else(Act::Refused, |it| Act::Set(here, it)));
        })
    };
    html! {
        <div class="edit-fields">
            { for keys.iter().map(entry) }
            <Adds id={format!("{}-add", id_of(path))} label={word(lang, "edit.add_entry")} {options} {free} {lang} onadd={add} />
        </div>
    }
}

/// What stands beside a name: that something is wrong, or differs.
pub fn mark(desk: &OnDesk, path: &str) -> Html {
    if !desk.wrong(path).is_empty() {
        return html! { <span class="edit-mark wrong">{ word(desk.lang, "edit.mark_wrong") }</span> };
    }
    if desk.moved(path) {
        return html! { <span class="edit-mark moved">{ word(desk.lang, "edit.mark_moved") }</span> };
    }
    html! {}
}

/// Names in an order: leaders, classes, stages.
fn list(desk: &OnDesk, path: &str, to: To, value: &Value, act: &Callback<Act>) -> Html {
    let lang = desk.lang;
    let items: Vec<String> = value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|it| it.as_str().map(str::to_owned))
        .collect();
    let become_ = |items: Vec<String>| {
        let (act, path) = (act.clone(), path.to_owned());
        Callback::from(move |_: MouseEvent| act.emit(Act::Set(path.clone(), items.clone().into())))
    };
    let item = |(n, id): (usize, &String)| {
        let name = desk.name(to, id, path);
        let mut fewer = items.clone();
        fewer.remove(n);
        let mut earlier = items.clone();
        if n > 0 {
            earlier.swap(n, n - 1);
        }
        let here = format!("{path}.{n}");
        html! {
            <li key={id.clone()} data-path={here.clone()}>
                <span>{ name.clone() }</span>
                <button type="button" class="quiet" disabled={n == 0} aria-label={say(lang, "edit.earlier_label", &[("name", &name)])} onclick={become_(earlier)}>{ "↑" }</button>
                <button type="button" class="quiet" aria-label={say(lang, "edit.leave_out_label", &[("name", &name)])} onclick={become_(fewer)}>{ word(lang, "edit.leave_out") }</button>
                { wrong(desk, &here) }
            </li>
        }
    };
    let all = refers::candidates(&desk.built, to, path).into_iter();
    let options = all
        .filter(|it| !items.contains(it))
        .map(|it| (it.clone(), desk.name(to, &it, path)))
        .collect::<Vec<_>>();
    let add = {
        let (act, path, items) = (act.clone(), path.to_owned(), items.clone());
        Callback::from(move |id: String| {
            let more: Vec<String> = items.iter().cloned().chain([id]).collect();
            act.emit(Act::Set(path.clone(), more.into()));
        })
    };
    html! {
        <>
            <ul class="edit-list">{ for items.iter().enumerate().map(item) }</ul>
            <Adds id={format!("{}-add", id_of(path))} label={word(lang, "edit.add_entry")} {options} free={false} {lang} onadd={add} />
        </>
    }
}

/// Parts in a list, by number: spells during which a clock does not run.
fn parts_list(desk: &OnDesk, path: &str, value: &Value, act: &Callback<Act>) -> Html {
    let lang = desk.lang;
    let count = value.as_array().map_or(0, Vec::len);
    let item = |n: usize| {
        let here = format!("{path}.{n}");
        let inner = desk.part(&here).unwrap_or_default().to_owned();
        let name = (n + 1).to_string();
        html! { <fieldset key={n} class="edit-part"><legend>{ name.clone() }</legend><div class="edit-tools">{ remove(desk, &here, &name, act) }</div>{ part(desk, &here, &inner, &[], act) }</fieldset> }
    };
    let add = {
        let (desk, act, path, items) = (
            desk.clone(),
            act.clone(),
            path.to_owned(),
            value.as_array().cloned().unwrap_or_default(),
        );
        Callback::from(move |_: MouseEvent| {
            let new = entries::blank(&desk.form, &desk.built, &format!("{path}.0"), ["", ""]);
            let more = |it: Value| {
                Act::Set(
                    path.clone(),
                    items.iter().cloned().chain([it]).collect::<Vec<_>>().into(),
                )
            };
            act.emit(new.map_or_else(Act::Refused, more));
        })
    };
    html! { <>{ for (0..count).map(item) }<button type="button" onclick={add}>{ word(lang, "edit.add_entry") }</button></> }
}

/// An empty object, for parts that begin with nothing.
#[must_use]
pub fn empty() -> Value {
    Value::Object(Map::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_typed_as_they_are_told() {
        for (value, text, texts) in [
            (json!([1, 2.5, 3]), "1, 2.5, 3", false),
            (json!([[5, 1], [10, 2]]), "5 1; 10 2", false),
            (json!(["03-15", "09-01"]), "03-15, 09-01", true),
            (json!([]), "", false),
        ] {
            assert_eq!(numbers_told(&value), text);
            assert_eq!(numbers_of(text, texts), value, "{text}");
        }
        assert_eq!(numbers_of("1，2、x", false), json!([1, 2, "x"]));
        assert_eq!(numbers_of("5 1", false), json!([[5, 1]]));
    }

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
