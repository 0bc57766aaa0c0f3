//! What differs from the preset, in words, each taken back by itself.

use page::app::browser;
use page::i18n::{say, word};
use yew::prelude::*;

use super::act::Act;
use super::desk::OnDesk;

/// How many are shown at once.
const MOST: usize = 200;

/// Properties of [`Differences`].
#[derive(Debug, Properties, PartialEq)]
pub struct DifferencesProps {
    /// The scenario as it stands.
    pub desk: OnDesk,
    /// Told what is done.
    pub act: Callback<Act>,
}

/// The list, folded: told in words when it is unfolded.
#[component]
pub fn Differences(props: &DifferencesProps) -> Html {
    let DifferencesProps { desk, act } = props;
    let open = use_state_eq(|| false);
    let turn = {
        let open = open.clone();
        Callback::from(move |event: Event| open.set(browser::is_open(&event)))
    };
    let lang = desk.lang;
    let all = &desk.differences;
    let told = match all.len() {
        0 => word(lang, "differs.none"),
        1 => word(lang, "differs.one"),
        n => say(lang, "differs.many", &[("count", &n.to_string())]),
    };
    let row = |it: &page::state::patch::Difference| {
        let name = desk.told(&it.path);
        let (was, is) = (
            desk.shown(&it.path, it.was.as_ref()),
            desk.shown(&it.path, it.is.as_ref()),
        );
        let doing = |what: Act| act.reform(move |_: MouseEvent| what.clone());
        html! {
            <li key={it.path.clone()} data-path={it.path.clone()}>
                <button type="button" class="quiet edit-go differs-name" onclick={Act::go(act, &it.path)}>{ name.clone() }</button>
                <span class="differs-values"><span class="was">{ was }</span>{ " → " }<span class="is">{ is }</span></span>
                <button type="button" aria-label={say(lang, "differs.revert_label", &[("name", &name)])} onclick={doing(Act::Revert(it.path.clone()))}>{ word(lang, "differs.revert") }</button>
            </li>
        }
    };
    let everything = act.reform(|_: MouseEvent| Act::RevertAll);
    html! {
        <details class="panel edit-differs" id="edit-differs" ontoggle={turn}>
            <summary>{ told }</summary>
            <ul class="differs-list">{ for all.iter().take(if *open { MOST } else { 0 }).map(row) }</ul>
            <p hidden={all.len() <= MOST}>{ say(lang, "edit.more", &[("count", &all.len().saturating_sub(MOST).to_string())]) }</p>
            <p hidden={!all.is_empty()}>{ word(lang, "differs.nothing_yet") }</p>
            <button type="button" id="edit-revert-all" hidden={all.is_empty()} onclick={everything}>{ word(lang, "differs.revert_all") }</button>
        </details>
    }
}
