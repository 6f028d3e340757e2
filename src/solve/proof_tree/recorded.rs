//! What a tree records of its nodes while it grows, in the terms of its own program.

use std::collections::BTreeMap;

use super::Look;
use super::growth::{Growing, best};
use crate::model::Quarter;
use crate::program::Program;
use crate::solve::limits::MOST_NUMBERS_OF_TREE;
use crate::solve::propagation::Choose;

/// Multipliers that are held at most; an answer keeps fewer.
const MOST_NUMBERS: usize = 2 * MOST_NUMBERS_OF_TREE;

/// Which split of a choice of a tree's own program: what its first part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::solve) enum Key {
    Only(usize, Choose),
    Until(usize, Quarter),
}

impl Key {
    /// The choice that is split.
    pub(in crate::solve) fn choice(self) -> usize {
        match self {
            Self::Only(choice, _) | Self::Until(choice, _) => choice,
        }
    }

    /// Whether an option is in the first part.
    pub(in crate::solve) fn is_first(self, program: &Program, option: Choose) -> bool {
        match self {
            Self::Only(_, own) => option == own,
            Self::Until(_, last) => option.start(program).is_some_and(|start| start <= last),
        }
    }
}

/// Looks by line, and splits by choice, of the nodes of the highest bounds.
#[derive(Debug, Clone)]
pub(in crate::solve) struct Recorded {
    pub nodes: BTreeMap<u64, Growing<Key>>,
    numbers: usize,
    /// Nodes whose parents have a lower bound are not kept.
    least: f64,
}

impl Default for Recorded {
    fn default() -> Self {
        Self { nodes: BTreeMap::new(), numbers: 0, least: f64::NEG_INFINITY }
    }
}

/// The id of a node's child, from the way to it: trees that go on from one give the same node the same id, and others, but for an accident
/// of one in 10^19 pairs, another.
pub(in crate::solve) fn child_of(node: u64, part: usize) -> u64 {
    // Mixed as in SplitMix64 (Steele, Lea and Flood 2014, Fast splittable pseudorandom number generators).
    let mixed = node.wrapping_mul(2).wrapping_add(part as u64).wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

impl Recorded {
    /// Takes note of the multipliers that a node was looked at with, each by the position of its line, but for those that are zero or
    /// not `of_use`; and of the bound of its parent, or a higher one, and its own.
    pub(in crate::solve) fn look(&mut self, node: u64, (above, bound): (f64, f64), ys: &[f64], of_use: impl Fn(usize) -> bool) {
        if above < self.least {
            return;
        }
        let ys = ys.iter().enumerate().filter(|(_, y)| **y != 0.0);
        let look: Look = ys.filter(|(line, _)| of_use(*line)).map(|(line, &y)| (line as u32, y)).collect();
        self.numbers += look.len();
        let own = self.nodes.entry(node).or_default();
        own.bound = own.bound.min(bound);
        own.looks.push(look);
        if self.numbers > MOST_NUMBERS {
            self.forget(MOST_NUMBERS / 2);
        }
    }

    /// Takes note of how the plans of a node are parted.
    pub(in crate::solve) fn split(&mut self, node: u64, key: Key) {
        if let Some(own) = self.nodes.get_mut(&node) {
            own.split = Some(key);
        }
    }

    /// Takes note that a node is another one's only part that has anything open.
    pub(in crate::solve) fn rename(&mut self, node: u64, part: u64) {
        if part != node
            && let Some(own) = self.nodes.remove(&node)
        {
            self.nodes.insert(part, own);
        }
    }

    /// Keeps the nodes of the highest bounds, of about so many multipliers.
    fn forget(&mut self, most: usize) {
        let (kept, least) = best(&self.nodes, most);
        self.least = least;
        self.nodes.retain(|node, _| kept.contains_key(node));
        self.numbers = self.nodes.values().map(Growing::numbers).sum();
    }
}
