//! Workers that run an experiment in pieces, on all cores, and what becomes of it.
//!
//! Pieces are cut before anything runs and put together in their own order, so the number of workers, and who was how fast, changes
//! nothing of the result. Whoever has enough ends the workers at once; a worker that falls over is replaced, and its pieces run again.

use std::cell::RefCell;
use std::rc::Rc;

use county::scenario::Problem;
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use js_sys::Array;
use page::app::browser::{handed, said, worker};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{MessageEvent, Worker};
use yew::prelude::*;

use crate::agent::{self, parted};
use crate::told::Told;

pub mod schedule;

use schedule::Schedule;

/// The most workers: beyond, memory is what lacks.
const MOST_WORKERS: usize = 16;
/// Interim results are reckoned only where that is quick: so many figures at most.
const MOST_INTERIM: usize = 4_000;
/// Interim results come first after so many replications, then after twice as many, and so on.
const FIRST_LOOK: u32 = 2;
/// The member that reads first.
const FIRST: usize = 0;

/// An experiment to be run.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// The experiment's file.
    pub file: String,
    /// What it is of.
    pub county: County,
    /// Figures there will be, points times metrics.
    pub figures: usize,
    /// When to stop before all replications have been run.
    pub stop: Option<Stop>,
    /// It is only to be read and checked, every point of it, and nothing run.
    pub only_read: bool,
}

impl Job {
    /// Lets a worker read it.
    fn read_by(&self, member: &Member) {
        let (how, county) = match &self.county {
            County::Text(text) => (agent::AS_TEXT, text),
            County::Named(text) => (agent::AS_NAMED, text),
        };
        member.say(&[agent::READ, &self.file, how, county]);
    }
}

/// The county an experiment is of.
#[derive(Debug, Clone, PartialEq)]
pub enum County {
    /// What the experiment's `scenario` stands for, as the text of a file.
    Text(String),
    /// As the experiment's `scenario` names it; with the text of the file that it names, if it names one.
    Named(String),
}

/// When it is enough: half of every interval of a metric's effects (or, in a design without effects, of its differences from the base) is at most so much,
/// at one of the looks n = 8, 16, 32, …, each at its own level, so that looking does not deceive ([`lab::looks`]).
#[derive(Debug, Clone, PartialEq)]
pub struct Stop {
    /// The metric.
    pub metric: String,
    /// In its unit.
    pub half_width: f64,
}

/// How far an experiment is.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Stage {
    /// None has been asked for.
    #[default]
    Idle,
    /// Its points are being read.
    Reading,
    /// It has been read and can be run.
    Checked,
    /// Pieces are being run.
    Running,
    /// All pieces have been run and reckoned.
    Done,
    /// It was stopped on the way.
    Stopped,
    /// It cannot be run, and why.
    Refused(Vec<Problem>),
    /// Workers fell over more than once, or could not be started; in whose words.
    Broken(String),
}

/// An experiment under way.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Status {
    /// How far.
    pub stage: Stage,
    /// Pieces that have been run.
    pub done: usize,
    /// All pieces.
    pub of: usize,
    /// Seconds since it was asked for.
    pub seconds: f64,
    /// Seconds it will still take, as far as can be told.
    pub left: Option<f64>,
    /// Workers at work.
    pub workers: usize,
    /// Workers that fell over and were replaced.
    pub replaced: u32,
    /// What the replications so far, or all, come to.
    pub told: Option<Rc<Told>>,
}

impl Status {
    /// Whether workers are at work.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        matches!(self.stage, Stage::Reading | Stage::Running)
    }
}

/// An experiment's status, and ways to begin and to stop it.
pub struct Study {
    /// How far it is.
    pub status: Rc<Status>,
    /// Begins it; one under way is given up.
    pub begin: Callback<Job>,
    /// Stops it.
    pub stop: Callback<()>,
}

/// An experiment of this component's own.
#[hook]
pub fn use_study() -> Study {
    let status = use_state_eq(|| Rc::new(Status::default()));
    let pool = use_mut_ref(|| None::<Pool>);
    let tell = {
        let status = status.clone();
        use_callback((), move |now: Status, ()| status.set(Rc::new(now)))
    };
    let begin = {
        let (pool, tell) = (Rc::clone(&pool), tell.clone());
        use_callback((), move |job: Job, ()| {
            let mut pool = pool.borrow_mut();
            if let Some(before) = pool.take() {
                before.end();
            }
            *pool = Some(Pool::begin(job, tell.clone()));
        })
    };
    let stop = {
        let pool = Rc::clone(&pool);
        use_callback((), move |(), ()| {
            if let Some(pool) = pool.borrow_mut().take() {
                pool.stop();
            }
        })
    };
    Study {
        status: Rc::clone(&status),
        begin,
        stop,
    }
}

/// Workers at one experiment.
#[derive(Clone)]
struct Pool(Rc<RefCell<Crew>>);

struct Crew {
    job: Job,
    tell: Callback<Status>,
    status: Status,
    begun: f64,
    /// When the first piece was given out.
    running_since: Option<f64>,
    clerk: Option<Member>,
    members: Vec<Option<Member>>,
    pieces: Vec<(u32, u32)>,
    schedule: Schedule,
    /// Replications of the next interim result, and whether one is being reckoned.
    next_look: u32,
    reckoning: bool,
    /// Looks of the stopping rule that have been taken.
    looks: u32,
}

/// A worker, and what it is heard by.
pub(crate) struct Member {
    worker: Worker,
    _listeners: [EventListener; 2],
}

impl Member {
    /// Starts a worker of this same module. What it says goes to `hear`; when it falls over, `fell` is told in whose words.
    ///
    /// # Errors
    /// What the browser throws.
    pub(crate) fn start(
        hear: impl Fn(&[&str]) + 'static,
        fell: impl Fn(&str) + 'static,
    ) -> Result<Self, JsValue> {
        let started = worker("worker")?;
        let first = js_sys::Object::new();
        let set = |key: &str, value: &JsValue| {
            js_sys::Reflect::set(&first, &JsValue::from_str(key), value)
        };
        set("program", &handed("further")?)?;
        set("module", &wasm_bindgen::module())?;
        started.post_message(&first)?;
        let heard = EventListener::new(&started, "message", move |event| {
            let message = event.dyn_ref::<MessageEvent>().map(MessageEvent::data);
            let Some(message) = message.and_then(|it| it.dyn_into::<Array>().ok()) else {
                return;
            };
            let texts: Vec<String> = message.iter().filter_map(|it| it.as_string()).collect();
            hear(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        });
        let fell = EventListener::new(&started, "error", move |event| fell(&said(event)));
        Ok(Self {
            worker: started,
            _listeners: [heard, fell],
        })
    }

    /// Says something to it.
    pub(crate) fn say(&self, message: &[&str]) {
        let message: Array = message.iter().map(|it| JsValue::from_str(it)).collect();
        // Refused only where memory is short; then the worker is silent, and the page can be left or the experiment stopped.
        let _ = self.worker.post_message(&message);
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// Who of the crew speaks.
#[derive(Clone, Copy)]
enum Who {
    Clerk,
    Member(usize),
}

impl Pool {
    fn begin(job: Job, tell: Callback<Status>) -> Self {
        let workers = cores().min(MOST_WORKERS);
        let pool = Self(Rc::new(RefCell::new(Crew {
            job,
            tell,
            status: Status {
                stage: Stage::Reading,
                workers,
                ..Status::default()
            },
            begun: now(),
            running_since: None,
            clerk: None,
            members: Vec::new(),
            pieces: Vec::new(),
            schedule: Schedule::new(Vec::new()),
            next_look: FIRST_LOOK,
            reckoning: false,
            looks: 0,
        })));
        let hands = if pool.0.borrow().job.only_read {
            0
        } else {
            workers
        };
        let members = (0..hands).map(|it| pool.hire(Who::Member(it)).map(Some));
        let hired = pool
            .hire(Who::Clerk)
            .and_then(|clerk| Ok((clerk, members.collect::<Result<Vec<_>, _>>()?)));
        let mut crew = pool.0.borrow_mut();
        match hired {
            Ok((clerk, members)) => {
                crew.clerk = Some(clerk);
                crew.members = members;
            }
            Err(problem) => crew.status.stage = Stage::Broken(said(&problem)),
        }
        crew.tell();
        drop(crew);
        pool
    }

    /// Starts a worker of this same module and lets it read the experiment. Hundreds of counties may be a second's work, most of it the browser's,
    /// which compiles what it has not run before: the other members read when the first has done so and all is compiled, and a clerk hears
    /// from it what it has read.
    fn hire(&self, who: Who) -> Result<Member, JsValue> {
        // By weak pointers: whoever ends the crew ends what it hears by.
        let (heard, fell) = (Rc::downgrade(&self.0), Rc::downgrade(&self.0));
        let member = Member::start(
            move |texts| {
                if let Some(crew) = heard.upgrade() {
                    Pool(crew).hear(who, texts);
                }
            },
            move |problem| {
                if let Some(crew) = fell.upgrade() {
                    Pool(crew).lost(who, problem);
                }
            },
        )?;
        let crew = self.0.borrow();
        let reads = match who {
            Who::Clerk => crew.job.only_read,
            Who::Member(number) => number == FIRST || crew.status.stage == Stage::Running,
        };
        if reads {
            crew.job.read_by(&member);
        }
        Ok(member)
    }

    fn hear(&self, who: Who, message: &[&str]) {
        let mut crew = self.0.borrow_mut();
        if !crew.status.is_busy() {
            return;
        }
        match (who, message) {
            (Who::Clerk, [agent::IS_READ, pieces, _]) => {
                crew.status.of = parted(pieces).len();
                crew.status.stage = Stage::Checked;
                crew.leave();
            }
            (Who::Member(member), [agent::IS_READ, ..]) if crew.status.stage == Stage::Running => {
                crew.give(member);
            }
            (Who::Member(member), [agent::IS_READ, pieces, outline]) => {
                if let Some(clerk) = &crew.clerk {
                    clerk.say(&[agent::KNOW, outline]);
                }
                crew.pieces = parted(pieces);
                let workers = crew.status.workers;
                crew.schedule = Schedule::new(experiment::batches(&crew.pieces, workers));
                crew.status.of = crew.pieces.len();
                crew.status.stage = Stage::Running;
                crew.give(member);
                let others = crew.members.iter().enumerate();
                for other in others
                    .filter(|it| it.0 != member)
                    .filter_map(|it| it.1.as_ref())
                {
                    crew.job.read_by(other);
                }
            }
            (_, [agent::REFUSED, problems]) => {
                let problems = serde_json::from_str(problems).unwrap_or_default();
                crew.status.stage = Stage::Refused(problems);
                crew.leave();
            }
            (Who::Member(member), [agent::HAS_RUN, batch, pieces]) => {
                let batch = batch.parse().unwrap_or(usize::MAX);
                if crew.schedule.done(batch, member) {
                    if let Some(clerk) = &crew.clerk {
                        clerk.say(&[agent::KEEP, pieces]);
                    }
                    crew.look();
                }
                crew.give(member);
            }
            (Who::Clerk, [agent::COMES_TO, replications, json, days, tables]) => {
                crew.reckoning = false;
                let all = crew.schedule.finished() && replications.parse() == Ok(crew.all());
                let told = Told::read([json, days, tables], all);
                let enough = crew.job.stop.as_ref().zip(told.as_ref());
                let enough = enough
                    .is_some_and(|(stop, told)| told.is_enough(&stop.metric, stop.half_width));
                let whole = all || enough;
                if let Some(told) = told {
                    crew.status.told = Some(Rc::new(Told { whole, ..told }));
                }
                if whole {
                    crew.status.stage = Stage::Done;
                    crew.leave();
                } else {
                    crew.look();
                }
            }
            _ => {}
        }
        crew.tell();
    }

    /// A worker fell over. Its pieces are run again by another in its place; a clerk keeps what cannot be had again.
    fn lost(&self, who: Who, problem: &str) {
        let gone = {
            let mut crew = self.0.borrow_mut();
            if !crew.status.is_busy() {
                return;
            }
            let Who::Member(member) = who else {
                crew.status.stage = Stage::Broken(problem.to_owned());
                crew.leave();
                crew.tell();
                return;
            };
            let gone = crew.members.get_mut(member).and_then(Option::take);
            crew.status.replaced += 1;
            let reading = crew.running_since.is_none() && crew.status.replaced > 3;
            if !crew.schedule.lose(member) || reading {
                crew.status.stage = Stage::Broken(problem.to_owned());
                crew.leave();
                crew.tell();
                return;
            }
            (gone, member)
        };
        later(gone.0.into_iter().collect());
        match self.hire(Who::Member(gone.1)) {
            Ok(member) => {
                if let Some(place) = self.0.borrow_mut().members.get_mut(gone.1) {
                    *place = Some(member);
                }
            }
            Err(problem) => {
                let mut crew = self.0.borrow_mut();
                crew.status.stage = Stage::Broken(said(&problem));
                crew.leave();
            }
        }
        self.0.borrow_mut().tell();
    }

    fn stop(self) {
        let mut crew = self.0.borrow_mut();
        if crew.status.is_busy() {
            crew.status.stage = Stage::Stopped;
            crew.tell();
        }
        crew.leave();
    }

    fn end(self) {
        self.0.borrow_mut().leave();
    }
}

impl Crew {
    fn tell(&mut self) {
        let now = now();
        self.status.seconds = (now - self.begun) / 1000.0;
        self.status.done = self.schedule.pieces_done();
        let rest = self.status.of.saturating_sub(self.status.done) as f64;
        self.status.left = self.running_since.and_then(|since| {
            // The first batches say little: not all workers have begun.
            let all_began = self.schedule.batches_done() >= self.status.workers;
            let said_enough = all_began && self.status.stage == Stage::Running;
            said_enough.then(|| (now - since) / 1000.0 / self.status.done as f64 * rest)
        });
        self.tell.emit(self.status.clone());
    }

    /// Gives a free member its next batch.
    fn give(&mut self, member: usize) {
        if self.status.stage != Stage::Running {
            return;
        }
        let Some(Some(worker)) = self.members.get(member) else {
            return;
        };
        if self.schedule.has(member) {
            return;
        }
        let Some((batch, pieces)) = self.schedule.give(member) else {
            return;
        };
        self.running_since.get_or_insert_with(now);
        let pieces: Vec<String> = self
            .pieces
            .get(pieces)
            .into_iter()
            .flatten()
            .map(|(replication, point)| format!("{replication}:{point}"))
            .collect();
        worker.say(&[agent::RUN, &batch.to_string(), &pieces.join(" ")]);
    }

    /// All replications.
    fn all(&self) -> u32 {
        self.pieces.last().map_or(0, |it| it.0 + 1)
    }

    /// Lets the clerk reckon when all is there, or enough for the next interim result.
    fn look(&mut self) {
        if self.reckoning {
            return;
        }
        let whole = match self.pieces.get(self.schedule.whole()) {
            Some((replication, _)) => *replication,
            None => self.all(),
        };
        if self.job.stop.is_some() {
            return self.look_by_rule(whole);
        }
        let interim = self.job.figures <= MOST_INTERIM && whole >= self.next_look;
        if !self.schedule.finished() && !interim {
            return;
        }
        while self.next_look <= whole {
            self.next_look *= 2;
        }
        self.reckon(whole, None);
    }

    /// The same under a stopping rule: at its looks only, each at the level of its look, and at the end at that of the look after them.
    fn look_by_rule(&mut self, whole: u32) {
        let next = lab::looks::replications_of_look(self.looks + 1);
        let (look, n) = match Some(next).filter(|it| *it < self.all()) {
            Some(next) if whole >= next => (self.looks + 1, next),
            None if self.schedule.finished() => (self.looks + 1, self.all()),
            _ => return,
        };
        self.looks = look;
        let level = lab::looks::level_of_look(look, 1.0 - lab::CONFIDENCE);
        self.reckon(n, Some(1.0 - level));
    }

    fn reckon(&mut self, replications: u32, confidence: Option<f64>) {
        if let Some(clerk) = &self.clerk {
            let confidence = confidence.map_or_else(String::new, |it| it.to_string());
            clerk.say(&[agent::RECKON, &replications.to_string(), &confidence]);
            self.reckoning = true;
        }
    }

    /// Ends all workers: not from within what they are heard by.
    fn leave(&mut self) {
        let members = std::mem::take(&mut self.members).into_iter().flatten();
        later(self.clerk.take().into_iter().chain(members).collect());
    }
}

/// Ends workers at once, and drops what they are heard by when nobody is heard any more.
pub(crate) fn later(gone: Vec<Member>) {
    for member in &gone {
        member.worker.terminate();
    }
    Timeout::new(0, move || drop(gone)).forget();
}

/// The cores this machine says it has, at least one.
pub(crate) fn cores() -> usize {
    let said = web_sys::window().map_or(1.0, |it| it.navigator().hardware_concurrency());
    (said as usize).max(1)
}

/// Milliseconds since the page was opened, by a clock that nobody can set: no result depends on it.
pub(crate) fn now() -> f64 {
    let performance = web_sys::window().and_then(|it| it.performance());
    performance.map_or(0.0, |it| it.now())
}
