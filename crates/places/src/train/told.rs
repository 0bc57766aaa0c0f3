//! Events and figures of a case in words.

use page::charts::numbers::{Estimate, Unit, digits, quantity};
use page::i18n::{Lang, name_of, say, word};
use page::words::changes::cited;
use training::{Clock, Happening, Outcome};

/// What happened, in a sentence.
#[must_use]
pub fn happening(it: &Happening, lang: Lang) -> String {
    let stage = it
        .stage
        .as_ref()
        .map_or_else(String::new, |it| name_of(lang, it));
    let who = it
        .who
        .as_ref()
        .map_or_else(String::new, |it| name_of(lang, it));
    let count = format!("{:.0}", it.value);
    let article = cited(&it.note, lang);
    let key = match (it.what.as_str(), it.note.as_str()) {
        ("decided", note @ ("adopt" | "refuse" | "return")) => {
            format!("train.event.decided_{note}")
        }
        (what, _) => format!("train.event.{what}"),
    };
    say(
        lang,
        &key,
        &[
            ("stage", &stage),
            ("who", &who),
            ("count", &count),
            ("article", &article),
        ],
    )
}

/// A clock that runs.
#[must_use]
pub fn clock(it: &Clock, lang: Lang) -> String {
    let what = match &it.stage {
        Some(stage) => name_of(lang, stage),
        None => cited(&it.article, lang),
    };
    let left = format!("{:.0}", it.left.abs());
    let key = if it.left < 0.0 {
        "train.clock_over"
    } else {
        "train.clock_left"
    };
    say(
        lang,
        key,
        &[("what", &what), ("days", &left), ("until", &it.until)],
    )
}

/// How a case ended.
#[must_use]
pub fn ending(outcome: &Outcome, lang: Lang) -> String {
    let ending = match outcome.story.ending.as_str() {
        "" => "open",
        other => other,
    };
    word(lang, &format!("train.ending.{ending}"))
}

/// A number with its unit; a dash where there is none.
#[must_use]
pub fn figure(value: Option<f64>, unit: Unit, lang: Lang) -> String {
    value.map_or_else(
        || "–".to_owned(),
        |it| quantity(Estimate::exact(it), unit, lang),
    )
}

/// A whole number, with thin spaces between thousands from 10 000 on.
#[must_use]
pub fn whole(value: f64) -> String {
    digits(value, 0)
}

/// A difference in whole numbers, its sign always written; nought has none.
#[must_use]
pub fn more(value: f64) -> String {
    let text = whole(value);
    if value > 0.0 && text != "0" {
        format!("+{text}")
    } else {
        text
    }
}

/// A share in whole percent; a dash where there is none.
#[must_use]
pub fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), |it| format!("{:.0}%", 100.0 * it))
}

/// A value in units of its class, with a true minus sign; a dash where there is none.
#[must_use]
pub fn worth(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |it| format!("{it:.2}").replace('-', "−"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_people_read_them() {
        assert_eq!(worth(Some(-1.234)), "−1.23");
        assert_eq!(worth(None), "–");
        assert_eq!(
            [more(0.2), more(-0.2), more(12.0), more(-12.0)],
            ["0", "0", "+12", "−12"]
        );
        assert_eq!(whole(180_000.0), "180\u{202f}000");
        assert_eq!(percent(Some(0.305)), "30%");
        assert!(cited("major_decisions_15", Lang::Zh).contains("第15条"));
        assert_eq!(cited("our_rule", Lang::En), "our_rule");
    }
}
