//! Language, colours, widths, and names for those who do not see.

use serde_json::json;

use crate::harness::{DESK, Like, browse};

/// Texts and labels with Chinese characters, apart from what is marked as Chinese.
pub const CHINESE: &str = "
    const found = [], han = /\\p{Script=Han}/u;
    const hidden = (e) => e.closest('[lang^=zh]:not(html), script, style, noscript');
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const text = walk.currentNode.textContent.trim();
        if (han.test(text) && !hidden(walk.currentNode.parentElement)) found.push(text);
    }
    for (const e of document.querySelectorAll('body *'))
        for (const name of ['aria-label', 'title', 'placeholder', 'aria-valuetext', 'alt']) {
            const text = e.getAttribute(name);
            if (text && han.test(text) && !hidden(e)) found.push(name + ': ' + text);
        }
    return found;";

/// Controls without a name.
pub const NAMELESS: &str = "
    const words = (e) => (e ? e.textContent.trim() : '');
    const named = (e) => e.getAttribute('aria-label')
        || (e.getAttribute('aria-labelledby') || '').split(/\\s+/).map((id) => id && words(document.getElementById(id))).join('')
        || [...(e.labels || [])].map(words).join('')
        || (['INPUT', 'SELECT'].includes(e.tagName) ? '' : words(e))
        || e.getAttribute('title');
    return [...document.querySelectorAll('button, input, select, textarea, summary, a[href], [role=switch], [role=slider], [tabindex=\"0\"]')]
        .filter((e) => !named(e))
        .map((e) => e.outerHTML.slice(0, 200));";

/// What sticks out of the page on the right, unless an ancestor scrolls by itself.
pub const WIDE: &str = "
    const width = document.documentElement.clientWidth;
    const scrolls = (e) => { for (let p = e.parentElement; p && p !== document.body; p = p.parentElement)
        if (getComputedStyle(p).overflowX !== 'visible') return true; return false; };
    return [...document.querySelectorAll('body *')]
        .filter((e) => e.getBoundingClientRect().width > 0 && e.getBoundingClientRect().right > width + 1 && !scrolls(e))
        .map((e) => e.tagName + '.' + e.getAttribute('class') + '#' + e.id + ' ' + Math.round(e.getBoundingClientRect().right));";

#[test]
fn the_language_switch_translates_everything() {
    browse(DESK, |page| async move {
        page.open("").await;
        assert_eq!(
            page.text("return document.documentElement.lang;").await,
            "zh-CN"
        );
        // A page fetches the words it speaks, and the others when it is asked to speak those.
        const FETCHED: &str = "return performance.getEntriesByType('resource').filter((it) => it.name.includes('words-')).length;";
        assert_eq!(page.js(FETCHED).await, 1);
        page.click("#language").await;
        page.until(
            "the page is English",
            "return document.documentElement.lang === 'en';",
        )
        .await;
        assert_eq!(page.js(FETCHED).await, 2);
        page.click("[data-path='mechanisms.stand_in.enabled'] [role=switch]")
            .await;
        page.until(
            "the address has the change",
            "return location.hash.includes('changes=');",
        )
        .await;
        page.settle().await;
        assert_eq!(page.js(CHINESE).await, json!([]));
        page.click("#language").await;
        page.until(
            "the page is Chinese",
            "return document.documentElement.lang === 'zh-CN';",
        )
        .await;
        let sentence = page.words("#sentence").await;
        assert!(sentence.contains('天'), "{sentence}");
    });
}

#[test]
fn the_browsers_language_is_the_first() {
    browse(
        Like {
            language: "en",
            width: 1024,
        },
        |page| async move {
            page.open("").await;
            assert_eq!(
                page.text("return document.documentElement.lang;").await,
                "en"
            );
            assert_eq!(page.js(CHINESE).await, json!([]));
        },
    );
}

#[test]
fn the_theme_goes_round_and_is_remembered() {
    browse(DESK, |page| async move {
        page.open("").await;
        let theme = "return document.documentElement.dataset.theme || 'system';";
        let ground = "return getComputedStyle(document.body).backgroundColor + getComputedStyle(document.documentElement).backgroundColor;";
        let mut seen = std::collections::BTreeMap::new();
        for _ in 0..3 {
            seen.insert(page.text(theme).await, page.text(ground).await);
            page.click("#theme").await;
        }
        assert_eq!(seen.keys().collect::<Vec<_>>(), ["dark", "light", "system"]);
        assert_ne!(seen["dark"], seen["light"]);
        assert_eq!(seen["system"], seen["light"], "as the browser asks for");
        while page.text(theme).await != "dark" {
            page.click("#theme").await;
        }
        page.open("").await;
        assert_eq!(page.text(theme).await, "dark");
    });
}

#[test]
fn on_a_telephone_nothing_overflows() {
    for language in ["zh-CN", "en"] {
        browse(
            Like {
                language,
                width: 390,
            },
            |page| async move {
                page.open("").await;
                assert_eq!(page.js("return innerWidth;").await, json!(390));
                assert_eq!(page.js(WIDE).await, json!([]));
                let scroll = page
                    .js("return document.documentElement.scrollWidth;")
                    .await;
                assert!(scroll.as_u64().unwrap() <= 390, "{scroll}");
            },
        );
    }
}

#[test]
fn every_control_has_a_name_and_every_id_is_alone() {
    browse(DESK, |page| async move {
        page.open("").await;
        assert_eq!(page.js(NAMELESS).await, json!([]));
        let controls = page
            .js("return document.querySelectorAll('button, input, select').length;")
            .await;
        assert!(controls.as_u64().unwrap() > 20, "{controls}");
        let twice = "const all = [...document.querySelectorAll('[id]')].map((e) => e.id);
            return all.filter((id, i) => all.indexOf(id) !== i);";
        assert_eq!(page.js(twice).await, json!([]));
        assert_eq!(
            page.js("return document.querySelectorAll('h1').length;")
                .await,
            json!(1)
        );
    });
}

#[test]
fn on_a_telephone_no_difference_is_broken_and_no_table_scrolls() {
    for language in ["zh-CN", "en"] {
        browse(
            Like {
                language,
                width: 390,
            },
            |page| async move {
                page.open("#/simulate?preset=today&changes=%7B%22meetings%22:%7B%22executive%22:%7B%22every_days%22:14%7D%7D%7D")
                    .await;
                // Drawn only once it is near.
                page.js("document.querySelector('.systems-place').scrollIntoView();")
                    .await;
                page.until(
                    "differences are shown",
                    "return document.querySelectorAll('.system .apart').length > 20;",
                )
                .await;
                if let Ok(folder) = std::env::var("TUIYAN_PICTURES") {
                    let file =
                        std::path::Path::new(&folder).join(format!("systems-{language}.png"));
                    page.web.screenshot(&file).await.unwrap();
                }
                let broken = "return [...document.querySelectorAll('.system .apart > span')].filter((it) => it.getClientRects().length > 1).map((it) => it.textContent);";
                assert_eq!(page.js(broken).await, json!([]), "{language}");
                let scrolls = "return [...document.querySelectorAll('.system')].filter((it) => it.scrollWidth > it.clientWidth).map((it) => it.id + ' ' + it.scrollWidth + ' of ' + it.clientWidth);";
                assert_eq!(page.js(scrolls).await, json!([]), "{language}");
            },
        );
    }
}
