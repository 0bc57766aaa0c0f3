//! The models by hand, on the standard library's heap and one sequential generator.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use kernel::distributions::{standard_exponential, triangular, uniform};
use kernel::{DAY, Key, KeyedRng, Streams, Tick};

use super::{AHEAD, CADENCE, DELAY, Done, GAP, PENDING, SEATS, SERVICE};

/// Events by tick, then by order of scheduling.
struct Heap<E> {
    heap: BinaryHeap<Reverse<(Tick, u64, E)>>,
    scheduled: u64,
}

impl<E: Ord> Heap<E> {
    fn new() -> Self {
        Self {
            heap: BinaryHeap::new(),
            scheduled: 0,
        }
    }

    #[inline]
    fn push(&mut self, at: Tick, event: E) {
        self.heap.push(Reverse((at, self.scheduled, event)));
        self.scheduled += 1;
    }

    #[inline]
    fn pop(&mut self) -> Option<(Tick, E)> {
        self.heap.pop().map(|Reverse((at, _, event))| (at, event))
    }
}

fn generator(seed: u64) -> KeyedRng {
    Streams::new(seed, 0).open(Key::default())
}

#[inline]
fn exponential(rng: &mut KeyedRng, mean: f64) -> Tick {
    (mean * standard_exponential(rng)) as Tick
}

/// M/M/1 with so many customers.
#[must_use]
pub fn mm1(customers: u32, seed: u64) -> Done {
    #[derive(PartialEq, Eq, PartialOrd, Ord)]
    enum Due {
        Arrival,
        Departure,
    }
    let mut rng = generator(seed);
    let mut heap = Heap::new();
    let mut line = VecDeque::new();
    let mut busy = false;
    let mut arrived = 0;
    let mut waits: Vec<Tick> = Vec::with_capacity(customers as usize);
    heap.push(exponential(&mut rng, GAP), Due::Arrival);
    while let Some((now, due)) = heap.pop() {
        match due {
            Due::Arrival => {
                arrived += 1;
                line.push_back(now);
                if arrived < customers {
                    heap.push(now + exponential(&mut rng, GAP), Due::Arrival);
                }
            }
            Due::Departure => busy = false,
        }
        if !busy && let Some(since) = line.pop_front() {
            busy = true;
            waits.push(now - since);
            heap.push(now + exponential(&mut rng, SERVICE), Due::Departure);
        }
    }
    let sum: Tick = waits.iter().sum();
    Done {
        count: waits.len() as u64,
        mean: sum as f64 / SERVICE / waits.len() as f64,
        digest: 0,
    }
}

/// Hold with so many events.
#[must_use]
pub fn hold(events: u32, seed: u64) -> Done {
    let mut rng = generator(seed);
    let mut heap = Heap::new();
    for number in 0..PENDING {
        heap.push(exponential(&mut rng, AHEAD), number);
    }
    let mut last = 0;
    for _ in 0..events {
        if let Some((now, number)) = heap.pop() {
            last = now;
            heap.push(now + exponential(&mut rng, AHEAD), number);
        }
    }
    Done {
        count: u64::from(events),
        mean: last as f64,
        digest: 0,
    }
}

/// Servers and those who wait for them.
struct Desk {
    free: u32,
    line: VecDeque<u32>,
}

const INTAKE: u8 = 0;
const EXPERTS: u8 = 1;
const LAWYERS: u8 = 2;
const LEADER: u8 = 3;

/// W3 with so many cases.
#[must_use]
pub fn w3(cases: u32, seed: u64) -> Done {
    #[derive(PartialEq, Eq, PartialOrd, Ord)]
    enum Due {
        Arrival,
        End(u8, u32),
        Delay(u32),
        Meeting,
    }
    struct Case {
        born: Tick,
        open: u8,
    }
    let days = DAY as f64;
    let mut rng = generator(seed);
    let mut heap = Heap::new();
    let mut desks = [2, 16, 10, 1].map(|free| Desk {
        free,
        line: VecDeque::new(),
    });
    let mut agenda: VecDeque<u32> = VecDeque::new();
    let mut all: Vec<Case> = Vec::with_capacity(cases as usize);
    let mut lead = 0;
    let mut done = 0;
    heap.push(exponential(&mut rng, days), Due::Arrival);
    heap.push(CADENCE, Due::Meeting);
    while done < cases {
        let Some((now, due)) = heap.pop() else { break };
        match due {
            Due::Arrival => {
                let case = all.len() as u32;
                all.push(Case { born: now, open: 0 });
                desks[INTAKE as usize].line.push_back(case);
                if case + 1 < cases {
                    heap.push(now + exponential(&mut rng, days), Due::Arrival);
                }
            }
            Due::End(desk, case) => {
                desks[desk as usize].free += 1;
                match desk {
                    INTAKE => {
                        all[case as usize].open = 2;
                        heap.push(now + DELAY, Due::Delay(case));
                        desks[EXPERTS as usize].line.push_back(case);
                    }
                    EXPERTS => {
                        all[case as usize].open -= 1;
                        if all[case as usize].open == 0 {
                            desks[LAWYERS as usize].line.push_back(case);
                        }
                    }
                    LAWYERS if uniform(&mut rng) < 0.2 => {
                        desks[INTAKE as usize].line.push_back(case);
                    }
                    LAWYERS => agenda.push_back(case),
                    _ => {
                        lead += now - all[case as usize].born;
                        done += 1;
                    }
                }
            }
            Due::Delay(case) => {
                all[case as usize].open -= 1;
                if all[case as usize].open == 0 {
                    desks[LAWYERS as usize].line.push_back(case);
                }
            }
            Due::Meeting => {
                let taken = agenda.len().min(SEATS as usize);
                desks[LEADER as usize].line.extend(agenda.drain(..taken));
                heap.push(now + CADENCE, Due::Meeting);
            }
        }
        for (number, desk) in desks.iter_mut().enumerate() {
            while desk.free > 0
                && let Some(case) = desk.line.pop_front()
            {
                desk.free -= 1;
                let number = number as u8;
                let work = match number {
                    INTAKE | LEADER => 0.5 * standard_exponential(&mut rng),
                    EXPERTS => triangular(&mut rng, 5.0, 8.0, 20.0),
                    _ => 7.0 * standard_exponential(&mut rng),
                };
                heap.push(now + (work * days) as Tick, Due::End(number, case));
            }
        }
    }
    Done {
        count: u64::from(done),
        mean: lead as f64 / days / f64::from(done),
        digest: 0,
    }
}
