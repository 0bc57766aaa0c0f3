//! What the user is told once: a damaged link, a file that is no scenario, a link copied.

use county::scenario::Problem;
use yew::prelude::*;

use crate::i18n::{Lang, say, word};
use crate::levers;
use crate::state::link::Damage;
use crate::state::{Action, Notice};
use crate::words::problem;

/// Properties of [`Notices`].
#[derive(Debug, Properties, PartialEq)]
pub struct NoticesProps {
    /// What to tell.
    pub notice: Option<Notice>,
    /// Language of the words.
    pub lang: Lang,
    /// Told when it has been read.
    pub act: Callback<Action>,
}

/// A strip above the place, with a key that closes it.
#[component]
pub fn Notices(props: &NoticesProps) -> Html {
    let NoticesProps { notice, lang, act } = props;
    let close = {
        let act = act.clone();
        Callback::from(move |_: MouseEvent| act.emit(Action::Tell(None)))
    };
    let told = notice.as_ref().map(|notice| {
        html! {
            <div class="notice">
                <div class="notice-text">{ words(notice, *lang) }</div>
                <button type="button" onclick={close}>{ word(*lang, "notice.close") }</button>
            </div>
        }
    });
    html! { <div id="notice" role="alert">{ for told }</div> }
}

fn words(notice: &Notice, lang: Lang) -> Html {
    match notice {
        Notice::Link(damage, before) => {
            let (key, what) = damage.told();
            let what = match damage {
                Damage::Changes(said) => problem::no_json(said, lang),
                _ => what.to_owned(),
            };
            let instead = if *before {
                "link.damaged.unchanged"
            } else {
                "link.damaged.instead"
            };
            html! { <p>{ say(lang, key, &[("what", &what)]) }{ lang.of("", " ") }{ word(lang, instead) }</p> }
        }
        Notice::File { name, problems } => html! {
            <>
                <p>{ say(lang, "notice.file", &[("name", name)]) }</p>
                { list(problems, lang) }
            </>
        },
        Notice::Copied => html! { <p>{ word(lang, "notice.copied") }</p> },
        Notice::CopyByHand(link) => html! {
            <p><label for="link-by-hand">{ word(lang, "notice.copy_by_hand") }</label>
                <input type="text" id="link-by-hand" readonly=true value={link.clone()} /></p>
        },
        Notice::NoWords => html! { <p>{ word(lang, "notice.no_words") }</p> },
        Notice::Broken(said) => html! { <p>{ say(lang, "notice.broken", &[("said", said)]) }</p> },
    }
}

/// All problems, each with its path and its remedy.
pub fn list(problems: &[Problem], lang: Lang) -> Html {
    let stop = lang.of("。", ". ");
    let item = |(i, p): (usize, &Problem)| {
        let path = if p.path.is_empty() {
            word(lang, "problems.whole_file")
        } else {
            p.path.clone()
        };
        let told = problem::told(p, lang);
        // A place that a lever moves is called as the lever is; the path is for who edits the file.
        let name = levers::name_of(&p.path, lang);
        let name = (name != p.path).then(|| html! { <><strong>{ name }</strong>{ " " }</> });
        html! { <li key={i}>{ for name }<code>{ path }</code>{ " " }{ told.message }{ stop }<span class="remedy">{ told.remedy }{ stop }</span></li> }
    };
    html! { <ul class="problem-list">{ for problems.iter().enumerate().map(item) }</ul> }
}
