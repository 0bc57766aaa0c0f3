//! The same choices, many times: what luck alone does.

use kernel::Tick;
use serde::{Deserialize, Serialize};
use trial::Snapshot;

use crate::ready::{Chosen, Ready};
use crate::story::Story;

/// How many times the same choices are replayed.
pub const MANY: u32 = 200;

/// The first replication of the replays. The story's own luck is replication 0, and not among them.
pub const SEEDED_FROM: u32 = 1;

/// One replay, as far as it is looked at: always under the case's own seed, so that what replays come to depends on the choices alone.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Replay {
    /// Which replication.
    pub replication: u32,
    /// Whether the case was registered in the window.
    pub came: bool,
    /// What came of it.
    pub story: Story,
}

/// Where an outcome lies among replays: how many came to less, to the same, and to more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// How many came to less.
    pub below: u32,
    /// How many came to exactly the same.
    pub ties: u32,
    /// How many came to more.
    pub above: u32,
}

/// What replays came to in one figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Replays {
    /// The values, ascending; replays without one are left out.
    pub values: Vec<f64>,
    /// How many have none.
    pub without: u32,
}

impl Replay {
    /// Replays the choices that made this county; the past must be that of the case's seed and this replication.
    #[must_use]
    pub fn run(ready: &Ready, chosen: &Chosen, past: &Snapshot, replication: u32) -> Self {
        let events = chosen.setup.resume_log(past);
        let story = Story::read(chosen.setup.plan(), &ready.case.follows, &events);
        Self {
            replication,
            came: story.is_some(),
            story: story.unwrap_or_default(),
        }
    }

    /// Whether its turnaround ended within the horizon with no clock overrun.
    #[must_use]
    pub fn on_time(&self) -> bool {
        self.story.is_over() && self.story.breaches.iter().all(|it| !it.overrun)
    }
}

impl Replays {
    /// A figure over replays.
    #[must_use]
    pub fn of(replays: &[Replay], figure: impl Fn(&Story) -> Option<f64>) -> Self {
        let came = replays.iter().filter(|it| it.came);
        let mut values: Vec<f64> = came
            .filter_map(|it| figure(&it.story))
            .filter(|it| it.is_finite())
            .collect();
        values.sort_by(f64::total_cmp);
        let without = replays.len() as u32 - values.len() as u32;
        Self { values, without }
    }

    /// The value that this share of replays does not exceed, [0, 1]: the smallest with at least the share at or below it. `None` without
    /// values.
    #[must_use]
    pub fn quantile(&self, share: f64) -> Option<f64> {
        let rank = (share.clamp(0.0, 1.0) * self.values.len() as f64).ceil() as usize;
        self.values.get(rank.max(1) - 1).copied()
    }
}

/// Where a value lies among ascending ones. What is exactly equal is a tie, and told as one.
#[must_use]
pub fn place(value: f64, among: &[f64]) -> Place {
    let below = among.partition_point(|it| it.total_cmp(&value).is_lt());
    let up_to = among.partition_point(|it| it.total_cmp(&value).is_le());
    Place {
        below: below as u32,
        ties: (up_to - below) as u32,
        above: (among.len() - up_to) as u32,
    }
}

/// Ticks as days.
pub(crate) fn days(ticks: Tick) -> f64 {
    ticks as f64 / kernel::DAY as f64
}
