//! The fingerprint of a run: records of 64-bit words, folded in order into XXH3.

use xxhash_rust::xxh3::Xxh3;

/// Words kept before they are hashed: hashing has a cost per call.
const BLOCK: usize = 256;

/// A running fingerprint of 128 bits. It depends on the words and their order alone, not on how they were grouped into records:
/// records of one model should be of one length, or say theirs.
#[derive(Clone)]
pub struct Digest {
    hash: Box<Xxh3>,
    /// Words not yet hashed, little-endian.
    block: Vec<u8>,
}

impl Default for Digest {
    fn default() -> Self {
        Self {
            hash: Box::new(Xxh3::new()),
            block: Vec::with_capacity(BLOCK * 8),
        }
    }
}

impl std::fmt::Debug for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Digest({:032x})", self.value())
    }
}

impl Digest {
    /// Folds one record in.
    // Compiled here, for speed, whatever the model that calls it is compiled for: every event of every run passes through it.
    pub fn fold(&mut self, record: &[u64]) {
        for word in record {
            self.block.extend_from_slice(&word.to_le_bytes());
        }
        if self.block.len() >= BLOCK * 8 {
            self.hash.update(&self.block);
            self.block.clear();
        }
    }

    /// The fingerprint of all records so far.
    #[must_use]
    pub fn value(&self) -> u128 {
        let mut hash = self.hash.clone();
        hash.update(&self.block);
        hash.digest128()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use xxhash_rust::xxh3::xxh3_128;

    use super::*;

    proptest! {
        #[test]
        fn it_is_xxh3_of_the_words_as_bytes(records in prop::collection::vec(prop::collection::vec(any::<u64>(), 0..40), 0..60)) {
            let mut digest = Digest::default();
            for record in &records {
                digest.fold(record);
            }
            let bytes: Vec<u8> = records.iter().flatten().flat_map(|word| word.to_le_bytes()).collect();
            prop_assert_eq!(digest.value(), xxh3_128(&bytes));
            prop_assert_eq!(digest.clone().value(), digest.value(), "reading changes nothing");
        }
    }
}
