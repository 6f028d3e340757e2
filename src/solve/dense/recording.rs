//! What a tree records of its nodes, and how it goes on from where an earlier one ended (see `branch/recording.rs`).

use super::lines::Of;
use super::node::Node;
use super::split::{self, Child};
use super::tree::Tree;
use crate::model::Id;
use crate::program::{Placement, Program};
use crate::solve::bounding::Bounded;
use crate::solve::proof_tree::{Carried, Growth, Key};

impl Tree {
    /// Records what a node is looked at with, whose own bound is the one from before.
    pub(super) fn record(&mut self, node: &Node, Bounded { bound, multipliers: ys, .. }: &Bounded) {
        let bound = bound.min(node.bound);
        let lines = &self.lines.lines;
        self.recorded.look(node.id, (node.above, bound), ys, |line| lines[line].of != Of::Choice);
    }

    /// Records that a node has one selection left, which has been judged: without multipliers it is worth what it is worth.
    pub(super) fn record_last(&mut self, node: &Node) {
        let alone = Bounded::new(&self.lines, &node.open, &vec![0.0; self.lines.lines.len()]);
        self.record(node, &alone);
    }

    /// Goes on with an earlier tree, whose nodes that were cut off are worth no more than `cut_off`; finding that out took so much work.
    /// Nodes are looked at by bound from the start: most are cut off once better plans are found.
    pub(in crate::solve) fn go_on_with(&mut self, carried: Carried, cut_off: f64, work: u64) {
        self.cut_off = self.cut_off.max(cut_off);
        self.work += work;
        self.next = self.next.take().filter(|_| carried.bound(0) > f64::NEG_INFINITY);
        self.next.iter_mut().for_each(|root| root.bound = root.bound.min(carried.bound(0)));
        self.carried = carried;
    }

    /// The children by the split of the earlier tree, if it has the node.
    pub(super) fn carried_children(&mut self, node: &mut Node) -> Option<[Child; 2]> {
        let has = |key: Key, first: bool| node.open.all(key.choice()).any(|option| key.is_first(&self.program, option) == first);
        let (id, key) = self.carried.split(node.id, has);
        self.recorded.rename(node.id, id);
        (node.id, node.bound) = (id, node.bound.min(self.carried.bound(id)));
        let floor = self.floor();
        key.map(|key| split::of_key(&self.program, key, &node.open, &node.tableau, floor, &mut self.work))
    }

    /// What was recorded, in the whole program.
    pub(in crate::solve) fn growth(&self, whole: &Program, whole_of: &[Id<Placement>]) -> Growth {
        let lines = self.lines.lines.iter().map(|line| Some((line.own()?, line.scale))).collect();
        Growth::of(&self.recorded, (&self.program, whole, whole_of), lines)
    }
}
