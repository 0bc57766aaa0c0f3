//! The worker that holds the run, and what the page knows of it.

use std::rc::Rc;

use county::scenario::Problem;
use page::app::browser::said;
use page::state::Moment;
use yew::prelude::*;

use super::agent::{BRANCH, FIND, GO, LIFE, OPEN};
use super::told::{Day, Futures, Lived, Opened};
use crate::agent::REFUSED;
use crate::pool::{Member, later};

/// What is known of a run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Known {
    /// The run, once it has been gone through.
    pub opened: Option<Rc<Opened>>,
    /// The day that was told last.
    pub day: Option<Rc<Day>>,
    /// The life that was told last; the number alone where there is no such matter.
    pub lived: Option<Result<Rc<Lived>, u32>>,
    /// The futures that were told last.
    pub futures: Option<Rc<Futures>>,
    /// A moment that was asked for: its day, or that there is none.
    pub found: Option<Option<i64>>,
    /// Why the run, or the changed county, cannot be had.
    pub problems: Vec<Problem>,
    /// Why the worker fell over, in whose words.
    pub broken: Option<String>,
    /// Two futures are on their way.
    pub branching: bool,
    /// A day is on its way.
    going: bool,
}

/// What happens to what is known.
pub enum News {
    /// Another run is taken up.
    Begun,
    /// A day was asked for.
    Going,
    /// Two futures were asked for.
    Branching,
    /// What was found has been gone to.
    Gone,
    /// The worker has told something.
    Told(Vec<String>),
    /// The worker fell over.
    Fell(String),
}

impl Reducible for Known {
    type Action = News;

    fn reduce(self: Rc<Self>, news: News) -> Rc<Self> {
        let mut known = (*self).clone();
        match news {
            News::Begun => known = Self::default(),
            News::Going => {
                known.going = true;
                // That there is none is said of the day from which it was looked for.
                known.found = known.found.filter(Option::is_some);
            }
            News::Branching => {
                known.branching = true;
                known.problems.clear();
                known.futures = None;
            }
            News::Gone => known.found = None,
            // Nobody answers any more: what stays to be seen is that, and why.
            News::Fell(problem) => {
                known = Self {
                    broken: Some(problem),
                    ..Self::default()
                };
            }
            News::Told(message) => {
                let message: Vec<&str> = message.iter().map(String::as_str).collect();
                known.hear(&message);
            }
        }
        Rc::new(known)
    }
}

impl Known {
    /// Whether a day is on its way.
    #[must_use]
    pub const fn is_going(&self) -> bool {
        self.going
    }

    fn hear(&mut self, message: &[&str]) {
        match *message {
            [OPEN, json] => self.opened = serde_json::from_str(json).ok().map(Rc::new),
            [GO, json] => {
                self.going = false;
                self.day = serde_json::from_str(json).ok().map(Rc::new);
            }
            [FIND, day] => self.found = Some(day.parse().ok()),
            [LIFE, number, json] => {
                let lived = serde_json::from_str(json).map(Rc::new);
                self.lived = Some(lived.map_err(|_| number.parse().unwrap_or_default()));
            }
            [BRANCH, json] => {
                self.branching = false;
                self.futures = serde_json::from_str(json).ok().map(Rc::new);
            }
            [REFUSED, problems] => {
                self.branching = false;
                self.problems = serde_json::from_str(problems).unwrap_or_default();
            }
            _ => {}
        }
    }
}

/// A run in a worker of its own.
#[derive(Clone, PartialEq)]
pub struct Run {
    /// What is known of it.
    pub known: Rc<Known>,
    /// Says something to the worker.
    pub say: Callback<Vec<String>>,
    /// Tells what happens.
    pub tell: Callback<News>,
}

/// The run of a scenario; it is taken up when the place is first shown with it.
#[hook]
pub fn use_run(now: &Rc<Moment>, replication: u32, hidden: bool) -> Run {
    let known = use_reducer(Known::default);
    let worker = use_mut_ref(|| None::<Member>);
    let shown = use_mut_ref(|| None::<(Rc<Moment>, u32)>);
    let tell = {
        let dispatcher = known.dispatcher();
        use_callback((), move |news: News, ()| dispatcher.dispatch(news))
    };
    let say = {
        let worker = Rc::clone(&worker);
        use_callback((), move |message: Vec<String>, ()| {
            let message: Vec<&str> = message.iter().map(String::as_str).collect();
            if let Some(worker) = &*worker.borrow() {
                worker.say(&message);
            }
        })
    };
    {
        let (worker, tell, say) = (Rc::clone(&worker), tell.clone(), say.clone());
        use_effect_with(
            (Rc::clone(now), replication, hidden),
            move |(now, replication, hidden)| {
                let wanted = Some((Rc::clone(now), *replication));
                if *hidden || *shown.borrow() == wanted {
                    return;
                }
                shown.replace(wanted);
                tell.emit(News::Begun);
                let (told, fell) = (tell.clone(), tell.clone());
                let started = Member::start(
                    move |message| {
                        told.emit(News::Told(
                            message.iter().map(|it| (*it).to_owned()).collect(),
                        ));
                    },
                    move |problem| fell.emit(News::Fell(problem.to_owned())),
                );
                // One at work on a run that is not shown any more is ended: sooner than it could be told to stop.
                let before = match started {
                    Ok(member) => worker.borrow_mut().replace(member),
                    Err(problem) => {
                        tell.emit(News::Fell(said(&problem)));
                        worker.borrow_mut().take()
                    }
                };
                later(before.into_iter().collect());
                say.emit(vec![
                    OPEN.to_owned(),
                    now.text(),
                    now.seed.to_string(),
                    replication.to_string(),
                ]);
            },
        );
    }
    Run {
        known: Rc::new((*known).clone()),
        say,
        tell,
    }
}
