//! How long matters take, county by county, each over the preset: one row a county, so that no colour has to tell six curves apart.

use std::rc::Rc;

use page::charts::axis::{Margins, PLAIN, horizontal, px};
use page::charts::backend::{Drawn, Picture, Sheet, text_width};
use page::charts::density::{bandwidth, density, quantile, quantile_known};
use page::charts::figure::{Figure, Table, use_chart_width};
use page::charts::ink::{Ink, START};
use page::charts::numbers::{Unit, quantity};
use page::charts::wrap;
use page::i18n::{say, word};
use plotters::element::{PathElement, Polygon, Text};
use yew::prelude::*;

use super::days::CountiesProps;

/// Height of a county's curve with its name above it, pixels.
const ROW: f64 = 84.0;
/// The share of matters that a row shows: the slowest are left out of the picture, not of the table.
const SHOWN: f64 = 0.98;
const POINTS: usize = 120;

/// Days, and how many matters take about so long.
type Curve = Vec<(f64, f64)>;

const QUANTILES: [f64; 5] = [0.1, 0.25, 0.5, 0.75, 0.9];

/// The picture and its table.
#[component]
pub fn Overlay(props: &CountiesProps) -> Html {
    let (width, onwidth) = use_chart_width(520.0);
    let lang = props.lang;
    html! {
        <Figure id="compare-overlay" title={word(lang, "chart.distribution.title")} finding={word(lang, "compare.overlay_finding")}
            picture={picture(props, width)} table={Rc::new(table(props))} note={word(lang, "compare.overlay_note")} {lang} {onwidth} />
    }
}

fn days(props: &CountiesProps, point: u32) -> &[f64] {
    props
        .told
        .days
        .get(point as usize)
        .map_or(&[], Vec::as_slice)
}

/// Quantiles, one row a county.
#[must_use]
pub fn table(props: &CountiesProps) -> Table {
    let lang = props.lang;
    let percent = |it: f64| {
        say(
            lang,
            "compare.quantile",
            &[("percent", &format!("{:.0}", it * 100.0))],
        )
    };
    let row = |(title, point): &(String, u32)| {
        let of = |it: f64| quantity(quantile_known(days(props, *point), it), Unit::Days, lang);
        std::iter::once(title.clone())
            .chain(QUANTILES.map(of))
            .collect()
    };
    Table {
        head: std::iter::once(word(lang, "compare.county"))
            .chain(QUANTILES.map(percent))
            .collect(),
        rows: props.all.iter().map(row).collect(),
    }
}

/// What [`Overlay`] draws, `width` pixels wide.
#[must_use]
pub fn picture(props: &CountiesProps, width: f64) -> Picture {
    let rows = props.all.len().saturating_sub(1).max(1) as f64;
    Picture::drawn(width, 32.0 + ROW * rows, |sheet| draw(props, sheet, width))
}

fn draw(props: &CountiesProps, sheet: &Sheet, width: f64) -> Drawn {
    let lang = props.lang;
    let Some(((base_name, base), others)) = props.all.split_first() else {
        return Ok(());
    };
    let end = props
        .all
        .iter()
        .filter_map(|it| quantile(days(props, it.1), SHOWN))
        .fold(0.0, f64::max);
    let max = if end > 0.0 { end } else { 100.0 };
    // One width of the kernel for all, or their curves could not be compared.
    let kernel = bandwidth(days(props, *base));
    let curve = |point: u32| match kernel {
        Some(kernel) if !days(props, point).is_empty() => {
            density(days(props, point), kernel, max, POINTS)
        }
        _ => Vec::new(),
    };
    let before = curve(*base);
    let all: Vec<(&str, u32, Curve)> = others
        .iter()
        .map(|it| (it.0.as_str(), it.1, curve(it.1)))
        .collect();
    let peak = |curve: &[(f64, f64)]| curve.iter().map(|it| it.1).fold(0.0, f64::max);
    let top = all
        .iter()
        .map(|it| peak(&it.2))
        .fold(peak(&before), f64::max);
    let top = if top > 0.0 { top } else { 1.0 };
    let unit = Unit::Days.word(lang);
    let margins = Margins {
        left: 4.0,
        right: text_width(&unit, PLAIN) + 16.0,
        top: 4.0,
    };
    let plane = sheet.plane();
    let rows = all.len().max(1) as f64;
    let field = horizontal(&plane, max, rows, margins, (Unit::Days, &unit))?;
    for (row, (title, point, now)) in all.iter().enumerate() {
        let foot = row as f64 + 0.96;
        let place = |it: &(f64, f64)| field.at((it.0, foot - 0.7 * it.1 / top));
        let short = wrap::wrapped(title, PLAIN, width - 8.0, 1);
        plane.draw(&PathElement::new(
            vec![field.at((0.0, foot)), field.at((max, foot))],
            Ink::Grid.line(10),
        ))?;
        if !before.is_empty() {
            sheet.mark("curve before", &summary(props, base_name, *base), || {
                let places: Vec<_> = before.iter().map(place).collect();
                plane.draw(&PathElement::new(places, Ink::Before.line(20)))
            })?;
        }
        if !now.is_empty() {
            sheet.mark("curve now", &summary(props, title, *point), || {
                let mut under = vec![field.at((0.0, foot))];
                under.extend(now.iter().map(place));
                under.push(field.at((max, foot)));
                plane.draw(&Polygon::new(under, Ink::Now.faint(0.12)))?;
                let places: Vec<_> = now.iter().map(place).collect();
                plane.draw(&PathElement::new(places, Ink::Now.line(20)))
            })?;
        }
        let name = short.first().cloned().unwrap_or_default();
        let (_, y) = field.at((0.0, row as f64 + 0.14));
        plane.draw(&Text::new(name, (px(4.0), y), Ink::Now.bold(PLAIN, START)))?;
    }
    Ok(())
}

fn summary(props: &CountiesProps, name: &str, point: u32) -> String {
    let at = |it| {
        quantity(
            quantile_known(days(props, point), it),
            Unit::Days,
            props.lang,
        )
    };
    say(
        props.lang,
        "chart.distribution.mark",
        &[("arm", name), ("median", &at(0.5)), ("p90", &at(0.9))],
    )
}
