//! The replication loop: contributions come in as they are finished, and are read in replication order.

use litemap::LiteMap;

/// A model that can be replicated. Replication `r` of two models under comparison uses the same luck: that, and the
/// seed, are the model's affair.
pub trait Model {
    /// What one replication contributes, usually [`Measures`](kernel::measure::Measures).
    type Outcome;

    /// Runs one replication: a pure function of the model and the number.
    fn replicate(&self, replication: u32) -> Self::Outcome;
}

impl<T, F: Fn(u32) -> T> Model for F {
    type Outcome = T;

    fn replicate(&self, replication: u32) -> T {
        self(replication)
    }
}

/// Replications 0 to n − 1, one after the other. For several threads or workers: [`Ledger`].
pub fn replicate<M: Model>(model: &M, n: u32) -> Vec<M::Outcome> {
    (0..n)
        .map(|replication| model.replicate(replication))
        .collect()
}

/// Collects contributions that arrive in any order; hands out the complete prefix, in order.
///
/// What is read depends only on which replications have arrived without a gap, never on who was faster: so estimates
/// are equal bit for bit whatever the number of workers.
#[derive(Debug, Clone, PartialEq)]
pub struct Ledger<T> {
    complete: Vec<T>,
    ahead: LiteMap<u32, T>,
}

impl<T> Default for Ledger<T> {
    fn default() -> Self {
        Self {
            complete: Vec::new(),
            ahead: LiteMap::new(),
        }
    }
}

impl<T> Ledger<T> {
    /// An empty ledger.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Enters what a replication contributed. `false`, and nothing changes, if it is already there (a replication is a
    /// pure function of its number, so the second can say nothing new).
    pub fn enter(&mut self, replication: u32, outcome: T) -> bool {
        if (replication as usize) < self.complete.len() || self.ahead.contains_key(&replication) {
            return false;
        }
        self.ahead.insert(replication, outcome);
        while let Ok(next) = u32::try_from(self.complete.len()) {
            let Some(outcome) = self.ahead.remove(&next) else {
                break;
            };
            self.complete.push(outcome);
        }
        true
    }

    /// All replications from 0 up to the first one missing, in order.
    #[must_use]
    pub fn complete(&self) -> &[T] {
        &self.complete
    }

    /// The same, by value; what waits behind a gap is lost.
    #[must_use]
    pub fn into_complete(self) -> Vec<T> {
        self.complete
    }

    /// How many wait behind a gap.
    #[must_use]
    pub fn ahead(&self) -> usize {
        self.ahead.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_gap_holds_back_what_comes_after_it() {
        let mut ledger = Ledger::new();
        assert!(ledger.enter(1, 'b'));
        assert!(ledger.enter(3, 'd'));
        assert_eq!((ledger.complete(), ledger.ahead()), (&[][..], 2));
        assert!(ledger.enter(0, 'a'));
        assert_eq!((ledger.complete(), ledger.ahead()), (&['a', 'b'][..], 1));
        assert!(!ledger.enter(1, 'x'), "already complete");
        assert!(!ledger.enter(3, 'x'), "already waiting");
        assert!(ledger.enter(2, 'c'));
        assert_eq!(ledger.into_complete(), ['a', 'b', 'c', 'd']);
    }

    #[test]
    fn the_loop_counts_from_zero() {
        assert_eq!(replicate(&|r: u32| r * r, 4), [0, 1, 4, 9]);
    }

    proptest! {
        #[test]
        fn order_of_arrival_does_not_matter(order in Just((0..40u32).collect::<Vec<_>>()).prop_shuffle()) {
            let mut ledger = Ledger::new();
            for r in order {
                prop_assert!(ledger.enter(r, r));
            }
            prop_assert_eq!(ledger.into_complete(), (0..40).collect::<Vec<_>>());
        }
    }
}
