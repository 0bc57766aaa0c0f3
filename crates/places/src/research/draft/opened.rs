//! An experiment's file as it is opened: what of it the form can show, and what is carried along as it was written.

use county::scenario::Problem;
use experiment::{Kind, Named, Spec};
use page::state::Moment;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{Draft, Factor, Plan};
use crate::compare::plan::named;

/// What an experiment brings along from a file beside what the form has fields for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Opened {
    /// The file's name.
    pub file: String,
    /// The county it is of, where that is not the one that stood when it was opened.
    pub county: Option<Of>,
    /// Keys that the form has no fields for: they go into the experiment as they stood.
    pub also: Map<String, Value>,
    /// The form cannot show its design: it is run as it was written.
    pub as_written: bool,
    /// All of it, where it is run as it was written.
    pub text: String,
}

/// A county as an experiment's file names it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Of {
    /// Its name, with changes.
    pub name: String,
    /// The seed.
    pub seed: u64,
    /// The text of its file, where it is one.
    pub text: String,
}

/// Keys of an experiment's file that the form has no fields for.
const ALSO: [&str; 5] = ["confidence", "family", "best", "front", "months"];

/// Opens the experiment among the files that were chosen together, each with its name and text. A scenario that is a file has to be among them.
///
/// # Errors
/// Everything wrong with it, each with its path and a remedy, as the command says it.
pub fn open(files: &[(String, String)], now: &Moment) -> Result<Draft, Vec<Problem>> {
    let is_experiment = |it: &&(String, String)| {
        let value = county::scenario::json(&it.1).ok();
        value.is_some_and(|it| it.get("tuiyan_experiment").is_some())
    };
    let Some((name, text)) = files.iter().find(is_experiment).or(files.first()) else {
        return Err(Vec::new());
    };
    let spec = experiment::read(text)?;
    let county = county(&spec, files, name, now).map_err(|it| vec![it])?;
    Ok(of(&spec, name, text, county, now))
}

/// The county that it is of, where that is not the one that stands.
fn county(
    spec: &Spec,
    files: &[(String, String)],
    own: &str,
    now: &Moment,
) -> Result<Option<Of>, Problem> {
    let there = Named::parse(&spec.scenario, |_| false);
    if !there.is_file() && spec.scenario == named(now) && spec.seed == now.seed {
        return Ok(None);
    }
    let last = there.base.rsplit(['/', '\\']).next().unwrap_or_default();
    let beside = files.iter().find(|it| it.0 == last && it.0 != own);
    let text = match (there.is_file(), beside) {
        (false, _) => String::new(),
        (true, Some((_, text))) => text.clone(),
        (true, None) => {
            return Err(Problem {
                path: "scenario".to_owned(),
                message: format!("`{}` is no preset, and no such file was chosen", there.base),
                remedy: "choose both files at once: the experiment's and the scenario's".to_owned(),
            });
        }
    };
    Ok(Some(Of {
        name: spec.scenario.clone(),
        seed: spec.seed,
        text,
    }))
}

/// The form filled from a file; where what the form would write is another experiment, it is run as it was written.
fn of(spec: &Spec, file: &str, text: &str, county: Option<Of>, now: &Moment) -> Draft {
    let object = county::scenario::json(text).unwrap_or_default();
    let also = ALSO.iter().filter_map(|key| {
        let value = object.get(key)?.clone();
        Some(((*key).to_owned(), value))
    });
    let design = &spec.design;
    let own = Draft::default();
    let mut draft = Draft {
        factors: spec
            .factors
            .iter()
            .map(|(name, it)| factor(name, it))
            .collect(),
        kind: design.kind,
        points: design.points.unwrap_or(own.points),
        resolution: design.resolution.unwrap_or(own.resolution),
        runs: design.runs,
        trajectories: design.trajectories.unwrap_or(own.trajectories),
        grid: design.levels.unwrap_or(own.grid),
        rows: match design.kind {
            Kind::Sobol => design.points.unwrap_or(own.rows),
            _ => own.rows,
        },
        step: design.step.unwrap_or(own.step),
        plans: design.scenarios.iter().flatten().map(plan).collect(),
        metrics: spec.metrics.clone(),
        replications: spec.replications,
        years: spec.years,
        half_width: None,
        opened: Some(Opened {
            file: file.to_owned(),
            county,
            also: also.collect(),
            as_written: false,
            text: String::new(),
        }),
    };
    let offered = super::KINDS.iter().any(|it| it.0 == design.kind);
    let again = experiment::read(&draft.file(now, &Value::Null).to_string());
    if !offered || again.as_ref() != Ok(spec) {
        let own = Of {
            name: spec.scenario.clone(),
            seed: spec.seed,
            text: String::new(),
        };
        if let Some(opened) = &mut draft.opened {
            opened.as_written = true;
            opened.text = text.to_owned();
            // As it was written, it says itself which county it is of.
            opened.county.get_or_insert(own);
        }
    }
    draft
}

fn factor(name: &str, it: &experiment::Factor) -> Factor {
    let levels: Vec<&Value> = match &it.levels {
        Some(levels) => levels.iter().collect(),
        None => it.low.iter().chain(&it.high).collect(),
    };
    let text = |it: &&Value| match it {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let texts: Vec<String> = levels.iter().map(text).collect();
    Factor {
        path: it.path.clone(),
        levels: texts.join(", "),
        name: Some(name.to_owned()),
        whole: Some(it.whole),
    }
}

fn plan((name, patch): (&String, &Value)) -> Plan {
    let lines = patch.as_array().map(|it| {
        let lines: Vec<&str> = it.iter().filter_map(Value::as_str).collect();
        lines.join("\n")
    });
    Plan {
        name: name.clone(),
        changes: lines.unwrap_or_else(|| json!(patch).to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(rest: &str) -> String {
        format!(r#"{{"tuiyan_experiment": 1, "scenario": "today", {rest}}}"#)
    }

    fn opened(text: &str) -> Result<Draft, Vec<Problem>> {
        let files = [("e.json".to_owned(), text.to_owned())];
        open(&files, &Moment::of("today"))
    }

    const ENDS: &str = r#""factors": {"demand": {"path": "world.demand", "low": 0.8, "high": 1.2}, "every": {"path": "meetings.executive.every_days", "low": 7, "high": 30, "whole": true}}"#;
    const LEVELS: &str = r#""factors": {"my name": {"path": "world.demand", "levels": [1, 1.5, 2.25]}, "on": {"path": "mechanisms.stand_in.enabled", "levels": [false, true]}}"#;
    const TWO: &str = r#""factors": {"a": {"path": "world.demand", "levels": [1, 2]}, "b": {"path": "mechanisms.stand_in.enabled", "levels": [false, true]}, "c": {"path": "meetings.executive.every_days", "levels": [7, 14]}}"#;

    #[test]
    fn what_the_form_can_show_it_shows_and_writes_again_as_the_same_experiment() {
        let table = [
            format!(r#"{LEVELS}, "design": {{"kind": "full_factorial"}}"#),
            format!(r#"{LEVELS}, "design": {{"kind": "one_way"}}, "years": 0.5, "replications": 7"#),
            format!(r#"{LEVELS}, "design": {{"kind": "two_way"}}, "metrics": ["turnaround.lead_time.p50"]"#),
            format!(r#"{TWO}, "design": {{"kind": "fractional_factorial", "runs": 4}}"#),
            format!(r#"{TWO}, "design": {{"kind": "fractional_factorial", "resolution": 3}}"#),
            format!(r#"{ENDS}, "design": {{"kind": "latin_hypercube", "points": 20}}"#),
            format!(r#"{ENDS}, "design": {{"kind": "morris", "trajectories": 5, "levels": 6}}, "seed": 9"#),
            format!(r#"{ENDS}, "design": {{"kind": "sobol", "points": 16}}"#),
            r#""design": {"kind": "shadow_prices", "step": 2.5}, "confidence": 0.9"#.to_owned(),
            r#""design": {"kind": "scenarios", "scenarios": {"甲": ["world.demand=2", "meetings.executive.every_days=7"], "b": {"extends": "seed"}}}, "months": 3"#.to_owned(),
            format!(r#"{LEVELS}, "design": {{"kind": "one_way"}}, "best": {{"metric": "burden.hours.total", "goal": "least", "zone": 5}}, "family": ["burden.hours.total"]"#),
        ];
        for rest in table {
            let text = file(&rest);
            let draft = opened(&text).unwrap_or_else(|it| panic!("{it:?}\n{text}"));
            assert!(!draft.is_as_written(), "{text}");
            let again = draft.file(&Moment::of("today"), &Value::Null).to_string();
            assert_eq!(experiment::read(&again), experiment::read(&text), "{again}");
        }
    }

    #[test]
    fn what_the_form_cannot_show_is_run_as_it_was_written() {
        let table = [
            r#""factors": {"who": {"path": "meetings.executive.members", "levels": [["magistrate"], []]}}, "design": {"kind": "one_way"}"#,
            r#""factors": {"who": {"path": "world.demand", "levels": [1, null]}}, "design": {"kind": "one_way"}"#,
            r#""factors": {"ends": {"path": "world.demand", "low": 1, "high": 2}}, "design": {"kind": "full_factorial"}"#,
            r#""design": {"kind": "plausible_counties", "points": 8}"#,
        ];
        for rest in table {
            let text = file(rest);
            let draft = opened(&text).unwrap();
            assert!(draft.is_as_written(), "{text}");
            let job = draft.job(&Moment::of("today"), &Value::Null);
            assert_eq!(job.file, text);
        }
    }

    #[test]
    fn the_county_is_that_of_the_file_unless_it_is_the_one_that_stands() {
        let design = r#""design": {"kind": "shadow_prices"}"#;
        let of = |scenario: &str, seed: u64| {
            format!(
                r#"{{"tuiyan_experiment": 1, "scenario": "{scenario}", "seed": {seed}, {design}}}"#
            )
        };
        assert_eq!(opened(&of("today", 1)).unwrap().county(), None);
        let draft = opened(&of("today+world.demand=2", 4)).unwrap();
        assert_eq!(draft.county().unwrap().seed, 4);
        let value = draft.scenario(&Value::Null);
        assert_eq!(value["world"]["demand"], 2);
        // A scenario's file has to be chosen with it.
        let text = of("somewhere/mine.json+world.demand=3", 1);
        assert_eq!(opened(&text).unwrap_err()[0].path, "scenario");
        let mine = r#"{"tuiyan": 1, "extends": "seed"}"#.to_owned();
        let files = [
            ("mine.json".to_owned(), mine.clone()),
            ("e.json".to_owned(), text),
        ];
        let draft = open(&files, &Moment::of("today")).unwrap();
        assert_eq!(draft.county().unwrap().text, mine);
        assert_eq!(draft.scenario(&Value::Null)["world"]["demand"], 3);
    }

    #[test]
    fn what_is_no_experiment_is_said_to_be_what_it_is() {
        let table = [
            (
                r#"{"version": "1", "experiment_hash": "x", "points": []}"#,
                "this is the result of an experiment",
            ),
            (r#"{"tuiyan_shard": 1}"#, "this is a shard"),
            (r#"{"tuiyan": 1, "extends": "today"}"#, "this is a scenario"),
            (r#"{"a": 1}"#, "is missing"),
            ("[1", "not readable as JSON"),
        ];
        for (text, said) in table {
            let problems = opened(text).unwrap_err();
            assert!(problems[0].message.contains(said), "{problems:?}");
        }
    }
}
