//! Hearings: who signs up, who gets a seat, who comes, what they say (`docs/model.md`, Who is asked).

use deliberation::facts::said_in;
use deliberation::selection::nested::drawn;
use kernel::distributions::{gamma, poisson, uniform};
use kernel::{KeyedRng, MINUTE, Tick};

use super::notice::successes;
use super::{Run, draws};
use crate::event::{Actor, Channel, EventKind, Note, Observer};
use crate::plan::{HearingPlan, Plan, StagePlan};
use crate::scenario::{CONSUMERS_LEAST, Selection, proportional};

impl<O: Observer> Run<O> {
    /// A hearing is held. That nobody signs up, or comes, is an outcome like any other.
    pub(super) fn hearing(
        &mut self,
        plan: &Plan,
        now: Tick,
        at: (u32, u16),
        laid_out: &StagePlan,
        hearing: &HearingPlan,
    ) {
        let (slot, stage) = at;
        let Some(case) = self.case(slot) else { return };
        let affects = &plan.classes[usize::from(case.class)].affects;
        let sitting = case.stages[usize::from(stage)].last as f64;
        let Some(seats) = self.seats(plan, now, at, laid_out, hearing) else {
            return;
        };
        self.seated_lawfully(plan, now, at, &seats);
        let mut came = Vec::new();
        for (&(group, _), seats) in affects.iter().zip(seats) {
            let hash = plan.public_ids.hash(group);
            let Some(mut rng) = self.stage_stream(slot, stage, laid_out, hash, draws::ATTENDS)
            else {
                return;
            };
            let attends = plan.publics[usize::from(group)].attendance_share;
            let count = successes(&mut rng, seats, attends);
            came.push((group, count));
            if count > 0 {
                let (kind, actor) = (EventKind::Attended, Actor::Public(group));
                let ticks = count as f64 * sitting;
                self.tell(plan, now, kind, slot, stage, actor, ticks, Note::None);
            }
        }
        let all: u64 = came.iter().map(|it| it.1).sum();
        // All have the floor alike.
        let minutes = sitting / MINUTE as f64 / all.max(1) as f64;
        for (group, count) in came {
            self.witnessed(plan, now, at, hearing, group, (count, minutes));
        }
        if let Some(law) = plan.facts.as_ref().filter(|_| all > 0) {
            self.opens(slot, law.candour.hearing);
        }
        let (held, nobody) = (EventKind::HearingHeld, Actor::Nobody);
        self.tell(plan, now, held, slot, stage, nobody, all as f64, Note::None);
    }

    /// On public utilities two fifths of those who have a seat must be consumers, whoever signed up: else it is a breach, and the hearing is held.
    fn seated_lawfully(
        &mut self,
        plan: &Plan,
        now: Tick,
        (slot, stage): (u32, u16),
        seats: &[u64],
    ) {
        let Some(case) = self.case(slot) else { return };
        let class = &plan.classes[usize::from(case.class)];
        let article = plan.procedures[usize::from(case.procedure)].seated;
        let Some(article) = article.filter(|_| class.utility) else {
            return;
        };
        let is_consumer = |it: u16| plan.publics[usize::from(it)].consumers;
        let all: u64 = seats.iter().sum();
        let consumers = class.affects.iter().zip(seats);
        let consumers: u64 = consumers
            .filter(|it| is_consumer(it.0.0))
            .map(|it| it.1)
            .sum();
        if (consumers as f64) < CONSUMERS_LEAST * all as f64 {
            let (kind, note) = (EventKind::Breach, Note::Article(article));
            self.tell(plan, now, kind, slot, stage, Actor::Nobody, 0.0, note);
        }
    }

    /// Seats of each group that the matter affects, in the order of the class.
    fn seats(
        &mut self,
        plan: &Plan,
        now: Tick,
        at: (u32, u16),
        laid_out: &StagePlan,
        hearing: &HearingPlan,
    ) -> Option<Vec<u64>> {
        let (slot, stage) = at;
        let case = self.case(slot)?;
        let (procedure, class) = (case.procedure, case.class);
        let affects = &plan.classes[usize::from(class)].affects;
        let people = affects.iter().map(|it| it.1);
        if hearing.selection == Selection::Appointed {
            return Some(proportional(people, hearing.people));
        }
        let signed_up = self.sign_up(plan, now, at, laid_out, hearing)?;
        let mut rng = self.stage_stream(slot, stage, laid_out, 0, draws::SEATS)?;
        let seats = match hearing.selection {
            Selection::Appointed | Selection::SelfSelected => vec![0; signed_up.len()],
            Selection::Lottery => proportional(people, hearing.people),
            Selection::Leximin => {
                let number = uniform(&mut rng);
                let lottery = plan.lottery(procedure, stage, class);
                let seats = lottery.map(|it| drawn(&it.groups, &it.seats, number));
                let mut seats: Vec<u64> = seats.into_iter().flatten().map(u64::from).collect();
                seats.resize(signed_up.len(), 0);
                seats
            }
        };
        let mut seats: Vec<u64> = seats
            .iter()
            .zip(&signed_up)
            .map(|(seats, signed_up)| *seats.min(signed_up))
            .collect();
        if hearing.selection != Selection::Leximin {
            fill(&mut rng, &mut seats, &signed_up, u64::from(hearing.people));
        }
        Some(seats)
    }

    /// How many of each group sign up: Poisson among those whom the notice has reached; one gamma factor, common to all groups, as for
    /// comments: some matters stir everybody.
    fn sign_up(
        &mut self,
        plan: &Plan,
        now: Tick,
        (slot, stage): (u32, u16),
        laid_out: &StagePlan,
        hearing: &HearingPlan,
    ) -> Option<Vec<u64>> {
        let case = self.case(slot)?;
        let affects = &plan.classes[usize::from(case.class)].affects;
        let response = &plan.response;
        let interest = match case.attributes.vital_interest {
            true => 1.0,
            false => response.ordinary_factor,
        };
        let mut rng = self.stage_stream(slot, stage, laid_out, 0, draws::STIR)?;
        let stir = gamma(&mut rng, 1.0, 1.0 / response.clustering_shape.sqrt());
        let mut signed_up = Vec::with_capacity(affects.len());
        for &(group, people) in affects {
            let it = &plan.publics[usize::from(group)];
            let reached = people * it.reached(hearing.notice_days);
            let hash = plan.public_ids.hash(group);
            let mut rng = self.stage_stream(slot, stage, laid_out, hash, draws::SIGNS_UP)?;
            let count = poisson(&mut rng, reached * it.sign_up_rate * interest * stir);
            // Nobody signs up twice.
            let count = count.min(reached as u64);
            signed_up.push(count);
            if count > 0 {
                let (kind, actor) = (EventKind::SignedUp, Actor::Public(group));
                let many = count as f64;
                self.tell(plan, now, kind, slot, stage, actor, many, Note::None);
            }
        }
        Some(signed_up)
    }

    /// So many of a group have spoken at a hearing, each for so many minutes: what they have read of the materials they can speak to.
    fn witnessed(
        &mut self,
        plan: &Plan,
        now: Tick,
        at: (u32, u16),
        hearing: &HearingPlan,
        group: u16,
        (came, minutes): (u64, f64),
    ) {
        let Some(law) = &plan.facts else { return };
        let read = match law.reading_half_days > 0.0 {
            true => 1.0 - libm::exp2(-hearing.materials_days / law.reading_half_days),
            false => 1.0,
        };
        let said = read * said_in(minutes * came as f64, law.witness_minutes).unwrap_or(0.0);
        let picked = hearing.selection == Selection::Appointed && hearing.by_drafter;
        let conceals = if picked {
            self.conceals(plan, at.0)
        } else {
            0.0
        };
        if let Some(case) = self.case_mut(at.0) {
            case.partial.public |= conceals > 0.0;
        }
        let (actor, hash) = (Actor::Public(group), plan.public_ids.hash(group));
        self.surface(plan, now, at, hash, Channel::Hearing, |fact| {
            match (fact.actor == actor, fact.value < 0.0) {
                (false, _) => 0.0,
                (true, true) => said * (1.0 - conceals),
                (true, false) => said,
            }
        });
    }
}

/// Gives the seats that are left to those who have signed up and have none, each as likely as any other: one uniform a seat.
fn fill(rng: &mut KeyedRng, seats: &mut [u64], signed_up: &[u64], all: u64) {
    let taken: u64 = seats.iter().sum();
    let mut waiting: u64 = signed_up.iter().sum::<u64>() - taken;
    for _ in taken..all {
        let drawn = uniform(rng) * waiting as f64;
        let mut before = 0.0;
        let next = seats.iter_mut().zip(signed_up).find(|(seats, signed_up)| {
            before += (**signed_up - **seats) as f64;
            drawn < before
        });
        let Some((seats, _)) = next else { return };
        *seats += 1;
        waiting -= 1;
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Key, Streams};

    use super::*;

    fn rng(visit: u32) -> KeyedRng {
        Streams::new(7, 0).open(Key {
            entity: 1,
            stage: 2,
            visit,
            actor: 0,
            purpose: 0,
        })
    }

    #[test]
    fn seats_go_to_those_who_sign_up() {
        for (seats, signed_up, all, expected) in [
            ([0, 0], [3, 2], 5, Some([3, 2])),
            ([0, 0], [3, 2], 9, Some([3, 2])),
            ([0, 0], [0, 0], 9, Some([0, 0])),
            ([4, 1], [9, 1], 8, Some([7, 1])),
            ([2, 2], [9, 9], 4, Some([2, 2])),
            ([0, 0], [30, 10], 8, None),
        ] {
            let mut got = seats;
            fill(&mut rng(0), &mut got, &signed_up, all);
            if let Some(expected) = expected {
                assert_eq!(got, expected);
            }
            assert_eq!(got.iter().sum::<u64>(), all.min(signed_up.iter().sum()));
            assert!(got.iter().zip(&signed_up).all(|(got, most)| got <= most));
        }
    }

    #[test]
    fn seats_left_are_drawn_without_replacement() {
        // The first group holds 30 of 40 places: of 8 seats it has 6 on average, with variance 8·¾·¼·32/39.
        let runs = 4_000;
        let (mut sum, mut squares) = (0.0, 0.0);
        for visit in 0..runs {
            let mut seats = [0, 0];
            fill(&mut rng(visit), &mut seats, &[30, 10], 8);
            sum += seats[0] as f64;
            squares += (seats[0] as f64 - 6.0) * (seats[0] as f64 - 6.0);
        }
        let variance = 8.0 * 0.75 * 0.25 * 32.0 / 39.0;
        let n = f64::from(runs);
        assert!((sum / n - 6.0).abs() < 4.0 * (variance / n).sqrt(), "{sum}");
        assert!((squares / n / variance - 1.0).abs() < 0.1, "{squares}");
    }
}
