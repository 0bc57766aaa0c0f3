//! The models on the kernel: its calendar, stations, agenda and keyed streams, with a digest of every event.

use kernel::distributions::{standard_exponential, triangular, uniform};
use kernel::{
    Agenda, Capacity, DAY, Digest, Discipline, EventCalendar, Key, KeyedRng, OpenHours, Slot,
    Station, Streams, Taken, Tick, entity,
};

use super::{AHEAD, CADENCE, DELAY, Done, GAP, PENDING, SEATS, SERVICE};

#[inline]
fn exponential(mut rng: KeyedRng, mean: f64) -> Tick {
    (mean * standard_exponential(&mut rng)) as Tick
}

/// What draws are for.
const ARRIVE: u32 = 1;
const WORK: u32 = 2;
const RETURN: u32 = 3;

/// M/M/1 with so many customers.
#[must_use]
pub fn mm1(customers: u32, seed: u64) -> Done {
    #[derive(Clone, Copy)]
    enum Due {
        Arrival(u32),
        Departure(Slot),
    }
    let streams = Streams::new(seed, 0);
    let draw = |customer: u32, purpose, mean| {
        let key = Key {
            entity: entity(0, u64::from(customer)),
            purpose,
            ..Key::default()
        };
        exponential(streams.open(key), mean)
    };
    let mut calendar = EventCalendar::new();
    let mut desk = Station::new(1, OpenHours::always(), Discipline::NonPreemptive);
    let mut digest = Digest::default();
    let mut waits: Vec<Tick> = Vec::with_capacity(customers as usize);
    if customers > 0 {
        calendar.schedule(draw(0, ARRIVE, GAP), 0, Due::Arrival(0));
    }
    while let Some((now, due)) = calendar.pop() {
        match due {
            Due::Arrival(customer) => {
                digest.fold(&[now as u64, u64::from(customer) << 1]);
                desk.submit(now, customer, 0, draw(customer, WORK, SERVICE));
                if customer + 1 < customers {
                    let next = now + draw(customer + 1, ARRIVE, GAP);
                    calendar.schedule(next, 0, Due::Arrival(customer + 1));
                }
            }
            Due::Departure(slot) => {
                if let Some(customer) = desk.finish(now, slot) {
                    digest.fold(&[now as u64, u64::from(customer) << 1 | 1]);
                }
            }
        }
        while let Some(start) = desk.start_next(now) {
            waits.push(start.waited);
            if let Some(end) = start.ends_at {
                calendar.schedule(end, 0, Due::Departure(start.slot));
            }
        }
    }
    let sum: Tick = waits.iter().sum();
    Done {
        count: waits.len() as u64,
        mean: sum as f64 / SERVICE / waits.len() as f64,
        digest: digest.value(),
    }
}

/// Hold with so many events.
#[must_use]
pub fn hold(events: u32, seed: u64) -> Done {
    let mut rng = Streams::new(seed, 0).open(Key::default());
    let mut calendar = EventCalendar::new();
    let mut ahead = || (AHEAD * standard_exponential(&mut rng)) as Tick;
    let mut digest = Digest::default();
    for number in 0..PENDING {
        calendar.schedule(ahead(), 0, number);
    }
    for _ in 0..events {
        if let Some((now, number)) = calendar.pop() {
            digest.fold(&[now as u64, u64::from(number)]);
            calendar.schedule(now + ahead(), 0, number);
        }
    }
    Done {
        count: u64::from(events),
        mean: calendar.now() as f64,
        digest: digest.value(),
    }
}

const INTAKE: usize = 0;
const EXPERTS: usize = 1;
const LAWYERS: usize = 2;
const LEADER: usize = 3;

#[derive(Clone, Copy)]
enum Due {
    Arrival,
    End(u8, Slot),
    Delay(u32),
    Meeting,
}

struct Case {
    born: Tick,
    entity: u64,
    visit: u32,
    open: u8,
}

/// W3 under way.
struct County {
    streams: Streams,
    calendar: EventCalendar<Due>,
    desks: [Station<u32>; 4],
    agenda: Agenda<u32>,
    taken: Vec<Taken<u32>>,
    ready: u64,
    cases: Vec<Case>,
    digest: Digest,
}

impl County {
    fn open(&self, case: u32, stage: usize, purpose: u32) -> KeyedRng {
        let it = &self.cases[case as usize];
        self.streams.open(Key {
            entity: it.entity,
            stage: stage as u64,
            visit: it.visit,
            actor: 0,
            purpose,
        })
    }

    /// A case reaches a desk, which may begin at once.
    fn submit(&mut self, now: Tick, stage: usize, case: u32) {
        let mut rng = self.open(case, stage, WORK);
        let days = match stage {
            INTAKE | LEADER => 0.5 * standard_exponential(&mut rng),
            EXPERTS => triangular(&mut rng, 5.0, 8.0, 20.0),
            _ => 7.0 * standard_exponential(&mut rng),
        };
        self.desks[stage].submit(now, case, 0, (days * DAY as f64) as Tick);
        self.start(now, stage);
    }

    fn start(&mut self, now: Tick, stage: usize) {
        while let Some(start) = self.desks[stage].start_next(now) {
            if let Some(end) = start.ends_at {
                let due = Due::End(stage as u8, start.slot);
                self.calendar.schedule(end, 0, due);
            }
        }
    }

    /// One of the two branches of a case is over.
    fn join(&mut self, now: Tick, case: u32) {
        let it = &mut self.cases[case as usize];
        it.open -= 1;
        if it.open == 0 {
            self.submit(now, LAWYERS, case);
        }
    }

    fn arrive_after(&mut self, now: Tick) {
        let number = self.cases.len() as u64;
        let key = Key {
            entity: entity(0, number),
            purpose: ARRIVE,
            ..Key::default()
        };
        let gap = exponential(self.streams.open(key), DAY as f64);
        self.calendar.schedule(now + gap, 0, Due::Arrival);
    }
}

/// W3 with so many cases.
#[must_use]
pub fn w3(cases: u32, seed: u64) -> Done {
    let station = |servers| Station::new(servers, OpenHours::always(), Discipline::NonPreemptive);
    let mut county = County {
        streams: Streams::new(seed, 0),
        calendar: EventCalendar::new(),
        desks: [2, 16, 10, 1].map(station),
        agenda: Agenda::new(),
        taken: Vec::new(),
        ready: 0,
        cases: Vec::with_capacity(cases as usize),
        digest: Digest::default(),
    };
    let capacity = Capacity {
        items: SEATS,
        size: f64::from(SEATS),
    };
    let (mut lead, mut done) = (0, 0);
    county.arrive_after(0);
    county.calendar.schedule(CADENCE, 1, Due::Meeting);
    while done < cases {
        let Some((now, due)) = county.calendar.pop() else {
            break;
        };
        match due {
            Due::Arrival => {
                let case = county.cases.len() as u32;
                county.digest.fold(&[now as u64, u64::from(case)]);
                county.cases.push(Case {
                    born: now,
                    entity: entity(0, u64::from(case)),
                    visit: 0,
                    open: 0,
                });
                if case + 1 < cases {
                    county.arrive_after(now);
                }
                county.submit(now, INTAKE, case);
            }
            Due::End(stage, slot) => {
                let stage = usize::from(stage);
                let Some(case) = county.desks[stage].finish(now, slot) else {
                    continue;
                };
                let what = (stage as u64 + 1) << 32 | u64::from(case);
                county.digest.fold(&[now as u64, what]);
                county.start(now, stage);
                match stage {
                    INTAKE => {
                        county.cases[case as usize].open = 2;
                        county.calendar.schedule(now + DELAY, 0, Due::Delay(case));
                        county.submit(now, EXPERTS, case);
                    }
                    EXPERTS => county.join(now, case),
                    LAWYERS if uniform(&mut county.open(case, LAWYERS, RETURN)) < 0.2 => {
                        county.cases[case as usize].visit += 1;
                        county.submit(now, INTAKE, case);
                    }
                    LAWYERS => {
                        county.ready += 1;
                        let order = (0, 0, county.ready);
                        county.agenda.submit(now, case, order, 1.0, true);
                    }
                    _ => {
                        lead += now - county.cases[case as usize].born;
                        done += 1;
                    }
                }
            }
            Due::Delay(case) => {
                county.digest.fold(&[now as u64, 5 << 32 | u64::from(case)]);
                county.join(now, case);
            }
            Due::Meeting => {
                let sitting = county.agenda.sit(capacity, now + 1, &mut county.taken);
                county
                    .digest
                    .fold(&[now as u64, 6 << 32 | sitting.left as u64]);
                for number in 0..county.taken.len() {
                    let case = county.taken[number].job;
                    county.submit(now, LEADER, case);
                }
                county.calendar.schedule(now + CADENCE, 1, Due::Meeting);
            }
        }
    }
    Done {
        count: u64::from(done),
        mean: lead as f64 / DAY as f64 / f64::from(done),
        digest: county.digest.value(),
    }
}
