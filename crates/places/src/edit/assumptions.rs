//! Where numbers come from: articles, published figures, and assumptions with the ends between which they can be believed.

use page::i18n::{say, word};
use serde_json::Value;
use workbench::form::Unit;
use yew::prelude::*;

use super::act::Act;
use super::controls::{Line, Number};
use super::desk::OnDesk;
use super::desk::names::label;
use super::desk::typing::unit_word;
use super::parts::{back, id_of, told};
use super::search::Entry;

/// How many are shown at once: the others are found by their words.
const MOST: usize = 60;

/// Properties of [`Sources`].
#[derive(Debug, Properties, PartialEq)]
pub struct SourcesProps {
    /// The scenario as it stands.
    pub desk: OnDesk,
    /// What is looked for.
    pub looked_for: AttrValue,
    /// Told what is done.
    pub act: Callback<Act>,
}

/// The table, of those that a text is part of.
#[component]
pub fn Sources(props: &SourcesProps) -> Html {
    let SourcesProps {
        desk,
        looked_for,
        act,
    } = props;
    let lang = desk.lang;
    let all = use_memo(desk.clone(), |desk| {
        let paths = desk.ids("sources_of_numbers").into_iter();
        paths.map(|it| Entry::of(desk, &it)).collect::<Vec<_>>()
    });
    let found: Vec<&Entry> = all.iter().filter(|it| it.fits(looked_for)).collect();
    let count = found.len();
    let row = |Entry { path, name, .. }: &&Entry| {
        let here = format!("sources_of_numbers.{path}");
        let value = desk.value(path);
        let number = value.is_some_and(Value::is_number);
        // Of what stands under a prefix the ends are factors.
        let unit = if number { desk.unit(path) } else { Unit::Bare };
        let said = desk.value(&format!("{here}.assumption")).is_some();
        let end = |key: &str| {
            let at = format!("{here}.{key}");
            let set = {
                let at = at.clone();
                act.reform(move |value: Value| Act::Set(at.clone(), value))
            };
            let told = say(
                lang,
                "edit.source_end",
                &[("name", name), ("end", &label(key, lang))],
            );
            html! { <td><Number id={id_of(&at)} value={desk.value(&at).and_then(Value::as_f64)} {unit} wrong={false} {lang} label={told} onset={set} />{ unit_word(unit, lang) }{ back(desk, &at, act) }</td> }
        };
        let go = Act::go(act, path);
        let kind = ["assumption", "article", "published"]
            .into_iter()
            .find(|it| desk.value(&format!("{here}.{it}")).is_some())
            .unwrap_or("assumption");
        let words = format!("{here}.{kind}");
        let set = {
            let words = words.clone();
            act.reform(move |text: String| Act::Set(words.clone(), text.into()))
        };
        let told_of = say(
            lang,
            "edit.source_end",
            &[("name", name), ("end", &label(kind, lang))],
        );
        html! {
            <tr key={path.clone()} class={classes!(desk.moved(&here).then_some("moved"))} data-path={here.clone()}>
                <th scope="row"><button type="button" class="quiet" onclick={go}>{ name.clone() }</button>{ told(&desk.wrong(&here), lang) }</th>
                <td>{ value.filter(|_| number).map(|it| desk.shown(path, Some(it))).unwrap_or_else(|| word(lang, "edit.source_prefix")) }</td>
                if said { { end("low") }{ end("high") } } else { <td></td><td></td> }
                <td class="edit-said"><small>{ label(kind, lang) }</small><Line id={id_of(&words)} value={desk.value(&words).and_then(Value::as_str).unwrap_or_default().to_owned()} label={told_of} onset={set} />{ back(desk, &words, act) }</td>
            </tr>
        }
    };
    html! {
        <>
            <p class="hint">{ word(lang, "edit.sources_about") }</p>
            <p role="status">{ say(lang, "edit.sources_count", &[("shown", &count.min(MOST).to_string()), ("count", &count.to_string())]) }</p>
            <div class="wide-table"><table class="edit-sources">
                <caption class="out-of-sight">{ word(lang, "edit.section.assumptions") }</caption>
                <thead><tr>
                    <th scope="col">{ word(lang, "edit.source_what") }</th><th scope="col">{ word(lang, "edit.source_now") }</th>
                    <th scope="col">{ label("low", lang) }</th><th scope="col">{ label("high", lang) }</th>
                    <th scope="col">{ word(lang, "edit.source_why") }</th>
                </tr></thead>
                <tbody>{ for found.iter().take(MOST).map(row) }</tbody>
            </table></div>
        </>
    }
}
