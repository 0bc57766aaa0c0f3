//! What stepping back a year takes, from every month of a run, in every preset: natively; a browser takes about 1.4 times as long.

use std::time::Instant;

use county::scenario::{load_preset, presets};
use kernel::DAY;
use trial::Setup;
use tuiyan_replay::{Replay, SPACING_DAYS};

/// Milliseconds that a step back may take in a browser.
const GOAL: f64 = 100.0;

/// What a browser takes over native.
const BROWSER: f64 = 1.4;

fn main() {
    for preset in presets() {
        let Ok(Ok(setup)) = load_preset(preset.id, &[]).map(|it| Setup::new(&it)) else {
            println!("{}: does not run", preset.id);
            continue;
        };
        let mut replay = Replay::new(&setup, 1, 0, SPACING_DAYS);
        let begun = Instant::now();
        let (mut events, mut last) = (0_u64, 0);
        let digest = replay.to_the_end(&mut |event| {
            events += 1;
            last = event.tick;
        });
        let whole = begun.elapsed().as_secs_f64() * 1e3;
        let mut steps: Vec<f64> = Vec::new();
        let mut day = last / DAY;
        while day >= 365 {
            replay.seek(day * DAY);
            let begun = Instant::now();
            replay.seek((day - 365) * DAY);
            steps.push(begun.elapsed().as_secs_f64() * 1e3);
            day -= 29;
        }
        steps.sort_by(f64::total_cmp);
        let longest = steps.last().copied().unwrap_or(0.0);
        let verdict = if longest * BROWSER <= GOAL {
            "ok"
        } else {
            "OVER"
        };
        println!(
            "{}, digest {:032x}: {events} events in {whole:.0} ms, {} copies; a year back: median {:.1} ms, longest {longest:.1} ms, at most {:.0}: {verdict}",
            preset.id,
            trial::combine(&[digest]),
            replay.copies(),
            steps.get(steps.len() / 2).copied().unwrap_or(0.0),
            GOAL / BROWSER,
        );
    }
}
