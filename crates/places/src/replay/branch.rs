//! Going on under other rules: what is changed from the morning of a day on, and the two futures side by side.

use std::rc::Rc;

use county::event::Part;
use page::charts::numbers::{Estimate, Unit, difference, quantity};
use page::i18n::{Lang, say, word};
use page::levers::{self, Group, Kind, LEVERS, Lever};
use page::simulate::systems::SYSTEMS;
use page::state::{Moment, Place, Presets, link, patch};
use serde_json::Value;
use yew::prelude::*;

use super::Shown;
use super::agent::BRANCH;
use super::run::{News, Run};
use super::told::{Came, Futures, Other};
use crate::compare::typed as entered;

/// The figures that stand above all others: metric, words, unit.
const FIRST: [(&str, &str, Unit); 4] = [
    (
        "turnaround.lead_time.mean",
        "figure.lead_time.name",
        Unit::Days,
    ),
    ("turnaround.on_time.share", "replay.on_time", Unit::Share),
    (
        "quality.agreement.share",
        "figure.agreement.name",
        Unit::Share,
    ),
    ("burden.hours.total", "replay.hours", Unit::Hours),
];

/// Properties of [`Branch`].
#[derive(Properties, PartialEq)]
pub struct BranchProps {
    /// What it is drawn from.
    pub shown: Shown,
    /// The run.
    pub run: Run,
    /// The scenario as it stands.
    pub now: Rc<Moment>,
    /// The presets there are.
    pub presets: Presets,
    /// The day from whose morning on the rules change.
    pub day: i64,
}

/// A change as it is typed.
#[derive(Debug, Clone, PartialEq)]
struct Typed {
    path: &'static str,
    text: String,
}

impl Typed {
    /// Its value; `None`: what was typed is none.
    fn value(&self) -> Option<Value> {
        let lever = levers::at(self.path)?;
        match lever.kind {
            Kind::Switch | Kind::Check => Some(Value::Bool(self.text == "true")),
            Kind::Choice(_) => Some(Value::String(self.text.clone())),
            Kind::Number { unit, .. } => levers::typed(&self.text, unit),
        }
    }

    /// In words.
    fn told(&self, county: &Value, lang: Lang) -> String {
        let before = patch::get(county, self.path);
        levers::told(self.path, before, self.value().as_ref(), lang)
    }
}

/// What can be changed here: rules and facts of organisation that the county has. What the world brings cannot: the luck would be another.
fn offered(county: &Value) -> impl Iterator<Item = &'static Lever> {
    let there = move |it: &&'static Lever| {
        it.group != Group::World
            && !it.path.starts_with("world.")
            && patch::get(county, it.path).is_some()
    };
    LEVERS.iter().filter(there)
}

/// A lever's value as the field shows it before anybody types; of a switch, the other position: that is what one turns it for.
fn begin(lever: &Lever, county: &Value) -> Typed {
    let value = patch::get(county, lever.path);
    let text = match (lever.kind, value) {
        (Kind::Switch | Kind::Check, Some(Value::Bool(on))) => (!on).to_string(),
        (Kind::Choice(_), Some(Value::String(choice))) => choice.clone(),
        (Kind::Number { unit, .. }, Some(value)) => {
            levers::plain(value.as_f64().unwrap_or_default(), unit)
        }
        _ => String::new(),
    };
    Typed {
        path: lever.path,
        text,
    }
}

/// The panel, and what came of it.
#[component]
pub fn Branch(props: &BranchProps) -> Html {
    let BranchProps {
        shown,
        run,
        now,
        presets,
        day,
    } = props;
    let lang = shown.lang;
    let county = use_memo(Rc::clone(now), |now| now.scenario(presets));
    let typed = use_state_eq(Vec::<Typed>::new);
    // What the futures that are shown come of.
    let gone = use_state_eq(Vec::<Typed>::new);
    let date = shown.tell().date(day * kernel::DAY);
    let wrong = typed.iter().any(|it| it.value().is_none());
    let add = {
        let (typed, county) = (typed.clone(), Rc::clone(&county));
        Callback::from(move |_: MouseEvent| {
            let free = |it: &&Lever| !typed.iter().any(|one| one.path == it.path);
            if let Some(lever) = offered(&county).find(free) {
                let mut all = (*typed).clone();
                all.push(begin(lever, &county));
                typed.set(all);
            }
        })
    };
    let go = {
        let (run, now, typed) = (run.clone(), Rc::clone(now), typed.clone());
        let (presets, gone, day) = (presets.clone(), gone.clone(), *day);
        Callback::from(move |_: MouseEvent| {
            let preset = now
                .preset_in(&presets)
                .map_or(Value::Null, |it| it.value.clone());
            let mut changed = (*now).clone();
            for it in typed.iter() {
                let Some(value) = it.value() else { return };
                changed.patch = patch::with(&changed.patch, &preset, it.path, value);
            }
            gone.set((*typed).clone());
            run.tell.emit(News::Branching);
            run.say
                .emit(vec![BRANCH.to_owned(), day.to_string(), changed.text()]);
        })
    };
    let rows = typed.iter().enumerate().map(|(at, it)| {
        let remove = {
            let mut rest = (*typed).clone();
            rest.remove(at);
            let typed = typed.clone();
            Callback::from(move |_: MouseEvent| typed.set(rest.clone()))
        };
        let write = {
            let all = (*typed).clone();
            let typed = typed.clone();
            Callback::from(move |it: Typed| {
                let mut all = all.clone();
                if let Some(place) = all.get_mut(at) {
                    *place = it;
                }
                typed.set(all);
            })
        };
        html! { <li key={at}><Change {at} {lang} typed={it.clone()} county={Rc::clone(&county)} {write} {remove} /></li> }
    });
    let known = &run.known;
    html! {
        <section class="panel replay-branch" aria-labelledby="branch-title">
            <h2 id="branch-title">{ say(lang, "replay.branch", &[("date", &date)]) }</h2>
            <p class="unprinted">{ word(lang, "replay.branch_about") }</p>
            <ul class="branch-changes unprinted">{ for rows }</ul>
            <div class="branch-keys unprinted">
                <button type="button" id="branch-add" onclick={add}>{ word(lang, "replay.add") }</button>
                <button type="button" class="primary" id="branch-go" disabled={wrong || known.branching} onclick={go}>{ word(lang, "replay.go") }</button>
                <span role="status">{ if known.branching { word(lang, "replay.branching") } else { String::new() } }</span>
            </div>
            <div role="alert">if !known.problems.is_empty() { { page::app::notices::list(&known.problems, lang) } }</div>
            <div>if let Some(futures) = &known.futures { <Side shown={shown.clone()} futures={Rc::clone(futures)} told={gone.iter().map(|it| it.told(&county, lang)).collect::<Vec<_>>()} now={Rc::clone(now)} /> }</div>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct ChangeProps {
    at: usize,
    lang: Lang,
    typed: Typed,
    county: Rc<Value>,
    write: Callback<Typed>,
    remove: Callback<MouseEvent>,
}

/// One change: which lever, and its value.
#[component]
fn Change(props: &ChangeProps) -> Html {
    let ChangeProps {
        at,
        lang,
        typed,
        county,
        write,
        remove,
    } = props;
    let lang = *lang;
    let choose = {
        let (write, county) = (write.clone(), Rc::clone(county));
        Callback::from(move |event: Event| {
            let lever = levers::at(&entered(&event)).map(|it| begin(it, &county));
            if let Some(typed) = lever {
                write.emit(typed);
            }
        })
    };
    let value = {
        let (write, path) = (write.clone(), typed.path);
        Callback::from(move |text: String| write.emit(Typed { path, text }))
    };
    let group = |(group, key): (Group, &str)| {
        let of = offered(county).filter(|it| it.group == group);
        let option = |it: &'static Lever| {
            html! { <option value={it.path} selected={it.path == typed.path}>{ it.name(lang) }</option> }
        };
        html! { <optgroup label={word(lang, key)}>{ for of.map(option) }</optgroup> }
    };
    let groups = [
        (Group::Mechanisms, "levers.mechanisms"),
        (Group::Procedure, "levers.procedure"),
        (Group::People, "levers.people"),
    ];
    let number = (at + 1).to_string();
    let is_wrong = typed.value().is_none();
    let control = levers::at(typed.path).map(|lever| control(props, lever, &value));
    html! {
        <div class="branch-change">
            <label for={format!("branch-what-{at}")}>{ say(lang, "replay.what", &[("number", &number)]) }</label>
            <select id={format!("branch-what-{at}")} onchange={choose}>{ for groups.map(group) }</select>
            <label for={format!("branch-to-{at}")}>{ word(lang, "replay.to") }</label>
            { for control }
            <button type="button" class="quiet" aria-label={say(lang, "replay.remove_label", &[("number", &number)])} onclick={remove.clone()}>{ word(lang, "replay.remove") }</button>
            <span class="problem" id={format!("branch-wrong-{at}")} role="status">{ if is_wrong { word(lang, "replay.no_number") } else { String::new() } }</span>
        </div>
    }
}

fn control(props: &ChangeProps, lever: &'static Lever, value: &Callback<String>) -> Html {
    let (lang, typed, at) = (props.lang, &props.typed, props.at);
    let id = format!("branch-to-{at}");
    let value = value.clone();
    match lever.kind {
        Kind::Number { unit, .. } => {
            let oninput = Callback::from(move |event: InputEvent| value.emit(entered(&event)));
            let is_wrong = typed.value().is_none();
            html! {
                <span class="branch-number">
                    <input type="text" inputmode="decimal" size="7" {id} value={typed.text.clone()} {oninput} aria-invalid={is_wrong.to_string()} aria-describedby={format!("branch-wrong-{at}")} />
                    { " " }{ unit.word(lang) }
                </span>
            }
        }
        Kind::Choice(choices) => {
            let onchange = Callback::from(move |event: Event| value.emit(entered(&event)));
            let option = |choice: &&'static str| {
                let shown = lever.shown(&Value::String((*choice).to_owned()), lang);
                html! { <option value={*choice} selected={typed.text == *choice}>{ shown }</option> }
            };
            html! { <select {id} {onchange}>{ for choices.iter().map(option) }</select> }
        }
        Kind::Switch | Kind::Check => {
            let onchange = Callback::from(move |event: Event| value.emit(entered(&event)));
            let option = |on: bool| {
                html! { <option value={on.to_string()} selected={typed.text == on.to_string()}>{ lever.shown(&Value::Bool(on), lang) }</option> }
            };
            html! { <select {id} {onchange}>{ option(true) }{ option(false) }</select> }
        }
    }
}

#[derive(Properties, PartialEq)]
struct SideProps {
    shown: Shown,
    futures: Rc<Futures>,
    told: Vec<String>,
    now: Rc<Moment>,
}

/// Two futures side by side.
#[component]
fn Side(props: &SideProps) -> Html {
    let SideProps {
        shown,
        futures,
        told,
        now,
    } = props;
    let (lang, tell) = (shown.lang, shown.tell());
    let date = tell.date(futures.day * kernel::DAY);
    let what = match told.is_empty() {
        true => word(lang, "replay.unchanged"),
        false => told.join(&word(lang, "words.list")),
    };
    let head = say(lang, "replay.from", &[("date", &date), ("what", &what)]);
    let first = match &futures.first {
        None => html! { <p id="branch-first">{ word(lang, "replay.nothing_parted") }</p> },
        Some((kept, changed)) => {
            let said = |it: &Option<super::told::Said>| {
                it.as_ref()
                    .map_or_else(|| word(lang, "replay.nothing_more"), |it| tell.dated(it))
            };
            let parted = [kept, changed]
                .into_iter()
                .flatten()
                .map(|it| it.tick)
                .min()
                .unwrap_or(0);
            html! {
                <div id="branch-first">
                    <p>{ say(lang, "replay.parted", &[("date", &tell.date(parted)), ("time", &tell.time(parted))]) }</p>
                    <dl class="branch-two">
                        <div><dt>{ word(lang, "replay.kept_rules") }</dt><dd>{ said(kept) }</dd></div>
                        <div><dt>{ word(lang, "replay.changed_rules") }</dt><dd>{ said(changed) }</dd></div>
                    </dl>
                    <p class="hint">{ say(lang, "replay.why", &[("what", &what)]) }</p>
                </div>
            }
        }
    };
    let [all, decided, ended, sooner, later] = futures.counts.map(|it| it.to_string());
    let others = futures.others.to_string();
    let counts = say(
        lang,
        "replay.counts",
        &[
            ("all", &all),
            ("decided", &decided),
            ("ended", &ended),
            ("sooner", &sooner),
            ("later", &later),
            ("others", &others),
        ],
    );
    let digest: String = futures.digest.chars().take(8).collect();
    html! {
        <div class="branch-told" id="branch-told" data-same={futures.same.to_string()}>
            <p class="arm-sentence">{ head }</p>
            { first }
            <p id="branch-counts">{ counts }</p>
            if !futures.matters.is_empty() { { matters(shown, futures) } }
            { figures(futures, lang) }
            <p class="hint">{ word(lang, "replay.no_verdict") }{ " " }<a href={link::write(Place::Compare, now)}>{ word(lang, "replay.to_compare") }</a></p>
            <p class="hint">{ say(lang, if futures.same { "replay.same_digest" } else { "replay.digest" }, &[("digest", &digest)]) }</p>
        </div>
    }
}

fn matters(shown: &Shown, futures: &Futures) -> Html {
    let (lang, tell) = (shown.lang, shown.tell());
    let came = |it: &Option<Came>| match it {
        None => word(lang, "replay.not_there"),
        Some(it) => {
            let how = match (&it.verdict, &it.ending) {
                (Some(verdict), Some(_)) => word(lang, &format!("replay.verdict.{verdict}")),
                (_, Some(ending)) => word(lang, &format!("replay.ending.{ending}")),
                (_, None) => word(lang, "replay.ending.open"),
            };
            match it.days {
                Some(days) => {
                    let days = quantity(Estimate::exact(days), Unit::Days, lang);
                    say(lang, "replay.came", &[("how", &how), ("days", &days)])
                }
                None => how,
            }
        }
    };
    let row = |it: &Other| {
        let number = it
            .kept
            .as_ref()
            .or(it.changed.as_ref())
            .map_or(0, |it| it.number);
        let longer = it.parts.map(|parts| {
            let parts = Part::ALL.into_iter().zip(parts);
            let most = parts.max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
            most.filter(|it| it.1.abs() > 0.05).map(|(part, by)| {
                let by = difference(Estimate::exact(by), Unit::Days, lang);
                format!("{} {by}", page::charts::days::name(part, lang))
            })
        });
        let longer = longer.flatten().unwrap_or_default();
        html! {
            <tr>
                <th scope="row">{ tell.matter(number, &it.class) }</th>
                <td>{ came(&it.kept) }</td>
                <td>{ came(&it.changed) }</td>
                <td>{ longer }</td>
            </tr>
        }
    };
    html! {
        <div class="wide-table" tabindex="0" role="region" aria-label={word(lang, "replay.otherwise")}><table class="differences">
            <caption>{ word(lang, "replay.otherwise") }</caption>
            <thead><tr>
                <th scope="col">{ word(lang, "replay.col_matter") }</th>
                <th scope="col">{ word(lang, "replay.kept_rules") }</th>
                <th scope="col">{ word(lang, "replay.changed_rules") }</th>
                <th scope="col">{ word(lang, "replay.col_part") }</th>
            </tr></thead>
            <tbody>{ for futures.matters.iter().map(row) }</tbody>
        </table></div>
    }
}

/// The figures of both: the first few, and all that the county's systems have, folded.
fn figures(futures: &Futures, lang: Lang) -> Html {
    let of = |metric: &str| futures.figures.iter().find(|it| it.0 == metric);
    let row = |name: String, metric: &str, unit: Unit, factor: f64| {
        let (_, kept, changed) = of(metric)?;
        let shown = |it: &Option<f64>| {
            let it = it.map_or(Estimate::NONE, |it| Estimate::exact(it * factor));
            quantity(it, unit, lang)
        };
        let by = match (kept, changed) {
            (Some(kept), Some(changed)) if kept.to_bits() == changed.to_bits() => {
                word(lang, "replay.same")
            }
            (Some(kept), Some(changed)) => difference(
                Estimate::exact((changed - kept) * factor),
                unit.of_difference(),
                lang,
            ),
            _ => String::new(),
        };
        Some(
            html! { <tr><th scope="row">{ name }</th><td>{ shown(kept) }</td><td>{ shown(changed) }</td><td>{ by }</td></tr> },
        )
    };
    let head = || {
        html! {
            <thead><tr>
                <th scope="col">{ word(lang, "systems.figure") }</th>
                <th scope="col">{ word(lang, "replay.kept_rules") }</th>
                <th scope="col">{ word(lang, "replay.changed_rules") }</th>
                <th scope="col">{ word(lang, "replay.col_by") }</th>
            </tr></thead>
        }
    };
    let first = FIRST
        .iter()
        .filter_map(|(metric, key, unit)| row(word(lang, key), metric, *unit, 1.0));
    let systems = SYSTEMS.iter().filter_map(|system| {
        let rows: Vec<Html> = system.rows.iter().filter_map(|it| {
            let name = word(lang, &format!("system.{}.{}", system.key, it.key));
            row(name, it.metric, it.unit, it.factor)
        }).collect();
        let title = word(lang, &format!("system.{}.title", system.key));
        (!rows.is_empty()).then(|| html! {
            <details key={system.key}>
                <summary>{ title.clone() }</summary>
                <div class="wide-table"><table class="differences"><caption class="out-of-sight">{ title }</caption>{ head() }<tbody>{ for rows }</tbody></table></div>
            </details>
        })
    });
    html! {
        <div class="branch-figures">
            <div class="wide-table"><table class="differences" id="branch-figures"><caption>{ word(lang, "replay.figures") }</caption>{ head() }<tbody>{ for first }</tbody></table></div>
            { for systems }
        </div>
    }
}
