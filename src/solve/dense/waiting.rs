//! Nodes that wait: depth first at first, by bound if the tree is not over soon.
//!
//! Those by bound wait without their tableaus, in some hundreds of bytes each, and begin from the root's: its pivots cost no more than copies.

use super::node::Node;
use super::tableau::Tableau;
use super::tree::Tree;
use crate::solve::by_bound::ByBound;
use crate::solve::propagation::Packed;

/// Nodes that wait by bound, below 1 GB; what is beyond that is looked at depth first.
const MOST_NODES: usize = 2_000_000;

/// Work after which nodes wait by bound, about two seconds: trees that are over before that are twice as fast depth first, and
/// others have far better bounds by bound.
const WORK_BY_DEPTH: u64 = 400_000_000;

/// See the module.
#[derive(Debug, Clone)]
pub(super) struct Waiting {
    by_bound: ByBound<Node<(), Packed>>,
    most_nodes: usize,
    /// What was made last comes first, whatever its bound.
    deepest: Vec<Node>,
    /// Whether no node waits by bound yet.
    is_by_depth: bool,
    /// The root's, once it is done.
    root: Option<Tableau>,
}

impl Default for Waiting {
    fn default() -> Self {
        Self { by_bound: ByBound::default(), most_nodes: MOST_NODES, deepest: Vec::new(), is_by_depth: true, root: None }
    }
}

impl Waiting {
    /// Takes note of the root's tableau.
    pub(super) fn begin_at(&mut self, root: &Tableau) {
        self.root = Some(root.clone());
    }

    /// Puts a node by: by bound if it is time for that, or else on the stack.
    pub(super) fn push(&mut self, node: Node) {
        if self.is_by_depth || self.by_bound.len() >= self.most_nodes || self.root.is_none() {
            self.deepest.push(node);
        } else {
            self.by_bound.push(node.bound, node.number, node.bare());
        }
    }

    fn by_bound_from_now_on(&mut self) {
        self.is_by_depth = false;
        std::mem::take(&mut self.deepest).into_iter().for_each(|node| self.push(node));
    }

    fn pop(&mut self) -> Option<Node> {
        self.deepest.pop().or_else(|| {
            let root = self.root.as_ref()?;
            self.by_bound.pop().map(|node| node.below(root))
        })
    }

    /// Bounds that none is above, one of which is that of a node.
    pub(super) fn bounds(&self) -> impl Iterator<Item = f64> + '_ {
        self.deepest.iter().map(|node| node.bound).chain(self.by_bound.highest())
    }

    pub(super) fn len(&self) -> usize {
        self.by_bound.len() + self.deepest.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every second node, in half of the room: on the stack from the first one made on, then by bound from the highest on.
    pub(super) fn halved(&mut self) -> Self {
        let half =
            Self { most_nodes: self.most_nodes / 2, is_by_depth: self.is_by_depth, root: self.root.clone(), ..Self::default() };
        let mut halves = [half.clone(), half];
        let stack = std::mem::take(&mut self.deepest);
        let stacked = stack.len();
        stack.into_iter().enumerate().for_each(|(at, node)| halves[at % 2].push(node));
        for (at, node) in std::mem::take(&mut self.by_bound).into_falling().enumerate() {
            halves[(stacked + at) % 2].by_bound.push(node.bound, node.number, node);
        }
        let [other, own] = halves;
        *self = own;
        other
    }
}

impl Tree {
    /// The node to be looked at next: the better child of the last one, or else the one of the highest bound.
    pub(super) fn take(&mut self) -> Option<Node> {
        if self.waiting.is_by_depth && self.work > WORK_BY_DEPTH {
            self.waiting.by_bound_from_now_on();
        }
        self.next.take().or_else(|| self.waiting.pop())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solve::branch::{knapsacks, prove};
    use crate::solve::exact::Proof;

    /// Grows one tree or its two halves to the end, from these waiting nodes on; its value and bound, and the most nodes that waited.
    fn proven(waiting: Waiting, parts: bool) -> (f64, f64, usize) {
        let mut trees = vec![Tree::new(&knapsacks(), None).expect("it is small")];
        trees[0].waiting = waiting;
        let (mut best, mut waited) = (f64::NEG_INFINITY, 0);
        while let Some(at) = trees.iter().position(|tree| !tree.is_over()) {
            trees[at].note(best);
            trees[at].grow(20_000, &|| false);
            waited = waited.max(trees[at].waiting.len());
            best = trees.iter().filter_map(Tree::best).map(|plan| plan.1).fold(best, f64::max);
            if parts && trees.len() == 1 {
                let other = trees[0].part();
                trees.extend(other);
            }
        }
        let bound = trees.iter().map(Tree::bound).fold(best, f64::max);
        assert_eq!(trees.len(), if parts { 2 } else { 1 });
        (best, bound, waited)
    }

    #[test]
    fn nodes_by_bound_and_on_the_stack_come_to_the_same_proof() {
        let program = knapsacks();
        let Proof::Optimal(best, _) = prove(&program, None, &|| false) else { panic!("it has plans") };
        let value = program.value(&best);
        let by_bound = || Waiting { is_by_depth: false, ..Waiting::default() };
        let with_little_room = Waiting { most_nodes: 3, ..by_bound() };
        for (waiting, parts) in [(Waiting::default(), false), (by_bound(), false), (by_bound(), true), (with_little_room, false)] {
            let (found, bound, waited) = proven(waiting, parts);
            assert!((found - value).abs() < 1e-6 * value && (bound - value).abs() < 1e-6 * value, "{found} {bound}, {value}");
            assert!(waited > 3, "{waited}");
        }
    }

    #[test]
    fn a_node_that_waited_has_the_bound_that_it_would_have_had() {
        let mut tree = Tree::new(&knapsacks(), None).expect("it is small");
        tree.waiting.is_by_depth = false;
        while tree.waiting.by_bound.len() < 20 {
            tree.grow(1, &|| false);
        }
        let (mut next, root) = (tree.next.take().expect("it is not over"), tree.waiting.root.clone().expect("it is done"));
        let mut again = next.clone().bare().below(&root);
        let mut value = |node: &mut Node| {
            node.tableau.optimise(f64::NEG_INFINITY, usize::MAX, &mut tree.work);
            node.tableau.value()
        };
        let (own, other) = (value(&mut next), value(&mut again));
        assert!((own - other).abs() < 1e-6 * own.abs(), "{own} {other}");
    }
}
