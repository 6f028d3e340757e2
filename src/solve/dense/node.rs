//! Nodes of the tree.

use super::tableau::Tableau;
use crate::solve::propagation::Open;

/// What is open below a point of the tree.
#[derive(Clone)]
pub(super) struct Node {
    pub tableau: Tableau,
    pub open: Open,
    /// The bound of its parent.
    pub above: f64,
    /// No plan of the node is worth more.
    pub bound: f64,
    /// What it is recorded as.
    pub id: u64,
    /// When it was made.
    pub number: u64,
}
