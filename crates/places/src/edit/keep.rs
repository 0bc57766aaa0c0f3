//! What is kept: the scenario by itself with every change, under a name if it has one; many of them, to be opened, renamed, copied, deleted and had
//! back.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use page::app::{browser, files};
use page::i18n::{Lang, say, word};
use page::state::{Moment, Preset};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlInputElement;
use workbench::record::{self, Closed, Record};
use yew::prelude::*;

use super::controls::Line;
use crate::store::{self, Fault, Written};

/// How long after a change it is written, milliseconds.
const PAUSE: u32 = 300;

/// In which word of the tab's own storage it is remembered what this tab edits.
const EDITS: &str = "tuiyan.edits";

/// What this tab is writing: which record, which revision of it has been seen, and what stood in it.
#[derive(Debug, Clone, PartialEq)]
struct Writes {
    id: String,
    name: String,
    seen: u64,
    moment: Rc<Moment>,
}

/// What this tab has written so far: which scenario belongs to which record, so that undo leads from the one to the other and never writes one over
/// the other.
#[derive(Debug, Default)]
struct Book {
    /// Scenarios that have been shown, each with its record; none: a preset as it stands.
    known: Vec<(Rc<Moment>, Option<String>)>,
    records: Vec<Writes>,
}

/// So many scenarios are remembered.
const REMEMBERED: usize = 500;

impl Book {
    /// A scenario belongs to a record, or to none.
    fn note(&mut self, moment: &Rc<Moment>, writes: Option<&Writes>) {
        if self.known.len() >= REMEMBERED {
            self.known.remove(0);
        }
        self.known
            .push((Rc::clone(moment), writes.map(|it| it.id.clone())));
        if let Some(writes) = writes {
            self.records.retain(|it| it.id != writes.id);
            self.records.push(writes.clone());
        }
    }

    /// The record a scenario belongs to: `None` where it is not known, `Some(None)` for none.
    fn of(&self, moment: &Moment) -> Option<Option<Writes>> {
        let (_, id) = self.known.iter().rev().find(|it| *it.0 == *moment)?;
        let Some(id) = id else {
            return Some(None);
        };
        self.records
            .iter()
            .find(|it| it.id == *id)
            .cloned()
            .map(Some)
    }

    /// A record has been written.
    fn wrote(&mut self, id: &str, revision: u64) {
        for it in self.records.iter_mut().filter(|it| it.id == id) {
            it.seen = it.seen.max(revision);
        }
    }
}

/// What people are told of it.
#[derive(Debug, Clone, PartialEq)]
enum Told {
    Nothing,
    Kept,
    Fault(Fault),
    /// Another tab has written the same record.
    Behind,
}

/// What is in the store, as far as it opens.
type Stored = Vec<(String, String)>;

/// Properties of [`Keep`].
#[derive(Debug, Properties, PartialEq)]
pub struct KeepProps {
    /// The scenario as it stands.
    pub now: Rc<Moment>,
    /// The presets there are.
    pub presets: Rc<[Preset]>,
    /// Language of the words.
    pub lang: Lang,
}

fn tab() -> Option<web_sys::Storage> {
    web_sys::window()?.session_storage().ok()?
}

fn file_of(moment: &Moment) -> String {
    moment.text()
}

fn as_record(writes: &Writes, moment: &Moment) -> Record {
    Record {
        id: writes.id.clone(),
        name: writes.name.clone(),
        revision: writes.seen,
        saved: js_sys::Date::now(),
        seed: moment.seed,
        file: file_of(moment),
        by: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

/// The scenario of a record.
fn moment_of(record: &Record, presets: &[Preset], lang: Lang) -> Result<Moment, String> {
    files::scenario(&record.file, presets, record.seed, lang).map_err(|problems| {
        let said = problems
            .iter()
            .map(|it| format!("{}{}{}", it.message, lang.of("。", ". "), it.remedy));
        said.collect::<Vec<_>>().join(" ")
    })
}

/// The list of what is kept, and the keeping itself.
#[component]
pub fn Keep(props: &KeepProps) -> Html {
    let KeepProps { now, presets, lang } = props;
    let lang = *lang;
    let stored = use_state_eq(Stored::new);
    let told = use_state_eq(|| Told::Nothing);
    let gone = use_state_eq(Stored::new);
    let failed = use_state_eq(String::new);
    let writes = use_mut_ref(|| None::<Writes>);
    let book = use_mut_ref(Book::default);
    // Whether what is shown now was opened from elsewhere: a link, a file, a preset.
    let elsewhere = use_mut_ref(|| true);
    // Until it is known what this tab edited before it was loaded anew, nothing is written.
    let ready = use_state_eq(|| false);
    let list = {
        let (stored, told) = (stored.clone(), told.clone());
        Callback::from(move |()| {
            let (stored, told) = (stored.clone(), told.clone());
            spawn_local(async move {
                match store::all().await {
                    Ok(all) => stored.set(all),
                    Err(fault) => told.set(Told::Fault(fault)),
                }
            });
        })
    };
    use_effect_with((), {
        let (ready, book) = (ready.clone(), book.clone());
        let (list, writes, told, elsewhere, presets, now) = (
            list.clone(),
            writes.clone(),
            told.clone(),
            elsewhere.clone(),
            Rc::clone(presets),
            Rc::clone(now),
        );
        move |()| {
            spawn_local({
                let (writes, list, elsewhere) = (writes.clone(), list.clone(), elsewhere.clone());
                let book = book.clone();
                async move {
                    let all = store::all().await.unwrap_or_default();
                    take_in(&all, &presets, &now).await;
                    // A tab that was loaded anew goes on with its record only if it shows what stands there.
                    let id = tab().and_then(|it| it.get_item(EDITS).ok()?);
                    let own = all.iter().find(|it| Some(&it.0) == id.as_ref());
                    if let Some(record) = own.and_then(|it| Record::open(&it.1).ok())
                        && moment_of(&record, &presets, lang).is_ok_and(|it| it == *now)
                    {
                        let it = Writes {
                            id: record.id,
                            name: record.name,
                            seen: record.revision,
                            moment: Rc::clone(&now),
                        };
                        book.borrow_mut().note(&now, Some(&it));
                        *writes.borrow_mut() = Some(it);
                        *elsewhere.borrow_mut() = false;
                    }
                    ready.set(true);
                    list.emit(());
                }
            });
            let channel = web_sys::BroadcastChannel::new(store::CHANNEL).ok();
            let heard = channel.as_ref().map(|channel| {
                let (list, writes, told) = (list.clone(), writes.clone(), told.clone());
                EventListener::new(channel, "message", move |event| {
                    let said = event
                        .dyn_ref::<web_sys::MessageEvent>()
                        .and_then(|it| it.data().as_string())
                        .unwrap_or_default();
                    let (revision, id) = said.split_once(' ').unwrap_or_default();
                    let revision: u64 = revision.parse().unwrap_or(0);
                    if writes
                        .borrow()
                        .as_ref()
                        .is_some_and(|it| it.id == id && revision > it.seen)
                    {
                        told.set(Told::Behind);
                    }
                    list.emit(());
                })
            });
            let window = web_sys::window();
            let links = window.as_ref().map(|window| {
                let elsewhere = elsewhere.clone();
                EventListener::new(window, "hashchange", move |event| {
                    // From place to place the scenario stays; whoever follows another link opens another.
                    let query = |url: String| url.split_once('?').map(|it| it.1.to_owned());
                    let other = event
                        .dyn_ref::<web_sys::HashChangeEvent>()
                        .is_some_and(|it| {
                            it.is_trusted() && query(it.old_url()) != query(it.new_url())
                        });
                    if other {
                        *elsewhere.borrow_mut() = true;
                    }
                })
            });
            let chosen = window.and_then(|it| it.document()).map(|document| {
                EventListener::new(&document, "change", move |event| {
                    let target = event
                        .target()
                        .and_then(|it| it.dyn_into::<web_sys::Element>().ok());
                    if target.is_some_and(|it| ["open-file", "preset"].contains(&it.id().as_str()))
                    {
                        *elsewhere.borrow_mut() = true;
                    }
                })
            });
            move || {
                drop((heard, links, chosen));
                if let Some(channel) = channel {
                    channel.close();
                }
            }
        }
    });
    use_effect_with((Rc::clone(now), *ready), {
        let (writes, book, told, list, elsewhere) = (
            writes.clone(),
            book.clone(),
            told.clone(),
            list.clone(),
            elsewhere.clone(),
        );
        move |(now, ready)| {
            let now = Rc::clone(now);
            let pause = ready.then(|| {
                gloo_timers::callback::Timeout::new(PAUSE, move || {
                    keep(&now, (&writes, &book, &elsewhere), told, list);
                })
            });
            move || drop(pause)
        }
    });
    let current = writes.borrow().as_ref().map(|it| it.id.clone());
    let open = {
        let book = book.clone();
        let (writes, elsewhere, presets, failed, told) = (
            writes.clone(),
            elsewhere.clone(),
            Rc::clone(presets),
            failed.clone(),
            told.clone(),
        );
        Callback::from(move |text: String| {
            match Record::open(&text)
                .map_err(|it| closed(&it, lang))
                .and_then(|it| Ok((moment_of(&it, &presets, lang)?, it)))
            {
                Err(why) => failed.set(why),
                Ok((moment, record)) => {
                    remember(&record.id);
                    let it = Writes {
                        id: record.id,
                        name: record.name,
                        seen: record.revision,
                        moment: Rc::new(moment.clone()),
                    };
                    book.borrow_mut().note(&it.moment, Some(&it));
                    *writes.borrow_mut() = Some(it);
                    *elsewhere.borrow_mut() = false;
                    failed.set(String::new());
                    told.set(Told::Kept);
                    super::told_to_page(&moment);
                }
            }
        })
    };
    let write = {
        let book = book.clone();
        let (writes, told, list) = (writes.clone(), told.clone(), list.clone());
        Callback::from(move |record: Record| {
            let book = book.clone();
            let (writes, told, list) = (writes.clone(), told.clone(), list.clone());
            spawn_local(async move {
                match store::write(&record).await {
                    Ok(Written::Done(revision)) => {
                        book.borrow_mut().wrote(&record.id, revision);
                        if let Some(it) =
                            writes.borrow_mut().as_mut().filter(|it| it.id == record.id)
                        {
                            it.seen = revision;
                            it.name.clone_from(&record.name);
                        }
                        told.set(Told::Kept);
                    }
                    Ok(Written::Behind(_)) => told.set(Told::Behind),
                    Err(fault) => told.set(Told::Fault(fault)),
                }
                list.emit(());
            });
        })
    };
    let delete = {
        let (gone, writes, told) = (gone.clone(), writes.clone(), told.clone());
        Callback::from(move |(id, text): (String, String)| {
            let mut all = (*gone).clone();
            all.push((id.clone(), text));
            gone.set(all);
            if writes.borrow().as_ref().is_some_and(|it| it.id == id) {
                *writes.borrow_mut() = None;
            }
            let told = told.clone();
            spawn_local(async move {
                if let Err(fault) = store::remove(&id).await {
                    told.set(Told::Fault(fault));
                }
            });
        })
    };
    let undelete = {
        let (gone, told) = (gone.clone(), told.clone());
        Callback::from(move |_: MouseEvent| {
            let mut all = (*gone).clone();
            let Some((id, text)) = all.pop() else {
                return;
            };
            gone.set(all);
            let told = told.clone();
            spawn_local(async move {
                if let Err(fault) = store::put_back(&id, &text).await {
                    told.set(Told::Fault(fault));
                }
            });
        })
    };
    let name_now = {
        let book = book.clone();
        let (writes, write, now, elsewhere) = (
            writes.clone(),
            write.clone(),
            Rc::clone(now),
            elsewhere.clone(),
        );
        Callback::from(move |name: String| {
            let name = name.trim().to_owned();
            if name.is_empty() {
                return;
            }
            // What has not been kept yet is kept under this name.
            let mut own = writes.borrow_mut();
            let it = own.get_or_insert_with(|| Writes {
                id: store::new_id(),
                name: String::new(),
                seen: 0,
                moment: Rc::clone(&now),
            });
            it.name = name;
            remember(&it.id);
            book.borrow_mut().note(&now, Some(it));
            *elsewhere.borrow_mut() = false;
            write.emit(as_record(it, &now));
        })
    };
    let anew = {
        let book = book.clone();
        let (writes, write, now) = (writes.clone(), write.clone(), Rc::clone(now));
        Callback::from(move |_: MouseEvent| {
            let name = writes
                .borrow()
                .as_ref()
                .map(|it| it.name.clone())
                .unwrap_or_default();
            let name = if name.is_empty() {
                name
            } else {
                say(lang, "edit.kept_copy", &[("name", &name)])
            };
            let it = Writes {
                id: store::new_id(),
                name,
                seen: 0,
                moment: Rc::clone(&now),
            };
            remember(&it.id);
            write.emit(as_record(&it, &now));
            book.borrow_mut().note(&now, Some(&it));
            *writes.borrow_mut() = Some(it);
        })
    };
    let theirs = {
        let (writes, stored, open) = (writes.clone(), stored.clone(), open.clone());
        Callback::from(move |_: MouseEvent| {
            let id = writes.borrow().as_ref().map(|it| it.id.clone());
            if let Some((_, text)) = stored.iter().find(|it| Some(&it.0) == id.as_ref()) {
                open.emit(text.clone());
            }
        })
    };
    let import = {
        let (presets, write, failed) = (Rc::clone(presets), write.clone(), failed.clone());
        Callback::from(move |event: Event| {
            let input = event
                .target()
                .and_then(|it| it.dyn_into::<HtmlInputElement>().ok());
            let file = input.as_ref().and_then(|it| it.files()?.get(0));
            if let Some(input) = input {
                input.set_value("");
            }
            let Some(file) = file else {
                return;
            };
            let (presets, write, failed) = (Rc::clone(&presets), write.clone(), failed.clone());
            spawn_local(async move {
                let name = file.name();
                let text = if file.size() > files::LARGEST {
                    None
                } else {
                    JsFuture::from(file.text())
                        .await
                        .ok()
                        .and_then(|it| it.as_string())
                };
                let read = text
                    .as_deref()
                    .map(|it| files::scenario(it, &presets, Moment::SEED, lang));
                match read {
                    Some(Ok(moment)) => {
                        let it = Writes {
                            id: store::new_id(),
                            name: name.trim_end_matches(".json").to_owned(),
                            seen: 0,
                            moment: Rc::new(moment.clone()),
                        };
                        failed.set(String::new());
                        write.emit(as_record(&it, &moment));
                    }
                    Some(Err(problems)) => failed.set(
                        problems
                            .iter()
                            .map(|it| {
                                format!(
                                    "{name}{}{}{}{}",
                                    lang.of("：", ": "),
                                    it.message,
                                    lang.of("。", ". "),
                                    it.remedy
                                )
                            })
                            .collect::<Vec<_>>()
                            .join(" "),
                    ),
                    None => failed.set(say(lang, "edit.kept_unreadable", &[("name", &name)])),
                }
            });
        })
    };
    let own_name = writes
        .borrow()
        .as_ref()
        .map(|it| it.name.clone())
        .unwrap_or_default();
    let mut rows: Vec<(&String, &String, Result<Record, Closed>)> = stored
        .iter()
        .map(|it| (&it.0, &it.1, Record::open(&it.1)))
        .collect();
    rows.sort_by(|a, b| {
        let saved = |it: &Result<Record, Closed>| it.as_ref().map_or(0.0, |it| it.saved);
        saved(&b.2).total_cmp(&saved(&a.2))
    });
    let row = |(id, text, record): &(&String, &String, Result<Record, Closed>)| {
        let is_current = current.as_ref() == Some(id);
        one(id, text, record, is_current, lang, (&open, &write, &delete))
    };
    html! {
        <details class="panel edit-kept" id="edit-kept">
            <summary>{ say(lang, "edit.kept", &[("count", &stored.len().to_string())]) }</summary>
            <p>{ word(lang, "edit.kept_about") }</p>
            <div class="edit-add"><label for="edit-kept-name">{ word(lang, "edit.kept_name") }</label><Line id="edit-kept-name" value={own_name} onset={name_now} />
                <button type="button" id="edit-kept-anew" onclick={anew}>{ word(lang, "edit.kept_anew") }</button>
                <label class="button" for="edit-kept-import">{ word(lang, "edit.kept_import") }</label>
                <input type="file" id="edit-kept-import" class="out-of-sight" accept=".json,application/json" onchange={import} />
            </div>
            <div role="status" id="edit-kept-told">{ status(&told, lang, &theirs) }</div>
            <p class="problem" role="alert" id="edit-kept-failed">{ &*failed }</p>
            <ul class="edit-kept-list">{ for rows.iter().map(row) }</ul>
            <p hidden={gone.is_empty()}><button type="button" id="edit-kept-undelete" onclick={undelete}>{ say(lang, "edit.kept_undelete", &[("count", &gone.len().to_string())]) }</button></p>
        </details>
    }
}

/// How it stands with keeping.
fn status(told: &Told, lang: Lang, theirs: &Callback<MouseEvent>) -> Html {
    let (key, what) = match told {
        Told::Nothing => return html! {},
        Told::Kept => ("edit.kept_done", String::new()),
        Told::Behind => {
            return html! { <p class="problem">{ word(lang, "edit.kept_behind") }{ " " }<button type="button" id="edit-kept-theirs" onclick={theirs.clone()}>{ word(lang, "edit.kept_theirs") }</button></p> };
        }
        Told::Fault(Fault::Full) => ("edit.kept_full", String::new()),
        Told::Fault(Fault::Newer) => ("edit.kept_newer_store", String::new()),
        Told::Fault(Fault::Forbidden(said)) => ("edit.kept_forbidden", said.clone()),
    };
    let class = if *told == Told::Kept {
        "hint"
    } else {
        "problem"
    };
    html! { <p {class}>{ say(lang, key, &[("what", &what)]) }</p> }
}

/// Why a record does not open.
fn closed(why: &Closed, lang: Lang) -> String {
    match why {
        Closed::Newer(version) => say(
            lang,
            "edit.kept_newer",
            &[("version", &version.to_string())],
        ),
        Closed::NoRecord(what) => say(lang, "edit.kept_broken", &[("what", what)]),
    }
}

/// What is done with a record: opened, written, deleted.
type Does<'a> = (
    &'a Callback<String>,
    &'a Callback<Record>,
    &'a Callback<(String, String)>,
);

fn one(
    id: &str,
    text: &str,
    record: &Result<Record, Closed>,
    current: bool,
    lang: Lang,
    (open, write, delete): Does,
) -> Html {
    let name = match record {
        Ok(record) if record.name.is_empty() => {
            say(lang, "edit.kept_unnamed", &[("time", &time(record.saved))])
        }
        Ok(record) => record.name.clone(),
        Err(_) => id.to_owned(),
    };
    let opened = {
        let (open, text) = (open.clone(), text.to_owned());
        Callback::from(move |_: MouseEvent| open.emit(text.clone()))
    };
    let exported = {
        let (text, file) = (record::raw(text), format!("tuiyan-{name}.json"));
        Callback::from(move |_: MouseEvent| browser::save(&file, &text))
    };
    let deleted = {
        let (delete, id, text) = (delete.clone(), id.to_owned(), text.to_owned());
        Callback::from(move |_: MouseEvent| delete.emit((id.clone(), text.clone())))
    };
    let labelled = |key: &str| say(lang, key, &[("name", &name)]);
    let why = record.as_ref().err().map(|it| closed(it, lang));
    let of_record = record.as_ref().ok().map(|record| {
        let renamed = {
            let (write, record) = (write.clone(), record.clone());
            Callback::from(move |name: String| write.emit(Record { name: name.trim().to_owned(), ..record.clone() }))
        };
        let copied = {
            let (write, record, name) = (write.clone(), record.clone(), say(lang, "edit.kept_copy", &[("name", &name)]));
            Callback::from(move |_: MouseEvent| write.emit(Record { id: store::new_id(), name: name.clone(), revision: 0, saved: js_sys::Date::now(), ..record.clone() }))
        };
        html! {
            <>
                <Line id={format!("kept-{id}")} value={record.name.clone()} label={labelled("edit.kept_rename_label")} onset={renamed} />
                <button type="button" class="edit-kept-open" aria-label={labelled("edit.kept_open_label")} onclick={opened}>{ word(lang, "edit.kept_open") }</button>
                <button type="button" aria-label={labelled("edit.kept_copy_label")} onclick={copied}>{ word(lang, "edit.copy") }</button>
            </>
        }
    });
    html! {
        <li key={id.to_owned()} data-id={id.to_owned()} class={classes!(current.then_some("current"))}>
            <span class="edit-kept-title">{ name.clone() }{ if current { word(lang, "edit.kept_current") } else { String::new() } }</span>
            <small>{ record.as_ref().map(|it| time(it.saved)).unwrap_or_default() }</small>
            { for of_record }
            <button type="button" aria-label={labelled("edit.kept_export_label")} onclick={exported}>{ word(lang, "edit.kept_export") }</button>
            <button type="button" class="edit-kept-delete" aria-label={labelled("edit.kept_delete_label")} onclick={deleted}>{ word(lang, "edit.remove") }</button>
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

/// Remembers for this tab what it edits.
fn remember(id: &str) {
    if let Some(tab) = tab() {
        let _ = tab.set_item(EDITS, id);
    }
}

/// What keeping has in hand: what this tab writes, what it has written, and whether what is shown was opened from elsewhere.
type Hands<'a> = (
    &'a Rc<RefCell<Option<Writes>>>,
    &'a Rc<RefCell<Book>>,
    &'a Rc<RefCell<bool>>,
);

/// Writes what is shown now: into the record it belongs to; if it was opened from elsewhere, into a new one as soon as it differs from its preset.
fn keep(
    now: &Rc<Moment>,
    (writes, book, elsewhere): Hands,
    told: UseStateHandle<Told>,
    list: Callback<()>,
) {
    let own = writes.borrow().clone();
    let known = book.borrow().of(now);
    let from_elsewhere = *elsewhere.borrow();
    let writes_on = own
        .clone()
        .filter(|it| !from_elsewhere && it.moment.preset == now.preset);
    let next = match (known, writes_on) {
        // Undo has led back to what belongs to another record, or to none.
        (Some(known), on) if known.as_ref().map(|it| &it.id) != on.as_ref().map(|it| &it.id) => {
            *elsewhere.borrow_mut() = false;
            if let Some(it) = &known {
                remember(&it.id);
            }
            *writes.borrow_mut() = known.map(|it| Writes {
                moment: Rc::clone(now),
                ..it
            });
            return list.emit(());
        }
        (_, Some(it)) if it.moment == *now => return,
        (_, Some(it)) => Writes {
            moment: Rc::clone(now),
            ..it
        },
        // A preset as it stands need not be kept.
        (_, None) if now.patch.is_empty() => {
            *writes.borrow_mut() = None;
            book.borrow_mut().note(now, None);
            return;
        }
        (_, None) => Writes {
            id: store::new_id(),
            name: String::new(),
            seen: 0,
            moment: Rc::clone(now),
        },
    };
    *elsewhere.borrow_mut() = false;
    remember(&next.id);
    book.borrow_mut().note(now, Some(&next));
    *writes.borrow_mut() = Some(next.clone());
    let (writes, book, record) = (Rc::clone(writes), Rc::clone(book), as_record(&next, now));
    spawn_local(async move {
        match store::write(&record).await {
            Ok(Written::Done(revision)) => {
                book.borrow_mut().wrote(&record.id, revision);
                if let Some(it) = writes.borrow_mut().as_mut().filter(|it| it.id == record.id) {
                    it.seen = it.seen.max(revision);
                }
                told.set(Told::Kept);
            }
            Ok(Written::Behind(_)) => told.set(Told::Behind),
            Err(fault) => told.set(Told::Fault(fault)),
        }
        list.emit(());
    });
}

/// What the page itself remembered of tabs that were closed before anything was kept (`index.html`): taken into the store.
async fn take_in(all: &Stored, presets: &[Preset], now: &Moment) {
    let Some(local) = web_sys::window().and_then(|it| it.local_storage().ok()?) else {
        return;
    };
    let names = (0..local.length().unwrap_or(0)).filter_map(|at| local.key(at).ok()?);
    let names: Vec<String> = names.filter(|it| it.starts_with("tuiyan.last.")).collect();
    for name in names {
        let link = local.get_item(&name).ok().flatten().unwrap_or_default();
        let read = page::state::link::read(&link, presets)
            .ok()
            .and_then(|it| it.1);
        let Some(moment) = read.filter(|it| !it.patch.is_empty()) else {
            let _ = local.remove_item(&name);
            continue;
        };
        let file = file_of(&moment);
        // What is shown now is written with its next change, or has been.
        let known = moment == *now
            || all
                .iter()
                .filter_map(|it| Record::open(&it.1).ok())
                .any(|it| it.file == file && it.seed == moment.seed);
        let it = Writes {
            id: store::new_id(),
            name: String::new(),
            seen: 0,
            moment: Rc::new(moment.clone()),
        };
        if known || store::write(&as_record(&it, &moment)).await.is_ok() {
            let _ = local.remove_item(&name);
        }
    }
}
