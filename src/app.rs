//! The shell around all places: what opens first, what is remembered, what the address says.

use std::rc::Rc;

use yew::prelude::*;

use crate::about::About;
use crate::components::Same;
use crate::i18n::word;
use crate::later::Later;
use crate::simulate::Simulate;
use crate::state::{Action, Moment, Notice, Place, Presets, State, Theme, link};
use crate::worker::pool::use_pool;

pub mod browser;
pub mod files;
pub mod header;
pub mod notices;

/// Puts the page into the document.
pub fn mount() {
    let Some(root) = browser::element("app") else {
        return;
    };
    root.set_inner_html("");
    yew::Renderer::<App>::with_root(root).render();
}

/// The state the page opens with: what the link says, else the first preset.
fn opening() -> State {
    let presets: Presets = crate::worker::engine::presets().into();
    let lang = browser::spoken();
    let theme = browser::stored("theme")
        .and_then(|name| Theme::ALL.into_iter().find(|t| t.name() == name))
        .unwrap_or_default();
    let first = Moment::of(presets.first().map_or("", |preset| &preset.id));
    let read = link::read(&browser::fragment(), &presets);
    let ((place, moment), notice) = match read {
        Ok(found) => (found, None),
        Err(damage) => (Default::default(), Some(Notice::Link(damage, false))),
    };
    let mut state = State::new(presets, moment.unwrap_or(first), lang, theme);
    state.place = place;
    state.notice = notice;
    state
}

/// The page.
#[component]
pub fn App() -> Html {
    // Nearly every action changes something: comparing two states takes longer than drawing the same again.
    let state = use_reducer(opening);
    let act = {
        let dispatcher = state.dispatcher();
        use_callback((), move |action: Action, ()| dispatcher.dispatch(action))
    };
    use_effect_with(
        (state.lang, state.theme, state.place),
        |(lang, theme, place)| {
            browser::dress(*lang, *theme, *place);
            browser::store("lang", lang.code());
            browser::store("theme", theme.name());
        },
    );
    let query = Rc::clone(state.query());
    use_address(&state, &query, &act);
    use_undo_keys(&act);
    use_pool(&state, &act);
    let seen = use_places(state.place);

    let shown: Rc<State> = Rc::new((*state).clone());
    let (place, lang) = (shown.place, shown.lang);
    let heading = place.heading();
    html! {
        <>
            <a class="skip" href={format!("#{heading}")} onclick={browser::skip_to(heading)}>{ word(lang, if place == Place::Simulate { "app.skip" } else { "app.skip_text" }) }</a>
            <header::Header state={shown.clone()} query={query.clone()} act={act.clone()} />
            <notices::Notices notice={shown.notice.clone()} {lang} act={act.clone()} />
            <div>if seen.iter().any(|it| it.is_fetched()) { <Later {lang} {place} {query} /> }</div>
            <main id="main" hidden={place.is_fetched()}>
                if seen.contains(&Place::Simulate) { <Simulate state={shown.clone()} {act} /> }
                if seen.contains(&Place::About) { <About {lang} hidden={place != Place::About} /> }
            </main>
        </>
    }
}

/// The places that have been shown: they stay in the document, so that whoever comes back finds what was unfolded, typed or running.
/// Who goes to another place begins to read at its heading.
#[hook]
fn use_places(place: Place) -> Vec<Place> {
    let seen = use_mut_ref(Vec::new);
    if !seen.borrow().contains(&place) {
        seen.borrow_mut().push(place);
    }
    let before = use_mut_ref(|| place);
    use_effect_with(place, move |place| {
        if before.replace(*place) != *place {
            browser::begin_at(place.heading());
        }
    });
    Vec::clone(&seen.borrow())
}

/// How long a movement pauses before the address is written, milliseconds.
const PAUSE: u32 = 300;
/// The same where a fetched place has led: when what it did is drawn.
const LED_PAUSE: u32 = 50;

/// The address follows place and scenario, and a link opened in this page opens its place and its scenario.
#[hook]
fn use_address(state: &UseReducerHandle<State>, query: &Rc<String>, act: &Callback<Action>) {
    // Browsers refuse addresses that change hundreds of times a minute: written when a movement pauses.
    // After a damaged link too: what the address says is what is shown.
    let notice = state.notice.clone();
    let damaged = notice.filter(|it| matches!(it, Notice::Link(..)));
    let presets = state.presets.clone();
    let query = Rc::clone(query);
    // Whoever edits does so once; whoever moves a lever goes on moving it.
    let pause = if state.led { LED_PAUSE } else { PAUSE };
    use_effect_with(
        (Same(Rc::clone(&state.now)), damaged, state.place),
        move |(Same(now), _, place)| {
            let (now, place, before) = (Rc::clone(now), *place, browser::fragment());
            let pause = gloo_timers::callback::Timeout::new(pause, move || {
                // Somebody has gone on meanwhile, and the page is about to hear of it: where to is not to be written over.
                if browser::fragment() != before {
                    return;
                }
                // What more 回放 says of itself stays, as long as it is of this scenario.
                let is_said = || {
                    link::read(&browser::fragment(), &presets)
                        .is_ok_and(|it| it.0 == place && it.1.as_ref() == Some(&*now))
                };
                if place != Place::Replay || !is_said() {
                    browser::set_fragment(&link::at(place, &query));
                }
            });
            move || drop(pause)
        },
    );
    let presets = state.presets.clone();
    let act = act.clone();
    use_effect_with((), move |()| {
        let hear = move |event: &web_sys::Event| {
            let said = browser::said_by_place(event);
            let fragment = said.clone().unwrap_or_else(browser::fragment);
            match link::read(&fragment, &presets) {
                Ok((place, moment)) => {
                    let query = said.as_deref().and_then(|it| it.split_once('?'));
                    match (moment, query) {
                        (Some(moment), Some((_, query))) => {
                            act.emit(Action::Lead(moment, query.to_owned()));
                        }
                        (Some(moment), None) => act.emit(Action::Open(moment)),
                        (None, _) => {}
                    }
                    act.emit(Action::Visit(place));
                }
                Err(damage) => act.emit(Action::Tell(Some(Notice::Link(damage, true)))),
            }
        };
        let listeners = [
            browser::on_window("hashchange", hear.clone()),
            browser::on_window(browser::SAID, hear),
        ];
        move || drop(listeners)
    });
}

/// Ctrl+Z and Ctrl+Shift+Z or Ctrl+Y, outside fields that undo by themselves.
#[hook]
fn use_undo_keys(act: &Callback<Action>) {
    let act = act.clone();
    use_effect_with((), move |()| {
        let listener = browser::on_window("keydown", move |event| {
            use wasm_bindgen::JsCast as _;
            let Some(key) = event.dyn_ref::<web_sys::KeyboardEvent>() else {
                return;
            };
            if !(key.ctrl_key() || key.meta_key()) || key.alt_key() || browser::in_text_field(event)
            {
                return;
            }
            let action = match (key.key().to_ascii_lowercase().as_str(), key.shift_key()) {
                ("z", false) => Action::Undo,
                ("z", true) | ("y", false) => Action::Redo,
                _ => return,
            };
            event.prevent_default();
            act.emit(action);
        });
        move || drop(listener)
    });
}
