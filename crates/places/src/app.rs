//! The places within the element the page has for them.

use std::cell::RefCell;
use std::rc::Rc;

use page::app::browser;
use page::i18n::{self, Lang, word};
use page::state::{Moment, Place, Presets, link};
use yew::prelude::*;

use crate::compare::Compare;
use crate::edit::Edit;
use crate::replay::Replay;
use crate::research::Research;
use crate::train::Train;

/// What the page has told.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Language of all words.
    pub lang: Lang,
    /// The place that is shown.
    pub place: Place,
    /// The scenario as it stands.
    pub now: Rc<Moment>,
    /// What links say of it.
    pub query: Rc<String>,
}

// Scenarios by identity: comparing two of hundreds of entities, once for each place, takes longer than drawing.
impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        let same = (self.lang, self.place) == (other.lang, other.place);
        same && Rc::ptr_eq(&self.now, &other.now)
    }
}

/// Properties of a place.
#[derive(Debug, Clone, Properties)]
pub struct PlaceProps {
    /// Language of all words.
    pub lang: Lang,
    /// The scenario as it stands.
    pub now: Rc<Moment>,
    /// What links say of it.
    pub query: Rc<String>,
    /// The presets there are.
    pub presets: Presets,
    /// While another place is shown.
    pub hidden: bool,
}

impl PartialEq for PlaceProps {
    fn eq(&self, other: &Self) -> bool {
        let same = (self.lang, self.hidden) == (other.lang, other.hidden);
        same && Rc::ptr_eq(&self.now, &other.now) && self.presets == other.presets
    }
}

thread_local! {
    static APP: RefCell<Option<yew::AppHandle<App>>> = const { RefCell::new(None) };
    static TOLD: RefCell<Option<(String, Rc<Moment>)>> = const { RefCell::new(None) };
    static PRESETS: Presets = page::worker::engine::presets().into();
}

/// Leads the page to a scenario at a place, as a link does. When the page says so of its own, it need not be read again.
pub fn lead(place: Place, moment: Moment) {
    let link = link::write(place, &moment);
    browser::say_to_page(&link);
    TOLD.set(Some((link, Rc::new(moment))));
}

/// Shows a place, see [`crate::show`]; nothing where it is told what it does not know.
pub fn show(host: web_sys::Element, lang: &str, place: &str, link: &str) {
    let presets = PRESETS.with(Clone::clone);
    let lang = Lang::ALL.into_iter().find(|it| it.code() == lang);
    let place = Place::ALL.into_iter().find(|it| it.name() == place);
    let known = TOLD.with_borrow(|it| it.clone().filter(|it| it.0 == link));
    let moment = match known {
        Some((_, moment)) => Some(moment),
        None => link::read(link, &presets)
            .ok()
            .and_then(|it| it.1)
            .map(Rc::new),
    };
    let (Some(lang), Some(place), Some(now)) = (lang, place, moment) else {
        return;
    };
    let query = link.split_once('?').map_or("", |it| it.1);
    let query = Rc::new(query.to_owned());
    let props = AppProps {
        shown: Shown {
            lang,
            place,
            now,
            query,
        },
        presets,
    };
    APP.with_borrow_mut(|app| match app {
        Some(app) => app.update(props),
        None => {
            *app = Some(yew::Renderer::<App>::with_root_and_props(host, props).render());
        }
    });
}

#[derive(Debug, Properties, PartialEq)]
struct AppProps {
    shown: Shown,
    presets: Presets,
}

/// All places; each stays in the document once it has been shown.
#[component]
fn App(props: &AppProps) -> Html {
    let AppProps { shown, presets } = props;
    let lang = shown.lang;
    let spoken = use_state_eq(|| None::<(Lang, bool)>);
    use_effect_with(lang, {
        let spoken = spoken.clone();
        move |lang| {
            let lang = *lang;
            wasm_bindgen_futures::spawn_local(async move {
                let there = browser::learn(lang).await && browser::learn_places(lang).await;
                spoken.set(Some((lang, there)));
            });
        }
    });
    let seen = use_mut_ref(Vec::new);
    if shown.place.is_fetched() && !seen.borrow().contains(&shown.place) {
        seen.borrow_mut().push(shown.place);
    }
    // Until the words of another language have come, the places speak the one they spoke: whoever changes it loses nothing of what is there.
    let spoke = use_mut_ref(|| None::<Lang>);
    let knows = i18n::knows(lang) && i18n::knows_places(lang);
    if knows {
        spoke.replace(Some(lang));
    }
    let spoken_before = *spoke.borrow();
    // Whoever comes here begins to read at the heading, as soon as there is one.
    use_effect_with((shown.place, knows), |(place, knows)| {
        if *knows && place.is_fetched() {
            browser::begin_at(place.heading());
        }
    });
    let Some(lang) = spoken_before else {
        let lost = *spoken == Some((lang, false));
        // Before any words have come there are none to say so with.
        let said = i18n::knows(lang).then(|| {
            word(
                lang,
                if lost {
                    "place.not_come"
                } else {
                    "place.coming"
                },
            )
        });
        return html! { <p role="status">{ for said }</p> };
    };
    let of = |place: Place| PlaceProps {
        lang,
        now: Rc::clone(&shown.now),
        query: Rc::clone(&shown.query),
        presets: presets.clone(),
        hidden: shown.place != place,
    };
    let seen = seen.borrow();
    html! {
        <>
            <div>if seen.contains(&Place::Compare) { <Compare ..of(Place::Compare) /> }</div>
            <div>if seen.contains(&Place::Research) { <Research ..of(Place::Research) /> }</div>
            <div>if seen.contains(&Place::Replay) { <Replay ..of(Place::Replay) /> }</div>
            <div>if seen.contains(&Place::Edit) { <Edit ..of(Place::Edit) /> }</div>
            <div>if seen.contains(&Place::Train) { <Train ..of(Place::Train) /> }</div>
        </>
    }
}
