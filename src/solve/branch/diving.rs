//! Dives: a way straight down from a node to a plan.
//!
//! The most certain fractional option is taken, what arcs, rows and the bound rule out is closed, the relaxation follows, and so on until
//! its point is whole or worth no more than the best plan. What turns out to be a dead end is closed instead, a few times. Dives differ in
//! what is most certain: what the point has most of, or what the best plan has as well (guided dives: Danna, Rothberg and Le Pape 2005).

use super::node::Node;
use super::split::WHOLE;
use super::tree::Tree;
use crate::model::Id;
use crate::solve::propagation::{Choose, Open};

/// Dead ends after which a dive is given up.
const MOST_DEAD_ENDS: u32 = 4;
/// Dives take at most this part of the work of a tree, as a divisor, beside the first; less with each that found nothing.
const PART_OF_WORK: u64 = 8;
/// Options that the point has at least so much of are taken together.
const CERTAIN: f64 = 0.9;
/// What it adds to an amount, 0 to 1, that the best plan has the option as well.
const GUIDED: f64 = 1.0;

/// Dives so far.
#[derive(Debug, Default, Clone)]
pub(super) struct Diving {
    dives: u64,
    /// Of them those since the last that found a better plan.
    in_vain: u64,
    work: u64,
}

impl Tree {
    /// Dives from a node whose relaxation is at its optimum, if it is time for it, and comes back to it.
    pub(super) fn dive(&mut self, node: &Node) {
        let others = self.work() - self.diving.work;
        if self.diving.dives > 0 && self.diving.work > others / (PART_OF_WORK + self.diving.in_vain) {
            return;
        }
        let (before, known) = (self.work(), self.known);
        let basis = self.relaxed.basis();
        self.go_down(node);
        self.relaxed.restore(&basis);
        self.relaxed.sync(&node.open);
        let floor = self.floor();
        self.relaxed.optimise(floor, u64::MAX);
        self.diving.dives += 1;
        self.diving.in_vain = if self.known > known { 0 } else { self.diving.in_vain + 1 };
        self.diving.work += self.work() - before;
    }

    fn go_down(&mut self, node: &Node) {
        let is_guided = self.diving.dives % 2 == 1;
        let mut dead_ends = 0;
        let mut at = node.below(node.open.clone());
        while let Some((choice, option)) = self.most_certain(&at.open, is_guided) {
            let mut next = node.below(at.open.clone());
            next.open.take(choice, option);
            self.take_certain(&mut next.open);
            if self.is_cut_off(&mut next, u64::MAX) {
                dead_ends += 1;
                at.open.close(choice, option);
                if dead_ends > MOST_DEAD_ENDS || self.is_cut_off(&mut at, u64::MAX) {
                    return;
                }
            } else {
                at = next;
            }
        }
        self.judge(&at.open);
    }

    /// Takes all that the point has nearly.
    fn take_certain(&self, open: &mut Open) {
        for choice in 0..open.choices() {
            let certain = open.placements(choice).find(|&placement| self.relaxed.amount(placement) >= CERTAIN);
            if let Some(placement) = certain {
                open.take(choice, Choose::Placement(placement));
            }
        }
    }

    /// The fractional option that a plan is likeliest to have.
    fn most_certain(&self, open: &Open, is_guided: bool) -> Option<(usize, Choose)> {
        let has = |placement: usize| {
            is_guided && self.best().is_some_and(|best| best.0.has(Id::new(placement), &self.program().placements))
        };
        let mut most: Option<(f64, usize, Choose)> = None;
        for choice in (0..open.choices()).filter(|&choice| open.count(choice) > 1) {
            for placement in open.placements(choice) {
                let amount = self.relaxed.amount(placement);
                let worth = amount + if has(placement) { GUIDED } else { 0.0 };
                if amount > WHOLE && amount < 1.0 - WHOLE && most.is_none_or(|(other, ..)| worth > other) {
                    most = Some((worth, choice, Choose::Placement(placement)));
                }
            }
        }
        most.map(|(_, choice, option)| (choice, option))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use super::*;
    use crate::solve::presolved;

    #[test]
    fn a_dive_finds_a_plan_and_leaves_the_tree_as_it_was() {
        let program = presolved(&crate::input::read(Path::new("data/atlas")).expect("it is in the repository").portfolio);
        let mut tree = Tree::new(Arc::new(program), None);
        let mut root = Node { open: Open::new(tree.program()), basis: None, bound: f64::INFINITY, number: 0, id: None, from: None };
        assert!(!tree.is_cut_off(&mut root, u64::MAX));
        let value = tree.relaxed.value();
        tree.dive(&root);
        let (plan, worth) = tree.best().cloned().expect("a dive from the root of atlas ends in a plan");
        assert!(tree.program().keeps(&plan) && worth > 0.5 * value && worth <= value + 1e-6, "{worth} of {value}");
        assert!(!tree.is_cut_off(&mut root, u64::MAX));
        assert!((tree.relaxed.value() - value).abs() < 1e-6 * value);
    }
}
