//! What each class of cases gives rise to, and whether it feeds itself (`docs/model.md`, Petitions): a branching process of several types.

use super::procedure::{Condition, HowMany, Moment, ProcedurePlan, RaisePlan};
use super::{Action, ClassPlan, Plan, StagePlan, Step};

/// Expected number of cases that one case of each class gives rise to, of each class: `[parent][child]`.
pub(crate) type Offspring = Vec<Vec<f64>>;

/// Squarings of the matrix of offspring: its power is two to this, and the error of the radius as small as a number can say.
const SQUARINGS: u32 = 48;

impl Plan {
    /// What each class gives rise to, from the plan alone but for the share of cases of a procedure (first number) that overrun one of its clocks
    /// (second), which only a run can say.
    ///
    /// Exact where shares of traits, attributes and departments say who passes. Approximate: a stage is visited once more for each
    /// return expected through it; whoever is refused, or ends without a decision, is taken out of what comes at the end and not of what
    /// comes before; other departments of a class without its own are those of the class that touches most; nobody who objects was
    /// listened to; what is decided does not depend on what a matter is worth.
    pub(crate) fn offspring(&self, overrun: impl Fn(u16, u16) -> f64) -> Offspring {
        let count = self.classes.len();
        let mut all = vec![vec![0.0; count]; count];
        for (class, it) in self.classes.iter().enumerate() {
            let Some(procedure) = self.procedures.get(usize::from(it.procedure)) else {
                continue;
            };
            for (index, raise) in procedure.raises.iter().enumerate() {
                let events = self.events(class as u16, procedure, index as u16, raise);
                let late = raise
                    .overrun
                    .map_or(1.0, |clock| overrun(it.procedure, clock));
                let number = match raise.how_many {
                    HowMany::Share(share) => share,
                    HowMany::Mean(mean) => mean,
                    HowMany::OfObjections => self.objecting(it),
                };
                if let Some(sum) = all[class].get_mut(usize::from(raise.class)) {
                    *sum += events * late * number;
                }
            }
        }
        all
    }

    /// Spectral radius of what classes give rise to: at 1 or above a county feeds its own cases without end. With one class that raises R of
    /// itself, a cases from outside become a/(1 − R) in all.
    pub(crate) fn spectral_radius(&self, overrun: impl Fn(u16, u16) -> f64) -> f64 {
        spectral_radius(self.offspring(overrun))
    }

    /// How often the event comes to a case of a class on which it raises another, the raise's own condition included.
    fn events(&self, class: u16, procedure: &ProcedurePlan, index: u16, raise: &RaisePlan) -> f64 {
        let it = &self.classes[usize::from(class)];
        let raises = |actions: &[Action]| actions.contains(&Action::Raise { raise: index });
        let when = raise.when.as_ref();
        let passes = |stage: Option<&Condition>| self.passes(class, it, [stage, when]);
        let meets = || {
            let stages = procedure.stages.iter();
            let meetings = stages.filter(|it| it.kind == crate::scenario::StageKind::Meeting);
            meetings.map(|stage| passes(stage.when.as_ref()))
        };
        let refused_share = it.refused_share();
        let refused = refused_share.map_or(0.0, |share| share * meets().fold(0.0, f64::max));
        // What would fail and is given up beforehand is a share of what the meeting would refuse.
        let would_fail = refused_share.unwrap_or(1.0);
        let let_go = |wanted: Option<crate::scenario::Ending>| -> f64 {
            let stages = procedure.stages.iter().filter_map(|stage| {
                let (share, ending) = stage.lets_go?;
                let of = if stage.foresees.is_some() {
                    would_fail
                } else {
                    1.0
                };
                wanted
                    .is_none_or(|it| it == ending)
                    .then(|| share * of * passes(stage.when.as_ref()))
            });
            stages.sum::<f64>().min(1.0)
        };
        // Of those that should be refused the share judged wrongly is granted, of the others refused.
        let judged = |unfit: bool| -> f64 {
            let stages = procedure.stages.iter().filter_map(|stage| {
                let judges = stage.judges.as_ref()?;
                let share = it.traits.iter().find(|it| it.0 == judges.named);
                let share = share.map_or(0.0, |it| it.2);
                let of = if unfit { share } else { 1.0 - share };
                Some(judges.wrong_share * of * passes(stage.when.as_ref()))
            });
            stages.sum::<f64>().min(1.0)
        };
        let mut sum = 0.0;
        for moment in Moment::ALL {
            if raises(&procedure.on[moment as usize]) {
                sum += match moment {
                    Moment::Registered => passes(None),
                    Moment::Decided if refused_share.is_some() => meets().sum(),
                    Moment::Decided => 0.0,
                    Moment::Published | Moment::Answered => {
                        (passes(None) - refused - let_go(None)).max(0.0)
                    }
                    Moment::Refused => refused,
                    Moment::WronglyGranted => judged(true),
                    Moment::WronglyRefused => judged(false),
                    Moment::Withdrawn => let_go(Some(crate::scenario::Ending::Withdrawn)),
                    Moment::Diverted => let_go(Some(crate::scenario::Ending::Diverted)),
                };
            }
        }
        for (number, stage) in procedure.stages.iter().enumerate() {
            if !stage.signals.iter().any(|actions| raises(actions)) {
                continue;
            }
            let again = procedure.stages.iter().filter_map(|back| {
                let returns = back.returns.as_ref()?;
                let share = match returns.share {
                    Some(share) => share,
                    None => it.returned_share(self.margin_of(back))?,
                };
                let through = returns.again.contains(&(number as u16));
                through.then(|| {
                    let mut expected = 0.0;
                    let mut power = self.passes(class, it, [back.when.as_ref(), None]);
                    for _ in 0..returns.at_most {
                        power *= share;
                        expected += power;
                    }
                    expected
                })
            });
            let visits = 1.0 + again.sum::<f64>();
            let times = stage
                .signals
                .iter()
                .filter(|actions| raises(actions))
                .count();
            sum += times as f64 * visits * passes(stage.when.as_ref());
        }
        sum
    }

    /// How near the line what the meeting of a stage decides may lie and still be returned.
    fn margin_of(&self, stage: &StagePlan) -> f64 {
        let meeting = stage.steps.iter().find_map(|step| match step {
            Step::Agenda { meeting, .. } => self.meetings.get(usize::from(*meeting)),
            _ => None,
        });
        meeting.map_or(0.0, |it| it.discussion.return_margin)
    }

    /// Probability that a case of a class meets all of some conditions. Levels of emergencies and stages passed, which a run alone knows, are
    /// taken as met: an upper bound.
    fn passes(&self, class: u16, it: &ClassPlan, conditions: [Option<&Condition>; 2]) -> f64 {
        let conditions = conditions.iter().flatten();
        let (mut with, mut without, mut least, mut most) = (0, 0, 0, u32::MAX);
        let mut chance: Vec<(u64, [f64; 2])> = Vec::new();
        let mut wanted = [None; 4];
        for condition in conditions {
            let classes = condition.classes.as_ref();
            if classes.is_some_and(|classes| !classes.contains(&class)) {
                return 0.0;
            }
            with |= condition.with;
            without |= condition.without;
            least = least.max(condition.others_at_least);
            most = most.min(condition.others_at_most);
            for &(name, [from, to]) in &condition.chance {
                match chance.iter_mut().find(|it| it.0 == name) {
                    Some((_, within)) => *within = [within[0].max(from), within[1].min(to)],
                    None => chance.push((name, [from, to])),
                }
            }
            for (wanted, asked) in wanted.iter_mut().zip([
                condition.urgent,
                condition.vital_interest,
                condition.technical,
                condition.risky,
            ]) {
                match (*wanted, asked) {
                    (Some(before), Some(now)) if before != now => return 0.0,
                    (None, asked) => *wanted = asked,
                    _ => {}
                }
            }
        }
        if with & without != 0 {
            return 0.0;
        }
        let more = most
            .checked_add(1)
            .map_or(0.0, |more| self.touching(it, more));
        let mut probability = (self.touching(it, least) - more).max(0.0);
        for (_, [from, to]) in chance {
            probability *= (to.min(1.0) - from.max(0.0)).max(0.0);
        }
        let shares = [
            it.urgent_share,
            it.vital_interest_share,
            it.technical_share,
            it.risky_share,
        ];
        for (wanted, share) in wanted.into_iter().zip(shares) {
            probability *= match wanted {
                Some(true) => share,
                Some(false) => 1.0 - share,
                None => 1.0,
            };
        }
        for index in 0..64 {
            let share = || {
                let found = it.traits.iter().find(|it| it.0 == index);
                found.map_or(0.0, |it| it.2)
            };
            if with >> index & 1 == 1 {
                probability *= share();
            } else if without >> index & 1 == 1 {
                probability *= 1.0 - share();
            }
        }
        probability
    }

    /// Probability that at least so many other departments are touched: Poisson, cut at the number there are.
    fn touching(&self, it: &ClassPlan, least: u32) -> f64 {
        let departments = self.departments.iter().filter(|it| it.active).count();
        if least == 0 {
            return 1.0;
        }
        if least as usize >= departments {
            return 0.0;
        }
        let mean = if it.departments.is_empty() {
            let with = self.classes.iter().filter(|it| !it.departments.is_empty());
            with.map(|it| it.other_departments).fold(0.0, f64::max)
        } else {
            it.other_departments
        };
        let (mut term, mut below) = (libm::exp(-mean), 0.0);
        for fewer in 0..least {
            below += term;
            term *= mean / f64::from(fewer + 1);
        }
        (1.0 - below).max(0.0)
    }

    /// Expected petitions from the objections to a matter of a class, nobody having been listened to: of each group the mean over what the
    /// matter may be worth to it, a normal law.
    fn objecting(&self, it: &ClassPlan) -> f64 {
        let (Some(reception), Some(worth)) = (&self.reception, &it.worth) else {
            return 0.0;
        };
        let all: f64 = it.affects.iter().map(|it| it.1).sum();
        let weight = |people: f64| if all > 0.0 { people / all } else { 0.0 };
        let squares: f64 = it
            .affects
            .iter()
            .map(|it| weight(it.1) * weight(it.1))
            .sum();
        let mut sum = 0.0;
        for &(_, people) in &it.affects {
            let apart = worth.spread * worth.spread * (1.0 - 2.0 * weight(people) + squares);
            let deviation = libm::sqrt(worth.sigma * worth.sigma + apart);
            // Midpoints of a fine grid: the law is smooth, and 8 deviations leave nothing out.
            let (mut mean, mut mass) = (0.0, 0.0);
            for step in -160..160 {
                let z = (f64::from(step) + 0.5) / 20.0;
                let density = libm::exp(-z * z / 2.0);
                mean += density * reception.objects(worth.mean + deviation * z, 0.0);
                mass += density;
            }
            sum += people * mean / mass;
        }
        sum * reception.petition_share
    }
}

/// Spectral radius of a matrix without negative entries: ‖Mⁿ‖^(1/n) for n = 2^48 (Gelfand), by squaring, each square scaled to norm 1.
fn spectral_radius(mut matrix: Offspring) -> f64 {
    let mut logarithm = 0.0;
    let mut power = 1.0;
    for _ in 0..=SQUARINGS {
        let rows = matrix.iter().map(|row| row.iter().sum::<f64>());
        let norm = rows.fold(0.0, f64::max);
        if norm <= 0.0 {
            return 0.0; // what arises gives rise to nothing in the end
        }
        logarithm += libm::log(norm) / power;
        power *= 2.0;
        matrix.iter_mut().flatten().for_each(|it| *it /= norm);
        matrix = squared(&matrix);
    }
    libm::exp(logarithm)
}

fn squared(matrix: &Offspring) -> Offspring {
    let row = |row: &Vec<f64>| {
        let mut sum = vec![0.0; row.len()];
        for (factor, other) in row.iter().zip(matrix) {
            if *factor != 0.0 {
                for (sum, it) in sum.iter_mut().zip(other) {
                    *sum += factor * it;
                }
            }
        }
        sum
    };
    matrix.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{CaseKind, load_preset};

    #[test]
    fn the_presets_receive_as_many_petitions_as_counties_publish_and_most_are_not_against_decisions()
     {
        for id in ["seed", "today"] {
            let scenario = load_preset(id, &[]).unwrap().after;
            let plan = Plan::compile(&scenario, None).unwrap();
            // One in twenty is closed late, as runs have it.
            let offspring = plan.offspring(|_, _| 0.05);
            let radius = spectral_radius(offspring.clone());
            let count = plan.classes.len();
            let mut outside = vec![0.0; count];
            for source in scenario.world.sources.values() {
                let all: f64 = source.classes.values().sum();
                for (class, weight) in &source.classes {
                    let class = usize::from(plan.class_ids.find(class).unwrap());
                    outside[class] += source.per_year * weight / all;
                }
            }
            // Generation by generation: what comes from outside, what that gives rise to, and so on.
            let is_petition = |class: &usize| plan.classes[*class].kind == CaseKind::Petition;
            let (mut received, mut from_decisions, mut generation) = (0.0, 0.0, outside);
            for _ in 0..60 {
                let mut next = vec![0.0; count];
                for (parent, number) in generation.iter().enumerate() {
                    received += if is_petition(&parent) { *number } else { 0.0 };
                    for (child, each) in offspring[parent].iter().enumerate() {
                        next[child] += number * each;
                        if is_petition(&child) && !is_petition(&parent) {
                            from_decisions += number * each;
                        }
                    }
                }
                generation = next;
            }
            println!(
                "{id}: {received} petitions a year (published: 261 to 300), {from_decisions} against decisions, R = {radius}"
            );
            assert!((255.0..310.0).contains(&received), "{id}: {received}");
            assert!(
                (5.0..received / 4.0).contains(&from_decisions),
                "{id}: {from_decisions}"
            );
            assert!(radius < 0.5, "{id}: {radius}");
        }
    }

    #[test]
    fn the_radius_is_the_largest_eigenvalue() {
        for (matrix, expected) in [
            (vec![vec![0.25]], 0.25),
            // What arises gives rise to nothing.
            (vec![vec![0.0, 5.0], vec![0.0, 0.0]], 0.0),
            // Each gives rise to the other: a period of two.
            (vec![vec![0.0, 2.0], vec![0.5, 0.0]], 1.0),
            // Triangular: the diagonal says it, however large the rest.
            (vec![vec![0.3, 100.0], vec![0.0, 0.3]], 0.3),
            // λ² − .7λ + .1 − .06 = 0.
            (
                vec![vec![0.5, 0.3], vec![0.2, 0.2]],
                (0.7 + libm::sqrt(0.49 - 0.16)) / 2.0,
            ),
            (vec![vec![0.0; 3]; 3], 0.0),
            (vec![], 0.0),
        ] {
            let found = spectral_radius(matrix.clone());
            assert!((found - expected).abs() < 1e-9, "{matrix:?}: {found}");
        }
    }
}
