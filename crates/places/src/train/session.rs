//! What somebody has done in a case: pure, and kept in the browser so that nothing is lost when a tab closes.

use serde::{Deserialize, Serialize};
use training::Settings;

/// A trainee at a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// Case, seed, and what of the report is shown.
    pub settings: Settings,
    /// Whether a trainer's link opened it.
    pub of_class: bool,
    /// What has been chosen.
    pub choices: Vec<Option<usize>>,
    /// Ways taken before, in order: what was chosen when somebody went back.
    pub before: Vec<Vec<Option<usize>>>,
    /// Whether help was opened.
    pub helped: bool,
    /// Seconds with the case open, by a clock that nobody can set.
    pub seconds: f64,
    /// Whether the time was up before the case was over.
    pub late: bool,
    /// Whether the case is over.
    pub over: bool,
}

/// More ways are not kept.
const MOST_WAYS: usize = 50;

impl Session {
    /// Begins a case.
    #[must_use]
    pub fn begin(settings: Settings, of_class: bool) -> Self {
        Self {
            settings,
            of_class,
            choices: Vec::new(),
            before: Vec::new(),
            helped: false,
            seconds: 0.0,
            late: false,
            over: false,
        }
    }

    /// Chooses at a decision; whatever was chosen after it is given up. After the time is up nothing can be chosen.
    #[must_use]
    pub fn choose(mut self, decision: usize, option: usize) -> Self {
        if !self.late {
            self.choices.truncate(decision);
            self.choices.resize(decision, None);
            self.choices.push(Some(option));
        }
        self
    }

    /// Goes back to a decision; the way taken so far is kept on record.
    #[must_use]
    pub fn back(mut self, decision: usize) -> Self {
        if self.late {
            return self;
        }
        if self.before.last() != Some(&self.choices) && self.before.len() < MOST_WAYS {
            self.before.push(self.choices.clone());
        }
        self.choices.truncate(decision);
        self.over = false;
        self
    }

    /// Takes up a way of the record again; the one taken so far goes on record.
    #[must_use]
    pub fn again(mut self, way: usize) -> Self {
        if self.late {
            return self;
        }
        if let Some(chosen) = self.before.get(way).cloned() {
            if !self.before.contains(&self.choices) && self.before.len() < MOST_WAYS {
                self.before.push(self.choices.clone());
            }
            self.choices = chosen;
            self.over = false;
        }
        self
    }

    /// So many seconds more, until the case is over or the time is up. What is not above 0 is no time: a clock that was set back takes
    /// nothing away.
    #[must_use]
    pub fn passed(mut self, seconds: f64) -> Self {
        if self.over || self.late {
            return self;
        }
        if seconds > 0.0 {
            self.seconds += seconds;
        }
        let limit = f64::from(self.settings.minutes) * 60.0;
        self.late |= limit > 0.0 && self.seconds >= limit;
        self
    }

    /// Seconds left; `None` without a limit.
    #[must_use]
    pub fn left(&self) -> Option<f64> {
        let limit = f64::from(self.settings.minutes) * 60.0;
        (limit > 0.0).then(|| (limit - self.seconds).max(0.0))
    }

    /// Minutes used, rounded up, as a code carries them.
    #[must_use]
    pub fn minutes(&self) -> u8 {
        (self.seconds / 60.0).ceil().clamp(0.0, 255.0) as u8
    }

    /// As it is kept.
    #[must_use]
    pub fn written(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What was kept; `None` where it is none, or of another version.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(minutes: u16) -> Session {
        let settings = Settings {
            minutes,
            ..Settings::open("water_price", 1)
        };
        Session::begin(settings, true)
    }

    #[test]
    fn going_back_keeps_the_record() {
        let it = session(0).choose(0, 0).choose(1, 2).choose(3, 1);
        assert_eq!(it.choices, [Some(0), Some(2), None, Some(1)]);
        let it = it.back(1);
        assert_eq!(it.choices, [Some(0)]);
        assert_eq!(it.before, [vec![Some(0), Some(2), None, Some(1)]]);
        let it = it.choose(1, 0).again(0);
        assert_eq!(it.choices, [Some(0), Some(2), None, Some(1)]);
        assert_eq!(it.before.len(), 2, "the second way is on record too");
        assert_eq!(Session::read(&it.written()), Some(it));
    }

    #[test]
    fn a_clock_that_is_set_back_takes_and_gives_nothing() {
        let it = session(1).passed(40.0).passed(-3600.0);
        assert_eq!((it.left(), it.late), (Some(20.0), false));
        let it = it.passed(f64::NAN).passed(20.0);
        assert_eq!((it.left(), it.late, it.minutes()), (Some(0.0), true, 1));
        assert_eq!(
            it.clone().passed(90.0),
            it,
            "reading the report is not playing"
        );
        // When the time is up nothing more can be chosen, and nothing is lost.
        let it = it.choose(0, 1).back(0);
        assert_eq!((it.choices.len(), it.before.len()), (0, 0));
    }

    #[test]
    fn without_a_limit_nobody_is_late() {
        let it = session(0).passed(1e9);
        assert_eq!((it.left(), it.late, it.minutes()), (None, false, 255));
    }
}
