//! Every case that ships, played to its end by three different ways, by keyboard alone, and held against the program outside the browser.

use std::time::{Duration, Instant};

use thirtyfour::prelude::*;
use training::{Case, Choices, Ready, Token};

use crate::harness::{DESK, Page, browse};

/// A case's file by its id.
macro_rules! cases {
    ($($id:literal),+) => { [$(($id, include_str!(concat!("../../cases/", $id, ".json")))),+] };
}

const CASES: [(&str, &str); 8] = cases![
    "approval_list",
    "county_plan",
    "dam_repair",
    "group_petition",
    "night_flood",
    "plating_plant",
    "school_move",
    "water_price"
];

/// Which option is chosen, of how many, where the reference has this one.
type Way = fn(usize, usize) -> usize;

/// How the trainee chooses at a decision with so many options, where the reference has this one: the reference, always the first, always the
/// last.
const WAYS: [(&str, Way); 3] = [
    ("by the reference", |_, reference| reference),
    ("the first of all", |_, _| 0),
    ("the last of all", |many, _| many - 1),
];

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Presses keys, one after the other, where the focus is.
async fn type_keys(page: &Page, keys: &[Key]) {
    let mut chain = page.web.action_chain();
    for key in keys {
        chain = chain.key_down(key.clone()).key_up(key.clone());
    }
    chain.perform().await.unwrap();
}

/// Goes on by a key until the focus is on what matches.
async fn go_to(page: &Page, by: &[Key], selector: &str) {
    let there = format!("return document.activeElement.matches({selector:?});");
    for _ in 0..60 {
        if page.js(&there).await == true {
            return;
        }
        let mut chain = page.web.action_chain();
        for key in by {
            chain = chain.key_down(key.clone());
        }
        for key in by.iter().rev() {
            chain = chain.key_up(key.clone());
        }
        chain.perform().await.unwrap();
    }
    panic!("no key leads to {selector}");
}

/// Where the clock stands, once it stands: the decision's id, or nothing when the case is over; and how many decisions were made.
async fn stands(page: &Page, more_than: usize) -> (String, usize) {
    page.until(
        "a decision is asked, or the case is over",
        &format!(
            "const it = document.querySelector('.train-play');
            return !!it && document.querySelectorAll('.train-trail > ol > li').length >= {more_than} && (!!document.querySelector('.train-card') || it.dataset.over === 'true');"
        ),
    )
    .await;
    let at = page
        .js("return [document.querySelector('.train-play').dataset.waits ?? '', document.querySelectorAll('.train-trail > ol > li').length];")
        .await;
    let asked = at[0].as_str().unwrap_or_default().to_owned();
    (asked, at[1].as_u64().unwrap_or(0) as usize)
}

/// Plays on from where the clock stands to the end of the case.
async fn play_on(page: &Page, case: &Case, way: Way) -> Choices {
    let mut choices = Choices(vec![None; case.decisions.len()]);
    let mut made = 0;
    loop {
        let (asked, so_far) = stands(page, made).await;
        assert_eq!(so_far, made, "every decision stands on record");
        let Some(number) = case.decision(&asked) else {
            assert_eq!(asked, "", "no such decision");
            return choices;
        };
        let decision = &case.decisions[number];
        let option = way(decision.options.len(), case.reference[number]);
        go_to(page, &[Key::Tab], ".train-option input").await;
        let mut keys = vec![Key::Space];
        keys.extend(std::iter::repeat_n(Key::Down, option));
        keys.push(Key::Enter);
        type_keys(page, &keys).await;
        choices = choices.with(number, Some(option));
        made += 1;
    }
}

async fn plays_three_ways(page: &Page, id: &str, text: &str) {
    let ready = Ready::new(Case::read(text).unwrap()).unwrap();
    let past = ready.past(ready.case.seed, 0);
    go_to(page, &[Key::Tab], &format!("[data-case={id}] .case-open")).await;
    type_keys(page, &[Key::Enter]).await;
    let mut codes = Vec::new();
    for (n, (name, way)) in WAYS.into_iter().enumerate() {
        let begun = Instant::now();
        if n > 0 {
            // Back to the first decision: its key is the first of those that lead back.
            go_to(
                page,
                &[Key::Shift, Key::Tab],
                ".train-trail li:first-child button",
            )
            .await;
            type_keys(page, &[Key::Enter]).await;
            page.until(
                "it is asked again",
                "return document.querySelectorAll('.train-trail > ol > li').length === 0 && !!document.querySelector('.train-card');",
            )
            .await;
        }
        let choices = play_on(page, &ready.case, way).await;
        let asked = begun.elapsed();
        page.until_within(
            Duration::from_secs(60),
            "the replays are done",
            "return !!document.getElementById('train-code-text');",
        )
        .await;
        let shown = page
            .js("return [document.getElementById('train-code-text').innerText, document.querySelector('.train-points').dataset.points, document.querySelectorAll('#train-lawful > ol > li').length, document.querySelector('#train-outcome tbody tr td:last-child').innerText, document.getElementById('train-replays').dataset.took];")
            .await;
        println!(
            "{id}, {name}: {:.1} s to the end, 200 replays in {} ms, {:.1} s in all",
            asked.as_secs_f64(),
            shown[4].as_str().unwrap_or_default(),
            begun.elapsed().as_secs_f64()
        );
        // The code says what was chosen, and the score that is shown.
        let code = shown[0].as_str().unwrap().to_owned();
        let token = Token::read(&code).unwrap();
        assert_eq!(
            token.choices(&ready.case, VERSION).unwrap(),
            choices,
            "{id}, {name}"
        );
        assert_eq!(shown[1], format!("{:.1}", token.score()), "{id}, {name}");
        // The page finds the breaches that the program outside the browser finds, in the panel and in the table.
        let outcome = training::outcome_of(&ready, &past, &choices).unwrap();
        assert_eq!(shown[2], outcome.breaches, "{id}, {name}");
        assert_eq!(shown[3], outcome.breaches.to_string(), "{id}, {name}");
        codes.push(code);
    }
    codes.sort();
    codes.dedup();
    assert!(codes.len() > 1, "{id}: all ways are one");
}

#[test]
fn every_case_is_played_to_its_end_three_ways_by_keyboard() {
    browse(DESK, |page| async move {
        page.visit("#/train", "[data-case=water_price]").await;
        for (id, text) in CASES {
            plays_three_ways(&page, id, text).await;
            go_to(&page, &[Key::Shift, Key::Tab], "#train-leave").await;
            type_keys(&page, &[Key::Enter]).await;
            page.until(
                "the list is there",
                "return !!document.querySelector('[data-case]');",
            )
            .await;
        }
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}
