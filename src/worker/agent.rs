//! Inside a worker: hears the page, works in slices, and between slices lets newer messages in.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessageEvent, MessagePort};

use super::clerk::Clerk;
use super::protocol::{Report, ToWorker, Told, decode, encode};
use super::simulator::Simulator;

/// What this worker is.
enum Role {
    Simulator {
        simulator: Box<Simulator>,
        clerk: MessagePort,
    },
    Clerk(Box<Clerk>),
}

/// A worker at work.
struct Agent {
    scope: DedicatedWorkerGlobalScope,
    role: RefCell<Option<Role>>,
    /// A message to itself comes back after those that already wait: the way to let others speak between two slices.
    bell: MessagePort,
    rung: std::cell::Cell<bool>,
}

/// Makes this worker listen to the page.
pub fn listen(scope: DedicatedWorkerGlobalScope) {
    let Ok(channel) = MessageChannel::new() else {
        return;
    };
    let agent = Rc::new(Agent {
        scope: scope.clone(),
        role: RefCell::new(None),
        bell: channel.port2(),
        rung: false.into(),
    });
    let on_bell = {
        let agent = Rc::clone(&agent);
        hear(move |_| agent.work())
    };
    channel
        .port1()
        .set_onmessage(Some(on_bell.as_ref().unchecked_ref()));
    on_bell.forget();
    let on_page = hear(move |event| agent.told(&event));
    scope.set_onmessage(Some(on_page.as_ref().unchecked_ref()));
    // The worker lives as long as the page: what it hears by is never dropped.
    on_page.forget();
}

fn hear(does: impl FnMut(MessageEvent) + 'static) -> Closure<dyn FnMut(MessageEvent)> {
    Closure::new(does)
}

impl Agent {
    fn told(self: &Rc<Self>, event: &MessageEvent) {
        let Some(message) = decode::<ToWorker>(event.data()) else {
            return;
        };
        let ports: Vec<MessagePort> = event
            .ports()
            .iter()
            .filter_map(|port| port.dyn_into().ok())
            .collect();
        match message {
            ToWorker::Simulate => {
                if let Some(clerk) = ports.into_iter().next() {
                    *self.role.borrow_mut() = Some(Role::Simulator {
                        simulator: Box::default(),
                        clerk,
                    });
                }
            }
            ToWorker::Reckon => {
                *self.role.borrow_mut() = Some(Role::Clerk(Box::default()));
                for port in ports {
                    let agent = Rc::clone(self);
                    let on_told = hear(move |event| agent.heard(&event));
                    port.set_onmessage(Some(on_told.as_ref().unchecked_ref()));
                    on_told.forget();
                }
            }
            ToWorker::Order(order) => match &mut *self.role.borrow_mut() {
                Some(Role::Simulator { simulator, clerk }) => tell(clerk, simulator.take(*order)),
                Some(Role::Clerk(clerk)) => clerk.take(*order),
                None => {}
            },
            ToWorker::Stop => {
                if let Some(Role::Simulator { simulator, .. }) = &mut *self.role.borrow_mut() {
                    simulator.stop();
                }
            }
            ToWorker::Hold(held) => {
                if let Some(Role::Simulator { simulator, .. }) = &mut *self.role.borrow_mut() {
                    simulator.hold(held);
                }
            }
        }
        self.ring();
    }

    /// The clerk hears a simulator.
    fn heard(&self, event: &MessageEvent) {
        if let (Some(told), Some(Role::Clerk(clerk))) =
            (decode::<Told>(event.data()), &mut *self.role.borrow_mut())
        {
            clerk.hear(told);
        }
        self.ring();
    }

    /// Works once, then again after whatever has come meanwhile.
    fn work(&self) {
        self.rung.set(false);
        let more = match &mut *self.role.borrow_mut() {
            Some(Role::Simulator { simulator, clerk }) => {
                tell(clerk, simulator.slice(clock));
                simulator.busy()
            }
            Some(Role::Clerk(clerk)) => {
                let report = clerk.report();
                self.report(report.as_ref());
                report.is_some()
            }
            None => false,
        };
        if more {
            self.ring();
        }
    }

    fn ring(&self) {
        if !self.rung.replace(true) {
            let _ = self.bell.post_message(&JsValue::NULL);
        }
    }

    fn report(&self, report: Option<&Report>) {
        if let Some(bytes) = report.and_then(encode) {
            let handed = js_sys::Array::of1(&bytes.buffer());
            let _ = self.scope.post_message_with_transfer(&bytes, &handed);
        }
    }
}

fn tell(clerk: &MessagePort, told: impl IntoIterator<Item = Told>) {
    for bytes in told.into_iter().filter_map(|told| encode(&told)) {
        let handed = js_sys::Array::of1(&bytes.buffer());
        let _ = clerk.post_message_with_transferable(&bytes, &handed);
    }
}

/// Milliseconds, for the length of slices only: no result depends on it.
fn clock() -> f64 {
    js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str("performance"))
        .ok()
        .and_then(|p| p.dyn_into::<web_sys::Performance>().ok())
        .map_or_else(js_sys::Date::now, |p| p.now())
}
