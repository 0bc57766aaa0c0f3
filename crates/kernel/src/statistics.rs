//! Statistics of one run: levels over time, and observations.

use crate::Tick;

/// A level that changes in steps: its mean over time, its integral, its largest value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TimeWeighted {
    level: f64,
    since: Tick,
    begun: Tick,
    integral: f64,
    max: f64,
}

impl TimeWeighted {
    /// A level from a tick on.
    #[must_use]
    pub fn new(now: Tick, level: f64) -> Self {
        Self {
            level,
            since: now,
            begun: now,
            integral: 0.0,
            max: level,
        }
    }

    /// The level changes. Time does not run backwards: an earlier tick counts as the latest.
    pub fn set(&mut self, now: Tick, level: f64) {
        let now = now.max(self.since);
        self.integral += self.level * (now - self.since) as f64;
        self.since = now;
        self.level = level;
        self.max = self.max.max(level);
    }

    /// The level changes by so much.
    pub fn add(&mut self, now: Tick, change: f64) {
        self.set(now, self.level + change);
    }

    /// The level now.
    #[must_use]
    pub fn level(&self) -> f64 {
        self.level
    }

    /// The largest level so far.
    #[must_use]
    pub fn max(&self) -> f64 {
        self.max
    }

    /// Level times ticks up to `now`.
    #[must_use]
    pub fn integral(&self, now: Tick) -> f64 {
        self.integral + self.level * (now - self.since).max(0) as f64
    }

    /// Mean level up to `now`; `None` before any time has passed.
    #[must_use]
    pub fn mean(&self, now: Tick) -> Option<f64> {
        (now > self.begun).then(|| self.integral(now) / (now - self.begun) as f64)
    }
}

/// Observations: count, mean and variance without storing them (Welford 1962), least and greatest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tally {
    count: u64,
    mean: f64,
    squares: f64,
    min: f64,
    max: f64,
}

impl Default for Tally {
    fn default() -> Self {
        Self {
            count: 0,
            mean: 0.0,
            squares: 0.0,
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
        }
    }
}

impl Tally {
    /// Adds an observation.
    pub fn add(&mut self, value: f64) {
        self.count += 1;
        let off = value - self.mean;
        self.mean += off / self.count as f64;
        self.squares += off * (value - self.mean);
        self.min = self.min.min(value);
        self.max = self.max.max(value);
    }

    /// Adds the observations of another tally (Chan, Golub & LeVeque 1979).
    pub fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        let (n, m) = (self.count as f64, other.count as f64);
        let off = other.mean - self.mean;
        self.count += other.count;
        self.mean += off * m / (n + m);
        self.squares += other.squares + off * off * n * m / (n + m);
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
    }

    /// How many.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Mean; `None` without observations.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then_some(self.mean)
    }

    /// Sample variance; `None` with fewer than two observations.
    #[must_use]
    pub fn variance(&self) -> Option<f64> {
        (self.count > 1).then(|| self.squares / (self.count - 1) as f64)
    }

    /// The least; `None` without observations.
    #[must_use]
    pub fn min(&self) -> Option<f64> {
        (self.count > 0).then_some(self.min)
    }

    /// The greatest; `None` without observations.
    #[must_use]
    pub fn max(&self) -> Option<f64> {
        (self.count > 0).then_some(self.max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_over_time() {
        let mut queue = TimeWeighted::new(0, 0.0);
        queue.set(10, 2.0);
        queue.add(30, 1.0);
        queue.set(40, 0.0);
        assert_eq!(
            (queue.integral(50), queue.mean(50), queue.max()),
            (70.0, Some(1.4), 3.0)
        );
        assert_eq!(TimeWeighted::new(5, 1.0).mean(5), None);
    }

    #[test]
    fn a_tally_in_two_halves_is_the_tally_of_all() {
        let values = [4.0, 7.0, 13.0, 16.0, -2.0, 0.5];
        let mut all = Tally::default();
        let (mut left, mut right) = (Tally::default(), Tally::default());
        for (n, value) in values.into_iter().enumerate() {
            all.add(value);
            if n < 2 {
                left.add(value)
            } else {
                right.add(value)
            }
        }
        left.merge(&right);
        assert_eq!(
            (left.count(), left.min(), left.max()),
            (6, Some(-2.0), Some(16.0))
        );
        assert!((left.mean().unwrap() - all.mean().unwrap()).abs() < 1e-12);
        assert!(
            (left.variance().unwrap() - 49.441_666_666_667).abs() < 1e-9,
            "{:?}",
            left.variance()
        );
        assert!((all.variance().unwrap() - 49.441_666_666_667).abs() < 1e-9);
        assert_eq!(
            (
                Tally::default().mean(),
                Tally::default().variance(),
                Tally::default().min()
            ),
            (None, None, None)
        );
    }
}
