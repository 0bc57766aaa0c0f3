//! Which parts of a scenario are offered, in which order, and where a path belongs.

use super::desk::{Desk, within};
use super::parts::at;

/// What a section holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// The entries of the collection at this path.
    Entries(&'static str),
    /// These places, under a path.
    Places(&'static str, &'static [&'static str]),
    /// The matrix of departments and leaders.
    Portfolios,
    /// What is at stake in classes of emergencies.
    Hazards,
    /// Clocks of law of all procedures.
    Clocks,
    /// Where numbers come from.
    Sources,
}

/// A section: its key in `locales/` (`edit.section.<key>`), and what it holds.
pub type Section = (&'static str, Holds);

/// All sections, in the order in which they stand.
pub const SECTIONS: [Section; 18] = [
    (
        "county",
        Holds::Places(
            "",
            &[
                "title",
                "about",
                "rules",
                "horizon",
                "calendar",
                "disclosure",
            ],
        ),
    ),
    ("leaders", Holds::Entries("leaders")),
    ("portfolios", Holds::Portfolios),
    ("offices", Holds::Entries("offices")),
    ("departments", Holds::Entries("departments")),
    ("duties", Holds::Entries("duties")),
    (
        "organisation",
        Holds::Places("", &["routing", "delegation", "accountability"]),
    ),
    ("meetings", Holds::Entries("meetings")),
    ("conferences", Holds::Entries("conferences")),
    ("procedures", Holds::Entries("procedures")),
    ("clocks", Holds::Clocks),
    (
        "mechanisms",
        Holds::Places(
            "mechanisms",
            &[
                "approval_reform",
                "emergency",
                "stand_in",
                "participation",
                "daily_norms",
            ],
        ),
    ),
    ("classes", Holds::Entries("world.classes")),
    ("sources", Holds::Entries("world.sources")),
    ("publics", Holds::Entries("world.publics")),
    ("hazards", Holds::Hazards),
    (
        "world",
        Holds::Places(
            "world",
            &[
                "demand",
                "initiative",
                "carrying",
                "absences",
                "response",
                "facts",
                "minds",
                "returning",
                "reception",
            ],
        ),
    ),
    ("assumptions", Holds::Sources),
];

impl Holds {
    /// The collection whose entries can be added, copied, renamed and removed here.
    #[must_use]
    pub fn collection(self) -> Option<&'static str> {
        match self {
            Holds::Entries(path) => Some(path),
            _ => None,
        }
    }

    /// The paths of what can be chosen here.
    #[must_use]
    pub fn paths(self, desk: &Desk) -> Vec<String> {
        let ids = |path: &str| desk.ids(path);
        match self {
            Holds::Entries(path) => ids(path)
                .into_iter()
                .map(|it| format!("{path}.{it}"))
                .collect(),
            Holds::Places(under, keys) => keys.iter().map(|it| at(under, it)).collect(),
            Holds::Hazards => {
                let all = ids("world.classes")
                    .into_iter()
                    .map(|it| format!("world.classes.{it}.hazard"));
                all.filter(|it| desk.value(it).is_some()).collect()
            }
            Holds::Clocks => {
                let of = |it: &String| {
                    let clocks = format!("procedures.{it}.clocks");
                    ids(&clocks)
                        .into_iter()
                        .map(move |it| format!("{clocks}.{it}"))
                        .collect::<Vec<_>>()
                };
                ids("procedures").iter().flat_map(of).collect()
            }
            Holds::Portfolios | Holds::Sources => Vec::new(),
        }
    }

    /// The paths that belong here, for what is wrong and what differs.
    #[must_use]
    pub fn roots(self) -> Vec<String> {
        match self {
            Holds::Entries(path) => vec![path.to_owned()],
            Holds::Places(under, keys) => keys.iter().map(|it| at(under, it)).collect(),
            Holds::Sources => vec!["sources_of_numbers".to_owned()],
            Holds::Portfolios | Holds::Hazards | Holds::Clocks => Vec::new(),
        }
    }
}

/// What is shown: a section, by its place in [`SECTIONS`], what is chosen in it, and the stage that is chosen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shown {
    /// The section.
    pub section: usize,
    /// The path of what is chosen; empty: the first there is.
    pub chosen: String,
    /// The stage that is chosen in a procedure; empty: none.
    pub stage: String,
}

/// Where a path is shown.
#[must_use]
pub fn of(path: &str) -> Shown {
    let belongs = |it: &Section| {
        it.1.roots()
            .iter()
            .any(|root| within(path, root) || root == path)
    };
    let section = SECTIONS.iter().position(belongs).unwrap_or(0);
    let depth = match SECTIONS[section].1 {
        Holds::Entries(root) => root.split('.').count() + 1,
        Holds::Places("", _) => 1,
        Holds::Places(..) => 2,
        _ => 0,
    };
    let keys: Vec<&str> = path.split('.').collect();
    let stage = match keys.as_slice() {
        ["procedures", _, "stages", stage, ..] => (*stage).to_owned(),
        _ => String::new(),
    };
    let chosen = if keys.len() >= depth {
        keys[..depth].join(".")
    } else {
        String::new()
    };
    Shown {
        section,
        chosen,
        stage,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_of_a_scenario_belongs_to_a_section() {
        let form = workbench::form::Form::new(county::scenario::schema());
        for field in form
            .fields(workbench::form::WHOLE)
            .iter()
            .filter(|it| !["tuiyan", "extends", "world", "mechanisms"].contains(&it.key.as_str()))
        {
            let shown = of(&field.key);
            assert!(
                SECTIONS[shown.section].1.roots().contains(&field.key),
                "{}",
                field.key
            );
        }
        for part in ["World", "Mechanisms"] {
            for field in form.fields(part) {
                let path = format!("{}.{}", part.to_lowercase(), field.key);
                let shown = of(&path);
                assert!(SECTIONS[shown.section].1.roots().contains(&path), "{path}");
            }
        }
    }

    #[test]
    fn a_path_is_shown_where_it_belongs() {
        for (path, section, chosen, stage) in [
            (
                "meetings.executive.every_days",
                "meetings",
                "meetings.executive",
                "",
            ),
            (
                "procedures.major.stages.drafting.hours.mean",
                "procedures",
                "procedures.major",
                "drafting",
            ),
            (
                "world.classes.flood.hazard.stake_yuan",
                "classes",
                "world.classes.flood",
                "",
            ),
            ("world.facts.patterns", "world", "world.facts", ""),
            ("sources_of_numbers.world.demand.low", "assumptions", "", ""),
            ("rules", "county", "rules", ""),
        ] {
            let shown = of(path);
            assert_eq!(
                (
                    SECTIONS[shown.section].0,
                    shown.chosen.as_str(),
                    shown.stage.as_str()
                ),
                (section, chosen, stage),
                "{path}"
            );
        }
    }
}
