//! Cuts from the hull of a knapsack: the deepest one that no whole point breaks, and its coefficients for everything else.
//!
//! Among options that the present point has a part of, the cut `sum of p * x <= 1` that it breaks most is found exactly (`deepest.rs`;
//! Boyd 1993, Generating Fenchel cutting planes for knapsack polyhedra; Kaparis and Letchford 2010, Separation algorithms for 0-1
//! knapsack polytopes). Then `p` is made whole, the right side
//! computed anew, and all other options are lifted in turn: with `f(b)` the most that fits into `b`, an option of weight `w` gets
//! `f(b) - f(b - w)` (Padberg 1975). Everything after the first step is in whole numbers, so a cut cuts off no plan.

use super::deepest::{Part, Sets, VIOLATION, deepest};
use super::lines::Line;
use crate::solve::hull::{MOST_UNITS, Table};
use crate::solve::propagation::{Item, Knapsack};

/// Options with a part of the present point above which a knapsack is left alone.
const MOST_PARTS: usize = 60;
/// Cells of a separation's table above which a knapsack is left alone: it is filled some hundred times.
const MOST_CELLS: usize = 30_000;
/// Amounts closer to 0 or 1 than this are whole.
const WHOLE: f64 = 1e-6;
/// Whole coefficients are of about this size.
const WHOLE_SCALE: f64 = 10_000.0;

impl Knapsack {
    /// The cut from the hull that the point breaks most, if it breaks one; `amount` tells the point's placements.
    pub(super) fn hull_cut(&self, amount: &dyn Fn(usize) -> f64, known: &mut Sets, work: &mut u64) -> Option<Line> {
        if !(0..=MOST_UNITS).contains(&self.most) {
            return None;
        }
        let (parts, full) = self.parts(amount);
        let left = self.most - full.iter().map(|part| part.weight).sum::<i64>();
        if parts.is_empty() || parts.len() > MOST_PARTS || left < 0 || parts.len() * left as usize > MOST_CELLS {
            return None;
        }
        let deepest = deepest(&parts, left, known, work)?;
        let coefficients: Vec<i64> = deepest.iter().map(|p| (p * WHOLE_SCALE).round() as i64).collect();
        self.lifted(&parts, &full, &coefficients, left, amount, work)
    }

    /// What the point has a part of, and what it has whole.
    fn parts(&self, amount: &dyn Fn(usize) -> f64) -> (Vec<Part>, Vec<Part>) {
        let (mut parts, mut full): (Vec<Part>, Vec<Part>) = (Vec::new(), Vec::new());
        for (at, item) in self.items.iter().enumerate() {
            let first = parts.len();
            let taken: f64 = item.options.iter().filter_map(|option| option.0.map(amount)).sum();
            for &(column, weight) in item.options.iter().filter(|option| option.1 > 0) {
                let amount = column.map_or(1.0 - taken, amount);
                if amount > 1.0 - WHOLE {
                    full.push(Part { item: at, weight, amount });
                } else if amount > WHOLE {
                    match parts[first..].iter_mut().find(|part| part.weight == weight) {
                        Some(part) => part.amount += amount,
                        None => parts.push(Part { item: at, weight, amount }),
                    }
                }
            }
        }
        (parts, full)
    }

    /// The cut with whole coefficients, for all options; none if it is not broken after all.
    fn lifted(
        &self,
        parts: &[Part],
        full: &[Part],
        coefficients: &[i64],
        left: i64,
        amount: &dyn Fn(usize) -> f64,
        work: &mut u64,
    ) -> Option<Line> {
        let mut worth: Vec<Vec<i64>> = self.items.iter().map(|item| vec![0; item.options.len()]).collect();
        let mut inside: Vec<usize> = parts.iter().map(|part| part.item).collect();
        inside.dedup();
        for (part, &coefficient) in parts.iter().zip(coefficients) {
            for (option, worth) in self.items[part.item].options.iter().zip(&mut worth[part.item]) {
                if option.1 >= part.weight {
                    *worth = (*worth).max(coefficient);
                }
            }
        }
        let pairs = |worth: &[Vec<i64>], at: usize| -> Vec<(i64, i64)> {
            self.items[at]
                .options
                .iter()
                .zip(&worth[at])
                .filter(|(_, worth)| **worth > 0)
                .map(|(option, &worth)| (option.1, worth))
                .collect()
        };
        let mut table = Table::new(self.most);
        inside.iter().for_each(|&at| table.take(&pairs(&worth, at)));
        *work += (inside.len() * self.most as usize) as u64;
        let right = table.at(left);
        // Options inside may be worth more beside the others: those before, which have been lifted, and those behind.
        let mut behind = vec![Table::new(left)];
        for &at in inside.iter().skip(1).rev() {
            let mut table = behind[behind.len() - 1].clone();
            table.take(&pairs(&worth, at));
            behind.push(table);
        }
        let mut before = Table::new(left);
        for &at in &inside {
            let behind = behind.pop().expect("there is one for each");
            lift(&self.items[at], &mut worth[at], &|size| before.beside(&behind, size), left, right);
            before.take(&pairs(&worth, at));
            *work += (left as usize * self.items[at].options.len()) as u64;
        }
        let mut table = Table::new(self.most);
        inside.iter().for_each(|&at| table.take(&pairs(&worth, at)));
        let (mut size, mut right) = (left, right);
        for part in full {
            size += part.weight;
            right = table.at(size);
            lift(&self.items[part.item], &mut worth[part.item], &|size| table.at(size), size, right);
            table.take(&pairs(&worth, part.item));
            inside.push(part.item);
        }
        *work += (self.items.len() * self.most as usize) as u64;
        for at in (0..self.items.len()).filter(|at| !inside.contains(at)) {
            lift(&self.items[at], &mut worth[at], &|size| table.at(size), size, right);
            table.take(&pairs(&worth, at));
        }
        self.broken_line(&worth, right, amount)
    }

    fn broken_line(&self, worth: &[Vec<i64>], right: i64, amount: &dyn Fn(usize) -> f64) -> Option<Line> {
        if right <= 0 {
            return None;
        }
        let mut limit = right;
        let mut terms: Vec<(usize, f64)> = Vec::new();
        let mut left = 0.0;
        for (item, worth) in self.items.iter().zip(worth) {
            // "Out" is one less all placements.
            let out = item.options.iter().zip(worth).find(|(option, _)| option.0.is_none()).map_or(0, |(_, &worth)| worth);
            limit -= out;
            for (&(column, _), &worth) in item.options.iter().zip(worth) {
                if let Some(column) = column.filter(|_| worth != out) {
                    let coefficient = (worth - out) as f64 / right as f64;
                    left += coefficient * amount(column);
                    terms.push((column, coefficient));
                }
            }
        }
        let limit = limit as f64 / right as f64;
        (left > limit + VIOLATION).then(|| Line::of_hull(self.row, terms, limit, right as f64))
    }
}

/// Raises what the options of a choice are worth to what the others, by the size that they have, leave.
fn lift(item: &Item, worth: &mut [i64], others: &dyn Fn(i64) -> i64, size: i64, right: i64) {
    for (option, worth) in item.options.iter().zip(worth) {
        // An option that does not fit at all may be worth anything; one whole cut is enough.
        let room = if option.1 <= size { right - others(size - option.1) } else { right };
        *worth = (*worth).max(room).max(0);
    }
}

#[cfg(test)]
mod tests {
    use fastrand::Rng;

    use super::*;
    use crate::solve::propagation::random_items;

    /// A knapsack of a few choices, each of one or two placements or out.
    fn knapsack(random: &mut Rng) -> (Knapsack, usize) {
        let (items, columns) = random_items(random);
        (Knapsack { row: 0, items, most: random.i64(5..30), unit: 1.0 }, columns)
    }

    /// Whether a line holds at every point that fits.
    fn holds(knapsack: &Knapsack, line: &Line) -> bool {
        let mut points = vec![(0, 0.0)];
        for item in &knapsack.items {
            let worth = |column| line.terms.iter().filter(|term| Some(term.0) == column).map(|term| term.1).sum::<f64>();
            let with = |&(weight, left): &(i64, f64)| -> Vec<(i64, f64)> {
                item.options.iter().map(|option| (weight + option.1, left + worth(option.0))).collect()
            };
            points = points.iter().flat_map(with).collect();
        }
        points.iter().all(|&(weight, left)| weight > knapsack.most || left <= line.limit + 1e-9)
    }

    #[test]
    fn a_cut_holds_at_every_point_that_fits() {
        let mut found = 0;
        for seed in 0..500 {
            let mut random = Rng::with_seed(seed);
            let (knapsack, columns) = knapsack(&mut random);
            let point: Vec<f64> =
                (0..columns).map(|_| random.f64() * 0.5 + random.f64() * 0.5).map(|x| if x > 0.8 { 1.0 } else { x }).collect();
            if let Some(line) = knapsack.hull_cut(&|column| point[column], &mut Sets::default(), &mut 0) {
                found += 1;
                assert!(holds(&knapsack, &line), "seed {seed}");
            }
        }
        assert!(found > 50, "{found}");
    }
}
