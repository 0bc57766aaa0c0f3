//! Every case passes; every case could fail; the page of documentation says what the cases say.

use std::sync::atomic::{AtomicUsize, Ordering};

use tuiyan_oracle::cases::{
    Case, Check, FALSE_ALARM, Kind, POWER, Report, Sample, Verdict, cases, confidence, run, table,
};

#[test]
fn every_case_passes_and_would_catch_an_error_of_two_per_cent() {
    let reports = run_on_all_cores();
    assert_eq!(reports.len(), cases().len());
    let failed: Vec<&Report> = reports
        .iter()
        .filter(|r| r.verdict == Verdict::Fail)
        .collect();
    assert!(failed.is_empty(), "{failed:#?}");
    let weak: Vec<&Report> = reports
        .iter()
        .filter(|r| r.power.is_some_and(|power| power < POWER))
        .collect();
    assert!(weak.is_empty(), "too few replications: {weak:#?}");
    let is_exact = |r: &Report| r.kind == Kind::Exact;
    assert!(
        reports
            .iter()
            .all(|r| is_exact(r) == r.power.is_none() && is_exact(r) == r.confidence.is_none())
    );
}

/// Every case once, each on the first core that is free.
fn run_on_all_cores() -> Vec<Report> {
    let (cases, confidence, next) = (cases(), confidence(), AtomicUsize::new(0));
    let work = || {
        let pick = || cases.get(next.fetch_add(1, Ordering::Relaxed));
        std::iter::from_fn(pick)
            .map(|case| case.run(confidence))
            .collect::<Vec<_>>()
    };
    std::thread::scope(|scope| {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .filter_map(|worker| worker.join().ok())
            .flatten()
            .collect()
    })
}

/// Runs a case with its expected figure turned into another: it has to notice.
#[test]
fn a_wrong_expectation_fails() {
    for case in cases()
        .into_iter()
        .filter(|case| case.kind() == Kind::Exact)
    {
        let Check::Exact { digits, .. } = case.check else {
            unreachable!()
        };
        for wrong in [1.0, -1.0] {
            let wrong = Case {
                expected: case.expected + wrong * libm::pow(10.0, -f64::from(digits)),
                ..case
            };
            assert_eq!(
                wrong.run(confidence()).verdict,
                Verdict::Fail,
                "{}: one unit of the last digit",
                case.name
            );
        }
    }
    for name in [
        "common_slot.n3.simulated",
        "availability.stand_in.simulated",
    ] {
        let case = cases().into_iter().find(|case| case.name == name).unwrap();
        for factor in [0.95, 1.05] {
            let wrong = Case {
                expected: case.expected * factor,
                ..case
            };
            assert_eq!(
                wrong.run(confidence()).verdict,
                Verdict::Fail,
                "{name} · {factor}"
            );
        }
    }
}

fn interval(expected: f64, reference_error: f64, got: fn() -> Sample) -> Case {
    Case {
        name: "a.case",
        source: "made up",
        expected,
        check: Check::Interval {
            reference_error,
            got,
        },
    }
}

#[test]
fn verdicts_at_the_edge() {
    // Mean 10, standard error 1, 8 replications: at 95 % the interval is 10 ± 2.3646.
    let ten = || Sample {
        mean: 10.0,
        standard_error: 1.0,
        n: 8,
    };
    for (expected, reference_error, verdict) in [
        (12.36, 0.0, Verdict::Pass),
        (12.37, 0.0, Verdict::Fail),
        (7.64, 0.0, Verdict::Pass),
        (7.63, 0.0, Verdict::Fail),
        // With a reference as uncertain as the sample: 10 ± 2.3646·√2 = 10 ± 3.3441.
        (13.34, 1.0, Verdict::Pass),
        (13.35, 1.0, Verdict::Fail),
    ] {
        assert_eq!(
            interval(expected, reference_error, ten).run(0.95).verdict,
            verdict,
            "{expected}"
        );
    }
    let report = interval(12.0, 0.0, ten).run(0.95);
    assert_eq!(
        (report.got, report.n, report.confidence),
        (Some(10.0), 8, Some(0.95))
    );
    assert!(
        (report.low.unwrap() - 7.635_4).abs() < 5e-5
            && (report.high.unwrap() - 12.364_6).abs() < 5e-5
    );
}

#[test]
fn what_is_not_a_number_fails() {
    let samples: [fn() -> Sample; 3] = [
        || Sample {
            mean: f64::NAN,
            standard_error: 1.0,
            n: 8,
        },
        || Sample {
            mean: 10.0,
            standard_error: f64::NAN,
            n: 8,
        },
        || Sample {
            mean: 10.0,
            standard_error: 1.0,
            n: 1,
        },
    ];
    for got in samples {
        assert_eq!(interval(10.0, 0.0, got).run(0.95).verdict, Verdict::Fail);
    }
    let exact = Case {
        name: "a.case",
        source: "made up",
        expected: 1.0,
        check: Check::Exact {
            digits: 3,
            got: || f64::NAN,
        },
    };
    let report = exact.run(0.95);
    assert_eq!((report.verdict, report.got), (Verdict::Fail, None));
}

#[test]
fn a_sample_by_hand() {
    // 2, 4, 6: mean 4, s² = 4, standard error √(4/3).
    let sample = Sample::of(&[2.0, 4.0, 6.0]);
    assert_eq!((sample.mean, sample.n), (4.0, 3));
    assert!((sample.standard_error - (4.0_f64 / 3.0).sqrt()).abs() < 1e-15);
}

#[test]
fn names_are_unique_and_any_prefix_selects() {
    let mut names: Vec<&str> = cases().iter().map(|case| case.name).collect();
    assert_eq!(
        run("availability.stand_in.c")
            .map(|r| r.name)
            .collect::<Vec<_>>(),
        ["availability.stand_in.correlated"]
    );
    assert_eq!(
        run("working_days").count(),
        names
            .iter()
            .filter(|n| n.starts_with("working_days"))
            .count()
    );
    assert_eq!(run("no such case").count(), 0);
    names.sort_unstable();
    names
        .windows(2)
        .for_each(|pair| assert_ne!(pair[0], pair[1]));
    assert!(cases().iter().all(|case| !case.source.is_empty()));
}

#[test]
fn the_whole_suite_raises_one_false_alarm_in_ten_thousand() {
    let m = cases()
        .iter()
        .filter(|case| case.kind() == Kind::Interval)
        .count() as f64;
    assert!((m * (1.0 - confidence()) / FALSE_ALARM - 1.0).abs() < 1e-9);
}

#[test]
fn the_page_of_documentation_is_the_list_of_cases() {
    let page = table();
    for case in cases() {
        assert!(
            page.contains(&format!("| `{}` |", case.name)),
            "{}",
            case.name
        );
    }
    let published = include_str!("../../../docs/validation.md");
    // Behind the cases stand the comparisons.
    let (cases, _) = published.split_once("\n<!-- From here on").unwrap();
    assert_eq!(cases, page, "write it anew: cargo xtask docs");
}
