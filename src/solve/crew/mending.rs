//! Mending: earlier plans, one after the other, each cooled late for a fixed work of its own.
//!
//! The best one is the first and has more work than others. Which of them loses least by what has changed shows only when it is mended.

use std::sync::Arc;

use crate::program::{Program, Selection};
use crate::solve::method::{Budget, Found, Known, Method};
use crate::solve::search::Annealing;

/// Steps of a plan, at least: the first reads it, the second tells how long the others take.
const STEPS: u64 = 8;

/// See the module.
pub(super) struct Mending {
    program: Arc<Program>,
    seed: u64,
    /// Plans to come.
    left: std::vec::IntoIter<Selection>,
    search: Annealing,
    /// Work of the present plan, and what it had of it.
    most: u64,
    done: u64,
    /// Work of each of those to come.
    each: u64,
}

impl Mending {
    /// Mends plans, at least one, which may break rows but no arcs, with so much work for the first and for each of the others.
    pub(super) fn new(program: &Arc<Program>, seed: u64, plans: Vec<Selection>, (first, each): (u64, u64)) -> Self {
        let mut left = plans.into_iter();
        let own = left.next().unwrap_or_else(|| Selection::empty(&program.placements));
        let search = Annealing::going_on(program, seed, own);
        Self { program: Arc::clone(program), seed, left, search, most: first, done: 0, each }
    }

    /// Work of all plans together, about.
    pub(super) fn work(&self) -> u64 {
        self.most + self.left.len() as u64 * self.each
    }

    /// Goes over to the next plan; whether there is one.
    fn turn(&mut self) -> bool {
        let Some(next) = self.left.next() else { return false };
        self.search = Annealing::going_on(&self.program, self.seed, next);
        (self.most, self.done) = (self.each, 0);
        true
    }
}

impl Method for Mending {
    fn name(&self) -> &'static str {
        "search"
    }

    fn step(&mut self, known: &Known, budget: &Budget) -> Found {
        let mut all = Found::default();
        while all.work < budget.work && !(budget.stops)() {
            if self.done >= self.most && !self.turn() {
                all.is_over = true;
                break;
            }
            let own = Budget {
                work: (self.most / STEPS).min(budget.work).max(1),
                share: self.done as f64 / self.most.max(1) as f64,
                stops: budget.stops,
            };
            let found = self.search.step(known, &own);
            self.done += found.work.max(1);
            all.work += found.work.max(1);
            all.selections.extend(found.selections);
            if found.is_over {
                self.done = self.most;
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solve::search::tests::two_teams;

    #[test]
    fn each_plan_has_its_work_and_the_best_of_them_is_told() {
        let program = Arc::new(two_teams(&mut fastrand::Rng::with_seed(3)));
        let empty = Selection::empty(&program.placements);
        let (first, each) = (200_000, 40_000);
        let work = |plans: usize| {
            let mut mending = Mending::new(&program, 1, vec![empty.clone(); plans], (first, each));
            let told = mending.work();
            let (mut done, mut best) = (0, f64::NEG_INFINITY);
            loop {
                let found = mending.step(&Known::default(), &Budget { work: 30_000, share: 0.0, stops: &|| false });
                assert!(found.selections.iter().all(|selection| program.keeps(selection)));
                best = found.selections.iter().map(|selection| program.value(selection)).fold(best, f64::max);
                done += found.work;
                if found.is_over {
                    return (told, done, best);
                }
            }
        };
        for plans in [1, 4] {
            let (told, done, best) = work(plans);
            assert!(told <= done && done < told * 3 / 2, "{plans} plans: {told} told, {done} done");
            assert!(best > 0.0);
        }
    }
}
