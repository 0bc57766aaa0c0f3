//! Free hours become proposals of the departments' own (主动性、创造性), as far as the world's `initiative` says.

use kernel::distributions::{poisson_inverse, uniform};
use kernel::{Tick, child, entity, id_hash};

use super::sources::Birth;
use super::{Due, Phase, Run, draws, rank};
use crate::event::{Actor, Note, Observer};
use crate::plan::Plan;

impl<O: Observer> Run<O> {
    /// The next time departments look back on what they had free.
    pub(super) fn look_back(&mut self, plan: &Plan, now: Tick) {
        if let Some(it) = &plan.initiative
            && it.rate > 0.0
        {
            let due = Due::Propose { since: now };
            self.calendar.schedule(now + it.every, rank::WORLD, due);
        }
    }

    /// How many proposals a department makes is Poisson with the free hours times the rate, by inversion of one uniform for each department
    /// and period.
    pub(super) fn propose(&mut self, plan: &Plan, now: Tick, since: Tick) {
        let Some(it) = &plan.initiative else { return };
        if matches!(self.phase, Phase::Following { .. }) {
            return;
        }
        for department in 0..plan.departments.len() as u16 {
            let index = usize::from(department);
            self.worked.resize(plan.departments.len(), 0);
            let mut worked = self.worked[index];
            let free = self.free_of(department, since, now, &mut worked);
            self.worked[index] = worked;
            if !plan.departments[index].active {
                continue;
            }
            let period = (now / it.every) as u64;
            let key = entity(plan.department_ids.hash(department), period);
            let mut rng = draws::open(&self.streams, key, 0, 0, 0, draws::INITIATIVE);
            let number = poisson_inverse(free as f64 * it.rate, uniform(&mut rng));
            for ordinal in 0..number {
                let birth = Birth {
                    luck: None,
                    amends: None,
                    key: child(key, id_hash("initiative"), ordinal),
                    actor: Actor::Department(department),
                    note: Note::None,
                    class: Ok(it.class),
                    departments: None,
                    proposed_by: Some(department),
                    generation: 0,
                };
                self.open_case(plan, now, birth);
            }
        }
        self.look_back(plan, now);
    }
}
