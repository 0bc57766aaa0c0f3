//! Queues at one station, on the kernel's calendar, station and keyed streams.

use kernel::{
    Discipline, EventCalendar, Handle, Key, OpenHours, Slot, Station, Streams, Tick, distributions,
};

/// A mean service in ticks: rounding to whole ticks is then a millionth of it.
const UNIT: f64 = 1e6;

const ARRIVAL: u32 = 1;
const SERVICE: u32 = 2;
const CLASS: u32 = 3;

/// Law of a service of mean 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Service {
    /// Exponential: squared coefficient of variation 1.
    Exponential,
    /// Always 1.
    Constant,
    /// Gamma with this coefficient of variation.
    Gamma(f64),
}

/// A station fed by Poisson arrivals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Model<'a> {
    /// Servers.
    pub servers: u32,
    /// Arrivals per mean service of each class; the first goes first.
    pub rates: &'a [f64],
    /// Law of services.
    pub service: Service,
    /// What happens to work under way when somebody more urgent comes.
    pub discipline: Discipline,
    /// Whoever finds all servers busy goes away.
    pub loss: bool,
}

/// Means over the customers of one class, in mean services.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Figures {
    /// Customers who came.
    pub came: f64,
    /// Of them, those lost.
    pub lost: f64,
    /// Of them, those who had to wait (or, preempted, were interrupted).
    pub delayed: f64,
    /// Their waits before service first began, summed.
    pub wait: f64,
    /// Their times in system, summed.
    pub time: f64,
}

#[derive(Clone, Copy)]
struct Customer {
    ordinal: u64,
    class: u8,
    came: Tick,
    begun: bool,
}

enum Due {
    Arrival(u64),
    Departure(Slot),
}

impl Model<'_> {
    /// Serves customers `warm_up` to `warm_up + customers` of a replication, from empty, and gives figures per class.
    #[must_use]
    pub fn run(&self, seed: u64, replication: u32, warm_up: u64, customers: u64) -> Vec<Figures> {
        let streams = Streams::new(seed, replication);
        let rate: f64 = self.rates.iter().sum();
        let between = UNIT / rate;
        let open = |ordinal: u64, purpose: u32| {
            streams.open(Key {
                entity: ordinal,
                purpose,
                ..Key::default()
            })
        };
        let until_next = |ordinal: u64| {
            let unit = distributions::standard_exponential(&mut open(ordinal, ARRIVAL));
            whole_ticks(unit * between)
        };
        let mut figures = vec![Figures::default(); self.rates.len()];
        let mut calendar = EventCalendar::new();
        let mut station = Station::new(self.servers, OpenHours::always(), self.discipline);
        let mut serving: Vec<(Slot, Handle, Customer)> = Vec::with_capacity(self.servers as usize);
        let end = warm_up + customers;
        let counted = |customer: &Customer| (warm_up..end).contains(&customer.ordinal);
        let mut left = customers;
        calendar.schedule(until_next(0), 0, Due::Arrival(0));
        while let Some((now, due)) = calendar.pop() {
            match due {
                Due::Arrival(ordinal) => {
                    calendar.schedule(now + until_next(ordinal + 1), 0, Due::Arrival(ordinal + 1));
                    let class =
                        self.class(|| distributions::uniform(&mut open(ordinal, CLASS)) * rate);
                    let customer = Customer {
                        ordinal,
                        class,
                        came: now,
                        begun: false,
                    };
                    let of_class = &mut figures[usize::from(class)];
                    if counted(&customer) {
                        of_class.came += 1.0;
                    }
                    let busy = serving.len() >= self.servers as usize;
                    if self.loss && busy {
                        if counted(&customer) {
                            of_class.lost += 1.0;
                            left -= 1;
                        }
                    } else {
                        if busy && counted(&customer) {
                            of_class.delayed += 1.0;
                        }
                        let work = self.service.draw(|| open(ordinal, SERVICE));
                        station.submit(now, customer, class, work);
                        if self.discipline == Discipline::PreemptiveResume {
                            preempt(now, &mut station, &mut serving, &mut calendar);
                        }
                    }
                }
                Due::Departure(slot) => {
                    let place = serving.iter().position(|(it, ..)| *it == slot);
                    let begun = place.map(|place| serving.swap_remove(place));
                    if let (Some(customer), Some(_)) = (station.finish(now, slot), begun)
                        && counted(&customer)
                    {
                        figures[usize::from(customer.class)].time +=
                            (now - customer.came) as f64 / UNIT;
                        left -= 1;
                    }
                }
            }
            while let Some(start) = station.start_next(now) {
                let mut customer = start.job;
                if !customer.begun && counted(&customer) {
                    figures[usize::from(customer.class)].wait +=
                        (now - customer.came) as f64 / UNIT;
                }
                customer.begun = true;
                if let Some(at) = start.ends_at {
                    let handle = calendar.schedule(at, 0, Due::Departure(start.slot));
                    serving.push((start.slot, handle, customer));
                }
            }
            if left == 0 {
                break;
            }
        }
        figures
    }

    fn class(&self, at: impl FnOnce() -> f64) -> u8 {
        if self.rates.len() == 1 {
            return 0;
        }
        let at = at();
        let mut sum = 0.0;
        let class = self.rates.iter().position(|rate| {
            sum += rate;
            at < sum
        });
        class.unwrap_or(self.rates.len() - 1) as u8
    }
}

/// Takes the least urgent off a server for whoever is more urgent; what has been worked is kept.
fn preempt(
    now: Tick,
    station: &mut Station<Customer>,
    serving: &mut Vec<(Slot, Handle, Customer)>,
    calendar: &mut EventCalendar<Due>,
) {
    if let Some(preempted) = station.preempt(now)
        && let Some(place) = serving
            .iter()
            .position(|(slot, ..)| *slot == preempted.slot)
    {
        let (_, handle, _) = serving.swap_remove(place);
        calendar.cancel(handle);
    }
}

/// Rounds what is not negative.
fn whole_ticks(time: f64) -> Tick {
    (time + 0.5) as Tick
}

impl Service {
    fn draw<R: rand_core::Rng>(self, open: impl FnOnce() -> R) -> Tick {
        let mean_one = match self {
            Service::Exponential => distributions::standard_exponential(&mut open()),
            Service::Constant => 1.0,
            Service::Gamma(cv) => distributions::gamma(&mut open(), 1.0, cv),
        };
        whole_ticks(mean_one * UNIT)
    }
}

/// What happened in a line before one server, in ticks until [`Line::scale`]d.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Waits that ended.
    pub waits: u64,
    /// Their sum.
    pub wait_sum: f64,
    /// The longest.
    pub wait_max: f64,
    /// Most who waited at once.
    pub queue_max: f64,
    /// Mean number waiting over time, when there is a horizon.
    pub queue_mean: Option<f64>,
}

impl Line {
    /// Turns times from ticks into another unit.
    pub fn scale(&mut self, factor: f64) {
        self.wait_sum *= factor;
        self.wait_max *= factor;
    }
}

/// First come first served before one server, from empty, with any sequences of times; until so many customers have come or
/// the horizon.
pub fn single_server(
    mut until_next: impl FnMut() -> Tick,
    mut service: impl FnMut() -> Tick,
    customers: u64,
    horizon: Tick,
) -> Line {
    let mut calendar = EventCalendar::new();
    let mut station = Station::new(1, OpenHours::always(), Discipline::NonPreemptive);
    let mut queue = kernel::TimeWeighted::new(0, 0.0);
    let mut waits = kernel::Tally::default();
    let mut come = 0;
    calendar.schedule(until_next(), 0, Due::Arrival(0));
    while let Some((now, due)) = calendar.pop() {
        if now >= horizon {
            break;
        }
        match due {
            Due::Arrival(_) => {
                come += 1;
                if come < customers {
                    calendar.schedule(now + until_next(), 0, Due::Arrival(come));
                }
                station.submit(now, come, 0, service());
            }
            Due::Departure(slot) => {
                station.finish(now, slot);
            }
        }
        while let Some(start) = station.start_next(now) {
            waits.add(start.waited as f64);
            if let Some(at) = start.ends_at {
                calendar.schedule(at, 0, Due::Departure(start.slot));
            }
        }
        queue.set(now, station.waiting().count() as f64);
    }
    let wait_sum = waits.mean().unwrap_or(0.0) * waits.count() as f64;
    Line {
        waits: waits.count(),
        wait_sum,
        wait_max: waits.max().unwrap_or(0.0),
        queue_max: queue.max(),
        queue_mean: (horizon < Tick::MAX).then(|| queue.mean(horizon)).flatten(),
    }
}
