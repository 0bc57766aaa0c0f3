//! What each mechanism does to each preset, published in `docs/validation.md` whatever comes out.
//!
//! Two steps, so that nobody looks first and fixes the preset afterwards: `--freeze` writes down what is to be compared with what, and the presets'
//! hashes; without it the comparisons are run and written, of exactly those presets or not at all. A test in `county` holds the presets against
//! what is written.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::Deserialize;

use crate::tools::{cargo, output, read, root, write};
use crate::{Outcome, known};

/// Begins the section; what stands before it is written by `tuiyan oracle --markdown`.
const MARK: &str = "<!-- From here on written by `cargo xtask comparisons`. Change what it compares, not this. -->";

/// The mechanisms, in the order of the seed.
const MECHANISMS: [&str; 5] = [
    "approval_reform",
    "emergency",
    "stand_in",
    "participation",
    "daily_norms",
];

/// What is shown beside the claims, exploratory.
const BESIDE: [&str; 2] = ["turnaround.lead_time.mean.all_roots", "quality.value.share"];

const REPLICATIONS: u32 = 200;

/// The seed the tables are of, and the one that was named before it was ever run.
const SEEDS: [u64; 2] = [1, 2];

#[derive(Deserialize)]
struct Preset {
    id: String,
}

#[derive(Deserialize)]
struct Run {
    version: String,
    scenario_hash: String,
}

#[derive(Deserialize)]
struct Compared {
    family: Vec<String>,
    others: Vec<Other>,
}

#[derive(Deserialize)]
struct Other {
    metrics: BTreeMap<String, Difference>,
}

#[derive(Deserialize)]
struct Difference {
    base: Option<f64>,
    other: Option<f64>,
    difference: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    p_adjusted: Option<f64>,
    distinguishable: bool,
    variance_ratio: Option<f64>,
}

impl Difference {
    /// What is claimed: −1 or 1, that it falls or rises; 0, that it cannot be told.
    fn verdict(&self) -> i8 {
        match self.difference {
            Some(it) if self.distinguishable => it.total_cmp(&0.0) as i8,
            _ => 0,
        }
    }
}

/// `cargo xtask comparisons [--freeze]`
pub fn run(args: &[String]) -> Outcome {
    known(args, &["--freeze"], &[])?;
    let ids: Vec<Preset> = said(&["presets"])?;
    let mut hashes = Vec::new();
    let mut version = String::new();
    for Preset { id } in ids {
        let run: Run = said(&["run", &id, "--replications", "1"])?;
        version = run.version;
        hashes.push((id, run.scenario_hash));
    }
    let page = page()?;
    let (before, published) = split(&page);
    if args.iter().any(|it| it == "--freeze") {
        let section = frozen(&hashes, &version, &today());
        return write(&path(), format!("{}\n\n{section}", before.trim_end()));
    }
    let mut section = head(published, &hashes)
        .ok_or("the presets are not those of docs/validation.md: `cargo xtask comparisons --freeze`, commit that, then come back")?;
    section += &format!(
        "\nRun on {} by version {version} at commit {}.\n",
        today(),
        commit()?
    );
    for (id, _) in &hashes {
        section += &table(id)?;
    }
    write(&path(), format!("{before}{section}"))
}

/// What the command prints, as JSON.
fn said<T: serde::de::DeserializeOwned>(args: &[&str]) -> Outcome<T> {
    let mut command = cargo();
    command
        .args(["run", "--release", "--quiet", "--package", "tuiyan-cli"])
        .arg("--")
        .args(args)
        .arg("--json");
    serde_json::from_str(&output(&mut command)?).map_err(|error| format!("{args:?}: {error}"))
}

fn path() -> PathBuf {
    root().join("docs/validation.md")
}

fn page() -> Outcome<String> {
    String::from_utf8(read(&path())?).map_err(|error| error.to_string())
}

/// The page of cases, and what stands behind it.
fn split(page: &str) -> (&str, &str) {
    page.split_at(page.find(MARK).unwrap_or(page.len()))
}

/// The page of cases written anew, with what stands behind it now.
pub fn kept(cases: &str) -> Outcome<String> {
    let page = page()?;
    let section = split(&page).1;
    let cases = cases.trim_end();
    Ok(if section.is_empty() {
        format!("{cases}\n")
    } else {
        format!("{cases}\n\n{section}")
    })
}

/// The section before anything is run.
fn frozen(hashes: &[(String, String)], version: &str, date: &str) -> String {
    let [first, second] = SEEDS;
    let mut text = format!(
        "{MARK}

## Mechanisms, compared

Each preset against itself with one mechanism switched, by `tuiyan compare PRESET PRESET+mechanisms.NAME.enabled=…` with all five at once: on where
the preset has it off, off where it has it on. {REPLICATIONS} replications over the preset's own years, seed {first}. The four primaries of all five are one family
of 20 claims (Holm); what stands below them, in brackets, is exploratory. All is printed, favourable or not.

The presets were frozen before: changing one by as little as a digit fails a test until it is frozen and compared anew. Seed {first} is the one everybody
runs, the authors too while they built; seed {second} was named here before it was run, and says whether a verdict was luck. A verdict is what is
claimed: it falls, it rises, or it cannot be told. One whose p is near .05 may well come out otherwise with other luck.

Anew: `cargo xtask comparisons --freeze`, commit, `cargo xtask comparisons`, commit.

| preset | scenario hash | frozen | version |
|---|---|---|---|
"
    );
    for (id, hash) in hashes {
        text += &format!("| `{id}` | `{hash}` | {date} | {version} |\n");
    }
    text
}

/// The head of a section that stands already, if it is of these presets.
fn head(section: &str, hashes: &[(String, String)]) -> Option<String> {
    let row = |it: &(String, String)| format!("| `{}` | `{}` |", it.0, it.1);
    let lines = || section.split_inclusive('\n');
    let last = hashes
        .iter()
        .map(|it| lines().position(|line| line.starts_with(&row(it))));
    let last = last.collect::<Option<Vec<usize>>>()?.into_iter().max()?;
    Some(lines().take(last + 1).collect())
}

/// The table of one preset.
fn table(id: &str) -> Outcome<String> {
    let file = root().join(format!("scenarios/{id}.json"));
    let scenario: serde_json::Value = serde_json::from_slice(&read(&file)?)
        .map_err(|error| format!("{}: {error}", file.display()))?;
    let is_on = |name: &str| scenario["mechanisms"][name]["enabled"] == true;
    let others = MECHANISMS.map(|it| format!("{id}+mechanisms.{it}.enabled={}", !is_on(it)));
    let compared = |seed: u64| -> Outcome<Compared> {
        let (replications, seed) = (REPLICATIONS.to_string(), seed.to_string());
        let mut args = vec!["compare", id];
        args.extend(others.iter().map(String::as_str));
        args.extend(["--replications", &replications, "--seed", &seed]);
        said(&args)
    };
    let [first, second] = [compared(SEEDS[0])?, compared(SEEDS[1])?];
    let mut text = format!(
        "
### `{id}`

| switched | metric | base | other | difference | 95 % interval | p, adjusted | told? | variance ratio | seed {seed}: difference | interval | told? |
|---|---|---:|---:|---:|---|---:|---|---:|---:|---|---|
",
        seed = SEEDS[1]
    );
    let (mut claims, mut other_verdict) = (0, Vec::new());
    for (name, (one, two)) in MECHANISMS
        .iter()
        .zip(first.others.iter().zip(&second.others))
    {
        let switched = format!("{name} {}", if is_on(name) { "off" } else { "on" });
        let claimed = first.family.iter().map(|it| (it.as_str(), true));
        for (metric, claim) in claimed.chain(BESIDE.map(|it| (it, false))) {
            let (Some(a), Some(b)) = (one.metrics.get(metric), two.metrics.get(metric)) else {
                continue;
            };
            let shown = if claim {
                format!("`{metric}`")
            } else {
                format!("(`{metric}`)")
            };
            text += &format!(
                "| {switched} | {shown} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |\n",
                number(a.base),
                number(a.other),
                number(a.difference),
                interval(a),
                a.p_adjusted.map_or_else(String::new, chance),
                verdict(a),
                a.variance_ratio.map_or_else(|| "–".to_owned(), ratio),
                number(b.difference),
                interval(b),
                verdict(b),
            );
            if claim {
                claims += 1;
                if a.verdict() != b.verdict() {
                    other_verdict.push(format!("{switched}, `{metric}`"));
                }
            }
        }
    }
    text += &format!(
        "\nOf {claims} verdicts seed {} gives {} alike{}.\n",
        SEEDS[1],
        claims - other_verdict.len(),
        match other_verdict.len() {
            0 => String::new(),
            _ => format!("; not {}", other_verdict.join("; ")),
        }
    );
    Ok(text)
}

fn interval(it: &Difference) -> String {
    match (it.low, it.high) {
        (Some(low), Some(high)) => format!("{} to {}", number(Some(low)), number(Some(high))),
        _ => "–".to_owned(),
    }
}

fn verdict(it: &Difference) -> &'static str {
    match it.verdict() {
        -1 => "falls",
        1 => "rises",
        _ => "no",
    }
}

/// Four digits that mean something.
fn number(it: Option<f64>) -> String {
    match it {
        None => "–".to_owned(),
        Some(0.0) => "0".to_owned(),
        Some(it) if it.abs() < 1e-3 => format!("{it:.3e}").replace('-', "−"),
        Some(it) => {
            let tens = format!("{it:e}");
            let tens = tens.split_once('e').and_then(|it| it.1.parse::<i32>().ok());
            let before = tens.unwrap_or(0) + 1;
            let after = (4 - before).clamp(0, 6) as usize;
            format!("{it:.after$}").replace('-', "−")
        }
    }
}

fn ratio(it: f64) -> String {
    if it < 10.0 {
        format!("{it:.1}")
    } else {
        format!("{it:.0}")
    }
}

fn chance(it: f64) -> String {
    if it < 1e-4 {
        "< .0001".to_owned()
    } else {
        format!("{it:.4}").trim_start_matches('0').to_owned()
    }
}

/// Where the program stands.
fn commit() -> Outcome<String> {
    let git = |args: &[&str]| {
        output(
            std::process::Command::new("git")
                .current_dir(root())
                .args(args),
        )
    };
    let head = git(&["rev-parse", "--short=12", "HEAD"])?;
    let changed = git(&["status", "--porcelain", "--", "crates", "scenarios"])?;
    let changed = if changed.trim().is_empty() {
        ""
    } else {
        ", with changes that are not in it"
    };
    Ok(format!("`{}`{changed}", head.trim()))
}

/// The date, by UTC (Hinnant, civil from days).
fn today() -> String {
    let seconds = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |it| it.as_secs());
    let days = seconds / 86_400 + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (year, month) = if month < 10 {
        (year + era * 400, month + 3)
    } else {
        (year + era * 400 + 1, month - 9)
    };
    format!("{year}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_frozen_is_found_and_nothing_else() {
        let of = |hash: &str| {
            vec![
                ("seed".to_owned(), "aa".to_owned()),
                ("today".to_owned(), hash.to_owned()),
            ]
        };
        let text = frozen(&of("bb"), "0.1.0", "2026-01-01");
        assert_eq!(
            head(&format!("{text}\nRun …\n"), &of("bb")),
            Some(text.clone())
        );
        assert_eq!(head(&text, &of("bc")), None);
        assert_eq!(
            split(&format!("cases\n\n{text}")),
            ("cases\n\n", text.as_str())
        );
        assert_eq!(split("cases\n"), ("cases\n", ""));
    }

    #[test]
    fn numbers_have_four_digits() {
        for (value, text) in [
            (52.7374, "52.74"),
            (-1.0676, "−1.068"),
            (12_632.4, "12632"),
            (0.945_24, "0.9452"),
            (-0.020_693, "−0.02069"),
            (9.77e-5, "9.770e−5"),
            (0.0, "0"),
        ] {
            assert_eq!(number(Some(value)), text);
        }
        assert_eq!(
            [chance(0.04112), chance(1.0), chance(1e-9)],
            [".0411", "1.0000", "< .0001"]
        );
    }
}
