//! axe finds nothing in the way of people who listen to the page or see it badly: on any place, in both languages, by day and by night.

use crate::harness::{DESK, Like, Page, browse, nothing};

/// Places: their address, what is there once they are, and what to do to see more of them.
const PLACES: [(&str, &str, &str); 8] = [
    (
        "#/simulate?preset=today&seed=1&changes=%7B%22meetings%22:%7B%22executive%22:%7B%22every_days%22:21%7D%7D%7D",
        ".matter",
        "document.querySelector('.matter').click();",
    ),
    ("#/compare?preset=today", "#compare-go", ""),
    ("#/research?preset=today", "#research-go", ""),
    ("#/train", ".train h1", ""),
    // The walk-through: its card beside 推演.
    ("#/train?class=walk", "#walk", ""),
    ("#/edit?preset=today", ".edit h1", ""),
    (
        "#/replay?preset=today&day=2024-05-17",
        ".replay[data-ready=true] .matter-page",
        "document.querySelector('.matter-page').click();",
    ),
    ("#/about", ".about h1", ""),
];

/// Everything folded is unfolded, and whatever is not at hand yet has come.
const UNFOLD: &str =
    "document.querySelectorAll('details:not(.menu)').forEach((it) => (it.open = true));";

const ASK: &str = "
    window.found = undefined;
    const told = (it) => it.id + ': ' + it.nodes.map((node) => node.target.join(' ') + ' ' + node.html.slice(0, 120)).slice(0, 5).join(' | ');
    axe.run(document, { resultTypes: ['violations'] }).then((it) => (window.found = it.violations.map(told)), (why) => (window.found = [String(why)]));";

async fn looks(page: &Page, theme: &str) {
    let shown = format!("return document.documentElement.dataset.theme === {theme:?};");
    while page.js(&shown).await != true {
        page.click("#theme").await;
    }
}

/// What axe finds on every place, in both languages, in one theme.
fn finds_nothing(like: Like, theme: &'static str) {
    let Some(script) = std::env::var_os("TUIYAN_AXE") else {
        eprintln!("TUIYAN_AXE is not set: `cargo xtask test` sets it where Node's npm has axe");
        return;
    };
    let axe = std::fs::read_to_string(script).unwrap();
    browse(like, |page| async move {
        for (place, there, more) in PLACES {
            page.web.goto("about:blank").await.unwrap();
            page.visit(place, there).await;
            looks(&page, theme).await;
            page.js(&axe).await;
            let acts = ["", more];
            for act in &acts[..if more.is_empty() { 1 } else { 2 }] {
                page.js(act).await;
                page.js(UNFOLD).await;
                for _ in 0..2 {
                    page.js(ASK).await;
                    page.until("axe has looked", "return !!window.found;").await;
                    let lang = page.text("return document.documentElement.lang;").await;
                    let found = page.js("return window.found;").await;
                    nothing(&found, &format!("{place} ({lang}, {theme})"));
                    page.turn_language().await;
                }
            }
        }
    });
}

#[test]
fn axe_finds_nothing_by_day() {
    finds_nothing(DESK, "light");
}

#[test]
fn axe_finds_nothing_by_night_on_a_telephone() {
    let phone = Like {
        language: "zh-CN",
        width: 390,
    };
    finds_nothing(phone, "dark");
}
