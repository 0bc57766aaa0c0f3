//! What can be taken away: the link, the file, and the command that prints the same figures.

use std::rc::Rc;

use page::app::{browser, files};
use page::components::Same;
use page::i18n::{say, word};
use page::state::{Moment, Place, link};
use page::worker::pool::{REPLICATIONS, years_of};
use wasm_bindgen_futures::spawn_local;
use workbench::command::{self, Run};
use yew::prelude::*;

use super::desk::OnDesk;
use crate::compare::plan::{self, Size};
use crate::pool::{Stage, use_study};
use crate::progress::Progress;

/// Properties of [`Away`].
#[derive(Debug, Properties, PartialEq)]
pub struct AwayProps {
    /// The scenario as it stands.
    pub desk: OnDesk,
}

/// What became of a key that copies.
#[derive(Debug, Clone, PartialEq)]
enum Copied {
    Not,
    Done,
    ByHand(String),
}

/// Link, file and command, folded.
#[component]
pub fn Away(props: &AwayProps) -> Html {
    let desk = &props.desk;
    let (lang, now) = (desk.lang, &desk.now);
    let copied = use_state_eq(|| Copied::Not);
    use_effect_with(Same(Rc::clone(now)), {
        let copied = copied.clone();
        move |_| copied.set(Copied::Not)
    });
    // Made when it is asked for: a large scenario takes its time to be written into a link.
    let copy = |text: Callback<(), String>| {
        let copied = copied.clone();
        Callback::from(move |_: MouseEvent| {
            let (copied, text) = (copied.clone(), text.emit(()));
            spawn_local(async move {
                copied.set(match browser::copy(&text).await {
                    Ok(()) => Copied::Done,
                    Err(text) => Copied::ByHand(text),
                });
            });
        })
    };
    let address = {
        let now = Rc::clone(now);
        Callback::from(move |()| {
            let link = link::write(Place::Simulate, &now);
            browser::address(&link) + concat!("&v=", env!("CARGO_PKG_VERSION"))
        })
    };
    let run = Run {
        seed: now.seed,
        replications: REPLICATIONS,
        years: years_of(now),
    };
    let line = command::line(&now.preset, desk.preset(), &desk.differences, run);
    let own_line = {
        let text = line.text.clone();
        Callback::from(move |()| text.clone())
    };
    let save = {
        let now = Rc::clone(now);
        Callback::from(move |_: MouseEvent| files::save(&now))
    };
    let save_for_line = {
        let now = Rc::clone(now);
        Callback::from(move |_: MouseEvent| {
            files::save_as(&now, command::FILE);
        })
    };
    let study = use_study();
    let asked = use_state_eq(|| None::<Rc<Moment>>);
    let count = {
        let (now, asked, begin) = (Rc::clone(now), asked.clone(), study.begin.clone());
        let size = Size {
            replications: run.replications,
            years: run.years,
        };
        Callback::from(move |_: MouseEvent| {
            asked.set(Some(Rc::clone(&now)));
            begin.emit(plan::alone(&now, size));
        })
    };
    // Of another scenario it says nothing of this one.
    let counted = asked.as_ref() == Some(now);
    let points = study.status.told.as_ref().map(|it| &it.outcome.points);
    let digest = points.and_then(|it| it.first()?.digest.clone());
    let digest = digest.filter(|_| counted && study.status.stage == Stage::Done);
    // A link says by which version it was made; figures may differ from version to version.
    let from = browser::handed("from")
        .ok()
        .and_then(|it| it.as_string())
        .filter(|it| it != env!("CARGO_PKG_VERSION"));
    let from = from.map(|it| {
        say(
            lang,
            "edit.link_version",
            &[("theirs", &it), ("ours", env!("CARGO_PKG_VERSION"))],
        )
    });
    let told = match &*copied {
        Copied::Not => html! {},
        Copied::Done => html! { <p>{ word(lang, "edit.copied") }</p> },
        Copied::ByHand(text) => {
            html! { <p><label for="edit-by-hand">{ word(lang, "notice.copy_by_hand") }</label><input type="text" id="edit-by-hand" readonly=true value={text.clone()} /></p> }
        }
    };
    html! {
        <details class="panel edit-away" id="edit-away">
            <summary>{ word(lang, "edit.away") }</summary>
            { for from.map(|it| html! { <p>{ it }</p> }) }
            <div class="edit-tools">
                <button type="button" id="edit-copy-link" onclick={copy(address)}>{ word(lang, "file.copy_link") }</button>
                <button type="button" id="edit-save" onclick={save}>{ word(lang, "file.save") }</button>
                <button type="button" id="edit-copy-command" onclick={copy(own_line)}>{ word(lang, "edit.copy_command") }</button>
                <span>if line.of_file { <button type="button" id="edit-save-for-command" onclick={save_for_line}>{ say(lang, "edit.save_for_command", &[("file", command::FILE)]) }</button> }</span>
            </div>
            <div role="status" id="edit-copied">{ told }</div>
            <p>{ word(lang, if line.of_file { "edit.command_of_file" } else { "edit.command_about" }) }</p>
            <pre id="edit-command">{ line.text.clone() }</pre>
            <p>{ word(lang, "edit.digest_about") }{ " " }<button type="button" id="edit-count" disabled={!desk.problems.is_empty() || study.status.is_busy()} onclick={count}>{ word(lang, "edit.digest_count") }</button></p>
            <div hidden={!counted}><Progress status={Rc::clone(&study.status)} stop={study.stop.clone()} id="edit-counting" {lang} /></div>
            <p role="status">if let Some(digest) = digest { { word(lang, "edit.digest") }{ " " }<code id="edit-digest">{ digest }</code> }</p>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use county::scenario::{self, StageKind};
    use page::i18n::Lang;
    use page::state::{Place, link, patch};
    use serde_json::{Value, json};
    use workbench::procedure::{self, Spot};
    use workbench::{entries, refers};

    use super::super::act::{Act, done};
    use super::super::desk::Desk;
    use super::super::desk::tests::desk;
    use page::state::Moment;

    /// How long the address is that is given away, packed as `index.html` packs it: by deflate, in base64.
    fn length(now: &Moment) -> usize {
        let link = link::write(Place::Simulate, now);
        let (before, _) = link.split_once("changes=").unwrap();
        let changes = Value::Object(now.patch.clone()).to_string();
        let mut pack =
            flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        pack.write_all(changes.as_bytes()).unwrap();
        let packed = pack.finish().unwrap().len();
        let address = "https://tuiyan.example.gov.cn/decisions/&v=0.1.0".len();
        address + before.len() + "z=1.".len() + (packed * 4).div_ceil(3)
    }

    /// What edits one after the other make of *today*.
    fn edited(edits: &[&dyn Fn(&Desk) -> Value]) -> Moment {
        let mut now = desk(json!({}), Lang::Zh);
        for edit in edits {
            let next = Act::Whole(Box::new(edit(&now)), None);
            let next = done(&now, &next).unwrap().unwrap();
            now = desk(Value::Object(next.patch), Lang::Zh);
        }
        (*now.now).clone()
    }

    /// So many numbers of a collection, each another.
    fn numbers(desk: &Desk, collection: &str, field: &str, count: usize) -> Value {
        let mut next = desk.scenario.clone();
        let ids = desk.ids(collection).into_iter();
        let paths = ids.map(|it| format!("{collection}.{it}.{field}"));
        let there: Vec<String> = paths.filter(|it| desk.value(it).is_some()).collect();
        assert!(
            there.len() >= count,
            "{collection}.{field}: {}",
            there.len()
        );
        for (n, path) in there.iter().take(count).enumerate() {
            let was = desk.value(path).and_then(Value::as_f64).unwrap();
            next = entries::set(
                &next,
                path,
                patch::plain_numbers(json!(was + 1.0 + n as f64)),
            );
        }
        next
    }

    fn portfolios(desk: &Desk) -> Value {
        let leaders = desk.ids("leaders");
        let departments = desk.ids("departments").into_iter().take(12);
        departments
            .enumerate()
            .fold(desk.scenario.clone(), |next, (n, it)| {
                let next = entries::assign(&next, &it, &leaders[(n + 3) % leaders.len()]).unwrap();
                let with = &leaders[(n + 5) % leaders.len()];
                entries::share(&next, &it, with, 0.1 + 0.05 * n as f64).unwrap()
            })
    }

    fn clocks(desk: &Desk) -> Value {
        let mut next = desk.scenario.clone();
        let mut count = 0;
        for procedure in desk.ids("procedures") {
            for clock in refers::ids(&desk.scenario, &format!("procedures.{procedure}.clocks")) {
                let path = format!("procedures.{procedure}.clocks.{clock}.length");
                next = entries::set(&next, &path, json!(5 + count));
                count += 1;
            }
        }
        assert!(count >= 12, "{count}");
        next
    }

    fn assumptions(desk: &Desk) -> Value {
        let sources = desk.ids("sources_of_numbers").into_iter();
        let paths = sources.map(|it| format!("sources_of_numbers.{it}"));
        let assumed = paths.filter(|it| desk.value(&format!("{it}.low")).is_some());
        let mut next = desk.scenario.clone();
        for (n, path) in assumed.take(12).enumerate() {
            next = entries::set(&next, &format!("{path}.low"), json!(0.11 + 0.01 * n as f64));
            next = entries::set(&next, &format!("{path}.high"), json!(1.9 - 0.01 * n as f64));
            let why = format!("县统计局 2025 年第 {n} 次抽样，两次相差不大");
            next = entries::set(&next, &format!("{path}.assumption"), why.into());
        }
        next
    }

    fn stage(desk: &Desk, procedure: &str, after: &str, kind: StageKind, name: &str) -> Value {
        let names = [name, "A stage of our own"];
        let spot = Spot::After(after);
        let made = procedure::add(&desk.scenario, &desk.built, procedure, spot, kind, names);
        made.unwrap().0
    }

    fn stages(desk: &Desk) -> Value {
        stage(
            desk,
            "major",
            "drafting",
            StageKind::Consultation,
            "征求乡镇意见",
        )
    }

    fn more_stages(desk: &Desk) -> Value {
        stage(
            desk,
            "petition",
            "route",
            StageKind::SignOff,
            "分管领导先看",
        )
    }

    fn without(desk: &Desk) -> Value {
        procedure::remove(&desk.scenario, &desk.built, "major", "legality_review").unwrap()
    }

    fn renamed(desk: &Desk) -> Value {
        let mut next = desk.scenario.clone();
        for (n, it) in desk.ids("departments").iter().take(12).enumerate() {
            let name =
                json!({"zh": format!("城北县第{n}局"), "en": format!("Bureau {n} of Chengbei")});
            next = entries::set(&next, &format!("departments.{it}.name"), name);
        }
        next
    }

    fn copied(desk: &Desk) -> Value {
        let next = entries::copy(&desk.scenario, "leaders", "deputy_welfare", "deputy_health");
        entries::assign(&next.unwrap(), "water", "deputy_health").unwrap()
    }

    fn meetings(desk: &Desk) -> Value {
        let next = entries::set(&desk.scenario, "meetings.executive.every_days", json!(14));
        let next = entries::set(
            &next,
            "meetings.executive.members",
            json!(desk.ids("leaders")),
        );
        entries::set(
            &next,
            "meetings.executive.discussion.rule",
            json!("majority"),
        )
    }

    fn leaders(desk: &Desk) -> Value {
        numbers(desk, "leaders", "bound_hours_per_week", 8)
    }

    fn staff(desk: &Desk) -> Value {
        numbers(desk, "departments", "staff", 12)
    }

    #[test]
    fn a_dozen_changes_go_into_a_link_that_any_program_takes() {
        let all: &[&dyn Fn(&Desk) -> Value] = &[
            &leaders,
            &meetings,
            &portfolios,
            &clocks,
            &stages,
            &more_stages,
            &without,
            &copied,
        ];
        let presets = page::worker::engine::presets();
        for (what, edits) in [
            (
                "eight leaders' hours and three things of a meeting",
                &[&leaders as _, &meetings as _][..],
            ),
            ("staff of twelve departments", &[&staff as _]),
            ("twelve portfolios, each shared anew", &[&portfolios as _]),
            ("every clock of law", &[&clocks as _]),
            (
                "ends and reasons of twelve assumptions",
                &[&assumptions as _],
            ),
            (
                "two stages added, one removed, a leader more",
                &[&stages as _, &more_stages as _, &without as _, &copied as _],
            ),
            (
                "twelve departments named anew in both languages",
                &[&renamed as _],
            ),
            ("nearly all of this together", all),
        ] {
            let now = edited(edits);
            let preset = now.preset_in(&presets).unwrap();
            let changes = patch::differences(&preset.value, &now.patch).len();
            let length = length(&now);
            println!("{what}: {changes} places differ, {length} characters");
            assert!(length < 2_000, "{what}: {length}");
            let text = scenario::written(&now.file(), false);
            assert!(scenario::load(&text, &[]).is_ok(), "{what}");
        }
    }
}
