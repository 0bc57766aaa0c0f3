//! What one replication contributes to an estimate: the common language of models and experiments.

use litemap::LiteMap;
use std::sync::Arc;

/// The contribution of one replication to one metric.
#[derive(Debug, Clone, PartialEq)]
pub enum Measure {
    /// A total or a mean over time: replications are averaged, interval by Student's t.
    Total(f64),
    /// A mean per matter or a share: the ratio of sums pooled over replications, interval by the jackknife.
    Ratio {
        /// Sum above the line.
        above: f64,
        /// Sum below the line (a count, usually); a pooled sum of 0 leaves the metric undefined.
        below: f64,
    },
    /// A quantile of values pooled over replications, interval by the bootstrap over replications.
    Quantile {
        /// Probability, (0, 1).
        at: f64,
        /// The values, ascending; shared between the quantiles of one distribution.
        values: Arc<[f64]>,
    },
    /// The mean of the largest of values pooled over replications, interval by the bootstrap over replications.
    Tail {
        /// Where the tail begins, as a share of the values, (0, 1): .95 is the worst twentieth.
        from: f64,
        /// The values, ascending.
        values: Arc<[f64]>,
    },
}

/// All measures of one replication by metric name, with their units.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Measures(pub LiteMap<String, (Measure, Unit)>);

/// Unit of a metric, as printed by the command and translated by the page.
pub type Unit = &'static str;
