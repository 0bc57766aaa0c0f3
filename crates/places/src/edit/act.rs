//! What somebody does to the scenario, and what becomes of it: pure.

use page::i18n::say;
use page::state::{Moment, patch};
use serde_json::Value;
use workbench::{Why, entries};
use yew::{Callback, MouseEvent};

use super::desk::Desk;
use super::desk::names::label;

/// What can be done.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// A field gets a value.
    Set(String, Value),
    /// A field is left out.
    Unset(String),
    /// A place goes back to the preset.
    Revert(String),
    /// Everything goes back to the preset.
    RevertAll,
    /// The scenario becomes another, with the part to be shown then.
    Whole(Box<Value>, Option<String>),
    /// A part is to be shown.
    Go(String),
    /// It cannot be done.
    Refused(Why),
}

impl Act {
    /// What an edit of the whole scenario gives, and which part is to be shown then.
    #[must_use]
    pub fn whole(next: Result<Value, Why>, show: Option<String>) -> Self {
        next.map_or_else(Act::Refused, |it| Act::Whole(Box::new(it), show))
    }

    /// The key that shows a part.
    #[must_use]
    pub fn go(act: &Callback<Act>, path: &str) -> Callback<MouseEvent> {
        let path = path.to_owned();
        act.reform(move |_| Act::Go(path.clone()))
    }

    /// A field gets the value that could be made for it.
    #[must_use]
    pub fn set(path: String, value: Result<Value, Why>) -> Self {
        value.map_or_else(Act::Refused, |it| Act::Set(path, it))
    }
}

/// Why something cannot be done, and what would mend it.
#[must_use]
pub fn refused(desk: &Desk, why: &Why) -> String {
    let told = |key: &str, a: &str, b: &str| {
        let key = format!("edit.refused.{key}");
        say(desk.lang, &key, &[("a", a), ("b", b)])
    };
    let stage = |path: &str| desk.last_name(path);
    match why {
        Why::Missing(path) => told("missing", &desk.told(path), ""),
        Why::Taken(id) => told("taken", id, ""),
        Why::NoId(id) => told("no_id", id, ""),
        Why::LastEnd(path) => told("last_end", &stage(path), ""),
        Why::Circle(from, to) => told("circle", &stage(from), &stage(to)),
        Why::Brought(path, Some(by)) => told("brought", &stage(path), &label(by, desk.lang)),
        Why::Brought(path, None) => told("brought_by_several", &stage(path), ""),
        Why::Needed(path, by) => told("needed", &stage(path), &label(by, desk.lang)),
        Why::Lacks(to) => told("lacks", &label(to.holder(), desk.lang), ""),
    }
}

/// The scenario after something was done; none where nothing changes. What lies about in a mechanism's stage stays as it was.
#[must_use]
pub fn done(desk: &Desk, act: &Act) -> Option<Result<Moment, Why>> {
    let now = &desk.now;
    let next = match act {
        // Most edits are of one value, and say so without the whole scenario.
        Act::Set(path, value) if !entries::in_a_list(&desk.scenario, path) => {
            let value = patch::plain_numbers(value.clone());
            if desk.value(path) == Some(&value) {
                return None;
            }
            return changed(now, with_value(desk, path, value));
        }
        Act::Set(path, value) => Ok(entries::set(
            &desk.scenario,
            path,
            patch::plain_numbers(value.clone()),
        )),
        Act::Unset(path) => entries::unset(&desk.scenario, path),
        Act::Whole(scenario, _) => Ok((**scenario).clone()),
        Act::Revert(path) => return changed(now, patch::without(&now.patch, path)),
        Act::RevertAll => return changed(now, patch::Patch::new()),
        Act::Go(_) => return None,
        Act::Refused(why) => return Some(Err(why.clone())),
    };
    let next = match next {
        Ok(next) => next,
        Err(why) => return Some(Err(why)),
    };
    let (before, after) = (desk.scenario.as_object()?, next.as_object()?);
    let edit = patch::between(before, after);
    changed(now, patch::after(&now.patch, &edit, desk.preset()))
}

/// The patch after a value has been set.
fn with_value(desk: &Desk, path: &str, value: Value) -> patch::Patch {
    // A part that is replaced is replaced whole: what it had and has no more goes.
    let edit = match (desk.value(path), value) {
        (Some(Value::Object(was)), Value::Object(is)) => Value::Object(patch::between(was, &is)),
        (_, value) => value,
    };
    let edit = patch::only(&desk.scenario, path, edit);
    patch::after(&desk.now.patch, &edit, desk.preset())
}

fn changed(now: &Moment, patch: patch::Patch) -> Option<Result<Moment, Why>> {
    let next = now.with(patch);
    (next != *now).then_some(Ok(next))
}

#[cfg(test)]
mod tests {
    use super::super::desk::tests::desk;
    use super::*;
    use page::i18n::Lang;
    use serde_json::json;
    use workbench::refers::To;

    /// Everything that can be refused, of a county that has it.
    fn all() -> Vec<Why> {
        let stage = |id: &str| format!("procedures.major.stages.{id}");
        let lacking = [
            To::Entry("leaders"),
            To::Entry("offices"),
            To::Entry("procedures"),
            To::Entry("meetings"),
            To::Entry("duties"),
            To::Entry("world.classes"),
            To::Entry("world.publics"),
            To::Entry("world.facts.patterns"),
            To::Stage,
            To::Clock,
            To::Who,
            To::Trait,
            To::Event,
            To::Article,
        ];
        let mut all = vec![
            Why::Missing("departments.water.leader".to_owned()),
            Why::Taken("justice".to_owned()),
            Why::NoId("Ⅶ".to_owned()),
            Why::LastEnd(stage("publication")),
            Why::Circle(stage("drafting"), stage("revision")),
            Why::Brought(stage("public_comment"), None),
            Why::Needed(stage("revision"), "participation"),
        ];
        let mechanisms = [
            "participation",
            "emergency",
            "approval_reform",
            "daily_norms",
        ];
        all.extend(mechanisms.map(|it| Why::Brought(stage("public_comment"), Some(it))));
        all.extend(lacking.map(Why::Lacks));
        all
    }

    #[test]
    fn one_value_set_is_the_whole_scenario_with_it() {
        let desk = desk(
            json!({"departments": {"water": {"shared_with": {"deputy_welfare": 0.2}}}, "conferences": null}),
            Lang::Zh,
        );
        for (path, value) in [
            ("world.demand", json!(1.25)),
            ("world.demand", json!(1)),
            (
                "departments.water.shared_with",
                json!({"deputy_industry": 0.3}),
            ),
            ("departments.water.staff", json!(7.0)),
            ("conferences.one", json!({"hours": 2})),
            ("meetings.executive.members", json!(["magistrate"])),
            ("sources_of_numbers.world.demand.low", json!(0.7)),
            (
                "procedures.major.stages.drafting.hours",
                json!({"kind": "constant", "mean": 4}),
            ),
        ] {
            let value = patch::plain_numbers(value);
            let whole = entries::set(&desk.scenario, path, value.clone());
            let by_value = done(&desk, &Act::Set(path.to_owned(), value));
            assert_eq!(
                by_value,
                done(&desk, &Act::Whole(Box::new(whole), None)),
                "{path}"
            );
        }
    }

    #[test]
    fn a_refusal_names_what_it_is_about_in_the_language_of_the_page() {
        let desks = Lang::ALL.map(|lang| desk(json!({}), lang));
        for why in all() {
            for desk in &desks {
                let said = refused(desk, &why);
                assert!(!said.contains(".refused.") && !said.contains('%'), "{said}");
                assert!(!said.contains("“”") && !said.contains("()"), "{said}");
                let id = match &why {
                    Why::Taken(id) => id,
                    _ => "",
                };
                let rest = if id.is_empty() {
                    said.clone()
                } else {
                    said.replace(id, "")
                };
                let foreign = |it: char| match desk.lang {
                    Lang::Zh => it.is_ascii_alphabetic(),
                    Lang::En => it > '\u{2e80}',
                };
                assert!(!rest.chars().any(foreign), "{said}");
            }
        }
    }
}
