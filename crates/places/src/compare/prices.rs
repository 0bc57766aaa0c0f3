//! Whose time is worth most: how a figure changes with an hour more a week of each person or office.

use std::rc::Rc;

use experiment::Price;
use page::charts::numbers::{Estimate, difference_with_interval};
use page::i18n::{Lang, say, word};
use page::state::patch;
use page::words::sentence::LEAD_TIME;
use serde_json::Value;
use yew::prelude::*;

use super::bars::{self, reach};
use crate::research::metric;
use crate::told::{Told, of_figure};

/// Properties of [`Prices`].
#[derive(Debug, Properties, PartialEq)]
pub struct PricesProps {
    /// The result.
    pub told: Rc<Told>,
    /// The scenario whose people they are.
    pub scenario: Rc<Value>,
    /// Of which metric.
    #[prop_or(AttrValue::Static(LEAD_TIME))]
    pub metric: AttrValue,
    /// Language of the words.
    pub lang: Lang,
}

/// The change by an hour more a week, for days the largest saving first, for other figures the largest change; what cannot be told from luck is grey.
#[component]
pub fn Prices(props: &PricesProps) -> Html {
    let PricesProps {
        told,
        scenario,
        metric: name,
        lang,
    } = props;
    let lang = *lang;
    let is_days = name == LEAD_TIME;
    let called = metric(name, lang);
    let mut rows: Vec<(String, &Price)> = told
        .outcome
        .prices
        .iter()
        .filter_map(|it| {
            let price = it.metrics.get(name.as_str())?;
            price.per_unit?;
            Some((name_of(scenario, &it.path, &it.holder, lang), price))
        })
        .collect();
    let value = |it: &Price| it.per_unit.map_or(0.0, |it| it.value);
    // Of days less is better; of other figures it is not for us to say.
    let order = |it: &Price| if is_days { value(it) } else { -value(it).abs() };
    rows.sort_by(|a, b| order(a.1).total_cmp(&order(b.1)));
    let written = |it: &Price| {
        let estimate = it.per_unit.map_or(Estimate::NONE, of_figure);
        called.written(estimate)
    };
    let reach = reach(rows.iter().map(|it| written(it.1)));
    let mut told_rows = rows
        .iter()
        .filter(|it| it.1.distinguishable && (!is_days || value(it.1) < 0.0));
    let finding = match (told.whole, told_rows.next()) {
        (false, _) => String::new(),
        (true, Some((name, _))) if is_days => say(lang, "compare.price_most", &[("name", name)]),
        (true, Some((name, price))) => {
            let by = difference_with_interval(written(price), called.unit, lang);
            let names = [
                ("name", name.as_str()),
                ("metric", &called.name),
                ("by", &by),
            ];
            say(lang, "research.price_most", &names)
        }
        (true, None) => word(lang, "compare.price_none"),
    };
    let row = |(name, price): &(String, &Price)| {
        let change = (written(price), called.unit);
        let told = told.whole && price.distinguishable;
        html! {
            <tr key={name.clone()} class={classes!(told.then_some("told"))}>
                <th scope="row">{ name }</th>
                { bars::cell(change, name, told, reach, lang) }
            </tr>
        }
    };
    let caption = match is_days {
        true => word(lang, "compare.prices_caption"),
        false => say(lang, "research.prices_caption", &[("metric", &called.name)]),
    };
    let without: Vec<String> = told
        .outcome
        .prices
        .iter()
        .filter(|it| {
            it.metrics
                .get(name.as_str())
                .is_some_and(|it| it.refused.is_some())
        })
        .map(|it| name_of(scenario, &it.path, &it.holder, lang))
        .collect();
    let without = without.join(lang.of("、", ", "));
    html! {
        <div class="prices-told" data-metric={name}>
            <p class="arm-sentence">{ finding }</p>
            <table class="differences effects">
                <caption>{ caption }</caption>
                <tbody>{ for rows.iter().map(row) }</tbody>
            </table>
            <p class="hint" hidden={without.is_empty()}>{ say(lang, "research.no_price", &[("names", &without)]) }</p>
        </div>
    }
}

/// The name of whoever has the hours at a path, as the scenario gives it.
pub(crate) fn name_of(scenario: &Value, path: &str, holder: &str, lang: Lang) -> String {
    let parent = path.split('.').take(2).collect::<Vec<_>>().join(".");
    let name = patch::get(scenario, &format!("{parent}.name.{}", lang.code()));
    name.and_then(Value::as_str).unwrap_or(holder).to_owned()
}
