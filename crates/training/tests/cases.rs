//! Every case that ships: it can be played as it is meant, by every option, and its score is the chooser's.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests fail by panicking"
)]

use std::fs;
use std::path::PathBuf;

use training::{
    Case, Choices, Ready, Replay, SEEDED_FROM, Story, Token, check, follow, outcome_of, play,
    report, score,
};

/// All cases, by id.
fn cases() -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../cases");
    let files = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let mut all: Vec<(String, String)> = files
        .filter(|it| it.extension().is_some_and(|it| it == "json"))
        .map(|it| {
            (
                it.file_stem().unwrap().to_str().unwrap().to_owned(),
                fs::read_to_string(&it).unwrap(),
            )
        })
        .collect();
    all.sort();
    assert!(!all.is_empty(), "there are no cases");
    all
}

fn ready(text: &str) -> Ready {
    Ready::new(Case::read(text).unwrap()).unwrap()
}

#[test]
fn every_case_is_without_problems_and_called_as_its_file() {
    for (id, text) in cases() {
        let checked = check(&text);
        assert_eq!(checked.errors, [], "{id}");
        assert_eq!(checked.warnings, [], "{id}");
        assert_eq!(checked.case.as_deref(), Some(id.as_str()));
    }
}

/// Events as they mean the same in every plan: the tick, what, and whose.
fn told(it: &county::event::Event) -> (i64, &'static str, u64, u16, u64) {
    (
        it.tick,
        it.kind.name(),
        it.case,
        it.visit,
        it.value.to_bits(),
    )
}

#[test]
fn nothing_that_is_chosen_changes_what_happened_before() {
    for (id, text) in cases() {
        let ready = ready(&text);
        let reference = Choices::reference(&ready.case);
        // The story's luck and another.
        for seed in [ready.case.seed, ready.case.seed + 11] {
            let past = ready.past(seed, 0);
            let whole = play(&ready, &past, &reference).unwrap();
            for point in &whole.points {
                let decision = &ready.case.decisions[point.decision];
                if point.decision == 0 && decision.at == training::At::Day(0) {
                    continue;
                }
                let before = reference.before(point.decision);
                let here = ready.chosen(&before).unwrap();
                let so_far = here.setup.resume_log(&past);
                let cut = so_far.partition_point(|it| it.tick < point.tick);
                assert!(
                    cut > 100,
                    "{id}: hardly anything happened before {}",
                    decision.id
                );
                let so_far: Vec<_> = so_far[..cut].iter().map(told).collect();
                for option in 0..decision.options.len() {
                    let chosen = ready
                        .chosen(&before.with(point.decision, Some(option)))
                        .unwrap();
                    let then = chosen.setup.resume_log(&past);
                    let cut = then.partition_point(|it| it.tick < point.tick);
                    let then: Vec<_> = then[..cut].iter().map(told).collect();
                    let at = so_far.iter().zip(&then).position(|(a, b)| a != b);
                    let which = &decision.options[option].id;
                    assert_eq!(
                        (at, so_far.len()),
                        (None, then.len()),
                        "{id}, seed {seed}: {}={which}",
                        decision.id
                    );
                }
            }
        }
    }
}

#[test]
fn the_eight_parts_add_up_and_are_those_of_the_metrics() {
    for (id, text) in cases() {
        let ready = ready(&text);
        let chosen = ready.chosen(&Choices::reference(&ready.case)).unwrap();
        let mut seen = 0;
        for replication in 0..6 {
            let past = ready.past(ready.case.seed, replication);
            let events = chosen.setup.resume_log(&past);
            let Some(story) = Story::read(chosen.setup.plan(), &ready.case.follows, &events) else {
                continue;
            };
            let Some(ended) = story.ended else { continue };
            assert_eq!(
                story.parts.iter().sum::<i64>(),
                ended - story.registered,
                "{id}"
            );
            let key = follow(chosen.setup.plan(), &ready.case.follows, &events)
                .map(|it| events[it.0].case);
            let replicate = chosen.setup.from_reform(&past);
            if let Some(root) = replicate.roots.iter().find(|it| Some(it.key) == key) {
                assert_eq!(root.parts.map(i64::from), story.parts, "{id}");
                assert_eq!(root.ending.name(), story.ending, "{id}");
            }
            seen += 1;
        }
        assert!(seen > 0, "{id}: no case ended");
    }
}

#[test]
fn a_score_is_the_same_whatever_luck_made_of_it() {
    for (id, text) in cases() {
        let ready = ready(&text);
        let reference = Choices::reference(&ready.case);
        let chosen = ready.chosen(&reference).unwrap();
        // A tenth of the replays is enough to tell: their luck is fixed.
        let replays = || -> Vec<Replay> {
            let all = SEEDED_FROM..SEEDED_FROM + 20;
            all.map(|it| Replay::run(&ready, &chosen, &ready.past(ready.case.seed, it), it))
                .collect()
        };
        let mut scores = Vec::new();
        let mut outcomes = Vec::new();
        for seed in [ready.case.seed, 99, 4_000_000_000] {
            let past = ready.past(seed, 0);
            let report = report(&ready, &past, &reference).unwrap();
            let weights = ready.case.weights(report.kind);
            scores.push(score(&weights, report.kind, &report.written, &replays()).points);
            outcomes.push(format!("{:?}", report.outcome.story));
        }
        assert!(
            scores.iter().all(|it| it.to_bits() == scores[0].to_bits()),
            "{id}: {scores:?}"
        );
        assert!(
            outcomes[0] != outcomes[1] || outcomes[1] != outcomes[2],
            "{id}: luck makes no difference at all"
        );
        assert!(
            scores[0] > 50.0 && scores[0] <= 100.0,
            "{id}: the reference has {}",
            scores[0]
        );
    }
}

#[test]
fn the_reference_has_no_breach_in_writing_and_some_option_has() {
    for (id, text) in cases() {
        let ready = ready(&text);
        let past = ready.past(ready.case.seed, 0);
        let reference = report(&ready, &past, &Choices::reference(&ready.case)).unwrap();
        assert_eq!(reference.written, [], "{id}");
        let turned = ready
            .case
            .decisions
            .iter()
            .map(|it| it.options.len() - 1)
            .sum::<usize>();
        assert_eq!(reference.others.len(), turned, "{id}");
        assert_eq!(reference.reference, reference.outcome, "{id}");
        let otherwise = reference
            .others
            .iter()
            .filter(|it| it.outcome != reference.outcome)
            .count();
        assert!(
            otherwise * 2 > turned,
            "{id}: only {otherwise} of {turned} other choices make any difference"
        );
    }
}

#[test]
fn three_ways_through_every_case_end_with_one_count_of_breaches_and_a_code_that_says_them() {
    type Way = fn(usize, usize) -> usize;
    let ways: [(&str, Way); 3] = [
        ("by the reference", |_, reference| reference),
        ("the first of all", |_, _| 0),
        ("the last of all", |many, _| many - 1),
    ];
    for (id, text) in cases() {
        let ready = ready(&text);
        let past = ready.past(ready.case.seed, 0);
        let mut found = Vec::new();
        for (name, way) in ways {
            let all = ready.case.decisions.iter().zip(&ready.case.reference);
            let all = all.map(|(it, &reference)| Some(way(it.options.len(), reference)));
            // Points that never come are nobody's choice.
            let choices = play(&ready, &past, &Choices(all.collect()))
                .unwrap()
                .choices;
            let report = report(&ready, &past, &choices).unwrap();
            let told = report.written.len() + report.happened.len();
            assert_eq!(report.outcome.breaches as usize, told, "{id}, {name}");
            assert_eq!(
                outcome_of(&ready, &past, &choices).unwrap(),
                report.outcome,
                "{id}, {name}"
            );
            for it in &report.others {
                let turned = choices.with(it.decision, Some(it.option));
                assert_eq!(
                    outcome_of(&ready, &past, &turned).unwrap(),
                    it.outcome,
                    "{id}, {name}"
                );
            }
            let token = Token::new(&ready.case, "1.0", 7, &choices, 50.0);
            let read = Token::read(&token.written()).unwrap();
            assert_eq!(
                read.choices(&ready.case, "1.0"),
                Ok(choices),
                "{id}, {name}"
            );
            found.push(report.outcome.breaches);
        }
        assert_eq!(found[0], 0, "{id}: the reference has breaches");
        assert!(found.iter().any(|it| *it > 0), "{id}: no way has any");
    }
}
