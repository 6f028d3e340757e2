//! A sparse, bounded, revised dual simplex method with warm starts and added rows.
//!
//!   maximise `sum of value[j] * x[j]`   under   `sum of a[i, j] * x[j] + slack[i] = limit[i]`,   `0 <= x <= upper`,  `0 <= slack`
//!
//! Every column has both bounds (a slack's is more than its row can leave), so any basis becomes dual feasible when columns are put to
//! the bound that their reduced value asks for, and there is no first phase. To branch is to set an upper bound to 0. Sources: Lemke
//! 1954 (the dual method); Forrest and Goldfarb 1992 (steepest edges of the dual); Koberstein 2005, The dual simplex method, techniques
//! for a fast and stable implementation (long steps past bounds, tolerances after Harris, perturbation). Nothing here is a proof:
//! callers compute their bounds anew from the multipliers.

mod active;
mod entering;
mod factoring;
mod factors;
mod nucleus;
mod pivoting;
mod pricing;
mod state;
#[cfg(test)]
mod tests;
mod updating;

use factoring::Workbench;
use factors::{Entry, Factors, Lists};
pub(super) use state::{Basis, Ended, Mark, Opening};

/// How far a basic column may lie outside of its bounds, in rows scaled to a largest coefficient of 1.
const FEASIBLE: f64 = 1e-9;
/// How far reduced values may lie on the wrong side, as a share of the largest value.
const OPTIMAL: f64 = 1e-9;
/// Pivots after which the basis is factored anew: solves grow with every pivot.
const MOST_UPDATES: usize = 100;
/// Pivots before which it is not worth it.
const FEW_UPDATES: usize = 16;
/// A place that is not in the basis.
const IDLE: u32 = u32::MAX;

/// A linear program with a basis.
#[derive(Debug, Clone)]
pub(super) struct Simplex {
    /// Number of columns without slacks.
    width: usize,
    columns: Vec<Vec<Entry>>,
    rows: Vec<Vec<Entry>>,
    /// Rows that the basis is over, and the index of each row among them; the others are loose as far as is known (`active.rs`).
    active: Vec<u32>,
    index: Vec<u32>,
    limits: Vec<f64>,
    /// Cost of each column and slack: values turned round, and divided by the largest; and as they are for the time being.
    own_costs: Vec<f64>,
    costs: Vec<f64>,
    scale: f64,
    /// Bounds for the time being, and upper bounds of open columns.
    lower: Vec<f64>,
    upper: Vec<f64>,
    open_upper: Vec<f64>,
    /// Column of each position, and position of each column.
    basic: Vec<u32>,
    place: Vec<u32>,
    at_upper: Vec<bool>,
    reduced: Vec<f64>,
    /// Columns that were open when they were last listed, and what they have in rows; whether others are open since.
    open: Vec<u32>,
    is_listed: Vec<bool>,
    open_rows: Lists,
    has_unlisted: bool,
    /// Times that columns were listed.
    listed: u64,
    /// See [`Simplex::side`].
    sides: Vec<f64>,
    /// What basic columns have, by position.
    amounts: Vec<f64>,
    /// What idle columns cost together, by their own costs.
    idle_cost: f64,
    /// Squared length of each row of the inverse.
    weights: Vec<f64>,
    factors: Factors,
    /// Columns of the basis in active rows, while it is factored.
    basis_columns: Lists,
    workbench: Workbench,
    /// Whether the factors are of another basis.
    is_stale: bool,
    /// Times that the basis was factored.
    factored: u64,
    /// The row of the inverse that shows that no point keeps all rows.
    ray: Vec<f64>,
    /// Entries touched.
    pub work: u64,
    scratch: pivoting::Scratch,
}

impl Simplex {
    /// Columns with their values and upper bounds, without rows.
    pub(super) fn new(columns: &[(f64, f64)]) -> Self {
        let largest = columns.iter().map(|column| column.0.abs()).fold(0.0, f64::max);
        let scale = if largest > 0.0 { 1.0 / largest } else { 1.0 };
        let width = columns.len();
        let costs: Vec<f64> = columns.iter().map(|column| -column.0 * scale).collect();
        let upper: Vec<f64> = columns.iter().map(|column| column.1).collect();
        Self {
            width,
            columns: vec![Vec::new(); width],
            rows: Vec::new(),
            active: Vec::new(),
            index: Vec::new(),
            limits: Vec::new(),
            reduced: costs.clone(),
            own_costs: costs.clone(),
            costs,
            scale,
            open_upper: upper.clone(),
            lower: vec![0.0; width],
            upper,
            basic: Vec::new(),
            place: vec![IDLE; width],
            at_upper: vec![false; width],
            open: Vec::new(),
            is_listed: vec![false; width],
            open_rows: Lists::default(),
            has_unlisted: true,
            listed: 0,
            sides: Vec::new(),
            amounts: Vec::new(),
            idle_cost: 0.0,
            weights: Vec::new(),
            factors: Factors::default(),
            basis_columns: Lists::default(),
            workbench: Workbench::default(),
            is_stale: true,
            factored: 0,
            ray: Vec::new(),
            work: 0,
            scratch: pivoting::Scratch::default(),
        }
    }

    /// Number of rows that the basis is over.
    fn height(&self) -> usize {
        self.active.len()
    }

    /// Adds a row, `<= limit` or `= limit`; its slack is basic. Terms name each column once.
    pub(super) fn add_row(&mut self, terms: &[(usize, f64)], limit: f64, is_equal: bool) {
        let row = self.rows.len() as u32;
        for &(column, number) in terms {
            self.columns[column].push((row, number));
        }
        let least: f64 = terms.iter().map(|&(column, number)| (number * self.open_upper[column]).min(0.0)).sum();
        let upper = if is_equal { 0.0 } else { (limit - least).max(0.0) + 1.0 };
        self.rows.push(terms.iter().map(|&(column, number)| (column as u32, number)).collect());
        self.columns.push(vec![(row, 1.0)]);
        self.limits.push(limit);
        self.own_costs.push(0.0);
        self.costs.push(0.0);
        self.reduced.push(0.0);
        self.lower.push(0.0);
        self.upper.push(upper);
        self.open_upper.push(upper);
        self.at_upper.push(false);
        self.place.push(IDLE);
        self.index.push(IDLE);
        self.activate(row as usize);
    }

    /// Brings a column into the basis in the place of a row's slack, before the first pivot.
    pub(super) fn crash(&mut self, row: usize, column: usize) {
        let slack = self.slack(row);
        let position = std::mem::replace(&mut self.place[slack], IDLE);
        self.place[column] = position;
        self.basic[position as usize] = column as u32;
        self.is_stale = true;
    }

    /// Opens a column, or sets it to 0 or to its upper bound.
    pub(super) fn set(&mut self, column: usize, opening: Opening) {
        let upper = self.open_upper[column];
        (self.lower[column], self.upper[column]) = match opening {
            Opening::Open => (0.0, upper),
            Opening::Closed => (0.0, 0.0),
            Opening::Full => (upper, upper),
        };
        self.has_unlisted |= column < self.width && self.may_move(column) && !self.is_listed[column];
    }

    /// The one value that a column may have; none if it may have several.
    pub(super) fn fixed(&self, column: usize) -> Option<f64> {
        (!self.may_move(column)).then(|| self.lower[column])
    }

    /// The column of a row's slack.
    pub(super) fn slack(&self, row: usize) -> usize {
        self.width + row
    }

    /// How much of a column the present point has; of slacks those of active rows only.
    pub(super) fn amount(&self, column: usize) -> f64 {
        match self.place[column] {
            IDLE if self.at_upper[column] => self.upper[column],
            IDLE => self.lower[column],
            position => self.amounts[position as usize],
        }
    }

    /// Whether a row's slack is basic: the row is not tight.
    pub(super) fn is_loose(&self, row: usize) -> bool {
        self.index[row] == IDLE || self.place[self.slack(row)] != IDLE
    }

    /// The value of the relaxation so far: a bound, as far as floating point can tell.
    pub(super) fn value(&self) -> f64 {
        let basic: f64 =
            self.basic.iter().zip(&self.amounts).map(|(&column, amount)| self.own_costs[column as usize] * amount).sum();
        -(basic + self.idle_cost) / self.scale
    }

    /// Multiplier of each row at this basis.
    pub(super) fn multipliers(&mut self) -> Vec<f64> {
        self.backward(self.basic.iter().map(|&column| -self.own_costs[column as usize] / self.scale).collect())
    }

    /// The row of the inverse of a basic column, by row; none if the column is idle.
    pub(super) fn inverse_row(&mut self, column: usize) -> Option<Vec<f64>> {
        let mut left = vec![0.0; self.height()];
        *left.get_mut(self.place[column] as usize)? = 1.0;
        Some(self.backward(left))
    }

    /// How much of each row makes up so much of each basic column.
    fn backward(&mut self, mut left: Vec<f64>) -> Vec<f64> {
        let mut rows = vec![0.0; self.height()];
        self.work += 4 * self.height() as u64;
        self.factors.backward(&mut left, &mut rows, None);
        self.by_row(&rows)
    }

    /// The direction in which multipliers may go on without end, when no point keeps all rows.
    pub(super) fn ray(&self) -> &[f64] {
        &self.ray
    }
}
