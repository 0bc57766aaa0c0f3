//! What moves: dots, counts, seats and the date, many times a second, straight in the document and past the virtual DOM.

use litemap::LiteMap;
use std::rc::Rc;

use crate::i18n::say;
use kernel::{DAY, Tick};
use wasm_bindgen::JsCast as _;
use web_sys::{Document, Element, HtmlInputElement};

use super::clock::Clock;
use super::curve::{Curve, Point};
use super::dates::{days_from_date, moment};
use super::layout::Layout;
use super::playback::Playback;
use super::scene::{Dot, Scene, boxes};
use crate::charts::Lang;
use crate::charts::node::coordinate;

const SVG: &str = "http://www.w3.org/2000/svg";

/// How long a dot takes from place to place, milliseconds.
const TRAVEL: f64 = 200.0;

/// The elements the theatre writes to, found once.
#[derive(Debug, Clone)]
pub struct Props {
    /// Where dots go.
    pub dots: Element,
    /// Where counts and seats go.
    pub signs: Element,
    /// The scrubber.
    pub scrubber: HtmlInputElement,
    /// The date.
    pub date: Element,
    /// When meetings sit next.
    pub meetings: Element,
}

/// What is played.
#[derive(Debug, Clone)]
pub struct Play {
    /// The run.
    pub playback: Rc<Playback>,
    /// Where things stand.
    pub layout: Rc<Layout>,
    /// Which procedure is shown.
    pub procedure: String,
    /// For every class of the playback the number of its colour.
    pub colours: Vec<usize>,
    /// For every meeting of the playback its name.
    pub meeting_names: Vec<String>,
    /// Language of the words.
    pub lang: Lang,
    /// Dots jump.
    pub reduced: bool,
}

/// A dot in the document.
struct Actor {
    element: Element,
    at: usize,
    from: Point,
    to: Point,
    course: Option<Curve>,
    began: f64,
    shown: Point,
    hidden: bool,
    /// The scene it was last in.
    drawn: u64,
}

/// The stage on which a run is played.
pub struct Theatre {
    props: Props,
    play: Play,
    boxes: Vec<Option<usize>>,
    epoch: i64,
    /// The clock.
    pub clock: Clock,
    actors: LiteMap<(usize, usize), Actor>,
    signs: LiteMap<String, (Element, String)>,
    last_frame: Option<f64>,
    date_said: i64,
    /// Scenes drawn.
    drawn: u64,
    chosen: Option<u32>,
}

impl Theatre {
    /// Sets the stage.
    #[must_use]
    pub fn new(props: Props, play: Play) -> Self {
        let mut theatre = Self {
            clock: Clock::new(play.playback.from, play.playback.to),
            boxes: boxes(&play.playback, &play.layout, &play.procedure),
            epoch: days_from_date(&play.playback.epoch).unwrap_or(0),
            props,
            play,
            actors: LiteMap::new(),
            signs: LiteMap::new(),
            last_frame: None,
            date_said: i64::MIN,
            drawn: 0,
            chosen: None,
        };
        theatre.clear();
        theatre
    }

    /// Plays something else, or the same in another place or language: its time stays.
    pub fn replace(&mut self, play: Play) {
        self.clock.span(play.playback.from, play.playback.to);
        self.boxes = boxes(&play.playback, &play.layout, &play.procedure);
        self.epoch = days_from_date(&play.playback.epoch).unwrap_or(0);
        self.play = play;
        self.clear();
    }

    /// Marks a matter, by number.
    pub fn choose(&mut self, number: Option<u32>) {
        self.chosen = number;
        for ((case, _), actor) in &self.actors {
            let is = self
                .play
                .playback
                .cases
                .get(*case)
                .is_some_and(|c| Some(c.number) == number);
            let _ = actor.element.class_list().toggle_with_force("chosen", is);
        }
    }

    fn clear(&mut self) {
        self.props.dots.set_text_content(None);
        self.props.signs.set_text_content(None);
        self.actors.clear();
        self.signs.clear();
        self.date_said = i64::MIN;
    }

    /// One frame at `now` milliseconds; whether another is needed.
    pub fn frame(&mut self, now: f64) -> bool {
        // While another place is shown the year stands still.
        if self.clock.playing && self.props.scrubber.offset_parent().is_none() {
            self.last_frame = None;
            return true;
        }
        let passed = self.last_frame.map_or(0.0, |last| now - last);
        self.last_frame = Some(now);
        self.clock.advance(passed);
        let t = self.clock.tick();
        let scene = Scene::at(&self.play.playback, &self.play.layout, &self.boxes, t);
        let moving = self.move_dots(&scene, now);
        self.show_counts(&scene);
        self.show_meetings(&scene, t);
        self.show_time(t);
        let on = self.clock.playing || moving;
        if !on {
            self.last_frame = None;
        }
        on
    }

    fn move_dots(&mut self, scene: &Scene, now: f64) -> bool {
        let mut moving = false;
        self.drawn += 1;
        let drawn = self.drawn;
        for dot in &scene.dots {
            // A matter's own dot stays the same element wherever it goes; branches beside it have theirs.
            let key = (dot.case, if dot.beside { dot.visit + 1 } else { 0 });
            if !self.actors.contains_key(&key) {
                let Some(actor) = self.enter(dot, now) else {
                    continue;
                };
                self.actors.insert(key, actor);
            }
            if let Some(actor) = self.actors.get_mut(&key) {
                moving |= actor.go(dot, &self.play, now);
                actor.drawn = drawn;
            }
        }
        self.actors.retain(|_, actor| {
            let stays = actor.drawn == drawn;
            if !stays {
                actor.element.remove();
            }
            stays
        });
        moving
    }

    fn document(&self) -> Option<Document> {
        self.props.dots.owner_document()
    }

    fn enter(&self, dot: &Dot, now: f64) -> Option<Actor> {
        let case = self.play.playback.cases.get(dot.case)?;
        let colour = self
            .play
            .colours
            .get(usize::from(case.class))
            .copied()
            .unwrap_or(0);
        let element = self
            .document()?
            .create_element_ns(Some(SVG), "circle")
            .ok()?;
        let beside = if dot.beside { " beside" } else { "" };
        let chosen = if self.chosen == Some(case.number) {
            " chosen"
        } else {
            ""
        };
        let class = format!("dot class-{colour}{beside}{chosen}");
        element.set_attribute("class", &class).ok()?;
        element.set_attribute("r", "3.7").ok()?;
        element
            .set_attribute("data-case", &case.number.to_string())
            .ok()?;
        self.props.dots.append_child(&element).ok()?;
        let place = dot.place.unwrap_or_default();
        Some(Actor {
            element,
            at: dot.at,
            from: place,
            to: place,
            course: None,
            began: now - TRAVEL,
            shown: Point {
                x: f64::NAN,
                y: f64::NAN,
            },
            hidden: false,
            drawn: 0,
        })
    }

    /// Writes a sign only when it changes.
    fn sign(&mut self, key: &str, class: &str, at: Point, anchor: &str, text: &str) {
        if let Some((element, said)) = self.signs.get_mut(key) {
            if said != text {
                element.set_text_content(Some(text));
                text.clone_into(said);
            }
            return;
        }
        if text.is_empty() {
            return;
        }
        let Some(element) = self
            .document()
            .and_then(|d| d.create_element_ns(Some(SVG), "text").ok())
        else {
            return;
        };
        for (name, value) in [
            ("class", class),
            ("x", &coordinate(at.x)),
            ("y", &coordinate(at.y)),
            ("text-anchor", anchor),
        ] {
            let _ = element.set_attribute(name, value);
        }
        element.set_text_content(Some(text));
        let _ = self.props.signs.append_child(&element);
        self.signs
            .insert(key.to_owned(), (element, text.to_owned()));
    }

    /// How many stand where there is no place left.
    fn show_counts(&mut self, scene: &Scene) {
        let beyond = |n: usize| {
            if n == 0 {
                String::new()
            } else {
                format!("+{n}")
            }
        };
        for (at, crowd) in scene.crowds.iter().enumerate() {
            let layout = Rc::clone(&self.play.layout);
            let Some(rect) = layout.boxes.get(at).map(|b| b.rect) else {
                continue;
            };
            let (queue, anchor) = if layout.down {
                (
                    Point {
                        x: rect.x + rect.w,
                        y: rect.y - 22.0,
                    },
                    "end",
                )
            } else {
                (
                    Point {
                        x: rect.x - 4.0,
                        y: rect.y + rect.h / 2.0 + 24.0,
                    },
                    "end",
                )
            };
            self.sign(
                &format!("q{at}"),
                "beyond",
                queue,
                anchor,
                &beyond(crowd.queue_beyond),
            );
            let foot = Point {
                x: rect.x + rect.w + 2.0,
                y: rect.y + rect.h + 14.0,
            };
            self.sign(
                &format!("f{at}"),
                "beyond",
                foot,
                "start",
                &beyond(crowd.busy_beyond),
            );
        }
    }

    /// When each meeting sits next, how many wait for it, and who came to the last.
    fn show_meetings(&mut self, scene: &Scene, t: Tick) {
        let mut lines: Vec<String> = Vec::new();
        let playback = Rc::clone(&self.play.playback);
        let layout = Rc::clone(&self.play.layout);
        for (meeting, name) in playback
            .meetings
            .iter()
            .zip(self.play.meeting_names.clone())
        {
            let at = layout
                .boxes
                .iter()
                .position(|b| b.meeting.as_deref() == Some(meeting.id.as_str()));
            let Some(at) = at else { continue };
            let waiting = scene.crowds.get(at).map_or(0, |c| c.queued + c.busy);
            let waiting = waiting.to_string();
            let days = meeting
                .next_after(t)
                .map(|next| (next.at - t + DAY - 1) / DAY);
            let lang = self.play.lang;
            let told = |short: bool| {
                let key = match (days, short) {
                    (Some(..=1), false) => "diagram.sits_today",
                    (Some(_), false) => "diagram.sits_in",
                    (Some(..=1), true) => "diagram.sits_today_short",
                    (Some(_), true) => "diagram.sits_in_short",
                    (None, _) => "diagram.waits",
                };
                let days = days.unwrap_or_default().to_string();
                say(lang, key, &[("days", &days), ("waiting", &waiting)])
            };
            let line = told(false);
            if let Some(talk) = layout.boxes[at].talk {
                let said = told(talk.short);
                self.sign(&format!("m{at}"), "sits", talk.end, "end", &said);
            }
            lines.push(say(
                self.play.lang,
                "diagram.meeting_line",
                &[("meeting", &name), ("line", &line)],
            ));
            let present = meeting
                .last_before(t)
                .map(|s| s.present.as_slice())
                .unwrap_or_default();
            for seat in 0..meeting.members.len() {
                let lit = u16::try_from(seat).is_ok_and(|s| present.contains(&s));
                self.sign(
                    &format!("s{at}.{seat}"),
                    "seat",
                    layout.seat_place(at, seat),
                    "middle",
                    if lit { "■" } else { "□" },
                );
            }
        }
        let text = lines.join(self.play.lang.of("；", "; "));
        if self.props.meetings.text_content().as_deref() != Some(text.as_str()) {
            self.props.meetings.set_text_content(Some(&text));
        }
    }

    fn show_time(&mut self, t: Tick) {
        // Ten minutes of simulated time are as fine as a reader can follow; while playing, hours are.
        let grain = if self.clock.playing { DAY / 4 } else { 600 };
        let said = t.div_euclid(grain);
        if said == self.date_said {
            return;
        }
        self.date_said = said;
        let shown = if self.clock.playing { said * grain } else { t };
        let text = moment(self.epoch, shown).long(self.play.lang);
        self.props.date.set_text_content(Some(&text));
        self.props.scrubber.set_value(&t.to_string());
        let _ = self.props.scrubber.set_attribute("aria-valuetext", &text);
    }
}

impl Actor {
    /// Towards where it belongs; whether it is still on its way.
    fn go(&mut self, dot: &Dot, play: &Play, now: f64) -> bool {
        let Some(place) = dot.place else {
            if !self.hidden {
                self.hidden = true;
                let _ = self.element.set_attribute("visibility", "hidden");
            }
            self.at = dot.at;
            return false;
        };
        if self.hidden {
            self.hidden = false;
            let _ = self.element.remove_attribute("visibility");
            (self.from, self.to, self.course) = (place, place, None);
        }
        if self.to != place {
            self.from = if self.shown.x.is_finite() {
                self.shown
            } else {
                place
            };
            self.to = place;
            self.began = now;
            self.course = if self.at == dot.at {
                None
            } else {
                play.layout.course(self.at, dot.at).copied()
            };
        }
        self.at = dot.at;
        let u = if play.reduced {
            1.0
        } else {
            ((now - self.began) / TRAVEL).clamp(0.0, 1.0)
        };
        let at = along(self.from, self.to, self.course.as_ref(), u);
        if at != self.shown {
            self.shown = at;
            if let Some(circle) = self.element.dyn_ref::<Element>() {
                let _ = circle.set_attribute("cx", &coordinate(at.x));
                let _ = circle.set_attribute("cy", &coordinate(at.y));
            }
        }
        u < 1.0
    }
}

/// From place to place, by way of the course if there is one.
fn along(from: Point, to: Point, course: Option<&Curve>, u: f64) -> Point {
    let mix = |a: Point, b: Point, u: f64| Point {
        x: a.x + (b.x - a.x) * u,
        y: a.y + (b.y - a.y) * u,
    };
    let Some(course) = course else {
        return mix(from, to, u * u * (3.0 - 2.0 * u));
    };
    // To the link, along it, and from its end to the place.
    if u < 0.2 {
        mix(from, course.at(0.0), u / 0.2)
    } else if u < 0.8 {
        course.at((u - 0.2) / 0.6)
    } else {
        mix(course.at(1.0), to, (u - 0.8) / 0.2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_leaves_and_arrives_where_it_should_and_never_leaps() {
        let point = |x, y| Point { x, y };
        let course = Curve([
            point(10.0, 0.0),
            point(20.0, 0.0),
            point(20.0, 50.0),
            point(30.0, 50.0),
        ]);
        let (from, to) = (point(0.0, 0.0), point(40.0, 60.0));
        for course in [None, Some(&course)] {
            assert_eq!(along(from, to, course, 0.0), from);
            assert_eq!(along(from, to, course, 1.0), to);
            let mut last = from;
            for i in 1..=100 {
                let here = along(from, to, course, f64::from(i) / 100.0);
                assert!((here.x - last.x).abs() + (here.y - last.y).abs() < 4.0);
                last = here;
            }
        }
    }
}
