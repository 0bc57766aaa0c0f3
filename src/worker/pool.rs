//! The page's side: starts the workers, hands each the compiled module, gives orders, hears reports.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use super::protocol::Order;
use crate::levers::{Group, Kind, LEVERS};
use crate::state::{Action, Moment, Place, State, patch};

/// Paired replications of a run.
pub const REPLICATIONS: u32 = 32;
/// Paired replications of each switch turned alone, in the background: as many as of a run, so that who turns the switch sees the
/// numbers that stood beside it.
pub const OF_SWITCH: u32 = REPLICATIONS;
/// Plausible counties that a change is tried on in the background: as many as an experiment takes if nothing is said.
pub const COUNTIES: u32 = 64;
/// Years each replication observes, unless the scenario's changes name another number.
pub const YEARS: f64 = 1.0;
/// Years each replication of a scenario observes.
#[must_use]
pub fn years_of(moment: &Moment) -> f64 {
    let years = moment.patch.get("horizon").and_then(|it| it.get("years"));
    years.and_then(serde_json::Value::as_f64).unwrap_or(YEARS)
}

/// More simulators than this do not make the first figures come sooner.
pub const MOST: u32 = 4;

/// Keeps the workers at what the state describes, and lets their figures act on it.
///
/// Orders leave while the page is being drawn, not after it as effects do: workers need nothing of what is drawn, and a lever is
/// answered as much sooner as drawing takes.
#[hook]
pub fn use_pool(state: &UseReducerHandle<State>, act: &Callback<Action>) {
    let pool = use_memo((), |()| RefCell::new(Pool::new(act.clone())));
    let wanted = (Rc::clone(&state.now), state.stopped);
    let last = use_mut_ref(|| None);
    let mut last = last.borrow_mut();
    // Elsewhere nobody reads what they find, and other workers may have much to do: what is wanted is ordered where it is shown.
    let is_read = state.place == Place::Simulate;
    pool.borrow_mut().hold(!is_read);
    if is_read && last.as_ref() != Some(&wanted) {
        let mut pool = pool.borrow_mut();
        if state.stopped {
            pool.stop()
        } else {
            pool.order(&state.now, state.scenario())
        }
        *last = Some(wanted);
    }
}

/// The orders for a scenario, one for each simulator.
fn orders(
    generation: u32,
    moment: &Moment,
    scenario: &serde_json::Value,
    simulators: u32,
) -> Vec<Order> {
    let turned = LEVERS
        .iter()
        .filter(|lever| lever.group == Group::Mechanisms)
        .filter_map(|lever| {
            let on = patch::get(scenario, lever.path)?.as_bool()?;
            // Said even where it is the preset's own: the clerk reads from the file which way the switch was turned.
            let patch = patch::with(
                &moment.patch,
                &serde_json::Value::Null,
                lever.path,
                (!on).into(),
            );
            Some((
                lever.path.to_owned(),
                Moment {
                    patch,
                    ..moment.clone()
                }
                .text(),
            ))
        });
    let order = Order {
        generation,
        file: moment.text(),
        turned: turned.collect(),
        seed: moment.seed,
        years: years_of(moment),
        of: REPLICATIONS,
        of_switch: OF_SWITCH,
        counties: COUNTIES,
        me: 0,
        simulators,
    };
    (0..simulators)
        .map(|me| Order {
            me,
            ..order.clone()
        })
        .collect()
}

#[cfg(not(target_arch = "wasm32"))]
mod workers {
    //! Natively there are no workers; the page is not shown there.
    use super::{Action, Callback, Order};

    pub(super) struct Workers;

    impl Workers {
        pub(super) fn start(_: &Callback<Action>, _: super::Current) -> Option<Self> {
            None
        }

        pub(super) fn simulators(&self) -> u32 {
            1
        }

        pub(super) fn order(&self, _: &[Order]) {}

        pub(super) fn stop(&self) {}

        pub(super) fn hold(&self, _: bool) {}
    }
}

#[cfg(target_arch = "wasm32")]
mod workers;

/// What of a scenario the diagram shows: all of it but the numbers that levers move, and its luck. While it stays, the diagram
/// need not be read again.
#[cfg_attr(
    not(target_arch = "wasm32"),
    allow(dead_code, reason = "the page is shown in browsers only")
)]
fn shape(moment: &Moment) -> Moment {
    let numbers = LEVERS
        .iter()
        .filter(|lever| matches!(lever.kind, Kind::Number { .. }));
    let patch = numbers.fold(moment.patch.clone(), |patch, lever| {
        patch::without(&patch, lever.path)
    });
    Moment {
        patch,
        seed: Moment::SEED,
        preset: moment.preset.clone(),
    }
}

/// The newest order: its number and its scenario.
type Current = Rc<RefCell<(u32, Rc<Moment>)>>;

/// The workers and what they are at.
struct Pool {
    workers: Option<workers::Workers>,
    current: Current,
    /// Whether the workers wait.
    held: bool,
}

impl Pool {
    fn new(act: Callback<Action>) -> Self {
        let current: Current = Rc::new(RefCell::new((0, Rc::new(Moment::of("")))));
        Self {
            workers: workers::Workers::start(&act, Rc::clone(&current)),
            current,
            held: false,
        }
    }

    fn order(&mut self, moment: &Rc<Moment>, scenario: &serde_json::Value) {
        let Some(workers) = &self.workers else { return };
        let generation = {
            let mut current = self.current.borrow_mut();
            *current = (current.0.wrapping_add(1), Rc::clone(moment));
            current.0
        };
        workers.order(&orders(generation, moment, scenario, workers.simulators()));
    }

    fn stop(&self) {
        if let Some(workers) = &self.workers {
            workers.stop();
        }
    }

    fn hold(&mut self, held: bool) {
        if self.held != held
            && let Some(workers) = &self.workers
        {
            workers.hold(held);
        }
        self.held = held;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_shape_of_a_scenario_changes_with_its_stages_not_with_its_numbers() {
        let moment = |patch: serde_json::Value, seed| Moment {
            preset: "today".to_owned(),
            patch: patch.as_object().unwrap().clone(),
            seed,
        };
        let base = shape(&moment(json!({}), 1));
        let table = [
            (
                json!({"meetings": {"executive": {"every_days": 7}}}),
                1,
                true,
            ),
            (json!({"world": {"demand": 2}}), 9, true),
            (
                json!({"mechanisms": {"participation": {"enabled": false}}}),
                1,
                false,
            ),
            (
                json!({"mechanisms": {"participation": {"hearing": "off"}}}),
                1,
                false,
            ),
            (
                json!({"procedures": {"major": {"stages": {"revision": {"name": {"zh": "甲"}}}}}}),
                1,
                false,
            ),
        ];
        for (patch, seed, same) in table {
            assert_eq!(shape(&moment(patch.clone(), seed)) == base, same, "{patch}");
        }
    }

    #[test]
    fn each_switch_is_turned_alone_and_said_in_its_file() {
        let scenario = json!({"mechanisms": {"stand_in": {"enabled": false}, "participation": {"enabled": true}}});
        let mut moment = Moment::of("today");
        moment.patch = json!({"meetings": {"executive": {"every_days": 7}}})
            .as_object()
            .unwrap()
            .clone();
        let orders = orders(5, &moment, &scenario, 3);
        assert_eq!(orders.iter().map(|o| o.me).collect::<Vec<_>>(), [0, 1, 2]);
        let told: Vec<(&str, serde_json::Value)> = orders[0]
            .turned
            .iter()
            .map(|(path, file)| (path.as_str(), serde_json::from_str(file).unwrap()))
            .collect();
        assert_eq!(
            told,
            [
                (
                    "mechanisms.stand_in.enabled",
                    json!({"tuiyan": 1, "extends": "today", "meetings": {"executive": {"every_days": 7}}, "mechanisms": {"stand_in": {"enabled": true}}})
                ),
                (
                    "mechanisms.participation.enabled",
                    json!({"tuiyan": 1, "extends": "today", "meetings": {"executive": {"every_days": 7}}, "mechanisms": {"participation": {"enabled": false}}})
                ),
            ]
        );
    }
}
