//! A play in thirty-two letters: what a trainee hands in, and a trainer reads.
//!
//! Crockford's base 32 in eight groups of four. Twenty-six letters carry the play, six are the checksum of BIP 173 (bech32; a BCH code over
//! the thirty-two symbols, known to find every change of up to four symbols in words of this length). It finds slips and clumsy changes. It
//! is no security device: whoever has this program can make a code that says what he likes.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::case::Case;
use crate::play::Choices;

/// As many ways through a case as a code can tell apart.
pub const MOST_PLAYS: u64 = 1 << 30;

/// The format of codes that this build writes.
const VERSION: u64 = 1;

/// Crockford's symbols, in order of their value.
const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Symbols that carry the play, and those of the checksum.
const CARRY: usize = 26;
const CHECK: usize = 6;

/// The fields, in order: each with its bits. 130 bits are twenty-six symbols of five.
const FIELDS: [u32; 8] = [4, 16, 28, 32, 2, 30, 10, 8];

/// A play as a code carries it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Fingerprint of the case's id, 16 bits.
    pub case: u16,
    /// Certificate: fingerprint of the case, the program's version and the seed, 28 bits.
    pub certificate: u32,
    /// The seed of the luck.
    pub seed: u32,
    /// Whether help was opened.
    pub helped: bool,
    /// Whether the time was up before the case was over.
    pub late: bool,
    /// The choices, as a number with a digit for each decision.
    pub choices: u32,
    /// The score in tenths of a point, 0–1000.
    pub tenths: u16,
    /// Minutes used, at most 255.
    pub minutes: u8,
}

/// Why a code cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CodeError {
    /// It has so many symbols, not thirty-two.
    Length(usize),
    /// A character that no code has.
    Symbol(char),
    /// The checksum does not fit: a letter was changed.
    Changed,
    /// Made by a version whose codes this build does not read.
    Version,
    /// Of another case.
    OtherCase,
    /// Of another edition of the case, another version of the program, or with a seed or choices that do not belong to it.
    Certificate,
}

impl Token {
    /// What a play of a case is told as. The score is out of 100.
    #[must_use]
    pub fn new(case: &Case, version: &str, seed: u32, choices: &Choices, score: f64) -> Self {
        Self {
            case: case_of(&case.id),
            certificate: certificate(case.hash(), version, seed),
            seed,
            helped: false,
            late: false,
            choices: pack(case, choices),
            tenths: (score * 10.0).round().clamp(0.0, 1000.0) as u16,
            minutes: 0,
        }
    }

    /// As it is written: eight groups of four.
    #[must_use]
    pub fn written(&self) -> String {
        let flags = u64::from(self.helped) | u64::from(self.late) << 1;
        let values = [
            VERSION,
            u64::from(self.case),
            u64::from(self.certificate),
            u64::from(self.seed),
            flags,
            u64::from(self.choices),
            u64::from(self.tenths),
            u64::from(self.minutes),
        ];
        let mut bits = 0u128;
        let mut carried = [0u8; CARRY];
        // 130 bits do not go into 128: whatever makes a symbol is laid down at once.
        let mut place = 0;
        let mut held = 0;
        for (value, width) in values.into_iter().zip(FIELDS) {
            bits = bits << width | u128::from(value & ((1 << width) - 1));
            held += width;
            while held >= 5 && place < CARRY {
                held -= 5;
                carried[place] = (bits >> held & 31) as u8;
                bits &= (1 << held) - 1;
                place += 1;
            }
        }
        let all = carried.iter().copied().chain(checksum(&carried));
        let mut text = String::new();
        for (n, symbol) in all.enumerate() {
            if n > 0 && n % 4 == 0 {
                text.push('-');
            }
            text.push(char::from(SYMBOLS[usize::from(symbol & 31)]));
        }
        text
    }

    /// Reads a code: in capitals or not, with or without blanks and hyphens; I and L are read as 1, O as 0.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(text: &str) -> Result<Self, CodeError> {
        let all = symbols(text)?;
        if all.len() != CARRY + CHECK {
            return Err(CodeError::Length(all.len()));
        }
        let (carried, check) = all.split_at(CARRY);
        if checksum(carried) != *check {
            return Err(CodeError::Changed);
        }
        let mut symbols = carried.iter();
        let (mut bits, mut held) = (0u128, 0);
        let mut values = [0u64; FIELDS.len()];
        for (value, width) in values.iter_mut().zip(FIELDS) {
            while held < width {
                bits = bits << 5 | u128::from(symbols.next().copied().unwrap_or(0));
                held += 5;
            }
            held -= width;
            *value = (bits >> held) as u64 & ((1 << width) - 1);
            bits &= (1 << held) - 1;
        }
        let [
            version,
            case,
            certificate,
            seed,
            flags,
            choices,
            tenths,
            minutes,
        ] = values;
        if version != VERSION {
            return Err(CodeError::Version);
        }
        Ok(Self {
            case: case as u16,
            certificate: certificate as u32,
            seed: seed as u32,
            helped: flags & 1 != 0,
            late: flags & 2 != 0,
            choices: choices as u32,
            tenths: tenths as u16,
            minutes: minutes as u8,
        })
    }

    /// The choices, where the code is one of this case, edition and version.
    ///
    /// # Errors
    /// It is of another case or edition.
    pub fn choices(&self, case: &Case, version: &str) -> Result<Choices, CodeError> {
        self.choices_in(case, case.hash(), version)
    }

    /// The same where the case's fingerprint has been taken: it takes longer than all else.
    pub(crate) fn choices_in(
        &self,
        case: &Case,
        hash: u64,
        version: &str,
    ) -> Result<Choices, CodeError> {
        if self.case != case_of(&case.id) {
            return Err(CodeError::OtherCase);
        }
        let genuine =
            self.certificate == certificate(hash, version, self.seed) && self.tenths <= 1000;
        let choices = unpack(case, self.choices).filter(|_| genuine);
        choices.ok_or(CodeError::Certificate)
    }

    /// The score out of 100.
    #[must_use]
    pub fn score(&self) -> f64 {
        f64::from(self.tenths) / 10.0
    }
}

impl fmt::Display for CodeError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length(n) => write!(out, "has {n} letters, not 32"),
            Self::Symbol(it) => write!(out, "has a character that no code has: {it}"),
            Self::Changed => write!(out, "was changed: its checksum does not fit"),
            Self::Version => write!(out, "was made by another version"),
            Self::OtherCase => write!(out, "is of another case"),
            Self::Certificate => write!(out, "is of another edition of the case"),
        }
    }
}

/// Fingerprint of a case's id.
fn case_of(id: &str) -> u16 {
    xxhash_rust::xxh3::xxh3_64(id.as_bytes()) as u16
}

/// Fingerprint of case, version and seed.
fn certificate(hash: u64, version: &str, seed: u32) -> u32 {
    let text = format!("{hash:016x} {version} {seed}");
    (xxhash_rust::xxh3::xxh3_64(text.as_bytes()) & 0xfff_ffff) as u32
}

/// A digit for each decision: 0 where nothing was chosen, else the option's number and one.
fn pack(case: &Case, choices: &Choices) -> u32 {
    let mut packed = 0u64;
    for (n, decision) in case.decisions.iter().enumerate() {
        let digit = choices
            .of(n)
            .filter(|it| *it < decision.options.len())
            .map_or(0, |it| it as u64 + 1);
        packed = packed * (decision.options.len() as u64 + 1) + digit;
    }
    (packed % MOST_PLAYS) as u32
}

/// `None` for a number that no choices make.
fn unpack(case: &Case, packed: u32) -> Option<Choices> {
    let mut left = u64::from(packed);
    let mut all = Vec::new();
    for decision in case.decisions.iter().rev() {
        let base = decision.options.len() as u64 + 1;
        all.push((left % base).checked_sub(1).map(|it| it as usize));
        left /= base;
    }
    all.reverse();
    (left == 0).then_some(Choices(all))
}

/// The symbols of a text, as their values.
///
/// # Errors
/// A character that stands for none.
pub(crate) fn symbols(text: &str) -> Result<Vec<u8>, CodeError> {
    let apart = |it: &char| !it.is_whitespace() && !matches!(it, '-' | '–' | '‐' | '−');
    let value = |it: char| {
        let upper = match it.to_ascii_uppercase() {
            'I' | 'L' => '1',
            'O' => '0',
            it => it,
        };
        let place = SYMBOLS
            .iter()
            .position(|symbol| char::from(*symbol) == upper);
        place.map(|it| it as u8).ok_or(CodeError::Symbol(it))
    };
    text.chars().filter(apart).map(value).collect()
}

/// Six symbols that make any change of up to four others show (BIP 173, `bech32_create_checksum`, without its prefix).
pub(crate) fn checksum(symbols: &[u8]) -> [u8; CHECK] {
    const GENERATORS: [u32; 5] = [
        0x3b6a_57b2,
        0x2650_8e6d,
        0x1ea1_19fa,
        0x3d42_33dd,
        0x2a14_62b3,
    ];
    let mut state = 1u32;
    for symbol in symbols.iter().copied().chain([0; CHECK]) {
        let top = state >> 25;
        state = (state & 0x1ff_ffff) << 5 ^ u32::from(symbol);
        for (bit, generator) in GENERATORS.iter().enumerate() {
            if top >> bit & 1 == 1 {
                state ^= generator;
            }
        }
    }
    state ^= 1;
    let mut check = [0; CHECK];
    for (n, it) in check.iter_mut().enumerate() {
        *it = (state >> (5 * (CHECK - 1 - n)) & 31) as u8;
    }
    check
}

/// The letters of symbols.
pub(crate) fn letters(symbols: &[u8]) -> String {
    symbols
        .iter()
        .map(|it| char::from(SYMBOLS[usize::from(*it & 31)]))
        .collect()
}
