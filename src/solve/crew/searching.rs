//! Interim adapter.

use std::sync::Arc;

use crate::program::{Program, Selection};
use crate::solve::method::{Budget, Found, Known, Method};
use crate::solve::search::{self, Listener};

/// See the module.
pub(super) struct Searching {
    program: Arc<Program>,
    seed: u64,
}

impl Searching {
    pub(super) fn new(program: Arc<Program>, seed: u64) -> Self {
        Self { program, seed }
    }
}

impl Method for Searching {
    fn name(&self) -> &'static str {
        "search"
    }

    fn step(&mut self, known: &Known, budget: &Budget) -> Found {
        let values: Vec<f64> = known.guide.as_ref().map_or_else(
            || self.program.placements.iter().map(|(_, placement)| placement.value).collect(),
            |guide| guide.reduced.clone(),
        );
        self.seed = self.seed.wrapping_add(1000);
        let start = known.best.as_ref().map(|best| &best.0);
        let mut last = Last { selection: None, stops: budget.stops };
        search::search(&self.program, &values, start, search::Budget::Work(budget.work), self.seed, &mut last);
        Found { selections: last.selection.into_iter().collect(), work: budget.work, ..Found::default() }
    }
}

struct Last<'a> {
    selection: Option<Selection>,
    stops: &'a dyn Fn() -> bool,
}

impl Listener for Last<'_> {
    fn found(&mut self, selection: &Selection, _: u64) {
        self.selection = Some(selection.clone());
    }
    fn stops(&self) -> bool {
        (self.stops)()
    }
}
