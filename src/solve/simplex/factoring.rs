//! Factors of a basis: columns and rows with a single entry first, the rest by the least fill (Markowitz 1957; Suhl and Suhl 1990,
//! Computing sparse LU factorizations for large-scale linear programming bases).
//!
//! A column with one open row is a pivot without elimination, and so is a row with one open column but for that column's other
//! rows. What is left, the nucleus, is eliminated on copies of its rows. Columns that depend on others are told, with the rows
//! that have no pivot, so that slacks can stand in for them.

use super::factors::{Entry, Factors, Lists};

/// Share of the largest number in its row that a pivot must have.
const THRESHOLD: f64 = 0.1;
/// Smaller numbers are no pivots.
const SMALLEST: f64 = 1e-9;
/// Numbers below this are rounding.
const NOUGHT: f64 = 1e-14;
/// Rows of fewest entries that are looked at for a pivot.
const ROWS_LOOKED_AT: usize = 3;

/// Positions without a pivot, with the rows without one.
pub(super) type Dependent = Vec<(usize, usize)>;

/// The basis while it is factored.
struct Work<'a> {
    factors: &'a mut Factors,
    columns: &'a [&'a [Entry]],
    rows: Lists,
    /// Open entries by row and by position.
    in_row: Vec<u32>,
    in_column: Vec<u32>,
    row_is_open: Vec<bool>,
    column_is_open: Vec<bool>,
}

/// Factors the basis of these columns by position.
pub(super) fn factor(factors: &mut Factors, columns: &[&[Entry]]) -> Dependent {
    factors.pivots.clear();
    factors.lower_of.clear();
    for lists in [&mut factors.lower, &mut factors.upper_rows, &mut factors.upper_columns] {
        lists.clear();
    }
    factors.forget_after(0);
    let size = columns.len();
    let rows = transposed(columns.iter().copied(), size);
    let in_row = (0..size).map(|row| rows.of(row).len() as u32).collect();
    let in_column = columns.iter().map(|column| column.len() as u32).collect();
    let mut work =
        Work { factors, columns, rows, in_row, in_column, row_is_open: vec![true; size], column_is_open: vec![true; size] };
    work.single_columns();
    work.single_rows();
    let dependent = work.nucleus();
    if dependent.is_empty() {
        list_upper_columns(factors, size);
    }
    dependent
}

/// Lists by the first number of each entry, of lists by the second.
fn transposed<'a>(lists: impl Iterator<Item = &'a [Entry]> + Clone, size: usize) -> Lists {
    let mut ends = vec![0u32; size + 1];
    lists.clone().flatten().for_each(|entry| ends[entry.0 as usize + 1] += 1);
    for list in 0..size {
        ends[list + 1] += ends[list];
    }
    let mut entries = vec![(0, 0.0); ends[size] as usize];
    for (list, own) in lists.enumerate() {
        for &(other, number) in own {
            let end = &mut ends[other as usize];
            entries[*end as usize] = (list as u32, number);
            *end += 1;
        }
    }
    ends.truncate(size);
    Lists { ends, entries }
}

/// The upper factor by column: for each pivot what its position has in the rows of earlier pivots.
fn list_upper_columns(factors: &mut Factors, size: usize) {
    let by_position = transposed((0..size).map(|pivot| factors.upper_rows.of(pivot)), size);
    for &(_, position, _) in &factors.pivots {
        let of_rows = by_position.of(position as usize).iter().map(|&(pivot, number)| (factors.pivots[pivot as usize].0, number));
        factors.upper_columns.entries.extend(of_rows);
        factors.upper_columns.end();
    }
}

impl Work<'_> {
    fn close(&mut self, row: usize, position: usize, pivot: f64) {
        self.row_is_open[row] = false;
        self.column_is_open[position] = false;
        self.factors.pivots.push((row as u32, position as u32, pivot));
    }

    fn single_columns(&mut self) {
        let mut single: Vec<usize> = (0..self.columns.len()).filter(|&position| self.in_column[position] == 1).collect();
        while let Some(position) = single.pop() {
            let open = self.columns[position].iter().find(|entry| self.row_is_open[entry.0 as usize]);
            let Some(&(row, pivot)) = open.filter(|entry| entry.1.abs() > SMALLEST) else { continue };
            self.close(row as usize, position, pivot);
            for &(other, number) in self.rows.of(row as usize) {
                let column = other as usize;
                if self.column_is_open[column] {
                    self.factors.upper_rows.entries.push((other, number));
                    self.in_column[column] -= 1;
                    if self.in_column[column] == 1 {
                        single.push(column);
                    }
                }
            }
            self.factors.upper_rows.end();
        }
        for row in (0..self.in_row.len()).filter(|&row| self.row_is_open[row]) {
            self.in_row[row] = self.rows.of(row).iter().filter(|entry| self.column_is_open[entry.0 as usize]).count() as u32;
        }
    }

    fn single_rows(&mut self) {
        let is_single = |row: &usize| self.row_is_open[*row] && self.in_row[*row] == 1;
        let mut single: Vec<usize> = (0..self.in_row.len()).filter(is_single).collect();
        while let Some(row) = single.pop() {
            let open = self.rows.of(row).iter().find(|entry| self.column_is_open[entry.0 as usize]);
            let Some(&(position, pivot)) = open.filter(|entry| entry.1.abs() > THRESHOLD * THRESHOLD) else { continue };
            let position = position as usize;
            self.close(row, position, pivot);
            self.factors.upper_rows.end();
            let before = self.factors.lower.entries.len();
            for &(other, number) in self.columns[position] {
                let of_row = other as usize;
                if self.row_is_open[of_row] {
                    self.factors.lower.entries.push((other, number / pivot));
                    self.in_row[of_row] -= 1;
                    if self.in_row[of_row] == 1 {
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

    /// Eliminates what is left.
    fn nucleus(&mut self) -> Dependent {
        let mut open: Vec<usize> = (0..self.in_row.len()).filter(|&row| self.row_is_open[row]).collect();
        let mut rows: Vec<Vec<Entry>> = vec![Vec::new(); if open.is_empty() { 0 } else { self.in_row.len() }];
        let mut in_column: Vec<Vec<u32>> = vec![Vec::new(); rows.len()];
        for &row in &open {
            rows[row] = self.rows.of(row).iter().copied().filter(|entry| self.column_is_open[entry.0 as usize]).collect();
            rows[row].iter().for_each(|entry| in_column[entry.0 as usize].push(row as u32));
        }
        let mut place = vec![u32::MAX; rows.len()];
        while let Some((at, position)) = best_pivot(&open, &rows, &in_column) {
            let row = open.swap_remove(at);
            self.eliminate(row, position, &mut rows, &mut in_column, &mut place);
        }
        let free = (0..self.columns.len()).filter(|&position| self.column_is_open[position]);
        free.zip(open).collect()
    }

    fn eliminate(&mut self, row: usize, position: usize, rows: &mut [Vec<Entry>], in_column: &mut [Vec<u32>], place: &mut [u32]) {
        let own = std::mem::take(&mut rows[row]);
        let pivot = own.iter().find(|entry| entry.0 as usize == position).map_or(1.0, |entry| entry.1);
        self.close(row, position, pivot);
        for &(column, number) in own.iter().filter(|entry| entry.0 as usize != position) {
            self.factors.upper_rows.entries.push((column, number));
            in_column[column as usize].retain(|&other| other as usize != row);
        }
        self.factors.upper_rows.end();
        let before = self.factors.lower.entries.len();
        for other in std::mem::take(&mut in_column[position]).into_iter().filter(|&other| other as usize != row) {
            let target = &mut rows[other as usize];
            let Some(at) = target.iter().position(|entry| entry.0 as usize == position) else { continue };
            let factor = target.swap_remove(at).1 / pivot;
            self.factors.lower.entries.push((other, factor));
            target.iter().enumerate().for_each(|(at, entry)| place[entry.0 as usize] = at as u32);
            for &(column, number) in own.iter().filter(|entry| entry.0 as usize != position) {
                match place[column as usize] {
                    u32::MAX => {
                        target.push((column, -factor * number));
                        in_column[column as usize].push(other);
                    }
                    at => target[at as usize].1 -= factor * number,
                }
            }
            target.iter().for_each(|entry| place[entry.0 as usize] = u32::MAX);
            target.retain(|&(column, number)| {
                let stays = number.abs() > NOUGHT;
                if !stays {
                    in_column[column as usize].retain(|&own| own != other);
                }
                stays
            });
        }
        self.end_lower(row, before);
    }
}

/// Where in `open` the row of the best pivot is, and its position: least fill among large enough numbers of the shortest rows.
fn best_pivot(open: &[usize], rows: &[Vec<Entry>], in_column: &[Vec<u32>]) -> Option<(usize, usize)> {
    let mut best: Option<((usize, f64), usize, usize)> = None;
    let shortest = open.iter().map(|&row| rows[row].len()).filter(|&length| length > 0).min()?;
    let mut seen = 0;
    for longer in 0..=ROWS_LOOKED_AT {
        for (at, &row) in open.iter().enumerate().filter(|(_, row)| rows[**row].len() == shortest + longer) {
            let largest = rows[row].iter().map(|entry| entry.1.abs()).fold(0.0, f64::max);
            let large = rows[row].iter().filter(|entry| entry.1.abs() >= (largest * THRESHOLD).max(SMALLEST));
            for &(position, number) in large {
                let fill = (shortest + longer - 1) * (in_column[position as usize].len() - 1);
                let rank = (fill, -number.abs());
                if best.as_ref().is_none_or(|(other, ..)| rank.0 < other.0 || (rank.0 == other.0 && rank.1 < other.1)) {
                    best = Some((rank, at, position as usize));
                }
            }
            seen += 1;
            if best.as_ref().is_some_and(|best| best.0.0 == 0 || seen >= ROWS_LOOKED_AT) {
                return best.map(|(_, at, position)| (at, position));
            }
        }
    }
    if best.is_none() {
        return any_pivot(open, rows);
    }
    best.map(|(_, at, position)| (at, position))
}

/// The largest number of all open rows, if it is large enough.
fn any_pivot(open: &[usize], rows: &[Vec<Entry>]) -> Option<(usize, usize)> {
    let all = open.iter().enumerate().flat_map(|(at, &row)| rows[row].iter().map(move |entry| (at, entry)));
    let largest = all.max_by(|a, b| a.1.1.abs().total_cmp(&b.1.1.abs()))?;
    (largest.1.1.abs() >= SMALLEST).then_some((largest.0, largest.1.0 as usize))
}
