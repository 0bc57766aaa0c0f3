//! What stands still in the diagram: lanes, boxes, links, returns, and their words.

use yew::prelude::*;

use super::layout::{LaneBand, Layout, Link, STEP, Sign, StageBox};
use crate::charts::Lang;
use crate::charts::node::coordinate;
use crate::i18n::say;

/// What stands still.
pub(super) fn scenery(layout: &Layout, lang: Lang) -> Html {
    let stage = |(i, it): (usize, &StageBox)| {
        html! { <g key={i} class="stage" data-stage={it.id.clone()}>{ face(layout, it) }</g> }
    };
    html! {
        <>
            { ground(layout, lang, "return-head") }
            <g>{ for layout.boxes.iter().enumerate().map(stage) }</g>
        </>
    }
}

/// What lies under the boxes: lanes, links and returns; `head` is the id of the point of an arrow, one for each diagram of a document.
pub fn ground(layout: &Layout, lang: Lang, head: &'static str) -> Html {
    let band = |(i, lane): (usize, &LaneBand)| {
        let rect = lane.rect;
        let class = if i % 2 == 0 { "lane odd" } else { "lane" };
        html! {
            <rect key={i} {class} x={coordinate(rect.x)} y={coordinate(rect.y)} width={coordinate(rect.w)} height={coordinate(rect.h)}></rect>
        }
    };
    let name = |at: usize| {
        layout
            .boxes
            .get(at)
            .map_or_else(String::new, |b| b.name.join(lang.of("", " ")))
    };
    let link = |(i, link): (usize, &Link)| html! { <path key={i} class="link" d={link.curve.path()}></path> };
    let marker = format!("url(#{head})");
    let sent_back = |(i, link): (usize, &Link)| {
        let said = say(
            lang,
            "diagram.return",
            &[("from", &name(link.from)), ("to", &name(link.to))],
        );
        html! { <path key={i} class="return" d={link.curve.path()} marker-end={marker.clone()}><title>{ said }</title></path> }
    };
    html! {
        <>
            <g>{ for layout.lanes.iter().enumerate().map(band) }</g>
            <g>{ for layout.lanes.iter().map(|lane| sign(&lane.name, "lane-name")) }</g>
            <defs><marker id={head} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="return-head" d="M0 0L8 4L0 8Z"></path></marker></defs>
            <g>{ for layout.links.iter().enumerate().map(link) }</g>
            <g>{ for layout.returns.iter().enumerate().map(sent_back) }</g>
            <g>{ for layout.return_signs.iter().map(|it| sign(it, "return-sign")) }</g>
        </>
    }
}

/// A box and its words.
pub fn face(layout: &Layout, it: &StageBox) -> Html {
    let rect = it.rect;
    let middle = rect.x + rect.w / 2.0;
    let top = rect.y + rect.h / 2.0 + 4.0 - 7.0 * (it.name.len() as f64 - 1.0);
    let line = |(n, text): (usize, &String)| html! { <text key={n} x={coordinate(middle)} y={coordinate(top + 14.0 * n as f64)} text-anchor="middle" font-size={coordinate(layout.size)}>{ text }</text> };
    html! {
        <>
            <rect x={coordinate(rect.x)} y={coordinate(rect.y)} width={coordinate(rect.w)} height={coordinate(rect.h)} rx="3"></rect>
            { for it.name.iter().enumerate().map(line) }
        </>
    }
}

/// Words in lines.
fn sign(sign: &Sign, class: &'static str) -> Html {
    let line = |(n, text): (usize, &String)| {
        let y = sign.at.y + STEP * n as f64;
        html! { <text key={n} x={coordinate(sign.at.x)} y={coordinate(y)} {class} text-anchor={if sign.centred { "middle" } else { "start" }}>{ text }</text> }
    };
    html! { <>{ for sign.lines.iter().enumerate().map(line) }</> }
}
