//! Search: good plans fast, without a proof.
//!
//! A state holds a selection that keeps every arc; rows may be broken at a weight that grows while they stay broken.
//! `greedy` builds a first selection, `annealing` improves it. Both know choices, arcs and rows only.

mod annealing;
mod candidates;
mod chain;
mod greedy;
mod moves;
mod schedule;
pub(super) mod state;
mod tables;

pub use annealing::Annealing;
pub use schedule::Role;

use std::sync::Arc;
use std::time::Instant;

use super::method::{Budget as Allowance, Known, Method};
use crate::program::{Program, Selection};

/// How long a search goes on.
#[derive(Debug, Clone, Copy)]
pub enum Budget {
    /// So much work, in entries, arcs and placements looked at: the same run gives the same plan.
    Work(u64),
    /// Until a point in time.
    Until(Instant),
}

/// What a search is told while it runs, and told to stop by.
pub trait Listener {
    /// A selection better than all before, which keeps the rules as far as the search can tell, found after so much work.
    fn found(&mut self, selection: &Selection, work: u64);
    /// Whether to stop now.
    fn stops(&self) -> bool;
}

/// Work of a step: some hundredths of a second.
const STEP: u64 = 10_000_000;

/// Searches until the budget is spent.
pub fn search(program: &Program, _order: &[f64], start: Option<&Selection>, budget: Budget, seed: u64, listener: &mut dyn Listener) {
    let mut method = Annealing::new(program, seed, Role::LongCooling);
    let best = start.filter(|start| program.keeps(start)).map(|start| Arc::new((start.clone(), program.value(start))));
    let (began, mut work, known) = (Instant::now(), 0_u64, Known { best, bound: f64::INFINITY, guide: None });
    loop {
        let share = match budget {
            Budget::Work(all) => work as f64 / all.max(1) as f64,
            Budget::Until(end) => began.elapsed().as_secs_f64() / end.saturating_duration_since(began).as_secs_f64().max(1e-9),
        };
        if share >= 1.0 || listener.stops() {
            return;
        }
        let found = {
            let stops = || listener.stops();
            method.step(&known, &Allowance { work: STEP, share, stops: &stops })
        };
        work += found.work.max(1);
        for selection in &found.selections {
            listener.found(selection, work);
        }
    }
}
