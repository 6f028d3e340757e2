//! What a tree records of its nodes, and how it goes on from where an earlier one ended.

use super::lines::Of;
use super::node::Node;
use super::split::{self, Split};
use super::tree::Tree;
use crate::model::Id;
use crate::program::{Placement, Program};
use crate::solve::bounding::Bounded;
use crate::solve::proof_tree::{Carried, Growth, Key, Recorded};

impl Tree {
    /// Goes without a record, before the root is looked at.
    pub(super) fn leave_unrecorded(&mut self) {
        self.is_unrecorded = true;
        self.next.iter_mut().for_each(|root| root.id = None);
    }

    /// Records what a node is looked at with, which has the bound that it had before. Lines may go while cuts are looked for at the root, so
    /// what was recorded goes too.
    pub(super) fn record(&mut self, node: &Node, Bounded { bound, multipliers: ys, .. }: &Bounded) {
        let bound = bound.min(node.bound);
        let Some(id) = node.id else { return };
        if self.cutting.is_some() {
            self.recorded = Recorded::default();
        }
        let lines = &self.relaxed.lines.lines;
        self.recorded.look(id, (node.bound, bound), ys, |line| lines[line].of != Of::Choice);
    }

    /// Records that a node has one selection left, which has been judged: without multipliers it is worth what it is worth.
    pub(super) fn record_last(&mut self, node: &Node) {
        let alone = Bounded::new(&self.relaxed.lines, &node.open, &vec![0.0; self.relaxed.height()]);
        self.record(node, &alone);
    }

    /// Goes on with an earlier tree, whose nodes that were cut off are worth no more than `cut_off`; finding that out took so much work.
    pub(super) fn go_on_with(&mut self, carried: Carried, cut_off: f64, work: u64) {
        self.cut_off = self.cut_off.max(cut_off);
        self.relaxed.add_work(work);
        self.next = self.next.take().filter(|root| carried.bound(0) > f64::NEG_INFINITY || root.number > 0);
        self.next.iter_mut().for_each(|root| root.bound = root.bound.min(carried.bound(0)));
        self.carried = carried;
    }

    /// The split of the earlier tree, if it has the node.
    pub(super) fn carried_split(&mut self, node: &mut Node) -> Option<Split> {
        let has = |key: Key, first: bool| node.open.all(key.choice()).any(|option| key.is_first(self.program(), option) == first);
        let before = node.id?;
        let (id, key) = self.carried.split(before, has);
        self.recorded.rename(before, id);
        node.id = Some(id);
        node.bound = node.bound.min(self.carried.bound(id));
        key.map(|key| split::of_key(self.program(), key, &node.open, &self.relaxed))
    }

    /// What was recorded, in the whole program.
    pub(super) fn growth(&self, whole: &Program, whole_of: &[Id<Placement>]) -> Growth {
        let lines = self.relaxed.lines.lines.iter().map(|line| Some((line.own(self.program())?, line.scale))).collect();
        Growth::of(self.best_recorded(), (self.program(), whole, whole_of), lines)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::solve::closure::tests::random_releases;

    #[test]
    fn the_root_is_recorded_whether_or_not_cutting_ends_with_lines_to_drop() {
        let programs = (0..200).filter_map(random_releases);
        let looked = programs.filter(|(program, _)| {
            let mut tree = Tree::new(Arc::clone(program), None);
            tree.grow(u64::MAX, &|| false);
            assert!(tree.recorded.nodes.contains_key(&0));
            tree.recorded.nodes.len() > 1
        });
        assert!(looked.count() > 20);
    }
}
