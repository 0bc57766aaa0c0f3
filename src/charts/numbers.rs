//! How numbers are written: two or three significant digits, only as many as the interval supports, always with their
//! unit, a true minus sign, and a dash for what is undefined.

/// The language of the words around a number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// Chinese, the page's first language.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Both languages.
    pub const ALL: [Lang; 2] = [Lang::Zh, Lang::En];

    /// The code in `locales/` and in the attribute `lang`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Lang::Zh => "zh",
            Lang::En => "en",
        }
    }

    /// The one of a pair of texts that is in this language.
    #[must_use]
    pub fn of<T>(self, zh: T, en: T) -> T {
        match self {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}

/// What is written where a value is undefined. Never 0.
pub const UNDEFINED: &str = "—";

/// U+2212, not a hyphen.
const MINUS: &str = "−";

/// U+202F: digits of one number do not come apart at the end of a line.
const THIN: char = '\u{202f}';

/// The unit a number is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// No unit.
    Bare,
    /// Days.
    Days,
    /// Hours.
    Hours,
    /// Minutes.
    Minutes,
    /// A share in \[0, 1\], written in per cent; a difference of two shares is [`Unit::Points`].
    Share,
    /// A difference of two shares, written in percentage points.
    Points,
    /// A share so small that it is written in ten thousandths: so many in ten thousand people.
    InTenThousand,
    /// People.
    People,
    /// Matters.
    Matters,
    /// Comments.
    Comments,
    /// How often something happened.
    Times,
    /// Reports, by how often.
    Reports,
    /// Pieces: documents, files.
    Pieces,
    /// Money, in units of ten thousand yuan (万元).
    TenThousandYuan,
}

impl Unit {
    /// The unit a metric names (`lab` and the command print it), [`Unit::Bare`] for one this page does not know.
    #[must_use]
    pub fn of_metric(name: &str) -> Self {
        match name {
            "day" | "days" => Unit::Days,
            "hour" | "hours" => Unit::Hours,
            "minute" | "minutes" => Unit::Minutes,
            "share" => Unit::Share,
            "people" | "person" => Unit::People,
            "matters" | "matter" => Unit::Matters,
            "comments" | "comment" => Unit::Comments,
            "times" | "count" => Unit::Times,
            "documents" | "pieces" => Unit::Pieces,
            _ => Unit::Bare,
        }
    }

    /// The unit of a difference of two values in this unit.
    #[must_use]
    pub const fn of_difference(self) -> Self {
        match self {
            Unit::Share => Unit::Points,
            other => other,
        }
    }

    /// What a stored value is multiplied by before it is written.
    #[must_use]
    pub const fn factor(self) -> f64 {
        match self {
            Unit::Share | Unit::Points => 100.0,
            Unit::InTenThousand => 10_000.0,
            _ => 1.0,
        }
    }

    /// Its name among the words of the page.
    const fn name(self) -> Option<&'static str> {
        match self {
            Unit::Bare => None,
            Unit::Days => Some("days"),
            Unit::Hours => Some("hours"),
            Unit::Minutes => Some("minutes"),
            Unit::Share => Some("share"),
            Unit::Points => Some("points"),
            Unit::InTenThousand => Some("in_ten_thousand"),
            Unit::People => Some("people"),
            Unit::Matters => Some("matters"),
            Unit::Comments => Some("comments"),
            Unit::Times => Some("times"),
            Unit::Reports => Some("reports"),
            Unit::Pieces => Some("pieces"),
            Unit::TenThousandYuan => Some("ten_thousand_yuan"),
        }
    }

    /// The word for the unit, for an axis: "天", "days", "%"; empty for [`Unit::Bare`].
    #[must_use]
    pub fn word(self, lang: Lang) -> String {
        self.name()
            .map(|name| crate::i18n::word(lang, &format!("unit.{name}")))
            .unwrap_or_default()
    }

    /// `digits` with the unit behind it: "81.2 天", "1 day", "24%".
    fn after(self, digits: &str, lang: Lang) -> String {
        let Some(name) = self.name() else {
            return digits.to_owned();
        };
        let one = lang == Lang::En && matches!(digits, "1" | "+1" | "−1");
        let word = if one && self.has_singular() {
            crate::i18n::word(lang, &format!("unit.{name}_one"))
        } else {
            self.word(lang)
        };
        if self == Unit::Share {
            format!("{digits}{word}")
        } else {
            format!("{digits} {word}")
        }
    }

    const fn has_singular(self) -> bool {
        !matches!(
            self,
            Unit::Bare | Unit::Share | Unit::InTenThousand | Unit::Minutes | Unit::TenThousandYuan
        )
    }
}

/// A value and its 95 % interval, each possibly undefined.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Estimate {
    /// The value.
    pub value: Option<f64>,
    /// Lower end of the interval.
    pub low: Option<f64>,
    /// Upper end of the interval.
    pub high: Option<f64>,
}

impl Estimate {
    /// Undefined.
    pub const NONE: Estimate = Estimate {
        value: None,
        low: None,
        high: None,
    };

    /// A value without an interval.
    #[must_use]
    pub const fn exact(value: f64) -> Self {
        Self {
            value: Some(value),
            low: None,
            high: None,
        }
    }

    /// A value with its interval.
    #[must_use]
    pub const fn new(value: f64, low: f64, high: f64) -> Self {
        Self {
            value: Some(value),
            low: Some(low),
            high: Some(high),
        }
    }

    /// The same without what is not finite: charts draw only what can be placed.
    #[must_use]
    pub fn finite(self) -> Self {
        let keep = |x: Option<f64>| x.filter(|x| x.is_finite());
        let both = keep(self.low).zip(keep(self.high));
        Self {
            value: keep(self.value),
            low: both.map(|b| b.0),
            high: both.map(|b| b.1),
        }
    }

    /// Width of the interval.
    #[must_use]
    pub fn width(self) -> Option<f64> {
        let e = self.finite();
        Some(e.high? - e.low?)
    }

    /// Whether the interval leaves 0 out. Without an interval nothing can be told.
    #[must_use]
    pub fn excludes_zero(self) -> bool {
        let e = self.finite();
        e.low.is_some_and(|low| low > 0.0) || e.high.is_some_and(|high| high < 0.0)
    }

    fn scaled(self, factor: f64) -> Self {
        let e = self.finite();
        Self {
            value: e.value.map(|x| x * factor),
            low: e.low.map(|x| x * factor),
            high: e.high.map(|x| x * factor),
        }
    }
}

/// The largest power of ten not above `x`, as an exponent; −9 for what is smaller or not positive.
fn magnitude(x: f64) -> i32 {
    let mut exponent = -9;
    let mut power = 1e-9;
    while exponent < 15 && x >= power * 10.0 * (1.0 - 1e-12) {
        power *= 10.0;
        exponent += 1;
    }
    exponent
}

/// The decimal place of the last digit to write (−1: tenths) for a value, already in the unit it is written in.
///
/// With an interval: the interval's width spans at least four steps of the last digit (two digits of what is 10 or more are
/// always written). Always: at most three significant digits of
/// the largest number written, and without an interval one decimal below 100 and two significant digits below 1. What cannot be told from
/// nought, hundredths say enough of, or thousandths where there is no unit.
fn last_place(e: Estimate, unit: Unit) -> i32 {
    let size = [e.value, e.low, e.high]
        .into_iter()
        .flatten()
        .fold(0.0_f64, |a, x| a.max(x.abs()));
    let value = e.value.unwrap_or(0.0).abs();
    // What is not quite all is not written as all, because its interval reaches there.
    let size = match unit {
        Unit::Share if value < 100.0 => size.min(99.9),
        _ => size,
    };
    let top = magnitude(size);
    let three = top - 2;
    let least = match unit {
        _ if e.excludes_zero() => i32::MIN,
        Unit::Bare => -3,
        _ => -2,
    };
    let place = match e.width().filter(|w| *w > 0.0) {
        Some(width) if value >= 10.0 => {
            magnitude(width / 4.0).clamp(three, (magnitude(value) - 1).max(three))
        }
        Some(width) => magnitude(width / 4.0).max(three),
        None if size >= 100.0 => three,
        None if size >= 1.0 => -1,
        None => return top - 1,
    };
    place.max(least)
}

/// `value` rounded at a decimal place, with thin spaces between thousands from 10 000 on.
#[must_use]
pub fn digits(value: f64, place: i32) -> String {
    let mut step = 1.0;
    for _ in 0..place.max(0) {
        step *= 10.0;
    }
    let decimals = usize::try_from(-place).unwrap_or(0);
    let rounded = (value.abs() / step).round_ties_even() * step;
    let plain = if decimals > 0 {
        format!("{:.decimals$}", value.abs())
    } else {
        format!("{rounded:.0}")
    };
    let zero = plain.chars().all(|c| c == '0' || c == '.');
    let sign = if value < 0.0 && !zero { MINUS } else { "" };
    if zero {
        return "0".to_owned();
    }
    let (whole, fraction) = plain
        .split_once('.')
        .map_or((plain.as_str(), None), |(w, f)| (w, Some(f)));
    let mut out = String::from(sign);
    let n = whole.len();
    for (i, c) in whole.chars().enumerate() {
        if n >= 5 && i > 0 && (n - i).is_multiple_of(3) {
            out.push(THIN);
        }
        out.push(c);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

fn with_sign(text: String, value: f64) -> String {
    if value > 0.0 && text != "0" {
        format!("+{text}")
    } else {
        text
    }
}

/// The value alone, without its unit: "81.2", "−0.4", "41 000", "—".
#[must_use]
pub fn number(e: Estimate, unit: Unit) -> String {
    let e = e.scaled(unit.factor());
    e.value
        .map_or_else(|| UNDEFINED.to_owned(), |v| digits(v, last_place(e, unit)))
}

/// A difference without its unit, its sign always written: "+6.3", "−5.2", "0".
#[must_use]
pub fn signed(e: Estimate, unit: Unit) -> String {
    let e = e.scaled(unit.factor());
    e.value.map_or_else(
        || UNDEFINED.to_owned(),
        |v| with_sign(digits(v, last_place(e, unit)), v),
    )
}

/// The value with its unit: "81.2 天", "81.2 days", "3.1%".
#[must_use]
pub fn quantity(e: Estimate, unit: Unit, lang: Lang) -> String {
    match e.finite().value {
        Some(_) => unit.after(&number(e, unit), lang),
        None => UNDEFINED.to_owned(),
    }
}

/// A difference with its unit and sign: "−5.2 天", "+0.3 points".
#[must_use]
pub fn difference(e: Estimate, unit: Unit, lang: Lang) -> String {
    let unit = unit.of_difference();
    match e.finite().value {
        Some(_) => unit.after(&signed(e, unit), lang),
        None => UNDEFINED.to_owned(),
    }
}

/// The interval, without its unit: "4.1–6.3"; with spaces when an end is negative: "−0.2 – 0.3". "—" when there is none.
#[must_use]
pub fn interval(e: Estimate, unit: Unit) -> String {
    let e = e.scaled(unit.factor());
    let Some((low, high)) = e.low.zip(e.high) else {
        return UNDEFINED.to_owned();
    };
    // More than all there is no share of.
    let high = match (unit, e.value) {
        (Unit::Share, Some(value)) if value <= 100.0 => high.min(100.0),
        _ => high,
    };
    let place = last_place(e, unit);
    let (a, b) = (digits(low, place), digits(high, place));
    if a.starts_with(MINUS) || b.starts_with(MINUS) {
        format!("{a} – {b}")
    } else {
        format!("{a}–{b}")
    }
}

/// The value with its unit and, when there is one, its interval in brackets: "5.2 天（4.1–6.3）", "5.2 days (4.1–6.3)".
#[must_use]
pub fn with_interval(e: Estimate, unit: Unit, lang: Lang) -> String {
    bracketed(quantity(e, unit, lang), e, unit, lang)
}

/// A difference with its sign, unit and interval: "−5.2 天（−6.3 – −4.1）".
#[must_use]
pub fn difference_with_interval(e: Estimate, unit: Unit, lang: Lang) -> String {
    bracketed(difference(e, unit, lang), e, unit.of_difference(), lang)
}

fn bracketed(text: String, e: Estimate, unit: Unit, lang: Lang) -> String {
    // What is the same in every replication has no interval to tell.
    if e.width().is_none_or(|width| width <= 0.0) || e.finite().value.is_none() {
        return text;
    }
    let range = interval(e, unit);
    // Ends that read alike say nothing.
    if range.split_once('–').is_some_and(|(low, high)| low == high) {
        return text;
    }
    match lang {
        Lang::Zh => format!("{text}（{range}）"),
        Lang::En => format!("{text} ({range})"),
    }
}

#[cfg(test)]
mod tests;
