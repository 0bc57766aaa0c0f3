//! Who was heard: each bar is a share of the one above.

use std::rc::Rc;

use crate::i18n::say;
use plotters::element::{PathElement, Rectangle, Text};
use yew::prelude::*;

use super::axis::{PLAIN, px};
use super::backend::{Drawn, Picture, Sheet, bold_width, text_width};
use super::figure::{Figure, Table, use_chart_width};
use super::ink::{END, Ink, START};
use super::numbers::{Estimate, Lang, Unit, quantity, with_interval};

/// One step of the funnel.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Stable name for tests and styles: `affected`, `reached`, `responded`, `adopted`.
    pub id: &'static str,
    /// What people read; by default the words of `id`.
    pub label: Option<String>,
    /// The share of the step above, or for the first step (with `unit` [`Unit::People`]) the number.
    pub value: Estimate,
    /// [`Unit::Share`], or the unit of the first step.
    pub unit: Unit,
    /// The same under the preset, when something differs.
    pub before: Option<Estimate>,
    /// How many things the share is taken of, pooled, when that may be only a handful: then it is written "3 / 7", not in per cent.
    pub of: Option<f64>,
}

/// Fewer things than this are a handful.
const HANDFUL: f64 = 20.0;

/// Properties of [`Funnel`].
#[derive(Debug, Clone, Properties, PartialEq)]
pub struct FunnelProps {
    /// One sentence: what the picture shows.
    #[prop_or_default]
    pub finding: AttrValue,
    /// The steps, from all to few.
    pub steps: Rc<[Step]>,
    /// Language of the words.
    pub lang: Lang,
}

/// Bars: affected, of them reached, of them heard from, of what they said adopted.
#[component]
pub fn Funnel(props: &FunnelProps) -> Html {
    let (width, onwidth) = use_chart_width(290.0);
    let lang = props.lang;
    html! {
        <Figure id="chart-funnel" title={crate::i18n::word(lang, "chart.funnel.title")}
            finding={props.finding.clone()} picture={picture(props, width)} table={Rc::new(table(props))}
            note={crate::i18n::word(lang, "chart.funnel.note")} {lang} {onwidth} />
    }
}

fn label(step: &Step, lang: Lang) -> String {
    step.label
        .clone()
        .unwrap_or_else(|| crate::i18n::word(lang, &format!("chart.funnel.{}", step.id)))
}

/// The value in words: per cent with its interval, or "3 / 7" of a handful.
fn value(step: &Step, lang: Lang) -> String {
    let e = step.value.finite();
    match (step.of.filter(|n| *n < HANDFUL), e.value) {
        (Some(of), Some(share)) if step.unit == Unit::Share => {
            format!("{:.0} / {of:.0}", share * of)
        }
        _ => with_interval(e, step.unit, lang),
    }
}

/// The steps with their values, and the preset's where something differs.
#[must_use]
pub fn table(props: &FunnelProps) -> Table {
    let lang = props.lang;
    let word = |key: &str| crate::i18n::word(lang, key);
    let compared = props.steps.iter().any(|s| s.before.is_some());
    let mut head = vec![word("chart.funnel.step")];
    head.extend(compared.then(|| word("chart.before")));
    head.push(word("chart.now"));
    let rows = props
        .steps
        .iter()
        .map(|step| {
            let mut row = vec![label(step, lang)];
            if compared {
                let before = step.before.unwrap_or(Estimate::NONE);
                row.push(quantity(before, step.unit, lang));
            }
            row.push(value(step, lang));
            row
        })
        .collect();
    Table { head, rows }
}

/// What [`Funnel`] draws, `width` pixels wide.
#[must_use]
pub fn picture(props: &FunnelProps, width: f64) -> Picture {
    let row = row(props, width);
    Picture::drawn(width, row * props.steps.len() as f64, |sheet| {
        draw(props, sheet, width)
    })
}

/// Height of a line of words, pixels.
const LINE: f64 = 18.0;

/// Height of a bar, pixels.
const BAR: f64 = 14.0;

/// Room below a bar for its interval and before the next step, pixels.
const FOOT: f64 = 16.0;

/// Whether each step's name and value stand in one line over its bar; else the value stands below the name.
fn in_one_line(props: &FunnelProps, width: f64) -> bool {
    props.steps.iter().all(|step| {
        let words = text_width(&label(step, props.lang), PLAIN);
        words + bold_width(&value(step, props.lang), PLAIN) + 12.0 <= width
    })
}

/// Height of a step, pixels.
fn row(props: &FunnelProps, width: f64) -> f64 {
    let lines = if in_one_line(props, width) { 1.0 } else { 2.0 };
    lines * LINE + BAR + FOOT
}

fn draw(props: &FunnelProps, sheet: &Sheet, width: f64) -> Drawn {
    let lang = props.lang;
    let plane = sheet.plane();
    let (high, together) = (row(props, width), in_one_line(props, width));
    let track = (width - 2.0).max(10.0);
    for (step, n) in props.steps.iter().zip(0..) {
        let above = high * f64::from(n);
        let bottom = above + high - FOOT;
        let top = bottom - BAR;
        let e = step.value.finite();
        let whole = step.unit != Unit::Share;
        let (name, shown) = (label(step, lang), value(step, lang));
        let line = |n: f64| px(above + LINE * (n + 0.5));
        plane.draw(&Text::new(
            name.clone(),
            (px(1.0), line(0.0)),
            Ink::Text.words(PLAIN, START),
        ))?;
        let bar = |from: f64, to: f64| {
            [
                (px(1.0 + track * from), px(top)),
                (px(1.0 + track * to), px(bottom)),
            ]
        };
        let read = say(
            lang,
            "chart.funnel.mark",
            &[("step", &name), ("value", &shown)],
        );
        sheet.mark(&format!("step {}", step.id), &read, || {
            plane.draw(&Rectangle::new(bar(0.0, 1.0), Ink::Track.fill()))?;
            let share = if whole {
                e.value.map(|_| 1.0)
            } else {
                e.value.map(|x| x.clamp(0.0, 1.0))
            };
            if let Some(share) = share {
                // A sliver stays visible however small the share; nothing is nothing.
                let to = if share > 0.0 {
                    share.max(1.5 / track)
                } else {
                    0.0
                };
                plane.draw(&Rectangle::new(bar(0.0, to), Ink::Quantity.fill()))?;
            }
            let range = e.low.zip(e.high).filter(|(low, high)| low < high);
            if let (false, Some((low, high))) = (whole, range) {
                let at = |x: f64| px(1.0 + track * x.clamp(0.0, 1.0));
                let y = px(bottom + 5.0);
                plane.draw(&PathElement::new(
                    vec![(at(low), y), (at(high), y)],
                    Ink::Muted.line(15),
                ))?;
                for end in [low, high] {
                    let tick = vec![(at(end), px(bottom + 2.5)), (at(end), px(bottom + 7.5))];
                    plane.draw(&PathElement::new(tick, Ink::Muted.line(15)))?;
                }
            }
            if let (false, Some(before)) = (whole, step.before.and_then(|it| it.finite().value)) {
                let x = px(1.0 + track * before.clamp(0.0, 1.0));
                plane.draw(&PathElement::new(
                    vec![(x, px(top - 3.0)), (x, px(bottom + 3.0))],
                    Ink::Before.line(25),
                ))?;
            }
            let (at, style) = if together {
                ((px(width - 1.0), line(0.0)), Ink::Text.bold(PLAIN, END))
            } else {
                ((px(1.0), line(1.0)), Ink::Text.bold(PLAIN, START))
            };
            plane.draw(&Text::new(shown.clone(), at, style))
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(id: &'static str, value: Estimate, unit: Unit) -> Step {
        Step {
            id,
            label: None,
            value,
            unit,
            before: None,
            of: None,
        }
    }

    fn props() -> FunnelProps {
        FunnelProps {
            finding: "".into(),
            steps: Rc::from([
                step("affected", Estimate::exact(41_000.0), Unit::People),
                step("reached", Estimate::new(0.24, 0.22, 0.26), Unit::Share),
                step(
                    "responded",
                    Estimate::new(0.0004, 0.0003, 0.0005),
                    Unit::Share,
                ),
                step("adopted", Estimate::new(0.17, 0.11, 0.25), Unit::Share),
            ]),
            lang: Lang::Zh,
        }
    }

    #[test]
    fn each_step_says_its_share_and_interval() {
        assert_eq!(
            picture(&props(), 300.0).labels(),
            [
                "受影响：41\u{202f}000 人",
                "其中知道：24%（22–26）",
                "其中提意见：0.040%（0.030–0.050）",
                "意见被采纳：17%（11–25）"
            ]
        );
    }

    #[test]
    fn names_and_values_stand_whole_over_their_bars() {
        for lang in Lang::ALL {
            for width in [200.0, 250.0, 290.0, 342.0, 600.0] {
                let p = FunnelProps { lang, ..props() };
                let picture = picture(&p, width);
                let all = picture.all();
                let words: Vec<_> = all.iter().filter(|n| n.tag == "text").collect();
                let number = |n: &super::super::node::Node, name: &str| -> f64 {
                    n.attribute(name).unwrap().parse().unwrap()
                };
                for (step, pair) in p.steps.iter().zip(words.chunks(2)) {
                    let [name, shown] = [pair[0], pair[1]].map(|n| n.text.clone().unwrap());
                    assert_eq!(
                        (name.clone(), shown.clone()),
                        (label(step, lang), value(step, lang))
                    );
                    let (a, b) = (text_width(&name, PLAIN), bold_width(&shown, PLAIN));
                    assert!(a <= width && b <= width, "{name} {shown} in {width}");
                    if number(pair[0], "y") == number(pair[1], "y") {
                        assert!(a + b < width, "{name} {shown} in {width}");
                    }
                    for bar in all.iter().filter(|n| n.tag == "rect") {
                        let y = number(bar, "y");
                        for word in pair {
                            let foot = number(word, "y") + 3.0;
                            assert!(foot <= y || foot - PLAIN >= y + number(bar, "height"));
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn of_nothing_there_is_no_bar_and_no_interval() {
        let mut p = props();
        let mut steps = p.steps.to_vec();
        steps[1].value = Estimate::new(0.0, 0.0, 0.0);
        p.steps = steps.into();
        let picture = picture(&p, 300.0);
        assert_eq!(picture.labels()[1], "其中知道：0%");
        let widths: Vec<f64> = picture
            .all()
            .iter()
            .filter(|n| n.tag == "rect")
            .filter_map(|n| n.attribute("width")?.parse().ok())
            .collect();
        assert_eq!(widths[3], 0.0, "{widths:?}");
    }

    #[test]
    fn bars_are_shares_of_their_track() {
        let picture = picture(&props(), 300.0);
        let rects: Vec<(String, f64)> = picture
            .all()
            .iter()
            .filter(|n| n.tag == "rect")
            .filter_map(|n| {
                Some((
                    n.attribute("class")?.to_owned(),
                    n.attribute("width")?.parse().ok()?,
                ))
            })
            .collect();
        let track = rects[0].1;
        assert!((rects[3].1 / track - 0.24).abs() < 0.002, "{rects:?}");
        assert!(rects[5].1 > 1.0, "a sliver stays visible: {rects:?}");
    }

    #[test]
    fn no_per_cent_of_a_handful_and_no_bar_for_the_undefined() {
        let mut p = props();
        let mut steps = p.steps.to_vec();
        steps[3].of = Some(7.0);
        steps[3].value = Estimate::exact(3.0 / 7.0);
        steps[2].value = Estimate::NONE;
        p.steps = steps.into();
        let rows = table(&p).rows;
        assert_eq!(rows[3][1], "3 / 7");
        assert_eq!(rows[2][1], "—");
        assert_eq!(
            picture(&p, 300.0)
                .all()
                .iter()
                .filter(|n| n.tag == "rect")
                .count(),
            7
        );
    }
}
