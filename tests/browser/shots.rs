//! Pictures of the whole page, to be looked at by people: made by `cargo xtask shots`, once the figures stand.

use std::time::Duration;

use serde_json::json;

use crate::harness::{Like, Page, browse, given};

/// Widths of the window, px.
const WIDTHS: [u32; 3] = [1440, 1024, 390];

/// Nothing that is still to come: the figures are of the scenario as it stands, every switch has its effect, the diagram is there.
const STANDS: &str = "
    return !document.querySelector('.simulate.stale') && !document.querySelector('.switch-effect .waiting')
        && document.querySelectorAll('figure svg').length > 0 && !!document.querySelector('#diagram .dots .dot');";

/// The diagram halts, as for those who want no motion; then the frame is shown that has it all.
const HALT: &str = "
    const done = arguments[0], play = document.getElementById('play');
    if (play.getAttribute('aria-pressed') === 'true') play.click();
    setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => done(true))), 300);";

/// A window of a width, and of a height that shows the whole page.
async fn stretch(page: &Page, width: u32, height: u64) {
    let metrics = json!({
        "width": width, "height": height, "mobile": width < 500, "deviceScaleFactor": if width < 500 { 2 } else { 1 },
    });
    let cdp = page.web.cdp();
    cdp.send_raw("Emulation.setDeviceMetricsOverride", metrics)
        .await
        .unwrap();
}

/// The place 说明, after its self-check, with one of each kind of fold open.
async fn about(page: &Page, width: u32) {
    page.click("#place-about").await;
    page.until(
        "its words are there",
        "return !!document.getElementById('selfcheck-start');",
    )
    .await;
    page.click("#selfcheck-start").await;
    let done = "return document.getElementById('selfcheck').dataset.stage === 'done';";
    page.until_within(Duration::from_secs(300), "the self-check ends", done)
        .await;
    let height = page
        .js("document.querySelector('#about-figures ~ details').open = document.querySelector('.selfcheck details').open = true;
            document.activeElement.blur(); return document.documentElement.scrollHeight;")
        .await
        .as_u64()
        .unwrap();
    stretch(page, width, height).await;
}

async fn keep(page: &Page, name: &str) {
    let picture = given("TUIYAN_SHOTS").join(format!("{name}.png"));
    page.web.screenshot(&picture).await.unwrap();
    println!("{}", picture.display());
}

#[test]
#[ignore = "pictures, not a test: cargo xtask shots"]
fn the_page_is_photographed() {
    for width in WIDTHS {
        for language in ["zh-CN", "en"] {
            browse(Like { language, width }, move |page| async move {
                for theme in ["light", "dark"] {
                    let dark =
                        json!({"features": [{"name": "prefers-color-scheme", "value": theme}]});
                    let cdp = page.web.cdp();
                    cdp.send_raw("Emulation.setEmulatedMedia", dark)
                        .await
                        .unwrap();
                    stretch(&page, width, 1000).await;
                    page.open("").await;
                    page.until("all of the page stands", STANDS).await;
                    let height = page
                        .js("return document.documentElement.scrollHeight;")
                        .await
                        .as_u64()
                        .unwrap();
                    stretch(&page, width, height).await;
                    page.web.execute_async(HALT, Vec::new()).await.unwrap();
                    keep(&page, &format!("{width}-{language}-{theme}")).await;
                    about(&page, width).await;
                    keep(&page, &format!("about-{width}-{language}-{theme}")).await;
                }
            });
        }
    }
}
