//! What an experiment gives: a function of its outline and all its pieces, and of nothing else.

use std::collections::{BTreeMap, BTreeSet};

use county::law::review::Breach;
use county::scenario::Problem;
use kernel::measure::Measures;
use lab::designs::{Effects, Factorial, Word, effects};
use lab::shadow::BreakEven;
use lab::{Difference, Estimate};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use trial::combine;

use crate::best::{self, Chosen};
use crate::cores::Cores;
use crate::design::{factorial, named};
use crate::file::{Design, Factor, Spec};
use crate::front::{self, Front};
use crate::months::{Since, since};
use crate::outline::{Cube, Outline, Point};
use crate::pieces::{ByMonth, Common, Piece};
use crate::plausible::{Assumption, Verdict, family, verdict};
use crate::prices::{Priced, prices};
use crate::sensitive::{Screen, Sensitivity, sensitivity};

/// Effects are told up to interactions of this many factors.
const ORDER: u32 = 2;

/// The result of an experiment. Fields stand in this order in the file, maps by key.
#[derive(Debug, Serialize)]
pub struct Outcome<'a> {
    version: &'static str,
    /// Fingerprint of the experiment, see [`Outline::hash`].
    pub experiment_hash: String,
    /// As it was named.
    pub scenario: &'a str,
    scenario_hash: &'a str,
    /// Seed of all luck.
    pub seed: u64,
    /// Replications of every point.
    pub replications: u32,
    years: f64,
    warm_up_years: f64,
    confidence: f64,
    factors: &'a BTreeMap<String, Factor>,
    design: Designed,
    /// What was measured.
    pub metrics: &'a [String],
    /// Those whose differences are claims, corrected together; nothing where all are and nothing else was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<Vec<&'a str>>,
    /// The point that others are compared with: the first that runs.
    pub base: Option<u32>,
    /// Points that could not run.
    pub skipped: Vec<u32>,
    /// Points that break the law.
    pub flagged: Vec<u32>,
    /// Those of the points that ran, in order, hashed again.
    digest: String,
    /// Every point.
    pub points: Vec<Told<'a>>,
    /// Of two-level designs, for every metric.
    pub effects: Option<BTreeMap<&'a str, Found>>,
    /// Of plausible counties: what they are, and what they say for every metric.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plausible: Option<Plausible<'a>>,
    /// Which point is best, where that is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub best: Option<Chosen>,
    /// Which points are not beaten in everything, where that is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub front: Option<Front>,
    /// Of shadow prices: what an hour more a week of everybody would give.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prices: Option<Vec<Priced<'a>>>,
    /// Of Morris's and Sobol's designs: which factors matter, for every metric.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sensitivity: Option<BTreeMap<&'a str, Sensitivity>>,
}

/// What plausible counties say.
#[derive(Debug, Serialize)]
pub struct Plausible<'a> {
    /// What varies.
    pub assumptions: &'a [Assumption],
    /// The value of each in every county from 1.
    pub counties: &'a [Vec<f64>],
    /// For every metric.
    pub metrics: BTreeMap<&'a str, Verdict>,
}

impl Outcome<'_> {
    /// The result's file: one JSON value and the end of its line.
    #[must_use]
    pub fn json(&self) -> String {
        // Maps are keyed by text, so that all of it can be written.
        serde_json::to_string(self).unwrap_or_default() + "\n"
    }
}

/// The design, and what its points confound.
#[derive(Debug, Serialize)]
struct Designed {
    #[serde(flatten)]
    written: Design,
    /// Of a fraction: the length of the shortest word of its defining relation.
    found_resolution: Option<u32>,
    /// Of a fraction: products of factors that are the same at all points.
    defining: Option<Vec<Vec<String>>>,
    /// Of a fraction: for every effect those it cannot be told from.
    aliases: Option<Vec<Alias>>,
}

#[derive(Debug, Serialize)]
struct Alias {
    effect: Vec<String>,
    aliases: Vec<Vec<String>>,
}

/// What is told of a point.
#[derive(Debug, Serialize)]
pub struct Told<'a> {
    /// Its number, from 0.
    pub point: u32,
    /// The value of every factor.
    pub levels: &'a BTreeMap<String, Value>,
    scenario_hash: Option<&'a str>,
    problems: &'a [Problem],
    breaches: &'a [Breach],
    digest: Option<String>,
    /// `null` where the point has no such metric, and for all of a point that was skipped.
    pub metrics: BTreeMap<&'a str, Option<Estimate>>,
    /// This point less the base, paired; nothing for the base and points that were skipped.
    /// Over common roots, and over all under names with `.all_roots`, where the two do not decide the same cases, as `compare` has it.
    pub differences: Option<BTreeMap<String, Option<Difference>>>,
    /// What a unit of value a year must be worth in other metrics' units for this point to pay against its base; nothing where value is not
    /// measured, or none of those.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub break_even: BTreeMap<&'static str, BreakEven>,
    /// This point less the base by month since reform day, where that is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub months: Option<BTreeMap<&'static str, Since>>,
}

/// The effects on one metric, or why they cannot be told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// Why there are none.
    pub refused: Option<String>,
    /// The mean over all points that could be used.
    pub mean: Option<lab::Figure>,
    /// Points that could not be used.
    pub left_out: Vec<u32>,
    /// Main effects, then interactions of two.
    pub effects: Vec<Effect>,
}

/// One effect.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// Its factors.
    pub factors: Vec<String>,
    /// What it cannot be told from.
    pub aliases: Vec<Vec<String>>,
    /// The estimate and its interval.
    #[serde(flatten)]
    pub figure: lab::Figure,
    /// Of "no effect".
    pub p: f64,
    /// By Holm's method, over all effects on all metrics.
    pub p_adjusted: f64,
    /// Whether `p_adjusted` is below 1 − confidence.
    pub distinguishable: bool,
}

/// Puts pieces together, which are all there are, in order of replication.
#[must_use]
pub fn outcome<'a>(outline: &'a Outline, pieces: &[Piece], cores: &impl Cores) -> Outcome<'a> {
    let spec = &outline.spec;
    let mut measures: Vec<Vec<Measures>> = vec![Vec::new(); outline.points.len()];
    let mut commons: Vec<Vec<Option<&Common>>> = vec![Vec::new(); outline.points.len()];
    let mut months: Vec<Vec<Option<&ByMonth>>> = vec![Vec::new(); outline.points.len()];
    let mut digests: Vec<Vec<u128>> = vec![Vec::new(); outline.points.len()];
    for piece in pieces {
        let point = piece.point as usize;
        if let (Some(measures), Some(digests)) = (measures.get_mut(point), digests.get_mut(point)) {
            measures.push(piece.measures.clone());
            if let Some(common) = commons.get_mut(point) {
                common.push(piece.common.as_ref());
            }
            if let Some(months) = months.get_mut(point) {
                months.push(piece.months.as_ref());
            }
            digests.push(piece.digest);
        }
    }
    let running = outline.running();
    let digests: Vec<u128> = digests.iter().map(|it| combine(it)).collect();
    let of_running = |it: &u32| digests.get(*it as usize).copied();
    let digest = combine(&running.iter().filter_map(of_running).collect::<Vec<_>>());
    let points: Vec<u32> = (0..).zip(&outline.points).map(|it| it.0).collect();
    let that = |holds: &dyn Fn(&Point) -> bool| -> Vec<u32> {
        let of = points.iter().zip(&outline.points);
        of.filter(|it| holds(it.1)).map(|it| *it.0).collect()
    };
    let factorial = factorial(spec);
    let screen = Screen::of(spec).and_then(Result::ok);
    let mut told = told(outline, &measures, &commons, &digests, cores);
    for (told, found) in told
        .iter_mut()
        .zip(cores.map(&months, |it| since(spec, it)))
    {
        told.months = found;
    }
    Outcome {
        version: env!("CARGO_PKG_VERSION"),
        experiment_hash: outline.hash(),
        scenario: &spec.scenario,
        scenario_hash: &outline.scenario_hash,
        seed: spec.seed,
        replications: spec.replications,
        years: outline.years,
        warm_up_years: outline.warm_up_years,
        confidence: spec.confidence,
        factors: &spec.factors,
        design: designed(outline, factorial.as_ref()),
        metrics: &spec.metrics,
        family: (spec.family.is_some()
            || !spec.design.kind.has_factors()
            || !spec.design.kind.compares())
        .then(|| spec.claims()),
        base: outline.base(),
        skipped: that(&|it| it.scenario_hash.is_none()),
        flagged: that(&|it| !it.breaches.is_empty()),
        digest: format!("{digest:032x}"),
        plausible: outline
            .plausible
            .as_ref()
            .map(|it| concluded(spec, it, &told)),
        sensitivity: screen.map(|it| matters(spec, &it, &told)),
        points: told,
        best: spec
            .best
            .as_ref()
            .map(|it| best::chosen(outline, it, &measures)),
        front: spec
            .front
            .as_ref()
            .map(|it| front::front(outline, it, &measures)),
        prices: outline.holders.as_ref().map(|it| {
            prices(spec, it, |point, name| {
                moved(outline, &measures, &commons, point, name)
            })
        }),
        effects: factorial.map(|it| all_effects(outline, &it, &measures, cores)),
    }
}

fn designed(outline: &Outline, factorial: Option<&Factorial>) -> Designed {
    let names = |words: Vec<Word>| -> Vec<Vec<String>> {
        words
            .into_iter()
            .map(|it| named(&outline.spec, it))
            .collect()
    };
    let fraction = factorial.filter(|it| it.resolution().is_some());
    let aliases = |it: &Factorial| {
        let words = words(it.factors());
        let alias = |word: Word| Alias {
            effect: named(&outline.spec, word),
            aliases: names(it.aliases(word)),
        };
        words.into_iter().map(alias).collect()
    };
    Designed {
        written: outline.spec.design.clone(),
        found_resolution: fraction.and_then(Factorial::resolution),
        defining: fraction.map(|it| names(it.defining())),
        aliases: fraction.map(aliases),
    }
}

/// Main effects and interactions of two.
fn words(factors: u32) -> Vec<Word> {
    let main = (0..factors).map(|it| Word(1 << it));
    let pairs = (0..factors).flat_map(|a| (a + 1..factors).map(move |b| Word(1 << a | 1 << b)));
    main.chain(pairs).collect()
}

fn told<'a>(
    outline: &'a Outline,
    measures: &[Vec<Measures>],
    commons: &[Vec<Option<&Common>>],
    digests: &[u128],
    cores: &impl Cores,
) -> Vec<Told<'a>> {
    let spec = &outline.spec;
    let each: Vec<_> = (0u32..).zip(measures.iter().zip(commons)).collect();
    let mut differences: Vec<Option<BTreeMap<String, Difference>>> =
        cores.map(&each, |(point, (it, common))| {
            let base = outline.base_of(*point).filter(|_| !it.is_empty())?;
            let compared = measures.get(base as usize)?;
            Some(differences_of(compared, it, common, spec.confidence))
        });
    // All differences of all metrics that are claims are one family.
    let mut family: Vec<_> = differences
        .iter_mut()
        .flatten()
        .map(std::mem::take)
        .collect();
    let names: Vec<&str> = spec.metrics.iter().map(String::as_str).collect();
    lab::family(&mut family, &spec.claims(), spec.confidence);
    differences
        .iter_mut()
        .flatten()
        .zip(family)
        .for_each(|(it, found)| *it = found);

    let estimates = cores.map(measures, |it| lab::estimates(it, spec.confidence));
    let points = (0..).zip(&outline.points).zip(digests);
    points
        .zip(estimates.into_iter().zip(differences))
        .map(|(((point, it), digest), (estimates, differences))| Told {
            point,
            levels: &it.levels,
            scenario_hash: it.scenario_hash.as_deref(),
            problems: &it.problems,
            breaches: &it.breaches,
            digest: it.scenario_hash.as_ref().map(|_| format!("{digest:032x}")),
            metrics: of_all(&names, &estimates),
            break_even: break_even(outline, point, measures),
            months: None,
            differences: differences.map(|found| {
                let all_roots = found.iter().filter(|it| it.0.ends_with(ALL_ROOTS));
                let all_roots = all_roots.map(|(name, it)| (name.clone(), Some(*it)));
                let asked = of_all(&names, &found).into_iter();
                let asked = asked.map(|(name, it)| (name.to_owned(), it));
                asked.chain(all_roots).collect()
            }),
        })
        .collect()
}

/// What adopted measures bring, a year.
const GAIN: &str = "quality.value.realised";
/// What that may cost: everybody's hours a year, and days on every matter.
const COSTS: [&str; 2] = ["burden.hours.total", "turnaround.lead_time.mean"];

/// How much of each cost there is to a unit of gain, by Fieller's method over replications ([`lab::shadow::break_even`]).
fn break_even(
    outline: &Outline,
    point: u32,
    measures: &[Vec<Measures>],
) -> BTreeMap<&'static str, BreakEven> {
    let asked = |name: &str| outline.spec.metrics.iter().any(|it| it == name);
    let more = |name: &str| {
        let of = |point: u32| lab::parts(measures.get(point as usize)?, name).ok();
        let (base, here) = (of(outline.base_of(point)?)?, of(point)?);
        let pairs = here.into_iter().zip(base);
        Some(pairs.map(|(here, base)| here - base).collect::<Vec<f64>>())
    };
    let gain = || more(GAIN).filter(|_| asked(GAIN));
    let ratio = |cost: &'static str| {
        let (gain, cost_of) = (gain()?, more(cost).filter(|_| asked(cost))?);
        let found = lab::shadow::break_even(&gain, &cost_of, outline.spec.confidence);
        Some((cost, found.ok()?))
    };
    COSTS.into_iter().filter_map(ratio).collect()
}

fn concluded<'a>(spec: &'a Spec, cube: &'a Cube, points: &[Told<'_>]) -> Plausible<'a> {
    let verdict_on = |name: &String| {
        // Of each county the one with the change is the second.
        let with = points.iter().skip(1).step_by(2);
        let mut differences = with.map(|it| it.differences.as_ref()?.get(name).copied()?);
        let stated = differences.next().flatten();
        let differences: Vec<Option<Difference>> = differences.collect();
        let (assumptions, counties) = (&cube.assumptions, &cube.counties);
        verdict(assumptions, counties, stated, &differences, spec.confidence)
    };
    let mut verdicts: Vec<Verdict> = spec.metrics.iter().map(verdict_on).collect();
    let names = spec.metrics.iter().map(String::as_str);
    family(&cube.assumptions, &mut verdicts, spec.confidence);
    Plausible {
        assumptions: &cube.assumptions,
        counties: &cube.counties,
        metrics: names.zip(verdicts).collect(),
    }
}

/// Which factors matter to each metric, from the figures of all points.
fn matters<'a>(
    spec: &'a Spec,
    screen: &Screen,
    points: &[Told<'_>],
) -> BTreeMap<&'a str, Sensitivity> {
    let of = |name: &'a String| {
        let figure = |it: &Told<'_>| it.metrics.get(name.as_str()).copied().flatten()?.mean;
        let figures: Vec<Option<f64>> = points.iter().map(figure).collect();
        (name.as_str(), sensitivity(spec, screen, &figures))
    };
    spec.metrics.iter().map(of).collect()
}

/// What the names of figures over all cases end with, where those without it are over common ones.
const ALL_ROOTS: &str = ".all_roots";

/// A point less the base, over common roots as soon as they differ in one replication.
fn differences_of(
    base: &[Measures],
    other: &[Measures],
    commons: &[Option<&Common>],
    confidence: f64,
) -> BTreeMap<String, Difference> {
    match over_common(base, other, commons) {
        None => lab::differences(base, other, confidence),
        Some((base, other)) => lab::differences(&base, &other, confidence),
    }
}

/// Two arms over the roots that they have in common, and over all under longer names; nothing where these are all there are.
fn over_common(
    base: &[Measures],
    other: &[Measures],
    commons: &[Option<&Common>],
) -> Option<(Vec<Measures>, Vec<Measures>)> {
    if commons.iter().all(Option::is_none) {
        return None;
    }
    // Replications in which all are common have the same figure under both names.
    let about: BTreeSet<&String> = commons
        .iter()
        .flatten()
        .flat_map(|it| it.base.0.keys().chain(it.other.0.keys()))
        .collect();
    let over = |whole: &Measures, some: Option<&Measures>| {
        let mut measures = whole.clone();
        for name in &about {
            // What the county does not measure at all stays unmeasured.
            let Some(all) = whole.0.get(*name) else {
                continue;
            };
            measures.0.insert(format!("{name}{ALL_ROOTS}"), all.clone());
            if let Some(common) = some.and_then(|it| it.0.get(*name)) {
                measures.0.insert((*name).clone(), common.clone());
            }
        }
        measures
    };
    let base: Vec<Measures> = base
        .iter()
        .zip(commons)
        .map(|(whole, it)| over(whole, it.map(|it| &it.base)))
        .collect();
    let other: Vec<Measures> = other
        .iter()
        .zip(commons)
        .map(|(whole, it)| over(whole, it.map(|it| &it.other)))
        .collect();
    Some((base, other))
}

/// How much a point moves a metric from its base in every replication; nothing where it did not run.
fn moved(
    outline: &Outline,
    measures: &[Vec<Measures>],
    commons: &[Vec<Option<&Common>>],
    point: u32,
    name: &str,
) -> Option<Result<Vec<f64>, lab::Refused>> {
    let of = |point: u32| measures.get(point as usize).filter(|it| !it.is_empty());
    let (base, here) = (of(outline.base_of(point)?)?, of(point)?);
    let both = over_common(base, here, commons.get(point as usize)?);
    let (base, here) = both
        .as_ref()
        .map_or((base, here), |(base, here)| (base, here));
    let apart = || {
        let (base, here) = (lab::parts(base, name)?, lab::parts(here, name)?);
        let pairs = here.into_iter().zip(base);
        Ok(pairs.map(|(here, base)| here - base).collect())
    };
    Some(apart())
}

/// Every metric asked for, found or not.
fn of_all<'a, T: Copy>(
    names: &[&'a str],
    found: &BTreeMap<String, T>,
) -> BTreeMap<&'a str, Option<T>> {
    names
        .iter()
        .map(|name| (*name, found.get(*name).copied()))
        .collect()
}

fn all_effects<'a>(
    outline: &'a Outline,
    design: &Factorial,
    measures: &[Vec<Measures>],
    cores: &impl Cores,
) -> BTreeMap<&'a str, Found> {
    let spec = &outline.spec;
    let found = cores.map(&spec.metrics, |name| {
        told_of(outline, effects_on(name, design, measures, spec.confidence))
    });
    let names = spec.metrics.iter().map(String::as_str);
    let mut all: BTreeMap<&str, Found> = names.zip(found).collect();
    // Holm over all of them, not metric by metric: they are looked at together.
    let p: Vec<f64> = all
        .values()
        .flat_map(|it| &it.effects)
        .map(|it| it.p)
        .collect();
    let adjusted = lab::holm::holm(&p);
    let effects = all.values_mut().flat_map(|it| &mut it.effects);
    for (effect, p_adjusted) in effects.zip(adjusted) {
        effect.p_adjusted = p_adjusted;
        effect.distinguishable = p_adjusted < 1.0 - spec.confidence;
    }
    all
}

/// The effects on a metric. A point that was skipped, or where it is undefined, is left out.
fn effects_on(
    name: &str,
    design: &Factorial,
    measures: &[Vec<Measures>],
    confidence: f64,
) -> Result<Effects, lab::Refused> {
    let parts: Vec<_> = measures.iter().map(|it| lab::parts(it, name)).collect();
    if parts.iter().all(Result::is_err) {
        // A point that ran says more of why than one that was skipped.
        let ran = measures.iter().zip(&parts).filter(|it| !it.0.is_empty());
        if let Some(Err(why)) = ran.map(|it| it.1.clone()).next() {
            return Err(why);
        }
    }
    let responses: Vec<Vec<f64>> = parts.into_iter().map(Result::unwrap_or_default).collect();
    effects(design, &responses, ORDER, confidence)
}

fn told_of(outline: &Outline, found: Result<Effects, lab::Refused>) -> Found {
    let found = match found {
        Ok(found) => found,
        Err(why) => {
            return Found {
                refused: Some(in_names(outline, &why)),
                mean: None,
                left_out: Vec::new(),
                effects: Vec::new(),
            };
        }
    };
    let effect = |it: lab::designs::Effect| Effect {
        factors: named(&outline.spec, it.word),
        aliases: it
            .aliases
            .iter()
            .map(|it| named(&outline.spec, *it))
            .collect(),
        figure: it.effect,
        p: it.p,
        p_adjusted: it.p_adjusted,
        distinguishable: false,
    };
    Found {
        refused: None,
        mean: Some(found.mean),
        left_out: found.left_out,
        effects: found.effects.into_iter().map(effect).collect(),
    }
}

/// Why effects cannot be told; where it speaks of factors by letters, with what these stand for.
fn in_names(outline: &Outline, why: &lab::Refused) -> String {
    if !matches!(why, lab::Refused::Confounded(_)) {
        return why.to_string();
    }
    let names = (0..).zip(outline.spec.factors.keys());
    let letters: Vec<String> = names
        .map(|(at, name)| format!("{} is {name}", Word(1 << at)))
        .collect();
    format!("{why} ({})", letters.join(", "))
}
