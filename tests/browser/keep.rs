//! What is kept of scenarios: nothing is written over, whatever else is opened, and nothing is lost, whatever becomes of the store.

use serde_json::{Value, json};

use crate::edit::{choose, edit, fill, until_address};
use crate::harness::{DESK, Page, browse};

/// A number that is edited.
const FIELD: &str = "field-leaders-deputy_agriculture-bound_hours_per_week";

async fn open_list(page: &Page) {
    page.js("document.getElementById('edit-kept').open = true;")
        .await;
}

/// Edits the number and waits until the address says so.
async fn set(page: &Page, hours: u32) {
    page.click("#edit-to-leaders").await;
    choose(page, "leaders.deputy_agriculture").await;
    page.until(
        "the form is there",
        &format!("return !!document.getElementById('{FIELD}');"),
    )
    .await;
    fill(page, FIELD, &hours.to_string()).await;
    until_address(page, &format!("\"bound_hours_per_week\":{hours}")).await;
}

async fn until_told(page: &Page, words: &str) {
    page.until(
        &format!("it is told: {words}"),
        &format!("return document.getElementById('edit-kept-told').innerText.includes({words:?});"),
    )
    .await;
}

/// What is in the store: name and hours of each record, by name; what does not open as null.
async fn stored(page: &Page) -> Vec<(String, Value)> {
    page.js("window.stored = null;
        const asked = indexedDB.open('tuiyan');
        asked.onsuccess = () => {
            const all = asked.result.transaction('scenarios').objectStore('scenarios').getAll();
            all.onsuccess = () => { window.stored = all.result.map((it) => JSON.parse(it)); asked.result.close(); };
        };").await;
    page.until("the store is read", "return !!window.stored;")
        .await;
    let all = page.js("return window.stored.map((it) => [it.name, JSON.parse(it.file).leaders?.deputy_agriculture.bound_hours_per_week ?? null]);").await;
    let mut all: Vec<(String, Value)> = serde_json::from_value(all).unwrap();
    all.sort_by_key(|it| it.0.clone());
    all
}

fn record(name: &str, hours: u32) -> (String, Value) {
    (name.to_owned(), json!(hours))
}

/// Waits until the store holds this.
async fn until_stored(page: &Page, wanted: &[(String, Value)]) {
    let mut found = Vec::new();
    for _ in 0..100 {
        found = stored(page).await;
        if found == wanted {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(found, wanted);
}

#[test]
fn what_is_opened_from_elsewhere_is_never_written_over_what_was_open() {
    browse(DESK, |page| async move {
        edit(&page, "?preset=today").await;
        set(&page, 17).await;
        open_list(&page).await;
        fill(&page, "edit-kept-name", "甲").await;
        until_stored(&page, &[record("甲", 17)]).await;
        // A packed link is pasted into the same tab: another scenario, another record.
        page.js("tuiyan.pack('#/edit?preset=today&seed=1&changes=' + encodeURIComponent(JSON.stringify({leaders: {deputy_agriculture: {bound_hours_per_week: 29}}, world: {demand: 1.25}, meetings: {executive: {every_days: 14}}}))).then((it) => { location.hash = it; });").await;
        until_address(&page, "\"bound_hours_per_week\":29").await;
        until_stored(&page, &[record("", 29), record("甲", 17)]).await;
        set(&page, 28).await;
        until_stored(&page, &[record("", 28), record("甲", 17)]).await;
        // Undo leads back through it to what was open, which goes on.
        page.click("#undo").await;
        until_stored(&page, &[record("", 29), record("甲", 17)]).await;
        page.click("#undo").await;
        until_address(&page, "\"bound_hours_per_week\":17").await;
        set(&page, 16).await;
        until_stored(&page, &[record("", 29), record("甲", 16)]).await;
        // By way of a day of 回放 and back it is still the same record.
        page.js("location.hash = location.hash.replace('/edit', '/replay') + '&day=40';")
            .await;
        page.until(
            "it is replayed",
            "return !!document.getElementById('replay-title');",
        )
        .await;
        page.js("location.hash = location.hash.replace('/replay', '/edit');")
            .await;
        set(&page, 15).await;
        until_stored(&page, &[record("", 29), record("甲", 15)]).await;
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}

#[test]
fn two_tabs_on_one_scenario_overwrite_nothing() {
    browse(DESK, |page| async move {
        edit(&page, "?preset=today").await;
        set(&page, 17).await;
        until_told(&page, "已存下").await;
        // The same scenario in another tab: told as soon as it is opened.
        let first = page.web.window().await.unwrap();
        let second = page.web.new_tab().await.unwrap();
        page.web.switch_to_window(second).await.unwrap();
        edit(&page, "?preset=seed").await;
        open_list(&page).await;
        page.until(
            "the list is there",
            "return !!document.querySelector('.edit-kept-open');",
        )
        .await;
        page.click(".edit-kept-open").await;
        until_address(&page, "17").await;
        until_told(&page, "也开着").await;
        set(&page, 16).await;
        until_stored(&page, &[record("", 16)]).await;
        page.web.switch_to_window(first).await.unwrap();
        until_told(&page, "另一个标签页也在改").await;
        set(&page, 15).await;
        until_told(&page, "另一个标签页也在改").await;
        assert_eq!(stored(&page).await, [record("", 16)]);
        open_list(&page).await;
        page.click("#edit-kept-anew").await;
        until_stored(&page, &[record("", 16), record("", 15)]).await;
        // Each has one of its own now.
        page.until(
            "nobody is beside it",
            "return !document.getElementById('edit-kept-beside');",
        )
        .await;
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}

/// Refuses to store, at once or when it is to be made final, or to open anything at all: as a browser does whose disk is full, or a private window.
const REFUSES: &str = "
    const put = IDBObjectStore.prototype.put, open = IDBFactory.prototype.open;
    IDBObjectStore.prototype.put = function (...given) {
        window.tried = true;
        if (window.refuses === 'at once') throw new DOMException('no room', 'QuotaExceededError');
        const asked = put.apply(this, given);
        if (window.refuses === 'at last') asked.addEventListener('success', () => this.transaction.abort());
        return asked;
    };
    IDBFactory.prototype.open = function (...given) {
        if (location.search === '?private') throw new DOMException('not in this window', 'SecurityError');
        return open.apply(this, given);
    };
    URL.createObjectURL = (blob) => { blob.text().then((it) => window.saved = it); return '#'; };
    const click = HTMLAnchorElement.prototype.click;
    HTMLAnchorElement.prototype.click = function () { if (!this.download) click.call(this); };";

#[test]
fn a_store_that_is_full_or_forbidden_says_so_and_nothing_is_lost() {
    browse(DESK, |page| async move {
        page.web
            .cdp()
            .send_raw(
                "Page.addScriptToEvaluateOnNewDocument",
                json!({"source": REFUSES}),
            )
            .await
            .unwrap();
        edit(&page, "?preset=today").await;
        set(&page, 17).await;
        until_stored(&page, &[record("", 17)]).await;
        for (hours, refuses) in [(16, "at once"), (15, "at last")] {
            page.js(&format!(
                "window.tried = false; window.refuses = {refuses:?};"
            ))
            .await;
            set(&page, hours).await;
            page.until("it is tried", "return window.tried;").await;
            until_told(&page, "没有存下").await;
            assert!(page.words("#edit-kept-told").await.contains("满了"));
            page.click("#edit-kept-save").await;
            page.until("a file is saved", &format!("return JSON.parse(window.saved ?? '{{}}').leaders?.deputy_agriculture.bound_hours_per_week === {hours};")).await;
            assert_eq!(stored(&page).await, [record("", 17)]);
        }
        // There is room again.
        page.js("delete window.refuses;").await;
        page.click("#edit-kept-retry").await;
        until_told(&page, "已存下").await;
        until_stored(&page, &[record("", 15)]).await;
        assert_eq!(page.errors().await, Vec::<String>::new());
        // A window in which nothing is stored: told when the place is opened.
        let address = format!("{}?private#/edit?preset=today", crate::harness::server());
        page.web.goto("about:blank").await.unwrap();
        page.web.goto(address).await.unwrap();
        page.until(
            "the forms are there",
            "return !!document.getElementById('edit-section');",
        )
        .await;
        until_told(&page, "不让本页存东西").await;
        set(&page, 14).await;
        page.click("#edit-kept-save").await;
        page.until("a file is saved", "return JSON.parse(window.saved ?? '{}').leaders?.deputy_agriculture.bound_hours_per_week === 14;").await;
        page.picture("keep-forbidden").await;
    });
}

/// Records of other pages: one that says less, one of a newer version, one that is damaged, one of a scenario that no longer passes the check.
const OTHERS: [(&str, &str); 4] = [
    (
        "older",
        r#"{"tuiyan_record":1,"name":"旧","file":"{\"tuiyan\":1,\"extends\":\"today\",\"world\":{\"demand\":1.5}}"}"#,
    ),
    (
        "newer",
        r#"{"tuiyan_record":9,"id":"newer","name":"新","file":"{\"tuiyan\":2}"}"#,
    ),
    ("damaged", r#"{"tuiyan_record":1,"id":"dam"#),
    (
        "unknown",
        r#"{"tuiyan_record":1,"name":"怪","saved":1,"file":"{\"tuiyan\":1,\"extends\":\"today\",\"wheather\":1}"}"#,
    ),
];

#[test]
fn what_other_versions_have_stored_opens_or_says_why_and_can_be_had() {
    browse(DESK, |page| async move {
        page.web
            .cdp()
            .send_raw(
                "Page.addScriptToEvaluateOnNewDocument",
                json!({"source": REFUSES}),
            )
            .await
            .unwrap();
        edit(&page, "?preset=today").await;
        let others = serde_json::to_string(&OTHERS).unwrap();
        page.js(&format!(
            "const asked = indexedDB.open('tuiyan');
            asked.onsuccess = () => {{
                const all = asked.result.transaction('scenarios', 'readwrite');
                for (const [id, text] of {others}) all.objectStore('scenarios').put(text, id);
                all.oncomplete = () => {{ asked.result.close(); window.there = true; }};
            }};"
        ))
        .await;
        page.until("they are there", "return !!window.there;").await;
        edit(&page, "?preset=seed").await;
        open_list(&page).await;
        page.until(
            "they are listed",
            "return document.querySelectorAll('.edit-kept-list li').length === 4;",
        )
        .await;
        for (id, told) in [
            ("newer", "更新的版本（第 9 版）"),
            ("damaged", "这一条坏了"),
        ] {
            let row = format!(".edit-kept-list [data-id='{id}']");
            assert!(page.words(&row).await.contains(told));
            page.click(&format!("{row} .edit-kept-export")).await;
            let wanted = if id == "newer" {
                r#"{"tuiyan":2}"#
            } else {
                OTHERS[2].1
            };
            page.until(
                "its text is saved",
                &format!("return window.saved === {wanted:?};"),
            )
            .await;
        }
        // What the check no longer takes opens, and the check says why.
        page.click(".edit-kept-list [data-id='unknown'] .edit-kept-open")
            .await;
        page.until(
            "the check tells it",
            "return document.querySelector('.edit-standing').innerText.includes('wheather');",
        )
        .await;
        page.click(".edit-kept-list [data-id='older'] .edit-kept-open")
            .await;
        until_address(&page, "\"demand\":1.5").await;
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}
