//! Candidates: the placements that moves are drawn from.
//!
//! Without a guide all open ones. With one, those that can be in a better plan than the best known, and whose reduced value misses
//! the best of their initiative by no more than a slack that falls with the temperature. There are two lists: what loses many times the
//! temperature is hardly ever accepted, and is in none; what loses more than the temperature itself is seldom in a good plan, and is in
//! the wide one alone. Most moves are of the near one, the core of the program as knapsacks have one (Balas and Zemel 1980).

use std::sync::Arc;

use super::tables::{Tables, as_u32};
use crate::solve::method::{Guide, Known};

/// Losses in temperatures above which a placement is not near.
const NEAR: f64 = 1.0;
/// The same above which it is not drawn at all; a move that loses so much is accepted once in 10^5 draws.
const WIDE: f64 = 12.0;
/// Fall of the temperature after which candidates are chosen afresh.
const STEP: f64 = 0.8;

/// Placements to draw from, by initiative.
#[derive(Debug, Default)]
pub(super) struct List {
    items: Vec<u32>,
    from: Vec<u32>,
    /// Whether leaving is a move worth drawing, for each initiative.
    leaves: Vec<bool>,
    /// Initiatives with candidates.
    pub movable: Vec<u32>,
}

/// See the module.
pub(super) struct Candidates {
    near: List,
    pub wide: List,
    guide: Option<Arc<Guide>>,
    floor: f64,
    temperature: f64,
}

impl List {
    /// All open placements.
    fn open(tables: &Tables) -> Self {
        let mut list = Self::default();
        list.clear();
        for initiative in 0..tables.initiatives() {
            list.items.extend_from_slice(tables.open.of(initiative));
            list.close(initiative, !tables.required[initiative]);
        }
        list
    }

    /// Candidates of an initiative.
    #[inline]
    pub(super) fn of(&self, initiative: u32) -> &[u32] {
        &self.items[self.from[initiative as usize] as usize..self.from[initiative as usize + 1] as usize]
    }

    /// Whether an initiative may be drawn to leave.
    #[inline]
    pub(super) fn leaves(&self, initiative: u32) -> bool {
        self.leaves[initiative as usize]
    }

    /// Chooses those that lose no more than the slack and can be in a plan that is worth more than the floor.
    fn choose(&mut self, tables: &Tables, guide: &Guide, floor: f64, slack: f64) {
        self.clear();
        for initiative in 0..tables.initiatives() {
            let open = tables.open.of(initiative);
            let none = if tables.required[initiative] { f64::NEG_INFINITY } else { 0.0 };
            let best = open.iter().map(|&placement| guide.reduced[placement as usize]).fold(none, f64::max);
            let stays = |&placement: &u32| {
                let placement = placement as usize;
                guide.with[placement] >= floor && best - guide.reduced[placement] <= slack
            };
            self.items.extend(open.iter().copied().filter(stays));
            self.close(initiative, none == 0.0 && best <= slack);
        }
    }

    fn clear(&mut self) {
        self.items.clear();
        self.from.clear();
        self.movable.clear();
        self.leaves.clear();
        self.from.push(0);
    }

    /// Ends the list of an initiative.
    fn close(&mut self, initiative: usize, leaves: bool) {
        let until = as_u32(self.items.len());
        if until > self.from[initiative] {
            self.movable.push(as_u32(initiative));
        }
        self.from.push(until);
        self.leaves.push(leaves);
    }
}

impl Candidates {
    /// All open placements.
    pub(super) fn new(tables: &Tables) -> Self {
        let (floor, temperature) = (f64::NEG_INFINITY, f64::INFINITY);
        Self { near: List::default(), wide: List::open(tables), guide: None, floor, temperature }
    }

    /// What moves are drawn from that are not to be wide ones; all where nothing is near, as before there is a guide.
    #[inline]
    pub(super) fn near(&self) -> &List {
        if self.near.movable.is_empty() { &self.wide } else { &self.near }
    }

    /// Chooses afresh when the guide, the best plan or the temperature has changed by enough; tells the work that took.
    pub(super) fn update(&mut self, tables: &Tables, known: &Known, temperature: f64) -> u64 {
        let Some(guide) = &known.guide else { return 0 };
        let floor = known.floor();
        let is_new = self.guide.as_ref().is_none_or(|own| !Arc::ptr_eq(own, guide));
        let moved = temperature < self.temperature * STEP || temperature > self.temperature / STEP;
        if !is_new && !moved && floor <= self.floor {
            return 0;
        }
        self.guide = Some(guide.clone());
        (self.floor, self.temperature) = (floor, temperature);
        for (list, slack) in [(&mut self.near, NEAR), (&mut self.wide, WIDE)] {
            list.choose(tables, guide, floor, slack * temperature);
        }
        2 * tables.places.len() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::{Program, Selection};
    use crate::solve::certificate::Multipliers;

    /// Two initiatives that may start in any of three quarters, and candidates that know of no guide.
    fn two() -> (Program, Tables, Candidates) {
        let program = crate::solve::search::tests::program("id,value,cost: A\nX,5,4\nY,4,4", 4);
        let tables = Tables::new(&program);
        let candidates = Candidates::new(&tables);
        (program, tables, candidates)
    }

    /// What is known with a guide of such reduced values, and of such bounds with each placement.
    fn guided(program: &Program, reduced: Vec<f64>, with: Vec<f64>) -> Known {
        let guide = Guide { multipliers: Multipliers::zero(program, 3), bound: 10.0, reduced, with, fractions: None };
        Known { bound: 10.0, guide: Some(Arc::new(guide)), ..Known::default() }
    }

    #[test]
    fn what_cannot_be_in_a_better_plan_is_no_candidate() {
        let (program, tables, mut candidates) = two();
        let all = program.placements.len();
        assert_eq!(candidates.wide.of(0).len() + candidates.wide.of(1).len(), all);
        let mut with = vec![10.0; all];
        with[0] = 6.0;
        let best = Some(Arc::new((Selection::empty(&program.placements), 7.0)));
        candidates.update(&tables, &Known { best, ..guided(&program, vec![0.0; all], with) }, 1.0);
        assert!(!candidates.wide.of(0).contains(&0));
        assert_eq!(candidates.wide.of(0).len() + candidates.wide.of(1).len(), all - 1);
    }

    #[test]
    fn what_loses_more_than_the_temperature_is_not_near_and_where_nothing_is_near_all_are_drawn() {
        let (program, tables, mut candidates) = two();
        let all = program.placements.len();
        assert_eq!(candidates.near().of(0).len() + candidates.near().of(1).len(), all);
        let mut draw = |reduced: Vec<f64>, temperature: f64| {
            candidates.update(&tables, &guided(&program, reduced, vec![10.0; all]), temperature);
            let near = candidates.near();
            (near.of(0).to_vec(), near.leaves(0), near.of(1).len(), candidates.wide.of(0).len())
        };
        let mut reduced = vec![0.0; all];
        (reduced[0], reduced[1]) = (3.0, 1.5);
        let (near, leaves, others, wide) = draw(reduced.clone(), 2.0);
        assert_eq!((near, leaves), (vec![0, 1], false), "it leaves at a loss of 3 and the third one loses as much");
        assert_eq!((others, wide), (all - 3, 3));
        assert_eq!(draw(reduced, 4.0).0.len(), 3);
        assert_eq!(draw(vec![-8.0; all], 4.0).0.len(), 3, "nothing is near");
    }

    #[test]
    fn what_loses_many_temperatures_is_drawn_only_while_it_is_hot() {
        let (program, tables, mut candidates) = two();
        let all = program.placements.len();
        let mut reduced = vec![0.0; all];
        reduced[0] = -100.0;
        let known = guided(&program, reduced, vec![10.0; all]);
        candidates.update(&tables, &known, 100.0);
        assert!(candidates.wide.of(0).contains(&0));
        candidates.update(&tables, &known, 1.0);
        assert!(!candidates.wide.of(0).contains(&0));
    }
}
