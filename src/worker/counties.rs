//! Plausible counties: whether what a change does would be the same where other things are true. A simulator goes on to them when it has
//! nothing else to do.

use county::metrics::over_common;
use county::scenario::{Change, Loaded, Problem};
use experiment::Source;
use experiment::plausible;
use kernel::measure::Measures;
use lab::CONFIDENCE;
use trial::{Job, Progress, Replicate, Setup, Snapshot, WarmUp};

use super::engine::observed;
use super::protocol::{Order, Told};
use crate::words::sentence::told_metrics;

/// Replications of every county after the first pass, and after the second.
const PASSES: [u32; 2] = [1, 4];

/// A second pass is begun where the first took at most this long, milliseconds: it takes about three times as long.
const PATIENCE: f64 = 20_000.0;

/// The counties of one simulator.
pub struct Counties {
    source: Source,
    /// Once it is known what varies.
    counties: Option<Vec<County>>,
    /// Counties done, of all passes.
    done: usize,
    at: At,
    /// How long this has taken, milliseconds.
    took: f64,
}

/// A county to be run, in every pass.
struct County {
    /// What is assumed in it.
    assumed: Vec<Change>,
    /// What is known of it without the change, by replication.
    without: Vec<Measures>,
    /// What is known of it with the change.
    with: Vec<Measures>,
}

/// What of a county is under way.
enum At {
    /// Nothing yet.
    Begin,
    /// It is read with the change, not yet without.
    Changed(Box<Loaded>),
    /// It is ready for its next replication.
    Ready(Box<Setup>),
    /// Up to reform day.
    Warming(Box<Setup>, Box<WarmUp>),
    /// The year without the change.
    Without(Box<Setup>, Box<Snapshot>, Box<Job>),
    /// The year with it.
    With(Box<Setup>, Box<Replicate>, Box<Job>),
}

impl Counties {
    /// Those of an order that are this simulator's.
    #[must_use]
    pub fn of(order: &Order) -> Self {
        Self {
            source: Source::text(order.file.as_str(), vec![observed(order.years)]),
            counties: None,
            done: 0,
            at: At::Begin,
            took: 0.0,
        }
    }

    /// Whether there is more to do.
    #[must_use]
    pub fn busy(&self) -> bool {
        let all = |it: &Vec<County>| it.len() * PASSES.len();
        self.counties.as_ref().is_none_or(|it| self.done < all(it))
    }

    /// It has taken so many milliseconds more.
    pub fn took(&mut self, milliseconds: f64) {
        self.took += milliseconds;
    }

    /// One step for the order that they are of: reading or laying out a county, or so many events.
    pub fn advance(&mut self, order: &Order, budget: u64) -> Option<Told> {
        let Some(counties) = &mut self.counties else {
            self.counties = Some(self.laid_out(order));
            return None;
        };
        let number = counties.len();
        let replications = *PASSES.get(self.done.checked_div(number)?)?;
        let county = &mut counties[self.done % number];
        let done = county.with.len() as u32;
        self.at = match std::mem::replace(&mut self.at, At::Begin) {
            At::Begin => match self.source.load(&county.assumed) {
                Ok(with) => At::Changed(Box::new(with)),
                Err(_) => return self.tell(order, replications),
            },
            At::Changed(with) => match pair(&with, &county.assumed) {
                Ok(setup) => At::Ready(Box::new(setup)),
                Err(_) => return self.tell(order, replications),
            },
            At::Ready(_) if done >= replications => return self.tell(order, replications),
            At::Ready(setup) => {
                let warm_up = setup.warm_up(order.seed, done);
                At::Warming(setup, Box::new(warm_up))
            }
            At::Warming(setup, mut warm_up) => match warm_up.advance(budget) {
                None => At::Warming(setup, warm_up),
                Some(snapshot) => {
                    let job = setup.base().resume(&snapshot);
                    At::Without(setup, Box::new(snapshot), Box::new(job))
                }
            },
            At::Without(setup, snapshot, mut job) => match job.advance(budget) {
                Progress::Running { .. } => At::Without(setup, snapshot, job),
                Progress::Done(without) => {
                    let job = setup.resume(&snapshot);
                    At::With(setup, without, Box::new(job))
                }
            },
            At::With(setup, without, mut job) => match job.advance(budget) {
                Progress::Running { .. } => At::With(setup, without, job),
                Progress::Done(with) => {
                    let (without, with) = told(&without, &with);
                    county.without.push(without);
                    county.with.push(with);
                    At::Ready(setup)
                }
            },
        };
        None
    }

    /// The counties, those that `tuiyan experiment` draws by the same seed; none where nothing is assumed.
    fn laid_out(&self, order: &Order) -> Vec<County> {
        let assumptions = plausible::assumptions_as_written(&self.source).unwrap_or_default();
        let mut mine = Vec::new();
        if assumptions.is_empty() {
            return mine;
        }
        for (n, places) in (0..).zip(plausible::counties(
            &assumptions,
            order.counties,
            order.seed,
        )) {
            if n % order.simulators.max(1) == order.me {
                mine.push(County {
                    assumed: plausible::changes(&assumptions, &places),
                    without: Vec::new(),
                    with: Vec::new(),
                });
            }
        }
        mine
    }

    /// Done with a county for this pass: what is known of it. Of one that cannot run, nothing.
    fn tell(&mut self, order: &Order, replications: u32) -> Option<Told> {
        let counties = self.counties.as_mut()?;
        let number = counties.len();
        let county = &counties[self.done % number];
        let mut differences = Vec::new();
        if !county.with.is_empty() {
            for name in told_metrics() {
                let found = lab::difference(&county.without, &county.with, name, CONFIDENCE);
                let found = found.and_then(|it| it.difference);
                differences.push(found.unwrap_or(f64::NAN));
            }
        }
        self.done += 1;
        // A pass has ended: is there time for the next?
        if self.done.is_multiple_of(number) && self.took > PATIENCE {
            counties.clear();
        }
        Some(Told::County {
            generation: order.generation,
            replications,
            differences,
        })
    }
}

/// A county without the change until reform day and with it from then on; its base is the one without.
fn pair(with: &Loaded, assumed: &[Change]) -> Result<Setup, Vec<Problem>> {
    Setup::between(&plausible::without_change(with, assumed)?, &with.after)
}

/// What sentences tell of a replication of both arms; of turnarounds where the arms do not decide the same cases, over those that both do.
fn told(without: &Replicate, with: &Replicate) -> (Measures, Measures) {
    let common = over_common(&without.roots, &with.roots).unwrap_or_default();
    let mut arms = (Measures::default(), Measures::default());
    for (arm, of, common) in [
        (&mut arms.0, without, common.0),
        (&mut arms.1, with, common.1),
    ] {
        for name in told_metrics() {
            // What the county does not measure at all stays unmeasured.
            if let Some(over_all) = of.measures.0.get(name) {
                let measure = common.0.get(name).unwrap_or(over_all);
                arm.0.insert(name.to_owned(), measure.clone());
            }
        }
    }
    arms
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worker::clerk::Clerk;
    use crate::worker::protocol::Report;
    use experiment::{OneCore, outcome, prepare, read, run_batch, share};
    use serde_json::{Value, json};

    /// Little to simulate, and an assumption that is none in half of its range.
    fn order(counties: u32) -> Order {
        let file = json!({
            "tuiyan": 1, "extends": "today",
            "mechanisms": {"approval_reform": {"enabled": true}},
            "horizon": {"warm_up_years": 0.1, "years": 0.2},
            "sources_of_numbers": {
                "world.minds.discussion_share": {"assumption": "nobody knows", "low": -0.5, "high": 0.5}
            }
        });
        Order {
            generation: 7,
            file: county::scenario::written(&file, false),
            turned: Vec::new(),
            seed: 5,
            years: 0.2,
            of: 0,
            of_switch: 0,
            counties,
            me: 0,
            simulators: 2,
        }
    }

    fn ran(order: &Order, patience: f64) -> Vec<Told> {
        let mut counties = Counties::of(order);
        let mut told = Vec::new();
        while counties.busy() {
            told.extend(counties.advance(order, 50_000));
            counties.took(patience);
        }
        told
    }

    /// As `tuiyan experiment` counts, whose contract is its bytes.
    #[test]
    fn signs_are_counted_as_the_experiment_counts_them() {
        let order = order(8);
        let mut clerk = Clerk::default();
        clerk.take(order.clone());
        let mut told = Vec::new();
        for me in [1, 0] {
            for one in ran(
                &Order {
                    me,
                    ..order.clone()
                },
                0.0,
            ) {
                clerk.hear(one);
                if let Some(Report::Counties(7, replications, differences)) = clerk.report() {
                    told.push(crate::worker::protocol::Counties {
                        replications,
                        differences,
                    });
                }
            }
        }
        let passes: Vec<u32> = told.iter().map(|it| it.replications).collect();
        assert_eq!(passes, PASSES);
        for found in told {
            let spec = json!({
                "tuiyan_experiment": 1, "scenario": "mine.json", "seed": 5,
                "replications": found.replications, "metrics": told_metrics(),
                "design": {"kind": "plausible_counties", "points": 8}
            });
            let spec = read(&spec.to_string()).unwrap();
            let source = Source::text(order.file.as_str(), Vec::new());
            let prepared = prepare(spec, &source, &OneCore).unwrap();
            let pieces = run_batch(&prepared, &share(&prepared.outline, None));
            let result = outcome(&prepared.outline, &pieces, &OneCore).json();
            let result: Value = serde_json::from_str(&result).unwrap();
            let mut undecided = 0;
            for (place, name) in told_metrics().into_iter().enumerate() {
                let theirs = &result["plausible"]["metrics"][name];
                let ours = [|it| it > 0.0, |it| it < 0.0, |it: f64| !it.is_nan()];
                let ours = ours.map(|it| u64::from(found.count(place, it)));
                let theirs = ["above", "below", "counties"].map(|it| theirs[it].as_u64().unwrap());
                assert_eq!(ours, theirs, "{name}, {} replications", found.replications);
                assert!(ours[2] <= 4, "half of the range is no share");
                undecided += ours[2] - ours[0].max(ours[1]);
            }
            assert!(undecided > 0, "some of it has no sign, or both");
        }
    }

    #[test]
    fn where_the_first_pass_takes_long_there_is_no_second() {
        let short = Order {
            simulators: 1,
            ..order(2)
        };
        let passes = |patience| -> Vec<u32> {
            let of = |it: &Told| match it {
                Told::County { replications, .. } => *replications,
                _ => 0,
            };
            ran(&short, patience).iter().map(of).collect()
        };
        assert_eq!(passes(0.0), [1, 1, 4, 4]);
        assert_eq!(passes(PATIENCE), [1, 1]);
    }

    #[test]
    fn a_scenario_of_which_nothing_is_assumed_has_no_other_counties() {
        let file = json!({"tuiyan": 1, "extends": "nowhere"}).to_string();
        let told = ran(&Order { file, ..order(4) }, 0.0);
        assert_eq!(told, []);
    }
}
