//! A term explained where it stands, by a button that a keyboard reaches.

use yew::prelude::*;

use crate::i18n::{Lang, say};

/// Properties of [`Explain`].
#[derive(Debug, Properties, PartialEq)]
pub struct ExplainProps {
    /// What is explained, as the page calls it.
    pub term: AttrValue,
    /// The explanation.
    pub text: AttrValue,
    /// Language of the words.
    pub lang: Lang,
}

/// A small button; pressed, the explanation stands beside it until it is pressed again or Escape is.
#[component]
pub fn Explain(props: &ExplainProps) -> Html {
    let open = use_state_eq(|| false);
    let turn = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let keys = {
        let open = open.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                open.set(false);
            }
        })
    };
    let label = say(props.lang, "explain.label", &[("term", &props.term)]);
    html! {
        <span class="explain" onkeydown={keys}>
            <button type="button" class="explain-key" aria-expanded={open.to_string()} aria-label={label.clone()} title={label} onclick={turn}>
                { "?" }
            </button>
            <span class="explain-text" role="note" hidden={!*open}>{ &props.text }</span>
        </span>
    }
}
