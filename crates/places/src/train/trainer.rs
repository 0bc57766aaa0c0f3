//! The trainer's part: a link for a class, the codes that come back, guide and handouts.

use std::rc::Rc;

use page::app::browser;
use page::i18n::{Lang, name_of, say, word};
use page::state::Place;
use page::words::changes::cited;
use training::{CodeError, Room, Settings, csv, read_codes, table};
use yew::prelude::*;

use super::end::VERSION;
use super::{Copy, Listed, Opened, opened};
use crate::compare::typed;

/// Properties of [`Trainer`].
#[derive(Debug, Properties, PartialEq)]
pub struct TrainerProps {
    /// Language of the words.
    pub lang: Lang,
    /// The cases there are.
    pub listed: Vec<Listed>,
    /// Goes back to the list of cases.
    pub leave: Callback<()>,
}

/// The trainer's part.
#[component]
pub fn Trainer(props: &TrainerProps) -> Html {
    let TrainerProps {
        lang,
        listed,
        leave,
    } = props;
    let lang = *lang;
    let case = use_state_eq(|| None::<Rc<Opened>>);
    let settings = use_state_eq(|| None::<Settings>);
    let trouble = use_state_eq(|| None::<(&'static str, String)>);
    let choose = {
        let (case, settings, trouble, listed) = (
            case.clone(),
            settings.clone(),
            trouble.clone(),
            listed.clone(),
        );
        Callback::from(move |id: String| {
            let Some(it) = listed.iter().find(|it| it.id == id).cloned() else {
                return;
            };
            let (case, settings, trouble) = (case.clone(), settings.clone(), trouble.clone());
            wasm_bindgen_futures::spawn_local(async move {
                match opened(&it).await {
                    Ok(found) => {
                        settings.set(Some(Settings::of(&found.case)));
                        case.set(Some(Rc::new(found)));
                        trouble.set(None);
                    }
                    Err(why) => trouble.set(Some(why)),
                }
            });
        })
    };
    use_effect_with(listed.first().map(|it| it.id.clone()), {
        let choose = choose.clone();
        move |first| {
            if let Some(first) = first {
                choose.emit(first.clone());
            }
        }
    });
    let onchange = Callback::from(move |event: Event| choose.emit(typed(&event)));
    let leave = leave.clone();
    let chosen = case.as_ref().map(|it| it.case.id.clone());
    let option = |it: &Listed| html! { <option key={it.id.clone()} value={it.id.clone()} selected={chosen.as_ref() == Some(&it.id)}>{ name_of(lang, &it.title) }</option> };
    let set = {
        let settings = settings.clone();
        Callback::from(move |it: Settings| settings.set(Some(it)))
    };
    let said = trouble
        .as_ref()
        .map(|(key, what)| say(lang, key, &[("what", what)]));
    html! {
        <div class="train-trainer">
            <p class="lead">{ word(lang, "train.trainer_about") }</p>
            <p class="study-tools">
                <button type="button" class="quiet" id="train-leave" onclick={Callback::from(move |_: MouseEvent| leave.emit(()))}>{ word(lang, "train.leave") }</button>
                <label for="trainer-case">{ word(lang, "train.case") }</label>
                <select id="trainer-case" {onchange}>{ for listed.iter().map(option) }</select>
            </p>
            <p class="problem" role="alert" hidden={said.is_none()}>{ for said }</p>
            <div>if let (Some(case), Some(settings)) = ((*case).clone(), (*settings).clone()) {
                <Link {lang} settings={settings} {set} />
                <Codes {lang} opened={case.clone()} />
                { guide(&case.case, lang) }
            }</div>
        </div>
    }
}

#[derive(Debug, Properties, PartialEq)]
struct LinkProps {
    lang: Lang,
    settings: Settings,
    set: Callback<Settings>,
}

/// What is settled for a class, and the link that says it.
#[component]
fn Link(props: &LinkProps) -> Html {
    let LinkProps {
        lang,
        settings,
        set,
    } = props;
    let lang = *lang;
    let link = browser::address(&format!(
        "#/{}?class={}",
        Place::Train.name(),
        settings.written()
    ));
    let number = |change: fn(&mut Settings, u32)| {
        let (set, settings) = (set.clone(), settings.clone());
        Callback::from(move |event: Event| {
            if let Ok(value) = typed(&event).trim().parse() {
                let mut settings = settings.clone();
                change(&mut settings, value);
                set.emit(settings);
            }
        })
    };
    let tick = |id: String, label: String, checked: bool, change: Rc<dyn Fn(&mut Settings)>| {
        let (set, settings) = (set.clone(), settings.clone());
        let onchange = Callback::from(move |_: Event| {
            let mut settings = settings.clone();
            change(&mut settings);
            set.emit(settings);
        });
        html! { <label class="tick"><input type="checkbox" {id} {checked} {onchange} />{ label }</label> }
    };
    let part = |n: usize, name: &str| {
        let turn = move |it: &mut Settings| {
            if let Some(shown) = it.shown.get_mut(n) {
                *shown = !*shown;
            }
        };
        tick(
            format!("trainer-{name}"),
            word(lang, &format!("train.{name}")),
            settings.shown[n],
            Rc::new(turn),
        )
    };
    let parts = ["lawful", "process", "time", "cost", "outcome", "luck"];
    html! {
        <section class="panel" aria-labelledby="trainer-link-title">
            <h2 id="trainer-link-title">{ word(lang, "train.link") }</h2>
            <p class="study-form">
                <label>{ word(lang, "train.seed") }<input type="number" id="trainer-seed" min="0" max={u32::MAX.to_string()} step="1" value={settings.seed.to_string()} onchange={number(|it, value| it.seed = value)} /></label>
                <label>{ word(lang, "train.limit") }<input type="number" id="trainer-minutes" min="0" max={Settings::MOST_MINUTES.to_string()} step="1" value={settings.minutes.to_string()} onchange={number(|it, value| it.minutes = value.min(u32::from(Settings::MOST_MINUTES)) as u16)} /></label>
            </p>
            <fieldset class="study-size"><legend>{ word(lang, "train.shown") }</legend>
                { for parts.into_iter().enumerate().map(|(n, name)| part(n, name)) }
                { tick("trainer-help".to_owned(), word(lang, "train.help_allowed"), settings.help, Rc::new(|it: &mut Settings| it.help = !it.help)) }
            </fieldset>
            <p><label for="trainer-link">{ word(lang, "train.link_label") }</label></p>
            <p><input type="text" id="trainer-link" class="train-link" readonly=true value={link.clone()} /></p>
            <Copy id="trainer-copy" label={word(lang, "train.copy_link")} text={link.clone()} {lang} />
            { code(&link, lang) }
            <p class="hint">{ word(lang, "train.link_hint") }</p>
        </section>
    }
}

/// A link as a QR code.
fn code(link: &str, lang: Lang) -> Html {
    let Ok(code) = qrcodegen::QrCode::encode_text(link, qrcodegen::QrCodeEcc::Medium) else {
        return html! { <p class="hint">{ word(lang, "train.qr_long") }</p> };
    };
    let size = code.size();
    // Four light squares around it are part of the standard (ISO/IEC 18004).
    let mut dark = String::new();
    for y in 0..size {
        for x in (0..size).filter(|x| code.get_module(*x, y)) {
            dark.push_str(&format!("M{},{}h1v1h-1z", x + 4, y + 4));
        }
    }
    let whole = size + 8;
    html! {
        <svg class="train-qr" viewBox={format!("0 0 {whole} {whole}")} role="img" aria-label={word(lang, "train.qr")} shape-rendering="crispEdges" data-modules={size.to_string()}>
            <rect width={whole.to_string()} height={whole.to_string()} class="train-qr-light" /><path d={dark} class="train-qr-dark" />
        </svg>
    }
}

#[derive(Debug, Properties, PartialEq)]
struct CodesProps {
    lang: Lang,
    opened: Rc<Opened>,
}

/// Codes that come back: a table, where the class parted, a list to discuss, CSV.
#[component]
fn Codes(props: &CodesProps) -> Html {
    let CodesProps { lang, opened } = props;
    let lang = *lang;
    let pasted = use_state_eq(String::new);
    let oninput = {
        let pasted = pasted.clone();
        Callback::from(move |event: InputEvent| pasted.set(typed(&event)))
    };
    let case = &opened.case;
    let room = use_memo(
        ((*pasted).clone(), Rc::clone(opened)),
        |(pasted, opened)| table(&opened.case, VERSION, &read_codes(pasted)),
    );
    let some = !room.plays.is_empty();
    let save = {
        let (room, opened) = (Rc::clone(&room), Rc::clone(opened));
        Callback::from(move |_: MouseEvent| {
            let name = format!("{}-class.csv", opened.case.id);
            let file = csv(&opened.case, &room);
            browser::save(&name, &format!("\u{feff}{file}"));
        })
    };
    html! {
        <section class="panel" aria-labelledby="trainer-codes-title">
            <h2 id="trainer-codes-title">{ word(lang, "train.codes") }</h2>
            <p><label for="trainer-codes">{ word(lang, "train.codes_label") }</label></p>
            <textarea id="trainer-codes" rows="8" spellcheck="false" {oninput} />
            <p role="status">{ say(lang, "train.codes_read", &[("good", &room.plays.len().to_string()), ("bad", &room.refused.len().to_string())]) }
                { for (!room.doubled.is_empty()).then(|| say(lang, "train.doubled", &[("who", &room.doubled.join(lang.of("、", ", ")))])) }
                { for (room.seeds.len() > 1).then(|| word(lang, "train.seeds")) }</p>
            <ul class="problems" hidden={room.refused.is_empty()}>{ for room.refused.iter().map(|it| refused(it, lang)) }</ul>
            <div hidden={!some}>{ plays(case, &room, lang) }{ partings(case, &room, lang) }
                <p class="study-tools"><button type="button" id="trainer-csv" onclick={save}>{ word(lang, "train.csv") }</button></p></div>
        </section>
    }
}

fn refused((name, pasted, error): &(String, String, CodeError), lang: Lang) -> Html {
    let why = match error {
        CodeError::Length(n) => say(lang, "train.code.length", &[("count", &n.to_string())]),
        CodeError::Symbol(it) => say(lang, "train.code.symbol", &[("symbol", &it.to_string())]),
        CodeError::Changed => word(lang, "train.code.changed"),
        CodeError::Version => word(lang, "train.code.version"),
        CodeError::OtherCase => word(lang, "train.code.other_case"),
        CodeError::Certificate => word(lang, "train.code.certificate"),
    };
    let short: String = pasted.chars().take(60).collect();
    html! { <li>{ name }{ " " }<code>{ short }</code>{ " " }{ why }</li> }
}

fn plays(case: &training::Case, room: &Room, lang: Lang) -> Html {
    let yes = |it: bool| {
        if it {
            word(lang, "train.yes")
        } else {
            String::new()
        }
    };
    let row = |(n, (name, token, choices)): (
        usize,
        &(String, training::Token, training::Choices),
    )| {
        let option = |(at, decision): (usize, &training::Decision)| {
            let label = choices
                .of(at)
                .and_then(|it| decision.options.get(it))
                .map(|it| name_of(lang, &it.label));
            html! { <td>{ label.unwrap_or_else(|| "–".to_owned()) }</td> }
        };
        let name = if name.is_empty() {
            format!("{}", n + 1)
        } else {
            name.clone()
        };
        html! {
            <tr><th scope="row">{ name }</th><td>{ format!("{:.1}", token.score()) }</td><td>{ token.minutes }{ for token.late.then(|| word(lang, "train.late")) }</td><td>{ yes(token.helped) }</td>
                { for case.decisions.iter().enumerate().map(option) }</tr>
        }
    };
    let head = |key: &str| html! { <th scope="col">{ word(lang, key) }</th> };
    html! {
        <div class="wide-table" tabindex="0" role="region" aria-labelledby="trainer-codes-title"><table class="differences train-class" id="train-class">
            <thead><tr>{ head("train.name") }{ head("train.score_short") }{ head("train.minutes_used") }{ head("train.helped") }
                { for case.decisions.iter().map(|it| html! { <th scope="col">{ name_of(lang, &it.question) }</th> }) }</tr></thead>
            <tbody>{ for room.plays.iter().enumerate().map(row) }</tbody></table></div>
    }
}

/// Where the class parted: the decisions it was most at odds about first, each with how many chose what.
fn partings(case: &training::Case, room: &Room, lang: Lang) -> Html {
    let all: u32 = room.plays.len() as u32;
    let one = |it: &training::Parting| {
        let decision = case.decisions.get(it.decision)?;
        let bar = |(n, option): (usize, &training::Opt)| {
            let chose = it.chose.get(n).copied().unwrap_or(0);
            let share = f64::from(chose) / f64::from(all.max(1));
            let score = it.scores.get(n).copied().flatten();
            let names = [
                ("count", chose.to_string()),
                (
                    "score",
                    score.map_or_else(|| "–".to_owned(), |it| format!("{it:.1}")),
                ),
            ];
            let names: Vec<(&str, &str)> = names.iter().map(|it| (it.0, it.1.as_str())).collect();
            let key = if chose == 0 {
                "train.chose_none"
            } else {
                "train.chose"
            };
            html! {
                <li><span>{ name_of(lang, &option.label) }</span>
                    <svg class="train-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect width="100" height="10" class="train-bar-track" /><rect width={format!("{:.1}", 100.0 * share)} height="10" class="train-bar-fill" /></svg>
                    <span class="hint">{ say(lang, key, &names) }</span></li>
            }
        };
        let never = say(lang, "train.never", &[("count", &it.never.to_string())]);
        Some(html! {
            <li data-decision={decision.id.clone()}><h4>{ name_of(lang, &decision.question) }</h4>
                <ul class="train-bars">{ for decision.options.iter().enumerate().map(bar) }</ul>
                <p class="hint" hidden={it.never == 0}>{ never }</p>
                <p hidden={it.apart == 0.0}>{ say(lang, "train.discuss", &[("share", &format!("{:.0}", 100.0 * it.apart)), ("articles", &decision.articles.iter().map(|it| cited(it, lang)).collect::<Vec<_>>().join(lang.of("、", "; ")))]) }</p></li>
        })
    };
    html! { <><h3>{ word(lang, "train.parted") }</h3><ol class="train-partings">{ for room.partings.iter().filter_map(one) }</ol></> }
}

/// What is printed, by a mark on the document that the style sheet reads.
fn print(what: &'static str) -> Callback<MouseEvent> {
    Callback::from(move |_| {
        let Some(window) = web_sys::window() else {
            return;
        };
        let root = window.document().and_then(|it| it.document_element());
        if let Some(root) = &root {
            let _ = root.set_attribute("data-print", what);
        }
        // The browser's own dialogue waits; afterwards the whole page prints again.
        let _ = window.print();
        if let Some(root) = root {
            let _ = root.remove_attribute("data-print");
        }
    })
}

fn guide(case: &training::Case, lang: Lang) -> Html {
    let texts = |all: &[county::scenario::Text]| html! { <ul>{ for all.iter().map(|it| html! { <li>{ name_of(lang, it) }</li> }) }</ul> };
    let mut from = 0;
    let slot = case.guide.plan.iter().map(|it| {
        let minutes = format!("{from}–{}", from + it.minutes);
        from += it.minutes;
        html! { <tr><th scope="row">{ minutes }</th><td>{ name_of(lang, &it.what) }</td></tr> }
    });
    let slots: Vec<Html> = slot.collect();
    let title = name_of(lang, &case.title);
    html! {
        <>
            <section class="panel train-guide" id="train-guide" aria-labelledby="train-guide-title">
                <h2 id="train-guide-title">{ say(lang, "train.guide", &[("title", &title)]) }</h2>
                <h3>{ word(lang, "train.aims") }</h3>{ texts(&case.guide.aims) }
                <h3>{ word(lang, "train.plan") }</h3>
                <table class="differences"><thead><tr><th scope="col">{ word(lang, "train.minute") }</th><th scope="col">{ word(lang, "train.what") }</th></tr></thead><tbody>{ for slots }</tbody></table>
                <h3>{ word(lang, "train.questions") }</h3>{ texts(&case.guide.questions) }
                <p class="study-tools"><button type="button" id="train-print-guide" onclick={print("guide")}>{ word(lang, "train.print_guide") }</button></p>
            </section>
            <section class="panel train-handout" id="train-handout" aria-labelledby="train-handout-title">
                <h2 id="train-handout-title">{ say(lang, "train.handout", &[("title", &title)]) }</h2>
                { for case.guide.handout.iter().map(|it| html! { <p>{ name_of(lang, it) }</p> }) }
                <p class="hint">{ word(lang, "train.fictional") }</p>
                <p class="study-tools"><button type="button" id="train-print-handout" onclick={print("handout")}>{ word(lang, "train.print_handout") }</button></p>
            </section>
        </>
    }
}
