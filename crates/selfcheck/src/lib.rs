//! The validation cases of [`oracle`], one at a time, for the page's self-check: a module of its own, fetched by a worker only when
//! somebody asks for it (`selfcheck.js`), so that the page's first load does not carry it.
//!
//! What crosses is plain text, fields between tabs, numbers as they are to be read: the page needs no second reader of numbers.

use oracle::cases::{Check, Report, Verdict, cases, confidence};
use wasm_bindgen::prelude::wasm_bindgen;

/// All cases, a line each: name, source, what is known.
#[wasm_bindgen]
#[must_use]
pub fn list() -> String {
    let line = |case: &oracle::cases::Case| {
        [case.name, case.source, &case.known().replace('-', "−")].join("\t")
    };
    cases().iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Runs the case that is number `index` of [`list`], counted from 0: `pass` or `fail`, what came out, and its interval, which is empty
/// where the figure is exact. Nothing when there is no such case.
#[wasm_bindgen]
#[must_use]
pub fn check(index: usize) -> Option<String> {
    let all = cases();
    let case = all.get(index)?;
    Some(told(&case.run(confidence()), &case.check))
}

fn told(report: &Report, check: &Check) -> String {
    let passed = report.verdict == Verdict::Pass;
    let (digits, range) = match (check, report.low.zip(report.high)) {
        // What fails shows by how much: digits beyond the printed ones.
        (Check::Exact { digits, .. }, _) => {
            (usize::from(*digits) + if passed { 0 } else { 4 }, None)
        }
        (Check::Interval { .. }, None) => (6, None),
        (Check::Interval { .. }, Some((low, high))) => {
            (supported((high - low) / 2.0), Some((low, high)))
        }
    };
    let got = report
        .got
        .map_or_else(|| "–".to_owned(), |it| written(it, digits));
    let range = range.map_or_else(String::new, |(low, high)| {
        format!("{}–{}", written(low, digits), written(high, digits))
    });
    [if passed { "pass" } else { "fail" }, &got, &range].join("\t")
}

/// Digits after the point that show two significant ones of a half-width.
fn supported(half: f64) -> usize {
    let mut digits = 0;
    let mut unit = 10.0;
    while half > 0.0 && half < unit && digits < 8 {
        unit /= 10.0;
        digits += 1;
    }
    digits
}

fn written(value: f64, digits: usize) -> String {
    format!("{value:.digits$}").replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_has_a_line_of_three_fields() {
        let list = list();
        let lines: Vec<Vec<&str>> = list.lines().map(|it| it.split('\t').collect()).collect();
        assert_eq!(lines.len(), cases().len());
        for (line, case) in lines.iter().zip(cases()) {
            let [name, source, known] = line[..] else {
                panic!("{line:?}")
            };
            assert_eq!((name, source), (case.name, case.source));
            assert!(known.bytes().any(|it| it.is_ascii_digit()), "{known}");
        }
    }

    #[test]
    fn cases_are_run_one_at_a_time_until_there_are_no_more() {
        let exact = |it: &oracle::cases::Case| matches!(it.check, Check::Exact { .. });
        let all = cases();
        for (index, case) in all.iter().enumerate().filter(|(_, case)| exact(case)) {
            let told = check(index).unwrap();
            let known = case.known().replace('-', "−");
            assert_eq!(told, format!("pass\t{known}\t"), "{}", case.name);
        }
        assert_eq!(check(all.len()), None);
    }

    #[test]
    fn an_interval_is_written_with_the_digits_it_supports() {
        let table = [
            (0.5_f64, "pass\t0.5012\t0.4958–0.5066", 0.5012, 0.0054),
            (12.0, "fail\t10.22\t9.78–10.66", 10.22, 0.44),
            (-1.0, "pass\t−1.0\t−3.1–1.1", -1.0, 2.1),
        ];
        let interval = cases()
            .into_iter()
            .find(|it| matches!(it.check, Check::Interval { .. }))
            .unwrap();
        for (expected, line, got, half) in table {
            let passes = (expected - got).abs() <= half;
            let report = Report {
                name: interval.name,
                source: interval.source,
                kind: interval.kind(),
                expected,
                got: Some(got),
                low: Some(got - half),
                high: Some(got + half),
                confidence: None,
                n: 8,
                verdict: if passes { Verdict::Pass } else { Verdict::Fail },
                power: None,
            };
            assert_eq!(told(&report, &interval.check), line);
        }
    }
}
