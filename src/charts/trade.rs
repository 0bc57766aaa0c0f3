//! What a change trades: the county before and after it as two points, voice against speed and quality against speed.
//!
//! Each point has the cross of its own two intervals. Around the later one lies the interval of the difference, in both directions: the
//! arms share their luck, so crosses may overlap where the difference can be told; what cannot be told reaches the lines through the
//! earlier point.

use std::rc::Rc;

use plotters::element::{Circle, Polygon, Rectangle};
use plotters_backend::text_anchor::{HPos, VPos};
use yew::prelude::*;

use super::axis::{Field, Place, SMALL, Scale, line, px, tick_label, write};
use super::backend::{Drawn, Picture, Plane, SCALE, Sheet, bold_width};
use super::figure::{Figure, Table, use_chart_width};
use super::ink::{Anchor, END, Ink, MIDDLE, START};
use super::numbers::{Estimate, Lang, Unit, difference_with_interval, with_interval};
use crate::i18n::{say, word};

/// One figure of the county, before and after.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Moved {
    /// Before: under the preset.
    pub before: Estimate,
    /// Now.
    pub now: Estimate,
    /// Now less before, on the same luck.
    pub difference: Estimate,
    /// Whether the difference is no luck.
    pub told: bool,
}

/// Properties of [`Trade`].
#[derive(Debug, Clone, Properties, PartialEq)]
pub struct TradeProps {
    /// Share of the facts that reach the table.
    pub voice: Moved,
    /// Share of decisions that full information would make too.
    pub quality: Moved,
    /// Mean turnaround, days.
    pub speed: Moved,
    /// Whether anything was changed: else the county stands alone.
    pub compared: bool,
    /// One sentence: what was gained, what it cost, what cannot be told from luck.
    #[prop_or_default]
    pub told: AttrValue,
    /// Language of the words.
    pub lang: Lang,
}

/// Two planes, and one sentence under them.
#[component]
pub fn Trade(props: &TradeProps) -> Html {
    let (width, onwidth) = use_chart_width(700.0);
    let lang = props.lang;
    let (finding, note) = match props.compared {
        true => ("chart.trade.finding", "chart.trade.note"),
        false => ("chart.trade.finding_alone", "chart.trade.note_alone"),
    };
    html! {
        <>
            <Figure id="chart-trade" title={word(lang, "chart.trade.title")} finding={word(lang, finding)}
                picture={picture(props, width)} table={Rc::new(table(props))} note={word(lang, note)} {lang} {onwidth} />
            <p class="trade-told" id="trade-told">{ &props.told }</p>
        </>
    }
}

/// The figures in the order of the table: their names, units and what became of them.
fn rows(props: &TradeProps) -> [(&'static str, Unit, Moved); 3] {
    [
        ("chart.trade.voice", Unit::Share, props.voice),
        ("chart.trade.quality", Unit::Share, props.quality),
        ("chart.trade.speed", Unit::Days, props.speed),
    ]
}

/// The three figures, before and after, and their differences.
#[must_use]
pub fn table(props: &TradeProps) -> Table {
    let lang = props.lang;
    let heads: &[&str] = match props.compared {
        true => &[
            "systems.figure",
            "chart.before",
            "chart.now",
            "chart.difference",
        ],
        false => &["systems.figure", "chart.now"],
    };
    let row = |(name, unit, it): (&str, Unit, Moved)| {
        let mut row = vec![word(lang, name)];
        if props.compared {
            row.push(with_interval(it.before, unit, lang));
        }
        row.push(with_interval(it.now, unit, lang));
        if props.compared {
            row.push(difference_with_interval(it.difference, unit, lang));
        }
        row
    };
    Table {
        head: heads.iter().map(|it| word(lang, it)).collect(),
        rows: rows(props).map(row).to_vec(),
    }
}

/// Height of a field, pixels, and what stands around it.
const FIELD: f64 = 190.0;
const ABOVE: f64 = 24.0;
const BELOW: f64 = 46.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 12.0;

/// From this width on the planes stand side by side.
const WIDE: f64 = 560.0;

/// What [`Trade`] draws, `width` pixels wide.
#[must_use]
pub fn picture(props: &TradeProps, width: f64) -> Picture {
    let one = ABOVE + FIELD + BELOW;
    let (across, right, down, height) = match width >= WIDE {
        true => (width / 2.0, width / 2.0, 0.0, one),
        false => (width, 0.0, one, 2.0 * one),
    };
    Picture::drawn(width, height, |sheet| {
        let [voice, quality, speed] = rows(props);
        // Days run backwards, so that faster lies to the right.
        let along = |left: f64| {
            let ends = [left + LEFT, left + across - RIGHT];
            Axis::of(speed, props.compared, ends).backwards()
        };
        let up = |it: Figured, top: f64| {
            Axis::of(it, props.compared, [top + ABOVE + FIELD, top + ABOVE])
        };
        draw(props, sheet, along(0.0), up(voice, 0.0))?;
        draw(props, sheet, along(right), up(quality, down))
    })
}

/// A figure on an axis: its name, its unit, what became of it.
type Figured = (&'static str, Unit, Moved);

/// A figure with its axis.
#[derive(Debug, Clone, Copy)]
struct Axis {
    figure: Figured,
    scale: Scale,
}

impl Axis {
    /// Wide enough for all that is known, with some room; never so narrow that a difference of no matter fills the field. It need not begin
    /// at 0, for it is points that are shown, not lengths.
    fn of(figure: Figured, compared: bool, ends: [f64; 2]) -> Self {
        let (_, unit, it) = figure;
        let shifted = |end: Option<f64>| Some(it.before.value? + end?);
        let (now, was) = (it.now.finite(), it.before.finite());
        let mut shown = vec![now.value, now.low, now.high];
        if compared {
            shown.extend([was.value, was.low, was.high]);
            shown.extend([it.difference.low, it.difference.high].map(shifted));
        }
        let shown = || shown.iter().flatten().filter(|it| it.is_finite());
        let low = shown().fold(f64::INFINITY, |a, b| a.min(*b));
        let high = shown().fold(f64::NEG_INFINITY, |a, b| a.max(*b));
        let middle = (low + high) / 2.0;
        let (least, most) = match unit {
            Unit::Share => (0.04, 1.0),
            _ => (middle.max(10.0) * 0.1, f64::INFINITY),
        };
        let half = ((high - low) * 0.65).max(least / 2.0);
        let values = [(middle - half).max(0.0), (middle + half).min(most)];
        let scale = match low <= high {
            true => Scale { values, ends },
            false => Scale {
                values: [0.0, 1.0],
                ends,
            },
        };
        Self { figure, scale }
    }

    fn backwards(mut self) -> Self {
        self.scale.values.reverse();
        self
    }

    fn name(&self, lang: Lang) -> String {
        let name = word(lang, self.figure.0);
        let unit = self.figure.1.word(lang);
        say(
            lang,
            "chart.trade.axis",
            &[("name", &name), ("unit", &unit)],
        )
    }
}

/// Between ticks, pixels or so.
const APART: f64 = 45.0;

fn draw(props: &TradeProps, sheet: &Sheet, along: Axis, up: Axis) -> Drawn {
    let lang = props.lang;
    let plane = sheet.plane();
    let field = Field {
        along: along.scale,
        up: up.scale,
    };
    let [left, right] = along.scale.ends.map(px);
    let [foot, top] = up.scale.ends.map(px);
    let small = |anchor: Anchor| Ink::Muted.words(SMALL, anchor);
    for y in up.scale.ticks((FIELD / APART) as usize) {
        let at = up.scale.at(y);
        line(&plane, [(left, at), (right, at)], Ink::Grid.line(10))?;
        let text = tick_label(y, up.figure.1);
        write(&plane, text, (left - px(6.0), at), small(END))?;
    }
    line(&plane, [(left, top), (left, foot)], Ink::Axis.line(10))?;
    field.draw_along(&plane, along.figure.1, 4)?;
    let below = foot + px(34.0);
    for (text, at, anchor) in [
        (up.name(lang), (left - px(LEFT), top - px(12.0)), START),
        (along.name(lang), ((left + right) / 2, below), MIDDLE),
        (word(lang, "chart.trade.slower"), (left, below), START),
        (word(lang, "chart.trade.faster"), (right, below), END),
    ] {
        write(&plane, text, at, small(anchor))?;
    }
    let arm = |name: &str, x: Estimate, y: Estimate| {
        let (x, y) = (x.finite(), y.finite());
        let label = say(
            lang,
            "chart.trade.mark",
            &[
                ("arm", word(lang, name).as_str()),
                ("up", &word(lang, up.figure.0)),
                ("high", &with_interval(y, up.figure.1, lang)),
                ("along", &word(lang, along.figure.0)),
                ("far", &with_interval(x, along.figure.1, lang)),
            ],
        );
        Some(Point {
            at: field.at((x.value?, y.value?)),
            across: x
                .low
                .zip(x.high)
                .map(|(a, b)| [a, b].map(|it| field.along.at(it))),
            upright: y
                .low
                .zip(y.high)
                .map(|(a, b)| [a, b].map(|it| field.up.at(it))),
            name: word(lang, name),
            label,
        })
    };
    let (x, y) = (along.figure.2, up.figure.2);
    let before = arm("chart.before", x.before, y.before).filter(|_| props.compared);
    let name = match before {
        Some(_) => "chart.now",
        None => "chart.trade.county",
    };
    let Some(now) = arm(name, x.now, y.now) else {
        return Ok(());
    };
    let room = [left, right];
    let Some(before) = before else {
        return sheet.mark("now", &now.label, || {
            now.draw(&plane, Ink::Quantity, [false, true], room)
        });
    };
    // Each name on the side away from the other point.
    let away = [now.at.0 >= before.at.0, now.at.1 > before.at.1];
    sheet.mark("before", &before.label, || {
        let (x, y) = before.at;
        line(&plane, [(left, y), (right, y)], Ink::Before.line(10))?;
        line(&plane, [(x, top), (x, foot)], Ink::Before.line(10))?;
        before.draw(&plane, Ink::Before, away, room)
    })?;
    let ink = match x.told || y.told {
        true => Ink::Now,
        false => Ink::Indistinct,
    };
    sheet.mark("now", &now.label, || {
        let (dx, dy) = (x.difference.finite(), y.difference.finite());
        let from = x.before.value.zip(y.before.value);
        if let (Some((x, y)), Some(low), Some(high)) =
            (from, dx.low.zip(dy.low), dx.high.zip(dy.high))
        {
            let corners = [low, high].map(|it| field.at((x + it.0, y + it.1)));
            plane.draw(&Rectangle::new(corners, ink.faint(0.22)))?;
        }
        arrow(&plane, before.at, now.at, ink)?;
        now.draw(&plane, ink, away.map(|it| !it), room)
    })
}

/// A point with the cross of its intervals.
struct Point {
    at: Place,
    across: Option<[i32; 2]>,
    upright: Option<[i32; 2]>,
    name: String,
    label: String,
}

impl Point {
    /// Draws it with its name: to its left or its right, wherever in the field there is room for it, above or below.
    fn draw(&self, plane: &Plane, ink: Ink, [left, above]: [bool; 2], field: [i32; 2]) -> Drawn {
        let (x, y) = self.at;
        if let Some([a, b]) = self.across {
            line(plane, [(a, y), (b, y)], ink.line(20))?;
        }
        if let Some([a, b]) = self.upright {
            line(plane, [(x, a), (x, b)], ink.line(20))?;
        }
        // Two shapes, for those who do not tell the two colours apart.
        let r = px(5.0);
        let words = if ink == Ink::Before {
            let corners = [(x - r, y - r), (x + r, y + r)];
            plane.draw(&Rectangle::new(corners, ink.fill()))?;
            Ink::Before
        } else {
            plane.draw(&Circle::new((x, y), px(6.0), ink.fill()))?;
            Ink::Text
        };
        let room = px(bold_width(&self.name, SMALL) + 10.0);
        let left = (left || x + room > field[1]) && x - room > field[0];
        let (at, side) = match left {
            true => (x - 2 * r, HPos::Right),
            false => (x + 2 * r, HPos::Left),
        };
        let (rise, edge) = match above {
            true => (-px(3.0), VPos::Bottom),
            false => (px(3.0), VPos::Top),
        };
        let style = words.bold(SMALL, Anchor(side, edge));
        write(plane, self.name.clone(), (at, y + rise), style)
    }
}

/// From one point to the other, where they are far enough apart for an arrow.
fn arrow(plane: &Plane, from: Place, to: Place, ink: Ink) -> Drawn {
    let (dx, dy) = (f64::from(to.0 - from.0), f64::from(to.1 - from.1));
    let long = (dx * dx + dy * dy).sqrt();
    if long < f64::from(px(26.0)) {
        return Ok(());
    }
    let (ux, uy) = (dx / long, dy / long);
    // So far from a place towards the end, so far to the side.
    let at = |(x, y): Place, on: f64, side: f64| {
        let (on, side) = (on * f64::from(SCALE), side * f64::from(SCALE));
        (
            x + (ux * on - uy * side) as i32,
            y + (uy * on + ux * side) as i32,
        )
    };
    line(
        plane,
        [at(from, 7.0, 0.0), at(to, -14.0, 0.0)],
        ink.line(20),
    )?;
    let head = vec![at(to, -8.0, 0.0), at(to, -17.0, 4.5), at(to, -17.0, -4.5)];
    plane.draw(&Polygon::new(head, ink.fill()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(before: f64, now: f64, half: f64, told: bool) -> Moved {
        let around = |x: f64, half: f64| Estimate::new(x, x - half, x + half);
        Moved {
            before: around(before, 2.0 * half),
            now: around(now, 2.0 * half),
            difference: around(now - before, half),
            told,
        }
    }

    fn props(compared: bool) -> TradeProps {
        TradeProps {
            voice: moved(0.50, 0.60, 0.01, true),
            quality: moved(0.970, 0.972, 0.005, false),
            speed: moved(80.0, 92.0, 1.5, true),
            compared,
            told: "".into(),
            lang: Lang::Zh,
        }
    }

    /// Places of the points of one kind, from left to right and from top to bottom as they are drawn.
    fn places(picture: &Picture, tag: &str, [x, y]: [&str; 2], half: f64) -> Vec<(f64, f64)> {
        let all = picture.all();
        let number = |node: &super::super::node::Node, name: &str| {
            node.attribute(name).and_then(|it| it.parse::<f64>().ok())
        };
        let small = |it: &&&super::super::node::Node| {
            tag != "rect" || number(it, "width") == Some(2.0 * half)
        };
        all.iter()
            .filter(|it| it.tag == tag)
            .filter(small)
            .filter_map(|it| Some((number(it, x)? + half, number(it, y)? + half)))
            .collect()
    }

    #[test]
    fn slower_lies_to_the_left_and_more_on_the_table_higher_in_both_arrangements() {
        for width in [342.0, 700.0, 1100.0] {
            let picture = picture(&props(true), width);
            let now = places(&picture, "circle", ["cx", "cy"], 0.0);
            let before = places(&picture, "rect", ["x", "y"], 5.0);
            assert_eq!((now.len(), before.len()), (2, 2), "{width}");
            assert!(now[0].0 < before[0].0 && now[0].1 < before[0].1, "{width}");
            assert!(now[1].0 < before[1].0, "{width}");
            // Twelve days are as many pixels in both planes.
            let across = |at: usize| before[at].0 - now[at].0;
            assert!((across(0) - across(1)).abs() < 0.3, "{width}");
            for (x, y) in now.iter().chain(&before) {
                assert!((0.0..=width).contains(x) && (0.0..=picture.height).contains(y));
            }
        }
    }

    #[test]
    fn marks_and_table_say_the_same_figures() {
        let picture = picture(&props(true), 700.0);
        assert_eq!(
            picture.labels(),
            [
                "预设：周转时间，平均 80 天（77–83），摆上桌面的情况 50%（48–52）",
                "现在：周转时间，平均 92 天（89–95），摆上桌面的情况 60%（58–62）",
                "预设：周转时间，平均 80 天（77–83），与充分知情结论一致 97.0%（96.0–98.0）",
                "现在：周转时间，平均 92 天（89–95），与充分知情结论一致 97.2%（96.2–98.2）",
            ]
        );
        let table = table(&props(true));
        assert_eq!(
            table.rows[0],
            [
                "摆上桌面的情况",
                "50%（48–52）",
                "60%（58–62）",
                "+10.0 个百分点（9.0–11.0）"
            ]
        );
        assert_eq!(table.rows[2][2], "92 天（89–95）");
    }

    #[test]
    fn unchanged_the_county_stands_alone_without_an_arrow() {
        let picture = picture(&props(false), 700.0);
        assert_eq!(picture.labels().len(), 2);
        assert!(picture.labels()[0].starts_with("这个县："));
        let all = picture.all();
        let arrows = all
            .iter()
            .filter(|it| it.tag == "path" && it.attribute("d").is_some_and(|it| it.ends_with('Z')));
        assert_eq!(arrows.count(), 0);
        assert_eq!(table(&props(false)).head.len(), 2);
    }

    #[test]
    fn what_is_undefined_is_no_point() {
        let mut p = props(true);
        p.voice = Moved::default();
        let picture = picture(&p, 700.0);
        assert_eq!(picture.labels().len(), 2, "quality only");
        assert_eq!(table(&p).rows[0][1], "—");
    }

    #[test]
    fn a_difference_of_no_matter_does_not_fill_the_field() {
        let mut p = props(true);
        p.speed = moved(80.0, 80.1, 0.05, true);
        let picture = picture(&p, 700.0);
        let now = places(&picture, "circle", ["cx", "cy"], 0.0);
        let before = places(&picture, "rect", ["x", "y"], 5.0);
        assert!((before[0].0 - now[0].0).abs() < 10.0);
    }
}
