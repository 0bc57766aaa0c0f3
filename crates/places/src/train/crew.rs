//! The workers of a case, and what they have told.

use std::cell::RefCell;
use std::rc::Rc;

use county::scenario::Problem;
use gloo_events::EventListener;
use js_sys::Array;
use page::app::browser::{handed, said, worker};
use training::{MANY, Replay, Report, SEEDED_FROM};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{MessageEvent, Worker};
use yew::prelude::*;

use super::agent::{self, Played, written};

/// The most workers: each keeps pasts, which take memory.
const MOST_WORKERS: usize = 8;
/// So many replications at a time: a play that is asked for meanwhile waits for no more.
const BATCH: usize = 4;

/// What workers have told.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Told {
    /// Whether the case can be played.
    pub open: bool,
    /// Where the clock stands.
    pub played: Option<Rc<Played>>,
    /// What is to be learned.
    pub report: Option<Rc<Report>>,
    /// Replays of the same choices, all of them; none before the last is there.
    pub replays: Option<Rc<Vec<Replay>>>,
    /// How many replays there are so far, of [`MANY`].
    pub done: u32,
    /// Whether replays are under way, or were stopped.
    pub replaying: Replaying,
    /// Milliseconds that they took.
    pub took: f64,
    /// What is wrong with the case.
    pub refused: Vec<Problem>,
    /// A worker fell over, in whose words.
    pub broken: Option<String>,
}

/// How far replays are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Replaying {
    /// None were asked for.
    #[default]
    Not,
    /// Under way.
    Yes,
    /// Stopped on the way.
    Stopped,
    /// All there.
    Done,
}

/// Workers at one case.
#[derive(Clone)]
pub struct Crew(Rc<RefCell<Inner>>);

struct Inner {
    text: String,
    tell: Callback<Told>,
    told: Told,
    members: Vec<Member>,
    /// Numbers what is asked, so that answers to what is no longer asked are known as such.
    serial: u32,
    choices: String,
    replays: Vec<Replay>,
    begun: f64,
}

struct Member {
    worker: Worker,
    /// Replications of this worker that are still to be warmed up, and to be replayed.
    cold: Vec<u32>,
    left: Vec<u32>,
    _listeners: [EventListener; 2],
}

impl Drop for Member {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

impl Member {
    fn say(&self, message: &[&str]) {
        let message: Array = message.iter().map(|it| JsValue::from_str(it)).collect();
        // Refused only where memory is short; then the worker is silent, and the case can be left.
        let _ = self.worker.post_message(&message);
    }
}

impl Crew {
    /// Workers who read a case; whatever they tell is handed on.
    pub fn open(text: String, tell: Callback<Told>) -> Self {
        let cores = web_sys::window().map_or(1.0, |it| it.navigator().hardware_concurrency());
        let many = (cores as usize).clamp(1, MOST_WORKERS);
        let crew = Self(Rc::new(RefCell::new(Inner {
            text,
            tell,
            told: Told::default(),
            members: Vec::new(),
            serial: 0,
            choices: String::new(),
            replays: Vec::new(),
            begun: 0.0,
        })));
        let members: Result<Vec<Member>, JsValue> =
            (0..many).map(|it| crew.hire(it, many)).collect();
        let mut inner = crew.0.borrow_mut();
        match members {
            Ok(members) => inner.members = members,
            Err(problem) => inner.told.broken = Some(said(&problem)),
        }
        drop(inner);
        crew
    }

    fn hire(&self, at: usize, many: usize) -> Result<Member, JsValue> {
        let started = worker("worker")?;
        let first = js_sys::Object::new();
        let set = |key: &str, value: &JsValue| {
            js_sys::Reflect::set(&first, &JsValue::from_str(key), value)
        };
        set("program", &handed("further")?)?;
        set("module", &wasm_bindgen::module())?;
        started.post_message(&first)?;
        // By a weak pointer: whoever ends the crew ends what it hears by.
        let heard = {
            let crew = Rc::downgrade(&self.0);
            EventListener::new(&started, "message", move |event| {
                let message = event.dyn_ref::<MessageEvent>().map(MessageEvent::data);
                let message = message.and_then(|it| it.dyn_into::<Array>().ok());
                if let (Some(crew), Some(message)) = (crew.upgrade(), message) {
                    let texts: Vec<String> =
                        message.iter().filter_map(|it| it.as_string()).collect();
                    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
                    Crew(crew).hear(at, &texts);
                }
            })
        };
        let fell = {
            let crew = Rc::downgrade(&self.0);
            EventListener::new(&started, "error", move |event| {
                if let Some(crew) = crew.upgrade() {
                    let mut inner = crew.borrow_mut();
                    inner.told.broken = Some(said(event));
                    inner.hand_on();
                }
            })
        };
        let of_this = |it: &u32| *it as usize % many == at;
        let member = Member {
            worker: started,
            cold: (SEEDED_FROM..SEEDED_FROM + MANY).filter(of_this).collect(),
            left: Vec::new(),
            _listeners: [heard, fell],
        };
        member.say(&[agent::READ, &self.0.borrow().text]);
        Ok(member)
    }

    /// Plays as far as was chosen.
    pub fn play(&self, seed: u32, choices: &[Option<usize>]) {
        self.ask(agent::PLAY, seed, choices);
    }

    /// Reports on choices and replays them.
    pub fn finish(&self, seed: u32, choices: &[Option<usize>]) {
        self.ask(agent::REPORT, seed, choices);
        let mut inner = self.0.borrow_mut();
        let many = inner.members.len();
        for (at, member) in inner.members.iter_mut().enumerate() {
            let of_this = |it: &u32| *it as usize % many == at;
            member.left = (SEEDED_FROM..SEEDED_FROM + MANY).filter(of_this).collect();
        }
        inner.told.replaying = Replaying::Yes;
        inner.begun = now();
        for at in 0..many {
            inner.give(at);
        }
        inner.hand_on();
    }

    /// Stops the replays.
    pub fn stop(&self) {
        let mut inner = self.0.borrow_mut();
        for member in &mut inner.members {
            member.left.clear();
        }
        inner.serial += 1;
        inner.told.replaying = Replaying::Stopped;
        inner.hand_on();
    }

    fn ask(&self, what: &str, seed: u32, choices: &[Option<usize>]) {
        let mut inner = self.0.borrow_mut();
        inner.serial += 1;
        inner.choices = written(choices);
        inner.replays.clear();
        inner.told.report = None;
        inner.told.replays = None;
        inner.told.done = 0;
        inner.told.replaying = Replaying::Not;
        let serial = inner.serial.to_string();
        if let Some(first) = inner.members.first() {
            first.say(&[what, &serial, &seed.to_string(), &inner.choices]);
        }
        inner.hand_on();
    }

    fn hear(&self, at: usize, message: &[&str]) {
        let mut inner = self.0.borrow_mut();
        let asked = |serial: &str| serial.parse() == Ok(inner.serial);
        match *message {
            [agent::IS_OPEN] => {
                inner.told.open = true;
                inner.warm(at);
            }
            [agent::WARMED] => inner.warm(at),
            [agent::REFUSED, problems] => {
                inner.told.refused = serde_json::from_str(problems).unwrap_or_default();
            }
            [agent::PLAYED, serial, played] if asked(serial) => {
                inner.told.played = serde_json::from_str(played).ok().map(Rc::new);
            }
            [agent::REPORTED, serial, report] if asked(serial) => {
                inner.told.report = serde_json::from_str(report).ok().map(Rc::new);
            }
            [agent::REPLAYED, serial, replays] if asked(serial) => {
                let more: Vec<Replay> = serde_json::from_str(replays).unwrap_or_default();
                inner.replays.extend(more);
                inner.told.done = inner.replays.len() as u32;
                if inner.told.done == MANY {
                    // In their own order: who was how fast changes nothing.
                    inner.replays.sort_by_key(|it| it.replication);
                    inner.told.replays = Some(Rc::new(std::mem::take(&mut inner.replays)));
                    inner.told.replaying = Replaying::Done;
                    inner.told.took = now() - inner.begun;
                } else {
                    inner.give(at);
                }
            }
            _ => return,
        }
        inner.hand_on();
    }
}

impl Inner {
    fn hand_on(&self) {
        self.tell.emit(self.told.clone());
    }

    /// The next pasts, while nothing else is to be done.
    fn warm(&mut self, at: usize) {
        let Some(member) = self.members.get_mut(at) else {
            return;
        };
        let batch: Vec<String> = drawn(&mut member.cold).iter().map(u32::to_string).collect();
        if !batch.is_empty() {
            member.say(&[agent::WARM, &batch.join(" ")]);
        }
    }

    fn give(&mut self, at: usize) {
        let (serial, choices) = (self.serial.to_string(), self.choices.clone());
        let Some(member) = self.members.get_mut(at) else {
            return;
        };
        let batch: Vec<String> = drawn(&mut member.left).iter().map(u32::to_string).collect();
        if !batch.is_empty() {
            member.say(&[agent::REPLAY, &serial, &choices, &batch.join(" ")]);
        }
    }
}

fn drawn(from: &mut Vec<u32>) -> Vec<u32> {
    let rest = from.split_off(BATCH.min(from.len()));
    std::mem::replace(from, rest)
}

/// Milliseconds since the page was opened, by a clock that nobody can set.
#[must_use]
pub fn now() -> f64 {
    let performance = web_sys::window().and_then(|it| it.performance());
    performance.map_or(0.0, |it| it.now())
}
