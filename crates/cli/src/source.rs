//! From a name on the command line to a scenario ready to run. The only place that reads files.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use county::scenario::{self, Change, LARGEST_FILE, Loaded, Problem};
use experiment::{Named, Source};
use trial::Setup;

use crate::console::{Console, Failure, entry};

/// The largest shard that is read, bytes.
const LARGEST_SHARD: u64 = 2 << 30;

/// Loads the scenario a name stands for, with its own changes first and then those of the call; says its warnings.
///
/// # Errors
/// [`Failure::Problems`] with everything wrong about it.
pub fn load(console: Console, text: &str, changes: &[(String, String)]) -> Result<Loaded, Failure> {
    let loaded = attempt(text, changes).map_err(|problems| Failure::Problems {
        scenario: text.to_owned(),
        problems,
    })?;
    for warning in &loaded.warnings {
        console.note(&format!("{text}: warning{}", entry(warning)));
    }
    Ok(loaded)
}

/// Loads the scenario a name stands for, or lists everything wrong about it.
///
/// # Errors
/// All problems, each with its path and a remedy.
pub fn attempt(text: &str, changes: &[(String, String)]) -> Result<Loaded, Vec<Problem>> {
    let changes: Vec<Change> = changes
        .iter()
        .map(|(path, value)| Change::parse(path, value))
        .collect();
    open(text).map_err(|it| vec![it])?.load(&changes)
}

/// Takes a name apart and reads its file, if it is one.
///
/// # Errors
/// The file cannot be read, or there is none.
pub fn open(text: &str) -> Result<Source, Problem> {
    let named = Named::parse(text, |it| Path::new(it).is_file());
    named.source(|file| read(Path::new(file)))
}

/// A loaded scenario's setup; what the plan still lacks are problems of the scenario.
///
/// # Errors
/// [`Failure::Problems`], as [`load`].
pub fn ready(text: &str, setup: Result<Setup, Vec<Problem>>) -> Result<Setup, Failure> {
    setup.map_err(|problems| Failure::Problems {
        scenario: text.to_owned(),
        problems,
    })
}

/// The text of a file that is not too large to be a scenario; a larger one is not read at all.
///
/// # Errors
/// It is not there, cannot be read, is too large or not text.
pub fn read(path: &Path) -> Result<String, Problem> {
    let refused = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => unknown(path),
        _ => problem(
            &format!("{} cannot be read: {error}", path.display()),
            "name a file that can be read",
        ),
    };
    let file = File::open(path).map_err(refused)?;
    let length = file.metadata().map_err(refused)?.len();
    let most = LARGEST_FILE as u64;
    // One byte more than is allowed is enough to know that a pipe or device holds too much.
    let mut bytes = Vec::new();
    if length <= most {
        file.take(most + 1)
            .read_to_end(&mut bytes)
            .map_err(refused)?;
    }
    let length = length.max(bytes.len() as u64);
    if length > most {
        return Err(problem(
            &format!("the file has {length} bytes or more; the most is {most}"),
            "a scenario is a few dozen kilobytes: is this the right file?",
        ));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        problem(
            &format!("the file is not UTF-8 text (byte {at})"),
            "save it as UTF-8",
        )
    })
}

/// The bytes of a shard; else what is wrong and what to do.
///
/// # Errors
/// It cannot be read, or is too large.
pub fn shard(path: &Path) -> Result<Vec<u8>, (String, String)> {
    let unreadable = |error: io::Error| {
        let remedy = "name a file that `tuiyan experiment --shard` has written";
        (format!("cannot be read: {error}"), remedy.to_owned())
    };
    let file = File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(LARGEST_SHARD + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > LARGEST_SHARD {
        let message = format!("has more than {LARGEST_SHARD} bytes");
        return Err((message, "cut the experiment into more shards".to_owned()));
    }
    Ok(bytes)
}

/// The text of a file that is a case for training; `None` for anything else, presets and scenarios among them.
pub fn case(path: &Path) -> Option<String> {
    let text = path.is_file().then(|| read(path).ok())??;
    training::is_case(&text).then_some(text)
}

/// The text of an experiment's file.
///
/// # Errors
/// It is not there, cannot be read, is too large or not text.
pub fn experiment(path: &Path) -> Result<String, Problem> {
    if path.exists() {
        return read(path);
    }
    Err(problem(
        &format!("there is no file `{}`", path.display()),
        "name a file with an experiment; docs/experiments.md shows one",
    ))
}

/// Neither a preset nor a file: the nearest preset is what `load_preset` says of the name.
fn unknown(path: &Path) -> Problem {
    let name = path.display().to_string();
    let presets = scenario::load_preset(&name, &[])
        .err()
        .and_then(|it| it.into_iter().next());
    problem(
        &format!("`{name}` is neither a preset nor a file"),
        &presets.map_or_else(String::new, |it| it.remedy),
    )
}

fn problem(message: &str, remedy: &str) -> Problem {
    Problem {
        path: String::new(),
        message: message.to_owned(),
        remedy: remedy.to_owned(),
    }
}
