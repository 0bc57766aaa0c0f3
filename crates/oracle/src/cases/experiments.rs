//! What `lab` concludes from numbers, against textbooks, other programs and closed forms.

use std::sync::LazyLock;

use lab::designs::{Factorial, effects};
use lab::rare::{clopper_pearson, discordant, garwood};
use lab::sensitivity::Sobol;
use lab::shadow::{RatioSet, break_even};
use lab::{bootstrap, figure, selection};

use super::{Case, Sample, exact, known, simulated};

const FILTRATION: &str = "Montgomery, Design and Analysis of Experiments, ex. 6.2 (2⁴)";
const HALF: &str = "Montgomery, ex. 8.1 (half of the same, I = ABCD)";
const YIELD: &str = "Montgomery, ch. 6.2 (2² with three replications)";
const ABERRATION: &str = "Wu & Hamada, Experiments, tables 5A.2 and 5A.3";
const ISHIGAMI: &str = "Ishigami & Homma 1990, a = 7, b = .1; shares in closed form";
const KN: &str = "η = ½((2β)^(−2/(n₀ − 1)) − 1), c = 1 (Kim & Nelson 2001)";
const NEWCOMBE: &str =
    "Newcombe 1998, Stat. Med. 17:857, table I, method 5 (Clopper & Pearson 1934)";
const GARWOOD: &str = "Garwood 1936";
const CAVO: &str = "Fagerland, Lydersen & Laake 2017, ch. 8: 6 only before, 16 only after, of 161";
const FIELLER: &str =
    "Fieller 1954: gains 3, 4, 5, costs 8, 7, 9, at 50 % (t² = ⅔): (287 ± √861)/142";
const SLEEP: &str = "R, t.test on `sleep` (Student 1908, after Cushny & Peebles)";
const SPATIAL: &str = "Efron & Tibshirani 1993, ch. 14: variance of 26 figures of spatial ability";

pub(super) const CASES: &[Case] = &[
    exact(
        "experiments.factorial.filtration.a",
        FILTRATION,
        21.625,
        3,
        || effect(&Factorial::full(4), "A"),
    ),
    exact(
        "experiments.factorial.filtration.c",
        FILTRATION,
        9.875,
        3,
        || effect(&Factorial::full(4), "C"),
    ),
    exact(
        "experiments.factorial.filtration.d",
        FILTRATION,
        14.625,
        3,
        || effect(&Factorial::full(4), "D"),
    ),
    exact(
        "experiments.factorial.filtration.ac",
        FILTRATION,
        -18.125,
        3,
        || effect(&Factorial::full(4), "AC"),
    ),
    exact(
        "experiments.factorial.filtration.ad",
        FILTRATION,
        16.625,
        3,
        || effect(&Factorial::full(4), "AD"),
    ),
    exact("experiments.factorial.half.a", HALF, 19.00, 2, || {
        effect(&Factorial::fraction(4, 1), "A")
    }),
    exact("experiments.factorial.half.c", HALF, 14.00, 2, || {
        effect(&Factorial::fraction(4, 1), "C")
    }),
    exact("experiments.factorial.half.d", HALF, 16.50, 2, || {
        effect(&Factorial::fraction(4, 1), "D")
    }),
    exact("experiments.factorial.half.ac_bd", HALF, -18.50, 2, || {
        effect(&Factorial::fraction(4, 1), "AC")
    }),
    exact("experiments.factorial.half.ad_bc", HALF, 19.00, 2, || {
        effect(&Factorial::fraction(4, 1), "AD")
    }),
    exact("experiments.factorial.yield.a", YIELD, 8.33, 2, || {
        effect_of(&Factorial::full(2), &YIELDS.map(Vec::from), "A")
    }),
    exact("experiments.factorial.yield.b", YIELD, -5.00, 2, || {
        effect_of(&Factorial::full(2), &YIELDS.map(Vec::from), "B")
    }),
    exact("experiments.factorial.yield.ab", YIELD, 1.67, 2, || {
        effect_of(&Factorial::full(2), &YIELDS.map(Vec::from), "AB")
    }),
    exact(
        "experiments.fraction.k7_p2.words_of_5",
        ABERRATION,
        2.0,
        0,
        || words(7, 2, 5),
    ),
    exact(
        "experiments.fraction.k9_p4.words_of_4",
        ABERRATION,
        6.0,
        0,
        || words(9, 4, 4),
    ),
    exact(
        "experiments.fraction.k11_p5.words_of_4",
        ABERRATION,
        4.0,
        0,
        || words(11, 5, 4),
    ),
    simulated(
        "experiments.ishigami.first.x1",
        ISHIGAMI,
        0.313_905_2,
        || SHARES.first[0],
    ),
    simulated(
        "experiments.ishigami.first.x2",
        ISHIGAMI,
        0.442_411_1,
        || SHARES.first[1],
    ),
    simulated(
        "experiments.ishigami.total.x1",
        ISHIGAMI,
        0.557_588_9,
        || SHARES.total[0],
    ),
    simulated(
        "experiments.ishigami.total.x2",
        ISHIGAMI,
        0.442_411_1,
        || SHARES.total[1],
    ),
    simulated(
        "experiments.ishigami.total.x3",
        ISHIGAMI,
        0.243_683_7,
        || SHARES.total[2],
    ),
    exact("experiments.selection.eta.k2_n10", KN, 0.334_050, 6, || {
        eta(0.05, 2, 10, true)
    }),
    exact("experiments.selection.eta.k4_n10", KN, 0.564_680, 6, || {
        eta(0.05, 4, 10, true)
    }),
    exact(
        "experiments.selection.eta.k10_n20",
        KN,
        0.302_934,
        6,
        || eta(0.05, 10, 20, true),
    ),
    exact(
        "experiments.selection.eta.k4_n10.independent",
        KN,
        0.560_666,
        6,
        || eta(0.05, 4, 10, false),
    ),
    exact(
        "experiments.clopper_pearson.x81_n263.low",
        NEWCOMBE,
        0.252_7,
        4,
        || clopper_pearson(81, 263, 0.95).map_or(f64::NAN, |it| it.low),
    ),
    exact(
        "experiments.clopper_pearson.x81_n263.high",
        NEWCOMBE,
        0.367_6,
        4,
        || clopper_pearson(81, 263, 0.95).map_or(f64::NAN, |it| it.high),
    ),
    exact(
        "experiments.clopper_pearson.x15_n148.low",
        NEWCOMBE,
        0.057_8,
        4,
        || clopper_pearson(15, 148, 0.95).map_or(f64::NAN, |it| it.low),
    ),
    exact(
        "experiments.clopper_pearson.x15_n148.high",
        NEWCOMBE,
        0.161_7,
        4,
        || clopper_pearson(15, 148, 0.95).map_or(f64::NAN, |it| it.high),
    ),
    exact(
        "experiments.clopper_pearson.x0_n20.high",
        NEWCOMBE,
        0.168_4,
        4,
        || clopper_pearson(0, 20, 0.95).map_or(f64::NAN, |it| it.high),
    ),
    exact(
        "experiments.clopper_pearson.x1_n29.low",
        NEWCOMBE,
        0.000_9,
        4,
        || clopper_pearson(1, 29, 0.95).map_or(f64::NAN, |it| it.low),
    ),
    exact("experiments.garwood.n10.low", GARWOOD, 4.795, 3, || {
        garwood(10, 1.0, 0.95).map_or(f64::NAN, |it| it.low)
    }),
    exact("experiments.garwood.n10.high", GARWOOD, 18.390, 3, || {
        garwood(10, 1.0, 0.95).map_or(f64::NAN, |it| it.high)
    }),
    exact(
        "experiments.discordant.mcnemar_exact",
        CAVO,
        0.052_479,
        6,
        || discordant(16, 6, 161, 0.95).map_or(f64::NAN, |it| it.p),
    ),
    exact(
        "experiments.discordant.tango.low",
        CAVO,
        -0.124_0,
        4,
        || discordant(16, 6, 161, 0.95).map_or(f64::NAN, |it| it.difference.low),
    ),
    exact(
        "experiments.discordant.tango.high",
        CAVO,
        -0.005_4,
        4,
        || discordant(16, 6, 161, 0.95).map_or(f64::NAN, |it| it.difference.high),
    ),
    exact("experiments.fieller.low", FIELLER, 1.814487, 6, || {
        known(fieller().map(|it| it.0))
    }),
    exact("experiments.fieller.high", FIELLER, 2.227766, 6, || {
        known(fieller().map(|it| it.1))
    }),
    exact("experiments.t.paired.low", SLEEP, -2.459_885_8, 7, || {
        figure::paired(&SECOND, &FIRST, 0.95).map_or(f64::NAN, |it| it.difference.low)
    }),
    exact("experiments.t.paired.high", SLEEP, -0.700_114_2, 7, || {
        figure::paired(&SECOND, &FIRST, 0.95).map_or(f64::NAN, |it| it.difference.high)
    }),
    exact("experiments.t.welch.low", SLEEP, -3.365_483_2, 7, || {
        figure::unpaired(&SECOND, &FIRST, 0.95).map_or(f64::NAN, |it| it.difference.low)
    }),
    exact("experiments.t.welch.high", SLEEP, 0.205_483_2, 7, || {
        figure::unpaired(&SECOND, &FIRST, 0.95).map_or(f64::NAN, |it| it.difference.high)
    }),
    exact("experiments.t.welch.degrees", SLEEP, 17.776, 3, || {
        figure::unpaired(&SECOND, &FIRST, 0.95).map_or(f64::NAN, |it| it.degrees)
    }),
    exact(
        "experiments.bootstrap.acceleration",
        SPATIAL,
        0.061,
        3,
        || bootstrap::acceleration(&ABILITY, variance).unwrap_or(f64::NAN),
    ),
];

const FILTERED: [f64; 16] = [
    45.0, 71.0, 48.0, 65.0, 68.0, 60.0, 80.0, 65.0, 43.0, 100.0, 45.0, 104.0, 75.0, 86.0, 70.0,
    96.0,
];
const YIELDS: [[f64; 3]; 4] = [
    [28.0, 25.0, 27.0],
    [36.0, 32.0, 32.0],
    [18.0, 19.0, 23.0],
    [31.0, 30.0, 29.0],
];
const FIRST: [f64; 10] = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
const SECOND: [f64; 10] = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
const ABILITY: [f64; 26] = [
    48.0, 36.0, 20.0, 29.0, 42.0, 42.0, 20.0, 42.0, 22.0, 41.0, 45.0, 14.0, 6.0, 0.0, 33.0, 28.0,
    34.0, 4.0, 32.0, 24.0, 47.0, 41.0, 24.0, 26.0, 30.0, 41.0,
];

type Design = Result<Factorial, lab::Refused>;

/// An effect on the filtration rate: one response a run, taken twice, for an effect needs two replications to have an interval.
fn effect(design: &Design, word: &str) -> f64 {
    let Ok(it) = design else { return f64::NAN };
    let run = |run: u32| FILTERED.get(it.levels(run) as usize).map(|y| vec![*y; 2]);
    let responses: Vec<Vec<f64>> = (0..it.runs()).filter_map(run).collect();
    effect_of(design, &responses, word)
}

fn effect_of(design: &Design, responses: &[Vec<f64>], word: &str) -> f64 {
    let Ok(design) = design else { return f64::NAN };
    let all = effects(design, responses, design.factors(), 0.95);
    let found = all.map(|all| {
        let named = |it: &&lab::designs::Effect| it.word.to_string() == word;
        all.effects.iter().find(named).map(|it| it.effect.value)
    });
    known(found.ok().flatten())
}

/// How many words of so many factors the defining relation has.
fn words(factors: u32, halvings: u32, length: u32) -> f64 {
    let design = Factorial::fraction(factors, halvings);
    design.map_or(f64::NAN, |design| {
        let words = design.defining();
        words.iter().filter(|word| word.order() == length).count() as f64
    })
}

fn eta(alpha: f64, systems: u32, first: u32, common_luck: bool) -> f64 {
    known(selection::eta(
        selection::beta(alpha, systems, common_luck),
        first,
    ))
}

fn fieller() -> Option<(f64, f64)> {
    match break_even(&[3.0, 4.0, 5.0], &[8.0, 7.0, 9.0], 0.5)
        .ok()?
        .set
    {
        RatioSet::Between { low, high } => Some((low, high)),
        _ => None,
    }
}

/// Over n, as in the book.
fn variance(values: &[f64]) -> Option<f64> {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    Some(
        values
            .iter()
            .map(|it| (it - mean) * (it - mean))
            .sum::<f64>()
            / n,
    )
}

/// Shares of the variance of Ishigami's function, each from independent designs.
struct Shares {
    first: [Sample; 3],
    total: [Sample; 3],
}

const DESIGNS: u32 = 64;
const ROWS: u32 = 32_768;

/// First-order and total shares of one design.
type Found = (Vec<f64>, Vec<f64>);

/// One set of designs serves all its cases.
static SHARES: LazyLock<Shares> = LazyLock::new(|| {
    let found: Vec<Found> = (0..u64::from(DESIGNS)).filter_map(shares).collect();
    let sample = |of: &dyn Fn(&Found) -> f64| {
        let each: Vec<f64> = found.iter().map(of).collect();
        Sample::of(&each)
    };
    Shares {
        first: [0, 1, 2].map(|factor| sample(&|it| it.0[factor])),
        total: [0, 1, 2].map(|factor| sample(&|it| it.1[factor])),
    }
});

fn shares(seed: u64) -> Option<Found> {
    let design = Sobol::new(3, ROWS, seed).ok()?;
    let runs = 0..design.runs();
    let outputs: Vec<f64> = runs.map(|run| ishigami(&design.point(run))).collect();
    design.shares(&outputs).ok()
}

/// sin x₁ + a sin² x₂ + b x₃⁴ sin x₁ on (−π, π)³.
fn ishigami(point: &[f64]) -> f64 {
    let at = |factor: usize| std::f64::consts::PI * (2.0 * point[factor] - 1.0);
    let (one, two, three) = (libm::sin(at(0)), libm::sin(at(1)), at(2));
    one + 7.0 * two * two + 0.1 * three * three * three * three * one
}
