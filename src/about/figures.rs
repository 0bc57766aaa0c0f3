//! What the figures mean: every figure of the place 推演, what it is, its unit, and the name it has elsewhere. Which there are is read from
//! the tables that show them.

use yew::Html;

use super::markup::Markup;
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
    let mut out = Markup::default();
    out.paragraph(&word(lang, "about.figures.intro"));
    table(&mut out, &word(lang, "figures.label"), lang);
    for it in &CARDS {
        let meaning = word(lang, it.explained());
        line(
            &mut out,
            [&it.name(lang), &meaning],
            it.unit,
            it.metric,
            lang,
        );
    }
    out.tag("</tbody></table>");
    for system in SYSTEMS {
        let title = word(lang, &format!("system.{}.title", system.key));
        out.tag("<details><summary>").words(&title);
        out.tag("</summary>");
        table(&mut out, &title, lang);
        for row in system.rows {
            let name = word(lang, &format!("system.{}.{}", system.key, row.key));
            let words = [name.as_str(), &meaning(system, row, lang)];
            line(&mut out, words, row.unit, row.metric, lang);
        }
        out.tag("</tbody></table></details>");
    }
    out.heading(&word(lang, "about.figures.terms"));
    out.tag("<dl>");
    for (name, text) in TERMS {
        out.term(&word(lang, name), &word(lang, text));
    }
    out.tag("</dl>");
    out.html()
}

/// What a figure of a system is, beyond its name.
fn meaning(system: &System, row: &Row, lang: Lang) -> String {
    word(lang, &format!("meaning.{}.{}", system.key, row.key))
}

fn table(out: &mut Markup, title: &str, lang: Lang) {
    let heads = ["systems.figure", "about.figures.unit", "about.figures.name"];
    out.table(title, &heads.map(|it| word(lang, it)));
}

fn line(out: &mut Markup, [name, meaning]: [&str; 2], unit: Unit, metric: &str, lang: Lang) {
    let unit = match unit {
        Unit::Bare => word(lang, "about.figures.bare"),
        unit => unit.word(lang),
    };
    out.tag("<tr><th scope=\"row\">").words(name);
    out.tag("<small>").words(meaning).tag("</small></th><td>");
    out.words(&unit).tag("</td><td>").code(metric);
    out.tag("</td></tr>");
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
                    assert_ne!(said, format!("meaning.{}.{}", system.key, row.key));
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
