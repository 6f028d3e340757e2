//! Cover cuts: what cannot all fit together, said in a row of its own.
//!
//! A hard row is a knapsack over choices once the least coefficient of each choice has gone to the right-hand side: the option taken
//! weighs `w >= 0`, and all weigh at most `b`. Levels `t` of some choices that exceed `b` together cannot all be reached:
//!   `sum over the choices of [w >= t]  <=  number of them - 1`
//! and a choice outside counts too where it weighs at least the largest level (Balas 1975; with one option a choice: Wolsey 1990,
//! Valid inequalities for 0-1 knapsacks and MIPs with generalised upper bound constraints). Weights are whole numbers, so a cut cuts
//! off no plan.

use super::lines::Line;
use super::options::{Choose, Open};
use crate::program::{Program, Row, Sense};

/// How far the present point must be outside of a cut.
const VIOLATION: f64 = 0.02;

/// Share of a unit that weights may lose on average when a knapsack is put in larger units: as good as nothing.
const ENOUGH: f64 = 0.01;

/// Less than this of the present point is nothing.
const SOME: f64 = 1e-9;

/// A row as a knapsack over choices.
#[derive(Debug, Clone)]
pub(super) struct Knapsack {
    /// For each choice that weighs anything, its options.
    pub(super) items: Vec<Item>,
    pub(super) most: i64,
    /// How many of its whole numbers make one unit of the business.
    unit: f64,
}

/// A choice in a knapsack.
#[derive(Debug, Clone)]
pub(super) struct Item {
    choice: usize,
    pub(super) options: Vec<Weighed>,
}

/// An option's column and weight; "out" has no column.
pub(super) type Weighed = (Option<usize>, i64);

/// A choice that reaches a level, and how much of the present point does.
struct Level {
    item: usize,
    weight: i64,
    amount: f64,
}

impl Knapsack {
    /// The knapsacks of a program: its hard rows, but for those with numbers beyond 10^18.
    pub(super) fn all(program: &Program, open: &Open) -> Vec<Self> {
        let hard = program.rows.iter().filter(|row| !row.is_soft() && row.sense == Sense::AtMost);
        hard.filter_map(|row| Self::of(row, open)).collect()
    }

    fn of(row: &Row, open: &Open) -> Option<Self> {
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
        Some(Self { items, most, unit: row.unit })
    }

    /// The knapsack in fewer, larger units, each weight rounded down, so that what fits still fits: the coarsest of `parts` of a unit
    /// of the business that lose next to nothing, or those that lose least.
    pub(super) fn coarse(&self, parts: &[i64], most_units: i64) -> Option<Self> {
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
    pub(super) fn close(&self, open: &mut Open, work: &mut u64) -> bool {
        let weights = |open: &Open, item: &Item| {
            let is_open = |option: &&Weighed| open.is_open(item.choice, chosen(option));
            item.options.iter().filter(is_open).map(|option| option.1).min().unwrap_or(0)
        };
        let lightest: Vec<i64> = self.items.iter().map(|item| weights(open, item)).collect();
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
        let (mut cover, mut weight): (Vec<Level>, i64) = (Vec::new(), 0);
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
        let mut weight: i64 = cover.iter().map(|level| level.weight).sum();
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
        for (item, Item { options, .. }) in self.items.iter().enumerate() {
            let taken: f64 = options.iter().filter_map(|option| option.0.map(amount)).sum();
            let amounts: Vec<(i64, f64)> = options.iter().map(|&(column, w)| (w, column.map_or(1.0 - taken, amount))).collect();
            let mut weights: Vec<i64> = amounts.iter().filter(|(w, amount)| *w > 0 && *amount > SOME).map(|&(w, _)| w).collect();
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
        for (item, Item { options, .. }) in self.items.iter().enumerate() {
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
        Line::plain(terms, limit)
    }
}

fn chosen(option: &Weighed) -> Choose {
    option.0.map_or(Choose::Out, Choose::Placement)
}
