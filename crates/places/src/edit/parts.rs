//! The form of a part, from the schema: every field by its kind, with unit, range, source, what is wrong with it and the way back.

use page::components::Explain;
use page::i18n::{Lang, say, word};
use page::words::problem;
use serde_json::{Value, json};
use workbench::entries;
use workbench::form::{Field, Kind, Unit};
use workbench::refers;
use yew::prelude::*;

use super::act::Act;
use super::controls::Adds;
use super::desk::OnDesk;
use super::desk::names::label;
use super::desk::typing::{digits, unit_word};

mod control;
mod lists;
mod tables;

use control::{Is, control};

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
    let path = path.to_owned();
    html! {
        <button type="button" class="back" aria-label={told.clone()} title={told} onclick={act.reform(move |_: MouseEvent| Act::Revert(path.clone()))}>
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

/// What a field means: in English as the schema says it, in Chinese in the page's words for it (`locales/edit_about.yml`).
fn explained(desk: &OnDesk, part: &str, field: &Field, name: &str) -> Html {
    let text = match desk.lang {
        Lang::Zh => word(Lang::Zh, &about_key(part, &field.key)),
        Lang::En => field.about.clone(),
    };
    html! { <Explain term={name.to_owned()} {text} lang={desk.lang} /> }
}

/// Under which key the page says what a field means.
fn about_key(part: &str, field: &str) -> String {
    format!("edit.about.{}.{}", part.to_ascii_lowercase(), field)
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
        let (desk, path, part) = (desk.clone(), path.to_owned(), part.to_owned());
        act.reform(move |key: String| begin(&desk, &path, &part, &key))
    };
    html! { <Adds id={format!("{}-add", id_of(path))} label={word(lang, "edit.add_field")} {options} free={false} {lang} onadd={add} /> }
}

/// A field that was left out begins with what its kind needs.
fn begin(desk: &OnDesk, path: &str, part: &str, key: &str) -> Act {
    let here = at(path, key);
    let mut made = entries::blank(&desk.form, &desk.built, &here, ["", ""]);
    if let Ok(value) = &mut made
        && part == "Stage"
        && key == "returns"
    {
        // A stage can always be sent back to itself.
        value["to"] = path.rsplit('.').next().unwrap_or_default().into();
        if desk.value(&at(path, "kind")) != Some(&json!("meeting")) {
            value["share"] = json!(0.1);
        }
    }
    Act::set(here, made)
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
    let path = path.to_owned();
    html! { <button type="button" class="quiet" aria-label={told.clone()} title={told} onclick={act.reform(move |_: MouseEvent| Act::Unset(path.clone()))}>{ word(desk.lang, "edit.leave_out") }</button> }
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
    let is = Is {
        kind: &it.kind,
        key: &it.key,
        to: refers::value_of(part, &it.key),
        unit,
    };
    control(desk, path, is, value, act)
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
        Kind::Names => tables::names(desk, path, value, act),
        Kind::Parts(inner) => part(desk, path, inner, &[], act),
        Kind::Entries(inner) => tables::table(desk, path, (part_name, &it.key), inner, act),
        Kind::List(inner) => match (&**inner, refers::value_of(part_name, &it.key)) {
            (Kind::Line, Some(to)) => lists::list(desk, path, to, value, act),
            (Kind::Parts(_), _) => lists::parts(desk, path, value, act),
            _ => return None,
        },
        _ => return None,
    })
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

#[cfg(test)]
mod tests {
    use super::*;
    use workbench::form::{Form, WHOLE};

    /// What no form shows: the file's own version and preset, and names, which are explained where they belong.
    const APART: [(&str, &str); 4] = [
        (WHOLE, "tuiyan"),
        (WHOLE, "extends"),
        ("Text", "zh"),
        ("Text", "en"),
    ];

    #[test]
    fn every_field_is_explained_in_chinese_by_what_the_schema_says_of_it() {
        let schema = county::scenario::schema();
        let form = Form::new(schema.clone());
        let parts = schema["$defs"].as_object().unwrap().keys();
        let mut seen = 0;
        for part in parts.map(String::as_str).chain([WHOLE]) {
            let shown = |it: &&Field| !APART.contains(&(part, it.key.as_str()));
            for field in form.fields(part).iter().filter(shown) {
                let key = about_key(part, &field.key);
                // Whoever changes what the schema says reads the Chinese again.
                assert_eq!(word(Lang::En, &key), field.about, "{key}");
                let zh = word(Lang::Zh, &key);
                assert!(
                    zh.chars().any(|it| it > '\u{2e80}') && zh.ends_with('。'),
                    "{key}: {zh}"
                );
                seen += 1;
            }
        }
        assert!(seen > 400, "{seen}");
    }
}
