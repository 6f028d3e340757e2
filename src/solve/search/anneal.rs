//! Simulated annealing on starts (Kirkpatrick, Gelatt and Vecchi 1983), with weights of broken rows that adapt.
//!
//! A move starts, moves or drops one initiative, with whatever its arcs move along; a move that breaks a row may throw another
//! initiative of that row out in the same step. The temperature falls geometrically over the budget: one long cooling measured
//! better than several short ones.

use std::time::Instant;

use super::state::{State, owner};
use super::{Budget, Listener};
use crate::model::Id;

/// First and last temperature as shares of the mean value of a placement.
const HOT: f64 = 0.5;
/// See [`HOT`].
const COLD: f64 = 0.002;
/// Moves between two looks at the clock, the temperature and the weights.
const ROUND: usize = 512;
/// Weight change of rows that are broken at the end of a round, and of those that are not.
const HEAVIER: f64 = 1.08;
/// See [`HEAVIER`].
const LIGHTER: f64 = 0.998;
/// Chance that a move drops an initiative which is in the plan, rather than moving it.
const DROPS: f64 = 0.2;
/// Draws from a broken row until one that is in the plan is found to be thrown out.
const DRAWS: usize = 12;

pub(super) fn anneal(state: &mut State, best_value: f64, budget: Budget, seed: u64, listener: &mut dyn Listener) {
    let mut random = fastrand::Rng::with_seed(seed);
    let movable: Vec<usize> =
        (0..state.required.len()).filter(|&i| !state.program.placements.range(Id::new(i)).is_empty()).collect();
    if movable.is_empty() {
        return;
    }
    let mean = state.program.placements.iter().map(|(_, p)| p.value.abs()).sum::<f64>() / state.program.placements.len() as f64;
    let (mut best, began, before) = (best_value, Instant::now(), state.work);
    while let Some(progress) = progress(budget, began, state.work - before).filter(|_| !listener.stops()) {
        let temperature = mean * HOT * (COLD / HOT).powf(progress);
        for _ in 0..ROUND {
            // A move that changes nothing is work too, or a search without moves would never end.
            state.work += 1;
            step(state, &movable, temperature, &mut random);
            if state.keeps_all() && state.value() > best {
                best = state.value() + best_step(state.value());
                listener.found(&state.selection(), state.work);
            }
        }
        state.reweigh(HEAVIER, LIGHTER);
    }
}

/// What a plan must be better by to be told of: rounding in running sums is not a better plan.
fn best_step(value: f64) -> f64 {
    value.abs() * 1e-12
}

/// How much of the budget is spent, 0 to 1; `None` when it all is.
fn progress(budget: Budget, began: Instant, work: u64) -> Option<f64> {
    let share = match budget {
        Budget::Work(all) => work as f64 / all.max(1) as f64,
        Budget::Until(end) => began.elapsed().as_secs_f64() / end.saturating_duration_since(began).as_secs_f64().max(1e-9),
    };
    (share < 1.0).then_some(share)
}

fn step(state: &mut State, movable: &[usize], temperature: f64, random: &mut fastrand::Rng) {
    let initiative = movable[random.usize(..movable.len())];
    let before = state.score();
    let range = state.program.placements.range(Id::new(initiative));
    let drops = state.chosen(initiative).is_some() && (random.f64() < DROPS || range.len() == 1);
    let target = if drops { None } else { Some(Id::new(random.usize(range))) };
    if drops && state.required[initiative] {
        return;
    }
    let mut done = state.put(initiative, target);
    if let Some(row) = target.filter(|_| done).and_then(|placement| state.broken_row_of(placement)) {
        done = throw_out(state, row, initiative, random);
    }
    let gain = state.score() - before;
    if done && (gain >= 0.0 || random.f64() < (gain / temperature).exp()) {
        state.commit();
    } else {
        state.undo();
    }
}

/// Throws a random initiative out of a broken row, if one is drawn that may go.
fn throw_out(state: &mut State, row: usize, keep: usize, random: &mut fastrand::Rng) -> bool {
    let terms = &state.program.rows[row].terms;
    for _ in 0..DRAWS {
        let (placement, coefficient) = terms[random.usize(..terms.len())];
        let victim = owner(state.program, placement).index();
        if coefficient > 0 && victim != keep && !state.required[victim] && state.chosen(victim) == Some(placement) {
            return state.put(victim, None);
        }
    }
    true
}
