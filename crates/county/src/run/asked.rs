//! What those who are asked bring to the table: people who comment, speak at a hearing or come to a reception, deputies, experts
//! (`docs/model.md`, Facts; Who is asked).

use deliberation::facts::{common_blindness, holders, said_in};
use kernel::distributions::uniform;
use kernel::{MINUTE, Tick};

use super::facts::group_at;
use super::{Run, draws};
use crate::event::{Actor, Channel, EventKind, HolderKind, NONE, Note, Observer};
use crate::plan::{Plan, StagePlan};
use crate::scenario::Panel;

impl<O: Observer> Run<O> {
    /// By how much a holder with a stake lets a fact that speaks against this matter out less often: what is left of the world's after what
    /// makes people speak.
    pub(super) fn conceals(&self, plan: &Plan, slot: u32) -> f64 {
        let Some(law) = &plan.facts else { return 0.0 };
        self.case(slot)
            .map_or(0.0, |it| law.concealment * it.concealing)
    }

    /// Something lowers what those who hold facts conceal on a matter, by this share of it.
    pub(super) fn opens(&mut self, slot: u32, share: f64) {
        if let Some(case) = self.case_mut(slot) {
            case.concealing *= 1.0 - share;
        }
    }

    /// Comments of a group have come in, so many: each may name what the group knows; saying it again adds nothing.
    pub(super) fn commented(
        &mut self,
        plan: &Plan,
        now: Tick,
        at: (u32, u16),
        group: u16,
        count: u64,
    ) {
        let Some(law) = &plan.facts else { return };
        // Each comment names it or not, as each of so many holders would.
        let most = u32::try_from(count).unwrap_or(u32::MAX);
        let named = holders(most, law.comment_names).unwrap_or(0.0);
        let (actor, hash) = (Actor::Public(group), plan.public_ids.hash(group));
        self.surface(plan, now, at, hash, Channel::Comment, |fact| {
            if fact.actor == actor { named } else { 0.0 }
        });
    }

    /// Experts give their opinion: each may find what lies in his field, unless the panel is blind to it together. Some of them may have an
    /// interest in the matter: one uniform for each, whoever is kept out.
    pub(super) fn reviewed(
        &mut self,
        plan: &Plan,
        now: Tick,
        at: (u32, u16),
        laid_out: &StagePlan,
        (people, panel, pool): (u32, Panel, u16),
    ) {
        let (slot, stage) = at;
        let Some(law) = &plan.facts else { return };
        let pool = law.pool(plan.office_ids.name(pool));
        if panel.seeks_dissent {
            self.opens(slot, law.candour.dissenting_experts);
        }
        let Some(mut rng) = self.stage_stream(slot, stage, laid_out, 0, draws::EXPERTS) else {
            return;
        };
        // How many of each field have no interest in the matter, and how many have.
        let fields = law.expert_fields.max(1) as usize;
        let mut asked = vec![(0, 0); fields];
        for expert in 0..people as usize {
            let interested = uniform(&mut rng) < pool.interested;
            match interested && !panel.without_interest {
                true => asked[expert % fields].1 += 1,
                false => asked[expert % fields].0 += 1,
            }
        }
        let blind = match panel.seeks_dissent {
            true => pool.blind * (1.0 - law.dissent_opens),
            false => pool.blind,
        };
        let conceals = self.conceals(plan, slot);
        if let Some(case) = self.case_mut(slot)
            && conceals > 0.0
        {
            case.partial.experts |= asked.iter().any(|it| it.1 > 0);
        }
        self.surface(plan, now, at, 0, Channel::Experts, |fact| {
            let asked = asked.get(usize::from(fact.field));
            let (free, interested) = match (fact.holder, asked) {
                (HolderKind::Experts, Some(asked)) => *asked,
                _ => return 0.0,
            };
            if interested == 0 || fact.value >= 0.0 {
                let found = common_blindness(free + interested, pool.finds, blind);
                return found.unwrap_or(0.0);
            }
            let by = |people, finds| holders(people, finds).unwrap_or(0.0);
            let by_interested = by(interested, pool.finds * (1.0 - conceals));
            (1.0 - blind) * (1.0 - (1.0 - by(free, pool.finds)) * (1.0 - by_interested))
        });
    }

    /// Deputies of the congress and members of the CPPCC have been heard, so many: each knows a given thing that people know or does not, and
    /// all have the floor alike.
    pub(super) fn forum(&mut self, plan: &Plan, now: Tick, at: (u32, u16), people: u32) {
        let (slot, stage) = at;
        let Some(case) = self.case(slot) else { return };
        let sitting = case.stages[usize::from(stage)].last as f64 / MINUTE as f64;
        if let Some(law) = &plan.facts {
            let said = said_in(sitting / f64::from(people.max(1)), law.witness_minutes);
            let each = law.deputies_know * said.unwrap_or(0.0);
            let said = holders(people, each).unwrap_or(0.0);
            self.surface(plan, now, at, 0, Channel::Deputies, |fact| {
                if fact.holder == HolderKind::Public {
                    said
                } else {
                    0.0
                }
            });
        }
        let (kind, people) = (EventKind::DeputiesHeard, f64::from(people));
        self.tell(
            plan,
            now,
            kind,
            slot,
            stage,
            Actor::Nobody,
            people,
            Note::None,
        );
    }

    /// A petitioner is received: he is of one of the groups that an open matter of his department affects, and may name what they know of it.
    pub(super) fn received(&mut self, plan: &Plan, now: Tick, slot: u32) {
        let Some(law) = plan.facts.as_ref().filter(|it| it.petitioner_names > 0.0) else {
            return;
        };
        let Some(case) = self.case(slot) else { return };
        let (petition, department) = (case.key, case.lead);
        let open = |it: &&u32| self.case(**it).is_some_and(|it| it.lead == department);
        let matters: Vec<u32> = self.undecided.iter().filter(open).copied().collect();
        for matter in matters {
            let Some(case) = self.case(matter) else {
                continue;
            };
            let class = &plan.classes[usize::from(case.class)];
            let purpose = draws::PETITIONER;
            let mut rng = draws::open(&self.streams, petition, case.key, 0, 0, purpose);
            let group = group_at(class, uniform(&mut rng));
            let (at, channel) = ((matter, NONE), Channel::Petition);
            self.surface_by(plan, now, at, &mut rng, channel, |fact| {
                let his = fact.holder == HolderKind::Public && fact.actor == group;
                if his { law.petitioner_names } else { 0.0 }
            });
        }
    }
}
