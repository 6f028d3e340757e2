//! Cuts from the hulls of rows: what a plan that keeps a row can have at most.
//!
//! A row here is one of the program, or the sum of those that ask the same of a team in several quarters, which every plan keeps too. It
//! says how much of all work fits into the whole plan, whichever quarter it is done in: a relaxation that spreads an initiative over
//! quarters breaks no hull of a quarter, and yet has too much in all.
//!
//!   `sum of p[c] * x[c]  <=  limit`,    `limit` = the most that `sum of p[c] * x[c]` can be when each choice takes one option and the row is kept
//!
//! For any whole `p` the limit is worked out from the row as a knapsack over choices, with a table of the most that fits into each size
//! (in coarser units where it is large, each weight rounded down, so that what fits still fits) or of the least size of each sum of
//! coefficients (`fitting.rs`). So a cut holds whoever chose `p`: one
//! that an earlier run found is put on the row as it is now, and one in a file can be weak but never false. Which `p` are worth having
//! is found by `branch/hulls.rs`.

mod fitting;

pub(super) use fitting::Table;

use std::collections::BTreeMap;

use super::induced::{self, Induced};
use super::propagation::{Knapsack, Open};
use crate::model::{Id, Subject};
use crate::program::{Placement, Program, Row, Sense};

/// The largest knapsack that is looked at, in units of its row: its tables take as many numbers for each choice.
pub(super) const MOST_UNITS: i64 = 20_000;
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
    /// Each as it is, and in units that a table can hold.
    knapsacks: BTreeMap<usize, Vec<Knapsack>>,
    induced: Option<Induced>,
    /// Rows and their sums, behind which comes what induced covers speak of.
    count: usize,
    position_of: BTreeMap<Subject, usize>,
}

impl Hulls {
    pub(super) fn new(program: &Program) -> Self {
        let both = |own: Knapsack| {
            let coarse = own.for_hull().filter(|coarse| coarse.most != own.most);
            (own.row, std::iter::once(own).chain(coarse).collect())
        };
        let knapsacks = knapsacks(program, &Open::new(program)).into_iter().map(both).collect();
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
            None => self.knapsacks.get(&row)?.iter().find_map(|knapsack| knapsack.limited(terms))?,
        };
        let terms = terms.into_iter().map(|(placement, p)| (Id::new(placement), p)).collect();
        Some(HullCut { row, terms, limit })
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::presolved;
    use super::*;

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
}
