//! The link: the place and everything a scenario is, after the `#` of the address, so that nothing is sent anywhere.
//!
//! `#/simulate?preset=today&seed=7&changes={"meetings":{"executive":{"every_days":14}}}`, percent-encoded. What is copied to be sent is packed
//! (`z=` in place of `changes=`); `index.html` packs and unpacks, with what the browser has for it.

use county::scenario::written;
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use serde_json::Value;

use super::{Moment, Place, Preset};

/// What has a meaning of its own in a fragment or is cut off when a link is pasted into a message.
const ENCODED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b'<')
    .add(b'=')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'\\')
    .add(b'[')
    .add(b']')
    .add(b'^')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Longer fragments are not read: no scenario made on the page comes near.
const LONGEST: usize = 2_000_000;

/// Why a link could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Damage {
    /// Leads to no place of the page.
    Place(String),
    /// Names no preset.
    Preset(String),
    /// The seed is no whole number.
    Seed(String),
    /// The changes are no JSON object; what the reader said.
    Changes(String),
    /// Its packed part cannot be unpacked.
    Packed,
    /// Too long.
    Long,
}

impl Damage {
    /// Key of its sentence in `locales/`, and what is quoted in it.
    #[must_use]
    pub fn told(&self) -> (&'static str, &str) {
        match self {
            Damage::Place(what) => ("link.damaged.place", what),
            Damage::Preset(what) => ("link.damaged.preset", what),
            Damage::Seed(what) => ("link.damaged.seed", what),
            Damage::Changes(what) => ("link.damaged.changes", what),
            Damage::Packed => ("link.damaged.packed", ""),
            Damage::Long => ("link.damaged.long", ""),
        }
    }
}

/// The fragment of a scenario at a place, `#` included.
#[must_use]
pub fn write(place: Place, moment: &Moment) -> String {
    at(place, &query(moment))
}

/// The fragment of a place, with what is said of a scenario.
#[must_use]
pub fn at(place: Place, query: &str) -> String {
    format!("#/{}?{query}", place.name())
}

/// What a fragment says of a scenario: the same at every place. A large one takes its time to be written.
#[must_use]
pub fn query(moment: &Moment) -> String {
    let encode = |text: &str| utf8_percent_encode(text, ENCODED).to_string();
    let mut query = format!("preset={}&seed={}", encode(&moment.preset), moment.seed);
    if !moment.patch.is_empty() {
        let changes = written(&moment.patch, false);
        query.push_str("&changes=");
        query.push_str(&encode(&changes));
    }
    query
}

/// The place of a fragment, and its scenario if it names one; an empty fragment or a bare place names none.
///
/// # Errors
/// What of the link is damaged.
pub fn read(fragment: &str, presets: &[Preset]) -> Result<(Place, Option<Moment>), Damage> {
    if fragment.len() > LONGEST {
        return Err(Damage::Long);
    }
    let route = fragment.trim_start_matches('#').trim_start_matches('/');
    let (name, query) = route.split_once('?').unwrap_or((route, ""));
    let named = Place::ALL.into_iter().find(|it| it.name() == name);
    let place = match named {
        Some(place) => place,
        None if name.is_empty() => Place::default(),
        None => return Err(Damage::Place(shown(name))),
    };
    // What a class is told is the business of the place 训练, which reads it itself.
    if query.is_empty() || query.starts_with("class=") {
        return Ok((place, None));
    }
    let mut moment = Moment::of(presets.first().map_or("", |p| &p.id));
    for pair in query.split('&') {
        let (key, raw) = pair.split_once('=').unwrap_or((pair, ""));
        let value = percent_decode_str(raw).decode_utf8_lossy();
        match key {
            "preset" if presets.iter().any(|p| p.id == value) => moment.preset = value.into_owned(),
            "preset" => return Err(Damage::Preset(shown(&value))),
            "seed" => moment.seed = value.parse().map_err(|_| Damage::Seed(shown(&value)))?,
            "changes" => {
                let changes = county::scenario::json(&value)
                    .map_err(|problem| Damage::Changes(problem.to_string()))?;
                moment.patch = match super::patch::plain_numbers(changes) {
                    Value::Object(mut patch) => {
                        // What the link itself says.
                        patch.retain(|key, _| !["tuiyan", "extends"].contains(&key.as_str()));
                        patch
                    }
                    _ => return Err(Damage::Changes(shown(&value))),
                };
            }
            // What `index.html` has unpacked stands in the changes; what it could not is left as `z`.
            "z" if value == "long" => return Err(Damage::Long),
            "z" => return Err(Damage::Packed),
            // A later version may say more; what it says of the scenario itself stands in the changes.
            _ => {}
        }
    }
    Ok((place, Some(moment)))
}

fn shown(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn presets() -> Vec<Preset> {
        ["today", "seed"]
            .map(|id| Preset {
                id: id.to_owned(),
                value: json!({}),
            })
            .into()
    }

    #[test]
    fn a_link_leads_back_to_its_scenario() {
        for patch in [
            json!({}),
            json!({"a": {"b": 14, "名": "50% & 更#多?=+ \"x\""}}),
            json!({"a": null}),
        ] {
            let moment = Moment {
                preset: "seed".to_owned(),
                patch: patch.as_object().unwrap().clone(),
                seed: u64::MAX,
            };
            for place in Place::ALL {
                let link = write(place, &moment);
                assert!(link.is_ascii(), "{link}");
                assert_eq!(read(&link, &presets()), Ok((place, Some(moment.clone()))));
            }
        }
    }

    #[test]
    fn which_preset_it_changes_a_link_says_in_one_place() {
        let link = r#"#/simulate?preset=today&changes={"tuiyan":9,"extends":"seed","a":1}"#;
        let moment = read(link, &presets()).unwrap().1.unwrap();
        assert_eq!(
            (moment.preset.as_str(), Value::Object(moment.patch)),
            ("today", json!({"a": 1}))
        );
    }

    #[test]
    fn a_damaged_link_says_what_is_wrong() {
        let table = [
            ("", Ok((Place::Simulate, None))),
            ("#", Ok((Place::Simulate, None))),
            ("#/simulate", Ok((Place::Simulate, None))),
            ("#/about", Ok((Place::About, None))),
            ("#/nowhere", Err(Damage::Place("nowhere".to_owned()))),
            (
                "#/simulate?preset=moon",
                Err(Damage::Preset("moon".to_owned())),
            ),
            ("#/simulate?seed=-1", Err(Damage::Seed("-1".to_owned()))),
            ("#/simulate?seed=2&z=damaged&v=1", Err(Damage::Packed)),
            ("#/simulate?z=long", Err(Damage::Long)),
            (
                "#/simulate?changes=%5B1%5D",
                Err(Damage::Changes("[1]".to_owned())),
            ),
        ];
        for (link, expected) in table {
            assert_eq!(read(link, &presets()), expected, "{link}");
        }
        assert!(matches!(
            read("#/simulate?changes=%7B%22a", &presets()),
            Err(Damage::Changes(_))
        ));
        assert_eq!(
            read(&"x".repeat(LONGEST + 1), &presets()),
            Err(Damage::Long)
        );
        let deep = format!("#/simulate?changes={}", "[".repeat(100_000));
        assert!(matches!(read(&deep, &presets()), Err(Damage::Changes(_))));
    }
}
