//! The place 回放: a run on any day, forwards and backwards; the same luck under other rules from that day on; a matter's life as a page of its own.

use std::rc::Rc;

use county::scenario::Scenario;
use page::app::browser;
use page::diagram::dates::days_from_date;
use page::i18n::{Lang, say, word};
use page::state::Moment;
use page::worker::engine;
use yew::prelude::*;

use crate::app::PlaceProps;

pub mod agent;
pub mod branch;
pub mod day;
pub mod link;
pub mod matter;
pub mod run;
pub mod steps;
pub mod tell;
pub mod told;

use agent::{GO, LIFE};
use link::Spot;
use run::{News, use_run};
use tell::Tell;

/// What the parts of the place are drawn from.
#[derive(Clone)]
pub struct Shown {
    /// The scenario, mechanisms applied.
    pub scenario: Rc<Scenario>,
    /// The date of day 0, days from 1970-01-01.
    pub epoch: i64,
    /// Language of all words.
    pub lang: Lang,
}

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.scenario, &other.scenario)
            && self.epoch == other.epoch
            && self.lang == other.lang
    }
}

impl Shown {
    /// Its words.
    #[must_use]
    pub fn tell(&self) -> Tell<'_> {
        Tell {
            scenario: &self.scenario,
            epoch: self.epoch,
            lang: self.lang,
        }
    }
}

/// The place.
#[component]
pub fn Replay(props: &PlaceProps) -> Html {
    let PlaceProps {
        lang,
        now,
        query,
        presets,
        hidden,
    } = props;
    let (lang, hidden) = (*lang, *hidden);
    let spot = use_state_eq(|| link::read(&browser::fragment()).unwrap_or_default());
    let run = use_run(now, spot.replication, hidden);
    let known = Rc::clone(&run.known);
    let scenario = use_settled(now, hidden);
    use_spot(&spot, now, hidden);
    let epoch = known
        .opened
        .as_ref()
        .and_then(|it| days_from_date(&it.epoch))
        .unwrap_or(0);
    // The day that is wanted, counted from day 0 and within the run.
    let wanted = known.opened.as_ref().map(|it| {
        let asked = spot.day.map_or(it.start, |day| day - epoch);
        asked.clamp(it.first(), it.last)
    });
    {
        let (run, day) = (run.clone(), known.day.as_ref().map(|it| it.day));
        use_effect_with(
            (wanted, day, known.is_going()),
            move |(wanted, day, going)| {
                if let Some(wanted) = wanted.filter(|it| !*going && Some(*it) != *day) {
                    run.tell.emit(News::Going);
                    run.say.emit(vec![GO.to_owned(), wanted.to_string()]);
                }
            },
        );
    }
    {
        let (run, open) = (run.clone(), known.opened.is_some());
        use_effect_with((spot.matter, open), move |(matter, open)| {
            if let Some(number) = matter.filter(|_| *open) {
                run.say.emit(vec![LIFE.to_owned(), number.to_string()]);
            }
        });
    }
    {
        // A moment that was asked for has been found: the reader goes there.
        let (run, spot, found) = (run.clone(), spot.clone(), known.found);
        use_effect_with(found, move |found| {
            if let Some(Some(day)) = found {
                spot.set(Spot {
                    day: Some(epoch + day),
                    matter: None,
                    follow: spot.matter.or(spot.follow),
                    ..*spot
                });
                run.tell.emit(News::Gone);
            }
        });
    }
    let go = {
        let spot = spot.clone();
        Callback::from(move |to: Spot| spot.set(to))
    };
    let shown = scenario.map(|scenario| Shown {
        scenario,
        epoch,
        lang,
    });
    let title = now
        .preset_in(presets)
        .map_or_else(String::new, |it| it.title(lang));
    let heading = word(
        lang,
        if spot.matter.is_some() {
            "replay.matter_title"
        } else {
            "replay.title"
        },
    );
    let body = match (&shown, wanted) {
        (Some(shown), Some(wanted)) => html! {
            <div>
                if spot.matter.is_some() {
                    <matter::Page shown={shown.clone()} run={run.clone()} spot={*spot} go={go.clone()} />
                }
                <div hidden={spot.matter.is_some()}>
                    <day::Days shown={shown.clone()} run={run.clone()} spot={*spot} {wanted} {go} />
                    <branch::Branch shown={shown.clone()} run={run.clone()} now={Rc::clone(now)} presets={presets.clone()} day={wanted} />
                </div>
            </div>
        },
        _ => html! { <div>{ waiting(&known, lang) }</div> },
    };
    html! {
        <div class="replay" {hidden} data-day={wanted.map(|it| it.to_string())} data-ready={(known.day.as_ref().map(|it| it.day) == wanted && wanted.is_some()).to_string()}>
            <h1 id="replay-title" tabindex="-1">{ heading }</h1>
            <p class="lead unprinted">{ word(lang, "replay.about") }{ " " }<a id="replay-back" href={page::state::link::at(page::state::Place::Simulate, query)}>{ word(lang, "replay.to_simulate") }</a></p>
            { body }
            <p class="printed">{ say(lang, "replay.printed", &[("title", &title), ("seed", &now.seed.to_string()), ("link", &browser::address(&link::write(now, &spot)))]) }</p>
        </div>
    }
}

/// While there is no run to show: that it is on its way, or why there is none.
fn waiting(known: &run::Known, lang: Lang) -> Html {
    if let Some(problem) = &known.broken {
        return html! { <p class="problem" role="alert">{ say(lang, "replay.broken", &[("problem", problem)]) }</p> };
    }
    if !known.problems.is_empty() {
        return html! {
            <section class="panel problem-panel" role="alert"><p>{ word(lang, "replay.refused") }</p>{ page::app::notices::list(&known.problems, lang) }</section>
        };
    }
    html! { <p role="status">{ word(lang, "replay.coming") }</p> }
}

/// The scenario with its mechanisms applied; while another place is shown, the one that was shown last: what has been typed here stays.
#[hook]
fn use_settled(now: &Rc<Moment>, hidden: bool) -> Option<Rc<Scenario>> {
    let last = use_mut_ref(|| None::<(Rc<Moment>, Option<Rc<Scenario>>)>);
    let mut last = last.borrow_mut();
    let is_last = last.as_ref().is_some_and(|it| it.0 == *now);
    if !hidden && !is_last {
        let settled = engine::settled(&now.text()).map(Rc::new);
        *last = Some((Rc::clone(now), settled));
    }
    last.as_ref().and_then(|it| it.1.clone())
}

/// The address follows the spot, and the spot follows an address that somebody opens.
#[hook]
fn use_spot(spot: &UseStateHandle<Spot>, now: &Rc<Moment>, hidden: bool) {
    {
        let spot = spot.clone();
        use_effect_with(hidden, move |hidden| {
            let asked = (!*hidden)
                .then(|| link::read(&browser::fragment()))
                .flatten();
            // A bare link to the place comes back to where the reader was.
            if let Some(asked) = asked.filter(|it| *it != Spot::default()) {
                spot.set(asked);
            }
        });
    }
    {
        let spot = spot.clone();
        use_effect_with((), move |()| {
            let setter = spot.setter();
            let listener = browser::on_window("hashchange", move |_| {
                let asked = link::read(&browser::fragment());
                if let Some(asked) = asked.filter(|it| *it != Spot::default()) {
                    setter.set(asked);
                }
            });
            move || drop(listener)
        });
    }
    use_effect_with((**spot, Rc::clone(now), hidden), |(spot, now, hidden)| {
        let link = link::write(now, spot);
        // After the page has written its own, and not a hundred times while a slider moves.
        let hidden = *hidden;
        let pause = gloo_timers::callback::Timeout::new(350, move || {
            // Nor after the reader has left.
            if !hidden && link::read(&browser::fragment()).is_some() {
                browser::set_fragment(&link);
            }
        });
        move || drop(pause)
    });
}
