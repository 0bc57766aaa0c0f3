//! Which of several systems is best: the fully sequential procedure KN (S.-H. Kim & B. L. Nelson 2001, ACM TOMACS 11), and the answer "cannot be told
//! apart".
//!
//! **Screening (KN, c = 1).** δ is the indifference zone: the smallest difference worth detecting. After n₀ replications of all k systems, S² of
//! every difference is known and h² = 2η(n₀ − 1), η = ½((2β)^(−2/(n₀ − 1)) − 1), where β = α/(k − 1) on common random numbers and
//! 1 − (1 − α)^(1/(k − 1)) on independent ones. A system is out as soon as, after r replications, its mean is below another survivor's by more than
//! max(0, δ/(2r)·(h²S²/δ² − r)). For normal outcomes whose best mean is at least δ better than the next, the best is selected with probability at
//! least 1 − α. Of other means KN promises nothing: not that what is selected is within δ of the best (Eckman & Henderson 2021, ACM TOMACS 31, on how
//! these promises differ), and where several are equally good it names one all the same.
//!
//! **Settling.** So the selected is then held against each of the others, with two tests a pair. For systems i and j let Z be the sum of i − j over r
//! replications, looked at from r = n₀ on, and a = h²S²/(2δ). The test of (i, j) ends when Z first leaves the band δr/2 ± a: above, *i is better than
//! j*; below, *i is not better than j by δ or more*. The test of (j, i) is the same of −Z. Where (selected, j) ends above, j is told worse. Where
//! both end below, the two are less than δ apart: they cannot be told apart, and the choice between them does not matter. Where (j, selected) ends
//! above, what was selected is told worse than j; then j takes its place, and is settled in turn. What is said in the end (the chosen is better than
//! these, and within δ of those) is false with probability at most α, whatever the means; so the chosen is within δ of the best with probability at
//! least 1 − α:
//!
//! 1. *One sentence.* Let d be the mean of i − j, σ² its variance. "i is better" is false where d ≤ 0: Z − δr/2 then drifts down by δ/2 or more a
//!    replication, and a normal walk passes a no oftener than the Brownian motion of which it is a part, e^(−δa/σ²) (Siegmund 1985, Sequential
//!    Analysis, ch. III). "Not by δ or more" is false where d ≥ δ: the same upside down. S² is of the first n₀, of whose mean it is independent, and
//!    so of all Z that are looked at: given S² the bound holds for them. (n₀ − 1)S²/σ² is χ² with n₀ − 1 degrees, so on average over S² it is
//!    E[e^(−ηχ²)] = (1 + 2η)^(−(n₀ − 1)/2). η is chosen so that this is β = α/(k(k − 1)).
//! 2. *One pair.* Of the four sentences on i and j, d ≥ 0, at most two can be false: at d = 0 the two of "better", from δ on "i is not better by δ"
//!    and "j is better", between 0 and δ only the latter. So a pair errs with probability at most 2β.
//! 3. *All.* The k(k − 1)/2 pairs err at all with probability at most α. That counts all pairs, so it does not matter which of them are looked at,
//!    nor that KN chose by the same outcomes. If none errs, places are only ever taken by better systems, and no system comes back; if one comes back
//!    all the same, that pair is left as alike.
//!
//! Screening spends α and settling spends α: KN's promise is for who stops at its choice, this one for what is said in the end. In the tests the
//! whole took 3 to 14 times the replications of screening alone, most where a difference is half of δ; who needs only the choice stops before.
//!
//! ```
//! use tuiyan_lab::selection::{Answer, Goal, Rule, Selection};
//!
//! // Days of three procedures; half a day is worth knowing of. Replication r has the same luck in all.
//! let days = |system: u32, r: u32| [40.0, 38.0, 38.1][system as usize] + f64::from(r * 37 % 11) + f64::from((r + system) % 3) * 0.1;
//! let rule = Rule { zone: 0.5, confidence: 0.95, first: 10, goal: Goal::Smallest, common_luck: true };
//! let mut selection = Selection::new(3, rule)?;
//! while !selection.wanted().is_empty() {
//!     for (system, r) in selection.wanted() {
//!         selection.enter(system, r, days(system, r))?;
//!     }
//! }
//! assert_eq!(selection.answer(), Answer::CannotBeTold { best: 1, alike: vec![2] });
//! # Ok::<(), tuiyan_lab::Refused>(())
//! ```

use serde::{Deserialize, Serialize};

use crate::ledger::Ledger;
use crate::refused::{Refused, at_least, at_most, confidence, positive};
use crate::series::count;

/// The most systems.
pub const MOST_SYSTEMS: u32 = 1_000;

/// Which end is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Goal {
    /// More is better.
    Largest,
    /// Less is better.
    Smallest,
}

impl Goal {
    /// The figure turned so that more is better.
    #[must_use]
    pub(crate) fn turned(self, figure: f64) -> f64 {
        match self {
            Self::Largest => figure,
            Self::Smallest => -figure,
        }
    }
}

/// What is promised.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// δ, the smallest difference worth detecting, in the unit of the outcomes; above 0.
    pub zone: f64,
    /// 1 − α: probability that the best is selected when it is best by at least the zone; above 1/k.
    pub confidence: f64,
    /// n₀, replications of every system before the first is dropped; at least 2, better 10 to 20.
    pub first: u32,
    /// Which end is better.
    pub goal: Goal,
    /// Whether replication r of all systems has the same luck. Where it has not, slightly less is needed.
    pub common_luck: bool,
}

/// What can be said so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// Several are still in.
    Screening {
        /// Which, ascending.
        survivors: Vec<u32>,
    },
    /// One is selected, as KN promises, or has been told better than what KN selected; others are not yet told from it.
    Selected {
        /// The selected.
        best: u32,
        /// Those not yet told from it, ascending.
        open: Vec<u32>,
    },
    /// The selected is told better than every other.
    Best {
        /// The selected.
        best: u32,
    },
    /// The selected and some others are told to be less than the zone apart, either way: among these the choice does not matter. It is told better
    /// than all the rest.
    CannotBeTold {
        /// The selected.
        best: u32,
        /// Those less than the zone apart from it, ascending.
        alike: Vec<u32>,
    },
}

/// A selection under way. Outcomes may come in any order; what is said depends on them in replication order alone.
#[derive(Debug, Clone)]
pub struct Selection {
    rule: Rule,
    /// Outcomes of every system, turned so that more is better.
    outcomes: Vec<Ledger<f64>>,
    /// Sums of the first `rounds` outcomes.
    sums: Vec<f64>,
    /// Replications screened.
    rounds: u32,
    survivors: Vec<u32>,
    /// Of the differences of the first n₀ outcomes, `[higher][lower]`; empty before.
    variances: Vec<Vec<f64>>,
    selected: Option<Settling>,
}

/// The selected against the others.
#[derive(Debug, Clone)]
struct Settling {
    best: u32,
    /// Replications compared, of all pairs that are open: in step, so that it does not matter whose outcomes come first.
    rounds: u32,
    others: Vec<Pair>,
    /// Those whose place was taken.
    beaten: Vec<u32>,
}

#[derive(Debug, Clone)]
struct Pair {
    system: u32,
    /// Sum of the differences in the selected's favour.
    sum: f64,
    /// Half the band's width.
    band: f64,
    /// How the test of (selected, system) ended: above the band, the selected being better?
    better: Option<bool>,
    /// How the test of (system, selected) ended.
    worse: Option<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    Worse,
    Alike,
    Better,
}

impl Pair {
    /// What is told of the other.
    fn found(&self) -> Option<Found> {
        match (self.better, self.worse) {
            (Some(true), _) => Some(Found::Worse),
            (_, Some(true)) => Some(Found::Better),
            (Some(false), Some(false)) => Some(Found::Alike),
            _ => None,
        }
    }

    /// About how many replications until something is told of the other, if the mean difference in the selected's favour is `mean` and `done` of them are
    /// in the sum.
    fn rest(&self, mean: f64, done: f64, zone: f64, variance: f64) -> f64 {
        let border = 0.5 * zone;
        let test = |ended: Option<bool>, sum: f64, mean: f64| match ended {
            Some(_) => None,
            None => Some(until_out(
                sum - border * done,
                mean - border,
                variance,
                self.band,
            )),
        };
        let better = test(self.better, self.sum, mean);
        let worse = test(self.worse, -self.sum, -mean);
        let both = || better.unwrap_or(0.0).max(worse.unwrap_or(0.0));
        // Where one is likely to end above, nobody has to wait for the other.
        match (better, worse) {
            (Some(it), _) if mean > border => it,
            (_, Some(it)) if mean < -border => it,
            _ => both(),
        }
    }

    /// Both tests after the replication whose sum is in, the border being δr/2.
    fn look(&mut self, border: f64) {
        let end = |sum: f64| {
            let off = sum - border;
            if off >= self.band {
                Some(true)
            } else if off <= -self.band {
                Some(false)
            } else {
                None
            }
        };
        self.better = self.better.or(end(self.sum));
        self.worse = self.worse.or(end(-self.sum));
    }
}

/// η of the procedure with c = 1: ½((2β)^(−2/(n₀ − 1)) − 1), for a chance β of error in one pair and n₀ first replications. `None` unless 0 < β < ½ and
/// n₀ ≥ 2.
#[must_use]
pub fn eta(beta: f64, first: u32) -> Option<f64> {
    (beta > 0.0 && beta < 0.5 && first >= 2).then(|| slack(2.0 * beta, first))
}

/// β of one pair: α/(k − 1) on common random numbers, 1 − (1 − α)^(1/(k − 1)) on independent ones; k at least 2.
#[must_use]
pub fn beta(alpha: f64, systems: u32, common_luck: bool) -> f64 {
    let others = f64::from(systems) - 1.0;
    if common_luck {
        alpha / others
    } else {
        -libm::expm1(libm::log1p(-alpha) / others)
    }
}

/// The η with (1 + 2η)^(−(n₀ − 1)/2) = p.
fn slack(p: f64, first: u32) -> f64 {
    0.5 * libm::expm1(-2.0 / (f64::from(first) - 1.0) * libm::log(p))
}

/// Mean time until Brownian motion from `at` leaves (−band, band).
fn until_out(at: f64, drift: f64, variance: f64, band: f64) -> f64 {
    if at.abs() >= band || variance <= 0.0 {
        return 0.0;
    }
    // The same upside down, so that no power overflows.
    let (at, drift) = if drift < 0.0 {
        (-at, -drift)
    } else {
        (at, drift)
    };
    let pull = 2.0 * drift / variance;
    if pull * band < 1e-6 {
        return (band * band - at * at) / variance;
    }
    let above = libm::expm1(-pull * (at + band)) / libm::expm1(-2.0 * pull * band);
    (2.0 * above * band - band - at) / drift
}

impl Selection {
    /// Among `systems` systems, numbered from 0.
    ///
    /// # Errors
    /// Fewer than two systems or more than [`MOST_SYSTEMS`], a zone that is not above 0, fewer than two first replications, a confidence that is
    /// not between 1/k and 1.
    pub fn new(systems: u32, rule: Rule) -> Result<Self, Refused> {
        at_least("systems", 2, systems as usize)?;
        at_most(
            "systems",
            u64::from(MOST_SYSTEMS),
            u64::from(systems),
            "choose among fewer",
        )?;
        positive("the indifference zone", rule.zone)?;
        at_least("first replications", 2, rule.first as usize)?;
        confidence(rule.confidence)?;
        if rule.confidence <= 1.0 / f64::from(systems) {
            return Err(Refused::OutOfRange {
                what: "the confidence",
                range: "above 1 over the number of systems, which guessing gives",
                given: rule.confidence,
            });
        }
        Ok(Self {
            rule,
            outcomes: vec![Ledger::new(); systems as usize],
            sums: vec![0.0; systems as usize],
            rounds: 0,
            survivors: (0..systems).collect(),
            variances: Vec::new(),
            selected: None,
        })
    }

    /// Enters the outcome of one replication of one system, and draws what follows from it. `false` if it was there already.
    ///
    /// # Errors
    /// A system that does not exist, an outcome that is undefined; nothing changes then.
    pub fn enter(&mut self, system: u32, replication: u32, outcome: f64) -> Result<bool, Refused> {
        if !outcome.is_finite() {
            return Err(Refused::NotANumber {
                what: "outcomes",
                at: u64::from(replication),
            });
        }
        let turned = self.rule.goal.turned(outcome);
        let Some(ledger) = self.outcomes.get_mut(system as usize) else {
            return Err(Refused::OutOfRange {
                what: "the number of a system",
                range: "below the number of systems",
                given: f64::from(system),
            });
        };
        let new = ledger.enter(replication, turned);
        while self.step() {}
        Ok(new)
    }

    /// The (system, replication) pairs that must be known before anything more can be said, ascending; further replications of the same systems may be
    /// entered ahead. Empty when all is said.
    #[must_use]
    pub fn wanted(&self) -> Vec<(u32, u32)> {
        let missing = |system: u32, until: u32| {
            let known = self.outcomes.get(system as usize).map_or(0, known);
            (known..until).map(move |replication| (system, replication))
        };
        let Some(settling) = &self.selected else {
            let until = (self.rounds + 1).max(self.rule.first);
            return self
                .survivors
                .iter()
                .flat_map(|system| missing(*system, until))
                .collect();
        };
        let until = (settling.rounds + 1).max(self.rule.first);
        let open = settling.others.iter().filter(|it| it.found().is_none());
        let mut all: Vec<u32> = open.map(|it| it.system).collect();
        if !all.is_empty() {
            all.push(settling.best);
        }
        all.sort_unstable();
        all.iter().flat_map(|it| missing(*it, until)).collect()
    }

    /// What can be said so far.
    #[must_use]
    pub fn answer(&self) -> Answer {
        let Some(Settling { best, others, .. }) = &self.selected else {
            return Answer::Screening {
                survivors: self.survivors.clone(),
            };
        };
        let of = |found| -> Vec<u32> {
            let these = others.iter().filter(|it| it.found() == found);
            these.map(|it| it.system).collect()
        };
        let mut alike = of(Some(Found::Alike));
        // Told better, but its place was taken before: a circle, which only an error makes.
        alike.extend(of(Some(Found::Better)));
        alike.sort_unstable();
        let (best, open) = (*best, of(None));
        match (open.is_empty(), alike.is_empty()) {
            (false, _) => Answer::Selected { best, open },
            (true, true) => Answer::Best { best },
            (true, false) => Answer::CannotBeTold { best, alike },
        }
    }

    /// Replications entered, of all systems together.
    #[must_use]
    pub fn spent(&self) -> u64 {
        let all = self.outcomes.iter();
        all.map(|it| it.complete().len() as u64 + it.ahead() as u64)
            .sum()
    }

    /// About how many more replications of all systems it would take until all is said, if the means so far were the true ones and outcomes moved as
    /// Brownian motion does: a guess to plan by, not a promise, and the rougher the fewer replications there are. At least 1. `None` when all is said,
    /// when there are no n₀ replications yet, and when the guess is beyond all bounds.
    #[must_use]
    pub fn more(&self) -> Option<u32> {
        let ahead = match &self.selected {
            Some(settling) => {
                let open = settling.others.iter().filter(|it| it.found().is_none());
                let rest = open.map(|it| {
                    let done = f64::from(settling.rounds);
                    let mean = if settling.rounds > 0 {
                        it.sum / done
                    } else {
                        self.mean_between(settling.best, it.system)
                    };
                    it.rest(
                        mean,
                        done,
                        self.rule.zone,
                        self.variance(settling.best, it.system),
                    )
                });
                let known = self.outcomes.get(settling.best as usize).map_or(0, known);
                // What is known already is not wanted again.
                rest.reduce(f64::max)? - f64::from(known.saturating_sub(settling.rounds))
            }
            None if self.variances.is_empty() => return None,
            None => {
                let sum = |it: &u32| self.sums.get(*it as usize).copied().unwrap_or(0.0);
                let ahead = self
                    .survivors
                    .iter()
                    .max_by(|a, b| sum(a).total_cmp(&sum(b)));
                let settling = self.settling(*ahead?, Vec::new());
                let all = settling.others.iter().map(|it| {
                    let mean = self.mean_between(settling.best, it.system);
                    it.rest(
                        mean,
                        0.0,
                        self.rule.zone,
                        self.variance(settling.best, it.system),
                    )
                });
                all.reduce(f64::max)? - f64::from(self.rounds)
            }
        };
        let whole = libm::ceil(ahead.max(1.0));
        (whole < f64::from(u32::MAX)).then_some(whole as u32)
    }

    /// Mean of one less another over the replications that both have.
    fn mean_between(&self, one: u32, other: u32) -> f64 {
        let of = |it: u32| {
            self.outcomes
                .get(it as usize)
                .map_or(&[][..], Ledger::complete)
        };
        let (one, other) = (of(one), of(other));
        let sum: f64 = one.iter().zip(other).map(|(a, b)| a - b).sum();
        sum / count(one.len().min(other.len())).max(1.0)
    }

    /// One round of screening, or one of settling; `false` when outcomes are missing for it or all is said.
    fn step(&mut self) -> bool {
        if self.selected.is_some() {
            return self.settle();
        }
        let next = self.rounds;
        let drawn = |system: &u32| {
            self.outcomes[*system as usize]
                .complete()
                .get(next as usize)
                .copied()
        };
        let Some(round) = self
            .survivors
            .iter()
            .map(drawn)
            .collect::<Option<Vec<f64>>>()
        else {
            return false;
        };
        for (system, outcome) in self.survivors.iter().zip(round) {
            self.sums[*system as usize] += outcome;
        }
        self.rounds += 1;
        if self.rounds >= self.rule.first {
            if self.variances.is_empty() {
                self.variances = self.first_variances();
            }
            self.screen();
        }
        true
    }

    fn screen(&mut self) {
        let (r, zone) = (f64::from(self.rounds), self.rule.zone);
        let systems = self.outcomes.len() as u32;
        let beta = beta(1.0 - self.rule.confidence, systems, self.rule.common_luck);
        let scale = 2.0 * slack(2.0 * beta, self.rule.first) * (f64::from(self.rule.first) - 1.0);
        // Rounds after which a pair is decided by its sign alone.
        let horizon = |a: u32, b: u32| libm::floor(scale * self.variance(a, b) / (zone * zone));
        let out = |a: &&u32| {
            self.survivors.iter().any(|b| {
                let margin = 0.5 * zone * (scale * self.variance(**a, *b) / (zone * zone) - r);
                b != *a && self.sums[**a as usize] < self.sums[*b as usize] - margin.max(0.0)
            })
        };
        let last = self.survivors.iter().flat_map(|a| {
            let others = self.survivors.iter().filter(move |b| *b < a);
            others.map(move |b| horizon(*a, *b))
        });
        let over = r > last.fold(0.0, f64::max);
        let survivors: Vec<u32> = self
            .survivors
            .iter()
            .filter(|it| !out(it))
            .copied()
            .collect();
        self.survivors = survivors;
        if self.survivors.len() == 1 || over {
            // Equal sums: the first.
            let mut best = self.survivors[0];
            for system in &self.survivors {
                if self.sums[*system as usize] > self.sums[best as usize] {
                    best = *system;
                }
            }
            self.selected = Some(self.settling(best, Vec::new()));
        }
    }

    fn settling(&self, best: u32, beaten: Vec<u32>) -> Settling {
        let (systems, first) = (self.outcomes.len() as u32, self.rule.first);
        let pairs = f64::from(systems) * (f64::from(systems) - 1.0);
        let scale =
            2.0 * slack((1.0 - self.rule.confidence) / pairs, first) * (f64::from(first) - 1.0);
        let others = (0..systems)
            .filter(|system| *system != best)
            .map(|system| Pair {
                system,
                sum: 0.0,
                band: scale * self.variance(best, system) / (2.0 * self.rule.zone),
                better: None,
                worse: None,
            });
        Settling {
            best,
            rounds: 0,
            others: others.collect(),
            beaten,
        }
    }

    /// One more replication of every open pair, once all have it.
    fn settle(&mut self) -> bool {
        let Some(settling) = &mut self.selected else {
            return false;
        };
        let at = settling.rounds as usize;
        let outcome = |system: u32| self.outcomes[system as usize].complete().get(at);
        let open = |it: &&Pair| it.found().is_none();
        let known = |it: &Pair| outcome(it.system).is_some();
        let mut still = settling.others.iter().filter(open).peekable();
        let Some(favoured) = outcome(settling.best).filter(|_| still.peek().is_some()) else {
            return false;
        };
        if !still.all(known) {
            return false;
        }
        settling.rounds += 1;
        let border = 0.5 * self.rule.zone * f64::from(settling.rounds);
        for pair in settling.others.iter_mut().filter(|it| it.found().is_none()) {
            pair.sum += favoured - outcome(pair.system).unwrap_or(favoured);
            if settling.rounds >= self.rule.first {
                pair.look(border);
            }
        }
        let takes =
            |it: &&Pair| it.found() == Some(Found::Better) && !settling.beaten.contains(&it.system);
        // Several at once: the one furthest ahead.
        let ahead = settling.others.iter().filter(takes);
        if let Some(next) = ahead.min_by(|a, b| a.sum.total_cmp(&b.sum)) {
            let next = next.system;
            let mut beaten = std::mem::take(&mut settling.beaten);
            beaten.push(settling.best);
            self.selected = Some(self.settling(next, beaten));
        }
        true
    }

    fn variance(&self, a: u32, b: u32) -> f64 {
        let (high, low) = (a.max(b) as usize, a.min(b) as usize);
        let row = self.variances.get(high);
        row.and_then(|row| row.get(low)).copied().unwrap_or(0.0)
    }

    fn first_variances(&self) -> Vec<Vec<f64>> {
        let first = self.rule.first as usize;
        let of = |a: &[f64], b: &[f64]| {
            let n = count(first);
            let mean = a.iter().zip(b).map(|(a, b)| a - b).sum::<f64>() / n;
            let off = a
                .iter()
                .zip(b)
                .map(|(a, b)| (a - b - mean) * (a - b - mean));
            off.sum::<f64>() / (n - 1.0)
        };
        let firsts: Vec<&[f64]> = self
            .outcomes
            .iter()
            .map(|it| &it.complete()[..first])
            .collect();
        (0..firsts.len())
            .map(|a| (0..a).map(|b| of(firsts[a], firsts[b])).collect())
            .collect()
    }
}

fn known(ledger: &Ledger<f64>) -> u32 {
    ledger.complete().len() as u32
}
