//! A tree begun again at its root, twice, with what its first nodes have taught: what splits cost, and which covers points break.
//!
//! What is split first decides how large a tree becomes, and at first next to nothing is known of splits but what a few pivots show.
//! After some hundred nodes most splits have costs of their own, and the covers of nodes hold everywhere. So the nodes that wait are left
//! for the root, which begins with all of that (restarts: Achterberg 2007, Constraint integer programming, section 10.9). What was
//! proven until then stays so.
//!
//! Where arcs rule over several quarters, some trees hardly get on even so, and the next one from the same root mostly does: one whose
//! gap keeps nearly all of itself while its nodes become twice as many is begun again too.

use std::mem::{replace, take};

use super::node::Node;
use super::tree::Tree;
use crate::solve::family::is_of_schedules;
use crate::solve::proof_tree::Recorded;

/// Nodes made before the tree is begun again, each time.
const NODES: [u64; 2] = [300, 2_100];
/// Nodes after the last of these beginnings at which the gap is looked at first; it is again whenever there are twice as many.
const NODES_OF_LOOK: u64 = 2_000;
/// Share of the gap that a tree may keep from one look to the next.
const STALLED: f64 = 0.92;
/// Trees that may be left for hardly getting on.
const MOST_STALLED: usize = 2;

/// What is kept to begin again from, and of what came before.
#[derive(Clone)]
pub(super) struct Again {
    /// The root, as long as the tree is to be begun again.
    root: Option<Node>,
    /// How often it was, and may be.
    begun: usize,
    most: usize,
    /// Nodes made when it was last.
    since: u64,
    /// Nodes at which the gap is looked at next, and what it was at the last look since the tree was begun.
    look_at: u64,
    gap: f64,
    /// No plan is worth more than this or the best known one, by nodes that were left.
    proven: f64,
    /// What was recorded of these.
    recorded: Recorded,
}

impl Default for Again {
    fn default() -> Self {
        Self {
            root: None,
            begun: 0,
            most: NODES.len(),
            since: 0,
            look_at: 0,
            gap: f64::INFINITY,
            proven: f64::INFINITY,
            recorded: Recorded::default(),
        }
    }
}

impl Tree {
    /// Keeps the root, which is done, to be begun from again, where placements are ruled by rows or no file will have the tree; not
    /// where an earlier tree says how nodes are split.
    pub(super) fn keep_root(&mut self, root: &Node) {
        if (self.is_unrecorded || self.descent.is_never()) && self.nodes_made == 0 && self.carried.is_empty() {
            self.again.root = Some(Node { bound: f64::INFINITY, id: root.id, ..root.below(root.open.clone()) });
            self.again.most = NODES.len() + if is_of_schedules(self.program()) { MOST_STALLED } else { 0 };
        }
    }

    /// Leaves what waits for the root, if enough has been learned or the tree hardly gets on.
    pub(super) fn begin_again(&mut self) {
        let is_time = match NODES.get(self.again.begun) {
            Some(&nodes) => self.nodes_made >= nodes,
            None => self.has_stalled(),
        };
        let Some(root) = self.again.root.take_if(|_| is_time) else { return };
        let (bound, recorded) = (self.bound_of_open(), take(&mut self.recorded));
        if bound <= self.again.proven {
            (self.again.proven, self.again.recorded) = (bound, recorded);
        }
        self.again.begun += 1;
        (self.again.since, self.again.look_at, self.again.gap) = (self.nodes_made, self.nodes_made + NODES_OF_LOOK, f64::INFINITY);
        self.again.root = Some(root.clone()).filter(|_| self.again.begun < self.again.most);
        self.waiting.clear();
        self.next = Some(root);
    }

    /// Whether the gap kept nearly all of itself while the nodes since the last beginning became twice as many.
    fn has_stalled(&mut self) -> bool {
        if self.again.root.is_none() || self.nodes_made < self.again.look_at {
            return false;
        }
        let gap = self.bound_of_open() - self.floor();
        let before = replace(&mut self.again.gap, gap);
        self.again.look_at += self.again.look_at - self.again.since;
        gap > STALLED * before
    }

    /// Goes on from where it is, whatever was to be begun again.
    pub(super) fn stay(&mut self) {
        self.again.root = None;
        self.again.recorded = Recorded::default();
    }

    /// No plan is worth more than this or the best known one, by the nodes that wait and those that were left.
    pub(super) fn proven(&self) -> f64 {
        self.bound_of_open().min(self.again.proven)
    }

    /// What was recorded of nodes that prove as much as any.
    pub(super) fn best_recorded(&self) -> &Recorded {
        if self.bound_of_open() <= self.again.proven { &self.recorded } else { &self.again.recorded }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::Id;
    use crate::program::Placement;
    use crate::solve::branch::descent::Descent;
    use crate::solve::branch::{knapsacks, prove};
    use crate::solve::certificate;
    use crate::solve::exact::Proof;
    use crate::solve::proof_tree::walk;

    #[test]
    fn a_tree_begun_again_comes_to_the_same_proof_and_its_bound_never_rises() {
        let program = knapsacks();
        let Proof::Optimal(best, _) = prove(&program, None, &|| false) else { panic!("it has plans") };
        let value = program.value(&best);
        let mut tree = Tree::new(Arc::clone(&program), None);
        tree.leave_unrecorded();
        let (mut bound, mut waited) = (f64::INFINITY, 0);
        while !tree.grow(1, &|| false) {
            let found = tree.best().map_or(f64::NEG_INFINITY, |best| best.1);
            let now = tree.bound().max(found);
            assert!(now <= bound + 1e-9 * value && now >= value - 1e-6 * value, "{now} after {bound}, {value}");
            (bound, waited) = (now, waited.max(tree.waiting.len()));
        }
        assert!(tree.again.root.is_none() && tree.again.begun == NODES.len() && waited > 0);
        let found = tree.best().map_or(f64::NEG_INFINITY, |best| best.1);
        assert!((found - value).abs() < 1e-6 * value && tree.bound() <= value + 1e-6 * value, "{found}, {value}");
    }

    #[test]
    fn a_tree_that_hardly_gets_on_is_begun_again_so_often_and_comes_to_the_same_proof() {
        let program = knapsacks();
        let Proof::Optimal(best, _) = prove(&program, None, &|| false) else { panic!("it has plans") };
        let value = program.value(&best);
        for (before, most) in [(f64::INFINITY, NODES.len()), (0.0, NODES.len() + MOST_STALLED)] {
            let mut tree = Tree::new(Arc::clone(&program), None);
            tree.leave_unrecorded();
            while !tree.grow(1, &|| false) {
                tree.again.most = NODES.len() + MOST_STALLED;
                if tree.again.begun >= NODES.len() && tree.nodes_made >= tree.again.since + 20 {
                    (tree.again.look_at, tree.again.gap) = (tree.nodes_made, before);
                }
            }
            let found = tree.best().map_or(f64::NEG_INFINITY, |best| best.1);
            assert!((found - value).abs() < 1e-6 * value && tree.bound() <= value + 1e-6 * value, "{found}, {value}");
            assert_eq!(tree.again.begun, most);
        }
    }

    #[test]
    fn what_is_recorded_proves_what_the_tree_did_before_and_after_it_is_begun_again() {
        let program = knapsacks();
        let Proof::Optimal(best, _) = prove(&program, None, &|| false) else { panic!("it has plans") };
        let floor = certificate::floor(program.value(&best), certificate::step(&program));
        let whole_of: Vec<Id<Placement>> = program.placements.iter().map(|(id, _)| id).collect();
        let mut tree = Tree::new(Arc::clone(&program), Some(&best));
        tree.descent = Descent::never();
        let (mut begun, mut nodes, mut told) = (0, 0, 0);
        while !tree.grow(1, &|| false) {
            if tree.again.begun > begun || tree.nodes_made >= nodes + 100 {
                (begun, nodes) = (tree.again.begun, tree.nodes_made);
                let recorded = tree.growth(&program, &whole_of).tree(usize::MAX).expect("the root is recorded");
                let proven = certificate::rounded(&program, walk(&program, &recorded, floor).bound);
                assert!(proven <= tree.bound().max(floor) + 1e-6 * proven, "{proven}, but {} after {nodes} nodes", tree.bound());
                told += usize::from(tree.bound_of_open() > tree.again.proven);
            }
        }
        assert!(begun == NODES.len() && told > 0, "{begun} {told}");
    }
}
