//! The sorts of cases that a class can bring to a procedure.

use crate::event::Attributes;
use crate::scenario::{CaseKind, Class, Condition, Id, Map, Procedure, Scenario, Stage};

/// One sort of cases.
pub(super) struct Sort<'a> {
    class: &'a str,
    pub attributes: Attributes,
    /// Whether it touches other departments, many of them.
    others: bool,
    /// Traits that stages of the procedure ask for, and whether it has them.
    traits: Vec<(&'a str, bool)>,
}

impl Sort<'_> {
    /// Whether it passes a stage of this condition.
    pub(super) fn passes(&self, when: Option<&Condition>) -> bool {
        let Some(it) = when else { return true };
        let is = |wanted: Option<bool>, has: bool| wanted.is_none_or(|it| it == has);
        let a = self.attributes;
        it.classes
            .as_ref()
            .is_none_or(|it| it.iter().any(|it| it == self.class))
            && is(it.urgent, a.urgent)
            && is(it.vital_interest, a.vital_interest)
            && is(it.technical, a.technical)
            && is(it.risky, a.risky)
            && it
                .other_departments_at_least
                .is_none_or(|least| least == 0 || self.others)
            && it
                .other_departments_at_most
                .is_none_or(|most| most > 0 || !self.others)
            && it.traits.iter().flatten().all(|(id, wanted)| {
                let has = self.traits.iter().find(|it| it.0 == id.as_str());
                has.is_some_and(|it| it.1) == *wanted
            })
    }
}

/// At most so many traits are told apart; a procedure that asks for more is read for the first.
const MOST_TRAITS: usize = 6;

/// All sorts of matters that travel under a procedure.
pub(super) fn sorts<'a>(
    scenario: &'a Scenario,
    id: &str,
    procedure: &'a Procedure,
) -> Vec<Sort<'a>> {
    let mut asked: Vec<&'a str> = Vec::new();
    for stage in procedure.stages.values() {
        let when = stage.when.as_ref().and_then(|it| it.traits.as_ref());
        for (it, _) in when.into_iter().flatten() {
            if !asked.contains(&it.as_str()) && asked.len() < MOST_TRAITS {
                asked.push(it);
            }
        }
    }
    let mut all = Vec::new();
    for (class_id, class) in &scenario.world.classes {
        if class.procedure == id && class.kind == CaseKind::Matter {
            of_class(&mut all, class_id, class, &asked);
        }
    }
    all
}

fn of_class<'a>(all: &mut Vec<Sort<'a>>, class_id: &'a str, class: &Class, asked: &[&'a str]) {
    let shares = [
        class.urgent_share,
        class.vital_interest_share,
        class.technical_share,
        class.risky_share,
        if class.other_departments > 0.0 {
            0.5
        } else {
            0.0
        },
    ];
    let of_trait = |id: &&str| class.traits.get(id).copied().unwrap_or(0.0);
    let shares: Vec<f64> = shares
        .into_iter()
        .chain(asked.iter().map(of_trait))
        .collect();
    for bits in 0..1u32 << shares.len() {
        let has = |n: usize| bits >> n & 1 == 1;
        // A sort that never comes is not held against anybody.
        let comes = |(n, &share): (usize, &f64)| if has(n) { share > 0.0 } else { share < 1.0 };
        if !shares.iter().enumerate().all(comes) {
            continue;
        }
        all.push(Sort {
            class: class_id,
            attributes: Attributes::from_bits((bits & 15) as u8),
            others: has(4),
            traits: asked
                .iter()
                .enumerate()
                .map(|(n, id)| (*id, has(5 + n)))
                .collect(),
        });
    }
}

/// The way of a procedure: which of its stages come before which.
pub(super) struct Way<'a> {
    pub stages: &'a Map<Stage>,
    /// For each stage whether each of them must be over before it begins.
    before: Vec<Vec<bool>>,
}

impl<'a> Way<'a> {
    pub(super) fn new(procedure: &'a Procedure) -> Self {
        let stages = &procedure.stages;
        let place = |id: &Id| stages.keys().position(|it| it == id);
        let mut right_before: Vec<Vec<usize>> = stages
            .values()
            .map(|it| it.after.iter().filter_map(place).collect())
            .collect();
        for (n, stage) in stages.values().enumerate() {
            for later in stage.before.iter().filter_map(place) {
                right_before[later].push(n);
            }
        }
        let all_before = |it: &Vec<usize>| {
            let mut seen = vec![false; right_before.len()];
            let mut open = it.clone();
            while let Some(stage) = open.pop() {
                if !std::mem::replace(&mut seen[stage], true) {
                    open.extend(&right_before[stage]);
                }
            }
            seen
        };
        let before = right_before.iter().map(all_before).collect();
        Self { stages, before }
    }

    /// Whether `first` must be over before `second` begins.
    pub(super) fn precedes(&self, first: usize, second: usize) -> bool {
        self.before[second][first]
    }

    /// The stages that are so.
    pub(super) fn those(&self, are: impl Fn(&Stage) -> bool) -> Vec<(usize, &'a Stage)> {
        let all = self.stages.values().enumerate();
        all.filter(|it| are(it.1)).collect()
    }

    /// Which of some stages a sort of cases passes.
    pub(super) fn passed(sort: &Sort<'_>, of: &[(usize, &Stage)]) -> Vec<usize> {
        let passed = of.iter().filter(|it| sort.passes(it.1.when.as_ref()));
        passed.map(|it| it.0).collect()
    }

    /// Of some stages those after which none of the others comes.
    pub(super) fn last(&self, of: &[usize]) -> Vec<usize> {
        let is_last = |&&it: &&usize| !of.iter().any(|&later| self.precedes(it, later));
        of.iter().filter(is_last).copied().collect()
    }
}
