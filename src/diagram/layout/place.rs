//! Where boxes stand: along the procedure as loosely as the width allows, across it in their lanes.

use county::scenario::Lane;

use super::{DOT, TALK};
use crate::charts::Lang;
use crate::charts::backend::text_width;
use crate::charts::wrap::{least_room, wrapped};
use crate::diagram::graph::Graph;
use crate::diagram::lanes::lane_name;

/// Below this width the lanes run downwards, pixels.
pub const NARROW: f64 = 560.0;

/// A procedure this much longer than there is room is shown a little smaller; a longer one has its lanes run downwards.
const SHRINK: f64 = 1.125;

/// Height of a line of words in a box, pixels.
const LINE: f64 = 15.0;

/// A box while its place is being found.
pub(super) struct Item {
    pub along: f64,
    pub across: f64,
    pub lane: usize,
    pub name: Vec<String>,
    /// Its place along: the middle.
    pub at: f64,
    /// Which row within its lane.
    pub row: usize,
}

/// Sizes that differ between the ways to lie.
pub(super) struct Manner {
    pub down: bool,
    /// How many dots stand beside one another in a queue.
    pub columns: usize,
    /// Room for the names of the lanes.
    pub head: f64,
    /// Size of words.
    pub size: f64,
    /// Room before a box for its queue.
    queue: f64,
    /// Least distance between boxes of one lane, queue apart.
    gap: f64,
    /// Room for words in a box.
    room: f64,
    /// Room inside a box beside its words.
    padding: f64,
    /// How many lanes there are, and pixels for all of them, where they run downwards.
    lanes: usize,
    width: f64,
}

impl Manner {
    /// To the right, with room to spare or close.
    fn right(used: &[Lane], lang: Lang, close: bool) -> Self {
        let names: Vec<String> = used.iter().map(|l| lane_name(*l, lang)).collect();
        let widest = names
            .iter()
            .map(|n| text_width(n, 12.0))
            .fold(0.0, f64::max);
        let word = names
            .iter()
            .map(|n| least_room(n, 12.0))
            .fold(0.0, f64::max);
        let columns = if close { 2 } else { 3 };
        Self {
            down: false,
            columns,
            head: widest.min(word.max(56.0)) + if close { 16.0 } else { 22.0 },
            size: if close { 11.0 } else { 12.0 },
            queue: columns as f64 * DOT + if close { 4.0 } else { 6.0 },
            gap: if close { 6.0 } else { 10.0 },
            room: if close {
                lang.of(48.0, 60.0)
            } else {
                lang.of(62.0, 74.0)
            },
            padding: if close { 10.0 } else { 14.0 },
            lanes: used.len(),
            width: 0.0,
        }
    }

    /// Downwards; a box is wider than its lane when one of its words is.
    fn downwards(used: &[Lane], names: &[(&str, usize)], lang: Lang, width: f64) -> Self {
        let lanes = used.len().max(1);
        let each = width / lanes as f64;
        let word = names
            .iter()
            .map(|n| least_room(n.0, 11.0))
            .fold(0.0, f64::max);
        Self {
            down: true,
            columns: 1,
            head: super::signs::head_down(used, lang, width),
            size: 11.0,
            queue: 2.0 * DOT + 4.0,
            gap: 2.0 * DOT + 8.0,
            room: (each - 12.0).max(word.min(2.0 * each - 12.0)).max(22.0),
            padding: 10.0,
            lanes,
            width,
        }
    }

    fn items(&self, names: &[(&str, usize)]) -> Vec<Item> {
        let item = |(name, lane): &(&str, usize)| {
            let name = wrapped(name, self.size, self.room, 3);
            let words = name
                .iter()
                .map(|l| text_width(l, self.size))
                .fold(0.0, f64::max);
            let least: f64 = if self.down { 34.0 } else { 44.0 };
            let (w, h) = (
                (words + self.padding).max(least),
                LINE * name.len() as f64 + 12.0,
            );
            Item {
                along: if self.down { h } else { w },
                across: if self.down { w } else { h },
                lane: *lane,
                name,
                at: 0.0,
                row: 0,
            }
        };
        names.iter().map(item).collect()
    }

    /// Whether two boxes of lanes that run downwards would stand in each other's way.
    fn side_by_side(&self, a: &Item, b: &Item) -> bool {
        let centre = |i: &Item| centre_down(i.lane, i.across, self.lanes, self.width);
        self.down && (centre(a) - centre(b)).abs() < (a.across + b.across) / 2.0 + 3.0
    }
}

/// Where the middle of a box stands across lanes that run downwards: in its lane, as far as it stays in the picture.
pub(super) fn centre_down(lane: usize, across: f64, lanes: usize, width: f64) -> f64 {
    let each = width / lanes.max(1) as f64;
    let half = (across / 2.0 + 1.0).min(width / 2.0);
    (each * (lane as f64 + 0.5)).clamp(half, width - half)
}

/// The way to lie that fits `width`, the boxes with their places along, and the whole length. `names`: of the stages, each with its lane.
pub(super) fn along(
    graph: &Graph,
    names: &[(&str, usize)],
    used: &[Lane],
    lang: Lang,
    width: f64,
) -> (Manner, Vec<Item>, f64) {
    if width >= NARROW {
        for (close, most) in [(false, 1.0), (true, SHRINK)] {
            let manner = Manner::right(used, lang, close);
            let mut items = manner.items(names);
            let length = lengthwise(graph, &mut items, &manner, width);
            if length <= width * most + 0.5 {
                return (manner, items, length);
            }
        }
    }
    let manner = Manner::downwards(used, names, lang, width);
    let mut items = manner.items(names);
    let length = lengthwise(graph, &mut items, &manner, width);
    (manner, items, length)
}

pub(super) fn rows_of(items: &[Item], lane: usize) -> usize {
    items
        .iter()
        .filter(|i| i.lane == lane)
        .map(|i| i.row + 1)
        .max()
        .unwrap_or(1)
}

/// Places boxes along the procedure; gives the whole length.
fn lengthwise(graph: &Graph, items: &mut [Item], manner: &Manner, width: f64) -> f64 {
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
            let same = items[i].lane == items[j].lane || manner.side_by_side(&items[i], &items[j]);
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
pub(super) fn across(
    items: &mut [Item],
    manner: &Manner,
    width: f64,
    used: &[Lane],
) -> (Vec<f64>, f64) {
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
