//! Ties go to earlier finishes: an initiative that can finish earlier by itself, without losing value or breaking a rule, does.

use super::search::state::State;
use crate::model::Id;
use crate::program::{Placement, Program, Selection};

/// Moves initiatives one at a time to the earliest finish that costs nothing, until none can move.
#[must_use]
pub fn pull_forward(program: &Program, selection: &Selection) -> Selection {
    let mut state = State::new(program);
    state.load(selection);
    let mut moved = true;
    while moved {
        moved = false;
        let mut chosen: Vec<Id<Placement>> = state.selection().chosen().collect();
        chosen.sort_by_key(|&id| program.placements[id].finish);
        for own in chosen {
            moved |= earlier(program, own).into_iter().any(|target| state.move_alone(own, target));
        }
    }
    state.selection()
}

/// Placements of the same variant that finish earlier and are worth no less, earliest first.
fn earlier(program: &Program, own: Id<Placement>) -> Vec<Id<Placement>> {
    let now = &program.placements[own];
    let better = |id: &Id<Placement>| {
        let other = &program.placements[*id];
        other.decision.variant == now.decision.variant && other.finish < now.finish && other.value >= now.value
    };
    let mut targets: Vec<Id<Placement>> = program.placements.of_initiative(now.initiative).filter(better).collect();
    targets.sort_by_key(|&id| program.placements[id].finish);
    targets
}
