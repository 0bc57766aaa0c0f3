//! What can be taken away: the link, the file, and the command that prints the same figures.

use std::rc::Rc;

use page::app::{browser, files};
use page::i18n::{say, word};
use page::state::{Place, link};
use page::worker::pool::{REPLICATIONS, YEARS};
use wasm_bindgen_futures::spawn_local;
use workbench::command::{self, Run};
use yew::prelude::*;

use super::desk::OnDesk;

/// Properties of [`Away`].
#[derive(Debug, Properties, PartialEq)]
pub struct AwayProps {
    /// The scenario as it stands.
    pub desk: OnDesk,
}

/// What became of a key that copies.
#[derive(Debug, Clone, PartialEq)]
enum Copied {
    Not,
    Done,
    ByHand(String),
}

/// Link, file and command, folded.
#[component]
pub fn Away(props: &AwayProps) -> Html {
    let desk = &props.desk;
    let (lang, now) = (desk.lang, &desk.now);
    let copied = use_state_eq(|| Copied::Not);
    use_effect_with(Rc::clone(now), {
        let copied = copied.clone();
        move |_| copied.set(Copied::Not)
    });
    let copy = |text: String| {
        let copied = copied.clone();
        Callback::from(move |_: MouseEvent| {
            let (copied, text) = (copied.clone(), text.clone());
            spawn_local(async move {
                copied.set(match browser::copy(&text).await {
                    Ok(()) => Copied::Done,
                    Err(text) => Copied::ByHand(text),
                });
            });
        })
    };
    let address = browser::address(&link::write(Place::Simulate, now))
        + concat!("&v=", env!("CARGO_PKG_VERSION"));
    let years = desk
        .value("horizon.years")
        .and_then(serde_json::Value::as_f64)
        .filter(|_| desk.moved("horizon.years"));
    let run = Run {
        seed: now.seed,
        replications: REPLICATIONS,
        years: years.unwrap_or(YEARS),
    };
    let line = command::line(&now.preset, &desk.preset, &now.patch, run);
    let save = {
        let now = Rc::clone(now);
        Callback::from(move |_: MouseEvent| files::save(&now))
    };
    let save_for_line = {
        let now = Rc::clone(now);
        Callback::from(move |_: MouseEvent| {
            browser::save(command::FILE, &county::scenario::written(&now.file(), true));
        })
    };
    // A link says by which version it was made; figures may differ from version to version.
    let from = browser::handed("from")
        .ok()
        .and_then(|it| it.as_string())
        .filter(|it| it != env!("CARGO_PKG_VERSION"));
    let from = from.map(|it| {
        say(
            lang,
            "edit.link_version",
            &[("theirs", &it), ("ours", env!("CARGO_PKG_VERSION"))],
        )
    });
    let told = match &*copied {
        Copied::Not => html! {},
        Copied::Done => html! { <p>{ word(lang, "edit.copied") }</p> },
        Copied::ByHand(text) => {
            html! { <p><label for="edit-by-hand">{ word(lang, "notice.copy_by_hand") }</label><input type="text" id="edit-by-hand" readonly=true value={text.clone()} /></p> }
        }
    };
    html! {
        <details class="panel edit-away" id="edit-away">
            <summary>{ word(lang, "edit.away") }</summary>
            { for from.map(|it| html! { <p>{ it }</p> }) }
            <div class="edit-tools">
                <button type="button" id="edit-copy-link" onclick={copy(address)}>{ word(lang, "file.copy_link") }</button>
                <button type="button" id="edit-save" onclick={save}>{ word(lang, "file.save") }</button>
                <button type="button" id="edit-copy-command" onclick={copy(line.text.clone())}>{ word(lang, "edit.copy_command") }</button>
                <span>if line.of_file { <button type="button" id="edit-save-for-command" onclick={save_for_line}>{ say(lang, "edit.save_for_command", &[("file", command::FILE)]) }</button> }</span>
            </div>
            <div role="status" id="edit-copied">{ told }</div>
            <p>{ word(lang, if line.of_file { "edit.command_of_file" } else { "edit.command_about" }) }</p>
            <pre id="edit-command">{ line.text.clone() }</pre>
        </details>
    }
}
