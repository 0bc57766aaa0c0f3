//! Values by name: names in both languages, entries by id.

use page::i18n::word;
use serde_json::{Value, json};
use workbench::form::{Kind, Unit};
use workbench::refers::{self, To};
use workbench::{Why, entries};
use yew::prelude::*;

use super::super::act::Act;
use super::super::controls::{Adds, Line};
use super::super::desk::OnDesk;
use super::super::desk::names::{in_both, label};
use super::control::{Is, control};
use super::{at, back, id_of, mark, part, remove, row};

/// A name in both languages.
pub(super) fn names(desk: &OnDesk, path: &str, value: &Value, act: &Callback<Act>) -> Html {
    let one = |key: &str| {
        let here = at(path, key);
        let text = value.get(key).and_then(Value::as_str).unwrap_or_default();
        let set = {
            let here = here.clone();
            act.reform(move |text: String| Act::Set(here.clone(), text.into()))
        };
        let line = html! { <Line id={id_of(&here)} value={text.to_owned()} onset={set} /> };
        let name = label(key, desk.lang);
        row(
            desk,
            &here,
            &name,
            Unit::Bare,
            line,
            Default::default(),
            act,
        )
    };
    html! { <div class="edit-fields">{ one("zh") }{ one("en") }</div> }
}

/// Entries by id of a field, which is told by its part and its key: plain values in rows, parts folded.
pub(super) fn table(
    desk: &OnDesk,
    path: &str,
    of: (&str, &str),
    inner: &Kind,
    act: &Callback<Act>,
) -> Html {
    let lang = desk.lang;
    let keys = desk.ids(path);
    let to = refers::keys_of(of.0, of.1);
    let value_names = refers::value_of(of.0, of.1);
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
                html! { <fieldset key={key.clone()} class="edit-part"><legend>{ name }</legend><div class="edit-tools">{ remove }</div>{ table(desk, &here, of, kind, act) }</fieldset> }
            }
            kind => {
                let value = desk.value(&here).cloned().unwrap_or_default();
                let unit = match kind {
                    Kind::Number { .. } => desk.unit(&here),
                    _ => Unit::Bare,
                };
                let is = Is {
                    kind,
                    key,
                    to: value_names,
                    unit,
                };
                let control = control(desk, &here, is, &value, act);
                let more = (html! {}, html! {}, Some(remove));
                row(desk, &here, &name, unit, control, more, act)
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
        let (desk, path, inner) = (desk.clone(), path.to_owned(), inner.clone());
        act.reform(move |key: String| {
            if free && !entries::is_id(&key) {
                return Act::Refused(Why::NoId(key));
            }
            let here = at(&path, &key);
            let value = begun(&desk, &here, &key, &inner, value_names);
            Act::set(here, value)
        })
    };
    html! {
        <div class="edit-fields">
            { for keys.iter().map(entry) }
            <Adds id={format!("{}-add", id_of(path))} label={word(lang, "edit.add_entry")} {options} {free} {lang} onadd={add} />
        </div>
    }
}

/// A new entry: what its kind needs.
fn begun(
    desk: &OnDesk,
    here: &str,
    key: &str,
    kind: &Kind,
    names: Option<To>,
) -> Result<Value, Why> {
    match (kind, names) {
        (Kind::Number { .. }, _) if desk.unit(here) == Unit::Share => Ok(json!(0.1)),
        (Kind::Line, Some(to)) => {
            let all = refers::candidates(&desk.built, to, here);
            let other = all.into_iter().find(|it| it != key);
            Ok(other.unwrap_or_default().into())
        }
        (Kind::Flag, _) => Ok(true.into()),
        (Kind::List(_), _) => Ok(json!([0, 1])),
        _ => {
            let [zh, en] = in_both(desk.lang, "edit.new_name");
            entries::blank(&desk.form, &desk.built, here, [&zh, &en])
        }
    }
}
