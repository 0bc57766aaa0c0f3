//! A case under way: its story, the decision to be taken, and the county going on around it.

use std::rc::Rc;

use gloo_timers::callback::Interval;
use page::i18n::{Lang, name_of, say, word};
use page::words::changes::{asks, cited};
use training::{Choices, Decision, Now};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::crew::{Crew, Told};
use super::session::Session;
use super::{Opened, end, told};
use crate::pool::now;

/// Properties of [`Play`].
#[derive(Debug, Properties, PartialEq)]
pub struct PlayProps {
    /// Language of the words.
    pub lang: Lang,
    /// The case.
    pub opened: Rc<Opened>,
    /// Where it is taken up.
    pub session: Session,
    /// Goes back to the list of cases.
    pub leave: Callback<()>,
}

/// What the visitor does.
enum Act {
    Choose(usize, usize),
    Back(usize),
    Again(usize),
    Help,
    Passed(f64),
    Over,
}

#[derive(PartialEq, Clone)]
struct Going(Session);

impl Reducible for Going {
    type Action = Act;

    fn reduce(self: Rc<Self>, act: Act) -> Rc<Self> {
        let it = self.0.clone();
        let after = match act {
            Act::Choose(decision, option) => it.choose(decision, option),
            Act::Back(decision) => it.back(decision),
            Act::Again(way) => it.again(way),
            Act::Help => Session { helped: true, ..it },
            Act::Passed(seconds) => it.passed(seconds),
            Act::Over => Session { over: true, ..it },
        };
        if after != self.0 {
            super::remember(&after);
        }
        Rc::new(Self(after))
    }
}

/// A wall clock that goes back by more than this was set, milliseconds.
const SET_BACK: f64 = 60_000.0;

/// The case.
#[component]
pub fn Play(props: &PlayProps) -> Html {
    let PlayProps {
        lang,
        opened,
        session,
        leave,
    } = props;
    let lang = *lang;
    let going = {
        let session = session.clone();
        use_reducer_eq(move || Going(session))
    };
    let told_by = use_state_eq(Told::default);
    let crew = use_mut_ref(|| None::<Crew>);
    let set_back = use_state_eq(|| false);
    {
        let (crew, told_by, opened) = (Rc::clone(&crew), told_by.clone(), Rc::clone(opened));
        use_effect_with((), move |()| {
            let tell = Callback::from(move |it: Told| told_by.set(it));
            crew.replace(Some(Crew::open(opened.text.clone(), tell)));
            move || drop(crew.take())
        });
    }
    use_effect_with((), |()| page::app::browser::begin_at("train-title"));
    use_effect_with((), {
        let (going, set_back) = (going.dispatcher(), set_back.setter());
        move |()| {
            let mut last = (now(), js_sys::Date::now());
            let beat = Interval::new(1_000, move || {
                let at = (now(), js_sys::Date::now());
                if at.1 < last.1 - SET_BACK {
                    set_back.set(true);
                }
                going.dispatch(Act::Passed((at.0 - last.0) / 1_000.0));
                last = at;
            });
            move || drop(beat)
        }
    });
    let it = &going.0;
    let (seed, late) = (it.settings.seed, it.late);
    // Whatever is chosen is played up to the next point; when the time is up, with what has been chosen to the end.
    use_effect_with((told_by.open, it.choices.clone(), late), {
        let crew = Rc::clone(&crew);
        move |(open, choices, late)| {
            if let (true, Some(crew)) = (*open, crew.borrow().as_ref()) {
                if *late {
                    crew.finish(seed, choices);
                } else {
                    crew.play(seed, choices);
                }
            }
        }
    });
    let played = told_by.played.clone().filter(|_| !late);
    // Where the clock stands, once what was chosen has been played: the answer may still be about what was chosen before.
    let answer = played
        .as_ref()
        .filter(|played| same(&played.choices, &it.choices))
        .map(|it| it.waits);
    use_effect_with((answer, it.choices.clone()), {
        let (crew, going) = (Rc::clone(&crew), going.dispatcher());
        move |(answer, choices)| match answer {
            Some(None) => {
                going.dispatch(Act::Over);
                if let Some(crew) = crew.borrow().as_ref() {
                    crew.finish(seed, choices);
                }
            }
            Some(Some(_)) if !choices.is_empty() => focus("train-question"),
            _ => {}
        }
    });
    let act = {
        let going = going.dispatcher();
        Callback::from(move |act: Act| going.dispatch(act))
    };
    let case = &opened.case;
    let deciding = answer
        .flatten()
        .and_then(|n| Some((n, case.decisions.get(n)?)));
    let stop = {
        let crew = Rc::clone(&crew);
        Callback::from(move |()| {
            if let Some(crew) = crew.borrow().as_ref() {
                crew.stop();
            }
        })
    };
    let resume = {
        let (crew, choices) = (Rc::clone(&crew), it.choices.clone());
        Callback::from(move |()| {
            if let Some(crew) = crew.borrow().as_ref() {
                crew.finish(seed, &choices);
            }
        })
    };
    let leave = leave.clone();
    let refused = !told_by.refused.is_empty() || told_by.broken.is_some();
    let over = it.over || late;
    html! {
        <div class="train-play" data-over={over.to_string()} data-waits={deciding.map(|it| it.1.id.clone())}>
            <p class="lead">{ name_of(lang, &case.about) }</p>
            <p class="study-tools">
                <button type="button" id="train-leave" class="quiet" onclick={Callback::from(move |_: MouseEvent| leave.emit(()))}>{ word(lang, "train.leave") }</button>
                { time(it, lang) }
            </p>
            <p class="problem" role="alert" hidden={!*set_back}>{ word(lang, "train.set_back") }</p>
            <p class="problem" role="alert" hidden={!late}>{ word(lang, "train.time_up") }</p>
            <p class="problem" role="alert" hidden={!refused}>{ refusal(&told_by, lang) }</p>
            { story(case, over, lang) }
            { trail(it, case, &act, lang) }
            <div>if let Some((number, decision)) = deciding {
                <Card key={format!("{number} {:?}", it.choices)} {lang} {number} decision={decision.clone()} help={it.settings.help} act={choice(&act)} helped={helped(&act)} />
            }</div>
            <p role="status" class="train-waiting" hidden={deciding.is_some() || over || refused}>{ word(lang, "train.going_on") }</p>
            <div>if let Some(played) = played.filter(|_| !over) { { around(&played.now, lang) } }</div>
            <div>if over { <end::End {lang} opened={Rc::clone(opened)} session={it.clone()} told={(*told_by).clone()} {stop} {resume} /> }</div>
        </div>
    }
}

/// Whether what was played is what was chosen: points that never came are nobody's choice.
fn same(played: &[Option<usize>], chosen: &[Option<usize>]) -> bool {
    let of = |all: &[Option<usize>], n: usize| all.get(n).copied().flatten();
    (0..played.len().max(chosen.len())).all(|n| of(played, n) == of(chosen, n))
}

fn choice(act: &Callback<Act>) -> Callback<(usize, usize)> {
    let act = act.clone();
    Callback::from(move |(decision, option)| act.emit(Act::Choose(decision, option)))
}

fn helped(act: &Callback<Act>) -> Callback<()> {
    let act = act.clone();
    Callback::from(move |()| act.emit(Act::Help))
}

fn focus(id: &str) {
    if let Some(target) =
        page::app::browser::element(id).and_then(|it| it.dyn_into::<HtmlElement>().ok())
    {
        let _ = target.focus();
    }
}

fn refusal(told_by: &Told, lang: Lang) -> String {
    match (&told_by.broken, told_by.refused.first()) {
        (Some(said), _) => say(lang, "train.broken", &[("what", said)]),
        (_, Some(it)) => {
            let it = page::words::problem::told(it, lang);
            say(
                lang,
                "train.bad_case",
                &[("what", &format!("{}: {}", it.path, it.message))],
            )
        }
        _ => String::new(),
    }
}

/// How much time was used, or is left.
fn time(it: &Session, lang: Lang) -> Html {
    let told = match it.left() {
        Some(left) => {
            let (minutes, seconds) = ((left / 60.0) as u32, left as u32 % 60);
            say(
                lang,
                "train.time_left",
                &[("time", &format!("{minutes}:{seconds:02}"))],
            )
        }
        None => say(
            lang,
            "train.time_used",
            &[("minutes", &it.minutes().to_string())],
        ),
    };
    html! { <span class="hint train-time">{ told }</span> }
}

fn story(case: &training::Case, over: bool, lang: Lang) -> Html {
    let person = |it: &training::Person| html! { <><dt>{ name_of(lang, &it.name) }</dt><dd>{ name_of(lang, &it.role) }</dd></> };
    html! {
        <details class="panel train-story" open={!over}>
            <summary>{ word(lang, "train.story") }</summary>
            { for case.story.iter().map(|it| html! { <p>{ name_of(lang, it) }</p> }) }
            <dl class="certificate">{ for case.people.iter().map(person) }</dl>
            <p class="hint">{ word(lang, "train.fictional") }</p>
        </details>
    }
}

/// What was decided so far, each with a way back; and the ways taken before.
fn trail(it: &Session, case: &training::Case, act: &Callback<Act>, lang: Lang) -> Html {
    let made = it.choices.iter().enumerate().filter_map(|(n, option)| {
        let decision = case.decisions.get(n)?;
        let option = decision.options.get((*option)?)?;
        let act = act.clone();
        let question = name_of(lang, &decision.question);
        let back = say(lang, "train.back_label", &[("what", &question)]);
        Some(html! {
            <li key={n} data-decision={decision.id.clone()}>
                <span>{ question }</span>{ " " }<strong>{ name_of(lang, &option.label) }</strong>
                <button type="button" class="quiet" aria-label={back} hidden={it.late} onclick={Callback::from(move |_: MouseEvent| act.emit(Act::Back(n)))}>{ word(lang, "train.back") }</button>
            </li>
        })
    });
    let made: Vec<Html> = made.collect();
    let way = |(n, choices): (usize, &Vec<Option<usize>>)| {
        let act = act.clone();
        let labels = choices.iter().enumerate().filter_map(|(n, it)| {
            let option = case.decisions.get(n)?.options.get((*it)?)?;
            Some(name_of(lang, &option.label))
        });
        let labels = labels.collect::<Vec<_>>().join(lang.of("；", "; "));
        let label = say(
            lang,
            "train.again_label",
            &[("number", &(n + 1).to_string())],
        );
        html! {
            <li key={n}>{ labels }{ " " }<button type="button" class="quiet" aria-label={label} hidden={it.late} onclick={Callback::from(move |_: MouseEvent| act.emit(Act::Again(n)))}>{ word(lang, "train.again") }</button></li>
        }
    };
    html! {
        <section class="panel train-trail" aria-labelledby="train-trail-title" hidden={made.is_empty() && it.before.is_empty()}>
            <h2 id="train-trail-title">{ word(lang, "train.trail") }</h2>
            <ol>{ for made }</ol>
            <details hidden={it.before.is_empty()}>
                <summary>{ say(lang, "train.before", &[("count", &it.before.len().to_string())]) }</summary>
                <ol class="train-ways">{ for it.before.iter().enumerate().map(way) }</ol>
            </details>
        </section>
    }
}

#[derive(Debug, Properties, PartialEq)]
struct CardProps {
    lang: Lang,
    number: usize,
    decision: Decision,
    help: bool,
    act: Callback<(usize, usize)>,
    helped: Callback<()>,
}

/// A decision to be taken.
#[component]
fn Card(props: &CardProps) -> Html {
    let CardProps {
        lang,
        number,
        decision,
        ..
    } = props;
    let (lang, number) = (*lang, *number);
    let picked = use_state_eq(|| None::<usize>);
    let option = |(n, it): (usize, &training::Opt)| {
        let picked = picked.clone();
        let checked = *picked == Some(n);
        html! {
            <label key={it.id.clone()} class="train-option">
                <input type="radio" name={format!("train-{}", decision.id)} value={it.id.clone()} {checked} onchange={Callback::from(move |_: Event| picked.set(Some(n)))} />
                <span><strong>{ name_of(lang, &it.label) }</strong><span class="hint">{ name_of(lang, &it.means) }</span></span>
            </label>
        }
    };
    let submit = {
        let (act, picked) = (props.act.clone(), picked.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(option) = *picked {
                act.emit((number, option));
            }
        })
    };
    let helped = {
        let helped = props.helped.clone();
        Callback::from(move |_: Event| helped.emit(()))
    };
    let article = |id: &String| html! { <li><strong>{ cited(id, lang) }</strong>{ lang.of("：", ": ") }{ asks(id, lang) }</li> };
    html! {
        <form class="panel train-card" onsubmit={submit}>
            <h2 id="train-question" tabindex="-1">{ name_of(lang, &decision.question) }</h2>
            <p>{ name_of(lang, &decision.background) }</p>
            <fieldset aria-labelledby="train-question">{ for decision.options.iter().enumerate().map(option) }</fieldset>
            <details class="train-help" ontoggle={helped} hidden={!props.help || decision.articles.is_empty()}>
                <summary>{ word(lang, "train.help") }</summary>
                <ul>{ for decision.articles.iter().map(article) }</ul>
            </details>
            <p class="study-tools"><button type="submit" id="train-decide" disabled={picked.is_none()}>{ word(lang, "train.decide") }</button>
                <span class="hint">{ word(lang, "train.decide_hint") }</span></p>
        </form>
    }
}

/// The county where the clock stands.
fn around(it: &Now, lang: Lang) -> Html {
    let whole = told::whole;
    let row = |it: &training::Happening| {
        html! { <li><time>{ &it.date }</time>{ " " }{ told::happening(it, lang) }</li> }
    };
    let names = [
        ("date", it.date.clone()),
        ("days", whole(it.days)),
        ("came", it.came.to_string()),
        ("ended", it.ended.to_string()),
        ("open", (it.came - it.ended.min(it.came)).to_string()),
        ("hours", whole(it.hours)),
        ("own", whole(it.case_hours)),
    ];
    let names: Vec<(&str, &str)> = names.iter().map(|it| (it.0, it.1.as_str())).collect();
    html! {
        <section class="panel train-around" aria-labelledby="train-around-title" data-date={it.date.clone()}>
            <h2 id="train-around-title">{ word(lang, "train.around") }</h2>
            <p>{ say(lang, "train.around_told", &names) }</p>
            <ul class="train-clocks" hidden={it.clocks.is_empty()}>{ for it.clocks.iter().map(|it| html! { <li>{ told::clock(it, lang) }</li> }) }</ul>
            <h3>{ word(lang, "train.happened") }</h3>
            <ol class="train-happened">{ for it.happened.iter().map(row) }</ol>
        </section>
    }
}

/// Choices as the model takes them.
#[must_use]
pub fn chosen(session: &Session) -> Choices {
    Choices(session.choices.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_played_is_known_from_what_is_chosen() {
        for (played, chosen, expected) in [
            (vec![], vec![], true),
            (vec![Some(0)], vec![Some(0)], true),
            (vec![Some(0), None], vec![Some(0)], true),
            (
                vec![Some(0), None, Some(1)],
                vec![Some(0), None, Some(1)],
                true,
            ),
            (vec![], vec![Some(0)], false),
            (vec![Some(0)], vec![Some(1)], false),
            (vec![Some(0)], vec![], false),
        ] {
            assert_eq!(same(&played, &chosen), expected, "{played:?} {chosen:?}");
        }
    }
}
