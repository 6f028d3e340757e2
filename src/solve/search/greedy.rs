//! Greedy construction: initiatives in order of worth, each with what it needs, where it fits.
//!
//! Required work comes first. Then passes over all others by falling worth; an initiative is taken at the first placement, by
//! falling worth, at which the score rises and no more rows are broken, together with its missing prerequisites. A pass may make
//! room for the next (debt work lets features in under a debt floor), so passes repeat while they change something.

use super::state::State;
use super::tables::{NONE, Place, Tables};
use crate::solve::method::Guide;

/// Passes after which the rest is left to the search.
const MOST_PASSES: usize = 4;
/// Placements of one initiative that are tried in a pass.
const MOST_TRIES: usize = 8;
/// What a placement takes at least, as a share of a limit, so that what is free comes first and nothing is divided by zero.
const SMALLEST_SHARE: f64 = 1e-9;
/// Work after which the construction ends; about a second.
const MOST_WORK: u64 = 300_000_000;

/// Builds a selection on an empty one.
pub(super) fn build(state: &mut State, guide: Option<&Guide>, stops: &dyn Fn() -> bool) {
    let tables = state.tables.clone();
    let worth: Vec<f64> = match guide {
        Some(guide) => guide.reduced.clone(),
        None => tables.places.iter().map(|place| worth(&tables, place)).collect(),
    };
    let by_worth = |a: &u32, b: &u32| worth[*b as usize].total_cmp(&worth[*a as usize]).then(a.cmp(b));
    let mut ranked: Vec<(u32, Vec<u32>)> = Vec::with_capacity(tables.movable.len());
    for &initiative in &tables.movable {
        let mut own = tables.open.of(initiative as usize).to_vec();
        own.sort_by(by_worth);
        ranked.push((initiative, own));
    }
    ranked.sort_by(|a, b| by_worth(&a.1[0], &b.1[0]));
    let end = state.work + MOST_WORK;
    for (initiative, own) in ranked.iter().filter(|(initiative, _)| tables.required[*initiative as usize]) {
        if state.chosen[*initiative as usize] == NONE {
            require(state, *initiative, own);
        }
    }
    for _ in 0..MOST_PASSES {
        let mut changed = false;
        for (count, (initiative, own)) in ranked.iter().enumerate() {
            changed |= state.chosen[*initiative as usize] == NONE && take(state, *initiative, own);
            if count % 64 == 63 && (state.work > end || stops()) {
                return;
            }
        }
        if !changed {
            return;
        }
    }
}

/// Brings required work in where the score is best, whatever it breaks.
fn require(state: &mut State, initiative: u32, own: &[u32]) {
    let mut best: Option<(f64, u32)> = None;
    for &placement in own {
        let gain = state.put(initiative, placement);
        if let Some(gain) = gain.filter(|gain| best.is_none_or(|(most, _)| *gain > most)) {
            best = Some((gain, placement));
        }
        state.undo();
    }
    if let Some((_, placement)) = best {
        state.put(initiative, placement);
        state.commit();
    }
}

fn take(state: &mut State, initiative: u32, own: &[u32]) -> bool {
    let breaches = state.breaches();
    for &placement in own.iter().take(MOST_TRIES) {
        if state.put(initiative, placement).is_some_and(|gain| gain > 0.0) && state.breaches() <= breaches {
            state.commit();
            return true;
        }
        state.undo();
    }
    false
}

/// Value for each share of a limit that a placement takes.
fn worth(tables: &Tables, place: &Place) -> f64 {
    let mut share = SMALLEST_SHARE;
    for entry in &tables.entries[place.entries.0 as usize..place.entries.1 as usize] {
        let line = &tables.lines[entry.row as usize];
        if line.over < 0.0 && entry.coefficient > 0.0 {
            share -= f64::from(entry.coefficient) / line.over;
        }
    }
    place.value / share
}
