//! The fingerprint of a run: records of 64-bit words, folded in order into XXH3.

use xxhash_rust::xxh3::Xxh3;

/// Words kept before they are hashed: hashing has a cost per call.
const BLOCK: usize = 256;

/// A running fingerprint of 128 bits. It depends on the words and their order alone, not on how they were grouped into records:
/// records of one model should be of one length, or say theirs.
#[derive(Clone)]
pub struct Digest {
    hash: Box<Xxh3>,
    /// Words not yet hashed, little-endian, and how many.
    block: Box<[[u8; 8]; BLOCK]>,
    kept: usize,
}

impl Default for Digest {
    fn default() -> Self {
        Self {
            hash: Box::new(Xxh3::new()),
            block: Box::new([[0; 8]; BLOCK]),
            kept: 0,
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
    // Compiled here, for speed, whatever the model that calls it is compiled for.
    pub fn fold(&mut self, record: &[u64]) {
        // Word by word: for so few, the call that copies a block costs more in a browser than copying.
        for word in record {
            if let Some(place) = self.block.get_mut(self.kept) {
                *place = word.to_le_bytes();
            }
            self.kept += 1;
            if self.kept == BLOCK {
                self.hash.update(self.block.as_flattened());
                self.kept = 0;
            }
        }
    }

    /// The same for a record whose length is known where this is compiled.
    #[inline]
    pub fn fold_record<const N: usize>(&mut self, record: &[u64; N]) {
        let place = self.block.get_mut(self.kept..);
        match place.and_then(|it| it.first_chunk_mut::<N>()) {
            Some(place) if self.kept + N < BLOCK => {
                for (place, word) in place.iter_mut().zip(record) {
                    *place = word.to_le_bytes();
                }
                self.kept += N;
            }
            _ => self.fold(record),
        }
    }

    /// The fingerprint of all records so far.
    #[must_use]
    pub fn value(&self) -> u128 {
        let mut hash = self.hash.clone();
        hash.update(self.block.as_flattened().split_at(self.kept * 8).0);
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
        fn it_is_xxh3_of_the_words_as_bytes(records in prop::collection::vec(prop_oneof![prop::collection::vec(any::<u64>(), 0..40), prop::collection::vec(any::<u64>(), 5)], 0..60)) {
            let mut digest = Digest::default();
            for record in &records {
                match record.first_chunk::<5>() {
                    Some(first) if record.len() == 5 => digest.fold_record(first),
                    _ => digest.fold(record),
                }
            }
            let bytes: Vec<u8> = records.iter().flatten().flat_map(|word| word.to_le_bytes()).collect();
            prop_assert_eq!(digest.value(), xxh3_128(&bytes));
            prop_assert_eq!(digest.clone().value(), digest.value(), "reading changes nothing");
        }
    }
}
