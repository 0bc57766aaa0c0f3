//! The place 推演: the county, live. One sentence, four figures, the county at work, pictures, levers.
//!
//! In the document everything stands in the order a reader wants it; the style sheet places it.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::{browser, notices};
use crate::i18n::{say, word};
use crate::levers::panel::{Levers, Switches};
use crate::state::{Action, Place, State, link};

pub mod lawful;
pub mod pictures;
pub mod summary;
pub mod systems;

/// Properties of [`Simulate`] and its parts.
#[derive(Debug, Properties)]
pub struct SimulateProps {
    /// What the page knows.
    pub state: Rc<State>,
    /// Told what the user does.
    pub act: Callback<Action>,
}

// Identity, not contents: comparing the contents on every move of a lever takes longer than drawing. While another place is shown nothing
// of it is drawn anew: it is when somebody comes back.
impl PartialEq for SimulateProps {
    fn eq(&self, other: &Self) -> bool {
        let is_away = |it: &Self| it.state.place != Place::Simulate;
        let same = Rc::ptr_eq(&self.state, &other.state) || (is_away(self) && is_away(other));
        same && self.act == other.act
    }
}

/// The place.
#[component]
pub fn Simulate(props: &SimulateProps) -> Html {
    let SimulateProps { state, act } = props;
    let lang = state.lang;
    let sheet = use_state_eq(|| false);
    let turn = {
        let sheet = sheet.clone();
        Callback::from(move |_: MouseEvent| {
            // While a slider moves, sentence and figures are to stay in sight.
            if let Some(summary) = browser::element("summary").filter(|_| !*sheet) {
                summary.scroll_into_view();
            }
            sheet.set(!*sheet);
        })
    };
    let stale = state.run.is_some() && !state.current();
    html! {
        <div class={classes!("simulate", stale.then_some("stale"), (*sheet).then_some("sheet-open"))} aria-busy={state.running().to_string()} hidden={state.place != Place::Simulate}>
            <div class="summary" id="summary">
                <summary::Headline state={state.clone()} act={act.clone()} />
                <summary::KeyFigures state={state.clone()} act={act.clone()} />
            </div>
            <div class="problems" id="problems" role="status">{ problems(state) }</div>
            <div class="at-work">{ pictures::at_work(state) }</div>
            <div class="pictures">{ pictures::all(state) }</div>
            <div class="systems-place">{ systems::all(state) }</div>
            <aside class="levers" aria-label={word(lang, "levers.label")}>
                <Switches state={state.clone()} act={act.clone()} />
                <div class="sheet" id="sheet">
                    <Levers state={state.clone()} act={act.clone()} />
                    <div class="lever-keys">
                        <button type="button" id="back-to-preset" onclick={
                            let act = act.clone();
                            move |_: MouseEvent| act.emit(Action::RevertAll)
                        } disabled={state.now.patch.is_empty()}>{ word(lang, "levers.back_to_preset") }</button>
                        <button type="button" class="primary" onclick={crate::app::header::copy_link(state, act)}>{ word(lang, "file.copy_link") }</button>
                    </div>
                </div>
                <button type="button" class="sheet-key" id="sheet-key" aria-controls="sheet" aria-expanded={sheet.to_string()} onclick={turn}>
                    { word(lang, if *sheet { "levers.close_sheet" } else { "levers.open_sheet" }) }
                </button>
            </aside>
            if !state.now.patch.is_empty() {
                <p class="printed">{ say(lang, "print.changes", &[("changes", &summary::told_in_words(&state.changes_of(&state.now), lang).join(&word(lang, "words.list")))]) }</p>
            }
            <p class="printed">{ say(lang, "print.from", &[("title", &title(state)), ("seed", &state.now.seed.to_string()), ("link", &browser::address(&link::write(Place::Simulate, &state.now)))]) }</p>
        </div>
    }
}

fn title(state: &State) -> String {
    state
        .presets
        .iter()
        .find(|p| p.id == state.now.preset)
        .map(|p| crate::app::header::title(p, state))
        .unwrap_or_default()
}

/// All problems together; each also stands at its lever.
fn problems(state: &State) -> Html {
    if state.problems.is_empty() {
        return html! {};
    }
    let key = if state.run.is_some() {
        "problems.last_valid"
    } else {
        "problems.none_valid"
    };
    html! {
        <section class="panel problem-panel" aria-labelledby="problems-title">
            <h2 id="problems-title">{ say(state.lang, "problems.title", &[("count", &state.problems.len().to_string())]) }</h2>
            <p>{ word(state.lang, key) }</p>
            { notices::list(&state.problems, state.lang) }
        </section>
    }
}
