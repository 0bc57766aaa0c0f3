//! How a metric moves with a factor: a point for each county of the experiment, with its interval.

use std::rc::Rc;

use page::charts::axis::{Field, SMALL, Scale, line, px, tick_label, write};
use page::charts::backend::{Drawn, Picture, Sheet, text_width};
use page::charts::figure::{Figure, Table, use_chart_width};
use page::charts::ink::{Anchor, END, Ink};
use page::charts::numbers::{Estimate, with_interval};
use page::i18n::{Lang, say, word};
use page::levers::from_f64;
use plotters::element::Circle;
use plotters::style::text_anchor::{HPos, VPos};
use serde_json::Value;
use yew::prelude::*;

use super::Metric;
use crate::compare::days::estimate;
use crate::told::{Point, Told};

/// Properties of [`Response`].
#[derive(Debug, Clone, Properties, PartialEq)]
pub struct ResponseProps {
    /// The result.
    pub told: Rc<Told>,
    /// The factor along the axis.
    pub factor: String,
    /// Its name.
    pub name: String,
    /// The metric upwards.
    pub metric: String,
    /// How it is called and written.
    pub called: Metric,
    /// Language of the words.
    pub lang: Lang,
}

/// The most words a level may have at the axis.
const LONGEST: usize = 12;

/// The picture and its table.
#[component]
pub fn Response(props: &ResponseProps) -> Html {
    let (width, onwidth) = use_chart_width(520.0);
    let lang = props.lang;
    let title = say(
        lang,
        "research.response",
        &[("metric", &props.called.name), ("factor", &props.name)],
    );
    html! {
        <Figure id="research-response" {title} finding={word(lang, "research.response_finding")}
            picture={picture(props, width)} table={Rc::new(table(props))} note={word(lang, "research.response_note")} {lang} {onwidth} />
    }
}

/// Points that ran, by where they stand along the axis.
fn places(props: &ResponseProps) -> (Vec<(f64, &Point)>, Option<Vec<String>>) {
    let ran = || {
        props
            .told
            .outcome
            .points
            .iter()
            .filter(|it| it.scenario_hash.is_some())
    };
    let level = |it: &Point| it.levels.get(&props.factor).cloned().unwrap_or(Value::Null);
    if ran().all(|it| level(it).is_number()) {
        let at = |it| (level(it).as_f64().unwrap_or(0.0), it);
        return (ran().map(at).collect(), None);
    }
    // What is no number stands in the order in which it comes first.
    let mut words: Vec<Value> = Vec::new();
    for it in ran() {
        if !words.contains(&level(it)) {
            words.push(level(it));
        }
    }
    let at = |it| {
        let here = words.iter().position(|word| *word == level(it));
        (here.unwrap_or(0) as f64, it)
    };
    let points = ran().map(at).collect();
    (
        points,
        Some(words.iter().map(|it| said(it, props.lang)).collect()),
    )
}

/// A level as people read it.
#[must_use]
pub fn said(level: &Value, lang: Lang) -> String {
    match level {
        Value::Bool(on) => word(lang, if *on { "lever.on" } else { "lever.off" }),
        Value::String(text) => text.clone(),
        Value::Number(number) => {
            let number = number.as_f64().unwrap_or(f64::NAN);
            let rounded = from_f64((number * 1e4).round() / 1e4);
            rounded.map_or_else(String::new, |it| it.to_string())
        }
        other => {
            let text = other.to_string();
            match text.chars().count() > LONGEST {
                true => text.chars().take(LONGEST).chain(['…']).collect(),
                false => text,
            }
        }
    }
}

/// Level and figure, one row a point.
#[must_use]
pub fn table(props: &ResponseProps) -> Table {
    let (points, _) = places(props);
    let row = |(_, it): &(f64, &Point)| {
        let level = it.levels.get(&props.factor).unwrap_or(&Value::Null);
        let found = props
            .called
            .written(estimate(&props.told, it.point, &props.metric));
        vec![
            format!("{} · {}", it.point, said(level, props.lang)),
            with_interval(found, props.called.unit, props.lang),
        ]
    };
    Table {
        head: vec![props.name.clone(), props.called.name.clone()],
        rows: points.iter().map(row).collect(),
    }
}

/// What [`Response`] draws, `width` pixels wide.
#[must_use]
pub fn picture(props: &ResponseProps, width: f64) -> Picture {
    Picture::drawn(width, 300.0, |sheet| draw(props, sheet, width))
}

fn draw(props: &ResponseProps, sheet: &Sheet, width: f64) -> Drawn {
    let (points, words) = places(props);
    let found: Vec<(f64, &Point, Estimate)> = points
        .into_iter()
        .map(|(x, it)| {
            (
                x,
                it,
                props
                    .called
                    .written(estimate(&props.told, it.point, &props.metric)),
            )
        })
        .filter(|it| it.2.finite().value.is_some())
        .collect();
    if found.is_empty() {
        return Ok(());
    }
    let over = |values: &mut dyn Iterator<Item = f64>| {
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), it| {
            (low.min(it), high.max(it))
        })
    };
    let (left, right) = over(&mut found.iter().map(|it| it.0));
    let (foot, top) = over(
        &mut found
            .iter()
            .flat_map(|it| [it.2.value, it.2.low, it.2.high])
            .flatten()
            .filter(|it| it.is_finite()),
    );
    let widened = |low: f64, high: f64, share: f64| match high > low {
        true => [low - (high - low) * share, high + (high - low) * share],
        false => [low - 0.5, high + 0.5],
    };
    let plane = sheet.plane();
    let up = Scale {
        values: widened(foot, top, 0.08),
        ends: [264.0, 28.0],
    };
    let ticks: Vec<(f64, String)> = up
        .ticks(5)
        .map(|it| (it, tick_label(it, props.called.unit)))
        .collect();
    let room = ticks
        .iter()
        .map(|it| text_width(&it.1, SMALL))
        .fold(0.0, f64::max)
        + 16.0;
    let field = Field {
        along: Scale {
            values: widened(left, right, 0.06),
            ends: [room, width - 12.0],
        },
        up,
    };
    for (value, text) in ticks {
        let y = field.up.at(value);
        line(
            &plane,
            [(px(room), y), (px(width - 12.0), y)],
            Ink::Grid.line(10),
        )?;
        write(
            &plane,
            text,
            (px(room - 8.0), y),
            Ink::Muted.words(SMALL, END),
        )?;
    }
    let below = Anchor(HPos::Center, VPos::Top);
    let ticks: Vec<(f64, String)> = match words {
        Some(words) => (0..).map(f64::from).zip(words).collect(),
        None => {
            let tick = |it| (it, said(&from_f64(it).unwrap_or_default(), props.lang));
            field.along.ticks(6).map(tick).collect()
        }
    };
    for (x, text) in ticks {
        let style = Ink::Muted.words(SMALL, below);
        write(&plane, text, (field.along.at(x), px(270.0)), style)?;
    }
    let foot = [(px(room), px(264.0)), (px(width - 12.0), px(264.0))];
    line(&plane, foot, Ink::Axis.line(10))?;
    let unit = props.called.unit.word(props.lang);
    write(
        &plane,
        unit,
        (px(4.0), px(10.0)),
        Ink::Muted.words(SMALL, page::charts::ink::START),
    )?;
    for (x, point, it) in &found {
        let level = point.levels.get(&props.factor).unwrap_or(&Value::Null);
        let label = format!(
            "{} {}：{}",
            props.name,
            said(level, props.lang),
            with_interval(*it, props.called.unit, props.lang)
        );
        sheet.mark("point", &label, || {
            if let Some((low, high)) = it.low.zip(it.high) {
                let ends = [field.at((*x, low)), field.at((*x, high))];
                line(&plane, ends, Ink::Quantity.line(12))?;
            }
            let at = field.at((*x, it.value.unwrap_or(0.0)));
            plane.draw(&Circle::new(at, px(3.5), Ink::Quantity.fill()))
        })?;
    }
    Ok(())
}
