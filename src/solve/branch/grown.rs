//! A tree on what remains of the program, and what it says of the whole.
//!
//! Initiatives that share their fate are one in it, and what is certain is taken out; so its values are those of the whole less what is
//! certain, and every selection of it is one of the whole that is worth so much more.

use std::sync::Arc;

use super::super::exact::Proof;
use super::super::method::{Guide, Known};
use super::either::Either;
use super::learned;
use super::remaining::Remaining;
use crate::model::Id;
use crate::program::{Condensed, Placement, Program, Selection};
use crate::solve::certificate::{self, Multipliers};
use crate::solve::family::is_of_schedules;
use crate::solve::proof_tree::{Carried, Growth, ProofTree, walk};

/// A tree on a part of the program.
pub(super) struct Apart {
    pub tree: Either,
    pub remaining: Remaining,
    pub condensed: Condensed,
}

impl Apart {
    /// The tree with its root, at the selection of the part if it `has_start`.
    pub(super) fn new(remaining: Remaining, has_start: bool) -> Self {
        let part = &remaining.part;
        let condensed = part.program.condensed();
        let start = has_start.then(|| condensed.of_whole(&part.program, &part.selection));
        Self { tree: Either::new(condensed.program.clone(), start.as_ref()), remaining, condensed }
    }

    /// Whether each placement of the tree is one of the whole program, and nothing is certain, so that its rows and arcs are those of the whole.
    fn is_named(&self) -> bool {
        self.remaining.is_plain() && self.condensed.program.placements.len() == self.remaining.part.program.placements.len()
    }

    /// Takes note that plans of the whole program worth no more than this are of no use. In the tree all values may be multiples of a
    /// larger step, of which this is none.
    pub(super) fn note(&mut self, value: f64) {
        self.tree.note(certificate::rounded(&self.condensed.program, value - self.remaining.value));
    }

    /// The best selection of the tree in the whole program, and its value there.
    pub(super) fn best(&self) -> Option<(Selection, f64)> {
        let in_whole = |own| self.remaining.in_whole(&self.condensed.in_whole(&self.remaining.part.program, own));
        self.tree.best().map(|(selection, value)| (in_whole(selection), value + self.remaining.value))
    }

    /// No selection is worth more than this, or than what plans of use are worth more than.
    pub(super) fn bound(&self) -> f64 {
        let best = self.tree.best().map_or(f64::NEG_INFINITY, |best| best.1);
        best.max(self.tree.bound()) + self.remaining.value
    }
}

/// A tree for plans worth more than an aim, and what was told of it.
pub(super) struct Grown {
    pub apart: Apart,
    /// What plans that it has left in are worth more than.
    pub aim: f64,
    /// Placements that were open when it was begun.
    pub size: usize,
    /// Which placement of the whole program each of the tree's is, or leads.
    pub whole_of: Vec<Id<Placement>>,
    /// The earlier tree that this one goes on with.
    pub earlier: Growth,
    /// What closed placements when it was begun.
    pub guide: Option<Arc<Guide>>,
    /// Whether it goes on with nodes of another one, which knows what came before.
    pub is_part: bool,
    /// Value of the best selection that was told.
    pub told: f64,
}

impl Grown {
    /// The tree with its root, for plans worth more than `aim`.
    pub(super) fn new(program: &Program, known: &Known, remaining: Remaining, aim: f64, size: usize) -> Self {
        let mut apart = Apart::new(remaining, known.best.is_some());
        if is_of_schedules(program) && !apart.is_named() {
            apart.tree.leave_unrecorded();
        }
        let whole = &apart.remaining.part.whole;
        let whole_of: Vec<Id<Placement>> = apart.condensed.leaders().map(|own| whole[own.index()]).collect();
        if let Some(guide) = known.guide.as_ref().filter(|_| apart.remaining.is_plain()) {
            apart.tree.carry(&learned::of_whole(&guide.multipliers.cuts, &apart.condensed.program, program, &whole_of));
        }
        let (earlier, guide) = (Growth::default(), known.guide.clone());
        let mut grown = Self { apart, aim, size, whole_of, earlier, guide, is_part: false, told: f64::NEG_INFINITY };
        known.tree.iter().for_each(|tree| grown.go_on_with(program, tree));
        grown
    }

    /// What is recorded of the proof so far, in the whole program; none where its placements stand for several, or some are certain.
    pub(super) fn growth(&self, program: &Program) -> Option<Growth> {
        let guide = self.guide.as_ref().filter(|_| self.apart.is_named())?;
        let own = self.apart.tree.growth(program, &self.whole_of);
        if self.is_part {
            return Some(own);
        }
        let mut growth = self.earlier.clone();
        growth.join(own);
        growth.begin_with(guide.multipliers.priced());
        Some(growth)
    }

    /// Goes on where an earlier tree ends for plans worth more than the aim.
    fn go_on_with(&mut self, program: &Program, tree: &ProofTree) {
        if !self.apart.is_named() {
            return;
        }
        let walked = walk(program, tree, certificate::floor(self.aim, certificate::step(program)));
        let carried = Carried::new(tree, &walked, &self.apart.condensed.program);
        self.apart.tree.go_on_with(carried, walked.cut_off, walked.work);
        self.earlier = Growth::of_tree(tree, &walked);
    }

    /// The best selection of the tree, if it is better than the best known one and was not told.
    pub(super) fn news(&mut self, known: f64) -> Option<Selection> {
        let (selection, value) = self.apart.best().filter(|best| best.1 > known.max(self.told))?;
        self.told = value;
        Some(selection)
    }

    /// What the root came to, in the whole program, once; none where some of its placements stand for several.
    pub(super) fn learned(&mut self, program: &Program, known: &Known) -> Option<(Multipliers, Option<Vec<f64>>)> {
        let learned = self.apart.tree.learned()?;
        let quarters = known.guide.as_ref()?.multipliers.quarters();
        let of_whole = || learned.in_whole(&self.apart.condensed.program, program, &self.whole_of, quarters);
        self.apart.is_named().then(of_whole).map(|(multipliers, fractions)| (multipliers, Some(fractions)))
    }

    /// What the tree says of the whole program, when it is over.
    pub(super) fn proof(&self, known: &Known, bound: f64) -> Proof {
        let best = self.apart.best().filter(|own| known.best.as_ref().is_none_or(|best| own.1 > best.1));
        match (best, &known.best) {
            (Some((selection, value)), _) => Proof::Optimal(selection, bound.max(value)),
            (None, Some(best)) => Proof::Optimal(best.0.clone(), bound.max(best.1)),
            (None, None) => Proof::Infeasible,
        }
    }
}
