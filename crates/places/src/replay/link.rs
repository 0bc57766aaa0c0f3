//! What the place adds to the page's link: the day, the matter whose page is shown, the matter that is followed, the replication.

use page::diagram::dates::{days_from_date, moment};
use page::state::{Moment, Place, link};

/// Where in a run the reader is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spot {
    /// Date of the day, days from 1970-01-01; none: reform day.
    pub day: Option<i64>,
    /// The matter whose page is shown.
    pub matter: Option<u32>,
    /// The matter that is followed.
    pub follow: Option<u32>,
    /// Which replication of the seed; 0 is the one that 推演 shows.
    pub replication: u32,
}

/// The link of a spot, `#` included.
#[must_use]
pub fn write(now: &Moment, spot: &Spot) -> String {
    let mut text = link::write(Place::Replay, now);
    if let Some(day) = spot.day {
        text.push_str(&format!("&day={}", iso(day)));
    }
    for (key, number) in [("matter", spot.matter), ("follow", spot.follow)] {
        if let Some(number) = number {
            text.push_str(&format!("&{key}={number}"));
        }
    }
    if spot.replication > 0 {
        text.push_str(&format!("&replication={}", spot.replication));
    }
    text
}

/// A date, days from 1970-01-01, as fields and links hold it: `YYYY-MM-DD`.
#[must_use]
pub fn iso(day: i64) -> String {
    let it = moment(day, 0);
    format!("{:04}-{:02}-{:02}", it.year, it.month, it.day)
}

/// The spot of a link of this place; what is damaged counts as left out: the run is shown from its first day.
#[must_use]
pub fn read(fragment: &str) -> Option<Spot> {
    let rest = fragment.trim_start_matches('#').trim_start_matches('/');
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    if place != Place::Replay.name() {
        return None;
    }
    let of = |key: &str| {
        let mut pairs = query.split('&').filter_map(|it| it.split_once('='));
        pairs.find(|it| it.0 == key).map(|it| it.1)
    };
    let number = |key: &str| of(key).and_then(|it| it.parse::<u32>().ok());
    Some(Spot {
        day: of("day").and_then(days_from_date),
        matter: number("matter"),
        follow: number("follow"),
        replication: number("replication").unwrap_or(0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_back_to_its_spot_and_the_page_reads_its_own_part() {
        let presets = page::worker::engine::presets();
        let now = Moment::of("today");
        let table = [
            Spot::default(),
            Spot {
                day: Some(19_860),
                ..Spot::default()
            },
            Spot {
                day: Some(19_860),
                matter: Some(7),
                follow: Some(9),
                replication: 3,
            },
        ];
        for spot in table {
            let text = write(&now, &spot);
            assert_eq!(read(&text), Some(spot), "{text}");
            assert_eq!(
                link::read(&text, &presets),
                Ok((Place::Replay, Some(now.clone())))
            );
        }
        assert_eq!(read("#/simulate?preset=today&day=2024-05-17"), None);
        let damaged = read("#/replay?preset=today&day=May&matter=-3&replication=x");
        assert_eq!(damaged, Some(Spot::default()));
    }
}
