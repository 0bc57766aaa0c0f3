//! The place 说明: how one gets there and back, in which languages it speaks, and its self-check.

use std::time::Duration;

use serde_json::json;
use thirtyfour::prelude::*;

use crate::harness::{DESK, Like, Page, browse, server};
use crate::looks::{CHINESE, NAMELESS, WIDE};

/// A scenario that is no preset.
const CHANGED: &str = "preset=seed&seed=7&changes=%7B%22meetings%22:%7B%22executive%22:%7B%22every_days%22:21%7D%7D%7D";

const ABOUT: &str = "const it = document.getElementById('selfcheck-start') || document.getElementById('selfcheck'); return !!it && it.checkVisibility() && !document.getElementById('sentence')?.checkVisibility();";
const SIMULATE: &str = "const it = document.getElementById('sentence'); return !!it && it.checkVisibility() && !document.getElementById('about-title')?.checkVisibility();";

/// Opens an address at the place 说明.
async fn opens(page: &Page, rest: &str) {
    page.web.goto(format!("{}{rest}", server())).await.unwrap();
    page.until("the place is shown", ABOUT).await;
}

async fn no_errors(page: &Page) {
    assert_eq!(page.errors().await, Vec::<String>::new());
}

/// Which place the navigation says is shown.
async fn current(page: &Page) -> String {
    page.text("return [...document.querySelectorAll('header nav [aria-current=page]')].map((it) => it.id).join();")
        .await
}

/// Waits for the end of the self-check, which is half a minute of work for one core, and longer where cores are shared.
async fn ends(page: &Page) {
    let done = "return document.getElementById('selfcheck').dataset.stage === 'done';";
    page.until_within(Duration::from_secs(300), "the self-check ends", done)
        .await;
}

#[test]
fn it_opens_by_a_click_and_the_scenario_comes_along_and_back() {
    browse(DESK, |page| async move {
        page.open(&format!("#/simulate?{CHANGED}")).await;
        assert_eq!(current(&page).await, "place-simulate");
        let figures = page.figures().await;
        let title = page.web.title().await.unwrap();
        let hash = "return location.hash;";

        page.click("#place-about").await;
        page.until("the place is shown", ABOUT).await;
        assert_eq!(current(&page).await, "place-about");
        assert_eq!(page.text(hash).await, format!("#/about?{CHANGED}"));
        assert_ne!(page.web.title().await.unwrap(), title);
        let focus = page.text("return document.activeElement.id;").await;
        assert_eq!(focus, "about-title", "reading begins at the heading");

        page.web.back().await.unwrap();
        page.until("the county is back", SIMULATE).await;
        assert_eq!(page.text(hash).await, format!("#/simulate?{CHANGED}"));
        assert_eq!(page.web.title().await.unwrap(), title);
        assert_eq!(page.figures().await, figures, "nothing ran anew");
        page.web.forward().await.unwrap();
        page.until("and forward", ABOUT).await;

        page.click("#place-simulate").await;
        page.until("the link leads back too", SIMULATE).await;
        assert_eq!(page.text(hash).await, format!("#/simulate?{CHANGED}"));
        let focus = page.text("return document.activeElement.id;").await;
        assert_eq!(focus, "sentence");
        assert_eq!(page.figures().await, figures);
        no_errors(&page).await;
    });
}

#[test]
fn what_was_moved_a_moment_ago_comes_along() {
    browse(DESK, |page| async move {
        page.open("").await;
        // Faster than the address follows.
        page.js("document.querySelector(\"li[data-path='mechanisms.stand_in.enabled'] [role=switch]\").click();
            setTimeout(() => document.getElementById('place-about').click(), 30);")
            .await;
        page.until("the place is shown", ABOUT).await;
        assert!(page.fragment().await.contains("stand_in"));
        page.web.back().await.unwrap();
        page.until("the county is back", SIMULATE).await;
        assert!(page.fragment().await.contains("stand_in"));
        let on = "return document.querySelector(\"li[data-path='mechanisms.stand_in.enabled'] [role=switch]\").getAttribute('aria-checked');";
        assert_eq!(page.text(on).await, "true");
    });
}

#[test]
fn it_opens_by_keyboard() {
    browse(DESK, |page| async move {
        page.open("").await;
        page.js("document.getElementById('place-simulate').focus();")
            .await;
        for place in ["compare", "research", "train", "about"] {
            page.press(Key::Tab).await;
            let focus = page.text("return document.activeElement.id;").await;
            assert_eq!(focus, format!("place-{place}"));
        }
        page.press(Key::Enter).await;
        page.until("the place is shown", ABOUT).await;
        assert_eq!(current(&page).await, "place-about");
        // On from the heading: the first thing after it is the contents.
        page.press(Key::Tab).await;
        let within = "return !!document.activeElement.closest('.about-contents');";
        assert_eq!(page.js(within).await, true);
        page.press(Key::Enter).await;
        page.until(
            "the reading is at the first part",
            "return document.activeElement.id === 'about-what';",
        )
        .await;
    });
}

#[test]
fn it_opens_by_its_address_and_the_county_only_when_asked_for() {
    browse(DESK, |page| async move {
        opens(&page, "#/about").await;
        page.until(
            "the address has the scenario",
            "return location.hash.startsWith('#/about?preset=');",
        )
        .await;
        assert_eq!(
            page.js("return document.querySelector('.simulate') === null;")
                .await,
            true
        );
        page.click("#place-simulate").await;
        page.until("the county is shown", SIMULATE).await;
        page.settle().await;
        assert_eq!(page.figures().await.len(), 4);
        no_errors(&page).await;
    });
}

#[test]
fn it_speaks_both_languages_and_can_be_listened_to() {
    browse(DESK, |page| async move {
        opens(&page, "#/about").await;
        page.js(include_str!("reach.js")).await;
        for _ in 0..2 {
            page.js("reach.unfold();").await;
            let lang = page.text("return document.documentElement.lang;").await;
            if lang == "en" {
                assert_eq!(page.js(CHINESE).await, json!([]));
            }
            // A key without words would stand there itself.
            let text = page.text("return document.querySelector('.about').innerText.replace(/`?[a-z_]+(\\.[a-z_0-9]+)+`?/g, (it) => document.querySelector('.about').querySelector('code') && [...document.querySelectorAll('.about code')].some((c) => c.textContent === it) ? '' : '@' + it);").await;
            assert!(!text.contains('@'), "{lang}: {text}");
            assert!(text.chars().count() > 1500, "{lang}: {text}");
            assert_eq!(page.js(NAMELESS).await, json!([]), "{lang}");
            for question in ["references", "headings", "pictures"] {
                let found = page.js(&format!("return reach.{question}();")).await;
                assert_eq!(found, json!([]), "{question} ({lang})");
            }
            let navs = page
                .js("return document.querySelectorAll('nav[aria-label]').length;")
                .await;
            assert_eq!(navs, 1);
            for theme in ["light", "dark"] {
                page.js(&format!(
                    "document.documentElement.dataset.theme = '{theme}';"
                ))
                .await;
                tokio::time::sleep(Duration::from_millis(300)).await;
                let found = page.js("return reach.faint();").await;
                assert!(found["seen"].as_u64().unwrap() > 150, "{}", found["seen"]);
                assert_eq!(found["wrong"], json!([]), "too faint ({theme}, {lang})");
            }
            page.turn_language().await;
        }
        no_errors(&page).await;
    });
}

#[test]
fn every_figure_of_the_county_is_explained() {
    browse(DESK, |page| async move {
        page.open("").await;
        let shown = "return [...document.querySelectorAll('.figure h2, .system tbody th')].map((it) => it.firstChild.textContent.trim());";
        let shown: Vec<String> = serde_json::from_value(page.js(shown).await).unwrap();
        assert!(shown.len() > 40, "{}", shown.len());
        page.click("#place-about").await;
        page.until("the place is shown", ABOUT).await;
        let told = "return [...document.querySelectorAll('.about tbody th')].map((it) => it.firstChild.textContent.trim());";
        let told: Vec<String> = serde_json::from_value(page.js(told).await).unwrap();
        let missing: Vec<_> = shown.iter().filter(|it| !told.contains(it)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    });
}

#[test]
fn the_self_check_runs_to_its_end_and_all_passes() {
    browse(DESK, |page| async move {
        opens(&page, "#/about").await;
        let fetched = "return performance.getEntriesByType('resource').filter((it) => it.name.includes('selfcheck')).length;";
        assert_eq!(page.js(fetched).await, 0, "it is not in the first load");
        // Everything it does to the progress, from the first moment.
        page.js("window.seen = []; new MutationObserver(() => { const p = document.querySelector('.selfcheck progress'); if (p) seen.push([p.value, p.max]); })
                .observe(document.getElementById('selfcheck'), { subtree: true, childList: true, attributes: true });")
            .await;
        page.click("#selfcheck-start").await;
        ends(&page).await;
        let all = oracle::cases::cases();
        let of = all.len();
        let said = page.words(".selfcheck-end").await;
        let expected = format!("{of} 项通过，0 项不符，用时 ");
        assert!(said.starts_with(&expected), "{said}");
        println!("{said}");
        let names = "return [...document.querySelectorAll('.selfcheck tbody th code')].map((it) => it.textContent);";
        let names: Vec<String> = serde_json::from_value(page.js(names).await).unwrap();
        assert_eq!(names, all.iter().map(|it| it.name).collect::<Vec<_>>());
        let rows = "return document.querySelectorAll('.selfcheck tr.pass').length;";
        assert_eq!(page.js(rows).await, of);
        let open = "return document.querySelectorAll('.selfcheck details[open]').length;";
        assert_eq!(page.js(open).await, 0, "what passed is folded");
        let seen: Vec<(usize, usize)> =
            serde_json::from_value(page.js("return seen;").await).unwrap();
        assert!(seen.iter().map(|it| it.0).is_sorted(), "{seen:?}");
        assert!(
            seen.iter().any(|it| (1..of).contains(&it.0))
                && seen.iter().skip(2).all(|it| it.1 == of),
            "{seen:?}"
        );
        // As the command has it, case by case: the same luck, so the same figures.
        let exact = "return [...document.querySelectorAll('.selfcheck tbody tr')].filter((it) => !it.querySelector('td small')).map((it) => [...it.querySelectorAll('td')].slice(0, 2).map((td) => td.textContent.trim()));";
        let exact: Vec<(String, String)> = serde_json::from_value(page.js(exact).await).unwrap();
        assert!(
            exact.len() > 40 && exact.iter().all(|it| it.0 == it.1),
            "{exact:?}"
        );

        page.turn_language().await;
        page.js("document.querySelectorAll('.selfcheck details').forEach((it) => it.open = true);")
            .await;
        assert_eq!(page.js(CHINESE).await, json!([]));
        let said = page.words(".selfcheck-end").await;
        assert!(
            said.starts_with(&format!("{of} passed, 0 failed")),
            "{said}"
        );
        no_errors(&page).await;
    });
}

#[test]
fn the_self_check_can_be_cancelled_and_run_again() {
    browse(DESK, |page| async move {
        opens(&page, "#/about").await;
        let stage = |it: &str| {
            format!("return document.getElementById('selfcheck').dataset.stage === '{it}';")
        };
        page.click("#selfcheck-start").await;
        page.until(
            "a case is known",
            "return document.querySelectorAll('.selfcheck tr.pass').length > 0 || document.getElementById('selfcheck').dataset.stage === 'done';",
        )
        .await;
        // The key goes when the last case is known; cancelling is the worker's end whenever it comes.
        let pressed = page
            .js("const key = document.getElementById('selfcheck-cancel'); key?.click(); return !!key;")
            .await;
        assert_eq!(pressed, true, "there was time to cancel");
        page.until("it is cancelled", &stage("cancelled")).await;
        let known = "return document.querySelectorAll('.selfcheck tr.pass').length;";
        let before = page.js(known).await;
        assert!(before.as_u64().unwrap() < oracle::cases::cases().len() as u64);
        let said = page.words(".selfcheck-end").await;
        assert!(said.starts_with("已停下"), "{said}");
        tokio::time::sleep(Duration::from_millis(700)).await;
        assert_eq!(page.js(known).await, before, "nothing goes on");
        page.click("#selfcheck-start").await;
        ends(&page).await;
        // It goes on while another place is shown, and stands there on the way back.
        page.click("#place-simulate").await;
        page.until("the county is shown", SIMULATE).await;
        page.click("#place-about").await;
        page.until("the place is shown", ABOUT).await;
        let said = page.words(".selfcheck-end").await;
        assert!(said.contains("0 项不符"), "{said}");
        no_errors(&page).await;
    });
}

#[test]
fn a_self_check_that_cannot_be_fetched_says_so() {
    browse(DESK, |page| async move {
        opens(&page, "#/about").await;
        page.js("window.tuiyan.selfcheck += '.gone';").await;
        page.click("#selfcheck-start").await;
        page.until(
            "it says so",
            "return document.getElementById('selfcheck').dataset.stage === 'broken';",
        )
        .await;
        let said = page.words(".selfcheck-end").await;
        assert!(said.starts_with("自检没有做成"), "{said}");
    });
}

#[test]
fn on_a_telephone_nothing_of_it_overflows_and_a_finger_hits_it() {
    for language in ["zh-CN", "en"] {
        let phone = Like {
            language,
            width: 390,
        };
        browse(phone, |page| async move {
            opens(&page, "#/about").await;
            page.js(include_str!("reach.js")).await;
            page.click("#selfcheck-start").await;
            page.until(
                "a simulated case is known",
                "return !!document.querySelector('.selfcheck td small');",
            )
            .await;
            page.js("reach.unfold(); document.querySelectorAll('.menu').forEach((it) => it.open = false);")
                .await;
            assert_eq!(page.js(WIDE).await, json!([]));
            let scroll = page
                .js("return document.documentElement.scrollWidth;")
                .await;
            assert!(scroll.as_u64().unwrap() <= 390, "{scroll}");
            let small = page.js("return reach.small(document.body, 44);").await;
            assert_eq!(small["wrong"], json!([]), "too small for a finger");
        });
    }
}
