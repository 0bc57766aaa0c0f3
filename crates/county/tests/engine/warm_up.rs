//! The presets' warm-up is long enough: the backlog does not drift from reform day on (contract: Horizon).

use std::sync::Arc;

use kernel::DAY;
use kernel::statistics::TimeWeighted;
use tuiyan_county::event::{Event, EventKind, NONE32, Observer};
use tuiyan_county::plan::Plan;
use tuiyan_county::run::Run;
use tuiyan_county::scenario::{Change, load_preset};

const REPLICATIONS: u32 = 1_500;
/// Two-sided 99.9 %: the interval of a county without drift misses 0 once in a thousand tests.
const Z: f64 = 3.29;
/// Drift that would still be called none, as a share of the backlog.
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
fn backlogs(plan: &Arc<Plan>, days: i64, later: i64) -> Vec<(f64, f64)> {
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
    (0..REPLICATIONS).map(pair).collect()
}

/// Drift from reform day to the same dates years later, as a share of the later backlog, and its standard error, paired.
fn drift(preset: &str, changes: &[(&str, &str)], date: &str, days: i64, later: i64) -> (f64, f64) {
    let changes: Vec<Change> = changes.iter().map(|it| Change::parse(it.0, it.1)).collect();
    let loaded = load_preset(preset, &changes).expect("a preset loads");
    let plan = Arc::new(Plan::compile(&loaded.before, None).expect("a preset compiles"));
    let timetable = plan.timetable();
    let stamps = [0, later].map(|it| timetable.stamp(timetable.start() + it * DAY));
    assert_eq!(
        stamps,
        [loaded.before.horizon.start.as_str(), date].map(|it| format!("{it}T00:00:00"))
    );
    let pairs = backlogs(&plan, days, later);
    let n = f64::from(REPLICATIONS);
    let level = pairs.iter().map(|it| it.1).sum::<f64>() / n;
    assert!(level > 1.0, "{preset} has no backlog: {level}");
    let mean = pairs.iter().map(|it| it.1 - it.0).sum::<f64>() / n;
    let square = |it: &(f64, f64)| (it.1 - it.0 - mean) * (it.1 - it.0 - mean);
    let variance = pairs.iter().map(square).sum::<f64>() / (n - 1.0);
    println!(
        "{preset} {changes:?}: backlog {level:.2}, drift {mean:.3} ± {:.3}",
        libm::sqrt(variance / n)
    );
    (mean / level, libm::sqrt(variance / n) / level)
}

#[test]
fn the_backlog_of_a_preset_no_longer_drifts_when_its_warm_up_ends() {
    // The same dates, so that season is not taken for drift: the Spring Festival lies in both, and both are whole rounds of the
    // executive meeting (three of 30 days, four of 23). The years lie within the table of announced holidays.
    for (preset, date, days, later) in [
        ("seed", "2011-01-01", 90, 1096),
        ("today", "2026-01-01", 92, 731),
    ] {
        let (drift, error) = drift(preset, &[], date, days, later);
        let widest = drift.abs() + Z * error;
        assert!(
            widest < TOLERANCE,
            "{preset}: the backlog drifts by {drift:.3} ± {:.3} of itself: lengthen horizon.warm_up_years",
            Z * error
        );
    }
}

#[test]
fn a_warm_up_of_a_month_would_be_found_out() {
    let short = [("horizon.warm_up_years", "0.08")];
    let (drift, error) = drift("today", &short, "2026-01-01", 92, 731);
    assert!(drift - Z * error > TOLERANCE, "{drift} ± {error}");
}
