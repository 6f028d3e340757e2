//! A line: one constraint of a program in floating point, as trees have it.
//!
//! `sum of coefficient * column  +  slack  =  limit`. Columns are the placements, then what soft rows fall short by. Each is divided by its
//! largest coefficient, so that one tolerance fits all. Trees name by `O` what a line says.

use crate::model::Hardness;
use crate::program::{Row, Sense};

/// See the module.
#[derive(Debug, Clone)]
pub(super) struct Line<O> {
    pub of: O,
    pub terms: Vec<(usize, f64)>,
    pub limit: f64,
    /// Whether the slack is nought: an equality.
    pub equal: bool,
    /// What it was divided by.
    pub scale: f64,
    /// The most that its multiplier may be, the scaled price of a soft row; infinite for hard ones.
    pub most: f64,
}

impl<O> Line<O> {
    /// A hard one over placements, with coefficients of about 1.
    pub(super) fn plain(of: O, terms: Vec<(usize, f64)>, limit: f64) -> Self {
        Self { of, terms, limit, equal: false, scale: 1.0, most: f64::INFINITY }
    }

    /// A row of a program. Where it is soft, what it falls short by is yet to come: a column worth `-most`, at -1 in the line.
    pub(super) fn of_row(of: O, row: &Row) -> Self {
        let largest = row.terms.iter().map(|&(_, c)| (c as f64 / row.unit).abs()).fold(0.0, f64::max);
        let scale = if largest > 0.0 { largest } else { 1.0 };
        let terms = row.terms.iter().map(|&(id, c)| (id.index(), c as f64 / row.unit / scale)).collect();
        let most = match row.hardness {
            Hardness::Hard => f64::INFINITY,
            Hardness::Soft { price } => price * scale,
        };
        Self { of, terms, limit: row.limit as f64 / row.unit / scale, equal: row.sense == Sense::Equal, scale, most }
    }

    /// Whether it may be broken at a price.
    pub(super) fn is_soft(&self) -> bool {
        self.most.is_finite()
    }

    /// The most that it can be broken by where its columns are from 0 to 1.
    pub(super) fn excess(&self) -> f64 {
        self.limit.abs() + self.terms.iter().map(|term| term.1.abs()).sum::<f64>()
    }

    /// Moves a multiplier of it to where it is allowed.
    pub(super) fn allowed(&self, y: f64) -> f64 {
        let y = if y.is_finite() { y } else { 0.0 };
        if self.equal { y } else { y.clamp(0.0, self.most) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{Texts, read_texts};
    use crate::rules;

    #[test]
    fn a_row_is_divided_by_its_largest_coefficient_and_its_price_grows_as_much() {
        let capacity = "team,2026Q1\nT,4";
        let texts = Texts { initiatives: "id,value,cost: T\nA,10,4\nB,6,2", capacity, rules: "quarters = \"2026Q1..2026Q1\"\n" };
        let program = rules::program(&read_texts(&texts).expect("the files are right").portfolio);
        let row = program.rows.first().expect("a team has a row");
        let hard = Line::of_row((), row);
        assert_eq!(hard.terms.iter().map(|term| term.1).collect::<Vec<f64>>(), [1.0, 0.5]);
        assert_eq!((hard.limit, hard.scale, hard.is_soft(), hard.excess()), (1.0, 4.0, false, 2.5));
        assert_eq!((hard.allowed(3.0), hard.allowed(-1.0), hard.allowed(f64::NAN)), (3.0, 0.0, 0.0));
        let soft = Line::of_row((), &Row { hardness: Hardness::Soft { price: 2.0 }, ..row.clone() });
        assert_eq!((soft.most, soft.is_soft(), soft.allowed(9.0)), (8.0, true, 8.0));
    }
}
