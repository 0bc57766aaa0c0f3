//! What the place 对比 has run: experiments, as anybody could write them into a file.

use page::simulate::systems::SYSTEMS;
use page::state::{Moment, patch};
use page::words::sentence;
use serde_json::{Map, Value, json};

use super::arms::{Arm, MECHANISMS, switch};
use crate::pool::{County, Job};
use crate::told::DAYS;

/// The four metrics that claims are corrected for.
pub const PRIMARIES: [&str; 4] = [
    sentence::LEAD_TIME,
    sentence::RESPONDED,
    sentence::AGREEMENT,
    HOURS,
];

/// All hours of all, a year.
pub const HOURS: &str = "burden.hours.total";
/// What adopted measures bring, a year.
pub const REALISED: &str = "quality.value.realised";
/// Of what could have been brought.
pub const VALUE: &str = "quality.value.share";

/// What the full factorial of the mechanisms is told by.
pub const OF_FACTORIAL: [&str; 5] = [
    sentence::LEAD_TIME,
    sentence::RESPONDED,
    sentence::AGREEMENT,
    VALUE,
    HOURS,
];

/// All metrics that the place shows: the primary ones, the parts of a turnaround, what sentences speak of, and those of the county's other work.
#[must_use]
pub fn metrics() -> Vec<String> {
    let parts = county::event::Part::ALL.map(|it| format!("turnaround.part.{}", it.name()));
    let sentences = MECHANISMS.iter().flat_map(|it| {
        let path = switch(it);
        sentence::metrics_of(&path)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    });
    let rows = SYSTEMS.iter().flat_map(|it| it.rows);
    let mut metrics: Vec<String> = Vec::new();
    for name in PRIMARIES
        .map(str::to_owned)
        .into_iter()
        .chain([DAYS.to_owned(), sentence::LEADERS_HOURS.to_owned()])
        .chain(parts)
        .chain(sentences)
        .chain(rows.map(|it| it.metric.to_owned()))
    {
        if !metrics.contains(&name) {
            metrics.push(name);
        }
    }
    metrics
}

/// How much is to be run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// Replications of each county.
    pub replications: u32,
    /// Years observed in each replication.
    pub years: f64,
}

fn file(scenario: &str, seed: u64, size: Size) -> Map<String, Value> {
    let Value::Object(file) = json!({
        "tuiyan_experiment": 1,
        "scenario": scenario,
        "seed": seed,
        "replications": size.replications,
        "years": page::levers::from_f64(size.years),
    }) else {
        return Map::new();
    };
    file
}

fn job(file: Map<String, Value>, scenario: &Moment, figures: usize) -> Job {
    Job {
        file: Value::Object(file).to_string(),
        county: County::Text(scenario.text()),
        figures,
        stop: None,
        only_read: false,
    }
}

/// By what the best is to be found: which of the primary metrics, and from which difference on anybody cares, in its unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wanted {
    /// Index in [`PRIMARIES`].
    pub metric: usize,
    /// Above 0.
    pub zone: f64,
}

/// Whether less of each primary metric is better, or more.
const GOALS: [&str; 4] = ["least", "most", "most", "least"];
/// The fewest replications of which the best can be told.
const FEWEST: u32 = 10;

/// Counties side by side, each against the preset as it stands.
#[must_use]
pub fn side_by_side(now: &Moment, arms: &[Arm], wanted: Wanted, size: Size) -> Job {
    let metrics = metrics();
    let figures = metrics.len() * (arms.len() + 1);
    let scenarios: Map<String, Value> = arms
        .iter()
        .map(|it| (it.id.clone(), it.patch.clone()))
        .collect();
    let mut file = file(&now.preset, now.seed, size);
    file.insert("family".to_owned(), json!(PRIMARIES));
    file.insert("metrics".to_owned(), json!(metrics));
    file.insert(
        "design".to_owned(),
        json!({"kind": "scenarios", "scenarios": scenarios}),
    );
    if let Some((metric, goal)) = PRIMARIES
        .get(wanted.metric)
        .zip(GOALS.get(wanted.metric))
        .filter(|_| size.replications >= FEWEST)
    {
        let zone = json!(wanted.zone);
        file.insert(
            "best".to_owned(),
            json!({"metric": metric, "goal": goal, "zone": zone}),
        );
    }
    // Month by month since reform day, as far as a year is observed.
    let months = libm::floor(size.years * 12.0).clamp(0.0, 12.0) as u32;
    if months > 0 {
        file.insert("months".to_owned(), months.into());
    }
    let goals = PRIMARIES.iter().zip(GOALS);
    let goals: Vec<Value> = goals
        .map(|(metric, goal)| json!({"metric": metric, "goal": goal}))
        .collect();
    file.insert("front".to_owned(), Value::Array(goals));
    job(file, &Moment::of(&now.preset), figures)
}

/// The county as it stands and nothing else, for the fingerprint of its events; the one design that asks for no factors wants another county
/// beside it, of which only a word is another.
#[must_use]
pub fn alone(now: &Moment, size: Size) -> Job {
    let mut file = file(&named(now), now.seed, size);
    file.insert("metrics".to_owned(), json!([sentence::LEAD_TIME]));
    file.insert(
        "design".to_owned(),
        json!({"kind": "scenarios", "scenarios": {"beside": {"about": null}}}),
    );
    job(file, now, 2)
}

/// All combinations of the five mechanisms, all else as it stands.
#[must_use]
pub fn factorial(now: &Moment, size: Size) -> Job {
    let factors: Map<String, Value> = MECHANISMS
        .iter()
        .map(|it| {
            let factor = json!({"path": switch(it), "levels": [false, true]});
            ((*it).to_owned(), factor)
        })
        .collect();
    let bare = without_switches(now);
    let mut file = file(&named(&bare), now.seed, size);
    file.insert("factors".to_owned(), Value::Object(factors));
    file.insert("metrics".to_owned(), json!(OF_FACTORIAL));
    file.insert("design".to_owned(), json!({"kind": "full_factorial"}));
    job(file, &bare, OF_FACTORIAL.len() << MECHANISMS.len())
}

/// Of every person and office an hour a week more, and one less.
#[must_use]
pub fn prices(now: &Moment, size: Size) -> Job {
    let mut file = file(&named(now), now.seed, size);
    let metrics = [sentence::LEAD_TIME];
    file.insert("metrics".to_owned(), json!(metrics));
    file.insert("design".to_owned(), json!({"kind": "shadow_prices"}));
    job(file, now, 100)
}

/// Plausible counties, each with the changes and without.
#[must_use]
pub fn plausible(now: &Moment, counties: u32, size: Size) -> Job {
    let mut file = file(&named(now), now.seed, size);
    file.insert("metrics".to_owned(), json!(OF_FACTORIAL));
    file.insert(
        "design".to_owned(),
        json!({"kind": "plausible_counties", "points": counties}),
    );
    let figures = OF_FACTORIAL.len() * 2 * counties as usize;
    job(file, now, figures)
}

/// A county without what it says of the five switches, which the design turns.
fn without_switches(now: &Moment) -> Moment {
    let mut moment = now.clone();
    for mechanism in MECHANISMS {
        moment.patch = patch::without(&moment.patch, &switch(mechanism));
    }
    moment
}

/// The name by which the command knows a county: its preset and its changes, or, where these do not go on a line, a file's.
#[must_use]
pub fn named(moment: &Moment) -> String {
    let mut name = moment.preset.clone();
    let Some(changes) = changes(&moment.patch) else {
        return FILE.to_owned();
    };
    for (path, value) in changes {
        name.push_str(&format!("+{path}={value}"));
    }
    name
}

/// A patch as changes, path and value; none where that is not all it says.
#[must_use]
pub fn changes(patch: &Map<String, Value>) -> Option<Vec<(String, String)>> {
    let mut found = Vec::new();
    leaves("", patch, &mut found).then_some(found)
}

/// The file of a scenario that has no name on a line.
pub const FILE: &str = "tuiyan-scenario.json";

/// The leaves of a patch by path; false where there is what a path cannot name or a value that would not be read back.
fn leaves(at: &str, patch: &Map<String, Value>, found: &mut Vec<(String, String)>) -> bool {
    patch.iter().all(|(key, value)| {
        let path = if at.is_empty() {
            key.clone()
        } else {
            format!("{at}.{key}")
        };
        let plain = |it: &str| {
            !it.is_empty() && it.chars().all(|it| it.is_ascii_alphanumeric() || it == '_')
        };
        if !plain(key) {
            return false;
        }
        match value {
            Value::Object(inner) => leaves(&path, inner, found),
            Value::Bool(_) | Value::Number(_) => {
                found.push((path, value.to_string()));
                true
            }
            Value::String(text)
                if plain(text)
                    && !text.starts_with(|it: char| it.is_ascii_digit())
                    && !matches!(text.as_str(), "true" | "false" | "null") =>
            {
                found.push((path, text.clone()));
                true
            }
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(patch: Value) -> Moment {
        Moment {
            patch: patch.as_object().unwrap().clone(),
            ..Moment::of("today")
        }
    }

    #[test]
    fn a_county_has_the_name_the_command_takes() {
        let table = [
            (json!({}), "today"),
            (
                json!({"mechanisms": {"stand_in": {"enabled": true}}, "world": {"demand": 1.5}}),
                "today+mechanisms.stand_in.enabled=true+world.demand=1.5",
            ),
            (
                json!({"discussion": {"engine": "facts"}}),
                "today+discussion.engine=facts",
            ),
            (json!({"a": {"b": null}}), FILE),
            (json!({"a": [1]}), FILE),
            (json!({"a": "two words"}), FILE),
            (json!({"a": "7"}), FILE),
            (json!({"a": "true"}), FILE),
            (json!({"a b": 7}), FILE),
        ];
        for (patch, name) in table {
            assert_eq!(named(&moment(patch.clone())), name, "{patch}");
        }
    }

    #[test]
    fn what_is_run_is_an_experiment_that_anybody_could_write() {
        let now = moment(json!({"mechanisms": {"stand_in": {"enabled": true, "after_days": 2}}}));
        let size = Size {
            replications: 10,
            years: 1.0,
        };
        let arms = [Arm {
            id: "now".to_owned(),
            name: "现在".to_owned(),
            patch: Value::Object(now.patch.clone()),
            changes: Vec::new(),
        }];
        let wanted = Wanted {
            metric: 0,
            zone: 1.0,
        };
        for job in [
            side_by_side(&now, &arms, wanted, size),
            factorial(&now, size),
            plausible(&now, 8, size),
            prices(&now, size),
        ] {
            let spec = experiment::read(&job.file);
            assert!(spec.is_ok(), "{}: {spec:?}", job.file);
        }
        let file: Value = serde_json::from_str(&factorial(&now, size).file).unwrap();
        assert_eq!(
            file["scenario"], "today+mechanisms.stand_in.after_days=2",
            "the switch is the design's to turn"
        );
    }
}
