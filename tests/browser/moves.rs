//! What a person does and what the page answers.

use std::time::Duration;

use thirtyfour::prelude::*;

use crate::harness::{DEEP, DESK, Page, browse};

const STAND_IN: &str = "li[data-path='mechanisms.stand_in.enabled'] [role=switch]";

fn has_digit(text: &str) -> bool {
    text.chars().any(|it| it.is_ascii_digit())
}

async fn opens(page: &Page, rest: &str) {
    page.open(rest).await;
    let sentence = page.words("#sentence").await;
    assert!(has_digit(&sentence), "the sentence has numbers: {sentence}");
    let figures = page.figures().await;
    assert_eq!(figures.len(), 4);
    assert!(figures.iter().all(|it| has_digit(it)), "{figures:?}");
    assert_eq!(page.errors().await, Vec::<String>::new());
}

#[test]
fn it_opens_with_a_sentence_and_four_figures() {
    browse(DESK, |page| async move { opens(&page, "").await });
}

#[test]
fn it_opens_from_any_folder_of_a_host() {
    browse(DESK, |page| async move { opens(&page, DEEP).await });
}

#[test]
fn a_switch_changes_figures_and_address_and_can_be_undone_and_done_again() {
    browse(DESK, |page| async move {
        page.open("").await;
        let before = (page.words("#sentence").await, page.figures().await);
        let changed = "return location.hash.includes('changes=');";
        let unchanged = "return !location.hash.includes('changes=');";

        page.click(STAND_IN).await;
        page.until("the address has the change", changed).await;
        page.settle().await;
        let after = (page.words("#sentence").await, page.figures().await);
        let fragment = page.fragment().await;
        assert!(fragment.contains("stand_in"), "{fragment}");
        assert_ne!(before.0, after.0);
        assert_ne!(before.1, after.1);

        page.click("#undo").await;
        page.until("the address is as before", unchanged).await;
        page.settle().await;
        assert_eq!(page.figures().await, before.1);

        page.click("#redo").await;
        page.until("the change is back", changed).await;
        page.settle().await;
        assert_eq!(page.figures().await, after.1, "the same luck again");
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}

#[test]
fn the_effect_beside_the_only_switch_that_was_turned_is_the_sentences() {
    browse(DESK, |page| async move {
        page.open("#/simulate?preset=today").await;
        page.click(STAND_IN).await;
        page.until(
            "the address has the change",
            "return location.hash.includes('changes=');",
        )
        .await;
        page.settle().await;
        let effect = page
            .words("li[data-path='mechanisms.stand_in.enabled'] .switch-effect")
            .await;
        let told = page.words("#figure-lead-time .figure-difference").await;
        let sentence = page
            .text("return document.querySelector('#sentence').textContent;")
            .await;
        assert!(effect.starts_with('−'), "{effect}");
        assert!(told.starts_with(&effect), "{told}, not {effect}");
        assert!(
            sentence.contains(effect.trim_start_matches('−')),
            "{effect} in {sentence}"
        );
        // And what stands in the fold under the switch is what the headline says of it.
        let fold = page
            .text("return document.querySelector(\"li[data-path='mechanisms.stand_in.enabled'] .switch-told\").textContent;")
            .await;
        // In the headline what is strong is set apart, in the fold a space does that.
        let bare = |it: &str| it.replace(' ', "");
        assert!(
            bare(&sentence).ends_with(&bare(&fold)) && !fold.is_empty(),
            "{fold} at the end of {sentence}"
        );
    });
}

#[test]
fn a_meeting_that_cannot_take_what_comes_is_said_first_and_what_stays_open_beside_the_days() {
    browse(DESK, |page| async move {
        page.open("#/simulate?preset=today&changes=%7B%22meetings%22:%7B%22executive%22:%7B%22items%22:1%7D%7D%7D")
            .await;
        page.settle().await;
        let sentence = page.words("#sentence").await;
        assert!(
            sentence.starts_with("县政府常务会议的议程排不下"),
            "{sentence}"
        );
        let days = page.words("#figure-lead-time").await;
        assert!(days.contains("到最后还没有办结，实际更长"), "{days}");
        page.click("#back-to-preset").await;
        page.settle().await;
        let sentence = page.words("#sentence").await;
        assert!(!sentence.contains("排不下"), "{sentence}");
    });
}

#[test]
fn years_observed_are_told_where_they_are_fewer_than_the_scenario_asks_for() {
    browse(DESK, |page| async move {
        page.open("#/simulate?preset=today").await;
        let told = page.words(".detail").await;
        assert!(told.contains("情景写的是观察 3 年"), "{told}");
        assert!(told.contains("只观察 1 年"), "{told}");
        page.open("#/simulate?preset=today&changes=%7B%22horizon%22:%7B%22years%22:0.5%7D%7D")
            .await;
        page.until(
            "half a year is observed",
            "return document.querySelector('.detail').innerText.includes('观察 0.5 年');",
        )
        .await;
        let told = page.words(".detail").await;
        assert!(!told.contains("情景写的"), "as it asks: {told}");
    });
}

#[test]
fn a_link_opens_what_it_was_copied_from() {
    browse(DESK, |page| async move {
        page.open("").await;
        page.click(STAND_IN).await;
        page.until(
            "the address has the change",
            "return location.hash.includes('changes=');",
        )
        .await;
        page.settle().await;
        let (link, figures) = (
            page.text("return location.hash;").await,
            page.figures().await,
        );
        page.web.goto("about:blank").await.unwrap();
        page.open(&link).await;
        assert_eq!(page.figures().await, figures);
    });
}

#[test]
fn the_keyboard_reaches_and_turns_a_switch() {
    browse(DESK, |page| async move {
        page.open("").await;
        let on_switch = "return document.activeElement.getAttribute('role') === 'switch';";
        let state = "return document.activeElement.getAttribute('aria-checked');";
        let mut presses = 0;
        while page.js(on_switch).await != true {
            page.press(Key::Tab).await;
            presses += 1;
            assert!(presses < 150, "no switch in {presses} presses of Tab");
        }
        let before = page.text(state).await;
        page.press(Key::Space).await;
        let turned = "return document.activeElement.getAttribute('aria-checked') !== BEFORE;";
        let turned = turned.replace("BEFORE", &format!("{before:?}"));
        page.until("it turns, and the focus stays", &turned).await;
        let after = page.text(state).await;
        assert_ne!(before, after, "and the focus stays");
        assert!(["true", "false"].contains(&after.as_str()));
    });
}

#[test]
fn a_slider_moves_by_arrow_key() {
    browse(DESK, |page| async move {
        page.open("").await;
        let slider = "[data-path='mechanisms.participation.comment_days'] input[type=range]";
        let value = format!("return document.querySelector({slider:?}).valueAsNumber;");
        let before = page.js(&value).await.as_f64().unwrap();
        let element = page.web.find(By::Css(slider)).await.unwrap();
        element.send_keys(Key::Right).await.unwrap();
        let moved = format!(
            "return document.querySelector({slider:?}).valueAsNumber === {};",
            before + 1.0
        );
        page.until("the slider is one day further", &moved).await;
        page.until(
            "the address says so",
            "return location.hash.includes('comment_days');",
        )
        .await;
        page.settle().await;
        let typed = page
            .text("return document.querySelector(\"[data-path='mechanisms.participation.comment_days'] input[type=text]\").value;")
            .await;
        assert_eq!(typed, format!("{}", before + 1.0));
    });
}

#[test]
fn a_lever_says_where_its_number_comes_from_and_when_it_is_beyond_belief() {
    browse(DESK, |page| async move {
        page.open("#/simulate?preset=today&changes=%7B%22meetings%22:%7B%22executive%22:%7B%22minutes%22:400%7D%7D%7D")
            .await;
        let at = |path: &str, what: &str| format!("[data-path='{path}'] {what}");
        // The article, behind a key that the keyboard reaches.
        let comment = "mechanisms.participation.comment_days";
        page.click(&at(comment, ".explain-key")).await;
        let said = page.words(&at(comment, ".explain-text")).await;
        assert!(said.contains("第十五条"), "{said}");
        page.press(Key::Escape).await;
        let shown = format!(
            "return document.querySelector({:?}).checkVisibility();",
            at(comment, ".explain-text")
        );
        assert_eq!(page.js(&shown).await, false);
        // A number outside of what its source says can be believed, and a vote that is none.
        let said = page
            .words(&at("meetings.executive.minutes", ".remark"))
            .await;
        assert!(said.contains("120–240"), "{said}");
        let secret = at("meetings.executive.discussion.secret", ".remark");
        assert!(page.words(&secret).await.contains("不计票"));
        page.js("const rule = document.getElementById('lever-rule'); rule.value = 'majority'; rule.dispatchEvent(new Event('change', { bubbles: true }));")
            .await;
        let gone = format!("return !document.querySelector({secret:?});");
        page.until("votes are counted", &gone).await;
        if let Ok(folder) = std::env::var("TUIYAN_PICTURES") {
            page.click(&at("meetings.executive.discussion.rule", ".explain-key"))
                .await;
            page.js("document.documentElement.dataset.theme = 'dark';")
                .await;
            tokio::time::sleep(Duration::from_millis(400)).await;
            let file = std::path::Path::new(&folder).join("levers.png");
            page.web.screenshot(&file).await.unwrap();
            page.js("document.getElementById('chart-trade').scrollIntoView();")
                .await;
            tokio::time::sleep(Duration::from_millis(600)).await;
            let file = std::path::Path::new(&folder).join("dark.png");
            page.web.screenshot(&file).await.unwrap();
        }
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}
