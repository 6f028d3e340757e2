//! Greedy construction: initiatives in order of worth, each with what it needs, where it fits.
//!
//! Required work comes first. Then passes over all others by falling worth; an initiative is taken at the first placement, by
//! falling worth, at which the score rises and no more rows are broken, together with its missing prerequisites. A pass may make
//! room for the next (debt work lets features in under a debt floor), so passes repeat while they change something.

use super::Listener;
use super::state::State;
use crate::model::Id;
use crate::program::Placement;

/// Passes after which the rest is left to the search.
const MOST_PASSES: usize = 6;
/// Placements of one initiative that are tried in a pass.
const MOST_TRIES: usize = 8;
/// Work after which the construction ends; a second or two.
const MOST_WORK: u64 = 150_000_000;

pub(super) fn build(state: &mut State, worth: &[f64], listener: &dyn Listener) {
    let placements = &state.program.placements;
    let mut ranked: Vec<(usize, Vec<Id<Placement>>)> = (0..placements.initiatives())
        .map(|initiative| (initiative, by_falling_worth(placements.of_initiative(Id::new(initiative)).collect(), worth)))
        .filter(|(_, own)| !own.is_empty())
        .collect();
    let best = |own: &[Id<Placement>]| worth[own[0].index()];
    ranked.sort_by(|a, b| best(&b.1).total_cmp(&best(&a.1)).then(a.0.cmp(&b.0)));
    for (initiative, own) in ranked.iter().filter(|(initiative, _)| state.required[*initiative]).cloned().collect::<Vec<_>>() {
        require(state, initiative, &own);
    }
    for _ in 0..MOST_PASSES {
        let mut changed = false;
        for (initiative, own) in &ranked {
            changed |= state.chosen(*initiative).is_none() && take(state, *initiative, own);
            if state.work > MOST_WORK || listener.stops() {
                return;
            }
        }
        if !changed {
            return;
        }
    }
}

fn by_falling_worth(mut own: Vec<Id<Placement>>, worth: &[f64]) -> Vec<Id<Placement>> {
    own.sort_by(|a, b| worth[b.index()].total_cmp(&worth[a.index()]).then(a.cmp(b)));
    own
}

/// Brings required work in where the score is best, whatever it breaks.
fn require(state: &mut State, initiative: usize, own: &[Id<Placement>]) {
    let mut best: Option<(f64, Id<Placement>)> = None;
    for &placement in own {
        if state.put(initiative, Some(placement)) && best.is_none_or(|(score, _)| state.score() > score) {
            best = Some((state.score(), placement));
        }
        state.undo();
    }
    if let Some((_, placement)) = best {
        state.put(initiative, Some(placement));
        state.commit();
    }
}

fn take(state: &mut State, initiative: usize, own: &[Id<Placement>]) -> bool {
    let (score, breaches) = (state.score(), state.breaches());
    for &placement in own.iter().take(MOST_TRIES) {
        if state.put(initiative, Some(placement)) && state.breaches() <= breaches && state.score() > score {
            state.commit();
            return true;
        }
        state.undo();
    }
    false
}
