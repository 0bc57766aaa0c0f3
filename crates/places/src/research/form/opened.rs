//! Opening an experiment's file, and what it has brought along.

use std::rc::Rc;

use county::scenario::{LARGEST_FILE, Problem};
use page::i18n::{Lang, say, word};
use page::state::Moment;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

use super::super::draft::{self, Draft};

/// Properties of [`Open`].
#[derive(Debug, Properties, PartialEq)]
pub struct OpenProps {
    /// The experiment as it stands.
    pub draft: Rc<Draft>,
    /// What it was before a file was opened.
    pub before: Option<Rc<Draft>>,
    /// The county as it stands.
    pub now: Rc<Moment>,
    /// Told what it becomes, of a file that was opened.
    pub open: Callback<Draft>,
    /// Told what it becomes, of what it had brought along.
    pub change: Callback<Draft>,
    /// Told to go back to what it was before.
    pub back: Callback<()>,
    /// Language of the words.
    pub lang: Lang,
}

/// The key that opens a file; what keeps the last one from being opened; what the one that was opened has brought along.
#[component]
pub fn Open(props: &OpenProps) -> Html {
    let OpenProps {
        draft,
        before,
        now,
        open,
        back,
        lang,
        ..
    } = props;
    let lang = *lang;
    let wrong = use_state_eq(|| None::<(String, Vec<Problem>)>);
    let chosen = {
        let (open, now, wrong) = (open.clone(), Rc::clone(now), wrong.clone());
        Callback::from(move |event: Event| {
            let input: Option<HtmlInputElement> = event.target().and_then(|it| it.dyn_into().ok());
            let Some(input) = input else {
                return;
            };
            let list = input.files();
            let files = list
                .iter()
                .flat_map(|list| (0..list.length()).filter_map(|at| list.get(at)));
            let files: Vec<File> = files.collect();
            // The same file may be chosen again after it was mended.
            input.set_value("");
            let (open, now, wrong) = (open.clone(), Rc::clone(&now), wrong.clone());
            wasm_bindgen_futures::spawn_local(async move {
                let name = files.first().map(File::name).unwrap_or_default();
                let read = match read(&files).await {
                    Ok(texts) => draft::open(&texts, &now),
                    Err(problem) => Err(vec![problem]),
                };
                match read {
                    Ok(draft) => {
                        wrong.set(None);
                        open.emit(draft);
                    }
                    Err(problems) => {
                        wrong.set(Some((name, problems)).filter(|it| !it.1.is_empty()));
                    }
                }
            });
        })
    };
    let problems = wrong.as_ref().map(|(name, problems)| {
        let line = |it: &Problem| {
            let it = crate::words::told(it, lang);
            html! { <li>if !it.path.is_empty() { <code>{ &it.path }</code>{ " " } }{ crate::words::without_path(&it, lang) }</li> }
        };
        html! {
            <div id="research-not-opened" role="status">
                <p class="problem">{ say(lang, "research.not_opened", &[("name", name)]) }</p>
                <ul class="problems">{ for problems.iter().map(line) }</ul>
            </div>
        }
    });
    let going_back = {
        let back = back.clone();
        Callback::from(move |_: MouseEvent| back.emit(()))
    };
    html! {
        <>
            <div class="study-tools">
                <label class="button" for="research-open">{ word(lang, "research.open") }</label>
                <input type="file" id="research-open" class="out-of-sight" multiple=true accept=".json,application/json" onchange={chosen} />
                <span class="hint">{ word(lang, "research.open_hint") }</span>
            </div>
            <div>{ for problems }</div>
            <div>if draft.opened.is_some() { { brought(props) } }</div>
            <div>if before.is_some() {
                <button type="button" class="quiet" id="research-back" onclick={going_back}>{ word(lang, "research.back") }</button>
            }</div>
        </>
    }
}

/// What was opened, and what of it the form has no fields for.
fn brought(props: &OpenProps) -> Html {
    let OpenProps {
        draft,
        change,
        lang,
        ..
    } = props;
    let lang = *lang;
    let Some(opened) = &draft.opened else {
        return html! {};
    };
    let without = |how: fn(&mut Draft, &str), key: &str| {
        let (draft, change, key) = (Rc::clone(draft), change.clone(), key.to_owned());
        Callback::from(move |_: MouseEvent| {
            let mut next = (*draft).clone();
            how(&mut next, &key);
            change.emit(next);
        })
    };
    let also = opened.also.iter().map(|(key, value)| {
        let gone = without(
            |draft, key| {
                if let Some(opened) = &mut draft.opened {
                    opened.also.remove(key);
                }
            },
            key,
        );
        html! {
            <li key={key.clone()}><code>{ format!("{key}: {value}") }</code>{ " " }<button type="button" class="quiet" aria-label={say(lang, "compare.forget_label", &[("name", key)])} onclick={gone}>{ word(lang, "compare.forget") }</button></li>
        }
    });
    let county = opened.county.as_ref().map(|it| {
        let seed = it.seed.to_string();
        let said = say(lang, "research.of_county", &[("name", &it.name), ("seed", &seed)]);
        let own = without(
            |draft, _| {
                if let Some(opened) = &mut draft.opened {
                    opened.county = None;
                }
            },
            "",
        );
        html! {
            <p>{ said }{ " " }if !opened.as_written { <button type="button" class="quiet" id="research-own-county" onclick={own}>{ word(lang, "research.own_county") }</button> }</p>
        }
    });
    html! {
        <div class="opened" id="research-opened" role="status">
            <p>{ say(lang, "research.opened", &[("name", &opened.file)]) }</p>
            { for county }
            if opened.as_written {
                <p>{ word(lang, "research.as_written") }</p>
                <details><summary>{ word(lang, "research.written") }</summary><pre>{ &opened.text }</pre></details>
            } else if !opened.also.is_empty() {
                <p>{ word(lang, "research.also") }</p>
                <ul class="problems">{ for also }</ul>
            }
        </div>
    }
}

/// The texts of files, with their names.
async fn read(files: &[File]) -> Result<Vec<(String, String)>, Problem> {
    let mut texts = Vec::new();
    for file in files {
        if file.size() > LARGEST_FILE as f64 {
            return Err(Problem {
                path: String::new(),
                message: format!(
                    "the file has {} bytes or more; the most is {LARGEST_FILE}",
                    file.size()
                ),
                remedy: "an experiment is a few kilobytes: is this the right file?".to_owned(),
            });
        }
        let text = JsFuture::from(file.text()).await.ok();
        let Some(text) = text.and_then(|it| it.as_string()) else {
            return Err(Problem {
                path: String::new(),
                message: "the file cannot be read".to_owned(),
                remedy: "choose a file that can be read".to_owned(),
            });
        };
        texts.push((file.name(), text));
    }
    Ok(texts)
}
