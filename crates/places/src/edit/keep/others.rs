//! What other tabs do, and what is opened from elsewhere in this one.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use page::app::browser;
use page::state::{Moment, Presets};
use wasm_bindgen::JsCast as _;
use yew::prelude::*;

use super::book::Book;
use super::hands::Hands;
use super::status::Told;
use super::tabs::{self, Word, brings_another};

/// Whether another tab has the record of this one open; hears of what others write, too.
#[hook]
pub(super) fn use_beside(hands: &Hands, own: Option<String>) -> bool {
    let beside = use_state_eq(|| false);
    let channel = use_memo((), |()| tabs::channel());
    use_effect_with((), {
        let (hands, beside, channel) = (hands.clone(), beside.clone(), Rc::clone(&channel));
        move |()| {
            let say = |word: Word, channel: &Option<web_sys::BroadcastChannel>| {
                if let Some(channel) = channel {
                    word.say(channel);
                }
            };
            let (book, on) = (Rc::clone(&hands.book), Rc::clone(&channel));
            let own = move || book.borrow().own().map(|it| (it.id.clone(), it.seen));
            let left = browser::on_window("pagehide", {
                let (own, on) = (own.clone(), Rc::clone(&on));
                move |_| {
                    if let Some((id, _)) = own() {
                        say(Word::Left(id), &on);
                    }
                }
            });
            let heard = (*channel).as_ref().map(|channel| {
                EventListener::new(channel, "message", move |event| {
                    let event = event.dyn_ref::<web_sys::MessageEvent>();
                    let text = event.and_then(|it| it.data().as_string());
                    let word = text.and_then(|it| Word::read(&it));
                    let own = own();
                    let is_own = |id: &str| own.as_ref().is_some_and(|it| it.0 == id);
                    match word {
                        Some(Word::Wrote { id, revision }) => {
                            if own.as_ref().is_some_and(|it| it.0 == id && revision > it.1) {
                                hands.told.set(Told::Behind);
                            }
                            hands.list();
                        }
                        Some(Word::Opened(id)) if is_own(&id) => {
                            say(Word::Here(id), &on);
                            beside.set(true);
                        }
                        Some(Word::Here(id)) if is_own(&id) => beside.set(true),
                        // Whether there are others still, they say themselves.
                        Some(Word::Left(id)) if is_own(&id) => {
                            beside.set(false);
                            say(Word::Opened(id), &on);
                        }
                        _ => {}
                    }
                })
            });
            move || {
                drop((heard, left));
                if let Some(channel) = &*channel {
                    channel.close();
                }
            }
        }
    });
    use_effect_with(own, {
        let beside = beside.clone();
        move |own| {
            beside.set(false);
            if let (Some(id), Some(channel)) = (own, &*channel) {
                Word::Opened(id.clone()).say(channel);
            }
            let own = own.clone();
            move || {
                if let (Some(id), Some(channel)) = (own, &*channel) {
                    Word::Left(id).say(channel);
                }
            }
        }
    });
    *beside
}

/// Notes what is opened from elsewhere: by a link, a file, a preset.
pub(super) fn hears_of_others(
    book: &Rc<RefCell<Book>>,
    shown: &Rc<RefCell<Rc<Moment>>>,
    presets: &Presets,
) -> impl Sized + use<> {
    let links = {
        let (book, shown, presets) = (Rc::clone(book), Rc::clone(shown), presets.clone());
        browser::on_window("hashchange", move |event| {
            // Where an event is made by hand there are no addresses, and nothing is opened.
            if let Some(event) = event.dyn_ref::<web_sys::HashChangeEvent>()
                && brings_another(
                    &event.old_url(),
                    &event.new_url(),
                    &shown.borrow(),
                    &presets,
                )
            {
                book.borrow_mut().opens_another();
            }
        })
    };
    let chosen = web_sys::window()
        .and_then(|it| it.document())
        .map(|document| {
            let book = Rc::clone(book);
            EventListener::new(&document, "change", move |event| {
                let target = event.target();
                let target = target.and_then(|it| it.dyn_into::<web_sys::Element>().ok());
                if target.is_some_and(|it| ["open-file", "preset"].contains(&it.id().as_str())) {
                    book.borrow_mut().opens_another();
                }
            })
        });
    (links, chosen)
}
