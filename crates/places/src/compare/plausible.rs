//! Plausible counties: in how many of them the sign of a change holds, and which assumption decides it.

use std::rc::Rc;

use experiment::plausible::Verdict;
use page::charts::axis::{Scale, line, px, tick_label, write};
use page::charts::backend::{Drawn, Picture, Sheet};
use page::charts::figure::{Figure, Table, use_chart_width};
use page::charts::ink::{Anchor, Ink};
use page::charts::numbers::{Estimate, Unit, difference, difference_with_interval};
use page::i18n::{Lang, say, word};
use page::levers;
use plotters::element::Circle;
use plotters::style::text_anchor::{HPos, VPos};
use yew::prelude::*;

use super::factorial::called;
use super::plan::OF_FACTORIAL;
use crate::told::Told;

/// Properties of [`Plausible`].
#[derive(Debug, Properties, PartialEq)]
pub struct PlausibleProps {
    /// The result.
    pub told: Rc<Told>,
    /// Language of the words.
    pub lang: Lang,
}

/// Replications of each county: counties differ more than their luck does, so more counties tell more than more luck.
#[must_use]
pub const fn replications(asked: u32) -> u32 {
    if asked < 6 { asked } else { 6 }
}

/// The result: for each metric a sentence and a strip of all counties.
#[component]
pub fn Plausible(props: &PlausibleProps) -> Html {
    let PlausibleProps { told, lang } = props;
    let lang = *lang;
    let Some(found) = &told.outcome.plausible else {
        return html! {};
    };
    let names = [
        ("counties", found.counties.len().to_string()),
        ("n", told.outcome.replications.to_string()),
        ("assumptions", found.assumptions.len().to_string()),
    ];
    let names = [0, 1, 2].map(|it| (names[it].0, names[it].1.as_str()));
    let key = if told.whole {
        "compare.plausible_certainty"
    } else {
        "compare.plausible_so_far"
    };
    let card = |metric: &&str| {
        let verdict = found.metrics.get(*metric)?;
        let verdict = Rc::new(verdict.clone());
        Some(html! {
            <section key={(*metric).to_owned()} class="panel arm-card" data-metric={(*metric).to_owned()} data-above={verdict.above.to_string()} data-below={verdict.below.to_string()}>
                <Strip metric={(*metric).to_owned()} {verdict} whole={told.whole} {lang} />
            </section>
        })
    };
    html! {
        <div class="plausible-told">
            <p>{ say(lang, key, &names) }</p>
            <div class="arm-cards">{ for OF_FACTORIAL.iter().filter_map(card) }</div>
        </div>
    }
}

#[derive(Debug, Clone, Properties, PartialEq)]
struct StripProps {
    metric: String,
    verdict: Rc<Verdict>,
    whole: bool,
    lang: Lang,
}

#[component]
fn Strip(props: &StripProps) -> Html {
    let (width, onwidth) = use_chart_width(360.0);
    let lang = props.lang;
    let (title, _) = called(&props.metric, lang);
    html! {
        <Figure id={format!("plausible-{}", props.metric.replace('.', "-"))} {title} finding={finding(&props.verdict, &props.metric, props.whole, lang)}
            picture={picture(props, width)} table={Rc::new(table(props))} note={word(lang, "compare.strip_note")} {lang} {onwidth} />
    }
}

/// What an assumption is called: a lever's name, else its path.
fn assumption(path: &str, lang: Lang) -> String {
    levers::name_of(path, lang)
}

/// In how many counties the sign holds, and which assumption decides it.
#[must_use]
pub fn finding(verdict: &Verdict, metric: &str, whole: bool, lang: Lang) -> String {
    let (_, unit) = called(metric, lang);
    let count = |it: u32| it.to_string();
    let (of, above, below) = (
        count(verdict.counties),
        count(verdict.above),
        count(verdict.below),
    );
    if verdict.counties == 0 {
        return word(lang, "compare.undefined");
    }
    let mut said = match (verdict.above, verdict.below) {
        (0, 0) => say(lang, "compare.holds_none", &[("of", &of)]),
        (_, 0) => say(
            lang,
            "compare.holds_above",
            &[("of", &of), ("count", &above)],
        ),
        (0, _) => say(
            lang,
            "compare.holds_below",
            &[("of", &of), ("count", &below)],
        ),
        _ => say(
            lang,
            "compare.holds_both",
            &[("of", &of), ("above", &above), ("below", &below)],
        ),
    };
    if let Some(stated) = verdict.stated.filter(|it| it.difference.is_some()) {
        let estimate = Estimate {
            value: stated.difference,
            low: stated.low,
            high: stated.high,
        };
        let by = difference_with_interval(estimate, unit, lang);
        said.push_str(&say(lang, "compare.as_stated", &[("by", &by)]));
    }
    match &verdict.decides {
        Some(it) if whole => {
            let key = if it.told.correlation.value > 0.0 {
                "compare.decides_more"
            } else {
                "compare.decides_less"
            };
            let name = assumption(&it.path, lang);
            let share = format!("{:.0}", it.share * 100.0);
            said.push_str(&say(lang, key, &[("name", &name), ("share", &share)]));
        }
        None if whole => said.push_str(&word(lang, "compare.decides_none")),
        _ => {}
    }
    said
}

/// A difference of which nothing is known but its value, as fine as the spread of all.
fn plain(value: f64, spread: f64, unit: Unit, lang: Lang) -> String {
    let half = spread / 20.0;
    difference(Estimate::new(value, value - half, value + half), unit, lang)
}

fn spread(verdict: &Verdict) -> f64 {
    let found = verdict.differences.iter().flatten();
    let (low, high) = found.fold((0.0_f64, 0.0_f64), |it, x| (it.0.min(*x), it.1.max(*x)));
    high - low
}

/// Each county's difference.
fn table(props: &StripProps) -> Table {
    let lang = props.lang;
    let (title, unit) = called(&props.metric, lang);
    let spread = spread(&props.verdict);
    let row = |(at, it): (usize, &Option<f64>)| {
        let said = it.map_or_else(|| "—".to_owned(), |it| plain(it, spread, unit, lang));
        vec![(at + 1).to_string(), said]
    };
    Table {
        head: vec![word(lang, "compare.county"), title],
        rows: props
            .verdict
            .differences
            .iter()
            .enumerate()
            .map(row)
            .collect(),
    }
}

/// Height of the strip, pixels: dots that would cover each other stand above each other.
const HEIGHT: f64 = 112.0;

fn picture(props: &StripProps, width: f64) -> Picture {
    Picture::drawn(width, HEIGHT, |sheet| draw(props, sheet, width))
}

fn draw(props: &StripProps, sheet: &Sheet, width: f64) -> Drawn {
    let (lang, verdict) = (props.lang, &props.verdict);
    let (_, unit) = called(&props.metric, lang);
    let mut found: Vec<(usize, f64)> = verdict
        .differences
        .iter()
        .enumerate()
        .filter_map(|(at, it)| Some((at, (*it)?)))
        .filter(|it| it.1.is_finite())
        .collect();
    found.sort_by(|a, b| a.1.total_cmp(&b.1));
    let spread = spread(verdict);
    let room = if spread > 0.0 { spread * 0.06 } else { 1.0 };
    let stated = verdict.stated.and_then(|it| it.difference);
    let ends = found.iter().map(|it| it.1).chain(stated).chain([0.0]);
    let (low, high) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |it, x| {
        (it.0.min(x), it.1.max(x))
    });
    let along = Scale {
        values: [low - room, high + room],
        ends: [10.0, width - 10.0],
    };
    let plane = sheet.plane();
    let foot = HEIGHT - 26.0;
    line(
        &plane,
        [(px(10.0), px(foot)), (px(width - 10.0), px(foot))],
        Ink::Axis.line(10),
    )?;
    for x in along.ticks(5) {
        let at = along.at(x);
        let style = Ink::Muted.words(11.5, Anchor(HPos::Center, VPos::Top));
        write(&plane, tick_label(x, unit), (at, px(foot + 6.0)), style)?;
    }
    let zero = along.at(0.0);
    line(
        &plane,
        [(zero, px(6.0)), (zero, px(foot))],
        Ink::Zero.line(15),
    )?;
    if let Some(stated) = stated {
        let at = along.at(stated);
        let label = say(
            lang,
            "compare.stated_mark",
            &[("by", &plain(stated, spread, unit, lang))],
        );
        sheet.mark("stated", &label, || {
            line(
                &plane,
                [(at, px(14.0)), (at, px(foot))],
                Ink::Before.line(20),
            )
        })?;
    }
    // A dot each, stacked where they would cover each other, closer where stacks are high.
    let mut stacks: Vec<(i32, f64)> = Vec::new();
    let mut places = Vec::new();
    for (at, value) in found {
        let x = along.at(value);
        let near = stacks.iter_mut().find(|it| (it.0 - x).abs() < px(7.0));
        let level = match near {
            Some(stack) => {
                stack.1 += 1.0;
                stack.1
            }
            None => {
                stacks.push((x, 0.0));
                0.0
            }
        };
        places.push((at, value, x, level));
    }
    let highest = stacks.iter().map(|it| it.1).fold(1.0, f64::max);
    let step = ((foot - 14.0) / highest).min(7.0);
    for (at, value, x, level) in places {
        let y = foot - 6.0 - step * level;
        let label = say(
            lang,
            "compare.county_mark",
            &[
                ("number", &(at + 1).to_string()),
                ("by", &plain(value, spread, unit, lang)),
            ],
        );
        sheet.mark("county", &label, || {
            plane.draw(&Circle::new((x, px(y)), px(3.0), Ink::Now.faint(0.75)))
        })?;
    }
    Ok(())
}
