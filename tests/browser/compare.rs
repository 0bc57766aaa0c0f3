//! The places 对比 and 研究: a module of their own, with workers of their own.

use std::time::Duration;

use serde_json::Value;

use crate::harness::{DESK, Like, Page, browse};

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

#[test]
fn all_combinations_of_the_mechanisms_by_one_click() {
    browse(DESK, |page| async move {
        page.visit("#/compare?preset=today&seed=1", "#compare-title")
            .await;
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
        page.picture("factorial").await;
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}

/// What is saved is caught instead of written to disk.
const CATCH: &str = "window.caught = [];
    URL.createObjectURL = (blob) => { blob.text().then((it) => caught.push(it)); return '#'; };
    HTMLAnchorElement.prototype.click = () => {};";

/// Presses a key that saves, and gives what it saved.
async fn saved(page: &Page, id: &str) -> String {
    page.js("window.caught.length = 0;").await;
    page.click(&format!("#{id}")).await;
    page.until("it is saved", "return window.caught.length > 0;")
        .await;
    page.text("return window.caught[0];").await
}

#[test]
fn counties_stand_side_by_side_with_a_sentence_and_the_primary_figures_each() {
    browse(DESK, |page| async move {
        let changed = "#/compare?preset=today&seed=1&changes=%7B%22meetings%22%3A%7B%22executive%22%3A%7B%22every_days%22%3A7%7D%7D%7D";
        page.visit(changed, "#compare-title").await;
        make_small(&page).await;
        // The county as it stands, the five mechanisms; the sixth place is taken.
        let chosen = "return [...document.querySelectorAll('.arm-list input[type=checkbox]')].filter((it) => it.checked).map((it) => it.id);";
        let before = page.js(chosen).await;
        assert_eq!(before.as_array().unwrap().len(), 6, "{before}");
        page.click("#arm-emergency").await;
        page.click("#arm-daily_norms").await;
        page.click("#arm-approval_reform").await;
        page.js("const field = document.getElementById('compare-replications'); field.value = '12'; field.dispatchEvent(new Event('change', { bubbles: true }));").await;
        page.click("#compare-go").await;
        done(&page, "compare-progress").await;
        let best = page.words("#compare-best").await;
        assert!(best.contains("周转时间") && !best.contains("%{"), "{best}");
        let front = page.words("#compare-front").await;
        assert!(front.contains("四项主要数字合起来看"), "{front}");
        let cards = page
            .js("return [...document.querySelectorAll('.side .arm-card')].map((it) => [it.querySelector('h3').innerText, it.querySelector('.arm-sentence').innerText.length > 10, it.querySelectorAll('tr[data-metric]').length]);")
            .await;
        let cards = cards.as_array().unwrap();
        assert_eq!(cards.len(), 3, "{cards:?}");
        for it in cards {
            assert_eq!((&it[1], &it[2]), (&true.into(), &4.into()), "{it}");
        }
        let rows = page
            .js("return document.querySelectorAll('#compare-days .mark').length > 20 && document.querySelectorAll('#compare-overlay .curve').length;")
            .await;
        assert_eq!(rows, 6, "three curves over the preset's");
        page.picture("side").await;
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}

#[test]
fn what_an_experiment_gives_here_is_what_the_command_gives_to_the_last_byte() {
    browse(DESK, |page| async move {
        page.visit("#/research?preset=today&seed=7", "#research-title")
            .await;
        page.js(CATCH).await;
        for lever in [
            "mechanisms.stand_in.enabled",
            "mechanisms.participation.comment_days",
        ] {
            page.js(&format!(
                "const list = document.getElementById('research-lever'); list.value = '{lever}'; list.dispatchEvent(new Event('change', {{ bubbles: true }}));"
            ))
            .await;
        }
        for (id, value) in [("research-replications", "3"), ("research-years", "0.25")] {
            page.js(&format!(
                "const field = document.getElementById('{id}'); field.value = '{value}'; field.dispatchEvent(new Event('change', {{ bubbles: true }}));"
            ))
            .await;
        }
        page.until(
            "nothing keeps it from being run",
            "return !document.getElementById('research-go').disabled;",
        )
        .await;
        page.click("#research-go").await;
        done(&page, "research-progress").await;
        let (result, file) = (
            saved(&page, "save-json").await,
            saved(&page, "save-experiment").await,
        );
        let spec = experiment::read(&file).unwrap_or_else(|it| panic!("{it:?}\n{file}"));
        let source = experiment::Source::preset("today", Vec::new());
        let prepared = experiment::prepare(spec, &source, &experiment::OneCore).unwrap();
        let pieces = experiment::share(&prepared.outline, None);
        let pieces = experiment::run_batch(&prepared, &pieces);
        let outcome = experiment::outcome(&prepared.outline, &pieces, &experiment::OneCore);
        let here = serde_json::to_string(&outcome).unwrap() + "\n";
        assert_eq!(result, here, "{file}");
        let methods = page.words("#research-methods").await;
        for must in ["today", "种子 7", "全部组合", "95%"] {
            assert!(methods.contains(must), "{must}: {methods}");
        }
        page.picture("research").await;
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}

/// Types into a field, or chooses from a list.
async fn say(page: &Page, id: &str, value: &str) {
    page.js(&format!(
        "const field = document.getElementById('{id}'); field.value = {value:?}; field.dispatchEvent(new Event('change', {{ bubbles: true }}));"
    ))
    .await;
    tokio::time::sleep(Duration::from_millis(100)).await;
}

/// Chooses files to open, as somebody does in the browser's window.
async fn choose(page: &Page, name: &str, text: &str) {
    page.js(&format!(
        "const files = new DataTransfer(); files.items.add(new File([{text:?}], {name:?})); const field = document.getElementById('research-open');
        field.files = files.files; field.dispatchEvent(new Event('change', {{ bubbles: true }}));"
    ))
    .await;
}

#[test]
fn factors_are_screened_and_a_file_is_opened_run_and_put_away_again() {
    browse(DESK, |page| async move {
        page.visit("#/research?preset=today&seed=1", "#research-title")
            .await;
        page.js(CATCH).await;
        for lever in ["world.demand", "meetings.executive.every_days"] {
            say(&page, "research-lever", lever).await;
        }
        for (id, value) in [
            ("research-kind", "morris"),
            ("research-trajectories", "3"),
            ("research-replications", "2"),
            ("research-years", "0.25"),
        ] {
            say(&page, id, value).await;
        }
        page.click("#research-go").await;
        done(&page, "research-progress").await;
        let told = page
            .js("return [...document.querySelectorAll('figure.chart[id^=matters-]')].map((it) => [it.querySelectorAll('.mark').length, it.innerText]);")
            .await;
        let told: Vec<(u64, String)> = serde_json::from_value(told).unwrap();
        assert_eq!(told.len(), 4, "one for each metric: {told:?}");
        let (marks, words) = &told[0];
        assert_eq!(*marks, 4, "μ* and σ of two factors: {words}");
        assert!(
            words.contains("影响最大的是") && !words.contains("%{"),
            "{words}"
        );
        let methods = page.words("#research-methods").await;
        assert!(
            methods.contains("Morris 1991") && methods.contains("3 条路径"),
            "{methods}"
        );
        let table = saved(&page, "save-table-sensitivity").await;
        assert_eq!(table.lines().count(), 1 + 4 * 2 * 3, "{table}");
        page.picture("research-morris").await;

        // A result is not an experiment: it is said to be one, and the form stays.
        let result = saved(&page, "save-json").await;
        choose(&page, "tuiyan-result.json", &result).await;
        page.until(
            "it is not opened",
            "return !!document.getElementById('research-not-opened');",
        )
        .await;
        let said = page.words("#research-not-opened").await;
        assert!(said.contains("实验的结果"), "{said}");
        assert_eq!(
            page.text("return document.getElementById('research-kind').value;")
                .await,
            "morris"
        );

        // One with a path that nobody has is opened, and what is wrong stands where it is.
        let file = |path: &str| {
            format!(
                r#"{{"tuiyan_experiment": 1, "scenario": "today+world.demand=1.1", "seed": 5, "replications": 10, "years": 0.25,
                "factors": {{"days": {{"path": "{path}", "levels": [7, 14]}}}}, "design": {{"kind": "one_way"}},
                "metrics": ["burden.hours.total"], "best": {{"metric": "burden.hours.total", "goal": "least", "zone": 10}}}}"#
            )
        };
        choose(&page, "wrong.json", &file("meetings.executive.every_dais")).await;
        page.until(
            "it is checked",
            "return document.getElementById('research-check')?.dataset.stage === 'refused';",
        )
        .await;
        let said = page.words(".factor .problem").await;
        assert!(said.contains("every_dais"), "{said}");

        // Mended, it is run as it says: another county, another seed, and which is best.
        choose(&page, "mine.json", &file("meetings.executive.every_days")).await;
        page.until(
            "it is checked",
            "return document.getElementById('research-check')?.dataset.stage === 'checked';",
        )
        .await;
        let opened = page.words("#research-opened").await;
        for must in ["mine.json", "today+world.demand=1.1", "best"] {
            assert!(opened.contains(must), "{must}: {opened}");
        }
        page.picture("research-opened").await;
        page.click("#research-go").await;
        done(&page, "research-progress").await;
        let spec = experiment::read(&saved(&page, "save-experiment").await).unwrap();
        assert_eq!(
            spec,
            experiment::read(&file("meetings.executive.every_days")).unwrap()
        );
        let source = experiment::Named::parse(&spec.scenario, |_| false);
        let source = source.source(|_| unreachable!()).unwrap();
        let prepared = experiment::prepare(spec, &source, &experiment::OneCore).unwrap();
        let pieces = experiment::share(&prepared.outline, None);
        let pieces = experiment::run_batch(&prepared, &pieces);
        let outcome = experiment::outcome(&prepared.outline, &pieces, &experiment::OneCore);
        assert_eq!(saved(&page, "save-json").await, outcome.json());
        let side = page.words(".research .side").await;
        assert!(side.contains("各方用时"), "{side}");
        page.picture("research-file").await;

        // What was there before comes back.
        page.click("#research-back").await;
        page.until(
            "it is back",
            "return document.getElementById('research-kind').value === 'morris';",
        )
        .await;
        assert_eq!(
            page.js("return document.querySelectorAll('.factor').length;")
                .await,
            2
        );
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}

/// Workers that are started are kept where a test can reach them.
const WATCHED: &str = "window.hired = []; const Hired = window.Worker;
    window.Worker = class extends Hired { constructor(...it) { super(...it); hired.push(this); } };";

#[test]
fn the_number_of_workers_and_one_that_falls_over_change_nothing_of_the_result() {
    browse(DESK, |page| async move {
        page.visit("#/research?preset=today&seed=3", "#research-title")
            .await;
        page.js(CATCH).await;
        page.js(WATCHED).await;
        for lever in [
            "mechanisms.stand_in.enabled",
            "mechanisms.daily_norms.enabled",
        ] {
            page.js(&format!(
                "const list = document.getElementById('research-lever'); list.value = '{lever}'; list.dispatchEvent(new Event('change', {{ bubbles: true }}));"
            ))
            .await;
        }
        for (id, value) in [("research-replications", "12"), ("research-years", "1")] {
            page.js(&format!(
                "const field = document.getElementById('{id}'); field.value = '{value}'; field.dispatchEvent(new Event('change', {{ bubbles: true }}));"
            ))
            .await;
        }
        let mut results = Vec::new();
        for (cores, falls) in [(1, false), (3, false), (2, true)] {
            page.js(&format!(
                "Object.defineProperty(navigator, 'hardwareConcurrency', {{ value: {cores}, configurable: true }}); hired.length = 0;"
            ))
            .await;
            page.click("#research-go").await;
            if falls {
                page.until(
                    "it runs",
                    "return Number(document.getElementById('research-progress').dataset.done) > 0;",
                )
                .await;
                // The first is the clerk; the others run pieces.
                page.js("const it = hired[2]; it.terminate(); it.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }));")
                    .await;
            }
            done(&page, "research-progress").await;
            let hired = page.js("return hired.length;").await;
            assert_eq!(
                hired,
                1 + cores + u32::from(falls),
                "a clerk, workers, one in place of another"
            );
            let said = page.words("#research-progress").await;
            assert_eq!(said.contains("换上新的"), falls, "{said}");
            results.push(saved(&page, "save-json").await);
        }
        assert_eq!(results[0], results[1]);
        assert_eq!(results[0], results[2]);
        let table = saved(&page, "save-csv").await;
        assert_eq!(table.lines().count(), 1 + 4 * 4, "{table}");
    });
}

#[test]
fn an_experiment_is_stopped_at_once_and_nothing_of_it_is_lost() {
    browse(DESK, |page| async move {
        page.visit("#/compare?preset=today&seed=1", "#compare-title")
            .await;
        page.click("#factorial-go").await;
        page.until(
            "it runs",
            "return Number(document.getElementById('factorial-progress').dataset.done) > 0;",
        )
        .await;
        page.click("#factorial-progress button").await;
        let stage = "return document.getElementById('factorial-progress').dataset.stage;";
        assert_eq!(page.text(stage).await, "stopped");
        let at = page
            .js("return document.getElementById('factorial-progress').dataset.done;")
            .await;
        tokio::time::sleep(Duration::from_millis(600)).await;
        let later = page
            .js("return document.getElementById('factorial-progress').dataset.done;")
            .await;
        assert_eq!(at, later, "nobody works on");
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}

/// What stands under a heading in another language would be Chinese.
pub const CHINESE: &str = "return [...document.querySelectorAll('#places *')]
    .filter((it) => it.childElementCount === 0 && it.checkVisibility() && /[\\u4e00-\\u9fff]/.test(it.textContent))
    .map((it) => it.textContent);";

/// What a screen reader would read without a name.
pub const NAMELESS: &str = "return [...document.querySelectorAll('#places :is(button, a, input, select, summary)')]
    .filter((it) => it.checkVisibility() && !(it.innerText || '').trim() && !it.getAttribute('aria-label') && !it.labels?.length)
    .map((it) => it.outerHTML.slice(0, 120));";

/// Keys of words that have no words would stand there themselves.
pub const KEYS: &str = "return document.getElementById('places').innerText.match(/\\b(compare|research|study|train|replay|edit|words|figure|chart|system)\\.[a-z_.]+/g) || [];";

/// Both places with all they can show.
async fn full(page: &Page) {
    let changed = "#/compare?preset=today&seed=1&changes=%7B%22meetings%22%3A%7B%22executive%22%3A%7B%22every_days%22%3A7%7D%7D%7D";
    page.visit(changed, "#compare-title").await;
    make_small(page).await;
    page.click("#compare-keep").await;
    // As the user names it, in whatever language.
    page.until(
        "it is put aside",
        "return !!document.querySelector('.arm-kept input');",
    )
    .await;
    page.js("const name = document.querySelector('.arm-kept input'); name.value = 'A'; name.dispatchEvent(new Event('change', { bubbles: true }));")
        .await;
    for (key, progress) in [
        ("compare-go", "compare-progress"),
        ("factorial-go", "factorial-progress"),
        ("plausible-go", "plausible-progress"),
        ("prices-go", "prices-progress"),
    ] {
        page.click(&format!("#{key}")).await;
        done(page, progress).await;
    }
    let priced = page
        .js("return [...document.querySelectorAll('.prices-told tbody th')].map((it) => it.innerText);")
        .await;
    let priced: Vec<String> = serde_json::from_value(priced).unwrap();
    assert!(priced.len() > 10, "{priced:?}");
    let months = page
        .js("return [...document.querySelectorAll('.arm-card details')].map((it) => it.querySelectorAll('tbody tr').length);")
        .await;
    let months: Vec<u64> = serde_json::from_value(months).unwrap();
    assert!(
        months.iter().filter(|it| **it == 3).count() >= 6,
        "three months of six counties: {months:?}"
    );
    let counted = page
        .js("return [...document.querySelectorAll('.plausible-told [data-above]')].map((it) => Number(it.dataset.above) + Number(it.dataset.below));")
        .await;
    let counted: Vec<u64> = serde_json::from_value(counted).unwrap();
    assert_eq!(counted.len(), 5);
    assert!(
        counted.iter().all(|it| *it <= 64) && counted[0] > 50,
        "{counted:?}"
    );
    page.click("#place-research").await;
    page.until(
        "the place is shown",
        "return !!document.querySelector('.research:not([hidden])');",
    )
    .await;
    page.js("const list = document.getElementById('research-lever'); list.value = 'meetings.executive.every_days'; list.dispatchEvent(new Event('change', { bubbles: true }));").await;
    for (id, value) in [
        ("research-replications", "3"),
        ("research-years", "0.25"),
        ("research-stop", "narrow"),
    ] {
        page.js(&format!(
            "const field = document.getElementById('{id}'); field.value = '{value}'; field.dispatchEvent(new Event('change', {{ bubbles: true }}));"
        ))
        .await;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    page.click("#research-go").await;
    done(page, "research-progress").await;
    page.js(include_str!("reach.js")).await;
}

/// Shows one of the places and unfolds it.
async fn turn_to(page: &Page, place: &str) {
    page.click(&format!("#place-{place}")).await;
    let shown = format!("return !!document.querySelector('.{place}:not([hidden])');");
    page.until("the place is shown", &shown).await;
    page.js("reach.unfold(); document.querySelectorAll('.menu').forEach((it) => it.open = false);")
        .await;
    tokio::time::sleep(Duration::from_millis(300)).await;
}

pub async fn turn_language(page: &Page) {
    page.turn_language().await;
    tokio::time::sleep(Duration::from_millis(500)).await;
}

#[test]
fn they_can_be_listened_to_and_read_in_both_languages_by_day_and_by_night() {
    browse(DESK, |page| async move {
        full(&page).await;
        for _ in 0..2 {
            let lang = page.text("return document.documentElement.lang;").await;
            for place in ["compare", "research"] {
                turn_to(&page, place).await;
                let there = "return ['compare', 'factorial', 'plausible', 'prices', 'research'].map((it) => document.getElementById(it + '-progress').dataset.stage).join();";
                assert_eq!(
                    page.text(there).await,
                    "done,done,done,done,done",
                    "results stay in {lang}"
                );
                if lang == "en" {
                    assert_eq!(page.js(CHINESE).await, Value::Array(Vec::new()), "{place}");
                }
                assert_eq!(page.js(KEYS).await, Value::Array(Vec::new()), "{place}");
                assert_eq!(page.js(NAMELESS).await, Value::Array(Vec::new()), "{place}");
                for question in ["references", "headings", "pictures"] {
                    let found = page.js(&format!("return reach.{question}();")).await;
                    assert_eq!(
                        found,
                        Value::Array(Vec::new()),
                        "{question} ({place}, {lang})"
                    );
                }
                for theme in ["light", "dark"] {
                    page.js(&format!(
                        "document.documentElement.dataset.theme = '{theme}';"
                    ))
                    .await;
                    tokio::time::sleep(Duration::from_millis(300)).await;
                    let found = page.js("return reach.faint();").await;
                    assert!(found["seen"].as_u64().unwrap() > 30, "{}", found["seen"]);
                    let wrong = &found["wrong"];
                    assert_eq!(
                        wrong,
                        &Value::Array(Vec::new()),
                        "too faint ({place}, {theme}, {lang})"
                    );
                    page.picture(&format!("{place}-{lang}-{theme}")).await;
                }
            }
            turn_language(&page).await;
        }
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}

#[test]
fn on_a_telephone_nothing_of_them_overflows_and_a_finger_hits_it() {
    let phone = Like {
        language: "zh-CN",
        width: 390,
    };
    browse(phone, |page| async move {
        full(&page).await;
        for place in ["compare", "research"] {
            turn_to(&page, place).await;
            let scroll = page
                .js("return document.documentElement.scrollWidth;")
                .await;
            assert!(scroll.as_u64().unwrap() <= 390, "{place}: {scroll}");
            let small = page
                .js("return reach.small(document.getElementById('places'), 44);")
                .await;
            assert!(small["seen"].as_u64().unwrap() > 15, "{small}");
            page.picture(&format!("{place}-phone")).await;
            assert_eq!(
                small["wrong"],
                Value::Array(Vec::new()),
                "too small for a finger ({place})"
            );
        }
    });
}

#[test]
fn it_speaks_english_too() {
    let like = Like {
        language: "en",
        width: 1440,
    };
    browse(like, |page| async move {
        for (fragment, heading) in [
            ("#/compare?preset=today&seed=1", "#compare-title"),
            ("#/research?preset=today&seed=1", "#research-title"),
        ] {
            page.visit(fragment, heading).await;
            page.until(
                "the words are there",
                &format!("return document.querySelector('{heading}').innerText.length > 0;"),
            )
            .await;
            assert_eq!(page.js(CHINESE).await, Value::Array(Vec::new()));
        }
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}
