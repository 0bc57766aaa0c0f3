//! What page and workers say to each other.

use litemap::LiteMap;

use county::law::review::Breach;
use serde::{Deserialize, Serialize};

use crate::charts::numbers::Estimate;

/// What can be said of a difference.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// Too early: no look has been taken yet.
    #[default]
    Early,
    /// It cannot be told from luck.
    Luck,
    /// It is not luck.
    Told,
    /// One of the arms has no value: there is nothing to compare.
    Undefined,
}

/// How a difference stands, as every place of the page says it: the verdict, and where that is "luck", of which kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Too early to say.
    Early,
    /// One of the arms has no value.
    Undefined,
    /// Exactly alike in every replication: not luck, but nothing.
    Same,
    /// It cannot be told from luck.
    Luck,
    /// Its 95 % interval leaves 0 out, but not yet at the stricter level of a page that looks often.
    Unsure,
    /// It is not luck.
    Told,
}

/// A value with its interval, as it travels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Span {
    /// The value.
    pub value: Option<f64>,
    /// Lower end of the interval.
    pub low: Option<f64>,
    /// Upper end of the interval.
    pub high: Option<f64>,
}

impl From<Span> for Estimate {
    fn from(span: Span) -> Self {
        Estimate {
            value: span.value,
            low: span.low,
            high: span.high,
        }
    }
}

impl Span {
    /// The same the other way round: of A less B, B less A.
    #[must_use]
    pub fn negative(&self) -> Self {
        let back = |x: Option<f64>| x.map(|x| -x);
        Self {
            value: back(self.value),
            low: back(self.high),
            high: back(self.low),
        }
    }

    /// The same in another unit: per month instead of per year, say.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        let by = |x: Option<f64>| x.map(|x| x * factor);
        Self {
            value: by(self.value),
            low: by(self.low),
            high: by(self.high),
        }
    }
}

/// A metric in both arms.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    /// Under the preset.
    pub preset: Span,
    /// As the county stands now.
    pub now: Span,
    /// Now less preset, on the same luck.
    pub difference: Span,
    /// What can be said of the difference.
    pub verdict: Verdict,
    /// Both arms and the difference are over common roots: the arms do not decide the same cases.
    pub common: bool,
}

impl Compared {
    /// How its difference stands.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let difference = Estimate::from(self.difference);
        match self.verdict {
            Verdict::Early => Standing::Early,
            Verdict::Undefined => Standing::Undefined,
            Verdict::Told => Standing::Told,
            Verdict::Luck
                if difference.value == Some(0.0) && difference.width().unwrap_or(0.0) == 0.0 =>
            {
                Standing::Same
            }
            Verdict::Luck if difference.excludes_zero() => Standing::Unsure,
            Verdict::Luck => Standing::Luck,
        }
    }

    /// The same with the arms exchanged.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self {
            preset: self.now,
            now: self.preset,
            difference: self.difference.negative(),
            verdict: self.verdict,
            common: self.common,
        }
    }

    /// The same in another unit.
    #[must_use]
    pub fn times(&self, factor: f64) -> Self {
        Self {
            preset: self.preset.times(factor),
            now: self.now.times(factor),
            difference: self.difference.times(factor),
            verdict: self.verdict,
            common: self.common,
        }
    }
}

/// What a switch does: metrics by name, off as the preset, on as now.
pub type Effect = LiteMap<String, Compared>;

/// Figures after some of the replications.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Paired replications that are in them.
    pub n: u32,
    /// Replications there will be.
    pub of: u32,
    /// Replications at the last look at the verdicts; 0: none yet.
    pub looked: u32,
    /// Observed years of each replication.
    pub years: f64,
    /// Whether anything differs between the arms.
    pub reform: bool,
    /// By name.
    pub metrics: LiteMap<String, Compared>,
    /// Lead times of all matters of all replications under the preset, days, ascending.
    pub preset_days: Vec<f64>,
    /// Lead times now, days, ascending.
    pub now_days: Vec<f64>,
}

impl Figures {
    /// A metric; all undefined when the run has none of that name.
    #[must_use]
    pub fn metric(&self, name: &str) -> Compared {
        self.metrics.get(name).cloned().unwrap_or(Compared {
            verdict: Verdict::Undefined,
            ..Compared::default()
        })
    }
}

/// What the page orders of all simulators: everything they do is for this, and what they did before is dropped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// Numbers orders; an answer to an older one is stale.
    pub generation: u32,
    /// The scenario file.
    pub file: String,
    /// The scenario file with each switch turned, by the switch's path.
    pub turned: Vec<(String, String)>,
    /// Seed of all luck.
    pub seed: u64,
    /// Observed years of each replication.
    pub years: f64,
    /// Paired replications.
    pub of: u32,
    /// Paired replications of each turned switch.
    pub of_switch: u32,
    /// Plausible counties on which a change is tried when all else is done.
    pub counties: u32,
    /// Which simulator this is.
    pub me: u32,
    /// How many there are: replication r is simulated by simulator r modulo this.
    pub simulators: u32,
}

/// Which county a replication is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Arm {
    /// The preset as it stands.
    Preset,
    /// The county as it stands now.
    Now,
    /// As it stands now with one switch turned, by index in [`Order::turned`].
    Turned(u8),
}

/// What a simulator tells the clerk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Told {
    /// One replication is done.
    Replicate {
        /// Of which order.
        generation: u32,
        /// Of which county.
        arm: Arm,
        /// Which replication.
        replication: u32,
        /// What it contributes.
        wire: Wire,
        /// Where it and the county it is compared with do not decide the same cases: turnarounds over those both decide, of that county
        /// and of this.
        common: Option<Box<(Wire, Wire)>>,
    },
    /// The first replication, event by event.
    Observed {
        /// Of which order.
        generation: u32,
        /// What happened.
        day: Box<Day>,
        /// What of the county is unlawful.
        breaches: Vec<Breach>,
    },
    /// The scenario does not pass its check.
    Refused {
        /// Of which order.
        generation: u32,
        /// All that is wrong with it.
        problems: Vec<county::scenario::Problem>,
    },
    /// Nothing changes on reform day: the preset's replications are those of the county now.
    Alike {
        /// Of which order.
        generation: u32,
    },
    /// A plausible county has been run without and with the change.
    County {
        /// Of which order.
        generation: u32,
        /// Paired replications.
        replications: u32,
        /// As in [`Counties::differences`].
        differences: Vec<f64>,
    },
}

/// The measures of a replication as they travel: distributions shared by several quantiles only once.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Wire {
    /// Metrics.
    pub metrics: Vec<(String, WireMeasure)>,
    /// Distributions.
    pub values: Vec<Vec<f64>>,
}

/// A measure as it travels.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum WireMeasure {
    /// A total.
    Total(f64),
    /// A ratio: above, below.
    Ratio(f64, f64),
    /// A quantile: its probability, and which of [`Wire::values`].
    Quantile(f64, u32),
    /// A tail: where it begins, and which of [`Wire::values`].
    Tail(f64, u32),
}

/// What a change does in other counties that could be believed, all of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Counties {
    /// Paired replications of each.
    pub replications: u32,
    /// Of every county the differences, with less without, of all metrics that sentences tell of, in their order; not a number where a
    /// metric is undefined. Empty where a county cannot run.
    pub differences: Vec<Vec<f64>>,
}

impl Counties {
    /// In how many counties something holds of the difference in a metric, by its place.
    #[must_use]
    pub fn count(&self, place: usize, holds: fn(f64) -> bool) -> u32 {
        let mut count = 0;
        for county in &self.differences {
            count += u32::from(county.get(place).is_some_and(|it| holds(*it)));
        }
        count
    }
}

/// What the page is told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Report {
    /// The scenario does not pass its check.
    Refused(u32, Vec<county::scenario::Problem>),
    /// Figures.
    Figures(u32, Figures),
    /// What a switch does, by its path: metrics by name, on (now) against off (preset).
    Effect(u32, String, Effect),
    /// An observed year, and what of the county is unlawful.
    Observed(u32, Day, Vec<Breach>),
    /// What the change does in all plausible counties, as in [`Counties`]: replications, differences.
    Counties(u32, u32, Vec<Vec<f64>>),
}

/// One replication event by event, for the diagram: where every matter was when.
pub type Day = crate::diagram::Playback;

/// What the page says to a worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ToWorker {
    /// Be a simulator; the port that comes with it leads to the clerk.
    Simulate,
    /// Be the clerk; the ports that come with it lead to the simulators.
    Reckon,
    /// Do this, and drop what you were doing.
    Order(Box<Order>),
    /// Drop what you were doing.
    Stop,
    /// Whether all has to wait: nobody looks at what is found.
    Hold(bool),
}

/// A message as bytes that can be handed over without a copy; none only if memory is short.
#[cfg(target_arch = "wasm32")]
#[must_use]
pub fn encode<T: Serialize>(message: &T) -> Option<js_sys::Uint8Array> {
    let bytes = postcard::to_allocvec(message).ok()?;
    Some(js_sys::Uint8Array::from(bytes.as_slice()))
}

/// A message from bytes; none if they are not one.
#[cfg(target_arch = "wasm32")]
#[must_use]
pub fn decode<T: for<'a> Deserialize<'a>>(data: wasm_bindgen::JsValue) -> Option<T> {
    use wasm_bindgen::JsCast as _;
    let bytes = data.dyn_into::<js_sys::Uint8Array>().ok()?.to_vec();
    postcard::from_bytes(&bytes).ok()
}
