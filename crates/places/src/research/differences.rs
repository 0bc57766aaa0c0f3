//! How every point differs from the base, metric by metric: for designs that tell nothing else.

use page::charts::numbers::difference_with_interval;
use page::i18n::{Lang, say, word};
use yew::prelude::*;

use super::results::{ResultsProps, name_of};
use super::{Metric, metric};
use crate::compare::bars::{self, reach};
use crate::told::{Point, of_difference};

/// The most points that are shown bar by bar; of more the picture over the factors says more.
const MOST: usize = 24;

/// A block a metric: the point that differs most, and a bar for each.
#[component]
pub fn Differences(props: &ResultsProps) -> Html {
    let ResultsProps { told, lang, .. } = props;
    let compared = |it: &&Point| it.differences.is_some();
    let points: Vec<&Point> = told.outcome.points.iter().filter(compared).collect();
    if points.is_empty() || points.len() > MOST {
        return html! {};
    }
    let block = |name: &String| block(props, name, &points, *lang);
    html! { <div class="arm-cards">{ for told.outcome.metrics.iter().map(block) }</div> }
}

fn block(props: &ResultsProps, name: &str, points: &[&Point], lang: Lang) -> Html {
    let called: Metric = metric(name, lang);
    let difference = |point: &Point| point.differences.as_ref()?.get(name).copied()?;
    let found: Vec<(&Point, lab::Difference)> = points
        .iter()
        .filter_map(|it| Some((*it, difference(it)?)))
        .filter(|it| it.1.difference.is_some())
        .collect();
    let written = |it: &lab::Difference| called.written(of_difference(it));
    let reach = reach(found.iter().map(|it| written(&it.1)));
    let most = found
        .iter()
        .filter(|it| it.1.distinguishable)
        .max_by(|a, b| {
            let size = |it: &lab::Difference| it.difference.unwrap_or(0.0).abs();
            size(&a.1).total_cmp(&size(&b.1))
        });
    let finding = match (found.is_empty(), most) {
        (true, _) => word(lang, "compare.undefined"),
        (_, None) => word(lang, "research.none_differs"),
        (_, Some((point, it))) => {
            let (who, by) = (
                name_of(point, &props.ran, lang),
                difference_with_interval(written(it), called.unit, lang),
            );
            say(lang, "research.differs_most", &[("who", &who), ("by", &by)])
        }
    };
    let row = |(point, it): &(&Point, lab::Difference)| {
        let name = name_of(point, &props.ran, lang);
        let (change, told) = ((written(it), called.unit), it.distinguishable);
        html! {
            <tr key={point.point} class={classes!(told.then_some("told"))} data-point={point.point.to_string()}>
                <th scope="row">{ &name }</th>
                { bars::cell(change, &name, told, reach, lang) }
            </tr>
        }
    };
    let base = props.told.outcome.base;
    let base = base.and_then(|it| props.told.outcome.points.get(it as usize));
    let base = base.map_or_else(String::new, |it| name_of(it, &props.ran, lang));
    html! {
        <section key={name.to_owned()} class="panel arm-card" data-metric={name.to_owned()}>
            <h3>{ called.name.clone() }</h3>
            <p class="arm-sentence">{ finding }</p>
            <table class="differences effects">
                <caption>{ say(lang, "research.differs_from", &[("base", &base)]) }</caption>
                <tbody>{ for found.iter().map(row) }</tbody>
            </table>
        </section>
    }
}
