//! The nucleus of a basis: what is left of it without single columns and rows, eliminated row by row.
//!
//! A pivot is the number of least fill, (entries of its row - 1) times (entries of its column - 1), among those of a few of the shortest
//! rows that are not much smaller than the largest of their row (Markowitz 1957; threshold pivoting as in Suhl and Suhl 1990).

use super::factoring::{SMALLEST, THRESHOLD, fill};
use super::factors::{Entry, NOUGHT};

/// Rows of fewest entries that are looked at for a pivot.
const ROWS_LOOKED_AT: usize = 3;

/// What is left without single columns and rows.
#[derive(Debug, Clone, Default)]
pub(super) struct Nucleus {
    pub rows: Vec<Vec<Entry>>,
    /// Rows that have an entry, by position.
    in_column: Vec<Vec<u32>>,
    /// Rows by how many entries they have; rows of another length by now are passed over.
    of_length: Vec<Vec<u32>>,
    /// By position: what the pivot's row has, and the last target that had an entry for it.
    own: Vec<f64>,
    met: Vec<u32>,
    targets: u32,
}

impl Nucleus {
    pub(super) fn clear(&mut self, size: usize) {
        self.rows.iter_mut().for_each(Vec::clear);
        self.in_column.iter_mut().for_each(Vec::clear);
        self.of_length.iter_mut().for_each(Vec::clear);
        self.rows.resize(size, Vec::new());
        self.in_column.resize(size, Vec::new());
        self.of_length.resize(size + 1, Vec::new());
        fill(&mut self.own, size, 0.0);
        fill(&mut self.met, size, 0);
        self.targets = 0;
    }

    /// Lists a new row.
    pub(super) fn list(&mut self, row: usize) {
        for entry in &self.rows[row] {
            self.in_column[entry.0 as usize].push(row as u32);
        }
        self.of_length[self.rows[row].len()].push(row as u32);
    }

    /// The row and the position of the best pivot: least fill among large enough numbers of the shortest rows.
    pub(super) fn best_pivot(&mut self, is_open: &[bool]) -> Option<(usize, usize)> {
        let mut best: Option<((usize, f64), usize, usize)> = None;
        let mut seen: [u32; ROWS_LOOKED_AT] = [u32::MAX; ROWS_LOOKED_AT];
        let mut count = 0;
        'rows: for length in 1..self.of_length.len() {
            while let Some(row) = self.of_length[length].pop() {
                let entries = &self.rows[row as usize];
                if !is_open[row as usize] || entries.len() != length || seen.contains(&row) {
                    continue;
                }
                let largest = entries.iter().map(|entry| entry.1.abs()).fold(0.0, f64::max);
                if largest < SMALLEST {
                    continue;
                }
                for &(position, number) in entries.iter().filter(|entry| entry.1.abs() >= largest * THRESHOLD) {
                    let rank = ((length - 1) * (self.in_column[position as usize].len() - 1), -number.abs());
                    if best.as_ref().is_none_or(|(other, ..)| rank < *other) {
                        best = Some((rank, row as usize, position as usize));
                    }
                }
                seen[count] = row;
                count += 1;
                if count == ROWS_LOOKED_AT || best.as_ref().is_some_and(|best| best.0.0 == 0) {
                    break 'rows;
                }
            }
        }
        let (_, row, position) = best?;
        for &other in seen[..count].iter().filter(|&&other| other as usize != row) {
            self.of_length[self.rows[other as usize].len()].push(other);
        }
        Some((row, position))
    }

    /// Takes a pivot's row, without the pivot, from each other row of its column, and tells of each how often. The pivot and its row.
    pub(super) fn eliminate(&mut self, row: usize, position: usize, mut told: impl FnMut(u32, f64)) -> (f64, Vec<Entry>) {
        let mut own = std::mem::take(&mut self.rows[row]);
        let at = own.iter().position(|entry| entry.0 as usize == position).unwrap_or(0);
        let pivot = own.swap_remove(at).1;
        for &(column, number) in &own {
            self.own[column as usize] = number;
            self.in_column[column as usize].retain(|&other| other as usize != row);
        }
        let rows = std::mem::take(&mut self.in_column[position]);
        for &other in rows.iter().filter(|&&other| other as usize != row) {
            if let Some(factor) = self.take_from(other, position, pivot, &own) {
                told(other, factor);
            }
        }
        for &(column, _) in &own {
            self.own[column as usize] = 0.0;
        }
        self.in_column[position] = rows;
        (pivot, own)
    }

    /// Takes a pivot's row from another so often that nothing is left at the pivot's position; how often.
    fn take_from(&mut self, other: u32, position: usize, pivot: f64, own: &[Entry]) -> Option<f64> {
        let target = &mut self.rows[other as usize];
        let at = target.iter().position(|entry| entry.0 as usize == position)?;
        let factor = target.swap_remove(at).1 / pivot;
        self.targets += 1;
        let (mut met, mut is_nought) = (0, false);
        for (column, number) in target.iter_mut() {
            let taken = self.own[*column as usize];
            *number -= factor * taken;
            self.met[*column as usize] = self.targets;
            met += usize::from(taken != 0.0);
            is_nought |= number.abs() <= NOUGHT;
        }
        if met < own.len() {
            for &(column, number) in own.iter().filter(|entry| self.met[entry.0 as usize] != self.targets) {
                target.push((column, -factor * number));
                self.in_column[column as usize].push(other);
            }
        }
        if is_nought {
            target.retain(|&(column, number)| {
                let stays = number.abs() > NOUGHT;
                if !stays {
                    self.in_column[column as usize].retain(|&row| row != other);
                }
                stays
            });
        }
        self.of_length[target.len()].push(other);
        Some(factor)
    }
}
