//! A proof tree: what branch and bound split, and the multipliers of each of its nodes.
//!
//!   `no plan is worth more than`  `max over nodes without children of bound(y of the node, over what is open in it)`
//!
//! where `bound` is the certificate's. All is open at the root, but for what its multipliers close; a child has open what its parent has,
//! less the other part of the parent's split, and two parts are all that a choice can take. So a tree holds for any multipliers and
//! splits, of this portfolio or of another: `walk` works out what it proves under the facts as they are, without a solver, and where
//! that is not enough branch and bound goes on (warm starts of branch and bound: Ralphs and Güzelsoy 2006, Duality and warm starting in
//! integer programming).

mod carried;
mod growth;
mod naming;
mod pruning;
mod recorded;
#[cfg(test)]
mod tests;
mod walk;

pub(in crate::solve) use carried::Carried;
pub(in crate::solve) use growth::Growth;
pub(in crate::solve) use naming::{Naming, Own, OwnCut};
pub(in crate::solve) use pruning::pruned;
pub(in crate::solve) use recorded::{Key, Recorded, child_of};
pub(in crate::solve) use walk::walk;

use std::sync::Arc;

use super::certificate::HullCut;
use crate::model::{Id, Initiative, Quarter};
use crate::plan::Decision;

/// What a multiplier is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priced {
    /// A row of the program.
    Row(usize),
    /// An arc of the program, and the last start that counts.
    Arc(usize, Quarter),
    /// A cut.
    Cut(HullCut),
}

/// Multipliers, in value per unit, each with the position of what it is of.
pub type Look = Vec<(u32, f64)>;

/// What the plans of a split's first part have; those of the second have anything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The initiative is out.
    Out,
    /// It is done this way.
    Only(Decision),
    /// It starts by the end of this quarter.
    Until(Quarter),
    /// What no plan has.
    Nothing,
}

/// How a node's plans are parted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Split {
    /// The initiative whose options are parted.
    pub initiative: Id<Initiative>,
    /// What the first part has.
    pub first: Part,
    /// The nodes of both parts, by position; a part without one has its parent's bound.
    pub children: [Option<u32>; 2],
}

/// A node.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Node {
    /// Multipliers one after the other: each may close options before the next.
    pub looks: Vec<Look>,
    /// None for a node that its multipliers cut off, or that was left open.
    pub split: Option<Split>,
}

/// A tree with names `P` of what has multipliers.
#[derive(Debug, Clone, PartialEq)]
pub struct ProofTree<P = Priced> {
    /// What has multipliers; none for what is not there any more.
    pub priced: Vec<Option<P>>,
    /// The root first, and each node before its children, of which it is the only parent.
    pub nodes: Arc<Vec<Node>>,
}

impl<P> ProofTree<P> {
    /// The id of each node; none for one that has no parent.
    fn ids(&self) -> Vec<Option<u64>> {
        let mut ids = vec![None; self.nodes.len()];
        ids.iter_mut().take(1).for_each(|id| *id = Some(0));
        for (at, node) in self.nodes.iter().enumerate() {
            let Some((id, split)) = ids[at].zip(node.split.as_ref()) else { continue };
            for (part, child) in split.children.iter().enumerate() {
                child.iter().for_each(|child| ids[*child as usize] = Some(child_of(id, part)));
            }
        }
        ids
    }

    /// The same with other names.
    pub(super) fn named<Q>(&self, mut name: impl FnMut(&P) -> Option<Q>) -> ProofTree<Q> {
        ProofTree {
            priced: self.priced.iter().map(|own| own.as_ref().and_then(&mut name)).collect(),
            nodes: Arc::clone(&self.nodes),
        }
    }
}
