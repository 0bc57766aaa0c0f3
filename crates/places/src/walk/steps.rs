//! The ten steps of the walk-through, how far a newcomer is, and where the card may stand: pure.

use serde::{Deserialize, Serialize};

/// A step: what of the page it is about, and how it is known that it was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Under which its words stand in `locales/walk.yml`: `walk.<key>.title`, `.says`, `.does`.
    pub key: &'static str,
    /// What it is about: all that matches is kept clear of the card, the first is framed.
    pub about: &'static str,
    /// What is to be handled; the first of these that is seen gets the focus from the key that leads there.
    pub control: &'static [&'static str],
    /// What tells that it was done: an event, and within what it happened. None where only reading is asked.
    pub told: &'static [(&'static str, &'static str)],
}

/// All of them, in order.
pub const STEPS: [Step; 10] = [
    Step {
        key: "county",
        about: ".chooser",
        control: &["#preset"],
        told: &[("change", "#preset")],
    },
    Step {
        key: "sentence",
        about: ".headline",
        control: &[".headline .explain-key"],
        told: &[("click", ".headline .explain-key")],
    },
    Step {
        key: "switch",
        about: ".switches",
        control: &[".switches [role=switch]"],
        told: &[("click", ".switches [role=switch]")],
    },
    Step {
        key: "figures",
        about: ".figures",
        control: &[".figures .explain-key"],
        told: &[("click", ".figures .explain-key")],
    },
    Step {
        key: "lever",
        about: ".lever-groups > :first-child, .sheet-open .sheet, #sheet-key",
        control: &[".lever-group input[type=range]", "#sheet-key"],
        told: &[("change", ".lever-groups input, .lever-groups select")],
    },
    Step {
        key: "play",
        about: "#diagram .diagram-stage, #diagram .player",
        control: &["#play"],
        told: &[
            ("click", "#play"),
            ("click", "#step"),
            ("click", "#next-day"),
            ("input", "#scrubber"),
        ],
    },
    Step {
        key: "matter",
        about: ".matters",
        control: &["#open-matters .matter", "#matter-number"],
        told: &[("click", "#open-matters .matter"), ("click", ".dot")],
    },
    Step {
        key: "days",
        about: ".pictures > .panel:first-child",
        control: &[".pictures > .panel:first-child .chart-key"],
        told: &[("click", ".pictures .chart-key")],
    },
    Step {
        key: "lawful",
        about: "#lawful",
        control: &[],
        told: &[],
    },
    Step {
        key: "keep",
        about: "#differs, #differs[open] .menu-body, #files, #files[open] .menu-body",
        control: &["#differs > summary"],
        told: &[
            ("toggle", "#differs[open]"),
            ("toggle", "#files[open]"),
            ("click", ".lever-keys .primary"),
        ],
    },
];

/// How far a newcomer is; kept in the browser, so that nobody has to begin again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The step that is shown, from 0; as many as there are once all were gone through.
    pub step: usize,
    /// What was done, a bit for each step.
    pub done: u16,
}

impl Progress {
    /// What was kept; the beginning where nothing was, or what cannot be read.
    #[must_use]
    pub fn read(text: Option<&str>) -> Self {
        let kept: Option<Self> = text.and_then(|it| serde_json::from_str(it).ok());
        kept.filter(|it| it.step <= STEPS.len()).unwrap_or_default()
    }

    /// As it is kept.
    #[must_use]
    pub fn written(self) -> String {
        serde_json::to_string(&self).unwrap_or_default()
    }

    /// The step that is shown; none after the last.
    #[must_use]
    pub fn at(self) -> Option<&'static Step> {
        STEPS.get(self.step)
    }

    /// Whether somebody has begun and not come to the end.
    #[must_use]
    pub fn is_under_way(self) -> bool {
        self.step > 0 && self.step < STEPS.len()
    }

    /// Whether all were gone through.
    #[must_use]
    pub fn is_over(self) -> bool {
        self.step == STEPS.len()
    }

    /// Whether what the step shown asks for was done.
    #[must_use]
    pub fn has_done(self) -> bool {
        self.done >> self.step & 1 == 1
    }

    /// The next step, or the end.
    #[must_use]
    pub fn next(self) -> Self {
        let step = (self.step + 1).min(STEPS.len());
        Self { step, ..self }
    }

    /// The step before.
    #[must_use]
    pub fn back(self) -> Self {
        let step = self.step.saturating_sub(1);
        Self { step, ..self }
    }

    /// What the step shown asks for was done.
    #[must_use]
    pub fn do_it(self) -> Self {
        let done = self.done | 1 << self.step;
        Self { done, ..self }
    }
}

/// A rectangle in the window, px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

/// Between the card and what it is about, and between it and the edge of the window, px.
const GAP: f64 = 12.0;

impl Area {
    /// Both together.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Self {
            x,
            y,
            w: (self.x + self.w).max(other.x + other.w) - x,
            h: (self.y + self.h).max(other.y + other.h) - y,
        }
    }

    /// Whether any of one lies on the other.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        self.x < other.x + other.w
            && other.x < self.x + self.w
            && self.y < other.y + other.h
            && other.y < self.y + self.h
    }
}

/// Where a card of a size stands beside what it is about: to its right, its left, below or above, wherever there is room; else in the corner
/// at the lower right.
#[must_use]
pub fn beside(about: Option<Area>, card: (f64, f64), window: (f64, f64)) -> (f64, f64) {
    let (w, h) = card;
    let most = ((window.0 - w - GAP).max(0.0), (window.1 - h - GAP).max(0.0));
    let within = |it: f64, most: f64| it.clamp(GAP.min(most), most);
    let Some(it) = about else { return most };
    let (along, down) = (within(it.x, most.0), within(it.y, most.1));
    let places = [
        (it.x + it.w + GAP, down),
        (it.x - w - GAP, down),
        (along, it.y + it.h + GAP),
        (along, it.y - h - GAP),
    ];
    let fits = |&(x, y): &(f64, f64)| x >= 0.0 && y >= 0.0 && x <= most.0 && y <= most.1;
    places.into_iter().find(fits).unwrap_or(most)
}

/// How far the window is to be scrolled, px down, so that what a step is about is seen in the part of the window from `top` to `bottom`: not at
/// all where it is; its upper edge where it is too high for it.
#[must_use]
pub fn scroll(about: Area, top: f64, bottom: f64) -> f64 {
    let (top, bottom) = (top + GAP, bottom - GAP);
    if about.y < top || about.h > bottom - top {
        about.y - top
    } else {
        (about.y + about.h - bottom).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_newcomer_stopped_is_kept() {
        let begun = Progress::read(None);
        assert_eq!((begun.step, begun.is_under_way()), (0, false));
        let fourth = begun.next().do_it().next().next();
        assert_eq!((fourth.step, fourth.done), (3, 0b10));
        assert!(fourth.is_under_way() && !fourth.has_done());
        assert_eq!(Progress::read(Some(&fourth.written())), fourth);
        assert_eq!(
            fourth.back().back().back().back(),
            Progress { step: 0, ..fourth }
        );
        let over = (0..20).fold(fourth, |it, _| it.next());
        assert_eq!((over.step, over.at(), over.is_over()), (10, None, true));
        for damaged in [
            "",
            "4",
            "{\"step\":11,\"done\":0}",
            "{\"step\":-1,\"done\":0}",
        ] {
            assert_eq!(
                Progress::read(Some(damaged)),
                Progress::default(),
                "{damaged}"
            );
        }
    }

    const WINDOW: (f64, f64) = (1440.0, 900.0);
    const CARD: (f64, f64) = (340.0, 260.0);

    #[test]
    fn the_card_never_covers_what_it_is_about_where_there_is_room() {
        let area = |x, y, w, h| Area { x, y, w, h };
        for (what, about, expected) in [
            (
                "levers at the left",
                area(28.0, 180.0, 264.0, 500.0),
                (304.0, 180.0),
            ),
            (
                "figures at the right",
                area(1140.0, 200.0, 272.0, 600.0),
                (788.0, 200.0),
            ),
            (
                "the sentence over everything",
                area(28.0, 60.0, 1384.0, 110.0),
                (28.0, 182.0),
            ),
            (
                "the last line",
                area(28.0, 800.0, 1384.0, 90.0),
                (28.0, 528.0),
            ),
            (
                "low at the left",
                area(28.0, 780.0, 264.0, 300.0),
                (304.0, 628.0),
            ),
        ] {
            let (x, y) = beside(Some(about), CARD, WINDOW);
            assert_eq!((x, y), expected, "{what}");
            assert!(!area(x, y, CARD.0, CARD.1).covers(about), "{what}");
        }
        // Where there is no room on any side, or nothing is found, it stands in the corner.
        let all = area(0.0, 0.0, 1440.0, 900.0);
        assert_eq!(beside(Some(all), CARD, WINDOW), (1088.0, 628.0));
        assert_eq!(beside(None, CARD, WINDOW), (1088.0, 628.0));
        assert_eq!(beside(None, CARD, (300.0, 200.0)), (0.0, 0.0));
    }

    #[test]
    fn what_a_step_is_about_is_scrolled_into_sight_and_no_further() {
        let area = |y, h| Area {
            x: 0.0,
            y,
            w: 100.0,
            h,
        };
        for (about, expected) in [
            (area(100.0, 200.0), 0.0),
            (area(-300.0, 200.0), -312.0),
            (area(900.0, 200.0), 412.0),
            (area(900.0, 2000.0), 888.0),
        ] {
            assert_eq!(scroll(about, 0.0, 700.0), expected, "{about:?}");
        }
    }
}
