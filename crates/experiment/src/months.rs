//! What a point does month by month since reform day: [`lab::transient`].

use std::collections::BTreeMap;

use county::metrics::Months;
use kernel::measure::{Measure, Measures};
use lab::transient::{Transient, transient};
use serde::{Deserialize, Serialize};

use crate::file::Spec;
use crate::pieces::ByMonth;

/// What is told by month.
const METRIC: &str = "turnaround.lead_time.mean";

/// A metric of a point against its base, by month since reform day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Since {
    /// As it is.
    Told(Transient),
    /// Why it cannot be told.
    Refused {
        /// Why.
        refused: String,
    },
}

/// What is told by month of a point, from its replications in order; nothing where it is not asked.
pub(crate) fn since(
    spec: &Spec,
    replications: &[Option<&ByMonth>],
) -> Option<BTreeMap<&'static str, Since>> {
    let months = spec.months?;
    let pieces: Option<Vec<&ByMonth>> = replications.iter().copied().collect();
    let pieces = pieces.filter(|it| !it.is_empty())?;
    let of_month = |month: u32, arm: fn(&ByMonth) -> &Months| -> Vec<Measures> {
        let of = |it: &&ByMonth| {
            let [above, below] = arm(it).get(month as usize).copied().unwrap_or_default();
            let mut measures = Measures::default();
            let ratio = (Measure::Ratio { above, below }, "days");
            measures.0.insert(METRIC.to_owned(), ratio);
            measures
        };
        pieces.iter().map(of).collect()
    };
    let arm = |arm: fn(&ByMonth) -> &Months| -> Vec<Vec<Measures>> {
        (0..months).map(|month| of_month(month, arm)).collect()
    };
    let (old, new) = (arm(|it| &it.base), arm(|it| &it.other));
    let found = transient(&old, &new, METRIC, lab::Goal::Smallest, spec.confidence);
    let found = match found {
        Ok(it) => Since::Told(it),
        Err(why) => Since::Refused {
            refused: why.to_string(),
        },
    };
    Some([(METRIC, found)].into())
}
