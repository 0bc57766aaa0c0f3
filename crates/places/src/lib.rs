//! The places 对比, 研究, 训练, 回放 and 编辑: counties side by side, experiments by design, cases in which the visitor decides, a run on any of
//! its days, and the scenario in forms, on all the cores he has.
//!
//! A module of its own, fetched when somebody goes there, so that the page's first load does not carry it. It stands on the page's rooms
//! (words, pictures, levers) and on [`experiment`], as the command does, so both say the same to the last digit. The page tells it by
//! [`show`] which place is shown, in which language, and the scenario as it stands; it tells the page nothing but links.
//!
//! | room | what it holds |
//! |---|---|
//! | [`told`] | an experiment's result, as it is read |
//! | [`words`] | what the simulator says of experiments, in both languages |
//! | [`pool`] | workers that run an experiment in pieces, and what becomes of it |
//! | [`agent`] | what a worker does |
//! | [`progress`] | how far an experiment is, in words |
//! | [`compare`] | the place 对比 |
//! | [`research`] | the place 研究 |
//! | [`replay`] | the place 回放, a room of 推演 |
//! | [`edit`] | the place 编辑 |
//! | [`store`] | scenarios in the browser's own store |
//! | [`train`] | the place 训练 |
//! | [`walk`] | the walk-through for newcomers, on the page of 推演 |

pub mod agent;
pub mod app;
pub mod compare;
pub mod edit;
pub mod pool;
pub mod progress;
pub mod replay;
pub mod research;
pub mod store;
pub mod told;
pub mod train;
pub mod walk;
pub mod words;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::{JsCast as _, prelude::wasm_bindgen};

/// Where the module begins: a worker listens, a page waits to be told what to show.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen(start)]
pub fn start() {
    if let Ok(scope) = js_sys::global().dyn_into::<web_sys::DedicatedWorkerGlobalScope>() {
        agent::listen(&scope);
    }
}

/// Shows a place within an element: its language, its name in addresses, and a link that holds the scenario as it stands.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
pub fn show(host: web_sys::Element, lang: &str, place: &str, link: &str) {
    app::show(host, lang, place, link);
}
