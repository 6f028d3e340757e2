//! Plans of programs ruled by arcs: a fractional plan is rounded, then moves of whole closures improve it.

mod anneal;
mod rounding;
mod state;
mod timetable;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::method::{Budget, Found, Guide, Known, Method};
use crate::program::Program;
use anneal::Annealing;
use state::State;
use timetable::Timetable;

/// Share of a value by which a plan must be better to be told of: rounding in sums is none.
const BETTER: f64 = 1e-12;
/// Schedules made of one fractional plan; the first without noise.
const ROUNDINGS: usize = 12;
/// Noise of expected starts in roundings, in quarters.
const NOISE: f64 = 0.7;
/// Work between two looks at the clock; about a millisecond.
const WORK_BETWEEN_LOOKS: u64 = 300_000;

/// The method.
#[derive(Debug)]
pub struct ScheduleSearch {
    program: Arc<Program>,
    table: Timetable,
    state: State,
    annealing: Annealing,
    random: fastrand::Rng,
    /// Places and value of the best schedule.
    best: Option<(Vec<u32>, f64)>,
    told: f64,
    guide_bound: f64,
}

impl ScheduleSearch {
    /// The method for a program; `None` if it does not suit it: when the placements of an initiative are no chain (see
    /// `closure/network.rs`) or numbers are too large.
    #[must_use]
    pub fn new(program: Arc<Program>, seed: u64) -> Option<Self> {
        let table = Timetable::of(&program)?;
        let state = State::new(&table);
        let annealing = Annealing::new(&table)?;
        Some(Self {
            state,
            annealing,
            table,
            program,
            random: fastrand::Rng::with_seed(seed),
            best: None,
            told: f64::NEG_INFINITY,
            guide_bound: f64::INFINITY,
        })
    }

    /// Schedules from the fractional plan, the best of which is where the search goes on.
    fn round(&mut self, guide: &Guide) {
        let Some(fractions) = &guide.fractions else { return };
        let expected = rounding::expected_starts(&self.table, fractions);
        let mut found: Option<(Vec<u32>, f64)> = None;
        for number in 0..ROUNDINGS {
            let noise = if number == 0 { 0.0 } else { NOISE };
            let keys: Vec<f64> = expected.iter().map(|e| e + noise * (self.random.f64() - 0.5)).collect();
            let mut state = State::new(&self.table);
            rounding::fill(&self.table, &mut state, &keys);
            self.state.work += state.work;
            let mut place = state.place.clone();
            rounding::drop_worthless(&self.table, &mut place);
            state.take(&self.table, &place);
            self.keep(&state);
            if found.as_ref().is_none_or(|(_, value)| state.value() > *value) {
                found = Some((place, state.value()));
            }
        }
        if let Some((place, _)) = found {
            self.state.take(&self.table, &place);
        }
        self.annealing.guide(&self.table, &mut self.state, guide);
    }

    /// Keeps a schedule if it is the best so far.
    fn keep(&mut self, state: &State) {
        let least = self.best.as_ref().map_or(f64::NEG_INFINITY, |(_, value)| value + value.abs() * BETTER);
        if state.keeps_all() && state.value() > least {
            self.best = Some((state.place.clone(), state.value()));
        }
    }
}

impl Method for ScheduleSearch {
    fn name(&self) -> &'static str {
        "schedules"
    }

    fn step(&mut self, known: &Known, budget: &Budget) -> Found {
        let before = self.state.work;
        if let Some(guide) = known.guide.as_ref().filter(|guide| guide.bound < self.guide_bound && guide.fractions.is_some()) {
            self.guide_bound = guide.bound;
            self.round(guide);
        }
        self.state.recount(&self.table);
        let mut until_look = self.state.work + WORK_BETWEEN_LOOKS;
        self.annealing.begin(budget.share);
        while self.state.work - before < budget.work {
            self.annealing.round(&self.table, &mut self.state, &mut self.random, &mut self.best);
            if self.state.work > until_look {
                until_look = self.state.work + WORK_BETWEEN_LOOKS;
                if (budget.stops)() {
                    break;
                }
            }
        }
        let mut found = Found { work: self.state.work - before, ..Found::default() };
        if let Some((place, value)) = self.best.as_mut().filter(|(_, value)| *value > self.told) {
            rounding::drop_worthless(&self.table, place);
            self.told = *value;
            found.selections.push(state::selection(&self.program, &self.table, place));
        }
        found
    }
}
impl ScheduleSearch { pub fn progress(&self) -> String { format!("now {:.3} keeps {} temp {:.3}", self.state.value(), self.state.keeps_all(), self.annealing.temperature) } }
