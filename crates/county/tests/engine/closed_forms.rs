//! Parts of the county that stand alone equal their closed forms (`docs/validation.md`).
//!
//! Each interval is five standard errors of independent replications wide, which a right model leaves once in 1.7 million tries;
//! each test can see an error of 2 % (its standard error is below 0.25 % of what it checks).

use std::sync::Arc;

use kernel::DAY;
use serde_json::{Value, json};
use tuiyan_county::event::{EventKind, Note, Nothing, Observer};
use tuiyan_county::run::Run;

use crate::fixture::{bare, changed, constant, plan, stage};

/// Mean and standard error.
fn mean(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values
        .iter()
        .map(|it| (it - mean) * (it - mean))
        .sum::<f64>()
        / (n - 1.0);
    (mean, (variance / n).sqrt())
}

fn agrees(name: &str, values: &[f64], expected: f64) {
    let (got, error) = mean(values);
    assert!(
        error < expected.abs() * 0.004,
        "{name}: the test is too weak, standard error {error} of {expected}"
    );
    assert!(
        (got - expected).abs() < 5.0 * error,
        "{name}: {got} ± {error}, expected {expected}"
    );
}

/// Mean of a part over all matters decided in the window, days, for each of `n` replications.
struct PartSum {
    part: &'static str,
    sum: f64,
    matters: f64,
}

impl Observer for PartSum {
    fn observe(&mut self, event: &tuiyan_county::event::Event) {
        match (event.kind, event.note) {
            (EventKind::Part, Note::Part(part)) if part.name() == self.part => {
                self.sum += event.value / DAY as f64
            }
            (EventKind::Published, _) => self.matters += 1.0,
            _ => {}
        }
    }
}

fn parts(county: &Value, part: &'static str, replications: u32) -> Vec<f64> {
    let plan = plan(county);
    (0..replications)
        .map(|replication| {
            let mut run = Run::new(Arc::clone(&plan), 11, replication, Nothing);
            run.warm_up(u64::MAX);
            let (mut run, _) = run.observed_by(PartSum {
                part,
                sum: 0.0,
                matters: 0.0,
            });
            run.open_window(None);
            run.finish(u64::MAX);
            let seen = run.observed_by(Nothing).1;
            seen.sum / seen.matters
        })
        .collect()
}

#[test]
fn one_clerk_is_an_m_m_1_queue() {
    // ρ = .6, mean service 1 day (24 hours worked round the clock): Wq = ρ/(1 − ρ) = 1.5 days.
    let county = changed(
        bare(),
        json!({
            "horizon": { "warm_up_years": 1.0, "years": 50.0, "close_cap_years": 1.0 },
            "procedures": { "plain": { "stages": {
                "draft": { "who": "government_office", "hours": { "kind": "exponential", "mean": 24.0 } } } } },
            "world": { "sources": { "departments": { "per_year": 365.2425 * 0.6 } } },
        }),
    );
    agrees("M/M/1", &parts(&county, "waiting_people", 400), 1.5);
}

#[test]
fn a_periodic_meeting_with_an_agenda_waits_as_the_closed_form_says() {
    // science B10: T = 30 days; K items, utilisation ρ; mean wait in days.
    for (items, rho, wait) in [(5, 0.7, 19.07), (8, 0.8, 19.56), (10, 0.8, 18.29)] {
        let county = changed(
            bare(),
            json!({
                "horizon": { "warm_up_years": 10.0, "years": 80.0, "close_cap_years": 2.0 },
                "meetings": { "executive": { "items": items, "minutes": 1440.0, "at": "00:00" } },
                "procedures": { "plain": { "stages": {
                    "draft": null,
                    "meet": stage("meeting", json!({ "meeting": "executive", "minutes": constant(0.0) })),
                    "publish": { "after": ["meet"] } } } },
                "world": { "sources": { "departments": { "per_year": 365.2425 / 30.0 * rho * f64::from(items) } } },
            }),
        );
        agrees("agenda", &parts(&county, "waiting_meeting", 400), wait);
    }
}

#[test]
fn a_meeting_called_as_needed_waits_its_notice_and_for_the_next_half_day() {
    // Everybody is always free. Whoever comes to an empty agenda calls the meeting and waits W = notice + the rest of a half-day of
    // length h; those who come meanwhile join it, λW of them, and wait for W/2 on average: (E W + λ E W²/2) / (1 + λ E W).
    // The first comes an exponential time after the last sitting: he finds a half-day x old with density λe^(−λx)/(1 − e^(−λh)).
    let (per_year, notice, h) = (60.0, 2.0, 0.5);
    let county = changed(
        bare(),
        json!({
            "horizon": { "warm_up_years": 0.1, "years": 50.0, "close_cap_years": 1.0 },
            "meetings": { "executive": { "every_days": null, "notice_days": notice, "minutes": 1440.0 } },
            "procedures": { "plain": { "stages": {
                "draft": null,
                "meet": stage("meeting", json!({ "meeting": "executive", "minutes": constant(0.0) })),
                "publish": { "after": ["meet"] } } } },
            "world": { "sources": { "departments": { "per_year": per_year } } },
        }),
    );
    let rate = per_year / 365.2425;
    let moment = |power: i32| {
        let steps = 10_000;
        let weights = (0..steps).map(|step| {
            let x = h * (f64::from(step) + 0.5) / f64::from(steps);
            let density = rate * libm::exp(-rate * x) / (1.0 - libm::exp(-rate * h));
            density * libm::pow(notice + h - x, f64::from(power)) * h / f64::from(steps)
        });
        weights.sum::<f64>()
    };
    let wait = (moment(1) + rate * moment(2) / 2.0) / (1.0 + rate * moment(1));
    assert!((1.8..2.0).contains(&wait), "{wait}");
    agrees(
        "called as needed",
        &parts(&county, "waiting_meeting", 200),
        wait,
    );
}

#[test]
fn a_common_slot_of_three_comes_as_the_power_of_their_freedom() {
    // model §7: three leaders free with .6 each, independently: the first common half-day is number 1/.6³ = 4.629630 on average; where
    // two are enough, one of them he of the drafting department, 1/(.6 · (1 − .4²)) = 1.984127.
    // Matters are rare, so that hardly ever a slot is promised to another (0.3 % more); half-days last 12 hours, round the clock.
    for (present, expected) in [(1.0, 4.629_630), (0.6, 1.984_127)] {
        let county = changed(
            bare(),
            json!({
                "horizon": { "warm_up_years": 0.0, "years": 50.0, "close_cap_years": 1.0 },
                "leaders": { "magistrate": { "bound_hours_per_week": 67.2 }, "executive": { "bound_hours_per_week": 67.2 },
                    "deputy": { "bound_hours_per_week": 67.2 } },
                "departments": { "third": { "name": { "zh": "三", "en": "third" }, "staff": 1, "leader": "magistrate" } },
                "procedures": { "plain": { "stages": {
                    "draft": null,
                    "together": stage("coordination", json!({ "minutes": constant(1.0), "present_share": present })),
                    "publish": { "after": ["together"] } } } },
                "world": { "sources": { "departments": { "per_year": 0.5 } }, "classes": { "plan": { "other_departments": 30.0 } } },
            }),
        );
        // From a uniform instant the next half-day begins after half a half-day on average: slot k begins (k − ½) half-days later.
        let slots: Vec<f64> = parts(&county, "waiting_meeting", 2500)
            .iter()
            .map(|days| days * 2.0 + 0.5)
            .collect();
        agrees("common slot", &slots, expected);
    }
}

#[test]
fn with_a_stand_in_a_post_is_empty_only_when_both_are_away() {
    // model §7: 1 − u(u + ρ(1 − u)): .96 for u = .2, ρ = 0; .912 for ρ = .3. Days on which either of the two is there.
    for (correlation, there) in [(0.0, 0.96), (0.3, 0.912)] {
        let county = changed(
            bare(),
            json!({
                "horizon": { "years": 50.0, "close_cap_years": 0.0 },
                "world": { "absences": { "share": 0.2, "correlation": correlation, "spell_days": 5.0 } },
            }),
        );
        let plan = plan(&county);
        let shares: Vec<f64> = (0..40)
            .map(|replication| {
                let mut away = [Vec::new(), Vec::new()];
                let mut run = Run::new(
                    Arc::clone(&plan),
                    2,
                    replication,
                    tuiyan_county::event::Log::default(),
                );
                run.finish(u64::MAX);
                for event in &run.observed_by(Nothing).1.0 {
                    if event.kind == EventKind::AbsenceBegan {
                        let who = plan.actor(event.actor);
                        let spell = (event.tick, event.tick + event.value as i64);
                        match who {
                            "deputy" => away[0].push(spell),
                            "executive" => away[1].push(spell),
                            _ => {}
                        }
                    }
                }
                let both: i64 = away[0]
                    .iter()
                    .flat_map(|a| {
                        away[1]
                            .iter()
                            .map(move |b| (a.1.min(b.1) - a.0.max(b.0)).max(0))
                    })
                    .sum();
                1.0 - both as f64 / (50.0 * 365.2425 * DAY as f64)
            })
            .collect();
        agrees("availability", &shares, there);
    }
}
