//! Replications on keyed streams, as the simulations of cases use them.

use kernel::{Key, KeyedRng, Streams, distributions};

use super::Sample;

const REPLICATIONS: u32 = 64;

/// What `each` comes to on the streams of independent replications.
pub(super) fn replications(seed: u64, mut each: impl FnMut(&Streams) -> f64) -> Sample {
    let values: Vec<f64> = (0..REPLICATIONS)
        .map(|r| each(&Streams::new(seed, r)))
        .collect();
    Sample::of(&values)
}

/// One uniform for an entity, an actor and a purpose.
pub(super) fn uniform(streams: &Streams, entity: u64, actor: u64, purpose: u32) -> f64 {
    distributions::uniform(&mut streams.open(Key {
        entity,
        stage: 0,
        visit: 0,
        actor,
        purpose,
    }))
}

/// Replications of `n` independent trials, each on a stream of its own: the mean of what `each` gives.
pub(super) fn trials(seed: u64, n: u32, mut each: impl FnMut(&mut KeyedRng) -> f64) -> Sample {
    replications(seed, |streams| {
        let sum: f64 = (0..u64::from(n))
            .map(|trial| {
                each(&mut streams.open(Key {
                    entity: kernel::entity(seed, trial),
                    ..Key::default()
                }))
            })
            .sum();
        sum / f64::from(n)
    })
}

/// 1 with this probability, else 0.
pub(super) fn chance(rng: &mut KeyedRng, probability: f64) -> f64 {
    share(distributions::uniform(rng) < probability)
}

/// 1 for what is so, else 0.
pub(super) fn share(it: bool) -> f64 {
    f64::from(u8::from(it))
}
