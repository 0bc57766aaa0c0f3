//! The distribution of turnaround: preset and now as two curves, the least the law allows marked.

use std::rc::Rc;

use crate::i18n::say;
use plotters::element::{PathElement, Polygon, Text};
use yew::prelude::*;

use super::axis::{Margins, PLAIN, SMALL, horizontal, px, widest};
use super::backend::{Drawn, Picture, Sheet, bold_width, text_width};
use super::density::{ascending, bandwidth, density, quantile, quantile_known};
use super::figure::{Figure, Table, use_chart_width};
use super::ink::{Ink, START};
use super::numbers::{Estimate, Lang, Unit, quantity};
use super::wrap::{LEADING, wrapped, write};

/// Properties of [`Distribution`].
#[derive(Debug, Clone, Properties, PartialEq)]
pub struct DistributionProps {
    /// One sentence: what the picture shows.
    #[prop_or_default]
    pub finding: AttrValue,
    /// Lead times now, pooled over replications, days, in any order.
    pub now: Rc<[f64]>,
    /// The same under the preset; `None` while nothing differs from it.
    #[prop_or_default]
    pub before: Option<Rc<[f64]>>,
    /// The least turnaround the law allows, days.
    #[prop_or_default]
    pub legal_minimum: Option<f64>,
    /// Language of the words.
    pub lang: Lang,
}

/// Quantiles the table gives.
const QUANTILES: [f64; 6] = [0.10, 0.25, 0.50, 0.75, 0.90, 0.95];

/// The curves end at the largest of the arms' quantiles at this probability; the note says so.
const SHOWN: f64 = 0.99;

/// Points on a curve.
const POINTS: usize = 161;

/// Two curves: how long matters take, preset and now.
#[component]
pub fn Distribution(props: &DistributionProps) -> Html {
    let (width, onwidth) = use_chart_width(280.0);
    let lang = props.lang;
    let arms = use_memo(
        (props.now.clone(), props.before.clone()),
        |(now, before)| Arms::of(now, before.as_deref()),
    );
    let picture = draw_arms(&arms, props.legal_minimum, lang, width);
    let note = match arms.bandwidth {
        Some(h) => say(
            lang,
            "chart.distribution.note",
            &[("bandwidth", &quantity(Estimate::exact(h), Unit::Days, lang))],
        ),
        None => crate::i18n::word(lang, "chart.distribution.too_few"),
    };
    html! {
        <Figure id="chart-distribution" title={crate::i18n::word(lang, "chart.distribution.title")}
            finding={props.finding.clone()} {picture} table={Rc::new(table(props))}
            note={note} {lang} {onwidth} />
    }
}

/// Both samples, ascending, and the bandwidth they share.
struct Arms {
    now: Vec<f64>,
    before: Option<Vec<f64>>,
    bandwidth: Option<f64>,
}

impl Arms {
    fn of(now: &[f64], before: Option<&[f64]>) -> Self {
        let now = ascending(now);
        let before = before.map(ascending);
        // The preset's bandwidth, so that its curve stands still while a lever moves the other.
        let bandwidth = before
            .as_deref()
            .and_then(bandwidth)
            .or_else(|| bandwidth(&now));
        Self {
            now,
            before,
            bandwidth,
        }
    }
}

/// What [`Distribution`] draws, `width` pixels wide.
#[must_use]
pub fn picture(props: &DistributionProps, width: f64) -> Picture {
    let arms = Arms::of(&props.now, props.before.as_deref());
    draw_arms(&arms, props.legal_minimum, props.lang, width)
}

fn draw_arms(arms: &Arms, legal_minimum: Option<f64>, lang: Lang, width: f64) -> Picture {
    let height = (width * 0.72).clamp(190.0, 280.0);
    Picture::drawn(width, height, |sheet| {
        draw(arms, legal_minimum, lang, sheet, width)
    })
}

fn draw(arms: &Arms, legal_minimum: Option<f64>, lang: Lang, sheet: &Sheet, width: f64) -> Drawn {
    let word = |key: &str| crate::i18n::word(lang, key);
    let legal = legal_minimum.filter(|x| x.is_finite() && *x > 0.0);
    let end = [Some(arms.now.as_slice()), arms.before.as_deref()]
        .into_iter()
        .flatten()
        .filter_map(|values| quantile(values, SHOWN))
        .fold(legal.unwrap_or(0.0) * 1.1, f64::max);
    let max = if end > 0.0 { end } else { 100.0 };
    let curve = |values: &[f64]| match arms.bandwidth {
        Some(h) if !values.is_empty() => density(values, h, max, POINTS),
        _ => Vec::new(),
    };
    let now = curve(&arms.now);
    let before = arms.before.as_deref().map(curve).unwrap_or_default();
    let peak = |c: &[(f64, f64)]| {
        c.iter()
            .copied()
            .fold((0.0, 0.0), |a, p| if p.1 > a.1 { p } else { a })
    };
    let top = peak(&now).1.max(peak(&before).1);
    let height = if top > 0.0 { top * 1.04 } else { 1.0 };
    let plane = sheet.plane();
    let unit = Unit::Days.word(lang);
    let said = legal.map(|least| {
        say(
            lang,
            "chart.distribution.legal",
            &[("days", &days(least, lang))],
        )
    });
    let said = said.map_or_else(Vec::new, |text| wrapped(&text, SMALL, width - 4.0, 3));
    let head = SMALL * LEADING * said.len().max(1) as f64 + 4.0;
    let margins = Margins {
        left: 4.0,
        right: text_width(&unit, SMALL) + 16.0,
        top: head + 8.0,
    };
    let field = horizontal(&plane, max, -height, margins, (Unit::Days, &unit))?;
    let places =
        |curve: &[(f64, f64)]| -> Vec<_> { curve.iter().map(|it| field.at(*it)).collect() };

    if let Some(least) = legal {
        let label = say(
            lang,
            "chart.distribution.legal_mark",
            &[("days", &days(least, lang))],
        );
        sheet.mark("legal-minimum", &label, || {
            let foot = field.at((least, 0.0));
            plane.draw(&PathElement::new(
                vec![foot, (foot.0, px(head))],
                Ink::Legal.line(12),
            ))?;
            let half = px(widest(said.iter().map(String::as_str), SMALL) / 2.0);
            let at = foot.0.clamp(half, (px(width) - half).max(half)) - half;
            let style = Ink::Muted.words(SMALL, START);
            write(&plane, &said, (at, px(head / 2.0)), SMALL, &style)
        })?;
    }
    if !before.is_empty() {
        sheet.mark(
            "curve before",
            &summary(
                &word("chart.before"),
                &arms.before.clone().unwrap_or_default(),
                lang,
            ),
            || plane.draw(&PathElement::new(places(&before), Ink::Before.line(20))),
        )?;
    }
    if !now.is_empty() {
        sheet.mark(
            "curve now",
            &summary(&word("chart.now"), &arms.now, lang),
            || {
                let mut under = vec![(0.0, 0.0)];
                under.extend(&now);
                under.push((max, 0.0));
                plane.draw(&Polygon::new(places(&under), Ink::Now.faint(0.12)))?;
                plane.draw(&PathElement::new(places(&now), Ink::Now.line(20)))
            },
        )?;
    }
    // Direct labels: on the right flank of each curve, at half its height and at a quarter, where the curves lie apart.
    let label = |curve: &[(f64, f64)], at: f64, text: String, ink: Ink| {
        let (px0, py0) = peak(curve);
        let Some((x, y)) = curve
            .iter()
            .copied()
            .find(|(x, y)| *x > px0 && *y < py0 * at)
        else {
            return Ok(());
        };
        let (x, y) = field.at((x, y));
        let room = px(width - 4.0) - px(bold_width(&text, PLAIN));
        plane.draw(&Text::new(
            text,
            ((x + px(8.0)).min(room), y),
            ink.bold(PLAIN, START),
        ))
    };
    if before.is_empty() {
        return label(&now, 0.6, word("chart.now"), Ink::Now);
    }
    let (high, low) = if peak(&before).0 <= peak(&now).0 {
        (0.62, 0.36)
    } else {
        (0.36, 0.62)
    };
    label(&now, high, word("chart.now"), Ink::Now)?;
    label(&before, low, word("chart.before"), Ink::Before)
}

fn days(x: f64, lang: Lang) -> String {
    // Bounds of law are whole days or nearly so.
    quantity(Estimate::new(x, x - 2.5, x + 2.5), Unit::Days, lang)
}

fn summary(arm: &str, values: &[f64], lang: Lang) -> String {
    let at = |p| quantity(quantile_known(values, p), Unit::Days, lang);
    say(
        lang,
        "chart.distribution.mark",
        &[("arm", arm), ("median", &at(0.5)), ("p90", &at(0.9))],
    )
}

/// Quantiles of both arms.
#[must_use]
pub fn table(props: &DistributionProps) -> Table {
    let lang = props.lang;
    let word = |key: &str| crate::i18n::word(lang, key);
    let now = ascending(&props.now);
    let before = props.before.as_deref().map(ascending);
    let mut head = vec![word("chart.distribution.share")];
    head.extend(before.is_some().then(|| word("chart.before")));
    head.push(word("chart.now"));
    let cell = |values: &[f64], p: f64| quantity(quantile_known(values, p), Unit::Days, lang);
    let rows = QUANTILES
        .into_iter()
        .map(|p| {
            let share =
                super::numbers::quantity(Estimate::new(p, p - 0.05, p + 0.05), Unit::Share, lang);
            let mut row = vec![say(lang, "chart.distribution.within", &[("share", &share)])];
            row.extend(before.as_ref().map(|b| cell(b, p)));
            row.push(cell(&now, p));
            row
        })
        .collect();
    Table { head, rows }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(from: f64, n: usize) -> Rc<[f64]> {
        (0..n).map(|i| from + (i * i) as f64 / n as f64).collect()
    }

    fn props(now: Rc<[f64]>, before: Option<Rc<[f64]>>) -> DistributionProps {
        DistributionProps {
            finding: "".into(),
            now,
            before,
            legal_minimum: Some(40.0),
            lang: Lang::Zh,
        }
    }

    #[test]
    fn curves_and_bound_are_marks_that_say_their_numbers() {
        let picture = picture(&props(spread(45.0, 100), Some(spread(50.0, 100))), 300.0);
        assert_eq!(
            picture.labels(),
            [
                "重大决策的规定期限合计 40 天",
                "预设：一半在 75 天以内，九成在 129 天以内",
                "现在：一半在 70 天以内，九成在 124 天以内"
            ]
        );
    }

    #[test]
    fn nothing_is_ever_placed_nowhere() {
        let odd: [Rc<[f64]>; 5] = [
            Rc::from([]),
            Rc::from([f64::NAN, f64::INFINITY]),
            Rc::from([3.0]),
            Rc::from([3.0, 3.0]),
            spread(1.0, 9),
        ];
        for now in &odd {
            for before in &odd {
                for width in [0.0, 20.0, 280.0] {
                    let picture = picture(&props(now.clone(), Some(before.clone())), width);
                    let text: String = picture
                        .nodes
                        .iter()
                        .map(super::super::node::Node::to_svg)
                        .collect();
                    assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
                }
            }
        }
    }

    #[test]
    fn the_table_gives_quantiles_and_dashes() {
        let table = table(&props(Rc::from([10.0, 20.0, 30.0]), Some(Rc::from([]))));
        assert_eq!(table.rows[2], ["最快的 50% 不超过", "—", "20 天"]);
    }
}
