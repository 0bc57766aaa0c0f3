//! Where the days go: the eight parts of a turnaround, preset over now.

use std::rc::Rc;

use crate::i18n::say;
use county::event::Part;
use plotters::element::{Rectangle, Text};
use yew::prelude::*;

use super::axis::{Field, Margins, PLAIN, horizontal, px, widest};
use super::backend::{Drawn, Picture, Sheet, bold_width, text_width};
use super::figure::{Figure, Table, use_chart_width};
use super::ink::{Ink, START, part_name};
use super::numbers::{Estimate, Lang, Unit, difference_with_interval, quantity, with_interval};

/// One part of the turnaround.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PartDays {
    /// Days per matter under the preset.
    pub before: Option<Estimate>,
    /// Days per matter now.
    pub now: Estimate,
    /// Now less preset.
    pub difference: Estimate,
    /// Whether a verdict says that the difference is not luck.
    pub distinguishable: bool,
}

/// Properties of [`WhereDaysGo`].
#[derive(Debug, Clone, Properties, PartialEq)]
pub struct WhereDaysGoProps {
    /// One sentence: what the picture shows.
    #[prop_or_default]
    pub finding: AttrValue,
    /// The eight parts in the order of [`Part::ALL`].
    pub parts: [PartDays; 8],
    /// Intervals of the totals under the preset and now and of their difference, which say how fine the totals are written.
    #[prop_or_default]
    pub totals: [Estimate; 3],
    /// Language of the words.
    pub lang: Lang,
}

/// Two stacked bars in the eight colours, with the parts' days and differences below.
#[component]
pub fn WhereDaysGo(props: &WhereDaysGoProps) -> Html {
    let (width, onwidth) = use_chart_width(380.0);
    let lang = props.lang;
    let item = |part: Part, days: &PartDays| {
        let change = days
            .difference
            .finite()
            .value
            .filter(|_| days.distinguishable);
        html! {
            <li class={format!("part part-{}", part_name(part))}>
                <span class={format!("swatch fill ink-part-{}", part_name(part))} aria-hidden="true"></span>
                <span class="part-name">{ name(part, lang) }</span>
                <span class="part-numbers">
                    <span class="part-days">{ quantity(days.now, Unit::Days, lang) }</span>
                    { for change.map(|_| html! { <span class="part-change">{ super::numbers::signed(days.difference, Unit::Days) }</span> }) }
                </span>
            </li>
        }
    };
    html! {
        <Figure id="chart-days" title={crate::i18n::word(lang, "chart.days.title")}
            finding={props.finding.clone()} picture={picture(props, width)} table={Rc::new(table(props))}
            note={crate::i18n::word(lang, "chart.days.note")} {lang} {onwidth}>
            <ul class="parts">{ for Part::ALL.into_iter().zip(&props.parts).map(|(p, d)| item(p, d)) }</ul>
        </Figure>
    }
}

/// A part's name as people read it.
#[must_use]
pub fn name(part: Part, lang: Lang) -> String {
    crate::i18n::word(lang, &format!("part.{}", part.name()))
}

/// Its days in both arms, its difference, one row a part and one for the total.
#[must_use]
pub fn table(props: &WhereDaysGoProps) -> Table {
    let lang = props.lang;
    let word = |key: &str| crate::i18n::word(lang, key);
    let compared = props.parts.iter().any(|p| p.before.is_some());
    let mut head = vec![word("chart.days.part")];
    if compared {
        head.push(word("chart.before"));
    }
    head.push(word("chart.now"));
    if compared {
        head.push(word("chart.difference"));
    }
    let row = |name: String, d: &PartDays| {
        let mut row = vec![name];
        if compared {
            let before = d.before.unwrap_or(Estimate::NONE);
            row.push(with_interval(before, Unit::Days, lang));
        }
        row.push(with_interval(d.now, Unit::Days, lang));
        if compared {
            let text = difference_with_interval(d.difference, Unit::Days, lang);
            row.push(text);
        }
        row
    };
    let mut rows: Vec<_> = Part::ALL
        .into_iter()
        .zip(&props.parts)
        .map(|(part, d)| row(name(part, lang), d))
        .collect();
    let mut sum = vec![word("chart.days.total")];
    let total = |e: Estimate| with_interval(e, Unit::Days, lang);
    if compared {
        sum.push(total(total_before(props)));
    }
    sum.push(total(total_now(props)));
    if compared {
        let (now, before) = (total_now(props).value, total_before(props).value);
        let change = Estimate {
            value: now.zip(before).map(|(a, b)| a - b),
            ..props.totals[2]
        };
        sum.push(difference_with_interval(change, Unit::Days, lang));
    }
    rows.push(sum);
    Table { head, rows }
}

/// Sum of the parts now; undefined when one of them is.
fn total_now(props: &WhereDaysGoProps) -> Estimate {
    Estimate {
        value: props.parts.iter().map(|p| p.now.finite().value).sum(),
        ..props.totals[1]
    }
}

/// Sum of the parts under the preset.
fn total_before(props: &WhereDaysGoProps) -> Estimate {
    let value = |p: &PartDays| p.before?.finite().value;
    Estimate {
        value: props.parts.iter().map(value).sum(),
        ..props.totals[0]
    }
}

/// What [`WhereDaysGo`] draws, `width` pixels wide.
#[must_use]
pub fn picture(props: &WhereDaysGoProps, width: f64) -> Picture {
    let rows = if props.parts.iter().any(|p| p.before.is_some()) {
        2.0
    } else {
        1.0
    };
    Picture::drawn(width, 32.0 + 52.0 * rows, |sheet| draw(props, sheet, width))
}

fn draw(props: &WhereDaysGoProps, sheet: &Sheet, width: f64) -> Drawn {
    let lang = props.lang;
    let word = |key: &str| crate::i18n::word(lang, key);
    let compared = props.parts.iter().any(|p| p.before.is_some());
    let mut bars: Vec<(String, Vec<Estimate>, Estimate)> = Vec::new();
    if compared {
        let days = props
            .parts
            .iter()
            .map(|p| p.before.unwrap_or(Estimate::NONE));
        bars.push((word("chart.before"), days.collect(), total_before(props)));
    }
    bars.push((
        word("chart.now"),
        props.parts.iter().map(|p| p.now).collect(),
        total_now(props),
    ));

    let longest = |bar: &[Estimate]| {
        bar.iter()
            .filter_map(|e| e.finite().value)
            .filter(|x| *x > 0.0)
            .sum::<f64>()
    };
    let most = bars.iter().map(|b| longest(&b.1)).fold(0.0, f64::max);
    let max = if most > 0.0 { most * 1.02 } else { 1.0 };
    let unit = Unit::Days.word(lang);
    let margins = Margins {
        left: widest(bars.iter().map(|b| b.0.as_str()), PLAIN) + 16.0,
        right: bold_width("888.8", PLAIN).max(text_width(&unit, PLAIN)) + 16.0,
        top: 4.0,
    };
    let plane = sheet.plane();
    let field = horizontal(&plane, max, bars.len() as f64, margins, (Unit::Days, &unit))?;
    for (row, (title, days, total)) in bars.iter().enumerate() {
        let top = row as f64 + 0.17;
        let middle = row as f64 + 0.5;
        plane.draw(&Text::new(
            title.clone(),
            (px(2.0), field.up.at(middle)),
            Ink::Text.words(PLAIN, START),
        ))?;
        let from = segments(sheet, &field, title, days, [top, top + 0.66], lang)?;
        let total = super::numbers::number(*total, Unit::Days);
        let (x, y) = field.at((from, middle));
        let end = px(width - 2.0) - px(bold_width(&total, PLAIN));
        plane.draw(&Text::new(
            total,
            ((x + px(8.0)).min(end), y),
            Ink::Text.bold(PLAIN, START),
        ))?;
    }
    Ok(())
}

/// The eight parts of a turnaround as one bar from 0, each a mark that is read out, between two heights of a field; where it ends, days.
///
/// # Errors
/// Those of plotters.
pub fn segments(
    sheet: &Sheet,
    field: &Field,
    title: &str,
    days: &[Estimate],
    [top, foot]: [f64; 2],
    lang: Lang,
) -> Drawn<f64> {
    let plane = sheet.plane();
    let mut from = 0.0;
    for (part, e) in Part::ALL.into_iter().zip(days) {
        let Some(value) = e.finite().value.filter(|x| *x > 0.0) else {
            continue;
        };
        let label = say(
            lang,
            "chart.days.mark",
            &[
                ("arm", title),
                ("part", &name(part, lang)),
                ("days", &with_interval(*e, Unit::Days, lang)),
            ],
        );
        sheet.mark("segment", &label, || {
            let bar = [(from, top), (from + value, foot)].map(|it| field.at(it));
            plane.draw(&Rectangle::new(bar, Ink::Part(part).fill()))
        })?;
        from += value;
    }
    Ok(from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn props() -> WhereDaysGoProps {
        let days = [7.0, 6.6, 21.3, 32.0, 1.9, 4.6, 5.0, 2.8];
        WhereDaysGoProps {
            finding: "".into(),
            parts: days.map(|now| PartDays {
                before: Some(Estimate::exact(now + 0.5)),
                now: Estimate::new(now, now - 0.4, now + 0.4),
                difference: Estimate::new(-0.5, -0.9, -0.1),
                distinguishable: true,
            }),
            totals: [
                Estimate::NONE,
                Estimate::new(81.2, 77.0, 85.0),
                Estimate::new(-4.0, -6.0, -2.0),
            ],
            lang: Lang::Zh,
        }
    }

    #[test]
    fn a_total_is_written_as_fine_as_its_interval_allows() {
        let rows = table(&props()).rows;
        assert_eq!(rows[8][1..3], ["85.2 天", "81 天（77–85）"]);
    }

    fn widths(picture: &Picture) -> Vec<f64> {
        picture
            .all()
            .iter()
            .filter(|n| n.tag == "rect")
            .filter_map(|n| n.attribute("width")?.parse().ok())
            .collect()
    }

    #[test]
    fn bars_are_as_long_as_their_days() {
        let widths = widths(&picture(&props(), 400.0));
        assert_eq!(widths.len(), 16);
        // Now: 32.0 days of prescribed period against 7.0 of work, to a tenth of a pixel.
        let (statutory, work) = (widths[8 + 3], widths[8]);
        assert!(
            (statutory / work - 32.0 / 7.0).abs() < 0.02,
            "{statutory} {work}"
        );
        let now: f64 = widths[8..].iter().sum();
        let before: f64 = widths[..8].iter().sum();
        assert!((before / now - 85.2 / 81.2).abs() < 0.01);
    }

    #[test]
    fn every_segment_can_be_read_out() {
        let picture = picture(&props(), 400.0);
        assert_eq!(picture.labels().len(), 16);
        assert_eq!(picture.labels()[10], "现在，等会：21.3 天（20.9–21.7）");
    }

    #[test]
    fn an_undefined_part_is_no_bar_and_leaves_the_total_undefined() {
        let mut p = props();
        p.parts[2].now = Estimate::NONE;
        assert_eq!(widths(&picture(&p, 400.0)).len(), 15);
        let table = table(&p);
        assert_eq!(table.rows[2][2], "—");
        assert_eq!(table.rows[8][2], "—");
        assert_eq!(table.rows.len(), 9);
    }

    #[test]
    fn without_a_preset_there_is_one_bar() {
        let mut p = props();
        for part in &mut p.parts {
            part.before = None;
        }
        assert_eq!(widths(&picture(&p, 400.0)).len(), 8);
        assert_eq!(table(&p).head.len(), 2);
    }
}
