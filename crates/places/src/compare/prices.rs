//! Whose time is worth most: what an hour more a week of each person or office gives.

use std::rc::Rc;

use page::charts::DifferenceBar;
use page::charts::figure::apart;
use page::charts::numbers::{Estimate, Unit, difference_with_interval};
use page::i18n::{Lang, say, word};
use page::state::{Moment, Preset, patch};
use page::words::sentence::LEAD_TIME;
use serde_json::Value;
use yew::prelude::*;

use crate::told::{Price, Told};

/// Properties of [`Prices`].
#[derive(Debug, Properties, PartialEq)]
pub struct PricesProps {
    /// The result.
    pub told: Rc<Told>,
    /// The county whose people they are.
    pub now: Rc<Moment>,
    /// The presets there are.
    pub presets: Rc<[Preset]>,
    /// Language of the words.
    pub lang: Lang,
}

/// Days saved on every matter by an hour more a week, the largest saving first; what cannot be told from luck is grey.
#[component]
pub fn Prices(props: &PricesProps) -> Html {
    let PricesProps {
        told,
        now,
        presets,
        lang,
    } = props;
    let lang = *lang;
    let scenario = now.scenario(presets);
    let mut rows: Vec<(String, &Price)> = told
        .outcome
        .prices
        .iter()
        .filter_map(|it| {
            let price = it.metrics.get(LEAD_TIME)?;
            price.per_unit?;
            Some((name_of(&scenario, &it.path, &it.holder, lang), price))
        })
        .collect();
    let days = |it: &Price| it.per_unit.map_or(0.0, |it| it.value);
    rows.sort_by(|a, b| days(a.1).total_cmp(&days(b.1)));
    let reach = rows
        .iter()
        .filter_map(|it| it.1.per_unit)
        .flat_map(|it| [it.low.abs(), it.high.abs()])
        .fold(0.0, f64::max);
    let told_rows = rows
        .iter()
        .filter(|it| it.1.distinguishable && days(it.1) < 0.0);
    let most = told_rows.clone().next().map(|it| it.0.clone());
    let finding = match (told.whole, most) {
        (false, _) => String::new(),
        (true, Some(name)) => say(lang, "compare.price_most", &[("name", &name)]),
        (true, None) => word(lang, "compare.price_none"),
    };
    let row = |(name, price): &(String, &Price)| {
        let estimate = price.per_unit.map_or(Estimate::NONE, |it| {
            Estimate::new(it.value, it.low, it.high)
        });
        let told = told.whole && price.distinguishable;
        html! {
            <tr key={name.clone()} class={classes!(told.then_some("told"))}>
                <th scope="row">{ name }</th>
                <td class="differs-by"><span class={classes!((!told).then_some("luck"))}>
                    <DifferenceBar difference={estimate} unit={Unit::Days} name={name.clone()} distinguishable={told} {lang} width={112.0} scale={Some(reach)} />
                    <span class="apart">{ apart(&difference_with_interval(estimate, Unit::Days, lang)) }</span>
                </span></td>
            </tr>
        }
    };
    html! {
        <div class="prices-told">
            <p class="arm-sentence">{ finding }</p>
            <table class="differences effects">
                <caption>{ word(lang, "compare.prices_caption") }</caption>
                <tbody>{ for rows.iter().map(row) }</tbody>
            </table>
        </div>
    }
}

/// The name of whoever has the hours at a path, as the scenario gives it.
fn name_of(scenario: &Value, path: &str, holder: &str, lang: Lang) -> String {
    let parent = path.split('.').take(2).collect::<Vec<_>>().join(".");
    let name = patch::get(scenario, &format!("{parent}.name.{}", lang.code()));
    name.and_then(Value::as_str).unwrap_or(holder).to_owned()
}
