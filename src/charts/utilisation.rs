//! How much of their free hours leaders use.

use std::rc::Rc;

use crate::i18n::say;
use plotters::element::{PathElement, Rectangle, Text};
use yew::prelude::*;

use super::axis::{Margins, PLAIN, SMALL, horizontal, px, widest};
use super::backend::{Drawn, Picture, Sheet, bold_width, text_width};
use super::figure::{Figure, Table, use_chart_width};
use super::ink::{Ink, MIDDLE, START};
use super::numbers::{Estimate, Lang, Unit, quantity, with_interval};
use super::wrap::{LEADING, wrapped, write};

/// One leader's load.
#[derive(Debug, Clone, PartialEq)]
pub struct Load {
    /// Office held, in the language of the page.
    pub name: String,
    /// Hours used over hours free (those bound by others apart); above 1 the backlog grows.
    pub share: Estimate,
    /// The same under the preset, when something differs.
    pub before: Option<Estimate>,
}

impl Load {
    /// Where the mark of the preset stands.
    fn was(&self) -> Option<f64> {
        self.before.and_then(|it| it.finite().value)
    }
}

/// Properties of [`Utilisation`].
#[derive(Debug, Clone, Properties, PartialEq)]
pub struct UtilisationProps {
    /// One sentence: what the picture shows.
    #[prop_or_default]
    pub finding: AttrValue,
    /// The leaders, in the order shown.
    pub loads: Rc<[Load]>,
    /// Language of the words.
    pub lang: Lang,
}

/// A bar a leader against the line at 100 %.
#[component]
pub fn Utilisation(props: &UtilisationProps) -> Html {
    let (width, onwidth) = use_chart_width(380.0);
    let lang = props.lang;
    html! {
        <Figure id="chart-utilisation" title={crate::i18n::word(lang, "chart.utilisation.title")}
            finding={props.finding.clone()} picture={picture(props, width)} table={Rc::new(table(props))}
            note={crate::i18n::word(lang, "chart.utilisation.note")} {lang} {onwidth} />
    }
}

/// The leaders with their shares.
#[must_use]
pub fn table(props: &UtilisationProps) -> Table {
    let lang = props.lang;
    let word = |key: &str| crate::i18n::word(lang, key);
    let compared = props.loads.iter().any(|l| l.before.is_some());
    let mut head = vec![word("chart.utilisation.leader")];
    head.extend(compared.then(|| word("chart.before")));
    head.push(word("chart.now"));
    let rows = props
        .loads
        .iter()
        .map(|load| {
            let mut row = vec![load.name.clone()];
            if compared {
                let before = load.before.unwrap_or(Estimate::NONE);
                row.push(quantity(before, Unit::Share, lang));
            }
            row.push(with_interval(load.share, Unit::Share, lang));
            row
        })
        .collect();
    Table { head, rows }
}

/// Least height of a row, pixels.
const ROW: f64 = 28.0;

/// The names in lines, the room they take, and the height of every row.
struct Names {
    lines: Vec<Vec<String>>,
    room: f64,
    row: f64,
}

impl Names {
    fn of(props: &UtilisationProps, width: f64) -> Self {
        let names = || props.loads.iter().map(|l| l.name.as_str());
        let room = widest(names(), PLAIN).min(width * 0.4 - 14.0);
        let lines: Vec<_> = names().map(|n| wrapped(n, PLAIN, room, 4)).collect();
        let most = lines.iter().map(Vec::len).max().unwrap_or(1);
        Self {
            room: lines
                .iter()
                .flatten()
                .map(|line| text_width(line, PLAIN))
                .fold(0.0, f64::max),
            row: ROW.max(most as f64 * PLAIN * LEADING + 8.0),
            lines,
        }
    }
}

/// What [`Utilisation`] draws, `width` pixels wide.
#[must_use]
pub fn picture(props: &UtilisationProps, width: f64) -> Picture {
    let names = Names::of(props, width);
    let height = names.row * props.loads.len().max(1) as f64 + 44.0;
    Picture::drawn(width, height, |sheet| draw(props, &names, sheet, width))
}

fn draw(props: &UtilisationProps, names: &Names, sheet: &Sheet, width: f64) -> Drawn {
    let lang = props.lang;
    let plane = sheet.plane();
    let most = props
        .loads
        .iter()
        .flat_map(|l| [l.share.finite().value, l.share.finite().high, l.was()])
        .flatten()
        .fold(1.0, f64::max);
    let margins = Margins {
        left: names.room + 14.0,
        right: bold_width("888%", PLAIN) + 14.0,
        top: 20.0,
    };
    let rows = props.loads.len().max(1) as f64;
    let field = horizontal(&plane, most * 1.04, rows, margins, (Unit::Share, "%"))?;
    // Bars are as thick as in a row of one line.
    let thin = 0.5 - ROW * 0.3 / names.row;
    for ((load, lines), row) in props.loads.iter().zip(&names.lines).zip(0..) {
        let row = f64::from(row);
        let e = load.share.finite();
        let middle = row + 0.5;
        let (x0, y) = field.at((0.0, middle));
        let style = Ink::Text.words(PLAIN, START);
        write(&plane, lines, (px(1.0), y), PLAIN, &style)?;
        let over = e.value.is_some_and(|x| x > 1.0);
        let key = if over {
            "chart.utilisation.mark_over"
        } else {
            "chart.utilisation.mark"
        };
        let label = say(
            lang,
            key,
            &[
                ("leader", &load.name),
                ("value", &with_interval(e, Unit::Share, lang)),
            ],
        );
        sheet.mark(if over { "load over" } else { "load" }, &label, || {
            let ink = if over { Ink::Now } else { Ink::Quantity };
            let mut end = x0;
            if let Some(value) = e.value.filter(|x| *x > 0.0) {
                let bar = [(0.0, row + thin), (value, row + 1.0 - thin)];
                let bar = bar.map(|it| field.at(it));
                plane.draw(&Rectangle::new(bar, ink.fill()))?;
                end = field.at((value, middle)).0;
            }
            if let Some((low, high)) = e.low.zip(e.high) {
                let (a, b) = (
                    field.at((low.max(0.0), middle)).0,
                    field.at((high.max(0.0), middle)).0,
                );
                plane.draw(&PathElement::new(vec![(a, y), (b, y)], Ink::Text.line(12)))?;
                end = end.max(b);
            }
            if let Some(before) = load.was() {
                let (x, top) = field.at((before.max(0.0), row + thin - 0.1));
                let bottom = field.at((0.0, row + 1.1 - thin)).1;
                plane.draw(&PathElement::new(
                    vec![(x, top), (x, bottom)],
                    Ink::Before.line(25),
                ))?;
                end = end.max(x);
            }
            let text = quantity(e, Unit::Share, lang);
            let room = px(width - 2.0) - px(bold_width(&text, PLAIN));
            plane.draw(&Text::new(
                text,
                ((end + px(7.0)).min(room), y),
                Ink::Text.bold(PLAIN, START),
            ))
        })?;
    }
    let (x, foot) = field.at((1.0, rows));
    plane.draw(&PathElement::new(
        vec![(x, px(17.0)), (x, foot)],
        Ink::Zero.line(15),
    ))?;
    let full = crate::i18n::word(lang, "chart.utilisation.full");
    let half = px(text_width(&full, SMALL) / 2.0);
    let at = x.min(px(width) - half);
    plane.draw(&Text::new(
        full,
        (at, px(8.0)),
        Ink::Muted.words(SMALL, MIDDLE),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn props(shares: &[Estimate]) -> UtilisationProps {
        UtilisationProps {
            finding: "".into(),
            loads: shares
                .iter()
                .map(|share| Load {
                    name: "县长".into(),
                    share: *share,
                    before: None,
                })
                .collect(),
            lang: Lang::Zh,
        }
    }

    #[test]
    fn overload_is_said_and_crosses_the_line() {
        let p = props(&[
            Estimate::new(0.71, 0.66, 0.76),
            Estimate::new(1.31, 1.2, 1.4),
        ]);
        let picture = picture(&p, 400.0);
        assert_eq!(
            picture.labels(),
            [
                "县长：已用 71%（66–76）",
                "县长：已用 131%（120–140），超过可用时间，积压会增长"
            ]
        );
        let all = picture.all();
        let widths: Vec<f64> = all
            .iter()
            .filter(|n| n.tag == "rect")
            .filter_map(|n| n.attribute("width")?.parse().ok())
            .collect();
        assert!(
            (widths[1] / widths[0] - 1.31 / 0.71).abs() < 0.01,
            "{widths:?}"
        );
    }

    #[test]
    fn long_names_stand_whole_beside_their_bars() {
        let name = "Deputy magistrate, construction and transport";
        for width in [250.0, 342.0, 700.0, 1100.0] {
            let mut p = props(&[Estimate::new(0.71, 0.66, 0.76); 2]);
            p.loads = p
                .loads
                .iter()
                .map(|l| Load {
                    name: name.into(),
                    ..l.clone()
                })
                .collect();
            let picture = picture(&p, width);
            let all = picture.all();
            let words: Vec<&str> = all
                .iter()
                .filter(|n| n.tag == "text" && n.attribute("x") == Some("1"))
                .filter_map(|n| n.text.as_deref())
                .collect();
            assert_eq!(words.join(" "), format!("{name} {name}"), "{width}");
            let widest = words
                .iter()
                .map(|w| text_width(w, PLAIN))
                .fold(0.0, f64::max);
            let bars = all.iter().filter(|n| n.tag == "rect");
            for x in bars.filter_map(|n| n.attribute("x")?.parse::<f64>().ok()) {
                assert!(x >= widest + 4.0, "bar at {x} under words of {widest}");
            }
        }
    }

    #[test]
    fn the_undefined_is_a_dash_without_a_bar() {
        let p = props(&[Estimate::NONE]);
        let picture = picture(&p, 400.0);
        assert!(picture.all().iter().all(|n| n.tag != "rect"));
        assert_eq!(table(&p).rows[0][1], "—");
        assert!(table(&props(&[])).rows.is_empty());
    }
}
