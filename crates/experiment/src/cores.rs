//! Doing one thing to many, on as many cores as there are.

/// Who does one thing to every item: all cores of a machine, or the one of a worker in the page.
pub trait Cores: Sync {
    /// What `f` makes of each item, in order of the items, whoever was done first.
    fn map<I: Sync, O: Send>(&self, items: &[I], f: impl Fn(&I) -> O + Sync + Send) -> Vec<O>;
}

/// One after the other.
#[derive(Debug, Clone, Copy, Default)]
pub struct OneCore;

impl Cores for OneCore {
    fn map<I: Sync, O: Send>(&self, items: &[I], f: impl Fn(&I) -> O + Sync + Send) -> Vec<O> {
        items.iter().map(f).collect()
    }
}
