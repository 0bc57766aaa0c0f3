//! Words in the diagram: the names of lanes, and what a return is, where there is room for it.

use county::scenario::Lane;

use super::place::Manner;
use super::{DOT, LaneBand, Layout, Rect};
use crate::charts::Lang;
use crate::charts::backend::text_width;
use crate::charts::wrap::{least_room, wrapped};
use crate::diagram::curve::Point;
use crate::diagram::lanes::lane_name;
use crate::i18n::say;

/// From one line of words to the next, pixels.
pub const STEP: f64 = 14.0;

/// Size of the words, pixels.
const SIZE: f64 = 12.0;

/// Words in lines.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sign {
    /// The lines.
    pub lines: Vec<String>,
    /// Foot of the first line: its middle where the sign is `centred`, else its beginning.
    pub at: Point,
    /// Whether the lines are centred on the place.
    pub centred: bool,
}

/// Names of lanes that run downwards: each over its own lane if their words are not too long, else every other one lower, with
/// half as much room again.
struct Heads {
    lines: Vec<Vec<String>>,
    room: f64,
    staggered: bool,
}

impl Heads {
    fn of(used: &[Lane], lang: Lang, width: f64) -> Self {
        let each = width / used.len().max(1) as f64;
        let names: Vec<String> = used.iter().map(|l| lane_name(*l, lang)).collect();
        let staggered = names.iter().any(|n| least_room(n, SIZE) > each - 4.0);
        let room = if staggered { each * 1.5 } else { each } - 4.0;
        Self {
            lines: names.iter().map(|n| wrapped(n, SIZE, room, 3)).collect(),
            room,
            staggered,
        }
    }

    fn level(&self) -> f64 {
        self.lines.iter().map(Vec::len).max().unwrap_or(1) as f64 * STEP
    }

    fn height(&self) -> f64 {
        self.level() * if self.staggered { 2.0 } else { 1.0 } + 10.0
    }
}

/// Room for the names of lanes that run downwards, pixels.
pub(super) fn head_down(used: &[Lane], lang: Lang, width: f64) -> f64 {
    Heads::of(used, lang, width).height()
}

/// The lanes with their names; `tops`: where each begins across, and the last ends.
pub(super) fn bands(
    used: &[Lane],
    manner: &Manner,
    tops: &[f64],
    length: f64,
    lang: Lang,
) -> Vec<LaneBand> {
    let width = tops.last().copied().unwrap_or(0.0);
    let heads = manner.down.then(|| Heads::of(used, lang, width));
    let band = |(i, (lane, edge)): (usize, (&Lane, &[f64]))| {
        let (from, size) = (edge[0], edge[1] - edge[0]);
        let (rect, name) = match &heads {
            Some(heads) => {
                let half = heads.room / 2.0 + 2.0;
                let lower = if heads.staggered && i % 2 == 1 {
                    heads.level()
                } else {
                    0.0
                };
                let at = Point {
                    x: (from + size / 2.0).clamp(half, (width - half).max(half)),
                    y: STEP + lower,
                };
                let rect = Rect {
                    x: from,
                    y: 0.0,
                    w: size,
                    h: length,
                };
                let lines = heads.lines.get(i).cloned().unwrap_or_default();
                (
                    rect,
                    Sign {
                        lines,
                        at,
                        centred: true,
                    },
                )
            }
            None => {
                let lines = wrapped(&lane_name(*lane, lang), SIZE, manner.head - 14.0, 4);
                let up = STEP / 2.0 * (lines.len() as f64 - 1.0);
                let at = Point {
                    x: 10.0,
                    y: from + size / 2.0 + 4.0 - up,
                };
                let rect = Rect {
                    x: 0.0,
                    y: from,
                    w: length,
                    h: size,
                };
                (
                    rect,
                    Sign {
                        lines,
                        at,
                        centred: false,
                    },
                )
            }
        };
        LaneBand {
            lane: *lane,
            name,
            rect,
        }
    };
    used.iter()
        .zip(tops.windows(2))
        .enumerate()
        .map(band)
        .collect()
}

/// What must not be written over: boxes with their queues and feet, what meetings say, the names of lanes.
fn taken(layout: &Layout, head: f64) -> Vec<Rect> {
    let mut taken = Vec::new();
    for (at, b) in layout.boxes.iter().enumerate() {
        let r = b.rect;
        let foot = 2.0 * DOT + 6.0;
        if layout.down {
            let queue = 2.0 * DOT + 6.0;
            taken.push(Rect {
                x: r.x,
                y: r.y - queue,
                w: r.w,
                h: r.h + queue + foot,
            });
            continue;
        }
        let queue = layout.queue_places(at) as f64 / 3.0 * DOT + 4.0;
        taken.push(Rect {
            x: r.x - queue,
            y: r.y,
            w: r.w + queue,
            h: r.h + foot,
        });
        taken.extend(b.talk.map(|talk| talk.rect));
    }
    taken.push(if layout.down {
        Rect {
            x: 0.0,
            y: 0.0,
            w: layout.width,
            h: head,
        }
    } else {
        Rect {
            x: 0.0,
            y: 0.0,
            w: head,
            h: layout.height,
        }
    });
    taken
}

/// Curves, link and return alike, as points close enough that no line of words fits between two.
fn curves(layout: &Layout) -> Vec<Rect> {
    let dot = |at: Point| Rect {
        x: at.x,
        y: at.y,
        w: 0.0,
        h: 0.0,
    };
    let links = layout.links.iter().chain(&layout.returns);
    links
        .flat_map(|l| (0..=60).map(move |i| dot(l.curve.at(f64::from(i) / 60.0))))
        .collect()
}

/// Where a meeting says when it sits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Talk {
    /// Right end of the words, at their foot.
    pub end: Point,
    /// Whether there is room only for when, and not for how many wait.
    pub short: bool,
    /// Where the words are.
    pub rect: Rect,
}

/// Room for the longest that a meeting says of when it sits, pixels.
fn talk_width(short: bool, lang: Lang) -> f64 {
    let names = [("days", "28"), ("waiting", "28")];
    let keys: &[&str] = if short {
        &["diagram.sits_in_short", "diagram.sits_today_short"]
    } else {
        &["diagram.sits_in", "diagram.sits_today", "diagram.waits"]
    };
    keys.iter()
        .map(|key| text_width(&say(lang, key, &names), SIZE))
        .fold(0.0, f64::max)
}

/// Where each meeting says when it sits: over its box, moved aside as little as keeps the words clear of curves and boxes, with fewer
/// words where there is no such place for all; where there is none for those either, over its box.
pub(super) fn talks(layout: &Layout, head: f64, lang: Lang) -> Vec<(usize, Talk)> {
    if layout.down {
        return Vec::new();
    }
    let (taken, curves) = (taken(layout, head), curves(layout));
    let place = |(at, b): (usize, &super::StageBox)| {
        b.meeting.as_ref()?;
        let r = b.rect;
        let lane = layout.lanes.iter().find(|l| l.lane == b.lane)?.rect;
        let talk = |short: bool, aside: f64, down: f64| {
            let end = Point {
                x: r.x + r.w + aside,
                y: r.y - 5.0 + down,
            };
            let w = talk_width(short, lang);
            let rect = Rect {
                x: end.x - w - 2.0,
                y: end.y - 11.0,
                w: w + 4.0,
                h: 14.0,
            };
            Talk { end, short, rect }
        };
        let free = |talk: &Talk| {
            let here = talk.rect;
            here.y >= lane.y
                && here.y + here.h <= lane.y + lane.h
                && here.x + here.w <= layout.width - 2.0
                && !taken.iter().chain(&curves).any(|t| t.overlaps(&here))
        };
        // As near as can be: over the box, else beside it or under its seats.
        let nearest = |short: bool| {
            let aside = (-26..=22).map(|i| 6.0 * f64::from(i));
            let places = aside
                .flat_map(|x| [0, -4, -8, 12, 16, 20, 24, 40, 44, 48].map(|y| (x, f64::from(y))));
            places
                .map(|(x, y)| (x.abs() + y.abs(), talk(short, x, y)))
                .filter(|(_, talk)| free(talk))
                .min_by(|a, b| a.0.total_cmp(&b.0))
                .map(|(_, talk)| talk)
        };
        let found = nearest(false).or_else(|| nearest(true));
        Some((at, found.unwrap_or_else(|| talk(true, 0.0, 0.0))))
    };
    layout.boxes.iter().enumerate().filter_map(place).collect()
}

/// One sign for all returns to a stage, beside one of them, as near to that stage as there is room.
pub(super) fn returns(layout: &Layout, head: f64, lang: Lang) -> Vec<Sign> {
    let text = crate::i18n::word(lang, "diagram.sent_back");
    let mut taken = taken(layout, head);
    let curves = curves(layout);
    let mut targets: Vec<usize> = layout.returns.iter().map(|r| r.to).collect();
    kernel::order::sort_short(&mut targets, |a, b| a < b);
    targets.dedup();
    let mut signs = Vec::new();
    for target in targets {
        let arcs = || layout.returns.iter().filter(|r| r.to == target);
        // Clear of all curves if that can be had; else over one, but never over a box.
        let tries = [
            (90.0, true),
            (400.0, true),
            (60.0, true),
            (90.0, false),
            (400.0, false),
            (60.0, false),
        ];
        let place = tries.into_iter().find_map(|(room, clear)| {
            let lines = wrapped(&text, SIZE, room, 3);
            let w = lines
                .iter()
                .map(|l| text_width(l, SIZE))
                .fold(0.0, f64::max)
                + 4.0;
            let h = STEP * lines.len() as f64 + 2.0;
            let along = (1..=18).map(|i| 1.0 - f64::from(i) * 0.05);
            let beside = along.flat_map(|u| arcs().map(move |arc| arc.curve.at(u)));
            let mut corners = beside.flat_map(|p| {
                [
                    (p.x + 4.0, p.y - h / 2.0),
                    (p.x - w - 4.0, p.y - h / 2.0),
                    (p.x - w / 2.0, p.y - h - 3.0),
                    (p.x - w / 2.0, p.y + 3.0),
                    (p.x + 2.0, p.y - h),
                    (p.x + 10.0, p.y - h - 4.0),
                    (p.x - w - 10.0, p.y + 6.0),
                ]
            });
            let free = |(x, y): &(f64, f64)| {
                let here = Rect { x: *x, y: *y, w, h };
                *x >= 2.0
                    && *y >= 2.0
                    && x + w <= layout.width - 2.0
                    && y + h <= layout.height - 2.0
                    && !taken.iter().any(|t| t.overlaps(&here))
                    && !(clear && curves.iter().any(|c| here.overlaps(c)))
            };
            corners
                .find(free)
                .map(|(x, y)| (lines, Rect { x, y, w, h }))
        });
        if let Some((lines, rect)) = place {
            let at = Point {
                x: rect.x + rect.w / 2.0,
                y: rect.y + STEP - 3.0,
            };
            taken.push(rect);
            signs.push(Sign {
                lines,
                at,
                centred: true,
            });
        }
    }
    signs
}
