//! Once everything has been at its largest, nothing allocates any more.

use std::hint::black_box;

use kernel::distributions::standard_exponential;
use kernel::{
    Agenda, Capacity, DAY, Discipline, EventCalendar, Key, OpenHours, Slot, Station, Streams,
    Taken, Tick,
};
use tuiyan_kernel as kernel;

enum Due {
    Arrival(u64),
    Departure(Slot),
    Sitting,
}

/// Three people with a line, then a weekly meeting of thirty; four arrivals a day, always at the same times of the day.
struct Office {
    streams: Streams,
    calendar: EventCalendar<Due>,
    desk: Station<u64>,
    agenda: Agenda<u64>,
    taken: Vec<Taken<u64>>,
    decided: u64,
}

const MEETING: Tick = 7 * DAY;

impl Office {
    fn open() -> Self {
        let days = (0..20_000).map(|day| (day * DAY + 30_600, day * DAY + 64_800));
        let hours = OpenHours::from_intervals(days.collect());
        let mut calendar = EventCalendar::new();
        calendar.schedule(0, 0, Due::Arrival(0));
        calendar.schedule(MEETING, 1, Due::Sitting);
        let mut desk = Station::new(3, hours, Discipline::PreemptiveResume);
        // A rush on the first morning: the lines will not be that long again.
        for number in 0..400 {
            desk.submit(0, number, u8::from(number % 2 > 0), 18_000);
        }
        Self {
            streams: Streams::new(1, 0),
            calendar,
            desk,
            agenda: Agenda::new(),
            taken: Vec::new(),
            decided: 0,
        }
    }

    fn run(&mut self, until: Tick) {
        while self.calendar.peek().is_some_and(|at| at < until) {
            let Some((now, due)) = self.calendar.pop() else {
                return;
            };
            match due {
                Due::Arrival(number) => {
                    let key = Key {
                        entity: number,
                        ..Key::default()
                    };
                    let work = 18_000.0 * standard_exponential(&mut self.streams.open(key));
                    let priority = u8::from(number % 5 > 0);
                    self.desk.submit(now, number, priority, work as Tick);
                    self.calendar
                        .schedule(now + DAY / 4, 0, Due::Arrival(number + 1));
                    self.desk.preempt(now);
                }
                Due::Departure(slot) => {
                    if let Some(number) = self.desk.finish(now, slot) {
                        self.agenda.submit(now, number, (0, 0, number), 1.0, true);
                    }
                }
                Due::Sitting => {
                    let capacity = Capacity {
                        items: 30,
                        size: 30.0,
                    };
                    self.agenda.sit(capacity, now, &mut self.taken);
                    self.decided += self.taken.len() as u64;
                    self.calendar.schedule(now + MEETING, 1, Due::Sitting);
                }
            }
            while let Some(start) = self.desk.start_next(now) {
                if let Some(end) = start.ends_at {
                    self.calendar.schedule(end, 0, Due::Departure(start.slot));
                }
            }
        }
    }
}

#[test]
fn nothing_allocates_once_all_has_been_at_its_largest() {
    let (years, grown) = (20 * 365 * DAY, 40 * 365 * DAY);
    let mut office = Office::open();
    let first = allocation_counter::measure(|| office.run(years));
    assert!(first.count_total > 0, "the first years do allocate");
    let decided = office.decided;
    let later = allocation_counter::measure(|| office.run(grown));
    black_box(&office);
    assert!(office.decided > decided + 20_000, "{}", office.decided);
    assert_eq!(later.count_total, 0, "{later:?}");
}
