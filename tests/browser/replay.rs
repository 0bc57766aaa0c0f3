//! The place 回放: any day of a run, the same luck under other rules, a matter's life to be printed.

use std::time::Duration;

use serde_json::json;

use crate::harness::{DESK, Like, Page, browse, nothing, server};

/// The day shown is the day wanted.
const STANDS: &str = "return document.querySelector('.replay')?.dataset.ready === 'true';";

/// Opens the place by its address, and waits for its day.
async fn visit(page: &Page, fragment: &str) {
    page.web
        .goto(format!("{}{fragment}", server()))
        .await
        .unwrap();
    page.until_within(
        Duration::from_secs(60),
        "the run has been gone through",
        STANDS,
    )
    .await;
}

async fn day(page: &Page) -> i64 {
    page.until("the day is there", STANDS).await;
    let day = page
        .text("return document.querySelector('.replay').dataset.day;")
        .await;
    day.parse().unwrap()
}

/// What the day says: its news and its matters.
async fn told(page: &Page) -> String {
    page.until("the day is there", STANDS).await;
    page.words("#replay-stands").await
}

async fn go_to(page: &Page, date: &str) {
    page.js(&format!(
        "const field = document.getElementById('replay-date'); field.value = '{date}'; field.dispatchEvent(new Event('change', {{ bubbles: true }}));"
    ))
    .await;
    page.until(
        "the address says the day",
        &format!("return location.hash.includes('day={date}');"),
    )
    .await;
    page.until("the day is there", STANDS).await;
}

/// Chooses what is changed and to what, in the first row.
async fn change(page: &Page, path: &str, to: &str) {
    page.click("#branch-add").await;
    page.until(
        "there is a row",
        "return !!document.getElementById('branch-what-0');",
    )
    .await;
    page.js(&format!(
        "const what = document.getElementById('branch-what-0'); what.value = '{path}'; what.dispatchEvent(new Event('change', {{ bubbles: true }}));"
    ))
    .await;
    page.until(
        "its field is there",
        "return document.getElementById('branch-to-0').tagName === 'INPUT';",
    )
    .await;
    page.js(&format!(
        "const field = document.getElementById('branch-to-0'); field.value = '{to}'; field.dispatchEvent(new InputEvent('input', {{ bubbles: true }}));"
    ))
    .await;
}

async fn branch(page: &Page) -> String {
    page.click("#branch-go").await;
    page.until_within(
        Duration::from_secs(60),
        "both futures are there",
        "return !!document.getElementById('branch-told');",
    )
    .await;
    page.words("#branch-told").await
}

#[test]
fn any_day_is_reached_there_and_back_and_named_moments_are_stopped_at() {
    browse(DESK, |page| async move {
        visit(&page, "#/replay?preset=today&seed=1").await;
        let first = day(&page).await;
        go_to(&page, "2025-03-14").await;
        let (there, said) = (day(&page).await, told(&page).await);
        assert_eq!(
            there - first,
            438,
            "from reform day to the fourteenth of March"
        );
        for (key, by) in [
            ("back-year", -365),
            ("ahead-year", 0),
            ("ahead-day", 1),
            ("back-day", 0),
            ("back-week", -7),
            ("ahead-month", 23),
            ("back-month", -7),
            ("ahead-week", 0),
        ] {
            page.click(&format!("#{key}")).await;
            page.until(
                "the day has turned",
                &format!(
                    "return document.querySelector('.replay').dataset.day === '{}';",
                    there + by
                ),
            )
            .await;
            assert_eq!(day(&page).await, there + by, "{key}");
        }
        assert_eq!(told(&page).await, said, "the same day is the same");
        // A year back within the time the brief allows, the page's own time included.
        let begun = std::time::Instant::now();
        page.click("#back-year").await;
        page.until("the day has turned", &format!("return document.querySelector('.replay').dataset.day === '{}' && document.querySelector('#replay-stands').dataset.day === '{}';", there - 365, there - 365)).await;
        assert!(
            begun.elapsed() < Duration::from_secs(2),
            "{:?}",
            begun.elapsed()
        );
        page.click("#ahead-year").await;
        page.until(
            "the day has turned",
            &format!("return document.querySelector('.replay').dataset.day === '{there}';"),
        )
        .await;
        page.click("#next-meeting").await;
        page.until("a meeting's day", "return document.querySelector('.replay').dataset.ready === 'true' && /开会/.test(document.querySelector('.replay-news').innerText);").await;
        let met = day(&page).await;
        assert!(met > there && met < there + 40, "{met}");
        page.click("#last-meeting").await;
        page.until(
            "another day",
            &format!("return +document.querySelector('.replay').dataset.day < {met};"),
        )
        .await;
        assert!(told(&page).await.contains("开会"));
        page.click("#next-breach").await;
        page.until("its day, or none", "return document.querySelector('.replay').dataset.ready === 'true' && (/违反/.test(document.querySelector('.replay-news').innerText) || document.getElementById('replay-found').innerText.length > 0);").await;
        // The address brings somebody else to the same day.
        page.until(
            "the address follows",
            "return location.hash.includes('day=' + document.getElementById('replay-date').value);",
        )
        .await;
        let (link, here) = (page.fragment().await, day(&page).await);
        page.web.goto("about:blank").await.unwrap();
        visit(&page, &link).await;
        assert_eq!(day(&page).await, here);
        page.picture("replay-day").await;
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}

#[test]
fn the_same_luck_goes_on_under_another_rule_and_without_one_nothing_parts() {
    browse(DESK, |page| async move {
        visit(&page, "#/replay?preset=today&seed=1&day=2024-09-02").await;
        let same = branch(&page).await;
        assert!(
            same.contains("没有分岔") && same.contains("指纹相同"),
            "{same}"
        );
        change(&page, "meetings.executive.every_days", "7").await;
        let said = branch(&page).await;
        page.until(
            "they part",
            "return document.getElementById('branch-told')?.dataset.same === 'false';",
        )
        .await;
        let said = if said.contains("分岔") && said.contains("7 天") {
            said
        } else {
            page.words("#branch-told").await
        };
        assert!(said.contains("最早在") && said.contains("7 天"), "{said}");
        let first = page.words("#branch-first").await;
        assert!(
            first.contains("照原来的规则")
                && first.contains("照改过的规则")
                && !first.contains("%{"),
            "{first}"
        );
        let rows = page
            .js("return document.querySelectorAll('.branch-told tbody tr').length;")
            .await;
        assert!(rows.as_u64().unwrap() > 20, "{rows}");
        let counts = page.words("#branch-counts").await;
        assert!(counts.contains("走得不一样"), "{counts}");
        page.picture("replay-branch").await;
        // What is no number is said at its place, and nothing runs.
        page.js("const field = document.getElementById('branch-to-0'); field.value = 'seven'; field.dispatchEvent(new InputEvent('input', { bubbles: true }));").await;
        page.until("it is refused", "return document.getElementById('branch-go').disabled && document.getElementById('branch-wrong-0').innerText.length > 0;").await;
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}

#[test]
fn a_matters_life_is_a_page_of_its_own_and_prints() {
    browse(DESK, |page| async move {
        page.open("#/simulate?preset=today&seed=1").await;
        page.until(
            "matters are listed",
            "return !!document.querySelector('.matter');",
        )
        .await;
        page.click(".matter").await;
        page.until(
            "its page is offered",
            "return !!document.getElementById('matter-page');",
        )
        .await;
        let number = page
            .text("return document.querySelector('.matter[aria-pressed=true]').dataset.matter;")
            .await;
        page.js("document.getElementById('matter-page').click();")
            .await;
        let there = format!(
            "return document.getElementById('matter-life-page')?.dataset.matter === '{number}';"
        );
        page.until_within(Duration::from_secs(60), "its page is there", &there)
            .await;
        let (link, said) = (page.fragment().await, page.words("#matter-life-page").await);
        assert!(
            link.starts_with("#/replay?") && link.contains(&format!("matter={number}")),
            "{link}"
        );
        for what in ["一步一步", "法定期限", "时间去哪了"] {
            assert!(said.contains(what), "{what} in {said}");
        }
        assert!(!said.contains("%{"), "{said}");
        page.picture("replay-matter").await;
        let media = |media: &str| json!({ "media": media });
        page.web
            .cdp()
            .send_raw("Emulation.setEmulatedMedia", media("print"))
            .await
            .unwrap();
        let printed = page.text("return [...document.querySelectorAll('.replay .printed')].map((it) => it.innerText).join('');").await;
        assert!(
            printed.contains("种子 1") && printed.contains("#/replay?"),
            "{printed}"
        );
        let shown = page.js("return ['.matter-keys', '.replay-steps', '.top'].filter((it) => [...document.querySelectorAll(it)].some((e) => e.checkVisibility()));").await;
        assert_eq!(shown, json!([]), "no keys on paper");
        page.web
            .cdp()
            .send_raw("Emulation.setEmulatedMedia", media(""))
            .await
            .unwrap();
        // A number that the run does not have is said, and the way back is there.
        page.js("location.hash = location.hash.replace(/matter=\\d+/, 'matter=999999');")
            .await;
        page.until("it is said", "return document.querySelector('#matter-life-page [role=alert]')?.innerText.includes('999999');").await;
        page.click("#matter-close").await;
        page.until("the day is back", STANDS).await;
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}

#[test]
fn it_can_be_heard_read_and_touched_on_a_telephone() {
    let phone = Like {
        language: "zh-CN",
        width: 390,
    };
    browse(phone, |page| async move {
        visit(&page, "#/replay?preset=today&seed=1&day=2024-09-02").await;
        change(&page, "meetings.executive.every_days", "7").await;
        branch(&page).await;
        page.js(include_str!("reach.js")).await;
        page.js("reach.unfold();").await;
        // The menus of the top line lie over what is below them.
        page.js("document.querySelectorAll('.top details').forEach((it) => { it.open = false; });")
            .await;
        for round in 0..2 {
            let lang = page.text("return document.documentElement.lang;").await;
            for question in ["references", "headings", "pictures"] {
                let found = page.js(&format!("return reach.{question}();")).await;
                nothing(&found, &format!("{question} ({lang})"));
            }
            let small = page
                .js("return reach.small(document.querySelector('.replay'), 44);")
                .await;
            assert!(small["seen"].as_u64().unwrap() > 20, "{small}");
            nothing(&small["wrong"], "too small for a finger");
            let wide = page
                .js("return document.documentElement.scrollWidth > window.innerWidth;")
                .await;
            assert_eq!(wide, false, "nothing leaves the page ({lang})");
            for theme in ["light", "dark"] {
                while page
                    .text("return document.documentElement.dataset.theme || '';")
                    .await
                    != theme
                {
                    page.js("document.getElementById('theme').click();").await;
                    tokio::time::sleep(Duration::from_millis(300)).await;
                }
                let found = page.js("return reach.faint();").await;
                nothing(
                    &found["wrong"],
                    &format!("too faint to read ({theme}, {lang})"),
                );
            }
            page.picture(&format!("replay-phone-{lang}")).await;
            if round == 0 {
                page.click("#language").await;
                page.until("the language has turned", &format!("return document.documentElement.lang !== {lang:?} && document.getElementById('replay-title').innerText.startsWith('Replay');")).await;
            }
        }
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}
