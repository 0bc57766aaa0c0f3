//! Which facts come up in a meeting: what many know comes up often, what one knows seldom (Stasser & Titus 1985; Stasser 1988).

use crate::facts::holders;
use crate::share;

/// A meeting over facts that all members hold and facts that one member each holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Meeting {
    /// Members, at least 1.
    pub members: u32,
    /// Facts each member holds.
    pub shared: u32,
    /// Facts held by one member each, evenly spread over the members.
    pub unique: u32,
    /// Probability that a speaker mentions a fact he holds.
    pub mention: f64,
}

/// Expected numbers of facts that come up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pooled {
    /// Of those all hold.
    pub shared: f64,
    /// Of those one holds.
    pub unique: f64,
}

impl Meeting {
    /// What comes up when `speakers` of the members speak: a shared fact with 1 − (1 − p)^k, a unique one with p if its holder speaks.
    /// `None` with more speakers than members, or none.
    #[must_use]
    pub fn pooled(&self, speakers: u32) -> Option<Pooled> {
        let heard = f64::from(speakers) / f64::from(self.members);
        (self.members > 0 && speakers <= self.members).then_some(())?;
        Some(Pooled {
            shared: f64::from(self.shared) * holders(speakers, self.mention)?,
            unique: f64::from(self.unique) * heard * share(self.mention)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::table;

    #[test]
    fn pooling() {
        let meeting = Meeting {
            members: 9,
            shared: 6,
            unique: 18,
            mention: 0.3,
        };
        let of = |speakers| meeting.pooled(speakers).unwrap();
        table(
            5e-4,
            &[
                ("nine speak: shared", Some(of(9).shared), 5.758),
                ("nine speak: unique", Some(of(9).unique), 5.400),
                ("three speak: shared", Some(of(3).shared), 3.942),
                ("three speak: unique", Some(of(3).unique), 1.800),
                ("silence", Some(of(0).shared + of(0).unique), 0.0),
            ],
        );
        assert_eq!(meeting.pooled(10), None);
        let nobody = Meeting {
            members: 0,
            ..meeting
        };
        let loud = Meeting {
            mention: 1.2,
            ..meeting
        };
        assert_eq!((nobody.pooled(0), loud.pooled(1)), (None, None));
    }
}
