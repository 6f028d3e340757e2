//! Branch and bound as a method that goes on step by step with what others have found.
//!
//! Placements that the best multipliers rule out beside the best plan are left out first, and initiatives that share their fate become
//! one, which makes some programs tiny; the tree is grown on what is left. It is begun anew when far more can be left out than when it
//! was begun.

use std::sync::Arc;

use super::super::exact::Proof;
use super::super::method::{Budget, Found, Known, Method};
use super::either::Either;
use super::learned;
use crate::model::Id;
use crate::program::{Condensed, Part, Placement, Program, Selection};
use crate::solve::certificate::Multipliers;

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
    part: Part,
    condensed: Condensed,
    /// Which placement of the whole program each of the tree's is, or leads.
    whole_of: Vec<Id<Placement>>,
    /// Value of the best selection that was told.
    told: f64,
}

impl BranchAndBound {
    /// A tree that is still to be grown.
    #[must_use]
    pub fn new(program: Arc<Program>) -> Self {
        Self { program, grown: None, is_over: false }
    }

    /// Begins a tree if there is none, or a smaller one if that pays.
    fn begin(&mut self, known: &Known) {
        let open = known.open(&self.program);
        let left = open.iter().filter(|open| **open).count();
        let most =
            self.grown.as_ref().map_or(MOST_PLACEMENTS as f64, |grown| grown.part.whole.len() as f64 * (1.0 - SHARE_THAT_PAYS));
        if left as f64 > most {
            return;
        }
        let part = self.program.part(known.best.as_ref().map(|best| &best.0), |id| open[id.index()]);
        let condensed = part.program.condensed();
        let start = known.best.as_ref().map(|_| condensed.of_whole(&part.program, &part.selection));
        let mut tree = Either::new(condensed.program.clone(), start.as_ref());
        let whole_of: Vec<Id<Placement>> = condensed.leaders().map(|own| part.whole[own.index()]).collect();
        if let Some(guide) = &known.guide {
            tree.carry(&learned::of_whole(&guide.multipliers.cuts, &condensed.program, &self.program, &whole_of));
        }
        self.grown = Some(Grown { tree, part, condensed, whole_of, told: f64::NEG_INFINITY });
    }
}

impl Grown {
    /// A selection of the tree in the whole program.
    fn in_whole(&self, program: &Program, selection: &Selection) -> Selection {
        self.part.in_whole(program, &self.condensed.in_whole(&self.part.program, selection))
    }

    /// The best selection of the tree, if it is better than the best known one and was not told.
    fn news(&mut self, program: &Program, known: f64) -> Option<Selection> {
        let (selection, value) = self.tree.best().filter(|best| best.1 > known.max(self.told))?;
        let (selection, value) = (self.in_whole(program, selection), *value);
        self.told = value;
        Some(selection)
    }

    /// What the root came to, in the whole program, once; none where some of its placements stand for several.
    fn learned(&mut self, program: &Program, known: &Known) -> Option<(Multipliers, Option<Vec<f64>>)> {
        let learned = self.tree.learned()?;
        let quarters = known.guide.as_ref()?.multipliers.quarters();
        let is_plain = self.condensed.program.placements.len() == self.part.program.placements.len();
        let nothing = Multipliers::zero(program, quarters);
        let of_whole = || learned.in_whole(&self.condensed.program, program, &self.whole_of, nothing);
        is_plain.then(of_whole).map(|(multipliers, fractions)| (multipliers, Some(fractions)))
    }

    /// What the tree says of the whole program, when it is over.
    fn proof(&self, program: &Program, known: &Known, bound: f64) -> Proof {
        let best = self.tree.best().filter(|own| known.best.as_ref().is_none_or(|best| own.1 > best.1));
        match (best, &known.best) {
            (Some((selection, value)), _) => Proof::Optimal(self.in_whole(program, selection), bound.max(*value)),
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
            multipliers: grown.learned(&self.program, known),
            selections: grown.news(&self.program, value).into_iter().collect(),
            bound: Some(bound).filter(|bound| bound.is_finite()),
            proof: self.is_over.then(|| grown.proof(&self.program, known, bound)),
            work: (grown.tree.work() - before).max(IDLE_WORK),
            is_over: self.is_over,
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
