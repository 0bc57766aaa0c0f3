//! A matter's life as a page of its own, to be read and printed: its timeline in the eight parts, who held it when, what was said and surfaced, what
//! the law asked at each step, how it ended and what came of it.

use std::rc::Rc;

use page::diagram::life::Life;
use page::i18n::{say, word};
use page::words::changes::{asks, cited};
use yew::prelude::*;

use super::Shown;
use super::link::Spot;
use super::run::Run;
use super::steps::Steps;
use super::told::{Clock, Lived, Step};

/// Properties of [`Page`].
#[derive(Properties, PartialEq)]
pub struct PageProps {
    /// What it is drawn from.
    pub shown: Shown,
    /// The run.
    pub run: Run,
    /// Where the reader is.
    pub spot: Spot,
    /// Goes to a spot.
    pub go: Callback<Spot>,
}

/// The page of the matter whose number the spot names.
#[component]
pub fn Page(props: &PageProps) -> Html {
    let PageProps {
        shown,
        run,
        spot,
        go,
    } = props;
    let lang = shown.lang;
    let to = |matter: Option<u32>| {
        let (go, spot) = (go.clone(), *spot);
        Callback::from(move |_: MouseEvent| go.emit(Spot { matter, ..spot }))
    };
    let print = Callback::from(|_: MouseEvent| {
        if let Some(window) = web_sys::window() {
            // Refused where nothing can be printed.
            let _ = window.print();
        }
    });
    let lived = match &run.known.lived {
        Some(Ok(lived)) if Some(lived.number) == spot.matter => Some(lived),
        _ => None,
    };
    let missing = matches!(&run.known.lived, Some(Err(number)) if Some(*number) == spot.matter);
    let [before, after] = lived.map_or([None; 2], |it| it.neighbours);
    let day = run.known.day.as_ref().map_or(0, |it| it.day);
    let body = match lived {
        Some(lived) => body(shown, lived, go, *spot),
        None if missing => {
            let number = spot.matter.unwrap_or_default().to_string();
            html! { <p class="problem" role="alert">{ say(lang, "replay.no_matter", &[("number", &number)]) }</p> }
        }
        None => html! { <p role="status">{ word(lang, "replay.matter_coming") }</p> },
    };
    html! {
        <article class="matter-life" id="matter-life-page" data-matter={lived.map(|it| it.number.to_string())}>
            <div class="matter-keys unprinted">
                <button type="button" id="matter-close" onclick={to(None)}>{ word(lang, "replay.to_day") }</button>
                <button type="button" id="matter-before" disabled={before.is_none()} onclick={to(before.or(spot.matter))}>{ word(lang, "replay.matter_before") }</button>
                <button type="button" id="matter-after" disabled={after.is_none()} onclick={to(after.or(spot.matter))}>{ word(lang, "replay.matter_after") }</button>
                <button type="button" id="matter-print" onclick={print}>{ word(lang, "replay.print") }</button>
            </div>
            <Steps run={run.clone()} spot={*spot} {day} epoch={shown.epoch} {lang} go={go.clone()} />
            { body }
        </article>
    }
}

fn body(shown: &Shown, lived: &Rc<Lived>, go: &Callback<Spot>, spot: Spot) -> Html {
    let (lang, tell) = (shown.lang, shown.tell());
    let playback = Rc::new(lived.playback.clone());
    let ongo = {
        let (go, epoch) = (go.clone(), shown.epoch);
        Callback::from(move |tick: i64| {
            go.emit(Spot {
                day: Some(epoch + tick.div_euclid(kernel::DAY)),
                matter: None,
                ..spot
            });
        })
    };
    let beside = lived
        .beside
        .iter()
        .map(|it| html! { <li>{ tell.dated(it) }</li> });
    html! {
        <>
            <section class="panel" aria-labelledby="matter-path"><h2 id="matter-path">{ word(lang, "replay.path") }</h2><Life {playback} scenario={Rc::clone(&shown.scenario)} chosen={Some(lived.number)} {lang} {ongo} own={true} /></section>
            <section class="panel" aria-labelledby="matter-steps">
                <h2 id="matter-steps">{ word(lang, "replay.steps") }</h2>
                <ol class="matter-steps">{ for lived.steps.iter().map(|it| step(shown, lived, it)) }</ol>
                if !lived.beside.is_empty() {
                    <h3>{ word(lang, "replay.beside") }</h3>
                    <ul>{ for beside }</ul>
                }
            </section>
            <section class="panel" aria-labelledby="matter-clocks">
                <h2 id="matter-clocks">{ word(lang, "replay.clocks") }</h2>
                if lived.clocks.is_empty() { <p>{ word(lang, "replay.no_clocks") }</p> }
                <ul>{ for lived.clocks.iter().map(|it| html! { <li class={classes!(it.overrun.is_some().then_some("overrun"))}>{ clock(shown, it) }</li> }) }</ul>
            </section>
        </>
    }
}

/// A visit to a stage: from when to when, who held it, what the law asks there, what was said.
fn step(shown: &Shown, lived: &Lived, it: &Step) -> Html {
    let (lang, tell) = (shown.lang, shown.tell());
    let case = lived.playback.cases.first();
    let Some(visit) = case.and_then(|case| case.visits.get(it.visit)) else {
        return html! {};
    };
    let names = page::diagram::names::Names {
        playback: &lived.playback,
        scenario: &shown.scenario,
        lang,
    };
    let over = visit
        .done
        .map_or_else(|| word(lang, "replay.still_there"), |it| tell.date(it));
    let from = tell.date(visit.ready);
    let key = match from == over {
        true => "replay.held_that_day",
        false => "replay.held",
    };
    let head = [("from", from), ("to", over), ("who", names.held_by(visit))];
    let head = head.each_ref().map(|(name, it)| (*name, it.as_str()));
    let article = |id: &String| {
        html! { <li><strong>{ cited(id, lang) }</strong>{ lang.of("：", ": ") }{ asks(id, lang) }</li> }
    };
    html! {
        <li>
            <h3>{ names.stage(visit.stage) }</h3>
            <p>{ say(lang, key, &head) }</p>
            if !it.articles.is_empty() {
                <p class="step-law">{ word(lang, "replay.law_asks") }</p>
                <ul class="step-law">{ for it.articles.iter().map(article) }</ul>
            }
            if !it.said.is_empty() {
                <ul class="step-said">{ for it.said.iter().map(|it| html! { <li>{ tell.dated(it) }</li> }) }</ul>
            }
        </li>
    }
}

/// A clock in a sentence: what it asks, from when, until when, and whether it held.
fn clock(shown: &Shown, it: &Clock) -> String {
    let (lang, tell) = (shown.lang, shown.tell());
    let length = say(
        lang,
        &format!("replay.length.{}", it.counts),
        &[(
            "length",
            &page::levers::plain(it.length, page::charts::numbers::Unit::Bare),
        )],
    );
    let (article, from, due) = (
        cited(&it.article, lang),
        tell.date(it.from),
        tell.date(it.due),
    );
    let asked = say(
        lang,
        if it.pauses {
            "replay.clock_pauses"
        } else {
            "replay.clock"
        },
        &[
            ("article", &article),
            ("length", &length),
            ("from", &from),
            ("due", &due),
        ],
    );
    let held = match (it.overrun, it.stopped) {
        (Some(overrun), _) => say(lang, "replay.overrun", &[("date", &tell.date(overrun))]),
        (None, Some(stopped)) => say(lang, "replay.kept", &[("date", &tell.date(stopped))]),
        (None, None) => word(lang, "replay.runs"),
    };
    asked + &held
}
