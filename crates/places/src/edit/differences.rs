//! What differs from the preset, in words, each taken back by itself.

use page::i18n::{say, word};
use yew::prelude::*;

use super::act::Act;
use super::desk::OnDesk;

/// How many are shown at once.
const MOST: usize = 200;

/// The list, folded.
pub fn list(desk: &OnDesk, act: &Callback<Act>) -> Html {
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
        let doing = |what: Act| {
            let act = act.clone();
            Callback::from(move |_: MouseEvent| act.emit(what.clone()))
        };
        html! {
            <li key={it.path.clone()} data-path={it.path.clone()}>
                <button type="button" class="quiet edit-go differs-name" onclick={doing(Act::Go(it.path.clone()))}>{ name.clone() }</button>
                <span class="differs-values"><span class="was">{ was }</span>{ " → " }<span class="is">{ is }</span></span>
                <button type="button" aria-label={say(lang, "differs.revert_label", &[("name", &name)])} onclick={doing(Act::Revert(it.path.clone()))}>{ word(lang, "differs.revert") }</button>
            </li>
        }
    };
    let everything = {
        let act = act.clone();
        Callback::from(move |_: MouseEvent| act.emit(Act::RevertAll))
    };
    html! {
        <details class="panel edit-differs" id="edit-differs">
            <summary>{ told }</summary>
            <ul class="differs-list">{ for all.iter().take(MOST).map(row) }</ul>
            <p hidden={all.len() <= MOST}>{ say(lang, "edit.more", &[("count", &all.len().saturating_sub(MOST).to_string())]) }</p>
            <p hidden={!all.is_empty()}>{ word(lang, "differs.nothing_yet") }</p>
            <button type="button" id="edit-revert-all" hidden={all.is_empty()} onclick={everything}>{ word(lang, "differs.revert_all") }</button>
        </details>
    }
}
