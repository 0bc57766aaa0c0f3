//! Which fields a part of a scenario has: read from the JSON Schema that checks files, so that a form never asks for what a file cannot say.

use serde_json::Value;
use std::collections::BTreeMap;

/// What can be written into a field.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A number; a whole one.
    Number {
        /// Without a fraction.
        whole: bool,
    },
    /// Yes or no.
    Flag,
    /// A line of text: a date, an hour, an id.
    Line,
    /// A name in both languages.
    Names,
    /// One of these words.
    Choice(Vec<String>),
    /// Fields of its own, by the name of its type.
    Parts(String),
    /// Entries by id, each of this kind.
    Entries(Box<Kind>),
    /// Several of this kind.
    List(Box<Kind>),
}

/// The unit of a number, as the name of its field says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A share, shown in per cent.
    Share,
    /// Years.
    Years,
    /// Days.
    Days,
    /// Hours.
    Hours,
    /// Minutes.
    Minutes,
    /// Yuan.
    Yuan,
    /// 10 000 yuan.
    TenThousandYuan,
    /// People.
    People,
    /// Times or cases a year.
    PerYear,
    /// Hours a week.
    HoursPerWeek,
    /// Hours a year.
    HoursPerYear,
    /// None.
    Bare,
}

impl Unit {
    /// In the page's words, `edit.unit.<name>`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Unit::Share => "share",
            Unit::Years => "years",
            Unit::Days => "days",
            Unit::Hours => "hours",
            Unit::Minutes => "minutes",
            Unit::Yuan => "yuan",
            Unit::TenThousandYuan => "ten_thousand_yuan",
            Unit::People => "people",
            Unit::PerYear => "per_year",
            Unit::HoursPerWeek => "hours_per_week",
            Unit::HoursPerYear => "hours_per_year",
            Unit::Bare => "bare",
        }
    }

    /// The unit of the field of this name.
    #[must_use]
    pub fn of(key: &str) -> Self {
        let named = [
            ("ten_thousand_yuan", Unit::TenThousandYuan),
            ("hours_per_week", Unit::HoursPerWeek),
            ("hours_per_year", Unit::HoursPerYear),
            ("per_year", Unit::PerYear),
            ("yuan", Unit::Yuan),
            ("share", Unit::Share),
            ("years", Unit::Years),
            ("days", Unit::Days),
            ("hours", Unit::Hours),
            ("minutes", Unit::Minutes),
            ("people", Unit::People),
            ("staff", Unit::People),
            ("minutes_per_speaker", Unit::Minutes),
            ("minutes_to_say", Unit::Minutes),
            ("hours_each", Unit::Hours),
            ("hours_per_comment", Unit::Hours),
            ("people_per_department", Unit::People),
        ];
        // A rate of what comes to light or is found in an hour is no length.
        let rate = ["light_per_year"].contains(&key);
        let shares = [
            "affects",
            "traits",
            "shared_with",
            "shares",
            "misrouting",
            "unclaimed",
            "refuse",
            "return_for_revision",
        ];
        if shares.contains(&key) {
            return Unit::Share;
        }
        let ends = |name: &str| {
            key.strip_suffix(name)
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('_'))
        };
        let found = named.into_iter().find(|it| ends(it.0)).filter(|_| !rate);
        found.map_or(Unit::Bare, |it| it.1)
    }
}

/// A field of a part.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name in the file.
    pub key: String,
    /// What can be written into it.
    pub kind: Kind,
    /// Whether its part needs it.
    pub required: bool,
    /// Smallest number.
    pub low: Option<f64>,
    /// Largest number.
    pub high: Option<f64>,
    /// What it means, in English, as the schema says it.
    pub about: String,
}

impl Field {
    /// The unit of its numbers.
    #[must_use]
    pub fn unit(&self) -> Unit {
        Unit::of(&self.key)
    }
}

/// The schema of scenario files, read as forms.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    schema: Value,
    /// The fields of every type that has some, by its name.
    parts: BTreeMap<String, Vec<Field>>,
}

/// The name under which [`Form`] knows the scenario itself.
pub const WHOLE: &str = "Scenario";

impl Form {
    /// From the schema, as `tuiyan schema` prints it.
    #[must_use]
    pub fn new(schema: Value) -> Self {
        let mut form = Self {
            schema,
            parts: BTreeMap::new(),
        };
        let defined = form.schema.get("$defs").and_then(Value::as_object);
        let names = defined.into_iter().flatten().map(|it| it.0.clone());
        let names: Vec<String> = names.chain([WHOLE.to_owned()]).collect();
        form.parts = names
            .into_iter()
            .map(|it| (it.clone(), form.read(&it)))
            .collect();
        form
    }

    /// The type of a name.
    fn definition(&self, name: &str) -> Option<&Value> {
        match name {
            WHOLE => Some(&self.schema),
            name => self.schema.get("$defs")?.get(name),
        }
    }

    /// The fields of a part, by the name of its type: those it needs first, each group in order of the names.
    #[must_use]
    pub fn fields(&self, part: &str) -> &[Field] {
        self.parts.get(part).map_or(&[], Vec::as_slice)
    }

    fn read(&self, part: &str) -> Vec<Field> {
        let Some(it) = self.definition(part) else {
            return Vec::new();
        };
        let required: Vec<&str> = it
            .get("required")
            .and_then(Value::as_array)
            .map(|it| it.iter().filter_map(Value::as_str).collect())
            .unwrap_or_default();
        let properties = it.get("properties").and_then(Value::as_object);
        let field = |(key, node): (&String, &Value)| {
            let needed = required.contains(&key.as_str());
            self.field(key, node, needed)
        };
        let mut all: Vec<Field> = properties.into_iter().flatten().filter_map(field).collect();
        all.sort_by_key(|it| !it.required);
        all
    }

    fn field(&self, key: &str, node: &Value, required: bool) -> Option<Field> {
        let end = |name: &str| node.get(name).and_then(Value::as_f64);
        let about = node.get("description").and_then(Value::as_str);
        Some(Field {
            key: key.to_owned(),
            kind: self.kind(node)?,
            required,
            low: end("minimum"),
            high: end("maximum"),
            about: about
                .unwrap_or_default()
                .replace('\n', " ")
                .replace("\\[", "[")
                .replace("\\]", "]"),
        })
    }

    /// What the schema says of a node; none where it says nothing that a form could show.
    fn kind(&self, node: &Value) -> Option<Kind> {
        if let Some(name) = node.get("$ref").and_then(Value::as_str) {
            let name = name.rsplit('/').next()?;
            if name == "Text" {
                return Some(Kind::Names);
            }
            let it = self.definition(name)?;
            return if it.get("properties").is_some() {
                Some(Kind::Parts(name.to_owned()))
            } else {
                self.kind(it)
            };
        }
        for either in ["anyOf", "allOf"] {
            if let Some(all) = node.get(either).and_then(Value::as_array) {
                let some = |it: &&Value| it.get("type").and_then(Value::as_str) != Some("null");
                return self.kind(all.iter().find(some)?);
            }
        }
        if let Some(all) = node.get("oneOf").and_then(Value::as_array) {
            let words = all.iter().flat_map(|it| {
                let listed = it.get("enum").and_then(Value::as_array);
                it.get("const")
                    .into_iter()
                    .chain(listed.into_iter().flatten())
            });
            return Some(Kind::Choice(
                words.filter_map(Value::as_str).map(str::to_owned).collect(),
            ));
        }
        if let Some(all) = node.get("enum").and_then(Value::as_array) {
            return Some(Kind::Choice(
                all.iter()
                    .filter_map(Value::as_str)
                    .map(str::to_owned)
                    .collect(),
            ));
        }
        let of = node.get("type")?;
        let named = of.as_str().or_else(|| {
            let all = of.as_array()?.iter().filter_map(Value::as_str);
            all.into_iter().find(|it| *it != "null")
        })?;
        Some(match named {
            "number" => Kind::Number { whole: false },
            "integer" => Kind::Number { whole: true },
            "boolean" => Kind::Flag,
            "string" => Kind::Line,
            "array" => Kind::List(Box::new(self.kind(node.get("items")?)?)),
            "object" => Kind::Entries(Box::new(self.kind(node.get("additionalProperties")?)?)),
            _ => return None,
        })
    }

    /// A field of a part.
    #[must_use]
    pub fn field_of(&self, part: &str, key: &str) -> Option<&Field> {
        self.fields(part).iter().find(|it| it.key == key)
    }

    /// The field at a path of a scenario, and the name of the part whose field it is; an entry of a collection is no field. `keys` are the
    /// keys on the way.
    #[must_use]
    pub fn at(&self, keys: &[&str]) -> Option<(&str, &Field)> {
        let (key, before) = keys.split_last()?;
        let part = self.part_at(before)?;
        let (part, fields) = self.parts.get_key_value(part)?;
        Some((part, fields.iter().find(|it| it.key == *key)?))
    }

    /// What stands at a path.
    #[must_use]
    pub fn kind_at(&self, keys: &[&str]) -> Option<&Kind> {
        let mut part = Some(WHOLE);
        let mut kind: Option<&Kind> = None;
        for key in keys {
            kind = match (part, kind) {
                (Some(name), _) => Some(&self.field_of(name, key)?.kind),
                (None, Some(Kind::Entries(inner) | Kind::List(inner))) => Some(&**inner),
                _ => return None,
            };
            part = match kind {
                Some(Kind::Parts(name)) => Some(name.as_str()),
                _ => None,
            };
        }
        kind
    }

    /// The type of what stands at a path: a part's name; none where no part stands.
    #[must_use]
    pub fn part_at(&self, keys: &[&str]) -> Option<&str> {
        if keys.is_empty() {
            return Some(WHOLE);
        }
        match self.kind_at(keys)? {
            Kind::Parts(name) => Some(name),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use county::scenario;
    use serde_json::json;

    fn form() -> Form {
        Form::new(scenario::schema())
    }

    fn field(part: &str, key: &str) -> Field {
        form().field_of(part, key).unwrap().clone()
    }

    #[test]
    fn a_field_says_its_kind_its_range_and_its_unit() {
        let number = Kind::Number { whole: false };
        let whole = Kind::Number { whole: true };
        let lines = Kind::List(Box::new(Kind::Line));
        let table = [
            (
                "Meeting",
                "every_days",
                number.clone(),
                Some(1.0),
                Some(366.0),
                Unit::Days,
                false,
            ),
            (
                "Meeting",
                "minutes",
                number.clone(),
                Some(10.0),
                Some(1440.0),
                Unit::Minutes,
                true,
            ),
            ("Meeting", "members", lines, None, None, Unit::Bare, true),
            (
                "Leader",
                "bound_hours_per_week",
                number.clone(),
                Some(0.0),
                Some(168.0),
                Unit::HoursPerWeek,
                true,
            ),
            (
                "Office",
                "staff",
                whole,
                Some(1.0),
                Some(10_000.0),
                Unit::People,
                true,
            ),
            (
                "Department",
                "township",
                Kind::Flag,
                None,
                None,
                Unit::Bare,
                false,
            ),
            (
                "Department",
                "name",
                Kind::Names,
                None,
                None,
                Unit::Bare,
                true,
            ),
            (
                "Department",
                "shared_with",
                Kind::Entries(Box::new(number.clone())),
                None,
                None,
                Unit::Share,
                false,
            ),
            (
                "Hazard",
                "stake_yuan",
                number,
                Some(0.0),
                Some(1e12),
                Unit::Yuan,
                true,
            ),
            (
                "Stage",
                "hours",
                Kind::Parts("Law".to_owned()),
                None,
                None,
                Unit::Hours,
                false,
            ),
            (
                "Stage",
                "when",
                Kind::Parts("Condition".to_owned()),
                None,
                None,
                Unit::Bare,
                false,
            ),
            (
                "Procedure",
                "clocks",
                Kind::Entries(Box::new(Kind::Parts("Clock".to_owned()))),
                None,
                None,
                Unit::Bare,
                false,
            ),
        ];
        for (part, key, kind, low, high, unit, required) in table {
            let it = field(part, key);
            assert_eq!(
                (&it.kind, it.low, it.high, it.unit(), it.required),
                (&kind, low, high, unit, required),
                "{part}.{key}"
            );
            assert!(!it.about.is_empty(), "{part}.{key}");
        }
    }

    #[test]
    fn choices_are_the_words_of_the_schema() {
        assert_eq!(
            field("Leader", "rank").kind,
            Kind::Choice(
                ["magistrate", "executive_deputy", "deputy"]
                    .map(str::to_owned)
                    .into()
            )
        );
        assert_eq!(
            field(WHOLE, "rules").kind,
            Kind::Choice(["2008", "2024"].map(str::to_owned).into())
        );
    }

    #[test]
    fn every_field_of_both_presets_has_a_place_in_a_form() {
        let form = form();
        let mut seen = 0;
        for preset in scenario::presets() {
            let mut open: Vec<(Vec<String>, &Value)> = vec![(Vec::new(), preset.file())];
            while let Some((path, value)) = open.pop() {
                let keys: Vec<&str> = path.iter().map(String::as_str).collect();
                if let Some(part) = form.part_at(&keys) {
                    let fields = form.fields(part);
                    for key in value.as_object().into_iter().flatten().map(|it| it.0) {
                        assert!(
                            fields.iter().any(|it| it.key == *key),
                            "{part} has no {key}, at {path:?}"
                        );
                        seen += 1;
                    }
                }
                for (key, value) in value.as_object().into_iter().flatten() {
                    open.push((path.iter().cloned().chain([key.clone()]).collect(), value));
                }
            }
        }
        assert!(seen > 2_000, "{seen}");
    }

    #[test]
    fn a_path_leads_to_its_field() {
        let form = form();
        let (part, it) = form.at(&["meetings", "executive", "every_days"]).unwrap();
        assert_eq!((part, it.key.as_str()), ("Meeting", "every_days"));
        let (part, it) = form
            .at(&["procedures", "major", "stages", "intake", "hours", "mode"])
            .unwrap();
        assert_eq!((part, it.high), ("Law", Some(10_000.0)));
        assert_eq!(form.part_at(&["world", "classes", "any"]), Some("Class"));
        assert_eq!(form.at(&["nonsense"]), None);
        assert_eq!(Form::new(json!({})).fields("Meeting"), &[] as &[Field]);
    }
}
