//! The bound by a relaxation that is solved in one step.

use std::sync::Arc;
use std::time::Instant;

use crate::program::Program;
use crate::solve::certificate::Multipliers;
use crate::solve::exact::Proof;
use crate::solve::incumbent::Incumbent;
use crate::solve::limits::{MOST_ENTRIES_OF_RELAXATION, SUBGRADIENT_ITERATIONS};
use crate::solve::method::{Budget, Found, Known, Method};
use crate::solve::relaxation::{self, NotRelaxed, Relaxed};
use crate::solve::subgradient;

/// See the module.
pub(super) struct Relaxing {
    program: Arc<Program>,
    quarters: usize,
    last_call: Instant,
}

impl Relaxing {
    pub(super) fn new(incumbent: &Incumbent) -> Self {
        Self { program: Arc::clone(&incumbent.program), quarters: incumbent.quarters(), last_call: incumbent.last_call() }
    }
}

impl Method for Relaxing {
    fn name(&self) -> &'static str {
        "relaxation"
    }

    fn step(&mut self, _: &Known, budget: &Budget) -> Found {
        let program = &self.program;
        let mut found = Found { is_over: true, work: relaxation::entries(program) as u64, ..Found::default() };
        if program.placements.is_empty() {
            found.multipliers = Some((Multipliers::zero(program, self.quarters), None));
            return found;
        }
        let by_subgradient =
            || subgradient::descend(program, self.quarters, SUBGRADIENT_ITERATIONS, |_| !(budget.stops)());
        if relaxation::entries(program) > MOST_ENTRIES_OF_RELAXATION {
            found.multipliers = Some((by_subgradient(), None));
            return found;
        }
        let left = self.last_call.saturating_duration_since(Instant::now());
        match relaxation::relax(program, self.quarters, left) {
            Ok(Relaxed { multipliers, fractions }) => found.multipliers = Some((multipliers, Some(fractions))),
            Err(NotRelaxed::Infeasible) => found.proof = Some(Proof::Infeasible),
            Err(NotRelaxed::Failed) => found.multipliers = Some((by_subgradient(), None)),
        }
        found
    }
}
