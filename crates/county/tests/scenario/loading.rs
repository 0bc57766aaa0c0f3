//! From preset, mechanisms, file and changes to a county: the order of the contract.

use serde_json::{Value, json};
use tuiyan_county::scenario::{check, differences, hash, load, load_preset};
use tuiyan_trial::Setup;

use crate::helpers::{changes, file_of, ids, told, with};

#[test]
fn every_combination_of_preset_and_mechanisms_loads_checks_and_runs() {
    for id in ids() {
        for stand_in in [false, true] {
            for (participation, approvals) in
                [(false, false), (false, true), (true, false), (true, true)]
            {
                let what = format!(
                    "{id}, stand_in {stand_in}, participation {participation}, approvals {approvals}"
                );
                let loaded = with(
                    id,
                    &[
                        &format!("mechanisms.stand_in.enabled={stand_in}"),
                        &format!("mechanisms.participation.enabled={participation}"),
                        &format!("mechanisms.approval_reform.enabled={approvals}"),
                        "horizon.years=1",
                    ],
                )
                .unwrap_or_else(|it| panic!("{what}: {}", told(&it)));
                assert_eq!(check(&loaded.after), [], "{what}");
                assert_eq!(check(&loaded.before), [], "{what}");
                let major = &loaded.after.procedures.get("major").unwrap().stages;
                let asked = ["public_comment", "hearing", "expert_review", "evaluation"];
                for stage in asked {
                    assert_eq!(major.contains_key(stage), participation, "{what}: {stage}");
                }
                let setup =
                    Setup::new(&loaded).unwrap_or_else(|it| panic!("{what}: {}", told(&it)));
                let (_, events) = setup.log(1, 0);
                assert!(events.len() > 500, "{what}: {} events", events.len());
            }
        }
    }
}

#[test]
fn presets_ship_as_the_contract_says() {
    // preset, stand-in, participation, start
    for (id, stand_in, participation, start) in [
        ("seed", false, false, "2008-01-01"),
        ("today", false, true, "2024-01-01"),
    ] {
        let loaded = with(id, &[]).unwrap();
        assert_eq!(loaded.preset.as_deref(), Some(id));
        assert_eq!(loaded.after.mechanisms.stand_in.enabled, stand_in, "{id}");
        assert_eq!(
            loaded.after.mechanisms.participation.enabled, participation,
            "{id}"
        );
        assert_eq!(loaded.after.horizon.start, start, "{id}");
        assert_eq!(
            loaded.before, loaded.after,
            "{id}: nothing changes on reform day"
        );
        assert_eq!(loaded.patch(), json!({}), "{id}");
        assert_eq!(loaded.warnings, [], "{id}");
        assert_eq!(differences(&loaded.before, &loaded.after), [], "{id}");
    }
}

#[test]
fn a_file_says_the_same_as_changes() {
    let file = r#"{"tuiyan": 1, "extends": "today",
        "meetings": {"executive": {"every_days": 14}}, "mechanisms": {"stand_in": {"enabled": true}}}"#;
    let by_file = load(file, &[]).unwrap();
    let by_set = with(
        "today",
        &[
            "meetings.executive.every_days=14",
            "mechanisms.stand_in.enabled=true",
        ],
    )
    .unwrap();
    assert_eq!(by_file.after, by_set.after);
    assert_eq!(by_file.before, by_set.before);
    assert_eq!(
        by_file.patch(),
        json!({"meetings": {"executive": {"every_days": 14.0}}, "mechanisms": {"stand_in": {"enabled": true}}})
    );
    let paths: Vec<String> = differences(&by_file.before, &by_file.after)
        .into_iter()
        .map(|it| it.path)
        .collect();
    assert_eq!(
        paths,
        [
            "mechanisms.stand_in.enabled",
            "meetings.executive.every_days"
        ]
    );
}

#[test]
fn mechanisms_are_settled_first_and_a_file_has_the_last_word_on_their_stages() {
    let days = |typed: &[&str]| {
        let loaded = with("seed", typed).unwrap_or_else(|it| panic!("{}", told(&it)));
        loaded
            .after
            .procedures
            .get("major")
            .unwrap()
            .stages
            .get("public_comment")
            .unwrap()
            .days
    };
    let on = "mechanisms.participation.enabled=true";
    // what is typed, days of public comment
    assert_eq!(
        days(&[on, "mechanisms.participation.comment_days=45"]),
        Some(45.0)
    );
    assert_eq!(
        days(&["mechanisms.participation.comment_days=45", on]),
        Some(45.0)
    );
    assert_eq!(
        days(&[on, "procedures.major.stages.public_comment.days=20"]),
        Some(20.0)
    );
    assert_eq!(
        days(&[
            "procedures.major.stages.public_comment.days=20",
            on,
            "mechanisms.participation.comment_days=45"
        ]),
        Some(20.0)
    );
}

#[test]
fn scope_switches_say_which_matters_pass() {
    // switch, stage, whether it is there, its condition
    let table = [
        ("comment=\"off\"", "public_comment", false, json!(null)),
        ("comment=\"all\"", "public_comment", true, json!({})),
        (
            "comment=\"concerned\"",
            "public_comment",
            true,
            json!({"vital_interest": true}),
        ),
        ("hearing=\"off\"", "hearing", false, json!(null)),
        (
            "hearing=\"utilities\"",
            "hearing",
            true,
            json!({"classes": ["utility"]}),
        ),
        (
            "hearing=\"vital_interest\"",
            "hearing",
            true,
            json!({"vital_interest": true}),
        ),
        ("experts=\"off\"", "expert_review", false, json!(null)),
        ("experts=\"all\"", "expert_review", true, json!({})),
        (
            "experts=\"concerned\"",
            "expert_review",
            true,
            json!({"technical": true}),
        ),
        ("evaluation=false", "evaluation", false, json!(null)),
    ];
    for (switch, stage, there, when) in table {
        let change = format!("mechanisms.participation.{switch}");
        let loaded =
            with("today", &[&change]).unwrap_or_else(|it| panic!("{switch}: {}", told(&it)));
        let settled = loaded.settled();
        let found = settled.pointer(&format!("/procedures/major/stages/{stage}"));
        assert_eq!(found.is_some(), there, "{switch}");
        let said = found
            .and_then(|it| it.get("when"))
            .cloned()
            .unwrap_or(Value::Null);
        assert_eq!(said, when, "{switch}");
    }
}

#[test]
fn a_change_of_the_world_holds_from_the_first_day() {
    let demand = with("today", &["world.demand=1.2"]).unwrap();
    assert_eq!(demand.before, demand.after);
    let reform = with("today", &["meetings.executive.every_days=14"]).unwrap();
    assert_eq!(
        reform.before.meetings.get("executive").unwrap().every_days,
        Some(23.0)
    );
    let settled = with(
        "today",
        &["meetings.executive.every_days=14", "horizon.view=settled"],
    )
    .unwrap();
    assert_eq!(settled.before, settled.after);
    let mixed = with(
        "today",
        &["meetings.executive.every_days=14", "world.demand=1.2"],
    )
    .unwrap();
    assert_eq!(mixed.before.world, mixed.after.world);
    assert_eq!(
        mixed.before.meetings.get("executive").unwrap().every_days,
        Some(23.0)
    );
}

#[test]
fn a_new_class_under_a_new_procedure_has_somewhere_to_go_before_reform_day() {
    let seed = file_of("seed");
    let mut class = seed["world"]["classes"]["routine"].clone();
    class["procedure"] = json!("fast");
    class["departments"] = json!({"tourism": 1});
    let file = json!({
        "tuiyan": 1, "extends": "seed",
        "departments": {"tourism": {"name": {"zh": "旅游局", "en": "Tourism"}, "staff": 1, "leader": "envoy"}},
        "leaders": {"envoy": {"name": {"zh": "副县长", "en": "Deputy"}, "rank": "deputy", "bound_hours_per_week": 20}},
        "procedures": {"fast": seed["procedures"]["ordinary"]},
        "world": {"classes": {"tourism_routine": class},
            "sources": {"departments": {"classes": {"tourism_routine": 1}}}, "absences": {"shares": {"envoy": 0.5}}},
    });
    let loaded = load(&file.to_string(), &[]).unwrap_or_else(|it| panic!("{}", told(&it)));
    assert_eq!(check(&loaded.before), []);
    let setup = Setup::new(&loaded).unwrap_or_else(|it| panic!("{}", told(&it)));
    assert!(!setup.log(1, 0).1.is_empty());
}

#[test]
fn a_county_with_a_leader_only_the_new_world_speaks_of_still_runs() {
    let file = json!({
        "tuiyan": 1, "extends": "seed",
        "leaders": {"envoy": {"name": {"zh": "副县长", "en": "Deputy"}, "rank": "deputy", "bound_hours_per_week": 20}},
        "world": {"absences": {"shares": {"envoy": 0.5}}},
    });
    let loaded = load(&file.to_string(), &[]).unwrap_or_else(|it| panic!("{}", told(&it)));
    assert_eq!(check(&loaded.before), []);
    Setup::new(&loaded).unwrap_or_else(|it| panic!("{}", told(&it)));
}

#[test]
fn a_whole_file_needs_no_preset() {
    for id in ids() {
        let loaded =
            load(&file_of(id).to_string(), &[]).unwrap_or_else(|it| panic!("{}", told(&it)));
        assert_eq!(loaded.preset, None, "{id}");
        assert_eq!(
            loaded.before, loaded.after,
            "{id}: no common ancestor, no reform day"
        );
        let mut same = load_preset(id, &[]).unwrap().after;
        same.extends = None;
        assert_eq!(loaded.after, same, "{id}");
    }
}

#[test]
fn what_was_settled_loads_again_as_itself() {
    for id in ids() {
        let typed = [
            "meetings.executive.every_days=10",
            "mechanisms.stand_in.enabled=true",
        ];
        let first = with(id, &typed).unwrap();
        let again =
            load(&first.settled().to_string(), &[]).unwrap_or_else(|it| panic!("{}", told(&it)));
        assert_eq!(again.after, first.after, "{id}");
        assert_eq!(hash(&again.after), hash(&first.after), "{id}");
        // The patch alone says the same on its preset: this is what the page saves.
        let mut file = first.patch();
        file["tuiyan"] = json!(1);
        file["extends"] = json!(id);
        let saved = load(&file.to_string(), &[]).unwrap_or_else(|it| panic!("{}", told(&it)));
        assert_eq!(saved.after, first.after, "{id}");
    }
}

#[test]
fn fingerprints_tell_counties_apart() {
    let seed = hash(&with("seed", &[]).unwrap().after);
    let today = hash(&with("today", &[]).unwrap().after);
    let changed = hash(&with("today", &["world.demand=1.000001"]).unwrap().after);
    assert_eq!(seed.len(), 32);
    assert!(seed != today && today != changed && seed != changed);
}

#[test]
fn presets_are_those_whose_comparisons_are_published() {
    let published = include_str!("../../../../docs/validation.md");
    for id in ["seed", "today"] {
        let row = format!("| `{id}` | `{}` |", hash(&with(id, &[]).unwrap().after));
        assert!(
            published.contains(&row) && published.contains(&format!("\n### `{id}`\n")),
            "docs/validation.md does not have {row} with its table: a preset that changes is compared anew, by `cargo xtask comparisons --freeze`, \
             a commit, `cargo xtask comparisons`, a commit"
        );
    }
}

#[test]
fn a_value_that_is_not_json_is_a_text() {
    // typed, what it means
    let table = [
        ("a=1", json!(1)),
        ("a=1.5", json!(1.5)),
        ("a=true", json!(true)),
        ("a=null", json!(null)),
        ("a=[\"x\"]", json!(["x"])),
        ("a=settled", json!("settled")),
        ("a=\"settled\"", json!("settled")),
        ("a=2024-01-01", json!("2024-01-01")),
        ("a=", json!("")),
        ("a=b=c", json!("b=c")),
        ("a=NaN", json!("NaN")),
    ];
    for (typed, meant) in table {
        assert_eq!(changes(&[typed])[0].value, meant, "{typed}");
    }
}

#[test]
fn a_patch_says_what_the_user_said_and_not_what_a_mechanism_brought() {
    // preset, what is typed, the patch
    let table = [
        (
            "seed",
            vec!["mechanisms.participation.enabled=true"],
            json!({"mechanisms": {"participation": {"enabled": true}}}),
        ),
        (
            "today",
            vec!["mechanisms.participation.enabled=false"],
            json!({"mechanisms": {"participation": {"enabled": false}}}),
        ),
        (
            "today",
            vec!["mechanisms.participation.comment_days=10"],
            json!({"mechanisms": {"participation": {"comment_days": 10.0}}}),
        ),
        (
            "today",
            vec!["procedures.major.stages.public_comment.days=10"],
            json!({"procedures": {"major": {"stages": {"public_comment": {"days": 10.0}}}}}),
        ),
        (
            "today",
            vec!["procedures.major.stages.hearing=null"],
            json!({"procedures": {"major": {"stages": {"hearing": null}}}}),
        ),
    ];
    for (id, typed, expected) in table {
        let loaded = with(id, &typed).unwrap_or_else(|it| panic!("{typed:?}: {}", told(&it)));
        assert_eq!(loaded.patch(), expected, "{id}+{typed:?}");
    }
}

#[test]
fn a_file_may_change_one_field_of_a_stage_that_a_mechanism_brings() {
    let file = r#"{"tuiyan": 1, "extends": "today",
        "procedures": {"major": {"stages": {"public_comment": {"days": 20}}}}}"#;
    let loaded = load(file, &[]).unwrap_or_else(|it| panic!("{}", told(&it)));
    assert_eq!(
        loaded
            .after
            .procedures
            .get("major")
            .unwrap()
            .stages
            .get("public_comment")
            .unwrap()
            .days,
        Some(20.0)
    );
    // The same in a whole file, which has no preset.
    let mut whole = loaded.settled().clone();
    whole.as_object_mut().unwrap().remove("extends");
    let whole = load(&whole.to_string(), &[]).unwrap_or_else(|it| panic!("{}", told(&it)));
    assert_eq!(
        whole
            .after
            .procedures
            .get("major")
            .unwrap()
            .stages
            .get("public_comment")
            .unwrap()
            .days,
        Some(20.0)
    );
}

#[test]
fn deleting_a_class_that_a_condition_names_leaves_the_county_before_whole() {
    let mut file = json!({"tuiyan": 1, "extends": "today", "world": {"classes": {"utility": null}, "sources": {}}});
    for id in file_of("today")["world"]["sources"]
        .as_object()
        .unwrap()
        .keys()
    {
        file["world"]["sources"][id] = json!({"classes": {"utility": null}});
    }
    let loaded = load(&file.to_string(), &[]).unwrap_or_else(|it| panic!("{}", told(&it)));
    assert_eq!(check(&loaded.before), []);
    Setup::new(&loaded).unwrap_or_else(|it| panic!("{}", told(&it)));
}
