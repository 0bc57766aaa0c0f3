//! One decision from inside: which facts there were, who held and who brought them, who spoke, what each thought, what was decided, and
//! what it was really worth.

use county::event::Trigger;
use county::scenario::Rule;
use yew::prelude::*;

use super::dates::moment;
use super::life::named;
use super::names::Names;
use super::playback::Decision;
use super::playback::decision::Fact;
use crate::charts::Lang;
use crate::charts::numbers::{Estimate, Unit, quantity};
use crate::i18n::{say, word};

/// The decision on the matter chosen.
pub fn view(names: &Names, it: &Decision, epoch: i64, own: bool) -> Html {
    let lang = names.lang;
    let most = it.facts.iter().map(|it| it.value.abs());
    let most = most.fold(f64::MIN_POSITIVE, f64::max);
    let most_leaned = it.leaned.iter().map(|it| it.1.abs());
    let most_leaned = most_leaned.fold(f64::MIN_POSITIVE, f64::max);
    html! {
        <section class="decision" id={named("decision", own)} aria-labelledby={named("decision-title", own)}>
            <h3 id={named("decision-title", own)}>{ word(lang, "decision.title") }</h3>
            <p class="chart-finding">{ finding(names, it, epoch) }</p>
            <p>{ worth(names, it) }</p>
            if let Some(said) = afterwards(it, lang) { <p id={named("decision-afterwards", own)}>{ said }</p> }
            <div class="decision-tables">
                <table>
                    <caption>{ word(lang, "decision.facts") }</caption>
                    <thead><tr>
                        <th scope="col">{ word(lang, "decision.held_by") }</th>
                        <th scope="col">{ word(lang, "decision.speaks") }</th>
                        <th scope="col">{ word(lang, "decision.came_by") }</th>
                    </tr></thead>
                    <tbody>
                        { added("decision.mean", it.mean, most, lang) }
                        { for it.facts.iter().map(|it| fact(names, it, most)) }
                        if it.mended > 0.0 { { added("decision.draft", it.mended, most, lang) } }
                        { added("decision.sum", it.worth, most, lang) }
                        if it.afterwards.mended > 0.0 {
                            { added("decision.later", it.afterwards.mended, most, lang) }
                            { added("decision.sum_later", it.worth + it.afterwards.mended, most, lang) }
                        }
                    </tbody>
                </table>
                if !it.leaned.is_empty() {
                    <table>
                        <caption>{ word(lang, "decision.meeting") }</caption>
                        <thead><tr>
                            <th scope="col">{ word(lang, "decision.who") }</th>
                            <th scope="col">{ word(lang, "decision.leans") }</th>
                            <th scope="col">{ word(lang, "decision.spoke") }</th>
                        </tr></thead>
                        <tbody>{ for in_order(it).into_iter().map(|(who, leans)| member(names, it, who, leans, most_leaned)) }</tbody>
                    </table>
                }
            </div>
            <p class="chart-note">{ word(lang, "decision.note") }</p>
        </section>
    }
}

/// Those who were there: who spoke in the order of speaking, then those who kept silent.
fn in_order(it: &Decision) -> Vec<(u16, f64)> {
    let turn = |who: u16| it.spoke.iter().position(|it| it.0 == who);
    let leaned = |who: u16| it.leaned.iter().find(|it| it.0 == who).copied();
    let spoke = it.spoke.iter().filter_map(|it| leaned(it.0));
    let silent = it.leaned.iter().filter(|it| turn(it.0).is_none()).copied();
    spoke.chain(silent).collect()
}

/// Which meeting decided, who presided, and by which rule.
fn place(names: &Names, it: &Decision) -> Option<String> {
    let lang = names.lang;
    let at = it.meeting?;
    let meeting = names.meeting_at(at)?;
    let present: Vec<u16> = it.leaned.iter().map(|it| it.0).collect();
    let rule = meeting
        .discussion
        .as_ref()
        .map_or(Rule::Chief, |it| it.rule);
    let said = [
        ("meeting", names.holder_at(at)),
        ("rule", word(lang, rule_key(rule))),
        ("chair", names.holder_at(names.presided(meeting, &present)?)),
    ];
    let said = said.each_ref().map(|(name, it)| (*name, it.as_str()));
    Some(say(lang, "decision.place", &said))
}

const fn rule_key(rule: Rule) -> &'static str {
    match rule {
        Rule::Chief => "choice.rule.chief",
        Rule::Majority => "choice.rule.majority",
        Rule::Qualified => "choice.rule.qualified",
        Rule::Consensus => "choice.rule.consensus",
        Rule::Weighted => "choice.rule.weighted",
        Rule::Serial => "choice.rule.serial",
        Rule::AnyOne => "choice.rule.any_one",
        Rule::Inner => "choice.rule.inner",
    }
}

fn finding(names: &Names, it: &Decision, epoch: i64) -> String {
    let lang = names.lang;
    let (known, all) = (it.known().to_string(), it.facts.len().to_string());
    let table = say(lang, "decision.known", &[("known", &known), ("all", &all)]);
    let Some(adopted) = it.adopted else {
        return table + &word(lang, "decision.open");
    };
    let agrees = it.agrees() == Some(true);
    let on = it
        .at
        .map(|at| moment(epoch, at).date(lang))
        .unwrap_or_default();
    let place = place(names, it).unwrap_or_else(|| word(lang, "decision.some_meeting"));
    let decided = say(
        lang,
        if adopted {
            "decision.adopted"
        } else {
            "decision.refused"
        },
        &[("on", &on), ("place", &place)],
    );
    let held = word(
        lang,
        if agrees {
            "decision.agrees"
        } else {
            "decision.differs"
        },
    );
    let count = |is: fn(f64) -> bool| it.leaned.iter().filter(|it| is(it.1)).count().to_string();
    let (pro, con) = (count(|it| it > 0.0), count(|it| it <= 0.0));
    let votes = say(lang, "decision.votes", &[("for", &pro), ("against", &con)]);
    let left = match it.left_majority {
        true => word(lang, "decision.left_majority"),
        false => String::new(),
    };
    table + &decided + &votes + &left + &held + &without(it, lang)
}

/// What an evaluation found and led to, if one was held.
fn afterwards(it: &Decision, lang: Lang) -> Option<String> {
    let it = &it.afterwards;
    let evaluated = it.evaluated?;
    let called = it.called.and_then(|it| Trigger::ALL.get(usize::from(it)));
    let called = called.map_or("always", |it| it.name());
    let why = word(lang, &format!("decision.called.{called}"));
    let known = number(evaluated);
    let found = say(
        lang,
        "decision.evaluated",
        &[("why", &why), ("known", &known)],
    );
    let change = |key, by: f64| {
        let by = number(by);
        say(lang, key, &[("by", &by)])
    };
    let led_to = match (it.ended, it.major_change, it.mended) {
        (true, ..) => {
            let (held, spared) = (it.held.to_string(), it.spared.to_string());
            let ended = word(lang, "decision.ended");
            match (it.held, it.spared) {
                (0, 0) => ended,
                (_, 0) => ended + &say(lang, "decision.held", &[("held", &held)]),
                _ => {
                    ended
                        + &say(
                            lang,
                            "decision.held_and_spared",
                            &[("held", &held), ("spared", &spared)],
                        )
                }
            }
        }
        (_, Some(by), 0.0) => change("decision.again", by),
        (_, _, by) if by > 0.0 => change("decision.changed", by),
        _ => word(lang, "decision.kept"),
    };
    Some(found + &led_to)
}

/// Without which of participation, experts and discussion it would have been decided otherwise.
fn without(it: &Decision, lang: Lang) -> String {
    let Some(bits) = it.redecided else {
        return String::new();
    };
    let adopts = |subset: u8| bits >> subset & 1 == 1;
    let channels = ["participation", "experts", "discussion"];
    let needed: Vec<String> = channels
        .iter()
        .enumerate()
        .filter(|(at, _)| adopts(7) != adopts(7 & !(1 << at)))
        .map(|(_, name)| word(lang, &format!("decision.{name}")))
        .collect();
    match needed.is_empty() {
        true => word(lang, "decision.same_without"),
        false => {
            let names = needed.join(lang.of("、", ", "));
            say(lang, "decision.other_without", &[("names", &names)])
        }
    }
}

/// With its sign and two places: what decisions turn on are differences of tenths.
fn number(value: f64) -> String {
    let digits = format!("{:.2}", value.abs());
    let sign = match (digits.as_str(), value < 0.0) {
        ("0.00", _) => "",
        (_, true) => "−",
        (_, false) => "+",
    };
    format!("{sign}{digits}")
}

fn worth(names: &Names, it: &Decision) -> String {
    let lang = names.lang;
    let worst = it.groups.iter().min_by(|a, b| a.1.total_cmp(&b.1));
    let mut said = say(lang, "decision.worth", &[("worth", &number(it.worth))]);
    if it.mended > 0.0 {
        said += &say(lang, "decision.mended", &[("mended", &number(it.mended))]);
    }
    if let Some(&(group, worth)) = worst {
        let (group, worth) = (names.holder_at(group), number(worth));
        said += &say(
            lang,
            "decision.worst",
            &[("group", &group), ("worth", &worth)],
        );
    }
    said
}

fn fact(names: &Names, it: &Fact, most: f64) -> Html {
    let lang = names.lang;
    let kind = word(lang, &format!("decision.holder.{}", it.kind().name()));
    let holder = it.holder.map_or(kind, |at| names.holder_at(at));
    let came = match it.first() {
        Some(channel) => word(lang, &format!("decision.channel.{}", channel.name())),
        None => word(lang, "decision.unknown"),
    };
    let unknown = it.came_by.is_empty();
    html! {
        <tr class={classes!(unknown.then_some("unknown"))}>
            <th scope="row">{ holder }</th>
            <td>{ bar(it.value, most) }</td>
            <td>{ came }</td>
        </tr>
    }
}

/// A line that is no fact: what the matter starts from, what the draft added, and what that makes.
fn added(key: &str, value: f64, most: f64, lang: Lang) -> Html {
    html! { <tr class="added"><th scope="row">{ word(lang, key) }</th><td>{ bar(value, most) }</td><td></td></tr> }
}

fn member(names: &Names, it: &Decision, who: u16, leans: f64, most: f64) -> Html {
    let lang = names.lang;
    let spoke = (1..).zip(&it.spoke).find(|(_, it)| it.0 == who);
    let spoke = match spoke {
        Some((turn, &(_, minutes))) => {
            // In tenths: nobody speaks by the second.
            let minutes = Estimate::new(minutes, minutes - 0.2, minutes + 0.2);
            let minutes = quantity(minutes, Unit::Minutes, lang);
            let names = [("turn", turn.to_string()), ("minutes", minutes)];
            let names = names.each_ref().map(|(name, it)| (*name, it.as_str()));
            say(lang, "decision.turn", &names)
        }
        None => word(lang, "decision.silent"),
    };
    // What the others said moved him by as much as these differ.
    let before = it.leaned.iter().zip(&it.before).find(|(it, _)| it.0 == who);
    let before = before.map(|(_, before)| number(*before));
    let before = before.filter(|it| *it != number(leans));
    let before = before.map(|it| say(lang, "decision.before", &[("value", &it)]));
    html! {
        <tr>
            <th scope="row">{ names.holder_at(who) }</th>
            <td>{ bar(leans, most) }if let Some(before) = before { <span class="hint lean-before">{ before }</span> }</td>
            <td>{ spoke }</td>
        </tr>
    }
}

/// For to the right of the middle, against to the left; and the number.
fn bar(value: f64, most: f64) -> Html {
    let share = 50.0 * (value.abs() / most).min(1.0);
    let from = if value < 0.0 { 50.0 - share } else { 50.0 };
    let sign = if value < 0.0 { "against" } else { "for" };
    html! {
        <span class="lean">
            <span class="lean-bar" aria-hidden="true"><span class={sign} style={format!("left:{from:.1}%;width:{share:.1}%")}></span></span>
            <span class="lean-number">{ number(value) }</span>
        </span>
    }
}
