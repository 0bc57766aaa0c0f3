//! Who sits where: the leaders with their portfolios, whose hours are bound, who stands in for whom, and who is away at the time shown.

use std::rc::Rc;

use county::scenario::{Leader, Scenario};
use kernel::Tick;
use yew::prelude::*;

use super::dates::{days_from_date, moment};
use super::playback::Playback;
use crate::charts::Lang;
use crate::charts::numbers::{Estimate, Unit, quantity};
use crate::i18n::{name_of, say, word};

/// Properties of [`Leaders`].
#[derive(Debug, Properties)]
pub struct LeadersProps {
    /// The run.
    pub playback: Rc<Playback>,
    /// Its scenario.
    pub scenario: Rc<Scenario>,
    /// The time shown.
    pub at: Tick,
    /// Language of the words.
    pub lang: Lang,
}

// Identity, not contents: comparing the contents on every move of a lever takes longer than drawing.
impl PartialEq for LeadersProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.playback, &other.playback)
            && Rc::ptr_eq(&self.scenario, &other.scenario)
            && self.at == other.at
            && self.lang == other.lang
    }
}

/// Whether a leader is there at a time, in words, and whether he is.
fn whereabouts(playback: &Playback, leader: &str, t: Tick, lang: Lang) -> (String, bool) {
    let epoch = days_from_date(&playback.epoch).unwrap_or(0);
    match playback.absent_at(leader, t) {
        None => (word(lang, "county.there"), true),
        Some(absence) => {
            let until = moment(epoch, absence.until).short(lang);
            let key = if absence.called {
                "county.called"
            } else {
                "county.away"
            };
            (say(lang, key, &[("until", &until)]), false)
        }
    }
}

/// The leaders in order of rank, then of id.
fn in_rank(scenario: &Scenario) -> Vec<(&String, &Leader)> {
    let mut leaders: Vec<_> = scenario.leaders.iter().collect();
    kernel::order::sort_short(&mut leaders, |a, b| a.1.rank < b.1.rank);
    leaders
}

/// The leaders of the county at the time shown, behind a key that says how many are away.
#[component]
pub fn Leaders(props: &LeadersProps) -> Html {
    let LeadersProps {
        playback,
        scenario,
        at,
        lang,
    } = props;
    let lang = *lang;
    let leaders = in_rank(scenario);
    let away = leaders
        .iter()
        .filter(|(id, _)| playback.absent_at(id, *at).is_some())
        .count();
    let epoch = days_from_date(&playback.epoch).unwrap_or(0);
    let date = moment(epoch, *at).date(lang);
    let summary = if away == 0 {
        say(lang, "county.all_there", &[("date", &date)])
    } else {
        let away = away.to_string();
        say(
            lang,
            "county.some_away",
            &[("date", &date), ("count", &away)],
        )
    };
    let stand_in = &scenario.mechanisms.stand_in;
    let listed = |names: Vec<String>| names.join(&word(lang, "words.list"));
    let row = |(id, leader): &(&String, &Leader)| {
        let departments = scenario.departments.values();
        let own = departments.filter(|it| &it.leader == *id);
        let portfolio = listed(own.map(|it| name_of(lang, &it.name)).collect());
        let substitute = stand_in.pairs.get(id).filter(|_| stand_in.enabled);
        let substitute = substitute
            .and_then(|it| scenario.leaders.get(it))
            .map_or_else(|| word(lang, "county.nobody"), |it| name_of(lang, &it.name));
        let bound = Estimate::exact(leader.bound_hours_per_week);
        let (told, there) = whereabouts(playback, id, *at, lang);
        html! {
            <tr key={(*id).clone()}>
                <th scope="row">{ name_of(lang, &leader.name) }</th>
                <td>{ portfolio }</td>
                <td>{ substitute }</td>
                <td class="amount">{ quantity(bound, Unit::Hours, lang) }</td>
                <td class={classes!((!there).then_some("away"))}>{ told }</td>
            </tr>
        }
    };
    let heads = ["leader", "portfolio", "substitute", "bound", "now"];
    html! {
        <details class="county" id="county">
            <summary>{ summary }</summary>
            <div class="county-table" tabindex="0" role="region" aria-label={word(lang, "county.title")}><table>
                <caption class="out-of-sight">{ word(lang, "county.title") }</caption>
                <thead><tr>{ for heads.iter().map(|it| html! { <th scope="col" key={*it}>{ word(lang, &format!("county.{it}")) }</th> }) }</tr></thead>
                <tbody>{ for leaders.iter().map(row) }</tbody>
            </table></div>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::super::playback::Absence;
    use super::*;

    #[test]
    fn a_leader_is_there_away_or_called_and_the_call_comes_first() {
        let absence = |leader: &str, from: Tick, until: Tick, called: bool| Absence {
            leader: leader.to_owned(),
            from,
            until,
            called,
        };
        const DAY: Tick = 86_400;
        let playback = Playback {
            epoch: "2024-01-01".to_owned(),
            from: 0,
            to: 30 * DAY,
            stages: Vec::new(),
            classes: Vec::new(),
            holders: Vec::new(),
            cases: Vec::new(),
            meetings: Vec::new(),
            absences: vec![
                absence("m", DAY, 6 * DAY, false),
                absence("d", 2 * DAY, 3 * DAY, true),
                absence("m", 5 * DAY, 7 * DAY, true),
            ],
        };
        for (leader, day, zh, there) in [
            ("m", 0, "在县里", true),
            ("m", 1, "离县或休假，1 月 7 日回", false),
            ("m", 5, "处置突发事件，到 1 月 8 日", false),
            ("m", 6, "处置突发事件，到 1 月 8 日", false),
            ("m", 7, "在县里", true),
            ("d", 2, "处置突发事件，到 1 月 4 日", false),
            ("d", 3, "在县里", true),
            ("x", 2, "在县里", true),
        ] {
            let told = whereabouts(&playback, leader, day * DAY, Lang::Zh);
            assert_eq!(told, (zh.to_owned(), there), "{leader} on day {day}");
        }
    }
}
