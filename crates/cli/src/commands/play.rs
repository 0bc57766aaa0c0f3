//! `tuiyan play`

use std::path::Path;

use county::law::articles;
use county::scenario::Problem;
use rayon::prelude::*;
use serde_json::{Value, json};
use training::{
    Case, Choices, MANY, Now, Outcome, Ready, Replay, Replays, Report, SEEDED_FROM, Score, Token,
};

use crate::args::Choice;
use crate::console::{Console, Failure};
use crate::source;

/// Plays a case: up to the next decision that nothing was chosen for, or to its end.
pub fn play(
    console: Console,
    file: &Path,
    choose: &[Choice],
    seed: Option<u32>,
) -> Result<(), Failure> {
    let name = file.display().to_string();
    let failed = |problems: Vec<Problem>| Failure::Problems {
        scenario: name.clone(),
        problems,
    };
    let text = source::read(file).map_err(|it| failed(vec![it]))?;
    let case = Case::read(&text).map_err(failed)?;
    let choices = chosen(&case, choose).map_err(failed)?;
    let ready = Ready::new(case).map_err(failed)?;
    let seed = seed.map_or(ready.case.seed, u64::from);
    let past = ready.past(seed, 0);
    let play = training::play(&ready, &past, &choices).map_err(failed)?;
    let now = Now::of(&ready, &play);
    let mut told = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "case": ready.case.id,
        "case_hash": format!("{:016x}", ready.case.hash()),
        "seed": seed,
        "choices": by_id(&ready.case, &play.choices),
        "now": now,
    });
    if let Some(point) = play.waits {
        let decision = &ready.case.decisions[point.decision];
        let options: Vec<&str> = decision.options.iter().map(|it| it.id.as_str()).collect();
        told["waits"] = json!({ "decision": decision.id, "options": options });
        return console.result(&told, |_| waits(&ready, point.decision, &now));
    }
    let report = training::report(&ready, &past, &play.choices).map_err(failed)?;
    let replays = replays(&ready, &play.choices).map_err(failed)?;
    let weights = ready.case.weights(report.kind);
    let score = training::score(&weights, report.kind, &report.written, &replays);
    let token = Token::new(
        &ready.case,
        env!("CARGO_PKG_VERSION"),
        seed as u32,
        &play.choices,
        score.points,
    );
    told["waits"] = Value::Null;
    told["report"] = json!(report);
    told["score"] = json!(score);
    told["replays"] = json!({
        "many": MANY,
        "value": Replays::of(&replays, |it| it.value).values,
        "days": Replays::of(&replays, training::Story::days).values,
        "loss": Replays::of(&replays, |it| it.loss).values,
    });
    told["code"] = json!(token.written());
    console.result(&told, |_| over(&ready, &report, &score, &replays, &token))
}

/// What was chosen, by number.
fn chosen(case: &Case, choose: &[Choice]) -> Result<Choices, Vec<Problem>> {
    let mut choices = Choices(vec![None; case.decisions.len()]);
    if choose.contains(&Choice::Reference) {
        choices = Choices::reference(case);
    }
    let mut problems = Vec::new();
    for choice in choose {
        let Choice::Of(decision, option) = choice else {
            continue;
        };
        let Some(number) = case.decision(decision) else {
            let ids: Vec<&str> = case.decisions.iter().map(|it| it.id.as_str()).collect();
            problems.push(wrong(decision, "is no decision of this case", &ids));
            continue;
        };
        let at = &case.decisions[number];
        match at.option(option) {
            Some(option) => choices = choices.with(number, Some(option)),
            None => {
                let ids: Vec<&str> = at.options.iter().map(|it| it.id.as_str()).collect();
                problems.push(wrong(
                    &format!("{decision}={option}"),
                    "is no option of this decision",
                    &ids,
                ));
            }
        }
    }
    if problems.is_empty() {
        Ok(choices)
    } else {
        Err(problems)
    }
}

fn wrong(path: &str, message: &str, known: &[&str]) -> Problem {
    Problem {
        path: path.to_owned(),
        message: message.to_owned(),
        remedy: format!("name one of: {}", known.join(", ")),
    }
}

fn by_id(case: &Case, choices: &Choices) -> Value {
    let of = |(n, it): (usize, &training::Decision)| {
        let option = choices.of(n).and_then(|option| it.options.get(option));
        (it.id.clone(), json!(option.map(|it| &it.id)))
    };
    case.decisions.iter().enumerate().map(of).collect()
}

/// The same choices on the fixed luck of the replays, on all cores.
fn replays(ready: &Ready, choices: &Choices) -> Result<Vec<Replay>, Vec<Problem>> {
    let chosen = ready.chosen(choices)?;
    let run = |replication: u32| {
        let past = ready.past(ready.case.seed, replication);
        Replay::run(ready, &chosen, &past, replication)
    };
    Ok((SEEDED_FROM..SEEDED_FROM + MANY)
        .into_par_iter()
        .map(run)
        .collect())
}

fn waits(ready: &Ready, decision: usize, now: &Now) -> String {
    let decision = &ready.case.decisions[decision];
    let mut text = format!(
        "{} · {}, day {:.0}: {} cases came since the beginning, {} of them ended; {:.0} person-hours spent, {:.0} on this one\n\n{}\n{}\n",
        ready.case.title.en,
        now.date,
        now.days,
        now.came,
        now.ended,
        now.hours,
        now.case_hours,
        decision.background.en,
        decision.question.en
    );
    for option in &decision.options {
        text += &format!(
            "  --choose {}={}   {}: {}\n",
            decision.id, option.id, option.label.en, option.means.en
        );
    }
    for article in decision.articles.iter().filter_map(|it| articles::find(it)) {
        text += &format!("{}: {}\n", article.cited_en(), article.says_en);
    }
    text
}

fn over(
    ready: &Ready,
    report: &Report,
    score: &Score,
    replays: &[Replay],
    token: &Token,
) -> String {
    let mut text = format!("{}\n", ready.case.title.en);
    for (n, decision) in ready.case.decisions.iter().enumerate() {
        let option = report
            .choices
            .get(n)
            .copied()
            .flatten()
            .and_then(|it| decision.options.get(it));
        text += &format!(
            "  {:<12} {}\n",
            decision.id,
            option.map_or("(never came)", |it| &it.label.en)
        );
    }
    text += "\nlawfulness\n";
    for breach in &report.written {
        let cited = articles::find(&breach.article)
            .map_or_else(|| breach.article.clone(), articles::Article::cited_en);
        text += &format!("  {cited}: {}; {}\n", breach.message, breach.remedy);
    }
    for breach in &report.happened {
        let cited = articles::find(&breach.article)
            .map_or_else(|| breach.article.clone(), articles::Article::cited_en);
        let what = if breach.overrun {
            "a clock ran out"
        } else {
            "a step was missing"
        };
        text += &format!("  {} {cited}: {what}\n", breach.date);
    }
    if report.written.is_empty() && report.happened.is_empty() {
        text += "  no breach\n";
    }
    text += "\nwhat came of it, on the same luck\n";
    text += &line("as you chose", &report.outcome);
    text += &line("reference", &report.reference);
    for other in &report.others {
        let decision = &ready.case.decisions[other.decision];
        text += &line(
            &format!("{}={}", decision.id, decision.options[other.option].id),
            &other.outcome,
        );
    }
    for (name, figure) in [
        (
            "value",
            &(|it: &training::Story| it.value) as &dyn Fn(&training::Story) -> Option<f64>,
        ),
        ("days", &training::Story::days),
        ("loss", &|it| it.loss),
    ] {
        let all = Replays::of(replays, figure);
        if let (Some(own), Some(low), Some(mid), Some(high)) = (
            figure(&report.outcome.story),
            all.quantile(0.1),
            all.quantile(0.5),
            all.quantile(0.9),
        ) {
            let place = training::place(own, &all.values);
            text += &format!(
                "\n{name}: {own:.2}; of {} replays of the same choices {} came to less, {} to the same, {} to more; tenth {low:.2}, median {mid:.2}, ninetieth {high:.2}",
                all.values.len(),
                place.below,
                place.ties,
                place.above
            );
        }
    }
    text += &format!(
        "\n\nscore {:.1} of 100 (of process and knowledge, never of luck)\n",
        token.score()
    );
    for part in &score.parts {
        let share = part.share.map_or("no such thing here".to_owned(), |it| {
            format!("{:.0} %", 100.0 * it)
        });
        text += &format!("  {:<9} {:>3} points  {share}\n", part.name, part.weight);
    }
    text += &format!("code {}\n", token.written());
    text
}

fn line(name: &str, outcome: &Outcome) -> String {
    let story = &outcome.story;
    let days = story
        .days()
        .map_or("–".to_owned(), |it| format!("{it:.0} days"));
    let value = story
        .value
        .map_or("–".to_owned(), |it| format!("value {it:.2}"));
    let known = story
        .known_share()
        .map_or("–".to_owned(), |it| format!("{:.0} % known", 100.0 * it));
    format!(
        "  {name:<22} {:<10} {days:>9}  {value:>12}  {known:>11}  {:.0} hours, {:.0} on the case, {} breaches\n",
        story.ending, outcome.hours, story.hours, outcome.breaches,
    )
}
