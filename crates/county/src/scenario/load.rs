//! Loading: preset, mechanisms, file and changes, in the order the contract gives them.

use serde_json::Value;

use super::json::{at, at_mut, merge, nearest, parse, patch_between, paths, written};
use super::presets::{preset, presets};
use super::{
    FORMAT, Mechanisms, Problem, Scenario, View, check, mechanisms, problem, reader, typed,
};

/// One change on top of a file: `--set PATH=VALUE`, or a moved lever.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Dotted path.
    pub path: String,
    /// New value; `null` deletes.
    pub value: Value,
}

impl Change {
    /// From `PATH` and `VALUE` as typed: JSON, or a bare text where it is not JSON.
    #[must_use]
    pub fn parse(path: &str, value: &str) -> Self {
        let value = parse(value).unwrap_or_else(|_| Value::String(value.to_owned()));
        Self {
            path: path.trim().to_owned(),
            value,
        }
    }
}

/// A scenario read, merged and checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// The preset it changes, if any.
    pub preset: Option<String>,
    /// The rules until reform day: the preset as it stands, in the world, horizon and calendar of `after`.
    pub before: Scenario,
    /// The rules from reform day.
    pub after: Scenario,
    /// What does not stop a run but should be known.
    pub warnings: Vec<Problem>,
    /// Of a scenario that changes a preset: that preset with the mechanisms of its own, and with those of `after`.
    origin: Option<Origin>,
}

/// The preset a scenario changes, as JSON.
#[derive(Debug, Clone, PartialEq)]
struct Origin {
    alone: Value,
    unchanged: Value,
}

impl Loaded {
    /// `after` as JSON.
    #[must_use]
    pub fn settled(&self) -> Value {
        serde_json::to_value(&self.after).unwrap_or_default()
    }

    /// What file and changes say, relative to the preset; nothing when there is no preset. Worked out when asked for: the page,
    /// which loads a scenario for every step of a lever, never does.
    #[must_use]
    pub fn patch(&self) -> Value {
        let ancestor = self.origin.as_ref().and_then(|origin| {
            let mut ancestor = reader::read::<Scenario>(&origin.alone).ok()?;
            ancestor.extends.clone_from(&self.preset);
            Some((origin.unchanged.clone(), ancestor))
        });
        match ancestor {
            Some((unchanged, ancestor)) => own_words(unchanged, &ancestor, &self.settled()),
            None => Value::Object(serde_json::Map::new()),
        }
    }
}

/// Loads a file's text, with changes.
///
/// # Errors
/// All problems, each with its path and a remedy.
pub fn load(text: &str, changes: &[Change]) -> Result<Loaded, Vec<Problem>> {
    let file = parse(text).map_err(|it| vec![it])?;
    let Some(object) = file.as_object() else {
        return Err(vec![problem(
            "",
            "is not a scenario: it should be one JSON object",
            "begin with { \"tuiyan\": 1, \"extends\": \"today\" }",
        )]);
    };
    match object.get("tuiyan") {
        Some(version) if version.as_u64() == Some(u64::from(FORMAT)) => {}
        Some(version) if version.as_u64().is_some_and(|it| it > u64::from(FORMAT)) => {
            let version = written(version, false);
            let message = format!("version {version} is newer than this build reads ({FORMAT})");
            return Err(vec![problem(
                "tuiyan",
                &message,
                "open it with a newer Tuiyan",
            )]);
        }
        Some(version) => {
            let version = written(version, false);
            let message = format!("`{version}` is not a version of the scenario format");
            return Err(vec![problem("tuiyan", &message, "write \"tuiyan\": 1")]);
        }
        None => {
            return Err(vec![problem(
                "tuiyan",
                "is missing: this is not a scenario",
                "write \"tuiyan\": 1 first",
            )]);
        }
    }
    match object.get("extends") {
        None | Some(Value::Null) => settle(None, Some(&file), changes),
        Some(Value::String(id)) => settle(Some(id), Some(&file), changes),
        Some(_) => Err(vec![problem(
            "extends",
            "is not the id of a preset",
            &known_presets(),
        )]),
    }
}

/// A file as it is once its preset and the mechanisms are in it, as JSON and unchecked: what people see who compare two counties.
///
/// # Errors
/// What keeps it from being put together at all: it is not JSON, or names a preset there is not.
pub fn put_together(text: &str) -> Result<Value, Vec<Problem>> {
    let file = parse(text).map_err(|it| vec![it])?;
    let ground = match file.get("extends").and_then(Value::as_str) {
        Some(id) => base(id)?,
        None => file.clone(),
    };
    Ok(with_mechanisms(&ground, &file, &[], &mut Vec::new()).value)
}

/// Loads a preset, with changes.
///
/// # Errors
/// As [`load`]; an unknown id names the nearest.
pub fn load_preset(id: &str, changes: &[Change]) -> Result<Loaded, Vec<Problem>> {
    settle(Some(id), None, changes)
}

fn known_presets() -> String {
    let ids: Vec<&str> = presets().map(|it| it.id).collect();
    format!("presets are: {}", ids.join(", "))
}

/// The preset's JSON, or what is wrong with its id.
fn base(id: &str) -> Result<Value, Vec<Problem>> {
    let Some(found) = preset(id) else {
        let near = nearest(id, presets().map(|it| it.id));
        let remedy = near.map_or_else(known_presets, |near| {
            format!("did you mean `{near}`? {}", known_presets())
        });
        return Err(vec![problem(
            "extends",
            &format!("there is no preset `{id}`"),
            &remedy,
        )]);
    };
    Ok(found.file().clone())
}

fn settle(
    extends: Option<&str>,
    file: Option<&Value>,
    changes: &[Change],
) -> Result<Loaded, Vec<Problem>> {
    let ground = match (extends, file) {
        (Some(id), _) => base(id)?,
        (None, Some(file)) => file.clone(),
        (None, None) => {
            return Err(vec![problem(
                "",
                "there is nothing to load",
                &known_presets(),
            )]);
        }
    };
    // Mistakes are mended after this preset to read past them.
    let model = base(extends.unwrap_or("today")).unwrap_or_else(|_| ground.clone());
    let empty = Value::Object(serde_json::Map::new());
    // A whole file is its own ground, and still has the last word on the stages that mechanisms put in.
    let file_patch = file.unwrap_or(&empty);
    let mut problems = Vec::new();

    let preset_alone = with_mechanisms(&ground, &empty, &[], &mut Vec::new()).value;
    let Built { value, unchanged } = with_mechanisms(&ground, file_patch, changes, &mut problems);
    let mut value = value;
    if let (Some(id), Value::Object(object)) = (extends, &mut value) {
        object.insert("extends".to_owned(), Value::String(id.to_owned()));
    }

    let after = match typed::read::<Scenario>(value.clone(), &model) {
        Ok(scenario) => Some(scenario),
        Err(misfit) => {
            if let Some(mended) = &misfit.mended {
                problems.extend(beside(check::check(mended), &misfit.problems));
            }
            let shape = misfit.problems.into_iter();
            problems.extend(shape.map(|it| blame(it, changes, &preset_alone)));
            None
        }
    };
    if let Some(after) = &after {
        problems.extend(check::check(after));
    }
    let Some(after) = after.filter(|_| problems.is_empty()) else {
        problems.sort_by(|a, b| a.path.cmp(&b.path));
        return Err(problems);
    };

    let before = if extends.is_some() && after.horizon.view == View::Transition {
        let mut ancestor =
            typed::read::<Scenario>(preset_alone.clone(), &model).map_err(|it| it.problems)?;
        ancestor.extends = extends.map(str::to_owned);
        in_the_world_of(ancestor, &after)
    } else {
        after.clone()
    };
    let warnings = check::warnings(&after);
    Ok(Loaded {
        preset: extends.map(str::to_owned),
        before,
        after,
        warnings,
        origin: extends.map(|_| Origin {
            alone: preset_alone,
            unchanged,
        }),
    })
}

/// Problems of a mended scenario that are not about a mended place, nor about what holds one or is held by it.
fn beside(found: Vec<Problem>, mended: &[Problem]) -> impl Iterator<Item = Problem> {
    let within = |inner: &str, outer: &str| {
        inner
            .strip_prefix(outer)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    found.into_iter().filter(move |it| {
        let touches =
            |other: &Problem| within(&it.path, &other.path) || within(&other.path, &it.path);
        !mended.iter().any(touches)
    })
}

/// A problem at a path that a change named is the change's: its remedy names the nearest path there is.
fn blame(mut it: Problem, changes: &[Change], preset: &Value) -> Problem {
    if it.message.starts_with("is not a field")
        && changes.iter().any(|change| change.path == it.path)
    {
        let known = paths(preset);
        if let Some(near) = nearest(&it.path, known.iter().map(String::as_str)) {
            it.remedy = format!("there is no such path; the nearest is `{near}`");
        }
    }
    it
}

/// What file and changes themselves say: the settled county relative to the preset with the same mechanisms on. What a mechanism
/// brings is left out, so that a saved file with the mechanism switched off again is without it.
fn own_words(mut unchanged: Value, ancestor: &Scenario, settled: &Value) -> Value {
    let preset = serde_json::to_value(ancestor).unwrap_or_default();
    if let Some(procedures) = unchanged
        .get_mut("procedures")
        .and_then(Value::as_object_mut)
    {
        // Procedures that the file adds have no place in the preset yet.
        procedures.retain(|id, _| ancestor.procedures.contains_key(id));
    }
    let from = reader::read::<Scenario>(&unchanged).map_or(preset, |mut it| {
        it.extends.clone_from(&ancestor.extends);
        serde_json::to_value(it).unwrap_or_default()
    });
    patch_between(&from, settled)
}

/// A county built, and the preset under the same mechanisms without file and changes.
struct Built {
    value: Value,
    unchanged: Value,
}

/// Preset → patches of the enabled mechanisms → file → changes, the mechanisms themselves settled first.
fn with_mechanisms(
    ground: &Value,
    file: &Value,
    changes: &[Change],
    problems: &mut Vec<Problem>,
) -> Built {
    let mut switches = ground.clone();
    merge(&mut switches, file);
    for change in changes
        .iter()
        .filter(|it| matches!(it.path.split('.').next(), Some("mechanisms" | "world")))
    {
        // Its problem, if it has one, is reported when all changes are applied below.
        let _ = apply(&mut switches, change);
    }
    let mechanisms = switches.get("mechanisms").cloned().unwrap_or_default();
    let mut unchanged = ground.clone();
    if let Ok(mechanisms) = reader::read::<Mechanisms>(&mechanisms) {
        for patch in mechanisms::patches(&mechanisms, ground, &switches) {
            merge(&mut unchanged, &patch);
        }
    }
    let mut value = unchanged.clone();
    merge(&mut value, file);
    for change in changes {
        if let Err(found) = apply(&mut value, change) {
            problems.push(found);
        }
    }
    Built { value, unchanged }
}

/// Applies one change. The place must exist, or be a new key of an object that does.
fn apply(value: &mut Value, change: &Change) -> Result<(), Problem> {
    let known = |value: &Value| {
        let known = paths(value);
        let near = nearest(&change.path, known.iter().map(String::as_str));
        let remedy = near.map_or_else(
            || "see docs/scenario.md for the paths of the file".to_owned(),
            |near| format!("the nearest that does is `{near}`"),
        );
        problem(&change.path, "there is no such path", &remedy)
    };
    let (parent, key) = change.path.rsplit_once('.').unwrap_or(("", &change.path));
    if at(value, parent).is_none() || key.is_empty() {
        return Err(known(value));
    }
    let exists = at(value, &change.path).is_some();
    match at_mut(value, parent) {
        Some(Value::Object(object)) => {
            if change.value.is_null() {
                if object.remove(key).is_none() {
                    return Err(known(value));
                }
            } else {
                object.insert(key.to_owned(), change.value.clone());
            }
            Ok(())
        }
        Some(Value::Array(items)) if exists => {
            if let Some(item) = key
                .parse::<usize>()
                .ok()
                .and_then(|index| items.get_mut(index))
            {
                *item = change.value.clone();
            }
            Ok(())
        }
        _ => Err(known(value)),
    }
}

/// The rules of one county in the world, horizon and calendar of another: what holds before reform day. Places that the other's
/// classes refer to and the first has deleted or never had are lent to it; nothing of its own refers to them. What the other's world
/// says of leaders the first does not have, and what the first's conditions say of classes that world lacks, falls away.
pub(crate) fn in_the_world_of(mut before: Scenario, after: &Scenario) -> Scenario {
    before.world = after.world.clone();
    before.horizon = after.horizon.clone();
    before.calendar = after.calendar.clone();
    let classes = after.world.classes.values();
    let lacks = classes
        .clone()
        .any(|it| !before.procedures.contains_key(&it.procedure))
        || classes
            .clone()
            .flat_map(|it| it.departments.keys())
            .any(|it| !before.departments.contains_key(it))
        || classes
            .filter_map(|it| it.duty.as_ref())
            .any(|it| !before.duties.contains_key(it));
    if lacks {
        lend(&mut before.leaders, &after.leaders);
        lend(&mut before.offices, &after.offices);
        lend(&mut before.departments, &after.departments);
        lend(&mut before.duties, &after.duties);
        lend(&mut before.meetings, &after.meetings);
        lend(&mut before.procedures, &after.procedures);
    }
    let leaders = &before.leaders;
    let shares = &mut before.world.absences.shares;
    shares.retain(|leader, _| leaders.contains_key(leader));
    let classes = &before.world.classes;
    for procedure in before.procedures.values_mut() {
        procedure
            .raises
            .retain(|_, it| classes.contains_key(&it.class));
        let stages = procedure.stages.values_mut().map(|it| &mut it.when);
        let raises = procedure.raises.values_mut().map(|it| &mut it.when);
        let clocks = procedure.clocks.values_mut().map(|it| &mut it.when);
        let conditions = stages.chain(raises).chain(clocks);
        let conditions = conditions.filter_map(Option::as_mut);
        for named in conditions.filter_map(|it| it.classes.as_mut()) {
            named.retain(|class| classes.contains_key(class));
        }
    }
    before
}

fn lend<T: Clone>(to: &mut super::Map<T>, from: &super::Map<T>) {
    for (id, it) in from {
        if !to.contains_key(id) {
            to.insert(id.clone(), it.clone());
        }
    }
}
