//! What is taken away from the page: a file, a link, a sheet of paper. Each is the same scenario elsewhere.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::common::print::PrintParameters;

use crate::files::choose;
use crate::harness::{DESK, Page, browse, server};

const STAND_IN: &str = "li[data-path='mechanisms.stand_in.enabled'] [role=switch]";

/// Where every lever stands, the seed and the preset: what a file and a link must bring back.
const STANDS: &str = "return JSON.stringify({
    preset: document.getElementById('preset').value,
    seed: document.getElementById('seed').value,
    switches: [...document.querySelectorAll('.levers [role=switch]')].map((it) => it.id + ' ' + it.getAttribute('aria-checked')),
    levers: [...document.querySelectorAll('.levers input, .levers select')].map((it) => it.id + ' ' + (it.type === 'checkbox' ? it.checked : it.value)),
});";

/// Turns a switch, moves a slider, types a seed.
async fn change(page: &Page) {
    page.click(STAND_IN).await;
    page.js("const seed = document.getElementById('seed'); seed.value = '7'; seed.dispatchEvent(new Event('change', { bubbles: true }));")
        .await;
    type_in("mechanisms.participation.comment_days", "45", page).await;
    page.until(
        "the address has all three",
        "return ['stand_in', 'comment_days', 'seed=7'].every((it) => location.hash.includes(it));",
    )
    .await;
    page.settle().await;
}

async fn type_in(path: &str, text: &str, page: &Page) {
    page.js(&format!(
        "const field = document.querySelector(\"[data-path='{path}'] input[type=text]\");
         field.value = '{text}'; field.dispatchEvent(new InputEvent('input', {{ bubbles: true }})); field.dispatchEvent(new Event('change', {{ bubbles: true }}));"
    ))
    .await;
}

/// Presses "save" and gives what the browser has written.
async fn saved(page: &Page, folder: &str) -> (String, String) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(folder);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let allowed = json!({"behavior": "allow", "downloadPath": folder.display().to_string()});
    page.web
        .cdp()
        .send_raw("Browser.setDownloadBehavior", allowed)
        .await
        .unwrap();
    page.js("document.getElementById('files').open = true;")
        .await;
    page.click("#save-file").await;
    page.js("document.getElementById('files').open = false;")
        .await;
    let begun = Instant::now();
    loop {
        let file = std::fs::read_dir(&folder)
            .unwrap()
            .filter_map(Result::ok)
            .map(|it| it.path())
            .find(|it| it.extension().is_some_and(|it| it == "json"));
        if let Some(file) = file {
            let text = std::fs::read_to_string(&file).unwrap();
            if !text.is_empty() {
                let name = file.file_name().unwrap().display().to_string();
                std::fs::remove_dir_all(&folder).unwrap();
                return (name, text);
            }
        }
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "nothing was saved"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[test]
fn a_file_saved_opens_as_the_same_county_and_keeps_later_changes() {
    browse(DESK, |page| async move {
        page.open("#/simulate?preset=today").await;
        change(&page).await;
        let (stands, figures) = (page.text(STANDS).await, page.figures().await);
        let (name, text) = saved(&page, "saved-first").await;
        assert_eq!(name, "tuiyan-today.json");
        let file: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            (&file["tuiyan"], &file["extends"]),
            (&json!(1), &json!("today"))
        );
        assert_eq!(file["mechanisms"]["participation"]["comment_days"], 45);

        // The seed is luck's, not the county's: a file does not hold it, the page it is opened in does.
        page.web.goto("about:blank").await.unwrap();
        page.open("#/simulate?preset=seed&seed=7").await;
        assert_ne!(page.text(STANDS).await, stands);
        let path = choose(&page, "again.json", &text).await;
        page.until(
            "the file is open",
            "return location.hash.includes('comment_days');",
        )
        .await;
        page.settle().await;
        std::fs::remove_file(path).unwrap();
        assert_eq!(page.text(STANDS).await, stands);
        assert_eq!(
            page.figures().await,
            figures,
            "the same county, the same luck"
        );

        type_in("mechanisms.participation.comment_days", "20", &page).await;
        page.settle().await;
        let (_, text) = saved(&page, "saved-second").await;
        let mut later: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(later["mechanisms"]["participation"]["comment_days"], 20);
        later["mechanisms"]["participation"]["comment_days"] = 45.into();
        assert_eq!(later, file, "nothing else has moved");
    });
}

async fn press_copy(page: &Page) -> String {
    page.js("document.getElementById('files').open = true;")
        .await;
    page.click("#copy-link").await;
    page.js("document.getElementById('files').open = false;")
        .await;
    page.until(
        "the page says what became of the link",
        "return !!document.querySelector('#notice .notice');",
    )
    .await;
    page.words("#notice").await
}

#[test]
fn a_link_copied_opens_the_same_county_with_the_same_luck_in_another_tab() {
    browse(DESK, |page| async move {
        page.open("#/simulate?preset=today").await;
        change(&page).await;
        let (stands, figures) = (page.text(STANDS).await, page.figures().await);
        page.js("window.copied = []; navigator.clipboard.writeText = (it) => { copied.push(it); return Promise.resolve(); };")
            .await;
        let told = press_copy(&page).await;
        assert!(told.contains("链接已复制"), "{told}");
        let link = page.text("return copied.join(' ');").await;
        assert!(link.starts_with(server()), "{link}");
        assert!(
            !link.contains([' ', '"', '{']),
            "a message would cut it off: {link}"
        );

        // Where the clipboard is shut, the link stands there to be copied by hand.
        page.js("navigator.clipboard.writeText = () => Promise.reject(new Error('shut')); document.querySelector('#notice button').click();")
            .await;
        press_copy(&page).await;
        assert_eq!(
            page.text("return document.getElementById('link-by-hand').value;")
                .await,
            link
        );

        let tab = page.web.new_tab().await.unwrap();
        page.web.switch_to_window(tab).await.unwrap();
        page.open(link.strip_prefix(server()).unwrap()).await;
        assert_eq!(page.text(STANDS).await, stands);
        assert_eq!(page.figures().await, figures);
    });
}

#[test]
fn nonsense_in_a_link_is_named_and_the_scenario_on_the_screen_stays() {
    browse(DESK, |page| async move {
        page.open("#/simulate?preset=seed&seed=3").await;
        let (stands, figures) = (page.text(STANDS).await, page.figures().await);
        for (link, quoted, said) in [
            ("#/nowhere", "nowhere", "没有这个去处"),
            ("#/simulate?preset=moon", "moon", "不存在"),
            ("#/simulate?preset=today&seed=-1", "-1", "不是 0 或正整数"),
            ("#/simulate?changes=%7B%22a", "没有写完", "截断"),
            ("#/simulate?changes=7", "7", "读不出来"),
        ] {
            page.js(&format!("location.hash = {link:?};")).await;
            page.until(
                &format!("{link} is refused"),
                &format!("return document.getElementById('notice').innerText.includes({said:?});"),
            )
            .await;
            let told = page.words("#notice").await;
            assert!(told.contains(quoted), "{link}: {told}");
            assert_eq!(page.text(STANDS).await, stands, "{link}");
        }
        assert_eq!(page.figures().await, figures);
        // In a fresh tab there is no scenario on the screen: a preset is shown, and the page says so.
        page.web.goto("about:blank").await.unwrap();
        page.open("#/simulate?preset=moon").await;
        let told = page.words("#notice").await;
        assert!(told.contains("下面显示的是预设"), "{told}");
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}

/// What is visible of the page, and colours that are not for paper: words that are not near black, grounds that are not white.
const ON_PAPER: &str = "
    const there = (e) => e.checkVisibility() && e.getClientRects().length > 0;
    const part = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
    const coloured = [], words = new Set();
    for (const e of [document.documentElement, ...document.querySelectorAll('body, body *')].filter(there)) {
        const style = getComputedStyle(e), [r, g, b, a = 1] = part(style.backgroundColor);
        if (!e.closest('.swatch, progress') && a > 0 && (r < 255 || g < 255 || b < 255)) coloured.push('ground ' + e.tagName + '.' + e.className);
    }
    for (const e of document.querySelectorAll('h1, h2, h3, p, span, strong, text, td, th, li, b').values().filter(there)) {
        const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
        const [r, g, b] = part(e.closest('svg') ? getComputedStyle(e).fill : getComputedStyle(e).color);
        if (own && Math.max(r, g, b) > 0x60) words.add(e.tagName + '.' + (e.getAttribute('class') || '') + ' ' + [r, g, b]);
    }
    return { text: document.body.innerText, coloured, words: [...words],
        controls: [...document.querySelectorAll('button, input, select, summary, nav')].filter(there).map((e) => e.tagName + '#' + e.id + '.' + e.className) };";

#[test]
fn print_is_black_on_white_with_all_that_is_needed_to_find_it_again() {
    browse(DESK, |page| async move {
        page.open("#/simulate?preset=today").await;
        while page
            .text("return document.documentElement.dataset.theme || '';")
            .await
            != "dark"
        {
            page.js("document.getElementById('theme').click();").await;
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        change(&page).await;
        let sentence = page.words("#sentence").await;
        let title = page
            .text("return document.getElementById('preset').selectedOptions[0].textContent;")
            .await;
        let link = page.text("return location.href;").await;
        let figures = page.figures().await;
        let screen = page.js(ON_PAPER).await;
        assert!(
            !screen["coloured"].as_array().unwrap().is_empty(),
            "dark on the screen"
        );
        assert!(screen["controls"].as_array().unwrap().len() > 40);

        page.web
            .cdp()
            .send_raw("Emulation.setEmulatedMedia", json!({"media": "print"}))
            .await
            .unwrap();
        let paper = page.js(ON_PAPER).await;
        assert_eq!(paper["coloured"], json!([]));
        assert_eq!(paper["words"], json!([]));
        assert_eq!(paper["controls"], json!([]));
        let text = paper["text"].as_str().unwrap();
        for must in [&sentence, &title, &link, &"种子 7".to_owned()]
            .into_iter()
            .chain(&figures)
        {
            assert!(text.contains(must.as_str()), "{must} in\n{text}");
        }
        page.web
            .cdp()
            .send_raw("Emulation.setEmulatedMedia", json!({"media": ""}))
            .await
            .unwrap();
        let pdf = page
            .web
            .print_page(PrintParameters::default())
            .await
            .unwrap();
        assert!(pdf.starts_with(b"%PDF"));
        if let Ok(folder) = std::env::var("TUIYAN_PICTURES") {
            std::fs::write(PathBuf::from(folder).join("sheets.pdf"), &pdf).unwrap();
        }
        let sheets = pdf
            .windows(b"/Type /Page\n".len())
            .filter(|it| it == b"/Type /Page\n")
            .count();
        // Sentence, figures and diagram, which takes a sheet of its own where it was laid out for the sheet and not for the screen;
        // pictures; and on three the county's other work, since how good decisions are and who speaks are among it.
        assert!((1..=6).contains(&sheets), "{sheets} sheets of paper");
    });
}
