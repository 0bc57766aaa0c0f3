//! Which names a metric can have.
//!
//! What a county measures shows only as it runs: a replication without a hearing does not name attendance. What can be measured is what
//! `docs/model.md` defines in its section 8, and that page is read as this crate is built, so that there is no second list to keep; a
//! test of the command holds every metric there is against the page.

/// What the page defines, a name a line; `<…>` stands for one segment or more.
const DEFINED: &str = include_str!(concat!(env!("OUT_DIR"), "/metrics.txt"));
/// The most names that a remedy lists.
const MOST_LISTED: usize = 24;

fn fits(pattern: &[&str], name: &[&str]) -> bool {
    let Some(open) = pattern.iter().position(|it| it.starts_with('<')) else {
        return pattern == name;
    };
    let (head, tail) = (&pattern[..open], &pattern[open + 1..]);
    name.len() >= pattern.len() && name.starts_with(head) && name.ends_with(tail)
}

/// What to write in place of a name that no metric can have; nothing for one that some metric can.
pub fn instead_of(name: &str) -> Option<String> {
    let defined: Vec<Vec<&str>> = DEFINED.lines().map(|it| it.split('.').collect()).collect();
    let segments: Vec<&str> = name.split('.').collect();
    if defined.iter().any(|it| fits(it, &segments)) {
        return None;
    }
    // The names that share most with it.
    let shared = |it: &Vec<&str>| {
        it.iter()
            .zip(&segments)
            .take_while(|it| it.0 == it.1)
            .count()
    };
    let most = defined.iter().map(shared).max().unwrap_or(0);
    let near: Vec<String> = defined
        .iter()
        .filter(|it| most > 0 && shared(it) == most)
        .take(MOST_LISTED)
        .map(|it| it.join("."))
        .collect();
    if near.is_empty() {
        let mut groups: Vec<&str> = defined.iter().map(|it| it[0]).collect();
        groups.sort_unstable();
        groups.dedup();
        return Some(format!(
            "names begin with {}; docs/model.md, section 8, has all",
            groups.join(", ")
        ));
    }
    Some(format!(
        "there are {}; docs/model.md, section 8, has all",
        near.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_page() {
        let table = [
            ("turnaround.lead_time.mean", None),
            ("turnaround.lead_time.p90", None),
            ("burden.hours.total", None),
            ("compliance.breaches.major_decisions_15", None),
            ("quality.facts.surfaced.hearing.share", None),
            ("turnaround.lead_time.p91", Some("turnaround.lead_time.p90")),
            ("turnaruond.arrivals", Some("turnaround")),
            ("", Some("turnaround")),
        ];
        for (name, remedy) in table {
            let found = instead_of(name);
            match remedy {
                None => assert_eq!(found, None, "{name}"),
                Some(part) => assert!(found.is_some_and(|it| it.contains(part)), "{name}"),
            }
        }
    }
}
