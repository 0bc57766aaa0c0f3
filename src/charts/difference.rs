//! The interval of a difference against a zero line.

use crate::i18n::say;
use plotters::element::{Circle, PathElement, Rectangle};
use yew::prelude::*;

use super::axis::{px, round_up};
use super::backend::{Drawn, Picture, Sheet};
use super::figure::drawing;
use super::ink::Ink;
use super::numbers::{Estimate, Lang, Unit, difference_with_interval};

/// Properties of [`DifferenceBar`].
#[derive(Debug, Clone, Properties, PartialEq)]
pub struct DifferenceBarProps {
    /// Now less preset, in the metric's stored unit.
    pub difference: Estimate,
    /// Unit of the metric (not of the difference).
    pub unit: Unit,
    /// What it is a difference of, for reading out.
    pub name: AttrValue,
    /// Whether a verdict has been given and says that it is not luck; grey otherwise.
    pub distinguishable: bool,
    /// Language of the words.
    pub lang: Lang,
    /// Half of the scale, same unit as the difference; by default the next round number above what is shown.
    #[prop_or_default]
    pub scale: Option<f64>,
    /// Width, pixels.
    #[prop_or(150.0)]
    pub width: f64,
}

/// A small bar: where the difference lies, and whether that is beside zero.
#[component]
pub fn DifferenceBar(props: &DifferenceBarProps) -> Html {
    let picture = picture(props);
    html! {
        <div class="difference-bar">{ drawing(&picture, &props.name, &Callback::noop()) }</div>
    }
}

/// What a [`DifferenceBar`] draws.
#[must_use]
pub fn picture(props: &DifferenceBarProps) -> Picture {
    Picture::drawn(props.width, 28.0, |sheet| draw(props, sheet))
}

fn draw(props: &DifferenceBarProps, sheet: &Sheet) -> Drawn {
    let plane = sheet.plane();
    let e = props.difference.finite();
    let reach = [e.value, e.low, e.high]
        .into_iter()
        .flatten()
        .fold(0.0_f64, |a, x| a.max(x.abs()));
    let half = props
        .scale
        .filter(|s| s.is_finite() && *s > 0.0)
        .unwrap_or_else(|| round_up(reach * 1.1));
    let (middle, room, y) = (props.width / 2.0, props.width / 2.0 - 6.0, 14.0);
    // What lies beyond the scale is drawn at its end.
    let place = |x: f64| middle + room * (x / half).clamp(-1.0, 1.0);
    let ink = if props.distinguishable {
        Ink::Now
    } else {
        Ink::Indistinct
    };
    plane.draw(&PathElement::new(
        vec![(px(0.0), px(y)), (px(props.width), px(y))],
        Ink::Grid.line(15),
    ))?;
    plane.draw(&PathElement::new(
        vec![(px(middle), px(3.0)), (px(middle), px(25.0))],
        Ink::Zero.line(15),
    ))?;
    let Some(value) = e.value else {
        return Ok(());
    };
    let word = difference_with_interval(e, props.unit, props.lang);
    let key = match props.distinguishable {
        true => "difference.told",
        // As the words beside it: beyond 95 %, but not by the stricter standard of a page that looks often.
        false if e.excludes_zero() => "difference.unsure",
        false => "difference.not_told",
    };
    let label = say(
        props.lang,
        key,
        &[("name", props.name.as_str()), ("value", &word)],
    );
    sheet.mark("difference", &label, || {
        if let Some((low, high)) = e.low.zip(e.high) {
            // At least as wide as it is high, so that a narrow interval is still seen as one.
            let (a, b) = (place(low), place(high));
            let (a, b) = if b - a < 8.0 {
                ((a + b) / 2.0 - 4.0, (a + b) / 2.0 + 4.0)
            } else {
                (a, b)
            };
            plane.draw(&Rectangle::new(
                [(px(a), px(y - 4.5)), (px(b), px(y + 4.5))],
                ink.faint(0.35),
            ))?;
        }
        plane.draw(&Circle::new((px(place(value)), px(y)), px(4.0), ink.fill()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn props(difference: Estimate, distinguishable: bool) -> DifferenceBarProps {
        DifferenceBarProps {
            difference,
            unit: Unit::Days,
            name: "周转时间".into(),
            distinguishable,
            lang: Lang::Zh,
            scale: None,
            width: 150.0,
        }
    }

    fn dot(picture: &Picture) -> Option<(f64, String)> {
        let all = picture.all();
        let dot = all.iter().find(|n| n.tag == "circle")?;
        Some((
            dot.attribute("cx")?.parse().ok()?,
            dot.attribute("class")?.to_owned(),
        ))
    }

    #[test]
    fn a_gain_lies_left_of_zero_in_the_accent_and_luck_is_grey() {
        let (x, class) = dot(&picture(&props(Estimate::new(-5.2, -6.3, -4.1), true))).unwrap();
        assert!(x < 75.0 && class.contains("ink-now"), "{x} {class}");
        let (x, class) = dot(&picture(&props(Estimate::new(0.5, -2.0, 3.0), false))).unwrap();
        assert!(x > 75.0 && class.contains("ink-indistinct"), "{x} {class}");
    }

    #[test]
    fn the_undefined_is_an_empty_scale_not_a_dot_at_zero() {
        for e in [Estimate::NONE, Estimate::exact(f64::NAN)] {
            let picture = picture(&props(e, false));
            assert!(dot(&picture).is_none());
            assert!(picture.labels().is_empty());
        }
    }

    #[test]
    fn what_is_beyond_the_scale_is_drawn_at_its_end() {
        let mut p = props(Estimate::new(50.0, 40.0, 60.0), true);
        p.scale = Some(10.0);
        let (x, _) = dot(&picture(&p)).unwrap();
        assert!((x - 144.0).abs() < 0.2, "{x}");
    }
}
