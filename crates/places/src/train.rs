//! The place 训练: cases in which the visitor decides, what is to be learned of them, and a class without a server.
//!
//! | room | what it holds |
//! |---|---|
//! | [`agent`] | what a worker does for a case |
//! | [`crew`] | the workers, and what they have told |
//! | [`session`] | what somebody has done in a case |
//! | [`play`] | story, decisions, the county around |
//! | [`end`] | the report, with its [`pictures`] |
//! | [`trainer`] | link, codes that come back, guide and handouts |
//! | [`told`] | events and figures in words |

use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use page::app::browser;
use page::i18n::{Lang, name_of, say, word};
use training::{Case, LinkError, Settings};
use wasm_bindgen::{JsCast as _, JsValue};
use yew::prelude::*;

use crate::app::PlaceProps;
use crate::walk;

pub mod agent;
pub mod crew;
pub mod end;
pub mod pictures;
pub mod play;
pub mod session;
pub mod told;
pub mod trainer;

use session::Session;

/// Under which name what was begun is remembered.
const REMEMBERED: &str = "train";

/// A case as the list of cases has it.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// The file it comes in.
    pub file: String,
    /// What it is called.
    pub title: county::scenario::Text,
    /// What it is about.
    pub about: county::scenario::Text,
    /// How long a trainee needs.
    pub minutes: u32,
}

/// A case that has come.
#[derive(Debug, Clone)]
pub struct Opened {
    /// Its file.
    pub text: String,
    /// What is written in it.
    pub case: Case,
}

impl PartialEq for Opened {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

/// What is shown.
#[derive(Debug, Clone, PartialEq)]
enum Room {
    Cases,
    Play(Rc<Opened>, Session),
    Trainer,
}

/// What the visitor is told, if anything went wrong: a key of words, and what is quoted.
type Trouble = Option<(&'static str, String)>;

/// What `index.html` fetches by a name it knows.
///
/// # Errors
/// It could not be had.
async fn fetched(name: &str) -> Result<String, JsValue> {
    let text: js_sys::Function = browser::handed("text")?.dyn_into()?;
    let coming = text.call1(&JsValue::NULL, &JsValue::from_str(name))?;
    let said = wasm_bindgen_futures::JsFuture::from(coming.dyn_into::<js_sys::Promise>()?).await?;
    Ok(said.as_string().unwrap_or_default())
}

/// The cases there are.
pub(crate) async fn cases() -> Option<Vec<Listed>> {
    let name = browser::handed("cases").ok()?.as_string()?;
    serde_json::from_str(&fetched(&name).await.ok()?).ok()
}

/// A case, fetched.
///
/// # Errors
/// The key of what to say, and what is quoted in it.
pub(crate) async fn opened(listed: &Listed) -> Result<Opened, (&'static str, String)> {
    let text = fetched(&listed.file)
        .await
        .map_err(|it| ("train.not_come", browser::said(&it)))?;
    match Case::read(&text) {
        Ok(case) => Ok(Opened { text, case }),
        Err(problems) => {
            let first = problems
                .first()
                .map_or_else(String::new, |it| format!("{}: {}", it.path, it.message));
            Err(("train.bad_case", first))
        }
    }
}

/// What a class is told by an address.
fn class_in(fragment: &str) -> Option<Result<Settings, LinkError>> {
    let (_, said) = fragment.split_once("?class=")?;
    Some(Settings::read(said))
}

fn trouble(error: &LinkError) -> (&'static str, String) {
    let key = match error {
        LinkError::Long => "train.link.long",
        LinkError::Shape => "train.link.shape",
        LinkError::Changed => "train.link.changed",
    };
    (key, String::new())
}

/// The place.
#[component]
pub fn Train(props: &PlaceProps) -> Html {
    let lang = props.lang;
    let listed = use_state_eq(|| None::<Vec<Listed>>);
    let lost = use_state_eq(|| false);
    let asked = use_state_eq(|| 0u32);
    let room = use_state_eq(|| Room::Cases);
    let told = use_state_eq(|| None::<(&'static str, String)>);
    // What a class is told, until the cases are there.
    let class = use_state_eq(|| None::<Settings>);

    use_effect_with(*asked, {
        let (listed, lost) = (listed.clone(), lost.clone());
        move |_| {
            wasm_bindgen_futures::spawn_local(async move {
                let found = cases().await;
                lost.set(found.is_none());
                listed.set(found);
            });
        }
    });
    use_effect_with((), {
        let (class, told) = (class.clone(), told.clone());
        move |()| {
            let hear = move |fragment: &str| match class_in(fragment) {
                _ if fragment.ends_with(walk::ASKED) => {
                    // Once the page has come here, and written the scenario into the address.
                    Timeout::new(100, move || walk::begin(lang, walk::progress())).forget();
                }
                Some(Ok(settings)) => {
                    told.set(None);
                    class.set(Some(settings));
                }
                Some(Err(error)) => told.set(Some(trouble(&error))),
                None => {}
            };
            if let Some(kept) = browser::handed("class").ok().and_then(|it| it.as_string()) {
                hear(&kept);
            }
            let listener = browser::on_window("hashchange", move |_| hear(&browser::fragment()));
            move || drop::<Option<EventListener>>(listener)
        }
    });
    let begin = {
        let (room, told, listed) = (room.clone(), told.clone(), listed.clone());
        Callback::from(move |session: Session| {
            let Some(it) = listed
                .iter()
                .flatten()
                .find(|it| it.id == session.settings.case)
                .cloned()
            else {
                told.set(Some(("train.no_case", session.settings.case)));
                return;
            };
            let (room, told) = (room.clone(), told.clone());
            wasm_bindgen_futures::spawn_local(async move {
                match opened(&it).await {
                    Ok(found) => {
                        told.set(None);
                        let mut session = session;
                        if !session.of_class {
                            session.settings.seed = found.case.seed as u32;
                        }
                        room.set(Room::Play(Rc::new(found), session));
                    }
                    Err(why) => told.set(Some(why)),
                }
            });
        })
    };
    // A link of a class opens its case, where it was left off if it was begun.
    use_effect_with(((*class).clone(), listed.is_some()), {
        let begin = begin.clone();
        move |(class, there)| {
            if let (Some(settings), true) = (class, *there) {
                let kept = remembered().filter(|it| it.of_class && it.settings == *settings);
                begin.emit(kept.unwrap_or_else(|| Session::begin(settings.clone(), true)));
            }
        }
    });
    let leave = {
        let (room, class) = (room.clone(), class.clone());
        Callback::from(move |()| {
            class.set(None);
            room.set(Room::Cases);
            browser::begin_at("train-title");
        })
    };
    let shown = match &*room {
        Room::Cases => {
            html! { <Cases {lang} hidden={props.hidden} listed={(*listed).clone()} lost={*lost} {begin} again={Callback::from(move |()| asked.set(*asked + 1))}
            trainer={Callback::from({ let room = room.clone(); move |()| room.set(Room::Trainer) })} /> }
        }
        Room::Play(opened, session) => {
            // Another class is another play.
            let key = format!("{} {}", session.settings.written(), session.of_class);
            html! { <play::Play {key} {lang} opened={Rc::clone(opened)} session={session.clone()} {leave} /> }
        }
        Room::Trainer => {
            html! { <trainer::Trainer {lang} listed={(*listed).clone().unwrap_or_default()} {leave} /> }
        }
    };
    let title = match &*room {
        Room::Play(opened, _) => name_of(lang, &opened.case.title),
        Room::Trainer => word(lang, "train.trainer"),
        Room::Cases => word(lang, "train.title"),
    };
    html! {
        <section class="train" id="train" hidden={props.hidden} aria-labelledby="train-title">
            <h1 id="train-title" tabindex="-1">{ title }</h1>
            { trouble_told(&told, lang) }
            <div>{ shown }</div>
        </section>
    }
}

fn trouble_told(told: &Trouble, lang: Lang) -> Html {
    let said = told
        .as_ref()
        .map(|(key, what)| say(lang, key, &[("what", what)]));
    html! { <p class="problem train-trouble" role="alert" hidden={said.is_none()}>{ for said }</p> }
}

/// What was begun, as it was left.
pub(crate) fn remembered() -> Option<Session> {
    Session::read(&browser::stored(REMEMBERED)?)
}

/// Keeps what was begun.
pub(crate) fn remember(session: &Session) {
    browser::store(REMEMBERED, &session.written());
}

#[derive(Debug, Properties, PartialEq)]
struct CasesProps {
    lang: Lang,
    hidden: bool,
    listed: Option<Vec<Listed>>,
    lost: bool,
    begin: Callback<Session>,
    again: Callback<()>,
    trainer: Callback<()>,
}

/// The list of cases.
#[component]
fn Cases(props: &CasesProps) -> Html {
    let lang = props.lang;
    let kept = remembered();
    let card = |it: &Listed| {
        let begun = kept
            .clone()
            .filter(|kept| kept.settings.case == it.id && !kept.choices.is_empty());
        let start = {
            let (begin, id) = (props.begin.clone(), it.id.clone());
            Callback::from(move |_: MouseEvent| {
                begin.emit(Session::begin(Settings::open(&id, 1), false));
            })
        };
        let go_on = {
            let (begin, begun) = (props.begin.clone(), begun.clone());
            Callback::from(move |_: MouseEvent| {
                if let Some(begun) = begun.clone() {
                    begin.emit(begun);
                }
            })
        };
        let title = name_of(lang, &it.title);
        html! {
            <li key={it.id.clone()} class="panel case" data-case={it.id.clone()}>
                <h2>{ title.clone() }</h2>
                <p>{ name_of(lang, &it.about) }</p>
                <p class="hint">{ say(lang, "train.minutes", &[("minutes", &it.minutes.to_string())]) }</p>
                <p class="study-tools">
                    <button type="button" class="case-go-on" hidden={begun.is_none()} onclick={go_on}>{ word(lang, "train.go_on") }<span class="out-of-sight">{ lang.of("：", ": ") }{ title.clone() }</span></button>
                    <button type="button" class="case-open" onclick={start}>{ word(lang, "train.open") }<span class="out-of-sight">{ lang.of("：", ": ") }{ title }</span></button>
                </p>
            </li>
        }
    };
    let (again, trainer) = (props.again.clone(), props.trainer.clone());
    html! {
        <>
            <p class="lead">{ word(lang, "train.about") }</p>
            <walk::Offer {lang} hidden={props.hidden} />
            <p role="status" hidden={props.listed.is_some()}>{ word(lang, if props.lost { "train.list_not_come" } else { "train.list_coming" }) }
                <button type="button" hidden={!props.lost} onclick={Callback::from(move |_: MouseEvent| again.emit(()))}>{ word(lang, "place.fetch_again") }</button></p>
            <ul class="case-list">{ for props.listed.iter().flatten().map(card) }</ul>
            <p><button type="button" id="train-trainer" onclick={Callback::from(move |_: MouseEvent| trainer.emit(()))}>{ word(lang, "train.to_trainer") }</button></p>
        </>
    }
}

#[derive(Debug, Properties, PartialEq)]
struct CopyProps {
    id: &'static str,
    label: String,
    /// What is copied.
    text: String,
    lang: Lang,
}

/// A key that copies a text, and says whether it could.
#[component]
fn Copy(props: &CopyProps) -> Html {
    let copied = use_state_eq(|| None::<bool>);
    let onclick = {
        let (copied, text) = (copied.clone(), props.text.clone());
        Callback::from(move |_: MouseEvent| {
            let (copied, text) = (copied.clone(), text.clone());
            wasm_bindgen_futures::spawn_local(async move {
                copied.set(Some(browser::copy(&text).await.is_ok()));
            });
        })
    };
    let said = |done: bool| {
        if done {
            "train.copied"
        } else {
            "train.not_copied"
        }
    };
    let said = copied.map(|it| word(props.lang, said(it)));
    html! { <p class="study-tools"><button type="button" id={props.id} {onclick}>{ &props.label }</button><span role="status">{ for said }</span></p> }
}
