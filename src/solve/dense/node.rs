//! Nodes of the tree, in the order of their bounds.

use super::options::Open;
use super::tableau::Tableau;

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

impl Ord for Node {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.bound.total_cmp(&other.bound).then(self.number.cmp(&other.number))
    }
}

impl PartialOrd for Node {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Node {}
