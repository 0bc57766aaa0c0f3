//! Keyed random streams: every draw is named by what it is for.
//!
//! There is no shared generator whose state depends on what was drawn before. A [`Key`] says which entity at which stage, on
//! which visit, for which actor and purpose; hashed with seed and replication it begins a stream of its own. Adding a draw
//! anywhere leaves all others as they were, which is what makes two runs comparable draw by draw (common random numbers).
//!
//! The mixing is the finaliser of SplitMix64 (Steele, Lea & Flood 2014, constants of Stafford's variant 13), the stream itself a
//! SplitMix64 sequence.

use rand_core::{Infallible, TryRng};
use xxhash_rust::xxh3::xxh3_64;

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// Odd multipliers, one for each part of a key, unrelated and with about as many ones as zeros.
const ENTITY: u64 = 0xd6e8_feb8_6659_fd93;
const STAGE: u64 = 0xc2b2_ae3d_27d4_eb4f;
const VISIT: u64 = 0x1656_67b1_9e37_79f9;
const ACTOR: u64 = 0x85eb_ca77_c2b2_ae63;

#[inline]
const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// What a stream is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Key {
    /// Whose: see [`entity`] and [`child`].
    pub entity: u64,
    /// At which stage: the hash of its id.
    pub stage: u64,
    /// On which visit of the stage.
    pub visit: u32,
    /// For which of several who act in one visit: the hash of an id; 0 when there is one.
    pub actor: u64,
    /// For what.
    pub purpose: u32,
}

/// All streams of one replication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Streams {
    root: u64,
}

impl Streams {
    /// The streams of a replication under a seed.
    #[must_use]
    pub const fn new(seed: u64, replication: u32) -> Self {
        Self {
            root: mix(mix(seed.wrapping_add(GOLDEN)).wrapping_add(replication as u64 ^ GOLDEN)),
        }
    }

    /// The stream of a key: always the same, wherever and whenever it is opened.
    ///
    /// A place on SplitMix64's orbit that is linear in the key, so that opening costs no mixing: every draw is mixed once, as it is
    /// in one long sequence. With 2³² draws in a run two of them share a place with a chance of one in two.
    #[inline]
    #[must_use]
    pub const fn open(&self, key: Key) -> KeyedRng {
        let place = (key.entity.wrapping_mul(ENTITY))
            .wrapping_add(key.stage.wrapping_mul(STAGE))
            .wrapping_add(((key.visit as u64) << 32 | key.purpose as u64).wrapping_mul(VISIT))
            .wrapping_add(key.actor.wrapping_mul(ACTOR));
        KeyedRng {
            state: self.root.wrapping_add(place),
        }
    }
}

/// The generator of one stream: SplitMix64.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyedRng {
    state: u64,
}

impl KeyedRng {
    #[inline]
    fn step(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GOLDEN);
        mix(self.state)
    }
}

impl TryRng for KeyedRng {
    type Error = Infallible;

    #[inline]
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.step() >> 32) as u32)
    }

    #[inline]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.step())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            let word = self.step().to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
        Ok(())
    }
}

/// A stable hash of an id (XXH3, 64 bit): the same in every plan, version and machine.
#[must_use]
pub fn id_hash(id: &str) -> u64 {
    xxh3_64(id.as_bytes())
}

/// The key of what comes from outside: the `ordinal`-th of a source, which is a hash (see [`id_hash`]).
#[inline]
#[must_use]
pub const fn entity(source: u64, ordinal: u64) -> u64 {
    mix(source.wrapping_add(ordinal.wrapping_mul(GOLDEN)))
}

/// The key of what something gives rise to: the `ordinal`-th child of `parent` by a `cause`.
#[inline]
#[must_use]
pub const fn child(parent: u64, cause: u64, ordinal: u64) -> u64 {
    entity(mix(parent.wrapping_add(cause.wrapping_mul(STAGE))), ordinal)
}

#[cfg(test)]
mod tests {
    use rand_core::Rng;

    use super::*;

    fn first(key: Key) -> u64 {
        Streams::new(1, 0).open(key).next_u64()
    }

    #[test]
    fn a_seed_means_what_it_meant() {
        // These numbers are part of what every published seed means: they never change.
        let mut rng = Streams::new(1, 0).open(Key {
            entity: 2,
            stage: 3,
            visit: 4,
            actor: 5,
            purpose: 6,
        });
        let drawn = [rng.next_u64(), rng.next_u64()];
        assert_eq!(
            drawn,
            [0xa82d_8956_9ace_ac5c, 0x0570_3b3b_06a6_6986],
            "{drawn:#x?}"
        );
        // XXH3-64 of nothing, from its specification.
        assert_eq!(id_hash(""), 0x2d06_8005_38d3_94c2);
    }

    #[test]
    fn every_field_of_a_key_matters() {
        let base = Key {
            entity: 1,
            stage: 1,
            visit: 1,
            actor: 1,
            purpose: 1,
        };
        let others = [
            Key { entity: 2, ..base },
            Key { stage: 2, ..base },
            Key { visit: 2, ..base },
            Key { actor: 2, ..base },
            Key { purpose: 2, ..base },
        ];
        assert_eq!(first(base), first(base));
        for other in others {
            assert_ne!(first(base), first(other), "{other:?}");
        }
        let draw = |seed, replication| Streams::new(seed, replication).open(base).next_u64();
        assert_ne!(draw(1, 0), draw(1, 1));
        assert_ne!(draw(1, 0), draw(2, 0));
        assert_ne!(draw(0, 1), draw(1, 0));
        assert_ne!(entity(1, 2), entity(2, 1));
        assert_ne!(child(1, 2, 3), child(1, 3, 2));
    }

    #[test]
    fn streams_of_neighbouring_keys_are_uncorrelated() {
        // Correlation of n independent pairs is normal with standard deviation 1/√n: five of them, one false alarm in a million.
        let n = 200_000u64;
        let unit = |word: u64| (word >> 11) as f64 / (1u64 << 53) as f64 - 0.5;
        type Neighbour = fn(u64) -> Key;
        let neighbours: [Neighbour; 5] = [
            |k| Key {
                entity: k,
                stage: 1,
                ..Key::default()
            },
            |k| Key {
                entity: k + 1,
                ..Key::default()
            },
            |k| Key {
                entity: k,
                visit: 1,
                ..Key::default()
            },
            |k| Key {
                entity: k,
                purpose: 1,
                ..Key::default()
            },
            |k| Key {
                entity: k,
                actor: 1,
                ..Key::default()
            },
        ];
        for neighbour in neighbours {
            let product: f64 = (0..n)
                .map(|k| {
                    unit(first(Key {
                        entity: k,
                        ..Key::default()
                    })) * unit(first(neighbour(k)))
                })
                .sum();
            let correlation = product / n as f64 * 12.0;
            assert!(correlation.abs() < 5.0 / (n as f64).sqrt(), "{correlation}");
        }
    }

    #[test]
    fn first_draws_of_neighbouring_streams_fill_the_interval_evenly() {
        // Opening a stream does not mix its key: the one mixing of its first draw must do. 65 536 cells of two neighbours' leading
        // bytes; χ² has mean 65 535 and standard deviation √(2 · 65 535) ≈ 362: five of them, one false alarm in a million.
        type Neighbours = fn(u64) -> (Key, Key);
        let pairs: [Neighbours; 3] = [
            |k| {
                let key = |entity| Key {
                    entity,
                    ..Key::default()
                };
                (key(2 * k), key(2 * k + 1))
            },
            |k| {
                let key = |purpose| Key {
                    entity: k,
                    purpose,
                    ..Key::default()
                };
                (key(1), key(2))
            },
            |k| {
                let key = |visit| Key {
                    entity: entity(7, k),
                    visit,
                    ..Key::default()
                };
                (key(0), key(1))
            },
        ];
        for (number, pair) in pairs.iter().enumerate() {
            let n = 1u64 << 21;
            let mut cells = vec![0u32; 1 << 16];
            for k in 0..n {
                let (one, other) = pair(k);
                cells[((first(one) >> 56) << 8 | first(other) >> 56) as usize] += 1;
            }
            let expected = n as f64 / 65_536.0;
            let chi: f64 = cells
                .iter()
                .map(|&count| {
                    (f64::from(count) - expected) * (f64::from(count) - expected) / expected
                })
                .sum();
            assert!((chi - 65_535.0).abs() < 5.0 * 362.0, "pair {number}: {chi}");
        }
    }
}
