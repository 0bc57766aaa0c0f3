//! What somebody does to the scenario, and what becomes of it: pure.

use page::state::{Moment, patch};
use serde_json::Value;
use workbench::{Why, entries};

use super::desk::Desk;

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

/// The scenario after something was done; none where nothing changes. What lies about in a mechanism's stage stays as it was.
#[must_use]
pub fn done(desk: &Desk, act: &Act) -> Option<Result<Moment, Why>> {
    let now = &desk.now;
    let next = match act {
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
    changed(now, patch::after(&now.patch, &edit, &desk.preset))
}

fn changed(now: &Moment, patch: patch::Patch) -> Option<Result<Moment, Why>> {
    let next = Moment {
        patch,
        ..now.clone()
    };
    (next != *now).then_some(Ok(next))
}
