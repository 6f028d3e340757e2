//! What a node closes: what arcs and rows rule out, alone and together, and what no plan of use has by the bound.

use super::node::Node;
use super::split;
use super::tree::Tree;
use crate::solve::bounding::Bounded;
use crate::solve::propagation::{Choose, Open};

impl Tree {
    /// Closes what arcs and rows rule out.
    pub(super) fn close_by_rules(&mut self, open: &mut Open) {
        let mut work = 0;
        loop {
            let by_arcs = self.relaxed.close(open);
            let by_rows = self.knapsacks.iter().fold(false, |closed, row| row.close(open, &mut work) | closed);
            let by_both = !by_arcs && !by_rows && self.induced.as_ref().is_some_and(|induced| induced.close(open, &mut work));
            if !by_arcs && !by_rows && !by_both {
                break;
            }
        }
        self.relaxed.add_work(work);
    }

    /// Closes options that are in no plan of use; whether the present point had some of one.
    pub(super) fn close(&mut self, node: &mut Node, bounded: &Bounded) -> bool {
        let (floor, mut had) = (self.floor(), false);
        for choice in 0..node.open.choices() {
            let with = |option: Choose| bounded.with(choice, option);
            let useless: Vec<Choose> = node.open.all(choice).filter(|&option| with(option) <= floor).collect();
            if useless.is_empty() {
                continue;
            }
            for (option, amount) in self.relaxed.amounts(&node.open, choice) {
                if useless.contains(&option) {
                    self.cut_off = self.cut_off.max(with(option));
                    had |= amount > split::WHOLE;
                    node.open.close(choice, option);
                }
            }
        }
        had
    }
}
