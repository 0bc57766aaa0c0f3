//! The same scenario and seed give the same digest, metrics and intervals, bit for bit, natively and in the browser.

use county::scenario;

use crate::harness::{DESK, browse, server};

const REPLICATIONS: u32 = 4;

const ASK: &str = "
    const [base, file, seed, replications, done] = arguments;
    import(base + 'checks/tuiyan_checks.js')
        .then(async (it) => { await it.default(); done(it.certificate(file, BigInt(seed), replications)); })
        .catch((problem) => done('failed: ' + problem));";

fn agree(file: String, seed: u64) {
    let native = checks::certificate(&file, seed, REPLICATIONS);
    assert!(native.contains("\nestimate turnaround."), "{native}");
    browse(DESK, move |page| async move {
        page.web.goto(server()).await.unwrap();
        page.web
            .set_script_timeout(std::time::Duration::from_secs(300))
            .await
            .unwrap();
        let arguments = vec![
            server().into(),
            file.into(),
            seed.to_string().into(),
            REPLICATIONS.into(),
        ];
        let said = page.web.execute_async(ASK, arguments).await.unwrap();
        let browser = said.json().as_str().map(str::to_owned).unwrap_or_default();
        assert_eq!(
            browser.lines().count(),
            native.lines().count(),
            "{browser:.300}"
        );
        for (here, there) in native.lines().zip(browser.lines()) {
            assert_eq!(here, there, "native left, browser right");
        }
    });
}

#[test]
fn the_presets_give_the_same_bits() {
    for preset in scenario::presets() {
        agree(preset.file().to_string(), 1);
    }
}

#[test]
fn a_reform_gives_the_same_bits() {
    let file = serde_json::json!({
        "tuiyan": 1,
        "extends": "today",
        "mechanisms": {"stand_in": {"enabled": true}},
        "world": {"demand": 1.35}
    });
    agree(file.to_string(), u64::MAX);
}
