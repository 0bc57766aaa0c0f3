//! Everything the page knows, and the one pure function that changes it.

use litemap::LiteMap;
use std::cell::OnceCell;
use std::ops::Deref;
use std::rc::Rc;

use county::law::review::Breach;
use county::scenario::{Problem, Scenario};
use serde_json::Value;
use yew::Reducible;

use crate::diagram::Playback;
use crate::i18n::Lang;
use crate::worker::protocol::{Counties, Effect, Figures};

pub mod link;
pub mod place;

use patch::Patch;
pub use place::Place;
pub use workbench::patch;

/// A preset: its id and its file, `extends` resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preset {
    /// Its id, as in `extends`.
    pub id: String,
    /// The whole file.
    pub value: Value,
}

impl Preset {
    /// Its title; its id where it has none.
    #[must_use]
    pub fn title(&self, lang: Lang) -> String {
        let title = patch::get(&self.value, &format!("title.{}", lang.code()));
        title.and_then(Value::as_str).unwrap_or(&self.id).to_owned()
    }
}

/// The presets there are: one list, handed from component to component and equal to itself only. (Lists behind an [`Rc`] are compared entry by
/// entry, the same one too.)
#[derive(Debug, Clone)]
pub struct Presets(Rc<[Preset]>);

impl From<Vec<Preset>> for Presets {
    fn from(all: Vec<Preset>) -> Self {
        Self(all.into())
    }
}

impl Deref for Presets {
    type Target = [Preset];

    fn deref(&self) -> &[Preset] {
        &self.0
    }
}

impl PartialEq for Presets {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// Light, dark, or as the system has it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// All, in the order the button goes through them.
    pub const ALL: [Theme; 3] = [Theme::System, Theme::Light, Theme::Dark];

    /// In storage, in the attribute `data-theme` and in `locales/`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// The one the button goes to next.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Theme::System => Theme::Light,
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::System,
        }
    }
}

/// A scenario at one moment: what undo goes back to and what a link holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// Id of the preset.
    pub preset: String,
    /// Changes to it.
    pub patch: Patch,
    /// Seed of all luck.
    pub seed: u64,
}

impl Moment {
    /// The seed when none is named; the command's too.
    pub const SEED: u64 = 1;

    /// A preset as it stands.
    #[must_use]
    pub fn of(preset: &str) -> Self {
        Self {
            preset: preset.to_owned(),
            patch: Patch::new(),
            seed: Self::SEED,
        }
    }

    /// The same with other changes.
    #[must_use]
    pub fn with(&self, patch: Patch) -> Self {
        Self {
            preset: self.preset.clone(),
            patch,
            seed: self.seed,
        }
    }

    /// Its preset among those there are.
    #[must_use]
    pub fn preset_in<'a>(&self, presets: &'a [Preset]) -> Option<&'a Preset> {
        presets.iter().find(|it| it.id == self.preset)
    }

    /// The scenario as the user sees it: the preset with its changes.
    #[must_use]
    pub fn scenario(&self, presets: &[Preset]) -> Value {
        let preset = self.preset_in(presets).map_or(&Value::Null, |it| &it.value);
        let mut whole = preset.clone();
        patch::apply(&mut whole, &self.patch);
        whole
    }

    /// What it changes of its preset, wording aside.
    #[must_use]
    pub fn changes(&self, presets: &[Preset]) -> Vec<patch::Difference> {
        let preset = self.preset_in(presets);
        let found = preset.map(|it| patch::differences(&it.value, &self.patch));
        let found = found.into_iter().flatten();
        found.filter(|it| !it.is_wording()).collect()
    }

    /// The scenario file: what the command takes and the page saves.
    #[must_use]
    pub fn file(&self) -> Value {
        let mut file = serde_json::Map::new();
        file.insert("tuiyan".to_owned(), county::scenario::FORMAT.into());
        file.insert("extends".to_owned(), self.preset.clone().into());
        file.extend(
            self.patch
                .iter()
                .map(|(key, value)| (key.clone(), value.clone())),
        );
        Value::Object(file)
    }

    /// The scenario file as text.
    #[must_use]
    pub fn text(&self) -> String {
        county::scenario::written(&self.file(), false)
    }
}

/// Figures and the scenario they are of.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The scenario.
    pub moment: Rc<Moment>,
    /// Its figures.
    pub figures: Figures,
}

/// One observed year, event by event.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    /// Where every matter was when.
    pub playback: Rc<Playback>,
    /// The scenario it ran under, mechanisms applied.
    pub scenario: Rc<Scenario>,
    /// What of the county is unlawful under the rules of its era.
    pub breaches: Rc<[Breach]>,
}

/// What the user is told once, above the page.
#[derive(Debug, Clone, PartialEq)]
pub enum Notice {
    /// The link could not be read: the preset is shown, or, with `true`, what was shown before.
    Link(link::Damage, bool),
    /// The file could not be used; the last valid run is shown.
    File {
        /// The file's name.
        name: String,
        /// All that is wrong with it.
        problems: Vec<Problem>,
    },
    /// The link is in the clipboard.
    Copied,
    /// The clipboard is shut: the link stands here to be copied by hand.
    CopyByHand(String),
    /// The words of the other language could not be fetched.
    NoWords,
    /// A worker could not be started or fell over.
    Broken(String),
}

/// What the page knows.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// Language of all words.
    pub lang: Lang,
    /// Colours.
    pub theme: Theme,
    /// The place that is shown.
    pub place: Place,
    /// The presets there are.
    pub presets: Presets,
    /// The scenario as it stands.
    pub now: Rc<Moment>,
    past: Vec<Rc<Moment>>,
    future: Vec<Rc<Moment>>,
    /// The path being dragged: one gesture is one step of undo.
    gesture: Option<String>,
    /// See [`State::scenario`]: put together when it is asked for, which other places than 推演 do not.
    scenario: OnceCell<Rc<Value>>,
    /// See [`State::query`].
    query: OnceCell<Rc<String>>,
    /// Whether a fetched place has led here.
    pub led: bool,
    /// Texts typed into fields that are no valid value: they stay visible, and the scenario does not move.
    pub drafts: LiteMap<String, String>,
    /// What is wrong with the scenario, by path.
    pub problems: Rc<[Problem]>,
    /// The newest figures; of an older scenario while newer ones are on their way or cannot be had.
    pub run: Option<Rc<Run>>,
    /// The figures the sentence speaks of: those of the last look.
    pub told: Option<Rc<Run>>,
    /// What each switch does to the county as it stands, once computed.
    pub effects: LiteMap<String, Effect>,
    /// What the changes do in plausible counties, once computed for the scenario as it stands.
    pub counties: Option<Rc<Counties>>,
    /// One observed year, event by event, for the diagram.
    pub observed: Option<Observed>,
    /// Whether simulation was stopped by the user.
    pub stopped: bool,
    /// What the user is told.
    pub notice: Option<Notice>,
}

/// What can happen.
#[derive(Debug, Clone)]
pub enum Action {
    /// A lever moves to a value. While it is dragged, `gesture` is true.
    Set {
        /// Path in the scenario.
        path: String,
        /// The value.
        value: Value,
        /// More of the same movement will follow.
        gesture: bool,
    },
    /// The movement is over.
    Release,
    /// A text that is no value was typed into a lever's field.
    Draft {
        /// Path in the scenario.
        path: String,
        /// The text.
        text: String,
    },
    /// A path goes back to the preset.
    Revert(String),
    /// Everything goes back to the preset.
    RevertAll,
    /// Another preset, as it stands.
    Choose(String),
    /// Another seed.
    Seed(u64),
    /// A scenario from a link or a file.
    Open(Moment),
    /// A scenario to which a fetched place leads, and what links say of it.
    Lead(Moment, String),
    /// One step back.
    Undo,
    /// One step forward again.
    Redo,
    /// Another language.
    Language(Lang),
    /// Other colours.
    Paint(Theme),
    /// Another place; the scenario stays.
    Visit(Place),
    /// The scenario does not pass its check.
    Refused(Rc<Moment>, Vec<Problem>),
    /// Figures have come, of this scenario.
    Figures(Rc<Moment>, Figures),
    /// What a switch does has been computed, for this scenario.
    Effect(Rc<Moment>, String, Effect),
    /// What the changes do in plausible counties has been computed, for this scenario.
    Counties(Rc<Moment>, Counties),
    /// An observed year has come, of this scenario.
    Observed(Rc<Moment>, Observed),
    /// The user stops the simulation, or lets it go on.
    Stop(bool),
    /// Something to tell, or nothing more.
    Tell(Option<Notice>),
}

impl State {
    /// The page as it opens.
    #[must_use]
    pub fn new(presets: Presets, moment: Moment, lang: Lang, theme: Theme) -> Self {
        Self {
            lang,
            theme,
            place: Place::default(),
            presets,
            now: Rc::new(moment),
            past: Vec::new(),
            future: Vec::new(),
            gesture: None,
            scenario: OnceCell::new(),
            query: OnceCell::new(),
            led: false,
            drafts: LiteMap::new(),
            problems: Rc::new([]),
            run: None,
            told: None,
            effects: LiteMap::new(),
            counties: None,
            observed: None,
            stopped: false,
            notice: None,
        }
    }

    /// The scenario as the user sees it: the preset with its changes.
    pub fn scenario(&self) -> &Rc<Value> {
        self.scenario
            .get_or_init(|| Rc::new(self.now.scenario(&self.presets)))
    }

    /// What links say of the scenario: written when it is asked for, unless the place that led here has said it.
    pub fn query(&self) -> &Rc<String> {
        self.query.get_or_init(|| Rc::new(link::query(&self.now)))
    }

    /// The preset's file; `null` when there is no such preset.
    #[must_use]
    pub fn preset(&self) -> &Value {
        const NONE: &Value = &Value::Null;
        let preset = self.now.preset_in(&self.presets);
        preset.map_or(NONE, |it| &it.value)
    }

    /// The value at a path as it stands.
    #[must_use]
    pub fn value(&self, path: &str) -> Option<&Value> {
        patch::get(self.scenario(), path)
    }

    /// The preset's value at a path.
    #[must_use]
    pub fn preset_value(&self, path: &str) -> Option<&Value> {
        patch::get(self.preset(), path)
    }

    /// Where the scenario differs from its preset.
    #[must_use]
    pub fn differences(&self) -> Vec<patch::Difference> {
        patch::differences(self.preset(), &self.now.patch)
    }

    /// What a scenario changes of its preset, wording aside.
    #[must_use]
    pub fn changes_of(&self, moment: &Moment) -> Vec<patch::Difference> {
        moment.changes(&self.presets)
    }

    /// What is wrong at a path or under it.
    pub fn problems_at<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a Problem> {
        self.problems.iter().filter(move |p| {
            p.path
                .strip_prefix(path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    }

    /// Whether there is a step to go back to.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is a step to go forward to.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// Whether the newest figures are of the scenario as it stands.
    #[must_use]
    pub fn current(&self) -> bool {
        self.run.as_ref().is_some_and(|run| run.moment == self.now)
    }

    /// Whether more figures of the scenario as it stands will come.
    #[must_use]
    pub fn running(&self) -> bool {
        let done = self
            .run
            .as_ref()
            .is_some_and(|run| run.moment == self.now && run.figures.n >= run.figures.of);
        !self.stopped && self.problems.is_empty() && !done
    }

    /// Moves to another scenario, remembering this one unless a gesture goes on.
    fn go(&mut self, moment: Moment, gesture: Option<String>) {
        if *self.now == moment {
            self.gesture = gesture;
            return;
        }
        let same = gesture.is_some() && self.gesture == gesture;
        if !same {
            self.past.push(Rc::clone(&self.now));
        }
        self.future.clear();
        self.gesture = gesture;
        self.arrive(Rc::new(moment));
    }

    fn arrive(&mut self, moment: Rc<Moment>) {
        self.now = moment;
        self.drafts.clear();
        self.problems = Rc::new([]);
        self.effects.clear();
        self.counties = None;
        self.stopped = false;
        self.scenario.take();
        self.query.take();
        self.led = false;
    }

    fn change(&mut self, patch: Patch, gesture: Option<String>) {
        self.go(self.now.with(patch), gesture);
    }

    fn step(&mut self, action: Action) {
        match action {
            Action::Set {
                path,
                value,
                gesture,
            } => {
                self.drafts.remove(&path);
                let patch = patch::with(&self.now.patch, self.preset(), &path, value);
                self.change(patch, gesture.then_some(path));
            }
            Action::Release => self.gesture = None,
            Action::Draft { path, text } => {
                self.drafts.insert(path, text);
            }
            Action::Revert(path) => {
                self.drafts.remove(&path);
                self.change(patch::without(&self.now.patch, &path), None);
            }
            Action::RevertAll => {
                self.drafts.clear();
                self.change(Patch::new(), None);
            }
            Action::Choose(preset) => {
                let seed = self.now.seed;
                let moment = Moment {
                    seed,
                    ..Moment::of(&preset)
                };
                self.go(moment, None);
            }
            Action::Seed(seed) => {
                self.drafts.remove("seed");
                let moment = Moment {
                    seed,
                    ..(*self.now).clone()
                };
                self.go(moment, None);
            }
            Action::Open(moment) => {
                self.notice = None;
                self.go(moment, None);
            }
            Action::Lead(moment, query) => {
                self.notice = None;
                self.go(moment, None);
                self.query = OnceCell::from(Rc::new(query));
                self.led = true;
            }
            Action::Undo => {
                if let Some(moment) = self.past.pop() {
                    self.future.push(Rc::clone(&self.now));
                    self.gesture = None;
                    self.arrive(moment);
                }
            }
            Action::Redo => {
                if let Some(moment) = self.future.pop() {
                    self.past.push(Rc::clone(&self.now));
                    self.gesture = None;
                    self.arrive(moment);
                }
            }
            Action::Language(lang) => self.lang = lang,
            Action::Paint(theme) => self.theme = theme,
            Action::Visit(place) => self.place = place,
            Action::Refused(moment, problems) if moment == self.now => {
                self.problems = problems.into()
            }
            Action::Figures(moment, figures) if moment == self.now => {
                let run = Rc::new(Run { moment, figures });
                if run.figures.looked > 0 && run.figures.n == run.figures.looked {
                    self.told = Some(Rc::clone(&run));
                }
                self.run = Some(run);
            }
            Action::Effect(moment, switch, effect) if moment == self.now => {
                self.effects.insert(switch, effect);
            }
            Action::Counties(moment, counties) if moment == self.now => {
                self.counties = Some(Rc::new(counties));
            }
            Action::Observed(moment, observed) if moment == self.now => {
                self.observed = Some(observed)
            }
            Action::Stop(stopped) => self.stopped = stopped,
            Action::Tell(notice) => self.notice = notice,
            // Answers about a scenario that has moved on.
            Action::Refused(..)
            | Action::Figures(..)
            | Action::Effect(..)
            | Action::Counties(..)
            | Action::Observed(..) => {}
        }
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = (*self).clone();
        next.step(action);
        Rc::new(next)
    }
}

#[cfg(test)]
mod tests;
