//! What a tree proves of a program: its nodes looked at with the multipliers that they have.
//!
//! Arcs, rows and sums of rows close what they rule out, and multipliers what is worth no more than a floor; what is closed for that is
//! worth no more than it was said to be, which counts.

use std::collections::BTreeMap;

use super::recorded::child_of;
use super::{Look, Node, Part, Priced, ProofTree, Split};
use crate::model::{Hardness, Id};
use crate::program::{Program, Sense};
use crate::solve::hull;
use crate::solve::limits::SUMMING;
use crate::solve::propagation::{Choose, Propagation};

/// What a walk came to.
#[derive(Debug, Default)]
pub(in crate::solve) struct Walked {
    /// No plan is worth more.
    pub bound: f64,
    /// The highest bound of anything cut off.
    pub cut_off: f64,
    /// The bound of each node by position; infinite for those that were not reached.
    pub bounds: Vec<f64>,
    /// For each node by id, and each part without a node, the highest bound of what is open there; infinite below where nothing is.
    pub below: BTreeMap<u64, f64>,
    /// Entries looked at.
    pub work: u64,
}

/// A row, arc or cut as floating-point numbers.
struct Line {
    terms: Vec<(usize, f64)>,
    limit: f64,
    /// Where its multiplier may be.
    least: f64,
    most: f64,
}

/// What is still to be done.
enum Step<'a> {
    /// Into a part of the node at a position, or into the root.
    Down { to: Option<(usize, &'a Split, usize)>, bound: f64, id: u64 },
    /// Back to where so much was closed.
    Back(usize),
}

pub(super) struct Walk<'a> {
    program: &'a Program,
    lines: Vec<Option<Line>>,
    pub(super) propagation: Propagation,
    pub(super) floor: f64,
    walked: Walked,
}

/// Works a tree through; what is worth no more than `floor` is cut off.
pub(in crate::solve) fn walk(program: &Program, tree: &ProofTree, floor: f64) -> Walked {
    let mut walk = Walk::new(program, tree, floor);
    walk.through(&tree.nodes, |_, _, _, _| {});
    let none = f64::NEG_INFINITY;
    let Walk { mut walked, propagation, .. } = walk;
    walked.work += propagation.work;
    for (id, node) in tree.ids().into_iter().zip(tree.nodes.iter()).rev() {
        if let Some((id, _)) = id.zip(node.split.as_ref()) {
            let of_part = |part: usize| walked.below.get(&child_of(id, part)).copied().unwrap_or(none);
            let most = of_part(0).max(of_part(1));
            walked.below.entry(id).or_insert(most);
        }
    }
    walked.bound = walked.bound.max(walked.cut_off);
    walked
}

impl<'a> Walk<'a> {
    /// All is open.
    pub(super) fn new(program: &'a Program, tree: &ProofTree, floor: f64) -> Self {
        let lines = tree.priced.iter().map(|priced| priced.as_ref().map(|priced| Line::of(program, priced))).collect();
        let (bounds, none) = (vec![f64::INFINITY; tree.nodes.len()], f64::NEG_INFINITY);
        let walked = Walked { bound: none, cut_off: none, bounds, ..Walked::default() };
        Self { program, lines, propagation: Propagation::by(program, hull::knapsacks), floor, walked }
    }

    /// Goes through all nodes; `at_node` is told of each that is reached: its position, its looks, and the bound of its parent.
    pub(super) fn through(&mut self, nodes: &[Node], mut at_node: impl FnMut(&mut Self, usize, &[Look], f64)) {
        let mut steps = vec![Step::Down { to: None, bound: f64::INFINITY, id: 0 }];
        while let Some(step) = steps.pop() {
            match step {
                Step::Back(count) => self.propagation.go_back(count),
                Step::Down { to, bound, id } => {
                    steps.push(Step::Back(self.propagation.closed().len()));
                    let (at, looks) = match to {
                        None => (Some(0), nodes.first().map_or(&[][..], |root| &root.looks)),
                        Some((parent, split, part)) => {
                            self.keep(split, part);
                            let at = split.children[part].map(|child| child as usize);
                            // A part without a node is looked at with what its parent has.
                            (at, &nodes[at.unwrap_or(parent)].looks[..])
                        }
                    };
                    if let Some(at) = at {
                        at_node(self, at, looks, bound);
                    }
                    let Some(bound) = self.bound(looks, bound) else {
                        self.walked.below.insert(id, f64::NEG_INFINITY);
                        continue;
                    };
                    let node = at.and_then(|at| nodes.get(at));
                    at.iter().filter(|_| node.is_some()).for_each(|&at| self.walked.bounds[at] = bound);
                    if bound <= self.floor {
                        self.walked.cut_off = self.walked.cut_off.max(bound);
                        self.walked.below.insert(id, f64::NEG_INFINITY);
                    } else if let Some((at, split)) = at.zip(node.and_then(|node| node.split.as_ref())) {
                        steps.extend([1, 0].map(|part| Step::Down { to: Some((at, split, part)), bound, id: child_of(id, part) }));
                    } else {
                        self.walked.bound = self.walked.bound.max(bound);
                        self.walked.below.insert(id, bound);
                    }
                }
            }
        }
    }

    /// Closes the other part of a split.
    fn keep(&mut self, split: &Split, part: usize) {
        let Some(choice) = self.program.choices.iter().position(|choice| choice.initiative == split.initiative) else { return };
        let is_first = |option: Choose| match (split.first, option) {
            (Part::Out, option) => option == Choose::Out,
            (Part::Nothing, _) | (_, Choose::Out) => false,
            (Part::Only(decision), Choose::Placement(own)) => self.program.placements[Id::new(own)].decision == decision,
            (Part::Until(last), Choose::Placement(own)) => self.program.placements[Id::new(own)].decision.start <= last,
        };
        let others = |option: &Choose| is_first(*option) != (part == 0);
        let others: Vec<Choose> = self.propagation.open().all(choice).filter(others).collect();
        others.into_iter().for_each(|option| self.propagation.close(choice, option));
    }

    /// The bound over what is open, which is at most its parent's; none where no plan of use is left.
    pub(super) fn bound(&mut self, looks: &[Look], parent: f64) -> Option<f64> {
        let mut bound = parent;
        for look in std::iter::once(None).chain(looks.iter().map(Some)) {
            if let Some(look) = look {
                bound = self.look(look, bound);
            }
            if bound <= self.floor {
                return Some(bound);
            }
            if !self.propagation.settle() {
                return None;
            }
        }
        Some(bound)
    }

    /// The bound by these multipliers, or the one before if it is lower; options that are worth no more than the floor are closed.
    fn look(&mut self, look: &Look, before: f64) -> f64 {
        let mut reduced: Vec<f64> = self.program.placements.iter().map(|(_, placement)| placement.value).collect();
        let mut size: f64 = reduced.iter().map(|value| value.abs()).sum();
        let mut total = 0.0;
        for &(at, y) in look {
            let Some(line) = self.lines.get(at as usize).and_then(Option::as_ref).filter(|_| y.is_finite()) else { continue };
            let y = y.clamp(line.least, line.most);
            total += y * line.limit;
            size += (y * line.limit).abs();
            for &(placement, coefficient) in &line.terms {
                reduced[placement] -= y * coefficient;
                size += (y * coefficient).abs();
            }
            self.walked.work += line.terms.len() as u64;
        }
        let open = self.propagation.open();
        let most = |choice: usize| {
            let most = open.placements(choice).map(|placement| reduced[placement]).fold(f64::NEG_INFINITY, f64::max);
            if open.may_stay_out(choice) { most.max(0.0) } else { most }
        };
        let best: Vec<f64> = (0..open.choices()).map(most).collect();
        let own = total + best.iter().sum::<f64>() + size * SUMMING;
        self.walked.work += reduced.len() as u64;
        if !own.is_finite() || own.min(before) <= self.floor {
            return if own.is_finite() { own.min(before) } else { before };
        }
        let with = |choice: usize, option: Choose| match option {
            Choose::Placement(placement) => own - best[choice] + reduced[placement],
            Choose::Out => own - best[choice],
        };
        let options = (0..open.choices()).flat_map(|choice| open.all(choice).map(move |option| (choice, option)));
        let useless: Vec<(usize, Choose)> = options.filter(|&(choice, option)| with(choice, option) <= self.floor).collect();
        for (choice, option) in useless {
            self.walked.cut_off = self.walked.cut_off.max(with(choice, option));
            self.propagation.close(choice, option);
        }
        own.min(before)
    }
}

impl Line {
    fn of(program: &Program, priced: &Priced) -> Self {
        let placements = &program.placements;
        match priced {
            Priced::Row(row) => {
                let row = &program.rows[*row];
                let most = match row.hardness {
                    Hardness::Hard => f64::MAX,
                    Hardness::Soft { price } => price,
                };
                Self {
                    terms: row.terms.iter().map(|&(id, coefficient)| (id.index(), coefficient as f64 / row.unit)).collect(),
                    limit: row.limit as f64 / row.unit,
                    least: if row.sense == Sense::Equal { f64::MIN } else { 0.0 },
                    most,
                }
            }
            Priced::Arc(arc, last) => {
                let arc = &program.arcs[*arc];
                let starts = |id: &_| arc.lag.is_none() || placements[*id].decision.start <= *last;
                let starting = arc.followers(placements).filter(starts).map(|id| (id.index(), 1.0));
                let ready = placements.of_initiative(arc.prerequisite).filter(|&id| arc.ready(&placements[id]) <= *last);
                Self::plain(starting.chain(ready.map(|id| (id.index(), -1.0))).collect(), 0.0)
            }
            Priced::Cut(cut) => Self::plain(cut.terms.iter().map(|&(id, p)| (id.index(), p as f64)).collect(), cut.limit as f64),
        }
    }

    fn plain(terms: Vec<(usize, f64)>, limit: f64) -> Self {
        Self { terms, limit, least: 0.0, most: f64::MAX }
    }
}
