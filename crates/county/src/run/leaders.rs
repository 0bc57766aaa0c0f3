//! When a leader is there: bound half-days, spells of absence, and who stands in.

use kernel::distributions::uniform;
use kernel::{DAY, OpenHours, Streams, Tick, id_hash};

use super::draws;
use crate::law::days::Date;
use crate::plan::Plan;

/// A leader's own calendar.
#[derive(Debug, Clone)]
pub(super) struct LeaderState {
    /// Working time neither bound by others nor away: hours for reading, signing, coordinating.
    pub free: OpenHours,
    /// On leave or out of the county, round the clock.
    pub away: OpenHours,
    /// The same, working time only.
    pub away_at_work: OpenHours,
    /// Working time in which he reads documents: neither bound by others nor at his desk.
    pub reading: OpenHours,
    /// Half-days promised to coordination meetings, by index, ascending.
    pub promised: Vec<usize>,
    /// Half-days that have a conference he attends, by index, ascending.
    pub conferences: Vec<usize>,
    /// Called away from everything until then.
    pub called_until: Tick,
}

impl LeaderState {
    /// Draws a leader's calendar over the whole horizon.
    ///
    /// Absence: time is cut into spells of a fixed length, the same in every run; in each, a leader is away with his share. With
    /// probability √ρ he follows a draw common to all leaders, else his own, which makes the correlation of any two exactly ρ
    /// (`docs/model.md`, Absence). Bound hours: each half-day is bound with the same probability, independently.
    pub(super) fn new(plan: &Plan, streams: &Streams, leader: u16) -> Self {
        let hash = plan.leader_ids.hash(leader);
        let timetable = plan.timetable();
        let it = &plan.leaders[usize::from(leader)];
        let end = timetable.half_days.last().map_or(0, |half| half.to);
        let offset =
            Date::new(1970, 1, 1).map_or(0, |origin| timetable.date(0).days_since(origin)) * DAY;
        let spell = plan.absence_spell;
        let common = id_hash("absence");
        let mut away = Vec::new();
        if it.absent_share > 0.0 {
            for period in offset.div_euclid(spell)..=(offset + end).div_euclid(spell) {
                let visit = (period & 0xffff) as u16;
                let stage = (period >> 16) as u64;
                let mut own = draws::open(streams, common, stage, visit, hash, draws::ABSENCE);
                let follows = uniform(&mut own) < plan.absence_copy_share;
                let drawn = if follows {
                    uniform(&mut draws::open(
                        streams,
                        common,
                        stage,
                        visit,
                        0,
                        draws::COMMON_ABSENCE,
                    ))
                } else {
                    uniform(&mut own)
                };
                if drawn < it.absent_share {
                    let from = period * spell - offset;
                    away.push((from.max(0), from + spell));
                }
            }
        }
        let (first, last) = (timetable.date(0), timetable.date(end));
        // One that is under way on the first day began the year before, at the earliest.
        for year in first.year().saturating_sub(1)..=last.year() {
            for &(month, day, length) in &it.journeys {
                if let Some(date) = Date::new(year, month, day) {
                    let from = date.days_since(first) * DAY;
                    away.push((from.max(0), from.saturating_add(length).max(0)));
                }
            }
        }
        let away = OpenHours::from_intervals(away);
        let mut free = Vec::with_capacity(timetable.half_days.len());
        let mut away_at_work = Vec::new();
        let mut reading = Vec::new();
        for half in &timetable.half_days {
            let visit = (half.ordinal & 0xffff) as u16;
            let stage = (half.ordinal >> 16) as u64;
            let mut rng = draws::open(streams, hash, stage, visit, 0, draws::BOUND);
            // What he reads lies beside what is bound: hours moved from one to the other move nothing else.
            let drawn = uniform(&mut rng);
            let bound = drawn < it.bound_share + it.document_share;
            let reads = bound && drawn >= it.bound_share;
            if away.open_between(half.from, half.to) == 0 {
                if !bound {
                    free.push((half.from, half.to));
                } else if reads {
                    reading.push((half.from, half.to));
                }
                continue;
            }
            // A spell may begin or end inside a half-day: go through its pieces.
            let mut from = half.from;
            while from < half.to {
                let to = match away.closing_after(from) {
                    Some(closing) => {
                        let to = closing.min(half.to);
                        away_at_work.push((from, to));
                        to
                    }
                    None => {
                        let to = away.next_opening(from).unwrap_or(half.to).min(half.to);
                        if !bound {
                            free.push((from, to));
                        } else if reads {
                            reading.push((from, to));
                        }
                        to
                    }
                };
                from = to;
            }
        }
        Self {
            free: OpenHours::from_intervals(free),
            away_at_work: OpenHours::from_intervals(away_at_work),
            away,
            reading: OpenHours::from_intervals(reading),
            promised: Vec::new(),
            conferences: Vec::new(),
            called_until: 0,
        }
    }

    /// From `day` on the hours of `later` hold.
    pub(super) fn change_at(&mut self, day: Tick, later: &Self) {
        self.free = spliced(&self.free, &later.free, day);
        self.reading = spliced(&self.reading, &later.reading, day);
    }

    pub(super) fn is_away(&self, tick: Tick) -> bool {
        self.away.is_open(tick)
    }

    /// In the county, and not called away.
    pub(super) fn is_here(&self, tick: Tick) -> bool {
        !self.is_away(tick) && self.called_until <= tick
    }

    /// Free for the whole of `[from, to)`, and not promised to another meeting.
    pub(super) fn is_free(&self, half_day: usize, from: Tick, to: Tick) -> bool {
        self.free.open_between(from, to) == to - from
            && self.called_until <= from
            && self.promised.binary_search(&half_day).is_err()
            && self.conferences.binary_search(&half_day).is_err()
    }

    pub(super) fn promise(&mut self, half_day: usize) {
        if let Err(place) = self.promised.binary_search(&half_day) {
            self.promised.insert(place, half_day);
        }
    }
}

/// The hours of one up to a day, and of another from it on.
fn spliced(before: &OpenHours, later: &OpenHours, day: Tick) -> OpenHours {
    let old = before.intervals().iter().filter(|it| it.0 < day);
    let old = old.map(|&(from, to)| (from, to.min(day)));
    let new = later.intervals().iter().filter(|it| it.1 > day);
    let new = new.map(|&(from, to)| (from.max(day), to));
    OpenHours::from_intervals(old.chain(new).collect())
}
