//! What lies on the desk: the scenario as it stands, merged, checked and held against the law.

use std::ops::Deref;
use std::rc::Rc;

use county::law::review::{Breach, review};
use county::scenario::{self, Draft, Problem, Scenario};
use page::charts::numbers;
use page::i18n::Lang;
use page::levers;
use page::state::{Moment, Presets, patch};
use serde_json::Value;
use workbench::form::{Field, Form, Unit};
use workbench::refers;

pub mod names;
pub mod sourced;
pub mod typing;

/// Everything that is known of the scenario as it stands.
#[derive(Debug)]
pub struct Desk {
    /// Language of all words.
    pub lang: Lang,
    /// The scenario.
    pub now: Rc<Moment>,
    /// The schema, as forms.
    pub form: Rc<Form>,
    /// The presets there are.
    presets: Presets,
    /// The preset with its changes.
    pub scenario: Value,
    /// The same with what mechanisms bring.
    pub built: Value,
    /// The county as it runs, or would but for what is wrong; none where it has not the shape of one.
    pub typed: Option<Rc<Scenario>>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// What of it is unlawful, where nothing is wrong.
    pub breaches: Vec<Breach>,
    /// Where it differs from the preset.
    pub differences: Vec<patch::Difference>,
}

/// A desk as components pass it on: the same one is equal to itself only.
#[derive(Debug, Clone)]
pub struct OnDesk(pub Rc<Desk>);

impl PartialEq for OnDesk {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for OnDesk {
    type Target = Desk;

    fn deref(&self) -> &Desk {
        &self.0
    }
}

impl Desk {
    /// Looks at a scenario: merged, checked, held against the law.
    #[must_use]
    pub fn new(now: &Rc<Moment>, presets: &Presets, form: &Rc<Form>, lang: Lang) -> Self {
        let Draft {
            built,
            county,
            problems,
        } = scenario::draft(&now.preset, &now.patch);
        let scenario = now.scenario(presets);
        let built = if built.is_null() {
            scenario.clone()
        } else {
            patch::plain_numbers(built)
        };
        let lawful = county.as_ref().filter(|_| problems.is_empty());
        let preset = now.preset_in(presets);
        Self {
            lang,
            now: Rc::clone(now),
            form: Rc::clone(form),
            presets: presets.clone(),
            breaches: lawful.map(review).unwrap_or_default(),
            differences: preset
                .map_or_else(Vec::new, |it| patch::differences(&it.value, &now.patch)),
            typed: county.map(Rc::new),
            scenario,
            built,
            problems,
        }
    }

    /// The preset; `null` where there is none of that name.
    #[must_use]
    pub fn preset(&self) -> &Value {
        let preset = self.now.preset_in(&self.presets);
        preset.map_or(&Value::Null, |it| &it.value)
    }

    /// The value at a path; within lists too.
    #[must_use]
    pub fn value(&self, path: &str) -> Option<&Value> {
        patch::get(&self.scenario, path).or_else(|| scenario::at(&self.scenario, path))
    }

    /// The value at a path as the county runs.
    #[must_use]
    pub fn built_value(&self, path: &str) -> Option<&Value> {
        patch::get(&self.built, path).or_else(|| scenario::at(&self.built, path))
    }

    /// The ids of the entries at a path.
    #[must_use]
    pub fn ids(&self, path: &str) -> Vec<String> {
        refers::ids(&self.scenario, path)
    }

    /// Whether something at or under a path differs from the preset.
    #[must_use]
    pub fn moved(&self, path: &str) -> bool {
        self.differences
            .iter()
            .any(|it| within(&it.path, path) || within(path, &it.path))
    }

    /// What is wrong at a path or under it, and what is unlawful.
    #[must_use]
    pub fn wrong(&self, path: &str) -> Vec<Problem> {
        let problems = self
            .problems
            .iter()
            .filter(|it| within(&it.path, path))
            .cloned();
        let breaches = self.breaches.iter().filter(|it| within(&it.path, path));
        problems.chain(breaches.map(Breach::as_problem)).collect()
    }

    /// What is wrong at this very path.
    #[must_use]
    pub fn wrong_at(&self, path: &str) -> Vec<Problem> {
        let mut found = self.wrong(path);
        found.retain(|it| it.path == path);
        found
    }

    /// The keys of a path as the schema takes them: those of `sources_of_numbers` have dots in them.
    fn keys<'p>(&self, path: &'p str) -> Vec<&'p str> {
        match path.strip_prefix("sources_of_numbers.") {
            None => path.split('.').collect(),
            Some(rest) => {
                let fields = [
                    "low",
                    "high",
                    "assumption",
                    "article",
                    "published",
                    "place",
                    "year",
                ];
                match rest.rsplit_once('.') {
                    Some((key, field)) if fields.contains(&field) => {
                        vec!["sources_of_numbers", key, field]
                    }
                    _ => vec!["sources_of_numbers", rest],
                }
            }
        }
    }

    /// The field at a path, and the type whose field it is.
    #[must_use]
    pub fn field(&self, path: &str) -> Option<(&str, &Field)> {
        self.form.at(&self.keys(path))
    }

    /// The type of the part at a path.
    #[must_use]
    pub fn part(&self, path: &str) -> Option<&str> {
        self.form.part_at(&self.keys(path))
    }

    /// The unit of the number at a path: the lever's, where there is one; that of its field; of a law of chance, of its entries, that of the
    /// field that holds them.
    #[must_use]
    pub fn unit(&self, path: &str) -> Unit {
        if let Some(levers::Kind::Number {
            unit: numbers::Unit::Share,
            ..
        }) = levers::at(path).map(|it| it.kind)
        {
            return Unit::Share;
        }
        let own = match self.field(path) {
            Some(("Law", field)) if field.key == "cv" => return Unit::Bare,
            Some(("Law", _)) | None => None,
            Some((_, field)) => Some(field.unit()),
        };
        own.unwrap_or_else(|| {
            let holder = path.rsplit_once('.').map_or("", |it| it.0);
            Unit::of(holder.rsplit('.').next().unwrap_or_default())
        })
    }
}

/// Whether a path is another or lies under it.
#[must_use]
pub fn within(path: &str, outer: &str) -> bool {
    path.strip_prefix(outer)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use serde_json::json;

    /// A desk with changes to *today*.
    pub(in crate::edit) fn desk(changes: Value, lang: Lang) -> Desk {
        let presets = page::worker::engine::presets().into();
        let now = Rc::new(Moment {
            patch: changes.as_object().unwrap().clone(),
            ..Moment::of("today")
        });
        Desk::new(
            &now,
            &presets,
            &Rc::new(Form::new(scenario::schema())),
            lang,
        )
    }

    #[test]
    fn problems_and_breaches_stand_at_their_place() {
        let wrong = desk(
            json!({"world": {"demand": -3}, "offices": {"justice": {"staff": 0}}}),
            Lang::Zh,
        );
        assert_eq!(wrong.wrong_at("world.demand").len(), 1);
        assert_eq!(wrong.wrong("offices").len(), 1);
        assert_eq!(wrong.wrong("office"), []);
        let unlawful = desk(
            json!({"procedures": {"major": {"stages": {"legality_review": {"days": 1}}}}}),
            Lang::Zh,
        );
        assert!(unlawful.problems.is_empty());
        assert_eq!(
            unlawful
                .wrong("procedures.major.stages.legality_review")
                .len(),
            1,
            "{:?}",
            unlawful.breaches
        );
        assert!(unlawful.moved("procedures.major") && !unlawful.moved("world"));
    }
}
