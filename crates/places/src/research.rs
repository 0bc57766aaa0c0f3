//! The place 研究: experiments by design.

use page::i18n::word;
use yew::prelude::*;

use crate::app::PlaceProps;

/// The place.
#[component]
pub fn Research(props: &PlaceProps) -> Html {
    html! {
        <article class="research" aria-labelledby="research-title" hidden={props.hidden}>
            <h1 id="research-title" tabindex="-1">{ word(props.lang, "research.title") }</h1>
        </article>
    }
}
