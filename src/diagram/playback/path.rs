//! Which visit speaks for a matter at each instant.

use kernel::Tick;

/// What the path needs to know of a visit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step<'a> {
    /// When it began.
    pub ready: Tick,
    /// When it was over.
    pub done: Option<Tick>,
    /// Its stage.
    pub stage: u16,
    /// The stage's id: ties go to the lowest.
    pub id: &'a str,
    /// The stage that finished last before it, or sent it back.
    pub came_from: Option<u16>,
}

/// From when on which visit speaks. `visits` in the order they began; `turned` with the stage named by the end of the turnaround.
///
/// The path is read backwards: every visit says which stage finished last before it began. After the turnaround
/// (implementation, follow-up, evaluation) it is read from the last visit in the same way.
pub(super) fn path(
    visits: &[Step],
    registered: Tick,
    turned: Option<(Tick, Option<u16>)>,
) -> Vec<(Tick, u16)> {
    let mut out: Vec<(Tick, u16)> = Vec::new();
    if let Some((end, stage)) = turned {
        let speaker = stage
            .and_then(|s| before(visits, visits.len(), end, Some(s)))
            .or_else(|| before(visits, visits.len(), end, None));
        if let Some(speaker) = speaker {
            out.extend(chain(visits, speaker, registered));
        }
        if let Some(last) = last_of(visits, end) {
            let after = chain(visits, last, registered);
            out.extend(after.into_iter().filter(|(from, _)| *from >= end));
        }
    } else if let Some(last) = last_of(visits, Tick::MIN) {
        out.extend(chain(visits, last, registered));
    }
    out.dedup_by_key(|step| step.1);
    out
}

/// The visit that speaks at the end, of those that began at `after` or later: of the open ones the one with the lowest id, else the one
/// that ended last.
fn last_of(visits: &[Step], after: Tick) -> Option<usize> {
    let later = || (0..visits.len()).filter(|i| visits[*i].ready >= after);
    later()
        .filter(|i| visits[*i].done.is_none())
        .min_by_key(|i| visits[*i].id)
        .or_else(|| later().max_by_key(|i| (visits[*i].done, *i)))
}

/// The visit among the first `limit` that ended last up to `by`, of a given stage or of any.
fn before(visits: &[Step], limit: usize, by: Tick, stage: Option<u16>) -> Option<usize> {
    (0..limit)
        .filter(|i| stage.is_none_or(|s| visits[*i].stage == s))
        .filter(|i| visits[*i].done.is_some_and(|done| done <= by))
        .max_by_key(|i| (visits[*i].done, *i))
}

/// The chain that ends with a visit, each step with the time from which it speaks.
fn chain(visits: &[Step], end: usize, registered: Tick) -> Vec<(Tick, u16)> {
    let mut steps = Vec::new();
    let mut at = Some(end);
    while let Some(i) = at {
        let visit = &visits[i];
        steps.push((visit.ready, u16::try_from(i).unwrap_or(u16::MAX)));
        // A predecessor began before: the search goes strictly backwards and ends.
        at = visit
            .came_from
            .and_then(|stage| before(visits, i, visit.ready, Some(stage)))
            .or_else(|| before(visits, i, visit.ready, None));
    }
    steps.reverse();
    if let Some(first) = steps.first_mut() {
        first.0 = registered;
    }
    steps
}
