//! The places 对比 and 研究: a module of their own, with workers of their own.

use std::time::Duration;

use serde_json::Value;

use crate::harness::{DESK, Like, Page, browse, server};

/// Opens a place by its address, without waiting for a county that is not shown.
async fn visit(page: &Page, fragment: &str, heading: &str) {
    page.web
        .goto(format!("{}{fragment}", server()))
        .await
        .unwrap();
    let there = format!("return !!document.querySelector('{heading}');");
    page.until("the place is there", &there).await;
}

/// Fewer replications and years than a planner would take: what is tested is the place, not the county.
async fn make_small(page: &Page) {
    for (id, value) in [("compare-replications", "3"), ("compare-years", "0.25")] {
        page.js(&format!(
            "const field = document.getElementById('{id}'); field.value = '{value}'; field.dispatchEvent(new Event('change', {{ bubbles: true }}));"
        ))
        .await;
    }
}

async fn done(page: &Page, id: &str) {
    let ended = format!(
        "return !['idle', 'reading', 'running'].includes(document.getElementById('{id}').dataset.stage);"
    );
    page.until_within(Duration::from_secs(120), "the experiment ends", &ended)
        .await;
    let stage = page
        .text(&format!(
            "return document.getElementById('{id}').dataset.stage;"
        ))
        .await;
    let words = page.words(&format!("#{id}")).await;
    assert_eq!(stage, "done", "{words}");
}

async fn picture(page: &Page, name: &str) {
    if let Ok(folder) = std::env::var("TUIYAN_PICTURES") {
        // The whole of it: the window as high as the page.
        let height = page
            .js("return document.documentElement.scrollHeight;")
            .await;
        let width = page.js("return window.innerWidth;").await;
        let metrics = serde_json::json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        page.web
            .cdp()
            .send_raw("Emulation.setDeviceMetricsOverride", metrics)
            .await
            .unwrap();
        tokio::time::sleep(Duration::from_millis(400)).await;
        let file = std::path::Path::new(&folder).join(format!("{name}.png"));
        page.web.screenshot(&file).await.unwrap();
    }
}

#[test]
fn all_combinations_of_the_mechanisms_by_one_click() {
    browse(DESK, |page| async move {
        visit(&page, "#/compare?preset=today&seed=1", "#compare-title").await;
        make_small(&page).await;
        page.click("#factorial-go").await;
        done(&page, "factorial-progress").await;
        let found = page
            .js("return [...document.querySelectorAll('.factorial [data-metric]')].map((it) => [it.dataset.metric, it.querySelectorAll('[data-effect]').length]);")
            .await;
        let found = found.as_array().unwrap();
        assert_eq!(found.len(), 5, "{found:?}");
        for it in found {
            assert_eq!(it[1], 15, "five mechanisms and ten pairs: {it}");
        }
        picture(&page, "factorial").await;
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}

/// What is saved is caught instead of written to disk.
const CATCH: &str = "window.caught = [];
    URL.createObjectURL = (blob) => { blob.text().then((it) => caught.push(it)); return '#'; };
    HTMLAnchorElement.prototype.click = () => {};";

/// Presses a key that saves, and gives what it saved.
async fn saved(page: &Page, id: &str) -> String {
    page.js("window.caught.length = 0;").await;
    page.click(&format!("#{id}")).await;
    page.until("it is saved", "return window.caught.length > 0;")
        .await;
    page.text("return window.caught[0];").await
}

#[test]
fn counties_stand_side_by_side_with_a_sentence_and_the_primary_figures_each() {
    browse(DESK, |page| async move {
        let changed = "#/compare?preset=today&seed=1&changes=%7B%22meetings%22%3A%7B%22executive%22%3A%7B%22every_days%22%3A7%7D%7D%7D";
        visit(&page, changed, "#compare-title").await;
        make_small(&page).await;
        // The county as it stands, the five mechanisms; the sixth place is taken.
        let chosen = "return [...document.querySelectorAll('.arm-list input[type=checkbox]')].filter((it) => it.checked).map((it) => it.id);";
        let before = page.js(chosen).await;
        assert_eq!(before.as_array().unwrap().len(), 6, "{before}");
        page.click("#arm-emergency").await;
        page.click("#arm-daily_norms").await;
        page.click("#arm-approval_reform").await;
        page.click("#compare-go").await;
        done(&page, "compare-progress").await;
        let cards = page
            .js("return [...document.querySelectorAll('.side .arm-card')].map((it) => [it.querySelector('h3').innerText, it.querySelector('.arm-sentence').innerText.length > 10, it.querySelectorAll('tr[data-metric]').length]);")
            .await;
        let cards = cards.as_array().unwrap();
        assert_eq!(cards.len(), 3, "{cards:?}");
        for it in cards {
            assert_eq!((&it[1], &it[2]), (&true.into(), &4.into()), "{it}");
        }
        let rows = page
            .js("return document.querySelectorAll('#compare-days .mark').length > 20 && document.querySelectorAll('#compare-overlay .curve').length;")
            .await;
        assert_eq!(rows, 6, "three curves over the preset's");
        picture(&page, "side").await;
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}

#[test]
fn what_an_experiment_gives_here_is_what_the_command_gives_to_the_last_byte() {
    browse(DESK, |page| async move {
        visit(&page, "#/research?preset=today&seed=7", "#research-title").await;
        page.js(CATCH).await;
        for lever in [
            "mechanisms.stand_in.enabled",
            "mechanisms.participation.comment_days",
        ] {
            page.js(&format!(
                "const list = document.getElementById('research-lever'); list.value = '{lever}'; list.dispatchEvent(new Event('change', {{ bubbles: true }}));"
            ))
            .await;
        }
        for (id, value) in [("research-replications", "3"), ("research-years", "0.25")] {
            page.js(&format!(
                "const field = document.getElementById('{id}'); field.value = '{value}'; field.dispatchEvent(new Event('change', {{ bubbles: true }}));"
            ))
            .await;
        }
        page.until(
            "nothing keeps it from being run",
            "return !document.getElementById('research-go').disabled;",
        )
        .await;
        page.click("#research-go").await;
        done(&page, "research-progress").await;
        let (result, file) = (
            saved(&page, "save-json").await,
            saved(&page, "save-experiment").await,
        );
        let spec = experiment::read(&file).unwrap_or_else(|it| panic!("{it:?}\n{file}"));
        let source = experiment::Source::preset("today", Vec::new());
        let prepared = experiment::prepare(spec, &source, &experiment::OneCore).unwrap();
        let pieces = experiment::share(&prepared.outline, None);
        let pieces = experiment::run_batch(&prepared, &pieces);
        let outcome = experiment::outcome(&prepared.outline, &pieces, &experiment::OneCore);
        let here = serde_json::to_string(&outcome).unwrap() + "\n";
        assert_eq!(result, here, "{file}");
        let methods = page.words("#research-methods").await;
        for must in ["today", "种子 7", "全部组合", "95%"] {
            assert!(methods.contains(must), "{must}: {methods}");
        }
        picture(&page, "research").await;
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}

#[test]
fn an_experiment_is_stopped_at_once_and_nothing_of_it_is_lost() {
    browse(DESK, |page| async move {
        visit(&page, "#/compare?preset=today&seed=1", "#compare-title").await;
        page.click("#factorial-go").await;
        page.until(
            "it runs",
            "return Number(document.getElementById('factorial-progress').dataset.done) > 0;",
        )
        .await;
        page.click("#factorial-progress button").await;
        let stage = "return document.getElementById('factorial-progress').dataset.stage;";
        assert_eq!(page.text(stage).await, "stopped");
        let at = page
            .js("return document.getElementById('factorial-progress').dataset.done;")
            .await;
        tokio::time::sleep(Duration::from_millis(600)).await;
        let later = page
            .js("return document.getElementById('factorial-progress').dataset.done;")
            .await;
        assert_eq!(at, later, "nobody works on");
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}

/// What stands under a heading in another language would be Chinese.
const CHINESE: &str = "return [...document.querySelectorAll('#places *')]
    .filter((it) => it.childElementCount === 0 && it.checkVisibility() && /[\\u4e00-\\u9fff]/.test(it.textContent))
    .map((it) => it.textContent);";

#[test]
fn it_speaks_english_too() {
    let like = Like {
        language: "en",
        width: 1440,
    };
    browse(like, |page| async move {
        for (fragment, heading) in [
            ("#/compare?preset=today&seed=1", "#compare-title"),
            ("#/research?preset=today&seed=1", "#research-title"),
        ] {
            visit(&page, fragment, heading).await;
            page.until(
                "the words are there",
                &format!("return document.querySelector('{heading}').innerText.length > 0;"),
            )
            .await;
            assert_eq!(page.js(CHINESE).await, Value::Array(Vec::new()));
        }
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}
