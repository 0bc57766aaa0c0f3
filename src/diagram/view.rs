//! The diagram on the page: lanes, boxes and links drawn once by the virtual DOM; what moves is the [`Theatre`]'s.

use std::rc::Rc;

use county::scenario::Scenario;
use kernel::Tick;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::clock::{SPEEDS, next_day};
use super::layout::Layout;
use super::leaders::Leaders;
use super::life::Life;
use super::matters::Matters;
use super::playback::Playback;
use super::player::{Shared, run, set, still};
use super::scenery::scenery;
use super::theatre::Play;
use crate::charts::Lang;
use crate::charts::figure::use_width;
use crate::charts::node::coordinate;
use crate::components::Same;
use crate::i18n::{name_of, say, word};

/// Colours of classes that the style sheet tells apart: `class-0` … .
pub(super) const COLOURS: usize = 7;

/// The colour of every class of a run: its place among those of its own procedure, which are what the diagram shows at once.
pub(super) fn colours(playback: &Playback, scenario: &Scenario) -> Vec<usize> {
    let procedure = |id: &String| scenario.world.classes.get(id).map(|it| &it.procedure);
    let classes = &playback.classes;
    let place = |(at, id): (usize, &String)| {
        let before = classes[..at].iter();
        let place = before.filter(|it| procedure(it) == procedure(id)).count();
        place % COLOURS
    };
    classes.iter().enumerate().map(place).collect()
}

/// Properties of [`AtWork`].
#[derive(Debug, Properties)]
pub struct AtWorkProps {
    /// What happened.
    pub playback: Rc<Playback>,
    /// Under which scenario, mechanisms applied.
    pub scenario: Rc<Scenario>,
    /// Language of the words.
    pub lang: Lang,
}

// Identity, not contents: comparing the contents on every move of a lever takes longer than drawing.
impl PartialEq for AtWorkProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.playback, &other.playback)
            && Rc::ptr_eq(&self.scenario, &other.scenario)
            && self.lang == other.lang
    }
}

/// The procedures there are, the major ones first.
fn procedures(scenario: &Scenario) -> Vec<&String> {
    let mut ids: Vec<_> = scenario.procedures.keys().collect();
    let major = |id: &str| scenario.procedures.get(id).is_some_and(|it| it.major);
    kernel::order::sort_short(&mut ids, |a, b| major(a) && !major(b));
    ids
}

/// The county at work, with its player and the life of a chosen matter.
#[component]
pub fn AtWork(props: &AtWorkProps) -> Html {
    let AtWorkProps {
        playback,
        scenario,
        lang,
    } = props;
    let lang = *lang;
    let wanted = use_state_eq(String::new);
    let procedure = if scenario.procedures.contains_key(&wanted) {
        (*wanted).clone()
    } else {
        procedures(scenario)
            .first()
            .map(|id| (*id).clone())
            .unwrap_or_default()
    };
    let width = use_state_eq(|| 720.0);
    let playing = use_state_eq(|| false);
    let chosen = use_state_eq(|| None::<u32>);
    let at = use_state_eq(|| playback.from);
    let stage = use_node_ref();
    let onwidth = {
        let width = width.clone();
        Callback::from(move |w: f64| width.set(w))
    };
    use_width(&stage, onwidth);
    let layout = use_memo(
        (Rc::clone(scenario), procedure.clone(), lang, *width),
        |(scenario, procedure, lang, width)| Layout::of(scenario, procedure, *lang, *width),
    );
    let player = use_memo((), |()| Shared::default());
    let still_life = use_memo((Same(Rc::clone(&layout)), lang), |_| scenery(&layout, lang));
    {
        let at = at.clone();
        player.borrow_mut().stands = Callback::from(move |t: Tick| at.set(t));
    }
    let nodes = [
        use_node_ref(),
        use_node_ref(),
        use_node_ref(),
        use_node_ref(),
        use_node_ref(),
    ];

    {
        let (player, nodes, playing) = (Rc::clone(&player), nodes.clone(), playing.clone());
        let play = Play {
            playback: Rc::clone(playback),
            layout: Rc::clone(&layout),
            procedure: procedure.clone(),
            colours: colours(playback, scenario),
            meeting_names: playback
                .meetings
                .iter()
                .map(|m| {
                    scenario
                        .meetings
                        .get(&m.id)
                        .map_or_else(|| m.id.clone(), |it| name_of(lang, &it.name))
                })
                .collect(),
            lang,
            reduced: still(),
        };
        let of = (Same(Rc::clone(playback)), Same(Rc::clone(&layout)), lang);
        use_effect_with(of, move |_| set(&player, &nodes, play, &playing));
    }
    let press = {
        let (player, playing) = (Rc::clone(&player), playing.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(theatre) = &mut player.borrow_mut().theatre {
                if *playing {
                    theatre.clock.playing = false
                } else {
                    theatre.clock.play()
                }
                playing.set(theatre.clock.playing);
            }
            run(&player);
        })
    };
    let go = {
        let (player, playing) = (Rc::clone(&player), playing.clone());
        move |whither: &dyn Fn(Tick) -> Tick| {
            if let Some(theatre) = &mut player.borrow_mut().theatre {
                let t = whither(theatre.clock.tick());
                theatre.clock.seek(t);
            }
            playing.set(false);
            run(&player);
        }
    };
    let step = {
        let (go, playback) = (go.clone(), Rc::clone(playback));
        Callback::from(move |_: MouseEvent| {
            go(&|t| playback.next_change(t).unwrap_or(playback.to));
        })
    };
    let next_day = {
        let go = go.clone();
        Callback::from(move |_: MouseEvent| go(&next_day))
    };
    let go_to = Callback::from(move |t: Tick| go(&|_| t));
    let seek = {
        let (player, playing) = (Rc::clone(&player), playing.clone());
        Callback::from(move |event: InputEvent| {
            let input = event
                .target()
                .and_then(|t| t.dyn_into::<HtmlInputElement>().ok());
            let Some(t) = input.map(|i| i.value_as_number()).filter(|t| t.is_finite()) else {
                return;
            };
            if let Some(theatre) = &mut player.borrow_mut().theatre {
                theatre.clock.seek(t as Tick);
            }
            playing.set(false);
            run(&player);
        })
    };
    let pace = {
        let player = Rc::clone(&player);
        Callback::from(move |event: Event| {
            let select = event
                .target()
                .and_then(|t| t.dyn_into::<HtmlSelectElement>().ok());
            let chosen = select.map(|it| it.value());
            let is_chosen = |speed: &&f64| chosen.as_deref() == Some(&speed.to_string());
            let Some(&speed) = SPEEDS.iter().find(is_chosen) else {
                return;
            };
            if let Some(theatre) = &mut player.borrow_mut().theatre {
                theatre.clock.speed = speed;
            }
        })
    };
    let turn = {
        let wanted = wanted.clone();
        Callback::from(move |event: Event| {
            if let Some(select) = event
                .target()
                .and_then(|t| t.dyn_into::<HtmlSelectElement>().ok())
            {
                wanted.set(select.value());
            }
        })
    };
    let choose = {
        let (player, chosen) = (Rc::clone(&player), chosen.clone());
        Callback::from(move |number: Option<u32>| {
            if let Some(theatre) = &mut player.borrow_mut().theatre {
                theatre.choose(number);
            }
            chosen.set(number);
        })
    };
    let pick = {
        let choose = choose.clone();
        Callback::from(move |event: MouseEvent| {
            let at = event.target().and_then(|t| t.dyn_into::<Element>().ok());
            let dot = at.and_then(|at| at.closest(".dot").ok().flatten());
            if let Some(number) = dot.and_then(|dot| dot.get_attribute("data-case")?.parse().ok()) {
                choose.emit(Some(number));
            }
        })
    };

    let (w, h) = (coordinate(layout.width), coordinate(layout.height));
    let shown = playback
        .classes
        .iter()
        .zip(colours(playback, scenario))
        .filter(|(id, _)| {
            let class = scenario.world.classes.get(id);
            class.is_some_and(|it| it.procedure == procedure)
        });
    let option = |id: &String| {
        let name = scenario
            .procedures
            .get(id)
            .map(|p| name_of(lang, &p.name))
            .unwrap_or_default();
        html! { <option key={id.clone()} value={id.clone()} selected={*id == procedure}>{ name }</option> }
    };
    let speed = |speed: &f64| {
        let days = speed.to_string();
        html! { <option key={days.clone()} value={days.clone()} selected={*speed == SPEEDS[1]}>{ say(lang, "diagram.speed", &[("days", &days)]) }</option> }
    };
    html! {
        <section class="panel diagram" id="diagram" aria-labelledby="diagram-title">
            <div class="diagram-head">
                <h2 id="diagram-title">{ word(lang, "diagram.title") }</h2>
                <span class="diagram-about">{ word(lang, "diagram.about") }</span>
                <select id="diagram-procedure" aria-label={word(lang, "diagram.procedure")} onchange={turn}>{ for procedures(scenario).into_iter().map(option) }</select>
            </div>
            <ul class="classes" aria-label={word(lang, "diagram.classes")}>{ for shown.map(|(id, colour)| class(scenario, colour, id, lang)) }</ul>
            <p class="diagram-key">{ word(lang, "diagram.key") }</p>
            <div class="diagram-stage" ref={stage} onclick={pick}>
                <svg viewBox={format!("0 0 {w} {h}")} width={w} height={h} role="img" aria-labelledby="diagram-title" aria-describedby="diagram-meetings">
                    { (*still_life).clone() }
                    <g ref={nodes[0].clone()} class="dots"></g>
                    <g ref={nodes[1].clone()} class="signs"></g>
                </svg>
            </div>
            <div class="player">
                <button type="button" id="play" aria-pressed={playing.to_string()} onclick={press}>{ word(lang, if *playing { "diagram.pause" } else { "diagram.play" }) }</button>
                <button type="button" id="step" onclick={step} title={word(lang, "diagram.step_label")} aria-label={word(lang, "diagram.step_label")}>{ word(lang, "diagram.step") }</button>
                <button type="button" id="next-day" onclick={next_day} title={word(lang, "diagram.next_day_label")} aria-label={word(lang, "diagram.next_day_label")}>{ word(lang, "diagram.next_day") }</button>
                <select id="speed" aria-label={word(lang, "diagram.pace")} onchange={pace}>{ for SPEEDS.iter().map(speed) }</select>
                <input type="range" id="scrubber" ref={nodes[2].clone()} aria-label={word(lang, "diagram.time")} min={playback.from.to_string()}
                    max={playback.to.to_string()} step="3600" oninput={seek} />
                <span id="diagram-date" ref={nodes[3].clone()} class="diagram-date"></span>
            </div>
            <p id="diagram-meetings" ref={nodes[4].clone()} class="diagram-meetings"></p>
            <Matters playback={Rc::clone(playback)} scenario={Rc::clone(scenario)} {procedure} at={*at} chosen={*chosen} {lang} onchoose={choose} />
            <Leaders playback={Rc::clone(playback)} scenario={Rc::clone(scenario)} at={*at} {lang} />
            <Life playback={Rc::clone(playback)} scenario={Rc::clone(scenario)} chosen={*chosen} {lang} ongo={go_to} />
        </section>
    }
}

fn class(scenario: &Scenario, colour: usize, id: &str, lang: Lang) -> Html {
    let name = scenario
        .world
        .classes
        .get(id)
        .map_or_else(|| id.to_owned(), |c| name_of(lang, &c.name));
    html! {
        <li key={id.to_owned()}><svg width="10" height="10" aria-hidden="true"><circle class={format!("dot class-{colour}")} cx="5" cy="5" r="4"></circle></svg>{ name }</li>
    }
}
