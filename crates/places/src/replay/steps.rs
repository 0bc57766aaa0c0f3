//! Steps through a run: days and named moments, there and back.

use page::i18n::{Lang, word};
use yew::prelude::*;

use super::agent::FIND;
use super::link::Spot;
use super::run::Run;

/// Steps of so many days, by the key of their words.
const LENGTHS: [(&str, i64); 4] = [("day", 1), ("week", 7), ("month", 30), ("year", 365)];

/// Named moments, by the key of their words.
const MOMENTS: [&str; 4] = ["meeting", "emergency", "breach", "step"];

/// Properties of [`Steps`].
#[derive(Properties, PartialEq)]
pub struct StepsProps {
    /// The run.
    pub run: Run,
    /// Where the reader is.
    pub spot: Spot,
    /// The day shown, days since day 0.
    pub day: i64,
    /// The date of day 0.
    pub epoch: i64,
    /// Language of all words.
    pub lang: Lang,
    /// Goes to a spot.
    pub go: Callback<Spot>,
}

/// The keys.
#[component]
pub fn Steps(props: &StepsProps) -> Html {
    let StepsProps {
        run,
        spot,
        day,
        epoch,
        lang,
        go,
    } = props;
    let (lang, day) = (*lang, *day);
    let Some(opened) = &run.known.opened else {
        return html! {};
    };
    let (first, last) = (opened.first(), opened.last);
    let by = |(name, length): (&'static str, i64), way: i64| {
        let to = (day + way * length).clamp(first, last);
        let (go, spot, epoch) = (go.clone(), *spot, *epoch);
        let onclick = Callback::from(move |_: MouseEvent| {
            go.emit(Spot {
                day: Some(epoch + to),
                ..spot
            });
        });
        let side = if way < 0 { "back" } else { "ahead" };
        html! { <button type="button" id={format!("{side}-{name}")} disabled={to == day} {onclick}>{ word(lang, &format!("replay.{side}.{name}")) }</button> }
    };
    let moment = |name: &'static str, way: i64| {
        let run = run.clone();
        let number = spot.matter.or(spot.follow);
        let disabled = name == "step" && number.is_none();
        let onclick = Callback::from(move |_: MouseEvent| {
            run.say.emit(vec![
                FIND.to_owned(),
                name.to_owned(),
                way.to_string(),
                day.to_string(),
                number.unwrap_or_default().to_string(),
            ]);
        });
        let side = if way < 0 { "last" } else { "next" };
        html! { <button type="button" id={format!("{side}-{name}")} {disabled} {onclick}>{ word(lang, &format!("replay.{side}.{name}")) }</button> }
    };
    let none = run.known.found == Some(None);
    html! {
        <div class="replay-steps unprinted">
            <div role="group" aria-label={word(lang, "replay.back_label")}>{ for LENGTHS.iter().rev().map(|it| by(*it, -1)) }</div>
            <div role="group" aria-label={word(lang, "replay.on_label")}>{ for LENGTHS.iter().map(|it| by(*it, 1)) }</div>
            <div role="group" aria-label={word(lang, "replay.last_label")}>{ for MOMENTS.iter().map(|it| moment(it, -1)) }</div>
            <div role="group" aria-label={word(lang, "replay.next_label")}>{ for MOMENTS.iter().map(|it| moment(it, 1)) }</div>
            <p role="status" id="replay-found">{ if none { word(lang, "replay.none_found") } else { String::new() } }</p>
        </div>
    }
}
