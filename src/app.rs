//! The shell around all places: what opens first, what is remembered, what the address says.

use std::rc::Rc;

use yew::prelude::*;

use crate::i18n::word;
use crate::simulate::Simulate;
use crate::state::{Action, Moment, Notice, Preset, State, Theme, link};
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
    let presets: Rc<[Preset]> = crate::worker::engine::presets().into();
    let lang = browser::spoken();
    let theme = browser::stored("theme")
        .and_then(|name| Theme::ALL.into_iter().find(|t| t.name() == name))
        .unwrap_or_default();
    let first = Moment::of(presets.first().map_or("", |preset| &preset.id));
    let read = link::read(&browser::fragment(), &presets);
    let (moment, notice) = match read {
        Ok(moment) => (moment.unwrap_or(first), None),
        Err(damage) => (first, Some(Notice::Link(damage, false))),
    };
    let mut state = State::new(presets, moment, lang, theme);
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
    use_effect_with((state.lang, state.theme), |(lang, theme)| {
        browser::dress(*lang, *theme);
        browser::store("lang", lang.code());
        browser::store("theme", theme.name());
    });
    use_address(&state, &act);
    use_undo_keys(&act);
    use_pool(&state, &act);

    let shown: Rc<State> = Rc::new((*state).clone());
    html! {
        <>
            <a class="skip" href="#sentence" onclick={browser::skip_to("sentence")}>{ word(shown.lang, "app.skip") }</a>
            <header::Header state={shown.clone()} act={act.clone()} />
            <main id="main">
                <notices::Notices notice={shown.notice.clone()} lang={shown.lang} act={act.clone()} />
                <Simulate state={shown} {act} />
            </main>
        </>
    }
}

/// The address follows the scenario, and a link opened in this page opens its scenario.
#[hook]
fn use_address(state: &UseReducerHandle<State>, act: &Callback<Action>) {
    // Browsers refuse addresses that change hundreds of times a minute: written when a movement pauses.
    // After a damaged link too: what the address says is what is shown.
    let notice = state.notice.clone();
    let damaged = notice.filter(|it| matches!(it, Notice::Link(..)));
    use_effect_with((Rc::clone(&state.now), damaged), |(now, _)| {
        let link = link::write(now);
        let pause = gloo_timers::callback::Timeout::new(300, move || browser::set_fragment(&link));
        move || drop(pause)
    });
    let presets = Rc::clone(&state.presets);
    let act = act.clone();
    use_effect_with((), move |()| {
        let listener = browser::on_window("hashchange", move |_| {
            match link::read(&browser::fragment(), &presets) {
                Ok(Some(moment)) => act.emit(Action::Open(moment)),
                Ok(None) => {}
                Err(damage) => act.emit(Action::Tell(Some(Notice::Link(damage, true)))),
            }
        });
        move || drop(listener)
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
