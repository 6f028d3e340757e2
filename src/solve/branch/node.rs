//! Nodes of the tree.

use std::sync::Arc;

use crate::solve::proof_tree::Key;
use crate::solve::propagation::Open;
use crate::solve::simplex::Basis;

/// What is open below a point of the tree, as it is or packed.
#[derive(Clone)]
pub(super) struct Node<O = Open> {
    pub open: O,
    /// The basis of its parent; none for the root, and for the child of the node before.
    pub basis: Option<Arc<Basis>>,
    /// No plan of the node is worth more.
    pub bound: f64,
    /// When it was made.
    pub number: u64,
    /// What it is recorded as; none if it is not part of the tree.
    pub id: Option<u64>,
    /// The split that it comes from, unless that was tried out.
    pub from: Option<From>,
}

impl Node {
    /// A node with less open, which is not part of the tree.
    pub(super) fn below(&self, open: Open) -> Self {
        Self { open, basis: None, bound: self.bound, number: self.number, id: None, from: None }
    }
}

impl<O> Node<O> {
    /// The same with what is open held in another way.
    pub(super) fn held<P>(self, hold: impl FnOnce(O) -> P) -> Node<P> {
        let Self { open, basis, bound, number, id, from } = self;
        Node { open: hold(open), basis, bound, number, id, from }
    }
}

/// Where a node comes from: which part of which split, how far it moves, and the value before.
#[derive(Clone)]
pub(super) struct From {
    pub key: Key,
    pub part: usize,
    pub moved: f64,
    pub value: f64,
}
