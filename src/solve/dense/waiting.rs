//! Nodes that wait: depth first at first, by bound if the tree is not over soon.

use super::node::Node;
use super::tree::Tree;

/// Cells of all tableaus that wait by bound, 250 MB; what is beyond that is looked at depth first.
pub(super) const MOST_CELLS_WAITING: usize = 32_000_000;

/// Work after which nodes wait by bound, about two seconds: trees that are over before that are twice as fast depth first, and
/// others have far better bounds by bound.
const WORK_BY_DEPTH: u64 = 400_000_000;

impl Tree {
    /// The node to be looked at next: the better child of the last one, or else the one of the highest bound.
    pub(super) fn take(&mut self) -> Option<Node> {
        if self.is_by_depth && self.work > WORK_BY_DEPTH {
            self.is_by_depth = false;
            std::mem::take(&mut self.deepest).into_iter().for_each(|node| self.wait(node));
        }
        self.next.take().or_else(|| self.deepest.pop()).or_else(|| {
            let node = self.waiting.pop()?;
            self.cells_waiting -= node.tableau.size();
            Some(node)
        })
    }

    /// Puts a node by: by bound if it is time for that and there is room, or else on the stack.
    pub(super) fn wait(&mut self, node: Node) {
        let cells = node.tableau.size();
        if !self.is_by_depth && self.cells_waiting + cells <= self.most_cells_waiting {
            self.cells_waiting += cells;
            self.waiting.push(node.bound, node.number, node);
        } else {
            self.deepest.push(node);
        }
    }
}
