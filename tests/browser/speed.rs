//! How fast the page answers, and the simulator beneath it: measurements, made by `cargo xtask bench`.

use std::hint::black_box;
use std::time::{Duration, Instant};

use serde_json::Value;

use checks::median;

use crate::harness::{DESK, browse, server};

/// The benchmarks and their sizes: the kernel's, as `crates/oracle/benches/ratios.rs` has them, and years of a county.
const MODELS: [(&str, u32); 4] = [
    ("M/M/1", 1_000_000),
    ("W3", 100_000),
    ("hold", 1_000_000),
    ("county", 40),
];

/// Times each is run on either side.
const ROUNDS: u64 = 21;

/// Runs each in the browser before time is taken, so that its engine has the code compiled as well as it ever will.
const WARM: u64 = 4;

/// The time a benchmark may take in the browser, times native.
const SLOWER: f64 = 1.3;

/// One run in the browser: milliseconds, and its digest.
const RUN: &str = "
    const [base, name, n, seed, done] = arguments;
    import(base + 'checks/tuiyan_checks.js')
        .then(async (it) => {
            window.checks ??= await it.default();
            const begun = performance.now(), digest = it.benchmark(name, n, BigInt(seed));
            done([performance.now() - begun, digest]);
        })
        .catch((problem) => done([0, 'failed: ' + problem]));";

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

fn verdict(value: f64, limit: f64) -> &'static str {
    if value <= limit { "ok" } else { "OVER" }
}

#[test]
#[ignore = "a measurement, not a test: cargo xtask bench"]
fn the_kernel_in_the_browser_keeps_up_with_native() {
    browse(DESK, |page| async move {
        // A document of the same host in which nothing else runs.
        page.web
            .goto(format!("{}checks/tuiyan_checks.js", server()))
            .await
            .unwrap();
        page.web
            .set_script_timeout(Duration::from_secs(120))
            .await
            .unwrap();
        println!("the kernel, times in the browser over native's, taken in turn:");
        for (name, n) in MODELS {
            let (mut ratios, mut here, mut there) = (Vec::new(), Vec::new(), Vec::new());
            for round in 0..WARM + ROUNDS {
                let begun = Instant::now();
                let native = checks::benchmark(black_box(name), black_box(n), round);
                let native_ms = begun.elapsed().as_secs_f64() * 1000.0;
                let arguments = vec![
                    server().into(),
                    name.into(),
                    n.into(),
                    round.to_string().into(),
                ];
                let said = page.web.execute_async(RUN, arguments).await.unwrap();
                let browser_ms = said.json()[0].as_f64().unwrap();
                assert_eq!(
                    said.json()[1].as_str(),
                    native.as_deref(),
                    "{name}: browser left, native right"
                );
                if round >= WARM {
                    ratios.push(browser_ms / native_ms);
                    here.push(native_ms);
                    there.push(browser_ms);
                }
            }
            let ratio = median(ratios);
            println!(
                "  {name:<6} native {:>6.1} ms   browser {:>6.1} ms   ratio {ratio:.2}, at most {SLOWER}: {}",
                median(here),
                median(there),
                verdict(ratio, SLOWER)
            );
        }
    });
}

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
        // A task of ten milliseconds lasts fifty where others hold the cores.
        if let Ok(load) = std::fs::read_to_string("/proc/loadavg") {
            let cores = std::thread::available_parallelism().map_or(1, usize::from);
            let load = load.split(' ').next().unwrap_or_default();
            println!("load of the machine in this minute: {load}, of {cores} cores");
        }
    });
}

/// The most seconds that the factorial of the mechanisms may take, and its time over native's on as many cores.
const FACTORIAL: (f64, f64) = (30.0, 1.4);

/// Times it is run on either side.
const FACTORIALS: usize = 5;

/// 30 replications of 3 years each, as the place 对比 has it.
fn factorial() -> experiment::Prepared {
    let mut factors = serde_json::Map::new();
    for it in [
        "participation",
        "stand_in",
        "emergency",
        "daily_norms",
        "approval_reform",
    ] {
        let path = format!("mechanisms.{it}.enabled");
        let factor = serde_json::json!({"path": path, "levels": [false, true]});
        factors.insert(it.to_owned(), factor);
    }
    let file = serde_json::json!({
        "tuiyan_experiment": 1, "scenario": "today", "seed": 1, "replications": 30, "years": 3,
        "factors": factors, "design": {"kind": "full_factorial"},
    });
    let spec = experiment::read(&file.to_string()).unwrap();
    let source = experiment::Source::preset("today", Vec::new());
    experiment::prepare(spec, &source, &experiment::OneCore).unwrap()
}

/// Seconds that it takes on all cores, read and run.
fn factorial_by_native(cores: usize) -> f64 {
    let begun = Instant::now();
    let prepared = factorial();
    let pieces = experiment::share(&prepared.outline, None);
    let batches = experiment::batches(&pieces, cores);
    let next = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    let Some(batch) = batches.get(at) else { break };
                    black_box(experiment::run_batch(&prepared, &pieces[batch.clone()]));
                }
            });
        }
    });
    begun.elapsed().as_secs_f64()
}

#[test]
#[ignore = "a measurement, not a test: cargo xtask bench"]
fn the_factorial_of_the_mechanisms_keeps_up_with_native() {
    browse(DESK, |page| async move {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let (mut here, mut there, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        let mut runs = 0.0;
        for _ in 0..FACTORIALS {
            let native = factorial_by_native(cores);
            // A page anew: whoever opens it has nothing compiled yet.
            page.web.goto("about:blank").await.unwrap();
            page.visit("#/compare?preset=today&seed=1", "#factorial-go")
                .await;
            page.click("#factorial-go").await;
            page.until_within(
                Duration::from_secs(300),
                "all combinations have been run",
                "return document.getElementById('factorial-progress').dataset.stage === 'done';",
            )
            .await;
            let said = "const it = document.getElementById('factorial-progress').dataset; return [Number(it.seconds), Number(it.of)];";
            let said = page.js(said).await;
            let seconds = said[0].as_f64().unwrap();
            runs = said[1].as_f64().unwrap();
            here.push(native);
            there.push(seconds);
            ratios.push(seconds / native);
        }
        ratios.sort_by(f64::total_cmp);
        let (least, most) = (ratios[0], ratios[FACTORIALS - 1]);
        let (native, seconds, ratio) = (median(here), median(there), median(ratios));
        println!(
            "all 32 combinations of the mechanisms, 30 replications of 3 years each, on {cores} cores, {FACTORIALS} times in turn:"
        );
        println!(
            "  in the browser {seconds:.1} s, at most {}: {} ({:.0} runs a second); native {native:.1} s; ratio {ratio:.2} ({least:.2} to {most:.2}), at most {}: {}",
            FACTORIAL.0,
            verdict(seconds, FACTORIAL.0),
            runs / seconds,
            FACTORIAL.1,
            verdict(ratio, FACTORIAL.1)
        );
    });
}

/// The time in which 编辑 answers, milliseconds.
const ANSWERS: f64 = 50.0;

/// Opens a scenario of 500 entities from what is kept, edits a number of it, undoes that, again and again; how long each took until the place
/// showed it, and every task on the main thread over 50 ms, milliseconds.
const EDITED: &str = "
    const long = [], took = {load: [], edit: [], undo: [], choose: []};
    new PerformanceObserver(all => all.getEntries().forEach(it => long.push(Math.round(it.duration)))).observe({ entryTypes: ['longtask'] });
    const pause = ms => new Promise(go => setTimeout(go, ms));
    const next = () => new Promise(go => { const it = new MessageChannel(); it.port1.onmessage = () => { it.port1.close(); go(); }; it.port2.postMessage(0); });
    const ID = 'field-conferences-ceremonies-hours', PATH = 'conferences.ceremonies.hours';
    const moved = () => document.querySelector(`.edit-form [data-path='${PATH}']`).classList.contains('moved');
    const timed = async (what, act, done) => {
        const begun = performance.now();
        act();
        while (!done()) await next();
        took[what].push(performance.now() - begun);
        await pause(900);
    };
    const many = () => /[0-9]{3}/.test(document.querySelector('#edit-differs summary').textContent);
    const choose = (path) => { const e = document.getElementById('edit-entry'); e.value = path; e.dispatchEvent(new Event('change', {bubbles: true})); };
    (async () => {
        document.getElementById('edit-kept').open = true;
        const open = () => document.querySelector('.edit-kept-open');
        for (let k = 0; k < ROUNDS; k++) {
            await timed('load', () => open().click(), many);
            document.getElementById('edit-to-conferences').click();
            while (!document.getElementById('edit-entry')) await next();
            choose('conferences.ceremonies');
            while (!document.getElementById(ID)) await next();
            const field = document.getElementById(ID);
            field.value = String(3 + k);
            await timed('edit', () => field.dispatchEvent(new Event('change', { bubbles: true })), moved);
            await timed('undo', () => document.getElementById('undo').click(), () => !moved());
            document.getElementById('edit-to-departments').click();
            while (document.getElementById('edit-to-departments').getAttribute('aria-current') !== 'true') await next();
            await timed('choose', () => choose('departments.water'), () => !!document.getElementById('field-departments-water-staff'));
            location.hash = '#/edit?preset=seed';
            while (many()) await next();
            await pause(900);
        }
        window.measured = { took, long };
    })();
";

/// So often.
const OPENED: usize = 9;

#[test]
#[ignore = "a measurement, not a test: cargo xtask bench"]
fn the_workbench_answers_among_500_entities() {
    browse(DESK, |page| async move {
        let preset = county::scenario::preset("today").unwrap().file().clone();
        let mut changes = serde_json::json!({});
        for n in 0..500 {
            let (at, collection, id) = [
                ("departments", &preset["departments"], "water"),
                ("offices", &preset["offices"], "justice"),
                ("conferences", &preset["conferences"], "ceremonies"),
                ("publics", &preset["world"]["publics"], "town"),
            ][n % 4];
            let into = match at {
                "publics" => &mut changes["world"]["publics"],
                at => &mut changes[at],
            };
            into[format!("copy_{n}")] = collection[id].clone();
        }
        page.visit("#/edit?preset=today", "#edit-section").await;
        let mut file = serde_json::json!({"tuiyan": 1, "extends": "today"});
        let changes = changes.as_object().unwrap().clone();
        file.as_object_mut().unwrap().extend(changes);
        let record =
            serde_json::json!({"tuiyan_record": 1, "name": "500", "file": file.to_string()});
        page.js(&format!(
            "const asked = indexedDB.open('tuiyan');
            asked.onsuccess = () => {{
                const all = asked.result.transaction('scenarios', 'readwrite');
                all.objectStore('scenarios').put({:?}, 'large');
                all.oncomplete = () => {{ asked.result.close(); window.there = true; }};
            }};",
            record.to_string()
        ))
        .await;
        page.until("it is there", "return !!window.there;").await;
        page.web.goto("about:blank").await.unwrap();
        page.visit("#/edit?preset=seed", ".edit-kept-open").await;
        page.js(&EDITED.replace("ROUNDS", &OPENED.to_string()))
            .await;
        page.until_within(
            Duration::from_secs(240),
            "all is answered",
            "return !!window.measured;",
        )
        .await;
        let measured = page.js("return window.measured;").await;
        println!("编辑, a scenario of 500 entities more, {OPENED} times:");
        for what in ["load", "edit", "undo", "choose"] {
            let all = measured["took"][what].as_array().into_iter().flatten();
            let mut all: Vec<f64> = all.filter_map(Value::as_f64).collect();
            all.sort_by(f64::total_cmp);
            let middle = all[OPENED / 2];
            println!(
                "  {what:<6} median {middle:>5.0} ms, longest {:>5.0}, at most {ANSWERS}: {}",
                all[OPENED - 1],
                verdict(middle, ANSWERS)
            );
        }
        println!(
            "  tasks on the main thread over 50 ms: {}",
            measured["long"]
        );
    });
}
