//! The county at work and the pictures, composed from figures.

use std::rc::Rc;

use county::event::Part;
use gloo_render::request_animation_frame;
use gloo_timers::callback::Timeout;
use yew::prelude::*;

use super::summary::leaders;
use crate::app::browser::lead_to;
use crate::charts::distribution::Distribution;
use crate::charts::figure::use_in_sight;
use crate::charts::funnel::{Funnel, Step};
use crate::charts::numbers::{Estimate, Unit, quantity};
use crate::charts::utilisation::{Load, Utilisation};
use crate::charts::{Moved, PartDays, Trade, WhereDaysGo};
use crate::components::Same;
use crate::diagram::AtWork;
use crate::i18n::{Lang, say, word};
use crate::state::{Observed, Place, Run, State, patch};
use crate::words::sentence::{self, AGREEMENT, FACTS, LEAD_TIME, RESPONDED, STATUTORY};
use crate::worker::engine::RESPONDED_OF_REACHED;
use crate::worker::protocol::{Compared, Verdict};

/// The procedure with matters moving through it.
pub fn at_work(state: &Rc<State>) -> Html {
    let Some(Observed {
        playback, scenario, ..
    }) = &state.observed
    else {
        // Nothing is on its way while a scenario waits to be mended.
        if !state.problems.is_empty() {
            return html! {};
        }
        return html! { <section class="panel diagram waiting"><p>{ word(state.lang, "words.opening") }</p></section> };
    };
    html! {
        <>
            <AtWork playback={Rc::clone(playback)} scenario={Rc::clone(scenario)} lang={state.lang} />
            <a id="to-replay" href="#/replay" onclick={lead_to(Place::Replay, String::new())}>{ word(state.lang, "diagram.replay") }</a>
        </>
    }
}

/// Where the days go, the distribution, who was heard, the leaders' time, and what of voice, speed and quality is traded for which.
pub fn all(state: &Rc<State>) -> Html {
    if state.run.is_none() && !state.problems.is_empty() {
        return html! {};
    }
    if state.run.is_none() {
        return html! { <p class="panel waiting">{ word(state.lang, "words.opening") }</p> };
    }
    let mut draws: Vec<(&str, Draw)> = vec![
        ("days", Rc::new(days)),
        ("distribution", Rc::new(distribution)),
        ("funnel", Rc::new(funnel)),
        ("utilisation", Rc::new(utilisation)),
    ];
    // A county whose outcomes are stated, not simulated, has neither voice nor quality to trade.
    let figures = state.run.as_ref().map(|run| &run.figures.metrics);
    if figures.is_some_and(|it| it.contains_key(FACTS) && it.contains_key(AGREEMENT)) {
        draws.push(("trade", Rc::new(trade)));
    }
    let picture = |(key, draw)| html! { <Picture {key} state={Rc::clone(state)} {draw} /> };
    html! { <>{ for draws.into_iter().map(picture) }</> }
}

/// Draws one picture.
pub type Draw = Rc<dyn Fn(&State, &Run) -> Html>;

/// Properties of [`Picture`].
#[derive(Properties)]
pub struct PictureProps {
    /// What the page knows.
    pub state: Rc<State>,
    /// How it is drawn.
    pub draw: Draw,
}

// Each place in the page has one picture, so that only the state can differ, and of it only what is drawn.
impl PartialEq for PictureProps {
    fn eq(&self, other: &Self) -> bool {
        drawn_from(&self.state) == drawn_from(&other.state)
    }
}

/// What pictures are drawn from, by identity: the figures and the language. Whatever else of the state changes, pictures stand.
fn drawn_from(state: &State) -> (Option<Same<Run>>, Lang) {
    (state.run.clone().map(Same), state.lang)
}

/// One picture, drawn in a task of its own after the frame that puts sentence and figures on the screen: drawing everything at once
/// would hold up a finger on a lever. Out of sight it waits for the last of the figures.
#[component]
pub fn Picture(props: &PictureProps) -> Html {
    let draw = Rc::clone(&props.draw);
    let shown = use_state(|| Rc::clone(&props.state));
    let place = use_node_ref();
    let in_sight = use_in_sight(&place);
    let due = in_sight || !has_more_to_come(&props.state) || shown.run.is_none();
    {
        let (shown, state) = (shown.clone(), Rc::clone(&props.state));
        let later = use_mut_ref(|| None);
        use_effect_with((drawn_from(&props.state), due), move |_| {
            let draw = move || {
                if !Rc::ptr_eq(&shown, &state) {
                    shown.set(state);
                }
            };
            let timer = Rc::clone(&later);
            let frame = due.then(|| {
                request_animation_frame(move |_| {
                    *timer.borrow_mut() = Some(Timeout::new(0, draw));
                })
            });
            move || {
                drop(frame);
                later.take();
            }
        });
    }
    let drawn = use_memo(drawn_from(&shown), |_| {
        let run = shown.run.as_ref();
        run.map_or_else(|| html! {}, |run| draw(&shown, run))
    });
    html! { <div class="panel" ref={place}>{ (*drawn).clone() }</div> }
}

/// Whether figures of more replications will replace those there are.
fn has_more_to_come(state: &State) -> bool {
    let more = |run: &Rc<Run>| run.figures.n < run.figures.of;
    !state.stopped && state.problems.is_empty() && state.run.as_ref().is_some_and(more)
}

fn days(state: &State, run: &Run) -> Html {
    let lang = state.lang;
    let figures = &run.figures;
    let part = |part: Part| {
        let compared = figures.metric(&format!("turnaround.part.{}", part.name()));
        PartDays {
            before: figures.reform.then(|| compared.preset.into()),
            now: compared.now.into(),
            difference: compared.difference.into(),
            distinguishable: compared.verdict == Verdict::Told,
        }
    };
    let now = |part: Part| {
        quantity(
            figures
                .metric(&format!("turnaround.part.{}", part.name()))
                .now
                .into(),
            Unit::Days,
            lang,
        )
    };
    let whole = figures.metric(LEAD_TIME);
    let totals = [whole.preset, whole.now, whole.difference].map(Estimate::from);
    let total = quantity(whole.now.into(), Unit::Days, lang);
    let finding = say(
        lang,
        if whole.now.value.is_none() {
            "finding.none"
        } else if figures
            .metric(STATUTORY)
            .now
            .value
            .is_some_and(|days| days > 0.0)
        {
            "finding.days"
        } else {
            "finding.days_unprescribed"
        },
        &[
            ("total", &total),
            ("meeting", &now(Part::WaitingMeeting)),
            ("statutory", &now(Part::Statutory)),
            ("work", &now(Part::Work)),
        ],
    );
    html! { <WhereDaysGo {finding} parts={Part::ALL.map(part)} {totals} {lang} /> }
}

fn distribution(state: &State, run: &Run) -> Html {
    let lang = state.lang;
    let figures = &run.figures;
    let p90 = figures.metric("turnaround.lead_time.p90");
    let now = quantity(p90.now.into(), Unit::Days, lang);
    let was = quantity(p90.preset.into(), Unit::Days, lang);
    let key = match (p90.now.value, p90.preset.value) {
        (None, _) => "finding.none",
        (_, Some(_)) if figures.reform => "finding.distribution_compared",
        _ => "finding.distribution",
    };
    let finding = say(
        lang,
        key,
        &[("now", now.as_str()), ("preset", was.as_str())],
    );
    let before: Option<Rc<[f64]>> = figures
        .reform
        .then(|| figures.preset_days.as_slice().into());
    let now: Rc<[f64]> = figures.now_days.as_slice().into();
    let legal_minimum = prescribed(state.scenario());
    html! { <Distribution {finding} {now} {before} {legal_minimum} {lang} /> }
}

/// Calendar days a working day takes, weekends and holidays of 2024 included (251 working days).
const CALENDAR_DAYS: f64 = 366.0 / 251.0;

/// The periods prescribed for a major decision of vital interest, calendar days: public comment, then legality review.
fn prescribed(scenario: &serde_json::Value) -> Option<f64> {
    let number = |path: &str| patch::get(scenario, path).and_then(serde_json::Value::as_f64);
    let participation =
        |key: &str| patch::get(scenario, &format!("mechanisms.participation.{key}"));
    let on = participation("enabled")?.as_bool()? && participation("comment")?.as_str()? != "off";
    let comment = number("mechanisms.participation.comment_days")
        .filter(|_| on)
        .unwrap_or(0.0);
    let legality =
        number("procedures.major.stages.legality_review.days").unwrap_or(0.0) * CALENDAR_DAYS;
    Some(comment + legality).filter(|days| *days > 0.0)
}

fn funnel(state: &State, run: &Run) -> Html {
    let lang = state.lang;
    let figures = &run.figures;
    let step = |id: &'static str, metric: &str, unit: Unit| {
        let compared: Compared = figures.metric(metric);
        let value = Estimate::from(compared.now);
        Step {
            id,
            label: None,
            value,
            unit,
            before: figures.reform.then(|| compared.preset.into()),
            of: None,
        }
    };
    // Comments for every ten thousand of them.
    let responded = quantity(
        figures.metric(RESPONDED).now.times(1e4).into(),
        Unit::Comments,
        lang,
    );
    let adopted = quantity(
        figures
            .metric("participation.comments.adopted.share")
            .now
            .into(),
        Unit::Share,
        lang,
    );
    let reached = figures.metric("participation.reached.share").now.value;
    let key = if reached.is_some_and(|share| share > 0.0) {
        "finding.funnel"
    } else {
        "finding.nobody_heard"
    };
    let finding = say(
        lang,
        key,
        &[("responded", &responded), ("adopted", &adopted)],
    );
    let steps: Rc<[Step]> = Rc::new([
        step("affected", "participation.affected", Unit::People),
        step("reached", "participation.reached.share", Unit::Share),
        step("responded", RESPONDED_OF_REACHED, Unit::Share),
        step(
            "adopted",
            "participation.comments.adopted.share",
            Unit::Share,
        ),
    ]);
    html! { <Funnel {finding} {steps} {lang} /> }
}

fn trade(state: &State, run: &Run) -> Html {
    let lang = state.lang;
    let figures = &run.figures;
    let moved = |metric: &str| {
        let it = figures.metric(metric);
        Moved {
            before: it.preset.into(),
            now: it.now.into(),
            difference: it.difference.into(),
            told: figures.reform && it.verdict == Verdict::Told,
        }
    };
    let mut told = sentence::trade(figures, lang);
    if figures.metric(LEAD_TIME).common {
        told = told + lang.of("", " ") + &word(lang, "figure.common");
    }
    html! {
        <Trade voice={moved(FACTS)} quality={moved(AGREEMENT)} speed={moved(LEAD_TIME)} compared={figures.reform} {told} {lang} />
    }
}

fn utilisation(state: &State, run: &Run) -> Html {
    let lang = state.lang;
    let figures = &run.figures;
    let loads: Rc<[Load]> = leaders(state)
        .into_iter()
        .map(|leader| {
            let compared = figures.metric(&format!("burden.utilisation.{}", leader.id));
            Load {
                name: leader.name,
                share: compared.now.into(),
                before: figures.reform.then(|| compared.preset.into()),
            }
        })
        .collect();
    let busiest = loads.iter().max_by(|a, b| {
        a.share
            .value
            .unwrap_or(0.0)
            .total_cmp(&b.share.value.unwrap_or(0.0))
    });
    // Nobody is the busiest of those who did nothing.
    let busiest = busiest.filter(|load| load.share.value.is_some_and(|share| share > 0.0));
    let finding = busiest
        .map(|load| {
            say(
                lang,
                "finding.utilisation",
                &[
                    ("who", &load.name),
                    ("share", &quantity(load.share, Unit::Share, lang)),
                ],
            )
        })
        .unwrap_or_else(|| word(lang, "finding.idle"));
    html! { <Utilisation {finding} {loads} {lang} /> }
}
