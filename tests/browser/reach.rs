//! The page for those who listen to it, see little, use a keyboard or a finger. The questions are in `reach.js`.

use serde_json::json;
use thirtyfour::prelude::*;

use crate::harness::{DESK, Like, Page, browse, nothing};

/// Roles whose element does something, or says something only by its name.
const NAMED: [&str; 16] = [
    "button",
    "link",
    "textbox",
    "searchbox",
    "slider",
    "switch",
    "checkbox",
    "combobox",
    "listbox",
    "spinbutton",
    "DisclosureTriangle",
    "progressbar",
    "image",
    "dialog",
    "figure",
    "navigation",
];

/// Opens the page and makes it show all it can: a change with its verdicts, a matter's life, everything folded.
async fn full(page: &Page) {
    page.open("#/simulate?preset=today&seed=1&changes=%7B%22meetings%22:%7B%22executive%22:%7B%22every_days%22:21%7D%7D%7D")
        .await;
    page.until(
        "matters are listed",
        "return !!document.querySelector('.matter');",
    )
    .await;
    page.click(".matter").await;
    page.until(
        "the matter's life is shown",
        "return !!document.querySelector('.life .chart');",
    )
    .await;
    // Matters come and go while the year plays.
    page.js("const play = document.getElementById('play'); if (play.getAttribute('aria-pressed') === 'true') play.click();")
        .await;
    page.js(include_str!("reach.js")).await;
}

#[test]
fn a_screen_reader_finds_names_headings_and_landmarks() {
    browse(DESK, |page| async move {
        full(&page).await;
        page.js("reach.unfold();").await;
        for _ in 0..2 {
            let lang = page.text("return document.documentElement.lang;").await;
            for question in ["references", "headings", "pictures"] {
                let found = page.js(&format!("return reach.{question}();")).await;
                nothing(&found, &format!("{question} ({lang})"));
            }
            let tree = page
                .web
                .cdp()
                .send_raw("Accessibility.getFullAXTree", json!({}))
                .await
                .unwrap();
            let nodes: Vec<(&str, &str)> = tree["nodes"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|it| it["ignored"] != true)
                .map(|it| {
                    let said = |key: &str| it[key]["value"].as_str().unwrap_or_default();
                    (said("role"), said("name"))
                })
                .collect();
            let nameless: Vec<_> = nodes
                .iter()
                .filter(|(role, name)| NAMED.contains(role) && name.trim().is_empty())
                .collect();
            assert!(nameless.is_empty(), "without a name: {nameless:?}");
            let count = |role: &str| nodes.iter().filter(|it| it.0 == role).count();
            for (role, times) in [
                ("main", 1),
                ("banner", 1),
                ("navigation", 1),
                ("complementary", 1),
            ] {
                assert_eq!(count(role), times, "landmarks of role {role}");
            }
            for (role, least) in [
                ("button", 20),
                ("slider", 8),
                ("switch", 2),
                ("combobox", 3),
            ] {
                assert!(count(role) >= least, "{} of role {role}", count(role));
            }
            page.turn_language().await;
        }
    });
}

#[test]
fn words_stand_out_from_what_is_behind_them() {
    browse(DESK, |page| async move {
        full(&page).await;
        page.js("reach.unfold();").await;
        for theme in ["light", "dark"] {
            while page
                .text("return document.documentElement.dataset.theme || '';")
                .await
                != theme
            {
                page.js("document.getElementById('theme').click();").await;
                tokio::time::sleep(std::time::Duration::from_millis(300)).await;
            }
            for _ in 0..2 {
                let lang = page.text("return document.documentElement.lang;").await;
                let found = page.js("return reach.faint();").await;
                assert!(found["seen"].as_u64().unwrap() > 200, "{}", found["seen"]);
                nothing(
                    &found["wrong"],
                    &format!("too faint to read ({theme}, {lang})"),
                );
                page.turn_language().await;
            }
        }
    });
}

#[test]
fn a_finger_hits_every_control_on_a_telephone() {
    let phone = Like {
        language: "zh-CN",
        width: 390,
    };
    browse(phone, |page| async move {
        full(&page).await;
        for _ in 0..2 {
            let rest = page
                .js("return ['.top', '#summary', '.switches', '.at-work', '.pictures'].map((it) => reach.small(document.querySelector(it), 44));")
                .await;
            let seen: u64 = rest
                .as_array()
                .unwrap()
                .iter()
                .filter_map(|it| it["seen"].as_u64())
                .sum();
            assert!(seen > 30, "{seen} controls");
            for it in rest.as_array().unwrap() {
                nothing(&it["wrong"], "too small for a finger");
            }
            for menu in ["differs", "files"] {
                page.js(&format!(
                    "reach.fold(); window.scrollTo(0, 0); document.getElementById('{menu}').open = true;"
                ))
                .await;
                let open = format!(
                    "return document.querySelector('#{menu} .menu-body button:not([hidden])').checkVisibility();"
                );
                page.until("the menu is open", &open).await;
                let found = page
                    .js(&format!(
                        "return reach.small(document.querySelector('#{menu} .menu-body'), 44);"
                    ))
                    .await;
                assert!(found["seen"].as_u64().unwrap() >= 2, "{menu}: {found}");
                nothing(&found["wrong"], "too small for a finger");
            }
            page.js("reach.fold(); document.getElementById('sheet-key').click();")
                .await;
            page.until(
                "the sheet is open",
                "return !!document.querySelector('.sheet-open');",
            )
            .await;
            page.js("document.querySelector('#sheet details').open = true;")
                .await;
            let sheet = page
                .js("return reach.small(document.getElementById('sheet'), 44);")
                .await;
            assert!(sheet["seen"].as_u64().unwrap() > 20, "{sheet}");
            nothing(&sheet["wrong"], "too small for a finger, in the sheet");
            page.js("document.getElementById('sheet-key').click();")
                .await;
            page.turn_language().await;
        }
    });
}

#[test]
fn a_keyboard_reaches_everything_in_the_order_of_reading_and_sees_where_it_is() {
    browse(DESK, |page| async move {
        full(&page).await;
        let order = page
            .js("const tops = ['#sentence', '#figure-lead-time', '#diagram', '#chart-days', '.levers'].map((it) => document.querySelector(it));
                return tops.every((e, i) => i === 0 || !!(tops[i - 1].compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING));")
            .await;
        assert_eq!(order, true, "sentence, figures, diagram, pictures, levers");
        let stops = page
            .js("document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex'); return reach.stops();")
            .await;
        let stops: Vec<String> = serde_json::from_value(stops).unwrap();
        assert!(stops.len() > 60, "{} stops", stops.len());
        let (mut reached, mut unseen) = (Vec::new(), Vec::new());
        for _ in 0..=stops.len() {
            page.press(Key::Tab).await;
            let here = page.js("return reach.stop();").await;
            let Some(at) = here["at"].as_u64() else { break };
            if here["seen"] != true {
                unseen.push(here["what"].to_string());
            }
            reached.push(usize::try_from(at).unwrap());
        }
        let missed: Vec<_> = (0..stops.len())
            .filter(|it| !reached.contains(it))
            .map(|it| &stops[it])
            .collect();
        assert!(missed.is_empty(), "not reached: {missed:?}");
        assert!(reached.is_sorted(), "out of order: {reached:?}");
        assert!(
            unseen.is_empty(),
            "the focus is not to be seen on {unseen:?}"
        );
    });
}
