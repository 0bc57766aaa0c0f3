//! The life of one matter: its visits in order, each with the eight parts of its time.

use std::rc::Rc;

use county::event::Part;
use county::scenario::Scenario;
use kernel::{DAY, Tick};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::dates::{days_from_date, moment};
use super::playback::{CaseTrack, Ending, Playback, Visit};
use crate::charts::ink::part_name;
use crate::charts::numbers::{Estimate, Unit, quantity};
use crate::charts::{Lang, days};
use crate::i18n::{name_of, say, word};

/// Properties of [`Life`].
#[derive(Debug, Properties, PartialEq)]
pub struct LifeProps {
    /// The run.
    pub playback: Rc<Playback>,
    /// Its scenario.
    pub scenario: Rc<Scenario>,
    /// Number of the matter chosen.
    pub chosen: Option<u32>,
    /// Language of the words.
    pub lang: Lang,
    /// Told which matter is chosen.
    pub onchoose: Callback<Option<u32>>,
}

/// A list of matters, for those who do not point, and the life of the one chosen.
#[component]
pub fn Life(props: &LifeProps) -> Html {
    let LifeProps {
        playback,
        scenario,
        chosen,
        lang,
        onchoose,
    } = props;
    let lang = *lang;
    let choose = {
        let onchoose = onchoose.clone();
        Callback::from(move |event: Event| {
            if let Some(select) = event
                .target()
                .and_then(|t| t.dyn_into::<HtmlSelectElement>().ok())
            {
                onchoose.emit(select.value().parse().ok());
            }
        })
    };
    let epoch = days_from_date(&playback.epoch).unwrap_or(0);
    let title = |case: &CaseTrack| {
        let id = playback
            .classes
            .get(usize::from(case.class))
            .cloned()
            .unwrap_or_default();
        let class = scenario
            .world
            .classes
            .get(&id)
            .map_or(id, |c| name_of(lang, &c.name));
        let date = moment(epoch, case.registered).date(lang);
        say(
            lang,
            "diagram.matter",
            &[
                ("number", &case.number.to_string()),
                ("class", &class),
                ("date", &date),
            ],
        )
    };
    let option = |case: &CaseTrack| {
        let number = case.number.to_string();
        html! { <option key={number.clone()} value={number} selected={*chosen == Some(case.number)}>{ title(case) }</option> }
    };
    let case = playback
        .cases
        .iter()
        .find(|case| Some(case.number) == *chosen);
    html! {
        <div class="life">
            <label for="matter">{ word(lang, "diagram.choose") }</label>
            <select id="matter" onchange={choose}>
                <option value="" selected={case.is_none()}>{ word(lang, "diagram.none_chosen") }</option>
                { for playback.cases.iter().map(option) }
            </select>
            <div id="matter-life" aria-live="polite">{ for case.map(|case| life(props, case, epoch)) }</div>
        </div>
    }
}

fn life(props: &LifeProps, case: &CaseTrack, epoch: i64) -> Html {
    let lang = props.lang;
    let ending = match case.ending {
        Ending::Published => "diagram.published",
        Ending::Refused => "diagram.refused",
        Ending::Open => "diagram.open",
    };
    let total: Tick = case.parts().iter().sum();
    let told = say(lang, ending, &[("days", &in_days(total, lang))]);
    let rows = case
        .speaking()
        .into_iter()
        .filter_map(|i| case.visits.get(i))
        .map(|visit| row(props, visit, epoch));
    html! {
        <>
            <p>{ told }</p>
            { bar(&case.parts(), total, lang) }
            <table class="visits">
                <thead><tr>
                    <th scope="col">{ word(lang, "diagram.stage") }</th>
                    <th scope="col">{ word(lang, "diagram.begun") }</th>
                    <th scope="col">{ word(lang, "diagram.took") }</th>
                    <th scope="col">{ word(lang, "diagram.parts") }</th>
                </tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
        </>
    }
}

fn row(props: &LifeProps, visit: &Visit, epoch: i64) -> Html {
    let LifeProps {
        playback,
        scenario,
        lang,
        ..
    } = props;
    let name = playback.stages.get(usize::from(visit.stage)).map(|id| {
        let stage = scenario
            .procedures
            .get(&id.procedure)
            .and_then(|p| p.stages.get(&id.stage));
        stage.map_or_else(|| id.stage.clone(), |s| name_of(*lang, &s.name))
    });
    let total: Tick = visit.parts.iter().sum();
    let took = if visit.done.is_some() {
        in_days(total, *lang)
    } else {
        word(*lang, "diagram.still")
    };
    html! {
        <tr>
            <th scope="row">{ name.unwrap_or_default() }</th>
            <td>{ moment(epoch, visit.ready).date(*lang) }</td>
            <td>{ took }</td>
            <td>{ bar(&visit.parts, total, *lang) }</td>
        </tr>
    }
}

fn in_days(ticks: Tick, lang: Lang) -> String {
    quantity(Estimate::exact(ticks as f64 / DAY as f64), Unit::Days, lang)
}

/// The eight parts side by side, said in words too.
fn bar(parts: &[Tick; 8], total: Tick, lang: Lang) -> Html {
    let there: Vec<_> = Part::ALL
        .into_iter()
        .zip(parts)
        .filter(|(_, ticks)| **ticks > 0)
        .collect();
    let said: Vec<String> = there
        .iter()
        .map(|(part, ticks)| format!("{} {}", days::name(*part, lang), in_days(**ticks, lang)))
        .collect();
    let piece = |(part, ticks): &(Part, &Tick)| {
        let share = **ticks as f64 / total.max(1) as f64 * 100.0;
        html! { <span class={format!("piece ink-part-{}", part_name(*part))} style={format!("width: {share:.2}%")}></span> }
    };
    let said = said.join(lang.of("，", ", "));
    html! { <span class="parts-bar" role="img" aria-label={said.clone()} title={said}>{ for there.iter().map(piece) }</span> }
}
