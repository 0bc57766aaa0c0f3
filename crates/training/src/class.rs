//! A class without a server: the link that a trainer gives out, and the codes that come back.

use serde::{Deserialize, Serialize};

use crate::case::Case;
use crate::code::{CodeError, Token, checksum, letters, symbols};
use crate::play::Choices;

/// What a trainer settles for a class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Id of the case.
    pub case: String,
    /// The seed of the luck.
    pub seed: u32,
    /// Which parts of the report are shown, in the order of [`Settings::PARTS`].
    pub shown: [bool; 6],
    /// Whether help may be opened.
    pub help: bool,
    /// How long the trainees have, minutes; 0: as long as they like. At most [`Settings::MOST_MINUTES`].
    pub minutes: u16,
}

/// Why a link of a class cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkError {
    /// It is longer than any link of a class.
    Long,
    /// It does not have the shape of one.
    Shape,
    /// A letter was changed.
    Changed,
}

impl Settings {
    /// The letters of the parts of a report: lawfulness, process, time, cost, what came of it, luck.
    pub const PARTS: [char; 6] = ['l', 'p', 't', 'c', 'o', 'r'];

    /// More minutes are no session.
    pub const MOST_MINUTES: u16 = 240;

    /// Longer is no link of a class.
    const LONGEST: usize = 120;

    /// For a case as its file has it, with everything shown.
    #[must_use]
    pub fn of(case: &Case) -> Self {
        Self::open(&case.id, case.seed as u32)
    }

    /// For a case by its id, with everything shown.
    #[must_use]
    pub fn open(case: &str, seed: u32) -> Self {
        Self {
            case: case.to_owned(),
            seed,
            shown: [true; 6],
            help: true,
            minutes: 0,
        }
    }

    /// As it stands in the address: `1.water_price.7.lptcor.h.25.CHECKS`.
    #[must_use]
    pub fn written(&self) -> String {
        let parts: String = Self::PARTS
            .iter()
            .zip(self.shown)
            .filter(|it| it.1)
            .map(|it| *it.0)
            .collect();
        let parts = if parts.is_empty() {
            "x".to_owned()
        } else {
            parts
        };
        let help = if self.help { 'h' } else { 'n' };
        let text = format!(
            "1.{}.{}.{parts}.{help}.{}",
            self.case, self.seed, self.minutes
        );
        let check = letters(&checksum(&spread(&text)));
        format!("{text}.{check}")
    }

    /// Reads what stands in an address.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(text: &str) -> Result<Self, LinkError> {
        if text.len() > Self::LONGEST {
            return Err(LinkError::Long);
        }
        let (said, check) = text.rsplit_once('.').ok_or(LinkError::Shape)?;
        let check = symbols(check).map_err(|_| LinkError::Changed)?;
        let parts: Vec<&str> = said.split('.').collect();
        let ["1", case, seed, shown, help, minutes] = parts[..] else {
            return Err(LinkError::Shape);
        };
        if checksum(&spread(said)) != *check {
            return Err(LinkError::Changed);
        }
        let known = |it: char| Self::PARTS.contains(&it) || it == 'x';
        let minutes: u16 = minutes.parse().map_err(|_| LinkError::Shape)?;
        if !crate::case::is_id(case)
            || !shown.chars().all(known)
            || !matches!(help, "h" | "n")
            || minutes > Self::MOST_MINUTES
        {
            return Err(LinkError::Shape);
        }
        Ok(Self {
            case: case.to_owned(),
            seed: seed.parse().map_err(|_| LinkError::Shape)?,
            shown: Self::PARTS.map(|it| shown.contains(it)),
            help: help == "h",
            minutes,
        })
    }
}

/// A text as symbols of five bits, for a checksum.
fn spread(text: &str) -> Vec<u8> {
    text.bytes().flat_map(|it| [it >> 5, it & 31]).collect()
}

/// A code that came back, with whose it is if that was written before it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Whose; empty where nobody wrote it.
    pub name: String,
    /// As it was pasted.
    pub pasted: String,
    /// The play, or what is wrong with the code.
    pub play: Result<Token, CodeError>,
}

/// A class: what of its codes can be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Room {
    /// Those that belong to the case, with what was chosen.
    pub plays: Vec<(String, Token, Choices)>,
    /// Those that do not, and why.
    pub refused: Vec<(String, String, CodeError)>,
    /// Codes that were pasted twice, by name or code.
    pub doubled: Vec<String>,
    /// Seeds that occur, where there are several: outcomes are then not on the same luck.
    pub seeds: Vec<u32>,
    /// How the class parted, decision by decision.
    pub partings: Vec<Parting>,
}

/// How a class parted at a decision.
#[derive(Debug, Clone, PartialEq)]
pub struct Parting {
    /// Which decision, by number.
    pub decision: usize,
    /// How many chose each option.
    pub chose: Vec<u32>,
    /// To how many the point never came.
    pub never: u32,
    /// Mean score of those who chose each option; `None` where nobody did.
    pub scores: Vec<Option<f64>>,
    /// How evenly it parted, \[0, 1\]: the chance that two who met it chose differently.
    pub apart: f64,
}

/// Reads pasted codes: one a line, whose it is before it if anybody wrote that, apart by a blank, a comma, a colon or a tab.
#[must_use]
pub fn read_codes(text: &str) -> Vec<Entry> {
    text.lines()
        .map(str::trim)
        .filter(|it| !it.is_empty())
        .take(MOST)
        .map(entry)
        .collect()
}

/// More lines are not read.
const MOST: usize = 500;

fn entry(line: &str) -> Entry {
    // The code is the longest end of the line that could be one: thirty-two symbols.
    let apart = |it: char| it.is_whitespace() || matches!(it, ',' | ':' | ';' | '，' | '：' | '；');
    let starts = line
        .char_indices()
        .filter(|(at, _)| *at == 0 || line[..*at].chars().next_back().is_some_and(apart));
    let mut first_error = None;
    let mut cut = None;
    for (at, _) in starts {
        let end = &line[at..];
        match Token::read(end) {
            Ok(play) => {
                let name = line[..at].trim_end_matches(apart).trim();
                return Entry {
                    name: name.to_owned(),
                    pasted: end.to_owned(),
                    play: Ok(play),
                };
            }
            // Of the right length and wrong: that is what was meant.
            Err(error @ (CodeError::Changed | CodeError::Version)) => {
                cut = Some(at);
                first_error = Some(error);
            }
            Err(error) => {
                if cut.is_none() {
                    first_error = Some(error);
                }
            }
        }
    }
    let at = cut.unwrap_or_else(|| {
        line.rfind(apart).map_or(0, |it| {
            it + line[it..].chars().next().map_or(1, char::len_utf8)
        })
    });
    let name = line
        .get(..at)
        .unwrap_or_default()
        .trim_end_matches(apart)
        .trim();
    let pasted = line.get(at..).unwrap_or(line);
    let error = match cut {
        Some(_) => first_error.unwrap_or(CodeError::Changed),
        None => Token::read(pasted)
            .err()
            .or(first_error)
            .unwrap_or(CodeError::Changed),
    };
    Entry {
        name: name.to_owned(),
        pasted: pasted.to_owned(),
        play: Err(error),
    }
}

/// What a class came to, in a case.
#[must_use]
pub fn table(case: &Case, version: &str, entries: &[Entry]) -> Room {
    let hash = case.hash();
    let mut plays: Vec<(String, Token, Choices)> = Vec::new();
    let (mut refused, mut doubled) = (Vec::new(), Vec::new());
    for entry in entries {
        let read = entry
            .play
            .and_then(|token| Ok((token, token.choices_in(case, hash, version)?)));
        match read {
            Ok((token, choices)) => {
                let again = plays.iter().any(|it| it.1 == token && it.0 == entry.name);
                if again {
                    doubled.push(if entry.name.is_empty() {
                        token.written()
                    } else {
                        entry.name.clone()
                    });
                } else {
                    plays.push((entry.name.clone(), token, choices));
                }
            }
            Err(error) => refused.push((entry.name.clone(), entry.pasted.clone(), error)),
        }
    }
    let mut seeds: Vec<u32> = plays.iter().map(|it| it.1.seed).collect();
    seeds.sort_unstable();
    seeds.dedup();
    let mut partings: Vec<Parting> = (0..case.decisions.len())
        .map(|it| parting(case, it, &plays))
        .collect();
    // What the class is most at odds about comes first; a tie: in the order of the case.
    partings.sort_by(|a, b| {
        b.apart
            .total_cmp(&a.apart)
            .then(a.decision.cmp(&b.decision))
    });
    Room {
        plays,
        refused,
        doubled,
        seeds,
        partings,
    }
}

fn parting(case: &Case, decision: usize, plays: &[(String, Token, Choices)]) -> Parting {
    let options = case
        .decisions
        .get(decision)
        .map_or(0, |it| it.options.len());
    let of = |option: usize| {
        plays
            .iter()
            .filter(move |it| it.2.of(decision) == Some(option))
    };
    let chose: Vec<u32> = (0..options).map(|it| of(it).count() as u32).collect();
    let scores = (0..options).map(|it| {
        let many = of(it).count();
        (many > 0).then(|| of(it).map(|it| it.1.score()).sum::<f64>() / many as f64)
    });
    let scores = scores.collect();
    let met: u32 = chose.iter().sum();
    let pairs = f64::from(met) * (f64::from(met) - 1.0);
    let alike: f64 = chose
        .iter()
        .map(|&it| f64::from(it) * (f64::from(it) - 1.0))
        .sum();
    let apart = if met > 1 { 1.0 - alike / pairs } else { 0.0 };
    Parting {
        decision,
        never: plays.len() as u32 - met,
        chose,
        scores,
        apart,
    }
}

/// A class as CSV (RFC 4180): a row for each code, those refused last. Names that a spreadsheet would take for a formula get an apostrophe.
#[must_use]
pub fn csv(case: &Case, room: &Room) -> String {
    let mut text = "name,score,minutes,late,helped,seed".to_owned();
    for decision in &case.decisions {
        text.push(',');
        text.push_str(&decision.id);
    }
    text.push_str(",code,problem\r\n");
    for (name, token, choices) in &room.plays {
        text.push_str(&format!(
            "{},{:.1},{},{},{},{}",
            field(name),
            token.score(),
            token.minutes,
            token.late,
            token.helped,
            token.seed
        ));
        for (n, decision) in case.decisions.iter().enumerate() {
            let option = choices.of(n).and_then(|it| decision.options.get(it));
            text.push(',');
            text.push_str(option.map_or("", |it| &it.id));
        }
        text.push_str(&format!(",{},\r\n", token.written()));
    }
    for (name, pasted, error) in &room.refused {
        text.push_str(&format!("{},,,,,", field(name)));
        text.push_str(&",".repeat(case.decisions.len()));
        text.push_str(&format!(
            ",{},{}\r\n",
            field(pasted),
            field(&error.to_string())
        ));
    }
    text
}

fn field(text: &str) -> String {
    let text = match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t') => format!("'{text}"),
        _ => text.to_owned(),
    };
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}
