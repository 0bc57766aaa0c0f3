//! The presets that ship: the files in `scenarios/`, exactly as a user would write them. How they travel is `build.rs`'s business.

use std::sync::OnceLock;

use serde_json::Value;

use super::json::{merge, parse};
use super::{Problem, Scenario};

/// A county that ships with Tuiyan.
#[derive(Debug)]
pub struct Preset {
    /// Its id: what `extends` names.
    pub id: &'static str,
    /// What differs from the county before it in the list; of the first, all.
    differs: &'static str,
    file: OnceLock<Value>,
    /// As it runs, its own mechanisms applied; filled by `load`.
    pub(super) settled: OnceLock<Result<Scenario, Vec<Problem>>>,
}

// One of a kind: there are no two presets of one id.
impl PartialEq for Preset {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Preset {
    const fn new(id: &'static str, differs: &'static str) -> Self {
        Self {
            id,
            differs,
            file: OnceLock::new(),
            settled: OnceLock::new(),
        }
    }

    /// Its file.
    #[must_use]
    pub fn file(&self) -> &Value {
        self.file.get_or_init(|| {
            // Ours, and held by a test to be what they are.
            let mut file = Value::Null;
            for preset in &PRESETS {
                merge(&mut file, &parse(preset.differs).unwrap_or_default());
                if preset.id == self.id {
                    break;
                }
            }
            file
        })
    }
}

static PRESETS: [Preset; 2] = [
    Preset::new(
        "today",
        include_str!(concat!(env!("OUT_DIR"), "/today.json")),
    ),
    Preset::new(
        "seed",
        include_str!(concat!(env!("OUT_DIR"), "/seed_on_today.json")),
    ),
];

/// All presets, in the order they are offered: the seed's county first.
pub fn presets() -> impl Iterator<Item = &'static Preset> + Clone {
    PRESETS.iter().rev()
}

/// The preset of an id.
#[must_use]
pub fn preset(id: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|it| it.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_arrive_as_they_are_written() {
        for (id, written) in [
            ("seed", include_str!("../../../../scenarios/seed.json")),
            ("today", include_str!("../../../../scenarios/today.json")),
        ] {
            let written: Value = serde_json::from_str(written).unwrap();
            assert_eq!(preset(id).unwrap().file(), &written, "{id}");
        }
    }
}
