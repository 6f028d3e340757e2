//! A schedule: the place of each initiative, what each row carries, and moves that shift an initiative with all that must go along.
//!
//! Score: value, less the price of broken soft rows, less `weight * excess` of broken hard rows and of required initiatives that are out.
//! Arcs are always kept: to go earlier takes prerequisites along, to go later or out takes dependants along, as one move.

use super::timetable::{Limit, Timetable};
use crate::program::{Program, Selection};

/// Stands for "not among the moved".
const UNMOVED: u32 = u32::MAX;
/// Looks that an initiative takes when it moves, beside its arcs and rows.
const WORK_OF_MOVED: u64 = 6;

/// A schedule and the move that is being tried.
#[derive(Debug)]
pub(super) struct State {
    /// The place of each initiative.
    pub place: Vec<u32>,
    activity: Vec<i64>,
    /// What a unit of excess of each row costs.
    pub weight: Vec<f64>,
    /// What a required initiative that is out costs.
    pub missing_weight: f64,
    value: f64,
    broken: usize,
    missing: usize,
    /// The move: initiatives with the places they had, and where an initiative is among them.
    moved: Vec<(u32, u32)>,
    moved_at: Vec<u32>,
    stack: Vec<u32>,
    /// By how much the move changes each row, and which it touches.
    change: Vec<i64>,
    touched: Vec<u32>,
    is_touched: Vec<bool>,
    /// Entries, arcs and places looked at.
    pub work: u64,
}

impl State {
    /// Everything is out.
    pub fn new(table: &Timetable) -> Self {
        let count = table.initiatives();
        let mut state = Self {
            place: (0..count as u32).map(|initiative| table.places(initiative)).collect(),
            activity: Vec::new(),
            weight: vec![0.0; table.rows.len()],
            missing_weight: 2.0 * table.value.iter().map(|value| value.abs()).fold(0.0, f64::max),
            value: 0.0,
            broken: 0,
            missing: 0,
            moved: Vec::new(),
            moved_at: vec![UNMOVED; count],
            stack: Vec::new(),
            change: vec![0; table.rows.len()],
            touched: Vec::new(),
            is_touched: vec![false; table.rows.len()],
            work: 0,
        };
        state.recount(table);
        state
    }

    /// Takes over the places of a schedule that keeps the arcs.
    pub fn take(&mut self, table: &Timetable, place: &[u32]) {
        self.place.copy_from_slice(place);
        self.recount(table);
    }

    /// Computes sums anew.
    pub fn recount(&mut self, table: &Timetable) {
        self.activity = vec![0; table.rows.len()];
        (self.value, self.missing) = (0.0, 0);
        for (initiative, &place) in self.place.iter().enumerate() {
            match table.node(initiative as u32, place) {
                Some(node) => {
                    self.value += table.value[node];
                    table.takes.of_one(node).iter().for_each(|&(row, c)| self.activity[row as usize] += c);
                }
                None => self.missing += usize::from(table.is_required[initiative]),
            }
        }
        let rows = table.rows.iter().zip(&self.activity);
        self.value -= rows.clone().map(|(row, &activity)| row.price.unwrap_or(0.0) * excess(row, activity) as f64).sum::<f64>();
        self.broken = rows.filter(|&(row, &activity)| is_broken(row, activity)).count();
    }

    /// Whether all hard rows are kept and nothing required is out.
    pub fn keeps_all(&self) -> bool {
        self.broken == 0 && self.missing == 0
    }

    /// Value less the price of broken soft rows.
    pub fn value(&self) -> f64 {
        self.value
    }

    /// By how much a row is broken.
    pub fn excess(&self, table: &Timetable, row: usize) -> i64 {
        excess(&table.rows[row], self.activity[row])
    }

    /// Whether a node fits into what the rows have left.
    pub fn has_room(&mut self, table: &Timetable, node: usize) -> bool {
        let takes = table.takes.of_one(node);
        self.work += takes.len() as u64;
        takes.iter().all(|&(row, c)| {
            let limit = &table.rows[row as usize];
            c <= 0 || limit.price.is_some() || self.activity[row as usize] + c <= limit.limit
        })
    }

    /// Whether an initiative is part of the move.
    pub fn is_moved(&self, initiative: u32) -> bool {
        self.moved_at[initiative as usize] != UNMOVED
    }

    /// Tries to move an initiative to a place, with all that must go along, but not what the move has moved already, and at most
    /// `most` in all. When it says no, the move is to be [undone](Self::undo).
    pub fn shift(&mut self, table: &Timetable, initiative: u32, place: u32, most: usize) -> bool {
        let is_earlier = place < self.place[initiative as usize];
        let own = self.moved.len();
        if self.is_moved(initiative) {
            return false;
        }
        self.put(initiative, place);
        self.stack.clear();
        self.stack.push(initiative);
        while let Some(next) = self.stack.pop() {
            let place = self.place[next as usize];
            self.work += table.degree(next, is_earlier) as u64;
            let is_kept = if is_earlier {
                table
                    .needs(next, place)
                    .all(|(other, end)| self.place[other as usize] < end || (end > 0 && self.drags(other, end - 1, own)))
            } else {
                table.wanted(next, place).all(|(other, from)| self.place[other as usize] >= from || self.drags(other, from, own))
            };
            if !is_kept || self.moved.len() > most {
                return false;
            }
        }
        true
    }

    /// Throws out, as part of the move, prerequisites of what it throws out that have no value and that nothing in the schedule needs.
    pub fn sweep(&mut self, table: &Timetable) {
        let mut position = 0;
        while let Some(&(initiative, _)) = self.moved.get(position) {
            position += 1;
            if table.node(initiative, self.place[initiative as usize]).is_some() {
                continue;
            }
            for other in table.prerequisites(initiative) {
                self.work += 1;
                let is_idle = |node: usize| table.value[node] <= 0.0 && !table.is_required[other as usize];
                if table.node(other, self.place[other as usize]).is_some_and(is_idle) && !self.is_needed(table, other) {
                    self.put(other, table.places(other));
                }
            }
        }
    }

    /// Whether something in the schedule waits for an initiative.
    fn is_needed(&mut self, table: &Timetable, initiative: u32) -> bool {
        self.work += table.degree(initiative, false) as u64;
        table.dependants(initiative).any(|other| self.place[other as usize] < table.places(other))
    }

    /// Moves another along, unless an earlier part of the move has moved it.
    fn drags(&mut self, other: u32, place: u32, own: usize) -> bool {
        self.work += 1;
        if (self.moved_at[other as usize] as usize) < own {
            return false;
        }
        self.put(other, place);
        self.stack.push(other);
        true
    }

    fn put(&mut self, initiative: u32, place: u32) {
        let at = initiative as usize;
        if self.moved_at[at] == UNMOVED {
            self.moved_at[at] = self.moved.len() as u32;
            self.moved.push((initiative, self.place[at]));
        }
        self.place[at] = place;
    }

    /// What the move adds to the score.
    pub fn gain(&mut self, table: &Timetable) -> f64 {
        self.clear_changes();
        self.work += WORK_OF_MOVED * self.moved.len() as u64;
        let mut gain = 0.0;
        for position in 0..self.moved.len() {
            let (initiative, before) = self.moved[position];
            let after = self.place[initiative as usize];
            for (place, sign) in [(before, -1), (after, 1)] {
                match table.node(initiative, place) {
                    Some(node) => {
                        gain += sign as f64 * table.value[node];
                        self.count(table.takes.of_one(node), sign);
                    }
                    None if table.is_required[initiative as usize] => gain -= sign as f64 * self.missing_weight,
                    None => {}
                }
            }
        }
        for &row in &self.touched {
            let (at, limit) = (row as usize, &table.rows[row as usize]);
            let more = excess(limit, self.activity[at] + self.change[at]) - excess(limit, self.activity[at]);
            gain -= limit.price.unwrap_or(self.weight[at]) * more as f64;
        }
        gain
    }

    fn count(&mut self, takes: &[(u32, i64)], sign: i64) {
        self.work += takes.len() as u64;
        for &(row, c) in takes {
            if !self.is_touched[row as usize] {
                self.is_touched[row as usize] = true;
                self.touched.push(row);
            }
            self.change[row as usize] += sign * c;
        }
    }

    fn clear_changes(&mut self) {
        for row in self.touched.drain(..) {
            self.change[row as usize] = 0;
            self.is_touched[row as usize] = false;
        }
    }

    /// A hard row that the move, of which [`Self::gain`] was asked, breaks more than before.
    pub fn newly_broken(&self, table: &Timetable) -> Option<usize> {
        self.touched.iter().map(|&row| row as usize).find(|&row| {
            let (limit, before) = (&table.rows[row], self.activity[row]);
            limit.price.is_none() && excess(limit, before + self.change[row]) > excess(limit, before).max(0)
        })
    }

    /// Makes the move, of which [`Self::gain`] was asked.
    pub fn commit(&mut self, table: &Timetable) {
        for position in 0..self.touched.len() {
            let row = self.touched[position] as usize;
            let (limit, before) = (&table.rows[row], self.activity[row]);
            let after = before + std::mem::take(&mut self.change[row]);
            self.value -= limit.price.unwrap_or(0.0) * (excess(limit, after) - excess(limit, before)) as f64;
            self.broken = self.broken + usize::from(is_broken(limit, after)) - usize::from(is_broken(limit, before));
            self.activity[row] = after;
        }
        self.clear_changes();
        for position in 0..self.moved.len() {
            let (initiative, before) = self.moved[position];
            let value = |place| table.node(initiative, place).map_or(0.0, |node| table.value[node]);
            self.value += value(self.place[initiative as usize]) - value(before);
            if table.is_required[initiative as usize] {
                let is_out = |place| usize::from(table.node(initiative, place).is_none());
                self.missing = self.missing + is_out(self.place[initiative as usize]) - is_out(before);
            }
            self.moved_at[initiative as usize] = UNMOVED;
        }
        self.moved.clear();
    }

    /// Takes the move back.
    pub fn undo(&mut self) {
        self.clear_changes();
        for (initiative, before) in self.moved.drain(..) {
            self.place[initiative as usize] = before;
            self.moved_at[initiative as usize] = UNMOVED;
        }
    }
}

/// The selection that places stand for.
pub(super) fn selection(program: &Program, table: &Timetable, place: &[u32]) -> Selection {
    let mut selection = Selection::empty(&program.placements);
    for (initiative, &place) in place.iter().enumerate() {
        if let Some(node) = table.node(initiative as u32, place) {
            selection.set(program.placements[table.placement[node]].initiative, Some(table.placement[node]));
        }
    }
    selection
}

fn excess(limit: &Limit, activity: i64) -> i64 {
    if limit.is_equal { (activity - limit.limit).abs() } else { (activity - limit.limit).max(0) }
}

fn is_broken(limit: &Limit, activity: i64) -> bool {
    limit.price.is_none() && excess(limit, activity) > 0
}
