//! The place 编辑: every part of the scenario in forms, checked with every change; what differs; what is stored; links and commands.
//!
//! What somebody does here goes into the address, as everywhere; the page takes the scenario over from there, one step of undo each.

use std::rc::Rc;

use page::app::browser;
use page::i18n::{Lang, say, word};
use page::state::{Moment, Place, link};
use serde_json::Value;
use workbench::entries;
use workbench::form::Form;
use yew::prelude::*;

use crate::app::PlaceProps;
use crate::compare::typed;

pub mod act;
pub mod assumptions;
pub mod away;
pub mod controls;
pub mod desk;
pub mod differences;
pub mod flow;
pub mod keep;
pub mod parts;
pub mod portfolios;
pub mod sections;

use act::Act;
use desk::{Desk, OnDesk};
use sections::{Holds, SECTIONS, Shown};

/// How many places a search shows.
const FOUND: usize = 40;

/// The place.
#[component]
pub fn Edit(props: &PlaceProps) -> Html {
    let PlaceProps {
        lang,
        now,
        presets,
        hidden,
    } = props;
    let lang = *lang;
    let form = use_memo((), |()| Form::new(county::scenario::schema()));
    let desk = use_memo((Rc::clone(now), lang), |(now, lang)| {
        Desk::new(now, presets, &form, *lang)
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
                    told_to_page(&next);
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
    let told = refused.as_ref().map(|why| {
        let (key, [a, b]) = why.told();
        say(lang, &format!("edit.refused.{key}"), &[("a", a), ("b", b)])
    });
    let section = SECTIONS[shown.section.min(SECTIONS.len() - 1)];
    let in_sources = section.1 == Holds::Sources;
    let searching = !looked_for.trim().is_empty() && !in_sources;
    html! {
        <article class="edit" aria-labelledby="edit-title" hidden={*hidden}>
            <h1 id="edit-title" tabindex="-1">{ word(lang, "edit.title") }</h1>
            <p class="lead">{ word(lang, "edit.about") }</p>
            <p class="edit-ways"><a href={link::write(Place::Simulate, now)}>{ word(lang, "edit.to_simulate") }</a>{ " " }<a href={link::write(Place::Compare, now)}>{ word(lang, "edit.to_compare") }</a></p>
            { standing(&desk, &act) }
            { differences::list(&desk, &act) }
            <keep::Keep now={Rc::clone(now)} presets={Rc::clone(presets)} {lang} />
            <away::Away desk={desk.clone()} />
            <div class="edit-desk">
                <nav class="edit-parts" aria-label={word(lang, "edit.parts")}>
                    <label class="edit-search">{ word(lang, "edit.search") }<input type="search" id="edit-search" value={(*looked_for).clone()} oninput={search} /></label>
                    <ul>{ for SECTIONS.iter().enumerate().map(|(at, it)| way(&desk, at, it, &shown)) }</ul>
                </nav>
                <section class="panel edit-form" aria-labelledby="edit-section">
                    <p class="problem" id="edit-refused" role="alert">{ for told }</p>
                    if searching { { found(&desk, &looked_for, &act) } } else { { self::section(&desk, section, &shown, &looked_for, &act) } }
                </section>
            </div>
        </article>
    }
}

/// The page takes a scenario over from the address, as it does when somebody opens a link.
pub fn told_to_page(next: &Moment) {
    browser::go(&link::write(Place::Edit, next));
}

/// The focus goes to the control of a path, or to the nearest that holds it; of a stage to its box in the diagram. Whether it is the path's own.
fn focus(path: &str) -> bool {
    use wasm_bindgen::JsCast as _;
    let mut at = path;
    loop {
        let keys: Vec<&str> = at.split('.').collect();
        let stage = match keys.as_slice() {
            ["procedures", _, "stages", stage] => browser::element(&format!("flow-{stage}")),
            _ => None,
        };
        if let Some(it) = stage.and_then(|it| it.dyn_into::<web_sys::SvgElement>().ok()) {
            let _ = it.focus();
            return at == path;
        }
        if let Some(found) = browser::element(&parts::id_of(at)) {
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
        let go = {
            let (act, path) = (act.clone(), it.path.clone());
            Callback::from(move |_: MouseEvent| act.emit(Act::Go(path.clone())))
        };
        let name = if it.path.is_empty() {
            word(lang, "problems.whole_file")
        } else {
            desk.told(&it.path)
        };
        html! { <li key={format!("{} {}", it.path, it.message)}><button type="button" class="quiet edit-go" onclick={go}>{ name }</button>{ " " }{ said.message }{ lang.of("。", ". ") }<span class="remedy">{ said.remedy }</span></li> }
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

/// Places whose words or path hold what is looked for.
fn found(desk: &OnDesk, looked_for: &str, act: &Callback<Act>) -> Html {
    let lang = desk.lang;
    let mut all: Vec<(String, String)> = Vec::new();
    let mut open: Vec<(String, &Value)> = vec![(String::new(), &desk.scenario)];
    while let Some((path, value)) = open.pop() {
        match value {
            Value::Object(object) if path != "sources_of_numbers" => open.extend(
                object
                    .iter()
                    .rev()
                    .map(|(key, it)| (parts::at(&path, key), it)),
            ),
            Value::Object(_) => {}
            _ => {
                let name = desk.told(&path);
                if assumptions::fits(looked_for, &[&path, &name]) {
                    all.push((path, name));
                }
            }
        }
    }
    let row = |(path, name): &(String, String)| {
        let go = {
            let (act, path) = (act.clone(), path.clone());
            Callback::from(move |_: MouseEvent| act.emit(Act::Go(path.clone())))
        };
        html! { <li key={path.clone()}><button type="button" class="quiet edit-go" onclick={go}>{ name.clone() }</button>{ " " }<span class="is">{ desk.shown(path, desk.value(path)) }</span>{ " " }<code>{ path.clone() }</code></li> }
    };
    let (shown, count) = (all.len().min(FOUND).to_string(), all.len().to_string());
    html! {
        <>
            <h2 id="edit-section">{ word(lang, "edit.found") }</h2>
            <p role="status">{ say(lang, "edit.sources_count", &[("shown", &shown), ("count", &count)]) }</p>
            <ul class="edit-found">{ for all.iter().take(FOUND).map(row) }</ul>
        </>
    }
}

/// A section: what can be chosen in it, and the form of what is chosen.
fn section(
    desk: &OnDesk,
    (key, holds): (&'static str, Holds),
    shown: &UseStateHandle<Shown>,
    looked_for: &str,
    act: &Callback<Act>,
) -> Html {
    let lang = desk.lang;
    let title = html! { <h2 id="edit-section">{ word(lang, &format!("edit.section.{key}")) }</h2> };
    let inner = match holds {
        Holds::Portfolios => portfolios::matrix(desk, act),
        Holds::Sources => assumptions::table(desk, looked_for, act),
        _ => {
            let paths = holds.paths(desk);
            let chosen = paths
                .iter()
                .find(|it| **it == shown.chosen)
                .or(paths.first())
                .cloned()
                .unwrap_or_default();
            let flow = chosen.strip_prefix("procedures.").filter(|_| holds == Holds::Entries("procedures")).map(|id| {
                let choose = {
                    let (shown, chosen) = (shown.clone(), chosen.clone());
                    Callback::from(move |stage: String| shown.set(Shown { stage, chosen: chosen.clone(), ..(*shown).clone() }))
                };
                html! { <flow::Flow desk={desk.clone()} procedure={id.to_owned()} stage={shown.stage.clone()} {choose} act={act.clone()} /> }
            });
            html! {
                <>
                    { chooser(desk, holds, &paths, &chosen, shown, act) }
                    <div>{ for flow }</div>
                    { form(desk, &chosen, act) }
                </>
            }
        }
    };
    html! { <>{ title }{ inner }</> }
}

/// Chooses an entry; adds, copies, renames and removes.
fn chooser(
    desk: &OnDesk,
    holds: Holds,
    paths: &[String],
    chosen: &str,
    shown: &UseStateHandle<Shown>,
    act: &Callback<Act>,
) -> Html {
    let lang = desk.lang;
    let choose = {
        let shown = shown.clone();
        Callback::from(move |event: Event| {
            shown.set(Shown {
                chosen: typed(&event),
                stage: String::new(),
                ..(*shown).clone()
            })
        })
    };
    let name = |path: &String| match holds {
        Holds::Hazards => desk.last_name(path.trim_end_matches(".hazard")),
        Holds::Clocks => desk.told(path),
        _ => desk.last_name(path),
    };
    let mark = |path: &String| {
        if !desk.wrong(path).is_empty() {
            word(lang, "edit.mark_wrong_suffix")
        } else if desk.moved(path) {
            word(lang, "edit.mark_moved_suffix")
        } else {
            String::new()
        }
    };
    let option = |path: &String| html! { <option key={path.clone()} value={path.clone()} selected={path == chosen}>{ name(path) }{ mark(path) }</option> };
    let tools = holds
        .collection()
        .map(|collection| tools(desk, collection, chosen, act));
    html! {
        <div class="edit-chooser">
            <label for="edit-entry">{ word(lang, "edit.entry") }</label>
            <select id="edit-entry" onchange={choose}>{ for paths.iter().map(option) }</select>
            { for tools }
        </div>
    }
}

/// What can be done to a collection and to an entry of it.
fn tools(desk: &OnDesk, collection: &'static str, chosen: &str, act: &Callback<Act>) -> Html {
    let lang = desk.lang;
    let id = chosen.rsplit('.').next().unwrap_or_default().to_owned();
    let doing = |what: fn(&Desk, &str, &str) -> Act| {
        let (desk, act, id) = (desk.clone(), act.clone(), id.clone());
        Callback::from(move |_: MouseEvent| act.emit(what(&desk, collection, &id)))
    };
    let none = chosen.is_empty();
    let renamed = {
        let (desk, act, id) = (desk.clone(), act.clone(), id.clone());
        Callback::from(move |new: String| {
            let new = new.trim().to_owned();
            if new == id {
                return;
            }
            let next = entries::rename(&desk.form, &desk.scenario, collection, &id, &new);
            act.emit(next.map_or_else(Act::Refused, |it| {
                Act::Whole(Box::new(it), Some(format!("{collection}.{new}")))
            }));
        })
    };
    html! {
        <div class="edit-tools">
            <button type="button" id="edit-add-entry" onclick={doing(added)}>{ word(lang, "edit.add_new") }</button>
            <button type="button" id="edit-copy-entry" disabled={none} onclick={doing(copied)}>{ word(lang, "edit.copy") }</button>
            <button type="button" id="edit-remove-entry" disabled={none} onclick={doing(removed)}>{ word(lang, "edit.remove") }</button>
            <label class="edit-id">{ word(lang, "edit.id") }<controls::Line id="edit-entry-id" value={id.clone()} onset={renamed} /></label>
        </div>
    }
}

fn added(desk: &Desk, collection: &str, _: &str) -> Act {
    let names = [
        word(Lang::Zh, "edit.new_name"),
        word(Lang::En, "edit.new_name"),
    ];
    let id = entries::fresh(&desk.scenario, collection, "added");
    let path = format!("{collection}.{id}");
    let made = if collection == "procedures" {
        workbench::procedure::simple(&desk.built, [&names[0], &names[1]])
    } else {
        entries::blank(&desk.form, &desk.built, &path, [&names[0], &names[1]])
    };
    let next = made.and_then(|it| entries::add(&desk.scenario, collection, &id, it));
    next.map_or_else(Act::Refused, |it| Act::Whole(Box::new(it), Some(path)))
}

fn copied(desk: &Desk, collection: &str, id: &str) -> Act {
    let new = entries::fresh(&desk.scenario, collection, id);
    let next = entries::copy(&desk.scenario, collection, id, &new);
    next.map_or_else(Act::Refused, |it| {
        Act::Whole(Box::new(it), Some(format!("{collection}.{new}")))
    })
}

fn removed(desk: &Desk, collection: &str, id: &str) -> Act {
    let next = entries::remove(&desk.form, &desk.scenario, collection, id);
    next.map_or_else(Act::Refused, |it| Act::Whole(Box::new(it), None))
}

/// The form of what stands at a path: of a part its fields, of a field itself; where nothing stands, a key that begins it.
fn form(desk: &OnDesk, path: &str, act: &Callback<Act>) -> Html {
    if path.is_empty() {
        return html! { <p>{ word(desk.lang, "edit.nothing") }</p> };
    }
    if desk.value(path).is_none() {
        let begin = {
            let (desk, act, path) = (desk.clone(), act.clone(), path.to_owned());
            Callback::from(move |_: MouseEvent| {
                let made = entries::blank(&desk.form, &desk.built, &path, ["", ""]);
                act.emit(made.map_or_else(Act::Refused, |it| Act::Set(path.clone(), it)));
            })
        };
        return html! { <p>{ word(desk.lang, "edit.left_out") }{ " " }<button type="button" onclick={begin}>{ word(desk.lang, "edit.begin") }</button></p> };
    }
    match desk.part(path) {
        Some(part) => {
            let without: &[&str] = if part == "Procedure" {
                &["stages"]
            } else {
                &[]
            };
            let leave = desk.field(path).filter(|it| !it.1.required).map(|_| {
                let (act, path) = (act.clone(), path.to_owned());
                html! { <button type="button" class="quiet" onclick={move |_: MouseEvent| act.emit(Act::Unset(path.clone()))}>{ word(desk.lang, "edit.leave_out") }</button> }
            });
            html! {
                <div key={path.to_owned()} data-path={path.to_owned()}>
                    <div class="edit-tools">{ parts::back(desk, path, act) }{ for leave }</div>
                    <div role="status">{ parts::wrong(desk, path) }</div>
                    { parts::part(desk, path, part, without, act) }
                </div>
            }
        }
        None => {
            let (holder, field) = match desk.field(path) {
                Some(it) => it,
                None => return html! {},
            };
            html! { <div key={path.to_owned()} class="edit-fields">{ parts::field(desk, path, holder, field, act) }</div> }
        }
    }
}
