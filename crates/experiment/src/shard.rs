//! Shards as they are written: the outline of an experiment, some of its pieces, and what shows that nothing is missing from either.

use std::collections::BTreeMap;

use county::scenario::Problem;
use kernel::measure::{Measure, Measures, Unit};
use serde::{Deserialize, Deserializer, Serialize};

use crate::outline::{Outline, hash};
use crate::pieces::{ByMonth, Common, Piece, Shard, share};
use crate::problem;

/// The version of the format of shard files.
const FORMAT: u32 = 1;
/// The most missing shards that are named one by one.
const MOST_NAMED: usize = 100;

/// A shard as a file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    tuiyan_shard: u32,
    version: String,
    /// Fingerprint of all that follows: a file that was cut short or changed shows it.
    check: String,
    content: Content,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    experiment_hash: String,
    shard: u32,
    shards: u32,
    experiment: Outline,
    pieces: Vec<Contributed>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Contributed {
    point: u32,
    replication: u32,
    digest: String,
    measures: Contributions,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    common: Option<OverCommon>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    months: Option<ByMonth>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OverCommon {
    base: Contributions,
    other: Contributions,
}

type Contributions = BTreeMap<String, Contribution>;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Contribution {
    #[serde(deserialize_with = "lab::estimate::known_unit")]
    unit: Unit,
    measure: Amount,
}

/// [`Measure`] as JSON.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
enum Amount {
    Total(Number),
    Ratio { above: Number, below: Number },
    Quantile { at: f64, values: Vec<Number> },
    Tail { from: f64, values: Vec<Number> },
}

/// A number to the last bit. What is not finite is `null`, and not a number when it is read: for estimates that is all the same.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(transparent)]
struct Number(f64);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(
            Option::<f64>::deserialize(deserializer)?.unwrap_or(f64::NAN),
        ))
    }
}

impl From<&Measure> for Amount {
    fn from(it: &Measure) -> Self {
        let numbers = |values: &[f64]| values.iter().map(|it| Number(*it)).collect();
        match it {
            Measure::Total(it) => Self::Total(Number(*it)),
            Measure::Ratio { above, below } => Self::Ratio {
                above: Number(*above),
                below: Number(*below),
            },
            Measure::Quantile { at, values } => Self::Quantile {
                at: *at,
                values: numbers(values),
            },
            Measure::Tail { from, values } => Self::Tail {
                from: *from,
                values: numbers(values),
            },
        }
    }
}

impl From<Amount> for Measure {
    fn from(it: Amount) -> Self {
        let numbers = |values: Vec<Number>| values.into_iter().map(|it| it.0).collect();
        match it {
            Amount::Total(it) => Self::Total(it.0),
            Amount::Ratio { above, below } => Self::Ratio {
                above: above.0,
                below: below.0,
            },
            Amount::Quantile { at, values } => Self::Quantile {
                at,
                values: numbers(values),
            },
            Amount::Tail { from, values } => Self::Tail {
                from,
                values: numbers(values),
            },
        }
    }
}

/// A shard as it is written: one JSON value.
#[must_use]
pub fn written(outline: &Outline, shard: Shard, pieces: &[Piece]) -> impl Serialize + use<> {
    let content = Content {
        experiment_hash: outline.hash(),
        shard: shard.index,
        shards: shard.of,
        experiment: outline.clone(),
        pieces: pieces.iter().map(contributed).collect(),
    };
    Written {
        tuiyan_shard: FORMAT,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        check: hash(&content),
        content,
    }
}

/// Pieces as text, for another worker of the same program: exact, as in a shard.
#[must_use]
pub fn pieces_text(pieces: &[Piece]) -> String {
    let pieces: Vec<Contributed> = pieces.iter().map(contributed).collect();
    serde_json::to_string(&pieces).unwrap_or_default()
}

/// Reads what [`pieces_text`] wrote.
///
/// # Errors
/// It is something else.
pub fn read_pieces(text: &str) -> Result<Vec<Piece>, Problem> {
    let refused = |why: &str| {
        let message = format!("these are no pieces of an experiment: {why}");
        problem("", &message, "take what this program has written")
    };
    let pieces: Vec<Contributed> =
        serde_json::from_str(text).map_err(|error| refused(&error.to_string()))?;
    if !pieces.iter().all(is_digested) {
        return Err(refused("one has no fingerprint"));
    }
    Ok(pieces.into_iter().map(piece).collect())
}

/// Puts shards together, each a name and the bytes it holds, or what is wrong with it and what to do: the outline, and all pieces in order.
/// They are taken one after the other, so that the bytes of one need to be there at a time.
///
/// # Errors
/// Shards that could not be read, are damaged, are of another experiment, division or version, are there twice or not at all; each
/// by name.
pub fn merge(
    shards: impl IntoIterator<Item = (String, Result<Vec<u8>, (String, String)>)>,
) -> Result<(Outline, Vec<Piece>), Vec<Problem>> {
    let mut problems = Vec::new();
    let mut read_in: Vec<(String, Content)> = Vec::new();
    for (name, bytes) in shards {
        match bytes.and_then(|it| read(&it)) {
            Ok(content) => read_in.push((name, content)),
            Err((message, remedy)) => problems.push(problem(&name, &message, &remedy)),
        }
    }
    // What most shards are of; of equals the first: the odd one out is named, wherever it stands.
    let kind = |it: &Content| (it.experiment_hash.clone(), it.shards);
    let votes = |one: &Content| read_in.iter().filter(|it| kind(&it.1) == kind(one)).count();
    let mut most = None;
    for (_, content) in &read_in {
        let votes = votes(content);
        if most.as_ref().is_none_or(|(best, _)| votes > *best) {
            most = Some((votes, kind(content)));
        }
    }
    let Some((_, (experiment, shards))) = most else {
        return Err(problems);
    };
    let mut places: BTreeMap<u32, (String, Content)> = BTreeMap::new();
    for (name, content) in read_in {
        if content.experiment_hash != experiment {
            let message = format!(
                "is of another experiment ({}, the others {experiment})",
                content.experiment_hash
            );
            problems.push(problem(
                &name,
                &message,
                "leave it out, or make it of the same file, scenario and version",
            ));
        } else if content.shards != shards {
            let message = format!(
                "is one of {} shards, the others of {shards}",
                content.shards
            );
            problems.push(problem(&name, &message, "cut the experiment one way only"));
        } else if let Some((other, _)) = places.get(&content.shard) {
            let message = format!("is shard {}/{shards}, and so is {}", content.shard, other);
            problems.push(problem(&name, &message, "name each shard once"));
        } else {
            places.insert(content.shard, (name, content));
        }
    }
    // Any number may be missing of a division into millions.
    let missing = shards.saturating_sub(places.len() as u32);
    let each = (1..=shards).filter(|it| !places.contains_key(it));
    problems.extend(each.take(MOST_NAMED).map(|it| {
        let call = format!("tuiyan experiment FILE --shard {it}/{shards} --out F");
        let remedy = format!("run `{call}` and name that file too");
        problem(&format!("shard {it}/{shards}"), "is missing", &remedy)
    }));
    if missing as usize > MOST_NAMED {
        let message =
            format!("of {shards} shards {missing} are missing; the first are named above");
        problems.push(problem("", &message, "name all of them"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut outline = None;
    let mut pieces = Vec::new();
    for (_, (_, content)) in places {
        pieces.extend(content.pieces.into_iter().map(piece));
        outline.get_or_insert(content.experiment);
    }
    // Without any shard nobody came this far.
    outline
        .map(|it| (it, pieces))
        .ok_or_else(|| vec![problem("", "there are no shards", "name all of them")])
}

fn contributed(it: &Piece) -> Contributed {
    Contributed {
        point: it.point,
        replication: it.replication,
        digest: format!("{:032x}", it.digest),
        measures: contributions(&it.measures),
        common: it.common.as_ref().map(|it| OverCommon {
            base: contributions(&it.base),
            other: contributions(&it.other),
        }),
        months: it.months.clone(),
    }
}

fn contributions(measures: &Measures) -> Contributions {
    let each = measures.0.iter().map(|(name, (measure, unit))| {
        let measure = Amount::from(measure);
        (name.clone(), Contribution { unit, measure })
    });
    each.collect()
}

fn measures(contributions: Contributions) -> Measures {
    let mut measures = Measures::default();
    for (name, it) in contributions {
        measures.0.insert(name, (it.measure.into(), it.unit));
    }
    measures
}

fn piece(it: Contributed) -> Piece {
    Piece {
        point: it.point,
        replication: it.replication,
        // Its form was checked as it was read.
        digest: u128::from_str_radix(&it.digest, 16).unwrap_or_default(),
        measures: measures(it.measures),
        common: it.common.map(|it| Common {
            base: measures(it.base),
            other: measures(it.other),
        }),
        months: it.months,
    }
}

fn is_digested(it: &Contributed) -> bool {
    it.digest.len() == 32 && it.digest.bytes().all(|it| it.is_ascii_hexdigit())
}

/// One shard, whole; else what is wrong and what to do.
fn read(bytes: &[u8]) -> Result<Content, (String, String)> {
    let again = "make it again with --shard and --out".to_owned();
    let head: Head = serde_json::from_slice(bytes).map_err(|error| {
        let cut = if error.is_eof() {
            "is cut short"
        } else {
            "is damaged"
        };
        (format!("{cut}, or not a shard: {error}"), again.clone())
    })?;
    if head.tuiyan_shard.is_none() {
        let remedy = "name files that `tuiyan experiment --shard` has written";
        return Err(("is not a shard".to_owned(), remedy.to_owned()));
    }
    let ours = env!("CARGO_PKG_VERSION");
    if head.tuiyan_shard != Some(FORMAT) || head.version.as_deref() != Some(ours) {
        let theirs = head.version.unwrap_or_default();
        let message = format!("was made by version {theirs}, this is {ours}");
        return Err((
            message,
            "make all shards and merge them with one version".to_owned(),
        ));
    }
    let damaged = |why: &str| (format!("is damaged: {why}"), again.clone());
    let written: Written =
        serde_json::from_slice(bytes).map_err(|error| damaged(&error.to_string()))?;
    let content = written.content;
    if hash(&content) != written.check || content.experiment.hash() != content.experiment_hash {
        return Err(damaged("it does not hold what it was written with"));
    }
    if content.shard == 0 || content.shard > content.shards {
        return Err(damaged("there is no such shard"));
    }
    let shard = Shard {
        index: content.shard,
        of: content.shards,
    };
    let due = share(&content.experiment, Some(shard));
    let there = content.pieces.iter().map(|it| (it.replication, it.point));
    if !there.eq(due) || !content.pieces.iter().all(is_digested) {
        return Err(damaged("its pieces are not those of this shard"));
    }
    Ok(content)
}

/// What a shard of any version says first.
#[derive(Deserialize)]
struct Head {
    tuiyan_shard: Option<u32>,
    version: Option<String>,
}
