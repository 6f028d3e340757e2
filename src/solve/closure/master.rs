//! The relaxation over cells: a small linear program for the multipliers of the rows and the fractional plan.
//!
//!   maximise `sum value[C] * z[C] - sum price[r] * e[r]`   under   `row r over z - e[r] <= limit[r]`, `z[C] <= z[D]`, `0 <= z <= 1`
//!
//! Rows are divided by their largest coefficient and values by the largest value: the solver asks for it.

use good_lp::constraint::ConstraintReference;
use good_lp::{
    Constraint, DualValues, Expression, ProblemVariables, Solution, SolutionWithDual, SolverModel, Variable, clarabel, constraint,
    variable,
};

use super::cells::OverCells;
use crate::model::Hardness;
use crate::program::{Row, Sense};

/// Share of a row's size above which it counts as broken; the solver's own tolerance is a hundredth of it.
const BROKEN: f64 = 1e-6;
/// Tolerances of the solver: its own, then those of a second attempt when it makes no progress to the first.
const TOLERANCES: [f64; 2] = [1e-8, 1e-5];

/// What the relaxation over cells tells.
#[derive(Debug)]
pub(super) struct Mastered {
    /// A multiplier for each row, in value per unit.
    pub rows: Vec<f64>,
    /// `z` of each cell.
    pub by: Vec<f64>,
    /// Value of the fractional plan; infinite below where a hard row had to be broken.
    pub value: f64,
}

/// Solves it; `None` if the solver gives up. `price` is what a unit of a hard row may cost that not even an empty plan keeps.
pub(super) fn solve(over: &OverCells, rows: &[&Row], price: f64) -> Option<Mastered> {
    TOLERANCES.iter().find_map(|&tolerance| {
        let mut small = Small::new(over);
        let sums: Vec<(Constraint, f64)> =
            rows.iter().zip(&over.rows).map(|(row, terms)| small.row(row, terms, price, !over.required.is_empty())).collect();
        small.solve(over, sums, tolerance)
    })
}

/// The small program as it is set up.
struct Small {
    columns: ProblemVariables,
    z: Vec<Variable>,
    objective: Expression,
    /// The size of values.
    unit: f64,
    /// Excess of hard rows.
    excess: Vec<Variable>,
}

impl Small {
    fn new(over: &OverCells) -> Self {
        let mut columns = ProblemVariables::new();
        let z: Vec<Variable> = over.value.iter().map(|_| columns.add(variable().min(0.0).max(1.0))).collect();
        let unit = over.value.iter().map(|value| value.abs()).fold(f64::MIN_POSITIVE, f64::max);
        let mut objective = Expression::with_capacity(z.len());
        over.value.iter().zip(&z).for_each(|(&value, &z)| objective.add_mul(value / unit, z));
        Self { columns, z, objective, unit, excess: Vec::new() }
    }

    /// A row and its size.
    fn row(&mut self, row: &Row, terms: &[(u32, f64)], price: f64, is_tight: bool) -> (Constraint, f64) {
        let limit = row.limit as f64 / row.unit;
        let size = terms.iter().map(|&(_, c)| c.abs()).fold(limit.abs(), f64::max).max(f64::MIN_POSITIVE);
        let mut sum = Expression::with_capacity(terms.len() + 2);
        terms.iter().for_each(|&(cell, c)| sum.add_mul(c / size, self.z[cell as usize]));
        match row.hardness {
            Hardness::Soft { price } => {
                self.excess(&mut sum, -1.0, price * size);
            }
            Hardness::Hard if limit < 0.0 || is_tight || row.sense == Sense::Equal => {
                let above = self.excess(&mut sum, -1.0, price);
                self.excess.push(above);
                if row.sense == Sense::Equal {
                    let below = self.excess(&mut sum, 1.0, price);
                    self.excess.push(below);
                }
            }
            Hardness::Hard => {}
        }
        (if row.sense == Sense::Equal { sum.eq(limit / size) } else { sum.leq(limit / size) }, size)
    }

    fn excess(&mut self, sum: &mut Expression, sign: f64, price: f64) -> Variable {
        let column = self.columns.add(variable().min(0.0));
        sum.add_mul(sign, column);
        self.objective.add_mul(-price / self.unit, column);
        column
    }

    fn solve(self, over: &OverCells, sums: Vec<(Constraint, f64)>, tolerance: f64) -> Option<Mastered> {
        let Self { columns, z, objective, unit, excess } = self;
        let mut problem = columns.maximise(&objective).using(clarabel);
        problem.settings().tol_gap_rel(tolerance).tol_gap_abs(tolerance).tol_feas(tolerance);
        let references: Vec<(ConstraintReference, f64)> =
            sums.into_iter().map(|(row, size)| (problem.add_constraint(row), size)).collect();
        for &(from, to) in &over.pairs {
            problem.add_constraint(constraint!(z[from as usize] <= z[to as usize]));
        }
        for &cell in &over.required {
            problem.add_constraint(constraint!(z[cell as usize] >= 1.0));
        }
        for &cell in &over.never {
            problem.add_constraint(constraint!(z[cell as usize] <= 0.0));
        }
        let mut solution = problem.solve().ok()?;
        let by = z.iter().map(|&z| solution.value(z).clamp(0.0, 1.0)).collect();
        let is_kept = excess.iter().all(|&column| solution.value(column) < BROKEN);
        let value = if is_kept { unit * solution.eval(&objective) } else { f64::NEG_INFINITY };
        let duals = solution.compute_dual();
        let rows = references.into_iter().map(|(reference, size)| unit * duals.dual(reference) / size).collect();
        Some(Mastered { rows, by, value })
    }
}
