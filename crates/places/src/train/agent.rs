//! What a worker does for a case: it plays, reports, and replays.
//!
//! Messages are lists of texts, the first of which says what they are about. A past is run once and kept: replays of other choices go on
//! from it.

use std::collections::BTreeMap;

use county::scenario::Problem;
use serde::{Deserialize, Serialize};
use serde_json::json;
use training::{Case, Choices, Chosen, Now, Ready, Replay};
use trial::Snapshot;

/// Read this case: its file.
pub const READ: &str = "case";
/// Play as far as was chosen: a serial, the seed, the choices.
pub const PLAY: &str = "play";
/// Report on choices: a serial, the seed, the choices.
pub const REPORT: &str = "report";
/// Run the pasts of these replications.
pub const WARM: &str = "warm";
/// Replay choices: a serial, the choices, the replications.
pub const REPLAY: &str = "replay";
/// Told: the case can be played.
pub const IS_OPEN: &str = "case is open";
/// Told: something is wrong with it, as JSON.
pub const REFUSED: &str = "case refused";
/// Told: where the clock stands, with the serial.
pub const PLAYED: &str = "played";
/// Told: the report, with the serial.
pub const REPORTED: &str = "reported";
/// Told: pasts have been run.
pub const WARMED: &str = "warmed";
/// Told: replays, with the serial.
pub const REPLAYED: &str = "replayed";

/// Where the clock of a play stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Played {
    /// What has been chosen, without what was named for points that never came.
    pub choices: Vec<Option<usize>>,
    /// At which decision the clock stands; `None` when the case is over.
    pub waits: Option<usize>,
    /// What is to be seen there.
    pub now: Now,
}

/// What a worker knows of a case.
#[derive(Default)]
pub struct Agent {
    ready: Option<Ready>,
    /// Pasts of the case's seed, by replication.
    pasts: BTreeMap<u32, Snapshot>,
    /// The past of the play, with its seed.
    own: Option<(u64, Snapshot)>,
    /// The county that the choices make which are being replayed: it is read once, not for each batch.
    county: Option<(String, Chosen)>,
}

impl Agent {
    /// Hears a message; what is to be told, if it is about a case.
    pub fn hear(&mut self, message: &[&str]) -> Option<Vec<String>> {
        let told = match *message {
            [READ, text] => return Some(self.read(text)),
            [PLAY, serial, seed, choices] => self
                .play(seed, choices)
                .map(|it| [PLAYED, serial, it.as_str()].map(str::to_owned).to_vec()),
            [REPORT, serial, seed, choices] => self
                .report(seed, choices)
                .map(|it| [REPORTED, serial, it.as_str()].map(str::to_owned).to_vec()),
            [WARM, replications] => {
                for it in numbers(replications) {
                    self.past(it);
                }
                Ok(vec![WARMED.to_owned()])
            }
            [REPLAY, serial, choices, replications] => self
                .replay(choices, replications)
                .map(|it| [REPLAYED, serial, it.as_str()].map(str::to_owned).to_vec()),
            _ => return None,
        };
        Some(told.unwrap_or_else(|problems| vec![REFUSED.to_owned(), json!(problems).to_string()]))
    }

    fn read(&mut self, text: &str) -> Vec<String> {
        *self = Self::default();
        match Case::read(text).and_then(Ready::new) {
            Ok(ready) => {
                self.ready = Some(ready);
                vec![IS_OPEN.to_owned()]
            }
            Err(problems) => vec![REFUSED.to_owned(), json!(problems).to_string()],
        }
    }

    fn own(&mut self, seed: &str) -> Result<(&Ready, &Snapshot), Vec<Problem>> {
        let seed = seed.parse().unwrap_or(1);
        let Some(ready) = &self.ready else {
            return Err(Vec::new());
        };
        if self.own.as_ref().is_none_or(|it| it.0 != seed) {
            self.own = Some((seed, ready.past(seed, 0)));
        }
        let past = self.own.as_ref().map(|it| &it.1);
        past.map(|past| (ready, past)).ok_or_else(Vec::new)
    }

    fn play(&mut self, seed: &str, choices: &str) -> Result<String, Vec<Problem>> {
        let (ready, past) = self.own(seed)?;
        let play = training::play(ready, past, &chosen(choices))?;
        let played = Played {
            choices: play.choices.0.clone(),
            waits: play.waits.map(|it| it.decision),
            now: Now::of(ready, &play),
        };
        Ok(json!(played).to_string())
    }

    fn report(&mut self, seed: &str, choices: &str) -> Result<String, Vec<Problem>> {
        let (ready, past) = self.own(seed)?;
        let report = training::report(ready, past, &chosen(choices))?;
        Ok(json!(report).to_string())
    }

    fn past(&mut self, replication: u32) -> Option<&Snapshot> {
        let ready = self.ready.as_ref()?;
        let run = || ready.past(ready.case.seed, replication);
        Some(&*self.pasts.entry(replication).or_insert_with(run))
    }

    fn replay(&mut self, choices: &str, replications: &str) -> Result<String, Vec<Problem>> {
        let replications = numbers(replications);
        for &it in &replications {
            self.past(it);
        }
        let Some(ready) = &self.ready else {
            return Err(Vec::new());
        };
        let county = match self.county.take() {
            Some((same, county)) if same == choices => county,
            _ => ready.chosen(&chosen(choices))?,
        };
        let run = |it: &u32| Some(Replay::run(ready, &county, self.pasts.get(it)?, *it));
        let all: Vec<Replay> = replications.iter().filter_map(run).collect();
        self.county = Some((choices.to_owned(), county));
        Ok(json!(all).to_string())
    }
}

fn numbers(text: &str) -> Vec<u32> {
    text.split_whitespace()
        .filter_map(|it| it.parse().ok())
        .collect()
}

fn chosen(text: &str) -> Choices {
    Choices(serde_json::from_str(text).unwrap_or_default())
}

/// Choices as they are told.
#[must_use]
pub fn written(choices: &[Option<usize>]) -> String {
    json!(choices).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WATER: &str = include_str!("../../../../cases/water_price.json");

    #[test]
    fn a_worker_plays_reports_and_replays() {
        let mut agent = Agent::default();
        assert_eq!(agent.hear(&[READ, WATER]), Some(vec![IS_OPEN.to_owned()]));
        let told = agent.hear(&[PLAY, "1", "1", "[0]"]).unwrap();
        assert_eq!(told[..2], [PLAYED, "1"]);
        let played: Played = serde_json::from_str(&told[2]).unwrap();
        assert_eq!((played.waits, played.choices), (Some(1), vec![Some(0)]));
        let told = agent.hear(&[REPORT, "2", "1", "[0,0,0,0,0,0]"]).unwrap();
        assert_eq!(told[..2], [REPORTED, "2"]);
        let report: training::Report = serde_json::from_str(&told[2]).unwrap();
        assert_eq!(report.others.len(), 13);
        assert_eq!(agent.hear(&[WARM, "4 5"]), Some(vec![WARMED.to_owned()]));
        let told = agent
            .hear(&[REPLAY, "3", "[0,0,0,0,0,0]", "4 5 6"])
            .unwrap();
        let replays: Vec<Replay> = serde_json::from_str(&told[2]).unwrap();
        assert_eq!(
            replays.iter().map(|it| it.replication).collect::<Vec<_>>(),
            [4, 5, 6]
        );
        // What is no case is refused with why.
        let told = agent.hear(&[READ, "{}"]).unwrap();
        assert_eq!(told[0], REFUSED);
        assert!(told[1].contains("tuiyan_case"));
        assert_eq!(agent.hear(&["run", "1", "0:0"]), None);
    }
}
