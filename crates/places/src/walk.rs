//! The walk-through for newcomers: a card beside the real page of 推演, which asks for one thing at a time and sees whether it was done.
//!
//! It lives in the program fetched later, and is drawn in an element of its own at the end of the document, because the element of the places is
//! hidden while 推演 is shown. Of the page it reads what stands in the document and what happens there; what it does to it is to mark what a
//! step is about with an attribute (`data-walk`), which only the style sheet reads, and to scroll it into sight.

use std::cell::RefCell;

use gloo_events::{EventListener, EventListenerOptions, EventListenerPhase};
use gloo_timers::callback::{Interval, Timeout};
use page::app::browser;
use page::i18n::{self, Lang, say, word};
use page::state::Place;
use wasm_bindgen::JsCast as _;
use web_sys::{Document, Element, Event, HtmlElement, Window};
use yew::prelude::*;

pub mod steps;

use steps::{Area, Progress, STEPS, Step, beside, scroll};

/// Under which name it is remembered how far a newcomer is.
const REMEMBERED: &str = "walk";

/// How often it is looked whether the page is as it was, milliseconds.
const BEAT: u32 = 300;
/// After so many looks the page has come to rest, and whoever goes to its heading wants to be there.
const SETTLED: u32 = 8;

/// Up to this width of the window the card lies at its lower edge, px (`styles/9-walk.css`).
const NARROW: f64 = 759.0;

/// Which mark the page's elements get.
const MARK: &str = "data-walk";

/// Addresses that begin the walk-through end so: what is told after `class=` is the business of 训练, and takes nothing of the scenario away.
pub const ASKED: &str = "?class=walk";

thread_local! {
    static WALK: RefCell<Option<(u32, yew::AppHandle<Walk>)>> = const { RefCell::new(None) };
}

/// How far a newcomer is.
#[must_use]
pub fn progress() -> Progress {
    Progress::read(browser::stored(REMEMBERED).as_deref())
}

/// Shows the walk-through at a step, and goes to 推演.
pub fn begin(lang: Lang, at: Progress) {
    let Some(document) = document() else { return };
    WALK.with_borrow_mut(|walk| match walk {
        Some((times, app)) => {
            *times += 1;
            let times = *times;
            app.update(WalkProps { times, lang, at });
        }
        None => {
            let Ok(host) = document.create_element("div") else {
                return;
            };
            host.set_id("walk-host");
            if let Some(body) = document.body() {
                let _ = body.append_child(&host);
            }
            let props = WalkProps { times: 0, lang, at };
            let app = yew::Renderer::<Walk>::with_root_and_props(host, props).render();
            *walk = Some((0, app));
        }
    });
    if let Some(window) = web_sys::window() {
        let _ = window
            .location()
            .set_hash(&format!("/{}", Place::Simulate.name()));
    }
}

/// What of 训练 leads into the walk-through.
#[component]
pub fn Offer(props: &OfferProps) -> Html {
    let lang = props.lang;
    let kept = progress();
    let start = |at: Progress| Callback::from(move |_: MouseEvent| begin(lang, at));
    let about = if kept.is_over() {
        "walk.offer_over"
    } else {
        "walk.offer_about"
    };
    let resume = say(
        lang,
        "walk.resume",
        &[("step", &(kept.step + 1).to_string())],
    );
    let fresh = if kept.step == 0 {
        "walk.begin"
    } else {
        "walk.again"
    };
    html! {
        <section class="panel walk-offer" aria-labelledby="walk-offer-title">
            <h2 id="walk-offer-title">{ word(lang, "walk.offer") }</h2>
            <p>{ word(lang, about) }</p>
            <p class="study-tools">
                <button type="button" id="walk-resume" class="primary" hidden={!kept.is_under_way()} onclick={start(kept)}>{ resume }</button>
                <button type="button" id="walk-begin" class={classes!((!kept.is_under_way()).then_some("primary"))} onclick={start(Progress::default())}>{ word(lang, fresh) }</button>
            </p>
        </section>
    }
}

/// Properties of [`Offer`].
#[derive(Debug, Properties, PartialEq)]
pub struct OfferProps {
    /// Language of the words.
    pub lang: Lang,
    /// While another place is shown: whoever comes back finds where it was stopped.
    pub hidden: bool,
}

/// Properties of [`Walk`].
#[derive(Debug, Clone, Properties, PartialEq)]
pub struct WalkProps {
    /// How many times it has been begun before: each begins it anew.
    pub times: u32,
    /// Language of the words, to begin with; later that of the document.
    pub lang: Lang,
    /// The step to begin with.
    pub at: Progress,
}

/// The card.
#[component]
pub fn Walk(props: &WalkProps) -> Html {
    let it = use_state_eq(|| Some(props.at));
    let lang = use_state_eq(|| props.lang);
    let here = use_state_eq(is_here);
    use_effect_with((props.times, props.at), {
        let it = it.clone();
        move |(_, at)| it.set(Some(*at))
    });
    let at = *it;
    let shown = at.is_some() && *here;
    use_effect_with(at, |at| {
        if let Some(at) = at {
            browser::store(REMEMBERED, &at.written());
        }
    });
    // Whether the address is at 推演, and which language the page speaks.
    use_effect_with(at.is_some(), {
        let (here, lang) = (here.clone(), lang.clone());
        move |open| {
            let look = move || {
                here.set(is_here());
                turn(&lang);
            };
            look();
            let beat = open.then(|| Interval::new(BEAT, look));
            move || drop(beat)
        }
    });
    let step = at.and_then(Progress::at).filter(|_| shown);
    // What the step is about is marked and scrolled into sight, and the reading begins at the card; afterwards the card keeps off it.
    use_effect_with((shown, at.map(|it| it.step)), move |(shown, _)| {
        let shown = *shown;
        // Who comes from another place finds the focus at the heading of this one first.
        let begin = Timeout::new(if shown { 150 } else { 0 }, move || {
            if shown {
                tend(step, true);
                if let Some(title) = browser::element("walk-title") {
                    focus(&title);
                }
            }
        });
        let mut beats = 0;
        let beat = shown.then(|| {
            Interval::new(BEAT, move || {
                tend(step, false);
                // On a slow machine the page comes to that later, and takes the reading away.
                beats += 1;
                let at = document().and_then(|it| it.active_element());
                if beats < SETTLED
                    && at.is_some_and(|it| it.id() == Place::Simulate.heading())
                    && let Some(title) = browser::element("walk-title")
                {
                    focus(&title);
                }
            })
        });
        move || {
            drop((begin, beat));
            unmark(None);
        }
    });
    // What happens on the page tells whether the step was done; Esc leads to the card.
    use_effect_with((shown, at), {
        let it = it.clone();
        move |(shown, at)| {
            let listeners = at.filter(|_| *shown).map(|at| listen(at, it));
            move || drop(listeners)
        }
    });
    let Some(at) = at.filter(|_| shown) else {
        return html! {};
    };
    let lang = *lang;
    let to = |at: Option<Progress>| {
        let it = it.clone();
        Callback::from(move |_: MouseEvent| leave_or_go(&it, at))
    };
    let keys = {
        let it = it.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.stop_propagation();
                leave_or_go(&it, None);
            }
        })
    };
    let body = match at.at() {
        Some(step) => about_step(step, at, &to, lang),
        None => html! {
            <>
                <p>{ word(lang, "walk.over.says") }</p>
                <p class="walk-keys"><a class="button" href={format!("#/{}", Place::Train.name())}>{ word(lang, "walk.to_train") }</a>
                    <button type="button" id="walk-close" class="primary" onclick={to(None)}>{ word(lang, "walk.close") }</button></p>
            </>
        },
    };
    let (key, count) = at.at().map_or(("over", String::new()), |it| {
        let (step, of) = ((at.step + 1).to_string(), STEPS.len().to_string());
        (
            it.key,
            say(lang, "walk.step", &[("step", &step), ("of", &of)]),
        )
    });
    html! {
        <div class="walk" id="walk" role="dialog" aria-modal="false" aria-labelledby="walk-count walk-title" lang={lang.of("zh-CN", "en")} data-step={(at.step + 1).to_string()} onkeydown={keys}>
            <p class="walk-head"><span id="walk-count">{ if count.is_empty() { word(lang, "walk.name") } else { count } }</span>
                <button type="button" class="quiet" id="walk-skip" hidden={at.is_over()} onclick={to(None)}>{ word(lang, "walk.skip") }</button></p>
            <h2 id="walk-title" tabindex="-1">{ word(lang, &format!("walk.{key}.title")) }</h2>
            <div class="walk-body">{ body }</div>
        </div>
    }
}

/// What a step says, what it asks for, and the keys.
fn about_step(
    step: &'static Step,
    at: Progress,
    to: &dyn Fn(Option<Progress>) -> Callback<MouseEvent>,
    lang: Lang,
) -> Html {
    let there = Callback::from(move |_: MouseEvent| {
        if let Some(control) = step.control.iter().find_map(|it| seen(it)) {
            focus(&control);
        }
    });
    let narrow = (step.key == "lever").then(|| word(lang, "walk.lever.narrow"));
    let last = at.step + 1 == STEPS.len();
    let next = if last { "walk.finish" } else { "walk.next" };
    html! {
        <>
            <p class="walk-says">{ word(lang, &format!("walk.{}.says", step.key)) }</p>
            <p class="walk-does"><strong>{ word(lang, "walk.task") }</strong>{ word(lang, &format!("walk.{}.does", step.key)) }<span class="walk-narrow">{ for narrow }</span></p>
            <p class="walk-done" role="status">{ for at.has_done().then(|| word(lang, "walk.done")) }</p>
            <p class="walk-keys">
                <button type="button" id="walk-back" disabled={at.step == 0} onclick={to(Some(at.back()))}>{ word(lang, "walk.back") }</button>
                <button type="button" id="walk-there" hidden={step.control.is_empty()} onclick={there}>{ word(lang, "walk.there") }</button>
                <button type="button" id="walk-next" class="primary" onclick={to(Some(at.next()))}>{ word(lang, next) }</button>
            </p>
            <p class="hint walk-hint">{ word(lang, "walk.keys") }</p>
        </>
    }
}

/// Goes to a step, or leaves; who leaves goes on reading at the heading.
fn leave_or_go(it: &UseStateHandle<Option<Progress>>, at: Option<Progress>) {
    it.set(at);
    if at.is_none()
        && let Some(heading) = browser::element(Place::Simulate.heading())
    {
        focus(&heading);
    }
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Whether the address is at 推演.
fn is_here() -> bool {
    let fragment = browser::fragment();
    let route = fragment.trim_start_matches(['#', '/']);
    let name = route.split('?').next().unwrap_or_default();
    name.is_empty() || name == Place::Simulate.name()
}

/// Speaks as the page does, as soon as the words are there.
fn turn(lang: &UseStateHandle<Lang>) {
    let root = document().and_then(|it| it.document_element());
    let said = root.and_then(|it| it.get_attribute("lang"));
    let spoken = |it: &Lang| {
        said.as_deref()
            .is_some_and(|said| said.starts_with(it.code()))
    };
    let Some(other) = Lang::ALL.into_iter().find(spoken) else {
        return;
    };
    if i18n::knows(other) && i18n::knows_places(other) {
        lang.set(other);
    } else {
        wasm_bindgen_futures::spawn_local(async move {
            // The next look finds them; whoever is offline is asked in the language that is there.
            let _ = browser::learn(other).await && browser::learn_places(other).await;
        });
    }
}

/// Hears what the step shown asks for, and Esc.
fn listen(at: Progress, it: UseStateHandle<Option<Progress>>) -> Vec<EventListener> {
    let (Some(window), Some(document)) = (web_sys::window(), document()) else {
        return Vec::new();
    };
    let told = at.at().map_or(&[][..], |it| it.told);
    let options = EventListenerOptions {
        phase: EventListenerPhase::Capture,
        passive: true,
    };
    let told = told.iter().map(|(event, within)| {
        let it = it.clone();
        EventListener::new_with_options(&document, *event, options, move |event: &Event| {
            let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
            if target.is_some_and(|it| it.closest(within).is_ok_and(|it| it.is_some())) {
                it.set(Some(at.do_it()));
            }
        })
    });
    let mut all: Vec<EventListener> = told.collect();
    // Last of all who hear it: what else Esc shuts is shut.
    all.push(EventListener::new(&window, "keydown", |event: &Event| {
        let key = event.dyn_ref::<web_sys::KeyboardEvent>();
        if key.is_some_and(|it| it.key() == "Escape")
            && let Some(title) = browser::element("walk-title")
        {
            focus(&title);
        }
    }));
    all
}

fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
}

/// Whether an element is laid out.
fn is_seen(element: &Element) -> bool {
    let rect = element.get_bounding_client_rect();
    rect.width() > 0.0 && rect.height() > 0.0
}

/// The first element that matches and is seen.
fn seen(selector: &str) -> Option<Element> {
    all_seen(selector).into_iter().next()
}

fn all_seen(selector: &str) -> Vec<Element> {
    let Some(found) = document().and_then(|it| it.query_selector_all(selector).ok()) else {
        return Vec::new();
    };
    let of = |at| found.item(at)?.dyn_into::<Element>().ok();
    (0..found.length()).filter_map(of).filter(is_seen).collect()
}

fn area(element: &Element) -> Area {
    let rect = element.get_bounding_client_rect();
    Area {
        x: rect.x(),
        y: rect.y(),
        w: rect.width(),
        h: rect.height(),
    }
}

/// Takes the mark from all but one element.
fn unmark(but: Option<&Element>) {
    for it in all_seen(&format!("[{MARK}]")) {
        if but != Some(&it) {
            let _ = it.remove_attribute(MARK);
        }
    }
}

/// Marks what a step is about, scrolls it into sight if the step has just begun, and puts the card where it does not cover it.
fn tend(step: Option<&'static Step>, begins: bool) {
    let all = step.map_or_else(Vec::new, |it| all_seen(it.about));
    unmark(all.first());
    if let Some(first) = all.first()
        && !first.has_attribute(MARK)
    {
        let _ = first.set_attribute(MARK, "");
    }
    let (Some(window), Some(card)) = (web_sys::window(), browser::element("walk")) else {
        return;
    };
    let (Some(size), Some(card)) = (size(&window), card.dyn_ref::<HtmlElement>()) else {
        return;
    };
    let own = area(card);
    let together = || all.iter().map(area).reduce(Area::with);
    let is_narrow = size.0 <= NARROW;
    if begins && let Some(about) = together() {
        // At a narrow window's lower edge lies the card; what stays in place when the page is scrolled cannot be scrolled into sight.
        let bottom = if is_narrow { own.y } else { size.1 };
        let by = scroll(about, 0.0, bottom.max(size.1 / 3.0));
        window.scroll_by_with_x_and_y(0.0, by);
    }
    if is_narrow {
        let _ = card.remove_attribute("style");
        return;
    }
    let about = together();
    let outside = own.x + own.w > size.0 || own.y + own.h > size.1;
    if begins || outside || about.is_some_and(|it| own.covers(it)) {
        let (x, y) = beside(about, (own.w, own.h), size);
        let place = format!("left: {x:.0}px; top: {y:.0}px; right: auto; bottom: auto");
        let _ = card.set_attribute("style", &place);
    }
}

/// The inner size of a window, px.
fn size(window: &Window) -> Option<(f64, f64)> {
    let root = window.document()?.document_element()?;
    let width = f64::from(root.client_width());
    Some((width, window.inner_height().ok()?.as_f64()?))
}
