//! The proof on what the certificate leaves open, in one step: placements that are in no plan better than the incumbent are closed.

use std::sync::Arc;
use std::time::Instant;

use crate::model::{Id, Portfolio};
use crate::program::{Placement, Program, Selection};
use crate::solve::branch;
use crate::solve::exact::{self, Proof};
use crate::solve::incumbent::Incumbent;
use crate::solve::method::{Budget, Found, Known, Method};

/// See the module.
pub(super) struct Proving {
    portfolio: Portfolio,
    program: Arc<Program>,
    last_call: Instant,
}

impl Proving {
    pub(super) fn new(incumbent: &Incumbent) -> Self {
        let (portfolio, program) = (incumbent.portfolio.clone(), Arc::clone(&incumbent.program));
        Self { portfolio, program, last_call: incumbent.last_call() }
    }
}

impl Method for Proving {
    fn name(&self) -> &'static str {
        "proof"
    }

    fn step(&mut self, known: &Known, budget: &Budget) -> Found {
        let best = known.best.as_ref().map(|best| &best.0);
        let floor = known.floor();
        let stays = |id: Id<Placement>| {
            let in_best = best.is_some_and(|best| best.has(id, &self.program.placements));
            in_best || known.guide.as_ref().is_none_or(|guide| guide.with[id.index()] >= floor)
        };
        let (program, moved) = self.program.restricted(stays);
        let start = best.map(|best| translated(&self.program, &program, best, &moved));
        let proof = branch::prove(&program, start.as_ref(), budget.stops)
            .unwrap_or_else(|| exact::prove(&self.portfolio, &program, start.as_ref(), self.last_call));
        Found { proof: Some(self.back(&program, proof)), work: budget.work, is_over: true, ..Found::default() }
    }
}

impl Proving {
    /// The proof with its selection in terms of the whole program.
    fn back(&self, program: &Program, proof: Proof) -> Proof {
        let whole = |selection: &Selection| {
            let plan = selection.plan(&self.portfolio, &program.placements);
            Selection::of_plan(&self.program.placements, &plan).expect("restricted placements are placements of the whole")
        };
        match proof {
            Proof::Optimal(selection, bound) => Proof::Optimal(whole(&selection), bound),
            Proof::Unfinished(selection, bound) => Proof::Unfinished(selection.as_ref().map(whole), bound),
            Proof::Infeasible => Proof::Infeasible,
        }
    }
}

fn translated(from: &Program, to: &Program, selection: &Selection, moved: &[Option<Id<Placement>>]) -> Selection {
    let mut translated = Selection::empty(&to.placements);
    for old in selection.chosen() {
        translated.set(from.placements[old].initiative, moved[old.index()]);
    }
    translated
}
