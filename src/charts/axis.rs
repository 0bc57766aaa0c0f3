//! Axes: a field with a scale in each direction, few ticks, the unit at the end. Scales of our own: those of plotters bring calendars of
//! marks and styles with them that no chart here needs, 6 kB of program.

use plotters::element::{PathElement, Text};
use plotters::style::{ShapeStyle, TextStyle};
use plotters_backend::text_anchor::{HPos, VPos};

use super::backend::{Drawn, Plane, SCALE, text_width};
use super::ink::{Anchor, Ink};
use super::numbers::{Unit, digits};

/// Size of the words of an axis, pixels.
pub const SMALL: f64 = 11.5;
/// Size of the other words of a chart, pixels.
pub const PLAIN: f64 = 13.0;

/// Pixels as plotters counts them.
#[must_use]
pub fn px(x: f64) -> i32 {
    (x * f64::from(SCALE)).round() as i32
}

/// A place on the sheet, as plotters counts pixels.
pub type Place = (i32, i32);

/// One direction of a field: between which values, and where those are on the sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// The values at its two ends.
    pub values: [f64; 2],
    /// Where its two ends are, pixels.
    pub ends: [f64; 2],
}

impl Scale {
    /// Where a value is, as plotters counts pixels.
    #[must_use]
    pub fn at(&self, value: f64) -> i32 {
        let ([low, high], [from, to]) = (self.values, self.ends);
        px(from + (to - from) * (value - low) / (high - low))
    }

    /// Round values within, `most` or so.
    pub fn ticks(&self, most: usize) -> impl Iterator<Item = f64> + use<> {
        let [one, other] = self.values;
        let (low, high) = (one.min(other), one.max(other));
        let step = round_up((high - low) / most as f64);
        let (first, last) = ((low / step - 1e-9).ceil(), (high / step + 1e-9).floor());
        (first as i64..=last as i64)
            .take(2 * most + 2)
            .map(move |it| it as f64 * step)
    }
}

/// A field on a sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Field {
    /// From left to right.
    pub along: Scale,
    /// From the foot upwards.
    pub up: Scale,
}

impl Field {
    /// Where a pair of values is.
    #[must_use]
    pub fn at(&self, (x, y): (f64, f64)) -> Place {
        (self.along.at(x), self.up.at(y))
    }

    /// Draws the axis at the foot, with a line upwards at each of some ticks.
    ///
    /// # Errors
    /// Those of plotters.
    pub fn draw_along(&self, plane: &Plane, unit: Unit, ticks: usize) -> Drawn {
        let [left, right] = self.along.ends.map(px);
        let [foot, top] = self.up.ends.map(px);
        for x in self.along.ticks(ticks) {
            let at = self.along.at(x);
            line(plane, [(at, top), (at, foot)], Ink::Grid.line(10))?;
            line(
                plane,
                [(at, foot), (at, foot + px(4.0))],
                Ink::Axis.line(10),
            )?;
            let style = Ink::Muted.words(SMALL, Anchor(HPos::Center, VPos::Top));
            write(plane, tick_label(x, unit), (at, foot + px(6.0)), style)?;
        }
        line(plane, [(left, foot), (right, foot)], Ink::Axis.line(10))
    }
}

/// A line between two places.
///
/// # Errors
/// Those of plotters.
pub fn line(plane: &Plane, ends: [Place; 2], style: ShapeStyle) -> Drawn {
    plane.draw(&PathElement::new(ends, style))
}

/// Words at a place.
///
/// # Errors
/// Those of plotters.
pub fn write(plane: &Plane, text: String, at: Place, style: TextStyle<'static>) -> Drawn {
    plane.draw(&Text::new(text, at, style))
}

/// Room around the field of a chart, pixels.
#[derive(Debug, Clone, Copy)]
pub struct Margins {
    /// Left: names of rows.
    pub left: f64,
    /// Right: values behind bars.
    pub right: f64,
    /// Above: words of lines.
    pub top: f64,
}

/// Room for the axis at the foot, pixels.
const FOOT: f64 = 24.0;

/// A field on a sheet of a size, with an axis from 0 to `max` in `unit` drawn at its foot; `rows` are counted downwards from 0 (or, with
/// `rows` negative, a height upwards from 0 to `−rows`).
///
/// # Errors
/// Those of plotters.
pub fn horizontal(
    plane: &Plane,
    max: f64,
    rows: f64,
    margins: Margins,
    unit: (Unit, &str),
) -> Drawn<Field> {
    let (across, down) = plane.dim_in_pixel();
    let size = |pixels: u32| f64::from(pixels) / f64::from(SCALE);
    let (across, down) = (size(across), size(down));
    let up = if rows < 0.0 {
        [0.0, -rows]
    } else {
        [rows, 0.0]
    };
    let field = Field {
        along: Scale {
            values: [0.0, max],
            ends: [margins.left, across - margins.right],
        },
        up: Scale {
            values: up,
            ends: [down - FOOT, margins.top],
        },
    };
    let room = across - margins.left - margins.right;
    field.draw_along(plane, unit.0, ((room / 64.0) as usize).clamp(2, 7))?;
    let after = across - margins.right + 14.0;
    let at = after.min(across - text_width(unit.1, SMALL));
    let style = Ink::Muted.words(SMALL, Anchor(HPos::Left, VPos::Bottom));
    write(plane, unit.1.to_owned(), (px(at), px(down - 4.0)), style)?;
    Ok(field)
}

/// A number written at an axis: with as many decimals as it has, at most six, and without the dust of adding steps.
#[must_use]
pub fn tick_label(x: f64, unit: Unit) -> String {
    // As it is written: 0.425 of all is 42.5%.
    let shown = (x * unit.factor() * 1e7).round() / 1e7;
    let (mut place, mut whole) = (0, shown);
    while place > -6 && (whole - whole.round()).abs() > 1e-6 {
        (place, whole) = (place - 1, whole * 10.0);
    }
    digits(shown, place)
}

/// The smallest of 1, 2, 2.5, 5 × 10ⁿ not below `x`; 1 for what is not positive and finite.
#[must_use]
pub fn round_up(x: f64) -> f64 {
    if !(x.is_finite() && x > 0.0) {
        return 1.0;
    }
    let mut power = 1e-6;
    while power * 10.0 <= x {
        power *= 10.0;
    }
    [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|m| m * power)
        .find(|m| *m >= x * (1.0 - 1e-9))
        .unwrap_or(x)
}

/// The widest of some names, pixels.
#[must_use]
pub fn widest<'a>(names: impl IntoIterator<Item = &'a str>, size: f64) -> f64 {
    names
        .into_iter()
        .map(|n| text_width(n, size))
        .fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_end_on_round_numbers() {
        for (x, end) in [
            (86.4, 100.0),
            (0.3, 0.5),
            (21.0, 25.0),
            (100.0, 100.0),
            (0.0, 1.0),
            (f64::NAN, 1.0),
            (1.2, 2.0),
        ] {
            assert!(
                (round_up(x) - end).abs() < 1e-9 * end,
                "{x} → {}",
                round_up(x)
            );
        }
    }

    #[test]
    fn ticks_are_written_with_as_many_decimals_as_they_have() {
        for (x, unit, text) in [
            (0.0, Unit::Days, "0"),
            (15.0, Unit::Days, "15"),
            (995.0, Unit::Days, "995"),
            (99.5, Unit::Days, "99.5"),
            (0.1 + 0.2, Unit::Days, "0.3"),
            (0.25, Unit::Days, "0.25"),
            (-0.5, Unit::Days, "−0.5"),
            (8000.0, Unit::Hours, "8000"),
            (0.48, Unit::Share, "48"),
            (0.425, Unit::Share, "42.5"),
            (1e-6, Unit::InTenThousand, "0.01"),
            (2.5e-6, Unit::InTenThousand, "0.025"),
        ] {
            assert_eq!(tick_label(x, unit), text, "{x}");
        }
    }

    #[test]
    fn ticks_are_round_and_within() {
        for (values, most, ticks) in [
            ([0.0, 86.0], 4, vec![0.0, 25.0, 50.0, 75.0]),
            ([0.0, 100.0], 5, vec![0.0, 20.0, 40.0, 60.0, 80.0, 100.0]),
            ([0.475, 0.505], 4, vec![0.48, 0.49, 0.50]),
            ([88.0, 71.0], 4, vec![75.0, 80.0, 85.0]),
        ] {
            let scale = Scale {
                values,
                ends: [0.0, 100.0],
            };
            let found: Vec<f64> = scale.ticks(most).collect();
            assert_eq!(found.len(), ticks.len(), "{found:?}");
            for (a, b) in found.iter().zip(&ticks) {
                assert!((a - b).abs() < 1e-9, "{found:?}");
            }
        }
    }

    #[test]
    fn ticks_are_written_whole_where_they_are_whole() {
        for (x, text) in [
            (15.0, "15"),
            (0.30000000000000004, "0.3"),
            (0.0, "0"),
            (120.0, "120"),
        ] {
            assert_eq!(tick_label(x, Unit::Days), text);
        }
        for (x, text) in [
            (0.5, "50"),
            (0.425, "42.5"),
            (0.45, "45"),
            (1.0, "100"),
            (0.0, "0"),
        ] {
            assert_eq!(tick_label(x, Unit::Share), text);
        }
    }
}
