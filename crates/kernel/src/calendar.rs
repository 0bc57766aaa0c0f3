//! The event calendar: what happens next, and in which order.

use crate::Tick;

/// Children per node of the heap: four packed keys of 16 bytes share one cache line.
const ARITY: usize = 4;
/// Ticks are kept in 56 bits: beyond ±2⁵⁵ s (1.1 billion years) they are clamped.
const TICK_BIAS: Tick = 1 << 55;
const LAST_TICK: Tick = TICK_BIAS - 1;

/// A scheduled event, for cancelling it. Becomes stale once the event has been popped or cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Handle {
    slot: u32,
    generation: u32,
}

#[derive(Debug, Clone)]
struct Entry<E> {
    generation: u32,
    event: Option<E>,
}

/// Future events in the order in which they happen.
///
/// Events leave by *(tick, rank, order of scheduling)*: of two events at the same tick the lower
/// rank comes first, and of two with the same rank the one scheduled earlier. This holds whatever
/// was cancelled in between, so a model's order never depends on the heap's shape.
///
/// A four-ary implicit heap of packed 128-bit keys; the events themselves lie still in a slab.
/// Popping leaves the root empty until the next call, because most events schedule a successor,
/// which can then take that place: one walk through the heap instead of two. Cancelling is lazy,
/// but the dead never outnumber the living (plus a small constant), so nothing leaks. Once the
/// calendar has reached its largest size it no longer allocates.
///
/// ```
/// use tuiyan_kernel::EventCalendar;
/// let mut calendar = EventCalendar::new();
/// let late = calendar.schedule(20, 0, "late");
/// calendar.schedule(10, 1, "second");
/// calendar.schedule(10, 0, "first");
/// assert_eq!(calendar.pop(), Some((10, "first")));
/// assert_eq!(calendar.cancel(late), Some("late"));
/// assert_eq!(calendar.pop(), Some((10, "second")));
/// assert_eq!(calendar.pop(), None);
/// assert_eq!(calendar.now(), 10);
/// ```
#[derive(Debug, Clone)]
pub struct EventCalendar<E> {
    now: Tick,
    /// Keys: tick (56 bits, biased), rank (8), sequence (32), slot (32).
    heap: Vec<u128>,
    slots: Vec<Entry<E>>,
    free: Vec<u32>,
    sequence: u32,
    /// Cancelled events whose keys are still in the heap. While there are any, the root is
    /// neither vacant nor dead, so `peek` needs no repair.
    dead: usize,
    /// `heap[0]` has been popped and waits to be replaced.
    vacant: bool,
}

impl<E> Default for EventCalendar<E> {
    fn default() -> Self {
        Self::new()
    }
}

#[inline]
fn key(at: Tick, rank: u8, sequence: u32, slot: u32) -> u128 {
    let tick = (at + TICK_BIAS) as u64;
    (u128::from(tick << 8 | u64::from(rank)) << 64)
        | u128::from(u64::from(sequence) << 32 | u64::from(slot))
}

#[inline]
fn tick_of(key: u128) -> Tick {
    (key >> 72) as Tick - TICK_BIAS
}

#[inline]
fn slot_of(key: u128) -> usize {
    key as u32 as usize
}

impl<E> EventCalendar<E> {
    /// An empty calendar at tick 0.
    #[must_use]
    pub fn new() -> Self {
        Self::starting(0)
    }

    /// An empty calendar at another tick, where time before 0 (a warm-up) is simulated too.
    #[must_use]
    pub fn starting(now: Tick) -> Self {
        Self {
            now: now.clamp(-TICK_BIAS, LAST_TICK),
            heap: Vec::new(),
            slots: Vec::new(),
            free: Vec::new(),
            sequence: 0,
            dead: 0,
            vacant: false,
        }
    }

    /// The tick of the event popped last; where the calendar started before the first.
    #[inline]
    #[must_use]
    pub fn now(&self) -> Tick {
        self.now
    }

    /// How many events are pending.
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        self.heap.len() - usize::from(self.vacant) - self.dead
    }

    /// Whether nothing is pending.
    #[inline]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Schedules an event. A time before [`now`](Self::now) is treated as now: the past cannot be
    /// changed. Of several events at one tick the lowest rank happens first, then the one
    /// scheduled first.
    #[inline]
    pub fn schedule(&mut self, at: Tick, rank: u8, event: E) -> Handle {
        if self.sequence == u32::MAX {
            self.renumber();
        }
        let at = at.max(self.now).min(LAST_TICK);
        let (slot, generation) = match self.free.pop() {
            Some(slot) => {
                let entry = &mut self.slots[slot as usize];
                entry.event = Some(event);
                (slot, entry.generation)
            }
            None => {
                // 2³² pending events do not fit into memory, so the slot always fits.
                let slot = self.slots.len() as u32;
                self.slots.push(Entry {
                    generation: 0,
                    event: Some(event),
                });
                (slot, 0)
            }
        };
        let key = key(at, rank, self.sequence, slot);
        self.sequence += 1;
        if self.vacant {
            self.vacant = false;
            sift_down(&mut self.heap, key);
        } else {
            self.heap.push(key);
            let last = self.heap.len() - 1;
            if last > 0 && self.heap[(last - 1) / ARITY] > key {
                sift_up(&mut self.heap, last, key);
            }
        }
        Handle { slot, generation }
    }

    /// Takes an event off the calendar before it happens; `None` if it has already happened or
    /// was already cancelled.
    pub fn cancel(&mut self, handle: Handle) -> Option<E> {
        let entry = self.slots.get_mut(handle.slot as usize)?;
        if entry.generation != handle.generation {
            return None;
        }
        let event = entry.event.take()?;
        entry.generation = entry.generation.wrapping_add(1);
        self.dead += 1;
        self.settle();
        if self.dead > 64 && self.dead * 2 > self.heap.len() {
            self.bury();
        } else {
            self.drop_dead_root();
        }
        Some(event)
    }

    /// The next event and its tick, which becomes [`now`](Self::now).
    #[inline]
    pub fn pop(&mut self) -> Option<(Tick, E)> {
        self.settle();
        let &key = self.heap.first()?;
        self.vacant = true;
        let slot = slot_of(key);
        let entry = &mut self.slots[slot];
        entry.generation = entry.generation.wrapping_add(1);
        let event = entry.event.take()?;
        self.free.push(slot as u32);
        self.now = tick_of(key);
        if self.dead > 0 {
            self.settle();
            self.drop_dead_root();
        }
        Some((self.now, event))
    }

    /// The tick of the next event.
    #[inline]
    #[must_use]
    pub fn peek(&self) -> Option<Tick> {
        if !self.vacant {
            return self.heap.first().map(|&key| tick_of(key));
        }
        let end = self.heap.len().min(ARITY + 1);
        self.heap[1..end].iter().min().map(|&key| tick_of(key))
    }

    /// Fills the vacant root with the last key.
    #[inline]
    fn settle(&mut self) {
        if self.vacant {
            self.vacant = false;
            self.drop_root();
        }
    }

    fn drop_root(&mut self) {
        if let Some(last) = self.heap.pop()
            && !self.heap.is_empty()
        {
            sift_down(&mut self.heap, last);
        }
    }

    fn drop_dead_root(&mut self) {
        while self.dead > 0
            && let Some(&key) = self.heap.first()
            && self.slots[slot_of(key)].event.is_none()
        {
            self.free.push(slot_of(key) as u32);
            self.dead -= 1;
            self.drop_root();
        }
    }

    /// Removes every dead key and rebuilds the heap.
    fn bury(&mut self) {
        let (slots, free) = (&self.slots, &mut self.free);
        self.heap.retain(|&key| {
            let alive = slots[slot_of(key)].event.is_some();
            if !alive {
                free.push(slot_of(key) as u32);
            }
            alive
        });
        self.dead = 0;
        // A sorted array is a heap.
        self.heap.sort_unstable();
    }

    /// After 2³² schedulings: numbers the pending events anew, in their order.
    #[cold]
    fn renumber(&mut self) {
        self.settle();
        self.bury();
        self.sequence = 0;
        for entry in &mut self.heap {
            let cleared = *entry & !(u128::from(u32::MAX) << 32);
            *entry = cleared | u128::from(self.sequence) << 32;
            self.sequence += 1;
        }
    }
}

// Keys know nothing of events: moving them is compiled here, for speed, whatever the model that calls it is compiled for.

/// Puts a key where `at` stands, or above it.
fn sift_up(heap: &mut [u128], mut at: usize, key: u128) {
    while at > 0 {
        let parent = (at - 1) / ARITY;
        if heap[parent] <= key {
            break;
        }
        heap[at] = heap[parent];
        at = parent;
    }
    heap[at] = key;
}

/// Puts a key into the vacant root, or below it.
fn sift_down(heap: &mut [u128], key: u128) {
    let mut at = 0;
    loop {
        let first = at * ARITY + 1;
        let rest = heap.get(first..).unwrap_or_default();
        let (child, least) = if let Some(four) = rest.first_chunk() {
            let which = least_of_four(four);
            (first + which, four[which])
        } else {
            if rest.is_empty() {
                break;
            }
            let mut best = (first, rest[0]);
            for (offset, &other) in rest.iter().enumerate().skip(1) {
                best = least(best.0, best.1, first + offset, other);
            }
            best
        };
        if key <= least {
            break;
        }
        heap[at] = least;
        at = child;
    }
    heap[at] = key;
}

/// Which of four keys is the least. Ticks and ranks nearly always decide, in half the work of whole keys: WebAssembly has no carry.
#[inline]
fn least_of_four(four: &[u128; ARITY]) -> usize {
    let high = |key: u128| (key >> 64) as u64;
    let (h0, h1, h2, h3) = (high(four[0]), high(four[1]), high(four[2]), high(four[3]));
    let (a, x) = if h1 < h0 { (1, h1) } else { (0, h0) };
    let (b, y) = if h3 < h2 { (3, h3) } else { (2, h2) };
    if (h0 == h1) | (h2 == h3) | (x == y) {
        let (a, x) = least(0, four[0], 1, four[1]);
        let (b, y) = least(2, four[2], 3, four[3]);
        return least(a, x, b, y).0 % ARITY;
    }
    // The remainder tells the compiler what it need not check.
    (if y < x { b } else { a }) % ARITY
}

#[inline]
fn least(a: usize, x: u128, b: usize, y: u128) -> (usize, u128) {
    if y < x { (b, y) } else { (a, x) }
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
            calendar.heap.len() < 200 && calendar.slots.len() < 10,
            "{} {}",
            calendar.heap.len(),
            calendar.slots.len()
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
