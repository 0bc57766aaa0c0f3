//! Numbers as they are typed and shown in forms.

use page::charts::numbers;
use page::i18n::{Lang, word};
use page::levers;
use serde_json::Value;
use workbench::form::Unit;

/// The word of a unit; empty where there is none.
#[must_use]
pub fn unit_word(unit: Unit, lang: Lang) -> String {
    match unit {
        Unit::Bare => String::new(),
        Unit::Share => "%".to_owned(),
        unit => word(lang, &format!("edit.unit.{}", unit.name())),
    }
}

/// A number as it is typed: shares in per cent, no dust of arithmetic.
#[must_use]
pub fn digits(value: f64, unit: Unit) -> String {
    let shown = if unit == Unit::Share {
        value * 100.0
    } else {
        value
    };
    let rounded = libm::round(shown * 1e9) / 1e9;
    format!("{rounded}")
}

/// What was typed, as a number of the scenario.
#[must_use]
pub fn typed(text: &str, unit: Unit) -> Option<Value> {
    let unit = if unit == Unit::Share {
        numbers::Unit::Share
    } else {
        numbers::Unit::Bare
    };
    levers::typed(text, unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_typed_and_shown_in_their_unit() {
        for (value, unit, text) in [
            (0.07, Unit::Share, "7"),
            (0.125, Unit::Share, "12.5"),
            (1e-5, Unit::Bare, "0.00001"),
            (30.0, Unit::Days, "30"),
        ] {
            assert_eq!(digits(value, unit), text);
            assert_eq!(typed(text, unit).and_then(|it| it.as_f64()), Some(value));
        }
        assert_eq!(typed("十", Unit::Days), None);
    }
}
