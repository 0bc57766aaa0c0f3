//! How counties stand to each other: which is best by one metric, who is beaten in everything, and from which month on a change is better.

use experiment::{Said, Since};
use page::charts::numbers::{Estimate, Unit, difference_with_interval};
use page::i18n::{Lang, say, word};
use page::levers;
use page::words::sentence::LEAD_TIME;
use yew::prelude::*;

use crate::research::metric;
use crate::told::{Told, of_difference};

/// The names of points, as a sentence takes them.
fn listed(points: &[u32], all: &[(String, u32)], lang: Lang) -> String {
    let name = |point: &u32| {
        let found = all.iter().find(|it| it.1 == *point)?;
        Some(lang.of(format!("“{}”", found.0), format!("“{}”", found.0)))
    };
    let names: Vec<String> = points.iter().filter_map(name).collect();
    names.join(lang.of("、", ", "))
}

/// Which county is best by the metric that was asked for, or that it cannot be told.
#[must_use]
pub fn best(told: &Told, all: &[(String, u32)], lang: Lang) -> String {
    let Some(best) = told.outcome.best.as_ref().filter(|_| told.whole) else {
        return String::new();
    };
    let called = metric(&best.metric, lang);
    let zone = best.zone * called.factor * called.unit.factor();
    let zone = levers::plain(zone, Unit::Bare);
    let zone = format!("{zone} {}", called.unit.of_difference().word(lang));
    let metric = called.name;
    let point = best
        .point
        .map(|it| listed(&[it], all, lang))
        .unwrap_or_default();
    let mut alike: Vec<u32> = best
        .point
        .into_iter()
        .chain(best.alike.iter().copied())
        .collect();
    alike.sort_unstable();
    alike.dedup();
    let more = best.more.map(|it| it.to_string()).unwrap_or_default();
    let others = listed(&best.open, all, lang);
    let alike_all = alike.len() == all.len();
    let alike = listed(&alike, all, lang);
    let names = [
        ("metric", metric.as_str()),
        ("zone", &zone),
        ("point", &point),
        ("alike", &alike),
        ("others", &others),
        ("more", &more),
    ];
    let key = match best.answer {
        Some(Said::Best) => "compare.best",
        Some(Said::Alike) if alike_all => "compare.best_all_alike",
        Some(Said::Alike) => "compare.best_alike",
        Some(_) if best.point.is_some() && best.more.is_some() => "compare.best_open_more",
        Some(_) if best.point.is_some() => "compare.best_open",
        Some(_) => "compare.best_unknown",
        None => {
            let why = best.refused.as_deref().unwrap_or_default();
            let why = crate::words::refused(why, lang);
            return say(lang, "compare.best_refused", &[("why", &why)]);
        }
    };
    say(lang, key, &names)
}

/// Who is not beaten in all goals together; `what` says which these are, as a sentence begins with them.
#[must_use]
pub fn front(told: &Told, all: &[(String, u32)], what: &str, lang: Lang) -> String {
    let Some(front) = told.outcome.front.as_ref().filter(|_| told.whole) else {
        return String::new();
    };
    if let Some(why) = &front.refused {
        let why = crate::words::refused(why, lang);
        return say(lang, "compare.front_refused", &[("why", &why)]);
    }
    let members: Vec<_> = front.members.iter().flatten().collect();
    if members.len() < 2 {
        return String::new();
    }
    let beaten: Vec<String> = members
        .iter()
        .filter_map(|it| {
            let by = listed(&[it.dominated_by?], all, lang);
            let who = listed(&[it.point], all, lang);
            Some(say(lang, "compare.beaten", &[("who", &who), ("by", &by)]))
        })
        .collect();
    if beaten.is_empty() {
        return say(lang, "compare.front_all", &[("what", what)]);
    }
    let rest: Vec<u32> = members
        .iter()
        .filter(|it| it.dominated_by.is_none())
        .map(|it| it.point)
        .collect();
    let rest = listed(&rest, all, lang);
    let beaten = beaten.join(lang.of("；", "; "));
    say(
        lang,
        "compare.front",
        &[("what", what), ("beaten", &beaten), ("rest", &rest)],
    )
}

/// How the turnaround of matters differs by the month since reform day in which they came, and from when on it is better.
pub fn months(told: &Told, point: u32, lang: Lang) -> Html {
    let point = told.outcome.points.get(point as usize);
    let found = point.and_then(|it| it.months.get(LEAD_TIME));
    let found = match found.filter(|_| told.whole) {
        Some(Since::Told(found)) => found,
        Some(Since::Refused { refused }) => {
            let why = crate::words::refused(refused, lang);
            return html! { <p class="hint">{ say(lang, "compare.months_refused", &[("why", &why)]) }</p> };
        }
        None => return html! {},
    };
    let title = word(lang, "compare.months");
    let finding = match found.better_from {
        Some(1) => word(lang, "compare.months_at_once"),
        Some(from) => say(lang, "compare.months_from", &[("from", &from.to_string())]),
        None => word(lang, "compare.months_not"),
    };
    let row = |(at, it): (usize, &Option<lab::Difference>)| {
        let difference = it.as_ref().map_or(Estimate::NONE, of_difference);
        let told = it.is_some_and(|it| it.distinguishable);
        html! {
            <tr key={at}><th scope="row">{ say(lang, "compare.month", &[("number", &(at + 1).to_string())]) }</th>
                <td class={classes!("differs-by", (!told).then_some("luck"))}>{ difference_with_interval(difference, Unit::Days, lang) }</td></tr>
        }
    };
    html! {
        <details>
            <summary>{ title.clone() }</summary>
            <p>{ finding }</p>
            <table class="differences"><caption class="out-of-sight">{ title }</caption><tbody>{ for found.months.iter().enumerate().map(row) }</tbody></table>
        </details>
    }
}
