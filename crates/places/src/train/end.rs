//! The end of a case: what is to be learned, told apart from luck.

use std::rc::Rc;

use county::event::{Channel, HolderKind};
use county::scenario::CaseKind;
use page::app::browser;
use page::charts::numbers::Unit;
use page::i18n::{Lang, name_of, say, word};
use page::words::changes::{asks, cited};
use page::words::problem;
use training::{MANY, Outcome, Replays, Report, Score, Story, Token};
use yew::prelude::*;

use super::crew::{Replaying, Told};
use super::play::chosen;
use super::session::Session;
use super::told::{ending, figure, more, percent, whole, worth};
use super::{Copy, Opened, pictures};

/// Properties of [`End`].
#[derive(Debug, Properties, PartialEq)]
pub struct EndProps {
    /// Language of the words.
    pub lang: Lang,
    /// The case.
    pub opened: Rc<Opened>,
    /// What was done in it.
    pub session: Session,
    /// What the workers have told.
    pub told: Told,
    /// Stops the replays.
    pub stop: Callback<()>,
    /// Begins them again.
    pub resume: Callback<()>,
}

/// The version that codes certify.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The report.
#[component]
pub fn End(props: &EndProps) -> Html {
    let EndProps {
        lang,
        opened,
        session,
        told,
        stop,
        resume,
    } = props;
    let lang = *lang;
    let there = told.report.is_some();
    use_effect_with(there, |there| {
        if *there {
            browser::begin_at("train-report");
        }
    });
    let Some(report) = &told.report else {
        return html! { <p role="status">{ word(lang, "train.reporting") }</p> };
    };
    let shown = session.settings.shown;
    html! {
        <section class="train-end" aria-labelledby="train-report">
            <h2 id="train-report" tabindex="-1">{ word(lang, "train.report") }</h2>
            <p>{ word(lang, "train.report_about") }</p>
            <div>if shown[0] { { lawful(report, lang) } }</div>
            <div>if shown[1] { { process(report, lang) } }</div>
            <div>if shown[2] { { time(report, lang) } }</div>
            <div>if shown[3] { { cost(report, lang) } }</div>
            <div>if shown[4] { { outcome(report, &opened.case, lang) } }</div>
            { progress(told, stop, resume, lang) }
            <div>if shown[5] { { luck(report, told, lang) } }</div>
            <div>if let Some(replays) = &told.replays {
                { scored(&opened.case, session, report, replays, lang) }
            }</div>
        </section>
    }
}

fn panel(id: &str, title: String, body: Html) -> Html {
    html! { <section class="panel" id={format!("train-{id}")} aria-labelledby={format!("train-{id}-title")}><h3 id={format!("train-{id}-title")}>{ title }</h3>{ body }</section> }
}

fn lawful(report: &Report, lang: Lang) -> Html {
    let written = report.written.iter().map(|it| {
        let told = problem::told(&it.as_problem(), lang);
        html! { <li><strong>{ cited(&it.article, lang) }</strong>{ lang.of("：", ": ") }{ told.message }{ lang.of("。", ". ") }<em>{ word(lang, "train.mend") }{ told.remedy }{ lang.of("。", ".") }</em></li> }
    });
    let happened = report.happened.iter().map(|it| {
        let stage = it.stage.as_ref().map_or_else(String::new, |it| name_of(lang, it));
        let key = if it.overrun { "train.overrun" } else { "train.missing" };
        html! { <li><strong>{ cited(&it.article, lang) }</strong>{ lang.of("：", ": ") }{ say(lang, key, &[("date", &it.date), ("stage", &stage)]) }<em>{ word(lang, "train.mend") }{ asks(&it.article, lang) }</em></li> }
    });
    let all: Vec<Html> = written.chain(happened).collect();
    let key = if all.is_empty() {
        "train.lawful_all"
    } else {
        "train.lawful_some"
    };
    let count = all.len().to_string();
    panel(
        "lawful",
        word(lang, "train.lawful"),
        html! { <><p>{ say(lang, key, &[("count", &count)]) }</p><ol>{ for all }</ol></> },
    )
}

fn process(report: &Report, lang: Lang) -> Html {
    let story = &report.outcome.story;
    let mut told = Vec::new();
    if report.kind == CaseKind::Matter {
        let names = [
            ("affected", whole(story.affected)),
            ("reached", whole(story.reached)),
            ("comments", whole(story.comments)),
            ("adopted", whole(story.adopted)),
            ("replied", whole(story.replied)),
        ];
        let names: Vec<(&str, &str)> = names.iter().map(|it| (it.0, it.1.as_str())).collect();
        told.push(say(lang, "train.asked", &names));
        told.push(match story.hearing {
            Some(people) => say(lang, "train.hearing", &[("people", &whole(people))]),
            None => word(lang, "train.no_hearing"),
        });
        let heard = [
            ("deputies", whole(story.deputies)),
            ("opinions", story.opinions.to_string()),
        ];
        let heard: Vec<(&str, &str)> = heard.iter().map(|it| (it.0, it.1.as_str())).collect();
        told.push(say(lang, "train.others_heard", &heard));
        let floor = [
            ("spoke", story.spoke.to_string()),
            ("members", story.members.to_string()),
            ("against", story.against.to_string()),
        ];
        let floor: Vec<(&str, &str)> = floor.iter().map(|it| (it.0, it.1.as_str())).collect();
        if story.members > 0 {
            told.push(say(lang, "train.floor", &floor));
        }
    }
    if report.kind == CaseKind::Emergency {
        told.push(say(
            lang,
            "train.calls",
            &[("missed", &story.missed.to_string())],
        ));
        for (key, hours) in [
            ("train.noticed", story.noticed),
            ("train.reported", story.reported),
            ("train.relief", story.relief),
        ] {
            if let Some(hours) = hours {
                told.push(say(
                    lang,
                    key,
                    &[("hours", &format!("{hours:.1}").replace('-', "−"))],
                ));
            }
        }
    }
    let group = |(name, affected, heard): &(county::scenario::Text, f64, bool)| {
        html! { <tr><th scope="row">{ name_of(lang, name) }</th><td>{ whole(*affected) }</td><td>{ word(lang, if *heard { "train.heard" } else { "train.unheard" }) }</td></tr> }
    };
    let holders = story.by_holder();
    let facts: u32 = holders.iter().map(|it| it.1).sum();
    let holder = |(kind, held, known): &(HolderKind, u32, u32)| {
        html! { <tr><th scope="row">{ word(lang, &format!("train.holder.{}", kind.name())) }</th><td>{ held }</td><td>{ known }</td></tr> }
    };
    let channel = |(channel, many): &(Channel, u32)| {
        say(
            lang,
            "train.by_channel",
            &[
                (
                    "channel",
                    &word(lang, &format!("train.channel.{}", channel.name())),
                ),
                ("count", &many.to_string()),
            ],
        )
    };
    let channels: Vec<String> = story.channels().iter().map(channel).collect();
    let known = percent(story.known_share());
    let body = html! {
        <>
            { for told.iter().map(|it| html! { <p>{ it }</p> }) }
            <div class="wide-table" hidden={report.groups.is_empty()}><table class="differences"><caption>{ word(lang, "train.groups") }</caption>
                <thead><tr><th scope="col">{ word(lang, "train.group") }</th><th scope="col">{ word(lang, "train.people") }</th><th scope="col">{ word(lang, "train.was_heard") }</th></tr></thead>
                <tbody>{ for report.groups.iter().map(group) }</tbody></table></div>
            <div class="wide-table" hidden={facts == 0}><table class="differences"><caption>{ say(lang, "train.facts", &[("known", &known)]) }</caption>
                <thead><tr><th scope="col">{ word(lang, "train.held_by") }</th><th scope="col">{ word(lang, "train.could_be_known") }</th><th scope="col">{ word(lang, "train.was_known") }</th></tr></thead>
                <tbody>{ for holders.iter().filter(|it| it.1 > 0).map(holder) }</tbody></table></div>
            <p hidden={channels.is_empty()}>{ word(lang, "train.brought_by") }{ channels.join(lang.of("，", ", ")) }{ lang.of("。", ".") }</p>
        </>
    };
    panel("process", word(lang, "train.process"), body)
}

fn time(report: &Report, lang: Lang) -> Html {
    let own = &report.outcome.story;
    let days = figure(own.days(), Unit::Days, lang);
    let finding = say(
        lang,
        "train.days_told",
        &[
            ("ending", &ending(&report.outcome, lang)),
            ("days", &days),
            (
                "reference",
                &figure(report.reference.story.days(), Unit::Days, lang),
            ),
        ],
    );
    let rows = vec![
        (word(lang, "train.own"), pictures::parts(own)),
        (
            word(lang, "train.reference"),
            pictures::parts(&report.reference.story),
        ),
    ];
    // The parts are those of a turnaround; a case that has not ended has none.
    let ended = own.ended.is_some();
    panel(
        "time",
        word(lang, "train.time"),
        html! { <div>if ended { <pictures::Days {finding} {rows} {lang} /> } else { <p>{ finding }</p> }</div> },
    )
}

fn cost(report: &Report, lang: Lang) -> Html {
    let apart = report.outcome.hours - report.reference.hours;
    let names = [
        ("total", whole(report.outcome.hours)),
        ("own", whole(report.outcome.story.hours)),
        ("reference", whole(report.reference.hours)),
        ("more", more(apart)),
    ];
    let names: Vec<(&str, &str)> = names.iter().map(|it| (it.0, it.1.as_str())).collect();
    panel(
        "cost",
        word(lang, "train.cost"),
        html! { <p>{ say(lang, "train.cost_told", &names) }</p> },
    )
}

fn outcome(report: &Report, case: &training::Case, lang: Lang) -> Html {
    let kind = report.kind;
    let row = |name: String, it: &Outcome, own: bool| {
        let story = &it.story;
        html! {
            <tr class={classes!(own.then_some("told"))}>
                <th scope="row">{ name }</th><td>{ ending(it, lang) }</td><td>{ figure(story.days(), Unit::Days, lang) }</td>
                { for (kind == CaseKind::Matter).then(|| html! { <><td>{ percent(story.known_share()) }</td><td>{ percent(story.agreement) }</td><td>{ worth(story.value) }</td></> }) }
                { for (kind == CaseKind::Emergency).then(|| html! { <><td>{ loss(story.loss, lang) }</td><td>{ loss(story.loss_left, lang) }</td></> }) }
                <td>{ whole(it.hours) }</td><td>{ it.breaches }</td>
            </tr>
        }
    };
    let mut rows = vec![
        row(word(lang, "train.own"), &report.outcome, true),
        row(word(lang, "train.reference"), &report.reference, false),
    ];
    for it in &report.others {
        let Some(decision) = case.decisions.get(it.decision) else {
            continue;
        };
        let Some(option) = decision.options.get(it.option) else {
            continue;
        };
        rows.push(row(name_of(lang, &option.label), &it.outcome, false));
    }
    let head = |key: &str| html! { <th scope="col">{ word(lang, key) }</th> };
    let arose: Vec<String> = report
        .arose
        .iter()
        .map(|(name, many, days)| {
            let days = figure(*days, Unit::Days, lang);
            say(
                lang,
                "train.arose_one",
                &[
                    ("name", &name_of(lang, name)),
                    ("count", &many.to_string()),
                    ("days", &days),
                ],
            )
        })
        .collect();
    let story = &report.outcome.story;
    let harm = whole(story.harm);
    let body = html! {
        <>
            <p>{ word(lang, "train.outcome_about") }</p>
            <div class="wide-table" tabindex="0" role="region" aria-labelledby="train-outcome-title"><table class="differences train-outcomes"><thead><tr>
                { head("train.way") }{ head("train.ended_as") }{ head("train.turnaround") }
                { for (kind == CaseKind::Matter).then(|| html! { <>{ head("train.known") }{ head("train.agreement") }{ head("train.value") }</> }) }
                { for (kind == CaseKind::Emergency).then(|| html! { <>{ head("train.loss") }{ head("train.loss_left") }</> }) }
                { head("train.hours") }{ head("train.breaches") }
            </tr></thead><tbody>{ for rows }</tbody></table></div>
            <p hidden={arose.is_empty()}>{ word(lang, "train.arose") }{ arose.join(lang.of("，", ", ")) }{ lang.of("。", ".") }</p>
            <p hidden={story.harm == 0.0}>{ say(lang, "train.harm", &[("harm", &harm)]) }</p>
            <p hidden={!story.reversed}>{ word(lang, "train.reversed") }</p>
        </>
    };
    panel("outcome", word(lang, "train.outcome"), body)
}

fn loss(yuan: Option<f64>, lang: Lang) -> String {
    figure(yuan.map(|it| it / 10_000.0), Unit::TenThousandYuan, lang)
}

fn progress(told: &Told, stop: &Callback<()>, resume: &Callback<()>, lang: Lang) -> Html {
    let (stop, resume) = (stop.clone(), resume.clone());
    let (busy, stopped) = (
        told.replaying == Replaying::Yes,
        told.replaying == Replaying::Stopped,
    );
    let names = [
        ("done", told.done.to_string()),
        ("many", MANY.to_string()),
        ("seconds", format!("{:.1}", told.took / 1_000.0)),
    ];
    let names: Vec<(&str, &str)> = names.iter().map(|it| (it.0, it.1.as_str())).collect();
    let key = match told.replaying {
        Replaying::Done => "train.replayed",
        Replaying::Stopped => "train.replays_stopped",
        _ => "train.replaying",
    };
    html! {
        <div class="progress study-progress" id="train-replays" data-done={told.done.to_string()} data-took={format!("{:.0}", told.took)}>
            <progress max={MANY.to_string()} value={told.done.to_string()} aria-label={word(lang, "train.replays")} hidden={!busy}></progress>
            <span role="status">{ say(lang, key, &names) }</span>
            <button type="button" class="quiet" hidden={!busy} onclick={Callback::from(move |_: MouseEvent| stop.emit(()))}>{ word(lang, "progress.stop") }</button>
            <button type="button" hidden={!stopped} onclick={Callback::from(move |_: MouseEvent| resume.emit(()))}>{ word(lang, "train.replay") }</button>
        </div>
    }
}

fn luck(report: &Report, told: &Told, lang: Lang) -> Html {
    let Some(replays) = &told.replays else {
        return html! {};
    };
    let own = &report.outcome.story;
    let day = |it: f64| figure(Some(it), Unit::Days, lang);
    let value = |it: f64| worth(Some(it));
    let lost = |it: f64| loss(Some(it), lang);
    let of = |figure: fn(&Story) -> Option<f64>| Replays::of(replays, figure);
    let body = html! {
        <>
            <p>{ say(lang, "train.luck_about", &[("many", &MANY.to_string())]) }</p>
            { for (report.kind == CaseKind::Matter).then(|| pictures::among(&word(lang, "train.value"), own.value, &of(|it| it.value), &value, lang)) }
            { for (report.kind == CaseKind::Emergency).then(|| pictures::among(&word(lang, "train.loss"), own.loss, &of(|it| it.loss), &lost, lang)) }
            { pictures::among(&word(lang, "train.turnaround"), own.days(), &of(Story::days), &day, lang) }
        </>
    };
    panel("luck", word(lang, "train.luck"), body)
}

fn scored(
    case: &training::Case,
    session: &Session,
    report: &Report,
    replays: &[training::Replay],
    lang: Lang,
) -> Html {
    let weights = case.weights(report.kind);
    let score: Score = training::score(&weights, report.kind, &report.written, replays);
    let mut token = Token::new(
        case,
        VERSION,
        session.settings.seed,
        &chosen(session),
        score.points,
    );
    (token.helped, token.late, token.minutes) = (session.helped, session.late, session.minutes());
    let code = token.written();
    let all: u32 = score
        .parts
        .iter()
        .filter(|it| it.share.is_some())
        .map(|it| it.weight)
        .sum();
    let row = |it: &training::Measured| {
        let most = if it.share.is_some() && all > 0 {
            100.0 * f64::from(it.weight) / f64::from(all)
        } else {
            0.0
        };
        let points = it
            .share
            .map_or_else(|| "–".to_owned(), |share| format!("{:.1}", share * most));
        html! {
            <tr><th scope="row">{ word(lang, &format!("train.measure.{}", it.name)) }<small>{ word(lang, &format!("train.measure.{}_means", it.name)) }</small></th>
                <td>{ percent(it.share) }</td><td>{ format!("{most:.0}") }</td><td>{ points }</td></tr>
        }
    };
    // As the code carries it: rounded once.
    let points = format!("{:.1}", token.score());
    let body = html! {
        <>
            <p class="train-points" data-points={points.clone()}>{ say(lang, "train.points", &[("points", &points)]) }</p>
            <p>{ word(lang, "train.formula") }</p>
            <div class="wide-table"><table class="differences"><thead><tr><th scope="col">{ word(lang, "train.measure") }</th><th scope="col">{ word(lang, "train.fulfilled") }</th><th scope="col">{ word(lang, "train.at_most") }</th><th scope="col">{ word(lang, "train.got") }</th></tr></thead>
                <tbody>{ for score.parts.iter().map(row) }</tbody></table></div>
            <p class="hint">{ word(lang, "train.score_hint") }</p>
        </>
    };
    html! {
        <>
            { panel("score", word(lang, "train.score"), body) }
            { code_panel(code, lang) }
        </>
    }
}

/// The result code, with a key that copies it.
fn code_panel(code: String, lang: Lang) -> Html {
    let body = html! {
        <>
            <p><code class="train-code" id="train-code-text">{ &code }</code></p>
            <Copy id="train-copy" label={word(lang, "train.copy")} text={code} {lang} />
            <p class="hint">{ word(lang, "train.code_hint") }</p>
        </>
    };
    panel("code", word(lang, "train.code"), body)
}
