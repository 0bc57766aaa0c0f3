//! What the figures mean: every figure of the place 推演, what it is, its unit, and the name it has elsewhere. Which there are is read from
//! the tables that show them.

use yew::prelude::*;

use super::text::term;
use crate::charts::numbers::Unit;
use crate::i18n::{Lang, word};
use crate::simulate::summary::CARDS;
use crate::simulate::systems::{Row, SYSTEMS, System};

/// What one has to know of all figures: a term and its explanation where the page gives it.
const TERMS: [(&str, &str); 3] = [
    ("words.luck_term", "words.luck_explained"),
    ("levers.effect", "levers.effect_explained"),
    ("seed.label", "seed.explained"),
];

/// All figures.
pub(super) fn figures(lang: Lang) -> Html {
    let card = CARDS.iter().map(|it| {
        let meaning = word(lang, it.explained());
        line(it.name(lang), meaning, it.unit, it.metric, lang)
    });
    let system = |it: &System| {
        let title = word(lang, &format!("system.{}.title", it.key));
        let rows = it.rows.iter().map(|row| {
            let name = word(lang, &format!("system.{}.{}", it.key, row.key));
            line(name, meaning(it, row, lang), row.unit, row.metric, lang)
        });
        html! {
            <details key={it.key}>
                <summary>{ title.clone() }</summary>
                { table(title, rows, lang) }
            </details>
        }
    };
    html! {
        <>
            <p>{ word(lang, "about.figures.intro") }</p>
            { table(word(lang, "figures.label"), card, lang) }
            { for SYSTEMS.iter().map(system) }
            <h3>{ word(lang, "about.figures.terms") }</h3>
            <dl>{ for TERMS.map(|(name, text)| term(word(lang, name), word(lang, text))) }</dl>
        </>
    }
}

/// What a figure of a system is, beyond its name.
fn meaning(system: &System, row: &Row, lang: Lang) -> String {
    word(lang, &format!("meaning.{}.{}", system.key, row.key))
}

fn table(title: String, rows: impl Iterator<Item = Html>, lang: Lang) -> Html {
    html! {
        <table>
            <caption class="out-of-sight">{ title }</caption>
            <thead><tr>
                <th scope="col">{ word(lang, "systems.figure") }</th>
                <th scope="col">{ word(lang, "about.figures.unit") }</th>
                <th scope="col">{ word(lang, "about.figures.name") }</th>
            </tr></thead>
            <tbody>{ for rows }</tbody>
        </table>
    }
}

fn line(name: String, meaning: String, unit: Unit, metric: &str, lang: Lang) -> Html {
    let unit = match unit {
        Unit::Bare => word(lang, "about.figures.bare"),
        unit => unit.word(lang),
    };
    html! {
        <tr>
            <th scope="row">{ name }<small>{ meaning }</small></th>
            <td>{ unit }</td>
            <td><code>{ metric.to_owned() }</code></td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_that_is_shown_is_explained() {
        for lang in Lang::ALL {
            for system in SYSTEMS {
                for row in system.rows {
                    let said = meaning(system, row, lang);
                    assert!(!said.starts_with("meaning."), "{said}");
                }
            }
            for (name, text) in TERMS {
                assert!(word(lang, name) != name && word(lang, text) != text);
            }
            for card in &CARDS {
                assert_ne!(word(lang, card.explained()), card.explained());
            }
        }
    }
}
