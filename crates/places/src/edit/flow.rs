//! A procedure by its diagram: stages chosen by pointer or keyboard, added, removed, moved, branched, joined.

use county::scenario::StageKind;
use page::app::browser;
use page::charts::figure::use_width;
use page::charts::node::coordinate;
use page::diagram::layout::{Layout, StageBox};
use page::diagram::scenery::{face, ground};
use page::i18n::{say, word};
use serde_json::Value;
use workbench::Why;
use workbench::form::Kind;
use workbench::procedure::{self, Spot};
use workbench::refers::To;
use yew::prelude::*;

use super::act::Act;
use super::desk::OnDesk;
use super::desk::names::{choice, in_both, label};
use super::parts;
use crate::compare::typed;

/// Properties of [`Flow`].
#[derive(Debug, Properties, PartialEq)]
pub struct FlowProps {
    /// The scenario as it stands.
    pub desk: OnDesk,
    /// Which procedure.
    pub procedure: AttrValue,
    /// The stage that is chosen; empty: the first.
    pub stage: AttrValue,
    /// Told which stage is chosen.
    pub choose: Callback<String>,
    /// Told what is done.
    pub act: Callback<Act>,
}

/// The id of the box of a stage.
#[must_use]
pub fn id_of(stage: &str) -> String {
    format!("flow-{stage}")
}

/// The diagram, its keys, and the form of the stage that is chosen.
#[component]
pub fn Flow(props: &FlowProps) -> Html {
    let FlowProps {
        desk,
        procedure,
        stage,
        choose,
        act,
    } = props;
    let lang = desk.lang;
    let width = use_state_eq(|| 720.0);
    let host = use_node_ref();
    use_width(&host, {
        let width = width.clone();
        Callback::from(move |it: f64| width.set(it))
    });
    let kind = use_state_eq(|| StageKind::Task);
    let target = use_state_eq(String::new);
    let drawn = use_memo(
        (desk.clone(), procedure.clone(), *width),
        |(desk, procedure, width)| {
            let layout = desk.typed.as_ref().map_or_else(Layout::default, |it| {
                Layout::of(it, procedure, desk.lang, *width)
            });
            let ground = ground(&layout, desk.lang, "flow-head");
            (layout, ground)
        },
    );
    let (layout, ground) = &*drawn;
    // A key moves the focus with the choice, once the choice is drawn.
    let by_key = use_state_eq(|| 0u32);
    use_effect_with((*by_key, stage.clone()), |(times, stage)| {
        if *times > 0
            && let Some(found) = browser::element(&id_of(stage))
        {
            browser::focus(&found);
        }
    });
    let ids: Vec<String> = layout.boxes.iter().map(|it| it.id.clone()).collect();
    let chosen = ids
        .iter()
        .find(|it| *it == stage)
        .or(ids.first())
        .cloned()
        .unwrap_or_default();
    let keys = {
        let (desk, procedure, ids, chosen, choose, act, by_key, kind) = (
            desk.clone(),
            procedure.clone(),
            ids.clone(),
            chosen.clone(),
            choose.clone(),
            act.clone(),
            by_key.clone(),
            *kind,
        );
        Callback::from(move |event: KeyboardEvent| {
            let at = ids.iter().position(|it| *it == chosen).unwrap_or(0);
            let to = match event.key().as_str() {
                "ArrowRight" => procedure::children(&desk.built, &procedure, &chosen)
                    .into_iter()
                    .next(),
                "ArrowLeft" => procedure::parents(&desk.built, &procedure, &chosen)
                    .into_iter()
                    .next(),
                "ArrowDown" => ids.get(at + 1).cloned(),
                "ArrowUp" => at.checked_sub(1).and_then(|at| ids.get(at).cloned()),
                "Home" => ids.first().cloned(),
                "End" => ids.last().cloned(),
                "Insert" => {
                    event.prevent_default();
                    return act.emit(added(&desk, &procedure, Spot::After(&chosen), kind));
                }
                "Delete" => {
                    event.prevent_default();
                    return act.emit(removed(&desk, &procedure, &chosen));
                }
                _ => return,
            };
            event.prevent_default();
            if let Some(to) = to {
                by_key.set(*by_key + 1);
                choose.emit(to);
            }
        })
    };
    let (w, h) = (coordinate(layout.width), coordinate(layout.height));
    let title = say(
        lang,
        "edit.flow_title",
        &[("name", &desk.last_name(&format!("procedures.{procedure}")))],
    );
    let path = format!("procedures.{procedure}.stages.{chosen}");
    let stays = use_memo(
        (desk.clone(), procedure.clone(), chosen.clone()),
        |(desk, procedure, chosen)| {
            procedure::stays(&desk.scenario, &desk.built, procedure, chosen)
        },
    );
    html! {
        <div class="edit-flow">
            <p class="hint" id="flow-about">{ word(lang, "edit.flow_about") }</p>
            <div class="diagram-stage" ref={host}>
                <svg viewBox={format!("0 0 {w} {h}")} width={w} height={h} role="group" aria-label={title} aria-describedby="flow-about" onkeydown={keys}>
                    <g aria-hidden="true">{ ground.clone() }</g>
                    { for layout.boxes.iter().map(|it| stage_box(desk, procedure, layout, it, &chosen, choose)) }
                </svg>
            </div>
            if desk.typed.is_none() { <p class="problem">{ word(lang, "edit.flow_none") }</p> }
            if !chosen.is_empty() {
                { tools(desk, procedure, &chosen, &ids, (&kind, &target), stays.as_ref().as_ref(), act) }
                <h3 id="flow-stage" tabindex="-1">{ desk.name(To::Stage, &chosen, &path) }</h3>
                <div role="status">{ parts::told(&desk.wrong(&path), lang) }</div>
                if procedure::is_own(&desk.scenario, procedure, &chosen) {
                    { parts::part(desk, &path, "Stage", &[], act) }
                }
            }
        </div>
    }
}

fn added(desk: &OnDesk, procedure: &str, spot: Spot, kind: StageKind) -> Act {
    let [zh, en] = in_both(desk.lang, "edit.new_stage");
    let names = [zh.as_str(), en.as_str()];
    match procedure::add(&desk.scenario, &desk.built, procedure, spot, kind, names) {
        Ok((next, id)) => Act::whole(
            Ok(next),
            Some(format!("procedures.{procedure}.stages.{id}")),
        ),
        Err(why) => Act::Refused(why),
    }
}

fn removed(desk: &OnDesk, procedure: &str, stage: &str) -> Act {
    // Who is chosen then: the one before, else the one after.
    let next = procedure::parents(&desk.built, procedure, stage)
        .into_iter()
        .chain(procedure::children(&desk.built, procedure, stage))
        .next();
    let made = procedure::remove(&desk.scenario, &desk.built, procedure, stage);
    let at = next.map(|it| format!("procedures.{procedure}.stages.{it}"));
    Act::whole(made, at)
}

/// The keys: what can be done with the stage that is chosen.
fn tools(
    desk: &OnDesk,
    procedure: &AttrValue,
    chosen: &str,
    ids: &[String],
    (kind, target): (&UseStateHandle<StageKind>, &UseStateHandle<String>),
    stays: Option<&Why>,
    act: &Callback<Act>,
) -> Html {
    let lang = desk.lang;
    let path = format!("procedures.{procedure}.stages.{chosen}");
    let name = |id: &str| desk.name(To::Stage, id, &path);
    let add = |key: &'static str, label: &'static str, spot: fn(&str) -> Spot<'_>| {
        let (desk, procedure, chosen, kind, act) = (
            desk.clone(),
            procedure.clone(),
            chosen.to_owned(),
            **kind,
            act.clone(),
        );
        let onclick = Callback::from(move |_: MouseEvent| {
            act.emit(added(&desk, &procedure, spot(&chosen), kind))
        });
        html! { <button type="button" id={key} {onclick}>{ word(lang, label) }</button> }
    };
    let kinds = match desk.form.field_of("Stage", "kind").map(|it| &it.kind) {
        Some(Kind::Choice(words)) => words.clone(),
        _ => Vec::new(),
    };
    let now = serde_json::to_value(**kind).unwrap_or_default();
    let kind_option = |it: &String| html! { <option key={it.clone()} value={it.clone()} selected={now == **it}>{ choice("kind", it, lang) }</option> };
    let turn_kind = {
        let kind = kind.clone();
        Callback::from(move |event: Event| {
            if let Ok(it) = serde_json::from_value(Value::from(typed(&event))) {
                kind.set(it);
            }
        })
    };
    let others: Vec<&String> = ids.iter().filter(|it| *it != chosen).collect();
    let other = others
        .iter()
        .find(|it| ***it == **target)
        .or(others.first())
        .map(|it| (*it).clone())
        .unwrap_or_default();
    let turn_target = {
        let target = target.clone();
        Callback::from(move |event: Event| target.set(typed(&event)))
    };
    let with_other =
        |key: &'static str,
         label: &'static str,
         what: fn(&OnDesk, &str, &str, &str) -> Result<Value, Why>| {
            let disabled = other.is_empty();
            let (desk, procedure, chosen, other, act) = (
                desk.clone(),
                procedure.clone(),
                chosen.to_owned(),
                other.clone(),
                act.clone(),
            );
            let onclick = Callback::from(move |_: MouseEvent| {
                act.emit(Act::whole(what(&desk, &procedure, &chosen, &other), None));
            });
            html! { <button type="button" id={key} {disabled} {onclick}>{ word(lang, label) }</button> }
        };
    let remove = {
        let (desk, procedure, chosen, act) = (
            desk.clone(),
            procedure.clone(),
            chosen.to_owned(),
            act.clone(),
        );
        Callback::from(move |_: MouseEvent| act.emit(removed(&desk, &procedure, &chosen)))
    };
    html! {
        <div class="flow-tools" role="group" aria-label={say(lang, "edit.flow_tools", &[("name", &name(chosen))])}>
            <p class="flow-row"><label for="flow-kind">{ word(lang, "edit.flow_new") }</label>
                <select id="flow-kind" onchange={turn_kind}>{ for kinds.iter().map(kind_option) }</select>
                { add("flow-add-after", "edit.flow_after", |it| Spot::After(it)) }
                { add("flow-add-before", "edit.flow_before", |it| Spot::Before(it)) }
                { add("flow-add-beside", "edit.flow_beside", |it| Spot::Beside(it)) }
                { add("flow-add-branch", "edit.flow_branch", |it| Spot::Branch(it)) }
            </p>
            <p class="flow-row"><label for="flow-target">{ word(lang, "edit.flow_other") }</label>
                <select id="flow-target" onchange={turn_target}>{ for others.iter().map(|it| html! { <option key={(*it).clone()} value={(*it).clone()} selected={**it == other}>{ name(it) }</option> }) }</select>
                { with_other("flow-move-after", "edit.flow_move_after", |desk, procedure, it, to| procedure::shift(&desk.scenario, &desk.built, procedure, it, Spot::After(to))) }
                { with_other("flow-move-before", "edit.flow_move_before", |desk, procedure, it, to| procedure::shift(&desk.scenario, &desk.built, procedure, it, Spot::Before(to))) }
                { with_other("flow-join", "edit.flow_join", |desk, procedure, it, to| procedure::join(&desk.scenario, &desk.built, procedure, to, it)) }
                { with_other("flow-part", "edit.flow_part", |desk, procedure, it, to| procedure::part(&desk.scenario, &desk.built, procedure, to, it)) }
            </p>
            <div class="flow-row"><button type="button" id="flow-remove" disabled={stays.is_some()} onclick={remove}>{ word(lang, "edit.flow_remove") }</button><div role="status" id="flow-stays">{ for stays.map(|it| told(desk, it, act)) }</div></div>
        </div>
    }
}

/// Why a stage stays, and the way to the mechanism that brings or needs it.
fn told(desk: &OnDesk, why: &Why, act: &Callback<Act>) -> Html {
    let lang = desk.lang;
    let (key, by) = match why {
        Why::Brought(_, by) => ("edit.flow_brought", *by),
        Why::Needed(_, by) => ("edit.flow_needed", Some(*by)),
        Why::LastEnd(_) => ("edit.flow_last_end", None),
        _ => return html! {},
    };
    let mechanism = by.map(|it| (label(it, lang), format!("mechanisms.{it}")));
    let name = mechanism.as_ref().map(|it| it.0.clone());
    let name = name.unwrap_or_else(|| word(lang, "edit.section.mechanisms"));
    let way = mechanism.map(|(name, path)| {
        html! { <button type="button" class="quiet edit-go" id="flow-to-mechanism" onclick={Act::go(act, &path)}>{ say(lang, "edit.flow_to_mechanism", &[("name", &name)]) }</button> }
    });
    html! { <p class="hint">{ say(lang, key, &[("name", &name)]) }{ " " }{ for way }</p> }
}

/// A stage that can be chosen.
fn stage_box(
    desk: &OnDesk,
    procedure: &str,
    layout: &Layout,
    it: &StageBox,
    chosen: &str,
    choose: &Callback<String>,
) -> Html {
    let lang = desk.lang;
    let path = format!("procedures.{procedure}.stages.{}", it.id);
    let is = it.id == chosen;
    let wrong = !desk.wrong(&path).is_empty();
    let named = |ids: Vec<String>| {
        let names: Vec<String> = ids
            .iter()
            .map(|it| desk.name(To::Stage, it, &path))
            .collect();
        if names.is_empty() {
            word(lang, "differs.nothing")
        } else {
            names.join(&word(lang, "words.list"))
        }
    };
    let kind = desk
        .built_value(&format!("{path}.kind"))
        .and_then(Value::as_str)
        .unwrap_or_default();
    let said = [
        ("name", desk.name(To::Stage, &it.id, &path)),
        ("kind", choice("kind", kind, lang)),
        (
            "before",
            named(procedure::parents(&desk.built, procedure, &it.id)),
        ),
        (
            "after",
            named(procedure::children(&desk.built, procedure, &it.id)),
        ),
    ];
    let said: Vec<(&str, &str)> = said.iter().map(|it| (it.0, it.1.as_str())).collect();
    let mut label = say(lang, "edit.flow_stage", &said);
    if wrong {
        label.push_str(&word(lang, "edit.mark_wrong_suffix"));
    }
    let pick = {
        let (choose, id) = (choose.clone(), it.id.clone());
        Callback::from(move |_: MouseEvent| choose.emit(id.clone()))
    };
    let press = {
        let (choose, id) = (choose.clone(), it.id.clone());
        Callback::from(move |event: KeyboardEvent| {
            if matches!(event.key().as_str(), "Enter" | " ") {
                event.prevent_default();
                choose.emit(id.clone());
            }
        })
    };
    html! {
        <g key={it.id.clone()} id={id_of(&it.id)} class={classes!("stage", is.then_some("chosen"), wrong.then_some("wrong"), desk.moved(&path).then_some("moved"))} data-stage={it.id.clone()}
            role="button" tabindex={if is { "0" } else { "-1" }} aria-pressed={is.to_string()} aria-label={label} onclick={pick} onkeydown={press}>
            { face(layout, it) }
        </g>
    }
}
