//! Where the days go, county by county: the eight parts of a turnaround as stacked bars.

use std::rc::Rc;

use county::event::Part;
use page::charts::axis::{Margins, PLAIN, horizontal, px};
use page::charts::backend::{Drawn, Picture, Sheet, bold_width, text_width};
use page::charts::days::{name, segments};
use page::charts::figure::{Figure, Table, use_chart_width};
use page::charts::ink::{Ink, START, part_name};
use page::charts::numbers::{Estimate, Unit, number, with_interval};
use page::charts::wrap;
use page::i18n::{Lang, word};
use page::words::sentence::LEAD_TIME;
use plotters::element::Text;
use yew::prelude::*;

use crate::told::Told;

/// Properties of a picture of several counties.
#[derive(Debug, Clone, Properties, PartialEq)]
pub struct CountiesProps {
    /// The result.
    pub told: Rc<Told>,
    /// Names and points, the preset first.
    pub all: Vec<(String, u32)>,
    /// Language of the words.
    pub lang: Lang,
}

/// Height of a county's bar with its name above it, pixels.
const ROW: f64 = 46.0;

/// The picture, its legend and its table.
#[component]
pub fn Days(props: &CountiesProps) -> Html {
    let (width, onwidth) = use_chart_width(520.0);
    let lang = props.lang;
    html! {
        <Figure id="compare-days" title={word(lang, "chart.days.title")} finding={word(lang, "compare.days_finding")}
            picture={picture(props, width)} table={Rc::new(table(props))} note={word(lang, "chart.days.note")} {lang} {onwidth}>
            { legend(lang) }
        </Figure>
    }
}

/// What the eight colours stand for.
pub fn legend(lang: Lang) -> Html {
    let entry = |part: Part| {
        html! {
            <li class={format!("part part-{}", part_name(part))}>
                <span class={format!("swatch fill ink-part-{}", part_name(part))} aria-hidden="true"></span>
                <span class="part-name">{ name(part, lang) }</span>
            </li>
        }
    };
    html! { <ul class="parts">{ for Part::ALL.into_iter().map(entry) }</ul> }
}

/// A metric of a point as the page writes it.
#[must_use]
pub fn estimate(told: &Told, point: u32, metric: &str) -> Estimate {
    let point = told.outcome.points.get(point as usize);
    let found = point.and_then(|it| it.metrics.get(metric).copied().flatten());
    found.map_or(Estimate::NONE, |it| Estimate {
        value: it.mean,
        low: it.low,
        high: it.high,
    })
}

fn days(props: &CountiesProps, point: u32, part: Part) -> Estimate {
    estimate(
        &props.told,
        point,
        &format!("turnaround.part.{}", part.name()),
    )
}

/// Days by part, one row a county.
#[must_use]
pub fn table(props: &CountiesProps) -> Table {
    let lang = props.lang;
    let head = std::iter::once(word(lang, "compare.county"))
        .chain(Part::ALL.map(|it| name(it, lang)))
        .chain([word(lang, "chart.days.total")]);
    let row = |(title, point): &(String, u32)| {
        let parts = Part::ALL.map(|it| with_interval(days(props, *point, it), Unit::Days, lang));
        let total = estimate(&props.told, *point, LEAD_TIME);
        std::iter::once(title.clone())
            .chain(parts)
            .chain([with_interval(total, Unit::Days, lang)])
            .collect()
    };
    Table {
        head: head.collect(),
        rows: props.all.iter().map(row).collect(),
    }
}

/// What [`Days`] draws, `width` pixels wide.
#[must_use]
pub fn picture(props: &CountiesProps, width: f64) -> Picture {
    let row = |(title, point): &(String, u32)| Row {
        title: title.clone(),
        parts: Part::ALL.map(|it| days(props, *point, it)),
        total: estimate(&props.told, *point, LEAD_TIME),
    };
    let rows: Vec<Row> = props.all.iter().map(row).collect();
    stacked(&rows, width, props.lang)
}

/// A bar with its name above it.
pub struct Row {
    /// Its name, cut to one line.
    pub title: String,
    /// Days of each of the eight parts.
    pub parts: [Estimate; 8],
    /// Days in all, written where it ends.
    pub total: Estimate,
}

/// Bars of the eight parts one above the other, `width` pixels wide.
#[must_use]
pub fn stacked(rows: &[Row], width: f64, lang: Lang) -> Picture {
    let height = 32.0 + ROW * rows.len() as f64;
    Picture::drawn(width, height, |sheet| draw(rows, sheet, width, lang))
}

fn draw(rows: &[Row], sheet: &Sheet, width: f64, lang: Lang) -> Drawn {
    let positive = |it: &Estimate| it.finite().value.filter(|it| *it > 0.0);
    let whole = |row: &Row| row.parts.iter().filter_map(positive).sum::<f64>();
    let most = rows.iter().map(whole).fold(0.0, f64::max);
    let max = if most > 0.0 { most * 1.02 } else { 1.0 };
    let unit = Unit::Days.word(lang);
    let margins = Margins {
        left: 4.0,
        right: bold_width("888.8", PLAIN).max(text_width(&unit, PLAIN)) + 16.0,
        top: 4.0,
    };
    let plane = sheet.plane();
    let field = horizontal(&plane, max, rows.len() as f64, margins, (Unit::Days, &unit))?;
    for (at, row) in rows.iter().enumerate() {
        let (top, foot) = (at as f64 + 0.46, at as f64 + 0.9);
        let short = wrap::wrapped(&row.title, PLAIN, width - 8.0, 1);
        plane.draw(&Text::new(
            short.first().cloned().unwrap_or_default(),
            (px(4.0), field.up.at(at as f64 + 0.24)),
            Ink::Text.words(PLAIN, START),
        ))?;
        let from = segments(sheet, &field, &row.title, &row.parts, [top, foot], lang)?;
        let total = number(row.total, Unit::Days);
        let (x, y) = field.at((from, (top + foot) / 2.0));
        let end = px(width - 2.0) - px(bold_width(&total, PLAIN));
        plane.draw(&Text::new(
            total,
            ((x + px(8.0)).min(end), y),
            Ink::Text.bold(PLAIN, START),
        ))?;
    }
    Ok(())
}
