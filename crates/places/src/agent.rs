//! What a worker does. One kind serves for all: it reads an experiment, runs pieces of it, or reckons what pieces come to; or it holds a run that is
//! replayed ([`crate::replay::agent`]), or plays a case ([`crate::train::agent`]).
//!
//! Messages are lists of texts, the first of which says what they are about; results cross in the experiment's own exact JSON.

use std::cell::RefCell;
use std::rc::Rc;

use experiment::{Named, OneCore, Outline, Piece, Prepared, Source};
use js_sys::Array;
use kernel::measure::{Measure, Measures};
use serde_json::{Value, json};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::replay::agent as replay;
use crate::told::{DAYS, MOST_DAYS};

/// Read this experiment: its file, how its county is given, and the county.
pub const READ: &str = "read";
/// The county is the text of a scenario's file: what the experiment's `scenario` stands for.
pub const AS_TEXT: &str = "as text";
/// The county is as the experiment's `scenario` names it; with the text of the file that it names, if it names one.
pub const AS_NAMED: &str = "as named";
/// Know what another has read: the experiment's outline, as it told it.
pub const KNOW: &str = "know";
/// Run these pieces: the batch's number, then `replication:point` apart by blanks.
pub const RUN: &str = "run";
/// Keep these pieces, as a worker has told them.
pub const KEEP: &str = "keep";
/// Reckon what the first so many replications come to; at another confidence than the file's where one follows.
pub const RECKON: &str = "reckon";
/// Told: read, with all pieces, `replication:point` apart by blanks, and the outline.
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
    /// Of an experiment that another has read.
    outline: Option<Outline>,
    pieces: Vec<Piece>,
    stage: Option<replay::Stage>,
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
            [READ, file, how, county] => Some(self.read(file, how, county)),
            [RUN, batch, pieces] => {
                let prepared = self.prepared.as_ref()?;
                let pieces = experiment::run_batch(prepared, &parted(pieces));
                let told = experiment::pieces_text(&pieces);
                Some(vec![HAS_RUN.to_owned(), batch.to_owned(), told])
            }
            [KNOW, outline] => {
                self.pieces.clear();
                self.outline = serde_json::from_str(outline).ok();
                None
            }
            [KEEP, pieces] => {
                self.pieces.extend(experiment::read_pieces(pieces).ok()?);
                None
            }
            [RECKON, replications, confidence] => self.reckon(replications, confidence),
            _ => replay::hear(&mut self.stage, message).or_else(|| self.cases.hear(message)),
        }
    }

    fn read(&mut self, file: &str, how: &str, county: &str) -> Vec<String> {
        self.pieces.clear();
        self.outline = None;
        let prepared = experiment::read(file).and_then(|spec| {
            let source = match how {
                AS_NAMED => Named::parse(&spec.scenario, |_| false)
                    .source(|_| Ok(county.to_owned()))
                    .unwrap_or_else(Source::unreadable),
                _ => Source::text(county, Vec::new()),
            };
            experiment::prepare(spec, &source, &OneCore)
        });
        match prepared {
            Ok(prepared) => {
                let all = experiment::share(&prepared.outline, None);
                let pieces: Vec<String> =
                    all.iter().map(|it| format!("{}:{}", it.0, it.1)).collect();
                let outline = serde_json::to_string(&prepared.outline).unwrap_or_default();
                self.prepared = Some(prepared);
                vec![IS_READ.to_owned(), pieces.join(" "), outline]
            }
            Err(problems) => vec![REFUSED.to_owned(), json!(problems).to_string()],
        }
    }

    /// The result of the first so many replications, which are all here, as JSON; with it the days that matters took at every point.
    fn reckon(&mut self, replications: &str, confidence: &str) -> Option<Vec<String>> {
        let read = self.prepared.as_ref().map(|it| &it.outline);
        let whole = self.outline.as_ref().or(read)?;
        let count: u32 = replications.parse().ok()?;
        self.pieces.sort_by_key(|it| (it.replication, it.point));
        let those = self.pieces.partition_point(|it| it.replication < count);
        let pieces = self.pieces.get(..those)?;
        let mut outline = whole.clone();
        outline.spec.replications = count;
        if let Ok(confidence) = confidence.parse() {
            outline.spec.confidence = confidence;
        }
        // Of an interim result nobody is shown what is best, and nothing of it is taken away.
        let is_last = count == whole.spec.replications || !confidence.is_empty();
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
                true => json!(experiment::tables(&outcome)).to_string(),
                false => "[]".to_owned(),
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Two counties, each twice, of half a year.
    const FILE: &str = r#"{"tuiyan_experiment": 1, "scenario": "today", "seed": 1, "replications": 2, "years": 0.5,
        "factors": {"stand_in": {"path": "mechanisms.stand_in.enabled", "levels": [false, true]}}, "design": {"kind": "full_factorial"}}"#;
    const COUNTY: &str = r#"{"tuiyan": 1, "extends": "today"}"#;

    #[test]
    fn who_hears_what_another_has_read_reckons_as_it_would() {
        let (mut member, mut clerk) = (Agent::default(), Agent::default());
        let read = member.hear(&[READ, FILE, AS_TEXT, COUNTY]).unwrap();
        let [said, pieces, outline] = &read[..] else {
            panic!("{read:?}")
        };
        assert_eq!(
            (said.as_str(), pieces.as_str()),
            (IS_READ, "0:0 0:1 1:0 1:1")
        );
        assert_eq!(clerk.hear(&[KNOW, outline]), None);
        let ran = member.hear(&[RUN, "0", pieces]).unwrap();
        for it in [&mut member, &mut clerk] {
            assert_eq!(it.hear(&[KEEP, &ran[2]]), None);
        }
        for (replications, confidence) in [("1", ""), ("2", ""), ("2", "0.99")] {
            let own = member.hear(&[RECKON, replications, confidence]);
            assert!(own.as_ref().is_some_and(|it| it[0] == COMES_TO));
            assert_eq!(clerk.hear(&[RECKON, replications, confidence]), own);
        }
    }
}
