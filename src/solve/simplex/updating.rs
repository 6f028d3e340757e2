//! What a pivot changes: reduced costs, amounts, and the lengths that the steepest edge goes by.

use super::pivoting::{ENTERING, STEEPEST, Scratch};
use super::{IDLE, Simplex};

/// The least squared length of a row of the inverse that is believed.
const LEAST_WEIGHT: f64 = 1e-4;

impl Simplex {
    /// Takes columns that were passed over to their other bound.
    pub(super) fn flip(&mut self, scratch: &mut Scratch) {
        if scratch.passed.is_empty() {
            return;
        }
        let height = self.amounts.len();
        scratch.single.clear();
        scratch.single.resize(height, 0.0);
        scratch.flips.resize(height, 0.0);
        for candidate in &scratch.passed {
            let column = candidate.column as usize;
            let moved = if self.at_upper[column] { -self.upper[column] } else { self.upper[column] };
            self.at_upper[column] = !self.at_upper[column];
            self.sides[column] = -self.sides[column];
            self.idle_cost += self.own_costs[column] * moved;
            self.in_active(column).for_each(|(row, number)| scratch.single[row as usize] += number * moved);
        }
        self.work += 4 * height as u64;
        self.factors.forward::<1>(scratch.single.as_chunks_mut().0, scratch.flips.as_chunks_mut().0, None);
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
            own / scratch.tableau.row[column]
        };
        for &other in scratch.tableau.touched() {
            let other = other as usize;
            if self.place[other] == IDLE {
                self.reduced[other] -= step * scratch.tableau.row[other];
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
        self.amounts.iter_mut().zip(&scratch.solved).for_each(|(amount, solved)| *amount -= step * solved[ENTERING]);
        let before = self.amount(column);
        self.amounts[position] = step + before;
        self.idle_cost += self.own_costs[leaves] * bound - self.own_costs[column] * before;
        self.at_upper[column] = false;
        self.at_upper[leaves] = sign > 0.0;
        self.place[leaves] = IDLE;
        self.place[column] = position as u32;
        self.basic[position] = column as u32;
        (self.sides[leaves], self.sides[column]) = (self.side(leaves), 0.0);
        self.factors.update(position, pivot, &scratch.entered, &scratch.halfway);
    }

    /// Squared lengths of the rows of the next inverse.
    pub(super) fn change_weights(&mut self, scratch: &Scratch, position: usize, pivot: f64) {
        let own: f64 = scratch.inverse.iter().map(|number| number * number).sum();
        let of_pivot = 1.0 / pivot;
        for (weight, solved) in self.weights.iter_mut().zip(&scratch.solved) {
            let share = solved[ENTERING] * of_pivot;
            *weight = (*weight + share * (share * own - 2.0 * solved[STEEPEST])).max(LEAST_WEIGHT);
        }
        self.weights[position] = (own / (pivot * pivot)).max(LEAST_WEIGHT);
    }
}
