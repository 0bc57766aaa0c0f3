//! The life of one matter: who held it when, along dates, each visit in the eight parts of its time.

use std::rc::Rc;

use county::event::Part;
use county::scenario::Scenario;
use kernel::{DAY, Tick};
use yew::prelude::*;

use super::dates::{days_from_date, moment};
use super::decision;
use super::names::Names;
use super::playback::{CaseTrack, Ending, Playback, Visit};
use crate::app::browser::lead_to;
use crate::charts::figure::{Figure, Table, use_chart_width};
use crate::charts::ink::part_name;
use crate::charts::numbers::{Estimate, Unit, quantity};
use crate::charts::{Lang, days};
use crate::i18n::{say, word};
use crate::state::Place;

pub mod timeline;

use timeline::{Row, Timeline};

/// Properties of [`Life`].
#[derive(Debug, Properties)]
pub struct LifeProps {
    /// The run.
    pub playback: Rc<Playback>,
    /// Its scenario.
    pub scenario: Rc<Scenario>,
    /// Number of the matter chosen.
    pub chosen: Option<u32>,
    /// Language of the words.
    pub lang: Lang,
    /// Told which time to go to.
    pub ongo: Callback<Tick>,
    /// On the matter's own page: without the way to it, and with ids of its own beside the diagram's in one document.
    #[prop_or_default]
    pub own: bool,
}

// Identity, not contents: comparing the contents on every move of a lever takes longer than drawing.
impl PartialEq for LifeProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.playback, &other.playback)
            && Rc::ptr_eq(&self.scenario, &other.scenario)
            && self.chosen == other.chosen
            && self.lang == other.lang
            && self.ongo == other.ongo
    }
}

/// The life of the matter chosen.
#[component]
pub fn Life(props: &LifeProps) -> Html {
    let LifeProps {
        playback,
        scenario,
        chosen,
        lang,
        ongo,
        own,
    } = props;
    let lang = *lang;
    let (width, onwidth) = use_chart_width(680.0);
    let case = chosen.and_then(|n| playback.cases.iter().find(|case| case.number == n));
    let names = Names {
        playback,
        scenario,
        lang,
    };
    let shown = case.map(|case| {
        let epoch = days_from_date(&playback.epoch).unwrap_or(0);
        let rows = rows(&names, case, epoch);
        let table = Rc::new(table(&rows, epoch, lang));
        let timeline = Timeline { epoch, rows, lang };
        let back = {
            let (ongo, t) = (ongo.clone(), case.registered.max(playback.from));
            Callback::from(move |_: MouseEvent| ongo.emit(t))
        };
        html! {
            <>
                <Figure id={named("matter-chart", *own)} title={names.matter(case, epoch)} finding={finding(case, lang)} picture={timeline.picture(width)}
                    {table} note={word(lang, "diagram.life_note")} {lang} {onwidth}>
                    { key(case, *own, lang) }
                </Figure>
                <button type="button" id={named("matter-begin", *own)} onclick={back}>{ word(lang, "diagram.go_to_registration") }</button>
                if !*own { <a id="matter-page" href="#/replay" onclick={lead_to(Place::Replay, format!("&matter={}", case.number))}>{ word(lang, "diagram.matter_page") }</a> }
                if let Some(decided) = &case.decision { { decision::view(&names, decided, epoch, *own) } }
            </>
        }
    });
    html! { <div class="life" id={named("matter-life", *own)} aria-live="polite">{ shown.unwrap_or_else(|| html! { <p class="hint">{ word(lang, "diagram.choose") }</p> }) }</div> }
}

/// An id of the diagram's matter, or of the matter's own page.
pub(super) fn named(id: &str, own: bool) -> String {
    format!("{}{id}", if own { "own-" } else { "" })
}

fn finding(case: &CaseTrack, lang: Lang) -> String {
    let ending = match case.ending {
        Ending::Published => "diagram.published",
        Ending::Refused => "diagram.refused",
        Ending::Answered => "diagram.answered",
        Ending::Withdrawn => "diagram.withdrawn",
        Ending::Diverted => "diagram.diverted",
        Ending::Open => "diagram.open",
    };
    let total: Tick = case.parts().iter().sum();
    say(lang, ending, &[("days", &in_days(total, lang))])
}

/// The visits up to the end of the turnaround in the order they began: those that speak for the matter and those beside them.
fn rows(names: &Names, case: &CaseTrack, epoch: i64) -> Vec<Row> {
    let speaking = case.speaking();
    let end = case.turned.unwrap_or(Tick::MAX);
    let row = |(i, visit): (usize, &Visit)| {
        let beside = !speaking.contains(&i);
        if beside && visit.ready >= end {
            return None;
        }
        let lang = names.lang;
        let to = visit.done.unwrap_or(names.playback.to).max(visit.ready);
        let took = match visit.done {
            Some(_) => in_days(visit.parts.iter().sum(), lang),
            None => word(lang, "diagram.still"),
        };
        let stage = match (visit.visit > 1, beside) {
            (false, false) => names.stage(visit.stage),
            (true, false) => say(
                lang,
                "diagram.again",
                &[
                    ("stage", &names.stage(visit.stage)),
                    ("times", &visit.visit.to_string()),
                ],
            ),
            (_, true) => say(
                lang,
                "diagram.beside",
                &[("stage", &names.stage(visit.stage))],
            ),
        };
        let held_by = names.held_by(visit);
        let said = say(
            lang,
            "diagram.visit",
            &[
                ("stage", &stage),
                ("held_by", &held_by),
                ("from", &moment(epoch, visit.ready).date(lang)),
                ("took", &took),
                ("parts", &in_parts(&visit.parts, lang)),
            ],
        );
        Some(Row {
            stage,
            held_by,
            from: visit.ready,
            to,
            open: visit.done.is_none(),
            beside,
            parts: visit.parts,
            took,
            said,
        })
    };
    case.visits.iter().enumerate().filter_map(row).collect()
}

/// Every visit in words.
fn table(rows: &[Row], epoch: i64, lang: Lang) -> Table {
    let head = ["stage", "held_by", "begun", "over", "took", "parts"];
    let row = |row: &Row| {
        let over = if row.open {
            word(lang, "diagram.still")
        } else {
            moment(epoch, row.to).date(lang)
        };
        vec![
            row.stage.clone(),
            row.held_by.clone(),
            moment(epoch, row.from).date(lang),
            over,
            if row.open {
                crate::charts::numbers::UNDEFINED.to_owned()
            } else {
                row.took.clone()
            },
            in_parts(&row.parts, lang),
        ]
    };
    Table {
        head: head
            .map(|name| word(lang, &format!("diagram.{name}")))
            .to_vec(),
        rows: rows.iter().map(row).collect(),
    }
}

/// The eight parts of this matter's turnaround: the key to the colours.
fn key(case: &CaseTrack, own: bool, lang: Lang) -> Html {
    let parts = case.parts();
    let total: Tick = parts.iter().sum();
    let row = |(part, ticks): (Part, Tick)| {
        let share = if total > 0 {
            Estimate::exact(ticks as f64 / total as f64)
        } else {
            Estimate::NONE
        };
        html! {
            <tr key={part.name()}>
                <th scope="row"><span class={format!("swatch fill ink-part-{}", part_name(part))} aria-hidden="true"></span>{ days::name(part, lang) }</th>
                <td>{ in_days(ticks, lang) }</td>
                <td>{ quantity(share, Unit::Share, lang) }</td>
            </tr>
        }
    };
    html! {
        <table class="parts-key" id={named("parts-key", own)}>
            <caption>{ word(lang, "diagram.parts") }</caption>
            <thead><tr>
                <th scope="col">{ word(lang, "chart.days.part") }</th>
                <th scope="col">{ word(lang, "diagram.took") }</th>
                <th scope="col">{ word(lang, "diagram.share") }</th>
            </tr></thead>
            <tbody>
                { for Part::ALL.into_iter().zip(parts).map(row) }
                <tr class="total"><th scope="row">{ word(lang, "chart.days.total") }</th><td>{ in_days(total, lang) }</td><td></td></tr>
            </tbody>
        </table>
    }
}

fn in_days(ticks: Tick, lang: Lang) -> String {
    quantity(Estimate::exact(ticks as f64 / DAY as f64), Unit::Days, lang)
}

/// The parts there are, in words: "等会 20 天，办理 1.0 天".
fn in_parts(parts: &[Tick; 8], lang: Lang) -> String {
    let mut there: Vec<_> = Part::ALL.into_iter().zip(parts).collect();
    there.retain(|(_, ticks)| **ticks > 0);
    kernel::order::sort_short(&mut there, |a, b| a.1 > b.1);
    there
        .iter()
        .map(|(part, ticks)| format!("{} {}", days::name(*part, lang), in_days(**ticks, lang)))
        .collect::<Vec<_>>()
        .join(lang.of("，", ", "))
}
