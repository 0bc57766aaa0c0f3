//! What parts of a scenario are called and what stands in them, as people read it.

use county::scenario::{MOMENTS, ROLES, written};
use page::charts::numbers;
use page::i18n::{Lang, say, word};
use page::levers;
use page::state::patch;
use serde_json::Value;
use workbench::form::{Kind, Unit};
use workbench::numbers::{Origin, source};
use workbench::refers::{self, To};

use super::Desk;
use super::sourced::in_words;
use super::typing::{digits, unit_word};

impl Desk {
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
                let role = ROLES
                    .contains(&id)
                    .then(|| word(self.lang, &format!("edit.role.{id}")));
                role.or_else(|| {
                    ["offices", "departments", "leaders"]
                        .iter()
                        .find_map(|it| named(format!("{it}.{id}")))
                })
            }
            To::Event => match id.rsplit_once('.') {
                None => MOMENTS
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

    /// The name of an entry, in the language of the page; a clock is called by its article, what arises by its class.
    fn named(&self, path: &str) -> Option<String> {
        let entry = patch::get(&self.built, path).or_else(|| patch::get(self.preset(), path))?;
        let text = |key: &str| entry.get(key).and_then(Value::as_str);
        let name = entry
            .get("name")
            .and_then(|it| it.get(self.lang.code())?.as_str());
        if let Some(name) = name.filter(|it| !it.trim().is_empty()) {
            return Some(name.to_owned());
        }
        if let Some(class) = text("class") {
            return self.named(&format!("world.classes.{class}"));
        }
        let article = text("article")?;
        if let Some(known) = county::law::articles::find(article) {
            return Some(self.lang.of(known.title_zh, known.title_en).to_owned());
        }
        // The county's own rules are no articles of law.
        let key = format!("rule.{article}");
        Some(word(self.lang, &key)).filter(|it| *it != key)
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
        if let ["sources_of_numbers", what, rest @ ..] = keys.as_slice() {
            let field = rest.first().map(|it| label(it, self.lang));
            let names = [
                ("what", self.told(what)),
                ("field", field.unwrap_or_default()),
            ];
            let names = names.each_ref().map(|it| (it.0, it.1.as_str()));
            return say(self.lang, "edit.source_of", &names);
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
        names.join(" · ")
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
                name.map_or_else(|| short(&written(value, false)), |it| format!("“{it}”"))
            }
            other => short(&written(other, false)),
        }
    }

    /// Where the number at a path comes from, in words; none where the file says nothing.
    #[must_use]
    pub fn source(&self, path: &str) -> Option<String> {
        let unit = match self.unit(path) {
            Unit::Share => numbers::Unit::Share,
            _ => numbers::Unit::Bare,
        };
        let found = source(&self.scenario, path)?;
        let key = match found.origin {
            Origin::Article => "source.article",
            Origin::Published => "source.published",
            Origin::Assumption => "",
        };
        let cited = in_words(found.said, self.lang).filter(|_| !key.is_empty());
        Some(match cited {
            Some(cited) => say(self.lang, key, &[("text", &cited)]),
            None => levers::source::said(&found, path, unit, self.lang),
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

fn short(text: &str) -> String {
    if text.chars().count() > 60 {
        text.chars().take(60).chain(['…']).collect()
    } else {
        text.to_owned()
    }
}

/// Words that are written into a scenario, in both languages whichever the page speaks: Chinese, `|`, English.
#[must_use]
pub fn in_both(lang: Lang, key: &str) -> [String; 2] {
    let both = word(lang, key);
    let (zh, en) = both.split_once('|').unwrap_or((&both, &both));
    [zh.to_owned(), en.to_owned()]
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

#[cfg(test)]
mod tests {
    use super::super::tests::desk;
    use super::*;
    use county::scenario;
    use serde_json::json;
    use workbench::form::Form;

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
    fn a_number_says_where_it_comes_from() {
        let zh = desk(json!({}), Lang::Zh);
        assert_eq!(
            zh.source("world.demand").as_deref(),
            Some("假定；可信的范围是 50%–150%。")
        );
        assert!(
            zh.source("procedures.major.stages.legality_review.days")
                .unwrap()
                .starts_with("条文：")
        );
        assert_eq!(zh.source("nowhere"), None);
    }
}
