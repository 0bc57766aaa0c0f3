//! The workers themselves.

use std::rc::Rc;

use gloo_events::EventListener;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{MessageChannel, MessageEvent, Worker};

use county::scenario::Scenario;

use super::{Action, Callback, Current, MOST, Order, shape};
use crate::app::browser::{handed, said, worker};
use crate::state::{Moment, Notice, Observed};
use crate::worker::engine;
use crate::worker::protocol::{Counties, Report, ToWorker, decode, encode};

/// The simulators and the clerk.
pub(super) struct Workers {
    simulators: Vec<Worker>,
    clerk: Worker,
    _listeners: Vec<EventListener>,
}

impl Workers {
    /// Starts them; tells the page when that fails.
    pub(super) fn start(act: &Callback<Action>, current: Current) -> Option<Self> {
        match Self::try_start(act, current) {
            Ok(workers) => Some(workers),
            Err(problem) => {
                broken(act, &problem);
                None
            }
        }
    }

    fn try_start(act: &Callback<Action>, current: Current) -> Result<Self, JsValue> {
        let window = web_sys::window().ok_or(JsValue::NULL)?;
        // One for each core but the one that shows the page and reckons: where all cores simulate, the page's tasks of ten
        // milliseconds wait for a core and last fifty.
        let cores = window.navigator().hardware_concurrency() as u32;
        let number = cores.saturating_sub(1).clamp(1, MOST);
        let clerk = spawn()?;
        let mut simulators = Vec::new();
        let ports = js_sys::Array::new();
        for _ in 0..number {
            let channel = MessageChannel::new()?;
            let simulator = spawn()?;
            say(
                &simulator,
                &ToWorker::Simulate,
                &js_sys::Array::of1(&channel.port1()),
            )?;
            ports.push(&channel.port2());
            simulators.push(simulator);
        }
        say(&clerk, &ToWorker::Reckon, &ports)?;

        let mut listeners = Vec::new();
        let hear = {
            let act = act.clone();
            let mut drawn: Drawn = None;
            move |event: &web_sys::Event| {
                let report = event
                    .dyn_ref::<MessageEvent>()
                    .and_then(|e| decode::<Report>(e.data()));
                if let Some(action) = report.and_then(|report| action(report, &current, &mut drawn))
                {
                    act.emit(action);
                }
            }
        };
        listeners.push(EventListener::new(&clerk, "message", hear));
        for worker in simulators.iter().chain([&clerk]) {
            let act = act.clone();
            listeners.push(EventListener::new(worker, "error", move |event| {
                broken(&act, event);
            }));
        }
        Ok(Self {
            simulators,
            clerk,
            _listeners: listeners,
        })
    }

    pub(super) fn simulators(&self) -> u32 {
        u32::try_from(self.simulators.len()).unwrap_or(1)
    }

    pub(super) fn order(&self, orders: &[Order]) {
        let none = js_sys::Array::new();
        if let Some(order) = orders.first() {
            let _ = say(
                &self.clerk,
                &ToWorker::Order(Box::new(order.clone())),
                &none,
            );
        }
        for (simulator, order) in self.simulators.iter().zip(orders) {
            let _ = say(simulator, &ToWorker::Order(Box::new(order.clone())), &none);
        }
    }

    pub(super) fn stop(&self) {
        self.all(&ToWorker::Stop);
    }

    pub(super) fn hold(&self, held: bool) {
        self.all(&ToWorker::Hold(held));
    }

    fn all(&self, message: &ToWorker) {
        for simulator in &self.simulators {
            let _ = say(simulator, message, &js_sys::Array::new());
        }
    }
}

/// The scenario last read for the diagram, and its shape.
type Drawn = Option<(Moment, Rc<Scenario>)>;

/// A report of the newest order as an action; none for older ones.
fn action(report: Report, current: &Current, drawn: &mut Drawn) -> Option<Action> {
    let (generation, moment) = current.borrow().clone();
    let fresh = |of: u32| (of == generation).then(|| Rc::clone(&moment));
    Some(match report {
        Report::Refused(of, problems) => Action::Refused(fresh(of)?, problems),
        Report::Figures(of, figures) => Action::Figures(fresh(of)?, figures),
        Report::Effect(of, path, effect) => Action::Effect(fresh(of)?, path, effect),
        Report::Counties(of, replications, differences) => {
            let counties = Counties {
                replications,
                differences,
            };
            Action::Counties(fresh(of)?, counties)
        }
        Report::Observed(of, playback, breaches) => {
            let moment = fresh(of)?;
            let shape = shape(&moment);
            let scenario = match drawn {
                Some((known, scenario)) if *known == shape => Rc::clone(scenario),
                _ => Rc::new(engine::settled(&moment.text())?),
            };
            *drawn = Some((shape, Rc::clone(&scenario)));
            let playback = Rc::new(playback);
            let breaches = breaches.into();
            Action::Observed(
                moment,
                Observed {
                    playback,
                    scenario,
                    breaches,
                },
            )
        }
    })
}

/// A worker of this same program: told where the program is, and given its compiled module.
fn spawn() -> Result<Worker, JsValue> {
    let worker = worker("worker")?;
    let first = js_sys::Object::new();
    js_sys::Reflect::set(&first, &JsValue::from_str("program"), &handed("program")?)?;
    js_sys::Reflect::set(
        &first,
        &JsValue::from_str("module"),
        &wasm_bindgen::module(),
    )?;
    worker.post_message(&first)?;
    Ok(worker)
}

fn say(worker: &Worker, message: &ToWorker, handed: &js_sys::Array) -> Result<(), JsValue> {
    let bytes = encode(message).ok_or(JsValue::NULL)?;
    worker.post_message_with_transfer(&bytes, handed)
}

fn broken(act: &Callback<Action>, problem: &JsValue) {
    act.emit(Action::Tell(Some(Notice::Broken(said(problem)))));
}
