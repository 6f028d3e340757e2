//! Candidates: the placements that moves are drawn from.
//!
//! Without a guide all open ones. With one, those that can be in a better plan than the best known, and whose reduced value misses
//! the best of their initiative by no more than a slack that falls with the temperature: what loses many times the temperature is
//! hardly ever accepted, so drawing it is wasted work.

use std::sync::Arc;

use super::tables::{Tables, as_u32};
use crate::solve::method::{Guide, Known};

/// Losses in temperatures above which a placement is not drawn; a move that loses so much is accepted once in 10^5 draws.
const SLACK: f64 = 12.0;
/// Fall of the temperature after which candidates are chosen afresh.
const STEP: f64 = 0.8;

pub(super) struct Candidates {
    items: Vec<u32>,
    from: Vec<u32>,
    /// Whether leaving is a move worth drawing, for each initiative.
    leaves: Vec<bool>,
    /// Initiatives with candidates.
    pub movable: Vec<u32>,
    guide: Option<Arc<Guide>>,
    floor: f64,
    temperature: f64,
}

impl Candidates {
    /// All open placements.
    pub(super) fn new(tables: &Tables) -> Self {
        let mut all = Self {
            items: Vec::new(),
            from: Vec::new(),
            leaves: Vec::new(),
            movable: Vec::new(),
            guide: None,
            floor: f64::NEG_INFINITY,
            temperature: f64::INFINITY,
        };
        all.choose(tables);
        all
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
        self.choose(tables);
        tables.places.len() as u64
    }

    fn choose(&mut self, tables: &Tables) {
        self.items.clear();
        self.from.clear();
        self.movable.clear();
        self.leaves.clear();
        self.from.push(0);
        let slack = SLACK * self.temperature;
        for initiative in 0..tables.initiatives() {
            let open = tables.open.of(initiative);
            let Some(guide) = &self.guide else {
                self.items.extend_from_slice(open);
                self.close(initiative, !tables.required[initiative]);
                continue;
            };
            let none = if tables.required[initiative] { f64::NEG_INFINITY } else { 0.0 };
            let best = open.iter().map(|&placement| guide.reduced[placement as usize]).fold(none, f64::max);
            let stays = |&placement: &u32| {
                let placement = placement as usize;
                guide.with[placement] >= self.floor && best - guide.reduced[placement] <= slack
            };
            self.items.extend(open.iter().copied().filter(stays));
            self.close(initiative, none == 0.0 && best <= slack);
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::Selection;
    use crate::solve::certificate::Multipliers;

    #[test]
    fn what_cannot_be_in_a_better_plan_is_no_candidate() {
        let program = crate::solve::search::tests::program("id,value,cost: A\nX,5,4\nY,4,4", 4);
        let tables = Tables::new(&program);
        let mut candidates = Candidates::new(&tables);
        let all = program.placements.len();
        assert_eq!(candidates.of(0).len() + candidates.of(1).len(), all);
        let mut with = vec![10.0; all];
        with[0] = 6.0;
        let reduced = vec![0.0; all];
        let guide = Guide { multipliers: Multipliers::zero(&program, 3), bound: 10.0, reduced, with, fractions: None };
        let best = Some(Arc::new((Selection::empty(&program.placements), 7.0)));
        candidates.update(&tables, &Known { best, bound: 10.0, guide: Some(Arc::new(guide)), ..Known::default() }, 1.0);
        assert!(!candidates.of(0).contains(&0));
        assert_eq!(candidates.of(0).len() + candidates.of(1).len(), all - 1);
    }

    #[test]
    fn what_loses_many_temperatures_is_drawn_only_while_it_is_hot() {
        let program = crate::solve::search::tests::program("id,value,cost: A\nX,5,4\nY,4,4", 4);
        let tables = Tables::new(&program);
        let mut candidates = Candidates::new(&tables);
        let all = program.placements.len();
        let mut reduced = vec![0.0; all];
        reduced[0] = -100.0;
        let guide =
            Guide { multipliers: Multipliers::zero(&program, 3), bound: 10.0, reduced, with: vec![10.0; all], fractions: None };
        let known = Known { bound: 10.0, guide: Some(Arc::new(guide)), ..Known::default() };
        candidates.update(&tables, &known, 100.0);
        assert!(candidates.of(0).contains(&0));
        candidates.update(&tables, &known, 1.0);
        assert!(!candidates.of(0).contains(&0));
    }
}
