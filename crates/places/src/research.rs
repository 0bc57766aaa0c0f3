//! The place 研究: experiments by design, on any parameter of the scenario.

use std::rc::Rc;

use experiment::Kind;
use page::app::browser;
use page::charts::numbers::{Estimate, Unit};
use page::i18n::{Lang, say, word};
use page::simulate::systems::SYSTEMS;
use page::state::Moment;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use yew::prelude::*;

use crate::app::PlaceProps;
use crate::compare::factorial::called;
use crate::compare::plan;
use crate::pool::{Job, Stage, cores, use_study};
use crate::progress::Progress;
use crate::told::DAYS;

pub mod differences;
pub mod draft;
pub mod form;
pub mod methods;
pub mod response;
pub mod results;
pub mod sensitivity;

use draft::{At, Draft};

/// Under which name the draft is remembered.
const REMEMBERED: &str = "research";
/// County-years that a core simulates in a second, about, before anything has been measured here.
const RATE: f64 = 100.0;

/// What was run last.
#[derive(Debug, Clone, PartialEq)]
pub struct Ran {
    /// As it stood in the form.
    pub draft: Draft,
    /// Its file.
    pub file: String,
    /// The county that stood.
    pub now: Rc<Moment>,
    /// The scenario it was of.
    pub scenario: Rc<Value>,
}

/// What is remembered between visits.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Remembered {
    /// The experiment as it stands.
    #[serde(flatten)]
    draft: Draft,
    /// What it was before a file was opened.
    before: Option<Draft>,
}

/// The place.
#[component]
pub fn Research(props: &PlaceProps) -> Html {
    let PlaceProps {
        lang,
        now,
        presets,
        hidden,
        ..
    } = props;
    let lang = *lang;
    let kept = use_state_eq(|| {
        let kept: Option<Remembered> =
            browser::stored(REMEMBERED).and_then(|it| serde_json::from_str(&it).ok());
        Rc::new(kept.unwrap_or_default())
    });
    let draft = use_memo(Rc::clone(&kept), |kept| kept.draft.clone());
    let (study, check) = (use_study(), use_study());
    let ran = use_state_eq(|| None::<Rc<Ran>>);
    let checked = use_state_eq(|| None::<Rc<Draft>>);
    let stands = use_memo((Rc::clone(now), presets.len()), |(now, _)| {
        now.scenario(presets)
    });
    let scenario = use_memo(
        (Rc::clone(&stands), draft.county().cloned()),
        |(stands, _)| draft.scenario(stands),
    );
    // The same from one drawing to the next: the form is not drawn anew with every word of a worker.
    let keep = {
        let kept = kept.setter();
        use_callback((), move |next: Remembered, ()| {
            if let Ok(text) = serde_json::to_string(&next) {
                browser::store(REMEMBERED, &text);
            }
            kept.set(Rc::new(next));
        })
    };
    let change = {
        let keep = keep.clone();
        use_callback(kept.before.clone(), move |draft: Draft, before| {
            let before = before.clone();
            keep.emit(Remembered { draft, before });
        })
    };
    // A file that is opened takes the place of what stood there, which can be had back; every point of it is checked at once.
    let open = {
        let (keep, kept, check) = (keep.clone(), Rc::clone(&kept), check.begin.clone());
        let (now, stands, checked) = (Rc::clone(now), Rc::clone(&stands), checked.clone());
        Callback::from(move |draft: Draft| {
            let own = kept.draft.opened.is_none().then(|| kept.draft.clone());
            let before = own.or_else(|| kept.before.clone());
            let scenario = draft.scenario(&stands);
            check.emit(Job {
                only_read: true,
                ..draft.job(&now, &scenario)
            });
            checked.set(Some(Rc::new(draft.clone())));
            keep.emit(Remembered { draft, before });
        })
    };
    let back = {
        let (keep, kept, check) = (keep.clone(), Rc::clone(&kept), check.stop.clone());
        Callback::from(move |()| {
            check.emit(());
            keep.emit(Remembered {
                draft: kept.before.clone().unwrap_or_default(),
                before: None,
            });
        })
    };
    // What this machine did last says most of what it will do next.
    let rate = match (&study.status.stage, &*ran) {
        (Stage::Done, Some(ran)) if study.status.seconds > 0.5 => {
            ran.draft.seconds(&ran.scenario, 1.0) / study.status.seconds
        }
        _ => RATE * cores() as f64,
    };
    let mut troubles = draft.troubles(now, &scenario, rate);
    let keeps_from_running = !troubles.is_empty();
    // What the last run, or the check of a file, said of its points, while it is still that experiment.
    let is_checked = checked.as_ref().is_some_and(|it| *it == draft);
    let refused = match (&study.status.stage, &check.status.stage) {
        (Stage::Refused(problems), _) if ran.as_ref().is_some_and(|it| it.draft == *draft) => {
            problems.as_slice()
        }
        (_, Stage::Refused(problems)) if is_checked => problems.as_slice(),
        _ => &[],
    };
    let placed = refused.iter().map(|it| draft.placed(it.clone()));
    troubles.extend(placed.filter(|it| it.at != At::Whole));
    let busy = study.status.is_busy();
    let go = {
        let (begin, ran, draft, now, scenario) = (
            study.begin.clone(),
            ran.clone(),
            Rc::clone(&draft),
            Rc::clone(now),
            Rc::clone(&scenario),
        );
        let no_check = check.stop.clone();
        Callback::from(move |_: MouseEvent| {
            no_check.emit(());
            let job = draft.job(&now, &scenario);
            ran.set(Some(Rc::new(Ran {
                draft: (*draft).clone(),
                file: job.file.clone(),
                now: Rc::clone(&now),
                scenario: Rc::clone(&scenario),
            })));
            begin.emit(job);
        })
    };
    let size = size(&draft, &scenario, rate, lang);
    let before = kept.before.clone().map(Rc::new);
    html! {
        <article class="research" aria-labelledby="research-title" hidden={*hidden}>
            <h1 id="research-title" tabindex="-1">{ word(lang, "research.title") }</h1>
            <p class="lead">{ word(lang, "research.about") }</p>
            <section class="panel" aria-labelledby="research-build">
                <h2 id="research-build">{ word(lang, "research.build") }</h2>
                <form::opened::Open draft={Rc::clone(&draft)} {before} now={Rc::clone(now)} {open} change={change.clone()} {back} {lang} />
                <div>if is_checked { <Progress status={check.status.clone()} stop={check.stop.clone()} id="research-check" {lang} /> }</div>
                <form::Form draft={Rc::clone(&draft)} {change} scenario={Rc::clone(&scenario)} now={Rc::clone(now)} presets={presets.clone()} troubles={Rc::new(troubles)} {lang} />
                <p class="hint" id="research-size">{ size }</p>
                <div class="study-tools">
                    <button type="button" class="primary" id="research-go" disabled={busy || keeps_from_running} onclick={go}>{ word(lang, "research.go") }</button>
                </div>
                <Progress status={study.status.clone()} stop={study.stop.clone()} id="research-progress" {lang} />
            </section>
            <div>if let Some((told, ran)) = study.status.told.clone().zip((*ran).clone()) { <results::Results {told} {ran} {lang} /> }</div>
        </article>
    }
}

/// How much is to be run, and how long that takes.
fn size(draft: &Draft, scenario: &Value, rate: f64, lang: Lang) -> String {
    let nothing = draft.kind.has_factors() && draft.factors.is_empty()
        || draft.kind == Kind::Scenarios && draft.plans.is_empty();
    if nothing {
        return String::new();
    }
    let (points, runs) = (
        draft.count(scenario),
        draft
            .count(scenario)
            .saturating_mul(u64::from(draft.replications)),
    );
    let seconds = draft.seconds(scenario, rate);
    let time = match seconds {
        it if it < 90.0 => say(
            lang,
            "research.seconds",
            &[("seconds", &format!("{:.0}", it.max(1.0)))],
        ),
        it if it < 5_400.0 => say(
            lang,
            "research.minutes",
            &[("minutes", &format!("{:.0}", it / 60.0))],
        ),
        it => say(
            lang,
            "research.hours",
            &[("hours", &format!("{:.1}", it / 3_600.0))],
        ),
    };
    say(
        lang,
        "research.size",
        &[
            ("points", &points.to_string()),
            ("n", &draft.replications.to_string()),
            ("runs", &runs.to_string()),
            ("time", &time),
        ],
    )
}

/// How a metric is called and written.
#[derive(Debug, Clone, PartialEq)]
pub struct Metric {
    /// Its name.
    pub name: String,
    /// The unit it is written in.
    pub unit: Unit,
    /// From its own unit to that one: hours a year to hours a month, say.
    pub factor: f64,
}

impl Metric {
    /// A value of it as it is written.
    #[must_use]
    pub fn written(&self, it: Estimate) -> Estimate {
        let times = |it: Option<f64>| it.map(|it| it * self.factor);
        Estimate {
            value: times(it.value),
            low: times(it.low),
            high: times(it.high),
        }
    }
}

/// A metric as the place calls it.
#[must_use]
pub fn metric(name: &str, lang: Lang) -> Metric {
    if name == DAYS {
        return Metric {
            name: word(lang, "research.p90"),
            unit: Unit::Days,
            factor: 1.0,
        };
    }
    let row = SYSTEMS
        .iter()
        .flat_map(|system| system.rows.iter().map(move |row| (system, row)))
        .find(|it| it.1.metric == name);
    if let Some((system, row)) = row.filter(|_| !plan::OF_FACTORIAL.contains(&name)) {
        return Metric {
            name: word(lang, &format!("system.{}.{}", system.key, row.key)),
            unit: row.unit,
            factor: row.factor,
        };
    }
    let (name, unit) = called(name, lang);
    Metric {
        name,
        unit,
        factor: 1.0,
    }
}
