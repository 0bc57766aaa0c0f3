//! The counties that can stand side by side: the preset with one thing changed, the county as it stands, what was kept of it earlier, files.

use page::i18n::{Lang, say, word};
use page::levers;
use page::state::{Moment, Preset, patch};
use serde_json::{Value, json};

/// The most beside the preset.
pub const MOST: usize = 6;

/// The five mechanisms, in the order their switches stand.
pub const MECHANISMS: [&str; 5] = [
    "participation",
    "stand_in",
    "emergency",
    "daily_norms",
    "approval_reform",
];

/// A county to compare the preset with.
#[derive(Debug, Clone, PartialEq)]
pub struct Arm {
    /// Its id in the experiment: lower-case letters, digits and `_`.
    pub id: String,
    /// Its name as people read it.
    pub name: String,
    /// What it changes of the preset's file.
    pub patch: Value,
    /// The same in words, each change as a sentence can take it.
    pub changes: Vec<String>,
}

/// A county that was put aside to be compared later.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Its number, from 1: its own for good, whichever others are taken away.
    pub number: usize,
    /// Its name.
    pub name: String,
    /// The county.
    pub moment: Moment,
}

/// The id of what was put aside as the `number`-th, from 1.
#[must_use]
pub fn kept_id(number: usize) -> String {
    format!("kept_{number:02}")
}

/// The number of the next that is put aside.
#[must_use]
pub fn next_number(kept: &[Kept]) -> usize {
    kept.iter().map(|it| it.number).max().unwrap_or(0) + 1
}

/// The path of a mechanism's switch.
#[must_use]
pub fn switch(mechanism: &str) -> String {
    format!("mechanisms.{mechanism}.enabled")
}

/// What a county changes of the file of a preset.
#[must_use]
pub fn patch_on(preset: &str, moment: &Moment) -> Value {
    let mut patch = moment.patch.clone();
    if moment.preset != preset {
        patch.insert("extends".to_owned(), moment.preset.clone().into());
    }
    Value::Object(patch)
}

/// All that can be chosen, in the order they are offered: the county as it stands where it differs from its preset, those put aside, each mechanism turned alone,
/// the other presets.
#[must_use]
pub fn all(presets: &[Preset], now: &Moment, kept: &[Kept], lang: Lang) -> Vec<Arm> {
    let mut arms = Vec::new();
    if !now.patch.is_empty() {
        arms.push(Arm {
            id: "now".to_owned(),
            name: word(lang, "compare.now"),
            patch: patch_on(&now.preset, now),
            changes: changes_of(now, &now.preset, presets, lang),
        });
    }
    for it in kept {
        arms.push(Arm {
            id: kept_id(it.number),
            name: it.name.clone(),
            patch: patch_on(&now.preset, &it.moment),
            changes: changes_of(&it.moment, &now.preset, presets, lang),
        });
    }
    let base = presets.iter().find(|it| it.id == now.preset);
    for mechanism in MECHANISMS {
        let path = switch(mechanism);
        let was = base.and_then(|it| patch::get(&it.value, &path));
        if let Some(Value::Bool(on)) = was {
            let name = levers::told(&path, was, Some(&Value::Bool(!on)), lang);
            arms.push(Arm {
                id: mechanism.to_owned(),
                changes: vec![name.clone()],
                name,
                patch: json!({"mechanisms": {mechanism: {"enabled": !on}}}),
            });
        }
    }
    for preset in presets.iter().filter(|it| it.id != now.preset) {
        arms.push(Arm {
            id: format!("preset_{}", preset.id),
            name: preset.title(lang),
            patch: json!({"extends": preset.id}),
            changes: vec![instead(preset, lang)],
        });
    }
    arms
}

/// "换成“文献之县”"
fn instead(preset: &Preset, lang: Lang) -> String {
    say(lang, "compare.instead", &[("title", &preset.title(lang))])
}

/// What a county changes of a preset, in words; what belongs to another preset, first that it does.
fn changes_of(moment: &Moment, base: &str, presets: &[Preset], lang: Lang) -> Vec<String> {
    let other = moment.preset_in(presets).filter(|it| it.id != base);
    let found = moment.changes(presets).into_iter();
    let told = found.map(|it| levers::told(&it.path, it.was.as_ref(), it.is.as_ref(), lang));
    let instead = other.map(|it| instead(it, lang));
    instead.into_iter().chain(told).collect()
}

/// Those put aside, as they are remembered between visits: names and links.
#[must_use]
pub fn remembered(text: &str, presets: &[Preset]) -> Vec<Kept> {
    let Ok(Value::Array(list)) = county::scenario::json(text) else {
        return Vec::new();
    };
    let mut kept: Vec<Kept> = Vec::new();
    for it in &list {
        let read = || {
            let name = it.get("name")?.as_str()?.to_owned();
            let link = it.get("link")?.as_str()?;
            let moment = page::state::link::read(link, presets).ok()?.1?;
            Some((name, moment))
        };
        let Some((name, moment)) = read() else {
            continue;
        };
        // Earlier versions wrote no numbers; two of the same cannot be told apart.
        let number = it.get("number").and_then(Value::as_u64);
        let number = number.and_then(|it| usize::try_from(it).ok());
        let free = |number: &usize| *number > 0 && kept.iter().all(|it| it.number != *number);
        let number = number.filter(free).unwrap_or_else(|| next_number(&kept));
        kept.push(Kept {
            number,
            name,
            moment,
        });
    }
    kept
}

/// The same to be remembered.
#[must_use]
pub fn to_remember(kept: &[Kept]) -> String {
    let link = |it: &Kept| page::state::link::write(page::state::Place::Simulate, &it.moment);
    let list = kept
        .iter()
        .map(|it| json!({"number": it.number, "name": it.name, "link": link(it)}));
    Value::Array(list.collect()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn presets() -> Vec<Preset> {
        page::worker::engine::presets()
    }

    #[test]
    fn unchanged_there_are_the_mechanisms_and_the_other_presets() {
        let arms = all(&presets(), &Moment::of("today"), &[], Lang::Zh);
        let ids: Vec<&str> = arms.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(
            ids,
            [
                "participation",
                "stand_in",
                "emergency",
                "daily_norms",
                "approval_reform",
                "preset_seed"
            ]
        );
        // Today has them all but one on: each is turned.
        for arm in &arms[..5] {
            let today = presets().into_iter().find(|it| it.id == "today").unwrap();
            let was = &today.value["mechanisms"][&arm.id]["enabled"];
            let is = &arm.patch["mechanisms"][&arm.id]["enabled"];
            assert_ne!(was, is, "{}", arm.id);
            let turned = if is == true { "开启" } else { "关闭" };
            assert!(arm.name.starts_with(turned), "{}", arm.name);
        }
    }

    #[test]
    fn what_was_put_aside_comes_back_the_same() {
        let moment = Moment {
            patch: json!({"meetings": {"executive": {"every_days": 7}}})
                .as_object()
                .unwrap()
                .clone(),
            ..Moment::of("seed")
        };
        let kept = vec![Kept {
            number: 3,
            name: "每周 \"开会\"".to_owned(),
            moment: moment.clone(),
        }];
        assert_eq!(remembered(&to_remember(&kept), &presets()), kept);
        for nonsense in [
            "",
            "{",
            "7",
            "[7]",
            "[{\"name\":\"a\",\"link\":\"#/moon\"}]",
        ] {
            assert_eq!(remembered(nonsense, &presets()), [], "{nonsense}");
        }
        // As an earlier version remembered them.
        let link = page::state::link::write(page::state::Place::Simulate, &moment);
        let earlier = json!([{"name": "a", "link": link}, {"name": "b", "link": link}]).to_string();
        let numbers: Vec<usize> = remembered(&earlier, &presets())
            .iter()
            .map(|it| it.number)
            .collect();
        assert_eq!(numbers, [1, 2]);
        let now = Moment::of("today");
        let arms = all(&presets(), &now, &kept, Lang::Zh);
        assert_eq!(arms[0].patch["extends"], "seed", "another preset's");
        assert_eq!(arms[0].patch["meetings"]["executive"]["every_days"], 7);
    }
}
