//! The walk-through for newcomers: ten steps on the real page, by keyboard; left, taken up, skipped; on a phone.

use serde_json::Value;
use thirtyfour::prelude::*;

use crate::harness::{DESK, Like, Page, browse, nothing};

/// What is pressed or moved at each step, by keyboard, once the key "take me there" has given it the focus; nothing where only reading is asked.
const DOES: [(&str, &[Key]); 10] = [
    ("county", &[Key::Up]),
    ("sentence", &[Key::Enter]),
    ("switch", &[Key::Space]),
    ("figures", &[Key::Enter]),
    ("lever", &[Key::Right]),
    ("play", &[Key::Enter]),
    ("matter", &[Key::Enter]),
    ("days", &[Key::Enter]),
    ("lawful", &[]),
    ("keep", &[Key::Enter]),
];

/// Goes on by Tab to a key of the card, and presses it.
async fn choose(page: &Page, id: &str) {
    for _ in 0..10 {
        if page.text("return document.activeElement.id;").await == id {
            return page.press(Key::Enter).await;
        }
        page.press(Key::Tab).await;
    }
    panic!("no Tab leads to {id}");
}

/// Waits until a step is shown and the reading is at the card.
async fn at_step(page: &Page, step: usize) {
    page.until(
        &format!("step {step} is shown"),
        &format!("return document.getElementById('walk')?.dataset.step === '{step}' && document.activeElement.id === 'walk-title';"),
    )
    .await;
}

/// The card covers nothing of what the step is about, and is all to be seen.
const CLEAR: &str = "const at = (it) => it.getBoundingClientRect(), card = at(document.getElementById('walk')), wrong = [];
    if (card.left < 0 || card.top < 0 || card.right > innerWidth || card.bottom > innerHeight) wrong.push('the card is not all to be seen');
    for (const it of document.querySelectorAll('[data-walk]')) {
        const r = at(it);
        if (r.bottom < 0 || r.top > innerHeight) wrong.push('what it is about is out of sight');
        const over = Math.min(card.right, r.right) - Math.max(card.left, r.left), down = Math.min(card.bottom, r.bottom) - Math.max(card.top, r.top);
        if (over > 0 && down > 0 && r.height < innerHeight / 2) wrong.push(`the card covers ${it.id || it.className}`);
    }
    if (document.querySelectorAll('[data-walk]').length > 1) wrong.push('more than one is framed');
    return wrong;";

async fn does(page: &Page, step: usize) {
    let (name, keys) = DOES[step - 1];
    at_step(page, step).await;
    page.until(
        &format!("{name} is framed"),
        "return document.querySelectorAll('[data-walk]').length === 1;",
    )
    .await;
    nothing(&page.js(CLEAR).await, name);
    page.picture_of_window(&format!("walk-{step}-{name}")).await;
    if keys.is_empty() {
        return choose(page, "walk-next").await;
    }
    choose(page, "walk-there").await;
    for key in keys {
        page.press(key.clone()).await;
    }
    page.until(
        &format!("{name} was seen to be done"),
        "return document.querySelector('.walk-done').innerText.length > 0;",
    )
    .await;
    page.press(Key::Escape).await;
    page.until(
        "Esc leads back to the card",
        "return document.activeElement.id === 'walk-title';",
    )
    .await;
    choose(page, "walk-next").await;
}

#[test]
fn ten_steps_by_keyboard_left_at_the_fourth_and_taken_up_again() {
    browse(DESK, |page| async move {
        page.open("#/simulate?preset=today&seed=1").await;
        // The link for newcomers stands on the real page.
        page.click("#to-walk").await;
        for step in 1..4 {
            does(&page, step).await;
        }
        at_step(&page, 4).await;
        let moved = page.fragment().await;
        page.web.refresh().await.unwrap();
        page.settle().await;
        assert_eq!(
            page.fragment().await,
            moved,
            "the scenario is as the newcomer left it"
        );
        page.click("#place-train").await;
        page.until(
            "it is offered to go on",
            "const it = document.getElementById('walk-resume'); return !!it && !it.hidden && it.innerText.includes('4');",
        )
        .await;
        page.click("#walk-resume").await;
        for step in 4..=10 {
            does(&page, step).await;
        }
        page.until(
            "it is over",
            "return !!document.getElementById('walk-close');",
        )
        .await;
        choose(&page, "walk-close").await;
        page.until("it is gone", "return !document.getElementById('walk');")
            .await;
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}

#[test]
fn it_is_skipped_follows_the_language_and_reads_well_in_the_dark() {
    browse(DESK, |page| async move {
        page.visit("#/train", "#walk-begin").await;
        page.click("#walk-begin").await;
        at_step(&page, 1).await;
        page.js(include_str!("reach.js")).await;
        for lang in ["zh-CN", "en"] {
            page.until(
                "the card speaks as the page does",
                &format!("return document.getElementById('walk')?.lang === '{lang}' && document.documentElement.lang === '{lang}';"),
            )
            .await;
            for theme in ["light", "dark"] {
                page.js(&format!(
                    "document.documentElement.dataset.theme = '{theme}';"
                ))
                .await;
                for question in ["references", "faint"] {
                    let found = page.js(&format!("return reach.{question}();")).await;
                    let found = if found.is_array() {
                        found
                    } else {
                        found["wrong"].clone()
                    };
                    let card: Vec<&str> = found
                        .as_array()
                        .unwrap()
                        .iter()
                        .filter_map(Value::as_str)
                        .filter(|it| it.contains("walk"))
                        .collect();
                    assert_eq!(card, Vec::<&str>::new(), "{question} ({lang}, {theme})");
                }
                page.picture_of_window(&format!("walk-card-{lang}-{theme}"))
                    .await;
            }
            page.turn_language().await;
        }
        // Another place hides it, and back it is there; Esc in the card skips it.
        page.click("#place-about").await;
        page.until("it is hidden", "return !document.getElementById('walk');")
            .await;
        page.click("#place-simulate").await;
        at_step(&page, 1).await;
        page.press(Key::Escape).await;
        page.until(
            "it is gone, and nothing is framed",
            "return !document.getElementById('walk') && !document.querySelector('[data-walk]');",
        )
        .await;
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}

#[test]
fn on_a_phone_nothing_of_it_runs_over_or_is_too_small() {
    let phone = Like {
        language: "zh-CN",
        width: 390,
    };
    browse(phone, |page| async move {
        page.visit("#/train", "#walk-begin").await;
        page.click("#walk-begin").await;
        at_step(&page, 1).await;
        page.settle().await;
        page.js(include_str!("reach.js")).await;
        for (step, (name, _)) in DOES.into_iter().enumerate() {
            at_step(&page, step + 1).await;
            // Once the scrolling is done.
            page.until(
                name,
                &format!(
                    "{} ",
                    CLEAR.replace("return wrong;", "return wrong.length === 0;")
                ),
            )
            .await;
            let found = page
                .js("return [document.documentElement.scrollWidth, reach.small(document.getElementById('walk'), 44)];")
                .await;
            assert!(found[0].as_u64().unwrap() <= 390, "{name}: {}", found[0]);
            nothing(&found[1]["wrong"], name);
            page.picture_of_window(&format!("walk-phone-{}-{name}", step + 1))
                .await;
            page.click("#walk-next").await;
        }
        page.click("#walk-close").await;
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}
