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
    /// The stage at this path is the only one of its kind with which cases end.
    LastEnd(String),
    /// The first stage would wait for the second, which waits for the first: their paths.
    Circle(String, String),
    /// The stage at this path is a mechanism's: whoever does not want it switches the mechanism off, if it is a single one that brings it.
    Brought(String, Option<&'static str>),
    /// This mechanism, which is on, puts its own stages beside the stage at this path.
    Needed(String, &'static str),
    /// What is to be named here has to be there first, and the county has none.
    Lacks(refers::To),
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
            Why::LastEnd(path) => write!(f, "`{path}` is the only stage with which a case ends"),
            Why::Circle(from, to) => {
                write!(f, "`{from}` would wait for `{to}`, which waits for it")
            }
            Why::Brought(path, by) => {
                write!(f, "`{path}` is brought by {}", by.unwrap_or("mechanisms"))
            }
            Why::Needed(path, by) => write!(f, "{by}, which is on, needs `{path}`"),
            Why::Lacks(to) => write!(f, "the county has no {}", to.holder()),
        }
    }
}

impl std::error::Error for Why {}
