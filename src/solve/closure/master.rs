//! The relaxation over cells: a small linear program for the multipliers of the rows and the fractional plan.
//!
//!   maximise `sum value[C] * z[C] - sum price[r] * e[r]`   under   `row r over z - e[r] <= limit[r]`, `z[C] <= z[D]`, `0 <= z <= 1`

use good_lp::constraint::ConstraintReference;
use good_lp::{DualValues, Expression, Solution, SolutionWithDual, SolverModel, Variable, clarabel, constraint, variable, variables};

use super::cells::OverCells;
use crate::model::Hardness;
use crate::program::{Row, Sense};

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
pub(super) fn solve(over: &OverCells, rows: &[Row], price: f64) -> Option<Mastered> {
    let mut columns = variables!();
    let z: Vec<Variable> = over.value.iter().map(|_| columns.add(variable().min(0.0).max(1.0))).collect();
    let unit = over.value.iter().map(|value| value.abs()).fold(f64::MIN_POSITIVE, f64::max);
    let mut objective = Expression::with_capacity(z.len());
    over.value.iter().zip(&z).for_each(|(&value, &z)| objective.add_mul(value / unit, z));
    let mut sums = Vec::with_capacity(rows.len());
    let mut broken = Vec::new();
    for (row, terms) in rows.iter().zip(&over.rows) {
        let limit = row.limit as f64 / row.unit;
        let size = terms.iter().map(|&(_, c)| c.abs()).fold(limit.abs(), f64::max).max(f64::MIN_POSITIVE);
        let mut sum = Expression::with_capacity(terms.len() + 1);
        terms.iter().for_each(|&(cell, c)| sum.add_mul(c / size, z[cell as usize]));
        let short = match row.hardness {
            Hardness::Soft { price } => Some(price),
            Hardness::Hard if limit < 0.0 || row.sense == Sense::Equal || !over.required.is_empty() => Some(price / size),
            Hardness::Hard => None,
        };
        if let Some(price) = short {
            let column = columns.add(variable().min(0.0));
            sum.add_mul(-1.0, column);
            objective.add_mul(-price * size / unit, column);
            broken.extend((!row.is_soft()).then_some(column));
            if row.sense == Sense::Equal {
                let other = columns.add(variable().min(0.0));
                sum.add_mul(1.0, other);
                objective.add_mul(-price * size / unit, other);
                broken.push(other);
            }
        }
        sums.push((if row.sense == Sense::Equal { sum.eq(limit / size) } else { sum.leq(limit / size) }, size));
    }
    let mut problem = columns.maximise(&objective).using(clarabel);
    let references: Vec<(ConstraintReference, f64)> =
        sums.into_iter().map(|(row, size)| (problem.add_constraint(row), size)).collect();
    for &(from, to) in &over.pairs {
        problem.add_constraint(constraint!(z[from as usize] <= z[to as usize]));
    }
    over.required.iter().for_each(|&cell| drop(problem.add_constraint(constraint!(z[cell as usize] >= 1.0))));
    over.never.iter().for_each(|&cell| drop(problem.add_constraint(constraint!(z[cell as usize] <= 0.0))));
    let mut solution = match problem.solve() { Ok(s) => s, Err(e) => { println!("{e:?}"); return None } };
    let by = z.iter().map(|&z| solution.value(z).clamp(0.0, 1.0)).collect();
    let is_kept = broken.iter().all(|&column| solution.value(column) < BROKEN);
    let value = if is_kept { unit * solution.eval(&objective) } else { f64::NEG_INFINITY };
    let duals = solution.compute_dual();
    let rows = references.into_iter().map(|(reference, size)| unit * duals.dual(reference) / size).collect();
    Some(Mastered { rows, by, value })
}

/// Share of a row's size above which it counts as broken; the solver's own tolerance is a hundredth of it.
const BROKEN: f64 = 1e-6;
