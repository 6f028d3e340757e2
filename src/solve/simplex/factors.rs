//! A basis as a product of triangular factors and of the pivots since: what solves with it.
//!
//!   `B = L * U * E1 * E2 * ...`
//!
//! `L` and `U` come from `factoring`; each pivot multiplies by a matrix that is the identity but for one column (product form of the
//! inverse: Dantzig and Orchard-Hays 1954). A row belongs to a line of the program, a position to a basic column.

use super::{FEW_UPDATES, MOST_UPDATES};

/// Numbers up to this are rounding: about a third of what comes of a solve in mines.
pub(super) const NOUGHT: f64 = 1e-14;

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
        updates >= MOST_UPDATES || (updates >= FEW_UPDATES && self.etas.entries.len() > 2 * made)
    }

    /// Forgets all, before a basis is factored.
    pub(super) fn clear(&mut self) {
        self.pivots.clear();
        self.lower_of.clear();
        for lists in [&mut self.lower, &mut self.upper_rows, &mut self.upper_columns] {
            lists.clear();
        }
        self.forget_after(0);
    }

    /// Forgets all but the first pivots since.
    pub(super) fn forget_after(&mut self, updates: usize) {
        self.eta_of.truncate(updates);
        self.etas.truncate(updates);
    }

    /// Notes that the column with these numbers by position has come in at `position`.
    pub(super) fn update(&mut self, position: usize, column: impl Iterator<Item = f64>) {
        let mut pivot = 0.0;
        for (other, number) in column.enumerate() {
            if other == position {
                pivot = number;
            } else if number.abs() > NOUGHT {
                self.etas.entries.push((other as u32, number));
            }
        }
        self.etas.end();
        self.eta_of.push((position as u32, pivot));
    }

    /// Solves `B * out = right` for several right sides at once; `right` is by row and left as nought, `out` by position.
    pub(super) fn forward<const N: usize>(&self, right: &mut [[f64; N]], out: &mut [[f64; N]]) {
        for (list, &row) in self.lower_of.iter().enumerate() {
            let factors = right[row as usize];
            if !are_nought(factors) {
                subtract(right, self.lower.of(list), factors);
            }
        }
        for (list, &(row, position, pivot)) in self.pivots.iter().enumerate().rev() {
            let numbers = std::mem::replace(&mut right[row as usize], [0.0; N]);
            if are_nought(numbers) {
                out[position as usize] = [0.0; N];
            } else {
                let numbers = numbers.map(|number| number / pivot);
                out[position as usize] = numbers;
                subtract(right, self.upper_columns.of(list), numbers);
            }
        }
        for (list, &(position, pivot)) in self.eta_of.iter().enumerate() {
            let numbers = out[position as usize];
            if !are_nought(numbers) {
                let numbers = numbers.map(|number| number / pivot);
                out[position as usize] = numbers;
                subtract(out, self.etas.of(list), numbers);
            }
        }
    }

    /// Solves `out * B = left`; `left` is by position and left as nought, `out` by row.
    pub(super) fn backward(&self, left: &mut [f64], out: &mut [f64]) {
        for (list, &(position, pivot)) in self.eta_of.iter().enumerate().rev() {
            let rest: f64 = self.etas.of(list).iter().map(|&(other, entry)| entry * left[other as usize]).sum();
            let number = left[position as usize] - rest;
            left[position as usize] = if number.abs() <= NOUGHT { 0.0 } else { number / pivot };
        }
        for (list, &(row, position, pivot)) in self.pivots.iter().enumerate() {
            let number = std::mem::replace(&mut left[position as usize], 0.0);
            out[row as usize] = 0.0;
            if number.abs() > NOUGHT {
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

fn are_nought<const N: usize>(numbers: [f64; N]) -> bool {
    numbers.iter().all(|number| number.abs() <= NOUGHT)
}

/// Takes as much of the entries from several vectors as each has factors for.
fn subtract<const N: usize>(vectors: &mut [[f64; N]], entries: &[Entry], factors: [f64; N]) {
    for &(at, number) in entries {
        let target = &mut vectors[at as usize];
        for lane in 0..N {
            target[lane] -= number * factors[lane];
        }
    }
}
