//! `tuiyan log`

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use records::{Format, Records};
use serde::Serialize;
use trial::Setup;

use crate::args::Runs;
use crate::console::{Console, Failure};
use crate::source;

#[derive(Serialize)]
struct Report {
    scenario: String,
    seed: u64,
    replications: u32,
    /// Rows written, the header not counted.
    events: u64,
    out: PathBuf,
}

/// Writes the event log of a run, replication after replication.
pub fn log(
    console: Console,
    scenario: &str,
    changes: &[(String, String)],
    runs: &Runs,
    format: Format,
    out: &Path,
) -> Result<(), Failure> {
    let loaded = source::load(console, scenario, changes)?;
    let setup = source::ready(scenario, Setup::new(&loaded))?;
    let refused = |error| Failure::Use(format!("{} cannot be written: {error}", out.display()));
    let mut file = BufWriter::new(File::create(out).map_err(refused)?);
    let mut records = Records::new(format, setup.plan().as_ref());
    let mut events = 0;
    let progress = console.progress(u64::from(runs.replications), "replications");
    for replication in 0..runs.replications {
        records.begin(replication);
        for event in setup.log(runs.seed, replication).1 {
            records.push(&event);
            events += 1;
            if records.waiting() > CHUNK {
                file.write_all(records.take().as_bytes()).map_err(refused)?;
            }
        }
        progress.inc(1);
    }
    file.write_all(records.take().as_bytes())
        .and_then(|()| file.flush())
        .map_err(refused)?;
    progress.finish_and_clear();
    let report = Report {
        scenario: scenario.to_owned(),
        seed: runs.seed,
        replications: runs.replications,
        events,
        out: out.to_owned(),
    };
    console.result(&report, |it| {
        format!("{} events in {}", it.events, it.out.display())
    })
}

/// Text is written to the file in pieces of about this many bytes.
const CHUNK: usize = 1 << 16;
