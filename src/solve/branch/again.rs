//! A tree begun again at its root, once, with what its first nodes have taught: what splits cost, and which covers points break.
//!
//! What is split first decides how large a tree of a mine becomes, and at first next to nothing is known of splits but what a few pivots
//! show. After some hundred nodes most splits have costs of their own, and the covers of nodes hold everywhere. So the nodes that wait
//! are left for the root, which begins with all of that (restarts: Achterberg 2007, Constraint integer programming, section 10.9).

use super::node::Node;
use super::tree::Tree;
use crate::solve::by_bound::ByBound;

/// Nodes made before the tree is begun again.
const NODES: u64 = 1_000;

impl Tree {
    /// Keeps the root, which is done, to be begun from again.
    pub(super) fn keep_root(&mut self, root: &Node) {
        if self.is_unrecorded && self.nodes_made == 0 {
            self.root = Some(root.below(root.open.clone()));
        }
    }

    /// Leaves what waits for the root, if enough has been learned.
    pub(super) fn begin_again(&mut self) {
        if self.nodes_made < NODES {
            return;
        }
        let Some(root) = self.root.take() else { return };
        let bound = self.bound();
        self.waiting = ByBound::default();
        self.deepest.clear();
        self.next = Some(Node { bound, ..root });
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::solve::branch::parting::tests::knapsacks;
    use crate::solve::branch::prove;
    use crate::solve::exact::Proof;

    #[test]
    fn a_tree_begun_again_comes_to_the_same_proof_and_its_bound_never_rises() {
        let program = knapsacks();
        let Proof::Optimal(best, _) = prove(&program, None, &|| false) else { panic!("it has plans") };
        let value = program.value(&best);
        let mut tree = Tree::new(Arc::clone(&program), None);
        tree.is_unrecorded = true;
        let (mut bound, mut waited) = (f64::INFINITY, 0);
        while !tree.grow(1, &|| false) {
            let found = tree.best().map_or(f64::NEG_INFINITY, |best| best.1);
            let now = tree.bound().max(found);
            assert!(now <= bound + 1e-9 * value && now >= value - 1e-6 * value, "{now} after {bound}, {value}");
            (bound, waited) = (now, waited.max(tree.waiting.len()));
        }
        assert!(tree.root.is_none() && tree.nodes_made >= NODES && waited > 0);
        let found = tree.best().map_or(f64::NEG_INFINITY, |best| best.1);
        assert!((found - value).abs() < 1e-6 * value && tree.bound() <= value + 1e-6 * value, "{found}, {value}");
    }
}
