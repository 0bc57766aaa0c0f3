//! What holds for any file at all.

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use tuiyan_county::scenario::{Change, check, hash, load, load_preset};

use crate::helpers::{file_of, ids};

/// Any JSON value, a few levels deep.
fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (-2.0..100.0).prop_map(Value::from),
        "[a-z_]{0,8}".prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map("[a-z_]{1,8}", inner, 0..5)
                .prop_map(|it| Value::Object(it.into_iter().collect())),
        ]
    })
}

/// Every path of a preset as JSON pointers of keys.
fn places(value: &Value) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut open = vec![(Vec::new(), value)];
    while let Some((path, value)) = open.pop() {
        let mut go = |key: String, value| {
            let mut path = path.clone();
            path.push(key);
            open.push((path, value));
        };
        match value {
            Value::Object(it) => it.iter().for_each(|(key, it)| go(key.clone(), it)),
            Value::Array(it) => it
                .iter()
                .enumerate()
                .for_each(|(n, it)| go(n.to_string(), it)),
            _ => {}
        }
        found.push(path);
    }
    found
}

/// The same value with the keys of every object in the opposite order of writing.
fn backwards(value: &Value) -> String {
    match value {
        Value::Object(it) => {
            let members: Vec<String> = it
                .iter()
                .rev()
                .map(|(key, it)| format!("{}: {}", json!(key), backwards(it)))
                .collect();
            format!("{{{}}}", members.join(", "))
        }
        Value::Array(it) => {
            let items: Vec<String> = it.iter().map(backwards).collect();
            format!("[{}]", items.join(", "))
        }
        leaf => leaf.to_string(),
    }
}

/// Either it loads and checks clean, or it is told what is wrong, each with a remedy.
fn holds(outcome: Result<tuiyan_county::scenario::Loaded, Vec<tuiyan_county::scenario::Problem>>) {
    match outcome {
        Ok(loaded) => {
            assert_eq!(check(&loaded.after), []);
            assert_eq!(check(&loaded.before), []);
        }
        Err(problems) => {
            assert!(!problems.is_empty());
            assert!(
                problems
                    .iter()
                    .all(|it| !it.message.is_empty() && !it.remedy.is_empty())
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        holds(load(&text, &[]));
    }

    #[test]
    fn any_value_is_answered(value in any_value(), id in prop::sample::select(ids())) {
        let mut file = value;
        if let Value::Object(it) = &mut file {
            it.insert("tuiyan".to_owned(), json!(1));
            it.insert("extends".to_owned(), json!(id));
        }
        holds(load(&file.to_string(), &[]));
    }

    #[test]
    fn any_mutation_of_a_preset_is_answered(
        id in prop::sample::select(ids()),
        whole in any::<bool>(),
        places_at in prop::collection::vec((any::<prop::sample::Index>(), any_value()), 1..6),
    ) {
        let mut file = file_of(id);
        let all = places(&file);
        let mut patch = json!({});
        for (index, value) in places_at {
            let path = index.get(&all);
            let pointer: String = path.iter().map(|it| format!("/{}", it.replace('~', "~0").replace('/', "~1"))).collect();
            if let Some(place) = file.pointer_mut(&pointer) {
                *place = value.clone();
            }
            // The same mutation as a patch on the preset.
            let wrapped = path.iter().rev().fold(value, |inner, key| {
                Value::Object(Map::from_iter([(key.clone(), inner)]))
            });
            if let (Value::Object(patch), Value::Object(wrapped)) = (&mut patch, wrapped) {
                patch.extend(wrapped);
            }
        }
        if !whole && let Value::Object(patch) = &mut patch {
            patch.insert("tuiyan".to_owned(), json!(1));
            patch.insert("extends".to_owned(), json!(id));
        }
        holds(load(&if whole { file } else { patch }.to_string(), &[]));
    }

    #[test]
    fn any_change_is_answered(
        id in prop::sample::select(ids()),
        at in any::<prop::sample::Index>(),
        value in any_value(),
        tail in prop_oneof![Just(String::new()), "[.a-z0-9]{0,6}"],
    ) {
        let all = places(&file_of(id));
        let path = at.get(&all).join(".") + &tail;
        holds(load_preset(id, &[Change { path, value }]));
    }

    #[test]
    fn the_patch_of_a_lever_leads_back_to_it(
        id in prop::sample::select(ids()),
        every in 1u32..60, minutes in 60u32..400, comment in 1u32..120, demand in 0.1f64..3.0, stand_in: bool, participation: bool,
    ) {
        let changes = [
            Change { path: "meetings.executive.every_days".into(), value: json!(every) },
            Change { path: "meetings.executive.minutes".into(), value: json!(minutes) },
            Change { path: "mechanisms.participation.comment_days".into(), value: json!(comment) },
            Change { path: "mechanisms.participation.enabled".into(), value: json!(participation) },
            Change { path: "mechanisms.stand_in.enabled".into(), value: json!(stand_in) },
            Change { path: "world.demand".into(), value: json!(demand) },
        ];
        let first = load_preset(id, &changes).unwrap();
        let mut turned = changes.clone();
        turned.reverse();
        prop_assert_eq!(&load_preset(id, &turned).unwrap().after, &first.after, "changes of different places commute");
        let twice = [changes.as_slice(), changes.as_slice()].concat();
        prop_assert_eq!(&load_preset(id, &twice).unwrap().after, &first.after, "said twice is said once");
        let mut file = first.patch();
        file["tuiyan"] = json!(1);
        file["extends"] = json!(id);
        let saved = load(&file.to_string(), &[]).unwrap();
        prop_assert_eq!(&saved.after, &first.after);
        prop_assert_eq!(&saved.before, &first.before);
        prop_assert_eq!(&saved.patch(), &first.patch());
        let turned = load(&backwards(&file), &[]).unwrap();
        prop_assert_eq!(hash(&turned.after), hash(&first.after), "the order of keys means nothing");
    }
}

#[test]
fn the_order_of_keys_of_a_whole_file_means_nothing() {
    for id in ids() {
        let file = file_of(id);
        assert_ne!(backwards(&file), file.to_string());
        let (straight, turned) = (
            load(&file.to_string(), &[]).unwrap(),
            load(&backwards(&file), &[]).unwrap(),
        );
        assert_eq!(straight, turned, "{id}");
    }
}

/// The examples of RFC 7396, appendix A, as far as both sides are objects: what a file may do to a preset.
#[test]
fn a_file_patches_as_the_rfc_says() {
    let preset = load_preset("today", &[]).unwrap();
    // patch on the file, pointer into the result, what stands there
    let table = [
        (
            json!({"title": {"en": "B"}}),
            "/title",
            json!({"zh": preset.after.title.zh, "en": "B"}),
        ),
        (
            json!({"world": {"absences": {"shares": null}}}),
            "/world/absences/shares",
            json!({}),
        ),
        (
            json!({"world": {"absences": {"shares": {"magistrate": null}}}}),
            "/world/absences/shares",
            json!({}),
        ),
        (
            json!({"meetings": {"executive": {"chairs": ["magistrate"]}}}),
            "/meetings/executive/chairs",
            json!(["magistrate"]),
        ),
        (
            json!({"about": {}}),
            "/about/en",
            json!(preset.after.about.en),
        ),
    ];
    for (patch, pointer, expected) in table {
        let mut file = patch.clone();
        file["tuiyan"] = json!(1);
        file["extends"] = json!("today");
        let loaded = load(&file.to_string(), &[]).unwrap();
        assert_eq!(
            loaded.settled().pointer(pointer),
            Some(&expected),
            "{patch}"
        );
    }
}
