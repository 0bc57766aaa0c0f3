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
    /// 回放, a room of 推演: its run on any day, and the same luck under other rules.
    Replay,
    /// 编辑, a room of 推演: the scenario in forms, reached from where the scenario is shown.
    Edit,
    /// 训练: cases in which somebody decides.
    Train,
    /// 说明: what this is, what its figures mean, and its self-check.
    About,
}

impl Place {
    /// All there are.
    pub const ALL: [Place; 7] = [
        Place::Simulate,
        Place::Compare,
        Place::Research,
        Place::Replay,
        Place::Edit,
        Place::Train,
        Place::About,
    ];

    /// Those of the top line, in the order in which they are offered; the others are rooms of one of them.
    pub const OFFERED: [Place; 5] = [
        Place::Simulate,
        Place::Compare,
        Place::Research,
        Place::Train,
        Place::About,
    ];

    /// The place of the top line that it is, or is a room of.
    #[must_use]
    pub const fn offered(self) -> Self {
        match self {
            Place::Replay | Place::Edit => Place::Simulate,
            other => other,
        }
    }

    /// In the address and in `locales/`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Place::Simulate => "simulate",
            Place::Compare => "compare",
            Place::Research => "research",
            Place::Replay => "replay",
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
            Place::Replay => "replay-title",
            Place::Train => "train-title",
            Place::About => "about-title",
            Place::Edit => "edit-title",
        }
    }

    /// Whether it is in the module that is fetched when somebody goes there.
    #[must_use]
    pub const fn is_fetched(self) -> bool {
        !matches!(self, Place::Simulate | Place::About)
    }
}
