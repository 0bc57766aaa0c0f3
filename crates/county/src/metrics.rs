//! Metrics: a fold over the events of one run, none of which it stores. Names and meaning: `docs/model.md`.

mod agendas;
mod cohort;
mod disclosure;
mod duty;
mod emergencies;
mod implementation;
mod organisation;
mod others;
mod parts;
mod permits;
mod petitions;
mod quality;
mod roots;

use std::sync::Arc;

use litemap::LiteMap;

use kernel::measure::{Measure, Measures, Unit};
use kernel::{DAY, HOUR, Tick};

use self::agendas::Agendas;
use self::cohort::Cohort;
use self::duty::Duty;
use self::implementation::Implementation;
use self::organisation::Organisation;
pub use self::parts::{PARTS, Parts};
pub use self::roots::{Months, Replicate, Root, by_month, common, over_common};
use crate::event::{Actor, Event, EventKind, NONE, Note, Observer, Part};
use crate::plan::Plan;
use crate::scenario::CaseKind;

/// Folds the events of a run into its measures. Give it to a run before the window opens.
#[derive(Debug, Clone)]
pub struct Fold {
    plan: Arc<Plan>,
    open: bool,
    cohort: Cohort,
    organisation: Organisation,
    implementation: Implementation,
    leaders: Vec<Hours>,
    offices: Vec<Hours>,
    departments: Vec<Hours>,
    /// Leaders' hours by what they go into: cases by kind, then meetings, conferences, documents.
    uses: [Tick; CaseKind::ALL.len() + 3],
    sitting_in: Tick,
    public: Tick,
    attended: Tick,
    documents: u64,
    sittings: u64,
    coordinations: u64,
    items: u64,
    minutes: f64,
    carried: f64,
    agendas: Agendas,
    put_off: u64,
    delegated: u64,
    duty: Duty,
    conferences: u64,
    conferred: Tick,
    read: Tick,
    /// Days on which one of a meeting's members, in turn, received people.
    receptions: u64,
}

/// One actor's hours in the window.
#[derive(Debug, Clone, Copy, Default)]
struct Hours {
    spent: Tick,
    available: Tick,
    used: Tick,
    /// Work in line when the window closed, less what was there when it opened.
    backlog: Tick,
}

impl Fold {
    /// An empty fold. `plan` is the plan of the window: the one that holds after reform day.
    #[must_use]
    pub fn new(plan: Arc<Plan>) -> Self {
        let hours = |count: usize| vec![Hours::default(); count];
        Self {
            open: false,
            cohort: Cohort::default(),
            organisation: Organisation::default(),
            implementation: Implementation::default(),
            leaders: hours(plan.leaders.len()),
            offices: hours(plan.offices.len()),
            departments: hours(plan.departments.len()),
            uses: [0; CaseKind::ALL.len() + 3],
            sitting_in: 0,
            public: 0,
            attended: 0,
            documents: 0,
            sittings: 0,
            coordinations: 0,
            items: 0,
            minutes: 0.0,
            carried: 0.0,
            agendas: Agendas::default(),
            put_off: 0,
            delegated: 0,
            duty: Duty::default(),
            conferences: 0,
            conferred: 0,
            read: 0,
            receptions: 0,
            plan,
        }
    }

    /// Keeps a list of the cases from outside too ([`Replicate::roots`]), which grows with the years.
    #[must_use]
    pub fn listing(mut self) -> Self {
        self.cohort.roots = Some(Vec::new());
        self
    }

    #[inline]
    fn hours(&mut self, actor: Actor) -> Option<&mut Hours> {
        match actor {
            Actor::Leader(index) => self.leaders.get_mut(usize::from(index)),
            Actor::Office(index) => self.offices.get_mut(usize::from(index)),
            Actor::Department(index) => self.departments.get_mut(usize::from(index)),
            _ => None,
        }
    }

    /// Hours that somebody has spent.
    #[inline]
    fn spend(&mut self, event: &Event) {
        let ticks = event.value as Tick;
        if let Actor::Leader(_) = event.actor {
            let kinds = CaseKind::ALL.len();
            let into = match event.kind {
                EventKind::Conferred => kinds + 1,
                EventKind::HoursReading => kinds + 2,
                _ if event.class == NONE => kinds,
                _ => self.plan.kind(event.class) as usize,
            };
            self.uses[into] += ticks;
        }
        if let Some(hours) = self.hours(event.actor) {
            hours.spent += ticks;
        }
    }

    /// What happened in the window, whoever's matter it was.
    #[inline]
    fn count(&mut self, event: &Event) {
        self.duty.fold(event, &self.plan);
        self.agendas.fold(event);
        match event.kind {
            EventKind::WorkEnded | EventKind::CalledAway | EventKind::HoursStanding => {
                self.spend(event);
            }
            EventKind::Attended => {
                let ticks = event.value as Tick;
                match event.actor {
                    Actor::Public(_) => self.public += ticks,
                    Actor::Nobody => {
                        self.sitting_in += ticks;
                        self.attended += ticks;
                    }
                    _ => {
                        self.attended += ticks;
                        self.spend(event);
                    }
                }
            }
            EventKind::HoursReading => {
                self.read += event.value as Tick;
                self.spend(event);
            }
            EventKind::Conference => self.conferences += 1,
            EventKind::Conferred => {
                self.conferred += event.value as Tick;
                self.spend(event);
            }
            EventKind::Delegated => {
                self.delegated += 1;
                // It was asked of him all the same.
                if let Some(hours) = self.hours(event.actor) {
                    hours.backlog += event.value as Tick;
                }
            }
            EventKind::DocumentIssued => self.documents += 1,
            EventKind::Sitting if event.stage == NONE => {
                if self.takes_turns(event.actor) {
                    self.receptions += 1;
                } else {
                    self.sittings += 1;
                    self.minutes += event.value;
                }
            }
            EventKind::CarriedOver | EventKind::PutOff if self.takes_turns(event.actor) => {}
            EventKind::Sitting => self.coordinations += 1,
            EventKind::Decided if event.actor != Actor::Nobody => self.items += 1,
            EventKind::Heard if matches!(event.actor, Actor::Meeting(_)) => self.items += 1,
            EventKind::CarriedOver => self.carried += event.value,
            EventKind::PutOff => self.put_off += 1,
            _ => {}
        }
    }

    /// Takes the cases from outside, one by one, as they ended; none where no list of them is kept.
    pub fn take_roots(&mut self) -> Vec<Root> {
        self.cohort.roots.take().unwrap_or_default()
    }

    /// The measures of the replication. Metrics of things the county does not have are left out, never 0.
    #[must_use]
    pub fn measures(&self) -> Measures {
        let plan = &self.plan;
        let years = plan.timetable().years();
        let mut out = Out(Measures::default());
        self.cohort.report(plan, years, &mut out);
        self.organisation.report(plan, &mut out);
        self.implementation.report(plan, years, &mut out);
        self.duty.report(plan, years, &mut out);

        let per_year = |ticks: Tick| ticks as f64 / HOUR as f64 / years;
        let mut total = 0.0;
        let mut of = |out: &mut Out, list: &[Hours], actor: &dyn Fn(u16) -> Actor| -> f64 {
            let mut sum = 0.0;
            for (index, hours) in list.iter().enumerate() {
                let actor = actor(index as u16);
                let id = plan.actor(actor);
                out.total(
                    &format!("burden.hours.{id}"),
                    per_year(hours.spent),
                    "hours_per_year",
                );
                let available = hours.available as f64;
                let utilisation = format!("burden.utilisation.{id}");
                out.ratio(&utilisation, hours.used as f64, available, "share");
                let asked = (hours.used + hours.backlog) as f64;
                out.ratio(&format!("burden.load.{id}"), asked, available, "share");
                sum += per_year(hours.spent);
                if plan.is_burden(actor) {
                    total += per_year(hours.spent);
                }
            }
            sum
        };
        let leaders = of(&mut out, &self.leaders, &Actor::Leader);
        of(&mut out, &self.offices, &Actor::Office);
        let departments = of(&mut out, &self.departments, &Actor::Department);
        let townships = plan.townships();
        let spent = |it: &u16| per_year(self.departments[usize::from(*it)].spent);
        let in_townships: f64 = townships.iter().map(spent).sum();
        if !townships.is_empty() {
            let name = "burden.hours.townships";
            out.total(name, in_townships, "hours_per_year");
        }
        let sitting_in = per_year(self.sitting_in);
        out.total("burden.hours.leaders", leaders, "hours_per_year");
        let kinds = CaseKind::ALL.iter().map(|kind| used_for(*kind));
        let into = kinds.chain(["meetings", "conferences", "documents"]);
        let mut hours: LiteMap<&str, Tick> = LiteMap::new();
        for (name, ticks) in into.zip(self.uses) {
            *hours.entry(name).or_insert(0) += ticks;
        }
        for (name, ticks) in hours.iter() {
            let name = format!("burden.leaders.{name}");
            out.total(&name, per_year(*ticks), "hours_per_year");
        }
        out.total(
            "burden.hours.departments",
            departments - in_townships + sitting_in,
            "hours_per_year",
        );
        out.total("burden.hours.total", total + sitting_in, "hours_per_year");
        out.total(
            "burden.hours.public",
            per_year(self.public),
            "hours_per_year",
        );
        out.total(
            "burden.documents",
            self.documents as f64 / years,
            "per_year",
        );
        out.total(
            "burden.conferences",
            self.conferences as f64 / years,
            "per_year",
        );
        out.total(
            "burden.conference_hours",
            per_year(self.conferred),
            "hours_per_year",
        );
        out.total(
            "burden.document_hours",
            per_year(self.read),
            "hours_per_year",
        );
        out.total(
            "burden.delegated",
            self.delegated as f64 / years,
            "per_year",
        );
        out.total("burden.meetings", self.sittings as f64 / years, "per_year");
        out.total(
            "burden.coordination_meetings",
            self.coordinations as f64 / years,
            "per_year",
        );
        out.total(
            "burden.meetings_put_off",
            self.put_off as f64 / years,
            "per_year",
        );
        if plan.meetings.iter().any(|it| it.turns.is_some()) {
            let receptions = self.receptions as f64 / years;
            out.total("burden.reception_days", receptions, "per_year");
        }
        out.total(
            "burden.meeting_hours",
            per_year(self.attended),
            "hours_per_year",
        );
        out.ratio(
            "burden.minutes_per_item",
            self.minutes,
            self.items as f64,
            "minutes",
        );
        out.ratio(
            "burden.agenda_carry_over",
            self.carried,
            self.sittings as f64,
            "matters",
        );
        self.agendas.report(plan, years, &mut out);
        out.0
    }
}

impl Observer for Fold {
    // Compiled where the engine is.
    #[inline]
    fn observe(&mut self, event: &Event) {
        match event.kind {
            EventKind::WindowOpened => self.open = true,
            EventKind::WindowClosed => self.open = false,
            EventKind::HoursWaiting => {
                let sign = if self.open && self.closing(event.tick) {
                    1
                } else {
                    -1
                };
                if let Some(hours) = self.hours(event.actor) {
                    hours.backlog += sign * event.value as Tick;
                }
            }
            EventKind::HoursAvailable => {
                if let Some(hours) = self.hours(event.actor) {
                    hours.available += event.value as Tick;
                }
            }
            EventKind::HoursUsed => {
                if let Some(hours) = self.hours(event.actor) {
                    hours.used += event.value as Tick;
                }
            }
            _ => {
                if self.open {
                    self.count(event);
                    self.implementation.fold(event);
                }
                self.organisation.fold(event, self.open, &self.plan);
                self.cohort.fold(event, self.open, &self.plan);
            }
        }
    }
}

impl Fold {
    /// Whether a meeting's members take turns: such a day is no meeting.
    fn takes_turns(&self, meeting: Actor) -> bool {
        let Actor::Meeting(index) = meeting else {
            return false;
        };
        let meeting = self.plan.meetings.get(usize::from(index));
        meeting.is_some_and(|it| it.turns.is_some())
    }

    fn closing(&self, tick: Tick) -> bool {
        tick >= self.plan.timetable().window_end()
    }
}

/// What leaders' hours for cases of a kind are counted as.
const fn used_for(kind: CaseKind) -> &'static str {
    match kind {
        CaseKind::Matter => "matters",
        CaseKind::Petition => "petitions",
        CaseKind::Permit => "permits",
        CaseKind::Disclosure | CaseKind::DisclosureItem => "disclosure",
        CaseKind::Emergency => "emergency",
        CaseKind::Suggestion => "suggestions",
        CaseKind::Supervision => "supervision",
        CaseKind::Call => "duty",
    }
}

/// Collects measures by name.
pub(crate) struct Out(Measures);

impl Out {
    pub(crate) fn total(&mut self, name: &str, value: f64, unit: Unit) {
        self.0
            .0
            .insert(name.to_owned(), (Measure::Total(value), unit));
    }

    pub(crate) fn ratio(&mut self, name: &str, above: f64, below: f64, unit: Unit) {
        self.0
            .0
            .insert(name.to_owned(), (Measure::Ratio { above, below }, unit));
    }

    pub(crate) fn tail(&mut self, name: &str, from: f64, values: &Arc<[f64]>, unit: Unit) {
        let values = Arc::clone(values);
        self.0
            .0
            .insert(name.to_owned(), (Measure::Tail { from, values }, unit));
    }

    pub(crate) fn quantile(&mut self, name: &str, at: f64, values: &Arc<[f64]>, unit: Unit) {
        let values = Arc::clone(values);
        self.0
            .0
            .insert(name.to_owned(), (Measure::Quantile { at, values }, unit));
    }
}

/// The part an event speaks of.
#[inline]
pub(crate) fn part_of(event: &Event) -> Option<Part> {
    match event.note {
        Note::Part(part) => Some(part),
        _ => None,
    }
}

/// Ticks as days.
pub(crate) fn days(ticks: Tick) -> f64 {
    ticks as f64 / DAY as f64
}
