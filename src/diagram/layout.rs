//! Where everything stands: lanes, boxes, links, and the places where dots queue.
//!
//! Pure geometry from a procedure and a width. It is reckoned in two directions, *along* the procedure and *across* the lanes; at wide widths
//! along is to the right, on a narrow screen the lanes turn and along is downwards.

use county::scenario::{Lane, Scenario};

use super::curve::{Curve, Point, link, return_arc};
use super::graph::Graph;
use super::lanes::{LANES, lane_of};
use crate::charts::Lang;

mod place;
mod signs;

pub use place::NARROW;
pub use signs::{STEP, Sign, Talk};

/// From one dot to the next, pixels.
pub const DOT: f64 = 9.0;

/// Room above a meeting for when it sits next, pixels.
const TALK: f64 = 12.0;

/// A rectangle.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Rect {
    /// Left.
    pub x: f64,
    /// Top.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Rect {
    /// Its middle.
    #[must_use]
    pub fn centre(&self) -> Point {
        Point {
            x: self.x + self.w / 2.0,
            y: self.y + self.h / 2.0,
        }
    }

    /// Whether two rectangles have area in common.
    #[must_use]
    pub fn overlaps(&self, other: &Rect) -> bool {
        self.x < other.x + other.w
            && other.x < self.x + self.w
            && self.y < other.y + other.h
            && other.y < self.y + self.h
    }
}

/// A row (or column) of the diagram.
#[derive(Debug, Clone, PartialEq)]
pub struct LaneBand {
    /// Whose.
    pub lane: Lane,
    /// Its name.
    pub name: Sign,
    /// Where.
    pub rect: Rect,
}

/// A stage.
#[derive(Debug, Clone, PartialEq)]
pub struct StageBox {
    /// Its id.
    pub id: String,
    /// Its lane.
    pub lane: Lane,
    /// Its name, in lines.
    pub name: Vec<String>,
    /// Where.
    pub rect: Rect,
    /// The meeting that decides here.
    pub meeting: Option<String>,
    /// Where it says when it sits; where the lanes run downwards there is no room.
    pub talk: Option<Talk>,
}

/// A link between two boxes, by place in [`Layout::boxes`].
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// From.
    pub from: usize,
    /// To.
    pub to: usize,
    /// Its course.
    pub curve: Curve,
}

/// Where everything stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Layout {
    /// Pixels across; up to an eighth more than asked for, to be shown a little smaller.
    pub width: f64,
    /// Pixels down.
    pub height: f64,
    /// Whether the lanes run downwards.
    pub down: bool,
    /// Size of the words in the boxes, pixels.
    pub size: f64,
    /// How many dots stand beside one another in a queue, where the lanes run to the right.
    queue_columns: usize,
    /// Lanes in use.
    pub lanes: Vec<LaneBand>,
    /// Stages, in an order in which each comes after those it waits for.
    pub boxes: Vec<StageBox>,
    /// What follows what.
    pub links: Vec<Link>,
    /// What may be sent back where to.
    pub returns: Vec<Link>,
    /// That the returns are returns, written beside them; empty where there is no room.
    pub return_signs: Vec<Sign>,
}

impl Layout {
    /// The diagram of a procedure in `width` pixels; empty when there is no such procedure.
    #[must_use]
    pub fn of(scenario: &Scenario, procedure: &str, lang: Lang, width: f64) -> Self {
        let Some(written) = scenario.procedures.get(procedure) else {
            return Self::default();
        };
        let width = if width.is_finite() {
            width.max(240.0)
        } else {
            720.0
        };
        let graph = Graph::of(written);
        let stages: Vec<_> = graph
            .ids
            .iter()
            .filter_map(|id| written.stages.get(id))
            .collect();
        let lane_by_stage: Vec<Lane> = stages.iter().map(|s| lane_of(scenario, s)).collect();
        let used: Vec<Lane> = LANES
            .into_iter()
            .filter(|l| lane_by_stage.contains(l))
            .collect();
        let names: Vec<(&str, usize)> = stages
            .iter()
            .zip(&lane_by_stage)
            .map(|(stage, lane)| {
                let name = lang.of(stage.name.zh.as_str(), stage.name.en.as_str());
                (name, used.iter().position(|l| l == lane).unwrap_or(0))
            })
            .collect();
        let (manner, mut items, length) = place::along(&graph, &names, &used, lang, width);
        let (tops, across) = place::across(&mut items, &manner, width, &used);
        let mut layout = Self {
            width: if manner.down { width } else { length },
            height: if manner.down { length } else { across },
            down: manner.down,
            size: manner.size,
            queue_columns: manner.columns,
            lanes: signs::bands(&used, &manner, &tops, length, lang),
            ..Self::default()
        };
        for ((item, id), stage) in items.iter().zip(&graph.ids).zip(&stages) {
            let rows = place::rows_of(&items, item.lane);
            let (top, bottom) = (tops[item.lane], tops[item.lane + 1]);
            let row = (bottom - top) / rows as f64;
            let middle = if manner.down {
                place::centre_down(item.lane, item.across, used.len(), width)
            } else if used[item.lane] == Lane::Meetings {
                top + row * (item.row as f64 + 0.5) - 5.0 + TALK / 2.0
            } else {
                top + row * (item.row as f64 + 0.5) - 5.0
            };
            let (a, c) = (item.at - item.along / 2.0, middle - item.across / 2.0);
            let rect = if manner.down {
                Rect {
                    x: c,
                    y: a,
                    w: item.across,
                    h: item.along,
                }
            } else {
                Rect {
                    x: a,
                    y: c,
                    w: item.along,
                    h: item.across,
                }
            };
            layout.boxes.push(StageBox {
                id: id.clone(),
                lane: used[item.lane],
                name: item.name.clone(),
                rect,
                meeting: stage.meeting.clone(),
                talk: None,
            });
        }
        let rects: Vec<Rect> = layout.boxes.iter().map(|b| b.rect).collect();
        layout.links = graph
            .links()
            .into_iter()
            .map(|(from, to)| Link {
                from,
                to,
                curve: link(&rects[from], &rects[to], manner.down),
            })
            .collect();
        let end = if manner.down {
            layout.height
        } else {
            layout.width
        };
        layout.returns = graph
            .returns
            .iter()
            .map(|(from, to)| Link {
                from: *from,
                to: *to,
                curve: return_arc(&rects[*from], &rects[*to], manner.down, end),
            })
            .collect();
        for (at, place) in signs::talks(&layout, manner.head, lang) {
            layout.boxes[at].talk = Some(place);
        }
        layout.return_signs = signs::returns(&layout, manner.head, lang);
        layout
    }

    /// The box of a stage.
    #[must_use]
    pub fn stage(&self, id: &str) -> Option<usize> {
        self.boxes.iter().position(|b| b.id == id)
    }

    /// The course between two boxes: a link, or a return.
    #[must_use]
    pub fn course(&self, from: usize, to: usize) -> Option<&Curve> {
        self.links
            .iter()
            .chain(&self.returns)
            .find(|l| l.from == from && l.to == to)
            .map(|l| &l.curve)
    }

    /// How many dots have a place in a box's queue.
    #[must_use]
    pub fn queue_places(&self, at: usize) -> usize {
        if self.down {
            self.columns(at) * 2
        } else {
            self.queue_columns * 3
        }
    }

    /// How many dots have a place at a box's foot, where hands are on them or a period runs.
    #[must_use]
    pub fn foot_places(&self, at: usize) -> usize {
        self.columns(at) * 2
    }

    fn columns(&self, at: usize) -> usize {
        self.boxes
            .get(at)
            .map_or(1, |b| ((b.rect.w / DOT).floor() as usize).max(1))
    }

    /// The place of the `n`-th dot in a box's queue: rows beside the box (above it, when lanes run downwards).
    #[must_use]
    pub fn queue_place(&self, at: usize, n: usize) -> Point {
        let Some(b) = self.boxes.get(at) else {
            return Point::default();
        };
        let middle = b.rect.centre();
        if self.down {
            let columns = self.columns(at);
            let (row, column) = (n / columns, n % columns);
            return Point {
                x: b.rect.x + DOT * (column as f64 + 0.5),
                y: b.rect.y - 7.0 - DOT * row as f64,
            };
        }
        let (column, row) = (n / 3, n % 3);
        // The middle row fills first, so that a single dot stands on the link.
        let row = [0.0, -1.0, 1.0][row];
        Point {
            x: b.rect.x - 7.0 - DOT * column as f64,
            y: middle.y + DOT * row,
        }
    }

    /// The place of a meeting's `n`-th seat: in rows at its foot.
    #[must_use]
    pub fn seat_place(&self, at: usize, n: usize) -> Point {
        let place = self.foot_place(at, n);
        Point {
            x: place.x,
            y: place.y + 3.5,
        }
    }

    /// The place of the `n`-th dot at a box's foot.
    #[must_use]
    pub fn foot_place(&self, at: usize, n: usize) -> Point {
        let Some(b) = self.boxes.get(at) else {
            return Point::default();
        };
        let columns = self.columns(at);
        let (row, column) = (n / columns, n % columns);
        let left = b.rect.x + (b.rect.w - DOT * columns as f64) / 2.0;
        Point {
            x: left + DOT * (column as f64 + 0.5),
            y: b.rect.y + b.rect.h + 7.0 + DOT * row as f64,
        }
    }
}

#[cfg(test)]
mod tests;
