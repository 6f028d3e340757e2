//! Active rows: those that the basis is over. Most rows of a mine's proof are loose most of the time, and each costs something at each
//! pivot; where few are tight, a basis that is come back to begins with those alone. When its point keeps them the others are looked at, and
//! what it breaks becomes active as well (delayed row generation: Dantzig, Fulkerson and Johnson 1954).
//!
//! The index of a row is its place among the active ones; factors and all that a pivot works out by row know rows by that.

use super::{Basis, Entry, IDLE, Mark, Simplex};

/// How far a point must be outside of a row that is not active.
const BROKEN: f64 = 1e-8;
/// Where less than one of so many rows is tight, loose ones are left out.
const FEW_TIGHT: usize = 3;

impl Simplex {
    /// Makes a row active; its slack is basic.
    pub(super) fn activate(&mut self, row: usize) {
        let (position, slack) = (self.active.len() as u32, self.slack(row));
        self.index[row] = position;
        self.active.push(row as u32);
        self.place[slack] = position;
        self.reduced[slack] = 0.0;
        self.basic.push(slack as u32);
        self.amounts.push(0.0);
        self.weights.push(1.0);
        self.is_stale = true;
    }

    /// Numbers by index, by row.
    pub(super) fn by_row(&self, numbers: &[f64]) -> Vec<f64> {
        let mut by_row = vec![0.0; self.rows.len()];
        self.active.iter().zip(numbers).for_each(|(&row, &number)| by_row[row as usize] = number);
        by_row
    }

    /// What a column has in active rows, by their index.
    pub(super) fn in_active(&self, column: usize) -> impl Iterator<Item = Entry> + '_ {
        let entries = self.columns[column].iter().map(|&(row, number)| (self.index[row as usize], number));
        entries.filter(|entry| entry.0 != IDLE)
    }

    /// Makes rows active that the present point breaks; whether there are any.
    pub(super) fn activate_broken(&mut self) -> bool {
        if self.active.len() == self.rows.len() {
            return false;
        }
        let amounts: Vec<f64> = (0..self.width).map(|column| self.amount(column)).collect();
        let before = self.active.len();
        for row in 0..self.rows.len() {
            if self.index[row] != IDLE {
                continue;
            }
            self.work += self.rows[row].len() as u64;
            let left: f64 = self.rows[row].iter().map(|&(column, number)| number * amounts[column as usize]).sum();
            let (amount, slack) = (self.limits[row] - left, self.slack(row));
            if amount < self.lower[slack] - BROKEN || amount > self.upper[slack] + BROKEN {
                self.activate(row);
            }
        }
        self.active.len() > before
    }

    /// The basis, to come back to from anywhere; where few rows are tight, over those alone.
    pub(in crate::solve) fn basis(&self) -> Basis {
        self.basis_of(|_| true)
    }

    /// The basis of the program without the rows that are not kept; those are loose.
    pub(in crate::solve) fn basis_of(&self, is_kept: impl Fn(usize) -> bool) -> Basis {
        let mut kept = 0..;
        let moved: Vec<Option<u32>> = (0..self.rows.len()).map(|row| is_kept(row).then(|| kept.next())?).collect();
        let has_loose = self.is_over_many(&self.basic);
        let stays = |row: usize| moved[row].filter(|_| has_loose || !self.is_loose(row));
        let mut basis = Basis { basic: Vec::new(), rows: Vec::new(), weights: Vec::new() };
        for (&column, &weight) in self.basic.iter().zip(&self.weights) {
            let column = match (column as usize).checked_sub(self.width) {
                None => Some(column),
                Some(row) => stays(row).map(|row| self.width as u32 + row),
            };
            if let Some(column) = column {
                basis.basic.push(column);
                basis.weights.push(weight as f32);
            }
        }
        basis.rows.extend(self.active.iter().filter_map(|&row| stays(row as usize)));
        basis
    }

    /// Whether many rows are tight where these columns are basic: as many as there are basic ones that are no slacks.
    fn is_over_many(&self, basic: &[u32]) -> bool {
        let tight = basic.iter().filter(|&&column| (column as usize) < self.width).count();
        tight * FEW_TIGHT >= self.rows.len()
    }

    /// Comes back to a basis, with slacks of rows that it is not over where many are tight.
    pub(in crate::solve) fn restore(&mut self, basis: &Basis) {
        self.place.fill(IDLE);
        self.at_upper.fill(false);
        self.index.fill(IDLE);
        self.active.clone_from(&basis.rows);
        self.basic.clone_from(&basis.basic);
        self.weights.clear();
        self.weights.extend(basis.weights.iter().map(|&weight| f64::from(weight)));
        self.amounts.resize(basis.rows.len(), 0.0);
        for (position, &column) in basis.basic.iter().enumerate() {
            self.place[column as usize] = position as u32;
        }
        for (index, &row) in basis.rows.iter().enumerate() {
            self.index[row as usize] = index as u32;
        }
        if self.is_over_many(&basis.basic) {
            let others: Vec<usize> = (0..self.rows.len()).filter(|&row| self.index[row] == IDLE).collect();
            others.into_iter().for_each(|row| self.activate(row));
        }
        self.is_stale = true;
    }

    /// A mark to go back to after a few pivots.
    pub(in crate::solve) fn mark(&mut self) -> Mark {
        Mark {
            basic: self.basic.clone(),
            place: self.place.clone(),
            at_upper: self.at_upper.clone(),
            reduced: self.reduced.clone(),
            weights: self.weights.clone(),
            updates: self.factors.updates(),
            factored: self.factored,
            listed: self.listed,
        }
    }

    /// Goes back to a mark, with slacks of rows that became active since; no rows were added since. Whether there are such slacks.
    pub(in crate::solve) fn back_to(&mut self, mark: &Mark) -> bool {
        let height = mark.basic.len();
        self.basic[..height].copy_from_slice(&mark.basic);
        self.place.copy_from_slice(&mark.place);
        self.at_upper.copy_from_slice(&mark.at_upper);
        self.reduced.copy_from_slice(&mark.reduced);
        self.weights[..height].copy_from_slice(&mark.weights);
        for position in height..self.height() {
            let slack = self.slack(self.active[position] as usize);
            self.basic[position] = slack as u32;
            self.place[slack] = position as u32;
            self.weights[position] = 1.0;
        }
        let has_grown = self.height() > height;
        if !has_grown && (self.factored, self.listed) == (mark.factored, mark.listed) {
            self.factors.forget_after(mark.updates);
        } else {
            self.is_stale = true;
        }
        has_grown
    }
}
