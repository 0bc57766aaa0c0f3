//! The player's clock: simulated time against real time.

use kernel::{DAY, Tick};

/// Simulated days a real second, the choices of the player.
pub const SPEEDS: [f64; 4] = [1.0, 3.0, 7.0, 30.0];

/// Where the player is and how fast it goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Clock {
    /// First time.
    pub from: Tick,
    /// Last time.
    pub to: Tick,
    /// Now, ticks with fractions.
    pub now: f64,
    /// Simulated days a real second.
    pub speed: f64,
    /// Whether it goes.
    pub playing: bool,
}

/// The beginning of the day after the one that `t` lies in.
#[must_use]
pub fn next_day(t: Tick) -> Tick {
    (t.div_euclid(DAY) + 1) * DAY
}

impl Clock {
    /// A clock at its beginning, standing.
    #[must_use]
    pub fn new(from: Tick, to: Tick) -> Self {
        Self {
            from,
            to: to.max(from),
            now: from as f64,
            speed: SPEEDS[1],
            playing: false,
        }
    }

    /// Now in whole ticks.
    #[must_use]
    pub fn tick(&self) -> Tick {
        self.now as Tick
    }

    /// Goes on by `milliseconds` of real time: at most a tenth of a second counts, so that a hidden tab or a stall does not make
    /// matters leap. Stands still at the end.
    pub fn advance(&mut self, milliseconds: f64) {
        if !self.playing || !milliseconds.is_finite() {
            return;
        }
        self.now += milliseconds.clamp(0.0, 100.0) / 1000.0 * self.speed * DAY as f64;
        if self.now >= self.to as f64 {
            self.now = self.to as f64;
            self.playing = false;
        }
    }

    /// Starts; from the beginning when it stands at the end.
    pub fn play(&mut self) {
        if self.tick() >= self.to {
            self.now = self.from as f64;
        }
        self.playing = self.to > self.from;
    }

    /// Goes to a time and stands there.
    pub fn seek(&mut self, t: Tick) {
        self.playing = false;
        self.now = t.clamp(self.from, self.to) as f64;
    }

    /// Takes over another span of time and keeps its own time, as far as it lies within.
    pub fn span(&mut self, from: Tick, to: Tick) {
        self.from = from;
        self.to = to.max(from);
        self.now = self.now.clamp(self.from as f64, self.to as f64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hidden_tab_does_not_make_time_leap() {
        let mut clock = Clock::new(0, 1000 * DAY);
        clock.advance(50.0);
        assert_eq!(clock.tick(), 0, "it stands");
        clock.play();
        clock.advance(50.0);
        assert_eq!(clock.tick(), (0.05 * 3.0 * DAY as f64) as Tick);
        clock.advance(3_600_000.0);
        // A tenth of a second more, not an hour: 0.15 s at three days a second.
        assert_eq!(clock.tick(), 45 * DAY / 100);
        clock.advance(f64::NAN);
        assert!(clock.now.is_finite());
    }

    #[test]
    fn the_next_day_begins_at_midnight() {
        for (t, next) in [(0, DAY), (1, DAY), (DAY - 1, DAY), (DAY, 2 * DAY), (-1, 0)] {
            assert_eq!(next_day(t), next, "{t}");
        }
    }

    #[test]
    fn it_stands_at_the_end_and_starts_again() {
        let mut clock = Clock::new(10, 20);
        clock.play();
        clock.advance(100.0);
        assert_eq!((clock.tick(), clock.playing), (20, false));
        clock.play();
        assert_eq!((clock.tick(), clock.playing), (10, true));
    }

    #[test]
    fn a_new_log_keeps_its_time() {
        let mut clock = Clock::new(0, 100);
        clock.seek(60);
        clock.span(0, 200);
        assert_eq!(clock.tick(), 60);
        clock.span(0, 50);
        assert_eq!(clock.tick(), 50);
        clock.span(5, 1);
        assert_eq!(clock.tick(), 5);
    }
}
