//! Stages added, removed, moved, branched and joined. An edit of a procedure that passes the check gives one that passes it: who waited for a
//! stage that goes waits for those it waited for, and what named it names what stands in its place.
//!
//! Mechanisms bring stages of their own. They are read from the county as it is *built*, mechanisms in it; what an edit changes of them
//! (whom they wait for) is written into the scenario, which has the last word.

use county::scenario::{ANCHORS, StageKind, put_together, stage_fields, written};
use serde_json::{Map, Value, json};

use crate::{Why, patch, refers};

mod graph;

use graph::Graph;

/// Where a stage is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot<'a> {
    /// After this one, before all that follow it.
    After(&'a str),
    /// Before this one, after all it waits for.
    Before(&'a str),
    /// Side by side with this one.
    Beside(&'a str),
    /// A way of its own that begins after this one; nobody waits for it.
    Branch(&'a str),
}

impl<'a> Spot<'a> {
    /// The stage beside which it is put.
    #[must_use]
    pub fn anchor(self) -> &'a str {
        match self {
            Spot::After(it) | Spot::Before(it) | Spot::Beside(it) | Spot::Branch(it) => it,
        }
    }
}

/// The kinds of stages with which a case ends.
const ENDS: [&str; 3] = ["publication", "reply", "disclose"];

/// A procedure under edit: as it is built, to be changed.
struct Bench {
    path: String,
    before: Map<String, Value>,
    now: Map<String, Value>,
}

impl Bench {
    fn new(built: &Value, procedure: &str) -> Result<Self, Why> {
        let path = format!("procedures.{procedure}");
        let found = patch::get(built, &path).and_then(Value::as_object);
        let found = found.ok_or_else(|| Why::Missing(path.clone()))?;
        Ok(Self {
            path,
            before: found.clone(),
            now: found.clone(),
        })
    }

    fn stages(&mut self) -> Result<Graph<'_>, Why> {
        let path = format!("{}.stages", self.path);
        let stages = self.now.get_mut("stages").and_then(Value::as_object_mut);
        stages.map(Graph).ok_or(Why::Missing(path))
    }

    /// The stages, of which this has to be one.
    fn stages_with(&mut self, id: &str) -> Result<Graph<'_>, Why> {
        let path = format!("{}.stages.{id}", self.path);
        let graph = self.stages()?;
        if graph.has(id) {
            Ok(graph)
        } else {
            Err(Why::Missing(path))
        }
    }

    /// The scenario with what has been changed.
    fn done(mut self, scenario: &Value) -> Result<Value, Why> {
        self.stages()?.mend_returns();
        let change = Value::Object(patch::between(&self.before, &self.now));
        let own = patch::get(scenario, &self.path)
            .cloned()
            .unwrap_or_default();
        Ok(crate::entries::set(
            scenario,
            &self.path,
            patch::merged(&own, &change),
        ))
    }
}

/// Whether a stage is written in the scenario itself, and not only brought by a mechanism.
#[must_use]
pub fn is_own(scenario: &Value, procedure: &str, stage: &str) -> bool {
    patch::get(
        scenario,
        &format!("procedures.{procedure}.stages.{stage}.kind"),
    )
    .is_some()
}

/// Adds a stage of a kind, with what the kind needs; gives the scenario and the new stage's id.
///
/// # Errors
/// The anchor is not there; the county has not what the kind needs.
pub fn add(
    scenario: &Value,
    built: &Value,
    procedure: &str,
    spot: Spot,
    kind: StageKind,
    names: [&str; 2],
) -> Result<(Value, String), Why> {
    let mut bench = Bench::new(built, procedure)?;
    let stage = begun(built, kind, names)?;
    let id = crate::entries::fresh(built, &format!("{}.stages", bench.path), &word(kind));
    let mut graph = bench.stages_with(spot.anchor())?;
    graph.0.insert(id.clone(), stage);
    graph.place(&id, spot);
    Ok((bench.done(scenario)?, id))
}

/// A procedure to begin with: a task, and a reply with which its cases end.
///
/// # Errors
/// None at present: the kinds need nothing that a county may lack.
pub fn simple(built: &Value, names: [&str; 2]) -> Result<Value, Why> {
    let mut end = begun(built, StageKind::Reply, names)?;
    end["after"] = json!(["task"]);
    let task = begun(built, StageKind::Task, names)?;
    Ok(json!({"name": {"zh": names[0], "en": names[1]}, "stages": {"task": task, "reply": end}}))
}

/// Takes a stage out: who waited for it waits for those it waited for.
///
/// # Errors
/// It is not there, brought by a mechanism or needed by one, or the only one of its kind with which cases end.
pub fn remove(scenario: &Value, built: &Value, procedure: &str, id: &str) -> Result<Value, Why> {
    let mut bench = Bench::new(built, procedure)?;
    let mut graph = bench.stages_with(id)?;
    if !is_own(scenario, procedure, id) {
        return Err(Why::Brought(id.to_owned()));
    }
    if graph.is_last_end(id) {
        return Err(Why::LastEnd(id.to_owned()));
    }
    let on = |path: &str| patch::get(built, path) == Some(&Value::Bool(true));
    if ANCHORS.contains(&id)
        && on("mechanisms.participation.enabled")
        && on(&format!("procedures.{procedure}.major"))
    {
        return Err(Why::Needed(id.to_owned()));
    }
    let parents = graph.parents(id);
    let children = graph.children(id);
    graph.detach(id);
    graph.0.remove(id);
    graph.forget(id, parents.first().map(String::as_str));
    // When it would have been reached: when those before it are done.
    let moment = match (parents.as_slice(), children.as_slice()) {
        ([one], _) => format!("{one}.done"),
        ([_, ..], [child, ..]) => format!("{child}.ready"),
        ([one, ..], []) => format!("{one}.done"),
        ([], _) => "registered".to_owned(),
    };
    let over = format!("{id}.");
    events(&mut bench.now, &|event| {
        event.starts_with(&over).then(|| moment.clone())
    });
    conditions(&mut bench.now, id);
    Ok(without_leftovers(bench.done(scenario)?, procedure))
}

/// A mechanism that no longer finds its place brings its stage no more: what the scenario says of such a stage goes too.
fn without_leftovers(scenario: Value, procedure: &str) -> Value {
    let Ok(built) = put_together(&written(&scenario, false)) else {
        return scenario;
    };
    let stages = format!("procedures.{procedure}.stages");
    let all = patch::get(&built, &stages).and_then(Value::as_object);
    let left = all
        .into_iter()
        .flatten()
        .filter(|it| it.1.get("kind").is_none());
    left.fold(scenario, |scenario, (id, _)| {
        crate::entries::unset(&scenario, &format!("{stages}.{id}")).unwrap_or(scenario)
    })
}

/// Moves a stage to another spot.
///
/// # Errors
/// One of the two is not there.
pub fn shift(
    scenario: &Value,
    built: &Value,
    procedure: &str,
    id: &str,
    spot: Spot,
) -> Result<Value, Why> {
    let mut bench = Bench::new(built, procedure)?;
    bench.stages_with(id)?;
    let mut graph = bench.stages_with(spot.anchor())?;
    if spot.anchor() == id {
        return Ok(scenario.clone());
    }
    graph.detach(id);
    graph.place(id, spot);
    bench.done(scenario)
}

/// Lets `then` wait for `first` too.
///
/// # Errors
/// One of the two is not there; `first` comes after `then`.
pub fn join(
    scenario: &Value,
    built: &Value,
    procedure: &str,
    first: &str,
    then: &str,
) -> Result<Value, Why> {
    let mut bench = Bench::new(built, procedure)?;
    bench.stages_with(first)?;
    let mut graph = bench.stages_with(then)?;
    if graph.above(first).iter().any(|it| it == then) {
        return Err(Why::Circle(then.to_owned(), first.to_owned()));
    }
    graph.link(first, then);
    bench.done(scenario)
}

/// Lets `then` no longer wait for `first`.
///
/// # Errors
/// One of the two is not there, or it does not wait for it.
pub fn part(
    scenario: &Value,
    built: &Value,
    procedure: &str,
    first: &str,
    then: &str,
) -> Result<Value, Why> {
    let mut bench = Bench::new(built, procedure)?;
    let mut graph = bench.stages_with(then)?;
    if !graph.parents(then).iter().any(|it| it == first) {
        return Err(Why::Missing(first.to_owned()));
    }
    graph.unlink(first, then);
    bench.done(scenario)
}

/// Makes a stage one of another kind: fields that kind has no use for go, those it needs come.
///
/// # Errors
/// It is not there, or the only one of its kind with which cases end; the county has not what the kind needs.
pub fn turn(
    scenario: &Value,
    built: &Value,
    procedure: &str,
    id: &str,
    kind: StageKind,
) -> Result<Value, Why> {
    let begun = begun(built, kind, ["", ""])?;
    let mut bench = Bench::new(built, procedure)?;
    let graph = bench.stages_with(id)?;
    if graph.is_last_end(id) && graph.kind(id) != Some(&word(kind)) {
        return Err(Why::LastEnd(id.to_owned()));
    }
    if let (Some(Value::Object(stage)), Value::Object(begun)) = (graph.0.get_mut(id), begun) {
        let (needs, may) = stage_fields(kind);
        let always = ["name", "after", "before", "when", "lane"];
        stage.retain(|key, _| always.iter().chain(needs).chain(may).any(|it| it == key));
        let leader = stage_fields(kind).0.contains(&"who")
            && ["sign_off", "response", "call"].contains(&word(kind).as_str());
        for (key, value) in begun {
            // Who works is asked anew where only some can.
            if key == "kind" || leader && key == "who" || !stage.contains_key(&key) {
                stage.insert(key, value);
            }
        }
    }
    bench.done(scenario)
}

/// The stages a stage waits for directly.
#[must_use]
pub fn parents(built: &Value, procedure: &str, id: &str) -> Vec<String> {
    neighbours(built, procedure, |it| it.parents(id))
}

/// The stages that wait for a stage directly.
#[must_use]
pub fn children(built: &Value, procedure: &str, id: &str) -> Vec<String> {
    neighbours(built, procedure, |it| it.children(id))
}

fn neighbours(built: &Value, procedure: &str, of: impl Fn(&Graph) -> Vec<String>) -> Vec<String> {
    let stages =
        patch::get(built, &format!("procedures.{procedure}.stages")).and_then(Value::as_object);
    let mut stages = stages.cloned().unwrap_or_default();
    of(&Graph(&mut stages))
}

/// A kind as the file writes it.
fn word(kind: StageKind) -> String {
    let word = serde_json::to_value(kind).ok();
    word.and_then(|it| it.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// A stage of a kind with all it needs.
fn begun(built: &Value, kind: StageKind, names: [&str; 2]) -> Result<Value, Why> {
    let has = |path: &str| patch::get(built, path).is_some();
    let office = |wanted: &str| {
        let ids = refers::candidates(built, refers::To::Entry("offices"), "");
        if ids.iter().any(|it| it == wanted) {
            Some(wanted.to_owned())
        } else {
            ids.into_iter().next()
        }
    };
    let who = match kind {
        StageKind::SignOff => Some("portfolio_leader".to_owned()),
        StageKind::Response => Some("chair".to_owned()),
        StageKind::Call => Some(office("duty").ok_or(Why::Lacks("office"))?),
        StageKind::ExpertReview => Some(office("experts").ok_or(Why::Lacks("office"))?),
        StageKind::Forum => Some(office("deputies").ok_or(Why::Lacks("office"))?),
        StageKind::LegalityReview if has("offices.justice") => Some("justice".to_owned()),
        StageKind::Triage if has("offices.government_office") => {
            Some("government_office".to_owned())
        }
        _ => Some("drafting_unit".to_owned()),
    };
    let mut stage = Map::new();
    stage.insert("kind".to_owned(), word(kind).into());
    stage.insert("name".to_owned(), json!({"zh": names[0], "en": names[1]}));
    for field in stage_fields(kind).0 {
        let value = match *field {
            "who" => json!(who),
            "people" => json!(if kind == StageKind::Hearing { 15 } else { 1 }),
            "days" => json!(
                if kind == StageKind::Implementation || kind == StageKind::PublicComment {
                    30
                } else {
                    7
                }
            ),
            "meeting" => {
                let all = refers::candidates(built, refers::To::Entry("meetings"), "");
                let executive = all.iter().find(|it| *it == "executive").cloned();
                json!(
                    executive
                        .or(all.into_iter().next())
                        .ok_or(Why::Lacks("meeting"))?
                )
            }
            "minutes" => json!({"kind": "triangular", "low": 10, "mode": 20, "high": 40}),
            "latency_days" => json!({"kind": "triangular", "low": 2, "mode": 5, "high": 10}),
            _ => json!({"kind": "triangular", "low": 1, "mode": 2, "high": 4}),
        };
        stage.insert((*field).to_owned(), value);
    }
    Ok(Value::Object(stage))
}

/// Replaces events that clocks and what arises name.
fn events(procedure: &mut Map<String, Value>, by: &dyn Fn(&str) -> Option<String>) {
    let replace = |object: &mut Map<String, Value>, keys: &[&str]| {
        for key in keys {
            if let Some(new) = object.get(*key).and_then(Value::as_str).and_then(by) {
                object.insert((*key).to_owned(), new.into());
            }
        }
    };
    let all = |of: &str| of.to_owned();
    for (collection, keys) in [
        (all("clocks"), &["starts_on", "stops_on", "restarts_on"][..]),
        (all("raises"), &["on"][..]),
    ] {
        let Some(Value::Object(entries)) = procedure.get_mut(&collection) else {
            continue;
        };
        for entry in entries.iter_mut().filter_map(|it| it.1.as_object_mut()) {
            replace(entry, keys);
            if let Some(Value::Array(pauses)) = entry.get_mut("pauses") {
                for pause in pauses.iter_mut().filter_map(Value::as_object_mut) {
                    replace(pause, &["from", "to"]);
                }
            }
        }
    }
}

/// Takes a stage out of the conditions that ask whether a case has passed it.
fn conditions(procedure: &mut Map<String, Value>, id: &str) {
    for collection in ["stages", "clocks", "raises"] {
        let Some(Value::Object(entries)) = procedure.get_mut(collection) else {
            continue;
        };
        for (_, entry) in entries.iter_mut() {
            if let Some(Value::Object(passed)) = entry.pointer_mut("/when/passed") {
                passed.remove(id);
            }
        }
    }
}
