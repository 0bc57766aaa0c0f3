//! The way to the places 对比, 研究 and 回放: a module of their own, fetched when somebody goes there, so that the page's first load does not
//! carry it. It draws within an element beside this page's own tree (`index.html`) and is told what is shown; what it wants of the page it
//! says as a link.

use std::rc::Rc;

use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use yew::prelude::*;

use crate::app::browser::{element, handed};
use crate::i18n::{Lang, word};
use crate::state::{Place, link};

/// Properties of [`Later`].
#[derive(Debug, Properties, PartialEq)]
pub struct LaterProps {
    /// Language of the words.
    pub lang: Lang,
    /// The place that is shown.
    pub place: Place,
    /// What a link says of the scenario as it stands.
    pub query: Rc<String>,
}

/// The element in which those places are drawn.
pub const HOST: &str = "places";

/// How far the module is.
#[derive(Debug, Clone, PartialEq)]
enum Module {
    Coming,
    /// What it shows by.
    There(js_sys::Function),
    Lost,
}

/// Says that those places are on their way, or could not be had, and tells them what is shown.
#[component]
pub fn Later(props: &LaterProps) -> Html {
    let lang = props.lang;
    let module = use_state_eq(|| Module::Coming);
    let asked = use_state_eq(|| 0u32);
    use_effect_with(*asked, {
        let module = module.clone();
        move |_| {
            wasm_bindgen_futures::spawn_local(async move {
                module.set(fetched().await.map_or(Module::Lost, Module::There));
            });
        }
    });
    use_effect_with(
        (
            (*module).clone(),
            lang,
            props.place,
            Rc::clone(&props.query),
        ),
        {
            move |(module, lang, place, query)| {
                let host = element(HOST);
                let hidden = !place.is_fetched() || !matches!(module, Module::There(_));
                if let Some(host) = &host {
                    let _ = host.toggle_attribute_with_force("hidden", hidden);
                }
                if !place.is_fetched() {
                    return;
                }
                if let (Module::There(show), Some(host)) = (module, host) {
                    let said = [lang.code(), place.name(), &link::at(*place, query)];
                    let said = said.map(JsValue::from_str);
                    // What goes wrong within is told within.
                    let _ = show.call4(&JsValue::NULL, &host, &said[0], &said[1], &said[2]);
                }
            }
        },
    );
    let again = {
        let (module, asked) = (module.clone(), asked.clone());
        Callback::from(move |_: MouseEvent| {
            module.set(Module::Coming);
            asked.set(*asked + 1);
        })
    };
    html! {
        <p class="later-coming" role="status" hidden={!props.place.is_fetched() || matches!(*module, Module::There(_))}>
            { word(lang, if *module == Module::Lost { "place.not_come" } else { "place.coming" }) }
            <button type="button" hidden={*module != Module::Lost} onclick={again}>{ word(lang, "place.fetch_again") }</button>
        </p>
    }
}

/// What the module shows by: `show(element, language, place, link)`.
async fn fetched() -> Option<js_sys::Function> {
    let fetch: js_sys::Function = handed("places").ok()?.dyn_into().ok()?;
    let coming = fetch.call0(&JsValue::NULL).ok()?;
    let there = JsFuture::from(coming.dyn_into::<js_sys::Promise>().ok()?);
    there.await.ok()?.dyn_into().ok()
}
