//! The tree: nodes that are still open, the best plan, and the highest bound of what was cut off.
//!
//! At first nodes are looked at depth first. If the tree is not over soon, the node of the highest bound is looked at next, then its
//! better child as long as there is one; the other child waits (`waiting.rs`).

use std::sync::Arc;

use super::covers::Knapsack;
use super::history::History;
use super::lines::Lines;
use super::node::Node;
use super::size;
use super::split::{self, Child};
use super::tableau::{Pivoted, Tableau};
use super::waiting::Waiting;
use crate::model::Id;
use crate::program::{Program, Selection};
use crate::solve::bounding::Bounded;
use crate::solve::certificate;
use crate::solve::limits::{MOST_CUTTING_ROUNDS, PIVOTS_OF_NODE};
use crate::solve::proof_tree::{Carried, Recorded, child_of};
use crate::solve::propagation::{Choose, Open};

/// The tree of a tiny program.
#[derive(Clone)]
pub(in crate::solve) struct Tree {
    pub(in crate::solve) program: Arc<Program>,
    pub(super) lines: Lines,
    /// Rows whose covers are looked for at the root; none when that is over.
    knapsacks: Vec<Knapsack>,
    cutting_rounds: usize,
    history: History,
    best: Option<(Selection, f64)>,
    /// Plans not worth more than this are of no use, whoever found one.
    pub(in crate::solve) known: f64,
    /// All values are whole multiples of this; 0 if they are not.
    step: f64,
    /// The highest bound of anything cut off.
    pub(super) cut_off: f64,
    pub(super) recorded: Recorded,
    /// The earlier tree that it goes on with.
    pub(super) carried: Carried,
    pub(super) next: Option<Node>,
    pub(super) waiting: Waiting,
    nodes_made: u64,
    pub(super) work: u64,
    /// Work after which another tree is to go on.
    pub(in crate::solve) most_work: u64,
}

impl Tree {
    /// The tree with its root; `start` is the best plan so far if it keeps the rules. `None` if the sparse method is to begin.
    pub(in crate::solve) fn new(program: &Arc<Program>, start: Option<&Selection>) -> Option<Self> {
        let (lines, most_work) = size::lines(program)?;
        let best = start.filter(|start| program.keeps(start)).map(|start| (start.clone(), program.value(start)));
        let tableau = Tableau::new(&lines, program.choices.len());
        let root = Node { tableau, open: Open::new(program), above: f64::INFINITY, bound: f64::INFINITY, id: 0, number: 0 };
        Some(Self {
            work: (lines.lines.len() * lines.objective.len()) as u64,
            lines,
            knapsacks: Knapsack::all(program),
            cutting_rounds: 0,
            history: History::default(),
            known: best.as_ref().map_or(f64::NEG_INFINITY, |best| best.1),
            best,
            step: certificate::step(program),
            program: Arc::clone(program),
            cut_off: f64::NEG_INFINITY,
            recorded: Recorded::default(),
            carried: Carried::default(),
            next: Some(root),
            waiting: Waiting::default(),
            nodes_made: 0,
            most_work,
        })
    }

    /// Looks at nodes until none is left, or so much work is done, or another tree is to go on, or `stops` says so; whether none is left.
    pub(in crate::solve) fn grow(&mut self, work: u64, stops: &dyn Fn() -> bool) -> bool {
        let until = self.work.saturating_add(work).min(self.most_work);
        while !stops() && self.work < until {
            if self.cut() {
                continue;
            }
            let Some(node) = self.take() else { return true };
            self.look_at(node);
        }
        self.is_over()
    }

    /// Whether no node is left.
    pub(in crate::solve) fn is_over(&self) -> bool {
        self.next.is_none() && self.waiting.is_empty()
    }

    /// Whether another tree is to go on.
    pub(in crate::solve) fn is_too_long(&self) -> bool {
        self.work >= self.most_work && !self.is_over()
    }

    /// Work so far.
    pub(in crate::solve) fn work(&self) -> u64 {
        self.work
    }

    /// Takes note that a plan of this value is known.
    pub(in crate::solve) fn note(&mut self, value: f64) {
        self.known = self.known.max(value);
    }

    /// The best plan found, with its value.
    pub(in crate::solve) fn best(&self) -> Option<&(Selection, f64)> {
        self.best.as_ref()
    }

    /// No plan is worth more than this or the best known one.
    pub(in crate::solve) fn bound(&self) -> f64 {
        let open = self.next.iter().map(|node| node.bound).chain(self.waiting.bounds());
        certificate::rounded(&self.program, open.fold(self.cut_off, f64::max))
    }

    /// A node whose bound is not above this is cut off: the next better value is farther away.
    pub(super) fn floor(&self) -> f64 {
        certificate::floor(self.known, self.step)
    }

    /// Adds cover cuts that the root's point breaks; whether there were any. The root begins anew with them.
    fn cut(&mut self) -> bool {
        let knapsacks = std::mem::take(&mut self.knapsacks);
        let Some(root) = self.next.as_mut().filter(|_| !knapsacks.is_empty()) else { return false };
        root.tableau.optimise(f64::NEG_INFINITY, PIVOTS_OF_NODE, &mut self.work);
        let amount = |column: usize| root.tableau.amount(column);
        let cuts: Vec<_> = knapsacks.iter().filter_map(|knapsack| knapsack.cut(&amount)).collect();
        self.cutting_rounds += 1;
        if cuts.is_empty() {
            return false;
        }
        cuts.into_iter().for_each(|cut| self.lines.lines.push(cut));
        root.tableau = Tableau::new(&self.lines, self.program.choices.len());
        if self.cutting_rounds < MOST_CUTTING_ROUNDS {
            self.knapsacks = knapsacks;
        }
        true
    }

    fn look_at(&mut self, mut node: Node) {
        if self.is_cut_off(&mut node) {
            return;
        }
        if node.number == 0 {
            self.waiting.begin_at(&node.tableau);
        }
        let floor = self.floor();
        let children = self.carried_children(&mut node).or_else(|| {
            let (open, tableau) = (&node.open, &node.tableau);
            split::branch(&self.program, open, tableau, &mut self.history, floor, &mut self.work).or_else(|| {
                self.judge(&node);
                split::branch_whole(open, tableau, &mut self.work)
            })
        });
        match children {
            _ if node.bound <= self.floor() => self.cut_off = self.cut_off.max(node.bound),
            Some(children) => self.push(&node, children),
            None => self.record_last(&node),
        }
    }

    /// Pivots and closes options until nothing changes; whether the node's bound is not above the floor then.
    fn is_cut_off(&mut self, node: &mut Node) -> bool {
        loop {
            let bounded = self.bounded(node);
            self.record(node, &bounded);
            node.bound = node.bound.min(bounded.bound);
            if node.bound <= self.floor() {
                self.cut_off = self.cut_off.max(node.bound);
                return true;
            }
            if !self.close(node, &bounded) {
                node.tableau.shrink(|column| self.lines.needs_multiplier(column));
                return false;
            }
        }
    }

    /// Pivots, and bounds what is open.
    fn bounded(&mut self, node: &mut Node) -> Bounded {
        let pivoted = node.tableau.optimise(self.floor(), PIVOTS_OF_NODE, &mut self.work);
        let multipliers = node.tableau.multipliers(&self.lines);
        self.work += self.lines.lines.size();
        let bounded = Bounded::new(&self.lines, &node.open, &multipliers);
        match pivoted {
            Pivoted::Infeasible(row) => {
                let ray = node.tableau.ray(&self.lines, row);
                Bounded::along(&self.lines, &node.open, &multipliers, &ray, self.floor()).unwrap_or(bounded)
            }
            Pivoted::Optimal | Pivoted::Stopped => bounded,
        }
    }

    /// Closes options that are in no plan of use; whether the present point had some of one.
    fn close(&mut self, node: &mut Node, bounded: &Bounded) -> bool {
        let (floor, mut had) = (self.floor(), false);
        for choice in 0..node.open.choices() {
            let with = |option: Choose| bounded.with(choice, option);
            for option in node.open.all(choice).filter(|&option| with(option) <= floor).collect::<Vec<Choose>>() {
                self.cut_off = self.cut_off.max(with(option));
                let column = split::column(&node.tableau, choice, option);
                had |= node.tableau.amount(column) > split::WHOLE;
                node.tableau.close(column);
                node.open.close(choice, option);
            }
        }
        had
    }

    /// The better child is next, the other waits.
    fn push(&mut self, node: &Node, children: [Child; 2]) {
        self.recorded.split(node.id, children[0].key);
        let mut children = children.map(|child| {
            let mut open = node.open.clone();
            for &option in &child.closes {
                open.close(child.choice, option);
            }
            let bounded = Bounded::new(&self.lines, &open, &child.tableau.multipliers(&self.lines));
            self.nodes_made += 1;
            let id = child_of(node.id, child.part);
            let bound = node.bound.min(bounded.bound).min(self.carried.bound(id));
            let child = Node { tableau: child.tableau, open, above: node.bound, bound, id, number: self.nodes_made };
            if bounded.bound <= self.floor() {
                // The run may end before it is looked at.
                self.record(&child, &bounded);
            }
            child
        });
        self.work += 2 * self.lines.lines.size();
        children.sort_by(|a, b| a.tableau.value().total_cmp(&b.tableau.value()));
        let [other, better] = children;
        self.waiting.push(other);
        self.next = Some(better);
    }

    /// Takes a whole point over if it keeps the rules in whole numbers and is better than the best.
    fn judge(&mut self, node: &Node) {
        let mut selection = Selection::empty(&self.program.placements);
        for (choice, facts) in self.program.choices.iter().enumerate() {
            let is_taken = |&placement: &usize| node.open.count(choice) == 1 || node.tableau.amount(placement) > 0.5;
            selection.set(facts.initiative, node.open.placements(choice).find(is_taken).map(Id::new));
        }
        let value = self.program.value(&selection);
        if self.program.keeps(&selection) && value > self.known {
            self.known = value;
            self.best = Some((selection, value));
        }
    }
}
