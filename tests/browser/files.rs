//! Files and links that are not as they should be: all is told, nothing is lost.

use std::path::PathBuf;

use thirtyfour::prelude::*;

use crate::harness::{DESK, Page, browse, server};

/// Chooses a file as a person does.
pub async fn choose(page: &Page, name: &str, text: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("files");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join(name);
    std::fs::write(&file, text).unwrap();
    let input = page.web.find(By::Id("open-file")).await.unwrap();
    input.send_keys(file.display().to_string()).await.unwrap();
    file
}

#[test]
fn a_file_with_problems_shows_all_of_them_and_keeps_the_last_run() {
    browse(DESK, |page| async move {
        page.open("").await;
        let figures = page.figures().await;
        let file = r#"{"tuiyan": 1, "extends": "today", "world": {"demand": -3}, "nonsense": 1,
            "offices": {"justice": {"staff": 2.5}}}"#;
        let path = choose(&page, "wrong.json", file).await;
        page.until(
            "all problems are shown",
            "return document.querySelectorAll('.problem-list li').length >= 3;",
        )
        .await;
        let told = page.words(".problem-list").await;
        for place in ["world.demand", "nonsense", "offices.justice.staff"] {
            assert!(told.contains(place), "{place} in\n{told}");
        }
        // On a Chinese page in Chinese, though no English has been fetched.
        for english in ["is not", "write a", "take it out", "did you mean"] {
            assert!(!told.contains(english), "{english} in\n{told}");
        }
        assert_eq!(page.figures().await, figures, "the last run stays");
        std::fs::remove_file(path).unwrap();
    });
}

#[test]
fn a_refused_scenario_says_so_when_it_is_the_first() {
    browse(DESK, |page| async move {
        page.web
            .goto(format!(
                "{}#/simulate?preset=today&changes=%7B%22world%22:%7B%22demand%22:-3%7D%7D",
                server()
            ))
            .await
            .unwrap();
        page.until(
            "the problem is shown",
            "return document.querySelectorAll('#problems .problem-list li').length === 1;",
        )
        .await;
        let all = page.words("#main").await;
        assert!(all.contains("这个情景还不能推演"), "{all}");
        assert!(!all.contains("正在推演"), "nothing is on its way: {all}");
        assert!(!all.contains('…'), "nothing is on its way: {all}");
        assert_eq!(page.figures().await, ["—"; 4]);
    });
}

#[test]
fn files_that_are_no_scenario_are_refused_in_words() {
    browse(DESK, |page| async move {
        page.open("").await;
        let before = page.fragment().await;
        let deep = "[".repeat(100_000);
        for (name, text) in [
            ("text.json", "hello"),
            ("list.json", "[1]"),
            ("newer.json", r#"{"tuiyan": 99}"#),
            ("circle.json", r#"{"tuiyan": 1, "extends": "moon"}"#),
            ("deep.json", &deep),
        ] {
            let path = choose(&page, name, text).await;
            let told =
                format!("return document.getElementById('notice').innerText.includes({name:?});");
            page.until(&format!("{name} is refused"), &told).await;
            let problems = page
                .js("return document.querySelectorAll('#notice .problem-list li').length;")
                .await;
            assert!(problems.as_u64().unwrap() >= 1, "{name}");
            std::fs::remove_file(path).unwrap();
        }
        assert_eq!(page.fragment().await, before);
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}

#[test]
fn a_sound_file_opens() {
    browse(DESK, |page| async move {
        page.open("").await;
        let file = r#"{"tuiyan": 1, "extends": "seed", "offices": {"justice": {"staff": 9}}}"#;
        let path = choose(&page, "sound.json", file).await;
        page.until(
            "the address has it",
            "return location.hash.includes('preset=seed') && location.hash.includes('justice');",
        )
        .await;
        page.settle().await;
        std::fs::remove_file(path).unwrap();
    });
}

#[test]
fn a_damaged_link_is_told_and_the_page_works() {
    browse(DESK, |page| async move {
        page.open("#/simulate?preset=moon").await;
        let notice = page.words("#notice").await;
        assert!(notice.contains("moon"), "{notice}");
        assert!(
            page.figures()
                .await
                .iter()
                .all(|it| it.chars().any(|c| c.is_ascii_digit()))
        );
    });
}

#[test]
fn a_damaged_link_followed_in_the_page_leaves_what_is_shown() {
    browse(DESK, |page| async move {
        page.open("#/simulate?preset=today&changes=%7B%22meetings%22:%7B%22executive%22:%7B%22every_days%22:14%7D%7D%7D")
            .await;
        let before = (
            page.text("return location.hash;").await,
            page.figures().await,
        );
        page.js("location.hash = '#/simulate?seed=moon';").await;
        page.until(
            "it is told",
            "return document.getElementById('notice').innerText.includes('moon');",
        )
        .await;
        let notice = page.words("#notice").await;
        assert!(notice.contains("屏幕上的情景没有变"), "{notice}");
        page.until(
            "the address is of what is shown",
            "return location.hash.includes('every_days');",
        )
        .await;
        let after = (
            page.text("return location.hash;").await,
            page.figures().await,
        );
        assert_eq!(after, before);
    });
}

#[test]
fn a_file_keeps_its_title_which_is_no_change_of_the_county() {
    browse(DESK, |page| async move {
        page.open("#/simulate?preset=today").await;
        let file = r#"{"tuiyan": 1, "extends": "today", "title": {"zh": "某某县", "en": "Some county"},
            "meetings": {"executive": {"every_days": 14}}}"#;
        let path = choose(&page, "titled.json", file).await;
        page.until(
            "the title is shown",
            "return document.getElementById('preset').selectedOptions[0].innerText === '某某县';",
        )
        .await;
        page.until(
            "the sentence is of the file",
            "return document.getElementById('sentence').innerText.includes('改为 14 天');",
        )
        .await;
        let sentence = page.words("#sentence").await;
        assert!(
            sentence.starts_with("常务会议间隔从 23 天改为 14 天后"),
            "{sentence}"
        );
        std::fs::remove_file(path).unwrap();
    });
}
