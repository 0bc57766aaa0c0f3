//! What common luck is worth: for each mechanism switched in each preset, how many times more replications independent streams would need.

use county::metrics::{Replicate, common};
use county::scenario::{Change, load_preset};
use trial::Setup;
use tuiyan_checks::MECHANISMS;

const REPLICATIONS: u32 = 60;

/// Below this, for turnaround, `docs/model.md` says why (section 4, Pairing).
const GOAL: f64 = 3.0;

/// The primaries of `tuiyan compare`, in short.
const METRICS: [(&str, &str); 4] = [
    ("turnaround", "turnaround.lead_time.mean"),
    ("responded", "participation.responded.share"),
    ("agreement", "quality.agreement.share"),
    ("hours", "burden.hours.total"),
];

fn main() {
    println!(
        "variance of a difference on independent streams over that on common ones, {REPLICATIONS} replications, seed 1 (goal for turnaround {GOAL}):"
    );
    for preset in ["seed", "today"] {
        if lines(preset).is_none() {
            println!("{preset} does not run");
        }
    }
}

/// The lines of a preset; `None` when something is wrong with it.
fn lines(preset: &str) -> Option<()> {
    let base = load_preset(preset, &[]).ok()?;
    let with = |mechanism: &str, on: bool| {
        let change = Change {
            path: format!("mechanisms.{mechanism}.enabled"),
            value: on.into(),
        };
        Setup::against(&base, &load_preset(preset, &[change]).ok()?).ok()
    };
    let mut setups = vec![Setup::against(&base, &base).ok()?];
    let mut switched = Vec::new();
    for mechanism in MECHANISMS {
        // Where it is on already, switching it on is no reform.
        let on = with(mechanism, true)?;
        let (setup, to) = if on.is_reform() {
            (on, "on")
        } else {
            (with(mechanism, false)?, "off")
        };
        setups.push(setup);
        switched.push(format!("{mechanism} {to}"));
    }
    let mut arms: Vec<Vec<Replicate>> = vec![Vec::new(); setups.len()];
    for replication in 0..REPLICATIONS {
        // The years before reform day are the same in all.
        let snapshot = setups[0].until_reform(1, replication);
        for (setup, arm) in setups.iter().zip(&mut arms) {
            arm.push(setup.from_reform(&snapshot));
        }
    }
    for (switched, arm) in switched.iter().zip(&arms[1..]) {
        let (base, other) = common(&arms[0], arm);
        let ratio = |name: &str| {
            let it = lab::difference(&base, &other, name, lab::CONFIDENCE)?;
            it.variance_ratio
        };
        let said = METRICS.map(|(short, name)| match ratio(name) {
            Some(it) => format!("{short} {it:.1}"),
            None => format!("{short} –"),
        });
        let low = ratio(METRICS[0].1).is_some_and(|it| it < GOAL);
        println!(
            "  {preset}, {switched}: {}{}",
            said.join(", "),
            if low {
                "; below, see docs/model.md"
            } else {
                ""
            }
        );
    }
    Some(())
}
