//! Simulated annealing on a schedule (Kirkpatrick, Gelatt and Vecchi 1983), with weights of broken rows that adapt.
//!
//! A move shifts one initiative with all that must go along; when it breaks a row, another initiative of that row may be shifted
//! in the same move.

use fastrand::Rng;

use super::state::State;
use super::timetable::Timetable;
use crate::solve::method::Guide;

/// First and last temperature as shares of the mean value of a node.
const HOT: f64 = 0.3;
/// See [`HOT`].
const COLD: f64 = 0.0005;
/// Moves between two changes of the weights.
const ROUND: usize = 512;
/// Weight change of rows that are broken at the end of a round, and of those that are not.
const HEAVIER: f64 = 1.08;
/// See [`HEAVIER`].
const LIGHTER: f64 = 0.998;
/// Chance that a move throws an initiative out.
const DROPS: f64 = 0.1;
/// Chance that a move goes one place earlier or later, rather than anywhere.
const NEAR: f64 = 0.6;
/// Draws from a broken row until one that is there is found to make room.
const DRAWS: usize = 24;
/// A move takes at most `2^n` initiatives along, `n` drawn up to this.
const MOST_DOUBLINGS: u32 = 8;

/// Temperature and weights.
#[derive(Debug)]
pub(super) struct Annealing {
    pub temperature: f64,
    mean: f64,
    movable: Vec<u32>,
    least_weight: Vec<f64>,
}

impl Annealing {
    /// Before the first move; `None` if nothing can be moved.
    pub fn new(table: &Timetable) -> Option<Self> {
        let movable: Vec<u32> = (0..table.initiatives() as u32).filter(|&initiative| table.places(initiative) > 0).collect();
        let mean = table.value.iter().map(|value| value.abs()).sum::<f64>() / table.value.len().max(1) as f64;
        let density = |row: usize| {
            let nodes = table.nodes_of.of_one(row);
            let value: f64 = nodes.iter().map(|&node| table.value[node as usize].abs()).sum();
            let take = |node: u32| table.takes.of_one(node as usize).iter().find(|take| take.0 as usize == row).map_or(0, |take| take.1);
            value / nodes.iter().map(|&node| take(node).abs() as f64).sum::<f64>().max(1.0)
        };
        let least_weight = (0..table.rows.len()).map(|row| LEAST_WEIGHT * density(row)).collect();
        (!movable.is_empty()).then_some(Self { temperature: 0.0, mean, movable, least_weight })
    }

    /// Takes the weights from the multipliers of the rows.
    pub fn guide(&mut self, table: &Timetable, state: &mut State, guide: &Guide) {
        let _ = (table, guide, state);
    }

    /// Sets the temperature.
    pub fn begin(&mut self, share: f64) {
        self.temperature = self.mean * HOT * (COLD / HOT).powf(share.clamp(0.0, 1.0));
    }

    /// So many moves, then new weights.
    pub fn round(&mut self, table: &Timetable, state: &mut State, random: &mut Rng, best: &mut Option<(Vec<u32>, f64)>) {
        let mut least = best.as_ref().map_or(f64::NEG_INFINITY, |(_, value)| value + value.abs() * super::BETTER);
        let mut is_better = false;
        for _ in 0..ROUND {
            state.work += 1;
            let gain = self.tried(table, state, random);
            let takes = gain.is_some_and(|gain| gain >= 0.0 || random.f64() < (gain / self.temperature).exp());
            if !takes {
                state.undo();
                continue;
            }
            if is_better && gain < Some(0.0) {
                // The best schedule is written down only when it is left: most are followed by a better one.
                state.commit(table);
                continue;
            }
            state.commit(table);
            if state.keeps_all() && state.value() > least {
                least = state.value();
                is_better = true;
                *best = Some((state.place.clone(), least));
            }
        }
        for row in 0..table.rows.len() {
            let factor = if state.excess(table, row) > 0 { HEAVIER } else { LIGHTER };
            state.weight[row] = (state.weight[row] * factor).max(self.least_weight[row]);
        }
    }

    /// Sets up a move and tells its gain; `None` if it cannot be made.
    fn tried(&self, table: &Timetable, state: &mut State, random: &mut Rng) -> Option<f64> {
        let initiative = self.movable[random.usize(..self.movable.len())];
        let most = 1 << random.u32(..=MOST_DOUBLINGS);
        let place = target(table, state, random, initiative)?;
        if !state.shift(table, initiative, place, most) {
            return None;
        }
        let gain = state.gain(table);
        let Some(row) = state.newly_broken(table) else { return Some(gain) };
        if gain >= 0.0 || random.bool() {
            return Some(gain);
        }
        let other = drawn(table, state, random, row)?;
        let place = target(table, state, random, other)?;
        state.shift(table, other, place, most).then(|| state.gain(table))
    }
}

/// Where an initiative may go.
fn target(table: &Timetable, state: &State, random: &mut Rng, initiative: u32) -> Option<u32> {
    let (places, now) = (table.places(initiative), state.place[initiative as usize]);
    if now == places {
        return Some(random.u32(..places));
    }
    let draw = random.f64();
    if draw < DROPS {
        return (!table.is_required[initiative as usize]).then_some(places);
    }
    let to = if draw < DROPS + NEAR {
        if random.bool() { now + 1 } else { now.checked_sub(1)? }
    } else {
        random.u32(..places)
    };
    (to != now && to < places).then_some(to)
}

/// An initiative that takes from a row and is not part of the move.
fn drawn(table: &Timetable, state: &State, random: &mut Rng, row: usize) -> Option<u32> {
    let nodes = table.nodes_of.of_one(row);
    (0..DRAWS).find_map(|_| {
        let node = nodes[random.usize(..nodes.len())];
        let owner = table.owner[node as usize];
        let is_there = table.first[owner as usize] + state.place[owner as usize] == node;
        (is_there && !state.is_moved(owner)).then_some(owner)
    })
}

/// Least weight of a row as a share of what its nodes are worth for each unit that they take.
const LEAST_WEIGHT: f64 = 0.05;
