//! The presets' warm-up is long enough: the backlog does not drift from reform day on (contract: Horizon).

use std::sync::Arc;

use kernel::DAY;
use kernel::statistics::TimeWeighted;
use tuiyan_county::event::{Event, EventKind, NONE32, Observer};
use tuiyan_county::plan::Plan;
use tuiyan_county::run::Run;
use tuiyan_county::scenario::{Change, load_preset};

/// Half-width of an interval in standard errors: two-sided 99.9 %.
const Z: f64 = 3.29;
/// Drift that is still called none, as a share of the backlog: the whole interval must lie within. The replications below make
/// the half-width half of it, so that a county without drift fails once in a thousand tests, and one whose backlog drifts by
/// the tolerance or more passes once in two thousand.
const TOLERANCE: f64 = 0.1;

/// Matters in progress: registered, and neither published nor refused, nor ended without either.
#[derive(Debug, Clone)]
struct Backlog {
    open: Vec<bool>,
    level: TimeWeighted,
}

impl Observer for Backlog {
    fn observe(&mut self, event: &Event) {
        let ends = matches!(
            event.kind,
            EventKind::Published | EventKind::Refused | EventKind::Closed
        );
        if event.kind == EventKind::Registered {
            assert_eq!(event.number as usize, self.open.len());
            self.open.push(true);
            self.level.add(event.tick, 1.0);
        } else if ends
            && event.number != NONE32
            && std::mem::take(&mut self.open[event.number as usize])
        {
            self.level.add(event.tick, -1.0);
        }
    }
}

/// Mean backlog over the first `days` from reform day, and over the same dates `later` (days); one pair a replication.
fn backlogs(plan: &Arc<Plan>, replications: u32, days: i64, later: i64) -> Vec<(f64, f64)> {
    let day = plan.timetable().start();
    let pair = |replication| {
        let nothing = Backlog {
            open: Vec::new(),
            level: TimeWeighted::new(0, 0.0),
        };
        let mut run = Run::new(Arc::clone(plan), 5, replication, nothing);
        run.warm_up(u64::MAX);
        run.open_window(None);
        let mut until = |tick| {
            run.advance(tick, u64::MAX);
            run.observer().level.integral(tick)
        };
        let mut mean_from = |tick| {
            let before = until(tick);
            (until(tick + days * DAY) - before) / (days * DAY) as f64
        };
        (mean_from(day), mean_from(day + later * DAY))
    };
    (0..replications).map(pair).collect()
}

/// The same dates some years on, so that season is not taken for drift. The Spring Festival lies in both spans, both are whole
/// rounds of the executive meeting, and the years lie within the table of announced holidays.
struct Later {
    preset: &'static str,
    date: &'static str,
    after_days: i64,
    span_days: i64,
}

/// Three rounds of 30 days.
const SEED: Later = Later {
    preset: "seed",
    date: "2011-01-01",
    after_days: 1096,
    span_days: 90,
};

/// Four rounds of 23 days. What drift there is (2 %) is the calendar's, not the warm-up's: the first quarters of 2024 and 2026 have
/// not the same working days, and after six years of warm-up it is as large.
const TODAY: Later = Later {
    preset: "today",
    date: "2026-01-01",
    after_days: 731,
    span_days: 92,
};

/// Drift from reform day to the same dates years later, as a share of the later backlog, and its half-width, paired.
fn drift(it: &Later, changes: &[Change], replications: u32) -> (f64, f64) {
    let loaded = load_preset(it.preset, changes).expect("a preset loads");
    let plan = Arc::new(Plan::compile(&loaded.before, None).expect("a preset compiles"));
    let timetable = plan.timetable();
    let stamps = [0, it.after_days].map(|it| timetable.stamp(timetable.start() + it * DAY));
    let dates = [loaded.before.horizon.start.as_str(), it.date];
    assert_eq!(stamps, dates.map(|it| format!("{it}T00:00:00")));
    let pairs = backlogs(&plan, replications, it.span_days, it.after_days);
    let n = f64::from(replications);
    let level = pairs.iter().map(|it| it.1).sum::<f64>() / n;
    assert!(level > 1.0, "{} has no backlog: {level}", it.preset);
    let mean = pairs.iter().map(|it| it.1 - it.0).sum::<f64>() / n;
    let square = |it: &(f64, f64)| (it.1 - it.0 - mean) * (it.1 - it.0 - mean);
    let variance = pairs.iter().map(square).sum::<f64>() / (n - 1.0);
    (mean / level, Z * libm::sqrt(variance / n) / level)
}

fn does_not_drift(it: &Later) {
    let (drift, half) = drift(it, &[], 900);
    assert!(
        half < TOLERANCE * 0.52,
        "{}: the test is too weak, ± {half:.3}",
        it.preset
    );
    assert!(
        drift.abs() + half < TOLERANCE,
        "{}: the backlog drifts by {drift:.3} ± {half:.3} of itself: lengthen horizon.warm_up_years",
        it.preset
    );
}

#[test]
fn the_backlog_of_the_seed_s_county_no_longer_drifts_when_its_warm_up_ends() {
    does_not_drift(&SEED);
}

#[test]
fn the_backlog_of_today_s_county_no_longer_drifts_when_its_warm_up_ends() {
    does_not_drift(&TODAY);
}

#[test]
fn a_warm_up_of_a_month_would_be_found_out() {
    let short = [Change::parse("horizon.warm_up_years", "0.08")];
    for it in [SEED, TODAY] {
        let (drift, half) = drift(&it, &short, 200);
        assert!(drift - half > TOLERANCE, "{}: {drift} ± {half}", it.preset);
    }
}
