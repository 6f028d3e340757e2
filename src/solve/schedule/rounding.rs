//! Schedules from a fractional plan: initiatives in the order of their expected starts, each as early as the rows have room.
//!
//!   expected start = `sum of start[c] * x[c]  +  quarters * (1 - sum of x[c])`
//!
//! taken after all prerequisites (Chicoisne, Espinoza, Goycoolea, Moreno, Rubio 2012, A new algorithm for the open-pit mine
//! production scheduling problem: "TopoSort"). Then what is not worth its prerequisites leaves: the initiatives that stay are a maximum
//! closure under their values in this schedule.

use std::collections::BinaryHeap;

use super::state::State;
use super::timetable::Timetable;
use crate::solve::closure::{Graph, Pseudoflow};

/// A key that a heap gives smallest first.
#[derive(PartialEq)]
struct First(f64, u32);

impl Eq for First {}

impl PartialOrd for First {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for First {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        other.0.total_cmp(&self.0).then(other.1.cmp(&self.1))
    }
}

/// For each initiative, when the fractional plan starts it on average; out counts as after the last quarter.
pub(super) fn expected_starts(table: &Timetable, fractions: &[f64]) -> Vec<f64> {
    let end = f64::from(table.start.iter().copied().max().unwrap_or(0) + 1);
    let of = |initiative: usize| {
        let nodes = table.first[initiative] as usize..table.first[initiative + 1] as usize;
        nodes.map(|node| fractions[table.placement[node].index()] * (f64::from(table.start[node]) - end)).sum::<f64>() + end
    };
    (0..table.initiatives()).map(of).collect()
}

/// The order of a schedule: by start, and within a quarter by when the fractional plan starts it, if there is one.
pub(super) fn keys_of(table: &Timetable, places: &[u32], expected: Option<&[f64]>) -> Vec<f64> {
    let end = f64::from(table.start.iter().copied().max().unwrap_or(0) + 1);
    let start =
        |initiative: usize| table.node(initiative as u32, places[initiative]).map_or(end, |node| f64::from(table.start[node]));
    let part = |initiative: usize| expected.map_or(0.0, |expected| expected[initiative] / (1.0 + end));
    (0..places.len()).map(|initiative| start(initiative) + part(initiative)).collect()
}

/// Schedules all that has room, in the order of `keys` but after prerequisites, into an empty state.
pub(super) fn fill(table: &Timetable, state: &mut State, keys: &[f64]) {
    let count = table.initiatives() as u32;
    let mut waits: Vec<u32> = (0..count).map(|initiative| table.prerequisites(initiative).count() as u32).collect();
    let free = (0..count).filter(|&initiative| waits[initiative as usize] == 0);
    let mut next: BinaryHeap<First> = free.map(|initiative| First(keys[initiative as usize], initiative)).collect();
    let mut earliest = vec![0; count as usize];
    while let Some(First(_, initiative)) = next.pop() {
        let places = earliest[initiative as usize]..table.places(initiative);
        let node = |place: u32| (table.first[initiative as usize] + place) as usize;
        let room = places.into_iter().find(|&place| state.has_room(table, node(place)));
        let place = room.unwrap_or_else(|| table.places(initiative));
        if room.is_some() && state.shift(table, initiative, place, usize::MAX) {
            state.gain(table);
            state.commit(table);
        } else {
            state.undo();
        }
        for (other, from) in table.wanted(initiative, place) {
            earliest[other as usize] = from.max(earliest[other as usize]);
        }
        for other in table.dependants(initiative) {
            waits[other as usize] -= 1;
            if waits[other as usize] == 0 {
                next.push(First(keys[other as usize], other));
            }
        }
    }
}

/// Throws out what is worth less than nothing together with its dependants. Rows with lower limits may break by it.
pub(super) fn drop_worthless(table: &Timetable, place: &mut [u32]) {
    let value = |initiative: usize| table.node(initiative as u32, place[initiative]).map(|node| table.value[node]);
    let size: f64 = (0..place.len()).filter_map(value).map(f64::abs).sum();
    if size == 0.0 {
        return;
    }
    let whole = |initiative: usize| match value(initiative) {
        Some(_) if table.is_required[initiative] => WHOLE as i64 * 2,
        Some(value) => (value / size * WHOLE).round() as i64,
        None => 0,
    };
    let worth = (0..place.len()).map(whole).collect();
    let pairs = (0..place.len() as u32).flat_map(|own| table.prerequisites(own).map(move |other| (own, other)));
    let graph = Graph::of(place.len(), pairs);
    let mut flow = Pseudoflow::default();
    flow.begin(&graph, worth);
    flow.run(&graph, &mut i64::MAX.clone(), &|| false);
    for (initiative, stays) in flow.closure().into_iter().enumerate() {
        if !stays {
            place[initiative] = table.places(initiative as u32);
        }
    }
}

/// All values sum to so many whole numbers; required initiatives have twice as much each, some ten thousand of which still fit.
const WHOLE: f64 = (1u64 << 46) as f64;
