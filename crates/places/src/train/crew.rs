//! The workers of a case, and what they have told.

use std::cell::RefCell;
use std::rc::Rc;

use county::scenario::Problem;
use page::app::browser::said;
use training::{MANY, Replay, Report, SEEDED_FROM};
use wasm_bindgen::JsValue;
use yew::prelude::*;

use super::agent::{self, Played, written};
use crate::pool::{Member, cores, now};

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
    hands: Vec<Hand>,
    /// Numbers what is asked, so that answers to what is no longer asked are known as such.
    serial: u32,
    choices: String,
    replays: Vec<Replay>,
    begun: f64,
}

/// A worker, and the replications that are its to warm up and to replay, as far as they are still to be.
struct Hand {
    member: Member,
    cold: Vec<u32>,
    left: Vec<u32>,
}

impl Crew {
    /// Workers who read a case; whatever they tell is handed on.
    pub fn open(text: String, tell: Callback<Told>) -> Self {
        let many = cores().min(MOST_WORKERS);
        let crew = Self(Rc::new(RefCell::new(Inner {
            text,
            tell,
            told: Told::default(),
            hands: Vec::new(),
            serial: 0,
            choices: String::new(),
            replays: Vec::new(),
            begun: 0.0,
        })));
        let hands: Result<Vec<Hand>, JsValue> = (0..many).map(|it| crew.hire(it, many)).collect();
        let mut inner = crew.0.borrow_mut();
        match hands {
            Ok(hands) => inner.hands = hands,
            Err(problem) => inner.told.broken = Some(said(&problem)),
        }
        drop(inner);
        crew
    }

    fn hire(&self, at: usize, many: usize) -> Result<Hand, JsValue> {
        // By weak pointers: whoever ends the crew ends what it hears by.
        let (heard, fell) = (Rc::downgrade(&self.0), Rc::downgrade(&self.0));
        let member = Member::start(
            move |texts| {
                if let Some(crew) = heard.upgrade() {
                    Crew(crew).hear(at, texts);
                }
            },
            move |problem| {
                if let Some(crew) = fell.upgrade() {
                    let mut inner = crew.borrow_mut();
                    inner.told.broken = Some(problem.to_owned());
                    inner.hand_on();
                }
            },
        )?;
        member.say(&[agent::READ, &self.0.borrow().text]);
        Ok(Hand {
            member,
            cold: of_this(at, many),
            left: Vec::new(),
        })
    }

    /// Plays as far as was chosen.
    pub fn play(&self, seed: u32, choices: &[Option<usize>]) {
        self.ask(agent::PLAY, seed, choices);
    }

    /// Reports on choices and replays them.
    pub fn finish(&self, seed: u32, choices: &[Option<usize>]) {
        self.ask(agent::REPORT, seed, choices);
        let mut inner = self.0.borrow_mut();
        let many = inner.hands.len();
        for (at, hand) in inner.hands.iter_mut().enumerate() {
            hand.left = of_this(at, many);
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
        for hand in &mut inner.hands {
            hand.left.clear();
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
        if let Some(first) = inner.hands.first() {
            first
                .member
                .say(&[what, &serial, &seed.to_string(), &inner.choices]);
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
        let Some(hand) = self.hands.get_mut(at) else {
            return;
        };
        let batch: Vec<String> = drawn(&mut hand.cold).iter().map(u32::to_string).collect();
        if !batch.is_empty() {
            hand.member.say(&[agent::WARM, &batch.join(" ")]);
        }
    }

    fn give(&mut self, at: usize) {
        let (serial, choices) = (self.serial.to_string(), self.choices.clone());
        let Some(hand) = self.hands.get_mut(at) else {
            return;
        };
        let batch: Vec<String> = drawn(&mut hand.left).iter().map(u32::to_string).collect();
        if !batch.is_empty() {
            hand.member
                .say(&[agent::REPLAY, &serial, &choices, &batch.join(" ")]);
        }
    }
}

/// The replications that are one worker's, of so many workers.
fn of_this(at: usize, many: usize) -> Vec<u32> {
    let is_its = |it: &u32| *it as usize % many == at;
    (SEEDED_FROM..SEEDED_FROM + MANY).filter(is_its).collect()
}

fn drawn(from: &mut Vec<u32>) -> Vec<u32> {
    let rest = from.split_off(BATCH.min(from.len()));
    std::mem::replace(from, rest)
}
