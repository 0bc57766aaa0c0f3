//! The line gives the county that the page shows.

#![allow(clippy::unwrap_used, clippy::panic)]

use county::scenario::{self, Change};
use serde_json::{Value, json};
use tuiyan_workbench::command::{FILE, Run, line};
use tuiyan_workbench::{entries, patch, procedure};

/// The words of a line, as a shell reads them.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), String::new(), false);
    let mut signs = line.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '\'' => quoted = !quoted,
            '\\' if !quoted => word.extend(signs.next()),
            ' ' if !quoted => words.push(std::mem::take(&mut word)),
            sign => word.push(sign),
        }
    }
    words.push(word);
    words
}

/// What the command makes of a line.
fn taken(line: &str) -> scenario::Loaded {
    let words = words(line);
    assert_eq!(words[..2], ["tuiyan", "run"]);
    let mut pieces = words[2].split('+');
    let base = pieces.next().unwrap();
    let set = words
        .windows(2)
        .filter(|it| it[0] == "--set")
        .map(|it| it[1].as_str());
    let change = |it: &str| {
        let (path, value) = it.split_once('=').unwrap();
        Change::parse(path, value)
    };
    let changes: Vec<Change> = pieces.chain(set).map(change).collect();
    scenario::load_preset(base, &changes).unwrap()
}

#[test]
fn a_line_gives_the_same_county_as_the_file() {
    let preset = patch::plain_numbers(scenario::preset("today").unwrap().file().clone());
    let built =
        patch::plain_numbers(scenario::put_together(&scenario::written(&preset, false)).unwrap());
    let set = |path: &str, value: Value| entries::set(&preset, path, value);
    let run = Run {
        seed: 3,
        replications: 32,
        years: 1.0,
    };
    let mut lines = 0;
    for next in [
        preset.clone(),
        set("meetings.executive.every_days", json!(14)),
        set("mechanisms.participation.comment", json!("off")),
        set(
            "meetings.executive.members",
            json!(["magistrate", "executive_deputy", "deputy_welfare"]),
        ),
        set(
            "departments.water.shared_with",
            json!({"deputy_industry": 0.2}),
        ),
        set(
            "procedures.major.stages.legality_review.reason",
            json!({"zh": "急", "en": "it's urgent + late=1"}),
        ),
        entries::unset(&preset, "delegation").unwrap(),
        entries::copy(&preset, "offices", "justice", "justice_2").unwrap(),
        procedure::remove(&preset, &built, "major", "legality_review").unwrap(),
        procedure::add(
            &preset,
            &built,
            "petition",
            procedure::Spot::After("route"),
            scenario::StageKind::Task,
            ["新", "New"],
        )
        .unwrap()
        .0,
    ] {
        let changes = patch::between(preset.as_object().unwrap(), next.as_object().unwrap());
        let mut file = json!({"tuiyan": 1, "extends": "today"});
        file.as_object_mut().unwrap().extend(changes.clone());
        let of_file = scenario::load(&scenario::written(&file, false), &[])
            .unwrap()
            .after;
        let line = line(
            "today",
            &preset,
            &patch::differences(&preset, &changes),
            run,
        );
        if line.of_file {
            assert!(line.text.contains(FILE));
            continue;
        }
        lines += 1;
        let of_line = taken(&line.text).after;
        assert_eq!(
            scenario::differences(&of_file, &of_line).len(),
            0,
            "{}",
            line.text
        );
    }
    assert!(lines >= 8, "{lines}");
}
