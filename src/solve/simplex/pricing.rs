//! Pricing: the row of the tableau of the column that leaves, and which columns could enter.
//!
//! Columns that have one value only never enter. What those have in rows that had one when columns were last listed is left out, so that
//! their reduced costs are of an earlier basis; columns are listed anew when one of them opens, and when another basis is come back to.

use super::entering::Candidate;
use super::factors::NOUGHT;
use super::pivoting::{SMALLEST_PIVOT, Scratch};
use super::{Entry, IDLE, Simplex};

/// Entries for each open column from which on all are gone through; with fewer those that are met are noted.
const FEW_ENTRIES: usize = 2;

/// A row of the tableau, by column.
#[derive(Debug, Clone, Default)]
pub(super) struct Tableau {
    pub row: Vec<f64>,
    /// Which columns it was worked out for: a list's first so many, and marks for those found one by one.
    is_touched: Vec<bool>,
    touched: Vec<u32>,
    count: usize,
}

impl Tableau {
    fn resize(&mut self, columns: usize) {
        self.row.resize(columns, 0.0);
        self.is_touched.resize(columns, false);
        self.touched.resize(columns + 1, 0);
    }

    /// Adds what a row has, to any columns.
    fn add(&mut self, entries: &[Entry], factor: f64) {
        for &(column, number) in entries {
            // Without a branch, which would go either way at random.
            self.touched[self.count] = column;
            self.count += usize::from(!std::mem::replace(&mut self.is_touched[column as usize], true));
            self.row[column as usize] += factor * number;
        }
    }

    /// Adds what a row has, to columns that are all in the list.
    fn add_to_listed(&mut self, entries: &[Entry], factor: f64) {
        for &(column, number) in entries {
            self.row[column as usize] += factor * number;
        }
    }

    /// Puts columns in the list.
    fn list(&mut self, columns: &[u32]) {
        self.touched[self.count..self.count + columns.len()].copy_from_slice(columns);
        self.count += columns.len();
    }

    /// The columns that it was worked out for.
    pub(super) fn touched(&self) -> &[u32] {
        &self.touched[..self.count]
    }

    /// Makes all of it nought again.
    pub(super) fn clear(&mut self) {
        for &column in &self.touched[..self.count] {
            (self.row[column as usize], self.is_touched[column as usize]) = (0.0, false);
        }
        self.count = 0;
    }
}

impl Simplex {
    /// Whether a column may have more than one value.
    pub(super) fn may_move(&self, column: usize) -> bool {
        self.upper[column] > self.lower[column]
    }

    /// Lists open columns and what they have in rows.
    pub(super) fn list_open(&mut self) {
        (self.has_unlisted, self.listed) = (false, self.listed + 1);
        self.is_listed.clear();
        self.open.clear();
        for column in 0..self.width {
            let is_open = self.may_move(column);
            self.is_listed.push(is_open);
            if is_open {
                self.open.push(column as u32);
            }
        }
        self.open_rows.clear();
        for &row in &self.active {
            self.open_rows.entries.extend(self.rows[row as usize].iter().filter(|entry| self.is_listed[entry.0 as usize]));
            self.open_rows.end();
        }
    }

    /// On which side an idle column may go on from where it is: 1 from its lower bound, -1 from its upper; 0 if it may not.
    pub(super) fn side(&self, column: usize) -> f64 {
        match self.place[column] == IDLE && self.may_move(column) {
            true if self.at_upper[column] => -1.0,
            true => 1.0,
            false => 0.0,
        }
    }

    /// The row of the tableau, and the columns that could enter: none beyond one that mends all that is broken.
    pub(super) fn price(&mut self, scratch: &mut Scratch, sign: f64, broken: f64) {
        let Scratch { tableau, inverse, rows, .. } = scratch;
        tableau.resize(self.columns.len());
        rows.clear();
        rows.extend((0..inverse.len() as u32).filter(|&row| inverse[row as usize].abs() > NOUGHT));
        let entries: usize = rows.iter().map(|&row| self.open_rows.of(row as usize).len()).sum();
        self.work += entries as u64;
        let is_dense = entries >= FEW_ENTRIES * self.open.len();
        let adds = if is_dense { Tableau::add_to_listed } else { Tableau::add };
        if is_dense {
            tableau.list(&self.open);
        }
        for &row in &*rows {
            adds(tableau, self.open_rows.of(row as usize), inverse[row as usize]);
            tableau.add(&[(self.width as u32 + self.active[row as usize], 1.0)], inverse[row as usize]);
        }
        let mut farthest = f64::INFINITY;
        scratch.candidates.clear();
        for &column in scratch.tableau.touched() {
            let at = column as usize;
            let entry = sign * self.sides[at] * scratch.tableau.row[at];
            if entry > SMALLEST_PIVOT {
                let reduced = (self.sides[at] * self.reduced[at]).max(0.0);
                let mends = entry * (self.upper[at] - self.lower[at]);
                let candidate = Candidate { ratio: reduced / entry, size: entry, mends, column };
                if candidate.ratio <= farthest {
                    scratch.candidates.push(candidate);
                }
                if candidate.mends >= broken {
                    farthest = farthest.min(candidate.farthest());
                }
            }
        }
    }
}
