//! What is read: what Tuiyan is, and its model on one page.

use county::event::Part;
use yew::prelude::*;

use crate::charts::{days, ink::part_name};
use crate::i18n::{Lang, word};

/// What Tuiyan is and is not: one paragraph, then terms.
const WHAT: [&str; 5] = ["fictional", "private", "luck", "assumptions", "silent"];

/// The stations of a major decision, in their order.
const PATH: [&str; 7] = [
    "arrives",
    "drafting",
    "review",
    "signing",
    "meeting",
    "publication",
    "after",
];

/// What else there is to know of the model.
const MODEL: [&str; 4] = ["people", "others", "law", "run"];

/// What Tuiyan is and is not.
pub(super) fn what(lang: Lang) -> Html {
    let entry = |it: &str| {
        term(
            word(lang, &format!("about.what.{it}.term")),
            word(lang, &format!("about.what.{it}")),
        )
    };
    html! {
        <>
            <p class="about-lead">{ word(lang, "about.what.rehearsal") }</p>
            <dl>{ for WHAT.map(entry) }</dl>
        </>
    }
}

/// How the model works.
pub(super) fn model(lang: Lang) -> Html {
    let name = |it: &str| word(lang, &format!("about.model.{it}.term"));
    let text = |it: &str| word(lang, &format!("about.model.{it}"));
    let station =
        |it: &str| html! { <li><strong>{ name(it) }</strong><span>{ text(it) }</span></li> };
    let part = |it: Part| {
        html! {
            <>
                <dt><span class={format!("swatch fill ink-part-{}", part_name(it))} aria-hidden="true"></span>{ days::name(it, lang) }</dt>
                <dd>{ word(lang, &format!("about.part.{}", it.name())) }</dd>
            </>
        }
    };
    html! {
        <>
            <h3>{ word(lang, "about.model.path") }</h3>
            <ol class="about-path">{ for PATH.map(station) }</ol>
            <dl>{ for MODEL.map(|it| term(name(it), text(it))) }</dl>
            <h3>{ word(lang, "about.parts.title") }</h3>
            <p>{ word(lang, "chart.days.note") }{ lang.of("", " ") }{ word(lang, "about.parts.parallel") }</p>
            <dl class="about-parts">{ for Part::ALL.map(part) }</dl>
        </>
    }
}

/// A term and what is said of it.
pub(super) fn term(name: String, text: String) -> Html {
    html! { <><dt>{ name }</dt><dd>{ text }</dd></> }
}
