//! What the browser remembers beside the store: which record a tab edits, and what the page itself noted of tabs that were closed before anything
//! was kept.

use std::rc::Rc;

use page::state::{Moment, Preset, link};

use super::book::Writes;
use super::rows::Kept;
use crate::store;

/// In which word of the tab's own storage it is remembered what this tab edits.
const EDITS: &str = "tuiyan.edits";

/// How words begin under which `index.html` notes the address of a tab.
const LAST: &str = "tuiyan.last.";

fn tab() -> Option<web_sys::Storage> {
    web_sys::window()?.session_storage().ok()?
}

/// Remembers for this tab what it edits.
pub fn remember(id: &str) {
    // Writing there takes its time, reading does not.
    if own().as_deref() != Some(id)
        && let Some(tab) = tab()
    {
        let _ = tab.set_item(EDITS, id);
    }
}

/// What this tab edited before it was loaded anew.
#[must_use]
pub fn own() -> Option<String> {
    tab()?.get_item(EDITS).ok()?
}

/// What the page noted of tabs that were closed before anything was kept (`index.html`) is taken into the store; what cannot be stays noted.
pub async fn take_in(all: &[Rc<Kept>], presets: &[Preset], now: &Moment) {
    let Some(local) = web_sys::window().and_then(|it| it.local_storage().ok()?) else {
        return;
    };
    let names = (0..local.length().unwrap_or(0)).filter_map(|at| local.key(at).ok()?);
    let names: Vec<String> = names.filter(|it| it.starts_with(LAST)).collect();
    for name in names {
        let noted = local.get_item(&name).ok().flatten().unwrap_or_default();
        let read = link::read(&noted, presets).ok().and_then(|it| it.1);
        let Some(moment) = read.filter(|it| !it.patch.is_empty()) else {
            let _ = local.remove_item(&name);
            continue;
        };
        let record = Writes::new(store::new_id(), String::new(), &moment)
            .record(&moment, js_sys::Date::now());
        let mut known = all.iter().filter_map(|it| it.record.as_ref().ok());
        // What is shown now is written with its next change, or has been.
        let is_known =
            moment == *now || known.any(|it| it.file == record.file && it.seed == record.seed);
        if is_known || store::write(&record).await.is_ok() {
            let _ = local.remove_item(&name);
        }
    }
}
