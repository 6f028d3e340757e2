//! Whether the tree goes down from a node to its better child, whatever waits, or on with the node of the highest bound.
//!
//! Going down finds plans that searches miss, and the bound falls only when the node of the highest bound is looked at. Where arcs rule or
//! rows are dense it goes down for a share of the nodes, a way down as a whole each time. In roadmaps, whose plans searches find, it never does.

use crate::program::Program;
use crate::solve::family::is_of_roadmaps;

/// Share of the nodes that are looked at on the way down where arcs rule or rows are dense.
const SHARE: f64 = 0.3;

/// See the module.
#[derive(Debug, Clone)]
pub(super) struct Descent {
    share: f64,
    /// Nodes that were looked at, and those of them on ways down.
    looked: u64,
    below: u64,
    /// Whether the way from the last node that waited is gone down.
    is_down: bool,
}

impl Descent {
    /// For the proof of a program.
    pub(super) fn of_proof(program: &Program) -> Self {
        if is_of_roadmaps(program) { Self::never() } else { Self::with(SHARE) }
    }

    /// Down from every node.
    pub(super) fn always() -> Self {
        Self::with(1.0)
    }

    /// Always on with the highest bound.
    pub(super) fn never() -> Self {
        Self::with(0.0)
    }

    fn with(share: f64) -> Self {
        Self { share, looked: 0, below: 0, is_down: share > 0.0 }
    }

    /// Whether it never goes down.
    pub(super) fn is_never(&self) -> bool {
        self.share <= 0.0
    }

    /// Takes note of a node that waited.
    pub(super) fn begin(&mut self) {
        self.is_down = (self.below as f64) < self.share * self.looked as f64 || self.share >= 1.0;
    }

    /// Takes note of a node that is looked at.
    pub(super) fn look(&mut self) {
        self.looked += 1;
        self.below += u64::from(self.is_down);
    }

    /// Whether a child is looked at whatever waits.
    pub(super) fn is_down(&self) -> bool {
        self.is_down
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The share of the nodes on ways down, when each goes on for ten nodes and other nodes are followed by one child.
    fn share(mut descent: Descent) -> f64 {
        for _ in 0..1_000 {
            descent.begin();
            (0..if descent.is_down() { 10 } else { 2 }).for_each(|_| descent.look());
        }
        descent.below as f64 / descent.looked as f64
    }

    #[test]
    fn ways_down_have_their_share_of_the_nodes() {
        assert_eq!([share(Descent::never()), share(Descent::always())], [0.0, 1.0]);
        let some = share(Descent::with(SHARE));
        assert!((some - SHARE).abs() < 0.01, "{some}");
    }
}
