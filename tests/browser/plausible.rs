//! In how many plausible counties what the headline says holds too: said when it has been computed in the background, gone when a lever moves.

use std::time::{Duration, Instant};

use crate::harness::{DESK, Page, browse};

const STAND_IN: &str = "li[data-path='mechanisms.stand_in.enabled'] [role=switch]";

/// What a person waits for what is computed when all else is done, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

const SAID: &str = "return !!document.querySelector('#elsewhere');";
const NOT_SAID: &str = "return !document.querySelector('#elsewhere');";

/// The numbers in a text.
fn numbers(text: &str) -> Vec<u32> {
    let digits = text.split(|it: char| !it.is_ascii_digit());
    digits.filter_map(|it| it.parse().ok()).collect()
}

/// The sentence, without its explanation and its link.
async fn said(page: &Page) -> String {
    let words = page
        .text("return [...document.querySelector('#elsewhere').childNodes].filter(it => it.nodeType === Node.TEXT_NODE).map(it => it.data).join('');")
        .await;
    words.trim().to_owned()
}

#[test]
fn the_headline_is_tried_on_plausible_counties_in_the_background() {
    browse(DESK, |page| async move {
        page.open("#/simulate?preset=today").await;
        page.click(STAND_IN).await;
        page.until(
            "the address has the change",
            "return location.hash.includes('changes=');",
        )
        .await;
        page.settle().await;
        let begun = Instant::now();
        page.until_within(PATIENCE, "plausible counties are told of", SAID)
            .await;
        let first = said(&page).await;
        println!("{:?} after the figures: {first}", begun.elapsed());
        // What each switch does was told before.
        let effects = "return [...document.querySelectorAll('.switch-effect')].every(it => it.innerText.trim() !== '…' && it.innerText.trim() !== '');";
        assert_eq!(page.js(effects).await, true);

        // What the headline tells first.
        let sentence = page.words("#sentence").await;
        assert!(sentence.contains("等不在的领导少用"), "{sentence}");
        let found = numbers(&first);
        let [replications, of, holds, ..] = found[..] else {
            panic!("{first}")
        };
        assert_eq!((replications, of), (1, 64), "{first}");
        assert!(holds <= of, "{first}");
        assert!(
            first.contains(&format!("{of} 个里有 {holds} 个等不在的领导的时间也减少")),
            "{first}"
        );

        page.until_within(
            PATIENCE,
            "more replications are told of",
            "return document.querySelector('#elsewhere').innerText.includes('各 4 次重复');",
        )
        .await;
        let second = said(&page).await;
        println!("{:?} after the figures: {second}", begun.elapsed());
        assert_eq!(numbers(&second)[1], 64, "{second}");

        // The way to more of it, and back.
        page.click("#elsewhere a").await;
        page.until(
            "there it is",
            "return !!document.querySelector('#compare-title');",
        )
        .await;
        page.click("#place-simulate").await;
        page.until("it is still said", SAID).await;

        // A lever moves: gone at once, before the figures of the new county have come.
        page.js("const lever = document.querySelector(\"[data-path='meetings.executive.every_days'] input[type=range]\");
            lever.value = String(Number(lever.value) + 1);
            lever.dispatchEvent(new Event('input', { bubbles: true }));")
            .await;
        page.until("it is gone", NOT_SAID).await;
        page.click("#back-to-preset").await;
        page.settle().await;
        // Of a county that is the preset there is nothing to say.
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert_eq!(page.js(NOT_SAID).await, true);
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}
