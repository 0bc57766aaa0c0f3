//! Designs against textbooks and by their laws.

use crate::lab::designs::{
    Factorial, MOST_POINTS, Word, coordinate, effects, grid, latin_hypercube, level, one_at_a_time,
    scale,
};
use proptest::prelude::*;

use super::coverage::covers;
use super::{Luck, prints};

/// Filtration rate by temperature, pressure, concentration and stirring (Montgomery, Design and Analysis of Experiments, ex. 6.2).
const FILTRATION: [f64; 16] = [
    45.0, 71.0, 48.0, 65.0, 68.0, 60.0, 80.0, 65.0, 43.0, 100.0, 45.0, 104.0, 75.0, 86.0, 70.0,
    96.0,
];

fn twice(values: &[f64]) -> Vec<Vec<f64>> {
    values.iter().map(|it| vec![*it; 2]).collect()
}

#[test]
fn filtration_rate() {
    let got = effects(&Factorial::full(4).unwrap(), &twice(&FILTRATION), 4, 0.95).unwrap();
    let table: Vec<(String, f64)> = got
        .effects
        .iter()
        .map(|it| (it.word.to_string(), it.effect.value))
        .collect();
    let printed = [
        ("A", 21.625),
        ("B", 3.125),
        ("C", 9.875),
        ("D", 14.625),
        ("AB", 0.125),
        ("AC", -18.125),
        ("AD", 16.625),
        ("BC", 2.375),
        ("BD", -0.375),
        ("CD", -1.125),
        ("ABC", 1.875),
        ("ABD", 4.125),
        ("ACD", -1.625),
        ("BCD", -2.625),
        ("ABCD", 1.375),
    ];
    assert_eq!(
        table,
        printed.map(|(word, effect)| (word.to_owned(), effect))
    );
    assert_eq!(got.mean.value, 70.062_5);
    assert!(got.effects.iter().all(|it| it.aliases.is_empty()));
}

#[test]
fn half_of_filtration_rate() {
    // The same, I = ABCD (ex. 8.1): A + BCD 19.00, B + ACD 1.50, C + ABD 14.00, D + ABC 16.50, AB + CD −1.00, AC + BD −18.50, AD + BC 19.00.
    let half = Factorial::fraction(4, 1).unwrap();
    let run: Vec<f64> = (0..8)
        .map(|run| FILTRATION[half.levels(run) as usize])
        .collect();
    let got = effects(&half, &twice(&run), 2, 0.95).unwrap();
    let table: Vec<String> = got
        .effects
        .iter()
        .map(|it| format!("{} + {} {:.2}", it.word, it.aliases[0], it.effect.value))
        .collect();
    assert_eq!(
        table,
        [
            "A + BCD 19.00",
            "B + ACD 1.50",
            "C + ABD 14.00",
            "D + ABC 16.50",
            "AB + CD -1.00",
            "AC + BD -18.50",
            "AD + BC 19.00"
        ]
    );
    assert_eq!((half.resolution(), half.runs()), (Some(4), 8));
}

#[test]
fn yield_of_a_chemical_process_with_replications() {
    // Montgomery, ch. 6.2: A 8.33, B −5.00, AB 1.67. Here replications share luck: the contrasts of A are 17/2, 12.5/… within each.
    let runs = [
        [28.0, 25.0, 27.0],
        [36.0, 32.0, 32.0],
        [18.0, 19.0, 23.0],
        [31.0, 30.0, 29.0],
    ];
    let got = effects(&Factorial::full(2).unwrap(), &runs.map(Vec::from), 2, 0.95).unwrap();
    for (effect, (word, printed)) in
        got.effects
            .iter()
            .zip([("A", 8.33), ("B", -5.0), ("AB", 1.67)])
    {
        assert_eq!(effect.word.to_string(), word);
        prints(effect.effect.value, printed, 2);
    }
    // A within replications: (36 + 31 − 28 − 18)/2 = 10.5, (32 + 30 − 25 − 19)/2 = 9, (32 + 29 − 27 − 23)/2 = 5.5: s = 2.565801.
    let a = &got.effects[0];
    prints(
        a.effect.half_width(),
        4.302_653 * 2.565_801 / 3.0_f64.sqrt(),
        5,
    );
    // t = 8.3333/1.481366 = 5.6254 with 2 degrees of freedom: p = 1 − t/√(2 + t²).
    prints(
        a.p,
        1.0 - 5.625_440 / (2.0 + 5.625_440_f64 * 5.625_440).sqrt(),
        5,
    );
    prints(a.p_adjusted, 3.0 * a.p, 12);
}

#[test]
fn runs_that_could_not_be_made() {
    // y = 10 + 3a − 2b + 1.5c (levels ±1), luck in common: main effects are found without two of the eight runs.
    let design = Factorial::full(3).unwrap();
    let mut runs: Vec<Vec<f64>> = (0..8u32)
        .map(|run| {
            let sign = |factor: u32| if run >> factor & 1 == 1 { 1.0 } else { -1.0 };
            let y = 10.0 + 3.0 * sign(0) - 2.0 * sign(1) + 1.5 * sign(2);
            vec![y, y + 4.0, y - 7.0]
        })
        .collect();
    let all = effects(&design, &runs, 1, 0.95).unwrap();
    runs[2].clear();
    runs[5].clear();
    let got = effects(&design, &runs, 1, 0.95).unwrap();
    assert_eq!((got.left_out, all.left_out), (vec![2, 5], vec![]));
    prints(got.mean.value, 9.0, 12);
    for (it, known) in got.effects.iter().zip([6.0, -4.0, 3.0]) {
        prints(it.effect.value, known, 12);
        assert!(
            it.effect.half_width() < 1e-12,
            "common luck cancels: {it:?}"
        );
    }
    // With all interactions there are eight figures and six runs.
    assert_eq!(
        effects(&design, &runs, 3, 0.95).unwrap_err().to_string(),
        "with these runs left out the effect BC cannot be told from others: ask for effects of lower order, or mend the runs"
    );
    assert!(effects(&design, &vec![vec![]; 8], 1, 0.95).is_err());
}

#[test]
fn least_squares_by_hand() {
    // A 2² without its last run, 1, 4, 6: b₀ + (−a − b), (a − b), (−a + b): A = 4 − 1, B = 6 − 1, mean (4 + 6)/2.
    let got = effects(
        &Factorial::full(2).unwrap(),
        &[vec![1.0, 1.0], vec![4.0, 4.0], vec![6.0, 6.0], vec![]],
        1,
        0.95,
    )
    .unwrap();
    prints(got.mean.value, 5.0, 12);
    prints(got.effects[0].effect.value, 3.0, 12);
    prints(got.effects[1].effect.value, 5.0, 12);
}

/// Factors, halvings, resolution and word lengths from 3 on: Wu & Hamada, Experiments, tables 5A.1–5A.3.
const PRINTED: [(u32, u32, u32, &[u32]); 14] = [
    (5, 2, 3, &[2, 1]),
    (6, 2, 4, &[0, 3]),
    (7, 3, 4, &[0, 7]),
    (8, 4, 4, &[0, 14]),
    (9, 5, 3, &[4, 14]),
    (6, 1, 6, &[0, 0, 0, 1]),
    (7, 2, 4, &[0, 1, 2]),
    (8, 3, 4, &[0, 3, 4]),
    (9, 4, 4, &[0, 6, 8]),
    (10, 5, 4, &[0, 10, 16]),
    (8, 2, 5, &[0, 0, 2, 1]),
    (9, 3, 4, &[0, 1, 4]),
    (10, 4, 4, &[0, 2, 8]),
    (11, 5, 4, &[0, 4, 14]),
];

#[test]
fn fractions_have_the_word_lengths_that_are_printed() {
    for (factors, halvings, resolution, lengths) in PRINTED {
        let design = Factorial::fraction(factors, halvings).unwrap();
        assert_eq!(
            design.resolution(),
            Some(resolution),
            "2^({factors} − {halvings})"
        );
        assert_eq!(
            &design.word_lengths()[..lengths.len()],
            lengths,
            "2^({factors} − {halvings})"
        );
    }
}

#[test]
fn no_other_generators_have_less_aberration() {
    /// The least word lengths over all choices of generators.
    fn least(factors: u32, free: u32, from: u32, chosen: &mut Vec<Word>, best: &mut Vec<u32>) {
        if chosen.len() as u32 == factors - free {
            let lengths = Factorial::generated(factors, chosen)
                .unwrap()
                .word_lengths();
            if best.is_empty() || lengths < *best {
                *best = lengths;
            }
            return;
        }
        for word in from..1 << free {
            if word.count_ones() >= 2 {
                chosen.push(Word(word));
                least(factors, free, word + 1, chosen, best);
                chosen.pop();
            }
        }
    }
    for (factors, free) in [
        (5, 3),
        (6, 3),
        (7, 3),
        (6, 4),
        (7, 4),
        (8, 4),
        (9, 4),
        (10, 4),
        (11, 4),
        (7, 5),
        (8, 5),
        (9, 5),
        (8, 6),
        (9, 6),
    ] {
        let mut best = Vec::new();
        least(factors, free, 1, &mut Vec::new(), &mut best);
        let ours = Factorial::fraction(factors, factors - free).unwrap();
        assert_eq!(
            ours.word_lengths(),
            best,
            "{factors} factors in {} runs",
            ours.runs()
        );
    }
}

#[test]
fn aliases_are_what_is_the_same_in_every_run() {
    let design = Factorial::fraction(6, 2).unwrap();
    let sign = |word: Word, run| (word.0 & !design.levels(run)).count_ones() % 2;
    for word in (1..64).map(Word) {
        let aliases = design.aliases(word);
        for other in (1..64).map(Word).filter(|other| *other != word) {
            let same = (0..16).all(|run| sign(word, run) == sign(other, run));
            assert_eq!(same, aliases.contains(&other), "{word} and {other}");
        }
    }
    let words = |words: Vec<Word>| {
        words
            .iter()
            .map(Word::to_string)
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(words(design.defining()), "ABCE ABDF CDEF");
    assert_eq!(words(design.aliases(Word(0b11))), "CE DF ABCDEF");
}

#[test]
fn points_are_corners() {
    let design = Factorial::fraction(3, 1).unwrap();
    assert_eq!(
        design.points(),
        [
            [0.0, 0.0, 1.0],
            [1.0, 0.0, 0.0],
            [0.0, 1.0, 0.0],
            [1.0, 1.0, 1.0]
        ]
    );
}

#[test]
fn refused_designs_say_what_would_do() {
    let message = |got: Result<Factorial, crate::lab::Refused>| got.unwrap_err().to_string();
    assert_eq!(
        message(Factorial::full(20)),
        "it would take 1048576 runs, and 65536 are the most: take a fraction (Factorial::fraction) or a Latin hypercube"
    );
    assert_eq!(
        message(Factorial::fraction(14, 9)),
        "no generators are known for 14 factors halved 9 times; halve it less often, or give generators"
    );
    assert_eq!(
        message(Factorial::generated(5, &[Word(0b11), Word(0b11)])),
        "generator AB: it is there twice: two factors would be one"
    );
    assert_eq!(
        message(Factorial::generated(4, &[Word(0b1001)])),
        "generator AD: it names a factor that is not free; name only the first ones"
    );
    for bad in [
        Factorial::full(0),
        Factorial::full(99),
        Factorial::fraction(2, 2),
        Factorial::fraction(0, 1),
    ] {
        assert!(bad.is_err());
    }
    let full = Factorial::full(1).unwrap();
    for bad in [
        &[vec![1.0, 2.0]][..],
        &[vec![1.0], vec![2.0]],
        &[vec![1.0, 2.0], vec![1.0]],
        &[vec![1.0, 2.0], vec![1.0, f64::NAN]],
    ] {
        assert!(effects(&full, bad, 1, 0.95).is_err());
    }
}

#[test]
fn effects_cover() {
    // A raises by 2 in a 2^(3 − 1) whose runs differ in spread and share luck.
    let design = Factorial::fraction(3, 1).unwrap();
    covers(0.95, "an effect", |luck: &mut Luck| {
        let mut runs = vec![Vec::new(); 4];
        for _ in 0..6 {
            let common = 5.0 * luck.normal();
            for (number, run) in (0u32..).zip(&mut runs) {
                let a = f64::from(design.levels(number) & 1);
                run.push(common + 2.0 * a + (1.0 + f64::from(number)) * luck.normal());
            }
        }
        !effects(&design, &runs, 1, 0.95).unwrap().effects[0]
            .effect
            .excludes(2.0)
    });
}

#[test]
fn grids() {
    assert_eq!(grid(&[3]).unwrap(), [[0], [1], [2]]);
    assert_eq!(
        grid(&[2, 3]).unwrap(),
        [[0, 0], [1, 0], [0, 1], [1, 1], [0, 2], [1, 2]]
    );
    assert_eq!(
        one_at_a_time(&[2, 3], &[0, 1]).unwrap(),
        [[0, 1], [1, 1], [0, 0], [0, 2]]
    );
    assert_eq!(
        grid(&[100, 100, 100]).unwrap_err().to_string(),
        "it would take 1000000 points, and 65536 are the most: take fewer levels, one factor at a time (one_at_a_time) or a Latin \
         hypercube"
    );
    assert!(grid(&[]).is_err() && grid(&[2, 0]).is_err() && grid(&[u32::MAX; 9]).is_err());
    assert!(one_at_a_time(&[2], &[2]).is_err() && one_at_a_time(&[2], &[]).is_err());
}

#[test]
fn places() {
    for (u, low, high, at) in [
        (0.0, 5.0, 9.0, 5.0),
        (0.25, 5.0, 9.0, 6.0),
        (1.0, 0.1, 0.3, 0.3),
        (0.5, 9.0, 5.0, 7.0),
    ] {
        assert_eq!(scale(u, low, high), at);
    }
    for (u, levels, at) in [
        (0.0, 3, 0),
        (0.34, 3, 1),
        (0.99, 3, 2),
        (1.0, 3, 2),
        (0.5, 1, 0),
    ] {
        assert_eq!(level(u, levels), at);
    }
    assert_eq!(
        [
            coordinate(0, 3),
            coordinate(1, 3),
            coordinate(2, 3),
            coordinate(0, 1)
        ],
        [0.0, 0.5, 1.0, 0.5]
    );
}

proptest! {
    #[test]
    fn every_stratum_of_every_factor_has_one_point(points in 1u32..80, factors in 1u32..9, tries in 1u32..4, seed in any::<u64>()) {
        let design = latin_hypercube(points, factors, tries, seed).unwrap();
        prop_assert_eq!(design.len(), points as usize);
        for factor in 0..factors as usize {
            let mut strata: Vec<u32> = design.iter().map(|point| level(point[factor], points)).collect();
            strata.sort_unstable();
            prop_assert_eq!(strata, (0..points).collect::<Vec<_>>());
        }
    }

    #[test]
    fn every_two_level_column_is_balanced_and_every_two_are_orthogonal(free in 2u32..6, words in prop::collection::btree_set(3u32..63, 0..6)) {
        let generators: Vec<Word> = words.into_iter().filter(|it| it >> free == 0 && it.count_ones() > 1).map(Word).collect();
        let factors = free + generators.len() as u32;
        let design = Factorial::generated(factors, &generators).unwrap();
        for a in 0..factors {
            for b in 0..a {
                let mut counts = [0u32; 4];
                for run in 0..design.runs() {
                    let levels = design.levels(run);
                    counts[((levels >> a & 1) * 2 + (levels >> b & 1)) as usize] += 1;
                }
                prop_assert_eq!(counts, [design.runs() / 4; 4]);
            }
        }
    }
}

#[test]
fn hypercubes() {
    let nearest = |design: &[Vec<f64>]| {
        let distance =
            |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>();
        let pairs = (0..design.len()).flat_map(|i| (0..i).map(move |j| (i, j)));
        pairs
            .map(|(i, j)| distance(&design[i], &design[j]))
            .fold(f64::INFINITY, f64::min)
    };
    let one = latin_hypercube(16, 3, 1, 7).unwrap();
    let many = latin_hypercube(16, 3, 50, 7).unwrap();
    assert!(
        nearest(&many) > 1.5 * nearest(&one),
        "{} {}",
        nearest(&many),
        nearest(&one)
    );
    // A further factor leaves the others as they were.
    let wider = latin_hypercube(16, 4, 1, 7).unwrap();
    assert!(
        wider
            .iter()
            .zip(&one)
            .all(|(wide, narrow)| wide[..3] == narrow[..])
    );
    assert_ne!(latin_hypercube(16, 3, 1, 8).unwrap(), one);
    for bad in [
        latin_hypercube(0, 1, 1, 1),
        latin_hypercube(1, 0, 1, 1),
        latin_hypercube(1, 1, 0, 1),
        latin_hypercube(60_000, 1, 2, 1),
        latin_hypercube(1 + MOST_POINTS as u32, 1, 1, 1),
    ] {
        assert!(bad.is_err());
    }
}

#[test]
fn an_inert_factor_has_no_effect_of_the_size_of_rounding() {
    // E = ABCD does nothing, the others add up: the sum over sixteen runs is 0 but for rounding, in every replication.
    let design = Factorial::fraction(5, 1).unwrap();
    let runs: Vec<Vec<f64>> = (0..16u32)
        .map(|run| {
            let of = |factor: u32, size: f64| f64::from(run >> factor & 1) * size;
            let y = of(0, 0.1) + of(1, 0.7) + of(2, 1.3) + of(3, 0.3);
            vec![y + 0.1, y + 0.2, y + 0.3]
        })
        .collect();
    let got = effects(&design, &runs, 1, 0.95).unwrap();
    let e = got
        .effects
        .iter()
        .find(|it| it.word == Word(0b1_0000))
        .unwrap();
    assert_eq!((e.effect.value, e.p), (0.0, 1.0));
    prints(got.effects[2].effect.value, 1.3, 12);
}

#[test]
fn a_hypercube_knows_an_additive_mean_better() {
    // Of a sum of squares of uniform numbers, stratified, the mean of 32 points has variance of the order n⁻³ instead of 3·(4/45)/32.
    let error: f64 = (0..200)
        .map(|seed| {
            let design = latin_hypercube(32, 3, 1, seed).unwrap();
            let mean = design.iter().flatten().map(|u| u * u).sum::<f64>() / 32.0 - 1.0;
            mean * mean
        })
        .sum::<f64>()
        / 200.0;
    assert!(error < 0.02 * 3.0 * (4.0 / 45.0) / 32.0, "{error}");
}
