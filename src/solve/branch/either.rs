//! The tree that suits the size of a program: on dense tableaus where those are small enough to be faster, or else on the sparse
//! simplex method.

use std::sync::Arc;

use super::learned::{Learned, OwnCut};
use super::tree::Tree;
use crate::program::{Program, Selection};
use crate::solve::dense;
use crate::solve::exact::Proof;

/// Units of a dense tree's work that take as long as one of a sparse tree's: cells lie side by side.
const DENSE_WORK: u64 = 4;

/// A tree of either kind.
pub(super) enum Either {
    Dense(Box<dense::Tree>),
    Sparse(Box<Tree>),
}

impl Either {
    /// The tree with its root; `start` is the best plan so far if it keeps the rules.
    pub(super) fn new(program: Program, start: Option<&Selection>) -> Self {
        let program = Arc::new(program);
        match dense::Tree::new(&program, start) {
            Some(tree) => Self::Dense(Box::new(tree)),
            None => Self::Sparse(Box::new(Tree::new(program, start))),
        }
    }

    /// Looks at nodes until none is left, or so much work is done, or `stops` says so; whether none is left.
    pub(super) fn grow(&mut self, work: u64, stops: &dyn Fn() -> bool) -> bool {
        match self {
            Self::Dense(tree) => tree.grow(work.saturating_mul(DENSE_WORK), stops),
            Self::Sparse(tree) => tree.grow(work, stops),
        }
    }

    /// Work so far.
    pub(super) fn work(&self) -> u64 {
        match self {
            Self::Dense(tree) => tree.work() / DENSE_WORK,
            Self::Sparse(tree) => tree.work(),
        }
    }

    /// Begins with cuts that an earlier tree learned; dense trees have cuts of another kind.
    pub(super) fn carry(&mut self, cuts: &[OwnCut]) {
        match self {
            Self::Dense(_) => {}
            Self::Sparse(tree) => tree.carry(cuts),
        }
    }

    /// What the root has come to, once.
    pub(super) fn learned(&mut self) -> Option<Learned> {
        match self {
            Self::Dense(_) => None,
            Self::Sparse(tree) => tree.learned.take(),
        }
    }

    /// Takes note that a plan of this value is known.
    pub(super) fn note(&mut self, value: f64) {
        match self {
            Self::Dense(tree) => tree.note(value),
            Self::Sparse(tree) => tree.note(value),
        }
    }

    /// The best plan found, with its value.
    pub(super) fn best(&self) -> Option<&(Selection, f64)> {
        match self {
            Self::Dense(tree) => tree.best(),
            Self::Sparse(tree) => tree.best(),
        }
    }

    /// No plan is worth more than this or the best known one.
    pub(super) fn bound(&self) -> f64 {
        match self {
            Self::Dense(tree) => tree.bound(),
            Self::Sparse(tree) => tree.bound(),
        }
    }

    /// Whether no node is left.
    pub(super) fn is_over(&self) -> bool {
        match self {
            Self::Dense(tree) => tree.is_over(),
            Self::Sparse(tree) => tree.is_over(),
        }
    }

    /// What the tree says so far.
    pub(super) fn proof(&self) -> Proof {
        let (bound, is_over) = (self.bound(), self.is_over());
        match self.best() {
            Some((selection, value)) if is_over => Proof::Optimal(selection.clone(), bound.max(*value)),
            None if is_over => Proof::Infeasible,
            best => Proof::Unfinished(best.map(|best| best.0.clone()), Some(bound)),
        }
    }
}
