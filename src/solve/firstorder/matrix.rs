//! The program as one flat matrix, for passes over it: columns side by side by initiative, and arcs as two-entry rows.
//!
//! An arc's rows sum all that started, or finished, until a quarter. Those sums are the same for all arcs of a variant or on an
//! initiative, so they are kept in cells of their own, one for each quarter:
//!   `S[v, t] = sum of x[c] over columns c of v with start <= t`,   `F[p, t]` likewise for finishes,   row: `S[v, t] - F[p, t - lag] <= 0`
//! which makes an arc cost its quarters, not all placements in each of them. The transposed matrix sums from the last cell to the first.

use std::ops::Range;

use crate::model::Id;
use crate::program::{Placement, Program};
use crate::solve::certificate::Multipliers;

/// The cell that holds nothing; columns and arcs without a cell of their own point to it.
pub(super) const NO_CELL: u32 = 0;

/// The columns of one initiative, of which at most or exactly one is chosen.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub columns: Range<usize>,
    pub is_required: bool,
}

/// A column: its value, where its entries begin, and its cells.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub value: f64,
    pub first: usize,
    pub started: u32,
    pub finished: u32,
}

/// An entry of a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub coefficient: f64,
    pub row: u32,
}

/// A row of an arc: the two cells, and which multiplier is its own.
#[derive(Debug, Clone, Copy)]
pub(super) struct ArcRow {
    pub started: u32,
    pub finished: u32,
    pub arc: u32,
    pub until: u32,
}

/// See the top of the file. Rows come first, then those of arcs.
#[derive(Debug)]
pub(super) struct Matrix {
    pub blocks: Vec<Block>,
    /// One more than there are, so that each one's entries end where the next one's begin.
    pub columns: Vec<Column>,
    /// Whose each column is.
    pub placements: Vec<Id<Placement>>,
    pub entries: Vec<Entry>,
    pub arc_rows: Vec<ArcRow>,
    /// Cells that are summed up one after the other.
    pub runs: Vec<Range<usize>>,
    pub cells: usize,
    /// Right-hand sides; those of arcs are 0.
    pub limits: Vec<f64>,
    /// Where multipliers may lie.
    pub least: Vec<f64>,
    /// See `least`.
    pub most: Vec<f64>,
    /// How many of the rows are rows of the program.
    pub plain_rows: usize,
}

impl Matrix {
    /// Number of rows, those of arcs among them.
    pub(super) fn rows(&self) -> usize {
        self.limits.len()
    }

    /// Work of one pass, in entries, columns and arcs looked at.
    pub(super) fn work(&self) -> u64 {
        (self.entries.len() + 3 * self.placements.len() + 2 * self.arc_rows.len() + self.cells + self.plain_rows) as u64
    }

    /// The entries of a column.
    pub(super) fn entries_of(&self, column: usize) -> &[Entry] {
        &self.entries[self.columns[column].first..self.columns[column + 1].first]
    }

    /// What columns pay through their cells, under multipliers `y` of all rows.
    pub(super) fn cell_prices(&self, y: &[f64], prices: &mut [f64]) {
        prices.fill(0.0);
        for (row, &y) in self.arc_rows.iter().zip(&y[self.plain_rows..]) {
            prices[row.started as usize] += y;
            prices[row.finished as usize] -= y;
        }
        prices[NO_CELL as usize] = 0.0;
        for run in &self.runs {
            let mut sum = 0.0;
            for price in prices[run.clone()].iter_mut().rev() {
                sum += *price;
                *price = sum;
            }
        }
    }

    /// What a column is worth after it has paid.
    pub(super) fn reduced(&self, column: usize, y: &[f64], prices: &[f64]) -> f64 {
        let own = &self.columns[column];
        let paid: f64 = self.entries_of(column).iter().map(|entry| entry.coefficient * y[entry.row as usize]).sum();
        own.value - paid - prices[own.started as usize] - prices[own.finished as usize]
    }

    /// Adds `amount` of a column to what rows and cells hold.
    pub(super) fn add(&self, column: usize, amount: f64, rows: &mut [f64], cells: &mut [f64]) {
        for entry in self.entries_of(column) {
            rows[entry.row as usize] += entry.coefficient * amount;
        }
        let own = &self.columns[column];
        cells[own.started as usize] += amount;
        cells[own.finished as usize] += amount;
    }

    /// Sums up the cells and writes what the rows of arcs hold.
    pub(super) fn close_cells(&self, rows: &mut [f64], cells: &mut [f64]) {
        cells[NO_CELL as usize] = 0.0;
        for run in &self.runs {
            let mut sum = 0.0;
            for cell in &mut cells[run.clone()] {
                sum += *cell;
                *cell = sum;
            }
        }
        for (row, held) in self.arc_rows.iter().zip(&mut rows[self.plain_rows..]) {
            *held = cells[row.started as usize] - cells[row.finished as usize];
        }
    }

    /// The multipliers of all rows, from those of the program.
    pub(super) fn multipliers_of(&self, known: &Multipliers) -> Vec<f64> {
        let arcs = self.arc_rows.iter().map(|row| known.arcs[row.arc as usize].get(row.until as usize).copied().unwrap_or(0.0));
        known.rows.iter().copied().chain(arcs).collect()
    }

    /// Those of the program, from multipliers of all rows.
    pub(super) fn multipliers(&self, program: &Program, quarters: usize, y: &[f64]) -> Multipliers {
        let mut multipliers = Multipliers::zero(program, quarters);
        multipliers.rows.copy_from_slice(&y[..self.plain_rows]);
        for (row, &y) in self.arc_rows.iter().zip(&y[self.plain_rows..]) {
            if let Some(own) = multipliers.arcs[row.arc as usize].get_mut(row.until as usize) {
                *own = y;
            }
        }
        multipliers.allowed(program)
    }

    /// How much of each placement of the program columns `x` have.
    pub(super) fn fractions(&self, program: &Program, x: &[f64]) -> Vec<f64> {
        let mut fractions = vec![0.0; program.placements.len()];
        self.placements.iter().zip(x).for_each(|(id, &x)| fractions[id.index()] = x.clamp(0.0, 1.0));
        fractions
    }
}
