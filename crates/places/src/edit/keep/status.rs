//! How it stands with keeping, and what can be done where it does not stand well.

use page::i18n::{Lang, say, word};
use yew::prelude::*;

use crate::store::Fault;

/// What people are told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// Nothing has been kept yet.
    Nothing,
    /// It is kept.
    Kept,
    /// It cannot be kept.
    Fault(Fault),
    /// Another tab has written the same record.
    Behind,
}

/// Properties of [`Status`].
#[derive(Debug, Properties, PartialEq)]
pub struct StatusProps {
    /// What is told.
    pub told: Told,
    /// Whether another tab has the same record open.
    pub beside: bool,
    /// Language of the words.
    pub lang: Lang,
    /// Opens what the other tab has written.
    pub theirs: Callback<MouseEvent>,
    /// Saves a file.
    pub save: Callback<MouseEvent>,
    /// Tries again.
    pub retry: Callback<MouseEvent>,
}

/// How it stands: always in sight, as what is not kept is no small print.
#[component]
pub fn Status(props: &StatusProps) -> Html {
    let StatusProps {
        told,
        beside,
        lang,
        theirs,
        save,
        retry,
    } = props;
    let lang = *lang;
    let fault = match told {
        Told::Fault(Fault::Full) => Some(word(lang, "edit.kept_full")),
        Told::Fault(Fault::Newer) => Some(word(lang, "edit.kept_newer_store")),
        Told::Fault(Fault::Forbidden(said)) => {
            Some(say(lang, "edit.kept_forbidden", &[("what", said)]))
        }
        _ => None,
    };
    let fault = fault.map(|it| {
        html! {
            <p class="problem">{ it }{ " " }
                <button type="button" id="edit-kept-save" onclick={save.clone()}>{ word(lang, "file.save") }</button>{ " " }
                <button type="button" id="edit-kept-retry" onclick={retry.clone()}>{ word(lang, "edit.kept_retry") }</button>
            </p>
        }
    });
    html! {
        <div role="status" id="edit-kept-told" class="edit-kept-told">
            if *told == Told::Kept { <p class="hint">{ word(lang, "edit.kept_done") }</p> }
            if *told == Told::Behind { <p class="problem">{ word(lang, "edit.kept_behind") }{ " " }<button type="button" id="edit-kept-theirs" onclick={theirs}>{ word(lang, "edit.kept_theirs") }</button></p> }
            { for fault }
            if *beside { <p id="edit-kept-beside">{ word(lang, "edit.kept_beside") }</p> }
        </div>
    }
}
