//! The certificate: multipliers for rows and arcs, and the bound that they prove.
//!
//! For any `y >= 0` over rows and arcs (any sign for equalities; for a soft row at most its price):
//!   `bound(y) = sum over rows r of y[r] * limit[r]  +  sum over initiatives of max(0, max over placements c of reduced[c])`
//!   `reduced[c] = value[c] - sum over rows of y[r] * coefficient[r, c] - sum over arcs of what c pays or gains`
//! (no 0 for a required initiative; cuts from hulls of rows count as rows, see `hull.rs`). It is a Lagrangian bound, valid for every `y`, however rough, so an error of the solver that
//! gave `y` can weaken it but never falsify it (Geoffrion 1974, Lagrangean relaxation for integer programming).
//!
//! An arc has a multiplier `y[a, s]` for every quarter `s`: a dependant that starts in `u` pays `sum of y[a, s], s >= u`, a
//! prerequisite that is ready in `r` gains `sum of y[a, s], s >= r`.

use crate::model::{Hardness, Id, Quarter, greatest_common_divisor};
use crate::program::{Placement, Presence, Program, Row, Sense};

pub use super::hull::HullCut;
use super::limits::{ROUNDING, STEP_SLACK, TIE};
use super::proof_tree::Priced;

/// One multiplier for each row, in value per unit of the row, and for each arc and quarter; and cuts with theirs.
#[derive(Debug, Clone, PartialEq)]
pub struct Multipliers {
    /// For each row of the program.
    pub rows: Vec<f64>,
    /// For each arc of the program and each quarter; without a lag only the last quarter's counts.
    pub arcs: Vec<Vec<f64>>,
    /// Cuts from hulls of rows, in value per unit of their coefficients.
    pub cuts: Vec<(HullCut, f64)>,
    quarters: usize,
}

/// What multipliers prove.
#[derive(Debug, Clone, PartialEq)]
pub struct Certificate {
    /// No plan is worth more.
    pub bound: f64,
    /// For each placement: no plan that has it is worth more.
    pub with: Vec<f64>,
    /// Value of each placement after it has paid for what it takes.
    pub reduced: Vec<f64>,
}

impl Multipliers {
    /// All zero.
    #[must_use]
    pub fn zero(program: &Program, quarters: usize) -> Self {
        let arcs = vec![vec![0.0; quarters]; program.arcs.len()];
        Self { rows: vec![0.0; program.rows.len()], arcs, cuts: Vec::new(), quarters }
    }

    /// Those of these restrictions and cuts, moved to where they are allowed; the others are zero.
    pub(super) fn of(program: &Program, quarters: usize, multipliers: impl Iterator<Item = (Priced, f64)>) -> Self {
        let mut all = Self::zero(program, quarters);
        let last = quarters.saturating_sub(1);
        for (priced, y) in multipliers {
            match priced {
                Priced::Row(row) => all.rows[row] += y,
                Priced::Arc(arc, quarter) => all.arcs[arc][program.arcs[arc].lag.map_or(last, |_| quarter.index())] += y,
                Priced::Cut(cut) => all.cuts.push((cut, y)),
            }
        }
        all.allowed(program)
    }

    /// Each that is not zero, with what it is of.
    pub(super) fn priced(&self) -> Vec<(Priced, f64)> {
        let rows = self.rows.iter().enumerate().map(|(row, &y)| (Priced::Row(row), y));
        let of_arc = |(arc, ys): (usize, &Vec<f64>)| -> Vec<(Priced, f64)> {
            ys.iter().enumerate().map(|(quarter, &y)| (Priced::Arc(arc, Quarter(quarter as u32)), y)).collect()
        };
        let cuts = self.cuts.iter().map(|(cut, y)| (Priced::Cut(cut.clone()), *y));
        rows.chain(self.arcs.iter().enumerate().flat_map(of_arc)).chain(cuts).filter(|(_, y)| *y != 0.0).collect()
    }

    /// How many quarters the multipliers of an arc are for.
    #[must_use]
    pub fn quarters(&self) -> usize {
        self.quarters
    }

    /// Moves each multiplier to where it is allowed: finite, not below 0, for a soft row not above its price.
    #[must_use]
    pub fn allowed(mut self, program: &Program) -> Self {
        self.keep_allowed(program);
        self
    }

    /// The same in place.
    pub fn keep_allowed(&mut self, program: &Program) {
        let clean = |y: f64| if y.is_finite() { y } else { 0.0 };
        for (y, row) in self.rows.iter_mut().zip(&program.rows) {
            *y = match (row.sense, row.hardness) {
                (Sense::Equal, _) => clean(*y),
                (Sense::AtMost, Hardness::Hard) => clean(*y).max(0.0),
                (Sense::AtMost, Hardness::Soft { price }) => clean(*y).clamp(0.0, price),
            };
        }
        let cuts = self.cuts.iter_mut().map(|(_, y)| y);
        self.arcs.iter_mut().flatten().chain(cuts).for_each(|y| *y = clean(*y).max(0.0));
    }

    /// Value of each placement after it has paid for what it takes.
    #[must_use]
    pub fn reduced_values(&self, program: &Program) -> Vec<f64> {
        let mut reduced: Vec<f64> = program.placements.iter().map(|(_, placement)| placement.value).collect();
        for (&y, row) in self.rows.iter().zip(&program.rows).filter(|&(&y, _)| y != 0.0) {
            for &(placement, coefficient) in &row.terms {
                reduced[placement.index()] -= y * (coefficient as f64 / row.unit);
            }
        }
        for (cut, y) in &self.cuts {
            cut.terms.iter().for_each(|&(placement, p)| reduced[placement.index()] -= y * p as f64);
        }
        let mut tail = vec![0.0; self.quarters + 1];
        for (ys, arc) in self.arcs.iter().zip(&program.arcs) {
            if ys.iter().all(|&y| y == 0.0) {
                continue;
            }
            for quarter in (0..self.quarters).rev() {
                tail[quarter] = tail[quarter + 1] + ys[quarter];
            }
            let from = |quarter: usize| tail[quarter.min(self.quarters)];
            for placement in arc.followers(&program.placements) {
                let start = if arc.lag.is_some() { program.placements[placement].decision.start.index() } else { 0 };
                reduced[placement.index()] -= from(start);
            }
            for placement in program.placements.of_initiative(arc.prerequisite) {
                reduced[placement.index()] += from(arc.ready(&program.placements[placement]).index());
            }
        }
        reduced
    }

    /// What the rows and cuts bring whatever is placed, and the value of each placement after it has paid for those, but for no arc.
    #[must_use]
    pub fn of_rows(&self, program: &Program) -> (f64, Vec<f64>) {
        let without = Self { arcs: vec![Vec::new(); self.arcs.len()], ..self.clone() };
        (without.fixed(program).total, without.reduced_values(program))
    }

    /// What the rows and cuts bring whatever is placed.
    fn fixed(&self, program: &Program) -> Sum {
        let limits = self.rows.iter().zip(&program.rows).map(|(&y, row)| y * (row.limit as f64 / row.unit));
        let mut sum = Sum::default();
        limits.chain(self.cuts.iter().map(|(cut, y)| y * cut.limit as f64)).for_each(|part| sum.add(part));
        sum
    }

    /// What these multipliers prove; they are allowed ones.
    #[must_use]
    pub fn certificate(&self, program: &Program) -> Certificate {
        let reduced = self.reduced_values(program);
        let bound = self.bound(program, &reduced);
        let best = best_of_initiatives(program, &reduced);
        let with = |(id, placement): (Id<Placement>, &Placement)| bound - best[placement.initiative.index()] + reduced[id.index()];
        Certificate { with: program.placements.iter().map(with).collect(), bound, reduced }
    }

    /// The bound, from the reduced values under these multipliers.
    pub(super) fn bound(&self, program: &Program, reduced: &[f64]) -> f64 {
        let mut sum = self.fixed(program);
        best_of_initiatives(program, reduced).iter().for_each(|&part| sum.add(part));
        sum.raised()
    }
}

/// For each initiative, the most that it can add to the bound.
fn best_of_initiatives(program: &Program, reduced: &[f64]) -> Vec<f64> {
    let mut best = vec![0.0; program.placements.initiatives()];
    for choice in &program.choices {
        let most = choice.allowed.iter().map(|id| reduced[id.index()]).fold(f64::NEG_INFINITY, f64::max);
        best[choice.initiative.index()] = match choice.presence {
            Presence::Optional => most.max(0.0),
            Presence::Required => most,
        };
    }
    best
}

/// A sum with an upper limit on its rounding error.
#[derive(Default)]
struct Sum {
    total: f64,
    size: f64,
}

impl Sum {
    fn add(&mut self, part: f64) {
        self.total += part;
        self.size += part.abs();
    }

    fn raised(&self) -> f64 {
        self.total + self.size * ROUNDING
    }
}

/// The bound rounded down to a value that a plan can have: when all values are whole multiples of a step and nothing is soft,
/// so is every plan's value.
#[must_use]
pub fn rounded(program: &Program, bound: f64) -> f64 {
    let step = step(program);
    if step == 0.0 || !bound.is_finite() { bound } else { bound.min((bound / step + STEP_SLACK).floor() * step) }
}

/// What plans better than one of this value are worth more than, where all values are whole multiples of `step`: the next better
/// value is farther away.
#[must_use]
pub(super) fn floor(value: f64, step: f64) -> f64 {
    if value == f64::NEG_INFINITY { value } else { value + (value.abs() * TIE).max(step * (1.0 - 2.0 * STEP_SLACK)) }
}

/// The largest whole number that divides all values; 0 if there is none.
#[must_use]
pub fn step(program: &Program) -> f64 {
    if program.rows.iter().any(Row::is_soft) {
        return 0.0;
    }
    let whole = |value: f64| (value.fract() == 0.0 && value.abs() < 1e15).then_some(value as i128);
    let values: Option<Vec<i128>> = program.placements.iter().map(|(_, placement)| whole(placement.value)).collect();
    let divisor = |values: Vec<i128>| {
        values.into_iter().filter(|&value| value != 0).reduce(greatest_common_divisor).map_or(0.0, |d| d.abs() as f64)
    };
    values.map_or(0.0, divisor)
}
