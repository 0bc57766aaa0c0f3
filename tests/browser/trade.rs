//! The picture of voice, speed and quality: its points are the figures of the tables.

use serde_json::Value;

use crate::harness::{Like, Page, browse};
use crate::looks::CHINESE;

/// Everybody speaks and the public is asked about everything.
const CHANGED: &str = "#/simulate?preset=seed&changes=%7B%22mechanisms%22:%7B%22participation%22:%7B%22enabled%22:true%7D%7D%7D";

/// The labels of its marks, the rows of its table, where its points are, and what the tables elsewhere say of the same.
const SAID: &str = "
    const all = (s) => [...document.querySelectorAll(s)], text = (e) => e.textContent.trim();
    document.getElementById('chart-trade').scrollIntoView();
    const row = (system, name) => { const tr = all(`#system-${system} tbody tr`).find((it) => text(it.querySelector('th')).startsWith(name));
        return ['was', 'is', 'differs-by'].map((it) => tr.querySelector('.' + it)).map((it) => it && text(it)); };
    const places = (s) => all(s).map((it) => { const b = it.getBoundingClientRect(), f = it.closest('svg').getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2, f.left, f.right]; });
    return {
        marks: all('#chart-trade .mark').map((it) => it.getAttribute('aria-label')),
        rows: all('#chart-trade-table tbody tr').map((it) => [...it.children].map(text)),
        facts: row('quality', arguments[0]), agrees: row('quality', arguments[1]),
        days: [text(document.querySelector('#figure-lead-time .figure-preset')), text(document.querySelector('#figure-lead-time .figure-number'))],
        now: places('#chart-trade .mark.now circle'), before: places('#chart-trade .mark.before rect'),
        told: text(document.getElementById('trade-told')),
    };";

async fn said(page: &Page, names: [&str; 2]) -> Value {
    page.until(
        "the picture stands",
        "return document.querySelectorAll('#chart-trade .mark').length > 0;",
    )
    .await;
    let names = names.map(Value::from).to_vec();
    page.web.execute(SAID, names).await.unwrap().json().clone()
}

fn texts(it: &Value) -> Vec<&str> {
    let all = it.as_array().into_iter().flatten();
    all.map(|it| it.as_str().unwrap_or_default()).collect()
}

/// The first number written in a text.
fn first_number(text: &str) -> f64 {
    let digits = |c: char| c.is_ascii_digit();
    let from = text.find(digits).unwrap();
    let rest = &text[from..];
    let to = rest.find(|c| !digits(c) && c != '.').unwrap_or(rest.len());
    rest[..to].parse().unwrap()
}

#[test]
fn its_points_are_the_figures_of_the_tables() {
    for (language, width, names) in [
        ("zh-CN", 1440, ["摆上桌面的情况", "与充分知情结论一致"]),
        ("en", 390, ["Facts that reached", "As full information"]),
    ] {
        browse(Like { language, width }, move |page| async move {
            page.open(CHANGED).await;
            let it = said(&page, names).await;
            let (marks, rows) = (texts(&it["marks"]), it["rows"].as_array().unwrap());
            assert_eq!((marks.len(), rows.len()), (4, 3), "{it}");
            for (at, system) in [(0, "facts"), (1, "agrees")] {
                let (row, table) = (texts(&rows[at]), texts(&it[system]));
                // Table by table, preset and now; and each mark says its own.
                for arm in [0, 1] {
                    assert!(row[arm + 1].starts_with(table[arm]), "{row:?} {table:?}");
                    let mark = marks[2 * at + arm];
                    assert!(mark.contains(row[arm + 1]), "{mark}: {row:?}");
                    assert!(mark.contains(texts(&rows[2])[arm + 1]), "{mark}");
                }
                let squeezed = |it: &str| it.replace(char::is_whitespace, "");
                assert!(
                    squeezed(table[2]).ends_with(&squeezed(row[3])),
                    "{row:?} {table:?}"
                );
            }
            for (arm, card) in texts(&it["days"]).iter().enumerate() {
                let row = texts(&rows[2]);
                assert_eq!(first_number(row[arm + 1]), first_number(card), "{it}");
            }
            // Where a point is follows from what it is: to the right where days are fewer, higher where more is on the table.
            let place =
                |arm: &str, plane: usize, axis: usize| it[arm][plane][axis].as_f64().unwrap();
            let figure = |row: usize, arm: usize| first_number(texts(&rows[row])[arm + 1]);
            let days = figure(2, 1) - figure(2, 0);
            for plane in [0, 1] {
                let right = place("now", plane, 0) - place("before", plane, 0);
                assert!(days * right <= 0.0 && (days == 0.0 || right != 0.0), "{it}");
                let up = place("before", plane, 1) - place("now", plane, 1);
                let more = figure(plane, 1) - figure(plane, 0);
                assert!(more * up >= 0.0, "{it}");
                for arm in ["now", "before"] {
                    let x = place(arm, plane, 0);
                    assert!(place(arm, plane, 2) < x && x < place(arm, plane, 3), "{it}");
                }
            }
            assert!(
                figure(0, 1) > figure(0, 0),
                "more is asked, more is known: {it}"
            );
            let told = it["told"].as_str().unwrap();
            assert!(told.contains(&figure(0, 1).to_string()), "{told}");
            if language == "en" {
                assert_eq!(page.js(CHINESE).await, serde_json::json!([]));
            }
            if let Ok(folder) = std::env::var("TUIYAN_PICTURES") {
                let file = std::path::Path::new(&folder).join(format!("trade-{width}.png"));
                page.web.screenshot(&file).await.unwrap();
            }
            assert_eq!(page.errors().await, Vec::<String>::new());
        });
    }
}

#[test]
fn unchanged_the_county_stands_alone_and_it_says_so() {
    let desk = Like {
        language: "zh-CN",
        width: 1440,
    };
    browse(desk, |page| async move {
        page.open("#/simulate?preset=today").await;
        page.until(
            "the picture stands",
            "return document.querySelectorAll('#chart-trade .mark').length > 0;",
        )
        .await;
        let marks = "return [...document.querySelectorAll('#chart-trade .mark')].map((it) => it.getAttribute('aria-label'));";
        let marks = page.js(marks).await;
        let marks = texts(&marks);
        assert_eq!(marks.len(), 2, "{marks:?}");
        assert!(
            marks.iter().all(|it| it.starts_with("这个县：")),
            "{marks:?}"
        );
        let finding = page
            .text("return document.querySelector('#chart-trade .chart-finding').textContent;")
            .await;
        assert!(finding.contains("没有改动"), "{finding}");
        // Beside it, what each channel changed: last in, and averaged over the orders.
        let rows = "return [...document.querySelectorAll('#system-voice tbody tr')].slice(-6).map((it) => it.querySelector('.is').textContent.trim());";
        let rows = page.js(rows).await;
        assert!(texts(&rows).iter().all(|it| it.ends_with('%')), "{rows}");
    });
}
