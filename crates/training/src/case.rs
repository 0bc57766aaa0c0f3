//! What a case file says (`docs/training.md`).

mod reader;

pub(crate) use self::reader::is_id;
use county::scenario::{CaseKind, Problem, Text};
use serde_json::Value;

use crate::score::Weights;

/// The version of the case format this build reads: the value of the key `tuiyan_case`.
pub const FORMAT: u64 = 1;

/// A case: a scenario with a story, and the points at which somebody decides.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Its id: lower-case ASCII letters, digits and `_`.
    pub id: String,
    /// How long a trainee needs, minutes.
    pub minutes: u32,
    /// What it is called.
    pub title: Text,
    /// What it is about, in a sentence.
    pub about: Text,
    /// The story, paragraph by paragraph.
    pub story: Vec<Text>,
    /// Who is in it; nobody is real.
    pub people: Vec<Person>,
    /// The scenario file, what it copies already in it.
    pub scenario: Value,
    /// The luck of the story.
    pub seed: u64,
    /// The class whose first case of the window is the case of the story.
    pub follows: String,
    /// The points, in order of time.
    pub decisions: Vec<Decision>,
    /// The reference procedure: an option of each decision, by number.
    pub reference: Vec<usize>,
    /// What the score is made of; left out: by kind of the class.
    pub score: Option<Weights>,
    /// For whoever leads a class.
    pub guide: Guide,
}

/// Somebody in the story.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// Name.
    pub name: Text,
    /// Who that is.
    pub role: Text,
}

/// A point at which somebody decides.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// Its id.
    pub id: String,
    /// When the clock stops.
    pub at: At,
    /// What is asked.
    pub question: Text,
    /// What is known at that time.
    pub background: Text,
    /// Ids of articles that bear on it ([`county::law::articles`]).
    pub articles: Vec<String>,
    /// What may be chosen: two to seven.
    pub options: Vec<Opt>,
}

/// The moment at which the clock stops.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum At {
    /// So many days after reform day, at midnight.
    Day(u32),
    /// The case of the story is registered.
    Registered,
    /// A stage of it begins for the first time.
    Ready(String),
    /// A stage of it is done for the first time.
    Done(String),
}

/// What may be chosen at a point.
#[derive(Debug, Clone, PartialEq)]
pub struct Opt {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub label: Text,
    /// What it means, in a sentence.
    pub means: Text,
    /// JSON merge patch on the scenario file.
    pub patch: Value,
}

/// For whoever leads a class.
#[derive(Debug, Clone, PartialEq)]
pub struct Guide {
    /// What is to be learned.
    pub aims: Vec<Text>,
    /// A session of 90 minutes.
    pub plan: Vec<Slot>,
    /// What to discuss.
    pub questions: Vec<Text>,
    /// What each trainee is given, paragraph by paragraph.
    pub handout: Vec<Text>,
}

/// A stretch of the session.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    /// How long.
    pub minutes: u32,
    /// What is done in it.
    pub what: Text,
}

impl Case {
    /// Reads a case file's text.
    ///
    /// # Errors
    /// Everything that is wrong with what is written, each with its path and a remedy; whether it can be played is
    /// [`check`](crate::check())'s business.
    pub fn read(text: &str) -> Result<Self, Vec<Problem>> {
        reader::read(text)
    }

    /// A decision by its id.
    #[must_use]
    pub fn decision(&self, id: &str) -> Option<usize> {
        self.decisions.iter().position(|it| it.id == id)
    }

    /// What its score is made of, where its class is of this kind.
    #[must_use]
    pub fn weights(&self, kind: CaseKind) -> Weights {
        self.score.clone().unwrap_or_else(|| Weights::of(kind))
    }

    /// Fingerprint of all that decides what a play comes to: scenario, luck, points, options, reference and score; not of its words.
    #[must_use]
    pub fn hash(&self) -> u64 {
        let option = |it: &Opt| serde_json::json!([it.id, it.patch]);
        let decision = |it: &Decision| {
            let options: Vec<Value> = it.options.iter().map(option).collect();
            serde_json::json!([it.id, it.at.written(), options])
        };
        let decisions: Vec<Value> = self.decisions.iter().map(decision).collect();
        let score = self.score.as_ref().map(Weights::written);
        let all = serde_json::json!([
            self.id,
            self.scenario,
            self.seed,
            self.follows,
            decisions,
            self.reference,
            score
        ]);
        let text = county::scenario::written(&in_order(&all), false);
        xxhash_rust::xxh3::xxh3_64(text.as_bytes())
    }
}

/// A value whose objects are in order of their keys, however the program that reads it keeps them: the text of it is then canonical.
fn in_order(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            let mut keys: Vec<&String> = object.keys().collect();
            keys.sort_unstable();
            let entry = |key: &String| Some((key.clone(), in_order(object.get(key)?)));
            Value::Object(keys.into_iter().filter_map(entry).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(in_order).collect()),
        other => other.clone(),
    }
}

impl At {
    /// As it stands in a file.
    #[must_use]
    pub fn written(&self) -> Value {
        match self {
            Self::Day(day) => serde_json::json!({ "day": day }),
            Self::Registered => serde_json::json!({ "registered": true }),
            Self::Ready(stage) => serde_json::json!({ "ready": stage }),
            Self::Done(stage) => serde_json::json!({ "done": stage }),
        }
    }
}

impl Decision {
    /// An option by its id.
    #[must_use]
    pub fn option(&self, id: &str) -> Option<usize> {
        self.options.iter().position(|it| it.id == id)
    }
}
