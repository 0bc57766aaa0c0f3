//! Which points are worth choosing, for people to read.

use experiment::{Chosen, Front, Goal, Outcome, Said};

use crate::figures::table;

/// What was asked of all points together.
pub fn text(it: &Outcome<'_>) -> String {
    let mut text = String::new();
    if let Some(best) = &it.best {
        text += &best_of(best);
    }
    if let Some(front) = &it.front {
        text += &front_of(front);
    }
    text
}

fn goal(it: Goal) -> &'static str {
    match it {
        Goal::Least => "least",
        Goal::Most => "most",
    }
}

fn points(of: &[u32]) -> String {
    let of: Vec<String> = of.iter().map(u32::to_string).collect();
    let noun = if of.len() == 1 { "point" } else { "points" };
    format!("{noun} {}", of.join(", "))
}

fn best_of(it: &Chosen<'_>) -> String {
    let point = it.point.map(|it| points(&[it])).unwrap_or_default();
    let said = match (it.answer, it.point) {
        (Some(Said::Best), _) => format!("{point} is told better than every other"),
        (Some(Said::Alike), _) => format!(
            "{point}; {} cannot be told from it within the zone",
            points(&it.alike)
        ),
        (Some(Said::Open), Some(_)) => {
            format!("{point} so far; {} not yet told from it", points(&it.open))
        }
        (Some(Said::Open), None) => format!("none chosen yet of {}", points(&it.open)),
        (None, _) => it.refused.clone().unwrap_or_default(),
    };
    let more = it.more.map_or_else(String::new, |it| {
        format!("; about {it} more replications would tell")
    });
    let out = if it.left_out.is_empty() {
        String::new()
    } else {
        format!("; undefined at {}", points(&it.left_out))
    };
    format!(
        "\nbest ({} {}, zone {}): {said}{more}{out}\n",
        goal(it.goal),
        it.metric,
        it.zone
    )
}

fn front_of(it: &Front<'_>) -> String {
    let goals: Vec<String> = it
        .goals
        .iter()
        .map(|it| format!("{} {}", goal(it.goal), it.metric))
        .collect();
    let head = format!("\nfront of {}", goals.join(", "));
    if let Some(why) = &it.refused {
        return format!("{head}: {why}\n");
    }
    let rows = it.members.iter().flatten().map(|it| {
        vec![
            it.point.to_string(),
            if it.on_front { "on it" } else { "" }.to_owned(),
            format!("{:.0} %", 100.0 * it.share),
            it.dominated_by
                .map_or_else(String::new, |it| it.to_string()),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let header = ["point", "front", "of resamples", "told beaten by"];
    format!(
        "{head}\n\n{}",
        table(Some(&header), &[true, false, true, true], &rows)
    )
}
