//! Who does what: duties and their claims, portfolios that are shared, and how cases go astray.

use super::Checker;
use super::stages::check_law;
use crate::law::days::Date;
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
    for (id, it) in &scenario.conferences {
        let at = &format!("conferences.{id}");
        out.range(at, "per_year", it.per_year, 0.0, 250.0);
        out.range(at, "hours", it.hours, 0.1, 24.0);
        let people = f64::from(it.people_per_department);
        out.range(at, "people_per_department", people, 0.0, 1000.0);
        for (n, leader) in it.leaders.iter().enumerate() {
            let key = format!("leaders.{n}");
            out.refers(at, &key, leader, &scenario.leaders, "leader");
            if it.leaders[..n].contains(leader) {
                let remedy = "name each leader once";
                out.say_of(at, "leaders", "names somebody twice", remedy);
            }
        }
    }
    for (id, it) in &scenario.world.sources {
        for (n, text) in it.yearly_on.iter().enumerate() {
            // 2024 has every date there is.
            if Date::parse(&format!("2024-{text}")).is_err() {
                let message = format!("`{text}` is not a date of the year");
                let at = format!("world.sources.{id}.yearly_on.{n}");
                out.say(&at, &message, "write MM-DD, such as 11-15");
            }
        }
    }
    for (id, it) in &scenario.world.absences.planned {
        let at = &format!("world.absences.planned.{id}");
        out.refers(at, "leader", &it.leader, &scenario.leaders, "leader");
        out.range(at, "days", it.days, 1.0, 366.0);
        if Date::parse(&format!("2024-{}", it.from)).is_err() {
            let message = format!("`{}` is not a date of the year", it.from);
            out.say(
                &format!("{at}.from"),
                &message,
                "write MM-DD, such as 05-06",
            );
        }
    }
    if let Some(it) = &scenario.world.initiative {
        let at = "world.initiative";
        out.share(at, "free_share", it.free_share);
        out.range(at, "hours_each", it.hours_each, 1.0, 10_000.0);
        out.range(at, "every_days", it.every_days, 1.0, 366.0);
        out.refers(at, "class", &it.class, &scenario.world.classes, "class");
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
