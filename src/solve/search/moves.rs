//! Moves: one initiative starts, moves or leaves, with another that makes room for it, or with all that its arcs move along.
//!
//! A move is weighed before it is made. One that gains too little because a row would break may still gain enough when one of
//! those that use the row leaves it: an ejection chain of length one (Glover 1996).

use super::state::State;
use super::tables::{NONE, Tables};

/// Chance that a move drops an initiative which is in the selection, rather than moving it.
const DROPS: f64 = 0.2;
/// Users of a broken row that are looked at for one to leave it.
const DRAWS: usize = 6;
/// Number of thresholds that are drawn ahead.
const THRESHOLDS: usize = 4096;

/// Draws moves, and accepts them at a temperature.
pub(super) struct Mover {
    pub random: fastrand::Rng,
    pub temperature: f64,
    /// Logarithms of evenly spread numbers in 0 to 1.
    logarithms: Vec<f64>,
}

impl Mover {
    pub(super) fn new(seed: u64) -> Self {
        let logarithms = (0..THRESHOLDS).map(|step| ((step as f64 + 0.5) / THRESHOLDS as f64).ln()).collect();
        Self { random: fastrand::Rng::with_seed(seed), temperature: 0.0, logarithms }
    }

    /// What a move must gain to be made, drawn afresh: Metropolis' rule (1953).
    #[inline]
    fn threshold(&mut self) -> f64 {
        self.temperature * self.logarithms[self.random.usize(..THRESHOLDS)]
    }

    /// Draws a move and makes it if it gains enough.
    pub(super) fn step(&mut self, tables: &Tables, state: &mut State) {
        let initiative = tables.movable[self.random.usize(..tables.movable.len())];
        let before = state.chosen[initiative as usize];
        let open = tables.open.of(initiative as usize);
        let after = if before != NONE && (open.len() == 1 || self.random.f64() < DROPS) {
            if tables.required[initiative as usize] {
                return;
            }
            NONE
        } else {
            open[self.random.usize(..open.len())]
        };
        if before == after {
            return;
        }
        let threshold = self.threshold();
        if !state.fits_arcs(initiative, after) {
            self.chain(state, initiative, after, threshold);
            return;
        }
        let gain = state.gain_of_moving(before, after);
        if gain >= threshold {
            state.set(initiative, after);
        } else if after != NONE {
            self.eject(tables, state, (initiative, before, after), threshold);
        }
    }

    /// The same with all that arcs move along.
    fn chain(&mut self, state: &mut State, initiative: u32, after: u32, threshold: f64) {
        if state.put(initiative, after).is_some_and(|gain| gain >= threshold) {
            state.commit();
        } else {
            state.undo();
        }
    }

    /// Makes the move if it gains enough together with another initiative that leaves a row which would break.
    fn eject(&mut self, tables: &Tables, state: &mut State, (initiative, before, after): (u32, u32, u32), threshold: f64) {
        let mut gain = if before == NONE { 0.0 } else { state.lift(before) };
        gain += state.lower(after);
        if let Some(row) = dearest_row(state, after) {
            if let Some((victim, more)) = self.victim(tables, state, row, initiative) {
                state.lift(after);
                if before != NONE {
                    state.lower(before);
                }
                if gain + more >= threshold {
                    let victim = tables.places[victim as usize].initiative;
                    state.set(victim, NONE);
                    state.set(initiative, after);
                }
                return;
            }
        }
        state.lift(after);
        if before != NONE {
            state.lower(before);
        }
    }

    /// The best of some users of a row to leave it, and what that gains.
    fn victim(&mut self, tables: &Tables, state: &mut State, row: usize, keep: u32) -> Option<(u32, f64)> {
        let count = state.members[row].len();
        if count == 0 {
            return None;
        }
        let mut best: Option<(u32, f64)> = None;
        let offset = self.random.usize(..count);
        for draw in 0..DRAWS.min(count) {
            let at = (offset + draw) % count;
            let entry = state.members[row][at] as usize;
            if tables.entries[entry].coefficient <= 0.0 {
                continue;
            }
            let placement = tables.owner[entry];
            let victim = tables.places[placement as usize].initiative;
            if victim == keep || tables.required[victim as usize] || !state.serves(victim, NONE) {
                continue;
            }
            let gain = state.gain_of_removing(placement);
            if best.is_none_or(|(_, most)| gain > most) {
                best = Some((placement, gain));
            }
        }
        best
    }
}

/// The row of a placement whose excess weighs most, if one is broken.
fn dearest_row(state: &State, placement: u32) -> Option<usize> {
    let place = &state.tables.places[placement as usize];
    let mut dearest: Option<(f64, usize)> = None;
    for entry in &state.tables.entries[place.entries.0 as usize..place.entries.1 as usize] {
        let line = &state.lines[entry.row as usize];
        let penalty = line.weight * line.excess();
        if penalty > 0.0 && dearest.is_none_or(|(most, _)| penalty > most) {
            dearest = Some((penalty, entry.row as usize));
        }
    }
    dearest.map(|(_, row)| row)
}

/// Rows that are looked at one after another, to make those that are broken heavier and the others lighter.
pub(super) struct Weights {
    next: usize,
}

impl Weights {
    pub(super) fn new() -> Self {
        Self { next: 0 }
    }

    /// Looks at the next row.
    #[inline]
    pub(super) fn look(&mut self, state: &mut State, heavier: f64, lighter: f64) {
        if state.lines.is_empty() {
            return;
        }
        self.next = if self.next + 1 >= state.lines.len() { 0 } else { self.next + 1 };
        if !state.tables.soft[self.next] {
            let line = &mut state.lines[self.next];
            line.weight *= if line.excess() > 0.0 { heavier } else { lighter };
        }
    }
}
