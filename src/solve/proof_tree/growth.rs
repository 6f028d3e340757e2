//! Trees that are still growing: what several recorded of one proof, and the part of it that proves most.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use super::naming::{Naming, Own};
use super::recorded::{Key, Recorded, child_of};
use super::walk::Walked;
use super::{Look, Node, Part, Priced, ProofTree, Split};
use crate::model::{Id, Initiative};
use crate::program::{Placement, Program};
use crate::solve::by_bound::ByBound;
use crate::solve::propagation::Choose;

/// Sets of multipliers of the root that stay when another comes before them: each run that goes on with a tree has one more.
const MOST_LOOKS_OF_ROOT: usize = 3;

/// A node with names `S` of its split.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::solve) struct Growing<S> {
    /// No plan of the node is worth more.
    pub bound: f64,
    pub looks: Vec<Look>,
    pub split: Option<S>,
}

impl<S> Default for Growing<S> {
    fn default() -> Self {
        Self { bound: f64::INFINITY, looks: Vec::new(), split: None }
    }
}

impl<S> Growing<S> {
    /// Number of its multipliers.
    pub(super) fn numbers(&self) -> usize {
        self.looks.iter().map(Vec::len).sum()
    }
}

/// Nodes by id, and what their looks are of.
#[derive(Debug, Clone, Default)]
pub struct Growth {
    priced: Vec<Option<Priced>>,
    nodes: BTreeMap<u64, Growing<(Id<Initiative>, Part)>>,
}

impl Growth {
    /// What a tree recorded on a part of `whole`; `lines` has for each of its lines what that is in the part, and what it was divided by.
    pub(in crate::solve) fn of(
        recorded: &Recorded,
        (own, whole, whole_of): (&Program, &Program, &[Id<Placement>]),
        lines: Vec<Option<(Own, f64)>>,
    ) -> Self {
        let naming = Naming::new(own, whole, whole_of);
        let scale: Vec<f64> = lines.iter().map(|line| line.as_ref().map_or(1.0, |line| line.1)).collect();
        let look = |look: &Look| look.iter().map(|&(line, y)| (line, y / scale[line as usize])).collect();
        let split = |key: &Key| {
            let (choice, first) = match *key {
                Key::Only(choice, Choose::Out) => (choice, Part::Out),
                Key::Only(choice, Choose::Placement(own)) => (choice, Part::Only(whole.placements[whole_of[own]].decision)),
                Key::Until(choice, quarter) => (choice, Part::Until(quarter)),
            };
            (own.choices[choice].initiative, first)
        };
        let node = |(&id, node): (&u64, &Growing<Key>)| {
            let looks = node.looks.iter().map(look).collect();
            (id, Growing { bound: node.bound, looks, split: node.split.as_ref().map(split) })
        };
        let priced = lines.iter().map(|line| line.as_ref().and_then(|line| naming.in_whole(&line.0))).collect();
        Self { priced, nodes: recorded.nodes.iter().map(node).collect() }
    }

    /// What an earlier tree has, with the bounds that it has now.
    pub(in crate::solve) fn of_tree(tree: &ProofTree, walked: &Walked) -> Self {
        let of_node = |((id, node), &bound): ((Option<u64>, &Node), &f64)| {
            let split = node.split.as_ref().map(|split| (split.initiative, split.first));
            Some((id?, Growing { bound, looks: node.looks.clone(), split }))
        };
        let nodes = tree.ids().into_iter().zip(tree.nodes.iter()).zip(&walked.bounds).filter_map(of_node).collect();
        Self { priced: tree.priced.clone(), nodes }
    }

    /// Puts these multipliers of the root before all others of it.
    pub(in crate::solve) fn begin_with(&mut self, multipliers: Vec<(Priced, f64)>) {
        let first = self.priced.len() as u32;
        let look = (first..).zip(&multipliers).map(|(at, (_, y))| (at, *y)).collect();
        self.priced.extend(multipliers.into_iter().map(|(priced, _)| Some(priced)));
        let looks = &mut self.nodes.entry(0).or_default().looks;
        looks.drain(..looks.len().saturating_sub(MOST_LOOKS_OF_ROOT));
        looks.insert(0, look);
    }

    /// Takes over what a later run knows of the same proof. Of nodes that both have, the looks are that one's, where it has any.
    pub(in crate::solve) fn join(&mut self, later: Self) {
        self.take_over(later, |own, looks| {
            if !looks.is_empty() {
                *own = looks;
            }
        });
    }

    /// Takes over what another part of the same proof knows, which has gone on with some of the nodes from where this one was.
    pub(in crate::solve) fn join_part(&mut self, part: Self) {
        self.take_over(part, |own, looks| own.extend(looks));
    }

    fn take_over(&mut self, other: Self, take_looks: impl Fn(&mut Vec<Look>, Vec<Look>)) {
        let first = self.priced.len() as u32;
        self.priced.extend(other.priced);
        for (id, mut node) in other.nodes {
            node.looks.iter_mut().flatten().for_each(|(at, _)| *at += first);
            match self.nodes.entry(id) {
                Entry::Vacant(entry) => {
                    entry.insert(node);
                }
                Entry::Occupied(mut entry) => {
                    let own = entry.get_mut();
                    own.bound = own.bound.min(node.bound);
                    own.split = own.split.or(node.split);
                    take_looks(&mut own.looks, node.looks);
                }
            }
        }
    }

    /// The tree of the nodes of the highest bounds, of about so many multipliers: no other of that size proves more, as far as their
    /// bounds tell. None where nothing was recorded.
    pub(in crate::solve) fn tree(&self, most: usize) -> Option<ProofTree> {
        let (kept, _) = best(&self.nodes, most);
        let mut order: Vec<(&u64, &usize)> = kept.iter().collect();
        order.sort_by_key(|(_, at)| **at);
        let (mut position_of, mut priced, mut moved) = (BTreeMap::new(), Vec::new(), vec![None; self.priced.len()]);
        let mut position = |at: u32| -> Option<u32> {
            let own = self.priced[at as usize].as_ref()?;
            Some(*moved[at as usize].get_or_insert_with(|| {
                *position_of.entry(own).or_insert_with(|| {
                    priced.push(Some(own.clone()));
                    priced.len() as u32 - 1
                })
            }))
        };
        let node = |id: &u64| {
            let own = &self.nodes[id];
            let mut look = |look: &Look| look.iter().filter_map(|&(at, y)| Some((position(at)?, y))).collect();
            let children = [0, 1].map(|part| kept.get(&child_of(*id, part)).map(|at| *at as u32));
            let split = own.split.map(|(initiative, first)| Split { initiative, first, children });
            Node { looks: own.looks.iter().map(&mut look).collect(), split }
        };
        let nodes: Vec<Node> = order.into_iter().map(|(id, _)| id).map(node).collect();
        (!nodes.is_empty()).then(|| ProofTree { nodes: Arc::new(nodes), priced })
    }
}

/// The nodes of the highest bounds that have about so many multipliers, each with its position among them: parents come first. And the
/// bound of its parent that the first other one has.
pub(super) fn best<S>(nodes: &BTreeMap<u64, Growing<S>>, most: usize) -> (BTreeMap<u64, usize>, f64) {
    let mut next = ByBound::default();
    next.push(f64::INFINITY, 0, 0);
    let (mut kept, mut numbers) = (BTreeMap::new(), 0);
    while let Some((bound, id)) = next.highest().zip(next.pop()) {
        let Some(node) = nodes.get(&id).filter(|_| !kept.contains_key(&id)) else { continue };
        numbers += node.numbers();
        if numbers > most {
            return (kept, bound);
        }
        kept.insert(id, kept.len());
        if node.split.is_some() {
            for child in [0, 1].map(|part| child_of(id, part)) {
                next.push(node.bound, child, child);
            }
        }
    }
    (kept, f64::NEG_INFINITY)
}
