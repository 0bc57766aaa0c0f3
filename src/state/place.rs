//! The places of the page.

/// A place of the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Place {
    /// 推演: the county, live.
    #[default]
    Simulate,
    /// 对比: counties side by side on the same luck.
    Compare,
    /// 研究: experiments by design.
    Research,
    /// 训练: cases in which somebody decides.
    Train,
    /// 编辑: the scenario in forms. No tab leads there: it is reached from where the scenario is shown.
    Edit,
    /// 说明: what this is, what its figures mean, and its self-check.
    About,
}

impl Place {
    /// All, in the order in which they are offered.
    pub const ALL: [Place; 6] = [
        Place::Simulate,
        Place::Compare,
        Place::Research,
        Place::Train,
        Place::About,
        Place::Edit,
    ];

    /// Whether a tab of the top line leads there.
    #[must_use]
    pub const fn has_tab(self) -> bool {
        !matches!(self, Place::Edit)
    }

    /// In the address and in `locales/`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Place::Simulate => "simulate",
            Place::Compare => "compare",
            Place::Research => "research",
            Place::Train => "train",
            Place::About => "about",
            Place::Edit => "edit",
        }
    }

    /// The id of its heading: where reading begins.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Place::Simulate => "sentence",
            Place::Compare => "compare-title",
            Place::Research => "research-title",
            Place::Train => "train-title",
            Place::About => "about-title",
            Place::Edit => "edit-title",
        }
    }

    /// Whether it is in the module that is fetched when somebody goes there.
    #[must_use]
    pub const fn is_fetched(self) -> bool {
        matches!(self, Place::Compare | Place::Research | Place::Train | Place::Edit)
    }
}
