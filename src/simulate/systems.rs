//! The county's other work: petitions, permits, disclosure, emergencies and duty, carrying out, portfolios and lawfulness, each with its figures,
//! the preset's, and the difference.
//!
//! One table of data says which figures a system has; a figure whose metric the county does not have is not shown, nor is a system
//! without figures.

use std::rc::Rc;

use yew::prelude::*;

use super::lawful;
use super::pictures::{Draw, Picture};
use crate::charts::DifferenceBar;
use crate::charts::figure::apart;
use crate::charts::numbers::{
    Estimate, UNDEFINED, Unit, difference_with_interval, interval, quantity,
};
use crate::i18n::{Lang, say, word};
use crate::state::{Run, State};
use crate::words::sentence::MONTHS;
use crate::worker::protocol::{Compared, Figures, Standing, Verdict};

/// One figure of a system.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Its words: `system.<system>.<key>`, and what it means: `meaning.<system>.<key>`.
    pub key: &'static str,
    /// The metric.
    pub metric: &'static str,
    /// The unit it is shown in.
    pub unit: Unit,
    /// From the metric's unit to the one shown.
    pub factor: f64,
}

/// A system of the county.
#[derive(Debug, Clone, Copy)]
pub struct System {
    /// Its words: `system.<key>.title`.
    pub key: &'static str,
    /// Its figures, in the order they stand.
    pub rows: &'static [Row],
}

const fn row(key: &'static str, metric: &'static str, unit: Unit) -> Row {
    Row {
        key,
        metric,
        unit,
        factor: 1.0,
    }
}

/// Yuan, shown in units of ten thousand (万元).
const fn ten_thousands(key: &'static str, metric: &'static str) -> Row {
    Row {
        factor: 1e-4,
        ..row(key, metric, Unit::TenThousandYuan)
    }
}

/// Hours a year, shown by the month.
const fn a_month(key: &'static str, metric: &'static str) -> Row {
    Row {
        factor: 1.0 / MONTHS,
        ..row(key, metric, Unit::Hours)
    }
}

/// All systems, in the order they stand.
pub const SYSTEMS: &[System] = &[
    System {
        key: "quality",
        rows: &[
            row("agreement", "quality.agreement.share", Unit::Share),
            row("adopted", "quality.adoption.share", Unit::Share),
            row("wrongly", "quality.false_adoption.share", Unit::Share),
            row(
                "undissented",
                "quality.false_adoption.undissented.share",
                Unit::Share,
            ),
            row("facts", "quality.facts.surfaced.share", Unit::Share),
            row("amended", "participation.amended.share", Unit::Share),
            row("value", "quality.value.share", Unit::Share),
            row("possible", "quality.value.possible", Unit::Bare),
            row("realised", "quality.value.realised", Unit::Bare),
            row("undecided", "quality.value.lost.undecided", Unit::Bare),
            row("refused", "quality.value.lost.false_refusal", Unit::Bare),
            row("delay", "quality.value.lost.delay", Unit::Bare),
            row("fidelity", "quality.value.lost.fidelity", Unit::Bare),
            row("harm", "quality.value.lost.false_adoption", Unit::Bare),
            row("ending", "quality.value.lost.ending", Unit::Bare),
            row("evaluated", "quality.evaluated.share", Unit::Share),
            row("detected", "quality.detected.share", Unit::Share),
            row("reversals", "quality.reversals", Unit::Times),
            row("major", "quality.major_changes", Unit::Times),
            row("held", "accountability.held", Unit::People),
            row("worst_off", "quality.value.worst_off", Unit::Bare),
        ],
    },
    System {
        key: "voice",
        rows: &[
            row("speakers", "participation.voice.speakers", Unit::People),
            row("gini", "participation.voice.gini", Unit::Bare),
            row("left_majority", "quality.left_majority.share", Unit::Share),
            row("alike", "participation.representativeness", Unit::Share),
            row(
                "losers",
                "participation.losers.consulted.share",
                Unit::Share,
            ),
            row(
                "investigation",
                "quality.facts.surfaced.investigation.share",
                Unit::Share,
            ),
            row(
                "comment",
                "quality.facts.surfaced.comment.share",
                Unit::Share,
            ),
            row(
                "hearing",
                "quality.facts.surfaced.hearing.share",
                Unit::Share,
            ),
            row(
                "deputies",
                "quality.facts.surfaced.deputies.share",
                Unit::Share,
            ),
            row(
                "petitions",
                "quality.facts.surfaced.petitions.share",
                Unit::Share,
            ),
            row("signed_up", "participation.hearing.signed_up", Unit::People),
            row("came", "participation.hearing.attendance", Unit::People),
            row("empty", "participation.hearing.empty.share", Unit::Share),
            row(
                "hearing_alike",
                "participation.hearing.representativeness",
                Unit::Share,
            ),
            row(
                "experts",
                "quality.facts.surfaced.experts.share",
                Unit::Share,
            ),
            row(
                "discussion",
                "quality.facts.surfaced.discussion.share",
                Unit::Share,
            ),
            row(
                "by_participation",
                "participation.influence.participation.last_in.share",
                Unit::Share,
            ),
            row(
                "by_experts",
                "participation.influence.experts.last_in.share",
                Unit::Share,
            ),
            row(
                "by_discussion",
                "participation.influence.discussion.last_in.share",
                Unit::Share,
            ),
            row(
                "on_average_participation",
                "participation.influence.participation.shapley.share",
                Unit::Share,
            ),
            row(
                "on_average_experts",
                "participation.influence.experts.shapley.share",
                Unit::Share,
            ),
            row(
                "on_average_discussion",
                "participation.influence.discussion.shapley.share",
                Unit::Share,
            ),
        ],
    },
    System {
        key: "leaders",
        rows: &[
            a_month("matters", "burden.leaders.matters"),
            a_month("meetings", "burden.leaders.meetings"),
            a_month("petitions", "burden.leaders.petitions"),
            a_month("permits", "burden.leaders.permits"),
            a_month("emergency", "burden.leaders.emergency"),
            a_month("conferences", "burden.leaders.conferences"),
            a_month("documents", "burden.leaders.documents"),
        ],
    },
    System {
        key: "meetings",
        rows: &[
            row("held", "burden.meetings", Unit::Times),
            row("put_off", "burden.meetings_put_off", Unit::Times),
            row("item", "burden.minutes_per_item", Unit::Minutes),
            row("left_over", "burden.agenda_carry_over", Unit::Matters),
            row("together", "burden.coordination_meetings", Unit::Times),
            row("conferences", "burden.conferences", Unit::Times),
            row("documents", "burden.documents", Unit::Pieces),
            a_month("hours", "burden.meeting_hours"),
            a_month("conference_hours", "burden.conference_hours"),
        ],
    },
    System {
        key: "organisation",
        rows: &[
            row("overlap", "organisation.overlap", Unit::Bare),
            row("bounced", "organisation.bounced.share", Unit::Share),
            row("bounced_days", "organisation.bounced.days", Unit::Days),
            row("together", "organisation.leaders_together", Unit::People),
            row("signature", "turnaround.signature.days", Unit::Days),
        ],
    },
    System {
        key: "implementation",
        rows: &[
            row("fidelity", "implementation.fidelity", Unit::Share),
            row("on_time", "implementation.on_time.share", Unit::Share),
            row("reminders", "implementation.reminders", Unit::Times),
            a_month("townships", "burden.hours.townships"),
        ],
    },
    System {
        key: "petitions",
        rows: &[
            row("received", "petitions.received", Unit::Matters),
            row("heard", "petitions.heard.days", Unit::Days),
            row("on_the_spot", "petitions.on_the_spot.share", Unit::Share),
            row("closed", "petitions.closed.days", Unit::Days),
            row("on_time", "petitions.on_time.share", Unit::Share),
            row("repeat", "petitions.repeat.share", Unit::Share),
            row("objections", "quality.objections", Unit::Times),
            row("from_decisions", "petitions.from_decisions", Unit::Matters),
            row("radius", "petitions.spectral_radius", Unit::Matters),
        ],
    },
    System {
        key: "permits",
        rows: &[
            row("received", "permits.received", Unit::Matters),
            row("decided", "permits.decided.days", Unit::Days),
            row("on_time", "permits.on_time.share", Unit::Share),
            row("diverted", "permits.diverted", Unit::Matters),
            row(
                "wrongly_granted",
                "permits.wrongly_granted.share",
                Unit::Share,
            ),
            row("supervision", "supervision.hours", Unit::Hours),
            row("harm", "permits.harm", Unit::TenThousandYuan),
        ],
    },
    System {
        key: "disclosure",
        rows: &[
            row("published", "disclosure.published", Unit::Matters),
            row("delay", "disclosure.delay.days", Unit::Days),
            row("on_time", "disclosure.on_time.share", Unit::Share),
            row("complete", "disclosure.completeness", Unit::Share),
            row("requests", "disclosure.requests", Unit::Matters),
            row("reply", "disclosure.reply.days", Unit::Days),
        ],
    },
    System {
        key: "emergency",
        rows: &[
            row("count", "emergency.count", Unit::Times),
            row("notice", "emergency.notice.hours", Unit::Hours),
            row("response", "emergency.response.hours", Unit::Hours),
            row("late", "emergency.late_reports", Unit::Times),
            row("recovery", "emergency.recovery.days", Unit::Days),
            ten_thousands("loss", "emergency.loss"),
            ten_thousands("left", "emergency.loss.left"),
            ten_thousands("tail", "emergency.loss.tail"),
        ],
    },
    System {
        key: "duty",
        rows: &[
            row("calls", "duty.calls", Unit::Times),
            row("ordinary", "duty.ordinary", Unit::Times),
            row("missed", "duty.missed.share", Unit::Share),
            row("relay", "duty.relay.minutes", Unit::Minutes),
            a_month("hours", "burden.hours.duty"),
        ],
    },
    System {
        key: "suggestions",
        rows: &[
            row("received", "suggestions.received", Unit::Matters),
            row("answered", "suggestions.answered.days", Unit::Days),
            row("on_time", "suggestions.on_time.share", Unit::Share),
            a_month("hours", "suggestions.hours"),
        ],
    },
];

/// A system as a panel of its own, if the county has it.
pub fn all(state: &Rc<State>) -> Html {
    let Some(run) = &state.run else {
        return html! {};
    };
    let mut panels = SYSTEMS
        .iter()
        .filter(|it| it.is_there(&run.figures))
        .peekable();
    if panels.peek().is_none() && state.observed.is_none() {
        return html! {};
    }
    let picture = |system: &'static System| {
        let draw: Draw =
            Rc::new(|state: &State, run: &Run| panel(system, state.lang, &run.figures));
        html! { <Picture key={system.key} state={Rc::clone(state)} {draw} /> }
    };
    html! {
        <section class="systems" aria-labelledby="systems-title">
            <h2 id="systems-title">{ word(state.lang, "systems.title") }</h2>
            <div class="system-panels">
                { for panels.map(picture) }
                <div class="lawful-place" key="lawful">{ lawful::panel(state) }</div>
            </div>
        </section>
    }
}

impl System {
    fn is_there(&self, figures: &Figures) -> bool {
        self.rows
            .iter()
            .any(|it| figures.metrics.contains_key(it.metric))
    }
}

fn panel(system: &System, lang: Lang, figures: &Figures) -> Html {
    let rows: Vec<(&Row, Compared)> = system
        .rows
        .iter()
        .filter(|it| figures.metrics.contains_key(it.metric))
        .map(|it| (it, figures.metric(it.metric).times(it.factor)))
        .collect();
    let reform = figures.reform;
    let title = word(lang, &format!("system.{}.title", system.key));
    html! {
        <section class="system" id={format!("system-{}", system.key)}>
            <h3>{ title.clone() }</h3>
            <p class="chart-finding">{ finding(system, &rows, lang) }</p>
            <table>
                <caption class="out-of-sight">{ title }</caption>
                <thead><tr>
                    <th scope="col">{ word(lang, "systems.figure") }</th>
                    if reform { <th scope="col">{ word(lang, "chart.before") }</th> }
                    <th scope="col">{ word(lang, "chart.now") }</th>
                    <th scope="col">{ word(lang, if reform { "chart.difference" } else { "systems.interval" }) }</th>
                </tr></thead>
                <tbody>{ for rows.iter().map(|(row, compared)| line(system, row, compared, reform, lang)) }</tbody>
            </table>
        </section>
    }
}

fn line(system: &System, row: &Row, compared: &Compared, reform: bool, lang: Lang) -> Html {
    let name = word(lang, &format!("system.{}.{}", system.key, row.key));
    let shown = |e: Estimate| quantity(e, row.unit, lang);
    let told = reform && compared.verdict == Verdict::Told;
    html! {
        <tr key={row.key} class={classes!(told.then_some("told"))}>
            <th scope="row">{ name.clone() }</th>
            if reform { <td class="was">{ shown(compared.preset.into()) }</td> }
            <td class="is">{ shown(compared.now.into()) }</td>
            <td class="differs-by">{ difference(row, compared, reform, &name, lang) }</td>
        </tr>
    }
}

/// The difference with its interval, grey when it cannot be told from luck; the interval where nothing is compared.
fn difference(row: &Row, compared: &Compared, reform: bool, name: &str, lang: Lang) -> Html {
    let now = Estimate::from(compared.now);
    if !reform {
        let wide = now.width().is_some_and(|width| width > 0.0);
        // Nothing that is counted can be below nothing; what a matter is worth can.
        let (least, most) = match row.unit {
            Unit::Bare => (f64::NEG_INFINITY, f64::INFINITY),
            Unit::Share => (0.0, 1.0),
            _ => (0.0, f64::INFINITY),
        };
        let within = |end: Option<f64>| end.map(|it| it.clamp(least, most));
        let range = interval(
            Estimate {
                low: within(now.low),
                high: within(now.high),
                ..now
            },
            row.unit,
        );
        // Ends that read alike say nothing: the figure hardly varies.
        let alike = range
            .split_once('–')
            .is_some_and(|(low, high)| low.trim() == high.trim());
        return html! { if wide && !alike { { range } } };
    }
    differs(compared, row.unit, name, 72.0, lang)
}

/// The difference with its interval as a bar so many pixels wide and in words, grey when it cannot be told from luck.
pub fn differs(compared: &Compared, unit: Unit, name: &str, width: f64, lang: Lang) -> Html {
    let difference = Estimate::from(compared.difference);
    match compared.standing() {
        Standing::Undefined => html! { { UNDEFINED } },
        Standing::Same => html! { <span class="luck">{ word(lang, "figure.same") }</span> },
        standing => {
            let distinguishable = standing == Standing::Told;
            html! {
                <span class={classes!((!distinguishable).then_some("luck"))}>
                    <DifferenceBar {difference} {unit} name={name.to_owned()} {distinguishable} {lang} {width} />
                    <span class="apart">{ apart(&difference_with_interval(difference, unit, lang)) }</span>
                </span>
            }
        }
    }
}

/// One sentence on how the system stands; a figure without a value leaves it unsaid.
fn finding(system: &System, rows: &[(&Row, Compared)], lang: Lang) -> String {
    let said: Vec<(&str, String)> = rows
        .iter()
        .filter(|(_, compared)| compared.now.value.is_some())
        .map(|(row, compared)| (row.key, quantity(compared.now.into(), row.unit, lang)))
        .collect();
    let said: Vec<(&str, &str)> = said.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let told = say(lang, &format!("system.{}.finding", system.key), &said);
    // What has no value has left its place in the sentence open.
    if told.contains("%{") {
        String::new()
    } else {
        told
    }
}
