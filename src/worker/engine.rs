//! The only place of the page that calls the simulator.

use std::sync::Arc;

use county::law::review::{Breach, review};
use county::scenario::{self, Change, Problem, Scenario};
use kernel::measure::{Measure, Measures};
use serde_json::Value;
use trial::Setup;

use super::protocol::{Day, Wire, WireMeasure};
use crate::diagram::Playback;
use crate::diagram::playback::Names;
use crate::state::{Moment, Preset, patch};

/// The presets, in the order they are offered.
#[must_use]
pub fn presets() -> Vec<Preset> {
    let read = |preset: &scenario::Preset| Preset {
        id: preset.id.to_owned(),
        // A preset that is no JSON does not pass the scenario's own tests.
        value: patch::plain_numbers(preset.file().clone()),
    };
    scenario::presets().map(read).collect()
}

/// Reads, checks and compiles a scenario file, observed for so many years.
///
/// # Errors
/// All that is wrong with it.
pub fn setup(file: &str, years: f64) -> Result<Setup, Vec<Problem>> {
    Setup::new(&scenario::load(file, &[observed(years)])?)
}

/// The change that observes so many years.
pub(super) fn observed(years: f64) -> Change {
    Change {
        path: "horizon.years".to_owned(),
        value: years.into(),
    }
}

/// The first replication of a scenario file, event by event over the observed window, and what of the county is unlawful; none when
/// the file is refused.
#[must_use]
pub fn observe(file: &str, years: f64, seed: u64) -> Option<(Day, Vec<Breach>)> {
    let loaded = scenario::load(file, &[observed(years)]).ok()?;
    let (plan, events) = Setup::new(&loaded).ok()?.log(seed, 0);
    let time = plan.timetable();
    let names = Names::of(&plan, &loaded.after);
    let epoch = time.date(0).to_string();
    let (from, to) = (time.start(), time.window_end());
    let day = Playback::build(&events, &names, &epoch, from, to);
    Some((day, review(&loaded.after)))
}

/// A scenario file as it runs, mechanisms applied; none when it is refused.
#[must_use]
pub fn settled(file: &str) -> Option<Scenario> {
    scenario::load(file, &[]).ok().map(|loaded| loaded.after)
}

/// The county of a moment with a switch off, and with it on, mechanisms applied, as JSON; none when it cannot be put together.
#[must_use]
pub fn turned(moment: &Moment, path: &str) -> Option<(Value, Value)> {
    let with = |on: bool| {
        let patch = patch::with(&moment.patch, &Value::Null, path, on.into());
        let moment = Moment {
            patch,
            ..moment.clone()
        };
        let put = scenario::put_together(&moment.text()).ok()?;
        Some(patch::plain_numbers(put))
    };
    Some((with(false)?, with(true)?))
}

/// What of a scenario file the county with its changes and the preset share: the preset's own replications are the same for all
/// files of which this is the same.
#[must_use]
pub fn common(file: &str) -> String {
    let Ok(Value::Object(file)) = scenario::json(file) else {
        return String::new();
    };
    let shared = ["extends", "world", "horizon", "calendar"]
        .map(|key| file.get(key).cloned().unwrap_or_default());
    scenario::written(&Value::Array(shared.into()), false)
}

/// Measures as they travel.
#[must_use]
pub fn pack(measures: &Measures) -> Wire {
    let mut wire = Wire::default();
    let mut seen: Vec<*const f64> = Vec::new();
    for (name, (measure, _)) in &measures.0 {
        let packed = match measure {
            Measure::Total(value) => WireMeasure::Total(*value),
            Measure::Ratio { above, below } => WireMeasure::Ratio(*above, *below),
            Measure::Quantile { at, values } | Measure::Tail { from: at, values } => {
                let place = seen
                    .iter()
                    .position(|p| *p == values.as_ptr())
                    .unwrap_or_else(|| {
                        seen.push(values.as_ptr());
                        wire.values.push(values.to_vec());
                        seen.len() - 1
                    });
                let place = u32::try_from(place).unwrap_or(u32::MAX);
                match measure {
                    Measure::Tail { .. } => WireMeasure::Tail(*at, place),
                    _ => WireMeasure::Quantile(*at, place),
                }
            }
        };
        wire.metrics.push((name.clone(), packed));
    }
    wire
}

/// Measures as they were before they travelled, without their units: the page knows those by the metrics' names.
#[must_use]
pub fn unpack(wire: Wire) -> Measures {
    let values: Vec<Arc<[f64]>> = wire.values.into_iter().map(Arc::from).collect();
    let measures = wire.metrics.into_iter().filter_map(|(name, measure)| {
        let measure = match measure {
            WireMeasure::Total(value) => Measure::Total(value),
            WireMeasure::Ratio(above, below) => Measure::Ratio { above, below },
            WireMeasure::Quantile(at, place) => Measure::Quantile {
                at,
                values: Arc::clone(values.get(place as usize)?),
            },
            WireMeasure::Tail(from, place) => Measure::Tail {
                from,
                values: Arc::clone(values.get(place as usize)?),
            },
        };
        Some((name, (measure, "")))
    });
    let mut measures = Measures(measures.collect());
    if let Some(heard) = of_those_reached(&measures) {
        measures
            .0
            .insert(RESPONDED_OF_REACHED.to_owned(), (heard, ""));
    }
    measures
}

/// Comments by those a notice reached: each step of the funnel is a share of the step above, and the metrics' shares are both of
/// the people affected.
pub const RESPONDED_OF_REACHED: &str = "page.responded_of_reached.share";

fn of_those_reached(measures: &Measures) -> Option<Measure> {
    let above = |name: &str| match measures.0.get(name) {
        Some((Measure::Ratio { above, .. }, _)) => Some(*above),
        _ => None,
    };
    Some(Measure::Ratio {
        above: above("participation.responded.share")?,
        below: above("participation.reached.share")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_runs_as_it_stands_and_with_each_switch_turned() {
        for preset in presets() {
            for path in [
                "mechanisms.stand_in.enabled",
                "mechanisms.participation.enabled",
            ] {
                let on = patch::get(&preset.value, path).unwrap().as_bool().unwrap();
                let patch = patch::with(&Default::default(), &preset.value, path, (!on).into());
                let mut moment = Moment::of(&preset.id);
                assert!(!setup(&moment.text(), 1.0).unwrap().is_reform());
                moment.patch = patch;
                assert!(
                    setup(&moment.text(), 1.0).unwrap().is_reform(),
                    "{} {path}",
                    preset.id
                );
            }
        }
    }

    #[test]
    fn an_observed_year_has_matters_on_their_way_and_the_scenario_they_follow() {
        let file = Moment::of("today").text();
        let (day, breaches) = observe(&file, 1.0, 1).unwrap();
        assert_eq!(
            day.epoch, "2022-01-01",
            "two years of warm-up before reform day"
        );
        // A preset is lawful.
        assert_eq!(breaches, vec![]);
        assert!(day.cases.len() > 20);
        let scenario = settled(&file).unwrap();
        let stages = &scenario.procedures.get("major").unwrap().stages;
        assert!(
            stages
                .values()
                .any(|s| s.kind == county::scenario::StageKind::PublicComment),
            "mechanisms are applied"
        );
        let bytes = postcard::to_allocvec(&day).unwrap();
        assert_eq!(postcard::from_bytes::<Day>(&bytes).unwrap(), day);
    }

    #[test]
    fn what_is_wrong_is_told_at_the_path_of_its_lever() {
        let file =
            r#"{"tuiyan": 1, "extends": "today", "meetings": {"executive": {"every_days": -3}}}"#;
        let problems = setup(file, 1.0).err().unwrap();
        assert!(
            problems
                .iter()
                .any(|p| p.path == "meetings.executive.every_days"),
            "{problems:?}"
        );
    }

    #[test]
    fn measures_arrive_as_they_left() {
        let values: Arc<[f64]> = [1.0, 2.5, 9.0].into();
        let quantile = |at| Measure::Quantile {
            at,
            values: Arc::clone(&values),
        };
        let measures = Measures(
            [
                ("a", Measure::Total(3.0)),
                (
                    "b",
                    Measure::Ratio {
                        above: 1.0,
                        below: 0.0,
                    },
                ),
                ("c", quantile(0.5)),
                ("d", quantile(0.9)),
            ]
            .map(|(name, measure)| (name.to_owned(), (measure, "")))
            .into_iter()
            .collect(),
        );
        let wire = pack(&measures);
        assert_eq!(wire.values.len(), 1, "a shared distribution travels once");
        let bytes = postcard::to_allocvec(&wire).unwrap();
        assert_eq!(unpack(postcard::from_bytes(&bytes).unwrap()), measures);
    }

    #[test]
    fn those_heard_are_a_share_of_those_reached() {
        let ratio = |above, below| (Measure::Ratio { above, below }, "");
        let measures = Measures(
            [
                (
                    "participation.reached.share".to_owned(),
                    ratio(200.0, 1000.0),
                ),
                (
                    "participation.responded.share".to_owned(),
                    ratio(3.0, 1000.0),
                ),
            ]
            .into_iter()
            .collect(),
        );
        let arrived = unpack(pack(&measures));
        assert_eq!(
            arrived.0.get(RESPONDED_OF_REACHED),
            Some(&ratio(3.0, 200.0))
        );
    }

    #[test]
    fn only_what_both_arms_share_names_the_presets_replications() {
        let base = r#"{"extends": "today", "world": {"demand": 2}}"#;
        let table = [
            (
                r#"{"extends": "today", "world": {"demand": 2}, "meetings": {"executive": {"every_days": 7}}}"#,
                true,
            ),
            (r#"{"extends": "today", "world": {"demand": 3}}"#, false),
            (r#"{"extends": "then", "world": {"demand": 2}}"#, false),
        ];
        for (file, same) in table {
            assert_eq!(common(file) == common(base), same, "{file}");
        }
    }
}
