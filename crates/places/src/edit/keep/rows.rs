//! The list of what is kept, and what can be done with each of it.

use page::app::browser;
use page::i18n::{Lang, say, word};
use std::rc::Rc;
use workbench::record::{self, Closed, Record};
use yew::prelude::*;

use crate::edit::controls::Line;
use crate::store;

/// Something in the store.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Its id.
    pub id: String,
    /// As it is stored.
    pub text: String,
    /// What it says, or why it does not open.
    pub record: Result<Record, Closed>,
}

/// What is stored, read: the newest first, what does not open last.
#[must_use]
pub fn read(stored: Vec<(String, String)>) -> Rc<[Rc<Kept>]> {
    let read = |(id, text): (String, String)| {
        let record = Record::open(&id, &text);
        Rc::new(Kept { id, text, record })
    };
    let mut all: Vec<Rc<Kept>> = stored.into_iter().map(read).collect();
    let saved = |it: &Kept| it.record.as_ref().map_or(-1.0, |it| it.saved);
    all.sort_by(|a, b| saved(b).total_cmp(&saved(a)));
    all.into()
}

/// Why a record does not open.
#[must_use]
pub fn closed(why: &Closed, lang: Lang) -> String {
    match why {
        Closed::Newer(version) => say(
            lang,
            "edit.kept_newer",
            &[("version", &version.to_string())],
        ),
        Closed::Damaged => word(lang, "edit.kept_broken"),
    }
}

/// Properties of [`Row`].
#[derive(Debug, Properties, PartialEq)]
pub struct RowProps {
    /// What it is.
    pub kept: Rc<Kept>,
    /// Whether it is what this tab writes.
    pub current: bool,
    /// Language of the words.
    pub lang: Lang,
    /// Told that it is to be opened.
    pub open: Callback<Rc<Kept>>,
    /// Told a record that is to be written.
    pub put: Callback<Record>,
    /// Told that it is to be deleted.
    pub delete: Callback<Rc<Kept>>,
}

/// One of them.
#[component]
pub fn Row(props: &RowProps) -> Html {
    let RowProps {
        kept,
        current,
        lang,
        open,
        put,
        delete,
    } = props;
    let (lang, id) = (*lang, kept.id.clone());
    let name = match &kept.record {
        Ok(record) if record.name.is_empty() => {
            say(lang, "edit.kept_unnamed", &[("time", &time(record.saved))])
        }
        Ok(record) => record.name.clone(),
        Err(_) => id.clone(),
    };
    let doing = |what: &Callback<Rc<Kept>>| {
        let kept = Rc::clone(kept);
        what.reform(move |_: MouseEvent| Rc::clone(&kept))
    };
    let exported = {
        let (text, file) = (record::raw(&kept.text), format!("tuiyan-{name}.json"));
        Callback::from(move |_: MouseEvent| browser::save(&file, &text))
    };
    let labelled = |key: &str| say(lang, key, &[("name", &name)]);
    let why = kept.record.as_ref().err().map(|it| closed(it, lang));
    let of_record = kept.record.as_ref().ok().map(|record| {
        let renamed = {
            let record = record.clone();
            put.reform(move |name: String| Record { name: name.trim().to_owned(), ..record.clone() })
        };
        let copied = {
            let (record, name) = (record.clone(), say(lang, "edit.kept_copy", &[("name", &name)]));
            put.reform(move |_: MouseEvent| Record { id: store::new_id(), name: name.clone(), revision: 0, saved: js_sys::Date::now(), ..record.clone() })
        };
        html! {
            <>
                <Line id={format!("kept-{id}")} value={record.name.clone()} label={labelled("edit.kept_rename_label")} onset={renamed} />
                <button type="button" class="edit-kept-open" aria-label={labelled("edit.kept_open_label")} onclick={doing(open)}>{ word(lang, "edit.kept_open") }</button>
                <button type="button" aria-label={labelled("edit.kept_copy_label")} onclick={copied}>{ word(lang, "edit.copy") }</button>
            </>
        }
    });
    html! {
        <li data-id={id.clone()} class={classes!(current.then_some("current"))}>
            <span class="edit-kept-title">{ name.clone() }{ if *current { word(lang, "edit.kept_current") } else { String::new() } }</span>
            <small>{ kept.record.as_ref().map(|it| time(it.saved)).unwrap_or_default() }</small>
            { for of_record }
            <button type="button" class="edit-kept-export" aria-label={labelled("edit.kept_export_label")} onclick={exported}>{ word(lang, "edit.kept_export") }</button>
            <button type="button" class="edit-kept-delete" aria-label={labelled("edit.kept_delete_label")} onclick={doing(delete)}>{ word(lang, "edit.remove") }</button>
            { for why.map(|it| html! { <p class="problem">{ it }</p> }) }
        </li>
    }
}

/// When something was written, by the clock of the machine.
fn time(saved: f64) -> String {
    let date = js_sys::Date::new(&saved.into());
    let two = |it: u32| format!("{it:02}");
    format!(
        "{}-{}-{} {}:{}",
        date.get_full_year(),
        two(date.get_month() + 1),
        two(date.get_date()),
        two(date.get_hours()),
        two(date.get_minutes())
    )
}
