//! The tree that suits the size of a program: on dense tableaus where those are small enough to be faster, or else on the sparse
//! simplex method, which goes on as well where tableaus take too long.

use std::sync::Arc;

use super::learned::Learned;
use super::tree::Tree;
use crate::model::Id;
use crate::program::{Placement, Program, Selection};
use crate::solve::dense;
use crate::solve::exact::Proof;
use crate::solve::proof_tree::{Carried, Growth, OwnCut};

/// Units of a dense tree's work that take as long as one of other methods': cells lie side by side.
const DENSE_WORK: u64 = 4;

/// So much work in a sparse tree's own units: two take as long as three of other methods, since entries of a relaxation lie apart.
pub(super) fn in_sparse(work: u64) -> u64 {
    work / 3 * 2
}

/// So much work of a sparse tree in the units of other methods.
fn of_sparse(work: u64) -> u64 {
    work / 2 * 3
}

/// A tree of either kind.
pub(super) enum Either {
    /// With the cuts that a sparse tree which goes on for it begins with.
    Dense(Box<dense::Tree>, Vec<OwnCut>),
    /// With the work of the dense tree that it goes on for.
    Sparse(Box<Tree>, u64),
}

impl Either {
    /// The tree with its root; `start` is the best plan so far if it keeps the rules.
    pub(super) fn new(program: Program, start: Option<&Selection>) -> Self {
        let program = Arc::new(program);
        match dense::Tree::new(&program, start) {
            Some(tree) => Self::Dense(Box::new(tree), Vec::new()),
            None => Self::Sparse(Box::new(Tree::new(program, start)), 0),
        }
    }

    /// Goes without a record, which a sparse tree gains by.
    pub(super) fn leave_unrecorded(&mut self) {
        if let Self::Sparse(tree, _) = self {
            tree.leave_unrecorded();
        }
    }

    /// Looks at nodes until none is left, or so much work is done, or `stops` says so; whether none is left.
    pub(super) fn grow(&mut self, work: u64, stops: &dyn Fn() -> bool) -> bool {
        match self {
            Self::Dense(tree, cuts) => {
                let before = tree.work();
                let is_over = tree.grow(work.saturating_mul(DENSE_WORK), stops);
                if !tree.is_too_long() {
                    return is_over;
                }
                let left = work.saturating_sub((tree.work() - before) / DENSE_WORK);
                *self = Self::after(tree, cuts);
                self.grow(left, stops)
            }
            Self::Sparse(tree, _) => tree.grow(in_sparse(work), stops),
        }
    }

    /// A sparse tree that goes on for a dense one, with the plan and the bound that this has come to.
    fn after(dense: &dense::Tree, cuts: &[OwnCut]) -> Self {
        let mut tree = Tree::new(Arc::clone(&dense.program), dense.best().map(|best| &best.0));
        tree.note(dense.known);
        tree.carry(cuts);
        tree.next.iter_mut().for_each(|root| root.bound = root.bound.min(dense.bound()));
        Self::Sparse(Box::new(tree), dense.work() / DENSE_WORK)
    }

    /// Work so far.
    pub(super) fn work(&self) -> u64 {
        match self {
            Self::Dense(tree, _) => tree.work() / DENSE_WORK,
            Self::Sparse(tree, before) => before + of_sparse(tree.work()),
        }
    }

    /// Begins with cuts that an earlier tree learned; dense trees have cuts of another kind, and keep these for the tree that goes on.
    pub(super) fn carry(&mut self, cuts: &[OwnCut]) {
        match self {
            Self::Dense(_, kept) => kept.extend_from_slice(cuts),
            Self::Sparse(tree, _) => tree.carry(cuts),
        }
    }

    /// Goes on with an earlier tree, whose nodes that were cut off are worth no more than `cut_off`; finding that out took so much work.
    pub(super) fn go_on_with(&mut self, carried: Carried, cut_off: f64, work: u64) {
        match self {
            Self::Dense(tree, _) => tree.go_on_with(carried, cut_off, work),
            Self::Sparse(tree, _) => tree.go_on_with(carried, cut_off, work),
        }
    }

    /// What was recorded of the nodes, in the whole program, of whose placements the tree's own are these.
    pub(super) fn growth(&self, whole: &Program, whole_of: &[Id<Placement>]) -> Growth {
        match self {
            Self::Dense(tree, _) => tree.growth(whole, whole_of),
            Self::Sparse(tree, _) => tree.growth(whole, whole_of),
        }
    }

    /// What the root has come to, once.
    pub(super) fn learned(&mut self) -> Option<Learned> {
        match self {
            Self::Dense(..) => None,
            Self::Sparse(tree, _) => tree.learned.take(),
        }
    }

    /// Takes note that a plan of this value is known.
    pub(super) fn note(&mut self, value: f64) {
        match self {
            Self::Dense(tree, _) => tree.note(value),
            Self::Sparse(tree, _) => tree.note(value),
        }
    }

    /// The best plan found, with its value.
    pub(super) fn best(&self) -> Option<&(Selection, f64)> {
        match self {
            Self::Dense(tree, _) => tree.best(),
            Self::Sparse(tree, _) => tree.best(),
        }
    }

    /// No plan is worth more than this or the best known one.
    pub(super) fn bound(&self) -> f64 {
        match self {
            Self::Dense(tree, _) => tree.bound(),
            Self::Sparse(tree, _) => tree.bound(),
        }
    }

    /// Whether no node is left.
    pub(super) fn is_over(&self) -> bool {
        match self {
            Self::Dense(tree, _) => tree.is_over(),
            Self::Sparse(tree, _) => tree.is_over(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solve::branch::knapsacks;
    use crate::solve::certificate;
    use crate::solve::proof_tree::walk;

    #[test]
    fn a_sparse_tree_goes_on_with_what_a_dense_one_has_come_to() {
        let program = knapsacks();
        let whole = |mut tree: Tree| (tree.grow(u64::MAX, &|| false), tree.bound()).1;
        let optimum = whole(Tree::new(Arc::clone(&program), None));
        let mut tree = Either::new((*program).clone(), None);
        let Either::Dense(dense, _) = &mut tree else { panic!("it is small") };
        dense.most_work = 4_000_000;
        let (mut was, mut has_gone_on) = ((0, f64::INFINITY), false);
        while !tree.grow(10_000, &|| false) {
            let is = (tree.work(), tree.bound());
            assert!(is.0 > was.0 && is.1 <= was.1 && is.1 >= optimum, "{is:?} after {was:?}, optimum {optimum}");
            has_gone_on |= matches!(tree, Either::Sparse(..)) && is.1 > optimum + 1e-6;
            was = is;
        }
        let best = tree.best().expect("it has plans").1;
        assert!(has_gone_on && (best - optimum).abs() < 1e-6 && (tree.bound() - optimum).abs() < 1e-6, "{was:?} {optimum}");
    }

    #[test]
    fn a_tree_goes_on_where_an_earlier_one_ended() {
        let program = knapsacks();
        let whole_of: Vec<Id<Placement>> = program.placements.iter().map(|(id, _)| id).collect();
        let sparse = || Either::Sparse(Box::new(Tree::new(Arc::clone(&program), None)), 0);
        let dense = || Either::Dense(Box::new(dense::Tree::new(&program, None).expect("it is small")), Vec::new());
        for make in [&sparse as &dyn Fn() -> Either, &dense] {
            let mut first = make();
            assert!(first.grow(u64::MAX, &|| false));
            let best = first.best().expect("it has plans").1;
            let growth = first.growth(&program, &whole_of);
            let work_with = |most: usize| {
                let recorded = growth.tree(most).expect("it was looked at");
                let walked = walk(&program, &recorded, certificate::floor(best, certificate::step(&program)));
                let mut second = make();
                second.note(best);
                second.go_on_with(Carried::new(&recorded, &walked, &program), walked.cut_off, walked.work);
                let before = second.work();
                assert!(second.grow(u64::MAX, &|| false) && (second.bound().max(best) - best).abs() < 1e-6 * best);
                (second.work() - before, recorded.nodes.len())
            };
            let (whole, half) = (work_with(usize::MAX), work_with(2_000));
            assert!(half.1 < whole.1 && whole.0 < half.0 && half.0 < first.work(), "{whole:?} {half:?} {}", first.work());
        }
    }

    #[test]
    fn a_sparse_tree_that_goes_on_begins_with_the_cuts_that_the_dense_one_kept() {
        let program = knapsacks();
        let mut first = Tree::new(Arc::clone(&program), None);
        while first.learned.is_none() {
            assert!(!first.grow(1, &|| false), "the root is not the end");
        }
        let cuts: Vec<OwnCut> = first.learned.expect("the root is done").cuts();
        let lines = |carried: &[OwnCut]| {
            let mut tree = Either::new((*program).clone(), None);
            tree.carry(carried);
            let Either::Dense(dense, kept) = &tree else { panic!("it is small") };
            let Either::Sparse(tree, _) = Either::after(dense, kept) else { panic!("it goes on sparsely") };
            tree.relaxed.lines.lines.len()
        };
        assert!(!cuts.is_empty() && lines(&cuts) == lines(&[]) + cuts.len(), "{} cuts", cuts.len());
    }
}
