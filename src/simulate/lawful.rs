//! Is it lawful? The county as it is written against the rules of its era, and how often clocks of law were overrun in the run.

use county::law::review::Breach;
use yew::prelude::*;

use crate::charts::numbers::{Unit, quantity};
use crate::i18n::{Lang, say, word};
use crate::state::State;
use crate::words::changes::cited;
use crate::words::problem;

/// The panel; nothing until the county has been looked at.
pub fn panel(state: &State) -> Html {
    let Some(observed) = &state.observed else {
        return html! {};
    };
    let lang = state.lang;
    let breaches = &observed.breaches;
    let finding = if breaches.is_empty() {
        word(lang, "lawful.none")
    } else {
        let count = breaches.len().to_string();
        say(lang, "lawful.some", &[("count", &count)])
    };
    let overrun = state.run.as_ref().map(|run| {
        let compared = run.figures.metric("compliance.breaches");
        let now = quantity(compared.now.into(), Unit::Times, lang);
        let was = quantity(compared.preset.into(), Unit::Times, lang);
        let key = if run.figures.reform {
            "lawful.overrun_compared"
        } else {
            "lawful.overrun"
        };
        say(lang, key, &[("now", &now), ("preset", &was)])
    });
    html! {
        <section class="panel system lawful" id="lawful" aria-labelledby="lawful-title">
            <h3 id="lawful-title">{ word(lang, "lawful.title") }</h3>
            <p class="chart-finding">{ finding }</p>
            <ol>{ for breaches.iter().map(|it| breach(it, lang)) }</ol>
            <p>{ for overrun }</p>
            <p class="hint">{ word(lang, "lawful.hint") }</p>
        </section>
    }
}

/// A breach: the article, what is wrong and what to do; and, for who edits the file, where.
fn breach(it: &Breach, lang: Lang) -> Html {
    let told = problem::told(&it.as_problem(), lang);
    let article = cited(&it.article, lang);
    html! {
        <li key={format!("{} {}", it.path, it.article)}>
            <strong>{ article }</strong>{ lang.of("：", ": ") }{ told.message }{ lang.of("。", ". ") }{ told.remedy }{ lang.of("。", ".") }
            <code>{ &it.path }</code>
        </li>
    }
}
