//! The matters open on the day shown, and any matter by its number.

use std::rc::Rc;

use county::scenario::Scenario;
use kernel::{DAY, Tick};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::dates::{days_from_date, moment};
use super::names::Names;
use super::playback::{CaseTrack, Playback};
use super::view::colours;
use crate::charts::Lang;
use crate::i18n::{say, word};

/// Properties of [`Matters`].
#[derive(Debug, Properties)]
pub struct MattersProps {
    /// The run.
    pub playback: Rc<Playback>,
    /// Its scenario.
    pub scenario: Rc<Scenario>,
    /// The procedure shown.
    pub procedure: String,
    /// The time shown.
    pub at: Tick,
    /// Number of the matter chosen.
    pub chosen: Option<u32>,
    /// Language of the words.
    pub lang: Lang,
    /// Told which matter is chosen.
    pub onchoose: Callback<Option<u32>>,
}

// Identity, not contents: comparing the contents on every move of a lever takes longer than drawing.
impl PartialEq for MattersProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.playback, &other.playback)
            && Rc::ptr_eq(&self.scenario, &other.scenario)
            && self.procedure == other.procedure
            && self.at == other.at
            && self.chosen == other.chosen
            && self.lang == other.lang
            && self.onchoose == other.onchoose
    }
}

/// A matter open at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Open {
    /// Into [`Playback::cases`].
    pub case: usize,
    /// Its visit there.
    pub visit: usize,
    /// Which day of it this is, from 1.
    pub days: i64,
}

/// The matters open at `t` under a procedure, in order of registration.
#[must_use]
pub fn open_at(playback: &Playback, procedure: &str, t: Tick) -> Vec<Open> {
    let under = |stage: u16| {
        let stage = playback.stages.get(usize::from(stage));
        stage.is_some_and(|s| s.procedure == procedure)
    };
    playback
        .places_at(t)
        .filter(|(_, place)| under(place.stage))
        .map(|(case, place)| Open {
            case,
            visit: place.visit,
            days: (t - playback.cases[case].registered).div_euclid(DAY) + 1,
        })
        .collect()
}

/// Matters of the run under a procedure that were decided otherwise than full information would have it, in order of registration; and how
/// many were decided in all.
#[must_use]
pub fn differing(
    playback: &Playback,
    under: impl Fn(&CaseTrack) -> bool,
) -> (Vec<&CaseTrack>, usize) {
    let agrees = |it: &CaseTrack| it.decision.as_ref().and_then(|it| it.agrees());
    let decided = || {
        let cases = playback.cases.iter().filter(|it| under(it));
        cases.filter_map(|it| Some((it, agrees(it)?)))
    };
    let differing = decided().filter(|it| !it.1).map(|it| it.0);
    (differing.collect(), decided().count())
}

/// What was typed as a matter's number, found or not.
///
/// # Errors
/// The text, when it is no number of a matter in the run.
pub fn find(playback: &Playback, text: &str) -> Result<u32, String> {
    let plain = text.trim().trim_start_matches(['#', '第']);
    let plain = plain
        .trim_start_matches("No.")
        .trim_end_matches('件')
        .trim();
    let number: Option<u32> = plain.parse().ok();
    number
        .filter(|n| playback.cases.iter().any(|c| c.number == *n))
        .ok_or_else(|| text.trim().to_owned())
}

/// The lowest and the highest number in the run.
fn numbers(playback: &Playback) -> Option<(u32, u32)> {
    let all = || playback.cases.iter().map(|c| c.number);
    all().min().zip(all().max())
}

/// The list, and the field to find a matter by number.
#[component]
pub fn Matters(props: &MattersProps) -> Html {
    let MattersProps {
        playback,
        scenario,
        procedure,
        at,
        chosen,
        lang,
        onchoose,
    } = props;
    let lang = *lang;
    let missed = use_state_eq(|| None::<String>);
    let differs = use_state_eq(|| false);
    let turn = {
        let differs = differs.clone();
        Callback::from(move |_: Event| differs.set(!*differs))
    };
    let field = use_node_ref();
    let search = {
        let (playback, onchoose) = (Rc::clone(playback), onchoose.clone());
        let (missed, field) = (missed.clone(), field.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(input) = field.cast::<HtmlInputElement>() else {
                return;
            };
            match find(&playback, &input.value()) {
                Ok(number) => {
                    missed.set(None);
                    onchoose.emit(Some(number));
                }
                Err(text) => missed.set(Some(text)),
            }
        })
    };
    let pick = {
        let onchoose = onchoose.clone();
        Callback::from(move |event: MouseEvent| {
            let at = event
                .target()
                .and_then(|t| t.dyn_into::<web_sys::Element>().ok());
            let key = at.and_then(|at| at.closest("[data-matter]").ok().flatten());
            let Some(key) = key else { return };
            let number = key
                .get_attribute("data-matter")
                .and_then(|n| n.parse().ok());
            // Pressed again, it is chosen no longer.
            let pressed = key.get_attribute("aria-pressed").as_deref() == Some("true");
            onchoose.emit(number.filter(|_| !pressed));
        })
    };
    let epoch = days_from_date(&playback.epoch).unwrap_or(0);
    let names = Names {
        playback,
        scenario,
        lang,
    };
    let colours = colours(playback, scenario);
    let row = |case: &CaseTrack, place: String, days: String| {
        let number = case.number.to_string();
        let colour = colours.get(usize::from(case.class)).copied();
        let class = format!("dot class-{}", colour.unwrap_or(0));
        html! {
            <li key={case.number}>
                <button type="button" class="matter" data-matter={number.clone()} aria-pressed={(*chosen == Some(case.number)).to_string()}>
                    <svg width="10" height="10" aria-hidden="true"><circle {class} cx="5" cy="5" r="4"></circle></svg>
                    <span class="matter-number">{ say(lang, "matters.number", &[("number", &number)]) }</span>
                    <span class="matter-class">{ names.class(case) }</span>
                    <span class="matter-place">{ place }</span>
                    <span class="matter-days">{ days }</span>
                </button>
            </li>
        }
    };
    let (title, rows): (String, Vec<Html>) = if *differs {
        let under = |case: &CaseTrack| {
            let id = playback.classes.get(usize::from(case.class));
            let class = id.and_then(|id| scenario.world.classes.get(id));
            class.is_some_and(|it| it.procedure == *procedure)
        };
        let (found, of) = differing(playback, under);
        let names = [("count", found.len().to_string()), ("of", of.to_string())];
        let names = names.each_ref().map(|(name, it)| (*name, it.as_str()));
        let decided = |case: &&CaseTrack| {
            let it = case.decision.as_ref()?;
            let adopted = match it.adopted? {
                true => "matters.adopted",
                false => "matters.refused",
            };
            let on = moment(epoch, it.at?).date(lang);
            Some(row(case, word(lang, adopted), on))
        };
        let rows = found.iter().filter_map(decided).collect();
        (say(lang, "matters.differing", &names), rows)
    } else {
        let open = open_at(playback, procedure, *at);
        let day = moment(epoch, *at).date(lang);
        let count = open.len().to_string();
        let standing = |open: &Open| {
            let case: &CaseTrack = playback.cases.get(open.case)?;
            let visit = case.visits.get(open.visit)?;
            let stage = names.stage(visit.stage);
            let state = names.state(visit.state_at(*at));
            let place = [("stage", stage.as_str()), ("state", state.as_str())];
            let since = match case.older {
                true => "matters.day_older",
                false => "matters.day",
            };
            let days = say(lang, since, &[("days", &open.days.to_string())]);
            Some(row(case, say(lang, "matters.place", &place), days))
        };
        let rows = open.iter().filter_map(standing).collect();
        let names = [("date", day.as_str()), ("count", &count)];
        (say(lang, "matters.open", &names), rows)
    };
    let told = (*missed).as_ref().map(|text| match numbers(playback) {
        Some((low, high)) => say(
            lang,
            "matters.missed",
            &[
                ("text", text),
                ("low", &low.to_string()),
                ("high", &high.to_string()),
            ],
        ),
        None => word(lang, "matters.none"),
    });
    html! {
        <div class="matters">
            <div class="matters-head">
                <h3 id="matters-title">{ title }</h3>
                <form class="matter-search" onsubmit={search}>
                    <label for="matter-number">{ word(lang, "matters.find") }</label>
                    <input type="text" id="matter-number" ref={field} inputmode="numeric" autocomplete="off" size="6" />
                    <button type="submit" id="matter-find">{ word(lang, "matters.go") }</button>
                </form>
            </div>
            <label class="matter-differs"><input type="checkbox" id="matter-differs" checked={*differs} onchange={turn} />{ word(lang, "matters.only_differing") }</label>
            <p class="matter-missed" id="matter-missed" role="status">{ told.unwrap_or_default() }</p>
            <ul class="open-matters" id="open-matters" aria-labelledby="matters-title" onclick={pick}>{ for rows }</ul>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagram::playback::{Ending, StageId, State, Visit};

    fn playback() -> Playback {
        let stage = |procedure: &str| StageId {
            procedure: procedure.into(),
            stage: "drafting".into(),
        };
        let case = |number: u32, stage: u16, from: Tick, to: Option<Tick>| CaseTrack {
            number,
            class: 0,
            attributes: 0,
            registered: from,
            older: false,
            turned: to,
            ending: Ending::Open,
            closed: to,
            visits: vec![Visit {
                stage,
                visit: 1,
                ready: from,
                done: to,
                parts: [0; 8],
                states: vec![(from, State::Queued)],
                holders: Vec::new(),
                returned_to: None,
            }],
            path: vec![(from, 0)],
            decision: None,
        };
        Playback {
            epoch: "2024-01-01".into(),
            from: 0,
            to: 100 * DAY,
            stages: vec![stage("major"), stage("ordinary")],
            classes: vec!["plan".into()],
            holders: Vec::new(),
            cases: vec![
                case(7, 0, 0, Some(10 * DAY)),
                case(8, 1, 2 * DAY, None),
                case(12, 0, 5 * DAY, None),
            ],
            meetings: Vec::new(),
            absences: Vec::new(),
        }
    }

    #[test]
    fn only_matters_open_on_the_day_under_the_procedure_are_listed() {
        let playback = playback();
        let listed = |procedure: &str, day: Tick| -> Vec<(u32, i64)> {
            open_at(&playback, procedure, day * DAY)
                .iter()
                .map(|o| (playback.cases[o.case].number, o.days))
                .collect()
        };
        assert_eq!(listed("major", 0), [(7, 1)]);
        assert_eq!(listed("major", 6), [(7, 7), (12, 2)]);
        assert_eq!(listed("major", 10), [(12, 6)]);
        assert_eq!(listed("ordinary", 6), [(8, 5)]);
        assert_eq!(listed("none", 6), []);
    }

    #[test]
    fn decisions_that_full_information_would_have_made_otherwise_are_found() {
        use crate::diagram::playback::Decision;
        use crate::diagram::playback::decision::Fact;
        let mut playback = playback();
        let decisions = [(Some(true), 0.4), (Some(false), 0.2), (None, -1.0)];
        for (case, (adopted, worth)) in playback.cases.iter_mut().zip(decisions) {
            case.decision = Some(Box::new(Decision {
                adopted,
                worth,
                facts: vec![Fact {
                    value: worth,
                    kind: 0,
                    holder: None,
                    came_by: Vec::new(),
                }],
                ..Decision::default()
            }));
        }
        let (found, of) = differing(&playback, |_| true);
        let found: Vec<u32> = found.iter().map(|it| it.number).collect();
        assert_eq!((found, of), (vec![8], 2), "refused, though it does good");
        let (found, of) = differing(&playback, |it| it.number != 8);
        assert_eq!((found.len(), of), (0, 1));
    }

    #[test]
    fn any_matter_of_the_run_is_found_by_its_number() {
        let playback = playback();
        for (text, found) in [
            ("8", Some(8)),
            (" 12 ", Some(12)),
            ("第 7 件", Some(7)),
            ("No. 7", Some(7)),
            ("#7", Some(7)),
            ("9", None),
            ("-1", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(find(&playback, text).ok(), found, "{text}");
        }
    }
}
