//! `tuiyan oracle`

use std::time::Instant;

use oracle::cases::{Report, Verdict, cases, confidence, table};
use rayon::prelude::*;
use serde::Serialize;

use crate::console::{Console, Failure};
use crate::figures;

#[derive(Serialize)]
struct Reports {
    cases: Vec<Report>,
    passed: usize,
    failed: usize,
    seconds: f64,
}

/// Runs the cases whose name begins with `prefix`, or prints the page of documentation about them.
pub fn oracle(console: Console, prefix: &str, markdown: bool) -> Result<(), Failure> {
    if markdown {
        return console.text(&table());
    }
    let began = Instant::now();
    let chosen: Vec<_> = cases()
        .into_iter()
        .filter(|it| it.name.starts_with(prefix))
        .collect();
    if chosen.is_empty() {
        return Err(Failure::Use(format!(
            "no case begins with `{prefix}`; without a name all run"
        )));
    }
    let progress = console.progress(chosen.len() as u64, "cases");
    let confidence = confidence();
    let cases: Vec<Report> = chosen
        .par_iter()
        .map(|case| {
            let report = case.run(confidence);
            progress.inc(1);
            report
        })
        .collect();
    progress.finish_and_clear();
    let passed = cases
        .iter()
        .filter(|it| it.verdict == Verdict::Pass)
        .count();
    let reports = Reports {
        passed,
        failed: cases.len() - passed,
        cases,
        seconds: began.elapsed().as_secs_f64(),
    };
    console.result(&reports, text)?;
    if reports.failed > 0 {
        Err(Failure::Found)
    } else {
        Ok(())
    }
}

fn text(reports: &Reports) -> String {
    let row = |it: &Report| {
        let verdict = match it.verdict {
            Verdict::Pass => "pass",
            Verdict::Fail => "FAIL",
        };
        let number =
            |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |it| figures::fixed(it, 6));
        vec![
            verdict.to_owned(),
            it.name.to_owned(),
            number(Some(it.expected)),
            number(it.got),
            number(it.low),
            number(it.high),
            it.n.to_string(),
        ]
    };
    let rows: Vec<Vec<String>> = reports.cases.iter().map(row).collect();
    let header = ["", "case", "expected", "got", "low", "high", "n"];
    format!(
        "{}\n{} passed, {} failed in {:.1} s\n",
        figures::table(
            Some(&header),
            &[false, false, true, true, true, true, true],
            &rows
        ),
        reports.passed,
        reports.failed,
        reports.seconds
    )
}
