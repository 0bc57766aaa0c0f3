//! Pictures of a report: where the days of one case went, and where its outcome lies among replays.

use std::rc::Rc;

use county::event::Part;
use page::charts::axis::{Margins, PLAIN, horizontal, px};
use page::charts::backend::{Drawn, Picture, Sheet, bold_width, text_width};
use page::charts::days::{name, segments};
use page::charts::figure::{Figure, Table, use_chart_width};
use page::charts::ink::{Ink, START, part_name};
use page::charts::numbers::{Estimate, Unit, number};
use page::i18n::{Lang, say, word};
use plotters::element::Text;
use training::{Replays, Story, place};
use yew::prelude::*;

/// Properties of [`Days`].
#[derive(Debug, Clone, Properties, PartialEq)]
pub struct DaysProps {
    /// One sentence: what the picture shows.
    pub finding: AttrValue,
    /// Names, and the eight parts in days.
    pub rows: Vec<(String, [f64; 8])>,
    /// Language of the words.
    pub lang: Lang,
}

/// Height of a bar with its name above it, pixels.
const ROW: f64 = 46.0;

/// The eight parts of a case's turnaround, days.
#[must_use]
pub fn parts(story: &Story) -> [f64; 8] {
    story.parts.map(|it| it as f64 / kernel::DAY as f64)
}

/// Where the days went: a bar for each way through the case.
#[component]
pub fn Days(props: &DaysProps) -> Html {
    let (width, onwidth) = use_chart_width(520.0);
    let lang = props.lang;
    let height = 32.0 + ROW * props.rows.len() as f64;
    let picture = Picture::drawn(width, height, |sheet| draw(props, sheet, width));
    let legend = |part: Part| {
        html! {
            <li class={format!("part part-{}", part_name(part))}>
                <span class={format!("swatch fill ink-part-{}", part_name(part))} aria-hidden="true"></span>
                <span class="part-name">{ name(part, lang) }</span>
            </li>
        }
    };
    html! {
        <Figure id="train-days" title={word(lang, "train.days")} finding={props.finding.clone()} {picture} table={Rc::new(table(props))} note={word(lang, "chart.days.note")} {lang} {onwidth}>
            <ul class="parts">{ for Part::ALL.into_iter().map(legend) }</ul>
        </Figure>
    }
}

fn table(props: &DaysProps) -> Table {
    let lang = props.lang;
    let head = std::iter::once(word(lang, "train.way"))
        .chain(Part::ALL.map(|it| name(it, lang)))
        .chain([word(lang, "chart.days.total")]);
    let row = |(title, days): &(String, [f64; 8])| {
        let parts = days.iter().map(|it| number(exact(*it), Unit::Days));
        let total = number(exact(days.iter().sum()), Unit::Days);
        std::iter::once(title.clone())
            .chain(parts)
            .chain([total])
            .collect()
    };
    Table {
        head: head.collect(),
        rows: props.rows.iter().map(row).collect(),
    }
}

fn exact(value: f64) -> Estimate {
    Estimate {
        value: Some(value),
        low: None,
        high: None,
    }
}

fn draw(props: &DaysProps, sheet: &Sheet, width: f64) -> Drawn {
    let lang = props.lang;
    let most = props
        .rows
        .iter()
        .map(|it| it.1.iter().sum())
        .fold(0.0, f64::max);
    let max = if most > 0.0 { most * 1.02 } else { 1.0 };
    let unit = Unit::Days.word(lang);
    let margins = Margins {
        left: 4.0,
        right: bold_width("888.8", PLAIN).max(text_width(&unit, PLAIN)) + 16.0,
        top: 4.0,
    };
    let plane = sheet.plane();
    let field = horizontal(
        &plane,
        max,
        props.rows.len() as f64,
        margins,
        (Unit::Days, &unit),
    )?;
    for (row, (title, days)) in props.rows.iter().enumerate() {
        let (top, foot) = (row as f64 + 0.46, row as f64 + 0.9);
        let name_at = (px(4.0), field.up.at(row as f64 + 0.24));
        plane.draw(&Text::new(
            title.clone(),
            name_at,
            Ink::Text.words(PLAIN, START),
        ))?;
        let estimates = days.map(exact);
        let until = segments(sheet, &field, title, &estimates, [top, foot], lang)?;
        let total = number(exact(until), Unit::Days);
        let (x, y) = field.at((until, (top + foot) / 2.0));
        let end = px(width - 2.0) - px(bold_width(&total, PLAIN));
        plane.draw(&Text::new(
            total,
            ((x + px(8.0)).min(end), y),
            Ink::Text.bold(PLAIN, START),
        ))?;
    }
    Ok(())
}

/// Where a value lies among the replays of the same choices, in a sentence, a strip and a table of quantiles.
pub fn among(
    title: &str,
    own: Option<f64>,
    replays: &Replays,
    shown: &dyn Fn(f64) -> String,
    lang: Lang,
) -> Html {
    let (Some(first), Some(last)) = (
        replays.values.first().copied(),
        replays.values.last().copied(),
    ) else {
        return html! {};
    };
    let low = own.map_or(first, |it| it.min(first));
    let high = own.map_or(last, |it| it.max(last));
    let span = if high > low { high - low } else { 1.0 };
    let at = |value: f64| format!("{:.2}", 2.0 + 96.0 * (value - low) / span);
    let told = own.map_or_else(
        || word(lang, "train.no_outcome"),
        |own| {
            let place = place(own, &replays.values);
            let own = shown(own);
            let names = [
                ("own", own),
                ("many", replays.values.len().to_string()),
                ("below", place.below.to_string()),
                ("ties", place.ties.to_string()),
                ("above", place.above.to_string()),
            ];
            let names: Vec<(&str, &str)> = names.iter().map(|it| (it.0, it.1.as_str())).collect();
            say(lang, "train.place", &names)
        },
    );
    let quantiles = [0.1, 0.25, 0.5, 0.75, 0.9];
    let cell =
        |it: f64| html! { <td>{ replays.quantile(it).map_or_else(String::new, shown) }</td> };
    let without = say(
        lang,
        "train.without",
        &[("count", &replays.without.to_string())],
    );
    html! {
        <div class="train-among">
            <h4>{ title }</h4>
            <p>{ &told }{ for (replays.without > 0).then_some(without) }</p>
            <svg class="strip train-strip" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label={told}>
                { for replays.values.iter().map(|it| html! { <line x1={at(*it)} x2={at(*it)} y1="2" y2="8" class="train-tick" /> }) }
                { for own.map(|it| html! { <line x1={at(it)} x2={at(it)} y1="0" y2="10" class="train-own" /> }) }
            </svg>
            <div class="wide-table"><table class="differences"><thead><tr>{ for quantiles.map(|it| html! { <th scope="col">{ say(lang, "train.quantile", &[("share", &format!("{:.0}", 100.0 * it))]) }</th> }) }</tr></thead>
                <tbody><tr>{ for quantiles.map(cell) }</tr></tbody></table></div>
        </div>
    }
}
