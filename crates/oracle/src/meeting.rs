//! A periodic meeting that takes up to so many items in order of arrival, on the kernel's calendar and agenda.

use kernel::{Agenda, Capacity, DAY, EventCalendar, Key, Streams, Tick, distributions};

enum Due {
    Arrival(u64),
    Sitting,
}

/// Mean days from arrival to the sitting that takes an item, over the items of a replication that arrive in `sittings`
/// periods after as many as `warm_up`: one sitting every `period` days, at most `items` each, `load` arrivals a sitting.
#[must_use]
pub fn wait(
    items: u32,
    load: f64,
    period: u32,
    seed: u64,
    replication: u32,
    warm_up: u32,
    sittings: u32,
) -> f64 {
    let streams = Streams::new(seed, replication);
    let period = Tick::from(period) * DAY;
    let mean = period as f64 / load;
    let until_next = |ordinal: u64| {
        let mut rng = streams.open(Key {
            entity: ordinal,
            ..Key::default()
        });
        libm::round(mean * distributions::standard_exponential(&mut rng)) as Tick
    };
    let counted = Tick::from(warm_up) * period..Tick::from(warm_up + sittings) * period;
    let mut calendar = EventCalendar::new();
    let mut agenda: Agenda<()> = Agenda::new();
    let (mut taken, mut waited, mut open) = (0u64, 0i64, 0u64);
    calendar.schedule(until_next(0), 0, Due::Arrival(0));
    calendar.schedule(period, 1, Due::Sitting);
    while let Some((now, due)) = calendar.pop() {
        match due {
            Due::Arrival(ordinal) => {
                agenda.submit(now, (), (0, 0, ordinal), 1.0, true);
                open += u64::from(counted.contains(&now));
                if now < counted.end {
                    calendar.schedule(now + until_next(ordinal + 1), 0, Due::Arrival(ordinal + 1));
                }
            }
            Due::Sitting => {
                let capacity = Capacity {
                    items,
                    size: f64::from(items),
                };
                let mut entries = Vec::new();
                agenda.sit(capacity, now, &mut entries);
                for entry in entries {
                    if counted.contains(&entry.since) {
                        taken += 1;
                        waited += now - entry.since;
                    }
                }
                if now >= counted.end && taken == open {
                    break;
                }
                calendar.schedule(now + period, 1, Due::Sitting);
            }
        }
    }
    waited as f64 / taken as f64 / DAY as f64
}
