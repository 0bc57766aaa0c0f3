//! What an experiment was asked of its points beside their figures: which is best, who is beaten in nothing, what changes month by month.

use super::{Table, yes};
use crate::months::Since;
use crate::result::Outcome;

/// A row for each point that ran: how it stands to the one that is best. `chosen`, `alike`, `open`, `behind`, or `left_out` where the metric is
/// undefined; while nobody is chosen those still in are `open`.
pub(super) fn best(outcome: &Outcome<'_>) -> String {
    let mut table = Table::of(&[
        "metric", "goal", "zone", "answer", "more", "point", "standing", "refused",
    ]);
    let Some(best) = &outcome.best else {
        return table.text;
    };
    let ran = |it: &&crate::result::Told<'_>| !outcome.skipped.contains(&it.point);
    for point in outcome.points.iter().filter(ran).map(|it| it.point) {
        table.field(&best.metric);
        table.field(best.goal.name());
        table.number(Some(best.zone));
        if let Some(why) = &best.refused {
            table.refused(why);
            break;
        }
        table.field(best.answer.map_or("", |it| it.name()));
        table.number(best.more.map(f64::from));
        table.number(Some(f64::from(point)));
        table.field(match () {
            () if best.point == Some(point) => "chosen",
            () if best.alike.contains(&point) => "alike",
            () if best.open.contains(&point) => "open",
            () if best.left_out.contains(&point) => "left_out",
            () => "behind",
        });
        table.field("");
        table.end();
    }
    table.text
}

/// A row for each point that ran with all goals defined; goals as `metric:least`, apart by blanks.
pub(super) fn front(outcome: &Outcome<'_>) -> String {
    let mut table = Table::of(&[
        "goals",
        "point",
        "on_front",
        "share",
        "dominated_by",
        "p_adjusted",
        "refused",
    ]);
    let Some(front) = &outcome.front else {
        return table.text;
    };
    let goals = front
        .goals
        .iter()
        .map(|it| format!("{}:{}", it.metric, it.goal.name()));
    let goals = goals.collect::<Vec<_>>().join(" ");
    for member in front.members.iter().flatten() {
        table.field(&goals);
        table.number(Some(f64::from(member.point)));
        table.field(yes(member.on_front));
        table.number(Some(member.share));
        table.number(member.dominated_by.map(f64::from));
        table.number(Some(member.p_adjusted));
        table.field("");
        table.end();
    }
    if let Some(why) = &front.refused {
        table.field(&goals);
        table.refused(why);
    }
    table.text
}

/// A row for each month of each point that is compared with a base, month 1 first.
pub(super) fn months(outcome: &Outcome<'_>) -> String {
    let mut table = Table::of(&[
        "point",
        "metric",
        "month",
        "base",
        "other",
        "difference",
        "low",
        "high",
        "n",
        "unit",
        "p_adjusted",
        "distinguishable",
        "better_from",
        "refused",
    ]);
    for point in &outcome.points {
        for (metric, since) in point.months.iter().flatten() {
            let told = match since {
                Since::Told(told) => told,
                Since::Refused { refused } => {
                    table.number(Some(f64::from(point.point)));
                    table.field(metric);
                    table.refused(refused);
                    continue;
                }
            };
            for (number, month) in (1u32..).zip(&told.months) {
                table.number(Some(f64::from(point.point)));
                table.field(metric);
                table.number(Some(f64::from(number)));
                for it in [
                    month.and_then(|it| it.base),
                    month.and_then(|it| it.other),
                    month.and_then(|it| it.difference),
                    month.and_then(|it| it.low),
                    month.and_then(|it| it.high),
                    month.map(|it| f64::from(it.n)),
                ] {
                    table.number(it);
                }
                table.field(month.map_or("", |it| it.unit));
                table.number(month.and_then(|it| it.p_adjusted));
                let defined = month.filter(|it| it.difference.is_some());
                table.field(defined.map_or("", |it| yes(it.distinguishable)));
                table.number(told.better_from.map(f64::from));
                table.field("");
                table.end();
            }
        }
    }
    table.text
}
