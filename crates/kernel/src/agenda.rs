//! A periodic server with an agenda: what is ready waits for the next sitting, which takes what fits.

use crate::Tick;

/// How much a sitting can take.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Capacity {
    /// At most this many items.
    pub items: u32,
    /// At most this much size (minutes, usually) in all.
    pub size: f64,
}

/// An item on the agenda.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry<J> {
    /// What it is.
    pub job: J,
    /// When it was submitted.
    pub since: Tick,
    /// How much of the sitting it takes.
    pub size: f64,
    /// Place among its like: the smallest first.
    pub order: (u8, u32, u64),
    /// Whether it can be put off to a later sitting.
    pub deferrable: bool,
}

/// An item a sitting took.
pub type Taken<J> = Entry<J>;

/// How a sitting went.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sitting {
    /// Sizes of the items taken, summed.
    pub used: f64,
    /// Items that stay on the agenda.
    pub left: usize,
}

/// Not deferrable first, then by order, then by arrival.
type Place = (bool, (u8, u32, u64), u64);

/// The agenda between sittings. Once it has been at its longest it no longer allocates.
#[derive(Debug, Clone, PartialEq)]
pub struct Agenda<J> {
    /// By place. Most items join at the end.
    entries: Vec<(Place, Entry<J>)>,
    submitted: u64,
}

impl<J> Default for Agenda<J> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            submitted: 0,
        }
    }
}

impl<J: Copy> Agenda<J> {
    /// An empty agenda.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts an item on the agenda.
    pub fn submit(
        &mut self,
        now: Tick,
        job: J,
        order: (u8, u32, u64),
        size: f64,
        deferrable: bool,
    ) {
        let place = (deferrable, order, self.submitted);
        self.submitted += 1;
        let entry = Entry {
            job,
            since: now,
            size,
            order,
            deferrable,
        };
        let before = self.entries.partition_point(|it| it.0 < place);
        self.entries.insert(before, (place, entry));
    }

    /// Holds a sitting: items submitted before `eligible_before` are taken, those that cannot be deferred first, beyond the
    /// capacity if need be; then the others in order while they fit. The first that does not fit ends the sitting, so that nobody is
    /// passed over; one larger than a whole sitting is taken when it is alone. `taken` receives the items in the order they are
    /// dealt with, in place of what it held.
    pub fn sit(
        &mut self,
        capacity: Capacity,
        eligible_before: Tick,
        taken: &mut Vec<Taken<J>>,
    ) -> Sitting {
        self.sit_for(capacity, eligible_before, |_| true, taken)
    }

    /// Holds a sitting that deals with the items a test picks, and with no others.
    pub fn sit_for(
        &mut self,
        capacity: Capacity,
        eligible_before: Tick,
        mut picks: impl FnMut(&J) -> bool,
        taken: &mut Vec<Taken<J>>,
    ) -> Sitting {
        taken.clear();
        let mut used = 0.0;
        let mut over = false;
        self.entries.retain(|(_, entry)| {
            if over || entry.since >= eligible_before || !picks(&entry.job) {
                return true;
            }
            let room = (taken.len() as u64) < u64::from(capacity.items);
            let fits = room && (used + entry.size <= capacity.size || taken.is_empty());
            if entry.deferrable && !fits {
                over = true;
                return true;
            }
            used += entry.size;
            taken.push(*entry);
            false
        });
        Sitting {
            used,
            left: self.entries.len(),
        }
    }

    /// Takes items off the agenda that a test picks.
    pub fn remove(&mut self, mut picks: impl FnMut(&J) -> bool) -> Vec<Entry<J>> {
        self.entries
            .extract_if(.., |it| picks(&it.1.job))
            .map(|it| it.1)
            .collect()
    }

    /// Items on the agenda.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Nothing is on it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The items, in the order they will be taken.
    pub fn iter(&self) -> impl Iterator<Item = &Entry<J>> {
        self.entries.iter().map(|it| &it.1)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ORDER: (u8, u32, u64) = (0, 0, 0);

    /// A sitting of the jobs it takes, the minutes they use and how many are left.
    fn sit(
        agenda: &mut Agenda<u32>,
        items: u32,
        size: f64,
        before: Tick,
    ) -> (Vec<u32>, f64, usize) {
        let mut taken = Vec::new();
        let sitting = agenda.sit(Capacity { items, size }, before, &mut taken);
        let jobs = taken.iter().map(|it| it.job).collect();
        (jobs, sitting.used, sitting.left)
    }

    #[test]
    fn a_sitting_takes_what_fits_in_order() {
        let mut agenda = Agenda::new();
        for (job, size) in [(1, 30.0), (2, 40.0), (3, 50.0), (4, 10.0)] {
            agenda.submit(0, job, ORDER, size, true);
        }
        // 3 does not fit and ends the sitting; 4 would fit but may not overtake.
        assert_eq!(sit(&mut agenda, 10, 90.0, 1), (vec![1, 2], 70.0, 2));
        assert_eq!(sit(&mut agenda, 1, 90.0, 1), (vec![3], 50.0, 1));
        assert_eq!(sit(&mut agenda, 1, 90.0, 1), (vec![4], 10.0, 0));
        assert!(agenda.is_empty());
    }

    #[test]
    fn what_cannot_be_deferred_goes_first_and_pushes_others_out() {
        let mut agenda = Agenda::new();
        agenda.submit(0, 1, (0, 0, 0), 60.0, true);
        agenda.submit(0, 2, (9, 9, 9), 100.0, false);
        agenda.submit(0, 3, (9, 9, 9), 100.0, false);
        assert_eq!(sit(&mut agenda, 10, 120.0, 1), (vec![2, 3], 200.0, 1));
    }

    #[test]
    fn late_items_wait_and_giants_are_taken_alone() {
        let mut agenda = Agenda::new();
        agenda.submit(5, 1, ORDER, 10.0, true);
        assert_eq!(sit(&mut agenda, 10, 60.0, 5), (vec![], 0.0, 1));
        assert_eq!(sit(&mut agenda, 10, 60.0, 6), (vec![1], 10.0, 0));
        agenda.submit(5, 2, ORDER, 100.0, true);
        agenda.submit(5, 3, ORDER, 1.0, true);
        assert_eq!(sit(&mut agenda, 10, 60.0, 6), (vec![2], 100.0, 1));
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nobody_overtakes(
            items in prop::collection::vec((0u8..3, 1.0f64..80.0, prop::bool::weighted(0.8)), 0..40),
            count in 1u32..8,
            size in 10.0f64..200.0,
        ) {
            let mut agenda = Agenda::new();
            for (job, (rank, size, deferrable)) in items.iter().enumerate() {
                agenda.submit(0, job as u32, (*rank, 0, 0), *size, *deferrable);
            }
            let mut seen = Vec::new();
            for _ in 0..items.len() {
                let (jobs, used, _) = sit(&mut agenda, count, size, 1);
                let deferrable = jobs.iter().any(|it| items[*it as usize].2);
                if jobs.len() > 1 && deferrable {
                    prop_assert!(used <= size + 1e-9);
                }
                seen.extend(jobs);
            }
            prop_assert!(agenda.is_empty());
            let deferrable: Vec<_> = seen.iter().filter(|it| items[**it as usize].2).map(|it| (items[*it as usize].0, *it)).collect();
            prop_assert!(deferrable.is_sorted(), "{:?}", deferrable);
            seen.sort_unstable();
            prop_assert_eq!(seen, (0..items.len() as u32).collect::<Vec<_>>());
        }
    }
}
