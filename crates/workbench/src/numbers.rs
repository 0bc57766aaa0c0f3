//! Where a number of a scenario comes from: what the file itself says of it (`sources_of_numbers`).

use serde_json::Value;

/// What kind of source a number has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A rule and its article.
    Article,
    /// A published figure.
    Published,
    /// An assumption.
    Assumption,
}

/// What a file says of a number, or of all that stand under a prefix of its path.
#[derive(Debug, Clone, PartialEq)]
pub struct Source<'a> {
    /// The path it is said of: the number's own, or a prefix.
    pub of: &'a str,
    /// What kind it is.
    pub origin: Origin,
    /// What is said, in the file's own words.
    pub said: &'a str,
    /// Where it was published.
    pub place: Option<&'a str>,
    /// Smallest value that can be believed: of an assumption about one number; of a prefix a factor on what the preset says.
    pub low: Option<f64>,
    /// Largest such value.
    pub high: Option<f64>,
}

impl Source<'_> {
    /// Whether it is said of this very number.
    #[must_use]
    pub fn is_of(&self, path: &str) -> bool {
        self.of == path
    }
}

/// What the scenario says of the number at a path; what is said of the number itself before what is said of the longest prefix.
#[must_use]
pub fn source<'a>(scenario: &'a Value, path: &str) -> Option<Source<'a>> {
    let all = scenario.get("sources_of_numbers")?.as_object()?;
    let mut at = path;
    let (of, found) = loop {
        if let Some(found) = all.get_key_value(at) {
            break found;
        }
        at = at.rsplit_once('.')?.0;
    };
    let text = |key: &str| found.get(key).and_then(Value::as_str);
    let kinds = [
        ("article", Origin::Article),
        ("published", Origin::Published),
        ("assumption", Origin::Assumption),
    ];
    let (origin, said) = kinds.into_iter().find_map(|it| Some((it.1, text(it.0)?)))?;
    let end = |key: &str| found.get(key).and_then(Value::as_f64);
    Some(Source {
        of,
        origin,
        said,
        place: text("place"),
        low: end("low"),
        high: end("high"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_number_itself_speaks_before_what_it_stands_under() {
        let scenario = json!({"sources_of_numbers": {
            "world": {"assumption": "all of it", "low": 0.5, "high": 2},
            "world.demand": {"published": "counted", "place": "yearbook"},
            "world.demand.of": {"article": "art. 1"},
        }});
        let told = |path: &str| {
            source(&scenario, path).map(|it| (it.of, it.origin, it.low, it.is_of(path)))
        };
        assert_eq!(
            told("world.demand"),
            Some(("world.demand", Origin::Published, None, true))
        );
        assert_eq!(
            told("world.absences.share"),
            Some(("world", Origin::Assumption, Some(0.5), false))
        );
        assert_eq!(
            told("world.demand.of"),
            Some(("world.demand.of", Origin::Article, None, true))
        );
        assert_eq!(told("meetings.executive.items"), None);
    }

    #[test]
    fn most_numbers_of_the_presets_say_where_they_come_from() {
        for preset in county::scenario::presets() {
            let paths = [
                "world.demand",
                "procedures.major.stages.legality_review.days",
                "meetings.executive.minutes",
                "leaders.magistrate.bound_hours_per_week",
            ];
            for path in paths {
                assert!(
                    source(preset.file(), path).is_some(),
                    "{}: {path}",
                    preset.id
                );
            }
        }
    }
}
