//! What is kept: the scenario by itself with every change, under a name if it has one; many of them, to be opened, renamed, copied, deleted and had
//! back.

use std::collections::VecDeque;
use std::rc::Rc;

use page::app::files;
use page::i18n::{Lang, say, word};
use page::state::{Moment, Presets};
use wasm_bindgen_futures::spawn_local;
use workbench::record::Record;
use yew::prelude::*;

use super::controls::Line;
use crate::store;

pub mod book;
mod hands;
mod others;
mod read;
pub mod remembered;
pub mod rows;
pub mod status;
pub mod tabs;

use book::{Book, Writes};
use hands::Hands;
use others::{hears_of_others, use_beside};
use read::{moment_of, taken_from_file};
use remembered::take_in;
use rows::{Kept, Row};
use status::{Status, Told};

/// How long after a change it is written, milliseconds.
const PAUSE: u32 = 300;

/// Properties of [`Keep`].
#[derive(Debug, Properties)]
pub struct KeepProps {
    /// The scenario as it stands.
    pub now: Rc<Moment>,
    /// The presets there are.
    pub presets: Presets,
    /// Language of the words.
    pub lang: Lang,
}

// The scenario by identity, as in `PlaceProps`.
impl PartialEq for KeepProps {
    fn eq(&self, other: &Self) -> bool {
        let same = self.lang == other.lang && self.presets == other.presets;
        same && Rc::ptr_eq(&self.now, &other.now)
    }
}

/// The list of what is kept, and the keeping itself.
#[component]
pub fn Keep(props: &KeepProps) -> Html {
    let KeepProps { now, presets, lang } = props;
    let lang = *lang;
    let book = use_mut_ref(Book::default);
    let own = use_state_eq(|| None::<Writes>);
    let told = use_state_eq(|| Told::Nothing);
    let kept = use_state_eq(|| Rc::<[Rc<Kept>]>::from([]));
    let failed = use_state_eq(String::new);
    let hands = Hands {
        book,
        line: use_mut_ref(VecDeque::new),
        own: own.setter(),
        told: told.setter(),
        kept: kept.setter(),
        failed: failed.setter(),
    };
    let gone = use_state_eq(Vec::<Rc<Kept>>::new);
    // Until it is known what this tab edited before it was loaded anew, nothing is written.
    let ready = use_state_eq(|| false);
    let again = use_state_eq(|| 0u32);
    let shown = use_mut_ref(|| Rc::clone(now));
    *shown.borrow_mut() = Rc::clone(now);
    let beside = use_beside(&hands, own.as_ref().map(|it| it.id.clone()));
    use_effect_with((), {
        let (hands, ready) = (hands.clone(), ready.clone());
        let (presets, now) = (presets.clone(), Rc::clone(now));
        move |()| {
            let heard = hears_of_others(&hands.book, &shown, &presets);
            spawn_local(async move {
                let all = store::all().await;
                if let Err(fault) = &all {
                    hands.told.set(Told::Fault(fault.clone()));
                }
                let all = rows::read(all.unwrap_or_default());
                take_in(&all, &presets, &now).await;
                // A tab that was loaded anew goes on with its record only if it shows what stands there.
                let id = remembered::own();
                let own = all.iter().find(|it| Some(&it.id) == id.as_ref());
                if let Some(record) = own.and_then(|it| it.record.as_ref().ok())
                    && moment_of(record, &presets, lang).is_ok_and(|it| it == now)
                {
                    let record = Writes::of(record, &now);
                    hands.book.borrow_mut().take(&now, record);
                    hands.show();
                }
                hands.kept.set(all);
                ready.set(true);
            });
            move || drop(heard)
        }
    });
    use_effect_with((Rc::clone(now), *ready, *again), {
        let (hands, kept) = (hands.clone(), kept.clone());
        move |(now, ready, _)| {
            let now = Rc::clone(now);
            let pause = ready.then(|| {
                gloo_timers::callback::Timeout::new(PAUSE, move || {
                    let is_kept = || {
                        let file = now.text();
                        let mut records = kept.iter().filter_map(|it| it.record.as_ref().ok());
                        records.any(|it| it.seed == now.seed && it.file == file)
                    };
                    let next = hands.book.borrow_mut().shows(&now, is_kept, store::new_id);
                    if let Some(next) = next {
                        hands.put(next.record(&now, js_sys::Date::now()));
                    }
                    hands.show();
                })
            });
            move || drop(pause)
        }
    });
    let open = use_callback((hands.clone(), presets.clone(), lang), {
        |kept: Rc<Kept>, (hands, presets, lang)| {
            let record = kept.record.as_ref().map_err(|it| rows::closed(it, *lang));
            match record.and_then(|it| Ok((moment_of(it, presets, *lang)?, it))) {
                Err(why) => hands.failed.set(why),
                Ok((moment, record)) => {
                    let record = Writes::of(record, &moment);
                    hands.book.borrow_mut().take(&moment, record);
                    hands.show();
                    hands.failed.set(String::new());
                    hands.told.set(Told::Kept);
                    super::told_to_page((*moment).clone());
                }
            }
        }
    });
    let put = use_callback(hands.clone(), |record: Record, hands| hands.put(record));
    let delete = use_callback((hands.clone(), gone.clone()), {
        |kept: Rc<Kept>, (hands, gone)| {
            gone.set(gone.iter().cloned().chain([Rc::clone(&kept)]).collect());
            hands.book.borrow_mut().gone(&kept.id);
            hands.show();
            let hands = hands.clone();
            spawn_local(async move { hands.tell(store::remove(&kept.id).await) });
        }
    });
    let undelete = {
        let (gone, hands) = (gone.clone(), hands.clone());
        Callback::from(move |_: MouseEvent| {
            let Some((last, before)) = gone.split_last() else {
                return;
            };
            let (last, hands) = (Rc::clone(last), hands.clone());
            gone.set(before.to_vec());
            spawn_local(async move { hands.tell(store::put_back(&last.id, &last.text).await) });
        })
    };
    let name_now = {
        let (hands, now) = (hands.clone(), Rc::clone(now));
        Callback::from(move |name: String| {
            let name = name.trim().to_owned();
            let own = hands.book.borrow().own().cloned();
            match own {
                _ if name.is_empty() => {}
                // What has not been kept yet is kept under this name.
                None => hands.begin(&now, name),
                Some(own) => hands.put(Writes { name, ..own }.record(&now, js_sys::Date::now())),
            }
        })
    };
    let anew = {
        let (hands, own, now) = (hands.clone(), own.clone(), Rc::clone(now));
        Callback::from(move |_: MouseEvent| {
            let name = own.as_ref().map(|it| it.name.clone());
            let name = name.filter(|it| !it.is_empty());
            let name = name.map(|it| say(lang, "edit.kept_copy", &[("name", &it)]));
            hands.begin(&now, name.unwrap_or_default());
        })
    };
    let theirs = {
        let (own, kept, open) = (own.clone(), kept.clone(), open.clone());
        Callback::from(move |_: MouseEvent| {
            let id = own.as_ref().map(|it| &it.id);
            if let Some(kept) = kept.iter().find(|it| Some(&it.id) == id) {
                open.emit(Rc::clone(kept));
            }
        })
    };
    let save = {
        let now = Rc::clone(now);
        Callback::from(move |_: MouseEvent| files::save(&now))
    };
    let retry = {
        let again = again.clone();
        Callback::from(move |_: MouseEvent| again.set(*again + 1))
    };
    let import = {
        let (hands, presets) = (hands.clone(), presets.clone());
        Callback::from(move |event: Event| taken_from_file(&event, &hands, &presets, lang))
    };
    let own_name = own.as_ref().map(|it| it.name.clone());
    let own_id = own.as_ref().map(|it| it.id.clone());
    let row = |kept: &Rc<Kept>| {
        let current = own_id.as_ref() == Some(&kept.id);
        html! { <Row key={kept.id.clone()} kept={Rc::clone(kept)} {current} {lang} open={open.clone()} put={put.clone()} delete={delete.clone()} /> }
    };
    html! {
        <>
            <Status told={(*told).clone()} {beside} {lang} {theirs} {save} {retry} />
            <details class="panel edit-kept" id="edit-kept">
                <summary>{ say(lang, "edit.kept", &[("count", &kept.len().to_string())]) }</summary>
                <p>{ word(lang, "edit.kept_about") }</p>
                <div class="edit-add"><label for="edit-kept-name">{ word(lang, "edit.kept_name") }</label><Line id="edit-kept-name" value={own_name.unwrap_or_default()} onset={name_now} />
                    <button type="button" id="edit-kept-anew" onclick={anew}>{ word(lang, "edit.kept_anew") }</button>
                    <label class="button" for="edit-kept-import">{ word(lang, "edit.kept_import") }</label>
                    <input type="file" id="edit-kept-import" class="out-of-sight" accept=".json,application/json" onchange={import} />
                </div>
                <p class="problem" role="alert" id="edit-kept-failed">{ &*failed }</p>
                <ul class="edit-kept-list">{ for kept.iter().map(row) }</ul>
                <p hidden={gone.is_empty()}><button type="button" id="edit-kept-undelete" onclick={undelete}>{ say(lang, "edit.kept_undelete", &[("count", &gone.len().to_string())]) }</button></p>
            </details>
        </>
    }
}
