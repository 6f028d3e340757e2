//! Branch and bound as a method that goes on step by step with what others have found.
//!
//! Placements that the best multipliers rule out beside the best plan are left out first, which makes some programs tiny; the tree is
//! grown on what is left. It is begun anew when far more can be left out than when it was begun.

use std::sync::Arc;

use super::super::exact::Proof;
use super::super::limits::FIXING_MARGIN;
use super::super::method::{Budget, Found, Known, Method};
use super::either::Either;
use crate::model::Id;
use crate::program::{Placement, Program, Selection};

/// Placements above which the relaxation takes too long for a tree; the method waits until fewer are left.
const MOST_PLACEMENTS: usize = 20_000;
/// Share of the placements that must go before the tree is begun anew.
const SHARE_THAT_PAYS: f64 = 0.3;
/// Work that is told when there is nothing to do yet.
const IDLE_WORK: u64 = 1_000;

/// The method.
pub struct BranchAndBound {
    program: Arc<Program>,
    grown: Option<Grown>,
    is_over: bool,
}

/// A tree on a part of the program.
struct Grown {
    tree: Either,
    /// The placement of the whole program for each of the part.
    whole: Vec<Id<Placement>>,
    /// Value of the best selection that was told.
    told: f64,
}

impl BranchAndBound {
    /// A tree that is still to be grown.
    #[must_use]
    pub fn new(program: Arc<Program>) -> Self {
        Self { program, grown: None, is_over: false }
    }

    /// For each placement, whether it may be in a better plan than the best one.
    fn stays(&self, known: &Known) -> Vec<bool> {
        let Some((best, guide)) = known.best.as_ref().zip(known.guide.as_ref()) else {
            return vec![true; self.program.placements.len()];
        };
        let floor = best.1 - best.1.abs() * FIXING_MARGIN;
        let stays = |(id, _): (Id<Placement>, _)| guide.with[id.index()] >= floor || best.0.has(id, &self.program.placements);
        self.program.placements.iter().map(stays).collect()
    }

    /// Begins a tree if there is none, or a smaller one if that pays.
    fn begin(&mut self, known: &Known) {
        let stays = self.stays(known);
        let left = stays.iter().filter(|stays| **stays).count();
        let most = self.grown.as_ref().map_or(MOST_PLACEMENTS as f64, |grown| grown.whole.len() as f64 * (1.0 - SHARE_THAT_PAYS));
        if left as f64 > most {
            return;
        }
        let (part, moved) = self.program.restricted(|id| stays[id.index()]);
        let whole: Vec<Id<Placement>> = (0..stays.len()).filter(|&old| stays[old]).map(Id::new).collect();
        let start = known.best.as_ref().map(|best| {
            let mut start = Selection::empty(&part.placements);
            for old in best.0.chosen() {
                start.set(self.program.placements[old].initiative, moved[old.index()]);
            }
            start
        });
        let tree = Either::new(part, start.as_ref());
        self.grown = Some(Grown { tree, whole, told: f64::NEG_INFINITY });
    }
}

impl Grown {
    /// A selection of the part in the whole program.
    fn back(&self, program: &Program, selection: &Selection) -> Selection {
        let mut whole = Selection::empty(&program.placements);
        for part in selection.chosen() {
            let placement = self.whole[part.index()];
            whole.set(program.placements[placement].initiative, Some(placement));
        }
        whole
    }

    /// The best selection of the tree, if it is better than the best known one and was not told.
    fn news(&mut self, program: &Program, known: f64) -> Option<Selection> {
        let (selection, value) = self.tree.best().filter(|best| best.1 > known.max(self.told))?;
        let (selection, value) = (self.back(program, selection), *value);
        self.told = value;
        Some(selection)
    }

    /// What the tree says of the whole program, when it is over.
    fn proof(&self, program: &Program, known: &Known, bound: f64) -> Proof {
        let best = self.tree.best().filter(|own| known.best.as_ref().is_none_or(|best| own.1 > best.1));
        match (best, &known.best) {
            (Some((selection, value)), _) => Proof::Optimal(self.back(program, selection), bound.max(*value)),
            (None, Some(best)) => Proof::Optimal(best.0.clone(), bound.max(best.1)),
            (None, None) => Proof::Infeasible,
        }
    }
}

impl Method for BranchAndBound {
    fn name(&self) -> &'static str {
        "branch and bound"
    }

    fn step(&mut self, known: &Known, budget: &Budget) -> Found {
        if self.is_over {
            return Found { is_over: true, ..Found::default() };
        }
        self.begin(known);
        let value = known.best.as_ref().map_or(f64::NEG_INFINITY, |best| best.1);
        let Some(grown) = &mut self.grown else { return Found { work: IDLE_WORK, ..Found::default() } };
        grown.tree.note(value);
        let before = grown.tree.work();
        self.is_over = grown.tree.grow(budget.work, budget.stops);
        let bound = grown.tree.bound().max(value);
        Found {
            selections: grown.news(&self.program, value).into_iter().collect(),
            bound: Some(bound).filter(|bound| bound.is_finite()),
            proof: self.is_over.then(|| grown.proof(&self.program, known, bound)),
            work: (grown.tree.work() - before).max(IDLE_WORK),
            is_over: self.is_over,
            ..Found::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::solve::branch::{prove, solve_sub};
    use crate::solve::presolved;

    fn atlas() -> Program {
        presolved(&crate::input::read(Path::new("data/atlas")).expect("it is in the repository").portfolio)
    }

    fn proven(program: &Program, known: &Known) -> (Selection, f64) {
        let mut method = BranchAndBound::new(Arc::new(program.clone()));
        loop {
            let found = method.step(known, &Budget { work: 2_000_000, share: 0.0, stops: &|| false });
            if let Some(Proof::Optimal(selection, bound)) = found.proof {
                return (selection, bound);
            }
            assert!(!found.is_over);
        }
    }

    #[test]
    fn steps_come_to_the_proof_of_one_go() {
        let program = atlas();
        let Proof::Optimal(best, _) = prove(&program, None, &|| false) else { panic!("atlas has plans") };
        let value = program.value(&best);
        let cold = proven(&program, &Known::default());
        assert!((program.value(&cold.0) - value).abs() < 1e-6 && cold.1 < value + 1e-3);
        let known = Known { best: Some(Arc::new((best.clone(), value))), ..Known::default() };
        assert_eq!(proven(&program, &known).0, best);
    }

    #[test]
    fn a_small_solve_betters_its_start_and_proves_it() {
        let program = atlas();
        let idle = Selection::empty(&program.placements);
        let solved = solve_sub(&program, &idle, u64::MAX, &|| false);
        let better = solved.better.expect("atlas is worth more than nothing");
        assert!(solved.is_proven && program.keeps(&better));
        assert_eq!(solve_sub(&program, &better, u64::MAX, &|| false).better, None);
    }
}
