use super::*;
use proptest::prelude::*;

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

#[test]
fn deadlines_fall_where_the_announced_calendar_puts_them() {
    let table = [
        // start, working days, due
        ("2024-02-05", 7, "2024-02-20"), // across the Spring Festival
        ("2024-04-29", 7, "2024-05-11"), // a worked Saturday
        ("2024-09-26", 7, "2024-10-11"), // across National Day
        ("2024-07-01", 20, "2024-07-29"),
        ("2024-07-01", 0, "2024-07-01"),
        ("2024-02-10", 1, "2024-02-18"), // begins on a holiday, ends on a worked Sunday
    ];
    for (start, n, due) in table {
        assert_eq!(
            WorkingDays::mainland().add_working_days(date(start), n),
            date(due),
            "{start} + {n} working days"
        );
    }
}

#[test]
fn the_announced_years_have_their_working_days() {
    // Weekdays of the year − weekdays off + weekend days worked.
    for (year, expected) in [
        (2008, 251),
        (2015, 249),
        (2020, 249),
        (2024, 251),
        (2025, 248),
    ] {
        let before = Date::new(year - 1, 12, 31).unwrap();
        let last = Date::new(year, 12, 31).unwrap();
        assert_eq!(
            WorkingDays::mainland().working_days_between(before, last),
            expected,
            "{year}"
        );
    }
}

#[test]
fn mean_calendar_length_of_a_period_in_2024() {
    let days = WorkingDays::mainland();
    let year: Vec<Date> = (0..366).map(|n| date("2024-01-01").plus_days(n)).collect();
    let mean = |n: u32, starts: &[Date]| {
        let total: i64 = starts
            .iter()
            .map(|&it| days.add_working_days(it, n).days_since(it))
            .sum();
        (100.0 * total as f64 / starts.len() as f64).round() / 100.0
    };
    let worked: Vec<Date> = year
        .iter()
        .copied()
        .filter(|&it| days.is_working(it))
        .collect();
    assert_eq!(worked.len(), 251);
    assert_eq!((mean(7, &worked), mean(20, &worked)), (10.22, 29.25));
    assert_eq!((mean(7, &year), mean(20, &year)), (10.14, 28.97));
}

#[test]
fn single_days() {
    let (all, week, mainland) = (
        WorkingDays::every_day(),
        WorkingDays::weekends_only(),
        WorkingDays::mainland(),
    );
    let table = [
        // day, every day, weekends only, mainland, announced
        ("2024-05-11", all, true, true),
        ("2024-05-11", week, false, true),
        ("2024-05-11", mainland, true, true), // Saturday worked in lieu
        ("2024-10-04", mainland, false, true), // Friday of the National Day week
        ("2006-12-30", mainland, true, false), // announced with 2007's holidays
        ("2006-05-03", mainland, false, false), // rule of 1999
        ("2006-05-04", mainland, true, false),
        ("1998-05-04", mainland, true, false), // rule of 1949
        ("1998-10-02", mainland, false, false),
        ("2027-05-03", mainland, true, false), // rule of 2024
        ("2030-10-03", mainland, false, false),
        ("2014-05-03", mainland, false, true),
        ("2018-05-02", mainland, true, true), // one day only that year: the rule of other years must not leak in
        ("2006-12-31", mainland, true, false),
        ("2007-01-01", mainland, false, true),
        ("2026-12-31", mainland, true, true),
        ("2027-01-01", mainland, false, false),
        ("2100-01-01", week, true, true),
        ("2100-01-01", mainland, false, false),
    ];
    for (day, calendar, works, covered) in table {
        assert_eq!(calendar.is_working(date(day)), works, "{day} {calendar:?}");
        assert_eq!(calendar.covers(date(day)), covered, "{day} {calendar:?}");
    }
}

#[test]
fn every_line_of_the_table_is_read_and_means_something() {
    let mut seen = std::collections::BTreeSet::new();
    for line in TABLE.lines() {
        for (number, mark) in read_line(line).unwrap() {
            assert!(seen.insert(number), "{} stands twice", Date(number));
            assert!(
                mark == 1 || weekday(number) >= 5,
                "{} is worked anyway",
                Date(number)
            );
        }
    }
    assert_eq!(seen.len(), 677);
}

#[test]
fn dates_are_read_and_written() {
    let table = [
        ("2024-02-29", Some(3)), // Thursday
        ("1970-01-01", Some(3)),
        ("2026-11-23", Some(0)),
        ("0001-01-01", Some(0)),
        ("9999-12-31", Some(4)),
        ("2023-02-29", None),
        ("2024-13-01", None),
        ("2024-00-10", None),
        ("0000-01-01", None),
        ("2024-1-1", None),
        ("2024/01/01", None),
        ("24-01-01", None),
        ("+024-01-01", None),
        ("２０２４", None),
        ("", None),
    ];
    for (text, weekday) in table {
        let read = Date::parse(text);
        assert_eq!(
            read.as_ref().ok().map(|it| it.weekday()),
            weekday,
            "{text}: {read:?}"
        );
        if let Ok(it) = read {
            assert_eq!(it.to_string(), text);
        }
    }
}

#[test]
fn the_ends_of_the_calendar_hold() {
    let (first, last) = (date("0001-01-01"), date("9999-12-31"));
    assert_eq!((first.0, last.0), (FIRST, LAST));
    assert_eq!(first.plus_days(-1), first);
    assert_eq!(last.plus_days(i64::MAX), last);
    assert_eq!(WorkingDays::mainland().add_working_days(last, 5), last);
}

proptest! {
    #[test]
    fn counting_undoes_adding(start in -25_567_i32..120_530, n in 0_u32..400) {
        for calendar in [WorkingDays::mainland(), WorkingDays::weekends_only(), WorkingDays::every_day()] {
            let start = Date(start);
            let due = calendar.add_working_days(start, n);
            prop_assert_eq!(calendar.working_days_between(start, due), n);
            prop_assert!(n == 0 || calendar.is_working(due));
        }
    }

    #[test]
    fn periods_follow_each_other(start in -25_567_i32..120_530, a in 0_u32..100, b in 0_u32..100) {
        let days = WorkingDays::mainland();
        prop_assert_eq!(
            days.add_working_days(days.add_working_days(Date(start), a), b),
            days.add_working_days(Date(start), a + b)
        );
    }

    #[test]
    fn a_date_is_its_parts(number in FIRST..=LAST) {
        let date = Date(number);
        prop_assert_eq!(Date::new(date.year(), date.month(), date.day()), Some(date));
        prop_assert_eq!(Date::parse(&date.to_string()), Ok(date));
        prop_assert_eq!(date.plus_days(1).weekday(), if number == LAST { date.weekday() } else { (date.weekday() + 1) % 7 });
    }
}
