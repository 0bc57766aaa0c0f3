//! What a run takes of memory, with no log kept: as much for many years as for few.

use county::scenario::{Change, load_preset};
use tuiyan_trial::{Replicate, Setup};

/// A replication of so many years of *today*, and the most memory it and its plan held at once, bytes.
fn held(years: u32, lists: bool) -> Option<(u64, Replicate)> {
    let change = Change::parse("horizon.years", &years.to_string());
    let mut given = None;
    let loaded = load_preset("today", &[change]);
    let counted = allocation_counter::measure(|| {
        let setup = loaded.and_then(|it| Setup::new(&it));
        let setup = setup.map(|it| it.with_lists(lists));
        given = setup.ok().map(|it| it.replicate(1, 0));
    });
    Some((counted.bytes_max, given?))
}

/// What does grow are a few numbers a day, the working days and the turnarounds of which quantiles are told, and what chance leaves open at
/// once: 9 kB a year, where a year's hours and matters were 230 kB.
#[test]
fn a_long_run_holds_no_more_than_a_short_one() {
    let ((short, few), (long, many)) = (held(20, false).unwrap(), held(80, false).unwrap());
    println!(
        "20 years: {short} bytes; 80 years: {long}; a year more: {}",
        (long - short) / 60
    );
    assert!(many.events > 3 * few.events);
    assert!(many.roots.is_empty());
    assert!(long - short < 60 * 16_000, "{short} {long}");
}

/// Keeping the list moves nothing else.
#[test]
fn a_run_without_a_list_of_its_cases_is_the_same_run() {
    let ((_, with), (_, without)) = (held(3, true).unwrap(), held(3, false).unwrap());
    assert!(with.roots.len() > 400);
    assert_eq!(with.digest, without.digest);
    assert_eq!(with.measures, without.measures);
}
