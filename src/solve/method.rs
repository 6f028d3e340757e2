//! What a method is to a run: it works in steps, on what is known, within a budget, and tells what it found.
//!
//! Methods know the program, and nothing of each other or of the business. A step is of fixed work unless the clock or the user cuts
//! it, so that steps in a fixed order give the same in every run, whatever the number of threads that they are dealt to.

use std::sync::Arc;

use super::certificate::{Certificate, Multipliers};
use super::exact::Proof;
use super::limits::FIXING_MARGIN;
use super::proof_tree::{Growth, ProofTree};
use crate::model::Id;
use crate::program::{Placement, Program, Selection};

/// What all methods know when a step begins; it does not change while the step runs.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The best plan so far and its value, judged in exact arithmetic.
    pub best: Option<Arc<(Selection, f64)>>,
    /// The last plan that each method told of, and its value: a better one may be where two differ.
    pub others: Vec<Arc<(Selection, f64)>>,
    /// No plan is worth more; infinite before the first bound.
    pub bound: f64,
    /// The tree of an earlier run.
    pub tree: Option<Arc<ProofTree>>,
    /// What the best multipliers so far tell of placements.
    pub guide: Option<Arc<Guide>>,
}

impl Known {
    /// Value of the best plan; infinite below where there is none.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.best.as_ref().map_or(f64::NEG_INFINITY, |best| best.1)
    }

    /// Whether the bound is no farther from the value of the best plan than this share of it, or there is no plan yet.
    #[must_use]
    pub fn is_within(&self, share: f64) -> bool {
        let value = self.value();
        self.bound - value <= share * value.abs()
    }

    /// A placement all of whose plans are worth less than this is in no plan better than the best. A little below the best value, so
    /// that the best plan's own placements always stay.
    #[must_use]
    pub fn floor(&self) -> f64 {
        self.best.as_ref().map_or(f64::NEG_INFINITY, |best| best.1 - best.1.abs() * FIXING_MARGIN)
    }

    /// Whether a placement may be in a plan better than the best one, as far as the certificate tells.
    #[must_use]
    pub fn may_better(&self, placement: Id<Placement>) -> bool {
        self.guide.as_ref().is_none_or(|guide| guide.with[placement.index()] >= self.floor())
    }

    /// The same for each placement, and the best plan's own stay as well.
    #[must_use]
    pub fn open(&self, program: &Program) -> Vec<bool> {
        let own = |id| self.best.as_ref().is_some_and(|best| best.0.has(id, &program.placements));
        program.placements.iter().map(|(id, _)| self.may_better(id) || own(id)).collect()
    }
}

/// What multipliers tell of each placement.
#[derive(Debug, Clone)]
pub struct Guide {
    /// The multipliers.
    pub multipliers: Multipliers,
    /// What they prove of all plans.
    pub bound: f64,
    /// Value of each placement after it has paid for what it takes.
    pub reduced: Vec<f64>,
    /// For each placement: no plan that has it is worth more. Below the value of the best plan it is in no better one.
    pub with: Vec<f64>,
    /// How much of each placement the fractional plan has, 0 to 1, if there is one.
    pub fractions: Option<Vec<f64>>,
}

impl Guide {
    /// What these multipliers tell; they are allowed ones.
    #[must_use]
    pub fn new(program: &Program, multipliers: Multipliers, fractions: Option<Vec<f64>>) -> Self {
        let Certificate { bound, with, reduced } = multipliers.certificate(program);
        Self { multipliers, bound, reduced, with, fractions }
    }
}

/// How much a step may do.
pub struct Budget<'a> {
    /// Work: one unit is about one coefficient, arc or placement looked at, one to four nanoseconds.
    pub work: u64,
    /// How much of the whole run is over when the step begins, 0 to 1: of its work or, without a limit of work, of its time.
    pub share: f64,
    /// Whether to stop now: the answer is in, the time is over, or somebody asked to end.
    pub stops: &'a dyn Fn() -> bool,
}

/// How much of what was left of a run when something began, at a share of it, is over at another share: 0 to 1.
pub(super) fn over_since(began: f64, share: f64) -> f64 {
    ((share - began) / (1.0 - began).max(f64::MIN_POSITIVE)).clamp(0.0, 1.0)
}

/// What a step found.
#[derive(Debug, Default)]
pub struct Found {
    /// Selections that keep the rules as far as the method can tell, whether better than what is known or not; of those that are, the
    /// best last.
    pub selections: Vec<Selection>,
    /// Multipliers that may prove a better bound, with the fractional plan that belongs to them, if there is one.
    pub multipliers: Option<(Multipliers, Option<Vec<f64>>)>,
    /// No plan is worth more, by an exact method's word alone: there are no multipliers for it.
    pub bound: Option<f64>,
    /// What an exact method says of the whole program.
    pub proof: Option<Proof>,
    /// Work that was done.
    pub work: u64,
    /// Whether the method has nothing more to do.
    pub is_over: bool,
}

/// A way to find plans or bounds.
pub trait Method: Send {
    /// Its name in progress lines.
    fn name(&self) -> &'static str;

    /// Goes on for about as much work as the budget gives, and tells what is new.
    fn step(&mut self, known: &Known, budget: &Budget) -> Found;

    /// What it has recorded of its proof.
    fn growth(&self) -> Option<Growth> {
        None
    }

    /// A method for a part of what is left to do, which this one leaves to it, where it has much to do and can be parted: bounds and
    /// proofs of each are then of its part alone.
    fn part(&mut self, _known: &Known) -> Option<Box<dyn Method>> {
        None
    }
}
