//! Nodes made smaller, where arcs rule: options that cost too much are closed, and what leaves little open is settled by a tree of its own.
//!
//! The multipliers of a node's rows and cuts, with the arcs kept exactly, close far more than its reduced values
//! (`closure/losses.rs`). A relaxation has all columns of its program, also those that the node has decided; a program of what is left
//! alone, with what shares its fate in one, is often a tenth of it or fits a dense tableau. Both are tried where they have paid of late.

use super::either::in_sparse;
use super::grown::Apart;
use super::node::Node;
use super::remaining::Remaining;
use super::tree::Tree;
use crate::program::Program;
use crate::solve::closure::Losses;

/// Share of the open options that must cost too much for the looking to pay.
const SHARE_THAT_PAYS: f64 = 0.01;
/// Most of the choices that may be open at a node that is settled by a tree of its own, as a share, and the most work that this may take.
const SHARE_OF_SMALL: f64 = 0.5;
/// See [`SHARE_OF_SMALL`].
const MOST_WORK_OF_SMALL: u64 = 10_000_000;
/// By what factor the gap below which it is looked for what costs too much, or the share below which a node is settled by itself, falls
/// below where it did not pay, and how far above where it did it may rise again.
const SMALLER: f64 = 0.8;
/// See [`SMALLER`].
const LARGER: f64 = 1.5;

/// What makes nodes smaller, and where it is tried.
#[derive(Debug, Clone)]
pub(super) struct Smaller {
    /// None where arcs do not rule.
    losses: Option<Losses>,
    /// The gap of nodes below which it is looked for what costs too much.
    gap: f64,
    /// The share of open choices below which a node is settled by a tree of its own.
    share: f64,
}

impl Smaller {
    pub(super) fn new(program: &Program) -> Self {
        Self { losses: Losses::where_arcs_rule(program), gap: f64::INFINITY, share: SHARE_OF_SMALL }
    }
}

impl Tree {
    /// Closes what costs too much under the multipliers of rows and cuts, where arcs rule; whether there was any. Looks only at nodes
    /// with a gap at which it is likely to pay.
    pub(super) fn narrow(&mut self, node: &mut Node) -> bool {
        let floor = self.floor();
        let gap = node.bound - floor;
        let Some(losses) = self.smaller.losses.as_mut().filter(|_| gap < self.smaller.gap) else { return false };
        let before = losses.work;
        let (fixed, reduced) = self.relaxed.of_rows();
        let useless = losses.useless(&node.open, &reduced, fixed, floor);
        self.relaxed.add_work(losses.work - before);
        let open: usize = (0..node.open.choices()).map(|choice| node.open.count(choice) as usize).filter(|count| *count > 1).sum();
        let pays = useless.len() as f64 >= SHARE_THAT_PAYS * open as f64;
        self.smaller.gap = if pays { self.smaller.gap.max(LARGER * gap) } else { SMALLER * gap };
        for &(choice, option) in &useless {
            node.open.close(choice, option);
            self.cut_off = self.cut_off.max(floor);
        }
        !useless.is_empty()
    }

    /// Settles all below a node with a tree of its own, where little is open and arcs rule: a program of that alone has a far smaller
    /// relaxation. False if that would take long.
    pub(super) fn settles(&mut self, node: &Node) -> bool {
        let count = node.open.choices();
        let open = (0..count).filter(|&choice| node.open.count(choice) > 1).count();
        let share = open as f64 / count as f64;
        if self.smaller.losses.is_none() || share > self.smaller.share {
            return false;
        }
        let mut apart = Apart::new(Remaining::new(self.program(), None, &node.open), false);
        apart.note(self.known);
        let is_over = apart.tree.grow(MOST_WORK_OF_SMALL, &|| false);
        self.relaxed.add_work(in_sparse(apart.tree.work()) + (self.program().placements.len() + self.program().arcs.len()) as u64);
        if let Some((selection, _)) = apart.best() {
            self.offer(selection);
        }
        self.smaller.share = if is_over { self.smaller.share.max(LARGER * share).min(SHARE_OF_SMALL) } else { SMALLER * share };
        if is_over {
            self.cut_off = self.cut_off.max(apart.bound().min(node.bound));
        }
        is_over
    }
}
