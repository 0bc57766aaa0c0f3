//! Links between boxes as cubic curves: to draw, and to travel along.

use super::layout::Rect;
use crate::charts::node::coordinate;

/// A point, pixels.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// A cubic Bézier curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Curve(pub [Point; 4]);

impl Curve {
    /// The point at `u` in \[0, 1\].
    #[must_use]
    pub fn at(&self, u: f64) -> Point {
        let u = u.clamp(0.0, 1.0);
        let v = 1.0 - u;
        let w = [v * v * v, 3.0 * v * v * u, 3.0 * v * u * u, u * u * u];
        let sum = |f: fn(&Point) -> f64| self.0.iter().zip(w).map(|(p, w)| f(p) * w).sum();
        Point {
            x: sum(|p| p.x),
            y: sum(|p| p.y),
        }
    }

    /// As the attribute `d` of a path.
    #[must_use]
    pub fn path(&self) -> String {
        let [a, b, c, d] = self
            .0
            .map(|p| format!("{} {}", coordinate(p.x), coordinate(p.y)));
        format!("M{a}C{b} {c} {d}")
    }
}

/// A point reckoned along the procedure and across the lanes.
fn turned(along: f64, across: f64, down: bool) -> Point {
    if down {
        Point {
            x: across,
            y: along,
        }
    } else {
        Point {
            x: along,
            y: across,
        }
    }
}

/// Beginning, end and middle across of a box, in the same reckoning.
fn sides(rect: &Rect, down: bool) -> (f64, f64, f64, f64) {
    let middle = rect.centre();
    if down {
        (rect.y, rect.y + rect.h, middle.x, rect.w / 2.0)
    } else {
        (rect.x, rect.x + rect.w, middle.y, rect.h / 2.0)
    }
}

/// From one box to the next: out at its end and in at the other's beginning where there is room between them, else across.
#[must_use]
pub fn link(from: &Rect, to: &Rect, down: bool) -> Curve {
    let (from_start, from_end, from_middle, from_half) = sides(from, down);
    let (to_start, to_end, to_middle, to_half) = sides(to, down);
    if to_start >= from_end + 12.0 {
        let bend = ((to_start - from_end) / 2.0).clamp(8.0, 60.0);
        return Curve([
            turned(from_end, from_middle, down),
            turned(from_end + bend, from_middle, down),
            turned(to_start - bend, to_middle, down),
            turned(to_start, to_middle, down),
        ]);
    }
    let side = if to_middle > from_middle { 1.0 } else { -1.0 };
    let a = turned(
        (from_start + from_end) / 2.0 + 4.0,
        from_middle + side * from_half,
        down,
    );
    let d = turned((to_start + to_end) / 2.0, to_middle - side * to_half, down);
    let reach = ((to_middle - to_half * side) - (from_middle + from_half * side)) / 2.0;
    let b = turned(
        (from_start + from_end) / 2.0 + 4.0,
        from_middle + side * from_half + reach,
        down,
    );
    let c = turned(
        (to_start + to_end) / 2.0,
        to_middle - side * to_half - reach,
        down,
    );
    Curve([a, b, c, d])
}

/// Back from a box to an earlier one: out beyond its end, round, and in at the end of the other. `end`: where the picture ends.
#[must_use]
pub fn return_arc(from: &Rect, to: &Rect, down: bool, end: f64) -> Curve {
    let (_, from_end, from_middle, from_half) = sides(from, down);
    let (_, to_end, to_middle, to_half) = sides(to, down);
    let side = if to_middle < from_middle { -1.0 } else { 1.0 };
    let same_lane = (to_middle - from_middle).abs() < from_half;
    if same_lane {
        let lift = from_half + 26.0;
        let (f, t) = (from_end - 10.0, to_end - 10.0);
        return Curve([
            turned(f, from_middle - from_half, down),
            turned(f, from_middle - lift, down),
            turned(t, to_middle - lift, down),
            turned(t, to_middle - to_half, down),
        ]);
    }
    let bulge = (end - from_end - 6.0).clamp(10.0, 46.0);
    Curve([
        turned(from_end, from_middle + side * from_half * 0.5, down),
        turned(
            from_end + bulge,
            from_middle + (to_middle - from_middle) * 0.45,
            down,
        ),
        turned(
            from_end + bulge * 0.6,
            to_middle + side * to_half * 0.5,
            down,
        ),
        turned(to_end, to_middle + side * to_half * 0.5, down),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_begin_and_end_where_their_boxes_do() {
        let a = Rect {
            x: 0.0,
            y: 0.0,
            w: 60.0,
            h: 30.0,
        };
        let b = Rect {
            x: 100.0,
            y: 80.0,
            w: 60.0,
            h: 30.0,
        };
        let c = link(&a, &b, false);
        assert_eq!(
            (c.at(0.0), c.at(1.0)),
            (Point { x: 60.0, y: 15.0 }, Point { x: 100.0, y: 95.0 })
        );
        let near = Rect { x: 20.0, ..b };
        let c = link(&a, &near, false);
        assert_eq!((c.at(0.0).y, c.at(1.0)), (30.0, Point { x: 50.0, y: 80.0 }));
        let back = return_arc(&b, &a, false, 300.0);
        assert_eq!((back.at(0.0).x, back.at(1.0).x), (160.0, 60.0));
        assert_eq!(back.path().matches(' ').count(), 6);
    }

    #[test]
    fn turned_lanes_swap_the_axes() {
        let a = Rect {
            x: 0.0,
            y: 0.0,
            w: 30.0,
            h: 60.0,
        };
        let b = Rect {
            x: 80.0,
            y: 100.0,
            w: 30.0,
            h: 60.0,
        };
        let c = link(&a, &b, true);
        assert_eq!(
            (c.at(0.0), c.at(1.0)),
            (Point { x: 15.0, y: 60.0 }, Point { x: 95.0, y: 100.0 })
        );
    }
}
