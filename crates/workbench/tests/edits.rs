//! What holds of every edit.

#![allow(clippy::unwrap_used, clippy::panic)]

use county::scenario::{self, StageKind, written};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Map, Value, json};
use tuiyan_workbench::form::Form;
use tuiyan_workbench::procedure::{self, Spot};
use tuiyan_workbench::{Why, entries, patch};

fn preset(id: &str) -> Value {
    patch::plain_numbers(scenario::preset(id).unwrap().file().clone())
}

/// As the county runs, mechanisms in it.
fn built(scenario: &Value) -> Value {
    patch::plain_numbers(scenario::put_together(&written(scenario, false)).unwrap())
}

fn problems(scenario: &Value) -> Vec<scenario::Problem> {
    scenario::load(&written(scenario, false), &[])
        .err()
        .unwrap_or_default()
}

/// An edit, its targets by chance.
#[derive(Debug, Clone)]
enum Edit {
    Number(Index, f64),
    Copy(Index, Index),
    Remove(Index, Index),
    Assign(Index, Index),
    Share(Index, Index, f64),
    Stage(Index, Stage),
}

#[derive(Debug, Clone)]
enum Stage {
    Add(Index, u8, Index),
    Remove(Index),
    Move(Index, Index, u8),
    Join(Index, Index),
    Part(Index, Index),
    Turn(Index, Index),
}

fn stage() -> impl Strategy<Value = Stage> {
    let index = any::<Index>;
    prop_oneof![
        4 => (index(), any::<u8>(), index()).prop_map(|(a, b, c)| Stage::Add(a, b, c)),
        3 => index().prop_map(Stage::Remove),
        3 => (index(), index(), any::<u8>()).prop_map(|(a, b, c)| Stage::Move(a, b, c)),
        2 => (index(), index()).prop_map(|(a, b)| Stage::Join(a, b)),
        1 => (index(), index()).prop_map(|(a, b)| Stage::Part(a, b)),
        1 => (index(), index()).prop_map(|(a, b)| Stage::Turn(a, b)),
    ]
}

fn edit() -> impl Strategy<Value = Edit> {
    let index = any::<Index>;
    prop_oneof![
        (index(), 0.0..50.0).prop_map(|(a, b)| Edit::Number(a, b)),
        (index(), index()).prop_map(|(a, b)| Edit::Copy(a, b)),
        (index(), index()).prop_map(|(a, b)| Edit::Remove(a, b)),
        (index(), index()).prop_map(|(a, b)| Edit::Assign(a, b)),
        (index(), index(), 0.0..1.0).prop_map(|(a, b, c)| Edit::Share(a, b, c)),
        (index(), stage()).prop_map(|(a, b)| Edit::Stage(a, b)),
    ]
}

const KINDS: [StageKind; 12] = [
    StageKind::Task,
    StageKind::Wait,
    StageKind::Consultation,
    StageKind::RiskAssessment,
    StageKind::LegalityReview,
    StageKind::SignOff,
    StageKind::Meeting,
    StageKind::OutsideGate,
    StageKind::Publication,
    StageKind::ExpertReview,
    StageKind::Coordination,
    StageKind::PublicComment,
];

fn keys(value: &Value, path: &str) -> Vec<String> {
    let found = patch::get(value, path).and_then(Value::as_object);
    found.into_iter().flatten().map(|it| it.0.clone()).collect()
}

fn one(all: &[String], at: Index) -> &str {
    &all[at.index(all.len())]
}

fn numbers(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), value)];
    while let Some((path, value)) = open.pop() {
        match value {
            Value::Object(object) => open.extend(object.iter().map(|(key, it)| {
                (
                    if path.is_empty() {
                        key.clone()
                    } else {
                        format!("{path}.{key}")
                    },
                    it,
                )
            })),
            Value::Number(_) => found.push(path),
            _ => {}
        }
    }
    found.sort();
    found
}

/// The scenario after a stage's edit; the same where it is refused.
fn staged(now: &Value, procedure: &str, edit: &Stage) -> Value {
    let built = built(now);
    let ids = keys(&built, &format!("procedures.{procedure}.stages"));
    let id = |at: &Index| one(&ids, *at).to_owned();
    let spot = |kind: u8, anchor: &'static str| match kind % 4 {
        0 => Spot::After(anchor),
        1 => Spot::Before(anchor),
        2 => Spot::Beside(anchor),
        _ => Spot::Branch(anchor),
    };
    // Tests may leak what they name.
    let leak = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
    let done = match edit {
        Stage::Add(at, how, kind) => procedure::add(
            now,
            &built,
            procedure,
            spot(*how, leak(id(at))),
            KINDS[kind.index(KINDS.len())],
            ["新", "New"],
        )
        .map(|it| it.0),
        Stage::Remove(at) => procedure::remove(now, &built, procedure, &id(at)),
        Stage::Move(at, to, how) => {
            procedure::shift(now, &built, procedure, &id(at), spot(*how, leak(id(to))))
        }
        Stage::Join(a, b) => procedure::join(now, &built, procedure, &id(a), &id(b)),
        Stage::Part(a, b) => procedure::part(now, &built, procedure, &id(a), &id(b)),
        Stage::Turn(at, kind) => procedure::turn(
            now,
            &built,
            procedure,
            &id(at),
            KINDS[kind.index(KINDS.len())],
        ),
    };
    done.unwrap_or_else(|_| now.clone())
}

const COLLECTIONS: [&str; 6] = [
    "leaders",
    "offices",
    "departments",
    "meetings",
    "world.classes",
    "world.publics",
];

fn edited(form: &Form, now: &Value, edit: &Edit) -> Value {
    let entry = |which: &Index, at: &Index| {
        let collection = COLLECTIONS[which.index(COLLECTIONS.len())];
        let ids = keys(now, collection);
        (
            collection,
            ids.get(at.index(ids.len().max(1)))
                .cloned()
                .unwrap_or_default(),
        )
    };
    let done = match edit {
        Edit::Number(at, value) => Ok(entries::set(
            now,
            one(&numbers(now), *at),
            patch::plain_numbers(json!(value)),
        )),
        Edit::Copy(which, at) => {
            let (collection, id) = entry(which, at);
            entries::copy(now, collection, &id, &entries::fresh(now, collection, &id))
        }
        Edit::Remove(which, at) => {
            let (collection, id) = entry(which, at);
            entries::remove(form, now, collection, &id)
        }
        Edit::Assign(which, to) => {
            let (departments, leaders) = (keys(now, "departments"), keys(now, "leaders"));
            if departments.is_empty() || leaders.is_empty() {
                return now.clone();
            }
            entries::assign(now, one(&departments, *which), one(&leaders, *to))
        }
        Edit::Share(which, to, share) => {
            let (departments, leaders) = (keys(now, "departments"), keys(now, "leaders"));
            if departments.is_empty() || leaders.is_empty() {
                return now.clone();
            }
            entries::share(now, one(&departments, *which), one(&leaders, *to), *share)
        }
        Edit::Stage(which, stage) => {
            let procedures = keys(now, "procedures");
            return staged(now, one(&procedures, *which), stage);
        }
    };
    done.unwrap_or_else(|_| now.clone())
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        (0..9).prop_map(Value::from),
        "[a-c]".prop_map(Value::from)
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map("[a-d]", inner, 0..4)
                .prop_map(|it| Value::Object(it.into_iter().collect())),
        ]
    })
}

fn any_object() -> impl Strategy<Value = Map<String, Value>> {
    prop::collection::btree_map("[a-d]", any_json(), 0..4).prop_map(|it| it.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_edit_keeps_what_the_patch_says_and_leads_where_it_should(preset in any_object(), now in any_object(), next in any_object()) {
        let whole = Value::Object(preset.clone());
        let first = patch::between(&preset, &now);
        let second = patch::after(&first, &patch::between(&now, &next), &whole);
        prop_assert_eq!(patch::merged(&whole, &Value::Object(second.clone())), Value::Object(next));
        // Back again, nothing is left of it.
        let back = patch::after(&second, &patch::between(second_to(&whole, &second).as_object().unwrap(), &preset), &whole);
        prop_assert_eq!(patch::differences(&whole, &back), vec![]);
    }
}

fn second_to(preset: &Value, patch: &patch::Patch) -> Value {
    patch::merged(preset, &Value::Object(patch.clone()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_undone_step_by_step_give_the_same_scenario(which in prop::bool::ANY, edits in prop::collection::vec(edit(), 1..12)) {
        let preset = preset(if which { "today" } else { "seed" });
        let form = Form::new(scenario::schema());
        let mut now = preset.clone();
        let mut held = patch::Patch::new();
        let mut past = Vec::new();
        for edit in &edits {
            let next = edited(&form, &now, edit);
            past.push((now.clone(), patch::between(next.as_object().unwrap(), now.as_object().unwrap())));
            held = patch::after(&held, &patch::between(now.as_object().unwrap(), next.as_object().unwrap()), &preset);
            now = next;
            // What is kept, on the preset, is what is seen.
            prop_assert_eq!(&patch::merged(&preset, &Value::Object(held.clone())), &now);
        }
        while let Some((before, back)) = past.pop() {
            now = patch::merged(&now, &Value::Object(back));
            // Whatever order a reader keeps the keys of an object in.
            prop_assert_eq!(&now, &before);
        }
        // Each difference taken back by itself, in any order: here from the last to the first.
        for it in patch::differences(&preset, &held).iter().rev() {
            held = patch::without(&held, &it.path);
        }
        prop_assert_eq!(patch::merged(&preset, &Value::Object(held)), preset);
    }

    #[test]
    fn an_edited_procedure_passes_the_check(which in prop::bool::ANY, at in any::<Index>(), edits in prop::collection::vec(stage(), 1..8)) {
        let mut now = preset(if which { "today" } else { "seed" });
        let procedures = keys(&now, "procedures");
        let procedure = one(&procedures, at).to_owned();
        for edit in &edits {
            let next = staged(&now, &procedure, edit);
            let found = problems(&next);
            prop_assert!(found.is_empty(), "{procedure}: {edit:?}: {found:?}");
            now = next;
        }
    }
}

/// Every stage of every procedure taken out, and one put at each side of it.
#[test]
fn every_stage_can_be_worked_on_or_says_why_not() {
    let (mut done, mut refused) = (0, Vec::new());
    for id in ["today", "seed"] {
        let now = preset(id);
        let built = built(&now);
        for procedure in keys(&now, "procedures") {
            for (at, stage) in keys(&built, &format!("procedures.{procedure}.stages"))
                .iter()
                .enumerate()
            {
                let spot = [
                    Spot::After(stage),
                    Spot::Before(stage),
                    Spot::Beside(stage),
                    Spot::Branch(stage),
                ][at % 4];
                let kind = KINDS[at % KINDS.len()];
                let added = procedure::add(&now, &built, &procedure, spot, kind, ["新", "New"])
                    .map(|it| it.0);
                for next in [added, procedure::remove(&now, &built, &procedure, stage)] {
                    match next {
                        Ok(next) => {
                            let found = problems(&next);
                            assert!(found.is_empty(), "{procedure}.{stage}: {found:?}");
                            assert_ne!(next, now);
                            done += 1;
                        }
                        Err(why) => refused.push((stage.clone(), why)),
                    }
                }
            }
        }
    }
    assert!(done > 200, "{done}");
    for (stage, why) in &refused {
        assert!(
            matches!(why, Why::LastEnd(it) | Why::Brought(it, Some(_)) | Why::Needed(it, _) if it.ends_with(&format!(".{stage}"))),
            "{why}"
        );
    }
    assert!(refused.iter().any(|it| matches!(it.1, Why::LastEnd(_))));
}

#[test]
fn a_stage_that_goes_leaves_those_around_it_in_order() {
    let now = preset("today");
    let next = procedure::remove(&now, &built(&now), "major", "legality_review").unwrap();
    let stages = &next["procedures"]["major"]["stages"];
    assert_eq!(stages["special_topic"]["after"], json!(["revision"]));
    // Participation is on and puts its stages between the two.
    let kept = procedure::remove(&now, &built(&now), "major", "revision");
    assert_eq!(
        kept,
        Err(Why::Needed(
            "procedures.major.stages.revision".to_owned(),
            "participation"
        ))
    );
    // A clock that waited for a stage waits for the one before it.
    let next = procedure::remove(&now, &built(&now), "petition", "investigate").unwrap();
    let clocks = &next["procedures"]["petition"]["clocks"];
    assert_eq!(clocks["told"]["stops_on"], "read.done");
}

#[test]
fn nobody_waits_for_who_waits_for_him() {
    let now = preset("today");
    let built = built(&now);
    let refused = procedure::join(&now, &built, "major", "revision", "drafting");
    assert_eq!(
        refused,
        Err(Why::Circle(
            "procedures.major.stages.drafting".to_owned(),
            "procedures.major.stages.revision".to_owned()
        ))
    );
    let joined = procedure::join(&now, &built, "major", "drafting", "legality_review").unwrap();
    let parted = procedure::part(
        &joined,
        &again(&joined),
        "major",
        "drafting",
        "legality_review",
    )
    .unwrap();
    assert_eq!(parted, now);
}

fn again(scenario: &Value) -> Value {
    built(scenario)
}
