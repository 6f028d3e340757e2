//! A basis as a product of triangular factors and of the pivots since: what solves with it.
//!
//!   `B = L * T1 * T2 * ... * U`,   `T = I + (a - u) * e`
//!
//! `L` and `U` come from `factoring`. Each pivot puts a `T` in the middle: `a` is what the column that enters comes to before `U`, `u` the
//! column of `U` at the position that it takes, and `e` that position's row of the inverse of `U` (middle product form: Huangfu and Hall
//! 2015, Novel update techniques for the revised simplex method). All three are halfway through a solve that the pivot needs anyway, and
//! have fewer numbers than its end. A row belongs to a line of the program, a position to a basic column.

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
    /// The pivot of each position.
    pub pivot_of: Vec<u32>,
    /// Pivots since: `e * a`, `a - u` with some rows in both parts, and `e`, by row.
    updated: Vec<f64>,
    entered: Lists,
    left: Lists,
}

impl Factors {
    /// Pivots since the factors were made.
    pub(super) fn updates(&self) -> usize {
        self.updated.len()
    }

    /// Whether solves take longer than they would with factors made anew, as far as entries tell.
    pub(super) fn is_long(&self) -> bool {
        let made = 2 * self.pivots.len() + self.upper_rows.entries.len() + self.lower.entries.len();
        let updates = self.updates();
        let since = self.entered.entries.len() + self.left.entries.len();
        updates >= MOST_UPDATES || (updates >= FEW_UPDATES && since > 2 * made)
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
        self.updated.truncate(updates);
        self.entered.truncate(updates);
        self.left.truncate(updates);
    }

    /// Notes that a column has come in at `position` with this pivot; `entered` and `left` are halfway through its forward solve and
    /// through the backward solve of the position.
    pub(super) fn update(&mut self, position: usize, pivot: f64, entered: &[Entry], left: &[Entry]) {
        let own = self.pivot_of[position] as usize;
        let (row, _, number) = self.pivots[own];
        self.entered.entries.extend_from_slice(entered);
        self.entered.entries.push((row, -number));
        self.entered.entries.extend(self.upper_columns.of(own).iter().map(|&(row, number)| (row, -number)));
        self.entered.end();
        self.left.entries.extend_from_slice(left);
        self.left.end();
        self.updated.push(pivot);
    }

    /// Solves `B * out = right` for several right sides at once; `right` is by row and left as nought, `out` by position. What the first
    /// side comes to halfway is left in `halfway`.
    pub(super) fn forward<const N: usize>(&self, right: &mut [[f64; N]], out: &mut [[f64; N]], halfway: Option<&mut Vec<Entry>>) {
        for (list, &row) in self.lower_of.iter().enumerate() {
            let factors = right[row as usize];
            if !are_nought(factors) {
                subtract(right, self.lower.of(list), factors);
            }
        }
        for (list, &pivot) in self.updated.iter().enumerate() {
            let numbers = products(self.left.of(list), right);
            if !are_nought(numbers) {
                subtract(right, self.entered.of(list), numbers.map(|number| number / pivot));
            }
        }
        if let Some(halfway) = halfway {
            halfway.clear();
            let numbers = right.iter().enumerate().map(|(row, numbers)| (row as u32, numbers[0]));
            halfway.extend(numbers.filter(|entry| entry.1.abs() > NOUGHT));
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
    }

    /// Solves `out * B = left`; `left` is by position and left as nought, `out` by row. What it comes to halfway is left in `halfway`.
    pub(super) fn backward(&self, left: &mut [f64], out: &mut [f64], halfway: Option<&mut Vec<Entry>>) {
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
        if let Some(halfway) = halfway {
            halfway.clear();
            let numbers = out.iter().enumerate().map(|(row, &number)| (row as u32, number));
            halfway.extend(numbers.filter(|entry| entry.1 != 0.0));
        }
        for (list, &pivot) in self.updated.iter().enumerate().rev() {
            let number: f64 = self.entered.of(list).iter().map(|&(row, entry)| entry * out[row as usize]).sum();
            if number.abs() > NOUGHT {
                let number = number / pivot;
                self.left.of(list).iter().for_each(|&(row, entry)| out[row as usize] -= entry * number);
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

/// What the entries come to in several vectors.
fn products<const N: usize>(entries: &[Entry], vectors: &[[f64; N]]) -> [f64; N] {
    let mut sums = [0.0; N];
    for &(at, number) in entries {
        let vector = &vectors[at as usize];
        for lane in 0..N {
            sums[lane] += number * vector[lane];
        }
    }
    sums
}
