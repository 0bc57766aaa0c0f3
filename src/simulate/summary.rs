//! The sentence over everything and the four figures.

use kernel::order::sort_short;
use std::rc::Rc;

use yew::prelude::*;

use super::SimulateProps;
use crate::charts::DifferenceBar;
use crate::charts::numbers::{
    Estimate, Unit, difference_with_interval, interval, number, quantity,
};
use crate::components::Explain;
use crate::i18n::{Lang, say, word};
use crate::levers;
use crate::state::{Action, Place, State, link, patch};
use crate::words::sentence::{AGREEMENT, LEAD_TIME, LEADERS_HOURS, MONTHS, RESPONDED};
use crate::words::{Case, Holder, Sentence, sentence};
use crate::worker::protocol::{Compared, Counties, Standing, Verdict};

/// The county's leaders, by id.
#[must_use]
pub fn leaders(state: &State) -> Vec<Holder> {
    let leaders = state.value("leaders").and_then(|v| v.as_object());
    let rank = |v: &serde_json::Value| match v.get("rank").and_then(|r| r.as_str()) {
        Some("magistrate") => 0,
        Some("executive_deputy") => 1,
        _ => 2,
    };
    let name = |v: &serde_json::Value| {
        patch::get(v, &format!("name.{}", state.lang.code()))
            .and_then(|n| n.as_str())
            .map(str::to_owned)
    };
    let mut leaders: Vec<_> = leaders.into_iter().flatten().collect();
    sort_short(&mut leaders, |a, b| rank(a.1) < rank(b.1));
    leaders
        .into_iter()
        .map(|(id, v)| Holder {
            id: id.clone(),
            name: name(v).unwrap_or_else(|| id.clone()),
        })
        .collect()
}

/// Leaders, then offices and departments, all whose hours are the county's, and its meetings: all that can have too much before them.
fn holders(state: &State) -> Vec<Holder> {
    let mut holders = leaders(state);
    for collection in ["offices", "departments", "meetings"] {
        let entries = state.value(collection).and_then(|v| v.as_object());
        holders.extend(entries.into_iter().flatten().map(|(id, v)| {
            Holder {
                id: id.clone(),
                name: patch::get(v, &format!("name.{}", state.lang.code()))
                    .and_then(|n| n.as_str())
                    .map_or_else(|| id.clone(), str::to_owned),
            }
        }));
    }
    holders
}

/// What was changed from the preset, told in words.
pub(super) fn told_in_words(changes: &[patch::Difference], lang: Lang) -> Vec<String> {
    changes
        .iter()
        .map(|d| levers::told(&d.path, d.was.as_ref(), d.is.as_ref(), lang))
        .collect()
}

/// The path of the mechanism's switch that is all that changed, if so.
fn only_switch(changes: &[patch::Difference]) -> Option<&str> {
    let [one] = changes else { return None };
    let lever = levers::LEVERS.iter().find(|it| it.path == one.path)?;
    (lever.group == levers::Group::Mechanisms).then_some(lever.path)
}

/// What plausible counties say of the change that the sentence tells of, once they have been asked.
fn counties(state: &State) -> Option<&Counties> {
    let told = state.told.as_ref()?;
    let counties = state.counties.as_deref()?;
    (told.moment == state.now).then_some(counties)
}

/// The sentence of the last look.
fn told(state: &State) -> Option<Sentence> {
    let run = state.told.as_ref()?;
    let changes = state.changes_of(&run.moment);
    Some(sentence(&Case {
        switch: only_switch(&changes),
        lang: state.lang,
        changes: &told_in_words(&changes, state.lang),
        figures: &run.figures,
        holders: &holders(state),
        counties: counties(state),
    }))
}

/// The sentence, what supports it, and how far the replications are.
#[component]
pub fn Headline(props: &SimulateProps) -> Html {
    let SimulateProps { state, act } = props;
    let lang = state.lang;
    let old = state
        .told
        .as_ref()
        .is_some_and(|run| run.moment != state.now);
    let told = told(state);
    let headline = match &told {
        Some(told) => html! {
            { for told.headline.iter().enumerate().map(|(i, p)| if p.strong {
                html! { <strong key={i}>{ &p.text }</strong> }
            } else {
                html! { <span key={i}>{ &p.text }</span> }
            }) }
        },
        None if state.problems.is_empty() => html! { <span>{ word(lang, "words.opening") }</span> },
        None => html! { <span>{ word(lang, "words.refused") }</span> },
    };
    let (detail, elsewhere) = told
        .map(|told| (told.detail, told.elsewhere))
        .unwrap_or_default();
    let elsewhere = (!elsewhere.is_empty()).then(|| in_plausible_counties(state, elsewhere));
    let written = state.value("horizon.years").and_then(|v| v.as_f64());
    let observed = state.told.as_ref().map(|run| run.figures.years);
    let fewer = written
        .zip(observed)
        .filter(|(written, observed)| written != observed)
        .map(|(written, observed)| {
            let plain = |years| levers::plain(years, Unit::Bare);
            let (written, years) = (plain(written), plain(observed));
            say(
                lang,
                "words.observed",
                &[("written", &written), ("years", &years)],
            )
        });
    let remark = old.then(|| {
        word(
            lang,
            if state.problems.is_empty() {
                "words.older"
            } else {
                "words.last_valid"
            },
        )
    });
    html! {
        <section class="headline" aria-labelledby="sentence">
            <h1 id="sentence" tabindex="-1" class={classes!(old.then_some("older"))} aria-live="polite" aria-busy={state.running().to_string()}>{ headline }</h1>
            <div class="headline-foot">
                <p class="detail">{ detail }{ for fewer }{ for elsewhere }
                    <Explain term={word(lang, "words.luck_term")} text={word(lang, "words.luck_explained")} {lang} />
                    <span class="remark">{ remark.unwrap_or_default() }</span>
                    { " " }<a id="to-walk" href="#/train?class=walk">{ word(lang, "place.walk") }</a>
                </p>
                { progress(state, act) }
            </div>
        </section>
    }
}

/// In how many plausible counties it holds too, and the way to where more is said of them.
fn in_plausible_counties(state: &State, told: String) -> Html {
    html! {
        <span id="elsewhere">
            { " " }{ told }{ " " }
            <a href={link::write(Place::Compare, &state.now)}>{ word(state.lang, "place.compare") }</a>
        </span>
    }
}

/// "32 次重复中的第 12 次", and the key that stops it.
fn progress(state: &Rc<State>, act: &Callback<Action>) -> Html {
    let lang = state.lang;
    let of = state.run.as_ref().map_or(0, |run| run.figures.of);
    let n = state
        .run
        .as_ref()
        .filter(|_| state.current())
        .map_or(0, |run| run.figures.n);
    let running = state.running();
    let text = if state.stopped {
        say(
            lang,
            "progress.stopped",
            &[("n", &n.to_string()), ("of", &of.to_string())],
        )
    } else if !state.problems.is_empty() {
        word(lang, "progress.refused")
    } else if running && n == 0 {
        word(lang, "progress.starting")
    } else if running {
        say(
            lang,
            "progress.running",
            &[("n", &n.to_string()), ("of", &of.to_string())],
        )
    } else {
        say(lang, "progress.done", &[("n", &n.to_string())])
    };
    let turn = {
        let (act, stopped) = (act.clone(), state.stopped);
        Callback::from(move |_: MouseEvent| act.emit(Action::Stop(!stopped)))
    };
    let key = if state.stopped {
        "progress.go_on"
    } else {
        "progress.stop"
    };
    html! {
        <div class="progress" id="progress" data-n={n.to_string()} data-of={of.to_string()} data-running={running.to_string()}>
            <progress max={of.max(1).to_string()} value={n.to_string()} aria-label={word(lang, "progress.label")}></progress>
            <span>{ text }</span>
            <button type="button" id="stop" class="quiet" hidden={!running && !state.stopped} onclick={turn}>{ word(lang, key) }</button>
        </div>
    }
}

/// One of the four figures.
pub(crate) struct Card {
    id: &'static str,
    pub(crate) metric: &'static str,
    pub(crate) unit: Unit,
    factor: f64,
}

/// The four, in the order they stand.
pub(crate) const CARDS: [Card; 4] = [
    Card {
        id: "lead-time",
        metric: LEAD_TIME,
        unit: Unit::Days,
        factor: 1.0,
    },
    Card {
        id: "responded",
        metric: RESPONDED,
        unit: Unit::InTenThousand,
        factor: 1.0,
    },
    Card {
        id: "agreement",
        metric: AGREEMENT,
        unit: Unit::Share,
        factor: 1.0,
    },
    Card {
        id: "leaders-hours",
        metric: LEADERS_HOURS,
        unit: Unit::Hours,
        factor: 1.0 / MONTHS,
    },
];

/// The four figures.
#[component]
pub fn KeyFigures(props: &SimulateProps) -> Html {
    let state = &props.state;
    html! {
        <section class="figures" aria-label={word(state.lang, "figures.label")}>
            { for CARDS.iter().map(|card| figure(state, card)) }
        </section>
    }
}

fn figure(state: &State, card: &Card) -> Html {
    let lang = state.lang;
    let run = state.run.as_ref();
    let compared = run
        .map(|run| run.figures.metric(card.metric).times(card.factor))
        .unwrap_or_default();
    let reform = run.is_some_and(|run| run.figures.reform);
    let now = Estimate::from(compared.now);
    let (name, explained) = (card.name(lang), card.explained());
    let told = compared.verdict == Verdict::Told;
    let waiting = run.is_none();
    html! {
        <article key={card.id} class={classes!("panel", "figure", (reform && told).then_some("told"))} id={format!("figure-{}", card.id)}>
            <div class="figure-head">
                <h2>{ name.clone() }<Explain term={name.clone()} text={word(lang, explained)} {lang} /></h2>
                <span class="figure-preset">{ preset(&compared, card, reform, lang) }</span>
            </div>
            <p class="figure-now"><span class="figure-number">{ if waiting && state.problems.is_empty() { "…".to_owned() } else { number(now, card.unit) } }</span>
                <span class="figure-unit">{ card.unit.word(lang) }</span></p>
            <div class="figure-bar">{ bar(&compared, card, reform, &name, lang) }</div>
            <p class="figure-difference">
                { difference(&compared, card, reform, waiting, lang) }
                if let Some(open) = still_open(state, card) { <small class="figure-open">{ open }</small> }
                if compared.common { <small class="figure-common">{ word(lang, "figure.common") }</small> }
            </p>
        </article>
    }
}

/// Of a turnaround: the share of matters that were still open at the end, which makes it less than it is in truth; nothing where that is
/// less than one in a hundred.
fn still_open(state: &State, card: &Card) -> Option<String> {
    let run = state.run.as_ref()?;
    let open = run.figures.metric("turnaround.censored.share").now;
    let told = card.id == "lead-time" && open.value? >= 0.01;
    told.then(|| {
        let share = quantity(open.into(), Unit::Share, state.lang);
        say(state.lang, "figure.still_open", &[("share", &share)])
    })
}

impl Card {
    /// Its name as people read it.
    pub(crate) fn name(&self, lang: Lang) -> String {
        word(lang, &format!("figure.{}.name", self.id.replace('-', "_")))
    }

    /// Key of its explanation.
    pub(crate) fn explained(&self) -> &'static str {
        match self.id {
            "lead-time" => "figure.lead_time.explained",
            "responded" => "figure.responded.explained",
            "agreement" => "figure.agreement.explained",
            _ => "figure.leaders_hours.explained",
        }
    }
}

fn preset(compared: &Compared, card: &Card, reform: bool, lang: Lang) -> String {
    if !reform {
        return String::new();
    }
    say(
        lang,
        "figure.preset",
        &[("value", &quantity(compared.preset.into(), card.unit, lang))],
    )
}

fn bar(compared: &Compared, card: &Card, reform: bool, name: &str, lang: Lang) -> Html {
    if !reform || compared.difference.value.is_none() {
        return html! { <span></span> };
    }
    let difference = Estimate::from(compared.difference);
    html! { <DifferenceBar {difference} unit={card.unit} name={name.to_owned()} distinguishable={compared.verdict == Verdict::Told} {lang} width={112.0} /> }
}

/// The last line of a figure: its interval, its difference, or that luck cannot be excluded.
fn difference(compared: &Compared, card: &Card, reform: bool, waiting: bool, lang: Lang) -> String {
    if waiting {
        return String::new();
    }
    let now = Estimate::from(compared.now);
    if now.value.is_none() {
        return word(lang, "figure.undefined");
    }
    if !reform {
        let range = interval(now, card.unit);
        return if now.width().is_some_and(|width| width > 0.0) {
            say(lang, "figure.interval", &[("interval", &range)])
        } else {
            String::new()
        };
    }
    let difference = Estimate::from(compared.difference);
    let told = difference_with_interval(difference, card.unit, lang);
    match compared.standing() {
        Standing::Undefined => word(lang, "figure.not_comparable"),
        Standing::Early => say(lang, "figure.early", &[("difference", &told)]),
        Standing::Told => told,
        Standing::Same => word(lang, "figure.same"),
        Standing::Unsure => say(lang, "figure.unsure", &[("difference", &told)]),
        Standing::Luck => {
            let range = interval(difference, card.unit.of_difference());
            say(
                lang,
                "figure.luck",
                &[
                    ("interval", &range),
                    ("unit", &card.unit.of_difference().word(lang)),
                ],
            )
        }
    }
}
