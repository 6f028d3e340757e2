//! The branches of pseudoflow's trees: hung, cut, and pushed along.

use super::{NONE, Pseudoflow};

impl Pseudoflow {
    /// Turns the tree so that `node` is its root, and hangs it below `above`.
    pub(super) fn hang(&mut self, node: u32, branch: u32, above: u32) {
        let (mut current, mut parent) = (node, above);
        let (mut new_branch, mut new_flow, mut new_upward) = (branch, 0, true);
        loop {
            let at = current as usize;
            let old_parent = self.parent[at];
            if old_parent != NONE {
                self.unlink(current);
            }
            let (old_branch, old_flow, old_upward) = (self.branch[at], self.flow[at], self.is_upward[at]);
            (self.branch[at], self.flow[at], self.is_upward[at]) = (new_branch, new_flow, new_upward);
            self.link(current, parent);
            if old_parent == NONE {
                return;
            }
            (new_branch, new_flow, new_upward) = (old_branch, old_flow, !old_upward);
            (parent, current) = (current, old_parent);
        }
    }

    /// Pushes the surplus of a former root to the root that it hangs below now.
    pub(super) fn push(&mut self, from: u32, work: &mut i64) {
        let mut current = from;
        let mut before = 1;
        while self.excess[current as usize] != 0 && self.parent[current as usize] != NONE {
            let at = current as usize;
            let above = self.parent[at];
            before = self.excess[above as usize];
            *work -= 1;
            let excess = self.excess[at];
            if self.is_upward[at] || self.flow[at] >= excess {
                self.flow[at] += if self.is_upward[at] { excess } else { -excess };
                self.excess[at] = 0;
                self.excess[above as usize] += excess;
            } else {
                self.excess[at] -= self.flow[at];
                self.excess[above as usize] += self.flow[at];
                self.cut(current);
                self.add_strong(current);
            }
            current = above;
        }
        if self.excess[current as usize] > 0 && before <= 0 {
            self.add_strong(current);
        }
    }

    pub(super) fn add_strong(&mut self, root: u32) {
        self.strong[self.label[root as usize] as usize].push(root);
    }

    /// Makes a node a root.
    pub(super) fn cut(&mut self, node: u32) {
        self.unlink(node);
        self.parent[node as usize] = NONE;
        self.flow[node as usize] = 0;
    }

    fn link(&mut self, node: u32, parent: u32) {
        let first = self.first_child[parent as usize];
        self.next[node as usize] = first;
        self.previous[node as usize] = NONE;
        if first != NONE {
            self.previous[first as usize] = node;
        }
        self.first_child[parent as usize] = node;
        self.parent[node as usize] = parent;
    }

    fn unlink(&mut self, node: u32) {
        let (next, previous) = (self.next[node as usize], self.previous[node as usize]);
        if next != NONE {
            self.previous[next as usize] = previous;
        }
        match previous {
            NONE => self.first_child[self.parent[node as usize] as usize] = next,
            _ => self.next[previous as usize] = next,
        }
    }
}
