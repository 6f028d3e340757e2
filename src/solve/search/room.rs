//! Room: which user of a broken row leaves it for another placement, or for good.
//!
//! Most users of the row that are looked at are in no other broken row, and what they gain is told from what the row knows of them. Marks
//! of rows, a bit each, tell which they are; those that leave something which may break by it have all marks.

use super::candidates::List;
use super::moves::{DRAWS, Mover};
use super::state::State;
use super::tables::{NONE, Tables, mark};

/// Other placements that are tried for one that leaves a row.
const REFUGES: usize = 1;

/// Rows of a placement that have an excess.
pub(super) struct Broken {
    /// The one whose excess weighs most.
    pub dearest: Option<usize>,
    /// What their excess costs in all.
    penalty: f64,
    marks: u64,
}

impl Broken {
    /// None that were not broken before; what those cost is not known.
    pub(super) const NO_MORE: Self = Self { dearest: None, penalty: f64::INFINITY, marks: 0 };

    /// Those of one placement.
    pub(super) fn of(tables: &Tables, state: &State, placement: u32) -> Self {
        let mut broken = Self { dearest: None, penalty: 0.0, marks: 0 };
        let (most, dearest) = broken.add(tables, state, placement);
        Self { dearest: (most > 0.0).then_some(dearest), ..broken }
    }

    /// Adds those of another placement, some of which may be counted twice; tells the most that one of them costs, and which that is.
    pub(super) fn add(&mut self, tables: &Tables, state: &State, placement: u32) -> (f64, usize) {
        let place = &tables.places[placement as usize];
        let mut dearest = (0.0, 0);
        for entry in &tables.entries[place.entries.0 as usize..place.entries.1 as usize] {
            let line = &state.lines[entry.row as usize];
            let penalty = line.weight * line.excess;
            if penalty > 0.0 {
                self.penalty += penalty;
                self.marks |= mark(entry.row as usize);
            }
            if penalty > dearest.0 {
                dearest = (penalty, entry.row as usize);
            }
        }
        dearest
    }
}

impl Mover {
    /// The best of some users of a row to leave it, and what that gains; `broken` are the rows that a move has broken, beside those that
    /// were broken before it.
    pub(super) fn victim(
        &mut self,
        tables: &Tables,
        state: &mut State,
        row: usize,
        broken: &Broken,
        keep: u32,
    ) -> Option<(u32, f64)> {
        let count = state.members[row].len();
        if count == 0 {
            return None;
        }
        let line = state.lines[row];
        let mut best: Option<(u32, f64)> = None;
        let mut at = self.random.usize(..count);
        for _ in 0..DRAWS.min(count) {
            at = if at + 1 == count { 0 } else { at + 1 };
            let user = state.members[row][at];
            if user.coefficient <= 0.0 || user.initiative == keep {
                continue;
            }
            state.work += 1;
            // It eases none but the rows that are broken now, which costs no more than they do.
            let eases_these = user.others & state.marks == 0;
            if eases_these && best.is_some_and(|(_, most)| broken.penalty - user.value <= most) {
                continue;
            }
            let gain = match eases_these && user.others & broken.marks == 0 {
                true => -user.value - line.weight * (line.excess_with(-f64::from(user.coefficient)) - line.excess),
                false => state.gain_of_removing(user.placement),
            };
            if best.is_none_or(|(_, most)| gain > most)
                && !tables.required[user.initiative as usize]
                && state.serves(user.initiative, NONE)
            {
                best = Some((user.placement, gain));
            }
        }
        best
    }

    /// Another placement for one that leaves a row, if one is drawn that gains something, and what it gains.
    pub(super) fn refuge(&mut self, tables: &Tables, candidates: &List, state: &mut State, victim: u32) -> (u32, f64) {
        let initiative = tables.places[victim as usize].initiative;
        let open = candidates.of(initiative);
        let mut best = (NONE, 0.0);
        if open.len() < 2 {
            return best;
        }
        state.lift(victim);
        for _ in 0..REFUGES {
            let other = open[self.random.usize(..open.len())];
            if other != victim && state.fits_arcs(initiative, other) {
                let gain = state.gain_of_adding(other);
                if gain > best.1 {
                    best = (other, gain);
                }
            }
        }
        state.lower(victim);
        best
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::solve::search::tests::two_teams;

    /// The greatest gain of any user of a row that may leave it.
    fn best_of_all(tables: &Tables, state: &mut State, row: usize, keep: u32) -> Option<f64> {
        let mut best = None;
        for user in state.members[row].clone() {
            let may_leave = user.coefficient > 0.0 && user.initiative != keep && !tables.required[user.initiative as usize];
            if may_leave && state.serves(user.initiative, NONE) {
                let gain = state.gain_of_removing(user.placement);
                best = Some(best.map_or(gain, |most: f64| most.max(gain)));
            }
        }
        best
    }

    #[test]
    fn what_leaves_a_row_gains_as_much_as_any_that_could() {
        let mut compared = 0;
        for seed in 0..60 {
            let mut random = fastrand::Rng::with_seed(seed);
            let tables = Arc::new(Tables::new(&two_teams(&mut random)));
            let (mut state, mut mover) = (State::on(Arc::clone(&tables)), Mover::new(seed));
            for _ in 0..200 {
                let initiative = tables.movable[random.usize(..tables.movable.len())];
                let open = tables.open.of(initiative as usize);
                let (before, after) = (state.chosen[initiative as usize], open[random.usize(..open.len())]);
                if before != after {
                    if before != NONE {
                        state.lift(before);
                    }
                    state.lower(after);
                    let mut broken = Broken::of(&tables, &state, after);
                    if before != NONE {
                        broken.add(&tables, &state, before);
                    }
                    let row = broken.dearest.filter(|&row| !state.lines[row].wants_more() && state.members[row].len() <= DRAWS);
                    if let Some(row) = row {
                        let own = mover.victim(&tables, &mut state, row, &broken, initiative).map(|victim| victim.1);
                        assert_eq!(own, best_of_all(&tables, &mut state, row, initiative), "seed {seed}");
                        compared += usize::from(own.is_some());
                    }
                    state.lift(after);
                    state.put_back(before);
                }
                state.set(initiative, if random.bool() { after } else { NONE });
            }
        }
        assert!(compared > 1_000, "{compared}");
    }
}
