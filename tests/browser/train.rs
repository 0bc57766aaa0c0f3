//! The place 训练: a case played by keyboard to its end, a class of three, what was changed on the way.

use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::prelude::*;
use training::{Case, Choices, Settings, Token};

use crate::compare::{CHINESE, KEYS, NAMELESS, turn_language};
use crate::harness::{DESK, Like, Page, browse};

const WATER: &str = include_str!("../../cases/water_price.json");

fn water() -> Case {
    Case::read(WATER).unwrap()
}

/// Goes on by Tab until the focus is on what matches.
async fn tab_to(page: &Page, selector: &str) {
    for _ in 0..60 {
        let there = format!("return document.activeElement.matches({selector:?});");
        if page.js(&there).await == Value::Bool(true) {
            return;
        }
        page.press(Key::Tab).await;
    }
    panic!("no Tab leads to {selector}");
}

/// The id of the decision at which the clock stands; empty when the case is over.
async fn waits(page: &Page) -> String {
    page.until_within(
        Duration::from_secs(60),
        "a decision is asked, or the case is over",
        "const it = document.querySelector('.train-play'); return !!it && (!!document.querySelector('.train-card') || it.dataset.over === 'true');",
    )
    .await;
    page.text("return document.querySelector('.train-play').dataset.waits ?? '';")
        .await
}

/// Decides by keyboard: the option that so many arrows lead to.
async fn decide(page: &Page, arrows: usize) {
    let before = waits(page).await;
    tab_to(page, ".train-option input").await;
    page.press(Key::Space).await;
    for _ in 0..arrows {
        page.press(Key::Down).await;
    }
    page.press(Key::Enter).await;
    let asked = format!(
        "const it = document.querySelector('.train-play'); return (it.dataset.waits ?? '') !== {before:?} && (!!document.querySelector('.train-card') || it.dataset.over === 'true');"
    );
    page.until_within(Duration::from_secs(60), "the clock goes on", &asked)
        .await;
}

/// The result code, once the replays are done.
async fn code(page: &Page) -> String {
    page.until_within(
        Duration::from_secs(60),
        "the replays are done",
        "return !!document.getElementById('train-code-text');",
    )
    .await;
    page.words("#train-code-text").await
}

async fn plays_by_keyboard(page: &Page, name: &str) {
    page.visit("#/train", "[data-case=water_price]").await;
    page.picture(&format!("train-cases-{name}")).await;
    tab_to(page, "[data-case=water_price] .case-open").await;
    page.press(Key::Enter).await;
    assert_eq!(waits(page).await, "kind");
    for (arrows, next) in [(0, "comment"), (0, "hearing")] {
        decide(page, arrows).await;
        assert_eq!(waits(page).await, next);
    }
    let focus = page.text("return document.activeElement.id;").await;
    assert_eq!(
        focus, "train-question",
        "reading goes on at what is asked next"
    );
    page.picture(&format!("train-decision-{name}")).await;
    for arrows in [0, 0, 0, 0] {
        decide(page, arrows).await;
    }
    assert_eq!(waits(page).await, "");
    let first = code(page).await;
    let case = water();
    let token = Token::read(&first).unwrap();
    let choices = token.choices(&case, env!("CARGO_PKG_VERSION")).unwrap();
    assert_eq!(
        choices.0,
        case.reference.iter().copied().map(Some).collect::<Vec<_>>()
    );
    for part in [
        "lawful", "process", "time", "cost", "outcome", "luck", "score", "code",
    ] {
        assert!(
            !page.words(&format!("#train-{part}")).await.is_empty(),
            "{part}"
        );
    }
    // The command says the same, to the tenth.
    let shown = page
        .text("return document.querySelector('.train-points').dataset.points;")
        .await;
    assert_eq!(format!("{:.1}", token.score()), shown);
    let took = page
        .text("return document.getElementById('train-replays').dataset.took;")
        .await;
    println!("200 replays took {took} ms");
    page.picture(&format!("train-report-{name}")).await;
    assert_eq!(page.errors().await, Vec::<String>::new());
}

#[test]
fn a_case_is_played_to_its_end_by_keyboard_and_taken_back() {
    browse(DESK, |page| async move {
        plays_by_keyboard(&page, "desk").await;
        let first = code(&page).await;
        // Back to the hearing, and decided otherwise: the way before is on record.
        page.click(".train-trail li[data-decision=hearing] button")
            .await;
        page.until(
            "it is asked again",
            "return document.querySelector('.train-play').dataset.waits === 'hearing';",
        )
        .await;
        decide(&page, 1).await;
        for _ in 0..3 {
            decide(&page, 0).await;
        }
        let second = code(&page).await;
        assert_ne!(first, second);
        assert_eq!(
            page.js("return document.querySelectorAll('.train-ways li').length;")
                .await,
            1
        );
        // Nothing is lost when the page is left and opened again.
        page.web.refresh().await.unwrap();
        page.until("it can be taken up", "const key = document.querySelector('[data-case=water_price] .case-go-on'); return !!key && !key.hidden;").await;
        page.click("[data-case=water_price] .case-go-on").await;
        assert_eq!(
            code(&page).await.get(..34),
            second.get(..34),
            "but for minutes and checksum"
        );
    });
}

#[test]
fn a_case_is_played_on_a_phone_in_english() {
    let phone = Like {
        language: "en",
        width: 390,
    };
    browse(phone, |page| async move {
        plays_by_keyboard(&page, "phone").await;
        let scroll = page
            .js("return document.documentElement.scrollWidth;")
            .await;
        assert!(scroll.as_u64().unwrap() <= 390, "{scroll}");
        page.js(include_str!("reach.js")).await;
        page.js(
            "reach.unfold(); document.querySelectorAll('.menu').forEach((it) => it.open = false);",
        )
        .await;
        let small = page
            .js("return reach.small(document.getElementById('places'), 44);")
            .await;
        assert!(small["seen"].as_u64().unwrap() > 5, "{small}");
        assert_eq!(
            small["wrong"],
            Value::Array(Vec::new()),
            "too small for a finger"
        );
    });
}

/// Guide and handout are printed each by itself, on white.
async fn on_paper(page: &Page) {
    page.js("window.print = () => {}; document.documentElement.dataset.theme = 'dark';")
        .await;
    let paper = json!({"media": "print"});
    page.web
        .cdp()
        .send_raw("Emulation.setEmulatedMedia", paper)
        .await
        .unwrap();
    for (what, other) in [("guide", "handout"), ("handout", "guide")] {
        page.js(&format!(
            "document.documentElement.dataset.print = '{what}';"
        ))
        .await;
        let seen = page
            .js(&format!("const seen = (it) => it.getBoundingClientRect().height > 0, all = document.querySelectorAll('.top, h1, #trainer-codes, #trainer-link, #train-{other}, .study-tools');
                return [seen(document.getElementById('train-{what}')), [...all].filter(seen).map((it) => it.id || it.className)];"))
            .await;
        assert_eq!(seen, json!([true, []]), "{what}");
        page.picture(&format!("train-paper-{what}")).await;
    }
}

#[test]
fn a_class_of_three_and_a_code_with_a_letter_changed() {
    browse(DESK, |page| async move {
        page.visit("#/train", "[data-case=water_price]").await;
        page.click("#train-trainer").await;
        page.until(
            "cases can be chosen",
            "return document.querySelectorAll('#trainer-case option').length > 0;",
        )
        .await;
        page.js("const it = document.getElementById('trainer-case'); it.value = 'water_price'; it.dispatchEvent(new Event('change', { bubbles: true }));").await;
        page.until(
            "its link is there",
            "return !!document.getElementById('trainer-link')?.value.includes('.water_price.');",
        )
        .await;
        page.js("const it = document.getElementById('trainer-minutes'); it.value = '25'; it.dispatchEvent(new Event('change', { bubbles: true }));").await;
        page.until(
            "the limit is in the link",
            "return document.getElementById('trainer-link').value.includes('.25.');",
        )
        .await;
        let link = page
            .text("return document.getElementById('trainer-link').value;")
            .await;
        let said = link.split_once("?class=").unwrap().1;
        let settings = Settings::read(said).unwrap();
        assert_eq!(
            (settings.case.as_str(), settings.minutes),
            ("water_price", 25)
        );
        assert_eq!(
            page.js("return document.querySelectorAll('.train-qr path').length;")
                .await,
            1
        );
        // Three trainees, one of whom changed a letter; and it is pasted again as it was.
        let case = water();
        let of = |options: [usize; 6], score| {
            let choices = Choices(options.map(Some).to_vec());
            Token::new(&case, env!("CARGO_PKG_VERSION"), 1, &choices, score).written()
        };
        let codes = [
            of([0; 6], 84.1),
            of([0, 1, 0, 0, 3, 2], 42.8),
            of([0, 0, 1, 0, 3, 1], 60.0),
        ];
        let last = codes[2].chars().last().unwrap();
        let changed = format!("{}{}", &codes[2][..38], if last == 'Z' { 'Y' } else { 'Z' });
        let paste = |third: &str| {
            let text = format!("王芳, {}\\nLi Wei: {}\\n赵敏 {third}", codes[0], codes[1]);
            format!(
                "const it = document.getElementById('trainer-codes'); it.value = '{text}'; it.dispatchEvent(new InputEvent('input', {{ bubbles: true }}));"
            )
        };
        page.js(&paste(&changed)).await;
        page.until(
            "two are read",
            "return document.querySelectorAll('#train-class tbody tr').length === 2;",
        )
        .await;
        let why = page.words(".train-trainer .problems").await;
        assert!(why.contains("赵敏") && why.contains("改动"), "{why}");
        page.js(&paste(&codes[2])).await;
        page.until(
            "three are read",
            "return document.querySelectorAll('#train-class tbody tr').length === 3;",
        )
        .await;
        let first = page
            .text("return document.querySelector('.train-partings > li').dataset.decision;")
            .await;
        assert_eq!(
            first, "publish",
            "what the class is most at odds about comes first"
        );
        page.js("window.caught = []; URL.createObjectURL = (blob) => { blob.text().then((it) => caught.push(it)); return '#'; }; HTMLAnchorElement.prototype.click = () => {};").await;
        page.click("#trainer-csv").await;
        page.until("it is saved", "return window.caught.length > 0;")
            .await;
        let csv = page.text("return window.caught[0];").await;
        assert_eq!(csv.trim_end().lines().count(), 4, "{csv}");
        assert!(
            csv.contains("Li Wei,42.8,") && csv.contains(",office,"),
            "{csv}"
        );
        page.picture("train-trainer").await;
        on_paper(&page).await;
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}

#[test]
fn a_link_of_a_class_opens_its_case_and_a_hostile_one_is_refused() {
    browse(DESK, |page| async move {
        let mut settings = Settings::of(&water());
        (settings.minutes, settings.help, settings.seed) = (25, false, 9);
        settings.shown[5] = false;
        let good = settings.written();
        let hostile = good.replace("water_price", "%3Cscript%3Ewindow.hurt%3D1%3C/script%3E");
        page.visit(
            &format!("#/train?class={hostile}"),
            ".train-trouble:not([hidden])",
        )
        .await;
        let said = page.words(".train-trouble").await;
        assert!(said.contains("链接"), "{said}");
        assert_eq!(
            page.js("return window.hurt === undefined;").await,
            Value::Bool(true)
        );
        page.until(
            "the list is there",
            "return !!document.querySelector('[data-case=water_price]');",
        )
        .await;
        // And in the same page the right one.
        page.js(&format!("location.hash = '#/train?class={good}';"))
            .await;
        assert_eq!(waits(&page).await, "kind");
        let time = page.words(".train-time").await;
        assert!(time.contains("24:") || time.contains("25:"), "{time}");
        assert_eq!(
            page.js("return document.querySelector('.train-help').hidden;")
                .await,
            Value::Bool(true)
        );
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}

/// What reach.js asks, of what is shown, in both languages, by day and by night.
async fn can_be_reached(page: &Page, what: &str) {
    page.js(include_str!("reach.js")).await;
    for _ in 0..2 {
        let lang = page.text("return document.documentElement.lang;").await;
        page.js(
            "reach.unfold(); document.querySelectorAll('.menu').forEach((it) => it.open = false);",
        )
        .await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        let nothing = Value::Array(Vec::new());
        if lang == "en" {
            assert_eq!(page.js(CHINESE).await, nothing, "{what}");
        }
        assert_eq!(page.js(KEYS).await, nothing, "{what}");
        assert_eq!(page.js(NAMELESS).await, nothing, "{what}");
        for question in ["references", "headings", "pictures"] {
            let found = page.js(&format!("return reach.{question}();")).await;
            assert_eq!(found, nothing, "{question} ({what}, {lang})");
        }
        for theme in ["light", "dark"] {
            page.js(&format!(
                "document.documentElement.dataset.theme = '{theme}';"
            ))
            .await;
            tokio::time::sleep(Duration::from_millis(300)).await;
            let found = page.js("return reach.faint();").await;
            assert_eq!(
                found["wrong"], nothing,
                "too faint ({what}, {theme}, {lang})"
            );
            page.picture(&format!("train-{what}-{lang}-{theme}")).await;
        }
        turn_language(page).await;
    }
}

#[test]
fn it_can_be_listened_to_and_read_in_both_languages_by_day_and_by_night() {
    browse(DESK, |page| async move {
        page.visit("#/train", "[data-case=water_price]").await;
        page.click("[data-case=water_price] .case-open").await;
        waits(&page).await;
        for _ in 0..2 {
            decide(&page, 0).await;
        }
        can_be_reached(&page, "decision").await;
        for _ in 0..4 {
            decide(&page, 0).await;
        }
        code(&page).await;
        can_be_reached(&page, "report").await;
        page.click("#train-leave").await;
        page.click("#train-trainer").await;
        page.until(
            "the guide is there",
            "return !!document.getElementById('train-guide');",
        )
        .await;
        can_be_reached(&page, "trainer").await;
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}
