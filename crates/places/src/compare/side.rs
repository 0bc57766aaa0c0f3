//! Counties side by side: for each a sentence and the primary metrics; where the days go; how long matters take; everything else.

use std::rc::Rc;

use lab::shadow::RatioSet;
use page::charts::numbers::{Estimate, Unit, quantity, with_interval};
use page::i18n::{Lang, say, word};
use page::levers;
use page::simulate::systems::{Row, SYSTEMS, System, differs};
use page::words::{Case, sentence};
use page::worker::protocol::{Compared, Standing};
use yew::prelude::*;

use super::arms::Arm;
use super::plan::{PRIMARIES, REALISED};
use super::{days, overlay, standing, typed};
use crate::told::Told;

/// Properties of [`Side`].
#[derive(Debug, Properties, PartialEq)]
pub struct SideProps {
    /// The result.
    pub told: Rc<Told>,
    /// The preset's title.
    pub base: String,
    /// The counties that were asked for.
    pub arms: Vec<Arm>,
    /// Language of the words.
    pub lang: Lang,
}

/// A primary metric as the place shows it, and the difference below which nobody cares, unless the user says otherwise.
pub(super) struct Primary {
    pub(super) metric: &'static str,
    pub(super) name: &'static str,
    pub(super) unit: Unit,
    pub(super) least: f64,
}

pub(super) const SHOWN: [Primary; 4] = [
    Primary {
        metric: PRIMARIES[0],
        name: "figure.lead_time.name",
        unit: Unit::Days,
        least: 1.0,
    },
    Primary {
        metric: PRIMARIES[1],
        name: "figure.responded.name",
        unit: Unit::InTenThousand,
        least: 1e-5,
    },
    Primary {
        metric: PRIMARIES[2],
        name: "figure.agreement.name",
        unit: Unit::Share,
        least: 0.001,
    },
    Primary {
        metric: PRIMARIES[3],
        name: "compare.hours",
        unit: Unit::Hours,
        least: 100.0,
    },
];

/// Width of a difference's bar, pixels.
const BAR: f64 = 88.0;

/// A county, and which point of the experiment it is.
struct Shown<'a> {
    point: u32,
    name: &'a str,
    changes: &'a [String],
}

/// The place's result.
#[component]
pub fn Side(props: &SideProps) -> Html {
    let SideProps {
        told,
        base,
        arms,
        lang,
    } = props;
    let lang = *lang;
    let least = use_state_eq(|| SHOWN.map(|it| it.least));
    let shown = shown(told, arms);
    let all: Vec<(String, u32)> = told
        .outcome
        .base
        .map(|it| (base.clone(), it))
        .into_iter()
        .chain(shown.iter().map(|it| (it.name.to_owned(), it.point)))
        .collect();
    let skipped = told.outcome.skipped.iter().filter_map(|it| {
        let point = told.outcome.points.get(*it as usize)?;
        let name = name_of(arms, point)?;
        let why: Vec<String> = point
            .problems
            .iter()
            .map(|it| crate::words::without_path(&crate::words::told(it, lang), lang))
            .collect();
        Some(html! { <p class="problem">{ say(lang, "study.skipped", &[("name", name), ("why", &why.join(lang.of("；", "; ")))]) }</p> })
    });
    html! {
        <section class="side" aria-labelledby="side-title">
            <h2 id="side-title">{ word(lang, "compare.result") }</h2>
            <p>{ certainty(told, shown.len(), lang) }</p>
            <p class="arm-sentence" id="compare-best">{ standing::best(told, &all, lang) }</p>
            <p class="arm-sentence" id="compare-front">{ standing::front(told, &all, &word(lang, "compare.front_four"), lang) }</p>
            <div>{ for skipped }</div>
            <div class="arm-cards">{ for shown.iter().map(|it| card(told, it, &least, lang)) }</div>
            { thresholds(&least, lang) }
            <div class="study-pictures">
                <div class="panel"><days::Days told={Rc::clone(told)} all={all.clone()} {lang} /></div>
                <div class="panel"><overlay::Overlay told={Rc::clone(told)} {all} {lang} /></div>
            </div>
            <section class="panel" aria-labelledby="side-rest">
                <h3 id="side-rest">{ word(lang, "compare.rest") }</h3>
                <p>{ word(lang, "compare.rest_about") }</p>
                { for SYSTEMS.iter().map(|it| system(told, &shown, it, lang)) }
            </section>
        </section>
    }
}

/// The counties that ran, in the order in which they were offered.
fn shown<'a>(told: &Told, arms: &'a [Arm]) -> Vec<Shown<'a>> {
    let of = |arm: &'a Arm| {
        let point = told
            .outcome
            .points
            .iter()
            .find(|it| it.levels.get("scenario").and_then(|it| it.as_str()) == Some(&arm.id))?;
        point.differences.as_ref()?;
        Some(Shown {
            point: point.point,
            name: &arm.name,
            changes: &arm.changes,
        })
    };
    arms.iter().filter_map(of).collect()
}

fn name_of<'a>(arms: &'a [Arm], point: &crate::told::Point) -> Option<&'a str> {
    let id = point.levels.get("scenario")?.as_str()?;
    arms.iter()
        .find(|it| it.id == id)
        .map(|it| it.name.as_str())
}

/// What the verdicts rest on.
fn certainty(told: &Told, counties: usize, lang: Lang) -> String {
    let names = [
        ("n", told.outcome.replications.to_string()),
        ("years", levers::plain(told.outcome.years, Unit::Bare)),
        ("claims", (counties * PRIMARIES.len()).to_string()),
        ("seed", told.outcome.seed.to_string()),
    ];
    let names = [0, 1, 2, 3].map(|it| (names[it].0, names[it].1.as_str()));
    say(
        lang,
        if told.whole {
            "compare.certainty"
        } else {
            "compare.so_far"
        },
        &names,
    )
}

fn card(told: &Rc<Told>, shown: &Shown, least: &[f64; 4], lang: Lang) -> Html {
    let figures = told.figures(shown.point);
    let switch = told
        .outcome
        .points
        .get(shown.point as usize)
        .and_then(|it| it.levels.get("scenario")?.as_str())
        .filter(|it| super::arms::MECHANISMS.contains(it))
        .map(super::arms::switch);
    let said = sentence(&Case {
        lang,
        changes: shown.changes,
        figures: &figures,
        holders: &[],
        switch: switch.as_deref(),
        counties: None,
    });
    let row = |(at, it): (usize, &Primary)| {
        let compared = figures.metrics.get(it.metric).cloned();
        let compared = compared.unwrap_or_default();
        primary(it, &compared, least[at], told.whole, lang)
    };
    let unlawful = told.outcome.flagged.contains(&shown.point);
    html! {
        <section class="panel arm-card" key={shown.point} aria-label={shown.name.to_owned()} data-point={shown.point.to_string()}>
            <h3>{ shown.name }</h3>
            <p class="arm-sentence">{ for said.headline.iter().map(|it| if it.strong {
                html! { <strong>{ &it.text }</strong> }
            } else {
                html! { <span>{ &it.text }</span> }
            }) }</p>
            <p class="problem" hidden={!unlawful}>{ word(lang, "study.unlawful") }</p>
            <table class="differences">
                <caption class="out-of-sight">{ shown.name }</caption>
                <thead><tr>
                    <th scope="col">{ word(lang, "systems.figure") }</th>
                    <th scope="col">{ word(lang, "chart.before") }</th>
                    <th scope="col">{ word(lang, "compare.then") }</th>
                    <th scope="col">{ word(lang, "chart.difference") }</th>
                </tr></thead>
                <tbody>{ for SHOWN.iter().enumerate().map(row) }</tbody>
            </table>
            <p class="hint">{ break_even(told, shown, lang) }</p>
            { standing::months(told, shown.point, lang) }
        </section>
    }
}

fn primary(it: &Primary, compared: &Compared, least: f64, whole: bool, lang: Lang) -> Html {
    let name = word(lang, it.name);
    let value = |span| quantity(Estimate::from(span), it.unit, lang);
    html! {
        <tr key={it.metric} data-metric={it.metric}>
            <th scope="row">{ name.clone() }</th>
            <td class="was">{ value(compared.preset) }</td>
            <td class="is">{ value(compared.now) }</td>
            <td class="differs-by">
                { differs(compared, it.unit, &name, BAR, lang) }
                <small class="verdict">{ verdict(compared, least, whole, lang) }</small>
                if compared.common { <small>{ word(lang, "figure.common") }</small> }
            </td>
        </tr>
    }
}

/// What is to be held of a difference: told from luck, and large enough to care; told, but small; not told, and too small to care whichever it is.
fn verdict(compared: &Compared, least: f64, whole: bool, lang: Lang) -> String {
    if !whole {
        return word(lang, "compare.early");
    }
    let ends = compared.difference.low.zip(compared.difference.high);
    let small = ends.is_some_and(|(low, high)| -least < low && high < least);
    let beyond = ends.is_some_and(|(low, high)| low >= least || high <= -least);
    let key = match (compared.standing(), small, beyond) {
        (Standing::Undefined, ..) => "compare.undefined",
        // The difference itself says so.
        (Standing::Same, ..) => return String::new(),
        (_, true, _) => "compare.too_small",
        (Standing::Told, _, true) => "compare.matters",
        (Standing::Told, ..) => "compare.told",
        (Standing::Unsure, ..) => "compare.unsure",
        _ => "compare.luck",
    };
    word(lang, key)
}

/// What a unit of value would have to be worth in hours, or in days of a matter, for the change to pay.
fn break_even(told: &Told, shown: &Shown, lang: Lang) -> String {
    let Some(point) = told
        .outcome
        .points
        .get(shown.point as usize)
        .filter(|_| told.whole)
    else {
        return String::new();
    };
    let value = told.compared(shown.point, REALISED).unwrap_or_default();
    let gain = value.difference.value.unwrap_or(0.0);
    match value.standing() {
        Standing::Told if gain > 0.0 => {}
        Standing::Told => return word(lang, "compare.pays_less"),
        Standing::Undefined => return String::new(),
        _ => return word(lang, "compare.pays_unknown"),
    }
    let price = |metric: &str, unit: Unit| {
        let found = point.break_even.get(metric)?;
        let RatioSet::Between { low, high } = found.set else {
            return None;
        };
        let price = Estimate::new(found.ratio?, low, high);
        (low > 0.0).then(|| with_interval(price, unit, lang))
    };
    match (
        price(PRIMARIES[3], Unit::Hours),
        price(PRIMARIES[0], Unit::Days),
    ) {
        (None, None) => word(lang, "compare.pays_free"),
        (Some(hours), None) => say(lang, "compare.pays_hours", &[("hours", &hours)]),
        (None, Some(days)) => say(lang, "compare.pays_days", &[("days", &days)]),
        (Some(hours), Some(days)) => say(
            lang,
            "compare.pays_both",
            &[("hours", &hours), ("days", &days)],
        ),
    }
}

/// From which difference on the user cares, for each primary metric.
fn thresholds(least: &UseStateHandle<[f64; 4]>, lang: Lang) -> Html {
    let field = |(at, it): (usize, &Primary)| {
        let write = {
            let (least, unit) = (least.clone(), it.unit);
            Callback::from(move |event: Event| {
                let said: Option<f64> = typed(&event).trim().parse().ok();
                let mut all = *least;
                if let Some(said) = said.filter(|it| it.is_finite() && *it >= 0.0) {
                    all[at] = said / unit.factor();
                }
                least.set(all);
            })
        };
        let value = levers::plain(least[at] * it.unit.factor(), Unit::Bare);
        let unit = it.unit.of_difference().word(lang);
        html! {
            <label key={it.metric}>{ word(lang, it.name) }{ " " }<input type="number" min="0" step="any" {value} onchange={write} />{ " " }{ unit }</label>
        }
    };
    html! {
        <fieldset class="panel study-size">
            <legend>{ word(lang, "compare.care") }</legend>
            { for SHOWN.iter().enumerate().map(field) }
        </fieldset>
    }
}

/// A system's figures in all counties, folded.
fn system(told: &Rc<Told>, shown: &[Shown], system: &System, lang: Lang) -> Html {
    let there: Vec<&Row> = system
        .rows
        .iter()
        .filter(|row| {
            shown
                .iter()
                .any(|it| told.compared(it.point, row.metric).is_some())
        })
        .collect();
    if there.is_empty() {
        return html! {};
    }
    let title = word(lang, &format!("system.{}.title", system.key));
    let row = |row: &&Row| {
        let name = word(lang, &format!("system.{}.{}", system.key, row.key));
        let cell = |it: &Shown| {
            let found = told.compared(it.point, row.metric).unwrap_or_default();
            let found = found.times(row.factor);
            html! { <td key={it.point} class="differs-by">{ differs(&found, row.unit, &name, BAR, lang) }</td> }
        };
        let base = shown
            .first()
            .and_then(|it| told.compared(it.point, row.metric))
            .unwrap_or_default();
        let base = quantity(base.times(row.factor).preset.into(), row.unit, lang);
        html! {
            <tr key={row.key}><th scope="row">{ name.clone() }</th><td class="was">{ base }</td>{ for shown.iter().map(cell) }</tr>
        }
    };
    html! {
        <details key={system.key}>
            <summary>{ title.clone() }</summary>
            <div class="wide-table"><table class="differences">
                <caption class="out-of-sight">{ title }</caption>
                <thead><tr>
                    <th scope="col">{ word(lang, "systems.figure") }</th>
                    <th scope="col">{ word(lang, "chart.before") }</th>
                    { for shown.iter().map(|it| html! { <th scope="col" key={it.point}>{ it.name }</th> }) }
                </tr></thead>
                <tbody>{ for there.iter().map(row) }</tbody>
            </table></div>
        </details>
    }
}
