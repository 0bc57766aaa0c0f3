//! Where numbers come from: articles, published figures, and assumptions with the ends between which they can be believed.

use page::i18n::{say, word};
use serde_json::Value;
use workbench::form::Unit;
use yew::prelude::*;

use super::act::Act;
use super::controls::{Line, Number};
use super::desk::OnDesk;
use super::parts::{back, told};

/// How many are shown at once: the others are found by their words.
const MOST: usize = 60;

/// The table, of those that a text is part of.
pub fn table(desk: &OnDesk, looked_for: &str, act: &Callback<Act>) -> Html {
    let lang = desk.lang;
    let all = desk.value("sources_of_numbers").and_then(Value::as_object);
    let found: Vec<(&String, String)> = all
        .into_iter()
        .flatten()
        .map(|it| (it.0, desk.told(it.0)))
        .filter(|it| fits(looked_for, &[it.0, &it.1]))
        .collect();
    let count = found.len();
    let row = |(path, name): &(&String, String)| {
        let here = format!("sources_of_numbers.{path}");
        let value = desk.value(path);
        let number = value.is_some_and(Value::is_number);
        // Of what stands under a prefix the ends are factors.
        let unit = if number { desk.unit(path) } else { Unit::Bare };
        let said = desk.value(&format!("{here}.assumption")).is_some();
        let end = |key: &str| {
            let at = format!("{here}.{key}");
            let set = {
                let (act, at) = (act.clone(), at.clone());
                Callback::from(move |value: Value| act.emit(Act::Set(at.clone(), value)))
            };
            let label = say(
                lang,
                "edit.source_end",
                &[("name", name), ("end", &super::desk::label(key, lang))],
            );
            html! { <td><Number id={super::parts::id_of(&at)} value={desk.value(&at).and_then(Value::as_f64)} {unit} wrong={false} {lang} {label} onset={set} />{ back(desk, &at, act) }</td> }
        };
        let go = {
            let (act, path) = (act.clone(), (*path).clone());
            Callback::from(move |_: MouseEvent| act.emit(Act::Go(path.clone())))
        };
        let kind = ["assumption", "article", "published"]
            .into_iter()
            .find(|it| desk.value(&format!("{here}.{it}")).is_some())
            .unwrap_or("assumption");
        let words = format!("{here}.{kind}");
        let set = {
            let (act, words) = (act.clone(), words.clone());
            Callback::from(move |text: String| act.emit(Act::Set(words.clone(), text.into())))
        };
        let label = say(
            lang,
            "edit.source_end",
            &[("name", name), ("end", &super::desk::label(kind, lang))],
        );
        html! {
            <tr key={(*path).clone()} class={classes!(desk.moved(&here).then_some("moved"))} data-path={here.clone()}>
                <th scope="row"><button type="button" class="quiet" onclick={go}>{ name.clone() }</button>{ told(&desk.wrong(&here), lang) }</th>
                <td>{ value.filter(|_| number).map(|it| desk.shown(path, Some(it))).unwrap_or_else(|| word(lang, "edit.source_prefix")) }</td>
                if said { { end("low") }{ end("high") } } else { <td></td><td></td> }
                <td class="edit-said"><small>{ super::desk::label(kind, lang) }</small><Line id={super::parts::id_of(&words)} value={desk.value(&words).and_then(Value::as_str).unwrap_or_default().to_owned()} {label} onset={set} />{ back(desk, &words, act) }</td>
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
                    <th scope="col">{ super::desk::label("low", lang) }</th><th scope="col">{ super::desk::label("high", lang) }</th>
                    <th scope="col">{ word(lang, "edit.source_why") }</th>
                </tr></thead>
                <tbody>{ for found.iter().take(MOST).map(row) }</tbody>
            </table></div>
        </>
    }
}

/// Whether every word of what is looked for is part of one of the texts.
#[must_use]
pub fn fits(looked_for: &str, texts: &[&str]) -> bool {
    let low = |it: &str| it.to_ascii_lowercase();
    let texts: Vec<String> = texts.iter().map(|it| low(it)).collect();
    looked_for
        .split_whitespace()
        .all(|word| texts.iter().any(|it| it.contains(&low(word))))
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn every_word_has_to_be_found() {
        for (looked_for, found) in [
            ("", true),
            ("会议 分钟", true),
            ("MEETINGS minutes", true),
            ("会议 小时", false),
        ] {
            assert_eq!(
                fits(
                    looked_for,
                    &["meetings.executive.minutes", "县政府常务会议 · 分钟"]
                ),
                found,
                "{looked_for}"
            );
        }
    }
}
