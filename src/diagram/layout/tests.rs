use super::*;
use crate::charts::backend::text_width;
use crate::diagram::testing::{scenario, scenario_with};
use serde_json::json;

const WIDTHS: [f64; 6] = [320.0, 358.0, 390.0, 640.0, 760.0, 1000.0];

fn layouts() -> Vec<Layout> {
    let scenario = scenario();
    WIDTHS
        .into_iter()
        .flat_map(|w| Lang::ALL.map(|lang| Layout::of(&scenario, "major", lang, w)))
        .collect()
}

#[test]
fn boxes_do_not_overlap_and_stay_in_the_picture() {
    for layout in layouts() {
        for (i, a) in layout.boxes.iter().enumerate() {
            let r = a.rect;
            assert!(r.x >= 0.0 && r.y >= 0.0, "{} {r:?}", a.id);
            assert!(
                r.x + r.w <= layout.width && r.y + r.h <= layout.height,
                "{} {r:?} {}",
                a.id,
                layout.width
            );
            for b in &layout.boxes[..i] {
                assert!(
                    !r.overlaps(&b.rect),
                    "{} {r:?} over {} {:?} at {}",
                    a.id,
                    b.id,
                    b.rect,
                    layout.width
                );
            }
        }
    }
}

#[test]
fn boxes_stand_in_their_lanes_and_after_those_they_wait_for() {
    for layout in layouts() {
        for b in &layout.boxes {
            let band = layout.lanes.iter().find(|l| l.lane == b.lane).unwrap();
            let (c, r) = (b.rect.centre(), band.rect);
            assert!(
                c.x >= r.x && c.x <= r.x + r.w && c.y >= r.y && c.y <= r.y + r.h,
                "{}",
                b.id
            );
        }
        for l in &layout.links {
            let (a, b) = (layout.boxes[l.from].rect, layout.boxes[l.to].rect);
            let (before, after) = if layout.down { (a.y, b.y) } else { (a.x, b.x) };
            assert!(
                before < after,
                "{} → {}",
                layout.boxes[l.from].id,
                layout.boxes[l.to].id
            );
        }
    }
}

#[test]
fn queues_do_not_stand_on_other_boxes() {
    for layout in layouts().into_iter().filter(|l| !l.down) {
        for at in 0..layout.boxes.len() {
            let places = (0..9).map(|n| layout.queue_place(at, n));
            let foot = (0..layout.foot_places(at)).map(|n| layout.foot_place(at, n));
            for p in places.chain(foot) {
                for b in &layout.boxes {
                    let inside = p.x > b.rect.x
                        && p.x < b.rect.x + b.rect.w
                        && p.y > b.rect.y
                        && p.y < b.rect.y + b.rect.h;
                    assert!(
                        !inside,
                        "a dot of {} stands on {} at {}",
                        layout.boxes[at].id, b.id, layout.width
                    );
                }
            }
        }
    }
}

#[test]
fn it_fits_a_wide_screen_and_turns_on_a_narrow_one() {
    let scenario = scenario();
    let wide = Layout::of(&scenario, "major", Lang::Zh, 760.0);
    assert!(!wide.down && wide.width <= 760.0, "{}", wide.width);
    let narrow = Layout::of(&scenario, "major", Lang::Zh, 358.0);
    assert!(narrow.down && narrow.width <= 358.0 && narrow.height > narrow.width);
}

#[test]
fn at_every_width_it_fits_or_is_shown_a_little_smaller() {
    let scenario = scenario();
    for width in (320..1400).step_by(20).map(f64::from) {
        for lang in Lang::ALL {
            let layout = Layout::of(&scenario, "major", lang, width);
            assert!(
                layout.width <= width * 1.13,
                "{} of {width} in {lang:?}",
                layout.width
            );
        }
    }
}

#[test]
fn words_are_whole_and_stay_within_their_boxes_and_apart() {
    for layout in layouts() {
        for b in &layout.boxes {
            for line in &b.name {
                let wide = text_width(line, layout.size);
                assert!(wide <= b.rect.w, "{line} in {} px", b.rect.w);
            }
        }
        let names = layout.lanes.iter().map(|l| (&l.name, 12.0));
        let signs: Vec<Rect> = names
            .chain(layout.return_signs.iter().map(|s| (s, 12.0)))
            .map(|(sign, size)| {
                let w = sign
                    .lines
                    .iter()
                    .map(|l| text_width(l, size))
                    .fold(0.0, f64::max);
                let x = sign.at.x - if sign.centred { w / 2.0 } else { 0.0 };
                Rect {
                    x,
                    y: sign.at.y - size,
                    w,
                    h: STEP * sign.lines.len() as f64,
                }
            })
            .collect();
        for (i, a) in signs.iter().enumerate() {
            assert!(a.x >= 0.0 && a.x + a.w <= layout.width, "{a:?}");
            for b in &signs[..i] {
                assert!(!a.overlaps(b), "{a:?} over {b:?} at {}", layout.width);
            }
            for b in &layout.boxes {
                assert!(
                    !a.overlaps(&b.rect),
                    "{a:?} over {} at {}",
                    b.id,
                    layout.width
                );
            }
        }
    }
}

#[test]
fn returns_are_named_beside_their_arcs() {
    for layout in layouts() {
        assert!(!layout.returns.is_empty());
        assert_eq!(layout.return_signs.len(), 1, "at {}", layout.width);
        let text = layout.return_signs[0].lines.concat();
        assert!(
            text.contains("退回") || text.contains("sent back"),
            "{text}"
        );
    }
}

#[test]
fn where_lanes_lie_to_the_right_no_curve_runs_through_the_words_of_a_return() {
    for layout in layouts().into_iter().filter(|l| !l.down) {
        let sign = &layout.return_signs[0];
        let widths = sign.lines.iter().map(|l| text_width(l, 12.0));
        let w = widths.fold(0.0, f64::max);
        let (left, top) = (sign.at.x - w / 2.0, sign.at.y - 10.0);
        let foot = sign.at.y + STEP * (sign.lines.len() as f64 - 1.0);
        for curve in layout.links.iter().chain(&layout.returns).map(|l| l.curve) {
            for i in 0..=400 {
                let p = curve.at(f64::from(i) / 400.0);
                let within = p.x > left && p.x < left + w && p.y > top && p.y < foot;
                assert!(!within, "{p:?} in {:?} at {}", sign.lines, layout.width);
            }
        }
    }
}

#[test]
fn only_lanes_in_use_are_drawn() {
    let scenario = scenario();
    assert_eq!(
        Layout::of(&scenario, "short", Lang::Zh, 760.0).lanes.len(),
        1
    );
    assert_eq!(
        Layout::of(&scenario, "major", Lang::Zh, 760.0).lanes.len(),
        7
    );
    assert!(
        Layout::of(&scenario, "none", Lang::Zh, 760.0)
            .boxes
            .is_empty()
    );
}

#[test]
fn a_broken_procedure_is_still_drawn() {
    // A circle, a name that does not exist, a stage after itself: the checker tells; the picture stands.
    let odd = scenario_with(&[
        (
            "a",
            json!({ "kind": "task", "name": { "zh": "甲", "en": "A" }, "after": ["b", "gone", "a"] }),
        ),
        (
            "b",
            json!({ "kind": "task", "name": { "zh": "乙", "en": "B" }, "after": ["a"] }),
        ),
    ]);
    let layout = Layout::of(&odd, "major", Lang::En, 760.0);
    assert_eq!(layout.boxes.len(), 20);
}

#[test]
fn nothing_is_placed_nowhere() {
    for width in [f64::NAN, -5.0, 0.0, f64::INFINITY] {
        let layout = Layout::of(&scenario(), "major", Lang::Zh, width);
        let fine = layout
            .links
            .iter()
            .chain(&layout.returns)
            .all(|l| !l.curve.path().contains("NaN"));
        assert!(fine && layout.width.is_finite() && layout.height.is_finite());
    }
}

#[test]
fn what_a_meeting_says_stands_clear_of_curves_and_boxes() {
    let mut crossed = Vec::new();
    for preset in ["seed", "today"] {
        let file = crate::state::Moment::of(preset).text();
        let scenario = crate::worker::engine::settled(&file).unwrap();
        for (lang, width) in Lang::ALL
            .into_iter()
            .flat_map(|lang| [662.0, 720.0, 814.0, 1000.0].map(|w| (lang, w)))
        {
            for procedure in scenario.procedures.keys() {
                let layout = Layout::of(&scenario, procedure, lang, width);
                for b in &layout.boxes {
                    let Some(talk) = b.talk else { continue };
                    let said = talk.rect;
                    let curves = layout.links.iter().chain(&layout.returns);
                    let on_curve = curves
                        .flat_map(|l| (0..=60).map(|i| l.curve.at(f64::from(i) / 60.0)))
                        .any(|p| {
                            p.x > said.x
                                && p.x < said.x + said.w
                                && p.y > said.y
                                && p.y < said.y + said.h
                        });
                    if on_curve || layout.boxes.iter().any(|b| b.rect.overlaps(&said)) {
                        crossed.push(format!(
                            "{preset} {procedure} {lang:?} {width} {} {talk:?}",
                            b.id
                        ));
                    }
                }
            }
        }
    }
    assert!(crossed.is_empty(), "{crossed:#?}");
}

#[test]
fn every_seat_of_every_procedure_of_the_presets_is_in_the_picture() {
    for preset in crate::worker::engine::presets() {
        let file = crate::state::Moment::of(&preset.id).text();
        let scenario = crate::worker::engine::settled(&file).unwrap();
        let mut seen = 0;
        for id in scenario.procedures.keys() {
            for (lang, width) in Lang::ALL.into_iter().flat_map(|l| WIDTHS.map(|w| (l, w))) {
                let layout = Layout::of(&scenario, id, lang, width);
                for (at, b) in layout.boxes.iter().enumerate() {
                    let held = b.meeting.as_deref().and_then(|m| scenario.meetings.get(m));
                    for seat in 0..held.map_or(0, |it| it.members.len()) {
                        let place = layout.seat_place(at, seat);
                        assert!(
                            place.y <= layout.height && place.x <= layout.width && place.x >= 0.0,
                            "{id} {} seat {seat} at {place:?} of {}",
                            b.id,
                            layout.height
                        );
                        seen += 1;
                    }
                }
            }
        }
        assert!(seen > 100, "{}", preset.id);
    }
}
