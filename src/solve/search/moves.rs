//! Moves: one initiative starts, moves or leaves, with another that makes room for it, or with all that its arcs move along.
//!
//! A move is weighed before it is made. One that gains too little because a row would break may still gain enough when one that
//! uses the row leaves it: an ejection chain of length one (Glover 1996, Ejection chains, reference structures and alternating
//! path methods). Now and then, and where a row wants more rather than less, a longer chain mends one row after another.

use super::candidates::{Candidates, List};
use super::room::Broken;
use super::state::State;
use super::tables::{NONE, Tables};

/// Chance that a move drops an initiative which is in the selection, rather than moving it.
const DROPS: f64 = 0.1;
/// Users of a broken row that are looked at for one to leave it: all of them in most rows of a team and quarter.
pub(super) const DRAWS: usize = 12;
/// Refused moves of which one is tried again with a longer chain.
const CHAINS: usize = 64;
/// Rows that a longer chain mends at most.
const LONGEST: usize = 4;
/// Number of thresholds to draw from.
const THRESHOLDS: usize = 4096;

/// Draws moves, and accepts them at a temperature.
pub(super) struct Mover {
    pub(super) random: fastrand::Rng,
    pub(super) temperature: f64,
    /// Chance that a move is drawn from all candidates instead of the near ones.
    pub(super) wide: f64,
    /// Logarithms of evenly spread numbers in 0 to 1.
    logarithms: Vec<f64>,
}

/// An initiative with the placement that it has and the one that it is to have.
#[derive(Clone, Copy)]
struct Move {
    initiative: u32,
    before: u32,
    after: u32,
}

impl Mover {
    pub(super) fn new(seed: u64) -> Self {
        let logarithms = (0..THRESHOLDS).map(|step| ((step as f64 + 0.5) / THRESHOLDS as f64).ln()).collect();
        Self { random: fastrand::Rng::with_seed(seed), temperature: 0.0, wide: 0.0, logarithms }
    }

    /// What a move must gain to be made, drawn afresh: the rule of Metropolis, Rosenbluth, Rosenbluth, Teller and Teller (1953).
    #[inline]
    fn threshold(&mut self) -> f64 {
        self.temperature * self.logarithms[self.random.usize(..THRESHOLDS)]
    }

    /// Draws a move and makes it if it gains enough.
    pub(super) fn step(&mut self, tables: &Tables, candidates: &Candidates, state: &mut State) {
        // A move that changes nothing is work too, or a search without moves would never end.
        state.work += 1;
        let is_wide = self.wide > 0.0 && self.random.f64() < self.wide;
        let candidates = if is_wide { &candidates.wide } else { candidates.near() };
        let initiative = candidates.movable[self.random.usize(..candidates.movable.len())];
        let before = state.chosen[initiative as usize];
        let own = candidates.of(initiative);
        let leaves = before != NONE && candidates.leaves(initiative) && (own.len() == 1 || self.random.f64() < DROPS);
        let after = if leaves { NONE } else { own[self.random.usize(..own.len())] };
        if before == after {
            return;
        }
        let threshold = self.threshold();
        if !state.fits_arcs(initiative, after) {
            state.chain(initiative, after, threshold);
            return;
        }
        // Required work that is out comes in at any price.
        let is_missing = before == NONE && tables.required[initiative as usize];
        let threshold = if is_missing { threshold - tables.missing_weight } else { threshold };
        let lifted = if before == NONE { 0.0 } else { state.lift(before) };
        let gain = if after == NONE { lifted } else { lifted + state.gain_of_adding(after) };
        if gain >= threshold {
            state.put_back(before);
            state.set(initiative, after);
        } else if after != NONE {
            self.make_room(tables, candidates, state, Move { initiative, before, after }, lifted, threshold);
        } else {
            state.put_back(before);
        }
    }

    /// Makes the move if it gains enough together with what makes room for it; what it had before is lifted, which gains so much.
    fn make_room(&mut self, tables: &Tables, candidates: &List, state: &mut State, own: Move, lifted: f64, threshold: f64) {
        let mut gain = lifted + state.lower(own.after);
        let mut broken = Broken::of(tables, state, own.after);
        if own.before != NONE {
            broken.add(tables, state, own.before);
        }
        let row = broken.dearest;
        let wants_more = row.is_some_and(|row| state.lines[row].wants_more());
        let victim = row.filter(|_| !wants_more).and_then(|row| self.victim(tables, state, row, &broken, own.initiative));
        let other = victim.map(|(placement, loss)| {
            let (refuge, more) = self.refuge(tables, candidates, state, placement);
            gain += loss + more;
            Move { initiative: tables.places[placement as usize].initiative, before: placement, after: refuge }
        });
        state.lift(own.after);
        state.put_back(own.before);
        match other {
            Some(other) if gain >= threshold => {
                state.set(other.initiative, other.after);
                if state.fits_arcs(own.initiative, own.after) {
                    state.set(own.initiative, own.after);
                } else {
                    state.set(other.initiative, other.before);
                }
            }
            _ if wants_more || self.random.usize(..CHAINS) == 0 => self.mend(tables, candidates, state, own, threshold),
            _ => {}
        }
    }

    /// Makes the move and mends the row that weighs most, again and again; keeps all of it if it gains enough.
    fn mend(&mut self, tables: &Tables, candidates: &List, state: &mut State, own: Move, threshold: f64) {
        let mut gain = state.change(own.initiative, own.after);
        let mut changed = own.after;
        for _ in 0..LONGEST {
            if gain >= threshold {
                break;
            }
            let Some(row) = Broken::of(tables, state, changed).dearest else { break };
            let Some((initiative, placement)) = self.mending(tables, candidates, state, row, own.initiative) else { break };
            let Some(more) = state.put(initiative, placement) else {
                gain = f64::NEG_INFINITY;
                break;
            };
            gain += more;
            changed = if placement == NONE { changed } else { placement };
        }
        if gain >= threshold { state.commit() } else { state.undo() }
    }

    /// A change of another initiative that brings a broken row back: the best of some.
    fn mending(&mut self, tables: &Tables, candidates: &List, state: &mut State, row: usize, keep: u32) -> Option<(u32, u32)> {
        if !state.lines[row].wants_more() {
            let leaving = self
                .victim(tables, state, row, &Broken::NO_MORE, keep)
                .map(|(placement, _)| (tables.places[placement as usize].initiative, NONE));
            if leaving.is_some() {
                return leaving;
            }
        }
        let sign = if state.lines[row].wants_more() { 1.0 } else { -1.0 };
        let users = tables.users.of(row);
        let mut best: Option<(f64, u32, u32)> = None;
        for _ in 0..DRAWS {
            let entry = users[self.random.usize(..users.len())] as usize;
            let placement = tables.owner[entry];
            let initiative = tables.places[placement as usize].initiative;
            let before = state.chosen[initiative as usize];
            if initiative == keep
                || before == placement
                || tables.entries[entry].coefficient * sign <= 0.0
                || candidates.of(initiative).is_empty()
            {
                continue;
            }
            let gain = state.gain_of_moving(before, placement);
            if best.is_none_or(|(most, _, _)| gain > most) {
                best = Some((gain, initiative, placement));
            }
        }
        best.map(|(_, initiative, placement)| (initiative, placement))
    }
}
