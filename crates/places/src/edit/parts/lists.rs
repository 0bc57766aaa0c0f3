//! Values in lists: numbers and texts as they are typed, names in an order, parts by number.

use page::i18n::{say, word};
use serde_json::Value;
use workbench::entries;
use workbench::form::Unit;
use workbench::refers::{self, To};
use yew::prelude::*;

use super::super::act::Act;
use super::super::controls::Adds;
use super::super::desk::OnDesk;
use super::super::desk::typing::typed;
use super::{id_of, part, remove, wrong};

/// Lists of numbers, of texts, of pairs, as they are typed: `1, 2, 3`; `5 1; 10 2`.
pub(super) fn told(value: &Value) -> String {
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
pub(super) fn read(text: &str, texts: bool) -> Value {
    let item = |it: &str| match typed(it, Unit::Bare) {
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

/// Items of a list, in the value at hand.
fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// Names in an order: leaders, classes, stages.
pub(super) fn list(desk: &OnDesk, path: &str, to: To, value: &Value, act: &Callback<Act>) -> Html {
    let lang = desk.lang;
    let names = items(value).iter().filter_map(Value::as_str);
    let items: Vec<String> = names.map(str::to_owned).collect();
    let become_ = |items: Vec<String>| {
        let path = path.to_owned();
        act.reform(move |_: MouseEvent| Act::Set(path.clone(), items.clone().into()))
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
        let (path, items) = (path.to_owned(), items.clone());
        act.reform(move |id: String| {
            let more: Vec<String> = items.iter().cloned().chain([id]).collect();
            Act::Set(path.clone(), more.into())
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
pub(super) fn parts(desk: &OnDesk, path: &str, value: &Value, act: &Callback<Act>) -> Html {
    let item = |n: usize| {
        let here = format!("{path}.{n}");
        let inner = desk.part(&here).unwrap_or_default().to_owned();
        let name = (n + 1).to_string();
        html! { <fieldset key={n} class="edit-part"><legend>{ name.clone() }</legend><div class="edit-tools">{ remove(desk, &here, &name, act) }</div>{ part(desk, &here, &inner, &[], act) }</fieldset> }
    };
    let add = {
        let (desk, path, items) = (desk.clone(), path.to_owned(), items(value).to_vec());
        act.reform(move |_: MouseEvent| {
            let new = entries::blank(&desk.form, &desk.built, &format!("{path}.0"), ["", ""]);
            let more = |it| items.iter().cloned().chain([it]).collect::<Vec<_>>().into();
            Act::set(path.clone(), new.map(more))
        })
    };
    let count = items(value).len();
    html! { <>{ for (0..count).map(item) }<button type="button" onclick={add}>{ word(desk.lang, "edit.add_entry") }</button></> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lists_are_typed_as_they_are_told() {
        for (value, text, texts) in [
            (json!([1, 2.5, 3]), "1, 2.5, 3", false),
            (json!([[5, 1], [10, 2]]), "5 1; 10 2", false),
            (json!(["03-15", "09-01"]), "03-15, 09-01", true),
            (json!([]), "", false),
        ] {
            assert_eq!(told(&value), text);
            assert_eq!(read(text, texts), value, "{text}");
        }
        assert_eq!(read("1，2、x", false), json!([1, 2, "x"]));
        assert_eq!(read("5 1", false), json!([[5, 1]]));
    }
}
