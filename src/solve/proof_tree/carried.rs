//! An earlier tree in the own program of one that goes on with it: how nodes are split, without a try, and what bounds they have.

use std::collections::BTreeMap;

use super::recorded::{Key, child_of};
use super::walk::Walked;
use super::{Part, ProofTree, Split};
use crate::program::Program;
use crate::solve::propagation::Choose;

/// See the module.
#[derive(Debug, Clone, Default)]
pub(in crate::solve) struct Carried {
    splits: BTreeMap<u64, Route>,
    bounds: BTreeMap<u64, f64>,
}

/// What becomes of a node.
#[derive(Debug, Clone, Copy)]
enum Route {
    Split(Key),
    /// All its plans are in one part.
    To(usize),
}

impl Carried {
    /// For a program on some placements of the one that was walked.
    pub(in crate::solve) fn new(tree: &ProofTree, walked: &Walked, own: &Program) -> Self {
        let mut choice_of = vec![None; own.placements.initiatives()];
        own.choices.iter().enumerate().for_each(|(at, choice)| choice_of[choice.initiative.index()] = Some(at));
        let route = |split: &Split| match (choice_of[split.initiative.index()], split.first) {
            (Some(choice), Part::Out) => Route::Split(Key::Only(choice, Choose::Out)),
            (Some(choice), Part::Until(last)) => Route::Split(Key::Until(choice, last)),
            (Some(choice), Part::Only(decision)) => match own.placements.find(split.initiative, decision) {
                Some(own) => Route::Split(Key::Only(choice, Choose::Placement(own.index()))),
                None => Route::To(1),
            },
            (None, Part::Out) => Route::To(0),
            (_, Part::Nothing) | (None, _) => Route::To(1),
        };
        let splits =
            tree.ids().into_iter().zip(tree.nodes.iter()).filter_map(|(id, node)| Some((id?, route(node.split.as_ref()?))));
        Self { splits: splits.collect(), bounds: walked.below.clone() }
    }

    /// Whether there is no earlier tree.
    pub(in crate::solve) fn is_empty(&self) -> bool {
        self.splits.is_empty()
    }

    /// No plan of a node is worth more: infinite for one that the earlier tree does not have, infinite below for one that was cut off.
    pub(in crate::solve) fn bound(&self, id: u64) -> f64 {
        self.bounds.get(&id).copied().unwrap_or(f64::INFINITY)
    }

    /// The split of a node, and the node that it stands for: where all that is open is in one part, the node of that part. No split for
    /// one that the earlier tree has none of. `has` tells whether anything is open of the first part of a split, or of the second.
    pub(in crate::solve) fn split(&self, mut id: u64, has: impl Fn(Key, bool) -> bool) -> (u64, Option<Key>) {
        loop {
            let part = match self.splits.get(&id) {
                None => return (id, None),
                Some(Route::To(part)) => *part,
                Some(Route::Split(key)) => match [has(*key, true), has(*key, false)] {
                    [true, true] => return (id, Some(*key)),
                    [has_first, _] => usize::from(!has_first),
                },
            };
            id = child_of(id, part);
        }
    }
}
