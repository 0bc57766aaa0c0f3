use super::*;

fn e(value: f64, low: f64, high: f64) -> Estimate {
    Estimate::new(value, low, high)
}

#[test]
fn values_show_what_their_interval_supports() {
    let table = [
        (e(81.234, 79.4, 83.0), Unit::Days, "81.2 天", "81.2 days"),
        (e(81.234, 61.0, 101.0), Unit::Days, "81 天", "81 days"),
        (e(623.4, 616.0, 631.0), Unit::Hours, "623 小时", "623 hours"),
        (
            e(6231.0, 5000.0, 7400.0),
            Unit::Hours,
            "6200 小时",
            "6200 hours",
        ),
        (e(0.031, 0.025, 0.037), Unit::Share, "3.1%", "3.1%"),
        (e(0.71, 0.55, 0.87), Unit::Share, "71%", "71%"),
        (
            e(41_234.0, 41_100.0, 41_360.0),
            Unit::People,
            "41\u{202f}200 人",
            "41\u{202f}200 people",
        ),
        (Estimate::exact(86.42), Unit::Days, "86.4 天", "86.4 days"),
        (Estimate::exact(7.0), Unit::Days, "7.0 天", "7.0 days"),
        (
            Estimate::exact(0.0512),
            Unit::Days,
            "0.051 天",
            "0.051 days",
        ),
        (Estimate::exact(144.4), Unit::Days, "144 天", "144 days"),
        (Estimate::exact(0.0), Unit::Days, "0 天", "0 days"),
        (Estimate::exact(-0.0), Unit::Days, "0 天", "0 days"),
        (e(1.1, -10.0, 12.0), Unit::Days, "1 天", "1 day"),
        (Estimate::NONE, Unit::Days, "—", "—"),
        (Estimate::exact(f64::NAN), Unit::Days, "—", "—"),
    ];
    for (value, unit, zh, en) in table {
        assert_eq!(quantity(value, unit, Lang::Zh), zh, "{value:?}");
        assert_eq!(quantity(value, unit, Lang::En), en, "{value:?}");
    }
}

#[test]
fn differences_carry_their_sign_and_interval() {
    let table = [
        (
            e(-5.2, -6.3, -4.1),
            Unit::Days,
            "−5.2 天（−6.3 – −4.1）",
            "−5.2 days (−6.3 – −4.1)",
        ),
        (
            e(5.2, 4.1, 6.3),
            Unit::Days,
            "+5.2 天（4.1–6.3）",
            "+5.2 days (4.1–6.3)",
        ),
        (
            e(0.0005, -0.002, 0.003),
            Unit::Share,
            "+0.1 个百分点（−0.2 – 0.3）",
            "+0.1 points (−0.2 – 0.3)",
        ),
        (
            e(12.0, 4.0, 19.0),
            Unit::Hours,
            "+12 小时（4–19）",
            "+12 hours (4–19)",
        ),
        // What cannot be told from nought needs no more digits than these; what can, does.
        (
            e(0.0000006, -0.0000006, 0.0000017),
            Unit::Share,
            "0 个百分点",
            "0 points",
        ),
        (
            e(0.0005, -0.0004, 0.0014),
            Unit::Bare,
            "+0.001（0–0.001）",
            "+0.001 (0–0.001)",
        ),
        (
            e(0.00004, 0.00002, 0.00006),
            Unit::Share,
            "+0.004 个百分点（0.002–0.006）",
            "+0.004 points (0.002–0.006)",
        ),
        // The same in every replication: there is no interval to tell.
        (e(0.0, 0.0, 0.0), Unit::Days, "0 天", "0 days"),
        (Estimate::exact(-1.04), Unit::Days, "−1.0 天", "−1.0 days"),
        (Estimate::NONE, Unit::Hours, "—", "—"),
    ];
    for (value, unit, zh, en) in table {
        assert_eq!(difference_with_interval(value, unit, Lang::Zh), zh);
        assert_eq!(difference_with_interval(value, unit, Lang::En), en);
    }
}

#[test]
fn an_interval_of_one_end_is_none() {
    let half = Estimate {
        value: Some(3.0),
        low: Some(1.0),
        high: None,
    };
    assert_eq!(with_interval(half, Unit::Days, Lang::Zh), "3.0 天");
    assert_eq!(interval(half, Unit::Days), "—");
    assert!(!half.finite().excludes_zero());
}

#[test]
fn only_an_interval_beside_zero_tells_a_difference() {
    for (low, high, expected) in [
        (-6.3, -4.1, true),
        (4.1, 6.3, true),
        (-0.2, 0.3, false),
        (0.0, 1.0, false),
    ] {
        assert_eq!(e(0.0, low, high).excludes_zero(), expected, "{low} {high}");
    }
    assert!(!Estimate::exact(3.0).excludes_zero());
}

#[test]
fn what_is_not_quite_all_is_not_written_as_all() {
    let e = Estimate::new(0.9978, 0.9955, 1.000_07);
    assert_eq!(
        with_interval(e, Unit::Share, Lang::En),
        "99.8% (99.6–100.0)"
    );
    assert_eq!(
        quantity(Estimate::exact(1.0), Unit::Share, Lang::En),
        "100%"
    );
}
