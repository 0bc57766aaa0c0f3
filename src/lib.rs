//! The page: Tuiyan in a browser.
//!
//! One program serves the page and its workers: [`start`] looks where it runs. Data flows one way: what the user does is an
//! [`Action`](state::Action), the pure reducer makes it a [`State`](state::State), the workers simulate what the state
//! describes, and their figures come back as another action.
//!
//! | room | what it holds |
//! |---|---|
//! | [`state`] | everything the page knows, and the one function that changes it |
//! | [`levers`] | which paths of a scenario can be moved, between what, in which unit |
//! | [`worker`] | the pool that simulates and the clerk that reckons; the only place that calls the simulator |
//! | [`words`] | sentences made from numbers |
//! | [`simulate`] | the place 推演 |
//! | [`about`] | the place 说明, with the self-check |
//! | [`later`] | the way to the places 对比, 研究 and 回放, which are a module of their own (`crates/places`) |
//! | [`charts`] | pictures, from plain numbers |
//! | [`components`] | controls shared by all |

pub mod about;
pub mod app;
pub mod charts;
pub mod components;
pub mod diagram;
pub mod i18n;
pub mod later;
pub mod levers;
pub mod simulate;
pub mod state;
pub mod words;
pub mod worker;

#[cfg(all(target_arch = "wasm32", feature = "entry"))]
use wasm_bindgen::{JsCast, prelude::wasm_bindgen};

/// Where the program begins, in the window and in every worker.
#[cfg(all(target_arch = "wasm32", feature = "entry"))]
#[wasm_bindgen(start)]
pub fn start() {
    let here = js_sys::global();
    if let Ok(scope) = here.dyn_into::<web_sys::DedicatedWorkerGlobalScope>() {
        worker::agent::listen(scope);
    } else {
        app::mount();
    }
}
