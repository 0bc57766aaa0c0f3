//! The self-check: every validation case, computed here and now by a worker whose program (`crates/selfcheck`) is fetched only when the
//! key is pressed.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{MessageEvent, Worker};
use yew::prelude::*;

use super::markup::Markup;
use crate::app::browser;
use crate::i18n::{Lang, say, word};

/// A validation case as it is listed.
#[derive(Debug, Clone, PartialEq)]
struct Case {
    /// Dotted, from the general to the particular.
    name: String,
    source: String,
    expected: String,
}

/// What a case came to.
#[derive(Debug, Clone, PartialEq)]
struct Report {
    passed: bool,
    got: String,
    /// Empty where the figure is exact.
    interval: String,
}

/// How far a self-check is.
#[derive(Debug, Clone, Default, PartialEq)]
enum Stage {
    /// Nobody has asked yet.
    #[default]
    Idle,
    /// Under way.
    Running,
    /// At its end, after so many seconds.
    Done(f64),
    /// Cancelled.
    Cancelled,
    /// Broken down; what was said.
    Broken(String),
}

/// A self-check, and whether the place has its words.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Run {
    /// The words were asked for and could not be had.
    lacking: bool,
    stage: Stage,
    cases: Rc<[Case]>,
    /// As many as are known, in the order of the cases.
    reports: Vec<Report>,
}

/// What can happen to it.
#[derive(Debug, Clone, PartialEq)]
pub enum Heard {
    /// The place's words have come, or could not be had.
    Words(bool),
    /// It begins.
    Begun,
    /// The list of cases, or what the next one came to.
    Text(String),
    /// The last case is known, after so many seconds.
    Done(f64),
    /// Somebody has seen enough.
    Cancelled,
    /// It broke down; what was said.
    Broken(String),
}

impl Reducible for Run {
    type Action = Heard;

    fn reduce(self: Rc<Self>, heard: Heard) -> Rc<Self> {
        let mut next = match heard {
            Heard::Begun => Self::default(),
            _ => (*self).clone(),
        };
        match heard {
            Heard::Words(found) => next.lacking = !found,
            Heard::Begun => next.stage = Stage::Running,
            Heard::Text(text) if next.cases.is_empty() => next.cases = listed(&text),
            Heard::Text(text) => next.reports.extend(reported(&text)),
            Heard::Done(seconds) => next.stage = Stage::Done(seconds),
            Heard::Cancelled => next.stage = Stage::Cancelled,
            Heard::Broken(said) => next.stage = Stage::Broken(said),
        }
        Rc::new(next)
    }
}

/// The cases of a list as `crates/selfcheck` writes it.
fn listed(text: &str) -> Rc<[Case]> {
    let case = |line: &str| {
        let mut fields = line.split('\t').map(str::to_owned);
        Some(Case {
            name: fields.next()?,
            source: fields.next()?,
            expected: fields.next()?,
        })
    };
    text.lines().filter_map(case).collect()
}

/// What a case came to as `crates/selfcheck` writes it.
fn reported(text: &str) -> Option<Report> {
    let mut fields = text.split('\t');
    Some(Report {
        passed: fields.next()? == "pass",
        got: fields.next()?.to_owned(),
        interval: fields.next()?.to_owned(),
    })
}

/// The first part of a case's name.
fn group(case: &Case) -> &str {
    case.name.split('.').next().unwrap_or_default()
}

impl Run {
    /// Whether a self-check is under way.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.stage == Stage::Running
    }

    /// Whether the place's words could not be had.
    #[must_use]
    pub const fn lacks_words(&self) -> bool {
        self.lacking
    }

    fn count(&self, passed: bool) -> usize {
        self.reports.iter().filter(|it| it.passed == passed).count()
    }
}

/// The worker, ended when this is dropped.
#[derive(Debug)]
pub struct Checker {
    worker: Worker,
    _listeners: [EventListener; 2],
}

impl Checker {
    fn start(tell: impl Fn(Heard) + Clone + 'static) -> Result<Self, JsValue> {
        let worker = browser::worker("selfcheck")?;
        let failed = tell.clone();
        let listeners = [
            EventListener::new(&worker, "message", move |event| {
                if let Some(event) = event.dyn_ref::<MessageEvent>() {
                    tell(heard(&event.data()));
                }
            }),
            EventListener::new(&worker, "error", move |event| {
                failed(Heard::Broken(browser::said(event)));
            }),
        ];
        Ok(Self {
            worker,
            _listeners: listeners,
        })
    }
}

impl Drop for Checker {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// What `selfcheck.js` says.
fn heard(data: &JsValue) -> Heard {
    if let Some(text) = data.as_string() {
        return Heard::Text(text);
    }
    if let Some(seconds) = data.as_f64() {
        return Heard::Done(seconds);
    }
    let problem = js_sys::Reflect::get(data, &JsValue::from_str("problem"));
    Heard::Broken(browser::said(&problem.unwrap_or_default()))
}

/// The key, the progress, and the table.
pub(super) fn view(
    run: &UseReducerHandle<Run>,
    checker: &Rc<RefCell<Option<Checker>>>,
    lang: Lang,
) -> Html {
    let running = run.is_running();
    let start = {
        let (told, checker) = (run.dispatcher(), Rc::clone(checker));
        Callback::from(move |_: MouseEvent| {
            told.dispatch(Heard::Begun);
            let tell = told.clone();
            match Checker::start(move |heard| tell.dispatch(heard)) {
                Ok(begun) => *checker.borrow_mut() = Some(begun),
                Err(problem) => told.dispatch(Heard::Broken(browser::said(&problem))),
            }
        })
    };
    let cancel = {
        let told = run.dispatcher();
        Callback::from(move |_: MouseEvent| told.dispatch(Heard::Cancelled))
    };
    let key = if run.stage == Stage::Idle {
        "selfcheck.start"
    } else {
        "selfcheck.again"
    };
    html! {
        <div class="selfcheck" id="selfcheck" data-stage={stage(&run.stage)}>
            <p>{ word(lang, "selfcheck.about") }</p>
            <p>{ word(lang, "selfcheck.rules") }</p>
            <div class="progress">
                if running {
                    <button type="button" id="selfcheck-cancel" onclick={cancel}>{ word(lang, "selfcheck.cancel") }</button>
                    { progress(run, lang) }
                } else {
                    <button type="button" class="primary" id="selfcheck-start" onclick={start}>{ word(lang, key) }</button>
                }
            </div>
            <p class="selfcheck-end" role="status">{ end(run, lang) }</p>
            { groups(run, lang) }
        </div>
    }
}

const fn stage(stage: &Stage) -> &'static str {
    match stage {
        Stage::Idle => "idle",
        Stage::Running => "running",
        Stage::Done(_) => "done",
        Stage::Cancelled => "cancelled",
        Stage::Broken(_) => "broken",
    }
}

fn progress(run: &Run, lang: Lang) -> Html {
    let (n, of) = (run.reports.len().to_string(), run.cases.len());
    let text = if of == 0 {
        word(lang, "selfcheck.loading")
    } else {
        let names = [("n", n.as_str()), ("of", &of.to_string())];
        say(lang, "selfcheck.running", &names)
    };
    html! {
        <>
            <progress max={of.max(1).to_string()} value={n} aria-label={word(lang, "selfcheck.progress")}></progress>
            <span>{ text }</span>
        </>
    }
}

/// What it came to, once it is over.
fn end(run: &Run, lang: Lang) -> String {
    let (passed, failed) = (run.count(true).to_string(), run.count(false).to_string());
    match &run.stage {
        Stage::Idle | Stage::Running => String::new(),
        Stage::Done(seconds) => {
            let seconds = format!("{seconds:.1}");
            let names = [
                ("passed", passed.as_str()),
                ("failed", &failed),
                ("seconds", &seconds),
            ];
            say(lang, "selfcheck.done", &names)
        }
        Stage::Cancelled => {
            let (n, of) = (run.reports.len().to_string(), run.cases.len().to_string());
            let names = [
                ("n", n.as_str()),
                ("of", &of),
                ("passed", &passed),
                ("failed", &failed),
            ];
            say(lang, "selfcheck.cancelled", &names)
        }
        Stage::Broken(said) => say(lang, "selfcheck.broken", &[("said", said)]),
    }
}

/// All cases, folded by the first part of their names; where one failed, unfolded.
fn groups(run: &Run, lang: Lang) -> Html {
    let reports = run.reports.iter().map(Some).chain(std::iter::repeat(None));
    let all: Vec<(&Case, Option<&Report>)> = run.cases.iter().zip(reports).collect();
    let fold = |cases: &[(&Case, Option<&Report>)]| {
        let name = cases.first().map_or("", |it| group(it.0)).to_owned();
        let count = |passed: bool| {
            let known = cases.iter().filter_map(|it| it.1);
            known.filter(|it| it.passed == passed).count()
        };
        let (passed, failed) = (count(true), count(false));
        let names = [
            ("passed", passed.to_string()),
            ("failed", failed.to_string()),
            ("of", cases.len().to_string()),
        ];
        let names = names.each_ref().map(|(name, it)| (*name, it.as_str()));
        let key = if failed > 0 {
            "selfcheck.group_failed"
        } else {
            "selfcheck.group"
        };
        let title = word(lang, &format!("selfcheck.of.{name}"));
        html! {
            <details key={name} class={classes!((failed > 0).then_some("failed"))} open={failed > 0}>
                <summary><span class="selfcheck-group">{ title.clone() }</span><span>{ say(lang, key, &names) }</span></summary>
                { table(&title, cases, lang) }
            </details>
        }
    };
    html! { { for all.chunk_by(|a, b| group(a.0) == group(b.0)).map(fold) } }
}

fn table(name: &str, cases: &[(&Case, Option<&Report>)], lang: Lang) -> Html {
    let heads = [
        "selfcheck.case",
        "selfcheck.expected",
        "selfcheck.computed",
        "selfcheck.verdict",
    ];
    let mut out = Markup::default();
    out.table(name, &heads.map(|it| word(lang, it)));
    for (case, report) in cases {
        line(&mut out, case, *report, lang);
    }
    out.tag("</tbody></table>");
    out.html()
}

fn line(out: &mut Markup, case: &Case, report: Option<&Report>, lang: Lang) {
    let (row, verdict) = match report {
        None => ("<tr class=\"waiting\">", "selfcheck.waiting"),
        Some(it) if it.passed => ("<tr class=\"pass\">", "selfcheck.pass"),
        Some(_) => ("<tr class=\"fail\">", "selfcheck.fail"),
    };
    out.tag(row).tag("<th scope=\"row\">").code(&case.name);
    // Sources are quoted in their own language.
    let han = |c| ('\u{4e00}'..='\u{9fff}').contains(&c);
    out.tag(if case.source.contains(han) {
        "<small lang=\"zh-CN\">"
    } else {
        "<small lang=\"en\">"
    });
    out.words(&case.source).tag("</small></th><td>");
    out.words(&case.expected).tag("</td><td>");
    if let Some(it) = report {
        out.words(&it.got);
        if !it.interval.is_empty() {
            out.tag("<small>").words(&it.interval).tag("</small>");
        }
    }
    out.tag("</td><td class=\"verdict\">");
    out.words(&word(lang, verdict)).tag("</td></tr>");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(heard: &[Heard]) -> Rc<Run> {
        let begin = Rc::new(Run::default());
        heard.iter().cloned().fold(begin, Reducible::reduce)
    }

    fn text(text: &str) -> Heard {
        Heard::Text(text.to_owned())
    }

    #[test]
    fn a_self_check_lists_counts_and_ends() {
        let mut heard = vec![
            Heard::Begun,
            text("queues.a\tErlang 1917\t0.2\ndays.b\t通知\t−1"),
            text("pass\t0.2\t"),
            text("fail\t−1.4\t−1.5–−1.3"),
        ];
        let half = run(&heard);
        assert_eq!(half.stage, Stage::Running);
        assert_eq!(half.cases[1].expected, "−1");
        assert_eq!((half.count(true), half.count(false)), (1, 1));
        assert_eq!(half.reports[1].interval, "−1.5–−1.3");
        assert_eq!(end(&half, Lang::En), "");
        heard.push(Heard::Done(2.345));
        let told = end(&run(&heard), Lang::En);
        let passed = "1 passed, 1 failed, in 2.3 seconds. What was checked is";
        assert!(told.starts_with(passed), "{told}");
        heard.pop();
        heard.push(Heard::Cancelled);
        let told = end(&run(&heard), Lang::Zh);
        assert!(told.contains("2 项中核对了 2 项"), "{told}");
        heard.push(Heard::Begun);
        assert!(run(&heard).cases.is_empty(), "it begins anew");
    }

    #[test]
    fn every_group_of_cases_has_a_plain_name() {
        for case in oracle::cases::cases() {
            let group = case.name.split('.').next().unwrap_or_default();
            let key = format!("selfcheck.of.{group}");
            assert_ne!(word(Lang::Zh, &key), key, "{}", case.name);
        }
    }

    #[test]
    fn what_is_no_report_is_left_out() {
        assert_eq!(reported("pass"), None);
        assert!(listed("only a name\n").is_empty());
    }
}
