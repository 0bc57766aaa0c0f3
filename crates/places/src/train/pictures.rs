//! Pictures of a report: where the days of one case went, and where its outcome lies among replays.

use std::rc::Rc;

use county::event::Part;
use page::charts::days::name;
use page::charts::figure::{Figure, Table, use_chart_width};
use page::charts::numbers::{Estimate, Unit, number};
use page::i18n::{Lang, say, word};
use training::{Replays, Story, place};
use yew::prelude::*;

use crate::compare::days::{Row, legend, stacked};

/// Properties of [`Days`].
#[derive(Debug, Clone, Properties, PartialEq)]
pub struct DaysProps {
    /// One sentence: what the picture shows.
    pub finding: AttrValue,
    /// Names, and the eight parts in days.
    pub rows: Vec<(String, [f64; 8])>,
    /// Language of the words.
    pub lang: Lang,
}

/// The eight parts of a case's turnaround, days.
#[must_use]
pub fn parts(story: &Story) -> [f64; 8] {
    story.parts.map(|it| it as f64 / kernel::DAY as f64)
}

/// Where the days went: a bar for each way through the case.
#[component]
pub fn Days(props: &DaysProps) -> Html {
    let (width, onwidth) = use_chart_width(520.0);
    let lang = props.lang;
    let row = |(title, days): &(String, [f64; 8])| Row {
        title: title.clone(),
        parts: days.map(Estimate::exact),
        total: Estimate::exact(days.iter().sum()),
    };
    let rows: Vec<Row> = props.rows.iter().map(row).collect();
    let picture = stacked(&rows, width, lang);
    html! {
        <Figure id="train-days" title={word(lang, "train.days")} finding={props.finding.clone()} {picture} table={Rc::new(table(props))} note={word(lang, "chart.days.note")} {lang} {onwidth}>
            { legend(lang) }
        </Figure>
    }
}

fn table(props: &DaysProps) -> Table {
    let lang = props.lang;
    let head = std::iter::once(word(lang, "train.way"))
        .chain(Part::ALL.map(|it| name(it, lang)))
        .chain([word(lang, "chart.days.total")]);
    let row = |(title, days): &(String, [f64; 8])| {
        let parts = days
            .iter()
            .map(|it| number(Estimate::exact(*it), Unit::Days));
        let total = number(Estimate::exact(days.iter().sum()), Unit::Days);
        std::iter::once(title.clone())
            .chain(parts)
            .chain([total])
            .collect()
    };
    Table {
        head: head.collect(),
        rows: props.rows.iter().map(row).collect(),
    }
}

/// Where a value lies among the replays of the same choices, in a sentence, a strip and a table of quantiles.
pub fn among(
    title: &str,
    own: Option<f64>,
    replays: &Replays,
    shown: &dyn Fn(f64) -> String,
    lang: Lang,
) -> Html {
    let (Some(first), Some(last)) = (
        replays.values.first().copied(),
        replays.values.last().copied(),
    ) else {
        return html! {};
    };
    let low = own.map_or(first, |it| it.min(first));
    let high = own.map_or(last, |it| it.max(last));
    let span = if high > low { high - low } else { 1.0 };
    let at = |value: f64| format!("{:.2}", 2.0 + 96.0 * (value - low) / span);
    let told = own.map_or_else(
        || word(lang, "train.no_outcome"),
        |own| {
            let place = place(own, &replays.values);
            let own = shown(own);
            let names = [
                ("own", own),
                ("many", replays.values.len().to_string()),
                ("below", place.below.to_string()),
                ("ties", place.ties.to_string()),
                ("above", place.above.to_string()),
            ];
            let names: Vec<(&str, &str)> = names.iter().map(|it| (it.0, it.1.as_str())).collect();
            say(lang, "train.place", &names)
        },
    );
    let quantiles = [0.1, 0.25, 0.5, 0.75, 0.9];
    let cell =
        |it: f64| html! { <td>{ replays.quantile(it).map_or_else(String::new, shown) }</td> };
    let without = say(
        lang,
        "train.without",
        &[("count", &replays.without.to_string())],
    );
    html! {
        <div class="train-among">
            <h4>{ title }</h4>
            <p>{ &told }{ for (replays.without > 0).then_some(without) }</p>
            <svg class="strip train-strip" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label={told}>
                { for replays.values.iter().map(|it| html! { <line x1={at(*it)} x2={at(*it)} y1="2" y2="8" class="train-tick" /> }) }
                { for own.map(|it| html! { <line x1={at(it)} x2={at(it)} y1="0" y2="10" class="train-own" /> }) }
            </svg>
            <div class="wide-table"><table class="differences"><thead><tr>{ for quantiles.map(|it| html! { <th scope="col">{ say(lang, "train.quantile", &[("share", &format!("{:.0}", 100.0 * it))]) }</th> }) }</tr></thead>
                <tbody><tr>{ for quantiles.map(cell) }</tr></tbody></table></div>
        </div>
    }
}
