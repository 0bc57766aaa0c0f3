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
    let leaders = desk.ids("leaders");
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
            let (owned, of) = (desk.clone(), (department.clone(), leader.clone()));
            let lead = act.reform(move |_: Event| {
                Act::whole(entries::assign(&owned.scenario, &of.0, &of.1), None)
            });
            let (owned, of) = (desk.clone(), (department.clone(), leader.clone()));
            let set = act.reform(move |share: Value| {
                let share = share.as_f64().unwrap_or(0.0);
                Act::whole(entries::share(&owned.scenario, &of.0, &of.1, share), None)
            });
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
                <tbody>{ for desk.ids("departments").iter().map(row) }</tbody>
            </table></div>
        </>
    }
}
