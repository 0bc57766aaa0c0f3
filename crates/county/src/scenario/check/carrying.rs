//! Assumptions about those who carry measures out.

use super::Checker;
use crate::scenario::Scenario;

pub(super) fn check(out: &mut Checker, scenario: &Scenario) {
    let Some(it) = &scenario.world.carrying else {
        return;
    };
    let at = "world.carrying";
    out.share(at, "fidelity", it.fidelity);
    out.share(at, "township_fidelity", it.township_fidelity);
    out.share(at, "hastened_share", it.hastened_share);
    out.range(at, "per_reminder", it.per_reminder, 0.0, 10.0);
    for (key, map, least, most) in [
        ("fidelities", &it.fidelities, 0.0, 1.0),
        ("paces", &it.paces, 0.01, 100.0),
    ] {
        let at = &format!("{at}.{key}");
        for (id, value) in map {
            out.refers(at, id, id, &scenario.departments, "department");
            out.range(at, id, *value, least, most);
        }
    }
}
