//! Whole numbers of any size, as much of them as opinions need: sums, products, order, and what they are as a fraction.

use std::cmp::Ordering;

/// A whole number ≥ 0: digits to the base 2³², the least first, the last not 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Natural(Vec<u32>);

impl Natural {
    pub(super) fn new(value: u128) -> Self {
        let digits = (0..4).map(|k| (value >> (32 * k)) as u32).collect();
        Self(digits).trimmed()
    }

    fn trimmed(mut self) -> Self {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
        self
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        let digit = |of: &Self, k: usize| u64::from(of.0.get(k).copied().unwrap_or(0));
        let mut carry = 0;
        let digits = (0..=self.0.len().max(other.0.len()))
            .map(|k| {
                carry += digit(self, k) + digit(other, k);
                let low = carry as u32;
                carry >>= 32;
                low
            })
            .collect();
        Self(digits).trimmed()
    }

    pub(super) fn times(&self, other: &Self) -> Self {
        let mut digits = vec![0u32; self.0.len() + other.0.len()];
        for (i, a) in self.0.iter().enumerate() {
            let mut carry = 0u64;
            let low = other.0.iter().copied().chain(std::iter::once(0));
            for (place, b) in digits.iter_mut().skip(i).zip(low) {
                carry += u64::from(*a) * u64::from(b) + u64::from(*place);
                *place = carry as u32;
                carry >>= 32;
            }
        }
        Self(digits).trimmed()
    }

    /// Its part of `whole` > 0, to about 2⁻⁶⁰.
    pub(super) fn part_of(&self, whole: &Self) -> f64 {
        // The leading 64 to 96 bits of the whole, and the digits of this number at the same places.
        let from = whole.0.len().saturating_sub(3);
        let leading = |of: &Self| {
            let digits = of.0.iter().skip(from).rev();
            digits.fold(0.0, |sum, digit| sum * 4_294_967_296.0 + f64::from(*digit))
        };
        leading(self) / leading(whole)
    }
}

impl Ord for Natural {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_size = self.0.len().cmp(&other.0.len());
        by_size.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

impl PartialOrd for Natural {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_machine_numbers_where_those_reach() {
        let numbers = [
            0,
            1,
            2,
            0xffff_ffff,
            0x1_0000_0000,
            0xffff_ffff_ffff_ffff,
            12_345_678_901_234_567,
        ];
        for a in numbers {
            for b in numbers {
                let (x, y) = (Natural::new(a), Natural::new(b));
                assert_eq!(x.plus(&y), Natural::new(a + b), "{a} + {b}");
                assert_eq!(x.times(&y), Natural::new(a * b), "{a} · {b}");
                assert_eq!(x.cmp(&y), a.cmp(&b), "{a} ? {b}");
                if b > 0 && a <= b {
                    let part = x.part_of(&y);
                    assert!(
                        (part - a as f64 / b as f64).abs() < 1e-15,
                        "{a} / {b}: {part}"
                    );
                }
            }
        }
        let large = (0..40).fold(Natural::new(1), |it, _| it.times(&Natural::new(1 << 100)));
        assert_eq!(large.part_of(&large.times(&Natural::new(3))), 1.0 / 3.0);
    }
}
