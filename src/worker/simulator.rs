//! A simulator: runs replications in slices, and drops what a newer order has made stale.

use litemap::LiteMap;
use std::collections::VecDeque;
use std::rc::Rc;

use county::metrics::{Root, over_common};
use county::scenario::CaseKind;
use kernel::measure::Measures;
use trial::{Job, Progress, Setup, Snapshot, WarmUp};

use super::counties::Counties;
use super::engine;
use super::protocol::{Arm, Order, Told, Wire};

/// A slice of work ends after about this long, milliseconds: then newer orders are heard.
const SLICE: f64 = 6.0;

/// What one past is known by: what the arms share, and the seed.
type Past = (String, u64);

/// What is kept of one past, by replication.
#[derive(Default)]
struct Kept {
    /// The county on reform day.
    snapshots: LiteMap<u32, Snapshot>,
    /// The preset's own replications, and the cases they decided.
    preset: LiteMap<u32, (Wire, Rc<[Root]>)>,
}

/// A simulator.
#[derive(Default)]
pub struct Simulator {
    order: Option<Order>,
    past: Past,
    kept: VecDeque<(Past, Kept)>,
    /// The cases that the county as it stands decided, by replication.
    decided: LiteMap<u32, Rc<[Root]>>,
    now: Option<Setup>,
    turned: Vec<Option<Setup>>,
    jobs: VecDeque<Task>,
    at: Option<At>,
    /// What is done when there are no jobs left.
    counties: Option<Counties>,
    /// Whether all of it has to wait.
    held: bool,
    /// Events in a slice, learnt from how long the last ones took.
    budget: u64,
}

/// One thing to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Task {
    /// A replication of an arm.
    Replicate(Arm, u32),
    /// The first replication, event by event.
    Observe,
}

/// The replication before which the diagram's year is made: figures come first.
const OBSERVED_BEFORE: u32 = 8;

/// What is under way.
enum At {
    Warming(Box<WarmUp>),
    Running(Box<Job>),
}

/// Pasts kept: the one at hand and the one before, for undo.
const PASTS: usize = 2;

impl Simulator {
    /// Takes an order; what was under way is dropped.
    pub fn take(&mut self, order: Order) -> Option<Told> {
        self.stop();
        self.decided.clear();
        self.now = match engine::setup(&order.file, order.years) {
            Ok(setup) => Some(setup),
            Err(problems) => {
                // One of the simulators says so for all.
                let generation = order.generation;
                return (order.me == 0).then_some(Told::Refused {
                    generation,
                    problems,
                });
            }
        };
        self.turned = Vec::new();
        self.past = (engine::common(&order.file), order.seed);
        if let Some(place) = self.kept.iter().position(|(past, _)| *past == self.past) {
            self.kept.swap(0, place);
        } else {
            self.kept.push_front((self.past.clone(), Kept::default()));
            self.kept.truncate(PASTS);
        }
        let reform = self.now.as_ref().is_some_and(Setup::is_reform);
        let mine = |of: u32| (0..of).filter(|r| r % order.simulators.max(1) == order.me);
        for replication in mine(order.of) {
            if replication == OBSERVED_BEFORE {
                self.jobs.push_back(Task::Observe);
            }
            if reform {
                self.jobs
                    .push_back(Task::Replicate(Arm::Preset, replication));
            }
            self.jobs.push_back(Task::Replicate(Arm::Now, replication));
        }
        for (place, _) in order.turned.iter().enumerate() {
            let Ok(place) = u8::try_from(place) else {
                break;
            };
            self.jobs
                .extend(mine(order.of_switch).map(|r| Task::Replicate(Arm::Turned(place), r)));
        }
        let alike = (!reform).then_some(Told::Alike {
            generation: order.generation,
        });
        self.counties = reform.then(|| Counties::of(&order));
        self.order = Some(order);
        alike
    }

    /// Drops everything under way.
    pub fn stop(&mut self) {
        self.jobs.clear();
        self.at = None;
        self.counties = None;
        self.order = None;
    }

    /// Lets all that is to do wait, or go on.
    pub fn hold(&mut self, held: bool) {
        self.held = held;
    }

    /// Whether there is more to do.
    #[must_use]
    pub fn busy(&self) -> bool {
        !self.held && (!self.jobs.is_empty() || self.counties.as_ref().is_some_and(Counties::busy))
    }

    /// Works for one slice. `clock` gives milliseconds.
    pub fn slice(&mut self, clock: impl Fn() -> f64) -> Vec<Told> {
        let mut told = Vec::new();
        let began = clock();
        while self.busy() && clock() - began < SLICE {
            let from = clock();
            let budget = self.budget.clamp(200, 200_000);
            told.extend(self.advance(budget));
            let took = (clock() - from).max(0.05);
            if let Some(counties) = self.counties.as_mut().filter(|_| self.jobs.is_empty()) {
                counties.took(took);
            }
            // Half a slice at a time: the last piece may then overrun it by half at most.
            let wanted = budget as f64 * (SLICE / 2.0) / took;
            self.budget = (0.5 * budget as f64 + 0.5 * wanted.min(4.0 * budget as f64)) as u64;
        }
        told
    }

    /// One step of the job at hand.
    fn advance(&mut self, budget: u64) -> Option<Told> {
        let order = self.order.as_ref()?;
        if self.jobs.is_empty() {
            return self.counties.as_mut()?.advance(order, budget);
        }
        let (generation, seed) = (order.generation, order.seed);
        let (arm, replication) = match *self.jobs.front()? {
            Task::Replicate(arm, replication) => (arm, replication),
            Task::Observe => {
                self.jobs.pop_front();
                let (day, breaches) = engine::observe(&order.file, order.years, seed)?;
                return Some(Told::Observed {
                    generation,
                    day: Box::new(day),
                    breaches,
                });
            }
        };
        let done = |wire, common: Option<(Measures, Measures)>| {
            let packed = |(base, other): (Measures, Measures)| {
                Box::new((engine::pack(&base), engine::pack(&other)))
            };
            Some(Told::Replicate {
                generation,
                arm,
                replication,
                wire,
                common: common.map(packed),
            })
        };
        let (_, kept) = self.kept.front_mut()?;
        if arm == Arm::Preset
            && let Some((wire, _)) = kept.preset.get(&replication)
        {
            self.jobs.pop_front();
            return done(wire.clone(), None);
        }
        let setup = match arm {
            Arm::Preset | Arm::Now => self.now.as_ref(),
            Arm::Turned(place) => {
                let place = usize::from(place);
                while self.turned.len() <= place {
                    let file = order
                        .turned
                        .get(self.turned.len())
                        .map(|(_, file)| file.as_str())
                        .unwrap_or_default();
                    self.turned.push(engine::setup(file, order.years).ok());
                }
                self.turned[place].as_ref()
            }
        };
        let Some(setup) = setup else {
            // Refused; the clerk tells why.
            self.jobs.pop_front();
            return None;
        };
        match self.at.take() {
            None => {
                let begun = match kept.snapshots.get(&replication) {
                    Some(snapshot) if arm == Arm::Preset => {
                        At::Running(Box::new(setup.base().resume(snapshot)))
                    }
                    Some(snapshot) => At::Running(Box::new(setup.resume(snapshot))),
                    None => At::Warming(Box::new(setup.warm_up(seed, replication))),
                };
                self.at = Some(begun);
                None
            }
            Some(At::Warming(mut warm_up)) => {
                match warm_up.advance(budget) {
                    Some(snapshot) => {
                        kept.snapshots.insert(replication, snapshot);
                    }
                    None => self.at = Some(At::Warming(warm_up)),
                }
                None
            }
            Some(At::Running(mut job)) => match job.advance(budget) {
                Progress::Running { .. } => {
                    self.at = Some(At::Running(job));
                    None
                }
                Progress::Done(replicate) => {
                    self.jobs.pop_front();
                    let wire = engine::pack(&replicate.measures);
                    let roots: Rc<[Root]> = compared(replicate.roots);
                    let base = match arm {
                        Arm::Preset => None,
                        Arm::Now => kept.preset.get(&replication).map(|(_, roots)| roots),
                        Arm::Turned(_) => self.decided.get(&replication),
                    };
                    let common = base.and_then(|base| over_common(base, &roots));
                    if arm == Arm::Now {
                        self.decided.insert(replication, Rc::clone(&roots));
                    }
                    // Without a reform the county now is the preset.
                    if arm == Arm::Preset || (arm == Arm::Now && !setup.is_reform()) {
                        kept.preset.insert(replication, (wire.clone(), roots));
                    }
                    done(wire, common)
                }
            },
        }
    }
}

/// Of all cases those whose turnarounds are compared.
fn compared(roots: Vec<Root>) -> Rc<[Root]> {
    let of_kind = |root: &Root| matches!(root.kind, CaseKind::Matter | CaseKind::Permit);
    roots.into_iter().filter(of_kind).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(file: &str) -> Order {
        Order {
            generation: 1,
            file: file.to_owned(),
            turned: vec![("mechanisms.stand_in.enabled".to_owned(), file.to_owned())],
            seed: 1,
            years: 0.1,
            of: 1,
            of_switch: 1,
            counties: 1,
            me: 0,
            simulators: 1,
        }
    }

    const CHANGED: &str = r#"{"tuiyan": 1, "extends": "today", "horizon": {"warm_up_years": 0.1},
        "mechanisms": {"stand_in": {"enabled": true}}}"#;

    /// All that it says, in words, until it has nothing more to do.
    fn said(simulator: &mut Simulator) -> Vec<&'static str> {
        let mut said = Vec::new();
        while simulator.busy() {
            said.extend(simulator.slice(|| 0.0).iter().map(|it| match it {
                Told::Replicate { arm, .. } => match arm {
                    Arm::Preset => "preset",
                    Arm::Now => "now",
                    Arm::Turned(_) => "switch",
                },
                Told::County { .. } => "county",
                _ => "other",
            }));
            // The clock stands still, so a slice never ends but by having nothing more to do.
            assert!(!simulator.busy());
        }
        said
    }

    #[test]
    fn plausible_counties_come_last_and_only_of_a_change() {
        let mut simulator = Simulator::default();
        simulator.take(order(CHANGED));
        let all = ["preset", "now", "switch", "county", "county"];
        assert_eq!(said(&mut simulator), all);
        simulator.take(order(
            r#"{"tuiyan": 1, "extends": "today", "horizon": {"warm_up_years": 0.1}}"#,
        ));
        assert_eq!(said(&mut simulator), ["now", "switch"]);
    }

    #[test]
    fn all_waits_where_nobody_looks_and_ends_when_it_is_stopped() {
        let mut simulator = Simulator::default();
        simulator.hold(true);
        simulator.take(order(CHANGED));
        assert_eq!(said(&mut simulator), [""; 0]);
        simulator.hold(false);
        assert!(simulator.busy());
        simulator.stop();
        assert!(!simulator.busy());
        assert_eq!(said(&mut simulator), [""; 0]);
    }
}
