//! How far an experiment is, and what stopped it.

use std::rc::Rc;

use page::i18n::{Lang, say, word};
use yew::prelude::*;

use crate::pool::{Stage, Status};

/// Properties of [`Progress`].
#[derive(Debug, Properties, PartialEq)]
pub struct ProgressProps {
    /// How far it is.
    pub status: Rc<Status>,
    /// Stops it.
    pub stop: Callback<()>,
    /// Its id.
    pub id: AttrValue,
    /// Language of the words.
    pub lang: Lang,
}

/// A bar with the runs done and the time left, and a key that stops it; afterwards, how it ended.
#[component]
pub fn Progress(props: &ProgressProps) -> Html {
    let ProgressProps {
        status,
        stop,
        id,
        lang,
    } = props;
    let lang = *lang;
    let onclick = {
        let stop = stop.clone();
        Callback::from(move |_: MouseEvent| stop.emit(()))
    };
    let busy = status.is_busy();
    let problems = match &status.stage {
        Stage::Refused(problems) => problems
            .iter()
            .map(|it| crate::words::told(it, lang))
            .collect(),
        _ => Vec::new(),
    };
    let stage = match status.stage {
        Stage::Idle => "idle",
        Stage::Reading => "reading",
        Stage::Checked => "checked",
        Stage::Running => "running",
        Stage::Done => "done",
        Stage::Stopped => "stopped",
        Stage::Refused(_) => "refused",
        Stage::Broken(_) => "broken",
    };
    html! {
        <div class="progress study-progress" id={id.clone()} data-stage={stage} data-done={status.done.to_string()} data-of={status.of.to_string()} data-seconds={status.seconds.to_string()} hidden={status.stage == Stage::Idle}>
            <progress max={status.of.max(1).to_string()} value={status.done.to_string()} aria-label={word(lang, "progress.label")} hidden={!busy}></progress>
            <span role="status">{ said(status, lang) }</span>
            <button type="button" class="quiet" hidden={!busy} {onclick}>{ word(lang, "progress.stop") }</button>
            <ul class="problems" hidden={problems.is_empty()}>
                { for problems.iter().map(|it| html! { <li><code>{ &it.path }</code>{ " " }{ crate::words::without_path(it, lang) }</li> }) }
            </ul>
        </div>
    }
}

/// Where it stands, in words.
#[must_use]
pub fn said(status: &Status, lang: Lang) -> String {
    let (done, of) = (status.done.to_string(), status.of.to_string());
    let seconds = format!("{:.1}", status.seconds);
    let workers = status.workers.to_string();
    let mut said = match &status.stage {
        Stage::Idle => String::new(),
        Stage::Reading => word(lang, "study.reading"),
        Stage::Checked => say(lang, "study.checked", &[("of", &of)]),
        Stage::Running => {
            let running = say(lang, "study.running", &[("done", &done), ("of", &of)]);
            let left = status.left.map(|left| {
                let left = format!("{:.0}", left.max(1.0));
                say(lang, "study.left", &[("seconds", &left)])
            });
            running + &left.unwrap_or_default()
        }
        Stage::Done => say(
            lang,
            "study.done",
            &[("of", &of), ("seconds", &seconds), ("workers", &workers)],
        ),
        Stage::Stopped => say(lang, "study.stopped", &[("done", &done), ("of", &of)]),
        Stage::Refused(_) => word(lang, "study.refused"),
        Stage::Broken(problem) => say(lang, "study.broken", &[("problem", problem)]),
    };
    if status.replaced > 0 {
        let replaced = status.replaced.to_string();
        said.push_str(&say(lang, "study.replaced", &[("number", &replaced)]));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_how_far_it_is() {
        let status = |stage| Status {
            stage,
            done: 12,
            of: 40,
            seconds: 3.12,
            left: Some(7.2),
            workers: 2,
            ..Status::default()
        };
        let table = [
            (Stage::Running, "40 次运行中的第 12 次，还要约 7 秒"),
            (Stage::Stopped, "已停在 40 次运行中的第 12 次"),
            (Stage::Done, "共 40 次运行，2 个核心用了 3.1 秒"),
        ];
        for (stage, expected) in table {
            let said = said(&status(stage), Lang::Zh);
            assert!(said.contains(expected), "{said}");
        }
        let mut replaced = status(Stage::Running);
        replaced.replaced = 1;
        assert!(said(&replaced, Lang::En).contains("1 worker"));
    }
}
