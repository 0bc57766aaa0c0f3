//! Loading: preset, mechanisms, file and changes, in the order the contract gives them.

use kernel::order::sort_short;
use serde_json::{Map, Value};

use super::json::{at, at_mut, merge, merge_object, nearest, parse, patch_between, paths, written};
use super::presets::{Preset, preset, presets};
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

/// The preset a scenario changes, and what the scenario's mechanisms change of it.
#[derive(Debug, Clone, PartialEq)]
struct Origin {
    preset: &'static Preset,
    patches: Vec<Value>,
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
        let Some((origin, ancestor)) = self
            .origin
            .as_ref()
            .and_then(|it| Some((it, settled_preset(it.preset).ok()?)))
        else {
            return Value::Object(serde_json::Map::new());
        };
        let mut unchanged = origin.preset.file().clone();
        for patch in &origin.patches {
            merge(&mut unchanged, patch);
        }
        own_words(unchanged, &ancestor, &self.settled())
    }
}

/// Loads a file's text, with changes.
///
/// # Errors
/// All problems, each with its path and a remedy.
pub fn load(text: &str, changes: &[Change]) -> Result<Loaded, Vec<Problem>> {
    let file = parse(text).map_err(|it| vec![it])?;
    settle(extended(&file)?, Some(&file), changes)
}

/// The preset that a file changes, if it says one.
///
/// # Errors
/// What makes it no scenario that this build reads.
fn extended(file: &Value) -> Result<Option<&str>, Vec<Problem>> {
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
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(id)) => Ok(Some(id)),
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
    put_together_with(text, &[])
}

/// The same with changes; those that cannot be made are left out.
///
/// # Errors
/// As [`put_together`].
pub fn put_together_with(text: &str, changes: &[Change]) -> Result<Value, Vec<Problem>> {
    let file = parse(text).map_err(|it| vec![it])?;
    let ground = match file.get("extends").and_then(Value::as_str) {
        Some(id) => base(id)?.file(),
        None => &file,
    };
    let none = Map::new();
    let patch = file.as_object().unwrap_or(&none);
    Ok(with_mechanisms(ground, patch, changes, &mut Vec::new()).value)
}

/// A preset with changes while somebody works on it: put together, read and checked, whatever is wrong with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The preset with the changes and the mechanisms in it, unchecked; `null` where there is no such preset.
    pub built: Value,
    /// The county, whatever the check says of it; none where it has not the shape of one.
    pub county: Option<Scenario>,
    /// All that is wrong: what [`load`] says.
    pub problems: Vec<Problem>,
}

/// Looks at what somebody works on: a preset by its id, and what its file would say besides.
#[must_use]
pub fn draft(preset: &str, patch: &Map<String, Value>) -> Draft {
    let read = base(preset).and_then(|it| read(Some(it), it.file(), patch, &[]));
    match read {
        Ok(it) => Draft {
            built: it.built.value,
            county: it.after,
            problems: it.problems,
        },
        Err(problems) => Draft {
            built: Value::Null,
            county: None,
            problems,
        },
    }
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

/// The preset, or what is wrong with its id.
fn base(id: &str) -> Result<&'static Preset, Vec<Problem>> {
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
    Ok(found)
}

/// A preset with its own mechanisms applied. Every change of it starts from this, so it is worked out once.
///
/// # Errors
/// What is wrong with it: nothing, as ours are held by tests to be what they are.
fn settled_preset(preset: &'static Preset) -> Result<Scenario, Vec<Problem>> {
    let settled = preset.settled.get_or_init(|| {
        let mut value = with_mechanisms(preset.file(), &Map::new(), &[], &mut Vec::new()).value;
        value.sort_all_objects();
        let mut settled =
            typed::read::<Scenario>(&value, preset.file()).map_err(|it| it.problems)?;
        settled.extends = Some(preset.id.to_owned());
        Ok(settled)
    });
    settled.clone()
}

/// A scenario merged, read and checked, whatever is wrong with it.
struct Read {
    built: Built,
    /// Where it has the shape of a county.
    after: Option<Scenario>,
    problems: Vec<Problem>,
}

/// `patch` on `ground`, which is the preset. A file that extends nothing is both: it still has the last word on the stages that mechanisms put
/// in.
fn read(
    preset: Option<&'static Preset>,
    ground: &Value,
    patch: &Map<String, Value>,
    changes: &[Change],
) -> Result<Read, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut built = with_mechanisms(ground, patch, changes, &mut problems);
    if let (Some(preset), Value::Object(object)) = (preset, &mut built.value) {
        object.insert("extends".to_owned(), Value::String(preset.id.to_owned()));
    }
    // Objects keep the order of the file where some other program of the build wants them to, and a map takes in what comes in order without
    // moving anything.
    built.value.sort_all_objects();

    // Mistakes are mended after this preset to read past them.
    let model = preset.map_or_else(|| base("today"), Ok)?.file();
    let after = match typed::read::<Scenario>(&built.value, model) {
        Ok(scenario) => {
            problems.extend(check::check(&scenario));
            Some(scenario)
        }
        Err(misfit) => {
            if let Some(mended) = &misfit.mended {
                problems.extend(beside(check::check(mended), &misfit.problems));
            }
            let known = with_mechanisms(ground, &Map::new(), &[], &mut Vec::new()).value;
            let shape = misfit.problems.into_iter();
            problems.extend(shape.map(|it| blame(it, changes, &known)));
            None
        }
    };
    sort_short(&mut problems, |a, b| a.path < b.path);
    Ok(Read {
        built,
        after,
        problems,
    })
}

fn settle(
    extends: Option<&str>,
    file: Option<&Value>,
    changes: &[Change],
) -> Result<Loaded, Vec<Problem>> {
    let preset = extends.map(base).transpose()?;
    let ground = match (preset, file) {
        (Some(preset), _) => preset.file(),
        (None, Some(file)) => file,
        (None, None) => {
            return Err(vec![problem(
                "",
                "there is nothing to load",
                &known_presets(),
            )]);
        }
    };
    let none = Map::new();
    let patch = file.and_then(Value::as_object).unwrap_or(&none);
    let Read {
        built,
        after,
        problems,
    } = read(preset, ground, patch, changes)?;
    let Some(after) = after.filter(|_| problems.is_empty()) else {
        return Err(problems);
    };
    let before = match preset {
        Some(preset) if after.horizon.view == View::Transition => {
            in_the_world_of(settled_preset(preset)?, &after)
        }
        _ => after.clone(),
    };
    let warnings = check::warnings(&after);
    let patches = built.patches;
    Ok(Loaded {
        preset: extends.map(str::to_owned),
        before,
        after,
        warnings,
        origin: preset.map(|preset| Origin { preset, patches }),
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

/// A county built, and what its mechanisms changed of the ground.
struct Built {
    value: Value,
    patches: Vec<Value>,
}

/// Preset → patches of the enabled mechanisms → file → changes, the mechanisms themselves settled first.
fn with_mechanisms(
    ground: &Value,
    patch: &Map<String, Value>,
    changes: &[Change],
    problems: &mut Vec<Problem>,
) -> Built {
    // The county without mechanisms: what they look at, and all that they leave alone.
    let mut value = ground.clone();
    if let Value::Object(value) = &mut value {
        merge_object(value, patch);
    }
    let looked_at = ["mechanisms", "world"];
    let is_looked_at = |it: &&Change| {
        let first = it.path.split('.').next();
        first.is_some_and(|it| looked_at.contains(&it))
    };
    let mut is_changed = false;
    for change in changes.iter().filter(is_looked_at) {
        is_changed = true;
        // Its problem, if it has one, is reported when all changes are applied below.
        let _ = apply(&mut value, change);
    }
    let mechanisms = value.get("mechanisms").unwrap_or(&Value::Null);
    let patches = reader::read::<Mechanisms>(mechanisms)
        .map(|it| mechanisms::patches(&it, ground, &value))
        .unwrap_or_default();
    // What they change is put together anew, with their patches below what the file says.
    let changed = patches.iter().filter_map(Value::as_object);
    let mut anew: Vec<&str> = changed
        .flat_map(|it| it.keys().map(String::as_str))
        .collect();
    if is_changed {
        anew.extend(looked_at);
    }
    sort_short(&mut anew, |a, b| a < b);
    anew.dedup();
    if let Value::Object(value) = &mut value {
        for key in anew {
            let mut part = ground.get(key).cloned().unwrap_or_default();
            let patches = patches.iter().filter_map(|it| it.get(key));
            for patch in patches.chain(patch.get(key)) {
                merge(&mut part, patch);
            }
            if part.is_null() {
                value.remove(key);
            } else {
                value.insert(key.to_owned(), part);
            }
        }
    }
    for change in changes {
        if let Err(found) = apply(&mut value, change) {
            problems.push(found);
        }
    }
    Built { value, patches }
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
#[must_use]
pub fn in_the_world_of(mut before: Scenario, after: &Scenario) -> Scenario {
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
    let planned = &mut before.world.absences.planned;
    planned.retain(|_, it| leaders.contains_key(&it.leader));
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
