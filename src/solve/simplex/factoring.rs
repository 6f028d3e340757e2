//! Factors of a basis: columns and rows with a single entry first, the rest by the least fill (Markowitz 1957; Suhl and Suhl 1990,
//! Computing sparse LU factorizations for large-scale linear programming bases).
//!
//! A column with one open row is a pivot without elimination, and so is a row with one open column but for that column's other
//! rows. What is left, the nucleus, is eliminated on copies of its rows (`nucleus.rs`). Columns that depend on others are told, with the
//! rows that have no pivot, so that slacks can stand in for them.

use super::factors::{Entry, Factors, Lists};
use super::nucleus::Nucleus;

/// Share of the largest number in its row that a pivot must have.
pub(super) const THRESHOLD: f64 = 0.1;
/// Smaller numbers are no pivots.
pub(super) const SMALLEST: f64 = 1e-9;

/// Positions without a pivot, with the rows without one.
pub(super) type Dependent = Vec<(usize, usize)>;

/// What a basis is factored on, used again and again.
#[derive(Debug, Clone, Default)]
pub(super) struct Workbench {
    rows: Lists,
    /// Open entries by row and by position.
    in_row: Vec<u32>,
    in_column: Vec<u32>,
    row_is_open: Vec<bool>,
    column_is_open: Vec<bool>,
    nucleus: Nucleus,
}

/// A basis while it is factored.
struct Work<'a> {
    bench: &'a mut Workbench,
    factors: &'a mut Factors,
    columns: &'a [&'a [Entry]],
}

/// Factors the basis of these columns by position.
pub(super) fn factor(bench: &mut Workbench, factors: &mut Factors, columns: &[&[Entry]]) -> Dependent {
    factors.clear();
    bench.begin(columns);
    let mut work = Work { bench, factors, columns };
    work.single_columns();
    work.single_rows();
    let dependent = work.eliminate_rest();
    if dependent.is_empty() {
        list_upper_columns(factors, columns.len());
    }
    dependent
}

/// Makes a vector so long and all the same.
pub(super) fn fill<T: Clone>(vector: &mut Vec<T>, size: usize, item: T) {
    vector.clear();
    vector.resize(size, item);
}

/// Lists by the first number of each entry, of lists by the second.
fn transpose<'a>(lists: impl Iterator<Item = &'a [Entry]> + Clone, size: usize, out: &mut Lists) {
    let ends = &mut out.ends;
    fill(ends, size + 1, 0);
    for list in lists.clone() {
        list.iter().for_each(|entry| ends[entry.0 as usize + 1] += 1);
    }
    for list in 0..size {
        ends[list + 1] += ends[list];
    }
    fill(&mut out.entries, ends[size] as usize, (0, 0.0));
    for (list, own) in lists.enumerate() {
        for &(other, number) in own {
            let end = &mut ends[other as usize];
            out.entries[*end as usize] = (list as u32, number);
            *end += 1;
        }
    }
    ends.truncate(size);
}

/// The upper factor by column: for each pivot what its position has in the rows of earlier pivots.
fn list_upper_columns(factors: &mut Factors, size: usize) {
    let mut by_position = Lists::default();
    transpose((0..size).map(|pivot| factors.upper_rows.of(pivot)), size, &mut by_position);
    fill(&mut factors.pivot_of, size, 0);
    for (pivot, &(_, position, _)) in factors.pivots.iter().enumerate() {
        factors.pivot_of[position as usize] = pivot as u32;
        let of_rows = by_position.of(position as usize).iter().map(|&(pivot, number)| (factors.pivots[pivot as usize].0, number));
        factors.upper_columns.entries.extend(of_rows);
        factors.upper_columns.end();
    }
}

impl Workbench {
    fn begin(&mut self, columns: &[&[Entry]]) {
        let size = columns.len();
        transpose(columns.iter().copied(), size, &mut self.rows);
        fill(&mut self.row_is_open, size, true);
        fill(&mut self.column_is_open, size, true);
        self.in_row.clear();
        self.in_row.extend((0..size).map(|row| self.rows.of(row).len() as u32));
        self.in_column.clear();
        self.in_column.extend(columns.iter().map(|column| column.len() as u32));
    }

    /// Puts open rows into the nucleus; whether there are any.
    fn list_nucleus(&mut self) -> bool {
        let size = self.in_row.len();
        let is_any = self.row_is_open.contains(&true);
        if is_any {
            self.nucleus.clear(size);
        }
        for row in (0..size).filter(|&row| self.row_is_open[row]) {
            let open = self.rows.of(row).iter().filter(|entry| self.column_is_open[entry.0 as usize]);
            self.nucleus.rows[row].extend(open);
            self.nucleus.list(row);
        }
        is_any
    }
}

impl Work<'_> {
    fn close(&mut self, row: usize, position: usize, pivot: f64) {
        self.bench.row_is_open[row] = false;
        self.bench.column_is_open[position] = false;
        self.factors.pivots.push((row as u32, position as u32, pivot));
    }

    fn single_columns(&mut self) {
        let mut single: Vec<usize> = (0..self.columns.len()).filter(|&position| self.bench.in_column[position] == 1).collect();
        while let Some(position) = single.pop() {
            let open = self.columns[position].iter().find(|entry| self.bench.row_is_open[entry.0 as usize]);
            let Some(&(row, pivot)) = open.filter(|entry| entry.1.abs() > SMALLEST) else { continue };
            self.close(row as usize, position, pivot);
            let Workbench { rows, in_column, column_is_open, .. } = &mut *self.bench;
            for &(other, number) in rows.of(row as usize) {
                let column = other as usize;
                if column_is_open[column] {
                    self.factors.upper_rows.entries.push((other, number));
                    in_column[column] -= 1;
                    if in_column[column] == 1 {
                        single.push(column);
                    }
                }
            }
            self.factors.upper_rows.end();
        }
        let Workbench { rows, in_row, row_is_open, column_is_open, .. } = &mut *self.bench;
        for row in (0..in_row.len()).filter(|&row| row_is_open[row]) {
            in_row[row] = rows.of(row).iter().map(|entry| u32::from(column_is_open[entry.0 as usize])).sum();
        }
    }

    fn single_rows(&mut self) {
        let is_single = |row: &usize| self.bench.row_is_open[*row] && self.bench.in_row[*row] == 1;
        let mut single: Vec<usize> = (0..self.columns.len()).filter(is_single).collect();
        while let Some(row) = single.pop() {
            let open = self.bench.rows.of(row).iter().find(|entry| self.bench.column_is_open[entry.0 as usize]);
            let Some(&(position, pivot)) = open.filter(|entry| entry.1.abs() > THRESHOLD * THRESHOLD) else { continue };
            let position = position as usize;
            self.close(row, position, pivot);
            self.factors.upper_rows.end();
            let before = self.factors.lower.entries.len();
            for &(other, number) in self.columns[position] {
                let of_row = other as usize;
                if self.bench.row_is_open[of_row] {
                    self.factors.lower.entries.push((other, number / pivot));
                    self.bench.in_row[of_row] -= 1;
                    if self.bench.in_row[of_row] == 1 {
                        single.push(of_row);
                    }
                }
            }
            self.end_lower(row, before);
        }
    }

    fn end_lower(&mut self, row: usize, before: usize) {
        if self.factors.lower.entries.len() > before {
            self.factors.lower.end();
            self.factors.lower_of.push(row as u32);
        }
    }

    /// Eliminates the nucleus; what has no pivot.
    fn eliminate_rest(&mut self) -> Dependent {
        if !self.bench.list_nucleus() {
            return Vec::new();
        }
        while let Some((row, position)) = self.bench.nucleus.best_pivot(&self.bench.row_is_open) {
            let lower = &mut self.factors.lower.entries;
            let before = lower.len();
            let (pivot, own) = self.bench.nucleus.eliminate(row, position, |other, factor| lower.push((other, factor)));
            self.close(row, position, pivot);
            self.factors.upper_rows.entries.extend_from_slice(&own);
            self.factors.upper_rows.end();
            self.bench.nucleus.rows[row] = own;
            self.end_lower(row, before);
        }
        let open = |is_open: &[bool]| (0..is_open.len()).filter(|&at| is_open[at]).collect::<Vec<usize>>();
        open(&self.bench.column_is_open).into_iter().zip(open(&self.bench.row_is_open)).collect()
    }
}
