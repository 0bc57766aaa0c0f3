//! The place 编辑: what is edited is checked, undone, kept, sent and opened; nothing is lost, whatever becomes of links and stores.

use thirtyfour::prelude::*;

use serde_json::Value;

use crate::compare::{CHINESE, KEYS, NAMELESS};
use crate::harness::{DESK, Like, Page, browse, server};

/// Opens the place and waits until its forms are there.
pub async fn edit(page: &Page, rest: &str) {
    page.web.goto("about:blank").await.unwrap();
    page.web
        .goto(format!("{}#/edit{rest}", server()))
        .await
        .unwrap();
    there(page).await;
}

async fn there(page: &Page) {
    page.until("the forms are there", "return !!document.querySelector('#edit-section') && !document.getElementById('places').hidden;").await;
}

/// Types into a field as a person does, and leaves it.
pub async fn fill(page: &Page, id: &str, text: &str) {
    let field = page.web.find(By::Id(id.to_owned())).await.unwrap();
    field.scroll_into_view().await.unwrap();
    field.click().await.unwrap();
    page.js(&format!("document.getElementById({id:?}).select();"))
        .await;
    field.send_keys(text).await.unwrap();
    field.send_keys(Key::Tab).await.unwrap();
}

/// Chooses an entry of the section that is shown.
pub async fn choose(page: &Page, path: &str) {
    page.js(&format!("const e = document.getElementById('edit-entry'); e.value = {path:?}; e.dispatchEvent(new Event('change', {{bubbles: true}}));")).await;
}

pub async fn until_address(page: &Page, holds: &str) {
    page.until(
        &format!("the address holds {holds}"),
        &format!("return decodeURIComponent(location.hash).includes({holds:?});"),
    )
    .await;
}

/// A county that is soon simulated.
const SMALL: &str = "?preset=today&seed=5&changes=%7B%22horizon%22:%7B%22warm_up_years%22:0.1,%22years%22:0.2%7D%7D";

const STAGES: &str = "return [...document.querySelectorAll('.edit-flow .stage')].map(e => e.dataset.stage).join(' ');";

#[test]
fn a_procedure_is_edited_by_keyboard_undone_kept_and_sent() {
    browse(DESK, |page| async move {
        edit(&page, SMALL).await;
        page.click("#edit-to-procedures").await;
        choose(&page, "procedures.major").await;
        page.until(
            "the diagram is there",
            "return !!document.getElementById('flow-intake');",
        )
        .await;
        let before = page.text(STAGES).await;
        // By keyboard: to the first stage, along the procedure, a stage behind it.
        page.js("document.querySelector('.edit-flow .stage.chosen').focus();")
            .await;
        page.press(Key::Home).await;
        page.until(
            "the first is chosen",
            "return document.activeElement.dataset.stage === 'intake';",
        )
        .await;
        page.press(Key::Right).await;
        page.until(
            "the next is chosen",
            "return document.activeElement.dataset.stage === 'drafting';",
        )
        .await;
        page.press(Key::Insert).await;
        page.until("a stage has come", "return document.querySelectorAll('.edit-flow .stage.moved').length > 0 && document.activeElement.dataset.stage === 'task';").await;
        assert!(
            page.words("#edit-standing").await.contains("可以推演")
                || page.words("#edit-standing").await.contains("检查通过")
        );
        // One step of undo, one of redo, by the keys of the page.
        page.click("#undo").await;
        page.until(
            "it is gone",
            "return !document.getElementById('flow-task');",
        )
        .await;
        assert_eq!(page.text(STAGES).await, before);
        page.click("#redo").await;
        page.until(
            "it is there again",
            "return !!document.getElementById('flow-task');",
        )
        .await;
        // A number that cannot be: told at its place and above, and nothing breaks.
        page.click("#flow-task").await;
        fill(&page, "field-procedures-major-stages-task-hours-low", "-1").await;
        page.until("it is told", "return document.querySelector('.edit-standing').classList.contains('wrong') && !!document.querySelector('.edit-row.wrong .problem');").await;
        fill(&page, "field-procedures-major-stages-task-hours-low", "1").await;
        page.until(
            "it is sound",
            "return !document.querySelector('.edit-standing').classList.contains('wrong');",
        )
        .await;
        // Kept by itself, under a name; there again after loading anew.
        page.js("document.getElementById('edit-kept').open = true;")
            .await;
        fill(&page, "edit-kept-name", "我的县").await;
        page.until(
            "it is kept",
            "return document.querySelector('.edit-kept-list').innerText.includes('我的县');",
        )
        .await;
        edit(&page, "?preset=seed").await;
        page.js("document.getElementById('edit-kept').open = true;")
            .await;
        page.until(
            "it is in the list",
            "return document.querySelector('.edit-kept-list').innerText.includes('我的县');",
        )
        .await;
        page.js("[...document.querySelectorAll('.edit-kept-list li')].find(e => e.innerText.includes('我的县')).querySelector('.edit-kept-open').click();").await;
        until_address(&page, "\"task\"").await;
        // The link is short, opens elsewhere, and runs to the same figures.
        page.js("window.copied = []; navigator.clipboard.writeText = (it) => { copied.push(it); return Promise.resolve(); }; document.getElementById('edit-away').open = true;").await;
        page.click("#edit-copy-link").await;
        page.until("it is copied", "return copied.length === 1;")
            .await;
        let link = page.text("return copied[0];").await;
        assert!(link.contains("z=1.") && link.len() < 2_000, "{link}");
        let line = page.words("#edit-command").await;
        let digest = counted(&page).await;
        page.click("#place-simulate").await;
        page.settle().await;
        let figures = page.figures().await;
        let elsewhere = link.strip_prefix(server()).unwrap().to_owned();
        browse_again(elsewhere, figures, (line, digest));
        // Deleted, and had back.
        edit(&page, "?preset=today").await;
        page.js("document.getElementById('edit-kept').open = true;")
            .await;
        page.until(
            "the list is there",
            "return !!document.querySelector('.edit-kept-delete');",
        )
        .await;
        page.js("[...document.querySelectorAll('.edit-kept-list li')].find(e => e.innerText.includes('我的县')).querySelector('.edit-kept-delete').click();").await;
        page.until(
            "it is gone",
            "return !document.querySelector('.edit-kept-list').innerText.includes('我的县');",
        )
        .await;
        page.click("#edit-kept-undelete").await;
        page.until(
            "it is back",
            "return document.querySelector('.edit-kept-list').innerText.includes('我的县');",
        )
        .await;
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}

/// The fingerprint that the place reckons.
async fn counted(page: &Page) -> String {
    page.js("document.getElementById('edit-away').open = true;")
        .await;
    page.click("#edit-count").await;
    page.until(
        "it is reckoned",
        "return !!document.getElementById('edit-digest');",
    )
    .await;
    page.words("#edit-digest").await
}

/// Opens a link in a fresh profile: the same figures, the same line, the same fingerprint, which is the simulator's own.
fn browse_again(link: String, figures: Vec<String>, there: (String, String)) {
    let told = std::thread::spawn(move || {
        browse(DESK, |page| async move {
            page.open(&link).await;
            let fragment = page.fragment().await;
            assert!(!fragment.contains("z="), "the address is plain again");
            assert_eq!(page.figures().await, figures);
            let changes = fragment.split_once("changes=").unwrap().1;
            let changes: Value = serde_json::from_str(changes).unwrap();
            let mut file = serde_json::json!({"tuiyan": 1, "extends": "today"});
            let own = changes.as_object().unwrap().clone();
            file.as_object_mut().unwrap().extend(own);
            let native = checks::certificate(&file.to_string(), 5, 32);
            edit_here(&page).await;
            let digest = counted(&page).await;
            assert_eq!((page.words("#edit-command").await, digest.clone()), there);
            assert!(
                native.lines().any(|it| it == format!("digest {digest}")),
                "{digest}"
            );
        });
    });
    told.join().unwrap();
}

/// Goes to the place with what is shown.
async fn edit_here(page: &Page) {
    page.js("location.hash = location.hash.replace('simulate', 'edit');")
        .await;
    there(page).await;
}

#[test]
fn forms_change_the_scenario_and_each_difference_goes_back_by_itself() {
    browse(DESK, |page| async move {
        edit(&page, "?preset=today").await;
        page.click("#edit-to-meetings").await;
        choose(&page, "meetings.executive").await;
        page.until(
            "the form is there",
            "return !!document.getElementById('field-meetings-executive-every_days');",
        )
        .await;
        fill(&page, "field-meetings-executive-every_days", "14").await;
        until_address(&page, "\"every_days\":14").await;
        // The source and the range stand beside it.
        let row = page
            .words(".edit-form [data-path='meetings.executive.every_days']")
            .await;
        assert!(row.contains("1–366") && row.contains("天"), "{row}");
        page.click("#edit-to-portfolios").await;
        page.click("#portfolio-water-deputy_industry").await;
        until_address(&page, "\"leader\":\"deputy_industry\"").await;
        // Found by its words, a parameter is led to.
        fill(&page, "edit-search", "legality_review days").await;
        page.until(
            "it is found",
            "return !!document.querySelector('.edit-found button');",
        )
        .await;
        page.click(".edit-found button").await;
        page.until("its field has the focus", "return document.activeElement.id === 'field-procedures-major-stages-legality_review-days';").await;
        fill(
            &page,
            "field-procedures-major-stages-legality_review-days",
            "1",
        )
        .await;
        page.until("the breach stands above and at its place", "return document.getElementById('edit-standing').innerText.includes('不合法') && !!document.querySelector('.edit-flow .stage.wrong');").await;
        page.js("document.getElementById('edit-differs').open = true;")
            .await;
        page.until(
            "it is told",
            "return document.querySelectorAll('.edit-differs .differs-list li').length === 3;",
        )
        .await;
        let told = page.words(".edit-differs .differs-list").await;
        assert!(
            told.contains("水利局") && told.contains("分管领导"),
            "{told}"
        );
        for left in [2, 1, 0] {
            page.click(".edit-differs .differs-list li button:not(.quiet)")
                .await;
            page.until("one goes back", &format!("return document.querySelectorAll('.edit-differs .differs-list li').length === {left};")).await;
        }
        page.until(
            "the address says so",
            "return !location.hash.includes('changes=');",
        )
        .await;
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}

#[test]
fn who_leaves_right_after_an_edit_finds_it_on_the_way_back() {
    browse(DESK, |page| async move {
        edit(&page, "?preset=today").await;
        page.click("#edit-to-meetings").await;
        choose(&page, "meetings.executive").await;
        let field = "field-meetings-executive-every_days";
        let there = format!("return !!document.getElementById({field:?});");
        page.until("the form is there", &there).await;
        // The edit, and as soon as the way out knows of it the way out: before the address does.
        page.js(&format!(
            "const field = document.getElementById({field:?}), out = document.querySelector('.edit-ways a');
            field.value = '13';
            field.dispatchEvent(new Event('change', {{ bubbles: true }}));
            const leave = () => decodeURIComponent(out.href).includes('\"every_days\":13') ? out.click() : setTimeout(leave);
            leave();"
        ))
        .await;
        page.until(
            "推演 is shown",
            "return location.hash.startsWith('#/simulate') && !document.getElementById('main').hidden;",
        )
        .await;
        page.web.back().await.unwrap();
        page.until("编辑 is shown", "return location.hash.startsWith('#/edit') && !document.getElementById('places').hidden;")
            .await;
        until_address(&page, "\"every_days\":13").await;
        let value = format!("return document.getElementById({field:?}).value;");
        assert_eq!(page.text(&value).await, "13");
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}

#[test]
fn links_that_are_cut_altered_or_hostile_say_so_and_open_the_preset() {
    browse(DESK, |page| async move {
        page.open("").await;
        // A packed link of ten million blanks: a few kilobytes that would unpack to much more than is read.
        let bomb = page
            .text("return tuiyan.pack('#/simulate?preset=today&changes=' + encodeURIComponent(JSON.stringify({title: {zh: ' '.repeat(1e7)}}))).then((it) => it);")
            .await;
        assert!(bomb.len() < 60_000, "{}", bomb.len());
        let good = page.text("return tuiyan.pack('#/simulate?preset=today&seed=3&changes=' + encodeURIComponent(JSON.stringify({world: {demand: 1.25}, meetings: {executive: {every_days: 14}}})));").await;
        assert!(good.contains("z=1."), "{good}");
        let large = format!("#/simulate?preset=today&z=1.{}", "A".repeat(1_000_000));
        let table = [
            (good[..good.len() - 6].to_owned(), "解不开"),
            (good.replace("z=1.", "z=2."), "解不开"),
            (
                "#/simulate?preset=today&z=1.%3Cscript%3E".to_owned(),
                "解不开",
            ),
            (bomb, "太长"),
            (large, "解不开"),
        ];
        for (link, told) in table {
            page.web.goto("about:blank").await.unwrap();
            page.web.goto(format!("{}{link}", server())).await.unwrap();
            page.until("it is told", &format!("return !!document.getElementById('notice') && document.getElementById('notice').innerText.includes({told:?});")).await;
            page.until("the preset is shown", "return document.getElementById('preset').selectedIndex === 0 && !location.hash.includes('z=');").await;
        }
        page.web.goto("about:blank").await.unwrap();
        page.open(&good).await;
        let fragment = page.fragment().await;
        assert!(
            fragment.contains("preset=today&seed=3") && fragment.contains("\"demand\":1.25"),
            "{fragment}"
        );
    });
}

/// The sections of the place.
async fn sections(page: &Page) -> Vec<String> {
    let all = page
        .js("return [...document.querySelectorAll('.edit-parts li button')].map(e => e.id);")
        .await;
    let all: Vec<String> = serde_json::from_value(all).unwrap();
    assert_eq!(all.len(), 18);
    all
}

/// Shows a section with all that is folded in it.
async fn turn_to(page: &Page, section: &str) {
    page.js(&format!("document.getElementById('{section}').click();"))
        .await;
    page.until(
        "it is shown",
        &format!(
            "return document.getElementById('{section}').getAttribute('aria-current') === 'true';"
        ),
    )
    .await;
    page.js("reach.unfold(); document.querySelectorAll('.menu').forEach((it) => it.open = false);")
        .await;
    tokio::time::sleep(std::time::Duration::from_millis(120)).await;
}

/// Writes a photograph into the folder named in `TUIYAN_PICTURES`, if one is.
async fn picture(page: &Page, name: &str) {
    if let Some(folder) = std::env::var_os("TUIYAN_PICTURES") {
        let folder = std::path::PathBuf::from(folder);
        page.js("document.querySelector('.edit-desk').scrollIntoView();")
            .await;
        std::fs::create_dir_all(&folder).unwrap();
        page.web
            .screenshot(&folder.join(format!("edit-{name}.png")))
            .await
            .unwrap();
    }
}

const MUCH: &str = "?preset=seed&changes=%7B%22meetings%22:%7B%22executive%22:%7B%22every_days%22:-3%7D%7D,%22world%22:%7B%22demand%22:1.25%7D%7D";

#[test]
fn every_form_can_be_listened_to_and_read_in_both_languages_by_day_and_by_night() {
    browse(DESK, |page| async move {
        edit(&page, MUCH).await;
        page.js(include_str!("reach.js")).await;
        for theme in ["light", "dark"] {
            let lang = page.text("return document.documentElement.lang;").await;
            for section in sections(&page).await {
                turn_to(&page, &section).await;
                if lang == "en" {
                    let said = page.js(CHINESE).await;
                    // Names of the county are in both languages, and forms show both.
                    let forms = said
                        .as_array()
                        .unwrap()
                        .iter()
                        .filter(|it| it.as_str().is_none_or(|it| it.len() >= 4))
                        .count();
                    assert!(forms < 400, "{section}: {said}");
                }
                assert_eq!(page.js(KEYS).await, Value::Array(Vec::new()), "{section}");
                assert_eq!(
                    page.js(NAMELESS).await,
                    Value::Array(Vec::new()),
                    "{section}"
                );
                for question in ["references", "headings", "pictures"] {
                    let found = page.js(&format!("return reach.{question}();")).await;
                    assert_eq!(
                        found,
                        Value::Array(Vec::new()),
                        "{question} ({section}, {lang})"
                    );
                }
                page.js(&format!(
                    "document.documentElement.dataset.theme = '{theme}';"
                ))
                .await;
                let found = page.js("return reach.faint();").await;
                assert!(found["seen"].as_u64().unwrap() > 30, "{}", found["seen"]);
                assert_eq!(
                    found["wrong"],
                    Value::Array(Vec::new()),
                    "too faint ({section}, {theme}, {lang})"
                );
                picture(
                    &page,
                    &format!("{}-{lang}-{theme}", section.trim_start_matches("edit-to-")),
                )
                .await;
            }
            let before = page.text("return document.documentElement.lang;").await;
            page.click("#language").await;
            page.until(
                "the language has turned",
                &format!("return document.documentElement.lang !== {before:?};"),
            )
            .await;
            tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        }
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}

#[test]
fn on_a_telephone_no_form_overflows_and_a_finger_hits_it() {
    let phone = Like {
        language: "zh-CN",
        width: 390,
    };
    browse(phone, |page| async move {
        edit(&page, MUCH).await;
        page.js(include_str!("reach.js")).await;
        for section in [
            "edit-to-meetings",
            "edit-to-procedures",
            "edit-to-portfolios",
            "edit-to-assumptions",
        ] {
            turn_to(&page, section).await;
            let scroll = page
                .js("return document.documentElement.scrollWidth;")
                .await;
            assert!(scroll.as_u64().unwrap() <= 390, "{section}: {scroll}");
            picture(
                &page,
                &format!("{}-phone", section.trim_start_matches("edit-to-")),
            )
            .await;
            // Tables are wider than the screen and are pushed sideways: what is out of sight is not asked.
            if section == "edit-to-meetings" {
                let small = page
                    .js("return reach.small(document.querySelector('.edit-desk'), 44);")
                    .await;
                assert!(small["seen"].as_u64().unwrap() > 30, "{small}");
                assert_eq!(
                    small["wrong"],
                    Value::Array(Vec::new()),
                    "too small for a finger ({section})"
                );
            }
        }
    });
}
