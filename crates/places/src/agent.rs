//! What a worker does. One kind serves for all: it reads an experiment, runs pieces of it, or reckons what pieces come to; or it plays a case
//! ([`crate::train::agent`]).
//!
//! Messages are lists of texts, the first of which says what they are about; results cross in the experiment's own exact JSON.

use std::cell::RefCell;
use std::rc::Rc;

use experiment::{OneCore, Piece, Prepared, Source};
use js_sys::Array;
use kernel::measure::{Measure, Measures};
use serde_json::{Value, json};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::told::{DAYS, MOST_DAYS};

/// Read this experiment: its file, and the scenario's file.
pub const READ: &str = "read";
/// Run these pieces: the batch's number, then `replication:point` apart by blanks.
pub const RUN: &str = "run";
/// Keep these pieces, as a worker has told them.
pub const KEEP: &str = "keep";
/// Reckon what the first so many replications come to; at another confidence than the file's where one follows.
pub const RECKON: &str = "reckon";
/// Told: read, with the number of pieces, and the batches by their ends.
pub const IS_READ: &str = "is read";
/// Told: not to be used, and why, as JSON.
pub const REFUSED: &str = "refused";
/// Told: a batch has been run: its number, and its pieces.
pub const HAS_RUN: &str = "has run";
/// Told: how many replications, and what they come to.
pub const COMES_TO: &str = "comes to";

/// What a worker knows.
#[derive(Default)]
struct Agent {
    prepared: Option<Prepared>,
    pieces: Vec<Piece>,
    cases: crate::train::agent::Agent,
}

/// Makes this worker listen to the page.
pub fn listen(scope: &DedicatedWorkerGlobalScope) {
    let agent = Rc::new(RefCell::new(Agent::default()));
    let tells = scope.clone();
    let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let Ok(message) = event.data().dyn_into::<Array>() else {
            return;
        };
        let texts: Vec<String> = message.iter().filter_map(|it| it.as_string()).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        if let Some(told) = agent.borrow_mut().hear(&texts) {
            let told: Array = told.iter().map(|it| JsValue::from_str(it)).collect();
            let _ = tells.post_message(&told);
        }
    });
    scope.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    // The worker lives until the page ends it: what it hears by is never dropped.
    hear.forget();
}

impl Agent {
    fn hear(&mut self, message: &[&str]) -> Option<Vec<String>> {
        match *message {
            [READ, file, scenario] => Some(self.read(file, scenario)),
            [RUN, batch, pieces] => {
                let prepared = self.prepared.as_ref()?;
                let pieces = experiment::run_batch(prepared, &parted(pieces));
                let told = experiment::pieces_text(&pieces);
                Some(vec![HAS_RUN.to_owned(), batch.to_owned(), told])
            }
            [KEEP, pieces] => {
                self.pieces.extend(experiment::read_pieces(pieces).ok()?);
                None
            }
            [RECKON, replications, confidence] => self.reckon(replications, confidence),
            _ => self.cases.hear(message),
        }
    }

    fn read(&mut self, file: &str, scenario: &str) -> Vec<String> {
        self.pieces.clear();
        let prepared = experiment::read(file).and_then(|spec| {
            experiment::prepare(spec, &Source::text(scenario, Vec::new()), &OneCore)
        });
        match prepared {
            Ok(prepared) => {
                let all = experiment::share(&prepared.outline, None);
                let pieces: Vec<String> =
                    all.iter().map(|it| format!("{}:{}", it.0, it.1)).collect();
                self.prepared = Some(prepared);
                vec![IS_READ.to_owned(), pieces.join(" ")]
            }
            Err(problems) => vec![REFUSED.to_owned(), json!(problems).to_string()],
        }
    }

    /// The result of the first so many replications, which are all here, as JSON; with it the days that matters took at every point.
    fn reckon(&mut self, replications: &str, confidence: &str) -> Option<Vec<String>> {
        let prepared = self.prepared.as_ref()?;
        let count: u32 = replications.parse().ok()?;
        self.pieces.sort_by_key(|it| (it.replication, it.point));
        let those = self.pieces.partition_point(|it| it.replication < count);
        let pieces = self.pieces.get(..those)?;
        let mut outline = prepared.outline.clone();
        outline.spec.replications = count;
        if let Ok(confidence) = confidence.parse() {
            outline.spec.confidence = confidence;
        }
        // Of an interim result nobody is shown what is best, and nothing of it is taken away.
        let is_last = count == prepared.outline.spec.replications || !confidence.is_empty();
        if !is_last {
            (outline.spec.best, outline.spec.front) = (None, None);
        }
        let outcome = experiment::outcome(&outline, pieces, &OneCore);
        let days: Vec<Value> = (0..outline.points.len() as u32)
            .map(|point| json!(days(pieces, point)))
            .collect();
        let told = vec![
            COMES_TO.to_owned(),
            count.to_string(),
            serde_json::to_string(&outcome).ok()?,
            Value::Array(days).to_string(),
            match is_last {
                true => experiment::csv(&outcome),
                false => String::new(),
            },
        ];
        Some(told)
    }
}

/// Pieces as they are told: `replication:point` apart by blanks.
#[must_use]
pub fn parted(pieces: &str) -> Vec<(u32, u32)> {
    let piece = |it: &str| {
        let (replication, point) = it.split_once(':')?;
        Some((replication.parse().ok()?, point.parse().ok()?))
    };
    pieces.split_whitespace().filter_map(piece).collect()
}

/// The days that matters took at a point, ascending; evenly thinned where they are more than a picture can show.
fn days(pieces: &[Piece], point: u32) -> Vec<f64> {
    let of = |measures: &Measures| match measures.0.get(DAYS) {
        Some((Measure::Quantile { values, .. }, _)) => values.to_vec(),
        _ => Vec::new(),
    };
    let here = pieces.iter().filter(|it| it.point == point);
    let mut days: Vec<f64> = here.flat_map(|it| of(&it.measures)).collect();
    days.sort_by(f64::total_cmp);
    if days.len() <= MOST_DAYS {
        return days;
    }
    let at = |it: usize| (it * 2 + 1) * days.len() / (2 * MOST_DAYS);
    (0..MOST_DAYS)
        .filter_map(|it| days.get(at(it)).copied())
        .collect()
}
