//! Reading a case file key by key, on after a problem.

use county::law::articles;
use county::scenario::{LARGEST_FILE, Problem, Text, at, json, preset};
use serde_json::{Map, Value};

use super::{At, Case, Decision, FORMAT, Guide, Opt, Person, Slot};
use crate::code::MOST_PLAYS;
use crate::score::Weights;
use crate::{layer, problem};

/// A session of a class, minutes.
const SESSION: u32 = 90;

const KEYS: [&str; 15] = [
    "tuiyan_case",
    "id",
    "minutes",
    "title",
    "about",
    "story",
    "people",
    "scenario",
    "copies",
    "seed",
    "follows",
    "decisions",
    "reference",
    "score",
    "guide",
];

type Object = Map<String, Value>;

pub(super) fn read(text: &str) -> Result<Case, Vec<Problem>> {
    if text.len() > LARGEST_FILE {
        return Err(vec![problem(
            "",
            &format!(
                "the file has {} bytes; the most is {LARGEST_FILE}",
                text.len()
            ),
            "a case is a few dozen kilobytes: is this the right file?",
        )]);
    }
    let file = json(text).map_err(|error| {
        let message = format!("is not JSON: {error}");
        vec![problem(
            "",
            &message,
            "mend it at the line and column that are named",
        )]
    })?;
    let Value::Object(object) = &file else {
        return Err(vec![problem(
            "",
            "is not a case: it should be one JSON object",
            BEGIN,
        )]);
    };
    let version = object.get("tuiyan_case");
    if version.and_then(Value::as_u64) != Some(FORMAT) {
        let newer = version
            .and_then(Value::as_u64)
            .is_some_and(|it| it > FORMAT);
        return Err(vec![match (version, newer) {
            (None, _) => problem("tuiyan_case", "is missing: this is not a case", BEGIN),
            (_, true) => problem(
                "tuiyan_case",
                &format!("is newer than this build reads ({FORMAT})"),
                "open it with a newer Tuiyan",
            ),
            _ => problem("tuiyan_case", "is not a version of the case format", BEGIN),
        }]);
    }
    let mut reader = Reader::default();
    let case = reader.case(object);
    match case {
        Some(case) if reader.problems.is_empty() => Ok(case),
        _ => Err(reader.problems),
    }
}

const BEGIN: &str = "begin with { \"tuiyan_case\": 1, \"id\": … }; docs/training.md has the format";
const TEXT: &str = "write { \"zh\": \"…\", \"en\": \"…\" }, both filled";

#[derive(Default)]
struct Reader {
    problems: Vec<Problem>,
}

impl Reader {
    fn say<T>(&mut self, path: &str, message: &str, remedy: &str) -> Option<T> {
        self.problems.push(problem(path, message, remedy));
        None
    }

    fn keys(&mut self, within: &str, object: &Object, known: &[&str]) {
        for key in object.keys().filter(|it| !known.contains(&it.as_str())) {
            let remedy = format!("the keys here are {}", known.join(", "));
            self.say::<()>(&join(within, key), "is not a key", &remedy);
        }
    }

    fn case(&mut self, object: &Object) -> Option<Case> {
        self.keys("", object, &KEYS);
        let id = self.id(object, "");
        let minutes = self.count(object, "", "minutes", 1, 240);
        let title = self.text(object, "", "title");
        let about = self.text(object, "", "about");
        let story = self.texts(object, "", "story", 1);
        let people = self.list(object, "", "people", 1, |it, path, object| {
            it.keys(path, object, &["name", "role"]);
            let (name, role) = (it.text(object, path, "name"), it.text(object, path, "role"));
            Some(Person {
                name: name?,
                role: role?,
            })
        });
        let scenario = self.scenario(object);
        let seed = match object.get("seed").map(Value::as_u64) {
            None => Some(1),
            Some(Some(it)) if it <= u64::from(u32::MAX) => Some(it),
            _ => self.say(
                "seed",
                "is not a whole number from 0 to 4294967295",
                "write \"seed\": 1",
            ),
        };
        let follows = self.follows(object);
        let decisions = self.list(object, "", "decisions", 1, Self::decision);
        if let Some(decisions) = &decisions {
            self.apart("decisions", decisions.iter().map(|it| it.id.as_str()));
            let plays = decisions
                .iter()
                .try_fold(1u64, |all, it| all.checked_mul(it.options.len() as u64 + 1));
            if plays.is_none_or(|it| it > MOST_PLAYS) {
                self.say::<()>(
                    "decisions",
                    "allow more ways through the case than a result code can tell apart",
                    "have fewer decisions or options: twelve of four options each are possible",
                );
            }
        }
        let reference = decisions.as_ref().and_then(|it| self.reference(object, it));
        let score = match object.get("score") {
            None => Some(None),
            Some(it) => match Weights::read(it) {
                Ok(weights) => Some(Some(weights)),
                Err(problems) => {
                    self.problems.extend(problems);
                    None
                }
            },
        };
        let guide = self.guide(object);
        Some(Case {
            id: id?,
            minutes: minutes?,
            title: title?,
            about: about?,
            story: story?,
            people: people?,
            scenario: scenario?,
            seed: seed?,
            follows: follows?,
            decisions: decisions?,
            reference: reference?,
            score: score?,
            guide: guide?,
        })
    }

    fn scenario(&mut self, object: &Object) -> Option<Value> {
        let copies = match object.get("copies") {
            None => None,
            Some(Value::Object(copies)) => Some(copies),
            Some(_) => self.say("copies", "is not an object", COPIES),
        };
        let Some(scenario @ Value::Object(_)) = object.get("scenario") else {
            let message = if object.contains_key("scenario") {
                "is not an object"
            } else {
                "is missing"
            };
            return self.say(
                "scenario",
                message,
                "write a scenario file here: { \"extends\": \"today\", … }",
            );
        };
        let mut scenario = scenario.clone();
        if let Value::Object(scenario) = &mut scenario {
            scenario.entry("tuiyan").or_insert(Value::from(1));
        }
        let extends = scenario.get("extends").and_then(Value::as_str);
        let ground = extends.and_then(preset).map(|it| it.file());
        for (to, from) in copies.into_iter().flatten() {
            let path = format!("copies.{to}");
            let found = from.as_str().and_then(|from| at(ground?, from));
            let Some(found) = found.filter(|it| it.is_object()) else {
                self.say::<()>(
                    &path,
                    "names nothing in the preset that can be copied",
                    COPIES,
                );
                continue;
            };
            if !set(&mut scenario, to, found.clone()) {
                self.say::<()>(&path, "is not a place in the scenario", COPIES);
            }
        }
        Some(scenario)
    }

    fn follows(&mut self, object: &Object) -> Option<String> {
        const REMEDY: &str = "write { \"class\": \"…\" }, an id of world.classes";
        let Some(Value::Object(it)) = object.get("follows") else {
            return self.say("follows", "is missing or no object", REMEDY);
        };
        self.keys("follows", it, &["class"]);
        match it.get("class") {
            Some(Value::String(class)) => Some(class.clone()),
            _ => self.say("follows.class", "is missing or no text", REMEDY),
        }
    }

    fn decision(&mut self, path: &str, object: &Object) -> Option<Decision> {
        let known = ["id", "at", "question", "background", "articles", "options"];
        self.keys(path, object, &known);
        let id = self.id(object, path);
        let at = self.at(path, object.get("at"));
        let question = self.text(object, path, "question");
        let background = self.text(object, path, "background");
        let mut articles = Vec::new();
        let written = object.get("articles").and_then(Value::as_array);
        if object.contains_key("articles") && written.is_none() {
            self.say::<()>(
                &join(path, "articles"),
                "is not a list",
                "write ids of articles: [\"major_decisions_14\"]",
            );
        }
        for (n, it) in written.into_iter().flatten().enumerate() {
            match it.as_str().and_then(articles::find) {
                Some(it) => articles.push(it.id.to_owned()),
                None => {
                    let remedy = "ids are in crates/county/src/law/articles.rs: major_decisions_14, petitions_22, …";
                    self.say::<()>(
                        &format!("{path}.articles.{n}"),
                        "is not an article that is known",
                        remedy,
                    );
                }
            }
        }
        let options = self.list(object, path, "options", 2, |it, path, object| {
            it.keys(path, object, &["id", "label", "means", "patch"]);
            let id = it.id(object, path);
            let label = it.text(object, path, "label");
            let means = it.text(object, path, "means");
            let patch = match object.get("patch") {
                Some(patch @ Value::Object(_)) => Some(patch.clone()),
                _ => it.say(
                    &join(path, "patch"),
                    "is missing or no object",
                    "write a merge patch on the scenario, {} where nothing changes",
                ),
            };
            Some(Opt {
                id: id?,
                label: label?,
                means: means?,
                patch: patch?,
            })
        });
        if let Some(options) = &options {
            let path = join(path, "options");
            self.apart(&path, options.iter().map(|it| it.id.as_str()));
            if options.len() > 7 {
                self.say::<()>(&path, "are more than seven", "offer two to seven");
            }
        }
        Some(Decision {
            id: id?,
            at: at?,
            question: question?,
            background: background?,
            articles,
            options: options?,
        })
    }

    fn at(&mut self, within: &str, written: Option<&Value>) -> Option<At> {
        const REMEDY: &str = "write one of { \"day\": 0 }, { \"registered\": true }, { \"ready\": \"stage\" }, { \"done\": \"stage\" }";
        let path = join(within, "at");
        let one = written
            .and_then(Value::as_object)
            .filter(|it| it.len() == 1);
        let Some((key, value)) = one.and_then(|it| it.iter().next()) else {
            return self.say(&path, "is not one moment", REMEDY);
        };
        let stage = value.as_str().map(str::to_owned);
        let found = match (key.as_str(), value) {
            ("day", it) => it
                .as_u64()
                .and_then(|it| u32::try_from(it).ok())
                .map(At::Day),
            ("registered", Value::Bool(true)) => Some(At::Registered),
            ("ready", _) => stage.map(At::Ready),
            ("done", _) => stage.map(At::Done),
            _ => None,
        };
        found.or_else(|| self.say(&path, "is not a moment that is known", REMEDY))
    }

    fn reference(&mut self, object: &Object, decisions: &[Decision]) -> Option<Vec<usize>> {
        let Some(Value::Object(written)) = object.get("reference") else {
            return self.say(
                "reference",
                "is missing or no object",
                "name an option of every decision",
            );
        };
        for id in written
            .keys()
            .filter(|id| decisions.iter().all(|it| it.id != **id))
        {
            self.say::<()>(
                &join("reference", id),
                "is no decision of this case",
                "leave it out",
            );
        }
        let mut found = Vec::new();
        for decision in decisions {
            let option = written.get(&decision.id).and_then(Value::as_str);
            match option.and_then(|it| decision.option(it)) {
                Some(option) => found.push(option),
                None => {
                    let ids: Vec<&str> = decision.options.iter().map(|it| it.id.as_str()).collect();
                    let remedy = format!("name one of: {}", ids.join(", "));
                    self.say::<()>(
                        &join("reference", &decision.id),
                        "names no option of this decision",
                        &remedy,
                    );
                }
            }
        }
        Some(found)
    }

    fn guide(&mut self, object: &Object) -> Option<Guide> {
        let Some(Value::Object(it)) = object.get("guide") else {
            return self.say(
                "guide",
                "is missing or no object",
                "write aims, plan, questions and handout",
            );
        };
        self.keys("guide", it, &["aims", "plan", "questions", "handout"]);
        let aims = self.texts(it, "guide", "aims", 1);
        let plan = self.list(it, "guide", "plan", 1, |it, path, object| {
            it.keys(path, object, &["minutes", "what"]);
            let minutes = it.count(object, path, "minutes", 1, SESSION);
            let what = it.text(object, path, "what");
            Some(Slot {
                minutes: minutes?,
                what: what?,
            })
        });
        if let Some(plan) = &plan {
            let sum: u32 = plan.iter().map(|it| it.minutes).sum();
            if sum != SESSION {
                let message = format!("adds up to {sum} minutes");
                self.say::<()>("guide.plan", &message, "a session has 90");
            }
        }
        let questions = self.texts(it, "guide", "questions", 1);
        let handout = self.texts(it, "guide", "handout", 1);
        Some(Guide {
            aims: aims?,
            plan: plan?,
            questions: questions?,
            handout: handout?,
        })
    }

    fn id(&mut self, object: &Object, within: &str) -> Option<String> {
        let path = join(within, "id");
        match object.get("id").and_then(Value::as_str) {
            Some(id) if is_id(id) => Some(id.to_owned()),
            _ => self.say(
                &path,
                "is missing or no id",
                "ids are lower-case ASCII letters, digits and _, a letter first, at most 40",
            ),
        }
    }

    fn count(
        &mut self,
        object: &Object,
        within: &str,
        key: &str,
        low: u32,
        high: u32,
    ) -> Option<u32> {
        let found = object.get(key).and_then(Value::as_u64);
        match found
            .and_then(|it| u32::try_from(it).ok())
            .filter(|it| (low..=high).contains(it))
        {
            Some(it) => Some(it),
            None => self.say(
                &join(within, key),
                "is missing or not a possible number",
                &format!("write a whole number from {low} to {high}"),
            ),
        }
    }

    fn text(&mut self, object: &Object, within: &str, key: &str) -> Option<Text> {
        self.words(&join(within, key), object.get(key))
    }

    /// A text in both languages; what is missing is said by language.
    fn words(&mut self, path: &str, written: Option<&Value>) -> Option<Text> {
        let Some(Value::Object(it)) = written else {
            return self.say(path, "is missing or no text in both languages", TEXT);
        };
        self.keys(path, it, &["zh", "en"]);
        let mut in_language = |language: &str| match it.get(language).and_then(Value::as_str) {
            Some(text) if !text.trim().is_empty() => Some(text.to_owned()),
            _ => self.say(&join(path, language), "is missing or empty", TEXT),
        };
        let (zh, en) = (in_language("zh"), in_language("en"));
        Some(Text { zh: zh?, en: en? })
    }

    fn texts(
        &mut self,
        object: &Object,
        within: &str,
        key: &str,
        least: usize,
    ) -> Option<Vec<Text>> {
        let path = join(within, key);
        let items = self.items(object, &path, key, least)?;
        let read = |(n, it)| self.words(&format!("{path}.{n}"), Some(it));
        let found: Vec<Option<Text>> = items.iter().enumerate().map(read).collect();
        found.into_iter().collect()
    }

    fn items<'a>(
        &mut self,
        object: &'a Object,
        path: &str,
        key: &str,
        least: usize,
    ) -> Option<&'a [Value]> {
        match object.get(key) {
            Some(Value::Array(items)) if items.len() >= least => Some(items),
            Some(Value::Array(items)) => {
                let message = match items.len() {
                    0 => "is empty".to_owned(),
                    n => format!("has only {n}"),
                };
                self.say(path, &message, &format!("write at least {least}"))
            }
            _ => self.say(
                path,
                "is missing or no list",
                &format!("write a list of at least {least}"),
            ),
        }
    }

    fn list<T>(
        &mut self,
        object: &Object,
        within: &str,
        key: &str,
        least: usize,
        read: impl Fn(&mut Self, &str, &Object) -> Option<T>,
    ) -> Option<Vec<T>> {
        let path = join(within, key);
        let items = self.items(object, &path, key, least)?;
        let mut found = Vec::new();
        for (n, item) in items.iter().enumerate() {
            let path = format!("{path}.{n}");
            found.push(match item {
                Value::Object(item) => read(self, &path, item),
                _ => self.say(&path, "is not an object", "write { … }"),
            });
        }
        found.into_iter().collect()
    }

    fn apart<'a>(&mut self, path: &str, ids: impl Iterator<Item = &'a str>) {
        let mut seen: Vec<&str> = Vec::new();
        for id in ids {
            if seen.contains(&id) {
                self.say::<()>(
                    path,
                    &format!("have two called `{id}`"),
                    "give each an id of its own",
                );
            }
            seen.push(id);
        }
    }
}

const COPIES: &str = "write \"PLACE IN THE SCENARIO\": \"PLACE IN THE PRESET\", as \"procedures.water\": \"procedures.major\"";

fn join(within: &str, key: &str) -> String {
    match within {
        "" => key.to_owned(),
        within => format!("{within}.{key}"),
    }
}

pub(crate) fn is_id(text: &str) -> bool {
    let first = text
        .bytes()
        .next()
        .is_some_and(|it| it.is_ascii_lowercase());
    let rest = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_';
    first && text.len() <= 40 && text.bytes().all(rest)
}

/// Puts a copy at a path, what stands there already merged on top; false where something that is no object is in the way.
fn set(scenario: &mut Value, path: &str, mut copy: Value) -> bool {
    let mut place = scenario;
    for key in path.split('.') {
        let Value::Object(object) = place else {
            return false;
        };
        place = object
            .entry(key)
            .or_insert_with(|| Value::Object(Map::new()));
    }
    layer(&mut copy, place);
    *place = copy;
    true
}
