//! A tree in two: every second of its open nodes goes to another tree, for another thread (see `branch/parting.rs`).

use std::mem::take;

use super::tree::Tree;
use crate::solve::proof_tree::Recorded;

/// Open nodes below which a tree stays whole. Depth first few wait, and those that have waited longest have much below them.
const LEAST_OPEN: usize = 8;

impl Tree {
    /// Another tree on half of the nodes that wait; none while there are few. Each goes on with its half for itself.
    pub(in crate::solve) fn part(&mut self) -> Option<Self> {
        if self.waiting.len() + self.deepest.len() < LEAST_OPEN {
            return None;
        }
        let (next, deepest, waiting) = (self.next.take(), take(&mut self.deepest), take(&mut self.waiting));
        (self.cells_waiting, self.most_cells_waiting) = (0, self.most_cells_waiting / 2);
        self.most_work = u64::MAX;
        let mut other = self.clone();
        other.recorded = Recorded::default();
        self.next = next;
        for (at, node) in deepest.into_iter().chain(waiting.into_falling()).enumerate() {
            let to: &mut Self = if at % 2 == 0 { &mut other } else { self };
            to.wait(node);
        }
        Some(other)
    }
}
