//! Rows as the search sees them: activity, limit, and what an excess weighs.

use super::state::as_u32;
use crate::model::Hardness;
use crate::program::{Program, Row, Sense};

#[derive(Clone)]
pub(super) struct RowState {
    pub activity: f64,
    limit: f64,
    equal: bool,
    /// Value per whole number of excess: the price of a soft row, the weight of a hard one.
    pub weight: f64,
    pub soft: bool,
}

impl RowState {
    pub(super) fn excess(&self) -> f64 {
        let excess = self.activity - self.limit;
        if self.equal { excess.abs() } else { excess.max(0.0) }
    }
}

/// For each placement its entries, side by side, and where those of each begin.
pub(super) fn by_placement(program: &Program) -> (Vec<(u32, f64)>, Vec<u32>) {
    let mut of: Vec<Vec<(u32, f64)>> = vec![Vec::new(); program.placements.len()];
    for (position, row) in program.rows.iter().enumerate() {
        row.terms.iter().for_each(|&(id, coefficient)| of[id.index()].push((as_u32(position), coefficient as f64)));
    }
    let mut ends = vec![0];
    for entries in &of {
        ends.push(ends[ends.len() - 1] + as_u32(entries.len()));
    }
    (of.concat(), ends)
}

/// A hard row starts with the weight that a unit of its activity is worth on average.
pub(super) fn row_state(program: &Program, row: &Row) -> RowState {
    let worth: f64 = row.terms.iter().map(|&(id, _)| program.placements[id].value.abs()).sum();
    let size: f64 = row.terms.iter().map(|&(_, coefficient)| (coefficient as f64).abs()).sum();
    let weight = match row.hardness {
        Hardness::Soft { price } => price / row.unit,
        Hardness::Hard => (worth / size.max(1.0)).max(f64::MIN_POSITIVE.sqrt()),
    };
    let equal = row.sense == Sense::Equal;
    RowState { activity: 0.0, limit: row.limit as f64, equal, weight, soft: row.is_soft() }
}
