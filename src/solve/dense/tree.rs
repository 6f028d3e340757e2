//! The tree: nodes that are still open, the best plan, and the highest bound of what was cut off.

use super::bounding::Bounded;
use super::history::History;
use super::lines::Lines;
use super::options::{Choose, Open};
use super::split::{self, Child};
use super::tableau::{Pivoted, Tableau};
use crate::model::Id;
use crate::program::{Program, Selection};
use crate::solve::exact::Proof;
use crate::solve::limits::{MOST_DOUBLINGS, PIVOTS_OF_NODE, TIE};

/// What is open below a point of the tree.
struct Node {
    tableau: Tableau,
    open: Open,
    /// No plan of the node is worth more.
    bound: f64,
}

pub(super) struct Tree<'a> {
    program: &'a Program,
    lines: Lines,
    history: History,
    best: Option<(Selection, f64)>,
    /// The highest bound of anything cut off.
    cut_off: f64,
    nodes: Vec<Node>,
}

impl<'a> Tree<'a> {
    /// The tree with its root; `start` is the best plan so far if it keeps the rules.
    pub(super) fn new(program: &'a Program, lines: Lines, start: Option<&Selection>) -> Self {
        let best = start.filter(|start| program.keeps(start)).map(|start| (start.clone(), program.value(start)));
        let tableau = Tableau::new(&lines, program.choices.len());
        let root = Node { tableau, open: Open::new(program), bound: f64::INFINITY };
        Self { program, lines, history: History::default(), best, cut_off: f64::NEG_INFINITY, nodes: vec![root] }
    }

    /// Looks at nodes until none is left or `stops` says so.
    pub(super) fn grow(mut self, stops: &dyn Fn() -> bool) -> Proof {
        while let Some(node) = self.nodes.pop() {
            if stops() {
                let bound = self.nodes.iter().map(|node| node.bound).fold(node.bound.max(self.cut_off), f64::max);
                return Proof::Unfinished(self.best.map(|(selection, _)| selection), Some(bound));
            }
            self.look_at(node);
        }
        let cut_off = self.cut_off;
        self.best.map_or(Proof::Infeasible, |(selection, value)| Proof::Optimal(selection, cut_off.max(value)))
    }

    /// A node whose bound is not above this is cut off.
    fn floor(&self) -> f64 {
        self.best.as_ref().map_or(f64::NEG_INFINITY, |(_, value)| value + value.abs() * TIE)
    }

    fn look_at(&mut self, mut node: Node) {
        if self.is_cut_off(&mut node) {
            return;
        }
        let floor = self.floor();
        let children = split::branch(self.program, &node.open, &node.tableau, &mut self.history, floor).or_else(|| {
            self.judge(&node);
            split::branch_whole(&node.open, &node.tableau)
        });
        match children {
            _ if node.bound <= self.floor() => self.cut_off = self.cut_off.max(node.bound),
            Some(children) => self.push(&node, children),
            // One selection is left, and it has been judged.
            None => {}
        }
    }

    /// Pivots and closes options until nothing changes; whether the node's bound is not above the floor then.
    fn is_cut_off(&mut self, node: &mut Node) -> bool {
        loop {
            let bounded = self.bounded(node);
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
    fn bounded(&self, node: &mut Node) -> Bounded {
        let pivoted = node.tableau.optimise(self.floor(), PIVOTS_OF_NODE);
        let multipliers = node.tableau.multipliers(&self.lines);
        let bounded = Bounded::new(&self.lines, &node.open, &multipliers);
        match pivoted {
            Pivoted::Infeasible(row) => {
                let ray = node.tableau.ray(&self.lines, row);
                self.along(&node.open, &multipliers, &ray).unwrap_or(bounded)
            }
            Pivoted::Optimal | Pivoted::Stopped => bounded,
        }
    }

    /// The bound so far along a ray that it is not above the floor, if it comes to that. Without a plan the floor is under all
    /// values that a plan can have.
    fn along(&self, open: &Open, multipliers: &[f64], ray: &[f64]) -> Option<Bounded> {
        let lowest = -self.lines.largest_value();
        let floor = self.floor().max(lowest);
        let step = |doublings: i32| {
            let moved: Vec<f64> = multipliers.iter().zip(ray).map(|(y, ray)| y + 2f64.powi(doublings) * ray).collect();
            Bounded::new(&self.lines, open, &moved)
        };
        let mut found = (0..MOST_DOUBLINGS).map(step).find(|bounded| bounded.bound <= floor)?;
        if found.bound <= lowest {
            found.bound = f64::NEG_INFINITY;
        }
        Some(found)
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

    /// Children go on the stack, the better one on top.
    fn push(&mut self, node: &Node, children: [Child; 2]) {
        let mut children = children.map(|child| {
            let mut open = node.open.clone();
            child.closes.iter().for_each(|&option| open.close(child.choice, option));
            Node { tableau: child.tableau, open, bound: node.bound }
        });
        children.sort_by(|a, b| a.tableau.value().total_cmp(&b.tableau.value()));
        self.nodes.extend(children);
    }

    /// Takes a whole point over if it keeps the rules in whole numbers and is better than the best.
    fn judge(&mut self, node: &Node) {
        let mut selection = Selection::empty(&self.program.placements);
        for (choice, facts) in self.program.choices.iter().enumerate() {
            let is_taken = |&placement: &usize| node.open.count(choice) == 1 || node.tableau.amount(placement) > 0.5;
            selection.set(facts.initiative, node.open.placements(choice).find(is_taken).map(Id::new));
        }
        let value = self.program.value(&selection);
        if self.program.keeps(&selection) && self.best.as_ref().is_none_or(|(_, best)| value > *best) {
            self.best = Some((selection, value));
        }
    }
}
