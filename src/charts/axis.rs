//! Axes: a scale from zero with few ticks, the unit at its end.

use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::drawing::DrawingArea;
use plotters::element::Text;
use plotters::prelude::Cartesian2d;
use plotters_backend::text_anchor::{HPos, VPos};

use super::backend::{Drawn, SCALE, SvgBackend, text_width};
use super::ink::{Anchor, Ink};
use super::numbers::{Estimate, Unit, number};

/// Size of the words of an axis, pixels.
pub const SMALL: f64 = 11.5;
/// Size of the other words of a chart, pixels.
pub const PLAIN: f64 = 13.0;

/// Pixels as plotters counts them.
#[must_use]
pub fn px(x: f64) -> i32 {
    (x * f64::from(SCALE)).round() as i32
}

/// A chart plotters draws on our sheet.
pub type Chart<'a> = ChartContext<'a, SvgBackend, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

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

/// A chart with a horizontal axis from 0 to `max` in `unit` and `rows` counted downwards from 0 (or, with `rows` negative, a
/// height counted upwards from 0 to `−rows`).
///
/// # Errors
/// Those of plotters: no room.
pub fn horizontal<'a>(
    plane: &'a DrawingArea<SvgBackend, Shift>,
    max: f64,
    rows: f64,
    margins: Margins,
    unit: (Unit, &str),
) -> Drawn<Chart<'a>> {
    let foot = 24.0;
    let vertical = if rows < 0.0 { 0.0..-rows } else { rows..0.0 };
    let mut chart = ChartBuilder::on(plane)
        .margin_left(px(margins.left))
        .margin_right(px(margins.right))
        .margin_top(px(margins.top))
        .x_label_area_size(px(foot))
        .build_cartesian_2d(0.0..max, vertical)?;
    let (across, down) = plane.dim_in_pixel();
    let field = f64::from(across) / f64::from(SCALE) - margins.left - margins.right;
    let ticks = ((field / 64.0) as usize).clamp(2, 7);
    let write = |x: &f64| number(tick(*x), unit.0);
    chart
        .configure_mesh()
        .disable_y_mesh()
        .disable_y_axis()
        .max_light_lines(0)
        .bold_line_style(Ink::Grid.line(10))
        .axis_style(Ink::Axis.line(10))
        .x_labels(ticks)
        .set_tick_mark_size(plotters::chart::LabelAreaPosition::Bottom, px(4.0))
        .x_label_style(Ink::Muted.words(SMALL, Anchor(HPos::Center, VPos::Top)))
        .x_label_formatter(&write)
        .draw()?;
    if !unit.1.is_empty() {
        let right = f64::from(across) / f64::from(SCALE);
        let after = right - margins.right + 14.0;
        let at = after.min(right - text_width(unit.1, SMALL));
        let style = Ink::Muted.words(SMALL, Anchor(HPos::Left, VPos::Bottom));
        plane.draw(&Text::new(
            unit.1.to_owned(),
            (px(at), down as i32 - px(4.0)),
            style,
        ))?;
    }
    Ok(chart)
}

/// A tick's value without the dust of adding steps, and whole where it is whole.
fn tick(x: f64) -> Estimate {
    let x = (x * 1e9).round() / 1e9;
    // An interval of no more than the least step shown keeps "15" from being written "15.0".
    let grain = if x.fract() == 0.0 { 5.0 } else { 0.5 };
    Estimate::new(x, x - grain / 2.0, x + grain / 2.0)
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
    fn ticks_are_written_whole_where_they_are_whole() {
        for (x, text) in [
            (15.0, "15"),
            (0.30000000000000004, "0.3"),
            (0.0, "0"),
            (120.0, "120"),
        ] {
            assert_eq!(number(tick(x), Unit::Days), text);
        }
        assert_eq!(number(tick(0.5), Unit::Share), "50");
    }
}
