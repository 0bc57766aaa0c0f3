//! The ids behind the indices of a run's events.

use county::event::Actor;
use county::plan::Plan;
use county::scenario::Scenario;
use serde::{Deserialize, Serialize};

/// The ids behind the indices of a run's events.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Names {
    /// Procedures in the order of the plan.
    pub procedures: Vec<ProcedureNames>,
    /// Classes.
    pub classes: Vec<String>,
    /// Leaders.
    pub leaders: Vec<String>,
    /// Offices.
    pub offices: Vec<String>,
    /// Departments.
    pub departments: Vec<String>,
    /// Meetings with their members.
    pub meetings: Vec<(String, Vec<String>)>,
    /// Groups of the public.
    pub publics: Vec<String>,
}

/// The ids of a procedure and its stages.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ProcedureNames {
    /// The procedure.
    pub id: String,
    /// Its stages in the order of the plan.
    pub stages: Vec<String>,
}

impl Names {
    /// The names of a plan; the members of its meetings as the scenario has them.
    #[must_use]
    pub fn of(plan: &Plan, scenario: &Scenario) -> Self {
        let all = |name: &dyn Fn(u16) -> String| -> Vec<String> {
            (0..u16::MAX)
                .map(name)
                .take_while(|id| !id.is_empty())
                .collect()
        };
        let actors = |of: fn(u16) -> Actor| all(&|i| plan.actor(of(i)).to_owned());
        let procedures = (0..plan.procedure_count())
            .map(|p| ProcedureNames {
                id: plan.procedure(p).to_owned(),
                stages: (0..plan.stage_count(p))
                    .map(|s| plan.stage(p, s).to_owned())
                    .collect(),
            })
            .collect();
        let meetings = actors(Actor::Meeting)
            .into_iter()
            .map(|id| {
                let members = scenario.meetings.get(&id).map(|m| m.members.clone());
                (id, members.unwrap_or_default())
            })
            .collect();
        Self {
            procedures,
            classes: all(&|i| plan.class(i).to_owned()),
            leaders: actors(Actor::Leader),
            offices: actors(Actor::Office),
            departments: actors(Actor::Department),
            meetings,
            publics: actors(Actor::Public),
        }
    }
}
