//! A small county process, end to end: four stations, a branch with a fixed delay, rework and a fortnightly meeting.
//!
//! Arrivals one a day; intake by 2 staff, half a day; then a delay of 30 days beside work by 16 experts, triangular
//! (5, 8, 20) days; when both are done, 10 lawyers, 7 days; with probability .2 back to intake, else on the agenda of a meeting
//! that sits at 14, 28, … days, takes up to 18 in order, in no time; one leader, half a day. Times are exponential
//! unless said otherwise; everybody works round the clock.

use kernel::{
    Agenda, Capacity, DAY, Discipline, EventCalendar, Key, KeyedRng, OpenHours, Slot, Station,
    Streams, Tick, distributions,
};

const INTAKE: usize = 0;
const EXPERTS: usize = 1;
const LAWYERS: usize = 2;
const LEADER: usize = 3;
const DELAY: Tick = 30 * DAY;
const FORTNIGHT: Tick = 14 * DAY;

#[derive(Clone, Copy)]
struct Job {
    case: u32,
    visit: u32,
}

enum Due {
    Arrival(u32),
    /// One of the branches of a case is over.
    Branch(Job),
    Departure(usize, Slot),
    Sitting,
}

/// Lead times in days of the first `cases` cases, from empty, in order of arrival.
#[must_use]
pub fn lead_times(seed: u64, cases: u32) -> Vec<f64> {
    let mut county = County::new(seed, cases);
    county.run();
    county.lead
}

struct County {
    streams: Streams,
    calendar: EventCalendar<Due>,
    stations: [Station<Job>; 4],
    agenda: Agenda<Job>,
    submitted: u64,
    registered: Vec<Tick>,
    branches_open: Vec<u8>,
    lead: Vec<f64>,
    open: u32,
}

impl County {
    fn new(seed: u64, cases: u32) -> Self {
        let station =
            |servers| Station::new(servers, OpenHours::always(), Discipline::NonPreemptive);
        Self {
            streams: Streams::new(seed, 0),
            calendar: EventCalendar::new(),
            stations: [station(2), station(16), station(10), station(1)],
            agenda: Agenda::new(),
            submitted: 0,
            registered: vec![0; cases as usize],
            branches_open: vec![0; cases as usize],
            lead: vec![f64::NAN; cases as usize],
            open: cases,
        }
    }

    fn run(&mut self) {
        let first = self.exponential(Job { case: 0, visit: 0 }, 9, 1.0);
        self.calendar.schedule(first, 0, Due::Arrival(0));
        self.calendar.schedule(FORTNIGHT, 1, Due::Sitting);
        while self.open > 0
            && let Some((now, due)) = self.calendar.pop()
        {
            match due {
                Due::Arrival(case) => {
                    self.registered[case as usize] = now;
                    self.submit(now, INTAKE, Job { case, visit: 1 });
                    if (case as usize) + 1 < self.registered.len() {
                        let next = Job {
                            case: case + 1,
                            visit: 0,
                        };
                        let at = now + self.exponential(next, 9, 1.0);
                        self.calendar.schedule(at, 0, Due::Arrival(case + 1));
                    }
                }
                Due::Branch(job) => self.join(now, job),
                Due::Departure(station, slot) => {
                    if let Some(job) = self.stations[station].finish(now, slot) {
                        self.depart(now, station, job);
                    }
                    self.start(now, station);
                }
                Due::Sitting => {
                    let capacity = Capacity {
                        items: 18,
                        size: 18.0,
                    };
                    let mut taken = Vec::new();
                    self.agenda.sit(capacity, now, &mut taken);
                    for entry in taken {
                        self.submit(now, LEADER, entry.job);
                    }
                    self.calendar.schedule(now + FORTNIGHT, 1, Due::Sitting);
                }
            }
        }
    }

    fn submit(&mut self, now: Tick, station: usize, job: Job) {
        let work = match station {
            INTAKE | LEADER => self.exponential(job, station as u32, 0.5),
            EXPERTS => days(distributions::triangular(
                &mut self.open_stream(job, EXPERTS as u32),
                5.0,
                8.0,
                20.0,
            )),
            _ => self.exponential(job, station as u32, 7.0),
        };
        self.stations[station].submit(now, job, 0, work);
        self.start(now, station);
    }

    fn start(&mut self, now: Tick, station: usize) {
        while let Some(start) = self.stations[station].start_next(now) {
            if let Some(at) = start.ends_at {
                self.calendar
                    .schedule(at, 0, Due::Departure(station, start.slot));
            }
        }
    }

    fn depart(&mut self, now: Tick, station: usize, job: Job) {
        match station {
            INTAKE => {
                self.branches_open[job.case as usize] = 2;
                self.calendar.schedule(now + DELAY, 0, Due::Branch(job));
                self.submit(now, EXPERTS, job);
            }
            EXPERTS => self.join(now, job),
            LAWYERS => {
                if distributions::uniform(&mut self.open_stream(job, 8)) < 0.2 {
                    self.submit(
                        now,
                        INTAKE,
                        Job {
                            visit: job.visit + 1,
                            ..job
                        },
                    );
                } else {
                    self.submitted += 1;
                    self.agenda
                        .submit(now, job, (0, 0, self.submitted), 1.0, true);
                }
            }
            _ => {
                self.lead[job.case as usize] =
                    (now - self.registered[job.case as usize]) as f64 / DAY as f64;
                self.open -= 1;
            }
        }
    }

    fn join(&mut self, now: Tick, job: Job) {
        let open = &mut self.branches_open[job.case as usize];
        *open -= 1;
        if *open == 0 {
            self.submit(now, LAWYERS, job);
        }
    }

    fn open_stream(&self, job: Job, purpose: u32) -> KeyedRng {
        self.streams.open(Key {
            entity: u64::from(job.case),
            visit: job.visit,
            purpose,
            ..Key::default()
        })
    }

    fn exponential(&self, job: Job, purpose: u32, mean_days: f64) -> Tick {
        days(mean_days * distributions::standard_exponential(&mut self.open_stream(job, purpose)))
    }
}

fn days(days: f64) -> Tick {
    libm::round(days * DAY as f64) as Tick
}
