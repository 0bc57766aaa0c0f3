//! A section: what can be chosen in it, what can be done to a collection and to an entry of it, and the form of what is chosen.

use page::i18n::word;
use workbench::{entries, procedure};
use yew::prelude::*;

use super::act::Act;
use super::controls::Line;
use super::desk::names::in_both;
use super::desk::{Desk, OnDesk};
use super::sections::{Holds, Shown};
use super::{assumptions, flow, parts, portfolios};
use crate::compare::typed;

/// A section: what can be chosen in it, and the form of what is chosen.
pub fn section(
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
        Holds::Sources => {
            html! { <assumptions::Sources desk={desk.clone()} looked_for={looked_for.to_owned()} act={act.clone()} /> }
        }
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
                    <div>{ for flow }if holds == Holds::Entries("procedures") { <h3>{ word(lang, "edit.flow_rest") }</h3> }</div>
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
        let (desk, id) = (desk.clone(), id.clone());
        act.reform(move |_: MouseEvent| what(&desk, collection, &id))
    };
    let none = chosen.is_empty();
    let renamed = {
        let (desk, act, id) = (desk.clone(), act.clone(), id.clone());
        Callback::from(move |new: String| {
            let new = new.trim().to_owned();
            if new != id {
                let next = entries::rename(&desk.form, &desk.scenario, collection, &id, &new);
                act.emit(Act::whole(next, Some(format!("{collection}.{new}"))));
            }
        })
    };
    html! {
        <div class="edit-tools">
            <button type="button" id="edit-add-entry" onclick={doing(added)}>{ word(lang, "edit.add_new") }</button>
            <button type="button" id="edit-copy-entry" disabled={none} onclick={doing(copied)}>{ word(lang, "edit.copy") }</button>
            <button type="button" id="edit-remove-entry" disabled={none} onclick={doing(removed)}>{ word(lang, "edit.remove") }</button>
            <label class="edit-id">{ word(lang, "edit.id") }<Line id="edit-entry-id" value={id.clone()} onset={renamed} /></label>
        </div>
    }
}

fn added(desk: &Desk, collection: &str, _: &str) -> Act {
    let [zh, en] = in_both(desk.lang, "edit.new_name");
    let id = entries::fresh(&desk.scenario, collection, "added");
    let path = format!("{collection}.{id}");
    let made = if collection == "procedures" {
        procedure::simple(&desk.built, [&zh, &en])
    } else {
        entries::blank(&desk.form, &desk.built, &path, [&zh, &en])
    };
    let next = made.and_then(|it| entries::add(&desk.scenario, collection, &id, it));
    Act::whole(next, Some(path))
}

fn copied(desk: &Desk, collection: &str, id: &str) -> Act {
    let new = entries::fresh(&desk.scenario, collection, id);
    let next = entries::copy(&desk.scenario, collection, id, &new);
    Act::whole(next, Some(format!("{collection}.{new}")))
}

fn removed(desk: &Desk, collection: &str, id: &str) -> Act {
    Act::whole(
        entries::remove(&desk.form, &desk.scenario, collection, id),
        None,
    )
}

/// The form of what stands at a path: of a part its fields, of a field itself; where nothing stands, a key that begins it.
fn form(desk: &OnDesk, path: &str, act: &Callback<Act>) -> Html {
    if path.is_empty() {
        return html! { <p>{ word(desk.lang, "edit.nothing") }</p> };
    }
    if desk.value(path).is_none() {
        let begin = {
            let (desk, path) = (desk.clone(), path.to_owned());
            act.reform(move |_: MouseEvent| {
                let made = entries::blank(&desk.form, &desk.built, &path, ["", ""]);
                Act::set(path.clone(), made)
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
                let path = path.to_owned();
                html! { <button type="button" class="quiet" onclick={act.reform(move |_: MouseEvent| Act::Unset(path.clone()))}>{ word(desk.lang, "edit.leave_out") }</button> }
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
            let Some((holder, field)) = desk.field(path) else {
                return html! {};
            };
            html! { <div key={path.to_owned()} class="edit-fields">{ parts::field(desk, path, holder, field, act) }</div> }
        }
    }
}
