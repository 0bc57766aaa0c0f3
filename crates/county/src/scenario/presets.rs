//! The presets that ship, exactly as a user would write them.

/// A county that ships with Tuiyan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preset {
    /// Its id: what `extends` names.
    pub id: &'static str,
    /// Its file.
    pub json: &'static str,
}

const PRESETS: [Preset; 2] = [
    Preset {
        id: "seed",
        json: include_str!("../../../../scenarios/seed.json"),
    },
    Preset {
        id: "today",
        json: include_str!("../../../../scenarios/today.json"),
    },
];

/// All presets, in the order they are offered.
pub fn presets() -> impl Iterator<Item = &'static Preset> + Clone {
    PRESETS.iter()
}

/// The preset of an id.
#[must_use]
pub fn preset(id: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|it| it.id == id)
}
