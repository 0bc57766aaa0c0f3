//! The place 说明: what this is, how the model works, what the figures mean, and the self-check.
//!
//! It shows nothing of the scenario, so nothing that happens there draws it anew.

use std::rc::Rc;

use yew::prelude::*;

use self::selfcheck::{Heard, Run};
use crate::app::browser;
use crate::i18n::{self, Lang, word};

pub mod figures;
mod markup;
pub mod selfcheck;
pub mod text;

/// Properties of [`About`].
#[derive(Debug, Properties, PartialEq)]
pub struct AboutProps {
    /// Language of the words.
    pub lang: Lang,
    /// While another place is shown.
    pub hidden: bool,
}

/// Ids of the headings of its sections, and their words.
const SECTIONS: [(&str, &str); 4] = [
    ("about-what", "about.what.title"),
    ("about-model", "about.model.title"),
    ("about-figures", "about.figures.title"),
    ("about-selfcheck", "selfcheck.title"),
];

/// The place. Its words come when it is first shown.
#[component]
pub fn About(props: &AboutProps) -> Html {
    let lang = props.lang;
    // One component with one state for all that happens here: each more is some kilobytes of program.
    let run = use_reducer(Run::default);
    let checker = use_mut_ref(|| None);
    use_effect_with(lang, {
        let told = run.dispatcher();
        move |lang| fetch(*lang, told)
    });
    // Whatever ended the self-check, its worker goes: not from within what it is heard by.
    use_effect_with(run.is_running(), {
        let checker = Rc::clone(&checker);
        move |running| {
            if !running {
                checker.borrow_mut().take();
            }
        }
    });
    let again = {
        let told = run.dispatcher();
        Callback::from(move |_: MouseEvent| fetch(lang, told.clone()))
    };
    html! {
        <article class="about" aria-labelledby="about-title" hidden={props.hidden}>
            <h1 id="about-title" tabindex="-1">{ word(lang, "place.about_title") }</h1>
            if i18n::knows_more(lang) {
                { contents(lang) }
                { section(0, lang, text::what(lang)) }
                { section(1, lang, text::model(lang)) }
                { section(2, lang, figures::figures(lang)) }
                { section(3, lang, selfcheck::view(&run, &checker, lang)) }
            } else if run.lacks_words() {
                <p>{ word(lang, "place.no_words") }{ " " }<button type="button" onclick={again}>{ word(lang, "place.fetch_again") }</button></p>
            }
        </article>
    }
}

/// Fetches the words of the place, and tells when the asking has ended.
fn fetch(lang: Lang, told: UseReducerDispatcher<Run>) {
    wasm_bindgen_futures::spawn_local(async move {
        told.dispatch(Heard::Words(browser::learn_more(lang).await));
    });
}

/// The way to each section. Not links: what stands after the # belongs to the scenario.
fn contents(lang: Lang) -> Html {
    let way = |(id, key): (&'static str, &'static str)| {
        html! { <li key={id}><button type="button" class="quiet" onclick={browser::skip_to(id)}>{ word(lang, key) }</button></li> }
    };
    html! { <ul class="about-contents" aria-label={word(lang, "about.contents")}>{ for SECTIONS.map(way) }</ul> }
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
