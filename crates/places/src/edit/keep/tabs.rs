//! What tabs of one browser tell one another, and what of an address is another's doing.

use page::state::{Moment, Preset, link};
use wasm_bindgen::JsValue;
use web_sys::BroadcastChannel;

/// The channel by which tabs talk.
const CHANNEL: &str = "tuiyan";

/// What a tab says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// It has written a record, which is now of this revision; 0 where it was taken out or put back.
    Wrote {
        /// Which record.
        id: String,
        /// Its revision.
        revision: u64,
    },
    /// It has opened a record, to go on with it.
    Opened(String),
    /// It has had this record open already: said to one that opens it.
    Here(String),
    /// It has left a record.
    Left(String),
}

impl Word {
    fn text(&self) -> String {
        match self {
            Word::Wrote { id, revision } => format!("wrote {id} {revision}"),
            Word::Opened(id) => format!("opened {id}"),
            Word::Here(id) => format!("here {id}"),
            Word::Left(id) => format!("left {id}"),
        }
    }

    /// What was said; none where a newer page says what this one does not know.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split(' ').collect();
        Some(match *words.as_slice() {
            ["wrote", id, revision] => Word::Wrote {
                id: id.to_owned(),
                revision: revision.parse().ok()?,
            },
            ["opened", id] => Word::Opened(id.to_owned()),
            ["here", id] => Word::Here(id.to_owned()),
            ["left", id] => Word::Left(id.to_owned()),
            _ => return None,
        })
    }

    /// Says it to the others who listen at the same channel.
    pub fn say(&self, channel: &BroadcastChannel) {
        let _ = channel.post_message(&JsValue::from_str(&self.text()));
    }

    /// Says it to all, this tab's own listener too.
    pub fn to_all(&self) {
        if let Some(channel) = channel() {
            self.say(&channel);
            channel.close();
        }
    }
}

/// The channel, where the browser has one.
#[must_use]
pub fn channel() -> Option<BroadcastChannel> {
    BroadcastChannel::new(CHANNEL).ok()
}

/// Whether somebody who goes from one address to another has opened another scenario: not who goes from place to place, or looks at another day
/// of a run. `now` is what is shown, which an address follows after a moment.
#[must_use]
pub fn brings_another(from: &str, to: &str, now: &Moment, presets: &[Preset]) -> bool {
    let of = |address: &str| {
        let fragment = address.split_once('#').map_or("", |it| it.1);
        link::read(fragment, presets).ok().and_then(|it| it.1)
    };
    of(to).is_some_and(|it| it != *now && of(from) != Some(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_heard() {
        let id = || "s1a".to_owned();
        for word in [
            Word::Wrote {
                id: id(),
                revision: 12,
            },
            Word::Opened(id()),
            Word::Here(id()),
            Word::Left(id()),
        ] {
            assert_eq!(Word::read(&word.text()), Some(word));
        }
        for text in ["", "12 s1a", "wrote s1a", "wrote s1a x", "sang s1a"] {
            assert_eq!(Word::read(text), None, "{text}");
        }
    }

    #[test]
    fn another_scenario_is_told_from_another_place_or_day() {
        let presets = page::worker::engine::presets();
        let now = Moment::of("today");
        let here =
            "https://a/#/edit?preset=today&seed=1&changes=%7B%22world%22:%7B%22demand%22:2%7D%7D";
        for (to, another) in [
            (here.replace("/edit", "/replay"), false),
            (
                here.replace("/edit", "/replay") + "&day=40&matter=12",
                false,
            ),
            (here.replace(":2", ":3"), true),
            (here.replace("seed=1", "seed=2"), true),
            (here.replace("=today", "=seed"), true),
            // What is shown, though the address has not said so yet.
            ("https://a/#/edit?preset=today&seed=1".to_owned(), false),
            ("https://a/#/about".to_owned(), false),
            ("https://a/#/edit?preset=moon".to_owned(), false),
            ("https://a/".to_owned(), false),
        ] {
            assert_eq!(brings_another(here, &to, &now, &presets), another, "{to}");
        }
        let shown = "https://a/#/edit?preset=today&seed=1";
        assert!(brings_another(shown, here, &now, &presets));
        assert!(brings_another("https://a/#broken", here, &now, &presets));
    }
}
