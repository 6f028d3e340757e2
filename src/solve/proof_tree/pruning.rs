//! What of a tree is worth writing down: nodes that a walk reaches, with multipliers that do something, in as many digits as count.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::walk::Walk;
use super::{Look, Node, ProofTree, Split};
use crate::program::Program;

/// Digits of a multiplier. With seven, one node in some ten thousand closed less than in its proof: roadmap-40x3x4-2 was proven to 3 273.5
/// instead of 3 258.11.
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
    let count = walk.propagation.closed().len();
    let mut done = |looks: &[Look]| {
        let bound = walk.bound(looks, parent).unwrap_or(f64::NEG_INFINITY);
        let closed = walk.propagation.closed().len();
        walk.propagation.go_back(count);
        (bound.max(walk.floor), closed)
    };
    let [all, last] = [looks, &looks[looks.len().saturating_sub(1)..]].map(&mut done);
    let is_cut_off = all.0 <= walk.floor;
    let is_enough = last.0 <= all.0 && (is_cut_off || last.1 >= all.1);
    Need { looks: if is_enough { looks.len().min(1) } else { looks.len() }, is_cut_off }
}

fn rounded(y: f64) -> f64 {
    format!("{y:.*e}", DIGITS - 1).parse().unwrap_or(y)
}
