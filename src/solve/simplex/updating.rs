//! What a pivot changes: reduced costs, amounts, and the lengths that the steepest edge goes by.

use super::pivoting::Scratch;
use super::{IDLE, Simplex};

/// The least squared length of a row of the inverse that is believed.
const LEAST_WEIGHT: f64 = 1e-4;

impl Simplex {
    /// Takes columns that were passed over to their other bound.
    pub(super) fn flip(&mut self, scratch: &mut Scratch) {
        if scratch.passed.is_empty() {
            return;
        }
        for candidate in &scratch.passed {
            let column = candidate.column as usize;
            let moved = if self.at_upper[column] { -self.upper[column] } else { self.upper[column] };
            self.at_upper[column] = !self.at_upper[column];
            self.idle_cost += self.own_costs[column] * moved;
            for &(row, number) in &self.columns[column] {
                scratch.right[row as usize] += number * moved;
            }
        }
        scratch.flips.resize(self.amounts.len(), 0.0);
        self.work += 4 * self.amounts.len() as u64;
        self.factors.forward(&mut scratch.right, &mut scratch.flips);
        self.amounts.iter_mut().zip(&scratch.flips).for_each(|(amount, moved)| *amount -= moved);
    }

    /// Moves reduced costs along the row; how much the cost rises by at least.
    pub(super) fn change_reduced(&mut self, scratch: &Scratch, column: usize, position: usize, ratio: f64, broken: f64) -> f64 {
        let own = self.reduced[column];
        let is_wrong = if self.at_upper[column] { own > 0.0 } else { own < 0.0 };
        let step = if is_wrong {
            self.costs[column] -= own;
            0.0
        } else {
            own / scratch.row[column]
        };
        for &other in &scratch.touched {
            let other = other as usize;
            if self.place[other] == IDLE {
                self.reduced[other] -= step * scratch.row[other];
            }
        }
        self.reduced[column] = 0.0;
        self.reduced[self.basic[position] as usize] = -step;
        ratio * broken.abs()
    }

    /// Moves what basic columns have, and exchanges the two columns.
    pub(super) fn change_amounts(&mut self, scratch: &Scratch, column: usize, position: usize, sign: f64, pivot: f64) {
        let leaves = self.basic[position] as usize;
        let bound = if sign > 0.0 { self.upper[leaves] } else { self.lower[leaves] };
        let step = (self.amounts[position] - bound) / pivot;
        self.amounts.iter_mut().zip(&scratch.column).for_each(|(amount, number)| *amount -= step * number);
        let before = self.amount(column);
        self.amounts[position] = step + before;
        self.idle_cost += self.own_costs[leaves] * bound - self.own_costs[column] * before;
        self.at_upper[column] = false;
        self.at_upper[leaves] = sign > 0.0;
        self.place[leaves] = IDLE;
        self.place[column] = position as u32;
        self.basic[position] = column as u32;
        self.factors.update(position, &scratch.column);
    }

    /// Squared lengths of the rows of the next inverse.
    pub(super) fn change_weights(&mut self, scratch: &mut Scratch, position: usize, pivot: f64) {
        let own: f64 = scratch.inverse.iter().map(|number| number * number).sum();
        scratch.right.copy_from_slice(&scratch.inverse);
        self.factors.forward(&mut scratch.right, &mut scratch.steepest);
        for ((weight, &number), &steepest) in self.weights.iter_mut().zip(&scratch.column).zip(&scratch.steepest) {
            if number != 0.0 {
                let share = number / pivot;
                *weight = (*weight + share * (share * own - 2.0 * steepest)).max(LEAST_WEIGHT);
            }
        }
        self.weights[position] = (own / (pivot * pivot)).max(LEAST_WEIGHT);
    }
}
