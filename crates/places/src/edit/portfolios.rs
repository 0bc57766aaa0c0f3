//! Whose portfolio a department is: a row for each department, a column for each leader.

use page::i18n::{say, word};
use serde_json::Value;
use workbench::entries;
use workbench::form::Unit;
use workbench::refers::LEADERS;
use yew::prelude::*;

use super::act::Act;
use super::controls::Number;
use super::desk::OnDesk;
use super::parts::{back, told};

/// The matrix: who leads, and in which share of cases others have a say.
pub fn matrix(desk: &OnDesk, act: &Callback<Act>) -> Html {
    let lang = desk.lang;
    let ids = |path: &str| -> Vec<String> {
        desk.value(path)
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .map(|it| it.0.clone())
            .collect()
    };
    let leaders = ids("leaders");
    let names: Vec<String> = leaders
        .iter()
        .map(|it| desk.name(LEADERS, it, ""))
        .collect();
    let row = |department: &String| {
        let path = format!("departments.{department}");
        let name = desk.last_name(&path);
        let leads = desk
            .value(&format!("{path}.leader"))
            .and_then(Value::as_str)
            .unwrap_or_default();
        let cell = |(leader, leader_name): (&String, &String)| {
            let id = format!("portfolio-{department}-{leader}");
            let share = desk
                .value(&format!("{path}.shared_with.{leader}"))
                .and_then(Value::as_f64);
            let lead = {
                let (desk, act, department, leader) = (
                    desk.clone(),
                    act.clone(),
                    department.clone(),
                    leader.clone(),
                );
                Callback::from(move |_: Event| {
                    act.emit(whole(entries::assign(&desk.scenario, &department, &leader)))
                })
            };
            let set = {
                let (desk, act, department, leader) = (
                    desk.clone(),
                    act.clone(),
                    department.clone(),
                    leader.clone(),
                );
                Callback::from(move |share: Value| {
                    act.emit(whole(entries::share(
                        &desk.scenario,
                        &department,
                        &leader,
                        share.as_f64().unwrap_or(0.0),
                    )))
                })
            };
            let label = say(
                lang,
                "edit.portfolio_leads",
                &[("department", &name), ("leader", leader_name)],
            );
            let shared = say(
                lang,
                "edit.portfolio_shares",
                &[("department", &name), ("leader", leader_name)],
            );
            let mine = leads == leader;
            html! {
                <td key={leader.clone()} class={classes!(mine.then_some("mine"))}>
                    <input type="radio" name={format!("portfolio-{department}")} id={id.clone()} aria-label={label} checked={mine} onchange={lead} />
                    <span>if !mine { <Number id={format!("{id}-share")} value={share.unwrap_or(0.0)} unit={Unit::Share} wrong={false} {lang} label={shared} onset={set} />{ "%" } }</span>
                </td>
            }
        };
        let wrong = desk.wrong(&path);
        html! {
            <tr key={department.clone()} class={classes!(desk.moved(&format!("{path}.leader")).then_some("moved"), desk.moved(&format!("{path}.shared_with")).then_some("moved"))} data-path={path.clone()}>
                <th scope="row">{ name.clone() }{ back(desk, &format!("{path}.leader"), act) }{ told(&wrong, lang) }</th>
                { for leaders.iter().zip(&names).map(cell) }
            </tr>
        }
    };
    html! {
        <>
            <p class="hint">{ word(lang, "edit.portfolio_about") }</p>
            <div class="wide-table"><table class="edit-matrix">
                <caption class="out-of-sight">{ word(lang, "edit.section.portfolios") }</caption>
                <thead><tr><th scope="col">{ word(lang, "edit.section.departments") }</th>{ for names.iter().map(|it| html! { <th scope="col" key={it.clone()}>{ it }</th> }) }</tr></thead>
                <tbody>{ for ids("departments").iter().map(row) }</tbody>
            </table></div>
        </>
    }
}

/// The scenario an edit gives, or why it gives none.
pub fn whole(next: Result<Value, workbench::Why>) -> Act {
    next.map_or_else(Act::Refused, |it| Act::Whole(Box::new(it), None))
}
