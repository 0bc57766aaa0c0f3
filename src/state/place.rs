//! The places of the page.

/// A place of the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Place {
    /// 推演: the county, live.
    #[default]
    Simulate,
    /// 说明: what this is, what its figures mean, and its self-check.
    About,
}

impl Place {
    /// All, in the order in which they are offered.
    pub const ALL: [Place; 2] = [Place::Simulate, Place::About];

    /// In the address and in `locales/`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Place::Simulate => "simulate",
            Place::About => "about",
        }
    }

    /// The id of its heading: where reading begins.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Place::Simulate => "sentence",
            Place::About => "about-title",
        }
    }
}
