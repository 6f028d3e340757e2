//! Simulated annealing on a schedule (Kirkpatrick, Gelatt and Vecchi 1983), with weights of broken rows that adapt.
//!
//! A move shifts one initiative with all that must go along; when it breaks a row, another initiative of that row may be shifted
//! in the same move. Places that no better plan has, by the multipliers, are not aimed at.

use fastrand::Rng;

use super::state::State;
use super::timetable::Timetable;

/// First temperature as a share of the mean value of a node: when each initiative is moved often, and when it is moved rarely.
/// Where there is time for few moves, heat only spoils the rounded schedule.
const HOT: f64 = 0.3;
/// See [`HOT`].
const WARM: f64 = 0.03;
/// Moves of each initiative in a run that count as often and as rarely.
const OFTEN: f64 = 3_000.0;
/// See [`OFTEN`].
const RARELY: f64 = 500.0;
/// Last temperature as a share of the mean value of a node: below it nothing moves but what gains.
const COLD: f64 = 0.001;
/// Moves between two changes of the weights.
const ROUND: usize = 512;
/// Weight change of rows that are broken at the end of a round. Others get lighter by so much that a row that is broken in the share
/// of rounds that is asked for keeps its weight (see `search/weights.rs`).
const HEAVIER: f64 = 1.08;
/// Share of rounds at the end of which a row may be broken, when it is hot and when it is cold: a hot schedule goes through what rows
/// forbid, and a cold one is to keep them all, or there is no plan to tell of.
const BROKEN: f64 = 0.6;
/// See [`BROKEN`].
const HARDLY_BROKEN: f64 = 0.001;
/// Least weight of a row as a share of what its nodes are worth for each unit that they take.
const LEAST_WEIGHT: f64 = 0.05;
/// Chance that a move throws an initiative out, with all that waits for it.
const DROPS: f64 = 0.04;
/// Chance that what only served an initiative that goes out goes with it.
const SWEEPS: f64 = 0.5;
/// Chance that a move stays where nobody has to go along.
const ALONE: f64 = 0.4;
/// Chance that a move goes one place earlier or later, when others may go along; else it goes anywhere.
const NEAR: f64 = 0.6;
/// Draws from a broken row until one that is there is found to make room.
const DRAWS: usize = 24;
/// A move takes at most `2^n` initiatives along, `n` drawn up to this.
const MOST_DOUBLINGS: u32 = 8;

/// Temperature, weights and what is open.
#[derive(Debug)]
pub(super) struct Annealing {
    temperature: f64,
    mean: f64,
    movable: Vec<u32>,
    least_weight: Vec<f64>,
    /// For each node whether a better plan may have it, and for each initiative whether a better plan may leave it out.
    is_open: Vec<bool>,
    may_be_out: Vec<bool>,
    /// For each initiative whether it has a value of its own or lowers a row; the others come only along with their dependants.
    serves: Vec<bool>,
    moves: u64,
    /// What rows that are kept get lighter by.
    lighter: f64,
}

/// The best schedule: places and value.
pub(super) type Best = Option<(Vec<u32>, f64)>;

impl Annealing {
    /// Before the first move; `None` if nothing can be moved.
    pub fn new(table: &Timetable) -> Option<Self> {
        let movable: Vec<u32> = (0..table.initiatives() as u32).filter(|&initiative| table.places(initiative) > 0).collect();
        let mean = table.value.iter().map(|value| value.abs()).sum::<f64>() / table.value.len().max(1) as f64;
        let (mut value, mut size) = (vec![0.0; table.rows.len()], vec![0.0; table.rows.len()]);
        for node in 0..table.value.len() {
            for &(row, c) in table.takes.of_one(node) {
                value[row as usize] += table.value[node].abs();
                size[row as usize] += c.abs() as f64;
            }
        }
        let serves = |node: usize| table.value[node] > 0.0 || table.takes.of_one(node).iter().any(|take| take.1 < 0);
        let mut is_serving = table.is_required.clone();
        (0..table.value.len()).for_each(|node| is_serving[table.owner[node] as usize] |= serves(node));
        (!movable.is_empty()).then(|| Self {
            temperature: 0.0,
            mean,
            movable,
            least_weight: value.iter().zip(&size).map(|(value, size)| LEAST_WEIGHT * value / f64::max(*size, 1.0)).collect(),
            is_open: vec![true; table.value.len()],
            may_be_out: table.is_required.iter().map(|is_required| !is_required).collect(),
            serves: is_serving,
            moves: 0,
            lighter: 1.0,
        })
    }

    /// Closes what no plan better than `value` has: nodes by what plans with them are worth at most, `with`; out by `without`.
    pub fn close(&mut self, table: &Timetable, with: impl Fn(usize) -> f64, without: impl Fn(usize) -> f64, value: f64) {
        self.is_open.iter_mut().enumerate().for_each(|(node, is_open)| *is_open = with(node) >= value);
        for (initiative, may_be_out) in self.may_be_out.iter_mut().enumerate() {
            *may_be_out = !table.is_required[initiative] && without(initiative) >= value;
        }
    }

    /// Moves so far for each initiative that can be moved.
    fn moves_of_each(&self) -> f64 {
        self.moves as f64 / self.movable.len() as f64
    }

    /// Sets the temperature, which falls geometrically from the higher the more moves there will be, and how often rows may be broken.
    /// `over` is how much of the search is over, `progress` how much of the way from hot to cold.
    pub fn begin(&mut self, over: f64, progress: f64) {
        let moves = self.moves_of_each() / over.max(1e-3);
        let often = ((moves / RARELY).ln() / (OFTEN / RARELY).ln()).clamp(0.0, 1.0);
        let hot = WARM * (HOT / WARM).powf(often);
        self.temperature = self.mean * hot * (COLD / hot).powf(progress);
        let broken = (BROKEN * (1.0 - progress) * (1.0 - progress)).max(HARDLY_BROKEN);
        self.lighter = HEAVIER.powf(-broken / (1.0 - broken));
    }

    /// So many moves, then new weights.
    pub fn round(&mut self, table: &Timetable, state: &mut State, random: &mut Rng, best: &mut Best) {
        let mut least = best.as_ref().map_or(f64::NEG_INFINITY, |(_, value)| value + value.abs() * super::BETTER);
        for _ in 0..ROUND {
            // A move that changes nothing is work too, or a search without moves would never end.
            state.work += 1;
            let gain = self.tried(table, state, random);
            if gain.is_none_or(|gain| gain < 0.0 && random.f64() >= (gain / self.temperature).exp()) {
                state.undo();
                continue;
            }
            state.commit(table);
            if state.keeps_all() && state.value() > least {
                least = state.value() + state.value().abs() * super::BETTER;
                let (place, value) = best.get_or_insert_with(|| (state.place.clone(), 0.0));
                place.copy_from_slice(&state.place);
                *value = state.value();
            }
        }
        self.moves += ROUND as u64;
        for row in 0..table.rows.len() {
            let factor = if state.excess(table, row) > 0 { HEAVIER } else { self.lighter };
            state.weight[row] = (state.weight[row] * factor).max(self.least_weight[row]);
        }
    }

    /// Sets up a move and tells its gain; `None` if it cannot be made.
    fn tried(&self, table: &Timetable, state: &mut State, random: &mut Rng) -> Option<f64> {
        let initiative = self.movable[random.usize(..self.movable.len())];
        let most = 1 << random.u32(..=MOST_DOUBLINGS);
        let place = self.target(table, state, random, initiative)?;
        let was_out = state.place[initiative as usize] == table.places(initiative);
        if !self.shifts(table, state, random, (initiative, place), most) {
            return None;
        }
        let gain = state.gain(table);
        let Some(row) = state.newly_broken(table) else { return Some(gain) };
        if gain >= 0.0 || random.bool() {
            return Some(gain);
        }
        let other = drawn(table, state, random, row)?;
        let goes_out = was_out && self.may_be_out[other as usize] && random.bool();
        let place = if goes_out { table.places(other) } else { self.target(table, state, random, other)? };
        self.shifts(table, state, random, (other, place), most).then(|| state.gain(table))
    }

    /// Shifts an initiative; of one that goes out, sometimes, what only it needed goes out as well.
    fn shifts(&self, table: &Timetable, state: &mut State, random: &mut Rng, (initiative, place): (u32, u32), most: usize) -> bool {
        let shifts = state.shift(table, initiative, place, most);
        if shifts && place == table.places(initiative) && random.f64() < SWEEPS {
            state.sweep(table);
        }
        shifts
    }

    /// Where an initiative may go.
    fn target(&self, table: &Timetable, state: &mut State, random: &mut Rng, initiative: u32) -> Option<u32> {
        let (places, now) = (table.places(initiative), state.place[initiative as usize]);
        if now == places && !self.serves[initiative as usize] {
            return None;
        }
        if now < places && (places == 1 || random.f64() < DROPS) {
            return self.may_be_out[initiative as usize].then_some(places);
        }
        let draw = random.f64();
        let to = if draw < ALONE {
            state.work += (table.degree(initiative, true) + table.degree(initiative, false)) as u64;
            let window = table.window(initiative, &state.place);
            match window.is_empty() {
                true => return None,
                false if now == places && random.bool() => window.start,
                false => random.u32(window),
            }
        } else if now < places && draw < ALONE + NEAR * (1.0 - ALONE) {
            if random.bool() { now + 1 } else { now.checked_sub(1)? }
        } else {
            random.u32(..places)
        };
        (to != now && table.node(initiative, to).is_some_and(|node| self.is_open[node])).then_some(to)
    }
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
