//! How fast the page answers: a measurement, made by `cargo xtask bench`.

use std::time::Duration;

use serde_json::Value;

use crate::harness::{DESK, browse};

/// Moves of levers measured.
const MOVES: usize = 48;

/// Moves the sliders in turn, one step up or down, while the diagram plays; keeps how long each took until the first figures (four
/// paired replications) stood on the page, and every task on the main thread over 50 ms, milliseconds.
const MEASURE: &str = "
    const long = [], took = [], levers = [...document.querySelectorAll('.levers input[type=range]:not(:disabled)')];
    new PerformanceObserver(all => all.getEntries().forEach(it => long.push(Math.round(it.duration)))).observe({ entryTypes: ['longtask'] });
    const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
    const pause = ms => new Promise(go => setTimeout(go, ms));
    const stands = () => !document.querySelector('.simulate').classList.contains('stale') && Number(document.getElementById('progress').dataset.n) >= 4;
    (async () => {
        for (let k = 0; k < MOVES; k++) {
            const lever = levers[k % levers.length], before = lever.value;
            const up = Number(before) + Number(lever.step || 1) <= Number(lever.max);
            const begun = performance.now();
            write.call(lever, String(Number(before) + (up ? 1 : -1) * Number(lever.step || 1)));
            lever.dispatchEvent(new Event('input', { bubbles: true }));
            do { await pause(0); } while (!stands());
            took.push(performance.now() - begun);
            await pause(400);
        }
        window.measured = { levers: levers.length, took, long };
    })();
";

#[test]
#[ignore = "a measurement, not a test: cargo xtask bench"]
fn a_lever_answers() {
    browse(DESK, |page| async move {
        page.open("").await;
        // Playing must be under way, whatever the machine says of motion.
        page.js("const p = document.getElementById('play'); if (p.getAttribute('aria-pressed') !== 'true') p.click();")
            .await;
        page.js(&MEASURE.replace("MOVES", &MOVES.to_string())).await;
        tokio::time::sleep(Duration::from_secs(20)).await;
        page.until("all moves are answered", "return !!window.measured;")
            .await;
        let measured = page.js("return window.measured;").await;
        let numbers = |key: &str| -> Vec<f64> {
            let all = measured[key].as_array().into_iter().flatten();
            let mut all: Vec<f64> = all.filter_map(Value::as_f64).collect();
            all.sort_by(f64::total_cmp);
            all
        };
        let (took, long) = (numbers("took"), numbers("long"));
        assert_eq!(took.len(), MOVES);
        let verdict = |value: f64, limit: f64| if value <= limit { "ok" } else { "OVER" };
        let (median, late) = (took[MOVES / 2], took[MOVES * 95 / 100]);
        println!(
            "{MOVES} moves of {} levers to first figures:",
            measured["levers"]
        );
        println!(
            "  median          {median:>5.0} ms, at most 100: {}",
            verdict(median, 100.0)
        );
        println!(
            "  95th percentile {late:>5.0} ms, at most 250: {}",
            verdict(late, 250.0)
        );
        let longest = long.last().copied().unwrap_or(50.0);
        println!(
            "longest task on the main thread meanwhile: {longest:.0} ms, at most 50: {} ({} above)",
            verdict(longest, 50.0),
            long.iter().filter(|it| **it > 50.0).count()
        );
    });
}
