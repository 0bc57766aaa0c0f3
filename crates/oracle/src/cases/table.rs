//! The list of cases as a page of documentation.

use std::fmt::Write;

use super::{Case, Check, ERROR, Kind, POWER, cases, confidence};

/// `docs/validation.md`: what is checked against what. It says nothing that is not computed from the list of cases, so it
/// is the same until the list changes; what came out is printed by `tuiyan oracle`.
#[must_use]
pub fn table() -> String {
    let mut out = String::from(INTRODUCTION);
    let cases = cases();
    let of = |kind| cases.iter().filter(|case| case.kind() == kind).count();
    let (exact, interval) = (of(Kind::Exact), of(Kind::Interval));
    let written = write!(
        out,
        "\nThere are {} cases: {exact} exact and {interval} by interval, each at confidence 1 − {:.1e}; each interval case \
         catches an error of {} % with probability at least {POWER}.\n",
        cases.len(),
        1.0 - confidence(),
        100.0 * ERROR,
    );
    debug_assert!(written.is_ok());
    let mut group = "";
    for case in &cases {
        let first = case.name.split('.').next().unwrap_or_default();
        if first != group {
            group = first;
            out.push_str(&format!(
                "\n## {group}\n\n| case | expected | how | source |\n|---|---:|---|---|\n"
            ));
        }
        out.push_str(&line(case));
    }
    out
}

impl Case {
    /// What is known, as it is printed where it comes from: exact to the digits printed there, else seven significant digits at most.
    #[must_use]
    pub fn known(&self) -> String {
        match self.check {
            Check::Exact { digits, .. } => format!("{:.*}", usize::from(digits), self.expected),
            Check::Interval { .. } => significant(self.expected),
        }
    }
}

fn line(case: &Case) -> String {
    let how = match case.check {
        Check::Exact { .. } => "exact".to_owned(),
        Check::Interval {
            reference_error, ..
        } if reference_error > 0.0 => {
            format!("interval; reference ± {}", significant(reference_error))
        }
        Check::Interval { .. } => "interval".to_owned(),
    };
    format!(
        "| `{}` | {} | {how} | {} |\n",
        case.name,
        case.known(),
        case.source.replace('|', "\\|")
    )
}

/// Seven significant digits at most, no trailing zeros.
fn significant(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let before = libm::floor(libm::log10(value.abs())) as i32 + 1;
    let digits = usize::try_from(7 - before).unwrap_or(0);
    let text = format!("{value:.digits$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

const INTRODUCTION: &str = "\
# Validation: what is checked against what

<!-- Written by `tuiyan oracle --markdown`; a test holds it against the list of cases. Change the cases, not this file. -->

`tuiyan oracle` runs every case below and prints what came out; `tuiyan oracle queues` those whose name begins so. The tests
run them too. They use the calendar, the stations, the agendas, the keyed streams and the working days that the county runs on.

**Exact** cases are pure functions, calendars and digit-level references: every digit printed here must come out, that is,
the figure lies within half a unit of the last. **Interval** cases are simulations: the figure known must lie in the
confidence interval of what was simulated. Two rules hold for the whole suite:

- *False alarms.* A correct simulator fails any case at all with probability at most 1 in 10 000: of m interval cases each
  has confidence 1 − 1/(10 000 m) (Bonferroni).
- *Power.* Each uses enough replications to catch an error of 2 % in its figure. Where the reference itself was simulated,
  its own standard error stands beside it and is added
  to the interval's; the power is then that against an exact reference.

What is not here because it has no figure to be held against, but a law: that nothing is dropped, that the parts of a
turnaround add up, that streams do not disturb one another, that a stopped run continues as if it had not stopped. Those are
property tests beside the code they guard; `docs/architecture.md` says where.
";
