//! Branch and bound: the sparse dual simplex method, cuts from the hulls of rows, safe bounds, the node of the highest bound first.
//!
//! A node closes some options of some choices. The simplex method gives multipliers, and those the bound of the certificate over what
//! is open, so a node is only ever cut off by a bound that holds for any multipliers; the simplex method may be wrong by rounding and
//! the proof still stands. Options that no plan better than the best can have are closed on the way. A whole point is judged in whole
//! numbers.

mod again;
mod closing;
mod cutting;
mod deepest;
mod descent;
mod diving;
mod either;
mod grown;
mod history;
mod hulls;
mod judging;
mod learned;
mod lines;
mod node;
mod parting;
mod reach;
mod recording;
mod relaxed;
mod remaining;
mod resumed;
mod rounding;
mod smaller;
mod split;
mod tree;
mod waiting;
mod waits;

use std::sync::Arc;

#[cfg(test)]
pub(in crate::solve) use parting::tests::knapsacks;
pub use resumed::BranchAndBound;

use super::exact::Proof;
use crate::program::{Program, Selection};
use crate::solve::propagation::Knapsack;
use either::Either;
use split::Tries;
use tree::Tree;

/// Share of the work of a small solve that cuts may take, as a divisor.
const PART_FOR_CUTS: u64 = 4;

/// Solves the program from `start`, if there is one, until the proof is there or `stops` says so: on dense tableaus where those are
/// small enough to be faster.
#[must_use]
pub fn prove(program: &Program, start: Option<&Selection>, stops: &dyn Fn() -> bool) -> Proof {
    let mut tree = Either::new(program.clone(), start);
    tree.grow(u64::MAX, stops);
    tree.proof()
}

/// What a solve of fixed work came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Solved {
    /// A selection better than the start.
    pub better: Option<Selection>,
    /// Whether no selection is better than this one, or than the start if there is none.
    pub is_proven: bool,
    /// Work that was done in all.
    pub work: u64,
}

/// A solve that looks for a better selection than its start step by step, for neighbourhoods of a few dozen choices: on the sparse simplex
/// method, which finds more in a given work, and without sums of rows, which cost more there than they bring.
pub(super) struct SubSolve {
    tree: Tree,
    start: Selection,
}

impl SubSolve {
    /// A solve that is to have so much work in all: cuts take a part of it.
    pub(super) fn new(program: &Program, start: &Selection, work: u64) -> Self {
        let mut tree = Tree::with(Tries::FEW, Arc::new(program.clone()), Some(start), Knapsack::all);
        tree.cutting_work = work / PART_FOR_CUTS;
        // Nobody asks what its proof was, so nothing is recorded.
        tree.next.iter_mut().for_each(|root| root.id = None);
        Self { tree, start: start.clone() }
    }

    /// Goes on for so much work; what the solve has come to so far.
    pub(super) fn go_on(&mut self, work: u64, stops: &dyn Fn() -> bool) -> Solved {
        let is_proven = self.tree.grow(work, stops);
        let better = self.tree.best().map(|best| &best.0).filter(|best| **best != self.start).cloned();
        Solved { better, is_proven, work: self.tree.work() }
    }
}
