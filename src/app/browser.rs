//! The little the page asks of the browser beyond its document. Whatever may be forbidden (storage, clipboard) is asked for
//! politely: a refusal is an answer, never a fall.

use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, CustomEvent, CustomEventInit, Element, ErrorEvent, Event,
    HtmlAnchorElement, HtmlElement, HtmlInputElement, Storage, Url, Window, Worker, WorkerOptions,
    WorkerType,
};
use yew::Callback;

use crate::i18n::{self, Lang, word};
use crate::state::{Place, Theme, link};

fn window() -> Option<Window> {
    web_sys::window()
}

/// An element by id.
#[must_use]
pub fn element(id: &str) -> Option<Element> {
    window()?.document()?.get_element_by_id(id)
}

fn storage() -> Option<Storage> {
    window()?.local_storage().ok()?
}

/// What was remembered under a name.
#[must_use]
pub fn stored(name: &str) -> Option<String> {
    let text = storage()?.get_item(&format!("tuiyan.{name}")).ok()??;
    // An earlier version put it between quotes.
    Some(text.trim_matches('"').to_owned())
}

/// Remembers a word under a name, where the browser allows it.
pub fn store(name: &str, value: &str) {
    if let Some(storage) = storage() {
        // Private windows may refuse; then it is not remembered.
        let _ = storage.set_item(&format!("tuiyan.{name}"), value);
    }
}

/// What `index.html` hands the program, by its name.
///
/// # Errors
/// What the browser throws where there is no such page around the program.
pub fn handed(name: &str) -> Result<JsValue, JsValue> {
    let page = js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str("tuiyan"))?;
    js_sys::Reflect::get(&page, &JsValue::from_str(name))
}

/// A worker from the script that `index.html` hands over under a name.
///
/// # Errors
/// What the browser throws.
pub fn worker(name: &str) -> Result<Worker, JsValue> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    Worker::new_with_options(&handed(name)?.as_string().unwrap_or_default(), &options)
}

/// What was thrown, or what an event says went wrong, in its own words.
#[must_use]
pub fn said(problem: &JsValue) -> String {
    if let Some(event) = problem.dyn_ref::<ErrorEvent>() {
        return event.message();
    }
    let thrown = problem.dyn_ref::<js_sys::Error>();
    let said = thrown.map(|it| String::from(it.to_string()));
    said.or_else(|| problem.as_string()).unwrap_or_default()
}

/// The language in which the page opens, and its words learnt: both are found out by `index.html` while the program is on its way.
#[must_use]
pub fn spoken() -> Lang {
    let found = |name| handed(name).ok()?.as_string();
    let code = found("lang");
    let lang = Lang::ALL
        .into_iter()
        .find(|l| Some(l.code()) == code.as_deref());
    let lang = lang.unwrap_or(Lang::Zh);
    i18n::learn(lang, &found("said").unwrap_or_default());
    lang
}

/// Fetches a language's words and learns them; false when they could not be had.
pub async fn learn(lang: Lang) -> bool {
    i18n::knows(lang) || i18n::learn(lang, &words(lang.code()).await)
}

/// Fetches the words of the place 说明 and learns them; false when they could not be had.
pub async fn learn_more(lang: Lang) -> bool {
    learn_also(lang, "about", i18n::knows_more).await
}

/// Fetches the words of the places 对比 and 研究 and learns them; false when they could not be had.
pub async fn learn_places(lang: Lang) -> bool {
    learn_also(lang, "places", i18n::knows_places).await
}

/// Fetches the words of a file by language and learns them, if they are not known; false when they could not be had.
async fn learn_also(lang: Lang, file: &str, knows: fn(Lang) -> bool) -> bool {
    if !knows(lang) {
        i18n::learn_more(lang, &words(&format!("{file}-{}", lang.code())).await);
    }
    knows(lang)
}

/// Words as `index.html` fetches them; none when they cannot be had.
async fn words(which: &str) -> String {
    let asked = || {
        let words: js_sys::Function = handed("words")?.dyn_into()?;
        let coming = words.call1(&JsValue::NULL, &JsValue::from_str(which))?;
        coming.dyn_into::<js_sys::Promise>()
    };
    let Ok(coming) = asked() else {
        return String::new();
    };
    let said = JsFuture::from(coming).await;
    said.ok().and_then(|it| it.as_string()).unwrap_or_default()
}

/// What stands after the address, `#` included.
#[must_use]
pub fn fragment() -> String {
    window()
        .and_then(|w| w.location().hash().ok())
        .unwrap_or_default()
}

/// Writes what stands after the address, without a step in the browser's history: undo is the page's own.
pub fn set_fragment(wanted: &str) {
    // A long address takes its time, even where it is the same.
    if fragment() == wanted {
        return;
    }
    if let Some(history) = window().and_then(|w| w.history().ok()) {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(wanted));
    }
}

/// Heard by a link that leads out of a place: what was moved a moment ago may not stand in the address yet, and this is where "back" comes to.
#[must_use]
pub fn leaving(here: Place, query: &Rc<String>) -> Callback<yew::MouseEvent> {
    let query = Rc::clone(query);
    Callback::from(move |_: yew::MouseEvent| set_fragment(&link::at(here, &query)))
}

/// Leads to a place with the scenario that the address holds; `more` is what that place reads for itself: `&matter=12`.
#[must_use]
pub fn lead_to(place: Place, more: String) -> Callback<yew::MouseEvent> {
    Callback::from(move |event: yew::MouseEvent| {
        event.prevent_default();
        let here = fragment();
        let query = here.split_once('?').map_or("", |it| it.1);
        if let Some(window) = window() {
            let to = format!("#/{}?{query}{more}", place.name());
            let _ = window.location().set_hash(&to);
        }
    })
}

/// The event by which a fetched place says to the page where to go.
pub const SAID: &str = "tuiyan.said";

/// Says to the page where to go: a fragment that [`link::write`](crate::state::link::write) wrote. It goes there as if somebody had followed a
/// link, and the address follows in a moment: browsers take their time over a long one.
pub fn say_to_page(fragment: &str) {
    let init = CustomEventInit::new();
    init.set_detail(&JsValue::from_str(fragment));
    let event = CustomEvent::new_with_event_init_dict(SAID, &init);
    if let (Some(window), Ok(event)) = (window(), event) {
        let _ = window.dispatch_event(&event);
    }
}

/// The fragment that [`say_to_page`] has said.
#[must_use]
pub fn said_by_place(event: &Event) -> Option<String> {
    event.dyn_ref::<CustomEvent>()?.detail().as_string()
}

/// Gives the focus to an element, of HTML or of a picture.
pub fn focus(element: &Element) {
    // What can have the focus is given it by the same name, whatever it is.
    let _ = element.unchecked_ref::<HtmlElement>().focus();
}

/// The whole address with another fragment.
#[must_use]
pub fn address(fragment: &str) -> String {
    let href = window()
        .and_then(|w| w.location().href().ok())
        .unwrap_or_default();
    let page = href.split('#').next().unwrap_or_default();
    format!("{page}{fragment}")
}

/// Language, title and colours of the document.
pub fn dress(lang: Lang, theme: Theme, place: Place) {
    let Some(document) = window().and_then(|w| w.document()) else {
        return;
    };
    let title = word(lang, "app.document_title");
    document.set_title(&match place {
        Place::Simulate => title,
        // The browser's history tells places apart by their titles.
        other => format!(
            "{} · {title}",
            word(lang, &format!("place.{}", other.name()))
        ),
    });
    if let Some(root) = document.document_element() {
        let _ = root.set_attribute("lang", lang.of("zh-CN", "en"));
        let _ = match theme {
            Theme::System => root.remove_attribute("data-theme"),
            Theme::Light | Theme::Dark => root.set_attribute("data-theme", theme.name()),
        };
    }
}

/// Listens to the window until dropped.
pub fn on_window(event: &'static str, hear: impl FnMut(&Event) + 'static) -> Option<EventListener> {
    Some(EventListener::new_with_options(
        window()?.as_ref(),
        event,
        EventListenerOptions::enable_prevent_default(),
        hear,
    ))
}

/// Whether an event comes from a field that edits text and undoes by itself.
#[must_use]
pub fn in_text_field(event: &Event) -> bool {
    event
        .target()
        .and_then(|t| t.dyn_into::<HtmlInputElement>().ok())
        .is_some_and(|input| matches!(input.type_().as_str(), "text" | "number" | "search"))
}

/// Whether what is folded stands open, of which an event tells that it was turned.
#[must_use]
pub fn is_open(event: &Event) -> bool {
    let folds = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    folds.is_some_and(|it| it.has_attribute("open"))
}

/// Moves the focus without touching the address, which belongs to the scenario.
#[must_use]
pub fn skip_to(id: &'static str) -> Callback<yew::MouseEvent> {
    Callback::from(move |event: yew::MouseEvent| {
        event.prevent_default();
        if let Some(target) = element(id) {
            focus(&target);
        }
    })
}

/// Goes to the top of the page, with the focus on a heading: what was scrolled belongs to another place.
pub fn begin_at(id: &str) {
    if let Some(window) = window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
    if let Some(target) = element(id) {
        focus(&target);
    }
}

/// Puts a text into the clipboard, a link packed (`index.html`).
///
/// # Errors
/// The browser has none for this page, or the user refuses: the text to be copied by hand.
pub async fn copy(text: &str) -> Result<(), String> {
    let asked = || {
        let copy: js_sys::Function = handed("copy")?.dyn_into()?;
        let coming = copy.call1(&JsValue::NULL, &JsValue::from_str(text))?;
        coming.dyn_into::<js_sys::Promise>()
    };
    let left = match asked() {
        Ok(coming) => JsFuture::from(coming).await.ok(),
        Err(_) => None,
    };
    let left = left.and_then(|it| it.as_string());
    let left = left.unwrap_or_else(|| text.to_owned());
    if left.is_empty() { Ok(()) } else { Err(left) }
}

/// Saves a text as a file.
pub fn save(name: &str, text: &str) {
    let _ = try_save(name, text);
}

fn try_save(name: &str, text: &str) -> Result<(), JsValue> {
    let document = window().and_then(|w| w.document()).ok_or(JsValue::NULL)?;
    let options = BlobPropertyBag::new();
    options.set_type("application/json");
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let anchor: HtmlAnchorElement = document
        .create_element("a")?
        .dyn_into()
        .map_err(JsValue::from)?;
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    Url::revoke_object_url(&url)
}
