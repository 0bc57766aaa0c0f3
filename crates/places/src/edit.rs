//! The place 编辑: every part of the scenario in forms, checked with every change; what differs; what is stored; links and commands.
//!
//! What somebody does here is said to the page as a link; the page takes the scenario over from there, one step of undo each.

use std::rc::Rc;

use page::app::browser;
use page::components::Same;
use page::i18n::{say, word};
use page::state::{Moment, Place, link};
use workbench::form::Form;
use yew::prelude::*;

use crate::app::PlaceProps;
use crate::compare::typed;

pub mod act;
pub mod assumptions;
pub mod away;
pub mod chooser;
pub mod controls;
pub mod desk;
pub mod differences;
pub mod flow;
pub mod keep;
pub mod parts;
pub mod portfolios;
pub mod search;
pub mod sections;

use act::Act;
use desk::{Desk, OnDesk};
use sections::{Holds, SECTIONS, Shown};

/// The place.
#[component]
pub fn Edit(props: &PlaceProps) -> Html {
    let PlaceProps {
        lang,
        now,
        query,
        presets,
        hidden,
    } = props;
    let lang = *lang;
    let form = use_memo((), |()| Form::new(county::scenario::schema()));
    let desk = use_memo((Same(Rc::clone(now)), lang), |(now, lang)| {
        Desk::new(&now.0, presets, &form, *lang)
    });
    let desk = OnDesk(desk);
    let shown = use_state_eq(Shown::default);
    let looked_for = use_state_eq(String::new);
    let refused = use_state_eq(|| None::<workbench::Why>);
    // What is to have the focus once it is there: now, or when the page has taken over what was done.
    let aim = use_state_eq(|| (0u32, String::new()));
    let tries = use_mut_ref(|| (0u32, 0u32));
    use_effect_with(((*aim).clone(), desk.clone()), {
        let tries = tries.clone();
        move |((number, path), _)| {
            let mut tries = tries.borrow_mut();
            if tries.0 != *number {
                *tries = (*number, 2);
            }
            if tries.1 > 0 && !path.is_empty() {
                tries.1 = if focus(path) { 0 } else { tries.1 - 1 };
            }
        }
    });
    let act = {
        let (desk, shown, refused, aim, looked_for) = (
            desk.clone(),
            shown.clone(),
            refused.clone(),
            aim.clone(),
            looked_for.clone(),
        );
        Callback::from(move |it: Act| {
            let go = match &it {
                Act::Go(path) | Act::Whole(_, Some(path)) => Some(path.clone()),
                _ => None,
            };
            match act::done(&desk, &it) {
                None => refused.set(None),
                Some(Err(why)) => return refused.set(Some(why)),
                Some(Ok(next)) => {
                    refused.set(None);
                    told_to_page(next);
                }
            }
            if let Some(path) = go {
                shown.set(sections::of(&path));
                looked_for.set(String::new());
                aim.set((aim.0 + 1, path));
            }
        })
    };
    let search = {
        let looked_for = looked_for.clone();
        Callback::from(move |event: InputEvent| looked_for.set(typed(&event)))
    };
    let told = refused.as_ref().map(|why| act::refused(&desk, why));
    let way_out = |to: Place, key: &str| {
        html! { <a href={link::at(to, query)} onclick={browser::leaving(Place::Edit, query)}>{ word(lang, key) }</a> }
    };
    let section = SECTIONS[shown.section.min(SECTIONS.len() - 1)];
    let in_sources = section.1 == Holds::Sources;
    let searching = !looked_for.trim().is_empty() && !in_sources;
    html! {
        <article class="edit" aria-labelledby="edit-title" hidden={*hidden}>
            <h1 id="edit-title" tabindex="-1">{ word(lang, "edit.title") }</h1>
            <p class="lead">{ word(lang, "edit.about") }</p>
            <p class="edit-ways">{ way_out(Place::Simulate, "edit.to_simulate") }{ " " }{ way_out(Place::Compare, "edit.to_compare") }</p>
            { standing(&desk, &act) }
            <differences::Differences desk={desk.clone()} act={act.clone()} />
            <keep::Keep now={Rc::clone(now)} presets={presets.clone()} {lang} />
            <away::Away desk={desk.clone()} />
            <div class="edit-desk">
                <nav class="edit-parts" aria-label={word(lang, "edit.parts")}>
                    <label class="edit-search">{ word(lang, "edit.search") }<input type="search" id="edit-search" value={(*looked_for).clone()} oninput={search} /></label>
                    <ul>{ for SECTIONS.iter().enumerate().map(|(at, it)| way(&desk, at, it, &shown)) }</ul>
                </nav>
                <section class="panel edit-form" aria-labelledby="edit-section">
                    <p class="problem" id="edit-refused" role="alert">{ for told }</p>
                    if searching { <search::Found desk={desk.clone()} looked_for={(*looked_for).clone()} act={act.clone()} /> } else { { chooser::section(&desk, section, &shown, &looked_for, &act) } }
                </section>
            </div>
        </article>
    }
}

/// The page takes a scenario over, as it does when somebody opens a link.
pub fn told_to_page(next: Moment) {
    crate::app::lead(Place::Edit, next);
}

/// The focus goes to the control of a path, or to the nearest that holds it; of a stage to its box in the diagram. Whether it is the path's own.
fn focus(path: &str) -> bool {
    let mut at = path;
    loop {
        let keys: Vec<&str> = at.split('.').collect();
        let id = match keys.as_slice() {
            ["procedures", _, "stages", stage] => flow::id_of(stage),
            _ => parts::id_of(at),
        };
        if let Some(found) = browser::element(&id) {
            browser::focus(&found);
            return at == path;
        }
        let Some((before, _)) = at.rsplit_once('.') else {
            return false;
        };
        at = before;
    }
}

/// What is wrong and what is unlawful, all of it, each a way to its place.
fn standing(desk: &OnDesk, act: &Callback<Act>) -> Html {
    let lang = desk.lang;
    let item = |it: &county::scenario::Problem| {
        let said = page::words::problem::told(it, lang);
        let name = if it.path.is_empty() {
            word(lang, "problems.whole_file")
        } else {
            desk.told(&it.path)
        };
        html! { <li key={format!("{} {}", it.path, it.message)}><button type="button" class="quiet edit-go" onclick={Act::go(act, &it.path)}>{ name }</button>{ " " }{ said.message }{ lang.of("。", ". ") }<span class="remedy">{ said.remedy }</span></li> }
    };
    let breaches: Vec<_> = desk
        .breaches
        .iter()
        .map(county::law::review::Breach::as_problem)
        .collect();
    let (key, list) = match (desk.problems.len(), breaches.len()) {
        (0, 0) => ("edit.sound", Vec::new()),
        (0, _) => ("edit.unlawful", breaches),
        _ => ("problems.title", desk.problems.clone()),
    };
    let told = say(lang, key, &[("count", &list.len().to_string())]);
    html! {
        <section class={classes!("panel", "edit-standing", (!desk.problems.is_empty()).then_some("wrong"))} aria-label={word(lang, "edit.standing")}>
            <p role="status" id="edit-standing">{ told }</p>
            <ul class="problem-list">{ for list.iter().take(50).map(item) }</ul>
        </section>
    }
}

/// The way to a section.
fn way(
    desk: &OnDesk,
    at: usize,
    (key, holds): &(&'static str, Holds),
    shown: &UseStateHandle<Shown>,
) -> Html {
    let current = shown.section == at;
    let go = {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| {
            shown.set(Shown {
                section: at,
                ..Shown::default()
            })
        })
    };
    let roots = holds.roots();
    let wrong = roots.iter().any(|it| !desk.wrong(it).is_empty());
    let moved = roots.iter().any(|it| desk.moved(it));
    let mark = if wrong {
        Some("edit.mark_wrong")
    } else {
        moved.then_some("edit.mark_moved")
    };
    html! {
        <li key={*key}><button type="button" id={format!("edit-to-{key}")} aria-current={current.then_some("true")} onclick={go}>
            { word(desk.lang, &format!("edit.section.{key}")) }
            { for mark.map(|it| html! { <span class={classes!("edit-mark", if wrong { "wrong" } else { "moved" })}>{ word(desk.lang, it) }</span> }) }
        </button></li>
    }
}
