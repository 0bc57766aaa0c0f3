//! The picture of a matter's life: a row a visit, along dates, in the colours of the eight parts.

use county::event::Part;
use kernel::Tick;
use plotters::element::{PathElement, Rectangle, Text};
use plotters_backend::text_anchor::{HPos, VPos};

use crate::charts::Lang;
use crate::charts::axis::{PLAIN, SMALL, px, widest};
use crate::charts::backend::{Drawn, Picture, Plane, Sheet, text_width};
use crate::charts::ink::{Anchor, Ink, START};
use crate::charts::wrap::{LEADING, wrapped, write};
use crate::diagram::dates;

/// One visit of a matter to a stage, in words and times.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The stage.
    pub stage: String,
    /// Who held it.
    pub held_by: String,
    /// When it began.
    pub from: Tick,
    /// When it was over; for one still open, where the picture ends.
    pub to: Tick,
    /// Still there.
    pub open: bool,
    /// Beside the branch that speaks for the matter.
    pub beside: bool,
    /// Ticks of the eight parts; all 0 while open.
    pub parts: [Tick; 8],
    /// How long it took, in words.
    pub took: String,
    /// All of it, read out.
    pub said: String,
}

/// What a life looks like.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// The date of tick 0, days from 1970-01-01.
    pub epoch: i64,
    /// Its rows, in the order they began.
    pub rows: Vec<Row>,
    /// Language of the words.
    pub lang: Lang,
}

/// Narrower pictures have the words over the bars instead of beside them, pixels.
const NARROW: f64 = 520.0;

/// Height of a bar, pixels.
const BAR: f64 = 14.0;

/// Room above the rows for the dates, pixels.
const HEAD: f64 = 22.0;

/// A row's words in lines and where it stands.
struct Placed {
    stage: Vec<String>,
    held_by: Vec<String>,
    top: f64,
    height: f64,
}

impl Timeline {
    fn span(&self) -> (Tick, Tick) {
        let from = self.rows.iter().map(|r| r.from).min().unwrap_or(0);
        let to = self.rows.iter().map(|r| r.to).max().unwrap_or(0);
        (from, to.max(from + 1))
    }

    /// Rows with their words in `room` pixels, and the height of all.
    fn placed(&self, room: f64, over: bool) -> (Vec<Placed>, f64) {
        let mut top = HEAD;
        let place = |row: &Row| {
            let stage = wrapped(&row.stage, PLAIN, room, 3);
            let held_by = wrapped(&row.held_by, SMALL, room, 4);
            let words =
                PLAIN * LEADING * stage.len() as f64 + SMALL * LEADING * held_by.len() as f64;
            let height = if over { words + BAR } else { words.max(BAR) } + 10.0;
            let placed = Placed {
                stage,
                held_by,
                top,
                height,
            };
            top += height;
            placed
        };
        let placed = self.rows.iter().map(place).collect();
        (placed, top + 4.0)
    }

    /// The picture, `width` pixels wide.
    #[must_use]
    pub fn picture(&self, width: f64) -> Picture {
        let over = width < NARROW;
        let words = |f: fn(&Row) -> &str, size| widest(self.rows.iter().map(f), size);
        let names = words(|r| &r.stage, PLAIN).max(words(|r| &r.held_by, SMALL));
        let room = if over {
            width - 4.0
        } else {
            names.min(width * 0.32)
        };
        let (placed, height) = self.placed(room, over);
        let took = widest(self.rows.iter().map(|r| r.took.as_str()), SMALL) + 12.0;
        let field = Field {
            left: if over { 1.0 } else { room + 14.0 },
            right: width - took,
            span: self.span(),
            over,
        };
        Picture::drawn(width, height, |sheet| {
            self.draw(sheet, &placed, &field, height)
        })
    }

    fn draw(&self, sheet: &Sheet, placed: &[Placed], field: &Field, height: f64) -> Drawn {
        let plane = sheet.plane();
        self.dates(&plane, field, height)?;
        for (row, place) in self.rows.iter().zip(placed) {
            let stage = PLAIN * LEADING * place.stage.len() as f64;
            let held = SMALL * LEADING * place.held_by.len() as f64;
            let words = Ink::Text.words(PLAIN, START);
            let above = px(place.top + stage / 2.0);
            write(&plane, &place.stage, (px(1.0), above), PLAIN, &words)?;
            let words = Ink::Muted.words(SMALL, START);
            let below = px(place.top + stage + held / 2.0);
            write(&plane, &place.held_by, (px(1.0), below), SMALL, &words)?;
            let middle = if field.over {
                place.top + stage + held + BAR / 2.0 + 2.0
            } else {
                place.top + (place.height - 10.0) / 2.0
            };
            let class = if row.beside { "visit beside" } else { "visit" };
            sheet.mark(class, &row.said, || bar(&plane, row, field, middle))?;
        }
        Ok(())
    }

    fn dates(&self, plane: &Plane, field: &Field, height: f64) -> Drawn {
        let (from, to) = field.span;
        let wide = text_width("8888 年 88 月", SMALL).max(text_width("Mmm 8888", SMALL)) + 14.0;
        let most = ((field.right - field.left) / wide).floor().max(1.0) as usize;
        for (t, word) in dates::axis(self.epoch, from, to, most, self.lang) {
            let x = px(field.x(t));
            let line = vec![(x, px(HEAD - 4.0)), (x, px(height - 2.0))];
            plane.draw(&PathElement::new(line, Ink::Grid.line(10)))?;
            // Neither end of the words leaves the picture.
            let half = text_width(&word, SMALL) / 2.0;
            let x = field.x(t).max(half);
            plane.draw(&Text::new(
                word,
                (px(x), px(2.0)),
                Ink::Muted.words(SMALL, Anchor(HPos::Center, VPos::Top)),
            ))?;
        }
        Ok(())
    }
}

/// Where the bars lie.
struct Field {
    left: f64,
    right: f64,
    span: (Tick, Tick),
    over: bool,
}

impl Field {
    fn x(&self, t: Tick) -> f64 {
        let (from, to) = self.span;
        self.left + (t - from) as f64 / (to - from) as f64 * (self.right - self.left)
    }
}

/// A visit's bar, its parts side by side, and how long it took.
fn bar(plane: &Plane, row: &Row, field: &Field, middle: f64) -> Drawn {
    let half = if row.beside { BAR / 4.0 } else { BAR / 2.0 };
    let (from, to) = (field.x(row.from), field.x(row.to));
    let rect = |a: f64, b: f64| [(px(a), px(middle - half)), (px(b), px(middle + half))];
    let total: Tick = row.parts.iter().sum();
    if total == 0 {
        // Still open, or over in no time: an outline, never nothing.
        plane.draw(&Rectangle::new(
            rect(from, to.max(from + 1.5)),
            Ink::Track.fill(),
        ))?;
        plane.draw(&Rectangle::new(
            rect(from, to.max(from + 1.5)),
            Ink::Axis.line(10),
        ))?;
    } else {
        let mut begun = from;
        let wide = (to - from).max(1.5);
        for (part, ticks) in Part::ALL.into_iter().zip(row.parts) {
            if ticks > 0 {
                let end = begun + wide * ticks as f64 / total as f64;
                plane.draw(&Rectangle::new(rect(begun, end), Ink::Part(part).fill()))?;
                begun = end;
            }
        }
    }
    plane.draw(&Text::new(
        row.took.clone(),
        (px(to.max(from + 1.5) + 6.0), px(middle)),
        Ink::Text.words(SMALL, START),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::DAY;

    fn row(stage: &str, from: Tick, to: Tick, parts: [Tick; 8]) -> Row {
        Row {
            stage: stage.into(),
            held_by: "Deputy magistrate, construction and transport".into(),
            from: from * DAY,
            to: to * DAY,
            open: false,
            beside: false,
            parts: parts.map(|d| d * DAY),
            took: format!("{} days", to - from),
            said: format!("{stage}: {} days", to - from),
        }
    }

    fn life() -> Timeline {
        let mut rows = vec![
            row("Study and drafting", 0, 10, [6, 4, 0, 0, 0, 0, 0, 0]),
            row("Executive meeting", 10, 40, [1, 0, 29, 0, 0, 0, 0, 0]),
            row("Minutes signed", 40, 50, [0; 8]),
        ];
        rows[2].open = true;
        Timeline {
            epoch: dates::days_from_date("2024-01-01").unwrap_or(0),
            rows,
            lang: Lang::En,
        }
    }

    fn rects(picture: &Picture) -> Vec<(f64, f64, String)> {
        let number = |n: &crate::charts::node::Node, name: &str| n.attribute(name)?.parse().ok();
        let all = picture.all();
        let rects = all.iter().filter(|n| n.tag == "rect");
        rects
            .filter_map(|n| {
                let class = n.attribute("class")?.to_owned();
                Some((number(n, "x")?, number(n, "width")?, class))
            })
            .collect()
    }

    #[test]
    fn bars_lie_at_their_dates_and_are_divided_by_their_parts() {
        for width in [342.0, 760.0] {
            let rects = rects(&life().picture(width));
            let (work, waits, meets) = (&rects[0], &rects[1], &rects[3]);
            assert!((work.1 / waits.1 - 1.5).abs() < 0.05, "{work:?} {waits:?}");
            assert!(meets.2.contains("part-waiting-meeting"), "{meets:?}");
            // Ten days of drafting against thirty at the meeting.
            let (first, second) = (work.1 + waits.1, rects[2].1 + meets.1);
            assert!((second / first - 3.0).abs() < 0.1, "{first} {second}");
            assert!(
                (rects[2].0 - (work.0 + first)).abs() < 0.3,
                "one after the other"
            );
        }
    }

    #[test]
    fn every_visit_says_who_held_it_and_nothing_leaves_the_picture() {
        for width in [260.0, 342.0, 520.0, 760.0, 1100.0] {
            let picture = life().picture(width);
            assert_eq!(picture.labels().len(), 3);
            let all = picture.all();
            let words: Vec<_> = all.iter().filter(|n| n.tag == "text").collect();
            let said: Vec<&str> = words.iter().filter_map(|n| n.text.as_deref()).collect();
            let held = said.join(" ").matches("transport").count();
            assert_eq!(held, 3, "{said:?}");
            assert!(
                said.contains(&"30 days")
                    && said.iter().any(|w| w.contains("2024") || w.contains("Jan"))
            );
            for word in words {
                let x: f64 = word.attribute("x").unwrap().parse().unwrap();
                let size: f64 = word.attribute("font-size").unwrap().parse().unwrap();
                let wide = text_width(word.text.as_deref().unwrap(), size);
                let (a, b) = match word.attribute("text-anchor").unwrap() {
                    "middle" => (x - wide / 2.0, x + wide / 2.0),
                    _ => (x, x + wide),
                };
                assert!(a >= -0.1 && b <= width + 0.1, "{:?} at {width}", word.text);
            }
        }
    }

    #[test]
    fn a_life_of_no_visits_is_an_empty_picture() {
        let mut life = life();
        life.rows.clear();
        assert!(life.picture(400.0).labels().is_empty());
    }
}
