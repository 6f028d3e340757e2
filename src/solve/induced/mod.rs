//! Induced covers: work that does not fit into the first quarters together, with all that it waits for.
//!
//!   `sum over i in C of (i is done by t)  <=  |C| - 1`
//!
//! where all that the initiatives of `C` wait for, and they themselves, take more of a team until `t` than it has until then. In a plan
//! that has every one of them done by `t`, what they wait for is done by then too, so the cut cuts off no plan. A relaxation breaks many:
//! it digs a part of each of several holes, and pays for what they share only once (Boyd 1993, Polyhedral results for the
//! precedence-constrained knapsack problem; Bley, Boland, Fricke and Froyland 2010, A strengthened formulation and cutting planes for the open
//! pit mine production scheduling problem).

mod closing;
mod limiting;
mod separating;
#[cfg(test)]
pub(in crate::solve) mod tests;

pub(in crate::solve) use separating::Cover;

use super::family::is_of_schedules;
use super::hull;
use super::propagation::Open;
use crate::model::{Id, Initiative, Quarter, Subject};
use crate::program::{Placement, Program, Reach, Row};

/// Choices above which nothing is looked for: what each waits for is a bit for each pair.
const MOST_CHOICES: usize = 4_000;

/// A set of choices by position.
#[derive(Debug, Clone)]
struct Set(Vec<u64>);

impl Set {
    fn empty(choices: usize) -> Self {
        Self(vec![0; choices.div_ceil(64)])
    }

    fn has(&self, choice: usize) -> bool {
        self.0[choice / 64] >> (choice % 64) & 1 == 1
    }

    fn add(&mut self, choice: usize) {
        self.0[choice / 64] |= 1 << (choice % 64);
    }

    /// This one with all of another.
    fn with(&self, other: &Self) -> Self {
        let mut with = self.clone();
        with.join(other);
        with
    }

    /// How many are in it.
    fn size(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// Adds all of another.
    fn join(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own |= other);
    }

    /// The sum of the weights of what is in this one.
    fn weight(&self, weight: &[i64]) -> i64 {
        weight_of(self.0.iter().copied(), weight)
    }

    /// The sum of the weights of what is in this one and not in another.
    fn weight_without(&self, other: &Self, weight: &[i64]) -> i64 {
        weight_of(self.0.iter().zip(&other.0).map(|(own, other)| own & !other), weight)
    }
}

/// The sum of the weights of the bits of words.
fn weight_of(words: impl Iterator<Item = u64>, weight: &[i64]) -> i64 {
    let mut sum = 0;
    for (word, mut bits) in words.enumerate() {
        while bits != 0 {
            sum += weight[word * 64 + bits.trailing_zeros() as usize];
            bits &= bits - 1;
        }
    }
    sum
}

/// What a team has until the end of a quarter.
#[derive(Debug, Clone)]
struct Until {
    /// Position among [`subjects`].
    at: usize,
    quarter: usize,
    /// The least that each choice takes of it when it is done by then.
    weight: Vec<i64>,
    /// The same of each with all that it waits for.
    with_needs: Vec<i64>,
    /// Choices by that, the heaviest first.
    heaviest: Vec<usize>,
    most: i64,
}

/// What each choice waits for, and what teams have until the end of each quarter.
#[derive(Debug, Clone)]
pub(in crate::solve) struct Induced {
    /// For each choice itself and all that it waits for.
    needs: Vec<Set>,
    /// For each choice its place in an order in which what waits comes before what it waits for.
    place: Vec<u32>,
    until: Vec<Until>,
    /// For each quarter and choice the placements that are done by then.
    done: Vec<Vec<Vec<usize>>>,
}

impl Induced {
    /// For a program; `None` if arcs do not rule over several quarters.
    pub(in crate::solve) fn of(program: &Program) -> Option<Self> {
        if !is_of_schedules(program) || program.choices.len() > MOST_CHOICES {
            return None;
        }
        let (open, needs) = (Open::new(program), needs(program)?);
        let quarters = program.placements.iter().map(|(_, placement)| placement.finish.index() + 1).max().unwrap_or(0);
        let done = |quarter: usize| {
            let is_done = |&placement: &usize| program.placements[Id::new(placement)].finish.index() <= quarter;
            (0..open.choices()).map(|choice| open.allowed(choice).iter().copied().filter(is_done).collect()).collect()
        };
        let done: Vec<Vec<Vec<usize>>> = (0..quarters).map(done).collect();
        let sums = of_teams(program).into_iter().enumerate();
        let of_sum = |(at, (subject, quarter, rows)): (usize, (Subject, Quarter, Vec<&Row>))| {
            let quarter = quarter.index().min(quarters.saturating_sub(1));
            Until::of(at, &Row::sum(subject, &rows)?, quarter, done.get(quarter)?, &needs)
        };
        let until: Vec<Until> = sums.filter_map(of_sum).collect();
        (!until.is_empty()).then(|| Self { place: places(&needs), needs, until, done })
    }

    /// These and all that they wait for.
    fn joined<'a>(&self, choices: impl Iterator<Item = &'a usize>) -> Set {
        let mut all = Set::empty(self.needs.len());
        choices.for_each(|&choice| all.join(&self.needs[choice]));
        all
    }

    /// Work of one look at all that a choice waits for: about a unit for 32 of a set's bits.
    fn size_of_one(&self) -> u64 {
        self.needs.first().map_or(0, |set| 2 * set.0.len() as u64)
    }
}

impl Until {
    /// None where a placement gives something back, or numbers are too large.
    fn of(at: usize, sum: &Row, quarter: usize, done: &[Vec<usize>], needs: &[Set]) -> Option<Self> {
        let size: i128 = sum.terms.iter().map(|term| term.1).sum();
        i64::try_from(size).ok()?;
        if sum.limit < 0 || sum.terms.iter().any(|term| term.1 < 0) {
            return None;
        }
        let of = |&placement: &usize| {
            let at = sum.terms.binary_search_by_key(&placement, |term| term.0.index());
            at.map_or(0, |at| sum.terms[at].1 as i64)
        };
        let weight: Vec<i64> = done.iter().map(|placements| placements.iter().map(of).min().unwrap_or(0)).collect();
        let with_needs: Vec<i64> = needs.iter().map(|set| set.weight(&weight)).collect();
        let mut heaviest: Vec<usize> = (0..needs.len()).collect();
        heaviest.sort_by_key(|&choice| std::cmp::Reverse(with_needs[choice]));
        Some(Self { at, quarter, weight, with_needs, heaviest, most: i64::try_from(sum.limit).unwrap_or(i64::MAX) })
    }
}

/// What teams have until the end of each quarter, team by team: hard rows that ask the same in the first quarters.
fn of_teams(program: &Program) -> Vec<(Subject, Quarter, Vec<&Row>)> {
    let mut sums = Vec::new();
    for (_, rows) in hull::of_teams(program) {
        let with_until = rows.into_iter().filter_map(|row| row.subject.until().map(|(until, quarter)| (until, quarter, row)));
        let mut rows: Vec<(Subject, Quarter, &Row)> = with_until.collect();
        rows.sort_by_key(|row| row.1);
        for (last, (until, quarter, _)) in rows.iter().enumerate() {
            sums.push((until.clone(), *quarter, rows[..=last].iter().map(|row| row.2).collect()));
        }
    }
    sums
}

/// What covers speak of: teams until the end of a quarter; nothing where no covers are looked for.
pub(in crate::solve) fn subjects(program: &Program) -> Vec<Subject> {
    let sums = if is_of_schedules(program) { of_teams(program) } else { Vec::new() };
    sums.into_iter().map(|sum| sum.0).collect()
}

/// For each choice its place in an order in which what waits comes before what it waits for, which waits for less.
fn places(needs: &[Set]) -> Vec<u32> {
    let mut order: Vec<usize> = (0..needs.len()).collect();
    order.sort_by_cached_key(|&choice| (std::cmp::Reverse(needs[choice].size()), choice));
    let mut place = vec![0; needs.len()];
    order.into_iter().zip(0..).for_each(|(choice, at)| place[choice] = at);
    place
}

/// For each choice itself and all that is done before it, whichever variant it takes; `None` if that is nothing else for all.
fn needs(program: &Program) -> Option<Vec<Set>> {
    let count = program.choices.len();
    let choice_of = program.choices_of_initiatives();
    let variants = |of: &[Id<Placement>]| {
        let mut variants: Vec<_> = of.iter().map(|&id| program.placements[id].decision.variant).collect();
        variants.sort_unstable();
        variants.dedup();
        variants
    };
    let variants: Vec<Vec<_>> = program.choices.iter().map(|choice| variants(&choice.allowed)).collect();
    let choice = |initiative: Id<Initiative>| choice_of[initiative.index()];
    let mut waits: Vec<_> = program
        .arcs
        .iter()
        .filter(|arc| arc.lag.is_some())
        .filter_map(|arc| Some((choice(arc.follower)?, choice(arc.prerequisite)?, arc.variant)))
        .filter(|(follower, _, variant)| variants[*follower].contains(variant))
        .collect();
    waits.sort_unstable();
    waits.dedup();
    let of_all = waits.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).filter(|same| same.len() == variants[same[0].0].len());
    let pairs: Vec<(usize, usize)> = of_all.map(|same| (same[0].0, same[0].1)).collect();
    if pairs.is_empty() {
        return None;
    }
    let mut next = vec![Vec::new(); count];
    pairs.iter().for_each(|&(follower, prerequisite)| next[follower].push(prerequisite));
    let mut links = Reach::new(count);
    let needs = |choice: usize| {
        let mut set = Set::empty(count);
        set.add(choice);
        links.from(choice, |at| next[at].iter().copied()).into_iter().for_each(|needed| set.add(needed));
        set
    };
    Some((0..count).map(needs).collect())
}
