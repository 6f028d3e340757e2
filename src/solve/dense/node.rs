//! Nodes of the tree.

use super::split;
use super::tableau::Tableau;
use crate::solve::propagation::{Choose, Open, Packed};

/// What is open below a point of the tree, with a tableau or without.
#[derive(Debug, Clone)]
pub(super) struct Node<T = Tableau, O = Open> {
    pub tableau: T,
    pub open: O,
    /// The bound of its parent.
    pub above: f64,
    /// No plan of the node is worth more.
    pub bound: f64,
    /// What it is recorded as.
    pub id: u64,
    /// When it was made.
    pub number: u64,
}

impl Node {
    /// The same in little room.
    pub(super) fn bare(self) -> Node<(), Packed> {
        let Self { tableau: _, open, above, bound, id, number } = self;
        Node { tableau: (), open: open.packed(), above, bound, id, number }
    }
}

impl Node<(), Packed> {
    /// The same with the tableau of the root, from where it has some pivots more to go than from its parent's.
    pub(super) fn below(self, root: &Tableau) -> Node {
        let Self { tableau: (), open, above, bound, id, number } = self;
        let (open, mut tableau) = (open.open(), root.clone());
        for choice in 0..open.choices() {
            let options = open.allowed(choice).iter().map(|&placement| Choose::Placement(placement)).chain([Choose::Out]);
            for option in options.filter(|&option| !open.is_open(choice, option)) {
                tableau.close(split::column(&tableau, choice, option));
            }
        }
        Node { tableau, open, above, bound, id, number }
    }
}
