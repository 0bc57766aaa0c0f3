//! A change as a bar and in numbers, as tables of differences, effects and prices show it.

use page::charts::DifferenceBar;
use page::charts::figure::apart;
use page::charts::numbers::{Estimate, Unit, difference_with_interval};
use page::i18n::Lang;
use yew::prelude::*;

/// How far from nought the ends of all these reach: one scale for their bars, or the lengths could not be compared.
#[must_use]
pub fn reach(estimates: impl Iterator<Item = Estimate>) -> f64 {
    let ends = estimates.flat_map(|it| [it.low, it.high]).flatten();
    ends.map(f64::abs).fold(0.0, f64::max)
}

/// The cell of a change; what is not `told` from luck is grey.
pub fn cell(
    (estimate, unit): (Estimate, Unit),
    name: &str,
    told: bool,
    reach: f64,
    lang: Lang,
) -> Html {
    html! {
        <td class="differs-by"><span class={classes!((!told).then_some("luck"))}>
            <DifferenceBar difference={estimate} {unit} name={name.to_owned()} distinguishable={told} {lang} width={112.0} scale={Some(reach)} />
            <span class="apart">{ apart(&difference_with_interval(estimate, unit, lang)) }</span>
        </span></td>
    }
}
