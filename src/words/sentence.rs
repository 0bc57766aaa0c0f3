//! The one sentence over everything: what the change bought and cost.

use litemap::LiteMap;

use crate::charts::numbers::{Estimate, Unit, interval, quantity};
use crate::i18n::{Lang, say, word};
use crate::worker::protocol::{Compared, Counties, Figures, Span, Standing, Verdict};

mod plausible;
mod trade;

use trade::VOICED;
pub use trade::{FACTS, trade};

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its words.
    pub text: String,
    /// Whether it is what the sentence is about.
    pub strong: bool,
}

/// A sentence, and in smaller letters what supports it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sentence {
    /// What the change bought and cost.
    pub headline: Vec<Piece>,
    /// Replications, intervals, what cannot be told from luck.
    pub detail: String,
    /// In how many plausible counties it holds too; empty while that is not known, and where there is nothing to hold.
    pub elsewhere: String,
}

/// A leader, an office or a department: whoever may be asked for more hours than there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Id in the scenario.
    pub id: String,
    /// Name in the page's language.
    pub name: String,
}

/// What a sentence is made from.
#[derive(Debug, Clone)]
pub struct Case<'a> {
    /// Language.
    pub lang: Lang,
    /// What was changed, each told in words ("开启领导补位").
    pub changes: &'a [String],
    /// The figures of the last look.
    pub figures: &'a Figures,
    /// The county's leaders, offices and departments.
    pub holders: &'a [Holder],
    /// Path of the one switch that is all that changed, if so.
    pub switch: Option<&'a str>,
    /// What the same changes do in plausible counties, once that is known.
    pub counties: Option<&'a Counties>,
}

/// Lead time, days.
pub const LEAD_TIME: &str = "turnaround.lead_time.mean";
/// Days waiting for a meeting.
pub const WAITING_MEETING: &str = "turnaround.part.waiting_meeting";
/// Days of prescribed periods.
pub const STATUTORY: &str = "turnaround.part.statutory";
/// Share of the affected who said something.
pub const RESPONDED: &str = "participation.responded.share";
/// Leaders' hours, a year.
pub const LEADERS_HOURS: &str = "burden.hours.leaders";
/// Share of decisions that full information would have made too.
pub const AGREEMENT: &str = "quality.agreement.share";

/// Weeks in a mean Gregorian year.
const WEEKS: f64 = 365.2425 / 7.0;
/// Months in a year.
pub const MONTHS: f64 = 12.0;

/// A figure that a sentence may speak of.
#[derive(Debug, Clone, Copy)]
struct Subject {
    /// `words.<key>.*`
    key: &'static str,
    metric: &'static str,
    unit: Unit,
    /// From the metric's unit to the sentence's.
    factor: f64,
    /// Whether more of it is a gain.
    more_is_gain: bool,
}

const fn subject(
    key: &'static str,
    metric: &'static str,
    unit: Unit,
    factor: f64,
    more_is_gain: bool,
) -> Subject {
    Subject {
        key,
        metric,
        unit,
        factor,
        more_is_gain,
    }
}

const DAYS: Subject = subject("days", LEAD_TIME, Unit::Days, 1.0, false);
const VOICE: Subject = subject("voice", RESPONDED, Unit::InTenThousand, 1.0, true);
const AGREES: Subject = subject("agrees", AGREEMENT, Unit::Share, 1.0, true);
const WRONGLY: Subject = subject(
    "wrongly",
    "quality.false_adoption.share",
    Unit::Share,
    1.0,
    false,
);
const VALUE: Subject = subject("value", "quality.value.share", Unit::Share, 1.0, true);
const HOURS: Subject = subject("hours", LEADERS_HOURS, Unit::Hours, 1.0 / MONTHS, false);
const ALL_HOURS: Subject = subject(
    "all_hours",
    "burden.hours.total",
    Unit::Hours,
    1.0 / MONTHS,
    false,
);
const ABSENT: Subject = subject(
    "absent",
    "turnaround.part.leader_absent",
    Unit::Days,
    1.0,
    false,
);

const PERMIT_DAYS: Subject = subject(
    "permit_days",
    "permits.decided.days",
    Unit::Days,
    1.0,
    false,
);
const HARM: Subject = subject("harm", "permits.harm", Unit::TenThousandYuan, 1.0, false);
const RESPONSE: Subject = subject(
    "response",
    "emergency.response.hours",
    Unit::Hours,
    1.0,
    false,
);
const LOSS: Subject = subject(
    "loss",
    "emergency.loss.left",
    Unit::TenThousandYuan,
    1e-4,
    false,
);
const LATE: Subject = subject("late", "emergency.late_reports", Unit::Reports, 1.0, false);
const FIDELITY: Subject = subject(
    "fidelity",
    "implementation.fidelity",
    Unit::Share,
    1.0,
    true,
);
const ON_TIME: Subject = subject(
    "on_time",
    "implementation.on_time.share",
    Unit::Share,
    1.0,
    true,
);

/// What the sentence over everything speaks of.
const OUTCOMES: [Subject; 7] = [DAYS, VOICE, VOICED, AGREES, WRONGLY, VALUE, HOURS];

/// The mechanisms, by name.
const MECHANISMS: [&str; 5] = [
    "emergency",
    "daily_norms",
    "approval_reform",
    "stand_in",
    "participation",
];

/// What the sentence of a mechanism's switch speaks of: what it is for, and what it costs.
fn subjects(mechanism: &str) -> &'static [Subject] {
    match mechanism {
        "stand_in" => &[ABSENT, DAYS, HOURS],
        "participation" => &[VOICE, AGREES, WRONGLY, VALUE, DAYS, ALL_HOURS],
        "approval_reform" => &[PERMIT_DAYS, DAYS, ALL_HOURS, HARM],
        "emergency" => &[RESPONSE, LOSS, LATE, ALL_HOURS],
        "daily_norms" => &[FIDELITY, ON_TIME, DAYS, ALL_HOURS],
        _ => &[DAYS, HOURS],
    }
}

/// The mechanism of a switch's path, `mechanisms.<mechanism>.enabled`.
fn mechanism(path: &str) -> &str {
    path.split('.').nth(1).unwrap_or_default()
}

/// The metrics that the effect of a switch is told by.
pub fn metrics_of(path: &str) -> impl Iterator<Item = &'static str> {
    subjects(mechanism(path)).iter().map(|it| it.metric)
}

/// The metrics that a sentence of a change may tell of, each once, always in the same order.
#[must_use]
pub fn told_metrics() -> Vec<&'static str> {
    let mut all = Vec::new();
    let mut add = |subjects: &[Subject]| {
        for it in subjects {
            if !all.contains(&it.metric) {
                all.push(it.metric);
            }
        }
    };
    add(&OUTCOMES);
    for mechanism in MECHANISMS {
        add(subjects(mechanism));
    }
    all
}

/// What a switch does, on against off with all else as it stands: "等不在县里的领导少等 1.2 天（2.1 → 0.9 天）；代价是领导班子每月多用 1.4 小时。"
#[must_use]
pub fn of_switch(path: &str, effect: &LiteMap<String, Compared>, lang: Lang) -> String {
    let outcomes: Vec<Outcome> = subjects(mechanism(path))
        .iter()
        .filter_map(|it| Some(Outcome::new(it, effect.get(it.metric)?.clone())))
        .collect();
    let told = balance(&outcomes, lang);
    let plain = told.unwrap_or_else(|standing| {
        let key = match standing {
            Standing::Same => "words.switch_nothing",
            Standing::Unsure => "words.switch_unsure",
            _ => "words.switch_luck",
        };
        word(lang, key)
    });
    unstarred(&plain, lang)
}

/// One of the outcomes a sentence speaks of.
struct Outcome {
    subject: Subject,
    compared: Compared,
}

/// The sentence of a case.
#[must_use]
pub fn sentence(case: &Case) -> Sentence {
    let told = if case.changes.is_empty() || !case.figures.reform {
        stands(case)
    } else {
        changed(case)
    };
    // Who reads of a gain has to know first that it is bought by a county which comes to a stand.
    let over = overload(case);
    let headline = match over.trim_start() {
        "" => told,
        over => format!("{over}{}{told}", case.lang.of("", " ")),
    };
    Sentence {
        headline: pieces(&headline),
        detail: detail(case),
        elsewhere: case.counties.map_or_else(String::new, |counties| {
            plausible::told(&outcomes(case), counties, case.lang)
        }),
    }
}

/// What a case is told by. Of one switch turned alone, what that switch is told by; else turnaround, voice and hours; and where nothing
/// of that can be told, whatever else can.
fn outcomes(case: &Case) -> Vec<Outcome> {
    let outcome = |it: &Subject| Outcome::new(it, case.figures.metric(it.metric));
    let mut of: Vec<Subject> = match case.switch {
        Some(path) => subjects(mechanism(path)).to_vec(),
        None => OUTCOMES.to_vec(),
    };
    // What the county does not measure at all is not missing.
    of.retain(|it| case.figures.metrics.contains_key(it.metric));
    let told = |it: &Outcome| it.compared.verdict == Verdict::Told;
    let mut outcomes: Vec<Outcome> = of.iter().map(outcome).collect();
    if !outcomes.iter().any(told) {
        for other in MECHANISMS.iter().flat_map(|it| subjects(it)) {
            if !of.iter().any(|it| it.metric == other.metric) {
                of.push(*other);
                outcomes.extend(Some(outcome(other)).filter(told));
            }
        }
    }
    outcomes
}

/// What was bought and what it cost; or, when no outcome can be told from luck, how they stand: all exactly alike, one of them nearly
/// told, or luck.
fn balance(outcomes: &[Outcome], lang: Lang) -> Result<String, Standing> {
    let told = |gain: bool| -> Vec<String> {
        outcomes
            .iter()
            .filter(|o| o.compared.verdict == Verdict::Told && o.gain() == gain)
            .map(|o| o.told(lang))
            .collect()
    };
    let join = |told: Vec<String>| told.join(&word(lang, "words.and"));
    match (told(true), told(false)) {
        (gains, losses) if gains.is_empty() && losses.is_empty() => {
            let standings = || outcomes.iter().map(|it| it.compared.standing());
            Err(if standings().any(|it| it == Standing::Unsure) {
                Standing::Unsure
            } else if standings().all(|it| matches!(it, Standing::Undefined | Standing::Same)) {
                Standing::Same
            } else {
                Standing::Luck
            })
        }
        (gains, losses) if losses.is_empty() => {
            Ok(say(lang, "words.gains", &[("gains", &join(gains))]))
        }
        (gains, losses) if gains.is_empty() => {
            Ok(say(lang, "words.losses", &[("losses", &join(losses))]))
        }
        (gains, losses) => Ok(say(
            lang,
            "words.gains_and_losses",
            &[("gains", &join(gains)), ("losses", &join(losses))],
        )),
    }
}

/// The county as it stands.
fn stands(case: &Case) -> String {
    let Case { lang, figures, .. } = *case;
    let now = |name: &str| quantity(figures.metric(name).now.into(), Unit::Days, lang);
    if figures.metric(LEAD_TIME).now.value.is_none() {
        return word(lang, "words.stands_undefined");
    }
    let hours = quantity(
        figures.metric(LEADERS_HOURS).now.times(1.0 / MONTHS).into(),
        Unit::Hours,
        lang,
    );
    let prescribed = figures
        .metric(STATUTORY)
        .now
        .value
        .is_some_and(|days| days > 0.0);
    say(
        lang,
        if prescribed {
            "words.stands"
        } else {
            "words.stands_unprescribed"
        },
        &[
            ("days", &now(LEAD_TIME)),
            ("meeting", &now(WAITING_MEETING)),
            ("statutory", &now(STATUTORY)),
            ("hours", &hours),
        ],
    )
}

/// What the changes bought and cost.
fn changed(case: &Case) -> String {
    let Case { lang, changes, .. } = *case;
    let after = match changes {
        [one] => say(lang, "words.after_one", &[("change", one)]),
        many => say(
            lang,
            "words.after_many",
            &[("count", &many.len().to_string())],
        ),
    };
    let what = balance(&outcomes(case), lang).unwrap_or_else(|standing| {
        let key = match standing {
            Standing::Same => "words.nothing_changed",
            Standing::Unsure => "words.only_unsure",
            _ => "words.only_luck",
        };
        word(lang, key)
    });
    format!("{after}{what}")
}

impl Outcome {
    fn new(subject: &Subject, compared: Compared) -> Self {
        Self {
            subject: *subject,
            compared: compared.times(subject.factor),
        }
    }

    fn more(&self) -> bool {
        self.compared.difference.value.is_some_and(|d| d > 0.0)
    }

    fn gain(&self) -> bool {
        self.more() == self.subject.more_is_gain
    }

    /// "一件决策事项平均少走 5.2 天（86.4 → 81.2 天）"
    fn told(&self, lang: Lang) -> String {
        let by = quantity(
            size(self.compared.difference),
            self.subject.unit.of_difference(),
            lang,
        );
        // As fine as the difference, and no finer: their own intervals, of luck that both arms share, would hide what was told.
        let half = Estimate::from(self.compared.difference)
            .width()
            .unwrap_or(0.0)
            / 2.0;
        let plain = |span: Span| {
            let as_fine = |it: f64| Estimate::new(it, it - half, it + half);
            let value = span.value.map_or(Estimate::NONE, as_fine);
            quantity(value, self.subject.unit, lang)
        };
        let (from, to) = (plain(self.compared.preset), plain(self.compared.now));
        let way = if self.more() { "more" } else { "less" };
        say(
            lang,
            &format!("words.{}.{way}", self.subject.key),
            &[("by", &by), ("from", &from), ("to", &to)],
        )
    }
}

/// A difference without its sign.
fn size(difference: Span) -> Estimate {
    match difference.value {
        Some(value) if value < 0.0 => difference.negative().into(),
        _ => difference.into(),
    }
}

/// How many of those overloaded are named; the others are counted.
const NAMED: usize = 2;

/// Who is asked for more hours than there are, and which meetings get more before them than they can take.
fn overload(case: &Case) -> String {
    let Case {
        lang,
        figures,
        holders,
        ..
    } = *case;
    let now = |name: &str, holder: &Holder| {
        let metric = format!("burden.{name}.{}", holder.id);
        figures.metric(&metric).now.value
    };
    let over = holders.iter().filter_map(|it| {
        let (load, used) = (now("load", it)?, now("hours", it)?);
        let utilisation = now("utilisation", it)?;
        let has = used / utilisation / WEEKS;
        (load >= 1.0 && utilisation > 0.0).then_some((&it.name, load * has, has))
    });
    let over: Vec<_> = over.collect();
    let mut told = String::new();
    for (who, needs, has) in over.iter().take(NAMED) {
        // As fine as it takes to see that the one is more than the other.
        let told_in = |decimals: usize| [needs, has].map(|it| format!("{it:.decimals$}"));
        let [needs, has] = (0..3)
            .map(told_in)
            .find(|[needs, has]| needs != has)
            .unwrap_or_else(|| told_in(2));
        let names = [("who", who.as_str()), ("needs", &needs), ("has", &has)];
        told.push_str(lang.of("", " "));
        told.push_str(&large_first(&say(lang, "words.overload", &names)));
    }
    if over.len() > NAMED {
        let count = (over.len() - NAMED).to_string();
        told.push_str(lang.of("", " "));
        told.push_str(&say(lang, "words.overload_more", &[("count", &count)]));
    }
    let full = holders
        .iter()
        .filter(|it| now("agenda", it).is_some_and(|load| load > 1.0));
    for meeting in full {
        told.push_str(lang.of("", " "));
        let names = [("meeting", meeting.name.as_str())];
        told.push_str(&large_first(&say(lang, "words.agenda_full", &names)));
    }
    told
}

/// Replications, the interval of the main difference, and what cannot be told.
fn detail(case: &Case) -> String {
    let Case {
        lang,
        figures,
        changes,
        ..
    } = *case;
    let n = figures.looked.max(figures.n).to_string();
    let years = crate::levers::plain(figures.years, Unit::Bare);
    if changes.is_empty() || !figures.reform {
        let lead_time = figures.metric(LEAD_TIME).now;
        let key = if lead_time.low.is_some() {
            "words.detail_stands"
        } else {
            "words.detail_stands_undefined"
        };
        let range = interval(lead_time.into(), Unit::Days);
        return say(
            lang,
            key,
            &[("n", &n), ("years", &years), ("interval", &range)],
        );
    }
    let mut text = say(lang, "words.detail", &[("n", &n), ("years", &years)]);
    let lead_time = figures.metric(LEAD_TIME);
    if lead_time.verdict == Verdict::Told {
        text.push_str(&say(
            lang,
            "words.detail_interval",
            &[(
                "interval",
                &interval(size(lead_time.difference), Unit::Days),
            )],
        ));
    }
    let outcomes = outcomes(case);
    let told = outcomes.iter().any(|o| o.compared.verdict == Verdict::Told);
    for (standing, key) in [
        (Standing::Luck, "words.detail_luck"),
        (Standing::Unsure, "words.detail_unsure"),
        (Standing::Undefined, "words.detail_undefined"),
    ] {
        let names: Vec<String> = outcomes
            .iter()
            .filter(|o| o.compared.standing() == standing)
            .map(|o| word(lang, &format!("words.{}.name", o.subject.key)))
            .collect();
        // When everything is luck the headline has said so.
        if !names.is_empty() && (told || standing != Standing::Luck) {
            text.push_str(&say(
                lang,
                key,
                &[("names", &names.join(&word(lang, "words.list")))],
            ));
        }
    }
    text.push_str(&word(lang, "words.stop"));
    text
}

/// What stands between stars is strong; the first letter of an English sentence is large.
fn pieces(text: &str) -> Vec<Piece> {
    large_first(text)
        .split('*')
        .enumerate()
        .filter(|(_, text)| !text.is_empty())
        .map(|(i, text)| Piece {
            text: text.to_owned(),
            strong: i % 2 == 1,
        })
        .collect()
}

/// A sentence in one voice: what stands between stars is apart by a space in Chinese, as figures in running text are.
fn unstarred(text: &str, lang: Lang) -> String {
    let mut plain = String::new();
    for (at, piece) in text.split('*').enumerate() {
        if at % 2 == 1 && lang == Lang::Zh {
            plain.push(' ');
        }
        plain.push_str(piece);
    }
    large_first(&plain)
}

/// The same with a large first letter.
fn large_first(text: &str) -> String {
    let mut text = text.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

#[cfg(test)]
mod tests;
