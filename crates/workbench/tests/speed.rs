//! How long an edit takes in a scenario with 500 entities: printed, as machines differ (`cargo test -p tuiyan-workbench --test speed -- --nocapture`).

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

use std::time::Instant;

use county::scenario::{self, written};
use serde_json::{Value, json};
use tuiyan_workbench::form::Form;
use tuiyan_workbench::{entries, patch, procedure};

#[test]
fn an_edit_among_500_entities() {
    let preset = patch::plain_numbers(scenario::preset("today").unwrap().file().clone());
    let form = Form::new(scenario::schema());
    let mut now = preset.clone();
    for n in 0..500 {
        let (collection, id) = [
            ("departments", "water"),
            ("offices", "justice"),
            ("leaders", "deputy_welfare"),
            ("world.publics", "residents"),
        ][n % 4];
        let id = if patch::get(&now, &format!("{collection}.{id}")).is_some() {
            id.to_owned()
        } else {
            patch::get(&now, collection)
                .unwrap()
                .as_object()
                .unwrap()
                .keys()
                .next()
                .unwrap()
                .clone()
        };
        now = entries::copy(&now, collection, &id, &format!("copy_{n}")).unwrap();
    }
    let object = |it: &Value| it.as_object().unwrap().clone();
    let held = patch::between(&object(&preset), &object(&now));
    let timed = |what: &str, edit: &dyn Fn() -> Value| {
        let begun = Instant::now();
        let next = edit();
        let edited = begun.elapsed();
        let after = patch::after(
            &held,
            &patch::between(&object(&now), &object(&next)),
            &preset,
        );
        let kept = begun.elapsed();
        let found = patch::differences(&preset, &after).len();
        let listed = begun.elapsed();
        let checked = scenario::load(&written(&next, false), &[])
            .err()
            .unwrap_or_default()
            .len();
        println!(
            "{what}: edited {edited:?}, kept {kept:?}, {found} differences {listed:?}, {checked} problems {:?}",
            begun.elapsed()
        );
        assert_ne!(next, now);
    };
    timed("a number", &|| entries::set(&now, "world.demand", json!(2)));
    timed("a leader renamed", &|| {
        entries::rename(&form, &now, "leaders", "deputy_industry", "deputy_trade").unwrap()
    });
    timed("a department taken out", &|| {
        entries::remove(&form, &now, "departments", "water").unwrap()
    });
    let built = patch::plain_numbers(scenario::put_together(&written(&now, false)).unwrap());
    timed("a stage taken out", &|| {
        procedure::remove(&now, &built, "major", "legality_review").unwrap()
    });
}
