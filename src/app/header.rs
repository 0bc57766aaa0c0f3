//! The top line: title, places, scenario, what differs from the preset, seed, language, theme, undo and redo, file and link.

use std::rc::Rc;

use wasm_bindgen::JsCast as _;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::{browser, files};
use crate::components::Explain;
use crate::i18n::{self, Lang, say, word};
use crate::levers;
use crate::state::{Action, Notice, Place, Preset, State, link, patch};

/// Properties of [`Header`] and its parts.
#[derive(Debug, Properties)]
pub struct HeaderProps {
    /// What the page knows.
    pub state: Rc<State>,
    /// What a link says of the scenario.
    pub query: Rc<String>,
    /// Told what the user does.
    pub act: Callback<Action>,
}

// Identity, not contents: comparing the contents on every move of a lever takes longer than drawing.
impl PartialEq for HeaderProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.state, &other.state) && self.act == other.act
    }
}

/// The top line of the page.
#[component]
pub fn Header(props: &HeaderProps) -> Html {
    let HeaderProps { state, query, act } = props;
    let lang = state.lang;
    html! {
        <header class="top">
            <p class="brand"><span class="brand-name">{ word(lang, "app.title") }</span><span class="brand-about">{ word(lang, "app.about") }</span></p>
            <nav aria-label={word(lang, "app.places")}>
                { for Place::OFFERED.map(|place| way_to(place, query, state)) }
            </nav>
            <div class="top-scenario">
                { chooser(state, act) }
                <Differs state={state.clone()} query={query.clone()} act={act.clone()} />
                <Seed seed={state.now.seed} draft={state.drafts.get("seed").cloned()} {lang} act={act.clone()} />
            </div>
            <div class="top-tools">
                { tools(state, act) }
                <FileMenu state={state.clone()} query={query.clone()} act={act.clone()} />
            </div>
        </header>
    }
}

/// The link to a place, with the scenario as it stands; to the place that is shown it leads to its heading. In a room of a place that place is marked.
fn way_to(place: Place, query: &Rc<String>, state: &Rc<State>) -> Html {
    let current = place == state.place;
    let onclick = if current {
        browser::skip_to(place.heading())
    } else {
        browser::leaving(state.place, query)
    };
    let name = place.name();
    html! {
        <a key={name} id={format!("place-{name}")} href={link::at(place, query)} aria-current={(place == state.place.offered()).then_some(if current { "page" } else { "true" })} {onclick}>{ word(state.lang, &format!("place.{name}")) }</a>
    }
}

/// A preset's title in the page's language; of the one that was changed the scenario's own, which a file may give.
#[must_use]
pub fn title(preset: &Preset, state: &State) -> String {
    let own = state.now.patch.get("title");
    let own = own.filter(|_| preset.id == state.now.preset);
    let own = own.and_then(|it| it.get(state.lang.code())?.as_str());
    own.map_or_else(|| preset.title(state.lang), str::to_owned)
}

fn chooser(state: &Rc<State>, act: &Callback<Action>) -> Html {
    let lang = state.lang;
    let act = act.clone();
    let onchange = Callback::from(move |event: Event| {
        if let Some(select) = event
            .target()
            .and_then(|t| t.dyn_into::<HtmlSelectElement>().ok())
        {
            act.emit(Action::Choose(select.value()));
        }
    });
    let option = |preset: &Preset| {
        html! { <option key={preset.id.clone()} value={preset.id.clone()} selected={preset.id == state.now.preset}>{ title(preset, state) }</option> }
    };
    html! {
        <span class="chooser">
            <label for="preset">{ word(lang, "scenario.label") }</label>
            <select id="preset" {onchange}>{ for state.presets.iter().map(option) }</select>
        </span>
    }
}

/// How many places differ from the preset; opened, which, each with a key that takes it back. Hundreds may differ: closed, none is drawn.
#[component]
fn Differs(props: &HeaderProps) -> Html {
    let HeaderProps { state, query, act } = props;
    let lang = state.lang;
    let open = use_state_eq(|| false);
    let turn = {
        let open = open.clone();
        Callback::from(move |event: Event| open.set(browser::is_open(&event)))
    };
    let count = patch::count(state.preset(), &state.now.patch);
    let differences = if *open {
        state.differences()
    } else {
        Vec::new()
    };
    let told = match count {
        0 => word(lang, "differs.none"),
        1 => word(lang, "differs.one"),
        n => say(lang, "differs.many", &[("count", &n.to_string())]),
    };
    let row = |d: &patch::Difference| {
        let (act, path) = (act.clone(), d.path.clone());
        let name = levers::name_of(&d.path, lang);
        let (was, is) = (
            levers::value_of(&d.path, d.was.as_ref(), lang),
            levers::value_of(&d.path, d.is.as_ref(), lang),
        );
        let label = say(lang, "differs.revert_label", &[("name", &name)]);
        html! {
            <li key={d.path.clone()} data-path={d.path.clone()}>
                <span class="differs-name">{ name }</span>
                <span class="differs-values"><span class="was">{ was }</span>{ " → " }<span class="is">{ is }</span></span>
                <button type="button" aria-label={label} onclick={move |_: MouseEvent| act.emit(Action::Revert(path.clone()))}>{ word(lang, "differs.revert") }</button>
            </li>
        }
    };
    let all = {
        let act = act.clone();
        Callback::from(move |_: MouseEvent| act.emit(Action::RevertAll))
    };
    html! {
        <details class={classes!("menu", "differs", (count > 0).then_some("some"))} id="differs" ontoggle={turn}>
            <summary>{ told }</summary>
            <div class="menu-body">
                <ul class="differs-list">{ for differences.iter().map(row) }</ul>
                <p hidden={count > 0}>{ word(lang, "differs.nothing_yet") }</p>
                <button type="button" id="revert-all" hidden={count == 0} onclick={all}>{ word(lang, "differs.revert_all") }</button>
                <a id="to-edit" class="button" href={link::at(Place::Edit, query)}>{ word(lang, "place.edit_all") }</a>
            </div>
        </details>
    }
}

#[derive(Debug, Properties, PartialEq)]
struct SeedProps {
    seed: u64,
    draft: Option<String>,
    lang: Lang,
    act: Callback<Action>,
}

/// The seed of all luck, apart from levers and assumptions.
#[component]
fn Seed(props: &SeedProps) -> Html {
    let SeedProps {
        seed,
        draft,
        lang,
        act,
    } = props;
    let write = {
        let act = act.clone();
        Callback::from(move |event: Event| {
            let Some(input) = event
                .target()
                .and_then(|t| t.dyn_into::<HtmlInputElement>().ok())
            else {
                return;
            };
            let text = input.value();
            act.emit(match text.trim().parse() {
                Ok(seed) => Action::Seed(seed),
                Err(_) => Action::Draft {
                    path: "seed".to_owned(),
                    text,
                },
            });
        })
    };
    let text = draft.clone().unwrap_or_else(|| seed.to_string());
    html! {
        <span class="seed">
            <label for="seed">{ word(*lang, "seed.label") }</label>
            <input type="text" inputmode="numeric" autocomplete="off" id="seed" size="9" value={text} aria-invalid={draft.is_some().to_string()}
                aria-describedby="seed-wrong" onchange={write} />
            <Explain term={word(*lang, "seed.label")} text={word(*lang, "seed.explained")} lang={*lang} />
            <span id="seed-wrong" class="problem" role="status">{ draft.as_ref().map(|_| word(*lang, "seed.wrong")).unwrap_or_default() }</span>
        </span>
    }
}

fn tools(state: &Rc<State>, act: &Callback<Action>) -> Html {
    let lang = state.lang;
    let does = |action: Action| {
        let act = act.clone();
        Callback::from(move |_: MouseEvent| act.emit(action.clone()))
    };
    let other = lang.of(Lang::En, Lang::Zh);
    let theme = word(lang, &format!("theme.{}", state.theme.name()));
    html! {
        <>
            <button type="button" id="undo" disabled={!state.can_undo()} onclick={does(Action::Undo)}>{ word(lang, "tool.undo") }</button>
            <button type="button" id="redo" disabled={!state.can_redo()} onclick={does(Action::Redo)}>{ word(lang, "tool.redo") }</button>
            <button type="button" id="language" lang={other.of("zh-CN", "en")} onclick={speak(lang, other, act)}>{ word(lang, "language.other") }</button>
            <button type="button" id="theme" aria-label={say(lang, "theme.label", &[("theme", &theme)])} onclick={does(Action::Paint(state.theme.next()))}>{ theme }</button>
        </>
    }
}

/// Turns the page from a language to another, whose words may still have to be fetched; those of the place 说明 too where it has been shown,
/// so that nothing of it is lost.
fn speak(from: Lang, lang: Lang, act: &Callback<Action>) -> Callback<MouseEvent> {
    let act = act.clone();
    Callback::from(move |_| {
        let more = i18n::knows_more(from) && !i18n::knows_more(lang);
        if i18n::knows(lang) && !more {
            return act.emit(Action::Language(lang));
        }
        let act = act.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let learnt = browser::learn(lang).await && (!more || browser::learn_more(lang).await);
            act.emit(if learnt {
                Action::Language(lang)
            } else {
                Action::Tell(Some(Notice::NoWords))
            });
        });
    })
}

/// Opens a file, saves one, copies the link.
#[component]
fn FileMenu(props: &HeaderProps) -> Html {
    let HeaderProps { state, act, .. } = props;
    let lang = state.lang;
    let chosen = {
        let (state, act) = (state.clone(), act.clone());
        Callback::from(move |event: Event| {
            let Some(input) = event
                .target()
                .and_then(|t| t.dyn_into::<HtmlInputElement>().ok())
            else {
                return;
            };
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                files::open(
                    file,
                    state.presets.clone(),
                    state.now.seed,
                    state.lang,
                    act.clone(),
                );
            }
            // The same file may be chosen again after it was mended.
            input.set_value("");
        })
    };
    let save = {
        let state = state.clone();
        Callback::from(move |_: MouseEvent| files::save(&state.now))
    };
    html! {
        <details class="menu files" id="files">
            <summary>{ word(lang, "file.menu") }</summary>
            <div class="menu-body">
                <label class="button" for="open-file">{ word(lang, "file.open") }</label>
                <input type="file" id="open-file" class="out-of-sight" accept=".json,application/json" onchange={chosen} />
                <button type="button" id="save-file" onclick={save}>{ word(lang, "file.save") }</button>
                <button type="button" id="copy-link" onclick={copy_link(state, act)}>{ word(lang, "file.copy_link") }</button>
            </div>
        </details>
    }
}

/// Copies the link of the scenario, or shows it to be copied by hand.
pub fn copy_link(state: &Rc<State>, act: &Callback<Action>) -> Callback<MouseEvent> {
    let (state, act) = (state.clone(), act.clone());
    Callback::from(move |_: MouseEvent| {
        let mut address = browser::address(&link::write(Place::Simulate, &state.now));
        address.push_str(concat!("&v=", env!("CARGO_PKG_VERSION")));
        let act = act.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let notice = match browser::copy(&address).await {
                Ok(()) => Notice::Copied,
                Err(address) => Notice::CopyByHand(address),
            };
            act.emit(Action::Tell(Some(notice)));
        });
    })
}
