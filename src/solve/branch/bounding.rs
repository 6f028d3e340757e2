//! The bound of a node: the certificate's, over what the node leaves open.
//!
//!   `bound(y) = sum over lines of y * limit  +  sum over choices of the best open option by reduced value`
//!
//! It holds for any multipliers (see `certificate`), so nothing that the simplex method got wrong by rounding can cut off a better
//! plan (Neumaier and Shcherbina 2004, Safe bounds in linear and mixed-integer linear programming).

use super::lines::{Lines, Of};
use crate::solve::limits::SUMMING;
use crate::solve::propagation::{Choose, Open};

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
        let (mut total, mut size) = (0.0, 0.0);
        for (line, &y) in lines.lines.iter().zip(&multipliers).filter(|(line, _)| line.of != Of::Choice) {
            total += y * line.limit;
            size += (y * line.limit).abs();
        }
        let mut reduced = vec![0.0; lines.placements];
        let mut best = Vec::with_capacity(open.choices());
        for choice in 0..open.choices() {
            let mut most = open.may_stay_out(choice).then_some(0.0);
            for placement in open.placements(choice) {
                let mut own = lines.columns[placement].0;
                size += own.abs();
                for &(line, coefficient) in &lines.of_placement[placement] {
                    let part = multipliers[line] * coefficient;
                    own -= part;
                    size += part.abs();
                }
                reduced[placement] = own;
                most = Some(most.map_or(own, |most: f64| most.max(own)));
            }
            let part = most.unwrap_or(f64::NEG_INFINITY);
            total += part;
            size += if part.is_finite() { part.abs() } else { 0.0 };
            best.push(most);
        }
        let bound = if total == f64::NEG_INFINITY { total } else { total + size * SUMMING };
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
