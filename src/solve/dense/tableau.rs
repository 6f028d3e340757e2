//! A dense tableau and the dual simplex method on it (Lemke 1954, The dual method of solving the linear programming problem).
//!
//!   `basic[i] = right[i] - sum over j of T[i, j] * idle[j]`      `value = top + sum over j of d[j] * idle[j]`,  `d[j] <= 0`
//!
//! All columns are at least 0; some are closed, that is 0. Columns that are neither basic nor closed are idle. To branch is to close
//! columns, so a tableau stays dual feasible and its value is a bound at every pivot; closed columns leave the tableau for good.
//! The rows lie side by side in one vector, the value's row last, the right-hand side as their last entry.

use super::lines::Lines;

/// How much a basic column may lie below 0, or a closed one above, in scaled lines.
const FEASIBLE: f64 = 1e-9;
/// The smallest entry that is pivoted on.
const SMALLEST_PIVOT: f64 = 1e-7;
/// Entries below this are rounding.
const NOUGHT: f64 = 1e-12;
/// Cells of a pivot that take as long as a unit of work: four or more are touched at a time, and many rows not at all.
const CELLS_OF_WORK: u64 = 4;

#[derive(Debug, Clone)]
pub(super) struct Tableau {
    width: usize,
    cells: Vec<f64>,
    /// The column of each row, and of each position.
    basic: Vec<usize>,
    idle: Vec<usize>,
    /// Where each column is; the slacks come after the columns of the lines.
    place: Vec<Place>,
    closed: Vec<bool>,
    columns: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Row(usize),
    Position(usize),
    Gone,
}

/// How far the dual simplex method came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pivoted {
    /// To the optimum.
    Optimal,
    /// No point keeps all lines: this row shows it.
    Infeasible(usize),
    /// To a value not above the floor, or to the most pivots.
    Stopped,
}

impl Tableau {
    /// The tableau at the best placement of each choice, which is dual feasible.
    pub(super) fn new(lines: &Lines, choices: usize) -> Self {
        let (columns, rows) = (lines.objective.len(), lines.lines.len());
        let width = columns + 1;
        let mut cells = vec![0.0; (rows + 1) * width];
        for (line, row) in lines.lines.iter().zip(cells.chunks_exact_mut(width)) {
            line.terms.iter().for_each(|&(column, coefficient)| row[column] = coefficient);
            row[columns] = line.limit;
        }
        cells[rows * width..][..columns].copy_from_slice(&lines.objective);
        let place = (0..columns).map(Place::Position).chain((0..rows).map(Place::Row)).collect();
        let closed = (0..columns).map(|_| false).chain(lines.lines.iter().map(|line| line.equal)).collect();
        let (basic, idle) = ((columns..columns + rows).collect(), (0..columns).collect());
        let mut tableau = Self { width, cells, basic, idle, place, closed, columns };
        for (row, line) in lines.lines[..choices].iter().enumerate() {
            let best = line.terms.iter().max_by(|a, b| lines.objective[a.0].total_cmp(&lines.objective[b.0]));
            if let Some(&(column, _)) = best.filter(|best| line.equal || lines.objective[best.0] > 0.0) {
                tableau.pivot(row, column);
            }
        }
        tableau
    }

    fn rows(&self) -> usize {
        self.basic.len()
    }

    fn row(&self, row: usize) -> &[f64] {
        &self.cells[row * self.width..][..self.width]
    }

    /// The value of the relaxation so far: a bound, as far as floating point can tell.
    pub(super) fn value(&self) -> f64 {
        // The last cell counts down from nought.
        -self.cells[self.cells.len() - 1]
    }

    /// How much of a column the present point has.
    pub(super) fn amount(&self, column: usize) -> f64 {
        match self.place[column] {
            Place::Row(row) => self.row(row)[self.width - 1],
            Place::Position(_) | Place::Gone => 0.0,
        }
    }

    /// The column of a line's slack.
    pub(super) fn slack(&self, line: usize) -> usize {
        self.columns + line
    }

    /// Sets a column to 0 from now on.
    pub(super) fn close(&mut self, column: usize) {
        self.closed[column] = true;
    }

    /// Multiplier of each line at this basis.
    pub(super) fn multipliers(&self, lines: &Lines) -> Vec<f64> {
        let top = self.row(self.rows());
        (0..lines.lines.len()).map(|line| -self.at(top, self.slack(line))).collect()
    }

    /// The direction in which multipliers may go on without end when this row shows that there is no point.
    pub(super) fn ray(&self, lines: &Lines, row: usize) -> Vec<f64> {
        let cells = self.row(row);
        let sign = if cells[self.width - 1] < 0.0 { 1.0 } else { -1.0 };
        let own = |column: usize| if self.basic[row] == column { 1.0 } else { 0.0 };
        let of_line = |column: usize| sign * (self.at(cells, column) + own(column));
        (0..lines.lines.len()).map(|line| of_line(self.slack(line))).collect()
    }

    fn at(&self, row: &[f64], column: usize) -> f64 {
        match self.place[column] {
            Place::Position(position) => row[position],
            Place::Row(_) | Place::Gone => 0.0,
        }
    }

    /// Pivots until the point keeps all lines, the value falls to `floor`, or `most` pivots are done; adds to `work`.
    pub(super) fn optimise(&mut self, floor: f64, most: usize, work: &mut u64) -> Pivoted {
        for _ in 0..most {
            let Some(row) = self.leaving() else { return Pivoted::Optimal };
            let Some(position) = self.entering(row) else { return Pivoted::Infeasible(row) };
            self.pivot(row, position);
            *work += self.cells.len() as u64 / CELLS_OF_WORK;
            if self.value() <= floor {
                return Pivoted::Stopped;
            }
        }
        Pivoted::Stopped
    }

    /// The row whose column is farthest from where it may be, in units of the length of the row: the steepest edge of the dual
    /// (Forrest and Goldfarb 1992). Few rows are broken at a time, so their lengths are summed afresh.
    fn leaving(&self) -> Option<usize> {
        let last = self.width - 1;
        let mut best = (0.0, None);
        for (row, (&column, cells)) in self.basic.iter().zip(self.cells.chunks_exact(self.width)).enumerate() {
            let broken = if self.closed[column] { cells[last].abs() } else { -cells[last] };
            if broken > FEASIBLE {
                let length: f64 = 1.0 + cells[..last].iter().map(|cell| cell * cell).sum::<f64>();
                let steepness = broken * broken / length;
                if steepness > best.0 {
                    best = (steepness, Some(row));
                }
            }
        }
        best.1
    }

    /// The position that keeps the tableau dual feasible when it comes in for this row; of equals the one with the largest pivot.
    fn entering(&self, row: usize) -> Option<usize> {
        let cells = self.row(row);
        let sign = if cells[self.width - 1] < 0.0 { -1.0 } else { 1.0 };
        self.step(cells, sign).map(|(position, _)| position)
    }

    /// The first position whose reduced value turns when a row of cells moves, and the value lost per unit of that row.
    fn step(&self, cells: &[f64], sign: f64) -> Option<(usize, f64)> {
        let top = self.row(self.rows());
        let mut best: Option<(usize, f64, f64)> = None;
        for (position, (&cell, &reduced)) in cells.iter().zip(top).take(self.width - 1).enumerate() {
            let entry = sign * cell;
            if entry <= SMALLEST_PIVOT || self.closed[self.idle[position]] {
                continue;
            }
            let ratio = (-reduced).max(0.0) / entry;
            if best.is_none_or(|(_, least, size)| ratio < least - NOUGHT || (ratio <= least + NOUGHT && entry > size)) {
                best = Some((position, ratio, entry));
            }
        }
        best.map(|(position, ratio, _)| (position, ratio))
    }

    fn pivot(&mut self, row: usize, position: usize) {
        let width = self.width;
        let mut own = self.row(row).to_vec();
        let inverse = 1.0 / own[position];
        own.iter_mut().for_each(|cell| *cell *= inverse);
        own[position] = inverse;
        for (other, cells) in self.cells.chunks_exact_mut(width).enumerate() {
            let factor = cells[position];
            if other == row || factor == 0.0 {
                continue;
            }
            cells[position] = 0.0;
            cells.iter_mut().zip(&own).for_each(|(cell, own)| {
                let next = *cell - factor * own;
                *cell = if next.abs() < NOUGHT { 0.0 } else { next };
            });
        }
        self.cells[row * width..][..width].copy_from_slice(&own);
        let (leaving, entering) = (self.basic[row], self.idle[position]);
        (self.basic[row], self.idle[position]) = (entering, leaving);
        (self.place[entering], self.place[leaving]) = (Place::Row(row), Place::Position(position));
    }

    /// The least that the value falls by when the sum of `columns` goes to 0, and when it goes to 1; infinite if it cannot.
    pub(super) fn falls(&self, columns: &[usize]) -> (f64, f64) {
        let mut sum = vec![0.0; self.width];
        for &column in columns {
            match self.place[column] {
                Place::Row(row) => sum.iter_mut().zip(self.row(row)).for_each(|(sum, cell)| *sum += cell),
                Place::Position(position) => sum[position] -= 1.0,
                Place::Gone => {}
            }
        }
        let amount = sum[self.width - 1];
        let fall = |sign: f64, by: f64| self.step(&sum, sign).map_or(f64::INFINITY, |(_, per_unit)| per_unit * by);
        (fall(1.0, amount), fall(-1.0, 1.0 - amount))
    }

    /// Leaves out closed columns for which `keeps` does not hold.
    pub(super) fn shrink(&mut self, keeps: impl Fn(usize) -> bool) {
        let stays: Vec<bool> = self.idle.iter().map(|&column| !self.closed[column] || keeps(column)).chain([true]).collect();
        for (&column, _) in self.idle.iter().zip(&stays).filter(|(_, stays)| !**stays) {
            self.place[column] = Place::Gone;
        }
        let kept: Vec<usize> = (0..self.width).filter(|&position| stays[position]).collect();
        if kept.len() == self.width {
            return;
        }
        let mut end = 0;
        for row in 0..=self.rows() {
            for &position in &kept {
                self.cells[end] = self.cells[row * self.width + position];
                end += 1;
            }
        }
        self.cells.truncate(end);
        let mut stay = stays.iter();
        self.idle.retain(|_| stay.next().copied().unwrap_or(true));
        self.width = self.idle.len() + 1;
        for (position, &column) in self.idle.iter().enumerate() {
            self.place[column] = Place::Position(position);
        }
    }
}
