//! A discrete-event kernel: a clock in whole seconds, an event calendar, keyed random streams, people with waiting lines and
//! working hours, meetings with agendas, statistics. It knows nothing of counties.
//!
//! ```text
//! author a model            run it                          read it
//! ───────────────           ─────────────────────────       ───────────────────
//! your events: an enum  →   EventCalendar::pop, a match  →  TimeWeighted, Tally
//! your people: Station  →   submit, start_next, finish   →  Station::usage
//! your chance: Streams  →   open(key), distributions::…  →  measure::Measures
//! ```
//!
//! A queue with one server, whole:
//!
//! ```
//! use tuiyan_kernel::{distributions, Discipline, EventCalendar, Key, OpenHours, Station, Streams, Tally, HOUR};
//!
//! enum Due { Arrival(u64), Departure(tuiyan_kernel::Slot) }
//!
//! let streams = Streams::new(1, 0);
//! let draw = |customer, purpose, mean: f64| {
//!     let key = Key { entity: customer, purpose, ..Key::default() };
//!     (mean * distributions::standard_exponential(&mut streams.open(key)) * HOUR as f64) as i64
//! };
//! let mut calendar = EventCalendar::new();
//! let mut desk = Station::new(1, OpenHours::always(), Discipline::NonPreemptive);
//! let mut waits = Tally::default();
//! calendar.schedule(0, 0, Due::Arrival(0));
//! while let Some((now, due)) = calendar.pop() {
//!     match due {
//!         Due::Arrival(customer) => {
//!             desk.submit(now, customer, 0, draw(customer, 1, 0.5));
//!             if customer < 999 {
//!                 calendar.schedule(now + draw(customer, 2, 1.0), 0, Due::Arrival(customer + 1));
//!             }
//!         }
//!         Due::Departure(slot) => {
//!             desk.finish(now, slot);
//!         }
//!     }
//!     while let Some(start) = desk.start_next(now) {
//!         waits.add(start.waited as f64);
//!         if let Some(end) = start.ends_at {
//!             calendar.schedule(end, 0, Due::Departure(start.slot));
//!         }
//!     }
//! }
//! assert_eq!(waits.count(), 1000);
//! ```
//!
//! Two properties carry everything above: events come in a stated order (tick, rank, order of scheduling), and every draw is
//! keyed by what it is for, never by when it happens to be made. So a run is a pure function of its inputs, and two runs that
//! differ in one rule differ in nothing else.

pub mod agenda;
pub mod calendar;
pub mod digest;
pub mod distributions;
pub mod hours;
pub mod measure;
pub mod order;
pub mod station;
pub mod statistics;
pub mod streams;

pub use agenda::{Agenda, Capacity, Entry, Sitting, Taken};
pub use calendar::{EventCalendar, Handle};
pub use digest::Digest;
pub use distributions::Empirical;
pub use hours::{Layout, OpenHours};
pub use station::{Discipline, Preempted, Slot, Start, Station, Usage, Waiting};
pub use statistics::{Tally, TimeWeighted};
pub use streams::{Key, KeyedRng, Streams, child, entity, id_hash};

/// Simulated time: whole seconds since the run's epoch. All intervals are half-open, `[from, to)`.
pub type Tick = i64;

/// One second.
pub const SECOND: Tick = 1;
/// One minute.
pub const MINUTE: Tick = 60;
/// One hour.
pub const HOUR: Tick = 3_600;
/// One day.
pub const DAY: Tick = 86_400;
