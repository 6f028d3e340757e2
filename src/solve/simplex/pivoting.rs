//! The pivots of the dual simplex method: leave, price, enter, update.

use super::entering::{self, Candidate};
use super::factoring;
use super::factors::Entry;
use super::pricing::Tableau;
use super::{Ended, FEASIBLE, IDLE, OPTIMAL, Simplex};

/// Smaller entries of a row are no pivots.
pub(super) const SMALLEST_PIVOT: f64 = 1e-9;
/// The same pivot from its row and from its column may differ by this share.
const PIVOT_DIFFERENCE: f64 = 1e-6;
/// Steps without progress after which costs are perturbed, and by what share of the largest value.
const MOST_IDLE_STEPS: usize = 40;
const PERTURBATION: f64 = 1e-6;
/// Times in a row that trouble with numbers is met by factoring anew.
const MOST_TROUBLE: usize = 3;

/// Which of a pivot's two solutions is of the column that enters, and which of the lengths of edges.
pub(super) const ENTERING: usize = 0;
pub(super) const STEEPEST: usize = 1;

/// Vectors that are used again and again.
#[derive(Debug, Clone, Default)]
pub(super) struct Scratch {
    /// By row: two right sides, a single one, and the row of the inverse with its rows that are not nought.
    pub right: Vec<[f64; 2]>,
    pub single: Vec<f64>,
    pub inverse: Vec<f64>,
    pub rows: Vec<u32>,
    /// By position: what comes of the two right sides, and by how much columns that go over to their other bound move basic ones.
    pub left: Vec<f64>,
    pub solved: Vec<[f64; 2]>,
    pub flips: Vec<f64>,
    /// What the column that enters and the position that it takes come to halfway.
    pub entered: Vec<Entry>,
    pub halfway: Vec<Entry>,
    pub tableau: Tableau,
    pub candidates: Vec<Candidate>,
    pub passed: Vec<Candidate>,
}

impl Scratch {
    fn resize(&mut self, height: usize) {
        self.inverse.resize(height, 0.0);
        self.left.resize(height, 0.0);
        self.right.resize(height, [0.0; 2]);
        self.solved.resize(height, [0.0; 2]);
    }
}

/// What a try at a pivot came to.
enum Step {
    Moved(f64),
    Ended(Ended),
    Trouble,
}

impl Simplex {
    /// Pivots until the point keeps all rows, the value falls to `floor`, or `most` pivots are done.
    pub(in crate::solve) fn optimise(&mut self, floor: f64, most: usize) -> Ended {
        self.costs.copy_from_slice(&self.own_costs);
        let mut may_perturb = true;
        self.begin();
        let floor = -floor * self.scale;
        let (mut pivots, mut idle_steps, mut trouble, mut is_perturbed) = (0, 0, 0, false);
        loop {
            if self.factors.is_long() {
                self.refactor();
                self.place_idle();
            }
            match self.step() {
                Step::Moved(progress) => {
                    (pivots, trouble) = (pivots + 1, 0);
                    idle_steps = if progress > OPTIMAL { 0 } else { idle_steps + 1 };
                    if idle_steps > MOST_IDLE_STEPS && may_perturb {
                        (may_perturb, is_perturbed) = (false, true);
                        self.perturb();
                    }
                    if pivots >= most || (!is_perturbed && pivots % 4 == 0 && self.cost() >= floor) {
                        return Ended::Stopped;
                    }
                }
                Step::Ended(Ended::Optimal) if is_perturbed => {
                    is_perturbed = false;
                    self.costs.copy_from_slice(&self.own_costs);
                    self.refactor();
                    self.place_idle();
                }
                Step::Ended(Ended::Optimal) if self.activate_broken() => self.begin(),
                Step::Ended(ended) => return ended,
                Step::Trouble => {
                    trouble += 1;
                    if trouble > MOST_TROUBLE || pivots >= most {
                        return Ended::Stopped;
                    }
                    self.refactor();
                    self.place_idle();
                }
            }
        }
    }

    /// Lists what is open, and works out what the basis comes to.
    pub(in crate::solve) fn begin(&mut self) {
        if self.is_stale {
            self.list_open();
            self.refactor();
        } else if self.has_unlisted {
            self.list_open();
            self.reduce();
        }
        self.place_idle();
    }

    /// What the present point costs.
    fn cost(&self) -> f64 {
        -self.value() * self.scale
    }

    /// Makes what costs now a little worse, each column by another amount.
    fn perturb(&mut self) {
        for column in 0..self.width {
            // A fixed sequence of fractions, spread evenly (multiples of the golden section).
            let share = 0.5 + 0.5 * (column as f64 * 0.618_033_988_749_895).fract();
            let sign = if self.at_upper[column] { -1.0 } else { 1.0 };
            let more = sign * share * PERTURBATION * (0.01 + self.own_costs[column].abs());
            self.costs[column] += more;
            if self.place[column] == IDLE {
                self.reduced[column] += more;
            }
        }
        self.refactor();
        self.place_idle();
    }

    /// Factors the basis, with slacks for columns that depend on others, and computes reduced costs anew.
    fn refactor(&mut self) {
        let height = self.height();
        for _ in 0..=height {
            let mut own = std::mem::take(&mut self.basis_columns);
            own.clear();
            for &column in &self.basic {
                own.entries.extend(self.in_active(column as usize));
                own.end();
            }
            let columns: Vec<&[_]> = (0..height).map(|position| own.of(position)).collect();
            self.work += 4 * columns.iter().map(|column| 2 + column.len() as u64).sum::<u64>();
            let dependent = factoring::factor(&mut self.workbench, &mut self.factors, &columns);
            self.basis_columns = own;
            if dependent.is_empty() {
                break;
            }
            for (position, row) in dependent {
                self.place[self.basic[position] as usize] = IDLE;
                let slack = self.slack(self.active[row] as usize);
                self.basic[position] = slack as u32;
                self.place[slack] = position as u32;
                self.weights[position] = 1.0;
            }
        }
        self.factored += 1;
        self.is_stale = false;
        self.reduce();
    }

    /// Reduced costs of all columns.
    fn reduce(&mut self) {
        let height = self.height();
        let mut left: Vec<f64> = self.basic.iter().map(|&column| self.costs[column as usize]).collect();
        let mut prices = vec![0.0; height];
        self.factors.backward(&mut left, &mut prices, None);
        self.reduced[..self.width].copy_from_slice(&self.costs[..self.width]);
        for (&row, price) in self.active.iter().zip(prices) {
            let (row, slack) = (row as usize, self.width + row as usize);
            self.reduced[slack] = self.costs[slack] - price;
            if price != 0.0 {
                self.work += self.rows[row].len() as u64;
                self.rows[row].iter().for_each(|&(column, number)| self.reduced[column as usize] -= price * number);
            }
        }
        self.basic.iter().for_each(|&column| self.reduced[column as usize] = 0.0);
    }

    /// Puts idle columns to the bound that their reduced costs ask for, and computes what basic ones have.
    fn place_idle(&mut self) {
        let height = self.height();
        let (mut right, mut sides) = (std::mem::take(&mut self.scratch.single), std::mem::take(&mut self.sides));
        right.clear();
        right.extend(self.active.iter().map(|&row| self.limits[row as usize]));
        sides.resize(self.columns.len(), 0.0);
        self.idle_cost = 0.0;
        let slacks = self.active.iter().map(|&row| self.width + row as usize);
        for column in (0..self.width).chain(slacks) {
            let is_idle = self.place[column] == IDLE;
            let reduced = self.reduced[column];
            self.at_upper[column] = is_idle && (reduced < -OPTIMAL || (self.at_upper[column] && reduced <= OPTIMAL));
            let amount = if self.at_upper[column] { self.upper[column] } else { self.lower[column] };
            if is_idle && amount != 0.0 {
                self.idle_cost += self.own_costs[column] * amount;
                self.in_active(column).for_each(|(row, number)| right[row as usize] -= number * amount);
            }
            sides[column] = self.side(column);
        }
        self.work += (self.width + 5 * height) as u64;
        self.factors.forward::<1>(right.as_chunks_mut().0, self.amounts.as_chunks_mut().0, None);
        (self.scratch.single, self.sides) = (right, sides);
    }

    /// The position whose column lies farthest outside of its bounds, in units of the length of its row; and how far, less than 0
    /// below and more than 0 above.
    fn leaving(&self) -> Option<(usize, f64)> {
        let mut best = (0.0, None);
        for (position, &amount) in self.amounts.iter().enumerate() {
            let column = self.basic[position] as usize;
            let (lower, upper) = (self.lower[column], self.upper[column]);
            let broken = if amount < lower - FEASIBLE {
                amount - lower
            } else if amount > upper + FEASIBLE {
                amount - upper
            } else {
                continue;
            };
            let steepness = broken * broken / self.weights[position];
            if steepness > best.0 {
                best = (steepness, Some((position, broken)));
            }
        }
        best.1
    }

    fn step(&mut self) -> Step {
        let Some((position, broken)) = self.leaving() else { return Step::Ended(Ended::Optimal) };
        let mut scratch = std::mem::take(&mut self.scratch);
        let step = self.pivot(&mut scratch, position, broken);
        scratch.tableau.clear();
        self.scratch = scratch;
        step
    }

    fn pivot(&mut self, scratch: &mut Scratch, position: usize, broken: f64) -> Step {
        let height = self.height();
        scratch.resize(height);
        self.work += 5 * height as u64;
        scratch.left[position] = 1.0;
        self.factors.backward(&mut scratch.left, &mut scratch.inverse, Some(&mut scratch.halfway));
        let sign = if broken < 0.0 { -1.0 } else { 1.0 };
        self.price(scratch, sign, broken.abs());
        let Some(entering) = entering::choose(&mut scratch.candidates, broken.abs(), &mut scratch.passed) else {
            if self.factors.updates() > 0 {
                return Step::Trouble;
            }
            let ray: Vec<f64> = scratch.inverse.iter().map(|number| -sign * number).collect();
            self.ray = self.by_row(&ray);
            return Step::Ended(Ended::Infeasible);
        };
        let column = entering.column as usize;
        self.solve(scratch, column);
        let (pivot, of_row) = (scratch.solved[position][ENTERING], scratch.tableau.row[column]);
        let is_wrong = (pivot - of_row).abs() > PIVOT_DIFFERENCE * (1.0 + pivot.abs()) || pivot.abs() < SMALLEST_PIVOT;
        if is_wrong && self.factors.updates() > 0 {
            return Step::Trouble;
        }
        if pivot.abs() < SMALLEST_PIVOT {
            return Step::Ended(Ended::Stopped);
        }
        self.flip(scratch);
        let progress = self.change_reduced(scratch, column, position, entering.ratio, broken);
        self.change_weights(scratch, position, pivot);
        self.change_amounts(scratch, column, position, sign, pivot);
        Step::Moved(progress)
    }

    /// Solves for the column that enters and for the lengths of edges at once.
    fn solve(&mut self, scratch: &mut Scratch, entering: usize) {
        for &row in &scratch.rows {
            scratch.right[row as usize][STEEPEST] = scratch.inverse[row as usize];
        }
        self.in_active(entering).for_each(|(row, number)| scratch.right[row as usize][ENTERING] = number);
        self.factors.forward(&mut scratch.right, &mut scratch.solved, Some(&mut scratch.entered));
    }
}
