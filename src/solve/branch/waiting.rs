//! Nodes that wait, packed: the one of the highest bound comes first.
//!
//! What there is no room for is looked at at once, deepest first, so that memory has an end. The bound stays where it is meanwhile, so there
//! is room for some hundred thousand nodes of a program with hundreds of lines, and for millions where lines are few.

use super::node::Node;
use crate::solve::by_bound::ByBound;
use crate::solve::propagation::Packed;
use crate::solve::simplex::Basis;

/// Memory of all that wait by bound.
const MOST_BYTES: usize = 1 << 30;

/// What a node takes beside what it has open and its basis, allocations included.
const BYTES_OF_NODE: usize = 256;

/// See the module.
#[derive(Clone)]
pub(super) struct Waiting {
    by_bound: ByBound<Node<Packed>>,
    /// What those take, and may take.
    bytes: usize,
    most_bytes: usize,
    deepest: Vec<Node>,
}

impl Default for Waiting {
    fn default() -> Self {
        Self { by_bound: ByBound::default(), bytes: 0, most_bytes: MOST_BYTES, deepest: Vec::new() }
    }
}

impl Waiting {
    /// Puts a node by.
    pub(super) fn push(&mut self, node: Node) {
        if self.bytes < self.most_bytes {
            self.hold(node.held(|open| open.packed()));
        } else {
            self.deepest.push(node);
        }
    }

    fn hold(&mut self, node: Node<Packed>) {
        self.bytes += bytes(&node);
        self.by_bound.push(node.bound, node.number, node);
    }

    /// Takes the node that is to be looked at next.
    pub(super) fn pop(&mut self) -> Option<Node> {
        self.deepest.pop().or_else(|| {
            let node = self.by_bound.pop()?;
            self.bytes -= bytes(&node);
            Some(node.held(|open| open.open()))
        })
    }

    /// Whether a node of this bound is to wait for one of a higher bound; not without room, where it would come back at once.
    pub(super) fn comes_before(&self, bound: f64) -> bool {
        self.bytes < self.most_bytes && self.by_bound.highest().is_some_and(|highest| highest > bound)
    }

    /// Bounds that none is above, one of which is that of a node.
    pub(super) fn bounds(&self) -> impl Iterator<Item = f64> + '_ {
        self.deepest.iter().map(|node| node.bound).chain(self.by_bound.highest())
    }

    /// How many wait by bound.
    pub(super) fn len(&self) -> usize {
        self.by_bound.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.by_bound.is_empty() && self.deepest.is_empty()
    }

    /// Lets all go.
    pub(super) fn clear(&mut self) {
        *self = Self { most_bytes: self.most_bytes, ..Self::default() };
    }

    /// Every second node by its bound, the first one among them, in half of the room.
    pub(super) fn halved(&mut self) -> Self {
        let mut other = Self { most_bytes: self.most_bytes / 2, ..Self::default() };
        let mut own = Self { deepest: std::mem::take(&mut self.deepest), ..other.clone() };
        for (at, node) in std::mem::take(&mut self.by_bound).into_falling().enumerate() {
            if at % 2 == 0 { &mut other } else { &mut own }.hold(node);
        }
        *self = own;
        other
    }
}

fn bytes(node: &Node<Packed>) -> usize {
    BYTES_OF_NODE + node.open.bytes() + node.basis.as_deref().map_or(0, Basis::bytes)
}

#[cfg(test)]
mod tests {
    use std::iter::once;
    use std::sync::Arc;

    use super::*;
    use crate::solve::branch::descent::Descent;
    use crate::solve::branch::tree::Tree;
    use crate::solve::branch::{knapsacks, prove};
    use crate::solve::exact::Proof;
    use crate::solve::propagation::Open;

    fn node(number: u64) -> Node {
        let bound = 100.0 - (number % 7) as f64;
        Node { open: Open::new(&knapsacks()), basis: None, bound, number, id: None, from: None }
    }

    #[test]
    fn the_highest_bound_comes_first_while_there_is_room_and_the_latest_node_when_there_is_none() {
        let mut waiting = Waiting::default();
        (0..20).for_each(|number| waiting.push(node(number)));
        assert!(waiting.len() == 20 && waiting.comes_before(99.0) && !waiting.comes_before(100.0));
        waiting.most_bytes = waiting.bytes;
        (20..23).for_each(|number| waiting.push(node(number)));
        assert_eq!((waiting.len(), waiting.bounds().fold(0.0, f64::max), waiting.comes_before(99.0)), (20, 100.0, false));
        let next: Vec<u64> = std::iter::from_fn(|| waiting.pop()).map(|node| node.number).collect();
        assert_eq!(next[..6], [22, 21, 20, 14, 7, 0]);
        assert!(next.len() == 23 && waiting.is_empty() && waiting.bytes == 0);
    }

    #[test]
    fn a_tree_without_room_comes_to_its_proof() {
        let program = knapsacks();
        let Proof::Optimal(best, _) = prove(&program, None, &|| false) else { panic!("it has plans") };
        let value = program.value(&best);
        for descent in [Descent::never(), Descent::always()] {
            let mut tree = Tree::new(Arc::clone(&program), Some(&best));
            tree.descent = descent;
            tree.waiting.most_bytes = 1_000;
            while !tree.grow(10_000, &|| false) {
                assert!(tree.waiting.bytes < 10_000);
            }
            assert!((tree.bound() - value).abs() < 1e-6 * value, "{} {value}", tree.bound());
        }
    }

    #[test]
    fn halves_have_all_nodes_and_half_of_the_room_each() {
        let mut waiting = Waiting::default();
        (0..21).for_each(|number| waiting.push(node(number)));
        let (bytes, most_bytes) = (waiting.bytes, waiting.most_bytes);
        let mut other = waiting.halved();
        assert_eq!((waiting.len(), other.len(), waiting.bytes + other.bytes), (10, 11, bytes));
        assert_eq!([waiting.most_bytes, other.most_bytes], [most_bytes / 2; 2]);
        let mut numbers: Vec<u64> = once(&mut waiting)
            .chain(once(&mut other))
            .flat_map(|half| std::iter::from_fn(|| half.pop()))
            .map(|node| node.number)
            .collect();
        numbers.sort_unstable();
        assert!(numbers.into_iter().eq(0..21));
    }
}
