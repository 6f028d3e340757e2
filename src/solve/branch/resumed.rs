//! Branch and bound as a method that goes on step by step with what others have found.
//!
//! Placements that the best multipliers rule out beside the best plan are left out first, and initiatives that share their fate become
//! one, which makes some programs tiny; the tree is grown on what is left. It is begun anew when far more can be left out than when it
//! was begun. A tree that has been parted is not begun anew: each part has some of its nodes alone.

use std::sync::Arc;

use super::super::exact::Proof;
use super::super::method::{Budget, Found, Known, Method};
use super::grown::Grown;
use super::remaining::{self, Narrowing, Remaining};
use crate::program::Program;
use crate::solve::certificate;
use crate::solve::family::is_of_releases;
use crate::solve::proof_tree::Growth;

/// Placements above which the relaxation takes too long for a tree; the method waits until fewer are left.
const MOST_PLACEMENTS: usize = 20_000;
/// Share of the placements that must go before the tree is begun anew.
const SHARE_THAT_PAYS: f64 = 0.3;
/// How far below the bound plans are looked for first, as a share of it, and by what factor that grows: an optimum is often near, and
/// so little is open near the bound that a tree there takes no time.
const FIRST_REACH: f64 = 2e-4;
/// See [`FIRST_REACH`].
const GROWTH_OF_REACH: f64 = 2.0;
/// Share of the placements that must be left out for a tree to look where no plan is known yet.
const SIZE_OF_GUESS: f64 = 0.85;
/// Work that is told when there is nothing to do yet.
const IDLE_WORK: u64 = 1_000;

/// The method.
pub struct BranchAndBound {
    program: Arc<Program>,
    /// All values are whole multiples of this; 0 if they are not.
    step: f64,
    /// None once the tree is parted.
    narrowing: Option<Narrowing>,
    /// How far below the bound plans are looked for, as a share of it, while none is known there.
    reach: f64,
    /// Floor and bound for which it was last thought of beginning a tree.
    thought_of: Option<(f64, f64)>,
    grown: Option<Grown>,
    is_over: bool,
}

impl BranchAndBound {
    /// A tree that is still to be grown.
    #[must_use]
    pub fn new(program: Arc<Program>) -> Self {
        let step = certificate::step(&program);
        let narrowing = Some(Narrowing::new(&program));
        Self { program, step, narrowing, reach: FIRST_REACH, thought_of: None, grown: None, is_over: false }
    }

    /// What plans of use are worth more than: the best plan, or what is guessed while nothing better is known.
    fn aim(&self, known: &Known) -> f64 {
        let value = known.value();
        value.max(self.grown.as_ref().map_or_else(|| self.guess(known), |grown| grown.aim))
    }

    /// So much below the bound that little is open there; infinite below where nothing is to be guessed. Nothing is without a plan: where
    /// there is none at all, every guess fails and the bound falls for ever.
    fn guess(&self, known: &Known) -> f64 {
        match &known.guide {
            Some(guide) if known.best.is_some() && self.reach.is_finite() && is_of_releases(&self.program) => {
                certificate::rounded(&self.program, guide.bound - self.reach * guide.bound.abs())
            }
            _ => f64::NEG_INFINITY,
        }
    }

    /// Begins a tree if there is none, or a smaller one if that pays; false if no plan worth more than `aim` is left to look for.
    fn begin(&mut self, known: &Known, aim: f64) -> bool {
        let Some(narrowing) = &mut self.narrowing else { return true };
        let floor = certificate::floor(aim, self.step);
        let bound = known.guide.as_ref().map_or(f64::INFINITY, |guide| guide.bound);
        if self.thought_of.replace((floor, bound)) == Some((floor, bound)) {
            return true;
        }
        let Some(open) = narrowing.open(&self.program, known, floor) else { return false };
        let has_useless = narrowing.has_useless();
        let size = remaining::size(&open);
        let most = self.grown.as_ref().map_or(MOST_PLACEMENTS as f64, |grown| grown.size as f64 * (1.0 - SHARE_THAT_PAYS));
        if size as f64 > most {
            return true;
        }
        let is_guess = known.value() < aim;
        if is_guess && size as f64 > SIZE_OF_GUESS * self.program.placements.len() as f64 {
            self.reach = f64::INFINITY;
            return self.begin(known, self.aim(known));
        }
        let best = known.best.as_ref().map(|best| &best.0);
        let make = if has_useless { Remaining::new } else { Remaining::plain };
        let remaining = make(&self.program, best, &open);
        self.grown = Some(Grown::new(&self.program, known, remaining, aim, size));
        true
    }

    /// Work of narrowing so far.
    fn narrowed(&self) -> u64 {
        self.narrowing.as_ref().map_or(0, |narrowing| narrowing.work)
    }

    /// The bound where all is left out that is worth no more than what plans of use are worth more than.
    fn least(&self, aim: f64) -> f64 {
        certificate::rounded(&self.program, certificate::floor(aim, self.step))
    }

    /// What is found where no plan is worth more than `aim`: the proof if a plan of that value is known, else a bound.
    fn none_above(&mut self, known: &Known, aim: f64, work: u64) -> Found {
        let bound = self.least(aim);
        self.grown = None;
        if let Some(best) = known.best.as_ref().filter(|best| best.1 >= aim) {
            self.is_over = true;
            let proof = Some(Proof::Optimal(best.0.clone(), bound.max(best.1)));
            return Found { proof, work, is_over: true, ..Found::default() };
        }
        while self.reach.is_finite() && self.guess(known) >= aim {
            self.reach *= GROWTH_OF_REACH;
        }
        self.thought_of = None;
        Found { bound: Some(bound), work, ..Found::default() }
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
        let before = self.narrowed();
        let value = known.value();
        let has_any = self.begin(known, self.aim(known));
        let (aim, looked) = (self.aim(known), self.narrowed() - before);
        if !has_any {
            return self.none_above(known, aim, IDLE_WORK + looked);
        }
        let least = self.least(aim);
        let Some(grown) = &mut self.grown else { return Found { work: IDLE_WORK + looked, ..Found::default() } };
        grown.apart.note(aim);
        let before = grown.apart.tree.work();
        let is_done = grown.apart.tree.grow(budget.work, budget.stops);
        if is_done && grown.apart.best().is_none_or(|best| best.1 <= aim) && aim > value {
            let work = grown.apart.tree.work() - before + looked;
            return self.none_above(known, aim, work);
        }
        self.is_over = is_done;
        let bound = grown.apart.bound().max(if grown.apart.remaining.is_plain() { aim } else { least });
        Found {
            multipliers: grown.learned(&self.program, known),
            selections: grown.news(value).into_iter().collect(),
            bound: Some(bound).filter(|bound| bound.is_finite()),
            proof: self.is_over.then(|| grown.proof(known, bound)),
            work: (grown.apart.tree.work() - before).max(IDLE_WORK) + looked,
            is_over: self.is_over,
        }
    }

    fn growth(&self) -> Option<Growth> {
        self.grown.as_ref()?.growth(&self.program)
    }

    fn part(&mut self, known: &Known) -> Option<Box<dyn Method>> {
        // What lies above a guess is soon over, and then looked for below it.
        let grown = self.grown.as_mut().filter(|grown| !self.is_over && grown.aim <= known.value())?.part()?;
        self.narrowing = None;
        let program = Arc::clone(&self.program);
        Some(Box::new(Self { program, narrowing: None, thought_of: None, grown: Some(grown), ..*self }))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::program::Selection;
    use crate::solve::branch::{SubSolve, prove};
    use crate::solve::closure::tests::{best_of_all, bounded, random_releases};
    use crate::solve::method::Guide;
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
        let solve = |start: &Selection| SubSolve::new(&program, start, u64::MAX).go_on(u64::MAX, &|| false);
        let solved = solve(&idle);
        let better = solved.better.expect("atlas is worth more than nothing");
        assert!(solved.is_proven && program.keeps(&better));
        assert_eq!(solve(&better).better, None);
    }

    #[test]
    fn what_is_left_out_is_in_no_better_plan() {
        let (mut compared, mut certain) = (0, 0);
        for seed in 0..600 {
            let Some((program, quarters)) = random_releases(seed) else { continue };
            let Some(optimum) = best_of_all(&program) else { continue };
            let Some((multipliers, fractions)) = bounded(&program, quarters) else { continue };
            let guide = Guide::new(&program, multipliers, fractions);
            let mut known = Known { bound: guide.bound, guide: Some(Arc::new(guide)), ..Known::default() };
            let idle = Selection::empty(&program.placements);
            if seed % 3 != 0 && program.keeps(&idle) {
                known.best = Some(Arc::new((idle.clone(), program.value(&idle))));
            }
            let mut method = BranchAndBound::new(Arc::clone(&program));
            let (selection, bound) = loop {
                let found = method.step(&known, &Budget { work: 500, share: 0.0, stops: &|| false });
                certain += method.grown.as_ref().map_or(0, |grown| usize::from(grown.apart.remaining.value != 0.0));
                assert!(found.bound.is_none_or(|bound| bound >= optimum - 1e-9), "seed {seed}: {found:?} below {optimum}");
                for selection in found.selections {
                    assert!(program.keeps(&selection), "seed {seed}");
                    known.best = Some(Arc::new((selection.clone(), program.value(&selection))));
                }
                match found.proof {
                    Some(Proof::Optimal(selection, bound)) => break (selection, bound),
                    Some(other) => panic!("seed {seed}: {other:?}"),
                    None => assert!(!found.is_over, "seed {seed}"),
                }
            };
            let value = program.value(&selection);
            assert!(
                (value - optimum).abs() < 1e-6 && bound >= optimum - 1e-9 && bound < optimum + 1e-3,
                "seed {seed}: {value}, {optimum}"
            );
            compared += 1;
        }
        assert!(compared > 200 && certain > 50, "{compared} {certain}");
    }
}
