//! Simulated annealing on starts (Kirkpatrick, Gelatt and Vecchi 1983), with weights of broken rows that grow.
//!
//! The first step builds a plan by `greedy`. From then on moves are drawn and weighed; the temperature follows the `schedule`, the
//! `weights` of rows follow how often they are broken. At the end of a step a copy is repaired, so that there is a plan while it is hot.

use std::sync::Arc;

use super::candidates::Candidates;
use super::greedy;
use super::moves::Mover;
use super::repair::repair;
use super::schedule::{From, Point, Role, Schedule};
use super::state::State;
use super::tables::{NONE, Tables};
use super::weights::Weights;
use crate::program::{Program, Selection};
use crate::solve::method::{Budget, Found, Known, Method};

/// Moves between two looks at the temperature; some tenths of a millisecond.
const ROUND: usize = 256;
/// Rounds between two looks at whether to stop; some milliseconds.
const ROUNDS_OF_LOOK: usize = 16;
/// Share of the value by which running sums may be off.
const ROUNDING: f64 = 1e-12;

/// A local search over the whole run.
pub struct Annealing {
    state: State,
    mover: Mover,
    schedule: Schedule,
    candidates: Candidates,
    best: Best,
    /// Where it begins, if not at a plan that it builds.
    start: Option<Selection>,
    /// The cooling that goes on; none before the first plan.
    cooling: Option<usize>,
    weights: Weights,
    /// What the best plan was worth when the cooling began.
    gone_on_from: f64,
    /// The best plan of coolings that ended in this step, and its value.
    untold: Option<(Selection, f64)>,
    /// What coolings and reheats ended with in this step, better or not.
    ended: Vec<Selection>,
    /// Moves drawn since the start.
    moves: u64,
}

/// The best selection that keeps all, of the last cooling from hot and its reheats.
struct Best {
    chosen: Vec<u32>,
    value: f64,
    is_new: bool,
}

impl Annealing {
    /// A search that has not begun. Two with different seeds find different plans.
    #[must_use]
    pub fn new(program: &Program, seed: u64, role: Role) -> Self {
        let tables = Arc::new(Tables::new(program));
        let nothing = vec![NONE; tables.initiatives()];
        Self {
            mover: Mover::new(seed),
            schedule: Schedule::new(role, worth_of_initiative(&tables), tables.movable.len()),
            candidates: Candidates::new(&tables),
            best: Best { chosen: nothing, value: f64::NEG_INFINITY, is_new: false },
            start: None,
            cooling: None,
            weights: Weights::default(),
            gone_on_from: f64::NEG_INFINITY,
            untold: None,
            ended: Vec::new(),
            moves: 0,
            state: State::on(tables),
        }
    }

    /// A search that goes on from a selection, which may break rows but no arcs.
    #[must_use]
    pub fn going_on(program: &Program, seed: u64, start: Selection) -> Self {
        Self { start: Some(start), ..Self::new(program, seed, Role::LateCooling) }
    }

    /// Moves drawn since the start.
    #[must_use]
    pub fn moves(&self) -> u64 {
        self.moves
    }

    /// The first plan: where it begins, the one that is known, or a greedy one.
    fn begin(&mut self, known: &Known, budget: &Budget) {
        self.cooling = Some(0);
        if let Some(start) = self.start.take() {
            self.state.load(&start);
            return self.note();
        }
        greedy::build(&mut self.state, known.guide.as_deref(), budget.stops);
        self.note();
        if let Some(best) = &known.best
            && best.1 > self.best.value
        {
            self.state.load(&best.0);
            self.note();
        }
    }

    /// Moves until the work is done.
    fn anneal(&mut self, known: &Known, budget: &Budget) {
        let tables = self.state.tables.clone();
        let until = self.state.work.saturating_add(budget.work);
        let mut round = 0_usize;
        while self.state.work < until && !(round.is_multiple_of(ROUNDS_OF_LOOK) && (budget.stops)()) {
            let point = self.schedule.now(self.state.work);
            if self.cooling != Some(point.cooling) {
                self.cooling = Some(point.cooling);
                self.turn(&point, known, budget);
            }
            (self.mover.temperature, self.mover.wide) = (point.temperature, point.wide);
            if round == 0 {
                self.state.work += self.candidates.update(&tables, known, point.temperature);
                if self.candidates.wide.movable.is_empty() {
                    return;
                }
            }
            self.weights.turn(&self.state, self.candidates.near().movable.len(), point.progress);
            for _ in 0..ROUND {
                self.mover.step(&tables, &self.candidates, &mut self.state);
                self.note();
                self.weights.look(&mut self.state);
            }
            self.moves += ROUND as u64;
            round += 1;
        }
    }

    /// Begins a cooling, which has a best plan of its own, or a reheat of that plan.
    fn turn(&mut self, point: &Point, known: &Known, budget: &Budget) {
        self.schedule.note(self.best.value > self.gone_on_from);
        self.ended.extend(self.state.keeps_all().then(|| self.state.selection()));
        self.state.forget_weights();
        match point.from {
            From::Best if self.best.value.is_finite() => {
                let best = self.state.tables.selection(&self.best.chosen);
                self.state.load(&best);
            }
            From::Best => {}
            From::Last | From::Nothing => {
                self.untold = self.newest();
                self.best.value = f64::NEG_INFINITY;
            }
        }
        if point.from == From::Nothing {
            // Or the first plan to be noted would be the one that is to be left behind.
            let nothing = self.state.tables.selection(&[]);
            self.state.load(&nothing);
            greedy::build(&mut self.state, known.guide.as_deref(), budget.stops);
        }
        self.gone_on_from = self.best.value;
    }

    /// Notes what the selection is worth when its broken rows are repaired.
    fn repair(&mut self) {
        let tables = self.state.tables.clone();
        // A repair that was given up may have left arcs broken.
        if repair(&tables, &self.candidates.wide, &mut self.state) {
            self.note();
        }
        self.state.undo();
    }

    /// Keeps the selection if it is the best so far.
    #[inline]
    fn note(&mut self) {
        if self.state.keeps_all() && self.state.value() > self.best.value {
            self.best.value = self.state.value() + self.state.value().abs() * ROUNDING;
            self.state.save(&mut self.best.chosen);
            self.best.is_new = true;
        }
    }

    /// The best selection that has not been told of, and its value.
    fn newest(&mut self) -> Option<(Selection, f64)> {
        let is_new = std::mem::take(&mut self.best.is_new);
        let own = is_new.then(|| (self.state.tables.selection(&self.best.chosen), self.best.value));
        self.untold.take().into_iter().chain(own).max_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// The best selection since the last step, if it is better than what is known.
    fn news(&mut self, known: &Known) -> Option<Selection> {
        let is_better = |own: &(Selection, f64)| known.best.as_ref().is_none_or(|best| own.1 > best.1);
        self.newest().filter(is_better).map(|own| own.0)
    }
}

impl Method for Annealing {
    fn name(&self) -> &'static str {
        "search"
    }

    fn step(&mut self, known: &Known, budget: &Budget) -> Found {
        let before = self.state.work;
        if self.cooling.is_none() {
            self.begin(known, budget);
        } else if !self.candidates.wide.movable.is_empty() {
            self.schedule.step(budget.share, self.state.work);
            self.anneal(known, budget);
            self.repair();
        }
        let is_over = self.candidates.wide.movable.is_empty();
        let mut selections = std::mem::take(&mut self.ended);
        selections.extend(self.news(known));
        Found { selections, work: self.state.work - before, is_over, ..Found::default() }
    }
}

/// Mean over initiatives of what their best placement is worth.
fn worth_of_initiative(tables: &Tables) -> f64 {
    let best = |&initiative: &u32| {
        let values = tables.open.of(initiative as usize).iter().map(|&placement| tables.places[placement as usize].value.abs());
        values.fold(0.0, f64::max)
    };
    tables.movable.iter().map(best).sum::<f64>() / tables.movable.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cooling_from_nothing_leaves_the_plan_before_it_behind_and_tells_of_it() {
        let program = crate::solve::search::tests::program("id,value,cost: A\nX,5,4\nY,4,4", 4);
        let y = program.placements.iter().find(|(_, placement)| placement.value < 5.0).expect("Y has a placement").0;
        let mut start = Selection::empty(&program.placements);
        start.set(program.placements[y].initiative, Some(y));
        let (known, budget) = (Known::default(), Budget { work: 1, share: 0.0, stops: &|| false });
        let mut search = Annealing::going_on(&program, 1, start.clone());
        search.begin(&known, &budget);
        let point = |from| Point { cooling: 1, temperature: 1.0, progress: 0.0, from, wide: 0.0 };
        search.turn(&point(From::Best), &known, &budget);
        assert_eq!(search.state.selection(), start);
        assert_eq!(search.ended, [start.clone()], "no better than what is known, and told of all the same");
        search.turn(&point(From::Nothing), &known, &budget);
        assert_ne!(search.state.selection(), start);
        search.note();
        assert_eq!(search.best.chosen, search.state.chosen);
        assert_eq!(search.untold.map(|untold| untold.0), Some(start));
    }
}
