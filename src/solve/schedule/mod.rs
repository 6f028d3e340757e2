//! Plans of programs ruled by arcs: a fractional plan is rounded, then moves of whole closures improve it.

mod anneal;
mod rounding;
mod state;
#[cfg(test)]
mod tests;
mod timetable;

use std::sync::Arc;

use super::method::{Budget, Found, Guide, Known, Method, over_since};
use crate::program::{Program, Selection};
use anneal::{Annealing, Best};
use state::State;
use timetable::Timetable;

/// Share of a value by which a plan must be better to be told of: rounding in sums is none.
const BETTER: f64 = 1e-12;
/// Schedules made of one fractional plan; the first without noise.
const ROUNDINGS: usize = 12;
/// Noise of expected starts in roundings, in quarters.
const NOISE: f64 = 0.7;
/// Share by which a bound must be lower for its fractional plan to be rounded anew.
const GAIN: f64 = 1e-3;
/// How far a cooling that goes on from an earlier plan is on its way from hot to cold when it begins, in logarithms.
const LATE: f64 = 0.6;
/// Share of a selection's value up to which the search goes on from what is left of it when its work is scheduled anew.
const MOST_LOST: f64 = 0.01;
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
    best: Best,
    told: f64,
    guide_bound: f64,
    closed_for: f64,
    closed_by: f64,
    /// How much of the run was over when the search began.
    began: Option<f64>,
    /// Where it begins, if not at a schedule that it rounds.
    start: Option<Selection>,
    /// Whether it goes on from an earlier plan.
    goes_on: bool,
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
            closed_for: f64::NEG_INFINITY,
            closed_by: f64::INFINITY,
            began: None,
            start: None,
            goes_on: false,
        })
    }

    /// The same going on from a selection, which may break rows but no arcs, in the last part of one cooling.
    #[must_use]
    pub fn going_on(self, start: Selection) -> Self {
        Self { start: Some(start), goes_on: true, ..self }
    }

    /// The same going on from the best plan that is known when it begins, in the last part of one cooling.
    #[must_use]
    pub fn from_the_best(self) -> Self {
        Self { goes_on: true, ..self }
    }

    /// Begins at a selection, and keeps what becomes of it when each initiative is scheduled anew in its order: where capacity has
    /// changed, work moves instead of falling out. Where much is lost by it, because large blocks hardly fit another way, the search goes
    /// on from the selection, with the rows that it breaks.
    fn begin_at(&mut self, start: &Selection, known: &Known) {
        let places = self.places(start);
        self.state.take(&self.table, &places);
        let fractions = known.guide.as_ref().and_then(|guide| guide.fractions.as_ref());
        let expected = fractions.map(|fractions| rounding::expected_starts(&self.table, fractions));
        let keys = rounding::keys_of(&self.table, &places, expected.as_deref());
        if let Some(guide) = &known.guide {
            self.weigh(guide);
        }
        let whole = self.state.value();
        for number in 0..ROUNDINGS {
            let keys = self.noisy(&keys, number);
            let state = self.scheduled(&keys);
            if self.keep(&state) && whole - state.value() <= MOST_LOST * whole.abs() {
                self.state.take(&self.table, &state.place);
            }
        }
    }

    /// Keys with noise, but for the first of several schedules.
    fn noisy(&mut self, keys: &[f64], number: usize) -> Vec<f64> {
        let noise = if number == 0 { 0.0 } else { NOISE };
        keys.iter().map(|e| e + noise * (self.random.f64() - 0.5)).collect()
    }

    /// What the rows have room for in the order of the keys, without what is not worth it.
    fn scheduled(&mut self, keys: &[f64]) -> State {
        let mut state = State::new(&self.table);
        rounding::fill(&self.table, &mut state, keys);
        let mut place = state.place.clone();
        rounding::drop_worthless(&self.table, &mut place);
        state.take(&self.table, &place);
        self.state.work += state.work;
        state
    }

    /// Schedules from the fractional plan; the search goes on from the best of them if it is the best so far.
    fn round(&mut self, guide: &Guide, fractions: &[f64]) {
        let expected = rounding::expected_starts(&self.table, fractions);
        for number in 0..ROUNDINGS {
            let keys = self.noisy(&expected, number);
            let state = self.scheduled(&keys);
            if (self.keep(&state) || (number == 0 && self.best.is_none())) && !self.goes_on {
                self.state.take(&self.table, &state.place);
            }
        }
        self.weigh(guide);
    }

    /// Begins with rows as heavy as what a unit of them is worth.
    fn weigh(&mut self, guide: &Guide) {
        let prices = self.program.rows.iter().zip(&guide.multipliers.rows).map(|(row, y)| y / row.unit);
        self.state.weight.iter_mut().zip(prices).for_each(|(weight, price)| *weight = price.abs());
    }

    /// Sets the temperature for so much of the run.
    fn cool(&mut self, share: f64) {
        let began = *self.began.get_or_insert(share);
        let over = over_since(began, share);
        let skipped = if self.goes_on { LATE } else { 0.0 };
        self.annealing.begin(over, skipped + (1.0 - skipped) * over);
    }

    /// Goes on from the best plan known or the best schedule.
    fn go_to_the_best(&mut self, known: &Known) {
        self.adopt(known);
        if let Some((place, _)) = &self.best {
            self.state.take(&self.table, place);
        }
    }

    /// Takes over the best plan known, if it is better than the best schedule.
    fn adopt(&mut self, known: &Known) {
        let Some(best) = &known.best else { return };
        let mut state = State::new(&self.table);
        state.take(&self.table, &self.places(&best.0));
        if self.keep(&state) {
            self.told = state.value();
        }
    }

    /// Where a selection has each initiative.
    fn places(&self, selection: &Selection) -> Vec<u32> {
        let mut places: Vec<u32> = (0..self.table.initiatives() as u32).map(|own| self.table.places(own)).collect();
        for (node, (&id, &owner)) in self.table.placement.iter().zip(&self.table.owner).enumerate() {
            if selection.has(id, &self.program.placements) {
                places[owner as usize] = node as u32 - self.table.first[owner as usize];
            }
        }
        places
    }

    /// Closes what is in no plan better than the best one known.
    fn close(&mut self, guide: &Guide, known: &Known) {
        let mut best = vec![0.0_f64; self.table.initiatives()];
        for (&id, &owner) in self.table.placement.iter().zip(&self.table.owner) {
            best[owner as usize] = best[owner as usize].max(guide.reduced[id.index()]);
        }
        let placement = &self.table.placement;
        let with = |node: usize| guide.with[placement[node].index()];
        self.annealing.close(&self.table, with, |initiative| guide.bound - best[initiative], known.floor());
        self.closed_for = known.value();
    }

    /// Keeps a schedule if it is the best so far, and says whether it is.
    fn keep(&mut self, state: &State) -> bool {
        let least = self.best.as_ref().map_or(f64::NEG_INFINITY, |(_, value)| value + value.abs() * BETTER);
        let is_better = state.keeps_all() && state.value() > least;
        if is_better {
            self.best = Some((state.place.clone(), state.value()));
        }
        is_better
    }

    /// Throws out of the best schedule what is not worth its prerequisites, where the rows allow it.
    fn tidy(&mut self) {
        let Some((mut place, _)) = self.best.clone() else { return };
        rounding::drop_worthless(&self.table, &mut place);
        let mut state = State::new(&self.table);
        state.take(&self.table, &place);
        self.keep(&state);
    }

    /// Uses what is new of what is known.
    fn learn(&mut self, known: &Known) {
        let Some(guide) = &known.guide else { return };
        let is_new = guide.bound < self.guide_bound - GAIN * guide.bound.abs();
        if let Some(fractions) = guide.fractions.as_ref().filter(|_| is_new) {
            self.guide_bound = guide.bound;
            self.round(guide, fractions);
        }
        if known.value() > self.closed_for || guide.bound < self.closed_by {
            self.closed_by = guide.bound;
            self.close(guide, known);
        }
    }
}

impl Method for ScheduleSearch {
    fn name(&self) -> &'static str {
        "schedules"
    }

    fn step(&mut self, known: &Known, budget: &Budget) -> Found {
        let before = self.state.work;
        if let Some(start) = self.start.take() {
            self.begin_at(&start, known);
        } else if self.goes_on && self.began.is_none() {
            self.go_to_the_best(known);
        }
        self.learn(known);
        self.cool(budget.share);
        self.state.recount(&self.table);
        let mut until_look = self.state.work + WORK_BETWEEN_LOOKS;
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
        if self.best.as_ref().is_some_and(|(_, value)| *value > self.told) {
            self.tidy();
            if let Some((place, value)) = &self.best {
                self.told = *value;
                found.selections.push(state::selection(&self.program, &self.table, place));
            }
        }
        found
    }
}
