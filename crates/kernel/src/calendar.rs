//! The event calendar: what is due, in order.
//!
//! A four-ary implicit heap of packed keys; the events themselves stay in a slab, so that sifting moves 24 bytes. A cancelled
//! event leaves its key behind, which is dropped when it surfaces, or when such keys outnumber the living.

use crate::Tick;

/// An event on the calendar, for cancelling it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handle {
    slot: u32,
    generation: u32,
}

/// Order of events: tick, then rank, then order of scheduling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    tick: Tick,
    /// Rank in the top byte, order of scheduling below.
    order: u64,
    slot: u32,
    generation: u32,
}

#[derive(Debug, Clone)]
struct Cell<E> {
    generation: u32,
    event: Option<E>,
}

/// A calendar of events. Events come in order of time; at one tick in order of rank (0 first); within a rank in the order in
/// which they were scheduled.
#[derive(Debug, Clone)]
pub struct EventCalendar<E> {
    heap: Vec<Key>,
    cells: Vec<Cell<E>>,
    vacant: Vec<u32>,
    living: usize,
    scheduled: u64,
    now: Tick,
}

impl<E> Default for EventCalendar<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E> EventCalendar<E> {
    /// An empty calendar at tick 0.
    #[must_use]
    pub fn new() -> Self {
        Self {
            heap: Vec::new(),
            cells: Vec::new(),
            vacant: Vec::new(),
            living: 0,
            scheduled: 0,
            now: 0,
        }
    }

    /// The tick of the event popped last; 0 before the first.
    #[must_use]
    pub fn now(&self) -> Tick {
        self.now
    }

    /// Events that are due.
    #[must_use]
    pub fn len(&self) -> usize {
        self.living
    }

    /// Nothing is due.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.living == 0
    }

    /// Puts an event on the calendar. What is scheduled for the past is due now. At most 2⁵⁶ events in a calendar's life.
    pub fn schedule(&mut self, at: Tick, rank: u8, event: E) -> Handle {
        let slot = match self.vacant.pop() {
            Some(slot) => slot,
            None => {
                self.cells.push(Cell {
                    generation: 0,
                    event: None,
                });
                (self.cells.len() - 1) as u32
            }
        };
        let cell = &mut self.cells[slot as usize];
        cell.event = Some(event);
        let generation = cell.generation;
        let order = u64::from(rank) << 56 | self.scheduled;
        self.scheduled += 1;
        self.living += 1;
        self.heap.push(Key {
            tick: at.max(self.now),
            order,
            slot,
            generation,
        });
        self.sift_up(self.heap.len() - 1);
        Handle { slot, generation }
    }

    /// Takes an event off the calendar; `None` when it has happened or was cancelled.
    pub fn cancel(&mut self, handle: Handle) -> Option<E> {
        let cell = self.cells.get_mut(handle.slot as usize)?;
        if cell.generation != handle.generation {
            return None;
        }
        let event = cell.event.take()?;
        self.retire(handle.slot);
        if self.heap.len() > 64 && self.heap.len() > 2 * self.living {
            self.sweep();
        }
        Some(event)
    }

    /// The tick of the next event.
    #[must_use]
    pub fn peek(&self) -> Option<Tick> {
        let first = self.heap.first()?;
        if self.is_alive(first) {
            return Some(first.tick);
        }
        // A cancelled key is on top: look for the least living one without changing anything.
        self.heap
            .iter()
            .filter(|it| self.is_alive(it))
            .min()
            .map(|it| it.tick)
    }

    /// The next event; the clock moves to it.
    pub fn pop(&mut self) -> Option<(Tick, E)> {
        loop {
            let key = self.pop_key()?;
            let cell = &mut self.cells[key.slot as usize];
            if cell.generation == key.generation
                && let Some(event) = cell.event.take()
            {
                self.retire(key.slot);
                self.drop_dead_top();
                self.now = key.tick;
                return Some((key.tick, event));
            }
        }
    }

    fn is_alive(&self, key: &Key) -> bool {
        self.cells[key.slot as usize].generation == key.generation
    }

    /// A slot's event is gone; its key, if one is left, is now stale.
    fn retire(&mut self, slot: u32) {
        let cell = &mut self.cells[slot as usize];
        cell.generation = cell.generation.wrapping_add(1);
        self.vacant.push(slot);
        self.living -= 1;
        self.drop_dead_top();
    }

    /// Keeps a living key on top, so that [`EventCalendar::peek`] is a look.
    fn drop_dead_top(&mut self) {
        while self.heap.first().is_some_and(|key| !self.is_alive(key)) {
            self.pop_key();
        }
    }

    fn pop_key(&mut self) -> Option<Key> {
        let last = self.heap.pop()?;
        let Some(first) = self.heap.first_mut() else {
            return Some(last);
        };
        let top = std::mem::replace(first, last);
        self.sift_down(0);
        Some(top)
    }

    fn sweep(&mut self) {
        let cells = &self.cells;
        self.heap
            .retain(|key| cells[key.slot as usize].generation == key.generation);
        for index in (0..self.heap.len().div_ceil(4)).rev() {
            self.sift_down(index);
        }
    }

    fn sift_up(&mut self, mut index: usize) {
        let key = self.heap[index];
        while index > 0 {
            let parent = (index - 1) / 4;
            if self.heap[parent] <= key {
                break;
            }
            self.heap[index] = self.heap[parent];
            index = parent;
        }
        self.heap[index] = key;
    }

    fn sift_down(&mut self, mut index: usize) {
        let length = self.heap.len();
        if index >= length {
            return;
        }
        let key = self.heap[index];
        loop {
            let first = 4 * index + 1;
            if first >= length {
                break;
            }
            let mut least = first;
            for child in first + 1..(first + 4).min(length) {
                if self.heap[child] < self.heap[least] {
                    least = child;
                }
            }
            if key <= self.heap[least] {
                break;
            }
            self.heap[index] = self.heap[least];
            index = least;
        }
        self.heap[index] = key;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn events_come_by_tick_then_rank_then_order_of_scheduling() {
        let mut calendar = EventCalendar::new();
        for (at, rank, name) in [
            (5, 1, "d"),
            (5, 0, "b"),
            (3, 9, "a"),
            (5, 0, "c"),
            (5, 1, "e"),
        ] {
            calendar.schedule(at, rank, name);
        }
        assert_eq!(calendar.peek(), Some(3));
        let order: Vec<_> = std::iter::from_fn(|| calendar.pop()).collect();
        assert_eq!(order, [(3, "a"), (5, "b"), (5, "c"), (5, "d"), (5, "e")]);
        assert_eq!(calendar.now(), 5);
    }

    #[test]
    fn the_past_is_now_and_a_handle_works_once() {
        let mut calendar = EventCalendar::new();
        let first = calendar.schedule(10, 0, 1);
        assert_eq!(calendar.pop(), Some((10, 1)));
        assert_eq!(calendar.cancel(first), None);
        let late = calendar.schedule(4, 0, 2);
        assert_eq!(calendar.peek(), Some(10));
        assert_eq!(calendar.cancel(late), Some(2));
        assert_eq!(calendar.cancel(late), None);
        // The slot is used again; the old handle does not reach the new event.
        calendar.schedule(20, 0, 3);
        assert_eq!(calendar.cancel(late), None);
        assert_eq!(
            (calendar.len(), calendar.pop(), calendar.pop()),
            (1, Some((20, 3)), None)
        );
    }

    #[test]
    fn cancelled_events_leave_nothing_behind() {
        let mut calendar = EventCalendar::new();
        calendar.schedule(1_000_000, 0, 0);
        for n in 0..100_000 {
            let handle = calendar.schedule(1_000 + n, 0, n);
            calendar.cancel(handle);
        }
        assert_eq!(calendar.len(), 1);
        assert!(
            calendar.heap.len() < 200 && calendar.cells.len() < 10,
            "{} {}",
            calendar.heap.len(),
            calendar.cells.len()
        );
    }

    proptest! {
        #[test]
        fn whatever_is_scheduled_and_cancelled_comes_in_order(
            steps in prop::collection::vec((0u8..4, 0i64..50, 0u8..3, 0usize..30), 0..300),
        ) {
            let mut calendar = EventCalendar::new();
            let mut expected: Vec<(Tick, u8, usize)> = Vec::new();
            let mut handles = Vec::new();
            for (number, (what, ahead, rank, which)) in steps.into_iter().enumerate() {
                match what {
                    0 => {
                        expected.sort_unstable();
                        let next = if expected.is_empty() { None } else { Some(expected.remove(0)) };
                        prop_assert_eq!(calendar.peek(), next.map(|it| it.0));
                        prop_assert_eq!(calendar.pop(), next.map(|it| (it.0, it.2)));
                    }
                    1 if !handles.is_empty() => {
                        let (handle, number) = handles[which % handles.len()];
                        let place = expected.iter().position(|it| it.2 == number);
                        prop_assert_eq!(calendar.cancel(handle), place.map(|_| number));
                        if let Some(place) = place {
                            expected.remove(place);
                        }
                    }
                    _ => {
                        let at = calendar.now() + ahead;
                        handles.push((calendar.schedule(at, rank, number), number));
                        expected.push((at, rank, number));
                    }
                }
                prop_assert_eq!(calendar.len(), expected.len());
            }
        }
    }
}
