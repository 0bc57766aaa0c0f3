//! Where everything stands: lanes, boxes, links, and the places where dots queue.
//!
//! Pure geometry from a procedure and a width. It is reckoned in two directions, *along* the procedure and *across* the lanes; at wide widths
//! along is to the right, on a narrow screen the lanes turn and along is downwards.

use county::scenario::{Lane, Scenario};

use super::curve::{Curve, Point, link, return_arc};
use super::graph::Graph;
use super::lanes::{LANES, lane_name, lane_of, wrapped};
use crate::charts::Lang;
use crate::charts::backend::text_width;

/// Below this width the lanes run downwards, pixels.
pub const NARROW: f64 = 560.0;

/// From one dot to the next, pixels.
pub const DOT: f64 = 9.0;

/// Room above a meeting for when it sits next, pixels.
const TALK: f64 = 12.0;

/// Height of a line of words in a box, pixels.
const LINE: f64 = 15.0;

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
    /// Its name, in lines.
    pub name: Vec<String>,
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
    /// Pixels across; more than asked for when the procedure does not fit.
    pub width: f64,
    /// Pixels down.
    pub height: f64,
    /// Whether the lanes run downwards.
    pub down: bool,
    /// Lanes in use.
    pub lanes: Vec<LaneBand>,
    /// Stages, in an order in which each comes after those it waits for.
    pub boxes: Vec<StageBox>,
    /// What follows what.
    pub links: Vec<Link>,
    /// What may be sent back where to.
    pub returns: Vec<Link>,
}

/// A box while its place is being found.
struct Item {
    along: f64,
    across: f64,
    lane: usize,
    name: Vec<String>,
    /// Its place along: the middle.
    at: f64,
    /// Which row within its lane.
    row: usize,
}

/// Sizes that differ between the two ways to lie.
struct Manner {
    down: bool,
    /// Room before a box for its queue.
    queue: f64,
    /// Room for the names of the lanes.
    head: f64,
    /// Least distance between boxes of one lane, queue apart.
    gap: f64,
    /// Size of words.
    size: f64,
    /// Room for words in a box.
    room: f64,
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
        let manner = manner(lang, width, used.len());
        let mut items: Vec<Item> = stages
            .iter()
            .zip(&lane_by_stage)
            .map(|(stage, lane)| {
                let name = wrapped(
                    &lang.of(&stage.name.zh, &stage.name.en).clone(),
                    manner.size,
                    manner.room,
                );
                let words = name
                    .iter()
                    .map(|l| text_width(l, manner.size))
                    .fold(0.0, f64::max);
                let (w, h) = (words + 14.0, LINE * name.len() as f64 + 12.0);
                let (w, h) = if manner.down {
                    (w.min(manner.room + 8.0).max(34.0), h)
                } else {
                    (w.max(44.0), h)
                };
                Item {
                    along: if manner.down { h } else { w },
                    across: if manner.down { w } else { h },
                    lane: used.iter().position(|l| l == lane).unwrap_or(0),
                    name,
                    at: 0.0,
                    row: 0,
                }
            })
            .collect();
        let length = place_along(&graph, &mut items, &manner, width);
        let (tops, across) = place_across(&mut items, &manner, width, &used);
        let mut layout = Self {
            width: if manner.down { width } else { length },
            height: if manner.down { length } else { across },
            down: manner.down,
            lanes: bands(&used, &manner, &tops, length, lang),
            boxes: Vec::new(),
            links: Vec::new(),
            returns: Vec::new(),
        };
        for ((item, id), stage) in items.iter().zip(&graph.ids).zip(&stages) {
            let rows = rows_of(&items, item.lane);
            let (top, bottom) = (tops[item.lane], tops[item.lane + 1]);
            let row = (bottom - top) / rows as f64;
            let middle = top + row * (item.row as f64 + 0.5)
                - if manner.down {
                    0.0
                } else if used[item.lane] == Lane::Meetings {
                    5.0 - TALK / 2.0
                } else {
                    5.0
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
        if self.down { self.columns(at) * 2 } else { 9 }
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

fn manner(lang: Lang, width: f64, lanes: usize) -> Manner {
    if width >= NARROW {
        let names = LANES.map(|l| lane_name(l, lang));
        let head = names
            .iter()
            .map(|n| text_width(n, 12.0))
            .fold(0.0, f64::max);
        return Manner {
            down: false,
            queue: 3.0 * DOT + 6.0,
            head: head.min(56.0) + 22.0,
            gap: 10.0,
            size: 12.0,
            room: lang.of(62.0, 74.0),
        };
    }
    Manner {
        down: true,
        queue: 2.0 * DOT + 4.0,
        head: 48.0,
        gap: 2.0 * DOT + 8.0,
        size: 11.0,
        room: (width / lanes.max(1) as f64 - 12.0).max(22.0),
    }
}

fn rows_of(items: &[Item], lane: usize) -> usize {
    items
        .iter()
        .filter(|i| i.lane == lane)
        .map(|i| i.row + 1)
        .max()
        .unwrap_or(1)
}

/// Places boxes along the procedure; gives the whole length.
fn place_along(graph: &Graph, items: &mut [Item], manner: &Manner, width: f64) -> f64 {
    let tail = if manner.down { 2.0 * DOT + 20.0 } else { 26.0 };
    let start = if manner.down {
        manner.head + manner.queue
    } else {
        manner.head + manner.queue - 10.0
    };
    if manner.down {
        // Downwards there is as much room as it takes.
        spread(graph, items, manner, 0.62, start);
        return end_of(items) + tail;
    }
    // The loosest spread that fits: boxes of different lanes may overlap along, those of one lane may not.
    let mut looseness = 1.0;
    spread(graph, items, manner, looseness, start);
    while end_of(items) + tail > width && looseness > 0.04 {
        looseness -= 0.05;
        spread(graph, items, manner, looseness, start);
    }
    let last = end_of(items);
    if last + tail < width && items.len() > 1 {
        // What is left over is shared out: distances only grow.
        let origin = start;
        let stretch = (width - tail - origin) / (last - origin);
        for item in items.iter_mut() {
            let left = item.at - item.along / 2.0;
            item.at = origin + (left - origin) * stretch + item.along / 2.0;
        }
        let over = end_of(items) + tail - width;
        if over > 0.0 {
            // Widths do not stretch, so the last box may stick out: once more, by what the lefts alone allow.
            let widest = items.iter().map(|i| i.along).fold(0.0, f64::max);
            spread(graph, items, manner, looseness, start);
            let lefts = items
                .iter()
                .map(|i| i.at - i.along / 2.0)
                .fold(0.0, f64::max);
            let stretch = ((width - tail - widest - origin) / (lefts - origin).max(1.0)).max(1.0);
            for item in items.iter_mut() {
                let left = item.at - item.along / 2.0;
                item.at = origin + (left - origin) * stretch + item.along / 2.0;
            }
        }
    }
    (end_of(items) + tail).max(width)
}

fn end_of(items: &[Item]) -> f64 {
    items
        .iter()
        .map(|i| i.at + i.along / 2.0)
        .fold(0.0, f64::max)
}

/// The earliest place of every box at a looseness in \[0, 1\].
fn spread(graph: &Graph, items: &mut [Item], manner: &Manner, looseness: f64, start: f64) {
    for i in 0..items.len() {
        let mut left = start;
        for j in 0..i {
            let after = graph.before[i].contains(&j);
            let same = items[i].lane == items[j].lane;
            let ancestor = graph.ancestors[i].get(j).copied().unwrap_or(false);
            let right = items[j].at + items[j].along / 2.0;
            if same && (ancestor || manner.down) {
                left = left.max(right + manner.queue + manner.gap);
            } else if after {
                let loose = right + manner.queue + manner.gap;
                let tight = items[j].at - items[j].along / 2.0 + 18.0;
                left = left.max(tight + (loose - tight) * looseness);
            }
        }
        items[i].at = left + items[i].along / 2.0;
    }
}

/// Puts boxes of one lane that would overlap into rows; gives where each lane begins (and the last ends), and the whole.
fn place_across(items: &mut [Item], manner: &Manner, width: f64, used: &[Lane]) -> (Vec<f64>, f64) {
    let lanes = used.len();
    let talking = used
        .iter()
        .position(|l| *l == Lane::Meetings)
        .unwrap_or(lanes);
    if manner.down {
        let each = width / lanes.max(1) as f64;
        return ((0..=lanes).map(|l| each * l as f64).collect(), width);
    }
    for i in 0..items.len() {
        let taken: Vec<usize> = (0..i)
            .filter(|j| items[*j].lane == items[i].lane)
            .filter(|j| {
                let (a, b) = (&items[i], &items[*j]);
                let clear = manner.queue + 2.0;
                a.at - a.along / 2.0 - clear < b.at + b.along / 2.0
                    && b.at - b.along / 2.0 - clear < a.at + a.along / 2.0
            })
            .map(|j| items[j].row)
            .collect();
        items[i].row = (0..).find(|r| !taken.contains(r)).unwrap_or(0);
    }
    let mut tops = vec![0.0];
    for lane in 0..lanes {
        let tallest = items
            .iter()
            .filter(|i| i.lane == lane)
            .map(|i| i.across)
            .fold(0.0, f64::max);
        let row = tallest + 2.0 * DOT + 12.0 + if lane == talking { TALK } else { 0.0 };
        tops.push(tops[lane] + row * rows_of(items, lane) as f64);
    }
    let whole = tops[lanes];
    (tops, whole)
}

fn bands(used: &[Lane], manner: &Manner, tops: &[f64], length: f64, lang: Lang) -> Vec<LaneBand> {
    used.iter()
        .zip(tops.windows(2))
        .map(|(lane, edge)| {
            let (from, size) = (edge[0], edge[1] - edge[0]);
            let name = lane_name(*lane, lang);
            let room = if manner.down {
                size - 4.0
            } else {
                manner.head - 20.0
            };
            LaneBand {
                lane: *lane,
                name: wrapped(&name, 12.0, room),
                rect: if manner.down {
                    Rect {
                        x: from,
                        y: 0.0,
                        w: size,
                        h: length,
                    }
                } else {
                    Rect {
                        x: 0.0,
                        y: from,
                        w: length,
                        h: size,
                    }
                },
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
