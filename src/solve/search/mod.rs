//! Search: good plans fast, without a proof.
//!
//! A state holds a selection that keeps every arc; rows may be broken at a weight that grows while they stay broken.
//! `greedy` builds a first selection, `anneal` improves it. Both know choices, arcs and rows only.

mod anneal;
mod chain;
mod greedy;
mod rows;
pub(super) mod state;

use std::time::Instant;

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

/// Searches from `start`, if there is one, or from a greedy selection; `order` holds what each placement is worth to it (its value,
/// or better its reduced value under the relaxation's duals).
pub fn search(program: &Program, order: &[f64], start: Option<&Selection>, budget: Budget, seed: u64, listener: &mut dyn Listener) {
    let mut state = state::State::new(program);
    greedy::build(&mut state, order, listener);
    let mut best = state.keeps_all().then(|| (state.selection(), state.value()));
    if let Some(start) = start {
        let greedy = best.as_ref().map_or(f64::NEG_INFINITY, |(_, value)| *value);
        let mut given = state::State::new(program);
        given.load(start);
        if given.keeps_all() && given.value() > greedy {
            best = Some((start.clone(), given.value()));
            state = given;
        }
    }
    if let Some((selection, _)) = &best {
        listener.found(selection, state.work);
    }
    let best_value = best.map_or(f64::NEG_INFINITY, |(_, value)| value);
    anneal::anneal(&mut state, best_value, budget, seed, listener);
}
