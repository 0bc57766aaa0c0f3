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

/// What stands under a heading in another language would be Chinese.
const CHINESE: &str = "return [...document.querySelectorAll('.later *')]
    .filter((it) => it.childElementCount === 0 && it.checkVisibility() && /[\\u4e00-\\u9fff]/.test(it.textContent))
    .map((it) => it.textContent);";

#[test]
fn it_speaks_english_too() {
    let like = Like {
        language: "en",
        width: 1440,
    };
    browse(like, |page| async move {
        visit(&page, "#/compare?preset=today&seed=1", "#compare-title").await;
        assert_eq!(page.js(CHINESE).await, Value::Array(Vec::new()));
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}
