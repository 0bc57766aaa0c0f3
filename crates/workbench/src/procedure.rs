//! Stages added, removed, moved, branched and joined. An edit of a procedure that passes the check gives one that passes it: who waited for a
//! stage that goes waits for those it waited for, and what named it names what stands in its place.
//!
//! Mechanisms bring stages of their own. They are read from the county as it is *built*, mechanisms in it; what an edit changes of them
//! (whom they wait for) is written into the scenario, which has the last word.

use county::scenario::{ANCHORS, StageKind, put_together, stage_fields, written};
use serde_json::{Map, Value, json};

use crate::{Why, patch};

mod begun;
mod graph;
mod named;

use begun::begun;
use graph::Graph;
use named::{conditions, events};

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

/// The mechanisms that bring stages.
const MECHANISMS: [&str; 4] = [
    "participation",
    "emergency",
    "approval_reform",
    "daily_norms",
];

/// The one that puts its stages beside two others.
const PARTICIPATION: &str = "participation";

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

    fn stages(&mut self) -> Result<Graph<&mut Map<String, Value>>, Why> {
        let path = format!("{}.stages", self.path);
        let stages = self.now.get_mut("stages").and_then(Value::as_object_mut);
        stages.map(Graph).ok_or(Why::Missing(path))
    }

    /// The stages, of which this has to be one.
    fn stages_with(&mut self, id: &str) -> Result<Graph<&mut Map<String, Value>>, Why> {
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

/// Why a stage cannot be taken out; none where it can.
#[must_use]
pub fn stays(scenario: &Value, built: &Value, procedure: &str, id: &str) -> Option<Why> {
    let graph = Graph(stages_of(built, procedure)?);
    let path = path_of(procedure, id);
    if !is_own(scenario, procedure, id) {
        return Some(Why::Brought(path, brought_by(scenario, procedure, id)));
    }
    if graph.is_last_end(id) {
        return Some(Why::LastEnd(path));
    }
    let on = |path: &str| patch::get(built, path) == Some(&Value::Bool(true));
    let is_anchor = ANCHORS.contains(&id)
        && on("mechanisms.participation.enabled")
        && on(&format!("procedures.{procedure}.major"));
    is_anchor.then_some(Why::Needed(path, PARTICIPATION))
}

/// The mechanism without which a stage is not there: the key of its switch; none where no single one brings it.
#[must_use]
pub fn brought_by(scenario: &Value, procedure: &str, id: &str) -> Option<&'static str> {
    MECHANISMS.into_iter().find(|it| {
        let switch = format!("mechanisms.{it}.enabled");
        if patch::get(scenario, &switch) != Some(&Value::Bool(true)) {
            return false;
        }
        let without = crate::entries::set(scenario, &switch, false.into());
        let built = put_together(&written(&without, false)).ok();
        built.is_some_and(|it| !is_own(&it, procedure, id))
    })
}

/// Takes a stage out: who waited for it waits for those it waited for.
///
/// # Errors
/// It is not there, brought by a mechanism or needed by one, or the only one of its kind with which cases end.
pub fn remove(scenario: &Value, built: &Value, procedure: &str, id: &str) -> Result<Value, Why> {
    let mut bench = Bench::new(built, procedure)?;
    let mut graph = bench.stages_with(id)?;
    if let Some(why) = stays(scenario, built, procedure, id) {
        return Err(why);
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
        return Err(Why::Circle(
            path_of(procedure, then),
            path_of(procedure, first),
        ));
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
        return Err(Why::Missing(path_of(procedure, first)));
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
        return Err(Why::LastEnd(path_of(procedure, id)));
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
    stages_of(built, procedure).map_or_else(Vec::new, |it| Graph(it).parents(id))
}

/// The stages that wait for a stage directly.
#[must_use]
pub fn children(built: &Value, procedure: &str, id: &str) -> Vec<String> {
    stages_of(built, procedure).map_or_else(Vec::new, |it| Graph(it).children(id))
}

fn stages_of<'a>(built: &'a Value, procedure: &str) -> Option<&'a Map<String, Value>> {
    patch::get(built, &format!("procedures.{procedure}.stages"))?.as_object()
}

fn path_of(procedure: &str, stage: &str) -> String {
    format!("procedures.{procedure}.stages.{stage}")
}

/// A kind as the file writes it.
fn word(kind: StageKind) -> String {
    let word = serde_json::to_value(kind).ok();
    word.and_then(|it| it.as_str().map(str::to_owned))
        .unwrap_or_default()
}
