//! Rows: whole numbers over placements, at most or equal to a limit.

use std::collections::BTreeMap;

use super::{Placement, Placements, Selection};
use crate::model::{Hardness, Id, MILLIONTHS, Subject, greatest_common_divisor};
use crate::program::Sense;

/// Parts of the finest unit that rows are put in to be summed, and how far a factor may be from whole.
const MOST_PARTS: i128 = 12;
/// See [`MOST_PARTS`].
const WHOLE: f64 = 1e-9;

/// `sum of coefficient * x  <=  limit`, or `=`, in whole numbers without a common divisor.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Who asks.
    pub subject: Subject,
    /// Placements with their coefficients, none zero, in the order of the placements.
    pub terms: Vec<(Id<Placement>, i128)>,
    /// At most or equal.
    pub sense: Sense,
    /// The right-hand side.
    pub limit: i128,
    /// How many whole numbers of this row make one unit of the business (a person-week, an initiative).
    pub unit: f64,
    /// Whether it may be broken at a price per unit. A soft row is never an equality.
    pub hardness: Hardness,
}

/// Gathers the terms of a row.
#[derive(Debug, Clone)]
pub struct RowBuilder {
    row: Row,
}

impl RowBuilder {
    /// A row over effort in millionths, each multiplied by `factor`.
    #[must_use]
    pub fn effort(subject: Subject, factor: i128) -> Self {
        Self::new(subject, (MILLIONTHS * factor) as f64)
    }

    /// A row that counts initiatives.
    #[must_use]
    pub fn count(subject: Subject) -> Self {
        Self::new(subject, 1.0)
    }

    fn new(subject: Subject, unit: f64) -> Self {
        let row = Row { subject, terms: Vec::new(), sense: Sense::AtMost, limit: 0, unit, hardness: Hardness::Hard };
        Self { row }
    }

    /// Adds `coefficient * x[placement]`. Placements come in order; repeated ones are summed.
    pub fn add(&mut self, placement: Id<Placement>, coefficient: i128) {
        match self.row.terms.last_mut() {
            Some((last, sum)) if *last == placement => *sum += coefficient,
            _ => self.row.terms.push((placement, coefficient)),
        }
    }

    /// Closes the row as `<= limit`.
    #[must_use]
    pub fn at_most(self, limit: i128, hardness: Hardness) -> Row {
        Row { limit, hardness, ..self.row }.normalised()
    }

    /// Closes the row as `= limit`.
    #[must_use]
    pub fn equal(self, limit: i128) -> Row {
        Row { limit, sense: Sense::Equal, ..self.row }.normalised()
    }
}

impl Row {
    /// Sorts the terms, drops zeros and divides by the common divisor. The limit of a hard `<=` row is rounded down, which cuts
    /// off no 0/1 point.
    fn normalised(mut self) -> Self {
        self.terms.retain(|&(_, coefficient)| coefficient != 0);
        self.terms.sort_by_key(|&(placement, _)| placement);
        let rounds = self.sense == Sense::AtMost && !self.is_soft();
        let of_terms = self
            .terms
            .iter()
            .fold(0, |divisor, &(_, c)| if divisor == 1 { 1 } else { greatest_common_divisor_or_zero(divisor, c) });
        let divisor = if rounds && of_terms != 0 { of_terms } else { greatest_common_divisor(of_terms, self.limit) };
        self.terms.iter_mut().for_each(|(_, coefficient)| *coefficient /= divisor);
        self.limit = self.limit.div_euclid(divisor);
        self.unit /= divisor as f64;
        self
    }

    /// Whether it may be broken at a price.
    #[must_use]
    pub fn is_soft(&self) -> bool {
        matches!(self.hardness, Hardness::Soft { .. })
    }

    /// Left-hand side of a selection less the limit: positive means broken. For an equality the distance from the limit.
    #[must_use]
    pub fn excess(&self, selection: &Selection, placements: &Placements) -> i128 {
        let chosen = self.terms.iter().filter(|(placement, _)| selection.has(*placement, placements));
        self.excess_of(chosen.map(|&(_, coefficient)| coefficient).sum())
    }

    /// The same, of a left-hand side that is known.
    #[must_use]
    pub fn excess_of(&self, activity: i128) -> i128 {
        match self.sense {
            Sense::AtMost => activity - self.limit,
            Sense::Equal => (activity - self.limit).abs(),
        }
    }

    /// What an excess costs in value: 0 for a hard row, which may not be broken at all.
    #[must_use]
    pub fn penalty(&self, excess: i128) -> f64 {
        match self.hardness {
            Hardness::Hard => 0.0,
            Hardness::Soft { price } => price * (excess.max(0) as f64 / self.unit),
        }
    }

    /// The row over placements that have moved; those that are gone are zero.
    pub(super) fn moved(&self, moved: &[Option<Id<Placement>>]) -> Self {
        let terms = self.terms.iter().filter_map(|&(old, coefficient)| moved[old.index()].map(|new| (new, coefficient)));
        Self { terms: terms.collect(), ..self.clone() }
    }

    /// The row over placements that stand for others too: their coefficients are summed.
    pub(super) fn summed(&self, leader: &[Option<Id<Placement>>]) -> Self {
        let mut sums = BTreeMap::new();
        for &(old, coefficient) in &self.terms {
            if let Some(new) = leader[old.index()] {
                *sums.entry(new).or_insert(0) += coefficient;
            }
        }
        sums.retain(|_, sum| *sum != 0);
        Self { terms: sums.into_iter().collect(), ..self.clone() }
    }

    /// The row over placements that have moved, with what `stands` taken off its limit.
    pub(super) fn less(&self, stands: impl Fn(Id<Placement>) -> bool, moved: &[Option<Id<Placement>>]) -> Self {
        let taken: i128 = self.terms.iter().filter(|term| stands(term.0)).map(|term| term.1).sum();
        let terms = self.terms.iter().filter_map(|&(old, coefficient)| moved[old.index()].map(|new| (new, coefficient)));
        Self {
            subject: self.subject.clone(),
            terms: terms.collect(),
            sense: self.sense,
            limit: self.limit - taken,
            unit: self.unit,
            hardness: self.hardness,
        }
    }

    /// The sum of rows, each in the largest unit that all of them can be put in: what keeps each of them keeps it. `None` if its numbers
    /// are too large.
    pub(crate) fn sum(subject: Subject, rows: &[&Self]) -> Option<Self> {
        let finest = rows.iter().map(|row| row.unit).fold(0.0, f64::max);
        let factor = |row: &Self, parts: i128| parts as f64 * finest / row.unit;
        let is_whole = |parts: &i128| rows.iter().all(|row| (factor(row, *parts) - factor(row, *parts).round()).abs() < WHOLE);
        // Without such a unit the sum is a weighted one.
        let parts = (1..=MOST_PARTS).find(is_whole).unwrap_or(1);
        let mut sum = RowBuilder::new(subject, finest * parts as f64);
        let (mut terms, mut limit) = (BTreeMap::new(), 0_i128);
        for row in rows {
            let factor = factor(row, parts).round() as i128;
            for &(placement, coefficient) in &row.terms {
                let sum = terms.entry(placement).or_insert(0_i128);
                *sum = sum.checked_add(factor.checked_mul(coefficient)?)?;
            }
            limit = limit.checked_add(factor.checked_mul(row.limit)?)?;
        }
        sum.row.terms = terms.into_iter().collect();
        Some(sum.at_most(limit, Hardness::Hard))
    }

    /// Whether some selection of one placement an initiative breaks the row.
    pub(super) fn can_break(&self, placements: &Placements) -> bool {
        let (mut most, mut least) = (0, 0);
        for same in self.terms.chunk_by(|a, b| placements[a.0].initiative == placements[b.0].initiative) {
            most += same.iter().map(|&(_, coefficient)| coefficient).max().unwrap_or(0).max(0);
            least += same.iter().map(|&(_, coefficient)| coefficient).min().unwrap_or(0).min(0);
        }
        match self.sense {
            Sense::AtMost => most > self.limit,
            Sense::Equal => most > self.limit || least < self.limit,
        }
    }
}

fn greatest_common_divisor_or_zero(a: i128, b: i128) -> i128 {
    if a == 0 { b.abs() } else { greatest_common_divisor(a, b) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SubjectOf;

    /// A row of `weights` in units of a `part`th of the business's.
    fn row(weights: &[i128], limit: i128, part: f64) -> Row {
        let subject = Subject { rule: "test", of: SubjectOf::Group("any".into()) };
        let terms = weights.iter().enumerate().map(|(at, &weight)| (Id::new(at), weight)).collect();
        Row { subject, terms, sense: Sense::AtMost, limit, unit: part, hardness: Hardness::Hard }
    }

    #[test]
    fn rows_in_other_units_are_summed_in_one() {
        // 2 and 3 of 7 in halves, 1 and 2 of 4 in thirds: in sixths 6 + 2 and 9 + 4 of 21 + 8.
        let (halves, thirds) = (row(&[2, 3], 7, 2.0), row(&[1, 2], 4, 3.0));
        let sum = Row::sum(halves.subject.clone(), &[&halves, &thirds]).expect("small numbers");
        assert_eq!((sum.terms, sum.limit, sum.unit), (vec![(Id::new(0), 8), (Id::new(1), 13)], 29, 6.0));
    }

    #[test]
    fn rows_of_numbers_without_measure_have_no_sum() {
        let rows = [row(&[i128::MAX / 2], i128::MAX, 1.0), row(&[1], 4, 5.0)];
        assert_eq!(Row::sum(rows[0].subject.clone(), &[&rows[0], &rows[1]]), None);
    }

    #[test]
    fn the_sum_of_rows_has_no_common_divisor() {
        let rows = [row(&[2], 3, 1.0), row(&[0, 2], 4, 1.0)];
        let sum = Row::sum(rows[0].subject.clone(), &[&rows[0], &rows[1]]).expect("small numbers");
        assert_eq!((sum.terms, sum.limit, sum.unit), (vec![(Id::new(0), 1), (Id::new(1), 1)], 3, 0.5));
    }
}
