//! What is read: what Tuiyan is, and its model on one page.

use county::event::Part;
use yew::Html;

use super::markup::Markup;
use crate::charts::days;
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
    let mut out = Markup::default();
    out.paragraph(&word(lang, "about.what.rehearsal"));
    out.tag("<dl>");
    for it in WHAT {
        out.term(
            &word(lang, &format!("about.what.{it}.term")),
            &word(lang, &format!("about.what.{it}")),
        );
    }
    out.tag("</dl>");
    out.html()
}

/// How the model works.
pub(super) fn model(lang: Lang) -> Html {
    let name = |it: &str| word(lang, &format!("about.model.{it}.term"));
    let text = |it: &str| word(lang, &format!("about.model.{it}"));
    let mut out = Markup::default();
    out.heading(&word(lang, "about.model.path"));
    out.tag("<ol class=\"about-path\">");
    for it in PATH {
        out.tag("<li><strong>").words(&name(it));
        out.tag("</strong><span>").words(&text(it));
        out.tag("</span></li>");
    }
    out.tag("</ol><dl>");
    for it in MODEL {
        out.term(&name(it), &text(it));
    }
    out.tag("</dl>");
    out.heading(&word(lang, "about.parts.title"));
    let note = word(lang, "chart.days.note") + lang.of("", " ");
    out.paragraph(&(note + &word(lang, "about.parts.parallel")));
    out.tag("<dl class=\"about-parts\">");
    for it in Part::ALL {
        out.tag("<dt><span aria-hidden=\"true\" class=\"swatch fill ink-part-");
        out.words(&crate::charts::ink::part_name(it))
            .tag("\"></span>");
        out.words(&days::name(it, lang)).tag("</dt><dd>");
        out.words(&word(lang, &format!("about.part.{}", it.name())));
        out.tag("</dd>");
    }
    out.tag("</dl>");
    out.html()
}
