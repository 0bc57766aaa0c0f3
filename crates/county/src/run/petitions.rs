//! How a decision is received: who objects to it, and how many of those petition (`docs/model.md`, Reception).

use kernel::distributions::{poisson, uniform};
use kernel::{KeyedRng, Tick};

use super::{Run, draws};
use crate::event::{Actor, EventKind, NONE, Note, Observer};
use crate::plan::{Plan, ReceptionPlan};

/// At most this many objections to one decision become petitions: what lies beyond is a county that nobody would run to the end.
const MOST: u64 = 1_000;

impl<O: Observer> Run<O> {
    /// A matter has been published: of each group a Poisson number objects, with mean n·logistic(a − b·u − c·listened). One stream a
    /// group, pieces of the mean inverted one by one, so that a lower mean never gives more.
    pub(super) fn objections(&mut self, plan: &Plan, now: Tick, slot: u32) {
        let (Some(reception), Some(case)) = (&plan.reception, self.case(slot)) else {
            return;
        };
        let Some(worth) = case.worth.as_ref() else {
            return;
        };
        let affects = &plan.classes[usize::from(case.class)].affects;
        let mut objecting: Vec<(u16, u64)> = Vec::new();
        for &(group, u) in &worth.groups {
            let people = affects
                .iter()
                .find(|it| it.0 == group)
                .map_or(0.0, |it| it.1);
            let mean = people * reception.objects(u, case.listened(group));
            let hash = plan.public_ids.hash(group);
            let mut rng = draws::open(&self.streams, case.key, 0, 0, hash, draws::OBJECTIONS);
            // Nobody objects twice.
            let count = poisson(&mut rng, mean).min(people as u64);
            if count > 0 {
                objecting.push((group, count));
            }
        }
        for (group, count) in objecting {
            if let Some(case) = self.case_mut(slot) {
                case.objections += count;
            }
            let (kind, actor) = (EventKind::Objected, Actor::Public(group));
            self.tell(plan, now, kind, slot, NONE, actor, count as f64, Note::None);
        }
    }
}

impl ReceptionPlan {
    /// Probability that somebody objects to whom a decision is worth `u`, of a group of whose comments the share `listened` was answered.
    pub(crate) fn objects(&self, u: f64, listened: f64) -> f64 {
        1.0 / (1.0 + libm::exp(self.b * u + self.c * listened - self.a))
    }
}

/// How many of `n` are picked, each with probability `share`: the gaps between those picked are inverted one by one, so that more to pick
/// from, or a larger share, never gives fewer.
pub(super) fn thinned(rng: &mut KeyedRng, n: u64, share: f64) -> u64 {
    if share <= 0.0 {
        return 0;
    }
    if share >= 1.0 {
        return n.min(MOST);
    }
    let missed = libm::log1p(-share);
    let (mut at, mut count) = (0.0, 0);
    while count < MOST {
        at += libm::floor(libm::log1p(-uniform(rng)) / missed) + 1.0;
        if at > n as f64 {
            break;
        }
        count += 1;
    }
    count
}
