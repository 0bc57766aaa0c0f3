//! Who does what: duties and their claims, portfolios that are shared, and how cases go astray.

use super::Checker;
use super::stages::check_law;
use crate::scenario::Scenario;

pub(super) fn check(out: &mut Checker, scenario: &Scenario) {
    for (id, it) in &scenario.duties {
        let path = format!("duties.{id}.departments");
        out.weights(&path, &it.departments, &scenario.departments, "department");
    }
    for (id, it) in &scenario.departments {
        let at = &format!("departments.{id}.shared_with");
        for (leader, share) in &it.shared_with {
            out.refers(at, leader, leader, &scenario.leaders, "leader");
            out.share(at, leader, *share);
            if *leader == it.leader {
                out.say_of(
                    at,
                    leader,
                    "leads the department already and cannot share it with himself",
                    "name another leader, or take it out",
                );
            }
        }
    }
    for (id, it) in &scenario.world.classes {
        if let Some(duty) = &it.duty {
            let at = format!("world.classes.{id}");
            out.refers(&at, "duty", duty, &scenario.duties, "duty");
        }
    }
    if let Some(it) = &scenario.delegation {
        let at = "delegation";
        out.range(
            at,
            "waiting_items",
            f64::from(it.waiting_items),
            1.0,
            1000.0,
        );
        out.range(at, "effort_factor", it.effort_factor, 0.01, 1.0);
        out.refers(at, "office", &it.office, &scenario.offices, "office");
    }
    if let Some(it) = &scenario.routing {
        out.share("routing", "misrouting", it.misrouting);
        out.share("routing", "unclaimed", it.unclaimed);
        check_law(out, "routing.look_hours", &it.look_hours, 10_000.0);
        check_law(out, "routing.settle_hours", &it.settle_hours, 10_000.0);
    }
}
