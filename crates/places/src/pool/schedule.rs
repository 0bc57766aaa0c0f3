//! Who runs which piece: batches in order, given to whoever is free, and given again when a worker is lost.

use std::ops::Range;

/// How often a batch may be lost with its worker before the experiment is given up: once may be chance, three times is the batch.
const TRIES: u8 = 3;

/// Where a batch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    Waiting,
    /// With this worker.
    With(usize),
    Done,
}

/// Batches of pieces under way. Pieces stand replication by replication, and batches are stretches of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    batches: Vec<Range<usize>>,
    stands: Vec<Stands>,
    lost: Vec<u8>,
    /// Before this batch none is waiting.
    from: usize,
    pieces_done: usize,
}

impl Schedule {
    /// Batches that are all to be run.
    #[must_use]
    pub fn new(batches: Vec<Range<usize>>) -> Self {
        Self {
            stands: vec![Stands::Waiting; batches.len()],
            lost: vec![0; batches.len()],
            batches,
            from: 0,
            pieces_done: 0,
        }
    }

    /// Gives a free worker the first batch that waits: its number and its pieces.
    pub fn give(&mut self, worker: usize) -> Option<(usize, Range<usize>)> {
        let waiting = self.stands.get(self.from..)?;
        let at = self.from + waiting.iter().position(|it| *it == Stands::Waiting)?;
        *self.stands.get_mut(at)? = Stands::With(worker);
        self.from = at + 1;
        Some((at, self.batches.get(at)?.clone()))
    }

    /// How many batches have come back.
    #[must_use]
    pub fn batches_done(&self) -> usize {
        self.stands.iter().filter(|it| **it == Stands::Done).count()
    }

    /// Whether a worker has a batch.
    #[must_use]
    pub fn has(&self, worker: usize) -> bool {
        self.stands.contains(&Stands::With(worker))
    }

    /// A batch has come back. False when it was not awaited: then it counts nothing.
    pub fn done(&mut self, batch: usize, worker: usize) -> bool {
        match self.stands.get_mut(batch) {
            Some(stands) if *stands == Stands::With(worker) => *stands = Stands::Done,
            _ => return false,
        }
        self.pieces_done += self.batches.get(batch).map_or(0, Range::len);
        true
    }

    /// A worker is lost, and what it had waits again. False when that has been lost too often: the experiment cannot be finished.
    pub fn lose(&mut self, worker: usize) -> bool {
        let mut may_go_on = true;
        for (at, stands) in self.stands.iter_mut().enumerate() {
            if *stands == Stands::With(worker) {
                *stands = Stands::Waiting;
                self.from = self.from.min(at);
                if let Some(lost) = self.lost.get_mut(at) {
                    *lost += 1;
                    may_go_on &= *lost < TRIES;
                }
            }
        }
        may_go_on
    }

    /// Pieces that have come back.
    #[must_use]
    pub const fn pieces_done(&self) -> usize {
        self.pieces_done
    }

    /// The pieces up to which all have come back.
    #[must_use]
    pub fn whole(&self) -> usize {
        let first = self.stands.iter().position(|it| *it != Stands::Done);
        let before = first.unwrap_or(self.stands.len()).checked_sub(1);
        before
            .and_then(|it| self.batches.get(it))
            .map_or(0, |it| it.end)
    }

    /// Whether all have come back.
    #[must_use]
    pub fn finished(&self) -> bool {
        self.stands.iter().all(|it| *it == Stands::Done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn four() -> Schedule {
        Schedule::new(vec![0..2, 2..4, 4..6, 6..7])
    }

    #[test]
    fn whoever_is_free_gets_the_next_and_all_come_back_once() {
        let mut it = four();
        assert_eq!(it.give(0), Some((0, 0..2)));
        assert_eq!(it.give(1), Some((1, 2..4)));
        assert!(it.has(1) && !it.has(2));
        assert!(it.done(1, 1));
        assert!(!it.has(1));
        assert!(!it.done(1, 1), "once");
        assert_eq!((it.pieces_done(), it.whole()), (2, 0), "the first is out");
        assert_eq!(it.give(1), Some((2, 4..6)));
        assert!(it.done(0, 0));
        assert_eq!((it.pieces_done(), it.whole()), (4, 4));
        assert_eq!(it.give(0), Some((3, 6..7)));
        assert_eq!(it.give(0), None);
        assert!(it.done(3, 0) && it.done(2, 1));
        assert!(it.finished());
        assert_eq!((it.pieces_done(), it.whole()), (7, 7));
    }

    #[test]
    fn what_a_lost_worker_had_is_run_again_by_another_and_late_answers_count_nothing() {
        let mut it = four();
        it.give(0);
        it.give(1);
        assert!(it.lose(0));
        assert!(!it.done(0, 0), "its answer is not awaited any more");
        assert_eq!(it.give(1), Some((0, 0..2)), "the first that waits");
        assert!(it.done(0, 1));
        assert_eq!(it.whole(), 2);
    }

    #[test]
    fn a_batch_that_takes_every_worker_with_it_ends_the_experiment() {
        let mut it = four();
        for (worker, may_go_on) in [(0, true), (1, true), (2, false)] {
            assert_eq!(it.give(worker), Some((0, 0..2)));
            assert_eq!(it.lose(worker), may_go_on);
        }
        assert!(four().lose(7), "who had nothing loses nothing");
    }

    #[test]
    fn nothing_to_do_is_done() {
        let mut it = Schedule::new(Vec::new());
        assert_eq!(it.give(0), None);
        assert!(it.finished());
        assert_eq!(it.whole(), 0);
    }
}
