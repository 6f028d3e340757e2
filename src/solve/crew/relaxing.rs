//! The bound by an interior point method, in one step: for programs that it solves in a fraction of a second.

use std::sync::Arc;
use std::time::Instant;

use crate::program::Program;
use crate::solve::certificate::Multipliers;
use crate::solve::exact::Proof;
use crate::solve::incumbent::Incumbent;
use crate::solve::method::{Budget, Found, Known, Method};
use crate::solve::relaxation::{self, NotRelaxed, Relaxed};

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

    fn step(&mut self, _: &Known, _: &Budget) -> Found {
        let program = &self.program;
        let mut found = Found { is_over: true, work: relaxation::entries(program) as u64, ..Found::default() };
        let nothing = Multipliers::zero(program, self.quarters);
        if program.placements.is_empty() {
            found.multipliers = Some((nothing, None));
            return found;
        }
        let left = self.last_call.saturating_duration_since(Instant::now());
        match relaxation::relax(program, self.quarters, left) {
            Ok(Relaxed { multipliers, fractions }) => found.multipliers = Some((multipliers, Some(fractions))),
            Err(NotRelaxed::Infeasible) => found.proof = Some(Proof::Infeasible),
            Err(NotRelaxed::Failed) => found.multipliers = Some((nothing, None)),
        }
        found
    }
}
