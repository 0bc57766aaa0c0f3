//! Which rules of law a county is held against.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The rules of law in force at the beginning of a year. They say what is called a breach; nothing that happens depends on them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Rules {
    /// 2008: the Organic Law of 2004, petitions of 2005, permits of 2003, disclosure as of May 2008; nothing yet binds a county's
    /// procedure for major decisions but that they are discussed by the executive meeting or the plenary.
    #[serde(rename = "2008")]
    Of2008,
    /// 2024: State Council Decree 713 (2019), the Organic Law of 2022, petitions of 2022, permits and disclosure of 2019.
    #[default]
    #[serde(rename = "2024")]
    Of2024,
}
