//! Is it lawful? A scenario held against the rules of its era ([`Rules`]): each breach with its article, its place and what to do.
//!
//! A breach flags a county and never stops it from running. The rules are tables, read for every *sort* of case a class can bring
//! (urgent or not, technical or not, …): what a procedure asks only of some cases is seen for what it is.
//!
//! - [`duties`]: what must happen on the way of a major matter, when, and for how long at least;
//! - [`forum`]: where it must be decided, and by whom;
//! - [`limits`]: how long petitioners, applicants and those who ask may be kept waiting;
//! - [`owed`]: the same, for matters under way in a run.

pub(crate) mod duties;
mod forum;
mod limits;
pub(crate) mod owed;
mod sorts;

use serde::{Deserialize, Serialize};

use crate::event::Attributes;
use crate::law::articles::Article;
use crate::scenario::{Problem, Procedure, Rules, Scenario, Stage, StageKind};

/// One breach of a rule of law in what is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breach {
    /// Path in the file, dotted.
    pub path: String,
    /// Id of the article ([`find`](crate::law::articles::find)), also the last part of `compliance.breaches.<article>`.
    pub article: String,
    /// What is unlawful.
    pub message: String,
    /// What would make it lawful.
    pub remedy: String,
}

impl Breach {
    /// As a problem: what is wrong, where, and what to do.
    #[must_use]
    pub fn as_problem(&self) -> Problem {
        Problem {
            path: self.path.clone(),
            message: self.message.clone(),
            remedy: self.remedy.clone(),
        }
    }
}

/// All breaches of a scenario, each once.
#[must_use]
pub fn review(scenario: &Scenario) -> Vec<Breach> {
    let mut found = Breaches(Vec::new());
    for (id, procedure) in &scenario.procedures {
        if procedure.major {
            duties::review(&mut found, scenario, id, procedure);
            forum::review(&mut found, scenario, id, procedure);
        }
    }
    limits::review(&mut found, scenario);
    found.0
}

/// What the law asks of matters with these attributes at a stage of a procedure: the duties that the stage does, how long it must last at least, and
/// what a sitting must be that decides. Nothing unless the procedure is a major one; its clocks are in the procedure itself.
#[must_use]
pub fn asked_at(
    rules: Rules,
    procedure: &Procedure,
    stage: &Stage,
    of: Attributes,
) -> Vec<&'static Article> {
    if !procedure.major {
        return Vec::new();
    }
    let bits = of.bits();
    let duties = duties::DUTIES.iter();
    let duties = duties.filter(|it| holds(it.rules, rules) && bits & it.of == it.of);
    let duties = duties.filter(|it| it.is_done_by(stage));
    let mut ids: Vec<&str> = duties.map(|it| it.article).collect();
    ids.extend(duties::least_of(rules, stage));
    if stage.kind == StageKind::Meeting {
        ids.extend_from_slice(match rules {
            Rules::Of2008 => &["local_organisation_63"],
            Rules::Of2024 => &["major_decisions_30", "local_organisation_78"],
        });
    }
    let mut articles: Vec<&Article> = Vec::new();
    for article in ids.into_iter().filter_map(crate::law::articles::find) {
        if !articles.iter().any(|it| it.id == article.id) {
            articles.push(article);
        }
    }
    articles
}

/// Collects breaches, each once: many sorts of cases may show the same one.
struct Breaches(Vec<Breach>);

impl Breaches {
    /// `said` is what is unlawful and what to do.
    fn say(&mut self, path: &str, article: &str, said: [&str; 2]) {
        let same = |it: &Breach| it.path == path && it.article == article && it.message == said[0];
        if !self.0.iter().any(same) {
            self.0.push(Breach {
                path: path.to_owned(),
                article: article.to_owned(),
                message: said[0].to_owned(),
                remedy: said[1].to_owned(),
            });
        }
    }
}

/// Whether a table's row holds under these rules.
fn holds(since: Rules, rules: Rules) -> bool {
    since == rules
}
