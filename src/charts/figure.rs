//! What all charts share on the screen: the finding above, the picture, the table behind one key, marks that a keyboard reaches.

use std::rc::Rc;

use crate::i18n::say;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use yew::prelude::*;

use super::backend::Picture;
use super::node::coordinate;
use super::numbers::Lang;

/// The numbers of a chart as words, for those who would rather read than look.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// Heads of the columns; the first is over the rows' names.
    pub head: Vec<String>,
    /// Rows; the first cell is the row's name.
    pub rows: Vec<Vec<String>>,
}

/// Properties of [`Figure`].
#[derive(Debug, Properties, PartialEq)]
pub struct FigureProps {
    /// Stable id of the whole, for links and tests; the table's is `<id>-table`.
    pub id: AttrValue,
    /// Heading.
    pub title: AttrValue,
    /// One sentence: what the picture shows.
    #[prop_or_default]
    pub finding: AttrValue,
    /// The picture.
    pub picture: Picture,
    /// The table.
    pub table: Rc<Table>,
    /// How to read it; gives way to the value of the mark under the pointer or the focus.
    #[prop_or_default]
    pub note: AttrValue,
    /// Language of the words.
    pub lang: Lang,
    /// Told how many pixels there are for the picture.
    pub onwidth: Callback<f64>,
    /// What stands between picture and note: a legend.
    #[prop_or_default]
    pub children: Html,
}

/// The frame of a chart.
#[component]
pub fn Figure(props: &FigureProps) -> Html {
    let as_table = use_state(|| false);
    let readout = use_state(AttrValue::default);
    let stage = use_node_ref();
    use_width(&stage, props.onwidth.clone());

    let turn = {
        let as_table = as_table.clone();
        Callback::from(move |_: MouseEvent| as_table.set(!*as_table))
    };
    let table_id = format!("{}-table", props.id);
    let title_id = format!("{}-title", props.id);
    let key = crate::i18n::word(props.lang, "chart.key");
    let key_label = say(
        props.lang,
        "chart.key_label",
        &[("title", props.title.as_str())],
    );
    let note = if readout.is_empty() {
        props.note.clone()
    } else {
        (*readout).clone()
    };
    let tell = {
        let readout = readout.clone();
        Callback::from(move |label: Option<String>| {
            let label = AttrValue::from(label.unwrap_or_default());
            if *readout != label {
                readout.set(label);
            }
        })
    };
    html! {
        <figure class="chart" id={props.id.clone()} aria-labelledby={title_id.clone()}>
            <div class="chart-head">
                <h3 id={title_id}>{ &props.title }</h3>
                <button type="button" class="chart-key" aria-expanded={as_table.to_string()}
                    aria-controls={table_id.clone()} aria-label={key_label} onclick={turn}>
                    { key }
                </button>
            </div>
            <p class="chart-finding">{ &props.finding }</p>
            <div class="chart-stage" ref={stage}>
                <div class="chart-picture" hidden={*as_table}>
                    { drawing(&props.picture, &props.title, &tell) }
                </div>
                <div class="chart-table" id={table_id} hidden={!*as_table}>
                    { table(&props.table) }
                </div>
            </div>
            <div class="chart-legend" hidden={*as_table}>{ props.children.clone() }</div>
            <p class="chart-note">{ note }</p>
        </figure>
    }
}

/// A picture as one `<svg>` whose marks are reached by tab and arrow keys; `tell` hears the label of the mark under pointer or focus.
pub(super) fn drawing(picture: &Picture, title: &str, tell: &Callback<Option<String>>) -> Html {
    let view = format!(
        "0 0 {} {}",
        coordinate(picture.width),
        coordinate(picture.height)
    );
    let enter = tell.clone();
    let focus = tell.clone();
    let leave = tell.clone();
    let blur = tell.clone();
    html! {
        <svg class="drawing" role="group" aria-label={title.to_owned()} viewBox={view}
            width={coordinate(picture.width)} height={coordinate(picture.height)}
            onmouseover={move |e: MouseEvent| enter.emit(label_at(&e))}
            onfocusin={move |e: FocusEvent| focus.emit(label_at(&e))}
            onmouseleave={move |_: MouseEvent| leave.emit(None)}
            onfocusout={move |_: FocusEvent| blur.emit(None)}
            onkeydown={rove}>
            { for picture.nodes.iter().map(super::node::Node::to_vnode) }
        </svg>
    }
}

fn label_at(event: &Event) -> Option<String> {
    let at: web_sys::Element = event.target()?.dyn_into().ok()?;
    at.closest(".mark").ok()??.get_attribute("aria-label")
}

/// Arrow keys, Home and End move the focus from mark to mark.
fn rove(event: KeyboardEvent) {
    let _ = try_rove(&event);
}

fn try_rove(event: &KeyboardEvent) -> Option<()> {
    let here: web_sys::Element = event.target()?.dyn_into().ok()?;
    let marks = here
        .closest("svg")
        .ok()??
        .query_selector_all(".mark")
        .ok()?;
    let count = marks.length();
    let now = (0..count).find(|i| marks.item(*i).is_some_and(|m| m.is_same_node(Some(&here))))?;
    let next = match event.key().as_str() {
        "ArrowRight" | "ArrowDown" => (now + 1).min(count - 1),
        "ArrowLeft" | "ArrowUp" => now.saturating_sub(1),
        "Home" => 0,
        "End" => count - 1,
        _ => return None,
    };
    event.prevent_default();
    let mark: web_sys::SvgElement = marks.item(next)?.dyn_into().ok()?;
    mark.focus().ok()
}

/// "5.2 天（4.1–6.3）" as value and interval: a line may end between them, never inside either.
pub fn apart(text: &str) -> Html {
    let at = text.find('（').or_else(|| text.find(" ("));
    let (value, range) = text.split_at(at.unwrap_or(text.len()));
    html! { <><span>{ value }</span><wbr /><span>{ range }</span></> }
}

fn table(table: &Table) -> Html {
    let cell = |i: usize, text: &String| match i {
        0 => html! { <th scope="row">{ text }</th> },
        _ => html! { <td>{ apart(text) }</td> },
    };
    html! {
        <table>
            <thead><tr>{ for table.head.iter().map(|h| html! { <th scope="col">{ h }</th> }) }</tr></thead>
            <tbody>
                { for table.rows.iter().map(|row| html! {
                    <tr>{ for row.iter().enumerate().map(|(i, text)| cell(i, text)) }</tr>
                }) }
            </tbody>
        </table>
    }
}

/// Whether the page is shown as a media query says.
pub(crate) fn medium(query: &str) -> bool {
    let query = web_sys::window().and_then(|window| window.match_media(query).ok().flatten());
    query.is_some_and(|it| it.matches())
}

/// Watches the width of an element and tells it when it changes by a pixel or more. (Only boxes are measured, never words.)
#[hook]
pub fn use_width(node: &NodeRef, onwidth: Callback<f64>) {
    use_effect_with(node.clone(), move |node| {
        let watch = node.cast::<web_sys::Element>().and_then(|element| {
            let last = std::cell::Cell::new(0.0);
            let seen = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
                let Ok(entry) = entries.get(0).dyn_into::<web_sys::ResizeObserverEntry>() else {
                    return;
                };
                let width = entry.content_rect().width().floor();
                // Paper takes the drawing the screen has: laid out anew, some would come in time for the sheet and some not.
                if width >= 1.0 && !medium("print") && (width - last.get()).abs() >= 1.0 {
                    last.set(width);
                    onwidth.emit(width);
                }
            });
            let observer = web_sys::ResizeObserver::new(seen.as_ref().unchecked_ref()).ok()?;
            observer.observe(&element);
            Some((observer, seen))
        });
        move || {
            if let Some((observer, _seen)) = watch {
                observer.disconnect();
            }
        }
    });
}

/// Whether an element can be seen, or nearly: what is far from sight need not be drawn at once. True until the browser says otherwise.
#[hook]
pub(crate) fn use_in_sight(node: &NodeRef) -> bool {
    let in_sight = use_state_eq(|| true);
    let told = in_sight.clone();
    use_effect_with(node.clone(), move |node| {
        let watch = node.cast::<web_sys::Element>().and_then(|element| {
            let seen = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
                let last = entries
                    .pop()
                    .dyn_into::<web_sys::IntersectionObserverEntry>();
                if let Ok(entry) = last {
                    told.set(entry.is_intersecting());
                }
            });
            let near = web_sys::IntersectionObserverInit::new();
            near.set_root_margin("25%");
            let observer = web_sys::IntersectionObserver::new_with_options(
                seen.as_ref().unchecked_ref(),
                &near,
            );
            let observer = observer.ok()?;
            observer.observe(&element);
            Some((observer, seen))
        });
        move || {
            if let Some((observer, _seen)) = watch {
                observer.disconnect();
            }
        }
    });
    *in_sight
}

/// The width a chart has, and what its [`Figure`] tells it by; `before` until the first measurement.
#[hook]
pub fn use_chart_width(before: f64) -> (f64, Callback<f64>) {
    let width = use_state_eq(|| before);
    let told = {
        let width = width.clone();
        Callback::from(move |w| width.set(w))
    };
    (*width, told)
}
