//! Rows as knapsacks over choices: what fits beside what.
//!
//! A hard row is a knapsack once the least coefficient of each choice has gone to the right-hand side: the option taken weighs
//! `w >= 0`, and all weigh at most `b`. Weights are whole numbers.

use super::options::{Choose, Open};
use crate::program::{Program, Row, Sense};

/// Share of a unit that weights may lose on average when a knapsack is put in larger units: as good as nothing.
const ENOUGH: f64 = 0.01;

/// A row as a knapsack over choices.
#[derive(Debug, Clone)]
pub(in crate::solve) struct Knapsack {
    /// The row's position in the program.
    pub(in crate::solve) row: usize,
    /// For each choice that weighs anything, its options.
    pub(in crate::solve) items: Vec<Item>,
    pub(in crate::solve) most: i64,
    /// How many of its whole numbers make one unit of the business.
    pub(in crate::solve) unit: f64,
}

/// A choice in a knapsack.
#[derive(Debug, Clone)]
pub(in crate::solve) struct Item {
    pub(in crate::solve) choice: usize,
    pub(in crate::solve) options: Vec<Weighed>,
}

impl Item {
    /// The least weight of an open option; none is below 0.
    pub(super) fn lightest(&self, open: &Open) -> i64 {
        let mut least = None;
        for option in self.options.iter().filter(|option| open.is_open(self.choice, chosen(option))) {
            if option.1 == 0 {
                return 0;
            }
            least = Some(least.map_or(option.1, |least: i64| least.min(option.1)));
        }
        least.unwrap_or(0)
    }
}

/// An option's column and weight; "out" has no column.
pub(in crate::solve) type Weighed = (Option<usize>, i64);

impl Knapsack {
    /// The knapsacks of a program: its hard rows, but for those with numbers beyond 10^18.
    pub(in crate::solve) fn all(program: &Program, open: &Open) -> Vec<Self> {
        let rows = program.rows.iter().enumerate();
        rows.filter_map(|(position, row)| Self::of(position, row, open)).collect()
    }

    /// The knapsack of a row; none if it is soft or an equality, or has such numbers.
    pub(in crate::solve) fn of(position: usize, row: &Row, open: &Open) -> Option<Self> {
        if row.is_soft() || row.sense != Sense::AtMost {
            return None;
        }
        let mut most = i64::try_from(row.limit).ok()?;
        let size: i128 = row.terms.iter().map(|term| term.1.abs()).sum();
        i64::try_from(size + row.limit.abs()).ok()?;
        let mut items = Vec::new();
        for terms in row.terms.chunk_by(|a, b| open.choice_of(a.0.index()) == open.choice_of(b.0.index())) {
            let Some(choice) = open.choice_of(terms[0].0.index()) else { continue };
            let mut terms = terms.iter().peekable();
            let mut options: Vec<Weighed> = Vec::new();
            for &column in open.allowed(choice) {
                while terms.next_if(|term| term.0.index() < column).is_some() {}
                let weight = terms.next_if(|term| term.0.index() == column).map_or(0, |term| term.1);
                options.push((Some(column), i64::try_from(weight).ok()?));
            }
            if open.may_stay_out(choice) {
                options.push((None, 0));
            }
            let least = options.iter().map(|option| option.1).min().unwrap_or(0);
            most -= least;
            options.iter_mut().for_each(|option| option.1 -= least);
            if options.iter().any(|option| option.1 > 0) {
                items.push(Item { choice, options });
            }
        }
        Some(Self { row: position, items, most, unit: row.unit })
    }

    /// The knapsack in fewer, larger units, each weight rounded down, so that what fits still fits: the coarsest of `parts` of a unit
    /// of the business that lose next to nothing, or those that lose least.
    pub(in crate::solve) fn coarse(&self, parts: &[i64], most_units: i64) -> Option<Self> {
        if self.most <= most_units {
            return Some(self.clone());
        }
        let weights = || self.items.iter().flat_map(|item| item.options.iter().map(|option| option.1)).filter(|weight| *weight > 0);
        let units = parts.iter().map(|part| self.unit as i64 / part).filter(|&unit| unit > 0 && self.most / unit <= most_units);
        let loss = |unit: i64| {
            let lost: f64 = weights().map(|weight| (weight % unit) as f64 / unit as f64).sum();
            lost / weights().count().max(1) as f64
        };
        let mut best: Option<(f64, i64)> = None;
        for unit in units {
            let loss = loss(unit);
            if best.is_none_or(|(least, _)| least > ENOUGH && loss < least) {
                best = Some((loss, unit));
            }
        }
        let (_, unit) = best?;
        let mut coarse = self.clone();
        coarse.most /= unit;
        coarse.items.iter_mut().flat_map(|item| &mut item.options).for_each(|option| option.1 /= unit);
        coarse.items.retain(|item| item.options.iter().any(|option| option.1 > 0));
        Some(coarse)
    }

    /// Closes options that do not fit beside the lightest open options of all other choices; whether any closed.
    pub(in crate::solve) fn close(&self, open: &mut Open, work: &mut u64) -> bool {
        let lightest: Vec<i64> = self.items.iter().map(|item| item.lightest(open)).collect();
        let spare = self.most - lightest.iter().sum::<i64>();
        let mut has_closed = false;
        for (item, least) in self.items.iter().zip(lightest) {
            *work += 2 * item.options.len() as u64;
            for option in item.options.iter().filter(|option| option.1 - least > spare) {
                has_closed |= open.close(item.choice, chosen(option));
            }
        }
        has_closed
    }
}

/// The option of a weighed column.
pub(in crate::solve) fn chosen(option: &Weighed) -> Choose {
    option.0.map_or(Choose::Out, Choose::Placement)
}

#[cfg(test)]
pub(in crate::solve) mod tests {
    use fastrand::Rng;

    use super::*;

    /// A few choices, each of one or two placements or out, and the number of their columns.
    pub fn random_items(random: &mut Rng) -> (Vec<Item>, usize) {
        let mut columns = 0;
        let item = |choice: usize| {
            let placements: Vec<_> = (0..random.usize(1..3)).map(|at| (Some(columns + at), random.i64(0..12))).collect();
            columns += placements.len();
            Item { choice, options: placements.into_iter().chain([(None, 0)]).collect() }
        };
        let items = (0..6).map(item).collect();
        (items, columns)
    }
}
