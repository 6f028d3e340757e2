//! The pool: good plans that differ from each other, beside the best one (Danna, Fenelon, Gu and Wunderling 2007, Generating multiple
//! solutions for mixed integer programming problems).
//!
//! When a capacity falls, the best plan may lose several times what another loses that was nearly as good, and the search would take long
//! from the one to the other: so a run after a change is told of all of them.

use std::sync::Arc;

use super::family::is_ruled_by_arcs;
use super::limits::OPEN_NEAR_PROOF;
use crate::program::{Program, Selection};

/// Plans that are kept: with 60 in their place, runs after a change went on from the same ones.
pub(super) const MOST: usize = 16;
/// Share of the best value by which a plan of the pool may be worse.
const NEAR: f64 = 0.02;
/// Share of the initiatives in which two plans of the pool differ at least.
const APART: f64 = 0.05;
/// Placements above which there is no pool: one change costs little of a large plan, and mending many large plans takes seconds.
const MOST_PLACEMENTS: usize = 1_500;

/// See the module.
#[derive(Debug, Clone)]
pub(super) struct Pool {
    /// Best first.
    plans: Vec<Arc<(Selection, f64)>>,
    /// How many there may be.
    most: usize,
    /// In how many initiatives they differ at least.
    apart: usize,
}

impl Pool {
    /// A pool for plans of a program; it stays empty where it would not pay: where a proof is near whatever the plan, in large programs,
    /// and where arcs rule, whose plans are mended in other ways.
    pub(super) fn of(program: &Program) -> Self {
        let pays = (OPEN_NEAR_PROOF + 1..=MOST_PLACEMENTS).contains(&program.placements.len()) && !is_ruled_by_arcs(program);
        let apart = (APART * program.placements.initiatives() as f64).ceil() as usize;
        Self { plans: Vec::new(), most: if pays { MOST } else { 0 }, apart }
    }

    /// Takes a plan in, unless a better one is much the same; worse ones that are much the same go.
    pub(super) fn take(&mut self, plan: &Arc<(Selection, f64)>) {
        let at = self.plans.partition_point(|own| own.1 >= plan.1);
        let is_apart = |own: &Arc<(Selection, f64)>| own.0.distance(&plan.0) >= self.apart;
        if at >= self.most || !self.plans[..at].iter().all(is_apart) {
            return;
        }
        let worse: Vec<_> = self.plans.drain(at..).filter(is_apart).collect();
        self.plans.push(Arc::clone(plan));
        self.plans.extend(worse);
        self.plans.truncate(self.most);
    }

    /// Plans nearly as good as a plan of this value, and apart from it.
    pub(super) fn beside(&self, best: &Selection, value: f64) -> Vec<&Selection> {
        let is_near = |own: &&Arc<(Selection, f64)>| value - own.1 <= NEAR * value.abs() && own.0.distance(best) >= self.apart;
        self.plans.iter().filter(is_near).map(|own| &own.0).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Id;
    use crate::solve::search::tests::program;

    /// A plan of six initiatives of three placements each, by which of them each has, and its value.
    fn plan(program: &Program, ways: [usize; 6], value: f64) -> Arc<(Selection, f64)> {
        let mut selection = Selection::empty(&program.placements);
        for (initiative, way) in ways.into_iter().enumerate() {
            selection.set(Id::new(initiative), program.placements.of_initiative(Id::new(initiative)).nth(way));
        }
        Arc::new((selection, value))
    }

    #[test]
    fn a_pool_has_the_best_of_plans_that_are_much_the_same_and_not_too_many() {
        let program = program("id,value,cost: A\nU,5,1\nV,5,1\nW,5,1\nX,5,1\nY,5,1\nZ,5,1", 6);
        assert_eq!(Pool::of(&program).most, 0, "its proof is near");
        let mut pool = Pool { plans: Vec::new(), most: 3, apart: 2 };
        let values = |pool: &Pool| pool.plans.iter().map(|plan| plan.1).collect::<Vec<f64>>();
        for (ways, value) in [([0; 6], 90.0), ([1; 6], 100.0), ([0, 0, 0, 0, 0, 1], 95.0), ([1, 1, 1, 1, 1, 2], 99.0)] {
            pool.take(&plan(&program, ways, value));
        }
        assert_eq!(values(&pool), [100.0, 95.0]);
        pool.take(&plan(&program, [2; 6], 97.0));
        pool.take(&plan(&program, [2, 2, 2, 0, 0, 0], 94.0));
        assert_eq!(values(&pool), [100.0, 97.0, 95.0]);
        pool.take(&plan(&program, [2, 2, 2, 1, 1, 1], 98.0));
        assert_eq!(values(&pool), [100.0, 98.0, 97.0]);
        let best = plan(&program, [1, 1, 1, 1, 1, 0], 101.0);
        let beside = |value: f64| pool.beside(&best.0, value).into_iter().cloned().collect::<Vec<Selection>>();
        assert_eq!(beside(99.0), [plan(&program, [2, 2, 2, 1, 1, 1], 0.0).0.clone()], "near in value, and not the best again");
        assert!(beside(200.0).is_empty());
    }
}
