//! What lies on the desk: the scenario as it stands, checked, and what its parts are called.

use std::ops::Deref;
use std::rc::Rc;

use county::law::review::{Breach, review};
use county::scenario::{self, Problem, Scenario, written};
use page::charts::numbers;
use page::i18n::{Lang, say, word};
use page::levers;
use page::state::{Moment, Preset, patch};
use serde_json::Value;
use workbench::form::{Field, Form, Kind, Unit};
use workbench::numbers::{Origin, source};
use workbench::refers::{self, To};

/// Everything that is known of the scenario as it stands.
#[derive(Debug)]
pub struct Desk {
    /// Language of all words.
    pub lang: Lang,
    /// The scenario.
    pub now: Rc<Moment>,
    /// The schema, as forms.
    pub form: Rc<Form>,
    /// The preset.
    pub preset: Value,
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
    pub fn new(now: &Rc<Moment>, presets: &[Preset], form: &Rc<Form>, lang: Lang) -> Self {
        let preset = now
            .preset_in(presets)
            .map_or(Value::Null, |it| it.value.clone());
        let scenario = now.scenario(presets);
        let text = now.text();
        let built =
            scenario::put_together(&text).map_or_else(|_| scenario.clone(), patch::plain_numbers);
        let (typed, problems, breaches) = match scenario::load(&text, &[]) {
            Ok(loaded) => {
                let breaches = review(&loaded.after);
                (Some(Rc::new(loaded.after)), Vec::new(), breaches)
            }
            Err(problems) => (
                scenario::shaped(&text).ok().map(Rc::new),
                problems,
                Vec::new(),
            ),
        };
        Self {
            lang,
            now: Rc::clone(now),
            form: Rc::clone(form),
            differences: patch::differences(&preset, &now.patch),
            preset,
            scenario,
            built,
            typed,
            problems,
            breaches,
        }
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

    /// The unit of the number at a path: that of its field; of a law of chance, of its entries, that of the field that holds them.
    #[must_use]
    pub fn unit(&self, path: &str) -> Unit {
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

    /// What an id of some kind is called.
    #[must_use]
    pub fn name(&self, to: To, id: &str, path: &str) -> String {
        let named = |path: String| self.named(&path);
        let found = match to {
            To::Entry(collection) => named(format!("{collection}.{id}")),
            To::Stage | To::Clock => {
                let what = if to == To::Stage { "stages" } else { "clocks" };
                let procedure: Vec<&str> = path.split('.').take(2).collect();
                named(format!("{}.{what}.{id}", procedure.join(".")))
            }
            To::Who => {
                let role = refers::ROLES
                    .contains(&id)
                    .then(|| word(self.lang, &format!("edit.role.{id}")));
                role.or_else(|| {
                    ["offices", "departments", "leaders"]
                        .iter()
                        .find_map(|it| named(format!("{it}.{id}")))
                })
            }
            To::Event => match id.rsplit_once('.') {
                None => refers::MOMENTS
                    .contains(&id)
                    .then(|| word(self.lang, &format!("edit.moment.{id}"))),
                Some((stage, moment)) => {
                    let stage = self.name(To::Stage, stage, path);
                    let key = format!("edit.moment.of_{moment}");
                    let told = say(self.lang, &key, &[("stage", &stage)]);
                    (told != key).then_some(told)
                }
            },
            To::Article => {
                let article = county::law::articles::find(id);
                article.map(|it| self.lang.of(it.cited_zh(), it.cited_en()))
            }
            To::Trait => None,
        };
        found.unwrap_or_else(|| id.to_owned())
    }

    /// The name of an entry, in the language of the page; a clock is called by its article.
    fn named(&self, path: &str) -> Option<String> {
        let entry = patch::get(&self.built, path).or_else(|| patch::get(&self.preset, path))?;
        let name = entry
            .get("name")
            .and_then(|it| it.get(self.lang.code())?.as_str());
        if let Some(name) = name.filter(|it| !it.trim().is_empty()) {
            return Some(name.to_owned());
        }
        let article = county::law::articles::find(entry.get("article")?.as_str()?)?;
        Some(self.lang.of(article.title_zh, article.title_en).to_owned())
    }

    /// What the last key of a path is called: a field by its word, an entry by its name.
    #[must_use]
    pub fn last_name(&self, path: &str) -> String {
        if let Some((_, field)) = self.field(path) {
            return label(&field.key, self.lang);
        }
        let (holder, id) = path.rsplit_once('.').unwrap_or(("", path));
        if let Ok(number) = id.parse::<usize>() {
            return (number + 1).to_string();
        }
        if let Some(to) = self
            .field(holder)
            .and_then(|it| refers::keys_of(it.0, &it.1.key))
        {
            return self.name(to, id, path);
        }
        self.named(path).unwrap_or_else(|| id.to_owned())
    }

    /// What a path is called: the names of all it leads through, those of collections left out where entries stand for them.
    #[must_use]
    pub fn told(&self, path: &str) -> String {
        if let Some(lever) = levers::at(path) {
            return lever.name(self.lang);
        }
        let keys = self.keys(path);
        if keys.first() == Some(&"sources_of_numbers") && keys.len() > 1 {
            let names = [
                ("what", self.told(keys[1])),
                (
                    "field",
                    keys.get(2)
                        .map(|it| label(it, self.lang))
                        .unwrap_or_default(),
                ),
            ];
            return say(
                self.lang,
                "edit.source_of",
                &[(names[0].0, &names[0].1), (names[1].0, &names[1].1)],
            );
        }
        let ends = path.match_indices('.').map(|it| it.0).chain([path.len()]);
        let ends: Vec<usize> = ends.collect();
        let mut names = Vec::new();
        for (at, end) in ends.iter().enumerate() {
            let here = &path[..*end];
            let is_last = at + 1 == ends.len();
            let holds = self.field(here).map(|it| &it.1.kind);
            // Entries with names of their own stand for their collection.
            let named = matches!(holds, Some(Kind::Entries(it)) if matches!(**it, Kind::Parts(_)));
            if !is_last && (named || here == "world") {
                continue;
            }
            names.push(self.last_name(here));
        }
        names.join(self.lang.of(" · ", " · "))
    }

    /// A value as people read it.
    #[must_use]
    pub fn shown(&self, path: &str, value: Option<&Value>) -> String {
        let lang = self.lang;
        let Some(value) = value else {
            return word(lang, "differs.nothing");
        };
        if levers::at(path).is_some() {
            return levers::value_of(path, Some(value), lang);
        }
        match value {
            Value::Number(number) => {
                let unit = self.unit(path);
                let digits = digits(number.as_f64().unwrap_or(0.0), unit);
                let unit = unit_word(unit, lang);
                format!(
                    "{digits}{}{unit}",
                    if unit.is_empty() || unit == "%" {
                        ""
                    } else {
                        " "
                    }
                )
            }
            Value::Bool(on) => word(lang, if *on { "lever.on" } else { "lever.off" }),
            Value::String(text) => match self.field(path) {
                Some((_, field)) if matches!(field.kind, Kind::Choice(_)) => {
                    choice(&field.key, text, lang)
                }
                Some((part, field)) => refers::value_of(part, &field.key)
                    .map_or_else(|| text.clone(), |to| self.name(to, text, path)),
                None => text.clone(),
            },
            Value::Array(items) if items.iter().all(Value::is_string) => {
                let to = self
                    .field(path)
                    .and_then(|it| refers::value_of(it.0, &it.1.key));
                let name = |it: &Value| {
                    let id = it.as_str().unwrap_or_default();
                    to.map_or_else(|| id.to_owned(), |to| self.name(to, id, path))
                };
                let names: Vec<String> = items.iter().map(name).collect();
                if names.is_empty() {
                    word(lang, "differs.nothing")
                } else {
                    names.join(&word(lang, "words.list"))
                }
            }
            Value::Object(object) => {
                let name = object
                    .get("name")
                    .and_then(|it| it.get(lang.code())?.as_str());
                name.map_or_else(
                    || short(&written(value, false)),
                    |it| lang.of(format!("“{it}”"), format!("“{it}”")),
                )
            }
            other => short(&written(other, false)),
        }
    }

    /// Where the number at a path comes from, in words; none where the file says nothing.
    #[must_use]
    pub fn source(&self, path: &str) -> Option<String> {
        let found = source(&self.scenario, path)?;
        let lang = self.lang;
        let unit = if found.is_of(path) {
            self.unit(path)
        } else {
            Unit::Bare
        };
        let of_unit = if unit == Unit::Share { "%" } else { "" };
        let end = |it: f64| format!("{}{of_unit}", digits(it, unit));
        Some(match (found.origin, found.low.zip(found.high)) {
            (Origin::Article, _) => levers::source::cited("source.article", found.said, lang),
            (Origin::Published, _) => levers::source::cited("source.published", found.said, lang),
            (Origin::Assumption, None) => word(lang, "source.assumption"),
            (Origin::Assumption, Some((low, high))) => {
                let key = if found.is_of(path) {
                    "source.assumption_range"
                } else {
                    "source.assumption_factor"
                };
                say(lang, key, &[("low", &end(low)), ("high", &end(high))])
            }
        })
    }

    /// What the source says in its own words, where it speaks the page's language.
    #[must_use]
    pub fn assumed(&self, path: &str) -> Option<&str> {
        let found = source(&self.scenario, path).filter(|it| it.origin == Origin::Assumption)?;
        let chinese = found.said.chars().any(|it| it >= '\u{2e80}');
        (chinese == (self.lang == Lang::Zh)).then_some(found.said)
    }
}

/// Whether a path is another or lies under it.
#[must_use]
pub fn within(path: &str, outer: &str) -> bool {
    path.strip_prefix(outer)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn short(text: &str) -> String {
    if text.chars().count() > 60 {
        text.chars().take(60).chain(['…']).collect()
    } else {
        text.to_owned()
    }
}

/// What a field is called.
#[must_use]
pub fn label(key: &str, lang: Lang) -> String {
    let name = format!("edit.field.{key}");
    let found = word(lang, &name);
    if found == name { key.to_owned() } else { found }
}

/// What a word of the scenario is called: by its field, where the word means something else there.
#[must_use]
pub fn choice(key: &str, value: &str, lang: Lang) -> String {
    let names = [
        format!("edit.value.{key}.{value}"),
        format!("edit.value.{value}"),
    ];
    let known = names
        .iter()
        .map(|it| (it, word(lang, it)))
        .find(|(name, found)| *name != found);
    known.map_or_else(|| value.to_owned(), |it| it.1)
}

/// The word of a unit; empty where there is none.
#[must_use]
pub fn unit_word(unit: Unit, lang: Lang) -> String {
    match unit {
        Unit::Bare => String::new(),
        Unit::Share => "%".to_owned(),
        unit => word(lang, &format!("edit.unit.{}", unit.name())),
    }
}

/// A number as it is typed: shares in per cent, no dust of arithmetic.
#[must_use]
pub fn digits(value: f64, unit: Unit) -> String {
    let shown = if unit == Unit::Share {
        value * 100.0
    } else {
        value
    };
    let rounded = libm::round(shown * 1e9) / 1e9;
    format!("{rounded}")
}

/// What was typed, as a number of the scenario.
#[must_use]
pub fn typed(text: &str, unit: Unit) -> Option<Value> {
    let unit = if unit == Unit::Share {
        numbers::Unit::Share
    } else {
        numbers::Unit::Bare
    };
    levers::typed(text, unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn desk(changes: Value, lang: Lang) -> Desk {
        let presets = page::worker::engine::presets();
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
    fn every_field_and_every_word_of_the_schema_has_a_name_in_both_languages() {
        let form = Form::new(scenario::schema());
        let schema = scenario::schema();
        let parts = schema["$defs"]
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .chain(["Scenario"]);
        let mut seen = 0;
        for field in parts
            .flat_map(|it| form.fields(it))
            .filter(|it| !["tuiyan", "extends"].contains(&it.key.as_str()))
        {
            for lang in Lang::ALL {
                let name = format!("edit.field.{}", field.key);
                assert_ne!(word(lang, &name), name);
                if let Kind::Choice(words) = &field.kind {
                    for it in words {
                        assert_ne!(
                            word(lang, &format!("edit.value.{it}")),
                            format!("edit.value.{it}")
                        );
                        seen += 1;
                    }
                }
            }
        }
        assert!(seen > 100);
    }

    #[test]
    fn paths_and_values_are_told_as_people_read_them() {
        let zh = desk(json!({}), Lang::Zh);
        for (path, told, value, shown) in [
            (
                "departments.water.leader",
                "水利局 · 分管领导",
                json!("deputy_industry"),
                "副县长（工业商贸）",
            ),
            (
                "procedures.major.stages.legality_review.returns.share",
                "重大行政决策 · 合法性审查 · 退回 · 比例",
                json!(0.15),
                "15%",
            ),
            (
                "procedures.major.stages.drafting.hours.mean",
                "重大行政决策 · 调研起草 · 时间 · 平均",
                json!(40),
                "40 小时",
            ),
            (
                "meetings.plenary.minutes",
                "县政府全体会议 · 分钟",
                json!(180),
                "180 分钟",
            ),
            (
                "meetings.executive.every_days",
                "常务会议间隔",
                json!(14),
                "14 天",
            ),
            (
                "departments.market.shared_with.deputy_welfare",
                "市场监督管理局 · 与谁共同分管 · 副县长（卫生民政）",
                json!(0.2),
                "20%",
            ),
            ("world.demand", "来件多少", json!(1.5), "150%"),
            (
                "meetings.executive.chairs",
                "县政府常务会议 · 可以主持的人",
                json!(["magistrate"]),
                "县长",
            ),
        ] {
            assert_eq!(
                (
                    zh.told(path).as_str(),
                    zh.shown(path, Some(&value)).as_str()
                ),
                (told, shown),
                "{path}"
            );
        }
        assert!(
            zh.told("sources_of_numbers.world.demand.low")
                .contains("来件多少")
        );
        let en = desk(json!({}), Lang::En);
        assert_eq!(
            en.told("departments.water.leader"),
            "Water · portfolio leader"
        );
        assert_eq!(
            zh.shown("offices.justice", None),
            word(Lang::Zh, "differs.nothing")
        );
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

    #[test]
    fn numbers_are_typed_and_shown_in_their_unit() {
        for (value, unit, text) in [
            (0.07, Unit::Share, "7"),
            (0.125, Unit::Share, "12.5"),
            (1e-5, Unit::Bare, "0.00001"),
            (30.0, Unit::Days, "30"),
        ] {
            assert_eq!(digits(value, unit), text);
            assert_eq!(typed(text, unit).and_then(|it| it.as_f64()), Some(value));
        }
        assert_eq!(typed("十", Unit::Days), None);
    }

    #[test]
    fn a_number_says_where_it_comes_from() {
        let zh = desk(json!({}), Lang::Zh);
        assert_eq!(
            zh.source("world.demand").as_deref(),
            Some("假定；可信的范围是 0.5–1.5。")
        );
        assert!(
            zh.source("procedures.major.stages.legality_review.days")
                .unwrap()
                .starts_with("条文：")
        );
        assert_eq!(zh.source("nowhere"), None);
    }
}
