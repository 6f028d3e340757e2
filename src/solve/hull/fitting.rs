//! The most that fits: limits of cuts, from a table over a row as a knapsack.
//!
//!   `table[size]`  = the most of items so far that fits into a size,  by choice  `max over options of table[size - weight] + worth`
//!   `least[worth]` = the least weight of what is worth so much,       by choice  `min over options of least[worth - own] + weight`
//!
//! Whichever table is smaller is taken (Kellerer, Pferschy and Pisinger 2004, Knapsack Problems, chapter 2).

use super::{LARGEST, MOST_UNITS};
use crate::solve::propagation::Knapsack;

/// How many parts a unit of the business is put in, where a row counts in smaller ones: work is spread over quarters.
const PARTS_OF_UNIT: [i64; 14] = [1, 2, 3, 4, 6, 10, 12, 20, 24, 30, 60, 100, 120, 300];

impl Knapsack {
    /// The knapsack as its hull is looked at: in units that a table can hold.
    pub(in crate::solve) fn for_hull(&self) -> Option<Self> {
        self.coarse(&PARTS_OF_UNIT, MOST_UNITS)
    }

    /// Of coefficients in the order of their placements: those that speak of its choices, and the most that fits of them; `None` if all
    /// of them fit together, so that a cut would say nothing, or if neither sizes nor sums of coefficients are few enough for a table.
    pub(in crate::solve) fn limited(&self, terms: &[(usize, i64)]) -> Option<(Vec<(usize, i64)>, i64)> {
        if self.most < 0 || terms.iter().any(|term| term.1.unsigned_abs() > LARGEST) {
            return None;
        }
        let of = |column: usize| terms.binary_search_by_key(&column, |term| term.0).map_or(0, |at| terms[at].1);
        let (mut least_of_all, mut most_of_all, mut kept, mut items) = (0, 0, Vec::new(), Vec::new());
        for item in &self.items {
            let worth: Vec<i64> = item.options.iter().map(|option| option.0.map_or(0, of)).collect();
            let own = item.options.iter().zip(&worth).filter_map(|(option, &p)| option.0.map(|column| (column, p)));
            kept.extend(own.filter(|term| term.1 != 0));
            let least = worth.iter().copied().min().unwrap_or(0);
            least_of_all += least;
            most_of_all += worth.iter().copied().max().unwrap_or(0);
            if worth.iter().any(|p| *p != least) {
                items.push(item.options.iter().zip(&worth).map(|(option, p)| (option.1, p - least)).collect());
            }
        }
        let limit = least_of_all + self.most_of(&items, most_of_all - least_of_all)?;
        (limit < most_of_all).then_some((kept, limit))
    }

    /// The most that fits of items with options of such weight and worth, which all together are worth so much at most.
    fn most_of(&self, items: &[Vec<(i64, i64)>], worth: i64) -> Option<i64> {
        if worth <= self.most.min(MOST_UNITS) {
            let mut least = Least::new(worth);
            items.iter().for_each(|options| least.take(options));
            return Some(least.most_within(self.most));
        }
        (self.most <= MOST_UNITS).then(|| {
            let mut table = Table::new(self.most);
            items.iter().for_each(|options| table.take(options));
            table.at(self.most)
        })
    }
}

/// The least weight of what is worth so much at least, over the items taken in so far: where few are worth anything, as in covers, it
/// is a small table however large the row.
struct Least(Vec<Option<i64>>);

impl Least {
    fn new(most: i64) -> Self {
        Self((0..=most).map(|worth| (worth == 0).then_some(0)).collect())
    }

    /// Takes in one more choice.
    fn take(&mut self, options: &[(i64, i64)]) {
        for worth in (0..self.0.len()).rev() {
            let with = |&(weight, own): &(i64, i64)| Some(self.0[worth.saturating_sub(own as usize)]? + weight);
            self.0[worth] = options.iter().filter_map(with).min();
        }
    }

    /// The most that weighs no more than this.
    fn most_within(&self, most: i64) -> i64 {
        self.0.iter().rposition(|least| least.is_some_and(|least| least <= most)).unwrap_or(0) as i64
    }
}

/// The most that fits into each size, over the items taken in so far.
#[derive(Clone)]
pub(in crate::solve) struct Table(Vec<i64>);

impl Table {
    pub(in crate::solve) fn new(most: i64) -> Self {
        Self(vec![0; most as usize + 1])
    }

    pub(in crate::solve) fn at(&self, size: i64) -> i64 {
        self.0[size as usize]
    }

    /// The most that fits into a size of this one's items and another's together.
    pub(in crate::solve) fn beside(&self, other: &Self, size: i64) -> i64 {
        let size = size as usize;
        self.0[..=size].iter().zip(other.0[..=size].iter().rev()).map(|(own, others)| own + others).max().unwrap_or(0)
    }

    /// Takes in one more choice.
    pub(in crate::solve) fn take(&mut self, options: &[(i64, i64)]) {
        for size in (0..self.0.len()).rev() {
            let fits = options.iter().filter(|option| option.0 <= size as i64);
            let with = fits.map(|&(weight, worth)| self.0[size - weight as usize] + worth).max();
            self.0[size] = self.0[size].max(with.unwrap_or(0));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use fastrand::Rng;

    use super::*;
    use crate::solve::propagation::{Item, random_items};

    /// A knapsack of a few choices, and coefficients from a range for most of their placements.
    fn drawn(random: &mut Rng, coefficients: Range<i64>) -> (Knapsack, Vec<(usize, i64)>) {
        let (items, columns) = random_items(random);
        let most = random.i64(0..30);
        let terms = (0..columns).map(|column| (column, random.i64(coefficients.clone()) * random.i64(0..3).min(1))).collect();
        (Knapsack { row: 0, items, most, unit: 1.0 }, terms)
    }

    /// The most of the coefficients over all ways that fit.
    fn most_by_hand(knapsack: &Knapsack, terms: &[(usize, i64)]) -> i64 {
        let worth = |column| terms.iter().filter(|term| Some(term.0) == column).map(|term| term.1).sum::<i64>();
        let mut points = vec![(0, 0)];
        for item in &knapsack.items {
            let with = |&(weight, sum): &(i64, i64)| -> Vec<(i64, i64)> {
                item.options.iter().map(|option| (weight + option.1, sum + worth(option.0))).collect()
            };
            points = points.iter().flat_map(with).filter(|point| point.0 <= knapsack.most).collect();
        }
        points.into_iter().map(|point| point.1).max().expect("all may stay out")
    }

    #[test]
    fn the_limit_is_the_most_that_fits() {
        // Sums of small coefficients are fewer than sizes.
        for coefficients in [-9..30, -1..4] {
            let mut found = 0;
            for seed in 0..500 {
                let (knapsack, terms) = drawn(&mut Rng::with_seed(seed), coefficients.clone());
                if let Some((kept, limit)) = knapsack.limited(&terms) {
                    assert!(kept.iter().all(|term| terms.contains(term)), "seed {seed}");
                    assert_eq!(limit, most_by_hand(&knapsack, &kept), "seed {seed}");
                    found += 1;
                }
            }
            assert!(found > 250, "{found}");
        }
    }

    #[test]
    fn a_cover_of_a_row_too_large_for_a_table_of_sizes_has_its_limit() {
        let item = |choice: usize| Item { choice, options: vec![(Some(choice), 4_000_000_000), (None, 0)] };
        let knapsack = Knapsack { row: 0, items: (0..5).map(item).collect(), most: 13_000_000_000, unit: 1.0 };
        let terms = |p: i64| -> Vec<(usize, i64)> { (0..5).map(|choice| (choice, p)).collect() };
        assert_eq!(knapsack.limited(&terms(1)), Some((terms(1), 3)));
        assert_eq!(knapsack.limited(&terms(MOST_UNITS)), None);
        assert_eq!(Knapsack { most: -1, ..knapsack }.limited(&terms(1)), None);
    }

    #[test]
    fn coefficients_beyond_all_sums_make_no_cut() {
        let (knapsack, _) = drawn(&mut Rng::with_seed(1), -9..30);
        assert_eq!(knapsack.limited(&[(0, i64::MIN)]), None);
    }
}
