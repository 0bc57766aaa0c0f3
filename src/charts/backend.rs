//! A plotters back end that makes SVG nodes.
//!
//! Plotters thinks in whole pixels; here one of its pixels is a tenth of a real one, so lines fall where they should. The width of
//! words is estimated from classes of characters, never measured in the page: the same picture comes out natively, in a worker and
//! on the screen.

use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea as _};
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle,
};

use super::ink::Ink;
use super::node::{Node, coordinate};

/// Units of plotters in one pixel.
pub const SCALE: i32 = 10;

/// What drawing on a [`Sheet`] gives. The back end itself never fails; plotters can (a range of no width).
pub type Drawn<T = ()> = Result<T, plotters::drawing::DrawingAreaErrorKind<Infallible>>;

/// A plane to draw on.
pub type Plane = DrawingArea<SvgBackend, Shift>;

/// What is drawn, shared between plotters and the chart that marks groups in it.
#[derive(Debug, Default)]
struct Ledger {
    done: Vec<Node>,
    mark: Option<Node>,
}

/// A sheet of paper, `width` × `height` pixels.
#[derive(Debug, Clone)]
pub struct Sheet {
    width: f64,
    height: f64,
    ledger: Rc<RefCell<Ledger>>,
}

impl Sheet {
    /// An empty sheet; a side that is not a positive number is taken as one pixel.
    #[must_use]
    pub fn new(width: f64, height: f64) -> Self {
        let side = |x: f64| {
            if x.is_finite() {
                x.clamp(1.0, 20_000.0)
            } else {
                1.0
            }
        };
        Self {
            width: side(width),
            height: side(height),
            ledger: Rc::default(),
        }
    }

    /// Where plotters draws.
    #[must_use]
    pub fn plane(&self) -> Plane {
        SvgBackend(self.clone()).into_drawing_area()
    }

    /// Draws one mark: a group that can be focused and whose value is read out as `label`. The first mark of a sheet is the one the
    /// tab key reaches; arrow keys go on from there.
    ///
    /// # Errors
    /// Those of `draw`.
    pub fn mark<T>(&self, class: &str, label: &str, draw: impl FnOnce() -> Drawn<T>) -> Drawn<T> {
        // What is the same for all is not compiled again for each.
        self.begin_mark(class, label);
        let out = draw();
        self.end_mark();
        out
    }

    fn begin_mark(&self, class: &str, label: &str) {
        let first = !self.ledger.borrow().done.iter().any(|n| n.tag == "g");
        let group = Node::new("g")
            .with("class", format!("mark {class}"))
            .with("tabindex", if first { "0" } else { "-1" })
            .with("role", "img")
            .with("aria-label", label);
        let mut group = group;
        group.children.push(Node::new("title").saying(label));
        self.ledger.borrow_mut().mark = Some(group);
    }

    fn end_mark(&self) {
        let mut ledger = self.ledger.borrow_mut();
        if let Some(group) = ledger.mark.take() {
            ledger.done.push(group);
        }
    }

    /// The finished picture.
    #[must_use]
    pub fn picture(self) -> Picture {
        let nodes = std::mem::take(&mut self.ledger.borrow_mut().done);
        Picture {
            width: self.width,
            height: self.height,
            nodes: Rc::new(nodes),
        }
    }

    fn finished(self, refused: bool) -> Picture {
        if refused {
            return Picture {
                width: self.width,
                height: self.height,
                nodes: Rc::default(),
            };
        }
        self.picture()
    }

    fn add(&self, node: Node) {
        let mut ledger = self.ledger.borrow_mut();
        match &mut ledger.mark {
            Some(group) => group.children.push(node),
            None => ledger.done.push(node),
        }
    }
}

/// A finished drawing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Picture {
    /// Pixels across.
    pub width: f64,
    /// Pixels down.
    pub height: f64,
    /// What is on it.
    pub nodes: Rc<Vec<Node>>,
}

impl Picture {
    /// A picture drawn by `draw`, empty if plotters refuses (a chart without room is no chart).
    #[must_use]
    pub fn drawn(width: f64, height: f64, draw: impl FnOnce(&Sheet) -> Drawn) -> Self {
        let sheet = Sheet::new(width, height);
        let refused = draw(&sheet).is_err();
        sheet.finished(refused)
    }

    /// All its elements, outermost first.
    #[must_use]
    pub fn all(&self) -> Vec<&Node> {
        let mut all = Vec::new();
        for node in self.nodes.iter() {
            node.walk(&mut |n| all.push(n));
        }
        all
    }

    /// What its marks say when read out, in order.
    #[must_use]
    pub fn labels(&self) -> Vec<&str> {
        self.all()
            .into_iter()
            .filter(|n| n.tag == "g")
            .filter_map(|n| n.attribute("aria-label"))
            .collect()
    }
}

/// How wide `text` is at `size` pixels, estimated: Chinese characters and full-width signs one em, letters and digits as in
/// the widest face in common use (DejaVu Sans, where nothing better is installed), so that no word is wider than it is taken for.
#[must_use]
pub fn text_width(text: &str, size: f64) -> f64 {
    text.chars().map(em).sum::<f64>() * size
}

/// How wide bold `text` is at `size` pixels, estimated in the same way.
#[must_use]
pub fn bold_width(text: &str, size: f64) -> f64 {
    text_width(text, size) * 1.1
}

fn em(c: char) -> f64 {
    match c {
        '\u{2e80}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ff60}' => 1.0,
        '\u{20000}'..='\u{3ffff}' | '—' => 1.0,
        'i' | 'j' | 'l' | 'I' | 'J' | '.' | ',' | ':' | ';' | '\'' | '’' | '|' | '!' | ' ' => {
            0.32
        }
        'f' | 't' | 'r' | '(' | ')' | '-' | '·' | '/' => 0.4,
        '\u{202f}' | '\u{2009}' => 0.2,
        'm' | 'W' | '%' => 0.98,
        'w' | 'M' | '+' | '−' => 0.86,
        'A'..='Z' => 0.77,
        _ => 0.64,
    }
}

/// Plotters' side of a [`Sheet`].
#[derive(Debug)]
pub struct SvgBackend(Sheet);

fn real(x: i32) -> f64 {
    f64::from(x) / f64::from(SCALE)
}

fn at(x: i32) -> String {
    coordinate(real(x))
}

/// Class and, where it lets light through, opacity.
fn inked(node: Node, way: &str, color: BackendColor) -> Node {
    let node = node.with(
        "class",
        format!("{way} {}", Ink::from_rgb(color.rgb).class()),
    );
    if color.alpha < 1.0 {
        node.with("opacity", coordinate(color.alpha))
    } else {
        node
    }
}

fn stroked<S: BackendStyle>(node: Node, style: &S) -> Node {
    let width = f64::from(style.stroke_width()) / f64::from(SCALE);
    inked(node, "line", style.color()).with("stroke-width", coordinate(width))
}

fn points(path: impl IntoIterator<Item = BackendCoord>) -> String {
    let mut d = String::new();
    for (i, (x, y)) in path.into_iter().enumerate() {
        d.push(if i == 0 { 'M' } else { 'L' });
        d.push_str(&at(x));
        d.push(' ');
        d.push_str(&at(y));
    }
    d
}

type Outcome = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for SvgBackend {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        let side = |x: f64| (x * f64::from(SCALE)) as u32;
        (side(self.0.width), side(self.0.height))
    }

    fn ensure_prepared(&mut self) -> Outcome {
        Ok(())
    }

    fn present(&mut self) -> Outcome {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Outcome {
        let dot = Node::new("circle")
            .with("cx", at(x))
            .with("cy", at(y))
            .with("r", "0.5");
        self.0.add(inked(dot, "fill", color));
        Ok(())
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Outcome {
        let line = Node::new("line")
            .with("x1", at(from.0))
            .with("y1", at(from.1))
            .with("x2", at(to.0))
            .with("y2", at(to.1));
        self.0.add(stroked(line, style));
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        a: BackendCoord,
        b: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Outcome {
        let rect = Node::new("rect")
            .with("x", at(a.0.min(b.0)))
            .with("y", at(a.1.min(b.1)))
            .with("width", at((b.0 - a.0).abs()))
            .with("height", at((b.1 - a.1).abs()));
        self.0.add(if fill {
            inked(rect, "fill", style.color())
        } else {
            stroked(rect, style)
        });
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Outcome {
        self.0
            .add(stroked(Node::new("path").with("d", points(path)), style));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Outcome {
        let circle = Node::new("circle")
            .with("cx", at(center.0))
            .with("cy", at(center.1))
            .with("r", coordinate(f64::from(radius) / f64::from(SCALE)));
        self.0.add(if fill {
            inked(circle, "fill", style.color())
        } else {
            stroked(circle, style)
        });
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Outcome {
        let shape = Node::new("path").with("d", points(path) + "Z");
        self.0.add(inked(shape, "fill", style.color()));
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &T,
        pos: BackendCoord,
    ) -> Outcome {
        let size = style.size() / f64::from(SCALE);
        let anchor = style.anchor();
        let (dx, place) = match anchor.h_pos {
            HPos::Left => (0.0, "start"),
            HPos::Center => (0.0, "middle"),
            HPos::Right => (0.0, "end"),
        };
        // A baseline, not `dominant-baseline`: that one differs between browsers and is lost in print.
        let dy = match anchor.v_pos {
            VPos::Top => 0.86 * size,
            VPos::Center => 0.36 * size,
            VPos::Bottom => -0.14 * size,
        };
        let bold = matches!(style.style(), FontStyle::Bold);
        let way = if bold { "word bold" } else { "word" };
        let node = Node::new("text")
            .with("x", coordinate(real(pos.0) + dx))
            .with("y", coordinate(real(pos.1) + dy))
            .with("font-size", coordinate(size))
            .with("text-anchor", place)
            .saying(text);
        self.0.add(inked(node, way, style.color()));
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        Ok((text_width(text, style.size()) as u32, style.size() as u32))
    }
}

#[cfg(test)]
mod tests;
