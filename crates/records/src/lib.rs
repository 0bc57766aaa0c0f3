//! A run as others read it: the event log as CSV or JSON lines.
//!
//! Nothing here opens a file. Events come in one by one, lines come out as text, and whoever has a file, a pipe or a
//! download writes them there:
//!
//! ```text
//! run ── Event ─▶ Records ── text ─▶ file (command) or download (page)
//!                    ▲
//!                  Names: numbers of the plan → stable ids, ticks → dates
//! ```
//!
//! Both formats have the columns of [`COLUMNS`], UTF-8 without a mark, lines ending in `\n`. What an event does not
//! say is empty in CSV and `null` in JSON, never 0.
//!
//! | column | content |
//! |---|---|
//! | `replication` | from 0 |
//! | `tick` | seconds since midnight of the first day of the warm-up |
//! | `time` | the same, local: `2024-01-01T08:30:00` |
//! | `event` | [`EventKind::name`](county::event::EventKind::name) |
//! | `procedure`, `class`, `stage`, `actor` | stable ids |
//! | `case` | stable key of the matter, 16 hexadecimal digits (too large for a JSON number) |
//! | `visit` | which visit of the stage, from 1 |
//! | `value` | a number whose unit [`row::value_unit`] tells |
//! | `note` | see [`row::Row::note`] |

pub mod format;
pub mod row;

pub use format::{Format, Records};
pub use row::{COLUMNS, Names, Row};
