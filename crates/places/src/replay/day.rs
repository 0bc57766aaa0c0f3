//! A day of the run: what happens, and what stands in the county when it begins.

use std::rc::Rc;

use kernel::DAY;
use page::diagram::dates::{days_from_date, moment};
use page::i18n::{say, word};
use yew::prelude::*;

use super::Shown;
use super::link::{Spot, iso};
use super::run::Run;
use super::steps::Steps;
use super::told::{Agenda, Day, Open};
use crate::compare::typed;

/// Desks are listed up to so many.
const DESKS: usize = 12;

/// Properties of [`Days`].
#[derive(Properties, PartialEq)]
pub struct DaysProps {
    /// What it is drawn from.
    pub shown: Shown,
    /// The run.
    pub run: Run,
    /// Where the reader is.
    pub spot: Spot,
    /// The day that is wanted.
    pub wanted: i64,
    /// Goes to a spot.
    pub go: Callback<Spot>,
}

/// The day, and the ways to others.
#[component]
pub fn Days(props: &DaysProps) -> Html {
    let DaysProps {
        shown,
        run,
        spot,
        wanted,
        go,
    } = props;
    let lang = shown.lang;
    let Some(opened) = &run.known.opened else {
        return html! {};
    };
    let long = |day: i64| moment(shown.epoch, day * DAY).date(lang);
    let slide = {
        let (go, spot, epoch) = (go.clone(), *spot, shown.epoch);
        Callback::from(move |event: InputEvent| {
            if let Ok(day) = typed(&event).parse::<i64>() {
                go.emit(Spot {
                    day: Some(epoch + day),
                    ..spot
                });
            }
        })
    };
    let date = {
        let (go, spot) = (go.clone(), *spot);
        Callback::from(move |event: Event| {
            if let Some(day) = days_from_date(&typed(&event)) {
                go.emit(Spot {
                    day: Some(day),
                    ..spot
                });
            }
        })
    };
    let written = |day: i64| iso(shown.epoch + day);
    let first = opened.first();
    html! {
        <>
            <section class="panel replay-ways" aria-labelledby="replay-day">
                <h2 id="replay-day" aria-live="polite">{ long(*wanted) }</h2>
                <div class="replay-slide unprinted">
                    <input type="range" id="replay-slider" min={first.to_string()} max={opened.last.to_string()} step="1" value={wanted.to_string()}
                        aria-label={word(lang, "replay.slider")} aria-valuetext={long(*wanted)} oninput={slide} />
                    <label for="replay-date">{ word(lang, "replay.date") }</label>
                    <input type="date" id="replay-date" min={written(first)} max={written(opened.last)} value={written(*wanted)} onchange={date} />
                </div>
                <Steps run={run.clone()} spot={*spot} day={*wanted} epoch={shown.epoch} {lang} go={go.clone()} />
                <p class="hint unprinted">{ word(lang, "replay.one_luck") }</p>
            </section>
            <div>if let Some(day) = &run.known.day { <Stands shown={shown.clone()} day={Rc::clone(day)} spot={*spot} go={go.clone()} /> }</div>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct StandsProps {
    shown: Shown,
    day: Rc<Day>,
    spot: Spot,
    go: Callback<Spot>,
}

/// What happens on the day, and what stands when it begins.
#[component]
fn Stands(props: &StandsProps) -> Html {
    let StandsProps {
        shown,
        day,
        spot,
        go,
    } = props;
    let (lang, tell) = (shown.lang, shown.tell());
    let news = day.news.iter().map(|it| {
        html! { <li><time>{ tell.time(it.tick) }</time>{ " " }<span>{ tell.event(it) }</span></li> }
    });
    let routine = say(
        lang,
        "replay.routine",
        &[("count", &day.routine.to_string())],
    );
    let desk = |(who, count): &(page::diagram::playback::Holder, u32)| {
        html! { <tr><th scope="row">{ tell.holder(who) }</th><td>{ say(lang, "replay.cases", &[("count", &count.to_string())]) }</td></tr> }
    };
    let away = day.away.iter().map(|(leader, until, called)| {
        let key = if *called {
            "replay.called"
        } else {
            "replay.away"
        };
        let said = say(
            lang,
            key,
            &[("who", &tell.leader(leader)), ("until", &tell.date(*until))],
        );
        html! { <li>{ said }</li> }
    });
    let nobody = day.away.is_empty().then(|| word(lang, "replay.all_there"));
    html! {
        <div class="replay-stands" id="replay-stands" data-day={day.day.to_string()}>
            <section class="panel" aria-labelledby="replay-news">
                <h3 id="replay-news">{ word(lang, "replay.news") }</h3>
                <ol class="replay-news">{ for news }</ol>
                <p class="hint">{ routine }</p>
            </section>
            <section class="panel" aria-labelledby="replay-agendas">
                <h3 id="replay-agendas">{ word(lang, "replay.agendas") }</h3>
                <ul class="replay-agendas">{ for day.agendas.iter().map(|it| agenda(it, shown)) }</ul>
            </section>
            <section class="panel" aria-labelledby="replay-desks">
                <h3 id="replay-desks">{ word(lang, "replay.desks") }</h3>
                <table><caption class="out-of-sight">{ word(lang, "replay.desks") }</caption><tbody>{ for day.desks.iter().take(DESKS).map(desk) }</tbody></table>
            </section>
            <section class="panel" aria-labelledby="replay-away">
                <h3 id="replay-away">{ word(lang, "replay.who_is_away") }</h3>
                <ul>{ for away }</ul>
                <p>{ for nobody }</p>
            </section>
            <section class="panel replay-matters" aria-labelledby="replay-matters">
                <h3 id="replay-matters">{ say(lang, "replay.matters", &[("count", &day.matters.len().to_string())]) }</h3>
                <p class="hint">{ say(lang, "replay.others", &[("count", &day.others.to_string())]) }</p>
                <ul class="replay-list">{ for day.matters.iter().map(|it| matter(it, shown, *spot, go)) }</ul>
            </section>
        </div>
    }
}

fn agenda(it: &Agenda, shown: &Shown) -> Html {
    let (lang, tell) = (shown.lang, shown.tell());
    let meeting = tell.meeting(&it.meeting);
    let head = match it.next {
        Some(next) => say(
            lang,
            "replay.sits",
            &[
                ("meeting", &meeting),
                ("date", &tell.date(next)),
                ("time", &tell.time(next)),
            ],
        ),
        None => say(lang, "replay.sits_no_more", &[("meeting", &meeting)]),
    };
    let matters: Vec<String> = it
        .matters
        .iter()
        .map(|(number, class)| tell.matter(*number, class))
        .collect();
    let on = match matters.is_empty() {
        true => word(lang, "replay.nothing_on"),
        false => say(
            lang,
            "replay.on_agenda",
            &[
                ("count", &matters.len().to_string()),
                ("matters", &matters.join(lang.of("、", ", "))),
            ],
        ),
    };
    html! { <li><strong>{ head }</strong>{ on }</li> }
}

/// A matter under way: where it is, the way to its page, and the key by which it is followed.
fn matter(it: &Open, shown: &Shown, spot: Spot, go: &Callback<Spot>) -> Html {
    let (lang, tell) = (shown.lang, shown.tell());
    let name = tell.matter(it.number, &it.class);
    let place = it.at.iter().map(|at| {
        let stage = tell.stage(&it.procedure, &at.stage);
        let doing = word(lang, &format!("replay.doing.{}", at.doing));
        let place = say(
            lang,
            "replay.place",
            &[("stage", &stage), ("doing", &doing)],
        );
        match at.holders.is_empty() {
            true => place,
            false => {
                let who = tell.holders(&at.holders);
                say(
                    lang,
                    "replay.place_with",
                    &[("place", &place), ("who", &who)],
                )
            }
        }
    });
    let places: Vec<String> = place.collect();
    let place = match places.is_empty() {
        true => word(lang, "replay.between"),
        false => places.join(lang.of("；", "; ")),
    };
    let followed = spot.follow == Some(it.number);
    let opens = {
        let (go, number) = (go.clone(), it.number);
        Callback::from(move |_: MouseEvent| {
            go.emit(Spot {
                matter: Some(number),
                ..spot
            });
        })
    };
    let follows = {
        let (go, number) = (go.clone(), it.number);
        Callback::from(move |_: MouseEvent| {
            go.emit(Spot {
                follow: (!followed).then_some(number),
                ..spot
            });
        })
    };
    let days = say(lang, "replay.day_of", &[("days", &it.days.to_string())]);
    let urgent = it.urgent.then(|| word(lang, "replay.urgent"));
    let decided = it.decided.then(|| word(lang, "replay.after"));
    html! {
        <li key={it.number} class={classes!(followed.then_some("followed"))}>
            <button type="button" class="matter-page" data-matter={it.number.to_string()} onclick={opens}>{ name.clone() }</button>
            <span class="matter-at">{ place }{ " · " }{ days }{ for urgent }{ for decided }</span>
            <button type="button" class="quiet follow" aria-pressed={followed.to_string()} aria-label={say(lang, "replay.follow_label", &[("matter", &name)])} onclick={follows}>{ word(lang, "replay.follow") }</button>
        </li>
    }
}
