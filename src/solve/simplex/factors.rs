//! A basis as a product of triangular factors and of the pivots since: what solves with it.
//!
//!   `B = L * U * E1 * E2 * ...`
//!
//! `L` and `U` come from `factoring`; each pivot multiplies by a matrix that is the identity but for one column (product form of the
//! inverse: Dantzig and Orchard-Hays 1954). A row belongs to a line of the program, a position to a basic column.

use super::{FEW_UPDATES, MOST_UPDATES};

/// An entry: a row or a position, and its number.
pub(super) type Entry = (u32, f64);

/// Lists of entries side by side.
#[derive(Debug, Clone, Default)]
pub(super) struct Lists {
    pub ends: Vec<u32>,
    pub entries: Vec<Entry>,
}

impl Lists {
    pub(super) fn clear(&mut self) {
        self.ends.clear();
        self.entries.clear();
    }

    /// Ends the list that entries were pushed to.
    pub(super) fn end(&mut self) {
        self.ends.push(self.entries.len() as u32);
    }

    pub(super) fn of(&self, list: usize) -> &[Entry] {
        let start = if list == 0 { 0 } else { self.ends[list - 1] as usize };
        &self.entries[start..self.ends[list] as usize]
    }

    fn truncate(&mut self, lists: usize) {
        self.ends.truncate(lists);
        self.entries.truncate(self.ends.last().map_or(0, |&end| end as usize));
    }
}

/// The factors of a basis.
#[derive(Debug, Clone, Default)]
pub(super) struct Factors {
    /// Row, position and number of each pivot, in their order.
    pub pivots: Vec<(u32, u32, f64)>,
    /// Rows that are subtracted from others: the row, and a list of those others.
    pub lower_of: Vec<u32>,
    pub lower: Lists,
    /// By pivot: what the pivot's row has at later positions, and what its position has in earlier rows.
    pub upper_rows: Lists,
    pub upper_columns: Lists,
    /// Pivots since: position and pivot; a list of the rest of the column.
    eta_of: Vec<(u32, f64)>,
    etas: Lists,
}

impl Factors {
    /// Pivots since the factors were made.
    pub(super) fn updates(&self) -> usize {
        self.eta_of.len()
    }

    /// Whether solves take longer than they would with factors made anew, as far as entries tell.
    pub(super) fn is_long(&self) -> bool {
        let made = 2 * self.pivots.len() + self.upper_rows.entries.len() + self.lower.entries.len();
        let updates = self.updates();
        updates >= MOST_UPDATES || (updates >= FEW_UPDATES && self.etas.entries.len() > made)
    }

    /// Forgets all but the first pivots since.
    pub(super) fn forget_after(&mut self, updates: usize) {
        self.eta_of.truncate(updates);
        self.etas.truncate(updates);
    }

    /// Notes that the column with these numbers by position has come in at `position`.
    pub(super) fn update(&mut self, position: usize, column: &[f64]) {
        for (other, &number) in column.iter().enumerate() {
            if number != 0.0 && other != position {
                self.etas.entries.push((other as u32, number));
            }
        }
        self.etas.end();
        self.eta_of.push((position as u32, column[position]));
    }

    /// Solves `B * out = right`; `right` is by row and left as nought, `out` by position.
    pub(super) fn forward(&self, right: &mut [f64], out: &mut [f64]) {
        for (list, &row) in self.lower_of.iter().enumerate() {
            let factor = right[row as usize];
            if factor != 0.0 {
                for &(other, number) in self.lower.of(list) {
                    right[other as usize] -= number * factor;
                }
            }
        }
        for (list, &(row, position, pivot)) in self.pivots.iter().enumerate().rev() {
            let number = std::mem::replace(&mut right[row as usize], 0.0);
            out[position as usize] = if number == 0.0 { 0.0 } else { number / pivot };
            if number != 0.0 {
                let number = number / pivot;
                for &(other, entry) in self.upper_columns.of(list) {
                    right[other as usize] -= entry * number;
                }
            }
        }
        for (list, &(position, pivot)) in self.eta_of.iter().enumerate() {
            let number = out[position as usize];
            if number != 0.0 {
                let number = number / pivot;
                out[position as usize] = number;
                for &(other, entry) in self.etas.of(list) {
                    out[other as usize] -= entry * number;
                }
            }
        }
    }

    /// Solves `out * B = left`; `left` is by position and left as nought, `out` by row.
    pub(super) fn backward(&self, left: &mut [f64], out: &mut [f64]) {
        for (list, &(position, pivot)) in self.eta_of.iter().enumerate().rev() {
            let rest: f64 = self.etas.of(list).iter().map(|&(other, entry)| entry * left[other as usize]).sum();
            let number = left[position as usize] - rest;
            left[position as usize] = if number == 0.0 { 0.0 } else { number / pivot };
        }
        for (list, &(row, position, pivot)) in self.pivots.iter().enumerate() {
            let number = std::mem::replace(&mut left[position as usize], 0.0);
            out[row as usize] = 0.0;
            if number != 0.0 {
                let number = number / pivot;
                out[row as usize] = number;
                for &(other, entry) in self.upper_rows.of(list) {
                    left[other as usize] -= entry * number;
                }
            }
        }
        for (list, &row) in self.lower_of.iter().enumerate().rev() {
            let rest: f64 = self.lower.of(list).iter().map(|&(other, entry)| entry * out[other as usize]).sum();
            out[row as usize] -= rest;
        }
    }
}
