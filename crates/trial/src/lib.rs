//! A county on trial: a scenario's plans, before and after reform day, and the ways to run them, for those who make experiments.
//!
//! [`Setup`] is a county ready to run. A replication runs whole ([`Setup::replicate`]), or in pieces: a [`WarmUp`] gives a [`Snapshot`], the
//! past that all levers share, and a [`Job`] goes on from there. A [`Course`] stops on any day, is cloned there, and goes on under its own rules
//! or others.
//!
//! `county` is generic in who watches a run; here is the one watcher there is, so the engine is compiled with this crate, and can be compiled
//! for speed where all else is compiled for size (`Cargo.toml`, `profile.web`).

use std::sync::Arc;

use kernel::Tick;
use kernel::measure::Measures;

use county::event::{Event, Observer};
use county::metrics::Fold;
pub use county::metrics::Replicate;
use county::plan::Plan;
use county::run::{Reached, Run};
use county::scenario::{Loaded, Problem, Scenario, View};

/// Who hands out memory in the browser, where every case is a handful of small pieces: the standard library's takes a tenth of a county's
/// time there.
#[cfg(all(target_family = "wasm", not(target_feature = "atomics")))]
#[global_allocator]
static MEMORY: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// A county ready to run: the rules of the warm-up and, where they differ, those that hold from reform day.
#[derive(Debug, Clone)]
pub struct Setup {
    before: Arc<Plan>,
    after: Option<Arc<Plan>>,
    /// Whether replications list their cases.
    lists: bool,
}

/// A replication under way.
#[derive(Debug)]
pub struct Job {
    run: Run<Watch>,
}

/// How far a job is.
#[derive(Debug, Clone)]
pub enum Progress {
    /// Not finished; the share of simulated time done, \[0, 1\].
    Running {
        /// Share of the time to the end of the window.
        share: f64,
    },
    /// Finished.
    Done(Box<Replicate>),
}

/// A warm-up under way; when done it is a [`Snapshot`].
#[derive(Debug)]
pub struct WarmUp {
    run: Run<Watch>,
}

/// The county on reform day, before anything has changed: the common past of all levers.
#[derive(Debug)]
pub struct Snapshot {
    run: Run<Watch>,
}

impl Clone for Snapshot {
    fn clone(&self) -> Self {
        Self {
            run: self.run.forked(Watch::Nothing),
        }
    }
}

/// What watches a run: one type, so that the engine is compiled once for all three.
#[derive(Debug)]
enum Watch {
    /// Nothing: a warm-up.
    Nothing,
    /// The metrics.
    Fold(Box<Fold>),
    /// Every event.
    Keep(Vec<Event>),
}

impl Observer for Watch {
    fn observe(&mut self, event: &Event) {
        match self {
            Self::Nothing => {}
            Self::Fold(fold) => fold.observe(event),
            Self::Keep(events) => events.push(*event),
        }
    }
}

impl Setup {
    /// Compiles a loaded scenario.
    ///
    /// # Errors
    /// What its plans lack, each with its path; none when it was loaded without problems.
    pub fn new(loaded: &Loaded) -> Result<Self, Vec<Problem>> {
        Self::between(&loaded.before, &loaded.after)
    }

    /// `other` against `base`, as `compare` has it: under the transition view the warm-up runs under the rules of `base`, with the
    /// world of `other`, and the rules of `other` hold from reform day. Without a common preset, or settled, `other` runs alone.
    ///
    /// # Errors
    /// As [`Setup::new`].
    pub fn against(base: &Loaded, other: &Loaded) -> Result<Self, Vec<Problem>> {
        let common = base.preset.is_some() && base.preset == other.preset;
        if !common || other.after.horizon.view == View::Settled {
            return Self::between(&other.after, &other.after);
        }
        Self::between(
            &county::scenario::in_the_world_of(base.after.clone(), &other.after),
            &other.after,
        )
    }

    /// A county whose rules are `before` until reform day and `after` from then on; the same when they run alike.
    ///
    /// # Errors
    /// What the plans lack, each with its path; none for scenarios that passed their check.
    pub fn between(before: &Scenario, after: &Scenario) -> Result<Self, Vec<Problem>> {
        Self::onwards(Arc::new(Plan::compile(before, None)?), before, after)
    }

    /// As [`Setup::new`], for a scenario that has the same rules before reform day as this setup's: one plan of them serves both.
    ///
    /// # Errors
    /// As [`Setup::new`].
    pub fn beside(&self, loaded: &Loaded) -> Result<Self, Vec<Problem>> {
        Self::onwards(Arc::clone(&self.before), &loaded.before, &loaded.after)
    }

    fn onwards(
        first: Arc<Plan>,
        before: &Scenario,
        after: &Scenario,
    ) -> Result<Self, Vec<Problem>> {
        let second = if runs_alike(before, after) {
            None
        } else {
            Some(Arc::new(Plan::compile(after, Some(&first))?))
        };
        Ok(Self {
            before: first,
            after: second,
            lists: true,
        })
    }

    /// The same, with replications that keep a list of their cases, as they do if nothing is said, or none. Only comparisons read it; without
    /// it what they hold in memory does not grow with the years.
    #[must_use]
    pub fn with_lists(self, lists: bool) -> Self {
        Self { lists, ..self }
    }

    /// The same county without its changes: arm A of a comparison.
    #[must_use]
    pub fn base(&self) -> Self {
        Self {
            before: Arc::clone(&self.before),
            after: None,
            lists: self.lists,
        }
    }

    /// Whether the same rules hold before reform day: then one warm-up serves both.
    #[must_use]
    pub fn shares_past(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.before, &other.before) || self.before == other.before
    }

    /// Whether anything changes on reform day.
    #[must_use]
    pub fn is_reform(&self) -> bool {
        self.after.is_some()
    }

    /// The plan that holds in the window.
    #[must_use]
    pub fn plan(&self) -> &Arc<Plan> {
        self.after.as_ref().unwrap_or(&self.before)
    }

    /// Runs one replication from the first day of its warm-up to its end.
    #[must_use]
    pub fn replicate(&self, seed: u64, replication: u32) -> Replicate {
        result(&mut self.run(seed, replication, self.fold()))
    }

    /// One replication up to reform day, at one go: the past of all setups that share it.
    #[must_use]
    pub fn until_reform(&self, seed: u64, replication: u32) -> Snapshot {
        let mut warm_up = self.warm_up(seed, replication);
        loop {
            if let Some(snapshot) = warm_up.advance(u64::MAX) {
                return snapshot;
            }
        }
    }

    /// The replication from reform day on under this setup's rules, at one go; bit for bit what [`Setup::replicate`] gives. The snapshot
    /// must come from a setup with the same rules before reform day.
    #[must_use]
    pub fn from_reform(&self, snapshot: &Snapshot) -> Replicate {
        let mut job = self.resume(snapshot);
        loop {
            if let Progress::Done(replicate) = job.advance(u64::MAX) {
                return *replicate;
            }
        }
    }

    /// Runs one replication and keeps every event, warm-up included.
    #[must_use]
    pub fn log(&self, seed: u64, replication: u32) -> (Arc<Plan>, Vec<Event>) {
        let run = self.run(seed, replication, Watch::Keep(Vec::new()));
        (Arc::clone(self.plan()), kept(run))
    }

    /// A replication on the first day of its warm-up, to be stopped on any day.
    #[must_use]
    pub fn course(&self, seed: u64, replication: u32) -> Course {
        let keep = Watch::Keep(Vec::new());
        Course {
            run: Run::new(Arc::clone(&self.before), seed, replication, keep),
            after: self.after.clone(),
            opened: false,
        }
    }

    /// Begins the warm-up that every lever shares.
    #[must_use]
    pub fn warm_up(&self, seed: u64, replication: u32) -> WarmUp {
        WarmUp {
            run: Run::new(Arc::clone(&self.before), seed, replication, Watch::Nothing),
        }
    }

    /// Goes on from reform day under this setup's rules. The snapshot must come from a setup with the same rules before reform day.
    #[must_use]
    pub fn resume(&self, snapshot: &Snapshot) -> Job {
        let mut run = snapshot.run.forked(self.fold());
        run.open_window(self.after.as_ref());
        Job { run }
    }

    /// Goes on from reform day, keeping every event of the window and after.
    #[must_use]
    pub fn resume_log(&self, snapshot: &Snapshot) -> Vec<Event> {
        let keep = Watch::Keep(Vec::new());
        let mut run = snapshot.run.forked(keep);
        run.open_window(self.after.as_ref());
        run.finish(u64::MAX);
        kept(run)
    }

    /// Fingerprint of everything that happens before this moment, from the first day of the warm-up on, going on from reform day under this
    /// setup's rules: two setups agree in it when nothing has gone otherwise yet.
    #[must_use]
    pub fn digest_before(&self, snapshot: &Snapshot, moment: Tick) -> u128 {
        let mut run = snapshot.run.forked(Watch::Nothing);
        run.open_window(self.after.as_ref());
        run.advance(moment, u64::MAX);
        run.digest()
    }

    fn run(&self, seed: u64, replication: u32, watch: Watch) -> Run<Watch> {
        let mut run = Run::new(Arc::clone(&self.before), seed, replication, watch);
        run.warm_up(u64::MAX);
        run.open_window(self.after.as_ref());
        run.finish(u64::MAX);
        run
    }

    fn fold(&self) -> Watch {
        let fold = Fold::new(Arc::clone(self.plan()));
        Watch::Fold(Box::new(if self.lists { fold.listing() } else { fold }))
    }
}

/// Whether two scenarios run alike: titles, sources and ancestry do not run.
fn runs_alike(before: &Scenario, after: &Scenario) -> bool {
    // Field by field: whoever adds one has to say whether it runs.
    macro_rules! alike {
        ($($runs:ident),*; $($does_not:ident),*) => {{
            let Scenario { $($runs),*, $($does_not: _),* } = before;
            $(*$runs == after.$runs)&&*
        }};
    }
    alike!(
        tuiyan, rules, horizon, calendar, leaders, offices, departments, duties, routing, delegation,
        accountability, conferences, meetings, procedures, disclosure, mechanisms, world;
        title, about, extends, sources_of_numbers
    )
}

/// A replication that can be stopped at any tick, cloned there and gone on with, under its own rules or others.
#[derive(Debug)]
pub struct Course {
    run: Run<Watch>,
    after: Option<Arc<Plan>>,
    opened: bool,
}

impl Clone for Course {
    fn clone(&self) -> Self {
        let events = match self.run.observer() {
            Watch::Keep(events) => events.clone(),
            Watch::Nothing | Watch::Fold(_) => Vec::new(),
        };
        Self {
            run: self.run.forked(Watch::Keep(events)),
            after: self.after.clone(),
            opened: self.opened,
        }
    }
}

impl Course {
    /// Runs until every event before `goal` has happened; those that have happened since the last call, in order.
    pub fn until(&mut self, goal: Tick) -> Vec<Event> {
        let start = self.run.plan().timetable().start();
        if !self.opened && goal > start {
            self.run.warm_up(u64::MAX);
            self.run.open_window(self.after.as_ref());
            self.opened = true;
        }
        self.run.until(goal, u64::MAX);
        match self.run.observer_mut() {
            Watch::Keep(events) => std::mem::take(events),
            Watch::Nothing | Watch::Fold(_) => Vec::new(),
        }
    }

    /// Other rules hold from `at` on, which the course has reached: see [`Run::change_rules`]. Before reform day they hold from it on.
    pub fn change_rules(&mut self, plan: &Arc<Plan>, at: Tick) {
        if self.opened {
            self.run.change_rules(plan, at);
        } else {
            self.after = Some(Arc::clone(plan));
        }
    }

    /// The rules that hold now.
    #[must_use]
    pub fn plan(&self) -> &Arc<Plan> {
        self.run.plan()
    }

    /// Fingerprint of every event so far: in the end, that of the replication.
    #[must_use]
    pub fn digest(&self) -> u128 {
        self.run.digest()
    }
}

/// What the events of a replication, in order from before its window opens, come to; `plan` holds in the end.
#[must_use]
pub fn measures_of<'a>(plan: &Arc<Plan>, events: impl Iterator<Item = &'a Event>) -> Measures {
    let mut fold = Fold::new(Arc::clone(plan));
    for event in events {
        fold.observe(event);
    }
    fold.measures()
}

impl WarmUp {
    /// Runs at most `events` events more; the snapshot when reform day is reached.
    pub fn advance(&mut self, events: u64) -> Option<Snapshot> {
        match self.run.warm_up(events) {
            Reached::Budget => None,
            Reached::Goal => Some(Snapshot {
                run: self.run.forked(Watch::Nothing),
            }),
        }
    }
}

impl Job {
    /// Runs at most `events` events more.
    pub fn advance(&mut self, events: u64) -> Progress {
        match self.run.finish(events) {
            Reached::Budget => Progress::Running {
                share: self.run.progress(),
            },
            Reached::Goal => Progress::Done(Box::new(result(&mut self.run))),
        }
    }
}

fn result(run: &mut Run<Watch>) -> Replicate {
    let (measures, roots) = match run.observer_mut() {
        Watch::Fold(fold) => (fold.measures(), fold.take_roots()),
        Watch::Nothing | Watch::Keep(_) => Default::default(),
    };
    Replicate {
        measures,
        roots,
        digest: run.digest(),
        events: run.events(),
    }
}

fn kept(mut run: Run<Watch>) -> Vec<Event> {
    match run.observer_mut() {
        Watch::Keep(events) => std::mem::take(events),
        Watch::Nothing | Watch::Fold(_) => Vec::new(),
    }
}

/// The digest of a run of several replications: theirs, in order, hashed again.
#[must_use]
pub fn combine(digests: &[u128]) -> u128 {
    let mut state = xxhash_rust::xxh3::Xxh3::new();
    for digest in digests {
        state.update(&digest.to_le_bytes());
    }
    state.digest128()
}
