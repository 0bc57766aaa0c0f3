//! What follows a decision.

use super::{Checker, stages};
use crate::scenario::{Accountability, Participation, Scenario, Stage, Triggers};

pub(super) fn check(out: &mut Checker, scenario: &Scenario) {
    if let Some(it) = &scenario.accountability {
        accountability(out, "accountability", it);
    }
    if let Some(it) = &scenario.world.minds {
        let (at, it) = ("world.minds.answerable", it.answerable);
        out.range(at, "caution", it.caution, -10.0, 10.0);
        out.range(at, "conceals", it.conceals, -1.0, 1.0);
        out.share(at, "overdue_spurs", it.overdue_spurs);
        out.share(at, "outspoken", it.outspoken);
    }
    if let Some(it) = &scenario.world.returning {
        let at = "world.returning";
        out.share(at, "share", it.share);
        stages::check_law(out, &format!("{at}.after_days"), &it.after_days, 3_660.0);
    }
}

pub(super) fn check_stage(out: &mut Checker, at: &str, stage: &Stage) {
    if let Some(change) = stage.major_change {
        out.range(at, "major_change", change, 0.0, 10.0);
    }
    if let Some(it) = stage.called_by {
        triggers(out, &format!("{at}.called_by"), it);
    }
}

/// What the switch says of it.
pub(super) fn mechanism(out: &mut Checker, at: &str, it: &Participation) {
    if let Some(change) = it.evaluation_major_change {
        out.range(at, "evaluation_major_change", change, 0.0, 10.0);
    }
    if let Some(it) = it.evaluation_called_by {
        triggers(out, &format!("{at}.evaluation_called_by"), it);
    }
    if let Some(it) = &it.accountability {
        accountability(out, &format!("{at}.accountability"), it);
    }
}

fn accountability(out: &mut Checker, at: &str, it: &Accountability) {
    out.range(at, "looks_back_years", it.looks_back_years, 0.0, 50.0);
}

fn triggers(out: &mut Checker, at: &str, it: Triggers) {
    if let Some(below) = it.below_promise {
        out.range(at, "below_promise", below, 0.0, 10.0);
    }
    if let Some(objections) = it.objections {
        out.range(at, "objections", objections, 1.0, 1e6);
    }
    if let Some(share) = it.wish_share {
        out.share(at, "wish_share", share);
    }
}
