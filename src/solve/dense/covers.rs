//! Cover cuts: what cannot all fit together, said in a row of its own.
//!
//! A hard row is a knapsack over choices once the least coefficient of each choice has gone to the right-hand side: the option taken
//! weighs `w >= 0`, and all weigh at most `b`. Levels `t` of some choices that exceed `b` together cannot all be reached:
//!   `sum over the choices of [w >= t]  <=  number of them - 1`
//! and a choice outside counts too where it weighs at least the largest level (Balas 1975; with one option a choice: Wolsey 1990,
//! Valid inequalities for 0-1 knapsacks and MIPs with generalised upper bound constraints). Weights are whole numbers, so a cut cuts
//! off no plan.

use std::collections::HashMap;

use super::lines::{Line, Of};
use crate::program::{Presence, Program, Row, Sense};

/// How far the present point must be outside of a cut.
const VIOLATION: f64 = 0.02;

/// Less than this of the present point is nothing.
const SOME: f64 = 1e-9;

/// A row as a knapsack over choices.
#[derive(Clone)]
pub(super) struct Knapsack {
    /// The row's position in the program.
    row: usize,
    /// For each choice that weighs anything, its options.
    items: Vec<Vec<Weighed>>,
    most: i128,
}

/// An option's column and weight; "out" has no column.
type Weighed = (Option<usize>, i128);

/// A choice that reaches a level, and how much of the present point does.
struct Level {
    item: usize,
    weight: i128,
    amount: f64,
}

impl Knapsack {
    /// The knapsacks of a program: its hard rows.
    pub(super) fn all(program: &Program) -> Vec<Self> {
        let hard = program.rows.iter().enumerate().filter(|(_, row)| !row.is_soft() && row.sense == Sense::AtMost);
        hard.map(|(position, row)| Self::of(program, position, row)).collect()
    }

    fn of(program: &Program, position: usize, row: &Row) -> Self {
        let coefficients: HashMap<usize, i128> = row.terms.iter().map(|&(id, coefficient)| (id.index(), coefficient)).collect();
        let of_column = |column: usize| coefficients.get(&column).copied().unwrap_or(0);
        let mut most = row.limit;
        let mut items = Vec::new();
        for choice in &program.choices {
            let placements = choice.allowed.iter().map(|id| (Some(id.index()), of_column(id.index())));
            let out = (choice.presence == Presence::Optional).then_some((None, 0));
            let mut options: Vec<Weighed> = placements.chain(out).collect();
            let least = options.iter().map(|option| option.1).min().unwrap_or(0);
            most -= least;
            options.iter_mut().for_each(|option| option.1 -= least);
            if options.iter().any(|option| option.1 > 0) {
                items.push(options);
            }
        }
        Self { row: position, items, most }
    }

    /// The cover cut that the point breaks most, as far as a greedy choice finds it; `amount` tells the point's placements.
    pub(super) fn cut(&self, amount: &dyn Fn(usize) -> f64) -> Option<Line> {
        let cover = self.needed(self.cover(self.levels(amount))?);
        let inside: f64 = cover.iter().map(|level| level.amount).sum();
        (inside > cover.len() as f64 - 1.0 + VIOLATION).then(|| self.line(&cover))
    }

    /// Levels that exceed the limit together, one a choice: those first that the point nearly reaches, for their weight.
    fn cover(&self, mut levels: Vec<Level>) -> Option<Vec<Level>> {
        let cost = |level: &Level| (1.0 - level.amount).max(0.0) / level.weight as f64;
        levels.sort_by(|a, b| cost(a).total_cmp(&cost(b)).then(b.weight.cmp(&a.weight)));
        let (mut cover, mut weight): (Vec<Level>, i128) = (Vec::new(), 0);
        for level in levels {
            if cover.iter().all(|other| other.item != level.item) {
                weight += level.weight;
                cover.push(level);
            }
            if weight > self.most {
                return Some(cover);
            }
        }
        None
    }

    /// A cover without the levels that it does not need; those that the point reaches least go first.
    fn needed(&self, mut cover: Vec<Level>) -> Vec<Level> {
        let mut weight: i128 = cover.iter().map(|level| level.weight).sum();
        cover.sort_by(|a, b| a.amount.total_cmp(&b.amount));
        cover.retain(|level| {
            let spare = weight - level.weight > self.most;
            weight -= if spare { level.weight } else { 0 };
            !spare
        });
        cover
    }

    /// For each choice and each weight that the point has some of, how much of the point weighs at least that.
    fn levels(&self, amount: &dyn Fn(usize) -> f64) -> Vec<Level> {
        let mut levels = Vec::new();
        for (item, options) in self.items.iter().enumerate() {
            let taken: f64 = options.iter().filter_map(|option| option.0.map(amount)).sum();
            let amounts: Vec<(i128, f64)> = options.iter().map(|&(column, w)| (w, column.map_or(1.0 - taken, amount))).collect();
            let mut weights: Vec<i128> = amounts.iter().filter(|(w, amount)| *w > 0 && *amount > SOME).map(|&(w, _)| w).collect();
            weights.sort_unstable();
            weights.dedup();
            for weight in weights {
                let amount = amounts.iter().filter(|(w, _)| *w >= weight).map(|(_, amount)| amount).sum();
                levels.push(Level { item, weight, amount });
            }
        }
        levels
    }

    fn line(&self, cover: &[Level]) -> Line {
        let largest = cover.iter().map(|level| level.weight).max().unwrap_or(0);
        let mut limit = cover.len() as f64 - 1.0;
        let mut terms = Vec::new();
        for (item, options) in self.items.iter().enumerate() {
            let level = cover.iter().find(|level| level.item == item).map_or(largest, |level| level.weight);
            // "Out" is one less all placements.
            let out = options.iter().any(|&(column, weight)| column.is_none() && weight >= level);
            limit -= f64::from(u8::from(out));
            for &(column, weight) in options {
                let coefficient = f64::from(u8::from(weight >= level)) - f64::from(u8::from(out));
                if let Some(column) = column.filter(|_| coefficient != 0.0) {
                    terms.push((column, coefficient));
                }
            }
        }
        Line::plain(Of::Cover(self.row), terms, limit)
    }
}
