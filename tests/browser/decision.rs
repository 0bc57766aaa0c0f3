//! A decision from inside: which facts there were, who brought them, who spoke, and what came of it.

use serde_json::{Value, json};

use crate::harness::{Like, browse};
use crate::looks::CHINESE;

/// Goes to the summer and chooses matters one after another until one is found that a meeting has decided.
const CHOOSE: &str = "
    const time = document.getElementById('scrubber'), done = arguments[arguments.length - 1];
    const pause = ms => new Promise(go => setTimeout(go, ms));
    (async () => {
        const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
        write.call(time, String(Number(time.min) + 0.6 * (Number(time.max) - Number(time.min))));
        time.dispatchEvent(new Event('input', { bubbles: true }));
        await pause(500);
        const all = [...document.querySelectorAll('#open-matters .matter')].reverse().map(it => it.dataset.matter);
        for (const number of all) {
            document.querySelector(`#open-matters .matter[data-matter='${number}']`)?.click();
            await pause(150);
            if (document.querySelectorAll('#decision table').length === 2) break;
        }
        const all_rows = (n, of) => [...document.querySelectorAll(`#decision table:nth-of-type(${n}) tbody tr${of}`)];
        const rows = n => all_rows(n, ':not(.added)').map(it => it.innerText);
        const number = it => Number(it.querySelector('.lean-number').textContent.replace('−', '-'));
        const sum = all_rows(1, '').map(number), whole = sum.pop();
        done({ apart: Math.abs(sum.reduce((a, b) => a + b, 0) - whole) / sum.length, facts: rows(1), members: rows(2), finding: document.querySelector('#decision .chart-finding')?.innerText ?? '' });
    })();
";

#[test]
fn a_matter_shows_its_facts_who_brought_them_and_who_thought_what() {
    for (language, width) in [("zh-CN", 1440), ("en", 390)] {
        browse(Like { language, width }, |page| async move {
            page.open("#/simulate?preset=today").await;
            let said = page.web.execute_async(CHOOSE, Vec::new()).await.unwrap();
            let said = said.json().clone();
            let list = |key: &str| -> Vec<Value> { said[key].as_array().unwrap().clone() };
            let (facts, members) = (list("facts"), list("members"));
            assert!(
                [6, 12].contains(&facts.len()),
                "as its pattern has it: {said}"
            );
            assert!(
                (4..=8).contains(&members.len()),
                "those who were there: {said}"
            );
            let signed = |it: &Value| it.as_str().unwrap().contains(['+', '−', '0']);
            assert!(facts.iter().chain(&members).all(signed), "{said}");
            // What it starts from, the facts and the draft make up what it is worth, each to two places.
            assert!(said["apart"].as_f64().unwrap() < 0.006, "{said}");
            let finding = said["finding"].as_str().unwrap();
            // Which meeting, under whom and by which rule; and those who spoke in the order of speaking, the silent after them.
            let (presides, silent, turn) = match language {
                "en" => (
                    "presiding; rule: the chief decides) ",
                    "kept silent",
                    "no. ",
                ),
                _ => ("主持，行政首长决定）", "没有发言", "第 "),
            };
            assert!(finding.contains(presides), "{finding}");
            let spoke = |it: &Value| {
                it.as_str()
                    .unwrap()
                    .rsplit(['\t', '\n'])
                    .next()
                    .unwrap()
                    .to_owned()
            };
            let spoke: Vec<String> = members.iter().map(spoke).collect();
            let speakers = spoke.iter().take_while(|it| *it != silent).count();
            assert!(
                speakers > 0 && spoke[speakers..].iter().all(|it| it == silent),
                "{spoke:?}"
            );
            for (at, it) in spoke[..speakers].iter().enumerate() {
                assert!(it.starts_with(&format!("{turn}{}", at + 1)), "{spoke:?}");
            }
            assert!(finding.contains(&facts.len().to_string()), "{finding}");
            if language == "en" {
                assert_eq!(page.js(CHINESE).await, json!([]));
            }
            let wide = page
                .js("return document.documentElement.scrollWidth - innerWidth;")
                .await;
            assert!(wide.as_i64().unwrap() <= 0, "{wide} px too wide");
            assert_eq!(page.errors().await, Vec::<String>::new());
            if let Ok(folder) = std::env::var("TUIYAN_PICTURES") {
                page.js("document.getElementById('decision').scrollIntoView();")
                    .await;
                let file = std::path::Path::new(&folder).join(format!("decision-{width}.png"));
                page.web.screenshot(&file).await.unwrap();
            }
        });
    }
}

/// What the list and the sentence under the matter chosen say, one matter of the list after another.
const DIFFERING: &str = "
    const done = arguments[arguments.length - 1], pause = ms => new Promise(go => setTimeout(go, ms));
    (async () => {
        document.getElementById('matter-differs').click();
        await pause(300);
        const all = [...document.querySelectorAll('#open-matters .matter')], said = [];
        for (const it of all.slice(0, 5)) {
            document.querySelector(`#open-matters .matter[data-matter='${it.dataset.matter}']`).click();
            await pause(200);
            said.push(document.querySelector('#decision .chart-finding').innerText);
        }
        const title = document.getElementById('matters-title').innerText;
        document.getElementById('matter-differs').click();
        await pause(300);
        done({ title, listed: all.length, said, after: document.getElementById('matters-title').innerText });
    })();
";

#[test]
fn decisions_that_full_information_would_have_made_otherwise_can_be_listed() {
    let desk = Like {
        language: "zh-CN",
        width: 1440,
    };
    browse(desk, |page| async move {
        page.open("#/simulate?preset=today&changes=%7B%22world%22:%7B%22minds%22:%7B%22noise%22:1.5%7D%7D%7D")
            .await;
        page.until(
            "matters are listed",
            "return !!document.querySelector('.matter');",
        )
        .await;
        let it = page.web.execute_async(DIFFERING, Vec::new()).await.unwrap();
        let it = it.json();
        let listed = it["listed"].as_u64().unwrap();
        assert!(listed > 0, "{it}");
        let title = it["title"].as_str().unwrap();
        assert!(title.ends_with(&format!("{listed} 件")), "{title}");
        for said in it["said"].as_array().unwrap() {
            let said = said.as_str().unwrap();
            assert!(said.contains("与充分知情时的结论不一致"), "{said}");
        }
        let after = it["after"].as_str().unwrap();
        assert!(after.contains("在办的事项"), "{after}");
        assert_eq!(page.errors().await, Vec::<String>::new());
    });
}
