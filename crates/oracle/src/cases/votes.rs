//! Votes: at once, after the chair, one after the other; weighted; through levels of approval.

use deliberation::{cascade, chair, votes};
use kernel::KeyedRng;
use kernel::distributions::uniform;

use super::luck::{chance, share, trials};
use super::{Case, Sample, exact, known, simulated};

const CONDORCET: &str = "Σ_{k > n/2} C(n,k) p^k (1 − p)^(n − k) (Condorcet 1785)";
const CORRELATED: &str = "beta-binomial, α = p(1 − ρ)/ρ, p = .7";
const BOLAND: &str =
    "p·T(n − 1, m; p + r(1 − p)) + (1 − p)·T(n − 1, m + 1; p(1 − r)), n = 9, p = .7 (Boland 1989)";
const WEIGHTED: &str = "weights ln(p/(1 − p)) (Nitzan & Paroush 1982), (.9, .9, .6, .6, .6)";
const COUNTY: &str = "weights ln(p/(1 − p)) (Nitzan & Paroush 1982), .80, .75, .85 and six of .60";
const CASCADE: &str = "coin-flip ties (Bikhchandani, Hirshleifer & Welch 1992)";
const SAH: &str = "fⁿ, 1 − (1 − f)ⁿ, k of n (Sah & Stiglitz 1986)";

pub(super) const CASES: &[Case] = &[
    exact("votes.majority.p60.n3", CONDORCET, 0.648_000, 6, || {
        known(votes::majority(3, 0.60))
    }),
    exact("votes.majority.p60.n5", CONDORCET, 0.682_560, 6, || {
        known(votes::majority(5, 0.60))
    }),
    exact("votes.majority.p60.n9", CONDORCET, 0.733_432, 6, || {
        known(votes::majority(9, 0.60))
    }),
    exact("votes.majority.p70.n3", CONDORCET, 0.784_000, 6, || {
        known(votes::majority(3, 0.70))
    }),
    exact("votes.majority.p70.n5", CONDORCET, 0.836_920, 6, || {
        known(votes::majority(5, 0.70))
    }),
    exact("votes.majority.p70.n9", CONDORCET, 0.901_191, 6, || {
        known(votes::majority(9, 0.70))
    }),
    exact("votes.correlated.rho10.n3", CORRELATED, 0.761_85, 5, || {
        known(votes::correlated_majority(3, 0.7, 0.10))
    }),
    exact("votes.correlated.rho10.n9", CORRELATED, 0.827_45, 5, || {
        known(votes::correlated_majority(9, 0.7, 0.10))
    }),
    exact(
        "votes.correlated.rho10.limit",
        CORRELATED,
        0.899_60,
        5,
        || known(votes::correlated_majority_limit(0.7, 0.10)),
    ),
    exact("votes.correlated.rho30.n3", CORRELATED, 0.731_66, 5, || {
        known(votes::correlated_majority(3, 0.7, 0.30))
    }),
    exact("votes.correlated.rho30.n9", CORRELATED, 0.755_18, 5, || {
        known(votes::correlated_majority(9, 0.7, 0.30))
    }),
    exact(
        "votes.correlated.rho30.limit",
        CORRELATED,
        0.773_12,
        5,
        || known(votes::correlated_majority_limit(0.7, 0.30)),
    ),
    simulated(
        "votes.correlated.rho10.n9.simulated",
        CORRELATED,
        0.827_45,
        correlated,
    ),
    exact(
        "votes.weighted.five.majority",
        WEIGHTED,
        0.876_96,
        5,
        || known(equal(&FIVE)),
    ),
    exact("votes.weighted.five.best", WEIGHTED, 0.9, 5, || {
        known(equal(&[0.9]))
    }),
    exact("votes.weighted.five", WEIGHTED, 0.926_64, 5, || {
        known(weighted(&FIVE))
    }),
    exact("votes.weighted.county.equal", COUNTY, 0.860_63, 5, || {
        known(equal(&NINE))
    }),
    exact("votes.weighted.county.inner", COUNTY, 0.897_5, 4, || {
        known(equal(&[0.80, 0.75, 0.85]))
    }),
    exact("votes.weighted.county", COUNTY, 0.906_64, 5, || {
        known(weighted(&NINE))
    }),
    exact("votes.chain.f30.two_in_series", SAH, 0.090_0, 4, || {
        known(votes::all_of(2, 0.30))
    }),
    exact("votes.chain.f30.either_of_two", SAH, 0.510_0, 4, || {
        known(votes::any_of(2, 0.30))
    }),
    exact("votes.chain.f30.two_of_three", SAH, 0.216_0, 4, || {
        known(votes::k_of(2, 3, 0.30))
    }),
    exact("votes.chain.f30.five_of_nine", SAH, 0.098_809, 6, || {
        known(votes::k_of(5, 9, 0.30))
    }),
    exact("votes.chain.f70.two_in_series", SAH, 0.490_0, 4, || {
        known(votes::all_of(2, 0.70))
    }),
    exact("votes.chain.f70.either_of_two", SAH, 0.910_0, 4, || {
        known(votes::any_of(2, 0.70))
    }),
    exact("votes.chain.f70.two_of_three", SAH, 0.784_0, 4, || {
        known(votes::k_of(2, 3, 0.70))
    }),
    exact("votes.chain.f70.five_of_nine", SAH, 0.901_191, 6, || {
        known(votes::k_of(5, 9, 0.70))
    }),
    exact("chair.first.r0", BOLAND, 0.901_19, 5, || {
        known(chair::majority_after(9, 0.7, 0.0))
    }),
    exact("chair.first.r10", BOLAND, 0.872_40, 5, || {
        known(chair::majority_after(9, 0.7, 0.1))
    }),
    exact("chair.first.r30", BOLAND, 0.793_47, 5, || {
        known(chair::majority_after(9, 0.7, 0.3))
    }),
    exact("chair.first.r50", BOLAND, 0.729_83, 5, || {
        known(chair::majority_after(9, 0.7, 0.5))
    }),
    exact("chair.first.r100", BOLAND, 0.7, 5, || {
        known(chair::majority_after(9, 0.7, 1.0))
    }),
    exact(
        "chair.overrides.o30",
        "o·p + (1 − o)P, r = 0, o = .3",
        0.840_83,
        5,
        || known(chair::overriding(9, 0.7, 0.0, 0.3)),
    ),
    simulated(
        "chair.first.r30.simulated",
        BOLAND,
        0.793_47,
        after_the_chair,
    ),
    exact("cascade.limit.p60", CASCADE, 0.631_579, 6, || {
        known(cascade::right_in_the_end(0.60))
    }),
    exact("cascade.limit.p70", CASCADE, 0.753_165, 6, || {
        known(cascade::right_in_the_end(0.70))
    }),
    exact("cascade.limit.p80", CASCADE, 0.857_143, 6, || {
        known(cascade::right_in_the_end(0.80))
    }),
    exact("cascade.none_yet.n2.p70", CASCADE, 0.21, 6, || {
        known(cascade::none_yet(2, 0.7))
    }),
    exact("cascade.open.n9.p70", CASCADE, 0.753_061, 6, || {
        known(cascade::open_majority(9, 0.7))
    }),
    exact("cascade.open.n5.p70", CASCADE, 0.750_820, 6, || {
        known(cascade::open_majority(5, 0.7))
    }),
    exact("cascade.secret.n9.p70", CONDORCET, 0.901_191, 6, || {
        known(votes::majority(9, 0.7))
    }),
    exact("cascade.secret.n5.p70", CONDORCET, 0.836_920, 6, || {
        known(votes::majority(5, 0.7))
    }),
    simulated(
        "cascade.open.n9.p70.simulated",
        CASCADE,
        0.753_061,
        open_votes,
    ),
];

const FIVE: [f64; 5] = [0.9, 0.9, 0.6, 0.6, 0.6];
const NINE: [f64; 9] = [0.80, 0.75, 0.85, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6];

fn equal(competences: &[f64]) -> Option<f64> {
    let members: Vec<(f64, f64)> = competences.iter().map(|p| (*p, 1.0)).collect();
    votes::weighted(&members)
}

fn weighted(competences: &[f64]) -> Option<f64> {
    let member = |p: &f64| Some((*p, votes::weight(*p)?));
    let members: Option<Vec<(f64, f64)>> = competences.iter().map(member).collect();
    votes::weighted(&members?)
}

/// Pólya's urn: each vote is drawn from 6.3 right and 2.7 wrong ones and those cast so far.
fn correlated() -> Sample {
    trials(827, 1_000, |rng| {
        let (mut right, mut wrong) = (6.3, 2.7);
        for _ in 0..9 {
            let next = chance(rng, right / (right + wrong));
            right += next;
            wrong += 1.0 - next;
        }
        share(right - 6.3 > wrong - 2.7)
    })
}

/// Eight who take over the chair's vote or cast their own. Theirs agree more with a right chair and less with a wrong one, each
/// staying right with .7 in all.
fn after_the_chair() -> Sample {
    trials(793, 1_000, |rng| {
        let chair = chance(rng, 0.7);
        let own_or_his = |rng: &mut KeyedRng| {
            let leans = uniform(rng) < 0.3;
            let own = chance(rng, 0.7);
            if leans { chair } else { own }
        };
        let right: f64 = chair + (0..8).map(|_| own_or_his(rng)).sum::<f64>();
        share(right > 4.5)
    })
}

/// Nine who each reckon, by Bayes' rule, what the votes before say under what every voter does: log odds of right to wrong.
fn open_votes() -> Sample {
    const P: f64 = 0.7;
    let signal = libm::log(P / (1.0 - P));
    // Probability of voting for what is right, given the public log odds and one's own signal for or against.
    let votes_for = |public: f64, signal: f64| match public + signal {
        odds if odds > 1e-9 => 1.0,
        odds if odds < -1e-9 => 0.0,
        _ => 0.5,
    };
    trials(753, 1_000, |rng| {
        let (mut public, mut right) = (0.0, 0.0);
        for _ in 0..9 {
            let (yes, no) = (votes_for(public, signal), votes_for(public, -signal));
            let own = if uniform(rng) < P { yes } else { no };
            let vote = chance(rng, own);
            // How likely the vote is if it is right, and if it is wrong.
            let (if_right, if_wrong) = (P * yes + (1.0 - P) * no, (1.0 - P) * yes + P * no);
            public += if vote > 0.5 {
                libm::log(if_right / if_wrong)
            } else {
                libm::log((1.0 - if_right) / (1.0 - if_wrong))
            };
            right += vote;
        }
        share(right > 4.5)
    })
}
