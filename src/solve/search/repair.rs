//! Repair: a plan that keeps all from a selection that breaks some rows, on the side.
//!
//! While it is hot a search is seldom where all rows are kept, on large programs never. From each broken row those leave that lose
//! least, then what fits is put in. The search goes on from where it was.

use super::candidates::List;
use super::state::{State, User};
use super::tables::{NONE, Tables};

/// Most initiatives that leave, as a share of all: a selection that needs more is not worth repairing.
const MOST_LEAVING: usize = 4;

/// Repairs the selection, to be undone. Whether it keeps all now.
pub(super) fn repair(tables: &Tables, candidates: &List, state: &mut State) -> bool {
    let mut left = tables.initiatives() / MOST_LEAVING;
    for row in 0..tables.lines.len() {
        while !tables.soft[row] && state.lines[row].excess > 0.0 {
            let Some(victim) = cheapest(tables, state, row).filter(|_| left > 0) else { return false };
            if state.put(victim, NONE).is_none() {
                return false;
            }
            left -= 1;
        }
    }
    if state.keeps_all() {
        fill(candidates, state);
    }
    state.keeps_all()
}

/// The user of a row that loses least for what it relieves.
fn cheapest(tables: &Tables, state: &mut State, row: usize) -> Option<u32> {
    let mut best: Option<(f64, u32)> = None;
    for at in 0..state.members[row].len() {
        let User { placement, initiative, coefficient, .. } = state.members[row][at];
        let relief = f64::from(coefficient).min(state.lines[row].excess);
        if relief <= 0.0 || tables.required[initiative as usize] {
            continue;
        }
        let gain = state.gain_of_removing(placement) / relief;
        if best.is_none_or(|(most, _)| gain > most) {
            best = Some((gain, initiative));
        }
    }
    best.map(|(_, initiative)| initiative)
}

/// Puts in what fits and gains.
fn fill(candidates: &List, state: &mut State) {
    for &initiative in &candidates.movable {
        if state.chosen[initiative as usize] != NONE {
            continue;
        }
        for &placement in candidates.of(initiative) {
            if state.is_served(placement) && state.gain_of_adding(placement) > 0.0 {
                state.change(initiative, placement);
                if state.keeps_all() {
                    break;
                }
                state.undo_last();
            }
        }
    }
}
