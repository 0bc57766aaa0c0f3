//! Parameters of the daily norms.

use super::Checker;
use crate::scenario::Scenario;

pub(super) fn check(out: &mut Checker, scenario: &Scenario) {
    let it = &scenario.mechanisms.daily_norms;
    let at = "mechanisms.daily_norms";
    out.range(at, "papers_days", it.papers_days, 0.0, 60.0);
    out.range(at, "minutes_days", it.minutes_days, 1.0, 250.0);
    out.range(at, "taken_up_days", it.taken_up_days, 1.0, 250.0);
    out.range(at, "reminders", f64::from(it.reminders), 0.0, 100.0);
    out.range(at, "remind_every_days", it.remind_every_days, 1.0, 3660.0);
    out.range(at, "minutes_factor", it.minutes_factor, 0.1, 1.0);
    out.share(at, "conferences_share", it.conferences_share);
    out.share(at, "documents_share", it.documents_share);
    let hours = format!("{at}.remind_hours");
    super::stages::check_law(out, &hours, &it.remind_hours, 10_000.0);
}
