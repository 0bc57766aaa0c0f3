//! The place 说明: what this is, how the model works, what the figures mean, and the self-check.
//!
//! It shows nothing of the scenario, so nothing that happens there draws it anew.

use yew::prelude::*;

use crate::app::browser;
use crate::i18n::{Lang, word};

pub mod figures;
pub mod selfcheck;
pub mod text;

/// Properties of [`About`] and its parts.
#[derive(Debug, Properties, PartialEq)]
pub struct AboutProps {
    /// Language of the words.
    pub lang: Lang,
}

/// Ids of the headings of its sections, and their words.
const SECTIONS: [(&str, &str); 4] = [
    ("about-what", "about.what.title"),
    ("about-model", "about.model.title"),
    ("about-figures", "about.figures.title"),
    ("about-selfcheck", "selfcheck.title"),
];

/// The place.
#[component]
pub fn About(props: &AboutProps) -> Html {
    let lang = props.lang;
    // Not links: what stands after the # belongs to the scenario.
    let way = |(id, key): (&'static str, &'static str)| {
        html! { <li key={id}><button type="button" class="quiet" onclick={browser::skip_to(id)}>{ word(lang, key) }</button></li> }
    };
    html! {
        <article class="about" aria-labelledby="about-title">
            <h1 id="about-title" tabindex="-1">{ word(lang, "about.title") }</h1>
            <ul class="about-contents" aria-label={word(lang, "about.contents")}>{ for SECTIONS.map(way) }</ul>
            { section(0, lang, text::what(lang)) }
            { section(1, lang, text::model(lang)) }
            { section(2, lang, figures::figures(lang)) }
            { section(3, lang, html! { <selfcheck::SelfCheck {lang} /> }) }
        </article>
    }
}

fn section(at: usize, lang: Lang, body: Html) -> Html {
    let Some((id, title)) = SECTIONS.get(at).copied() else {
        return html! {};
    };
    html! {
        <section class="panel" aria-labelledby={id}>
            <h2 {id} tabindex="-1">{ word(lang, title) }</h2>
            { body }
        </section>
    }
}
