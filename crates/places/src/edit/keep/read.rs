//! Scenarios read from records and files.

use std::rc::Rc;

use page::app::files;
use page::i18n::{Lang, say};
use page::state::{Moment, Preset, Presets};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlInputElement;
use workbench::record::Record;
use yew::prelude::*;

use super::book::Writes;
use super::hands::Hands;
use crate::store;

/// The scenario of a record.
pub(super) fn moment_of(
    record: &Record,
    presets: &[Preset],
    lang: Lang,
) -> Result<Rc<Moment>, String> {
    let read = files::scenario(&record.file, presets, record.seed, lang);
    read.map(Rc::new)
        .map_err(|problems| in_words(&problems, lang))
}

fn in_words(problems: &[county::scenario::Problem], lang: Lang) -> String {
    let end = lang.of("。", ". ");
    let said = problems
        .iter()
        .map(|it| format!("{}{end}{}", it.message, it.remedy));
    said.collect::<Vec<_>>().join(" ")
}

/// Keeps what a file holds, beside what is open.
pub(super) fn taken_from_file(event: &Event, hands: &Hands, presets: &Presets, lang: Lang) {
    let target = event.target();
    let Some(input) = target.and_then(|it| it.dyn_into::<HtmlInputElement>().ok()) else {
        return;
    };
    let file = input.files().and_then(|it| it.get(0));
    input.set_value("");
    let Some(file) = file else {
        return;
    };
    let (hands, presets) = (hands.clone(), presets.clone());
    spawn_local(async move {
        let name = file.name();
        let text = match file.size() > files::LARGEST {
            true => None,
            false => JsFuture::from(file.text()).await.ok(),
        };
        let text = text.and_then(|it| it.as_string());
        let read = text.map(|it| files::scenario(&it, &presets, Moment::SEED, lang));
        match read {
            Some(Ok(moment)) => {
                let name = name.trim_end_matches(".json").to_owned();
                let record = Writes::new(store::new_id(), name, &moment);
                hands.failed.set(String::new());
                hands.put(record.record(&moment, js_sys::Date::now()));
            }
            Some(Err(problems)) => {
                let said = in_words(&problems, lang);
                hands
                    .failed
                    .set(format!("{name}{}{said}", lang.of("：", ": ")));
            }
            None => {
                let said = say(lang, "edit.kept_unreadable", &[("name", &name)]);
                hands.failed.set(said);
            }
        }
    });
}
