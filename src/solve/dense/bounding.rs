//! The bound of a node: the certificate's, over what the node leaves open.
//!
//!   `bound(y) = sum over lines of y * limit  +  sum over choices of the best open option by reduced value`
//!
//! It holds for any multipliers (see `certificate`), so nothing that the tableau got wrong by rounding can cut off a better plan
//! (Neumaier and Shcherbina 2004, Safe bounds in linear and mixed-integer linear programming, do the same for the simplex method).

use super::lines::{Lines, Of};
use super::options::{Choose, Open};
use crate::solve::limits::SUMMING;

/// What multipliers prove of a node.
pub(super) struct Bounded {
    /// No plan of the node is worth more.
    pub bound: f64,
    /// The multipliers, where they are allowed.
    pub multipliers: Vec<f64>,
    /// Reduced value of each open placement.
    reduced: Vec<f64>,
    /// The best reduced value of each choice's open options; none if none is open.
    best: Vec<Option<f64>>,
}

impl Bounded {
    pub(super) fn new(lines: &Lines, open: &Open, multipliers: &[f64]) -> Self {
        let multipliers: Vec<f64> = lines.lines.iter().zip(multipliers).map(|(line, &y)| line.allowed(y)).collect();
        let (reduced, moved) = reduced(lines, open, &multipliers);
        let best: Vec<Option<f64>> = (0..open.choices()).map(|choice| best_of(open, choice, &reduced)).collect();
        let limits = lines.lines.iter().zip(&multipliers).filter(|(line, _)| line.of != Of::Choice);
        let parts = limits.map(|(line, y)| y * line.limit).chain(best.iter().map(|best| best.unwrap_or(f64::NEG_INFINITY)));
        let (total, size) = parts.fold((0.0, 0.0), |(total, size), part| (total + part, size + part.abs()));
        let bound = if total == f64::NEG_INFINITY { total } else { total + (size + moved) * SUMMING };
        Self { bound, multipliers, reduced, best }
    }

    /// What the bound is when the choice takes this option.
    pub(super) fn with(&self, choice: usize, option: Choose) -> f64 {
        let reduced = match option {
            Choose::Placement(placement) => self.reduced[placement],
            Choose::Out => 0.0,
        };
        self.best[choice].map_or(f64::NEG_INFINITY, |best| self.bound - best + reduced)
    }
}

/// Reduced values of open placements, and the size of everything that was summed for them.
fn reduced(lines: &Lines, open: &Open, multipliers: &[f64]) -> (Vec<f64>, f64) {
    let (mut reduced, mut size) = (lines.objective[..lines.placements].to_vec(), 0.0);
    for (column, value) in reduced.iter_mut().enumerate().filter(|(column, _)| open.has(*column)) {
        size += value.abs();
        for &(line, coefficient) in &lines.of_placement[column] {
            *value -= multipliers[line] * coefficient;
            size += (multipliers[line] * coefficient).abs();
        }
    }
    (reduced, size)
}

fn best_of(open: &Open, choice: usize, reduced: &[f64]) -> Option<f64> {
    let placements = open.placements(choice).map(|column| reduced[column]);
    placements.chain(open.may_stay_out(choice).then_some(0.0)).reduce(f64::max)
}
