//! Cuts from the hulls of rows: what a plan that keeps a row can have at most.
//!
//! A row here is one of the program, or the sum of those that ask the same of a team in several quarters, which every plan keeps too. It
//! says how much of all work fits into the whole plan, whichever quarter it is done in: a relaxation that spreads an initiative over
//! quarters breaks no hull of a quarter, and yet has too much in all.
//!
//!   `sum of p[c] * x[c]  <=  limit`,    `limit` = the most that `sum of p[c] * x[c]` can be when each choice takes one option and the row is kept
//!
//! For any whole `p` the limit is worked out from the row as a knapsack over choices, with a table of the most that fits into each size
//! (in coarser units where it is large, each weight rounded down, so that what fits still fits). So a cut holds whoever chose `p`: one
//! that an earlier run found is put on the row as it is now, and one in a file can be weak but never false. Which `p` are worth having
//! is found by `branch/hulls.rs`.

use std::collections::BTreeMap;

use super::induced::{self, Induced};
use super::propagation::{Knapsack, Open};
use crate::model::{Id, Subject};
use crate::program::{Placement, Program, Row, Sense};

/// The largest knapsack that is looked at, in units of its row: its tables take as many numbers for each choice.
pub(super) const MOST_UNITS: i64 = 20_000;
/// How many parts a unit of the business is put in, where a row counts in smaller ones: work is spread over quarters.
const PARTS_OF_UNIT: [i64; 14] = [1, 2, 3, 4, 6, 10, 12, 20, 24, 30, 60, 100, 120, 300];
/// The largest coefficient: sums over a million choices still fit into 64 bits.
pub(super) const LARGEST: u64 = 1 << 40;

/// A cut, over the placements of a program: no plan that keeps the row has more than the limit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct HullCut {
    /// Position among the rows with their sums.
    pub(super) row: usize,
    /// Coefficients, none nought, in the order of the placements.
    pub(super) terms: Vec<(Id<Placement>, i64)>,
    pub(super) limit: i64,
}

impl HullCut {
    /// The cut on a row, or on a sum of rows, which come behind all rows, with as many of these coefficients, in the order of their
    /// placements, as speak of what the row takes; `None` if that says nothing, if there is no such row, or if it is soft, an equality,
    /// or too large for a table.
    #[must_use]
    pub fn on(program: &Program, row: usize, terms: &[(Id<Placement>, i64)]) -> Option<Self> {
        let terms: Vec<(usize, i64)> = terms.iter().map(|&(id, p)| (id.index(), p)).collect();
        Hulls::new(program).cut(row, &terms)
    }
}

/// Hard rows that ask the same of a team in its quarters, team by team in the order of the first of each.
pub(super) fn of_teams(program: &Program) -> Vec<(Subject, Vec<&Row>)> {
    let mut teams: Vec<(Subject, Vec<&Row>)> = Vec::new();
    for row in program.rows.iter().filter(|row| !row.is_soft() && row.sense == Sense::AtMost) {
        let Some(subject) = row.subject.over_quarters() else { continue };
        match teams.iter_mut().find(|team| team.0 == subject) {
            Some((_, rows)) => rows.push(row),
            None => teams.push((subject, vec![row])),
        }
    }
    teams
}

/// What is summed: the rows of each team that has several.
fn sums(program: &Program) -> Vec<(Subject, Vec<&Row>)> {
    of_teams(program).into_iter().filter(|team| team.1.len() > 1).collect()
}

/// How many rows and sums of rows there are.
pub(super) fn count(program: &Program) -> usize {
    program.rows.len() + sums(program).len()
}

/// What each row of a program speaks of, and after them what their sums do, and what induced covers do.
pub(super) fn subjects(program: &Program) -> Vec<Subject> {
    let of_rows = program.rows.iter().map(|row| row.subject.clone());
    of_rows.chain(sums(program).into_iter().map(|sum| sum.0)).chain(induced::subjects(program)).collect()
}

/// The position of each of these subjects; of several that are the same, the last.
pub(super) fn positions(program: &Program) -> BTreeMap<Subject, usize> {
    subjects(program).into_iter().enumerate().map(|(position, subject)| (subject, position)).collect()
}

/// Rows as knapsacks, and after them their sums.
pub(super) fn knapsacks(program: &Program, open: &Open) -> Vec<Knapsack> {
    let of_sum =
        |(position, (subject, rows)): (usize, (Subject, Vec<&Row>))| Knapsack::of(position, &Row::sum(subject, &rows)?, open);
    let of_sums = (program.rows.len()..).zip(sums(program)).filter_map(of_sum);
    Knapsack::all(program, open).into_iter().chain(of_sums).collect()
}

/// The rows of a program, and their sums, as their hulls are looked at.
pub(super) struct Hulls {
    knapsacks: BTreeMap<usize, Knapsack>,
    induced: Option<Induced>,
    /// Rows and their sums, behind which comes what induced covers speak of.
    count: usize,
    position_of: BTreeMap<Subject, usize>,
}

impl Hulls {
    pub(super) fn new(program: &Program) -> Self {
        let hulls = knapsacks(program, &Open::new(program)).into_iter();
        let knapsacks = hulls.filter_map(|hull| Some((hull.row, hull.for_hull()?))).collect();
        Self { knapsacks, induced: Induced::of(program), count: count(program), position_of: positions(program) }
    }

    /// The cut on what speaks of this; of several rows that do, the last.
    pub(super) fn cut_of(&self, subject: &Subject, terms: &[(usize, i64)]) -> Option<HullCut> {
        self.cut(*self.position_of.get(subject)?, terms)
    }

    /// The same as [`HullCut::on`], for many cuts.
    pub(super) fn cut(&self, row: usize, terms: &[(usize, i64)]) -> Option<HullCut> {
        let (terms, limit) = match row.checked_sub(self.count) {
            Some(at) => self.induced.as_ref()?.limited(at, terms)?,
            None => self.knapsacks.get(&row)?.limited(terms)?,
        };
        let terms = terms.into_iter().map(|(placement, p)| (Id::new(placement), p)).collect();
        Some(HullCut { row, terms, limit })
    }
}

impl Knapsack {
    /// The knapsack as its hull is looked at: in units that a table can hold.
    pub(super) fn for_hull(&self) -> Option<Self> {
        self.coarse(&PARTS_OF_UNIT, MOST_UNITS)
    }

    /// Of coefficients in the order of their placements: those that speak of its choices, and the most that fits of them; `None` if all
    /// of them fit together, so that a cut would say nothing.
    pub(super) fn limited(&self, terms: &[(usize, i64)]) -> Option<(Vec<(usize, i64)>, i64)> {
        if !(0..=MOST_UNITS).contains(&self.most) || terms.iter().any(|term| term.1.unsigned_abs() > LARGEST) {
            return None;
        }
        let of = |column: usize| terms.binary_search_by_key(&column, |term| term.0).map_or(0, |at| terms[at].1);
        let (mut table, mut least_of_all, mut most_of_all, mut kept) = (Table::new(self.most), 0, 0, Vec::new());
        for item in &self.items {
            let worth: Vec<i64> = item.options.iter().map(|option| option.0.map_or(0, of)).collect();
            let own = item.options.iter().zip(&worth).filter_map(|(option, &p)| option.0.map(|column| (column, p)));
            kept.extend(own.filter(|term| term.1 != 0));
            let least = worth.iter().copied().min().unwrap_or(0);
            least_of_all += least;
            most_of_all += worth.iter().copied().max().unwrap_or(0);
            if worth.iter().any(|p| *p != least) {
                let options: Vec<(i64, i64)> = item.options.iter().zip(&worth).map(|(option, p)| (option.1, p - least)).collect();
                table.take(&options);
            }
        }
        let limit = least_of_all + table.at(self.most);
        (limit < most_of_all).then_some((kept, limit))
    }
}

/// The most that fits into each size, over the items taken in so far.
#[derive(Clone)]
pub(super) struct Table(Vec<i64>);

impl Table {
    pub(super) fn new(most: i64) -> Self {
        Self(vec![0; most as usize + 1])
    }

    pub(super) fn at(&self, size: i64) -> i64 {
        self.0[size as usize]
    }

    /// The most that fits into a size of this one's items and another's together.
    pub(super) fn beside(&self, other: &Self, size: i64) -> i64 {
        let size = size as usize;
        self.0[..=size].iter().zip(other.0[..=size].iter().rev()).map(|(own, others)| own + others).max().unwrap_or(0)
    }

    /// Takes in one more choice.
    pub(super) fn take(&mut self, options: &[(i64, i64)]) {
        for size in (0..self.0.len()).rev() {
            let fits = options.iter().filter(|option| option.0 <= size as i64);
            let with = fits.map(|&(weight, worth)| self.0[size - weight as usize] + worth).max();
            self.0[size] = self.0[size].max(with.unwrap_or(0));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use fastrand::Rng;

    use super::super::presolved;
    use super::super::propagation::Item;
    use super::*;

    /// A knapsack of a few choices, each of one or two placements or out, and any coefficients for most of them.
    fn drawn(random: &mut Rng) -> (Knapsack, Vec<(usize, i64)>) {
        let mut columns = 0;
        let item = |choice: usize| {
            let placements: Vec<_> = (0..random.usize(1..3)).map(|at| (Some(columns + at), random.i64(0..12))).collect();
            columns += placements.len();
            Item { choice, options: placements.into_iter().chain([(None, 0)]).collect() }
        };
        let items = (0..6).map(item).collect();
        let most = random.i64(0..30);
        let terms = (0..columns).map(|column| (column, random.i64(-9..30) * random.i64(0..3).min(1))).collect();
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
        let mut found = 0;
        for seed in 0..500 {
            let (knapsack, terms) = drawn(&mut Rng::with_seed(seed));
            if let Some((kept, limit)) = knapsack.limited(&terms) {
                assert!(kept.iter().all(|term| terms.contains(term)), "seed {seed}");
                assert_eq!(limit, most_by_hand(&knapsack, &kept), "seed {seed}");
                found += 1;
            }
        }
        assert!(found > 250, "{found}");
    }

    #[test]
    fn quarters_of_a_team_are_summed_behind_all_rows() {
        let portfolio = crate::input::read(Path::new("data/atlas")).expect("it is in the repository").portfolio;
        let program = presolved(&portfolio);
        let names: Vec<String> = subjects(&program).iter().map(|subject| subject.describe(&portfolio)).collect();
        let sums = &names[program.rows.len()..];
        assert_eq!(sums.len(), portfolio.teams().len(), "{sums:?}");
        let first = format!("capacity of {} in all quarters", portfolio.teams().iter().next().expect("atlas has teams").1.name);
        assert_eq!(sums[0], first);
        // What fits into the plan of the first team, as a cut on its sum: more than its capacity asks for does not.
        let (subject, rows) = super::sums(&program).swap_remove(0);
        let sum = Row::sum(subject, &rows).expect("numbers are small");
        let terms: Vec<(Id<Placement>, i64)> = sum.terms.iter().map(|&(id, weight)| (id, weight as i64)).collect();
        let cut = HullCut::on(&program, program.rows.len(), &terms).expect("not all fit");
        assert!(cut.limit <= sum.limit as i64 && cut.limit > sum.limit as i64 / 2, "{} of {}", cut.limit, sum.limit);
        assert_eq!(HullCut::on(&program, names.len(), &terms), None);
    }

    #[test]
    fn coefficients_beyond_all_sums_make_no_cut() {
        let (knapsack, _) = drawn(&mut Rng::with_seed(1));
        assert_eq!(knapsack.limited(&[(0, i64::MIN)]), None);
    }
}
