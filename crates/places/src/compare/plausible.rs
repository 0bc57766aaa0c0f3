//! Plausible counties: in how many of them the sign of a change holds, and which assumption decides it.

use std::rc::Rc;

use page::i18n::Lang;
use yew::prelude::*;

use crate::told::Told;

/// Properties of [`Plausible`].
#[derive(Debug, Properties, PartialEq)]
pub struct PlausibleProps {
    /// The result.
    pub told: Rc<Told>,
    /// Language of the words.
    pub lang: Lang,
}

/// Replications of each county: counties differ more than their luck does.
#[must_use]
pub const fn replications(asked: u32) -> u32 {
    if asked < 4 { asked } else { 4 }
}

/// The result.
#[component]
pub fn Plausible(props: &PlausibleProps) -> Html {
    let _ = props;
    html! {}
}
