//! When a leader is there: bound half-days, spells of absence, and who stands in.

use std::sync::Arc;

use kernel::distributions::uniform;
use kernel::{DAY, Layout, OpenHours, Streams, Tick, id_hash};

use super::draws;
use crate::law::days::Date;
use crate::plan::{HalfDay, Plan};

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

/// Which of a leader's hours.
#[derive(Clone, Copy)]
enum Of {
    Free,
    Away,
    AwayAtWork,
    Reading,
}

const ALL: [Of; 4] = [Of::Free, Of::Away, Of::AwayAtWork, Of::Reading];

/// What a leader's hours are drawn from: the same whenever they are asked for.
#[derive(Clone)]
pub(super) struct Drawn {
    pub plan: Arc<Plan>,
    pub streams: Streams,
    pub leader: u16,
}

/// One of them as a calendar.
struct Calendar(Drawn, Of);

impl Layout for Calendar {
    fn end(&self) -> Tick {
        self.0.plan.timetable().end()
    }

    fn within(&self, from: Tick, to: Tick) -> Vec<(Tick, Tick)> {
        let halves = self.0.plan.timetable().half_days_within(from, to);
        std::mem::take(&mut self.0.within(from, to, &halves)[self.1 as usize])
    }
}

impl Drawn {
    /// A leader's hours within `[from, to)`, in which these half-days are worked, of each kind.
    ///
    /// Absence: time is cut into spells of a fixed length, the same in every run; in each, a leader is away with his share. With
    /// probability √ρ he follows a draw common to all leaders, else his own, which makes the correlation of any two exactly ρ
    /// (`docs/model.md`, Absence). Bound hours: each half-day is bound with the same probability, independently.
    fn within(&self, from: Tick, to: Tick, halves: &[HalfDay]) -> [Vec<(Tick, Tick)>; 4] {
        let mut all = [const { Vec::new() }; 4];
        if from >= to {
            return all;
        }
        let it = &self.plan.leaders[usize::from(self.leader)];
        let hash = self.plan.leader_ids.hash(self.leader);
        let away = self.away(from, to);
        let mut put = |of: Of, begins: Tick, ends: Tick| {
            let (begins, ends) = (begins.max(from), ends.min(to));
            if begins < ends {
                all[of as usize].push((begins, ends));
            }
        };
        for half in halves {
            let visit = (half.ordinal & 0xffff) as u16;
            let stage = (half.ordinal >> 16) as u64;
            let mut rng = draws::open(&self.streams, hash, stage, visit, 0, draws::BOUND);
            // What he reads lies beside what is bound: hours moved from one to the other move nothing else.
            let drawn = uniform(&mut rng);
            let bound = drawn < it.bound_share + it.document_share;
            let reads = bound && drawn >= it.bound_share;
            let there = match (bound, reads) {
                (false, _) => Some(Of::Free),
                (true, true) => Some(Of::Reading),
                (true, false) => None,
            };
            if away.open_between(half.from, half.to) == 0 {
                if let Some(of) = there {
                    put(of, half.from, half.to);
                }
                continue;
            }
            // A spell may begin or end inside a half-day: go through its pieces.
            let mut from = half.from;
            while from < half.to {
                let to = match away.closing_after(from) {
                    Some(closing) => {
                        let to = closing.min(half.to);
                        put(Of::AwayAtWork, from, to);
                        to
                    }
                    None => {
                        let to = away.next_opening(from).unwrap_or(half.to).min(half.to);
                        if let Some(of) = there {
                            put(of, from, to);
                        }
                        to
                    }
                };
                from = to;
            }
        }
        for &(begins, ends) in away.intervals() {
            put(Of::Away, begins, ends);
        }
        all
    }

    /// When he is away, for every day that `[from, to)` touches.
    fn away(&self, from: Tick, to: Tick) -> OpenHours {
        let timetable = self.plan.timetable();
        let it = &self.plan.leaders[usize::from(self.leader)];
        let hash = self.plan.leader_ids.hash(self.leader);
        let end = to.min(timetable.end()) + DAY;
        let offset =
            Date::new(1970, 1, 1).map_or(0, |origin| timetable.date(0).days_since(origin)) * DAY;
        let spell = self.plan.absence_spell;
        let common = id_hash("absence");
        let mut away = Vec::new();
        if it.absent_share > 0.0 {
            let first = (offset + from - DAY).div_euclid(spell);
            for period in first..=(offset + end).div_euclid(spell) {
                let visit = (period & 0xffff) as u16;
                let stage = (period >> 16) as u64;
                let mut own =
                    draws::open(&self.streams, common, stage, visit, hash, draws::ABSENCE);
                let follows = uniform(&mut own) < self.plan.absence_copy_share;
                let drawn = if follows {
                    uniform(&mut draws::open(
                        &self.streams,
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
        let origin = timetable.date(0);
        let (first, last) = (timetable.date(from), timetable.date(end));
        // One that is under way on the first day began the year before, at the earliest.
        for year in first.year().saturating_sub(1)..=last.year() {
            for &(month, day, length) in &it.journeys {
                if let Some(date) = Date::new(year, month, day) {
                    let from = date.days_since(origin) * DAY;
                    away.push((from.max(0), from.saturating_add(length).max(0)));
                }
            }
        }
        OpenHours::from_intervals(away)
    }
}

impl LeaderState {
    /// A leader's calendar, of which so much lies in memory, in which these half-days are worked.
    pub(super) fn new(drawn: &Drawn, (from, to): (Tick, Tick), halves: &[HalfDay]) -> Self {
        let mut hours = drawn.within(from, to, halves);
        let [free, away, away_at_work, reading] = ALL.map(|of| {
            let layout = Arc::new(Calendar(drawn.clone(), of));
            let known = std::mem::take(&mut hours[of as usize]);
            OpenHours::laid_out_as(from, to, known, layout)
        });
        Self {
            free,
            away,
            away_at_work,
            reading,
            promised: Vec::new(),
            conferences: Vec::new(),
            called_until: 0,
        }
    }

    /// The calendar moves on: up to `lay` it lay in memory, and now up to `to`, from `from` on; these half-days are worked meanwhile. What is past
    /// goes.
    pub(super) fn move_on(
        &mut self,
        drawn: &Drawn,
        lay: Tick,
        (from, to): (Tick, Tick),
        halves: &[HalfDay],
    ) {
        let mut more = drawn.within(lay, to, halves);
        for of in ALL {
            let hours = match of {
                Of::Free => &mut self.free,
                Of::Away => &mut self.away,
                Of::AwayAtWork => &mut self.away_at_work,
                Of::Reading => &mut self.reading,
            };
            *hours = hours.continued_by(from, to, std::mem::take(&mut more[of as usize]));
        }
        let past = drawn.plan.timetable().half_day_from(from);
        self.promised.retain(|&it| it >= past);
        self.conferences.retain(|&it| it >= past);
    }

    /// From `day` on the hours of `later` hold.
    pub(super) fn change_at(&mut self, day: Tick, later: &Self) {
        self.free = self.free.until(day, &later.free);
        self.reading = self.reading.until(day, &later.reading);
    }

    #[inline]
    pub(super) fn is_away(&self, tick: Tick) -> bool {
        self.away.is_open(tick)
    }

    /// In the county, and not called away.
    #[inline]
    pub(super) fn is_here(&self, tick: Tick) -> bool {
        !self.is_away(tick) && self.called_until <= tick
    }

    /// Free for the whole of `[from, to)`, and not promised to another meeting.
    #[inline]
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
