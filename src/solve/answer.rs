//! What comes back from a solve.

use super::warm::Warm;
use crate::plan::Plan;
use crate::rules::{Breach, Verdict};

/// Smallest |value| by which a gap is divided, in units of value; see [`gap`].
const TINY: f64 = 1e-9;

/// A plan that keeps the rules, with a bound on every other.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Whether the gap asked for is proven.
    pub status: Status,
    /// The plan.
    pub plan: Plan,
    /// Its judgement in exact arithmetic; no hard rule is broken.
    pub verdict: Verdict,
    /// Its value, computed from the facts.
    pub value: f64,
    /// No plan can be worth more.
    pub bound: f64,
    /// The gap at which the plan is called optimal.
    pub gap_asked: f64,
    /// Wall time of the solve in seconds.
    pub seconds: f64,
    /// What ended the search early, if anything did; see [`Answer::may_differ`].
    pub cut: Option<Cut>,
    /// How large the program was.
    pub size: ProgramSize,
    /// What a solve of a neighbouring portfolio can start from.
    pub warm: Warm,
}

impl Answer {
    /// Whether the same run may give another plan, since the clock or the user had a hand in it.
    #[must_use]
    pub fn may_differ(&self) -> bool {
        self.cut.is_some_and(|cut| cut != Cut::Work)
    }

    /// (bound - value) / max(|value|, tiny), at least 0.
    #[must_use]
    pub fn gap(&self) -> f64 {
        gap(self.value, self.bound)
    }

    /// Takes over a bound that was proven elsewhere, if it is lower. It cannot lie below the value but by rounding.
    pub fn lower_bound_to(&mut self, bound: f64) {
        self.bound = self.bound.min(bound).max(self.value);
        self.status = Status::of(self.value, self.bound, self.gap_asked);
    }
}

/// (bound - value) / max(|value|, tiny), at least 0.
#[must_use]
pub fn gap(value: f64, bound: f64) -> f64 {
    ((bound - value) / value.abs().max(TINY)).max(0.0)
}

/// Gap below which sums of floating-point values tell nothing; a bound is raised by less, so a smaller gap asked for counts as this.
const PRECISION: f64 = 1e-9;

/// Whether the bound proves a plan of this value to be within the gap asked for.
#[must_use]
pub(super) fn is_within(value: f64, bound: f64, gap_asked: f64) -> bool {
    gap(value, bound) <= gap_asked.max(PRECISION)
}

/// How good a plan is known to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Proven to be within the gap asked for of every plan.
    Optimal,
    /// It keeps the rules; the bound says how much better a plan could be.
    Feasible,
}

impl Status {
    /// What a bound says of a plan of this value.
    #[must_use]
    pub fn of(value: f64, bound: f64, gap_asked: f64) -> Self {
        if is_within(value, bound, gap_asked) { Self::Optimal } else { Self::Feasible }
    }
}

/// What ended a search before it was finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// The time limit.
    Time,
    /// The user.
    Interrupt,
    /// The work limit, or no method had anything left to do. The same run gives the same plan.
    Work,
    /// Nothing: the answer is proven, but the clock paced a search, so that the same run may give another plan as good.
    Pace,
}

/// Size of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProgramSize {
    /// Initiatives in the file.
    pub initiatives: usize,
    /// Ways to place them.
    pub placements: usize,
    /// Those that presolve kept.
    pub kept: usize,
    /// Dependencies that presolve kept.
    pub arcs: usize,
    /// Rows that presolve kept.
    pub rows: usize,
}

/// Why there is no plan.
#[derive(Debug, thiserror::Error)]
pub enum SolveError {
    /// No plan keeps all rules; proven.
    #[error("no plan keeps all rules")]
    Infeasible,
    /// None was found before the search was cut.
    #[error("no plan found in time")]
    NoPlan {
        /// No plan can be worth more; infinite if there is no bound.
        bound: f64,
        /// Wall time of the search in seconds.
        seconds: f64,
        /// What ended the search.
        cut: Cut,
    },
    /// A method gave a plan that breaks rules: an error in this program, to be reported.
    #[error("a bug in quarterdeck: the plan that was found breaks {} rules; please report it with the portfolio", breaches.len())]
    Unsound {
        /// What it breaks.
        breaches: Vec<Breach>,
    },
}
