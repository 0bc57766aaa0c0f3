//! Which points are worth choosing, for people to read.

use experiment::{Chosen, Front, Goal, Outcome, Said, Since};

use crate::figures::{figure, table};

/// What was asked of all points together.
pub fn text(it: &Outcome<'_>) -> String {
    let mut text = String::new();
    if let Some(best) = &it.best {
        text += &best_of(best);
    }
    if let Some(front) = &it.front {
        text += &front_of(front);
    }
    text + &months_of(it)
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

fn best_of(it: &Chosen) -> String {
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

fn front_of(it: &Front) -> String {
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

/// A row a point and metric: from which month on it is better, and every month's difference, those that are told with a star.
fn months_of(all: &Outcome<'_>) -> String {
    let mut rows = Vec::new();
    let mut most = 0;
    for point in &all.points {
        for (metric, since) in point.months.iter().flatten() {
            let mut row = vec![point.point.to_string(), (*metric).to_owned()];
            match since {
                Since::Refused { refused } => row.push(refused.clone()),
                Since::Told(it) => {
                    let from = it.better_from.map(|it| format!("month {it}"));
                    row.push(from.unwrap_or_else(|| "not yet".to_owned()));
                    most = most.max(it.months.len());
                    row.extend(it.months.iter().map(|month| {
                        let found = month.filter(|it| it.difference.is_some());
                        found.map_or_else(
                            || "–".to_owned(),
                            |it| {
                                let star = if it.distinguishable { "*" } else { "" };
                                figure(it.difference, it.low, it.high) + star
                            },
                        )
                    }));
                }
            }
            rows.push(row);
        }
    }
    if rows.is_empty() {
        return String::new();
    }
    let mut header = vec![
        "point".to_owned(),
        "metric".to_owned(),
        "better from".to_owned(),
    ];
    header.extend((1..=most).map(|it| it.to_string()));
    for row in &mut rows {
        row.resize(header.len(), String::new());
    }
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let right: Vec<bool> = (0..header.len()).map(|it| it != 1 && it != 2).collect();
    format!(
        "\nmonths since reform day, point less base (* told from luck, Holm over the months of a row)\n\n{}",
        table(Some(&header), &right, &rows)
    )
}
