//! The named checks behind `tuiyan oracle` and `docs/validation.md`: what the simulator computes against what is known.
//!
//! **Exact** cases are pure functions, calendars and digit-level references: the figure must agree with the published one
//! to every digit printed, that is, within half a unit of the last.
//!
//! **Interval** cases are simulations: the figure known must lie in the confidence interval of what was simulated. Two
//! rules hold for the whole suite:
//!
//! - *False alarms.* The confidence of each of the m interval cases is 1 − 1/(10 000 m) (Bonferroni), so that a correct
//!   simulator fails anything at all with probability at most 1 in 10 000.
//! - *Power.* Each uses enough replications that an error of 2 % in its quantity is caught with probability of at least
//!   [`POWER`]; a test holds every case to it. Where the *reference* was itself simulated, its standard error is added to
//!   the interval's, and the power is that against an exact reference.

mod chances;
mod days;
mod experiments;
mod facts;
mod inventory;
mod luck;
mod participation;
mod queues;
mod table;
mod talk;
mod votes;

use serde::Serialize;

pub use self::table::table;

/// Chance that a correct simulator fails any case of the suite: at most.
pub const FALSE_ALARM: f64 = 1e-4;

/// The relative error every interval case has to catch.
pub const ERROR: f64 = 0.02;

/// Probability with which it is caught: at least.
pub const POWER: f64 = 0.9;

/// One named check.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// Dotted, from the general to the particular; any prefix selects.
    pub name: &'static str,
    /// Where the expected figure comes from.
    pub source: &'static str,
    /// What is known.
    pub expected: f64,
    /// How it is checked.
    pub check: Check,
}

/// How a case is checked.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// To every digit printed.
    Exact {
        /// Digits printed after the point.
        digits: u8,
        /// Computes the figure.
        got: fn() -> f64,
    },
    /// By a confidence interval.
    Interval {
        /// Standard error of the expected figure itself; 0 when it is known exactly.
        reference_error: f64,
        /// Simulates the figure.
        got: fn() -> Sample,
    },
}

/// What a simulation says of a figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// The estimate.
    pub mean: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Independent replications it rests on; n − 1 degrees of freedom.
    pub n: u32,
}

impl Sample {
    /// Of independent replications, one value each.
    #[must_use]
    pub fn of(replications: &[f64]) -> Self {
        let n = replications.len() as f64;
        let mean = replications.iter().sum::<f64>() / n;
        let squares: f64 = replications.iter().map(|x| (x - mean) * (x - mean)).sum();
        Self {
            mean,
            standard_error: (squares / (n * (n - 1.0))).sqrt(),
            n: replications.len() as u32,
        }
    }
}

/// An exact case.
const fn exact(
    name: &'static str,
    source: &'static str,
    expected: f64,
    digits: u8,
    got: fn() -> f64,
) -> Case {
    Case {
        name,
        source,
        expected,
        check: Check::Exact { digits, got },
    }
}

/// An interval case whose expected figure is known exactly.
const fn simulated(
    name: &'static str,
    source: &'static str,
    expected: f64,
    got: fn() -> Sample,
) -> Case {
    Case {
        name,
        source,
        expected,
        check: Check::Interval {
            reference_error: 0.0,
            got,
        },
    }
}

/// The figure of a pure function; out of its range it is not a number, and the case fails.
fn known(figure: Option<f64>) -> f64 {
    figure.unwrap_or(f64::NAN)
}

/// What a case came to, as the command prints it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The case.
    pub name: &'static str,
    /// Where the expected figure comes from.
    pub source: &'static str,
    /// `exact` or `interval`.
    pub kind: Kind,
    /// What is known.
    pub expected: f64,
    /// What came out; `None` when not a number.
    pub got: Option<f64>,
    /// Exact: the least figure that prints as the expected one. Interval: its lower end.
    pub low: Option<f64>,
    /// Exact: the greatest such figure. Interval: its upper end.
    pub high: Option<f64>,
    /// Confidence of the interval; `None` when exact.
    pub confidence: Option<f64>,
    /// Independent replications; 1 when exact.
    pub n: u32,
    /// The result.
    pub verdict: Verdict,
    /// Probability with which an error of 2 % would have been caught; `None` when exact.
    #[serde(skip)]
    pub power: Option<f64>,
}

/// How a case is checked, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// To every digit printed.
    Exact,
    /// By a confidence interval.
    Interval,
}

/// The result of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Agrees.
    Pass,
    /// Does not.
    Fail,
}

/// All cases, in the order they are reported.
#[must_use]
pub fn cases() -> Vec<Case> {
    [
        queues::CASES,
        inventory::CASES,
        chances::CASES,
        days::CASES,
        facts::CASES,
        talk::CASES,
        votes::CASES,
        participation::CASES,
        experiments::CASES,
    ]
    .concat()
}

/// Runs the cases whose name begins with `prefix`; the empty prefix runs all. The confidence of an interval is that of
/// the whole suite, however few are run.
pub fn run(prefix: &str) -> impl Iterator<Item = Report> {
    let confidence = confidence();
    let prefix = prefix.to_owned();
    cases()
        .into_iter()
        .filter(move |case| case.name.starts_with(&prefix))
        .map(move |case| case.run(confidence))
}

/// Confidence of every interval case: 1 − 1/(10 000 m).
#[must_use]
pub fn confidence() -> f64 {
    let m = cases()
        .iter()
        .filter(|case| case.kind() == Kind::Interval)
        .count();
    1.0 - FALSE_ALARM / m.max(1) as f64
}

impl Case {
    /// How it is checked, by name.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self.check {
            Check::Exact { .. } => Kind::Exact,
            Check::Interval { .. } => Kind::Interval,
        }
    }

    /// Runs it.
    #[must_use]
    pub fn run(&self, confidence: f64) -> Report {
        match self.check {
            Check::Exact { digits, got } => self.exact(digits, got()),
            Check::Interval {
                reference_error,
                got,
            } => self.interval(reference_error, got(), confidence),
        }
    }

    fn exact(&self, digits: u8, got: f64) -> Report {
        // Half a unit of the last digit, and a little for the expected figure's own binary rounding.
        let half = 0.5 * libm::pow(10.0, -f64::from(digits)) * (1.0 + 1e-9);
        let (low, high) = (self.expected - half, self.expected + half);
        self.report(got, Some(low), Some(high), None, 1, None)
    }

    fn interval(&self, reference_error: f64, got: Sample, confidence: f64) -> Report {
        let error =
            (got.standard_error * got.standard_error + reference_error * reference_error).sqrt();
        let t = lab::student::two_sided(confidence, f64::from(got.n) - 1.0)
            .filter(|_| error.is_finite() && error > 0.0);
        let half = t.map(|t| t * error);
        let power = t.map(|t| {
            let shift = ERROR * self.expected.abs() / got.standard_error;
            lab::student::normal_cdf(shift - t)
        });
        let n = got.n;
        let got = got.mean;
        self.report(
            got,
            half.map(|h| got - h),
            half.map(|h| got + h),
            Some((confidence, self.expected)),
            n,
            power,
        )
    }

    fn report(
        &self,
        got: f64,
        low: Option<f64>,
        high: Option<f64>,
        interval: Option<(f64, f64)>,
        n: u32,
        power: Option<f64>,
    ) -> Report {
        // Exact: what came out lies in the band around what is known; interval: the other way round.
        let inside = interval.map_or(got, |(_, expected)| expected);
        let pass = low.is_some_and(|low| low <= inside) && high.is_some_and(|high| inside <= high);
        Report {
            name: self.name,
            source: self.source,
            kind: self.kind(),
            expected: self.expected,
            got: Some(got).filter(|got| got.is_finite()),
            low,
            high,
            confidence: interval.map(|(confidence, _)| confidence),
            n,
            verdict: if pass { Verdict::Pass } else { Verdict::Fail },
            power,
        }
    }
}
