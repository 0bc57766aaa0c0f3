use super::*;
use crate::charts::ink::{MIDDLE, START};
use plotters::element::{PathElement, Rectangle, Text};

#[test]
fn shapes_become_elements_with_sub_pixel_places_and_classes() {
    let picture = Picture::drawn(100.0, 50.0, |sheet| {
        let plane = sheet.plane();
        plane.draw(&PathElement::new(
            vec![(0, 0), (105, 33)],
            Ink::Now.line(15),
        ))?;
        sheet.mark("bar", "七天", || {
            plane.draw(&Rectangle::new([(10, 10), (25, 41)], Ink::Quantity.fill()))?;
            plane.draw(&Text::new("等会", (10, 10), Ink::Muted.words(12.0, START)))
        })
    });
    let svg: Vec<String> = picture.nodes.iter().map(Node::to_svg).collect();
    assert_eq!(
        svg,
        [
            "<path d=\"M0 0L10.5 3.3\" class=\"line ink-now\" stroke-width=\"1.5\"></path>",
            "<g class=\"mark bar\" tabindex=\"0\" role=\"img\" aria-label=\"七天\"><title>七天</title>\
             <rect x=\"1\" y=\"1\" width=\"1.5\" height=\"3.1\" class=\"fill ink-quantity\"></rect>\
             <text x=\"1\" y=\"5.32\" font-size=\"12\" text-anchor=\"start\" class=\"word ink-muted\">等会</text></g>",
        ]
    );
}

#[test]
fn only_the_first_mark_is_in_the_tab_order() {
    let picture = Picture::drawn(10.0, 10.0, |sheet| {
        for label in ["a", "b", "c"] {
            sheet.mark("", label, || {
                sheet
                    .plane()
                    .draw(&Text::new("x", (0, 0), Ink::Text.words(10.0, MIDDLE)))
            })?;
        }
        Ok(())
    });
    let order: Vec<_> = picture
        .all()
        .iter()
        .filter_map(|n| n.attribute("tabindex"))
        .collect();
    assert_eq!(order, ["0", "-1", "-1"]);
    assert_eq!(picture.labels(), ["a", "b", "c"]);
}

#[test]
fn widths_are_estimated_by_class_of_character() {
    for (text, width) in [
        ("公开征求意见", 72.0),
        ("", 0.0),
        ("il", 7.68),
        ("81.2 天", 12.0 * (3.0 * 0.64 + 0.32 * 2.0 + 1.0)),
    ] {
        assert!((text_width(text, 12.0) - width).abs() < 1e-9, "{text}");
    }
}

#[test]
fn a_sheet_of_no_size_is_still_a_sheet() {
    for side in [f64::NAN, -3.0, 0.0, f64::INFINITY] {
        let picture = Sheet::new(side, side).picture();
        assert!(picture.width >= 1.0 && picture.width.is_finite());
    }
}
