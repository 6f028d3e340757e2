//! What of a tree is worth writing down: nodes that a walk reaches, with multipliers that do something, in as many digits as count.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::walk::Walk;
use super::{Look, Node, ProofTree, Split};
use crate::program::Program;

/// Digits of a multiplier: with seven some nodes close less than in their proof, and roadmap-40x3x4-2 is proven to 3 273.5 instead of
/// 3 258.11.
const DIGITS: usize = 10;

/// What a node needs.
#[derive(Debug, Clone, Copy)]
struct Need {
    /// Looks, from the last one back.
    looks: usize,
    /// Whether they cut it off, so that it needs no children.
    is_cut_off: bool,
}

/// The tree as far as it proves something beside what is worth no more than `floor`: of a node's looks the last alone where it does as
/// much as all of them, which is the rule.
pub(in crate::solve) fn pruned(program: &Program, tree: &ProofTree, floor: f64) -> ProofTree {
    let mut nodes: Vec<Node> = tree.nodes.to_vec();
    nodes.iter_mut().flat_map(|node| &mut node.looks).flatten().for_each(|(_, y)| *y = rounded(*y));
    let mut needs: BTreeMap<usize, Need> = BTreeMap::new();
    Walk::new(program, tree, floor).through(&nodes, |walk, at, looks, parent| {
        needs.insert(at, need(walk, looks, parent));
    });
    let position: BTreeMap<usize, u32> = needs.keys().copied().zip(0..).collect();
    let kept = needs.iter().map(|(&at, need)| {
        let Node { looks, split } = std::mem::take(&mut nodes[at]);
        let children = |split: Split| split.children.map(|child| child.and_then(|child| position.get(&(child as usize)).copied()));
        Node {
            looks: looks[looks.len() - need.looks..].to_vec(),
            split: split.filter(|_| !need.is_cut_off).map(|split| Split { children: children(split), ..split }),
        }
    });
    ProofTree { nodes: Arc::new(kept.collect()), priced: tree.priced.clone() }
}

/// What a node needs whose parent has this bound.
fn need(walk: &mut Walk, looks: &[Look], parent: f64) -> Need {
    let (floor, count) = (walk.floor, walk.propagation.closed().len());
    let mut done = |looks: &[Look]| {
        let bound = walk.bound(looks, parent).unwrap_or(f64::NEG_INFINITY).max(floor);
        let closed = walk.propagation.closed().len();
        walk.propagation.go_back(count);
        (bound, closed)
    };
    let (bound, closed) = done(looks);
    let is_cut_off = bound <= floor;
    let is_last_enough = looks.len() > 1 && {
        let (own, own_closed) = done(&looks[looks.len() - 1..]);
        own <= bound && (is_cut_off || own_closed >= closed)
    };
    Need { looks: if is_last_enough { 1 } else { looks.len() }, is_cut_off }
}

fn rounded(y: f64) -> f64 {
    format!("{y:.*e}", DIGITS - 1).parse().unwrap_or(y)
}
