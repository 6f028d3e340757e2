//! A tree in two: every second of its open nodes goes to another tree, for another thread (see `branch/parting.rs`).

use std::mem::take;

use super::tree::Tree;
use crate::solve::proof_tree::Recorded;

/// Open nodes below which a tree stays whole. Depth first few wait, and those that have waited longest have much below them.
const LEAST_OPEN: usize = 8;

impl Tree {
    /// Another tree on half of the nodes that wait; none while there are few. Each goes on with its half for itself.
    pub(in crate::solve) fn part(&mut self) -> Option<Self> {
        if self.waiting.len() < LEAST_OPEN {
            return None;
        }
        self.most_work = u64::MAX;
        let (next, half) = (self.next.take(), self.waiting.halved());
        let own = take(&mut self.waiting);
        let mut other = self.clone();
        (other.recorded, other.waiting) = (Recorded::default(), half);
        (self.next, self.waiting) = (next, own);
        Some(other)
    }
}
