//! Lines: constraints of a program in floating point, as trees have them.
//!
//! `sum of coefficient * column  +  slack  =  limit`. Columns are the placements, then what soft rows fall short by. Each is divided by its
//! largest coefficient, so that one tolerance fits all. Trees name by `O` what a line says.

use std::ops::Deref;

use crate::model::Hardness;
use crate::program::{Row, Sense};

/// What a line says.
pub(super) trait Name: PartialEq {
    /// That of a choice.
    const CHOICE: Self;
}

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
    /// The scaled price of breaking it, which its multiplier does not exceed; none where it may not be broken.
    pub price: Option<f64>,
}

impl<O> Line<O> {
    /// A hard one over placements, with coefficients of about 1.
    pub(super) fn plain(of: O, terms: Vec<(usize, f64)>, limit: f64) -> Self {
        Self { of, terms, limit, equal: false, scale: 1.0, price: None }
    }

    /// A row of a program. Where it is soft, what it falls short by is yet to come: a column at -1 in the line, which costs
    /// the price.
    pub(super) fn of_row(of: O, row: &Row) -> Self {
        let largest = row.terms.iter().map(|&(_, c)| (c as f64 / row.unit).abs()).fold(0.0, f64::max);
        let scale = if largest > 0.0 { largest } else { 1.0 };
        let terms = row.terms.iter().map(|&(id, c)| (id.index(), c as f64 / row.unit / scale)).collect();
        let price = match row.hardness {
            Hardness::Hard => None,
            Hardness::Soft { price } => Some(price * scale),
        };
        Self { of, terms, limit: row.limit as f64 / row.unit / scale, equal: row.sense == Sense::Equal, scale, price }
    }

    /// The most that it can be broken by where its columns are from 0 to 1.
    pub(super) fn excess(&self) -> f64 {
        self.limit.abs() + self.terms.iter().map(|term| term.1.abs()).sum::<f64>()
    }

    /// Moves a multiplier of it to where it is allowed.
    pub(super) fn allowed(&self, y: f64) -> f64 {
        let y = if y.is_finite() { y } else { 0.0 };
        if self.equal { y } else { y.clamp(0.0, self.price.unwrap_or(f64::INFINITY)) }
    }
}

/// Lines, and for each placement its coefficients in them; those in choices are left out, since no multiplier of theirs is needed.
#[derive(Debug, Clone)]
pub(super) struct Listed<O> {
    lines: Vec<Line<O>>,
    of_placement: Vec<Vec<(usize, f64)>>,
}

impl<O> Deref for Listed<O> {
    type Target = [Line<O>];

    fn deref(&self) -> &[Line<O>] {
        &self.lines
    }
}

impl<O: Name> Listed<O> {
    /// No line over so many placements.
    pub(super) fn new(placements: usize) -> Self {
        Self { lines: Vec::new(), of_placement: vec![Vec::new(); placements] }
    }

    /// Adds a line.
    pub(super) fn push(&mut self, line: Line<O>) {
        if line.of != O::CHOICE {
            for &(column, coefficient) in &line.terms {
                if let Some(of_placement) = self.of_placement.get_mut(column) {
                    of_placement.push((self.lines.len(), coefficient));
                }
            }
        }
        self.lines.push(line);
    }

    /// Keeps the lines for which `stays` holds, and tells where each is now.
    pub(super) fn retain(&mut self, stays: impl Fn(usize) -> bool) -> Vec<Option<usize>> {
        let lines = std::mem::take(&mut self.lines);
        self.of_placement.iter_mut().for_each(Vec::clear);
        let mut moved = vec![None; lines.len()];
        for (old, line) in lines.into_iter().enumerate().filter(|(old, _)| stays(*old)) {
            moved[old] = Some(self.lines.len());
            self.push(line);
        }
        moved
    }

    /// For each placement the line and its coefficient there.
    pub(super) fn of_placement(&self) -> &[Vec<(usize, f64)>] {
        &self.of_placement
    }

    /// Placements and their coefficients: what a bound looks at.
    pub(super) fn size(&self) -> u64 {
        self.of_placement.iter().map(|lines| 1 + lines.len() as u64).sum()
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
        assert_eq!((hard.limit, hard.scale, hard.price, hard.excess()), (1.0, 4.0, None, 2.5));
        assert_eq!((hard.allowed(3.0), hard.allowed(-1.0), hard.allowed(f64::NAN)), (3.0, 0.0, 0.0));
        let at = |price| Line::of_row((), &Row { hardness: Hardness::Soft { price }, ..row.clone() });
        assert_eq!((at(2.0).price, at(2.0).allowed(9.0)), (Some(8.0), 8.0));
        // A price beyond all numbers is still one: no plan is ruled out by it.
        assert_eq!(at(f64::MAX).price, Some(f64::INFINITY));
    }
}
