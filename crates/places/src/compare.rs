//! The place 对比: counties side by side on the same luck, plausible counties, and all combinations of the five mechanisms.

use std::rc::Rc;

use page::app::browser;
use page::i18n::{Lang, say, word};
use page::state::{Moment, Place, Preset, link};
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::app::PlaceProps;
use crate::pool::{Status, use_study};
use crate::progress::Progress;

pub mod arms;
pub(crate) mod bars;
pub mod days;
pub mod factorial;
pub mod overlay;
pub mod plan;
pub mod plausible;
pub mod prices;
pub mod side;
pub mod standing;

use arms::{Arm, Kept, MOST};
use plan::{Size, Wanted};

/// Under which name counties that were put aside are remembered.
pub(crate) const REMEMBERED: &str = "compare";
/// Plausible counties.
const COUNTIES: u32 = 64;
/// The most replications that can be asked for here: more is a matter for the command.
const MOST_REPLICATIONS: u32 = 1_000;

/// What has been asked for last, so that results keep their counties while choices move on; their names follow the language.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Asked {
    ids: Vec<String>,
    kept: Vec<Kept>,
    now: Option<Rc<Moment>>,
}

impl Asked {
    /// The preset's title, and the counties beside it.
    fn told(&self, presets: &[Preset], lang: Lang) -> (String, Vec<Arm>) {
        let Some(now) = &self.now else {
            return Default::default();
        };
        let mut arms = arms::all(presets, now, &self.kept, lang);
        arms.retain(|it| self.ids.contains(&it.id));
        (base_of(now, presets, lang), arms)
    }
}

/// The title of the preset that a county changes.
fn base_of(now: &Moment, presets: &[Preset], lang: Lang) -> String {
    let base = now.preset_in(presets);
    base.map_or_else(String::new, |it| it.title(lang))
}

/// Which counties were chosen; until somebody chooses, the first ones offered.
#[derive(Debug, Clone, PartialEq, Default)]
struct Choice(Option<Vec<String>>);

/// A county is ticked or not; with all that are offered.
struct Turned {
    id: String,
    on: bool,
    all: Vec<String>,
}

impl Choice {
    fn of<'a>(&self, offered: &[&'a str]) -> Vec<&'a str> {
        let chosen = |it: &&&str| {
            self.0
                .as_ref()
                .is_none_or(|list| list.iter().any(|id| id == **it))
        };
        offered.iter().filter(chosen).take(MOST).copied().collect()
    }
}

impl Reducible for Choice {
    type Action = Turned;

    fn reduce(self: Rc<Self>, turned: Turned) -> Rc<Self> {
        let offered: Vec<&str> = turned.all.iter().map(String::as_str).collect();
        let mut list: Vec<String> = self.of(&offered).into_iter().map(str::to_owned).collect();
        list.retain(|it| *it != turned.id);
        if turned.on {
            list.push(turned.id);
        }
        Rc::new(Self(Some(list)))
    }
}

/// The place.
#[component]
pub fn Compare(props: &PlaceProps) -> Html {
    let PlaceProps {
        lang,
        now,
        query,
        presets,
        hidden,
    } = props;
    let lang = *lang;
    let kept = use_state_eq(|| {
        arms::remembered(&browser::stored(REMEMBERED).unwrap_or_default(), presets)
    });
    let offered = arms::all(presets, now, &kept, lang);
    let choice = use_reducer(Choice::default);
    let size = use_state_eq(|| Size {
        replications: 30,
        years: scenario_years(now, presets),
    });
    let wanted = use_state_eq(|| Wanted {
        metric: 0,
        zone: side::SHOWN[0].least,
    });
    let ids: Vec<&str> = offered.iter().map(|it| it.id.as_str()).collect();
    let chosen = choice.of(&ids);
    let chosen: Vec<Arm> = offered
        .iter()
        .filter(|it| chosen.contains(&it.id.as_str()))
        .cloned()
        .collect();
    let (side, many, cube) = (use_study(), use_study(), use_study());
    let hours = use_study();
    let priced = use_state_eq(|| Rc::new(serde_json::Value::Null));
    let asked = use_state_eq(|| Rc::new(Asked::default()));
    let base = base_of(now, presets, lang);

    let turn = {
        let choice = choice.dispatcher();
        let all: Vec<String> = ids.iter().map(|it| (*it).to_owned()).collect();
        Callback::from(move |(id, on): (String, bool)| {
            let all = all.clone();
            choice.dispatch(Turned { id, on, all });
        })
    };
    let remember = {
        let kept = kept.clone();
        Callback::from(move |list: Vec<Kept>| {
            browser::store(REMEMBERED, &arms::to_remember(&list));
            kept.set(list);
        })
    };
    let keep = {
        let (kept, now, lang) = ((*kept).clone(), Rc::clone(now), lang);
        let (remember, turn) = (remember.clone(), turn.clone());
        Callback::from(move |_: MouseEvent| {
            let mut list = kept.clone();
            let number = arms::next_number(&list);
            list.push(Kept {
                number,
                name: say(lang, "compare.kept", &[("number", &number.to_string())]),
                moment: (*now).clone(),
            });
            // What was put aside stands in for the county as it is.
            turn.emit(("now".to_owned(), false));
            turn.emit((arms::kept_id(number), true));
            remember.emit(list);
        })
    };
    let rename = {
        let (kept, remember) = ((*kept).clone(), remember.clone());
        Callback::from(move |(number, name): (usize, String)| {
            let mut list = kept.clone();
            let of = list.iter_mut().find(|it| it.number == number);
            if let Some(it) = of.filter(|_| !name.trim().is_empty()) {
                it.name = name.trim().to_owned();
            }
            remember.emit(list);
        })
    };
    let forget = {
        let (kept, remember) = ((*kept).clone(), remember.clone());
        Callback::from(move |number: usize| {
            let mut list = kept.clone();
            list.retain(|it| it.number != number);
            remember.emit(list);
        })
    };
    let go = {
        let (begin, asked, size) = (side.begin.clone(), asked.clone(), *size);
        let wanted = *wanted;
        let (now, chosen, kept) = (Rc::clone(now), chosen.clone(), (*kept).clone());
        Callback::from(move |_: MouseEvent| {
            asked.set(Rc::new(Asked {
                ids: chosen.iter().map(|it| it.id.clone()).collect(),
                kept: kept.clone(),
                now: Some(Rc::clone(&now)),
            }));
            begin.emit(plan::side_by_side(&now, &chosen, wanted, size));
        })
    };
    let combine = {
        let (begin, now, size) = (many.begin.clone(), Rc::clone(now), *size);
        Callback::from(move |_: MouseEvent| begin.emit(plan::factorial(&now, size)))
    };
    let believe = {
        let (begin, now) = (cube.begin.clone(), Rc::clone(now));
        let size = Size {
            replications: plausible::replications(size.replications),
            ..*size
        };
        Callback::from(move |_: MouseEvent| begin.emit(plan::plausible(&now, COUNTIES, size)))
    };
    let price = {
        let (begin, priced, now, size) =
            (hours.begin.clone(), priced.clone(), Rc::clone(now), *size);
        let presets = presets.clone();
        Callback::from(move |_: MouseEvent| {
            priced.set(Rc::new(now.scenario(&presets)));
            begin.emit(plan::prices(&now, size));
        })
    };
    let all = [&side, &many, &cube, &hours];
    let busy = all.iter().any(|it| it.status.is_busy());
    let counties = COUNTIES.to_string();
    let (shown_base, shown_arms) = asked.told(presets, lang);
    html! {
        <article class="compare" aria-labelledby="compare-title" hidden={*hidden}>
            <h1 id="compare-title" tabindex="-1">{ word(lang, "compare.title") }</h1>
            <p class="lead">{ word(lang, "compare.about") }</p>
            <section class="panel" aria-labelledby="compare-choose">
                <h2 id="compare-choose">{ word(lang, "compare.choose") }</h2>
                <p>{ say(lang, "compare.base", &[("title", &base)]) }{ lang.of("", " ") }<a class="to-edit" href={link::at(Place::Edit, query)}>{ word(lang, "compare.edit") }</a></p>
                <ul class="arm-list">
                    { for offered.iter().map(|arm| offer(arm, &chosen, &kept, (&turn, &rename, &forget), lang)) }
                </ul>
                <div class="study-tools">
                    <button type="button" id="compare-keep" disabled={now.patch.is_empty()} onclick={keep}>{ word(lang, "compare.keep") }</button>
                    <span class="hint">{ word(lang, "compare.keep_hint") }</span>
                </div>
                { sizes(&size, lang) }
                { best(&wanted, lang) }
                <div class="study-tools">
                    <button type="button" class="primary" id="compare-go" disabled={chosen.is_empty() || busy} onclick={go}>{ word(lang, "compare.go") }</button>
                </div>
                <Progress status={side.status.clone()} stop={side.stop.clone()} id="compare-progress" {lang} />
            </section>
            <div>if let Some(told) = told(&side.status) { <side::Side {told} base={shown_base} arms={shown_arms} {lang} /> }</div>
            <section class="panel" aria-labelledby="compare-factorial">
                <h2 id="compare-factorial">{ word(lang, "compare.factorial") }</h2>
                <p>{ word(lang, "compare.factorial_about") }</p>
                <div class="study-tools">
                    <button type="button" class="primary" id="factorial-go" disabled={busy} onclick={combine}>{ word(lang, "compare.factorial_go") }</button>
                </div>
                <Progress status={many.status.clone()} stop={many.stop.clone()} id="factorial-progress" {lang} />
                <div>if let Some(told) = told(&many.status) { <factorial::Factorial {told} {lang} /> }</div>
            </section>
            <section class="panel" aria-labelledby="compare-prices">
                <h2 id="compare-prices">{ word(lang, "compare.prices") }</h2>
                <p>{ word(lang, "compare.prices_about") }</p>
                <div class="study-tools">
                    <button type="button" class="primary" id="prices-go" disabled={busy} onclick={price}>{ word(lang, "compare.prices_go") }</button>
                </div>
                <Progress status={hours.status.clone()} stop={hours.stop.clone()} id="prices-progress" {lang} />
                <div>if let Some(told) = told(&hours.status) { <prices::Prices {told} scenario={Rc::clone(&priced)} {lang} /> }</div>
            </section>
            <section class="panel" aria-labelledby="compare-plausible">
                <h2 id="compare-plausible">{ say(lang, "compare.plausible", &[("counties", &counties)]) }</h2>
                <p>{ say(lang, "compare.plausible_about", &[("counties", &counties)]) }</p>
                <div class="study-tools">
                    <button type="button" class="primary" id="plausible-go" disabled={busy || now.patch.is_empty()} onclick={believe}>{ word(lang, "compare.plausible_go") }</button>
                    <span class="hint" hidden={!now.patch.is_empty()}>{ word(lang, "compare.plausible_needs") }</span>
                </div>
                <Progress status={cube.status.clone()} stop={cube.stop.clone()} id="plausible-progress" {lang} />
                <div>if let Some(told) = told(&cube.status) { <plausible::Plausible {told} {lang} /> }</div>
            </section>
        </article>
    }
}

fn told(status: &Rc<Status>) -> Option<Rc<crate::told::Told>> {
    status.told.clone()
}

/// The years a scenario asks for.
fn scenario_years(now: &Moment, presets: &[Preset]) -> f64 {
    let own = |value: &serde_json::Value| {
        page::state::patch::get(value, "horizon.years").and_then(serde_json::Value::as_f64)
    };
    let preset = presets.iter().find(|it| it.id == now.preset);
    own(&serde_json::Value::Object(now.patch.clone()))
        .or_else(|| own(&preset?.value))
        .unwrap_or(3.0)
}

/// What can be done with a row of the list: ticked or not, renamed, removed.
type Does<'a> = (
    &'a Callback<(String, bool)>,
    &'a Callback<(usize, String)>,
    &'a Callback<usize>,
);

fn offer(
    arm: &Arm,
    chosen: &[Arm],
    kept: &[Kept],
    (turn, rename, forget): Does,
    lang: Lang,
) -> Html {
    let on = chosen.contains(arm);
    let full = !on && chosen.len() >= MOST;
    let id = format!("arm-{}", arm.id);
    let turned = {
        let (turn, id, on) = (turn.clone(), arm.id.clone(), on);
        Callback::from(move |_: Event| turn.emit((id.clone(), !on)))
    };
    let of_kept = kept.iter().find(|it| arms::kept_id(it.number) == arm.id);
    let of_kept = of_kept.map(|it| {
        let number = it.number;
        let written = {
            let rename = rename.clone();
            Callback::from(move |event: Event| rename.emit((number, typed(&event))))
        };
        let gone = {
            let forget = forget.clone();
            Callback::from(move |_: MouseEvent| forget.emit(number))
        };
        html! {
            <span class="arm-kept">
                <input type="text" value={it.name.clone()} aria-label={word(lang, "compare.name")} onchange={written} />
                <a href={link::write(Place::Simulate, &it.moment)}>{ word(lang, "compare.open") }</a>
                <button type="button" class="quiet" aria-label={say(lang, "compare.forget_label", &[("name", &it.name)])} onclick={gone}>{ word(lang, "compare.forget") }</button>
            </span>
        }
    });
    html! {
        <li key={arm.id.clone()}>
            <label class="tick" for={id.clone()}><input type="checkbox" {id} checked={on} disabled={full} onchange={turned} />{ " " }{ &arm.name }</label>
            { for of_kept }
        </li>
    }
}

/// What stands in the field an event comes from.
pub(crate) fn typed(event: &web_sys::Event) -> String {
    let target = event.target();
    let input = target
        .clone()
        .and_then(|it| it.dyn_into::<HtmlInputElement>().ok());
    if let Some(it) = input {
        return it.value();
    }
    let select = target
        .clone()
        .and_then(|it| it.dyn_into::<HtmlSelectElement>().ok());
    let area = target.and_then(|it| it.dyn_into::<HtmlTextAreaElement>().ok());
    let area = area.map(|it| it.value());
    select.map(|it| it.value()).or(area).unwrap_or_default()
}

/// By which metric the best is to be found, and from which difference on that matters.
fn best(wanted: &UseStateHandle<Wanted>, lang: Lang) -> Html {
    let now = **wanted;
    let Some(primary) = side::SHOWN.get(now.metric) else {
        return html! {};
    };
    let metric = {
        let wanted = wanted.clone();
        Callback::from(move |event: Event| {
            let metric: usize = typed(&event).parse().unwrap_or(0);
            let zone = side::SHOWN.get(metric).map_or(1.0, |it| it.least);
            wanted.set(Wanted { metric, zone });
        })
    };
    let factor = primary.unit.factor();
    let zone = {
        let wanted = wanted.clone();
        Callback::from(move |event: Event| {
            let said: Option<f64> = typed(&event).trim().parse().ok();
            let said = said.filter(|it| it.is_finite() && *it > 0.0);
            let zone = said.map_or(wanted.zone, |it| it / factor);
            wanted.set(Wanted { zone, ..*wanted });
        })
    };
    let option = |(at, it): (usize, &side::Primary)| html! { <option key={at} value={at.to_string()} selected={at == now.metric}>{ word(lang, it.name) }</option> };
    let value = page::levers::plain(now.zone * factor, page::charts::numbers::Unit::Bare);
    html! {
        <div class="study-size">
            <label>{ word(lang, "compare.best_by") }{ " " }<select id="compare-best-by" onchange={metric}>{ for side::SHOWN.iter().enumerate().map(option) }</select></label>
            <label>{ word(lang, "compare.best_zone") }{ " " }<input type="number" id="compare-zone" min="0" step="any" {value} onchange={zone} />{ " " }{ primary.unit.of_difference().word(lang) }</label>
        </div>
    }
}

/// Replications and years.
fn sizes(size: &UseStateHandle<Size>, lang: Lang) -> Html {
    let replications = {
        let size = size.clone();
        Callback::from(move |event: Event| {
            let said: Option<u32> = typed(&event).trim().parse().ok();
            let replications = said
                .unwrap_or(size.replications)
                .clamp(2, MOST_REPLICATIONS);
            size.set(Size {
                replications,
                ..*size
            });
        })
    };
    let years = {
        let size = size.clone();
        Callback::from(move |event: Event| {
            let said: Option<f64> = typed(&event).trim().parse().ok();
            let years = said
                .filter(|it| it.is_finite())
                .unwrap_or(size.years)
                .clamp(0.25, 20.0);
            size.set(Size { years, ..*size });
        })
    };
    html! {
        <div class="study-size">
            <label>{ word(lang, "study.replications") }{ " " }<input type="number" id="compare-replications" min="2" max={MOST_REPLICATIONS.to_string()} value={size.replications.to_string()} onchange={replications} /></label>
            <label>{ word(lang, "study.years") }{ " " }<input type="number" id="compare-years" min="0.25" max="20" step="0.25" value={size.years.to_string()} onchange={years} /></label>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn taking_one_away_that_was_put_aside_leaves_the_ticks_of_the_others() {
        let presets = page::worker::engine::presets();
        let now = Moment::of("today");
        let put_aside = |list: &[Kept]| {
            let mut list = list.to_vec();
            list.push(Kept {
                number: arms::next_number(&list),
                name: format!("{}", list.len()),
                moment: Moment::of("seed"),
            });
            list
        };
        let three = put_aside(&put_aside(&put_aside(&[])));
        let ids = |list: &[Kept]| -> Vec<String> {
            let all = arms::all(&presets, &now, list, Lang::Zh);
            all.into_iter().map(|it| it.id).collect()
        };
        let ticked = |choice: &Choice, list: &[Kept]| -> Vec<String> {
            let ids = ids(list);
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            let found = choice.of(&ids).into_iter();
            found
                .filter(|it| it.starts_with("kept"))
                .map(str::to_owned)
                .collect()
        };
        let mut choice = Rc::new(Choice::default());
        for (id, on) in [("participation", false), ("kept_01", false)] {
            choice = choice.reduce(Turned {
                id: id.to_owned(),
                on,
                all: ids(&three),
            });
        }
        assert_eq!(ticked(&choice, &three), ["kept_02", "kept_03"]);
        // The second goes; the third is still ticked, the first still not.
        let two: Vec<Kept> = three.iter().filter(|it| it.number != 2).cloned().collect();
        assert_eq!(ticked(&choice, &two), ["kept_03"]);
        assert_eq!(put_aside(&two)[2].number, 4);
    }
}
