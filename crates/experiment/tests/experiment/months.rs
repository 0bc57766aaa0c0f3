//! Month by month since reform day: on pieces whose figures are known, and on a county's.

use experiment::{ByMonth, OneCore, Piece, Prepared, Source, prepare};
use kernel::measure::{Measure, Measures};
use serde_json::{Value, json};

use crate::fixture::{self, DAYS, result};

fn file(rest: &str) -> String {
    format!(
        r#"{{"tuiyan_experiment": 1, "scenario": "today", "years": 0.5, "metrics": ["burden.hours.total"],
        "factors": {{"stand_in": {{"path": "mechanisms.stand_in.enabled", "levels": [false, true]}}}},
        "design": {{"kind": "one_way"}}, {rest}}}"#
    )
}

fn prepared(rest: &str) -> Prepared {
    fixture::prepared(&file(rest), &["horizon.warm_up_years=0.25"])
}

/// Ten matters a month at 40 days before; after, so many days more, and a little luck.
fn known(more: &[f64]) -> (Prepared, Vec<Piece>) {
    let prepared = prepared(&format!("\"replications\": 8, \"months\": {}", more.len()));
    let mut pieces = Vec::new();
    for replication in 0..8 {
        let luck = f64::from(replication % 4) - 1.5;
        let base = vec![[400.0, 10.0]; more.len()];
        let other = more.iter().map(|it| [400.0 + 10.0 * it + luck, 10.0]);
        let months = [
            None,
            Some(ByMonth {
                base,
                other: other.collect(),
            }),
        ];
        for (point, months) in (0..).zip(months) {
            pieces.push(Piece {
                point,
                replication,
                digest: 0,
                measures: Measures::default(),
                common: None,
                months,
            });
        }
    }
    (prepared, pieces)
}

#[test]
fn a_change_is_better_from_the_month_on_after_which_every_month_is() {
    let table: [(&[f64], Value); 5] = [
        (&[2.0, -1.0, -3.0, -4.0], json!(2)),
        (&[-1.0, -1.0], json!(1)),
        // A good month before a bad one does not count.
        (&[-2.0, 1.0, -2.0], json!(3)),
        (&[-2.0, -2.0, 0.0], Value::Null),
        (&[3.0], Value::Null),
    ];
    for (more, expected) in table {
        let (prepared, pieces) = known(more);
        let result = result(&prepared, &pieces);
        assert!(
            result["points"][0].get("months").is_none(),
            "the base has none"
        );
        let found = &result["points"][1]["months"][DAYS];
        assert_eq!(found["better_from"], expected, "{more:?}");
        let months = found["months"].as_array().unwrap();
        assert_eq!(months.len(), more.len());
        for (month, more) in months.iter().zip(more) {
            assert_eq!(month["unit"], "days");
            let difference = month["difference"].as_f64().unwrap();
            assert!((difference - more).abs() < 1e-9, "{month}");
            assert_eq!(month["distinguishable"], *more != 0.0, "{month}");
        }
    }
}

#[test]
fn a_month_without_matters_is_undefined_and_not_better() {
    let (prepared, mut pieces) = known(&[-1.0, -1.0, -1.0]);
    for piece in &mut pieces {
        if let Some(months) = &mut piece.months {
            months.base[1] = [0.0, 0.0];
            months.other[1] = [0.0, 0.0];
        }
    }
    let result = result(&prepared, &pieces);
    let found = &result["points"][1]["months"][DAYS];
    assert_eq!(found["months"][1]["difference"], Value::Null);
    assert_eq!(found["better_from"], 3);
}

#[test]
fn the_months_of_a_county_hold_its_matters() {
    // Turnaround itself need not be among the metrics.
    let six = prepared(r#""replications": 2, "months": 6"#);
    let pieces = fixture::run(&six);
    let whole = prepared(r#""replications": 2"#);
    let mut spec = whole.outline.spec.clone();
    spec.metrics = vec![DAYS.to_owned()];
    let source = Source::preset("today", fixture::changes(&["horizon.warm_up_years=0.25"]));
    let whole = prepare(spec, &source, &OneCore).unwrap();
    let others = fixture::run(&whole);
    for (piece, other) in pieces.iter().zip(&others) {
        assert_eq!(piece.digest, other.digest);
        assert_eq!(
            (piece.months.is_some(), other.months.is_some()),
            (piece.point == 1, false)
        );
        let Some(months) = &piece.months else {
            continue;
        };
        let Some((Measure::Ratio { above, below }, _)) = other.measures.0.get(DAYS) else {
            panic!("no turnaround")
        };
        // The window is rounded up to a day, of which six months leave a part over.
        let sum = |at: usize| months.other.iter().map(|it| it[at]).sum::<f64>();
        assert!(
            sum(1) <= *below && sum(1) > 0.97 * below,
            "{} of {below}",
            sum(1)
        );
        assert!(
            sum(0) <= *above && sum(0) > 0.95 * above,
            "{} of {above}",
            sum(0)
        );
    }
    // The same from pieces as text.
    let text = experiment::pieces_text(&pieces);
    assert_eq!(experiment::read_pieces(&text).unwrap(), pieces);
}

#[test]
fn months_that_cannot_be_are_refused_with_what_there_is() {
    for months in ["0", "37", "1.5", "\"all\""] {
        let problems = fixture::refused(&file(&format!("\"months\": {months}")));
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].path, "months");
    }
    let one = fixture::refused(&file(r#""months": 3, "replications": 1"#));
    assert!(one[0].path == "months" && one[0].message.contains("2 replications"));
    // Half a year is six months.
    let problems = fixture::refused(&file(r#""months": 7, "replications": 2"#));
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].path == "months" && problems[0].message.contains("6 whole months"));
}
