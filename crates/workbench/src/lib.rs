//! The workbench: a scenario is edited until it is somebody's own. Pure functions on JSON, without a page around them.
//!
//! What is edited is the scenario as people see it, a preset with changes; what is kept is the changes, a JSON Merge Patch ([`patch`]). An
//! edit makes a new scenario ([`entries`], [`procedure`]), and [`patch::after`] says which changes then hold.
//!
//! | room | what it holds |
//! |---|---|
//! | [`patch`] | changes to a preset, and where a county differs from it |
//! | [`form`] | which fields a part of a scenario has, read from the schema that checks files: kind, unit, range, what it means |
//! | [`refers`] | which fields name another part, and which parts there are to name |
//! | [`entries`] | setting fields; adding, copying, renaming, removing entries; portfolios |
//! | [`procedure`] | stages added, removed, moved, branched and joined |
//! | [`numbers`] | where a number comes from |
//! | [`record`] | what is stored of a scenario, and how older records are read |
//! | [`command`] | the line that prints the same figures |

pub mod command;
pub mod entries;
pub mod form;
pub mod numbers;
pub mod patch;
pub mod procedure;
pub mod record;
pub mod refers;

use std::fmt;

/// Why an edit cannot be made; nothing has changed then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// There is nothing at this path.
    Missing(String),
    /// This id is taken.
    Taken(String),
    /// This is no id: lower-case letters, digits and `_`, beginning with a letter, at most 60.
    NoId(String),
    /// This stage is the only one of its kind with which cases end.
    LastEnd(String),
    /// The first stage would wait for the second, which waits for the first.
    Circle(String, String),
    /// This stage is a mechanism's: whoever does not want it switches the mechanism off.
    Brought(String),
    /// A mechanism that is on puts its own stages beside this one.
    Needed(String),
    /// A stage of this kind needs what the county has not: a meeting, an office.
    Lacks(&'static str),
}

impl Why {
    /// Key of its sentence in the page's words, and what is quoted in it.
    #[must_use]
    pub fn told(&self) -> (&'static str, [&str; 2]) {
        match self {
            Why::Missing(path) => ("missing", [path, ""]),
            Why::Taken(id) => ("taken", [id, ""]),
            Why::NoId(id) => ("no_id", [id, ""]),
            Why::LastEnd(id) => ("last_end", [id, ""]),
            Why::Circle(from, to) => ("circle", [from, to]),
            Why::Brought(id) => ("brought", [id, ""]),
            Why::Needed(id) => ("needed", [id, ""]),
            Why::Lacks(what) => ("lacks", [what, ""]),
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Why::Missing(path) => write!(f, "there is nothing at `{path}`"),
            Why::Taken(id) => write!(f, "`{id}` is taken"),
            Why::NoId(id) => write!(
                f,
                "`{id}` is no id: lower-case letters, digits and `_`, beginning with a letter"
            ),
            Why::LastEnd(id) => write!(f, "`{id}` is the only stage with which a case ends"),
            Why::Circle(from, to) => {
                write!(f, "`{from}` would wait for `{to}`, which waits for it")
            }
            Why::Brought(id) => write!(f, "`{id}` is brought by a mechanism"),
            Why::Needed(id) => write!(f, "a mechanism that is on needs `{id}`"),
            Why::Lacks(what) => write!(f, "the county has no {what}"),
        }
    }
}

impl std::error::Error for Why {}
